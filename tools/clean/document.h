/* document: a page from the unit of input that it came in until its record is written.
 *
 * Always holds: reading one touches nothing but the document and tables that never change, so that documents can be
 * read by any thread; what is found lies in the document's own arena and buffers, or in its unit, until the next is
 * read into it.
 */
#ifndef BROADSHEET_CLEAN_DOCUMENT_H
#define BROADSHEET_CLEAN_DOCUMENT_H

#include "encoding.h"
#include "extract.h"
#include "input.h"
#include "metadata.h"
#include "record.h"

/* How units are read, the same for all. */
struct reading {
    struct slice key;    /* member of a record that holds the page */
    uint64_t max_record; /* bytes, also of what is unpacked */
    bool format_told;    /* by --from */
    struct extract_options extract;
};

enum document_state {
    DOCUMENT_PAGE,
    DOCUMENT_NO_PAGE, /* a capture of something else */
    DOCUMENT_NO_TEXT, /* a record without a page */
    DOCUMENT_BAD,     /* no record, or its UTF-8 must be mended first */
};

struct document {
    struct unit unit;
    enum document_state state;
    const char *damage;     /* of a capture, static; NULL if it is whole */
    struct decoded decoded; /* what encoding the page was in */

    struct slice bytes; /* of the page, valid UTF-8 */
    bool html;
    bool in_record; /* it came in `record` */
    struct surroundings surroundings;
    struct slice source, crawled; /* absent if not known */
    struct slice raw;             /* what the id is made from */
    struct page page;
    struct metadata metadata;
    struct article article;
    const uint8_t *mends; /* of each block, enum mend; NULL if none was mended */

    struct record record;
    struct arena arena;
    struct buffer copy, utf8, body, scratch;
};

/* Takes the unit, whose bytes must stay, or a copy of its bytes. */
void document_take(struct document *document, const struct unit *unit, bool copy);
/* Reads what was taken; sets `state` and what follows from it. */
void document_read(struct document *document, const struct reading *reading);
/* The same for a unit whose record has been scanned. */
void document_read_record(struct document *document, const struct reading *reading);
void document_free(struct document *document);

/* To be called before several threads read documents: fills the tables that otherwise the first asked for fills. */
void document_share(void);

#endif
