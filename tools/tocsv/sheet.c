#include "sheet.h"

#include <stdlib.h>

/* Columns beside each other that are made of the same level. */
struct run {
    size_t level, first, count;
    struct buffer cells; /* as last written */
    bool fresh;          /* `cells` are of the present element */
    struct buffer blank;
};

/* Where the walk through a level's array is. */
struct level_state {
    struct value_walk walk;
    struct slice single; /* a value that stands in the place of an array, until it is taken */
    size_t listed;       /* the next of the record's listed objects, see record_object */
    uint64_t index;      /* of the present element, from 1 */
    bool present;        /* there is a present element */
    bool shown;          /* it has been in a row */
};

static bool complain(struct sheet *sheet, const char *what, struct slice column, struct slice value)
{
    sheet->trouble = (struct trouble){what, column, value};
    return false;
}

static bool blame(struct sheet *sheet, enum csv_trouble trouble, const struct column *column, struct slice value)
{
    return complain(sheet,
                    trouble == CSV_IS_FORMULA ? "a spreadsheet would run this text as a formula"
                                              : "the text needs quotes, which --quote=none forbids",
                    column->name, value);
}

/* ---- cells ---- */

static bool write_nested(struct sheet *sheet, struct buffer *out, const struct column *column, struct slice value)
{
    struct slice text = value;
    if (!sheet->settings.nested_json) {
        buffer_clear(&sheet->scratch);
        join_value(&sheet->scratch, &sheet->join, column->form, value);
        text = buffer_view(&sheet->scratch);
    }
    enum csv_trouble trouble = csv_text(out, &sheet->settings.dialect, text, true);
    return trouble == CSV_FINE || blame(sheet, trouble, column, value);
}

/* Anything but a string or a number. */
static bool write_other(struct sheet *sheet, struct buffer *out, const struct column *column, struct slice value)
{
    switch (value_type(value)) {
    case VALUE_OBJECT:
    case VALUE_ARRAY:
        return write_nested(sheet, out, column, value);
    case VALUE_NULL:
        buffer_slice(out, buffer_view(&sheet->null));
        return true;
    case VALUE_FALSE:
        buffer_slice(out, buffer_view(&sheet->no));
        return true;
    case VALUE_TRUE:
        buffer_slice(out, buffer_view(&sheet->yes));
        return true;
    default:
        buffer_slice(out, buffer_view(&sheet->fill));
        return true;
    }
}

static inline bool write_value(struct sheet *sheet, struct buffer *out, const struct column *column, struct slice value)
{
    size_t readable = (size_t)(sheet->record->line.at + sheet->record->line.size - value.at);
    if (value.at && *value.at == '"') {
        enum csv_trouble trouble = csv_string(out, &sheet->settings.dialect, value, readable, &sheet->scratch);
        return trouble == CSV_FINE || blame(sheet, trouble, column, value);
    }
    if (value.at && *value.at <= '9') {
        csv_number(out, &sheet->settings.dialect, value, readable);
        return true;
    }
    return write_other(sheet, out, column, value);
}

static bool is_extra(const struct level *level)
{
    return !level->whole && (level->source.layout->extra_count > 0 || level->source.count == 0);
}

/* What no column of the level reads, as JSON; an element that is no object as it stands. */
static struct slice extra_json(struct buffer *json, const struct level *level)
{
    const struct source *source = &level->source;
    const struct layout *layout = source->layout;
    buffer_clear(json);
    if (value_type(source->value) != VALUE_OBJECT)
        return source->value;
    buffer_byte(json, '{');
    for (size_t i = 0; i < layout->extra_count; i++) {
        const struct member *member = &source->members[layout->extra[i]];
        if (i > 0)
            buffer_byte(json, ',');
        buffer_add(json, member->key.at - 1, member->key.size + 2);
        buffer_byte(json, ':');
        buffer_slice(json, member->value);
    }
    buffer_byte(json, '}');
    return json->size > 2 ? buffer_view(json) : (struct slice){NULL, 0};
}

static bool write_extra(struct sheet *sheet, struct buffer *out, const struct column *column)
{
    struct slice json = extra_json(&sheet->scratch, &sheet->plan->levels[column->level]);
    enum csv_trouble trouble = CSV_FINE;
    if (json.at)
        trouble = csv_text(out, &sheet->settings.dialect, json, true);
    else
        buffer_slice(out, buffer_view(&sheet->fill));
    return trouble == CSV_FINE || blame(sheet, trouble, column, (struct slice){NULL, 0});
}

static void write_index(struct sheet *sheet, struct buffer *out, size_t level)
{
    buffer_clear(&sheet->scratch);
    buffer_number(&sheet->scratch, sheet->states[level].index);
    csv_number(out, &sheet->settings.dialect, buffer_view(&sheet->scratch), 0);
}

static inline struct slice value_of(const struct source *source, size_t key, const struct path *behind)
{
    struct slice value = key == NAMES_NONE ? source->value : source_get(source, key);
    return behind->count == 0 || !value.at ? value : path_follow(behind, value);
}

static bool write_cell(struct sheet *sheet, struct buffer *out, const struct column *column)
{
    if (column->kind == COLUMN_INDEX) {
        write_index(sheet, out, column->level);
        return true;
    }
    if (column->kind == COLUMN_EXTRA)
        return write_extra(sheet, out, column);
    const struct source *source = &sheet->plan->levels[column->level].source;
    return write_value(sheet, out, column, value_of(source, column->key, &column->behind));
}

static bool write_cells(struct sheet *sheet, struct buffer *out, const struct run *run)
{
    const struct column *column = &sheet->plan->columns[run->first], *end = column + run->count;
    const struct source *source = &sheet->plan->levels[run->level].source;
    for (; column < end; column++)
        if (!(column->direct ? write_value(sheet, out, column, source_get(source, column->key))
                             : write_cell(sheet, out, column)))
            return false;
    return true;
}

/* ---- rows ---- */

/* A row ends: the last delimiter gives way to the line end. A row of one empty cell would be a blank line, which
 * readers skip. */
static void end_row(struct sheet *sheet, struct buffer *out, size_t start)
{
    const struct dialect *dialect = &sheet->settings.dialect;
    out->size--;
    if (out->size == start && !dialect->escapes && dialect->quoting != QUOTE_NONE)
        buffer_add(out, "\"\"", 2);
    buffer_slice(out, dialect->line_end);
}

static bool append_run(struct sheet *sheet, struct run *run, size_t innermost)
{
    struct level_state *state = &sheet->states[run->level];
    if (!state->present || (sheet->settings.blank_parents && state->shown && run->level != innermost)) {
        buffer_slice(sheet->out, buffer_view(&run->blank));
        return true;
    }
    if (run->level == innermost)
        return write_cells(sheet, sheet->out, run);
    if (!run->fresh) {
        buffer_clear(&run->cells);
        if (!write_cells(sheet, &run->cells, run))
            return false;
        run->fresh = true;
    }
    buffer_slice(sheet->out, buffer_view(&run->cells));
    return true;
}

static void observe_row(struct sheet *sheet)
{
    const struct plan *plan = sheet->plan;
    for (size_t i = 0; i < plan->count; i++) {
        const struct column *column = &plan->columns[i];
        struct slice value = {NULL, 0};
        if (sheet->states[column->level].present) {
            if (column->kind == COLUMN_VALUE)
                value = value_of(&plan->levels[column->level].source, column->key, &column->behind);
            else
                value = column->kind == COLUMN_INDEX ? SLICE("1") : SLICE("{}");
        }
        sheet->settings.observe(sheet->settings.observe_argument, i, value);
    }
}

static bool emit_row(struct sheet *sheet, size_t innermost)
{
    sheet->rows++;
    if (sheet->settings.observe) {
        observe_row(sheet);
        return true;
    }
    size_t start = sheet->out->size;
    for (size_t i = 0; i < sheet->run_count; i++)
        if (!append_run(sheet, &sheet->runs[i], innermost))
            return false;
    if (sheet->settings.blank_parents)
        for (size_t i = 0; i < sheet->plan->level_count; i++)
            sheet->states[i].shown = true;
    end_row(sheet, sheet->out, start);
    if (sheet->settings.after_row)
        sheet->settings.after_row(sheet->settings.after_row_argument);
    return true;
}

/* ---- levels ---- */

/* The level has a new present element: what no column takes is noted, or trouble. */
static bool arrive(struct sheet *sheet, size_t number)
{
    struct level *level = &sheet->plan->levels[number];
    sheet->states[number].present = true;
    sheet->states[number].shown = false;
    enum extra extra = sheet->plan->options.extra;
    if ((level->open && extra == EXTRA_DROP) || extra == EXTRA_JSON || !is_extra(level))
        return true;
    struct slice name = {NULL, 0};
    if (level->source.layout->extra_count > 0)
        name = level->source.members[level->source.layout->extra[0]].key;
    else if (value_type(level->source.value) != VALUE_OBJECT && value_type(level->source.value) != VALUE_NULL)
        name = level->singular;
    if (!name.at)
        return true;
    if (extra == EXTRA_ERROR)
        return complain(sheet, "no column takes this member", name, (struct slice){NULL, 0});
    if (!sheet->dropped.at)
        sheet->dropped = name;
    return true;
}

static void go_stale(struct sheet *sheet, size_t level)
{
    for (size_t i = 0; i < sheet->run_count; i++)
        if (sheet->runs[i].level == level)
            sheet->runs[i].fresh = false;
}

static void begin_array(struct sheet *sheet, size_t number)
{
    const struct level *level = &sheet->plan->levels[number];
    struct level_state *state = &sheet->states[number];
    struct slice array = value_of(&sheet->plan->levels[level->parent].source, level->key, &level->behind);
    *state = (struct level_state){0};
    if (array.at && value_type(array) != VALUE_NULL && !value_enter(&state->walk, array))
        state->single = array;
    if (array.at && value_type(array) == VALUE_OBJECT)
        *state = (struct level_state){.single = array};
}

/* The next element of the level's array becomes the present one. False at the end. */
static bool next_element(struct sheet *sheet, size_t number)
{
    struct level_state *state = &sheet->states[number];
    struct source *source = &sheet->plan->levels[number].source;
    struct value_walk inner;
    struct slice key, element;
    state->present = false;
    if (state->walk.at && source_listed(source, sheet->record, &state->walk, &state->listed)) {
        state->index++;
        return true;
    }
    if (state->single.at) {
        element = state->single;
        state->single = (struct slice){NULL, 0};
    } else if (!state->walk.at || !value_step(&state->walk, &key, &element, &inner)) {
        return false;
    }
    state->index++;
    if (element.size == 0 && inner.object) {
        source_object(source, &state->walk, &inner, &element);
        return true;
    }
    if (element.size == 0) {
        struct slice unused;
        while (value_next(&inner, &key, &unused))
            ;
        value_leave(&state->walk, &inner, &element);
    }
    source_value(source, element);
    return true;
}

/* The rows that one --explode makes: level `levels[0]` is below the record, each other below the one before. */
static bool explode(struct sheet *sheet, const size_t *levels, size_t count)
{
    size_t depth = 0;
    begin_array(sheet, levels[0]);
    for (;;) {
        size_t level = levels[depth];
        if (next_element(sheet, level)) {
            if (!arrive(sheet, level))
                return false;
            if (depth + 1 == count) {
                if (!emit_row(sheet, level))
                    return false;
            } else {
                go_stale(sheet, level);
                begin_array(sheet, levels[++depth]);
            }
            continue;
        }
        if (depth == 0)
            return true;
        if (sheet->states[level].index == 0 && sheet->settings.keep_empty && !emit_row(sheet, levels[depth - 1]))
            return false;
        depth--;
    }
}

/* The levels from the record (left out) to `leaf`. */
static size_t chain_of(const struct plan *plan, size_t leaf, size_t *levels)
{
    size_t count = 0;
    for (size_t i = leaf; i > 0; i = plan->levels[i].parent)
        count++;
    for (size_t i = leaf, at = count; i > 0; i = plan->levels[i].parent)
        levels[--at] = i;
    return count;
}

static bool write_rows(struct sheet *sheet)
{
    struct plan *plan = sheet->plan;
    if (!arrive(sheet, 0))
        return false;
    if (plan->leaf_count == 0)
        return emit_row(sheet, 0);
    go_stale(sheet, 0);
    for (size_t i = 0; i < plan->leaf_count; i++)
        if (!explode(sheet, sheet->chain, chain_of(plan, plan->leaves[i], sheet->chain)))
            return false;
    return sheet->rows > 0 || !sheet->settings.keep_empty || emit_row(sheet, 0);
}

bool sheet_record(struct sheet *sheet, const struct record *record, struct buffer *out)
{
    size_t start = out->size;
    sheet->rows = 0;
    sheet->out = out;
    sheet->record = sheet->join.record = record;
    sheet->dropped = (struct slice){NULL, 0};
    source_record(&sheet->plan->levels[0].source, record);
    if (write_rows(sheet))
        return true;
    out->size = start;
    return false;
}

bool sheet_header(struct sheet *sheet, struct buffer *out)
{
    size_t start = out->size;
    for (size_t i = 0; i < sheet->plan->count; i++) {
        enum csv_trouble trouble = csv_text(out, &sheet->settings.dialect, sheet->plan->columns[i].name, true);
        if (trouble != CSV_FINE)
            return blame(sheet, trouble, &sheet->plan->columns[i], (struct slice){NULL, 0});
    }
    end_row(sheet, out, start);
    return true;
}

/* ---- start ---- */

static void make_runs(struct sheet *sheet)
{
    const struct plan *plan = sheet->plan;
    sheet->runs = memory_zeroed(plan->count, sizeof *sheet->runs);
    for (size_t i = 0; i < plan->count; i++) {
        struct run *run = sheet->run_count > 0 ? &sheet->runs[sheet->run_count - 1] : NULL;
        if (!run || run->level != plan->columns[i].level) {
            run = &sheet->runs[sheet->run_count++];
            run->level = plan->columns[i].level;
            run->first = i;
        }
        run->count++;
        buffer_slice(&run->blank, buffer_view(&sheet->fill));
    }
}

bool sheet_start(struct sheet *sheet, struct plan *plan, const struct sheet_settings *settings)
{
    const struct dialect *dialect = &settings->dialect;
    *sheet = (struct sheet){.plan = plan, .settings = *settings};
    csv_ready(&sheet->settings.dialect);
    sheet->join = (struct join){.separator = settings->separator,
                                .null_text = dialect->null_text,
                                .false_text = dialect->false_text,
                                .true_text = dialect->true_text};
    if (dialect->quoting == QUOTE_NONE || dialect->formula == FORMULA_ERROR)
        sheet->settings.after_row = NULL;
    bool fine = csv_text(&sheet->fill, dialect, dialect->fill, false) == CSV_FINE &&
                csv_text(&sheet->null, dialect, dialect->null_text, false) == CSV_FINE &&
                csv_text(&sheet->no, dialect, dialect->false_text, false) == CSV_FINE &&
                csv_text(&sheet->yes, dialect, dialect->true_text, false) == CSV_FINE;
    sheet->states = memory_zeroed(plan->level_count, sizeof *sheet->states);
    sheet->chain = memory_zeroed(plan->level_count, sizeof *sheet->chain);
    make_runs(sheet);
    return fine;
}

void sheet_free(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->run_count; i++) {
        buffer_free(&sheet->runs[i].cells);
        buffer_free(&sheet->runs[i].blank);
    }
    free(sheet->runs);
    free(sheet->states);
    free(sheet->chain);
    buffer_free(&sheet->fill);
    buffer_free(&sheet->null);
    buffer_free(&sheet->no);
    buffer_free(&sheet->yes);
    buffer_free(&sheet->scratch);
    *sheet = (struct sheet){0};
}
