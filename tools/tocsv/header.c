#include "header.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buffer.h"
#include "limits.h"

struct reading {
    struct names *names;
    size_t fields;
    bool done;
};

static void take_field(void *field, size_t size, void *argument)
{
    struct reading *reading = argument;
    if (reading->done)
        return;
    reading->fields++;
    names_add(reading->names, (struct slice){field ? field : "", size});
}

static void take_row(int end, void *argument)
{
    struct reading *reading = argument;
    (void)end;
    if (reading->fields > 0)
        reading->done = true;
}

/* The first line of the file, and further lines as long as quotes are open; false on trouble. */
static bool read_row(FILE *file, struct buffer *row, const char **what)
{
    size_t quotes = 0;
    int byte;
    while ((byte = getc(file)) != EOF && row->size < LIMIT_RULE_FILE) {
        buffer_byte(row, (char)byte);
        quotes += byte == '"';
        if (byte == '\n' && quotes % 2 == 0)
            break;
    }
    *what = ferror(file) ? strerror(errno) : "the first line is too long";
    return !ferror(file) && row->size < LIMIT_RULE_FILE;
}

static size_t split_csv(struct names *names, struct slice row, char delimiter)
{
    struct csv_parser parser;
    struct reading reading = {.names = names};
    if (csv_init(&parser, CSV_APPEND_NULL) != 0)
        return 0;
    csv_set_delim(&parser, (unsigned char)delimiter);
    csv_parse(&parser, row.at, row.size, take_field, take_row, &reading);
    csv_fini(&parser, take_field, take_row, &reading);
    csv_free(&parser);
    return reading.fields;
}

static size_t split_tsv(struct names *names, struct slice row, char delimiter)
{
    struct slice line, field;
    struct buffer plain = {0};
    size_t fields = 0;
    if (!slice_line(&row, &line))
        return 0;
    for (; slice_field(&line, delimiter, &field); fields++) {
        buffer_clear(&plain);
        for (size_t i = 0; i < field.size; i++) {
            char c = field.at[i];
            if (c == '\\' && i + 1 < field.size) {
                c = field.at[++i];
                c = c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
            }
            buffer_byte(&plain, c);
        }
        names_add(names, buffer_view(&plain));
    }
    buffer_free(&plain);
    return fields;
}

/* Does standard output append to the file, whose last line has no end yet? */
static bool would_join(FILE *file)
{
    struct stat read, written;
    return fstat(fileno(file), &read) == 0 && fstat(STDOUT_FILENO, &written) == 0 && read.st_dev == written.st_dev &&
           read.st_ino == written.st_ino && fseek(file, -1, SEEK_END) == 0 && getc(file) != '\n';
}

/* The delimiter that the only name of a header is most likely parted by; 0 if nothing speaks for one. */
static char other_delimiter(const struct names *names, struct slice row)
{
    for (const char *c = ",;\t|"; names->count == 1 && *c; c++)
        if (row.at[0] != '"' && memchr(row.at, *c, row.size))
            return *c;
    return 0;
}

bool header_read(struct names *names, const char *path, char delimiter, bool escapes, const char **what)
{
    FILE *file = fopen(path, "rb");
    struct buffer row = {0};
    *what = strerror(errno);
    if (!file)
        return false;
    bool read = read_row(file, &row, what), joins = would_join(file);
    fclose(file);
    struct slice text = buffer_view(&row);
    if (slice_starts(text, SLICE("\xEF\xBB\xBF")))
        text = slice_part(text, 3, text.size);
    size_t fields = 0;
    if (read)
        fields = escapes ? split_tsv(names, text, delimiter) : split_csv(names, text, delimiter);
    char other = read ? other_delimiter(names, text) : 0;
    if (other)
        *what = other == '\t'  ? "its names are parted by tabs: -t, or -d '\\t'"
                : other == ',' ? "its names are parted by commas: -d ,"
                : other == ';' ? "its names are parted by semicolons: -d ';', or --excel=semicolon"
                               : "its names are parted by |: -d '|'";
    if (read && fields == 0)
        *what = "has no header";
    if (read && fields != names->count)
        *what = "two columns have the same name";
    if (joins)
        *what = "its last line has no end: the first row would join it";
    buffer_free(&row);
    return read && fields > 0 && fields == names->count && !joins && !other;
}
