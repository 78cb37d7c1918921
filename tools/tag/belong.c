#include "belong.h"

#include "lands.h"
#include "local.h"
#include "model.h"
#include "text.h"
#include "words.h"

#include <stdio.h>

/* Bodies that every state has one of: "Senate of Kenya". */
static const char *const organs[] = {"Parliament",
                                     "Senate",
                                     "Congress",
                                     "National Assembly",
                                     "Government",
                                     "Cabinet",
                                     "Supreme Court",
                                     "Constitutional Court",
                                     "High Court",
                                     "Central Bank",
                                     "Reserve Bank",
                                     "House of Representatives",
                                     "National Congress",
                                     "Council of Ministers",
                                     "Executive",
                                     "Court of Appeal",
                                     "Electoral Commission",
                                     "General Assembly",
                                     "Legislative Assembly",
                                     "Federal Court",
                                     "Federal Assembly",
                                     "State Council",
                                     "Legislature",
                                     "Court of Cassation",
                                     "Legislative Council",
                                     "Army",
                                     "Navy",
                                     "Air Force",
                                     "Armed Forces"};
/* Beginnings and ends of names that many states have: "Ministry of Defence (Kenya)". */
static const char *const offices[] = {"Ministry of ",  "Department of ",          "Office of the ", "Directorate of ",
                                      "Ministry for ", "Directorate General of ", "Bureau of ",     "Board of "};
static const char *const office_ends[] = {" Commission", " Ministry",           " Gazette", " Agency",
                                          " Authority",  " Directorate",        " Bureau",  " Department",
                                          "'s Office",   "\xE2\x80\x99s Office"};
static const char *const whole_offices[] = {"National Security Council",
                                            "Supreme Electoral Tribunal",
                                            "National Police",
                                            "Public Prosecution",
                                            "Public Ministry",
                                            "Magistrate's Court",
                                            "Magistrate\xE2\x80\x99s Court",
                                            "Sessions Court"};

static bool is_one_of(struct slice name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_is(name, list[i]))
            return true;
    return false;
}

static bool is_organ(struct slice name)
{
    return is_one_of(name, organs, sizeof organs / sizeof organs[0]);
}

/* "European Medicines Agency": a body of more than one state. */
static bool is_international(struct slice name)
{
    static const char *const starts[] = {"International ", "World ",  "Global ",  "European ", "African ", "Asian ",
                                         "Arab ",          "Inter-",  "Pan-",     "EU ",       "UN ",      "U.N. ",
                                         "United Nations", "Nordic ", "Regional "};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (slice_starts(name, slice_of(starts[i])))
            return true;
    return false;
}

static bool is_arm(struct slice name)
{
    static const char *const arms[] = {"Army", "Navy", "Air Force", "Armed Forces"};
    return is_one_of(name, arms, sizeof arms / sizeof arms[0]);
}

static bool is_office(struct slice name)
{
    if (is_international(name))
        return false;
    if (is_one_of(name, whole_offices, sizeof whole_offices / sizeof whole_offices[0]))
        return true;
    for (size_t i = 0; i < sizeof offices / sizeof offices[0]; i++)
        if (slice_starts(name, slice_of(offices[i])))
            return true;
    for (size_t i = 0; i < sizeof office_ends / sizeof office_ends[0]; i++) {
        struct slice end = slice_of(office_ends[i]);
        if (name.size > end.size && slice_ends(name, end))
            return true;
    }
    return false;
}

static const struct slice ministry_end = {" Ministry", 9};

/* "Foreign Ministry" */
static bool ends_with_ministry(struct slice name)
{
    return name.size > ministry_end.size && slice_ends(name, ministry_end);
}

/* A body under a name of its own that begins with the country, not one that merely is the country's. */
static bool is_own_office(const struct sentence *sentence, const struct entity *entity, struct slice rest)
{
    for (size_t i = 0; i < sizeof offices / sizeof offices[0]; i++)
        if (slice_starts(rest, slice_of(offices[i])))
            return false;
    uint32_t words = 0;
    for (uint32_t at = entity->first_token; at < entity->last_token; at++)
        words += word_is_capital(&sentence->tokens[at]);
    return !ends_with_ministry(rest) && words > 3;
}

#define OFFICE_WORDS 4 /* most capital words that merely say what an office is for */

/* "Lumo Health Authority", "Social Welfare Bodies Administration Commission": under a name of its own, or one so long
 * that no other state will have it. */
static bool is_particular(const struct tagger *tagger, const struct sentence *sentence, const struct entity *entity)
{
    const struct gazetteer *gazetteer = &tagger->gazetteers[tagger->gazetteer_count - 1];
    const unsigned general = KIND_OF(LIST_COMMON) | KIND_OF(LIST_BODY) | KIND_OF(LIST_TITLE_FIELD) |
                             KIND_OF(LIST_TITLE_MODIFIER) | KIND_OF(LIST_FACILITY) | KIND_OF(LIST_TITLE_HEAD);
    uint32_t words = 0;
    for (uint32_t at = entity->first_token; at < entity->last_token; at++) {
        const struct token *token = &sentence->tokens[at];
        if (!word_is_capital(token))
            continue;
        words++;
        if (at == entity->first_token && (token->shape == SHAPE_CAPITAL || token->shape == SHAPE_UPPER) &&
            !(gazetteer_lists(gazetteer, sentence, at) & general) && !slice_is(word_text(sentence, token), "Anti"))
            return true;
    }
    return words > OFFICE_WORDS;
}

/* "Nicaraguan Government": the country of the adjective it begins with, and the rest of the name. */
static struct slice own_adjective(const struct tagger *tagger, const struct sentence *sentence,
                                  const struct entity *entity, struct slice *rest)
{
    const struct gazetteer *gazetteer = &tagger->gazetteers[tagger->gazetteer_count - 1];
    struct gazetteer_match match = gazetteer_find(gazetteer, sentence, entity->first_token, entity->last_token);
    uint32_t next = entity->first_token + match.tokens;
    for (uint32_t i = 0; i < match.count && next < entity->last_token; i++) {
        if (match.readings[i].type != ENTITY_NATIONALITY && match.readings[i].type != ENTITY_COUNTRY)
            continue;
        *rest = slice_part(sentence->text, sentence->tokens[next].start, entity->end);
        return gazetteer_string(gazetteer, match.readings[i].country);
    }
    return (struct slice){NULL, 0};
}

struct slice belong_land(const struct tagger *tagger, const struct sentence *sentence, const struct entity *entity)
{
    struct slice rest;
    return own_adjective(tagger, sentence, entity, &rest);
}

/* The names, by their hashes, of bodies that the document calls by more than one word; 0 is a free place. */
struct full_names {
    uint32_t *slots;
    uint32_t mask;
};

static uint32_t full_name_hash(struct slice name)
{
    return model_hash(name) | 1;
}

/* Where the name of that hash stands, or would. */
static uint32_t *full_name_slot(const struct full_names *names, uint32_t hash)
{
    uint32_t at = hash & names->mask;
    while (names->slots[at] && names->slots[at] != hash)
        at = (at + 1) & names->mask;
    return &names->slots[at];
}

static bool is_named_in_full(const struct full_names *names, struct slice name)
{
    return *full_name_slot(names, full_name_hash(name)) != 0;
}

static bool has_full_name(const struct entity *entity)
{
    return entity->type == ENTITY_ORG && entity->last_token - entity->first_token > 1;
}

static void gather_full_names(struct full_names *names, const struct document *document)
{
    size_t count = 0, slots = 16;
    for (size_t i = 0; i < document->sentence_count; i++)
        for (size_t k = 0; k < document->sentences[i].entity_count; k++)
            count += has_full_name(&document->sentences[i].entities[k]);
    while (slots < count * 2)
        slots *= 2;
    *names = (struct full_names){arena_array(document->arena, slots, sizeof *names->slots), (uint32_t)slots - 1};
    for (size_t i = 0; i < document->sentence_count; i++)
        for (size_t k = 0; k < document->sentences[i].entity_count; k++) {
            const struct entity *entity = &document->sentences[i].entities[k];
            const uint32_t hash = has_full_name(entity) ? full_name_hash(entity->name) : 0;
            if (hash)
                *full_name_slot(names, hash) = hash;
        }
}

#define OWNED_WORDS 4 /* at most between "Ghana's" and the body: "276-member" */

/* Whether the tokens [from, to) may narrow a body behind "Ghana's": small words and numbers. */
static bool narrows(const struct sentence *sentence, uint32_t from, uint32_t to)
{
    for (uint32_t at = from; at < to; at++) {
        const struct token *token = &sentence->tokens[at];
        if (token->shape != SHAPE_LOWER && token->shape != SHAPE_DIGITS && !(token->classes & TEXT_DASH))
            return false;
    }
    return to - from <= OWNED_WORDS;
}

/* The country said right before the entity: "Kenya's", "Kenyan", "Ghana's 276-member". */
static struct slice owner(const struct sentence *sentence, size_t index)
{
    const struct slice nobody = {NULL, 0};
    const struct entity *entity = &sentence->entities[index];
    while (index > 0 && sentence->entities[index - 1].type == ENTITY_NUMBER)
        index--;
    if (index == 0)
        return nobody;
    const struct entity *before = &sentence->entities[index - 1];
    if (before->type != ENTITY_COUNTRY && before->type != ENTITY_NATIONALITY)
        return nobody;
    uint32_t at = before->last_token;
    bool genitive = at < entity->first_token && sentence->tokens[at].hash == WORD_HASH("'s");
    return at == entity->first_token || (genitive && narrows(sentence, at + 1, entity->first_token)) ? before->country
                                                                                                     : nobody;
}

static struct slice join(struct arena *arena, struct slice a, const char *between, struct slice b, const char *end)
{
    size_t size = a.size + strlen(between) + b.size + strlen(end);
    char *text = arena_allocate(arena, size + 1);
    snprintf(text, size + 1, "%.*s%s%.*s%s", (int)a.size, a.at, between, (int)b.size, b.at, end);
    return (struct slice){text, size};
}

/* The country as it stands behind "of": some take an article. */
static struct slice with_article(struct arena *arena, struct slice land)
{
    static const char *const plural[] = {"Netherlands",     "Philippines",      "Maldives",    "Bahamas", "Gambia",
                                         "United Kingdom",  "United States",    "Comoros",     "Vatican", "Seychelles",
                                         "Solomon Islands", "Marshall Islands", "Soviet Union"};
    const struct slice republic = SLICE(" Republic");
    bool named = is_one_of(land, plural, sizeof plural / sizeof plural[0]) ||
                 slice_starts(land, SLICE("Republic of")) || slice_starts(land, SLICE("Democratic Republic")) ||
                 slice_starts(land, SLICE("United Arab")) || (land.size > republic.size && slice_ends(land, republic));
    return named ? join(arena, SLICE("the "), "", land, "") : land;
}

/* "Foreign Ministry" under the name that lists of governments have for it. */
static struct slice full_office(struct arena *arena, struct slice name)
{
    if (slice_is(name, "Foreign Ministry"))
        return SLICE("Ministry of Foreign Affairs");
    if (!ends_with_ministry(name) || memchr(name.at, ' ', name.size - ministry_end.size))
        return name;
    return join(arena, SLICE("Ministry of "), "", slice_part(name, 0, name.size - ministry_end.size), "");
}

#define RENAMED 64

/* Bodies that got their country, by the name they had: a short form that stands for one is that same body. Of names
 * that share a place the last is kept. */
struct renamed {
    struct {
        struct slice old, name, country;
    } at[RENAMED];
};

static void note_renamed(struct renamed **table, struct arena *arena, struct slice old, const struct entity *entity)
{
    const size_t slot = model_hash(old) % RENAMED;
    struct renamed *renamed = *table ? *table : (*table = arena_array(arena, 1, sizeof *renamed));
    renamed->at[slot].old = old;
    renamed->at[slot].name = entity->name;
    renamed->at[slot].country = entity->country;
}

/* Gives a short form the name of its body, if that got one; whether it did. */
static bool take_renamed(const struct renamed *renamed, struct entity *entity)
{
    if (!renamed)
        return false;
    const size_t slot = model_hash(entity->name) % RENAMED;
    if (!renamed->at[slot].old.at || !slice_equal(renamed->at[slot].old, entity->name))
        return false;
    entity->name = renamed->at[slot].name;
    entity->country = renamed->at[slot].country;
    return true;
}

/* What a document tells of which body a name that several share stands for. */
struct evidence {
    struct lands lands, named;
    struct slice main_land, ministry_land; /* whose a body is, and whose a ministry, that does not say */
    struct full_names full;
    struct renamed *renamed; /* NULL until a name was made */
};

/* How much speaks for a body: the country said right before the name, the full name elsewhere, its country. */
static uint32_t support(const struct evidence *evidence, struct slice name, struct slice country, struct slice own)
{
    uint32_t count = lands_weight(&evidence->lands, country);
    return (own.at && country.at && slice_equal(own, country) ? 1u << 30 : 0) +
           (is_named_in_full(&evidence->full, name) ? 1u << 29 : 0) + (count < 1u << 28 ? count : 1u << 28);
}

/* "PPP" in Pakistan: of the bodies listed under one spelling, the one that most speaks for, if that is more than
 * `most`; of equals the first. With `hints` the doubtful ones count, too, and only those of a country. Whether one was
 * taken. */
static bool take_listed(const struct tagger *tagger, const struct evidence *evidence, const struct sentence *sentence,
                        struct entity *entity, struct slice own, uint32_t most, bool hints)
{
    bool taken = false;
    for (size_t k = 0; k < tagger->gazetteer_count; k++) {
        const struct gazetteer *gazetteer = &tagger->gazetteers[k];
        struct gazetteer_match match = entity_readings(gazetteer, sentence, entity);
        for (uint32_t i = 0; i < match.count; i++) {
            const struct gazetteer_reading *reading = &match.readings[i];
            if (reading->type != ENTITY_ORG || (reading->flags & READING_WEAK && !hints))
                continue;
            struct slice country = gazetteer_string(gazetteer, reading->country);
            if ((own.at && !slice_equal(own, country)) || (hints && !country.at))
                continue;
            uint32_t count = support(evidence, gazetteer_string(gazetteer, reading->name), country, own);
            if (count <= most)
                continue;
            entity_take_reading(entity, gazetteer, reading);
            most = count;
            taken = true;
        }
    }
    return taken;
}

static bool is_ministry(const struct sentence *sentence, const struct entity *entity)
{
    const uint32_t ministry = WORD_HASH("ministry");
    for (uint32_t at = entity->first_token; at < entity->last_token; at++)
        if (sentence->tokens[at].hash == ministry)
            return true;
    return false;
}

/* Where the embassy stands: in the country named behind it, else in the one that the document speaks of most. */
static struct slice host(const struct evidence *evidence, const struct sentence *sentence, size_t index)
{
    const struct entity *embassy = &sentence->entities[index];
    uint32_t at = embassy->last_token;
    bool in = at < sentence->token_count &&
              (sentence->tokens[at].hash == WORD_HASH("in") || sentence->tokens[at].hash == WORD_HASH("to"));
    const struct entity *next = index + 1 < sentence->entity_count ? &sentence->entities[index + 1] : NULL;
    bool told = in && next && next->first_token == at + 1 && next->country.at;
    return told ? next->country : evidence->main_land;
}

/* "Kenyan embassy (in Peru)": "Embassy of Kenya in Peru"; whether the name was one. */
static bool name_embassy(const struct evidence *evidence, struct arena *arena, struct sentence *sentence, size_t index,
                         struct slice rest, struct slice land)
{
    struct entity *entity = &sentence->entities[index];
    if (!land.at || !(slice_is(rest, "embassy") || slice_is(rest, "Embassy")))
        return false;
    struct slice where = host(evidence, sentence, index);
    entity->name = join(arena, SLICE("Embassy"), " of ", with_article(arena, land), "");
    if (where.at && !slice_equal(where, land))
        entity->name = join(arena, entity->name, " in ", with_article(arena, where), "");
    entity->country = land;
    return true;
}

/* "Anti-Corruption Bureau", listed as Malawi's, in a document that is about another country and does not name it. */
static bool is_others_office(const struct evidence *evidence, const struct entity *entity)
{
    return entity->listed && !entity->each && entity->country.at && evidence->main_land.at &&
           !slice_equal(entity->country, evidence->main_land) && lands_weight(&evidence->named, entity->country) == 0 &&
           is_office(entity->name);
}

static void forget_reading(struct entity *entity, const struct sentence *sentence, struct arena *arena)
{
    struct slice text = entity_text(sentence, entity);
    entity->name = (struct slice){arena_copy(arena, text), text.size};
    entity->id = entity->country = (struct slice){NULL, 0};
    entity->listed = false;
}

static void name_body(const struct tagger *tagger, struct evidence *evidence, struct arena *arena,
                      struct sentence *sentence, size_t index)
{
    struct entity *entity = &sentence->entities[index];
    struct slice own = owner(sentence, index);
    struct slice land = is_ministry(sentence, entity) ? evidence->ministry_land : evidence->main_land;
    if (lands_is_ambiguous(tagger, sentence, entity))
        take_listed(tagger, evidence, sentence, entity, own, support(evidence, entity->name, entity->country, own),
                    false);
    const bool others = is_others_office(evidence, entity);
    if (others)
        forget_reading(entity, sentence, arena);
    if (entity->listed && !entity->each)
        return;
    struct slice rest = entity->name;
    struct slice adjective = entity->listed ? own : own_adjective(tagger, sentence, entity, &rest);
    if (!own.at)
        own = adjective;
    if (own.at)
        land = own;
    if (name_embassy(evidence, arena, sentence, index, rest, own))
        return;
    bool expanded = !entity->listed && !slice_equal(entity->name, entity_text(sentence, entity));
    if (expanded && take_renamed(evidence->renamed, entity))
        return;
    const struct slice old = entity->name;
    if ((!expanded && !others && take_listed(tagger, evidence, sentence, entity, own, 0, true)) || !land.at)
        return;
    char *first = NULL;
    if (rest.size > 0 && rest.at[0] >= 'a' && rest.at[0] <= 'z') {
        first = arena_copy(arena, rest);
        first[0] = (char)(first[0] - 32);
        rest.at = first;
    }
    if (slice_is(rest, "Executive"))
        rest = SLICE("Government");
    bool complete = (is_arm(rest) || is_own_office(sentence, entity, rest)) && adjective.at &&
                    !entity->listed; /* "Kenya Navy", "Lesotho Highlands Authority" */
    if (is_organ(rest) && !complete)
        entity->name = join(arena, rest, " of ", with_article(arena, land), "");
    else if (is_office(rest) && !complete &&
             (own.at || is_ministry(sentence, entity) || expanded || !is_particular(tagger, sentence, entity)))
        entity->name = join(arena, full_office(arena, rest), " (", land, ")");
    else if (!complete)
        return;
    entity->country = land;
    if (!expanded)
        note_renamed(&evidence->renamed, arena, old, entity);
}

/* "Korean" where the document names one Korea more than the other; whoever writes "Korea" beside "North Korea" means
 * the South. */
static void settle_koreans(const struct lands *named, struct entity *entity)
{
    static const struct slice south = {"South Korea", 11}, north = {"North Korea", 11};
    if (!slice_is(entity->country, "Korea"))
        return;
    uint32_t of_south = lands_weight(named, south), of_north = lands_weight(named, north);
    if (of_south == of_north)
        return;
    bool plain = lands_weight(named, (struct slice){"Korea", 5}) > 0;
    entity->name = entity->country = of_south > of_north || plain ? south : north;
    entity->id = (struct slice){NULL, 0};
}

/* "Congolese", "Dominican": of the countries with such people, the one that the document names most. */
static void settle_people(const struct tagger *tagger, const struct evidence *evidence, const struct sentence *sentence,
                          struct entity *entity)
{
    uint32_t most = lands_weight(&evidence->named, entity->country);
    for (size_t k = 0; k < tagger->gazetteer_count && entity->listed; k++) {
        const struct gazetteer *gazetteer = &tagger->gazetteers[k];
        struct gazetteer_match match = entity_readings(gazetteer, sentence, entity);
        for (uint32_t i = 0; i < match.count; i++) {
            const struct gazetteer_reading *reading = &match.readings[i];
            if (reading->type != ENTITY_NATIONALITY)
                continue;
            uint32_t count = lands_weight(&evidence->named, gazetteer_string(gazetteer, reading->country));
            if (count <= most)
                continue;
            entity_take_reading(entity, gazetteer, reading);
            most = count;
        }
    }
    settle_koreans(&evidence->named, entity);
}

/* What a state calls itself, if it is no republic. */
static const struct {
    const char *realm, *land;
} realms[] = {{"Kingdom", "Jordan"},
              {"Kingdom", "Saudi Arabia"},
              {"Kingdom", "Bahrain"},
              {"Kingdom", "Morocco"},
              {"Kingdom", "Thailand"},
              {"Kingdom", "Cambodia"},
              {"Kingdom", "Bhutan"},
              {"Kingdom", "Tonga"},
              {"Kingdom", "Eswatini"},
              {"Kingdom", "Lesotho"},
              {"Kingdom", "United Kingdom"},
              {"Kingdom", "Spain"},
              {"Kingdom", "Belgium"},
              {"Kingdom", "Netherlands"},
              {"Kingdom", "Denmark"},
              {"Kingdom", "Norway"},
              {"Kingdom", "Sweden"},
              {"Sultanate", "Oman"},
              {"Sultanate", "Brunei"},
              {"Emirate", "Kuwait"},
              {"Emirate", "Qatar"},
              {"Emirate", "United Arab Emirates"},
              {"Principality", "Monaco"},
              {"Principality", "Andorra"},
              {"Principality", "Liechtenstein"}};

/* Whether a state of that name may be meant by "the Kingdom", "the Republic". */
static bool is_realm(struct slice word, struct slice land)
{
    bool monarchy = false;
    for (size_t i = 0; i < sizeof realms / sizeof realms[0]; i++) {
        if (!slice_is(land, realms[i].land))
            continue;
        monarchy = true;
        if (slice_is(word, realms[i].realm))
            return true;
    }
    return !monarchy && (slice_is(word, "Republic") || slice_is(word, "Commonwealth"));
}

/* Of the states of that kind, the one that the document speaks of most; absent if it names none. */
static struct slice realm_most(const struct lands *lands, struct slice word)
{
    struct land best = {{NULL, 0}, 0};
    for (size_t i = 0; i < lands->count; i++)
        if (lands->at[i].count > best.count && is_realm(word, lands->at[i].name))
            best = lands->at[i];
    return best.name;
}

/* "the Kingdom", "the Republic". */
static void name_realm(const struct lands *lands, const struct sentence *sentence, struct entity *entity)
{
    if (entity->listed || strcmp(entity->rule, "realm") != 0)
        return;
    struct slice land = realm_most(lands, word_text(sentence, &sentence->tokens[entity->last_token - 1]));
    if (land.at)
        entity->name = entity->country = land;
}

/* "Abdullah I", whose realm tells him from his namesakes. */
static bool is_monarch(const struct sentence *sentence, size_t index)
{
    const struct entity *entity = &sentence->entities[index];
    size_t digits = 0;
    while (digits < entity->name.size && strchr("IVX", entity->name.at[entity->name.size - digits - 1]))
        digits++;
    if (entity->listed || digits == 0 || digits + 1 >= entity->name.size || index == 0 ||
        entity->name.at[entity->name.size - digits - 1] != ' ')
        return false;
    const struct entity *title = &sentence->entities[index - 1];
    return title->type == ENTITY_TITLE && title->last_token == entity->first_token &&
           (slice_is(title->name, "king") || slice_is(title->name, "queen"));
}

/* "King Lumo II" of the kingdom that the document speaks of most: "Lumo II of Tonga". */
static void name_monarch(const struct lands *lands, struct arena *arena, struct sentence *sentence, size_t index)
{
    struct entity *entity = &sentence->entities[index];
    if (!is_monarch(sentence, index))
        return;
    struct slice land = realm_most(lands, SLICE("Kingdom"));
    if (!land.at)
        return;
    entity->name = join(arena, entity->name, " of ", with_article(arena, land), "");
    entity->country = land;
}

/* A capital that acts or is spoken to, not one where something is. */
static void mark_metonym(struct sentence *sentence, struct entity *entity)
{
    static const char *const words[] = {"in",     "at",      "from",    "near",     "to",      "of",    "outside",
                                        "around", "through", "via",     "into",     "visited", "visit", "leave",
                                        "left",   "reach",   "reached", "downtown", "central"};
    if (!entity->capital || entity->type != ENTITY_PLACE || !entity->country.at)
        return;
    if (entity->first_token > 0) {
        struct slice before = word_text(sentence, &sentence->tokens[entity->first_token - 1]);
        if (is_one_of(before, words, sizeof words / sizeof words[0]))
            return;
    }
    entity->metonym = true;
}

void belong_document(const struct tagger *tagger, struct document *document)
{
    struct evidence evidence;
    evidence.renamed = NULL;
    lands_clear(&evidence.lands);
    lands_clear(&evidence.named);
    lands_weigh(&evidence.lands, &evidence.named, tagger, document);
    evidence.main_land = lands_main(&evidence.lands, false);
    evidence.ministry_land = lands_main(&evidence.lands, true);
    gather_full_names(&evidence.full, document);
    const struct local local = local_of(document, &evidence.lands);
    for (size_t i = 0; i < document->sentence_count; i++) {
        struct sentence *sentence = &document->sentences[i];
        if (!tagger->only_names)
            local_find(&local, tagger, document->arena, sentence);
        for (size_t k = 0; k < sentence->entity_count; k++) {
            if (sentence->entities[k].type == ENTITY_NATIONALITY)
                settle_people(tagger, &evidence, sentence, &sentence->entities[k]);
            if (sentence->entities[k].type == ENTITY_PERSON) {
                local_find_leader(&local, tagger, document->arena, sentence, &sentence->entities[k]);
                name_monarch(&evidence.lands, document->arena, sentence, k);
            }
            if (sentence->entities[k].type == ENTITY_ORG)
                name_body(tagger, &evidence, document->arena, sentence, k);
            if (sentence->entities[k].type == ENTITY_COUNTRY)
                name_realm(&evidence.lands, sentence, &sentence->entities[k]);
            mark_metonym(sentence, &sentence->entities[k]);
        }
    }
}
