#include "events.h"

#include <stdio.h>
#include <stdlib.h>

#include "events_scene.h"
#include "speech.h"
#include "words.h"

#define DRAFTS_MOST 4096 /* of one sentence */
#define TELLINGS_PER_TRIGGER 24
#define PROBES_MOST 64 /* events with the same roles that are compared; keeps a document linear */

/* What a missing part costs. */
#define WITHOUT_TARGET 0.85f
#define WITHOUT_WANTED_TARGET 0.62f
#define SUPPORT_OF_A_THING 0.7f /* "praised the report" */
#define MUST_BE 0.7f            /* "said prices must fall": of nobody in particular */
#define NOUN_ALONE 0.9f
#define ONLY_MODIFIER 0.75f
#define ONLY_ACCUSED 0.75f
#define BARE_GERUND 0.6f
#define HARDLY_THE_COUNTRY 0.55f
#define SOME_OF_A_PEOPLE 0.7f
#define NATION_PROTESTS 0.6f /* "Algeria's protests": not the country's own */
#define NOT_POLITICAL 0.6f   /* in a document about something else, between people who have to do with it */
#define MUTUAL_NAMED 0.8f    /* "the US-China deal": both sides stand in the noun group */

#define STEM_LEAST 5
#define BY_DEED 0.8f
#define DEED_LEAST 0.5f /* confidence of what "the attacks" may speak of again */

struct draft {
    struct event event;
    const struct frame *frame;
    const char *why;
    int trigger;
    bool dropped;
};

struct drafts {
    struct draft *at;
    size_t count, capacity;
};

bool events_open(struct events *events, struct slice speech, struct slice frames, struct frame_error *error)
{
    error->line = 0;
    return speech_open(&events->speech, speech, &error->what) && frames_read(&events->frames, frames, error);
}

void events_ready(struct events *events)
{
    const struct {
        const char *word;
        uint16_t *lexeme;
    } known[] = {{"of", &events->of},     {"by", &events->by},           {"in", &events->in},
                 {"at", &events->at},     {"from", &events->from},       {"to", &events->to},
                 {"with", &events->with}, {"between", &events->between}, {"for", &events->for_},
                 {"near", &events->near}, {"on", &events->on},           {"include", &events->include},
                 {"that", &events->that}, {"must", &events->must},       {"president", &events->president}};
    frames_compile(&events->frames);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        *known[i].lexeme = frames_word(&events->frames, slice_of(known[i].word));
}

void events_close(struct events *events)
{
    frames_free(&events->frames);
}

static struct slice unit_text(const struct scene *scene, int at)
{
    const struct token *tokens = scene->sentence->tokens;
    const struct unit *unit = &scene->units[at];
    return slice_part(scene->sentence->text, tokens[unit->first].start, tokens[unit->last - 1].end);
}

static void explain_parties(struct buffer *out, const char *name, const struct parties *parties,
                            const struct scene *scene)
{
    buffer_json_key(out, name);
    buffer_byte(out, '[');
    for (size_t i = 0; i < parties->count; i++) {
        if (i > 0)
            buffer_byte(out, ',');
        buffer_byte(out, '{');
        buffer_json_key(out, "name");
        buffer_json(out, parties->at[i].name);
        if (parties->at[i].unit >= 0 && parties->at[i].unit < scene->count) {
            buffer_json_key(out, "words");
            buffer_json(out, unit_text(scene, parties->at[i].unit));
        }
        buffer_byte(out, '}');
    }
    buffer_byte(out, ']');
}

/* One line of --explain: the trigger, its frame, and either the roles and the modality's reason or the veto. */
static void explain(const struct scene *scene, const struct frame *frame, int trigger, const struct parties *actors,
                    const struct parties *targets, const char *why, bool veto)
{
    if (!scene->explain)
        return;
    struct buffer out = {0};
    buffer_byte(&out, '{');
    buffer_json_key(&out, veto ? "veto" : "event");
    buffer_json(&out, unit_text(scene, trigger));
    if (scene->sentence->id.at) {
        buffer_json_key(&out, "id");
        buffer_json(&out, scene->sentence->id);
    }
    buffer_json_key(&out, "frame");
    buffer_json(&out, scene->events->frames.lexemes[frame->lexeme].text);
    buffer_json_key(&out, "line");
    buffer_number(&out, frame->line);
    if (actors)
        explain_parties(&out, "actor", actors, scene);
    if (targets)
        explain_parties(&out, "target", targets, scene);
    buffer_json_key(&out, "why");
    buffer_json(&out, slice_of(why));
    buffer_byte(&out, '}');
    scene->explain->line(scene->explain->context, buffer_view(&out));
    buffer_free(&out);
}

static bool lexeme_in(const struct frames *frames, const struct guard *guard, uint16_t lexeme)
{
    if (guard->count == 0)
        return true;
    for (uint32_t i = 0; i < guard->count; i++)
        if (frames->words[guard->first + i] == lexeme && lexeme != 0)
            return true;
    return false;
}

static bool is_named_event(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (scene->sentence->entities[e].type == ENTITY_EVENT && scene->sentence->entities[e].last_token > unit->head)
            return true;
    return false;
}

/* The token that says what a named event is: "Summit" in "the US-North Korea Summit in Hanoi". */
static uint32_t head_of_name(const struct scene *scene, const struct unit *unit)
{
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++) {
        const struct entity *entity = &scene->sentence->entities[e];
        if (entity->type != ENTITY_EVENT || entity->last_token <= unit->head)
            continue;
        for (uint32_t i = entity->first_token + 1; i < entity->last_token; i++) {
            struct slice word = word_text(scene->sentence, &scene->sentence->tokens[i]);
            if (slice_is(word, "in") || slice_is(word, "on") || slice_is(word, "of") || slice_is(word, "for"))
                return i - 1;
        }
    }
    return unit->head;
}

/* The lexeme of a noun group's head, also when the head is a name ("the United Nations summit"). */
static uint16_t head_lexeme(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    if (unit->lexeme)
        return unit->lexeme;
    const struct token *token = &scene->sentence->tokens[head_of_name(scene, unit)];
    return frames_lexeme(&scene->events->frames, word_text(scene->sentence, token), token->hash, FORM_NOUN);
}

/* "him", "them": somebody, whoever it is. */
static bool is_personal(const struct scene *scene, int at)
{
    static const char *const words[] = {"him", "her", "them", "me", "us", "himself", "herself"};
    if (!(scene->units[at].flags & UNIT_PRONOUN))
        return false;
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].head]);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(word, words[i]))
            return true;
    return false;
}

static bool has_actor(const struct scene *scene, int at)
{
    struct parties parties = {.count = 0};
    party_list(scene, at, structure_list_end(scene, at), PARTY_ACTOR, &parties);
    return parties.count > 0 || (scene_lexeme(scene, at)->roles & ROLE_AGENT) || is_personal(scene, at);
}

static const struct entity *place_in(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_last; e-- > unit->entities_first;) {
        const struct entity *entity = &scene->sentence->entities[e];
        if (entity->type == ENTITY_FACILITY || entity->type == ENTITY_PLACE || entity->type == ENTITY_COUNTRY)
            return entity;
    }
    return NULL;
}

static bool modifier_is(const struct scene *scene, const struct guard *guard, int at)
{
    const struct frames *frames = &scene->events->frames;
    for (uint32_t i = scene->units[at].first; i < scene->units[at].head; i++) {
        const struct token *token = &scene->sentence->tokens[i];
        size_t count;
        const struct reading *reading = frames_readings(frames, word_text(scene->sentence, token), token->hash, &count);
        for (size_t r = 0; r < count; r++)
            if (lexeme_in(frames, guard, reading[r].lexeme))
                return true;
    }
    return false;
}

/* The heads of a list of noun groups: one of them fits. */
static bool object_is(const struct scene *scene, const struct guard *guard, int at)
{
    if (at == NOBODY)
        return false;
    int end = structure_list_end(scene, at);
    for (int i = at; i < end; i++)
        if (scene_is(scene, i, UNIT_NOUN) && lexeme_in(&scene->events->frames, guard, head_lexeme(scene, i)))
            return true;
    /* "a series of attacks", "a statement of support" */
    if (!scene_is(scene, at + 1, UNIT_PREPOSITION) || !scene_is(scene, at + 2, UNIT_NOUN) ||
        scene->units[at + 1].lexeme != scene->events->of || !(scene_lexeme(scene, at)->roles & ROLE_QUANTITY))
        return false;
    return lexeme_in(&scene->events->frames, guard, head_lexeme(scene, at + 2));
}

static bool guard_holds(const struct scene *scene, const struct guard *guard, int trigger, int object,
                        const struct arguments *arguments)
{
    const struct frames *frames = &scene->events->frames;
    switch (guard->kind) {
    case GUARD_OBJECT: /* of a passive also what stands behind it: "was denied entry" */
        return object_is(scene, guard, object) || object_is(scene, guard, arguments->second) ||
               (object != arguments->object && object_is(scene, guard, arguments->object));
    case GUARD_NO_OBJECT:
        return object == NOBODY;
    case GUARD_INFINITIVE:
        return arguments->complement != NOBODY || arguments->clause != NOBODY;
    case GUARD_DO:
        return arguments->complement != NOBODY && lexeme_in(frames, guard, scene->units[arguments->complement].lexeme);
    case GUARD_COMPLEMENT:
        return arguments->complement != NOBODY;
    case GUARD_MODIFIER:
        return modifier_is(scene, guard, scene_is(scene, trigger, UNIT_NOUN) ? trigger : object);
    case GUARD_ACTOR:
        if (guard->preposition == SLOT_OBJECT)
            return object != NOBODY && has_actor(scene, object);
        for (size_t i = 0; i < arguments->count; i++)
            if (arguments->phrases[i].preposition + SLOT_PREPOSITION == guard->preposition &&
                arguments->phrases[i].noun != NOBODY &&
                (has_actor(scene, arguments->phrases[i].noun) || place_in(scene, arguments->phrases[i].noun)))
                return true;
        return false;
    case GUARD_PARTICLE:
        for (size_t i = 0; i < arguments->count; i++)
            if (arguments->phrases[i].noun == NOBODY && lexeme_in(frames, guard, arguments->phrases[i].preposition))
                return true;
        return false;
    case GUARD_PREPOSITION:
        for (size_t i = 0; i < arguments->count; i++)
            if (arguments->phrases[i].preposition == guard->preposition && arguments->phrases[i].noun != NOBODY &&
                lexeme_in(frames, guard, head_lexeme(scene, arguments->phrases[i].noun)))
                return true;
        return false;
    }
    return false;
}

/* The frame asks for its object: "sign" an agreement. */
static bool asks_object(const struct scene *scene, const struct frame *frame)
{
    for (uint32_t i = 0; i < frame->guard_count; i++) {
        const struct guard *guard = &scene->events->frames.guards[frame->guard_first + i];
        if (guard->kind == GUARD_OBJECT && !guard->negative)
            return true;
    }
    return false;
}

/* There is an event only if there is the object: "provided aid", not "welcomed the proposed aid". */
static bool makes_object(const struct scene *scene, const struct frame *frame)
{
    bool made = slice_is(frame->code, "AID") || slice_is(frame->code, "AGREE") || slice_is(frame->code, "COOPERATE");
    return made && asks_object(scene, frame);
}

static bool fits(const struct scene *scene, const struct frame *frame, int trigger, int object,
                 const struct arguments *arguments)
{
    for (uint32_t i = 0; i < frame->guard_count; i++) {
        const struct guard *guard = &scene->events->frames.guards[frame->guard_first + i];
        if (guard->kind == GUARD_MODIFIER && !scene_is(scene, trigger, UNIT_NOUN) && object == NOBODY)
            return guard->negative;
        if (guard_holds(scene, guard, trigger, object, arguments) == guard->negative)
            return false;
    }
    return true;
}

static bool has_slot(const uint16_t *slots, uint16_t slot)
{
    while (*slots != SLOT_NONE && *slots != slot)
        slots++;
    return *slots == slot;
}

/* Unit `at` is a preposition that says when, or in spite of what. */
static bool says_when(const struct scene *scene, int at)
{
    static const char *const words[] = {"during", "after", "before", "despite", "amid", "since", "upon"};
    struct slice word = scene_is(scene, at, UNIT_PREPOSITION) ? scene_lexeme(scene, at)->text : SLICE("");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(word, words[i]))
            return true;
    return false;
}

/* "their talks during his visit to Paris", "gratitude for the welcome during his visit with aides": the phrase of the
 * noun group at `noun` is that of the noun before it, which only says when and speaks of an event of its own. */
static bool of_another_noun(const struct scene *scene, int of, int noun)
{
    int before = noun - 2;
    return before != of && scene_is(scene, before, UNIT_NOUN) && says_when(scene, before - 1) &&
           scene->events->frames.lexemes[head_lexeme(scene, before)].noun_count > 0;
}

/* "rejected objections to its treatment of the minority": "of" belongs to the noun right before it, and that is not the
 * verb's object. */
static bool of_deeper_noun(const struct scene *scene, const struct arguments *arguments, uint16_t preposition, int noun)
{
    int before = noun - 2, first = arguments->count > 0 ? arguments->phrases[0].noun : NOBODY;
    if (preposition != scene->events->of || !scene_is(scene, arguments->of, UNIT_VERB) ||
        !scene_is(scene, before, UNIT_NOUN) || !scene_is(scene, before - 1, UNIT_PREPOSITION) ||
        slice_is(scene_lexeme(scene, before - 1)->text, "as")) /* "proclaimed himself as president of Mali" */
        return false;
    if (arguments->object == NOBODY) /* "called for a probe into the fire at the port" */
        return first != NOBODY && before > first;
    return before > arguments->object && before != arguments->second;
}

static void phrase_parties(const struct scene *scene, const struct arguments *arguments, uint16_t preposition,
                           enum party_role role, struct parties *parties)
{
    for (size_t i = 0; i < arguments->count && parties->count == 0; i++) {
        int noun = arguments->phrases[i].noun;
        if (arguments->phrases[i].preposition == preposition && noun != NOBODY &&
            !of_another_noun(scene, arguments->of, noun) && !of_deeper_noun(scene, arguments, preposition, noun))
            party_list(scene, noun, structure_list_end(scene, noun), role, parties);
    }
}

static void object_parties(const struct scene *scene, int object, enum party_role role, struct parties *parties)
{
    if (object != NOBODY)
        party_list(scene, object, structure_list_end(scene, object), role, parties);
}

/* Whoever the verb or clause below is done to or with. */
static void complement_parties(const struct scene *scene, const struct arguments *arguments, struct parties *parties)
{
    if (arguments->clause != NOBODY && arguments->complement == NOBODY) {
        for (int i = arguments->clause + 1; i < scene->count && i < arguments->clause + 12; i++)
            if (scene_is(scene, i, UNIT_VERB)) {
                if (scene->subjects[i] != NOBODY && scene->subjects[i] > arguments->clause)
                    party_list(scene, scene->subjects[i], i, PARTY_TARGET, parties);
                return;
            }
        return;
    }
    if (arguments->complement == NOBODY)
        return;
    int verb = arguments->complement;
    for (int depth = 0; depth < 3 && parties->count == 0; depth++) {
        struct arguments below = structure_arguments(scene, verb);
        if (below.object != NOBODY)
            object_parties(scene, below.object, PARTY_TARGET, parties);
        const struct events *events = scene->events;
        for (size_t i = 0; i < below.count && parties->count == 0; i++) {
            uint16_t preposition = below.phrases[i].preposition;
            int noun = below.phrases[i].noun;
            if (noun != NOBODY && preposition != events->by && preposition != events->at &&
                !(preposition == events->in && place_in(scene, noun)) && !says_when(scene, noun - 1))
                object_parties(scene, noun, PARTY_TARGET, parties);
        }
        if (below.complement == NOBODY)
            return;
        verb = below.complement;
    }
}

/* Two words of one stem: "execute" and "executions". */
static bool same_stem(struct slice a, struct slice b)
{
    size_t least = a.size < b.size ? a.size : b.size, stem = 0;
    while (stem < least && (a.at[stem] | 32) == (b.at[stem] | 32))
        stem++;
    return stem >= STEM_LEAST && stem + 2 >= least;
}

/* Some sense of the noun that heads a noun group is of this class. */
static bool names_code(const struct scene *scene, int at, struct slice code)
{
    const struct frames *frames = &scene->events->frames;
    const struct lexeme *lexeme = &frames->lexemes[head_lexeme(scene, at)];
    for (uint32_t i = 0; i < lexeme->noun_count; i++)
        if (slice_equal(frames->frames[lexeme->noun_first + i].code, code))
            return true;
    return false;
}

/* "the accusation" for what an accuser did. Not "the demand for a delay", which tells of its own what was demanded. */
static bool names_class(const struct scene *scene, int at, struct slice code)
{
    static const char *const worded[] = {"ACCUSE", "REQUEST", "THREATEN"};
    bool known = false;
    if (scene_is(scene, at + 1, UNIT_PREPOSITION) || scene_is(scene, at + 1, UNIT_CLAUSE) ||
        (scene_is(scene, at + 1, UNIT_VERB) && (scene->units[at + 1].flags & UNIT_INFINITIVE)))
        return false;
    for (size_t i = 0; i < sizeof worded / sizeof worded[0]; i++)
        known = known || slice_is(code, worded[i]);
    return known && names_code(scene, at, code);
}

/* The doer of an earlier deed that a definite noun group speaks of again: "the executions", "these attacks", "the
 * accusations". */
static void doer_before(const struct scene *scene, int at, struct parties *parties)
{
    const struct token *tokens = scene->sentence->tokens;
    struct slice first = word_text(scene->sentence, &tokens[scene->units[at].first]);
    struct slice head = word_text(scene->sentence, &tokens[scene->units[at].head]);
    const struct memory_of_document *memory = scene->memory;
    if (!slice_is(first, "the") && !slice_is(first, "these") && !slice_is(first, "those"))
        return;
    for (size_t i = 0; i < memory->deed_count && i < DEEDS_MOST; i++) {
        const struct deed *deed = &memory->deeds[(memory->deed_count - 1 - i) % DEEDS_MOST];
        bool talks = slice_is(deed->code, "CONSULT"); /* whoever attends a meeting does not meet its host alone */
        if (talks || (!same_stem(deed->word, head) && !names_class(scene, at, deed->code)))
            continue;
        parties->at[0] = deed->doer;
        parties->at[0].unit = at;
        parties->at[0].entity = -1;
        parties->at[0].confidence = BY_DEED;
        parties->count = 1;
        return;
    }
}

static void keep_deed(const struct scene *scene, int trigger, struct slice code, const struct party *actor)
{
    struct memory_of_document *memory = scene->memory;
    const struct token *token = &scene->sentence->tokens[scene->units[trigger].head];
    if (actor->common)
        return;
    memory->deeds[memory->deed_count++ % DEEDS_MOST] = (struct deed){word_text(scene->sentence, token), code, *actor};
}

static void subject_parties(const struct scene *scene, int verb, enum party_role role, struct parties *parties)
{
    int subject = scene->subjects[verb];
    if (subject == NOBODY)
        return;
    int matrix = scene->matrices[verb];
    if ((scene->units[subject].flags & UNIT_PRONOUN) && !scene_is(scene, subject + 1, UNIT_AND) && matrix != NOBODY &&
        matrix < subject && scene->subjects[matrix] != NOBODY && scene->subjects[matrix] != subject &&
        (scene_lexeme(scene, matrix)->roles & ROLE_SAY)) { /* "Tehran said it would ..." */
        party_list(scene, scene->subjects[matrix], matrix, role, parties);
        bool thing = slice_is(word_text(scene->sentence, &scene->sentence->tokens[scene->units[subject].head]), "it");
        if (!thing || parties->count != 1 || parties->at[0].type != ENTITY_PERSON)
            return;
        struct parties meant = {.count = 0}; /* "the spokesman said it was" */
        party_list(scene, subject, verb, role, &meant);
        if (meant.count > 0)
            *parties = meant;
        return;
    }
    party_list(scene, subject, subject < verb ? verb : scene->count, role, parties);
    if (parties->count == 0 && role == PARTY_ACTOR && names_code(scene, subject, SLICE("ASSAULT"))) {
        party_possessor(scene, subject, parties); /* "the Israeli strike killed" */
        if (parties->count == 0)
            party_modifiers(scene, subject, parties);
    }
    /* "Trump's desire to meet", but not "invited her host to visit": there the host is who visits */
    bool told = matrix != NOBODY && matrix < subject && (scene_lexeme(scene, matrix)->roles & ROLE_OBJECT);
    if (parties->count == 0 && (scene->units[verb].flags & UNIT_INFINITIVE) && subject == verb - 1 && !told)
        party_possessor(scene, subject, parties);
}

static void drop_common(struct parties *parties)
{
    size_t kept = 0;
    for (size_t i = 0; i < parties->count; i++)
        if (!parties->at[i].common)
            parties->at[kept++] = parties->at[i];
    parties->count = kept;
}

/* Fills a role from the first of its slots that somebody stands in. */
static void fill_verb(const struct scene *scene, const uint16_t *slots, int verb, const struct arguments *arguments,
                      bool every, enum party_role role, struct parties *parties)
{
    bool passive = scene->units[verb].flags & UNIT_PASSIVE;
    bool unnamed = passive || *slots == SLOT_NATION; /* "was arrested", "stood trial" */
    for (; *slots != SLOT_NONE && (parties->count == 0 || every); slots++) {
        uint16_t slot = *slots;
        struct parties here = {.count = 0};
        if (slot == SLOT_SUBJECT && passive)
            phrase_parties(scene, arguments, scene->events->by, role, &here);
        else if (slot == SLOT_NATION) {
            if (unnamed && (scene->units[verb].flags & UNIT_FINITE))
                party_nation(scene, verb, &here);
        } else if (slot == SLOT_SUBJECT || (slot == SLOT_OBJECT && passive))
            subject_parties(scene, verb, role, &here);
        else if (slot == SLOT_OBJECT) {
            object_parties(scene, arguments->object, role, &here);
            if (here.count == 0)
                object_parties(scene, arguments->second, role, &here);
        } else if (slot == SLOT_POSSESSOR && arguments->object != NOBODY && !passive) {
            party_possessor(scene, arguments->object, &here);
            if (here.count == 0)
                party_modifiers(scene, arguments->object, &here);
            if (here.count == 0)
                doer_before(scene, arguments->object, &here);
        } else if (slot == SLOT_INFINITIVE && (passive || arguments->object == NOBODY)) {
            complement_parties(scene, arguments, &here);
            if (arguments->clause == NOBODY)
                drop_common(&here); /* "agreed to join forces" */
        } else if (slot >= SLOT_PREPOSITION)
            phrase_parties(scene, arguments, (uint16_t)(slot - SLOT_PREPOSITION), role, &here);
        if (slot == SLOT_OBJECT && here.count == 0 && role == PARTY_TARGET && arguments->object != NOBODY && !passive)
            doer_before(scene, arguments->object, &here);
        for (size_t i = 0; i < here.count && parties->count < PARTIES_MOST; i++)
            parties->at[parties->count++] = here.at[i];
    }
}

/* "of" belongs to the word right before it; other phrases may stand further off. */
static bool may_stand(const struct scene *scene, const struct arguments *arguments, uint16_t preposition)
{
    return preposition != scene->events->of ||
           (arguments->count > 0 && arguments->phrases[0].preposition == preposition);
}

static void fill_noun(const struct scene *scene, const uint16_t *slots, int noun, const struct arguments *arguments,
                      enum party_role role, struct parties *parties)
{
    for (; *slots != SLOT_NONE && parties->count == 0; slots++) {
        if (*slots == SLOT_POSSESSOR)
            party_possessor(scene, noun, parties);
        else if (*slots == SLOT_MODIFIER)
            party_modifiers(scene, noun, parties);
        else if (*slots == SLOT_NATION)
            party_nation(scene, noun, parties);
        else if (*slots >= SLOT_PREPOSITION && may_stand(scene, arguments, (uint16_t)(*slots - SLOT_PREPOSITION)))
            phrase_parties(scene, arguments, (uint16_t)(*slots - SLOT_PREPOSITION), role, parties);
    }
}

static void take_out(struct parties *from, const struct parties *others)
{
    size_t kept = 0;
    for (size_t i = 0; i < from->count; i++) {
        bool other = false;
        for (size_t j = 0; j < others->count; j++)
            other = other || slice_equal(from->at[i].name, others->at[j].name);
        if (!other)
            from->at[kept++] = from->at[i];
    }
    from->count = kept;
}

/* Among several targets, the country that the actor himself stands for is none: "President Yoon promotes cooperation
 * between the US, Japan and South Korea". */
static void take_out_own_country(const struct scene *scene, const struct parties *actors, struct parties *targets)
{
    struct parties own = {.count = 0};
    for (size_t i = 0; i < scene->memory->count && targets->count > 1 && actors->count == 1; i++) {
        const struct holder *holder = &scene->memory->holders[i];
        if (holder->country.at && own.count < PARTIES_MOST && slice_equal(holder->name, actors->at[0].name))
            own.at[own.count++].name = holder->country;
    }
    take_out(targets, &own);
}

/* One of several actors of a mutual act is the actor, the others are its targets. */
static void make_mutual(const struct frame *frame, struct parties *actors, struct parties *targets)
{
    if (!(frame->flags & FRAME_RECIPROCAL) || targets->count > 0 || actors->count < 2)
        return;
    for (size_t i = 1; i < actors->count; i++)
        targets->at[targets->count++] = actors->at[i];
    actors->count = 1;
}

static const struct entity *date_in(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (scene->sentence->entities[e].type == ENTITY_DATE && scene->sentence->entities[e].value.at &&
            !slice_starts(scene->sentence->entities[e].value, SLICE("P"))) /* a duration is no date */
            return &scene->sentence->entities[e];
    return NULL;
}

static bool bounds(const struct scene *scene, int at)
{
    return scene_is(scene, at, UNIT_CLAUSE) || scene_is(scene, at, UNIT_BREAK) || scene_is(scene, at, UNIT_WHO) ||
           (scene_is(scene, at, UNIT_VERB) && !(scene->units[at].flags & UNIT_INFINITIVE));
}

/* The date of what the trigger says: in its own words, behind it in its clause, or before it. */
static struct slice date_of(const struct scene *scene, int trigger)
{
    const struct entity *date = date_in(scene, trigger);
    for (int i = trigger + 1; !date && i < scene->count && i < trigger + 16 && !bounds(scene, i); i++)
        if (scene_is(scene, i, UNIT_DATE))
            date = date_in(scene, i);
    for (int i = trigger - 1; !date && i >= 0 && i > trigger - 16 && !bounds(scene, i); i--)
        if (scene_is(scene, i, UNIT_DATE))
            date = date_in(scene, i);
    return date ? date->value : (struct slice){NULL, 0};
}

/* The place in a phrase with in, at or near; a facility before a city before a country. */
static struct slice place_of(const struct scene *scene, const struct arguments *arguments)
{
    const struct events *events = scene->events;
    const struct entity *best = NULL;
    for (size_t i = 0; i < arguments->count; i++) {
        uint16_t preposition = arguments->phrases[i].preposition;
        if (arguments->phrases[i].noun == NOBODY ||
            (preposition != events->in && preposition != events->at && preposition != events->near))
            continue;
        const struct entity *place = place_in(scene, arguments->phrases[i].noun);
        if (place && (!best || (place->type == ENTITY_FACILITY && best->type != ENTITY_FACILITY) ||
                      (place->type == ENTITY_PLACE && best->type == ENTITY_COUNTRY)))
            best = place;
    }
    return best ? best->name : (struct slice){NULL, 0};
}

struct telling {
    const struct frame *frame;
    int trigger, support;
    const struct arguments *arguments;
    struct parties actors, targets;
    struct mood mood;
    float confidence;
};

/* The country of the persons' office: "Sri Lankan Prime Minister Ranil W. was sworn in". */
static void home_of(const struct scene *scene, const struct parties *actors, struct parties *parties)
{
    for (size_t a = 0; a < actors->count && parties->count < PARTIES_MOST; a++)
        for (size_t i = scene->memory->count; i-- > 0;) {
            const struct holder *holder = &scene->memory->holders[i];
            if (!holder->country.at || !slice_equal(holder->name, actors->at[a].name))
                continue;
            parties->at[parties->count++] = (struct party){
                .name = holder->country, .entity = -1, .unit = NOBODY, .type = ENTITY_COUNTRY, .confidence = 0.9f};
            break;
        }
}

/* The noun that belongs to the action's name: a light verb's, or the object that the frame asks for; else NOBODY. */
static int action_noun(const struct scene *scene, const struct telling *telling)
{
    const struct frame *frame = telling->frame;
    if (memchr(frame->action.at, ' ', frame->action.size))
        return NOBODY;
    if (telling->support != NOBODY)
        return telling->trigger;
    bool passive = scene->units[telling->trigger].flags & UNIT_PASSIVE;
    return asks_object(scene, frame) && !passive ? telling->arguments->object : NOBODY;
}

/* What the event is called: "visit", "hold talks", "suspend aid". */
static struct slice action_of(const struct scene *scene, const struct telling *telling)
{
    int object = action_noun(scene, telling);
    if (object == NOBODY)
        return telling->frame->action;
    if ((scene_lexeme(scene, object)->roles & ROLE_QUANTITY) && scene_is(scene, object + 1, UNIT_PREPOSITION) &&
        scene_is(scene, object + 2, UNIT_NOUN))
        object += 2; /* "a number of sanctions" */
    int verb_unit = telling->support == NOBODY ? telling->trigger : telling->support;
    struct slice verb = scene_lexeme(scene, verb_unit)->text;
    struct slice noun = word_text(scene->sentence, &scene->sentence->tokens[scene->units[object].head]);
    char *text = arena_allocate(scene->document->arena, verb.size + noun.size + 2);
    memcpy(text, verb.at, verb.size);
    text[verb.size] = ' ';
    memcpy(text + verb.size + 1, noun.at, noun.size);
    return (struct slice){text, verb.size + 1 + noun.size};
}

static bool is_people(const struct scene *scene, const struct party *party)
{
    if (party->entity < 0 || scene->sentence->entities[party->entity].type != ENTITY_NATIONALITY || party->unit < 0)
        return false;
    return scene->units[party->unit].head + 1 == scene->sentence->entities[party->entity].last_token;
}

static bool are_groups(const struct scene *scene, const struct party *party)
{
    return scene_is(scene, party->unit, UNIT_NOUN) && (scene->units[party->unit].flags & UNIT_PLURAL) &&
           (scene_lexeme(scene, party->unit)->roles & ROLE_BODY);
}

/* "is likely to visit Peru next month": a meeting that has a date is planned. */
static bool is_appointed(const struct scene *scene, const struct telling *telling)
{
    int verb = telling->trigger;
    if (telling->mood.modality != MODALITY_HYPOTHETICAL || !slice_is(telling->frame->code, "CONSULT") ||
        !scene_is(scene, verb, UNIT_VERB) || !(scene->units[verb].flags & UNIT_INFINITIVE))
        return false;
    for (int i = verb + 1; i < telling->arguments->end; i++)
        if (scene_is(scene, i, UNIT_DATE))
            return true;
    return false;
}

/* "some of the Cubans", "Cubans who asked": a part of the people. */
static bool is_part(const struct scene *scene, int at)
{
    bool of = scene_is(scene, at - 1, UNIT_PREPOSITION) && scene->units[at - 1].lexeme == scene->events->of;
    return of || scene_is(scene, at + 1, UNIT_WHO) ||
           (scene_is(scene, at + 1, UNIT_COMMA) && scene_is(scene, at + 2, UNIT_WHO));
}

/* How sure it is that a country has done what its people or its government is said to have done: of "Cubans who asked
 * for change" and of "the government lost the election" it is not. */
static float of_country(const struct scene *scene, const struct telling *telling, const struct party *actor)
{
    if (slice_is(telling->frame->action, "win election") || slice_is(telling->frame->action, "lose election"))
        return HARDLY_THE_COUNTRY;
    if (!is_people(scene, actor) || (telling->frame->flags & FRAME_RECIPROCAL))
        return 1;
    struct slice first = word_text(scene->sentence, &scene->sentence->tokens[scene->units[actor->unit].first]);
    bool all = slice_is(first, "the") || slice_is(first, "The");
    return is_part(scene, actor->unit) ? HARDLY_THE_COUNTRY : all ? 1 : SOME_OF_A_PEOPLE;
}

/* "The minister protested against the plan": an officer or a country does so by words. */
static bool speaks_out(const struct scene *scene, const struct telling *telling, const struct party *actor)
{
    if (!slice_is(telling->frame->code, "PROTEST") || !slice_is(telling->frame->action, "protest") ||
        !slice_is(scene_lexeme(scene, telling->trigger)->text, "protest") || telling->support != NOBODY ||
        !scene_is(scene, telling->trigger, UNIT_VERB))
        return false;
    if (actor->type == ENTITY_PERSON)
        return relevance_of_party(scene, actor);
    return actor->type == ENTITY_COUNTRY && !are_groups(scene, actor) && !is_people(scene, actor);
}

static void add_draft(struct scene *scene, struct drafts *drafts, const struct telling *telling,
                      const struct party *actor, const struct party *target)
{
    if (drafts->count >= DRAFTS_MOST)
        return;
    const struct frame *frame = telling->frame;
    const struct token *trigger = &scene->sentence->tokens[head_of_name(scene, &scene->units[telling->trigger])];
    struct party named;
    struct event event = {.action = action_of(scene, telling),
                          .code = frame->code,
                          .frame = scene->events->frames.lexemes[frame->lexeme].text.at,
                          .start = trigger->start,
                          .end = trigger->end,
                          .actor_entity = -1,
                          .target_entity = -1};
    bool supposed = telling->mood.modality == MODALITY_HYPOTHETICAL;
    enum modality modality = frame->modality && !supposed ? (enum modality)frame->modality : telling->mood.modality;
    if (is_appointed(scene, telling))
        modality = MODALITY_PLANNED;
    if (telling->mood.refused) {
        event.code = SLICE("REJECT");
        modality = MODALITY_HAPPENED;
    }
    event.modality = modality_name(modality);
    if (actor && speaks_out(scene, telling, actor))
        event.code = SLICE("ACCUSE");
    if (actor && actor->type == ENTITY_COUNTRY && are_groups(scene, actor)) {
        named = *actor; /* "Peru's farming organisations", not Peru, march */
        named.name = party_as_written(scene, actor->unit);
        named.id = (struct slice){NULL, 0};
        named.entity = -1;
        named.common = true;
        actor = &named;
    } else if (actor && actor->type == ENTITY_COUNTRY && is_people(scene, actor) && slice_is(frame->code, "PROTEST")) {
        struct entity people = scene->sentence->entities[actor->entity];
        named = (struct party){.name = slice_part(scene->sentence->text, people.start, people.end),
                               .entity = actor->entity,
                               .unit = actor->unit,
                               .confidence = actor->confidence,
                               .common = true};
        actor = &named; /* "Afghans", not Afghanistan, march */
    }
    event.confidence = telling->confidence;
    if (actor && actor->type == ENTITY_COUNTRY)
        event.confidence *= of_country(scene, telling, actor);
    if (actor) {
        event.actor = actor->name;
        event.actor_id = actor->id;
        event.actor_entity = actor->entity;
        event.confidence *= actor->confidence;
    }
    if (target) {
        event.target = target->name;
        event.target_id = target->id;
        event.target_entity = target->entity;
        event.confidence *= 0.5f + 0.5f * target->confidence;
    }
    if (!scene->memory->political && !(actor && relevance_of_party(scene, actor)) &&
        !(target && relevance_of_party(scene, target)))
        event.confidence *= NOT_POLITICAL;
    const struct entity *there =
        (frame->flags & FRAME_PLACE) && target && target->unit != NOBODY ? place_in(scene, target->unit) : NULL;
    event.place = there ? there->name : place_of(scene, telling->arguments);
    event.date = date_of(scene, telling->trigger);
    event.source = modality_source(scene, telling->trigger);
    if (event.source.at && slice_equal(event.source, event.actor))
        event.source = (struct slice){NULL, 0};
    drafts->at = memory_grow(drafts->at, &drafts->capacity, drafts->count + 1, sizeof *drafts->at);
    drafts->at[drafts->count++] =
        (struct draft){.event = event, .frame = frame, .why = telling->mood.why, .trigger = telling->trigger};
}

/* Some acts are seldom told without the one they are done with. */
static float without_target(const struct frame *frame)
{
    if (slice_is(frame->code, "SUPPORT"))
        return SUPPORT_OF_A_THING;
    bool wanted =
        slice_is(frame->code, "CONSULT") || slice_is(frame->code, "COOPERATE") || slice_is(frame->code, "AGREE");
    return wanted ? WITHOUT_WANTED_TARGET : WITHOUT_TARGET;
}

/* Makes events of what was told; false if a veto struck. */
static bool tell(struct scene *scene, struct drafts *drafts, struct telling *telling)
{
    const struct frame *frame = telling->frame;
    take_out(&telling->targets, &telling->actors);
    take_out_own_country(scene, &telling->actors, &telling->targets);
    make_mutual(frame, &telling->actors, &telling->targets);
    if ((frame->flags & FRAME_HOME) && telling->targets.count == 0)
        home_of(scene, &telling->actors, &telling->targets);
    if ((frame->flags & FRAME_HOME) && telling->targets.count == 0 && telling->actors.count == 1 &&
        telling->actors.at[0].type == ENTITY_PERSON && relevance_of_party(scene, &telling->actors.at[0]))
        party_nation(scene, telling->trigger, &telling->targets);
    if (telling->actors.count == 0) {
        explain(scene, frame, telling->trigger, NULL, &telling->targets, "no actor", true);
        return false;
    }
    if (telling->mood.veto || (telling->mood.refused && !(frame->flags & FRAME_COOPERATE))) {
        explain(scene, frame, telling->trigger, &telling->actors, &telling->targets, telling->mood.why, true);
        return false;
    }
    explain(scene, frame, telling->trigger, &telling->actors, &telling->targets, telling->mood.why, false);
    telling->confidence *= telling->mood.confidence;
    if (telling->targets.count == 0 && frame->targets[0] != SLOT_NONE)
        telling->confidence *= without_target(frame);
    size_t told = 0;
    if (telling->confidence >= DEED_LEAST)
        keep_deed(scene, telling->trigger, frame->code, &telling->actors.at[0]);
    for (size_t a = 0; a < telling->actors.count; a++)
        for (size_t t = 0; (t == 0 || t < telling->targets.count) && told < TELLINGS_PER_TRIGGER; t++, told++)
            add_draft(scene, drafts, telling, &telling->actors.at[a],
                      telling->targets.count ? &telling->targets.at[t] : NULL);
    return true;
}

static void swallow(struct scene *scene, int from, int to)
{
    for (int i = from; i < to && i < scene->count; i++)
        scene->swallowed[i] = true;
}

/* Where what depends on a verb ends: behind its infinitives, or at the end of its clause. */
static int dependants_end(const struct scene *scene, const struct arguments *arguments)
{
    int end = arguments->end;
    int verb = arguments->complement;
    for (int depth = 0; verb != NOBODY && depth < 4; depth++) {
        struct arguments below = structure_arguments(scene, verb);
        end = below.end > end ? below.end : end;
        verb = below.complement;
    }
    if (arguments->clause == NOBODY)
        return end;
    for (end = arguments->clause; end < scene->count; end++)
        if (scene_is(scene, end, UNIT_BREAK) || scene_is(scene, end, UNIT_COMMA))
            break;
    return end;
}

/* "held talks with Xi": class and targets from the noun, the actor from the verb. */
static bool light_event(struct scene *scene, struct drafts *drafts, const struct frame *light, int verb,
                        const struct arguments *arguments, const struct mood *mood)
{
    const struct frames *frames = &scene->events->frames;
    bool passive = scene->units[verb].flags & UNIT_PASSIVE;
    int noun = passive ? scene->subjects[verb] : arguments->object;
    if (noun == NOBODY)
        return false;
    if ((scene_lexeme(scene, noun)->roles & ROLE_QUANTITY) && scene_lexeme(scene, noun)->noun_count == 0 &&
        scene_is(scene, noun + 1, UNIT_PREPOSITION) && scene_is(scene, noun + 2, UNIT_NOUN))
        noun += 2;
    const struct lexeme *head = &frames->lexemes[head_lexeme(scene, noun)];
    struct arguments own = passive ? structure_arguments(scene, noun) : *arguments;
    for (uint32_t i = 0; i < head->noun_count; i++) {
        const struct frame *frame = &frames->frames[head->noun_first + i];
        struct arguments both = own;
        for (size_t p = 0; passive && p < arguments->count; p++)
            if (both.count < PHRASES_MOST)
                both.phrases[both.count++] = arguments->phrases[p];
        if (!fits(scene, frame, noun, NOBODY, &both))
            continue;
        struct telling telling = {.frame = frame,
                                  .trigger = noun,
                                  .support = verb,
                                  .arguments = arguments,
                                  .mood = *mood,
                                  .confidence =
                                      frame->confidence > light->confidence ? frame->confidence : light->confidence};
        fill_verb(scene, light->actors, verb, arguments, false, PARTY_ACTOR, &telling.actors);
        if (telling.actors.count == 0)
            fill_noun(scene, frame->actors, noun, &both, PARTY_ACTOR, &telling.actors);
        fill_noun(scene, frame->targets, noun, &both, PARTY_TARGET, &telling.targets);
        if (telling.targets.count == 0 && frame->targets[0] != SLOT_NONE) {
            party_possessor(scene, noun, &telling.targets);
            if (telling.targets.count == 0)
                party_modifiers(scene, noun, &telling.targets);
        }
        struct mood inner = modality_of_noun(scene, noun, verb);
        if (!telling.mood.veto && !telling.mood.refused)
            telling.mood = inner;
        if (light->modality && telling.mood.modality == MODALITY_HAPPENED)
            telling.mood.modality = (enum modality)light->modality;
        tell(scene, drafts, &telling);
        scene->swallowed[noun] = true;
        return true;
    }
    return false;
}

/* "Moscow said Kyiv must withdraw": whoever says so demands it. */
static bool demand_event(struct scene *scene, struct drafts *drafts, int verb)
{
    const struct frames *frames = &scene->events->frames;
    const struct lexeme *must = &frames->lexemes[scene->events->must];
    int matrix = scene->matrices[verb];
    if (scene->units[verb].modal != MODAL_MUST || matrix == NOBODY || must->verb_count == 0 ||
        !(scene_lexeme(scene, matrix)->roles & ROLE_SAY))
        return false;
    struct arguments arguments = structure_arguments(scene, verb);
    struct telling telling = {.frame = &frames->frames[must->verb_first],
                              .trigger = verb,
                              .support = NOBODY,
                              .arguments = &arguments,
                              .mood = modality_of_verb(scene, matrix)};
    telling.confidence = telling.frame->confidence;
    subject_parties(scene, matrix, PARTY_ACTOR, &telling.actors);
    subject_parties(scene, verb, PARTY_TARGET, &telling.targets);
    if (telling.actors.count == 0)
        return false;
    if (telling.targets.count == 0 || telling.targets.at[0].common)
        telling.confidence *= MUST_BE;
    tell(scene, drafts, &telling);
    swallow(scene, verb, dependants_end(scene, &arguments));
    return true;
}

/* Phrases that stand before the verb and yet belong to it: those of a passive's subject ("a parade in Pyongyang was
 * attended") and one that opens the sentence ("In Djibouti, Beijing has funded ..."). */
static void add_phrases_before(const struct scene *scene, int verb, struct arguments *arguments)
{
    int subject = scene->subjects[verb];
    if ((scene->units[verb].flags & UNIT_PASSIVE) && subject != NOBODY && subject < verb) {
        struct arguments own = structure_arguments(scene, subject);
        for (size_t i = 0; i < own.count && arguments->count < PHRASES_MOST; i++)
            arguments->phrases[arguments->count++] = own.phrases[i];
    }
    if (scene_is(scene, 0, UNIT_PREPOSITION) && scene_is(scene, 1, UNIT_NOUN) && scene_is(scene, 2, UNIT_COMMA) &&
        arguments->count < PHRASES_MOST) {
        arguments->phrases[arguments->count].preposition = scene->units[0].lexeme;
        arguments->phrases[arguments->count++].noun = 1;
    }
}

/* "funding": the frames know the gerund as a noun, too. */
static bool is_noun_too(const struct scene *scene, int verb)
{
    const struct frames *frames = &scene->events->frames;
    const struct token *token = &scene->sentence->tokens[scene->units[verb].head];
    return frames_lexeme(frames, word_text(scene->sentence, token), token->hash, FORM_SINGULAR) != 0;
}

/* "Police seized his phone": no policeman's, but that of the person spoken of. */
static void owner_of_seized(const struct scene *scene, const struct frame *frame, int object, struct telling *telling)
{
    const struct parties *actors = &telling->actors;
    if (object != NOBODY && telling->targets.count == 0 && actors->count == 1 && actors->at[0].type != ENTITY_PERSON &&
        has_slot(frame->targets, SLOT_OBJECT))
        party_possessor(scene, object, &telling->targets);
    take_out(&telling->targets, actors);
}

static void verb_event(struct scene *scene, struct drafts *drafts, int verb)
{
    const struct frames *frames = &scene->events->frames;
    const struct lexeme *lexeme = scene_lexeme(scene, verb);
    if (!scene->swallowed[verb] && demand_event(scene, drafts, verb))
        return;
    if (scene->shares[verb] != NOBODY && scene->swallowed[scene->shares[verb]])
        scene->swallowed[verb] = true;
    if (lexeme->verb_count == 0 || scene->swallowed[verb] || scene->units[verb].lexeme == scene->events->must)
        return;
    struct arguments arguments = structure_arguments(scene, verb);
    add_phrases_before(scene, verb, &arguments);
    if (scene->subjects[verb] > verb && scene->subjects[verb] == arguments.object)
        arguments.count = 0; /* "...," demanded Anna Lund of the union */
    if (arguments.object == NOBODY && arguments.complement == NOBODY && arguments.clause == NOBODY)
        arguments.object = structure_relative_object(scene, verb);
    bool passive = scene->units[verb].flags & UNIT_PASSIVE;
    int object = passive ? scene->subjects[verb] : arguments.object;
    struct mood mood = modality_of_verb(scene, verb);
    for (uint32_t i = 0; i < lexeme->verb_count; i++) {
        const struct frame *frame = &frames->frames[lexeme->verb_first + i];
        if (!fits(scene, frame, verb, object, &arguments))
            continue;
        if (frame->flags & FRAME_LIGHT) {
            if (light_event(scene, drafts, frame, verb, &arguments, &mood))
                return;
            continue;
        }
        struct telling telling = {.frame = frame,
                                  .trigger = verb,
                                  .support = NOBODY,
                                  .arguments = &arguments,
                                  .mood = mood,
                                  .confidence = frame->confidence};
        if (makes_object(scene, frame) && object != NOBODY && !mood.veto && !mood.refused)
            telling.mood = modality_of_noun(scene, object, verb); /* "provided potential aid", "signed no treaty" */
        if (object != NOBODY && (scene->units[object].flags & UNIT_NEGATIVE))
            telling.mood = (struct mood){.veto = true, .why = "nobody"}; /* "no one was arrested" */
        bool bare_gerund = (scene->units[verb].flags & UNIT_GERUND) && arguments.object == NOBODY &&
                           (arguments.count == 0 || is_noun_too(scene, verb)) && arguments.clause == NOBODY;
        if (bare_gerund && frame->targets[0] != SLOT_NONE)
            telling.confidence *= BARE_GERUND; /* rather a noun: "seek funding" */
        fill_verb(scene, frame->actors, verb, &arguments, false, PARTY_ACTOR, &telling.actors);
        fill_verb(scene, frame->targets, verb, &arguments, frame->flags & FRAME_TOGETHER, PARTY_TARGET,
                  &telling.targets);
        if (!passive)
            owner_of_seized(scene, frame, arguments.object, &telling);
        if (slice_is(frame->action, "call for"))
            drop_common(&telling.targets); /* "called for observers": nobody is asked */
        if (telling.actors.count == 0 && passive && slice_is(frame->code, "OTHER") &&
            has_slot(frame->actors, SLOT_NATION))
            home_of(scene, &telling.targets, &telling.actors); /* "President Lund was re-elected" */
        if ((frame->flags & FRAME_RECIPROCAL) && telling.actors.count > 1 && arguments.complement != NOBODY)
            telling.targets.count = 0; /* "Peru and Chile agreed to help Cuba": with each other */
        bool told = tell(scene, drafts, &telling);
        if (told && object != NOBODY && !passive && !(frame->flags & FRAME_RECIPROCAL) &&
            !slice_is(frame->code, "CONSULT") && names_code(scene, object, frame->code))
            scene->swallowed[object] = true; /* "submitted his resignation" is one */
        if (told && object != NOBODY && slice_is(frame->code, "SANCTION") && asks_object(scene, frame))
            scene->swallowed[object] = true; /* "cut aid to Peru" gives none */
        if (mood.veto && object != NOBODY && scene->units[object].owner_end == scene->units[object].first)
            scene->swallowed[object] = true;
        if ((frame->flags & FRAME_SWALLOW) && (told || mood.veto))
            swallow(scene, verb + 1, dependants_end(scene, &arguments));
        return;
    }
}

/* "During talks with Xi, Kim said ...", "Kim said after talks with Xi": the subject of the clause takes part. */
static void partner_in_clause(const struct scene *scene, int noun, struct telling *telling)
{
    static const char *const words[] = {"during", "after", "in", "following", "at", "with", "on"};
    if (!scene_is(scene, noun - 1, UNIT_PREPOSITION) && !scene_is(scene, noun - 1, UNIT_VERB))
        return;
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[noun - 1].first]);
    bool known = false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        known = known || (word.size == strlen(words[i]) && (word.at[0] | 32) == words[i][0] &&
                          memcmp(word.at + 1, words[i] + 1, word.size - 1) == 0);
    if ((slice_is(word, "with") || slice_is(word, "on") || slice_is(word, "With") || slice_is(word, "On")) &&
        !slice_is(telling->frame->action, "visit"))
        return;
    for (int i = noun - 2; known && i >= 0 && i > noun - 12; i--)
        if (scene_is(scene, i, UNIT_VERB) && (scene->units[i].flags & UNIT_FINITE)) {
            subject_parties(scene, i, PARTY_ACTOR, &telling->actors);
            return;
        }
    for (int i = noun + 1; known && i < scene->count && i < noun + 16; i++)
        if (scene_is(scene, i, UNIT_VERB) && (scene->units[i].flags & UNIT_FINITE)) {
            subject_parties(scene, i, PARTY_ACTOR, &telling->actors);
            return;
        }
}

/* The verb that says of a noun group whether it comes about: "talks may resume", "the summit will be held". */
static int verb_about(const struct scene *scene, int noun)
{
    const struct frames *frames = &scene->events->frames;
    for (int i = noun + 1, most = noun + 12; i < scene->count && i < most; i++) {
        if (!scene_is(scene, i, UNIT_VERB) || !(scene->units[i].flags & UNIT_FINITE))
            continue;
        const struct lexeme *lexeme = scene_lexeme(scene, i);
        if (scene->subjects[i] != noun)
            return NOBODY;
        for (uint32_t f = 0; f < lexeme->verb_count; f++)
            if (frames->frames[lexeme->verb_first + f].flags & FRAME_LIGHT)
                return i;
        return NOBODY;
    }
    return NOBODY;
}

static bool is_theirs(const struct scene *scene, int noun)
{
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[noun].first]);
    return slice_is(word, "their") || slice_is(word, "Their");
}

/* "the Kuwaiti-Ethiopian memorandum": two countries stand before the noun. */
static bool between_named(const struct telling *telling, int noun)
{
    const struct parties *actors = &telling->actors;
    return telling->targets.count == 0 && actors->count == 2 && actors->at[0].unit == noun &&
           actors->at[1].unit == noun && actors->at[0].type == ENTITY_COUNTRY && actors->at[1].type == ENTITY_COUNTRY;
}

/* "condemned the attack by Chad": the verb tells of it already. */
static bool is_accused(const struct scene *scene, int noun)
{
    const struct lexeme *verb = scene_is(scene, noun - 1, UNIT_VERB) ? scene_lexeme(scene, noun - 1) : NULL;
    return verb && verb->verb_count > 0 && slice_is(scene->events->frames.frames[verb->verb_first].code, "ACCUSE");
}

static void noun_event(struct scene *scene, struct drafts *drafts, int noun)
{
    const struct frames *frames = &scene->events->frames;
    const struct lexeme *lexeme = &frames->lexemes[head_lexeme(scene, noun)];
    if (lexeme->noun_count == 0 || scene->swallowed[noun])
        return;
    struct arguments arguments = structure_arguments(scene, noun);
    for (uint32_t i = 0; i < lexeme->noun_count; i++) {
        const struct frame *frame = &frames->frames[lexeme->noun_first + i];
        if (!fits(scene, frame, noun, NOBODY, &arguments))
            continue;
        struct telling telling = {.frame = frame,
                                  .trigger = noun,
                                  .support = NOBODY,
                                  .arguments = &arguments,
                                  .mood = modality_of_noun(scene, noun, verb_about(scene, noun)),
                                  .confidence = frame->confidence * NOUN_ALONE};
        fill_noun(scene, frame->actors, noun, &arguments, PARTY_ACTOR, &telling.actors);
        fill_noun(scene, frame->targets, noun, &arguments, PARTY_TARGET, &telling.targets);
        if (slice_is(frame->code, "PROTEST") && telling.targets.count == 0 && telling.actors.count > 0 &&
            telling.actors.at[0].type == ENTITY_COUNTRY && telling.actors.at[0].unit == noun)
            telling.confidence *= NATION_PROTESTS;
        if (telling.actors.count == 0 && telling.targets.count > 0 && slice_is(frame->code, "CONSULT"))
            partner_in_clause(scene, noun, &telling);
        if (telling.actors.count > 0 && scene->units[noun].owner_end == scene->units[noun].first &&
            telling.actors.at[0].unit == noun && telling.targets.count == 0 &&
            !(between_named(&telling, noun) && (is_named_event(scene, noun) || is_theirs(scene, noun))))
            telling.confidence *= ONLY_MODIFIER;
        if (telling.targets.count == 0 && is_accused(scene, noun))
            telling.confidence *= ONLY_ACCUSED;
        if (slice_is(frame->code, "AGREE") && (frame->flags & FRAME_RECIPROCAL) && between_named(&telling, noun) &&
            telling.confidence < MUTUAL_NAMED)
            telling.confidence = MUTUAL_NAMED * NOUN_ALONE;
        if (tell(scene, drafts, &telling) && (frame->flags & FRAME_SWALLOW))
            swallow(scene, noun + 1, dependants_end(scene, &arguments));
        return;
    }
}

/* What pronouns of later clauses mean. */
static void keep_subject(struct scene *scene, int verb)
{
    int subject = scene->subjects[verb];
    if (subject == NOBODY || (scene->units[subject].flags & (UNIT_PRONOUN | UNIT_QUOTED)))
        return; /* what a speaker's words are about does not act behind them */
    struct parties parties = {.count = 0};
    party_list(scene, subject, subject < verb ? verb : scene->count, PARTY_ACTOR, &parties);
    if (parties.count == 2 && !parties.at[0].common && !parties.at[1].common) {
        memcpy(scene->memory->last_pair, parties.at, sizeof scene->memory->last_pair);
        scene->memory->pair_age = 0;
    }
    if (parties.count == 0)
        party_possessor(scene, subject, &parties); /* "Lund's second trip came": she is spoken of */
    if (parties.count != 1 || parties.at[0].common)
        return;
    struct party *slot = parties.at[0].type == ENTITY_PERSON ? &scene->memory->last_person : &scene->memory->last_body;
    *slot = parties.at[0];
    slot->entity = -1;
    if (parties.at[0].type == ENTITY_PERSON && !scene->memory->person_here) {
        scene->memory->person_here = true;
        scene->memory->main_person = *slot;
    } else if (parties.at[0].type != ENTITY_PERSON && !scene->memory->body_here) {
        scene->memory->body_here = true;
        scene->memory->main_body = *slot;
    }
}

/* "Police arrested Milo Dukic." leaves him spoken of: where nobody acts, the only person whom a sentence names. */
static void keep_only_person(const struct sentence *sentence, struct memory_of_document *memory)
{
    const struct entity *only = NULL;
    for (size_t e = 0; e < sentence->entity_count; e++) {
        const struct entity *entity = &sentence->entities[e];
        if (entity->type != ENTITY_PERSON)
            continue;
        if (only && !slice_equal(only->name, entity->name))
            return;
        only = entity;
    }
    if (only)
        memory->last_person = (struct party){
            .name = only->name, .id = only->id, .entity = -1, .unit = NOBODY, .type = ENTITY_PERSON, .confidence = 1};
}

static bool same_roles(const struct event *a, const struct event *b)
{
    return slice_equal(a->code, b->code) && slice_equal(a->actor, b->actor);
}

static bool has_happened(const struct draft *draft)
{
    return draft->event.confidence >= EVENTS_CONFIDENCE && draft->event.modality == modality_name(MODALITY_HAPPENED);
}

/* Which of two tellings stays: "won 160 seats and is expected to win more" has happened. */
static bool is_surer(const struct draft *a, const struct draft *b)
{
    if (has_happened(a) != has_happened(b))
        return has_happened(a);
    return a->event.confidence >= b->event.confidence;
}

/* One event once in a sentence: of equal roles the surer; one without a target yields to one with it. */
static void drop_repeated(struct drafts *drafts)
{
    for (size_t i = 0; i < drafts->count; i++) {
        size_t from = i > 64 ? i - 64 : 0;
        for (size_t j = from; j < i; j++) {
            struct draft *a = &drafts->at[j], *b = &drafts->at[i];
            if (a->dropped || b->dropped || !same_roles(&a->event, &b->event))
                continue;
            if (slice_equal(a->event.target, b->event.target))
                *(is_surer(a, b) ? &b->dropped : &a->dropped) = true;
            else if (a->trigger != b->trigger && (!a->event.target.at || !b->event.target.at)) {
                struct draft *told = a->event.target.at ? a : b, *bare = a->event.target.at ? b : a;
                bare->dropped =
                    told->event.confidence >= EVENTS_CONFIDENCE || told->event.confidence >= bare->event.confidence;
                if (bare->dropped && has_happened(bare))
                    told->event.modality = bare->event.modality;
            }
        }
    }
}

static int by_place(const void *a, const void *b)
{
    const struct draft *x = a, *y = b;
    if (x->event.start != y->event.start)
        return x->event.start < y->event.start ? -1 : 1;
    return (x > y) - (x < y);
}

static void keep_events(struct scene *scene, struct drafts *drafts)
{
    struct sentence *sentence = scene->sentence;
    size_t kept = 0;
    for (size_t i = 0; i < drafts->count; i++) {
        struct draft *draft = &drafts->at[i];
        if (draft->dropped || (!scene->events->all && draft->event.confidence < EVENTS_CONFIDENCE))
            continue;
        drafts->at[kept++] = *draft;
    }
    drafts->count = kept;
    if (kept > 1)
        qsort(drafts->at, kept, sizeof *drafts->at, by_place);
    sentence->events = arena_array(scene->document->arena, kept ? kept : 1, sizeof *sentence->events);
    sentence->event_count = sentence->event_capacity = kept;
    for (size_t i = 0; i < kept; i++)
        sentence->events[i] = drafts->at[i].event;
}

static bool worth_reading(const struct sentence *sentence)
{
    return sentence->token_count > 1;
}

static void clear_speech(struct sentence *sentence)
{
    for (size_t i = 0; i < sentence->token_count; i++)
        sentence->tokens[i].pos = SPEECH_NONE;
}

static void find_in_sentence(const struct events *events, struct document *document, struct sentence *sentence,
                             struct memory_of_document *memory, struct drafts *drafts, struct arena *scratch,
                             const struct events_explain *explain_hook)
{
    sentence->event_count = sentence->event_capacity = 0;
    sentence->events = NULL;
    if (!worth_reading(sentence))
        return;
    clear_speech(sentence);
    speech_tag(&events->speech, sentence->text, sentence->tokens, sentence->token_count);
    struct scene scene = {
        .events = events, .document = document, .sentence = sentence, .memory = memory, .explain = explain_hook};
    arena_reset(scratch);
    scene.count = (int)chunk_units(&events->frames, sentence, scratch, &scene.units);
    size_t count = (size_t)scene.count + 1;
    memory->pair_age++;
    memory->person_here = memory->body_here = false;
    scene.subjects = arena_array(scratch, count, sizeof *scene.subjects);
    scene.matrices = arena_array(scratch, count, sizeof *scene.matrices);
    scene.shares = arena_array(scratch, count, sizeof *scene.shares);
    scene.swallowed = arena_array(scratch, count, sizeof *scene.swallowed);
    structure_find(&scene);
    party_regimes(&scene);
    drafts->count = 0;
    for (int i = 0; i < scene.count; i++) {
        if (scene.units[i].kind == UNIT_VERB) {
            verb_event(&scene, drafts, i);
            keep_subject(&scene, i);
        } else if (scene.units[i].kind == UNIT_NOUN) {
            noun_event(&scene, drafts, i);
        }
    }
    if (memory->person_here)
        memory->last_person = memory->main_person; /* "he" of the next sentence is who acted first in this one */
    else
        keep_only_person(sentence, memory);
    if (memory->body_here)
        memory->last_body = memory->main_body;
    drop_repeated(drafts);
    keep_events(&scene, drafts);
}

/* First tellings of a document, by their roles. */
struct tellings {
    struct first {
        const struct event *event;
        struct slice sentence;
        size_t number;
    } * at;
    size_t *buckets; /* index + 1 */
    size_t count, capacity, mask;
};

static uint32_t roles_hash(const struct event *event)
{
    return model_hash(event->actor) * 31 + model_hash(event->code) * 7 + model_hash(event->target);
}

static bool agree(struct slice a, struct slice b)
{
    return !a.at || !b.at || slice_equal(a, b);
}

static bool same_event(const struct event *a, const struct event *b)
{
    return slice_equal(a->code, b->code) && slice_equal(a->actor, b->actor) && slice_equal(a->target, b->target) &&
           a->modality == b->modality && agree(a->date, b->date) && agree(a->place, b->place);
}

static void mark_telling(struct tellings *tellings, struct document *document, struct sentence *sentence, size_t number)
{
    struct event *event = &sentence->events[number];
    size_t bucket = roles_hash(event) & tellings->mask;
    for (int probes = 0; tellings->buckets[bucket] != 0; bucket = (bucket + 1) & tellings->mask) {
        if (++probes > PROBES_MOST)
            return;
        const struct first *first = &tellings->at[tellings->buckets[bucket] - 1];
        if (!same_event(first->event, event))
            continue;
        if (!first->sentence.at)
            return;
        char *id = arena_allocate(document->arena, first->sentence.size + 24);
        memcpy(id, first->sentence.at, first->sentence.size);
        int digits = snprintf(id + first->sentence.size, 24, ".%zu", first->number);
        event->same_as = (struct slice){id, first->sentence.size + (size_t)digits};
        return;
    }
    tellings->at[tellings->count] = (struct first){event, sentence->id, number + 1};
    tellings->buckets[bucket] = ++tellings->count;
}

/* Points events told again at their first telling. */
static void find_same(struct document *document)
{
    size_t count = 0, size = 16;
    for (size_t s = 0; s < document->sentence_count; s++)
        count += document->sentences[s].event_count;
    if (count < 2)
        return;
    while (size < count * 2)
        size *= 2;
    struct tellings tellings = {.at = memory_zeroed(count, sizeof *tellings.at),
                                .buckets = memory_zeroed(size, sizeof *tellings.buckets),
                                .mask = size - 1};
    for (size_t s = 0; s < document->sentence_count; s++)
        for (size_t e = 0; e < document->sentences[s].event_count; e++)
            mark_telling(&tellings, document, &document->sentences[s], e);
    free(tellings.at);
    free(tellings.buckets);
}

void events_find(const struct events *events, struct document *document, const struct events_explain *explain_hook)
{
    struct memory_of_document memory;
    memset(&memory, 0, offsetof(struct memory_of_document, nations));
    memory.political = relevance_of_document(events, document);
    struct drafts drafts = {.count = 0};
    struct arena scratch = {0}; /* of one sentence */
    for (size_t s = 0; s < document->sentence_count; s++) {
        memory_sentence(events, &document->sentences[s], &memory);
        find_in_sentence(events, document, &document->sentences[s], &memory, &drafts, &scratch, explain_hook);
    }
    find_same(document);
    free(memory.holders);
    free(drafts.at);
    arena_free(&scratch);
}
