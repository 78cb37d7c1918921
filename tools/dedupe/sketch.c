#include "sketch.h"

#include <stdlib.h>

#define XXH_INLINE_ALL /* words are short: a call would cost more than the hash */
#include <xxhash.h>

#include "memory.h"
#include "sort.h"
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
#define PARAGRAPH_BITS 2
#define PARAGRAPH_MASK ((UINT64_C(1) << PARAGRAPH_BITS) - 1)
#define WORDS_AT_ONCE 128

#define BASE_5 (BASE_2 * BASE_2 * BASE) /* BASE to the power of SKETCH_SHINGLE */

#define HALF 8 /* bytes of a number */

static uint64_t hash_halves(uint64_t first, uint64_t second, size_t size)
{
    uint64_t hash = (first + size) * BASE;
    return ((hash ^ hash >> 32) + second) * UINT64_C(0x94D049BB133111EB);
}

static uint64_t hash_slowly(struct slice word)
{
    char halves[2 * HALF] = {0};
    if (word.size > sizeof halves)
        return XXH3_64bits(word.at, word.size);
    memcpy(halves, word.at, word.size);
    return hash_halves(slice_eight(halves), slice_eight(halves + HALF), word.size);
}

/* A shingle's hash, and the place of its first word with the last bits of the paragraph of its last. */
static uint64_t shingle_of(uint64_t rolling, size_t place, size_t paragraph)
{
    uint64_t most = SHINGLE_PLACE_MASK >> PARAGRAPH_BITS;
    uint64_t low = (place < most ? place : most) << PARAGRAPH_BITS | (paragraph & PARAGRAPH_MASK);
    return (mix(rolling) & ~SHINGLE_PLACE_MASK) | low;
}

static bool anchor_before(const struct anchor *a, const struct anchor *b)
{
    return a->context != b->context ? a->context < b->context : a->value < b->value;
}

/* Puts an anchor among the `most` smallest different ones, in order, of which there are `*count`. */
static void add_anchor(struct anchor *anchors, uint16_t *count, size_t most, struct anchor anchor)
{
    size_t place = *count;
    while (place > 0 && anchor_before(&anchor, &anchors[place - 1]))
        place--;
    bool there = place > 0 && !anchor_before(&anchors[place - 1], &anchor);
    if (place == most || there)
        return;
    size_t moved = (*count < most ? *count : most - 1) - place;
    memmove(&anchors[place + 1], &anchors[place], moved * sizeof *anchors);
    anchors[place] = anchor;
    *count = (uint16_t)(place + 1 + moved);
}

/* An anchor by its hash and those of the two words before it. */
static struct anchor anchor_of(uint64_t before, uint64_t last, uint64_t hash)
{
    return (struct anchor){(uint16_t)(mix(before * BASE + last) >> 48), (uint16_t)(hash >> 48)};
}

#define BUCKETS 128

/* Brings the shingles that are at most `bound` to the front; returns how many they are. */
static size_t part(uint64_t *shingles, size_t count, uint64_t bound)
{
    size_t front = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t moving = shingles[i];
        shingles[i] = shingles[front];
        shingles[front] = moving;
        front += moving <= bound;
    }
    return front;
}

/* Sorts into sketcher->sorted the shingles that are at most `bound`; returns how many they are. Hashes are spread
 * evenly, so one distribution into buckets leaves little to do. */
static size_t sort_up_to(struct sketcher *sketcher, size_t count, uint64_t bound)
{
    uint64_t *shingles = sketcher->shingles;
    uint32_t starts[BUCKETS + 1] = {0};
    uint64_t scale = ((uint64_t)BUCKETS << 32) / ((bound >> 32) + 1);
    size_t kept = bound < UINT64_MAX ? part(shingles, count, bound) : count;
    if (sketcher->sorted_capacity < kept)
        sketcher->sorted = memory_grow(sketcher->sorted, &sketcher->sorted_capacity, kept, sizeof *sketcher->sorted);
    for (size_t i = 0; i < kept; i++)
        starts[((shingles[i] >> 32) * scale >> 32) + 1]++;
    for (size_t i = 1; i < BUCKETS; i++)
        starts[i + 1] += starts[i];
    for (size_t i = 0; i < kept; i++)
        sketcher->sorted[starts[(shingles[i] >> 32) * scale >> 32]++] = shingles[i];
    sort_numbers(sketcher->sorted, kept);
    return kept;
}

/* A bound below which about a quarter more than the `wanted` smallest of `count` evenly spread numbers lie. */
static uint64_t likely_bound(size_t count, size_t wanted)
{
    size_t more = wanted + wanted / 4;
    return count > more ? UINT64_MAX / count * more : UINT64_MAX;
}

/* A shingle's place as sketches hold it; `scale`: parts of the text a word. */
static uint8_t position_of(uint64_t shingle, double scale)
{
    uint64_t low = shingle & SHINGLE_PLACE_MASK;
    unsigned part = (unsigned)((double)(low >> PARAGRAPH_BITS) * scale);
    return (uint8_t)(part << PARAGRAPH_BITS | (low & PARAGRAPH_MASK));
}

/* Takes the smallest distinct shingles of the `count` sorted ones. False if they may not be enough: more stand
 * behind those that were sorted. */
static bool take_smallest(const struct sketcher *sketcher, struct sketch *sketch, size_t count, size_t total)
{
    const uint64_t *sorted = sketcher->sorted;
    size_t taken = 0, i = 0;
    double scale = SKETCH_PLACES / (double)total;
    for (; i < count && taken < SKETCH_DRAFT; i++) {
        uint32_t hash = (uint32_t)(sorted[i] >> 32);
        if (taken > 0 && sketch->hash[taken - 1] == hash)
            continue;
        sketch->hash[taken] = hash;
        sketch->low[taken] = (uint8_t)(sorted[i] >> SHINGLE_PLACE_BITS);
        sketch->position[taken++] = position_of(sorted[i], scale);
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

/* A hash of a word's bytes, of which `left` and no more may be read. Short words take two multiplications. */
static uint64_t word_hash(struct slice word, size_t left)
{
    static const char mask[4 * HALF] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    if (word.size > 2 * HALF || left < 2 * HALF)
        return hash_slowly(word);
    const char *wanted = mask + 2 * HALF - word.size;
    return hash_halves(slice_eight(word.at) & slice_eight(wanted),
                       slice_eight(word.at + HALF) & slice_eight(wanted + HALF), word.size);
}

/* A text as it is read, some words at a time. */
struct reading {
    struct sketcher *sketcher;
    struct slice text;
    const struct outline *outline;
    struct word some[SKETCH_SHINGLE + WORDS_AT_ONCE];
    uint64_t hashes[SKETCH_SHINGLE + WORDS_AT_ONCE]; /* as `some`: of the last words before, and of these */
    uint64_t rolling; /* a polynomial in BASE over the last SKETCH_SHINGLE hashes (Karp and Rabin 1987) */
    size_t words, shingles, paragraph, capital; /* capital: the next one's index */
};

static void hash_words(struct reading *reading, size_t count, struct sketch *sketch)
{
    uint64_t *hashes = reading->hashes + SKETCH_SHINGLE;
    const char *end = reading->text.at + reading->text.size;
    for (size_t i = 0; i < count; i++)
        hashes[i] = word_hash(reading->some[SKETCH_SHINGLE + i].bytes,
                              (size_t)(end - reading->some[SKETCH_SHINGLE + i].bytes.at));
    for (size_t i = 0; i < count && reading->words + i < SKETCH_WORDS; i++)
        sketch->word[reading->words + i] = (uint16_t)(hashes[i] >> 40);
}

/* Where in the text the paragraph behind `paragraph` begins. */
static size_t next_break(const struct outline *outline, size_t paragraph)
{
    return paragraph < outline->breaks.count ? outline->breaks.at[paragraph] : SIZE_MAX;
}

/* Makes the shingles that end with these words. */
static void roll(struct reading *reading, size_t count)
{
    struct sketcher *sketcher = reading->sketcher;
    sketcher->shingles = memory_grow(sketcher->shingles, &sketcher->shingle_capacity, reading->shingles + count,
                                     sizeof *sketcher->shingles);
    const uint64_t *hashes = reading->hashes;
    uint64_t rolling = reading->rolling, *to = sketcher->shingles + reading->shingles;
    size_t next = next_break(reading->outline, reading->paragraph), place = reading->words;
    for (size_t i = 0; i < count; i++, place++) {
        while ((size_t)(reading->some[SKETCH_SHINGLE + i].bytes.at - reading->text.at) >= next)
            next = next_break(reading->outline, ++reading->paragraph);
        rolling = rolling * BASE + hashes[i + SKETCH_SHINGLE] - hashes[i] * BASE_5;
        if (place + 1 >= SKETCH_SHINGLE)
            *to++ = shingle_of(rolling, place + 1 - SKETCH_SHINGLE, reading->paragraph);
    }
    reading->shingles = (size_t)(to - sketcher->shingles);
    reading->rolling = rolling;
}

#define ANY_NUMBER UINT64_C(0xD6E8FEB86659FD93) /* a number before another anchor */
#define ANY_NAME UINT64_C(0xA0761D6478BD642F)   /* a name two words before another */
#define NAMES_FROM 80                           /* bytes of a paragraph in which names are noted; bylines are shorter */

static size_t place_of(const struct reading *reading, const struct word *word)
{
    return (size_t)(word->bytes.at - reading->text.at);
}

/* Did a word have a capital that is one of the two before the one looked at? */
static bool had_capital(const struct reading *reading, const struct word *word)
{
    const struct places *capitals = &reading->outline->capitals;
    size_t at = place_of(reading, word), next = reading->capital;
    return (next >= 1 && capitals->at[next - 1] == at) || (next >= 2 && capitals->at[next - 2] == at);
}

/* Does a word that has a capital begin a name? Not if it begins a sentence, and not among other capitals, as in a
 * headline. */
static bool begins_name(const struct reading *reading, const struct word *word, bool second)
{
    const char *end = word[-1].bytes.at + word[-1].bytes.size;
    bool inside = word->bytes.at - end == 1 || (word->bytes.at - end == 2 && *end == ',');
    return inside && (!had_capital(reading, word - 1) || (second && !had_capital(reading, word - 2)));
}

/* Where a paragraph begins and ends in the text. */
struct extent {
    size_t from, end;
};

/* The extent of the paragraph in which `at` stands; *paragraph is its number or that of one before it. */
static struct extent paragraph_of(const struct reading *reading, size_t at, size_t *paragraph)
{
    while (next_break(reading->outline, *paragraph) <= at)
        ++*paragraph;
    size_t next = next_break(reading->outline, *paragraph);
    return (struct extent){*paragraph > 0 ? reading->outline->breaks.at[*paragraph - 1] : 0,
                           next < reading->text.size ? next : reading->text.size};
}

/* Notes the word at `index`, which is a number or had a capital, if it is an anchor. Paragraphs change places, so the
 * words before one are no context. */
static void note_anchor(const struct reading *reading, size_t index, struct extent paragraph, struct sketch *sketch)
{
    const struct word *word = reading->some + SKETCH_SHINGLE + index;
    const uint64_t *hash = reading->hashes + SKETCH_SHINGLE + index;
    size_t before = reading->words + index;
    if (before < 1 || place_of(reading, word - 1) < paragraph.from)
        return;
    bool second = before >= 2 && place_of(reading, word - 2) >= paragraph.from;
    uint64_t last = word[-1].number ? ANY_NUMBER : hash[-1];
    uint64_t first = !second ? 0 : word[-2].number ? ANY_NUMBER : hash[-2];
    if (word->number) {
        add_anchor(sketch->number, &sketch->numbers, SKETCH_NUMBERS, anchor_of(first, last, *hash));
    } else if (paragraph.end - paragraph.from >= NAMES_FROM && begins_name(reading, word, second)) {
        first = second && had_capital(reading, word - 2) ? ANY_NAME : first;
        add_anchor(sketch->name, &sketch->names, SKETCH_NAMES, anchor_of(first, last, *hash));
    }
}

static size_t next_capital(const struct reading *reading)
{
    const struct places *capitals = &reading->outline->capitals;
    return reading->capital < capitals->count ? capitals->at[reading->capital] : SIZE_MAX;
}

/* Notes the anchors among these words. */
static void note_anchors(struct reading *reading, size_t count, struct sketch *sketch)
{
    const struct word *words = reading->some + SKETCH_SHINGLE;
    size_t paragraph = reading->paragraph, capital = next_capital(reading);
    for (size_t i = 0; i < count; i++) {
        size_t at = place_of(reading, &words[i]);
        for (; capital < at; capital = next_capital(reading))
            reading->capital++;
        if (words[i].number || capital == at)
            note_anchor(reading, i, paragraph_of(reading, at, &paragraph), sketch);
    }
}

static void read_words(struct reading *reading, struct sketch *sketch)
{
    struct word_reader reader = {reading->text.at, reading->text.at + reading->text.size};
    for (size_t count; (count = words_take(&reader, reading->some + SKETCH_SHINGLE, WORDS_AT_ONCE)) > 0;
         reading->words += count) {
        hash_words(reading, count, sketch);
        note_anchors(reading, count, sketch);
        roll(reading, count);
        memmove(reading->hashes, reading->hashes + count, SKETCH_SHINGLE * sizeof reading->hashes[0]);
        memmove(reading->some, reading->some + count, SKETCH_SHINGLE * sizeof reading->some[0]);
    }
    if (reading->words > 0 && reading->words < SKETCH_SHINGLE)
        reading->sketcher->shingles[reading->shingles++] = shingle_of(reading->rolling, 0, reading->paragraph);
}

/* Does the text say, perhaps in brackets, that what follows is left out? */
static bool ends_elided(struct slice folded)
{
    static const char *const ends[] = {"...", "read more", "continue reading", "continued"};
    while (folded.size > 0 && strchr(" )]", folded.at[folded.size - 1]))
        folded.size--;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (slice_ends(folded, slice_of(ends[i])))
            return true;
    return false;
}

void sketch_make(struct sketcher *sketcher, struct slice folded, const struct outline *outline, struct sketch *sketch)
{
    struct reading reading;
    reading.sketcher = sketcher;
    reading.text = folded;
    reading.outline = outline;
    memset(reading.hashes, 0, SKETCH_SHINGLE * sizeof reading.hashes[0]);
    reading.rolling = reading.words = reading.shingles = reading.paragraph = 0;
    reading.capital = 0;
    sketch->numbers = sketch->names = 0;
    read_words(&reading, sketch);
    sketch->words = reading.words < UINT32_MAX ? (uint32_t)reading.words : UINT32_MAX;
    take_shingles(sketcher, reading.shingles, sketch);
    sketch->short_words = reading.words <= SKETCH_WORDS ? (uint16_t)reading.words : 0;
    sort_halves(sketch->word, sketch->short_words);
    sketch->elided = ends_elided(folded);
}

uint64_t sketch_key(const struct sketch *sketch, size_t index)
{
    return mix((uint64_t)sketch->hash[index] << 8 | sketch->low[index]) & SKETCH_KEY_MASK;
}

void sketcher_free(struct sketcher *sketcher)
{
    free(sketcher->shingles);
    free(sketcher->sorted);
}

void sketch_show(const struct sketch *sketch, struct sketch_view *view)
{
    *view = (struct sketch_view){.words = sketch->words,
                                 .bound = sketch->bound,
                                 .count = sketch->count,
                                 .numbers = sketch->numbers,
                                 .names = sketch->names,
                                 .short_words = sketch->short_words,
                                 .elided = sketch->elided,
                                 .hash = sketch->hash,
                                 .number = sketch->number,
                                 .name = sketch->name,
                                 .word = sketch->word,
                                 .position = sketch->position,
                                 .weight = sketch->weight};
}
