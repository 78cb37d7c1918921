/* spelling: a name as it is written, and as it is written elsewhere.
 *
 * Always holds: a key is a pure function of the text; two names with the same key are one name in two spellings, as far
 * as letters can say. Names that are made here lie in the arena that is given, or are parts of the text.
 */
#ifndef BROADSHEET_TAG_SPELLING_H
#define BROADSHEET_TAG_SPELLING_H

#include "document.h"

/* The key of a name without accents, capitals and marks. Never 0. */
uint32_t spelling_fold(struct slice text);
/* The same, and where the document speaks of Korea with a surname in any romanisation. */
uint32_t spelling_key(struct slice name, bool korean);
/* Whether two names differ in nothing but accents, capitals and marks. */
bool spelling_is_same(struct slice name, struct slice other);
/* A person's listed name as a text writes it that has `part` of it: without accents if it leaves them out there. In
 * `arena`, or the name itself. */
struct slice spelling_in_text(struct arena *arena, struct slice name, struct slice part);
/* Sets the entity's name: its value, what a list gives, or its text with single blanks. */
void spelling_set_name(struct arena *arena, const struct sentence *sentence, struct entity *entity);

/* Surnames that stand first, as in Korea, China and Vietnam. */
bool spelling_is_eastern_surname(struct slice word);

#endif
