/* path: the way from a record to a value: `a.b[0].c`, `."odd.key"`, `events[].actor`.
 *
 * Always holds: keys are plain text (escapes resolved); steps and keys live in the arena given to path_parse.
 * A path without steps is the value it starts from.
 */
#ifndef TOCSV_PATH_H
#define TOCSV_PATH_H

#include "value.h"

enum step_kind {
    STEP_KEY,   /* member `key` of an object */
    STEP_INDEX, /* element `index` of an array, from 0 */
    STEP_EACH,  /* every element: `[]`, only where rows are made of them */
};

struct step {
    enum step_kind kind;
    bool quoted; /* the key stood in quotes */
    struct slice key;
    size_t index;
};

struct path {
    struct step *steps;
    size_t count;
    bool rest; /* ends with `*`: the members not named otherwise */
};

/* Takes a path off the front of `*text`, up to a comma or colon outside quotes, or the end. False with *what set. */
bool path_parse(struct path *path, struct slice *text, struct arena *arena, const char **what);

/* Takes a word off the front of `*text`, in JSON quotes or up to one of `stops`. False with *what set. */
bool path_word(struct slice *word, struct slice *text, const char *stops, struct arena *arena, const char **what);

/* The path without its first `steps` steps. */
struct path path_behind(const struct path *path, size_t steps);

/* Follows the path from `value` (which a record scan has checked). Absent if there is nothing; of equal keys the last
 * counts. STEP_EACH must not be in the path. */
struct slice path_follow(const struct path *path, struct slice value);

/* The path as text: keys joined by dots, `[n]` behind arrays. Quotes are left out. */
void path_name(struct buffer *name, const struct path *path);

#endif
