#include "recurrent.h"

#include <math.h>
#include <stdlib.h>

#include "recurrent_lanes.h"

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

static uint32_t number(struct slice value)
{
    char digits[16] = {0};
    memcpy(digits, value.at, value.size < 15 ? value.size : 15);
    return (uint32_t)strtoul(digits, NULL, 10);
}

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
    while (take_header(&file, &name, &value)) {
        if (slice_is(name, "broadsheet-recurrent"))
            right_version = slice_is(value, "1");
        else if (slice_is(name, "task"))
            right_task = slice_is(value, task);
        else if (slice_is(name, "inputs"))
            network->input_count = number(value);
        else if (slice_is(name, "columns"))
            network->columns = number(value);
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

/* What the dense layer makes of each row's cells. */
static void embed(const struct recurrent *network, const struct sheet *sheet, float (*rows)[RECURRENT_EMBED])
{
    const struct recurrent_weights *weights = network->weights;
    for (size_t row = 0; row < sheet->rows; row++)
        memcpy(rows[row], weights->embed_bias, sizeof rows[row]);
    for (uint32_t i = 0; i < network->input_count; i++) {
        const uint8_t *cells = sheet_column(sheet, network->inputs[i].column);
        uint8_t value = network->inputs[i].value;
        for (size_t row = 0; row < sheet->rows; row++) {
            unsigned factor = value == RECURRENT_NUMBER ? cells[row] : cells[row] == value;
            if (factor != 0)
                lanes_add_product(rows[row], (float)factor, weights->embed[i], RECURRENT_EMBED);
        }
    }
    for (size_t row = 0; row < sheet->rows; row++)
        for (int k = 0; k < RECURRENT_EMBED; k += LANES)
            lanes_write(rows[row] + k, lanes_rectify(lanes_read(rows[row] + k)));
}

/* One step: the state before becomes the one behind `embedded`. */
static void step(const struct recurrent_way *way, const float *embedded, float *state)
{
    enum { H = RECURRENT_HIDDEN };
    float gates[RECURRENT_GATES], back[RECURRENT_GATES] = {0};
    memcpy(gates, way->bias, sizeof gates);
    for (int i = 0; i < RECURRENT_EMBED; i++)
        if (embedded[i] != 0)
            lanes_add_product(gates, embedded[i], way->from_embed[i], RECURRENT_GATES);
    for (int i = 0; i < H; i++)
        lanes_add_product(back, state[i], way->from_state[i], RECURRENT_GATES);
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
    memcpy(joint, weights->joint_bias, sizeof joint);
    for (int i = 0; i < RECURRENT_SEEN; i++)
        if (seen[i] != 0)
            lanes_add_product(joint, seen[i], weights->joint[i], RECURRENT_JOINT);
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
