#include "network.h"
#include "lanes.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>

enum { E = RECURRENT_EMBED, H = RECURRENT_HIDDEN, G = RECURRENT_GATES, S = RECURRENT_SEEN, J = RECURRENT_JOINT };
enum { FLOATS = sizeof(struct recurrent_weights) / sizeof(float) };

/* What a pass over a page leaves behind for the way back. */
struct trace {
    float embedded[E], embed_slope[E];    /* after rectifying and dropping; what a unit's input counts for */
    float before[2][G], remembered[2][H]; /* before squashing; the state's part in the candidates */
    float reset[2][H], update[2][H], candidate[2][H];
    float state[2][H];
    float seen[S], seen_kept[S]; /* what is left after dropping; 0 or the factor that makes up for it */
    float joint[J];
    float slope; /* of the loss by the score */
};

struct training {
    const struct corpus *corpus;
    const struct network_options *options;
    struct recurrent_weights *weights, *slopes, *means, *squares;
    float centre[RECURRENT_INPUTS], scale[RECURRENT_INPUTS];
    float kept[RECURRENT_INPUTS]; /* of this page's inputs */
    struct trace *traces;
    size_t traces_capacity;
    uint64_t random;
    size_t *order, pages; /* of the samples trained on */
    unsigned steps;
};

static float draw(uint64_t *random)
{
    return (float)(next_random(random) >> 40) / 16777216.0f;
}

/* 0 with the chance `dropped`, else what makes up for it. */
static float keep(uint64_t *random, double dropped)
{
    return draw(random) < (float)dropped ? 0 : (float)(1 / (1 - dropped));
}

static float dot(const float *a, const float *b, int count)
{
    lanes sum = lanes_of(0);
    for (int k = 0; k < count; k += LANES) {
        lanes product = lanes_read(a + k) * lanes_read(b + k);
        sum = sum + product;
    }
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* ---- preparation ---- */

static float cell_of(const struct sample *sample, struct recurrent_input input, size_t row)
{
    uint8_t cell = sheet_column(&sample->scan.sheet, input.column)[row];
    return input.value == RECURRENT_NUMBER ? cell : cell == input.value;
}

static void take_pages(struct training *training, unsigned left_out)
{
    const struct corpus *corpus = training->corpus;
    training->order = memory_allocate((corpus->count + 1) * sizeof *training->order);
    for (size_t s = 0; s < corpus->count; s++) {
        const struct sample *sample = &corpus->samples[s];
        if (left_out >> sample->fold & 1 || sample->page.block_count == 0)
            continue;
        training->order[training->pages++] = s;
        if (sample->page.block_count > training->traces_capacity)
            training->traces_capacity = sample->page.block_count;
    }
    training->traces = memory_allocate((training->traces_capacity + 1) * sizeof *training->traces);
}

/* Brings the numbers among the inputs to mean 0 and deviation 1, those that seldom differ to a fifth of their range. */
static void measure_input(struct training *training, uint32_t i)
{
    struct recurrent_input input = training->options->inputs[i];
    double sum = 0, squares = 0, low = 255, high = 0, rows = 0;
    training->scale[i] = 1;
    if (input.value != RECURRENT_NUMBER)
        return;
    for (size_t p = 0; p < training->pages; p++) {
        const struct sample *sample = &training->corpus->samples[training->order[p]];
        for (size_t row = 0; row < sample->page.block_count; row++) {
            double cell = (double)cell_of(sample, input, row);
            sum += cell;
            squares += cell * cell;
            low = cell < low ? cell : low;
            high = cell > high ? cell : high;
        }
        rows += (double)sample->page.block_count;
    }
    double mean = sum / rows, deviation = sqrt(fmax(0, squares / rows - mean * mean));
    training->centre[i] = (float)mean;
    training->scale[i] = (float)(1 / fmax(fmax(deviation, (high - low) / 5), 1e-3));
}

static void start_matrix(uint64_t *random, float *weights, size_t inputs, size_t outputs)
{
    float size = sqrtf(3.0f / (float)inputs);
    for (size_t i = 0; i < inputs * outputs; i++)
        weights[i] = (2 * draw(random) - 1) * size;
}

static void start(struct training *training)
{
    struct recurrent_weights *weights = training->weights;
    memset(weights, 0, sizeof *weights);
    start_matrix(&training->random, &weights->embed[0][0], training->options->input_count, E);
    for (int way = 0; way < 2; way++) {
        start_matrix(&training->random, &weights->ways[way].from_embed[0][0], E, G);
        start_matrix(&training->random, &weights->ways[way].from_state[0][0], H, G);
    }
    start_matrix(&training->random, &weights->joint[0][0], S, J);
    start_matrix(&training->random, weights->out, J, 1);
}

/* ---- forwards ---- */

static void embed(struct training *training, const struct sample *sample, size_t row)
{
    const struct network_options *options = training->options;
    struct trace *trace = &training->traces[row];
    memcpy(trace->embedded, training->weights->embed_bias, sizeof trace->embedded);
    for (uint32_t i = 0; i < options->input_count; i++) {
        float value = (cell_of(sample, options->inputs[i], row) - training->centre[i]) * training->scale[i];
        if (value * training->kept[i] != 0)
            lanes_add_product(trace->embedded, value * training->kept[i], training->weights->embed[i], E);
    }
    for (int k = 0; k < E; k++) {
        trace->embed_slope[k] = trace->embedded[k] > 0 ? keep(&training->random, options->units_dropped) : 0;
        trace->embedded[k] *= trace->embed_slope[k];
    }
}

static void step(const struct recurrent_way *way, struct trace *trace, int number, const float *old)
{
    float *before = trace->before[number], back[G] = {0};
    memcpy(before, way->bias, sizeof trace->before[number]);
    for (int i = 0; i < E; i++)
        if (trace->embedded[i] != 0)
            lanes_add_product(before, trace->embedded[i], way->from_embed[i], G);
    for (int i = 0; i < H; i++)
        lanes_add_product(back, old[i], way->from_state[i], G);
    for (int k = 0; k < H; k += LANES) {
        lanes_write(before + k, lanes_read(before + k) + lanes_read(back + k));
        lanes_write(before + H + k, lanes_read(before + H + k) + lanes_read(back + H + k));
        lanes reset = lanes_gate(lanes_read(before + k)), update = lanes_gate(lanes_read(before + H + k));
        lanes remembered = lanes_read(back + 2 * H + k);
        lanes_write(before + 2 * H + k, lanes_read(before + 2 * H + k) + reset * remembered);
        lanes candidate = lanes_squash(lanes_read(before + 2 * H + k));
        lanes_write(trace->remembered[number] + k, remembered);
        lanes_write(trace->reset[number] + k, reset);
        lanes_write(trace->update[number] + k, update);
        lanes_write(trace->candidate[number] + k, candidate);
        lanes_write(trace->state[number] + k, candidate + update * (lanes_read(old + k) - candidate));
    }
}

static float score(struct training *training, struct trace *trace)
{
    const struct recurrent_weights *weights = training->weights;
    memcpy(trace->seen, trace->state[0], sizeof trace->state[0]);
    memcpy(trace->seen + H, trace->state[1], sizeof trace->state[1]);
    memcpy(trace->seen + 2 * H, trace->embedded, sizeof trace->embedded);
    memcpy(trace->joint, weights->joint_bias, sizeof trace->joint);
    for (int i = 0; i < S; i++) {
        trace->seen_kept[i] = i < 2 * H ? keep(&training->random, training->options->units_dropped) : 1;
        trace->seen[i] *= trace->seen_kept[i];
        lanes_add_product(trace->joint, trace->seen[i], weights->joint[i], J);
    }
    for (int k = 0; k < J; k += LANES)
        lanes_write(trace->joint + k, lanes_rectify(lanes_read(trace->joint + k)));
    return weights->out_bias[0] + dot(trace->joint, weights->out, J);
}

static const float nothing[H];

static void forwards(struct training *training, const struct sample *sample)
{
    size_t n = sample->page.block_count;
    struct trace *traces = training->traces;
    const struct recurrent_way *ways = training->weights->ways;
    for (size_t row = 0; row < n; row++)
        embed(training, sample, row);
    for (size_t row = n; row-- > 0;)
        step(&ways[1], &traces[row], 1, row + 1 < n ? traces[row + 1].state[1] : nothing);
    for (size_t row = 0; row < n; row++) {
        step(&ways[0], &traces[row], 0, row > 0 ? traces[row - 1].state[0] : nothing);
        float chance = 1 / (1 + expf(-score(training, &traces[row]))), label = sample->labels[row] > 0.5f;
        traces[row].slope = (chance - label) * sample->weights[row] / (float)training->options->batch;
    }
}

/* ---- backwards ---- */

static lanes squash_slope(lanes x)
{
    lanes square = x * x, ratio = (lanes_of(9) - square) / (lanes_of(3) + square);
    lanes inside = ratio * ratio * lanes_of(1.0f / 9);
    return lanes_choose(square < lanes_of(9), inside, lanes_of(0));
}

static lanes gate_slope(lanes x)
{
    return lanes_of(0.25f) * squash_slope(lanes_of(0.5f) * x);
}

/* Takes the score back to what was seen. */
static void score_back(struct training *training, struct trace *trace, float seen[S])
{
    const struct recurrent_weights *weights = training->weights;
    struct recurrent_weights *slopes = training->slopes;
    float joint[J];
    for (int k = 0; k < J; k++)
        joint[k] = trace->joint[k] > 0 ? trace->slope * weights->out[k] : 0;
    lanes_add_product(slopes->out, trace->slope, trace->joint, J);
    slopes->out_bias[0] += trace->slope;
    lanes_add_product(slopes->joint_bias, 1, joint, J);
    for (int i = 0; i < S; i++) {
        lanes_add_product(slopes->joint[i], trace->seen[i], joint, J);
        seen[i] = trace->seen_kept[i] * dot(weights->joint[i], joint, J);
    }
}

/* Takes one step back. `state` is the slope by the state behind it, then by that before; `embedded` is added to. */
static void step_back(const struct recurrent_way *way, struct recurrent_way *slopes, const struct trace *trace,
                      int number, const float *old, float *state, float *embedded)
{
    float gates[G], back[G], carried[H];
    const float *before = trace->before[number];
    for (int k = 0; k < H; k += LANES) {
        lanes reset = lanes_read(trace->reset[number] + k), update = lanes_read(trace->update[number] + k);
        lanes candidate = lanes_read(trace->candidate[number] + k), slope = lanes_read(state + k);
        lanes by_candidate = slope * (lanes_of(1) - update) * squash_slope(lanes_read(before + 2 * H + k));
        lanes by_update = slope * (lanes_read(old + k) - candidate) * gate_slope(lanes_read(before + H + k));
        lanes by_reset = by_candidate * lanes_read(trace->remembered[number] + k) * gate_slope(lanes_read(before + k));
        lanes_write(gates + k, by_reset);
        lanes_write(gates + H + k, by_update);
        lanes_write(gates + 2 * H + k, by_candidate);
        lanes_write(back + k, by_reset);
        lanes_write(back + H + k, by_update);
        lanes_write(back + 2 * H + k, by_candidate * reset);
        lanes_write(carried + k, slope * update);
    }
    lanes_add_product(slopes->bias, 1, gates, G);
    for (int i = 0; i < E; i++)
        if (trace->embedded[i] != 0 || trace->embed_slope[i] != 0) {
            lanes_add_product(slopes->from_embed[i], trace->embedded[i], gates, G);
            embedded[i] += dot(way->from_embed[i], gates, G);
        }
    for (int i = 0; i < H; i++) {
        lanes_add_product(slopes->from_state[i], old[i], back, G);
        state[i] = carried[i] + dot(way->from_state[i], back, G);
    }
}

static void embed_back(struct training *training, const struct sample *sample, size_t row, float *embedded)
{
    const struct network_options *options = training->options;
    const struct trace *trace = &training->traces[row];
    for (int k = 0; k < E; k++)
        embedded[k] *= trace->embed_slope[k];
    lanes_add_product(training->slopes->embed_bias, 1, embedded, E);
    for (uint32_t i = 0; i < options->input_count; i++) {
        float value = (cell_of(sample, options->inputs[i], row) - training->centre[i]) * training->scale[i];
        if (value * training->kept[i] != 0)
            lanes_add_product(training->slopes->embed[i], value * training->kept[i], embedded, E);
    }
}

static void backwards(struct training *training, const struct sample *sample)
{
    size_t n = sample->page.block_count;
    struct trace *traces = training->traces;
    const struct recurrent_way *ways = training->weights->ways;
    struct recurrent_way *slopes = training->slopes->ways;
    float(*seen)[S] = memory_allocate((n + 1) * sizeof *seen), state[H] = {0};
    for (size_t row = n; row-- > 0;) {
        score_back(training, &traces[row], seen[row]);
        for (int k = 0; k < H; k++)
            state[k] += seen[row][k];
        step_back(&ways[0], &slopes[0], &traces[row], 0, row > 0 ? traces[row - 1].state[0] : nothing, state,
                  seen[row] + 2 * H);
    }
    memset(state, 0, sizeof state);
    for (size_t row = 0; row < n; row++) {
        for (int k = 0; k < H; k++)
            state[k] += seen[row][H + k];
        step_back(&ways[1], &slopes[1], &traces[row], 1, row + 1 < n ? traces[row + 1].state[1] : nothing, state,
                  seen[row] + 2 * H);
        embed_back(training, sample, row, seen[row] + 2 * H);
    }
    free(seen);
}

/* ---- steps ---- */

/* Makes the slopes no longer than 1. */
static void shorten(float *slopes)
{
    double squares = 0;
    for (size_t i = 0; i < FLOATS; i++)
        squares += (double)slopes[i] * (double)slopes[i];
    float factor = squares > 1 ? (float)(1 / sqrt(squares)) : 1;
    for (size_t i = 0; i < FLOATS; i++)
        slopes[i] *= factor;
}

static void descend(struct training *training, double rate)
{
    float *weights = (float *)training->weights, *slopes = (float *)training->slopes;
    float *means = (float *)training->means, *squares = (float *)training->squares;
    double first = 1 - pow(0.9, ++training->steps), second = 1 - pow(0.999, training->steps);
    shorten(slopes);
    for (size_t i = 0; i < FLOATS; i++) {
        means[i] = 0.9f * means[i] + 0.1f * slopes[i];
        squares[i] = 0.999f * squares[i] + 0.001f * slopes[i] * slopes[i];
        float by_slope = means[i] / (float)first / (sqrtf(squares[i] / (float)second) + 1e-8f);
        weights[i] -= (float)rate * (by_slope + (float)training->options->decay * weights[i]);
    }
    memset(slopes, 0, sizeof *training->slopes);
}

static void shuffle(struct training *training)
{
    for (size_t i = training->pages; i > 1; i--) {
        size_t other = next_random(&training->random) % i, moved = training->order[i - 1];
        training->order[i - 1] = training->order[other];
        training->order[other] = moved;
    }
}

static void pass(struct training *training)
{
    const struct network_options *options = training->options;
    double steps = (double)options->passes * (double)(training->pages / options->batch);
    shuffle(training);
    for (size_t p = 0; p < training->pages; p++) {
        const struct sample *sample = &training->corpus->samples[training->order[p]];
        for (uint32_t i = 0; i < options->input_count; i++)
            training->kept[i] = keep(&training->random, options->inputs_dropped);
        forwards(training, sample);
        backwards(training, sample);
        if ((p + 1) % options->batch == 0)
            descend(training, options->rate * fmax(0, 1 - training->steps / steps));
    }
}

/* Lets the weights of the inputs take the cells as they are. */
static void take_cells(struct training *training)
{
    struct recurrent_weights *weights = training->weights;
    for (uint32_t i = 0; i < training->options->input_count; i++)
        for (int k = 0; k < E; k++) {
            weights->embed[i][k] *= training->scale[i];
            weights->embed_bias[k] -= weights->embed[i][k] * training->centre[i];
        }
}

void network_train(const struct corpus *corpus, const struct network_options *options, unsigned left_out,
                   struct recurrent_weights *weights)
{
    struct training training = {.corpus = corpus, .options = options, .weights = weights, .random = 88172645463325252u};
    training.random ^= options->seed * 0x9E3779B97F4A7C15u;
    training.slopes = memory_zeroed(1, sizeof *training.slopes);
    training.means = memory_zeroed(1, sizeof *training.means);
    training.squares = memory_zeroed(1, sizeof *training.squares);
    take_pages(&training, left_out);
    for (uint32_t i = 0; i < options->input_count; i++)
        measure_input(&training, i);
    start(&training);
    for (unsigned number = 0; number < options->passes; number++)
        pass(&training);
    take_cells(&training);
    free(training.slopes);
    free(training.means);
    free(training.squares);
    free(training.traces);
    free(training.order);
}
