#include "doubled.h"

#include "entities.h"
#include "text.h"

bool doubled_shows(struct slice text)
{
    const char *at = text.at, *end = text.at + text.size;
    while (end - at >= 4 && (at = memchr(at, '\xC3', (size_t)(end - at) - 3)) != NULL) {
        if (memcmp(at, "\xC3\xA2\xC2\x80", 4) == 0 || (end - at >= 5 && memcmp(at, "\xC3\xA2\xE2\x82\xAC", 5) == 0))
            return true;
        at++;
    }
    return false;
}

/* The byte that was taken for the character at *at, which is passed over; 0 if none of 0x80 to 0xFF was. */
static uint32_t take_byte(const char **at, const char *end)
{
    if (*at == end)
        return 0;
    uint32_t c = text_decode(at, end);
    return c >= 0x80 && c <= 0xFF ? c : entity_windows_byte(c);
}

/* Is the character of so many bytes behind the first written as short as can be, and none at all that may not be? */
static bool is_proper(uint32_t c, unsigned behind)
{
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    return c >= least[behind] && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

/* The character whose bytes stand at *at as one character each; 0 if there is none, and then *at stays. */
static uint32_t take_back(const char **at, const char *end)
{
    const char *next = *at;
    uint32_t first = take_byte(&next, end);
    unsigned behind = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    uint32_t c = first & (0x3Fu >> behind);
    for (unsigned i = 0; i < behind; i++) {
        uint32_t byte = take_byte(&next, end);
        if (byte < 0x80 || byte > 0xBF)
            return 0;
        c = c << 6 | (byte & 0x3F);
    }
    if (!is_proper(c, behind))
        return 0;
    *at = next;
    return c;
}

/* The capital A with circumflex or tilde at *at of whose character the second half was folded as white space: passed
 * over, and what is left of the character written to `to`. Returns false if there is none. */
static bool take_half(const char **at, const char *end, char *to, size_t *size)
{
    static const char small_a[] = "\xC3\xA0";
    bool last = end - *at == 2 || (end - *at > 2 && (*at)[2] == ' ');
    if (!last || (*at)[0] != '\xC3' || ((*at)[1] != '\x82' && (*at)[1] != '\x83'))
        return false;
    *size = (*at)[1] == '\x82' ? 0 : 2;
    memcpy(to, small_a, *size);
    *at += 2;
    return true;
}

/* As the readers of pages fold text: white space is a blank, soft hyphens and byte order marks are left out. */
static size_t write_folded(uint32_t c, char *to)
{
    enum { SOFT_HYPHEN = 0xAD, ORDER_MARK = 0xFEFF };
    if (c == SOFT_HYPHEN || c == ORDER_MARK)
        return 0;
    return text_encode(to, text_class(c) & TEXT_SPACE ? ' ' : c);
}

struct slice doubled_mend(struct arena *arena, struct slice text)
{
    if (text.size == 0 || (!memchr(text.at, '\xC2', text.size) && !memchr(text.at, '\xC3', text.size)))
        return text;
    char *copy = arena_allocate(arena, text.size);
    const char *at = text.at, *end = text.at + text.size;
    size_t size = 0, half;
    while (at < end) {
        if ((unsigned char)*at < 0x80) {
            copy[size++] = *at++;
            continue;
        }
        if (take_half(&at, end, copy + size, &half)) {
            size += half;
            continue;
        }
        uint32_t c = take_back(&at, end);
        if (c == 0)
            size += text_encode(copy + size, text_decode(&at, end));
        else
            size += write_folded(c, copy + size);
    }
    struct slice mended = {copy, size};
    return slice_equal(mended, text) ? text : mended;
}
