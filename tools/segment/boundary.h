/* boundary: where sentences end.
 *
 * Always holds: text and options in, spans out, no input or output. Spans are byte offsets, rise, do not overlap,
 * are not empty, begin and end with a character that is not white space; what lies between them is white space. So
 * spans and gaps give the text back. The time is linear in the text.
 * The method is a linear classifier over the tokens on both sides of each place that may end a sentence (after
 * Palmer and Hearst 1997; Gillick 2009), asked only where a table of clear cases has no answer.
 */
#ifndef SEGMENT_BOUNDARY_H
#define SEGMENT_BOUNDARY_H

#include "feature.h"
#include "wrap.h"

struct span {
    size_t start, end;
    size_t paragraph; /* from 1 */
};

/* Called for each span, in order. */
typedef void boundary_sink(void *argument, struct span span);

enum reason {
    REASON_CLEAR_END,    /* the table: ends */
    REASON_CLEAR_WITHIN, /* the table: does not end */
    REASON_MODEL,        /* by weight */
    REASON_LINE,         /* a line ends here */
    REASON_PARAGRAPH,    /* a blank line follows */
    REASON_WRAPPED,      /* a line end of hard-wrapped text: only space */
    REASON_COUNT
};

struct verdict {
    bool boundary;
    enum reason reason;
    const char *rule; /* name of the clear case, NULL for none */
    float weight;     /* of the model: above 0 is a boundary */
};

/* Called for each place looked at, for --explain and for training. May change verdict->boundary. */
typedef void boundary_watch(void *argument, const struct context *context, struct verdict *verdict);

enum wrapped { WRAPPED_AUTO, WRAPPED_YES, WRAPPED_NO };

/* What is told of a whole text before it is cut: how it is written, and whether its line ends are only space. */
struct manner {
    struct style style;
    struct wrap wrap;
};

struct boundary_options {
    enum wrapped wrapped;
    bool paragraphs; /* whole paragraphs instead of sentences */
    bool plain_scan; /* no vector instructions */
    boundary_sink *sink;
    void *sink_argument;
    boundary_watch *watch; /* NULL for none */
    void *watch_argument;
};

struct manner boundary_manner(struct slice text, const struct boundary_options *options);

/* Gives the sentences of `text` to options->sink. Any bytes will do. `manner` is that of the text, or of the longer
 * text of which it is a part. Returns the number of paragraphs. */
size_t boundary_find(struct slice text, const struct language *language, const struct manner *manner,
                     const struct boundary_options *options);

const char *reason_name(enum reason reason);

#endif
