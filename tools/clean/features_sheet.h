/* features_sheet: a page as rows of small integers, a row a block, for trees or a network to judge.
 *
 * Always holds: every value is 0..63 and comes from integers; columns that a page of this kind does not have (markup
 * in plain text) are zero. The order of work: features_scan, then the linear models' scores into the scan, then
 * features_first, the first trees; for HTML features_second with their scores, the second trees; then the network.
 */
#ifndef BROADSHEET_CLEAN_FEATURES_SHEET_H
#define BROADSHEET_CLEAN_FEATURES_SHEET_H

#include "features.h"
#include "page.h"
#include "trees.h"

enum column {
    /* the block's own */
    WORDS,
    WORD_LENGTH,
    DIGITS,
    CAPITALS,
    UPPERS,
    COMMAS,
    STOPS,
    ENDS,
    BEGINS,
    MARKS,
    QUOTES,
    BRACKETS,
    ADDRESS,
    COPYRIGHT,
    PIPE,
    TIME,
    YEAR,
    CJK,
    BEYOND_ASCII,
    INDENT,
    BREAKS,
    REPEATED_BEFORE,
    REPEATED_AFTER,
    WORD_SCORE,
    /* around it */
    WORD_SCORE_NEAR,
    WORD_SCORE_WIDE,
    WORDS_NEAR,
    WORDS_BEFORE,
    WORDS_AFTER,
    TO_PROSE_BEFORE,
    TO_PROSE_AFTER,
    /* its place in the page */
    PROSE_BEFORE,
    PROSE_AFTER,
    PLACE,
    FROM_START,
    FROM_END,
    SPAN,
    SPAN_START,
    SPAN_END,
    TOPIC,
    RUN_SHARE,
    RUN_SIDE,
    RUN_INSIDE,
    LOWEST_BEFORE,
    LOWEST_AFTER,
    /* the page's */
    PAGE_WORDS,
    PAGE_BLOCKS,
    PAGE_PROSE,
    PAGE_LONGEST,
    PAGE_SCORE,
    PAGE_REPEATED,
    PAGE_BREAKS,
    PAGE_CJK,
    /* markup */
    KIND,
    LINK_SHARE,
    LINKS,
    STRONG,
    IMAGES,
    DEPTH,
    MARKUP_SCORE,
    MARKUP_SCORE_NEAR,
    LINK_NEAR,
    IN_LIST,
    IN_TABLE,
    IN_MARGIN,
    IN_ARTICLE,
    IN_FIGURE,
    IN_FORM,
    IN_QUOTE,
    IN_PRE,
    HIDDEN,
    SIBLING_WORDS,
    SIBLINGS,
    SIBLING_LINKS,
    CONTAINER,
    TITLE_SHARE,
    TITLE_COVER,
    FROM_TITLE,
    STATED,
    ALIKE,
    ALIKE_WORDS,
    ALIKE_LINKS,
    ALIKE_SCORE,
    /* of the first trees' scores */
    CHANCE,
    CHANCE_NEAR,
    CHANCE_WIDE,
    CHANCE_BEFORE,
    CHANCE_AFTER,
    CHANCE_SPAN,
    CHANCE_SPAN_START,
    CHANCE_SPAN_END,
    CHANCE_TOPIC,
    CHANCE_RUN_SHARE,
    CHANCE_RUN_SIDE,
    CHANCE_RUN_INSIDE,
    CHANCE_CONTAINER,
    CHANCE_SIBLINGS,
    CHANCE_ALIKE,
    PAGE_CHANCE,
    PAGE_CHANCE_WORDS,
    COLUMNS
};

enum { COLUMNS_FIRST = CHANCE };

struct scan {
    const struct page *page;
    struct arena *arena;
    size_t count; /* blocks */
    struct traits *traits;
    struct looks *looks; /* of the same, for the choice of blocks */
    struct block_tokens *tokens;
    int32_t *word_scores;   /* TREES_UNIT is one unit of log odds; filled by the caller */
    int32_t *markup_scores; /* likewise; zero for plain text */
    uint32_t *alike;        /* HTML: the number of the group of blocks with the same markup, below count */
    /* Scratch: running sums, [i] of the first i blocks; [0] stays 0. Weights are words and one. */
    int64_t *sums[2];
    double *score_sums, *weight_sums;
    int64_t *worths; /* of each block, to a span of them */
    struct sheet sheet;
};

void features_scan(const struct page *page, struct scan *scan);
void features_first(struct scan *scan);
/* `scores` are the first trees'. */
void features_second(struct scan *scan, const int32_t *scores);

#endif
