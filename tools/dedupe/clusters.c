#include "clusters.h"

#include <stdlib.h>

#include "memory.h"

void clusters_add(struct clusters *clusters, uint64_t survivor, struct slice name, double similarity, const char *why)
{
    clusters->repeats =
        memory_grow(clusters->repeats, &clusters->capacity, clusters->count + 1, sizeof *clusters->repeats);
    buffer_slice(&clusters->names, name);
    clusters->repeats[clusters->count] =
        (struct clustered){survivor, clusters->count, clusters->names.size, similarity, why};
    clusters->count++;
}

static int compare_repeats(const void *a, const void *b)
{
    const struct clustered *x = a, *y = b;
    if (x->survivor != y->survivor)
        return x->survivor < y->survivor ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* Where the name of each repeat starts, by its order. */
static size_t *name_starts(const struct clusters *clusters)
{
    size_t *starts = memory_zeroed(clusters->count + 1, sizeof *starts);
    for (size_t i = 0; i < clusters->count; i++)
        starts[i + 1] = clusters->repeats[i].name_end;
    return starts;
}

static void append_repeat(const struct clusters *clusters, const struct clustered *repeat, size_t start,
                          struct buffer *out)
{
    buffer_text(out, "{\"id\":");
    buffer_slice(out, slice_part(buffer_view(&clusters->names), start, repeat->name_end));
    buffer_format(out, ",\"similarity\":%.3f,\"why\":\"%s\"}", repeat->similarity, repeat->why);
}

void clusters_append(struct clusters *clusters, struct slice (*name)(void *argument, uint64_t survivor), void *argument,
                     struct buffer *out)
{
    size_t *starts = name_starts(clusters);
    if (clusters->count > 0)
        qsort(clusters->repeats, clusters->count, sizeof *clusters->repeats, compare_repeats);
    for (size_t i = 0, next; i < clusters->count; i = next) {
        uint64_t survivor = clusters->repeats[i].survivor;
        for (next = i; next < clusters->count && clusters->repeats[next].survivor == survivor;)
            next++;
        buffer_text(out, "{\"id\":");
        buffer_slice(out, name(argument, survivor));
        buffer_format(out, ",\"size\":%zu,\"repeats\":[", next - i + 1);
        for (size_t j = i; j < next; j++) {
            if (j > i)
                buffer_byte(out, ',');
            append_repeat(clusters, &clusters->repeats[j], starts[clusters->repeats[j].order], out);
        }
        buffer_text(out, "]}\n");
    }
    free(starts);
}

void clusters_free(struct clusters *clusters)
{
    free(clusters->repeats);
    buffer_free(&clusters->names);
}
