#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

#define SMALLEST 64 /* places of a part's first allocation */
#define OVERHANG 64 /* slots behind the last place, of which the last always stays empty */
#define FULL(n) ((n) - (n) / 8)
#define GROWN(n) ((n) + (n) / 4)

static size_t part_of(uint64_t key)
{
    return (size_t)(key >> 56);
}

/* Where in a part of `capacity` places a key points: the same order as the keys. */
static size_t place_of(uint64_t key, size_t capacity)
{
    return (size_t)(((key << 8 >> 32) * (uint64_t)capacity) >> 32);
}

/* Puts the entries of `old`, in order, into new slots of `part`; false if they do not fit behind the last place. */
static bool refill(struct table_part *part, const struct entry *old, size_t slots)
{
    size_t free_slot = 0, limit = part->capacity + OVERHANG - 1;
    for (size_t i = 0; i < slots; i++) {
        if (entry_empty(&old[i]))
            continue;
        size_t place = place_of(old[i].key, part->capacity);
        if (place < free_slot)
            place = free_slot;
        if (place >= limit)
            return false;
        part->slots[place] = old[i];
        free_slot = place + 1;
    }
    return true;
}

static void grow(struct table *table, struct table_part *part)
{
    struct table_part old = *part;
    size_t capacity = old.capacity ? GROWN(old.capacity) : SMALLEST;
    for (;; capacity = GROWN(capacity)) {
        part->capacity = capacity;
        part->slots = memory_zeroed(capacity + OVERHANG, sizeof *part->slots);
        if (!old.slots || refill(part, old.slots, old.capacity + OVERHANG))
            break;
        free(part->slots);
    }
    table->bytes += (part->capacity - old.capacity + (old.slots ? 0 : OVERHANG)) * sizeof *part->slots;
    free(old.slots);
}

/* The slot where `entry` stands, or where it would be put in. */
static struct entry *slot_of(const struct table_part *part, struct entry entry)
{
    struct entry *slot = part->slots + place_of(entry.key, part->capacity);
    while (!entry_empty(slot) && entry_before(slot, &entry))
        slot++;
    return slot;
}

bool table_add(struct table *table, struct entry entry)
{
    struct table_part *part = &table->parts[part_of(entry.key)];
    for (;;) {
        if (part->count >= FULL(part->capacity))
            grow(table, part);
        struct entry *slot = slot_of(part, entry);
        if (slot->key == entry.key && slot->value == entry.value)
            return false;
        struct entry *gap = slot, *last = part->slots + part->capacity + OVERHANG - 1;
        while (!entry_empty(gap))
            gap++;
        if (gap < last) {
            memmove(slot + 1, slot, (size_t)(gap - slot) * sizeof *slot);
            *slot = entry;
            part->count++;
            table->count++;
            return true;
        }
        grow(table, part);
    }
}

const struct entry *table_find(const struct table *table, struct entry from)
{
    const struct table_part *part = &table->parts[part_of(from.key)];
    if (!part->slots)
        return NULL;
    const struct entry *slot = slot_of(part, from);
    return entry_empty(slot) ? NULL : slot;
}

void table_prefetch(const struct table *table, uint64_t key)
{
    const struct table_part *part = &table->parts[part_of(key)];
    if (part->slots)
        __builtin_prefetch(part->slots + place_of(key, part->capacity));
}

const struct entry *table_walk(const struct table *table, struct table_cursor *cursor)
{
    for (; cursor->part < TABLE_PARTS; cursor->part++, cursor->slot = 0) {
        const struct table_part *part = &table->parts[cursor->part];
        size_t slots = part->slots ? part->capacity + OVERHANG : 0;
        while (cursor->slot < slots)
            if (!entry_empty(&part->slots[cursor->slot++]))
                return &part->slots[cursor->slot - 1];
    }
    return NULL;
}

void table_free(struct table *table)
{
    for (size_t i = 0; i < TABLE_PARTS; i++)
        free(table->parts[i].slots);
    *table = (struct table){0};
}
