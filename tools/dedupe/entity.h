/* entity: character references that careless scraping left in a text. */
#ifndef BROADSHEET_DEDUPE_ENTITY_H
#define BROADSHEET_DEDUPE_ENTITY_H

#include <stdint.h>

#include "slice.h"

/* The reference (`&amp;`, `&#39;`, `&#x27;`) that starts at `at`, where a `&` stands: gives the number of its bytes
 * and its code point, or 0 if there is none. Needs the semicolon. Controls and surrogates are none. */
size_t entity_at(const char *at, const char *end, uint32_t *code_point);

#endif
