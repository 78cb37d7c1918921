/* names_guess: what the model guesses to be names, cut and named as lists, titles and the words around them say.
 *
 * Always holds: a span that is offered lies within a run of tags of one name; what is surely no name is not offered.
 */
#ifndef BROADSHEET_TAG_NAMES_GUESS_H
#define BROADSHEET_TAG_NAMES_GUESS_H

#include "tagger.h"

/* Of each token: where the longest title that begins there ends; 0 if none does. In the view's arena. */
uint32_t *names_title_ends(const struct view *view);

/* Offers the names among the tags (enum name_tag) of the `count` words from `first` on. */
void names_offer(struct view *view, const uint32_t *titles, size_t first, const uint8_t *tags, size_t count);

#endif
