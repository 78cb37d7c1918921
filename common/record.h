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
    bool escaped;     /* there may be a backslash in the value; if false, there is none */
};

/* Private to the scan: what stands between two values of the line before, since lines of one file mostly have the same.
 * If it does not fit or its key has escapes, it is a byte that no line has. */
struct expected_key {
    char bytes[32];
    uint32_t mask;               /* a bit for each of them */
    uint8_t size, key, key_size; /* up to the value; where the key is, without its quotes */
};
/* The same of the nested object before. `number` is another whenever one of the keys is. */
#define NESTED_KEYS 16
struct object_shape {
    struct expected_key keys[NESTED_KEYS];
    unsigned count, number;
};
/* A member's nested objects are expected to be like those of the same member, which most often has a shape of its own.
 */
#define RECORD_SHAPES 4

/* Private to the scan: where the strings of a line begin and end. */
struct quotes {
    uint32_t *at; /* offsets of the quotes; of two the first begins a string */
    size_t capacity;
    bool escapes; /* there are backslashes */
};

/* An object in a member's value, all of whose own values are strings, numbers, booleans or null. */
struct nested_object {
    struct slice value;
    size_t first, count; /* its members, in record.nested */
    unsigned shape;      /* of two objects with the same shape and count the keys are the same */
};

struct record {
    struct slice line;      /* what was scanned */
    size_t open, close;     /* offsets of the object's { and } in it */
    struct member *members; /* owned by the record, used again by the next scan */
    size_t count, capacity;
    bool same_keys; /* the same keys in the same order as the last line that was scanned into this record, and
                       that one was a record too; may be false although they are */

    bool lists_objects; /* set by the caller: list nested objects, so that they need not be looked through again */
    struct nested_object *objects; /* in order; not all of them must be listed, see record_object */
    size_t object_count, object_capacity;
    struct member *nested; /* of which only key and value are set */
    size_t nested_capacity;

    /* private to the scan: the keys of the line before, as they are expected in the next one */
    struct expected_key *expected;
    size_t expected_count, expected_capacity;
    struct object_shape shapes[RECORD_SHAPES];
    unsigned shape_numbers;
    struct quotes quotes;
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
/* The same of a member, which may be NULL. */
bool member_string(const struct member *member, struct arena *arena, struct slice *text);

/* The offset in the line of where members may be added: behind the last one, or behind the { if there is none. */
size_t record_end(const struct record *record);

/* The nested object that begins at `at`, or NULL if it is not listed. *next is where it is looked for first, and is
 * left there. */
const struct nested_object *record_object(const struct record *record, const char *at, size_t *next);

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
