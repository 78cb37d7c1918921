#include "metadata.h"

#include "dates.h"
#include "scan.h"
#include "tag.h"
#include "text.h"

enum { NEAR_TITLE = 20, WIDE = 150, LONGEST_LINE = 160, HEAD_LINES = 14, LONGEST_MARK = 120 };

/* What dates can be believed on this page. */
struct bounds {
    enum day_order order;
    bool crawled_known;
    int32_t latest; /* as dates_number */
};

/* ---- day and month ---- */

/* Letters of Vietnamese that no other language's pages have. */
static bool has_vietnamese(const struct page *page)
{
    size_t found = 0;
    for (size_t i = 0; i < page->block_count && i < 400 && found < 3; i++) {
        struct slice text = page->blocks[i].text;
        const char *at = text.at, *end = text.at + text.size;
        if (page->blocks[i].ordinary)
            continue;
        while (at < end && (at = memchr(at, '\xE1', (size_t)(end - at)))) {
            if (end - at >= 3 && ((unsigned char)at[1] == 0xBA || (unsigned char)at[1] == 0xBB) &&
                (unsigned char)at[2] >= (at[1] == '\xBA' ? 0xA0 : 0x80))
                found++;
            at++;
        }
    }
    return found >= 3;
}

static bool is_american(struct slice lang, struct slice host)
{
    return scan_starts(lang, SLICE("en-us")) || scan_starts(lang, SLICE("en_us")) ||
           (scan_ends(host, SLICE(".com")) && (lang.size < 3 || scan_is(lang, SLICE("en")))) ||
           scan_ends(host, SLICE(".us")) || scan_ends(host, SLICE(".gov")) || scan_ends(host, SLICE(".edu"));
}

/* What the page's own unambiguous dates say; then its language and its address. */
static enum day_order order_of(const struct evidence *evidence)
{
    const struct page *page = evidence->page;
    unsigned day_first = 0, month_first = 0;
    for (size_t i = 0; i < page->block_count; i++)
        if (!page->blocks[i].ordinary)
            dates_vote(page->blocks[i].text, &day_first, &month_first);
    if (day_first != month_first)
        return day_first > month_first ? DAY_FIRST : MONTH_FIRST;
    struct slice lang = page->lang.at ? page->lang : evidence->linked.lang;
    struct slice locale = metadata_meta(page, "og:locale");
    if (locale.at && (!lang.at || lang.size < 3))
        lang = locale;
    if (has_vietnamese(page) || (lang.size >= 2 && !scan_starts(lang, SLICE("en"))))
        return DAY_FIRST;
    if (lang.size > 2)
        return is_american(lang, (struct slice){NULL, 0}) ? MONTH_FIRST : DAY_FIRST;
    struct slice host = metadata_host(evidence->surroundings->url);
    if (is_american(lang, host))
        return MONTH_FIRST;
    return host.at && !scan_ends(host, SLICE(".com")) && !scan_ends(host, SLICE(".org")) &&
                   !scan_ends(host, SLICE(".net"))
               ? DAY_FIRST
               : MONTH_FIRST;
}

/* ---- what can be believed ---- */

static struct bounds bounds_of(const struct evidence *evidence)
{
    struct bounds bounds = {.order = order_of(evidence)};
    struct date date;
    if (evidence->surroundings->crawled.at && dates_value(evidence->surroundings->crawled, DAY_FIRST, &date)) {
        bounds.crawled_known = true;
        bounds.latest = dates_number(date) + 1; /* the page may live east of the crawler */
    }
    return bounds;
}

static bool is_plausible(const struct bounds *bounds, struct date date)
{
    return date.year >= 1990 && (!bounds->crawled_known || dates_number(date) <= bounds->latest);
}

static struct field found(const struct page *page, struct date date, const char *rule)
{
    char *text = arena_allocate(page->arena, DATE_TEXT);
    dates_print(date, text);
    return (struct field){{text, DATE_TEXT - 1}, rule};
}

static struct field none(void)
{
    return (struct field){{NULL, 0}, NULL};
}

static bool value_date(const struct bounds *bounds, struct slice value, struct date *date)
{
    return value.size > 0 && dates_value(value, bounds->order, date) && is_plausible(bounds, *date);
}

/* ---- evidence ---- */

static struct field from_metas(const struct page *page, const struct bounds *bounds, const char *const *names,
                               size_t count)
{
    struct date date;
    for (size_t i = 0; i < count; i++)
        if (value_date(bounds, metadata_meta(page, names[i]), &date))
            return found(page, date, "meta");
    return none();
}

/* Any other meta whose name speaks of publication, as "w-published-date": of the day rather than of the moment, since
 * the page may have been sent out anew. */
static struct field from_other_metas(const struct page *page, const struct bounds *bounds)
{
    static const char *const others[] = {"publisher", "modif", "updat", "last", "unpublish"};
    struct field field = none();
    bool of_day = false;
    struct date date;
    for (size_t i = 0; i < page->meta_count; i++) {
        struct slice name = page->metas[i].name;
        bool day = scan_has(name, SLICE("date")), other = !scan_has(name, SLICE("publish"));
        for (size_t k = 0; k < sizeof others / sizeof *others; k++)
            other |= scan_has(name, slice_of(others[k]));
        if (other || (field.rule && (of_day || !day)) || !value_date(bounds, page->metas[i].content, &date))
            continue;
        field = found(page, date, "meta");
        of_day = day;
    }
    return field;
}

static struct field from_published_metas(const struct page *page, const struct bounds *bounds)
{
    static const char *const names[] = {"article:published_time",
                                        "article:published",
                                        "og:published_time",
                                        "datepublished",
                                        "og:article:published_time",
                                        "parsely-pub-date",
                                        "sailthru.date",
                                        "pubdate",
                                        "publishdate",
                                        "publish-date",
                                        "publish_date",
                                        "date.published",
                                        "published_time",
                                        "publication_date",
                                        "publicationdate",
                                        "article.published",
                                        "article_date_original",
                                        "originalpublicationdate",
                                        "cxenseparse:recs:publishtime",
                                        "citation_publication_date",
                                        "citation_date",
                                        "dc.date.issued",
                                        "dcterms.issued",
                                        "dc.date",
                                        "dcterms.date",
                                        "dc.date.created",
                                        "dcterms.created",
                                        "article:post_date",
                                        "ptime",
                                        "displaydate",
                                        "date",
                                        "datecreated",
                                        "rnews:datepublished",
                                        "cse-article-published-time",
                                        "article.created",
                                        "created",
                                        "og:pubdate",
                                        "bt:pubdate",
                                        "dc.terms.issued"};
    return from_metas(page, bounds, names, sizeof names / sizeof *names);
}

static struct field from_modified_metas(const struct page *page, const struct bounds *bounds)
{
    static const char *const names[] = {"article:modified_time", "og:updated_time",  "datemodified", "last-modified",
                                        "dcterms.modified",      "dc.date.modified", "lastmod",      "revised"};
    struct field field = from_metas(page, bounds, names, sizeof names / sizeof *names);
    if (field.rule)
        field.rule = "meta-modified";
    return field;
}

static bool is_near_title(const struct evidence *evidence, uint32_t block)
{
    if (evidence->title_block == UINT32_MAX)
        return block < 60;
    return block + NEAR_TITLE / 2 >= evidence->title_block && block <= evidence->title_block + NEAR_TITLE;
}

/* Does `element` hold the title, too? What is said of it says nothing of its parts. */
static bool holds_title(const struct evidence *evidence, uint32_t element)
{
    const struct page *page = evidence->page;
    if (evidence->title_block >= page->block_count)
        return false;
    uint32_t at = page->blocks[evidence->title_block].element;
    while (at > element)
        at = page->elements[at].parent;
    return at == element;
}

/* Lists of other articles and comments have dates too. */
static bool is_elsewhere(const struct evidence *evidence, uint32_t element, bool anywhere)
{
    const struct page *page = evidence->page;
    static const char *const words[] = {"comment",  "related",   "recent",  "recommend", "popular", "latest",
                                        "trending", "copyright", "sidebar", "widget",    "footer"};
    /* The sidebar and the foot of an article may date it, if nothing nearer does. */
    size_t word_count = sizeof words / sizeof *words - (anywhere ? 3 : 0);
    for (unsigned up = 0; element && up < 10; up++, element = page->elements[element].parent) {
        const struct element *at = &page->elements[element];
        if (holds_title(evidence, element))
            return false;
        if (at->tag == TAG_NAV || (!anywhere && (at->tag == TAG_ASIDE || at->tag == TAG_FOOTER)))
            return true;
        for (size_t i = 0; at->tag != TAG_BODY && i < word_count; i++)
            if (scan_has(at->classes, slice_of(words[i])) || scan_has(at->id, slice_of(words[i])))
                return true;
    }
    return false;
}

static bool speaks_of_date(const struct mark *mark)
{
    return scan_has(mark->classes, SLICE("date")) || scan_has(mark->classes, SLICE("time")) ||
           scan_has(mark->classes, SLICE("publish")) || scan_has(mark->classes, SLICE("posted")) ||
           scan_has(mark->id, SLICE("date")) || scan_has(mark->classes, SLICE("byline")) ||
           scan_has(mark->classes, SLICE("meta")) || scan_has(mark->classes, SLICE("fecha")) ||
           scan_has(mark->classes, SLICE("datum")) || scan_has(mark->classes, SLICE("stamp"));
}

static bool speaks_of_change(struct slice text)
{
    return scan_has(text, SLICE("modif")) || scan_has(text, SLICE("updat")) || scan_has(text, SLICE("revis"));
}

enum mark_kind { MARK_ITEMPROP, MARK_TIME, MARK_CLASS, MARK_MODIFIED };

/* Is the mark named for a change, or a <time> of the class of one? */
static bool is_changed(const struct mark *mark)
{
    return speaks_of_change(mark->itemprop) ||
           (mark->tag == TAG_TIME && speaks_of_change(mark->classes) && !scan_has(mark->classes, SLICE("publish")));
}

static bool is_of_kind(const struct mark *mark, enum mark_kind kind)
{
    switch (kind) {
    case MARK_ITEMPROP:
        return scan_has(mark->itemprop, SLICE("datepublished")) || scan_has(mark->itemprop, SLICE("datecreated"));
    case MARK_TIME:
        return mark->tag == TAG_TIME && !is_changed(mark);
    case MARK_CLASS:
        return mark->tag != TAG_TIME && speaks_of_date(mark) && !speaks_of_change(mark->classes);
    default:
        return is_changed(mark) || speaks_of_change(mark->classes);
    }
}

/* "Updated <time>": what stands right before a mark speaks of a change. */
static bool follows_change(const struct page *page, const struct mark *mark)
{
    enum { LOOK_BEFORE = 24 };
    if (mark->first >= page->block_count || mark->start > page->blocks[mark->first].text.size)
        return false;
    size_t from = mark->start > LOOK_BEFORE ? mark->start - LOOK_BEFORE : 0;
    return speaks_of_change(slice_part(page->blocks[mark->first].text, from, mark->start));
}

static struct field from_marks(const struct evidence *evidence, const struct bounds *bounds, enum mark_kind kind,
                               bool anywhere)
{
    static const char *const rules[] = {"itemprop", "time", "class", "modified"};
    const struct page *page = evidence->page;
    for (size_t i = 0; i < page->mark_count; i++) {
        const struct mark *mark = &page->marks[i];
        if (!is_of_kind(mark, kind) || (kind == MARK_TIME && follows_change(page, mark)) ||
            (anywhere && kind == MARK_CLASS && !scan_has(mark->classes, SLICE("date"))))
            continue;
        bool far = kind == MARK_ITEMPROP || anywhere; /* what is named may stand anywhere but among other things */
        if ((!far && !is_near_title(evidence, mark->first)) ||
            (mark->first < page->block_count && is_elsewhere(evidence, page->blocks[mark->first].element, far)))
            continue;
        struct date date;
        if (mark->tag == TAG_TIME || kind == MARK_ITEMPROP)
            if (value_date(bounds, mark->value, &date))
                return found(page, date, rules[kind]);
        struct slice text = metadata_mark_text(page, mark, LONGEST_MARK * 2);
        if (text.size > 0 && text.size <= LONGEST_MARK && (kind == MARK_MODIFIED || !speaks_of_change(text)) &&
            value_date(bounds, text, &date))
            return found(page, date, rules[kind]);
    }
    return none();
}

/* Is a line little more than a date: a dateline, "Posted on ...", a byline with it? */
static bool is_date_line(struct slice line, size_t start, size_t end)
{
    return line.size <= LONGEST_LINE && (line.size - (end - start) <= 40 + (end - start) * 3) && start <= 90;
}

static struct field from_lines(const struct evidence *evidence, const struct bounds *bounds, uint32_t from, uint32_t to,
                               bool changed)
{
    const struct page *page = evidence->page;
    for (uint32_t i = from; i < page->block_count && i < to; i++) {
        struct slice line = page->blocks[i].text;
        struct date date;
        size_t start, end;
        if (line.size > LONGEST_LINE || i == evidence->title_block ||
            !dates_find(line, bounds->order, &date, &start, &end) || !is_date_line(line, start, end) ||
            !is_plausible(bounds, date) || (!changed && speaks_of_change(slice_part(line, 0, start))))
            continue;
        if (scan_has(line, SLICE("©")) || scan_has(line, SLICE("copyright")) ||
            is_elsewhere(evidence, page->blocks[i].element, to > evidence->title_block + NEAR_TITLE))
            continue;
        return found(page, date, changed ? "line-modified" : "line");
    }
    return none();
}

static struct field from_url(const struct evidence *evidence, const struct bounds *bounds)
{
    struct date date;
    if (evidence->surroundings->url.at && dates_url(evidence->surroundings->url, &date) && is_plausible(bounds, date))
        return found(evidence->page, date, "url");
    return none();
}

static struct field from_linked(const struct evidence *evidence, const struct bounds *bounds, struct slice value,
                                const char *rule)
{
    struct date date;
    return value_date(bounds, value, &date) ? found(evidence->page, date, rule) : none();
}

/* Where the page's lines near the title are. */
struct stretch {
    uint32_t from, to;
};

static struct stretch near_title(const struct evidence *evidence)
{
    uint32_t title = evidence->title_block;
    if (title == UINT32_MAX)
        return (struct stretch){0, 40};
    return (struct stretch){title < 8 ? 0 : title - 8, title + NEAR_TITLE};
}

static bool is_a_day_off(struct field a, struct field b)
{
    struct date one, other;
    if (!a.rule || !b.rule || !dates_value(a.value, DAY_FIRST, &one) || !dates_value(b.value, DAY_FIRST, &other))
        return false;
    int32_t days = dates_number(one) - dates_number(other);
    return days == 1 || days == -1;
}

/* Metadata often tell the time in UTC; the day in the address is the local one. */
static struct field local_day(const struct evidence *evidence, const struct bounds *bounds, struct field field)
{
    struct field local = from_url(evidence, bounds);
    if (is_a_day_off(field, local))
        field.value = local.value;
    return field;
}

static struct field from_metadata(const struct evidence *evidence, const struct bounds *bounds)
{
    struct field field = from_linked(evidence, bounds, evidence->linked.published, "json-ld");
    if (!field.rule)
        field = from_published_metas(evidence->page, bounds);
    return field.rule ? local_day(evidence, bounds, field) : field;
}

static struct field from_page(const struct evidence *evidence, const struct bounds *bounds)
{
    struct stretch near = near_title(evidence);
    struct field field = from_marks(evidence, bounds, MARK_ITEMPROP, false);
    if (!field.rule)
        field = from_marks(evidence, bounds, MARK_TIME, false);
    if (!field.rule)
        field = from_marks(evidence, bounds, MARK_CLASS, false);
    if (!field.rule)
        field = from_other_metas(evidence->page, bounds);
    if (!field.rule && evidence->title_block != UINT32_MAX)
        field = from_lines(evidence, bounds, evidence->title_block, near.to, false);
    if (!field.rule)
        field = from_lines(evidence, bounds, near.from, near.to, false);
    if (!field.rule)
        field = from_url(evidence, bounds);
    if (!field.rule)
        field = from_marks(evidence, bounds, MARK_TIME, true);
    if (!field.rule)
        field = from_lines(evidence, bounds, near.from, near.to + WIDE, false);
    return field.rule ? field : from_marks(evidence, bounds, MARK_CLASS, true);
}

/* The day of the last change, for pages that state no other. */
static struct field from_changes(const struct evidence *evidence, const struct bounds *bounds)
{
    struct stretch near = near_title(evidence);
    struct field field = from_linked(evidence, bounds, evidence->linked.modified, "json-ld-modified");
    if (!field.rule)
        field = from_modified_metas(evidence->page, bounds);
    if (!field.rule)
        field = from_marks(evidence, bounds, MARK_MODIFIED, false);
    return field.rule ? field : from_lines(evidence, bounds, near.from, near.to + WIDE, true);
}

struct field published_find(const struct evidence *evidence)
{
    struct bounds bounds = bounds_of(evidence);
    struct field field = from_metadata(evidence, &bounds);
    if (!field.rule)
        field = from_page(evidence, &bounds);
    return field.rule ? field : from_changes(evidence, &bounds);
}

struct field published_of_text(const struct evidence *evidence)
{
    struct bounds bounds = bounds_of(evidence);
    uint32_t title = evidence->title_block;
    uint32_t to = title == UINT32_MAX ? HEAD_LINES : title + HEAD_LINES;
    struct field field = none();
    if (title != UINT32_MAX)
        field = from_lines(evidence, &bounds, title, to, false);
    if (!field.rule)
        field = from_lines(evidence, &bounds, 0, to, false);
    if (!field.rule)
        field = from_url(evidence, &bounds);
    if (!field.rule)
        field = from_lines(evidence, &bounds, 0, to, true);
    return field;
}
