#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "limits.h"
#include "output.h"
#include "rows.h"
#include "warc.h"

struct input {
    struct input_options options;
    char *const *files;
    size_t file_count, file_next;
    int fd; /* -1: no file is open */
    const char *file;
    enum format format;
    bool at_end; /* the open file has been read whole */
    char *window;
    size_t capacity, start, end; /* unread bytes of the window */
    size_t searched;             /* bytes from start without a line end */
    uint64_t line, number;
    bool skipping;     /* in the rest of a unit that is too long */
    bool skipping_row; /* the same of a CSV row, which may be several lines */
    bool never_waits;  /* the file is a regular one */
    bool noted;        /* a doubt about a file has been said */
    const char
        *alien; /* what the open file is that cannot be read and is rejected whole; NULL if nothing speaks for that */
    bool measured; /* total is known */
    uint64_t bytes, total;
    struct buffer message;
    struct rows *rows; /* of a CSV file */
};

static uint64_t size_of_all(char *const *files, size_t count)
{
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        struct stat status;
        bool is_stdin = strcmp(files[i], "-") == 0;
        if ((is_stdin ? fstat(STDIN_FILENO, &status) : stat(files[i], &status)) != 0 || !S_ISREG(status.st_mode))
            return 0;
        total += (uint64_t)status.st_size;
    }
    return total;
}

struct input *input_open(const struct input_options *options, char *const *files, size_t count)
{
    static char dash[] = "-";
    static char *const standard_input[] = {dash};
    struct input *input = memory_zeroed(1, sizeof *input);
    input->options = *options;
    if (input->options.read_size == 0)
        input->options.read_size = LIMIT_READ;
    if (input->options.max_record == 0)
        input->options.max_record = LIMIT_RECORD;
    input->files = count ? files : standard_input;
    input->file_count = count ? count : 1;
    input->fd = -1;
    return input;
}

const char *input_message(const struct input *input)
{
    return buffer_terminate((struct buffer *)&input->message);
}

uint64_t input_bytes(const struct input *input)
{
    return input->bytes;
}

uint64_t input_total(struct input *input)
{
    if (!input->measured)
        input->total = size_of_all(input->files, input->file_count);
    input->measured = true;
    return input->total;
}

static void say(struct input *input, const char *text)
{
    buffer_clear(&input->message);
    buffer_text(&input->message, text);
}

static struct slice unread(const struct input *input)
{
    const char *start = input->window ? input->window + input->start : NULL;
    return (struct slice){start, input->end - input->start};
}

static void make_room(struct input *input)
{
    size_t held = input->end - input->start;
    if (input->start > 0 && input->capacity - input->end < input->options.read_size) {
        memmove(input->window, input->window + input->start, held);
        input->start = 0;
        input->end = held;
    }
    if (input->capacity - input->end < input->options.read_size)
        input->window = memory_grow(input->window, &input->capacity, input->end + input->options.read_size, 1);
}

/* Reads once more into the window. False on a read error; at_end is set at the end. */
static bool fill(struct input *input)
{
    make_room(input);
    if (input->options.before_wait && !input->never_waits) {
        struct pollfd wait = {.fd = input->fd, .events = POLLIN};
        if (poll(&wait, 1, 0) == 0)
            input->options.before_wait(input->options.before_wait_argument);
    }
    /* As much as there is room for: reads grow with the unit, so that looking through it again stays linear. */
    size_t room = input->capacity - input->end;
    size_t wanted = input->options.read_size < LIMIT_READ ? input->options.read_size : room;
    ssize_t got;
    while ((got = read(input->fd, input->window + input->end, wanted)) < 0)
        if (!output_may_retry(input->fd, POLLIN))
            return false;
    input->at_end = got == 0;
    input->end += (size_t)got;
    input->bytes += (uint64_t)got;
    return true;
}

static void close_file(struct input *input)
{
    if (input->fd > STDIN_FILENO)
        close(input->fd);
    input->fd = -1;
    rows_close(input->rows);
    input->rows = NULL;
}

static enum input_status file_bad(struct input *input, int error)
{
    say(input, strerror(error));
    close_file(input);
    return INPUT_FILE_BAD;
}

/* A file that is not there, or is none; the message may tell the command that helps. */
static enum input_status file_missing(struct input *input, int error)
{
    bool address =
        slice_starts(slice_of(input->file), SLICE("http://")) || slice_starts(slice_of(input->file), SLICE("https://"));
    file_bad(input, error);
    if (error == EISDIR)
        buffer_text(&input->message, ": find FILE -type f -print0 | %s --files0-from=-");
    else if (error == ENOENT && address)
        buffer_text(&input->message, ": curl -sL FILE | %s");
    return INPUT_FILE_BAD;
}

static struct slice without_mark(struct slice bytes)
{
    return slice_starts(bytes, SLICE("\xef\xbb\xbf")) ? slice_part(bytes, 3, bytes.size) : bytes;
}

/* Bytes, from the first that is not white space on, that tell the format. */
#define TELLING_BYTES 16

/* The bytes that the format is told by; as many however the file is cut into reads. */
static struct slice telling_bytes(const struct input *input)
{
    struct slice bytes = without_mark(unread(input));
    if (bytes.size > LIMIT_READ)
        bytes.size = LIMIT_READ;
    while (bytes.size > 0 && (unsigned char)bytes.at[0] <= ' ')
        bytes = slice_part(bytes, 1, bytes.size);
    if (bytes.size > TELLING_BYTES)
        bytes.size = TELLING_BYTES;
    return bytes;
}

/* What more bytes cannot change: all that are looked at are there; or a line that does not open a bracket only. */
static bool enough_to_tell(const struct input *input)
{
    struct slice first = telling_bytes(input);
    if (first.size == TELLING_BYTES || without_mark(unread(input)).size >= LIMIT_READ)
        return true;
    if (first.size == 0 || !memchr(first.at, '\n', first.size))
        return false;
    return (first.at[0] != '{' && first.at[0] != '[') || slice_trim(slice_part(first, 1, first.size)).size > 0;
}

/* Is the first of them a [ where a tool wants records, or begins an array of objects where it wants pages or prose? */
static bool is_array(const struct input_options *options, struct slice first)
{
    if (first.size == 0 || first.at[0] != '[')
        return false;
    if (options->from != FORMAT_AUTO || options->text == TEXT_REFUSED)
        return options->from == FORMAT_JSONL || options->from == FORMAT_AUTO;
    struct slice inside = slice_trim(slice_part(first, 1, first.size));
    return (options->text == TEXT_BY_FILE || options->prose) && inside.size > 0 && inside.at[0] == '{';
}

/* Is the first line but a {, and does a key follow: JSON spread over lines? */
static bool is_spread(const struct input_options *options, struct slice first)
{
    if (first.size == 0 || first.at[0] != '{' || (options->from != FORMAT_JSONL && options->from != FORMAT_AUTO))
        return false;
    struct slice rest = slice_part(first, 1, first.size), line, inside = slice_trim(rest);
    return slice_line(&rest, &line) && line.size < first.size - 1 && slice_trim(line).size == 0 && inside.size > 0 &&
           inside.at[0] == '"';
}

/* UTF-16 of which a tool for pages can make nothing: records. Pages tell their encoding themselves. */
static bool is_wide_record(struct slice first)
{
    return slice_starts(first, SLICE("\xff\xfe{\0")) || slice_starts(first, SLICE("\xfe\xff\0{"));
}

static bool is_ascii_text(char byte)
{
    return (byte >= ' ' && byte < 0x7f) || byte == '\t' || byte == '\r' || byte == '\n';
}

/* UTF-16 without a byte order mark, told by two characters of ASCII, where JSON or CSV is read; elsewhere the first
 * must open a record. "LE", "BE" or NULL. */
static const char *wide_without_mark(const struct input_options *options, struct slice first)
{
    if (first.size < 4)
        return NULL;
    bool little = first.at[1] == 0 && first.at[3] == 0, big = first.at[0] == 0 && first.at[2] == 0;
    const char *low = big ? first.at + 1 : first.at;
    bool records = options->from == FORMAT_JSONL || options->from == FORMAT_CSV || options->text == TEXT_REFUSED;
    if (little == big || !is_ascii_text(low[0]) || !is_ascii_text(low[2]) ||
        !(records || (options->from == FORMAT_AUTO && low[0] == '{')))
        return NULL;
    return big ? "BE" : "LE";
}

static bool is_page_start(struct slice first)
{
    static const char *const openings[] = {"<!doctype", "<html", "<?xml", "WARC/1."};
    bool page = false;
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        page |= first.size >= strlen(openings[i]) && strncasecmp(first.at, openings[i], strlen(openings[i])) == 0;
    return page;
}

/* Is it a page, where a tool wants records or prose? */
static bool is_page(const struct input_options *options, struct slice first)
{
    return (options->text == TEXT_REFUSED || options->prose) && options->from == FORMAT_AUTO && is_page_start(first);
}

/* Files that are no text whatever is done about lines and letters: what they are, with the command that helps if there
 * is one; NULL for all others. */
static const char *alien_magic(struct slice first)
{
    static const struct {
        struct slice magic;
        const char *what;
    } aliens[] = {
        {{"%PDF-", 5}, "is a PDF: pdftotext FILE - | %s"},
        {{"PK\3\4", 4}, "is a zip archive, as are docx, xlsx, odt and epub"},
        {{"\xd0\xcf\x11\xe0", 4}, "is a document of an old office program (doc, xls, ppt)"},
        {{"{\\rtf", 5}, "is RTF"},
        {{"\xff\xd8\xff", 3}, "is a picture (JPEG)"},
        {{"\x89PNG", 4}, "is a picture (PNG)"},
        {{"GIF8", 4}, "is a picture (GIF)"},
        {{"bplist00", 8}, "is a binary property list, as are Safari's web archives"},
        {{"SQLite format 3", 15}, "is a database of SQLite"},
    };
    for (size_t i = 0; i < sizeof aliens / sizeof *aliens; i++)
        if (slice_starts(first, aliens[i].magic))
            return aliens[i].what;
    return NULL;
}

/* What the first bytes are that no tool reads, with the command that helps; NULL if nothing speaks against them. */
static const char *wrong_magic(const struct input *input, struct slice first)
{
    if (slice_starts(first, SLICE("\x1f\x8b")))
        return "is compressed with gzip: zcat FILE | %s";
    if (slice_starts(first, SLICE("\x28\xb5\x2f\xfd")))
        return "is compressed with zstd: zstdcat FILE | %s";
    if (slice_starts(first, SLICE("\xfd"
                                  "7zXZ")))
        return "is compressed with xz: xzcat FILE | %s";
    if (slice_starts(first, SLICE("BZh")) && first.size > 9 && memcmp(first.at + 4, "1AY&SY", 6) == 0)
        return "is compressed with bzip2: bzcat FILE | %s";
    bool pages = input->options.text == TEXT_BY_FILE;
    bool wide = slice_starts(first, SLICE("\xff\xfe")) || slice_starts(first, SLICE("\xfe\xff"));
    bool records = input->options.from == FORMAT_AUTO || input->options.from == FORMAT_JSONL;
    if (pages ? records && is_wide_record(first) : wide)
        return "is UTF-16: iconv -f UTF-16 -t UTF-8 FILE | %s";
    const char *order = wide_without_mark(&input->options, first);
    if (order)
        return *order == 'L' ? "is UTF-16: iconv -f UTF-16LE -t UTF-8 FILE | %s"
                             : "is UTF-16: iconv -f UTF-16BE -t UTF-8 FILE | %s";
    bool lines = input->options.text == TEXT_BY_LINE && !input->options.prose;
    if (alien_magic(first) && input->options.from == FORMAT_AUTO && !pages && !lines)
        return alien_magic(first);
    if (is_page(&input->options, telling_bytes(input)))
        return input->options.prose ? "is a page, not text: clean FILE | %s"
                                    : "is a page, not JSON Lines: clean FILE | %s";
    if (is_array(&input->options, telling_bytes(input)))
        return "is a JSON array, not JSON Lines: jq -c '.[]' FILE | %s";
    if (is_spread(&input->options, telling_bytes(input)))
        return "is JSON spread over several lines, not JSON Lines: jq -c . FILE | %s";
    return NULL;
}

static bool starts_object(struct slice trimmed)
{
    if (trimmed.at[0] != '{')
        return false;
    struct slice inside = slice_trim(slice_part(trimmed, 1, trimmed.size));
    return inside.size == 0 || inside.at[0] == '"' || inside.at[0] == '}';
}

enum format input_format_of(struct slice first_bytes)
{
    struct slice trimmed = slice_trim(without_mark(first_bytes));
    if (trimmed.size == 0)
        return FORMAT_TEXT;
    if (slice_starts(trimmed, SLICE("WARC/")))
        return FORMAT_WARC;
    if (trimmed.at[0] == '<')
        return FORMAT_HTML;
    return starts_object(trimmed) ? FORMAT_JSONL : FORMAT_TEXT;
}

static enum format choose_format(const struct input *input, struct slice first)
{
    if (input->options.from != FORMAT_AUTO)
        return input->options.from;
    enum format format = input_format_of(first);
    if ((format == FORMAT_WARC && !input->options.warc) || (format == FORMAT_HTML && !input->options.html))
        format = FORMAT_TEXT;
    return input->options.text == TEXT_REFUSED ? FORMAT_JSONL : format;
}

/* Opens the next file and tells its format. INPUT_UNIT: a file is open. */
static enum input_status open_next(struct input *input)
{
    if (input->file_next == input->file_count)
        return INPUT_END;
    const char *path = input->files[input->file_next++];
    bool is_stdin = strcmp(path, "-") == 0;
    input->file = is_stdin ? "<stdin>" : path;
    input->line = 1;
    input->number = 0;
    input->start = input->end = input->searched = 0;
    input->at_end = input->skipping = input->skipping_row = false;
    input->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0)
        return file_missing(input, errno);
    struct stat status;
    bool known = fstat(input->fd, &status) == 0;
    if (known && S_ISDIR(status.st_mode))
        return file_missing(input, EISDIR);
    input->never_waits = known && S_ISREG(status.st_mode);
    while (!input->at_end && !enough_to_tell(input))
        if (!fill(input))
            return file_bad(input, errno);
    const char *wrong = wrong_magic(input, unread(input));
    bool pages = input->options.text == TEXT_BY_FILE && input->options.from == FORMAT_AUTO;
    if (wrong && !(pages && input->file_count > 1)) {
        say(input, wrong);
        return INPUT_WRONG;
    }
    input->format = wrong ? FORMAT_TEXT : choose_format(input, telling_bytes(input));
    input->alien = wrong ? wrong : pages ? alien_magic(unread(input)) : NULL;
    bool page = input->format == FORMAT_HTML || (input->format == FORMAT_TEXT && input->options.text == TEXT_BY_FILE);
    if (!page)
        input->start += unread(input).size - without_mark(unread(input)).size;
    if (input->format == FORMAT_CSV)
        input->rows = rows_open(1);
    return INPUT_UNIT;
}

static void set_unit(struct input *input, struct unit *unit, struct slice bytes)
{
    MEMORY_CLEAR(unit);
    unit->format = input->format;
    unit->bytes = bytes;
    unit->line_end = SLICE("");
    unit->place.file = input->file;
    unit->place.line = input->line;
    unit->number = ++input->number;
}

/* Hands out the window's bytes as a part of a unit that is longer than --max-record, or of a file that is no text. */
static enum input_status too_long(struct input *input, struct unit *unit, size_t size, bool unfinished)
{
    set_unit(input, unit, (struct slice){input->window + input->start, size});
    if (input->alien)
        unit->place.line = 0;
    unit->continued = input->skipping;
    unit->unfinished = unfinished;
    input->number -= input->skipping;
    buffer_clear(&input->message);
    if (!input->skipping && input->alien)
        say(input, input->alien);
    else if (!input->skipping)
        buffer_format(&input->message, "longer than --max-record (%llu bytes)",
                      (unsigned long long)input->options.max_record);
    input->skipping = unfinished;
    input->start += size;
    input->searched = 0;
    return INPUT_BAD;
}

/* The next line, with its line end in unit->line_end. INPUT_END at the end of the file. */
static enum input_status next_line(struct input *input, struct unit *unit)
{
    for (;;) {
        struct slice bytes = unread(input);
        const char *newline = bytes.size > input->searched
                                  ? memchr(bytes.at + input->searched, '\n', bytes.size - input->searched)
                                  : NULL;
        size_t size = newline ? (size_t)(newline - bytes.at) : bytes.size;
        bool carriage_return = size > 0 && bytes.at[size - 1] == '\r';
        bool over = size - carriage_return > input->options.max_record;
        if (!newline && !input->at_end && !over && !input->skipping) {
            input->searched = bytes.size;
            if (!fill(input))
                return file_bad(input, errno);
            continue;
        }
        if (over || input->skipping) {
            if (!newline && !input->at_end && bytes.size == 0) {
                if (!fill(input))
                    return file_bad(input, errno);
                continue;
            }
            enum input_status status = too_long(input, unit, size, !newline && !input->at_end);
            if (newline) {
                unit->line_end = SLICE("\n");
                input->start++;
                input->line++;
            }
            return status;
        }
        if (!newline && bytes.size == 0)
            return INPUT_END;
        set_unit(input, unit, (struct slice){bytes.at, size});
        if (newline)
            unit->line_end = SLICE("\n");
        if (carriage_return && newline) {
            unit->bytes.size--;
            unit->line_end = SLICE("\r\n");
        }
        input->start += size + (newline != NULL);
        input->searched = 0;
        input->line++;
        return INPUT_UNIT;
    }
}

static bool is_blank(struct slice line)
{
    for (size_t i = 0; i < line.size; i++)
        if (line.at[i] != ' ' && line.at[i] != '\t' && line.at[i] != '\r')
            return false;
    return true;
}

static enum input_status next_json_line(struct input *input, struct unit *unit)
{
    enum input_status status;
    do {
        status = next_line(input, unit);
        if (status == INPUT_UNIT) /* of a file that was joined to others: it says no more than at the start of one */
            unit->bytes = without_mark(unit->bytes);
    } while (status == INPUT_UNIT && is_blank(unit->bytes));
    return status;
}

/* The whole file as one unit. */
static enum input_status next_file(struct input *input, struct unit *unit)
{
    while (!input->at_end &&
           (input->skipping ? input->end == input->start : input->end - input->start <= input->options.max_record))
        if (!fill(input))
            return file_bad(input, errno);
    size_t size = input->end - input->start;
    if (size == 0 && input->number > 0)
        return INPUT_END;
    if (input->skipping || input->alien || size > input->options.max_record)
        return too_long(input, unit, size, true);
    set_unit(input, unit, unread(input));
    input->start = input->end;
    return INPUT_UNIT;
}

static uint64_t count_lines(struct slice bytes)
{
    uint64_t lines = 0;
    for (const char *at = bytes.at, *end = at + bytes.size; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        lines++;
    return lines;
}

/* Reads on until `wanted` bytes are there, or it is known that they are more than --max-record. */
static bool fill_up_to(struct input *input, uint64_t wanted)
{
    do
        if (!fill(input))
            return false;
    while (!input->at_end && unread(input).size < wanted && unread(input).size < input->options.max_record + WARC_GAP);
    return true;
}

/* A WARC record that is too long, or the rest of it: it ends where the next one starts. */
static enum input_status skip_warc(struct input *input, struct unit *unit)
{
    size_t next;
    while ((next = warc_next(unread(input), input->at_end)) == 0 && !input->at_end)
        if (!fill(input))
            return file_bad(input, errno);
    struct slice rest = slice_part(unread(input), next, unread(input).size);
    uint64_t lines = count_lines(slice_part(unread(input), 0, next));
    bool unfinished = !input->at_end && !slice_starts(rest, SLICE("WARC/"));
    enum input_status status = too_long(input, unit, next, unfinished);
    input->line += lines;
    return status;
}

/* Is what stands at the beginning longer than --max-record? Bytes that frame nothing yet are so once they could be a
 * record and the gap behind it. */
static bool is_over(const struct input *input, enum warc_status status, const struct warc_frame *frame)
{
    uint64_t most = input->options.max_record;
    if (status == WARC_MORE)
        return unread(input).size >= most + WARC_GAP;
    return (status == WARC_RECORD ? frame->head + frame->content : frame->damage ? frame->skip : 0) > most;
}

static enum input_status next_warc(struct input *input, struct unit *unit)
{
    for (;;) {
        struct warc_frame frame;
        struct slice bytes = unread(input);
        if (bytes.size == 0 && input->at_end)
            return INPUT_END;
        if (input->skipping)
            return skip_warc(input, unit);
        enum warc_status status = warc_frame(bytes, input->at_end, &frame);
        if (is_over(input, status, &frame))
            return skip_warc(input, unit);
        if (status == WARC_MORE) {
            if (!fill_up_to(input, frame.wanted))
                return file_bad(input, errno);
            continue;
        }
        struct slice taken = slice_part(bytes, 0, (size_t)frame.skip);
        if (status == WARC_RECORD || frame.damage) {
            set_unit(input, unit,
                     status == WARC_RECORD ? slice_part(bytes, 0, (size_t)(frame.head + frame.content)) : taken);
            unit->damage = status == WARC_RECORD ? frame.damage : NULL;
        }
        input->line += count_lines(taken);
        input->start += taken.size;
        if (status == WARC_RECORD)
            return INPUT_UNIT;
        if (frame.damage) {
            say(input, frame.damage);
            return INPUT_BAD;
        }
    }
}

/* The next line with its line end; a line that is too long in parts, INPUT_BAD. */
static enum input_status next_raw_line(struct input *input, struct unit *unit)
{
    enum input_status status = next_line(input, unit);
    if (status == INPUT_UNIT || status == INPUT_BAD)
        unit->bytes.size += unit->line_end.size;
    unit->line_end = SLICE("");
    return status;
}

/* The next piece of a CSV row that is too long. */
static enum input_status skip_row(struct input *input, struct unit *unit)
{
    enum input_status status = next_raw_line(input, unit);
    if (status != INPUT_UNIT && status != INPUT_BAD)
        return status;
    input->skipping_row = rows_skip(input->rows, unit->bytes);
    unit->unfinished = input->skipping_row;
    unit->continued = true;
    return INPUT_BAD;
}

/* Feeds libcsv one line. INPUT_END when there is no more to feed, else what stopped it or INPUT_UNIT. */
static enum input_status feed_row(struct input *input, struct unit *line)
{
    static const char wrong[] = "a row longer than --max-record";
    enum input_status status = next_raw_line(input, line);
    if (status == INPUT_END)
        return rows_finish(input->rows) ? INPUT_UNIT : INPUT_END;
    if (status == INPUT_BAD || (status == INPUT_UNIT && rows_pending(input->rows) > input->options.max_record))
        input->skipping_row = rows_give_up(input->rows, line->bytes, wrong);
    else if (status == INPUT_UNIT)
        rows_feed(input->rows, line->bytes);
    return status == INPUT_BAD ? INPUT_UNIT : status;
}

static enum input_status next_row(struct input *input, struct unit *unit)
{
    struct row row;
    if (input->skipping_row)
        return skip_row(input, unit);
    while (!rows_next(input->rows, &row)) {
        enum input_status status = feed_row(input, unit);
        if (status != INPUT_UNIT)
            return status;
    }
    set_unit(input, unit, row.json);
    unit->format = FORMAT_JSONL;
    unit->place.line = row.line;
    if (row.note) {
        input->number--;
        say(input, row.note);
        return INPUT_NOTE;
    }
    if (!row.wrong)
        return INPUT_UNIT;
    unit->unfinished = input->skipping_row;
    buffer_clear(&input->message);
    if (rows_has_header(input->rows)) {
        buffer_text(&input->message, row.wrong);
        return INPUT_BAD;
    }
    buffer_format(&input->message, "the header is not CSV: %s", row.wrong);
    return INPUT_WRONG;
}

static enum input_status next_of_file(struct input *input, struct unit *unit)
{
    switch (input->format) {
    case FORMAT_JSONL:
        return next_json_line(input, unit);
    case FORMAT_CSV:
        return next_row(input, unit);
    case FORMAT_WARC:
        return next_warc(input, unit);
    case FORMAT_TEXT:
        if (input->options.text == TEXT_BY_LINE)
            return next_line(input, unit);
        return next_file(input, unit);
    default:
        return next_file(input, unit);
    }
}

/* What most likely was meant otherwise, once a run: prose or a page in a file that is named as a table, the lines of a
 * page. NULL if nothing speaks for it. */
static const char *doubtful(struct input *input)
{
    size_t size = strlen(input->file);
    bool lines = input->options.text == TEXT_BY_LINE && !input->options.prose;
    if (input->noted || input->format != FORMAT_TEXT || input->options.from != FORMAT_AUTO)
        return NULL;
    input->noted = true;
    if (lines && is_page_start(telling_bytes(input)))
        return "is a page, read line by line; clean FILE takes the article out of it";
    if (!lines && size > 4 && strcasecmp(input->file + size - 4, ".csv") == 0)
        return "is read as text; with --from=csv each row is a record";
    input->noted = false;
    return NULL;
}

enum input_status input_next(struct input *input, struct unit *unit)
{
    for (;;) {
        if (input->fd < 0) {
            enum input_status status = open_next(input);
            const char *doubt = status == INPUT_UNIT ? doubtful(input) : NULL;
            if (status != INPUT_UNIT || doubt) {
                set_unit(input, unit, SLICE(""));
                if (!doubt)
                    return status;
                input->number = unit->place.line = 0;
                say(input, doubt);
                return INPUT_NOTE;
            }
        }
        enum input_status status = next_of_file(input, unit);
        if (status == INPUT_FILE_BAD)
            set_unit(input, unit, SLICE(""));
        if (status != INPUT_END)
            return status;
        close_file(input);
    }
}

void input_close(struct input *input)
{
    close_file(input);
    free(input->window);
    buffer_free(&input->message);
    free(input);
}

bool input_read_file(const char *path, size_t limit, struct buffer *into)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    size_t before = into->size;
    int error = 0;
    while (!error) {
        ssize_t got = read(fd, buffer_reserve(into, LIMIT_READ), LIMIT_READ);
        if (got == 0)
            break;
        if (got > 0)
            into->size += (size_t)got;
        else if (errno != EINTR)
            error = errno;
        if (into->size - before > limit)
            error = EFBIG;
    }
    close(fd);
    errno = error;
    return error == 0;
}
