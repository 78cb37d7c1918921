/* dedupe_entries: numbers and entries at random, and their order, for the tests of what holds entries. */
#ifndef BROADSHEET_DEDUPE_ENTRIES_H
#define BROADSHEET_DEDUPE_ENTRIES_H

#include "../../tools/dedupe/table.h"

static uint64_t state = 88172645463325252u;

static inline uint64_t draw(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/* For qsort. */
static inline int compare(const void *a, const void *b)
{
    return entry_before(a, b) ? -1 : entry_before(b, a);
}

#endif
