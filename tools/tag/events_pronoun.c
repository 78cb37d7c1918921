/* Whom a pronoun means. */
#include "events_who.h"

#include "words.h"

#define SPEAKER_REACH 60 /* units from "we" to the verb that says so, and from "it" back to what it means */
#define NAME_REACH 400   /* units of one sentence from "he" back to a name */
#define SEVERAL_AGE 1    /* sentences that "they" reaches back */
#define KIN_REACH 16     /* units from "his wife" to "she" */

/* "According to Lund, she": the person, an entity, whose account is given right before; else NOBODY. */
static int whose_account(const struct scene *scene, int at)
{
    int name = scene_is(scene, at - 1, UNIT_COMMA) ? at - 2 : at - 1;
    if (!scene_is(scene, name, UNIT_NOUN) || scene->units[name].first < 2)
        return NOBODY;
    const struct token *to = &scene->sentence->tokens[scene->units[name].first - 1];
    bool according = slice_is(word_text(scene->sentence, to), "to") &&
                     same_letters(word_text(scene->sentence, to - 1), SLICE("according"));
    return according ? named_last_person(scene, &scene->units[name]) : NOBODY;
}

struct party pronoun_person(const struct scene *scene, int at)
{
    int account = whose_account(scene, at);
    if (account != NOBODY)
        return party_of_entity(scene, (uint32_t)account, at, BY_PRONOUN);
    const struct entity *found = NULL;
    struct party party = scene->memory->last_person;
    bool quoted = scene->units[at].flags & UNIT_QUOTED;
    uint32_t looks = 0;
    for (int i = at - 1; i >= 0 && i > at - NAME_REACH && looks < NAMES_BACK && !scene->memory->person_here; i--) {
        const struct unit *unit = &scene->units[i];
        for (uint32_t e = unit->entities_first; e < unit->entities_last && looks < NAMES_BACK; e++, looks++) {
            const struct entity *entity = &scene_entities(scene)[e];
            if (entity->type != ENTITY_PERSON || ((unit->flags & UNIT_QUOTED) && !quoted))
                continue;
            if (found && !slice_equal(entity->name, found->name))
                return scene->memory->last_person;
            found = entity;
            party = party_of_entity(scene, e, at, BY_PRONOUN);
        }
    }
    return party;
}

/* The noun group names the person. */
static bool names_person(const struct scene *scene, int at, struct slice name)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (slice_equal(scene_entities(scene)[e].name, name))
            return true;
    return false;
}

static bool is_he_or_she(struct slice word)
{
    static const char *const words[] = {"he", "she", "He", "She", "him", "her"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(word, words[i]))
            return true;
    return false;
}

/* "He accused her": not himself, but the one beside him in what was told last. */
static struct party beside_last_person(const struct memory_of_document *memory)
{
    struct party party = memory->last_person, nobody = {.name = {NULL, 0}};
    const struct deed *last = memory->deed_count > 0 ? &memory->deeds[(memory->deed_count - 1) % DEEDS_MOST] : NULL;
    if (!last || !last->person || !last->whom.at || last->doer.type != ENTITY_PERSON)
        return nobody;
    bool did = slice_equal(last->doer.name, party.name), bore = slice_equal(last->whom, party.name);
    if (did == bore)
        return nobody;
    party.name = did ? last->whom : last->doer.name;
    party.id = did ? nobody.name : last->doer.id;
    return party;
}

/* "Lund suspended him": not Lund, but whom the sentence names before beside her, or else who acted last before. */
static struct party person_meant(const struct scene *scene, int at)
{
    struct party party = pronoun_person(scene, at);
    int subject = scene_is(scene, at - 1, UNIT_VERB) ? scene->subjects[at - 1] : NOBODY;
    if (subject != NOBODY && (scene->units[subject].flags & UNIT_PRONOUN) &&
        is_he_or_she(word_text(scene->sentence, &scene->sentence->tokens[scene->units[subject].head])) &&
        slice_equal(pronoun_person(scene, subject).name, scene->memory->last_person.name))
        return beside_last_person(scene->memory);
    if (subject == NOBODY || !names_person(scene, subject, party.name))
        return party;
    uint32_t looks = 0;
    for (uint32_t e = scene->units[at].entities_first; e-- > 0 && looks < NAMES_BACK; looks++)
        if (scene_entities(scene)[e].type == ENTITY_PERSON &&
            !names_person(scene, subject, scene_entities(scene)[e].name))
            return party_of_entity(scene, e, at, BY_PRONOUN);
    return scene->memory->last_person;
}

static bool is_first_person(const struct scene *scene, int at)
{
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].head]);
    return slice_is(word, "I") || slice_is(word, "We") || slice_is(word, "we") || slice_is(word, "me");
}

void pronoun_speaker(const struct scene *scene, int at, struct parties *parties)
{
    for (int i = at + 1, most = at + SPEAKER_REACH; i < scene->count && i < most; i++) {
        const struct unit *unit = &scene->units[i];
        bool says = scene_is(scene, i, UNIT_VERB) && (unit->flags & UNIT_FINITE) && !(unit->flags & UNIT_QUOTED) &&
                    (scene_lexeme(scene, i)->roles & ROLE_SAY);
        int subject = says ? scene->subjects[i] : NOBODY;
        if (subject <= at || (scene->units[subject].flags & UNIT_PRONOUN && is_first_person(scene, subject)))
            continue;
        party_list(scene, subject, subject < i ? i : subject + 1, PARTY_ACTOR, parties);
        for (size_t p = 0; p < parties->count; p++)
            parties->at[p].confidence *= BY_PRONOUN;
        return;
    }
}

/* "killed his wife after she left": the unnamed woman, or the man, whom a pronoun means; NOBODY if a person is named
 * nearer or none is spoken of. */
static int kin_before(const struct scene *scene, int at)
{
    static const char *const women[] = {"wife", "mother", "daughter", "sister", "woman", "girl", "widow", NULL};
    static const char *const men[] = {"husband", "father", "son", "brother", "man", "boy", "widower", NULL};
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].head]);
    bool she = slice_is(word, "she") || slice_is(word, "She") || slice_is(word, "her");
    for (int i = at - 1; i >= 0 && i > at - KIN_REACH; i--) {
        if (named_last_person(scene, &scene->units[i]) != NOBODY)
            return NOBODY;
        if (scene_is(scene, i, UNIT_NOUN) && named_one_of(scene, i, she ? women : men))
            return i;
    }
    return NOBODY;
}

bool pronoun_goes_on(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    return (unit->flags & UNIT_PRONOUN) && !(unit->flags & UNIT_QUOTED) && scene->memory->last_person.name.at &&
           is_he_or_she(word_text(scene->sentence, &scene->sentence->tokens[unit->head])) &&
           kin_before(scene, at) == NOBODY;
}

bool pronoun_of_several(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    const struct memory_of_document *memory = scene->memory;
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[unit->head]);
    return (unit->flags & UNIT_PRONOUN) && !(unit->flags & UNIT_QUOTED) && same_letters(word, SLICE("they")) &&
           memory->many_did.name.at && memory->did_age <= SEVERAL_AGE;
}

/* Whom "he", "her" or "His Majesty" means. */
static void one_person(const struct scene *scene, int at, enum party_role role, struct parties *parties)
{
    bool pronoun = scene->units[at].flags & UNIT_PRONOUN;
    if (pronoun && (scene->units[at].flags & UNIT_QUOTED)) /* hardly the speaker, who acted last */
        return;
    int kin = pronoun ? kin_before(scene, at) : NOBODY;
    if (kin != NOBODY) {
        party_add_as_written(scene, kin, AS_WRITTEN * BY_PRONOUN, parties);
        return;
    }
    struct party party = role == PARTY_TARGET ? person_meant(scene, at) : pronoun_person(scene, at);
    party.confidence = BY_PRONOUN;
    party.unit = at;
    party.entity = -1;
    party_add(parties, party);
}

/* "They were charged", "questioned them": those to whom something was done last; "they demanded": who did something. */
static void several(const struct scene *scene, int at, enum party_role role, struct parties *parties)
{
    const struct memory_of_document *memory = scene->memory;
    bool bore = memory->many_bore.name.at && memory->bore_age <= SEVERAL_AGE;
    bool did = memory->many_did.name.at && memory->did_age <= SEVERAL_AGE;
    if (!bore && !did)
        return;
    struct party party = bore && (role == PARTY_TARGET || !did) ? memory->many_bore : memory->many_did;
    party.confidence *= BY_PRONOUN;
    party.unit = at;
    party.entity = -1;
    party_add(parties, party);
}

/* "accused it of", "called on it to", "promised it weapons": it is addressed, and no thing. */
static bool is_addressed(const struct scene *scene, int at)
{
    static const char *const gives[] = {"promise", "give", "offer", "send", "lend", "grant", "pledge", NULL};
    int next = at + 1;
    if (scene_is(scene, at - 1, UNIT_VERB) && scene_is(scene, next, UNIT_NOUN))
        return named_one_of(scene, at - 1, gives);
    if (scene_is(scene, next, UNIT_VERB))
        return scene->units[next].flags & UNIT_INFINITIVE;
    return scene_is(scene, next, UNIT_PREPOSITION) &&
           (scene->units[next].lexeme == scene->events->of || slice_is(scene_lexeme(scene, next)->text, "against"));
}

/* The noun group only says where something is. */
static bool says_where(const struct scene *scene, int at)
{
    static const char *const words[] = {"in", "at", "near", "across", "within", NULL};
    return scene_is(scene, at - 1, UNIT_PREPOSITION) && named_one_of(scene, at - 1, words);
}

/* "met the Norwegian minister and accused it of": the country or body named last before in the sentence that does not
 * act itself. */
static void body_addressed(const struct scene *scene, int at, struct parties *parties)
{
    int verb = scene_is(scene, at - 1, UNIT_PREPOSITION) ? at - 2 : at - 1;
    int subject = scene_is(scene, verb, UNIT_VERB) ? scene->subjects[verb] : NOBODY;
    struct parties doers = {.count = 0};
    if (!is_addressed(scene, at) || subject == NOBODY)
        return;
    party_list(scene, subject, subject < verb ? verb : subject + 1, PARTY_ACTOR, &doers);
    uint32_t looks = 0;
    for (int i = verb - 1; i >= 0 && i > verb - SPEAKER_REACH && looks < NAMES_BACK; i--) {
        const struct unit *unit = &scene->units[i];
        for (uint32_t e = unit->entities_last; e-- > unit->entities_first && looks < NAMES_BACK; looks++) {
            const struct entity *entity = &scene_entities(scene)[e];
            if (entity->type == ENTITY_PERSON || !party_can_act(entity) || says_where(scene, i) ||
                !named_within(scene, entity, unit->first, unit->last))
                continue;
            struct party party = party_of_entity(scene, e, at, BY_PRONOUN);
            bool acts = false;
            for (size_t p = 0; p < doers.count; p++)
                acts = acts || slice_equal(doers.at[p].name, party.name);
            if (acts)
                continue;
            party.entity = -1;
            party_add(parties, party);
            return;
        }
    }
}

void pronoun_add(const struct scene *scene, int at, enum party_role role, struct parties *parties)
{
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].head]);
    const struct memory_of_document *memory = scene->memory;
    if (!(scene->units[at].flags & UNIT_PRONOUN) || is_he_or_she(word)) {
        one_person(scene, at, role, parties);
    } else if (is_first_person(scene, at)) {
        pronoun_speaker(scene, at, parties);
    } else if (role == PARTY_ACTOR && slice_is(word, "They") && memory->last_pair[0].name.at &&
               memory->pair_age <= PAIR_AGE) {
        recall_last_pair(scene, at, parties);
    } else if (slice_is(word, "They") || slice_is(word, "they") || slice_is(word, "them")) {
        several(scene, at, role, parties);
    } else if (role == PARTY_TARGET && slice_is(word, "it")) {
        body_addressed(scene, at, parties);
    } else if (role == PARTY_ACTOR && (slice_is(word, "it") || slice_is(word, "It"))) { /* "rejected it": a thing */
        struct party party = memory->last_body;
        if (memory->thing_before && !memory->body_here)
            return; /* "The letter names Lund. It alleges" */
        party.confidence = BY_PRONOUN;
        party.unit = at;
        party.entity = -1;
        party_add(parties, party);
    }
}
