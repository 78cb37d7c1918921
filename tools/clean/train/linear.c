#include "linear.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>

enum { PASSES = 4 };
static const float RATE = 0.3f, DECAY = 2e-6f;

struct place {
    uint32_t sample, block;
};

static struct place *places_of(const struct corpus *corpus, enum linear_kind kind, unsigned left_out, size_t *count)
{
    size_t capacity = 0;
    struct place *places = NULL;
    *count = 0;
    for (size_t s = 0; s < corpus->count; s++) {
        if (left_out >> corpus->samples[s].fold & 1 || (kind == LINEAR_WORDS && corpus->samples[s].masked))
            continue;
        for (size_t b = 0; b < corpus->samples[s].page.block_count; b++) {
            places = memory_grow(places, &capacity, *count + 1, sizeof *places);
            places[(*count)++] = (struct place){(uint32_t)s, (uint32_t)b};
        }
    }
    return places;
}

static void shuffle(struct place *places, size_t count, uint64_t *random)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = next_random(random) % i;
        struct place moved = places[i - 1];
        places[i - 1] = places[other];
        places[other] = moved;
    }
}

static const uint32_t *list_of(const struct corpus *corpus, enum linear_kind kind, struct place place)
{
    const struct sample *sample = &corpus->samples[place.sample];
    return (kind == LINEAR_WORDS ? sample->words : sample->markup)[place.block];
}

static float sum_of(const float *weights, unsigned bits, const uint32_t *list)
{
    float sum = 0;
    uint32_t mask = (1u << bits) - 1;
    for (uint32_t i = 1; i <= list[0]; i++)
        sum += weights[list[i] & mask];
    return list[0] ? sum / sqrtf((float)list[0]) : 0;
}

static void step(float *weights, float *squares, unsigned bits, const uint32_t *list, float slope)
{
    uint32_t mask = (1u << bits) - 1;
    float part = slope / sqrtf((float)list[0]);
    for (uint32_t i = 1; i <= list[0]; i++) {
        uint32_t f = list[i] & mask;
        float gradient = part + DECAY * weights[f];
        squares[f] += gradient * gradient;
        weights[f] -= RATE * gradient / (sqrtf(squares[f]) + 1e-3f);
    }
}

float *linear_train(const struct corpus *corpus, enum linear_kind kind, unsigned bits, unsigned left_out)
{
    size_t count;
    struct place *places = places_of(corpus, kind, left_out, &count);
    float *weights = memory_zeroed((size_t)1 << bits, sizeof *weights);
    float *squares = memory_zeroed((size_t)1 << bits, sizeof *squares);
    uint64_t random = 88172645463325252u;
    for (int pass = 0; pass < PASSES; pass++) {
        shuffle(places, count, &random);
        for (size_t i = 0; i < count; i++) {
            const struct sample *sample = &corpus->samples[places[i].sample];
            const uint32_t *list = list_of(corpus, kind, places[i]);
            float label = sample->labels[places[i].block] > 0.5f, weight = sample->weights[places[i].block];
            float chance = 1 / (1 + expf(-sum_of(weights, bits, list)));
            if (list[0] > 0)
                step(weights, squares, bits, list, (chance - label) * (weight < 0.2f ? weight * 20 : 4));
        }
    }
    free(squares);
    free(places);
    return weights;
}

int32_t linear_score(const float *weights, unsigned bits, const uint32_t *list)
{
    return (int32_t)lrintf(sum_of(weights, bits, list) * TREES_UNIT);
}
