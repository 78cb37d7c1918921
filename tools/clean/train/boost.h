/* boost: trains boosted oblivious trees.
 *
 * Logistic loss, Newton leaves (Friedman 2001; Chen and Guestrin 2016), a part of the pages and of the questions drawn
 * anew for every tree. Gradients are integers, so that sums do not depend on their order.
 */
#ifndef BROADSHEET_CLEAN_TRAIN_BOOST_H
#define BROADSHEET_CLEAN_TRAIN_BOOST_H

#include "buffer.h"
#include "corpus.h"

/* What trees may ask. */
struct question {
    uint8_t column;
    int8_t further;
};

struct boost_options {
    const struct question *questions;
    size_t question_count;
    uint32_t trees;
    double rate, smoothing; /* of a leaf: the step taken, the weight of doubt in blocks */
    double pages, asked;    /* the shares drawn for a tree */
};

/* Trees over the samples' sheets, trained on pages whose fold is not in `left_out`; `bytes` gets them as a file has
 * them, the bias stands in *bias. */
void boost_train(const struct corpus *corpus, const struct boost_options *options, unsigned left_out,
                 struct buffer *bytes, int32_t *bias);

#endif
