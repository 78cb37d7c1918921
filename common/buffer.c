#include "buffer.h"

#include <stdio.h>
#include <stdlib.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

const char *buffer_terminate(struct buffer *buffer)
{
    *buffer_reserve(buffer, 1) = '\0';
    return buffer->at;
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->at);
    *buffer = (struct buffer){0};
}

char *buffer_digits(char *to, uint64_t number)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                                "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                                "8081828384858687888990919293949596979899";
    char digits[BUFFER_DIGITS];
    size_t at = sizeof digits;
    if (number < 1000) { /* most are places in a sentence */
        const unsigned few = (unsigned)number, above = few / 100;
        *to = (char)('0' + above);
        to += above > 0;
        memcpy(to, pairs + (size_t)(few - above * 100) * 2, 2);
        if (few >= 10)
            return to + 2;
        *to = to[1];
        return to + 1;
    }
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    memcpy(to, digits + at, sizeof digits - at);
    return to + (sizeof digits - at);
}

void buffer_number(struct buffer *buffer, uint64_t number)
{
    buffer->size = (size_t)(buffer_digits(buffer_reserve(buffer, BUFFER_DIGITS), number) - buffer->at);
}

void buffer_format_list(struct buffer *buffer, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    if (size > 0) {
        char *at = buffer_reserve(buffer, (size_t)size + 1);
        vsnprintf(at, (size_t)size + 1, format, again);
        buffer->size += (size_t)size;
    }
    va_end(again);
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    buffer_format_list(buffer, format, arguments);
    va_end(arguments);
}

static bool needs_escape(unsigned char byte)
{
    return byte < 0x20 || byte == '"' || byte == '\\';
}

/* From 1 to 7 bytes, some of them twice. */
static uint64_t load_few(const char *at, size_t size)
{
    uint32_t first, last;
    const unsigned char *bytes = (const unsigned char *)at;
    if (size < 4)
        return (uint64_t)bytes[0] << 16 | (uint64_t)bytes[size / 2] << 8 | bytes[size - 1] |
               UINT64_C(0x2020202020000000);
    memcpy(&first, at, sizeof first);
    memcpy(&last, at + size - 4, sizeof last);
    return (uint64_t)first << 32 | last;
}

#ifdef __SSE2__
/* A bit for each of sixteen bytes that needs an escape. */
static inline unsigned escapes_among(__m128i bytes)
{
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1f);
    return (unsigned)_mm_movemask_epi8(
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
                     _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes)));
}

/* Whether one of eight bytes needs an escape. */
static inline bool any_needs_escape(uint64_t bytes)
{
    return (escapes_among(_mm_cvtsi64_si128((long long)bytes)) & 0xFF) != 0;
}
#else
static bool any_needs_escape(uint64_t bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t quotes = bytes ^ ones * '"', backslashes = bytes ^ ones * '\\';
    return (((quotes - ones) & ~quotes) | ((backslashes - ones) & ~backslashes) | ((bytes - ones * 0x20) & ~bytes)) &
           tops;
}
#endif

/* The number of leading bytes that stand in a JSON string as they are. */
static size_t plain_prefix(const char *at, size_t size)
{
    size_t i = 0;
#ifdef __SSE2__
    for (; i + 16 <= size; i += 16) {
        unsigned escapes = escapes_among(_mm_loadu_si128((const void *)(at + i)));
        if (escapes)
            return i + (size_t)__builtin_ctz(escapes);
    }
#endif
    while (size - i > 8 && !any_needs_escape(slice_eight(at + i)))
        i += 8;
    if (i < size && size - i <= 8 &&
        !any_needs_escape(size >= 8 ? slice_eight(at + size - 8) : load_few(at + i, size - i)))
        return size;
    while (i < size && !needs_escape((unsigned char)at[i]))
        i++;
    return i;
}

static void add_escape(struct buffer *buffer, unsigned char byte)
{
    static const char short_form[32] = {['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
    static const char hex[] = "0123456789abcdef";
    char *to = buffer_reserve(buffer, 6);
    to[0] = '\\';
    if (byte >= 0x20 || short_form[byte]) {
        to[1] = byte >= 0x20 ? (char)byte : short_form[byte];
        buffer->size += 2;
        return;
    }
    memcpy(to + 1, "u00", 3);
    to[4] = hex[byte >> 4];
    to[5] = hex[byte & 15];
    buffer->size += 6;
}

#define SHORT_STRING 64u /* bytes; of those that have no escape, most are no longer */

/* Copies a short string; false if one of its bytes needs an escape, with anything in `to`. */
static inline bool copy_plain(char *to, const char *from, size_t size)
{
    if (size >= 8) {
        const uint64_t last = slice_eight(from + size - 8);
#ifdef __SSE2__
        unsigned escapes = 0;
        for (; size > 16; size -= 16, from += 16, to += 16) {
            const __m128i bytes = _mm_loadu_si128((const void *)from);
            _mm_storeu_si128((void *)to, bytes);
            escapes |= escapes_among(bytes);
        }
        if (size >= 8) {
            const __m128i first = _mm_loadl_epi64((const void *)from);
            _mm_storel_epi64((void *)to, first);
            escapes |= escapes_among(_mm_unpacklo_epi64(first, _mm_cvtsi64_si128((long long)last)));
        } else {
            escapes |= any_needs_escape(last);
        }
#else
        bool escapes = any_needs_escape(last);
        for (; size > 8; size -= 8, from += 8, to += 8) {
            const uint64_t bytes = slice_eight(from);
            memcpy(to, &bytes, 8);
            escapes |= any_needs_escape(bytes);
        }
#endif
        memcpy(to + size - 8, &last, 8);
        return !escapes;
    }
    if (size == 0)
        return true;
    const uint64_t few = load_few(from, size);
    if (size >= 4) {
        memcpy(to, from, 4);
        memcpy(to + size - 4, from + size - 4, 4);
    } else {
        to[0] = from[0];
        to[size / 2] = from[size / 2];
        to[size - 1] = from[size - 1];
    }
    return !any_needs_escape(few);
}

static void add_escaped(struct buffer *buffer, struct slice text)
{
    for (size_t i = 0; i < text.size;) {
        size_t plain = plain_prefix(text.at + i, text.size - i);
        buffer_add(buffer, text.at + i, plain);
        i += plain;
        if (i < text.size)
            add_escape(buffer, (unsigned char)text.at[i++]);
    }
}

void buffer_json_part(struct buffer *buffer, struct slice text)
{
    char *to = buffer_reserve(buffer, text.size);
    if (text.size <= SHORT_STRING && copy_plain(to, text.at, text.size))
        buffer->size += text.size;
    else
        add_escaped(buffer, text);
}

void buffer_json_member(struct buffer *buffer, const char *opening, size_t size, struct slice text)
{
    char *to = buffer_reserve(buffer, size + text.size + 1);
    memcpy(to, opening, size);
    buffer->size += size;
    if (text.size <= SHORT_STRING && copy_plain(to + size, text.at, text.size)) {
        to[size + text.size] = '"';
        buffer->size += text.size + 1;
        return;
    }
    add_escaped(buffer, text);
    buffer_byte(buffer, '"');
}

void buffer_json(struct buffer *buffer, struct slice text)
{
    buffer_byte(buffer, '"');
    buffer_json_part(buffer, text);
    buffer_byte(buffer, '"');
}

void buffer_json_key(struct buffer *buffer, const char *name)
{
    if (buffer->size > 0 && buffer->at[buffer->size - 1] != '{' && buffer->at[buffer->size - 1] != '[')
        buffer_byte(buffer, ',');
    buffer_byte(buffer, '"');
    buffer_text(buffer, name);
    buffer_add(buffer, "\":", 2);
}
