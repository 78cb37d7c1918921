/* html: bytes of an HTML page to blocks and elements.
 *
 * Always holds: time and memory are linear in the page, whatever its nesting: at most LIMIT_HTML_DEPTH elements are
 * open at once, deeper ones still split blocks but belong to their parent. The elements are those that the standard's
 * tree construction gives on well-formed pages and close to it on others: ends of p, li, dt, dd, option and the parts
 * of a table are implied, stray end tags are ignored, formatting does not reach across the blocks that end it.
 */
#ifndef BROADSHEET_CLEAN_HTML_H
#define BROADSHEET_CLEAN_HTML_H

#include "page.h"
#include "tag.h"

/* Reads the page `bytes` (valid UTF-8). The page's slices lie in `bytes` and in `arena`. Always true: any bytes are
 * HTML; a page without text has no blocks. */
bool html_read(struct page *page, struct arena *arena, struct slice bytes);

#endif
