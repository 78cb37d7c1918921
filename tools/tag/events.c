#include "events.h"

#include <stdlib.h>

#include "events_tell.h"
#include "events_who.h"
#include "speech.h"
#include "words.h"

#define SAID_NEAR 8 /* drafts of a sentence looked at around one */

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

/* Who acts first in a sentence, or is spoken of by "he", is whom "he" means in the next one. */
static void keep_main_person(struct memory_of_document *memory)
{
    if (!memory->person_here)
        memory->main_person = memory->last_person;
    memory->person_here = true;
}

/* The first of several who act in a sentence are whom "they" means in the next one. */
static void keep_main_many(struct memory_of_document *memory)
{
    if (!memory->many_here)
        memory->many_main = memory->many_did;
    memory->many_here = true;
}

/* "Workers went on strike.", "Police arrested activists.": whom "they" may mean next. */
static void keep_many(struct scene *scene, int noun, bool bears, const struct parties *parties)
{
    struct memory_of_document *memory = scene->memory;
    if (parties->count != 1)
        return;
    int members = scene_is(scene, parties->at[0].unit, UNIT_NOUN) ? parties->at[0].unit : noun; /* "a group of men" */
    if (!((scene->units[noun].flags | scene->units[members].flags) & UNIT_PLURAL))
        return;
    *(bears ? &memory->many_bore : &memory->many_did) = parties->at[0];
    *(bears ? &memory->bore_age : &memory->did_age) = 0;
    if (!bears)
        keep_main_many(memory);
}

/* Whom an active verb is done to. */
static void keep_object(struct scene *scene, int verb)
{
    int object = verb + 1;
    if ((scene->units[verb].flags & UNIT_PASSIVE) || !scene_is(scene, object, UNIT_NOUN) ||
        (scene->units[object].flags & (UNIT_PRONOUN | UNIT_QUOTED)) || !(scene->units[object].flags & UNIT_PLURAL))
        return;
    struct parties parties = {.count = 0};
    party_list(scene, object, structure_list_end(scene, object), PARTY_TARGET, &parties);
    if (parties.count == 1 && parties.at[0].common)
        keep_many(scene, object, true, &parties);
}

/* "A trader lost the case, and he was fined": one without a name of whom "he" may speak. */
static bool is_somebody(const struct scene *scene, int subject, const struct party *party)
{
    const unsigned roles = scene_lexeme(scene, subject)->roles;
    return party->unit == subject && roles & ROLE_AGENT &&
           !(roles & (ROLE_GROUP | ROLE_ORGAN | ROLE_BODY | ROLE_TITLE)) &&
           !(scene->units[subject].flags & UNIT_PLURAL);
}

/* What pronouns of later clauses mean. */
static void keep_subject(struct scene *scene, int verb)
{
    int subject = scene->subjects[verb];
    bool suffers =
        subject > verb && (scene->units[verb].flags & UNIT_PASSIVE); /* "those executed were Lund and Webb" */
    if (subject != NOBODY && pronoun_goes_on(scene, subject)) {
        if (!scene->memory->person_here) { /* "The charge against Lund was that he": from here on "he" is Lund */
            scene->memory->last_person = pronoun_person(scene, subject);
            scene->memory->last_person.entity = -1;
        }
        keep_main_person(scene->memory);
        return;
    }
    if (subject != NOBODY && pronoun_of_several(scene, subject)) { /* "They met. They called on rebels to stop. They" */
        scene->memory->did_age = 0;
        keep_main_many(scene->memory);
    }
    if (subject == NOBODY || suffers || (scene->units[subject].flags & (UNIT_PRONOUN | UNIT_QUOTED)))
        return; /* what a speaker's words are about does not act behind them */
    struct parties parties = {.count = 0};
    party_list(scene, subject, subject < verb ? verb : scene->count, PARTY_ACTOR, &parties);
    if (parties.count == 2 && !parties.at[0].common && !parties.at[1].common) {
        memcpy(scene->memory->last_pair, parties.at, sizeof scene->memory->last_pair);
        scene->memory->pair_age = 0;
    }
    keep_many(scene, subject, scene->units[verb].flags & UNIT_PASSIVE, &parties);
    if (!scene->memory->told_here) {
        scene->memory->told_here = true;
        scene->memory->thing = parties.count == 0 && !(scene->units[subject].flags & UNIT_PLURAL) &&
                               !(scene_lexeme(scene, subject)->roles & ROLE_AGENT);
    }
    if (parties.count == 0)
        party_possessor(scene, subject, &parties); /* "Lund's second trip came": she is spoken of */
    if (parties.count != 1 || (parties.at[0].common && !is_somebody(scene, subject, &parties.at[0])))
        return;
    const bool person = parties.at[0].common || parties.at[0].type == ENTITY_PERSON;
    struct party *slot = person ? &scene->memory->last_person : &scene->memory->last_body;
    *slot = parties.at[0];
    slot->entity = -1;
    if (person) {
        keep_main_person(scene->memory);
    } else if (!scene->memory->body_here) {
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

static bool says_something(const struct draft *draft)
{
    static const char *const codes[] = {"REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (slice_is(draft->event.code, codes[i]))
            return !draft->dropped && draft->event.confidence >= EVENTS_CONFIDENCE;
    return false;
}

/* "sent Peru a letter demanding an apology": what the message says is the event, with whom it goes to. */
static void drop_messages(struct drafts *drafts)
{
    for (size_t i = 0; i < drafts->count; i++) {
        struct draft *message = &drafts->at[i];
        if (!slice_is(message->event.action, "send message") && !slice_is(message->event.action, "write"))
            continue;
        for (size_t j = i > SAID_NEAR ? i - SAID_NEAR : 0; j < drafts->count && j < i + SAID_NEAR; j++) {
            struct draft *said = &drafts->at[j];
            if (!says_something(said) || !slice_equal(said->event.actor, message->event.actor))
                continue;
            message->dropped = true;
            if (!said->event.target.at) {
                said->event.target = message->event.target;
                said->event.target_id = message->event.target_id;
                said->event.target_entity = message->event.target_entity;
            }
        }
    }
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
            if (a->trigger != b->trigger && slice_is(b->event.action, "allege") && slice_is(b->event.code, "ACCUSE"))
                b->dropped = true; /* "accused Peru of fraud, alleging that Lund": once */
            else if (slice_equal(a->event.target, b->event.target))
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
        if (!draft->event.target.at)
            target_mean(scene, drafts, draft);
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
    memory->deeds_before = memory->deed_count;
    memory->did_age++;
    memory->bore_age++;
    memory->person_here = memory->body_here = memory->many_here = false;
    memory->thing_before = memory->thing;
    memory->told_here = false;
    scene.subjects = arena_array(scratch, count, sizeof *scene.subjects);
    scene.matrices = arena_array(scratch, count, sizeof *scene.matrices);
    scene.shares = arena_array(scratch, count, sizeof *scene.shares);
    scene.swallowed = arena_array(scratch, count, sizeof *scene.swallowed);
    structure_find(&scene);
    scene.list_ends = arena_array(scratch, count, sizeof *scene.list_ends);
    party_regimes(&scene);
    drafts->count = 0;
    for (int i = 0; i < scene.count; i++) {
        if (scene.units[i].kind == UNIT_VERB) {
            trigger_verb(&scene, drafts, i);
            keep_subject(&scene, i);
            keep_object(&scene, i);
        } else if (scene.units[i].kind == UNIT_NOUN) {
            trigger_noun(&scene, drafts, i);
        }
    }
    if (memory->person_here)
        memory->last_person = memory->main_person; /* "he" of the next sentence is who acted first in this one */
    else
        keep_only_person(sentence, memory);
    if (memory->body_here)
        memory->last_body = memory->main_body;
    if (memory->many_here)
        memory->many_did = memory->many_main;
    drop_repeated(drafts);
    drop_messages(drafts);
    keep_events(&scene, drafts);
}

void events_find(const struct events *events, struct document *document, const struct events_explain *explain_hook)
{
    struct memory_of_document memory, ahead;
    memset(&memory, 0, offsetof(struct memory_of_document, nations));
    memory.political = relevance_of_document(events, document);
    memory.sport = relevance_is_sport(events, document);
    memset(&ahead, 0, offsetof(struct memory_of_document, nations));
    for (size_t s = 0; s < document->sentence_count; s++)
        memory_sentence(events, &document->sentences[s], &ahead);
    memory.ahead = &ahead;
    struct drafts drafts = {.count = 0};
    struct arena scratch = {0}; /* of one sentence */
    for (size_t s = 0; s < document->sentence_count; s++) {
        memory_sentence(events, &document->sentences[s], &memory);
        find_in_sentence(events, document, &document->sentences[s], &memory, &drafts, &scratch, explain_hook);
    }
    same_mark(document);
    free(ahead.holders);
    free(memory.holders);
    free(drafts.at);
    arena_free(&scratch);
}
