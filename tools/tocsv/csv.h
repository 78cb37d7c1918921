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
    bool copies; /* set by csv_ready: most strings are copied as they stand */
};

/* To be called once the rest of the dialect is set, before the first csv_string. */
void csv_ready(struct dialect *dialect);

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

/* For csv_string alone: the common case, in blocks, and any other. csv_copied is false, and nothing is appended, if the
 * string is empty, holds a backslash, or too few bytes may be read. */
bool csv_copied(struct buffer *out, char delimiter, struct slice value, size_t readable);
enum csv_trouble csv_any_string(struct buffer *out, const struct dialect *dialect, struct slice value, size_t readable,
                                struct buffer *scratch);

/* Appends a JSON string as it stands in a checked line, with its quotes, as a cell and a delimiter. `readable` bytes
 * may be read from where it begins: its own, or more. The text is unescaped in `scratch` where it must be seen whole
 * first, as for --quote=none; mostly it goes straight to `out`. */
static inline enum csv_trouble csv_string(struct buffer *out, const struct dialect *dialect, struct slice value,
                                          size_t readable, struct buffer *scratch)
{
    if (dialect->copies && csv_copied(out, dialect->delimiter, value, readable))
        return CSV_FINE;
    return csv_any_string(out, dialect, value, readable, scratch);
}

/* Copies without a call; numbers are short. */
static inline void csv_copy_short(char *to, const char *from, size_t size)
{
    if (size >= 16)
        memcpy(to, from, size);
    else if (size >= 8) {
        memcpy(to + size - 8, from + size - 8, 8);
        memcpy(to, from, 8);
    } else if (size >= 4) {
        memcpy(to + size - 4, from + size - 4, 4);
        memcpy(to, from, 4);
    } else if (size > 0) {
        to[0] = from[0];
        to[size / 2] = from[size / 2];
        to[size - 1] = from[size - 1];
    }
}

#define CSV_BLOCK 16

/* Appends a number as it stands, and a delimiter. `readable` bytes may be read from where it begins. */
static inline void csv_number(struct buffer *out, const struct dialect *dialect, struct slice digits, size_t readable)
{
    if (dialect->quoting == QUOTE_ALL) {
        csv_text(out, dialect, digits, false);
        return;
    }
    char *to = buffer_reserve(out, digits.size + CSV_BLOCK + 1);
    if (readable >= CSV_BLOCK && digits.size <= CSV_BLOCK)
        memcpy(to, digits.at, CSV_BLOCK); /* more than the number, and no branch on its size */
    else
        csv_copy_short(to, digits.at, digits.size);
    to[digits.size] = dialect->delimiter;
    out->size += digits.size + 1;
}

#endif
