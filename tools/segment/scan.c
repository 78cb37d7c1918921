#include "scan.h"

#include <string.h>

#if defined __SSE2__ && !defined BROADSHEET_PLAIN
#define VECTORS
#include <immintrin.h>
#endif

/* A block is 64 bytes, but for one before it and three behind that have to be seen, too. */
#define BLOCK SCAN_BLOCK
/* What scan_is_place looks at around a byte, and a vector that starts with a block behind it. */
#define BEFORE 2
#define BEHIND 7

static bool is_space(unsigned char byte)
{
    return byte <= ' ';
}

static bool carries_on(unsigned char byte)
{
    return ascii_is_letter((char)byte) || ascii_is_digit((char)byte) || byte == ',';
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
        bool goes_on =
            (ascii_is_small((char)next) || pair_follows) && (carries_on(before) || is_letter_pair(second, before));
        unsigned char marker = pair_follows ? fourth : third;
        bool address = next == 'h' && third == 't' && fourth == 't';
        return !goes_on || marker == '.' || marker == ')' || address;
    }
    if (byte == '.' || byte == '!' || byte == '?')
        return ascii_is_letter((char)next) || next >= 0x80;
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

#ifdef VECTORS
typedef unsigned char bytes32 __attribute__((vector_size(32)));
typedef signed char truth32 __attribute__((vector_size(32)));
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

/* The places of 32 bytes, whatever they are. */
static inline __attribute__((always_inline)) uint64_t places_of_32(const char *at)
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

#define ALL_PLACES ((UINT64_C(1) << BLOCK) - 1)

/* As places_plain, for blocks with BEFORE bytes before them and BEHIND behind them that may be read. */
static inline __attribute__((always_inline)) uint64_t places_of_block(const char *block)
{
    return (places_of_32(block) | places_of_32(block + 32) << 32) & ALL_PLACES;
}

static void places_any(const char *block, size_t count, uint64_t *places)
{
    for (size_t i = 0; i < count; i++)
        places[i] = places_of_block(block + i * BLOCK);
}

#ifdef __x86_64__
#define AVX2 __attribute__((target("avx2")))
AVX2 static uint64_t places_of_block_avx2(const char *block)
{
    return places_of_block(block);
}

/* One bit a byte of 64. */
struct classes {
    uint64_t spaces, letters, lower, carries, terminators, markers, h, t, beyond;
};

/* A byte's class is what its two halves have in common: bits of sets that are products of such halves (Langdale and
 * Lemire 2019). */
enum {
    LETTER_46 = 1,   /* A to O, a to o */
    LETTER_57 = 2,   /* P to Z, p to z */
    DIGIT = 4,       /* 0 to 9 */
    COMMA = 8,       /* , */
    TERMINATOR = 16, /* . ! */
    QUESTION = 32,   /* ? */
    MARK_BEHIND = 64 /* . ) */
};
#define LETTER (LETTER_46 | LETTER_57)
#define CARRIES (LETTER | DIGIT | COMMA)
#define ENDS (TERMINATOR | QUESTION)

AVX2 static inline __attribute__((always_inline)) uint64_t none_of(__m256i classes, int some)
{
    return (unsigned)_mm256_movemask_epi8(
        _mm256_cmpeq_epi8(_mm256_and_si256(classes, _mm256_set1_epi8((char)some)), _mm256_setzero_si256()));
}

/* The classes of 32 bytes, into the bits from `shift` on. */
AVX2 static inline __attribute__((always_inline)) void classify(struct classes *classes, const char *at, unsigned shift)
{
    const __m128i by_high = _mm_setr_epi8(0, 0, COMMA | TERMINATOR | MARK_BEHIND, DIGIT | QUESTION, LETTER_46,
                                          LETTER_57, LETTER_46, LETTER_57, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m128i by_low = _mm_setr_epi8(LETTER_57 | DIGIT, LETTER | DIGIT | TERMINATOR, LETTER | DIGIT, LETTER | DIGIT,
                                         LETTER | DIGIT, LETTER | DIGIT, LETTER | DIGIT, LETTER | DIGIT, LETTER | DIGIT,
                                         LETTER | DIGIT | MARK_BEHIND, LETTER, LETTER_46, LETTER_46 | COMMA, LETTER_46,
                                         LETTER_46 | TERMINATOR | MARK_BEHIND, LETTER_46 | QUESTION);
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)at);
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));
    __m256i class = _mm256_and_si256(_mm256_shuffle_epi8(_mm256_broadcastsi128_si256(by_low), bytes),
                                     _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(by_high), high));
    uint64_t others = none_of(class, LETTER), small = (unsigned)_mm256_movemask_epi8(_mm256_slli_epi16(bytes, 2));
    classes->letters |= (others ^ UINT32_MAX) << shift;
    classes->lower |= (~others & small) << shift;
    classes->carries |= (none_of(class, CARRIES) ^ UINT32_MAX) << shift;
    classes->terminators |= (none_of(class, ENDS) ^ UINT32_MAX) << shift;
    classes->markers |= (uint64_t)(unsigned)_mm256_movemask_epi8(_mm256_slli_epi16(class, 1)) << shift;
    classes->spaces |= (uint64_t)(unsigned)_mm256_movemask_epi8(_mm256_cmpgt_epi8(_mm256_set1_epi8(' ' + 1), bytes))
                       << shift;
    classes->h |= (uint64_t)(unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('h'))) << shift;
    classes->t |= (uint64_t)(unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('t'))) << shift;
    classes->beyond |= (uint64_t)(unsigned)_mm256_movemask_epi8(bytes) << shift;
}

/* May these 64 bytes hold letters beyond ASCII, or full-width terminators? */
AVX2 static bool may_be_foreign(const char *at)
{
    __m256i any = _mm256_setzero_si256();
    for (int i = 0; i < 64; i += 32) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(at + i));
        __m256i cyrillic =
            _mm256_cmpeq_epi8(_mm256_and_si256(bytes, _mm256_set1_epi8((char)0xFE)), _mm256_set1_epi8((char)0xD0));
        __m256i others = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)0xC3)),
                                         _mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)0xE3)),
                                                         _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8((char)0xEF))));
        any = _mm256_or_si256(any, _mm256_or_si256(cyrillic, others));
    }
    return _mm256_movemask_epi8(any) != 0;
}

/* As places_any. Bit i of a class is of the byte at block - 1 + i. */
AVX2 static void places_avx2(const char *block, size_t count, uint64_t *places)
{
    for (size_t i = 0; i < count; i++, block += BLOCK) {
        struct classes is = {0};
        classify(&is, block - 1, 0);
        classify(&is, block + 31, 32);
        if (is.beyond && (may_be_foreign(block - 2) || may_be_foreign(block))) {
            places[i] = places_of_block_avx2(block);
            continue;
        }
        uint64_t begins = is.markers >> 3 | (is.h >> 2 & is.t >> 3 & is.t >> 4);
        uint64_t spaces = (is.spaces & ~is.beyond) >> 1 & ~(is.carries & is.lower >> 2 & ~begins);
        places[i] = (spaces | (is.terminators >> 1 & (is.letters | is.beyond) >> 2)) & ALL_PLACES;
    }
}

static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2");
}

static void places_vector(const char *block, size_t count, uint64_t *places)
{
    if (has_avx2())
        places_avx2(block, count, places);
    else
        places_any(block, count, places);
}
#else
#define places_vector places_any
static bool has_avx2(void)
{
    return false;
}
#endif

/* Near the text's ends, from a copy with zeros around it. */
static uint64_t places_at_edge(struct slice text, size_t block)
{
    char copy[BEFORE + BLOCK + BEHIND] = {0};
    uint64_t places;
    size_t before = block < BEFORE ? block : BEFORE, left = text.size - block;
    memcpy(copy + BEFORE - before, text.at + block - before, before + (left < BLOCK + BEHIND ? left : BLOCK + BEHIND));
    places_vector(copy + BEFORE, 1, &places);
    return places;
}

/* How many of the blocks from `block` on have all around them that a vector takes in. */
static size_t inner_blocks(struct slice text, size_t block)
{
    return block >= BEFORE && text.size >= block + BEHIND ? (text.size - block - BEHIND) / BLOCK : 0;
}
#endif

/* Looks through the blocks from scan->first + i * BLOCK on: one, or several at once; returns how many. */
static size_t look_some(struct scan *scan, size_t i)
{
    size_t block = scan->first + i * BLOCK;
#ifdef VECTORS
    size_t inner = inner_blocks(scan->text, block);
    if (!scan->plain && inner > 0) {
        inner = inner < scan->count - i ? inner : scan->count - i;
        places_vector(scan->text.at + block, inner, scan->all + i);
        return inner;
    }
    if (!scan->plain) {
        scan->all[i] = places_at_edge(scan->text, block);
        return 1;
    }
#endif
    scan->all[i] = places_plain(scan->text, block, scan->text.size);
    return 1;
}

static void look(struct scan *scan, size_t first)
{
    size_t left = scan->text.size - first;
    scan->first = first;
    scan->count = left > SCAN_BATCH * BLOCK ? SCAN_BATCH : (left + BLOCK - 1) / BLOCK;
    for (size_t i = 0; i < scan->count;)
        i += look_some(scan, i);
}

static uint64_t places_inside(const struct scan *scan)
{
    size_t left = scan->end - scan->block;
    uint64_t all = scan->all[(scan->block - scan->first) / BLOCK];
    return left < BLOCK ? all & ((UINT64_C(1) << left) - 1) : all;
}

void scan_start(struct scan *scan, struct slice text, size_t start, size_t end, bool plain)
{
    bool same = scan->text.at == text.at && scan->text.size == text.size && scan->plain == plain && text.at;
    bool holds = same && start >= scan->first && start - scan->first < scan->count * BLOCK;
    scan->text = text;
    scan->end = end;
    scan->plain = plain;
    scan->places = 0;
    if (start >= end) {
        scan->block = end;
        return;
    }
    if (!holds)
        look(scan, start);
    size_t inside = (start - scan->first) % BLOCK;
    scan->block = start - inside;
    scan->places = places_inside(scan) & (~UINT64_C(0) << inside);
}

bool scan_move(struct scan *scan)
{
    while (scan->places == 0) {
        if (scan->block >= scan->end || scan->end - scan->block <= BLOCK)
            return false;
        scan->block += BLOCK;
        if (scan->block == scan->first + scan->count * BLOCK)
            look(scan, scan->block);
        scan->places = places_inside(scan);
    }
    return true;
}

#ifdef VECTORS
/* ( and ) differ in one bit, [ and ] in two (which lets Y and _ through, too); C2 AB, C2 BB, E2 80, E3 80, EF BC and
 * the like begin the others. One byte behind the 32 is read. */
static inline __attribute__((always_inline)) unsigned marks_of_32(const char *at)
{
    bytes32 bytes, next;
    unsigned marks;
    LOAD(bytes, at);
    LOAD(next, at + 1);
    truth32 brackets = EQUAL(bytes & IN_ALL(0xFE), '(') | EQUAL(bytes & IN_ALL(0xF9), 'Y');
    truth32 general = EQUAL(bytes & IN_ALL(0xFE), 0xE2) & EQUAL(next, 0x80);
    BITS(brackets | EQUAL(bytes, '"') | general | EQUAL(bytes, 0xC2) | EQUAL(bytes, 0xEF), &marks);
    return marks;
}

static inline __attribute__((always_inline)) const char *next_mark(const char *at, const char *end, const char *limit)
{
    for (; at < end && limit - at > 32; at += 32) {
        unsigned marks = marks_of_32(at);
        if (marks)
            return at + __builtin_ctz(marks);
    }
    return at;
}

static const char *mark_any(const char *at, const char *end, const char *limit)
{
    return next_mark(at, end, limit);
}

#ifdef __x86_64__
AVX2 static const char *mark_avx2(const char *at, const char *end, const char *limit)
{
    return next_mark(at, end, limit);
}
#else
#define mark_avx2 mark_any
#endif

static const char *mark_vector(const char *at, const char *end, const char *limit)
{
    return has_avx2() ? mark_avx2(at, end, limit) : mark_any(at, end, limit);
}
#else
static const char *mark_vector(const char *at, const char *end, const char *limit)
{
    return (void)end, (void)limit, at;
}
#endif

static bool may_be_mark(unsigned char byte)
{
    return byte == '(' || byte == ')' || byte == '[' || byte == ']' || byte == '"' || byte == 0xC2 || byte == 0xE2 ||
           byte == 0xE3 || byte == 0xEF;
}

const char *scan_mark(const char *at, const char *end, const char *limit)
{
    for (at = mark_vector(at, end, limit); at < end && limit - at <= 32 && !may_be_mark((unsigned char)*at);)
        at++;
    return at < end ? at : end;
}
