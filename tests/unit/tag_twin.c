/* Words with vector instructions and without: the same tokens, to the last member, of random text that has all that may
 * join or end a word, at every distance from the ends of what is looked at together. */
#include <stdlib.h>

#include "../../tools/tag/words.h"
#include "buffer.h"
#include "check.h"

#ifdef NARROW
#define scan_ascii_words scan_ascii_words_narrow
#else
#define BROADSHEET_PLAIN
#endif
#define tag_sentence_words plain_sentence_words
#define word_hash plain_word_hash
#define word_at plain_word_at
#define word_fold plain_word_fold
#define word_fold_hash plain_word_fold_hash
#define word_plain plain_word_plain
#define word_is_abbreviation plain_word_is_abbreviation
#include "../../tools/tag/words.c"
#undef tag_sentence_words

static unsigned state = 11;

static unsigned draw(unsigned below)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

static void random_text(struct buffer *text, unsigned pieces, unsigned odd)
{
    static const char *const specials[] = {"  ",
                                           "\n",
                                           "\t",
                                           "'",
                                           "\\'",
                                           "\\\"",
                                           "n't",
                                           "'s",
                                           "\xE2\x80\x99s",
                                           "`",
                                           ".",
                                           "...",
                                           "U.S.",
                                           "Mr.",
                                           "'S",
                                           "Mr. ",
                                           "It. ",
                                           "-",
                                           "--",
                                           ",",
                                           ":",
                                           "1,250.5",
                                           "10:30",
                                           "9th",
                                           "\xC3\xA9",
                                           "\xC3\x89t\xC3\xA9",
                                           "\xE4\xB8\xAD",
                                           "\xED\x95\x9C",
                                           "\xD0\x96",
                                           "$",
                                           "(",
                                           "@",
                                           "[",
                                           "`",
                                           "{",
                                           "/",
                                           "0",
                                           "9",
                                           "A",
                                           "Z",
                                           "a",
                                           "z",
                                           "iPhone",
                                           "NATO"};
    buffer_clear(text);
    for (unsigned i = 0; i < pieces; i++) {
        for (unsigned k = 1 + draw(9); k > 0; k--)
            buffer_byte(text, (char)((draw(8) ? 'a' : draw(2) ? 'A' : '0') + (char)draw(10)));
        if (draw(odd) == 0)
            buffer_text(text, specials[draw(sizeof specials / sizeof specials[0])]);
        if (draw(5))
            buffer_byte(text, ' ');
        if (draw(400) == 0)
            for (unsigned k = draw(200); k > 0; k--)
                buffer_byte(text, 'x');
    }
}

static bool same_token(const struct token *a, const struct token *b)
{
    return a->start == b->start && a->end == b->end && a->hash == b->hash && a->folded == b->folded &&
           a->classes == b->classes && a->shape == b->shape && a->space_before == b->space_before;
}

static void check_text(struct arena *arena, struct slice text)
{
    struct sentence fast = {.text = text}, plain = {.text = text};
    tag_sentence_words(arena, &fast);
    plain_sentence_words(arena, &plain);
    CHECK(fast.token_count == plain.token_count);
    for (size_t i = 0; i < fast.token_count && i < plain.token_count; i++)
        if (!same_token(&fast.tokens[i], &plain.tokens[i])) {
            check_failures++;
            printf("%.*s: token %zu\n", (int)text.size, text.at, i);
            return;
        }
    size_t likely = 0;
    for (size_t i = 0; i < fast.token_count; i++)
        if (word_is_likely(&fast.tokens[i]))
            CHECK(likely < fast.likely_count && fast.likely[likely++] == i);
    CHECK(likely == fast.likely_count && likely == plain.likely_count);
}

int main(void)
{
    struct arena arena = {0};
    struct buffer text = {0};
    for (unsigned turn = 0; turn < 20000 && check_failures == 0; turn++) {
        random_text(&text, draw(turn % 100 == 0 ? 400 : 24), 1 + turn % 6);
        char *exact = malloc(text.size ? text.size : 1); /* nothing may be read behind it */
        memcpy(exact, text.size ? text.at : "", text.size);
        check_text(&arena, (struct slice){exact, text.size});
        free(exact);
        arena_reset(&arena);
    }
    buffer_free(&text);
    arena_free(&arena);
    return check_done();
}
