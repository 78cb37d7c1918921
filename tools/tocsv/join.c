#include "join.h"

static bool parse_paths(struct form *form, struct piece *piece, struct slice inside, struct arena *arena,
                        const char **what)
{
    size_t most = 1;
    for (size_t i = 0; i < inside.size; i++)
        most += inside.at[i] == '|';
    piece->paths = arena_array(arena, most, sizeof *piece->paths);
    struct slice rest = inside, one;
    while (slice_field(&rest, '|', &one)) {
        struct path path;
        struct piece_path *place = &piece->paths[piece->path_count++];
        if (!path_parse(&path, &one, arena, what))
            return false;
        *what = "what stands between { and } is a path, or several with | between";
        if (one.size > 0 || path.rest)
            return false;
        bool member = path.count > 0 && path.steps[0].kind == STEP_KEY;
        place->key = member ? names_add(&form->source.wanted, path.steps[0].key) : NAMES_NONE;
        place->behind = path_behind(&path, member);
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
            if (!end || !parse_paths(form, piece, slice_part(text, i + 1, (size_t)(end - text.at)), arena, what))
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
        if (memchr(value.at, '\\', value.size))
            value_string_append(out, value);
        else
            buffer_add(out, value.at + 1, value.size - 2);
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

void form_free(struct form *form)
{
    source_free(&form->source);
}

/* Appends the first of the piece's values that is there; false if none is. */
static bool append_piece(struct buffer *out, const struct join *join, const struct piece *piece,
                         const struct source *source)
{
    for (size_t i = 0; i < piece->path_count; i++) {
        const struct piece_path *place = &piece->paths[i];
        struct slice value = place->key == NAMES_NONE ? source->value : source_get(source, place->key);
        if (place->behind.count > 0)
            value = path_follow(&place->behind, value);
        if (value.at && value_type(value) != VALUE_NULL) {
            append_value(out, join, value);
            return true;
        }
    }
    return false;
}

/* Spaces of the form beside a value that is not there are left out with it. */
static void append_form(struct buffer *out, const struct join *join, const struct form *form)
{
    size_t start = out->size, literal = out->size;
    for (size_t i = 0; i < form->count; i++) {
        struct slice text = form->pieces[i].literal;
        if (text.at) {
            while (out->size == start && i > 0 && text.size > 0 && text.at[0] == ' ')
                text = slice_part(text, 1, text.size);
            literal = out->size;
            buffer_slice(out, text);
        } else if (append_piece(out, join, &form->pieces[i], &form->source)) {
            literal = out->size;
        } else {
            while (out->size > literal && out->at[out->size - 1] == ' ')
                out->size--;
        }
    }
}

static bool holds(struct slice text, struct slice part)
{
    if (part.size == 0)
        return false;
    for (size_t i = 0; i + part.size <= text.size; i++) {
        const char *first = memchr(text.at + i, part.at[0], text.size - part.size - i + 1);
        if (!first)
            return false;
        i = (size_t)(first - text.at);
        if (memcmp(first, part.at, part.size) == 0)
            return true;
    }
    return false;
}

/* Appends the next element. False at the end of the array, or with *fits false if it cannot be joined. */
static bool append_element(struct buffer *out, struct join *join, struct form *form, struct value_walk *walk,
                           bool *fits)
{
    struct value_walk inner;
    struct slice key, value;
    if (form && source_listed(&form->source, join->record, walk, &join->listed)) {
        append_form(out, join, form);
        return true;
    }
    if (!value_step(walk, &key, &value, &inner))
        return false;
    if (value.size > 0) {
        append_value(out, join, value);
        return true;
    }
    *fits = inner.object && form;
    if (!*fits)
        return false;
    source_object(&form->source, walk, &inner, &value);
    append_form(out, join, form);
    return true;
}

/* False if the array holds what cannot be joined. */
static bool join_array(struct buffer *out, struct join *join, struct form *form, struct slice array)
{
    struct value_walk walk;
    size_t start = out->size;
    bool fits = true, any = false;
    value_enter(&walk, array);
    for (; append_element(out, join, form, &walk, &fits); any = true) {
        if (out->size - start >= join->separator.size)
            join->ambiguous += holds((struct slice){out->at + start, out->size - start}, join->separator);
        buffer_slice(out, join->separator);
        start = out->size;
    }
    out->size -= any ? join->separator.size : 0;
    return fits;
}

void join_value(struct buffer *out, struct join *join, struct form *form, struct slice value)
{
    size_t start = out->size;
    uint64_t ambiguous = join->ambiguous;
    if (value_type(value) == VALUE_ARRAY && join_array(out, join, form, value))
        return;
    out->size = start;
    join->ambiguous = ambiguous;
    if (value_type(value) == VALUE_OBJECT && form) {
        source_value(&form->source, value);
        append_form(out, join, form);
    } else {
        buffer_slice(out, value);
    }
}
