/* clusters: which records repeat which, as a report at the end. It never decides anything.
 *
 * Always holds: a cluster is a kept record and those that were dropped because of it, in the order of the input. What
 * has been spilled is in sorted runs, which are merged when the report is written.
 */
#ifndef BROADSHEET_DEDUPE_CLUSTERS_H
#define BROADSHEET_DEDUPE_CLUSTERS_H

#include <stdint.h>
#include <stdio.h>

#include "buffer.h"

/* A record that repeats another. */
struct clustered {
    uint64_t survivor, order; /* order: its place among all repeats */
    size_t name_start, name_size;
    double similarity;
    const char *why;
};

struct cluster_run;

struct clusters {
    struct clustered *repeats; /* not yet spilled */
    size_t count, capacity;
    struct buffer names; /* JSON values */
    uint64_t total;
    struct cluster_run *runs;
    size_t run_count, run_capacity;
    struct buffer line; /* the repeats of one cluster, as they are written */
    bool failed;        /* a run could not be read; errno */
};

/* Adds a record that repeats number `survivor`. `name` is a JSON value; `why` must be static. */
void clusters_add(struct clusters *clusters, uint64_t survivor, struct slice name, double similarity, const char *why);
/* Bytes held in memory. */
uint64_t clusters_bytes(const struct clusters *clusters);
/* Writes what is in memory to `file`, an empty temporary file, which belongs to the clusters from here on. False if
 * that failed. */
bool clusters_spill(struct clusters *clusters, FILE *file);

/* To be called once all are added, before the first clusters_next. */
void clusters_finish(struct clusters *clusters);
/* Appends the line of the next cluster, in the order of the survivors: `{"id":...,"size":N,"repeats":[{"id":...,
 * "similarity":...,"why":...}]}`. `name` gives a survivor's name. False at the end, or with `failed` set. */
bool clusters_next(struct clusters *clusters, struct slice (*name)(void *argument, uint64_t survivor), void *argument,
                   struct buffer *out);
void clusters_free(struct clusters *clusters);

#endif
