/* dedupe: take out what was there before. See dedupe(1). */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli.h"
#include "boilerplate.h"
#include "clusters.h"
#include "crew.h"
#include "index.h"
#include "job.h"
#include "limits.h"
#include "shuffle.h"
#include "text.h"

#define BATCH_JOBS 64                        /* lines or records that are worked on together, */
#define BATCH_BYTES (UINT64_C(1) << 20)      /* or fewer when they are long */
#define PREFETCH_AHEAD 8

enum unit_of_comparison { UNIT_RECORD, UNIT_PARAGRAPH };

static struct settings {
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
} settings = {.fold = -1, .threshold = PAIR_THRESHOLD};

static const char threshold_default[] = "0.14";

static const struct option options[] = {
    {.name = "fold", .kind = OPTION_CHOICE, .target = &settings.fold, .argument = "HOW",
     .choices = "none|space|text|loose",
     .help = "what counts as the same text: the same bytes (lines), the same but for\n"
             "spaces, but for case, marks, quotes and entities (records), the same words"},
    {.name = "near", .kind = OPTION_NUMBER, .target = &settings.threshold, .argument = "T",
     .implied = threshold_default, .given = &settings.near, .least = 0.05, .most = 1,
     .help = "also what is nearly the same; T is the least similarity (default 0.14)"},
    {.name = "by", .kind = OPTION_STRING, .target = &settings.by, .argument = "PATH,...", .given = &settings.by_given,
     .help = "compare these members instead of the text: url or meta.url"},
    {.name = "unit", .kind = OPTION_CHOICE, .target = &settings.unit, .argument = "UNIT",
     .choices = "record|paragraph", .help = "compare whole texts, or the paragraphs of records' texts"},
    {.name = "short", .kind = OPTION_FLAG, .target = &settings.short_too,
     .help = "sentences and paragraphs of fewer than 8 words may repeat those of other\n"
             "documents, too"},
    {.name = "mark", .kind = OPTION_FLAG, .target = &settings.mark,
     .help = "drop nothing; give what repeats dup_of, similarity and why"},
    {.name = "only-dups", .kind = OPTION_FLAG, .target = &settings.only,
     .help = "write what would be dropped, and nothing else"},
    {.name = "clusters", .kind = OPTION_STRING, .target = &settings.clusters, .argument = "FILE",
     .help = "write to FILE at the end which records repeat which"},
    {.name = "boilerplate", .kind = OPTION_STRING, .target = &settings.boilerplate, .argument = "FILE",
     .help = "with --unit=paragraph: write to FILE at the end what stands in 10 records\n"
             "or more"},
    {.name = "index", .kind = OPTION_STRING, .target = &settings.index, .argument = "DIR",
     .help = "also what an earlier run has kept; DIR remembers what this one keeps"},
    {.name = "no-add", .kind = OPTION_FLAG, .target = &settings.no_add,
     .help = "look things up in the index and add nothing to it"},
    {.name = "wait", .kind = OPTION_FLAG, .target = &settings.wait,
     .help = "wait while another process adds to the index"},
    {.name = "memory", .kind = OPTION_SIZE, .target = &settings.memory, .argument = "SIZE",
     .given = &settings.memory_given, .least = 16777216, .most = 1e15,
     .help = "use at most SIZE of memory, and files in TMPDIR or DIR for the rest"},
    {.name = "common", .kind = OPTION_STRING, .target = &settings.common, .argument = "FILE",
     .help = "with --near: the common shingles are those of FILE, whatever is read"},
    {.name = "common-build", .kind = OPTION_FLAG, .target = &settings.common_build,
     .help = "with --near: write the common shingles of the input, and nothing else"},
    {.name = "map", .kind = OPTION_COUNT, .target = &settings.first, .argument = "FIRST", .implied = "1",
     .given = &settings.map, .least = 1, .most = 1e12,
     .help = "write keys and sketches to group; the input's first record is number FIRST"},
    {.name = "pairs", .kind = OPTION_FLAG, .target = &settings.pairs,
     .help = "read groups of --map and write the pairs that pass the test"},
    {.name = "resolve", .kind = OPTION_STRING, .target = &settings.resolve, .argument = "FILE",
     .help = "decide by the pairs in FILE, sorted by their first number"},
};

static const struct tool tool = {
    .name = "dedupe",
    .summary = "Take out lines, texts and records that were there before.",
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

struct batch {
    struct job jobs[BATCH_JOBS];
    size_t count;
    uint64_t bytes;
};

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
    FILE *pairs;                /* --resolve */
    char *pair_line;
    size_t pair_capacity;
    struct buffer names;        /* --resolve: of all records, by number */
    size_t *name_ends, name_capacity, name_count;
    struct preparer *preparers; /* one a thread */
    struct crew *crew;
    struct batch batches[2], *filling, *working; /* one is read while the other is prepared */
    bool ended;                                  /* by --strict */
    struct buffer name, mark, bytes, explanation;
    uint64_t repeats[2]; /* by equal digests, by the pair test */
    uint64_t exempt;
};

/* ---- memory and disk ---- */

#define MEMORY_BESIDES (UINT64_C(8) << 20) /* batches, input and output, and the program itself */
#define MEMORY_NEAR (UINT64_C(128) << 20)   /* least --memory with --near: the counts of shingles */

static void fail_archive(struct run *run)
{
    const struct archive *archive = &run->decider.archive;
    cli_fail(&run->cli, "%s: %s", archive->error, strerror(archive->errnum));
}

/* Where a new run goes: into the index, or to a temporary file. */
static const char *new_run(struct run *run)
{
    if (settings.index && !settings.no_add)
        return index_new_run(&run->index);
    const char *directory = getenv("TMPDIR");
    buffer_clear(&run->run_path);
    buffer_format(&run->run_path, "%s/dedupe.XXXXXX", directory && *directory ? directory : "/tmp");
    buffer_terminate(&run->run_path);
    int fd = mkstemp(run->run_path.at);
    if (fd < 0)
        cli_fail(&run->cli, "%s: %s", run->run_path.at, strerror(errno));
    close(fd);
    return run->run_path.at;
}

/* A temporary file that is open needs no name. */
static void hide_run(struct run *run)
{
    if (!settings.index || settings.no_add)
        unlink(run->run_path.at);
}

static void spill(struct run *run)
{
    struct archive *archive = &run->decider.archive;
    if (run->decider.kept == run->decider.base)
        return;
    bool done = decide_spill(&run->decider, new_run(run));
    hide_run(run);
    if (!done)
        fail_archive(run);
    size_t from = archive_crowded(archive);
    if (from == archive->count)
        return;
    done = archive_merge(archive, from, new_run(run));
    hide_run(run);
    if (!done)
        fail_archive(run);
}

/* Writing a run takes some memory itself, and tables grow in steps. */
static uint64_t memory_for_texts(void)
{
    uint64_t room = settings.memory - MEMORY_BESIDES;
    return room - room / 8;
}

/* Merging runs makes new filters while the old ones are there. */
static uint64_t memory_held(const struct run *run)
{
    return decide_bytes(&run->decider) + 2 * run->decider.archive.mapped;
}

static void keep_within_memory(struct run *run)
{
    uint64_t most = memory_for_texts();
    if (memory_held(run) <= most)
        return;
    spill(run);
    if (memory_held(run) > most - most / 8)
        cli_fail(&run->cli, "--memory %llu is too little for the filters of %llu texts",
                 (unsigned long long)settings.memory, (unsigned long long)run->decider.kept);
}

static void complain(struct run *run, enum index_status status)
{
    const char *message = index_message(&run->index), *directory = settings.index;
    switch (status) {
    case INDEX_OK:
        return;
    case INDEX_BUSY:
        cli_fail(&run->cli, "%s: %s; --wait waits for it", directory, message);
    case INDEX_OTHER:
        cli_usage(&run->cli, "%s: this index was made with %s", directory, message);
    case INDEX_DAMAGED:
        cli_fail(&run->cli, "%s: %s", directory, message);
    case INDEX_FAILED:
        cli_fail(&run->cli, "%s: %s: %s", directory, message, strerror(errno));
    }
}

/* What two runs must have in common to compare their texts. */
static void describe_settings(struct run *run)
{
    static const char *const levels[] = {"none", "space", "text", "loose"};
    struct buffer *text = &run->settings_text;
    if (settings.by_given)
        buffer_format(text, "--by %s", settings.by);
    else
        buffer_format(text, "--key %s --fold=%s%s%s", run->cli.key.at,
                      settings.fold < 0 ? "none for lines, text for records" : levels[settings.fold],
                      settings.near ? " --near" : "", settings.short_too ? " --short" : "");
    if (settings.unit == UNIT_PARAGRAPH)
        buffer_text(text, " --unit=paragraph");
    buffer_terminate(text);
}

static void open_index(struct run *run)
{
    describe_settings(run);
    struct decider *decider = &run->decider;
    enum index_status status = index_open(&run->index, settings.index, run->settings_text.at, !settings.no_add,
                                          settings.wait, &decider->archive, &decider->near.frequency);
    complain(run, status);
    decider->base = decider->kept = decider->near.base = decider->archive.texts;
}

/* What was kept is committed when all of the output has been delivered. */
static bool commit_index(struct run *run)
{
    spill(run);
    enum index_status status =
        index_commit(&run->index, run->settings_text.at, &run->decider.archive, &run->decider.near.frequency);
    if (status != INDEX_OK)
        cli_error(&run->cli, "%s: %s: %s", settings.index, index_message(&run->index), strerror(errno));
    return status == INDEX_OK;
}

/* ---- writing ---- */

/* Is what was decided about to be written? */
static bool goes_out(const struct decision *decision)
{
    if (settings.common_build)
        return false;
    return settings.only ? decision->repeat : settings.mark || !decision->repeat;
}

static void write_line(struct run *run, const struct unit *unit)
{
    struct buffer *out = &run->cli.output.buffer;
    buffer_slice(out, unit->bytes);
    buffer_slice(out, unit->line_end.size > 0 ? unit->line_end : SLICE("\n"));
    cli_written(&run->cli, 1);
}

/* The name of a kept record: its `id` as the JSON value stands there, or, without one, its number in the input. */
static struct slice name_of(struct run *run, const struct job *job)
{
    const struct member *id = record_find(&job->record, SLICE("id"));
    if (id)
        return id->value;
    buffer_clear(&run->name);
    buffer_number(&run->name, job->number);
    return buffer_view(&run->name);
}

/* --resolve numbers survivors by their place in the input. */
static struct slice resolved_name(const struct run *run, uint64_t number)
{
    if (number > run->name_count)
        return SLICE("null");
    return slice_part(buffer_view(&run->names), run->name_ends[number - 1], run->name_ends[number]);
}

static struct slice survivor_of(struct run *run, uint64_t survivor)
{
    if (settings.resolve)
        return resolved_name(run, survivor);
    struct slice name = decide_name(&run->decider, survivor);
    return name.size > 0 ? name : SLICE("null");
}

static void write_marked(struct run *run, const struct record *record, const struct decision *decision)
{
    struct edit edits[3] = {{SLICE("dup_of"), {NULL, 0}}, {SLICE("similarity"), {NULL, 0}}, {SLICE("why"), {NULL, 0}}};
    buffer_clear(&run->mark);
    if (decision->repeat) {
        buffer_format(&run->mark, "%.3f", decision->similarity);
        size_t size = run->mark.size;
        buffer_json(&run->mark, slice_of(decision->why));
        edits[0].json = survivor_of(run, decision->survivor);
        edits[1].json = slice_part(buffer_view(&run->mark), 0, size);
        edits[2].json = slice_part(buffer_view(&run->mark), size, run->mark.size);
    }
    record_write(&run->cli.output.buffer, record, edits, 3);
}

/* Without a decision the record goes out as it came. */
static void write_record(struct run *run, const struct record *record, const struct decision *decision)
{
    if (settings.mark && decision)
        write_marked(run, record, decision);
    else
        record_write(&run->cli.output.buffer, record, NULL, 0);
    buffer_byte(&run->cli.output.buffer, '\n');
    cli_written(&run->cli, 1);
}

static void explain(struct run *run, const struct decision *decision, struct slice name)
{
    struct buffer *line = &run->explanation;
    buffer_clear(line);
    buffer_text(line, "{\"id\":");
    buffer_slice(line, name);
    buffer_text(line, ",\"dup_of\":");
    buffer_slice(line, survivor_of(run, decision->survivor));
    buffer_format(line, ",\"similarity\":%.3f,\"why\":\"%s\"", decision->similarity, decision->why);
    if (decision->measured && !settings.resolve)
        buffer_format(line, ",\"contained\":[%.3f,%.3f],\"shared\":%.0f,\"numbers\":[%u,%u,%u]",
                      decision->pair.a.contained, decision->pair.b.contained, decision->pair.shared,
                      decision->pair.shared_numbers, decision->pair.a.numbers, decision->pair.b.numbers);
    buffer_byte(line, '}');
    cli_explain(&run->cli, buffer_view(line), (struct slice){NULL, 0});
}

/* ---- the sides of an engine's shuffle ---- */

static void note_name(struct run *run, uint64_t number, struct slice name)
{
    run->name_ends = memory_grow(run->name_ends, &run->name_capacity, (size_t)number + 1, sizeof *run->name_ends);
    if (run->name_count == 0)
        run->name_ends[0] = 0;
    while (run->name_count + 1 < number)
        run->name_ends[++run->name_count] = run->names.size;
    buffer_slice(&run->names, name);
    run->name_ends[++run->name_count] = run->names.size;
}

static bool next_pair(void *argument, struct slice *line)
{
    struct run *run = argument;
    ssize_t size = getline(&run->pair_line, &run->pair_capacity, run->pairs);
    if (size < 0)
        return false;
    *line = (struct slice){run->pair_line, (size_t)size};
    if (line->size > 0 && line->at[line->size - 1] == '\n')
        line->size--;
    return true;
}

static void resolve(struct run *run, uint64_t number, struct slice name, struct decision *decision)
{
    note_name(run, number, name);
    resolver_decide(&run->resolver, number, decision);
    if (run->resolver.bad)
        cli_fail(&run->cli, "%s: not the pairs of --pairs, sorted by the first number", settings.resolve);
    if (ferror(run->pairs))
        cli_fail(&run->cli, "%s: %s", settings.resolve, strerror(errno));
}

static void write_mapped(struct run *run, struct job *job)
{
    if (!job->prepared.exempt)
        cli_written(&run->cli, shuffle_map(&run->decider.near, &job->prepared, settings.first + job->number - 1,
                                           &run->cli.output.buffer));
}

static void write_pairs(struct run *run)
{
    size_t pairs = group_pairs(&run->group, &run->decider.near, &run->cli.output.buffer);
    cli_written(&run->cli, pairs);
}

/* Groups are runs of lines with the same key. */
static void take_mapped(struct run *run, const struct unit *unit)
{
    enum group_status status = group_add(&run->group, unit->bytes);
    if (status == GROUP_OTHER) {
        write_pairs(run);
        status = group_add(&run->group, unit->bytes);
    }
    if (status == GROUP_BAD)
        cli_reject(&run->cli, "not a line of --map");
}

/* ---- deciding, in the order of the input ---- */

static void decide_one(struct run *run, struct job *job, struct slice name, struct decision *decision)
{
    if (settings.resolve)
        resolve(run, job->number, name, decision);
    else
        decide(&run->decider, &job->prepared, name, decision);
    run->exempt += job->prepared.exempt;
    run->repeats[decision->measured] += decision->repeat;
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

/* ---- paragraphs ---- */

/* Members whose places would be wrong if paragraphs were taken out of the text. */
static const char *member_with_places(const struct record *record)
{
    static const char *const names[] = {"blocks", "entities", "events"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (record_find(record, slice_of(names[i])))
            return names[i];
    return NULL;
}

/* Adds one paragraph that repeats another to the value of `dups`. */
static void mark_part(struct run *run, const struct part *part, struct text_cursor *cursor,
                      const struct decision *decision)
{
    struct buffer *list = &run->mark;
    buffer_text(list, list->size > 0 ? "," : "[");
    buffer_format(list, "{\"start\":%zu,", text_point(cursor, part->start));
    buffer_format(list, "\"end\":%zu,\"dup_of\":", text_point(cursor, part->end));
    buffer_slice(list, survivor_of(run, decision->survivor));
    buffer_format(list, ",\"similarity\":%.3f,\"why\":\"%s\"}", decision->similarity, decision->why);
}

/* Adds a paragraph that stays to the new text, with the white space before it; what stood before the first paragraph
 * and behind the last goes with them. */
static void keep_part(struct run *run, const struct job *job, size_t index)
{
    size_t before = index > 0 ? job->parts[index - 1].end : 0;
    size_t end = index + 1 < job->part_count ? job->parts[index].end : job->text.size;
    if (run->bytes.size == 0)
        before = index > 0 ? job->parts[index].start : 0;
    buffer_slice(&run->bytes, slice_part(buffer_view(&job->text), before, end));
}

static void write_edited(struct run *run, const struct job *job, struct slice name, struct slice json)
{
    struct edit edit = {name, json};
    record_write(&run->cli.output.buffer, &job->record, &edit, 1);
    buffer_byte(&run->cli.output.buffer, '\n');
    cli_written(&run->cli, 1);
}

static void write_parts(struct run *run, const struct job *job, size_t repeats)
{
    if (settings.mark) {
        if (repeats > 0)
            buffer_byte(&run->mark, ']');
        write_edited(run, job, SLICE("dups"), repeats > 0 ? buffer_view(&run->mark) : (struct slice){NULL, 0});
    } else if (repeats == 0) {
        write_record(run, &job->record, NULL);
    } else if (repeats < job->part_count) {
        buffer_clear(&run->mark);
        buffer_json(&run->mark, buffer_view(&run->bytes));
        write_edited(run, job, run->cli.key, buffer_view(&run->mark));
    }
}

static void decide_parts(struct run *run, struct job *job)
{
    struct text_cursor cursor = {.text = job->text.at};
    uint64_t kept = run->decider.kept; /* paragraphs of earlier records */
    const char *places = member_with_places(&job->record);
    size_t repeats = 0;
    if (places && !settings.mark) {
        cli_reject(&run->cli, "%s has places in the text, so no paragraph is taken out; --mark names them", places);
        run->ended = run->cli.strict;
        return;
    }
    struct slice name = run->decider.remember ? name_of(run, job) : SLICE("");
    buffer_clear(&run->mark);
    buffer_clear(&run->bytes);
    for (size_t i = 0; i < job->part_count; i++) {
        struct decision decision;
        decide(&run->decider, &job->parts[i].prepared, name, &decision);
        run->repeats[decision.measured] += decision.repeat;
        repeats += decision.repeat;
        if (decision.repeat && settings.boilerplate && decision.survivor < kept)
            boilerplate_note(&run->boilerplate, decision.survivor, job->number,
                             slice_part(buffer_view(&job->text), job->parts[i].start, job->parts[i].end));
        if (decision.repeat && settings.mark)
            mark_part(run, &job->parts[i], &cursor, &decision);
        else if (!decision.repeat && !settings.mark)
            keep_part(run, job, i);
    }
    write_parts(run, job, repeats);
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
    run->cli.place = job->unit.place;
    run->cli.raw = job->unit.bytes;
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
}

static void decide_batch(struct run *run, struct batch *batch)
{
    for (size_t i = 0; i < batch->count && i < PREFETCH_AHEAD; i++)
        decide_prefetch(&run->decider, &batch->jobs[i].prepared);
    for (size_t i = 0; i < batch->count && !run->ended; i++) {
        if (i + PREFETCH_AHEAD < batch->count)
            decide_prefetch(&run->decider, &batch->jobs[i + PREFETCH_AHEAD].prepared);
        decide_job(run, &batch->jobs[i]);
    }
    batch->count = 0;
    batch->bytes = 0;
    if (run->decider.archive.error)
        fail_archive(run);
    if (settings.memory_given)
        keep_within_memory(run);
}

/* ---- the run ---- */

static struct run the_run;

static void prepare_part(void *piece, size_t part, size_t worker)
{
    struct batch *batch = piece;
    job_prepare(&batch->jobs[part], &the_run.comparison, &the_run.preparers[worker]);
}

/* The batch that was being prepared is decided while the one just read is prepared. */
static void turn(struct run *run)
{
    crew_finish(run->crew);
    struct batch *ready = run->working;
    run->working = run->filling;
    run->filling = ready;
    crew_begin(run->crew, run->working, run->working->count);
    decide_batch(run, ready);
}

/* Decides all that was read. */
static void settle(void *argument)
{
    turn(argument);
    turn(argument);
}

static void take_unit(struct run *run, const struct unit *unit)
{
    struct batch *batch = run->filling;
    job_take(&batch->jobs[batch->count++], unit, run->cli.counts.records_in);
    batch->bytes += unit->bytes.size;
    if (run->cli.output.each)
        settle(run);
    else if (batch->count == BATCH_JOBS || batch->bytes >= BATCH_BYTES)
        turn(run);
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

static void load_common(struct run *run)
{
    struct buffer table = {0};
    uint64_t line;
    if (!input_read_file(settings.common, LIMIT_RULE_FILE, &table))
        cli_usage(&run->cli, "%s: %s", settings.common, strerror(errno));
    if (!common_load(&run->decider.near.frequency, buffer_view(&table), &line))
        cli_usage(&run->cli, "%s:%llu: not an entry of --common-build", settings.common, (unsigned long long)line);
    buffer_free(&table);
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

static void open_pairs(struct run *run)
{
    run->pairs = fopen(settings.resolve, "r");
    if (!run->pairs)
        cli_usage(&run->cli, "%s: %s", settings.resolve, strerror(errno));
    run->resolver.next = next_pair;
    run->resolver.argument = run;
    run->decider.remember = true;
}

static void start(struct run *run)
{
    struct cli *cli = &run->cli;
    check_settings(run);
    run->comparison = (struct comparison){.fold = settings.fold, .near = settings.near,
                                          .short_too = settings.short_too, .key = cli->key,
                                          .by = settings.by_given ? &run->by : NULL,
                                          .paragraphs = settings.unit == UNIT_PARAGRAPH};
    run->decider.with_near = settings.near;
    run->decider.remember = settings.mark || cli->explain || settings.index || settings.clusters;
    run->decider.near.threshold = settings.threshold;
    run->decider.near.archive = &run->decider.archive;
    if (settings.common)
        load_common(run);
    if (settings.resolve)
        open_pairs(run);
    if (settings.index)
        open_index(run);
    run->preparers = memory_zeroed(cli->jobs, sizeof *run->preparers);
    run->crew = crew_open(cli->jobs, prepare_part);
    if (!run->crew)
        cli_fail(cli, "cannot start %llu threads", (unsigned long long)cli->jobs);
    run->filling = &run->batches[0];
    run->working = &run->batches[1];
    for (size_t i = 0; settings.near && i < 2 * BATCH_JOBS; i++)
        run->batches[i / BATCH_JOBS].jobs[i % BATCH_JOBS].prepared.sketch = memory_allocate(sizeof(struct sketch));
    cli->before_wait = settle;
    cli->before_wait_argument = run;
}

static void write_common(struct run *run)
{
    size_t entries = common_append(&run->decider.near.frequency, &run->cli.output.buffer);
    cli_written(&run->cli, entries);
}

static struct slice cluster_name(void *argument, uint64_t survivor)
{
    return survivor_of(argument, survivor);
}

/* Written beside FILE and renamed, so that nobody sees half a report. */
static void write_report(struct run *run, const char *path, struct slice lines)
{
    struct output file;
    if (output_open(&file, path, false)) {
        buffer_slice(&file.buffer, lines);
        output_commit(&file, 1);
    }
    int error = file.error;
    if (!output_close(&file, true) || error)
        cli_error(&run->cli, "%s: %s", path, strerror(error ? error : file.error));
}

static void write_reports(struct run *run)
{
    struct buffer lines = {0};
    if (settings.clusters) {
        clusters_append(&run->clusters, cluster_name, run, &lines);
        write_report(run, settings.clusters, buffer_view(&lines));
    }
    buffer_clear(&lines);
    if (settings.boilerplate) {
        boilerplate_append(&run->boilerplate, &lines);
        write_report(run, settings.boilerplate, buffer_view(&lines));
    }
    buffer_free(&lines);
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
    crew_close(run->crew);
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
    for (size_t i = 0; i < 2 * BATCH_JOBS; i++)
        job_free(&run->batches[i / BATCH_JOBS].jobs[i % BATCH_JOBS]);
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
