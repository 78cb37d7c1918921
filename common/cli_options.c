#include "cli_private.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "limits.h"

enum { OPTION_HELP = 1, OPTION_VERSION };

const char cli_to_stderr[] = "-";

static int shared_word; /* set by --help and --version */

static size_t shared_options(struct cli *cli, struct option *table)
{
    size_t n = 0;
    unsigned shares = cli->tool->shares;
    if (shares & CLI_KEY)
        table[n++] = (struct option){.letter = 'k',
                                     .name = "key",
                                     .kind = OPTION_STRING,
                                     .target = &cli->key.at,
                                     .argument = "NAME",
                                     .help = "work on the member NAME instead of text"};
    table[n++] = (struct option){.letter = 'o',
                                 .name = "output",
                                 .kind = OPTION_STRING,
                                 .target = &cli->output_path,
                                 .argument = "FILE",
                                 .help = "write to FILE, which appears only when all is done;\n- is standard output"};
    table[n++] = (struct option){.name = "from",
                                 .kind = OPTION_CHOICE,
                                 .target = &cli->from,
                                 .argument = "FORMAT",
                                 .help = "what the input is, instead of telling by its first bytes",
                                 .choices = cli->tool->formats};
    table[n++] = (struct option){.name = "files0-from",
                                 .kind = OPTION_STRING,
                                 .target = &cli->files0_path,
                                 .argument = "FILE",
                                 .help = "read the names of the input files from FILE, each ended by a NUL"};
    if (shares & CLI_JOBS)
        table[n++] = (struct option){.letter = 'j',
                                     .name = "jobs",
                                     .kind = OPTION_COUNT,
                                     .target = &cli->jobs,
                                     .argument = "N",
                                     .help = "work in N threads; the output stays the same",
                                     .least = 1,
                                     .most = LIMIT_JOBS};
    if (shares & CLI_EXPLAIN)
        table[n++] = (struct option){.name = "explain",
                                     .kind = OPTION_STRING,
                                     .target = &cli->explain_path,
                                     .argument = "FILE",
                                     .implied = cli_to_stderr,
                                     .given = &cli->explain,
                                     .help = "say why, as JSON Lines, to FILE or to standard error"};
    table[n++] = (struct option){.name = "reject",
                                 .kind = OPTION_STRING,
                                 .target = &cli->reject_path,
                                 .argument = "FILE",
                                 .help = "put the raw lines that are not usable into FILE"};
    table[n++] = (struct option){
        .name = "strict", .kind = OPTION_FLAG, .target = &cli->strict, .help = "stop at the first unusable line"};
    table[n++] = (struct option){.name = "tolerate",
                                 .kind = OPTION_COUNT,
                                 .target = &cli->tolerate,
                                 .argument = "N",
                                 .help = "exit with 0 if at most N lines are rejected"};
    table[n++] = (struct option){.name = "max-record",
                                 .kind = OPTION_SIZE,
                                 .target = &cli->max_record,
                                 .argument = "SIZE",
                                 .help = "reject lines and pages longer than SIZE (default 512M)",
                                 .least = 1,
                                 .most = 1e15};
    table[n++] = (struct option){.name = "line-buffered",
                                 .kind = OPTION_FLAG,
                                 .target = &cli->line_buffered,
                                 .help = "write each record at once"};
    table[n++] = (struct option){.name = "progress",
                                 .kind = OPTION_FLAG,
                                 .target = &cli->progress,
                                 .help = "show records, bytes, rate and time left on standard error"};
    table[n++] = (struct option){.name = "stats",
                                 .kind = OPTION_STRING,
                                 .target = &cli->stats,
                                 .argument = "json",
                                 .help = "write the run's counts to standard error as JSON",
                                 .implied = "json"};
    table[n++] = (struct option){.letter = 'q',
                                 .name = "quiet",
                                 .kind = OPTION_FLAG,
                                 .target = &cli->quiet,
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

#define NAME_ROOM 32

/* How many letters must be added, taken out, changed or swapped with their neighbour to make the one of the other. */
static size_t letters_apart(struct slice a, const char *b)
{
    size_t rows[3][NAME_ROOM], *before = rows[0], *above = rows[1], *row = rows[2], width = strlen(b) + 1;
    for (size_t j = 0; j < width; j++)
        above[j] = j;
    for (size_t i = 1; i <= a.size; i++) {
        row[0] = i;
        for (size_t j = 1; j < width; j++) {
            bool same = a.at[i - 1] == b[j - 1];
            size_t least = above[j - 1] + !same, one_more = (row[j - 1] < above[j] ? row[j - 1] : above[j]) + 1;
            bool swapped = i > 1 && j > 1 && a.at[i - 1] == b[j - 2] && a.at[i - 2] == b[j - 1];
            least = least < one_more ? least : one_more;
            row[j] = swapped && before[j - 2] + 1 < least ? before[j - 2] + 1 : least;
        }
        size_t *free_row = before;
        before = above;
        above = row;
        row = free_row;
    }
    return above[width - 1];
}

/* What a name that is no option's was most likely meant to be: one that begins so, or is hardly another. */
static const struct option *near_option(const struct table *table, struct slice name)
{
    const struct option *nearest = NULL;
    size_t least = name.size > 4 ? 3 : name.size > 2 ? 2 : 0;
    for (size_t i = 0; name.size < NAME_ROOM && i < table->own_count + table->shared_count; i++) {
        const struct option *option = option_at(table, i);
        if (strlen(option->name) >= NAME_ROOM)
            continue;
        bool begins = name.size > 2 && strncmp(option->name, name.at, name.size) == 0;
        size_t apart = begins ? 0 : letters_apart(name, option->name);
        if (apart < least) {
            least = apart;
            nearest = option;
        }
    }
    return nearest;
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

bool cli_parse_size(const char *text, uint64_t *bytes)
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

static void check_bounds(struct cli *cli, const struct option *option, double value, const char *text)
{
    if (option->most > 0 && (value < option->least || value > option->most))
        cli_usage(cli, "--%s takes a number from %.15g to %.15g, not '%s'", option->name, option->least, option->most,
                  text);
}

/* The least of what a size may be is told as one gives it: 16M. */
static void check_least_size(struct cli *cli, const struct option *option, uint64_t value, const char *text)
{
    double least = option->least;
    size_t letter = 0;
    if ((double)value >= least)
        return;
    for (; letter < 4 && least >= 1024 && (uint64_t)least % 1024 == 0; letter++)
        least /= 1024;
    cli_usage(cli, "--%s takes a size from %.15g%.1s on, not '%s'", option->name, least, &"\0KMGT"[letter], text);
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
    if (!(size ? cli_parse_size(text, &value) : parse_count(text, &value)))
        cli_usage(cli, size ? "--%s takes a size such as 512M, not '%s'" : "--%s takes a whole number, not '%s'",
                  option->name, text);
    if (size)
        check_least_size(cli, option, value, text);
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
    if (!option) {
        const struct option *near = near_option(table, name);
        cli_usage(cli, "no option --%.*s%s%s%s; --help lists them", (int)name.size, name.at, near ? " (--" : "",
                  near ? near->name : "", near ? "?)" : "");
    }
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
    if (cli->files0.size > 0 && !memchr(cli->files0.at, '\0', cli->files0.size) &&
        memchr(cli->files0.at, '\n', cli->files0.size) && access(buffer_terminate(&cli->files0), F_OK) != 0)
        cli_usage(cli, "%s: names files line by line: tr '\\n' '\\0' <%s | %s --files0-from=-", cli->files0_path,
                  is_stdin ? "LIST" : cli->files0_path, cli->tool->name);
    buffer_terminate(&cli->files0);
    for (size_t at = 0; at < cli->files0.size; at += strlen(cli->files0.at + at) + 1)
        if (cli->files0.at[at])
            add_file(cli, &capacity, cli->files0.at + at);
    if (cli->file_count == 0)
        cli_usage(cli, "%s: names no file", cli->files0_path);
}

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
    if (!output_write_all(STDOUT_FILENO, buffer_view(out)) && errno != EPIPE)
        cli_fail(cli, "cannot write to standard output: %s", strerror(errno));
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

void cli_parse(struct cli *cli, int argc, char **argv)
{
    struct table table = {.own = cli->tool->options, .own_count = cli->tool->option_count};
    table.shared_count = shared_options(cli, table.shared);
    parse_words(cli, &table, argc, argv);
    if (shared_word == OPTION_HELP)
        help(cli, &table);
    if (shared_word == OPTION_VERSION)
        version(cli);
    cli->key.size = strlen(cli->key.at);
    if (cli->output_path && strcmp(cli->output_path, "-") == 0)
        cli->output_path = NULL;
    if (cli->stats && strcmp(cli->stats, "json") != 0)
        cli_usage(cli, "--stats takes json, not '%s'", cli->stats);
}
