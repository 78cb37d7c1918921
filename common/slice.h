/* slice: bytes with their length, owned by somebody else.
 *
 * Always holds: `size` bytes at `at` are readable; they may hold NULs and need no terminator.
 * An absent slice has at == NULL and size == 0; an empty one has at != NULL.
 */
#ifndef BROADSHEET_SLICE_H
#define BROADSHEET_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
    const char *at;
    size_t size;
};

#define SLICE(literal) ((struct slice){(literal), sizeof(literal) - 1})

static inline struct slice slice_of(const char *text)
{
    return (struct slice){text, strlen(text)};
}

static inline bool slice_equal(struct slice a, struct slice b)
{
    return a.size == b.size && (a.size == 0 || (*a.at == *b.at && memcmp(a.at, b.at, a.size) == 0));
}

static inline bool slice_is(struct slice a, const char *text)
{
    if (!__builtin_constant_p(*text) && a.size > 0 && *a.at != *text) /* one of a list, most of which differ at once */
        return false;
    return a.size == strlen(text) && memcmp(a.at, text, a.size) == 0;
}

static inline bool slice_starts(struct slice a, struct slice prefix)
{
    return a.size >= prefix.size && memcmp(a.at, prefix.at, prefix.size) == 0;
}

static inline bool slice_ends(struct slice a, struct slice end)
{
    return a.size >= end.size && memcmp(a.at + a.size - end.size, end.at, end.size) == 0;
}

/* The part of `a` from byte `from` to byte `to`, exclusive. */
static inline struct slice slice_part(struct slice a, size_t from, size_t to)
{
    return (struct slice){a.at + from, to - from};
}

/* What an ASCII character is; a byte beyond ASCII is none of these. */
static inline bool ascii_is_digit(char c)
{
    return (unsigned char)(c - '0') <= 9;
}

static inline bool ascii_is_small(char c)
{
    return (unsigned char)(c - 'a') < 26;
}

static inline bool ascii_is_capital(char c)
{
    return (unsigned char)(c - 'A') < 26;
}

static inline bool ascii_is_letter(char c)
{
    return ascii_is_small((char)(c | 0x20));
}

/* The small letter of a capital; any other byte as it is. */
static inline char ascii_lower(char c)
{
    return ascii_is_capital(c) ? (char)(c | 0x20) : c;
}

/* Four bytes as a number, the first byte lowest. */
static inline uint32_t slice_four(const char *at)
{
    uint32_t four;
    memcpy(&four, at, sizeof four);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    four = __builtin_bswap32(four);
#endif
    return four;
}

/* Does it begin so, but for the case of ASCII's letters? */
static inline bool slice_starts_caseless(struct slice a, const char *prefix)
{
    size_t size = strlen(prefix);
    if (a.size < size)
        return false;
    for (size_t i = 0; i < size; i++)
        if (ascii_lower(a.at[i]) != ascii_lower(prefix[i]))
            return false;
    return true;
}

/* Eight bytes as a number, the first byte lowest. */
static inline uint64_t slice_eight(const char *at)
{
    uint64_t eight;
    memcpy(&eight, at, sizeof eight);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    return eight;
}

/* Takes the next line off `rest`, without its "\n" or "\r\n". False at the end. */
static inline bool slice_line(struct slice *rest, struct slice *line)
{
    if (rest->size == 0)
        return false;
    const char *end = memchr(rest->at, '\n', rest->size);
    size_t size = end ? (size_t)(end - rest->at) : rest->size;
    *line = (struct slice){rest->at, size};
    if (line->size > 0 && line->at[line->size - 1] == '\r')
        line->size--;
    size += end != NULL;
    rest->at += size;
    rest->size -= size;
    return true;
}

/* Takes what stands before the next `separator` off `rest`. False when rest is absent;
 * the last field leaves rest absent, so that "a," gives two fields. */
static inline bool slice_field(struct slice *rest, char separator, struct slice *field)
{
    if (!rest->at)
        return false;
    const char *end = rest->size ? memchr(rest->at, separator, rest->size) : NULL;
    if (!end) {
        *field = *rest;
        *rest = (struct slice){NULL, 0};
        return true;
    }
    *field = (struct slice){rest->at, (size_t)(end - rest->at)};
    rest->size -= field->size + 1;
    rest->at = end + 1;
    return true;
}

static inline struct slice slice_trim(struct slice a)
{
    while (a.size > 0 && (unsigned char)a.at[0] <= ' ') {
        a.at++;
        a.size--;
    }
    while (a.size > 0 && (unsigned char)a.at[a.size - 1] <= ' ')
        a.size--;
    return a;
}

#endif
