#include "near.h"

#include <stdlib.h>

#include "memory.h"
#include "sketch_bytes.h"
#include "sort.h"

#define CHUNK (UINT64_C(1) << 20)
#define CACHE_LINE 64
#define PREFETCHED 256 /* bytes of a sketch: its hashes */

void near_trim(const struct near *near, struct sketch *sketch)
{
    size_t kept = 0, i = 0;
    for (; i < sketch->count && kept < SKETCH_SHINGLES; i++) {
        unsigned weight = frequency_weight(&near->frequency, sketch->hash[i]);
        if (weight == 0)
            continue;
        if (kept < SKETCH_KEYS)
            sketch->key[kept] = sketch_key(sketch, i);
        sketch->weight[kept] = (uint8_t)weight;
        sketch->hash[kept] = sketch->hash[i];
        sketch->position[kept++] = sketch->position[i];
    }
    if (i < sketch->count)
        sketch->bound = sketch->hash[kept - 1];
    sketch->count = (uint16_t)kept;
}

void near_prefetch(const struct near *near, const struct sketch *draft)
{
    for (size_t i = 0; i < draft->count && i < SKETCH_SHINGLES; i++)
        frequency_prefetch(&near->frequency, draft->hash[i]);
    for (size_t i = 0; i < draft->count && i < SKETCH_KEYS; i++)
        table_prefetch(&near->keys, sketch_key(draft, i));
}

static const char *packed_at(const struct near *near, uint64_t text)
{
    uint64_t place = near->places[text - near->base];
    return near->chunks[place / CHUNK] + place % CHUNK;
}

void near_squeeze(const struct near *near, uint64_t text, struct buffer *out)
{
    struct sketch_view view;
    sketch_unpack(packed_at(near, text), &view);
    sketch_squeeze(&view, out);
}

bool near_view(struct near *near, uint64_t text, struct sketch_view *view)
{
    if (text >= near->base) {
        sketch_unpack(packed_at(near, text), view);
        return true;
    }
    struct archived archived;
    if (!archive_read(near->archive, text, &near->read, &archived))
        return false;
    if (!sketch_restore(archived.sketch, &near->restored))
        return archive_damaged(near->archive);
    sketch_show(&near->restored, view);
    return true;
}

size_t near_key_count(const struct sketch *sketch)
{
    return sketch->count < SKETCH_KEYS ? sketch->count : SKETCH_KEYS;
}

/* Adds the first texts that have a shingle, in the archive and then in memory; returns how many there are now. */
static size_t add_texts(struct near *near, uint64_t key, size_t found)
{
    size_t most = near->frequency.frozen ? SIZE_MAX : NEAR_POSTINGS, added = 0;
    if (near->archive && near->archive->count > 0) {
        near->candidates =
            memory_grow(near->candidates, &near->candidate_capacity, found + NEAR_POSTINGS, sizeof *near->candidates);
        added = archive_find_texts(near->archive, key, near->candidates + found, NEAR_POSTINGS);
    }
    const struct entry *at = table_find(&near->keys, (struct entry){key, 0});
    for (; at && at->key == key && added < most; at = table_next(at)) {
        near->candidates =
            memory_grow(near->candidates, &near->candidate_capacity, found + added + 1, sizeof *near->candidates);
        near->candidates[found + added++] = at->value;
    }
    return found + added;
}

size_t near_candidates(struct near *near, const struct sketch *sketch)
{
    size_t found = 0, distinct = 0;
    for (size_t i = 0; i < near_key_count(sketch); i++)
        found = add_texts(near, sketch->key[i], found);
    sort_numbers(near->candidates, found);
    for (size_t i = 0; i < found; i++)
        if (distinct == 0 || near->candidates[distinct - 1] != near->candidates[i])
            near->candidates[distinct++] = near->candidates[i];
    return distinct;
}

void near_weigh(const struct near *near, struct sketch_view *view, uint8_t weights[SKETCH_DRAFT])
{
    for (size_t i = 0; i < view->count; i++)
        weights[i] = (uint8_t)frequency_weight(&near->frequency, view->hash[i]);
    view->weight = weights;
}

const char *near_test(const struct near *near, const struct sketch_view *a, const struct sketch_view *b,
                      struct pair *pair)
{
    return pair_test(a, b, &near->frequency, near->threshold, pair);
}

bool near_find(struct near *near, const struct sketch *sketch, struct near_match *match)
{
    size_t count = near_candidates(near, sketch);
    struct sketch_view mine, other;
    sketch_show(sketch, &mine);
    match->why = NULL;
    for (size_t i = 0; i < count; i++)
        if (near->candidates[i] >= near->base)
            for (size_t at = 0; at < PREFETCHED; at += CACHE_LINE)
                __builtin_prefetch(packed_at(near, near->candidates[i]) + at);
    for (size_t i = 0; i < count; i++) {
        struct pair pair;
        if (!near_view(near, near->candidates[i], &other))
            continue;
        const char *why = near_test(near, &mine, &other, &pair);
        if (why && (!match->why || pair.jaccard > match->pair.jaccard))
            *match = (struct near_match){near->candidates[i], why, pair};
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
    for (size_t i = 0; i < near_key_count(sketch); i++)
        table_add(&near->keys, (struct entry){sketch->key[i], near->base + near->count});
    frequency_add(&near->frequency, sketch->hash, sketch->count);
    near->count++;
}

uint64_t near_bytes(const struct near *near)
{
    return near->keys.bytes + near->chunk_count * CHUNK + near->capacity * sizeof *near->places +
           frequency_bytes(&near->frequency);
}

void near_forget(struct near *near, uint64_t base)
{
    table_free(&near->keys);
    for (size_t i = 0; i < near->chunk_count; i++)
        free(near->chunks[i]);
    near->chunk_count = near->chunk_used = near->count = 0;
    near->base = base;
}

void near_free(struct near *near)
{
    near_forget(near, 0);
    frequency_free(&near->frequency);
    free(near->chunks);
    free(near->places);
    buffer_free(&near->packed);
    buffer_free(&near->read);
    free(near->candidates);
}
