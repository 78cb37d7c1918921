#include "rows.h"

#include <csv.h>
#include <stdlib.h>

/* A row that is done, as offsets into `json` or, if it is bad, into `raw`. */
struct done {
    size_t start, end;
    uint64_t line;
    const char *wrong, *note;
};

struct rows {
    struct csv_parser parser;
    struct buffer names; /* `"name":` one behind the other */
    size_t *name_ends, name_count, name_capacity;
    struct buffer header;  /* the line to know it by when it comes again, without line end; empty if it is not kept */
    struct buffer doubled; /* the note on its names */
    bool header_done, finished, mark_noted;
    struct buffer json, raw; /* rows done and under way; lines of the row under way, and of bad ones */
    size_t json_start, raw_start, field;
    struct done *done;
    size_t done_count, done_capacity, done_next;
    uint64_t line, row_line; /* of the next line; of the row under way */
    char delimiter;          /* 0 before the header's first line */
    bool quoted;             /* the row under way ends in an open quoted field */
};

static int no_space(unsigned char byte)
{
    (void)byte;
    return 0; /* by default libcsv trims unquoted fields */
}

/* Not libcsv's strict mode: it refuses 37.8"N in a field without quotes, which can mean one thing only and is what
 * other readers take. What libcsv would silently repair without it is refused by quotes_are_right. */
static void start_parser(struct rows *rows)
{
    csv_init(&rows->parser, 0); /* fails only without a parser */
    csv_set_space_func(&rows->parser, no_space);
    if (rows->delimiter)
        csv_set_delim(&rows->parser, (unsigned char)rows->delimiter);
}

struct rows *rows_open(uint64_t first_line)
{
    struct rows *rows = memory_zeroed(1, sizeof *rows);
    start_parser(rows);
    rows->line = rows->row_line = first_line;
    return rows;
}

static void add_name(struct rows *rows, struct slice name)
{
    buffer_json(&rows->names, name);
    buffer_byte(&rows->names, ':');
    rows->name_ends = memory_grow(rows->name_ends, &rows->name_capacity, rows->name_count + 1, sizeof(size_t));
    rows->name_ends[rows->name_count++] = rows->names.size;
}

static void take_field(void *bytes, size_t size, void *argument)
{
    struct rows *rows = argument;
    struct slice field = {bytes ? bytes : "", size};
    if (!rows->header_done) {
        add_name(rows, field);
        return;
    }
    if (rows->field < rows->name_count) {
        size_t start = rows->field ? rows->name_ends[rows->field - 1] : 0;
        buffer_byte(&rows->json, rows->field ? ',' : '{');
        buffer_add(&rows->json, rows->names.at + start, rows->name_ends[rows->field] - start);
        buffer_json(&rows->json, field);
    }
    rows->field++;
}

static struct done *add_done(struct rows *rows)
{
    rows->done = memory_grow(rows->done, &rows->done_capacity, rows->done_count + 1, sizeof *rows->done);
    struct done *done = &rows->done[rows->done_count++];
    *done = (struct done){.line = rows->row_line};
    return done;
}

/* Ends the row under way, good or bad. */
static void end_row(struct rows *rows, const char *wrong)
{
    struct done *done = add_done(rows);
    done->wrong = wrong;
    if (wrong) {
        rows->json.size = rows->json_start;
        done->start = rows->raw_start;
        done->end = rows->raw.size;
    } else {
        buffer_byte(&rows->json, '}');
        done->start = rows->json_start;
        done->end = rows->json.size;
        rows->raw.size = rows->raw_start;
    }
    rows->json_start = rows->json.size;
    rows->raw_start = rows->raw.size;
    rows->row_line = rows->line;
    rows->field = 0;
}

struct name {
    struct slice text; /* as JSON writes it, in its quotes */
    size_t column;     /* from 1 */
};

static int compare_names(const void *a, const void *b)
{
    const struct name *one = a, *other = b;
    size_t shorter = one->text.size < other->text.size ? one->text.size : other->text.size;
    int order = memcmp(one->text.at, other->text.at, shorter);
    if (order == 0 && one->text.size != other->text.size)
        order = one->text.size < other->text.size ? -1 : 1;
    return order ? order : one->column < other->column ? -1 : 1;
}

/* The names of the header in order, those that are the same beside each other. */
static struct name *sorted_names(const struct rows *rows)
{
    struct name *names = memory_zeroed(rows->name_count + 1, sizeof *names);
    size_t start = 0;
    for (size_t i = 0; i < rows->name_count; i++) {
        names[i] = (struct name){slice_part(buffer_view(&rows->names), start, rows->name_ends[i] - 1), i + 1};
        start = rows->name_ends[i];
    }
    qsort(names, rows->name_count, sizeof *names, compare_names);
    return names;
}

/* Where the names that are the same as the one at `first` end. */
static size_t same_end(const struct rows *rows, const struct name *names, size_t first)
{
    size_t end = first + 1;
    while (end < rows->name_count && slice_equal(names[end].text, names[first].text))
        end++;
    return end;
}

/* Of columns with one name only the last counts: the others would be lost unsaid. The note is about those of them that
 * begin leftmost. */
static void note_doubled(struct rows *rows)
{
    struct name *names = sorted_names(rows);
    struct buffer *note = &rows->doubled;
    size_t found = 0, doubled = 0;
    for (size_t i = 0, next; i < rows->name_count; i = next) {
        next = same_end(rows, names, i);
        if (next == i + 1)
            continue;
        if (doubled++ == 0 || names[i].column < names[found].column)
            found = i;
    }
    if (doubled > 0) {
        size_t same = same_end(rows, names, found) - found;
        size_t first = names[found].column, last = names[found + same - 1].column;
        buffer_format(note, "%.*s is the name of ", (int)names[found].text.size, names[found].text.at);
        if (same == 2)
            buffer_format(note, "columns %zu and %zu: column %zu counts", first, last, last);
        else
            buffer_format(note, "%zu columns from %zu to %zu: column %zu counts", same, first, last, last);
        if (doubled > 1)
            buffer_format(note, "; so it is with %zu more name%s", doubled - 1, doubled > 2 ? "s" : "");
        add_done(rows)->note = buffer_terminate(note);
    }
    free(names);
}

/* A header of one name may well be a word of the column, too; one of several lines is not looked for. */
static void keep_header(struct rows *rows)
{
    struct slice lines = slice_part(buffer_view(&rows->raw), rows->raw_start, rows->raw.size), line;
    if (rows->name_count > 1 && slice_line(&lines, &line) && lines.size == 0)
        buffer_slice(&rows->header, line);
}

static void take_row(int end, void *argument)
{
    struct rows *rows = argument;
    (void)end;
    if (!rows->header_done) {
        rows->header_done = true;
        note_doubled(rows);
        keep_header(rows);
        rows->raw.size = rows->raw_start;
        rows->row_line = rows->line;
        return;
    }
    end_row(rows, rows->field > rows->name_count ? "more fields than the header has names" : NULL);
}

/* Forgets the rows that were taken, keeps the one under way. */
static void forget_taken(struct rows *rows)
{
    if (rows->done_next < rows->done_count || rows->done_count == 0)
        return;
    memmove(rows->json.at ? rows->json.at : "", buffer_view(&rows->json).at + rows->json_start,
            rows->json.size - rows->json_start);
    rows->json.size -= rows->json_start;
    memmove(rows->raw.at ? rows->raw.at : "", buffer_view(&rows->raw).at + rows->raw_start,
            rows->raw.size - rows->raw_start);
    rows->raw.size -= rows->raw_start;
    rows->json_start = rows->raw_start = 0;
    rows->done_count = rows->done_next = 0;
}

static void break_row(struct rows *rows, const char *wrong)
{
    csv_free(&rows->parser);
    start_parser(rows);
    rows->quoted = false;
    end_row(rows, wrong);
}

bool rows_skip(struct rows *rows, struct slice piece)
{
    bool whole = piece.size > 0 && piece.at[piece.size - 1] == '\n';
    for (size_t i = 0; i < piece.size; i++)
        rows->quoted ^= piece.at[i] == '"';
    rows->line += whole;
    if (!whole || rows->quoted)
        return true;
    rows->row_line = rows->line;
    return false;
}

bool rows_give_up(struct rows *rows, struct slice piece, const char *wrong)
{
    buffer_slice(&rows->raw, piece);
    bool goes_on = rows_skip(rows, piece), quoted = rows->quoted;
    break_row(rows, wrong);
    rows->quoted = quoted;
    return goes_on;
}

bool rows_has_header(const struct rows *rows)
{
    return rows->header_done;
}

/* Behind the closing quote of a field, or the line's end if that is open; `at` is in the field. */
static const char *behind_quoted(struct rows *rows, const char *at, const char *end)
{
    rows->quoted = true;
    while ((at = memchr(at, '"', (size_t)(end - at))) != NULL) {
        at++;
        if (at == end || *at != '"') {
            rows->quoted = false;
            return at;
        }
        at++;
    }
    return end;
}

/* Does every field that begins with a quote end with one? */
static bool quotes_are_right(struct rows *rows, struct slice line)
{
    const char *at = line.at, *end = line.at + line.size;
    bool inside = rows->quoted;
    while (at < end) {
        if (inside || *at == '"') {
            at = behind_quoted(rows, inside ? at : at + 1, end);
            if (at < end && *at != rows->delimiter && *at != '\r' && *at != '\n')
                return false;
            inside = false;
        }
        while (at < end && *at != rows->delimiter && *at != '\r')
            at++;
        at += at < end;
    }
    return true;
}

/* Spreadsheets of half the world write semicolons or tabs for commas. The header tells, if it has no comma. */
static void find_delimiter(struct rows *rows, struct slice line)
{
    bool quoted = false, semicolon = false, tab = false;
    rows->delimiter = ',';
    for (size_t i = 0; i < line.size; i++) {
        quoted ^= line.at[i] == '"';
        if (line.at[i] == ',' && !quoted)
            return;
        semicolon |= line.at[i] == ';' && !quoted;
        tab |= line.at[i] == '\t' && !quoted;
    }
    if (semicolon == tab)
        return;
    rows->delimiter = tab ? '\t' : ';';
    csv_set_delim(&rows->parser, (unsigned char)rows->delimiter);
    add_done(rows)->note =
        tab ? "fields are parted by tabs, as the header's are" : "fields are parted by ; as the header's are";
}

/* Is a line that begins a row the header once more? Then it is no row. A byte order mark before it, or before another
 * line, says as well that files were joined. */
static bool is_header(struct rows *rows, struct slice line)
{
    static const struct slice mark = {"\xef\xbb\xbf", 3};
    bool marked = slice_starts(line, mark);
    struct slice rest = marked ? slice_part(line, 3, line.size) : line, text = {NULL, 0};
    slice_line(&rest, &text);
    if (rows->header.size > 0 && slice_equal(text, buffer_view(&rows->header))) {
        add_done(rows)->note = "the header once more, as in files joined end to end: passed over";
        rows->row_line = ++rows->line;
        return true;
    }
    if (marked && !rows->mark_noted)
        add_done(rows)->note = "a byte order mark begins the row, as where files are joined: the first header stays";
    rows->mark_noted |= marked;
    return false;
}

void rows_feed(struct rows *rows, struct slice line)
{
    forget_taken(rows);
    if (!rows->delimiter && slice_trim(line).size > 0)
        find_delimiter(rows, line);
    if (rows->header_done && rows_pending(rows) == 0 && is_header(rows, line))
        return;
    buffer_slice(&rows->raw, line);
    rows->line++;
    if (!quotes_are_right(rows, line) ||
        csv_parse(&rows->parser, line.at, line.size, take_field, take_row, rows) != line.size)
        break_row(rows, "a quote where none may stand");
    /* A blank line gives no row: the next one starts behind it. */
    if (rows->field == 0 && rows->raw.size == rows->raw_start + line.size && slice_trim(line).size == 0) {
        rows->raw.size = rows->raw_start;
        rows->row_line = rows->line;
    }
}

bool rows_finish(struct rows *rows)
{
    if (rows->finished)
        return false;
    rows->finished = true;
    csv_set_opts(&rows->parser, CSV_STRICT | CSV_STRICT_FINI);
    if (csv_fini(&rows->parser, take_field, take_row, rows) != 0)
        break_row(rows, "a quoted field has no end");
    return true;
}

bool rows_next(struct rows *rows, struct row *row)
{
    if (rows->done_next == rows->done_count)
        return false;
    const struct done *done = &rows->done[rows->done_next++];
    struct slice bytes = buffer_view(done->wrong ? &rows->raw : &rows->json);
    *row = (struct row){slice_part(bytes, done->start, done->end), done->line, done->wrong, done->note};
    return true;
}

size_t rows_pending(const struct rows *rows)
{
    return rows->raw.size - rows->raw_start;
}

void rows_close(struct rows *rows)
{
    if (!rows)
        return;
    csv_free(&rows->parser);
    buffer_free(&rows->names);
    buffer_free(&rows->header);
    buffer_free(&rows->doubled);
    buffer_free(&rows->json);
    buffer_free(&rows->raw);
    free(rows->name_ends);
    free(rows->done);
    free(rows);
}
