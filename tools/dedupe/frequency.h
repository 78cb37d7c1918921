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

struct count_set {
    struct counted *slots;
    size_t capacity, count; /* capacity is a power of two or 0 */
};

struct frequency {
    struct count_set now, before;
    uint32_t texts; /* of this generation */
    bool frozen;
};

/* The weight of a shingle, from 0 (common) to FREQUENCY_WEIGHT. */
unsigned frequency_weight(const struct frequency *frequency, uint32_t hash);
/* Asks the processor to fetch what frequency_weight will look at. */
void frequency_prefetch(const struct frequency *frequency, uint32_t hash);
/* Counts the shingles of a text that was kept. */
void frequency_add(struct frequency *frequency, const uint32_t *hashes, size_t count);
/* Adds to one count; for loading. */
void count_set_add(struct count_set *set, uint32_t hash, uint32_t count);
void frequency_free(struct frequency *frequency);

#endif
