/* recurrent_rows: networks over all rows of a sheet, for lanes of any width. Included once by each file that is
 * compiled for a width, behind what says how wide a register is: LANES (numbers of 32 bits in one, or twice as many
 * halves), what functions are marked with (LANES_CODE), the type `lanes`, and the functions lanes_*, which recurrent.c
 * tells plainly.
 *
 * Always holds: the same sums whatever the width.
 */
#ifndef BROADSHEET_CLEAN_RECURRENT_ROWS_H
#define BROADSHEET_CLEAN_RECURRENT_ROWS_H

#include <stddef.h>
#include <string.h>

#include "recurrent_numbers.h"

enum {
    PARTS = WIDTH / LANES,
    HIDDEN_PARTS = (RECURRENT_HIDDEN + LANES - 1) / LANES,
    BLOCK = LANES / 2, /* rows that are taken at once */
};

_Static_assert((int)RECURRENT_EMBED == (int)WIDTH && (int)RECURRENT_JOINT == (int)WIDTH, "other sizes");
_Static_assert(RECURRENT_HIDDEN % 2 == 0 && (int)RECURRENT_HIDDEN <= (int)WIDTH, "pairs of units");
_Static_assert((int)BLOCK <= (int)TREES_REACH, "rows that may be read");

/* Memory that starts where the widest lanes do, which are read in two halves elsewhere. */
static inline void *allocate_aligned(struct arena *arena, size_t bytes)
{
    const uintptr_t whole = 64;
    char *start = arena_allocate(arena, bytes + whole - 1);
    return start + (-(uintptr_t)start & (whole - 1));
}

/* ---- cells ---- */

/* A column whose cells are told apart: `kinds` values from `first` on, `input` being the first's. */
struct kind_column {
    const uint8_t *cells;
    uint32_t input;
    unsigned first, kinds;
};

/* Two columns whose cells are numbers, and what they are multiplied with. */
struct column_pair {
    const uint8_t *cells[2];
    int16_t factors[2];
    uint32_t inputs[2];
};

/* What the networks have to look at in each row of a sheet. What is the same in all rows is in `base` already. */
struct plan {
    uint32_t kind_count, pair_count, live;
    struct kind_column kinds[RECURRENT_INPUTS];
    struct column_pair pairs[(RECURRENT_INPUTS + 1) / 2];
    sums *base;             /* of each network */
    pair_weights **weights; /* of each network, a pair of columns after the other */
};

static inline void plan_number(const struct recurrent *network, struct plan *plan, uint32_t input, const uint8_t *cells)
{
    struct column_pair *pair = &plan->pairs[plan->live / 2];
    uint32_t place = plan->live++ % 2;
    pair->cells[place] = cells;
    pair->factors[place] = (int16_t)(1 << network->shifts[input]);
    pair->inputs[place] = input;
}

static inline void plan_constant(const struct recurrent *network, struct plan *plan, uint32_t input, int32_t cell)
{
    for (uint32_t k = 0; cell != 0 && k < network->count; k++)
        for (int i = 0; i < WIDTH; i++)
            plan->base[k][i] += cell * network->numbers[k].kinds[input][i];
}

/* Inputs that ask for one value after another of a column are one. */
static inline void plan_kind(struct plan *plan, uint32_t input, unsigned value, const uint8_t *cells)
{
    struct kind_column *last = &plan->kinds[plan->kind_count > 0 ? plan->kind_count - 1 : 0];
    if (plan->kind_count > 0 && last->cells == cells && last->input + last->kinds == input &&
        last->first + last->kinds == value)
        last->kinds++;
    else
        plan->kinds[plan->kind_count++] = (struct kind_column){cells, input, value, 1};
}

/* The weights of a network's pairs side by side; of an odd one out the second are 0. */
LANES_CODE static inline pair_weights *join_pairs(const struct recurrent_numbers *numbers, const struct plan *plan,
                                                  struct arena *arena)
{
    static const int16_t nothing[WIDTH];
    pair_weights *joined = allocate_aligned(arena, (plan->pair_count + 1) * sizeof *joined);
    for (uint32_t p = 0; p < plan->pair_count; p++) {
        const int16_t *first = numbers->inputs[plan->pairs[p].inputs[0]];
        const int16_t *second = 2 * p + 1 < plan->live ? numbers->inputs[plan->pairs[p].inputs[1]] : nothing;
        for (int i = 0; i < WIDTH; i++) {
            joined[p][i][0] = first[i];
            joined[p][i][1] = second[i];
        }
    }
    return joined;
}

LANES_CODE static inline void plan_sheet(const struct recurrent *network, const struct sheet *sheet,
                                         struct arena *arena, struct plan *plan)
{
    plan->kind_count = plan->live = 0;
    plan->base = arena_allocate(arena, network->count * sizeof *plan->base);
    plan->weights = arena_allocate(arena, network->count * sizeof *plan->weights);
    for (uint32_t k = 0; k < network->count; k++)
        memcpy(plan->base[k], network->numbers[k].embed_bias, sizeof *plan->base);
    for (uint32_t i = 0; i < network->input_count; i++) {
        struct recurrent_input input = network->inputs[i];
        const uint8_t *cells = sheet_column(sheet, input.column);
        if (input.value != RECURRENT_NUMBER)
            plan_kind(plan, i, input.value, cells);
        else if (sheet->rows == 0 || memcmp(cells, cells + 1, sheet->rows - 1) == 0)
            plan_constant(network, plan, i, *cells);
        else
            plan_number(network, plan, i, cells);
    }
    plan->pair_count = (plan->live + 1) / 2;
    if (plan->live % 2 > 0)
        plan->pairs[plan->live / 2].cells[1] = plan->pairs[plan->live / 2].cells[0];
    for (uint32_t k = 0; k < network->count; k++)
        plan->weights[k] = join_pairs(&network->numbers[k], plan, arena);
}

/* What a pair of columns says of a block of rows. */
struct seen_pair {
    uint32_t pair;
    int16_t cells[BLOCK][2];
};

/* Those that are 0 in all rows of the block add nothing, and are left out. */
LANES_CODE static inline uint32_t see_block(const struct plan *plan, size_t row, struct seen_pair *seen)
{
    uint32_t live = 0;
    for (uint32_t p = 0; p < plan->pair_count; p++) {
        const struct column_pair *pair = &plan->pairs[p];
        uint64_t first = 0, second = 0;
        memcpy(&first, pair->cells[0] + row, BLOCK);
        memcpy(&second, pair->cells[1] + row, BLOCK);
        seen[live].pair = p;
        lanes_pairs(pair->cells[0] + row, pair->cells[1] + row, pair->factors, seen[live].cells);
        live += (first | second) != 0;
    }
    return live;
}

/* The sums of a block of rows, which stay in registers. */
struct block_sums {
    lanes at[BLOCK][PARTS];
};

LANES_CODE static inline struct block_sums block_start(const sums from)
{
    struct block_sums all;
#pragma GCC unroll 8
    for (int row = 0; row < BLOCK; row++)
#pragma GCC unroll 4
        for (int part = 0; part < PARTS; part++)
            all.at[row][part] = lanes_read(from + part * LANES);
    return all;
}

/* Adds two numbers of each row, which stand `apart`, times their weights. */
LANES_CODE static inline struct block_sums block_add(struct block_sums all, const int16_t *pairs, ptrdiff_t apart,
                                                     const pair_weights weights)
{
#pragma GCC unroll 4
    for (int part = 0; part < PARTS; part++) {
        lanes own = lanes_read(weights + part * LANES);
#pragma GCC unroll 8
        for (int row = 0; row < BLOCK; row++)
            all.at[row][part] = lanes_add_products(all.at[row][part], lanes_pair(pairs + row * apart), own);
    }
    return all;
}

LANES_CODE static inline struct block_sums block_add_kinds(struct block_sums all, const struct kind_column *column,
                                                           size_t from, const sums *weights)
{
    static const sums nothing;
#pragma GCC unroll 8
    for (int row = 0; row < BLOCK; row++) {
        unsigned kind = column->cells[from + (size_t)row] - column->first;
        const int32_t *own = kind < column->kinds ? weights[column->input + kind] : nothing;
#pragma GCC unroll 4
        for (int part = 0; part < PARTS; part++)
            all.at[row][part] = lanes_sum(all.at[row][part], lanes_read(own + part * LANES));
    }
    return all;
}

/* Of CELL_BITS to EMBED_BITS, what is below 0 to 0. */
LANES_CODE static inline void block_write(struct block_sums all, units *to)
{
#pragma GCC unroll 8
    for (int row = 0; row < BLOCK; row++)
#pragma GCC unroll 4
        for (int part = 0; part < PARTS; part++) {
            lanes own = lanes_pack(lanes_shift(all.at[row][part], CELL_BITS - EMBED_BITS), lanes_numbers(0));
            lanes_write(to[row] + 2 * part * LANES, lanes_higher(own, lanes_numbers(0)));
        }
}

/* ---- gates ---- */

/* What a row's units bring to a way's gates, before the state is known: reset and update as halves, and the candidate.
 */
struct driven {
    lanes gates[HIDDEN_PARTS], candidate[HIDDEN_PARTS];
};

/* For `count` rows, `step` (1 or -1) after another. */
LANES_CODE static inline void drive(const struct way_numbers *way, const units *embedded, ptrdiff_t step, size_t count,
                                    struct driven driven[BLOCK])
{
    lanes all[3][BLOCK];
    for (int part = 0; part < HIDDEN_PARTS; part++) {
        for (int gate = 0; gate < 3; gate++) {
            lanes weights[EMBED_PAIRS], bias = lanes_read(way->bias[gate] + part * LANES);
#pragma GCC unroll 8
            for (int p = 0; p < EMBED_PAIRS; p++)
                weights[p] = lanes_read(way->from_embed[gate][p] + part * LANES);
            for (size_t row = 0; row < count; row++) {
                const int16_t *own = embedded[(ptrdiff_t)row * step];
                lanes sum = bias;
#pragma GCC unroll 8
                for (int p = 0; p < EMBED_PAIRS; p++)
                    sum = lanes_add_products(sum, lanes_pair(own + pair_place(p)), weights[p]);
                all[gate][row] = sum;
            }
        }
        enum { BITS = EMBED_BITS + FROM_EMBED_BITS };
        for (size_t row = 0; row < count; row++) {
            driven[row].gates[part] =
                lanes_pack(lanes_shift(all[0][row], BITS - GATE_BITS), lanes_shift(all[1][row], BITS - GATE_BITS));
            driven[row].candidate[part] = lanes_shift(all[2][row], BITS - CANDIDATE_BITS);
        }
    }
}

/* Of 1 - t, as a number of GATE_BITS, what the squash of training leaves to 1: t^3 / (1 + 3 (1 - t)^2). The quotient is
 * a polynomial that is right at 1 and whose error times t^3 is at most .0005. Half of it is returned, at GATE_BITS. */
LANES_CODE static inline lanes left_to_one(lanes t)
{
    static const int16_t factors[] = {-23995, 22379, 16845, -5309, 6465}; /* 14 bits, of t^4 first */
    lanes quotient = lanes_halves(factors[0]);
#pragma GCC unroll 4
    for (int i = 1; i < 5; i++)
        quotient = lanes_plus(lanes_times(quotient, t), lanes_halves(factors[i]));
    return lanes_times(lanes_times(lanes_times(t, t), t), quotient);
}

/* lanes_gate of training, of six times what is given, both at GATE_BITS. */
LANES_CODE static inline lanes gate(lanes x)
{
    const lanes one = lanes_halves(INT16_MAX);
    lanes half = left_to_one(lanes_less(one, lanes_sizes(x)));
    return lanes_differ(half, lanes_without(one, lanes_signs(x)));
}

/* lanes_squash of training, of three times what is given at CANDIDATE_BITS; at STATE_BITS. */
LANES_CODE static inline lanes squash(lanes x)
{
    const int more = GATE_BITS - CANDIDATE_BITS;
    const lanes one = lanes_halves((1 << CANDIDATE_BITS) - 1), rest = lanes_halves((int16_t)((1 << more) - 1));
    lanes t = lanes_differ(lanes_times_power(lanes_less(one, lanes_sizes(x)), more), rest), sign = lanes_signs(x);
    lanes squashed = lanes_minus(lanes_halves(1 << STATE_BITS), left_to_one(t));
    return lanes_minus(lanes_differ(squashed, sign), sign);
}

/* A way's gates behind a row, reset and update as they stand in `driven`, where the state before it stands from `old`
 * on. Of each eight halves of *both the first four are what the state brings to the candidate, the others what the row
 * does; in *from_state the first are reset. */
LANES_CODE static inline lanes open_gates(const struct way_numbers *way, const struct driven *driven, int part,
                                          const int16_t *old, lanes *from_state, lanes *both)
{
    enum { BITS = STATE_BITS + FROM_STATE_BITS };
    lanes reset = lanes_numbers(1 << (BITS - GATE_BITS - 1)), update = reset;
    lanes back = lanes_numbers(1 << (BITS - CANDIDATE_BITS - 1));
#pragma GCC unroll 8
    for (int p = 0; p < STATE_PAIRS; p++) {
        lanes pair = lanes_pair(old + pair_place(p));
        reset = lanes_add_products(reset, pair, lanes_read(way->from_state[p][0] + part * LANES));
        update = lanes_add_products(update, pair, lanes_read(way->from_state[p][1] + part * LANES));
        back = lanes_add_products(back, pair, lanes_read(way->from_state[p][2] + part * LANES));
    }
    lanes gates = lanes_pack(lanes_shift(reset, BITS - GATE_BITS), lanes_shift(update, BITS - GATE_BITS));
    gates = gate(lanes_plus(gates, driven->gates[part]));
    *both = lanes_pack(lanes_shift(back, BITS - CANDIDATE_BITS), driven->candidate[part]);
    *from_state = lanes_times(gates, *both);
    return gates;
}

/* A step of both ways: the states before become those behind the rows. Of each eight halves of a state the first four
 * are of the way ahead, the others of the way back; likewise reset and update, and the two parts of a candidate. */
LANES_CODE static inline void step(const struct way_numbers ways[2], const struct driven *ahead,
                                   const struct driven *behind, const units old, units state)
{
#pragma GCC unroll 4
    for (int part = 0; part < HIDDEN_PARTS; part++) {
        lanes from_state[2], both[2], gates[2], before = lanes_read(old + 2 * part * LANES);
        gates[0] = open_gates(&ways[0], ahead, part, old, &from_state[0], &both[0]);
        gates[1] = open_gates(&ways[1], behind, part, old + 4, &from_state[1], &both[1]);
        lanes candidate = lanes_plus(lanes_firsts(from_state[0], from_state[1]), lanes_seconds(both[0], both[1]));
        candidate = squash(candidate);
        lanes change = lanes_times(lanes_seconds(gates[0], gates[1]), lanes_minus(before, candidate));
        lanes_write(state + 2 * part * LANES, lanes_plus(candidate, change));
    }
}

/* ---- all rows ---- */

/* One of the networks at work: what it has made of each row. */
struct work {
    const struct recurrent_numbers *numbers;
    units *embedded;
    units *states; /* [i] after i steps of both ways: ahead behind the row before row i, back from the last such one */
};

static inline void start_work(const struct recurrent_numbers *numbers, size_t rows, struct arena *arena,
                              struct work *work)
{
    size_t room = rows + BLOCK;
    work->numbers = numbers;
    work->embedded = allocate_aligned(arena, room * sizeof *work->embedded);
    work->states = (units *)allocate_aligned(arena, (room + BLOCK) * sizeof *work->states) + BLOCK;
    memset(work->states - BLOCK, 0, (BLOCK + 1) * sizeof *work->states);
    memset(work->states + rows, 0, BLOCK * sizeof *work->states);
}

/* What the dense layers make of each row's cells. */
LANES_CODE static inline void embed_rows(const struct plan *plan, struct work *works, uint32_t count, size_t rows)
{
    struct seen_pair seen[(RECURRENT_INPUTS + 1) / 2 + 1];
    for (size_t row = 0; row < rows; row += BLOCK) {
        uint32_t live = see_block(plan, row, seen);
        for (uint32_t k = 0; k < count; k++) {
            struct block_sums all = block_start(plan->base[k]);
            for (uint32_t c = 0; c < live; c++)
                all = block_add(all, seen[c].cells[0], 2, plan->weights[k][seen[c].pair]);
            for (uint32_t c = 0; c < plan->kind_count; c++)
                all = block_add_kinds(all, &plan->kinds[c], row, works[k].numbers->kinds);
            block_write(all, works[k].embedded + row);
        }
    }
}

/* Both ways over all rows. A step waits for the one before it; the networks and ways do not wait for each other. */
LANES_CODE static inline void carry(struct work *works, uint32_t count, size_t rows)
{
    struct driven driven[RECURRENT_NETWORKS][2][BLOCK];
    for (size_t from = 0; from < rows; from += BLOCK) {
        size_t some = rows - from < BLOCK ? rows - from : BLOCK;
        for (uint32_t k = 0; k < count; k++) {
            drive(&works[k].numbers->ways[0], works[k].embedded + from, 1, some, driven[k][0]);
            drive(&works[k].numbers->ways[1], works[k].embedded + rows - 1 - from, -1, some, driven[k][1]);
        }
        for (size_t i = 0; i < some; i++)
            for (uint32_t k = 0; k < count; k++) {
                units *states = works[k].states + from + i;
                step(works[k].numbers->ways, &driven[k][0][i], &driven[k][1][i], states[0], states[1]);
            }
    }
}

/* A network's sums for the scores of a block of rows. */
LANES_CODE static inline void join_block(const struct work *work, size_t rows, size_t row, lanes scores[BLOCK])
{
    const struct recurrent_numbers *numbers = work->numbers;
    enum { BITS = EMBED_BITS + JOINT_EMBED_BITS, APART = 2 * WIDTH };
    const int16_t *back = (work->states + rows)[-(ptrdiff_t)row] + 4;
    struct block_sums all = block_start(numbers->joint_bias);
    for (int p = 0; p < STATE_PAIRS; p++)
        all = block_add(all, work->states[row + 1] + pair_place(p), APART, numbers->joint_state[p]);
    for (int p = 0; p < STATE_PAIRS; p++)
        all = block_add(all, back + pair_place(p), -APART, numbers->joint_state[STATE_PAIRS + p]);
#pragma GCC unroll 8
    for (int i = 0; i < BLOCK; i++)
#pragma GCC unroll 4
        for (int part = 0; part < PARTS; part++)
            all.at[i][part] = lanes_shift(all.at[i][part], STATE_BITS + JOINT_STATE_BITS - BITS);
    for (int p = 0; p < EMBED_PAIRS; p++)
        all = block_add(all, work->embedded[row] + pair_place(p), APART, numbers->joint_embed[p]);
#pragma GCC unroll 8
    for (int i = 0; i < BLOCK; i++)
#pragma GCC unroll 4
        for (int part = 0; part < PARTS; part++) {
            lanes joint = lanes_pack(lanes_shift(all.at[i][part], BITS - JOINT_BITS), lanes_numbers(0));
            lanes sum = lanes_add_products(lanes_numbers(0), lanes_higher(joint, lanes_numbers(0)),
                                           lanes_read(numbers->out + 2 * part * LANES));
            scores[i] = lanes_sum(scores[i], lanes_shift(sum, JOINT_BITS + OUT_BITS - SCORE_BITS));
        }
}

/* The mean of the networks' scores. */
LANES_CODE static inline void join(const struct work *works, uint32_t count, size_t rows, int32_t *scores)
{
    const int32_t unit = (1 << SCORE_BITS) / TREES_UNIT;
    int32_t bias = 0;
    for (uint32_t k = 0; k < count; k++)
        bias += works[k].numbers->out_bias;
    for (size_t row = 0; row < rows; row += BLOCK) {
        lanes all[BLOCK];
        for (int i = 0; i < BLOCK; i++)
            all[i] = lanes_numbers(0);
        for (uint32_t k = 0; k < count; k++)
            join_block(&works[k], rows, row, all);
        for (size_t i = 0; i < BLOCK && row + i < rows; i++)
            scores[row + i] = (bias + lanes_total(all[i])) / (int32_t)count / unit;
    }
}

LANES_CODE static inline void score_rows(const struct recurrent *network, const struct sheet *sheet,
                                         struct arena *arena, int32_t *scores)
{
    size_t rows = sheet->rows;
    struct work works[RECURRENT_NETWORKS];
    struct plan plan;
    for (uint32_t k = 0; k < network->count; k++)
        start_work(&network->numbers[k], rows, arena, &works[k]);
    plan_sheet(network, sheet, arena, &plan);
    embed_rows(&plan, works, network->count, rows);
    carry(works, network->count, rows);
    join(works, network->count, rows, scores);
}

#endif
