#include "filter.h"

#include <string.h>

#include "block.h"

#define BITS 10 /* a key */

static const uint32_t salts[8] = {0x47b6137bu, 0x44974d91u, 0x8824ad5bu, 0xa2b7289du,
                                  0x705495c7u, 0x2df1424bu, 0x9efc4947u, 0x5c6bfb31u};

uint64_t filter_blocks(uint64_t keys)
{
    return keys * BITS / (8 * FILTER_BLOCK) + 1;
}

static uint64_t hash_of(uint64_t key)
{
    return (key >> (64 - BLOCK_KEY_BITS)) * UINT64_C(0x9E3779B97F4A7C15);
}

static size_t place_of(uint64_t hash, uint64_t blocks)
{
    return (size_t)(((hash >> 32) * blocks) >> 32) * FILTER_BLOCK;
}

void filter_add(char *filter, uint64_t blocks, uint64_t key)
{
    uint64_t hash = hash_of(key);
    char *block = filter + place_of(hash, blocks);
    for (size_t i = 0; i < 8; i++) {
        uint32_t word, bit = UINT32_C(1) << ((uint32_t)hash * salts[i] >> 27);
        memcpy(&word, block + 4 * i, 4);
        word |= bit;
        memcpy(block + 4 * i, &word, 4);
    }
}

void filter_prefetch(const char *filter, uint64_t blocks, uint64_t key)
{
    __builtin_prefetch(filter + place_of(hash_of(key), blocks));
}

bool filter_may_have(const char *filter, uint64_t blocks, uint64_t key)
{
    uint64_t hash = hash_of(key);
    const char *block = filter + place_of(hash, blocks);
    for (size_t i = 0; i < 8; i++) {
        uint32_t word, bit = UINT32_C(1) << ((uint32_t)hash * salts[i] >> 27);
        memcpy(&word, block + 4 * i, 4);
        if (!(word & bit))
            return false;
    }
    return true;
}
