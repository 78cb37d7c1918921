/* linked: what a page says of itself in JSON-LD (schema.org).
 *
 * Always holds: the slices lie in the arena; absent where nothing was said. Objects count by their type: an article
 * before a page that holds one, both before anything else; lists of other articles are not looked into.
 */
#ifndef BROADSHEET_CLEAN_LINKED_H
#define BROADSHEET_CLEAN_LINKED_H

#include "page.h"

enum { LINKED_AUTHORS = 8 };

struct linked_author {
    struct slice name;
    bool organisation; /* said to be none of a person */
};

struct linked {
    struct slice headline, published, modified, site, lang;
    struct linked_author authors[LINKED_AUTHORS];
    size_t author_count;
};

/* Reads all of the page's JSON-LD. Scripts that are not JSON are read as far as line ends and comments in them can be
 * forgiven, else skipped. */
void linked_read(const struct page *page, struct linked *linked);

#endif
