/* gazetteer_block: what the block of a compiled list holds, for what makes and what reads it.
 *
 * Always holds: behind the header stand the filters of starts, follows, names and small, the slots, the readings and
 * the strings. A beginning of a name is found by its key, which is made of the folded words without the marks inside
 * them.
 */
#ifndef BROADSHEET_TAG_GAZETTEER_BLOCK_H
#define BROADSHEET_TAG_GAZETTEER_BLOCK_H

#include "gazetteer.h"
#include "text.h"
#include "words.h"

#define MAGIC "broadsheet names"
#define VERSION 9u
#define FILTER_BITS 1048576u /* of each filter but the one of names written small */
#define FILTER_BYTES (FILTER_BITS / 8)
#define SMALL_BITS 65536u
#define FILTERS_BYTES (3 * FILTER_BYTES + SMALL_BITS / 8)
#define LONGEST 24 /* words of one name */

struct gazetteer_header {
    char magic[16];
    uint32_t version, slot_mask;
    uint64_t checksum, size; /* of everything behind the header */
    uint32_t reading_count, string_size;
};

struct gazetteer_slot {
    uint32_t check;      /* upper half of the key; 0 with no readings and not `longer`: free */
    uint32_t first : 31; /* first reading */
    uint32_t longer : 1; /* names go on behind this */
    uint16_t count;
    uint16_t small, all; /* kinds of the readings that fit a word written small, and of all */
    uint16_t spare;
};

_Static_assert(sizeof(struct gazetteer_slot) == 16, "no slot lies in two lines of the processor's cache");

_Static_assert(LIST_TYPES - LIST_GIVEN <= 14, "a slot's kinds have a bit for each word list");

/* In a slot's kinds: whether a reading fits depends on more; it must be asked. */
#define KIND_ASK (1u << 15)

static inline uint64_t step_key(uint64_t key, uint32_t folded)
{
    key = (key ^ folded) * UINT64_C(0x9E3779B97F4A7C15);
    return key ^ key >> 29;
}

static inline uint32_t key_check(uint64_t key)
{
    uint32_t check = (uint32_t)(key >> 32);
    return check ? check : 1;
}

/* A hyphen or apostrophe that stands inside a word, and so does not count in a name. */
static inline bool is_inner_mark(const struct sentence *sentence, size_t at)
{
    const struct token *token = &sentence->tokens[at];
    if (token->shape != SHAPE_PUNCT || !(token->classes & (TEXT_DASH | TEXT_QUOTE)) || token->space_before)
        return false;
    return token->classes & TEXT_QUOTE ? true
                                       : at + 1 < sentence->token_count && !sentence->tokens[at + 1].space_before;
}

/* The bit of a key in the filter of those of more words than one; the slots are found by its lower half. */
static inline uint32_t follow_bit(uint64_t key)
{
    return (uint32_t)(key >> 32);
}

static inline uint16_t kind_of(const struct gazetteer_reading *reading)
{
    return (uint16_t)(reading->type >= LIST_GIVEN ? KIND_OF(reading->type) : KIND_NAME);
}

#endif
