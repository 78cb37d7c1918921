/* Folding and words, with vector instructions and without: the same on random text of every kind of byte. */
#include <stdio.h>
#include <stdlib.h>

#include "../../tools/dedupe/fold.h"
#include "../../tools/dedupe/words.h"
#include "check.h"

#define BROADSHEET_PLAIN
#define words_take plain_words_take
#define word_next plain_word_next
#include "../../tools/dedupe/words.c"
#undef words_take
#undef word_next
#define fold_append plain_fold_append
#define folder_free plain_folder_free
#undef VECTOR
#include "../../tools/dedupe/fold.c"
#undef fold_append
#undef folder_free

static unsigned state = 5;

static unsigned draw(unsigned below)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

/* Mostly letters; now and then what folding or the borders of words must look at. */
static void random_text(struct buffer *text, unsigned pieces, unsigned odd)
{
    static const char *const specials[] = {" ",
                                           "  ",
                                           "\n",
                                           "\n\n",
                                           "'",
                                           "''",
                                           "\"",
                                           "\\'",
                                           "&amp;",
                                           "&",
                                           "1.5",
                                           "1,2",
                                           "12:30",
                                           "7",
                                           ".",
                                           ",",
                                           "-",
                                           "\t",
                                           "`",
                                           "\\",
                                           "l'\u00e9t\u00e9",
                                           "\u0416\u0443\u043a",
                                           "\u65b0\u805e",
                                           "\u2019",
                                           "\u00a0",
                                           "\u0301",
                                           "\uac00\ub098",
                                           "\x7f",
                                           "a.b",
                                           "3'4"};
    buffer_clear(text);
    for (unsigned i = 0; i < pieces; i++)
        if (draw(100) < odd)
            buffer_text(text, specials[draw(sizeof specials / sizeof specials[0])]);
        else
            buffer_byte(text, "etaoinshrdluETAOIN  "[draw(20)]);
}

static bool same_places(const struct places *a, const struct places *b)
{
    return a->count == b->count && (a->count == 0 || memcmp(a->at, b->at, a->count * sizeof a->at[0]) == 0);
}

static void test_fold(const struct buffer *text, struct buffer *folded)
{
    static struct folder folder, plain_folder;
    struct buffer plainly = {0};
    buffer_clear(folded);
    fold_append(&folder, FOLD_TEXT, buffer_view(text), folded);
    plain_fold_append(&plain_folder, FOLD_TEXT, buffer_view(text), &plainly);
    CHECK(slice_equal(buffer_view(folded), buffer_view(&plainly)));
    CHECK(same_places(&folder.outline.breaks, &plain_folder.outline.breaks));
    CHECK(same_places(&folder.outline.capitals, &plain_folder.outline.capitals));
    buffer_free(&plainly);
}

static void test_words(struct slice text)
{
    static struct word words[100000];
    struct word_reader reader = {text.at, text.at + text.size}, plainly = reader;
    struct word word;
    size_t count = 0, next = 0;
    for (size_t some; (some = words_take(&reader, words + count, WORDS_LEAST + draw(100))) > 0;)
        count += some;
    for (; plain_word_next(&plainly, &word); next++)
        CHECK(next < count && word.bytes.at == words[next].bytes.at && word.bytes.size == words[next].bytes.size &&
              word.number == words[next].number);
    CHECK(next == count);
}

int main(void)
{
    struct buffer text = {0}, folded = {0};
    for (int i = 0; i < 4000; i++) {
        random_text(&text, draw(400), draw(4) * 10);
        test_fold(&text, &folded);
        test_words(buffer_view(&folded));
        test_words(buffer_view(&text));
    }
    buffer_free(&text);
    buffer_free(&folded);
    return check_done();
}
