/* warc: where one record of a WARC or WET file ends (ISO 28500; WARC 0.17 to 1.1).
 *
 * Always holds: a record is its head (version line and fields, up to and with the empty line) and its content;
 * nothing behind `head + content` belongs to it. Field names are compared without case.
 */
#ifndef BROADSHEET_WARC_H
#define BROADSHEET_WARC_H

#include <stdint.h>

#include "slice.h"

/* Bytes of the two line ends that stand behind a record. */
#define WARC_GAP 4

enum warc_status {
    WARC_RECORD, /* *frame is set */
    WARC_MORE,   /* the bytes end too early: read more and call again, unless the file ends here */
    WARC_BAD,    /* no record starts here; frame->skip bytes on, one may */
};

struct warc_frame {
    uint64_t head, content; /* bytes */
    uint64_t skip;          /* to the next record, what stands between them included */
    uint64_t wanted;        /* WARC_MORE: with fewer bytes than these there is nothing new to be found */
    const char *damage;     /* what is wrong with the record, NULL if nothing is; static */
};

/* Frames the record at the start of `bytes`. `last`: the file ends with them, so that a record cut short is given
 * with what there is of it and `damage`. A record whose Content-Length is wrong ends where the next one starts. */
enum warc_status warc_frame(struct slice bytes, bool last, struct warc_frame *frame);

/* Where the next record starts behind the first byte. If none does, or could with bytes to come, the bytes' end;
 * without `last` a few bytes before it, which may be the beginning of one. */
size_t warc_next(struct slice bytes, bool last);

/* The value of a field in a head, trimmed; absent if it is not there. Also reads HTTP heads. */
struct slice warc_field(struct slice head, const char *name);

#endif
