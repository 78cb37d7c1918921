#include "letters.h"

#include <string.h>

#include "text.h"
#include "words.h"

#define MOST_LETTERS 8u /* of an acronym that is looked at */
#define MOST_KNOWN 32u  /* acronyms of a document that are settled here */

/* An acronym of the document, by its hash: of a body, or of mere words. */
struct acronym {
    uint32_t hash;
    const struct entity *body; /* NULL: of words */
};

struct acronyms {
    size_t count;
    struct acronym at[MOST_KNOWN];
};

static const struct acronym *find(const struct acronyms *acronyms, uint32_t hash)
{
    for (size_t i = 0; i < acronyms->count; i++)
        if (acronyms->at[i].hash == hash)
            return &acronyms->at[i];
    return NULL;
}

static void add(struct acronyms *acronyms, uint32_t hash, const struct entity *body)
{
    if (acronyms->count < MOST_KNOWN && !find(acronyms, hash))
        acronyms->at[acronyms->count++] = (struct acronym){hash, body};
}

static bool is_mark(const struct sentence *sentence, size_t at, char mark)
{
    return at < sentence->token_count && sentence->text.at[sentence->tokens[at].start] == mark;
}

/* Does the word begin with the first of the letters? How many more stand in it, in order, but for those that the next
 * word begins with. */
static size_t letters_of(struct slice word, struct slice letters, char next)
{
    size_t taken = (word.at[0] | 0x20) == (letters.at[0] | 0x20);
    for (size_t i = 1; taken > 0 && i < word.size && taken < letters.size; i++) {
        char wanted = (char)(letters.at[taken] | 0x20);
        if (wanted == (next | 0x20))
            break;
        taken += (word.at[i] | 0x20) == wanted;
    }
    return taken;
}

static bool is_joint(struct slice word)
{
    static const char *const words[] = {"of", "and", "the", "for", "in", "to", "by", "on"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(word, words[i]))
            return true;
    return false;
}

/* Are the words [first, end), small but for the first, what the letters are the first of? */
static bool spell(const struct sentence *sentence, size_t first, size_t end, struct slice letters)
{
    size_t at = 0, words = 0;
    for (size_t i = first; i < end; i++) {
        const struct token *token = &sentence->tokens[i];
        struct slice word = word_text(sentence, token);
        if (token->shape == SHAPE_PUNCT && token->classes & TEXT_DASH)
            continue;
        if (token->shape != SHAPE_LOWER && !(i == first && first == 0 && token->shape == SHAPE_CAPITAL))
            return false;
        size_t behind = i + 1 < end && sentence->tokens[i + 1].classes & TEXT_DASH ? i + 2 : i + 1;
        char next = behind < end ? sentence->text.at[sentence->tokens[behind].start] : '\0';
        size_t taken = at < letters.size ? letters_of(word, slice_part(letters, at, letters.size), next) : 0;
        if (taken == 0 && !(is_joint(word) && i > first))
            return false;
        at += taken;
        words += taken > 0;
    }
    return at == letters.size && words > 1;
}

/* "(CPI)" at `open`, behind words that are no body: "district reserve guard (DRG)" is one. */
static bool are_of_words(const struct gazetteer *gazetteer, const struct sentence *sentence, size_t open)
{
    static const char *const things[] = {"television"}; /* a body in names alone: "closed-circuit television" */
    const unsigned heads = KIND_OF(LIST_BODY) | KIND_OF(LIST_COMPANY) | KIND_OF(LIST_FACILITY);
    struct slice letters = word_text(sentence, &sentence->tokens[open + 1]);
    if (letters.size < 2 || letters.size > MOST_LETTERS || open < 2 ||
        (gazetteer_lists(gazetteer, sentence, open - 1) & heads && !WORD_IS_ANY(sentence, open - 1, things)))
        return false;
    for (size_t words = 2; words <= 2 * letters.size && words <= open; words++)
        if (spell(sentence, open - words, open, letters))
            return true;
    return false;
}

/* How many entities begin before the token: they stand in order. */
static size_t entities_before(const struct sentence *sentence, size_t token)
{
    size_t low = 0, high = sentence->entity_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sentence->entities[middle].first_token < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct entity *entity_within(const struct sentence *sentence, size_t first, size_t last)
{
    size_t at = entities_before(sentence, first);
    const struct entity *entity = &sentence->entities[at];
    return at < sentence->entity_count && entity->first_token == first && entity->last_token == last ? entity : NULL;
}

static const struct entity *entity_before(const struct sentence *sentence, size_t end)
{
    size_t count = entities_before(sentence, end);
    return count > 0 && sentence->entities[count - 1].last_token == end ? &sentence->entities[count - 1] : NULL;
}

/* The body whose letters lists take for another state's. */
static const struct entity *robbed_body(const struct sentence *sentence, size_t open)
{
    const struct entity *body = entity_before(sentence, open), *letters = entity_within(sentence, open + 1, open + 2);
    bool other = body && letters && body->type == ENTITY_ORG && letters->type == ENTITY_ORG && letters->listed &&
                 body->country.at && letters->country.at && !slice_equal(body->country, letters->country);
    return other && body->name.size > 0 &&
                   ((body->name.at[0] ^ sentence->text.at[sentence->tokens[open + 1].start]) & ~0x20) == 0
               ? body
               : NULL;
}

static void gather(struct acronyms *acronyms, const struct gazetteer *gazetteer, const struct sentence *sentence)
{
    for (size_t k = 0; k < sentence->likely_count; k++) {
        const size_t at = sentence->likely[k];
        if (sentence->tokens[at].shape != SHAPE_UPPER || at == 0 || !is_mark(sentence, at - 1, '(') ||
            !is_mark(sentence, at + 1, ')'))
            continue;
        const struct entity *body = robbed_body(sentence, at - 1);
        if (body || are_of_words(gazetteer, sentence, at - 1))
            add(acronyms, sentence->tokens[at].hash, body);
    }
}

static void settle(const struct acronyms *acronyms, struct sentence *sentence)
{
    size_t kept = 0;
    for (size_t i = 0; i < sentence->entity_count; i++) {
        struct entity *entity = &sentence->entities[i];
        const struct token *token = &sentence->tokens[entity->first_token];
        bool letters = entity->last_token - entity->first_token == 1 && token->shape == SHAPE_UPPER;
        const struct acronym *acronym = letters ? find(acronyms, token->hash) : NULL;
        bool name = entity->type == ENTITY_ORG || entity->type == ENTITY_PLACE || entity->type == ENTITY_PERSON;
        if (acronym && !acronym->body && name)
            continue;
        if (acronym && acronym->body && name) {
            entity->name = acronym->body->name;
            entity->id = acronym->body->id;
            entity->country = acronym->body->country;
        }
        sentence->entities[kept++] = *entity;
    }
    sentence->entity_count = kept;
}

void letters_document(const struct gazetteer *gazetteer, struct document *document)
{
    struct acronyms acronyms;
    acronyms.count = 0;
    for (size_t i = 0; i < document->sentence_count; i++)
        gather(&acronyms, gazetteer, &document->sentences[i]);
    for (size_t i = 0; i < document->sentence_count && acronyms.count > 0; i++)
        settle(&acronyms, &document->sentences[i]);
}
