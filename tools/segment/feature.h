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
    unsigned loose;  /* 0: no sign; 1 to 4: the share of long lines that end without a terminator */
};

#define FEATURE_LEFT 3
#define FEATURE_RIGHT 3
#define FEATURE_MOST 48

struct gap {
    size_t end, next; /* the left sentence would end at `end`, the right one begin at `next` */
    enum gap_kind kind;
};

/* How the sentence before, on the same line, ended. */
enum ended {
    ENDED_NOWHERE,
    ENDED_STOP,
    ENDED_QUESTION,
    ENDED_SHOUT,
    ENDED_MARK,
    ENDED_DIGIT,
    ENDED_LETTER,
    ENDED_WIDE
};

struct context {
    struct slice text;
    size_t line_start, line_end, sentence_start;
    struct gap gap;
    struct token left[FEATURE_LEFT]; /* nearest first */
    struct token right[FEATURE_RIGHT];
    unsigned left_class[FEATURE_LEFT], right_class[FEATURE_RIGHT]; /* what language_word says of them */
    enum abbreviation abbreviation;                                /* of left[0] */
    enum ended ended;
    bool in_quote, in_bracket;
    size_t first_start; /* where `first` was looked at */
    struct token first; /* of the present sentence, once the whole model has been asked */
    unsigned first_class;
    enum mark line_ending; /* of the line's last token */
    unsigned heading; /* the line looks like one: 0 no, 1 short and without a terminator, 2 its words have capitals */
    struct style style;
};

/* Fills left[0] (unless it is known) and right[0] from the gap, with their classes. */
void context_nearest(struct context *context, const struct language *language, bool left_known);
/* left[1] alone; the tokens behind right[0]; all the others, and what else the whole model asks. */
void context_before(struct context *context, const struct language *language);
void context_behind(struct context *context, const struct language *language);
void context_others(struct context *context, const struct language *language);
/* The present sentence ends at the gap, and the next one begins. */
void context_end_sentence(struct context *context);
/* Writes the place's features, at most FEATURE_MOST; returns how many. */
size_t feature_list(const struct context *context, const struct language *language, uint32_t *features);
/* The sum of their weights, without a list. */
int feature_sum(const struct context *context, const struct language *language);

/* Looks at the line as a whole. */
void context_line(struct context *context);

/* The few features by which most gaps are settled, of left[0] and right[0]. */
size_t feature_glance(const struct context *context, const struct language *language, uint32_t *features);
int feature_glance_sum(const struct context *context, const struct language *language);

/* Does the list marker behind the gap follow the one at the head of the sentence ("1. ... 2.")? */
bool context_is_next_item(const struct context *context);
/* Is the token before the gap a list marker that begins the sentence? */
bool context_is_marker(const struct context *context);

struct style style_of(struct slice text);

#endif
