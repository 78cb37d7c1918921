#include "lines.h"

/* What becomes of the spans of a part of the text. */
struct part {
    struct lines *lines;
    bool hold_last; /* the last sentence may go on */
    struct span held;
    bool holds;
};

static void write_span(struct lines *lines, struct span span)
{
    document_add_line(&lines->cli->output.buffer, slice_part(buffer_view(&lines->text), span.start, span.end));
    cli_written(lines->cli, 1);
}

static void take_span(void *argument, struct span span)
{
    struct part *part = argument;
    if (part->holds)
        write_span(part->lines, part->held);
    part->holds = part->hold_last;
    part->held = span;
    if (!part->holds)
        write_span(part->lines, span);
}

static void forget(struct lines *lines, size_t bytes)
{
    if (lines->cli->explain)
        lines->points += text_length(slice_part(buffer_view(&lines->text), 0, bytes));
    memmove(lines->text.at, lines->text.at + bytes, lines->text.size - bytes);
    lines->text.size -= bytes;
}

/* Cuts what is held; with `hold_last` the last sentence stays. */
static void cut(struct lines *lines, bool hold_last)
{
    if (lines->text.size == 0)
        return;
    struct slice text = buffer_view(&lines->text);
    struct part part = {.lines = lines, .hold_last = hold_last};
    struct explained explained = {.cli = lines->cli,
                                  .member = "text",
                                  .text = text,
                                  .language = lines->language,
                                  .before = lines->points,
                                  .cursor = {.text = text.at}};
    struct boundary_options options = {.wrapped = (enum wrapped)lines->settings->wrapped,
                                       .paragraphs = lines->settings->paragraphs,
                                       .sink = take_span,
                                       .sink_argument = &part};
    if (lines->cli->explain) {
        options.watch = document_explain;
        options.watch_argument = &explained;
    }
    boundary_find(text, lines->language, &lines->manner, &options);
    forget(lines, part.holds ? part.held.start : text.size);
}

static void judge(struct lines *lines)
{
    struct slice text = buffer_view(&lines->text);
    struct boundary_options options = {.wrapped = (enum wrapped)lines->settings->wrapped};
    lines->manner = boundary_manner(text, &options);
    lines->language = lines->settings->lang ? language_for(slice_of(lines->settings->lang)) : language_guess(text);
    lines->judged = true;
}

/* Do line ends inside paragraphs join lines, so that a paragraph must be held? */
static bool joins_lines(const struct lines *lines)
{
    return lines->settings->wrapped == WRAPPED_YES || lines->manner.wrap.wrapped ||
           (lines->settings->paragraphs && lines->manner.wrap.blank_lines);
}

/* Lines that stand for themselves are cut several at once, but for --explain, which shows what stands around a place.
 */
static bool holds_enough(const struct lines *lines)
{
    return lines->cli->explain || lines->text.size >= LINES_HOLD;
}

static void cut_what_is_whole(struct lines *lines, bool after_blank)
{
    bool joins = joins_lines(lines);
    if (joins ? after_blank : holds_enough(lines))
        cut(lines, false);
    else if (joins && lines->text.size > LINES_PARAGRAPH && !lines->settings->paragraphs)
        cut(lines, true);
}

void lines_before_wait(void *argument)
{
    struct lines *lines = argument;
    if (lines->judged && !joins_lines(lines))
        cut(lines, false);
}

void lines_add(struct lines *lines, const struct unit *unit)
{
    struct slice line = unit->bytes;
    size_t good = text_valid(line);
    lines->file = unit->place.file;
    lines->count++;
    if (good == line.size) {
        buffer_slice(&lines->text, line);
    } else {
        size_t mended = text_mend(&lines->text, line);
        lines->cli->counts.mended += mended;
        cli_warn(lines->cli, "invalid UTF-8 replaced in %zu place%s", mended, mended == 1 ? "" : "s");
    }
    buffer_slice(&lines->text, unit->line_end);
    if (lines->settings->form == FORM_RECORDS)
        return;
    if (!lines->judged && (lines->count >= LINES_LOOK || lines->text.size >= LINES_LOOK_BYTES))
        judge(lines);
    if (lines->judged)
        cut_what_is_whole(lines, wrap_is_blank(line));
}

void lines_end(struct lines *lines)
{
    if (lines->settings->form == FORM_RECORDS && lines->count > 0)
        document_write_text(lines->cli, lines->settings, lines->room, buffer_view(&lines->text), lines->file);
    if (lines->settings->form != FORM_RECORDS && lines->text.size > 0) {
        if (!lines->judged)
            judge(lines);
        cut(lines, false);
    }
    buffer_clear(&lines->text);
    lines->count = lines->points = 0;
    lines->judged = false;
}
