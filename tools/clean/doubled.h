/* doubled: text that was UTF-8, was taken for windows-1252 or Latin-1, and was made UTF-8 a second time.
 *
 * Always holds: only a page that shows the remains of a quotation mark or dash so spoiled is touched; of it what reads
 * as UTF-8 when taken back becomes its character, and nothing else changes; the result is no longer than the text.
 */
#ifndef BROADSHEET_CLEAN_DOUBLED_H
#define BROADSHEET_CLEAN_DOUBLED_H

#include <stdbool.h>

#include "memory.h"
#include "slice.h"

/* Does `text` (valid UTF-8) hold what no language writes: an a with circumflex before a euro sign or U+0080, as is left
 * of a quotation mark? */
bool doubled_shows(struct slice text);

/* `text` taken back: itself if nothing in it is spoiled, else a copy in the arena. White space must have been folded:
 * a blank that was part of a character is known by what is left before it. */
struct slice doubled_mend(struct arena *arena, struct slice text);

#endif
