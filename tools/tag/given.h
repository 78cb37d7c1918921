/* given: the names that a document gives in full, by what it may call them later.
 *
 * Always holds: people stand under their last, their first and a father's name; bodies, places, facilities and events
 * under the letters behind them in brackets, under their initials, and under what they are "also known as".
 */
#ifndef BROADSHEET_TAG_GIVEN_H
#define BROADSHEET_TAG_GIVEN_H

#include "known.h"
#include "tagger.h"

struct given {
    struct known_names people, acronyms, initials, spellings;
    struct known_names called; /* bodies by another name of several words */
};

void given_start(struct given *given, struct arena *arena);
/* Adds the names of a sentence, which is number `index` of the document. */
void given_gather(struct given *given, const struct gazetteer *gazetteer, const struct sentence *sentence,
                  size_t index);
/* The entity's name, to be found by `key`. */
struct known given_as(const struct entity *entity, uint32_t key);
/* How many words the entity has. */
size_t given_words(const struct sentence *sentence, const struct entity *entity);
/* "King", "Crown Prince": before token `first` stands a title whose holder goes by the first name. */
bool given_is_royal(const struct sentence *sentence, uint32_t first);

/* The first word of *text, which is cut off it; empty at the end. */
static inline struct slice given_next_word(struct slice *text)
{
    while (text->size && *text->at == ' ')
        *text = slice_part(*text, 1, text->size);
    size_t size = 0;
    while (size < text->size && text->at[size] != ' ')
        size++;
    struct slice word = slice_part(*text, 0, size);
    *text = slice_part(*text, size, text->size);
    return word;
}

#endif
