/* pair: are two texts the same article?
 *
 * Always holds: the answer is a function of the two sketches and the weights of their shingles, the same whichever
 * of the two comes first.
 */
#ifndef BROADSHEET_DEDUPE_PAIR_H
#define BROADSHEET_DEDUPE_PAIR_H

#include "frequency.h"
#include "sketch.h"

/* One of the two texts, in words: estimated numbers of its shingles, common ones counting less or nothing. Its main
 * paragraph is the one that shares most. */
struct pair_side {
    double words, contained;          /* contained: the share of `words` that both have */
    double most;                      /* shared in the main paragraph */
    double before, inside, after;     /* its own in it, around and between what is shared */
    double before_apart, after_apart; /* its own in the paragraphs before the main one, and in those behind it */
    double inside_apart;              /* in paragraphs that share nothing, between others that do */
    unsigned aside;                   /* sampled weight of what is shared outside the main paragraph */
    bool flat;                        /* a single paragraph */
    bool elided;                      /* ends with an ellipsis */
};

/* Of the anchors that stand behind the same words in both texts. */
struct agreement {
    unsigned same, other;
};

struct pair {
    struct pair_side a, b;
    double jaccard;
    double shared; /* words that both have */
    struct agreement numbers, names;
    double short_words;               /* of the words of the shorter, those that both have; -1: not known */
    bool short_numbers_agree;         /* wherever they stand; false if short_words are not known */
    uint32_t least_words, most_words; /* of the shorter and of the longer text */
};

#define PAIR_THRESHOLD 0.12 /* default of --near */

/* The part of the test that the pair passes: "shared", "contained" or "words"; NULL if it passes none, then `pair` may
 * not be set. `threshold` is the least weighted Jaccard similarity. Weights that a view does not bring are looked up.
 */
const char *pair_test(const struct sketch_view *a, const struct sketch_view *b, const struct frequency *frequency,
                      double threshold, struct pair *pair);

#endif
