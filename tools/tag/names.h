/* names: persons, organisations and places by a learnt model.
 *
 * Averaged perceptron (Collins 2002) over hashed features of a word, its neighbours, its shape, the lists it stands in
 * and its word cluster (Brown et al. 1992, by exchange), decided for a sentence at once (Viterbi). Only words that may
 * belong to a name are scored. The model file tells what it was trained on.
 */
#ifndef BROADSHEET_TAG_NAMES_H
#define BROADSHEET_TAG_NAMES_H

#include "model.h"
#include "tagger.h"

struct names_model {
    struct model weights;
};

/* Opens a model made by tag-names_train; false with *what set if it is none. */
bool names_open(struct names_model *model, struct slice file, const char **what);

/* Offers the spans that the model sees in the sentence. */
void names_find(const struct names_model *model, struct view *view);

#endif
