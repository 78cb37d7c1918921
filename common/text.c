#include "text.h"

#include <stdatomic.h>
#include <utf8proc.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define U TEXT_UPPER | TEXT_LETTER
#define L TEXT_LOWER | TEXT_LETTER
#define D TEXT_DIGIT
#define P TEXT_PUNCT
#define Q TEXT_PUNCT | TEXT_QUOTE
#define S TEXT_SPACE

const uint16_t text_ascii_class[256] = {
    ['\t'] = S,
    ['\n'] = S,
    ['\v'] = S,
    ['\f'] = S,
    ['\r'] = S,
    [' '] = S,
    ['!'] = P,
    ['"'] = Q,
    ['#'] = P,
    ['$'] = P,
    ['%'] = P,
    ['&'] = P,
    ['\''] = Q,
    ['('] = P,
    [')'] = P,
    ['*'] = P,
    ['+'] = P,
    [','] = P,
    ['-'] = P | TEXT_DASH,
    ['.'] = P,
    ['/'] = P,
    ['0'] = D,
    ['1'] = D,
    ['2'] = D,
    ['3'] = D,
    ['4'] = D,
    ['5'] = D,
    ['6'] = D,
    ['7'] = D,
    ['8'] = D,
    ['9'] = D,
    [':'] = P,
    [';'] = P,
    ['<'] = P,
    ['='] = P,
    ['>'] = P,
    ['?'] = P,
    ['@'] = P,
    ['A'] = U,
    ['B'] = U,
    ['C'] = U,
    ['D'] = U,
    ['E'] = U,
    ['F'] = U,
    ['G'] = U,
    ['H'] = U,
    ['I'] = U,
    ['J'] = U,
    ['K'] = U,
    ['L'] = U,
    ['M'] = U,
    ['N'] = U,
    ['O'] = U,
    ['P'] = U,
    ['Q'] = U,
    ['R'] = U,
    ['S'] = U,
    ['T'] = U,
    ['U'] = U,
    ['V'] = U,
    ['W'] = U,
    ['X'] = U,
    ['Y'] = U,
    ['Z'] = U,
    ['['] = P,
    ['\\'] = P,
    [']'] = P,
    ['^'] = P,
    ['_'] = P,
    ['`'] = Q,
    ['a'] = L,
    ['b'] = L,
    ['c'] = L,
    ['d'] = L,
    ['e'] = L,
    ['f'] = L,
    ['g'] = L,
    ['h'] = L,
    ['i'] = L,
    ['j'] = L,
    ['k'] = L,
    ['l'] = L,
    ['m'] = L,
    ['n'] = L,
    ['o'] = L,
    ['p'] = L,
    ['q'] = L,
    ['r'] = L,
    ['s'] = L,
    ['t'] = L,
    ['u'] = L,
    ['v'] = L,
    ['w'] = L,
    ['x'] = L,
    ['y'] = L,
    ['z'] = L,
    ['{'] = P,
    ['|'] = P,
    ['}'] = P,
    ['~'] = P,
};

#undef U
#undef L
#undef D
#undef P
#undef Q
#undef S

#ifdef __SSE2__
/* A bit for each of 32 bytes that is beyond ASCII. */
static inline unsigned beyond_ascii(const char *at)
{
    __m128i first = _mm_loadu_si128((const void *)at), second = _mm_loadu_si128((const void *)(at + 16));
    return (unsigned)_mm_movemask_epi8(first) | (unsigned)_mm_movemask_epi8(second) << 16;
}
#endif

size_t text_ascii(struct slice text)
{
    size_t i = 0;
#ifdef __SSE2__
    for (unsigned beyond; i + 32 <= text.size; i += 32)
        if ((beyond = beyond_ascii(text.at + i)))
            return i + (size_t)__builtin_ctz(beyond);
    if (i > 0) { /* the last bytes, with some that were looked at */
        const unsigned beyond = beyond_ascii(text.at + text.size - 32);
        return beyond ? text.size - 32 + (size_t)__builtin_ctz(beyond) : text.size;
    }
#endif
    while (i < text.size && (unsigned char)text.at[i] < 0x80)
        i++;
    return i;
}

bool text_in_ranges(const struct text_range *ranges, size_t count, uint32_t code_point)
{
    for (size_t i = 0; i < count && code_point >= ranges[i].first; i++)
        if (code_point <= ranges[i].last)
            return true;
    return false;
}

#define IN(ranges, code_point) text_in_ranges(ranges, sizeof(ranges) / sizeof(ranges)[0], code_point)

/* Scripts written without spaces between words (Unicode Scripts.txt, blocks of Han, Hiragana, Katakana, Bopomofo, Yi,
 * Thai, Lao, Khmer, Myanmar). */
static const struct text_range unspaced[] = {
    {0x0E00, 0x0EFF}, {0x1000, 0x109F}, {0x1780, 0x17FF},   {0x2E80, 0x2FDF},   {0x3005, 0x3007}, {0x3021, 0x3029},
    {0x3041, 0x312F}, {0x31A0, 0x31FF}, {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF}, {0xAA60, 0xAA7F},
    {0xF900, 0xFAFF}, {0xFF66, 0xFF9F}, {0x1B000, 0x1B16F}, {0x20000, 0x3FFFF},
};
static const struct text_range hangul[] = {{0x1100, 0x11FF}, {0x3130, 0x318F}, {0xA960, 0xA97F}, {0xAC00, 0xD7FF}};
/* Besides Pi and Pf. */
static const struct text_range quotes[] = {
    {0x02BC, 0x02BC}, {0x201A, 0x201A}, {0x201E, 0x201E}, {0x2032, 0x2033},
    {0x300C, 0x300F}, {0x301D, 0x301F}, {0xFF02, 0xFF02}, {0xFF07, 0xFF07},
};

static unsigned class_of_category(utf8proc_category_t category)
{
    switch (category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        return TEXT_UPPER | TEXT_LETTER;
    case UTF8PROC_CATEGORY_LL:
        return TEXT_LOWER | TEXT_LETTER;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return TEXT_LETTER;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return TEXT_LETTER | TEXT_MARK;
    case UTF8PROC_CATEGORY_ND:
        return TEXT_DIGIT;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return TEXT_SPACE;
    case UTF8PROC_CATEGORY_PD:
        return TEXT_PUNCT | TEXT_DASH;
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PO:
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO:
        return TEXT_PUNCT;
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
        return TEXT_PUNCT | TEXT_QUOTE;
    default:
        return 0;
    }
}

static unsigned find_class(uint32_t code_point)
{
    if (code_point >= 0x4E00 && code_point <= 0x9FFF)
        return TEXT_LETTER | TEXT_CJK;
    if (code_point >= 0xAC00 && code_point <= 0xD7A3)
        return TEXT_LETTER | TEXT_HANGUL;
    if (code_point == 0x200B || code_point == 0xFEFF || code_point == 0x85)
        return TEXT_SPACE;
    unsigned class = class_of_category(utf8proc_category((utf8proc_int32_t)code_point));
    if (code_point == 0x2212)
        class |= TEXT_DASH;
    if (code_point < 0xAB)
        return class;
    if (IN(quotes, code_point))
        class = TEXT_PUNCT | TEXT_QUOTE;
    if (IN(hangul, code_point))
        class |= TEXT_HANGUL;
    if (IN(unspaced, code_point) && (class & (TEXT_LETTER | TEXT_MARK)))
        class |= TEXT_CJK;
    return class;
}

/* The classes of the basic plane, each filled when it is first asked for: KNOWN and the class. Threads may fill one at
 * the same time, with the same value. */
#define KNOWN 0x8000u
static _Atomic uint16_t known_classes[0x10000];

unsigned text_class_beyond_ascii(uint32_t code_point)
{
    if (code_point > 0xFFFF)
        return find_class(code_point);
    unsigned class = atomic_load_explicit(&known_classes[code_point], memory_order_relaxed);
    if (!class) {
        class = find_class(code_point) | KNOWN;
        atomic_store_explicit(&known_classes[code_point], (uint16_t) class, memory_order_relaxed);
    }
    return class & ~KNOWN;
}

/* Table 3-7 of the Unicode Standard: what the second byte may be after a given first one. */
static bool second_byte_fits(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xE0:
        return second >= 0xA0 && second <= 0xBF;
    case 0xED:
        return second >= 0x80 && second <= 0x9F;
    case 0xF0:
        return second >= 0x90 && second <= 0xBF;
    case 0xF4:
        return second >= 0x80 && second <= 0x8F;
    default:
        return second >= 0x80 && second <= 0xBF;
    }
}

static size_t sequence_size(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* Bytes at the start that form a valid sequence or a maximal subpart of one; *whole tells which. */
static size_t measure(const unsigned char *at, size_t left, bool *whole)
{
    size_t size = sequence_size(at[0]), i = 1;
    if (size > 1 && left > 1 && second_byte_fits(at[0], at[1]))
        for (i = 2; i < size && i < left && (at[i] & 0xC0) == 0x80;)
            i++;
    *whole = i == size;
    return i;
}

size_t text_sequence(const char *at, size_t left)
{
    bool whole;
    size_t size = measure((const unsigned char *)at, left, &whole);
    return whole ? size : 0;
}

uint32_t text_decode_slow(const char **at, const char *end)
{
    const unsigned char *s = (const unsigned char *)*at;
    bool whole;
    size_t size = measure(s, (size_t)(end - *at), &whole);
    *at += size;
    if (!whole)
        return TEXT_REPLACEMENT;
    switch (size) {
    case 1:
        return s[0];
    case 2:
        return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
    case 3:
        return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
    default:
        return (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 | (uint32_t)(s[2] & 0x3F) << 6 |
               (s[3] & 0x3F);
    }
}

uint32_t text_decode_before(const char **at, const char *start)
{
    const char *end = *at, *first = end - 1;
    while (first > start && end - first < 4 && ((unsigned char)*first & 0xC0) == 0x80)
        first--;
    *at = first;
    return text_decode(&first, end);
}

size_t text_encode(char *to, uint32_t code_point)
{
    if (code_point < 0x80) {
        to[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        to[0] = (char)(0xC0 | code_point >> 6);
        to[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        to[0] = (char)(0xE0 | code_point >> 12);
        to[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
        to[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | code_point >> 18);
    to[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
    to[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
    to[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}

void text_append(struct buffer *buffer, uint32_t code_point)
{
    buffer->size += text_encode(buffer_reserve(buffer, 4), code_point);
}

static size_t ascii_prefix(const char *at, size_t size)
{
    size_t i = 0;
#ifdef __SSE2__
    for (; i + 16 <= size; i += 16) {
        int mask = _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(const void *)(at + i)));
        if (mask)
            return i + (size_t)__builtin_ctz((unsigned)mask);
    }
#endif
    while (i < size && (unsigned char)at[i] < 0x80)
        i++;
    return i;
}

size_t text_valid(struct slice bytes)
{
    size_t i = 0;
    while (i < bytes.size) {
        i += ascii_prefix(bytes.at + i, bytes.size - i);
        while (i < bytes.size && (unsigned char)bytes.at[i] >= 0x80) {
            size_t size = text_sequence(bytes.at + i, bytes.size - i);
            if (size == 0)
                return i;
            i += size;
        }
    }
    return i;
}

size_t text_mend(struct buffer *buffer, struct slice bytes)
{
    size_t mended = 0;
    while (bytes.size > 0) {
        size_t valid = text_valid(bytes);
        buffer_add(buffer, bytes.at, valid);
        bytes = slice_part(bytes, valid, bytes.size);
        if (bytes.size == 0)
            break;
        bool whole;
        size_t bad = measure((const unsigned char *)bytes.at, bytes.size, &whole);
        text_append(buffer, TEXT_REPLACEMENT);
        bytes = slice_part(bytes, bad, bytes.size);
        mended++;
    }
    return mended;
}

static size_t count_points(const char *at, size_t size)
{
    size_t points = 0, i = 0;
#ifdef __SSE2__
    /* Every byte but 10xxxxxx starts a code point; as signed bytes those are below -64. */
    __m128i starts = _mm_setzero_si128();
    for (; i + 16 <= size; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + i));
        __m128i one_each = _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(-65)), _mm_set1_epi8(1));
        starts = _mm_add_epi64(starts, _mm_sad_epu8(one_each, _mm_setzero_si128()));
    }
    if (i > 0 && i < size) {
        /* The last sixteen bytes, those that were counted left aside. */
        __m128i numbers = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        __m128i fresh = _mm_cmpgt_epi8(numbers, _mm_set1_epi8((char)(15 - (size - i))));
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + size - 16));
        __m128i one_each =
            _mm_and_si128(_mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(-65)), fresh), _mm_set1_epi8(1));
        starts = _mm_add_epi64(starts, _mm_sad_epu8(one_each, _mm_setzero_si128()));
        i = size;
    }
    uint64_t halves[2];
    _mm_storeu_si128((__m128i *)(void *)halves, starts);
    points = (size_t)(halves[0] + halves[1]);
#endif
    for (; i + 8 <= size; i += 8) {
        const uint64_t ones = UINT64_C(0x0101010101010101), bytes = slice_eight(at + i);
        points += 8 - ((bytes >> 7 & ~bytes >> 6 & ones) * ones >> 56);
    }
    for (; i < size; i++)
        points += ((unsigned char)at[i] & 0xC0) != 0x80;
    return points;
}

size_t text_length(struct slice valid)
{
    return count_points(valid.at, valid.size);
}

size_t text_point_beyond(struct text_cursor *cursor, size_t byte)
{
    if (byte < cursor->byte)
        cursor->byte = cursor->point = 0;
    cursor->point += count_points(cursor->text + cursor->byte, byte - cursor->byte);
    cursor->byte = byte;
    return cursor->point;
}

uint32_t text_lower(uint32_t code_point)
{
    if (code_point < 0x80)
        return code_point >= 'A' && code_point <= 'Z' ? code_point + 32 : code_point;
    /* Cyrillic as most texts use it; Han and Hangul have no case. */
    if (code_point >= 0x410 && code_point <= 0x44F)
        return code_point < 0x430 ? code_point + 32 : code_point;
    if (code_point >= 0x3400 && code_point < 0xA000)
        return code_point;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)code_point);
}

uint32_t text_upper(uint32_t code_point)
{
    if (code_point < 0x80)
        return code_point >= 'a' && code_point <= 'z' ? code_point - 32 : code_point;
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)code_point);
}

void text_lower_append(struct buffer *buffer, struct slice valid)
{
    const char *at = valid.at, *end = valid.at + valid.size;
    buffer_reserve(buffer, valid.size);
    while (at < end)
        text_append(buffer, text_lower(text_decode(&at, end)));
}

uint32_t text_base(uint32_t code_point)
{
    if (code_point < 0xC0 || (code_point >= 0x2E80 && code_point <= 0xFAFF))
        return code_point;
    utf8proc_int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)code_point, parts, 8,
                                                     UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &boundary);
    return count > 1 && count <= 8 ? (uint32_t)parts[0] : code_point;
}
