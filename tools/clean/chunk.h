/* chunk: some bytes of a text, told apart all at once.
 *
 * Always holds: bit i of a mask stands for byte i of the chunk; bits from `size` on are 0; every byte of the chunk is
 * in exactly one of words, spaces, signs, beyond. A chunk ends with the text, or behind a byte of ASCII that is
 * no letter or digit, or, where it has none, behind a whole character.
 */
#ifndef BROADSHEET_CLEAN_CHUNK_H
#define BROADSHEET_CLEAN_CHUNK_H

#include <stdint.h>

#include "slice.h"

enum { CHUNK_MOST = 64, CHUNK_BEHIND = 32, CHUNK_BEFORE = 32 };

struct chunk {
    uint32_t size;                         /* at least 1, at most CHUNK_MOST */
    uint64_t words;                        /* letters and digits of ASCII */
    uint64_t uppers;                       /* of them */
    uint64_t digits;                       /* of them */
    uint64_t spaces;                       /* U+0020 */
    uint64_t signs;                        /* the rest of ASCII */
    uint64_t beyond;                       /* of characters beyond ASCII */
    _Alignas(64) char spare[CHUNK_BEFORE]; /* so that the bytes below do not lie across lines of the cache */
    char before[CHUNK_BEFORE];             /* scratch of chunk_take */
    /* The bytes with capitals of ASCII made small, and the same with digits made '0'; CHUNK_BEHIND bytes behind the
     * last may be read. */
    char lower[CHUNK_MOST + CHUNK_BEHIND];
    char between[CHUNK_BEFORE]; /* scratch */
    char alike[CHUNK_MOST + CHUNK_BEHIND];
};

/* The chunk of `text`, valid UTF-8, from byte `at` on; at < text.size, and a character starts there. */
void chunk_take(struct slice text, size_t at, struct chunk *chunk);
/* The same on any machine, and where wide_here() or widest_here() (see wide.h): what chunk_take chooses from. */
void chunk_take_plainly(struct slice text, size_t at, struct chunk *chunk);
void chunk_take_widely(struct slice text, size_t at, struct chunk *chunk);
void chunk_take_widest(struct slice text, size_t at, struct chunk *chunk);

/* `count` ones, the lowest first; 64 at most. */
static inline uint64_t chunk_ones(unsigned count)
{
    return count < 64 ? (UINT64_C(1) << count) - 1 : ~UINT64_C(0);
}

#endif
