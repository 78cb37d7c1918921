/* clusters: words that stand in the same company, by number.
 *
 * Made of vectors that were learnt without labels: a file of text lines as in common/model.h
 * (`broadsheet-clusters: 1`, `words`, `data`, `licence`), an empty line, then for each word eight bytes, sorted by
 * hash: the hash in four, fine and coarse in two each, the lowest byte first. Used where it stands.
 */
#ifndef BROADSHEET_TAG_CLUSTERS_H
#define BROADSHEET_TAG_CLUSTERS_H

#include <stdint.h>

#include "slice.h"

#define CLUSTER_WORD_SIZE 8 /* bytes of a word in the file */

/* The clusters of a word; both 0 if it is not known. */
struct cluster_word {
    uint16_t fine;   /* from 1 */
    uint16_t coarse; /* from 1 */
};

#define CLUSTER_STARTS 16384

struct clusters {
    const char *words;
    size_t count;
    uint32_t starts[CLUSTER_STARTS + 1]; /* by the hash's upper bits: index of the first word */
};

/* Opens a file made by tag-clusters_train; false with *what set if it is none. `file` must stay. */
bool clusters_open(struct clusters *clusters, struct slice file, const char **what);

/* The clusters of a word by model_hash of it in small letters. */
struct cluster_word clusters_find(const struct clusters *clusters, uint32_t hash);

#endif
