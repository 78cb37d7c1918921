/* mend: what scrapers broke in a text and what is mended, as broadsheet-record(5) lists it.
 *
 * Always holds: a backslash before a quotation mark goes (Workers\' Party), outside <pre> and <code>-like lines; in
 * plain text a character reference with its semicolon becomes its character, twice escaped ones too (&amp;quot;); in
 * HTML only what was escaped twice, and only &amp; and the references of quotation marks, dashes and spaces; in a page
 * that shows it, what was made UTF-8 twice is taken back (doubled.h). Nothing else is touched.
 */
#ifndef BROADSHEET_CLEAN_MEND_H
#define BROADSHEET_CLEAN_MEND_H

#include "page.h"

enum mend { MEND_BACKSLASH = 1, MEND_REFERENCE = 2, MEND_DOUBLED = 4 };

/* Mends one text; returns it as it is, or a copy in the arena. *kinds gets the enum mend of what was done or-ed. */
struct slice mend_text(struct arena *arena, struct slice text, bool html, unsigned *kinds);
/* Mends all blocks, the title and what metadata say. Returns an array with the enum mend of each block, NULL if nothing
 * was mended. */
uint8_t *mend_page(struct page *page);
/* What the enum mend or-ed in `kinds` are called: "backslash, reference". Static storage. */
const char *mend_name(unsigned kinds);

#endif
