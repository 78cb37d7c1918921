#include "document.h"

#include <stdlib.h>

struct entity *sentence_add_entity(struct sentence *sentence, struct arena *arena)
{
    sentence->entities = arena_grow(arena, sentence->entities, sentence->entity_count, &sentence->entity_capacity,
                                    sizeof *sentence->entities);
    return &sentence->entities[sentence->entity_count++];
}

static int compare_places(const void *left, const void *right)
{
    const struct entity *a = left, *b = right;
    return a->start < b->start ? -1 : a->start > b->start;
}

void sentence_order_entities(struct sentence *sentence)
{
    size_t ordered = 1;
    while (ordered < sentence->entity_count &&
           sentence->entities[ordered - 1].start < sentence->entities[ordered].start)
        ordered++;
    if (ordered < sentence->entity_count)
        qsort(sentence->entities, sentence->entity_count, sizeof *sentence->entities, compare_places);
}
