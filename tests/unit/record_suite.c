/* JSONTestSuite (N. Seriot) against the record scan: each case as the member of a record, and bare where it is an
 * object. Every y_ must pass byte for byte, every n_ must be refused, each i_ goes as decided here.
 *
 * usage: record_suite FOLDER   (its test_parsing)
 */
#include "record.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "check.h"
#include "input.h"
#include "text.h"

enum decision { PASSED_ON, MENDED, REFUSED };

static const char *const words[] = {"passed on", "mended: invalid UTF-8 becomes U+FFFD", "refused"};

/* What RFC 8259 leaves open, by the beginnings of the cases' names; the longest that fits decides. */
static const struct {
    const char *name;
    enum decision decision;
} decisions[] = {
    {"i_number_", PASSED_ON},                       /* of any length and exponent */
    {"i_object_key_lone_2nd_surrogate", PASSED_ON}, /* escapes of half a pair */
    {"i_string_1st_", PASSED_ON},
    {"i_string_incomplete_surrogate", PASSED_ON},
    {"i_string_invalid_lonely_surrogate", PASSED_ON},
    {"i_string_invalid_surrogate", PASSED_ON},
    {"i_string_inverted_surrogates", PASSED_ON},
    {"i_string_lone_second_surrogate", PASSED_ON},
    {"i_string_UTF-8_invalid_sequence", MENDED},
    {"i_string_UTF8_surrogate", MENDED},
    {"i_string_invalid_utf-8", MENDED},
    {"i_string_iso_latin_1", MENDED},
    {"i_string_lone_utf8_continuation_byte", MENDED},
    {"i_string_not_in_unicode_range", MENDED},
    {"i_string_overlong_sequence", MENDED},
    {"i_string_truncated-utf-8", MENDED},
    {"i_string_UTF-16LE_with_BOM", REFUSED}, /* not UTF-8 */
    {"i_string_utf16", REFUSED},
    {"i_structure_500_nested_arrays", PASSED_ON},
    {"i_structure_UTF-8_BOM_empty_object", REFUSED}, /* a mark belongs to a file's start, not into a value */
};

static const enum decision *decision_of(const char *name)
{
    size_t best = 0;
    const enum decision *decision = NULL;
    for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++) {
        size_t size = strlen(decisions[i].name);
        if (size > best && strncmp(name, decisions[i].name, size) == 0) {
            best = size;
            decision = &decisions[i].decision;
        }
    }
    return decision;
}

/* As a tool treats a line: what is not UTF-8 is mended and scanned again. */
static enum decision treat(struct slice line)
{
    struct record record = {0};
    struct record_error error;
    struct buffer mended = {0}, written = {0};
    enum decision decision = PASSED_ON;
    enum record_status status = record_scan(&record, line, &error);
    if (status == RECORD_NOT_UTF8) {
        decision = MENDED;
        text_mend(&mended, line);
        line = buffer_view(&mended);
        status = record_scan(&record, line, &error);
    }
    if (status != RECORD_OK) {
        decision = REFUSED;
    } else {
        record_write(&written, &record, NULL, 0);
        if (!slice_equal(buffer_view(&written), slice_part(line, record.open, record.close + 1)))
            decision = REFUSED;
    }
    record_free(&record);
    buffer_free(&mended);
    buffer_free(&written);
    return decision;
}

static void check_case(const char *name, const char *how, struct slice line)
{
    enum decision got = treat(line);
    const enum decision *decided = decision_of(name);
    enum decision wanted = *name == 'y' ? PASSED_ON : REFUSED;
    if (*name == 'i' && !decided) {
        printf("%s: not decided\n", name);
        check_failures++;
        return;
    }
    if (*name == 'i') {
        wanted = *decided;
        printf("%s %s: %s\n", name, how, words[got]);
    }
    if (got != wanted) {
        printf("%s %s: %s, should be %s\n", name, how, words[got], words[wanted]);
        check_failures++;
    }
}

static void check_file(const char *folder, const char *name)
{
    struct buffer path = {0}, text = {0}, line = {0};
    buffer_format(&path, "%s/%s", folder, name);
    if (!input_read_file(buffer_terminate(&path), 1 << 24, &text)) {
        printf("%s: %s\n", name, strerror(errno));
        check_failures++;
    }
    buffer_text(&line, "{\"member\":");
    buffer_slice(&line, buffer_view(&text));
    buffer_byte(&line, '}');
    check_case(name, "as a member", buffer_view(&line));
    struct slice bare = slice_trim(buffer_view(&text));
    if (bare.size > 0 && bare.at[0] == '{')
        check_case(name, "bare", buffer_view(&text));
    buffer_free(&path);
    buffer_free(&text);
    buffer_free(&line);
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    size_t count = 0;
    if (!folder) {
        printf("usage: record_suite FOLDER\n");
        return 2;
    }
    for (struct dirent *entry; (entry = readdir(folder));)
        if (entry->d_name[0] != '\0' && entry->d_name[1] == '_' && strchr("yni", entry->d_name[0])) {
            check_file(argv[1], entry->d_name);
            count++;
        }
    closedir(folder);
    printf("%zu cases, %d wrong\n", count, check_failures);
    return check_done();
}
