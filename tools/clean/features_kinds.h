/* features_kinds: what a character is to a block's features. Private to the module features.
 *
 * Always holds: the kind of a character depends on nothing but it. What is beyond ASCII is found once and then known.
 */
#ifndef BROADSHEET_CLEAN_FEATURES_KINDS_H
#define BROADSHEET_CLEAN_FEATURES_KINDS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum kind {
    OTHER,
    LOWER,
    UPPER,
    DIGIT,
    SPACE,
    COMMA,
    STOP,
    QUERY,
    COLON,
    QUOTE,
    OPEN,
    CLOSE,
    DASH,
    MARK,
    HIGH,
    JOINT,
    KINDS
};

/* Of a byte; none beyond ASCII, so that a run of letters and digits ends there. */
extern const uint8_t kinds_of_bytes[256];

static inline unsigned kind_of(unsigned char byte)
{
    return byte >= 0x80 ? HIGH : kinds_of_bytes[byte];
}

enum { KNOWN_KINDS = 0x10000 };
/* One more than the kind; 0 is not asked yet. Threads may set one at the same time, to the same. */
extern _Atomic uint8_t known_kinds[KNOWN_KINDS];

static inline unsigned kind_known(uint32_t c)
{
    return atomic_load_explicit(&known_kinds[c], memory_order_relaxed);
}

/* The kind of a code point beyond ASCII, which is then known; letters of scripts without case are LOWER, CJK is OTHER
 * with *cjk set. */
unsigned kind_learn(uint32_t c, bool *cjk);

/* The same, fast where it is known. */
static inline unsigned kind_beyond(uint32_t c, bool *cjk)
{
    unsigned known = c < KNOWN_KINDS ? kind_known(c) : 0;
    if (known == 0)
        return kind_learn(c, cjk);
    *cjk |= known == 1 + OTHER; /* of these, nothing else is OTHER */
    return known - 1;
}

/* How a block looks that begins or ends with a code point: enum edge. */
uint8_t kind_edge(uint32_t c);

#endif
