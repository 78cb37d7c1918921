#include "join.h"

static bool parse_paths(struct piece *piece, struct slice inside, struct arena *arena, const char **what)
{
    size_t most = 1;
    for (size_t i = 0; i < inside.size; i++)
        most += inside.at[i] == '|';
    piece->paths = arena_array(arena, most, sizeof *piece->paths);
    struct slice rest = inside, one;
    while (slice_field(&rest, '|', &one)) {
        if (!path_parse(&piece->paths[piece->path_count], &one, arena, what))
            return false;
        *what = "what stands between { and } is a path, or several with | between";
        if (one.size > 0 || piece->paths[piece->path_count].rest)
            return false;
        piece->path_count++;
    }
    return true;
}

bool form_parse(struct form *form, struct slice text, struct arena *arena, const char **what)
{
    *form = (struct form){.pieces = arena_array(arena, text.size + 1, sizeof *form->pieces)};
    for (size_t i = 0; i < text.size;) {
        struct piece *piece = &form->pieces[form->count++];
        char c = text.at[i];
        bool doubled = i + 1 < text.size && text.at[i + 1] == c;
        if ((c == '{' || c == '}') && doubled) {
            piece->literal = slice_part(text, i, i + 1);
            i += 2;
        } else if (c == '{') {
            const char *end = memchr(text.at + i, '}', text.size - i);
            *what = "a { has no }";
            if (!end || !parse_paths(piece, slice_part(text, i + 1, (size_t)(end - text.at)), arena, what))
                return false;
            i = (size_t)(end - text.at) + 1;
        } else {
            size_t start = i++;
            while (i < text.size && text.at[i] != '{' && text.at[i] != '}')
                i++;
            piece->literal = slice_part(text, start, i);
            *what = "a } has no {";
            if (c == '}')
                return false;
        }
    }
    return true;
}

static void append_value(struct buffer *out, const struct join *join, struct slice value)
{
    switch (value_type(value)) {
    case VALUE_STRING:
        value_string_append(out, value);
        break;
    case VALUE_NULL:
        buffer_slice(out, join->null_text);
        break;
    case VALUE_FALSE:
        buffer_slice(out, join->false_text);
        break;
    case VALUE_TRUE:
        buffer_slice(out, join->true_text);
        break;
    default:
        buffer_slice(out, value);
    }
}

/* Appends the first of the piece's values that is there; false if none is. */
static bool append_piece(struct buffer *out, const struct join *join, const struct piece *piece, struct slice object)
{
    for (size_t i = 0; i < piece->path_count; i++) {
        struct slice value = path_follow(&piece->paths[i], object);
        if (value.at && value_type(value) != VALUE_NULL) {
            append_value(out, join, value);
            return true;
        }
    }
    return false;
}

/* Spaces of the form beside a value that is not there are left out with it. */
static void append_form(struct buffer *out, const struct join *join, const struct form *form, struct slice object)
{
    size_t start = out->size, literal = out->size;
    for (size_t i = 0; i < form->count; i++) {
        struct slice text = form->pieces[i].literal;
        if (text.at) {
            while (out->size == start && i > 0 && text.size > 0 && text.at[0] == ' ')
                text = slice_part(text, 1, text.size);
            literal = out->size;
            buffer_slice(out, text);
        } else if (append_piece(out, join, &form->pieces[i], object)) {
            literal = out->size;
        } else {
            while (out->size > literal && out->at[out->size - 1] == ' ')
                out->size--;
        }
    }
}

static bool joins(struct slice array, const struct form *form)
{
    struct value_walk walk;
    struct slice key, value;
    value_enter(&walk, array);
    while (value_next(&walk, &key, &value)) {
        enum value_type type = value_type(value);
        if (type == VALUE_ARRAY || (type == VALUE_OBJECT && !form))
            return false;
    }
    return true;
}

static bool holds(struct slice text, struct slice part)
{
    for (size_t i = 0; part.size > 0 && i + part.size <= text.size; i++) {
        const char *first = memchr(text.at + i, part.at[0], text.size - part.size - i + 1);
        if (!first)
            return false;
        i = (size_t)(first - text.at);
        if (memcmp(first, part.at, part.size) == 0)
            return true;
    }
    return false;
}

static void join_array(struct buffer *out, struct join *join, const struct form *form, struct slice array)
{
    struct value_walk walk;
    struct slice key, value;
    size_t start = out->size;
    value_enter(&walk, array);
    for (bool first = true; value_next(&walk, &key, &value); first = false) {
        if (!first)
            buffer_slice(out, join->separator);
        start = out->size;
        if (value_type(value) == VALUE_OBJECT)
            append_form(out, join, form, value);
        else
            append_value(out, join, value);
        if (out->size > start)
            join->ambiguous += holds((struct slice){out->at + start, out->size - start}, join->separator);
    }
}

void join_value(struct buffer *out, struct join *join, const struct form *form, struct slice value)
{
    if (value_type(value) == VALUE_ARRAY && joins(value, form))
        join_array(out, join, form, value);
    else if (value_type(value) == VALUE_OBJECT && form)
        append_form(out, join, form, value);
    else
        buffer_slice(out, value);
}
