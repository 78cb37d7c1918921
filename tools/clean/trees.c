#include "trees.h"

#include <stdlib.h>
#include <string.h>

#include "weights.h"
#include "wide.h"

void sheet_make(struct sheet *sheet, struct arena *arena, size_t rows, uint32_t columns)
{
    size_t stride = (rows + 2 * TREES_REACH + TREES_STEP - 1) / TREES_STEP * TREES_STEP + TREES_STEP;
    *sheet = (struct sheet){arena_array(arena, stride * columns + TREES_STEP, 1), rows, stride, columns};
}

/* What the leaves of a tree in a file say of one. */
static int16_t leaf_value(const uint8_t *leaves, int leaf)
{
    return (int16_t)(leaves[2 * leaf] | leaves[2 * leaf + 1] << 8);
}

bool trees_open(struct trees *trees, struct slice file, const char *task, const char **what)
{
    *trees = (struct trees){0};
    struct slice name, value;
    bool right_task = false, right_version = false;
    while (weights_header(&file, &name, &value)) {
        if (slice_is(name, "broadsheet-trees"))
            right_version = slice_is(value, "1");
        else if (slice_is(name, "task"))
            right_task = slice_is(value, task);
        else if (slice_is(name, "trees"))
            trees->count = (uint32_t)weights_number(value);
        else if (slice_is(name, "columns"))
            trees->columns = (uint32_t)weights_number(value);
        else if (slice_is(name, "bias"))
            trees->bias = (int32_t)weights_number(value);
    }
    *what = !right_version ? "no file of trees" : !right_task ? "trees for another task" : "trees cut short";
    if (!right_version || !right_task || file.size != (size_t)trees->count * TREES_BYTES)
        return false;
    trees->trees = (const uint8_t *)file.at;
    for (uint32_t t = 0; t < trees->count; t++)
        for (int d = 0; d < TREES_DEPTH; d++) {
            const uint8_t *question = trees->trees + t * TREES_BYTES + 3 * d;
            *what = "a question out of range";
            if (question[0] >= trees->columns || abs(question[1] - 128) > TREES_REACH || question[2] > TREES_MOST)
                return false;
        }
    *what = "a score out of range";
    for (uint32_t t = 0; t < trees->count; t++)
        for (int leaf = 0; leaf < TREES_LEAVES; leaf++)
            if (abs(leaf_value(trees->trees + t * TREES_BYTES + 3 * TREES_DEPTH, leaf)) > TREES_LEAF_MOST)
                return false;
    return true;
}

/* A tree as it is asked: the first row's cells in the columns of its questions, and its leaves as they are written. */
struct asked {
    const uint8_t *cells[TREES_DEPTH];
    const uint8_t *thresholds; /* of question d: thresholds[3 * d] */
    const uint8_t *leaves;
};

/* So many trees are asked in one pass over the rows, so that a score is read and written once for all of them; the
 * sums of a group fit into 16 bits. */
enum { GROUP = 8 };
_Static_assert(GROUP *TREES_LEAF_MOST <= INT16_MAX, "the scores of a group may overflow");

static const uint8_t nothing[2 * TREES_LEAVES]; /* the leaves of a tree that is not there */

static void take_tree(const uint8_t *tree, const struct sheet *sheet, struct asked *asked)
{
    for (int d = 0; d < TREES_DEPTH; d++)
        asked->cells[d] = sheet_column(sheet, tree[3 * d]) + tree[3 * d + 1] - 128;
    asked->thresholds = tree + 2;
    asked->leaves = tree + 3 * TREES_DEPTH;
}

static void take_group(const struct trees *trees, uint32_t first, const struct sheet *sheet, struct asked group[GROUP])
{
    for (uint32_t g = 0; g < GROUP; g++) {
        bool there = first + g < trees->count;
        take_tree(trees->trees + (size_t)(there ? first + g : first) * TREES_BYTES, sheet, &group[g]);
        if (!there)
            group[g].leaves = nothing;
    }
}

/* Sixteen values, a question to all at once; a language extension of both gcc and clang. */
typedef int8_t lanes __attribute__((vector_size(16))); /* signed, since that compares in one instruction */
enum { LANES = sizeof(lanes) };

/* The leaves of TREES_STEP rows from `row` on; a comparison gives -1 where it holds, else 0. */
static inline void find_leaves(const struct asked *asked, size_t row, uint8_t leaves[TREES_STEP])
{
    for (int part = 0; part < TREES_STEP; part += LANES) {
        lanes leaf = {0}, values;
        for (int d = TREES_DEPTH; d-- > 0;) {
            memcpy(&values, asked->cells[d] + row + part, sizeof values);
            leaf = leaf + leaf - (values > (lanes){0} + (int8_t)asked->thresholds[3 * d]);
        }
        memcpy(leaves + part, &leaf, sizeof leaf);
    }
}

static void add_group(const struct asked group[GROUP], size_t rows, int32_t *scores)
{
    int16_t values[GROUP][TREES_LEAVES];
    uint8_t leaves[GROUP][TREES_STEP];
    for (int g = 0; g < GROUP; g++)
        for (int leaf = 0; leaf < TREES_LEAVES; leaf++)
            values[g][leaf] = leaf_value(group[g].leaves, leaf);
    for (size_t row = 0; row < rows; row += TREES_STEP) {
        size_t left = rows - row < TREES_STEP ? rows - row : TREES_STEP;
        for (int g = 0; g < GROUP; g++)
            find_leaves(&group[g], row, leaves[g]);
        for (size_t i = 0; i < left; i++)
            for (int g = 0; g < GROUP; g++)
                scores[row + i] += values[g][leaves[g][i]];
    }
}

void trees_score_plainly(const struct trees *trees, const struct sheet *sheet, int32_t *scores)
{
    struct asked group[GROUP];
    for (size_t row = 0; row < sheet->rows; row++)
        scores[row] = trees->bias;
    for (uint32_t t = 0; t < trees->count; t += GROUP) {
        take_group(trees, t, sheet, group);
        add_group(group, sheet->rows, scores);
    }
}

#ifdef WIDE

/* The same, 32 rows at a time: the low and the high bytes of half a tree's leaves are tables of 16 bytes, in which one
 * instruction looks up all rows. Questions are asked the other way round (is the value below?), since that compares
 * with memory, so the tables are, too. */
struct wide_tree {
    __m256i low[2], high[2]; /* by the answer to the last question */
    const uint8_t *cells[TREES_DEPTH];
    char least[TREES_DEPTH];
};

/* The 16 leaves at `leaves` from the last to the first: their low bytes, and their high bytes, each twice. */
WIDE static inline void take_leaves(const uint8_t *leaves, __m256i *low, __m256i *high)
{
    const __m128i even = _mm_set1_epi16(0x00FF);
    const __m128i backwards = _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    __m128i first = _mm_loadu_si128((const __m128i *)(const void *)leaves);
    __m128i second = _mm_loadu_si128((const __m128i *)(const void *)(leaves + 16));
    __m128i lows = _mm_packus_epi16(_mm_and_si128(first, even), _mm_and_si128(second, even));
    __m128i highs = _mm_packus_epi16(_mm_srli_epi16(first, 8), _mm_srli_epi16(second, 8));
    *low = _mm256_broadcastsi128_si256(_mm_shuffle_epi8(lows, backwards));
    *high = _mm256_broadcastsi128_si256(_mm_shuffle_epi8(highs, backwards));
}

WIDE static void widen(const struct asked *asked, struct wide_tree *wide)
{
    for (int d = 0; d < TREES_DEPTH; d++) {
        wide->cells[d] = asked->cells[d];
        wide->least[d] = (char)(asked->thresholds[3 * d] + 1);
    }
    take_leaves(asked->leaves + TREES_LEAVES, &wide->low[0], &wide->high[0]);
    take_leaves(asked->leaves, &wide->low[1], &wide->high[1]);
}

/* -1 where the answer to question `d` is no, else 0. */
WIDE static inline __m256i refuse(const struct wide_tree *tree, int d, size_t row)
{
    return _mm256_cmpgt_epi8(_mm256_set1_epi8(tree->least[d]),
                             _mm256_loadu_si256((const __m256i *)(const void *)(tree->cells[d] + row)));
}

/* Adds the tree's scores of 32 rows to the sums of rows 0 to 7 and 16 to 23, and of the others. */
WIDE static inline void add_tree(const struct wide_tree *tree, size_t row, __m256i *some, __m256i *others)
{
    __m256i leaf = refuse(tree, 3, row), last = refuse(tree, 4, row);
    for (int d = 3; d-- > 0;)
        leaf = _mm256_add_epi8(_mm256_add_epi8(leaf, leaf), refuse(tree, d, row));
    leaf = _mm256_sub_epi8(_mm256_setzero_si256(), leaf);
    __m256i low =
        _mm256_blendv_epi8(_mm256_shuffle_epi8(tree->low[0], leaf), _mm256_shuffle_epi8(tree->low[1], leaf), last);
    __m256i high =
        _mm256_blendv_epi8(_mm256_shuffle_epi8(tree->high[0], leaf), _mm256_shuffle_epi8(tree->high[1], leaf), last);
    *some = _mm256_add_epi16(*some, _mm256_unpacklo_epi8(low, high));
    *others = _mm256_add_epi16(*others, _mm256_unpackhi_epi8(low, high));
}

WIDE static inline void add_eight(__m128i sums, int32_t *scores)
{
    __m256i *to = (__m256i *)(void *)scores;
    _mm256_storeu_si256(to, _mm256_add_epi32(_mm256_loadu_si256(to), _mm256_cvtepi16_epi32(sums)));
}

WIDE static void add_rows(const struct wide_tree group[GROUP], size_t row, int32_t scores[TREES_STEP])
{
    __m256i some = _mm256_setzero_si256(), others = some;
    for (int g = 0; g < GROUP; g++)
        add_tree(&group[g], row, &some, &others);
    add_eight(_mm256_castsi256_si128(some), scores);
    add_eight(_mm256_castsi256_si128(others), scores + 8);
    add_eight(_mm256_extracti128_si256(some, 1), scores + 16);
    add_eight(_mm256_extracti128_si256(others, 1), scores + 24);
}

WIDE static void score_widely(const struct trees *trees, const struct sheet *sheet, int32_t *scores)
{
    struct asked group[GROUP];
    struct wide_tree wide[GROUP];
    size_t whole = sheet->rows / TREES_STEP * TREES_STEP;
    int32_t rest[TREES_STEP];
    for (size_t row = 0; row < whole; row++)
        scores[row] = trees->bias;
    for (int i = 0; i < TREES_STEP; i++)
        rest[i] = trees->bias;
    for (uint32_t t = 0; t < trees->count; t += GROUP) {
        take_group(trees, t, sheet, group);
        for (int g = 0; g < GROUP; g++)
            widen(&group[g], &wide[g]);
        for (size_t row = 0; row < whole; row += TREES_STEP)
            add_rows(wide, row, scores + row);
        add_rows(wide, whole, rest);
    }
    memcpy(scores + whole, rest, (sheet->rows - whole) * sizeof *scores);
}

#endif

void trees_score(const struct trees *trees, const struct sheet *sheet, int32_t *scores)
{
#ifdef WIDE
    if (wide_here()) {
        score_widely(trees, sheet, scores);
        return;
    }
#endif
    trees_score_plainly(trees, sheet, scores);
}

/* 1000 / (1 + e^-x) for x = 0, 1/8, 2/8, ... 8, rounded. */
const uint16_t trees_chances[65] = {
    500, 531, 562, 593, 622, 651, 679, 706, 731, 755, 777, 798, 818, 835, 852, 867, 881, 893,  905,  915,  924,  932,
    940, 946, 953, 958, 963, 967, 971, 974, 977, 980, 982, 984, 986, 988, 989, 990, 991, 992,  993,  994,  995,  995,
    996, 996, 997, 997, 998, 998, 998, 998, 998, 999, 999, 999, 999, 999, 999, 999, 999, 1000, 1000, 1000, 1000,
};
