#include "pair.h"

/* Bounds of the test, found on the planted near-duplicates that `make eval-dedupe` measures. */
#define NUMBERS_AGREE 0.76    /* of the numbers of the text with fewer, those that the other has too */
#define NUMBERS_SEVERAL 4     /* so many numbers tell one filled-in form from another, */
#define NUMBERS_DIFFER 0.41   /* when fewer than this share of them agree */
#define DISAGREE_JACCARD 0.28 /* wanted when numbers do not agree */
#define QUOTED_JACCARD 0.41   /* wanted when the shared part looks quoted */
#define UNEDITED 0.03         /* or less differs in between: the shared part was copied as it stood */
#define AROUND 0.10           /* what both texts have of their own around an unedited part, in a quotation */
#define AROUND_JACCARD 0.5    /* wanted then */
#define AROUND_WORDS 64       /* of both texts, or more */
#define INSIDE 0.95           /* of a text that is quoted as a whole, */
#define INSIDE_BEFORE 0.13    /* with so much of the other before it */
#define INSIDE_JACCARD 0.45   /* wanted then */
#define INTERLEAVED 0.02      /* differences between shared words on both sides: edits, not a quotation */
#define INTERLEAVED_JACCARD 0.12
#define BEFORE 0.245 /* shares of a text that stand before and behind a quotation */
#define AFTER_LESS 0.09
#define AFTER_MORE 0.5
#define OWN_STRETCH 0.36 /* in both, between shared parts: two articles in one frame */
#define WHOLE 0.995      /* one text stands whole in the other */
#define SHARED_LEAST 7   /* shingles that both have, in texts not short */
#define SHORT_TEXT 27    /* words */
#define SHORT_WORDS 0.70 /* of the words of the shorter text, those that the other has too */
#define SHORT_CONTAINED 0.05
#define SHORT_JACCARD 0.435 /* wanted of short texts when numbers do not agree */

/* The shingles of one text up to the common bound, with what was found about each. */
struct side {
    const struct sketch_view *view;
    size_t count;
    uint8_t weight[SKETCH_DRAFT];
    bool shared[SKETCH_DRAFT];
};

static void weigh(struct side *side, const struct sketch_view *view, uint32_t bound, const struct frequency *frequency)
{
    side->view = view;
    for (side->count = 0; side->count < view->count && view->hash[side->count] <= bound; side->count++) {
        side->weight[side->count] =
            view->weight ? view->weight[side->count] : (uint8_t)frequency_weight(frequency, view->hash[side->count]);
        side->shared[side->count] = false;
    }
}

/* Marks what both have; both are in ascending order. Gives the shared weight. */
static unsigned match(struct side *a, struct side *b, unsigned *sample)
{
    unsigned weight = 0;
    *sample = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        uint32_t x = a->view->hash[i], y = b->view->hash[j];
        if (x == y) {
            a->shared[i] = b->shared[j] = true;
            weight += a->weight[i];
            ++*sample;
        }
        i += x <= y;
        j += y <= x;
    }
    return weight;
}

#define POSITIONS 256

/* What a text has by itself, by position, as weights. */
struct stretches {
    unsigned before, inside, after, gap;
};

/* Walks through the text: own shingles up to the first shared one stand before, those since the last one behind. */
static void find_stretches(const struct side *side, struct stretches *found)
{
    uint16_t own[POSITIONS] = {0};
    bool shared[POSITIONS] = {false};
    unsigned stretch = 0;
    bool any = false;
    for (size_t i = 0; i < side->count; i++) {
        if (side->shared[i])
            shared[side->view->position[i]] |= side->weight[i] > 0;
        else
            own[side->view->position[i]] = (uint16_t)(own[side->view->position[i]] + side->weight[i]);
    }
    *found = (struct stretches){0};
    for (size_t i = 0; i < POSITIONS; i++) {
        if (shared[i] && any) {
            found->inside += stretch + own[i];
            found->gap = stretch > found->gap ? stretch : found->gap;
        } else if (shared[i]) {
            found->before = stretch;
            found->inside = own[i];
        }
        stretch = shared[i] ? 0 : stretch + own[i];
        any |= shared[i];
    }
    found->after = stretch;
}

static void describe(const struct side *side, unsigned shared, unsigned sample, struct pair_side *out)
{
    struct stretches own;
    find_stretches(side, &own);
    unsigned total = shared + own.before + own.inside + own.after;
    double whole = total > 0 ? total : 1;
    *out = (struct pair_side){.contained = shared / whole,
                              .before = own.before / whole,
                              .inside = own.inside / whole,
                              .after = own.after / whole,
                              .gap = own.gap / whole,
                              .raw = side->count > 0 ? (double)sample / (double)side->count : 0,
                              .weight = total,
                              .shingles = (unsigned)side->count};
}

/* How many halves two ascending lists share, repeats counted. */
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

/* A sketch has all numbers of its text up to this hash. */
static unsigned number_bound(const struct sketch_view *view)
{
    return view->numbers == SKETCH_NUMBERS ? view->number[SKETCH_NUMBERS - 1] : UINT16_MAX;
}

static unsigned numbers_up_to(const struct sketch_view *view, unsigned bound)
{
    unsigned count = 0;
    while (count < view->numbers && view->number[count] <= bound)
        count++;
    return count;
}

static double word_overlap(const struct sketch_view *a, const struct sketch_view *b)
{
    if (a->short_words == 0 || b->short_words == 0)
        return -1;
    unsigned shorter = a->short_words < b->short_words ? a->short_words : b->short_words;
    return (double)overlap(a->word, a->short_words, b->word, b->short_words) / shorter;
}

/* How many shingles the whole texts share, if `sample` do up to `bound`. */
static double estimate(double sample, uint32_t bound)
{
    return sample * 4294967296.0 / ((double)bound + 1);
}

bool pair_possible(const struct sketch_view *a, const struct sketch_view *b)
{
    uint32_t bound = a->bound < b->bound ? a->bound : b->bound;
    if (a->words < SHORT_TEXT || b->words < SHORT_TEXT)
        return true;
    unsigned sample = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        uint32_t x = a->hash[i], y = b->hash[j];
        if (x > bound || y > bound)
            break;
        sample += x == y;
        i += x <= y;
        j += y <= x;
    }
    return estimate(sample, bound) >= SHARED_LEAST;
}

void pair_measure(const struct sketch_view *a, const struct sketch_view *b, const struct frequency *frequency,
                  struct pair *pair)
{
    struct side left, right;
    uint32_t bound = a->bound < b->bound ? a->bound : b->bound;
    weigh(&left, a, bound, frequency);
    weigh(&right, b, bound, frequency);
    unsigned shared = match(&left, &right, &pair->sample);
    describe(&left, shared, pair->sample, &pair->a);
    describe(&right, shared, pair->sample, &pair->b);
    unsigned whole = pair->a.weight + pair->b.weight - shared;
    unsigned all = pair->a.shingles + pair->b.shingles - pair->sample;
    pair->jaccard = whole > 0 ? (double)shared / whole : 0;
    pair->raw_jaccard = all > 0 ? (double)pair->sample / all : 0;
    pair->shared = estimate((double)shared / FREQUENCY_WEIGHT, bound);
    unsigned most = number_bound(a) < number_bound(b) ? number_bound(a) : number_bound(b);
    pair->a.numbers = numbers_up_to(a, most);
    pair->b.numbers = numbers_up_to(b, most);
    pair->shared_numbers = overlap(a->number, pair->a.numbers, b->number, pair->b.numbers);
    pair->words = word_overlap(a, b);
    pair->least_words = a->words < b->words ? a->words : b->words;
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

static double numbers_shared(const struct pair *pair, unsigned *fewer)
{
    *fewer = pair->a.numbers < pair->b.numbers ? pair->a.numbers : pair->b.numbers;
    return *fewer > 0 ? (double)pair->shared_numbers / *fewer : 1;
}

/* Is the shared part one that both texts stand around, as around a quotation? */
static bool looks_quoted(const struct pair *pair)
{
    return larger(pair->a.before, pair->b.before) > BEFORE ||
           (smaller(pair->a.after, pair->b.after) > AFTER_LESS && larger(pair->a.after, pair->b.after) > AFTER_MORE);
}

static double around(const struct pair_side *side)
{
    return side->before + side->after;
}

/* What is wanted of a shared part that was copied as it stood, if it is a quotation; else 0. */
static double wanted_of_quotation(const struct pair *pair, bool anchored)
{
    if (larger(pair->a.inside, pair->b.inside) >= UNEDITED)
        return 0;
    if (pair->least_words > AROUND_WORDS && smaller(around(&pair->a), around(&pair->b)) > AROUND)
        return AROUND_JACCARD;
    bool inside = larger(pair->a.contained, pair->b.contained) >= INSIDE;
    return inside && !anchored && larger(pair->a.before, pair->b.before) > INSIDE_BEFORE ? INSIDE_JACCARD : 0;
}

/* The weighted Jaccard similarity that a pair must reach. */
static double wanted(const struct pair *pair, double threshold, bool agree, bool anchored)
{
    double edited = threshold - PAIR_THRESHOLD + INTERLEAVED_JACCARD;
    double quotation = wanted_of_quotation(pair, anchored);
    if (quotation > 0)
        return larger(threshold, quotation);
    if (anchored && larger(pair->a.contained, pair->b.contained) >= WHOLE)
        return edited;
    if (agree && smaller(pair->a.inside, pair->b.inside) > INTERLEAVED)
        return edited;
    if (looks_quoted(pair))
        return larger(threshold, QUOTED_JACCARD);
    return agree ? threshold : larger(threshold, DISAGREE_JACCARD);
}

/* Short texts have few shingles, so their words are compared too. */
static bool short_repeats(const struct pair *pair, bool agree)
{
    return agree && pair->words >= SHORT_WORDS && larger(pair->a.contained, pair->b.contained) >= SHORT_CONTAINED &&
           (pair->least_words < SHORT_TEXT || pair->shared >= SHARED_LEAST);
}

static bool short_differs(const struct pair *pair, bool agree)
{
    return pair->words >= 0 && (pair->words < SHORT_WORDS || (!agree && pair->jaccard < SHORT_JACCARD));
}

const char *pair_judge(const struct pair *pair, double threshold)
{
    unsigned fewer;
    double numbers = numbers_shared(pair, &fewer);
    bool agree = numbers >= NUMBERS_AGREE, anchored = fewer >= NUMBERS_SEVERAL;
    if (anchored && numbers < NUMBERS_DIFFER)
        return NULL;
    if (threshold <= PAIR_THRESHOLD && short_repeats(pair, agree))
        return "words";
    if (short_differs(pair, agree) || pair->shared < SHARED_LEAST || smaller(pair->a.gap, pair->b.gap) > OWN_STRETCH ||
        pair->jaccard < wanted(pair, threshold, agree, anchored))
        return NULL;
    return larger(pair->a.contained, pair->b.contained) >= 2 * pair->jaccard ? "contained" : "shared";
}
