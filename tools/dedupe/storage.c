#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "run.h"

#define CLUSTERS_SHARE 8                    /* of the memory, at most, for the report on clusters */
#define MEMORY_BESIDES (UINT64_C(12) << 20) /* batches, input and output, and the program itself */

void check_archive(struct run *run)
{
    const struct archive *archive = &run->decider.archive;
    if (archive->error)
        cli_fail(&run->cli, "%s: %s", archive->error, strerror(archive->errnum));
}

/* Makes a temporary file, at run->run_path. */
static int make_temporary(struct run *run)
{
    const char *directory = getenv("TMPDIR");
    buffer_clear(&run->run_path);
    buffer_format(&run->run_path, "%s/dedupe.XXXXXX", directory && *directory ? directory : "/tmp");
    buffer_terminate(&run->run_path);
    int fd = mkstemp(run->run_path.at);
    if (fd < 0)
        cli_fail(&run->cli, "%s: %s", run->run_path.at, strerror(errno));
    return fd;
}

/* Where a new run goes: into the index, or to a temporary file. */
static const char *new_run(struct run *run)
{
    if (settings.index && !settings.no_add)
        return index_new_run(&run->index);
    close(make_temporary(run));
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
    decide_spill(&run->decider, new_run(run));
    hide_run(run);
    check_archive(run);
    size_t from = archive_crowded(archive);
    if (from == archive->count)
        return;
    archive_merge(archive, from, new_run(run));
    hide_run(run);
    check_archive(run);
}

static void spill_clusters(struct run *run)
{
    int fd = make_temporary(run);
    FILE *file = fdopen(fd, "w+");
    unlink(run->run_path.at);
    if (!file || !clusters_spill(&run->clusters, file))
        cli_fail(&run->cli, "%s: %s", run->run_path.at, strerror(errno));
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
    return decide_bytes(&run->decider) + 2 * run->decider.archive.mapped + clusters_bytes(&run->clusters);
}

void keep_within_memory(struct run *run)
{
    uint64_t most = memory_for_texts();
    if (clusters_bytes(&run->clusters) > most / CLUSTERS_SHARE)
        spill_clusters(run);
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

void open_index(struct run *run)
{
    describe_settings(run);
    struct decider *decider = &run->decider;
    enum index_purpose purpose = settings.no_add ? INDEX_LOOK_UP : settings.wait ? INDEX_WAIT_TO_ADD : INDEX_ADD;
    enum index_status status = index_open(&run->index, settings.index, purpose, run->settings_text.at,
                                          &decider->archive, &decider->near.frequency);
    complain(run, status);
    decider->base = decider->kept = decider->near.base = decider->archive.texts;
}

bool commit_index(struct run *run)
{
    spill(run);
    enum index_status status =
        index_commit(&run->index, run->settings_text.at, &run->decider.archive, &run->decider.near.frequency);
    if (status != INDEX_OK)
        cli_error(&run->cli, "%s: %s: %s", settings.index, index_message(&run->index), strerror(errno));
    return status == INDEX_OK;
}
