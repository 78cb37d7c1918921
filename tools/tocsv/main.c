#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "cli.h"
#include "limits.h"
#include "embed.h"
#include "header.h"
#include "schema.h"
#include "sheet.h"
#include "text.h"
#include "view.h"

EMBEDDED(columns)

enum parents { PARENTS_REPEAT, PARENTS_BLANK };
enum nested { NESTED_JOIN, NESTED_JSON };
enum excel { EXCEL_COMMA, EXCEL_SEMICOLON };
enum schema_kind { SCHEMA_SQL, SCHEMA_JSON };

/* What the command line says, as it stands there. */
static struct {
    struct option_list fields, explode, templates;
    const char *delimiter, *header, *join, *fill, *null, *booleans, *name;
    bool name_given, width_given, lines_given;
    bool index, keep_empty, union_of_all, tsv, crlf, bom, table;
    bool schema_given, excel_given, quote_given, formula_given, parents_given;
    int parents, nested, extra, quote, formula, excel, schema;
    uint64_t width, lines;
} given = {
    .join = "; ", .fill = "", .null = "", .booleans = "true,false", .header = "first", .name = "rows", .lines = 4};

static const struct option options[] = {
    {.letter = 'f',
     .name = "fields",
     .kind = OPTION_LIST,
     .target = &given.fields,
     .argument = "LIST",
     .help =
         "columns: paths such as a.b[0].c, .\"odd.key\", * for the rest,\n!path to leave out; path:name gives a name"},
    {.letter = 'e',
     .name = "explode",
     .kind = OPTION_LIST,
     .target = &given.explode,
     .argument = "PATH[:NAME]",
     .help =
         "a row for each element of the array at PATH; its columns\nare called NAME_... instead of by the singular"},
    {.name = "index", .kind = OPTION_FLAG, .target = &given.index, .help = "number the elements of exploded arrays"},
    {.name = "keep-empty",
     .kind = OPTION_FLAG,
     .target = &given.keep_empty,
     .help = "a row also for a record without elements"},
    {.name = "parents",
     .kind = OPTION_CHOICE,
     .target = &given.parents,
     .argument = "HOW",
     .choices = "repeat|blank",
     .given = &given.parents_given,
     .help = "a record's own cells in each of its rows, or in the first"},
    {.name = "join",
     .kind = OPTION_STRING,
     .target = &given.join,
     .argument = "SEP",
     .help = "what stands between the elements of an array in a cell\n(default \"; \")"},
    {.name = "template",
     .kind = OPTION_LIST,
     .target = &given.templates,
     .argument = "[NAME=]FORM",
     .help = "how objects are written into a cell: {type}:{name}"},
    {.name = "nested",
     .kind = OPTION_CHOICE,
     .target = &given.nested,
     .argument = "HOW",
     .choices = "join|json",
     .help = "arrays and objects joined, or as JSON"},
    {.name = "header",
     .kind = OPTION_STRING,
     .target = &given.header,
     .argument = "WHAT",
     .help = "first: write it (default); none; or a FILE whose header\ngives the columns of the rows to append to it"},
    {.name = "extra",
     .kind = OPTION_CHOICE,
     .target = &given.extra,
     .argument = "HOW",
     .choices = "drop|error|json",
     .help = "what to do with members that no column takes"},
    {.name = "union",
     .kind = OPTION_FLAG,
     .target = &given.union_of_all,
     .help = "read the files twice: columns from all records"},
    {.name = "fill", .kind = OPTION_STRING, .target = &given.fill, .argument = "TEXT", .help = "for what is not there"},
    {.name = "null", .kind = OPTION_STRING, .target = &given.null, .argument = "TEXT", .help = "for null"},
    {.name = "bool",
     .kind = OPTION_STRING,
     .target = &given.booleans,
     .argument = "TRUE,FALSE",
     .help = "for true and false"},
    {.letter = 'd',
     .name = "delimiter",
     .kind = OPTION_STRING,
     .target = &given.delimiter,
     .argument = "CHAR",
     .help = "between cells, in place of a comma; \\t is a tab"},
    {.letter = 't',
     .name = "tsv",
     .kind = OPTION_FLAG,
     .target = &given.tsv,
     .help = "tabs between cells, \\t \\n \\r \\\\ inside, no quotes"},
    {.name = "quote",
     .kind = OPTION_CHOICE,
     .target = &given.quote,
     .argument = "WHICH",
     .choices = "minimal|all|strings|none",
     .given = &given.quote_given,
     .help = "which cells stand in quotes"},
    {.name = "crlf", .kind = OPTION_FLAG, .target = &given.crlf, .help = "end rows with CR LF"},
    {.name = "bom", .kind = OPTION_FLAG, .target = &given.bom, .help = "begin with a byte order mark"},
    {.name = "excel",
     .kind = OPTION_CHOICE,
     .target = &given.excel,
     .argument = "DELIMITER",
     .choices = "comma|semicolon",
     .implied = "comma",
     .given = &given.excel_given,
     .help = "--bom --crlf --formula=quote and this delimiter"},
    {.name = "formula",
     .kind = OPTION_CHOICE,
     .target = &given.formula,
     .argument = "HOW",
     .choices = "off|error|quote|tab",
     .given = &given.formula_given,
     .help = "text that a spreadsheet would run: let it pass, reject\nthe record, or put ' or a tab before it"},
    {.name = "schema",
     .kind = OPTION_CHOICE,
     .target = &given.schema,
     .argument = "KIND",
     .choices = "sql|json",
     .implied = "sql",
     .given = &given.schema_given,
     .help = "write no rows, but CREATE TABLE and .import for sqlite3,\nor a JSON table schema"},
    {.name = "name",
     .kind = OPTION_STRING,
     .target = &given.name,
     .given = &given.name_given,
     .argument = "NAME",
     .help = "the table of --schema; its rows are in NAME.csv"},
    {.name = "table", .kind = OPTION_FLAG, .target = &given.table, .help = "aligned columns for the terminal"},
    {.name = "width",
     .kind = OPTION_COUNT,
     .target = &given.width,
     .given = &given.width_given,
     .argument = "N",
     .help = "the width of --table (default the terminal's, or 100)",
     .least = 10,
     .most = 10000},
    {.name = "lines",
     .kind = OPTION_COUNT,
     .target = &given.lines,
     .given = &given.lines_given,
     .argument = "N",
     .help = "lines of a cell that --table shows; 0 for all (default 4)"},
};

static const struct tool tool = {
    .name = "tocsv",
    .summary = "write JSON Lines as CSV, TSV or a table for the terminal",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .shares = CLI_COLUMN,
    .formats = "jsonl|csv",
    .epilogue = "examples:\n"
                "  tocsv articles.jsonl >articles.csv\n"
                "  tocsv -f id,date,place.name:place,tags *.jsonl\n"
                "  tocsv --explode events sentences.jsonl >events.csv\n"
                "  tocsv --table -f 'id,text' sentences.jsonl | head",
};

/* One run: what reads, decides and writes. */
struct run_state {
    struct cli cli;
    struct plan plan;
    struct sheet sheet;
    struct sheet_settings settings;
    struct names header;
    struct schema schema;
    struct view view;
    struct record record;
    struct buffer rows;  /* of one record, on their way to the view */
    uint64_t empty;      /* records without members that came before the columns were known */
    uint64_t excel_rows; /* written so far, where a spreadsheet is going to read them */
    size_t row_start;    /* of the next row, in the output's buffer */
    bool said_dropped, said_ambiguous, said_long, said_many;
};

/* ---- options ---- */

static char delimiter_of(struct cli *cli)
{
    const char *text = given.delimiter;
    char byte = given.excel_given && given.excel == EXCEL_SEMICOLON ? ';' : given.tsv ? '\t' : ',';
    if (!text)
        return byte;
    byte = strcmp(text, "\\t") == 0 ? '\t' : text[0];
    if ((text[0] == '\0' || text[1] != '\0') && strcmp(text, "\\t") != 0)
        cli_usage(cli, "-d takes one character, not '%s'", text);
    if (!csv_delimiter_fits(byte))
        cli_usage(cli, "-d '%s' could not be told from what stands in cells", text);
    return byte;
}

static struct slice checked_text(struct cli *cli, const char *option, const char *text)
{
    struct slice slice = slice_of(text);
    if (text_valid(slice) < slice.size)
        cli_usage(cli, "--%s is not UTF-8", option);
    return slice;
}

static void check_options(struct cli *cli)
{
    bool shape = given.tsv || given.quote_given || given.delimiter || given.crlf || given.bom || given.excel_given;
    if (given.table && (shape || given.schema_given))
        cli_usage(cli, "--table is for people: it takes no option about CSV, nor --schema");
    if (given.tsv && (given.quote_given || given.excel_given || given.delimiter))
        cli_usage(cli, "--tsv has no quotes, and tabs as delimiters: it takes no --quote, --excel or -d");
    if (given.tsv && given.schema_given && given.schema == SCHEMA_SQL)
        cli_usage(cli, "--schema=sql is for CSV: sqlite3 does not read the escapes of --tsv");
    if (given.index && given.explode.count == 0)
        cli_usage(cli, "--index numbers the elements of --explode");
    if ((given.keep_empty || given.parents_given) && given.explode.count == 0)
        cli_usage(cli, "--keep-empty and --parents say what --explode does");
    if (given.name_given && !given.schema_given)
        cli_usage(cli, "--name calls the table of --schema");
    if ((given.width_given || given.lines_given) && !given.table)
        cli_usage(cli, "--width and --lines say how --table looks");
    for (const char *at = given.name; *at; at++)
        if (*at == '"' || *at == '\'' || *at == '\\' || (unsigned char)*at < ' ')
            cli_usage(cli, "--name '%s' has a quote, backslash or control character", given.name);
}

static void set_booleans(struct cli *cli, struct dialect *dialect)
{
    struct slice rest = checked_text(cli, "bool", given.booleans);
    if (!slice_field(&rest, ',', &dialect->true_text) || !slice_field(&rest, ',', &dialect->false_text) || rest.at ||
        slice_equal(dialect->true_text, dialect->false_text))
        cli_usage(cli, "--bool takes two different words with a comma between, not '%s'", given.booleans);
}

static struct dialect dialect_of_options(struct cli *cli)
{
    struct dialect dialect = {
        .delimiter = delimiter_of(cli), .quoting = (enum quoting)given.quote, .escapes = given.tsv};
    static const enum formula formulas[] = {FORMULA_OFF, FORMULA_ERROR, FORMULA_QUOTE, FORMULA_TAB};
    dialect.formula = given.excel_given && !given.formula_given ? FORMULA_QUOTE : formulas[given.formula];
    dialect.line_end = given.crlf || given.excel_given ? SLICE("\r\n") : SLICE("\n");
    dialect.fill = checked_text(cli, "fill", given.fill);
    dialect.null_text = checked_text(cli, "null", given.null);
    set_booleans(cli, &dialect);
    if (given.table)
        dialect.quoting = QUOTE_ALL; /* as the view wants them */
    return dialect;
}

static bool header_is(const char *word)
{
    return strcmp(given.header, word) == 0;
}

static void start_plan(struct run_state *run)
{
    struct dialect *dialect = &run->settings.dialect;
    bool file = !header_is("first") && !header_is("none");
    const char *what;
    if (file && !header_read(&run->header, given.header, dialect->delimiter, dialect->escapes, &what))
        cli_usage(&run->cli, "--header: %s: %s", given.header, what);
    struct plan_options plan = {
        .fields = given.fields.values,
        .field_count = given.fields.count,
        .explode = given.explode.values,
        .explode_count = given.explode.count,
        .forms = given.templates.values,
        .form_count = given.templates.count,
        .header = file ? &run->header : NULL,
        .rules = embedded_columns(),
        .extra = (enum extra)given.extra,
        .index = given.index,
    };
    if (!plan_start(&run->plan, &plan))
        cli_usage(&run->cli, "%s", plan_message(&run->plan));
}

/* ---- the table for a terminal ---- */

static size_t screen_width(void)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    if (given.width > 0)
        return given.width;
    if ((ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 || ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0) &&
        size.ws_col >= 10)
        return size.ws_col;
    int width = columns ? atoi(columns) : 0;
    return width >= 10 && width <= 10000 ? (size_t)width : 100;
}

static void start_view(struct run_state *run)
{
    struct slice *names = memory_zeroed(run->plan.count, sizeof *names);
    const char *no_colour = getenv("NO_COLOR");
    struct view_settings settings = {
        .width = screen_width(),
        .lines = given.lines,
        .sample = run->cli.line_buffered ? 1 : 200,
        .colour = isatty(STDOUT_FILENO) && !run->cli.output_path && !(no_colour && *no_colour),
    };
    for (size_t i = 0; i < run->plan.count; i++)
        names[i] = run->plan.columns[i].name;
    view_start(&run->view, names, run->plan.count, &settings);
    free(names);
}

static void say_hidden(struct run_state *run)
{
    const struct view *view = &run->view;
    size_t hidden = view->count - view->shown;
    struct place place = run->cli.place;
    if (hidden == 0)
        return;
    run->cli.place = (struct place){0};
    cli_warn(&run->cli, "%zu column%s not shown, from '%.*s' on: choose with -f, or give --width", hidden,
             hidden == 1 ? " is" : "s are", (int)run->plan.columns[view->shown].name.size,
             run->plan.columns[view->shown].name.at);
    run->cli.place = place;
}

/* ---- rows ---- */

/* Is there a cell longer than a spreadsheet takes? Counted in UTF-16 units, as it does. */
static bool has_long_cell(struct slice row, char delimiter)
{
    size_t units = 0, longest = 0;
    bool quoted = false;
    for (size_t i = 0; i < row.size; i++) {
        unsigned char byte = (unsigned char)row.at[i];
        quoted ^= byte == '"';
        units += (byte & 0xC0) != 0x80 && byte != '"' ? 1 + (byte >= 0xF0) : 0;
        if (!quoted && (row.at[i] == delimiter || byte == '\r' || byte == '\n'))
            units = 0;
        longest = units > longest ? units : longest;
    }
    return longest > LIMIT_SPREADSHEET_CELL;
}

/* What a spreadsheet would leave out without a word. */
static void check_excel(struct run_state *run, const struct buffer *out)
{
    size_t start = run->row_start < out->size ? run->row_start : 0;
    run->excel_rows++;
    if (!run->said_many && run->excel_rows == LIMIT_SPREADSHEET_ROWS) {
        run->said_many = true;
        cli_warn(&run->cli, "more than %d rows, which is all that Excel reads", LIMIT_SPREADSHEET_ROWS - 1);
    }
    if (!run->said_long && out->size - start > LIMIT_SPREADSHEET_CELL &&
        has_long_cell((struct slice){out->at + start, out->size - start}, run->settings.dialect.delimiter)) {
        run->said_long = true;
        cli_warn(&run->cli, "a cell of more than %d characters, which is all that Excel reads (said once)",
                 LIMIT_SPREADSHEET_CELL);
    }
}

static void after_row(void *argument)
{
    struct run_state *run = argument;
    struct buffer *out = &run->cli.output.buffer;
    if (given.excel_given)
        check_excel(run, out);
    if (run->cli.output.each || out->size >= (256 << 10))
        output_commit(&run->cli.output, 0);
    run->row_start = out->size;
}

static void write_header(struct run_state *run)
{
    if (given.table) {
        start_view(run);
        return;
    }
    bool appends = !header_is("first") && !header_is("none");
    if ((given.bom || given.excel_given) && !appends)
        buffer_text(&run->cli.output.buffer, "\xEF\xBB\xBF");
    if (header_is("first") && !sheet_header(&run->sheet, &run->cli.output.buffer))
        cli_usage(&run->cli, "the name of column '%.*s': %s", (int)run->sheet.trouble.column.size,
                  run->sheet.trouble.column.at, run->sheet.trouble.what);
    cli_written(&run->cli, 0);
}

/* The columns are known from here on. */
static void begin_rows(struct run_state *run)
{
    struct cli *cli = &run->cli;
    cli->place = (struct place){0};
    if (!plan_settle(&run->plan)) {
        if (run->plan.over_limit)
            cli_fail(cli, "%s", plan_message(&run->plan));
        cli_usage(cli, "%s", plan_message(&run->plan));
    }
    if (given.schema_given) {
        schema_start(&run->schema, run->plan.count);
        run->settings.observe = schema_observe;
        run->settings.observe_argument = &run->schema;
    } else if (!given.table) {
        run->settings.after_row = after_row;
        run->settings.after_row_argument = run;
    }
    run->record.lists_objects = plan_enters_objects(&run->plan);
    if (!sheet_start(&run->sheet, &run->plan, &run->settings))
        cli_usage(cli, "--fill, --null and --bool need quotes, which --quote=none forbids");
    if (!given.schema_given)
        write_header(run);
}

static void say_once(struct run_state *run)
{
    if (run->sheet.dropped.at && !run->said_dropped) {
        run->said_dropped = true;
        cli_warn(&run->cli, "member '%.*s' has no column: columns are as of the %s", (int)run->sheet.dropped.size,
                 run->sheet.dropped.at,
                 run->plan.options.header ? "header (see --extra)" : "first record (see --union, --extra)");
    }
    if (run->sheet.join.ambiguous > 0 && !run->said_ambiguous) {
        run->said_ambiguous = true;
        cli_warn(&run->cli, "an element of an array holds the separator '%s' (see --join, --nested=json)", given.join);
    }
}

static void reject(struct run_state *run)
{
    const struct trouble *trouble = &run->sheet.trouble;
    if (trouble->value.at)
        cli_blame(&run->cli, trouble->value.at);
    cli_reject(&run->cli, "'%.*s': %s", (int)trouble->column.size, trouble->column.at, trouble->what);
}

static void write_record(struct run_state *run, const struct record *record)
{
    struct buffer *out = given.table ? &run->rows : &run->cli.output.buffer;
    if (!sheet_record(&run->sheet, record, out)) {
        reject(run);
        return;
    }
    say_once(run);
    if (given.schema_given)
        return;
    if (given.table) {
        bool fixed = run->view.fixed;
        view_rows(&run->view, buffer_view(&run->rows), &run->cli.output.buffer);
        buffer_clear(&run->rows);
        if (!fixed && run->view.fixed)
            say_hidden(run);
    }
    cli_written(&run->cli, run->sheet.rows);
    run->row_start = out->size;
}

/* The rows of records without members, once there are columns. */
static void write_empty(struct run_state *run)
{
    struct record record = {0};
    struct record_error error;
    record_scan(&record, SLICE("{}"), &error);
    for (; run->empty > 0; run->empty--)
        write_record(run, &record);
    record_free(&record);
}

/* A record before the columns are known: they wait for the first that has members, and may wait for the first element
 * of an exploded array. */
static bool first_record(struct run_state *run, const struct record *record)
{
    if (record->count == 0 && !given.union_of_all && plan_depends(&run->plan)) {
        run->empty++;
        return false;
    }
    if (!given.union_of_all && !plan_collect(&run->plan, record, false) && !given.keep_empty)
        return false;
    struct place place = run->cli.place;
    begin_rows(run);
    write_empty(run);
    run->cli.place = place;
    return true;
}

/* ---- --union ---- */

static _Noreturn void refuse_pipe(struct run_state *run, const char *name)
{
    cli_usage(&run->cli, "%s: --union reads everything twice, which a pipe cannot: put it into a file first", name);
}

static void survey(struct run_state *run)
{
    struct input_options settings = {.from = (enum format)run->cli.from, .max_record = run->cli.max_record};
    off_t start = lseek(STDIN_FILENO, 0, SEEK_CUR);
    bool from_stdin = run->cli.file_count == 0;
    for (size_t i = 0; i < run->cli.file_count; i++) {
        struct stat status;
        bool is_stdin = strcmp(run->cli.files[i], "-") == 0;
        if (!is_stdin && stat(run->cli.files[i], &status) == 0 && S_ISFIFO(status.st_mode))
            refuse_pipe(run, run->cli.files[i]);
        from_stdin |= is_stdin;
    }
    if (from_stdin && start < 0)
        refuse_pipe(run, "<stdin>");
    struct input *input = input_open(&settings, run->cli.files, run->cli.file_count);
    struct unit unit;
    struct record record = {0};
    struct record_error error;
    struct buffer mended = {0};
    enum input_status status;
    /* What cannot be read is reported by the second reading. */
    while ((status = input_next(input, &unit)) != INPUT_END && status != INPUT_WRONG) {
        if (status != INPUT_UNIT)
            continue;
        enum record_status scanned = record_scan(&record, unit.bytes, &error);
        if (scanned == RECORD_NOT_UTF8) {
            buffer_clear(&mended);
            text_mend(&mended, unit.bytes);
            scanned = record_scan(&record, buffer_view(&mended), &error);
        }
        if (scanned == RECORD_OK)
            plan_collect(&run->plan, &record, true);
    }
    record_free(&record);
    buffer_free(&mended);
    input_close(input);
    if (from_stdin && lseek(STDIN_FILENO, start, SEEK_SET) < 0)
        cli_fail(&run->cli, "standard input cannot be read a second time");
}

/* ---- end ---- */

static void write_schema(struct run_state *run)
{
    struct schema_table table = {slice_of(given.name), &run->settings.dialect, header_is("first")};
    (given.schema == SCHEMA_SQL ? schema_sql : schema_json)(&run->cli.output.buffer, &run->schema, &run->plan, &table);
    cli_written(&run->cli, 0);
}

/* A name that stands in no record is most likely mistyped. */
static void say_unmet(struct run_state *run)
{
    struct slice name = plan_unmet(&run->plan);
    run->cli.place = (struct place){0};
    if (name.at && !run->plan.options.header)
        cli_warn(&run->cli, "no record has a member '%.*s'", (int)name.size, name.at);
}

static void finish(struct run_state *run)
{
    /* Without a record there are columns only if the user named them. */
    if (!run->plan.settled && (run->plan.item_count > 0 || run->empty > 0)) {
        run->cli.place = (struct place){0};
        if (given.explode.count > 0 && run->plan.item_count > 0 && run->cli.counts.records_in > 0)
            cli_warn(&run->cli, "no record has an element of '%s'", given.explode.values[0]);
        begin_rows(run);
        write_empty(run);
    }
    if (run->plan.settled && given.schema_given)
        write_schema(run);
    if (run->plan.settled && given.table) {
        bool fixed = run->view.fixed;
        view_finish(&run->view, &run->cli.output.buffer);
        if (!fixed)
            say_hidden(run);
        cli_written(&run->cli, 0);
        view_free(&run->view);
    }
    if (run->plan.settled)
        say_unmet(run);
    schema_free(&run->schema);
    if (run->plan.settled)
        sheet_free(&run->sheet);
    plan_free(&run->plan);
    names_free(&run->header);
    buffer_free(&run->rows);
}

int main(int argc, char **argv)
{
    static struct run_state run;
    cli_start(&run.cli, &tool, argc, argv);
    check_options(&run.cli);
    run.settings = (struct sheet_settings){
        .dialect = dialect_of_options(&run.cli),
        .separator = checked_text(&run.cli, "join", given.join),
        .nested_json = given.nested == NESTED_JSON,
        .keep_empty = given.keep_empty,
        .blank_parents = given.parents == PARENTS_BLANK,
    };
    start_plan(&run);
    if (given.union_of_all)
        survey(&run);
    while (cli_next_record(&run.cli, &run.record))
        if (run.plan.settled || first_record(&run, &run.record))
            write_record(&run, &run.record);
    record_free(&run.record);
    finish(&run);
    free(given.fields.values);
    free(given.explode.values);
    free(given.templates.values);
    return cli_finish(&run.cli);
}
