/* years: the years of days that a document dates in full elsewhere.
 *
 * Always holds: only a value without a year is changed, and only to a year that the document itself gives that day.
 */
#ifndef BROADSHEET_TAG_YEARS_H
#define BROADSHEET_TAG_YEARS_H

#include "document.h"

/* Gives each date of `document` that has a day and a month but no year ("XXXX-09-04") the year with which the document
 * names that day elsewhere; two different years give none. The names of entities are not yet set. */
void years_document(struct document *document);

#endif
