/* scan: the places in a line where a sentence might end, found by byte classes, 60 bytes at a time.
 *
 * Always holds: a place is the offset of a byte that is
 *   - white space, unless a lower-case letter follows a letter, digit or comma across it (nothing ends there) and is
 *     no list marker ("b." or "b)") and no web address ("http"); letters are those of ASCII, of Latin-1 and of Cyrillic
 *     up to U+045F;
 *   - one of . ! ? straight before a letter or a byte beyond ASCII;
 *   - the first byte of what may be an ideographic or full-width terminator (U+3002, U+FF01, U+FF0E, U+FF1F, U+FF61).
 * The vector version and the plain one give the same places on any bytes; nothing outside the text is read.
 */
#ifndef SEGMENT_SCAN_H
#define SEGMENT_SCAN_H

#include <stdint.h>

#include "slice.h"

#define SCAN_BLOCK 60
#define SCAN_BATCH 32

/* Zeroed before its first use. */
struct scan {
    struct slice text;
    size_t end;               /* places from here on are not given */
    size_t first, count;      /* offset of the first block that is looked through, and how many there are */
    uint64_t all[SCAN_BATCH]; /* of each block: bit i is set if its byte i is a place */
    size_t block;             /* offset of the block that `places` describes */
    uint64_t places;          /* those of its places that lie in the stretch and are not given yet */
    bool plain;               /* do without vector instructions */
};

/* Scans text[start..end). What stands outside (white space, or nothing) is looked at but makes no place. Where the
 * last stretch was of the same text, its blocks are used again: the text must not have changed. */
void scan_start(struct scan *scan, struct slice text, size_t start, size_t end, bool plain);
/* Moves on to the next block that has places; false at the end. */
bool scan_move(struct scan *scan);
/* The next place in *at, rising; false at the end. */
static inline bool scan_next(struct scan *scan, size_t *at)
{
    if (scan->places == 0 && !scan_move(scan))
        return false;
    *at = scan->block + (size_t)__builtin_ctzll(scan->places);
    scan->places &= scan->places - 1;
    return true;
}

/* The next byte of at..end that may be a quote or bracket, or the first of one; `end` if there is none. What stands
 * between `end` and `limit` may be read, too. */
const char *scan_mark(const char *at, const char *end, const char *limit);

/* Is the byte at `at` a place? The definition, one byte at a time. */
bool scan_is_place(struct slice text, size_t at);

#endif
