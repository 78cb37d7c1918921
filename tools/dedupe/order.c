#include "run.h"

#define PREFETCH_AHEAD 8 /* jobs */

static void count(struct run *run, const struct prepared *prepared, const struct decision *decision)
{
    run->exempt += prepared->exempt;
    run->repeats[decision->measured] += decision->repeat;
}

void decide_text(struct run *run, struct prepared *prepared, struct slice name, struct decision *decision)
{
    decide(&run->decider, prepared, name, decision);
    check_archive(run);
    count(run, prepared, decision);
}

static void decide_one(struct run *run, struct job *job, struct slice name, struct decision *decision)
{
    if (!settings.resolve) {
        decide_text(run, &job->prepared, name, decision);
        return;
    }
    resolve(run, job->number, name, decision);
    count(run, &job->prepared, decision);
}

static void decide_record(struct run *run, struct job *job)
{
    struct decision decision;
    struct slice name = run->decider.remember ? name_of(run, job) : SLICE("");
    decide_one(run, job, name, &decision);
    if (decision.repeat && run->cli.explain)
        explain(run, &decision, name);
    if (decision.repeat && settings.clusters)
        clusters_add(&run->clusters, decision.survivor, name, decision.similarity, decision.why);
    if (goes_out(&decision))
        write_record(run, &job->record, &decision);
}

static void decide_line(struct run *run, struct job *job)
{
    struct decision decision;
    decide_one(run, job, SLICE(""), &decision);
    if (goes_out(&decision))
        write_line(run, &job->unit);
}

/* What could not be scanned is scanned again here, where it can be mended, or rejected in its turn. */
static void decide_job(struct run *run, struct job *job)
{
    cli_turn_to(&run->cli, &job->unit);
    if (job->state == JOB_BAD) {
        if (!cli_scan(&run->cli, &job->unit, &job->record)) {
            run->ended = run->cli.strict;
            return;
        }
        job_prepare_record(job, &run->comparison, &run->preparers[0]);
    }
    if (settings.map && job->state != JOB_UNTOUCHED)
        write_mapped(run, job);
    else if (job->state == JOB_LINE)
        decide_line(run, job);
    else if (job->state == JOB_RECORD)
        decide_record(run, job);
    else if (job->state == JOB_PARTS)
        decide_parts(run, job);
    else if (!settings.only && !settings.map && !settings.common_build)
        cli_untouched(&run->cli, &job->record);
    else
        cli_lacks_text(&run->cli, &job->record);
}

/* One long line must not make every job that meets one keep its room. */
static void give_back(struct job *job)
{
    if (job->bytes.capacity > JOB_KEEPS)
        buffer_free(&job->bytes);
    if (job->text.capacity > JOB_KEEPS)
        buffer_free(&job->text);
}

void decide_jobs(struct run *run, struct job *jobs, size_t count)
{
    for (size_t i = 0; i < count && i < PREFETCH_AHEAD; i++)
        decide_prefetch(&run->decider, &jobs[i].prepared);
    for (size_t i = 0; i < count && !run->ended; i++) {
        if (i + PREFETCH_AHEAD < count)
            decide_prefetch(&run->decider, &jobs[i + PREFETCH_AHEAD].prepared);
        if (i + 1 < count)
            decide_prefetch_near(&run->decider, &jobs[i + 1].prepared);
        decide_job(run, &jobs[i]);
        give_back(&jobs[i]);
    }
    if (settings.memory_given)
        keep_within_memory(run);
}
