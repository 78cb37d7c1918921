/* fold: what counts as the same text.
 *
 * Always holds: folding is a pure function of the bytes; the folder only keeps what it has looked up, so one a
 * thread is needed. A folded text has no leading or trailing space and no two spaces in a row (but FOLD_NONE).
 */
#ifndef BROADSHEET_DEDUPE_FOLD_H
#define BROADSHEET_DEDUPE_FOLD_H

#include <stdint.h>

#include "buffer.h"

enum fold_level {
    FOLD_NONE,  /* the bytes */
    FOLD_SPACE, /* any run of white space is one space */
    FOLD_TEXT,  /* and compatibility forms, case, marks, invisible characters, entities, every kind of quotation mark,
                   apostrophe, `\'` and dash */
    FOLD_LOOSE, /* and punctuation: the words alone */
};

#define FOLD_PAGE 128

struct fold_entry {
    uint32_t start; /* in the folder's pool */
    uint8_t size;
    bool capital;
};

struct fold_page {
    struct fold_entry entries[FOLD_PAGE];
};

/* Places in a folded text, ascending. */
struct places {
    size_t *at;
    size_t count, capacity;
};

/* What folding takes out of a text and sketches want to know. */
struct outline {
    struct places breaks;   /* where paragraphs begin, but the first */
    struct places capitals; /* where capital letters stood behind a space */
};

struct folder {
    struct fold_page *pages[0x110000 / FOLD_PAGE]; /* made when first met */
    struct buffer pool;                            /* folded forms, UTF-8 */
    struct buffer text;                            /* FOLD_LOOSE: the text between its two steps */
    struct outline outline;                        /* of the text folded last; FOLD_TEXT alone finds it */
    size_t line;                                   /* where in the folded text the present line began */
};

/* Appends `valid` UTF-8 to `out`, folded. A zeroed folder is ready. */
void fold_append(struct folder *folder, enum fold_level level, struct slice valid, struct buffer *out);
void folder_free(struct folder *folder);

#endif
