/* dateline: the day that an article gives itself: "NAIROBI, July 25 (Agency) - ...", "Nairobi, 25 July 2022: ...". */
#ifndef BROADSHEET_TAG_DATELINE_H
#define BROADSHEET_TAG_DATELINE_H

#include "document.h"

/* Looks for a dateline at the head of a sentence whose entities are found. True if the document had no date, or one
 * without a year and a weekday, and has more of it now: its date, and of a date without a year the day of the week,
 * which is the first one that the sentence names, as news agencies write. What was read before by the old date wants to
 * be read again. */
bool dateline_read(struct document *document, const struct sentence *sentence);

#endif
