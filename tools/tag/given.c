#include "given.h"

#include <string.h>

#include "model.h"
#include "spelling.h"
#include "text.h"
#include "words.h"

size_t given_words(const struct sentence *sentence, const struct entity *entity)
{
    size_t words = 0;
    for (uint32_t i = entity->first_token; i < entity->last_token; i++)
        words +=
            sentence->tokens[i].shape != SHAPE_PUNCT && (sentence->tokens[i].space_before || i == entity->first_token);
    return words;
}

struct known given_as(const struct entity *entity, uint32_t key)
{
    return (struct known){.key = key,
                          .type = entity->type,
                          .name = entity->name,
                          .id = entity->id,
                          .country = entity->country,
                          .listed = entity->listed};
}

/* "Mohammed bin Salman": the last word is the father's name. */
static bool is_father(const struct sentence *sentence, uint32_t first, uint32_t last)
{
    if (last < first + 2)
        return false;
    const uint32_t before = sentence->tokens[last - 1].hash;
    return before == WORD_HASH("bin") || before == WORD_HASH("ibn") || before == WORD_HASH("bint");
}

bool given_is_royal(const struct sentence *sentence, uint32_t first)
{
    static const char *const titles[] = {"King", "Queen", "Prince", "Princess", "Emir", "Amir", "Sultan", "Pope"};
    if (first == 0)
        return false;
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        if (slice_is(word_text(sentence, &sentence->tokens[first - 1]), titles[i]))
            return true;
    return false;
}

static void add_words(struct known_names *names, const struct gazetteer *gazetteer, const struct sentence *sentence,
                      const struct entity *entity, size_t index)
{
    uint32_t first = entity->first_token, last = entity->last_token - 1;
    struct known known = given_as(entity, sentence->tokens[last].folded);
    known.words = (uint32_t)given_words(sentence, entity);
    known.last = known.key;
    known.place = known_place(index, first);
    known.of_father = is_father(sentence, first, last);
    known.worded = gazetteer_lists(gazetteer, sentence, last) &
                   (KIND_OF(LIST_COMMON) | KIND_OF(LIST_BODY) | KIND_OF(LIST_FACILITY) | KIND_OF(LIST_OCCASION));
    known.royal =
        given_is_royal(sentence, first) || (first > 0 && sentence->tokens[first - 1].hash == WORD_HASH("sheikh"));
    known_add(names, &known);
    if (first == last)
        return;
    bool surname = last >= first + 2 && sentence->tokens[last - 1].shape == SHAPE_CAPITAL &&
                   sentence->tokens[last].space_before &&
                   !IN_LIST(gazetteer_lists(gazetteer, sentence, last - 1), LIST_GIVEN);
    if (surname) {
        known.key = sentence->tokens[last - 1].folded; /* the father's: "Mario Abdo Benítez" */
        known_add(names, &known);
    }
    while (first + 1 < last && sentence->tokens[first].shape == SHAPE_INITIAL)
        first++;
    known.first = true;
    known.key = sentence->tokens[first].folded;
    known_add(names, &known);
}

/* "Kaimosi Friends University (Kafu)": letters of the name, in their order. */
static bool is_made_of(struct slice word, struct slice name)
{
    size_t at = 0;
    for (size_t i = 0; i < name.size && at < word.size; i++)
        at += (name.at[i] | 0x20) == (word.at[at] | 0x20);
    return at == word.size && name.size > 0 && (name.at[0] | 0x20) == (word.at[0] | 0x20) && word.size < name.size / 2;
}

#define CALLED_SHORT 3 /* capital words that a name has at least to be called by another word for short */

/* "Democratic Revolutionary Party (PRD)", "Democratic Party of the Left (PDS)": the letters are the first of the name's
 * words in another language, in its order; of three words or more one may be another there.
 */
static bool are_its_initials(struct slice letters, struct slice name)
{
    size_t words = 0, others = 0;
    for (struct slice word = given_next_word(&name); word.size; word = given_next_word(&name)) {
        if (!ascii_is_capital(*word.at))
            continue;
        others += !memchr(letters.at, *word.at, letters.size);
        words++;
    }
    return words == letters.size && (others == 0 || (others == 1 && words > 2));
}

/* "Otieno Daily (AFP)": the letters at `at` are a body that lists know, and begin with another letter
 * than the name before them. */
static bool is_other_body(const struct gazetteer *gazetteer, const struct sentence *sentence, size_t at,
                          struct slice name)
{
    struct gazetteer_match match = gazetteer_exact(gazetteer, sentence, at, at + 1);
    bool listed = false;
    for (uint32_t i = 0; i < match.count; i++)
        listed |= match.readings[i].type == ENTITY_ORG && !(match.readings[i].flags & READING_WEAK);
    struct slice letters = word_text(sentence, &sentence->tokens[at]);
    return listed && name.size > 0 && ((letters.at[0] ^ name.at[0]) & ~0x20) != 0 && !are_its_initials(letters, name);
}

/* "Posts and Telecommunications Institute of Ghana (Potel)": a word that no list knows, in brackets behind a body with
 * a long name, is what the body is called for short. */
static bool is_call_name(const struct gazetteer *gazetteer, const struct sentence *sentence,
                         const struct entity *entity, uint32_t at)
{
    uint32_t words = 0;
    for (uint32_t i = entity->first_token; i < entity->last_token; i++)
        words += word_is_capital(&sentence->tokens[i]);
    return entity->type == ENTITY_ORG && words >= CALLED_SHORT && sentence->tokens[at].shape == SHAPE_CAPITAL &&
           gazetteer_lists(gazetteer, sentence, at) == 0 && gazetteer_find(gazetteer, sentence, at, at + 1).count == 0;
}

/* "(ACR)" behind a name. */
static void add_acronym(struct known_names *names, const struct gazetteer *gazetteer, const struct sentence *sentence,
                        const struct entity *entity)
{
    uint32_t at = entity->last_token;
    at +=
        at < sentence->token_count && sentence->tokens[at].hash == WORD_HASH("'s"); /* "the Ministry's (MINT) office" */
    if (at + 2 >= sentence->token_count || sentence->text.at[sentence->tokens[at].start] != '(')
        return;
    const struct token *token = &sentence->tokens[at + 1];
    if (sentence->text.at[sentence->tokens[at + 2].start] != ')' ||
        !(token->shape == SHAPE_UPPER || token->shape == SHAPE_MIXED || token->shape == SHAPE_ALNUM ||
          (token->shape == SHAPE_CAPITAL && is_made_of(word_text(sentence, token), entity->name)) ||
          is_call_name(gazetteer, sentence, entity, at + 1)))
        return;
    if (is_other_body(gazetteer, sentence, at + 1, entity->name))
        return;
    struct known known = given_as(entity, token->hash);
    known.words = 1;
    known_add(names, &known);
}

/* "International Union for Kafui Works (Kafui Union)": another body's name of several words in brackets behind a longer
 * one is what that is called. */
static void add_call_name(struct known_names *called, const struct sentence *sentence, const struct entity *entity,
                          const struct entity *other)
{
    uint32_t open = entity->last_token, words = entity->last_token - entity->first_token;
    bool inside = other->type == ENTITY_ORG && other->first_token == open + 1 &&
                  other->last_token < sentence->token_count && sentence->text.at[sentence->tokens[open].start] == '(' &&
                  sentence->text.at[sentence->tokens[other->last_token].start] == ')';
    uint32_t size = other->last_token - other->first_token;
    if (!inside || other->listed || size < 2 || words <= size)
        return;
    struct known known = given_as(entity, spelling_fold(entity_text(sentence, other)));
    known_add(called, &known);
}

/* Whether "better known as" stands between two entities. */
bool is_known_as(const struct sentence *sentence, const struct entity *entity, const struct entity *other)
{
    uint32_t to = other->first_token, from = entity->last_token;
    to -= to > from && sentence->tokens[to - 1].classes & TEXT_QUOTE;
    return to >= from + 3 && to <= from + 4 && sentence->tokens[to - 1].hash == WORD_HASH("as") &&
           sentence->tokens[to - 2].hash == WORD_HASH("known") &&
           (sentence->tokens[to - 3].hash == WORD_HASH("better") || sentence->tokens[to - 3].hash == WORD_HASH("also"));
}

/* "Kafui of Mexico, better known as Kafumex", "Jane Otieno, also known as Ivy". */
void add_known_as(struct known_names *called, const struct sentence *sentence, const struct entity *entity,
                  const struct entity *other)
{
    bool named = entity->type == ENTITY_ORG || (entity->type == ENTITY_PERSON && other->type == ENTITY_PERSON);
    if (!named || other->listed || !is_known_as(sentence, entity, other))
        return;
    struct known known = given_as(entity, spelling_fold(entity_text(sentence, other)));
    known_add(called, &known);
}

/* "Election Commission" under its initials, by which the document may call it without saying so. */
static void add_initials(struct known_names *names, const struct sentence *sentence, const struct entity *entity)
{
    char initials[12];
    size_t size = 0;
    for (uint32_t i = entity->first_token; i < entity->last_token; i++) {
        const struct token *token = &sentence->tokens[i];
        char first = sentence->text.at[token->start];
        if (!word_is_capital(token))
            continue;
        if (first < 'A' || first > 'Z' || size == sizeof initials)
            return;
        initials[size++] = (char)(first + 32);
    }
    if (size < 2)
        return;
    struct known known = given_as(entity, model_hash((struct slice){initials, size}));
    known.words = (uint32_t)size;
    known_add(names, &known);
}

/* What may have its letters in brackets behind it: "Kafue Economic Zone (KEZ)". */
static bool has_letters(enum entity_type type)
{
    return type == ENTITY_ORG || type == ENTITY_PLACE || type == ENTITY_FACILITY || type == ENTITY_EVENT ||
           type == ENTITY_TITLE;
}

void given_gather(struct given *given, const struct gazetteer *gazetteer, const struct sentence *sentence, size_t index)
{
    for (size_t i = 0; i < sentence->entity_count; i++) {
        const struct entity *entity = &sentence->entities[i];
        if (entity->type == ENTITY_PERSON && given_words(sentence, entity) > 1)
            add_words(&given->people, gazetteer, sentence, entity, index);
        if (has_letters(entity->type))
            add_acronym(&given->acronyms, gazetteer, sentence, entity);
        if (entity->type == ENTITY_ORG && i + 1 < sentence->entity_count)
            add_call_name(&given->called, sentence, entity, entity + 1);
        if (i + 1 < sentence->entity_count)
            add_known_as(&given->called, sentence, entity, entity + 1);
        if (entity->type == ENTITY_ORG)
            add_initials(&given->initials, sentence, entity);
    }
}

void given_start(struct given *given, struct arena *arena)
{
    known_start(&given->people, arena);
    known_start(&given->acronyms, arena);
    known_start(&given->initials, arena);
    known_start(&given->spellings, arena);
    known_start(&given->called, arena);
}
