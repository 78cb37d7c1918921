/* Each bound of limits.h that no command line reaches quickly: met, and passed by one. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "input.h"
#include "limits.h"
#include "pattern.h"
#include "record.h"

static enum record_status scan_depth(unsigned depth)
{
    struct buffer line = {0};
    struct record record = {0};
    struct record_error error;
    buffer_text(&line, "{\"a\":");
    for (unsigned i = 1; i < depth; i++)
        buffer_byte(&line, '[');
    for (unsigned i = 1; i < depth; i++)
        buffer_byte(&line, ']');
    if (depth == 1)
        buffer_byte(&line, '1');
    buffer_byte(&line, '}');
    enum record_status status = record_scan(&record, buffer_view(&line), &error);
    record_free(&record);
    buffer_free(&line);
    return status;
}

static void test_depth(void)
{
    CHECK(scan_depth(1) == RECORD_OK);
    CHECK(scan_depth(LIMIT_JSON_DEPTH) == RECORD_OK);
    CHECK(scan_depth(LIMIT_JSON_DEPTH + 1) == RECORD_TOO_DEEP);
    CHECK(scan_depth(100000) == RECORD_TOO_DEEP);
}

static void test_file_size(void)
{
    char path[] = "bounds.XXXXXX";
    int fd = mkstemp(path);
    struct buffer into = {0};
    CHECK(fd >= 0 && write(fd, "0123456789", 10) == 10);
    close(fd);
    CHECK(input_read_file(path, 10, &into) && into.size == 10);
    errno = 0;
    CHECK(!input_read_file(path, 9, &into) && errno == EFBIG);
    buffer_free(&into);
    unlink(path);
}

/* (a+)+$ on a run of a's and one b takes 2^n steps: the bound ends it, and says so. */
static void test_match_limit(void)
{
    char message[100];
    struct pattern *pattern = pattern_compile(SLICE("^(a+)+$"), "", message, sizeof message);
    struct buffer subject = {0};
    CHECK(pattern != NULL);
    for (int i = 0; i < 8; i++)
        buffer_byte(&subject, 'a');
    CHECK(pattern_search(pattern, buffer_view(&subject), 0) == PATTERN_MATCH);
    for (int i = 0; i < 60; i++)
        buffer_byte(&subject, 'a');
    buffer_byte(&subject, 'b');
    CHECK(pattern_search(pattern, buffer_view(&subject), 0) == PATTERN_LIMIT);
    pattern_free(pattern);
    buffer_free(&subject);
}

static void test_pattern(void)
{
    char message[100] = "";
    CHECK(pattern_compile(SLICE("(open"), "", message, sizeof message) == NULL);
    CHECK(strstr(message, "at character 5") != NULL);
    struct pattern *pattern =
        pattern_compile(SLICE("(?<day>\\d+) (?<month>ma[iy])(?<rest>x)?"), "i", message, sizeof message);
    struct slice text = SLICE("am 1. und 12 MAI 2024");
    size_t start, end;
    CHECK(pattern_search(pattern, text, 0) == PATTERN_MATCH);
    CHECK(pattern_group(pattern, 0, &start, &end) && start == 10 && end == 16);
    CHECK(slice_is(pattern_named(pattern, "day"), "12"));
    CHECK(pattern_named(pattern, "rest").at == NULL);
    CHECK(pattern_named(pattern, "none").at == NULL);
    CHECK(pattern_search(pattern, text, 12) == PATTERN_NONE);
    pattern_free(pattern);
}

static void test_rules(void)
{
    struct rule_lines lines = {.rest = SLICE("# a comment\n\na\tb \tc\td\n  one field\r\n")};
    struct slice fields[3];
    CHECK(rule_next(&lines, fields, 3) == 3 && lines.line == 3);
    CHECK(slice_is(fields[0], "a") && slice_is(fields[1], "b") && slice_is(fields[2], "c\td"));
    CHECK(rule_next(&lines, fields, 3) == 1 && slice_is(fields[0], "one field") && fields[1].at == NULL);
    CHECK(rule_next(&lines, fields, 3) == 0);
}

int main(void)
{
    test_depth();
    test_file_size();
    test_match_limit();
    test_pattern();
    test_rules();
    return check_done();
}
