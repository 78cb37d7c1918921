#include "scan.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define BLOCK 64
/* What scan_is_place looks at around a byte. */
#define BEFORE 2
#define BEHIND 3

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

/* A letter of two bytes, of Latin-1 (but for the signs of multiplication and division) or Cyrillic. */
static bool is_letter_pair(unsigned char first, unsigned char second)
{
    if (first == 0xC3)
        return second != 0x97 && second != 0xB7;
    return first == 0xD0 || (first == 0xD1 && second <= 0x9F);
}

static bool is_lower_pair(unsigned char first, unsigned char second)
{
    if (first == 0xC3)
        return second >= 0x9F && second != 0xB7;
    return (first == 0xD0 && second >= 0xB0) || (first == 0xD1 && second <= 0x9F);
}

static unsigned char byte_at(struct slice text, size_t at)
{
    return at < text.size ? (unsigned char)text.at[at] : '\0';
}

bool scan_is_place(struct slice text, size_t at)
{
    unsigned char second = at > 1 ? byte_at(text, at - 2) : '\0', before = at > 0 ? byte_at(text, at - 1) : '\0';
    unsigned char byte = byte_at(text, at), next = byte_at(text, at + 1);
    unsigned char third = byte_at(text, at + 2), fourth = byte_at(text, at + 3);
    bool pair_follows = is_lower_pair(next, third);
    if (is_space(byte)) {
        bool goes_on = (is_lower(next) || pair_follows) && (carries_on(before) || is_letter_pair(second, before));
        unsigned char marker = pair_follows ? fourth : third;
        bool address = next == 'h' && third == 't' && fourth == 't';
        return !goes_on || marker == '.' || marker == ')' || address;
    }
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
/* Written once for vectors of 32 bytes; compiled twice, for machines with AVX2 and without. */
typedef unsigned char bytes32 __attribute__((vector_size(32)));
typedef signed char truth32 __attribute__((vector_size(32)));
#define IN_ONE_PIECE static inline __attribute__((always_inline))
#define LOAD(bytes, from) memcpy(&(bytes), from, sizeof(bytes))
#define IN_ALL(byte) ((bytes32){0} + (unsigned char)(byte))

/* Bytes from `low` to `high`. */
#define WITHIN(bytes, low, high) ((bytes32)((bytes)-IN_ALL(low)) <= IN_ALL((high) - (low)))
#define LETTERS(bytes) WITHIN((bytes) | IN_ALL(0x20), 'a', 'z')
#define EQUAL(bytes, byte) ((bytes) == IN_ALL(byte))

/* One bit a byte. */
#define BITS(truth, bits)                                                                                              \
    do {                                                                                                               \
        __m128i halves[2];                                                                                             \
        truth32 whole = (truth);                                                                                       \
        memcpy(halves, &whole, sizeof halves);                                                                         \
        *(bits) = (unsigned)_mm_movemask_epi8(halves[0]) | (unsigned)_mm_movemask_epi8(halves[1]) << 16;               \
    } while (0)

#define LETTER_PAIR(first, second)                                                                                     \
    ((EQUAL(first, 0xC3) & ~(EQUAL(second, 0x97) | EQUAL(second, 0xB7))) | EQUAL(first, 0xD0) |                        \
     (EQUAL(first, 0xD1) & ((second) <= IN_ALL(0x9F))))
#define LOWER_PAIR(first, second)                                                                                      \
    ((EQUAL(first, 0xC3) & ((second) >= IN_ALL(0x9F)) & ~EQUAL(second, 0xB7)) |                                        \
     (EQUAL(first, 0xD0) & ((second) >= IN_ALL(0xB0))) | (EQUAL(first, 0xD1) & ((second) <= IN_ALL(0x9F))))
#define MARKER(bytes) (EQUAL(bytes, '.') | EQUAL(bytes, ')'))
#define ADDRESS(next, third, fourth) (EQUAL(next, 'h') & EQUAL(third, 't') & EQUAL(fourth, 't'))

/* What the places of 32 ASCII bytes are; two bytes before and three behind are read. */
IN_ONE_PIECE unsigned ascii_places(const char *at)
{
    bytes32 before, bytes, next, third, fourth;
    unsigned places;
    LOAD(before, at - 1);
    LOAD(bytes, at);
    LOAD(next, at + 1);
    LOAD(third, at + 2);
    LOAD(fourth, at + 3);
    truth32 begins = MARKER(third) | ADDRESS(next, third, fourth);
    truth32 carries = LETTERS(before) | WITHIN(before, '0', '9') | EQUAL(before, ',');
    truth32 spaces = (bytes <= IN_ALL(' ')) & ~(carries & WITHIN(next, 'a', 'z') & ~begins);
    truth32 terminators = EQUAL(bytes, '.') | EQUAL(bytes, '!') | EQUAL(bytes, '?');
    BITS(spaces | (terminators & LETTERS(next)), &places);
    return places;
}

/* The same where there are others among them. */
IN_ONE_PIECE unsigned mixed_places(const char *at)
{
    bytes32 second, before, bytes, next, third, fourth;
    unsigned places;
    LOAD(second, at - 2);
    LOAD(before, at - 1);
    LOAD(bytes, at);
    LOAD(next, at + 1);
    LOAD(third, at + 2);
    LOAD(fourth, at + 3);
    truth32 pair_follows = LOWER_PAIR(next, third);
    truth32 carries = LETTERS(before) | WITHIN(before, '0', '9') | EQUAL(before, ',') | LETTER_PAIR(second, before);
    truth32 begins = (MARKER(third) & ~pair_follows) | (MARKER(fourth) & pair_follows) | ADDRESS(next, third, fourth);
    truth32 spaces = (bytes <= IN_ALL(' ')) & ~(carries & (WITHIN(next, 'a', 'z') | pair_follows) & ~begins);
    truth32 terminators = EQUAL(bytes, '.') | EQUAL(bytes, '!') | EQUAL(bytes, '?');
    truth32 wide =
        (EQUAL(bytes, 0xE3) & EQUAL(next, 0x80)) | (EQUAL(bytes, 0xEF) & (EQUAL(next, 0xBC) | EQUAL(next, 0xBD)));
    BITS(spaces | (terminators & (LETTERS(next) | (next >= IN_ALL(0x80)))) | wide, &places);
    return places;
}

/* As places_plain, for a block with BEFORE bytes before it and BEHIND behind it that may be read. */
IN_ONE_PIECE uint64_t places_of_block(const char *block)
{
    bytes32 before, first, second, behind;
    unsigned beyond;
    LOAD(before, block - BEFORE);
    LOAD(first, block);
    LOAD(second, block + 32);
    LOAD(behind, block + BLOCK + BEHIND - 32);
    BITS((truth32)(before | first | second | behind), &beyond);
    if (beyond)
        return mixed_places(block) | (uint64_t)mixed_places(block + 32) << 32;
    return ascii_places(block) | (uint64_t)ascii_places(block + 32) << 32;
}

static uint64_t places_sse2(const char *block)
{
    return places_of_block(block);
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static uint64_t places_avx2(const char *block)
{
    return places_of_block(block);
}

static inline uint64_t places_vector(const char *block)
{
    return __builtin_cpu_supports("avx2") ? places_avx2(block) : places_sse2(block);
}
#else
#define places_vector places_sse2
#endif

/* Near the text's ends, from a copy with zeros around it. */
static uint64_t places_at_edge(const struct scan *scan)
{
    char copy[BEFORE + BLOCK + BEHIND] = {0};
    size_t before = scan->block < BEFORE ? scan->block : BEFORE, left = scan->text.size - scan->block;
    memcpy(copy + BEFORE - before, scan->text.at + scan->block - before,
           before + (left < BLOCK + BEHIND ? left : BLOCK + BEHIND));
    return places_vector(copy + BEFORE);
}
#endif

static uint64_t places_of(const struct scan *scan)
{
#ifdef __SSE2__
    if (!scan->plain)
        return scan->block >= BEFORE && scan->text.size - scan->block >= BLOCK + BEHIND
                   ? places_vector(scan->text.at + scan->block)
                   : places_at_edge(scan);
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

bool scan_move(struct scan *scan)
{
    while (scan->places == 0) {
        if (scan->block >= scan->end || scan->end - scan->block <= BLOCK)
            return false;
        scan->block += BLOCK;
        scan->all = places_of(scan);
        scan->places = places_inside(scan);
    }
    return true;
}
