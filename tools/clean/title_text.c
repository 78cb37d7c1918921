#include "metadata.h"

#include "dates.h"
#include "features.h"
#include "model.h"
#include "scan.h"
#include "text.h"

/* Lines before the article's first paragraph that may be its title; what a title and a paragraph are at most, at
 * least. Worths are in tenths of a point; a line below LEAST_WORTH is no title. */
enum { WINDOW = 24, LONGEST_TITLE = 180, LEAST_PARAGRAPH = 110, LEAST_WORTH = 45, MOST_KNOWN = 6, UNDER_TITLE = 20 };

/* ---- which words the article has ---- */

enum { FILTER_BITS = 15, LEAST_LETTERS = 4 };

struct filter {
    uint64_t bits[(1 << FILTER_BITS) / 64];
};

/* Words that say something: of four letters and more, or of a script without spaces. */
static bool says_something(unsigned letters)
{
    return (letters >= LEAST_LETTERS) | (letters == 0);
}

/* Enough of an article to know its words. */
enum { MOST_ARTICLE = 3 << 10 };

static void add_word(void *context, uint32_t hash, unsigned letters)
{
    struct filter *filter = context;
    filter->bits[(hash >> 6) & ((1 << FILTER_BITS) / 64 - 1)] |= (uint64_t)says_something(letters) << (hash & 63);
}

static void fill(struct filter *filter, struct slice article)
{
    if (article.size > MOST_ARTICLE) {
        article.size = MOST_ARTICLE;
        while (article.size > 0 && ((unsigned char)article.at[article.size] & 0xC0) == 0x80)
            article.size--;
    }
    features_each_word(article, add_word, filter);
}

static bool has(const struct filter *filter, uint32_t hash)
{
    return filter->bits[(hash >> 6) & ((1 << FILTER_BITS) / 64 - 1)] >> (hash & 63) & 1;
}

/* The words of a line; of those that say something, how many there are and how many the article has. */
struct line_words {
    const struct filter *filter;
    size_t all, count, known;
};

static void count_word(void *context, uint32_t hash, unsigned letters)
{
    struct line_words *words = context;
    words->all++;
    if (!says_something(letters))
        return;
    words->count++;
    words->known += has(words->filter, hash);
}

/* ---- what a line looks like ---- */

static inline bool is_cut(struct slice text)
{
    char last = text.size > 0 ? text.at[text.size - 1] : 0;
    return (last == '.' && scan_ends(text, SLICE("..."))) || (last == '\xA6' && scan_ends(text, SLICE("…")));
}

static bool ends_like_sentence(struct slice text)
{
    static const char *const ends[] = {".", "。", ",", ";", ":", "。”", ".”", ".\""};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (scan_ends(text, slice_of(ends[i])))
            return true;
    return false;
}

/* Lines of pages that are no titles, by how they begin. */
static bool is_furniture(struct slice text)
{
    static const char *const starts[] = {
        "©",
        "(c) ",
        "photo",
        "image",
        "by ",
        "share",
        "posted",
        "published",
        "updated",
        "last updated",
        "listen",
        "advert",
        "menu",
        "search",
        "home ",
        "home>",
        "skip to",
        "tags",
        "subscribe",
        "sign in",
        "sign up",
        "log in",
        "read more",
        "date ",
        "download",
        "get ",
        "book ",
        "contact",
        "close",
        "back to",
        "table of contents",
        "written by",
        "reviewed by",
        "by:",
        "click",
        "follow",
        "view ",
        "join ",
        "toggle",
        "credit",
        "source",
        "newsletter",
        "learn more",
        "start ",
        "try ",
        "request ",
        "schedule ",
        "select ",
        "comments",
        "leave a",
    };
    char first = text.size > 0 ? ascii_lower(text.at[0]) : 0;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (starts[i][0] == first && scan_starts(text, slice_of(starts[i])))
            return true;
    return false;
}

static bool starts_small(struct slice text)
{
    const char *at = text.at, *end = text.at + text.size;
    return at < end && (text_class(text_decode(&at, end)) & TEXT_LOWER);
}

/* Is `line` the title with a sign and more behind it, as browsers show it: "<title> | The Daily Loaf"? */
static bool is_title_and_site(struct slice line, struct slice title)
{
    return line.size > title.size && line.at[0] == title.at[0] && slice_starts(line, title) &&
           title_parts_at(line, title.size);
}

/* Does an earlier line lead to this one: "Home World <title>", "<title> | Site", or the title cut off with three dots?
 */
static bool is_announced(const struct page *page, size_t place)
{
    struct slice title = page->blocks[place].text;
    char ending = title.at[title.size - 1];
    for (size_t i = place > 200 ? place - 200 : 0; i < place; i++) {
        struct slice line = page->blocks[i].text;
        if (line.size > title.size && line.size <= LONGEST_TITLE * 2 && line.at[line.size - 1] == ending &&
            slice_ends(line, title))
            return true;
        if (line.size <= LONGEST_TITLE * 2 && is_title_and_site(line, title))
            return true;
        size_t dots = line.size <= LONGEST_TITLE * 2 && is_cut(line) ? 3 : 0;
        for (size_t from = 0; dots && from + dots + 12 < line.size; from++) {
            size_t size = line.size - dots - from;
            if (size < title.size && memcmp(line.at + from, title.at, size) == 0)
                return true;
        }
    }
    return false;
}

/* Does the line stand above the article twice, as in a list of where one is? */
static bool is_repeated(const struct page *page, uint32_t place, uint32_t paragraph)
{
    for (uint32_t i = paragraph > 200 ? paragraph - 200 : 0; i < paragraph; i++)
        if (i != place && slice_equal(page->blocks[i].text, page->blocks[place].text))
            return true;
    return false;
}

static bool has_date(const struct page *page, uint32_t place)
{
    struct date date;
    return place < page->block_count && page->blocks[place].text.size < 100 &&
           dates_find(page->blocks[place].text, DAY_FIRST, &date, NULL, NULL);
}

enum { MOST_INDENT = 8, LEAST_WRAPPED = 60 }; /* of a paragraph's first line */

/* Does the next line go on with this one, as of a paragraph that was wrapped, its first line indented or not? */
static bool goes_on(const struct page *page, uint32_t place)
{
    if (place + 1 >= page->block_count || page->blocks[place + 1].breaks_before > 0)
        return false;
    uint16_t indent = page->blocks[place].indent;
    bool begins = indent > page->blocks[place + 1].indent && indent <= MOST_INDENT &&
                  page->blocks[place].text.size >= LEAST_WRAPPED;
    return begins || starts_small(page->blocks[place + 1].text);
}

/* The lines that may be the title and the two behind them, and what is known of them. */
struct head {
    const struct page *page;
    uint32_t first;
    enum answer {
        NOT_ASKED,
        NO,
        YES
    } bylines[WINDOW + 2],
        dates[WINDOW + 2]; /* is the line a byline, has it a date? */
};

static bool is_byline(struct head *head, uint32_t place)
{
    uint32_t i = place - head->first;
    if (head->bylines[i] == NOT_ASKED)
        head->bylines[i] = byline_is_line(head->page, place) ? YES : NO;
    return head->bylines[i] == YES;
}

static bool is_dated(struct head *head, uint32_t place)
{
    enum answer *answer = &head->dates[place - head->first];
    if (*answer == NOT_ASKED)
        *answer = has_date(head->page, place) ? YES : NO;
    return *answer == YES;
}

/* Does the line say who wrote the article, or when? */
static bool is_signed(struct head *head, uint32_t place)
{
    return is_byline(head, place) || is_dated(head, place);
}

/* ---- choice ---- */

enum { ANNOUNCED = 50, REPEATED = 15, SIGNED = 25, SIGNED_LATER = 15 };

/* A line's worth as the title, in tenths; of what cannot come to LEAST_WORTH, only that it is less. */
static int line_worth(struct head *head, const struct filter *filter, uint32_t place, uint32_t paragraph)
{
    const struct page *page = head->page;
    struct slice text = page->blocks[place].text;
    if (text.size > LONGEST_TITLE || text.size < 6 || is_cut(text) || starts_small(text) || is_furniture(text) ||
        goes_on(page, place) || is_byline(head, place))
        return 0;
    struct line_words words = {.filter = filter};
    features_each_word(text, count_word, &words);
    size_t all = words.all, count = words.count, known = words.known;
    if (all < 2 || (all < 8 && is_dated(head, place)))
        return 0;
    int worth = all >= 5 && all <= 18 ? 30 : all == 4 || all == 19 || all == 20 ? 20 : all == 3 ? 5 : 0;
    worth += count > 0 ? (int)(20 * known / count) : 0;
    worth += (int)(5 * (known < MOST_KNOWN ? known : MOST_KNOWN));
    worth -= (int)(paragraph - place) / 2;
    worth += place == 0 ? 20 : 0;
    worth -= ends_like_sentence(text) ? 30 : 0;
    worth += page->blocks[place].breaks_before > 0 || place == 0 ? 5 : 0;
    if (worth + ANNOUNCED + REPEATED + SIGNED < LEAST_WORTH)
        return 0;
    worth += is_announced(page, place) ? ANNOUNCED : 0;
    if (worth + REPEATED + SIGNED < LEAST_WORTH)
        return 0;
    worth += is_repeated(page, place, paragraph) ? REPEATED : 0;
    worth += is_signed(head, place + 1) ? SIGNED : is_signed(head, place + 2) ? SIGNED_LATER : 0;
    return worth;
}

/* The first paragraph of the article, or the longest of its first lines: titles stand before it. */
static uint32_t first_paragraph(const struct evidence *evidence)
{
    const struct page *page = evidence->page;
    uint32_t first = evidence->surroundings->body_block, longest = first;
    for (uint32_t i = first; i < page->block_count && i < first + 8; i++) {
        if (page->blocks[i].text.size >= LEAST_PARAGRAPH)
            return i;
        if (page->blocks[i].text.size > page->blocks[longest].text.size)
            longest = i;
    }
    return longest;
}

struct field title_of_text(struct evidence *evidence)
{
    struct slice article = evidence->surroundings->article;
    if (article.size == 0)
        return (struct field){{NULL, 0}, NULL};
    struct filter *filter = arena_array(evidence->page->arena, 1, sizeof *filter);
    uint32_t paragraph = first_paragraph(evidence), best = UINT32_MAX;
    size_t from = scan_find_exact(article, evidence->page->blocks[paragraph].text);
    fill(filter, slice_part(article, from < article.size ? from : 0, article.size)); /* no line vouches for itself */
    int most = LEAST_WORTH - 1, before = 0;
    struct head head = {.page = evidence->page, .first = paragraph > WINDOW ? paragraph - WINDOW : 0};
    for (uint32_t i = head.first; i < paragraph; i++) {
        int worth = line_worth(&head, filter, i, paragraph);
        /* What stands right under a title is as like the article as the title is. */
        int alone = before >= LEAST_WORTH ? worth - UNDER_TITLE : worth;
        if (before >= LEAST_WORTH || worth >= LEAST_WORTH)
            before = is_byline(&head, i) ? before : worth;
        if (alone > most) {
            most = alone;
            best = i;
        }
    }
    if (best == UINT32_MAX)
        return (struct field){{NULL, 0}, NULL};
    evidence->title_block = best;
    struct slice absent = {NULL, 0};
    return (struct field){title_without_site(evidence->page->blocks[best].text, absent, absent), "line"};
}
