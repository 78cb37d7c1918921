/* filter: says of most absent keys that they are absent.
 *
 * Always holds: a key that was added is never said to be absent. A filter is an array of FILTER_BLOCK bytes, as many
 * as filter_blocks gives for the keys it was made for; of absent keys about one in a hundred is not told.
 *
 * Source: split block Bloom filters, Putze, Sanders and Singler 2007, as in Apache Parquet.
 */
#ifndef BROADSHEET_DEDUPE_FILTER_H
#define BROADSHEET_DEDUPE_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#define FILTER_BLOCK 32

/* Blocks of a filter for so many keys. */
uint64_t filter_blocks(uint64_t keys);
/* Of a key only the first BLOCK_KEY_BITS count. */
void filter_add(char *filter, uint64_t blocks, uint64_t key);
/* Asks the processor to fetch what filter_may_have will look at. */
void filter_prefetch(const char *filter, uint64_t blocks, uint64_t key);
bool filter_may_have(const char *filter, uint64_t blocks, uint64_t key);

#endif
