/* csv: one cell of a row, by RFC 4180 or what the user wants instead.
 *
 * Always holds: a cell that has been written reads back to the same bytes with any reader that knows the dialect:
 * quotes stand around every cell that needs them (a delimiter, quote, CR or LF in it; blanks at its ends, which some
 * readers trim; a byte order mark at its start, which others take off) and around no other, unless asked.
 * Where a dialect cannot hold a value, nothing is bent: the writer says so and the record is rejected.
 */
#ifndef TOCSV_CSV_H
#define TOCSV_CSV_H

#include "value.h"

enum quoting {
    QUOTE_MINIMAL, /* where needed */
    QUOTE_ALL,     /* every cell */
    QUOTE_STRINGS, /* every JSON string, so that "1" and 1, or "" and a missing value, differ */
    QUOTE_NONE,    /* none: a cell that needs them is trouble */
};

/* What to do with text that a spreadsheet would run as a formula. */
enum formula { FORMULA_OFF, FORMULA_ERROR, FORMULA_QUOTE, FORMULA_TAB };

struct dialect {
    char delimiter;
    enum quoting quoting;
    enum formula formula;
    bool escapes; /* TSV: \t \n \r \\ in place of quotes */
    struct slice line_end;
    struct slice fill;      /* for a value that is not there */
    struct slice null_text; /* for null */
    struct slice false_text, true_text;
};

enum csv_trouble {
    CSV_FINE,
    CSV_WANTS_QUOTES, /* with QUOTE_NONE */
    CSV_IS_FORMULA,   /* with FORMULA_ERROR */
};

/* Is `byte` fit to stand between cells? Not if it could be part of a number or is a quote, CR, LF or NUL. */
bool csv_delimiter_fits(char byte);

/* Appends a cell of plain text and a delimiter. `string`: the text comes from a JSON string, or is composed of such,
 * so that it is quoted by QUOTE_STRINGS and guarded against formulas. On trouble `out` may hold a part of it. */
enum csv_trouble csv_text(struct buffer *out, const struct dialect *dialect, struct slice text, bool string);

/* Appends a JSON string as it stands in a checked line, with its quotes, as a cell and a delimiter. The text is
 * unescaped in `scratch` if it has escapes. The common case is one pass over the bytes. */
enum csv_trouble csv_string(struct buffer *out, const struct dialect *dialect, struct slice value,
                            struct buffer *scratch);

/* Appends a number as it stands, and a delimiter. */
void csv_number(struct buffer *out, const struct dialect *dialect, struct slice digits);

#endif
