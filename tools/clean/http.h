/* http: the page inside a WARC record.
 *
 * Always holds: nothing here is copied unless it must be decoded; a body that is damaged is decoded as far as it
 * goes, and `damage` says what was wrong.
 */
#ifndef BROADSHEET_CLEAN_HTTP_H
#define BROADSHEET_CLEAN_HTTP_H

#include <stdint.h>

#include "buffer.h"

/* What a WARC record holds. */
struct capture {
    bool page; /* a page that can be read: a response or resource of HTML or text, a conversion (WET) */
    bool html;
    struct slice target;  /* WARC-Target-URI without angle brackets; absent if not there */
    struct slice date;    /* WARC-Date; absent if not there */
    struct slice charset; /* of the Content-Type; absent if not there */
    struct slice body;    /* decoded; in the record or in the buffer */
    const char *damage;   /* of the body; NULL if it is whole */
};

/* Reads one raw WARC record: its head, the HTTP head inside a response, the body's chunks and compression. `body`
 * and `scratch` hold what had to be decoded; a body stops growing at `limit` bytes. */
void http_read(struct slice record, uint64_t limit, struct buffer *body, struct buffer *scratch,
               struct capture *capture);

#endif
