/* Who fills a frame's roles: those who stand in its slots. */
#include "events_clause.h"
#include "events_tell.h"
#include "events_who.h"

#include "words.h"

#define STEM_LEAST 5
#define BY_DEED 0.8f
#define COURT_REACH 16 /* units from "found guilty" to the court */

bool role_has_slot(const uint16_t *slots, uint16_t slot)
{
    while (*slots != SLOT_NONE && *slots != slot)
        slots++;
    return *slots == slot;
}

/* Unit `at` is a preposition that says when, or in spite of what. */
static bool says_when(const struct scene *scene, int at)
{
    static const char *const words[] = {"during", "after", "before", "despite", "amid", "since", "upon", NULL};
    return scene_is(scene, at, UNIT_PREPOSITION) && named_one_of(scene, at, words);
}

/* "their talks during his visit to Paris", "gratitude for the welcome during his visit with aides": the phrase of the
 * noun group at `noun` is that of the noun before it, which only says when and speaks of an event of its own. */
static bool of_another_noun(const struct scene *scene, int of, int noun)
{
    int before = noun - 2;
    return before != of && scene_is(scene, before, UNIT_NOUN) && says_when(scene, before - 1) &&
           scene->events->frames.lexemes[fit_head_lexeme(scene, before)].noun_count > 0;
}

/* "rejected objections to its treatment of the minority": "of" belongs to the noun right before it, and that is not the
 * verb's object. */
static bool of_deeper_noun(const struct scene *scene, const struct arguments *arguments, uint16_t preposition, int noun)
{
    int before = noun - 2, first = arguments->count > 0 ? arguments->phrases[0].noun : NOBODY;
    if (preposition != scene->events->of || !scene_is(scene, arguments->of, UNIT_VERB) ||
        !scene_is(scene, before, UNIT_NOUN))
        return false;
    if ((scene_lexeme(scene, before)->roles & ROLE_TITLE) && before != arguments->object && before > arguments->of &&
        (scene_is(scene, before - 1, UNIT_COMMA) || scene_is(scene, before - 1, UNIT_AND)))
        return true; /* "chaired by Lund, president of Chad" */
    if (!scene_is(scene, before - 1, UNIT_PREPOSITION) ||
        slice_is(scene_lexeme(scene, before - 1)->text, "as")) /* "proclaimed himself as president of Mali" */
        return false;
    if (arguments->object == NOBODY) /* "called for a probe into the fire at the port" */
        return first != NOBODY && before > first;
    return before > arguments->object && before != arguments->second;
}

/* "accused of an attempt by rebels to seize the town": the attempt is theirs. */
static bool by_behind_attempt(const struct scene *scene, int of, int noun)
{
    int before = noun - 2;
    return scene->units[noun - 1].lexeme == scene->events->by && scene_is(scene, before, UNIT_NOUN) && before > of &&
           scene_is(scene, before - 1, UNIT_PREPOSITION) && (scene_lexeme(scene, before)->roles & ROLE_CONTROL);
}

/* "met Lund, with analysts betting on a deal": what else is so, not who met her too. */
static bool is_circumstance(const struct scene *scene, int noun)
{
    int next = structure_list_end(scene, noun);
    return scene->units[noun - 1].lexeme == scene->events->with && scene_is(scene, noun - 2, UNIT_COMMA) &&
           scene_is(scene, next, UNIT_VERB) && (scene->units[next].flags & (UNIT_GERUND | UNIT_PARTICIPLE));
}

static void phrase_parties(const struct scene *scene, const struct arguments *arguments, uint16_t preposition,
                           enum party_role role, struct parties *parties)
{
    for (size_t i = 0; i < arguments->count && parties->count == 0; i++) {
        int noun = arguments->phrases[i].noun;
        if (arguments->phrases[i].preposition == preposition && noun != NOBODY &&
            !by_behind_attempt(scene, arguments->of, noun) && !of_another_noun(scene, arguments->of, noun) &&
            !of_deeper_noun(scene, arguments, preposition, noun) && !is_circumstance(scene, noun))
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
                struct slice first = word_text(
                    scene->sentence, &scene->sentence->tokens[scene->units[i].first]); /* "that he be freed" */
                bool suffers = (scene->units[i].flags & UNIT_PASSIVE) &&
                               (slice_is(first, "be") || structure_says_worry(scene, arguments->clause));
                if (scene->subjects[i] != NOBODY && scene->subjects[i] > arguments->clause && !suffers)
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
                !(preposition == events->in && fit_place_in(scene, noun)) && !says_when(scene, noun - 1) &&
                !of_deeper_noun(scene, &below, preposition, noun))
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

bool role_names_code(const struct scene *scene, int at, struct slice code)
{
    const struct frames *frames = &scene->events->frames;
    const struct lexeme *lexeme = &frames->lexemes[fit_head_lexeme(scene, at)];
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
    return known && role_names_code(scene, at, code);
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

void role_keep_deed(const struct scene *scene, int trigger, struct slice code, const struct party *actor,
                    const struct party *target)
{
    struct memory_of_document *memory = scene->memory;
    const struct token *token = &scene->sentence->tokens[scene->units[trigger].head];
    if (actor->common)
        return;
    struct slice nobody = {NULL, 0};
    memory->deeds[memory->deed_count++ % DEEDS_MOST] =
        (struct deed){.word = word_text(scene->sentence, token),
                      .code = code,
                      .doer = *actor,
                      .whom = target && !target->common ? target->name : nobody,
                      .person = target && !target->common && target->type == ENTITY_PERSON};
}

bool role_of_captor(struct slice code)
{
    return slice_is(code, "COERCE") || slice_is(code, "ACCUSE") || slice_is(code, "CONCEDE") ||
           slice_is(code, "SANCTION");
}

/* Courts sentence and release, and leave arrests to others. */
static bool is_court(struct slice name)
{
    for (struct slice word; slice_field(&name, ' ', &word);)
        if (slice_is(word, "Court") || slice_is(word, "Tribunal"))
            return true;
    return false;
}

/* Who has done what the document told of before, as the doer of the deed at `at`. */
static void add_doer(const struct deed *deed, int at, struct parties *parties)
{
    struct party doer = deed->doer;
    doer.unit = at;
    doer.entity = -1;
    doer.confidence = BY_DEED;
    party_add(parties, doer);
}

void role_same_captor(const struct scene *scene, int at, const struct party *whom, bool here, struct parties *parties)
{
    const struct memory_of_document *memory = scene->memory;
    struct slice verb = scene_lexeme(scene, at)->text;
    bool arrests = slice_is(verb, "arrest") || slice_is(verb, "detain") || slice_is(verb, "charge");
    size_t count = here ? memory->deed_count - memory->deeds_before : memory->deed_count;
    for (size_t i = 0; i < count && i < DEEDS_MOST; i++) {
        const struct deed *deed = &memory->deeds[(memory->deed_count - 1 - i) % DEEDS_MOST];
        if (!role_of_captor(deed->code) || deed->doer.type == ENTITY_PERSON || !deed->whom.at ||
            !slice_equal(deed->whom, whom->name) || (arrests && is_court(deed->doer.name)))
            continue;
        add_doer(deed, at, parties);
        return;
    }
}

void role_same_deed(const struct scene *scene, int at, struct slice code, struct parties *parties)
{
    const struct memory_of_document *memory = scene->memory;
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].head]);
    for (size_t i = 0; i < memory->deed_count && i < DEEDS_MOST; i++) {
        const struct deed *deed = &memory->deeds[(memory->deed_count - 1 - i) % DEEDS_MOST];
        if (!slice_equal(deed->code, code) || !same_stem(deed->word, word) || deed->doer.type == ENTITY_PERSON)
            continue;
        add_doer(deed, at, parties);
        return;
    }
}

void role_accuser(const struct scene *scene, int verb, const struct party *denier, struct parties *parties)
{
    static const char *const denies[] = {"deny", "refute", "rebut", NULL};
    static const char *const rejects[] = {"reject", "dismiss", NULL};
    static const char *const blame[] = {"accusation", "allegation", "charge", "claim", "criticism", NULL};
    const struct memory_of_document *memory = scene->memory;
    if (!scene_is(scene, verb, UNIT_VERB) || denier->common)
        return;
    bool rejected = named_one_of(scene, verb, rejects) && scene_is(scene, verb + 1, UNIT_NOUN) &&
                    named_one_of(scene, verb + 1, blame);
    if (!rejected && !named_one_of(scene, verb, denies))
        return;
    for (size_t i = 0; i < memory->deed_count && i < DEEDS_MOST; i++) {
        const struct deed *deed = &memory->deeds[(memory->deed_count - 1 - i) % DEEDS_MOST];
        if (!slice_is(deed->code, "ACCUSE") || !deed->whom.at || !slice_equal(deed->whom, denier->name))
            continue;
        add_doer(deed, verb, parties);
        return;
    }
}

/* One person, who has no name: "a drug baron", "the defendant"; not "the court". */
static bool is_somebody(const struct scene *scene, const struct party *party)
{
    static const char *const wronged[] = {"victim", "complainant", "plaintiff", NULL};
    if (!party->common || !scene_is(scene, party->unit, UNIT_NOUN) || (scene->units[party->unit].flags & UNIT_PLURAL) ||
        named_one_of(scene, party->unit, wronged))
        return false;
    unsigned roles = scene_lexeme(scene, party->unit)->roles;
    return (roles & (ROLE_APART | ROLE_PRIVATE | ROLE_TITLE)) && !(roles & (ROLE_BODY | ROLE_VAGUE | ROLE_QUANTITY));
}

void role_only_accused(const struct scene *scene, struct party *party)
{
    const struct memory_of_document *memory = scene->memory;
    struct slice only = {NULL, 0};
    if (!is_somebody(scene, party))
        return;
    for (size_t i = 0; i < memory->deed_count && i < DEEDS_MOST; i++) {
        const struct deed *deed = &memory->deeds[(memory->deed_count - 1 - i) % DEEDS_MOST];
        if (!deed->person || !role_of_captor(deed->code))
            continue;
        if (only.at && !slice_equal(only, deed->whom))
            return;
        only = deed->whom;
    }
    if (!only.at)
        return;
    *party =
        (struct party){.name = only, .entity = -1, .unit = party->unit, .type = ENTITY_PERSON, .confidence = BY_DEED};
}

/* "the Beirut bombing" is not Lebanon's. */
static void drop_places(const struct scene *scene, struct parties *parties)
{
    size_t kept = 0;
    for (size_t i = 0; i < parties->count; i++) {
        int32_t entity = parties->at[i].entity;
        if (entity < 0 || scene->sentence->entities[entity].type != ENTITY_PLACE)
            parties->at[kept++] = parties->at[i];
    }
    parties->count = kept;
}

/* Whose the thing or deed of a noun group is: its possessor, the nation or body before its head, those behind "by", or
 * else behind the preposition `other`, 0 for none. Places are nobody. */
static void doer_in(const struct scene *scene, int at, uint16_t other, struct parties *parties)
{
    party_possessor(scene, at, parties);
    if (parties->count == 0)
        party_modifiers(scene, at, parties);
    struct arguments own = structure_arguments(scene, at);
    if (parties->count == 0)
        phrase_parties(scene, &own, scene->events->by, PARTY_ACTOR, parties);
    if (parties->count == 0 && other != 0)
        phrase_parties(scene, &own, other, PARTY_ACTOR, parties);
    drop_places(scene, parties);
}

/* Whose attack a noun group speaks of: "the Israeli strike", "an attack by rebels". Nobody's if it names none. */
static void attacker_in(const struct scene *scene, int at, struct parties *parties)
{
    if (!role_names_code(scene, at, SLICE("ASSAULT")))
        return;
    doer_in(scene, at, scene->events->with, parties); /* "a clash with troops" */
}

/* "a UN report", "a statement by the ministry": whose it is. */
static void author_of(const struct scene *scene, int at, struct parties *parties)
{
    static const char *const words[] = {"report", "statement", "study", "communique", NULL};
    if (scene_is(scene, at, UNIT_NOUN) && named_one_of(scene, at, words))
        doer_in(scene, at, 0, parties);
}

void role_attacker(const struct scene *scene, const struct arguments *arguments, struct parties *parties)
{
    const struct events *events = scene->events;
    for (size_t i = 0; i < arguments->count && parties->count == 0; i++) {
        uint16_t preposition = arguments->phrases[i].preposition;
        int noun = arguments->phrases[i].noun;
        if (noun == NOBODY || (preposition != events->in && preposition != events->by))
            continue;
        attacker_in(scene, noun, parties);
    }
}

void role_court_behind(const struct scene *scene, int verb, struct parties *parties)
{
    for (int i = verb + 1; i < scene->count && i < verb + COURT_REACH && !scene_is(scene, i, UNIT_BREAK); i++) {
        bool behind = scene_is(scene, i, UNIT_VERB) && scene_is(scene, i - 1, UNIT_AND);
        if (scene_is(scene, i, UNIT_WHO) || scene_is(scene, i, UNIT_CLAUSE) ||
            (scene_is(scene, i, UNIT_VERB) && !(behind && scene->subjects[i] == scene->subjects[verb])))
            return;
        uint16_t word = scene_is(scene, i - 1, UNIT_PREPOSITION) ? scene->units[i - 1].lexeme : 0;
        if ((word != scene->events->in && word != scene->events->by && word != scene->events->at) ||
            !scene_is(scene, i, UNIT_NOUN) || !named_org(scene, i))
            continue;
        struct parties court = {.count = 0};
        party_list(scene, i, i + 1, PARTY_ACTOR, &court);
        if (court.count == 1 && is_court(court.at[0].name)) {
            party_add(parties, court.at[0]);
            return;
        }
    }
}

/* A body that arrests, charges and seizes, by its name. */
static bool is_captor_body(const struct scene *scene, const struct party *party)
{
    static const char *const words[] = {"Directorate", "Investigation", "Enforcement", "Anti-Corruption", "Customs"};
    if (party->type != ENTITY_ORG)
        return false;
    struct slice name = party->name;
    for (struct slice word; slice_field(&name, ' ', &word);)
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (slice_is(word, words[i]))
                return true;
    return relevance_of_words(scene, party->name, ROLE_ORGAN);
}

void role_announcer(const struct scene *scene, int verb, struct parties *parties)
{
    int sayer = modality_sayer(scene, verb), subject = sayer == NOBODY ? NOBODY : scene->subjects[sayer];
    int stop = subject != NOBODY && subject < sayer ? sayer : scene->count;
    struct parties said = {.count = 0};
    if (subject != NOBODY && (scene->units[sayer].flags & UNIT_PASSIVE)) /* "the court was told" */
        return;
    if (subject == NOBODY) {
        subject = modality_according(scene, verb);
        stop = subject + 1;
    }
    party_list(scene, subject, stop, PARTY_ACTOR, &said);
    if (said.count != 1)
        return;
    const struct party *party = &said.at[0];
    bool officers =
        party->type == ENTITY_COUNTRY && (scene_lexeme(scene, subject)->roles & (ROLE_ORGAN | ROLE_NATIONAL));
    if (officers || is_captor_body(scene, party))
        party_add(parties, *party);
}

void role_subject(const struct scene *scene, int verb, enum party_role role, struct parties *parties)
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
    if (parties->count == 0 && role == PARTY_ACTOR)
        attacker_in(scene, subject, parties); /* "the Israeli strike killed" */
    if (parties->count == 0 && role == PARTY_ACTOR)
        author_of(scene, subject, parties);
    /* "Trump's desire to meet", but not "invited her host to visit": there the host is who visits */
    bool told = matrix != NOBODY && matrix < subject && (scene_lexeme(scene, matrix)->roles & ROLE_OBJECT);
    if (parties->count == 0 && (scene->units[verb].flags & UNIT_INFINITIVE) && subject == verb - 1 && !told)
        party_possessor(scene, subject, parties);
}

void role_drop_common(struct parties *parties)
{
    size_t kept = 0;
    for (size_t i = 0; i < parties->count; i++)
        if (!parties->at[i].common)
            parties->at[kept++] = parties->at[i];
    parties->count = kept;
}

/* "was accused of lying by Peru": the phrase stands behind what the accused has done, and yet says who accuses. */
static void by_behind_gerund(const struct scene *scene, int gerund, enum party_role role, struct parties *parties)
{
    struct arguments below = structure_arguments(scene, gerund);
    bool done = (scene->units[gerund].flags & (UNIT_GERUND | UNIT_PASSIVE)) == UNIT_GERUND;
    if (done && scene_is(scene, gerund - 1, UNIT_PREPOSITION) &&
        scene->units[gerund - 1].lexeme == scene->events->of) /* not "criticized for being ruled by Peru" */
        phrase_parties(scene, &below, scene->events->by, role, parties);
    role_drop_common(parties); /* "of smuggling goods by night" */
}

void role_who_says(const struct scene *scene, int verb, struct parties *speaker)
{
    const struct unit *unit = &scene->units[verb];
    int matrix = unit->kind == UNIT_VERB ? scene->matrices[verb] : NOBODY;
    bool main = matrix == NOBODY && (unit->flags & UNIT_FINITE);
    for (int i = verb - 1; i >= 0 && main && !scene_is(scene, i, UNIT_BREAK);
         i--) /* "asked if Kyiv must, Moscow said" */
        main = !scene_is(scene, i, UNIT_CLAUSE);
    if (main)
        matrix = modality_sayer(scene, verb);
    if (matrix != NOBODY && (scene_lexeme(scene, matrix)->roles & ROLE_SAY))
        role_subject(scene, matrix, PARTY_ACTOR, speaker);
    else if (main && (unit->flags & UNIT_QUOTED))
        pronoun_speaker(scene, verb, speaker);
}

void role_speaker(const struct scene *scene, int verb, bool of_another, struct parties *speaker)
{
    const struct unit *unit = &scene->units[verb];
    if (unit->modal != MODAL_NONE || (unit->flags & UNIT_PASSIVE))
        return;
    struct parties others = {.count = 0};
    role_who_says(scene, verb, speaker);
    role_subject(scene, verb, PARTY_TARGET, &others);
    role_take_out(&others, speaker);
    role_drop_common(&others);
    role_drop_common(speaker);
    if (of_another && others.count == 0)
        speaker->count = 0;
}

void role_maker(const struct scene *scene, int at, struct parties *parties)
{
    int made = at + 1, by = made + 1;
    if (!scene_is(scene, made, UNIT_VERB) || scene->units[made].first != scene->units[made].head ||
        (scene_lexeme(scene, at)->roles & ROLE_AGENT))
        return;
    if (scene_is(scene, by, UNIT_ADVERB) || (scene_is(scene, by, UNIT_PREPOSITION) && clause_is_adverb_too(scene, by)))
        by++; /* "carried out by" */
    if (scene_is(scene, by, UNIT_PREPOSITION) && scene->units[by].lexeme == scene->events->by &&
        scene_is(scene, by + 1, UNIT_NOUN))
        party_list(scene, by + 1, structure_list_end(scene, by + 1), PARTY_ACTOR, parties);
    role_drop_common(parties);
}

void role_fill_verb(const struct scene *scene, const uint16_t *slots, int verb, const struct arguments *arguments,
                    bool every, enum party_role role, struct parties *parties)
{
    static const char *const land[] = {"country", "nation", NULL};
    bool passive = scene->units[verb].flags & UNIT_PASSIVE;
    for (; *slots != SLOT_NONE && (parties->count == 0 || every); slots++) {
        uint16_t slot = *slots;
        struct parties here = {.count = 0};
        if (slot == SLOT_SPEAKER)
            role_speaker(scene, verb, false, &here);
        else if (slot == SLOT_SUBJECT && passive) {
            phrase_parties(scene, arguments, scene->events->by, role, &here);
            if (here.count == 0 && arguments->complement != NOBODY)
                by_behind_gerund(scene, arguments->complement, role, &here);
        } else if (slot == SLOT_SUBJECT || (slot == SLOT_OBJECT && passive))
            role_subject(scene, verb, role, &here);
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
        } else if (slot == SLOT_INFINITIVE &&
                   (passive || arguments->object == NOBODY ||
                    (arguments->clause != NOBODY && structure_says_claim(scene, arguments->clause)))) {
            complement_parties(scene, arguments, &here);
            if (arguments->clause == NOBODY || structure_says_worry(scene, arguments->clause))
                role_drop_common(&here); /* "agreed to join forces", "voiced fear that children would die" */
            if (here.count == 1 && scene_is(scene, here.at[0].unit, UNIT_NOUN) &&
                named_one_of(scene, here.at[0].unit, land))
                here.count = 0; /* "promised to lead the country": one's own */
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

void role_fill_noun(const struct scene *scene, const uint16_t *slots, int noun, const struct arguments *arguments,
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

void role_take_out(struct parties *from, const struct parties *others)
{
    size_t kept = 0;
    for (size_t i = 0; i < from->count; i++) {
        bool other = false;
        for (size_t j = 0; j < others->count; j++)
            other = other || slice_equal(from->at[i].name, others->at[j].name) ||
                    (from->at[i].common && from->at[i].unit == others->at[j].unit);
        if (!other)
            from->at[kept++] = from->at[i];
    }
    from->count = kept;
}

void role_home(const struct scene *scene, const struct parties *actors, struct parties *parties)
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
