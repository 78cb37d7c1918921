/* sketch_bytes: sketches as bytes: packed, to be read where they stand, and squeezed, to be stored.
 *
 * Always holds: packing and squeezing lose nothing but what sketch.h calls not stored; both take a multiple of 4 bytes.
 */
#ifndef BROADSHEET_DEDUPE_SKETCH_BYTES_H
#define BROADSHEET_DEDUPE_SKETCH_BYTES_H

#include "sketch.h"

/* Appends the packed sketch. */
void sketch_pack(const struct sketch *sketch, struct buffer *out);
/* Shows a packed sketch, whose bytes are aligned to 4; gives the number of bytes that it takes. */
size_t sketch_unpack(const char *bytes, struct sketch_view *view);
/* Are the bytes a whole packed sketch? */
bool sketch_check(struct slice bytes);

/* Appends a sketch of at most BLOCK_ENTRIES shingles, squeezed: four fifths of its packed bytes, or less. */
void sketch_squeeze(const struct sketch_view *view, struct buffer *out);
/* The sketch that was squeezed. False if the bytes are none; behind them BLOCK_PADDING more may be read. */
bool sketch_restore(struct slice bytes, struct sketch *sketch);

#endif
