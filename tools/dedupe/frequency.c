#include "frequency.h"

#include <stdlib.h>

#include "memory.h"

#define SMALLEST 1024

_Static_assert(FREQUENCY_FREE >= 2, "counts of 1 in both generations have full weight");

static struct counted *slot_of(const struct count_set *set, uint32_t hash)
{
    size_t place = count_set_place(set, hash);
    while (set->slots[place].count != 0 && set->slots[place].hash != hash)
        place = (place + 1) & (set->capacity - 1);
    return &set->slots[place];
}

static unsigned count_of(const struct count_set *set, uint32_t hash)
{
    return set->capacity ? slot_of(set, hash)->count : 0;
}

static void note_several(struct count_set *set, uint32_t hash)
{
    size_t place = count_set_place(set, hash);
    set->several[place / 64] |= UINT64_C(1) << place % 64;
}

void count_set_free(struct count_set *set)
{
    free(set->slots);
    free(set->several);
    *set = (struct count_set){0};
}

static void grow(struct count_set *set)
{
    struct count_set old = *set;
    set->capacity = old.capacity ? old.capacity * 2 : SMALLEST;
    set->slots = memory_cleared(set->capacity, sizeof *set->slots);
    set->several = memory_cleared(set->capacity / 64, sizeof *set->several);
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.slots[i].count != 0)
            *slot_of(set, old.slots[i].hash) = old.slots[i];
        if (old.slots[i].count > 1)
            note_several(set, old.slots[i].hash);
    }
    count_set_free(&old);
}

unsigned frequency_weight_of_many(const struct frequency *frequency, uint32_t hash)
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
    if (!frequency_many(frequency, hash))
        return;
    if (frequency->now.capacity)
        __builtin_prefetch(&frequency->now.slots[count_set_place(&frequency->now, hash)]);
    if (frequency->before.capacity)
        __builtin_prefetch(&frequency->before.slots[count_set_place(&frequency->before, hash)]);
}

static void start_generation(struct frequency *frequency)
{
    count_set_free(&frequency->before);
    frequency->before = frequency->now;
    frequency->now = (struct count_set){0};
    frequency->texts = 0;
}

void count_set_add(struct count_set *set, uint32_t hash, uint32_t count)
{
    if (count == 0)
        return;
    if (set->count >= set->capacity / 4 * 3)
        grow(set);
    struct counted *slot = slot_of(set, hash);
    set->count += slot->count == 0;
    slot->hash = hash;
    slot->count += count;
    if (slot->count > 1)
        note_several(set, hash);
}

void frequency_add(struct frequency *frequency, const uint32_t *hashes, size_t count)
{
    if (frequency->frozen)
        return;
    if (frequency->texts == FREQUENCY_GENERATION)
        start_generation(frequency);
    frequency->texts++;
    for (size_t i = 0; i < count && frequency->now.capacity > 0; i++)
        __builtin_prefetch(&frequency->now.slots[count_set_place(&frequency->now, hashes[i])], 1);
    for (size_t i = 0; i < count; i++)
        count_set_add(&frequency->now, hashes[i], 1);
}

uint64_t frequency_bytes(const struct frequency *frequency)
{
    uint64_t places = frequency->now.capacity + frequency->before.capacity;
    return places * sizeof(struct counted) + places / 8;
}

void frequency_free(struct frequency *frequency)
{
    count_set_free(&frequency->now);
    count_set_free(&frequency->before);
    *frequency = (struct frequency){0};
}
