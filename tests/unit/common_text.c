/* UTF-8, classes, folding, places in code points: on hand-made cases and against a plain reading of the standard. */
#include "check.h"
#include "text.h"

#include <utf8proc.h>

static void mends(const char *bytes, size_t size, const char *wanted, size_t count)
{
    struct buffer out = {0};
    CHECK(text_mend(&out, (struct slice){bytes, size}) == count);
    CHECK(slice_is(buffer_view(&out), wanted));
    buffer_free(&out);
}

/* The examples of the Unicode Standard, tables 3-8 to 3-11: one U+FFFD a maximal subpart. */
static void test_mend(void)
{
    mends("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", 9, "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA", 8);
    mends("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", 9, "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA", 8);
    mends("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", 9, "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDA\uFFFD\uFFFDB", 7);
    mends("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", 9, "\uFFFD\uFFFD\uFFFD\uFFFDA", 4);
    mends("a long run of plain text before it \xFF and behind it, too", 55,
          "a long run of plain text before it \uFFFD and behind it, too", 1);
}

/* Each code point there is, out and in again; the surrogates never. */
static void test_round_trip(void)
{
    for (uint32_t point = 0; point < 0x110000; point++) {
        char bytes[4];
        size_t size = text_encode(bytes, point);
        const char *at = bytes;
        bool surrogate = point >= 0xD800 && point <= 0xDFFF;
        bool good = text_valid((struct slice){bytes, size}) == size;
        if (good == surrogate || (good && (text_decode(&at, bytes + size) != point || at != bytes + size))) {
            CHECK(!"a code point does not come back");
            return;
        }
        at = bytes + size;
        if (good && (text_decode_before(&at, bytes) != point || at != bytes)) {
            CHECK(!"a code point does not come back from behind");
            return;
        }
    }
}

static void test_classes(void)
{
    CHECK(text_class('A') == (TEXT_UPPER | TEXT_LETTER));
    CHECK(text_class(0x410) == (TEXT_UPPER | TEXT_LETTER));
    CHECK(text_class(0xDF) == (TEXT_LOWER | TEXT_LETTER));
    CHECK(text_class(0x4E2D) & TEXT_CJK);
    CHECK(text_class(0x0E01) & TEXT_CJK);
    CHECK(text_class(0xD55C) == (TEXT_LETTER | TEXT_HANGUL));
    CHECK(text_class(0x2019) & TEXT_QUOTE);
    CHECK(text_class(0x2014) & TEXT_DASH);
    CHECK(text_class(0x2212) & TEXT_DASH);
    CHECK(text_class(0x00A0) == TEXT_SPACE);
    CHECK(text_class(0x3000) == TEXT_SPACE);
    CHECK(text_class(0x0664) == TEXT_DIGIT);
    CHECK(text_class(0x0301) == (TEXT_LETTER | TEXT_MARK));
    CHECK(text_class(0x20AC) == TEXT_PUNCT);
    for (uint32_t point = 0; point < 128; point++)
        CHECK(text_ascii_class[point] == (text_class_beyond_ascii(point) | (text_ascii_class[point] & TEXT_QUOTE)) ||
              (text_ascii_class[point] & TEXT_SPACE));
}

/* What text.h says of the classes, asked of utf8proc for every code point beyond ASCII. */
static void test_all_classes(void)
{
    unsigned wrong = 0;
    for (uint32_t point = 0x80; point < 0x110000; point++) {
        unsigned class = text_class(point);
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)point);
        bool quote = category == UTF8PROC_CATEGORY_PI || category == UTF8PROC_CATEGORY_PF;
        bool upper = category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
        bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
        bool dash = category == UTF8PROC_CATEGORY_PD || point == 0x2212;
        wrong += quote && !(class & TEXT_QUOTE);
        wrong += upper != ((class & TEXT_UPPER) != 0);
        wrong += letter != ((class & TEXT_LETTER) != 0) && !(class & TEXT_QUOTE); /* U+02BC, the modifier apostrophe */
        wrong += dash != ((class & TEXT_DASH) != 0);
        wrong += (category == UTF8PROC_CATEGORY_ND) != ((class & TEXT_DIGIT) != 0);
    }
    CHECK(wrong == 0);
}

static void test_places(void)
{
    const char *text = "Z\u00fcrich, \u4e2d\u56fd and \U0001F600, then plain words to the very end of it";
    struct text_cursor cursor = {.text = text};
    size_t size = strlen(text), points = 0;
    for (size_t i = 0; i <= size; i++) {
        CHECK(text_point(&cursor, i) == points || ((unsigned char)text[i] & 0xC0) == 0x80);
        points += i < size && ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    CHECK(text_length((struct slice){text, size}) == points);
    CHECK(text_point(&cursor, 3) == 2); /* going back is allowed */
}

/* How far a text is ASCII, and the places in it, with one character beyond at each place or none, at each length. */
static void test_ascii(void)
{
    char text[103];
    for (size_t size = 0; size <= 100; size++)
        for (size_t at = 0; at <= size; at++) {
            memset(text, 'a', sizeof text);
            if (at < size) /* two bytes, of which the second stands behind the text if there is no room */
                memcpy(text + at, "\u00e9", 2);
            struct slice whole = {text, at + 1 == size ? size + 1 : size};
            CHECK(text_ascii(whole) == at);
            struct text_cursor cursor = text_cursor_of(whole), plain = {.text = text};
            for (size_t i = 0; i <= size; i += 7)
                CHECK(i == at + 1 || text_point(&cursor, i) == text_point(&plain, i));
            CHECK(text_point(&cursor, at / 2) == at / 2); /* going back is allowed */
        }
}

static void test_folding(void)
{
    struct buffer out = {0};
    text_lower_append(&out, SLICE("\u00c9COLE \u0416\u0410\u0411\u0410 \u0130"));
    CHECK(slice_starts(buffer_view(&out), SLICE("\u00e9cole \u0436\u0430\u0431\u0430 ")));
    buffer_free(&out);
    CHECK(text_base(0xE9) == 'e');
    CHECK(text_base(0x1EC7) == 'e');
    CHECK(text_base(0xDF) == 0xDF);
    CHECK(text_base(0xD55C) == 0xD55C);
    CHECK(text_upper(0xE9) == 0xC9);
}

int main(void)
{
    test_mend();
    test_round_trip();
    test_classes();
    test_all_classes();
    test_places();
    test_ascii();
    test_folding();
    return check_done();
}
