/* tag-events_eval SPEECH.model FRAMES.tsv <ROWS.jsonl: events on entities that the rows bring, to measure this part
 * alone. Rows are {"id", "doc", "date", "text", "entities": [{"start", "end", "type", "name", "country", "value"}]},
 * offsets in code points; written back as {"id", "events"}. With EXPLAIN set in the environment, --explain's lines go
 * to stderr. Consecutive rows with equal `doc` are a document.
 */
#include <stdio.h>
#include <stdlib.h>

#include "buffer.h"
#include "input.h"
#include "value.h"
#include "record.h"
#include "text.h"

#include "../events.h"
#include "../words.h"

static const char *const types[ENTITY_TYPES] = {"",         "PERSON",      "ORG",     "COUNTRY", "PLACE",
                                                "FACILITY", "NATIONALITY", "TITLE",   "EVENT",   "DATE",
                                                "TIME",     "MONEY",       "PERCENT", "NUMBER"};

static size_t byte_of(struct slice text, struct slice digits)
{
    size_t point = 0;
    for (size_t i = 0; i < digits.size && digits.at[i] >= '0' && digits.at[i] <= '9'; i++)
        point = point * 10 + (size_t)(digits.at[i] - '0');
    const char *at = text.at, *end = text.at + text.size;
    while (point-- > 0 && at < end)
        text_decode(&at, end);
    return (size_t)(at - text.at);
}

static void read_entity(struct arena *arena, struct sentence *sentence, struct slice value)
{
    struct entity *entity = &sentence->entities[sentence->entity_count];
    struct value_walk walk;
    struct slice key, member;
    *entity = (struct entity){.confidence = 1};
    for (value_enter(&walk, value); value_next(&walk, &key, &member);) {
        struct slice text = value_type(member) == VALUE_STRING ? value_string(arena, member) : member;
        if (slice_is(key, "start"))
            entity->start = (uint32_t)byte_of(sentence->text, text);
        else if (slice_is(key, "end"))
            entity->end = (uint32_t)byte_of(sentence->text, text);
        else if (slice_is(key, "name"))
            entity->name = text;
        else if (slice_is(key, "country"))
            entity->country = text;
        else if (slice_is(key, "value"))
            entity->value = text;
        for (size_t i = 1; slice_is(key, "type") && i < ENTITY_TYPES; i++)
            if (slice_is(text, types[i]))
                entity->type = (enum entity_type)i;
    }
    entity->first_token = (uint32_t)word_at(sentence, 0, entity->start);
    entity->last_token = entity->first_token;
    while (entity->last_token < sentence->token_count && sentence->tokens[entity->last_token].start < entity->end)
        entity->last_token++;
    if (entity->type != ENTITY_NONE && entity->last_token > entity->first_token)
        sentence->entity_count++;
}

static bool read_sentence(struct arena *arena, const struct record *record, struct sentence *sentence,
                          struct slice *doc)
{
    struct value_walk walk;
    struct slice key, value;
    *sentence = (struct sentence){.entity_count = 0};
    *doc = (struct slice){NULL, 0};
    if (!record_string(record, SLICE("text"), arena, &sentence->text) ||
        !record_string(record, SLICE("id"), arena, &sentence->id))
        return false;
    record_string(record, SLICE("doc"), arena, doc);
    tag_sentence_words(arena, sentence);
    const struct member *entities = record_find(record, SLICE("entities"));
    if (!entities || !value_enter(&walk, entities->value))
        return true;
    size_t most = 0;
    for (struct value_walk count = walk; value_next(&count, &key, &value);)
        most++;
    sentence->entities = arena_array(arena, most + 1, sizeof *sentence->entities);
    while (value_next(&walk, &key, &value))
        read_entity(arena, sentence, value);
    return true;
}

static void write_member(struct buffer *out, const char *name, struct slice value)
{
    if (value.at) {
        buffer_json_key(out, name);
        buffer_json(out, value);
    }
}

static void write_events(const struct sentence *sentence)
{
    struct buffer out = {0};
    buffer_byte(&out, '{');
    write_member(&out, "id", sentence->id);
    buffer_json_key(&out, "events");
    buffer_byte(&out, '[');
    for (size_t i = 0; i < sentence->event_count; i++) {
        const struct event *event = &sentence->events[i];
        buffer_text(&out, i ? ",{" : "{");
        write_member(&out, "action", event->action);
        write_member(&out, "code", event->code);
        write_member(&out, "actor", event->actor);
        write_member(&out, "target", event->target);
        write_member(&out, "place", event->place);
        write_member(&out, "date", event->date);
        write_member(&out, "source", event->source);
        write_member(&out, "same_as", event->same_as);
        write_member(&out, "modality", slice_of(event->modality));
        buffer_json_key(&out, "conf");
        buffer_format(&out, "%.3f}", (double)event->confidence);
    }
    buffer_text(&out, "]}\n");
    fwrite(out.at, 1, out.size, stdout);
    buffer_free(&out);
}

static void explain_line(void *context, struct slice json)
{
    (void)context;
    fprintf(stderr, "%.*s\n", (int)json.size, json.at);
}

static void run(const struct events *events, struct sentence *sentences, size_t count)
{
    static const struct events_explain hook = {.line = explain_line};
    struct arena arena = {0};
    struct document document = {.arena = &arena, .sentences = sentences, .sentence_count = count};
    events_find(events, &document, getenv("EXPLAIN") ? &hook : NULL);
    for (size_t i = 0; i < count; i++)
        write_events(&sentences[i]);
    arena_free(&arena);
}

int main(int argc, char **argv)
{
    struct buffer speech = {0}, frames = {0};
    struct events events = {.all = getenv("ALL") != NULL};
    struct frame_error error;
    if (argc != 3 || !input_read_file(argv[1], SIZE_MAX, &speech) || !input_read_file(argv[2], SIZE_MAX, &frames)) {
        fprintf(stderr, "usage: tag-events_eval SPEECH.model FRAMES.tsv <ROWS.jsonl\n");
        return 2;
    }
    if (!events_open(&events, buffer_view(&speech), buffer_view(&frames), &error)) {
        fprintf(stderr, "%s:%u: %s\n", argv[2], (unsigned)error.line, error.what);
        return 2;
    }
    events_ready(&events);
    struct arena arena = {0};
    struct sentence *sentences = NULL;
    struct slice doc = {NULL, 0}, next = {NULL, 0};
    size_t count = 0, capacity = 0, line_capacity = 0;
    struct record record = {0};
    struct record_error trouble;
    char *line = NULL;
    for (ssize_t size; (size = getline(&line, &line_capacity, stdin)) > 0;) {
        struct slice bytes = slice_trim((struct slice){line, (size_t)size});
        bytes.at = arena_copy(&arena, bytes);
        struct sentence sentence;
        if (record_scan(&record, bytes, &trouble) != RECORD_OK || !read_sentence(&arena, &record, &sentence, &next))
            continue;
        if (count > 0 && (!next.at || !slice_equal(doc, next))) {
            run(&events, sentences, count);
            count = 0;
        }
        doc = next;
        sentences = memory_grow(sentences, &capacity, count + 1, sizeof *sentences);
        sentences[count++] = sentence;
    }
    if (count > 0)
        run(&events, sentences, count);
    free(line);
    free(sentences);
    record_free(&record);
    arena_free(&arena);
    events_close(&events);
    buffer_free(&speech);
    buffer_free(&frames);
    return 0;
}
