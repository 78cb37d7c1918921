/* fold: text in pieces, white space folded to single spaces.
 *
 * Always holds: what comes out is valid UTF-8 without spaces at its ends; U+00A0, U+2000 to U+200A and their kin count
 * as spaces, soft hyphens and U+FEFF are left out. The bytes lie in the arena and stay.
 */
#ifndef BROADSHEET_CLEAN_FOLD_H
#define BROADSHEET_CLEAN_FOLD_H

#include "memory.h"
#include "slice.h"

struct fold {
    struct arena *arena;
    char *start, *at, *limit; /* the text being built, and the end of its room */
    bool space;               /* a space stands before the next word */
    struct slice source;      /* bytes that may be read even where a text added is only a part of them; may be absent */
};

void fold_start(struct fold *fold, struct arena *arena);
/* Appends valid UTF-8; a character may not be cut between two calls. Returns the bytes that the text grew by. */
size_t fold_add(struct fold *fold, struct slice text);
/* Ends the text and begins the next; the slice is empty if nothing but spaces came. */
struct slice fold_take(struct fold *fold);

static inline size_t fold_size(const struct fold *fold)
{
    return (size_t)(fold->at - fold->start);
}

/* Does the character that begins at `at` (`left` > 0 bytes are readable) always come out as it is? */
bool fold_keeps(const char *at, size_t left);

/* The same in one call. */
struct slice fold_text(struct arena *arena, struct slice text);

#endif
