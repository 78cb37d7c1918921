/* names: an ordered set of names, found by hash.
 *
 * Always holds: each name stands once, in the order of its first coming, numbered from 0; the set owns the bytes.
 * The hash has a seed of the process's own, so that no input can be made to collide; nothing written depends on it.
 */
#ifndef TOCSV_NAMES_H
#define TOCSV_NAMES_H

#include <stdint.h>

#include "memory.h"

#define NAMES_NONE SIZE_MAX

struct names {
    struct slice *items;
    size_t count, capacity;
    uint32_t *table; /* open addressing; number + 1, 0 for a free place */
    size_t places;   /* a power of two, at least twice the count */
    struct arena arena;
};

/* The number of `name`, or NAMES_NONE. */
size_t names_find(const struct names *names, struct slice name);
/* The number of `name`, added at the end if it is new. */
size_t names_add(struct names *names, struct slice name);
void names_free(struct names *names);

#endif
