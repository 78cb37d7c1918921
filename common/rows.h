/* rows: CSV by libcsv as JSON records, one a row, the header's names as keys, every value a string. Fields are parted
 * by commas, or by what the header has for want of them: semicolons or tabs.
 *
 * Always holds: rows come in order, each with the line on which it starts; nothing is trimmed or repaired. A row with
 * too many fields or broken quoting is handed out as bad, with what is wrong and its raw lines. Too few fields leave
 * the last members out. Of a name that stands twice in the header there are two members, of which the last counts;
 * a note says so. A line that is the header once more, as in files joined end to end, is no row; a note says so, too.
 */
#ifndef BROADSHEET_ROWS_H
#define BROADSHEET_ROWS_H

#include "buffer.h"

struct rows;

struct row {
    struct slice json; /* a record; for a bad row the raw lines */
    uint64_t line;     /* from 1 */
    const char *wrong; /* NULL for a good row */
    const char *note;  /* not NULL: no row, but what is to be known of the line; lasts as long as `rows` */
};

/* `first_line`: the number of the first line that will be fed. */
struct rows *rows_open(uint64_t first_line);
/* Feeds one physical line with its line end. */
void rows_feed(struct rows *rows, struct slice line);
/* The file ends here: finishes the row under way. False if that has been said before. */
bool rows_finish(struct rows *rows);
/* Gives the row under way up as bad, `piece` with it. True if it goes on behind that: then its other pieces go to
 * rows_skip, until that is false. A piece is a line or a part of one. */
bool rows_give_up(struct rows *rows, struct slice piece, const char *wrong);
bool rows_skip(struct rows *rows, struct slice piece);
/* Has the header been read? A bad row before that was the header itself. */
bool rows_has_header(const struct rows *rows);
/* Takes the next finished row or note; its bytes stay until the next feed. False if there is none yet. */
bool rows_next(struct rows *rows, struct row *row);
/* Bytes of the row that is under way. */
size_t rows_pending(const struct rows *rows);
void rows_close(struct rows *rows);

#endif
