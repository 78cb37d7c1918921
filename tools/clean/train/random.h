/* random: the numbers that training draws, the same on every machine. */
#ifndef BROADSHEET_CLEAN_TRAIN_RANDOM_H
#define BROADSHEET_CLEAN_TRAIN_RANDOM_H

#include <stdint.h>

/* The next number of a sequence, from its state, which is not 0: xorshift (Marsaglia 2003). */
static inline uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

#endif
