#include "schema.h"

#include <stdlib.h>

struct seen {
    bool integer, number, boolean, string; /* values of these kinds were there */
    bool precise;                          /* a number that neither 64 bits nor a double hold to its last digit */
    bool blank;                            /* a cell without a value was there */
};

void schema_start(struct schema *schema, size_t columns)
{
    *schema = (struct schema){memory_zeroed(columns, sizeof *schema->columns), columns};
}

void schema_free(struct schema *schema)
{
    free(schema->columns);
    *schema = (struct schema){0};
}

/* A double keeps 15 decimal digits, within its range of exponents. */
static bool double_holds(struct slice number)
{
    size_t digits = 0, exponent = 0;
    bool in_exponent = false;
    for (size_t i = 0; i < number.size; i++) {
        char c = number.at[i];
        if ((c | 0x20) == 'e')
            in_exponent = true;
        else if (c < '0' || c > '9')
            continue;
        else if (in_exponent)
            exponent = exponent < 1000 ? exponent * 10 + (size_t)(c - '0') : exponent;
        else
            digits += digits > 0 || c != '0';
    }
    return digits <= 15 && exponent < 290;
}

static void observe_number(struct seen *seen, struct slice number)
{
    int64_t integer;
    if (value_integer(number, &integer)) {
        seen->integer = true;
        return;
    }
    if (memchr(number.at, '.', number.size) || memchr(number.at, 'e', number.size) ||
        memchr(number.at, 'E', number.size))
        seen->number = true;
    else
        seen->integer = true;
    seen->precise |= !double_holds(number);
}

void schema_observe(void *argument, size_t column, struct slice value)
{
    struct seen *seen = &((struct schema *)argument)->columns[column];
    switch (value_type(value)) {
    case VALUE_ABSENT:
    case VALUE_NULL:
        seen->blank = true;
        break;
    case VALUE_FALSE:
    case VALUE_TRUE:
        seen->boolean = true;
        break;
    case VALUE_NUMBER:
        observe_number(seen, value);
        break;
    default:
        seen->string = true;
    }
}

enum column_type { TYPE_STRING, TYPE_INTEGER, TYPE_NUMBER, TYPE_BOOLEAN };

static enum column_type type_of(const struct seen *seen)
{
    bool numeric = seen->integer || seen->number;
    if (seen->string || (numeric && seen->boolean) || (!numeric && !seen->boolean))
        return TYPE_STRING;
    if (seen->boolean)
        return TYPE_BOOLEAN;
    return seen->number ? TYPE_NUMBER : TYPE_INTEGER;
}

/* `word` between quotes, those inside doubled: a name of SQL, or an argument of the sqlite3 shell. */
static void quoted(struct buffer *out, char quote, struct slice word)
{
    buffer_byte(out, quote);
    for (size_t i = 0; i < word.size; i++) {
        if (word.at[i] == quote)
            buffer_byte(out, quote);
        buffer_byte(out, word.at[i]);
    }
    buffer_byte(out, quote);
}

static void import_lines(struct buffer *out, const struct schema_table *table)
{
    buffer_text(out, ".mode csv\n");
    if (table->dialect->delimiter != ',') {
        buffer_text(out, ".separator ");
        if (table->dialect->delimiter == '\t')
            buffer_text(out, "\"\\t\"");
        else
            quoted(out, '"', (struct slice){&table->dialect->delimiter, 1});
        buffer_text(out, " \"\\n\"\n");
    }
    buffer_text(out, table->header ? ".import --skip 1 " : ".import ");
    buffer_byte(out, '"');
    buffer_slice(out, table->name);
    buffer_text(out, ".csv\" \"");
    buffer_slice(out, table->name);
    buffer_text(out, "\"\n");
}

/* A blank cell of a column of numbers is imported as an empty text; in the table it is NULL. */
static bool is_text_in_sql(const struct seen *seen)
{
    return type_of(seen) == TYPE_STRING || seen->precise;
}

static void fold(struct buffer *folded, struct slice name)
{
    buffer_clear(folded);
    for (size_t i = 0; i < name.size; i++)
        buffer_byte(folded, ascii_lower(name.at[i]));
}

/* The names of the columns, in the arena. To SQLite a and A are one: the later becomes A_2. */
static struct slice *names_in_sql(const struct plan *plan, struct arena *arena)
{
    struct slice *names = arena_array(arena, plan->count, sizeof *names);
    struct names taken = {0};
    struct buffer name = {0}, folded = {0};
    for (size_t i = 0; i < plan->count; i++) {
        struct slice given = plan->columns[i].name;
        buffer_clear(&name);
        buffer_slice(&name, given);
        fold(&folded, given);
        for (uint64_t number = 2; names_find(&taken, buffer_view(&folded)) != NAMES_NONE; number++) {
            name.size = given.size;
            buffer_byte(&name, '_');
            buffer_number(&name, number);
            fold(&folded, buffer_view(&name));
        }
        names_add(&taken, buffer_view(&folded));
        names[i] = (struct slice){arena_copy(arena, buffer_view(&name)), name.size};
    }
    names_free(&taken);
    buffer_free(&name);
    buffer_free(&folded);
    return names;
}

static void null_lines(struct buffer *out, const struct schema *schema, const struct slice *names,
                       const struct schema_table *table)
{
    for (size_t i = 0; i < schema->count; i++) {
        if (!schema->columns[i].blank || is_text_in_sql(&schema->columns[i]))
            continue;
        buffer_text(out, "UPDATE ");
        quoted(out, '"', table->name);
        buffer_text(out, " SET ");
        quoted(out, '"', names[i]);
        buffer_text(out, " = NULL WHERE ");
        quoted(out, '"', names[i]);
        buffer_text(out, " IN (");
        quoted(out, '\'', table->dialect->fill);
        if (!slice_equal(table->dialect->null_text, table->dialect->fill)) {
            buffer_text(out, ", ");
            quoted(out, '\'', table->dialect->null_text);
        }
        buffer_text(out, ");\n");
    }
}

void schema_sql(struct buffer *out, const struct schema *schema, const struct plan *plan,
                const struct schema_table *table)
{
    /* SQLite has no booleans, TEXT keeps the words of --bool; and it keeps every digit of a long number. */
    static const char *const types[] = {"TEXT", "INTEGER", "REAL", "TEXT"};
    struct arena arena = {0};
    const struct slice *names = names_in_sql(plan, &arena);
    buffer_text(out, "CREATE TABLE ");
    quoted(out, '"', table->name);
    buffer_text(out, " (\n");
    for (size_t i = 0; i < schema->count; i++) {
        buffer_text(out, "  ");
        quoted(out, '"', names[i]);
        buffer_byte(out, ' ');
        buffer_text(out, schema->columns[i].precise ? "TEXT" : types[type_of(&schema->columns[i])]);
        buffer_text(out, i + 1 < schema->count ? ",\n" : "\n");
    }
    buffer_text(out, ");\n");
    import_lines(out, table);
    null_lines(out, schema, names, table);
    arena_free(&arena);
}

static void json_words(struct buffer *out, const char *key, const struct slice *words, size_t count)
{
    buffer_json_key(out, key);
    buffer_byte(out, '[');
    for (size_t i = 0; i < count; i++) {
        bool again = i > 0 && slice_equal(words[i], words[i - 1]);
        if (i > 0 && !again)
            buffer_byte(out, ',');
        if (!again)
            buffer_json(out, words[i]);
    }
    buffer_byte(out, ']');
}

void schema_json(struct buffer *out, const struct schema *schema, const struct plan *plan,
                 const struct schema_table *table)
{
    static const char *const types[] = {"string", "integer", "number", "boolean"};
    struct slice missing[] = {table->dialect->fill, table->dialect->null_text};
    buffer_text(out, "{\"fields\":[");
    for (size_t i = 0; i < schema->count; i++) {
        buffer_text(out, i > 0 ? ",\n  {" : "\n  {");
        buffer_json_key(out, "name");
        buffer_json(out, plan->columns[i].name);
        buffer_json_key(out, "type");
        buffer_format(out, "\"%s\"", types[type_of(&schema->columns[i])]);
        if (type_of(&schema->columns[i]) == TYPE_BOOLEAN) {
            json_words(out, "trueValues", &table->dialect->true_text, 1);
            json_words(out, "falseValues", &table->dialect->false_text, 1);
        }
        buffer_byte(out, '}');
    }
    buffer_text(out, "\n]");
    json_words(out, "missingValues", missing, 2);
    buffer_text(out, "}\n");
}
