/* One event told twice in a document: the second telling points at the first. */
#include "events_tell.h"

#include <stdio.h>
#include <stdlib.h>

#include "model.h"

#define PROBES_MOST 64 /* events with the same roles that are compared; keeps a document linear */

/* First tellings of a document, by their roles. */
struct tellings {
    struct first {
        const struct event *event;
        struct slice sentence;
        size_t number;
    } * at;
    size_t *buckets; /* index + 1 */
    size_t count, capacity, mask;
};

static uint32_t roles_hash(const struct event *event)
{
    return model_hash(event->actor) * 31 + model_hash(event->code) * 7 + model_hash(event->target);
}

static bool agree(struct slice a, struct slice b)
{
    return !a.at || !b.at || slice_equal(a, b);
}

static bool same_event(const struct event *a, const struct event *b)
{
    return slice_equal(a->code, b->code) && slice_equal(a->actor, b->actor) && slice_equal(a->target, b->target) &&
           a->modality == b->modality && agree(a->date, b->date) && agree(a->place, b->place);
}

static void mark_telling(struct tellings *tellings, struct document *document, struct sentence *sentence, size_t number)
{
    struct event *event = &sentence->events[number];
    size_t bucket = roles_hash(event) & tellings->mask;
    for (int probes = 0; tellings->buckets[bucket] != 0; bucket = (bucket + 1) & tellings->mask) {
        if (++probes > PROBES_MOST)
            return;
        const struct first *first = &tellings->at[tellings->buckets[bucket] - 1];
        if (!same_event(first->event, event))
            continue;
        if (!first->sentence.at)
            return;
        char *id = arena_allocate(document->arena, first->sentence.size + 24);
        memcpy(id, first->sentence.at, first->sentence.size);
        int digits = snprintf(id + first->sentence.size, 24, ".%zu", first->number);
        event->same_as = (struct slice){id, first->sentence.size + (size_t)digits};
        return;
    }
    tellings->at[tellings->count] = (struct first){event, sentence->id, number + 1};
    tellings->buckets[bucket] = ++tellings->count;
}

void same_mark(struct document *document)
{
    size_t count = 0;
    for (size_t s = 0; s < document->sentence_count; s++)
        count += document->sentences[s].event_count;
    if (count < 2)
        return;
    size_t size = memory_slots(count);
    struct tellings tellings = {.at = memory_zeroed(count, sizeof *tellings.at),
                                .buckets = memory_zeroed(size, sizeof *tellings.buckets),
                                .mask = size - 1};
    for (size_t s = 0; s < document->sentence_count; s++)
        for (size_t e = 0; e < document->sentences[s].event_count; e++)
            mark_telling(&tellings, document, &document->sentences[s], e);
    free(tellings.at);
    free(tellings.buckets);
}
