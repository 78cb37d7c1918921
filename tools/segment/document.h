/* document: one document's members cut into sentence records.
 *
 * Always holds: sentences come in the order title, text, captions, numbered from 1 through all of them; every other
 * member of the document stands in each sentence as it came, byte for byte, behind the members that are made here.
 */
#ifndef SEGMENT_DOCUMENT_H
#define SEGMENT_DOCUMENT_H

#include "boundary.h"
#include "cli.h"
#include "text.h"

enum form { FORM_AUTO, FORM_TEXT, FORM_RECORDS };

struct settings {
    int form;    /* enum form; FORM_AUTO: as the input */
    int wrapped; /* enum wrapped */
    bool body_only, paragraphs;
    const char *lang; /* NULL: the record's `lang`, or guessed */
};

/* What is built of one document, in memory that the next one uses again. Zeroed before its first use. */
struct workroom {
    struct buffer id;                      /* the document's id as it stands inside a JSON string, for `id` */
    struct buffer doc;                     /* the document's id as a JSON value */
    struct buffer rest;                    /* members that come along, each with a comma before it */
    struct buffer head, middle, key, tail; /* parts of every sentence's record, see lay_out */
};
void workroom_free(struct workroom *room);

/* Writes the sentences of a record and of `text`, its text member. */
void document_write(struct cli *cli, const struct settings *settings, struct workroom *room,
                    const struct record *record, struct slice text);
/* The same for a text that came as a file called `name`; valid UTF-8. */
void document_write_text(struct cli *cli, const struct settings *settings, struct workroom *room, struct slice text,
                         const char *name);

/* Appends a sentence as one line of text: a line end inside it, with the space around it, becomes one space. */
void document_add_line(struct buffer *buffer, struct slice sentence);

/* For --explain: what was looked at, in which text. */
struct explained {
    struct cli *cli;
    struct slice doc;   /* JSON value; absent: none */
    const char *member; /* "text" */
    struct slice text;
    const struct language *language;
    size_t before; /* code points of the document before `text` */
    struct text_cursor cursor;
};
/* A boundary_watch; the argument is a struct explained. */
void document_explain(void *explained, const struct context *context, struct verdict *verdict);

#endif
