/* Dates as the world writes them; languages; labels of encodings and what decodes by them. */
#include <iconv.h>

#include "../../tools/clean/dates.h"
#include "../../tools/clean/doubled.h"
#include "../../tools/clean/encoding.h"
#include "../../tools/clean/language.h"
#include "check.h"

static bool date_is(const char *text, enum day_order order, const char *expected)
{
    struct date date;
    char found[DATE_TEXT] = "none";
    if (dates_find(slice_of(text), order, &date, NULL, NULL))
        dates_print(date, found);
    if (strcmp(found, expected) != 0)
        printf("%s: wanted %s, got %s\n", text, expected, found);
    return strcmp(found, expected) == 0;
}

/* `text`, with what was UTF-8 twice taken back. */
static bool taken_back(const char *text, const char *expected)
{
    struct arena arena = {0};
    struct slice mended = doubled_mend(&arena, slice_of(text));
    bool same = slice_is(mended, expected);
    if (!same)
        printf("%s: wanted %s, got %.*s\n", text, expected, (int)mended.size, mended.at);
    arena_free(&arena);
    return same;
}

static void doubled(void)
{
    CHECK(doubled_shows(SLICE("the baker\u00E2\xC2\x80\xC2\x99s")) && doubled_shows(SLICE("\u00E2\u20AC\u2122")));
    CHECK(!doubled_shows(SLICE("ch\u00E2teau \u20AC 5")) && !doubled_shows(SLICE("\u00E2")) &&
          !doubled_shows(SLICE("")));
    CHECK(taken_back("the baker\u00E2\xC2\x80\xC2\x99s", "the baker\u2019s"));
    CHECK(taken_back("the baker\u00E2\u20AC\u2122s caf\u00C3\u00A9", "the baker\u2019s caf\u00E9"));
    CHECK(taken_back("\u00F0\u0178\u02DC\u20AC", "\U0001F600"));
    CHECK(taken_back("five\u00C2\u00A0loaves", "five loaves"));
    CHECK(taken_back("five,\u00E2\xC2\x80\u00A8loaves \u00C2\u00ADor six", "five, loaves or six"));
    CHECK(taken_back("five loaves\u00C2 \u00C3 part \u00C3", "five loaves \u00E0 part \u00E0"));
    CHECK(taken_back("ch\u00E2teau, \u00E9t\u00E9, \u4E2D\u6587", "ch\u00E2teau, \u00E9t\u00E9, \u4E2D\u6587"));
    CHECK(taken_back("\u00ED\u00A0\xC2\x80", "\u00ED\u00A0\xC2\x80"));     /* half of a pair is no character */
    CHECK(taken_back("\u00E0\xC2\x80\xC2\x80", "\u00E0\xC2\x80\xC2\x80")); /* nor is what is too long */
    CHECK(taken_back("\u00E2\xC2\x80", "\u00E2\xC2\x80"));
}

static void dates(void)
{
    static const char *const same[] = {
        "2024-05-14",
        "2024-05-14T23:10:00+02:00",
        "Posted on May 14, 2024 by X",
        "14 May 2024",
        "2024. május 14.",
        "2024 m. gegužės 14 d.",
        "May 14th, 2024",
        "the 14th of May, 2024",
        "Tue May 14 16:20:41 UTC 2024",
        "Tue, 14 May 2024 16:20:41 GMT",
        "14. Mai 2024",
        "14 mai 2024 à 9h",
        "14 de mayo de 2024",
        "14 de maio de 2024",
        "14 maggio 2024",
        "14 mei 2024",
        "14 мая 2024 г.",
        "14 травня 2024",
        "14 maja 2024",
        "14 Mayıs 2024",
        "2024年5月14日",
        "2024년 5월 14일",
        "2024. 5. 14.",
        "14.05.2024",
        "14/5/2024 10:00",
        "5/14/2024",
        "ngày 14 tháng 5 năm 2024",
        "14 tháng 5, 2024",
        "١٤ مايو ٢٠٢٤",
        "١٤/٥/٢٠٢٤",
        "14-05-2024",
        "14.5.24",
        "Updated:14 May 2024",
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        CHECK(date_is(same[i], ORDER_UNKNOWN, "2024-05-14"));
    CHECK(date_is("3/4/2024", DAY_FIRST, "2024-04-03") && date_is("3/4/2024", MONTH_FIRST, "2024-03-04"));
    CHECK(date_is("3/4/2024", ORDER_UNKNOWN, "none"));
    CHECK(date_is("Báo Quốc Tế11/04/2024", DAY_FIRST, "2024-04-11"));
    static const char *const none[] = {"30 February 2024", "May 2024",   "14 May",         "in 2024",      "1.2.3",
                                       "99/99/2024",       "2024-13-01", "10:30, page 12", "May 14, 3024", ""};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        CHECK(date_is(none[i], DAY_FIRST, "none"));
}

/* A date is found wherever the blocks of bytes that a line is looked over in happen to end. */
static void dates_anywhere(void)
{
    static const char *const dates[] = {"14.05.2024", "14 May 2024", "2024-05-14", "14/5/24"};
    char line[200];
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        for (int before = 0; before < 140; before++) {
            memset(line, 'x', sizeof line);
            snprintf(line + before, sizeof line - (size_t)before, "%s", dates[i]);
            CHECK(date_is(line, DAY_FIRST, "2024-05-14"));
        }
    CHECK(date_is("5 loaves, 12 comments, 2 May 2024", DAY_FIRST, "2024-05-02"));
    CHECK(date_is("5 loaves in 2024", DAY_FIRST, "none") && date_is("2024, 31 loaves in May", DAY_FIRST, "none"));
}

static void values(void)
{
    struct date date;
    char text[DATE_TEXT];
    CHECK(dates_value(SLICE("20240514"), ORDER_UNKNOWN, &date) && date.month == 5 && date.day == 14);
    CHECK(dates_value(SLICE("1715703641"), ORDER_UNKNOWN, &date));
    dates_print(date, text);
    CHECK(strcmp(text, "2024-05-14") == 0);
    CHECK(dates_value(SLICE("951782400"), ORDER_UNKNOWN, &date) == false);
    CHECK(dates_value(SLICE("1709164800000"), ORDER_UNKNOWN, &date) && date.month == 2 && date.day == 29);
    CHECK(dates_url(SLICE("https://a.example/2024/05/14/x"), &date) && date.day == 14);
    CHECK(dates_url(SLICE("https://a.example/news/2024-5-14-x"), &date) && date.day == 14);
    CHECK(dates_url(SLICE("https://a.example/20240514/x.html"), &date) && date.day == 14);
    CHECK(!dates_url(SLICE("https://a.example/2024/x"), &date) &&
          !dates_url(SLICE("https://a.example/12024/05/14"), &date));
    unsigned day_first = 0, month_first = 0;
    dates_vote(SLICE("on 13/9, 4/25/2021 and 3/4, 24/7"), &day_first, &month_first);
    CHECK(day_first == 2 && month_first == 1);
}

static void languages(void)
{
    char code[9];
    CHECK(slice_is(language_of(SLICE("The ministers of both countries met in the capital and it was a long day.")),
                   "en"));
    CHECK(slice_is(
        language_of(SLICE("Die Minister trafen sich in der Hauptstadt und haben nicht mit der Presse gesprochen.")),
        "de"));
    CHECK(slice_is(language_of(SLICE("Os ministros não falaram com a imprensa, mas o acordo foi assinado em Lisboa.")),
                   "pt"));
    CHECK(slice_is(language_of(SLICE("Міністри зустрілися в Києві, і вони підписали угоду.")), "uk"));
    CHECK(slice_is(language_of(SLICE("Köprü pazartesi günü açıldı, şehirde sevinç yaşandı.")), "tr"));
    CHECK(slice_is(language_of(SLICE("漁業法を可決した。企業が使いやすくする")), "ja"));
    CHECK(!language_of(SLICE("OK 2024")).at && !language_of(SLICE("")).at);
    CHECK(slice_is(language_primary(SLICE(" pt_BR"), code), "pt") &&
          slice_is(language_primary(SLICE("EN"), code), "en"));
    CHECK(!language_primary(SLICE("english"), code).at && !language_primary(SLICE(""), code).at);
}

/* `text` in `encoding`, decoded again: is it the same, by which evidence? */
static bool reads(const char *text, const char *encoding, const char *before, const char *label, const char *evidence)
{
    char raw[512];
    char *from = (char *)text, *to = raw;
    size_t left = strlen(text), room = sizeof raw;
    struct buffer page = {0}, out = {0};
    struct decoded decoded;
    iconv_t state = iconv_open(encoding, "UTF-8");
    iconv(state, &from, &left, &to, &room);
    iconv_close(state);
    buffer_text(&page, before);
    buffer_add(&page, raw, (size_t)(to - raw));
    encoding_decode(buffer_view(&page), label ? slice_of(label) : (struct slice){NULL, 0}, true, &out, &decoded);
    struct slice tail = decoded.text;
    if (tail.size > strlen(text))
        tail = slice_part(tail, tail.size - strlen(text), tail.size);
    bool good = left == 0 && slice_is(tail, text) && strcmp(decoded.evidence, evidence) == 0 && decoded.replaced == 0;
    if (!good)
        printf("%s: %.*s by %s, %s\n", encoding, (int)tail.size, tail.at, decoded.encoding, decoded.evidence);
    buffer_free(&page);
    buffer_free(&out);
    return good;
}

static void encodings(void)
{
    CHECK(strcmp(encoding_find(SLICE(" Latin1 ")), "CP1252") == 0 &&
          strcmp(encoding_find(SLICE("gb2312")), "GB18030") == 0);
    CHECK(!encoding_find(SLICE("utf-9")) && !encoding_find(SLICE("")));
    CHECK(slice_is(encoding_of_content_type(SLICE("text/html; Charset=\"koi8-r\"; x")), "koi8-r"));
    CHECK(reads("«Договор подписан»", "CP1251", "<meta charset=windows-1251>", NULL, "page"));
    CHECK(reads("Договор подписан", "KOI8-R", "<p>", "koi8-r", "header"));
    CHECK(reads("協定に署名した。", "SHIFT_JIS",
                "<meta http-equiv=content-type content='text/html; charset=Shift_JIS'>", NULL, "page"));
    CHECK(reads("協定に署名した。", "ISO-2022-JP", "<meta charset=iso-2022-jp>", NULL, "page"));
    CHECK(reads("Grüße aus Köln – „heute“", "CP1252", "<?xml version='1.0' encoding='iso-8859-1'?>", NULL, "page"));
    CHECK(reads("Grüße aus Köln", "UTF-8", "<meta charset=iso-8859-1>", "iso-8859-1", "valid"));
    CHECK(reads("Grüße aus Bremen", "UTF-16LE", "", NULL, "detected") && reads("Grüße", "UTF-16", "", NULL, "bom"));
    CHECK(reads("Министры двух стран подписали в столице соглашение о торговле и транспорте.", "CP1251", "<p>", NULL,
                "detected"));
}

int main(void)
{
    doubled();
    dates();
    dates_anywhere();
    values();
    languages();
    encodings();
    return check_done();
}
