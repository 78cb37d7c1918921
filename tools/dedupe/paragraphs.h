/* paragraphs: a text as paragraphs with blank lines between them. */
#ifndef BROADSHEET_DEDUPE_PARAGRAPHS_H
#define BROADSHEET_DEDUPE_PARAGRAPHS_H

#include "slice.h"

/* Finds the next paragraph at or after *at and moves *at to its end. It begins and ends with something but white space;
 * a line of nothing but white space ends it. False if there is none. */
bool paragraph_next(struct slice text, size_t *at, size_t *start, size_t *end);

#endif
