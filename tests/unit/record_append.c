/* What a stage of the pipe costs at least: each line of standard input is checked, a member appended, and written.
 *
 * usage: record_append NAME <records >records
 */
#include <stdio.h>

#include "input.h"
#include "output.h"
#include "record.h"

int main(int argc, char **argv)
{
    struct input_options options = {.from = FORMAT_JSONL, .max_record = 1 << 30};
    struct input *input = input_open(&options, NULL, 0);
    struct output output;
    struct record record = {0};
    struct record_error error;
    struct unit unit;
    struct edit edit = {slice_of(argc > 1 ? argv[1] : "x"), SLICE("\"appended\"")};
    bool right = output_open(&output, NULL, false);
    while (right && input_next(input, &unit) == INPUT_UNIT) {
        right = record_scan(&record, unit.bytes, &error) == RECORD_OK;
        record_write(&output.buffer, &record, &edit, 1);
        buffer_byte(&output.buffer, '\n');
        output_commit(&output, 1);
    }
    if (!right)
        fprintf(stderr, "record_append: %s\n", error.what);
    record_free(&record);
    input_close(input);
    return !output_close(&output, right) || !right;
}
