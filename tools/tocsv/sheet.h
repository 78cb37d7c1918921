/* sheet: the rows of a record, cell by cell.
 *
 * Always holds: a row has one cell for each column of the plan, in their order; it is appended whole or, on trouble,
 * everything that the record appended is taken back. Rows of an exploded record repeat its own cells, which are
 * written once and copied.
 */
#ifndef TOCSV_SHEET_H
#define TOCSV_SHEET_H

#include "csv.h"
#include "plan.h"

/* Sees each cell in place of the writer; an absent value for a blank cell. */
typedef void sheet_observer(void *argument, size_t column, struct slice value);

struct sheet_settings {
    struct dialect dialect;
    struct slice separator;  /* between the elements of an array in a cell */
    bool nested_json;        /* arrays and objects as JSON, never joined */
    bool keep_empty;         /* a row for a record without elements */
    bool blank_parents;      /* a record's own cells in its first row only */
    sheet_observer *observe; /* NULL: cells are written */
    void *observe_argument;
    void (*after_row)(void *); /* may write out what is there; not called while a record could still be taken back */
    void *after_row_argument;
};

struct trouble {
    const char *what;    /* static */
    struct slice column; /* its name, or the member's as it stands in the line */
    struct slice value;  /* in the line; absent if it is not one value's */
};

struct run;
struct level_state;

struct sheet {
    struct plan *plan;
    struct sheet_settings settings;
    struct join join;
    struct trouble trouble;
    struct slice dropped; /* the first member of the last record that no column took, absent if none */
    uint64_t rows;        /* of the last record */

    /* private */
    const struct record *record;
    struct buffer *out;
    struct run *runs;
    size_t run_count;
    struct level_state *states;
    size_t *chain;
    struct buffer fill, null, no, yes; /* these cells, written once */
    struct buffer scratch;
};

/* Begins; the plan must be settled and outlive the sheet. False if a text for missing or constant values does not fit
 * the dialect. */
bool sheet_start(struct sheet *sheet, struct plan *plan, const struct sheet_settings *settings);
/* Appends the header line. False with `trouble` set. */
bool sheet_header(struct sheet *sheet, struct buffer *out);
/* Appends the record's rows. False with `trouble` set, and nothing appended. */
bool sheet_record(struct sheet *sheet, const struct record *record, struct buffer *out);
void sheet_free(struct sheet *sheet);

#endif
