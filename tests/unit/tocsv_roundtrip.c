/* Random records for tocsv, and what must come back from its CSV through libcsv.
 *
 * usage: tocsv_roundtrip make  COUNT SEED [nonul] >records.jsonl
 *        tocsv_roundtrip check COUNT SEED [nonul] <rows.csv
 *        tocsv_roundtrip plain COUNT SEED [nonul] >values    each value's bytes in hexadecimal, tabs, one record a line
 *
 * The records are the same for the same SEED. Their members are s, t, n, w, j and u: strings of every plane with
 * quotes, line ends, NULs and escapes, numbers of any length, words, nested values. Rows have these columns in this
 * order.
 */
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

#include "buffer.h"
#include "check.h"
#include "text.h"

#define COLUMNS 6

static bool no_nul;
static uint64_t state;

/* SplitMix64, as in record_fuzz.c. */
static uint64_t bits(void)
{
    uint64_t z = state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static size_t below(size_t limit)
{
    return (size_t)(bits() % limit);
}

static uint32_t any_point(void)
{
    static const char marks[] = "\",\r\n\t ;'\\/=+-@#\xB7|";
    uint32_t point;
    switch (below(6)) {
    case 0:
        return (unsigned char)marks[below(sizeof marks - 1)] & 0x7F;
    case 1:
        point = (uint32_t)below(0x20);
        return point == 0 && no_nul ? 1 : point;
    case 2:
        point = (uint32_t)(below(17) << 16 | below(0x10000));
        return point >= 0xD800 && point < 0xE000 ? 0xFEFF : point == 0 && no_nul ? 1 : point;
    default:
        return (uint32_t)(' ' + below(95));
    }
}

/* One code point of a JSON string, raw or escaped, one way or another. */
static void add_point(struct buffer *json, uint32_t point)
{
    static const char short_form[128] = {
        ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't', ['"'] = '"', ['\\'] = '\\', ['/'] = '/'};
    bool must = point < 0x20 || point == '"' || point == '\\';
    if (point < 128 && short_form[point] && (must ? below(2) : below(2) == 0)) {
        buffer_byte(json, '\\');
        buffer_byte(json, short_form[point]);
    } else if (!must && below(10)) {
        text_append(json, point);
    } else if (point < 0x10000) {
        buffer_format(json, below(2) ? "\\u%04x" : "\\u%04X", (unsigned)point);
    } else {
        unsigned beyond = (unsigned)point - 0x10000;
        buffer_format(json, "\\u%04x\\u%04X", 0xD800 + (beyond >> 10), 0xDC00 + (beyond & 0x3FF));
    }
}

static void add_string(struct buffer *json, struct buffer *plain)
{
    size_t size = below(3) ? below(20) : below(100);
    bool simple = below(2);
    buffer_byte(json, '"');
    for (size_t i = 0; i < size; i++) {
        uint32_t point = simple ? (uint32_t)('a' + below(26)) : any_point();
        text_append(plain, point);
        add_point(json, point);
    }
    buffer_byte(json, '"');
}

static void add_number(struct buffer *json)
{
    buffer_text(json, below(2) ? "-" : "");
    buffer_byte(json, (char)('1' + below(9)));
    for (size_t i = below(5) ? below(6) : below(60); i > 0; i--)
        buffer_byte(json, (char)('0' + below(10)));
    if (below(3) == 0)
        buffer_format(json, ".%zu", below(100000));
    if (below(5) == 0)
        buffer_format(json, below(2) ? "e%zu" : "E-%zu", below(400));
}

static void add_nested(struct buffer *json)
{
    struct buffer unused = {0};
    size_t depth = below(4) + 1;
    for (size_t i = 0; i < depth; i++)
        buffer_text(json, below(2) ? "[1, " : "[[],");
    add_string(json, &unused);
    for (size_t i = 0; i < depth; i++)
        buffer_byte(json, ']');
    buffer_free(&unused);
}

/* A record as JSON, and the text of its six values. */
static void make_record(struct buffer *json, struct buffer *plain)
{
    static const char *const words[] = {"true", "false", "null"};
    size_t word = below(4), start;
    for (size_t i = 0; i < COLUMNS; i++)
        buffer_clear(&plain[i]);
    buffer_clear(json);
    buffer_text(json, "{\"s\":");
    add_string(json, &plain[0]);
    buffer_text(json, ",\"t\":");
    add_string(json, &plain[1]);
    buffer_text(json, ",\"n\":");
    start = json->size;
    add_number(json);
    buffer_add(&plain[2], json->at + start, json->size - start);
    if (word < 3) {
        buffer_format(json, ", \"w\" : %s", words[word]);
        buffer_text(&plain[3], word < 2 ? words[word] : "");
    }
    buffer_text(json, ",\"j\":");
    start = json->size;
    add_nested(json);
    buffer_add(&plain[4], json->at + start, json->size - start);
    buffer_text(json, ",\"u\":");
    add_string(json, &plain[5]);
    buffer_text(json, "}\n");
}

struct reading {
    struct buffer json, plain[COLUMNS];
    size_t count, row, column;
};

static void take_field(void *field, size_t size, void *argument)
{
    struct reading *reading = argument;
    struct slice got = {field ? field : "", size};
    size_t column = reading->column++;
    if (reading->row == 0 || column >= COLUMNS)
        return;
    if (column == 0)
        make_record(&reading->json, reading->plain);
    if (!slice_equal(got, buffer_view(&reading->plain[column])) && check_failures++ < 10)
        printf("row %zu, column %zu differs: %.*s\n", reading->row, column, (int)reading->json.size, reading->json.at);
}

static void take_row(int end, void *argument)
{
    struct reading *reading = argument;
    (void)end;
    CHECK(reading->column == COLUMNS);
    reading->column = 0;
    reading->row++;
}

static void check_rows(size_t count)
{
    struct csv_parser parser;
    struct reading reading = {.count = count};
    char bytes[65536];
    size_t size;
    csv_init(&parser, CSV_STRICT);
    while ((size = fread(bytes, 1, sizeof bytes, stdin)) > 0)
        CHECK(csv_parse(&parser, bytes, size, take_field, take_row, &reading) == size);
    csv_fini(&parser, take_field, take_row, &reading);
    csv_free(&parser);
    CHECK(reading.row == count + 1);
    printf("%zu rows, %d differences\n", reading.row - 1, check_failures);
    buffer_free(&reading.json);
    for (size_t i = 0; i < COLUMNS; i++)
        buffer_free(&reading.plain[i]);
}

static void print_hex(struct slice bytes)
{
    for (size_t i = 0; i < bytes.size; i++)
        printf("%02X", (unsigned char)bytes.at[i]);
}

static void print_records(size_t count, bool values)
{
    struct buffer json = {0}, plain[COLUMNS] = {{0}};
    for (size_t i = 0; i < count; i++) {
        make_record(&json, plain);
        if (!values)
            fwrite(json.at, 1, json.size, stdout);
        for (size_t k = 0; values && k < COLUMNS; k++) {
            print_hex(buffer_view(&plain[k]));
            putchar(k + 1 < COLUMNS ? '\t' : '\n');
        }
    }
    buffer_free(&json);
    for (size_t i = 0; i < COLUMNS; i++)
        buffer_free(&plain[i]);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        printf("usage: tocsv_roundtrip make|check|plain COUNT SEED [nonul]\n");
        return 2;
    }
    size_t count = strtoul(argv[2], NULL, 10);
    state = strtoull(argv[3], NULL, 10);
    no_nul = argc > 4;
    if (argv[1][0] == 'c')
        check_rows(count);
    else
        print_records(count, argv[1][0] == 'p');
    return check_done() || ferror(stdout);
}
