/* mhtml: the page inside a file that a browser saved whole, with its pictures (MHTML, RFC 2557).
 *
 * Always holds: nothing of the file is copied but what must be decoded; what is damaged is decoded as far as it goes.
 */
#ifndef BROADSHEET_CLEAN_MHTML_H
#define BROADSHEET_CLEAN_MHTML_H

#include "buffer.h"

struct mhtml {
    struct slice page;    /* HTML, decoded; absent if no part of the file is HTML */
    struct slice charset; /* of its Content-Type; absent if not there */
    struct slice url;     /* it was saved from; absent if not told */
};

/* False if the file is no MHTML. `head` and `body` hold what had to be unfolded or decoded. */
bool mhtml_read(struct slice file, struct buffer *head, struct buffer *body, struct mhtml *mhtml);

#endif
