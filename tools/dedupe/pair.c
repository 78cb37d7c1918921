#include "pair.h"

#include <string.h>

/* Bounds of the test, found on planted near-duplicates of texts of several kinds, among them those that
 * `make eval-dedupe` measures. */
#define NUMBERS_AGREE 0.76  /* of the numbers of the text with fewer, those that the other has too */
#define NUMBERS_SEVERAL 4   /* so many numbers tell one filled-in form from another, when at most half of them agree */
#define FORM_JACCARD 0.7    /* and the texts are not more alike than that */
#define DISAGREE_MORE 0.1   /* wanted beyond the threshold when numbers do not agree */
#define QUOTED_JACCARD 0.7  /* wanted when the shared part looks quoted */
#define APART 0.2           /* of both texts, between shared paragraphs: two articles in one frame */
#define APART_JACCARD 0.5   /* wanted then */
#define RUN_TOGETHER 2      /* sampled shingles beside the main paragraph, if the other text is a single one */
#define NEW_BEFORE 90       /* words: a new lede */
#define NEW_BEHIND 40       /* words: a new end */
#define FRAMED 40           /* words around the passage in the text that is little else */
#define VERBATIM_AROUND 60  /* words around a passage that was copied to the letter, at most */
#define NEW_JACCARD 0.25    /* wanted when one has more than that around it */
#define EDITED 0.02         /* differs in both between shared words: versions, not a quotation */
#define CUT_CONTAINED 0.6   /* of the one cut off, in the other */
#define SHARED_LEAST 8      /* shingles that both have, in texts not short */
#define POSSIBLY 0.99       /* of the threshold, so that rounding loses none */
#define SHORT_TEXT 27       /* words */
#define SHORT_WORDS 0.70    /* of the words of the shorter text, those that the other has too */
#define SHORT_CONTAINED 0.3 /* of the shingles of one, in the other; or, */
#define SHORT_LENGTHS 0.7   /* if the shorter has so many words of the longer, */
#define SHORT_SAME 0.05     /* so many */
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
static unsigned match(struct side *a, struct side *b)
{
    unsigned weight = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        uint32_t x = a->view->hash[i], y = b->view->hash[j];
        if (x == y) {
            a->shared[i] = b->shared[j] = true;
            weight += a->weight[i];
        }
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

static void place_spots(const struct side *side, struct spot grid[SKETCH_PLACES][PARAGRAPHS])
{
    for (size_t i = 0; i < side->count; i++) {
        unsigned position = side->view->position[i];
        struct spot *spot = &grid[position / PARAGRAPHS][position % PARAGRAPHS];
        *(side->shared[i] ? &spot->shared : &spot->own) += side->weight[i];
    }
}

/* Lists a text's paragraphs, or what the sample has of them; returns how many. Positions hold the last two bits of a
 * paragraph's number, so where four or more end between two samples, some are not counted. */
static size_t list_passages(const struct side *side, struct passage passages[SKETCH_DRAFT])
{
    struct spot grid[SKETCH_PLACES][PARAGRAPHS] = {{{0, 0}}};
    size_t count = 0;
    unsigned paragraph = 0;
    place_spots(side, grid);
    for (size_t i = 0; i < SKETCH_PLACES; i++)
        for (unsigned next = paragraph, end = next + PARAGRAPHS; next < end; next++) {
            const struct spot *spot = &grid[i][next % PARAGRAPHS];
            if (spot->own + spot->shared == 0)
                continue;
            if (count == 0 || next != paragraph)
                passages[count++] = (struct passage){0};
            paragraph = next;
            add_spot(&passages[count - 1], spot);
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

/* `scale`: words that a unit of weight stands for. */
static void describe(const struct side *side, unsigned shared, double scale, struct pair_side *out)
{
    struct passage passages[SKETCH_DRAFT];
    size_t count = list_passages(side, passages), main = main_passage(passages, count);
    *out = (struct pair_side){.elided = side->view->elided, .flat = count <= 1};
    if (count == 0)
        return;
    sum_up(passages, count, main, out);
    out->before_apart *= scale;
    out->inside_apart *= scale;
    out->after_apart *= scale;
    out->before = passages[main].before * scale;
    out->inside = passages[main].inside * scale;
    out->after = passages[main].after * scale;
    out->words = out->before_apart + own(&passages[main]) * scale + out->after_apart + shared * scale;
    out->contained = out->words > 0 ? shared * scale / out->words : 0;
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

bool pair_possible(const struct sketch_view *a, const struct sketch_view *b, double threshold)
{
    uint32_t bound = a->bound < b->bound ? a->bound : b->bound;
    unsigned sample = 0, shared = 0, all = 0;
    if (a->words < SHORT_TEXT || b->words < SHORT_TEXT)
        return true;
    for (size_t i = 0, j = 0; i < a->count && a->hash[i] <= bound; i++) {
        unsigned weight = a->weight ? a->weight[i] : 0;
        while (j < b->count && b->hash[j] < a->hash[i])
            j++;
        bool both = j < b->count && b->hash[j] == a->hash[i];
        sample += both;
        shared += both ? weight : 0;
        all += weight;
    }
    if (estimate(sample, bound) < SHARED_LEAST)
        return false;
    bool by_words = a->short_words > 0 && b->short_words > 0;
    return by_words || shared >= POSSIBLY * threshold * all;
}

void pair_measure(const struct sketch_view *a, const struct sketch_view *b, const struct frequency *frequency,
                  struct pair *pair)
{
    struct side left, right;
    uint32_t bound = a->bound < b->bound ? a->bound : b->bound;
    double scale = estimate(1.0 / FREQUENCY_WEIGHT, bound);
    weigh(&left, a, bound, frequency);
    weigh(&right, b, bound, frequency);
    unsigned shared = match(&left, &right);
    describe(&left, shared, scale, &pair->a);
    describe(&right, shared, scale, &pair->b);
    pair->shared = shared * scale;
    double whole = pair->a.words + pair->b.words - pair->shared;
    pair->jaccard = whole > 0 ? pair->shared / whole : 0;
    unsigned most = number_bound(a) < number_bound(b) ? number_bound(a) : number_bound(b);
    pair->a.numbers = numbers_up_to(a, most);
    pair->b.numbers = numbers_up_to(b, most);
    pair->shared_numbers = overlap(a->number, pair->a.numbers, b->number, pair->b.numbers);
    pair->short_words = word_overlap(a, b);
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

static bool numbers_agree(const struct pair *pair, unsigned fewer)
{
    return pair->shared_numbers >= NUMBERS_AGREE * fewer;
}

/* Are the two fillings of one form? At most half of the numbers agree then; of the fewest that can tell, less than
 * half. */
static bool fill_one_form(const struct pair *pair, unsigned fewer)
{
    unsigned most = fewer > NUMBERS_SEVERAL ? fewer / 2 : (NUMBERS_SEVERAL - 1) / 2;
    return fewer >= NUMBERS_SEVERAL && pair->shared_numbers <= most && pair->jaccard < FORM_JACCARD;
}

/* Does the text share a second paragraph, as far as `other` can tell? Of a text whose paragraphs were run together the
 * other one tells. */
static bool shares_second(const struct pair_side *side, const struct pair_side *other)
{
    return side->aside > 0 || (side->flat && other->aside >= RUN_TOGETHER * FREQUENCY_WEIGHT);
}

/* Agency copy shares a run of paragraphs, a quotation is one passage. */
static bool shares_passages(const struct pair *pair)
{
    return shares_second(&pair->a, &pair->b) && shares_second(&pair->b, &pair->a);
}

static bool apart(const struct pair_side *side)
{
    return side->inside_apart > APART * side->words;
}

/* What a text has of its own around the shared passage. Without paragraphs to tell by, that is all that stands before
 * and behind it, unless both texts were edited. */
struct around {
    double before, after;
};

static struct around around(const struct pair_side *side, bool edited)
{
    bool all = side->flat && !edited;
    return (struct around){side->before_apart + (all ? side->before : 0), side->after_apart + (all ? side->after : 0)};
}

/* What is wanted of a shared passage by what stands around it in the two texts: an article, a new beginning or end, or
 * no more than is left of a frame. */
static double wanted_of_passage(const struct pair *pair, double least)
{
    bool edited = pair->a.inside > EDITED * pair->a.words && pair->b.inside > EDITED * pair->b.words;
    struct around a = around(&pair->a, edited), b = around(&pair->b, edited);
    double more = larger(a.before + a.after, b.before + b.after),
           less = smaller(a.before + a.after, b.before + b.after);
    if (more <= FRAMED)
        return least;
    bool verbatim = pair->a.inside + pair->b.inside <= 0;
    bool news = larger(a.before, b.before) <= NEW_BEFORE && larger(a.after, b.after) <= NEW_BEHIND && less <= FRAMED;
    return larger(least, news && (!verbatim || more <= VERBATIM_AROUND) ? NEW_JACCARD : QUOTED_JACCARD);
}

/* Does `a` stand in `b` and end where a paragraph of `b` goes on, or with an ellipsis? */
static bool cut_from(const struct pair_side *a, const struct pair_side *b)
{
    return a->contained >= CUT_CONTAINED && a->contained >= b->contained &&
           (a->elided || b->after >= 1 || a->after >= 1);
}

/* Do both begin with the same passage, and is one of them cut off behind it? */
static bool cut_off(const struct pair *pair)
{
    const struct pair_side *a = &pair->a, *b = &pair->b;
    return larger(a->before_apart, b->before_apart) <= FRAMED && (cut_from(a, b) || cut_from(b, a));
}

/* The weighted Jaccard similarity that a pair must reach. */
static double wanted(const struct pair *pair, double threshold, bool agree)
{
    double least = agree ? threshold : threshold + DISAGREE_MORE;
    if (shares_passages(pair))
        return apart(&pair->a) && apart(&pair->b) ? larger(threshold, APART_JACCARD) : least;
    double passage = wanted_of_passage(pair, least);
    return passage > least && cut_off(pair) ? threshold : passage;
}

/* Short texts have few shingles, so their words are compared too. */
static bool short_repeats(const struct pair *pair, bool agree)
{
    bool same_length = pair->least_words >= SHORT_LENGTHS * pair->most_words;
    return agree && pair->short_words >= SHORT_WORDS &&
           larger(pair->a.contained, pair->b.contained) >= (same_length ? SHORT_SAME : SHORT_CONTAINED) &&
           (pair->least_words < SHORT_TEXT || pair->shared >= SHARED_LEAST);
}

static bool short_differs(const struct pair *pair, bool agree)
{
    return pair->short_words >= 0 && (pair->short_words < SHORT_WORDS || (!agree && pair->jaccard < SHORT_JACCARD));
}

const char *pair_judge(const struct pair *pair, double threshold)
{
    unsigned fewer = pair->a.numbers < pair->b.numbers ? pair->a.numbers : pair->b.numbers;
    bool agree = numbers_agree(pair, fewer);
    if (fill_one_form(pair, fewer))
        return NULL;
    if (threshold <= PAIR_THRESHOLD && short_repeats(pair, agree))
        return "words";
    if (short_differs(pair, agree) || pair->shared < SHARED_LEAST || pair->jaccard < wanted(pair, threshold, agree))
        return NULL;
    return larger(pair->a.contained, pair->b.contained) >= 2 * pair->jaccard ? "contained" : "shared";
}
