#include "value.h"

#include <errno.h>
#include <stdlib.h>

#include "text.h"

enum value_type value_type(struct slice value)
{
    if (value.size == 0)
        return VALUE_ABSENT;
    switch (value.at[0]) {
    case '"':
        return VALUE_STRING;
    case '{':
        return VALUE_OBJECT;
    case '[':
        return VALUE_ARRAY;
    case 't':
        return VALUE_TRUE;
    case 'f':
        return VALUE_FALSE;
    case 'n':
        return VALUE_NULL;
    default:
        return VALUE_NUMBER;
    }
}

static uint32_t hex_unit(const char *digits)
{
    uint32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        char c = digits[i];
        unit = unit << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return unit;
}

/* The code point of a \u escape (`at` behind the u), a surrogate pair read as one; moves *at behind it. */
static uint32_t unicode_escape(const char **at, const char *end)
{
    uint32_t unit = hex_unit(*at);
    *at += 4;
    if (unit < 0xD800 || unit > 0xDFFF)
        return unit;
    if (unit < 0xDC00 && end - *at >= 6 && (*at)[0] == '\\' && (*at)[1] == 'u') {
        uint32_t low = hex_unit(*at + 2);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            *at += 6;
            return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    return TEXT_REPLACEMENT;
}

/* Writes the text between the quotes to `to` (as long as it or shorter); returns the bytes written. */
static size_t unescape(char *to, struct slice raw)
{
    char *start = to;
    const char *at = raw.at, *end = raw.at + raw.size;
    while (at < end) {
        const char *backslash = memchr(at, '\\', (size_t)(end - at));
        size_t plain = (size_t)((backslash ? backslash : end) - at);
        memcpy(to, at, plain);
        to += plain;
        at += plain;
        if (!backslash)
            break;
        char kind = at[1];
        at += 2;
        switch (kind) {
        case 'u':
            to += text_encode(to, unicode_escape(&at, end));
            break;
        case 'b':
            *to++ = '\b';
            break;
        case 'f':
            *to++ = '\f';
            break;
        case 'n':
            *to++ = '\n';
            break;
        case 'r':
            *to++ = '\r';
            break;
        case 't':
            *to++ = '\t';
            break;
        default:
            *to++ = kind;
        }
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

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n'))
        at++;
    return at;
}

/* Behind the closing quote of the string at `at`. */
static const char *skip_string(const char *at, const char *end)
{
    for (at++;;) {
        at = memchr(at, '"', (size_t)(end - at));
        const char *before = at;
        while (before[-1] == '\\')
            before--;
        at++;
        /* The run of backslashes cannot pass the opening quote. An even run escapes only itself. */
        if ((at - 1 - before) % 2 == 0)
            return at;
    }
}

/* Behind the value at `at`. */
static const char *skip_value(const char *at, const char *end)
{
    if (*at == '"')
        return skip_string(at, end);
    size_t depth = 0;
    while (at < end) {
        switch (*at) {
        case '"':
            at = skip_string(at, end);
            continue;
        case '{':
        case '[':
            depth++;
            break;
        case '}':
        case ']':
            if (depth == 0)
                return at;
            if (--depth == 0)
                return at + 1;
            break;
        case ',':
        case ' ':
        case '\t':
        case '\r':
        case '\n':
            if (depth == 0)
                return at;
            break;
        default:
            break;
        }
        at++;
    }
    return at;
}

bool value_enter(struct value_walk *walk, struct slice value)
{
    enum value_type type = value_type(value);
    if (type != VALUE_ARRAY && type != VALUE_OBJECT)
        return false;
    *walk = (struct value_walk){value.at + 1, value.at + value.size - 1, type == VALUE_OBJECT};
    return true;
}

bool value_next(struct value_walk *walk, struct slice *key, struct slice *value)
{
    const char *at = skip_space(walk->at, walk->end);
    if (at < walk->end && *at == ',')
        at = skip_space(at + 1, walk->end);
    if (at >= walk->end)
        return false;
    if (walk->object) {
        const char *behind = skip_string(at, walk->end);
        *key = (struct slice){at + 1, (size_t)(behind - at) - 2};
        at = skip_space(skip_space(behind, walk->end) + 1, walk->end);
    }
    const char *behind = skip_value(at, walk->end);
    *value = (struct slice){at, (size_t)(behind - at)};
    walk->at = behind;
    return true;
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
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(sum, 10, &sum) ||
            __builtin_sub_overflow(sum, digit, &sum))
            return false;
    }
    return negative ? (*number = sum, true) : !__builtin_sub_overflow(0, sum, number);
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
