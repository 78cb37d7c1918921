#include "gazetteer_block.h"

#include "text.h"

#include <xxhash.h>

bool gazetteer_open_own(struct gazetteer *gazetteer, struct slice block, const char **what)
{
    const struct gazetteer_header *header = (const void *)block.at;
    *what = "not a compiled list of names";
    if (block.size < sizeof *header || memcmp(header->magic, MAGIC, sizeof header->magic) != 0)
        return false;
    *what = "compiled by another version";
    if (header->version != VERSION)
        return false;
    *what = "damaged";
    size_t slots = ((size_t)header->slot_mask + 1) * sizeof(struct gazetteer_slot);
    size_t readings = (size_t)header->reading_count * sizeof(struct gazetteer_reading);
    if (header->size != block.size - sizeof *header ||
        header->size != FILTERS_BYTES + slots + readings + header->string_size)
        return false;
    const char *at = (const char *)(header + 1);
    gazetteer->header = header;
    gazetteer->starts = (const uint64_t *)(const void *)at;
    gazetteer->follows = (const void *)(at + FILTER_BYTES);
    gazetteer->names = (const void *)(at + 2 * FILTER_BYTES);
    at += FILTERS_BYTES;
    gazetteer->slots = (const void *)at;
    gazetteer->readings = (const void *)(at + slots);
    gazetteer->strings = at + slots + readings;
    return true;
}

bool gazetteer_open(struct gazetteer *gazetteer, struct slice block, const char **what)
{
    const struct gazetteer_header *header = (const void *)block.at;
    return gazetteer_open_own(gazetteer, block, what) && XXH3_64bits(header + 1, header->size) == header->checksum;
}

static const struct gazetteer_slot *find_slot(const struct gazetteer *gazetteer, uint64_t key)
{
    uint32_t mask = gazetteer->header->slot_mask, check = key_check(key);
    for (uint32_t at = (uint32_t)key & mask;; at = (at + 1) & mask) {
        const struct gazetteer_slot *slot = &gazetteer->slots[at];
        if (slot->check == check)
            return slot;
        if (slot->check == 0)
            return NULL;
    }
}

/* Asks for the slot that find_slot will look at first. gcc leaves out calls of functions that only fetch, as if they
 * did nothing; the empty statement of assembly keeps them. */
static inline void fetch_slot(const struct gazetteer *gazetteer, uint64_t key)
{
    __asm__ volatile("");
    __builtin_prefetch(&gazetteer->slots[(uint32_t)key & gazetteer->header->slot_mask]);
}

static inline bool has_bit(const uint64_t *filter, uint32_t bits, uint32_t hash)
{
    uint32_t bit = hash & (bits - 1);
    return filter[bit >> 6] >> (bit & 63) & 1;
}

/* Asks for the bit that says whether any name may begin with two words of this key. */
static inline void fetch_second(const struct gazetteer *gazetteer, uint64_t key)
{
    __builtin_prefetch(&gazetteer->follows[(follow_bit(key) & (FILTER_BITS - 1)) >> 6]);
}

/* The kinds of those readings that the capitals at `at` allow. */
static uint16_t kinds_at(const struct gazetteer *gazetteer, const struct gazetteer_slot *slot,
                         const struct sentence *sentence, size_t at)
{
    uint8_t shape = sentence->tokens[at].shape;
    uint16_t kinds = shape == SHAPE_LOWER ? slot->small : slot->all;
    if (!(kinds & KIND_ASK))
        return kinds;
    kinds = 0;
    for (uint32_t i = 0; i < slot->count; i++)
        if (gazetteer_fits(&gazetteer->readings[slot->first + i], sentence, at))
            kinds |= kind_of(&gazetteer->readings[slot->first + i]);
    return kinds;
}

static struct gazetteer_match match_of(const struct gazetteer *gazetteer, const struct gazetteer_slot *slot,
                                       size_t tokens, uint16_t kinds)
{
    return (struct gazetteer_match){&gazetteer->readings[slot->first], (uint32_t)tokens, slot->count, kinds,
                                    (uint16_t)(slot->all & ~KIND_ASK)};
}

/* The longest match of names that go on behind the words [at, next), whose key is `key`; `best` stays if there is none.
 */
static void walk_on(const struct gazetteer *gazetteer, const struct sentence *sentence, size_t at, size_t next,
                    size_t end, uint64_t key, struct gazetteer_match *best)
{
    for (size_t i = next; i < end; i++) {
        if (is_inner_mark(sentence, i))
            continue;
        key = step_key(key, sentence->tokens[i].folded);
        const struct gazetteer_slot *slot =
            has_bit(gazetteer->follows, FILTER_BITS, follow_bit(key)) ? find_slot(gazetteer, key) : NULL;
        if (!slot)
            break;
        uint16_t kinds = kinds_at(gazetteer, slot, sentence, at);
        if (kinds)
            *best = match_of(gazetteer, slot, i + 1 - at, kinds);
        if (!slot->longer)
            break;
    }
}

/* The slot of the word at `at`, NULL if no name begins with it. */
static const struct gazetteer_slot *first_slot(const struct gazetteer *gazetteer, const struct sentence *sentence,
                                               size_t at, uint64_t *key)
{
    uint32_t folded = sentence->tokens[at].folded;
    if (!has_bit(gazetteer->starts, FILTER_BITS, folded))
        return NULL;
    *key = step_key(0, folded);
    return find_slot(gazetteer, *key);
}

struct gazetteer_match gazetteer_find(const struct gazetteer *gazetteer, const struct sentence *sentence, size_t at,
                                      size_t end)
{
    struct gazetteer_match best = {0};
    uint64_t key;
    const struct gazetteer_slot *slot = at < end ? first_slot(gazetteer, sentence, at, &key) : NULL;
    if (!slot)
        return best;
    uint16_t kinds = kinds_at(gazetteer, slot, sentence, at);
    if (kinds)
        best = match_of(gazetteer, slot, 1, kinds);
    if (slot->longer)
        walk_on(gazetteer, sentence, at, at + 1, end, key, &best);
    return best;
}

/* Looks at token `at`, whose key and slot these are, for gazetteer_look; true if it kept a match. */
static inline bool look_at(const struct gazetteer *gazetteer, const struct sentence *sentence, size_t at, uint64_t key,
                           const struct gazetteer_slot *slot, struct gazetteer_match *matches,
                           const struct gazetteer **sources, uint32_t *lists)
{
    if (!slot)
        return false;
    uint16_t kinds = kinds_at(gazetteer, slot, sentence, at);
    struct gazetteer_match match = {0};
    if (kinds)
        match = match_of(gazetteer, slot, 1, kinds);
    lists[at] |= kinds & ~KIND_NAME;
    if (slot->longer)
        walk_on(gazetteer, sentence, at, at + 1, sentence->token_count, key, &match);
    if (match.tokens <= matches[at].tokens)
        return false;
    __builtin_prefetch(match.readings);
    matches[at] = match;
    sources[at] = gazetteer;
    return true;
}

size_t gazetteer_look(const struct gazetteer *gazetteer, const struct sentence *sentence,
                      struct gazetteer_match *matches, const struct gazetteer **sources, uint32_t *lists,
                      uint32_t *kept)
{
    size_t count = 0;
    for (size_t i = 0; i < sentence->token_count; i++) {
        uint64_t key = 0;
        const struct gazetteer_slot *slot = first_slot(gazetteer, sentence, i, &key);
        if (look_at(gazetteer, sentence, i, key, slot, matches, sources, lists))
            kept[count++] = (uint32_t)i;
    }
    return count;
}

#define LOOKED_AHEAD 64u /* tokens whose slots are on their way before the first of them is looked at */

/* A bit for each of the tokens [from, end), at most LOOKED_AHEAD, that a name may begin with. */
static uint64_t may_begin(const struct gazetteer *gazetteer, const struct sentence *sentence, size_t from, size_t end)
{
    const uint64_t *names = gazetteer->names; /* and behind them those written small */
    uint64_t found = 0;
    for (size_t i = end; i-- > from;) {
        const struct token *token = &sentence->tokens[i];
        const uint32_t small = token->shape == SHAPE_LOWER;
        const uint32_t bit =
            (token->folded & (FILTER_BITS - 1 - small * (FILTER_BITS - SMALL_BITS))) + small * FILTER_BITS;
        found = found << 1 | (names[bit >> 6] >> (bit & 63) & 1);
    }
    return found;
}

/* Fetches the slots of the words at those tokens, and the bits of them with the next word. */
static void fetch_slots(const struct gazetteer *gazetteer, const struct sentence *sentence, size_t from, uint64_t found)
{
    for (; found; found &= found - 1) {
        const size_t at = from + (size_t)__builtin_ctzll(found);
        const uint64_t key = step_key(0, sentence->tokens[at].folded);
        fetch_slot(gazetteer, key);
        if (at + 1 < sentence->token_count)
            fetch_second(gazetteer, step_key(key, sentence->tokens[at + 1].folded));
    }
}

size_t gazetteer_look_names(const struct gazetteer *gazetteer, const struct sentence *sentence,
                            struct gazetteer_match *matches, const struct gazetteer **sources, uint32_t *lists,
                            uint32_t *kept)
{
    size_t size = 0;
    for (size_t from = 0; from < sentence->token_count; from += LOOKED_AHEAD) {
        size_t left = sentence->token_count - from, end = from + (left < LOOKED_AHEAD ? left : LOOKED_AHEAD);
        uint64_t found = may_begin(gazetteer, sentence, from, end);
        fetch_slots(gazetteer, sentence, from, found);
        for (; found; found &= found - 1) {
            const size_t at = from + (size_t)__builtin_ctzll(found);
            const uint64_t key = step_key(0, sentence->tokens[at].folded);
            if (look_at(gazetteer, sentence, at, key, find_slot(gazetteer, key), matches, sources, lists))
                kept[size++] = (uint32_t)at;
        }
    }
    return size;
}

struct gazetteer_match gazetteer_exact(const struct gazetteer *gazetteer, const struct sentence *sentence, size_t at,
                                       size_t end)
{
    struct gazetteer_match match = {0};
    uint64_t key;
    const struct gazetteer_slot *slot = at < end ? first_slot(gazetteer, sentence, at, &key) : NULL;
    for (size_t i = at + 1; i < end && slot; i++) {
        if (is_inner_mark(sentence, i)) {
            if (i + 1 == end) /* a name does not end with one */
                return match;
            continue;
        }
        key = step_key(key, sentence->tokens[i].folded);
        slot = slot->longer ? find_slot(gazetteer, key) : NULL;
    }
    uint16_t kinds = slot ? kinds_at(gazetteer, slot, sentence, at) : 0;
    return kinds ? match_of(gazetteer, slot, end - at, kinds) : match;
}

bool gazetteer_fits(const struct gazetteer_reading *reading, const struct sentence *sentence, size_t at)
{
    const struct token *token = &sentence->tokens[at];
    if (reading->flags & READING_LOWER)
        return true;
    if (token->shape == SHAPE_LOWER && reading->flags & READING_INNER) {
        size_t next = at + 1;
        while (next < sentence->token_count && sentence->tokens[next].shape == SHAPE_PUNCT && next < at + 3)
            next++;
        return next < sentence->token_count && sentence->tokens[next].shape != SHAPE_LOWER;
    }
    if (token->shape == SHAPE_LOWER)
        return false;
    if (reading->flags & READING_UPPER) /* "MPs" is no MPS */
        return token->shape != SHAPE_CAPITAL &&
               !(token->shape == SHAPE_MIXED && sentence->text.at[token->end - 1] == 's');
    return true;
}

uint32_t gazetteer_lists(const struct gazetteer *gazetteer, const struct sentence *sentence, size_t at)
{
    return gazetteer_exact(gazetteer, sentence, at, at + 1).kinds & ~KIND_NAME;
}
