/* record: one line of JSON Lines, checked in a single pass and rewritten by splicing.
 *
 * Always holds after RECORD_OK: the line is one JSON object by RFC 8259 in valid UTF-8, at most LIMIT_JSON_DEPTH
 * deep, with nothing but white space around it; `members` lists its top-level members in order, as slices of the
 * line. Writing copies the line's own bytes, so that what a tool does not own leaves as it came.
 * jansson is the oracle of this scan in the tests; tests/record/differences.md lists where the two differ.
 */
#ifndef BROADSHEET_RECORD_H
#define BROADSHEET_RECORD_H

#include "value.h"

struct member {
    struct slice key;   /* between the quotes, escapes as written */
    struct slice value; /* as written; a string with its quotes */
    enum value_type type;
    bool key_escaped; /* the key has a backslash */
    bool escaped;     /* the value is a string with a backslash */
    bool ascii;       /* the value is a string and all ASCII */
};

/* Private to record.c: a key of the line before, with its quotes and colon, since lines of one file mostly have the
 * same. Of a key that does not fit or has escapes the size is 0. */
struct expected_key {
    char bytes[16];
    uint32_t size, mask; /* mask: a bit for each of its bytes */
};
#define NESTED_KEYS 8

struct record {
    struct slice line;      /* what was scanned */
    size_t open, close;     /* offsets of the object's { and } in it */
    struct member *members; /* owned by the record, used again by the next scan */
    size_t count, capacity;
    bool same_keys; /* the same keys in the same order as the last line that was scanned into this record, and
                       that one was a record too; may be false although they are */

    /* private to record.c: the keys of the line before, as they are expected in the next one */
    struct expected_key *expected;
    size_t expected_count, expected_capacity;
    struct expected_key nested[NESTED_KEYS]; /* of the nested object before */
};

enum record_status {
    RECORD_OK,
    RECORD_NOT_JSON,   /* not RFC 8259 */
    RECORD_NOT_OBJECT, /* JSON, but not an object (only its first byte was looked at) */
    RECORD_NOT_UTF8,   /* mend the line with text_mend and scan again */
    RECORD_TOO_DEEP,
};

struct record_error {
    size_t offset;    /* byte of the line where it went wrong, from 0 */
    const char *what; /* "expected a comma or }", static */
};

/* Checks `line` (without its line end) and lists its members. The line must stay where it is while the record is
 * used. `error` is set when the result is not RECORD_OK. */
enum record_status record_scan(struct record *record, struct slice line, struct record_error *error);
void record_free(struct record *record);

/* The member called `name` (of several the last), or NULL. */
const struct member *record_find(const struct record *record, struct slice name);
/* The same, if it is a string; its text goes to *text (see value_string). False if there is none. */
bool record_string(const struct record *record, struct slice name, struct arena *arena, struct slice *text);

/* The offset in the line of where members may be added: behind the last one, or behind the { if there is none. */
size_t record_end(const struct record *record);

/* What to do with one member: set it to `json` (a whole JSON value), or take it out if json.at is NULL. */
struct edit {
    struct slice name; /* plain, not escaped; must need no escapes */
    struct slice json;
};
/* Most edits of one write. */
#define RECORD_EDITS 64
/* Appends the record to `out`, edited (count <= RECORD_EDITS), from { to }, without a line end. An edited member that
 * exists is replaced where it (last) stands, its other copies are removed; a new one is appended in the order of
 * `edits`. White space and everything else stay. */
void record_write(struct buffer *out, const struct record *record, const struct edit *edits, size_t count);

#endif
