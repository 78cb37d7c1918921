/* block: sorted entries, packed into bits.
 *
 * Always holds: a block holds up to BLOCK_ENTRIES entries, ascending by the first BLOCK_KEY_BITS of their keys, and can
 * be read by itself. It takes at most BLOCK_MOST bytes: a byte with the width of the gaps, the first key, and of each
 * entry the gap to the key before it (a Rice code: its lower bits, as many as that width says, the rest in ones that
 * end with a zero), then what the packing keeps besides. Bits are filled from the lowest on, so the bytes are the same
 * on every machine.
 *
 * Source: Rice, JPL Publication 79-22, 1979; Golomb 1966. Hashes are spread evenly, so that their gaps follow a
 * geometric distribution, for which these codes are made.
 */
#ifndef BROADSHEET_DEDUPE_BLOCK_H
#define BROADSHEET_DEDUPE_BLOCK_H

#include "slice.h"
#include "table.h"

#define BLOCK_ENTRIES 64
#define BLOCK_KEY_BITS 40
#define BLOCK_NUMBER_BITS 40                               /* of a value, the lowest: a number */
#define BLOCK_MOST (7 + BLOCK_ENTRIES * (64 + 64 + 3) / 8) /* of a gap, up to three bits besides */
#define BLOCK_PADDING 8                                    /* bytes behind a block that may be read */

/* What is kept of entries besides the first bits of their keys. */
struct packing {
    uint64_t first;       /* numbers count from it, */
    unsigned number_bits; /* and take so many bits less it; at most BLOCK_NUMBER_BITS */
    bool whole;           /* the rest of the key and of the value, too; else these are zeros */
};

/* How many bits numbers below `count` take. */
unsigned block_bits(uint64_t count);
/* Packs `count` entries, from 1 to BLOCK_ENTRIES, into `out`, which has BLOCK_MOST bytes; returns how many it took. */
size_t block_pack(const struct packing *packing, const struct entry *entries, size_t count, char *out);
/* Unpacks `count` entries from the front of `bytes`; returns the size of the block, 0 if it is none. Behind `bytes`
 * there are BLOCK_PADDING more, whatever they hold. */
size_t block_unpack(const struct packing *packing, struct slice bytes, size_t count, struct entry *entries);
/* Values looked for, those that stand with the key of `wanted` and, in the bits of `mask`, with its value: as many as
 * were found, in order, at most `most`. `passed`: no entry behind what was searched has that key, or `most` were
 * found. */
struct lookup {
    struct entry wanted;
    uint64_t mask;
    uint64_t *values; /* room for `most`; not owned */
    size_t most, found;
    bool passed;
};

/* Goes on looking in the block of `count` entries at the front of `bytes`. */
void block_find(const struct packing *packing, struct slice bytes, size_t count, struct lookup *lookup);

#endif
