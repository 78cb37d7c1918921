/* Scores of features, with vectors of 32 bytes and without: the same sums and the same best for models of 8 and of 16
 * to 32 outputs, any number of features and weights up to both ends. */
#include "check.h"
#include "model.h"

#define BITS 8u

static unsigned state = 7;

static unsigned draw(void)
{
    state = state * 1664525u + 1013904223u;
    return state >> 8;
}

static void check_twins(const struct model *model, size_t count)
{
    uint32_t features[MODEL_ROOM(MODEL_MOST_ROWS)], again[MODEL_ROOM(MODEL_MOST_ROWS)];
    int16_t sums[MODEL_MOST_OUTPUTS], plain[MODEL_MOST_OUTPUTS];
    int32_t expected[MODEL_MOST_OUTPUTS] = {0};
    for (size_t i = 0; i < count; i++)
        features[i] = again[i] = draw() * 977u;
    for (size_t i = 0; i < count; i++)
        model_add(model, model_mix(features[i]), expected);
    model_score(model, features, count, sums);
    model_score_plain(model, again, count, plain);
    CHECK(memcmp(features, again, count * sizeof *features) == 0);
    for (size_t i = 0; i < model->outputs; i++) {
        CHECK(sums[i] == expected[i]);
        CHECK(plain[i] == expected[i]);
    }
    for (size_t first = 0; first < 3; first++)
        CHECK(model_best(sums, first, model->outputs) == model_best_plain(sums, first, model->outputs));
}

static void check_best(void)
{
    for (int turn = 0; turn < 20000; turn++) {
        int16_t sums[MODEL_MOST_OUTPUTS];
        size_t count = 1 + draw() % MODEL_MOST_OUTPUTS, first = draw() % count;
        for (size_t i = 0; i < count; i++)
            sums[i] = (int16_t)(draw() % 4 ? (int)(draw() % 5) - 2 : (int)(draw() % 65025) - 32512);
        CHECK(model_best(sums, first, count) == model_best_plain(sums, first, count));
    }
}

int main(void)
{
    static int8_t weights[(1u << BITS) * MODEL_MOST_OUTPUTS];
    static const uint32_t outputs[] = {8, 16, 17, 26, 32};
    for (size_t k = 0; k < 2 * sizeof outputs / sizeof outputs[0]; k++) {
        struct model model = {.weights = weights, .mask = (1u << BITS) - 1, .outputs = outputs[k / 2]};
        for (size_t i = 0; i < sizeof weights; i++)
            weights[i] = (int8_t)(k % 2 ? (int)(draw() % 256) - 128 : draw() % 2 ? -128 : -127);
        for (size_t count = 0; count <= MODEL_MOST_ROWS; count++)
            check_twins(&model, count);
    }
    check_best();
    return check_done();
}
