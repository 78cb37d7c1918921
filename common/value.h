/* value: walking JSON values that a record scan has already checked.
 *
 * Always holds: the slices given here lie inside a line that record_scan accepted, so nothing is checked again.
 * A value slice covers the value as written (a string with its quotes). Nothing recurses.
 */
#ifndef BROADSHEET_VALUE_H
#define BROADSHEET_VALUE_H

#include <stdint.h>

#include "buffer.h"

enum value_type {
    VALUE_ABSENT,
    VALUE_NULL,
    VALUE_FALSE,
    VALUE_TRUE,
    VALUE_NUMBER,
    VALUE_STRING,
    VALUE_ARRAY,
    VALUE_OBJECT
};

/* The type of a value, from its first byte. */
extern const uint8_t value_type_of_byte[256];
static inline enum value_type value_type(struct slice value)
{
    return value.size == 0 ? VALUE_ABSENT : (enum value_type)value_type_of_byte[(unsigned char)*value.at];
}

/* The value of a hexadecimal digit, -1 for any other byte; and of four of them, negative if one is none. */
extern const int8_t value_of_hex_digit[256];
static inline int value_hex_unit(const char *digits)
{
    return value_of_hex_digit[(unsigned char)digits[0]] * 0x1000 |
           value_of_hex_digit[(unsigned char)digits[1]] * 0x100 | value_of_hex_digit[(unsigned char)digits[2]] * 0x10 |
           value_of_hex_digit[(unsigned char)digits[3]];
}

/* The text of a string value without quotes and escapes. A string without a backslash is returned as it stands
 * in the line; otherwise it is written to the arena. A lone surrogate escape becomes U+FFFD; \u0000 a NUL byte. */
struct slice value_string(struct arena *arena, struct slice value);
/* Decodes the escape at *at (on its backslash; a pair of surrogates is one) as UTF-8 to `to`, which has room for 4
 * bytes; moves *at behind it and returns the bytes written. `end` is the string's closing quote. */
size_t value_escape(const char **at, const char *end, char *to);
/* The text of a string value, appended to a buffer. */
void value_string_append(struct buffer *buffer, struct slice value);

/* Steps through an array or object. `end` is a place at or behind its last byte. */
struct value_walk {
    const char *at, *end;
    bool object;
};
/* Begins at an array or object; false if `value` is neither. */
bool value_enter(struct value_walk *walk, struct slice value);
/* The next element or member. `key` (raw, between the quotes) is set for objects. False at the end. */
bool value_next(struct value_walk *walk, struct slice *key, struct slice *value);
/* The first byte of what value_next would give, or NULL at the end. The walk stays where it is. */
const char *value_peek(const struct value_walk *walk);
/* As value_next, but if the value is an array or object its end is not looked for: value->size is 0 and *inner begins
 * on it. Walk *inner to its end, then call value_leave, which sets the size, before `walk` goes on. */
bool value_step(struct value_walk *walk, struct slice *key, struct slice *value, struct value_walk *inner);
void value_leave(struct value_walk *walk, const struct value_walk *inner, struct slice *value);

/* The value of member `name` of an object (of equal keys the last); at == NULL if there is none. */
struct slice value_member(struct slice object, const char *name);
/* Is the raw key (between the quotes, escapes as written) equal to `name`? */
bool value_key_is(struct slice raw_key, struct slice name);

/* A number value that is an integer and fits; false if not. */
bool value_integer(struct slice value, int64_t *number);
bool value_double(struct slice value, double *number);

#endif
