/* belong: whose a ministry, parliament or court is.
 *
 * Always holds: a body gets a country only if its name does not already tell it, from the word before it ("Kenya's
 * Senate", "the Kenyan Senate"), else from the country that the document speaks of most.
 */
#ifndef BROADSHEET_TAG_BELONG_H
#define BROADSHEET_TAG_BELONG_H

#include "tagger.h"

/* The country that a body's own words tell: that of "Egyptian Association against Torture"; absent if they do not. */
struct slice belong_land(const struct tagger *tagger, const struct sentence *sentence, const struct entity *entity);

/* Names of the bodies of state in a document whose entities have names, and what capitals stand for. */
void belong_document(const struct tagger *tagger, struct document *document);

#endif
