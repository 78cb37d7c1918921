#include "pair.h"

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

/* Are the anchors those of two fillings of one form? */
static bool filled_differently(const struct pair *pair)
{
    unsigned other = pair->numbers.other + pair->names.other, same = pair->numbers.same + pair->names.same;
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
    measure_paragraphs(sample, pair);
    return pair->jaccard >= wanted(pair, threshold);
}

/* Short texts have few shingles, so their words are compared too, and all of their numbers. */
static bool short_agree(const struct pair *pair)
{
    return pair->same_numbers >= SHORT_NUMBERS * pair->fewer_numbers && numbers_agree(pair);
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

/* Is the similarity surely below `bound`? It is at most the share of `a` that both have. */
static bool surely_below(const struct sample *sample, double bound)
{
    return sample->shared < POSSIBLY * bound * sample->weight;
}

/* False if the pair cannot pass the test, by what is cheap to know: the shingles and the weight shared. */
static bool possible(const struct sample *sample, double threshold)
{
    const struct sketch_view *a = sample->a.view, *b = sample->b.view;
    if (a->words < SHORT_TEXT || b->words < SHORT_TEXT)
        return true;
    if (sample->shingles < SHARED_LEAST)
        return false;
    bool by_words = a->short_words > 0 && b->short_words > 0;
    return by_words || !surely_below(sample, threshold);
}

const char *pair_test(const struct sketch_view *a, const struct sketch_view *b, const struct frequency *frequency,
                      double threshold, struct pair *pair)
{
    struct sample sample;
    sample_take(&sample, a, b);
    if (!possible(&sample, threshold))
        return NULL;
    measure_anchors(&sample, pair);
    bool form = filled_differently(pair);
    if (form && surely_below(&sample, FORM_JACCARD))
        return NULL;
    measure_shares(&sample, frequency, pair);
    if ((pair->jaccard < threshold && pair->short_words < 0) || (form && pair->jaccard < FORM_JACCARD))
        return NULL;
    if (threshold <= PAIR_THRESHOLD && short_repeats(pair))
        return "words";
    if (short_differs(pair) || pair->shared < least_shared(pair) || !reaches_wanted(&sample, threshold, pair))
        return NULL;
    return larger(pair->a.contained, pair->b.contained) >= 2 * pair->jaccard ? "contained" : "shared";
}
