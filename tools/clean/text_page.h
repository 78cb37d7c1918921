/* text_page: bytes of a plain-text page to blocks.
 *
 * Always holds: each line that is not empty is one block with tag TAG_LINE; lines end at LF, CRLF, CR, form feed,
 * U+0085, U+2028 or U+2029. Time and memory are linear in the page.
 */
#ifndef BROADSHEET_CLEAN_TEXT_PAGE_H
#define BROADSHEET_CLEAN_TEXT_PAGE_H

#include "page.h"

/* Reads the page `bytes` (valid UTF-8). The page's slices lie in `bytes` and in `arena`. Always true. */
bool text_read(struct page *page, struct arena *arena, struct slice bytes);

#endif
