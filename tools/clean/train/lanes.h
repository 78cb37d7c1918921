/* lanes: the arithmetic of recurrent networks in training, four units at once. */
#ifndef BROADSHEET_CLEAN_TRAIN_LANES_H
#define BROADSHEET_CLEAN_TRAIN_LANES_H

#include <stdint.h>
#include <string.h>

enum { LANES = 4 };

/* A language extension of both gcc and clang; every operation is done on each of them as on a float alone. */
typedef float lanes __attribute__((vector_size(4 * LANES)));
typedef int32_t lane_bits __attribute__((vector_size(4 * LANES)));

static inline lanes lanes_read(const float *at)
{
    lanes all;
    memcpy(&all, at, sizeof all);
    return all;
}

static inline void lanes_write(float *at, lanes all)
{
    memcpy(at, &all, sizeof all);
}

static inline lanes lanes_of(float one)
{
    return one - (lanes){0};
}

/* sums[k] += factor * weights[k] for `count` of them, a multiple of LANES. Product and sum are rounded one by one. */
static inline void lanes_add_product(float *sums, float factor, const float *weights, int count)
{
    for (int k = 0; k < count; k += LANES) {
        lanes product = lanes_of(factor) * lanes_read(weights + k);
        lanes_write(sums + k, lanes_read(sums + k) + product);
    }
}

static inline lanes lanes_choose(lane_bits mask, lanes yes, lanes no)
{
    return (lanes)((mask & (lane_bits)yes) | (~mask & (lane_bits)no));
}

/* The lower and the higher of two; of zeros and where one is no number, the second. */
static inline lanes lanes_lower(lanes a, lanes b)
{
    return lanes_choose(a < b, a, b);
}

static inline lanes lanes_higher(lanes a, lanes b)
{
    return lanes_choose(a > b, a, b);
}

static inline lanes lanes_rectify(lanes x)
{
    return lanes_higher(x, lanes_of(0));
}

/* x (27 + x^2) / (27 + 9 x^2), a rational approximation of tanh that reaches 1 at 3. */
static inline lanes lanes_squash(lanes x)
{
    x = lanes_higher(lanes_of(-3), lanes_lower(lanes_of(3), x));
    lanes square = x * x;
    lanes over = lanes_of(27) + square, under = lanes_of(9) * square;
    over = x * over;
    under = lanes_of(27) + under;
    return over / under;
}

/* The logistic function, made of the same. */
static inline lanes lanes_gate(lanes x)
{
    lanes half = lanes_of(0.5f) * lanes_squash(lanes_of(0.5f) * x);
    return lanes_of(0.5f) + half;
}

#endif
