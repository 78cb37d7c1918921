/* pair: are two texts the same article?
 *
 * Always holds: the answer is a function of the two sketches and the weights of their shingles, the same whichever
 * of the two comes first.
 */
#ifndef BROADSHEET_DEDUPE_PAIR_H
#define BROADSHEET_DEDUPE_PAIR_H

#include "frequency.h"
#include "sketch.h"

/* What one text has besides what both share, as shares of its weight: before the first shared shingle, between
 * shared ones, behind the last. */
struct pair_side {
    double contained; /* the shared part */
    double before, inside, after;
    double gap; /* the largest stretch of `inside` */
    double raw; /* the shared part when all shingles weigh the same */
    unsigned weight, shingles, numbers;
};

struct pair {
    struct pair_side a, b;
    double jaccard, raw_jaccard;
    double shared;   /* estimated shingles shared, weighted */
    unsigned sample; /* shingles seen shared */
    unsigned shared_numbers;
    double words;         /* of the words of the shorter, those that both have; -1: not known */
    uint32_t least_words; /* of the shorter text */
};

/* False if the two cannot pass the test whatever their shingles weigh. */
bool pair_possible(const struct sketch_view *a, const struct sketch_view *b);
/* Weights that a view does not bring are looked up. */
void pair_measure(const struct sketch_view *a, const struct sketch_view *b, const struct frequency *frequency,
                  struct pair *pair);

#define PAIR_THRESHOLD 0.14 /* default of --near */

/* The part of the test that the pair passes: "shared", "contained" or "words"; NULL if it passes none. `threshold` is
 * the least weighted Jaccard similarity. */
const char *pair_judge(const struct pair *pair, double threshold);

#endif
