#include "sketch.h"

#include <stdlib.h>

#define XXH_INLINE_ALL /* words are short: a call would cost more than the hash */
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
#define BASE_2 (BASE * BASE)
#define BASE_5 (BASE_2 * BASE_2 * BASE) /* BASE to the power of SKETCH_SHINGLE */

static void add_shingle(struct sketcher *sketcher, size_t *count, uint64_t hash, size_t place)
{
    if (*count == sketcher->shingle_capacity)
        sketcher->shingles =
            memory_grow(sketcher->shingles, &sketcher->shingle_capacity, *count + 1, sizeof *sketcher->shingles);
    uint64_t low = place < SHINGLE_PLACE_MASK ? place : SHINGLE_PLACE_MASK;
    sketcher->shingles[(*count)++] = (hash & ~SHINGLE_PLACE_MASK) | low;
}

static void add_number(struct sketcher *sketcher, size_t *count, uint64_t hash)
{
    if (*count == sketcher->number_capacity)
        sketcher->numbers =
            memory_grow(sketcher->numbers, &sketcher->number_capacity, *count + 1, sizeof *sketcher->numbers);
    sketcher->numbers[(*count)++] = (uint16_t)(hash >> 48);
}

static int compare_halves(const void *a, const void *b)
{
    return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

/* Sorts what is nearly sorted already. */
static void insertion_sort(uint64_t *numbers, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint64_t moving = numbers[i];
        size_t j = i;
        for (; j > 0 && numbers[j - 1] > moving; j--)
            numbers[j] = numbers[j - 1];
        numbers[j] = moving;
    }
}

#define BUCKETS 256
#define FULL_BUCKET 16 /* more in one than chance puts there: the same shingle again and again */

static int compare_whole(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Sorts into sketcher->sorted the shingles that are at most `bound`; returns how many they are. Hashes are spread
 * evenly, so one distribution into buckets leaves little to do. */
static size_t sort_up_to(struct sketcher *sketcher, size_t count, uint64_t bound)
{
    const uint64_t *shingles = sketcher->shingles;
    size_t starts[BUCKETS + 1] = {0}, kept = 0, fullest = 0;
    uint64_t width = bound / BUCKETS + 1;
    if (sketcher->sorted_capacity < count)
        sketcher->sorted = memory_grow(sketcher->sorted, &sketcher->sorted_capacity, count, sizeof *sketcher->sorted);
    double scale = 1.0 / (double)width;
    for (size_t i = 0; i < count; i++)
        if (shingles[i] <= bound)
            starts[(size_t)((double)shingles[i] * scale) + 1]++;
    for (size_t i = 0; i < BUCKETS; i++) {
        fullest = starts[i + 1] > fullest ? starts[i + 1] : fullest;
        starts[i + 1] += starts[i];
    }
    kept = starts[BUCKETS];
    for (size_t i = 0; i < count; i++)
        if (shingles[i] <= bound)
            sketcher->sorted[starts[(size_t)((double)shingles[i] * scale)]++] = shingles[i];
    if (fullest > FULL_BUCKET && kept > BUCKETS)
        qsort(sketcher->sorted, kept, sizeof *sketcher->sorted, compare_whole);
    else
        insertion_sort(sketcher->sorted, kept);
    return kept;
}

/* A bound below which about one and a half times the `wanted` smallest of `count` evenly spread numbers lie. */
static uint64_t likely_bound(size_t count, size_t wanted)
{
    return count > 2 * wanted ? UINT64_MAX / count * (wanted + wanted / 2) : UINT64_MAX;
}

/* The number of the paragraph that the word at `place` stands in, from 0. */
static size_t paragraph_of(const struct sketcher *sketcher, size_t place)
{
    size_t low = 0, high = sketcher->paragraph_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (sketcher->paragraphs[middle] <= place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint8_t position_of(const struct sketcher *sketcher, size_t place, size_t total)
{
    return (uint8_t)(place * SKETCH_PLACES / total << 2 | (paragraph_of(sketcher, place + SKETCH_SHINGLE - 1) & 3));
}

/* Takes the smallest distinct shingles of the `count` sorted ones. False if they may not be enough: more stand
 * behind those that were sorted. */
static bool take_smallest(const struct sketcher *sketcher, struct sketch *sketch, size_t count, size_t total)
{
    const uint64_t *sorted = sketcher->sorted;
    size_t taken = 0, i = 0;
    for (; i < count && taken < SKETCH_DRAFT; i++) {
        uint32_t hash = (uint32_t)(sorted[i] >> 32);
        if (taken > 0 && sketch->hash[taken - 1] == hash)
            continue;
        sketch->hash[taken] = hash;
        sketch->key[taken] = mix(sorted[i] >> SHINGLE_PLACE_BITS) & SKETCH_KEY_MASK;
        sketch->position[taken++] = position_of(sketcher, sorted[i] & SHINGLE_PLACE_MASK, total);
    }
    bool whole = i == total;
    sketch->count = (uint16_t)taken;
    sketch->bound = whole ? UINT32_MAX : taken > 0 ? sketch->hash[taken - 1] : 0;
    return whole || taken == SKETCH_DRAFT;
}

static void take_shingles(struct sketcher *sketcher, size_t count, struct sketch *sketch)
{
    size_t kept = sort_up_to(sketcher, count, likely_bound(count, SKETCH_DRAFT));
    if (!take_smallest(sketcher, sketch, kept, count)) {
        kept = sort_up_to(sketcher, count, UINT64_MAX);
        take_smallest(sketcher, sketch, kept, count);
    }
}

static void sort_halves(uint16_t *halves, size_t count)
{
    if (count > BUCKETS) {
        qsort(halves, count, sizeof *halves, compare_halves);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        uint16_t moving = halves[i];
        size_t j = i;
        for (; j > 0 && halves[j - 1] > moving; j--)
            halves[j] = halves[j - 1];
        halves[j] = moving;
    }
}

static uint16_t take_distinct(uint16_t *to, size_t limit, uint16_t *from, size_t count)
{
    size_t taken = 0;
    sort_halves(from, count);
    for (size_t i = 0; i < count && taken < limit; i++)
        if (taken == 0 || to[taken - 1] != from[i])
            to[taken++] = from[i];
    return (uint16_t)taken;
}

/* Several paragraphs may begin with one word, if those between have none. */
static void begin_paragraph(struct sketcher *sketcher, size_t word)
{
    size_t *count = &sketcher->paragraph_count;
    sketcher->paragraphs =
        memory_grow(sketcher->paragraphs, &sketcher->paragraph_capacity, *count + 1, sizeof *sketcher->paragraphs);
    sketcher->paragraphs[(*count)++] = word;
}

void sketch_make(struct sketcher *sketcher, struct slice folded, const struct breaks *breaks, struct sketch *sketch)
{
    struct word_reader reader = {folded.at, folded.at + folded.size};
    struct word word;
    uint64_t window[SKETCH_SHINGLE] = {0}; /* hashes of the last words, in turn */
    uint64_t rolling = 0;                  /* a polynomial in BASE over them (Karp and Rabin 1987) */
    size_t words = 0, shingles = 0, numbers = 0, turn = 0, passed = 0;
    sketcher->paragraph_count = 0;
    while (word_next(&reader, &word)) {
        for (; passed < breaks->count && word.bytes.at >= folded.at + breaks->at[passed]; passed++)
            begin_paragraph(sketcher, words);
        uint64_t hash = XXH3_64bits(word.bytes.at, word.bytes.size);
        if (words < SKETCH_WORDS)
            sketch->word[words] = (uint16_t)(hash >> 40);
        if (word.number)
            add_number(sketcher, &numbers, hash);
        rolling = rolling * BASE + hash - window[turn] * BASE_5;
        window[turn] = hash;
        turn = turn + 1 < SKETCH_SHINGLE ? turn + 1 : 0;
        if (++words >= SKETCH_SHINGLE)
            add_shingle(sketcher, &shingles, mix(rolling), words - SKETCH_SHINGLE);
    }
    if (words > 0 && words < SKETCH_SHINGLE)
        add_shingle(sketcher, &shingles, mix(rolling), 0);
    sketch->words = words < UINT32_MAX ? (uint32_t)words : UINT32_MAX;
    take_shingles(sketcher, shingles, sketch);
    sketch->numbers = take_distinct(sketch->number, SKETCH_NUMBERS, sketcher->numbers, numbers);
    sketch->short_words = words <= SKETCH_WORDS ? (uint16_t)words : 0;
    sort_halves(sketch->word, sketch->short_words);
}

void sketcher_free(struct sketcher *sketcher)
{
    free(sketcher->shingles);
    free(sketcher->sorted);
    free(sketcher->numbers);
    free(sketcher->paragraphs);
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
    *view = (struct sketch_view){head.words, head.bound, head.count, head.numbers, head.short_words,
                                 NULL,       NULL,       NULL,       NULL,         NULL};
    view->hash = (const uint32_t *)(const void *)(bytes + sizeof head);
    view->number = (const uint16_t *)(view->hash + head.count);
    view->word = view->number + head.numbers;
    view->position = (const uint8_t *)(view->word + head.short_words);
    return ((size_t)((const char *)view->position - bytes) + head.count + 3) / 4 * 4;
}

bool sketch_check(struct slice bytes)
{
    struct packed_head head;
    struct sketch_view view;
    if (bytes.size < sizeof head)
        return false;
    memcpy(&head, bytes.at, sizeof head);
    return head.count <= SKETCH_DRAFT && head.numbers <= SKETCH_NUMBERS && head.short_words <= SKETCH_WORDS &&
           sketch_unpack(bytes.at, &view) == bytes.size;
}

void sketch_show(const struct sketch *sketch, struct sketch_view *view)
{
    *view = (struct sketch_view){sketch->words, sketch->bound,  sketch->count, sketch->numbers,  sketch->short_words,
                                 sketch->hash,  sketch->number, sketch->word,  sketch->position, sketch->weight};
}
