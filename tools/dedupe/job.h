/* job: one line or record on its way through, and the part of the work that needs no order.
 *
 * Always holds: a job owns its bytes; preparing it touches nothing but the job and the preparer, so jobs can be
 * prepared in any order and by many threads.
 */
#ifndef BROADSHEET_DEDUPE_JOB_H
#define BROADSHEET_DEDUPE_JOB_H

#include "decide.h"
#include "input.h"
#include "members.h"
#include "record.h"

/* What is compared, the same for all jobs. */
struct comparison {
    int fold; /* enum fold_level, or -1: lines by bytes, records by text */
    bool near;
    bool short_too;           /* short sentences repeat those of other documents */
    struct slice key;         /* member that holds the text */
    const struct members *by; /* NULL: compare texts */
    bool paragraphs;          /* compare the paragraphs of records */
};

enum job_state {
    JOB_LINE,      /* prepared */
    JOB_RECORD,    /* prepared */
    JOB_PARTS,     /* a record whose paragraphs are prepared */
    JOB_UNTOUCHED, /* a record without what is compared */
    JOB_BAD,       /* no record, or its UTF-8 must be mended first */
};

/* A paragraph: its bytes in the job's text. */
struct part {
    size_t start, end;
    struct prepared prepared;
};

struct job {
    struct buffer bytes;
    struct unit unit; /* its bytes are `bytes` */
    uint64_t number;  /* of the unit in the input, from 1 */
    enum job_state state;
    struct record record;
    struct prepared prepared;
    struct buffer text; /* JOB_PARTS: the text without escapes */
    struct part *parts;
    size_t part_count, part_capacity;
};

/* Takes over a copy of the unit. */
void job_take(struct job *job, const struct unit *unit, uint64_t number);
/* Scans a record and prepares it, or prepares a line; sets `state`. */
void job_prepare(struct job *job, const struct comparison *comparison, struct preparer *preparer);
/* Prepares a record that has been scanned: JOB_RECORD, JOB_PARTS or JOB_UNTOUCHED. */
void job_prepare_record(struct job *job, const struct comparison *comparison, struct preparer *preparer);
void job_free(struct job *job);

#endif
