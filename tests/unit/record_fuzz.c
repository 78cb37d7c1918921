/* Differential fuzzing of the record scan: generated and mutated lines, jansson as the oracle.
 *
 * usage: record_fuzz [COUNT [SEED]]
 *
 * On every line the scan and jansson must agree whether it is a record and, if so, on every value in it; the plain
 * twin of the scan must agree in everything; a record written without edits must be the same bytes. Differences that
 * tests/record/differences.md lists are counted, all others are failures.
 */
#include "record.h"
#include "record_twin.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "text.h"

/* SplitMix64 (Steele, Lea and Flood 2014): small, and the same everywhere. */
static uint64_t random_state;

static uint64_t random_bits(void)
{
    uint64_t z = random_state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static size_t below(size_t limit)
{
    return (size_t)(random_bits() % limit);
}

/* ---- generating ---- */

static void add_space(struct buffer *line)
{
    static const char spaces[] = " \t\r\n";
    if (below(12) == 0)
        for (size_t i = below(3) + 1; i > 0; i--)
            buffer_byte(line, spaces[below(4)]);
}

static void add_escape_sequence(struct buffer *line)
{
    static const char simple[] = "\"\\/bfnrt";
    unsigned unit = (unsigned)below(0x10000);
    switch (below(8)) {
    case 0:
        buffer_format(line, "\\u%04x", unit);
        break;
    case 1:
        buffer_format(line, "\\u%04X\\u%04x", 0xD800 + unit % 0x400, 0xDC00 + unit / 64);
        break;
    case 2:
        buffer_format(line, "\\u00%02X", unit % 128);
        break;
    default:
        buffer_byte(line, '\\');
        buffer_byte(line, simple[below(8)]);
    }
}

static uint32_t any_point(void)
{
    static const uint32_t tops[] = {0x80, 0x800, 0x3000, 0x10000, 0x110000};
    uint32_t point = (uint32_t)below(tops[below(5)]);
    if (point < 0x20 || point == '"' || point == '\\' || (point >= 0xD800 && point < 0xE000))
        return 'x';
    return point;
}

static void add_string(struct buffer *line)
{
    size_t size = below(4) ? below(12) : below(8) ? below(70) : below(400);
    bool plain = below(3) > 0, dense = below(2);
    buffer_byte(line, '"');
    for (size_t i = 0; i < size; i++) {
        if (plain || (!dense && below(8)))
            buffer_byte(line, (char)('a' + below(26)));
        else if (below(6) == 0)
            add_escape_sequence(line);
        else
            text_append(line, any_point());
    }
    buffer_byte(line, '"');
}

static void add_digits(struct buffer *line, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_byte(line, (char)('0' + below(10)));
}

static void add_number(struct buffer *line)
{
    if (below(3) == 0)
        buffer_byte(line, '-');
    if (below(4) == 0) {
        buffer_byte(line, '0');
    } else {
        buffer_byte(line, (char)('1' + below(9)));
        add_digits(line, below(20) ? below(5) : below(30));
    }
    if (below(4) == 0) {
        buffer_byte(line, '.');
        add_digits(line, 1 + below(6));
    }
    if (below(8) == 0) {
        buffer_text(line, below(2) ? "e" : "E");
        buffer_text(line, below(3) == 0 ? "+" : below(2) ? "-" : "");
        add_digits(line, 1 + below(3));
    }
}

static void add_value(struct buffer *line, size_t depth);

static void add_key(struct buffer *line)
{
    static const char *const keys[] = {"\"a\"", "\"text\"", "\"\"", "\"\\u0061\"", "\"entities\"", "\"start\""};
    if (below(3))
        buffer_text(line, keys[below(6)]);
    else
        add_string(line);
}

static void add_members(struct buffer *line, size_t count, size_t depth, bool object)
{
    buffer_byte(line, object ? '{' : '[');
    add_space(line);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_byte(line, ',');
        add_space(line);
        if (object) {
            add_key(line);
            add_space(line);
            buffer_byte(line, ':');
            add_space(line);
        }
        add_value(line, depth + 1);
        add_space(line);
    }
    buffer_byte(line, object ? '}' : ']');
}

/* Values around the bounds on depth, ours and jansson's 2048. */
static void add_deep(struct buffer *line)
{
    static const size_t depths[] = {1000, 1022, 1023, 1024, 1025, 2047, 2100};
    size_t depth = depths[below(7)];
    bool object = below(2);
    for (size_t i = 0; i < depth; i++)
        buffer_text(line, object ? "{\"k\":" : "[");
    buffer_byte(line, '1');
    for (size_t i = 0; i < depth; i++)
        buffer_byte(line, object ? '}' : ']');
}

static void add_value(struct buffer *line, size_t depth)
{
    static const char *const words[] = {"true", "false", "null"};
    switch (below(depth > 5 ? 5 : 8)) {
    case 0:
    case 1:
        add_string(line);
        break;
    case 2:
    case 3:
        add_number(line);
        break;
    case 4:
        buffer_text(line, words[below(3)]);
        break;
    case 5:
        if (below(2000) == 0) {
            add_deep(line);
            break;
        }
        /* fall through */
    default:
        add_members(line, below(4), depth, below(2));
    }
}

/* ---- mutating ---- */

static char any_byte(void)
{
    static const char marks[] = "{}[]\",:\\ 0123456789-+.eEtfnu\t\r\n/\0\x80\xBF\xC0\xC2\xE0\xED\xF0\xF4\xFF";
    return below(4) ? marks[below(sizeof marks - 1)] : (char)below(256);
}

static void mutate(struct buffer *line)
{
    size_t at = below(line->size);
    switch (below(5)) {
    case 0:
        line->at[at] = any_byte();
        break;
    case 1:
        memmove(line->at + at, line->at + at + 1, line->size - at - 1);
        line->size--;
        break;
    case 2:
        buffer_byte(line, ' ');
        memmove(line->at + at + 1, line->at + at, line->size - at - 1);
        line->at[at] = any_byte();
        break;
    case 3:
        line->size = at + 1;
        break;
    default: {
        /* A piece of the line once more behind its end. */
        struct buffer piece = {0};
        buffer_add(&piece, line->at + at, below(line->size - at) + 1);
        buffer_slice(line, buffer_view(&piece));
        buffer_free(&piece);
    }
    }
}

static void make_line(struct buffer *line)
{
    buffer_clear(line);
    add_space(line);
    add_members(line, below(8), 1, true);
    add_space(line);
    if (below(2))
        for (size_t i = below(3) + 1; i > 0 && line->size > 1; i--)
            mutate(line);
}

/* A line much like the one before, whose members are expected. */
static void make_next_line(struct buffer *line)
{
    if (below(4) > 0 || line->size < 2)
        make_line(line);
    else if (below(2))
        mutate(line);
}

/* ---- the oracle ---- */

static struct arena arena;

static bool same_value(struct slice value, const json_t *oracle);

static bool same_number(struct slice value, const json_t *oracle)
{
    int64_t integer;
    double real;
    if (json_is_integer(oracle))
        return value_integer(value, &integer) && integer == json_integer_value(oracle);
    char *digits = arena_copy(&arena, value);
    if (strtod(digits, NULL) != json_real_value(oracle))
        return false;
    return value.size >= 64 || (value_double(value, &real) && real == json_real_value(oracle));
}

static bool same_array(struct slice value, const json_t *oracle)
{
    struct value_walk walk;
    struct slice key, element;
    size_t count = 0;
    value_enter(&walk, value);
    while (value_next(&walk, &key, &element))
        if (!same_value(element, json_array_get(oracle, count++)))
            return false;
    return count == json_array_size(oracle);
}

/* Of equal keys the last counts; each of the oracle's must have been met. */
static bool same_object(struct slice value, const json_t *oracle)
{
    struct value_walk walk;
    struct slice raw, member;
    json_t *seen = json_object();
    bool same = true;
    value_enter(&walk, value);
    while (same && value_next(&walk, &raw, &member)) {
        struct slice key = value_string(&arena, (struct slice){raw.at - 1, raw.size + 2});
        const char *name = arena_copy(&arena, key);
        same = value_key_is(raw, key) && json_object_get(oracle, name) != NULL;
        json_object_set_new(seen, name, json_true());
        struct slice last = value_member(value, name);
        same = same && (last.at != member.at || same_value(member, json_object_get(oracle, name)));
    }
    same = same && json_object_size(seen) == json_object_size(oracle);
    json_decref(seen);
    return same;
}

static bool same_value(struct slice value, const json_t *oracle)
{
    struct slice text;
    switch (value_type(value)) {
    case VALUE_NULL:
        return json_is_null(oracle);
    case VALUE_FALSE:
        return json_is_false(oracle);
    case VALUE_TRUE:
        return json_is_true(oracle);
    case VALUE_NUMBER:
        return json_is_number(oracle) && same_number(value, oracle);
    case VALUE_STRING:
        text = value_string(&arena, value);
        return json_is_string(oracle) &&
               slice_equal(text, (struct slice){json_string_value(oracle), json_string_length(oracle)});
    case VALUE_ARRAY:
        return json_is_array(oracle) && same_array(value, oracle);
    case VALUE_OBJECT:
        return json_is_object(oracle) && same_object(value, oracle);
    default:
        return false;
    }
}

/* ---- differences that are known ---- */

static unsigned hex_at(const char *at)
{
    char digits[5] = {at[0], at[1], at[2], at[3], 0};
    return (unsigned)strtoul(digits, NULL, 16);
}

/* A \u escape that is half of a pair without the other half; only asked of lines that the scan accepts. */
static bool has_lone_surrogate(struct slice line)
{
    for (size_t i = 0; i + 5 < line.size; i++) {
        if (line.at[i] != '\\')
            continue;
        unsigned unit = line.at[i + 1] == 'u' ? hex_at(line.at + i + 2) : 0;
        bool pair = unit >= 0xD800 && unit < 0xDC00 && i + 11 < line.size && line.at[i + 6] == '\\' &&
                    line.at[i + 7] == 'u' && hex_at(line.at + i + 8) >= 0xDC00 && hex_at(line.at + i + 8) < 0xE000;
        if (unit >= 0xD800 && unit < 0xE000 && !pair)
            return true;
        i += pair ? 11 : 1;
    }
    return false;
}

static bool has_nul_escape(struct slice line)
{
    for (size_t i = 0; i + 5 < line.size; i++)
        if (memcmp(line.at + i, "\\u0000", 6) == 0)
            return true;
    return false;
}

static struct {
    size_t lines, records, objects, numbers, surrogates, nul_keys, nul_bytes, depth;
} tally;

/* jansson loses a NUL byte that it has read behind a number or word and wants to give back. */
static bool is_lost_nul(struct slice line, size_t offset)
{
    if (offset == 0 || offset >= line.size || line.at[offset] != '\0')
        return false;
    char before = line.at[offset - 1];
    return (before >= '0' && before <= '9') || (before >= 'a' && before <= 'z');
}

static bool is_known(struct slice line, enum record_status status, size_t offset, const json_error_t *error,
                     bool oracle_accepts)
{
    if (status == RECORD_NOT_JSON && oracle_accepts && is_lost_nul(line, offset)) {
        tally.nul_bytes++;
        return true;
    }
    if (status == RECORD_TOO_DEEP && (oracle_accepts || json_error_code(error) == json_error_stack_overflow)) {
        tally.depth++;
        return true;
    }
    if (status != RECORD_OK || oracle_accepts)
        return false;
    if (json_error_code(error) == json_error_numeric_overflow)
        tally.numbers++;
    else if (json_error_code(error) == json_error_null_byte_in_key && has_nul_escape(line))
        tally.nul_keys++;
    else if (json_error_code(error) == json_error_invalid_syntax && has_lone_surrogate(line))
        tally.surrogates++;
    else
        return false;
    return true;
}

/* ---- the properties ---- */

static void show(struct slice line, const char *what)
{
    printf("%s: ", what);
    for (size_t i = 0; i < line.size; i++)
        printf(line.at[i] >= ' ' && line.at[i] < 0x7f ? "%c" : "<%02x>", (unsigned char)line.at[i]);
    printf("\n");
    check_failures++;
}

static bool same_members(const struct record *a, const struct record *b)
{
    if (a->count != b->count || a->open != b->open || a->close != b->close)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct member *one = &a->members[i], *other = &b->members[i];
        if (one->key.at != other->key.at || one->key.size != other->key.size || one->value.at != other->value.at ||
            one->value.size != other->value.size || one->type != other->type ||
            one->key_escaped != other->key_escaped || (other->escaped && !one->escaped))
            return false;
    }
    return true;
}

/* value_step and value_leave, and the plain twin, give what value_next gives. */
static bool same_walks(struct slice object)
{
    struct value_walk walk, plain, stepping, inner;
    struct slice key, value, plain_key, plain_value, step_key, step_value, unused;
    value_enter(&walk, object);
    plain_value_enter(&plain, object);
    value_enter(&stepping, object);
    while (value_next(&walk, &key, &value)) {
        if (!plain_value_next(&plain, &plain_key, &plain_value) ||
            !value_step(&stepping, &step_key, &step_value, &inner))
            return false;
        if (step_value.size == 0) {
            while (value_next(&inner, &unused, &unused))
                ;
            value_leave(&stepping, &inner, &step_value);
        }
        if (plain_key.at != key.at || plain_value.at != value.at || plain_value.size != value.size ||
            step_key.at != key.at || step_value.at != value.at || step_value.size != value.size)
            return false;
    }
    return !plain_value_next(&plain, &plain_key, &plain_value) &&
           !value_step(&stepping, &step_key, &step_value, &inner);
}

static void check_members(const struct record *record)
{
    struct slice object = slice_part(record->line, record->open, record->close + 1), key, value;
    struct value_walk walk;
    size_t i = 0;
    value_enter(&walk, object);
    for (; value_next(&walk, &key, &value); i++)
        if (i >= record->count || record->members[i].key.at != key.at || record->members[i].value.at != value.at ||
            record->members[i].value.size != value.size)
            show(record->line, "the walk and the scan list other members");
    if (i != record->count || !same_walks(object))
        show(record->line, "walks differ");
}

/* The objects that the scan lists have the members that a walk finds, and are found where they begin. */
static void check_objects(const struct record *record)
{
    size_t next = 0;
    for (size_t i = 0; i < record->object_count; i++) {
        const struct nested_object *object = &record->objects[i];
        struct value_walk walk;
        struct slice key, value;
        size_t count = 0;
        bool same = value_type(object->value) == VALUE_OBJECT && value_enter(&walk, object->value);
        for (; same && value_next(&walk, &key, &value); count++) {
            const struct member *member = &record->nested[object->first + count];
            same = count < object->count && member->key.at == key.at && member->key.size == key.size &&
                   member->value.at == value.at && member->value.size == value.size;
        }
        if (!same || count != object->count || walk.at + 1 != object->value.at + object->value.size)
            show(record->line, "a listed object differs");
        if (record_object(record, object->value.at, &next) != object)
            show(record->line, "a listed object is not found");
    }
    tally.objects += record->object_count;
}

static void check_line(struct slice line, struct record *record, struct record *plain, struct buffer *written)
{
    struct record_error error = {0}, plain_error = {0};
    json_error_t oracle_error;
    enum record_status status = record_scan(record, line, &error);
    enum record_status plain_status = plain_record_scan(plain, line, &plain_error);
    if (status != plain_status || error.offset != plain_error.offset ||
        (status == RECORD_OK && !same_members(record, plain)))
        show(line, "the plain twin differs");
    if (status != RECORD_OK && error.offset > line.size)
        show(line, "an error outside the line");

    /* Only objects are records; jansson takes arrays too. */
    json_t *oracle = json_loadb(line.at, line.size, JSON_ALLOW_NUL, &oracle_error);
    bool accepted = oracle && json_is_object(oracle);
    tally.lines++;
    tally.records += status == RECORD_OK;
    if ((status == RECORD_OK) != accepted) {
        if (!is_known(line, status, error.offset, &oracle_error, accepted))
            show(line, accepted ? "jansson accepts" : "jansson rejects");
    } else if (accepted && !same_object(slice_part(line, record->open, record->close + 1), oracle)) {
        show(line, "a value differs");
    }
    if (status == RECORD_OK) {
        buffer_clear(written);
        record_write(written, record, NULL, 0);
        if (!slice_equal(buffer_view(written), slice_part(line, record->open, record->close + 1)))
            show(line, "written without edits it differs");
        check_members(record);
        check_objects(record);
    }
    json_decref(oracle);
    arena_reset(&arena);
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
    random_state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct record record = {.lists_objects = true}, plain = {0};
    struct buffer line = {0}, written = {0};
    for (size_t i = 0; i < count && check_failures < 20; i++) {
        make_next_line(&line);
        /* An allocation of the line's own size, so that a sanitizer sees each byte read beyond it. */
        char *exact = memory_allocate(line.size);
        memcpy(exact, line.at, line.size);
        check_line((struct slice){exact, line.size}, &record, &plain, &written);
        free(exact);
    }
    printf("%zu lines, %zu records, %zu objects listed; known differences: %zu numbers, %zu surrogates, %zu NUL keys, "
           "%zu NUL bytes, %zu depth\n",
           tally.lines, tally.records, tally.objects, tally.numbers, tally.surrogates, tally.nul_keys, tally.nul_bytes,
           tally.depth);
    record_free(&record);
    plain_record_free(&plain);
    buffer_free(&line);
    buffer_free(&written);
    arena_free(&arena);
    return check_done();
}
