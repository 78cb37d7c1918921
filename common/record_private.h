/* record_private: what the two ways of scanning a line share; for record.c and record_quick.c alone. */
#ifndef BROADSHEET_RECORD_PRIVATE_H
#define BROADSHEET_RECORD_PRIVATE_H

#include "record.h"

/* Notes what stands between two values, from the { or comma up to the second, as what the next line is expected to
 * have there; `key` is the part of it between the quotes. */
static inline void record_expect(struct expected_key *expected, struct slice between, struct slice key, bool escaped)
{
    /* With the quote of a value that is a string, if it fits: fewer lines then seem to be the same at first. */
    size_t size = between.size + (between.at[between.size] == '"' && between.size < sizeof expected->bytes);
    if (escaped || size > sizeof expected->bytes) {
        *expected = (struct expected_key){.mask = 1, .key = 1}; /* a byte that stands in no line */
        return;
    }
    expected->size = (uint8_t)between.size;
    expected->key = (uint8_t)(key.at - between.at);
    expected->key_size = (uint8_t)key.size;
    expected->mask = ~UINT32_C(0) >> (32 - size);
    memcpy(expected->bytes, between.at, size);
}

/* Makes room for `count` members and what is expected there. */
void record_make_room(struct record *record, size_t count);

/* Scans record->line, whose size is `end` without white space behind it and which begins with { at `open`, by the
 * places of its quotes. True: it is a record, and all its members are listed. False: nothing is said about it, and the
 * careful scan must decide; so it is for what is wrong, rare or short, and on processors without AVX2. */
bool record_quick(struct record *record, size_t open, size_t end);

#endif
