#include "cli_private.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "limits.h"
#include "text.h"

/* For handlers that get no argument: memory failure, a signal. One tool is one process. */
static struct cli *the_cli;

static void memory_failed(size_t bytes)
{
    static const char text[] = ": out of memory\n";
    (void)bytes;
    if (the_cli) {
        cli_write_stderr(slice_of(the_cli->tool->name));
        cli_write_stderr((struct slice){text, sizeof text - 1});
        if (the_cli->output.temporary)
            unlink(the_cli->output.temporary);
    }
    _exit(STATUS_FAILED);
}

/* An interrupted run leaves no half target behind, then dies of the signal as make expects. */
static void interrupted(int signal_number)
{
    if (the_cli && the_cli->output.temporary)
        unlink(the_cli->output.temporary);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* Records may go to the terminal on which progress stands. */
static void erase_before_records(struct cli *cli)
{
    if (cli->progress_shown && cli->output.each)
        cli_erase_progress(cli);
}

static void flush_before_wait(void *argument)
{
    struct cli *cli = argument;
    if (cli->before_wait)
        cli->before_wait(cli->before_wait_argument);
    erase_before_records(cli);
    output_flush(&cli->output);
}

static enum format format_of_choice(const char *formats, int choice)
{
    static const struct {
        const char *name;
        enum format format;
    } names[] = {{"jsonl", FORMAT_JSONL},
                 {"warc", FORMAT_WARC},
                 {"html", FORMAT_HTML},
                 {"text", FORMAT_TEXT},
                 {"csv", FORMAT_CSV}};
    struct slice rest = slice_of(formats), word;
    for (int i = 0; choice >= 0 && slice_field(&rest, '|', &word); i++)
        for (size_t j = 0; i == choice && j < sizeof names / sizeof *names; j++)
            if (slice_is(word, names[j].name))
                return names[j].format;
    return FORMAT_AUTO;
}

static int open_side_file(struct cli *cli, const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_TRUNC, 0666);
    if (fd < 0)
        cli_fail(cli, "%s: %s", path, strerror(errno));
    return fd;
}

/* Which bytes read(2) is asked for at once can be set, so that the tests can show that it does not matter. */
static size_t read_size_from_environment(void)
{
    const char *text = getenv("BROADSHEET_READ_SIZE");
    uint64_t size = 0;
    return text && cli_parse_size(text, &size) && size > 0 && size <= LIMIT_RECORD ? (size_t)size : 0;
}

static bool is_file(const struct stat *status, const char *path)
{
    struct stat other;
    bool is_stdin = strcmp(path, "-") == 0;
    return (is_stdin ? fstat(STDIN_FILENO, &other) : stat(path, &other)) == 0 && S_ISREG(other.st_mode) &&
           other.st_dev == status->st_dev && other.st_ino == status->st_ino;
}

/* What is written while the input is read must not be a part of it: it would be lost, or read again without end. */
static void refuse_input(struct cli *cli, bool exists, const struct stat *status, const char *name)
{
    if (!exists || !S_ISREG(status->st_mode))
        return;
    for (size_t i = 0; i < cli->file_count; i++)
        if (is_file(status, cli->files[i]))
            cli_usage(cli, "%s: is also an input", name);
    if (cli->file_count == 0 && is_file(status, "-"))
        cli_usage(cli, "%s: is also an input", name);
}

/* Whether the paths name one file, or will when it is made: "x" and "./x". */
static bool are_one_file(const char *a, const char *b)
{
    struct stat of_a, of_b;
    if (strcmp(a, b) == 0)
        return true;
    const char *slash_a = strrchr(a, '/'), *slash_b = strrchr(b, '/');
    bool one = stat(a, &of_a) == 0 && is_file(&of_a, b);
    if (one || strcmp(slash_a ? slash_a + 1 : a, slash_b ? slash_b + 1 : b) != 0)
        return one;
    struct buffer folder_a = {0}, folder_b = {0};
    buffer_slice(&folder_a, slash_a ? (struct slice){a, (size_t)(slash_a - a) + 1} : SLICE("."));
    buffer_slice(&folder_b, slash_b ? (struct slice){b, (size_t)(slash_b - b) + 1} : SLICE("."));
    one = stat(buffer_terminate(&folder_a), &of_a) == 0 && stat(buffer_terminate(&folder_b), &of_b) == 0 &&
          of_a.st_dev == of_b.st_dev && of_a.st_ino == of_b.st_ino;
    buffer_free(&folder_a);
    buffer_free(&folder_b);
    return one;
}

static void check_outputs(struct cli *cli)
{
    bool explain_file = cli->explain && cli->explain_path != cli_to_stderr;
    if (cli->reject_path && strcmp(cli->reject_path, "-") == 0)
        cli_usage(cli, "--reject wants a file, not standard output");
    if (explain_file && strcmp(cli->explain_path, "-") == 0)
        cli_usage(cli, "--explain wants a file, not standard output; without one it goes to standard error");
    const char *paths[] = {cli->output_path, cli->reject_path, explain_file ? cli->explain_path : NULL};
    struct stat status;
    for (size_t i = 0; i < 3; i++) {
        if (paths[i] && !*paths[i])
            cli_usage(cli, "an output file wants a name");
        for (size_t j = i + 1; paths[i] && j < 3; j++)
            if (paths[j] && are_one_file(paths[i], paths[j]) &&
                (stat(paths[i], &status) != 0 || S_ISREG(status.st_mode)))
                cli_usage(cli, "%s: is named as output twice", paths[i]);
        if (i > 0 && paths[i])
            refuse_input(cli, stat(paths[i], &status) == 0, &status, paths[i]);
    }
    if (!cli->output_path)
        refuse_input(cli, fstat(STDOUT_FILENO, &status) == 0, &status, "standard output");
}

static void open_all(struct cli *cli)
{
    check_outputs(cli);
    struct input_options options = cli->tool->input;
    options.from = format_of_choice(cli->tool->formats, cli->from);
    options.max_record = cli->max_record;
    options.read_size = read_size_from_environment();
    options.before_wait = flush_before_wait;
    options.before_wait_argument = cli;
    cli->from = (int)options.from;
    if (cli->reject_path)
        cli->reject_fd = open_side_file(cli, cli->reject_path);
    if (cli->explain && cli->explain_path != cli_to_stderr)
        cli->explain_fd = open_side_file(cli, cli->explain_path);
    const char *no_colour = getenv("NO_COLOR");
    cli->explain_colour = cli->explain_fd == STDERR_FILENO && isatty(STDERR_FILENO) && !(no_colour && *no_colour);
    if (!output_open(&cli->output, cli->output_path, cli->line_buffered))
        cli_fail(cli, "%s: %s", cli->output_path, strerror(cli->output.error));
    cli->input = input_open(&options, cli->files, cli->file_count);
}

/* A standard descriptor that the caller has closed must not become some file of ours. It is opened the wrong way round,
 * so that its use is still an error. */
static void fill_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            return;
}

static void catch_signals(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU};
    struct sigaction action = {.sa_handler = interrupted}, old;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is told by write(2), so that it can be quiet */
    signal(SIGXFSZ, SIG_IGN); /* as is a file that may not grow further */
}

void cli_start(struct cli *cli, const struct tool *tool, int argc, char **argv)
{
    *cli = (struct cli){.tool = tool,
                        .key = SLICE("text"),
                        .from = -1,
                        .max_record = LIMIT_RECORD,
                        .jobs = 1,
                        .reject_fd = -1,
                        .explain_fd = STDERR_FILENO};
    cli->output.fd = -1;
    the_cli = cli;
    memory_on_failure(memory_failed);
    fill_standard_descriptors();
    catch_signals();
    cli_parse(cli, argc, argv);
    open_all(cli);
}

static int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void show_progress(struct cli *cli)
{
    static int64_t start;
    bool terminal = isatty(STDERR_FILENO);
    int64_t now = milliseconds();
    if (start == 0)
        start = cli->progress_last = now;
    if (now - cli->progress_last < (terminal ? 200 : 1000))
        return;
    cli->progress_last = now;
    double seconds = (double)(now - start) / 1000, bytes = (double)input_bytes(cli->input);
    struct buffer line = {0};
    buffer_format(&line, "%s%s: %llu records, %.1f MB, %.1f MB/s", terminal ? ERASE_LINE : "", cli->tool->name,
                  (unsigned long long)cli->counts.records_in, bytes / 1e6, bytes / 1e6 / seconds);
    double total = (double)input_total(cli->input);
    if (total > 0 && bytes > 0)
        buffer_format(&line, ", %.0f%%, %.0f s left", 100 * bytes / total, seconds * (total - bytes) / bytes);
    buffer_text(&line, terminal ? "" : "\n");
    cli_write_stderr(buffer_view(&line));
    buffer_free(&line);
    cli->progress_shown = terminal;
}

/* A unit that cannot be used. Parts of one that is too long follow each other into --reject. */
static void take_bad(struct cli *cli, const struct unit *unit)
{
    if (!unit->continued) {
        cli->counts.records_in++;
        cli->counts.rejected++;
        cli->stopped = cli->strict;
    }
    cli_keep_rejected(cli, !unit->unfinished);
}

static void say_bad(struct cli *cli, const struct place *place, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    cli_message(cli, place, format, arguments);
    va_end(arguments);
}

void cli_turn_to(struct cli *cli, const struct unit *unit)
{
    cli->place = unit->place;
    cli->raw = unit->bytes;
    cli->raw_end = unit->line_end;
}

/* What the input says of itself; its %s is the tool's name. */
static void say_advice(struct cli *cli, const struct place *place)
{
    struct buffer advice = {0};
    struct slice text = slice_of(input_message(cli->input));
    const char *name = strstr(text.at, "%s");
    buffer_add(&advice, text.at, name ? (size_t)(name - text.at) : text.size);
    if (name) {
        buffer_text(&advice, cli->tool->name);
        buffer_text(&advice, name + 2);
    }
    say_bad(cli, place, "%s", buffer_terminate(&advice));
    buffer_free(&advice);
}

bool cli_next(struct cli *cli, struct unit *unit)
{
    while (!cli->stopped && !cli->output.closed && !cli->output.error) {
        if (cli->progress)
            show_progress(cli);
        arena_reset(&cli->arena);
        enum input_status status = input_next(cli->input, unit);
        cli_turn_to(cli, unit);
        switch (status) {
        case INPUT_UNIT:
            cli->counts.records_in++;
            if (unit->damage)
                cli_reject(cli, "%s", unit->damage);
            return true;
        case INPUT_END:
            return false;
        case INPUT_BAD:
            if (!unit->continued)
                say_advice(cli, &cli->place);
            take_bad(cli, unit);
            break;
        case INPUT_NOTE:
            cli_warn(cli, "%s", input_message(cli->input));
            break;
        case INPUT_FILE_BAD:
            say_advice(cli, &(struct place){.file = unit->place.file});
            cli->counts.files_bad++;
            cli->failed = true;
            cli->stopped = cli->strict;
            break;
        case INPUT_WRONG:
            say_advice(cli, &(struct place){.file = unit->place.file});
            cli_end(cli, STATUS_USAGE);
        }
    }
    return false;
}

bool cli_scan(struct cli *cli, const struct unit *unit, struct record *record)
{
    struct record_error error;
    cli->raw_end = unit->line_end;
    enum record_status status = record_scan(record, unit->bytes, &error);
    if (status == RECORD_NOT_UTF8) {
        buffer_clear(&cli->mended);
        size_t mended = text_mend(&cli->mended, unit->bytes);
        status = record_scan(record, buffer_view(&cli->mended), &error);
        if (status == RECORD_OK) {
            cli->counts.mended += mended;
            cli->mended_records++;
            cli_warn(cli, "invalid UTF-8 replaced in %zu place%s", mended, mended == 1 ? "" : "s");
        }
    }
    if (status == RECORD_OK)
        return true;
    cli->place.line = unit->place.line;
    if (cli->counts.rejected == 0)
        cli->commas = unit->bytes.size > 0 && !strchr("{[", unit->bytes.at[0]) &&
                      memchr(unit->bytes.at, ',', unit->bytes.size) != NULL;
    if (record->line.at == unit->bytes.at)
        cli_blame(cli, unit->bytes.at + error.offset);
    if (status == RECORD_NOT_OBJECT)
        cli_reject(cli, "not a record: %s", error.what);
    else if (cli->place.column > 0)
        cli_reject(cli, "not JSON: %s", error.what);
    else
        cli_reject(cli, "not JSON at character %zu: %s", error.offset + 1, error.what);
    return false;
}

bool cli_next_record(struct cli *cli, struct record *record)
{
    struct unit unit;
    while (cli_next(cli, &unit))
        if (cli_scan(cli, &unit, record))
            return true;
    return false;
}

void cli_written(struct cli *cli, uint64_t records)
{
    erase_before_records(cli);
    output_commit(&cli->output, records);
}

void cli_lacks_text(struct cli *cli, const struct record *record)
{
    const struct member *longest = NULL;
    if (cli->counts.untouched++ > 0)
        return;
    for (size_t i = 0; i < record->count; i++) {
        const struct member *member = &record->members[i];
        if (member->type == VALUE_STRING && memchr(member->value.at, ' ', member->value.size) &&
            member->value.size > (longest ? longest->value.size : 0))
            longest = member;
    }
    if (longest)
        buffer_format(&cli->longest, "'%.*s'", (int)longest->key.size, longest->key.at);
}

void cli_untouched(struct cli *cli, const struct record *record)
{
    cli_lacks_text(cli, record);
    record_write(&cli->output.buffer, record, NULL, 0);
    buffer_byte(&cli->output.buffer, '\n');
    cli_written(cli, 1);
}

void cli_explain(struct cli *cli, struct slice json, struct slice readable)
{
    struct buffer *line = &cli->explain_buffer;
    buffer_clear(line);
    buffer_slice(line, cli->explain_colour && readable.at ? readable : json);
    buffer_byte(line, '\n');
    cli_erase_progress(cli);
    if (!output_write_all(cli->explain_fd, buffer_view(line)) && cli->explain_fd != STDERR_FILENO)
        cli_fail(cli, "%s: %s", cli->explain_path, strerror(errno));
}

static void print_stats(struct cli *cli, json_t *extra)
{
    json_t *stats =
        json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "tool", cli->tool->name, "records_in",
                  (json_int_t)cli->counts.records_in, "records_out", (json_int_t)cli->output.records, "bytes_in",
                  (json_int_t)input_bytes(cli->input), "bytes_out", (json_int_t)cli->output.bytes, "rejected",
                  (json_int_t)cli->counts.rejected, "untouched", (json_int_t)cli->counts.untouched, "warnings",
                  (json_int_t)cli->counts.warnings, "mended", (json_int_t)cli->counts.mended);
    if (stats && extra)
        json_object_update(stats, extra);
    char *text = stats ? json_dumps(stats, JSON_COMPACT) : NULL;
    if (text) {
        struct buffer line = {0};
        buffer_format(&line, "%s\n", text);
        cli_write_stderr(buffer_view(&line));
        buffer_free(&line);
    }
    free(text);
    json_decref(stats);
}

/* A run of which nothing could be used has most likely been asked for the wrong thing. */
static void say_unused(struct cli *cli)
{
    const struct counts *counts = &cli->counts;
    unsigned long long untouched = counts->untouched;
    cli->place = (struct place){0};
    if (cli->stopped || cli->output.closed || counts->untouched + counts->rejected < counts->records_in)
        return;
    if (untouched > 0 && cli->wanted)
        cli_warn(cli, "no record of %llu has %s", untouched, cli->wanted);
    else if (untouched > 0)
        cli_warn(cli, "no record of %llu has a string member '%.*s': -k %s takes another", untouched,
                 (int)cli->key.size, cli->key.at, cli->longest.size ? buffer_terminate(&cli->longest) : "NAME");
    else if (cli->commas && cli->from == FORMAT_AUTO)
        cli_warn(cli, "no line is a record: if they are CSV, --from=csv reads them");
}

/* Letters that were replaced are lost, where an encoding that is named would have kept them. */
static void say_encoding(struct cli *cli)
{
    enum { MANY = 3 };
    cli->place = (struct place){0};
    if (cli->mended_records >= MANY)
        cli_warn(cli, "%llu records were no UTF-8: if they are Windows-1252, iconv -f WINDOWS-1252 -t UTF-8 FILE | %s",
                 (unsigned long long)cli->mended_records, cli->tool->name);
}

static void close_side_file(struct cli *cli, int fd, const char *path)
{
    if (fd > STDERR_FILENO && close(fd) != 0)
        cli_error(cli, "%s: %s", path, strerror(errno));
}

int cli_finish_with(struct cli *cli, json_t *extra)
{
    cli_erase_progress(cli);
    output_flush(&cli->output);
    say_unused(cli);
    say_encoding(cli);
    bool keep = !cli->failed && !cli->stopped;
    const char *name = cli->output_path ? cli->output_path : "standard output";
    if (!keep && cli->output.temporary && !cli->output.error)
        say_bad(cli, NULL, "%s: is not written, as %s", name,
                cli->failed ? "something failed" : "--strict stopped before the end");
    if (!output_close(&cli->output, keep))
        cli_error(cli, "cannot write to %s: %s", name, strerror(cli->output.error));
    close_side_file(cli, cli->reject_fd, cli->reject_path);
    close_side_file(cli, cli->explain_fd, cli->explain_path);
    if (cli->stats)
        print_stats(cli, extra);
    int status = cli->failed                            ? STATUS_FAILED
                 : cli->counts.rejected > cli->tolerate ? STATUS_REJECTED
                 : cli->stopped                         ? STATUS_REJECTED
                                                        : STATUS_DONE;
    input_close(cli->input);
    arena_free(&cli->arena);
    buffer_free(&cli->files0);
    buffer_free(&cli->mended);
    buffer_free(&cli->explain_buffer);
    buffer_free(&cli->longest);
    free(cli->files);
    the_cli = NULL;
    return status;
}

int cli_finish(struct cli *cli)
{
    return cli_finish_with(cli, NULL);
}
