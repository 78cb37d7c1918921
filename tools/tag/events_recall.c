/* Whom a noun group without a name means, by what the document has told so far. */
#include "events_who.h"

#include "speech.h"
#include "words.h"

#define BODY_LEAST 3      /* mentions of the body that "the group" is */
#define NATION_LEAST 3    /* mentions of each of the two countries that a document is about */
#define PERSONS_AGE 6     /* sentences that "the two leaders" reaches back */
#define MEDIATOR_REACH 12 /* units from "hosts" to "both rivals" */

bool recall_holder(const struct scene *scene, int at, uint16_t title, uint32_t first_token, uint32_t title_token,
                   struct slice country, struct parties *parties)
{
    struct slice office = memory_office(scene->sentence, first_token, title_token, scene->units[at].last);
    if (!(scene_roles(scene, title) & ROLE_TITLE))
        return false;
    struct slice first = word_text(scene->sentence, &scene->sentence->tokens[first_token]);
    if (slice_is(first, "a") || slice_is(first, "an") || slice_is(first, "A") || slice_is(first, "An"))
        return false;
    bool guest = false;
    for (uint32_t i = first_token; i < title_token && !country.at; i++)
        guest = guest || slice_is(word_text(scene->sentence, &scene->sentence->tokens[i]), "visiting");
    const struct holder *holder =
        guest ? memory_guest(scene, title, (struct slice){NULL, 0}) : memory_holder(scene, title, office, country);
    if (!holder && !country.at && slice_is(scene->events->frames.lexemes[title].text, "leader") &&
        (slice_is(first, "the") || slice_is(first, "The")) && !named_nation(scene, at)) {
        struct party last = scene->memory->last_person; /* "the leader", of whom no title has been told */
        last.unit = at;
        last.entity = -1;
        last.confidence = BY_PRONOUN;
        party_add(parties, last);
        return last.name.at != NULL;
    }
    if (!holder)
        return false;
    party_add(parties, (struct party){.name = holder->name,
                                      .id = holder->id,
                                      .entity = -1,
                                      .unit = at,
                                      .type = ENTITY_PERSON,
                                      .confidence = BY_MEMORY});
    return true;
}

bool recall_office(const struct scene *scene, int at, struct slice country, struct parties *parties)
{
    const struct unit *unit = &scene->units[at];
    return !(unit->flags & UNIT_PLURAL) &&
           recall_holder(scene, at, unit->lexeme, unit->first, unit->head, country, parties);
}

struct party recall_opening(const struct scene *scene, int at)
{
    struct party party = {.name = {NULL, 0}};
    if (!scene_is(scene, 0, UNIT_PREPOSITION) || scene->units[0].lexeme != scene->events->in ||
        !scene_is(scene, 1, UNIT_NOUN) || !scene_is(scene, 2, UNIT_COMMA) || at < 3)
        return party;
    const struct unit *unit = &scene->units[1];
    for (uint32_t e = unit->entities_first; e < unit->entities_last && !party.name.at; e++)
        if (scene_entities(scene)[e].type == ENTITY_COUNTRY ||
            (scene_entities(scene)[e].type == ENTITY_PLACE && party_can_act(&scene_entities(scene)[e])))
            party = party_of_entity(scene, e, at, BY_DOCUMENT);
    return party;
}

/* The country whose junta "the junta" was when the document named it last; NULL if it has not. */
static const struct nation *regime_meant(const struct scene *scene, int at)
{
    const struct memory_of_document *memory = scene->memory;
    const struct unit *unit = &scene->units[at];
    uint16_t word = scene_roles(scene, unit->lexeme) & ROLE_NATIONAL ? unit->lexeme : owner_head(scene, unit);
    for (size_t i = 0; i < memory->regime_count && word != 0; i++)
        for (size_t n = 0; memory->regimes[i].lexeme == word && n < memory->nation_count; n++)
            if (slice_equal(memory->nations[n].name, memory->regimes[i].country))
                return &memory->nations[n];
    return NULL;
}

/* "the regime", "the junta": hardly ever that of the country whose words a document reports. */
static bool is_regime(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    uint16_t word = scene_roles(scene, unit->lexeme) & ROLE_NATIONAL ? unit->lexeme : owner_head(scene, unit);
    struct slice text = scene->events->frames.lexemes[word].text;
    return slice_is(text, "regime") || slice_is(text, "junta");
}

/* "Argentina, where the government granted asylum": the country that the clause speaks of; absent if it is none. */
static struct party country_where(const struct scene *scene, int at)
{
    const struct token *tokens = scene->sentence->tokens;
    uint32_t first = scene->units[at].first;
    if (first < 2 || !slice_is(word_text(scene->sentence, &tokens[first - 1]), "where"))
        return (struct party){.name = {NULL, 0}};
    uint32_t end = first - 1 - (tokens[first - 2].classes & TEXT_PUNCT ? 1 : 0);
    for (uint32_t e = 0; e < scene->units[at].entities_first; e++) {
        const struct entity *entity = &scene_entities(scene)[e];
        if (entity->last_token == end && entity->type == ENTITY_COUNTRY)
            return (struct party){.name = entity->name,
                                  .id = entity->id,
                                  .entity = -1,
                                  .unit = at,
                                  .type = ENTITY_COUNTRY,
                                  .confidence = 1};
    }
    return (struct party){.name = {NULL, 0}};
}

/* The two countries named most often, `but` for one, which may be absent; NULL for what there is not. */
static void two_most(const struct memory_of_document *memory, struct slice but, const struct nation **first,
                     const struct nation **second)
{
    *first = *second = NULL;
    for (size_t i = 0; i < memory->nation_count; i++) {
        const struct nation *nation = &memory->nations[i];
        if (but.at && slice_equal(nation->name, but))
            continue;
        if (!*first || nation->mentions > (*first)->mentions) {
            *second = *first;
            *first = nation;
        } else if (!*second || nation->mentions > (*second)->mentions) {
            *second = nation;
        }
    }
}

static const struct slice no_name = {NULL, 0};

/* The country of that name; NULL if it is not named. */
static const struct nation *nation_named(const struct memory_of_document *memory, struct slice name)
{
    for (size_t i = 0; name.at && i < memory->nation_count; i++)
        if (slice_equal(memory->nations[i].name, name))
            return &memory->nations[i];
    return NULL;
}

struct party recall_nation(const struct scene *scene, int at)
{
    struct party opening = recall_opening(scene, at), here = country_where(scene, at);
    if (here.name.at)
        return here;
    if (opening.name.at)
        return opening;
    const struct memory_of_document *memory = scene->memory;
    const struct nation *best, *next;
    two_most(memory, no_name, &best, &next);
    bool mostly = best && (!next || best->mentions * 2 >= 3 * next->mentions) && best->mentions * 3 >= memory->mentions;
    const struct nation *last = regime_meant(scene, at);
    if (last && (!mostly || is_regime(scene, at) || last->mentions * 2 >= best->mentions))
        best = last;
    else if (!mostly)
        return (struct party){.name = {NULL, 0}};
    return (struct party){
        .name = best->name, .entity = -1, .unit = at, .type = ENTITY_COUNTRY, .confidence = BY_DOCUMENT};
}

struct party recall_country(const struct scene *scene, int at)
{
    const struct token *tokens = scene->sentence->tokens;
    uint32_t end = scene->units[at].first, begin = end;
    while (begin > 0 && end - begin < NAMES_BACK && !slice_is(word_text(scene->sentence, &tokens[begin - 1]), "."))
        begin--; /* of a record with several sentences, this one */
    for (uint32_t e = 0; e < scene->units[at].entities_first; e++) {
        const struct entity *entity = &scene_entities(scene)[e];
        struct slice country = entity->type == ENTITY_PERSON ? (struct slice){NULL, 0} : country_of(entity);
        if (entity->first_token >= begin && country.at && !named_only_region(scene, entity, ROLE_STATE))
            return (struct party){
                .name = country, .entity = -1, .unit = at, .type = ENTITY_COUNTRY, .confidence = BY_DOCUMENT};
    }
    return recall_nation(scene, at);
}

void recall_last_pair(const struct scene *scene, int at, struct parties *parties)
{
    for (size_t i = 0; i < 2; i++) {
        struct party party = scene->memory->last_pair[i];
        party.entity = -1;
        party.unit = at;
        party.confidence = BY_PRONOUN;
        party_add(parties, party);
    }
}

static bool is_once(const struct memory_of_document *memory, struct slice name)
{
    const struct nation *nation = nation_named(memory, name);
    return !nation || nation->mentions == 1;
}

/* "which led to the creation of Laos. Both countries": where one of the pair is named only once in the whole document,
 * the two that it names most stand in its place, if both have been named. */
static void prefer_main_two(const struct memory_of_document *memory, struct slice pair[2])
{
    const struct nation *first, *second;
    if (!is_once(memory->ahead, pair[0]) && !is_once(memory->ahead, pair[1]))
        return;
    two_most(memory->ahead, no_name, &first, &second);
    if (!second || second->mentions < NATION_LEAST || !nation_named(memory, first->name) ||
        !nation_named(memory, second->name))
        return;
    pair[0] = second->name;
    pair[1] = first->name;
}

/* The two countries that a document names most of the time. False if no two stand out. */
static bool two_mostly(const struct memory_of_document *memory, struct slice pair[2])
{
    const struct nation *first, *second;
    two_most(memory, no_name, &first, &second);
    if (!second || second->mentions < NATION_LEAST || (first->mentions + second->mentions) * 5 < memory->mentions * 4)
        return false;
    bool in_order = first->last < second->last;
    pair[0] = in_order ? second->name : first->name; /* the one named last, as by last_two */
    pair[1] = in_order ? first->name : second->name;
    return true;
}

/* "Chad hosted talks between both rivals": the country that only brings them together; absent if none does. */
static struct slice mediator(const struct scene *scene, int at)
{
    static const char *const words[] = {"host", "broker", "mediate", "facilitate", "arrange", NULL};
    for (int i = at - 1; i >= 0 && i > at - MEDIATOR_REACH; i--) {
        int subject = scene_is(scene, i, UNIT_VERB) && named_one_of(scene, i, words) ? scene->subjects[i] : NOBODY;
        if (subject == NOBODY || scene->units[subject].entities_first == scene->units[subject].entities_last)
            continue;
        return country_of(&scene_entities(scene)[scene->units[subject].entities_first]);
    }
    return (struct slice){NULL, 0};
}

/* The two countries that a document has named most so far, `but` for one. False if there are none. */
static bool two_beside(const struct memory_of_document *memory, struct slice but, struct slice pair[2])
{
    const struct nation *first, *second;
    two_most(memory, but, &first, &second);
    if (!second)
        return false;
    pair[0] = first->name;
    pair[1] = second->name;
    return true;
}

/* The two countries named last before the noun group in its own sentence; else the last one, and the one that the
 * document names most. False if there are none. */
static bool last_two(const struct scene *scene, int at, struct slice pair[2])
{
    static const char *const sides[] = {"side", NULL};
    const struct memory_of_document *memory = scene->memory;
    const struct slice host = mediator(scene, at);
    size_t count = 0;
    size_t looks = 0;
    if (host.at)
        return two_beside(memory, host, pair);
    for (size_t e = scene->units[at].entities_first; e-- > 0 && count < 2 && looks < NAMES_BACK; looks++) {
        struct slice name = country_of(&scene_entities(scene)[e]);
        if (name.at && (count == 0 || !slice_equal(name, pair[0])))
            pair[count++] = name;
    }
    if (count == 0 && two_mostly(memory, pair))
        return true;
    if (count == 0 && named_one_of(scene, at, sides))
        return false; /* whoever they are */
    const bool none_here = count == 0;
    const struct slice main = memory_main_nation(memory);
    if (count == 1 && main.at && !slice_equal(main, pair[0]))
        pair[count++] = main;
    while (count < 2) {
        const struct nation *last = NULL;
        for (size_t i = 0; i < memory->nation_count; i++) {
            const struct nation *nation = &memory->nations[i];
            bool known = count == 1 && slice_equal(nation->name, pair[0]);
            if (nation->before > 0 && !known && (!last || nation->before > last->before))
                last = nation;
        }
        if (!last)
            return false;
        pair[count++] = last->name;
        if (count == 1 && !slice_equal(main, pair[0]))
            pair[count++] = main;
    }
    if (none_here)
        prefer_main_two(memory, pair);
    return true;
}

void recall_pair(const struct scene *scene, int at, struct parties *parties)
{
    struct slice pair[2];
    if (scene_lexeme(scene, at)->roles & ROLE_TITLE) {
        if (scene->memory->last_pair[0].type == ENTITY_PERSON && scene->memory->pair_age <= PERSONS_AGE)
            recall_last_pair(scene, at, parties); /* "the two leaders" */
        return;
    }
    if (!last_two(scene, at, pair))
        return;
    for (int i = 1; i >= 0; i--)
        party_add(parties,
                  (struct party){
                      .name = pair[i], .entity = -1, .unit = at, .type = ENTITY_COUNTRY, .confidence = BY_DOCUMENT});
}

bool recall_is_pair(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    if (!(unit->flags & UNIT_PLURAL) || !(scene_lexeme(scene, at)->roles & (ROLE_PAIR | ROLE_TITLE)))
        return false;
    if (!(scene_lexeme(scene, at)->roles & ROLE_PAIR) &&
        (named_somebody(scene, at) || owner_phrase_follows(scene, at + 1) || !named_definitely(scene, at)))
        return false; /* "two Chinese officials" */
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (scene_entities(scene)[e].type == ENTITY_NATIONALITY)
            return false; /* "the two Arab states" */
    for (uint32_t i = unit->first; i < unit->head; i++) {
        struct slice word = word_text(scene->sentence, &scene->sentence->tokens[i]);
        if (slice_is(word, "two") || slice_is(word, "both") || slice_is(word, "Both"))
            return true;
    }
    return false;
}

void recall_holders(const struct scene *scene, int at, size_t first, struct parties *parties)
{
    if (parties->count == first + 1) {
        struct party country = parties->at[first];
        parties->count = first;
        if (!recall_office(scene, at, country.name, parties))
            party_add(parties, country);
        return;
    }
    if (!(scene_lexeme(scene, at)->roles & ROLE_TITLE))
        return;
    for (size_t i = first; i < parties->count; i++) {
        struct slice office =
            memory_office(scene->sentence, scene->units[at].first, scene->units[at].head, scene->units[at].last);
        const struct holder *holder = memory_holder(scene, scene->units[at].lexeme, office, parties->at[i].name);
        if (!holder)
            continue;
        parties->at[i].name = holder->name;
        parties->at[i].id = holder->id;
        parties->at[i].entity = -1;
        parties->at[i].type = ENTITY_PERSON;
    }
}

bool recall_is_nation(const struct memory_of_document *memory, struct slice name)
{
    for (size_t i = 0; name.at && i < memory->nation_count; i++)
        if (slice_equal(memory->nations[i].name, name))
            return true;
    return false;
}

static bool has_word(struct slice name, struct slice word)
{
    struct slice part;
    while (slice_field(&name, ' ', &part))
        if (same_letters(part, word))
            return true;
    return false;
}

/* The name has the head of the noun group at `at`, and the nouns before it: "the budget department" is not the
 * Department of Agriculture. */
static bool is_called(const struct scene *scene, int at, struct slice name)
{
    const struct unit *unit = &scene->units[at];
    const struct token *tokens = scene->sentence->tokens;
    for (uint32_t i = unit->owner_end; i < unit->head; i++)
        if (tokens[i].pos == SPEECH_NOUN && !has_word(name, word_text(scene->sentence, &tokens[i])))
            return false;
    return has_word(name, word_text(scene->sentence, &tokens[unit->head]));
}

struct party recall_body_called(const struct scene *scene, int at)
{
    const struct memory_of_document *memory = scene->memory;
    uint32_t looks = 0;
    for (uint32_t e = scene->units[at].entities_first; e-- > 0 && looks < NAMES_BACK; looks++)
        if (scene_entities(scene)[e].type == ENTITY_ORG && is_called(scene, at, scene_entities(scene)[e].name))
            return party_of_entity(scene, e, at, BY_MEMORY);
    size_t here = memory->body_count - memory->bodies_before;
    for (size_t i = here; i < memory->body_count && i < BODIES_MOST; i++) {
        struct party body = memory->bodies[(memory->body_count - 1 - i) % BODIES_MOST];
        body.unit = at;
        if (is_called(scene, at, body.name))
            return body;
    }
    return (struct party){.name = {NULL, 0}};
}

struct party recall_home(const struct scene *scene, int at)
{
    struct party nation = recall_nation(scene, at), here = country_where(scene, at);
    const struct memory_of_document *memory = scene->memory;
    if (here.name.at)
        return here;
    const struct nation *known = nation_named(memory, nation.name);
    return known && (known->before > 0 || known->mentions > 1) ? nation : recall_opening(scene, at);
}

void party_nation(const struct scene *scene, int at, struct parties *parties)
{
    struct party nation = recall_home(scene, at);
    const struct nation *known = nation_named(scene->memory, nation.name);
    if (known && known->mentions * 2 >= scene->memory->mentions)
        party_add(parties, nation);
}

int recall_body_before(const struct scene *scene, int at)
{
    int found = NOBODY;
    uint32_t end = scene->units[at].entities_first;
    for (uint32_t e = end > NAMES_BACK ? end - NAMES_BACK : 0; e < end; e++) {
        if (scene_entities(scene)[e].type != ENTITY_ORG)
            continue;
        if (found != NOBODY && !slice_equal(scene_entities(scene)[e].name, scene_entities(scene)[found].name))
            return NOBODY;
        found = (int)e;
    }
    return found;
}

const struct party *recall_body_named_last(const struct scene *scene, int at)
{
    static const char *const words[] = {"group", "organisation", "organization", "agency", "movement", NULL};
    const struct memory_of_document *memory = scene->memory;
    if (memory->bodies_before == 0 || !named_one_of(scene, at, words))
        return NULL;
    return &memory->bodies[(memory->bodies_before - 1) % BODIES_MOST];
}

const struct party *recall_last_body(const struct memory_of_document *memory)
{
    if (memory->last_body.name.at && memory->last_body.type == ENTITY_ORG)
        return &memory->last_body;
    size_t known = memory->body_count < BODIES_MOST ? memory->body_count : BODIES_MOST;
    for (size_t i = 0; i < known; i++) {
        size_t mentions = 0;
        for (size_t j = i; j < known; j++)
            mentions += slice_equal(memory->bodies[i].name, memory->bodies[j].name);
        if (mentions >= BODY_LEAST && mentions * 3 >= known)
            return &memory->bodies[i];
    }
    return NULL;
}

bool recall_means_body(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    return (scene_lexeme(scene, at)->roles & ROLE_BODY) && unit->first + 1 == unit->head &&
           !(unit->flags & UNIT_PLURAL) && named_definitely(scene, at) && recall_last_body(scene->memory);
}

void party_regimes(struct scene *scene)
{
    for (int i = 0; i < scene->count; i++) {
        const struct unit *unit = &scene->units[i];
        if (unit->kind != UNIT_NOUN || !(scene_lexeme(scene, i)->roles & ROLE_NATIONAL) || (unit->flags & UNIT_PLURAL))
            continue;
        struct slice country = {NULL, 0};
        for (uint32_t e = unit->entities_first; e < unit->entities_last && !country.at; e++)
            country = country_of(&scene_entities(scene)[e]);
        if (!country.at && owner_phrase_follows(scene, i + 1) &&
            scene->units[i + 2].entities_first < scene->units[i + 2].entities_last)
            country = country_of(&scene_entities(scene)[scene->units[i + 2].entities_first]);
        if (country.at)
            memory_regime(scene->memory, unit->lexeme, country);
    }
}
