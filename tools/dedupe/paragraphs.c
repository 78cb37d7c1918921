#include "paragraphs.h"

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '\f' || byte == '\v';
}

bool paragraph_next(struct slice text, size_t *at, size_t *start, size_t *end)
{
    size_t i = *at, newlines = 0;
    while (i < text.size && is_space(text.at[i]))
        i++;
    *start = *end = i;
    for (; i < text.size && newlines < 2; i++) {
        if (!is_space(text.at[i])) {
            *end = i + 1;
            newlines = 0;
        }
        newlines += text.at[i] == '\n';
    }
    *at = *end;
    return *end > *start;
}
