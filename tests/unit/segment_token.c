/* The quick looks at words and the scan agree with the slow ones, on any bytes. */
#include <stdio.h>
#include <stdlib.h>

#include "../../tools/segment/scan.h"
#include "../../tools/segment/token.h"

#define BROADSHEET_PLAIN
#define token_is_wide_stop plain_token_is_wide_stop
#define token_is_bracket plain_token_is_bracket
#define token_is_closer plain_token_is_closer
#define token_wide_space_at plain_token_wide_space_at
#define token_wide_space_before plain_token_wide_space_before
#define token_word plain_token_word
#define token_before plain_token_before
#define token_after plain_token_after
#define token_next plain_token_next
#define token_next_word plain_token_next_word
#define word_before plain_word_before
#include "../../tools/segment/token.c"
#undef token_word
#undef token_before
#undef token_after
#undef word_before
#undef token_next
#undef token_next_word

static uint32_t state = 12345;

static uint32_t next_random(void)
{
    state = state * 1664525u + 1013904223u;
    return state >> 8;
}

static void fill(char *text, size_t size)
{
    static const char alphabet[] =
        "aabcdefghottprstuvwz  ABCDEZ    "
        ".,.!?;:\"'()[]-"
        "0199\t\n\xC3\xA9\xC3\x97\xC3\x89\xD0\xB0\xD1\x8F\xD0\x90\xD1\xA1\xE3\x80\x82\xEF\xBC\x81\xE2\x80\xA6\xFF";
    for (size_t i = 0; i < size; i++)
        text[i] = alphabet[next_random() % (sizeof alphabet - 1)];
}

static void check(bool good, const char *what)
{
    if (!good) {
        printf("not equal: %s\n", what);
        exit(1);
    }
}

static void check_stretch(struct scan *vector, struct scan *plain, struct slice text, size_t start, size_t end)
{
    size_t a = 0, b = 0, next = start;
    scan_start(vector, text, start, end, false);
    scan_start(plain, text, start, end, true);
    for (;;) {
        bool more = scan_next(vector, &a);
        check(more == scan_next(plain, &b) && (!more || (a == b && scan_is_place(text, a))), "scan");
        for (; next < (more ? a : end); next++)
            check(!scan_is_place(text, next), "scan left one out");
        if (!more)
            return;
        next = a + 1;
    }
}

/* In stretches that follow each other, near and far. */
static void check_scan(struct slice text)
{
    struct scan vector = {.block = 0}, plain = {.block = 0};
    size_t start = text.size / 3;
    while (start < text.size) {
        size_t end = start + next_random() % (text.size - start + 1);
        check_stretch(&vector, &plain, text, start, end);
        start = end + next_random() % 70;
    }
}

static bool same_token(const struct token *a, const struct token *b)
{
    return a->raw.at == b->raw.at && a->raw.size == b->raw.size && a->core.at == b->core.at &&
           a->core.size == b->core.size && a->word == b->word && a->shape == b->shape && a->ending == b->ending &&
           a->closer == b->closer && a->opener == b->opener && a->repeated == b->repeated && a->letters == b->letters;
}

/* A text that ends (or begins) with the token leaves no room for the quick look, so the slow one is taken. */
static void check_tokens(struct slice text)
{
    for (size_t i = 20; i + 40 < text.size; i++) {
        struct token quick, slow;
        if ((unsigned char)text.at[i] <= ' ' || (unsigned char)text.at[i - 1] > ' ')
            continue;
        token_after(&quick, text, i, text.size);
        if (quick.raw.size > 13)
            continue;
        token_after(&slow, slice_part(text, i, i + quick.raw.size), 0, quick.raw.size);
        check(same_token(&quick, &slow), "token_after");
        size_t end = i + quick.raw.size;
        if ((unsigned char)text.at[end] > ' ')
            continue;
        token_before(&quick, text, 0, end);
        token_before(&slow, slice_part(text, end - quick.raw.size, end), 0, quick.raw.size);
        check(same_token(&quick, &slow), "token_before");
        check(token_word(quick.core) == quick.word || quick.core.size == 0, "token_word");
    }
}

/* Tokens of up to TOKEN_MOST bytes, with vector instructions and without. */
static void check_twins(struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        struct token vector, plain;
        struct word word = {.size = 0}, plain_word = {.size = 0};
        if ((unsigned char)text.at[i] <= ' ' || ((unsigned char)text.at[i] & 0xC0) == 0x80)
            continue;
        token_after(&vector, text, i, text.size);
        plain_token_after(&plain, text, i, text.size);
        check(same_token(&vector, &plain), "token_after and its twin");
        size_t end = i + vector.raw.size;
        token_before(&vector, text, 0, end);
        plain_token_before(&plain, text, 0, end);
        check(same_token(&vector, &plain), "token_before and its twin");
        bool is_word = word_before(&word, text, end);
        check(is_word == plain_word_before(&plain_word, text, end) &&
                  (!is_word ||
                   (word.hash == plain_word.hash && word.size == plain_word.size && word.shape == plain_word.shape)),
              "word_before and its twin");
    }
}

/* Long tokens, of what makes a word an address, initials or a number. */
static void fill_long(char *text, size_t size)
{
    static const char pieces[] = "aabcdeABC012./@:._-/&'";
    for (size_t i = 0; i < size; i++)
        text[i] = next_random() % 30 == 0 ? ' ' : pieces[next_random() % (sizeof pieces - 1)];
}

static bool is_alphanumeric(char byte)
{
    return (text_class((unsigned char)byte & 0x7F) & (TEXT_LETTER | TEXT_DIGIT)) != 0;
}

/* The words alone, one after the other. */
static void check_words(struct slice text)
{
    struct token token;
    size_t at = 0, quick = 0;
    uint32_t word = 0;
    for (bool more = true; more;) {
        more = token_next(&token, text, &at, text.size);
        check(more == token_next_word(text, &quick, &word) && at == quick, "where words end");
        bool whole = more && token.core.size > 0 && is_alphanumeric(token.core.at[0]) &&
                     is_alphanumeric(token.core.at[token.core.size - 1]);
        check(!whole || !text_is_ascii(token.raw) || word == token.word, "a word alone");
    }
}

int main(void)
{
    char text[300];
    for (int round = 0; round < 10000; round++) {
        size_t size = next_random() % sizeof text;
        fill(text, size);
        check_scan((struct slice){text, size});
        check_tokens((struct slice){text, size});
        check_twins((struct slice){text, size});
        check_words((struct slice){text, size});
        fill_long(text, size);
        check_words((struct slice){text, size});
        check_twins((struct slice){text, size});
    }
    puts("the quick and the slow ways agree");
    return 0;
}
