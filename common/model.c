#include "model.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#if defined __x86_64__ && !defined BROADSHEET_PLAIN
#include <immintrin.h>
#endif

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
    if (weights.size != (uint64_t)model->outputs << bits) {
        *what = "the weights are not as many as bits and outputs say";
        return false;
    }
    model->weights = (const int8_t *)weights.at;
    model->mask = (UINT32_C(1) << bits) - 1;
    return true;
}

/* Eight lanes of 16 bits, and the same as two halves. */
typedef uint16_t lanes __attribute__((vector_size(16)));
typedef uint64_t halves __attribute__((vector_size(16)));

/* Sums of sixteen bytes a row, with 128 added to each so that none is below 0: as 16-bit lanes they are one of a pair
 * and 256 times the other, and a second sum of the others alone tells the two apart. */
struct row_sums {
    lanes pairs, highs;
};

static inline void take_row(struct row_sums *sums, lanes row)
{
    const lanes bias = {0x8080, 0x8080, 0x8080, 0x8080, 0x8080, 0x8080, 0x8080, 0x8080};
    row ^= bias;
    sums->pairs += row;
    sums->highs += row >> 8;
}

/* The sums of the sixteen bytes, of `rows` rows, in their order. */
static inline void put_sums(const struct row_sums *sums, size_t rows, int16_t to[16])
{
    const uint16_t biases = (uint16_t)(rows * 128);
    lanes high = sums->highs - biases, low = sums->pairs - (sums->highs << 8) - biases;
    const bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    lanes first = little ? low : high, second = little ? high : low;
    lanes front = __builtin_shufflevector(first, second, 0, 8, 1, 9, 2, 10, 3, 11);
    lanes back = __builtin_shufflevector(first, second, 4, 12, 5, 13, 6, 14, 7, 15);
    memcpy(to, &front, sizeof front);
    memcpy(to + 8, &back, sizeof back);
}

static inline const int8_t *row_of(const struct model *model, size_t outputs, uint32_t feature)
{
    return model->weights + (size_t)(feature & model->mask) * outputs;
}

/* Rows of 16 to 32 outputs, as two halves that overlap. */
static void sum_wide_rows(const struct model *model, const uint32_t *features, size_t count, int16_t *sums)
{
    const size_t last = model->outputs - 16;
    struct row_sums front = {{0}, {0}}, back = {{0}, {0}};
    for (size_t i = 0; i < count; i++) {
        const int8_t *row = row_of(model, model->outputs, features[i]);
        lanes part;
        memcpy(&part, row, sizeof part);
        take_row(&front, part);
        memcpy(&part, row + last, sizeof part);
        take_row(&back, part);
    }
    put_sums(&front, count, sums);
    put_sums(&back, count, sums + last);
}

static inline uint64_t row_of_eight(const struct model *model, uint32_t feature)
{
    uint64_t row;
    memcpy(&row, row_of(model, 8, feature), sizeof row);
    return row;
}

/* Rows of eight outputs, two at once. */
static void sum_rows_of_eight(const struct model *model, const uint32_t *features, size_t count, int16_t *sums)
{
    struct row_sums both = {{0}, {0}};
    int16_t two[16];
    for (size_t i = 0; i + 1 < count; i += 2)
        take_row(&both, (lanes)(halves){row_of_eight(model, features[i]), row_of_eight(model, features[i + 1])});
    if (count & 1)
        take_row(&both, (lanes)(halves){row_of_eight(model, features[count - 1]), 0});
    put_sums(&both, (count + 1) / 2, two);
    for (int i = 0; i < 8; i++)
        sums[i] = (int16_t)(two[i] + two[i + 8]);
}

void model_score_plain(const struct model *model, uint32_t *features, size_t count, int16_t sums[MODEL_MOST_OUTPUTS])
{
    model_mix_all(features, count);
    (model->outputs == 8 ? sum_rows_of_eight : sum_wide_rows)(model, features, count, sums);
}

size_t model_best_plain(const int16_t sums[MODEL_MOST_OUTPUTS], size_t first, size_t count)
{
    size_t best = first;
    for (size_t i = first + 1; i < count; i++)
        if (sums[i] > sums[best])
            best = i;
    return best;
}

#if defined __x86_64__ && !defined BROADSHEET_PLAIN

/* A bit for each of sixteen sums that is the value of all lanes of `same`. */
static inline unsigned marks_of(__m128i front, __m128i back, __m128i same)
{
    return (unsigned)_mm_movemask_epi8(_mm_packs_epi16(_mm_cmpeq_epi16(front, same), _mm_cmpeq_epi16(back, same)));
}

size_t model_best(const int16_t sums[MODEL_MOST_OUTPUTS], size_t first, size_t count)
{
    int16_t all[MODEL_MOST_OUTPUTS];
    __m128i parts[4], most;
    memset(all, 0x80, sizeof all); /* less than any sum */
    memcpy(all + first, sums + first, (count - first) * sizeof *all);
    for (int i = 0; i < 4; i++)
        parts[i] = _mm_loadu_si128((const void *)(all + 8 * i));
    most = _mm_max_epi16(_mm_max_epi16(parts[0], parts[1]), _mm_max_epi16(parts[2], parts[3]));
    most = _mm_max_epi16(most, _mm_shuffle_epi32(most, 0x4E));
    most = _mm_max_epi16(most, _mm_shuffle_epi32(most, 0xB1));
    most = _mm_max_epi16(most, _mm_or_si128(_mm_slli_epi32(most, 16), _mm_srli_epi32(most, 16)));
    uint32_t marks = marks_of(parts[0], parts[1], most) | marks_of(parts[2], parts[3], most) << 16;
    return (size_t)__builtin_ctz(marks);
}

#define WIDE __attribute__((target("avx2")))

/* model_mix of eight at once. */
WIDE static inline __m256i mix_eight(__m256i h)
{
    h = _mm256_xor_si256(h, _mm256_srli_epi32(h, 16));
    h = _mm256_mullo_epi32(h, _mm256_set1_epi32((int)0x85EBCA6Bu));
    h = _mm256_xor_si256(h, _mm256_srli_epi32(h, 13));
    h = _mm256_mullo_epi32(h, _mm256_set1_epi32((int)0xC2B2AE35u));
    return _mm256_xor_si256(h, _mm256_srli_epi32(h, 16));
}

WIDE static inline __m256i load_sixteen(const int8_t *at)
{
    return _mm256_cvtepi8_epi16(_mm_loadu_si128((const void *)at));
}

WIDE static void score_wide_rows(const struct model *model, const uint32_t *features, size_t count, int16_t *sums)
{
    const size_t outputs = model->outputs, last = outputs - 16;
    __m256i front = _mm256_setzero_si256(), back = front;
    for (size_t i = 0; i < count; i++) {
        const int8_t *row = row_of(model, outputs, features[i]);
        front = _mm256_add_epi16(front, load_sixteen(row));
        back = _mm256_add_epi16(back, load_sixteen(row + last));
    }
    _mm256_storeu_si256((void *)sums, front);
    _mm256_storeu_si256((void *)(sums + last), back);
}

WIDE static void score_rows_of_eight(const struct model *model, const uint32_t *features, size_t count, int16_t *sums)
{
    __m128i even = _mm_setzero_si128(), odd = even;
    for (size_t i = 0; i + 1 < count; i += 2) {
        even = _mm_add_epi16(even, _mm_cvtepi8_epi16(_mm_loadl_epi64((const void *)row_of(model, 8, features[i]))));
        odd = _mm_add_epi16(odd, _mm_cvtepi8_epi16(_mm_loadl_epi64((const void *)row_of(model, 8, features[i + 1]))));
    }
    if (count & 1)
        even = _mm_add_epi16(even,
                             _mm_cvtepi8_epi16(_mm_loadl_epi64((const void *)row_of(model, 8, features[count - 1]))));
    _mm_storeu_si128((void *)sums, _mm_add_epi16(even, odd));
}

WIDE static void score_with_avx2(const struct model *model, uint32_t *features, size_t count, int16_t *sums)
{
    _mm256_storeu_si256((void *)(features + count), _mm256_setzero_si256());
    for (size_t i = 0; i < count; i += 8) {
        __m256i *eight = (void *)(features + i);
        _mm256_storeu_si256(eight, mix_eight(_mm256_loadu_si256(eight)));
    }
    (model->outputs == 8 ? score_rows_of_eight : score_wide_rows)(model, features, count, sums);
}

void model_score(const struct model *model, uint32_t *features, size_t count, int16_t sums[MODEL_MOST_OUTPUTS])
{
    (__builtin_cpu_supports("avx2") ? score_with_avx2 : model_score_plain)(model, features, count, sums);
}

#else

size_t model_best(const int16_t sums[MODEL_MOST_OUTPUTS], size_t first, size_t count)
{
    return model_best_plain(sums, first, count);
}

void model_score(const struct model *model, uint32_t *features, size_t count, int16_t sums[MODEL_MOST_OUTPUTS])
{
    model_score_plain(model, features, count, sums);
}

#endif

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
