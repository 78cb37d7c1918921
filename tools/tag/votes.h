/* votes: one reading of a name in a document.
 *
 * Always holds: names that a list or the user knows keep their type; of the others all occurrences of one spelling
 * have one type afterwards, the one for which most speaks: what stands before and behind ("rebel movement X",
 * "X militia", "in X"), and how often the model chose it. Occurrences that were passed over are added.
 */
#ifndef BROADSHEET_TAG_VOTES_H
#define BROADSHEET_TAG_VOTES_H

#include "tagger.h"

/* With the entities of all sentences chosen, before names are completed. */
void votes_settle(const struct tagger *tagger, struct document *document);

#endif
