#include "value.h"

#include <errno.h>
#include <stdlib.h>

#include "text.h"

#if defined __SSE2__ && !defined BROADSHEET_PLAIN
#include <emmintrin.h>
#endif

const uint8_t value_type_of_byte[256] = {
    ['"'] = VALUE_STRING, ['{'] = VALUE_OBJECT, ['['] = VALUE_ARRAY,  ['t'] = VALUE_TRUE,   ['f'] = VALUE_FALSE,
    ['n'] = VALUE_NULL,   ['-'] = VALUE_NUMBER, ['0'] = VALUE_NUMBER, ['1'] = VALUE_NUMBER, ['2'] = VALUE_NUMBER,
    ['3'] = VALUE_NUMBER, ['4'] = VALUE_NUMBER, ['5'] = VALUE_NUMBER, ['6'] = VALUE_NUMBER, ['7'] = VALUE_NUMBER,
    ['8'] = VALUE_NUMBER, ['9'] = VALUE_NUMBER,
};

#define NO_HEX_16 -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1
#define HEX_LETTERS -1, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1

const int8_t value_of_hex_digit[256] = {
    NO_HEX_16, NO_HEX_16, NO_HEX_16, 0,           1,         2,           3,         4,
    5,         6,         7,         8,           9,         -1,          -1,        -1,
    -1,        -1,        -1,        HEX_LETTERS, NO_HEX_16, HEX_LETTERS, NO_HEX_16, NO_HEX_16,
    NO_HEX_16, NO_HEX_16, NO_HEX_16, NO_HEX_16,   NO_HEX_16, NO_HEX_16,   NO_HEX_16,
};

/* The code point of a \u escape (`at` behind the u), a surrogate pair read as one; moves *at behind it. */
static uint32_t unicode_escape(const char **at, const char *end)
{
    uint32_t unit = (uint32_t)value_hex_unit(*at);
    *at += 4;
    if (unit < 0xD800 || unit > 0xDFFF)
        return unit;
    if (unit < 0xDC00 && end - *at >= 6 && (*at)[0] == '\\' && (*at)[1] == 'u') {
        uint32_t low = (uint32_t)value_hex_unit(*at + 2);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            *at += 6;
            return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    return TEXT_REPLACEMENT;
}

size_t value_escape(const char **at, const char *end, char *to)
{
    static const char meant[256] = {
        ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t'};
    char kind = (*at)[1];
    *at += 2;
    if (kind == 'u')
        return text_encode(to, unicode_escape(at, end));
    *to = meant[(unsigned char)kind];
    return 1;
}

/* Copies up to the next backslash, by whole blocks where there are any: what is copied behind the backslash does not
 * count. `to` has room for all of at..end. Returns how much. */
static inline size_t copy_plain(char *to, const char *at, const char *end)
{
    size_t copied = 0;
#if defined __SSE2__ && !defined BROADSHEET_PLAIN
    for (; end - at >= 16; at += 16, copied += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        _mm_storeu_si128((__m128i *)(void *)(to + copied), bytes);
        unsigned marks = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
        if (marks)
            return copied + (size_t)__builtin_ctz(marks);
    }
#endif
    for (; at < end && *at != '\\'; at++)
        to[copied++] = *at;
    return copied;
}

/* Writes the text between the quotes to `to` (as long as it or shorter); returns the bytes written. */
static size_t unescape(char *to, struct slice raw)
{
    char *start = to;
    const char *at = raw.at, *end = raw.at + raw.size;
    while (at < end) {
        size_t plain = copy_plain(to, at, end);
        to += plain;
        at += plain;
        if (at < end)
            to += value_escape(&at, end, to);
    }
    return (size_t)(to - start);
}

struct slice value_string(struct arena *arena, struct slice value)
{
    struct slice raw = slice_part(value, 1, value.size - 1);
    if (raw.size == 0 || !memchr(raw.at, '\\', raw.size))
        return raw;
    char *to = arena_allocate(arena, raw.size);
    return (struct slice){to, unescape(to, raw)};
}

void value_string_append(struct buffer *buffer, struct slice value)
{
    struct slice raw = slice_part(value, 1, value.size - 1);
    buffer->size += unescape(buffer_reserve(buffer, raw.size), raw);
}

/* In what follows the value is known to be right, so that a string ends with its quote and an array or object with its
 * bracket: no end is looked for but where a block of bytes is read at once. */
static inline const char *skip_space(const char *at)
{
    while ((unsigned char)*at <= ' ')
        at++;
    return at;
}

#if defined __SSE2__ && !defined BROADSHEET_PLAIN
#define BLOCK 16

/* Which of the 16 bytes at `at` are " or \. */
static inline unsigned string_marks(const char *at)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    return (unsigned)_mm_movemask_epi8(
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))));
}

/* Which of the 16 bytes at `at` are a quote or bracket. [ and { differ in one bit only, as do ] and }. */
static inline unsigned nesting_marks(const char *at)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at),
            lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    __m128i brackets =
        _mm_or_si128(_mm_cmpeq_epi8(lower, _mm_set1_epi8('{')), _mm_cmpeq_epi8(lower, _mm_set1_epi8('}')));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(brackets, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'))));
}
#else
#define BLOCK 1

static inline unsigned string_marks(const char *at)
{
    return *at == '"' || *at == '\\';
}

static inline unsigned nesting_marks(const char *at)
{
    return *at == '"' || (*at | 0x20) == '{' || (*at | 0x20) == '}';
}
#endif

/* Behind the closing quote; `at` is behind the opening one. */
static inline const char *behind_string(const char *at, const char *end)
{
    for (;;) {
        while (end - at >= BLOCK) {
            unsigned marks = string_marks(at);
            if (marks) {
                at += __builtin_ctz(marks);
                break;
            }
            at += BLOCK;
        }
        while (*at != '"' && *at != '\\')
            at++;
        if (*at == '"')
            return at + 1;
        at += 2;
    }
}

/* Behind a number or word: to what ends it. */
static inline const char *behind_scalar(const char *at)
{
    while (*at != ',' && *at != '}' && *at != ']' && (unsigned char)*at > ' ')
        at++;
    return at;
}

/* Behind the array or object that begins at `at`. */
static const char *behind_nested(const char *at, const char *end)
{
    size_t depth = 0;
    for (;;) {
        unsigned marks = 0;
        while (end - at >= BLOCK && (marks = nesting_marks(at)) == 0)
            at += BLOCK;
        if (marks)
            at += __builtin_ctz(marks);
        while (*at != '"' && (*at | 0x20) != '{' && (*at | 0x20) != '}')
            at++;
        if (*at == '"') {
            at = behind_string(at + 1, end);
            continue;
        }
        if ((*at | 0x20) == '{')
            depth++;
        else if (--depth == 0)
            return at + 1;
        at++;
    }
}

bool value_enter(struct value_walk *walk, struct slice value)
{
    enum value_type type = value_type(value);
    if (type != VALUE_ARRAY && type != VALUE_OBJECT)
        return false;
    *walk = (struct value_walk){value.at + 1, value.at + value.size, type == VALUE_OBJECT};
    return true;
}

/* To the next value; NULL at the end, where walk->at is the closing bracket. */
static inline const char *next_value(struct value_walk *walk, struct slice *key)
{
    const char *at = skip_space(walk->at);
    if (*at == ',')
        at = skip_space(at + 1);
    if (*at == '}' || *at == ']') {
        walk->at = at;
        return NULL;
    }
    if (walk->object) {
        const char *behind = behind_string(at + 1, walk->end);
        *key = (struct slice){at + 1, (size_t)(behind - at) - 2};
        at = skip_space(skip_space(behind) + 1);
    }
    return at;
}

static inline bool end_value(struct value_walk *walk, const char *at, const char *behind, struct slice *value)
{
    *value = (struct slice){at, (size_t)(behind - at)};
    walk->at = behind;
    return true;
}

bool value_next(struct value_walk *walk, struct slice *key, struct slice *value)
{
    const char *at = next_value(walk, key);
    if (!at)
        return false;
    if (*at == '"')
        return end_value(walk, at, behind_string(at + 1, walk->end), value);
    bool nested = *at == '{' || *at == '[';
    return end_value(walk, at, nested ? behind_nested(at, walk->end) : behind_scalar(at), value);
}

const char *value_peek(const struct value_walk *walk)
{
    struct value_walk copy = *walk;
    struct slice key;
    return next_value(&copy, &key);
}

bool value_step(struct value_walk *walk, struct slice *key, struct slice *value, struct value_walk *inner)
{
    const char *at = next_value(walk, key);
    if (!at)
        return false;
    if (*at != '{' && *at != '[')
        return end_value(walk, at, *at == '"' ? behind_string(at + 1, walk->end) : behind_scalar(at), value);
    *value = (struct slice){at, 0};
    *inner = (struct value_walk){at + 1, walk->end, *at == '{'};
    return true;
}

void value_leave(struct value_walk *walk, const struct value_walk *inner, struct slice *value)
{
    walk->at = inner->at + 1;
    value->size = (size_t)(walk->at - value->at);
}

struct slice value_member(struct slice object, const char *name)
{
    struct slice found = {NULL, 0}, wanted = slice_of(name), key, value;
    struct value_walk walk;
    if (value_type(object) != VALUE_OBJECT || !value_enter(&walk, object))
        return found;
    while (value_next(&walk, &key, &value))
        if (value_key_is(key, wanted))
            found = value;
    return found;
}

bool value_key_is(struct slice raw_key, struct slice name)
{
    if (slice_equal(raw_key, name))
        return raw_key.size == 0 || !memchr(raw_key.at, '\\', raw_key.size);
    if (raw_key.size <= name.size || !memchr(raw_key.at, '\\', raw_key.size))
        return false;
    struct buffer plain = {0};
    plain.size = unescape(buffer_reserve(&plain, raw_key.size), raw_key);
    bool equal = slice_equal(buffer_view(&plain), name);
    buffer_free(&plain);
    return equal;
}

bool value_integer(struct slice value, int64_t *number)
{
    bool negative = value.size > 0 && value.at[0] == '-';
    size_t i = negative;
    int64_t sum = 0;
    if (value_type(value) != VALUE_NUMBER || i == value.size)
        return false;
    for (; i < value.size; i++) {
        int digit = value.at[i] - '0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(sum, 10, &sum) || __builtin_sub_overflow(sum, digit, &sum))
            return false;
    }
    if (!negative)
        return !__builtin_sub_overflow(0, sum, number);
    *number = sum; /* summed below 0, where there is one more */
    return true;
}

bool value_double(struct slice value, double *number)
{
    char digits[64];
    if (value_type(value) != VALUE_NUMBER || value.size >= sizeof digits)
        return false;
    memcpy(digits, value.at, value.size);
    digits[value.size] = '\0';
    *number = strtod(digits, NULL);
    return true;
}
