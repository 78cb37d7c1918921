#include "tokenizer.h"

#include <stdlib.h>

#include "entities.h"

/* Classes of bytes that end a scan. */
enum { SPACE = 1, NAME_END = 2, VALUE_END = 4, ATTRIBUTE_END = 8, LETTER = 16 };

static const unsigned char byte_class[256] = {
    ['\t'] = SPACE | NAME_END | VALUE_END | ATTRIBUTE_END,
    ['\n'] = SPACE | NAME_END | VALUE_END | ATTRIBUTE_END,
    ['\f'] = SPACE | NAME_END | VALUE_END | ATTRIBUTE_END,
    ['\r'] = SPACE | NAME_END | VALUE_END | ATTRIBUTE_END,
    [' '] = SPACE | NAME_END | VALUE_END | ATTRIBUTE_END,
    ['/'] = NAME_END | ATTRIBUTE_END,
    ['>'] = NAME_END | VALUE_END | ATTRIBUTE_END,
    ['='] = ATTRIBUTE_END,
    ['A'] = LETTER,
    ['B'] = LETTER,
    ['C'] = LETTER,
    ['D'] = LETTER,
    ['E'] = LETTER,
    ['F'] = LETTER,
    ['G'] = LETTER,
    ['H'] = LETTER,
    ['I'] = LETTER,
    ['J'] = LETTER,
    ['K'] = LETTER,
    ['L'] = LETTER,
    ['M'] = LETTER,
    ['N'] = LETTER,
    ['O'] = LETTER,
    ['P'] = LETTER,
    ['Q'] = LETTER,
    ['R'] = LETTER,
    ['S'] = LETTER,
    ['T'] = LETTER,
    ['U'] = LETTER,
    ['V'] = LETTER,
    ['W'] = LETTER,
    ['X'] = LETTER,
    ['Y'] = LETTER,
    ['Z'] = LETTER,
    ['a'] = LETTER,
    ['b'] = LETTER,
    ['c'] = LETTER,
    ['d'] = LETTER,
    ['e'] = LETTER,
    ['f'] = LETTER,
    ['g'] = LETTER,
    ['h'] = LETTER,
    ['i'] = LETTER,
    ['j'] = LETTER,
    ['k'] = LETTER,
    ['l'] = LETTER,
    ['m'] = LETTER,
    ['n'] = LETTER,
    ['o'] = LETTER,
    ['p'] = LETTER,
    ['q'] = LETTER,
    ['r'] = LETTER,
    ['s'] = LETTER,
    ['t'] = LETTER,
    ['u'] = LETTER,
    ['v'] = LETTER,
    ['w'] = LETTER,
    ['x'] = LETTER,
    ['y'] = LETTER,
    ['z'] = LETTER,
};

static bool is(char c, unsigned char classes)
{
    return (byte_class[(unsigned char)c] & classes) != 0;
}

static const char *find(const char *at, const char *end, char byte)
{
    return at < end ? memchr(at, byte, (size_t)(end - at)) : NULL;
}

/* Moves over bytes that are not of `classes`. */
static const char *until(const char *at, const char *end, unsigned char classes)
{
    while (at < end && !is(*at, classes))
        at++;
    return at;
}

static const char *over_spaces(const char *at, const char *end)
{
    while (at < end && is(*at, SPACE))
        at++;
    return at;
}

/* Does `at` begin with `name` (lower case), in any case of letters? */
static bool begins_with(const char *at, const char *end, struct slice name)
{
    if ((size_t)(end - at) < name.size)
        return false;
    for (size_t i = 0; i < name.size; i++)
        if (ascii_lower(at[i]) != name.at[i])
            return false;
    return true;
}

static struct slice between(const char *from, const char *to)
{
    return (struct slice){from, (size_t)(to - from)};
}

void tokenizer_start(struct tokenizer *tokenizer, struct slice source)
{
    tokenizer->at = source.at;
    tokenizer->end = source.at + source.size;
    tokenizer->content = CONTENT_DATA;
    tokenizer->raw_name = (struct slice){NULL, 0};
    tokenizer->foreign = false;
}

void tokenizer_free(struct tokenizer *tokenizer)
{
    free(tokenizer->attributes);
    tokenizer->attributes = NULL;
    tokenizer->attribute_capacity = 0;
}

static enum token_kind done(struct tokenizer *tokenizer, struct token *token)
{
    tokenizer->at = tokenizer->end;
    return token->kind = TOKEN_DONE;
}

static void add_attribute(struct tokenizer *tokenizer, struct token *token, struct attribute attribute)
{
    if (token->attribute_count == tokenizer->attribute_capacity)
        tokenizer->attributes = memory_grow(tokenizer->attributes, &tokenizer->attribute_capacity,
                                            token->attribute_count + 1, sizeof *tokenizer->attributes);
    tokenizer->attributes[token->attribute_count++] = attribute;
}

/* Attribute value states. Returns where to go on, NULL if the source ends inside the value. */
static const char *read_value(const char *at, const char *end, struct slice *value)
{
    at = over_spaces(at, end);
    if (at == end)
        return NULL;
    if (*at == '"' || *at == '\'') {
        const char *close = find(at + 1, end, *at);
        if (!close)
            return NULL;
        *value = between(at + 1, close);
        return close + 1;
    }
    const char *stop = until(at, end, VALUE_END);
    *value = between(at, stop);
    return stop;
}

/* Attribute name states. `at` stands on the name's first byte, which may be `=`. */
static const char *read_attribute(struct tokenizer *tokenizer, struct token *token, const char *at)
{
    const char *end = tokenizer->end;
    const char *stop = until(at + 1, end, ATTRIBUTE_END);
    struct attribute attribute = {between(at, stop), {"", 0}};
    const char *next = over_spaces(stop, end);
    if (next < end && *next == '=') {
        next = read_value(next + 1, end, &attribute.value);
        if (!next)
            return NULL;
    }
    add_attribute(tokenizer, token, attribute);
    return next;
}

/* Before attribute name state, on to the tag's `>`. False if the source ends before it. */
static bool read_attributes(struct tokenizer *tokenizer, struct token *token, const char *at)
{
    const char *end = tokenizer->end;
    while (at) {
        at = over_spaces(at, end);
        if (at == end)
            return false;
        if (*at == '>') {
            tokenizer->at = at + 1;
            token->attributes = tokenizer->attributes;
            return true;
        }
        if (*at == '/') {
            at++;
            token->self_closing = at < end && *at == '>';
            continue;
        }
        at = read_attribute(tokenizer, token, at);
    }
    return false;
}

/* Tag name state: `name` is the name's first letter. */
static enum token_kind read_tag(struct tokenizer *tokenizer, struct token *token, const char *name,
                                enum token_kind kind)
{
    const char *stop = until(name, tokenizer->end, NAME_END);
    token->text = between(name, stop);
    token->attribute_count = 0;
    token->self_closing = false;
    if (!read_attributes(tokenizer, token, stop))
        return done(tokenizer, token);
    token->tag = tag_find(token->text);
    return token->kind = kind;
}

static enum token_kind comment(struct tokenizer *tokenizer, struct token *token, struct slice text, const char *next)
{
    token->text = text;
    token->decoding = DECODE_RAW;
    tokenizer->at = next;
    return token->kind = TOKEN_COMMENT;
}

static enum token_kind read_bogus_comment(struct tokenizer *tokenizer, struct token *token, const char *at)
{
    const char *close = find(at, tokenizer->end, '>');
    if (!close)
        return comment(tokenizer, token, between(at, tokenizer->end), tokenizer->end);
    return comment(tokenizer, token, between(at, close), close + 1);
}

/* What an unfinished comment keeps: the dashes that could have begun its end go. */
static struct slice unfinished_comment(struct slice text)
{
    const char *tail = text.at + text.size;
    if (text.size >= 3 && memcmp(tail - 3, "--!", 3) == 0)
        text.size -= 3;
    else if (text.size >= 2 && memcmp(tail - 2, "--", 2) == 0)
        text.size -= 2;
    else if (text.size >= 1 && tail[-1] == '-')
        text.size--;
    return text;
}

/* Comment start state; `start` stands behind `<!--`. */
static enum token_kind read_comment(struct tokenizer *tokenizer, struct token *token, const char *start)
{
    const char *end = tokenizer->end;
    for (const char *close = find(start, end, '>'); close; close = find(close + 1, end, '>')) {
        size_t size = (size_t)(close - start);
        if (size == 0 || (size == 1 && *start == '-'))
            return comment(tokenizer, token, between(start, start), close + 1);
        if (size >= 2 && close[-1] == '-' && close[-2] == '-')
            return comment(tokenizer, token, between(start, close - 2), close + 1);
        if (size >= 3 && memcmp(close - 3, "--!", 3) == 0)
            return comment(tokenizer, token, between(start, close - 3), close + 1);
    }
    return comment(tokenizer, token, unfinished_comment(between(start, end)), end);
}

static enum token_kind doctype(struct tokenizer *tokenizer, struct token *token, const char *next, bool quirks)
{
    tokenizer->at = next;
    token->force_quirks = quirks;
    return token->kind = TOKEN_DOCTYPE;
}

/* Bogus doctype state: what is left up to `>` does not count. */
static enum token_kind skip_doctype(struct tokenizer *tokenizer, struct token *token, const char *at, bool quirks)
{
    const char *close = find(at, tokenizer->end, '>');
    return doctype(tokenizer, token, close ? close + 1 : tokenizer->end, quirks);
}

/* DOCTYPE identifier states: *at on a quote. False if `>` or the end of the source cuts it; *at then stands there. */
static bool read_identifier(const char **at, const char *end, struct slice *identifier)
{
    char quote = **at;
    const char *start = *at + 1, *stop = start;
    while (stop < end && *stop != quote && *stop != '>')
        stop++;
    *identifier = between(start, stop);
    *at = stop;
    if (stop == end || *stop == '>')
        return false;
    *at = stop + 1;
    return true;
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

/* After DOCTYPE public or system keyword. `at` stands behind the keyword. */
static enum token_kind read_identifiers(struct tokenizer *tokenizer, struct token *token, const char *at, bool public)
{
    const char *end = tokenizer->end;
    at = over_spaces(at, end);
    if (at == end || !is_quote(*at))
        return skip_doctype(tokenizer, token, at, true);
    if (!read_identifier(&at, end, public ? &token->public_id : &token->system_id))
        return skip_doctype(tokenizer, token, at, true);
    at = over_spaces(at, end);
    if (public && at < end && is_quote(*at)) {
        if (!read_identifier(&at, end, &token->system_id))
            return skip_doctype(tokenizer, token, at, true);
        at = over_spaces(at, end);
        public = false;
    }
    if (at == end)
        return doctype(tokenizer, token, end, true);
    if (*at == '>')
        return doctype(tokenizer, token, at + 1, false);
    /* Behind a system identifier other things do no harm; between the two they do. */
    return skip_doctype(tokenizer, token, at, public);
}

/* DOCTYPE states; `at` stands behind the word. */
static enum token_kind read_doctype(struct tokenizer *tokenizer, struct token *token, const char *at)
{
    const char *end = tokenizer->end;
    token->doctype_name = token->public_id = token->system_id = (struct slice){NULL, 0};
    at = over_spaces(at, end);
    if (at == end || *at == '>')
        return skip_doctype(tokenizer, token, at, true);
    const char *name = at;
    while (at < end && !is(*at, SPACE) && *at != '>')
        at++;
    token->doctype_name = between(name, at);
    at = over_spaces(at, end);
    if (at == end)
        return doctype(tokenizer, token, end, true);
    if (*at == '>')
        return doctype(tokenizer, token, at + 1, false);
    bool public = begins_with(at, end, SLICE("public"));
    if (!public && !begins_with(at, end, SLICE("system")))
        return skip_doctype(tokenizer, token, at, true);
    return read_identifiers(tokenizer, token, at + 6, public);
}

/* Markup declaration open state; `at` stands behind `<!`. */
static enum token_kind read_declaration(struct tokenizer *tokenizer, struct token *token, const char *at)
{
    const char *end = tokenizer->end;
    if (end - at >= 2 && at[0] == '-' && at[1] == '-')
        return read_comment(tokenizer, token, at + 2);
    if (begins_with(at, end, SLICE("doctype")))
        return read_doctype(tokenizer, token, at + 7);
    if (tokenizer->foreign && end - at >= 7 && memcmp(at, "[CDATA[", 7) == 0) {
        tokenizer->at = at + 7;
        tokenizer->content = CONTENT_CDATA;
        return TOKEN_NONE;
    }
    return read_bogus_comment(tokenizer, token, at);
}

static enum token_kind text(struct tokenizer *tokenizer, struct token *token, const char *stop, const char *next,
                            enum decoding decoding)
{
    token->text = between(token->start, stop);
    token->decoding = decoding;
    tokenizer->at = next;
    return token->kind = TOKEN_TEXT;
}

/* Is the `<` at `open` the start of a tag, a comment or something that counts as one? At the source's end it is not. */
static bool begins_markup(const char *open, const char *end)
{
    if (end - open < 2)
        return false;
    char next = open[1];
    if (next == '/')
        return end - open > 2;
    return is(next, LETTER) || next == '!' || next == '?';
}

static enum token_kind read_data(struct tokenizer *tokenizer, struct token *token)
{
    const char *at = tokenizer->at, *end = tokenizer->end;
    const char *open = *at == '<' ? at : find(at, end, '<');
    while (open && !begins_markup(open, end))
        open = find(open + 1, end, '<');
    if (!open)
        return text(tokenizer, token, end, end, DECODE_TEXT);
    if (open > at)
        return text(tokenizer, token, open, open, DECODE_TEXT);
    if (is(at[1], LETTER))
        return read_tag(tokenizer, token, at + 1, TOKEN_START);
    if (at[1] == '!')
        return read_declaration(tokenizer, token, at + 2);
    if (at[1] == '?')
        return read_bogus_comment(tokenizer, token, at + 1);
    if (is(at[2], LETTER))
        return read_tag(tokenizer, token, at + 2, TOKEN_END);
    if (at[2] != '>')
        return read_bogus_comment(tokenizer, token, at + 2);
    tokenizer->at = at + 3;
    return TOKEN_NONE;
}

/* Is `</raw_name` at `open`, with a byte behind it that ends the name? */
static bool is_end_tag(const struct tokenizer *tokenizer, const char *open)
{
    const char *end = tokenizer->end, *name = open + 2;
    if (end - open < 3 || open[1] != '/' || !begins_with(name, end, tokenizer->raw_name))
        return false;
    name += tokenizer->raw_name.size;
    return tokenizer->raw_name.size > 0 && name < end && is(*name, NAME_END);
}

static const char *raw_end(const struct tokenizer *tokenizer)
{
    const char *open = find(tokenizer->at, tokenizer->end, '<');
    while (open && !is_end_tag(tokenizer, open))
        open = find(open + 1, tokenizer->end, '<');
    return open;
}

/* Is a tag called script at `name`, where the script data double escape states look for one? */
static bool is_script_name(const char *name, const char *end)
{
    return begins_with(name, end, SLICE("script")) && end - name > 6 && is(name[6], NAME_END);
}

enum script_state { SCRIPT_PLAIN, SCRIPT_ESCAPED, SCRIPT_DOUBLE_ESCAPED };

static const char *next_angle(const char *at, const char *end, enum script_state state)
{
    if (state == SCRIPT_PLAIN)
        return find(at, end, '<');
    while (at < end && *at != '<' && *at != '>')
        at++;
    return at < end ? at : NULL;
}

/* Script data states: inside <!-- a <script> hides the </script> that follows it. */
static const char *script_end(const struct tokenizer *tokenizer)
{
    enum script_state state = SCRIPT_PLAIN;
    const char *at = tokenizer->at, *end = tokenizer->end;
    for (const char *angle = next_angle(at, end, state); angle; angle = next_angle(at, end, state)) {
        at = angle + 1;
        if (*angle == '>') {
            if (angle - tokenizer->at >= 2 && angle[-1] == '-' && angle[-2] == '-')
                state = SCRIPT_PLAIN;
        } else if (state == SCRIPT_DOUBLE_ESCAPED) {
            if (at < end && *at == '/' && is_script_name(at + 1, end))
                state = SCRIPT_ESCAPED;
        } else if (is_end_tag(tokenizer, angle)) {
            return angle;
        } else if (state == SCRIPT_ESCAPED && is_script_name(at, end)) {
            state = SCRIPT_DOUBLE_ESCAPED;
        } else if (state == SCRIPT_PLAIN && end - angle >= 4 && memcmp(angle, "<!--", 4) == 0) {
            state = SCRIPT_ESCAPED;
            at = angle + 2; /* its dashes may be those of --> */
        }
    }
    return NULL;
}

/* Text up to the end tag `stop`, or that end tag itself if it comes at once. */
static enum token_kind read_raw(struct tokenizer *tokenizer, struct token *token, const char *stop,
                                enum decoding decoding)
{
    if (stop != tokenizer->at)
        return text(tokenizer, token, stop ? stop : tokenizer->end, stop ? stop : tokenizer->end, decoding);
    tokenizer->content = CONTENT_DATA;
    return read_tag(tokenizer, token, stop + 2, TOKEN_END);
}

static enum token_kind read_cdata(struct tokenizer *tokenizer, struct token *token)
{
    const char *close = find(tokenizer->at, tokenizer->end, ']');
    while (close && (tokenizer->end - close < 3 || memcmp(close, "]]>", 3) != 0))
        close = find(close + 1, tokenizer->end, ']');
    tokenizer->content = CONTENT_DATA;
    if (!close)
        return text(tokenizer, token, tokenizer->end, tokenizer->end, DECODE_CDATA);
    if (close > tokenizer->at)
        return text(tokenizer, token, close, close + 3, DECODE_CDATA);
    tokenizer->at = close + 3;
    return TOKEN_NONE;
}

static enum token_kind read_token(struct tokenizer *tokenizer, struct token *token)
{
    if (tokenizer->at >= tokenizer->end)
        return token->kind = TOKEN_DONE;
    token->start = tokenizer->at;
    switch (tokenizer->content) {
    case CONTENT_ESCAPABLE:
        return read_raw(tokenizer, token, raw_end(tokenizer), DECODE_ESCAPABLE);
    case CONTENT_RAW:
        return read_raw(tokenizer, token, raw_end(tokenizer), DECODE_RAW);
    case CONTENT_SCRIPT:
        return read_raw(tokenizer, token, script_end(tokenizer), DECODE_RAW);
    case CONTENT_PLAIN:
        return text(tokenizer, token, tokenizer->end, tokenizer->end, DECODE_RAW);
    case CONTENT_CDATA:
        return read_cdata(tokenizer, token);
    case CONTENT_DATA:
        break;
    }
    return read_data(tokenizer, token);
}

enum token_kind tokenizer_next(struct tokenizer *tokenizer, struct token *token)
{
    enum token_kind kind;
    do
        kind = read_token(tokenizer, token);
    while (kind == TOKEN_NONE);
    return kind;
}

static bool has_references(enum decoding decoding)
{
    return decoding == DECODE_TEXT || decoding == DECODE_ESCAPABLE || decoding == DECODE_ATTRIBUTE;
}

static void append_byte(struct buffer *buffer, char byte, enum decoding decoding)
{
    if (byte == '\0' && decoding != DECODE_TEXT && decoding != DECODE_CDATA)
        buffer_text(buffer, "\xEF\xBF\xBD");
    else if (decoding == DECODE_NAME && byte >= 'A' && byte <= 'Z')
        buffer_byte(buffer, (char)(byte | 0x20));
    else
        buffer_byte(buffer, byte);
}

void tokenizer_decode(struct buffer *buffer, struct slice raw, enum decoding decoding)
{
    const char *at = raw.at, *end = raw.at + raw.size;
    bool references = has_references(decoding);
    while (at < end) {
        if (*at == '&' && references) {
            size_t size;
            char *to = buffer_reserve(buffer, ENTITY_TEXT);
            size_t taken = entity_read(at, end, decoding == DECODE_ATTRIBUTE, to, &size);
            if (taken) {
                buffer->size += size;
                at += taken;
                continue;
            }
        }
        char byte = *at++;
        if (byte == '\r') {
            byte = '\n';
            at += at < end && *at == '\n';
        }
        append_byte(buffer, byte, decoding);
    }
}

struct slice token_attribute(const struct token *token, struct slice name)
{
    for (size_t i = 0; i < token->attribute_count; i++) {
        struct slice have = token->attributes[i].name;
        if (have.size == name.size && begins_with(have.at, have.at + have.size, name))
            return token->attributes[i].value;
    }
    return (struct slice){NULL, 0};
}
