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
    return (unsigned char)ascii_lower(byte);
}

/* The same for the bytes of a number. */
static uint32_t lower_four(uint32_t bytes)
{
    const uint32_t ones = 0x01010101u;
    uint32_t low = bytes & 0x7F * ones; /* adding what is left to 128 shows in the top bit what is reached */
    uint32_t from_a = low + (0x80 - 'A') * ones, behind_z = low + (0x80 - 'Z' - 1) * ones;
    uint32_t capitals = from_a & ~behind_z & ~bytes & 0x80 * ones;
    return bytes | capitals >> 2;
}

/* The last `size` bytes of the word, at most 4, as one number. */
static uint32_t last_bytes(struct slice word, size_t size)
{
    const unsigned char *end = (const unsigned char *)word.at + word.size;
    if (size == 4)
        return (uint32_t)end[-4] << 24 | (uint32_t)end[-3] << 16 | (uint32_t)end[-2] << 8 | end[-1];
    uint32_t bytes = 0;
    for (; size > 0; size--)
        bytes = bytes << 8 | end[-(ptrdiff_t)size];
    return bytes;
}

static bool is_word(struct slice word, const char *text)
{
    size_t i = 0;
    while (i < word.size && lower(word.at[i]) == (unsigned char)text[i])
        i++;
    return i == word.size && text[i] == '\0';
}

/* What the looks alone of a word tell: the tag of a comma or number, SPEECH_MARK if the table of closed classes may
 * have it, else SPEECH_NONE. */
static enum speech tag_by_look(struct slice word)
{
    if (word.size == 1 && word.at[0] == ',')
        return SPEECH_COMMA;
    if (word.size > 0 && ascii_is_digit(word.at[0]) && ascii_is_digit(word.at[word.size - 1]))
        return SPEECH_NUMBER;
    /* Two capitals or "US", "IT", "OR": rather a name or a headline; the model decides. */
    bool letters = word.size > 1 && word.at[1] >= 'A' && word.at[1] <= 'Z';
    return word.size > CLOSED_LONGEST || letters ? SPEECH_NONE : SPEECH_MARK;
}

enum speech speech_closed(struct slice word)
{
    enum speech tag = tag_by_look(word);
    if (tag != SPEECH_MARK)
        return tag;
    for (size_t i = 0; i < LENGTH(closed); i++)
        if (is_word(word, closed[i].word))
            return closed[i].tag;
    return SPEECH_NONE;
}

static uint32_t closed_slot(uint32_t hash)
{
    return hash % SPEECH_CLOSED_SLOTS;
}

static void add_closed(struct speech_model *speech, size_t index)
{
    uint32_t hash = word_hash(closed[index].word), slot = closed_slot(hash);
    while (speech->closed[slot].word)
        slot = closed_slot(slot + 1);
    speech->closed[slot].hash = hash;
    speech->closed[slot].word = (uint32_t)index + 1;
}

bool speech_open(struct speech_model *speech, struct slice file, const char **what)
{
    *speech = (struct speech_model){.closed = {{0}}};
    for (size_t i = 0; i < LENGTH(closed); i++)
        add_closed(speech, i);
    if (!model_open(&speech->weights, file, "speech", what))
        return false;
    *what = "a model for other tags";
    return speech->weights.outputs == SPEECH_TAGS;
}

struct slice speech_plain_clitic(struct slice word)
{
    static const char *const clitics[] = {"'s", "'", "'t", "n't", "'re", "'ve", "'ll", "'d", "'m"};
    if (word.size >= 3 && word.at[word.size - 2] == ' ') /* "’ s", which spaced.h has joined */
        return SLICE("'s");
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
    const char *at = text.at + token->start;
    if (!(token->classes & TEXT_UPPER))
        return false;
    if ((unsigned char)*at < 128)
        return *at >= 'A' && *at <= 'Z';
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
    uint32_t ends[5]; /* by their size in bytes, from 1: its last bytes, lower-cased, as one number */
    uint32_t look;    /* how it is written, 16 and 32 aside */
};

#define LOOK_FIRST 16u
#define LOOK_HEADLINE 32u
#define LOOK_NONE 128u /* behind the last word */

/* The last `wanted` bytes, at most 4, as one number; shorter words give all they have. `tail` has the last `size`, at
 * most 4. */
static inline __attribute__((always_inline)) uint32_t end_of(uint32_t tail, uint32_t size, uint32_t wanted)
{
    if (wanted == 4 && size == 4)
        return ((tail & ~0xFFu) ^ 4u) + (tail & 0xFFu);
    uint32_t bits = 8 * (size < wanted ? size : wanted);
    return (wanted << bits) + (tail & ((UINT32_C(1) << bits) - 1));
}

static inline __attribute__((always_inline)) void set_ends(struct fact *fact, uint32_t tail, uint32_t size)
{
    for (uint32_t wanted = 1; wanted <= 4; wanted++)
        fact->ends[wanted] = end_of(tail, size, wanted);
}

static struct fact fact_of(struct slice text, const struct token *token)
{
    struct slice word = speech_word(text, token);
    unsigned classes = token->classes;
    uint32_t size = word.size < 4 ? (uint32_t)word.size : 4, tail = lower_four(last_bytes(word, size));
    struct fact fact;
    if (size == 4)
        set_ends(&fact, tail, 4);
    else
        set_ends(&fact, tail, size);
    fact.look = capital(token, text) ? 1 : 0;
    fact.look |= (classes & TEXT_DIGIT) ? 2 : 0;
    fact.look |= (classes & TEXT_DASH) ? 4 : 0;
    fact.look |= (classes & TEXT_LOWER) ? 8 : 0;
    fact.look |= (classes & TEXT_PUNCT) && !(classes & (TEXT_LETTER | TEXT_DIGIT)) ? 64 : 0;
    return fact;
}

/* The features of token `at`, still to be mixed, given what is known of it and of the next. */
static size_t features_of(const struct token *tokens, size_t count, size_t at, bool headline, const struct fact *here,
                          const struct fact *next, uint32_t *features)
{
    uint32_t hash = tokens[at].hash;
    uint32_t before = at > 0 ? tokens[at - 1].pos : 0, before2 = at > 1 ? tokens[at - 2].pos : 0;
    uint32_t left = at > 0 ? tokens[at - 1].hash : 1, left2 = at > 1 ? tokens[at - 2].hash : 1;
    uint32_t right = at + 1 < count ? tokens[at + 1].hash : 2, right2 = at + 2 < count ? tokens[at + 2].hash : 2;
    uint32_t in_headline = headline ? LOOK_HEADLINE : 0, first = at == 0 ? LOOK_FIRST : 0;
    uint32_t shape = here->look | first | in_headline, end = here->ends[3];
    uint32_t right_end = at + 1 < count ? next->ends[3] : 3;
    uint32_t right_shape = at + 1 < count ? next->look | in_headline : LOOK_NONE;
    const uint32_t all[SPEECH_FEATURES] = {
        model_unmixed(1, hash),
        model_unmixed(2, here->ends[1]),
        model_unmixed(3, here->ends[2]),
        model_unmixed(4, end),
        model_unmixed(5, here->ends[4]),
        model_unmixed(6, shape),
        model_unmixed(7, before),
        model_unmixed(8, before * 64 + before2),
        model_unmixed(9, hash * 31 + before),
        model_unmixed(10, left),
        model_unmixed(11, left2),
        model_unmixed(12, right),
        model_unmixed(13, right2),
        model_unmixed(14, right_end),
        model_unmixed(15, shape * 64 + before),
        model_unmixed(16, end * 31 + before),
        model_unmixed(17, right_shape * 128 + shape),
        model_unmixed(18, hash * 31 + right_end),
        model_unmixed(19, left * 31 + hash),
        model_unmixed(20, right_end * 31 + before),
    };
    memcpy(features, all, sizeof all);
    return SPEECH_FEATURES;
}

size_t speech_features(struct slice text, const struct token *tokens, size_t count, size_t at, bool headline,
                       uint32_t *features)
{
    struct fact here = fact_of(text, &tokens[at]), next = {0};
    if (at + 1 < count)
        next = fact_of(text, &tokens[at + 1]);
    size_t size = features_of(tokens, count, at, headline, &here, &next, features);
    model_mix_all(features, size);
    return size;
}

static enum speech best(const struct model *model, uint32_t *features, size_t count)
{
    int16_t sums[MODEL_MOST_OUTPUTS];
    model_score(model, features, count, sums);
    return (enum speech)model_best(sums, 1, SPEECH_TAGS);
}

/* The same as speech_closed of the token's word. */
static enum speech closed_tag(const struct speech_model *speech, struct slice text, const struct token *token)
{
    uint32_t slot = closed_slot(token->hash);
    struct slice word = speech_word(text, token);
    enum speech tag = tag_by_look(word);
    if (tag != SPEECH_MARK)
        return tag;
    while (speech->closed[slot].word && speech->closed[slot].hash != token->hash)
        slot = closed_slot(slot + 1);
    if (!speech->closed[slot].word)
        return SPEECH_NONE;
    const struct closed *found = &closed[speech->closed[slot].word - 1];
    return is_word(word, found->word) ? found->tag : SPEECH_NONE;
}

void speech_tag(const struct speech_model *speech, struct slice text, struct token *tokens, size_t count)
{
    uint32_t features[MODEL_ROOM(SPEECH_FEATURES)];
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
