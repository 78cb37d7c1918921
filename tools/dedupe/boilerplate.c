#include "boilerplate.h"

#include <stdlib.h>

#include "memory.h"

static void add_frequent(struct boilerplate *boilerplate, uint64_t paragraph, struct slice text)
{
    boilerplate->frequent = memory_grow(boilerplate->frequent, &boilerplate->frequent_capacity, boilerplate->count + 1,
                                        sizeof *boilerplate->frequent);
    buffer_slice(&boilerplate->texts, text);
    boilerplate->frequent[boilerplate->count++] = (struct frequent){paragraph, boilerplate->texts.size, 0};
}

void boilerplate_note(struct boilerplate *boilerplate, uint64_t paragraph, uint64_t record, struct slice text)
{
    size_t old = boilerplate->capacity;
    boilerplate->standing = memory_grow(boilerplate->standing, &boilerplate->capacity, (size_t)paragraph + 1,
                                        sizeof *boilerplate->standing);
    if (boilerplate->capacity > old)
        memset(boilerplate->standing + old, 0, (boilerplate->capacity - old) * sizeof *boilerplate->standing);
    struct standing *standing = &boilerplate->standing[paragraph];
    if (standing->last == record)
        return;
    standing->last = record;
    if (++standing->records == BOILERPLATE_RECORDS - 1)
        add_frequent(boilerplate, paragraph, text);
}

static int compare_frequent(const void *a, const void *b)
{
    const struct frequent *x = a, *y = b;
    if (x->records != y->records)
        return x->records > y->records ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

void boilerplate_append(struct boilerplate *boilerplate, struct buffer *out)
{
    size_t count = boilerplate->count, *starts = memory_zeroed(count + 1, sizeof *starts);
    struct frequent *frequent = boilerplate->frequent;
    for (size_t i = 0; i < count; i++) {
        frequent[i].records = boilerplate->standing[frequent[i].paragraph].records + 1;
        frequent[i].paragraph = i; /* from here on its place in the order of `texts` */
        starts[i + 1] = frequent[i].end;
    }
    if (count > 0)
        qsort(frequent, count, sizeof *frequent, compare_frequent);
    for (size_t i = 0; i < count; i++) {
        buffer_format(out, "{\"records\":%u,\"text\":", (unsigned)frequent[i].records);
        buffer_json(out, slice_part(buffer_view(&boilerplate->texts), starts[frequent[i].paragraph], frequent[i].end));
        buffer_text(out, "}\n");
    }
    free(starts);
}

void boilerplate_free(struct boilerplate *boilerplate)
{
    free(boilerplate->standing);
    free(boilerplate->frequent);
    buffer_free(&boilerplate->texts);
}
