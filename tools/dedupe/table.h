/* table: a growing set of (key, value) pairs, kept sorted.
 *
 * Always holds: entries are in ascending order of (key, value), with gaps between them, in PARTS parts by the highest
 * bits of the key; an entry stands at or behind the place that its key points to, and no gap lies between. So a
 * look-up is one jump and a short walk, and going through the table gives a sorted run. Parts grow one at a time by
 * a quarter, so that the table never needs twice its size: at most 16 / 0.7 bytes an entry, and 1/256 of that more
 * while a part grows. Keys must be spread evenly (hashes). The entry (0, 0) cannot be stored.
 *
 * Source: ordered hash tables, Amble and Knuth, The Computer Journal 17 (1974), with the hash itself as the order.
 */
#ifndef BROADSHEET_DEDUPE_TABLE_H
#define BROADSHEET_DEDUPE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TABLE_PARTS 256

struct entry {
    uint64_t key, value;
};

struct table_part {
    struct entry *slots;
    size_t capacity; /* places that keys point to; some more slots stand behind them */
    size_t count;
};

struct table {
    struct table_part parts[TABLE_PARTS];
    uint64_t count;
    uint64_t bytes; /* held for slots */
};

static inline bool entry_empty(const struct entry *entry)
{
    return (entry->key | entry->value) == 0;
}

static inline bool entry_before(const struct entry *a, const struct entry *b)
{
    return a->key < b->key || (a->key == b->key && a->value < b->value);
}

/* A zeroed struct table is an empty table. Adds an entry unless it is there already; true if it was added. */
bool table_add(struct table *table, struct entry entry);
/* The first entry at or after `from` in its part, or NULL. Valid until the next table_add. */
const struct entry *table_find(const struct table *table, struct entry from);
/* The entry after `at` within the same run, or NULL when a gap follows. */
static inline const struct entry *table_next(const struct entry *at)
{
    return entry_empty(at + 1) ? NULL : at + 1;
}
/* Asks the processor to fetch the place that `key` points to. */
void table_prefetch(const struct table *table, uint64_t key);
void table_free(struct table *table);

/* Goes through all entries in order. A zeroed cursor is at the start. */
struct table_cursor {
    size_t part, slot;
};
const struct entry *table_walk(const struct table *table, struct table_cursor *cursor);

#endif
