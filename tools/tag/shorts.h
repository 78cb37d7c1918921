/* shorts: bodies that a document calls by the head of their name, once it has given it: "the Assembly", "the Fund".
 *
 * Always holds: a head stands for the last body before it whose name has that head; one that no name before it has
 * stays what it was.
 */
#ifndef BROADSHEET_TAG_SHORTS_H
#define BROADSHEET_TAG_SHORTS_H

#include "document.h"

/* Gives such heads the name, id and country of their body, and marks those that nothing has marked as ORG. The names
 * of the document's entities are final. */
void shorts_document(struct document *document);

#endif
