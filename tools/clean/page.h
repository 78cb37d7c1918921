/* page: what the readers of HTML and of plain text hand to the extractor.
 *
 * Always holds: all slices lie in the page's arena or in its source bytes and live as long as they; block texts are
 * valid UTF-8, white space folded to single spaces (a line of text keeps its words), never empty. Blocks stand in
 * document order. A plain-text page has blocks with tag TAG_LINE and no elements.
 */
#ifndef BROADSHEET_CLEAN_PAGE_H
#define BROADSHEET_CLEAN_PAGE_H

#include <stdint.h>

#include "memory.h"
#include "slice.h"

/* An HTML element on the path from the root to some block. Index 0 is the document itself. */
struct element {
    uint32_t parent; /* index; 0's parent is 0 */
    uint16_t tag;    /* enum html_tag, see tag.h */
    uint16_t depth;
    struct slice classes, id; /* attribute values, entities decoded; absent if not there */
    struct slice role, itemprop;
    bool hidden; /* hidden, aria-hidden=true, display:none, <template>; or inside such an element */
};

struct block {
    struct slice text;
    uint32_t line;          /* in the source, from 1 */
    uint32_t element;       /* nearest enclosing block element; 0 for plain text */
    uint16_t tag;           /* enum html_tag of that element, or TAG_LINE */
    uint16_t indent;        /* plain text and <pre>: leading spaces (a tab counts 4) */
    uint32_t link_bytes;    /* bytes of text inside <a> */
    uint32_t links;         /* number of <a> */
    uint32_t strong_bytes;  /* bytes of text inside <b>, <strong>, <em>, <i> */
    uint16_t images;        /* <img>, <video>, <iframe>, ... since the block before */
    uint16_t breaks_before; /* plain text: empty lines before; HTML: <br> before */
    bool preformatted;      /* inside <pre>: a line of its own; line structure matters */
    bool unescaped;         /* known to have no backslash and no `&` */
    bool ordinary;          /* the same, and no slash and no byte 0xC3 or 0xE1 either */
    bool stated;            /* near the title, and says little but the page's date or byline (metadata_mark_lines) */
    struct slice href;      /* of the first link in it, absent if none */
};

/* An element, inline ones too, whose class, id, itemprop or rel speaks of an author, a date or a title, and every
 * <time>: where metadata looks first. It reaches from byte `start` of block `first` to byte `end` of block `last`
 * (exclusive; UINT32_MAX: that block's end); one without text has last < first or start == end. */
struct mark {
    uint32_t first, last, start, end;
    uint16_t tag;
    bool hidden;
    struct slice classes, id, itemprop, rel, href;
    struct slice value; /* attribute datetime, else content, else title; absent if not there */
};

/* <meta name|property|itemprop=... content=...>, in order. */
struct meta {
    struct slice name, content;
};

struct page {
    struct arena *arena;
    bool html;
    bool ended, joined;      /* </html> was there; another page begins behind it */
    struct slice source_url; /* of WARC, canonical or og:url; absent if unknown */
    struct slice title;      /* <title>, folded */
    struct slice lang;       /* <html lang> */
    struct block *blocks;
    size_t block_count;
    struct element *elements;
    size_t element_count;
    struct meta *metas;
    size_t meta_count;
    struct slice *json_ld; /* contents of <script type=application/ld+json> */
    size_t json_ld_count;
    struct slice *times;   /* datetime attributes of <time>, in order, else its text */
    uint32_t *time_blocks; /* index of the block that the <time> stands in or before */
    size_t time_count;
    struct mark *marks;
    size_t mark_count;

    /* private to page.c */
    size_t block_capacity, element_capacity, meta_capacity, json_ld_capacity, time_capacity, mark_capacity;
};

/* An empty page whose memory comes from `arena`, with the document itself as element 0. */
void page_start(struct page *page, struct arena *arena);
/* Makes room for so many more blocks, for a reader that knows. */
void page_reserve_blocks(struct page *page, size_t count);
/* Each appends a zeroed item and returns it, valid until the next of its kind is appended. */
struct block *page_add_block(struct page *page);
struct element *page_add_element(struct page *page);
struct meta *page_add_meta(struct page *page);
struct mark *page_add_mark(struct page *page);
struct slice *page_add_json_ld(struct page *page);
/* Appends a time that stands in or before block `block`. */
struct slice *page_add_time(struct page *page, uint32_t block);

#endif
