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
 * these, or the only blank behind a word, not near the text's end and for few of the words. Of each word a bit right
 * behind it if there is a small letter in it, a capital, one behind its first letter, a digit; the bits elsewhere mean
 * nothing. The same for the words that `ends` knows in four bits each. */
#define SCAN_WINDOW 64u
struct scan_window {
    size_t from;
    uint64_t small, capitals, digits, words, ends;
    uint64_t has_small, has_capital, has_capitals, has_digit;
    uint64_t kinds;
};

/* Indices of the tokens so far that word_is_likely of, and room for one more than there are tokens still. */
struct likely {
    uint32_t *at;
    size_t count;
};

/* Notes the index of a token, which the next overwrites unless `is` is 1. */
static inline void likely_note(struct likely *likely, size_t index, unsigned is)
{
    likely->at[likely->count] = (uint32_t)index;
    likely->count += is;
}

struct scan {
    const char *at, *end; /* what is left of the text */
    const char *start;    /* of the text */
    struct scan_window window;
    size_t count; /* of tokens so far */
    struct likely likely;
    bool space;     /* stands before what is left */
    uint16_t marks; /* classes of tokens so far, those of all marks among them, or-ed */
};

/* Puts the scan at the text's beginning. */
static inline void scan_start(struct scan *scan, struct slice text)
{
    MEMORY_CLEAR(scan);
    scan->at = scan->start = text.at;
    scan->end = text.at + text.size;
    scan->window.from = (size_t)0 - SCAN_WINDOW; /* holds none of the text */
}

#if defined __SSE2__ && !defined BROADSHEET_PLAIN
/* Reads tokens into `tokens`, behind those there are, up to `capacity` of them, and the space behind; stops before what
 * it leaves to others. Uses vectors of 32 bytes where the machine has them. */
void scan_ascii_words(struct scan *scan, struct token *tokens, size_t capacity);
/* The same without them: its twin, to compare the two. */
void scan_ascii_words_narrow(struct scan *scan, struct token *tokens, size_t capacity);
#else
static inline void scan_ascii_words(struct scan *scan, struct token *tokens, size_t capacity)
{
    (void)scan;
    (void)tokens;
    (void)capacity;
}
#endif

#endif
