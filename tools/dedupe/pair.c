#include "pair.h"

#include <string.h>

#include "sort.h"

/* Bounds of the test, found on planted near-duplicates of texts of several kinds, among them those that
 * `make eval-dedupe` measures. */
#define FORM_OTHER 3         /* anchors that differ, and no more that are the same: two fillings of one form; */
#define FORM_NAMES 2         /* or so many names that differ, and none that is the same, */
#define FORM_JACCARD 0.7     /* unless the texts are more alike than that */
#define NUMBERS_SAME 4       /* numbers agree if so many are the same for each that differs */
#define DIFFERS_ONE 0.07     /* wanted beyond the threshold if they do not agree and one differs, */
#define DIFFERS_MORE 0.19    /* or more */
#define LONG_PASSAGE 25      /* words of one paragraph: more than a frame has */
#define NO_LONG_PASSAGE 0.05 /* wanted beyond the threshold if no such passage is shared, no number is the same */
#define FRAME_NAMES 3        /* and no more than two names */
#define ONE_ARTICLE 2        /* numbers that are the same */
#define QUOTED_JACCARD 0.8   /* wanted when the shared part looks quoted */
#define APART 0.5            /* of the words of both, added up, between shared paragraphs: two articles in one frame, */
#define APART_JACCARD 0.4    /* wanted then */
#define RUN_TOGETHER 2       /* sampled shingles beside the main paragraph, if the other text is a single one */
#define LITTLE 15            /* words around the passage in a text that is that passage */
#define FRAMED 40            /* in a text that is little else */
#define BEHIND 40            /* paragraphs behind it, in either */
#define ADDED 60             /* that another text may add to such a passage */
#define ADDED_TO_EDITED 80   /* if the passage was edited */
#define ADDED_TO_FRAMED 60   /* if it was edited and both may have a frame */
#define LEDE 80              /* before an edited passage, if little stands */
#define LEDE_BEHIND 20       /* behind it */
#define LEDE_JACCARD 0.3     /* wanted then */
#define ADDED_JACCARD 0.25   /* wanted when one has more than FRAMED around it */
#define EDITED 0.02          /* differs in both between shared words: versions, not a quotation */
#define CUT_CONTAINED 0.6    /* of the one cut off, in the other */
#define SHARED_LEAST 8       /* shingles that both have, in texts not short, */
#define SHARED_LONG 15       /* and, in words, if one is longer than SKETCH_WORDS, unless at least */
#define SHARED_NUMBERS 4     /* numbers are the same, and no anchor differs */
#define POSSIBLY 0.99        /* of the threshold, so that rounding loses none */
#define SHORT_TEXT 27        /* words */
#define SHORT_WORDS 0.70     /* of the words of the shorter text, those that the other has too */
#define SHORT_ALIKE 0.2      /* weighted Jaccard similarity that makes up for words */
#define SHORT_NUMBERS 0.76   /* of the numbers of the one with fewer */
#define SHORT_CONTAINED 0.3  /* of the shingles of one, in the other; or, */
#define SHORT_LENGTHS 0.7    /* if the shorter has so many words of the longer, */
#define SHORT_SAME 0.05      /* so many */
#define SHORT_JACCARD 0.435  /* wanted of short texts when numbers do not agree */

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
    for (size_t i = 0; !view->weight && i < view->count && view->hash[i] <= bound; i++)
        frequency_prefetch(frequency, view->hash[i]);
    for (side->count = 0; side->count < view->count && view->hash[side->count] <= bound; side->count++) {
        side->weight[side->count] =
            view->weight ? view->weight[side->count] : (uint8_t)frequency_weight(frequency, view->hash[side->count]);
        side->shared[side->count] = false;
    }
}

/* Marks what both have; both are in ascending order. Gives the shared weight. Which of two is larger cannot be
 * foreseen, so there is no branch on it. */
static unsigned match(struct side *a, struct side *b)
{
    unsigned weight = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        uint32_t x = a->view->hash[i], y = b->view->hash[j];
        a->shared[i] = b->shared[j] = x == y;
        weight += a->weight[i] & -(unsigned)(x == y);
        i += x <= y;
        j += y <= x;
    }
    return weight;
}

#define PARAGRAPHS 4 /* that positions tell apart */
#define NO_PARAGRAPH (~0u)

/* A paragraph, as weights: what the text has by itself before the first shared shingle, between shared ones and behind
 * the last, and what is shared. */
struct passage {
    unsigned before, inside, after, shared;
};

/* What stands at one place of a paragraph. */
struct spot {
    unsigned own, shared;
};

static void add_spot(struct passage *passage, const struct spot *spot)
{
    if (passage->shared == 0 && spot->shared == 0) {
        passage->before += spot->own;
    } else if (spot->shared == 0) {
        passage->after += spot->own;
    } else {
        passage->inside += passage->after + spot->own;
        passage->after = 0;
        passage->shared += spot->shared;
    }
}

/* A text by places and paragraphs; only the spots that `used` marks are set. */
struct grid {
    unsigned char used[SKETCH_PLACES]; /* a bit a paragraph */
    struct spot spots[SKETCH_PLACES][PARAGRAPHS];
};

static void fill_grid(const struct side *side, struct grid *grid)
{
    memset(grid->used, 0, sizeof grid->used);
    for (size_t i = 0; i < side->count; i++) {
        unsigned position = side->view->position[i], place = position / PARAGRAPHS, paragraph = position % PARAGRAPHS;
        if (side->weight[i] == 0)
            continue;
        struct spot *spot = &grid->spots[place][paragraph];
        if (!(grid->used[place] >> paragraph & 1))
            *spot = (struct spot){0, 0};
        grid->used[place] |= (unsigned char)(1u << paragraph);
        *(side->shared[i] ? &spot->shared : &spot->own) += side->weight[i];
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
    for (size_t i = 0; i < SKETCH_PLACES; i++) {
        unsigned from = paragraph, used = grid.used[i] * (1u + (1u << PARAGRAPHS)) >> from % PARAGRAPHS;
        for (used &= (1u << PARAGRAPHS) - 1; used; used &= used - 1) {
            unsigned next = from + (unsigned)__builtin_ctz(used);
            const struct spot *spot = &grid.spots[i][next % PARAGRAPHS];
            if (count == 0 || next != paragraph)
                passages[count++] = (struct passage){0};
            paragraph = next;
            add_spot(&passages[count - 1], spot);
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

/* How much of a text is shared. */
static void size_up(const struct side *side, unsigned shared, double scale, struct pair_side *out)
{
    unsigned weight = 0;
    for (size_t i = 0; i < side->count; i++)
        weight += side->weight[i];
    *out = (struct pair_side){.elided = side->view->elided, .words = weight * scale};
    out->contained = weight > 0 ? (double)shared / weight : 0;
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

/* How many values two lists of anchors share, wherever they stand, repeats counted. */
static unsigned same_values(const struct anchor *a, unsigned a_count, const struct anchor *b, unsigned b_count)
{
    uint16_t a_values[SKETCH_ANCHORS], b_values[SKETCH_ANCHORS];
    for (unsigned i = 0; i < a_count; i++)
        a_values[i] = a[i].value;
    for (unsigned i = 0; i < b_count; i++)
        b_values[i] = b[i].value;
    sort_halves(a_values, a_count);
    sort_halves(b_values, b_count);
    return overlap(a_values, a_count, b_values, b_count);
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

static double word_overlap(const struct sketch_view *a, const struct sketch_view *b)
{
    if (a->short_words == 0 || b->short_words == 0)
        return -1;
    unsigned shorter = a->short_words < b->short_words ? a->short_words : b->short_words;
    return (double)overlap(a->word, a->short_words, b->word, b->short_words) / shorter;
}

static bool short_numbers_agree(const struct sketch_view *a, const struct sketch_view *b)
{
    unsigned fewer = a->numbers < b->numbers ? a->numbers : b->numbers;
    return same_values(a->number, a->numbers, b->number, b->numbers) >= SHORT_NUMBERS * fewer;
}

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

static const uint8_t no_weight[SKETCH_DRAFT];

/* False if the two cannot pass the test, by what is cheap to know: the shingles shared, and the weights that `a`
 * brings. */
static bool possible(const struct sketch_view *a, const struct sketch_view *b, double threshold)
{
    uint32_t bound = a->bound < b->bound ? a->bound : b->bound;
    size_t a_count = up_to(a, bound), b_count = up_to(b, bound);
    const uint8_t *weight = a->weight ? a->weight : no_weight;
    unsigned sample = 0, shared = 0, all = 0;
    if (a->words < SHORT_TEXT || b->words < SHORT_TEXT)
        return true;
    for (size_t i = 0, j = 0; i < a_count && j < b_count;) { /* as in match */
        uint32_t x = a->hash[i], y = b->hash[j];
        sample += x == y;
        shared += weight[i] & -(unsigned)(x == y);
        i += x <= y;
        j += y <= x;
    }
    if (estimate(sample, bound) < SHARED_LEAST)
        return false;
    for (size_t i = 0; i < a_count; i++)
        all += weight[i];
    bool by_words = a->short_words > 0 && b->short_words > 0;
    return by_words || shared >= POSSIBLY * threshold * all;
}

/* The two texts, as far as both were sampled. */
struct sample {
    struct side left, right;
    double scale; /* words that a unit of weight stands for */
};

/* Sets all of `pair` but what is known of paragraphs. */
static void measure(const struct sketch_view *a, const struct sketch_view *b, const struct frequency *frequency,
                    struct sample *sample, struct pair *pair)
{
    uint32_t bound = a->bound < b->bound ? a->bound : b->bound;
    sample->scale = estimate(1.0 / FREQUENCY_WEIGHT, bound);
    weigh(&sample->left, a, bound, frequency);
    weigh(&sample->right, b, bound, frequency);
    unsigned shared = match(&sample->left, &sample->right);
    size_up(&sample->left, shared, sample->scale, &pair->a);
    size_up(&sample->right, shared, sample->scale, &pair->b);
    pair->shared = shared * sample->scale;
    double whole = pair->a.words + pair->b.words - pair->shared;
    pair->jaccard = whole > 0 ? pair->shared / whole : 0;
    pair->short_words = word_overlap(a, b);
    pair->numbers = compare_anchors(numbers_of(a), numbers_of(b));
    pair->names = compare_anchors(names_of(a), names_of(b));
    pair->short_numbers_agree = pair->short_words >= 0 && short_numbers_agree(a, b);
    pair->least_words = a->words < b->words ? a->words : b->words;
    pair->most_words = a->words < b->words ? b->words : a->words;
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

static bool numbers_agree(const struct pair *pair)
{
    return NUMBERS_SAME * pair->numbers.other <= pair->numbers.same;
}

/* Are the two fillings of one form? */
static bool fill_one_form(const struct pair *pair)
{
    unsigned other = pair->numbers.other + pair->names.other, same = pair->numbers.same + pair->names.same;
    if (pair->jaccard >= FORM_JACCARD)
        return false;
    bool renamed = pair->names.other >= FORM_NAMES && pair->names.same == 0;
    return renamed || (other >= FORM_OTHER && same <= other);
}

/* The threshold, and more if numbers do not agree, or if what is shared may be a frame: short paragraphs, in
 * which no number agrees. */
static double wanted_at_least(const struct pair *pair, double threshold)
{
    bool frame =
        pair->numbers.same == 0 && pair->names.same < FRAME_NAMES && larger(pair->a.most, pair->b.most) < LONG_PASSAGE;
    double least = threshold + (frame ? NO_LONG_PASSAGE : 0);
    if (numbers_agree(pair))
        return least;
    return least + (pair->numbers.other == 1 ? DIFFERS_ONE : DIFFERS_MORE);
}

/* Does the text share a second paragraph? Of a text whose paragraphs were run together the other one tells. */
static bool shares_second(const struct pair_side *side, const struct pair_side *other)
{
    return side->aside > 0 || (side->flat && other->aside >= RUN_TOGETHER * FREQUENCY_WEIGHT);
}

/* Agency copy shares a run of paragraphs, a quotation is one passage. */
static bool shares_passages(const struct pair *pair)
{
    return shares_second(&pair->a, &pair->b) && shares_second(&pair->b, &pair->a);
}

/* How much of a text stands in paragraphs of its own between shared ones. */
static double share_apart(const struct pair_side *side)
{
    return side->words > 0 ? side->inside_apart / side->words : 0;
}

/* Two articles in one frame. */
static bool apart(const struct pair *pair)
{
    double a = share_apart(&pair->a), b = share_apart(&pair->b);
    bool one = pair->numbers.same >= ONE_ARTICLE && numbers_agree(pair);
    return a + b > APART && a > 0 && b > 0 && !one;
}

/* Words that a text has of its own around the shared passage. Without paragraphs to tell by, that is all that stands
 * before and behind it, unless both texts were edited. */
static double around(const struct pair_side *side, bool edited)
{
    double apart = side->before_apart + side->after_apart;
    return side->flat && !edited ? apart + side->before + side->after : apart;
}

/* So many words may one text have around the shared passage, if the other has `less`, and be more than a text that
 * quotes it: a new lede, a paragraph put in. */
static double may_add(const struct pair *pair, double less)
{
    bool verbatim = pair->a.inside + pair->b.inside <= 0;
    if (less <= LITTLE)
        return verbatim ? ADDED : ADDED_TO_EDITED;
    return verbatim || less > FRAMED ? FRAMED : ADDED_TO_FRAMED;
}

/* What is wanted of a shared passage by what stands around it in the two texts: an article, something added, or no
 * more than is left of a frame. */
static double wanted_of_passage(const struct pair *pair, double least)
{
    bool edited = pair->a.inside > EDITED * pair->a.words && pair->b.inside > EDITED * pair->b.words;
    double a = around(&pair->a, edited), b = around(&pair->b, edited), more = larger(a, b), less = smaller(a, b);
    if (more <= FRAMED)
        return least;
    double behind = larger(pair->a.after_apart, pair->b.after_apart);
    if (more <= may_add(pair, less) && behind <= BEHIND)
        return larger(least, ADDED_JACCARD);
    return larger(least, edited && more <= LEDE && behind <= LEDE_BEHIND ? LEDE_JACCARD : QUOTED_JACCARD);
}

/* Does `a` stand in `b` and say that more follows, or end in the last paragraph of `b`, which goes on? */
static bool cut_from(const struct pair_side *a, const struct pair_side *b)
{
    bool ended = b->after >= 1 && b->after_apart <= FRAMED;
    return a->contained >= CUT_CONTAINED && a->contained >= b->contained && (a->elided || ended);
}

/* Do both begin with the same passage, and is one of them cut off behind it? */
static bool cut_off(const struct pair *pair)
{
    const struct pair_side *a = &pair->a, *b = &pair->b;
    return larger(a->before_apart, b->before_apart) <= FRAMED && (cut_from(a, b) || cut_from(b, a));
}

/* The weighted Jaccard similarity that a pair must reach. */
static double wanted(const struct pair *pair, double threshold)
{
    double least = wanted_at_least(pair, threshold);
    if (shares_passages(pair))
        return apart(pair) ? larger(least, APART_JACCARD) : least;
    double passage = wanted_of_passage(pair, least);
    return passage > least && cut_off(pair) ? threshold : passage;
}

/* Is the pair so much alike that it reaches what is wanted of any? Else the paragraphs tell. */
static bool reaches_wanted(const struct sample *sample, double threshold, struct pair *pair)
{
    if (pair->jaccard >= larger(QUOTED_JACCARD, threshold + NO_LONG_PASSAGE + DIFFERS_MORE))
        return true;
    describe(&sample->left, sample->scale, &pair->a);
    describe(&sample->right, sample->scale, &pair->b);
    return pair->jaccard >= wanted(pair, threshold);
}

/* Short texts have few shingles, so their words are compared too, and all of their numbers. */
static bool short_agree(const struct pair *pair)
{
    return pair->short_numbers_agree && numbers_agree(pair);
}

static bool short_repeats(const struct pair *pair)
{
    bool same_length = pair->least_words >= SHORT_LENGTHS * pair->most_words;
    return short_agree(pair) && pair->short_words >= SHORT_WORDS &&
           larger(pair->a.contained, pair->b.contained) >= (same_length ? SHORT_SAME : SHORT_CONTAINED) &&
           (pair->least_words < SHORT_TEXT || pair->shared >= SHARED_LEAST);
}

static bool short_differs(const struct pair *pair)
{
    if (pair->short_words < 0)
        return false;
    return short_agree(pair) ? pair->short_words < SHORT_WORDS && pair->jaccard < SHORT_ALIKE
                             : pair->short_words < SHORT_WORDS || pair->jaccard < SHORT_JACCARD;
}

/* The words that a pair must share. */
static double least_shared(const struct pair *pair)
{
    bool one = pair->numbers.same >= SHARED_NUMBERS && pair->numbers.other + pair->names.other == 0;
    return pair->short_words < 0 && !one ? SHARED_LONG : SHARED_LEAST;
}

const char *pair_test(const struct sketch_view *a, const struct sketch_view *b, const struct frequency *frequency,
                      double threshold, struct pair *pair)
{
    struct sample sample;
    if (!possible(a, b, threshold))
        return NULL;
    measure(a, b, frequency, &sample, pair);
    if (pair->jaccard < threshold && pair->short_words < 0)
        return NULL;
    if (fill_one_form(pair))
        return NULL;
    if (threshold <= PAIR_THRESHOLD && short_repeats(pair))
        return "words";
    if (short_differs(pair) || pair->shared < least_shared(pair) || !reaches_wanted(&sample, threshold, pair))
        return NULL;
    return larger(pair->a.contained, pair->b.contained) >= 2 * pair->jaccard ? "contained" : "shared";
}
