#include "cli.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "limits.h"
#include "text.h"

/* For handlers that get no argument: memory failure, a signal. One tool is one process. */
static struct cli *the_cli;

/* ---- messages ---- */

/* Control bytes would let input drive the terminal: they are shown as ?. */
static void replace_controls(struct buffer *message)
{
    for (size_t i = 0; i < message->size; i++)
        if ((unsigned char)message->at[i] < 0x20 || message->at[i] == 0x7f)
            message->at[i] = '?';
}

static void write_stderr(struct slice bytes)
{
    while (bytes.size > 0) {
        ssize_t written = write(STDERR_FILENO, bytes.at, bytes.size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return; /* nowhere left to say it */
        bytes = slice_part(bytes, (size_t)written, bytes.size);
    }
}

static void erase_progress(struct cli *cli)
{
    if (cli->progress_shown)
        write_stderr(SLICE("\r\033[K"));
    cli->progress_shown = false;
}

/* `tool: file:line: message`, in one write. Without a file, `tool: message`; line 0 is left out. */
static void message(struct cli *cli, const struct place *place, const char *format, va_list arguments)
{
    struct buffer line = {0};
    buffer_format(&line, "%s: ", cli->tool->name);
    if (place && place->file) {
        buffer_text(&line, place->file);
        if (place->line > 0)
            buffer_format(&line, ":%llu", (unsigned long long)place->line);
        if (place->column > 0)
            buffer_format(&line, ":%llu", (unsigned long long)place->column);
        buffer_add(&line, ": ", 2);
    }
    buffer_format_list(&line, format, arguments);
    replace_controls(&line);
    buffer_byte(&line, '\n');
    erase_progress(cli);
    write_stderr(buffer_view(&line));
    buffer_free(&line);
}

static _Noreturn void end(struct cli *cli, int status)
{
    output_close(&cli->output, false);
    exit(status);
}

void cli_usage(struct cli *cli, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    message(cli, NULL, format, arguments);
    va_end(arguments);
    end(cli, STATUS_USAGE);
}

void cli_fail(struct cli *cli, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    message(cli, NULL, format, arguments);
    va_end(arguments);
    end(cli, STATUS_FAILED);
}

void cli_error(struct cli *cli, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    message(cli, NULL, format, arguments);
    va_end(arguments);
    cli->failed = true;
}

void cli_warn(struct cli *cli, const char *format, ...)
{
    cli->counts.warnings++;
    if (cli->quiet)
        return;
    va_list arguments;
    va_start(arguments, format);
    message(cli, &cli->place, format, arguments);
    va_end(arguments);
}

static void keep_rejected(struct cli *cli, struct slice raw, bool line_end)
{
    if (cli->reject_fd < 0)
        return;
    struct buffer whole = {0};
    buffer_slice(&whole, raw);
    if (line_end)
        buffer_byte(&whole, '\n');
    struct slice rest = buffer_view(&whole);
    while (rest.size > 0) {
        ssize_t written = write(cli->reject_fd, rest.at, rest.size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            cli_fail(cli, "%s: %s", cli->reject_path, strerror(errno));
        rest = slice_part(rest, (size_t)written, rest.size);
    }
    buffer_free(&whole);
}

static void reject(struct cli *cli, const char *format, va_list arguments)
{
    cli->counts.rejected++;
    message(cli, &cli->place, format, arguments);
    cli->stopped = cli->strict;
}

void cli_reject(struct cli *cli, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    reject(cli, format, arguments);
    va_end(arguments);
    keep_rejected(cli, cli->raw, true);
}

void cli_blame(struct cli *cli, const char *at)
{
    /* `at` may be of another line, mended: then the difference is out of range, or wraps to be. */
    uintptr_t offset = (uintptr_t)at - (uintptr_t)cli->raw.at;
    bool own = (cli->tool->shares & CLI_COLUMN) && (enum format)cli->from != FORMAT_CSV && offset <= cli->raw.size;
    cli->place.column = own ? offset + 1 : 0;
}

static void memory_failed(size_t bytes)
{
    static const char text[] = ": out of memory\n";
    (void)bytes;
    if (the_cli) {
        write_stderr(slice_of(the_cli->tool->name));
        write_stderr((struct slice){text, sizeof text - 1});
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

/* ---- options ---- */

enum { OPTION_HELP = 1, OPTION_VERSION };

static int shared_word; /* set by --help and --version */

static size_t shared_options(struct cli *cli, struct option *table)
{
    size_t n = 0;
    unsigned shares = cli->tool->shares;
    if (shares & CLI_KEY)
        table[n++] = (struct option){.letter = 'k', .name = "key", .kind = OPTION_STRING, .target = &cli->key.at,
                                     .argument = "NAME", .help = "work on the member NAME instead of text"};
    table[n++] = (struct option){.letter = 'o', .name = "output", .kind = OPTION_STRING, .target = &cli->output_path,
                                 .argument = "FILE", .help = "write to FILE, which appears only when all is done"};
    table[n++] = (struct option){.name = "from", .kind = OPTION_CHOICE, .target = &cli->from, .argument = "FORMAT",
                                 .help = "what the input is, instead of telling by its first bytes",
                                 .choices = cli->tool->formats};
    table[n++] = (struct option){.name = "files0-from", .kind = OPTION_STRING, .target = &cli->files0_path,
                                 .argument = "FILE", .help = "read the names of the input files from FILE, each ended by a NUL"};
    if (shares & CLI_JOBS)
        table[n++] = (struct option){.letter = 'j', .name = "jobs", .kind = OPTION_COUNT, .target = &cli->jobs,
                                     .argument = "N", .help = "work in N threads; the output stays the same",
                                     .least = 1, .most = LIMIT_JOBS};
    if (shares & CLI_EXPLAIN)
        table[n++] = (struct option){.name = "explain", .kind = OPTION_STRING, .target = &cli->explain_path,
                                     .argument = "FILE", .implied = "-", .given = &cli->explain,
                                     .help = "say why, as JSON Lines, to FILE or to standard error"};
    table[n++] = (struct option){.name = "reject", .kind = OPTION_STRING, .target = &cli->reject_path,
                                 .argument = "FILE", .help = "put the raw lines that are not usable into FILE"};
    table[n++] = (struct option){.name = "strict", .kind = OPTION_FLAG, .target = &cli->strict,
                                 .help = "stop at the first unusable line"};
    table[n++] = (struct option){.name = "tolerate", .kind = OPTION_COUNT, .target = &cli->tolerate, .argument = "N",
                                 .help = "exit with 0 if at most N lines are rejected"};
    table[n++] = (struct option){.name = "max-record", .kind = OPTION_SIZE, .target = &cli->max_record,
                                 .argument = "SIZE", .help = "reject lines and pages longer than SIZE (default 512M)",
                                 .least = 1, .most = 1e15};
    table[n++] = (struct option){.name = "line-buffered", .kind = OPTION_FLAG, .target = &cli->line_buffered,
                                 .help = "write each record at once"};
    table[n++] = (struct option){.name = "progress", .kind = OPTION_FLAG, .target = &cli->progress,
                                 .help = "show records, bytes, rate and time left on standard error"};
    table[n++] = (struct option){.name = "stats", .kind = OPTION_STRING, .target = &cli->stats, .argument = "json",
                                 .help = "write the run's counts to standard error as JSON", .implied = "json"};
    table[n++] = (struct option){.letter = 'q', .name = "quiet", .kind = OPTION_FLAG, .target = &cli->quiet,
                                 .help = "no warnings; errors are still shown"};
    table[n++] = (struct option){.name = "help", .kind = OPTION_CHOICE, .help = "show this help"};
    table[n++] = (struct option){.name = "version", .kind = OPTION_CHOICE, .help = "show the version"};
    return n;
}

struct table {
    struct option shared[24];
    size_t shared_count;
    const struct option *own;
    size_t own_count;
};

static const struct option *option_at(const struct table *table, size_t i)
{
    return i < table->own_count ? &table->own[i] : &table->shared[i - table->own_count];
}

static const struct option *find_option(const struct table *table, char letter, struct slice name)
{
    for (size_t i = 0; i < table->own_count + table->shared_count; i++) {
        const struct option *option = option_at(table, i);
        if (letter ? option->letter == letter : slice_is(name, option->name))
            return option;
    }
    return NULL;
}

static bool parse_count(const char *text, uint64_t *count)
{
    char *end;
    if (!isdigit((unsigned char)*text))
        return false;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    *count = value;
    return errno == 0 && *end == '\0';
}

/* 512, 64K, 10M, 2G, 1T, also with a B or iB behind the letter. */
static bool parse_size(const char *text, uint64_t *bytes)
{
    char *end;
    if (!isdigit((unsigned char)*text))
        return false;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    static const char letters[] = "KMGT";
    const char *letter = *end ? strchr(letters, toupper((unsigned char)*end)) : NULL;
    int shift = letter ? 10 * (int)(letter - letters + 1) : 0;
    if (letter)
        end += end[1] == 'i' ? 2 : 1;
    if (letter && *end == 'B')
        end++;
    *bytes = (uint64_t)value << shift;
    return errno == 0 && *end == '\0' && (*bytes >> shift) == value;
}

static bool parse_choice(const char *choices, const char *text, int *index)
{
    struct slice rest = slice_of(choices), word;
    for (int i = 0; slice_field(&rest, '|', &word); i++)
        if (slice_is(word, text)) {
            *index = i;
            return true;
        }
    return false;
}

static void out_of_bounds(struct cli *cli, const struct option *option, const char *text)
{
    cli_usage(cli, "--%s takes a number from %.15g to %.15g, not '%s'", option->name, option->least, option->most, text);
}

static void check_bounds(struct cli *cli, const struct option *option, double value, const char *text)
{
    if (option->most > 0 && (value < option->least || value > option->most))
        out_of_bounds(cli, option, text);
}

static void set_number(struct cli *cli, const struct option *option, const char *text)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end || value != value)
        cli_usage(cli, "--%s takes a number, not '%s'", option->name, text);
    check_bounds(cli, option, value, text);
    *(double *)option->target = value;
}

static void set_whole(struct cli *cli, const struct option *option, const char *text)
{
    uint64_t value;
    bool size = option->kind == OPTION_SIZE;
    if (!(size ? parse_size(text, &value) : parse_count(text, &value)))
        cli_usage(cli, size ? "--%s takes a size such as 512M, not '%s'" : "--%s takes a whole number, not '%s'",
                  option->name, text);
    check_bounds(cli, option, (double)value, text);
    *(uint64_t *)option->target = value;
}

static void add_to_list(struct option_list *list, const char *text)
{
    list->values = memory_grow(list->values, &list->capacity, list->count + 1, sizeof *list->values);
    list->values[list->count++] = text;
}

static void set_option(struct cli *cli, const struct option *option, const char *text)
{
    if (option->given)
        *option->given = true;
    switch (option->kind) {
    case OPTION_FLAG:
    case OPTION_CLEAR:
        *(bool *)option->target = option->kind == OPTION_FLAG;
        break;
    case OPTION_STRING:
        *(const char **)option->target = text;
        break;
    case OPTION_LIST:
        add_to_list(option->target, text);
        break;
    case OPTION_COUNT:
    case OPTION_SIZE:
        set_whole(cli, option, text);
        break;
    case OPTION_NUMBER:
        set_number(cli, option, text);
        break;
    case OPTION_CHOICE:
        if (!option->target)
            shared_word = strcmp(option->name, "help") == 0 ? OPTION_HELP : OPTION_VERSION;
        else if (!parse_choice(option->choices, text, option->target))
            cli_usage(cli, "--%s takes one of %s, not '%s'", option->name, option->choices, text);
        break;
    }
}

static bool wants_argument(const struct option *option)
{
    return option->kind != OPTION_FLAG && option->kind != OPTION_CLEAR && option->argument;
}

/* `--name`, `--name=ARG` or `--name ARG`. Returns how many further words it used. */
static int parse_long(struct cli *cli, const struct table *table, char **words)
{
    const char *text = words[0] + 2, *equals = strchr(text, '=');
    struct slice name = {text, equals ? (size_t)(equals - text) : strlen(text)};
    const struct option *option = find_option(table, 0, name);
    if (!option)
        cli_usage(cli, "no option --%.*s; --help lists them", (int)name.size, name.at);
    if (!wants_argument(option) && equals)
        cli_usage(cli, "--%s takes no argument", option->name);
    if (!wants_argument(option) || equals || option->implied) {
        set_option(cli, option, equals ? equals + 1 : option->implied);
        return 0;
    }
    if (!words[1])
        cli_usage(cli, "--%s wants an argument: %s", option->name, option->argument);
    set_option(cli, option, words[1]);
    return 1;
}

/* `-abc`, `-fARG` or `-f ARG`. */
static int parse_short(struct cli *cli, const struct table *table, char **words)
{
    for (const char *letter = words[0] + 1; *letter; letter++) {
        const struct option *option = find_option(table, *letter, (struct slice){0});
        if (!option)
            cli_usage(cli, "no option -%c; --help lists them", *letter);
        if (!wants_argument(option)) {
            set_option(cli, option, NULL);
            continue;
        }
        if (letter[1]) {
            set_option(cli, option, letter + 1);
            return 0;
        }
        if (option->implied) {
            set_option(cli, option, option->implied);
            return 0;
        }
        if (!words[1])
            cli_usage(cli, "-%c wants an argument: %s", *letter, option->argument);
        set_option(cli, option, words[1]);
        return 1;
    }
    return 0;
}

static void add_file(struct cli *cli, size_t *capacity, char *path)
{
    cli->files = memory_grow(cli->files, capacity, cli->file_count + 1, sizeof *cli->files);
    cli->files[cli->file_count++] = path;
}

static void parse_words(struct cli *cli, const struct table *table, int count, char **words)
{
    bool options = true;
    size_t capacity = 0;
    for (int i = 1; i < count; i++) {
        if (!options || words[i][0] != '-' || words[i][1] == '\0')
            add_file(cli, &capacity, words[i]);
        else if (strcmp(words[i], "--") == 0)
            options = false;
        else
            i += words[i][1] == '-' ? parse_long(cli, table, words + i) : parse_short(cli, table, words + i);
    }
    if (!cli->files0_path)
        return;
    if (cli->file_count > 0)
        cli_usage(cli, "--files0-from and FILEs exclude each other");
    bool is_stdin = strcmp(cli->files0_path, "-") == 0;
    if (!input_read_file(is_stdin ? "/dev/stdin" : cli->files0_path, LIMIT_RULE_FILE, &cli->files0))
        cli_usage(cli, "%s: %s", cli->files0_path, strerror(errno));
    buffer_terminate(&cli->files0);
    for (size_t at = 0; at < cli->files0.size; at += strlen(cli->files0.at + at) + 1)
        if (cli->files0.at[at])
            add_file(cli, &capacity, cli->files0.at + at);
    if (cli->file_count == 0)
        cli_usage(cli, "%s: names no file", cli->files0_path);
}

/* ---- help ---- */

#define HELP_COLUMN 30

static void help_option(struct buffer *out, const struct option *option)
{
    size_t start = out->size;
    if (option->letter)
        buffer_format(out, "  -%c, --%s", option->letter, option->name);
    else
        buffer_format(out, "      --%s", option->name);
    if (wants_argument(option))
        buffer_format(out, option->implied ? "[=%s]" : " %s", option->argument);
    size_t width = out->size - start;
    struct slice rest = slice_of(option->help), line;
    for (bool first = true; slice_line(&rest, &line); first = false) {
        if (!first || width + 2 > HELP_COLUMN) {
            buffer_byte(out, '\n');
            width = 0;
        }
        while (width++ < HELP_COLUMN)
            buffer_byte(out, ' ');
        buffer_slice(out, line);
    }
    if (option->choices)
        buffer_format(out, "\n%*s%s", HELP_COLUMN, "", option->choices);
    buffer_byte(out, '\n');
}

static void print_and_exit(struct cli *cli, struct buffer *out)
{
    struct slice rest = buffer_view(out);
    while (rest.size > 0) {
        ssize_t written = write(STDOUT_FILENO, rest.at, rest.size);
        if (written < 0 && errno == EPIPE)
            break;
        if (written < 0 && errno != EINTR)
            cli_fail(cli, "cannot write to standard output: %s", strerror(errno));
        rest = slice_part(rest, written > 0 ? (size_t)written : 0, rest.size);
    }
    exit(STATUS_DONE);
}

static void help(struct cli *cli, const struct table *table)
{
    struct buffer out = {0};
    const struct tool *tool = cli->tool;
    buffer_format(&out, "usage: %s %s\n%s\n\n", tool->name, tool->operands ? tool->operands : "[OPTION]... [FILE]...",
                  tool->summary);
    for (size_t i = 0; i < table->own_count; i++)
        help_option(&out, &table->own[i]);
    buffer_text(&out, table->own_count ? "\n" : "");
    for (size_t i = 0; i < table->shared_count; i++)
        help_option(&out, &table->shared[i]);
    buffer_text(&out, "\nNo FILE, or -, is standard input. Exit status: 0 done, 1 some input was rejected,\n"
                      "2 usage, 3 input, output, memory or a limit.\n");
    if (tool->epilogue)
        buffer_format(&out, "\n%s\n", tool->epilogue);
    print_and_exit(cli, &out);
}

static void version(struct cli *cli)
{
    struct buffer out = {0};
    buffer_format(&out, "%s (broadsheet) %s\n", cli->tool->name, BROADSHEET_VERSION);
    print_and_exit(cli, &out);
}

/* ---- start ---- */

static void flush_before_wait(void *argument)
{
    output_flush(&((struct cli *)argument)->output);
}

static enum format format_of_choice(const char *formats, int choice)
{
    static const struct {
        const char *name;
        enum format format;
    } names[] = {{"jsonl", FORMAT_JSONL}, {"warc", FORMAT_WARC}, {"html", FORMAT_HTML}, {"text", FORMAT_TEXT},
                 {"csv", FORMAT_CSV}};
    struct slice rest = slice_of(formats), word;
    for (int i = 0; choice >= 0 && slice_field(&rest, '|', &word); i++)
        for (size_t j = 0; i == choice && j < sizeof names / sizeof *names; j++)
            if (slice_is(word, names[j].name))
                return names[j].format;
    return FORMAT_AUTO;
}

static int open_side_file(struct cli *cli, const char *path, bool append)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (append ? O_APPEND : O_TRUNC), 0666);
    if (fd < 0)
        cli_fail(cli, "%s: %s", path, strerror(errno));
    return fd;
}

/* Which bytes read(2) is asked for at once can be set, so that the tests can show that it does not matter. */
static size_t read_size_from_environment(void)
{
    const char *text = getenv("BROADSHEET_READ_SIZE");
    uint64_t size = 0;
    return text && parse_size(text, &size) && size > 0 && size <= LIMIT_RECORD ? (size_t)size : 0;
}

static void open_all(struct cli *cli)
{
    struct input_options options = cli->tool->input;
    options.from = format_of_choice(cli->tool->formats, cli->from);
    options.max_record = cli->max_record;
    options.read_size = read_size_from_environment();
    options.before_wait = flush_before_wait;
    options.before_wait_argument = cli;
    cli->from = (int)options.from;
    if (cli->reject_path)
        cli->reject_fd = open_side_file(cli, cli->reject_path, false);
    if (cli->explain && strcmp(cli->explain_path, "-") != 0)
        cli->explain_fd = open_side_file(cli, cli->explain_path, false);
    const char *no_colour = getenv("NO_COLOR");
    cli->explain_colour = cli->explain_fd == STDERR_FILENO && isatty(STDERR_FILENO) && !(no_colour && *no_colour);
    if (!output_open(&cli->output, cli->output_path, cli->line_buffered))
        cli_fail(cli, "%s: %s", cli->output_path, strerror(cli->output.error));
    cli->input = input_open(&options, cli->files, cli->file_count);
}

static void catch_signals(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = interrupted}, old;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is told by write(2), so that it can be quiet */
}

void cli_start(struct cli *cli, const struct tool *tool, int argc, char **argv)
{
    *cli = (struct cli){.tool = tool, .key = SLICE("text"), .from = -1, .max_record = LIMIT_RECORD, .jobs = 1,
                        .reject_fd = -1, .explain_fd = STDERR_FILENO};
    cli->output.fd = -1;
    the_cli = cli;
    memory_on_failure(memory_failed);
    catch_signals();
    struct table table = {.own = tool->options, .own_count = tool->option_count};
    table.shared_count = shared_options(cli, table.shared);
    parse_words(cli, &table, argc, argv);
    if (shared_word == OPTION_HELP)
        help(cli, &table);
    if (shared_word == OPTION_VERSION)
        version(cli);
    cli->key.size = strlen(cli->key.at);
    if (cli->stats && strcmp(cli->stats, "json") != 0)
        cli_usage(cli, "--stats takes json, not '%s'", cli->stats);
    open_all(cli);
}

/* ---- records ---- */

static int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void show_progress(struct cli *cli)
{
    static int64_t start;
    int64_t now = milliseconds();
    if (start == 0)
        start = now;
    if (now - cli->progress_last < 200 || now == start)
        return;
    cli->progress_last = now;
    double seconds = (double)(now - start) / 1000, bytes = (double)input_bytes(cli->input);
    struct buffer line = {0};
    buffer_format(&line, "\r\033[K%s: %llu records, %.1f MB, %.1f MB/s", cli->tool->name,
                  (unsigned long long)cli->counts.records_in, bytes / 1e6, bytes / 1e6 / seconds);
    double total = (double)input_total(cli->input);
    if (total > 0 && bytes > 0)
        buffer_format(&line, ", %.0f%%, %.0f s left", 100 * bytes / total, seconds * (total - bytes) / bytes);
    write_stderr(buffer_view(&line));
    buffer_free(&line);
    cli->progress_shown = true;
}

/* A unit that cannot be used. Parts of one that is too long follow each other into --reject. */
static void take_bad(struct cli *cli, const struct unit *unit)
{
    if (!unit->continued) {
        cli->counts.records_in++;
        cli->counts.rejected++;
        cli->stopped = cli->strict;
    }
    keep_rejected(cli, unit->bytes, !unit->unfinished);
}

static void say_bad(struct cli *cli, const struct place *place, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    message(cli, place, format, arguments);
    va_end(arguments);
}

bool cli_next(struct cli *cli, struct unit *unit)
{
    while (!cli->stopped && !cli->output.closed && !cli->output.error) {
        if (cli->progress)
            show_progress(cli);
        arena_reset(&cli->arena);
        enum input_status status = input_next(cli->input, unit);
        cli->place = unit->place;
        cli->raw = unit->bytes;
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
                say_bad(cli, &cli->place, "%s", input_message(cli->input));
            take_bad(cli, unit);
            break;
        case INPUT_FILE_BAD:
            say_bad(cli, &(struct place){.file = unit->place.file}, "%s", input_message(cli->input));
            cli->counts.files_bad++;
            cli->failed = true;
            cli->stopped = cli->strict;
            break;
        case INPUT_WRONG: {
            struct buffer advice = {0};
            struct slice text = slice_of(input_message(cli->input));
            const char *name = strstr(text.at, "%s");
            buffer_add(&advice, text.at, name ? (size_t)(name - text.at) : text.size);
            if (name)
                buffer_text(&advice, cli->tool->name);
            say_bad(cli, &(struct place){.file = unit->place.file}, "%s", buffer_terminate(&advice));
            end(cli, STATUS_USAGE);
        }
        }
    }
    return false;
}

bool cli_scan(struct cli *cli, const struct unit *unit, struct record *record)
{
    struct record_error error;
    enum record_status status = record_scan(record, unit->bytes, &error);
    if (status == RECORD_NOT_UTF8) {
        buffer_clear(&cli->mended);
        size_t mended = text_mend(&cli->mended, unit->bytes);
        status = record_scan(record, buffer_view(&cli->mended), &error);
        if (status == RECORD_OK) {
            cli->counts.mended += mended;
            cli_warn(cli, "invalid UTF-8 replaced in %zu place%s", mended, mended == 1 ? "" : "s");
        }
    }
    if (status == RECORD_OK)
        return true;
    cli->place.line = unit->place.line;
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
    output_commit(&cli->output, records);
}

void cli_untouched(struct cli *cli, const struct record *record)
{
    cli->counts.untouched++;
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
    erase_progress(cli);
    if (cli->explain_fd == STDERR_FILENO) {
        write_stderr(buffer_view(line));
        return;
    }
    struct slice rest = buffer_view(line);
    while (rest.size > 0) {
        ssize_t written = write(cli->explain_fd, rest.at, rest.size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            cli_fail(cli, "%s: %s", cli->explain_path, strerror(errno));
        rest = slice_part(rest, (size_t)written, rest.size);
    }
}

/* ---- finish ---- */

static void print_stats(struct cli *cli, json_t *extra)
{
    json_t *stats = json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "tool", cli->tool->name, "records_in",
                              (json_int_t)cli->counts.records_in, "records_out", (json_int_t)cli->output.records,
                              "bytes_in", (json_int_t)input_bytes(cli->input), "bytes_out",
                              (json_int_t)cli->output.bytes, "rejected", (json_int_t)cli->counts.rejected, "untouched",
                              (json_int_t)cli->counts.untouched, "warnings", (json_int_t)cli->counts.warnings, "mended",
                              (json_int_t)cli->counts.mended);
    if (stats && extra)
        json_object_update(stats, extra);
    char *text = stats ? json_dumps(stats, JSON_COMPACT) : NULL;
    if (text) {
        struct buffer line = {0};
        buffer_format(&line, "%s\n", text);
        write_stderr(buffer_view(&line));
        buffer_free(&line);
    }
    free(text);
    json_decref(stats);
}

static void close_side_file(struct cli *cli, int fd, const char *path)
{
    if (fd > STDERR_FILENO && close(fd) != 0)
        cli_error(cli, "%s: %s", path, strerror(errno));
}

int cli_finish_with(struct cli *cli, json_t *extra)
{
    erase_progress(cli);
    output_flush(&cli->output);
    bool keep = !cli->failed && !cli->stopped;
    const char *name = cli->output_path ? cli->output_path : "standard output";
    if (!output_close(&cli->output, keep))
        cli_error(cli, "cannot write to %s: %s", name, strerror(cli->output.error));
    close_side_file(cli, cli->reject_fd, cli->reject_path);
    close_side_file(cli, cli->explain_fd, cli->explain_path);
    if (cli->stats)
        print_stats(cli, extra);
    int status = cli->failed                                  ? STATUS_FAILED
                 : cli->counts.rejected > cli->tolerate       ? STATUS_REJECTED
                 : cli->stopped                               ? STATUS_REJECTED
                                                              : STATUS_DONE;
    input_close(cli->input);
    arena_free(&cli->arena);
    buffer_free(&cli->files0);
    buffer_free(&cli->mended);
    buffer_free(&cli->explain_buffer);
    free(cli->files);
    the_cli = NULL;
    return status;
}

int cli_finish(struct cli *cli)
{
    return cli_finish_with(cli, NULL);
}
