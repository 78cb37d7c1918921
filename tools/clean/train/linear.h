/* linear: trains the hashed linear scores of a block's words and of its markup.
 *
 * Logistic regression by AdaGrad (Duchi et al. 2011), blocks in a fixed shuffled order. The score of a block is the sum
 * of its features' weights divided by the square root of their number.
 */
#ifndef BROADSHEET_CLEAN_TRAIN_LINEAR_H
#define BROADSHEET_CLEAN_TRAIN_LINEAR_H

#include "corpus.h"

enum linear_kind { LINEAR_WORDS, LINEAR_MARKUP };

/* Weights of 2^bits features, trained on the pages whose fold is not among `left_out` (a set of bits). The caller
 * frees them. */
float *linear_train(const struct corpus *corpus, enum linear_kind kind, unsigned bits, unsigned left_out);

/* The score of a block's list of features, TREES_UNIT being one unit of log odds. */
int32_t linear_score(const float *weights, unsigned bits, const uint32_t *list);

#endif
