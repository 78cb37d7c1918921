#include "local.h"

#include "spelling.h"
#include "text.h"
#include "values.h"
#include "words.h"

#define LOCAL_MENTIONS                                                                                                 \
    NAMED_ONCE       /* weight of a country in a document from which on its own short names are understood, */
#define LOCAL_PART 3 /* and what part of the weight of the country that weighs most */

static uint32_t local_weight(const struct lands *lands)
{
    uint32_t most = 0;
    for (size_t i = 0; i < lands->count; i++)
        most = lands->at[i].count > most ? lands->at[i].count : most;
    uint32_t part = (most + LOCAL_PART - 1) / LOCAL_PART;
    return part > LOCAL_MENTIONS ? part : LOCAL_MENTIONS;
}

/* What a name that is only a hint ("the Nationals", "EC", "UP") stands for in a document about its country: of several
 * the one whose country counts most. NULL if nothing. */
static const struct gazetteer_reading *local_reading(const struct gazetteer *gazetteer,
                                                     const struct gazetteer_match *match, const struct local *local,
                                                     const struct sentence *sentence, size_t at)
{
    const struct gazetteer_reading *best = NULL;
    uint32_t most = local->weight;
    for (uint32_t i = 0; i < match->count; i++) {
        const struct gazetteer_reading *reading = &match->readings[i];
        bool hint = reading->flags & READING_WEAK &&
                    (reading->type == ENTITY_ORG || (reading->type == ENTITY_PLACE && reading->flags & READING_UPPER));
        uint32_t count = hint ? lands_weight(local->lands, gazetteer_string(gazetteer, reading->country)) : 0;
        if (count < most || (best && count == most) || !gazetteer_fits(reading, sentence, at))
            continue;
        best = reading;
        most = count;
    }
    return best;
}

/* A word of common meaning is a name only where its neighbours are written small. */
static bool stands_alone(const struct gazetteer *gazetteer, const struct sentence *sentence, size_t at, size_t end)
{
    bool capital = (at > 0 && word_is_capital(&sentence->tokens[at - 1])) ||
                   (end < sentence->token_count && word_is_capital(&sentence->tokens[end]));
    bool common = IN_LIST(gazetteer_lists(gazetteer, sentence, at), LIST_COMMON);
    return end > at + 1 || (!capital && !(common && at == 0));
}

/* "the Democrats", taken for a surname. */
static bool is_plural(const struct sentence *sentence, const struct entity *entity)
{
    return entity->type == ENTITY_PERSON && !entity->listed && sentence->text.at[entity->end - 1] == 's';
}

static void take_local(struct entity *entity, const struct gazetteer *gazetteer,
                       const struct gazetteer_reading *reading)
{
    entity->type = (enum entity_type)reading->type;
    entity_take_reading(entity, gazetteer, reading);
}

#define NO_TENURE 1200u /* months: what a holder of no dated office is away from any day */

/* How many months the office that the reading dates is away from `month`; 0 while it was held. Without a month the
 * latest holder is the nearest. */
static uint32_t months_from_office(const struct gazetteer_reading *reading, uint32_t month)
{
    if (reading->from == 0)
        return NO_TENURE;
    if (month == 0)
        return UINT16_MAX - reading->from;
    if (month < reading->from)
        return reading->from - month;
    return reading->to && month > reading->to ? month - reading->to : 0;
}

/* Of the leaders with this surname in the countries that the document speaks of, the one in office at its date, or else
 * the nearest to it; NULL if there is none nearer than `*months`, which is set. */
static const struct gazetteer_reading *nearest_leader(const struct gazetteer *gazetteer,
                                                      const struct gazetteer_match *match, const struct local *local,
                                                      const struct sentence *sentence, size_t at, uint32_t *months)
{
    const struct gazetteer_reading *best = NULL;
    uint32_t most = 0;
    for (uint32_t i = 0; i < match->count; i++) {
        const struct gazetteer_reading *reading = &match->readings[i];
        if (reading->type != ENTITY_PERSON || !(reading->flags & READING_WEAK))
            continue;
        uint32_t count = lands_weight(local->lands, gazetteer_string(gazetteer, reading->country));
        uint32_t away = months_from_office(reading, local->month);
        if (count < LOCAL_MENTIONS || count < most || !gazetteer_fits(reading, sentence, at))
            continue;
        if (count == most ? away >= *months : best == NULL && away >= *months)
            continue;
        best = reading;
        most = count;
        *months = away;
    }
    return best;
}

/* "Kim", "Lee": a surname of so many that it is a leader's only where the document is about his country. */
static bool is_shared(const struct sentence *sentence, const struct entity *entity)
{
    static const char *const words[] = {"Kim", "Lee", "Park", "Chen", "Li", "Wang", "Zhang", "Liu", "Nguyen", "Singh"};
    return entity->last_token == entity->first_token + 1 && WORD_IS_ANY(sentence, entity->first_token, words);
}

/* A surname that the document nowhere gives in full: the one of that name in the country's list of leaders, also where
 * the lists know somebody better known who did not hold the office then. */
void local_find_leader(const struct local *local, const struct tagger *tagger, struct arena *arena,
                       const struct sentence *sentence, struct entity *entity)
{
    const struct gazetteer *gazetteer = &tagger->gazetteers[tagger->gazetteer_count - 1];
    uint32_t months = entity->listed ? 1 : UINT32_MAX;
    bool whole = slice_equal(entity->name, entity_text(sentence, entity));
    if (entity->listed ? whole || local->month == 0 : !whole)
        return;
    struct gazetteer_match match = entity_readings(gazetteer, sentence, entity);
    const struct gazetteer_reading *reading =
        nearest_leader(gazetteer, &match, local, sentence, entity->first_token, &months);
    if (!reading || spelling_is_same(gazetteer_string(gazetteer, reading->name), entity->name) ||
        (is_shared(sentence, entity) &&
         !slice_equal(lands_main(local->lands, false), gazetteer_string(gazetteer, reading->country))))
        return;
    entity_take_reading(entity, gazetteer, reading);
    entity->name = spelling_in_text(arena, entity->name, entity_text(sentence, entity));
}

/* The entity of the country in the document; NULL if it is not named. */
static const struct entity *country_named(const struct document *document, struct slice name)
{
    for (size_t i = 0; i < document->sentence_count; i++)
        for (size_t k = 0; k < document->sentences[i].entity_count; k++) {
            const struct entity *entity = &document->sentences[i].entities[k];
            if (entity->type == ENTITY_COUNTRY && slice_equal(entity->name, name))
                return entity;
        }
    return NULL;
}

/* "the North", "the South" where the document speaks of the Koreas. */
static const struct entity *half_at(const struct local *local, const struct sentence *sentence, size_t at)
{
    struct slice word = word_text(sentence, &sentence->tokens[at]);
    bool behind_the = at > 0 && sentence->tokens[at - 1].hash == WORD_HASH("the");
    bool alone = at + 1 == sentence->token_count || (sentence->tokens[at + 1].shape == SHAPE_LOWER) ||
                 (sentence->tokens[at + 1].shape == SHAPE_PUNCT && !(sentence->tokens[at + 1].classes & TEXT_DASH));
    if (!behind_the || !alone)
        return NULL;
    return slice_is(word, "North") ? &local->north : slice_is(word, "South") ? &local->south : NULL;
}

static void find_halves(const struct local *local, struct arena *arena, struct sentence *sentence)
{
    size_t count = sentence->entity_count, entity = 0;
    for (size_t i = 0; i < sentence->token_count; i++) {
        while (entity < count && sentence->entities[entity].last_token <= i)
            entity++;
        const struct entity *half = half_at(local, sentence, i);
        if (!half || (entity < count && sentence->entities[entity].first_token <= i))
            continue;
        struct entity country = *half;
        country.start = sentence->tokens[i].start;
        country.end = sentence->tokens[i].end;
        country.first_token = (uint32_t)i;
        country.last_token = (uint32_t)i + 1;
        country.rule = "local";
        *sentence_add_entity(sentence, arena) = country;
    }
    if (sentence->entity_count > count)
        sentence_order_entities(sentence);
}

/* A body or place of which nothing is known that would tell whose it is. */
static bool is_open(const struct sentence *sentence, const struct entity *entity)
{
    return (!entity->listed || (!entity->country.at && !entity->each)) &&
           (entity->type == ENTITY_ORG || entity->type == ENTITY_PLACE || is_plural(sentence, entity)) &&
           (entity->listed || slice_equal(entity->name, entity_text(sentence, entity)));
}

/* Short names that a country's press leaves unexplained, where nothing else is known of the words. */
static void find_short(const struct local *local, const struct tagger *tagger, struct arena *arena,
                       struct sentence *sentence)
{
    const struct gazetteer *gazetteer = &tagger->gazetteers[tagger->gazetteer_count - 1];
    size_t count = sentence->entity_count, entity = 0, last = 0;
    for (size_t k = 0; k < sentence->likely_count; k++) {
        const size_t i = sentence->likely[k];
        if (i < last)
            continue;
        last = i + 1;
        while (entity < count && sentence->entities[entity].last_token <= i)
            entity++;
        struct entity *here =
            entity < count && sentence->entities[entity].first_token <= i ? &sentence->entities[entity] : NULL;
        if (!word_is_capital(&sentence->tokens[i]) || (here && !(here->first_token == i && is_open(sentence, here))))
            continue;
        struct gazetteer_match match = gazetteer_find(gazetteer, sentence, i, sentence->token_count);
        const struct gazetteer_reading *reading = local_reading(gazetteer, &match, local, sentence, i);
        struct entity *known =
            entity < count && sentence->entities[entity].first_token < i + (match.tokens ? match.tokens : 1)
                ? &sentence->entities[entity]
                : NULL;
        bool open = here && here->last_token == i + match.tokens;
        if (!reading || (known ? !open : !stands_alone(gazetteer, sentence, i, i + match.tokens)))
            continue;
        last = i + match.tokens;
        struct entity *found = open ? known : sentence_add_entity(sentence, arena);
        if (!open)
            *found = (struct entity){.start = sentence->tokens[i].start,
                                     .end = sentence->tokens[last - 1].end,
                                     .first_token = (uint32_t)i,
                                     .last_token = (uint32_t)last,
                                     .rule = "local",
                                     .confidence = 0.7f};
        take_local(found, gazetteer, reading);
    }
    if (sentence->entity_count > count)
        sentence_order_entities(sentence);
}

void local_find(const struct local *local, const struct tagger *tagger, struct arena *arena, struct sentence *sentence)
{
    if (local->north.name.at)
        find_halves(local, arena, sentence);
    find_short(local, tagger, arena, sentence);
}

struct local local_of(const struct document *document, const struct lands *lands)
{
    struct local local = {.lands = lands, .weight = local_weight(lands), .month = value_month(document->date)};
    if (lands->count < LANDS && lands_weight(lands, SLICE("North Korea")) == 0) /* in most documents it is not named */
        return local;
    const struct entity *north = country_named(document, SLICE("North Korea")),
                        *south = country_named(document, SLICE("South Korea"));
    if (north && south) {
        local.north = *north;
        local.south = *south;
    }
    return local;
}
