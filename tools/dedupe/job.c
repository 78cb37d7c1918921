#include "job.h"

#include <stdlib.h>
#include <xxhash.h>

#include "memory.h"
#include "paragraphs.h"
#include "text.h"

#define SHORT_SENTENCE 8 /* words; sentences of fewer repeat each other only inside a document */

enum { SCOPE_LINES = 1, SCOPE_RECORDS, SCOPE_MEMBERS };

void job_take(struct job *job, const struct unit *unit, uint64_t number)
{
    job->unit = *unit;
    job->number = number;
    buffer_clear(&job->bytes);
    buffer_slice(&job->bytes, unit->bytes);
    job->unit.bytes = buffer_view(&job->bytes);
}

/* A line as valid UTF-8 for folding; what goes out are its own bytes. */
static struct slice valid_line(struct preparer *preparer, struct slice line)
{
    if (text_valid(line) == line.size)
        return line;
    buffer_clear(&preparer->mended);
    text_mend(&preparer->mended, line);
    return buffer_view(&preparer->mended);
}

static void prepare_line(struct job *job, const struct comparison *comparison, struct preparer *preparer)
{
    enum fold_level level = comparison->fold < 0 ? FOLD_NONE : (enum fold_level)comparison->fold;
    bool bytes = level == FOLD_NONE && !comparison->near;
    struct slice line = bytes ? job->unit.bytes : valid_line(preparer, job->unit.bytes);
    struct preparation how = {.level = level, .scope = SCOPE_LINES, .near = comparison->near};
    prepare_text(preparer, line, &how, &job->prepared);
    job->state = JOB_LINE;
}

static bool is_blank(struct slice text)
{
    for (const char *at = text.at, *end = at + text.size; at < end;)
        if (!(text_class(text_decode(&at, end)) & TEXT_SPACE))
            return false;
    return true;
}

/* Sentences of a document are compared within it if they are short; a sentence without `doc` is alone. */
static void confine_short(struct job *job, struct slice text, enum fold_level level, struct preparer *preparer)
{
    const struct member *document = record_find(&job->record, SLICE("doc"));
    if (!document) {
        job->prepared.exempt = true;
        return;
    }
    uint64_t scope = XXH3_64bits_withSeed(document->value.at, document->value.size, SCOPE_RECORDS);
    prepare_text(preparer, text, &(struct preparation){.level = level, .scope = scope}, &job->prepared);
}

static enum fold_level record_fold(const struct comparison *comparison)
{
    return comparison->fold < 0 ? FOLD_TEXT : (enum fold_level)comparison->fold;
}

static bool prepare_text_member(struct job *job, const struct comparison *comparison, struct preparer *preparer)
{
    struct slice text;
    arena_reset(&preparer->arena);
    if (!record_string(&job->record, comparison->key, &preparer->arena, &text))
        return false;
    bool sentence = !comparison->short_too && record_find(&job->record, SLICE("sent"));
    struct preparation how = {record_fold(comparison), SCOPE_RECORDS, comparison->near, sentence};
    size_t words = prepare_text(preparer, text, &how, &job->prepared);
    /* An empty text says that there was nothing, not that it was the same. */
    job->prepared.exempt = is_blank(text);
    if (sentence && words < SHORT_SENTENCE && !job->prepared.exempt)
        confine_short(job, text, how.level, preparer);
    return true;
}

static bool prepare_members(struct job *job, const struct comparison *comparison, struct preparer *preparer)
{
    buffer_clear(&preparer->bytes);
    if (!members_append(comparison->by, &job->record, &preparer->bytes))
        return false;
    struct preparation how = {.level = FOLD_NONE, .scope = SCOPE_MEMBERS};
    prepare_text(preparer, buffer_view(&preparer->bytes), &how, &job->prepared);
    return true;
}

static void make_room(struct prepared *prepared)
{
    if (!prepared->sketch)
        prepared->sketch = memory_allocate(sizeof *prepared->sketch);
}

static struct part *next_part(struct job *job, bool near)
{
    size_t old = job->part_capacity;
    job->parts = memory_grow(job->parts, &job->part_capacity, job->part_count + 1, sizeof *job->parts);
    if (job->part_capacity > old)
        memset(job->parts + old, 0, (job->part_capacity - old) * sizeof *job->parts);
    struct part *part = &job->parts[job->part_count++];
    if (near)
        make_room(&part->prepared);
    return part;
}

/* Short paragraphs repeat each other only inside their record, as short sentences do. */
static bool prepare_paragraphs(struct job *job, const struct comparison *comparison, struct preparer *preparer)
{
    struct preparation across = {record_fold(comparison), SCOPE_RECORDS, comparison->near, !comparison->short_too};
    struct preparation inside = {.level = across.level, .scope = job->number << 2 | SCOPE_RECORDS};
    const struct member *member = record_find(&job->record, comparison->key);
    job->part_count = 0;
    if (!member || member->type != VALUE_STRING)
        return false;
    buffer_clear(&job->text);
    value_string_append(&job->text, member->value);
    size_t at = 0, start, end;
    while (paragraph_next(buffer_view(&job->text), &at, &start, &end)) {
        struct part *part = next_part(job, comparison->near);
        struct slice paragraph = slice_part(buffer_view(&job->text), start, end);
        part->start = start;
        part->end = end;
        size_t words = prepare_text(preparer, paragraph, &across, &part->prepared);
        if (words < SHORT_SENTENCE && !comparison->short_too)
            prepare_text(preparer, paragraph, &inside, &part->prepared);
    }
    return true;
}

void job_prepare_record(struct job *job, const struct comparison *comparison, struct preparer *preparer)
{
    if (comparison->paragraphs) {
        job->state = prepare_paragraphs(job, comparison, preparer) ? JOB_PARTS : JOB_UNTOUCHED;
        return;
    }
    bool found =
        comparison->by ? prepare_members(job, comparison, preparer) : prepare_text_member(job, comparison, preparer);
    job->state = found ? JOB_RECORD : JOB_UNTOUCHED;
}

void job_prepare(struct job *job, const struct comparison *comparison, struct preparer *preparer)
{
    struct record_error error;
    if (comparison->near)
        make_room(&job->prepared);
    if (job->unit.format != FORMAT_JSONL)
        prepare_line(job, comparison, preparer);
    else if (record_scan(&job->record, job->unit.bytes, &error) == RECORD_OK)
        job_prepare_record(job, comparison, preparer);
    else
        job->state = JOB_BAD;
}

void job_free(struct job *job)
{
    buffer_free(&job->bytes);
    record_free(&job->record);
    free(job->prepared.sketch);
    for (size_t i = 0; i < job->part_capacity; i++)
        free(job->parts[i].prepared.sketch);
    free(job->parts);
    buffer_free(&job->text);
}
