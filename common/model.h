/* model: a small linear model over hashed features, with 8-bit weights.
 *
 * A model file is text, then bytes: lines `name: value` (at least `broadsheet-model: 1`, `task`, `bits`, `outputs`,
 * `scale`, `data`, `licence`, `score`; more as the task wants), an empty line, then outputs x 2^bits signed bytes,
 * the outputs of one feature side by side. `head` shows where a model comes from.
 * Always holds: the weights are read where they stand (in the program, or mapped); nothing is copied or allocated.
 * Feature hashing: Weinberger et al. 2009.
 */
#ifndef BROADSHEET_MODEL_H
#define BROADSHEET_MODEL_H

#include <stdint.h>

#include "slice.h"

struct model {
    struct slice header;
    const int8_t *weights;
    uint32_t mask;    /* 2^bits - 1 */
    uint32_t outputs; /* scores a feature gives */
    float scale;      /* a weight's worth */
};

/* Opens a model for `task`; false with *what set if the bytes are no such model. */
bool model_open(struct model *model, struct slice file, const char *task, const char **what);
/* The value of a header line, absent if there is none. */
struct slice model_header(const struct model *model, const char *name);

/* A feature's template number and its value's hash, still to be mixed. */
static inline uint32_t model_unmixed(uint32_t template_number, uint32_t value)
{
    return value ^ (template_number * 0x9E3779B1u);
}

/* The finaliser of MurmurHash3 (Appleby). */
static inline uint32_t model_mix(uint32_t h)
{
    h ^= h >> 16;
    h *= 0x85EBCA6Bu;
    h ^= h >> 13;
    h *= 0xC2B2AE35u;
    h ^= h >> 16;
    return h;
}

/* Mixes a feature's template number and its value's hash. */
static inline uint32_t model_feature(uint32_t template_number, uint32_t value)
{
    return model_mix(model_unmixed(template_number, value));
}

/* The same for many that are still to be mixed, in place, four at a time. */
static inline void model_mix_all(uint32_t *features, size_t count)
{
    typedef uint32_t four __attribute__((vector_size(16)));
    const size_t fours = count / 4 * 4;
    for (size_t i = 0; i < fours; i += 4) {
        four h;
        memcpy(&h, features + i, sizeof h);
        h ^= h >> 16;
        h *= 0x85EBCA6Bu;
        h ^= h >> 13;
        h *= 0xC2B2AE35u;
        h ^= h >> 16;
        memcpy(features + i, &h, sizeof h);
    }
    for (size_t i = fours; i < count; i++)
        features[i] = model_mix(features[i]);
}

/* The feature's weight for output 0. */
static inline int model_weight(const struct model *model, uint32_t feature)
{
    return model->weights[(size_t)(feature & model->mask) * model->outputs];
}

/* Adds the feature's weights to sums[0..outputs). */
static inline void model_add(const struct model *model, uint32_t feature, int32_t *sums)
{
    const int8_t *row = model->weights + (size_t)(feature & model->mask) * model->outputs;
    for (uint32_t i = 0; i < model->outputs; i++)
        sums[i] += row[i];
}

/* Eight lanes of 16 bits, and the same as two halves. */
typedef uint16_t model_lanes __attribute__((vector_size(16)));
typedef uint64_t model_halves __attribute__((vector_size(16)));

#define MODEL_MOST_ROWS 256u  /* that one call adds up */
#define MODEL_MOST_OUTPUTS 32 /* of a model that model_sum serves; at least 16 */

/* Sums of sixteen bytes a row, with 128 added to each so that none is below 0: as 16-bit lanes they are one of a pair
 * and 256 times the other, and a second sum of the others alone tells the two apart. */
struct model_sums {
    model_lanes pairs, highs;
};

static inline void model_take(struct model_sums *sums, model_lanes row)
{
    const model_lanes bias = {0x8080, 0x8080, 0x8080, 0x8080, 0x8080, 0x8080, 0x8080, 0x8080};
    row ^= bias;
    sums->pairs += row;
    sums->highs += row >> 8;
}

/* The sums of the sixteen bytes, of `rows` rows, in their order. */
static inline void model_put(const struct model_sums *sums, size_t rows, int16_t to[16])
{
    const uint16_t biases = (uint16_t)(rows * 128);
    model_lanes high = sums->highs - biases, low = sums->pairs - (sums->highs << 8) - biases;
    const bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    model_lanes first = little ? low : high, second = little ? high : low;
    model_lanes front = __builtin_shufflevector(first, second, 0, 8, 1, 9, 2, 10, 3, 11);
    model_lanes back = __builtin_shufflevector(first, second, 4, 12, 5, 13, 6, 14, 7, 15);
    memcpy(to, &front, sizeof front);
    memcpy(to + 8, &back, sizeof back);
}

/* Sets sums[0..outputs) to the sums of the weights of at most MODEL_MOST_ROWS features. `outputs` must be the model's,
 * from 16 to MODEL_MOST_OUTPUTS, and a constant where the call stands. */
static inline void model_sum(const struct model *model, size_t outputs, const uint32_t *features, size_t count,
                             int16_t sums[MODEL_MOST_OUTPUTS])
{
    const size_t last = outputs - 16; /* the two halves of a row overlap */
    struct model_sums front = {{0}, {0}}, back = {{0}, {0}};
    for (size_t i = 0; i < count; i++) {
        const int8_t *row = model->weights + (size_t)(features[i] & model->mask) * outputs;
        model_lanes lanes;
        memcpy(&lanes, row, sizeof lanes);
        model_take(&front, lanes);
        memcpy(&lanes, row + last, sizeof lanes);
        model_take(&back, lanes);
    }
    model_put(&front, count, sums);
    model_put(&back, count, sums + last);
}

static inline uint64_t model_row_of_eight(const struct model *model, uint32_t feature)
{
    uint64_t row;
    memcpy(&row, model->weights + (size_t)(feature & model->mask) * 8, sizeof row);
    return row;
}

/* The same for a model of eight outputs: two rows at once. */
static inline void model_sum_of_eight(const struct model *model, const uint32_t *features, size_t count,
                                      int16_t sums[8])
{
    struct model_sums both = {{0}, {0}};
    int16_t halves[16];
    for (size_t i = 0; i + 1 < count; i += 2)
        model_take(&both, (model_lanes)(model_halves){model_row_of_eight(model, features[i]),
                                                      model_row_of_eight(model, features[i + 1])});
    if (count & 1)
        model_take(&both, (model_lanes)(model_halves){model_row_of_eight(model, features[count - 1]), 0});
    model_put(&both, (count + 1) / 2, halves);
    for (int i = 0; i < 8; i++)
        sums[i] = (int16_t)(halves[i] + halves[i + 8]);
}

/* Writes a model file: header lines (each with its "\n", without the ones named bits, outputs, scale), weights
 * quantised to 8 bits by the largest absolute value. False with errno set. For training programs. */
bool model_write(const char *path, struct slice header, const float *weights, unsigned bits, uint32_t outputs);

/* FNV-1a with a finaliser, for words as feature values. */
uint32_t model_hash(struct slice bytes);

#endif
