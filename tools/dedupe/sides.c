#include <errno.h>

#include "limits.h"
#include "run.h"

void load_common(struct run *run)
{
    struct buffer table = {0};
    uint64_t line;
    if (!input_read_file(settings.common, LIMIT_RULE_FILE, &table))
        cli_usage(&run->cli, "%s: %s", settings.common, strerror(errno));
    if (!common_load(&run->decider.near.frequency, buffer_view(&table), &line))
        cli_usage(&run->cli, "%s:%llu: not an entry of --common-build", settings.common, (unsigned long long)line);
    buffer_free(&table);
}

void write_common(struct run *run)
{
    size_t entries = common_append(&run->decider.near.frequency, &run->cli.output.buffer);
    cli_written(&run->cli, entries);
}

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

void resolve(struct run *run, uint64_t number, struct slice name, struct decision *decision)
{
    note_name(run, number, name);
    resolver_decide(&run->resolver, number, decision);
    if (run->resolver.bad)
        cli_fail(&run->cli, "%s: not the pairs of --pairs, sorted by the first number", settings.resolve);
    if (ferror(run->pairs))
        cli_fail(&run->cli, "%s: %s", settings.resolve, strerror(errno));
}

void write_mapped(struct run *run, struct job *job)
{
    if (!job->prepared.exempt)
        cli_written(&run->cli, shuffle_map(&run->decider.near, &job->prepared, settings.first + job->number - 1,
                                           &run->cli.output.buffer));
}

void write_pairs(struct run *run)
{
    size_t pairs = group_pairs(&run->group, &run->decider.near, &run->cli.output.buffer);
    cli_written(&run->cli, pairs);
}

void take_mapped(struct run *run, const struct unit *unit)
{
    enum group_status status = group_add(&run->group, unit->bytes);
    if (status == GROUP_OTHER) {
        write_pairs(run);
        status = group_add(&run->group, unit->bytes);
    }
    if (status == GROUP_BAD)
        cli_reject(&run->cli, "not a line of --map");
}

void open_pairs(struct run *run)
{
    run->pairs = fopen(settings.resolve, "r");
    if (!run->pairs)
        cli_usage(&run->cli, "%s: %s", settings.resolve, strerror(errno));
    run->resolver.next = next_pair;
    run->resolver.argument = run;
    run->decider.remember = true;
}
