/* held: a document from its first record until it is written.
 *
 * Always holds: what a held document has lies in its own arena and buffers, so that one can be tagged by any thread
 * while others are read and written. It is filled record by record, in the order of the input, worked on once, written
 * in the same order, cleared, and filled again.
 */
#ifndef BROADSHEET_TAG_HELD_H
#define BROADSHEET_TAG_HELD_H

#include "document.h"
#include "record.h"
#include "report.h"

/* Members of a record that tag reads. */
enum member_of { MEMBER_DOC, MEMBER_DATE, MEMBER_LANG, MEMBER_ID, MEMBER_KIND, MEMBER_TEXT, MEMBERS };

/* Where the present record has them. Records with the same keys as the one before have them where it had them. */
struct members {
    size_t number[MEMBERS]; /* from 1; 0 if there is none */
    bool tagged;            /* it has entities or events already */
};

struct held_record {
    struct report_line line;
    bool text;  /* has a string to work on; others pass untouched */
    size_t end; /* of its report in `reports`, if it was made there */
};

struct held {
    struct arena arena;
    struct document document;
    struct held_record *records;
    size_t count, capacity, sentence_capacity;
    uint64_t bytes;          /* of the records */
    struct buffer reports;   /* of records with text, one behind the other */
    struct buffer explained; /* lines of --explain */
    struct slice no_date;    /* a `date` that is none; absent if there is none */
    const char *limited;     /* a rule that met a bound; NULL if none did */
};

/* Finds the members in a record that was just scanned; `key` names the text's. */
void members_find(struct members *members, const struct record *record, struct slice key);
/* NULL if the record has none. */
const struct member *member_of(const struct members *members, const struct record *record, enum member_of which);

/* Adds a copy of the record to the document, and takes the document's date and language from it if it has them first;
 * a date that is none is left out. */
void held_add(struct held *held, const struct record *record, const struct members *members);
/* Empties it for the next document. */
void held_clear(struct held *held);
void held_free(struct held *held);

#endif
