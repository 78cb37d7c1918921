#include "lands.h"

static void add(struct lands *lands, struct slice name, uint32_t weight)
{
    size_t at = 0;
    while (at < lands->count && !slice_equal(lands->at[at].name, name))
        at++;
    if (at == LANDS)
        return;
    if (at == lands->count)
        lands->at[lands->count++] = (struct land){name, 0};
    lands->at[at].count += weight;
}

uint32_t lands_weight(const struct lands *lands, struct slice name)
{
    for (size_t i = 0; i < lands->count && name.at; i++)
        if (slice_equal(lands->at[i].name, name))
            return lands->at[i].count;
    return 0;
}

bool lands_is_ambiguous(const struct tagger *tagger, const struct sentence *sentence, const struct entity *entity)
{
    uint32_t bodies = 0;
    for (size_t k = 0; k < tagger->gazetteer_count && entity->listed; k++) {
        struct gazetteer_match match = entity_readings(&tagger->gazetteers[k], sentence, entity);
        for (uint32_t i = 0; i < match.count; i++)
            bodies += match.readings[i].type == ENTITY_ORG && !(match.readings[i].flags & READING_WEAK);
    }
    return bodies > 1;
}

static struct slice land_of(const struct tagger *tagger, const struct sentence *sentence, const struct entity *entity)
{
    bool speaks = entity->type == ENTITY_COUNTRY || entity->type == ENTITY_NATIONALITY ||
                  entity->type == ENTITY_PLACE || entity->type == ENTITY_PERSON ||
                  (entity->type == ENTITY_ORG && entity->country.at && !lands_is_ambiguous(tagger, sentence, entity));
    return speaks ? entity->country : (struct slice){NULL, 0};
}

/* What an entity says for its country: its name, or one of its bodies, more than an adjective or what only lies there.
 * The press at home has no need of the adjective. */
static uint32_t weighs(const struct entity *entity)
{
    bool body = entity->type == ENTITY_ORG && entity->listed;
    return entity->type == ENTITY_COUNTRY || body ? NAMED_ONCE : 1;
}

/* "KUWAIT CITY, July 25: ...": where the article was written. */
static bool is_dateline(const struct sentence *sentence, size_t index)
{
    const struct entity *entity = &sentence->entities[index];
    return index == 0 && entity->first_token == 0 && entity->type == ENTITY_PLACE &&
           sentence->tokens[0].shape == SHAPE_UPPER && entity->last_token < sentence->token_count &&
           sentence->tokens[entity->last_token].shape == SHAPE_PUNCT;
}

void lands_weigh(struct lands *lands, struct lands *named, const struct tagger *tagger, const struct document *document)
{
    for (size_t i = 0; i < document->sentence_count; i++)
        for (size_t k = 0; k < document->sentences[i].entity_count; k++) {
            const struct entity *entity = &document->sentences[i].entities[k];
            struct slice land = land_of(tagger, &document->sentences[i], entity);
            if (!land.at)
                continue;
            add(lands, land, weighs(entity) + (is_dateline(&document->sentences[i], k) ? NAMED_ONCE : 0));
            if (entity->type == ENTITY_COUNTRY)
                add(named, land, 1);
        }
}

/* The states that call their ministries departments. */
static bool has_departments(struct slice land)
{
    return slice_is(land, "United States") || slice_is(land, "Philippines") || slice_is(land, "Ireland");
}

struct slice lands_main(const struct lands *lands, bool ministry)
{
    struct land best = {{NULL, 0}, NAMED_ONCE}, second = {{NULL, 0}, 0};
    for (size_t i = 0; i < lands->count; i++) {
        const struct land *land = &lands->at[i];
        if (ministry && has_departments(land->name))
            continue;
        if (land->count > best.count) {
            second = best;
            best = *land;
        } else if (land->count > second.count) {
            second = *land;
        }
    }
    return best.count > second.count ? best.name : (struct slice){NULL, 0};
}
