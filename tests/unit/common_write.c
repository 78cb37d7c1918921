/* record_write against a plain model: seeded objects with repeated, escaped and oddly spaced members, edited at random.
 * The model is a list of members; jansson says whether the result is JSON, and reads it back. */
#include <jansson.h>
#include <stdlib.h>

#include "check.h"
#include "record.h"

#define MOST 12

static uint64_t seed = 0x9E3779B97F4A7C15u;

static unsigned pick(unsigned below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed >> 33) % below;
}

/* Few names, so that they repeat; each plain and with an escape. */
static const char *const names[][2] = {
    {"a", "\\u0061"}, {"text", "te\\u0078t"}, {"b/c", "b\\/c"}, {"", ""}, {"d", "d"}};
#define NAMES (sizeof names / sizeof *names)
static const char *const values[] = {
    "1", "-0.0", "1e5", "\"\"", "\"a,}]\\\"\"", "null", "[]", "[1, {\"a\":2}]", "{\"text\" : {}}"};
#define VALUES (sizeof values / sizeof *values)
static const char *const spaces[] = {"", "", "", " ", "\t ", "  "};

static void add_space(struct buffer *line)
{
    buffer_text(line, spaces[pick(sizeof spaces / sizeof *spaces)]);
}

struct model {
    unsigned name[MOST], value[MOST], count;
};

static void make_line(struct buffer *line, struct model *model)
{
    model->count = pick(MOST);
    add_space(line);
    buffer_byte(line, '{');
    for (unsigned i = 0; i < model->count; i++) {
        model->name[i] = pick(NAMES);
        model->value[i] = pick(VALUES);
        buffer_text(line, i ? "," : "");
        add_space(line);
        buffer_format(line, "\"%s\"", names[model->name[i]][pick(2)]);
        add_space(line);
        buffer_byte(line, ':');
        add_space(line);
        buffer_text(line, values[model->value[i]]);
        add_space(line);
    }
    if (model->count == 0)
        add_space(line);
    buffer_byte(line, '}');
    add_space(line);
}

/* Some of the names, each once, in any order; a third of them to be taken out. */
static size_t make_edits(struct edit *edits, unsigned *edited)
{
    size_t count = 0;
    for (unsigned tries = pick(6); tries > 0; tries--) {
        unsigned name = pick(NAMES);
        bool again = false;
        for (size_t i = 0; i < count; i++)
            again |= edited[i] == name;
        if (again)
            continue;
        edits[count] = (struct edit){slice_of(names[name][0]), pick(3) ? slice_of("\"new\"") : (struct slice){NULL, 0}};
        edited[count++] = name;
    }
    return count;
}

static bool stands_later(const struct model *model, unsigned i)
{
    for (unsigned j = i + 1; j < model->count; j++)
        if (model->name[j] == model->name[i])
            return true;
    return false;
}

static void expect_member(struct buffer *out, unsigned name, const char *value)
{
    buffer_format(out, "%s=%s;", names[name][0], value);
}

static void expect(struct buffer *out, const struct model *model, const struct edit *edits, const unsigned *edited,
                   size_t count)
{
    bool found[NAMES] = {false};
    for (unsigned i = 0; i < model->count; i++) {
        size_t at = 0;
        while (at < count && edited[at] != model->name[i])
            at++;
        found[model->name[i]] = true;
        if (at == count)
            expect_member(out, model->name[i], values[model->value[i]]);
        else if (edits[at].json.at && !stands_later(model, i))
            expect_member(out, model->name[i], "\"new\"");
    }
    for (size_t i = 0; i < count; i++)
        if (edits[i].json.at && !found[edited[i]])
            expect_member(out, edited[i], "\"new\"");
}

/* The members of what was written, in the form of expect. False if it is no JSON object. */
static bool read_back(struct buffer *out, struct slice line)
{
    json_error_t why;
    json_t *tree = json_loadb(line.at, line.size, 0, &why);
    struct record record = {0};
    struct record_error error;
    bool good = json_is_object(tree) && record_scan(&record, line, &error) == RECORD_OK;
    json_decref(tree);
    for (size_t i = 0; good && i < record.count; i++) {
        struct slice quoted = {record.members[i].key.at - 1, record.members[i].key.size + 2};
        value_string_append(out, quoted);
        buffer_byte(out, '=');
        buffer_slice(out, record.members[i].value);
        buffer_byte(out, ';');
    }
    record_free(&record);
    return good;
}

static bool one_case(void)
{
    struct buffer line = {0}, out = {0}, wanted = {0}, got = {0};
    struct model model;
    struct edit edits[NAMES];
    unsigned edited[NAMES];
    struct record record = {0};
    struct record_error error;
    make_line(&line, &model);
    size_t count = make_edits(edits, edited);
    bool good = record_scan(&record, buffer_view(&line), &error) == RECORD_OK;
    record_write(&out, &record, edits, count);
    expect(&wanted, &model, edits, edited, count);
    good = good && read_back(&got, buffer_view(&out)) && slice_equal(buffer_view(&got), buffer_view(&wanted));
    if (!good)
        printf("%s\nbecame %s\nwanted %s\n", buffer_terminate(&line), buffer_terminate(&out),
               buffer_terminate(&wanted));
    record_free(&record);
    buffer_free(&line);
    buffer_free(&out);
    buffer_free(&wanted);
    buffer_free(&got);
    return good;
}

/* Members that repeat a hundred thousand times before as many others: quadratic work would take minutes. */
static void test_linear(void)
{
    struct buffer line = {0}, out = {0};
    struct record record = {0};
    struct record_error error;
    for (int i = 0; i < 100000; i++)
        buffer_text(&line, i ? ",\"text\":1" : "{\"text\":1");
    for (int i = 0; i < 100000; i++)
        buffer_text(&line, ",\"b\":2");
    buffer_byte(&line, '}');
    CHECK(record_scan(&record, buffer_view(&line), &error) == RECORD_OK);
    struct edit edits[] = {{SLICE("text"), SLICE("3")}, {SLICE("b"), SLICE("4")}};
    record_write(&out, &record, edits, 2);
    CHECK(slice_is(buffer_view(&out), "{\"text\":3,\"b\":4}"));
    record_free(&record);
    buffer_free(&line);
    buffer_free(&out);
}

int main(void)
{
    bool good = true;
    for (int i = 0; good && i < 50000; i++)
        good = one_case();
    CHECK(good);
    test_linear();
    return check_done();
}
