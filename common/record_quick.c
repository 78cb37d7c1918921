#include "record_private.h"

#include "limits.h"

#if defined __x86_64__ && defined __GNUC__ && !defined BROADSHEET_PLAIN
#include <immintrin.h>

#define WIDE __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define WIDE_INLINE WIDE static inline __attribute__((always_inline))

/* Bytes that are looked at together. */
#define BLOCK 64

/* ---- where the quotes are ---- */

WIDE_INLINE __m256i load(const char *at)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)at);
}

/* Bit i for byte i of two vectors. */
WIDE_INLINE uint64_t bits(__m256i low, __m256i high)
{
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

WIDE_INLINE uint64_t bits_of(__m256i low, __m256i high, char byte)
{
    const __m256i all = _mm256_set1_epi8(byte);
    return bits(_mm256_cmpeq_epi8(low, all), _mm256_cmpeq_epi8(high, all));
}

/* What can be wrong with two bytes that follow each other, as one bit each. */
enum {
    TOO_SHORT = 1 << 0, /* a lead byte without its continuation */
    TOO_LONG = 1 << 1,  /* a continuation behind ASCII */
    OVERLONG_3 = 1 << 2,
    TOO_LARGE = 1 << 3, /* beyond U+10FFFF, second byte above 0x8F */
    SURROGATE = 1 << 4,
    OVERLONG_2 = 1 << 5,
    BEYOND_OR_OVERLONG_4 = 1 << 6, /* 0xF5 and above, or a second byte too small */
    TWO_CONTINUATIONS = 1 << 7,    /* right only inside three and four bytes */
    ANY_LOW = TOO_SHORT | TOO_LONG | TWO_CONTINUATIONS,
    LARGE_LOW = ANY_LOW | TOO_LARGE | BEYOND_OR_OVERLONG_4,
};

static const uint8_t wrong_by_high_before[16] = {
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TOO_LONG,
    TWO_CONTINUATIONS,
    TWO_CONTINUATIONS,
    TWO_CONTINUATIONS,
    TWO_CONTINUATIONS,
    TOO_SHORT | OVERLONG_2,
    TOO_SHORT,
    TOO_SHORT | OVERLONG_3 | SURROGATE,
    TOO_SHORT | TOO_LARGE | BEYOND_OR_OVERLONG_4,
};
static const uint8_t wrong_by_low_before[16] = {
    ANY_LOW | OVERLONG_2 | OVERLONG_3 | BEYOND_OR_OVERLONG_4,
    ANY_LOW | OVERLONG_2,
    ANY_LOW,
    ANY_LOW,
    ANY_LOW | TOO_LARGE,
    LARGE_LOW,
    LARGE_LOW,
    LARGE_LOW,
    LARGE_LOW,
    LARGE_LOW,
    LARGE_LOW,
    LARGE_LOW,
    LARGE_LOW,
    LARGE_LOW | SURROGATE,
    LARGE_LOW,
    LARGE_LOW,
};
static const uint8_t wrong_by_high[16] = {
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | OVERLONG_3 | BEYOND_OR_OVERLONG_4,
    TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | OVERLONG_3 | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | SURROGATE | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS | SURROGATE | TOO_LARGE,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
};

WIDE_INLINE __m256i by_half(const uint8_t *table, __m256i halves)
{
    __m256i both = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)table));
    return _mm256_shuffle_epi8(both, _mm256_and_si256(halves, _mm256_set1_epi8(15)));
}

/* Not zero where a sequence of `bytes`, or of `before` and `bytes`, goes wrong in UTF-8. By J. Keiser and D. Lemire,
 * "Validating UTF-8 in less than one instruction per byte", 2021: three tables of 16, for the halves of the byte before
 * and the upper half of the byte, agree in a bit only if that is wrong. */
WIDE_INLINE __m256i wrong_bytes(__m256i bytes, __m256i before)
{
    __m256i across = _mm256_permute2x128_si256(before, bytes, 0x21);
    __m256i one = _mm256_alignr_epi8(bytes, across, 15), two = _mm256_alignr_epi8(bytes, across, 14),
            three = _mm256_alignr_epi8(bytes, across, 13);
    __m256i wrong = _mm256_and_si256(
        _mm256_and_si256(by_half(wrong_by_high_before, _mm256_srli_epi16(one, 4)), by_half(wrong_by_low_before, one)),
        by_half(wrong_by_high, _mm256_srli_epi16(bytes, 4)));
    /* Behind a lead of three, or two behind one of four, a second continuation must stand, and only there. */
    __m256i must = _mm256_or_si256(_mm256_subs_epu8(two, _mm256_set1_epi8(0xE0 - 0x80)),
                                   _mm256_subs_epu8(three, _mm256_set1_epi8(0xF0 - 0x80)));
    return _mm256_xor_si256(_mm256_and_si256(must, _mm256_set1_epi8((char)0x80)), wrong);
}

/* Does a sequence go wrong in the 64 bytes at `at`? Of the bytes before them `known` may be read; those that cannot be
 * judged for want of them have been judged with an earlier block. */
WIDE_INLINE uint64_t wrong_in_block(const char *at, size_t known)
{
    __m256i low = load(at), high = load(at + 32), wrong = wrong_bytes(high, low);
    if (known == 0)
        wrong = _mm256_or_si256(wrong, wrong_bytes(low, _mm256_setzero_si256()));
    else if (known >= 32)
        wrong = _mm256_or_si256(wrong, wrong_bytes(low, load(at - 32)));
    return !_mm256_testz_si256(wrong, wrong);
}

/* Which bytes are escaped by a backslash. *carry: the first byte of the block, then of the next one, is. By J. Keiser,
 * simdjson's "json_escape_scanner": a run of backslashes escapes each second byte from its start, found by one
 * subtraction for all runs that start at even and odd places. */
static inline uint64_t escaped_bytes(uint64_t backslashes, uint64_t *carry)
{
    const uint64_t odd = UINT64_C(0xAAAAAAAAAAAAAAAA);
    uint64_t starts = backslashes & ~*carry;
    uint64_t ends = (((starts << 1) | odd) - starts) ^ odd;
    uint64_t escaped = ends ^ (backslashes | *carry);
    *carry = (ends & backslashes) >> 63;
    return escaped;
}

/* Which of the bytes may stand behind a backslash: two tables of 16, for the halves of a byte, agree in a bit if so. */
WIDE_INLINE __m256i escapable_bytes(__m256i bytes)
{
    static const uint8_t by_high[16] = {[2] = 1, [5] = 2, [6] = 4, [7] = 8},
                         by_low[16] = {[2] = 1 | 4 | 8, [4] = 8, [5] = 8, [6] = 4, [12] = 2, [14] = 4, [15] = 1};
    __m256i both = _mm256_and_si256(by_half(by_high, _mm256_srli_epi16(bytes, 4)), by_half(by_low, bytes));
    return _mm256_cmpeq_epi8(both, _mm256_setzero_si256());
}

/* Do the bytes that backslashes escape among the 64 at `at` make escapes that there are? `escaped` counts from `skip`
 * on. */
WIDE static bool escapes_are_right(const char *at, const char *end, uint64_t escaped, unsigned skip)
{
    __m256i low = load(at), high = load(at + 32);
    uint64_t units = escaped & bits_of(low, high, 'u') >> skip;
    if (escaped & bits(escapable_bytes(low), escapable_bytes(high)) >> skip)
        return false;
    for (; units; units = _blsr_u64(units)) {
        const char *unit = at + skip + _tzcnt_u64(units) + 1;
        if (end - unit < 4 || value_hex_unit(unit) < 0)
            return false;
    }
    return true;
}

/* Which of 64 bytes are what; bit i for byte i. */
struct marks {
    uint64_t quotes, backslashes, beyond_ascii, controls;
};

WIDE_INLINE struct marks marks_of(const char *at)
{
    const __m256i control = _mm256_set1_epi8(0x1F);
    __m256i low = load(at), high = load(at + 32);
    return (struct marks){
        bits_of(low, high, '"'),
        bits_of(low, high, '\\'),
        bits(low, high),
        bits(_mm256_cmpeq_epi8(_mm256_min_epu8(low, control), low),
             _mm256_cmpeq_epi8(_mm256_min_epu8(high, control), high)),
    };
}

/* Lists the places of the bits, counted from `base`; room for 64 must be there, whatever their number. */
WIDE_INLINE void list_bits(uint32_t *to, uint64_t bits, uint32_t base)
{
    for (; bits; to += 8) {
#pragma GCC unroll 8
        for (size_t i = 0; i < 8; i++) {
            to[i] = base + (uint32_t)_tzcnt_u64(bits);
            bits = _blsr_u64(bits);
        }
    }
}

/* What has been seen of a line so far. */
struct seen {
    size_t quotes;
    uint64_t trouble, backslashes; /* not zero if there are any */
    uint64_t escapes_next;         /* 1: the next byte is escaped */
};

/* What is in one block; `skip` bytes of it, which have been seen, are left out. */
WIDE_INLINE uint64_t quotes_of_block(struct seen *seen, struct marks marks, struct slice line, const char *at,
                                     unsigned skip)
{
    uint64_t quotes = marks.quotes >> skip, backslashes = marks.backslashes >> skip;
    seen->trouble |= marks.controls;
    if (backslashes | seen->escapes_next) {
        uint64_t escaped = escaped_bytes(backslashes, &seen->escapes_next);
        quotes &= ~escaped;
        seen->backslashes |= backslashes;
        seen->trouble |= !escapes_are_right(at, line.at + line.size, escaped, skip);
    }
    return quotes;
}

typedef struct marks marker(const char *at);
typedef uint64_t checker(const char *at, size_t known);
typedef void lister(uint32_t *to, uint64_t bits, uint32_t base);

/* Looks at the line, which has BLOCK bytes, by one set of instructions or the other. `always`: check for UTF-8 without
 * looking whether there is anything beyond ASCII. */
WIDE_INLINE struct seen look_through(struct slice line, struct quotes *quotes, marker *marks_of_block, checker *check,
                                     bool always, lister *list)
{
    struct seen seen = {0};
    uint64_t cut = 0;
    for (size_t at = 0; at < line.size; at += BLOCK) {
        /* The last block ends with the line. */
        size_t start = at + BLOCK <= line.size ? at : line.size - BLOCK;
        const char *block = line.at + start;
        struct marks marks = marks_of_block(block);
        if (always || (marks.beyond_ascii | cut) != 0)
            seen.trouble |= check(block, start);
        cut = marks.beyond_ascii >> 63;
        uint64_t found = quotes_of_block(&seen, marks, line, block, (unsigned)(at - start));
        if (quotes->capacity < seen.quotes + 2 * BLOCK)
            quotes->at = memory_grow(quotes->at, &quotes->capacity, seen.quotes + 2 * BLOCK, sizeof *quotes->at);
        list(quotes->at + seen.quotes, found, (uint32_t)at);
        seen.quotes += (size_t)_mm_popcnt_u64(found);
    }
    return seen;
}

WIDE static struct seen look_wide(struct slice line, struct quotes *quotes)
{
    return look_through(line, quotes, marks_of, wrong_in_block, false, list_bits);
}

#ifdef BROADSHEET_NOT_WIDEST
#define HAS_WIDEST() false
#define look_widest look_wide
#else
#define HAS_WIDEST() (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2"))
#define WIDEST __attribute__((target("avx2,bmi,bmi2,popcnt,avx512f,avx512bw,avx512vbmi2")))
#define WIDEST_INLINE WIDEST static inline __attribute__((always_inline))

WIDEST_INLINE __m512i by_half_at_once(const uint8_t *table, __m512i halves)
{
    __m512i all = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(const void *)table));
    return _mm512_shuffle_epi8(all, _mm512_and_si512(halves, _mm512_set1_epi8(15)));
}

/* As wrong_in_block, in so few steps that it is not worth asking whether there is anything beyond ASCII. */
WIDEST_INLINE uint64_t wrong_at_once(const char *at, size_t known)
{
    const uint64_t all = ~UINT64_C(0);
    bool judged = known == 1 || known == 2;
    __m512i bytes = _mm512_loadu_si512(at), one = _mm512_maskz_loadu_epi8(known > 2 ? all : all << 1, at - 1),
            two = _mm512_maskz_loadu_epi8(known > 2 ? all : all << 2, at - 2),
            three = _mm512_maskz_loadu_epi8(known > 2 ? all : all << 3, at - 3);
    __m512i wrong = _mm512_and_si512(_mm512_and_si512(by_half_at_once(wrong_by_high_before, _mm512_srli_epi16(one, 4)),
                                                      by_half_at_once(wrong_by_low_before, one)),
                                     by_half_at_once(wrong_by_high, _mm512_srli_epi16(bytes, 4)));
    __m512i must = _mm512_or_si512(_mm512_subs_epu8(two, _mm512_set1_epi8(0xE0 - 0x80)),
                                   _mm512_subs_epu8(three, _mm512_set1_epi8(0xF0 - 0x80)));
    must = _mm512_and_si512(must, _mm512_set1_epi8((char)0x80));
    return _mm512_cmpneq_epi8_mask(must, wrong) & (judged ? all << 3 : all);
}

WIDEST_INLINE struct marks marks_at_once(const char *at)
{
    __m512i bytes = _mm512_loadu_si512(at);
    return (struct marks){
        _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')),
        _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\')),
        _mm512_movepi8_mask(bytes),
        _mm512_cmplt_epu8_mask(bytes, _mm512_set1_epi8(0x20)),
    };
}

static const uint8_t first_numbers[64] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                          16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                          32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                          48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

WIDEST_INLINE void list_at_once(uint32_t *to, uint64_t bits, uint32_t base)
{
    const __m512i all = _mm512_set1_epi32((int)base);
    __m512i places = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(first_numbers));
    for (ptrdiff_t left = _mm_popcnt_u64(bits); left > 0; left -= 16, to += 16) {
        _mm512_storeu_si512(to, _mm512_add_epi32(all, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
        places = _mm512_alignr_epi64(places, places, 2);
    }
}

WIDEST static struct seen look_widest(struct slice line, struct quotes *quotes)
{
    return look_through(line, quotes, marks_at_once, wrong_at_once, true, list_at_once);
}

#endif

/* Lists the quotes that begin and end strings. False if something is wrong or must be looked at with care. */
WIDE static bool find_quotes(struct quotes *quotes, struct slice line)
{
    char copy[BLOCK];
    if (line.size < BLOCK) {
        memset(copy, ' ', sizeof copy);
        memcpy(copy, line.at, line.size);
        line = (struct slice){copy, BLOCK};
    }
    struct seen seen = HAS_WIDEST() ? look_widest(line, quotes) : look_wide(line, quotes);
    quotes->escapes = seen.backslashes;
    /* One more, so that the next quote can be looked up where there is none. */
    quotes->at[seen.quotes] = 0;
    return !seen.trouble && seen.quotes % 2 == 0;
}

/* ---- the members by the quotes ---- */

/* Every function here takes the place it stands on, which is outside of strings, and returns the place behind what it
 * has read, or NULL if the careful scan must decide. All quotes before that place are used up. Since they are even in
 * number, a string that begins ends; since all else between strings is looked at, and the line ends with }, nothing but
 * the step behind a } can reach its end. */
struct quick {
    const char *line, *end;
    uintptr_t to_tail;     /* from the end of the line to that of a copy of its last bytes, with zeros behind them */
    const uint32_t *quote; /* the next one */
};

/* Bytes that are compared together. */
#define WIDTH 32

/* WIDTH bytes from `at` on, zeros behind the end of the line. */
WIDE_INLINE __m256i bytes_from(const struct quick *quick, const char *at)
{
    /* Not by a branch, which would be a surprise once a line. */
    uintptr_t near_end = -(uintptr_t)(at > quick->end - WIDTH);
    return load((const char *)((uintptr_t)at + (quick->to_tail & near_end)));
}

static inline const char *skip_space(const char *at)
{
    while (*at == ' ')
        at++;
    return at;
}

/* The digits from `at` on, at least one; behind them. */
static const char *digits(const char *at)
{
    if (!ascii_is_digit(*at))
        return NULL;
    while (ascii_is_digit(*at))
        at++;
    return at;
}

static const char *any_number(const char *at)
{
    at += *at == '-';
    at = *at == '0' ? at + 1 : digits(at);
    if (at && *at == '.')
        at = digits(at + 1);
    if (at && (*at | 0x20) == 'e') {
        at++;
        at = digits(at + (*at == '+' || *at == '-'));
    }
    return at;
}

/* Most are whole numbers of few digits, whose end is found without a branch for each. */
WIDE_INLINE const char *quick_number(const struct quick *quick, const char *at)
{
    __m256i bytes = _mm256_sub_epi8(bytes_from(quick, at), _mm256_set1_epi8('0'));
    uint32_t others =
        ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(9)), bytes));
    uint32_t size = _tzcnt_u32(others);
    if (size == 0 || size == WIDTH || (*at == '0' && size > 1) || (at[size] != ',' && (at[size] | 0x20) != '}'))
        return any_number(at);
    return at + size;
}

static inline const char *quick_word(const struct quick *quick, const char *at)
{
    size_t left = (size_t)(quick->end - at);
    if (left > 4 && (memcmp(at, "true", 4) == 0 || memcmp(at, "null", 4) == 0))
        return at + 4;
    return left > 5 && memcmp(at, "false", 5) == 0 ? at + 5 : NULL;
}

/* On the opening quote. */
static inline const char *quick_string(struct quick *quick)
{
    const char *end = quick->line + quick->quote[1] + 1;
    quick->quote += 2;
    return end;
}

/* Any value but an array or object. */
WIDE_INLINE const char *quick_scalar(struct quick *quick, const char *at)
{
    if (*at == '"')
        return quick_string(quick);
    return *at <= '9' ? quick_number(quick, at) : quick_word(quick, at);
}

/* From a { or comma to the value of the key behind it, which is given between its quotes and expected from now on. The
 * caller uses up the key's quotes. `quick` is a copy, so that the caller's may stay in registers. */
WIDE static const char *learn_key(struct quick quick, const char *start, struct expected_key *expected,
                                  struct member *member)
{
    const char *at = skip_space(start + 1);
    if (*at != '"')
        return NULL;
    const char *behind = quick_string(&quick);
    struct slice key = {at + 1, (size_t)(behind - at) - 2};
    at = skip_space(behind);
    if (*at != ':')
        return NULL;
    at = skip_space(at + 1);
    member->key = key;
    member->key_escaped = memchr(key.at, '\\', key.size) != NULL;
    record_expect(expected, (struct slice){start, (size_t)(at - start)}, key, member->key_escaped);
    return at;
}

WIDE_INLINE const char *learned_key(struct quick *quick, const char *start, struct expected_key *expected,
                                    struct member *member)
{
    const char *at = learn_key(*quick, start, expected, member);
    quick->quote += 2;
    return at;
}

/* If what is expected stands at *at: to the value behind it. The place is taken from the next quote, and that it is
 * *at only checked, so that the processor need not wait until the end of the value before it is found. */
WIDE_INLINE bool skip_expected(struct quick *quick, const char **at, const struct expected_key *expected)
{
    uint32_t lead = expected->key - 1u;
    if (quick->quote[0] < lead)
        return false;
    const char *start = quick->line + quick->quote[0] - lead;
    __m256i same = _mm256_cmpeq_epi8(bytes_from(quick, start), load(expected->bytes));
    uint64_t different = ~(uint32_t)_mm256_movemask_epi8(same) & expected->mask;
    if (different | (uint64_t)(start - *at))
        return false;
    quick->quote += 2;
    *at = start + expected->size;
    return true;
}

/* Deeper nesting is left to the careful scan. */
#define MOST_NESTING 62

/* Where a scan has come to. */
struct place {
    const char *at;
    const uint32_t *quote;
};

/* Where the scan is in a member's value. `kinds` are those of the open arrays and objects, the innermost in the lowest
 * bit: 1 is an object. */
struct open {
    struct record *record;
    struct object_shape *shape;
    uint64_t kinds;
    unsigned depth, keys; /* keys: of the innermost object up to here; NESTED_KEYS where that is not known */
    const char *start;    /* where it begins */
    size_t first;         /* its first member in record->nested */
};

/* Room for the members of one more object. */
WIDE_INLINE void begin_object(struct open *open, const char *at)
{
    struct record *record = open->record;
    const struct nested_object *last = record->object_count ? &record->objects[record->object_count - 1] : NULL;
    open->start = at;
    open->first = last ? last->first + last->count : 0;
    if (record->nested_capacity < open->first + NESTED_KEYS)
        record->nested =
            memory_grow(record->nested, &record->nested_capacity, open->first + NESTED_KEYS, sizeof *record->nested);
}

WIDE_INLINE void end_object(const struct open *open, const char *end)
{
    struct record *record = open->record;
    if (record->object_count == record->object_capacity)
        record->objects =
            memory_grow(record->objects, &record->object_capacity, record->object_count + 1, sizeof *record->objects);
    record->objects[record->object_count++] = (struct nested_object){
        {open->start, (size_t)(end - open->start)}, open->first, open->keys, open->shape->number};
}

/* On the { or comma before the next key of the innermost object: to its value. What was there in the object before is
 * expected again. */
WIDE_INLINE const char *quick_nested_key(struct quick *quick, const char *at, struct open *open, bool list)
{
    struct member learned, *member = &learned;
    struct expected_key none;
    if (open->keys == NESTED_KEYS)
        return learned_key(quick, at, &none, &learned);
    struct object_shape *shape = open->shape;
    struct expected_key *expected = &shape->keys[open->keys];
    if (list)
        member = &open->record->nested[open->first + open->keys];
    if (open->keys++ < shape->count && skip_expected(quick, &at, expected)) {
        if (list)
            member->key = (struct slice){at - expected->size + expected->key, expected->key_size};
    } else {
        shape->count = open->keys;
        shape->number = ++open->record->shape_numbers;
        at = learned_key(quick, at, expected, member);
    }
    if (list)
        member->value.at = at;
    return at;
}

/* On a value: through all arrays and objects that begin here, to behind the first scalar or to the end of an empty
 * one. */
WIDE_INLINE const char *quick_inward(struct quick *quick, const char *at, struct open *open, bool list)
{
    while (*at == '{' || *at == '[') {
        bool object = *at == '{';
        const char *inside = skip_space(at + 1);
        if (open->depth == MOST_NESTING)
            return NULL;
        open->depth++;
        open->kinds = open->kinds << 1 | object;
        open->keys = 0;
        if (list && object)
            begin_object(open, at);
        if (*inside == (object ? '}' : ']'))
            return inside;
        at = object ? quick_nested_key(quick, at, open, list) : inside;
        if (!at)
            return NULL;
    }
    at = quick_scalar(quick, at);
    if (list && at && open->kinds & 1 && open->keys < NESTED_KEYS) {
        struct slice *value = &open->record->nested[open->first + open->keys - 1].value;
        value->size = (size_t)(at - value->at);
    }
    return at ? skip_space(at) : NULL;
}

/* Behind a value: closes what closes here. To the comma before the next value; or behind everything, at depth 0. */
WIDE_INLINE const char *quick_outward(const struct quick *quick, const char *at, struct open *open, bool list)
{
    while (*at != ',') {
        if (*at != (open->kinds & 1 ? '}' : ']'))
            return NULL;
        at++;
        if (list && open->kinds & 1 && open->keys < NESTED_KEYS)
            end_object(open, at);
        open->kinds >>= 1;
        open->keys = NESTED_KEYS;
        if (--open->depth == 0)
            return at;
        if (at == quick->end)
            return NULL;
        at = skip_space(at);
    }
    return at;
}

/* An array or object with all that is in it. */
WIDE_INLINE struct place quick_nested(struct quick quick, const char *at, struct record *record, size_t number,
                                      bool list)
{
    struct open open = {.record = record, .shape = &record->shapes[number % RECORD_SHAPES], .keys = NESTED_KEYS};
    for (;;) {
        at = quick_inward(&quick, at, &open, list);
        if (!at || !(at = quick_outward(&quick, at, &open, list)) || open.depth == 0)
            return (struct place){at, quick.quote};
        at = open.kinds & 1 ? quick_nested_key(&quick, at, &open, list) : skip_space(at + 1);
        if (!at)
            return (struct place){NULL, NULL};
    }
}

WIDE static struct place nested(struct quick quick, const char *at, struct record *record, size_t number)
{
    return quick_nested(quick, at, record, number, false);
}

WIDE static struct place nested_listed(struct quick quick, const char *at, struct record *record, size_t number)
{
    return quick_nested(quick, at, record, number, true);
}

/* A key of the record that is not written as expected, and perhaps another. */
WIDE static const char *other_key(struct quick quick, const char *at, struct record *record, size_t number)
{
    struct expected_key *expected = &record->expected[number], before = {.key_size = 0};
    struct member *member = &record->members[number];
    if (number < record->expected_count)
        before = *expected;
    at = learn_key(quick, at, expected, member);
    if (at &&
        !(before.key_size > 0 && slice_equal(member->key, (struct slice){before.bytes + before.key, before.key_size})))
        record->same_keys = false;
    return at;
}

/* From the { on. */
WIDE static bool scan_members(struct record *record, const char *at, const char *end)
{
    char tail[2 * WIDTH] = {0};
    struct quick quick = {record->line.at, end, (uintptr_t)(tail + WIDTH) - (uintptr_t)end, record->quotes.at};
    const bool escapes = record->quotes.escapes;
    size_t count = 0, expected_count = record->expected_count, capacity = record->capacity;
    struct member *member = record->members;
    const struct expected_key *expected = record->expected;
    memcpy(tail, end - WIDTH, WIDTH);
    if (*skip_space(at + 1) == '}')
        at = skip_space(at + 1);
    for (; *at != '}'; count++, member++, expected++) {
        if (count == capacity) {
            record_make_room(record, count + 1);
            capacity = record->capacity;
            member = record->members + count;
            expected = record->expected + count;
        }
        if (count < expected_count && skip_expected(&quick, &at, expected)) {
            member->key = (struct slice){at - expected->size + expected->key, expected->key_size};
            member->key_escaped = false;
        } else {
            if ((*at != ',' && count > 0) || !(at = other_key(quick, at, record, count)))
                return false;
            quick.quote += 2;
        }
        member->value.at = at;
        member->type = (enum value_type)value_type_of_byte[(unsigned char)*at];
        member->escaped = escapes;
        if (*at == '"') {
            at = quick_string(&quick);
        } else if (*at == '{' || *at == '[') {
            struct place behind = (record->lists_objects ? nested_listed : nested)(quick, at, record, count);
            at = behind.at;
            quick.quote = behind.quote;
        } else {
            at = *at <= '9' ? quick_number(&quick, at) : quick_word(&quick, at);
        }
        if (!at || at == end)
            return false;
        member->value.size = (size_t)(at - member->value.at);
        at = skip_space(at);
    }
    record->count = count;
    record->close = (size_t)(at - record->line.at);
    return at + 1 == end;
}

bool record_quick(struct record *record, size_t open, size_t end)
{
    if (end < WIDTH || end > LIMIT_QUICK_LINE || !__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") ||
        !__builtin_cpu_supports("bmi2") || !__builtin_cpu_supports("popcnt"))
        return false;
    record->open = open;
    record->same_keys = true;
    if (!find_quotes(&record->quotes, slice_part(record->line, 0, end)) ||
        !scan_members(record, record->line.at + open, record->line.at + end))
        return false;
    record->same_keys &= record->count == record->expected_count;
    record->expected_count = record->count;
    return true;
}

#else

bool record_quick(struct record *record, size_t open, size_t end)
{
    (void)record, (void)open, (void)end;
    return false;
}

#endif
