/* scan: looking for ASCII words in short texts, without regard to the case of ASCII letters. */
#ifndef BROADSHEET_CLEAN_SCAN_H
#define BROADSHEET_CLEAN_SCAN_H

#include "slice.h"

/* Does `text` begin with `lower` (lower case)? */
static inline bool scan_starts(struct slice text, struct slice lower)
{
    if (text.size < lower.size)
        return false;
    for (size_t i = 0; i < lower.size; i++)
        if (ascii_lower(text.at[i]) != lower.at[i])
            return false;
    return true;
}

static inline bool scan_is(struct slice text, struct slice lower)
{
    return text.size == lower.size && scan_starts(text, lower);
}

static inline bool scan_ends(struct slice text, struct slice lower)
{
    return text.size >= lower.size && scan_starts(slice_part(text, text.size - lower.size, text.size), lower);
}

/* Where `lower` stands first in `text`, text.size if it does not. */
static inline size_t scan_find(struct slice text, struct slice lower)
{
    for (size_t i = 0; i + lower.size <= text.size; i++)
        if (ascii_lower(text.at[i]) == lower.at[0] && scan_starts(slice_part(text, i, text.size), lower))
            return i;
    return text.size;
}

/* The same with regard to case. */
static inline size_t scan_find_exact(struct slice text, struct slice part)
{
    for (size_t i = 0; part.size > 0 && i + part.size <= text.size; i++)
        if (text.at[i] == part.at[0] && memcmp(text.at + i, part.at, part.size) == 0)
            return i;
    return text.size;
}

static inline bool scan_has(struct slice text, struct slice lower)
{
    return scan_find(text, lower) < text.size;
}

#endif
