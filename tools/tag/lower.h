/* lower: a short text in lower case, for comparisons. */
#ifndef BROADSHEET_TAG_LOWER_H
#define BROADSHEET_TAG_LOWER_H

#include "slice.h"

/* The lower-case letters of a short ASCII text, for comparisons. */
struct word {
    char at[48];
};

static inline struct word lower_of(struct slice text)
{
    struct word word = {{0}};
    for (size_t i = 0; i < text.size && i + 1 < sizeof word.at; i++)
        word.at[i] = ascii_lower(text.at[i]);
    return word;
}

static inline bool starts(const struct word *word, const char *prefix)
{
    return strncmp(word->at, prefix, strlen(prefix)) == 0;
}

static inline bool has(const struct word *word, const char *part)
{
    return strstr(word->at, part) != NULL;
}

#endif
