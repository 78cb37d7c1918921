#include "scan.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define BLOCK 16

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

static uint32_t places_plain(struct slice text, size_t block, size_t end)
{
    uint32_t places = 0;
    size_t size = end - block < BLOCK ? end - block : BLOCK;
    for (size_t i = 0; i < size; i++)
        places |= (uint32_t)scan_is_place(text, block + i) << i;
    return places;
}

#ifdef __SSE2__
static __m128i equal(__m128i bytes, int byte)
{
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8((char)byte));
}

/* Bytes from `low` to `high`, both in ASCII or both beyond it, as signed bytes compare. */
static __m128i within(__m128i bytes, int low, int high)
{
    return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(low - 1))),
                         _mm_cmplt_epi8(bytes, _mm_set1_epi8((char)(high + 1))));
}

static __m128i load(const char *at)
{
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

/* As places_plain, for a block with at least one byte before it and two behind it. */
static uint32_t places_vector(const char *block)
{
    __m128i before = load(block - 1), byte = load(block), next = load(block + 1);
    __m128i folded = _mm_set1_epi8(0x20);
    __m128i lower_follows = within(next, 'a', 'z');
    __m128i carries = _mm_or_si128(
        _mm_or_si128(within(_mm_or_si128(before, folded), 'a', 'z'), within(before, '0', '9')), equal(before, ','));
    __m128i third = load(block + 2);
    __m128i marker = _mm_or_si128(equal(third, '.'), equal(third, ')'));
    __m128i inside = _mm_andnot_si128(marker, _mm_and_si128(lower_follows, carries));
    __m128i places = _mm_andnot_si128(inside, within(byte, 0, ' '));

    __m128i terminator = _mm_or_si128(_mm_or_si128(equal(byte, '.'), equal(byte, '!')), equal(byte, '?'));
    __m128i word_follows =
        _mm_or_si128(within(_mm_or_si128(next, folded), 'a', 'z'), _mm_cmplt_epi8(next, _mm_setzero_si128()));
    places = _mm_or_si128(places, _mm_and_si128(terminator, word_follows));

    __m128i wide = _mm_or_si128(_mm_and_si128(equal(byte, 0xE3), equal(next, 0x80)),
                                _mm_and_si128(equal(byte, 0xEF), _mm_or_si128(equal(next, 0xBC), equal(next, 0xBD))));
    return (uint32_t)_mm_movemask_epi8(_mm_or_si128(places, wide));
}
#endif

static uint32_t places_of(const struct scan *scan)
{
#ifdef __SSE2__
    if (!scan->plain && scan->block > 0 && scan->text.size - scan->block > BLOCK + 1) {
        uint32_t places = places_vector(scan->text.at + scan->block);
        size_t left = scan->end - scan->block;
        return left < BLOCK ? places & ((1u << left) - 1) : places;
    }
#endif
    return places_plain(scan->text, scan->block, scan->end);
}

void scan_start(struct scan *scan, struct slice text, size_t start, size_t end, bool plain)
{
    *scan = (struct scan){.text = text, .end = end, .block = start, .plain = plain};
    if (start < end)
        scan->places = places_of(scan);
}

bool scan_next(struct scan *scan, size_t *at)
{
    while (scan->places == 0) {
        scan->block += BLOCK;
        if (scan->block >= scan->end) {
            scan->block = scan->end;
            return false;
        }
        scan->places = places_of(scan);
    }
    *at = scan->block + (size_t)__builtin_ctz(scan->places);
    scan->places &= scan->places - 1;
    return true;
}
