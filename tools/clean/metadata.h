/* metadata: what a page says of itself: title, byline, date, site, language.
 *
 * Always holds: every value is text of the page (its markup, its JSON-LD, its visible lines, its address), cleaned
 * of what stands around it, never made up; what the page does not state is absent. Each value comes with the rule
 * that found it. The slices lie in the page's arena.
 */
#ifndef BROADSHEET_CLEAN_METADATA_H
#define BROADSHEET_CLEAN_METADATA_H

#include "linked.h"
#include "page.h"

struct field {
    struct slice value; /* absent if the page does not state it */
    const char *rule;   /* which rule found it, static; NULL if absent */
};

struct metadata {
    struct field title, byline, date, site, lang;
    uint32_t title_block; /* where the title stands on the page, UINT32_MAX if it does not */
};

/* What is known besides the page; absent slices where it is not. */
struct surroundings {
    struct slice url;     /* where the page came from */
    struct slice crawled; /* ISO 8601; no date of the page is later */
    /* Of plain text, what the extractor takes for the article before it knows the title. */
    struct slice article; /* absent if there is none */
    uint32_t body_block;  /* the block that it begins with */
};

/* Reads the page's fields; all but lang, which metadata_language sets when the article is known. */
void metadata_read(const struct page *page, const struct surroundings *surroundings, struct metadata *metadata);
/* Sets `stated` of the blocks that say little but the byline or the date found, between the title and the text. */
void metadata_mark_lines(struct page *page, const struct metadata *metadata);
/* Sets lang from the article's text, else from what the page says. */
void metadata_language(const struct page *page, struct slice article, struct metadata *metadata);

/* The parts, for metadata.c: what the evidence is drawn from. */
struct evidence {
    const struct page *page;
    const struct surroundings *surroundings;
    struct linked linked;
    struct slice site; /* found before the others */
    struct slice title;
    uint32_t title_block; /* where the title stands on the page, UINT32_MAX if it does not */
    bool vietnamese;
};

/* title_text.c */
struct field title_of_text(struct evidence *evidence);

/* title.c */
struct field title_find(struct evidence *evidence);
/* Does a sign that parts a title from a site's name stand at byte `at`, with the spaces around it? */
bool title_parts_at(struct slice title, size_t at);
/* What stands behind a title's last sign that parts titles; absent if there is none. */
struct slice title_tail(struct slice title);
/* `title` without the site's name at its end or beginning. */
struct slice title_without_site(struct slice title, struct slice site, struct slice url);

/* byline.c */
struct field byline_find(const struct evidence *evidence);
struct field byline_of_text(const struct evidence *evidence);
/* To be called before several threads ask: fills the table, which otherwise the first to ask does. */
void byline_share(void);
/* Is this line of plain text a byline, or a name beside a date? */
bool byline_is_line(const struct page *page, uint32_t block);

/* published.c */
struct field published_find(const struct evidence *evidence);
struct field published_of_text(const struct evidence *evidence);

/* The content of the first <meta> of that name (lower case), absent if there is none or it is empty. */
struct slice metadata_meta(const struct page *page, const char *name);
/* The host of a URL without www., absent if it is none. */
struct slice metadata_host(struct slice url);
/* The text of a mark's blocks, at most `limit` bytes, joined by spaces, in the page's arena. */
struct slice metadata_mark_text(const struct page *page, const struct mark *mark, size_t limit);
/* Are both the same letters and digits, whatever their case, spaces and signs? */
bool metadata_same(struct slice a, struct slice b);

#endif
