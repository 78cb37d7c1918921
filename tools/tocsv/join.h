/* join: an array or object in one cell: `{type}:{name}` for each object, a separator between the elements.
 *
 * Always holds: what is composed is text made of the values' own text; a separator inside an element is counted in
 * `ambiguous`, since it can no longer be told from one between elements.
 */
#ifndef TOCSV_JOIN_H
#define TOCSV_JOIN_H

#include "path.h"
#include "source.h"

/* Where a value is in an object: a wanted member, and what follows. */
struct piece_path {
    size_t key; /* NAMES_NONE: the object itself */
    struct path behind;
};

/* Literal text, or the first of some paths that is there and not null. */
struct piece {
    struct slice literal;
    struct piece_path *paths;
    size_t path_count;
};

struct form {
    struct piece *pieces;
    size_t count;
    struct source source; /* of the object that is being written */
};

/* Parses `{type}:{name|text}`; `{{` and `}}` stand for braces. False with *what set. */
bool form_parse(struct form *form, struct slice text, struct arena *arena, const char **what);
void form_free(struct form *form);

struct join {
    struct slice separator;
    struct slice null_text, false_text, true_text; /* of elements */
    uint64_t ambiguous;
    const struct record *record; /* in which the values stand */
    size_t listed;               /* its next listed object, see record_object */
};

/* Appends the text of an array or object to `out`: scalars as they are, objects by `form` (may be NULL). An array with
 * elements that are arrays, or objects without a form, is appended as JSON, as it stands in the line; so is an object
 * without a form. */
void join_value(struct buffer *out, struct join *join, struct form *form, struct slice value);

#endif
