/* tag-speech_train VOA.jsonl OUT.model: trains the part-of-speech model.
 *
 * Rows are {"text", "pos": [[start, end, tag], ...], "license"} with offsets in code points; only rows in the public
 * domain are taken. Every tenth row is held out for the score in the model's header; every fifth of the others is
 * also shown in headline capitals. Averaged perceptron (Collins 2002), a fixed order: the same bytes on every run.
 */
#include <stdio.h>
#include <stdlib.h>

#include "buffer.h"
#include "value.h"
#include "record.h"
#include "text.h"

#include "../speech.h"
#include "../words.h"

#define BITS 15
#define ROUNDS 6
#define WEIGHTS ((size_t)SPEECH_TAGS << BITS)

struct row {
    struct slice text;
    struct token *tokens;
    uint8_t *gold;
    size_t count;
};

static float *weights, *totals;
static uint64_t *stamps, steps;

static uint64_t number(struct slice digits)
{
    uint64_t value = 0;
    for (size_t i = 0; i < digits.size && digits.at[i] >= '0' && digits.at[i] <= '9'; i++)
        value = value * 10 + (uint64_t)(digits.at[i] - '0');
    return value;
}

/* Byte offset of code point `point`. */
static size_t byte_of(struct slice text, size_t point)
{
    const char *at = text.at, *end = text.at + text.size;
    while (point-- > 0 && at < end)
        text_decode(&at, end);
    return (size_t)(at - text.at);
}

/* Gives each token the tag of the gold word in which it begins; false if one lies in none. A dash inside a word has
 * no tag of its own in the gold: it is a mark here. */
static bool align(struct arena *arena, const struct value_walk *words, struct row *row)
{
    struct value_walk walk = *words, part;
    struct slice key, item, value;
    size_t at = 0;
    while (value_next(&walk, &key, &item)) {
        value_enter(&part, item);
        value_next(&part, &key, &value);
        value_next(&part, &key, &value);
        size_t end = byte_of(row->text, number(value));
        value_next(&part, &key, &value);
        enum speech tag = speech_named(value_string(arena, value));
        for (; at < row->count && row->tokens[at].start < end; at++) {
            enum speech always = speech_closed(slice_part(row->text, row->tokens[at].start, row->tokens[at].end));
            row->gold[at] = (uint8_t)(row->tokens[at].shape == SHAPE_PUNCT && tag < SPEECH_COMMA ? SPEECH_MARK : tag);
            if (always != SPEECH_NONE)
                row->gold[at] = (uint8_t)always;
            if (row->gold[at] == SPEECH_NONE)
                return false;
        }
    }
    return at == row->count;
}

static bool read_row(struct arena *arena, const struct record *record, struct row *row)
{
    struct slice licence;
    struct sentence sentence = {0};
    struct value_walk walk;
    const struct member *pos = record_find(record, SLICE("pos"));
    if (!pos || !record_string(record, SLICE("license"), arena, &licence) || !slice_is(licence, "public-domain text") ||
        !record_string(record, SLICE("text"), arena, &sentence.text))
        return false;
    sentence.text.at = arena_copy(arena, sentence.text);
    tag_sentence_words(arena, &sentence);
    *row =
        (struct row){sentence.text, sentence.tokens, arena_array(arena, sentence.token_count, 1), sentence.token_count};
    return row->count > 0 && value_enter(&walk, pos->value) && align(arena, &walk, row);
}

/* A copy of the row with a capital at the start of every longer word. */
static struct row headline_of(struct arena *arena, const struct row *row)
{
    struct row copy = *row;
    char *text = arena_copy(arena, row->text);
    copy.text.at = text;
    copy.tokens = arena_array(arena, row->count, sizeof *copy.tokens);
    memcpy(copy.tokens, row->tokens, row->count * sizeof *copy.tokens);
    for (size_t i = 0; i < row->count; i++) {
        char *first = text + row->tokens[i].start;
        if (*first >= 'a' && *first <= 'z' && row->tokens[i].end - row->tokens[i].start > 3)
            *first = (char)(*first - 32);
    }
    return copy;
}

static void change(uint32_t feature, unsigned tag, float by)
{
    size_t at = (size_t)(feature & ((1u << BITS) - 1)) * SPEECH_TAGS + tag;
    totals[at] += (float)(steps - stamps[at]) * weights[at];
    stamps[at] = steps;
    weights[at] += by;
}

static unsigned guess(const uint32_t *features, size_t count)
{
    float sums[SPEECH_TAGS] = {0};
    for (size_t i = 0; i < count; i++)
        for (unsigned tag = 0; tag < SPEECH_TAGS; tag++)
            sums[tag] += weights[(size_t)(features[i] & ((1u << BITS) - 1)) * SPEECH_TAGS + tag];
    unsigned winner = 1;
    for (unsigned tag = 2; tag < SPEECH_TAGS; tag++)
        if (sums[tag] > sums[winner])
            winner = tag;
    return winner;
}

static void learn(struct row *row)
{
    uint32_t features[SPEECH_FEATURES];
    bool headline = speech_headline(row->text, row->tokens, row->count);
    for (size_t i = 0; i < row->count; i++) {
        enum speech always = speech_closed(slice_part(row->text, row->tokens[i].start, row->tokens[i].end));
        row->tokens[i].pos = (uint8_t)always;
        if (always != SPEECH_NONE)
            continue;
        size_t count = speech_features(row->text, row->tokens, row->count, i, headline, features);
        unsigned tag = guess(features, count);
        steps++;
        for (size_t f = 0; f < count && tag != row->gold[i]; f++) {
            change(features[f], row->gold[i], 1);
            change(features[f], tag, -1);
        }
        row->tokens[i].pos = (uint8_t)tag;
    }
}

static double score(const struct speech_model *model, const struct row *rows, size_t count)
{
    size_t right = 0, all = 0;
    for (size_t r = 0; r < count; r++) {
        for (size_t i = 0; i < rows[r].count; i++)
            rows[r].tokens[i].pos = SPEECH_NONE;
        speech_tag(model, rows[r].text, rows[r].tokens, rows[r].count);
        for (size_t i = 0; i < rows[r].count; i++, all++)
            right += rows[r].tokens[i].pos == rows[r].gold[i];
    }
    return all ? 100.0 * (double)right / (double)all : 0;
}

static bool store(const char *path, const char *result)
{
    struct buffer header = {0};
    buffer_format(&header,
                  "broadsheet-model: 1\ntask: speech\n"
                  "data: Voice of America sentences with the part-of-speech tags of the Groningen Meaning Bank\n"
                  "licence: public domain\nscore: %s\n",
                  result);
    bool stored = model_write(path, buffer_view(&header), totals, BITS, SPEECH_TAGS);
    buffer_free(&header);
    return stored;
}

static size_t collect(const char *path, struct arena *arena, struct row *rows, size_t most)
{
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    struct record record = {0};
    struct record_error error;
    char *line = NULL;
    size_t capacity = 0, count = 0;
    for (ssize_t size; count < most && (size = getline(&line, &capacity, file)) > 0;) {
        struct slice bytes = slice_trim((struct slice){line, (size_t)size});
        if (record_scan(&record, bytes, &error) == RECORD_OK && read_row(arena, &record, &rows[count]))
            count++;
    }
    free(line);
    record_free(&record);
    fclose(file);
    return count;
}

/* Every tenth row goes to `held`; returns how many rows are kept, *held_count how many are held. */
static size_t hold_out(struct row *rows, size_t count, struct row *held, size_t *held_count)
{
    size_t kept = 0;
    *held_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (i % 10 == 9)
            held[(*held_count)++] = rows[i];
        else
            rows[kept++] = rows[i];
    }
    return kept;
}

static void train(struct arena *arena, struct row *rows, size_t count)
{
    weights = memory_zeroed(WEIGHTS, sizeof *weights);
    totals = memory_zeroed(WEIGHTS, sizeof *totals);
    stamps = memory_zeroed(WEIGHTS, sizeof *stamps);
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < count; i++) {
            size_t at = i * 7919 % count; /* a fixed order that is not the file's; 7919 is prime */
            learn(&rows[at]);
            if (at % 5 == 0) {
                struct row copy = headline_of(arena, &rows[at]);
                learn(&copy);
            }
        }
    for (size_t i = 0; i < WEIGHTS; i++) {
        totals[i] += (float)(steps - stamps[i]) * weights[i];
        totals[i] /= (float)steps;
    }
}

/* Stores the model, reads it back and scores it as quantised, into `result`. False if that failed. */
static bool store_and_score(const char *path, const struct row *held, size_t held_count, char *result, size_t size)
{
    struct buffer file = {0};
    struct speech_model model;
    const char *what;
    FILE *stored = store(path, result) ? fopen(path, "rb") : NULL;
    for (size_t got; stored && (got = fread(buffer_reserve(&file, 65536), 1, 65536, stored)) > 0;)
        file.size += got;
    bool usable = stored && fclose(stored) == 0 && speech_open(&model, buffer_view(&file), &what);
    if (usable)
        snprintf(result, size, "%.2f%% of the words of %zu held-out sentences", score(&model, held, held_count),
                 held_count);
    buffer_free(&file);
    return usable;
}

int main(int argc, char **argv)
{
    enum { MOST = 100000 };
    if (argc != 3) {
        fprintf(stderr, "usage: tag-speech_train ROWS.jsonl OUT.model\n");
        return 2;
    }
    struct arena arena = {0};
    struct row *rows = memory_zeroed(MOST, sizeof *rows), *held = memory_zeroed(MOST, sizeof *held);
    size_t held_count, count = hold_out(rows, collect(argv[1], &arena, rows, MOST), held, &held_count);
    if (count == 0) {
        fprintf(stderr, "tag-speech_train: %s: no usable rows\n", argv[1]);
        return 2;
    }
    train(&arena, rows, count);
    char result[80] = "-";
    for (int pass = 0; pass < 2; pass++) /* the second time with the score in the header */
        if (!store_and_score(argv[2], held, held_count, result, sizeof result)) {
            fprintf(stderr, "tag-speech_train: %s: cannot be written or read again\n", argv[2]);
            return 3;
        }
    printf("%s\n", result);
    return 0;
}
