/* lang: the language that a record's `lang` or an option names.
 *
 * Always holds: nothing is guessed from text here. Names are BCP 47 tags; three-letter codes of ISO 639 and English
 * names of the languages that a tool knows more of are taken for what they mean, as tables of others have them.
 */
#ifndef BROADSHEET_LANG_H
#define BROADSHEET_LANG_H

#include "slice.h"

/* The code that the tag begins with: "en" for en, EN-gb, eng and English; of languages without an entry the first
 * subtag as it stands. */
struct slice lang_code(struct slice tag);

/* Does the tag begin with a code of two or three letters, as BCP 47 has them? */
bool lang_is_tag(struct slice tag);

/* Does it say which language: not "und" or "mul", as BCP 47 has for unknown and several, and not "unknown" or "n/a"? */
bool lang_is_told(struct slice tag);

#endif
