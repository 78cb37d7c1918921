#include "path.h"

#include "record.h"

/* The end of the quoted word at the front of `text`: behind its closing quote, 0 if there is none. */
static size_t quoted_size(struct slice text)
{
    for (size_t i = 1; i < text.size; i++) {
        if (text.at[i] == '"')
            return i + 1;
        i += text.at[i] == '\\';
    }
    return 0;
}

/* A quoted word is a JSON string, checked as the key of a record. */
static bool unquote(struct slice *word, struct slice quoted, struct arena *arena)
{
    struct buffer line = {0};
    struct record record = {0};
    struct record_error error;
    buffer_byte(&line, '{');
    buffer_slice(&line, quoted);
    buffer_text(&line, ":0}");
    bool right = record_scan(&record, buffer_view(&line), &error) == RECORD_OK;
    if (right) {
        struct slice plain = value_string(arena, quoted);
        *word = (struct slice){arena_copy(arena, plain), plain.size};
    }
    record_free(&record);
    buffer_free(&line);
    return right;
}

static void advance(struct slice *text, size_t bytes)
{
    text->at += bytes;
    text->size -= bytes;
}

bool path_word(struct slice *word, struct slice *text, const char *stops, struct arena *arena, const char **what)
{
    if (text->size > 0 && text->at[0] == '"') {
        size_t size = quoted_size(*text);
        *what = size ? "what stands in quotes is no JSON string" : "a quote has no end";
        if (size == 0 || !unquote(word, slice_part(*text, 0, size), arena))
            return false;
        advance(text, size);
        return true;
    }
    size_t size = 0;
    while (size < text->size && (text->at[size] == '\0' || !strchr(stops, text->at[size])))
        size++;
    *word = slice_part(*text, 0, size);
    *what = "a name is missing";
    advance(text, size);
    return size > 0;
}

static bool parse_index(struct step *step, struct slice *text, const char **what)
{
    size_t i = 1;
    *step = (struct step){.kind = STEP_INDEX};
    *what = "between [ and ] stands a number from 0, or nothing";
    for (; i < text->size && text->at[i] >= '0' && text->at[i] <= '9'; i++)
        if (__builtin_mul_overflow(step->index, (size_t)10, &step->index) ||
            __builtin_add_overflow(step->index, (size_t)(text->at[i] - '0'), &step->index))
            return false;
    if (i == text->size || text->at[i] != ']')
        return false;
    if (i == 1)
        step->kind = STEP_EACH;
    advance(text, i + 1);
    return true;
}

static bool parse_step(struct path *path, struct step *step, struct slice *text, bool first, struct arena *arena,
                       const char **what)
{
    if (text->at[0] == '[')
        return parse_index(step, text, what);
    if (text->at[0] == '.')
        advance(text, 1);
    else if (!first) {
        *what = "expected a dot, a [, a colon or a comma";
        return false;
    }
    if (text->size > 0 && text->at[0] == '*') {
        path->rest = true;
        advance(text, 1);
        return true;
    }
    *step = (struct step){.kind = STEP_KEY, .quoted = text->size > 0 && text->at[0] == '"'};
    return path_word(&step->key, text, ".[]:,\"", arena, what);
}

static bool at_end(struct slice text)
{
    return text.size == 0 || text.at[0] == ',' || text.at[0] == ':';
}

bool path_parse(struct path *path, struct slice *text, struct arena *arena, const char **what)
{
    /* Every step takes at least one byte. */
    *path = (struct path){.steps = arena_array(arena, text->size + 1, sizeof *path->steps)};
    if (text->size > 0 && text->at[0] == '.' && at_end(slice_part(*text, 1, text->size))) {
        advance(text, 1);
        return true;
    }
    *what = "a path is missing";
    if (at_end(*text))
        return false;
    for (bool first = true; !at_end(*text); first = false) {
        *what = "* can only end a path";
        if (path->rest || !parse_step(path, &path->steps[path->count], text, first, arena, what))
            return false;
        path->count += !path->rest;
    }
    return true;
}

struct path path_behind(const struct path *path, size_t steps)
{
    return (struct path){path->steps + steps, path->count - steps, path->rest};
}

static struct slice member_called(struct slice object, struct slice name)
{
    struct slice found = {NULL, 0}, key, value;
    struct value_walk walk;
    if (value_type(object) != VALUE_OBJECT || !value_enter(&walk, object))
        return found;
    while (value_next(&walk, &key, &value))
        if (value_key_is(key, name))
            found = value;
    return found;
}

static struct slice element_at(struct slice array, size_t index)
{
    struct slice key, value;
    struct value_walk walk;
    if (value_type(array) == VALUE_ARRAY && value_enter(&walk, array))
        while (value_next(&walk, &key, &value))
            if (index-- == 0)
                return value;
    return (struct slice){NULL, 0};
}

struct slice path_follow(const struct path *path, struct slice value)
{
    for (size_t i = 0; i < path->count && value.at; i++)
        value = path->steps[i].kind == STEP_KEY ? member_called(value, path->steps[i].key)
                                                : element_at(value, path->steps[i].index);
    return value;
}

void path_name(struct buffer *name, const struct path *path)
{
    for (size_t i = 0; i < path->count; i++) {
        const struct step *step = &path->steps[i];
        if (step->kind == STEP_KEY) {
            if (name->size > 0)
                buffer_byte(name, '.');
            buffer_slice(name, step->key);
        } else if (step->kind == STEP_INDEX) {
            buffer_byte(name, '[');
            buffer_number(name, step->index);
            buffer_byte(name, ']');
        }
    }
}
