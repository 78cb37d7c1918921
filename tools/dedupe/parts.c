#include "run.h"
#include "text.h"

/* Members whose places would be wrong if paragraphs were taken out of the text. */
static const char *member_with_places(const struct record *record)
{
    static const char *const names[] = {"blocks", "entities", "events"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (record_find(record, slice_of(names[i])))
            return names[i];
    return NULL;
}

/* Adds one paragraph that repeats another to the value of `dups`. */
static void mark_part(struct run *run, const struct part *part, struct text_cursor *cursor,
                      const struct decision *decision)
{
    struct buffer *list = &run->mark;
    buffer_text(list, list->size > 0 ? "," : "[");
    buffer_format(list, "{\"start\":%zu,", text_point(cursor, part->start));
    buffer_format(list, "\"end\":%zu,\"dup_of\":", text_point(cursor, part->end));
    buffer_slice(list, survivor_of(run, decision->survivor));
    buffer_format(list, ",\"similarity\":%.3f,\"why\":\"%s\"}", decision->similarity, decision->why);
}

/* Adds a paragraph that stays to the new text, with the white space before it; what stood before the first paragraph
 * and behind the last goes with them. */
static void keep_part(struct run *run, const struct job *job, size_t index)
{
    size_t before = index > 0 ? job->parts[index - 1].end : 0;
    size_t end = index + 1 < job->part_count ? job->parts[index].end : job->text.size;
    if (run->bytes.size == 0)
        before = index > 0 ? job->parts[index].start : 0;
    buffer_slice(&run->bytes, slice_part(buffer_view(&job->text), before, end));
}

static void write_edited(struct run *run, const struct job *job, struct slice name, struct slice json)
{
    struct edit edit = {name, json};
    record_write(&run->cli.output.buffer, &job->record, &edit, 1);
    buffer_byte(&run->cli.output.buffer, '\n');
    cli_written(&run->cli, 1);
}

static void write_parts(struct run *run, const struct job *job, size_t repeats)
{
    if (settings.mark) {
        if (repeats > 0)
            buffer_byte(&run->mark, ']');
        write_edited(run, job, SLICE("dups"), repeats > 0 ? buffer_view(&run->mark) : (struct slice){NULL, 0});
    } else if (repeats == 0) {
        write_record(run, &job->record, NULL);
    } else if (repeats < job->part_count) {
        buffer_clear(&run->mark);
        buffer_json(&run->mark, buffer_view(&run->bytes));
        write_edited(run, job, run->cli.key, buffer_view(&run->mark));
    }
}

void decide_parts(struct run *run, struct job *job)
{
    struct text_cursor cursor = {.text = job->text.at};
    uint64_t kept = run->decider.kept; /* paragraphs of earlier records */
    const char *places = member_with_places(&job->record);
    size_t repeats = 0;
    if (places && !settings.mark) {
        cli_reject(&run->cli, "%s has places in the text, so no paragraph is taken out; --mark names them", places);
        run->ended = run->cli.strict;
        return;
    }
    struct slice name = run->decider.remember ? name_of(run, job) : SLICE("");
    buffer_clear(&run->mark);
    buffer_clear(&run->bytes);
    for (size_t i = 0; i < job->part_count; i++) {
        struct decision decision;
        decide_text(run, &job->parts[i].prepared, name, &decision);
        repeats += decision.repeat;
        if (decision.repeat && settings.boilerplate && decision.survivor < kept)
            boilerplate_note(&run->boilerplate, decision.survivor, job->number,
                             slice_part(buffer_view(&job->text), job->parts[i].start, job->parts[i].end));
        if (decision.repeat && settings.mark)
            mark_part(run, &job->parts[i], &cursor, &decision);
        else if (!decision.repeat && !settings.mark)
            keep_part(run, job, i);
    }
    write_parts(run, job, repeats);
}
