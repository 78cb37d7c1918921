/* frequency: in how many different texts of late a shingle has stood.
 *
 * Always holds: only texts that were kept are counted, so that a text's own copies do not make it common. Two counts
 * are held, of the present generation of FREQUENCY_GENERATION kept texts and of the one before, so that memory is
 * bounded, what counts as common follows the times, and counts depend on nothing but the order of the input.
 * A frozen table answers from a fixed list and never counts.
 */
#ifndef BROADSHEET_DEDUPE_FREQUENCY_H
#define BROADSHEET_DEDUPE_FREQUENCY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FREQUENCY_GENERATION 32768
#define FREQUENCY_FREE 2                                     /* texts that may share a shingle before it loses weight */
#define FREQUENCY_COMMON 6                                   /* texts that make it common, without weight */
#define FREQUENCY_WEIGHT (FREQUENCY_COMMON - FREQUENCY_FREE) /* of a shingle that is not shared widely */

struct counted {
    uint32_t hash, count; /* count 0: empty */
};

/* Most shingles stand in one text, so a set says first of most hashes, from 1/64 of its memory, that their count is at
 * most 1. */
struct count_set {
    struct counted *slots;
    uint64_t *several;      /* a bit for each place: has a count that points there reached 2? */
    size_t capacity, count; /* capacity is a power of two, at least 64, or 0 */
};

struct frequency {
    struct count_set now, before;
    uint32_t texts; /* of this generation */
    bool frozen;
};

static inline size_t count_set_place(const struct count_set *set, uint32_t hash)
{
    return (hash * UINT32_C(0x9E3779B1) >> 7) & (set->capacity - 1);
}

/* May the shingle's count in the set be more than 1? */
static inline bool count_set_several(const struct count_set *set, uint32_t hash)
{
    size_t place = count_set_place(set, hash);
    return set->capacity > 0 && (set->several[place / 64] >> place % 64 & 1);
}

/* May the shingle have stood in more than FREQUENCY_FREE texts? */
static inline bool frequency_many(const struct frequency *frequency, uint32_t hash)
{
    return count_set_several(&frequency->now, hash) || count_set_several(&frequency->before, hash);
}

unsigned frequency_weight_of_many(const struct frequency *frequency, uint32_t hash);
/* The weight of a shingle, from 0 (common) to FREQUENCY_WEIGHT. */
static inline unsigned frequency_weight(const struct frequency *frequency, uint32_t hash)
{
    return frequency_many(frequency, hash) ? frequency_weight_of_many(frequency, hash) : FREQUENCY_WEIGHT;
}

/* Asks the processor to fetch what frequency_weight will look at. */
void frequency_prefetch(const struct frequency *frequency, uint32_t hash);
/* Counts the shingles of a text that was kept. */
void frequency_add(struct frequency *frequency, const uint32_t *hashes, size_t count);
/* Adds to one count; for loading. */
void count_set_add(struct count_set *set, uint32_t hash, uint32_t count);
void count_set_free(struct count_set *set);
/* Bytes held. */
uint64_t frequency_bytes(const struct frequency *frequency);
void frequency_free(struct frequency *frequency);

#endif
