/* Whose something is: possessors, the nations before a noun, the phrase behind it. */
#include "events_tell.h"
#include "events_who.h"

#include "speech.h"
#include "words.h"

uint16_t owner_head(const struct scene *scene, const struct unit *unit)
{
    if (unit->owner_end < unit->first + 2)
        return 0;
    const struct token *token = &scene->sentence->tokens[unit->owner_end - 2];
    return frames_lexeme(&scene->events->frames, word_text(scene->sentence, token), token->hash, FORM_NOUN);
}

/* "a spokeswoman for the ministry": unlike others, who act for somebody, they speak as he does. */
static bool speaks_for(const struct scene *scene, int at)
{
    static const char *const words[] = {"spokesman", "spokeswoman", "spokesperson", NULL};
    return scene_is(scene, at, UNIT_NOUN) && named_one_of(scene, at, words);
}

bool owner_phrase_follows(const struct scene *scene, int at)
{
    if (!scene_is(scene, at, UNIT_PREPOSITION) || !scene_is(scene, at + 1, UNIT_NOUN))
        return false;
    const struct events *events = scene->events;
    uint16_t preposition = scene->units[at].lexeme;
    if (preposition == events->for_)
        return speaks_for(scene, at - 1);
    return preposition == events->of || preposition == events->in || preposition == events->from;
}

static bool is_body_or_land(const struct scene *scene, uint32_t entity)
{
    enum entity_type type = scene_entities(scene)[entity].type;
    return type == ENTITY_COUNTRY || type == ENTITY_ORG;
}

/* "Norway channels its funding": the body or country that does what is done to its own; without a name if none does. */
static struct party own_subject(const struct scene *scene, int at)
{
    const struct party nobody = {.name = {NULL, 0}};
    int subject = scene_is(scene, at - 1, UNIT_VERB) ? scene->subjects[at - 1] : NOBODY;
    if (subject == NOBODY)
        return nobody;
    for (uint32_t e = scene->units[subject].entities_last; e-- > scene->units[subject].entities_first;)
        if (is_body_or_land(scene, e))
            return party_of_entity(scene, e, at, BY_PRONOUN);
    return nobody;
}

/* "support for Israel in its war": the body or country named right before; else the one named last, unless one acts in
 * the sentence. */
static struct party nearest_body(const struct scene *scene, int at)
{
    const struct memory_of_document *memory = scene->memory;
    uint32_t end = scene->units[at].entities_first, looks = 0;
    bool beside = scene_is(scene, at - 1, UNIT_PREPOSITION) && scene_is(scene, at - 2, UNIT_NOUN) &&
                  scene->units[at - 2].entities_last == end && scene->units[at - 2].entities_first < end;
    for (uint32_t e = end; e-- > 0 && (beside || !memory->body_here) && looks < NAMES_BACK; looks++)
        if (is_body_or_land(scene, e))
            return party_of_entity(scene, e, at, BY_PRONOUN);
    return memory->last_body;
}

/* The owner as written, without article. */
static struct party common_owner(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    const struct token *tokens = scene->sentence->tokens;
    uint32_t first = unit->first, last = unit->owner_end - 2;
    if (first < last && (tokens[first].pos == SPEECH_DETERMINER || tokens[first].pos == SPEECH_POSSESSIVE))
        first++;
    return (struct party){.name = slice_part(scene->sentence->text, tokens[first].start, tokens[last].end),
                          .entity = -1,
                          .unit = at,
                          .type = ENTITY_NONE,
                          .confidence = AS_WRITTEN,
                          .common = true};
}

/* "her party": the body that the document has told her to be an officer of, and has named; else she herself. */
static struct party body_of_officer(const struct memory_of_document *memory, struct party person)
{
    for (size_t i = memory->count; i-- > 0;) {
        const struct holder *holder = &memory->holders[i];
        if (holder->past || !holder->body.at || !slice_equal(holder->name, person.name))
            continue;
        for (size_t b = 0; b < memory->body_count && b < BODIES_MOST; b++)
            if (slice_equal(memory->bodies[b].name, holder->body))
                return memory->bodies[b];
    }
    return person;
}

/* "the country's growth": that of the one the document is about. */
static bool is_of_the_country(const struct scene *scene, const struct unit *unit)
{
    static const char *const words[] = {"country", "nation", "state"};
    const struct token *tokens = scene->sentence->tokens;
    return unit->owner_end == unit->first + 3 && tokens[unit->first].hash == WORD_HASH("the") &&
           WORD_IS_ANY(scene->sentence, unit->first + 1, words);
}

void party_possessor(const struct scene *scene, int at, struct parties *parties)
{
    const struct unit *unit = &scene->units[at];
    const struct token *tokens = scene->sentence->tokens;
    struct party owner = {.name = {NULL, 0}};
    for (uint32_t e = unit->entities_last; e-- > unit->entities_first && !owner.name.at;)
        if (named_within(scene, &scene_entities(scene)[e], unit->first, unit->owner_end) &&
            party_can_act(&scene_entities(scene)[e]) &&
            !named_only_region(scene, &scene_entities(scene)[e], scene_roles(scene, owner_head(scene, unit))))
            owner = party_of_entity(scene, e, at, BY_AGENT);
    uint16_t head = owner_head(scene, unit);
    if (owner.type != ENTITY_PERSON && head != 0 &&
        recall_holder(scene, at, head, unit->first, unit->owner_end - 2, owner.name, parties))
        return;
    if (!owner.name.at && head != 0 && ((scene_roles(scene, head) & ROLE_NATIONAL) || is_of_the_country(scene, unit)))
        owner = recall_nation(scene, at);
    party_add(parties, owner);
    if (owner.name.at)
        return;
    if ((scene_roles(scene, head) & (ROLE_GROUP | ROLE_APART)) && !(scene_lexeme(scene, at)->roles & ROLE_AGENT)) {
        party_add(parties, common_owner(scene, at)); /* "backed the protesters' demands" */
        return;
    }
    struct slice word = word_text(scene->sentence, &tokens[unit->first]);
    const struct memory_of_document *memory = scene->memory;
    if (unit->owner_end > unit->first + 1 || (scene_lexeme(scene, at)->roles & ROLE_OPPOSITE))
        return; /* "his union's protest", "met his counterparts from Peru" */
    if (slice_is(word, "his") || slice_is(word, "her") || slice_is(word, "His") || slice_is(word, "Her")) {
        struct party party = pronoun_person(scene, at);
        const struct holder *holder = NULL;
        if (scene_lexeme(scene, at)->roles & (ROLE_STATE | ROLE_PAIR)) { /* "his country" */
            for (size_t i = memory->count; i-- > 0 && !holder;)
                holder = slice_equal(memory->holders[i].name, party.name) &&
                                 recall_is_nation(memory, memory->holders[i].country)
                             ? &memory->holders[i]
                             : NULL;
            party = (struct party){.name = holder ? holder->country : (struct slice){NULL, 0}, .type = ENTITY_COUNTRY};
        } else if ((scene_lexeme(scene, at)->roles & ROLE_BODY) && !(unit->flags & UNIT_PLURAL)) {
            party = body_of_officer(memory, party);
        }
        party.entity = -1;
        party.confidence = BY_PRONOUN;
        party.unit = at;
        party_add(parties, party);
    } else if ((slice_is(word, "their") || slice_is(word, "Their")) && memory->last_pair[0].name.at &&
               memory->pair_age <= PAIR_AGE) {
        recall_last_pair(scene, at, parties);
    } else if (slice_is(word, "its") || slice_is(word, "Its")) {
        struct party party = own_subject(scene, at);
        if (!party.name.at)
            party = nearest_body(scene, at);
        party.confidence = BY_PRONOUN;
        party.unit = at;
        party_add(parties, party);
    }
}

static bool letter(struct slice text, size_t at)
{
    return at < text.size && ((text.at[at] | 32) >= 'a' && (text.at[at] | 32) <= 'z');
}

/* `word` stands in the text, between other characters than letters. */
static bool holds_word(struct slice text, struct slice word)
{
    for (size_t i = 0; word.size > 0 && i + word.size <= text.size; i++)
        if (memcmp(text.at + i, word.at, word.size) == 0 && (i == 0 || !letter(text, i - 1)) &&
            !letter(text, i + word.size))
            return true;
    return false;
}

/* The countries inside the name of a meeting: "the US-North Korea Summit". */
static void add_within_name(const struct scene *scene, int at, const struct entity *name, struct parties *parties)
{
    struct slice text = slice_part(scene->sentence->text, name->start, name->end);
    const struct memory_of_document *memory = scene->memory;
    for (size_t i = 0; i < memory->spelling_count; i++)
        if (holds_word(text, memory->spellings[i].text))
            party_add(parties, (struct party){.name = memory->spellings[i].name,
                                              .entity = -1,
                                              .unit = at,
                                              .type = ENTITY_COUNTRY,
                                              .confidence = BY_AGENT});
}

void party_modifiers(const struct scene *scene, int at, struct parties *parties)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (scene_entities(scene)[e].type == ENTITY_EVENT && scene_entities(scene)[e].last_token > unit->head)
            add_within_name(scene, at, &scene_entities(scene)[e], parties);
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++) {
        const struct entity *entity = &scene_entities(scene)[e];
        bool town = entity->type == ENTITY_PLACE && !entity->capital; /* "the Goma bombings" */
        if (named_within(scene, entity, unit->owner_end, unit->head) && party_can_act(entity) && !town)
            party_add(parties, party_of_entity(scene, e, at, BY_AGENT));
    }
}

/* "the Union government": of India, as the papers there write; the country's. */
static bool is_union(const struct scene *scene, int at, const struct entity *entity)
{
    return slice_is(entity->name, "Union") && (scene_lexeme(scene, at)->roles & ROLE_NATIONAL);
}

bool owner_add(const struct scene *scene, int at, struct parties *parties)
{
    const struct unit *unit = &scene->units[at];
    size_t before = parties->count;
    int body = NOBODY;
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++) {
        const struct entity *entity = &scene_entities(scene)[e];
        if (!named_within(scene, entity, unit->owner_end, unit->head + 1) || !party_can_act(entity) ||
            entity->type == ENTITY_PERSON)
            continue;
        if (entity->type == ENTITY_ORG && !is_union(scene, at, entity))
            body = (int)e;
    }
    if (body != NOBODY) {
        party_add(parties, party_of_entity(scene, (uint32_t)body, at, BY_AGENT));
        return true;
    }
    bool body_alone = (scene_lexeme(scene, at)->roles & ROLE_BODY) && !(unit->flags & UNIT_PLURAL);
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++) {
        const struct entity *entity = &scene_entities(scene)[e];
        bool creed = entity->type == ENTITY_NATIONALITY && !entity->country.at && body_alone; /* "the Islamic group" */
        if (named_within(scene, entity, unit->owner_end, unit->head + 1) && !creed && !is_union(scene, at, entity) &&
            !named_only_region(scene, entity, (unit->flags & UNIT_PLURAL) ? 0 : scene_lexeme(scene, at)->roles) &&
            party_can_be_aimed_at(scene, entity) && entity->type != ENTITY_PERSON)
            party_add(parties, party_of_entity(scene, e, at, BY_AGENT));
    }
    if (parties->count == before)
        party_possessor(scene, at, parties);
    return parties->count > before;
}

static bool owned_by_pronoun(const struct scene *scene, int at)
{
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].first]);
    return slice_is(word, "his") || slice_is(word, "her") || slice_is(word, "its") || slice_is(word, "their");
}

/* "accounts linked to the firm", "houses owned by Lund", "a car carrying Peru's minister": the noun group behind the
 * participle at unit `at` + 1, if it names somebody; else NOBODY. */
static int linked_to(const struct scene *scene, int at)
{
    static const char *const words[] = {"owned", "linked", "belonging", "tied"};
    static const char *const bearing[] = {"carrying", "transporting", "escorting"};
    if (!scene_is(scene, at + 1, UNIT_VERB))
        return NOBODY;
    uint32_t verb = scene->units[at + 1].head;
    bool bears = WORD_IS_ANY(scene->sentence, verb, bearing);
    if (!bears && !(scene_is(scene, at + 2, UNIT_PREPOSITION) && WORD_IS_ANY(scene->sentence, verb, words)))
        return NOBODY;
    int noun = bears ? at + 2 : at + 3;
    return scene_is(scene, noun, UNIT_NOUN) && named_somebody(scene, noun) ? noun : NOBODY;
}

/* Those named behind; not through a chain of such phrases, which would be followed without end. */
static void add_linked(const struct scene *scene, int at, struct parties *parties)
{
    int noun = linked_to(scene, at);
    if (noun != NOBODY && linked_to(scene, noun) == NOBODY)
        party_list(scene, noun, structure_list_end(scene, noun), PARTY_TARGET, parties);
}

static bool clause_is_phrase_in(const struct scene *scene, int at)
{
    return scene_is(scene, at, UNIT_PREPOSITION) && scene->units[at].lexeme == scene->events->in &&
           scene_is(scene, at + 1, UNIT_NOUN);
}

void owner_add_of_thing(const struct scene *scene, int at, struct parties *parties)
{
    static const char *const states[] = {"situation",  "crackdown",  "violation",  "abuse",      "repression",
                                         "progress",   "reform",     "transition", "democracy",  "election",
                                         "vote",       "referendum", "crisis",     "oppression", "coup",
                                         "deployment", "torture",    NULL};
    static const char *const edges[] = {"border", "frontier", "boundary", NULL}; /* "the border with Chad" */
    static const char *const goods[] = {"import", "purchase", "shipment", "delivery", "supply", NULL};
    const struct unit *unit = &scene->units[at];
    size_t before = parties->count;
    if (!owned_by_pronoun(scene, at)) /* "ended his visit": the subject's own */
        party_possessor(scene, at, parties);
    for (uint32_t e = unit->entities_first; e < unit->entities_last && parties->count == before; e++) {
        const struct entity *entity = &scene_entities(scene)[e];
        if (named_within(scene, entity, unit->owner_end, unit->last) && party_can_act(entity))
            party_add(parties, party_of_entity(scene, e, at, BY_OWNER));
    }
    bool harm = role_names_code(scene, at, SLICE("COERCE")) || role_names_code(scene, at, SLICE("ASSAULT"));
    if (parties->count == before && scene_is(scene, at + 1, UNIT_PREPOSITION) && owner_phrase_follows(scene, at + 1) &&
        scene->units[at + 1].lexeme == scene->events->of && harm) {
        int where = at + 4; /* "the detention of Lund in Chad": of whom is not by whom */
        if (clause_is_phrase_in(scene, at + 3) && named_place(scene, where))
            owner_add_phrase(scene, where, parties);
    } else if (parties->count == before && scene_is(scene, at + 1, UNIT_PREPOSITION) &&
               owner_phrase_follows(scene, at + 1) && scene->units[at + 1].lexeme == scene->events->of) {
        int owner = named_covering(scene, &scene->units[at + 2], scene->units[at + 2].head);
        if (owner != NOBODY && party_can_act(&scene_entities(scene)[owner]))
            party_add(parties, party_of_entity(scene, (uint32_t)owner, at + 2, BY_OWNER));
    }
    if (parties->count == before && named_one_of(scene, at, goods) && owner_phrase_follows(scene, at + 1))
        party_modifiers(scene, at + 2, parties); /* "imports of Norwegian fish" */
    if (parties->count == before && named_one_of(scene, at, states)) {
        int in = at + 1; /* "the abuse of prisoners in Chad" */
        if (owner_phrase_follows(scene, in) && scene->units[in].lexeme == scene->events->of &&
            scene->units[in + 1].entities_first == scene->units[in + 1].entities_last)
            in += 2;
        if (clause_is_phrase_in(scene, in) && named_place(scene, in + 1))
            owner_add_phrase(scene, in + 1, parties); /* "concern about the situation in Chad" */
    }
    if (parties->count == before && named_one_of(scene, at, edges) && scene_is(scene, at + 1, UNIT_PREPOSITION) &&
        slice_is(scene_lexeme(scene, at + 1)->text, "with") && scene_is(scene, at + 2, UNIT_NOUN) &&
        named_place(scene, at + 2))
        party_list(scene, at + 2, structure_list_end(scene, at + 2), PARTY_TARGET, parties);
    if (parties->count == before)
        add_linked(scene, at, parties);
    for (size_t i = before; i < parties->count; i++)
        if (parties->at[i].confidence > BY_OWNER)
            parties->at[i].confidence = BY_OWNER;
}

int owner_list_end(const struct scene *scene, int at)
{
    int end = at + 1;
    while (named_place(scene, end - 1)) {
        int next = end;
        if (scene_is(scene, next, UNIT_COMMA))
            next++;
        bool joined = scene_is(scene, next, UNIT_AND);
        if (joined)
            next++;
        if (next == end || !named_place(scene, next))
            return end;
        end = next + 1;
    }
    return end;
}

void owner_add_phrase(const struct scene *scene, int at, struct parties *parties)
{
    int stop = structure_list_end(scene, at), places = owner_list_end(scene, at);
    stop = places > stop ? places : stop;
    for (int i = at; i < stop; i++) {
        if (!scene_is(scene, i, UNIT_NOUN))
            continue;
        int owner = named_covering(scene, &scene->units[i], scene->units[i].head);
        if (owner != NOBODY && party_can_act(&scene_entities(scene)[owner]) &&
            scene_entities(scene)[owner].type != ENTITY_PERSON)
            party_add(parties, party_of_entity(scene, (uint32_t)owner, i, BY_AGENT));
        else
            owner_add(scene, i, parties);
    }
}
