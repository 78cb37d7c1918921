/* run: one run of dedupe: its settings, its state, and the steps that main.c puts together.
 *
 * Always holds: jobs are decided and written in the order of the input, by one thread. A step that fails for good ends
 * the process through cli.h.
 */
#ifndef BROADSHEET_DEDUPE_RUN_H
#define BROADSHEET_DEDUPE_RUN_H

#include <stdio.h>

#include "boilerplate.h"
#include "cli.h"
#include "clusters.h"
#include "index.h"
#include "job.h"
#include "relay.h"
#include "shuffle.h"

#define BATCH_JOBS 64                   /* lines or records that are worked on together, */
#define BATCH_BYTES (UINT64_C(1) << 15) /* or fewer when they are long */
#define JOB_KEEPS (UINT64_C(1) << 15)   /* bytes of room that a job keeps for the next */

enum unit_of_comparison { UNIT_RECORD, UNIT_PARAGRAPH };

struct settings {
    int fold; /* enum fold_level, or -1: lines by bytes, records by text */
    bool near, mark, only, short_too, by_given;
    double threshold;
    const char *by;
    const char *index;
    bool wait, no_add, memory_given;
    uint64_t memory;
    const char *common, *resolve, *clusters, *boilerplate;
    bool common_build, map, pairs;
    int unit; /* enum unit_of_comparison */
    uint64_t first;
};
extern struct settings settings;

struct run {
    struct cli cli;
    struct comparison comparison;
    struct members by;
    struct decider decider;
    struct index index;
    struct buffer settings_text, run_path;
    struct clusters clusters;
    struct boilerplate boilerplate;
    struct group group;
    struct resolver resolver;
    FILE *pairs; /* --resolve */
    char *pair_line;
    size_t pair_capacity;
    struct buffer names; /* --resolve: of all records, by number */
    size_t *name_ends, name_capacity, name_count;
    struct preparer *preparers; /* one a thread */
    struct relay relay;         /* of jobs: prepared by any thread, decided in order */
    bool ended;                 /* by --strict */
    struct buffer name, mark, bytes, explanation;
    uint64_t repeats[2]; /* by equal digests, by the pair test */
    uint64_t exempt;
};

/* storage.c */

/* Least --memory with --near: the counts of shingles. */
#define MEMORY_NEAR (UINT64_C(128) << 20)
/* Spills when more than --memory would be held. */
void keep_within_memory(struct run *run);
/* Ends the run if something failed in the archive, before anything is written that rests on it. */
void check_archive(struct run *run);
void open_index(struct run *run);
/* What was kept is committed when all of the output has been delivered. False, said, if that failed. */
bool commit_index(struct run *run);

/* write.c */

/* Is what was decided about to be written? */
bool goes_out(const struct decision *decision);
void write_line(struct run *run, const struct unit *unit);
/* With the marks of `decision` if --mark; without a decision the record goes out as it came. */
void write_record(struct run *run, const struct record *record, const struct decision *decision);
void explain(struct run *run, const struct decision *decision, struct slice name);
/* The name of a record: its `id` as the JSON value stands there, or, without one, its number in the input. Valid until
 * the next call. */
struct slice name_of(struct run *run, const struct job *job);
/* The name of a record that was kept. Valid until the next call. */
struct slice survivor_of(struct run *run, uint64_t survivor);
/* --clusters and --boilerplate. */
void write_reports(struct run *run);

/* sides.c: the sides of an engine's shuffle */

void load_common(struct run *run);
void write_common(struct run *run);
void write_mapped(struct run *run, struct job *job);
void take_mapped(struct run *run, const struct unit *unit);
void write_pairs(struct run *run);
void open_pairs(struct run *run);
/* Decides by the pairs of --resolve. */
void resolve(struct run *run, uint64_t number, struct slice name, struct decision *decision);

/* order.c: deciding in the order of the input */

void decide_jobs(struct run *run, struct job *jobs, size_t count);
/* Decides about the next text, and counts it. */
void decide_text(struct run *run, struct prepared *prepared, struct slice name, struct decision *decision);
/* parts.c: a record by its paragraphs. */
void decide_parts(struct run *run, struct job *job);

#endif
