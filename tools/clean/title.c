#include "metadata.h"

#include "model.h"
#include "scan.h"
#include "tag.h"
#include "text.h"

/* ---- texts as sets of words ---- */

enum { MOST_WORDS = 48, LONGEST_TITLE = 400 };

struct words {
    uint32_t hashes[MOST_WORDS];
    size_t count;
};

static struct words words_of(struct slice text)
{
    struct words words = {.count = 0};
    const char *at = text.at, *end = text.at + text.size;
    char word[64];
    size_t size = 0;
    while (words.count < MOST_WORDS) {
        uint32_t c = at < end ? text_lower(text_decode(&at, end)) : ' ';
        unsigned classes = text_class(c);
        bool inside = (classes & (TEXT_LETTER | TEXT_DIGIT)) != 0;
        bool alone = (classes & TEXT_CJK) != 0;
        if ((!inside || alone) && size > 0) {
            words.hashes[words.count++] = model_hash((struct slice){word, size});
            size = 0;
        }
        if (inside && size + 4 < sizeof word)
            size += text_encode(word + size, c);
        if (alone && size > 0 && words.count < MOST_WORDS) {
            words.hashes[words.count++] = model_hash((struct slice){word, size});
            size = 0;
        }
        if (at >= end && size == 0)
            break;
    }
    return words;
}

static size_t common(const struct words *a, const struct words *b)
{
    bool used[MOST_WORDS] = {false};
    size_t count = 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            if (!used[j] && a->hashes[i] == b->hashes[j]) {
                used[j] = true;
                count++;
                break;
            }
    return count;
}

/* F1 of the words of two titles, in thousandths. */
static unsigned likeness(const struct words *a, const struct words *b)
{
    size_t all = a->count + b->count;
    return all ? (unsigned)(2000 * common(a, b) / all) : 0;
}

/* ---- the site's name ---- */

/* What stands between a title and a site's name, with the spaces that must be around it. */
static const char *const separators[] = {" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ",
                                         " / ", " ‹ ", " > ", " ~ ", "｜",   "|",   " — ", "_"};

/* Is `part` the site's name, or the word that its address begins with? */
static bool is_site(struct slice part, struct slice site, struct slice url)
{
    if (site.at && metadata_same(part, site))
        return true;
    struct words words = words_of(part), own = words_of(site);
    if (site.at && own.count > 1 && common(&words, &own) == words.count && words.count > 0)
        return true;
    struct slice host = metadata_host(url);
    if (!host.at)
        return false;
    char letters[64];
    size_t size = 0;
    for (size_t i = 0; i < part.size && size < sizeof letters; i++)
        if (ascii_is_letter(part.at[i]) || ascii_is_digit(part.at[i]))
            letters[size++] = ascii_lower(part.at[i]);
    return size >= 3 && size < sizeof letters && scan_has(host, (struct slice){letters, size});
}

/* The bytes of the separator that stands at `at`, 0 if none does. */
static size_t separator_at(struct slice title, size_t at)
{
    char first = title.at[at];
    if (first != ' ' && first != '|' && first != '_' && (unsigned char)first < 0xEF)
        return 0;
    struct slice rest = slice_part(title, at, title.size);
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        if (first == separators[i][0] && slice_starts(rest, slice_of(separators[i])))
            return strlen(separators[i]);
    return 0;
}

bool title_parts_at(struct slice title, size_t at)
{
    return at < title.size && separator_at(title, at) > 0;
}

/* The last (or first) separator in a title; size 0 if there is none. */
static size_t find_separator(struct slice title, bool last, size_t *size)
{
    size_t best = title.size;
    *size = 0;
    for (size_t i = 1; i + 1 < title.size; i++) {
        size_t found = separator_at(title, i);
        if (found == 0 || i + found >= title.size || (*size > 0 && !last))
            continue;
        best = i;
        *size = found;
    }
    return best;
}

struct slice title_tail(struct slice title)
{
    size_t size, at = find_separator(title, true, &size);
    return size > 0 ? slice_trim(slice_part(title, at + size, title.size)) : (struct slice){NULL, 0};
}

static struct slice shortened(struct slice title, struct slice site, struct slice url, bool also_small)
{
    for (unsigned round = 0; round < 3; round++) {
        size_t size, at = find_separator(title, true, &size);
        if (size == 0)
            return title;
        struct slice head = slice_trim(slice_part(title, 0, at));
        struct slice tail = slice_trim(slice_part(title, at + size, title.size));
        struct words head_words = words_of(head), tail_words = words_of(tail);
        bool small =
            also_small && tail_words.count <= 4 && head_words.count > tail_words.count && head_words.count >= 3;
        if (is_site(tail, site, url) || small) {
            title = head;
            continue;
        }
        size_t first_size, first = find_separator(title, false, &first_size);
        head = slice_trim(slice_part(title, 0, first));
        if (!is_site(head, site, url))
            return title;
        title = slice_trim(slice_part(title, first + first_size, title.size));
    }
    return title;
}

struct slice title_without_site(struct slice title, struct slice site, struct slice url)
{
    return shortened(title, site, url, true);
}

/* ---- headings ---- */

struct heading {
    struct slice text;
    uint32_t block;
    unsigned level; /* 1 to 6; 7: no heading, but marked as the title */
    bool hidden, marked;
};

/* A heading below the first level must be this like a reference to be the title. */
enum { MOST_HEADINGS = 64, LEAST_LOWER = 800 };

/* The text of the heading that block `first` begins: a heading with <br> is several blocks. */
static struct slice heading_text(const struct page *page, size_t first, size_t *behind)
{
    uint32_t element = page->blocks[first].element;
    size_t last = first + 1, size = page->blocks[first].text.size;
    while (last < page->block_count && page->blocks[last].element == element && last < first + 6)
        size += 1 + page->blocks[last++].text.size;
    *behind = last;
    if (last == first + 1)
        return page->blocks[first].text;
    char *text = arena_allocate(page->arena, size), *to = text;
    for (size_t i = first; i < last; i++) {
        if (i > first)
            *to++ = ' ';
        memcpy(to, page->blocks[i].text.at, page->blocks[i].text.size);
        to += page->blocks[i].text.size;
    }
    return (struct slice){text, size};
}

/* The level of the heading that a block stands in; a heading may hold other blocks. */
static unsigned level_of(const struct page *page, const struct block *block)
{
    unsigned level = tag_heading_level(block->tag);
    uint32_t element = block->element;
    for (unsigned up = 0; level == 0 && up < 3 && element; up++) {
        element = page->elements[element].parent;
        level = tag_heading_level(page->elements[element].tag);
    }
    return level;
}

static bool is_title_mark(const struct mark *mark)
{
    return scan_has(mark->itemprop, SLICE("headline")) || scan_has(mark->classes, SLICE("headline")) ||
           scan_has(mark->classes, SLICE("entry-title")) || scan_has(mark->classes, SLICE("post-title")) ||
           scan_has(mark->classes, SLICE("article-title")) || scan_has(mark->classes, SLICE("article__title"));
}

static size_t collect_headings(const struct page *page, struct heading *headings)
{
    size_t count = 0;
    for (size_t i = 0, next; i < page->block_count && count < MOST_HEADINGS; i = next) {
        next = i + 1;
        unsigned level = level_of(page, &page->blocks[i]);
        if (level == 0 || level > 3)
            continue;
        struct heading heading = {.block = (uint32_t)i, .level = level};
        heading.text = heading_text(page, i, &next);
        heading.hidden = page->elements[page->blocks[i].element].hidden;
        headings[count++] = heading;
    }
    for (size_t i = 0; i < page->mark_count && count < MOST_HEADINGS; i++) {
        const struct mark *mark = &page->marks[i];
        if (!is_title_mark(mark) || mark->first >= page->block_count || mark->first > mark->last ||
            tag_heading_level(page->blocks[mark->first].tag))
            continue;
        headings[count++] = (struct heading){
            .text = metadata_mark_text(page, mark, LONGEST_TITLE), .block = mark->first, .level = 7, .marked = true};
    }
    return count;
}

/* ---- choice ---- */

struct references {
    struct slice texts[5];
    struct words words[5];
    const char *rules[5];
    size_t count;
};

static void add_reference(struct references *references, struct slice text, const char *rule)
{
    if (text.size == 0 || text.size > LONGEST_TITLE * 2)
        return;
    references->texts[references->count] = text;
    references->rules[references->count] = rule;
    references->words[references->count++] = words_of(text);
}

static struct references collect_references(const struct evidence *evidence)
{
    const struct page *page = evidence->page;
    struct references references = {.count = 0};
    struct slice url = evidence->surroundings->url;
    add_reference(&references, title_without_site(metadata_meta(page, "og:title"), evidence->site, url), "og:title");
    add_reference(&references, title_without_site(evidence->linked.headline, evidence->site, url), "json-ld");
    add_reference(&references, title_without_site(metadata_meta(page, "twitter:title"), evidence->site, url),
                  "twitter:title");
    add_reference(&references, title_without_site(page->title, evidence->site, url), "title");
    add_reference(&references, title_without_site(metadata_meta(page, "citation_title"), evidence->site, url),
                  "citation_title");
    return references;
}

/* Does a longer title begin with `text` and a sign that parts titles? */
static bool goes_on(struct slice longer, struct slice text)
{
    if (text.size < 12 || !slice_starts(longer, text))
        return false;
    return longer.size > text.size && separator_at(longer, text.size) > 0;
}

static unsigned best_likeness(const struct references *references, struct slice text)
{
    struct words words = words_of(text);
    unsigned best = 0;
    for (size_t i = 0; i < references->count; i++) {
        unsigned like = likeness(&words, &references->words[i]);
        if (goes_on(references->texts[i], text))
            like = 1000;
        best = like > best ? like : best;
    }
    return best;
}

/* A heading's worth as the page's title, in thousandths and a little for its rank and place. */
static unsigned worth(const struct references *references, const struct heading *heading, struct slice site,
                      struct slice url)
{
    if (heading->text.size == 0 || heading->text.size > LONGEST_TITLE)
        return 0;
    unsigned like = best_likeness(references, heading->text);
    if ((heading->level > 1 && like < LEAST_LOWER) || (like < 900 && is_site(heading->text, site, url)))
        return 0;
    unsigned rank = heading->level == 1 ? 60 : heading->level == 7 ? 40 : heading->level == 2 ? 20 : 0;
    return like + rank + (heading->hidden ? 0 : 10);
}

/* The only first-level heading of two words and more that is not the site's name, NULL if there are several or none. */
static const struct heading *only_first(const struct heading *headings, size_t count, struct slice site,
                                        struct slice url)
{
    const struct heading *only = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct heading *heading = &headings[i];
        if (heading->level != 1 || heading->hidden || heading->text.size > LONGEST_TITLE ||
            is_site(heading->text, site, url) || words_of(heading->text).count < 2)
            continue;
        if (only && !slice_equal(only->text, heading->text))
            return NULL;
        only = heading;
    }
    return only;
}

/* A heading that goes on behind the reference with a sign and more ("... | Top 19 Companies") is only so long. */
static struct slice without_addition(const struct references *references, struct slice heading)
{
    for (size_t i = 0; i < references->count; i++)
        if (goes_on(heading, references->texts[i]))
            return slice_part(heading, 0, references->texts[i].size);
    return heading;
}

/* Do three sources and more call the page the same? */
static bool agree(const struct references *references)
{
    for (size_t i = 1; i < references->count; i++)
        if (!metadata_same(references->texts[0], references->texts[i]))
            return false;
    return references->count >= 3;
}

struct field title_find(struct evidence *evidence)
{
    struct heading headings[MOST_HEADINGS];
    size_t count = collect_headings(evidence->page, headings);
    struct references references = collect_references(evidence);
    struct slice url = evidence->surroundings->url;
    const struct heading *best = NULL;
    unsigned most = 499;
    for (size_t i = 0; i < count; i++) {
        unsigned value = worth(&references, &headings[i], evidence->site, url);
        if (value > most) {
            most = value;
            best = &headings[i];
        }
    }
    const struct heading *first = only_first(headings, count, evidence->site, url);
    const char *rule = "heading";
    if (!best && first && !agree(&references)) {
        best = first;
        rule = "only-h1";
    }
    if (best) {
        evidence->title_block = best->block;
        struct slice title = without_addition(&references, best->text);
        return (struct field){shortened(title, evidence->site, url, false), rule};
    }
    if (first)
        evidence->title_block = first->block;
    if (references.count > 0)
        return (struct field){references.texts[0], references.rules[0]};
    return (struct field){{NULL, 0}, NULL};
}
