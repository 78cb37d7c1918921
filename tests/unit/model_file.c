/* A model that was written is read back: weights, scale, header; what is no model is refused, with a reason. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "input.h"
#include "limits.h"
#include "model.h"

static void check(bool good, const char *what)
{
    if (!good) {
        printf("wrong: %s\n", what);
        exit(1);
    }
}

static void check_refused(const char *file, size_t size, const char *expected)
{
    struct model model;
    const char *what = "";
    check(!model_open(&model, (struct slice){file, size}, "letters", &what), expected);
    check(strcmp(what, expected) == 0, what);
}

static void check_read_back(const char *path)
{
    static const float weights[8] = {0, 1, -2, 0.5f, 4, -4, 0.25f, 3};
    struct buffer file = {NULL, 0, 0};
    struct model model;
    const char *what = "";
    int32_t sums[2] = {0, 0};
    check(model_write(path, SLICE("broadsheet-model: 1\ntask: letters\ndata: none\n"), weights, 2, 2), "written");
    check(input_read_file(path, LIMIT_RULE_FILE, &file), "read");
    check(model_open(&model, buffer_view(&file), "letters", &what), what);
    check(model.mask == 3 && model.outputs == 2, "bits and outputs");
    check(slice_is(model_header(&model, "data"), "none") && !model_header(&model, "dat").at, "header");
    for (int i = 0; i < 8; i++) {
        float difference = (float)model.weights[i] * model.scale - weights[i];
        check(difference < 0.02f && difference > -0.02f, "a weight");
    }
    check(model_weight(&model, 6) == 127, "features beyond the mask come round");
    model_add(&model, 2, sums);
    model_add(&model, 1, sums);
    check(sums[0] == model.weights[4] + model.weights[2] && sums[1] == model.weights[5] + model.weights[3], "sums");
    check(!model_open(&model, slice_part(buffer_view(&file), 0, file.size - 1), "letters", &what), "cut off");
    check(!model_open(&model, buffer_view(&file), "words", &what), "another task");
    buffer_free(&file);
}

#define REFUSED(text, what) check_refused(text, sizeof(text) - 1, what)

int main(int argc, char **argv)
{
    check(argc == 2, "usage: model_file PATH");
    check_read_back(argv[1]);
    REFUSED("", "no header");
    REFUSED("broadsheet-model: 1\n", "no header");
    REFUSED("broadsheet-model: 2\n\n", "not a broadsheet-model of version 1");
    REFUSED("broadsheet-model: 1\ntask: words\n\n", "a model for another task");
    REFUSED("broadsheet-model: 1\ntask: letters\nbits: 99\n\n", "bits is missing or too large");
    REFUSED("broadsheet-model: 1\ntask: letters\nbits: 1\noutputs: 0\n\n", "outputs is missing or out of range");
    REFUSED("broadsheet-model: 1\ntask: letters\nbits: 1\noutputs: 1\nscale: -1\n\n",
            "scale is missing or not a positive number");
    REFUSED("broadsheet-model: 1\ntask: letters\nbits: 1\noutputs: 1\nscale: 0.5\n\nabc",
            "the weights are not as many as bits and outputs say");
    check(!model_write("/", SLICE("x"), (const float[]){0, 0}, 1, 1), "an unwritable path");
    check(model_hash(SLICE("a")) != model_hash(SLICE("b")), "hash");
    puts("models are read back as they were written");
    return 0;
}
