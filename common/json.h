/* json: walking values that a record scan has already checked.
 *
 * Always holds: the slices given here lie inside a line that record_scan accepted, so nothing is checked again.
 * A value slice covers the value as written (a string with its quotes). Nothing recurses.
 */
#ifndef BROADSHEET_JSON_H
#define BROADSHEET_JSON_H

#include <stdint.h>

#include "buffer.h"

enum json_type { JSON_ABSENT, JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* The type of a value, from its first byte. */
enum json_type json_type(struct slice value);

/* The text of a string value without quotes and escapes. A string without a backslash is returned as it stands
 * in the line; otherwise it is written to the arena. A lone surrogate escape becomes U+FFFD; \u0000 a NUL byte. */
struct slice json_string(struct arena *arena, struct slice value);
/* The same, appended to a buffer. */
void json_string_append(struct buffer *buffer, struct slice value);

/* Steps through an array or object. */
struct json_walk {
    const char *at, *end;
    bool object;
};
/* Begins at an array or object; false if `value` is neither. */
bool json_enter(struct json_walk *walk, struct slice value);
/* The next element or member. `key` (raw, between the quotes) is set for objects. False at the end. */
bool json_next(struct json_walk *walk, struct slice *key, struct slice *value);

/* The value of member `name` of an object (of equal keys the last); at == NULL if there is none. */
struct slice json_member(struct slice object, const char *name);
/* Is the raw key (between the quotes, escapes as written) equal to `name`? */
bool json_key_is(struct slice raw_key, struct slice name);

/* A number value that is an integer and fits; false if not. */
bool json_integer(struct slice value, int64_t *number);
bool json_double(struct slice value, double *number);

#endif
