/* extract: which blocks of a page are the article.
 *
 * Always holds: the result lies in the page's arena; text is valid UTF-8 with paragraphs and headings separated by
 * one blank line; `spans` cover it in order and without overlap, the separators lie between them; every block of the
 * page has one decision. Time and memory are linear in the page. The same page gives the same result everywhere:
 * scores are integers, and what little is worked out in floating point uses operations that IEEE 754 rounds exactly.
 */
#ifndef BROADSHEET_CLEAN_EXTRACT_H
#define BROADSHEET_CLEAN_EXTRACT_H

#include <stdbool.h>
#include <stdint.h>

#include "page.h"

enum favor { FAVOR_BALANCE, FAVOR_PRECISION, FAVOR_RECALL };

/* What became of a block. */
enum label {
    LABEL_BODY,
    LABEL_HEADING, /* a heading inside the article */
    LABEL_CAPTION, /* kept apart, in `captions` */
    LABEL_TITLE,   /* repeats the page's title */
    LABEL_BYLINE,  /* author or date line of the article's head */
    LABEL_COMMENT, /* written by readers */
    LABEL_REPEAT,  /* stands in the article already */
    LABEL_DROP,    /* boilerplate */
};

/* Why, and how sure. */
struct decision {
    const char *rule; /* a static name: "model", or the rule that overruled it; never NULL */
    uint32_t span;    /* index of the span that holds it, or UINT32_MAX */
    int16_t score;    /* the model's chance that the block is article, in thousandths: 0 to 1000 */
    uint8_t label;    /* enum label */
};

/* A paragraph or heading of the text, byte offsets, end exclusive. */
struct span {
    size_t start, end;
    bool heading;
    uint32_t first_block, last_block; /* the blocks that it was made of */
};

/* A phrase rule of the user's (--rules=FILE). A block that `phrase` begins (or equals, if `whole`), ignoring case, is
 * kept or dropped, before the model. */
struct phrase {
    struct slice text; /* lower case */
    bool whole, keep;
};

struct extract_options {
    enum favor favor;
    bool comments;  /* keep what readers wrote under the article, behind it */
    bool no_tables; /* drop the cells of tables */
    bool links;     /* write the address of each kept block's first link behind it, as "<URL>" */
    const struct phrase *phrases;
    size_t phrase_count;
    struct slice title, byline; /* what metadata found; a block that only repeats it is not body. May be absent */
};

struct article {
    struct slice text; /* empty (never absent) if the page has no article */
    struct span *spans;
    size_t span_count;
    struct slice *captions; /* once each, in order */
    size_t caption_count;
    struct decision *decisions; /* one a block of the page */
    uint16_t threshold;         /* the page's own: blocks with this score and more were kept, in thousandths */
    struct scan *scan;          /* private to extract.c: what the page looked like */
};

/* Opens the models that are compiled in; once, before the first page. False with *what set if they are damaged. */
bool extract_start(const char **what);

/* Finds the article of `page`. Never fails: a page without an article gives an empty text. */
void extract_article(const struct page *page, const struct extract_options *options, struct article *article);

/* Chooses again what extract_article found in the same page, of plain text, with other options or with lines that are
 * `stated` by now. What the models said of the blocks does not depend on either, and is not worked out again. */
void extract_again(const struct extract_options *options, struct article *article);

const char *extract_label_name(enum label label);

#endif
