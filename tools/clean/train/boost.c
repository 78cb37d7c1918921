#include "boost.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>

enum { VALUES = 64, UNIT_BITS = 16 };

/* All training pages' sheets in one: a column after the other, pages with their padding between them. */
struct table {
    uint8_t *cells;
    size_t stride; /* cells of a column */
    size_t rows;
    uint32_t *cell_of; /* a row's place in a column */
    uint32_t *page_of;
    float *labels, *weights;
    int32_t *scores;
    size_t pages;
};

/* First and second derivative of the loss, times 2^UNIT_BITS, in the high and low half of one number, so that one
 * addition sums both. The second is never negative and its sums stay below 2^31: 10,000 pages' weight. */
typedef int64_t slopes;

static slopes sums_of(double slope, double bend)
{
    return (int64_t)lrint(slope * (1 << UNIT_BITS)) * ((int64_t)1 << 32) + lrint(bend * (1 << UNIT_BITS));
}

static double bend_of(slopes sums)
{
    return (double)(sums & 0x7FFFFFFF);
}

static double slope_of(slopes sums)
{
    return (double)((sums - (sums & 0x7FFFFFFF)) / ((int64_t)1 << 32));
}

static bool draw(uint64_t *random, double share)
{
    return (double)(next_random(random) >> 11) / 9007199254740992.0 < share;
}

static void table_size(const struct corpus *corpus, unsigned left_out, struct table *table)
{
    for (size_t s = 0; s < corpus->count; s++)
        if (!(left_out >> corpus->samples[s].fold & 1)) {
            table->stride += corpus->samples[s].page.block_count + 2 * TREES_REACH;
            table->rows += corpus->samples[s].page.block_count;
            table->pages++;
        }
}

static void table_fill(const struct corpus *corpus, unsigned left_out, struct table *table)
{
    size_t cell = 0, row = 0;
    uint32_t page = 0;
    for (size_t s = 0; s < corpus->count; s++) {
        const struct sample *sample = &corpus->samples[s];
        size_t n = sample->page.block_count;
        if (left_out >> sample->fold & 1)
            continue;
        for (uint32_t c = 0; c < COLUMNS; c++)
            memcpy(table->cells + c * table->stride + cell, sheet_column(&sample->scan.sheet, c) - TREES_REACH,
                   n + 2 * TREES_REACH);
        for (size_t i = 0; i < n; i++, row++) {
            table->cell_of[row] = (uint32_t)(cell + TREES_REACH + i);
            table->page_of[row] = page;
            table->labels[row] = sample->labels[i] > 0.5f;
            table->weights[row] = sample->weights[i];
        }
        cell += n + 2 * TREES_REACH;
        page++;
    }
}

static void table_make(const struct corpus *corpus, unsigned left_out, struct table *table)
{
    *table = (struct table){0};
    table_size(corpus, left_out, table);
    table->cells = memory_zeroed(table->stride, COLUMNS);
    table->cell_of = memory_zeroed(table->rows, sizeof *table->cell_of);
    table->page_of = memory_zeroed(table->rows, sizeof *table->page_of);
    table->labels = memory_zeroed(table->rows, sizeof *table->labels);
    table->weights = memory_zeroed(table->rows, sizeof *table->weights);
    table->scores = memory_zeroed(table->rows, sizeof *table->scores);
    table_fill(corpus, left_out, table);
}

static void table_free(struct table *table)
{
    free(table->cells);
    free(table->cell_of);
    free(table->page_of);
    free(table->labels);
    free(table->weights);
    free(table->scores);
}

static int32_t first_bias(const struct table *table)
{
    double yes = 0, all = 0;
    for (size_t r = 0; r < table->rows; r++) {
        yes += table->weights[r] * table->labels[r];
        all += table->weights[r];
    }
    return (int32_t)lrint(log(yes / (all - yes)) * TREES_UNIT);
}

static void derive(const struct table *table, slopes *all)
{
    for (size_t r = 0; r < table->rows; r++) {
        double chance = 1 / (1 + exp(-(double)table->scores[r] / TREES_UNIT)), weight = table->weights[r];
        all[r] = sums_of((chance - table->labels[r]) * weight, chance * (1 - chance) * weight);
    }
}

/* The rows that a tree is grown on, with their leaf so far. */
struct drawn {
    uint32_t *cells;
    uint8_t *leaves;
    slopes *sums;
    size_t count;
};

/* The mean size of the slopes. */
static double mean_slope(const struct table *table, const slopes *all)
{
    double sum = 0;
    for (size_t r = 0; r < table->rows; r++)
        sum += fabs(slope_of(all[r]));
    return sum / (double)table->rows;
}

/* Draws pages, and of their rows all that still teach something; of the others one in DRAWN, which stands for all
 * (gradient-based one-side sampling: Ke et al. 2017). */
enum { DRAWN = 2 };

static void draw_rows(const struct table *table, const slopes *all, double share, uint64_t *random, struct drawn *drawn)
{
    bool in = false;
    double least = mean_slope(table, all);
    drawn->count = 0;
    for (size_t r = 0; r < table->rows; r++) {
        if (r == 0 || table->page_of[r] != table->page_of[r - 1])
            in = draw(random, share);
        bool small = in && fabs(slope_of(all[r])) < least;
        if (!in || (small && next_random(random) % DRAWN))
            continue;
        drawn->cells[drawn->count] = table->cell_of[r];
        drawn->leaves[drawn->count] = 0;
        drawn->sums[drawn->count++] = small ? all[r] * DRAWN : all[r];
    }
}

static double worth(slopes sums, double smoothing)
{
    double slope = slope_of(sums);
    return slope * slope / (bend_of(sums) + smoothing);
}

struct split {
    double gain;
    uint8_t column;
    int8_t further;
    uint8_t threshold;
};

static void try_question(const struct drawn *drawn, const uint8_t *column, struct question question, unsigned leaves,
                         double smoothing, slopes (*histogram)[VALUES], struct split *best)
{
    memset(histogram, 0, leaves * sizeof *histogram);
    const uint8_t *cells = column + question.further;
    for (size_t i = 0; i < drawn->count; i++)
        histogram[drawn->leaves[i]][cells[drawn->cells[i]]] += drawn->sums[i];
    double gains[VALUES] = {0};
    for (unsigned leaf = 0; leaf < leaves; leaf++) {
        slopes all = 0, low = 0;
        for (int v = 0; v < VALUES; v++)
            all += histogram[leaf][v];
        double whole = worth(all, smoothing);
        for (int v = 0; v < VALUES - 1; v++) {
            low += histogram[leaf][v];
            gains[v] += worth(low, smoothing) + worth(all - low, smoothing) - whole;
        }
    }
    for (int v = 0; v < VALUES - 1; v++)
        if (gains[v] > best->gain)
            *best = (struct split){gains[v], question.column, question.further, (uint8_t)v};
}

static struct split best_split(const struct table *table, const struct drawn *drawn,
                               const struct boost_options *options, const bool *asked, unsigned leaves,
                               double smoothing)
{
    static slopes histogram[TREES_LEAVES][VALUES];
    struct split best = {0};
    for (size_t q = 0; q < options->question_count; q++)
        if (asked[q])
            try_question(drawn, table->cells + options->questions[q].column * table->stride, options->questions[q],
                         leaves, smoothing, histogram, &best);
    return best;
}

static void grow(const struct table *table, const struct boost_options *options, struct drawn *drawn, const bool *asked,
                 double smoothing, uint8_t *tree)
{
    for (int d = 0; d < TREES_DEPTH; d++) {
        struct split split = best_split(table, drawn, options, asked, 1u << d, smoothing);
        uint8_t *question = tree + 3 * d;
        question[0] = split.column;
        question[1] = (uint8_t)(split.further + 128);
        question[2] = split.gain > 0 ? split.threshold : 63;
        const uint8_t *cells = table->cells + split.column * table->stride + split.further;
        for (size_t i = 0; i < drawn->count; i++)
            drawn->leaves[i] |= (uint8_t)((cells[drawn->cells[i]] > question[2]) << d);
    }
}

static void value_leaves(const struct drawn *drawn, double rate, double smoothing, uint8_t *tree)
{
    slopes leaves[TREES_LEAVES] = {0};
    for (size_t i = 0; i < drawn->count; i++)
        leaves[drawn->leaves[i]] += drawn->sums[i];
    uint8_t *at = tree + 3 * TREES_DEPTH;
    for (int leaf = 0; leaf < TREES_LEAVES; leaf++) {
        double value = -rate * slope_of(leaves[leaf]) / (bend_of(leaves[leaf]) + smoothing);
        long score = lrint(fmax(-TREES_LEAF_MOST, fmin(TREES_LEAF_MOST, value * TREES_UNIT)));
        *at++ = (uint8_t)(score & 0xFF);
        *at++ = (uint8_t)(score >> 8 & 0xFF);
    }
}

static void add_scores(struct table *table, const uint8_t *tree)
{
    const uint8_t *leaves = tree + 3 * TREES_DEPTH;
    for (size_t r = 0; r < table->rows; r++) {
        unsigned leaf = 0;
        for (int d = 0; d < TREES_DEPTH; d++) {
            const uint8_t *q = tree + 3 * d;
            leaf |= (unsigned)(table->cells[q[0] * table->stride + table->cell_of[r] + q[1] - 128] > q[2]) << d;
        }
        table->scores[r] += (int16_t)(leaves[2 * leaf] | leaves[2 * leaf + 1] << 8);
    }
}

void boost_train(const struct corpus *corpus, const struct boost_options *options, unsigned left_out,
                 struct buffer *bytes, int32_t *bias)
{
    struct table table;
    table_make(corpus, left_out, &table);
    slopes *all = memory_zeroed(table.rows, sizeof *all);
    struct drawn drawn = {memory_zeroed(table.rows, sizeof *drawn.cells), memory_zeroed(table.rows, 1),
                          memory_zeroed(table.rows, sizeof *drawn.sums), 0};
    bool *asked = memory_zeroed(options->question_count, 1);
    uint64_t random = 0x2545F4914F6CDD1Du;
    double smoothing = options->smoothing * (1 << UNIT_BITS);
    *bias = first_bias(&table);
    for (size_t r = 0; r < table.rows; r++)
        table.scores[r] = *bias;
    for (uint32_t t = 0; t < options->trees; t++) {
        uint8_t tree[TREES_BYTES];
        derive(&table, all);
        draw_rows(&table, all, options->pages, &random, &drawn);
        for (size_t q = 0; q < options->question_count; q++)
            asked[q] = draw(&random, options->asked);
        grow(&table, options, &drawn, asked, smoothing, tree);
        value_leaves(&drawn, options->rate, smoothing, tree);
        add_scores(&table, tree);
        buffer_add(bytes, (const char *)tree, sizeof tree);
    }
    free(asked);
    free(drawn.cells);
    free(drawn.leaves);
    free(drawn.sums);
    free(all);
    table_free(&table);
}
