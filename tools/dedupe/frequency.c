#include "frequency.h"

#include <stdlib.h>

#include "memory.h"

#define SMALLEST 1024

static size_t place_of(const struct count_set *set, uint32_t hash)
{
    return (hash * UINT32_C(0x9E3779B1) >> 7) & (set->capacity - 1);
}

static struct counted *slot_of(const struct count_set *set, uint32_t hash)
{
    size_t place = place_of(set, hash);
    while (set->slots[place].count != 0 && set->slots[place].hash != hash)
        place = (place + 1) & (set->capacity - 1);
    return &set->slots[place];
}

static unsigned count_of(const struct count_set *set, uint32_t hash)
{
    return set->capacity ? slot_of(set, hash)->count : 0;
}

static void grow(struct count_set *set)
{
    struct count_set old = *set;
    set->capacity = old.capacity ? old.capacity * 2 : SMALLEST;
    set->slots = memory_zeroed(set->capacity, sizeof *set->slots);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i].count != 0)
            *slot_of(set, old.slots[i].hash) = old.slots[i];
    free(old.slots);
}

unsigned frequency_weight(const struct frequency *frequency, uint32_t hash)
{
    unsigned count = count_of(&frequency->now, hash);
    if (count < FREQUENCY_COMMON)
        count += count_of(&frequency->before, hash);
    if (count <= FREQUENCY_FREE)
        return FREQUENCY_WEIGHT;
    return count >= FREQUENCY_COMMON ? 0 : FREQUENCY_COMMON - count;
}

void frequency_prefetch(const struct frequency *frequency, uint32_t hash)
{
    if (frequency->now.capacity)
        __builtin_prefetch(&frequency->now.slots[place_of(&frequency->now, hash)]);
    if (frequency->before.capacity)
        __builtin_prefetch(&frequency->before.slots[place_of(&frequency->before, hash)]);
}

static void start_generation(struct frequency *frequency)
{
    free(frequency->before.slots);
    frequency->before = frequency->now;
    frequency->now = (struct count_set){0};
    frequency->texts = 0;
}

/* The slot of a shingle, there or to be filled; `set` grows when it is three quarters full. */
static struct counted *take_slot(struct count_set *set, uint32_t hash)
{
    if (set->count >= set->capacity / 4 * 3)
        grow(set);
    struct counted *slot = slot_of(set, hash);
    set->count += slot->count == 0;
    slot->hash = hash;
    return slot;
}

void count_set_add(struct count_set *set, uint32_t hash, uint32_t count)
{
    if (count > 0)
        take_slot(set, hash)->count += count;
}

void frequency_add(struct frequency *frequency, const uint32_t *hashes, size_t count)
{
    if (frequency->frozen)
        return;
    if (frequency->texts == FREQUENCY_GENERATION)
        start_generation(frequency);
    frequency->texts++;
    for (size_t i = 0; i < count; i++)
        take_slot(&frequency->now, hashes[i])->count++;
}

void frequency_free(struct frequency *frequency)
{
    free(frequency->now.slots);
    free(frequency->before.slots);
    *frequency = (struct frequency){0};
}
