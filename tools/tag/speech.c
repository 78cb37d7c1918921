#include "speech.h"

#include "text.h"
#include "words.h"

static const char *const names[SPEECH_TAGS] = {"-",   "NN",  "NNS", "NNP", "JJ",  "RB", "VB", "VBD", "VBG",
                                               "VBN", "VBP", "VBZ", "MD",  "IN",  "TO", "DT", "PRP", "PRP$",
                                               "CD",  "CC",  "POS", "WP",  "WRB", "RP", ",",  "."};

static const struct {
    const char *penn;
    enum speech tag;
} folded[] = {
    {"NNPS", SPEECH_NAME},  {"JJR", SPEECH_ADJECTIVE}, {"JJS", SPEECH_ADJECTIVE},  {"RBR", SPEECH_ADVERB},
    {"RBS", SPEECH_ADVERB}, {"UH", SPEECH_ADVERB},     {"PDT", SPEECH_DETERMINER}, {"EX", SPEECH_PRONOUN},
    {"$", SPEECH_NUMBER},   {"WDT", SPEECH_WHO},       {"WP$", SPEECH_WHO},        {"``", SPEECH_MARK},
    {"''", SPEECH_MARK},    {":", SPEECH_MARK},        {";", SPEECH_MARK},         {"LRB", SPEECH_MARK},
    {"RRB", SPEECH_MARK},   {"#", SPEECH_MARK},
};

/* Words of closed classes that have one tag wherever they stand. Lower-case; in order of bytes. */
static const struct closed {
    const char *word;
    enum speech tag;
} closed[] = {
    {"a", SPEECH_DETERMINER},
    {"against", SPEECH_PREPOSITION},
    {"although", SPEECH_PREPOSITION},
    {"amid", SPEECH_PREPOSITION},
    {"among", SPEECH_PREPOSITION},
    {"an", SPEECH_DETERMINER},
    {"and", SPEECH_AND},
    {"are", SPEECH_PRESENT},
    {"at", SPEECH_PREPOSITION},
    {"because", SPEECH_PREPOSITION},
    {"been", SPEECH_PARTICIPLE},
    {"being", SPEECH_GERUND},
    {"between", SPEECH_PREPOSITION},
    {"but", SPEECH_AND},
    {"by", SPEECH_PREPOSITION},
    {"can", SPEECH_MODAL},
    {"could", SPEECH_MODAL},
    {"despite", SPEECH_PREPOSITION},
    {"during", SPEECH_PREPOSITION},
    {"for", SPEECH_PREPOSITION},
    {"from", SPEECH_PREPOSITION},
    {"he", SPEECH_PRONOUN},
    {"him", SPEECH_PRONOUN},
    {"i", SPEECH_PRONOUN},
    {"if", SPEECH_PREPOSITION},
    {"into", SPEECH_PREPOSITION},
    {"is", SPEECH_THIRD},
    {"it", SPEECH_PRONOUN},
    {"its", SPEECH_POSSESSIVE},
    {"may", SPEECH_MODAL},
    {"might", SPEECH_MODAL},
    {"must", SPEECH_MODAL},
    {"my", SPEECH_POSSESSIVE},
    {"nor", SPEECH_AND},
    {"not", SPEECH_ADVERB},
    {"of", SPEECH_PREPOSITION},
    {"or", SPEECH_AND},
    {"our", SPEECH_POSSESSIVE},
    {"she", SPEECH_PRONOUN},
    {"should", SPEECH_MODAL},
    {"than", SPEECH_PREPOSITION},
    {"the", SPEECH_DETERMINER},
    {"their", SPEECH_POSSESSIVE},
    {"them", SPEECH_PRONOUN},
    {"these", SPEECH_DETERMINER},
    {"they", SPEECH_PRONOUN},
    {"those", SPEECH_DETERMINER},
    {"to", SPEECH_TO},
    {"unless", SPEECH_PREPOSITION},
    {"until", SPEECH_PREPOSITION},
    {"was", SPEECH_PAST},
    {"we", SPEECH_PRONOUN},
    {"were", SPEECH_PAST},
    {"when", SPEECH_WHEN},
    {"where", SPEECH_WHEN},
    {"whether", SPEECH_PREPOSITION},
    {"which", SPEECH_WHO},
    {"while", SPEECH_PREPOSITION},
    {"who", SPEECH_WHO},
    {"whom", SPEECH_WHO},
    {"whose", SPEECH_WHO},
    {"why", SPEECH_WHEN},
    {"with", SPEECH_PREPOSITION},
    {"without", SPEECH_PREPOSITION},
    {"would", SPEECH_MODAL},
    {"you", SPEECH_PRONOUN},
};

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])
#define CLOSED_LONGEST 8

const char *speech_name(enum speech tag)
{
    return names[tag];
}

enum speech speech_named(struct slice name)
{
    for (size_t i = 1; i < SPEECH_TAGS; i++)
        if (slice_is(name, names[i]))
            return (enum speech)i;
    for (size_t i = 0; i < LENGTH(folded); i++)
        if (slice_is(name, folded[i].penn))
            return folded[i].tag;
    return SPEECH_NONE;
}

static unsigned char lower(char byte)
{
    return (unsigned char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
}

/* Compares `word`, lower-cased, with a C string. */
static int compare(struct slice word, const char *text)
{
    for (size_t i = 0; i < word.size; i++) {
        int difference = lower(word.at[i]) - (unsigned char)text[i];
        if (difference != 0)
            return difference;
    }
    return -(int)(unsigned char)text[word.size];
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

enum speech speech_closed(struct slice word)
{
    if (word.size == 1 && word.at[0] == ',')
        return SPEECH_COMMA;
    if (word.size > 0 && is_digit(word.at[0]) && is_digit(word.at[word.size - 1]))
        return SPEECH_NUMBER;
    /* Two capitals or "US", "IT", "OR": rather a name or a headline; the model decides. */
    if (word.size > CLOSED_LONGEST || (word.size > 1 && word.at[1] >= 'A' && word.at[1] <= 'Z'))
        return SPEECH_NONE;
    size_t low = 0, high = LENGTH(closed);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int difference = compare(word, closed[middle].word);
        if (difference == 0)
            return closed[middle].tag;
        if (difference < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return SPEECH_NONE;
}

bool speech_open(struct speech_model *speech, struct slice file, const char **what)
{
    *speech = (struct speech_model){.closed = {0}};
    for (size_t i = 0; i < LENGTH(closed); i++) {
        unsigned outline = word_outline(closed[i].word[0], strlen(closed[i].word));
        speech->closed[outline / 64] |= UINT64_C(1) << outline % 64;
    }
    if (!model_open(&speech->weights, file, "speech", what))
        return false;
    *what = "a model for other tags";
    return speech->weights.outputs == SPEECH_TAGS;
}

/* A token's text; a clitic with a typographic apostrophe as with a plain one, as the words module hashes it. */
static struct slice word_of(struct slice text, const struct token *token)
{
    static const char *const clitics[] = {"'s", "'", "'t", "n't", "'re", "'ve", "'ll", "'d", "'m"};
    struct slice word = slice_part(text, token->start, token->end);
    if (!(token->classes & TEXT_QUOTE))
        return word;
    const char *mark = word.size >= 3 && word.size <= 5 ? memchr(word.at, '\xE2', word.size) : NULL;
    if (!mark || mark + 3 > word.at + word.size || mark[1] != '\x80' || (mark[2] != '\x99' && mark[2] != '\x98'))
        return word;
    size_t before = (size_t)(mark - word.at), behind = word.size - before - 3;
    for (size_t i = 0; i < LENGTH(clitics); i++)
        if (strlen(clitics[i]) == word.size - 2 && memcmp(clitics[i], word.at, before) == 0 &&
            clitics[i][before] == '\'' && memcmp(clitics[i] + before + 1, mark + 3, behind) == 0)
            return slice_of(clitics[i]);
    return word;
}

static bool capital(const struct token *token, struct slice text)
{
    if (!(token->classes & TEXT_UPPER))
        return false;
    const char *at = text.at + token->start;
    return text_class(text_decode(&at, text.at + token->end)) & TEXT_UPPER;
}

bool speech_headline(struct slice text, const struct token *tokens, size_t count)
{
    size_t words = 0, capitals = 0;
    for (size_t i = 0; i < count; i++) {
        if (!(tokens[i].classes & TEXT_LETTER) || tokens[i].end - tokens[i].start < 4)
            continue;
        words++;
        capitals += capital(&tokens[i], text);
    }
    return words > 2 && capitals * 10 >= words * 8;
}

/* What the features tell of a word but for its hash and its tag. */
struct fact {
    uint32_t tail; /* its last four bytes, lower-cased, as one number */
    uint32_t size; /* in bytes, at most 4 */
    uint32_t look; /* how it is written, 16 and 32 aside */
};

#define LOOK_FIRST 16u
#define LOOK_HEADLINE 32u
#define LOOK_NONE 128u /* behind the last word */

static struct fact fact_of(struct slice text, const struct token *token)
{
    struct slice word = word_of(text, token);
    unsigned classes = token->classes;
    struct fact fact = {.size = word.size < 4 ? (uint32_t)word.size : 4};
    for (size_t i = word.size - fact.size; i < word.size; i++)
        fact.tail = fact.tail << 8 | lower(word.at[i]);
    fact.look = capital(token, text) ? 1 : 0;
    fact.look |= (classes & TEXT_DIGIT) ? 2 : 0;
    fact.look |= (classes & TEXT_DASH) ? 4 : 0;
    fact.look |= (classes & TEXT_LOWER) ? 8 : 0;
    fact.look |= (classes & TEXT_PUNCT) && !(classes & (TEXT_LETTER | TEXT_DIGIT)) ? 64 : 0;
    return fact;
}

/* The last `size` bytes, at most 4, as one number; shorter words give all they have. */
static uint32_t suffix(const struct fact *fact, uint32_t size)
{
    if (size == 4 && fact->size == 4)
        return ((fact->tail & ~0xFFu) ^ 4u) + (fact->tail & 0xFFu);
    uint32_t bits = 8 * (fact->size < size ? fact->size : size);
    return (size << bits) + (fact->tail & ((UINT32_C(1) << bits) - 1));
}

/* The features of token `at`, given what is known of it and of the next. */
static size_t features_of(const struct token *tokens, size_t count, size_t at, bool headline, const struct fact *here,
                          const struct fact *next, uint32_t *features)
{
    uint32_t hash = tokens[at].hash;
    uint32_t before = at > 0 ? tokens[at - 1].pos : 0, before2 = at > 1 ? tokens[at - 2].pos : 0;
    uint32_t left = at > 0 ? tokens[at - 1].hash : 1, left2 = at > 1 ? tokens[at - 2].hash : 1;
    uint32_t right = at + 1 < count ? tokens[at + 1].hash : 2, right2 = at + 2 < count ? tokens[at + 2].hash : 2;
    uint32_t in_headline = headline ? LOOK_HEADLINE : 0, first = at == 0 ? LOOK_FIRST : 0;
    uint32_t shape = here->look | first | in_headline, end = suffix(here, 3);
    uint32_t right_end = at + 1 < count ? suffix(next, 3) : 3;
    uint32_t right_shape = at + 1 < count ? next->look | in_headline : LOOK_NONE;
    const uint32_t values[SPEECH_FEATURES] = {hash,
                                              suffix(here, 1),
                                              suffix(here, 2),
                                              end,
                                              suffix(here, 4),
                                              shape,
                                              before,
                                              before * 64 + before2,
                                              hash * 31 + before,
                                              left,
                                              left2,
                                              right,
                                              right2,
                                              right_end,
                                              shape * 64 + before,
                                              end * 31 + before,
                                              right_shape * 128 + shape,
                                              hash * 31 + right_end,
                                              left * 31 + hash,
                                              right_end * 31 + before};
    for (uint32_t i = 0; i < SPEECH_FEATURES; i++)
        features[i] = model_unmixed(i + 1, values[i]);
    model_mix_all(features, SPEECH_FEATURES);
    return SPEECH_FEATURES;
}

size_t speech_features(struct slice text, const struct token *tokens, size_t count, size_t at, bool headline,
                       uint32_t *features)
{
    struct fact here = fact_of(text, &tokens[at]), next = {0};
    if (at + 1 < count)
        next = fact_of(text, &tokens[at + 1]);
    return features_of(tokens, count, at, headline, &here, &next, features);
}

static enum speech best(const struct model *model, const uint32_t *features, size_t count)
{
    int16_t sums[MODEL_MOST_OUTPUTS];
    model_sum(model, SPEECH_TAGS, features, count, sums);
    size_t winner = 1;
    for (size_t tag = 2; tag < SPEECH_TAGS; tag++)
        if (sums[tag] > sums[winner])
            winner = tag;
    return (enum speech)winner;
}

/* speech_closed, asked only of words that may have one. */
static enum speech closed_tag(const struct speech_model *speech, struct slice text, const struct token *token)
{
    if (!(token->classes & TEXT_DIGIT) && text.at[token->start] != ',' &&
        !(speech->closed[token->outline / 64] >> token->outline % 64 & 1))
        return SPEECH_NONE;
    return speech_closed(word_of(text, token));
}

void speech_tag(const struct speech_model *speech, struct slice text, struct token *tokens, size_t count)
{
    uint32_t features[SPEECH_FEATURES];
    bool headline = speech_headline(text, tokens, count);
    struct fact facts[2];
    size_t known = 0; /* facts of the words before this are in facts[0..1], by odd and even */
    for (size_t i = 0; i < count; i++) {
        enum speech tag = (enum speech)tokens[i].pos;
        if (tag == SPEECH_NONE)
            tag = closed_tag(speech, text, &tokens[i]);
        if (tag == SPEECH_NONE) {
            for (known = known > i ? known : i; known < count && known <= i + 1; known++)
                facts[known & 1] = fact_of(text, &tokens[known]);
            size_t size = features_of(tokens, count, i, headline, &facts[i & 1], &facts[(i + 1) & 1], features);
            tag = best(&speech->weights, features, size);
        }
        tokens[i].pos = (uint8_t)tag;
    }
}
