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
    UNITS_AT_ONCE = LANES == 16 ? 4 : 1,
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

/* A column as the networks take it: its cells as numbers, or, if `kinds` > 0, which of so many values from `first` on
 * each is. `input` is the first of its inputs. */
struct seen_column {
    const uint8_t *cells;
    uint32_t input;
    unsigned first, kinds;
};

static inline uint32_t columns_of(const struct recurrent *network, const struct sheet *sheet,
                                  struct seen_column columns[RECURRENT_INPUTS])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < network->input_count; i++) {
        struct recurrent_input input = network->inputs[i];
        struct seen_column *last = &columns[count ? count - 1 : 0];
        const uint8_t *cells = sheet_column(sheet, input.column);
        if (count > 0 && last->kinds > 0 && last->cells == cells && input.value == last->first + last->kinds)
            last->kinds++;
        else
            columns[count++] = (struct seen_column){cells, i, input.value, input.value != RECURRENT_NUMBER};
    }
    return count;
}

enum { NO_INPUT = UINT16_MAX };

/* What a column says of a block of rows: a factor for each row, or if it holds kinds the input of each. */
struct seen_cells {
    uint32_t input;
    bool kinds;
    float factors[BLOCK];
    uint16_t inputs[BLOCK];
};

LANES_CODE static inline void see_kinds(const struct seen_column *column, size_t row, struct seen_cells *seen)
{
    *seen = (struct seen_cells){.kinds = true};
    for (int i = 0; i < BLOCK; i++) {
        unsigned kind = column->cells[row + i] - column->first;
        seen->inputs[i] = kind < column->kinds ? (uint16_t)(column->input + kind) : NO_INPUT;
    }
}

LANES_CODE static inline void cells_to_numbers(const uint8_t *cells, float numbers[BLOCK])
{
#ifdef LANES_NUMBERS
    LANES_NUMBERS(cells, numbers);
#else
    for (int i = 0; i < BLOCK; i++)
        numbers[i] = (float)cells[i];
#endif
}

/* Writes what the columns say of a block; those that are 0 in all its rows add nothing, and are left out. */
LANES_CODE static inline uint32_t see_block(const struct seen_column *columns, uint32_t count, size_t row,
                                            struct seen_cells *seen)
{
    static const uint8_t nothing[BLOCK];
    uint32_t live = 0;
    for (uint32_t c = 0; c < count; c++) {
        const uint8_t *cells = columns[c].cells + row;
        if (columns[c].kinds > 0) {
            see_kinds(&columns[c], row, &seen[live++]);
            continue;
        }
        seen[live].input = columns[c].input;
        seen[live].kinds = false;
        cells_to_numbers(cells, seen[live].factors);
        live += memcmp(cells, nothing, BLOCK) != 0;
    }
    return live;
}

LANES_CODE static inline struct sums add_kinds(struct sums sums, const struct seen_cells *seen,
                                               const float (*weights)[RECURRENT_EMBED])
{
    static const float nothing[RECURRENT_EMBED];
#pragma GCC unroll 8
    for (int i = 0; i < BLOCK; i++) {
        const float *row = seen->inputs[i] != NO_INPUT ? weights[seen->inputs[i]] : nothing;
#pragma GCC unroll 4
        for (int part = 0; part < DENSE_PARTS; part++)
            sums.at[i][part] = sums.at[i][part] + lanes_read(row + part * LANES);
    }
    return sums;
}

/* A number for each unit of a way's three gates. */
typedef float gate_room[3][HIDDEN_ROOM];

/* A way's weights, moved to where lanes read them fastest. */
struct spread_way {
    _Alignas(64) gate_room from_embed[RECURRENT_EMBED + 1]; /* the last one's are 0 */
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
    memset(to->from_embed[RECURRENT_EMBED], 0, sizeof to->from_embed[RECURRENT_EMBED]);
}

/* Which units of a row are not 0, a bit for each. */
LANES_CODE static inline unsigned live_units(const float row[RECURRENT_EMBED])
{
    unsigned live = 0;
    for (int i = 0; i < RECURRENT_EMBED; i += LANES)
        live |= lanes_live(lanes_read(row + i)) << i;
    return live;
}

/* What a row's units bring to a way's gates, before the state is known. Two units of three are 0 and are left out;
 * where units cost little, but for a few to make whole fours, as no one could predict how many there are. */
LANES_CODE static inline struct gates drive(const struct spread_way *way, const float row[RECURRENT_EMBED])
{
    struct gates gates = gates_read(way->bias[0], HIDDEN_ROOM);
    for (unsigned live = live_units(row); live != 0;)
#pragma GCC unroll 4
        for (int n = 0; n < UNITS_AT_ONCE; n++, live &= live - 1) {
            int i = __builtin_ctz(live | 1u << RECURRENT_EMBED);
            gates = gates_add(gates, row[i % RECURRENT_EMBED], way->from_embed[i]);
        }
    return gates;
}

/* One step: the state before becomes the one behind a row. */
LANES_CODE static inline void step(const struct spread_way *way, const float row[RECURRENT_EMBED], const float *old,
                                   float *state)
{
    static const gate_room nothing;
    struct gates gates = drive(way, row), back = gates_read(nothing[0], HIDDEN_ROOM);
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

/* One of the networks at work: what it has made of each row. */
struct work {
    const struct recurrent_weights *weights;
    float (*embedded)[RECURRENT_EMBED];
    states *ahead, *behind; /* of the rows, after a row of zeros where each way starts */
    struct spread_way ways[2];
};

/* Memory that starts where the widest lanes do, which are read in two halves elsewhere. */
static inline void *allocate_aligned(struct arena *arena, size_t bytes)
{
    const uintptr_t whole = 64;
    char *start = arena_allocate(arena, bytes + whole - 1);
    return start + (-(uintptr_t)start & (whole - 1));
}

LANES_CODE static inline void start_work(const struct recurrent_weights *weights, size_t rows, struct arena *arena,
                                         struct work *work)
{
    size_t room = rows + BLOCK + 1;
    work->weights = weights;
    work->embedded = allocate_aligned(arena, room * sizeof *work->embedded);
    work->ahead = allocate_aligned(arena, room * sizeof *work->ahead);
    work->behind = allocate_aligned(arena, room * sizeof *work->behind);
    memset(work->ahead[0], 0, sizeof *work->ahead);
    memset(work->behind[rows], 0, sizeof *work->behind);
    spread(&weights->ways[0], &work->ways[0]);
    spread(&weights->ways[1], &work->ways[1]);
}

/* What the dense layers make of each row's cells. */
LANES_CODE static inline void embed_rows(const struct recurrent *network, const struct sheet *sheet, struct work *works)
{
    struct seen_column columns[RECURRENT_INPUTS];
    struct seen_cells seen[RECURRENT_INPUTS];
    uint32_t count = columns_of(network, sheet, columns);
    for (size_t row = 0; row < sheet->rows; row += BLOCK) {
        uint32_t live = see_block(columns, count, row, seen);
        for (uint32_t k = 0; k < network->count; k++) {
            const struct recurrent_weights *weights = works[k].weights;
            struct sums sums = sums_start(weights->embed_bias);
            for (uint32_t c = 0; c < live; c++)
                sums = seen[c].kinds ? add_kinds(sums, &seen[c], weights->embed)
                                     : sums_add(sums, seen[c].factors, 1, weights->embed[seen[c].input]);
            sums_write(sums, works[k].embedded + row);
        }
    }
}

/* Both ways over all rows. A step waits for the one before it; the networks and ways do not wait for each other. */
LANES_CODE static inline void carry(struct work *works, uint32_t count, size_t rows)
{
    for (size_t i = 0; i < rows; i++)
        for (uint32_t k = 0; k < count; k++) {
            struct work *work = &works[k];
            size_t back = rows - 1 - i;
            step(&work->ways[0], work->embedded[i], work->ahead[i], work->ahead[i + 1]);
            step(&work->ways[1], work->embedded[back], work->behind[back + 1], work->behind[back]);
        }
}

/* Adds a network's scores of all rows. */
LANES_CODE static inline void join(const struct work *work, size_t rows, int32_t *scores)
{
    const struct recurrent_weights *weights = work->weights;
    for (size_t row = 0; row < rows; row += BLOCK) {
        float joint[BLOCK][RECURRENT_JOINT];
        struct sums sums = sums_start(weights->joint_bias);
        for (int i = 0; i < RECURRENT_HIDDEN; i++)
            sums = sums_add(sums, work->ahead[row + 1] + i, HIDDEN_ROOM, weights->joint[i]);
        for (int i = 0; i < RECURRENT_HIDDEN; i++)
            sums = sums_add(sums, work->behind[row] + i, HIDDEN_ROOM, weights->joint[RECURRENT_HIDDEN + i]);
        for (int i = 0; i < RECURRENT_EMBED; i++)
            sums = sums_add(sums, work->embedded[row] + i, RECURRENT_EMBED, weights->joint[2 * RECURRENT_HIDDEN + i]);
        sums_write(sums, joint);
        for (size_t i = 0; i < BLOCK && row + i < rows; i++)
            scores[row + i] += score_of(weights, joint[i]);
    }
}

LANES_CODE static inline void score_rows(const struct recurrent *network, const struct sheet *sheet,
                                         struct arena *arena, int32_t *scores)
{
    size_t rows = sheet->rows;
    struct work works[RECURRENT_NETWORKS];
    for (uint32_t k = 0; k < network->count; k++)
        start_work(&network->weights[k], rows, arena, &works[k]);
    embed_rows(network, sheet, works);
    carry(works, network->count, rows);
    memset(scores, 0, rows * sizeof *scores);
    for (uint32_t k = 0; k < network->count; k++)
        join(&works[k], rows, scores);
    for (size_t i = 0; i < rows; i++)
        scores[i] /= (int32_t)network->count;
}

#endif
