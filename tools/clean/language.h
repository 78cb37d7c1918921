/* language: which language a text is in.
 *
 * Always holds: the answer is a BCP 47 primary language, from the script where it decides and from small words
 * (languages.txt) where it does not; a text too short or too mixed to tell gets none.
 */
#ifndef BROADSHEET_CLEAN_LANGUAGE_H
#define BROADSHEET_CLEAN_LANGUAGE_H

#include "slice.h"

/* The language of `text` (valid UTF-8), from its first 2 KB; absent if it cannot be told. Static storage. */
struct slice language_of(struct slice text);
/* To be called before several threads ask: fills the table, which otherwise the first to ask does. */
void language_share(void);
/* The primary language of a tag as pages write it (en-US, pt_BR, "de"), lower case, in `code` (at least 9 bytes);
 * absent if it is none. */
struct slice language_primary(struct slice tag, char *code);

#endif
