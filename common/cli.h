/* cli: what the five tools share on the command line, from options to exit status.
 *
 * Always holds: one table of options drives parsing, --help and the tests; diagnostics are one line,
 * `tool: file:line: what is wrong`, written at once, control bytes replaced; only this room and a tool's main print
 * or exit. A tool's main reads:
 *
 *     struct cli cli;
 *     cli_start(&cli, &tool, argc, argv);           // parses; --help, --version and usage errors end here
 *     while (cli_next_record(&cli, &record)) {      // or cli_next(&cli, &unit)
 *         ...append to cli.output.buffer...
 *         cli_written(&cli, 1);
 *     }
 *     return cli_finish(&cli);
 */
#ifndef BROADSHEET_CLI_H
#define BROADSHEET_CLI_H

#include "input.h"
#include "output.h"
#include "record.h"

#define BROADSHEET_VERSION "0.1.0"

enum exit_status { STATUS_DONE = 0, STATUS_REJECTED = 1, STATUS_USAGE = 2, STATUS_FAILED = 3 };

enum option_kind {
    OPTION_FLAG,   /* bool *: set to true */
    OPTION_CLEAR,  /* bool *: set to false */
    OPTION_STRING, /* const char ** */
    OPTION_LIST,   /* struct option_list *: may be given several times */
    OPTION_COUNT,  /* uint64_t *: a whole number */
    OPTION_SIZE,   /* uint64_t *: bytes, with K, M, G or T as powers of 1024 */
    OPTION_NUMBER, /* double * */
    OPTION_CHOICE, /* int *: the index of the word in `choices` */
};

struct option_list {
    const char **values;
    size_t count, capacity;
};

struct option {
    char letter;      /* 0: no short form */
    const char *name; /* long form without dashes */
    enum option_kind kind;
    void *target;
    const char *argument; /* name of the argument in --help; NULL for flags */
    const char *help;     /* one or more lines, without a full stop */
    const char *choices;  /* OPTION_CHOICE: "all|minimal|none" */
    const char *implied;  /* the argument may be left out (--name alone, --name=ARG otherwise) and then is this */
    double least, most;   /* bounds for COUNT, SIZE and NUMBER when most > 0 */
    bool *given;          /* set to true when the option stands on the command line; NULL for none */
};

/* Which of the shared options a tool has besides those that all have. */
enum cli_shares {
    CLI_KEY = 1 << 0,     /* -k, --key NAME: the member that holds the text */
    CLI_EXPLAIN = 1 << 1, /* --explain[=FILE] */
    CLI_JOBS = 1 << 2,    /* -j, --jobs N */
    CLI_COLUMN = 1 << 3,  /* messages say file:line:column where a byte of the line is to blame */
};

struct tool {
    const char *name;
    const char *summary;  /* one line for --help: "take the article out of a page" */
    const char *operands; /* usage line behind the name: "[OPTION]... [FILE]..." */
    const char *epilogue; /* examples at the end of --help */
    const struct option *options;
    size_t option_count;
    unsigned shares;            /* enum cli_shares */
    const char *formats;        /* words that --from takes: "jsonl|csv" */
    struct input_options input; /* text, html, warc as the tool takes them */
};

struct counts {
    uint64_t records_in, records_out, rejected, untouched, warnings, mended, files_bad;
};

struct cli {
    const struct tool *tool;
    struct input *input;
    struct output output;
    struct counts counts;
    struct arena arena; /* reset before each record */

    /* the shared options, as given */
    const char *output_path, *reject_path, *explain_path, *files0_path, *stats;
    struct slice key; /* "text" unless -k */
    bool strict, quiet, progress, line_buffered, explain;
    uint64_t tolerate, max_record, jobs, read_size;
    int from; /* enum format */
    char **files;
    size_t file_count;

    /* For a tool that holds records back to work on several at once: set after cli_start, called before a read that
     * would block, so that what is known goes out. May append to output.buffer; must not read. */
    void (*before_wait)(void *);
    void *before_wait_argument;

    const char *wanted; /* what untouched records lack; NULL: the string member `key` */

    /* private to cli.c */
    struct place place;
    struct slice raw, raw_end; /* of the present unit: its bytes, its line end */
    int reject_fd, explain_fd;
    bool explain_colour, failed, stopped;
    struct buffer files0, mended, explain_buffer;
    struct buffer longest; /* of the first untouched record: the name of its longest string of several words, quoted */
    uint64_t mended_records;
    bool commas; /* the first line that was rejected looks like CSV */
    int64_t progress_last;
    bool progress_shown;
};

/* Parses the command line and opens input and output; the tool's options are set. Ends the process on --help,
 * --version (0) and usage errors (2). */
void cli_start(struct cli *cli, const struct tool *tool, int argc, char **argv);

/* The next unit of input; reports unusable input on the way and goes on. False at the end, when the reader of the
 * output has gone, or when --strict stops. */
bool cli_next(struct cli *cli, struct unit *unit);
/* The same for tools that take records only: scans the line, mends and counts bad UTF-8, rejects what is no record. */
bool cli_next_record(struct cli *cli, struct record *record);
/* Scans a unit of FORMAT_JSONL as a record, as cli_next_record does. False if it was rejected: take the next. */
bool cli_scan(struct cli *cli, const struct unit *unit, struct record *record);

/* What follows is about this unit, which was read earlier. */
void cli_turn_to(struct cli *cli, const struct unit *unit);

/* Something was appended to output.buffer: `records` whole records. */
void cli_written(struct cli *cli, uint64_t records);
/* Counts a record without the string member to work on. If no record of a run has it, cli_finish warns of that. */
void cli_lacks_text(struct cli *cli, const struct record *record);
/* The same, and passes the record on as it came. */
void cli_untouched(struct cli *cli, const struct record *record);

/* One line on stderr with the present unit's place. The raw unit goes to --reject, it counts as rejected; with
 * --strict no further unit is read. */
void cli_reject(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* With CLI_COLUMN: the next messages about this unit blame the byte at `at`, if it is one of its own. */
void cli_blame(struct cli *cli, const char *at);
/* Warnings are silenced by -q and do not change the exit status. With the present place. */
void cli_warn(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* An error without a place; does not end the tool, but its status becomes 3. */
void cli_error(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Wrong configuration found after parsing: prints, removes the unfinished output, ends with status 2. */
void cli_usage(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3), noreturn));
/* Input or output failed, or a limit was met: prints, removes the unfinished output, ends with status 3. */
void cli_fail(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3), noreturn));

/* Writes one line of --explain: `json` is a whole object. On a terminal `readable` (may be absent) is shown instead. */
void cli_explain(struct cli *cli, struct slice json, struct slice readable);

/* Flushes, checks and closes everything, prints --stats, returns the exit status. `extra` (NULL for none) is a
 * jansson object with counts of the tool's own for --stats; it is not released here. */
struct json_t;
int cli_finish_with(struct cli *cli, struct json_t *extra);
int cli_finish(struct cli *cli);

#endif
