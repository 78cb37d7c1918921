/* lines: plain text, read a line at a time, to one sentence a line.
 *
 * Always holds: how the text is written (its style, whether it is hard-wrapped, its language) is judged from its
 * first lines only, up to LINES_LOOK of them or LINES_LOOK_BYTES; from then on memory follows the longest line (with
 * others before it up to LINES_HOLD), or in hard-wrapped text the longest paragraph up to LINES_PARAGRAPH. What is
 * written does not depend on how the input was read.
 */
#ifndef SEGMENT_LINES_H
#define SEGMENT_LINES_H

#include "document.h"

#define LINES_LOOK 32
#define LINES_LOOK_BYTES 8192
#define LINES_HOLD 16384
#define LINES_PARAGRAPH (1u << 20)

struct lines {
    struct cli *cli;
    const struct settings *settings;
    struct workroom *room;
    struct buffer text; /* not cut yet, whole lines */
    size_t count;       /* lines seen of this file */
    size_t points;      /* code points of the file before `text`; counted for --explain only */
    bool judged;
    struct manner manner;
    const struct language *language;
    const char *file;
};

/* Writes the sentences of lines that are held only to cut several at once; the argument is a struct lines. For
 * cli.before_wait. */
void lines_before_wait(void *argument);

/* One more line of text. */
void lines_add(struct lines *lines, const struct unit *unit);
/* The file ends here: what is held is written. */
void lines_end(struct lines *lines);

#endif
