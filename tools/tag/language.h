/* language: whether a document is in the language that the patterns and the model know, and how it writes numbers.
 *
 * Always holds: the record's own word counts; a text without one is English unless its script or its commonest words
 * say otherwise.
 */
#ifndef BROADSHEET_TAG_LANGUAGE_H
#define BROADSHEET_TAG_LANGUAGE_H

#include "document.h"

#define LANGUAGE_SLOTS 512

/* Common words of English and of others, by their bytes. Zeroed before language_open. */
struct language_words {
    uint64_t keys[LANGUAGE_SLOTS];
    uint8_t kinds[LANGUAGE_SLOTS];
};

void language_open(struct language_words *words);

/* Sets `english` of the document: that its `lang` is, or without one, that its first 4 KB look so; and `personal`: that
 * these are English in which somebody speaks of themselves to somebody, as letters, reviews and forums do. */
void language_look(const struct language_words *words, struct document *document);

/* True if the language, a BCP 47 tag, writes 3.5 as "3,5"; false if that is not known. */
bool language_has_comma(struct slice lang);

/* The text with the points and commas of its numbers as English has them, in the arena; as long as before. */
struct slice language_numbers(struct arena *arena, struct slice text);

/* True if what was matched says the same in any language: no word of the Latin alphabet in small letters. */
bool language_is_neutral(struct slice match);

/* True if a word such as "Millionen" or "tys." stands right behind byte `end`: how much a number is depends on it. */
bool language_scale_follows(struct slice text, size_t end);

#endif
