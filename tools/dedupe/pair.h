/* pair: are two texts the same article?
 *
 * Always holds: the answer is a function of the two sketches and the weights of their shingles, the same whichever
 * of the two comes first.
 */
#ifndef BROADSHEET_DEDUPE_PAIR_H
#define BROADSHEET_DEDUPE_PAIR_H

#include "measure.h"

#define PAIR_THRESHOLD 0.12 /* default of --near */

/* The part of the test that the pair passes: "shared", "contained" or "words"; NULL if it passes none, then `pair` may
 * not be set. `threshold` is the least weighted Jaccard similarity. `a` brings its weights, those of `b` are looked up.
 */
const char *pair_test(const struct sketch_view *a, const struct sketch_view *b, const struct frequency *frequency,
                      double threshold, struct pair *pair);

#endif
