#include "recurrent.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights.h"
#include "wide.h"

/* Registers of four numbers, or of eight halves; see recurrent_rows.h. A language extension of both gcc and clang. */
#define LANES 4
#define LANES_CODE

typedef int32_t lanes __attribute__((vector_size(4 * LANES)));
typedef uint32_t unsigned_lanes __attribute__((vector_size(4 * LANES)));
typedef int16_t half_lanes __attribute__((vector_size(4 * LANES)));
typedef uint16_t unsigned_half_lanes __attribute__((vector_size(4 * LANES)));

static inline lanes lanes_read(const void *at)
{
    lanes all;
    memcpy(&all, at, sizeof all);
    return all;
}

static inline void lanes_write(void *at, lanes all)
{
    memcpy(at, &all, sizeof all);
}

static inline lanes lanes_numbers(int32_t one)
{
    return one - (lanes){0};
}

static inline lanes lanes_halves(int16_t one)
{
    return (lanes)(one - (half_lanes){0});
}

/* The same pair of halves everywhere. */
static inline lanes lanes_pair(const int16_t *pair)
{
    int32_t both;
    memcpy(&both, pair, sizeof both);
    return lanes_numbers(both);
}

static inline lanes lanes_sum(lanes a, lanes b)
{
    return a + b;
}

/* Of each pair of halves one and the other, as numbers. */
static inline lanes some_halves(lanes all)
{
    return (lanes)((unsigned_lanes)all << 16) >> 16;
}

static inline lanes other_halves(lanes all)
{
    return all >> 16;
}

/* To each number the sum of two products of halves. */
static inline lanes lanes_add_products(lanes sum, lanes a, lanes b)
{
    return sum + some_halves(a) * some_halves(b) + other_halves(a) * other_halves(b);
}

static inline int32_t lanes_total(lanes all)
{
    return (all[0] + all[1]) + (all[2] + all[3]);
}

/* Numbers divided by 2^bits, rounded down. */
static inline lanes lanes_shift(lanes all, int bits)
{
    return all >> bits;
}

static inline lanes choose(lanes mask, lanes yes, lanes no)
{
    return (mask & yes) | (~mask & no);
}

static inline int64_t to_halves(lanes numbers)
{
    typedef int16_t four __attribute__((vector_size(2 * LANES)));
    const lanes most = lanes_numbers(INT16_MAX), least = lanes_numbers(INT16_MIN);
    numbers = choose(numbers > most, most, numbers);
    numbers = choose(numbers < least, least, numbers);
    four halves = __builtin_convertvector(numbers, four);
    int64_t all;
    memcpy(&all, &halves, sizeof all);
    return all;
}

/* Of every four numbers of `a` and of `b` eight halves. They saturate, here and below. */
static inline lanes lanes_pack(lanes a, lanes b)
{
    typedef int64_t two __attribute__((vector_size(4 * LANES)));
    return (lanes)(two){to_halves(a), to_halves(b)};
}

static inline lanes lanes_plus(lanes a, lanes b)
{
    half_lanes sum = (half_lanes)((unsigned_half_lanes)a + (unsigned_half_lanes)b);
    half_lanes over = (((half_lanes)a ^ sum) & ((half_lanes)b ^ sum)) >> 15, most = ((half_lanes)a >> 15) ^ INT16_MAX;
    return choose((lanes)over, (lanes)most, (lanes)sum);
}

static inline lanes lanes_minus(lanes a, lanes b)
{
    half_lanes rest = (half_lanes)((unsigned_half_lanes)a - (unsigned_half_lanes)b);
    half_lanes over = ((half_lanes)(a ^ b) & ((half_lanes)a ^ rest)) >> 15, most = ((half_lanes)a >> 15) ^ INT16_MAX;
    return choose((lanes)over, (lanes)most, (lanes)rest);
}

/* Products of fractions of 15 bits, rounded. */
static inline lanes lanes_times(lanes a, lanes b)
{
    const lanes half = lanes_numbers(1 << 14);
    unsigned_lanes some = (unsigned_lanes)((some_halves(a) * some_halves(b) + half) >> 15) & 0xFFFF;
    unsigned_lanes others = (unsigned_lanes)((other_halves(a) * other_halves(b) + half) >> 15) << 16;
    return (lanes)(some | others);
}

static inline lanes lanes_higher(lanes a, lanes b)
{
    return choose((lanes)((half_lanes)a > (half_lanes)b), a, b);
}

static inline lanes lanes_differ(lanes a, lanes b)
{
    return a ^ b;
}

/* The bits of `all` that are not in `others`. */
static inline lanes lanes_without(lanes all, lanes others)
{
    return all & ~others;
}

/* -1 where it is below 0, else 0. */
static inline lanes lanes_signs(lanes all)
{
    return (lanes)((half_lanes)all >> 15);
}

/* Without signs: -2^15 becomes 2^15, which is a half of lanes_less alone. */
static inline lanes lanes_sizes(lanes all)
{
    unsigned_half_lanes signs = (unsigned_half_lanes)lanes_signs(all);
    return (lanes)(((unsigned_half_lanes)all ^ signs) - signs);
}

/* Halves that are not below 0: no difference is, either. */
static inline lanes lanes_less(lanes a, lanes b)
{
    unsigned_half_lanes from = (unsigned_half_lanes)a, less = (unsigned_half_lanes)b;
    return (lanes)((from - less) & (unsigned_half_lanes)(from > less));
}

static inline lanes lanes_times_power(lanes all, int bits)
{
    return (lanes)((unsigned_half_lanes)all << bits);
}

/* The first four of every eight halves of both, and the second. */
static inline lanes lanes_firsts(lanes a, lanes b)
{
    return __builtin_shufflevector(a, b, 0, 1, 4, 5);
}

static inline lanes lanes_seconds(lanes a, lanes b)
{
    return __builtin_shufflevector(a, b, 2, 3, 6, 7);
}

/* The cells of two columns side by side, each times its factor: LANES / 2 rows. */
static inline void lanes_pairs(const uint8_t *first, const uint8_t *second, const int16_t *factors, int16_t (*to)[2])
{
    for (int i = 0; i < LANES / 2; i++) {
        to[i][0] = (int16_t)(first[i] * factors[0]);
        to[i][1] = (int16_t)(second[i] * factors[1]);
    }
}

#include "recurrent_rows.h"

/* ---- from floats to whole numbers ---- */

struct rounding {
    bool good;   /* no weight was too large so far, nor what may come of some */
    double most; /* the sum of the sizes of halves that were rounded since it was 0 */
};

/* `value` at so many bits, at most `most`. */
static int32_t rounded(struct rounding *rounding, double value, int bits, int32_t most)
{
    double number = rint(ldexp(value, bits));
    if (!(fabs(number) <= most)) {
        rounding->good = false;
        return 0;
    }
    return (int32_t)number;
}

static int16_t rounded_half(struct rounding *rounding, double value, int bits)
{
    int16_t number = (int16_t)rounded(rounding, value, bits, INT16_MAX);
    rounding->most += abs(number);
    return number;
}

/* Whether numbers as large as `factor` times those that were rounded can be summed; then from 0 again. */
static void check_sum(struct rounding *rounding, double factor)
{
    rounding->good &= rounding->most * factor < INT32_MAX - (1 << 24);
    rounding->most = 0;
}

static void round_gate(struct rounding *rounding, const struct recurrent_way *way, int gate, int unit,
                       struct way_numbers *to)
{
    const int link = gate * RECURRENT_HIDDEN + unit, bits = EMBED_BITS + FROM_EMBED_BITS;
    const int kept = gate < 2 ? GATE_BITS : CANDIDATE_BITS;
    const double part = gate < 2 ? 1 / 6.0 : 1 / 3.0;
    for (int i = 0; i < RECURRENT_EMBED; i++)
        to->from_embed[gate][i / 2][unit][i % 2] =
            rounded_half(rounding, part * (double)way->from_embed[i][link], FROM_EMBED_BITS);
    check_sum(rounding, 1 << 15);
    for (int i = 0; i < RECURRENT_HIDDEN; i++)
        to->from_state[i / 2][gate][unit][i % 2] =
            rounded_half(rounding, part * (double)way->from_state[i][link], FROM_STATE_BITS);
    check_sum(rounding, 1 << 15);
    to->bias[gate][unit] = rounded(rounding, part * (double)way->bias[link], bits, 1 << 24) + (1 << (bits - kept - 1));
}

static void round_joint(struct rounding *rounding, const struct recurrent_weights *from, int unit,
                        struct recurrent_numbers *to)
{
    const int bits = STATE_BITS + JOINT_STATE_BITS;
    for (int i = 0; i < 2 * RECURRENT_HIDDEN; i++)
        to->joint_state[i / 2][unit][i % 2] = rounded_half(rounding, (double)from->joint[i][unit], JOINT_STATE_BITS);
    check_sum(rounding, 1 << 15);
    for (int i = 0; i < RECURRENT_EMBED; i++)
        to->joint_embed[i / 2][unit][i % 2] =
            rounded_half(rounding, (double)from->joint[2 * RECURRENT_HIDDEN + i][unit], JOINT_EMBED_BITS);
    rounding->most += 1 << (EMBED_BITS + JOINT_EMBED_BITS - 15 + 5); /* what the states brought, at fewer bits */
    check_sum(rounding, 1 << 15);
    to->joint_bias[unit] = rounded(rounding, (double)from->joint_bias[unit], bits, 1 << 29);
}

/* How far an input's cells can be shifted at least, so that its weights are halves; more than MOST_SHIFT if none is
 * enough. */
static uint8_t shift_of(const struct recurrent *network, const struct recurrent_weights *weights, uint32_t input)
{
    float most = 0;
    for (uint32_t k = 0; k < network->count; k++)
        for (int i = 0; i < RECURRENT_EMBED; i++)
            most = fmaxf(most, fabsf(weights[k].embed[input][i]));
    uint8_t shift = 0;
    while (shift <= MOST_SHIFT && !(ldexp((double)most, CELL_BITS - shift) < INT16_MAX))
        shift++;
    return shift;
}

static void round_inputs(struct rounding *rounding, const struct recurrent *network,
                         const struct recurrent_weights *from, int unit, struct recurrent_numbers *to)
{
    for (uint32_t i = 0; i < network->input_count; i++) {
        int shift = network->shifts[i];
        int16_t number = rounded_half(rounding, (double)from->embed[i][unit], CELL_BITS - shift);
        to->inputs[i][unit] = number;
        to->kinds[i][unit] = number * (1 << shift);
        rounding->most += abs(to->kinds[i][unit]);
    }
    check_sum(rounding, TREES_MOST);
    to->embed_bias[unit] =
        rounded(rounding, (double)from->embed_bias[unit], CELL_BITS, 1 << 23) + (1 << (CELL_BITS - EMBED_BITS - 1));
}

static bool round_weights(const struct recurrent *network, const struct recurrent_weights *from,
                          struct recurrent_numbers *to)
{
    struct rounding rounding = {.good = true};
    for (int way = 0; way < 2; way++)
        for (int link = 0; link < RECURRENT_GATES; link++)
            round_gate(&rounding, &from->ways[way], link / RECURRENT_HIDDEN, link % RECURRENT_HIDDEN, &to->ways[way]);
    for (int unit = 0; unit < RECURRENT_EMBED; unit++) {
        round_joint(&rounding, from, unit, to);
        round_inputs(&rounding, network, from, unit, to);
    }
    for (int unit = 0; unit < RECURRENT_JOINT; unit++)
        to->out[unit_place(unit)] = rounded_half(&rounding, (double)from->out[unit], OUT_BITS);
    check_sum(&rounding, 1 << 15);
    to->out_bias = rounded(&rounding, (double)from->out_bias[0], SCORE_BITS, 1 << 24);
    return rounding.good;
}

bool recurrent_prepare(struct recurrent *network, struct arena *arena, const struct recurrent_weights *weights)
{
    uint8_t *shifts = arena_array(arena, network->input_count + 1, sizeof *shifts);
    network->shifts = shifts;
    for (uint32_t i = 0; i < network->input_count; i++) {
        shifts[i] = shift_of(network, weights, i);
        if (shifts[i] > MOST_SHIFT)
            return false;
    }
    struct recurrent_numbers *numbers = allocate_aligned(arena, network->count * sizeof *numbers);
    memset(numbers, 0, network->count * sizeof *numbers);
    for (uint32_t k = 0; k < network->count; k++)
        if (!round_weights(network, &weights[k], &numbers[k]))
            return false;
    network->numbers = numbers;
    return true;
}

static float read_float(const char *at)
{
    uint32_t bits = slice_four(at);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

bool recurrent_open(struct recurrent *network, struct arena *arena, struct slice file, const char *task,
                    const char **what)
{
    *network = (struct recurrent){.count = 1};
    struct slice name, value;
    bool right_task = false, right_version = false;
    while (weights_header(&file, &name, &value)) {
        if (slice_is(name, "broadsheet-recurrent"))
            right_version = slice_is(value, "1");
        else if (slice_is(name, "task"))
            right_task = slice_is(value, task);
        else if (slice_is(name, "inputs"))
            network->input_count = (uint32_t)weights_number(value);
        else if (slice_is(name, "networks"))
            network->count = (uint32_t)weights_number(value);
        else if (slice_is(name, "columns"))
            network->columns = (uint32_t)weights_number(value);
    }
    uint32_t inputs = network->input_count, count = network->count;
    *what = !right_version ? "no file of a network"
            : !right_task  ? "a network for another task"
                           : "a network cut short";
    if (!right_version || !right_task || inputs > RECURRENT_INPUTS || count == 0 || count > RECURRENT_NETWORKS ||
        file.size != inputs * 2 + count * recurrent_size(inputs) * sizeof(float))
        return false;
    network->inputs = (const struct recurrent_input *)file.at;
    *what = "an input out of range";
    for (uint32_t i = 0; i < inputs; i++)
        if (network->inputs[i].column >= network->columns)
            return false;
    struct recurrent_weights *weights = memory_zeroed(count, sizeof *weights);
    const char *from = file.at + inputs * 2;
    for (uint32_t k = 0; k < count; k++)
        for (size_t i = 0; i < recurrent_size(inputs); i++, from += sizeof(float))
            ((float *)&weights[k])[i] = read_float(from);
    *what = "a weight out of range";
    bool fits = recurrent_prepare(network, arena, weights);
    free(weights);
    return fits;
}

void recurrent_score_plainly(const struct recurrent *network, const struct sheet *sheet, struct arena *arena,
                             int32_t *scores)
{
    score_rows(network, sheet, arena, scores);
}

void recurrent_score(const struct recurrent *network, const struct sheet *sheet, struct arena *arena, int32_t *scores)
{
#ifdef WIDE
    if (widest_here()) {
        recurrent_score_widest(network, sheet, arena, scores);
        return;
    }
    if (wide_here()) {
        recurrent_score_widely(network, sheet, arena, scores);
        return;
    }
#endif
#ifdef NARROW
    recurrent_score_narrowly(network, sheet, arena, scores);
#else
    recurrent_score_plainly(network, sheet, arena, scores);
#endif
}
