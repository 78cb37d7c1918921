#include "votes.h"

#include "doubts.h"

#include "model.h"
#include "text.h"
#include "words.h"

#include <stdlib.h>

/* The types that can be mistaken for each other. */
enum party { PARTY_PERSON, PARTY_ORG, PARTY_PLACE, PARTY_PEOPLE, PARTIES };

static const enum entity_type party_types[PARTIES] = {ENTITY_PERSON, ENTITY_ORG, ENTITY_PLACE, ENTITY_NATIONALITY};

struct ballot {
    uint32_t key; /* 0: free */
    uint16_t tokens;
    uint16_t seen;
    bool part; /* a word of a person's full name */
    float votes[PARTIES];
};

struct ballots {
    struct ballot *at;
    uint32_t mask;
    size_t count;
    struct arena *arena;
};

/* Words before or behind a name that say what it is. */
static const char *const body_before[] = {
    "movement",    "group",    "party",   "militia",      "company",      "agency",    "newspaper", "daily",
    "firm",        "bank",     "airline", "organisation", "organization", "website",   "magazine",  "channel",
    "broadcaster", "network",  "ngo",     "giant",        "alliance",     "coalition", "faction",   "weekly",
    "tabloid",     "insurer",  "carrier", "publisher",    "operator",     "outlet",    "portal",    "platform",
    "charity",     "watchdog", "union",   "manufacturer", "maker",        "producer",  "startup",   "the"};
static const char *const body_behind[] = {
    "leader",       "leaders",     "militia",    "fighters",    "rebels",       "militants",
    "spokesman",    "members",     "officials",  "shares",      "newspaper",    "supporters",
    "movement",     "group",       "party",      "forces",      "executives",   "lawmakers",
    "candidate",    "commander",   "commanders", "spokeswoman", "coalition",    "representative",
    "office",       "daily",       "employees",  "customers",   "shareholders", "directors",
    "insurgents",   "chief",       "CEO",        "CFO",         "COO",          "CTO",
    "chairman",     "chairperson", "chairwoman", "co-founder",  "founder",      "brand",
    "spokesperson", "subsidiary",  "app",        "news",        "television",   "radio",
    "TV",           "platform",    "magazine",   "staff",       "users",        "workers",
    "subscribers",  "newsroom",    "editor",     "report",      "customer"};
/* Who or what is "of" or "at" a body. */
static const char *const body_role[] = {
    "CEO",       "CFO",     "COO",          "CTO",          "founder",     "co-founder",      "founders",  "employee",
    "employees", "staff",   "shareholder",  "shareholders", "subsidiary",  "customers",       "executive", "executives",
    "arm",       "members", "spokesperson", "spokesman",    "spokeswoman", "representatives", "shares",    "stake",
    "owner",     "owners",  "headquarters", "chairman",     "chairperson", "editor",          "analyst",   "economist"};
static const char *const place_before[] = {"in",       "near",     "from",     "outside", "around",  "at",
                                           "to",       "northern", "southern", "eastern", "western", "central",
                                           "downtown", "city",     "town",     "village", "of"};
static const char *const place_behind[] = {"province", "district", "region", "town",   "village", "city",   "airport",
                                           "valley",   "river",    "county", "street", "area",    "island", "border"};
static const char *const person_behind[] = {"said",    "says",  "told",   "added",     "who",      "himself",
                                            "herself", "died",  "was",    "had",       "has",      "resigned",
                                            "replied", "asked", "argued", "explained", "stressed", "noted"};

/* Who holds an office of a body that is named behind "of". */
static const char *const office_before[] = {"head",   "leader",    "director",     "owner",     "boss",
                                            "chief",  "chair",     "chairman",     "founder",   "manager",
                                            "deputy", "secretary", "treasurer",    "president", "governor",
                                            "mayor",  "minister",  "spokesperson", "official"};
static const char *const person_before[] = {
    "activist", "lawmaker",  "artist",      "singer",    "journalist", "lawyer",     "actor",     "actress",
    "writer",   "author",    "wife",        "husband",   "son",        "daughter",   "brother",   "sister",
    "father",   "mother",    "politician",  "suspect",   "singer",     "campaigner", "economist", "analyst",
    "expert",   "spokesman", "spokeswoman", "farmer",    "teacher",    "student",    "resident",  "doctor",
    "widow",    "ally",      "counterpart", "colleague", "poet",       "novelist",   "filmmaker", "director",
    "coach",    "striker",   "tycoon",      "cleric",    "businessman"};

/* No list here has a word with one capital alone, as most names are written. */
static bool is_any(const struct sentence *sentence, size_t at, const char *const *words, size_t count)
{
    uint8_t shape = sentence->tokens[at].shape;
    return (shape == SHAPE_LOWER || shape == SHAPE_UPPER) && word_is_any(sentence, at, words, count);
}

#define IS_ANY(sentence, at, words) is_any(sentence, at, words, sizeof(words) / sizeof(words)[0])

#define KEY_START 2166136261u

/* The key of some words made that of one word more. */
static uint32_t longer_key(uint32_t key, const struct token *token)
{
    return token->shape == SHAPE_PUNCT ? key : (key ^ token->folded) * 16777619u;
}

static uint32_t whole_key(uint32_t key)
{
    return key ? key : 1;
}

static uint32_t key_of(const struct sentence *sentence, size_t first, size_t last)
{
    uint32_t key = KEY_START;
    for (size_t i = first; i < last; i++)
        key = longer_key(key, &sentence->tokens[i]);
    return whole_key(key);
}

static struct ballot *find(const struct ballots *ballots, uint32_t key)
{
    uint32_t at = key & ballots->mask;
    while (ballots->at[at].key && ballots->at[at].key != key)
        at = (at + 1) & ballots->mask;
    return &ballots->at[at];
}

#define FIRST_BALLOTS 64u

static void spread_ballots(struct ballots *ballots)
{
    struct ballots more = *ballots;
    size_t slots = ballots->at ? ((size_t)ballots->mask + 1) * 4 : FIRST_BALLOTS;
    more.mask = (uint32_t)slots - 1;
    more.at = arena_array(ballots->arena, slots, sizeof *more.at);
    for (size_t i = 0; ballots->at && i <= ballots->mask; i++)
        if (ballots->at[i].key)
            *find(&more, ballots->at[i].key) = ballots->at[i];
    *ballots = more;
}

/* The ballot under `key`, made if it is new; others may move. */
static struct ballot *cast(struct ballots *ballots, uint32_t key)
{
    struct ballot *ballot = find(ballots, key);
    if (ballot->key)
        return ballot;
    if (++ballots->count * 2 > ballots->mask) {
        spread_ballots(ballots);
        ballot = find(ballots, key);
    }
    ballot->key = key;
    return ballot;
}

static int party_of(enum entity_type type)
{
    for (int party = 0; party < PARTIES; party++)
        if (party_types[party] == type)
            return party;
    return -1;
}

/* A reading that a model or a weak pattern made, and that may be wrong. */
static bool is_open(const struct entity *entity)
{
    return !entity->listed && party_of(entity->type) >= 0 &&
           (strcmp(entity->rule, "model") == 0 || strcmp(entity->rule, "first-name") == 0);
}

#define OFFICE_WORDS 8u /* looked at between an office and the name of who holds it */

/* "the head of Peru's tax agency, (Kafui)": what stands before the comma at `comma` is whose office it is. */
static bool ends_office(const struct sentence *sentence, size_t comma)
{
    for (size_t i = comma; i-- > 1 && i + OFFICE_WORDS > comma && sentence->tokens[i].shape != SHAPE_PUNCT;)
        if (slice_is(word_text(sentence, &sentence->tokens[i]), "of"))
            return IS_ANY(sentence, i - 1, person_before) || IS_ANY(sentence, i - 1, office_before);
    return false;
}

static void hear_neighbours(const struct sentence *sentence, size_t first, size_t last, float *votes)
{
    bool the = false;
    if (first > 0) {
        const struct token *before = &sentence->tokens[first - 1];
        the = sentence->tokens[first - 1].end - before->start == 3 && IS_ANY(sentence, first - 1, body_before);
        if (IS_ANY(sentence, first - 1, body_before))
            votes[PARTY_ORG] += the ? 0.7f : 2.5f;
        if (IS_ANY(sentence, first - 1, place_before))
            votes[PARTY_PLACE] +=
                sentence->tokens[first - 1].end - before->start == 2 && sentence->text.at[before->start] == 'i' ? 1.2f
                                                                                                                : 0.4f;
    }
    bool of = first > 1 && sentence->tokens[first - 1].end - sentence->tokens[first - 1].start == 2;
    if (of && IS_ANY(sentence, first - 2, place_behind))
        votes[PARTY_PLACE] += 2.5f;
    bool apposed = first > 1 && sentence->text.at[sentence->tokens[first - 1].start] == ',' &&
                   IS_ANY(sentence, first - 2, body_before) && first > 2 &&
                   sentence->tokens[first - 3].shape == SHAPE_LOWER;
    if (apposed) /* "the oil company, Kafui" */
        votes[ends_office(sentence, first - 1) ? PARTY_PERSON : PARTY_ORG] += 1.5f;
    if (of && IS_ANY(sentence, first - 2, body_role) &&
        (slice_is(word_text(sentence, &sentence->tokens[first - 1]), "of") ||
         slice_is(word_text(sentence, &sentence->tokens[first - 1]), "at")))
        votes[PARTY_ORG] += 2;
    if ((first > 0 && IS_ANY(sentence, first - 1, person_before)) || (of && IS_ANY(sentence, first - 2, person_before)))
        votes[PARTY_PERSON] += 2;
    if (last + 2 < sentence->token_count && sentence->text.at[sentence->tokens[last].start] == ',') {
        static const char *const lengths[] = {"km", "kilometers", "kilometres", "miles", "km²", "meters", "metres"};
        size_t age = last + 1 + (sentence->tokens[last + 1].end - sentence->tokens[last + 1].start == 1);
        bool far = age + 1 < sentence->token_count && IS_ANY(sentence, age + 1, lengths);
        if (!far && sentence->tokens[age].shape == SHAPE_DIGITS &&
            sentence->tokens[age].end - sentence->tokens[age].start == 2)
            votes[PARTY_PERSON] += 2;
    }
    bool aged = last + 2 < sentence->token_count && sentence->text.at[sentence->tokens[last].start] == '(' &&
                sentence->tokens[last + 1].shape == SHAPE_DIGITS &&
                sentence->tokens[last + 1].end - sentence->tokens[last + 1].start == 2 &&
                sentence->text.at[sentence->tokens[last + 2].start] == ')';
    if (aged) /* "Rahul (26)" */
        votes[PARTY_PERSON] += 2;
    if (last >= sentence->token_count)
        return;
    if (IS_ANY(sentence, last, body_behind))
        votes[PARTY_ORG] += 1.2f;
    if (IS_ANY(sentence, last, place_behind))
        votes[PARTY_PLACE] += 1.5f;
    if (IS_ANY(sentence, last, person_behind))
        votes[PARTY_PERSON] += 0.4f;
}

/* The parts of a person's name speak for a person where they stand alone. */
static void count_parts(struct ballots *ballots, const struct sentence *sentence, const struct entity *entity)
{
    for (uint32_t i = entity->first_token; i < entity->last_token; i++) {
        uint32_t key = key_of(sentence, i, i + 1);
        if (sentence->tokens[i].shape != SHAPE_CAPITAL)
            continue;
        struct ballot *ballot = cast(ballots, key);
        ballot->tokens = 1;
        ballot->votes[PARTY_PERSON] += i + 1 == entity->last_token ? 1 : 0.5f;
        ballot->part = true;
    }
}

#define LAST_NAMES 16u /* words of them; the keys of all ends of a name without end would take for ever */

/* "Zambada Imperial": the last names of somebody who has three or more, without the first. */
static void count_last_names(struct ballots *ballots, const struct sentence *sentence, const struct entity *entity)
{
    uint32_t most = entity->last_token > LAST_NAMES ? entity->last_token - LAST_NAMES : 0;
    for (uint32_t i = entity->first_token + 1 > most ? entity->first_token + 1 : most; i + 2 <= entity->last_token; i++)
        if (sentence->tokens[i].shape == SHAPE_CAPITAL)
            cast(ballots, key_of(sentence, i, entity->last_token))->votes[PARTY_PERSON] += 2;
}

/* A word of a body's name by which it is called for short, "(Kafui) Eximbank": one that no list knows. */
static void count_body_parts(struct ballots *ballots, const struct gazetteer *gazetteer,
                             const struct sentence *sentence, const struct entity *entity)
{
    for (uint32_t i = entity->first_token; i < entity->last_token; i++) {
        const struct token *token = &sentence->tokens[i];
        if (token->shape != SHAPE_CAPITAL || gazetteer_lists(gazetteer, sentence, i) ||
            gazetteer_find(gazetteer, sentence, i, i + 1).tokens)
            continue;
        cast(ballots, key_of(sentence, i, i + 1))->votes[PARTY_ORG] += 0.75f;
    }
}

/* What stands between two entities: a comma, an "and" or both. */
static bool are_listed_together(const struct sentence *sentence, size_t index, bool *last)
{
    const uint32_t and = WORD_HASH("and"), comma = WORD_HASH(","), or = WORD_HASH("or");
    uint32_t from = sentence->entities[index].last_token, to = sentence->entities[index + 1].first_token;
    *last = to > from && (sentence->tokens[to - 1].hash == and || sentence->tokens[to - 1].hash == or);
    if (to == from + 1)
        return *last || sentence->tokens[from].hash == comma;
    return to == from + 2 && *last && sentence->tokens[from].hash == comma;
}

/* Where the entities that are listed together from `first` on end, at the latest behind the one that an "and" stands
 * before: "A, B and C". `enumerates` tells whether they are three or more and ended by that. */
static size_t enumeration_end(const struct sentence *sentence, size_t first, bool *enumerates)
{
    bool last = false;
    size_t end = first + 1;
    while (end < sentence->entity_count && !last && are_listed_together(sentence, end - 1, &last))
        end++;
    *enumerates = last && end - first >= 3;
    return end;
}

/* The party of the members of an enumeration that lists or patterns are sure of; -1 if those are less than a third, or
 * they differ. */
static int enumerated_party(const struct ballots *ballots, const struct sentence *sentence, size_t first, size_t end)
{
    int party = -1;
    size_t sure = 0;
    for (size_t i = first; i < end; i++) {
        const struct entity *entity = &sentence->entities[i];
        int own = entity->type == ENTITY_COUNTRY ? PARTY_PLACE : party_of(entity->type);
        bool surname = find(ballots, key_of(sentence, entity->first_token, entity->last_token))->part;
        if (is_open(entity) || (own != PARTY_PERSON && surname)) /* "Merlo", a town, but somebody's name here */
            continue;
        if (own < 0 || own == PARTY_PEOPLE || (party >= 0 && own != party))
            return -1;
        party = own;
        sure++;
    }
    return sure * 3 >= end - first ? party : -1;
}

/* What is enumerated is of one kind: "villages such as X, Y and Z". */
static void hear_enumerations(struct ballots *ballots, const struct sentence *sentence)
{
    static const char *const places[] = {"villages", "towns",     "cities",      "districts", "provinces", "counties",
                                         "regions",  "countries", "communities", "suburbs",   "islands",   "states"};
    static const char *const bodies[] = {"parties",    "companies",     "firms",        "groups",  "banks",
                                         "newspapers", "agencies",      "clubs",        "outlets", "teams",
                                         "airlines",   "organisations", "organizations"};
    static const char *const persons[] = {"activists", "journalists", "lawmakers", "singers", "candidates",
                                          "suspects",  "ministers",   "players",   "leaders", "defendants"};
    for (size_t first = 0, end; first < sentence->entity_count; first = end) {
        bool enumerates;
        end = enumeration_end(sentence, first, &enumerates);
        if (!enumerates) { /* nor does what begins later among them, but for "A and (B, C and D)" */
            end = end == first + 2 ? first + 1 : end;
            continue;
        }
        int party = enumerated_party(ballots, sentence, first, end);
        uint32_t start = sentence->entities[first].first_token;
        for (uint32_t back = 1; back <= 3 && back <= start && party < 0; back++)
            party = IS_ANY(sentence, start - back, places)    ? PARTY_PLACE
                    : IS_ANY(sentence, start - back, bodies)  ? PARTY_ORG
                    : IS_ANY(sentence, start - back, persons) ? PARTY_PERSON
                                                              : -1;
        for (size_t i = first; i < end && party >= 0; i++) {
            const struct entity *entity = &sentence->entities[i];
            if (is_open(entity))
                cast(ballots, key_of(sentence, entity->first_token, entity->last_token))->votes[party] += 1.5f;
        }
    }
}

static void count_votes(struct ballots *ballots, const struct gazetteer *gazetteer, const struct sentence *sentence)
{
    for (size_t i = 0; i < sentence->entity_count; i++) {
        const struct entity *entity = &sentence->entities[i];
        int party = party_of(entity->type);
        if (party < 0 || (party == PARTY_PEOPLE && entity->listed)) /* listed peoples need nobody's vote */
            continue;
        uint32_t key = key_of(sentence, entity->first_token, entity->last_token);
        struct ballot *ballot = cast(ballots, key);
        ballot->tokens = (uint16_t)(entity->last_token - entity->first_token);
        ballot->seen++;
        ballot->votes[party] += is_open(entity) ? (ballot->tokens > 1 ? 1 : 0.5f) : entity->listed ? 4 : 2;
        if (party == PARTY_PERSON && ballot->tokens > 1) {
            count_parts(ballots, sentence, entity);
            count_last_names(ballots, sentence, entity);
            ballot = find(ballots, key);
        }
        if (party == PARTY_ORG && ballot->tokens > 1) {
            count_body_parts(ballots, gazetteer, sentence, entity);
            ballot = find(ballots, key);
        }
        if (i > 0 && sentence->entities[i - 1].type == ENTITY_TITLE &&
            sentence->entities[i - 1].last_token + 1 == entity->first_token &&
            sentence->text.at[sentence->tokens[entity->first_token - 1].start] == ',' && ballot->tokens > 1)
            ballot->votes[PARTY_PERSON] += 2; /* "the minister, Ken Ofori-Atta" */
        if (!entity->listed)
            hear_neighbours(sentence, entity->first_token, entity->last_token, ballot->votes);
    }
}

/* "Shona Merrin", taken for a body, where Merrin alone is somebody all through the document. */
static void hear_surnames(struct ballots *ballots, const struct sentence *sentence)
{
    for (size_t i = 0; i < sentence->entity_count; i++) {
        const struct entity *entity = &sentence->entities[i];
        uint32_t first = entity->first_token, last = entity->last_token;
        if (!is_open(entity) || entity->type == ENTITY_PERSON || last - first != 2 ||
            sentence->tokens[last - 1].shape != SHAPE_CAPITAL || !sentence->tokens[last - 1].space_before)
            continue;
        const struct ballot *alone = find(ballots, key_of(sentence, last - 1, last));
        if (alone->seen >= 2 &&
            alone->votes[PARTY_PERSON] > 2 * (alone->votes[PARTY_ORG] + alone->votes[PARTY_PLACE]) + 0.5f)
            cast(ballots, key_of(sentence, first, last))->votes[PARTY_PERSON] += 3;
    }
}

static int winner(const struct ballot *ballot)
{
    int best = 0;
    for (int party = 1; party < PARTIES; party++)
        if (ballot->votes[party] > ballot->votes[best])
            best = party;
    return best;
}

/* "tribute to (Kennedy)", "according to (Kennedy)": nowhere that one goes. */
static bool is_paid_to(const struct sentence *sentence, size_t at)
{
    static const char *const words[] = {"tribute",   "tributes", "homage",   "thanks",  "gratitude",
                                        "according", "married",  "thankful", "grateful"};
    return at > 1 && sentence->tokens[at - 1].hash == WORD_HASH("to") && IS_ANY(sentence, at - 2, words);
}

/* "Judges question Rosario and Cordoba": towns, or a body like "Cortes", but the document has named people so, and
 * nothing says where or of what. */
static bool is_persons_town(const struct sentence *sentence, const struct entity *entity, const struct ballot *ballot)
{
    bool body = entity->type == ENTITY_ORG && sentence->tokens[entity->first_token].shape == SHAPE_CAPITAL;
    if ((entity->type != ENTITY_PLACE && !body) || entity->capital || !entity->listed || !ballot->part ||
        entity->last_token - entity->first_token > 1)
        return false;
    if (body && ((entity->first_token > 0 && IS_ANY(sentence, entity->first_token - 1, body_before)) ||
                 (entity->last_token < sentence->token_count && IS_ANY(sentence, entity->last_token, body_behind))))
        return false;
    bool placed = entity->first_token > 0 && IS_ANY(sentence, entity->first_token - 1, place_before);
    placed = placed && !is_paid_to(sentence, entity->first_token);
    return !placed &&
           !(entity->last_token < sentence->token_count && IS_ANY(sentence, entity->last_token, place_behind));
}

/* "Magyar said", "Sami was": a word for a people, but the document has named somebody so, and what follows is told of
 * one person. */
static bool is_persons_people(const struct sentence *sentence, const struct entity *entity, const struct ballot *ballot)
{
    const uint32_t at = entity->first_token, next = entity->last_token;
    if (entity->type != ENTITY_NATIONALITY || !ballot->part || next != at + 1 || next >= sentence->token_count ||
        (at > 0 && sentence->tokens[at - 1].hash == WORD_HASH("the")))
        return false;
    struct slice word = word_text(sentence, &sentence->tokens[next]);
    bool past = sentence->tokens[next].shape == SHAPE_LOWER && word.size > 4 && slice_ends(word, SLICE("ed"));
    return past || slice_is(word, "'s") || slice_is(word, "\u2019s") || IS_ANY(sentence, next, person_behind);
}

static void make_person(struct entity *entity)
{
    const struct slice none = {NULL, 0};
    entity->type = ENTITY_PERSON;
    entity->rule = "document";
    entity->listed = false;
    entity->name = entity->id = entity->country = none;
}

static void settle_sentence(const struct ballots *ballots, struct sentence *sentence)
{
    for (size_t i = 0; i < sentence->entity_count; i++) {
        struct entity *entity = &sentence->entities[i];
        if (party_of(entity->type) < 0)
            continue;
        const struct ballot *ballot = find(ballots, key_of(sentence, entity->first_token, entity->last_token));
        if (is_persons_town(sentence, entity, ballot) || is_persons_people(sentence, entity, ballot))
            make_person(entity);
        if (!is_open(entity))
            continue;
        enum entity_type type = party_types[winner(ballot)];
        if (ballot->key == 0 || type == entity->type)
            continue;
        entity->type = type;
        entity->rule = "document";
    }
}

static bool is_common(const struct tagger *tagger, const struct sentence *sentence, size_t at)
{
    const struct gazetteer *gazetteer = &tagger->gazetteers[tagger->gazetteer_count - 1];
    return IN_LIST(gazetteer_lists(gazetteer, sentence, at), LIST_COMMON);
}

/* The ballot of a name of up to four words that begins at a free word; the longest. */
static const struct ballot *passed_over(const struct ballots *ballots, const struct sentence *sentence, size_t at,
                                        size_t end, size_t *last)
{
    const struct ballot *best = NULL;
    uint32_t key = KEY_START;
    for (size_t stop = at + 1; stop <= end && stop <= at + 5; stop++) {
        key = longer_key(key, &sentence->tokens[stop - 1]);
        const struct ballot *ballot = find(ballots, whole_key(key));
        if (ballot->key && ballot->tokens == stop - at) {
            best = ballot;
            *last = stop;
        }
    }
    return best;
}

static void add_entity(struct document *document, struct sentence *sentence, size_t first, size_t last,
                       enum entity_type type)
{
    *sentence_add_entity(sentence, document->arena) = (struct entity){.start = sentence->tokens[first].start,
                                                                      .end = sentence->tokens[last - 1].end,
                                                                      .first_token = (uint32_t)first,
                                                                      .last_token = (uint32_t)last,
                                                                      .type = type,
                                                                      .rule = "document",
                                                                      .confidence = 0.7f};
}

/* A capital word between words that are none. */
static bool stands_apart(const struct sentence *sentence, size_t at)
{
    bool before = at > 0 && !word_is_capital(&sentence->tokens[at - 1]) &&
                  !(sentence->tokens[at - 1].classes & (TEXT_DASH | TEXT_QUOTE));
    return before && at + 1 < sentence->token_count && !word_is_capital(&sentence->tokens[at + 1]) &&
           !(sentence->tokens[at + 1].classes & (TEXT_DASH | TEXT_QUOTE));
}

/* Adds occurrences, spelt with the same capitals, that nobody saw; a single word must have been seen twice, or once and
 * as a part of a name, or as that if it stands apart. */
static void add_passed_over(const struct tagger *tagger, const struct ballots *ballots, struct document *document,
                            struct sentence *sentence)
{
    size_t count = sentence->entity_count, entity = 0, next = 0;
    for (size_t k = 0; k < sentence->likely_count; k++) {
        const size_t i = sentence->likely[k];
        if (i < next)
            continue;
        while (entity < count && sentence->entities[entity].last_token <= i)
            entity++;
        if (entity < count && sentence->entities[entity].first_token <= i)
            continue;
        if (!word_is_capital(&sentence->tokens[i]) || sentence->tokens[i].shape == SHAPE_INITIAL)
            continue;
        size_t end = entity < count ? sentence->entities[entity].first_token : sentence->token_count, last = i;
        const struct ballot *ballot = passed_over(ballots, sentence, i, end, &last);
        if (!ballot || (last == i + 1 && (is_common(tagger, sentence, i) ||
                                          ballot->seen + (ballot->part ? 1 + stands_apart(sentence, i) : 0) < 2)))
            continue;
        enum entity_type type = party_types[winner(ballot)];
        if (document->personal && doubts_leaning(sentence, i, last, type) < 0)
            continue;
        add_entity(document, sentence, i, last, type);
        next = last;
    }
    if (sentence->entity_count > count)
        sentence_order_entities(sentence);
}

void votes_settle(const struct tagger *tagger, struct document *document)
{
    struct ballots ballots = {.arena = document->arena};
    spread_ballots(&ballots);
    for (size_t i = 0; i < document->sentence_count; i++)
        count_votes(&ballots, &tagger->gazetteers[tagger->gazetteer_count - 1], &document->sentences[i]);
    for (size_t i = 0; i < document->sentence_count; i++)
        hear_enumerations(&ballots, &document->sentences[i]);
    for (size_t i = 0; i < document->sentence_count; i++)
        hear_surnames(&ballots, &document->sentences[i]);
    for (size_t i = 0; i < document->sentence_count; i++) {
        settle_sentence(&ballots, &document->sentences[i]);
        add_passed_over(tagger, &ballots, document, &document->sentences[i]);
    }
}
