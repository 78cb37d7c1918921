/* attributes: what an element's attributes say to the reader of HTML.
 *
 * Always holds: pure functions of the source's bytes, of which their slices are parts; time is linear in them.
 */
#ifndef BROADSHEET_CLEAN_ATTRIBUTES_H
#define BROADSHEET_CLEAN_ATTRIBUTES_H

#include <string.h>

#include "tokenizer.h"

/* The attributes that we look at, raw. */
struct seen {
    struct slice classes, id, role, itemprop, rel, href, value;
    bool hidden;
};

struct seen attributes_see(const struct token *token);

/* Do an element's classes say that it is not on the page as it is first seen: a card that opens under the pointer, or
 * words for those who have the page read to them? */
bool attributes_covered(struct slice classes);

/* Does a value (of class, id or href) speak of an author, a date or a title? */
bool attributes_tell(struct slice value);

/* Is `name` the same as `lower`, of as many bytes at least, when its letters of ASCII are made small? */
static inline bool folds_to(struct slice name, const char *lower)
{
    for (size_t i = 0; i < name.size; i++)
        if (ascii_lower(name.at[i]) != lower[i])
            return false;
    return true;
}

/* Most names are in small letters. */
#define NAME_IS(name, literal)                                                                                         \
    ((name).size == sizeof(literal) - 1 &&                                                                             \
     (memcmp((name).at, (literal), sizeof(literal) - 1) == 0 || folds_to((name), (literal))))

#endif
