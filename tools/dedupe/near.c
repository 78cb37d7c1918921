#include "near.h"

#include <stdlib.h>

#include "memory.h"

#define CHUNK (UINT64_C(1) << 20)

void near_trim(const struct near *near, struct sketch *sketch)
{
    size_t kept = 0, i = 0;
    for (; i < sketch->count && kept < SKETCH_SHINGLES; i++) {
        unsigned weight = frequency_weight(&near->frequency, sketch->hash[i]);
        if (weight == 0)
            continue;
        sketch->weight[kept] = (uint8_t)weight;
        sketch->hash[kept] = sketch->hash[i];
        sketch->key[kept] = sketch->key[i];
        sketch->position[kept++] = sketch->position[i];
    }
    if (i < sketch->count)
        sketch->bound = sketch->hash[kept - 1];
    sketch->count = (uint16_t)kept;
}

void near_view(const struct near *near, uint64_t text, struct sketch_view *view)
{
    uint64_t place = near->places[text];
    sketch_unpack(near->chunks[place / CHUNK] + place % CHUNK, view);
}

static int compare_texts(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static size_t key_count(const struct sketch *sketch)
{
    return sketch->count < NEAR_KEYS ? sketch->count : NEAR_KEYS;
}

size_t near_candidates(const struct near *near, const struct sketch *sketch, uint64_t *texts)
{
    size_t found = 0, distinct = 0;
    for (size_t i = 0; i < key_count(sketch); i++) {
        uint64_t key = sketch->key[i];
        const struct entry *at = table_find(&near->keys, (struct entry){key, 0});
        for (size_t n = 0; at && at->key == key && n < NEAR_POSTINGS; n++, at = table_next(at))
            texts[found++] = at->value;
    }
    qsort(texts, found, sizeof *texts, compare_texts);
    for (size_t i = 0; i < found; i++)
        if (distinct == 0 || texts[distinct - 1] != texts[i])
            texts[distinct++] = texts[i];
    return distinct;
}

bool near_find(const struct near *near, const struct sketch *sketch, struct near_match *match)
{
    uint64_t texts[NEAR_KEYS * NEAR_POSTINGS];
    size_t count = near_candidates(near, sketch, texts);
    struct sketch_view mine, other;
    sketch_show(sketch, &mine);
    match->why = NULL;
    for (size_t i = 0; i < count; i++) {
        struct pair pair;
        near_view(near, texts[i], &other);
        if (!pair_possible(&mine, &other))
            continue;
        pair_measure(&mine, &other, &near->frequency, &pair);
        const char *why = pair_judge(&pair, near->threshold);
        if (why && (!match->why || pair.jaccard > match->pair.jaccard))
            *match = (struct near_match){texts[i], why, pair};
    }
    return match->why != NULL;
}

static void store(struct near *near, struct slice packed)
{
    if (near->chunk_count == 0 || near->chunk_used + packed.size > CHUNK) {
        near->chunks = memory_grow(near->chunks, &near->chunk_capacity, near->chunk_count + 1, sizeof *near->chunks);
        near->chunks[near->chunk_count++] = memory_allocate(CHUNK);
        near->chunk_used = 0;
    }
    near->places = memory_grow(near->places, &near->capacity, near->count + 1, sizeof *near->places);
    near->places[near->count] = (near->chunk_count - 1) * CHUNK + near->chunk_used;
    memcpy(near->chunks[near->chunk_count - 1] + near->chunk_used, packed.at, packed.size);
    near->chunk_used += packed.size;
}

void near_keep(struct near *near, const struct sketch *sketch)
{
    buffer_clear(&near->packed);
    sketch_pack(sketch, &near->packed);
    store(near, buffer_view(&near->packed));
    for (size_t i = 0; i < key_count(sketch); i++)
        table_add(&near->keys, (struct entry){sketch->key[i], near->count});
    frequency_add(&near->frequency, sketch->hash, sketch->count);
    near->count++;
}

void near_free(struct near *near)
{
    frequency_free(&near->frequency);
    table_free(&near->keys);
    for (size_t i = 0; i < near->chunk_count; i++)
        free(near->chunks[i]);
    free(near->chunks);
    free(near->places);
    buffer_free(&near->packed);
}
