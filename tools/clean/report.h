/* report: documents as records or as text, and why each line of theirs went where it went. */
#ifndef BROADSHEET_CLEAN_REPORT_H
#define BROADSHEET_CLEAN_REPORT_H

#include "cli.h"
#include "document.h"

struct report {
    struct cli *cli;
    bool as_text;                          /* articles alone */
    uint64_t pages, empty, recoded;        /* written; of these: without an article, in another encoding than UTF-8 */
    struct buffer json, explain, readable; /* of the present one */
};

/* Appends the document, in state DOCUMENT_PAGE, to the output, its --explain first. */
void report_write(struct report *report, const struct document *document);
void report_free(struct report *report);

#endif
