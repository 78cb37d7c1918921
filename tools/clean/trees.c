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
typedef uint8_t lanes __attribute__((vector_size(16)));
enum { LANES = sizeof(lanes) };

/* The answers of LANES rows from `cells` on: `bit` where the value is above the threshold. */
static inline lanes answers(const uint8_t *cells, uint8_t threshold, uint8_t bit)
{
    lanes values;
    memcpy(&values, cells, sizeof values);
    return (lanes)(values > threshold) & bit;
}

static inline int32_t leaf_score(const uint8_t *values, unsigned leaf)
{
    return (int16_t)(values[2 * leaf] | values[2 * leaf + 1] << 8);
}

/* Adds one tree's scores to TREES_STEP rows from `row` on. */
static inline void add_tree(const uint8_t *tree, const struct sheet *sheet, size_t row, int32_t *scores)
{
    lanes leaf[TREES_STEP / LANES] = {{0}};
    for (int d = 0; d < TREES_DEPTH; d++) {
        const uint8_t *question = tree + 3 * d;
        const uint8_t *cells = sheet_column(sheet, question[0]) + row + question[1] - 128;
        for (int part = 0; part < TREES_STEP / LANES; part++)
            leaf[part] |= answers(cells + part * LANES, question[2], (uint8_t)(1 << d));
    }
    uint8_t leaves[TREES_STEP];
    memcpy(leaves, leaf, sizeof leaves);
    const uint8_t *values = tree + 3 * TREES_DEPTH;
    for (int i = 0; i < TREES_STEP; i += 4) {
        scores[i] += leaf_score(values, leaves[i]);
        scores[i + 1] += leaf_score(values, leaves[i + 1]);
        scores[i + 2] += leaf_score(values, leaves[i + 2]);
        scores[i + 3] += leaf_score(values, leaves[i + 3]);
    }
}

void trees_score(const struct trees *trees, const struct sheet *sheet, int32_t *scores)
{
    for (size_t row = 0; row < sheet->rows; row += TREES_STEP) {
        int32_t sums[TREES_STEP];
        for (int i = 0; i < TREES_STEP; i++)
            sums[i] = trees->bias;
        for (uint32_t t = 0; t < trees->count; t++)
            add_tree(trees->trees + (size_t)t * TREES_BYTES, sheet, row, sums);
        size_t left = sheet->rows - row;
        memcpy(scores + row, sums, (left < TREES_STEP ? left : TREES_STEP) * sizeof *sums);
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
