#include "sketch.h"

#include <stdlib.h>
#include <xxhash.h>

#include "memory.h"
#include "words.h"

static uint64_t mix(uint64_t x)
{
    x ^= x >> 31;
    x *= UINT64_C(0xBF58476D1CE4E5B9);
    x ^= x >> 29;
    x *= UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 32;
}

#define BASE UINT64_C(0x9E3779B97F4A7C15)

static uint64_t shingle_hash(const uint64_t *words, size_t count)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++)
        hash = hash * BASE + words[i];
    return mix(hash);
}

static void add_shingle(struct sketcher *sketcher, size_t *count, uint64_t hash, uint32_t position)
{
    if (*count == sketcher->shingle_capacity)
        sketcher->shingles =
            memory_grow(sketcher->shingles, &sketcher->shingle_capacity, *count + 1, sizeof *sketcher->shingles);
    sketcher->shingles[(*count)++] = (struct shingle){hash, position};
}

static void add_number(struct sketcher *sketcher, size_t *count, uint64_t hash)
{
    if (*count == sketcher->number_capacity)
        sketcher->numbers =
            memory_grow(sketcher->numbers, &sketcher->number_capacity, *count + 1, sizeof *sketcher->numbers);
    sketcher->numbers[(*count)++] = (uint16_t)(hash >> 48);
}

static int compare_shingles(const void *a, const void *b)
{
    const struct shingle *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->position > y->position) - (x->position < y->position);
}

static int compare_halves(const void *a, const void *b)
{
    return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

/* Moves the shingles whose hash is below `bound` to the front; returns how many they are. */
static size_t keep_below(struct shingle *shingles, size_t count, uint64_t bound)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (shingles[i].hash <= bound)
            shingles[kept++] = shingles[i];
    return kept;
}

/* Leaves at least the `wanted` smallest distinct shingles at the front, if there are so many, sorted. Hashes are
 * spread evenly, so a bound at one and a half times the expected place nearly always serves; else all are sorted. */
static size_t sort_smallest(struct shingle *shingles, size_t count, size_t wanted)
{
    size_t kept = count;
    if (count > 2 * wanted) {
        uint64_t bound = UINT64_MAX / count * (wanted + wanted / 2);
        size_t below = 0;
        for (size_t i = 0; i < count; i++)
            below += shingles[i].hash <= bound;
        if (below >= wanted + wanted / 8)
            kept = keep_below(shingles, count, bound);
    }
    qsort(shingles, kept, sizeof *shingles, compare_shingles);
    return kept;
}

static void take_smallest(struct sketch *sketch, const struct shingle *shingles, size_t count, bool all, size_t total)
{
    size_t taken = 0, i = 0;
    for (; i < count && taken < SKETCH_DRAFT; i++) {
        uint32_t hash = (uint32_t)(shingles[i].hash >> 32);
        if (taken > 0 && sketch->hash[taken - 1] == hash)
            continue;
        sketch->hash[taken] = hash;
        sketch->whole[taken] = shingles[i].hash;
        sketch->position[taken++] = (uint8_t)((uint64_t)shingles[i].position * 256 / total);
    }
    sketch->count = (uint16_t)taken;
    sketch->bound = i == count && all ? UINT32_MAX : taken > 0 ? sketch->hash[taken - 1] : 0;
}

static uint16_t take_distinct(uint16_t *to, size_t limit, uint16_t *from, size_t count)
{
    size_t taken = 0;
    qsort(from, count, sizeof *from, compare_halves);
    for (size_t i = 0; i < count && taken < limit; i++)
        if (taken == 0 || to[taken - 1] != from[i])
            to[taken++] = from[i];
    return (uint16_t)taken;
}

void sketch_make(struct sketcher *sketcher, struct slice folded, struct sketch *sketch)
{
    struct word_reader reader = {folded.at, folded.at + folded.size};
    struct word word;
    uint64_t window[SKETCH_SHINGLE] = {0};
    size_t words = 0, shingles = 0, numbers = 0;
    while (word_next(&reader, &word)) {
        uint64_t hash = XXH3_64bits(word.bytes.at, word.bytes.size);
        if (words < SKETCH_WORDS)
            sketch->word[words] = (uint16_t)(hash >> 40);
        if (word.number)
            add_number(sketcher, &numbers, hash);
        memmove(window, window + 1, sizeof window - sizeof window[0]);
        window[SKETCH_SHINGLE - 1] = hash;
        if (++words >= SKETCH_SHINGLE)
            add_shingle(sketcher, &shingles, shingle_hash(window, SKETCH_SHINGLE), (uint32_t)(words - SKETCH_SHINGLE));
    }
    if (words > 0 && words < SKETCH_SHINGLE)
        add_shingle(sketcher, &shingles, shingle_hash(window + SKETCH_SHINGLE - words, words), 0);
    sketch->words = words < UINT32_MAX ? (uint32_t)words : UINT32_MAX;
    size_t kept = sort_smallest(sketcher->shingles, shingles, SKETCH_DRAFT);
    take_smallest(sketch, sketcher->shingles, kept, kept == shingles, shingles);
    sketch->numbers = take_distinct(sketch->number, SKETCH_NUMBERS, sketcher->numbers, numbers);
    sketch->short_words = words <= SKETCH_WORDS ? (uint16_t)words : 0;
    qsort(sketch->word, sketch->short_words, sizeof sketch->word[0], compare_halves);
}

void sketcher_free(struct sketcher *sketcher)
{
    free(sketcher->shingles);
    free(sketcher->numbers);
}

/* A packed sketch: these words, then hashes, numbers, words, positions, filled up to a multiple of 4 bytes. */
struct packed_head {
    uint32_t words, bound;
    uint8_t count, numbers, short_words, unused;
};

void sketch_pack(const struct sketch *sketch, struct buffer *out)
{
    size_t start = out->size;
    struct packed_head head = {sketch->words,
                               sketch->bound,
                               (uint8_t)sketch->count,
                               (uint8_t)sketch->numbers,
                               (uint8_t)sketch->short_words,
                               0};
    buffer_add(out, (const char *)&head, sizeof head);
    buffer_add(out, (const char *)sketch->hash, sketch->count * sizeof sketch->hash[0]);
    buffer_add(out, (const char *)sketch->number, sketch->numbers * sizeof sketch->number[0]);
    buffer_add(out, (const char *)sketch->word, sketch->short_words * sizeof sketch->word[0]);
    buffer_add(out, (const char *)sketch->position, sketch->count);
    buffer_add(out, "\0\0\0", (4 - (out->size - start) % 4) % 4);
}

size_t sketch_unpack(const char *bytes, struct sketch_view *view)
{
    struct packed_head head;
    memcpy(&head, bytes, sizeof head);
    *view = (struct sketch_view){head.words, head.bound, head.count, head.numbers, head.short_words, NULL, NULL, NULL,
                                 NULL};
    view->hash = (const uint32_t *)(const void *)(bytes + sizeof head);
    view->number = (const uint16_t *)(view->hash + head.count);
    view->word = view->number + head.numbers;
    view->position = (const uint8_t *)(view->word + head.short_words);
    return ((size_t)((const char *)view->position - bytes) + head.count + 3) / 4 * 4;
}

void sketch_show(const struct sketch *sketch, struct sketch_view *view)
{
    *view = (struct sketch_view){sketch->words,  sketch->bound,  sketch->count, sketch->numbers, sketch->short_words,
                                 sketch->hash,   sketch->number, sketch->word,  sketch->position};
}
