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

#define MODEL_MOST_ROWS 256u  /* that one call adds up */
#define MODEL_MOST_OUTPUTS 32 /* of a model that model_score serves */
#define MODEL_ROOM(count) ((count) + 8)

/* Mixes `count` unmixed features, at most MODEL_MOST_ROWS, in place, and sets sums[0..outputs) to the sums of their
 * weights. `features` has room for MODEL_ROOM(count); what stands behind the last is overwritten. The model has 8
 * outputs, or from 16 to MODEL_MOST_OUTPUTS. Uses vectors of 32 bytes where the machine has them; the sums are the same
 * everywhere. */
void model_score(const struct model *model, uint32_t *features, size_t count, int16_t sums[MODEL_MOST_OUTPUTS]);
/* The same without them: its twin, to compare the two. */
void model_score_plain(const struct model *model, uint32_t *features, size_t count, int16_t sums[MODEL_MOST_OUTPUTS]);

/* The first of the greatest of sums[first..count). */
size_t model_best(const int16_t sums[MODEL_MOST_OUTPUTS], size_t first, size_t count);
size_t model_best_plain(const int16_t sums[MODEL_MOST_OUTPUTS], size_t first, size_t count); /* its twin */

/* Writes a model file: header lines (each with its "\n", without the ones named bits, outputs, scale), weights
 * quantised to 8 bits by the largest absolute value. False with errno set. For training programs. */
bool model_write(const char *path, struct slice header, const float *weights, unsigned bits, uint32_t outputs);

/* FNV-1a with a finaliser, for words as feature values. */
uint32_t model_hash(struct slice bytes);

#endif
