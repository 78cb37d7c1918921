/* What works on many bytes at once, against what works on one after the other: chunks, words, folding, lines; and the
 * network in wide registers against the same in narrow ones. */
#include <math.h>
#include <stdlib.h>

#include "../../tools/clean/chunk.h"
#include "../../tools/clean/features.h"
#include "../../tools/clean/fold.h"
#include "../../tools/clean/recurrent.h"
#include "../../tools/clean/text_page.h"
#include "../../tools/clean/wide.h"
#include "buffer.h"
#include "check.h"
#include "text.h"

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

/* Pieces that make odd texts: spaces of all kinds, line ends, characters of one to four bytes, long words. */
static const char *const pieces[] = {
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\f",
    "\xC2\x85",
    "\xE2\x80\xA8",
    "a",
    "Z",
    "7",
    "1984",
    "the ",
    "Minister's ",
    "\xE2\x80\x99",
    "\xE2\x80\x9C",
    "\xC2\xA0",
    "-",
    ".",
    "\xEF\xBB\xBF",
    "\xC2\xAD",
    "\xE3\x80\x80",
    "\xE5\x8C\x97",
    "\xC3\x89",
    "\xC3\xA9",
    "\xF0\x9F\x93\xB7",
    ": ",
    "://",
    "&amp;",
    "\\",
    "\xE1\xBA\xA1",
    "10:45",
    "(bracket) ",
    "words in a row that are plain ",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
};
enum { PIECES = sizeof pieces / sizeof *pieces };

static void make_text(struct buffer *text, uint64_t *random)
{
    buffer_clear(text);
    for (uint64_t n = next_random(random) % 60; n > 0; n--)
        buffer_text(text, pieces[next_random(random) % PIECES]);
}

static void check_same_chunk(const struct chunk *chunk, const struct chunk *plain)
{
    CHECK(chunk->size == plain->size && chunk->size > 0 && chunk->size <= CHUNK_MOST);
    CHECK(chunk->words == plain->words && chunk->uppers == plain->uppers && chunk->digits == plain->digits);
    CHECK(chunk->spaces == plain->spaces && chunk->signs == plain->signs && chunk->beyond == plain->beyond);
    CHECK(memcmp(chunk->lower, plain->lower, chunk->size) == 0);
    CHECK(memcmp(chunk->alike, plain->alike, chunk->size) == 0);
}

/* All give the same, and what chunk.h says always holds. */
static void check_chunks(struct slice text)
{
    size_t at = 0;
    while (at < text.size) {
        struct chunk chunk, plain;
        chunk_take_plainly(text, at, &plain);
#ifdef WIDE
        if (wide_here()) {
            chunk_take_widely(text, at, &chunk);
            check_same_chunk(&chunk, &plain);
        }
#endif
        chunk_take(text, at, &chunk);
        check_same_chunk(&chunk, &plain);
        CHECK((chunk.words ^ chunk.spaces ^ chunk.signs ^ chunk.beyond) == chunk_ones(chunk.size));
        at += chunk.size;
        CHECK(at == text.size || ((unsigned char)text.at[at] & 0xC0) != 0x80);
    }
    CHECK(at == text.size);
}

static void check_same_look(struct slice text, const struct traits *plain, const struct block_tokens *tokens,
                            void look(struct slice text, struct traits *traits, struct block_tokens *block))
{
    struct traits traits;
    struct block_tokens block;
    look(text, &traits, &block);
    CHECK(traits.hash == plain->hash && traits.words == plain->words && traits.letters == plain->letters);
    CHECK(traits.marks == plain->marks && traits.stops == plain->stops && traits.ends == plain->ends);
    CHECK(block.count == tokens->count && block.whole == tokens->whole);
    CHECK(memcmp(block.tokens, tokens->tokens, block.count * sizeof *block.tokens) == 0);
}

/* Traits and tokens, whatever the machine. */
static void check_look(struct slice text)
{
    struct traits plain;
    struct block_tokens tokens;
    features_look_plainly(text, &plain, &tokens);
    check_same_look(text, &plain, &tokens, features_look);
#ifdef WIDE
    if (wide_here())
        check_same_look(text, &plain, &tokens, features_look_widely);
#endif
}

static void count_word(void *context, uint32_t hash, unsigned letters)
{
    size_t *counts = context;
    counts[0]++;
    counts[1] += letters;
    (void)hash;
}

/* Words and their letters, character by character. */
static void check_words(struct slice text)
{
    size_t words = 0, letters = 0, found[2] = {0};
    bool inside = false;
    for (const char *at = text.at, *end = text.at + text.size; at < end;) {
        unsigned class = text_class(text_decode(&at, end));
        bool alone = class & TEXT_CJK, letter = !alone && (class & (TEXT_LETTER | TEXT_DIGIT));
        words += alone || (letter && !inside);
        letters += letter;
        inside = letter;
    }
    features_each_word(text, count_word, found);
    CHECK(found[1] == letters);
    CHECK(text.size > CHUNK_MOST || found[0] == words); /* a longer word may be cut */
}

static bool is_space(uint32_t c)
{
    return (c >= '\t' && c <= '\r') || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x3000 || c == 0x2028;
}

/* The text folded, character by character. */
static void fold_slowly(struct buffer *to, struct slice text)
{
    bool space = false;
    buffer_clear(to);
    for (const char *at = text.at, *end = text.at + text.size; at < end;) {
        uint32_t c = text_decode(&at, end);
        if (is_space(c))
            space = to->size > 0;
        else if (c != 0xAD && c != 0xFEFF) {
            if (space)
                buffer_byte(to, ' ');
            space = false;
            text_append(to, c);
        }
    }
}

static void check_fold(struct slice text, struct buffer *slow)
{
    struct arena arena = {0};
    fold_slowly(slow, text);
    CHECK(slice_equal(fold_text(&arena, text), buffer_view(slow)));
    arena_free(&arena);
}

/* The next line of a text, however it ends. */
static bool take_line(struct slice *rest, struct slice *line)
{
    static const char *const ends[] = {"\r\n", "\r", "\n", "\f", "\xC2\x85", "\xE2\x80\xA8"};
    if (rest->size == 0)
        return false;
    for (size_t i = 0; i < rest->size; i++)
        for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
            if (slice_starts(slice_part(*rest, i, rest->size), slice_of(ends[k]))) {
                *line = slice_part(*rest, 0, i);
                *rest = slice_part(*rest, i + strlen(ends[k]), rest->size);
                return true;
            }
    *line = *rest;
    rest->size = 0;
    return true;
}

static bool holds_any(struct slice text, const char *bytes)
{
    for (size_t i = 0; i < text.size; i++)
        if (strchr(bytes, text.at[i]) && text.at[i] != '\0')
            return true;
    return false;
}

/* Blocks of a page of text are its lines that hold something, folded. */
static void check_lines(struct slice text, struct buffer *slow)
{
    struct arena arena = {0};
    struct page page;
    struct slice line;
    size_t block = 0;
    uint32_t number = 0;
    text_read(&page, &arena, text);
    while (take_line(&text, &line)) {
        number++;
        fold_slowly(slow, line);
        if (slow->size == 0)
            continue;
        CHECK(block < page.block_count && page.blocks[block].line == number &&
              slice_equal(page.blocks[block].text, buffer_view(slow)));
        CHECK(page.blocks[block].unescaped == !holds_any(line, "\\&"));
        CHECK(!page.blocks[block].ordinary || !holds_any(line, "\\&/\xC3\xE1"));
        block++;
    }
    CHECK(block == page.block_count);
    arena_free(&arena);
}

enum { LINES = 70, WEIGHT_BITS = 12 };

/* The weights of a block's features summed at once are those of the features listed. */
static void check_sums(uint64_t *random)
{
    static int8_t weights[1 << WEIGHT_BITS];
    static struct block_tokens blocks[LINES + 1];
    struct model model = {.weights = weights, .mask = (1 << WEIGHT_BITS) - 1, .outputs = 1};
    struct features_over over = {.left = 0};
    struct buffer text = {0};
    for (size_t i = 0; i < sizeof weights; i++)
        weights[i] = (int8_t)(next_random(random) % 255 - 127);
    for (size_t i = 0; i < LINES; i++) {
        make_text(&text, random);
        features_tokens(slice_part(buffer_view(&text), 0, i % 3 ? text.size : 0), &blocks[i]);
    }
    for (size_t i = 0; i < LINES; i++) {
        uint32_t features[FEATURES_WORDS], count = features_words(blocks, LINES, i, blocks[i].count, features);
        int32_t sum = 0;
        for (uint32_t k = 0; k < count; k++)
            sum += model_weight(&model, features[k]);
        struct features_sum all = features_words_sum(&model, blocks, LINES, i, blocks[i].count, &over);
        CHECK(all.count == count && all.weights == sum);
    }
    buffer_free(&text);
}

enum { MOST_ROWS = 75, COLUMN_COUNT = 4, NETWORKS = 3, INPUTS = 7 };
static const struct recurrent_input inputs[INPUTS] = {{0, RECURRENT_NUMBER}, {1, 3}, {1, 4}, {1, 5}, {3, 0},
                                                      {2, RECURRENT_NUMBER}, {1, 9}};

/* lanes_squash and lanes_gate of training. */
static double squash(double x)
{
    x = x < -3 ? -3 : x > 3 ? 3 : x;
    return x * (27 + x * x) / (27 + 9 * x * x);
}

static double gate(double x)
{
    return 0.5 + 0.5 * squash(0.5 * x);
}

static double rectify(double x)
{
    return x > 0 ? x : 0;
}

enum { E = RECURRENT_EMBED, H = RECURRENT_HIDDEN, J = RECURRENT_JOINT };

static void embed(const struct recurrent_weights *weights, const struct sheet *sheet, size_t row, double units[E])
{
    for (int u = 0; u < E; u++) {
        units[u] = (double)weights->embed_bias[u];
        for (int i = 0; i < INPUTS; i++) {
            int cell = sheet_column(sheet, inputs[i].column)[row];
            int value = inputs[i].value == RECURRENT_NUMBER ? cell : cell == inputs[i].value;
            units[u] += value * (double)weights->embed[i][u];
        }
        units[u] = rectify(units[u]);
    }
}

/* What goes into link `g` of a way's gates from the units or from the state. */
static double into(const float (*weights)[RECURRENT_GATES], int count, int g, const double *from)
{
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += (double)weights[i][g] * from[i];
    return sum;
}

static void move_on(const struct recurrent_way *way, const double units[E], double state[H])
{
    double before[H];
    memcpy(before, state, sizeof before);
    for (int u = 0; u < H; u++) {
        double drive[3], back[3];
        for (int k = 0; k < 3; k++) {
            drive[k] = (double)way->bias[k * H + u] + into(way->from_embed, E, k * H + u, units);
            back[k] = into(way->from_state, H, k * H + u, before);
        }
        double candidate = squash(drive[2] + gate(drive[0] + back[0]) * back[2]);
        state[u] = candidate + gate(drive[1] + back[1]) * (before[u] - candidate);
    }
}

/* A network's score of one row, in floating point and as slow as can be. */
static double score_slowly(const struct recurrent_weights *weights, const struct sheet *sheet, size_t row)
{
    double seen[RECURRENT_SEEN] = {0}, units[E], score = (double)weights->out_bias[0];
    for (size_t i = 0; i <= row; i++) {
        embed(weights, sheet, i, units);
        move_on(&weights->ways[0], units, seen);
    }
    for (size_t i = sheet->rows; i-- > row;) {
        embed(weights, sheet, i, units);
        move_on(&weights->ways[1], units, seen + H);
    }
    memcpy(seen + 2 * H, units, sizeof units);
    for (int u = 0; u < J; u++) {
        double joint = (double)weights->joint_bias[u];
        for (int i = 0; i < RECURRENT_SEEN; i++)
            joint += (double)weights->joint[i][u] * seen[i];
        score += (double)weights->out[u] * rectify(joint);
    }
    return score;
}

/* Whole numbers give nearly what floating point does. */
static void check_close(const struct recurrent_weights *weights, const struct sheet *sheet, const int32_t *scores)
{
    for (size_t row = 0; row < sheet->rows; row++) {
        double score = 0;
        for (int k = 0; k < NETWORKS; k++)
            score += score_slowly(&weights[k], sheet, row) / NETWORKS;
        CHECK(fabs(score * TREES_UNIT - scores[row]) < 0.02 * TREES_UNIT);
    }
}

/* Whatever the machine, the same scores to the bit. */
static void check_machines(const struct recurrent *network, const struct sheet *sheet, struct arena *arena,
                           const int32_t plain[MOST_ROWS + 1])
{
    int32_t scores[MOST_ROWS + 1] = {0};
    recurrent_score(network, sheet, arena, scores);
    CHECK(memcmp(scores, plain, sizeof scores) == 0);
#ifdef NARROW
    memset(scores, 0, sizeof scores);
    recurrent_score_narrowly(network, sheet, arena, scores);
    CHECK(memcmp(scores, plain, sizeof scores) == 0);
#endif
#ifdef WIDE
    if (wide_here()) {
        memset(scores, 0, sizeof scores);
        recurrent_score_widely(network, sheet, arena, scores);
        CHECK(memcmp(scores, plain, sizeof scores) == 0);
    }
#endif
}

/* Several networks: numbers, some of them 0 in many rows on end or the same in all, kinds that follow one another and
 * one by itself. */
static void check_network(uint64_t *random)
{
    struct arena arena = {0};
    struct recurrent_weights *weights = arena_array(&arena, NETWORKS, sizeof *weights);
    struct recurrent network = {inputs, INPUTS, COLUMN_COUNT, NETWORKS, NULL, NULL};
    for (int k = 0; k < NETWORKS; k++)
        for (size_t i = 0; i < recurrent_size(network.input_count); i++)
            ((float *)&weights[k])[i] = ((float)(next_random(random) % 2001) - 1000) / 1700;
    for (int k = 0; k < NETWORKS; k++)
        for (int i = 0; i < INPUTS; i += 5)
            for (int u = 0; u < E; u++)
                weights[k].embed[i][u] /= 40; /* as where a column has large numbers */
    CHECK(recurrent_prepare(&network, &arena, weights));
    for (size_t rows = 0; rows <= MOST_ROWS; rows += rows < 10 ? 1 : 13) {
        int32_t plain[MOST_ROWS + 1] = {0};
        struct sheet sheet;
        sheet_make(&sheet, &arena, rows, COLUMN_COUNT);
        for (uint32_t column = 0; column < COLUMN_COUNT; column++)
            for (size_t row = 0; row < rows; row++)
                sheet_column(&sheet, column)[row] = (uint8_t)(next_random(random) % (column == 1 ? 12 : 64));
        if (rows > 40)
            memset(sheet_column(&sheet, 2) + 7, 0, 30);
        else if (rows > 10)
            memset(sheet_column(&sheet, 2), 7, rows);
        recurrent_score_plainly(&network, &sheet, &arena, plain);
        check_machines(&network, &sheet, &arena, plain);
        check_close(weights, &sheet, plain);
        CHECK(rows < 2 || plain[0] != plain[rows - 1]);
    }
    weights[1].ways[0].from_state[3][5] = 12.5f; /* whose gate could overflow */
    CHECK(!recurrent_prepare(&network, &arena, weights));
    arena_free(&arena);
}

int main(void)
{
    struct buffer text = {0}, slow = {0};
    uint64_t random = 88172645463325252u;
    for (int round = 0; round < 4000; round++) {
        make_text(&text, &random);
        if (text.size == 0)
            continue;
        /* Exactly as long as it is, so that a sanitizer sees a byte read too far. */
        char *exact = memory_allocate(text.size);
        memcpy(exact, text.at, text.size);
        struct slice whole = {exact, text.size};
        check_chunks(whole);
        check_look(whole);
        check_words(whole);
        check_fold(whole, &slow);
        check_lines(whole, &slow);
        free(exact);
    }
    for (int round = 0; round < 100; round++)
        check_sums(&random);
    check_network(&random);
    buffer_free(&text);
    buffer_free(&slow);
    return check_done();
}
