/* layout: how a run of the archive stands on disk.
 *
 * Always holds: a head of a PAGE, then the sections, each from a multiple of PAGE on. Numbers are little-endian.
 * The head has a check of its own, so has each block of entries.
 */
#ifndef BROADSHEET_DEDUPE_LAYOUT_H
#define BROADSHEET_DEDUPE_LAYOUT_H

#include <stddef.h>
#include <xxhash.h>

#include "block.h"
#include "filter.h"

#define LAYOUT_MAGIC "broadsheet-run 4"
#define LAYOUT_PAGE 4096
#define LAYOUT_UNIT 8 /* bytes that the places of blocks count in */

/* The two kinds of entries of a run. */
enum list { DIGESTS, KEYS, LISTS };

enum section {
    BLOCKS,                        /* of a list: entries, BLOCK_ENTRIES a block, filled up to whole units; */
    FENCES,                        /* struct fence of each; */
    FILTER,                        /* of the keys; */
    LIST_SECTIONS,                 /* so many sections a list */
    TEXTS = LISTS * LIST_SECTIONS, /* struct text_place, and one more for the end */
    DATA,                          /* sketch, then name, of each text; a multiple of 4 bytes */
    SECTIONS
};

struct fence {
    uint64_t key; /* of the block's first entry */
    uint32_t place, check;
};

struct text_place {
    uint32_t place;     /* in units of 4 bytes: the lowest 32 bits, */
    uint32_t high_name; /* the 8 above them, then 24 bits: bytes of the name */
    uint32_t raw;
};

#define LAYOUT_PLACE_BITS 40

struct run_head {
    char magic[16];
    uint64_t first, texts, entries[LISTS];
    uint64_t start[SECTIONS], size[SECTIONS];
    uint64_t check; /* of all before */
};

static inline enum section layout_section(enum list list, enum section section)
{
    return (enum section)(list * LIST_SECTIONS + section);
}

static inline uint64_t layout_check(const struct run_head *head)
{
    return XXH3_64bits(head, offsetof(struct run_head, check));
}

static inline uint32_t layout_check_block(struct slice block)
{
    return (uint32_t)XXH3_64bits(block.at, block.size);
}

static inline uint64_t layout_blocks(const struct run_head *head, enum list list)
{
    return (head->entries[list] + BLOCK_ENTRIES - 1) / BLOCK_ENTRIES;
}

/* How many entries the block at `index` has. */
static inline size_t layout_entries(const struct run_head *head, enum list list, uint64_t index)
{
    uint64_t left = head->entries[list] - index * BLOCK_ENTRIES;
    return (size_t)(left < BLOCK_ENTRIES ? left : BLOCK_ENTRIES);
}

static inline struct packing layout_packing(const struct run_head *head, enum list list)
{
    return (struct packing){head->first, block_bits(head->texts), list == DIGESTS};
}

#endif
