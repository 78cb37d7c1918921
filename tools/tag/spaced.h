/* spaced: text of collections that put a space on either side of every mark ("Otieno ’ s co - leader", "Kim Ji -
 * yeon").
 *
 * Always holds: nothing but the document's own text is asked; tokens become those that the text had before the spaces
 * came, in their places, so that all that looks at words reads a hyphen as the one inside a word that it was.
 */
#ifndef BROADSHEET_TAG_SPACED_H
#define BROADSHEET_TAG_SPACED_H

#include "document.h"

/* Do the document's words stand apart from their hyphens? Told by what nobody writes: an s apart from its apostrophe,
 * a half of a word apart from the other. */
bool spaced_document(const struct document *document);

/* Takes the spaces beside hyphens between two words of a sentence as not there, and makes one word of an apostrophe and
 * its s, and of what an apostrophe joins: "O ’ Otieno". Needs some memory of `arena`, for no longer than it runs. */
void spaced_join(struct arena *arena, struct sentence *sentence);

#endif
