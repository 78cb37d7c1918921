/* words_scan: most of a text, which is words of ASCII letters and digits with blanks and marks between them.
 *
 * Always holds: what is found here words.c would find too, token for token. What may join or part words otherwise is
 * left to it: apostrophes, stops of abbreviations, commas in numbers, any character beyond ASCII.
 */
#ifndef BROADSHEET_TAG_WORDS_SCAN_H
#define BROADSHEET_TAG_WORDS_SCAN_H

#include "document.h"

/* Whether the letters are those of an abbreviation that keeps its full stop, with a capital first. */
bool word_is_abbreviation(const char *at, size_t size);

/* Bytes that are looked at together, from `from` on: a bit for each that is a small letter, a capital, a digit, any of
 * these, or the only blank behind a word. Of each word a bit right behind it if there is a small letter in it, a
 * capital, one behind its first letter, a digit; the bits elsewhere mean nothing. */
#define SCAN_WINDOW 64u
struct scan_window {
    size_t from;
    uint64_t small, capitals, digits, words, ends;
    uint64_t has_small, has_capital, has_capitals, has_digit;
};

struct scan {
    const char *at, *end; /* what is left of the text */
    const char *start;    /* of the text */
    struct scan_window window;
    bool space;     /* stands before what is left */
    uint16_t marks; /* classes of tokens so far, those of all marks among them, or-ed */
};

/* A scan of the text, at its beginning. */
static inline struct scan scan_of(struct slice text)
{
    return (struct scan){.at = text.at,
                         .end = text.at + text.size,
                         .start = text.at,
                         .window = {.from = (size_t)0 - SCAN_WINDOW}}; /* holds none of the text */
}

#if defined __SSE2__ && !defined BROADSHEET_PLAIN
/* Reads at most `room` tokens and the space behind them; stops before what it leaves to others. Returns how many. Uses
 * vectors of 32 bytes where the machine has them. */
size_t scan_ascii_words(struct scan *scan, struct token *tokens, size_t room);
/* The same without them: its twin, to compare the two. */
size_t scan_ascii_words_narrow(struct scan *scan, struct token *tokens, size_t room);
#else
static inline size_t scan_ascii_words(struct scan *scan, struct token *tokens, size_t room)
{
    (void)scan;
    (void)tokens;
    (void)room;
    return 0;
}
#endif

#endif
