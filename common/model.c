#include "model.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define MOST_BITS 28u
#define MOST_OUTPUTS 1024u

/* The header ends with an empty line; false if there is none. */
static bool split_header(struct slice file, struct slice *header, struct slice *weights)
{
    for (size_t at = 0; at + 1 < file.size; at++)
        if (file.at[at] == '\n' && file.at[at + 1] == '\n') {
            *header = slice_part(file, 0, at + 1);
            *weights = slice_part(file, at + 2, file.size);
            return true;
        }
    return false;
}

/* Reads a whole number of at most nine digits; false if `text` is none. */
static bool read_number(struct slice text, uint32_t *number)
{
    if (text.size == 0 || text.size > 9)
        return false;
    *number = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        *number = *number * 10 + (uint32_t)(text.at[i] - '0');
    }
    return true;
}

/* Reads a positive decimal fraction as model_write writes it. */
static bool read_scale(struct slice text, float *scale)
{
    char digits[32];
    char *end = NULL;
    if (text.size == 0 || text.size >= sizeof digits)
        return false;
    memcpy(digits, text.at, text.size);
    digits[text.size] = '\0';
    *scale = strtof(digits, &end);
    return end == digits + text.size && isfinite(*scale) && *scale > 0;
}

struct slice model_header(const struct model *model, const char *name)
{
    struct slice rest = model->header, line;
    size_t size = strlen(name);
    while (slice_line(&rest, &line))
        if (line.size > size && memcmp(line.at, name, size) == 0 && line.at[size] == ':')
            return slice_trim(slice_part(line, size + 1, line.size));
    return (struct slice){NULL, 0};
}

bool model_open(struct model *model, struct slice file, const char *task, const char **what)
{
    struct slice weights;
    uint32_t bits;
    *model = (struct model){.mask = 0};
    if (!split_header(file, &model->header, &weights)) {
        *what = "no header";
        return false;
    }
    if (!slice_is(model_header(model, "broadsheet-model"), "1")) {
        *what = "not a broadsheet-model of version 1";
        return false;
    }
    if (!slice_is(model_header(model, "task"), task)) {
        *what = "a model for another task";
        return false;
    }
    if (!read_number(model_header(model, "bits"), &bits) || bits > MOST_BITS) {
        *what = "bits is missing or too large";
        return false;
    }
    if (!read_number(model_header(model, "outputs"), &model->outputs) || model->outputs == 0 ||
        model->outputs > MOST_OUTPUTS) {
        *what = "outputs is missing or out of range";
        return false;
    }
    if (!read_scale(model_header(model, "scale"), &model->scale)) {
        *what = "scale is missing or not a positive number";
        return false;
    }
    if (weights.size != (size_t)model->outputs << bits) {
        *what = "the weights are not as many as bits and outputs say";
        return false;
    }
    model->weights = (const int8_t *)weights.at;
    model->mask = (UINT32_C(1) << bits) - 1;
    return true;
}

static float largest(const float *weights, size_t count)
{
    float most = 0;
    for (size_t i = 0; i < count; i++)
        if (fabsf(weights[i]) > most)
            most = fabsf(weights[i]);
    return most;
}

static bool write_weights(FILE *file, const float *weights, size_t count, float scale)
{
    for (size_t i = 0; i < count; i++) {
        int8_t weight = (int8_t)lrintf(weights[i] / scale);
        if (putc((unsigned char)weight, file) == EOF)
            return false;
    }
    return true;
}

bool model_write(const char *path, struct slice header, const float *weights, unsigned bits, uint32_t outputs)
{
    if (bits > MOST_BITS || outputs == 0 || outputs > MOST_OUTPUTS) {
        errno = EINVAL;
        return false;
    }
    size_t count = (size_t)outputs << bits;
    float most = largest(weights, count);
    float scale = most > 0 ? most / 127 : 1;
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    bool good = fwrite(header.at, 1, header.size, file) == header.size &&
                fprintf(file, "bits: %u\noutputs: %u\nscale: %.9g\n\n", bits, outputs, (double)scale) > 0 &&
                write_weights(file, weights, count, scale);
    int error = errno;
    if (fclose(file) != 0 && good) {
        good = false;
        error = errno;
    }
    errno = error;
    return good;
}

uint32_t model_hash(struct slice bytes)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < bytes.size; i++)
        hash = (hash ^ (unsigned char)bytes.at[i]) * 16777619u;
    hash ^= hash >> 16;
    hash *= 0x85EBCA6Bu;
    hash ^= hash >> 13;
    return hash;
}
