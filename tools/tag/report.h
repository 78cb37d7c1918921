/* report: what tag found, as members of the record, as coloured text or as a page. */
#ifndef BROADSHEET_TAG_REPORT_H
#define BROADSHEET_TAG_REPORT_H

#include "cli.h"
#include "document.h"

enum report_form { REPORT_RECORDS, REPORT_ANSI, REPORT_HTML };

struct report {
    enum report_form form;
    uint32_t types;  /* bits of enum entity_type that are written */
    bool confidence; /* events carry conf */
    struct buffer entities, events;
};

/* The name of a type in records: "PERSON". */
const char *report_type_name(enum entity_type type);

/* Reads "PERSON,ORG"; NULL means all. False on an unknown type, with a message in `what`. */
bool report_types(struct report *report, const char *list, struct buffer *what);

/* What stands before the first record and behind the last (a page's head and foot). */
void report_begin(const struct report *report, struct cli *cli);
void report_end(const struct report *report, struct cli *cli);
void report_free(struct report *report);

/* A record's line and, unless it has members entities or events already, what stands before and behind those that are
 * added to it. */
struct report_line {
    struct slice whole;
    struct slice front, back; /* absent if it has */
};

/* The parts of `copy`, which holds the same bytes as the line of the record, scanned; `tagged` if it has those members.
 */
struct report_line report_line(const struct record *record, struct slice copy, bool tagged);

/* Appends one record: `line` as it came, with the members entities and events of `sentence`. `scratch` is used to scan
 * the line again if that must be. */
void report_record(struct report *report, struct buffer *out, struct record *scratch, const struct report_line *line,
                   const struct sentence *sentence);

/* Appends a line of --explain for each entity: what named it, and how sure that is. */
void report_explain(const struct report *report, struct buffer *out, const struct sentence *sentence);

#endif
