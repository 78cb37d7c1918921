#include "trees.h"

#include <stdlib.h>
#include <string.h>

void sheet_make(struct sheet *sheet, struct arena *arena, size_t rows, uint32_t columns)
{
    size_t stride = (rows + 2 * TREES_REACH + TREES_STEP - 1) / TREES_STEP * TREES_STEP + TREES_STEP;
    *sheet = (struct sheet){arena_array(arena, stride * columns + TREES_STEP, 1), rows, stride, columns};
}

static bool take_header(struct slice *file, struct slice *name, struct slice *value)
{
    struct slice line;
    if (!slice_line(file, &line) || line.size == 0)
        return false;
    *value = line;
    slice_field(value, ':', name);
    *value = slice_trim(*value);
    return true;
}

static long number(struct slice value)
{
    char digits[16] = {0};
    memcpy(digits, value.at, value.size < 15 ? value.size : 15);
    return strtol(digits, NULL, 10);
}

bool trees_open(struct trees *trees, struct slice file, const char *task, const char **what)
{
    *trees = (struct trees){0};
    struct slice name, value;
    bool right_task = false, right_version = false;
    while (take_header(&file, &name, &value)) {
        if (slice_is(name, "broadsheet-trees"))
            right_version = slice_is(value, "1");
        else if (slice_is(name, "task"))
            right_task = slice_is(value, task);
        else if (slice_is(name, "trees"))
            trees->count = (uint32_t)number(value);
        else if (slice_is(name, "columns"))
            trees->columns = (uint32_t)number(value);
        else if (slice_is(name, "bias"))
            trees->bias = (int32_t)number(value);
    }
    *what = !right_version ? "no file of trees" : !right_task ? "trees for another task" : "trees cut short";
    if (!right_version || !right_task || file.size != (size_t)trees->count * TREES_BYTES)
        return false;
    trees->trees = (const uint8_t *)file.at;
    for (uint32_t t = 0; t < trees->count; t++)
        for (int d = 0; d < TREES_DEPTH; d++) {
            const uint8_t *question = trees->trees + t * TREES_BYTES + 3 * d;
            *what = "a question out of range";
            if (question[0] >= trees->columns || abs(question[1] - 128) > TREES_REACH)
                return false;
        }
    return true;
}

/* Sixteen values, a question to all at once; a language extension of both gcc and clang. */
typedef int8_t lanes __attribute__((vector_size(16))); /* signed, since that compares in one instruction */
enum { LANES = sizeof(lanes) };

/* A tree as it is asked: the first row's cells in the columns of its questions, and its scores as numbers. */
struct asked {
    const uint8_t *cells[TREES_DEPTH];
    lanes thresholds[TREES_DEPTH];
    int32_t values[TREES_LEAVES];
};

static void take_tree(const uint8_t *tree, const struct sheet *sheet, struct asked *asked)
{
    for (int d = 0; d < TREES_DEPTH; d++, tree += 3) {
        asked->cells[d] = sheet_column(sheet, tree[0]) + tree[1] - 128;
        asked->thresholds[d] = (lanes){0} + (int8_t)tree[2];
    }
    for (int leaf = 0; leaf < TREES_LEAVES; leaf++, tree += 2)
        asked->values[leaf] = (int16_t)(tree[0] | tree[1] << 8);
}

/* The leaves of TREES_STEP rows from `row` on; a comparison gives -1 where it holds, else 0. */
static inline void find_leaves(const struct asked *asked, size_t row, uint8_t leaves[TREES_STEP])
{
    for (int part = 0; part < TREES_STEP; part += LANES) {
        lanes leaf = {0}, values;
        for (int d = TREES_DEPTH; d-- > 0;) {
            memcpy(&values, asked->cells[d] + row + part, sizeof values);
            leaf = leaf + leaf - (values > asked->thresholds[d]);
        }
        memcpy(leaves + part, &leaf, sizeof leaf);
    }
}

/* So many trees are asked in one pass over the rows, so that a score is read and written once for all of them. */
enum { GROUP = 4 };

static void add_group(const struct asked group[GROUP], size_t rows, int32_t *scores)
{
    uint8_t leaves[GROUP][TREES_STEP];
    for (size_t row = 0; row < rows; row += TREES_STEP) {
        size_t left = rows - row < TREES_STEP ? rows - row : TREES_STEP;
        for (int g = 0; g < GROUP; g++)
            find_leaves(&group[g], row, leaves[g]);
        for (size_t i = 0; i < left; i++)
            scores[row + i] += group[0].values[leaves[0][i]] + group[1].values[leaves[1][i]] +
                               group[2].values[leaves[2][i]] + group[3].values[leaves[3][i]];
    }
}

void trees_score(const struct trees *trees, const struct sheet *sheet, int32_t *scores)
{
    struct asked group[GROUP];
    for (size_t row = 0; row < sheet->rows; row++)
        scores[row] = trees->bias;
    for (uint32_t t = 0; t < trees->count; t += GROUP) {
        for (uint32_t g = 0; g < GROUP; g++) {
            bool there = t + g < trees->count;
            take_tree(trees->trees + (size_t)(there ? t + g : t) * TREES_BYTES, sheet, &group[g]);
            if (!there)
                memset(group[g].values, 0, sizeof group[g].values);
        }
        add_group(group, sheet->rows, scores);
    }
}

/* 1000 / (1 + e^-x) for x = 0, 1/8, 2/8, ... 8, rounded. */
static const uint16_t chances[65] = {
    500, 531, 562, 593, 622, 651, 679, 706, 731, 755, 777, 798, 818, 835, 852, 867, 881, 893,  905,  915,  924,  932,
    940, 946, 953, 958, 963, 967, 971, 974, 977, 980, 982, 984, 986, 988, 989, 990, 991, 992,  993,  994,  995,  995,
    996, 996, 997, 997, 998, 998, 998, 998, 998, 999, 999, 999, 999, 999, 999, 999, 999, 1000, 1000, 1000, 1000,
};

unsigned trees_chance(int32_t score)
{
    uint32_t size = score < 0 ? 0u - (uint32_t)score : (uint32_t)score;
    uint32_t step = TREES_UNIT / 8, at = size / step;
    unsigned chance = 1000;
    if (at < 64)
        chance = chances[at] + (chances[at + 1] - chances[at]) * (size % step) / step;
    return score < 0 ? 1000 - chance : chance;
}
