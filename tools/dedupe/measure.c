#include "measure.h"

#include <string.h>

#include "sort.h"

/* How many shingles the whole texts share, if `sample` do up to `bound`. */
static double estimate(double sample, uint32_t bound)
{
    return sample * 4294967296.0 / ((double)bound + 1);
}

static size_t up_to(const struct sketch_view *view, uint32_t bound)
{
    size_t count = view->count;
    while (count > 0 && view->hash[count - 1] > bound)
        count--;
    return count;
}

/* Marks what both have, and gives how many shingles that are; both are in ascending order. Which of two is larger
 * cannot be foreseen, so there is no branch on it. What `b` shares has the weight that it has in `a`. */
static unsigned match(struct sample *sample)
{
    struct side *a = &sample->a, *b = &sample->b;
    const uint32_t *a_hash = a->view->hash, *b_hash = b->view->hash;
    const uint8_t *weight = a->weight;
    unsigned shared = 0, common = 0;
    size_t i = 0, j = 0;
    while (i < a->count && j < b->count) {
        uint32_t x = a_hash[i], y = b_hash[j];
        a->shared[i] = b->shared[j] = x == y;
        sample->b_weight[j] = weight[i];
        common += x == y;
        shared += weight[i] & -(unsigned)(x == y);
        i += x <= y;
        j += y <= x;
    }
    memset(a->shared + i, 0, a->count - i);
    memset(b->shared + j, 0, b->count - j);
    sample->shared = shared;
    return common;
}

void sample_take(struct sample *sample, const struct sketch_view *a, const struct sketch_view *b)
{
    uint32_t bound = a->bound < b->bound ? a->bound : b->bound;
    sample->a.view = a;
    sample->a.count = up_to(a, bound);
    sample->a.weight = a->weight;
    sample->b.view = b;
    sample->b.count = up_to(b, bound);
    sample->b.weight = sample->b_weight;
    sample->shingles = estimate(match(sample), bound);
    sample->scale = estimate(1.0 / FREQUENCY_WEIGHT, bound);
    sample->weight = 0;
    for (size_t i = 0; i < sample->a.count; i++)
        sample->weight += a->weight[i];
}

/* The anchors of one kind of a text, ascending; if they are as many as sketches hold, there may be more, with contexts
 * not below the last one's. */
struct anchors {
    const struct anchor *at;
    unsigned count;
    bool full;
};

static unsigned anchor_bound(const struct anchors *anchors)
{
    return anchors->full ? anchors->at[anchors->count - 1].context : UINT16_MAX + 1u;
}

/* Leaves those below the bound, which are whole. */
static void cut_anchors(struct anchors *anchors, unsigned bound)
{
    while (anchors->count > 0 && anchors->at[anchors->count - 1].context >= bound)
        anchors->count--;
}

/* How many anchors from the one at `from` on have its context. */
static unsigned run_from(const struct anchors *anchors, unsigned from)
{
    unsigned next = from + 1;
    while (next < anchors->count && anchors->at[next].context == anchors->at[from].context)
        next++;
    return next - from;
}

/* How many values two runs of anchors share; values are ascending in each. */
static unsigned same_values(const struct anchor *a, unsigned a_count, const struct anchor *b, unsigned b_count)
{
    unsigned same = 0;
    for (unsigned i = 0, j = 0; i < a_count && j < b_count;) {
        uint16_t x = a[i].value, y = b[j].value;
        same += x == y;
        i += x <= y;
        j += y <= x;
    }
    return same;
}

/* Anchors that stand behind the same words in both texts: are they the same? */
static struct agreement compare_anchors(struct anchors a, struct anchors b)
{
    struct agreement agreement = {0, 0};
    unsigned a_bound = anchor_bound(&a), b_bound = anchor_bound(&b);
    cut_anchors(&a, a_bound < b_bound ? a_bound : b_bound);
    cut_anchors(&b, a_bound < b_bound ? a_bound : b_bound);
    for (unsigned i = 0, j = 0; i < a.count && j < b.count;) {
        const struct anchor *x = &a.at[i], *y = &b.at[j];
        unsigned x_run = run_from(&a, i), y_run = run_from(&b, j);
        if (x->context == y->context) {
            unsigned same = same_values(x, x_run, y, y_run);
            agreement.same += same;
            agreement.other += (x_run < y_run ? x_run : y_run) - same;
        }
        i += x->context <= y->context ? x_run : 0;
        j += y->context <= x->context ? y_run : 0;
    }
    return agreement;
}

static struct anchors numbers_of(const struct sketch_view *view)
{
    return (struct anchors){view->number, view->numbers, view->numbers == SKETCH_NUMBERS};
}

static struct anchors names_of(const struct sketch_view *view)
{
    return (struct anchors){view->name, view->names, view->names == SKETCH_NAMES};
}

void measure_anchors(const struct sample *sample, struct pair *pair)
{
    const struct sketch_view *a = sample->a.view, *b = sample->b.view;
    pair->numbers = compare_anchors(numbers_of(a), numbers_of(b));
    pair->names = compare_anchors(names_of(a), names_of(b));
}

/* How many numbers two ascending lists share, repeats counted. */
static unsigned overlap(const uint16_t *a, size_t a_count, const uint16_t *b, size_t b_count)
{
    unsigned shared = 0;
    for (size_t i = 0, j = 0; i < a_count && j < b_count;) {
        uint16_t x = a[i], y = b[j];
        shared += x == y;
        i += x <= y;
        j += y <= x;
    }
    return shared;
}

/* How many numbers of two texts are the same, wherever they stand, repeats counted. */
static unsigned same_numbers(const struct sketch_view *a, const struct sketch_view *b)
{
    uint16_t a_values[SKETCH_NUMBERS], b_values[SKETCH_NUMBERS];
    for (unsigned i = 0; i < a->numbers; i++)
        a_values[i] = a->number[i].value;
    for (unsigned i = 0; i < b->numbers; i++)
        b_values[i] = b->number[i].value;
    sort_halves(a_values, a->numbers);
    sort_halves(b_values, b->numbers);
    return overlap(a_values, a->numbers, b_values, b->numbers);
}

static void measure_words(const struct sketch_view *a, const struct sketch_view *b, struct pair *pair)
{
    pair->least_words = a->words < b->words ? a->words : b->words;
    pair->most_words = a->words < b->words ? b->words : a->words;
    pair->short_words = -1;
    pair->fewer_numbers = a->numbers < b->numbers ? a->numbers : b->numbers;
    pair->same_numbers = 0;
    if (a->short_words == 0 || b->short_words == 0)
        return;
    unsigned shorter = a->short_words < b->short_words ? a->short_words : b->short_words;
    pair->short_words = (double)overlap(a->word, a->short_words, b->word, b->short_words) / shorter;
    pair->same_numbers = same_numbers(a, b);
}

/* Looks up the weights of what `b` has by itself; gives the weight of all of it. */
static unsigned weigh(struct sample *sample, const struct frequency *frequency)
{
    const struct side *b = &sample->b;
    const uint32_t *hash = b->view->hash;
    unsigned weight = sample->shared;
    for (size_t i = 0; i < b->count; i++)
        if (!b->shared[i])
            frequency_prefetch(frequency, hash[i]);
    for (size_t i = 0; i < b->count; i++)
        if (!b->shared[i])
            weight += sample->b_weight[i] = (uint8_t)frequency_weight(frequency, hash[i]);
    return weight;
}

/* How much of a text of so much weight is shared. */
static void size_up(const struct sample *sample, const struct sketch_view *view, unsigned weight, struct pair_side *out)
{
    *out = (struct pair_side){.elided = view->elided, .words = weight * sample->scale};
    out->contained = weight > 0 ? (double)sample->shared / weight : 0;
}

void measure_shares(struct sample *sample, const struct frequency *frequency, struct pair *pair)
{
    const struct sketch_view *a = sample->a.view, *b = sample->b.view;
    size_up(sample, a, sample->weight, &pair->a);
    size_up(sample, b, weigh(sample, frequency), &pair->b);
    pair->shared = sample->shared * sample->scale;
    double whole = pair->a.words + pair->b.words - pair->shared;
    pair->jaccard = whole > 0 ? pair->shared / whole : 0;
    measure_words(a, b, pair);
}

#define PARAGRAPHS 4 /* that positions tell apart */

/* A paragraph, as weights: what the text has by itself before the first shared shingle, between shared ones and behind
 * the last, and what is shared. */
struct passage {
    unsigned before, inside, after, shared;
};

/* Adds what stands at one place of a paragraph. Whether it is shared cannot be foreseen: no branch. */
static void add_spot(struct passage *passage, unsigned own, unsigned shared)
{
    bool any = passage->shared > 0;
    unsigned behind = passage->after + own;
    passage->before += any || shared ? 0 : own;
    passage->inside += shared ? behind : 0;
    passage->after = any && !shared ? behind : 0;
    passage->shared += shared;
}

/* A text by places and paragraphs. */
struct grid {
    uint64_t places;                               /* a bit for each that has weight, */
    unsigned char used[SKETCH_PLACES];             /* and there one for each paragraph that has */
    unsigned weight[SKETCH_PLACES][PARAGRAPHS][2]; /* its own, shared */
};

_Static_assert(SKETCH_PLACES <= 64, "a bit for each place");

static void fill_grid(const struct side *side, struct grid *grid)
{
    memset(grid, 0, sizeof *grid);
    for (size_t i = 0; i < side->count; i++) {
        unsigned position = side->view->position[i], place = position / PARAGRAPHS, paragraph = position % PARAGRAPHS;
        unsigned weight = side->weight[i], used = weight > 0;
        grid->places |= (uint64_t)used << place;
        grid->used[place] |= (unsigned char)(used << paragraph);
        grid->weight[place][paragraph][side->shared[i]] += weight;
    }
}

/* Lists a text's paragraphs, or what the sample has of them; returns how many. Positions hold the last two bits of a
 * paragraph's number, so where four or more end between two samples, some are not counted. */
static size_t list_passages(const struct side *side, struct passage passages[SKETCH_DRAFT])
{
    struct grid grid;
    size_t count = 0;
    unsigned paragraph = 0;
    fill_grid(side, &grid);
    for (uint64_t places = grid.places; places; places &= places - 1) {
        unsigned place = (unsigned)__builtin_ctzll(places), from = paragraph;
        unsigned used = grid.used[place] * (1u + (1u << PARAGRAPHS)) >> from % PARAGRAPHS;
        for (used &= (1u << PARAGRAPHS) - 1; used; used &= used - 1) {
            unsigned next = from + (unsigned)__builtin_ctz(used);
            const unsigned *weight = grid.weight[place][next % PARAGRAPHS];
            if (count == 0 || next != paragraph)
                passages[count++] = (struct passage){0};
            paragraph = next;
            add_spot(&passages[count - 1], weight[0], weight[1]);
        }
    }
    return count;
}

static unsigned own(const struct passage *passage)
{
    return passage->before + passage->inside + passage->after;
}

/* Which of the paragraphs shares most. */
static size_t main_passage(const struct passage *passages, size_t count)
{
    size_t main = 0;
    for (size_t i = 1; i < count; i++)
        main = passages[i].shared > passages[main].shared ? i : main;
    return main;
}

/* What stands in the paragraphs that are not the main one, as weights in place of words. */
static void sum_up(const struct passage *passages, size_t count, size_t main, struct pair_side *out)
{
    double nothing_shared = 0; /* since the last paragraph that shares something */
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const struct passage *passage = &passages[i];
        if (i != main) {
            *(i < main ? &out->before_apart : &out->after_apart) += own(passage);
            out->aside += passage->shared;
        }
        if (passage->shared == 0) {
            nothing_shared += any ? own(passage) : 0;
            continue;
        }
        out->inside_apart += nothing_shared;
        nothing_shared = 0;
        any = true;
    }
}

/* Adds what the paragraphs tell. `scale`: words that a unit of weight stands for. */
static void describe(const struct side *side, double scale, struct pair_side *out)
{
    struct passage passages[SKETCH_DRAFT];
    size_t count = list_passages(side, passages), main = main_passage(passages, count);
    out->flat = count <= 1;
    if (count == 0)
        return;
    sum_up(passages, count, main, out);
    out->before_apart *= scale;
    out->inside_apart *= scale;
    out->after_apart *= scale;
    out->most = passages[main].shared * scale;
    out->before = passages[main].before * scale;
    out->inside = passages[main].inside * scale;
    out->after = passages[main].after * scale;
}

void measure_paragraphs(const struct sample *sample, struct pair *pair)
{
    describe(&sample->a, sample->scale, &pair->a);
    describe(&sample->b, sample->scale, &pair->b);
}
