/* local: names that a country's press leaves unexplained: short names of its bodies, surnames of its leaders, "the
 * North".
 *
 * Always holds: only a document that speaks of the country, by the table of its lands, has such names.
 */
#ifndef BROADSHEET_TAG_LOCAL_H
#define BROADSHEET_TAG_LOCAL_H

#include "lands.h"

/* What a document tells of the press it is from. */
struct local {
    const struct lands *lands;
    uint32_t weight;            /* of a country from which on its own short names are understood */
    uint32_t month;             /* of the article, since year 0; 0 if unknown */
    struct entity north, south; /* the Koreas, as the document names them; without a name unless it names both */
};

/* What the document and its lands, which must outlive it, tell. */
struct local local_of(const struct document *document, const struct lands *lands);

/* Adds the entities of the sentence that only the country's press understands, and reads the open ones anew. */
void local_find(const struct local *local, const struct tagger *tagger, struct arena *arena, struct sentence *sentence);

/* Gives the surname of a leader, which the document nowhere gives in full, the name of who held office at its date. */
void local_find_leader(const struct local *local, const struct tagger *tagger, struct arena *arena,
                       const struct sentence *sentence, struct entity *entity);

#endif
