/* letters: what stands in brackets behind the words it is short for, once bodies have their countries.
 *
 * Always holds: the document says what its letters are; a list of names only where it does not.
 */
#ifndef BROADSHEET_TAG_LETTERS_H
#define BROADSHEET_TAG_LETTERS_H

#include "document.h"
#include "gazetteer.h"

/* "consumer price index (CPI)": letters of mere words are no names in the whole document. "Department of Justice
 * (DOJ)" in Manila: the letters are that body's, not that of another state. */
void letters_document(const struct gazetteer *gazetteer, struct document *document);

#endif
