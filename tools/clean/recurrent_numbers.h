/* recurrent_numbers: a network's weights and what it makes of rows, in whole numbers. Private to the module recurrent.
 *
 * Always holds: a fraction is kept as the whole number next to 2^bits times it, the bits being named below; sums have
 * 32 bits and what is multiplied 16. What goes into a gate is a third (candidate) or a sixth (reset, update) of what
 * training knows, so that it squashes -1 to 1.
 */
#ifndef BROADSHEET_CLEAN_RECURRENT_NUMBERS_H
#define BROADSHEET_CLEAN_RECURRENT_NUMBERS_H

#include "recurrent.h"

enum {
    CELL_BITS = 18,  /* of a sum over cells */
    EMBED_BITS = 10, /* of a row's units, which are below 32 */
    STATE_BITS = 14,
    JOINT_BITS = 10,
    GATE_BITS = 15,      /* of what is squashed, and of gates */
    CANDIDATE_BITS = 12, /* of what makes a candidate, before it is squashed: it may be as large as 8 */
    FROM_EMBED_BITS = 13,
    FROM_STATE_BITS = 14,
    JOINT_STATE_BITS = 12,
    JOINT_EMBED_BITS = 12,
    OUT_BITS = 12,
    SCORE_BITS = 18, /* of a sum of scores */
    MOST_SHIFT = 9,  /* of a cell: it stays below 2^15 */
};

enum { WIDTH = 16, EMBED_PAIRS = RECURRENT_EMBED / 2, STATE_PAIRS = RECURRENT_HIDDEN / 2 };

/* The units of a row, in fours with room for as many behind each: so packing instructions leave them. */
typedef int16_t units[2 * WIDTH];
/* What two units bring to WIDTH others. */
typedef int16_t pair_weights[WIDTH][2];
/* What goes into WIDTH units. */
typedef int32_t sums[WIDTH];

/* Where units 2 * pair and 2 * pair + 1 stand. */
static inline size_t pair_place(int pair)
{
    return (size_t)(pair / 2 * 8 + pair % 2 * 2);
}

static inline size_t unit_place(int unit)
{
    return pair_place(unit / 2) + (size_t)(unit % 2);
}

/* One way's three gates: reset, update, candidate. */
struct way_numbers {
    pair_weights from_embed[3][EMBED_PAIRS], from_state[STATE_PAIRS][3];
    sums bias[3];
};

struct recurrent_numbers {
    _Alignas(64) struct way_numbers ways[2];
    pair_weights joint_state[2 * STATE_PAIRS], joint_embed[EMBED_PAIRS];
    sums joint_bias, embed_bias;
    units out;
    int32_t out_bias;
    int16_t inputs[RECURRENT_INPUTS][WIDTH]; /* CELL_BITS less the input's shift */
    sums kinds[RECURRENT_INPUTS];            /* the same at CELL_BITS */
};

#endif
