/* recurrent_rows: a network over all rows of a sheet, for lanes of any width. Included once by each file that is
 * compiled for a width, behind recurrent_lanes.h's LANES and LANES_CODE.
 *
 * Always holds: the same sums in the same order whatever the width. Units are no multiple of wide lanes: what the lanes
 * behind a gate's last unit hold are weights of other units that stand there, and what comes of them is not used.
 */
#ifndef BROADSHEET_CLEAN_RECURRENT_ROWS_H
#define BROADSHEET_CLEAN_RECURRENT_ROWS_H

#include <math.h>

#include "recurrent.h"
#include "recurrent_lanes.h"

enum {
    DENSE_PARTS = RECURRENT_EMBED / LANES,
    HIDDEN_PARTS = (RECURRENT_HIDDEN + LANES - 1) / LANES,
    HIDDEN_ROOM = HIDDEN_PARTS * LANES,
    BLOCK = LANES / 2, /* rows that the dense layers take at once */
};

_Static_assert(RECURRENT_EMBED == RECURRENT_JOINT && RECURRENT_EMBED % LANES == 0, "sums of other sizes");

/* The dense layers' sums of a block of rows, which stay in registers. */
struct sums {
    lanes at[BLOCK][DENSE_PARTS];
};

LANES_CODE static inline struct sums sums_start(const float *bias)
{
    struct sums sums;
#pragma GCC unroll 8
    for (int row = 0; row < BLOCK; row++)
#pragma GCC unroll 4
        for (int part = 0; part < DENSE_PARTS; part++)
            sums.at[row][part] = lanes_read(bias + part * LANES);
    return sums;
}

LANES_CODE static inline void sums_add_row(struct sums *sums, int row, float one, const float *weights)
{
    lanes factor = lanes_of(one);
#pragma GCC unroll 4
    for (int part = 0; part < DENSE_PARTS; part++) {
        lanes product = factor * lanes_read(weights + part * LANES);
        sums->at[row][part] = sums->at[row][part] + product;
    }
}

/* Adds to each row its factor times the weights; the factors stand `apart`. */
LANES_CODE static inline struct sums sums_add(struct sums sums, const float *factors, size_t apart,
                                              const float *weights)
{
#pragma GCC unroll 8
    for (int row = 0; row < BLOCK; row++)
        sums_add_row(&sums, row, factors[row * apart], weights);
    return sums;
}

LANES_CODE static inline void sums_write(struct sums sums, float (*to)[RECURRENT_EMBED])
{
#pragma GCC unroll 8
    for (int row = 0; row < BLOCK; row++)
#pragma GCC unroll 4
        for (int part = 0; part < DENSE_PARTS; part++)
            lanes_write(to[row] + part * LANES, lanes_rectify(sums.at[row][part]));
}

/* A column as the network takes it: its cells as numbers, or, if `kinds` > 0, which of so many values from `first` on
 * each is. */
struct seen_column {
    const uint8_t *cells;
    const float *weights;
    unsigned first, kinds;
};

/* What a cell can hold, as floats. */
struct numbers {
    float at[TREES_MOST + 1];
};

LANES_CODE static inline struct sums add_numbers(struct sums sums, const struct seen_column *column, size_t row,
                                                 const struct numbers *numbers)
{
#pragma GCC unroll 8
    for (int i = 0; i < BLOCK; i++)
        sums_add_row(&sums, i, numbers->at[column->cells[row + i]], column->weights);
    return sums;
}

LANES_CODE static inline struct sums add_kinds(struct sums sums, const struct seen_column *column, size_t row)
{
    static const float nothing[RECURRENT_EMBED];
#pragma GCC unroll 8
    for (int i = 0; i < BLOCK; i++) {
        unsigned kind = column->cells[row + i] - column->first;
        const float *weights = kind < column->kinds ? column->weights + kind * RECURRENT_EMBED : nothing;
#pragma GCC unroll 4
        for (int part = 0; part < DENSE_PARTS; part++)
            sums.at[i][part] = sums.at[i][part] + lanes_read(weights + part * LANES);
    }
    return sums;
}

/* What the dense layer makes of each row's cells. */
LANES_CODE static inline void embed_rows(const struct recurrent *network, const struct sheet *sheet,
                                         float (*rows)[RECURRENT_EMBED])
{
    struct seen_column columns[RECURRENT_INPUTS];
    struct numbers numbers;
    uint32_t count = 0;
    for (int i = 0; i <= TREES_MOST; i++)
        numbers.at[i] = (float)i;
    for (uint32_t i = 0; i < network->input_count; i++) {
        struct recurrent_input input = network->inputs[i];
        struct seen_column *last = &columns[count ? count - 1 : 0];
        const uint8_t *cells = sheet_column(sheet, input.column);
        if (count > 0 && last->kinds > 0 && last->cells == cells && input.value == last->first + last->kinds)
            last->kinds++;
        else
            columns[count++] =
                (struct seen_column){cells, network->weights->embed[i], input.value, input.value != RECURRENT_NUMBER};
    }
    for (size_t row = 0; row < sheet->rows; row += BLOCK) {
        struct sums sums = sums_start(network->weights->embed_bias);
        for (uint32_t c = 0; c < count; c++)
            sums = columns[c].kinds > 0 ? add_kinds(sums, &columns[c], row)
                                        : add_numbers(sums, &columns[c], row, &numbers);
        sums_write(sums, rows + row);
    }
}

/* A number for each unit of a way's three gates. */
typedef float gate_room[3][HIDDEN_ROOM];

/* A way's weights, moved to where lanes read them fastest. */
struct spread_way {
    _Alignas(64) gate_room from_embed[RECURRENT_EMBED];
    gate_room from_state[RECURRENT_HIDDEN], bias;
};

/* A way's three gates. */
struct gates {
    lanes at[3][HIDDEN_PARTS];
};

LANES_CODE static inline struct gates gates_read(const float *from, size_t apart)
{
    struct gates gates;
#pragma GCC unroll 3
    for (int gate = 0; gate < 3; gate++)
#pragma GCC unroll 3
        for (int part = 0; part < HIDDEN_PARTS; part++)
            gates.at[gate][part] = lanes_read(from + (size_t)gate * apart + part * LANES);
    return gates;
}

LANES_CODE static inline void gates_write(struct gates gates, gate_room to)
{
#pragma GCC unroll 3
    for (int gate = 0; gate < 3; gate++)
#pragma GCC unroll 3
        for (int part = 0; part < HIDDEN_PARTS; part++)
            lanes_write(to[gate] + part * LANES, gates.at[gate][part]);
}

LANES_CODE static inline struct gates gates_add(struct gates sums, float one, const gate_room weights)
{
    lanes factor = lanes_of(one);
#pragma GCC unroll 3
    for (int gate = 0; gate < 3; gate++)
#pragma GCC unroll 3
        for (int part = 0; part < HIDDEN_PARTS; part++) {
            lanes product = factor * lanes_read(weights[gate] + part * LANES);
            sums.at[gate][part] = sums.at[gate][part] + product;
        }
    return sums;
}

LANES_CODE static inline void spread(const struct recurrent_way *way, struct spread_way *to)
{
    for (int i = 0; i < RECURRENT_EMBED; i++)
        gates_write(gates_read(way->from_embed[i], RECURRENT_HIDDEN), to->from_embed[i]);
    for (int i = 0; i < RECURRENT_HIDDEN; i++)
        gates_write(gates_read(way->from_state[i], RECURRENT_HIDDEN), to->from_state[i]);
    gates_write(gates_read(way->bias, RECURRENT_HIDDEN), to->bias);
}

/* Which units of a row are not 0, a bit for each. */
LANES_CODE static inline unsigned live_units(const float row[RECURRENT_EMBED])
{
    unsigned live = 0;
    for (int i = 0; i < RECURRENT_EMBED; i += LANES)
        live |= lanes_live(lanes_read(row + i)) << i;
    return live;
}

/* What a row's units bring to the gates of both ways, before any state is known. Two units of three are 0, and are
 * left out. */
LANES_CODE static inline void drive(const struct spread_way ways[2], const float row[RECURRENT_EMBED], gate_room to[2])
{
    struct gates ahead = gates_read(ways[0].bias[0], HIDDEN_ROOM), behind = gates_read(ways[1].bias[0], HIDDEN_ROOM);
    for (unsigned live = live_units(row); live != 0; live &= live - 1) {
        int i = __builtin_ctz(live);
        ahead = gates_add(ahead, row[i], ways[0].from_embed[i]);
        behind = gates_add(behind, row[i], ways[1].from_embed[i]);
    }
    gates_write(ahead, to[0]);
    gates_write(behind, to[1]);
}

/* One step: the state before becomes the one behind what drives the gates. */
LANES_CODE static inline void step(const struct spread_way *way, const gate_room drives, const float *old, float *state)
{
    static const gate_room nothing;
    struct gates gates = gates_read(drives[0], HIDDEN_ROOM), back = gates_read(nothing[0], HIDDEN_ROOM);
#pragma GCC unroll 12
    for (int i = 0; i < RECURRENT_HIDDEN; i++)
        back = gates_add(back, old[i], way->from_state[i]);
#pragma GCC unroll 3
    for (int part = 0; part < HIDDEN_PARTS; part++) {
        lanes reset = lanes_gate(gates.at[0][part] + back.at[0][part]);
        lanes update = lanes_gate(gates.at[1][part] + back.at[1][part]);
        lanes remembered = reset * back.at[2][part];
        lanes candidate = lanes_squash(gates.at[2][part] + remembered);
        lanes change = update * (lanes_read(old + part * LANES) - candidate);
        lanes_write(state + part * LANES, candidate + change);
    }
}

LANES_CODE static inline int32_t score_of(const struct recurrent_weights *weights, const float joint[RECURRENT_JOINT])
{
    float score = weights->out_bias[0], parts[RECURRENT_JOINT];
    for (int part = 0; part < RECURRENT_JOINT; part += LANES)
        lanes_write(parts + part, lanes_read(joint + part) * lanes_read(weights->out + part));
    for (int i = 0; i < RECURRENT_JOINT; i++)
        score += parts[i];
    return (int32_t)lrintf(score * TREES_UNIT);
}

/* States, with room for what the lanes behind the last unit hold. */
typedef float states[HIDDEN_ROOM];

LANES_CODE static inline void score_rows(const struct recurrent *network, const struct sheet *sheet,
                                         struct arena *arena, int32_t *scores)
{
    size_t n = sheet->rows, room = n + BLOCK + 1;
    const struct recurrent_weights *weights = network->weights;
    float(*embedded)[RECURRENT_EMBED] = arena_allocate(arena, room * sizeof *embedded);
    states *ahead = arena_allocate(arena, room * sizeof *ahead), *behind = arena_allocate(arena, room * sizeof *behind);
    gate_room(*drives)[2] = arena_allocate(arena, room * sizeof *drives);
    struct spread_way ways[2];
    states start = {0};
    spread(&weights->ways[0], &ways[0]);
    spread(&weights->ways[1], &ways[1]);
    embed_rows(network, sheet, embedded);
    for (size_t i = 0; i < n; i++)
        drive(ways, embedded[i], drives[i]);
    for (size_t i = 0; i < n; i++) {
        size_t k = n - 1 - i;
        step(&ways[0], drives[i][0], i > 0 ? ahead[i - 1] : start, ahead[i]);
        step(&ways[1], drives[k][1], i > 0 ? behind[k + 1] : start, behind[k]);
    }
    for (size_t row = 0; row < n; row += BLOCK) {
        float joint[BLOCK][RECURRENT_JOINT];
        struct sums sums = sums_start(weights->joint_bias);
        for (int i = 0; i < RECURRENT_HIDDEN; i++)
            sums = sums_add(sums, ahead[row] + i, HIDDEN_ROOM, weights->joint[i]);
        for (int i = 0; i < RECURRENT_HIDDEN; i++)
            sums = sums_add(sums, behind[row] + i, HIDDEN_ROOM, weights->joint[RECURRENT_HIDDEN + i]);
        for (int i = 0; i < RECURRENT_EMBED; i++)
            sums = sums_add(sums, embedded[row] + i, RECURRENT_EMBED, weights->joint[2 * RECURRENT_HIDDEN + i]);
        sums_write(sums, joint);
        for (size_t i = 0; i < BLOCK && row + i < n; i++)
            scores[row + i] = score_of(weights, joint[i]);
    }
}

#endif
