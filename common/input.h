/* input: the FILEs of the command line as a stream of units.
 *
 * Always holds: a unit's bytes are valid until the next call; its place names the file as the user gave it
 * (`<stdin>` for standard input) and the line, from 1, on which it starts. Lines come without "\n" or "\r\n"; a
 * UTF-8 byte order mark at a file's start is taken off. Memory follows the longest unit, at most max_record.
 * Nothing is printed here: trouble comes back as a status with a message.
 */
#ifndef BROADSHEET_INPUT_H
#define BROADSHEET_INPUT_H

#include "buffer.h"

enum format { FORMAT_AUTO, FORMAT_JSONL, FORMAT_WARC, FORMAT_HTML, FORMAT_TEXT, FORMAT_CSV };

/* How a tool wants text (and HTML) handed over. */
enum text_units {
    TEXT_REFUSED, /* not a record: the line is reported as bad JSON */
    TEXT_BY_LINE, /* one line a unit, blank lines too */
    TEXT_BY_FILE, /* one file a unit, line ends as they are */
};

struct input_options {
    enum format from; /* FORMAT_AUTO: by the first bytes of each file */
    enum text_units text;
    bool html, warc;             /* accepted, and told by their first bytes */
    bool prose;                  /* text is what people read: a page, which could be read by its lines, is refused */
    uint64_t max_record;         /* bytes of one unit */
    size_t read_size;            /* bytes asked of read(2) at once; 0 means LIMIT_READ */
    void (*before_wait)(void *); /* called before a read that would block; NULL for none */
    void *before_wait_argument;
};

struct place {
    const char *file;
    uint64_t line;
    uint64_t column; /* byte of the line, from 1; 0 where it is not told */
};

struct unit {
    enum format format; /* FORMAT_JSONL: one line, not checked yet (CSV rows come so, too). FORMAT_TEXT: a line or a
                           whole file. FORMAT_HTML: a whole file. FORMAT_WARC: one WARC record with its headers. */
    struct slice bytes;
    struct slice line_end; /* "\n" or "\r\n" behind a line, empty at the end of a file that lacks it */
    struct place place;
    uint64_t number;    /* of this unit in its file, from 1 */
    bool unfinished;    /* INPUT_BAD: the raw part goes on with the next unit ... */
    bool continued;     /* ... which says so here and has no message of its own */
    const char *damage; /* a WARC record that is not whole: what is wrong with it; else NULL */
};

enum input_status {
    INPUT_UNIT, /* *unit is set */
    INPUT_END,
    INPUT_BAD,      /* some input is unusable; message and place set, unit->bytes is the raw part (perhaps only its
                       beginning, when too long); go on with the next call */
    INPUT_NOTE,     /* nothing to use, but message and place say what is to be known of the line; go on */
    INPUT_FILE_BAD, /* a file could not be opened or read: message set; go on with the next file */
    INPUT_WRONG,    /* the input makes no sense here (gzip, UTF-16, a JSON array): message with the command that
                       helps; the tool ends with status 2 */
};

struct input;

/* `files` (count of them; none means standard input, as does "-") must outlive the input. */
struct input *input_open(const struct input_options *options, char *const *files, size_t count);
enum input_status input_next(struct input *input, struct unit *unit);
/* What went wrong, without tool, file or line; valid until the next call. */
const char *input_message(const struct input *input);
/* Bytes read so far, and of all files together if all sizes are known, else 0; the files are looked at when first
 * asked. */
uint64_t input_bytes(const struct input *input);
uint64_t input_total(struct input *input);
void input_close(struct input *input);

/* The format that the first bytes of a page or file speak for: FORMAT_WARC, FORMAT_HTML, FORMAT_JSONL or FORMAT_TEXT.
 * White space and a byte order mark before them do not count. */
enum format input_format_of(struct slice first_bytes);

/* Reads a whole file (a rule file, a name list) that a user has named; "-" is not special. False with errno set;
 * EFBIG beyond `limit` bytes. */
bool input_read_file(const char *path, size_t limit, struct buffer *into);

#endif
