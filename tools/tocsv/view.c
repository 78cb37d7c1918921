#include "view.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "text.h"

#define GAP 2       /* between columns */
#define NARROWEST 8 /* a column is not made narrower than this to fit others in */

struct view_column {
    struct buffer name; /* fit to be shown */
    size_t width;       /* wanted, then given */
    bool number, any;   /* all its cells so far are numbers; it has one that is not blank */
};

/* ---- width ---- */

/* Takes what is shown as one character off `*at`; returns its width. */
static size_t next_cluster(const char **at, const char *end)
{
    utf8proc_int32_t state = 0;
    uint32_t point = text_decode(at, end);
    size_t width = (size_t)utf8proc_charwidth((utf8proc_int32_t)point);
    while (*at < end) {
        if (point < 0x80 && (unsigned char)**at < 0x80)
            return width;
        const char *behind = *at;
        uint32_t next = text_decode(&behind, end);
        if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)point, (utf8proc_int32_t)next, &state))
            break;
        width += next == 0xFE0F ? 1 : (size_t)utf8proc_charwidth((utf8proc_int32_t)next);
        point = next;
        *at = behind;
    }
    return width > 2 ? 2 : width;
}

size_t view_width(struct slice text)
{
    const char *at = text.at, *end = text.at + text.size;
    size_t width = 0;
    while (at < end)
        width += next_cluster(&at, end);
    return width;
}

static const char *skip_spaces(const char *at, const char *end)
{
    while (at < end && *at == ' ')
        at++;
    return at;
}

static struct slice between(const char *from, const char *to)
{
    return (struct slice){from, (size_t)(to - from)};
}

/* Ends the line at `at`, where text goes on at `on`, spaces left out on both sides. */
static size_t end_line(struct slice rest, const char *at, const char *on, struct slice *line)
{
    while (at > rest.at && at[-1] == ' ')
        at--;
    *line = between(rest.at, at);
    return (size_t)(skip_spaces(on, rest.at + rest.size) - rest.at);
}

size_t view_wrap(struct slice rest, size_t width, struct slice *line)
{
    const char *at = rest.at, *end = rest.at + rest.size, *good = NULL;
    size_t used = 0;
    bool wide_before = false;
    while (at < end && *at != '\n') {
        const char *start = at;
        size_t size = next_cluster(&at, end);
        if (*start == ' ' || ((size == 2 || wide_before) && start > rest.at))
            good = start;
        wide_before = size == 2;
        if (used + size > width && *start != ' ') {
            /* A word longer than the line is cut, but a line takes at least one cluster. */
            const char *cut = good ? good : start > rest.at ? start : at;
            return end_line(rest, cut, cut, line);
        }
        used += size;
    }
    return end_line(rest, at, at < end ? at + 1 : at, line);
}

/* ---- rows ---- */

/* A code point as it may be shown: no control character but LF reaches a terminal. */
static void add_shown(struct buffer *text, uint32_t point)
{
    if (point == '\t')
        point = ' ';
    else if (point != '\n' && (point < 0x20 || (point >= 0x7F && point < 0xA0)))
        point = '?';
    if (point == 0x2028 || point == 0x2029)
        point = '\n';
    /* Marks that turn the direction of what follows would spill into other columns. */
    if ((point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069))
        return;
    text_append(text, point);
}

/* Takes a cell in quotes off `rows`; its text is appended to `text`. */
static void take_cell(struct slice *rows, struct buffer *text)
{
    const char *at = rows->at + 1, *end = rows->at + rows->size;
    for (;;) {
        uint32_t point = text_decode(&at, end);
        if (point == '"' && (at == end || *at != '"'))
            break;
        at += point == '"';
        if (point == '\r' && at < end && *at == '\n')
            continue;
        add_shown(text, point == '\r' ? '\n' : point);
    }
    *rows = between(at, end);
}

/* Takes a row off `rows` into cells. */
static void take_row(struct view *view, struct slice *rows)
{
    buffer_clear(&view->text);
    /* No cell grows when it is made fit to be shown, so that the slices stay where they are. */
    buffer_reserve(&view->text, rows->size);
    for (size_t i = 0; i < view->count; i++) {
        size_t start = view->text.size;
        take_cell(rows, &view->text);
        while (view->text.size > start && view->text.at[view->text.size - 1] == '\n')
            view->text.size--;
        view->cells[i] = (struct slice){view->text.at + start, view->text.size - start};
        *rows = slice_part(*rows, 1, rows->size);
    }
}

static void add_spaces(struct buffer *out, size_t count)
{
    if (count > 0)
        memset(buffer_reserve(out, count), ' ', count);
    out->size += count;
}

/* One line of a cell; `cut`: more would follow, which is not shown. */
static struct slice line_of(struct buffer *scratch, struct slice *rest, size_t width, bool cut)
{
    struct slice line;
    size_t used = view_wrap(*rest, width, &line);
    if (cut && used < rest->size) {
        view_wrap(slice_part(*rest, 0, used), width - 1, &line);
        buffer_clear(scratch);
        buffer_slice(scratch, line);
        buffer_text(scratch, "\xE2\x80\xA6");
        used = rest->size;
        line = buffer_view(scratch);
    }
    *rest = slice_part(*rest, used, rest->size);
    return line;
}

/* One line of every column; trailing space is left out. */
static void show_line(struct view *view, bool last, struct buffer *out)
{
    struct buffer scratch = {0};
    size_t owed = 0;
    for (size_t i = 0; i < view->shown; i++) {
        const struct view_column *column = &view->columns[i];
        struct slice line = line_of(&scratch, &view->rests[i], column->width, last);
        size_t width = view_width(line), pad = column->width > width ? column->width - width : 0;
        bool right = column->number && column->any;
        if (line.size > 0) {
            add_spaces(out, owed + (right ? pad : 0));
            buffer_slice(out, line);
            owed = right ? 0 : pad;
        } else {
            owed += column->width;
        }
        owed += GAP;
    }
    buffer_byte(out, '\n');
    buffer_free(&scratch);
}

static bool anything_left(const struct view *view)
{
    for (size_t i = 0; i < view->shown; i++)
        if (view->rests[i].size > 0)
            return true;
    return false;
}

static void show_row(struct view *view, const struct slice *cells, struct buffer *out)
{
    memcpy(view->rests, cells, view->count * sizeof *cells);
    size_t line = 1;
    do
        show_line(view, line == view->settings.lines, out);
    while (line++ != view->settings.lines && anything_left(view));
}

/* ---- widths ---- */

static bool is_number(struct slice text)
{
    bool digits = false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] >= '0' && text.at[i] <= '9')
            digits = true;
        else if (!strchr("+-.eE", text.at[i]) || (i == 0 && (text.at[i] | 0x20) == 'e'))
            return false;
    }
    return digits;
}

static size_t widest_line(struct slice text)
{
    struct slice line;
    size_t widest = 0;
    while (slice_line(&text, &line)) {
        size_t width = view_width(line);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void measure(struct view *view)
{
    for (size_t i = 0; i < view->count; i++) {
        struct view_column *column = &view->columns[i];
        size_t width = widest_line(view->cells[i]);
        column->width = width > column->width ? width : column->width;
        column->any |= view->cells[i].size > 0;
        column->number &= view->cells[i].size == 0 || is_number(view->cells[i]);
    }
}

/* Cells that the shown columns take if none is wider than `most`. */
static size_t total_width(const struct view *view, size_t most)
{
    size_t total = view->shown > 0 ? GAP * (view->shown - 1) : 0;
    for (size_t i = 0; i < view->shown; i++)
        total += view->columns[i].width < most ? view->columns[i].width : most;
    return total;
}

/* The wide columns are made narrower, all to the same width; what remains over goes to the first of them. */
static void fit(struct view *view)
{
    size_t most = NARROWEST;
    view->shown = view->count;
    while (view->shown > 1 && total_width(view, NARROWEST) > view->settings.width)
        view->shown--;
    while (most < view->settings.width && total_width(view, most + 1) <= view->settings.width)
        most++;
    size_t total = total_width(view, most), left = view->settings.width > total ? view->settings.width - total : 0;
    for (size_t i = 0; i < view->shown; i++) {
        struct view_column *column = &view->columns[i];
        size_t more = column->width > most && left > 0;
        column->width = column->width < most + more ? column->width : most + more;
        left -= more;
    }
}

static void show_header(struct view *view, struct buffer *out)
{
    buffer_clear(&view->text);
    for (size_t i = 0; i < view->count; i++)
        view->cells[i] = buffer_view(&view->columns[i].name);
    buffer_text(out, view->settings.colour ? "\033[1m" : "");
    show_row(view, view->cells, out);
    if (view->settings.colour && out->size > 0) {
        out->size--;
        buffer_text(out, "\033[0m\n");
    }
}

static void fix(struct view *view, struct buffer *out)
{
    struct slice rest = buffer_view(&view->held);
    while (rest.size > 0) {
        take_row(view, &rest);
        measure(view);
    }
    fit(view);
    view->fixed = true;
    show_header(view, out);
    for (rest = buffer_view(&view->held); rest.size > 0;) {
        take_row(view, &rest);
        show_row(view, view->cells, out);
    }
    buffer_free(&view->held);
}

void view_rows(struct view *view, struct slice rows, struct buffer *out)
{
    while (rows.size > 0) {
        const char *start = rows.at;
        take_row(view, &rows);
        if (view->fixed) {
            show_row(view, view->cells, out);
            continue;
        }
        buffer_slice(&view->held, between(start, rows.at));
        if (++view->held_rows >= view->settings.sample)
            fix(view, out);
    }
}

void view_start(struct view *view, const struct slice *names, size_t count, const struct view_settings *settings)
{
    *view = (struct view){.settings = *settings, .count = count};
    view->columns = memory_zeroed(count, sizeof *view->columns);
    view->cells = memory_zeroed(count, sizeof *view->cells);
    view->rests = memory_zeroed(count, sizeof *view->rests);
    for (size_t i = 0; i < count; i++) {
        struct buffer shown = {0};
        const char *at = names[i].at, *end = at + names[i].size;
        while (at < end)
            add_shown(&shown, text_decode(&at, end));
        size_t width = widest_line(buffer_view(&shown));
        view->columns[i] = (struct view_column){.name = shown, .width = width ? width : 1, .number = true};
    }
}

void view_finish(struct view *view, struct buffer *out)
{
    if (!view->fixed)
        fix(view, out);
}

void view_free(struct view *view)
{
    for (size_t i = 0; i < view->count; i++)
        buffer_free(&view->columns[i].name);
    free(view->columns);
    free(view->cells);
    free(view->rests);
    buffer_free(&view->held);
    buffer_free(&view->text);
    *view = (struct view){0};
}
