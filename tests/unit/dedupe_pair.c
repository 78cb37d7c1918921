/* Sketches survive packing, and the pair test does not care which text comes first. */
#include <stdio.h>
#include <stdlib.h>

#include "../../tools/dedupe/fold.h"
#include "../../tools/dedupe/block.h"
#include "../../tools/dedupe/near.h"
#include "../../tools/dedupe/sketch_bytes.h"
#include "check.h"

static unsigned state = 7;

static unsigned draw(unsigned below)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

/* Words, numbers and names, and now and then the end of a paragraph. */
static void random_text(struct buffer *text, unsigned words)
{
    buffer_clear(text);
    for (unsigned i = 0; i < words; i++) {
        buffer_text(text, i == 0 ? "" : draw(30) ? " " : "\n\n");
        if (draw(8) == 0)
            buffer_format(text, "N%c%c", 'a' + (int)draw(26), 'a' + (int)draw(26));
        else
            buffer_format(text, "%s%u", draw(8) == 0 ? "" : "w", draw(900));
    }
}

/* Changes a share of the words, and cuts. */
static void change(const struct buffer *from, struct buffer *to)
{
    struct slice rest = {from->at, from->size}, word;
    unsigned rate = draw(30), left = draw(400);
    buffer_clear(to);
    while (left-- > 0 && slice_field(&rest, ' ', &word)) {
        if (to->size > 0)
            buffer_byte(to, ' ');
        if (draw(100) < rate)
            buffer_format(to, "c%u", draw(900));
        else
            buffer_slice(to, word);
    }
}

static void make_sketch(const struct buffer *text, struct sketch *sketch)
{
    struct folder folder = {0};
    struct sketcher sketcher = {0};
    struct buffer folded = {0};
    fold_append(&folder, FOLD_TEXT, buffer_view(text), &folded);
    sketch_make(&sketcher, buffer_view(&folded), &folder.outline, sketch);
    folder_free(&folder);
    sketcher_free(&sketcher);
    buffer_free(&folded);
}

/* Where paragraphs begin in the folded text, and that nothing else tells the texts apart. */
static void test_breaks(void)
{
    static struct folder folder;
    struct buffer folded = {0}, text = {0};
    fold_append(&folder, FOLD_TEXT, SLICE("\n\nOne\ntwo \n \n\n Three\r\n\r\nfour\n\n"), &folded);
    CHECK(slice_is(buffer_view(&folded), "one two three four"));
    CHECK(folder.outline.breaks.count == 3 && folder.outline.breaks.at[0] == 8 && folder.outline.breaks.at[1] == 14);
    for (int lines = 0; lines < 2; lines++) /* a line longer than wrapped ones is a paragraph */
        buffer_text(&text, "twelve bytes twelve bytes twelve bytes twelve bytes twelve bytes twelve bytes twelve bytes "
                           "twelve bytes twelve bytes twelve bytes\n");
    buffer_clear(&folded);
    fold_append(&folder, FOLD_TEXT, buffer_view(&text), &folded);
    CHECK(folder.outline.breaks.count == 2 && folder.outline.breaks.at[0] == 130);
    folder_free(&folder);
    buffer_free(&folded);
    buffer_free(&text);
}

static bool same_views(const struct sketch_view *a, const struct sketch_view *b)
{
    return a->words == b->words && a->bound == b->bound && a->count == b->count && a->numbers == b->numbers &&
           a->names == b->names && a->short_words == b->short_words && a->elided == b->elided &&
           memcmp(a->hash, b->hash, a->count * sizeof a->hash[0]) == 0 &&
           memcmp(a->position, b->position, a->count) == 0 &&
           memcmp(a->number, b->number, a->numbers * sizeof a->number[0]) == 0 &&
           memcmp(a->name, b->name, a->names * sizeof a->name[0]) == 0 &&
           memcmp(a->word, b->word, a->short_words * sizeof a->word[0]) == 0;
}

static void test_packing(const struct sketch *sketch)
{
    struct buffer packed = {0};
    struct sketch_view shown, unpacked;
    sketch_pack(sketch, &packed);
    CHECK(sketch_check(buffer_view(&packed)));
    CHECK(sketch_unpack(packed.at, &unpacked) == packed.size);
    sketch_show(sketch, &shown);
    CHECK(same_views(&shown, &unpacked));
    CHECK(!sketch_check(slice_part(buffer_view(&packed), 0, packed.size - 1)));
    buffer_free(&packed);
}

static void test_squeezing(const struct sketch *sketch)
{
    static struct sketch restored;
    struct buffer packed = {0}, squeezed = {0};
    struct sketch_view shown, back;
    sketch_show(sketch, &shown);
    sketch_squeeze(&shown, &squeezed);
    buffer_reserve(&squeezed, BLOCK_PADDING);
    sketch_pack(sketch, &packed);
    CHECK(squeezed.size % 4 == 0 && (sketch->count < 20 || squeezed.size < packed.size));
    CHECK(sketch_restore(buffer_view(&squeezed), &restored));
    sketch_show(&restored, &back);
    CHECK(same_views(&shown, &back));
    CHECK(!sketch_restore(slice_part(buffer_view(&squeezed), 0, squeezed.size - 4), &restored));
    buffer_free(&packed);
    buffer_free(&squeezed);
}

static void test_symmetry(const struct near *near, const struct sketch *a, const struct sketch *b)
{
    struct sketch_view first, second;
    struct pair one, other;
    sketch_show(a, &first);
    sketch_show(b, &second);
    const char *why = near_test(near, &first, &second, &one), *again = near_test(near, &second, &first, &other);
    CHECK((why == NULL) == (again == NULL));
    if (why && again) {
        CHECK(strcmp(why, again) == 0);
        CHECK(!(one.jaccard < other.jaccard || one.jaccard > other.jaccard));
    }
}

int main(void)
{
    static struct near near = {.threshold = PAIR_THRESHOLD};
    static struct sketch a, b;
    struct buffer text = {0}, copy = {0};
    unsigned alike = 0;
    test_breaks();
    for (int i = 0; i < 2000; i++) {
        struct near_match match;
        random_text(&text, draw(400));
        change(&text, &copy);
        make_sketch(&text, &a);
        make_sketch(&copy, &b);
        near_trim(&near, &a);
        near_trim(&near, &b);
        test_packing(&a);
        test_squeezing(&a);
        test_symmetry(&near, &a, &b);
        if (i < 300) {
            near_keep(&near, &a);
            alike += near_find(&near, &b, &match) && match.text == (uint64_t)i;
        }
    }
    CHECK(alike > 100);
    near_free(&near);
    buffer_free(&text);
    buffer_free(&copy);
    return check_done();
}
