/* The tokenizer against tests in the form of html5lib's (https://github.com/html5lib/html5lib-tests, tokenizer/):
 * usage: clean_tokenizer [-v] FILE.test...
 * Prints `N passed, N failed, N left out`; exit 1 if any failed. Parse errors are not compared, for none are reported.
 * Left out are inputs that cannot be UTF-8 (lone surrogates). */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../tools/clean/tokenizer.h"

static unsigned passed, failed, left_out;
static bool verbose;

static json_t *string_of(struct slice raw, enum decoding decoding)
{
    struct buffer text = {0};
    tokenizer_decode(&text, raw, decoding);
    json_t *string = json_stringn_nocheck(text.at ? text.at : "", text.size);
    buffer_free(&text);
    return string;
}

static json_t *string_or_null(struct slice raw, enum decoding decoding)
{
    return raw.at ? string_of(raw, decoding) : json_null();
}

static json_t *start_of(const struct token *token)
{
    json_t *attributes = json_object();
    for (size_t i = 0; i < token->attribute_count; i++) {
        struct buffer name = {0};
        tokenizer_decode(&name, token->attributes[i].name, DECODE_NAME);
        const char *key = buffer_terminate(&name);
        if (!json_object_get(attributes, key))
            json_object_set_new_nocheck(attributes, key, string_of(token->attributes[i].value, DECODE_ATTRIBUTE));
        buffer_free(&name);
    }
    json_t *out = json_pack("[s,o,o]", "StartTag", string_of(token->text, DECODE_NAME), attributes);
    if (token->self_closing)
        json_array_append_new(out, json_true());
    return out;
}

/* Adds text to the tokens: neighbouring texts are one. */
static void add_text(json_t *tokens, const struct token *token)
{
    json_t *text = string_of(token->text, token->decoding);
    size_t count = json_array_size(tokens);
    json_t *last = count ? json_array_get(tokens, count - 1) : NULL;
    if (last && strcmp(json_string_value(json_array_get(last, 0)), "Character") == 0) {
        json_t *old = json_array_get(last, 1);
        struct buffer whole = {0};
        buffer_add(&whole, json_string_value(old), json_string_length(old));
        buffer_add(&whole, json_string_value(text), json_string_length(text));
        json_array_set_new(last, 1, json_stringn_nocheck(whole.at ? whole.at : "", whole.size));
        buffer_free(&whole);
        json_decref(text);
        return;
    }
    json_array_append_new(tokens, json_pack("[s,o]", "Character", text));
}

static void add_token(json_t *tokens, const struct token *token)
{
    switch (token->kind) {
    case TOKEN_TEXT:
        if (token->text.size > 0)
            add_text(tokens, token);
        break;
    case TOKEN_START:
        json_array_append_new(tokens, start_of(token));
        break;
    case TOKEN_END:
        json_array_append_new(tokens, json_pack("[s,o]", "EndTag", string_of(token->text, DECODE_NAME)));
        break;
    case TOKEN_COMMENT:
        json_array_append_new(tokens, json_pack("[s,o]", "Comment", string_of(token->text, token->decoding)));
        break;
    case TOKEN_DOCTYPE:
        json_array_append_new(tokens,
                              json_pack("[s,o,o,o,b]", "DOCTYPE", string_or_null(token->doctype_name, DECODE_NAME),
                                        string_or_null(token->public_id, DECODE_RAW),
                                        string_or_null(token->system_id, DECODE_RAW), !token->force_quirks));
        break;
    default:
        break;
    }
}

static enum content content_of(const char *state)
{
    static const struct {
        const char *name;
        enum content content;
    } states[] = {{"RCDATA state", CONTENT_ESCAPABLE},
                  {"RAWTEXT state", CONTENT_RAW},
                  {"Script data state", CONTENT_SCRIPT},
                  {"PLAINTEXT state", CONTENT_PLAIN},
                  {"CDATA section state", CONTENT_CDATA}};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(states[i].name, state) == 0)
            return states[i].content;
    return CONTENT_DATA;
}

static json_t *tokenize(struct slice input, const char *state, const char *last_tag)
{
    struct tokenizer tokenizer = {0};
    struct token token;
    json_t *tokens = json_array();
    tokenizer_start(&tokenizer, input);
    tokenizer.content = content_of(state);
    if (last_tag)
        tokenizer.raw_name = slice_of(last_tag);
    while (tokenizer_next(&tokenizer, &token) != TOKEN_DONE)
        add_token(tokens, &token);
    tokenizer_free(&tokenizer);
    return tokens;
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

/* doubleEscaped: \uXXXX inside the strings stands for the character. False for a surrogate, which UTF-8 has not. */
static bool unescape(struct slice text, struct buffer *out)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] != '\\' || i + 5 >= text.size || text.at[i + 1] != 'u') {
            buffer_byte(out, text.at[i]);
            continue;
        }
        unsigned c = 0;
        for (size_t j = 2; j < 6; j++)
            c = c * 16 + (unsigned)hex(text.at[i + j]);
        if (c >= 0xD800 && c <= 0xDFFF)
            return false;
        if (c >= 0x800)
            buffer_byte(out, (char)(0xE0 | c >> 12));
        if (c >= 0x80)
            buffer_byte(out, (char)(c >= 0x800 ? 0x80 | (c >> 6 & 0x3F) : 0xC0 | c >> 6));
        buffer_byte(out, (char)(c >= 0x80 ? 0x80 | (c & 0x3F) : c));
        i += 5;
    }
    return true;
}

/* The value with all its strings unescaped; NULL if one cannot be. */
static json_t *unescaped(const json_t *value)
{
    if (json_is_string(value)) {
        struct buffer text = {0};
        bool good = unescape((struct slice){json_string_value(value), json_string_length(value)}, &text);
        json_t *string = good ? json_stringn_nocheck(text.at ? text.at : "", text.size) : NULL;
        buffer_free(&text);
        return string;
    }
    if (json_is_array(value)) {
        json_t *out = json_array();
        for (size_t i = 0; i < json_array_size(value); i++) {
            json_t *item = unescaped(json_array_get(value, i));
            if (!item || json_array_append_new(out, item) != 0) {
                json_decref(out);
                return NULL;
            }
        }
        return out;
    }
    return json_deep_copy(value);
}

static void compare(json_t *test, struct slice input, json_t *expected, const char *state)
{
    const char *last_tag = json_string_value(json_object_get(test, "lastStartTag"));
    json_t *got = tokenize(input, state, last_tag);
    if (json_equal(got, expected)) {
        passed++;
    } else {
        failed++;
        char *want = json_dumps(expected, JSON_COMPACT), *have = json_dumps(got, JSON_COMPACT);
        if (verbose)
            printf("%s (%s)\n  input  %.*s\n  wanted %s\n  got    %s\n",
                   json_string_value(json_object_get(test, "description")), state, (int)input.size, input.at, want,
                   have);
        free(want);
        free(have);
    }
    json_decref(got);
}

static void run_test(json_t *test)
{
    json_t *input = json_incref(json_object_get(test, "input")), *output = json_incref(json_object_get(test, "output"));
    if (json_is_true(json_object_get(test, "doubleEscaped"))) {
        json_t *plain_input = unescaped(input), *plain_output = unescaped(output);
        json_decref(input);
        json_decref(output);
        input = plain_input;
        output = plain_output;
    }
    json_t *states = json_object_get(test, "initialStates");
    if (!input || !output) {
        left_out++;
    } else {
        struct slice text = {json_string_value(input), json_string_length(input)};
        for (size_t i = 0; i < json_array_size(states); i++)
            compare(test, text, output, json_string_value(json_array_get(states, i)));
        if (!states)
            compare(test, text, output, "Data state");
    }
    json_decref(input);
    json_decref(output);
}

static void run_file(const char *path)
{
    json_error_t error;
    json_t *root = json_load_file(path, JSON_ALLOW_NUL, &error), *test;
    if (!root) {
        printf("%s:%d: %s\n", path, error.line, error.text);
        failed++;
        return;
    }
    size_t i;
    json_t *tests = json_object_get(root, "tests");
    if (!tests)
        tests = json_object_get(root, "xmlViolationTests"); /* what an XML tool would change: not for us */
    else
        json_array_foreach(tests, i, test) run_test(test);
    json_decref(root);
}

int main(int argc, char **argv)
{
    int first = argc > 1 && strcmp(argv[1], "-v") == 0 ? 2 : 1;
    verbose = first == 2;
    for (int i = first; i < argc; i++)
        run_file(argv[i]);
    printf("%u passed, %u failed, %u left out\n", passed, failed, left_out);
    return failed > 0 || passed == 0;
}
