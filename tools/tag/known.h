/* known: the names of a document, by a word of theirs.
 *
 * Always holds: a name stands once under a word, with how often it was added; under one word stand at most so many that
 * a look at all of them is cheap. Hash chains in the document's arena.
 */
#ifndef BROADSHEET_TAG_KNOWN_H
#define BROADSHEET_TAG_KNOWN_H

#include "document.h"

/* A name of the document, by one folded word or acronym of it. */
struct known {
    uint32_t key; /* folded hash of the word; 0: free */
    enum entity_type type;
    struct slice name, id, country;
    uint32_t seen;  /* how often the full name stands in the document */
    uint32_t words; /* of the full name */
    uint32_t last;  /* folded hash of the full name's last word */
    bool first;     /* the word is the name's first */
    bool worded;    /* the last word is a common or a body's: "Jane Otieno Hospital" */
    bool royal;     /* where the name was given first, a ruler's or prince's title stood before it */
    bool of_father; /* the last word stands behind "bin": it is no surname by itself */
    bool listed;
    uint32_t next;  /* other names with the same word, index + 1 */
    uint64_t place; /* of the first full name: the number of its sentence, then of its token */
};

struct known_names {
    struct known *at;
    size_t count, capacity;
    uint32_t *heads; /* index + 1 of the first known, by key */
    uint32_t mask;
    struct arena *arena;
};

void known_start(struct known_names *names, struct arena *arena);
/* Adds the name under its key, or counts it once more. */
void known_add(struct known_names *names, const struct known *known);

#define KNOWN_ANYWHERE UINT64_MAX /* a place: anywhere in the document */

/* The place of a token: places stand in the document's order. */
static inline uint64_t known_place(size_t sentence, uint32_t token)
{
    return (uint64_t)sentence << 32 | token;
}

/* The best known name of `type` with this word: one that stands before `place` already, then the one seen most, of
 * equals the earliest. This and the others: NULL if there is none. */
const struct known *known_best(const struct known_names *names, uint32_t key, enum entity_type type, uint64_t place);
/* Of the persons with words before `text`, which their names end with in any case, the one seen most. */
const struct known *known_ending(const struct known_names *names, uint32_t key, struct slice text);
/* The only name that begins with `text` and goes on: "Nor Azlan Hassan (Otieno)"; NULL also if there are two. */
const struct known *known_going_on(const struct known_names *names, uint32_t key, struct slice text);
/* The person whose name begins with the word, and not with "Sheikh". */
const struct known *known_beginning(const struct known_names *names, uint32_t key);

#endif
