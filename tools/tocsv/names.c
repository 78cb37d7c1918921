#include "names.h"

#include <stdlib.h>
#include <time.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static uint64_t hash(struct slice name)
{
    static uint64_t seed;
    if (seed == 0) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        seed = (uint64_t)now.tv_nsec * UINT64_C(0x9E3779B97F4A7C15) ^ (uint64_t)(uintptr_t)&seed;
        seed |= 1;
    }
    return XXH3_64bits_withSeed(name.at, name.size, seed);
}

/* The place of `name` in the table, or the free place where it belongs. */
static size_t place_of(const struct names *names, struct slice name)
{
    size_t place = hash(name) & (names->places - 1);
    while (names->table[place] && !slice_equal(names->items[names->table[place] - 1], name))
        place = (place + 1) & (names->places - 1);
    return place;
}

size_t names_find(const struct names *names, struct slice name)
{
    if (names->count == 0)
        return NAMES_NONE;
    uint32_t number = names->table[place_of(names, name)];
    return number ? number - 1 : NAMES_NONE;
}

static void make_room(struct names *names)
{
    if (2 * (names->count + 1) <= names->places)
        return;
    names->places = names->places ? names->places * 2 : 64;
    free(names->table);
    names->table = memory_zeroed(names->places, sizeof *names->table);
    for (size_t i = 0; i < names->count; i++)
        names->table[place_of(names, names->items[i])] = (uint32_t)(i + 1);
}

size_t names_add(struct names *names, struct slice name)
{
    make_room(names);
    size_t place = place_of(names, name);
    if (names->table[place])
        return names->table[place] - 1;
    names->items = memory_grow(names->items, &names->capacity, names->count + 1, sizeof *names->items);
    names->items[names->count] = (struct slice){arena_copy(&names->arena, name), name.size};
    names->table[place] = (uint32_t)++names->count;
    return names->count - 1;
}

void names_free(struct names *names)
{
    free(names->items);
    free(names->table);
    arena_free(&names->arena);
    *names = (struct names){0};
}
