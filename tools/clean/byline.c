#include "metadata.h"

#include <string.h>

#include "dates.h"
#include "embed.h"
#include "fold.h"
#include "pattern.h"
#include "scan.h"
#include "tag.h"
#include "text.h"

EMBEDDED(bylines)

enum { MOST_PHRASES = 512, LONGEST_BYLINE = 160, LONGEST_LINE = 240, MOST_NAME_WORDS = 14, NEAR_TITLE = 24 };

enum phrase_kind { BEFORE, BEHIND, NEVER };

static struct {
    struct slice text;
    enum phrase_kind kind;
    uint16_t next; /* the next one with the same first byte, as index + 1 */
} phrases[MOST_PHRASES];
static size_t phrase_count;
static uint16_t first_phrases[256]; /* by first byte, as index + 1 */

/* The phrase as written: rule_next trims, and some phrases need their spaces. */
static void read_phrases(void)
{
    struct slice rest = embedded_bylines(), line;
    while (phrase_count < MOST_PHRASES && slice_line(&rest, &line)) {
        const char *tab = line.size && line.at[0] != '#' ? memchr(line.at, '\t', line.size) : NULL;
        if (!tab)
            continue;
        struct slice kind = {line.at, (size_t)(tab - line.at)};
        struct slice text = {tab + 1, line.size - kind.size - 1};
        uint16_t *first = &first_phrases[text.size > 0 ? (unsigned char)text.at[0] : 0];
        phrases[phrase_count].text = text;
        phrases[phrase_count].next = *first;
        *first = (uint16_t)(phrase_count + 1);
        phrases[phrase_count++].kind = slice_is(kind, "before") ? BEFORE : slice_is(kind, "behind") ? BEHIND : NEVER;
    }
}

/* ---- cleaning ---- */

static bool is_joint(const char *at, const char *end)
{
    return at == end || !((unsigned char)*at >= 0x80 || ascii_is_letter(*at) || ascii_is_digit(*at));
}

/* Does a phrase end in a script that writes no spaces, or in a full-width sign? */
static bool is_wide(struct slice phrase)
{
    const char *at = phrase.at + phrase.size;
    uint32_t c = text_decode_before(&at, phrase.at);
    return (text_class(c) & (TEXT_CJK | TEXT_HANGUL)) || !(text_class(c) & TEXT_LETTER);
}

/* The bytes of `text` that `phrase` (lower case) covers at its beginning, whatever the case; 0 if it does not. */
static size_t covered(struct slice text, struct slice phrase)
{
    const char *at = text.at, *end = text.at + text.size, *want = phrase.at, *want_end = phrase.at + phrase.size;
    while (want < want_end) {
        if (at >= end)
            return 0;
        if ((unsigned char)*want < 0x80) {
            if (ascii_lower(*at++) != *want++)
                return 0;
        } else if (text_lower(text_decode(&at, end)) != text_decode(&want, want_end)) {
            return 0;
        }
    }
    return (size_t)(at - text.at);
}

void byline_share(void)
{
    if (phrase_count == 0)
        read_phrases();
}

/* The bytes of the longest phrase of `kind` that `text` begins with, a word's end behind it; 0 if none. */
static size_t phrase_at(struct slice text, enum phrase_kind kind)
{
    if (phrase_count == 0)
        read_phrases();
    if (text.size == 0)
        return 0;
    size_t longest = 0;
    const char *start = text.at;
    char lower[4] = {ascii_lower(text.at[0])};
    if ((unsigned char)lower[0] >= 0x80)
        text_encode(lower, text_lower(text_decode(&start, text.at + text.size)));
    for (size_t i = first_phrases[(unsigned char)lower[0]]; i-- > 0; i = phrases[i].next) {
        struct slice phrase = phrases[i].text;
        size_t size = phrases[i].kind == kind ? covered(text, phrase) : 0;
        if (size <= longest)
            continue;
        char last = phrase.at[phrase.size - 1];
        const char *next = text.at + size, *end = text.at + text.size;
        bool open = (unsigned char)last < 0x80 ? !ascii_is_letter(last) : is_wide(phrase);
        bool glued = next < end && *next >= 'A' && *next <= 'Z' && next[-1] >= 'a' && next[-1] <= 'z' &&
                     text.at[0] >= 'A' && text.at[0] <= 'Z';
        if (open || glued || is_joint(next, end))
            longest = size;
    }
    return longest;
}

static struct slice without_signs(struct slice text)
{
    static const char *const signs[] = {",", "-", "–", "—", "|", "·", "•", "⋅", ":", ";",  "/", "：",
                                        "/", "►", "»", "«", "*", "(", "[", "]", "~", "＊", "✍", "﻿"};
    for (bool again = true; again;) {
        again = false;
        text = slice_trim(text);
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
            struct slice sign = slice_of(signs[i]);
            if (slice_starts(text, sign)) {
                text = slice_part(text, sign.size, text.size);
                again = true;
            } else if (sign.at[0] != '[' && slice_ends(text, sign)) {
                text.size -= sign.size;
                again = true;
            }
        }
    }
    return text;
}

/* Does a word begin at byte `at` though no space is before it: "Ada BellPublished"? */
static bool is_glued(struct slice text, size_t at)
{
    char before = text.at[at - 1], c = text.at[at];
    return before >= 'a' && before <= 'z' && c >= 'A' && c <= 'Z';
}

/* `text` without the month that stood before a day's number. */
static struct slice without_month(struct slice text)
{
    text = slice_trim(text);
    size_t word = text.size;
    while (word > 0 && text.at[word - 1] != ' ' && (word == text.size || !is_glued(text, word)))
        word--;
    struct slice last = slice_part(text, word, text.size);
    if (last.size > 0 && last.at[last.size - 1] == '.')
        last.size--;
    return word > 0 && dates_is_month(last) ? slice_part(text, 0, word) : text;
}

/* Text before the first phrase that ends a name, or before a date. */
static struct slice cut_behind(struct slice text)
{
    struct date date;
    size_t start, end;
    if (dates_find(text, DAY_FIRST, &date, &start, &end) && start > 0)
        text.size = start;
    for (size_t i = 1; i < text.size; i++) {
        if (ascii_is_digit(text.at[i]) && text.at[i - 1] == ' ') {
            text = without_month(slice_part(text, 0, i));
            break;
        }
        if (text.at[i] != ' ' && !is_joint(text.at + i - 1, text.at + i) && !is_glued(text, i) &&
            (unsigned char)text.at[i] < 0xE0)
            continue;
        if (phrase_at(slice_part(text, i, text.size), BEHIND) > 0) {
            text.size = i;
            break;
        }
    }
    return text;
}

/* A name that stands twice without a gap: the text of a picture and of the link beside it. */
static struct slice once(struct slice text)
{
    size_t half = text.size / 2;
    if (text.size >= 6 && text.size % 2 == 0 && memcmp(text.at, text.at + half, half) == 0)
        return (struct slice){text.at, half};
    if (text.size >= 7 && text.size % 2 == 1 && text.at[half] == ' ' && memcmp(text.at, text.at + half + 1, half) == 0)
        return (struct slice){text.at, half};
    return text;
}

static bool is_never(struct slice text)
{
    for (size_t i = 0; i < phrase_count; i++)
        if (phrases[i].kind == NEVER && scan_is(text, phrases[i].text))
            return true;
    return false;
}

/* Could `text` be the name of a person, or of a desk? */
static bool is_name(struct slice text)
{
    if (text.size < 2 || text.size > LONGEST_BYLINE || is_never(text) || scan_has(text, SLICE("http")) ||
        scan_has(text, SLICE("www.")) || memchr(text.at, '@', text.size) || memchr(text.at, '{', text.size) ||
        memchr(text.at, '<', text.size) || memchr(text.at, '=', text.size))
        return false;
    size_t letters = 0, digits = 0, spaces = 0, stops = 0;
    const char *at = text.at, *end = text.at + text.size;
    while (at < end) {
        stops += *at == '.';
        unsigned classes = text_class(text_decode(&at, end));
        letters += (classes & TEXT_LETTER) != 0;
        digits += (classes & TEXT_DIGIT) != 0;
        spaces += (classes & TEXT_SPACE) != 0;
    }
    char last = text.at[text.size - 1];
    return letters >= 2 && digits < letters && spaces < MOST_NAME_WORDS && last != '?' && last != '!' &&
           (spaces > 0 || stops < 2);
}

/* The name in a byline as written; absent if there is none. `marked`: something said that a name follows. */
static struct slice clean_byline(struct slice text, bool *marked)
{
    text = without_signs(text);
    for (size_t size; (size = phrase_at(text, BEFORE)) > 0 && size < text.size;) {
        *marked = true;
        text = without_signs(slice_part(text, size, text.size));
    }
    text = once(without_signs(cut_behind(text)));
    bool introduces = phrase_at(text, BEFORE) == text.size; /* "by" with nothing behind it */
    return is_name(text) && !introduces && !dates_is_month(text) ? text : (struct slice){NULL, 0};
}

static struct slice clean_value(struct slice text)
{
    bool marked = false;
    return text.at ? clean_byline(text, &marked) : text;
}

/* ---- evidence ---- */

static bool starts_large(struct slice text)
{
    const char *at = text.at, *end = text.at + text.size;
    return at < end && !(text_class(text_decode(&at, end)) & TEXT_LOWER);
}

/* Are all words of a name capitalised, but for small ones such as "de" and "von"? */
static bool is_capitalised(struct slice name)
{
    struct slice rest = name, word;
    size_t words = 0;
    while (slice_field(&rest, ' ', &word)) {
        if (word.size == 0)
            continue;
        if (++words > 6 || (word.size > 3 && !starts_large(word) && !slice_is(word, "and")))
            return false;
    }
    return words > 0;
}

static struct field none(void)
{
    return (struct field){{NULL, 0}, NULL};
}

static bool is_of_site(const struct evidence *evidence, struct slice name)
{
    return evidence->site.at && metadata_same(name, evidence->site);
}

/* The place on the page where all names stand together, as they are joined there; absent if there is none. */
static struct slice as_shown(const struct evidence *evidence)
{
    const struct linked *linked = &evidence->linked;
    struct slice first = linked->authors[0].name;
    for (size_t i = 0; linked->author_count > 1 && i < evidence->page->block_count; i++) {
        struct slice text = evidence->page->blocks[i].text;
        size_t from = text.size <= 400 ? scan_find_exact(text, first) : text.size;
        size_t to = from;
        for (size_t j = 1; j < linked->author_count && from < text.size; j++) {
            struct slice rest = slice_part(text, to, text.size);
            size_t at = scan_find_exact(rest, linked->authors[j].name);
            to = at < rest.size ? to + at + linked->authors[j].name.size : text.size + 1;
            if (to > text.size)
                from = text.size;
        }
        if (from < text.size && to - from <= LONGEST_BYLINE)
            return slice_part(text, from, to);
    }
    return (struct slice){NULL, 0};
}

/* The names in JSON-LD: as the page shows them, else joined by ", ". */
static struct field from_linked(const struct evidence *evidence, bool organisations)
{
    struct slice shown = organisations ? (struct slice){NULL, 0} : as_shown(evidence);
    if (shown.at)
        return (struct field){shown, "json-ld"};
    char *text = arena_allocate(evidence->page->arena, LONGEST_BYLINE + 1);
    size_t size = 0;
    for (size_t i = 0; i < evidence->linked.author_count; i++) {
        const struct linked_author *author = &evidence->linked.authors[i];
        bool site = author->organisation || is_of_site(evidence, author->name);
        struct slice name = clean_value(author->name);
        if (!name.at || site != organisations || size + 2 + name.size > LONGEST_BYLINE)
            continue;
        if (size > 0) {
            memcpy(text + size, ", ", 2);
            size += 2;
        }
        memcpy(text + size, name.at, name.size);
        size += name.size;
    }
    return size > 0 ? (struct field){{text, size}, organisations ? "json-ld-organisation" : "json-ld"} : none();
}

/* Papers name each of their authors in a <meta> of its own. */
static struct field from_citation(const struct evidence *evidence)
{
    char *text = arena_allocate(evidence->page->arena, LONGEST_BYLINE + 1);
    size_t size = 0;
    for (size_t i = 0; i < evidence->page->meta_count; i++) {
        const struct meta *meta = &evidence->page->metas[i];
        if (!scan_is(meta->name, SLICE("citation_author")) || !is_name(meta->content) ||
            size + 2 + meta->content.size > LONGEST_BYLINE)
            continue;
        if (size > 0) {
            memcpy(text + size, ", ", 2);
            size += 2;
        }
        memcpy(text + size, meta->content.at, meta->content.size);
        size += meta->content.size;
    }
    return size > 0 ? (struct field){{text, size}, "meta"} : none();
}

static struct field from_metas(const struct evidence *evidence, bool site)
{
    struct field cited = from_citation(evidence);
    if (cited.rule)
        return cited;
    static const char *const names[] = {"author",
                                        "article:author",
                                        "parsely-author",
                                        "sailthru.author",
                                        "dc.creator",
                                        "dc.creator.name",
                                        "dcterms.creator",
                                        "byl",
                                        "book:author",
                                        "article:author_name",
                                        "creator",
                                        "og:article:author",
                                        "cxenseparse:author",
                                        "authors",
                                        "twitter:creator:name"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct slice name = clean_value(metadata_meta(evidence->page, names[i]));
        if (name.at && is_of_site(evidence, name) == site)
            return (struct field){name, "meta"};
    }
    struct slice label = metadata_meta(evidence->page, "twitter:label1");
    if (scan_is(label, SLICE("written by"))) {
        struct slice name = clean_value(metadata_meta(evidence->page, "twitter:data1"));
        if (name.at && is_of_site(evidence, name) == site)
            return (struct field){name, "meta"};
    }
    return none();
}

enum mark_kind { MARK_ITEMPROP, MARK_REL, MARK_CLASS };

static bool speaks_of_author(const struct mark *mark, enum mark_kind kind)
{
    switch (kind) {
    case MARK_ITEMPROP:
        return scan_has(mark->itemprop, SLICE("author")) || scan_is(mark->itemprop, SLICE("creator"));
    case MARK_REL:
        return scan_has(mark->rel, SLICE("author")) || scan_has(mark->href, SLICE("/author/")) ||
               scan_has(mark->href, SLICE("/authors/"));
    default:
        return scan_has(mark->classes, SLICE("byline")) || scan_has(mark->classes, SLICE("author")) ||
               scan_has(mark->id, SLICE("byline")) || scan_has(mark->id, SLICE("author")) ||
               scan_has(mark->classes, SLICE("by-line")) || scan_has(mark->classes, SLICE("autor")) ||
               scan_has(mark->classes, SLICE("auteur")) || scan_has(mark->classes, SLICE("writer")) ||
               scan_has(mark->classes, SLICE("vcard"));
    }
}

/* Comments and lists of other posts name authors too: those far from the title do not count. */
static bool is_near_title(const struct evidence *evidence, uint32_t block)
{
    if (evidence->title_block == UINT32_MAX)
        return block < NEAR_TITLE * 4;
    return block + NEAR_TITLE / 2 >= evidence->title_block && block <= evidence->title_block + NEAR_TITLE;
}

static bool in_comment(const struct page *page, uint32_t element)
{
    for (unsigned up = 0; element && up < 12; up++, element = page->elements[element].parent)
        if (scan_has(page->elements[element].classes, SLICE("comment")) ||
            scan_has(page->elements[element].id, SLICE("comment")) || page->elements[element].tag == TAG_NAV ||
            page->elements[element].tag == TAG_FOOTER)
            return true;
    return false;
}

/* The name in a marked element: its first block if that is one by itself (an office or a biography may follow). */
static struct slice name_in_mark(const struct page *page, const struct mark *mark, bool marked)
{
    struct mark first = *mark;
    if (first.last > first.first) {
        first.last = first.first;
        first.end = UINT32_MAX;
    }
    struct slice text = metadata_mark_text(page, &first, LONGEST_LINE);
    struct slice name =
        text.size > 0 && text.size < LONGEST_LINE ? clean_byline(text, &marked) : (struct slice){NULL, 0};
    if (name.at || mark->last == mark->first)
        return name;
    text = metadata_mark_text(page, mark, LONGEST_LINE);
    return text.size > 0 && text.size < LONGEST_LINE ? clean_byline(text, &marked) : (struct slice){NULL, 0};
}

/* The whole byline that the marked name stands in: "By One and Another" where only one of them is marked. */
static struct slice whole_byline(struct slice line, struct slice name)
{
    bool marked = false;
    if (line.size >= LONGEST_LINE || phrase_at(line, BEFORE) == 0)
        return name;
    struct slice whole = clean_byline(line, &marked);
    bool joined = whole.at && (scan_has(whole, SLICE(" and ")) || scan_has(whole, SLICE(" & "))) &&
                  !memchr(whole.at, ',', whole.size) && is_capitalised(whole);
    return joined && scan_find_exact(whole, name) < whole.size ? whole : name;
}

static struct field from_marks(const struct evidence *evidence, enum mark_kind kind, bool anywhere)
{
    static const char *const rules[] = {"itemprop", "rel", "class"};
    const struct page *page = evidence->page;
    for (size_t i = 0; i < page->mark_count; i++) {
        const struct mark *mark = &page->marks[i];
        if (!speaks_of_author(mark, kind) || mark->first >= page->block_count || mark->first > mark->last ||
            (!anywhere && !is_near_title(evidence, mark->first)) || in_comment(page, page->blocks[mark->first].element))
            continue;
        struct slice name = name_in_mark(page, mark, kind != MARK_CLASS);
        if (name.at && (!anywhere || is_capitalised(name)))
            return (struct field){whole_byline(page->blocks[mark->first].text, name), rules[kind]};
    }
    return none();
}

/* The name behind "Author:" or its like inside a line ("2020年9月8日 来源：江畔日报 作者：李思远"). */
static struct slice name_behind_colon(struct slice line)
{
    if (line.size >= LONGEST_LINE ||
        !(memchr(line.at, ':', line.size) || scan_find_exact(line, SLICE("：")) < line.size))
        return (struct slice){NULL, 0};
    for (size_t i = 1; i < line.size; i++) {
        if (line.at[i - 1] != ' ' && (unsigned char)line.at[i] < 0xE0)
            continue;
        struct slice rest = slice_part(line, i, line.size);
        size_t size = phrase_at(rest, BEFORE);
        bool marked = false;
        if (size > 3 && size < rest.size &&
            (rest.at[size - 1] == ':' || slice_is(slice_part(rest, size - 3, size), "：")))
            return clean_byline(rest, &marked);
    }
    return (struct slice){NULL, 0};
}

/* The name in a line that begins with "By" or its like; absent if it is no such line. */
static struct slice name_in_line(const struct page *page, uint32_t place)
{
    struct slice line = page->blocks[place].text;
    struct slice behind = name_behind_colon(line);
    if (behind.at && is_capitalised(behind))
        return behind;
    size_t size = line.size < LONGEST_LINE ? phrase_at(line, BEFORE) : 0;
    if (size == 0 || scan_ends(line, SLICE(".")))
        return (struct slice){NULL, 0};
    struct slice rest = line;
    if (size == line.size && place + 1 < page->block_count)
        rest = page->blocks[place + 1].text;
    bool marked = false;
    struct slice name = rest.size < LONGEST_LINE ? clean_byline(rest, &marked) : (struct slice){NULL, 0};
    bool english = scan_starts(line, SLICE("by")) || scan_has(line, SLICE(" by "));
    if (name.at && name.size < 80 && (is_capitalised(name) || (english && line.size < 40)))
        return name;
    return (struct slice){NULL, 0};
}

static struct field from_lines(const struct evidence *evidence)
{
    uint32_t title = evidence->title_block;
    uint32_t from = title == UINT32_MAX || title < 6 ? 0 : title - 6;
    uint32_t to = title == UINT32_MAX ? NEAR_TITLE * 2 : title + NEAR_TITLE;
    for (uint32_t i = from; i < evidence->page->block_count && i < to; i++) {
        struct slice name = i != title ? name_in_line(evidence->page, i) : (struct slice){NULL, 0};
        if (name.at)
            return (struct field){name, "line"};
    }
    return none();
}

/* "Written by Somebody" says enough wherever it stands. */
static struct field from_plain_words(const struct evidence *evidence)
{
    static const char *const starts[] = {"written by", "author:", "authors:", "posted by", "article by", "by:"};
    const struct page *page = evidence->page;
    for (uint32_t i = 0; i < page->block_count; i++) {
        if (page->blocks[i].text.size >= LONGEST_LINE)
            continue;
        for (size_t j = 0; j < sizeof starts / sizeof *starts; j++) {
            if (!scan_starts(page->blocks[i].text, slice_of(starts[j])) || in_comment(page, page->blocks[i].element))
                continue;
            struct slice name = name_in_line(page, i);
            if (name.at && is_capitalised(name))
                return (struct field){name, "line"};
        }
    }
    return none();
}

/* ---- a name alone ---- */

static bool is_date_line(const struct page *page, size_t place)
{
    struct date date;
    return place < page->block_count && page->blocks[place].text.size < 60 &&
           dates_find(page->blocks[place].text, DAY_FIRST, &date, NULL, NULL);
}

/* Two to four words that begin with capitals, with nothing between them but spaces: what a name on its own looks like.
 */
static bool is_bare_name(struct slice line)
{
    struct slice rest = line, word;
    size_t words = 0;
    while (slice_field(&rest, ' ', &word)) {
        const char *at = word.at, *end = word.at + word.size;
        if (word.size == 0 || !(text_class(text_decode(&at, end)) & TEXT_UPPER))
            return false;
        while (at < end) {
            const char *before = at;
            if (!(text_class(text_decode(&at, end)) & TEXT_LETTER) && *before != '.' && *before != '-' &&
                *before != '\'' && !slice_starts((struct slice){before, (size_t)(end - before)}, SLICE("’")))
                return false;
        }
        words++;
    }
    return words >= 2 && words <= 4 && line.size <= 48;
}

/* A name on a line of its own, above the line with the date. */
static bool is_name_above_date(const struct page *page, size_t place)
{
    struct slice line = page->blocks[place].text;
    return is_bare_name(line) && (is_date_line(page, place + 1) || is_date_line(page, place + 2)) && is_name(line);
}

/* A short line that is a date and a name: what is left when the date is gone. One word alone is a weekday or a town,
 * unless it is said to be a name, or of a script without spaces. */
static struct slice name_beside_date(struct slice line)
{
    struct date date;
    size_t start, end;
    if (line.size > 100 || !dates_find(line, DAY_FIRST, &date, &start, &end) || end != line.size || start < 4)
        return (struct slice){NULL, 0};
    bool marked = false;
    struct slice name = clean_byline(slice_part(line, 0, start), &marked);
    if (!name.at)
        return name;
    bool whole = marked || memchr(name.at, ' ', name.size) || is_wide(name);
    return whole && name.size <= 48 && is_capitalised(name) ? name : (struct slice){NULL, 0};
}

/* The first of the two lines under the title that is a name above the date or beside it. */
static struct field from_name_and_date(const struct evidence *evidence)
{
    const struct page *page = evidence->page;
    uint32_t title = evidence->title_block;
    for (uint32_t i = title + 1; title != UINT32_MAX && i <= title + 2 && i < page->block_count; i++) {
        if (is_name_above_date(page, i))
            return (struct field){page->blocks[i].text, "above-date"};
        struct slice name = name_beside_date(page->blocks[i].text);
        if (name.at)
            return (struct field){name, "beside-date"};
    }
    return none();
}

struct field byline_find(const struct evidence *evidence)
{
    struct field field = from_linked(evidence, false);
    if (!field.rule)
        field = from_metas(evidence, false);
    if (!field.rule)
        field = from_marks(evidence, MARK_ITEMPROP, false);
    if (!field.rule)
        field = from_marks(evidence, MARK_REL, false);
    if (!field.rule)
        field = from_lines(evidence);
    if (!field.rule)
        field = from_marks(evidence, MARK_CLASS, false);
    if (!field.rule)
        field = from_plain_words(evidence);
    if (!field.rule)
        field = from_name_and_date(evidence);
    if (!field.rule)
        field = from_marks(evidence, MARK_ITEMPROP, true);
    if (!field.rule)
        field = from_marks(evidence, MARK_REL, true);
    if (!field.rule)
        field = from_linked(evidence, true);
    if (!field.rule)
        field = from_metas(evidence, true);
    return field;
}

/* ---- plain text ---- */

enum { HEAD_LINES = 14 };

/* "MOSCOW (Sputnik), Tommy Yang - ...": the name between a dateline's agency and the dash. */
static struct slice name_in_dateline(struct slice line)
{
    const char *open = line.size > 40 ? memchr(line.at, '(', 40) : NULL;
    const char *close = open ? memchr(open, ')', 40) : NULL;
    if (!close || open == line.at || close + 3 > line.at + line.size || close[1] != ',')
        return (struct slice){NULL, 0};
    for (const char *at = line.at; at < open; at++)
        if (*at >= 'a' && *at <= 'z')
            return (struct slice){NULL, 0};
    struct slice rest = slice_trim(slice_part(line, (size_t)(close + 2 - line.at), line.size));
    static const char *const dashes[] = {" - ", " – ", " — "};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        size_t at = scan_find(rest, slice_of(dashes[i]));
        struct slice name = slice_part(rest, 0, at < rest.size ? at : 0);
        if (name.size >= 4 && name.size <= 48 && memchr(name.at, ' ', name.size) && is_capitalised(name) &&
            is_name(name))
            return name;
    }
    return (struct slice){NULL, 0};
}

/* "by Somebody" on a line of its own. */
static struct slice name_on_line(const struct page *page, size_t place)
{
    struct slice line = page->blocks[place].text;
    if (line.size > 100 || phrase_at(line, BEFORE) == 0)
        return (struct slice){NULL, 0};
    if (phrase_at(line, BEFORE) == line.size && place + 1 < page->block_count)
        line = page->blocks[place + 1].text;
    bool marked = false;
    struct slice name = line.size <= 100 ? clean_byline(line, &marked) : (struct slice){NULL, 0};
    return name.at && is_capitalised(name) && name.at[name.size - 1] != '.' ? name : (struct slice){NULL, 0};
}

bool byline_is_line(const struct page *page, uint32_t block)
{
    return block < page->block_count &&
           (name_on_line(page, block).at || name_beside_date(page->blocks[block].text).at ||
            is_name_above_date(page, block));
}

struct field byline_of_text(const struct evidence *evidence)
{
    const struct page *page = evidence->page;
    size_t from = evidence->title_block == UINT32_MAX ? 0 : evidence->title_block + 1;
    for (size_t i = from; i < page->block_count && i < from + HEAD_LINES; i++) {
        struct slice name = name_on_line(page, i);
        if (name.at)
            return (struct field){name, "line"};
        name = name_beside_date(page->blocks[i].text);
        if (name.at)
            return (struct field){name, "beside-date"};
        name = name_in_dateline(page->blocks[i].text);
        if (name.at)
            return (struct field){name, "dateline"};
        if (from > 0 && i <= from + 1 && is_name_above_date(page, i))
            return (struct field){page->blocks[i].text, "above-date"};
    }
    return none();
}
