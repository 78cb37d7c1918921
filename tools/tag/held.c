#include "held.h"

#include "lang.h"
#include "values.h"

#include <stdlib.h>

static size_t number_of(const struct record *record, struct slice name)
{
    const struct member *member = record_find(record, name);
    return member ? (size_t)(member - record->members) + 1 : 0;
}

void members_find(struct members *members, const struct record *record, struct slice key)
{
    if (record->same_keys)
        return;
    const struct slice names[MEMBERS] = {SLICE("doc"), SLICE("date"), SLICE("lang"), SLICE("id"), SLICE("kind"), key};
    for (int i = 0; i < MEMBERS; i++)
        members->number[i] = number_of(record, names[i]);
    members->tagged = record_find(record, SLICE("entities")) || record_find(record, SLICE("events"));
}

const struct member *member_of(const struct members *members, const struct record *record, enum member_of which)
{
    return members->number[which] ? &record->members[members->number[which] - 1] : NULL;
}

/* The same bytes where they last: in the copy of the record's line if they are part of the line, else where they are,
 * in the document's arena. */
static struct slice held_slice(const struct record *record, struct slice line, struct slice text)
{
    size_t offset = (size_t)(text.at - record->line.at);
    bool in_line = text.at >= record->line.at && text.at <= record->line.at + record->line.size;
    return in_line ? slice_part(line, offset, offset + text.size) : text;
}

/* A string member of the record whose line is kept as `line`; absent if there is none. */
static struct slice held_string(struct held *held, const struct record *record, const struct members *members,
                                enum member_of which, struct slice line)
{
    struct slice text = {NULL, 0};
    const struct member *member = member_of(members, record, which);
    if (!member)
        return text;
    member_string(member, &held->arena, &text);
    return text.at ? held_slice(record, line, text) : text;
}

/* One more sentence, empty. */
static struct sentence *add_sentence(struct held *held)
{
    struct document *document = &held->document;
    document->sentences = memory_grow(document->sentences, &held->sentence_capacity, document->sentence_count + 1,
                                      sizeof *document->sentences);
    struct sentence *sentence = &document->sentences[document->sentence_count++];
    MEMORY_CLEAR(sentence);
    return sentence;
}

/* The record's date; one that is no string, such as the seconds since 1970, as it is written. */
static struct slice date_of(struct held *held, const struct record *record, const struct members *members,
                            struct slice line)
{
    const struct member *member = member_of(members, record, MEMBER_DATE);
    if (member && member->type == VALUE_NUMBER)
        return held_slice(record, line, member->value);
    return held_string(held, record, members, MEMBER_DATE, line);
}

/* What is no date says no more than no date at all. */
static void take_date(struct held *held, struct slice date)
{
    if (value_is_date(date))
        held->document.date = date;
    else if (date.size > 0)
        held->no_date = date;
}

static void take_lang(struct held *held, struct slice lang)
{
    if (lang.at && lang_is_told(lang))
        held->document.lang = lang;
}

void held_add(struct held *held, const struct record *record, const struct members *members)
{
    struct slice line = {arena_copy(&held->arena, record->line), record->line.size};
    const struct slice text = held_string(held, record, members, MEMBER_TEXT, line);
    held->records = memory_grow(held->records, &held->capacity, held->count + 1, sizeof *held->records);
    held->records[held->count++] =
        (struct held_record){.line = report_line(record, line, members->tagged), .text = text.at != NULL};
    held->bytes += record->line.size;
    if (!held->document.date.at)
        take_date(held, date_of(held, record, members, line));
    if (!held->document.lang.at)
        take_lang(held, held_string(held, record, members, MEMBER_LANG, line));
    if (!text.at)
        return;
    struct sentence *sentence = add_sentence(held);
    sentence->text = text;
    sentence->id = held_string(held, record, members, MEMBER_ID, line);
    sentence->kind = held_string(held, record, members, MEMBER_KIND, line);
}

void held_clear(struct held *held)
{
    struct sentence *sentences = held->document.sentences;
    held->document = (struct document){.arena = &held->arena, .sentences = sentences};
    held->count = 0;
    held->bytes = 0;
    held->limited = NULL;
    held->no_date = (struct slice){NULL, 0};
    buffer_clear(&held->reports);
    buffer_clear(&held->explained);
    arena_reset(&held->arena);
}

void held_free(struct held *held)
{
    arena_free(&held->arena);
    free(held->document.sentences);
    free(held->records);
    buffer_free(&held->reports);
    buffer_free(&held->explained);
}
