/* trees: boosted oblivious trees over columns of small integers.
 *
 * A tree asks the same DEPTH questions of every row: is the value in this column, so many rows further, above a
 * threshold? The answers are the bits of its leaf's number. All rows are asked at once, 16 or 32 at a time.
 * Always holds: values are 0..63; scores are integers (1024 is one unit of log odds), the same on every machine.
 * Oblivious trees: Kohavi 1994; boosted: Prokhorenkova et al. 2018 (CatBoost). A file is text, then bytes: lines
 * `name: value` (broadsheet-trees: 1, task, columns, trees, bias, data, licence, score), an empty line, then a tree
 * after the other: DEPTH questions of three bytes (column, rows further + 128, threshold), LEAVES scores of two
 * bytes, low byte first, at most TREES_LEAF_MOST either way.
 */
#ifndef BROADSHEET_CLEAN_TREES_H
#define BROADSHEET_CLEAN_TREES_H

#include <stdint.h>

#include "memory.h"
#include "slice.h"

enum {
    TREES_DEPTH = 5,
    TREES_LEAVES = 1 << TREES_DEPTH,
    TREES_BYTES = 3 * TREES_DEPTH + 2 * TREES_LEAVES, /* of a tree in a file */
    TREES_UNIT = 1024,
    TREES_MOST = 63,                      /* of a value */
    TREES_LEAF_MOST = 4 * TREES_UNIT - 1, /* of a leaf's score, either way */
    TREES_REACH = 16,                     /* no question looks further than this many rows */
    TREES_STEP = 32,                      /* columns are padded to a multiple of this */
};

/* Rows of values, a column after the other. Row r of column c stands at cells[c * stride + TREES_REACH + r]; the
 * TREES_REACH cells before the first row and at least as many behind the last are there to be read, and zero. */
struct sheet {
    uint8_t *cells;
    size_t rows, stride;
    uint32_t columns;
};

/* A zeroed sheet in `arena`. */
void sheet_make(struct sheet *sheet, struct arena *arena, size_t rows, uint32_t columns);

static inline uint8_t *sheet_column(const struct sheet *sheet, uint32_t column)
{
    return sheet->cells + column * sheet->stride + TREES_REACH;
}

struct trees {
    const uint8_t *trees;
    uint32_t count, columns;
    int32_t bias;
};

/* Opens a file of trees for `task`; false with *what set if the bytes are none. */
bool trees_open(struct trees *trees, struct slice file, const char *task, const char **what);

/* Writes the score of every row of the sheet to `scores`. The sheet must have the columns of the trees. */
void trees_score(const struct trees *trees, const struct sheet *sheet, int32_t *scores);
/* The same on any machine: what trees_score does where it knows nothing faster. */
void trees_score_plainly(const struct trees *trees, const struct sheet *sheet, int32_t *scores);

/* 1000 / (1 + e^-score), from a table: the same everywhere. */
extern const uint16_t trees_chances[65];
static inline unsigned trees_chance(int32_t score)
{
    uint32_t size = score < 0 ? 0u - (uint32_t)score : (uint32_t)score;
    uint32_t step = TREES_UNIT / 8, at = size / step;
    unsigned chance = 1000;
    if (at < 64)
        chance = trees_chances[at] + (trees_chances[at + 1] - trees_chances[at]) * (size % step) / step;
    return score < 0 ? 1000 - chance : chance;
}

#endif
