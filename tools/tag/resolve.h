/* resolve: one reading and one full name for each name of a document.
 *
 * Always holds: afterwards every entity has a name; two entities of a document with the same spelling and type have
 * the same one. A short form takes the name of the long one that the document gives, never one from nowhere but a
 * list. Work is linear in the entities of the document but for a hash table of its names.
 */
#ifndef BROADSHEET_TAG_RESOLVE_H
#define BROADSHEET_TAG_RESOLVE_H

#include "tagger.h"

/* Completes the entities of all sentences: adds repeated short forms, acronyms and surnames, sets names. With
 * `stream` only what stands before a sentence counts. */
void resolve_document(const struct tagger *tagger, struct document *document);

#endif
