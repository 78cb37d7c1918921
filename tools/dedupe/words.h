/* words: a folded text as a run of words.
 *
 * Always holds: words come in the order of the text and do not overlap. A word is a run of letters and digits; an
 * apostrophe between letters and a `.`, `,` or `:` between digits belong to it; of scripts written without spaces
 * each code point is a word.
 */
#ifndef BROADSHEET_DEDUPE_WORDS_H
#define BROADSHEET_DEDUPE_WORDS_H

#include <stdint.h>

#include "slice.h"

struct word {
    struct slice bytes;
    bool number; /* has a digit */
};

struct word_reader {
    const char *at, *end;
};

/* The next word of valid UTF-8; false at the end. */
bool word_next(struct word_reader *reader, struct word *word);

#define WORDS_LEAST 64 /* room that words_take wants */

/* The next words, as many as word_next would give, up to `room` (WORDS_LEAST or more); 0 at the end. Where there are
 * vectors, ASCII is read 64 bytes at once. */
size_t words_take(struct word_reader *reader, struct word *words, size_t room);

#endif
