#include "metadata.h"

#include "dates.h"
#include "fold.h"
#include "language.h"
#include "scan.h"
#include "tag.h"
#include "text.h"

struct slice metadata_meta(const struct page *page, const char *name)
{
    struct slice lower = slice_of(name);
    for (size_t i = 0; i < page->meta_count; i++)
        if (page->metas[i].content.size > 0 && scan_is(page->metas[i].name, lower))
            return page->metas[i].content;
    return (struct slice){NULL, 0};
}

struct slice metadata_host(struct slice url)
{
    size_t scheme = scan_find(url, SLICE("://"));
    if (scheme == url.size || scheme > 8)
        return (struct slice){NULL, 0};
    struct slice host = slice_part(url, scheme + 3, url.size);
    size_t size = 0;
    while (size < host.size && host.at[size] != '/' && host.at[size] != ':' && host.at[size] != '?')
        size++;
    host.size = size;
    return scan_starts(host, SLICE("www.")) ? slice_part(host, 4, host.size) : host;
}

struct slice metadata_mark_text(const struct page *page, const struct mark *mark, size_t limit)
{
    struct slice none = {"", 0};
    if (mark->first > mark->last || mark->first >= page->block_count)
        return none;
    struct fold fold;
    fold_start(&fold, page->arena);
    for (uint32_t i = mark->first; i <= mark->last && i < page->block_count && fold_size(&fold) < limit; i++) {
        struct slice text = page->blocks[i].text;
        size_t from = i == mark->first ? mark->start : 0, to = i == mark->last ? mark->end : text.size;
        if (to > text.size)
            to = text.size;
        if (from >= to)
            continue;
        text = slice_part(text, from, to);
        if (mark->first == mark->last)
            return slice_trim(text);
        fold_add(&fold, text);
        fold_add(&fold, SLICE(" "));
    }
    return fold_take(&fold);
}

static uint32_t next_letter(const char **at, const char *end)
{
    while (*at < end) {
        uint32_t c = text_decode(at, end);
        if (text_class(c) & (TEXT_LETTER | TEXT_DIGIT))
            return text_lower(c);
    }
    return 0;
}

bool metadata_same(struct slice a, struct slice b)
{
    const char *left = a.at, *left_end = a.at + a.size, *right = b.at, *right_end = b.at + b.size;
    bool any = false;
    for (;;) {
        uint32_t c = next_letter(&left, left_end), d = next_letter(&right, right_end);
        if (c != d)
            return false;
        if (c == 0)
            return any;
        any = true;
    }
}

/* What a page's title ends with is the site's name if the page's foot, where it says whose it is, has it too. */
static struct slice name_in_title(const struct page *page)
{
    enum { FOOT = 30, LONGEST_FOOT = 400 };
    static const char *const words[] = {"©",         "copyright", "(c)",    "rights reserved", "版权",  "impressum",
                                        "direitos",  "derechos",  "droits", "rechte",          "права", "حقوق",
                                        "bản quyền", "無断",      "무단"};
    struct slice tail = page->title.at ? title_tail(page->title) : (struct slice){NULL, 0};
    size_t from = page->block_count > FOOT ? page->block_count - FOOT : 0;
    for (size_t i = from; tail.size >= 3 && i < page->block_count; i++) {
        struct slice foot = page->blocks[i].text;
        if (foot.size > LONGEST_FOOT || scan_find_exact(foot, tail) == foot.size)
            continue;
        for (size_t j = 0; j < sizeof words / sizeof *words; j++)
            if (scan_has(foot, slice_of(words[j])))
                return tail;
    }
    return (struct slice){NULL, 0};
}

static struct field site_find(const struct evidence *evidence)
{
    static const char *const names[] = {"og:site_name", "application-name", "apple-mobile-web-app-title",
                                        "dc.publisher"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct slice name = metadata_meta(evidence->page, names[i]);
        if (i == 1 && evidence->linked.site.at)
            return (struct field){evidence->linked.site, "json-ld"};
        if (name.at && name.size <= 80)
            return (struct field){name, names[i]};
    }
    struct slice tail = name_in_title(evidence->page);
    if (tail.at)
        return (struct field){tail, "title"};
    struct slice host = metadata_host(evidence->surroundings->url);
    if (host.at)
        return (struct field){host, "url"};
    return (struct field){{NULL, 0}, NULL};
}

void metadata_read(const struct page *page, const struct surroundings *surroundings, struct metadata *metadata)
{
    *metadata = (struct metadata){.title = {{NULL, 0}, NULL}};
    struct surroundings known = *surroundings;
    if (!metadata_host(known.url).at) {
        struct slice own = page->source_url;
        known.url = metadata_host(own).at ? own : metadata_meta(page, "og:url");
    }
    struct evidence evidence = {.page = page, .surroundings = &known, .title_block = UINT32_MAX};
    if (page->html) {
        linked_read(page, &evidence.linked);
        metadata->site = site_find(&evidence);
        evidence.site = metadata->site.value;
        metadata->title = title_find(&evidence);
    } else {
        metadata->site = site_find(&evidence);
        metadata->title = title_of_text(&evidence);
    }
    evidence.title = metadata->title.value;
    metadata->byline = page->html ? byline_find(&evidence) : byline_of_text(&evidence);
    metadata->date = page->html ? published_find(&evidence) : published_of_text(&evidence);
    metadata->title_block = evidence.title_block;
}

/* Lines before and behind the title that can be its byline or date, and what such a line may say besides. */
enum { HEAD_BEFORE = 4, HEAD_BEHIND = 8, LONGEST_STATED = 120, LITTLE = 24 };

/* The bytes of a line that its dates and the byline take. */
static size_t stated_bytes(struct slice line, struct slice byline, bool *any)
{
    size_t taken = 0, at = byline.size > 0 ? scan_find_exact(line, byline) : line.size;
    if (at < line.size) {
        taken += byline.size;
        *any = true;
    }
    struct date date;
    size_t start, end;
    for (size_t from = 0; dates_find(slice_part(line, from, line.size), DAY_FIRST, &date, &start, &end); from += end) {
        taken += end - start;
        *any = true;
    }
    return taken;
}

void metadata_mark_lines(struct page *page, const struct metadata *metadata)
{
    uint32_t title = metadata->title_block;
    uint32_t from = title == UINT32_MAX || title < HEAD_BEFORE ? 0 : title - HEAD_BEFORE;
    uint32_t to = title == UINT32_MAX ? HEAD_BEHIND : title + 1 + HEAD_BEHIND;
    for (uint32_t i = from; i < page->block_count && i < to; i++) {
        struct slice line = page->blocks[i].text;
        bool any = false;
        if (i == title || line.size > LONGEST_STATED || tag_heading_level(page->blocks[i].tag))
            continue;
        size_t taken = stated_bytes(line, metadata->byline.value, &any);
        page->blocks[i].stated = any && line.size - taken <= LITTLE;
    }
}

void metadata_language(const struct page *page, struct slice article, struct metadata *metadata)
{
    struct slice found = language_of(article);
    if (found.at) {
        metadata->lang = (struct field){found, "text"};
        return;
    }
    char *code = arena_allocate(page->arena, 16);
    struct slice said = page->lang.at ? page->lang : metadata_meta(page, "og:locale");
    if (said.at)
        found = language_primary(said, code);
    if (found.at)
        metadata->lang = (struct field){found, "page"};
}
