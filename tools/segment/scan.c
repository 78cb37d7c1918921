#include "scan.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define BLOCK 64

static bool is_space(unsigned char byte)
{
    return byte <= ' ';
}

static bool is_lower(unsigned char byte)
{
    return byte >= 'a' && byte <= 'z';
}

static bool is_letter(unsigned char byte)
{
    return is_lower(byte | 0x20);
}

static bool carries_on(unsigned char byte)
{
    return is_letter(byte) || (byte >= '0' && byte <= '9') || byte == ',';
}

static bool may_be_wide_terminator(unsigned char byte, unsigned char next)
{
    return (byte == 0xE3 && next == 0x80) || (byte == 0xEF && (next == 0xBC || next == 0xBD));
}

bool scan_is_place(struct slice text, size_t at)
{
    unsigned char before = at > 0 ? (unsigned char)text.at[at - 1] : '\0';
    unsigned char byte = (unsigned char)text.at[at];
    unsigned char next = at + 1 < text.size ? (unsigned char)text.at[at + 1] : '\0';
    unsigned char third = at + 2 < text.size ? (unsigned char)text.at[at + 2] : '\0';
    if (is_space(byte))
        return !(is_lower(next) && carries_on(before)) || third == '.' || third == ')';
    if (byte == '.' || byte == '!' || byte == '?')
        return is_letter(next) || next >= 0x80;
    return may_be_wide_terminator(byte, next);
}

static uint64_t places_plain(struct slice text, size_t block, size_t end)
{
    uint64_t places = 0;
    size_t size = end - block < BLOCK ? end - block : BLOCK;
    for (size_t i = 0; i < size; i++)
        places |= (uint64_t)scan_is_place(text, block + i) << i;
    return places;
}

#ifdef __SSE2__
static inline __m128i equal(__m128i bytes, int byte)
{
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)byte));
}

/* Bytes from `low` to `high`, both in ASCII, as signed bytes compare. */
static inline __m128i within(__m128i bytes, int low, int high)
{
    return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(low - 1))),
                         _mm_cmplt_epi8(bytes, _mm_set1_epi8((char)(high + 1))));
}

static inline uint64_t bits(__m128i bytes, unsigned shift)
{
    return (uint64_t)(unsigned)_mm_movemask_epi8(bytes) << shift;
}

/* The classes of 64 bytes, one bit a byte. */
struct classes {
    uint64_t spaces, terminators, lower;
    uint64_t carriers; /* what carries_on */
    uint64_t words;    /* letters, and all beyond ASCII */
    uint64_t markers;  /* . and ) */
    __m128i beyond;    /* the top bits tell whether any byte is beyond ASCII */
};

static inline void classify(struct classes *classes, const char *at, unsigned shift)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + shift));
    __m128i letters = within(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 'z');
    __m128i stops = equal(bytes, '.');
    classes->lower |= bits(_mm_and_si128(letters, _mm_cmpgt_epi8(bytes, _mm_set1_epi8('Z'))), shift);
    classes->carriers |= bits(_mm_or_si128(letters, _mm_or_si128(within(bytes, '0', '9'), equal(bytes, ','))), shift);
    classes->words |= bits(_mm_or_si128(letters, bytes), shift);
    classes->spaces |= bits(_mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(' ')), bytes), shift);
    classes->terminators |= bits(_mm_or_si128(_mm_or_si128(stops, equal(bytes, '!')), equal(bytes, '?')), shift);
    classes->markers |= bits(_mm_or_si128(stops, equal(bytes, ')')), shift);
    classes->beyond = _mm_or_si128(classes->beyond, bytes);
}

static uint64_t wide_places(const char *block)
{
    uint64_t places = 0;
    for (unsigned i = 0; i < BLOCK; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(block + i));
        __m128i next = _mm_loadu_si128((const __m128i *)(const void *)(block + i + 1));
        __m128i wide =
            _mm_or_si128(_mm_and_si128(equal(bytes, 0xE3), equal(next, 0x80)),
                         _mm_and_si128(equal(bytes, 0xEF), _mm_or_si128(equal(next, 0xBC), equal(next, 0xBD))));
        places |= bits(wide, i);
    }
    return places;
}

/* As places_plain, for a block of which two bytes more are readable behind it; `before` is the byte before it. */
static uint64_t places_vector(const char *block, unsigned char before)
{
    struct classes of = {.beyond = _mm_setzero_si128()};
    classify(&of, block, 0);
    classify(&of, block, 16);
    classify(&of, block, 32);
    classify(&of, block, 48);
    unsigned char behind = (unsigned char)block[BLOCK], third = (unsigned char)block[BLOCK + 1];
    uint64_t carries = of.carriers << 1 | carries_on(before);
    uint64_t lower_follows = of.lower >> 1 | (uint64_t)is_lower(behind) << 63;
    uint64_t word_follows = of.words >> 1 | (uint64_t)(is_letter(behind) || behind >= 0x80) << 63;
    uint64_t marker = of.markers >> 2 | (uint64_t)(behind == '.' || behind == ')') << 62 |
                      (uint64_t)(third == '.' || third == ')') << 63;
    uint64_t places = (of.spaces & ~(lower_follows & carries & ~marker)) | (of.terminators & word_follows);
    return _mm_movemask_epi8(of.beyond) ? places | wide_places(block) : places;
}

/* Near the text's end, from a copy with zeros behind it. */
static uint64_t places_at_end(const struct scan *scan, unsigned char before)
{
    char copy[BLOCK + 2] = {0};
    size_t left = scan->text.size - scan->block;
    memcpy(copy, scan->text.at + scan->block, left < sizeof copy ? left : sizeof copy);
    return places_vector(copy, before);
}
#endif

static uint64_t places_of(const struct scan *scan)
{
#ifdef __SSE2__
    if (!scan->plain) {
        unsigned char before = scan->block > 0 ? (unsigned char)scan->text.at[scan->block - 1] : '\0';
        return scan->text.size - scan->block >= BLOCK + 2 ? places_vector(scan->text.at + scan->block, before)
                                                          : places_at_end(scan, before);
    }
#endif
    return places_plain(scan->text, scan->block, scan->text.size);
}

static uint64_t places_inside(const struct scan *scan)
{
    size_t left = scan->end - scan->block;
    return left < BLOCK ? scan->all & ((UINT64_C(1) << left) - 1) : scan->all;
}

void scan_start(struct scan *scan, struct slice text, size_t start, size_t end, bool plain)
{
    bool same = scan->text.at == text.at && scan->text.size == text.size && scan->plain == plain && text.at;
    bool holds = same && start >= scan->block && start - scan->block < BLOCK;
    scan->text = text;
    scan->end = end;
    scan->plain = plain;
    scan->places = 0;
    if (!holds) {
        scan->block = start;
        scan->all = start < text.size ? places_of(scan) : 0;
    }
    if (start < end)
        scan->places = places_inside(scan) & (~UINT64_C(0) << (start - scan->block));
}

bool scan_next(struct scan *scan, size_t *at)
{
    while (scan->places == 0) {
        if (scan->block >= scan->end || scan->end - scan->block <= BLOCK)
            return false;
        scan->block += BLOCK;
        scan->all = places_of(scan);
        scan->places = places_inside(scan);
    }
    *at = scan->block + (size_t)__builtin_ctzll(scan->places);
    scan->places &= scan->places - 1;
    return true;
}
