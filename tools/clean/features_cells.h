/* features_cells: how numbers become the values of a sheet's cells. Private to features_sheet and features_markup.
 *
 * Always holds: a cell is 0..63 and comes from integers.
 */
#ifndef BROADSHEET_CLEAN_FEATURES_CELLS_H
#define BROADSHEET_CLEAN_FEATURES_CELLS_H

#include "features_sheet.h"

static inline uint8_t at_most(uint64_t value, uint8_t most)
{
    return value < most ? (uint8_t)value : most;
}

/* A score as a column's value: 32 is even odds, a step is a sixth of a unit. */
static inline uint8_t score_cell(int64_t score)
{
    int64_t cell = 32 + score * 6 / TREES_UNIT;
    return cell < 0 ? 0 : cell > 63 ? 63 : (uint8_t)cell;
}

/* Windows are summed as differences of running sums, so that one costs two subtractions. */

struct window {
    size_t from, to;
};

static inline struct window window(size_t count, size_t at, size_t back, size_t ahead)
{
    return (struct window){at > back ? at - back : 0, at + ahead + 1 < count ? at + ahead + 1 : count};
}

#endif
