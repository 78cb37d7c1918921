#include "text_page.h"

#include "fold.h"
#include "tag.h"

/* First bytes of what may end a line. */
static const unsigned char ends_line[256] = {['\n'] = 1, ['\r'] = 1, ['\f'] = 1, [0xC2] = 1, [0xE2] = 1};

/* The bytes of the line end at `at`, 0 if there is none. */
static size_t line_end_size(const char *at, const char *end)
{
    switch ((unsigned char)*at) {
    case '\n':
    case '\f':
        return 1;
    case '\r':
        return end - at > 1 && at[1] == '\n' ? 2 : 1;
    case 0xC2:
        return end - at > 1 && (unsigned char)at[1] == 0x85 ? 2 : 0;
    case 0xE2:
        return end - at > 2 && (unsigned char)at[1] == 0x80 && ((unsigned char)at[2] & 0xFE) == 0xA8 ? 3 : 0;
    default:
        return 0;
    }
}

/* Where the line that begins at `at` ends; *next is where the one behind it begins. */
static const char *line_end(const char *at, const char *end, const char **next)
{
    for (; at < end; at++) {
        while (at < end && !ends_line[(unsigned char)*at])
            at++;
        size_t size = at < end ? line_end_size(at, end) : 0;
        if (size > 0) {
            *next = at + size;
            return at;
        }
        if (at == end)
            break;
    }
    *next = end;
    return end;
}

static uint16_t indent_of(const char *at, const char *end)
{
    unsigned indent = 0;
    for (; at < end && indent < UINT16_MAX - 4; at++) {
        if (*at == ' ')
            indent++;
        else if (*at == '\t')
            indent += 4;
        else if (*at == (char)0xC2 && end - at > 1 && at[1] == (char)0xA0) {
            indent++;
            at++;
        } else
            break;
    }
    return (uint16_t)indent;
}

bool text_read(struct page *page, struct arena *arena, struct slice bytes)
{
    struct fold fold;
    page_start(page, arena);
    fold_start(&fold, arena);
    const char *at = bytes.at, *end = bytes.at + bytes.size, *next;
    uint16_t breaks = 0;
    for (uint32_t line = 1; at < end; line++, at = next) {
        const char *stop = line_end(at, end, &next);
        fold_add(&fold, (struct slice){at, (size_t)(stop - at)});
        struct slice text = fold_take(&fold);
        if (text.size == 0) {
            breaks = breaks < UINT16_MAX ? (uint16_t)(breaks + 1) : breaks;
            continue;
        }
        *page_add_block(page) = (struct block){
            .text = text, .line = line, .tag = TAG_LINE, .indent = indent_of(at, stop), .breaks_before = breaks};
        breaks = 0;
    }
    return true;
}
