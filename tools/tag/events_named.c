/* What a noun group names. */
#include "events_who.h"

#include "speech.h"
#include "words.h"

void party_add(struct parties *parties, struct party party)
{
    if (!party.name.at || party.name.size == 0 || parties->count == PARTIES_MOST)
        return;
    for (size_t i = 0; i < parties->count; i++)
        if (slice_equal(parties->at[i].name, party.name))
            return;
    parties->at[parties->count++] = party;
}

struct party party_of_entity(const struct scene *scene, uint32_t index, int unit, float confidence)
{
    const struct entity *entity = &scene_entities(scene)[index];
    struct party party = {.name = entity->name,
                          .id = entity->id,
                          .entity = (int32_t)index,
                          .unit = unit,
                          .type = entity->type,
                          .confidence = confidence};
    bool stands_for = entity->type == ENTITY_NATIONALITY || entity->type == ENTITY_PLACE;
    if (stands_for && entity->country.at && entity->country.size > 0) {
        if (!slice_equal(party.name, entity->country))
            party.id = (struct slice){NULL, 0};
        party.name = entity->country;
        party.type = ENTITY_COUNTRY;
    }
    return party;
}

static bool is_body(enum entity_type type)
{
    return type == ENTITY_ORG || type == ENTITY_COUNTRY || type == ENTITY_NATIONALITY;
}

bool party_can_act(const struct entity *entity)
{
    if (entity->type == ENTITY_PLACE)
        return entity->country.at && entity->country.size > 0;
    return entity->type == ENTITY_PERSON || is_body(entity->type);
}

/* "the Coral Sea", "the Strait of Magellan" */
static bool is_water(const struct scene *scene, const struct entity *entity)
{
    static const char *const words[] = {"Sea", "Seas",  "Ocean", "Strait",  "Straits", "Gulf",
                                        "Bay", "River", "Lake",  "Channel", "Waters"};
    return WORD_IS_ANY(scene->sentence, entity->first_token, words) ||
           WORD_IS_ANY(scene->sentence, entity->last_token - 1, words);
}

bool party_can_be_aimed_at(const struct scene *scene, const struct entity *entity)
{
    return party_can_act(entity) || (entity->type == ENTITY_PLACE && !is_water(scene, entity));
}

/* "anti-China forces", "pro-Russian rebels", "the inter-American system" */
static bool behind_prefix(const struct sentence *sentence, uint32_t at)
{
    if (at < 2 || sentence->tokens[at].space_before || sentence->tokens[at - 1].space_before ||
        !slice_is(word_text(sentence, &sentence->tokens[at - 1]), "-"))
        return false;
    static const char *const words[] = {"anti",  "Anti", "pro", "Pro",   "non",   "ex",  "inter",
                                        "Inter", "pan",  "Pan", "trans", "Trans", "sub", "Sub"};
    return WORD_IS_ANY(sentence, at - 2, words);
}

/* "US-brokered talks", "Somali-born man", "anti-China forces": the name only describes. Not "the Hamas-led
 * government". */
static bool in_compound(const struct scene *scene, const struct entity *entity)
{
    static const char *const belong[] = {"led", "run", "ruled", "controlled", "dominated"};
    const struct sentence *sentence = scene->sentence;
    uint32_t at = entity->last_token;
    if (behind_prefix(sentence, entity->first_token))
        return true;
    if (at + 1 >= sentence->token_count || !slice_is(word_text(sentence, &sentence->tokens[at]), "-") ||
        sentence->tokens[at].space_before || sentence->tokens[at + 1].space_before ||
        sentence->tokens[at + 1].shape == SHAPE_CAPITAL)
        return false;
    struct slice word = word_text(sentence, &sentence->tokens[at + 1]);
    bool participle = word.size > 3 && (memcmp(word.at + word.size - 2, "ed", 2) == 0 || slice_is(word, "born") ||
                                        slice_is(word, "made") || slice_is(word, "built") || slice_is(word, "like") ||
                                        slice_is(word, "style") || slice_is(word, "bound"));
    for (size_t i = 0; participle && i < sizeof belong / sizeof belong[0]; i++)
        participle = !slice_is(word, belong[i]);
    return participle;
}

bool named_only_region(const struct scene *scene, const struct entity *entity, unsigned roles)
{
    if (entity->type != ENTITY_NATIONALITY || !(roles & (ROLE_STATE | ROLE_PAIR | ROLE_TITLE)))
        return false;
    const struct token *token = &scene->sentence->tokens[entity->last_token - 1];
    const struct frames *frames = &scene->events->frames;
    struct slice word = word_text(scene->sentence, token);
    return frames->lexemes[frames_lexeme(frames, word, token->hash, FORM_AS_WRITTEN)].roles & ROLE_REGION;
}

bool named_within(const struct scene *scene, const struct entity *entity, uint32_t first, uint32_t last)
{
    return entity->first_token >= first && entity->last_token <= last && !in_compound(scene, entity);
}

bool named_article(const struct scene *scene, int at)
{
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].first]);
    return slice_is(word, "the") || slice_is(word, "The");
}

bool named_definitely(const struct scene *scene, int at)
{
    return named_article(scene, at) || scene->units[at].first == scene->units[at].head ||
           (scene->units[at].flags & UNIT_PLURAL);
}

bool named_somebody(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (party_can_act(&scene_entities(scene)[e]))
            return true;
    return false;
}

bool named_one_of(const struct scene *scene, int at, const char *const words[])
{
    while (*words && !slice_is(scene_lexeme(scene, at)->text, *words))
        words++;
    return *words != NULL;
}

struct slice party_as_written(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    const struct token *tokens = scene->sentence->tokens;
    uint32_t first = unit->owner_end;
    struct slice word = word_text(scene->sentence, &tokens[first]);
    static const char *const articles[] = {"the",   "The",   "a",   "A",     "an",  "An",  "some", "Some",
                                           "these", "those", "its", "their", "his", "her", "Its",  "Their",
                                           "His",   "Her",   "my",  "our",   "My",  "Our"};
    for (size_t i = 0; i < sizeof articles / sizeof articles[0]; i++)
        if (slice_is(word, articles[i]) && first < unit->head) {
            first++;
            break;
        }
    while (first < unit->head && tokens[first].pos == SPEECH_NUMBER && tokens[first + 1].space_before)
        first++;
    struct slice name = slice_part(scene->sentence->text, tokens[first].start, tokens[unit->head].end);
    if (first > 0 || tokens[first].shape != SHAPE_CAPITAL || unit->entities_first < unit->entities_last)
        return name;
    char *lowered = arena_copy(scene->document->arena, name); /* the capital is the sentence's */
    *lowered = ascii_lower(*lowered);
    return (struct slice){lowered, name.size};
}

int named_covering(const struct scene *scene, const struct unit *unit, uint32_t token)
{
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (scene_entities(scene)[e].first_token <= token && token < scene_entities(scene)[e].last_token)
            return (int)e;
    return NOBODY;
}

int named_last_person(const struct scene *scene, const struct unit *unit)
{
    for (uint32_t e = unit->entities_last; e-- > unit->entities_first;)
        if (scene_entities(scene)[e].type == ENTITY_PERSON &&
            named_within(scene, &scene_entities(scene)[e], unit->owner_end, unit->last))
            return (int)e;
    return NOBODY;
}

void party_add_as_written(const struct scene *scene, int at, float confidence, struct parties *parties)
{
    struct party party = {.name = party_as_written(scene, at), .entity = -1, .unit = at, .type = ENTITY_NONE};
    party.confidence = confidence;
    party.common = true;
    party_add(parties, party);
}

bool named_body(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (scene_entities(scene)[e].type == ENTITY_ORG &&
            named_within(scene, &scene_entities(scene)[e], unit->owner_end, unit->last))
            return true;
    return false;
}

bool named_place(const struct scene *scene, int at)
{
    if (!scene_is(scene, at, UNIT_NOUN))
        return false;
    int cover = named_covering(scene, &scene->units[at], scene->units[at].head);
    return cover != NOBODY &&
           (scene_entities(scene)[cover].type == ENTITY_PLACE || scene_entities(scene)[cover].type == ENTITY_COUNTRY);
}

bool named_nation(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (scene_entities(scene)[e].type == ENTITY_COUNTRY || scene_entities(scene)[e].type == ENTITY_NATIONALITY)
            return true;
    return false;
}

bool named_person_first(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    int first = named_covering(scene, unit, unit->first);
    if (first != NOBODY && scene_entities(scene)[first].type == ENTITY_TITLE) /* "Brig. Gen. Milo Dukic" */
        first = named_covering(scene, unit, scene_entities(scene)[first].last_token);
    return first != NOBODY && scene_entities(scene)[first].type == ENTITY_PERSON;
}

bool named_person(const struct scene *scene, int at)
{
    return named_last_person(scene, &scene->units[at]) != NOBODY;
}

bool named_org(const struct scene *scene, int at)
{
    int cover = named_covering(scene, &scene->units[at], scene->units[at].head);
    return cover != NOBODY && scene_entities(scene)[cover].type == ENTITY_ORG;
}
