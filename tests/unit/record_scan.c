/* The record scan and its splicing, case by case. */
#include "record.h"

#include <stdlib.h>

#include "check.h"
#include "limits.h"
#include "record_twin.h"
#include "text.h"

static struct record record, plain;

/* Scans a copy of exactly the line's size; the plain twin must agree. */
static enum record_status scan(struct slice line, struct record_error *error)
{
    static char *copy;
    struct record_error other = {0};
    free(copy);
    copy = memory_allocate(line.size);
    memcpy(copy, line.at, line.size);
    *error = (struct record_error){0};
    enum record_status status = record_scan(&record, (struct slice){copy, line.size}, error);
    CHECK(plain_record_scan(&plain, (struct slice){copy, line.size}, &other) == status);
    CHECK(other.offset == error->offset);
    return status;
}

static void accepted(void)
{
    static const struct slice lines[] = {
        SLICE("{}"),
        SLICE(" \t\r\n{ \t\r\n} \t\r\n"),
        SLICE("{\"\":\"\"}"),
        SLICE("{\"a\":1,\"a\":2}"),
        SLICE("{\"a\":[],\"b\":{},\"c\":[[],[[]],{}],\"d\":{\"e\":{\"f\":[]}}}"),
        SLICE("{ \"a\" : [ 1 , 2 ] , \"b\" : { \"c\" : null } }"),
        SLICE("{\"n\":[0,-0,1,-1,10,0.5,-0.0,1.25e10,1E+5,1e-5,0e0,123456789012345678901234567890,1e999999]}"),
        SLICE("{\"w\":[true,false,null]}"),
        SLICE("{\"s\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\uABcd\\ud83d\\ude00\"}"),
        SLICE("{\"lone\":\"\\ud800\",\"low\":\"\\udc00x\",\"twice\":\"\\ud800\\ud800\"}"),
        SLICE("{\"del\":\"\x7f\",\"c1\":\"\xC2\x80\",\"nonchar\":\"\xEF\xBF\xBF\xF4\x8F\xBF\xBF\"}"),
        SLICE("{\"ends\":"
              "\"\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\"}"),
        SLICE("{\"brackets in strings\":\"}]{[,:\",\"}\":\"\\\"}\"}"),
        SLICE("{\"a line end inside\":\n1}"),
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct record_error error;
        struct buffer out = {0};
        CHECK(scan(lines[i], &error) == RECORD_OK);
        record_write(&out, &record, NULL, 0);
        CHECK(slice_equal(buffer_view(&out), slice_part(record.line, record.open, record.close + 1)));
        buffer_free(&out);
    }
}

static void rejected(void)
{
    static const struct {
        struct slice line;
        enum record_status status;
        size_t offset;
    } cases[] = {
        {SLICE(""), RECORD_NOT_JSON, 0},
        {SLICE("  "), RECORD_NOT_JSON, 2},
        {SLICE("{"), RECORD_NOT_JSON, 1},
        {SLICE("}"), RECORD_NOT_JSON, 0},
        {SLICE("{}}"), RECORD_NOT_JSON, 2},
        {SLICE("{} x"), RECORD_NOT_JSON, 3},
        {SLICE("{} {}"), RECORD_NOT_JSON, 3},
        {SLICE("{\"a\":1"), RECORD_NOT_JSON, 6},
        {SLICE("{\"a\":1,"), RECORD_NOT_JSON, 7},
        {SLICE("{\"a\":1,}"), RECORD_NOT_JSON, 7},
        {SLICE("{,\"a\":1}"), RECORD_NOT_JSON, 1},
        {SLICE("{\"a\":1,,\"b\":2}"), RECORD_NOT_JSON, 7},
        {SLICE("{\"a\" 1}"), RECORD_NOT_JSON, 5},
        {SLICE("{\"a\"}"), RECORD_NOT_JSON, 4},
        {SLICE("{\"a\":}"), RECORD_NOT_JSON, 5},
        {SLICE("{a:1}"), RECORD_NOT_JSON, 1},
        {SLICE("{'a':1}"), RECORD_NOT_JSON, 1},
        {SLICE("{1:1}"), RECORD_NOT_JSON, 1},
        {SLICE("{\"a\":1 \"b\":2}"), RECORD_NOT_JSON, 7},
        {SLICE("{\"a\":01}"), RECORD_NOT_JSON, 6},
        {SLICE("{\"a\":-}"), RECORD_NOT_JSON, 6},
        {SLICE("{\"a\":+1}"), RECORD_NOT_JSON, 5},
        {SLICE("{\"a\":.5}"), RECORD_NOT_JSON, 5},
        {SLICE("{\"a\":1.}"), RECORD_NOT_JSON, 7},
        {SLICE("{\"a\":1e}"), RECORD_NOT_JSON, 7},
        {SLICE("{\"a\":1e+}"), RECORD_NOT_JSON, 8},
        {SLICE("{\"a\":0x1}"), RECORD_NOT_JSON, 6},
        {SLICE("{\"a\":NaN}"), RECORD_NOT_JSON, 5},
        {SLICE("{\"a\":True}"), RECORD_NOT_JSON, 5},
        {SLICE("{\"a\":tru}"), RECORD_NOT_JSON, 5},
        {SLICE("{\"a\":truex}"), RECORD_NOT_JSON, 9},
        {SLICE("{\"a\":\"x}"), RECORD_NOT_JSON, 8},
        {SLICE("{\"a\":\"\\x\"}"), RECORD_NOT_JSON, 7},
        {SLICE("{\"a\":\"\\u12G4\"}"), RECORD_NOT_JSON, 7},
        {SLICE("{\"a\":\"\\u12\"}"), RECORD_NOT_JSON, 7},
        {SLICE("{\"a\":\"\\}"), RECORD_NOT_JSON, 7},
        {SLICE("{\"a\":\"\\u}"), RECORD_NOT_JSON, 7},
        {SLICE("{\"a\":\"\t\"}"), RECORD_NOT_JSON, 6},
        {SLICE("{\"a\":\"\0\"}"), RECORD_NOT_JSON, 6},
        {SLICE("{\"a\":\"\n\"}"), RECORD_NOT_JSON, 6},
        {SLICE("{\"a\":\f1}"), RECORD_NOT_JSON, 5},
        {SLICE("{\"a\":1\0}"), RECORD_NOT_JSON, 6},
        {SLICE("{\"a\":[1}"), RECORD_NOT_JSON, 7},
        {SLICE("{\"a\":[1,]}"), RECORD_NOT_JSON, 8},
        {SLICE("{\"a\":[1"), RECORD_NOT_JSON, 7},
        {SLICE("{\"a\":[1]"), RECORD_NOT_JSON, 8},
        {SLICE("{\"a\":{\"b\":1]}"), RECORD_NOT_JSON, 11},
        {SLICE("{\"a\":{\"b\"}}"), RECORD_NOT_JSON, 9},
        {SLICE("{\"a\":{\"b\":1,}}"), RECORD_NOT_JSON, 12},
        {SLICE("{\"a\":{\"b\":1}"), RECORD_NOT_JSON, 12},
        {SLICE("{\"a\":{\"b\":{}"), RECORD_NOT_JSON, 12},
        {SLICE("{/**/}"), RECORD_NOT_JSON, 1},
        {SLICE("\xEF\xBB\xBF{}"), RECORD_NOT_JSON, 0},
        {SLICE("\0{}"), RECORD_NOT_JSON, 0},
        {SLICE("[1]"), RECORD_NOT_OBJECT, 0},
        {SLICE("\"a\""), RECORD_NOT_OBJECT, 0},
        {SLICE("12"), RECORD_NOT_OBJECT, 0},
        {SLICE("{\"a\":\"\x80\"}"), RECORD_NOT_UTF8, 6},
        {SLICE("{\"a\":\"\xC0\xAF\"}"), RECORD_NOT_UTF8, 6},
        {SLICE("{\"a\":\"\xE0\x9F\xBF\"}"), RECORD_NOT_UTF8, 6},
        {SLICE("{\"a\":\"\xED\xA0\x80\"}"), RECORD_NOT_UTF8, 6},
        {SLICE("{\"a\":\"\xF4\x90\x80\x80\"}"), RECORD_NOT_UTF8, 6},
        {SLICE("{\"a\":\"\xF5\x80\x80\x80\"}"), RECORD_NOT_UTF8, 6},
        {SLICE("{\"a\":\"\xE2\x82\"}"), RECORD_NOT_UTF8, 6},
        {SLICE("{\"a\":\"\xE2"), RECORD_NOT_UTF8, 6},
        {SLICE("{\"\xFF\":1}"), RECORD_NOT_UTF8, 2},
        {SLICE("{\"a\":[\"\xFF\"]}"), RECORD_NOT_UTF8, 7},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct record_error error;
        enum record_status status = scan(cases[i].line, &error);
        if (status != cases[i].status || error.offset != cases[i].offset || !error.what || !*error.what) {
            printf("%.*s: status %d at %zu: %s\n", (int)cases[i].line.size, cases[i].line.at, (int)status, error.offset,
                   error.what ? error.what : "nothing said");
            check_failures++;
        }
    }
}

static void nest(struct buffer *line, size_t depth, bool objects)
{
    buffer_clear(line);
    buffer_text(line, "{\"a\":");
    for (size_t i = 1; i < depth; i++)
        buffer_text(line, objects && i + 1 < depth ? "{\"b\":" : objects ? "{" : "[");
    for (size_t i = 1; i < depth; i++)
        buffer_byte(line, objects ? '}' : ']');
    buffer_byte(line, '}');
}

static void depth(void)
{
    struct buffer line = {0};
    struct record_error error;
    for (int objects = 0; objects < 2; objects++) {
        nest(&line, LIMIT_JSON_DEPTH, objects);
        CHECK(scan(buffer_view(&line), &error) == RECORD_OK);
        nest(&line, LIMIT_JSON_DEPTH + 1, objects);
        CHECK(scan(buffer_view(&line), &error) == RECORD_TOO_DEEP);
    }
    /* Not only refused, but at once: a million brackets are not walked. */
    buffer_clear(&line);
    buffer_text(&line, "{\"a\":");
    for (size_t i = 0; i < 1000000; i++)
        buffer_byte(&line, '[');
    CHECK(scan(buffer_view(&line), &error) == RECORD_TOO_DEEP && error.offset < 2000);
    buffer_free(&line);
}

/* Something special at every distance from the start of a string and from the end of the line, among characters of
 * one to four bytes. */
static void every_alignment(void)
{
    static const struct {
        struct slice text;
        enum record_status status;
    } specials[] = {
        {SLICE("\\\""), RECORD_OK},
        {SLICE("\\\\"), RECORD_OK},
        {SLICE("\xC3\xA9"), RECORD_OK},
        {SLICE("\xE2\x82\xAC"), RECORD_OK},
        {SLICE("\xF0\x9F\x98\x80"), RECORD_OK},
        {SLICE("\xF4\x8F\xBF\xBF\xEE\x80\x80\xED\x9F\xBF\xE0\xA0\x80\xF0\x90\x80\x80\xC2\x80"), RECORD_OK},
        {SLICE("\\u00e9"), RECORD_OK},
        {SLICE("\x01"), RECORD_NOT_JSON},
        {SLICE("\\q"), RECORD_NOT_JSON},
        {SLICE("\xFF"), RECORD_NOT_UTF8},
        {SLICE("\x80"), RECORD_NOT_UTF8},
        {SLICE("\xC0\x80"), RECORD_NOT_UTF8},
        {SLICE("\xC1\xBF"), RECORD_NOT_UTF8},
        {SLICE("\xC3"), RECORD_NOT_UTF8},
        {SLICE("\xE2\x82"), RECORD_NOT_UTF8},
        {SLICE("\xE0\x9F\xBF"), RECORD_NOT_UTF8},
        {SLICE("\xED\xA0\x80"), RECORD_NOT_UTF8},
        {SLICE("\xF0\x9F\x98"), RECORD_NOT_UTF8},
        {SLICE("\xF0\x8F\xBF\xBF"), RECORD_NOT_UTF8},
        {SLICE("\xF4\x90\x80\x80"), RECORD_NOT_UTF8},
        {SLICE("\xF5\x80\x80\x80"), RECORD_NOT_UTF8},
        {SLICE("\xC3\xA9\xA9"), RECORD_NOT_UTF8},
    };
    static const struct slice fillers[] = {SLICE("x"), SLICE("\xC3\xA9"), SLICE("\xE2\x82\xAC"),
                                           SLICE("\xF0\x9F\x98\x80")};
    struct buffer line = {0};
    for (size_t before = 0; before < 36; before++)
        for (size_t behind = 0; behind < 36; behind += 1 + (behind > 18))
            for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
                struct record_error error;
                struct slice filler = fillers[(before + i) % 4];
                buffer_clear(&line);
                buffer_text(&line, "{\"k\":\"");
                for (size_t n = 0; n < before; n++)
                    buffer_slice(&line, n % 3 ? filler : SLICE("x"));
                size_t at = line.size;
                buffer_slice(&line, specials[i].text);
                for (size_t n = 0; n < behind; n++)
                    buffer_slice(&line, n % 3 ? SLICE("y") : filler);
                size_t end = line.size;
                buffer_text(&line, "\"}");
                CHECK(scan(buffer_view(&line), &error) == specials[i].status);
                if (specials[i].status != RECORD_OK) {
                    CHECK(error.offset >= at && error.offset <= at + specials[i].text.size);
                    continue;
                }
                const struct member *member = record_find(&record, SLICE("k"));
                CHECK(member && member->value.size == end - 4);
                CHECK(member && member->escaped == (specials[i].text.at[0] == '\\'));
            }
    buffer_free(&line);
}

/* The longest line that is scanned by its quotes, and one byte more. */
static void longest(void)
{
    for (size_t more = 0; more < 2; more++) {
        struct record_error error;
        struct buffer line = {0};
        buffer_text(&line, "{\"k\":\"");
        while (line.size < LIMIT_QUICK_LINE + more - 2)
            buffer_byte(&line, 'x');
        buffer_text(&line, "\"}");
        CHECK(line.size == LIMIT_QUICK_LINE + more && scan(buffer_view(&line), &error) == RECORD_OK);
        CHECK(record.count == 1 && record.members[0].value.size == line.size - 6);
        buffer_free(&line);
    }
}

static void finding(void)
{
    struct record_error error;
    struct arena arena = {0};
    struct slice text;
    CHECK(scan(SLICE("{\"a\":1,\"b\":\"x\\ny\",\"\\u0061\":\"last\",\"n\":\"p\\u0000q\",\"c\":\"\\ud800!\"}"),
               &error) == RECORD_OK);
    CHECK(record.count == 5);
    CHECK(record_find(&record, SLICE("a")) == &record.members[2]);
    CHECK(!record_find(&record, SLICE("z")));
    CHECK(record_string(&record, SLICE("a"), &arena, &text) && slice_equal(text, SLICE("last")));
    CHECK(record_string(&record, SLICE("b"), &arena, &text) && slice_equal(text, SLICE("x\ny")));
    CHECK(record_string(&record, SLICE("n"), &arena, &text) && slice_equal(text, SLICE("p\0q")));
    CHECK(record_string(&record, SLICE("c"), &arena, &text) && slice_equal(text, SLICE("\xEF\xBF\xBD!")));
    CHECK(scan(SLICE("{\"a\":1}"), &error) == RECORD_OK && !record_string(&record, SLICE("a"), &arena, &text));
    arena_free(&arena);
}

static void writing(void)
{
    static const struct {
        const char *line, *written; /* x set to 9, y taken out */
    } cases[] = {
        {"{}", "{\"x\":9}"},
        {"{ }", "{\"x\":9 }"},
        {"{\"a\":1}", "{\"a\":1,\"x\":9}"},
        {" { \"a\" : 1 } ", "{ \"a\" : 1,\"x\":9 }"},
        {"{\"x\":1}", "{\"x\":9}"},
        {"{\"x\": [1, 2] ,\"b\":2}", "{\"x\": 9 ,\"b\":2}"},
        {"{\"y\":1}", "{\"x\":9}"},
        {"{\"y\":1,\"b\":2}", "{\"b\":2,\"x\":9}"},
        {"{\"a\":1,\"y\":2,\"b\":3}", "{\"a\":1,\"b\":3,\"x\":9}"},
        {"{\"a\":1,\"y\":2}", "{\"a\":1,\"x\":9}"},
        {"{\"y\":0,\"y\":1,\"a\":2,\"y\":3}", "{\"a\":2,\"x\":9}"},
        {"{\"x\":0,\"a\":1,\"x\":2}", "{\"a\":1,\"x\":9}"},
        {"{\"\\u0078\":0,\"a\":1}", "{\"\\u0078\":9,\"a\":1}"},
        {"{\"y\":{\"x\":1},\"x\":\"}\",\"a\":\"\\\"\"}", "{\"x\":9,\"a\":\"\\\"\"}"},
        {"{\"a\":1.0,\"b\":1e400,\"c\":12345678901234567890}",
         "{\"a\":1.0,\"b\":1e400,\"c\":12345678901234567890,\"x\":9}"},
    };
    const struct edit edits[] = {{SLICE("x"), SLICE("9")}, {SLICE("y"), {NULL, 0}}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct record_error error;
        struct buffer out = {0}, again = {0};
        CHECK(scan(slice_of(cases[i].line), &error) == RECORD_OK);
        record_write(&out, &record, edits, 2);
        if (!slice_is(buffer_view(&out), cases[i].written)) {
            printf("%s: %.*s\n", cases[i].line, (int)out.size, out.at);
            check_failures++;
        }
        /* What has been written once does not change any more. */
        CHECK(scan(buffer_view(&out), &error) == RECORD_OK);
        record_write(&again, &record, edits, 2);
        CHECK(slice_equal(buffer_view(&out), buffer_view(&again)));
        buffer_free(&out);
        buffer_free(&again);
    }
}

static void walking(void)
{
    struct record_error error;
    int64_t integer;
    double real;
    CHECK(scan(SLICE("{\"a\":[1, \"]\" , [2,[]],{\"k\\\"\":{}} ],\"b\":-9223372036854775808}"), &error) == RECORD_OK);
    struct value_walk walk;
    struct slice key, value;
    const char *const elements[] = {"1", "\"]\"", "[2,[]]", "{\"k\\\"\":{}}"};
    size_t count = 0;
    CHECK(value_enter(&walk, record.members[0].value));
    for (; value_next(&walk, &key, &value); count++)
        CHECK(count < 4 && slice_is(value, elements[count]));
    CHECK(count == 4);
    CHECK(value_integer(record.members[1].value, &integer) && integer == INT64_MIN);
    CHECK(!value_integer(SLICE("9223372036854775808"), &integer) && !value_integer(SLICE("1.0"), &integer));
    CHECK(value_double(SLICE("-1.5e3"), &real) && real == -1500);
    CHECK(value_key_is(SLICE("k\\\""), SLICE("k\"")) && !value_key_is(SLICE("k\\\\"), SLICE("k\"")));
}

/* same_keys is true only if the last line scanned was a record with these keys. */
static void expecting(void)
{
    static const struct {
        const char *rest; /* behind a first member that makes the line long enough to be scanned quickly */
        bool same;
    } lines[] = {
        {",\"a\":1,\"bc\":2,\"def\":{\"x\":1}}", false},
        {",\"a\":10,\"bc\":\"two\",\"def\":null}", true},
        {" , \"a\": 1 , \"bc\":2,\"def\":3}", true},
        {",\"a\":1,\"bc\":2}", false},
        {",\"a\":1,\"bc\":2,\"def\":3}", false},
        {",\"a\":1,\"bc\":2,\"def\":3,\"a\":4}", false},
        {",\"a\":1,\"bc\":2,\"def\":3,\"a\":5}", true},
        {",\"a\":1,\"bd\":2,\"def\":3,\"a\":5}", false},
        {",\"a\":1,\"bd\":2,\"def\":3,\"a\":x}", false},
        {",\"a\":1,\"bd\":2,\"def\":3,\"a\":5}", false},
        {",\"a\":1,\"bd\":2,\"def\":3,\"a\":6}", true},
        {",\"a\" :1,\"bd\":2,\"def\":3,\"a\":6e0}", true},
        {",\"\\u0061\":1}", false},
        {",\"\\u0061\":1}", false},
        {",\"a key that is longer than thirty-two bytes\":1}", false},
        {",\"a key that is longer than thirty-two bytes\":1}", false},
        {"}", false},
        {"}", true},
    };
    struct record_error error;
    struct buffer line = {0};
    bool quick = false;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        buffer_clear(&line);
        buffer_text(&line, "{\"first\":\"text enough for a line\"");
        buffer_text(&line, lines[i].rest);
        scan(buffer_view(&line), &error);
        CHECK(!plain.same_keys);
        quick |= record.same_keys;
        if (record.same_keys && !lines[i].same) {
            printf("line %zu: same_keys is %d\n", i, record.same_keys);
            check_failures++;
        }
        /* A processor that scans one line quickly does so with all. */
        CHECK(!quick || record.same_keys == lines[i].same);
    }
    buffer_free(&line);
    /* Where they may be taken for the same, they are: at every size, told apart by any byte. */
    for (size_t size = 1; size < 40; size++)
        for (size_t at = 0; at < size; at++) {
            line = (struct buffer){0};
            buffer_text(&line, "{\"");
            for (size_t n = 0; n < size; n++)
                buffer_byte(&line, 'k');
            buffer_text(&line, "\":\"a longer text behind it\"}");
            scan(buffer_view(&line), &error);
            line.at[2 + at] = 'j';
            CHECK(scan(buffer_view(&line), &error) == RECORD_OK && !record.same_keys);
            CHECK(record.members[0].key.size == size && record.members[0].key.at[at] == 'j');
            buffer_free(&line);
        }
}

int main(void)
{
    accepted();
    rejected();
    depth();
    every_alignment();
    longest();
    finding();
    writing();
    walking();
    expecting();
    record_free(&record);
    plain_record_free(&plain);
    return check_done();
}
