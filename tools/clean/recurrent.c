#include "recurrent.h"

#include <math.h>

#include "recurrent_lanes.h"
#include "weights.h"

static float read_float(const char *at)
{
    uint32_t bits = 0;
    for (int i = 4; i-- > 0;)
        bits = bits << 8 | (unsigned char)at[i];
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

bool recurrent_open(struct recurrent *network, struct arena *arena, struct slice file, const char *task,
                    const char **what)
{
    *network = (struct recurrent){0};
    struct slice name, value;
    bool right_task = false, right_version = false;
    while (weights_header(&file, &name, &value)) {
        if (slice_is(name, "broadsheet-recurrent"))
            right_version = slice_is(value, "1");
        else if (slice_is(name, "task"))
            right_task = slice_is(value, task);
        else if (slice_is(name, "inputs"))
            network->input_count = (uint32_t)weights_number(value);
        else if (slice_is(name, "columns"))
            network->columns = (uint32_t)weights_number(value);
    }
    uint32_t inputs = network->input_count;
    *what = !right_version ? "no file of a network"
            : !right_task  ? "a network for another task"
                           : "a network cut short";
    if (!right_version || !right_task || inputs > RECURRENT_INPUTS ||
        file.size != inputs * 2 + recurrent_size(inputs) * sizeof(float))
        return false;
    network->inputs = (const struct recurrent_input *)file.at;
    *what = "an input out of range";
    for (uint32_t i = 0; i < inputs; i++)
        if (network->inputs[i].column >= network->columns)
            return false;
    struct recurrent_weights *weights = arena_allocate(arena, sizeof *weights);
    float *floats = (float *)weights;
    for (size_t i = 0; i < recurrent_size(inputs); i++)
        floats[i] = read_float(file.at + inputs * 2 + i * sizeof(float));
    network->weights = weights;
    return true;
}

/* sums[k] += factors[i] * weights[i][k] for 3 * LANES of them, rows of weights `stride` floats apart; as
 * lanes_add_product for each factor, but the sums stay in registers. */
static inline void add_three(float *sums, const float *factors, int count, const float *weights, int stride)
{
    lanes a = lanes_read(sums), b = lanes_read(sums + LANES), c = lanes_read(sums + 2 * LANES);
    for (int i = 0; i < count; i++, weights += stride) {
        lanes factor = lanes_of(factors[i]);
        lanes x = factor * lanes_read(weights), y = factor * lanes_read(weights + LANES);
        lanes z = factor * lanes_read(weights + 2 * LANES);
        a = a + x;
        b = b + y;
        c = c + z;
    }
    lanes_write(sums, a);
    lanes_write(sums + LANES, b);
    lanes_write(sums + 2 * LANES, c);
}

/* Four sums of LANES that stay in registers. */
struct four {
    lanes a, b, c, d;
};

static inline struct four four_read(const float *at)
{
    return (struct four){lanes_read(at), lanes_read(at + LANES), lanes_read(at + 2 * LANES),
                         lanes_read(at + 3 * LANES)};
}

static inline void four_write(float *at, struct four all)
{
    lanes_write(at, all.a);
    lanes_write(at + LANES, all.b);
    lanes_write(at + 2 * LANES, all.c);
    lanes_write(at + 3 * LANES, all.d);
}

static inline struct four four_add(struct four sums, float one, const float *weights)
{
    lanes factor = lanes_of(one);
    struct four all = four_read(weights);
    lanes w = factor * all.a, x = factor * all.b, y = factor * all.c, z = factor * all.d;
    return (struct four){sums.a + w, sums.b + x, sums.c + y, sums.d + z};
}

_Static_assert(RECURRENT_EMBED == 4 * LANES && RECURRENT_JOINT == 4 * LANES && RECURRENT_HIDDEN == 3 * LANES,
               "sums of other sizes");

/* What the dense layer makes of each row's cells. */
static void embed(const struct recurrent *network, const struct sheet *sheet, float (*rows)[RECURRENT_EMBED])
{
    const struct recurrent_weights *weights = network->weights;
    const uint8_t *cells[RECURRENT_INPUTS];
    for (uint32_t i = 0; i < network->input_count; i++)
        cells[i] = sheet_column(sheet, network->inputs[i].column);
    for (size_t row = 0; row < sheet->rows; row++) {
        struct four sums = four_read(weights->embed_bias);
        for (uint32_t i = 0; i < network->input_count; i++) {
            unsigned value = network->inputs[i].value, cell = cells[i][row];
            unsigned factor = value == RECURRENT_NUMBER ? cell : cell == value;
            if (factor != 0)
                sums = four_add(sums, (float)factor, weights->embed[i]);
        }
        four_write(rows[row], (struct four){lanes_rectify(sums.a), lanes_rectify(sums.b), lanes_rectify(sums.c),
                                            lanes_rectify(sums.d)});
    }
}

/* One step: the state before becomes the one behind `embedded`. */
static void step(const struct recurrent_way *way, const float *embedded, float *state)
{
    enum { H = RECURRENT_HIDDEN };
    float gates[RECURRENT_GATES], back[RECURRENT_GATES] = {0};
    memcpy(gates, way->bias, sizeof gates);
    for (int gate = 0; gate < RECURRENT_GATES; gate += H) {
        add_three(gates + gate, embedded, RECURRENT_EMBED, way->from_embed[0] + gate, RECURRENT_GATES);
        add_three(back + gate, state, H, way->from_state[0] + gate, RECURRENT_GATES);
    }
    for (int k = 0; k < H; k += LANES) {
        lanes reset = lanes_gate(lanes_read(gates + k) + lanes_read(back + k));
        lanes update = lanes_gate(lanes_read(gates + H + k) + lanes_read(back + H + k));
        lanes remembered = reset * lanes_read(back + 2 * H + k);
        lanes candidate = lanes_squash(lanes_read(gates + 2 * H + k) + remembered);
        lanes old = lanes_read(state + k), change = update * (old - candidate);
        lanes_write(state + k, candidate + change);
    }
}

static int32_t score_of(const struct recurrent_weights *weights, const float seen[RECURRENT_SEEN])
{
    float joint[RECURRENT_JOINT], score = weights->out_bias[0];
    struct four sums = four_read(weights->joint_bias);
    for (int i = 0; i < RECURRENT_SEEN; i++)
        sums = four_add(sums, seen[i], weights->joint[i]);
    four_write(joint, sums);
    for (int i = 0; i < RECURRENT_JOINT; i++) {
        float part = joint[i] > 0 ? joint[i] * weights->out[i] : 0;
        score += part;
    }
    return (int32_t)lrintf(score * TREES_UNIT);
}

void recurrent_score(const struct recurrent *network, const struct sheet *sheet, struct arena *arena, int32_t *scores)
{
    size_t n = sheet->rows;
    const struct recurrent_weights *weights = network->weights;
    float(*embedded)[RECURRENT_EMBED] = arena_allocate(arena, (n + 1) * sizeof *embedded);
    float(*behind)[RECURRENT_HIDDEN] = arena_allocate(arena, (n + 1) * sizeof *behind);
    float state[RECURRENT_HIDDEN] = {0}, seen[RECURRENT_SEEN];
    embed(network, sheet, embedded);
    for (size_t row = n; row-- > 0;) {
        step(&weights->ways[1], embedded[row], state);
        memcpy(behind[row], state, sizeof state);
    }
    memset(state, 0, sizeof state);
    for (size_t row = 0; row < n; row++) {
        step(&weights->ways[0], embedded[row], state);
        memcpy(seen, state, sizeof state);
        memcpy(seen + RECURRENT_HIDDEN, behind[row], sizeof state);
        memcpy(seen + 2 * RECURRENT_HIDDEN, embedded[row], sizeof *embedded);
        scores[row] = score_of(weights, seen);
    }
}
