#include "survivors.h"

#include <stdlib.h>

#include "memory.h"

struct slice survivor_name(const struct record *record, uint64_t number, struct buffer *scratch)
{
    const struct member *id = record_find(record, SLICE("id"));
    if (id)
        return id->value;
    buffer_clear(scratch);
    buffer_number(scratch, number);
    return buffer_view(scratch);
}

void survivors_add(struct survivors *survivors, struct slice name)
{
    buffer_slice(&survivors->names, name);
    survivors->ends = memory_grow(survivors->ends, &survivors->capacity, survivors->count + 1, sizeof *survivors->ends);
    survivors->ends[survivors->count++] = survivors->names.size;
}

struct slice survivors_at(const struct survivors *survivors, uint64_t index)
{
    size_t start = index > 0 ? survivors->ends[index - 1] : 0;
    return slice_part(buffer_view(&survivors->names), start, survivors->ends[index]);
}

void survivors_free(struct survivors *survivors)
{
    buffer_free(&survivors->names);
    free(survivors->ends);
}
