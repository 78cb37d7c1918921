/* segment-lexicon: how common words are written and what part of speech they are, for the sentence model.
 *
 * usage: segment-lexicon --out LEXICON [--header TEXT] FILE...
 *
 * FILE holds rows as JSON Lines: {"text"} with "pos": [[start, end, tag]...] (code points, Penn Treebank tags),
 * {"text"} of one sentence, or {"text","sentences"}. Out comes, after a header, an open hash table: slots of two
 * bytes, the low byte of the word's hash and its class (see language_word). Rare words are left out; of words that fall
 * on one slot the commoner is found first.
 */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "../feature.h"
#include "input.h"
#include "limits.h"
#include "memory.h"
#include "text.h"

#define TAGS 20
#define SLOTS UINT32_C(14000)
#define MOST_WORDS (SLOTS / 4 * 3)
#define TRIES 8

struct entry {
    uint32_t hash; /* 0: free */
    uint32_t small, capital, tags[TAGS];
};

struct lexicon {
    struct entry *entries;
    size_t count, mask;
};

static const char *const tag_names[TAGS] = {"",   "NN", "NNP", "VB",   "VBZ", "VBD", "VBN", "VBG", "JJ", "RB",
                                            "IN", "DT", "PRP", "PRP$", "CC",  "MD",  "TO",  "CD",  "W",  "UH"};

static unsigned tag_of(const char *name)
{
    static const char *const same[][2] = {{"NNS", "NN"}, {"NNPS", "NNP"}, {"VBP", "VB"}, {"JJR", "JJ"}, {"JJS", "JJ"},
                                          {"RBR", "RB"}, {"RBS", "RB"},   {"PDT", "DT"}, {"WP", "W"},   {"WDT", "W"},
                                          {"WRB", "W"},  {"WP$", "W"},    {"EX", "PRP"}, {"FW", "NN"}};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        if (strcmp(name, same[i][0]) == 0)
            name = same[i][1];
    for (unsigned i = 1; i < TAGS; i++)
        if (strcmp(name, tag_names[i]) == 0)
            return i;
    return 0;
}

static struct entry *find(struct entry *words, size_t mask, uint32_t hash)
{
    size_t slot = hash & mask;
    while (words[slot].hash && words[slot].hash != hash)
        slot = (slot + 1) & mask;
    return &words[slot];
}

static void grow(struct lexicon *lexicon)
{
    size_t mask = lexicon->mask * 2 + 1;
    struct entry *words = memory_zeroed(mask + 1, sizeof *words);
    for (size_t i = 0; i <= lexicon->mask; i++)
        if (lexicon->entries[i].hash)
            *find(words, mask, lexicon->entries[i].hash) = lexicon->entries[i];
    free(lexicon->entries);
    lexicon->entries = words;
    lexicon->mask = mask;
}

static struct entry *word_of(struct lexicon *lexicon, uint32_t hash)
{
    if (lexicon->count * 2 > lexicon->mask)
        grow(lexicon);
    struct entry *word = find(lexicon->entries, lexicon->mask, hash);
    if (!word->hash) {
        word->hash = hash;
        lexicon->count++;
    }
    return word;
}

/* The tag of the part that begins at code point `at`. */
static unsigned tag_at(json_t *tags, size_t at)
{
    size_t i;
    json_t *part;
    json_array_foreach(tags, i, part) if ((size_t)json_integer_value(json_array_get(part, 0)) ==
                                          at) return tag_of(json_string_value(json_array_get(part, 2)));
    return 0;
}

/* How the word is written says nothing at the sentence's beginning, or in all capitals. */
static void count_sentence(struct lexicon *lexicon, struct slice text, json_t *tags)
{
    struct text_cursor cursor = {.text = text.at};
    struct token token;
    size_t at = 0;
    for (bool first = true; token_next(&token, text, &at, text.size); first = false) {
        bool small = token.shape == SHAPE_LOWER || token.shape == SHAPE_SMALL;
        bool capital = token.shape == SHAPE_CAPITAL || token.shape == SHAPE_LETTER;
        if (!small && !capital)
            continue;
        struct entry *word = word_of(lexicon, token.word);
        word->small += small;
        word->capital += capital && !first;
        word->tags[tags ? tag_at(tags, text_point(&cursor, (size_t)(token.core.at - text.at))) : 0]++;
    }
}

static struct slice string_of(json_t *string)
{
    return (struct slice){json_string_value(string), json_string_length(string)};
}

static void count_row(struct lexicon *lexicon, json_t *row)
{
    json_t *sentences = json_object_get(row, "sentences"), *sentence;
    size_t i;
    if (!sentences)
        count_sentence(lexicon, string_of(json_object_get(row, "text")), json_object_get(row, "pos"));
    json_array_foreach(sentences, i, sentence) count_sentence(lexicon, string_of(sentence), NULL);
}

static bool count_file(struct lexicon *lexicon, const char *path)
{
    struct buffer file = {NULL, 0, 0};
    if (!input_read_file(path, LIMIT_RULE_FILE, &file))
        return false;
    struct slice rest = buffer_view(&file), line;
    while (slice_line(&rest, &line)) {
        json_error_t error;
        json_t *row = json_loadb(line.at, line.size, 0, &error);
        if (row)
            count_row(lexicon, row);
        json_decref(row);
    }
    buffer_free(&file);
    return true;
}

static uint32_t occurrences(const struct entry *word)
{
    return word->small + word->capital;
}

static int commoner(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    if (occurrences(a) != occurrences(b))
        return occurrences(a) < occurrences(b) ? 1 : -1;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

static unsigned char class_of(const struct entry *word)
{
    unsigned tag = 0, spelling = 2;
    for (unsigned i = 1; i < TAGS; i++)
        if (word->tags[i] > (tag ? word->tags[tag] : 0))
            tag = i;
    if (word->capital * 5 < word->small)
        spelling = 3;
    else if (word->small * 5 < word->capital)
        spelling = 1;
    return (unsigned char)(tag * 4 + spelling);
}

static void place(unsigned char *slots, const struct entry *word)
{
    uint32_t slot = (uint32_t)((uint64_t)word->hash * SLOTS >> 32);
    for (int tries = 0; tries < TRIES; tries++, slot = slot + 1 < SLOTS ? slot + 1 : 0) {
        unsigned char *entry = slots + 2 * (size_t)slot;
        if (entry[1] != 0 && entry[0] == (unsigned char)word->hash)
            return;
        if (entry[1] == 0) {
            entry[0] = (unsigned char)word->hash;
            entry[1] = class_of(word);
            return;
        }
    }
}

static bool write_lexicon(const struct lexicon *lexicon, const char *path, const char *header)
{
    static unsigned char slots[2 * SLOTS];
    qsort(lexicon->entries, lexicon->mask + 1, sizeof *lexicon->entries, commoner);
    size_t words = 0;
    while (words < MOST_WORDS && words <= lexicon->mask && occurrences(&lexicon->entries[words]) > 1)
        place(slots, &lexicon->entries[words++]);
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    bool good = fprintf(file, "broadsheet-lexicon: 1\nwords: %zu\n%s\n", words, header) > 0 &&
                fwrite(slots, 1, sizeof slots, file) == sizeof slots;
    return fclose(file) == 0 && good;
}

int main(int argc, char **argv)
{
    const char *out = NULL, *header = "";
    struct lexicon lexicon = {.mask = 1023};
    lexicon.entries = memory_zeroed(lexicon.mask + 1, sizeof *lexicon.entries);
    int i = 1;
    for (; i + 1 < argc && argv[i][0] == '-'; i += 2)
        *(strcmp(argv[i], "--out") == 0 ? &out : &header) = argv[i + 1];
    if (!out || i == argc) {
        fputs("usage: segment-lexicon --out LEXICON [--header TEXT] FILE...\n", stderr);
        return 2;
    }
    for (; i < argc; i++)
        if (!count_file(&lexicon, argv[i])) {
            fprintf(stderr, "segment-lexicon: %s: %s\n", argv[i], strerror(errno));
            return 3;
        }
    if (!write_lexicon(&lexicon, out, header)) {
        fprintf(stderr, "segment-lexicon: %s: %s\n", out, strerror(errno));
        return 3;
    }
    return 0;
}
