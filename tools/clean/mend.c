#include "mend.h"

#include "doubled.h"
#include "entities.h"
#include "scan.h"

/* Does the `\` at `at` stand before a quotation mark in running text? In code a space, `(` or `=` often comes first. */
static bool is_stray_backslash(struct slice text, size_t at)
{
    if (at + 1 >= text.size || (text.at[at + 1] != '\'' && text.at[at + 1] != '"'))
        return false;
    return at == 0 || (text.at[at - 1] != '\\' && text.at[at - 1] != '=' && text.at[at - 1] != '(');
}

/* In HTML the references that a page may mean to show stay: a text about markup speaks of &lt; and &nbsp;. */
static bool may_mend(struct slice reference, bool html)
{
    static const char *const names[] = {"&amp;",   "&quot;",  "&apos;",  "&lsquo;",  "&rsquo;", "&ldquo;",
                                        "&rdquo;", "&ndash;", "&mdash;", "&hellip;", "&#"};
    if (reference.at[reference.size - 1] != ';')
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_starts(reference, slice_of(names[i])))
            return true;
    return !html;
}

/* One pass; the result is written to `to`, which has room for the text. */
static size_t mend_once(struct slice text, bool html, char *to, unsigned *kinds)
{
    size_t size = 0;
    for (size_t at = 0; at < text.size;) {
        char reference[ENTITY_TEXT];
        size_t reference_size, taken = 0;
        if (text.at[at] == '\\' && is_stray_backslash(text, at)) {
            *kinds |= MEND_BACKSLASH;
            at++;
            continue;
        }
        if (text.at[at] == '&')
            taken = entity_read(text.at + at, text.at + text.size, false, reference, &reference_size);
        if (taken > 0 && reference_size <= taken && may_mend((struct slice){text.at + at, taken}, html)) {
            *kinds |= MEND_REFERENCE;
            bool blank = reference_size == 2 && memcmp(reference, "\xC2\xA0", 2) == 0;
            if (blank)
                to[size++] = ' ';
            else {
                memcpy(to + size, reference, reference_size);
                size += reference_size;
            }
            at += taken;
            continue;
        }
        to[size++] = text.at[at++];
    }
    return size;
}

struct slice mend_text(struct arena *arena, struct slice text, bool html, unsigned *kinds)
{
    *kinds = 0;
    if (text.size == 0 || (!memchr(text.at, '\\', text.size) && !memchr(text.at, '&', text.size)))
        return text;
    char *copy = arena_allocate(arena, text.size);
    size_t size = mend_once(text, html, copy, kinds);
    if (*kinds == 0)
        return text;
    /* What was escaped twice needs a second pass; in place, for a text never grows. */
    if (*kinds & MEND_REFERENCE)
        size = mend_once((struct slice){copy, size}, html, copy, kinds);
    struct slice mended = slice_trim((struct slice){copy, size});
    return mended.size > 0 ? mended : text;
}

static bool is_doubled(const struct page *page)
{
    bool doubled = doubled_shows(page->title);
    for (size_t i = 0; i < page->block_count && !doubled; i++)
        doubled = !page->blocks[i].ordinary && doubled_shows(page->blocks[i].text);
    return doubled;
}

static void mend_block(const struct page *page, struct block *block, bool doubled, unsigned *kinds)
{
    struct slice text = doubled ? slice_trim(doubled_mend(page->arena, block->text)) : block->text;
    bool taken_back = doubled && text.size > 0 && !slice_equal(text, block->text);
    *kinds = 0;
    if (taken_back)
        block->text = text;
    if (!block->preformatted && !block->unescaped)
        block->text = mend_text(page->arena, block->text, page->html, kinds);
    *kinds |= taken_back ? MEND_DOUBLED : 0;
}

uint8_t *mend_page(struct page *page)
{
    uint8_t *all = NULL;
    unsigned kinds;
    bool doubled = is_doubled(page);
    for (size_t i = 0; i < page->block_count; i++) {
        mend_block(page, &page->blocks[i], doubled, &kinds);
        if (kinds && !all)
            all = arena_array(page->arena, page->block_count, sizeof *all);
        if (kinds)
            all[i] = (uint8_t)kinds;
    }
    for (size_t i = 0; doubled && i < page->meta_count; i++)
        page->metas[i].content = doubled_mend(page->arena, page->metas[i].content);
    if (page->title.at) {
        struct slice title = doubled ? doubled_mend(page->arena, page->title) : page->title;
        page->title = mend_text(page->arena, title, true, &kinds);
    }
    return all;
}

const char *mend_name(unsigned kinds)
{
    static const char *const names[] = {
        "",         "backslash",           "reference",           "backslash, reference",
        "encoding", "backslash, encoding", "reference, encoding", "backslash, reference, encoding"};
    return names[kinds & 7];
}
