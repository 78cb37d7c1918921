/* doubts: what the model says against a name that a list or a pattern offers.
 *
 * Always holds: the user's own names and the model's are never struck, nor anything in a text that the model was not
 * asked about.
 */
#ifndef BROADSHEET_TAG_DOUBTS_H
#define BROADSHEET_TAG_DOUBTS_H

#include "tagger.h"

/* The model's leaning (struct token) towards a name of that type, of each of the words [first, last); 0 for types that
 * it does not know. */
int doubts_leaning(const struct sentence *sentence, size_t first, size_t last, enum entity_type type);

/* The model is against the span's words being such a name by more than what offers it is worth. */
bool doubts_strike(const struct view *view, const struct span *span);

/* The model is against a body's letters being any name. */
bool doubts_letters(const struct token *token);

#endif
