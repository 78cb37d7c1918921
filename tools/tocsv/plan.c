#include "plan.h"

#include <stdlib.h>

#include "limits.h"

/* What -f names, one by one. */
struct plan_item {
    struct path path;  /* as given, without STEP_EACH */
    struct slice name; /* as given, else absent */
    bool excluded;     /* `!path` */
    bool offered;      /* by default, not by the user */
    size_t level;
    struct path inside; /* from the level's value on */
    struct names found; /* of a `*`: the names that records brought */
};

struct named_form {
    struct slice member; /* absent: for all */
    struct form form;
};

static bool complain(struct plan *plan, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool complain(struct plan *plan, const char *format, ...)
{
    va_list arguments;
    buffer_clear(&plan->message);
    va_start(arguments, format);
    buffer_format_list(&plan->message, format, arguments);
    va_end(arguments);
    return false;
}

const char *plan_message(struct plan *plan)
{
    return buffer_terminate(&plan->message);
}

static struct slice keep(struct plan *plan, struct slice text)
{
    return (struct slice){arena_copy(&plan->arena, text), text.size};
}

static struct slice name_of_path(struct plan *plan, const struct path *path)
{
    struct buffer name = {0};
    path_name(&name, path);
    struct slice kept = keep(plan, buffer_view(&name));
    buffer_free(&name);
    return kept;
}

/* ---- levels ---- */

/* A word that is more than its ending. */
static bool ends_with(struct slice word, const char *end)
{
    struct slice ending = slice_of(end);
    return word.size > ending.size && slice_ends(word, ending);
}

/* English enough for names of arrays: entities, boxes, classes, events; anything else stays. */
static struct slice singular_of(struct plan *plan, struct slice word)
{
    if (ends_with(word, "ies")) {
        char *name = arena_copy(&plan->arena, word);
        name[word.size - 3] = 'y';
        return (struct slice){name, word.size - 2};
    }
    static const char *const endings[] = {"sses", "xes", "ches", "shes"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends_with(word, endings[i]))
            return slice_part(word, 0, word.size - 2);
    if (ends_with(word, "s") && !ends_with(word, "ss") && !ends_with(word, "us") && !ends_with(word, "is"))
        return slice_part(word, 0, word.size - 1);
    return word;
}

static bool same_steps(const struct path *a, const struct path *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct step *one = &a->steps[i], *other = &b->steps[i];
        if (one->kind != other->kind || one->index != other->index || !slice_equal(one->key, other->key))
            return false;
    }
    return true;
}

static bool is_prefix(const struct path *prefix, const struct path *path)
{
    return prefix->count <= path->count && same_steps(prefix, path, prefix->count);
}

/* The place of a path's value on its level: a wanted member, and what follows. */
static void place_on_level(struct plan *plan, size_t level, const struct path *inside, size_t *key, struct path *behind)
{
    *key = NAMES_NONE;
    *behind = *inside;
    if (inside->count > 0 && inside->steps[0].kind == STEP_KEY) {
        *key = names_add(&plan->levels[level].source.wanted, inside->steps[0].key);
        *behind = path_behind(inside, 1);
    }
}

static size_t find_level(const struct plan *plan, size_t parent, const struct path *full)
{
    for (size_t i = 1; i < plan->level_count; i++)
        if (plan->levels[i].parent == parent && plan->levels[i].full.count == full->count &&
            is_prefix(full, &plan->levels[i].full))
            return i;
    return 0;
}

static size_t add_level(struct plan *plan, size_t parent, const struct path *inside, const struct path *full)
{
    size_t level = find_level(plan, parent, full);
    if (level)
        return level;
    plan->levels = memory_grow(plan->levels, &plan->level_capacity, plan->level_count + 1, sizeof *plan->levels);
    level = plan->level_count++;
    struct level *new = &plan->levels[level];
    *new = (struct level){.parent = parent, .inside = *inside, .full = *full};
    if (full->count > 0)
        new->singular = singular_of(plan, full->steps[full->count - 1].key);
    if (level > 0)
        place_on_level(plan, parent, inside, &plan->levels[level].key, &plan->levels[level].behind);
    return level;
}

static struct path without_each(struct plan *plan, const struct path *path)
{
    struct path plain = {.steps = arena_array(&plan->arena, path->count + 1, sizeof *plain.steps), .rest = path->rest};
    for (size_t i = 0; i < path->count; i++)
        if (path->steps[i].kind != STEP_EACH)
            plain.steps[plain.count++] = path->steps[i];
    return plain;
}

/* One level for each part of the path that ends in `[]` or at its end. */
static size_t add_levels(struct plan *plan, const struct path *path)
{
    struct path plain = without_each(plan, path), full = plain;
    size_t level = 0, start = 0, end = 0;
    for (size_t i = 0; i <= path->count; i++) {
        bool each = i < path->count && path->steps[i].kind == STEP_EACH;
        if ((each || i == path->count) && end > start) {
            struct path inside = {plain.steps + start, end - start, false};
            full.count = end;
            level = add_level(plan, level, &inside, &full);
            start = end;
        }
        end += !each;
    }
    return level;
}

static bool parse_explode(struct plan *plan, const char *text)
{
    struct path path;
    struct slice rest = slice_of(text), name = {NULL, 0};
    const char *what;
    if (!path_parse(&path, &rest, &plan->arena, &what))
        return complain(plan, "--explode '%s': %s", text, what);
    if (rest.size > 0 && rest.at[0] == ':') {
        rest = slice_part(rest, 1, rest.size);
        if (!path_word(&name, &rest, ",", &plan->arena, &what))
            return complain(plan, "--explode '%s': %s", text, what);
    }
    if (path.count == 0 || path.rest || rest.size > 0 || path.steps[0].kind != STEP_KEY)
        return complain(plan, "--explode '%s': names one array by its path", text);
    size_t level = add_levels(plan, &path);
    for (size_t i = 0; i < plan->leaf_count; i++)
        if (plan->leaves[i] == level)
            return complain(plan, "--explode '%s': stands twice", text);
    if (name.at)
        plan->levels[level].singular = name;
    plan->leaves[plan->leaf_count++] = level;
    return true;
}

/* ---- items ---- */

/* `event_date` stands for `events.date` when events are exploded. */
static bool bind_by_name(struct plan *plan, struct plan_item *item)
{
    const struct step *first = item->path.steps;
    size_t best = 0;
    for (size_t i = 1; i < plan->level_count; i++) {
        struct slice singular = plan->levels[i].singular;
        if (slice_starts(first->key, singular) && (!best || singular.size > plan->levels[best].singular.size) &&
            (first->key.size == singular.size || first->key.at[singular.size] == '_'))
            best = i;
    }
    if (!best)
        return false;
    size_t size = plan->levels[best].singular.size;
    item->level = best;
    item->inside = path_behind(&item->path, 1);
    if (first->key.size <= size + 1)
        return true;
    struct step *steps = arena_array(&plan->arena, item->path.count, sizeof *steps);
    memcpy(steps, item->path.steps, item->path.count * sizeof *steps);
    steps[0].key = slice_part(first->key, size + 1, first->key.size);
    item->inside = (struct path){steps, item->path.count, item->path.rest};
    return true;
}

/* Does a number follow the first `keys` steps that are not `[]`, so that one element of the array is meant? */
static bool picks_one(const struct path *path, size_t keys)
{
    size_t i = 0;
    for (; i < path->count && keys > 0; i++)
        keys -= path->steps[i].kind != STEP_EACH;
    return i < path->count && path->steps[i].kind == STEP_INDEX;
}

/* Finds the level whose element the path (as given: `path`) starts from: the deepest array that it passes. */
static void bind(struct plan *plan, struct plan_item *item, const struct path *path)
{
    size_t best = 0;
    for (size_t i = 1; i < plan->level_count; i++) {
        const struct path *full = &plan->levels[i].full;
        if (is_prefix(full, &item->path) && full->count > plan->levels[best].full.count &&
            !picks_one(path, full->count))
            best = i;
    }
    item->level = best;
    item->inside = path_behind(&item->path, plan->levels[best].full.count);
    if (!best && item->path.count > 0 && item->path.steps[0].kind == STEP_KEY && !item->path.steps[0].quoted)
        bind_by_name(plan, item);
}

static bool has_each(const struct path *path)
{
    for (size_t i = 0; i < path->count; i++)
        if (path->steps[i].kind == STEP_EACH)
            return true;
    return false;
}

static struct plan_item *add_item(struct plan *plan, const struct path *path)
{
    plan->items = memory_grow(plan->items, &plan->item_capacity, plan->item_count + 1, sizeof *plan->items);
    struct plan_item *item = &plan->items[plan->item_count++];
    *item = (struct plan_item){.path = without_each(plan, path)};
    bind(plan, item, path);
    return item;
}

static bool parse_item(struct plan *plan, struct slice *text, bool offered, const char **what)
{
    struct path path;
    struct slice name = {NULL, 0};
    bool excluded = text->size > 0 && text->at[0] == '!';
    if (excluded)
        *text = slice_part(*text, 1, text->size);
    if (!path_parse(&path, text, &plan->arena, what))
        return false;
    if (text->size > 0 && text->at[0] == ':') {
        *text = slice_part(*text, 1, text->size);
        if (!path_word(&name, text, ",", &plan->arena, what))
            return false;
        *what = excluded ? "what is left out has no name" : "* gives many columns, not one name";
        if (excluded || path.rest)
            return false;
    }
    struct plan_item *item = add_item(plan, &path);
    item->name = name;
    item->excluded = excluded;
    item->offered = offered;
    *what = "[] is for arrays that --explode names";
    return item->level > 0 || !has_each(&path);
}

static bool parse_items(struct plan *plan, struct slice text, bool offered, const char **what)
{
    struct slice rest = slice_trim(text);
    for (;;) {
        while (rest.size > 0 && rest.at[0] == ' ')
            rest = slice_part(rest, 1, rest.size);
        if (!parse_item(plan, &rest, offered, what))
            return false;
        if (rest.size == 0)
            return true;
        *what = "expected a comma";
        if (rest.at[0] != ',')
            return false;
        rest = slice_part(rest, 1, rest.size);
    }
}

static struct slice column_name(struct plan *plan, size_t level, const struct path *inside)
{
    struct buffer name = {0};
    struct slice inner = name_of_path(plan, inside);
    buffer_slice(&name, plan->levels[level].singular);
    if (level > 0 && inside->count > 0 && inside->steps[0].kind == STEP_KEY)
        buffer_byte(&name, '_');
    buffer_slice(&name, inner);
    if (name.size == 0 && inside->count == 0)
        buffer_text(&name, "record");
    struct slice kept = keep(plan, buffer_view(&name));
    buffer_free(&name);
    return kept;
}

static struct slice item_name(struct plan *plan, const struct plan_item *item)
{
    return item->name.at ? item->name : column_name(plan, item->level, &item->inside);
}

/* ---- forms ---- */

static bool add_form(struct plan *plan, struct slice member, struct slice text, const char **what)
{
    plan->forms = memory_grow(plan->forms, &plan->form_capacity, plan->form_count + 1, sizeof *plan->forms);
    struct named_form *new = &plan->forms[plan->form_count++];
    new->member = member;
    return form_parse(&new->form, text, &plan->arena, what);
}

/* `PATH=TEMPLATE`, or a template for all arrays and objects. */
static bool parse_form(struct plan *plan, const char *text)
{
    struct slice whole = slice_of(text), member = {NULL, 0}, form = whole;
    const char *equals = memchr(text, '=', whole.size), *brace = memchr(text, '{', whole.size), *what;
    if (equals && (!brace || equals < brace)) {
        member = slice_part(whole, 0, (size_t)(equals - text));
        form = slice_part(whole, member.size + 1, whole.size);
    }
    return add_form(plan, member, form, &what) || complain(plan, "--template '%s': %s", text, what);
}

static struct form *last_form(const struct plan *plan, size_t from, size_t to, struct slice member)
{
    for (size_t i = to; i-- > from;)
        if (!plan->forms[i].member.at == !member.at && slice_equal(plan->forms[i].member, member))
            return &plan->forms[i].form;
    return NULL;
}

/* Of the user's the last that names the member, else the last that is for all; else the one of the rules. */
static struct form *form_for(const struct plan *plan, struct slice member)
{
    struct form *form = last_form(plan, plan->rule_forms, plan->form_count, member);
    if (!form)
        form = last_form(plan, plan->rule_forms, plan->form_count, (struct slice){NULL, 0});
    return form ? form : last_form(plan, 0, plan->rule_forms, member);
}

/* ---- rules ---- */

/* Takes the next rule apart; false at the end. */
static bool next_rule(struct slice *rest, struct slice *fields, size_t count)
{
    struct slice line;
    while (slice_line(rest, &line)) {
        if (line.size == 0 || line.at[0] == '#')
            continue;
        for (size_t i = 0; i < count; i++)
            if (!slice_field(&line, '\t', &fields[i]))
                fields[i] = (struct slice){NULL, 0};
        return true;
    }
    return false;
}

static bool rule_forms(struct plan *plan)
{
    struct slice rest = plan->options.rules, fields[3];
    const char *what;
    while (next_rule(&rest, fields, 3))
        if (slice_is(fields[0], "form") && !add_form(plan, fields[1], fields[2], &what))
            return complain(plan, "rules: form '%.*s': %s", (int)fields[2].size, fields[2].at, what);
    return true;
}

static bool has_members(const struct record *record, struct slice words)
{
    struct slice word;
    while (slice_field(&words, ' ', &word))
        if (!record_find(record, word))
            return false;
    return true;
}

/* The array that rules for exploded records name; "-" for none, absent when no rule can fit. */
static struct slice exploded_member(const struct plan *plan)
{
    if (plan->leaf_count == 0)
        return SLICE("-");
    const struct level *level = &plan->levels[plan->leaves[0]];
    if (plan->leaf_count > 1 || level->full.count != 1)
        return (struct slice){NULL, 0};
    return level->full.steps[0].key;
}

static bool offer_columns(struct plan *plan, const struct record *record)
{
    struct slice rest = plan->options.rules, fields[4], exploded = exploded_member(plan);
    const char *what = "";
    while (exploded.at && next_rule(&rest, fields, 4))
        if (slice_is(fields[0], "columns") && slice_equal(fields[2], exploded) && has_members(record, fields[1]))
            return parse_items(plan, fields[3], true, &what) || complain(plan, "rules: %s", what);
    if (!parse_items(plan, SLICE("*"), true, &what))
        return complain(plan, "rules: %s", what);
    for (size_t i = 1; i < plan->level_count; i++) {
        struct path path = plan->levels[i].full;
        path.rest = true;
        add_item(plan, &path)->offered = true;
    }
    return true;
}

/* ---- start ---- */

static bool has_item_called(struct plan *plan, struct slice name)
{
    for (size_t i = 0; i < plan->item_count; i++)
        if (slice_equal(item_name(plan, &plan->items[i]), name))
            return true;
    return false;
}

static struct slice prefixed(struct plan *plan, size_t level, const char *word)
{
    struct buffer name = {0};
    if (level > 0) {
        buffer_slice(&name, plan->levels[level].singular);
        buffer_byte(&name, '_');
    }
    buffer_text(&name, word);
    struct slice kept = keep(plan, buffer_view(&name));
    buffer_free(&name);
    return kept;
}

/* Is it the name of a column that --index or --extra=json makes? */
static bool is_made(struct plan *plan, struct slice name)
{
    for (size_t i = 0; i < plan->level_count; i++)
        if ((plan->options.extra == EXTRA_JSON && slice_equal(prefixed(plan, i, "extra"), name)) ||
            (plan->options.index && i > 0 && slice_equal(prefixed(plan, i, "index"), name)))
            return true;
    return false;
}

/* Columns of --header=FILE that -f does not name are paths themselves. */
static bool items_of_header(struct plan *plan)
{
    const char *what;
    const struct names *header = plan->options.header;
    for (size_t i = 0; i < plan->item_count; i++) {
        struct slice name = item_name(plan, &plan->items[i]);
        if (plan->items[i].path.rest)
            return complain(plan, "--header=FILE names all columns, so that * has no place in -f");
        if (!plan->items[i].excluded && names_find(header, name) == NAMES_NONE)
            return complain(plan, "the header has no column '%.*s' of -f", (int)name.size, name.at);
    }
    for (size_t i = 0; i < header->count; i++) {
        struct slice name = header->items[i], rest = name;
        struct path path;
        if (has_item_called(plan, name) || is_made(plan, name))
            continue;
        if (!path_parse(&path, &rest, &plan->arena, &what) || rest.size > 0 || path.rest || has_each(&path)) {
            /* Not a path: a key as it stands. */
            path = (struct path){.steps = arena_array(&plan->arena, 1, sizeof *path.steps), .count = 1};
            path.steps[0] = (struct step){.kind = STEP_KEY, .quoted = true, .key = name};
        }
        add_item(plan, &path)->name = name;
    }
    return true;
}

bool plan_start(struct plan *plan, const struct plan_options *options)
{
    struct path none = {0};
    const char *what;
    *plan = (struct plan){.options = *options};
    add_level(plan, 0, &none, &none);
    plan->leaves = arena_array(&plan->arena, options->explode_count + 1, sizeof *plan->leaves);
    if (!rule_forms(plan))
        return false;
    plan->rule_forms = plan->form_count;
    for (size_t i = 0; i < options->form_count; i++)
        if (!parse_form(plan, options->forms[i]))
            return false;
    for (size_t i = 0; i < options->explode_count; i++)
        if (!parse_explode(plan, options->explode[i]))
            return false;
    for (size_t i = 0; i < options->field_count; i++)
        if (!parse_items(plan, slice_of(options->fields[i]), false, &what))
            return complain(plan, "-f '%s': %s", options->fields[i], what);
    return !options->header || items_of_header(plan);
}

/* ---- collecting names ---- */

static void collect_members(struct plan *plan, struct plan_item *item, struct slice value)
{
    struct value_walk walk;
    struct slice key, member, object = path_follow(&item->inside, value);
    if (value_type(object) != VALUE_OBJECT || !value_enter(&walk, object))
        return;
    while (item->found.count <= LIMIT_COLUMNS && value_next(&walk, &key, &member))
        names_add(&item->found, value_string(&plan->arena, (struct slice){key.at - 1, key.size + 2}));
}

/* The depth of the calls is that of --explode, not of the input. */
static void collect_level(struct plan *plan, size_t number, struct slice value, bool all)
{
    plan->levels[number].seen = true;
    plan->levels[number].plain |= value_type(value) != VALUE_OBJECT && value_type(value) != VALUE_NULL;
    for (size_t i = 0; i < plan->item_count; i++)
        if (plan->items[i].path.rest && plan->items[i].level == number)
            collect_members(plan, &plan->items[i], value);
    for (size_t i = number + 1; i < plan->level_count; i++) {
        struct value_walk walk;
        struct slice key, element, array = path_follow(&plan->levels[i].inside, value);
        if (plan->levels[i].parent != number || !array.at || value_type(array) == VALUE_NULL)
            continue;
        if (value_type(array) != VALUE_ARRAY)
            collect_level(plan, i, array, all);
        else if (value_enter(&walk, array))
            while (value_next(&walk, &key, &element)) {
                collect_level(plan, i, element, all);
                if (!all)
                    break;
            }
    }
}

bool plan_collect(struct plan *plan, const struct record *record, bool all)
{
    if (plan->item_count == 0 && !plan->options.header && !offer_columns(plan, record))
        return true; /* plan_settle says so */
    collect_level(plan, 0, slice_part(record->line, record->open, record->close + 1), all);
    for (size_t i = 0; i < plan->item_count; i++)
        if (plan->items[i].path.rest && !plan->levels[plan->items[i].level].seen)
            return false;
    return true;
}

bool plan_depends(const struct plan *plan)
{
    for (size_t i = 0; i < plan->item_count; i++)
        if (plan->items[i].path.rest)
            return true;
    return plan->item_count == 0 && !plan->options.header;
}

bool plan_enters_objects(const struct plan *plan)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->columns[i].form)
            return true;
    return plan->leaf_count > 0;
}

/* ---- settling ---- */

/* `event_date` for a record's own member beside an event's: the later one becomes `event_date_2`. */
static struct slice free_name(struct plan *plan, struct slice name)
{
    struct buffer other = {0};
    buffer_slice(&other, name);
    for (uint64_t number = 2; names_find(&plan->names, buffer_view(&other)) != NAMES_NONE; number++) {
        other.size = name.size;
        buffer_byte(&other, '_');
        buffer_number(&other, number);
    }
    name = keep(plan, buffer_view(&other));
    buffer_free(&other);
    return name;
}

static bool add_column(struct plan *plan, struct column column, bool rename)
{
    if (names_find(&plan->names, column.name) != NAMES_NONE) {
        if (!rename)
            return complain(plan, "two columns are called '%.*s'; give one another name with PATH:NAME",
                            (int)column.name.size, column.name.at);
        column.name = free_name(plan, column.name);
    }
    plan->over_limit = plan->count == LIMIT_COLUMNS;
    if (plan->over_limit)
        return complain(plan, "more than %d columns", LIMIT_COLUMNS);
    names_add(&plan->names, column.name);
    plan->columns = memory_grow(plan->columns, &plan->capacity, plan->count + 1, sizeof *plan->columns);
    plan->columns[plan->count++] = column;
    return true;
}

/* The number of the element stands before the first column that is made of it. */
static bool add_index(struct plan *plan, size_t level)
{
    if (level == 0 || !plan->options.index || plan->levels[level].indexed)
        return true;
    plan->levels[level].indexed = true;
    return add_column(
        plan,
        (struct column){
            .kind = COLUMN_INDEX, .name = prefixed(plan, level, "index"), .level = level, .key = NAMES_NONE},
        true);
}

static struct slice last_key(const struct path *path)
{
    for (size_t i = path->count; i-- > 0;)
        if (path->steps[i].kind == STEP_KEY)
            return path->steps[i].key;
    return (struct slice){NULL, 0};
}

static bool add_value_column(struct plan *plan, size_t level, const struct path *inside, struct slice name, bool rename)
{
    struct column column = {.kind = COLUMN_VALUE, .name = name, .level = level};
    struct slice key = last_key(inside);
    place_on_level(plan, level, inside, &column.key, &column.behind);
    column.direct = column.key != NAMES_NONE && column.behind.count == 0;
    plan->levels[level].whole |= inside->count == 0;
    column.form = form_for(plan, name);
    if (key.at && !slice_equal(key, name) && !column.form)
        column.form = form_for(plan, key);
    return add_index(plan, level) && add_column(plan, column, rename);
}

/* Is the member `name` of the object at `inside` read by a path longer than `inside`? */
static bool covers(const struct path *longer, const struct path *inside, struct slice name)
{
    return longer->count > inside->count && same_steps(longer, inside, inside->count) &&
           longer->steps[inside->count].kind == STEP_KEY && slice_equal(longer->steps[inside->count].key, name);
}

static bool is_named(const struct plan *plan, const struct plan_item *rest, struct slice name)
{
    for (size_t i = 0; i < plan->item_count; i++) {
        const struct plan_item *item = &plan->items[i];
        if (item->level == rest->level && !item->path.rest && covers(&item->inside, &rest->inside, name))
            return true;
    }
    for (size_t i = 1; i < plan->level_count; i++)
        if (plan->levels[i].parent == rest->level && covers(&plan->levels[i].inside, &rest->inside, name))
            return true;
    return false;
}

static bool add_rest(struct plan *plan, const struct plan_item *item)
{
    /* Elements that are no objects have no members: the column is the element. */
    if (item->found.count == 0 && item->inside.count == 0 && plan->levels[item->level].plain)
        return add_value_column(plan, item->level, &item->inside, column_name(plan, item->level, &item->inside), true);
    for (size_t i = 0; i < item->found.count; i++) {
        struct slice name = item->found.items[i];
        if (is_named(plan, item, name))
            continue;
        struct path inside = {arena_array(&plan->arena, item->inside.count + 1, sizeof *inside.steps),
                              item->inside.count + 1, false};
        if (item->inside.count > 0)
            memcpy(inside.steps, item->inside.steps, item->inside.count * sizeof *inside.steps);
        inside.steps[item->inside.count] = (struct step){.kind = STEP_KEY, .quoted = true, .key = name};
        if (!add_value_column(plan, item->level, &inside, column_name(plan, item->level, &inside), true))
            return false;
    }
    return true;
}

static bool add_columns_of(struct plan *plan, const struct plan_item *item)
{
    if (item->path.rest)
        return add_rest(plan, item);
    if (!item->excluded)
        return add_value_column(plan, item->level, &item->inside, item_name(plan, item), item->offered);
    if (item->inside.count == 1)
        names_add(&plan->levels[item->level].source.wanted, item->inside.steps[0].key);
    return true;
}

/* A user who names the columns of a level, and no `*`, has chosen: the rest goes without a word. */
static void note_choices(struct plan *plan)
{
    if (plan->options.header || plan->options.field_count == 0)
        return;
    for (size_t i = 0; i < plan->level_count; i++)
        plan->levels[i].open = true;
    for (size_t i = 0; i < plan->item_count; i++)
        if (plan->items[i].path.rest && plan->items[i].inside.count == 0)
            plan->levels[plan->items[i].level].open = false;
}

static bool add_extra(struct plan *plan)
{
    for (size_t i = 0; i < plan->level_count && plan->options.extra == EXTRA_JSON; i++)
        if (!add_column(plan,
                        (struct column){
                            .kind = COLUMN_EXTRA, .name = prefixed(plan, i, "extra"), .level = i, .key = NAMES_NONE},
                        true))
            return false;
    return true;
}

/* Puts the columns into the order of --header=FILE. */
static bool order_by_header(struct plan *plan)
{
    const struct names *header = plan->options.header;
    struct column *ordered = memory_zeroed(header->count, sizeof *ordered);
    for (size_t i = 0; i < header->count; i++)
        ordered[i] = plan->columns[names_find(&plan->names, header->items[i])];
    bool all = plan->count == header->count;
    free(plan->columns);
    plan->columns = ordered;
    plan->capacity = plan->count = header->count;
    return all || complain(plan, "the header lacks a column that --index or --extra=json makes");
}

bool plan_settle(struct plan *plan)
{
    note_choices(plan);
    for (size_t i = 0; i < plan->item_count; i++)
        if (!add_columns_of(plan, &plan->items[i]))
            return false;
    for (size_t i = 1; i < plan->level_count; i++)
        if (!add_index(plan, i))
            return false;
    if (!add_extra(plan) || (plan->options.header && !order_by_header(plan)))
        return false;
    plan->settled = true;
    return plan->count > 0 || complain(plan, "there are no columns");
}

struct slice plan_unmet(const struct plan *plan)
{
    for (size_t i = 1; i < plan->level_count; i++) {
        const struct level *level = &plan->levels[i], *parent = &plan->levels[level->parent];
        if (level->key != NAMES_NONE && parent->source.layout && !source_met(&parent->source, level->key))
            return parent->source.wanted.items[level->key];
    }
    size_t rest = SIZE_MAX; /* the level whose other members a * before the item took */
    for (size_t i = 0; i < plan->item_count; i++) {
        const struct plan_item *item = &plan->items[i];
        const struct source *source = &plan->levels[item->level].source;
        if (item->path.rest && !item->offered)
            rest = item->level;
        if (item->level == rest || item->offered || item->excluded || item->path.rest || item->inside.count == 0 ||
            !source->layout || item->inside.steps[0].kind != STEP_KEY)
            continue;
        size_t number = names_find(&source->wanted, item->inside.steps[0].key);
        if (number != NAMES_NONE && !source_met(source, number))
            return item->inside.steps[0].key;
    }
    return (struct slice){NULL, 0};
}

void plan_free(struct plan *plan)
{
    for (size_t i = 0; i < plan->level_count; i++)
        source_free(&plan->levels[i].source);
    for (size_t i = 0; i < plan->item_count; i++)
        names_free(&plan->items[i].found);
    free(plan->columns);
    free(plan->levels);
    free(plan->items);
    for (size_t i = 0; i < plan->form_count; i++)
        form_free(&plan->forms[i].form);
    free(plan->forms);
    names_free(&plan->names);
    buffer_free(&plan->message);
    arena_free(&plan->arena);
    *plan = (struct plan){0};
}
