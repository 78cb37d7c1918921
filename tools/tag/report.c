#include "report.h"

#include "text.h"

#include <string.h>

#define NAME(text)                                                                                                     \
    {                                                                                                                  \
        (text), sizeof(text) - 1                                                                                       \
    }

#define TYPES(ENTRY)                                                                                                   \
    ENTRY(NONE)                                                                                                        \
    ENTRY(PERSON)                                                                                                      \
    ENTRY(ORG)                                                                                                         \
    ENTRY(COUNTRY)                                                                                                     \
    ENTRY(PLACE)                                                                                                       \
    ENTRY(FACILITY)                                                                                                    \
    ENTRY(NATIONALITY)                                                                                                 \
    ENTRY(TITLE)                                                                                                       \
    ENTRY(EVENT)                                                                                                       \
    ENTRY(DATE)                                                                                                        \
    ENTRY(TIME)                                                                                                        \
    ENTRY(MONEY)                                                                                                       \
    ENTRY(PERCENT)                                                                                                     \
    ENTRY(NUMBER)
#define NAME_OF(type) [ENTITY_##type] = NAME(#type),
#define MEMBER_OF(type) [ENTITY_##type] = NAME(",\"type\":\"" #type "\""),

static const struct slice type_names[ENTITY_TYPES] = {TYPES(NAME_OF)};
static const struct slice type_members[ENTITY_TYPES] = {TYPES(MEMBER_OF)}; /* as an entity has it */

/* Colours of the 256-colour palette and of the page, by type. */
static const struct {
    const char *ansi, *html;
} colours[ENTITY_TYPES] = {
    [ENTITY_PERSON] = {"38;5;208", "#ffd9b3"},   [ENTITY_ORG] = {"38;5;75", "#cfe5ff"},
    [ENTITY_COUNTRY] = {"38;5;114", "#cdeccd"},  [ENTITY_PLACE] = {"38;5;108", "#dcf0d5"},
    [ENTITY_FACILITY] = {"38;5;144", "#e8e4c9"}, [ENTITY_NATIONALITY] = {"38;5;78", "#d4f5e3"},
    [ENTITY_TITLE] = {"38;5;180", "#f3e3cd"},    [ENTITY_EVENT] = {"38;5;176", "#f3d5f0"},
    [ENTITY_DATE] = {"38;5;147", "#dedcff"},     [ENTITY_TIME] = {"38;5;147", "#dedcff"},
    [ENTITY_MONEY] = {"38;5;221", "#fff0b8"},    [ENTITY_PERCENT] = {"38;5;221", "#fff0b8"},
    [ENTITY_NUMBER] = {"38;5;229", "#f4f4e0"},
};

const char *report_type_name(enum entity_type type)
{
    return type_names[type].at;
}

static void say_no_type(struct buffer *what, struct slice name)
{
    buffer_format(what, "'%.*s' is no type; they are ", (int)name.size, name.at);
    for (int type = ENTITY_PERSON; type < ENTITY_TYPES; type++)
        buffer_format(what, "%s%s", type == ENTITY_PERSON ? "" : ",", type_names[type].at);
}

bool report_types(struct report *report, const char *list, struct buffer *what)
{
    struct slice rest = list ? slice_of(list) : (struct slice){NULL, 0}, name;
    report->types = list ? 0 : ~0u;
    while (slice_field(&rest, ',', &name)) {
        int type = ENTITY_PERSON;
        while (type < ENTITY_TYPES && !slice_equal(name, type_names[type]))
            type++;
        if (type == ENTITY_TYPES) {
            say_no_type(what, name);
            return false;
        }
        report->types |= 1u << type;
    }
    return true;
}

static bool is_wanted(const struct report *report, const struct entity *entity)
{
    return report->types >> entity->type & 1;
}

static void add_string(struct buffer *out, const char *key, struct slice text)
{
    if (!text.at)
        return;
    buffer_json_key(out, key);
    buffer_json(out, text);
}

static void add_number(struct buffer *out, const char *key, size_t number)
{
    buffer_json_key(out, key);
    buffer_number(out, number);
}

/* A member with `opening` for its comma, key and first quote, unless the text is absent. */
#define ADD_TEXT(out, opening, text)                                                                                   \
    do {                                                                                                               \
        struct slice added = (text);                                                                                   \
        if (added.at)                                                                                                  \
            buffer_json_member((out), (opening), sizeof(opening) - 1, added);                                          \
    } while (0)

#define ADD_LITERAL(out, literal) buffer_add((out), (literal), sizeof(literal) - 1)

/* Writes it where there is room; gives the place behind. */
#define PUT_LITERAL(to, literal) ((char *)memcpy((to), (literal), sizeof(literal) - 1) + sizeof(literal) - 1)

static void add_entity(struct buffer *out, struct text_cursor *cursor, const struct sentence *sentence,
                       const struct entity *entity)
{
    char *to = buffer_reserve(out, sizeof ",{\"start\":,\"end\":" + 2 * BUFFER_DIGITS);
    if (to[-1] != '[')
        *to++ = ',';
    to = buffer_digits(PUT_LITERAL(to, "{\"start\":"), text_point(cursor, entity->start));
    to = buffer_digits(PUT_LITERAL(to, ",\"end\":"), text_point(cursor, entity->end));
    out->size = (size_t)(to - out->at);
    ADD_TEXT(out, ",\"text\":\"", entity_text(sentence, entity));
    buffer_slice(out, type_members[entity->type]);
    ADD_TEXT(out, ",\"name\":\"", entity->name);
    ADD_TEXT(out, ",\"id\":\"", entity->id);
    ADD_TEXT(out, ",\"value\":\"", entity->value);
    if (entity->metonym)
        ADD_TEXT(out, ",\"metonym_of\":\"", entity->country);
    ADD_TEXT(out, ",\"rule\":\"", slice_of(entity->rule));
    buffer_byte(out, '}');
}

static void add_event(const struct report *report, struct buffer *out, struct text_cursor *cursor,
                      const struct sentence *sentence, size_t number)
{
    const struct event *event = &sentence->events[number];
    if (out->at[out->size - 1] != '[')
        buffer_byte(out, ',');
    buffer_byte(out, '{');
    if (sentence->id.at) {
        buffer_json_key(out, "id");
        buffer_byte(out, '"');
        buffer_json_part(out, sentence->id);
        buffer_format(out, ".%zu\"", number + 1);
    }
    add_string(out, "action", event->action);
    add_string(out, "code", event->code);
    add_string(out, "actor", event->actor);
    add_string(out, "actor_id", event->actor_id);
    add_string(out, "target", event->target);
    add_string(out, "target_id", event->target_id);
    if (event->target_by)
        add_string(out, "target_by", slice_of(event->target_by));
    add_string(out, "place", event->place);
    add_string(out, "date", event->date);
    add_string(out, "modality", slice_of(event->modality));
    add_string(out, "source", event->source);
    add_string(out, "same_as", event->same_as);
    add_number(out, "start", text_point(cursor, event->start));
    add_number(out, "end", text_point(cursor, event->end));
    if (report->confidence) {
        buffer_json_key(out, "conf");
        buffer_format(out, "%.2f", (double)event->confidence);
    }
    buffer_byte(out, '}');
}

/* For the places of so many things. */
static struct text_cursor cursor_of(const struct sentence *sentence, size_t count)
{
    return count > 0 ? text_cursor_of(sentence->text) : (struct text_cursor){0};
}

/* The value of "entities". */
static void add_entities(const struct report *report, struct buffer *out, const struct sentence *sentence)
{
    struct text_cursor cursor = cursor_of(sentence, sentence->entity_count);
    buffer_byte(out, '[');
    for (size_t i = 0; i < sentence->entity_count; i++)
        if (is_wanted(report, &sentence->entities[i]))
            add_entity(out, &cursor, sentence, &sentence->entities[i]);
    buffer_byte(out, ']');
}

/* The value of "events". */
static void add_events(const struct report *report, struct buffer *out, const struct sentence *sentence)
{
    struct text_cursor cursor = cursor_of(sentence, sentence->event_count);
    buffer_byte(out, '[');
    for (size_t i = 0; i < sentence->event_count; i++)
        add_event(report, out, &cursor, sentence, i);
    buffer_byte(out, ']');
}

/* A record that has members of these names: they are replaced. */
static void replace_members(struct report *report, struct buffer *out, struct record *scratch, struct slice line,
                            const struct sentence *sentence)
{
    struct record_error error;
    buffer_clear(&report->entities);
    buffer_clear(&report->events);
    add_entities(report, &report->entities, sentence);
    add_events(report, &report->events, sentence);
    struct edit edits[2] = {{SLICE("entities"), buffer_view(&report->entities)},
                            {SLICE("events"), buffer_view(&report->events)}};
    record_scan(scratch, line, &error);
    record_write(out, scratch, edits, 2);
}

static void write_members(struct report *report, struct buffer *out, struct record *scratch,
                          const struct report_line *line, const struct sentence *sentence)
{
    if (line->front.at) {
        buffer_slice(out, line->front);
        if (line->front.size > 1)
            buffer_byte(out, ',');
        ADD_LITERAL(out, "\"entities\":");
        add_entities(report, out, sentence);
        ADD_LITERAL(out, ",\"events\":");
        add_events(report, out, sentence);
        buffer_slice(out, line->back);
    } else {
        replace_members(report, out, scratch, line->whole, sentence);
    }
    buffer_byte(out, '\n');
}

struct report_line report_line(const struct record *record, struct slice copy, bool tagged)
{
    size_t end = record_end(record);
    struct report_line line = {.whole = copy};
    if (tagged)
        return line;
    line.front = slice_part(copy, record->open, end);
    line.back = slice_part(copy, end, record->close + 1);
    return line;
}

static void add_html(struct buffer *out, struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        switch (text.at[i]) {
        case '&':
            buffer_text(out, "&amp;");
            break;
        case '<':
            buffer_text(out, "&lt;");
            break;
        case '>':
            buffer_text(out, "&gt;");
            break;
        case '"':
            buffer_text(out, "&quot;");
            break;
        default:
            buffer_byte(out, text.at[i]);
        }
    }
}

/* A terminal must not be steered by the text: control bytes become U+FFFD. */
static void add_safe(struct buffer *out, struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        bool c1 = byte == 0xC2 && i + 1 < text.size && (unsigned char)text.at[i + 1] < 0xA0;
        if ((byte < ' ' && byte != '\n' && byte != '\t') || byte == 0x7F || c1)
            buffer_text(out, "\xEF\xBF\xBD");
        else
            buffer_byte(out, (char)byte);
        i += c1;
    }
}

static void write_ansi(const struct report *report, struct buffer *out, const struct sentence *sentence)
{
    size_t at = 0;
    for (size_t i = 0; i < sentence->entity_count; i++) {
        const struct entity *entity = &sentence->entities[i];
        if (!is_wanted(report, entity))
            continue;
        add_safe(out, slice_part(sentence->text, at, entity->start));
        buffer_format(out, "\033[%sm", colours[entity->type].ansi);
        add_safe(out, entity_text(sentence, entity));
        buffer_format(out, "\033[2m/%s\033[0m", type_names[entity->type].at);
        at = entity->end;
    }
    add_safe(out, slice_part(sentence->text, at, sentence->text.size));
    buffer_byte(out, '\n');
}

static void add_attribute(struct buffer *out, const char *name, struct slice text)
{
    if (!text.at)
        return;
    buffer_text(out, name);
    add_html(out, text);
}

static void write_html(const struct report *report, struct buffer *out, const struct sentence *sentence)
{
    bool heading = slice_is(sentence->kind, "heading") || slice_is(sentence->kind, "title");
    size_t at = 0;
    buffer_text(out, heading ? "<h2>" : "<p>");
    for (size_t i = 0; i < sentence->entity_count; i++) {
        const struct entity *entity = &sentence->entities[i];
        if (!is_wanted(report, entity))
            continue;
        add_html(out, slice_part(sentence->text, at, entity->start));
        buffer_format(out, "<mark class=\"%s\" title=\"", type_names[entity->type].at);
        add_attribute(out, "", entity->name);
        add_attribute(out, " = ", entity->value);
        add_attribute(out, " (", entity->id);
        buffer_text(out, entity->id.at ? ")\">" : "\">");
        add_html(out, entity_text(sentence, entity));
        buffer_format(out, "<small>%s</small></mark>", type_names[entity->type].at);
        at = entity->end;
    }
    add_html(out, slice_part(sentence->text, at, sentence->text.size));
    for (size_t i = 0; i < sentence->event_count; i++) {
        const struct event *event = &sentence->events[i];
        buffer_text(out, "<br><span class=\"event\">");
        add_html(out, event->code);
        add_attribute(out, " · ", event->actor);
        add_attribute(out, " · ", event->action);
        add_attribute(out, " · ", event->target);
        add_attribute(out, " · ", slice_of(event->modality));
        buffer_text(out, "</span>");
    }
    buffer_text(out, heading ? "</h2>\n" : "</p>\n");
}

void report_begin(const struct report *report, struct cli *cli)
{
    struct buffer *out = &cli->output.buffer;
    if (report->form != REPORT_HTML)
        return;
    buffer_text(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>tag</title>\n<style>\n"
                     "body { font: 17px/1.6 Georgia, serif; max-width: 46em; margin: 2em auto; padding: 0 1em; }\n"
                     "h2 { font-size: 1.15em; }\n"
                     "mark { border-radius: 3px; padding: 0 .15em; color: inherit; }\n"
                     "small { font: .6em/1 sans-serif; opacity: .65; margin-left: .25em; }\n"
                     ".event { font: .75em/1.4 sans-serif; color: #555; }\n");
    for (int type = ENTITY_PERSON; type < ENTITY_TYPES; type++)
        buffer_format(out, ".%s { background: %s; }\n", type_names[type].at, colours[type].html);
    buffer_text(out, "</style>\n");
    cli_written(cli, 0);
}

void report_end(const struct report *report, struct cli *cli)
{
    if (report->form != REPORT_HTML)
        return;
    buffer_text(&cli->output.buffer, "</html>\n");
    cli_written(cli, 0);
}

void report_free(struct report *report)
{
    buffer_free(&report->entities);
    buffer_free(&report->events);
}

void report_record(struct report *report, struct buffer *out, struct record *scratch, const struct report_line *line,
                   const struct sentence *sentence)
{
    if (report->form == REPORT_RECORDS)
        write_members(report, out, scratch, line, sentence);
    else if (report->form == REPORT_ANSI)
        write_ansi(report, out, sentence);
    else
        write_html(report, out, sentence);
}

void report_explain(const struct report *report, struct buffer *out, const struct sentence *sentence)
{
    struct text_cursor cursor = text_cursor_of(sentence->text);
    for (size_t i = 0; i < sentence->entity_count; i++) {
        const struct entity *entity = &sentence->entities[i];
        if (!is_wanted(report, entity))
            continue;
        buffer_byte(out, '{');
        add_string(out, "record", sentence->id);
        add_number(out, "start", text_point(&cursor, entity->start));
        add_string(out, "entity", entity_text(sentence, entity));
        add_string(out, "type", type_names[entity->type]);
        add_string(out, "name", entity->name);
        add_string(out, "rule", slice_of(entity->rule));
        buffer_json_key(out, "sure");
        buffer_format(out, "%.2f", (double)entity->confidence);
        buffer_text(out, "}\n");
    }
}
