/* Spans and gaps give any text back; the vector scan and the plain one give the same spans; every model opens. */
#include <stdio.h>
#include <stdlib.h>

#include "../../tools/segment/boundary.h"

static uint32_t state = 4711;

static uint32_t next_random(void)
{
    state = state * 1664525u + 1013904223u;
    return state >> 8;
}

static void fill(char *text, size_t size)
{
    static const char *const pieces[] = {"The ",
                                         "the ",
                                         "Dr. ",
                                         "U.S. ",
                                         "a.",
                                         ". ",
                                         "! ",
                                         "? ",
                                         "...",
                                         " . . . ",
                                         "\"",
                                         "(",
                                         ") ",
                                         "\n",
                                         "\n\n",
                                         "1. ",
                                         "2) ",
                                         "No. ",
                                         "e.g. ",
                                         "word",
                                         "Word ",
                                         "x, ",
                                         " ",
                                         "\t",
                                         "\xE3\x80\x82",
                                         "\xE4\xBB\x96",
                                         "\xC3\xA9",
                                         "\xC2\xA0",
                                         "\xE2\x80\xA6 ",
                                         "\xFF",
                                         "\xE2\x80",
                                         "I ",
                                         "http://a.b/c.d ",
                                         "\xEF\xBC\x81\xE2\x80\x9D",
                                         "\xEB\x8B\xA4 ",
                                         "\xD0\x93. "};
    size_t at = 0;
    while (at < size) {
        const char *piece = pieces[next_random() % (sizeof pieces / sizeof pieces[0])];
        size_t length = strlen(piece) < size - at ? strlen(piece) : size - at;
        memcpy(text + at, piece, length);
        at += length;
    }
}

struct seen {
    struct slice text;
    size_t end, paragraph;
    uint64_t hash;
};

static void check(bool good, const char *what)
{
    if (!good) {
        printf("wrong: %s\n", what);
        exit(1);
    }
}

static bool is_blank(struct slice text, size_t from, size_t to)
{
    while (from < to) {
        size_t space = token_space_at(text, from, to);
        if (space == 0)
            return false;
        from += space;
    }
    return true;
}

static void take(void *argument, struct span span)
{
    struct seen *seen = argument;
    check(span.start >= seen->end && span.start < span.end && span.end <= seen->text.size,
          "spans rise and are not empty");
    check(is_blank(seen->text, seen->end, span.start), "gaps are white space");
    check(token_space_at(seen->text, span.start, span.end) == 0, "a span does not begin with space");
    check(token_space_before(seen->text, span.start, span.end) == 0, "a span does not end with space");
    check(span.paragraph >= 1 && span.paragraph >= seen->paragraph, "paragraphs rise from 1");
    seen->end = span.end;
    seen->paragraph = span.paragraph;
    seen->hash = (seen->hash ^ (span.start * 31 + span.end)) * 1099511628211u;
}

static uint64_t cut(struct slice text, const struct language *language, enum wrapped wrapped, bool paragraphs,
                    bool plain)
{
    struct seen seen = {.text = text};
    struct boundary_options options = {
        .wrapped = wrapped, .paragraphs = paragraphs, .plain_scan = plain, .sink = take, .sink_argument = &seen};
    struct manner manner = boundary_manner(text, &options);
    boundary_find(text, language, &manner, &options);
    check(is_blank(text, seen.end, text.size), "nothing but space is left over");
    return seen.hash;
}

int main(void)
{
    static const char *const languages[] = {"en", "de", "es", "fr", "ja", "ko", "ru", "vi", "zh", "xx"};
    char *text = malloc(1000);
    check(text != NULL, "memory");
    for (size_t i = 0; i < 10; i++)
        check(language_for(slice_of(languages[i]))->model.weights != NULL, languages[i]);
    for (int round = 0; round < 4000; round++) {
        struct slice some = {text, next_random() % 1000};
        fill(text, some.size);
        const struct language *language =
            round % 3 ? language_for(slice_of(languages[round % 10])) : language_guess(some);
        enum wrapped wrapped = (enum wrapped)(round % 3);
        uint64_t whole = cut(some, language, wrapped, false, false);
        check(whole == cut(some, language, wrapped, false, true), "the plain scan gives the same spans");
        cut(some, language, wrapped, true, false);
    }
    free(text);
    puts("spans and gaps give the text back");
    return 0;
}
