/* entities: character references of HTML (WHATWG, sections 13.2.5.72 to 13.2.5.80).
 *
 * Always holds: reading is linear and looks at most 40 bytes past a named reference's `&`; a number of any length is
 * read, what is no code point becomes U+FFFD as the standard says.
 */
#ifndef BROADSHEET_CLEAN_ENTITIES_H
#define BROADSHEET_CLEAN_ENTITIES_H

#include <stdint.h>

#include "slice.h"

enum { ENTITY_TEXT = 8 }; /* the most bytes that a reference stands for */

/* Reads the reference whose `&` is at `at`. Writes its UTF-8 to `text` (room for ENTITY_TEXT bytes) and its size to
 * *text_size, returns the bytes that it took of the source; 0 if the & is only an ampersand. `attribute`: inside an
 * attribute's value, where `&lt=` is no reference. */
size_t entity_read(const char *at, const char *end, bool attribute, char *text, size_t *text_size);

/* The byte from 0x80 to 0x9F that windows-1252 has for the character; 0 if there is none. */
uint32_t entity_windows_byte(uint32_t c);

#endif
