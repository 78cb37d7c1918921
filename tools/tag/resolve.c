#include "resolve.h"

#include <strings.h>

#include "belong.h"
#include "given.h"
#include "spelling.h"
#include "text.h"
#include "words.h"

static bool speaks_of_korea(const struct document *document)
{
    for (size_t i = 0; i < document->sentence_count; i++)
        for (size_t k = 0; k < document->sentences[i].entity_count; k++) {
            struct slice country = document->sentences[i].entities[k].country;
            if (slice_is(country, "North Korea") || slice_is(country, "South Korea"))
                return true;
        }
    return false;
}

/* A listed person's full name as it first stands in the document, accents and all, counts for all of it. */
static void note_spelling(struct known_names *spellings, const struct sentence *sentence, const struct entity *entity,
                          bool korean)
{
    if (entity->type != ENTITY_PERSON || !entity->listed || given_words(sentence, entity) < 2 ||
        !slice_equal(entity->name, entity_text(sentence, entity)))
        return;
    struct known known = given_as(entity, spelling_key(entity->name, korean));
    if (!known_best(spellings, known.key, entity->type, KNOWN_ANYWHERE))
        known_add(spellings, &known);
}

/* The same name in another spelling takes the first one's. What a list knows keeps its name, but for persons, and
 * counts only for others that no list knows, which there are if `open`. */
static void unite_spellings(struct known_names *spellings, struct entity *entity, bool korean, bool open)
{
    if (!open && entity->type != ENTITY_PERSON)
        return;
    uint32_t key = entity->type == ENTITY_PERSON ? spelling_key(entity->name, korean) : spelling_fold(entity->name);
    struct known known = given_as(entity, key);
    const struct known *old = known_best(spellings, known.key, entity->type, KNOWN_ANYWHERE);
    if (!old) {
        known_add(spellings, &known);
        return;
    }
    if (entity->listed && entity->type != ENTITY_PERSON)
        return;
    entity->name = old->name;
    entity->id = old->id;
    entity->country = old->country;
}

static void take_name(struct entity *entity, const struct known *known)
{
    entity->name = known->name;
    entity->id = known->id;
    entity->country = known->country;
}

/* "Mwangi" and "Bin Salman" under the full names that the document gives. */
static void resolve_person(const struct known_names *names, const struct sentence *sentence, size_t index,
                           struct entity *entity)
{
    uint32_t key = sentence->tokens[entity->last_token - 1].folded;
    const struct known *known = given_words(sentence, entity) > 1
                                    ? known_ending(names, key, entity_text(sentence, entity))
                                    : known_best(names, key, ENTITY_PERSON, known_place(index, entity->first_token));
    if (known && known->first && !known->royal && !known->listed && given_is_royal(sentence, entity->first_token))
        return; /* "Crown Prince Hussein" is not Hussein Otieno */
    if (!known && given_words(sentence, entity) > 1)
        known = known_going_on(names, sentence->tokens[entity->first_token].folded, entity_text(sentence, entity));
    if (!known || (entity->listed && given_words(sentence, entity) > 1))
        return;
    const struct known *fuller = known_ending(names, known->last, known->name);
    take_name(entity, fuller ? fuller : known);
}

/* "Sheikh Nasser", of whom the document says more: title and name come apart. Whether they did. */
static bool cut_sheikh(const struct known_names *names, struct arena *arena, struct sentence *sentence, size_t index)
{
    struct entity *person = &sentence->entities[index];
    const uint32_t first = person->first_token;
    if (person->type != ENTITY_PERSON || person->last_token != first + 2 ||
        sentence->tokens[first].hash != WORD_HASH("sheikh"))
        return false;
    const struct known *known = known_beginning(names, sentence->tokens[first + 1].folded);
    if (!known)
        return false;
    struct entity title = *person;
    title.type = ENTITY_TITLE;
    title.last_token = first + 1;
    title.end = sentence->tokens[first].end;
    title.name = SLICE("sheikh");
    person->first_token++;
    person->start = sentence->tokens[first + 1].start;
    take_name(person, known);
    *sentence_add_entity(sentence, arena) = title;
    sentence_order_entities(sentence);
    return true;
}

/* Whether the name has the word right before the text, in any case. */
static bool has_before(struct slice name, struct slice word, struct slice text)
{
    for (size_t at = word.size + 1; at + text.size <= name.size; at++)
        if (name.at[at - 1] == ' ' && strncasecmp(name.at + at, text.at, text.size) == 0 &&
            strncasecmp(name.at + at - 1 - word.size, word.at, word.size) == 0 &&
            (at == word.size + 1 || name.at[at - word.size - 2] == ' '))
            return true;
    return false;
}

/* "Bin Salman", "Van der Bellen": words from token `from` on that stand before the surname in the full name, too. */
static void take_particles(const struct sentence *sentence, struct entity *entity, uint32_t from)
{
    while (entity->first_token > from) {
        const struct token *before = &sentence->tokens[entity->first_token - 1];
        if (before->shape == SHAPE_PUNCT ||
            !has_before(entity->name, word_text(sentence, before), entity_text(sentence, entity)))
            break;
        entity->first_token--;
        entity->start = before->start;
    }
}

/* What the document says that letters stand for; NULL if it does not. */
static const struct known *spelt_out(const struct known_names *acronyms, uint32_t key)
{
    static const enum entity_type types[] = {ENTITY_ORG, ENTITY_PLACE, ENTITY_FACILITY, ENTITY_EVENT};
    const struct known *known = NULL;
    if (!acronyms->heads[key & acronyms->mask])
        return NULL;
    for (size_t i = 0; i < sizeof types / sizeof types[0] && !known; i++)
        known = known_best(acronyms, key, types[i], KNOWN_ANYWHERE);
    return known;
}

/* Words outside the entities that are a surname or acronym of the document. */
static void add_repeats(const struct given *given, const struct tagger *tagger, struct document *document, size_t index)
{
    struct sentence *sentence = &document->sentences[index];
    const struct gazetteer *gazetteer = &tagger->gazetteers[tagger->gazetteer_count - 1];
    if (given->people.count + given->acronyms.count + given->initials.count == 0)
        return;
    size_t count = sentence->entity_count, entity = 0;
    uint32_t end = 0; /* of the entity before */
    for (size_t k = 0; k < sentence->likely_count; k++) {
        const uint32_t i = sentence->likely[k];
        while (entity < count && sentence->entities[entity].last_token <= i)
            end = sentence->entities[entity++].last_token;
        if (entity < count && sentence->entities[entity].first_token <= i)
            continue;
        const struct token *token = &sentence->tokens[i];
        const struct known *known = NULL;
        if (token->shape != SHAPE_INITIAL)
            known = spelt_out(&given->acronyms, token->hash);
        if (!known && token->shape == SHAPE_UPPER)
            known = known_best(&given->acronyms, token->hash, ENTITY_TITLE, KNOWN_ANYWHERE);
        if (!known && token->shape == SHAPE_UPPER && !IN_LIST(gazetteer_lists(gazetteer, sentence, i), LIST_COMMON))
            known = known_best(&given->initials, token->hash, ENTITY_ORG, KNOWN_ANYWHERE);
        if (!known && word_is_capital(token) && token->end - token->start > 2)
            known = known_best(&given->people, token->folded, ENTITY_PERSON, known_place(index, i));
        if (!known || (known->type == ENTITY_PERSON && known->first && known->words > 1 && !known->listed &&
                       !spelling_is_eastern_surname(word_text(sentence, token))))
            continue;
        struct entity *added = sentence_add_entity(sentence, document->arena);
        *added = (struct entity){.start = token->start,
                                 .end = token->end,
                                 .first_token = i,
                                 .last_token = i + 1,
                                 .type = known->type,
                                 .rule = "document",
                                 .confidence = 0.8f};
        take_name(added, known);
        take_particles(sentence, added, end);
        end = i + 1;
    }
    if (sentence->entity_count > count)
        sentence_order_entities(sentence);
}

/* What stands behind the word in the text; at NULL if it is not there. */
static struct slice behind_word(struct slice text, struct slice wanted)
{
    for (struct slice word = given_next_word(&text); word.size; word = given_next_word(&text))
        if (slice_equal(word, wanted))
            return text;
    return (struct slice){NULL, 0};
}

#define LIKE_LETTERS 24u /* of a word that are compared */

/* "Qaumi" and "Quami", "Agriculture" and "Agricultural": two spellings or forms of one word, by the letters that both
 * have in one order. */
static bool is_like(struct slice word, struct slice other)
{
    uint8_t common[LIKE_LETTERS + 1] = {0};
    size_t size = word.size < LIKE_LETTERS ? word.size : LIKE_LETTERS;
    for (size_t i = 0; i < other.size; i++)
        for (size_t k = 0, corner = 0; k < size; k++) {
            size_t above = common[k + 1];
            if (word.at[k] == other.at[i])
                common[k + 1] = (uint8_t)(corner + 1);
            else if (common[k] > common[k + 1])
                common[k + 1] = common[k];
            corner = above;
        }
    return word.at[0] == other.at[0] && common[size] * 3u > size * 2;
}

static bool has_like(struct slice name, struct slice wanted)
{
    for (struct slice word = given_next_word(&name); word.size; word = given_next_word(&name))
        if (is_like(wanted, word))
            return true;
    return false;
}

/* Are the letters the first of the name's capital words, and nothing else? */
static bool are_initials_of(struct slice letters, struct slice name)
{
    size_t at = 0;
    for (struct slice word = given_next_word(&name); word.size; word = given_next_word(&name))
        if (ascii_is_capital(*word.at) && (at == letters.size || letters.at[at++] != *word.at))
            return false;
    return at == letters.size;
}

/* "East Africa Community" and "East African Community": most words of the one stand in the other, in their order. A
 * name that its own letters begin must have all of its capital words there, in some spelling: "Millennium Labour Party"
 * is not the Maltese one. */
static bool is_variant(struct slice letters, struct slice name, struct slice other)
{
    const struct slice whole = other;
    const bool spelt = are_initials_of(letters, name);
    uint32_t words = 0, shared = 0;
    for (struct slice word = given_next_word(&name); word.size; word = given_next_word(&name)) {
        struct slice rest = behind_word(other, word);
        if (spelt && !rest.at && ascii_is_capital(*word.at) && !has_like(whole, word))
            return false;
        words++;
        shared += rest.at != NULL;
        other = rest.at ? rest : other;
    }
    return shared * 2 > words;
}

/* What the document says an acronym stands for, unless that only misspells what a list knows. */
static void resolve_acronym(const struct given *given, const struct sentence *sentence, struct entity *entity)
{
    const struct token *token = &sentence->tokens[entity->first_token];
    bool upper = (token->shape == SHAPE_UPPER || token->shape == SHAPE_MIXED ||
                  (token->shape == SHAPE_CAPITAL && !entity->listed)) &&
                 (entity->type == ENTITY_PERSON || entity->type == ENTITY_PLACE);
    if (entity->last_token - entity->first_token != 1 || !(entity->type == ENTITY_ORG || upper))
        return;
    const struct known *known = spelt_out(&given->acronyms, token->hash);
    if (!known && !entity->listed)
        known = known_best(&given->acronyms, token->hash, ENTITY_TITLE, KNOWN_ANYWHERE);
    if (!known && (!entity->listed || entity->country.at) && token->shape == SHAPE_UPPER)
        known = known_best(&given->initials, token->hash, ENTITY_ORG, KNOWN_ANYWHERE);
    if (!known ||
        (entity->listed && !known->listed && is_variant(word_text(sentence, token), known->name, entity->name)))
        return;
    take_name(entity, known);
    entity->type = known->type;
    entity->listed = known->listed;
}

/* What the document gives as another name of a body or person, which it then is. */
static void resolve_called(const struct given *given, struct entity *entity)
{
    bool open = entity->type == ENTITY_ORG || entity->type == ENTITY_PERSON || entity->type == ENTITY_PLACE;
    if (!open || entity->listed || given->called.count == 0)
        return;
    const uint32_t key = spelling_fold(entity->name);
    const struct known *known = known_best(&given->called, key, ENTITY_ORG, KNOWN_ANYWHERE);
    if (!known && entity->type == ENTITY_PERSON)
        known = known_best(&given->called, key, ENTITY_PERSON, KNOWN_ANYWHERE);
    if (!known)
        return;
    take_name(entity, known);
    entity->type = known->type;
}

void resolve_document(const struct tagger *tagger, struct document *document)
{
    struct given given;
    const bool korean = speaks_of_korea(document);
    bool open = false;
    given_start(&given, document->arena);
    for (size_t i = 0; i < document->sentence_count; i++) {
        struct sentence *sentence = &document->sentences[i];
        for (size_t k = 0; k < sentence->entity_count; k++) {
            struct entity *entity = &sentence->entities[k];
            spelling_set_name(document->arena, sentence, entity);
            if (entity->type == ENTITY_ORG && !entity->listed)
                entity->country = belong_land(tagger, sentence, entity);
            note_spelling(&given.spellings, sentence, entity, korean);
            open |= !entity->listed && entity->type != ENTITY_PERSON;
        }
    }
    for (size_t i = 0; i < document->sentence_count; i++) {
        struct sentence *sentence = &document->sentences[i];
        for (size_t k = 0; k < sentence->entity_count; k++)
            unite_spellings(&given.spellings, &sentence->entities[k], korean, open);
        given_gather(&given, &tagger->gazetteers[tagger->gazetteer_count - 1], sentence, i);
    }
    for (size_t i = 0; i < document->sentence_count; i++) {
        struct sentence *sentence = &document->sentences[i];
        for (size_t k = 0; k < sentence->entity_count; k++) {
            if (cut_sheikh(&given.people, document->arena, sentence, k)) {
                k++; /* the title, then the person */
                continue;
            }
            struct entity *entity = &sentence->entities[k];
            if (entity->type == ENTITY_PERSON) {
                resolve_person(&given.people, sentence, i, entity);
                take_particles(sentence, entity, k ? sentence->entities[k - 1].last_token : 0);
            }
            resolve_acronym(&given, sentence, entity);
            resolve_called(&given, entity);
        }
        add_repeats(&given, tagger, document, i);
    }
}
