#include <errno.h>

#include "run.h"

bool goes_out(const struct decision *decision)
{
    if (settings.common_build)
        return false;
    return settings.only ? decision->repeat : settings.mark || !decision->repeat;
}

void write_line(struct run *run, const struct unit *unit)
{
    struct buffer *out = &run->cli.output.buffer;
    buffer_slice(out, unit->bytes);
    buffer_slice(out, unit->line_end.size > 0 ? unit->line_end : SLICE("\n"));
    cli_written(&run->cli, 1);
}

struct slice name_of(struct run *run, const struct job *job)
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

struct slice survivor_of(struct run *run, uint64_t survivor)
{
    if (settings.resolve)
        return resolved_name(run, survivor);
    struct slice name = decide_name(&run->decider, survivor);
    check_archive(run);
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

void write_record(struct run *run, const struct record *record, const struct decision *decision)
{
    if (settings.mark && decision)
        write_marked(run, record, decision);
    else
        record_write(&run->cli.output.buffer, record, NULL, 0);
    buffer_byte(&run->cli.output.buffer, '\n');
    cli_written(&run->cli, 1);
}

void explain(struct run *run, const struct decision *decision, struct slice name)
{
    struct buffer *line = &run->explanation;
    buffer_clear(line);
    buffer_text(line, "{\"id\":");
    buffer_slice(line, name);
    buffer_text(line, ",\"dup_of\":");
    buffer_slice(line, survivor_of(run, decision->survivor));
    buffer_format(line, ",\"similarity\":%.3f,\"why\":\"%s\"", decision->similarity, decision->why);
    if (decision->measured && !settings.resolve)
        buffer_format(line, ",\"contained\":[%.3f,%.3f],\"shared\":%.0f,\"numbers\":[%u,%u],\"names\":[%u,%u]",
                      decision->pair.a.contained, decision->pair.b.contained, decision->pair.shared,
                      decision->pair.numbers.same, decision->pair.numbers.other, decision->pair.names.same,
                      decision->pair.names.other);
    buffer_byte(line, '}');
    cli_explain(&run->cli, buffer_view(line), (struct slice){NULL, 0});
}

static struct slice cluster_name(void *argument, uint64_t survivor)
{
    return survivor_of(argument, survivor);
}

/* A report is written beside its FILE and renamed, so that nobody sees half of it. */
static void close_report(struct run *run, const char *path, struct output *file, bool whole)
{
    int error = file->error;
    if (!output_close(file, whole && !error) || error)
        cli_error(&run->cli, "%s: %s", path, strerror(error ? error : file->error));
}

static void report_clusters(struct run *run)
{
    struct output file;
    struct clusters *clusters = &run->clusters;
    if (output_open(&file, settings.clusters, false)) {
        clusters_finish(clusters);
        while (clusters_next(clusters, cluster_name, run, &file.buffer) && output_commit(&file, 1))
            continue;
        if (clusters->failed)
            cli_error(&run->cli, "%s: what was put aside for it: %s", settings.clusters, strerror(errno));
    }
    close_report(run, settings.clusters, &file, !clusters->failed);
}

static void report_boilerplate(struct run *run)
{
    struct output file;
    if (output_open(&file, settings.boilerplate, false)) {
        boilerplate_append(&run->boilerplate, &file.buffer);
        output_commit(&file, 1);
    }
    close_report(run, settings.boilerplate, &file, true);
}

void write_reports(struct run *run)
{
    if (settings.clusters)
        report_clusters(run);
    if (settings.boilerplate)
        report_boilerplate(run);
}
