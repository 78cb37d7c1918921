/* feature: what the model sees of a place where a sentence might end.
 *
 * Always holds: the features of a place depend on nothing but the text (at most a few tokens on each side, the
 * marks open since the line began, the style of the whole text), the language and where the present sentence
 * began. Training and use call the same function.
 */
#ifndef SEGMENT_FEATURE_H
#define SEGMENT_FEATURE_H

#include "language.h"
#include "token.h"

enum gap_kind {
    GAP_STOP,  /* space behind a terminator, perhaps with closing marks between */
    GAP_SOFT,  /* space behind anything else */
    GAP_TIGHT, /* a terminator with no space behind it */
    GAP_WIDE,  /* behind a full-width terminator */
    GAP_KINDS
};

/* How a text is written, told once for each text. */
struct style {
    unsigned lines;  /* 0: one short line, 1: one long line, 2: several */
    unsigned casual; /* 0: no sign; 1 to 4: the share of sentences that begin with a small letter */
};

#define FEATURE_LEFT 3
#define FEATURE_RIGHT 3
#define FEATURE_MOST 64

struct gap {
    size_t end, next; /* the left sentence would end at `end`, the right one begin at `next` */
    enum gap_kind kind;
};

struct context {
    struct slice text;
    size_t line_start, line_end, sentence_start;
    struct gap gap;
    struct token left[FEATURE_LEFT];   /* nearest first */
    struct token right[FEATURE_RIGHT];
    bool in_quote, in_bracket;
    size_t opened;    /* where the quote or bracket opened */
    struct style style;
};

/* Fills left[] and right[] from the place. */
void context_tokens(struct context *context);
/* Writes the place's features, at most FEATURE_MOST; returns how many. */
size_t feature_list(const struct context *context, const struct language *language, uint32_t *features);

struct style style_of(struct slice text);

#endif
