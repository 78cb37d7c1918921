/* boilerplate: paragraphs that stand in very many records: a site's frame, a licence, a call to subscribe.
 *
 * Always holds: a report, which decides nothing. A paragraph counts once a record, under the kept one that it repeats.
 */
#ifndef BROADSHEET_DEDUPE_BOILERPLATE_H
#define BROADSHEET_DEDUPE_BOILERPLATE_H

#include <stdint.h>

#include "buffer.h"

#define BOILERPLATE_RECORDS 10 /* records that make a paragraph boilerplate */

struct boilerplate {
    struct standing {
        uint32_t records; /* besides the first */
        uint64_t last;    /* number of the last record that counted */
    } * standing;         /* by the number of the kept paragraph */
    size_t capacity;
    struct frequent {
        uint64_t paragraph;
        size_t end; /* of its text in `texts` */
        uint32_t records;
    } * frequent; /* in the order in which they became boilerplate */
    size_t count, frequent_capacity;
    struct buffer texts;
};

/* Record `record` has `text`, which repeats kept paragraph `paragraph`. */
void boilerplate_note(struct boilerplate *boilerplate, uint64_t paragraph, uint64_t record, struct slice text);
/* Appends `{"records":N,"text":...}` for each, the most frequent first. */
void boilerplate_append(struct boilerplate *boilerplate, struct buffer *out);
void boilerplate_free(struct boilerplate *boilerplate);

#endif
