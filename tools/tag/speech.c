#include "speech.h"

#include "text.h"

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

enum speech speech_closed(struct slice word)
{
    if (word.size == 1 && word.at[0] == ',')
        return SPEECH_COMMA;
    if (word.size > 0 && word.at[0] >= '0' && word.at[0] <= '9' && word.at[word.size - 1] >= '0' &&
        word.at[word.size - 1] <= '9')
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

/* A token's text; a clitic with a typographic apostrophe as with a plain one, as the words module hashes it. */
static struct slice word_of(struct slice text, const struct token *token)
{
    static const char *const clitics[] = {"'s", "'", "'t", "n't", "'re", "'ve", "'ll", "'d", "'m"};
    struct slice word = slice_part(text, token->start, token->end);
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

/* The last `size` bytes of a word, lower-cased, as one number; shorter words give all they have. */
static uint32_t suffix(struct slice word, size_t size)
{
    uint32_t value = (uint32_t)size;
    for (size_t i = word.size > size ? word.size - size : 0; i < word.size; i++)
        value = (value << 8 ^ value >> 24) + lower(word.at[i]);
    return value;
}

static uint32_t look(const struct token *token, struct slice text, size_t at, bool headline)
{
    unsigned classes = token->classes;
    uint32_t value = capital(token, text) ? 1 : 0;
    value |= (classes & TEXT_DIGIT) ? 2 : 0;
    value |= (classes & TEXT_DASH) ? 4 : 0;
    value |= (classes & TEXT_LOWER) ? 8 : 0;
    value |= at == 0 ? 16 : 0;
    value |= headline ? 32 : 0;
    value |= (classes & TEXT_PUNCT) && !(classes & (TEXT_LETTER | TEXT_DIGIT)) ? 64 : 0;
    return value;
}

size_t speech_features(struct slice text, const struct token *tokens, size_t count, size_t at, bool headline,
                       uint32_t *features)
{
    const struct token *token = &tokens[at];
    struct slice word = word_of(text, token);
    uint32_t before = at > 0 ? tokens[at - 1].pos : 0, before2 = at > 1 ? tokens[at - 2].pos : 0;
    uint32_t left = at > 0 ? tokens[at - 1].hash : 1, left2 = at > 1 ? tokens[at - 2].hash : 1;
    uint32_t right = at + 1 < count ? tokens[at + 1].hash : 2, right2 = at + 2 < count ? tokens[at + 2].hash : 2;
    uint32_t shape = look(token, text, at, headline);
    uint32_t right_end = at + 1 < count ? suffix(word_of(text, &tokens[at + 1]), 3) : 3;
    uint32_t right_shape = at + 1 < count ? look(&tokens[at + 1], text, 1, headline) : 128;
    size_t n = 0;
    features[n++] = model_feature(1, token->hash);
    features[n++] = model_feature(2, suffix(word, 1));
    features[n++] = model_feature(3, suffix(word, 2));
    features[n++] = model_feature(4, suffix(word, 3));
    features[n++] = model_feature(5, suffix(word, 4));
    features[n++] = model_feature(6, shape);
    features[n++] = model_feature(7, before);
    features[n++] = model_feature(8, before * 64 + before2);
    features[n++] = model_feature(9, token->hash * 31 + before);
    features[n++] = model_feature(10, left);
    features[n++] = model_feature(11, left2);
    features[n++] = model_feature(12, right);
    features[n++] = model_feature(13, right2);
    features[n++] = model_feature(14, right_end);
    features[n++] = model_feature(15, shape * 64 + before);
    features[n++] = model_feature(16, suffix(word, 3) * 31 + before);
    features[n++] = model_feature(17, right_shape * 128 + shape);
    features[n++] = model_feature(18, token->hash * 31 + right_end);
    features[n++] = model_feature(19, left * 31 + token->hash);
    features[n++] = model_feature(20, right_end * 31 + before);
    return n;
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

void speech_tag(const struct model *model, struct slice text, struct token *tokens, size_t count)
{
    uint32_t features[SPEECH_FEATURES];
    bool headline = speech_headline(text, tokens, count);
    for (size_t i = 0; i < count; i++) {
        enum speech tag = (enum speech)tokens[i].pos;
        if (tag == SPEECH_NONE)
            tag = speech_closed(word_of(text, &tokens[i]));
        if (tag == SPEECH_NONE)
            tag = best(model, features, speech_features(text, tokens, count, i, headline, features));
        tokens[i].pos = (uint8_t)tag;
    }
}
