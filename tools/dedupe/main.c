/* dedupe: take out what was there before. See dedupe(1). */
#include <jansson.h>
#include <stdlib.h>

#include "run.h"

static const char threshold_default[] = "0.12";

static const struct option options[] = {
    {.name = "fold",
     .kind = OPTION_CHOICE,
     .target = &settings.fold,
     .argument = "HOW",
     .choices = "none|space|text|loose",
     .help = "what counts as the same text: the same bytes (lines), the same but for\n"
             "spaces, but for case, marks, quotes and entities (records), the same words"},
    {.name = "near",
     .kind = OPTION_NUMBER,
     .target = &settings.threshold,
     .argument = "T",
     .implied = threshold_default,
     .given = &settings.near,
     .least = 0.05,
     .most = 1,
     .help = "also what is nearly the same; T is the least similarity (default 0.12)"},
    {.name = "by",
     .kind = OPTION_STRING,
     .target = &settings.by,
     .argument = "PATH,...",
     .given = &settings.by_given,
     .help = "compare these members instead of the text: url or meta.url"},
    {.name = "unit",
     .kind = OPTION_CHOICE,
     .target = &settings.unit,
     .argument = "UNIT",
     .choices = "record|paragraph",
     .help = "compare whole texts, or the paragraphs of records' texts"},
    {.name = "short",
     .kind = OPTION_FLAG,
     .target = &settings.short_too,
     .help = "sentences and paragraphs of fewer than 8 words may repeat those of other\n"
             "documents, too"},
    {.name = "mark",
     .kind = OPTION_FLAG,
     .target = &settings.mark,
     .help = "drop nothing; give what repeats dup_of, similarity and why"},
    {.name = "only-dups",
     .kind = OPTION_FLAG,
     .target = &settings.only,
     .help = "write what would be dropped, and nothing else"},
    {.name = "clusters",
     .kind = OPTION_STRING,
     .target = &settings.clusters,
     .argument = "FILE",
     .help = "write to FILE at the end which records repeat which"},
    {.name = "boilerplate",
     .kind = OPTION_STRING,
     .target = &settings.boilerplate,
     .argument = "FILE",
     .help = "with --unit=paragraph: write to FILE at the end what stands in 10 records\n"
             "or more"},
    {.name = "index",
     .kind = OPTION_STRING,
     .target = &settings.index,
     .argument = "DIR",
     .help = "also what an earlier run has kept; DIR remembers what this one keeps"},
    {.name = "no-add",
     .kind = OPTION_FLAG,
     .target = &settings.no_add,
     .help = "look things up in the index and add nothing to it"},
    {.name = "wait",
     .kind = OPTION_FLAG,
     .target = &settings.wait,
     .help = "wait while another process adds to the index"},
    {.name = "memory",
     .kind = OPTION_SIZE,
     .target = &settings.memory,
     .argument = "SIZE",
     .given = &settings.memory_given,
     .least = 16777216,
     .most = 1e15,
     .help = "use at most SIZE of memory, and files in TMPDIR or DIR for the rest"},
    {.name = "common",
     .kind = OPTION_STRING,
     .target = &settings.common,
     .argument = "FILE",
     .help = "with --near: the common shingles are those of FILE, whatever is read"},
    {.name = "common-build",
     .kind = OPTION_FLAG,
     .target = &settings.common_build,
     .help = "with --near: write the common shingles of the input, and nothing else"},
    {.name = "map",
     .kind = OPTION_COUNT,
     .target = &settings.first,
     .argument = "FIRST",
     .implied = "1",
     .given = &settings.map,
     .least = 1,
     .most = 1e12,
     .help = "write keys and sketches to group; the input's first record is number FIRST"},
    {.name = "pairs",
     .kind = OPTION_FLAG,
     .target = &settings.pairs,
     .help = "read groups of --map and write the pairs that pass the test"},
    {.name = "resolve",
     .kind = OPTION_STRING,
     .target = &settings.resolve,
     .argument = "FILE",
     .help = "decide by the pairs in FILE, sorted by their first number"},
};

static const struct tool tool = {
    .name = "dedupe",
    .summary = "take out lines, texts and records that were there before",
    .operands = "[OPTION]... [FILE]...",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .shares = CLI_KEY | CLI_EXPLAIN | CLI_JOBS,
    .formats = "jsonl|csv|text",
    .input = {.text = TEXT_BY_LINE},
    .epilogue = "examples:\n"
                "  dedupe words.txt\n"
                "  clean pages/*.html | dedupe --near --mark\n"
                "  dedupe --by url crawl.jsonl",
};

static struct run the_run;

static void prepare_one(void *job, size_t worker)
{
    job_prepare(job, &the_run.comparison, &the_run.preparers[worker]);
}

static void decide_all(void *run, void *jobs, size_t count)
{
    decide_jobs(run, jobs, count);
}

static void release_job(void *job)
{
    job_free(job);
}

static void settle(void *run)
{
    relay_settle(&((struct run *)run)->relay);
}

/* A line that is compared byte by byte is hashed, and that is all. */
static bool is_slight(const struct unit *unit)
{
    return unit->format != FORMAT_JSONL && !settings.near && settings.fold <= FOLD_NONE;
}

static void take_unit(struct run *run, const struct unit *unit)
{
    run->relay.slight = is_slight(unit);
    job_take(relay_thing(&run->relay), unit, run->cli.counts.records_in);
    relay_put(&run->relay, unit->bytes.size);
}

static void check_unit(struct cli *cli, const struct unit *unit)
{
    if (unit->format == FORMAT_JSONL)
        return;
    if (settings.mark)
        cli_usage(cli, "--mark writes members of records; %s is lines", unit->place.file);
    if (settings.by_given)
        cli_usage(cli, "--by compares members of records; %s is lines", unit->place.file);
    if (settings.unit == UNIT_PARAGRAPH)
        cli_usage(cli, "--unit=paragraph is about records; %s is lines, each a text", unit->place.file);
    if (settings.clusters)
        cli_usage(cli, "--clusters names records; %s is lines", unit->place.file);
}

static void check_sides(struct cli *cli)
{
    int sides = settings.map + settings.pairs + (settings.resolve != NULL) + settings.common_build;
    if (sides > 1)
        cli_usage(cli, "--map, --pairs, --resolve and --common-build exclude each other");
    if ((sides > 0 || settings.common) && (settings.index || settings.memory_given))
        cli_usage(cli, "--index and --memory are for a run that decides by itself");
    if ((settings.common || settings.common_build || settings.pairs) && !settings.near)
        cli_usage(cli, "--common, --common-build and --pairs are about --near");
    if ((settings.pairs || (settings.map && settings.near)) && !settings.common)
        cli_usage(cli, "--%s wants a table of common shingles: --common FILE", settings.pairs ? "pairs" : "map --near");
    if ((settings.map || settings.pairs || settings.common_build) &&
        (settings.mark || settings.only || settings.clusters))
        cli_usage(cli, "--mark, --only-dups and --clusters are for a run that writes records");
}

static void check_settings(struct run *run)
{
    struct cli *cli = &run->cli;
    if (settings.by_given && (settings.near || settings.fold >= 0))
        cli_usage(cli, "--by compares members as they are; --near and --fold compare the text");
    if (settings.by_given && !members_parse(&run->by, slice_of(settings.by)))
        cli_usage(cli, "--by takes names of members such as url or meta.url, not '%s'", settings.by);
    if ((settings.wait || settings.no_add) && !settings.index)
        cli_usage(cli, "--%s is about an index: --index DIR", settings.wait ? "wait" : "no-add");
    if (settings.memory_given && settings.near && settings.memory < MEMORY_NEAR)
        cli_usage(cli, "--memory with --near takes 128M or more");
    bool sides = settings.map || settings.pairs || settings.resolve || settings.common_build;
    if (settings.unit == UNIT_PARAGRAPH && (sides || settings.by_given || settings.only || settings.clusters))
        cli_usage(cli, "--unit=paragraph goes with --fold, --near, --mark, --index and --memory only");
    if (settings.boilerplate && (settings.unit != UNIT_PARAGRAPH || settings.index || settings.memory_given))
        cli_usage(cli, "--boilerplate wants --unit=paragraph, and neither --index nor --memory");
    check_sides(cli);
}

static void start(struct run *run)
{
    struct cli *cli = &run->cli;
    check_settings(run);
    run->comparison = (struct comparison){.fold = settings.fold,
                                          .near = settings.near,
                                          .short_too = settings.short_too,
                                          .key = cli->key,
                                          .by = settings.by_given ? &run->by : NULL,
                                          .paragraphs = settings.unit == UNIT_PARAGRAPH};
    run->decider.with_near = settings.near;
    run->decider.tell = settings.mark || cli->explain || settings.clusters;
    run->decider.remember = run->decider.tell || settings.index;
    run->decider.near.threshold = settings.threshold;
    run->decider.near.archive = &run->decider.archive;
    if (settings.memory_given)
        memory_return_large();
    if (settings.common)
        load_common(run);
    if (settings.resolve)
        open_pairs(run);
    if (settings.index)
        open_index(run);
    run->preparers = memory_zeroed(cli->jobs, sizeof *run->preparers);
    struct relay_plan plan = {.jobs = cli->jobs,
                              .thing_size = sizeof(struct job),
                              .most = BATCH_JOBS,
                              .most_bytes = BATCH_BYTES,
                              .at_once = cli->output.each,
                              .work = prepare_one,
                              .hand_out = decide_all,
                              .argument = run};
    if (!relay_open(&run->relay, &plan))
        cli_fail(cli, "cannot start %llu threads", (unsigned long long)cli->jobs);
    if (settings.by_given)
        cli->wanted = "the members of --by";
    cli->before_wait = settle;
    cli->before_wait_argument = run;
}

static int finish(struct run *run)
{
    if (!run->cli.output.closed)
        write_reports(run);
    if (settings.pairs)
        write_pairs(run);
    if (settings.common_build)
        write_common(run);
    json_t *stats = json_pack("{s:I, s:I, s:I, s:I}", "kept", (json_int_t)run->decider.kept, "repeated_same",
                              (json_int_t)run->repeats[0], "repeated_near", (json_int_t)run->repeats[1], "exempt",
                              (json_int_t)run->exempt);
    relay_close(&run->relay, release_job);
    int status = cli_finish_with(&run->cli, stats);
    json_decref(stats);
    bool delivered = (status == STATUS_DONE || status == STATUS_REJECTED) && !run->cli.output.closed;
    if (settings.index && !settings.no_add && delivered && !commit_index(run))
        status = STATUS_FAILED;
    if (settings.index)
        index_close(&run->index);
    decider_free(&run->decider);
    for (size_t i = 0; i < run->cli.jobs; i++)
        preparer_free(&run->preparers[i]);
    free(run->preparers);
    buffer_free(&run->name);
    buffer_free(&run->mark);
    buffer_free(&run->bytes);
    buffer_free(&run->explanation);
    buffer_free(&run->settings_text);
    buffer_free(&run->run_path);
    buffer_free(&run->names);
    clusters_free(&run->clusters);
    boilerplate_free(&run->boilerplate);
    group_free(&run->group);
    resolver_free(&run->resolver);
    if (run->pairs)
        fclose(run->pairs);
    free(run->pair_line);
    free(run->name_ends);
    return status;
}

int main(int argc, char **argv)
{
    struct run *run = &the_run;
    struct unit unit;
    cli_start(&run->cli, &tool, argc, argv);
    start(run);
    while (!run->ended && cli_next(&run->cli, &unit)) {
        check_unit(&run->cli, &unit);
        if (settings.pairs)
            take_mapped(run, &unit);
        else
            take_unit(run, &unit);
    }
    settle(run);
    return finish(run);
}
