/* lands: which countries a document speaks of, and how much.
 *
 * Always holds: a country stands in the table once; the names belong to the document.
 */
#ifndef BROADSHEET_TAG_LANDS_H
#define BROADSHEET_TAG_LANDS_H

#include "tagger.h"

#define NAMED_ONCE 2 /* weight of a country that a document names once */
#define LANDS 64     /* countries of a document that are counted; later ones are rare */

struct land {
    struct slice name;
    uint32_t count;
};

struct lands {
    struct land at[LANDS];
    size_t count;
};

/* Empty tables, of which nothing else need be set. */
static inline void lands_clear(struct lands *lands)
{
    lands->count = 0;
}

/* Adds to `lands` what the document's entities say for their countries, names and bodies more than adjectives and
 * places, and to `named` how often it calls each country by a name of its own. */
void lands_weigh(struct lands *lands, struct lands *named, const struct tagger *tagger,
                 const struct document *document);

/* Whether several bodies are listed under the entity's spelling ("PPP", a party in Pakistan and one in South Korea): it
 * says nothing of a country. */
bool lands_is_ambiguous(const struct tagger *tagger, const struct sentence *sentence, const struct entity *entity);

/* The weight of the country; 0 if it is not counted or `name` is absent. */
uint32_t lands_weight(const struct lands *lands, struct slice name);

/* The country that the document speaks of more than once, and more than of any other, absent if there is none; with
 * `ministry` of those that have ministries. */
struct slice lands_main(const struct lands *lands, bool ministry);

#endif
