#include "words.h"

#include "text.h"

enum { OTHER = 0, LETTER = 1, DIGIT = 2, ALONE = 4 };

static unsigned kind_of(const char *at, const char *end, const char **after)
{
    *after = at;
    unsigned class = text_class(text_decode(after, end));
    if (class & TEXT_CJK && class & (TEXT_LETTER | TEXT_DIGIT))
        return ALONE;
    return (class & TEXT_LETTER ? LETTER : 0) | (class & TEXT_DIGIT ? DIGIT : 0);
}

/* Does the byte at `at`, behind something of kind `before`, hold the word together? */
static bool joins(const char *at, const char *end, unsigned before)
{
    const char *after;
    if (at + 1 >= end)
        return false;
    if (*at == '\'')
        return before & LETTER && kind_of(at + 1, end, &after) & LETTER;
    return (*at == '.' || *at == ',' || *at == ':') && before & DIGIT && kind_of(at + 1, end, &after) & DIGIT;
}

bool word_next(struct word_reader *reader, struct word *word)
{
    const char *at = reader->at, *end = reader->end, *after = at;
    unsigned kind = OTHER;
    while (at < end && !(kind = kind_of(at, end, &after)))
        at = after;
    if (at >= end) {
        reader->at = end;
        return false;
    }
    const char *start = at;
    unsigned kinds = kind;
    at = after;
    while (kind != ALONE && at < end) {
        unsigned next = kind_of(at, end, &after);
        if (next == ALONE || (next == OTHER && !joins(at, end, kind)))
            break;
        if (next != OTHER)
            kind = next;
        kinds |= next;
        at = after;
    }
    *word = (struct word){{start, (size_t)(at - start)}, (kinds & DIGIT) != 0};
    reader->at = at;
    return true;
}
