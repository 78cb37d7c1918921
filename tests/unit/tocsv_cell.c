/* The cell writer against its plain twin and against RFC 4180 written down plainly. */
#include "../../tools/tocsv/csv.h"

#include <stdlib.h>

#include "check.h"

/* The twin is without vector instructions, or, where this file is included, without those of 512 bits. */
#ifndef BROADSHEET_NOT_WIDEST
#define BROADSHEET_PLAIN
#endif
#define csv_delimiter_fits plain_csv_delimiter_fits
#define csv_text plain_csv_text
#define csv_ready plain_csv_ready
#define csv_copied plain_csv_copied
#define csv_any_string plain_csv_any_string
#include "../../tools/tocsv/csv.c"
#undef csv_delimiter_fits
#undef csv_text
#undef csv_ready
#undef csv_copied
#undef csv_any_string

/* A cell as RFC 4180 has it, quoted where csv.h says. */
static void by_the_book(struct buffer *out, const struct dialect *dialect, struct slice text)
{
    bool needed = dialect->quoting != QUOTE_MINIMAL;
    for (size_t i = 0; i < text.size; i++)
        needed |= text.at[i] == '"' || text.at[i] == dialect->delimiter || text.at[i] == '\n' || text.at[i] == '\r';
    if (text.size > 0)
        needed |= text.at[0] == ' ' || text.at[0] == '\t' || text.at[text.size - 1] == ' ' ||
                  text.at[text.size - 1] == '\t' || slice_starts(text, SLICE("\xEF\xBB\xBF"));
    if (needed)
        buffer_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        buffer_byte(out, text.at[i]);
        if (text.at[i] == '"')
            buffer_byte(out, '"');
    }
    if (needed)
        buffer_byte(out, '"');
    buffer_byte(out, dialect->delimiter);
}

static uint32_t state = 1;

static size_t below(size_t limit)
{
    state = state * 1664525 + 1013904223;
    return (state >> 8) % limit;
}

/* Pieces of JSON strings and what they stand for. */
static const struct {
    struct slice json, plain;
} pieces[] = {
    {SLICE("a"), SLICE("a")},
    {SLICE("word"), SLICE("word")},
    {SLICE(" "), SLICE(" ")},
    {SLICE(","), SLICE(",")},
    {SLICE(";"), SLICE(";")},
    {SLICE("\\\""), SLICE("\"")},
    {SLICE("\\\\"), SLICE("\\")},
    {SLICE("\\n"), SLICE("\n")},
    {SLICE("\\r"), SLICE("\r")},
    {SLICE("\\t"), SLICE("\t")},
    {SLICE("\\u0000"), SLICE("\0")},
    {SLICE("\\/"), SLICE("/")},
    {SLICE("\\u00e9"), SLICE("\xC3\xA9")},
    {SLICE("\xEF\xBB\xBF"), SLICE("\xEF\xBB\xBF")},
    {SLICE("\\ud83d\\ude00"), SLICE("\xF0\x9F\x98\x80")},
    {SLICE("\\ud83d"), SLICE("\xEF\xBF\xBD")},
    {SLICE("\\u0022"), SLICE("\"")},
    {SLICE("\\u002C"), SLICE(",")},
    {SLICE("\\b"), SLICE("\b")},
    {SLICE("\xE2\x82\xAC"), SLICE("\xE2\x82\xAC")},
    {SLICE("\\u20AC"), SLICE("\xE2\x82\xAC")},
    {SLICE("a longer piece of text, with a comma"), SLICE("a longer piece of text, with a comma")},
    {SLICE("sixteen bytes ok"), SLICE("sixteen bytes ok")},
};

static void check_cell(const struct dialect *dialect, struct slice json, size_t readable, struct slice text)
{
    static struct buffer wanted, got, plain, scratch;
    buffer_clear(&wanted);
    buffer_clear(&got);
    buffer_clear(&plain);
    by_the_book(&wanted, dialect, text);
    CHECK(csv_string(&got, dialect, json, readable, &scratch) == CSV_FINE);
    CHECK(plain_csv_any_string(&plain, dialect, json, readable, &scratch) == CSV_FINE);
    CHECK(slice_equal(buffer_view(&plain), buffer_view(&wanted)));
    if (!slice_equal(buffer_view(&got), buffer_view(&wanted))) {
        printf("%.*s: %.*s, should be %.*s\n", (int)json.size, json.at, (int)got.size, got.at, (int)wanted.size,
               wanted.at);
        check_failures++;
    }
    buffer_clear(&got);
    CHECK(csv_text(&got, dialect, text, true) == CSV_FINE && slice_equal(buffer_view(&got), buffer_view(&wanted)));
}

int main(void)
{
    static struct dialect dialects[] = {
        {.delimiter = ',', .quoting = QUOTE_MINIMAL},  {.delimiter = ';', .quoting = QUOTE_MINIMAL},
        {.delimiter = '\t', .quoting = QUOTE_MINIMAL}, {.delimiter = ',', .quoting = QUOTE_ALL},
        {.delimiter = ',', .quoting = QUOTE_STRINGS},
    };
    struct buffer json = {0}, text = {0};
    for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
        csv_ready(&dialects[i]);
    for (int round = 0; round < 100000 && check_failures < 10; round++) {
        buffer_clear(&json);
        buffer_clear(&text);
        buffer_byte(&json, '"');
        size_t kinds = below(2) ? 5 : sizeof pieces / sizeof *pieces;
        for (size_t i = below(12); i > 0; i--) {
            size_t piece = below(kinds);
            buffer_slice(&json, pieces[piece].json);
            buffer_slice(&text, pieces[piece].plain);
        }
        buffer_byte(&json, '"');
        /* As much behind it as may be read, or nothing. */
        size_t size = json.size, readable = size + (below(2) ? below(70) : 0);
        while (json.size < readable)
            buffer_byte(&json, "\\,\"x"[below(4)]);
        char *exact = memory_allocate(readable);
        memcpy(exact, json.at, readable);
        check_cell(&dialects[below(5)], (struct slice){exact, size}, readable, buffer_view(&text));
        free(exact);
    }
    buffer_free(&json);
    buffer_free(&text);
    for (int byte = 0; byte < 256; byte++)
        CHECK(csv_delimiter_fits((char)byte) ==
              (byte < 128 && !(byte >= '0' && byte <= '9') && !((byte | 32) >= 'a' && (byte | 32) <= 'z') &&
               byte != '"' && byte != '\r' && byte != '\n' && byte != 0 && byte != '+' && byte != '-' && byte != '.'));
    return check_done();
}
