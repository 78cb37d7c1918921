/* clusters: words that stand in the same company, by number.
 *
 * Learnt without labels by exchange (Martin, Liermann and Ney 1998): a file of text lines as in common/model.h
 * (`broadsheet-clusters: 1`, `words`, `data`, `licence`), an empty line, then one struct cluster_word for each word,
 * sorted by hash. Used where it stands.
 */
#ifndef BROADSHEET_TAG_CLUSTERS_H
#define BROADSHEET_TAG_CLUSTERS_H

#include <stdint.h>

#include "slice.h"

struct cluster_word {
    uint32_t hash;   /* model_hash of the word as written; of its digits only their number counts */
    uint16_t fine;   /* from 1 */
    uint16_t coarse; /* from 1 */
};

#define CLUSTER_STARTS 16384

struct clusters {
    const struct cluster_word *words;
    size_t count;
    uint32_t starts[CLUSTER_STARTS + 1]; /* by the hash's upper bits: index of the first word */
};

/* Opens a file made by tag-clusters_train; false with *what set if it is none. `file` must be 4-byte aligned. */
bool clusters_open(struct clusters *clusters, struct slice file, const char **what);

/* The clusters of a word as written; NULL if it is not among the known. */
const struct cluster_word *clusters_find(const struct clusters *clusters, uint32_t hash);

#endif
