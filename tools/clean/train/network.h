/* network: trains the recurrent network that reads a page's blocks both ways.
 *
 * Logistic loss, backpropagation through the whole page, Adam (Kingma and Ba 2015) with decoupled decay of weights
 * (Loshchilov and Hutter 2019) and a falling rate; inputs and units are left out at random (Srivastava et al. 2014).
 * One thread, every sum in one order: the same weights from the same pages.
 */
#ifndef BROADSHEET_CLEAN_TRAIN_NETWORK_H
#define BROADSHEET_CLEAN_TRAIN_NETWORK_H

#include "../recurrent.h"
#include "corpus.h"

struct network_options {
    const struct recurrent_input *inputs;
    uint32_t input_count;
    unsigned passes, batch; /* over all pages; pages between two steps */
    double rate, decay;
    double inputs_dropped, units_dropped; /* shares */
    uint64_t seed;                        /* of what is drawn: another one gives another network as good */
};

/* Trains on the pages whose fold is not in `left_out`, from what stands in their sheets. */
void network_train(const struct corpus *corpus, const struct network_options *options, unsigned left_out,
                   struct recurrent_weights *weights);

#endif
