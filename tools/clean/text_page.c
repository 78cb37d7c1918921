#include "text_page.h"

#include "fold.h"
#include "tag.h"

/* Where the line that begins at `at` ends; *next is where the one behind it begins. */
static const char *line_end(const char *at, const char *end, const char **next)
{
    for (; at < end; at++) {
        unsigned char c = (unsigned char)*at;
        size_t size = 0;
        if (c == '\n' || c == '\f')
            size = 1;
        else if (c == '\r')
            size = end - at > 1 && at[1] == '\n' ? 2 : 1;
        else if (c == 0xC2 && end - at > 1 && (unsigned char)at[1] == 0x85)
            size = 2;
        else if (c == 0xE2 && end - at > 2 && (unsigned char)at[1] == 0x80 && ((unsigned char)at[2] & 0xFE) == 0xA8)
            size = 3;
        if (size > 0) {
            *next = at + size;
            return at;
        }
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
