/* extract_write: from the decision about each block to the article's text, its spans and its captions.
 *
 * Always holds: pure functions of the page, its scan and the decisions; see extract.h for what they give.
 */
#ifndef BROADSHEET_CLEAN_EXTRACT_WRITE_H
#define BROADSHEET_CLEAN_EXTRACT_WRITE_H

#include "extract.h"
#include "features_sheet.h"

/* Is the block of the article? */
static inline bool extract_keeps(const struct decision *decision)
{
    return decision->label == LABEL_BODY || decision->label == LABEL_HEADING;
}

/* Fills the text, spans and captions of `article` by its decisions, and in these the spans. */
void extract_write(const struct scan *scan, const struct extract_options *options, struct article *article);

#endif
