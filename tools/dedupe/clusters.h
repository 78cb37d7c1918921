/* clusters: which records repeat which, as a report at the end. It never decides anything.
 *
 * Always holds: a cluster is a kept record and those that were dropped because of it, in the order of the input.
 */
#ifndef BROADSHEET_DEDUPE_CLUSTERS_H
#define BROADSHEET_DEDUPE_CLUSTERS_H

#include <stdint.h>

#include "buffer.h"

struct clusters {
    struct clustered {
        uint64_t survivor;
        size_t order, name_end; /* place in the input of repeats; end of the name in `names` */
        double similarity;
        const char *why;
    } * repeats;
    size_t count, capacity;
    struct buffer names; /* JSON values */
};

/* Adds a record that repeats number `survivor`. `name` is a JSON value. */
void clusters_add(struct clusters *clusters, uint64_t survivor, struct slice name, double similarity, const char *why);
/* Appends one line a cluster, in the order of the survivors: `{"id":...,"size":N,"repeats":[{"id":...,"similarity":...,
 * "why":...}]}`. `name` gives a survivor's name. */
void clusters_append(struct clusters *clusters, struct slice (*name)(void *argument, uint64_t survivor), void *argument,
                     struct buffer *out);
void clusters_free(struct clusters *clusters);

#endif
