/* view: rows as aligned columns, for people and terminals.
 *
 * Always holds: column widths are fixed by the first rows and the width of the screen; no line is wider. Width counts
 * what a terminal shows: two cells for East Asian wide characters and emoji, none for combining marks; a cluster that
 * is shown as one is never cut. Control characters never reach the terminal. What does not fit is wrapped at spaces,
 * then cut with an ellipsis: this is a view, not data.
 */
#ifndef TOCSV_VIEW_H
#define TOCSV_VIEW_H

#include "buffer.h"

struct view_settings {
    size_t width;  /* of the screen, in cells */
    size_t lines;  /* shown of one cell at most; 0 for all */
    size_t sample; /* rows that decide about widths; they are held until then */
    bool colour;
};

struct view_column;

struct view {
    struct view_settings settings;
    struct view_column *columns;
    size_t count, shown; /* columns behind the shown ones do not fit */
    bool fixed;          /* the widths are decided and the header is out */

    /* private */
    struct buffer held; /* rows, while the widths are open */
    size_t held_rows;
    struct buffer text; /* the cells of one row, plain */
    struct slice *cells, *rests;
};

void view_start(struct view *view, const struct slice *names, size_t count, const struct view_settings *settings);
/* Shows rows: CSV with every cell in quotes, a comma between and LF at the end. */
void view_rows(struct view *view, struct slice rows, struct buffer *out);
/* Shows what is still held. */
void view_finish(struct view *view, struct buffer *out);
void view_free(struct view *view);

/* The width in which a terminal shows `text` (valid UTF-8, no line ends). */
size_t view_width(struct slice text);
/* How much of `rest` stands on a line of `width`: its bytes go to *line, the bytes used up are returned. */
size_t view_wrap(struct slice rest, size_t width, struct slice *line);

#endif
