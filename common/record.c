#include "record.h"

#include <stdlib.h>

#include "limits.h"
#include "text.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* The scan of one line. Errors are kept here and unwind by returning false. */
struct scan {
    const char *at, *end;
    enum record_status status;
    const char *what;
    bool escaped, ascii; /* of the string last read */
};

static bool fail(struct scan *scan, enum record_status status, const char *what)
{
    scan->status = status;
    scan->what = what;
    return false;
}

static bool syntax(struct scan *scan, const char *what)
{
    return fail(scan, RECORD_NOT_JSON, scan->at == scan->end ? "the line ends in the middle of a value" : what);
}

static inline void skip_space(struct scan *scan)
{
    while (scan->at < scan->end &&
           (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\r' || *scan->at == '\n'))
        scan->at++;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/* scan->at is behind a backslash. */
static bool scan_escape(struct scan *scan)
{
    if (scan->at == scan->end)
        return syntax(scan, "");
    char kind = *scan->at;
    if (kind == 'u') {
        for (size_t i = 1; i <= 4; i++)
            if ((size_t)(scan->end - scan->at) <= i || !is_hex(scan->at[i]))
                return syntax(scan, "\\u wants four hexadecimal digits");
        scan->at += 5;
        return true;
    }
    if (kind == '\0' || !strchr("\"\\/bfnrt", kind))
        return syntax(scan, "no such escape in a string");
    scan->at++;
    return true;
}

/* Moves over bytes that need no look: all but ", \, control characters and bytes beyond ASCII. */
static inline const char *skip_plain(const char *at, const char *end)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), space = _mm_set1_epi8(0x20);
    while (end - at >= 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        /* As signed bytes, control characters and bytes beyond ASCII are those below the space. */
        __m128i special = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
                                       _mm_cmplt_epi8(bytes, space));
        int mask = _mm_movemask_epi8(special);
        if (mask)
            return at + __builtin_ctz((unsigned)mask);
        at += 16;
    }
#endif
    while (at < end && *at != '"' && *at != '\\' && (signed char)*at >= 0x20)
        at++;
    return at;
}

/* Moves over text beyond ASCII as long as it is valid. */
static bool skip_beyond_ascii(struct scan *scan)
{
    scan->ascii = false;
    while (scan->at < scan->end && (unsigned char)*scan->at >= 0x80) {
        size_t size = text_sequence(scan->at, (size_t)(scan->end - scan->at));
        if (size == 0)
            return fail(scan, RECORD_NOT_UTF8, "invalid UTF-8");
        scan->at += size;
    }
    return true;
}

/* scan->at is on the opening quote; moves behind the closing one. */
static inline bool scan_string(struct scan *scan)
{
    scan->escaped = false;
    scan->ascii = true;
    scan->at++;
    for (;;) {
        scan->at = skip_plain(scan->at, scan->end);
        if (scan->at == scan->end)
            return fail(scan, RECORD_NOT_JSON, "a string has no end");
        char c = *scan->at;
        if (c == '"') {
            scan->at++;
            return true;
        }
        if (c == '\\') {
            scan->escaped = true;
            scan->at++;
            if (!scan_escape(scan))
                return false;
        } else if ((unsigned char)c >= 0x80) {
            if (!skip_beyond_ascii(scan))
                return false;
        } else {
            return syntax(scan, "a control character in a string must be escaped");
        }
    }
}

static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool scan_digits(struct scan *scan)
{
    if (scan->at == scan->end || !is_digit(*scan->at))
        return syntax(scan, "a number wants a digit here");
    while (scan->at < scan->end && is_digit(*scan->at))
        scan->at++;
    return true;
}

static bool scan_number(struct scan *scan)
{
    if (*scan->at == '-')
        scan->at++;
    if (scan->at < scan->end && *scan->at == '0')
        scan->at++;
    else if (!scan_digits(scan))
        return false;
    if (scan->at < scan->end && *scan->at == '.') {
        scan->at++;
        if (!scan_digits(scan))
            return false;
    }
    if (scan->at < scan->end && (*scan->at | 0x20) == 'e') {
        scan->at++;
        if (scan->at < scan->end && (*scan->at == '+' || *scan->at == '-'))
            scan->at++;
        return scan_digits(scan);
    }
    return true;
}

static bool scan_word(struct scan *scan, struct slice word)
{
    struct slice rest = {scan->at, (size_t)(scan->end - scan->at)};
    if (!slice_starts(rest, word))
        return syntax(scan, "expected a value");
    scan->at += word.size;
    return true;
}

/* Any value but an array or object. */
static inline bool scan_scalar(struct scan *scan)
{
    switch (*scan->at) {
    case '"':
        return scan_string(scan);
    case 't':
        return scan_word(scan, SLICE("true"));
    case 'f':
        return scan_word(scan, SLICE("false"));
    case 'n':
        return scan_word(scan, SLICE("null"));
    default:
        if (*scan->at == '-' || is_digit(*scan->at))
            return scan_number(scan);
        return syntax(scan, "expected a value");
    }
}

/* A key, its colon and the white space around: leaves scan->at on the value. */
static inline bool scan_key(struct scan *scan, struct slice *key)
{
    if (scan->at == scan->end || *scan->at != '"')
        return syntax(scan, "expected a key in quotes");
    const char *start = scan->at + 1;
    if (!scan_string(scan))
        return false;
    *key = (struct slice){start, (size_t)(scan->at - 1 - start)};
    skip_space(scan);
    if (scan->at == scan->end || *scan->at != ':')
        return syntax(scan, "expected a colon");
    scan->at++;
    skip_space(scan);
    if (scan->at == scan->end)
        return syntax(scan, "");
    return true;
}

/* Moves over an array or object with all that is in it. The kinds of the open ones are bits of a stack, so that depth
 * costs no call; the record itself is level 1. */
static bool scan_nested(struct scan *scan)
{
    uint64_t objects[LIMIT_JSON_DEPTH / 64 + 1] = {0};
    unsigned depth = 1;
    struct slice key;
    for (;;) {
        /* On a value. */
        char c = *scan->at;
        if (c == '{' || c == '[') {
            if (++depth > LIMIT_JSON_DEPTH)
                return fail(scan, RECORD_TOO_DEEP, "values nest too deep");
            uint64_t bit = UINT64_C(1) << (depth % 64);
            objects[depth / 64] = c == '{' ? objects[depth / 64] | bit : objects[depth / 64] & ~bit;
            scan->at++;
            skip_space(scan);
            bool empty = scan->at < scan->end && *scan->at == (c == '{' ? '}' : ']');
            if (!empty) {
                if (c == '{' && !scan_key(scan, &key))
                    return false;
                if (scan->at == scan->end)
                    return syntax(scan, "");
                continue;
            }
        } else {
            if (!scan_scalar(scan))
                return false;
            skip_space(scan);
        }
        /* Behind a value, or on the end of an empty one: close what closes. */
        for (;;) {
            bool object = objects[depth / 64] >> (depth % 64) & 1;
            if (scan->at == scan->end)
                return syntax(scan, "");
            if (*scan->at == ',') {
                scan->at++;
                skip_space(scan);
                if (object && !scan_key(scan, &key))
                    return false;
                if (scan->at == scan->end)
                    return syntax(scan, "");
                break;
            }
            if (*scan->at != (object ? '}' : ']'))
                return syntax(scan, object ? "expected a comma or }" : "expected a comma or ]");
            scan->at++;
            if (--depth == 1)
                return true;
            skip_space(scan);
        }
    }
}

static bool scan_member(struct scan *scan, struct record *record)
{
    if (record->count == record->capacity)
        record->members = memory_grow(record->members, &record->capacity, record->count + 1, sizeof *record->members);
    struct member *member = &record->members[record->count];
    if (!scan_key(scan, &member->key))
        return false;
    member->key_escaped = scan->escaped;
    member->escaped = member->ascii = false;
    const char *start = scan->at;
    member->type = value_type((struct slice){start, 1});
    if (*start == '{' || *start == '[') {
        if (!scan_nested(scan))
            return false;
    } else {
        if (!scan_scalar(scan))
            return false;
        if (*start == '"') {
            member->escaped = scan->escaped;
            member->ascii = scan->ascii;
        }
    }
    member->value = (struct slice){start, (size_t)(scan->at - start)};
    record->count++;
    return true;
}

static bool scan_members(struct scan *scan, struct record *record)
{
    skip_space(scan);
    if (scan->at < scan->end && *scan->at == '}')
        return true;
    for (;;) {
        if (!scan_member(scan, record))
            return false;
        skip_space(scan);
        if (scan->at == scan->end || (*scan->at != ',' && *scan->at != '}'))
            return syntax(scan, "expected a comma or }");
        if (*scan->at == '}')
            return true;
        scan->at++;
        skip_space(scan);
    }
}

static bool scan_line(struct scan *scan, struct record *record)
{
    skip_space(scan);
    if (scan->at == scan->end)
        return fail(scan, RECORD_NOT_JSON, "the line is empty");
    if (*scan->at != '{')
        return fail(scan, strchr("[\"-0123456789tfn", *scan->at) ? RECORD_NOT_OBJECT : RECORD_NOT_JSON,
                    "not a JSON object");
    record->open = (size_t)(scan->at - record->line.at);
    scan->at++;
    if (!scan_members(scan, record))
        return false;
    record->close = (size_t)(scan->at - record->line.at);
    scan->at++;
    skip_space(scan);
    return scan->at == scan->end || fail(scan, RECORD_NOT_JSON, "something follows the object");
}

enum record_status record_scan(struct record *record, struct slice line, struct record_error *error)
{
    struct scan scan = {.at = line.at, .end = line.at + line.size};
    record->line = line;
    record->count = 0;
    if (scan_line(&scan, record))
        return RECORD_OK;
    *error = (struct record_error){(size_t)(scan.at - line.at), scan.what};
    return scan.status;
}

void record_free(struct record *record)
{
    free(record->members);
    *record = (struct record){0};
}

static bool member_is(const struct member *member, struct slice name)
{
    return member->key_escaped ? value_key_is(member->key, name) : slice_equal(member->key, name);
}

const struct member *record_find(const struct record *record, struct slice name)
{
    for (size_t i = record->count; i-- > 0;)
        if (member_is(&record->members[i], name))
            return &record->members[i];
    return NULL;
}

bool record_string(const struct record *record, struct slice name, struct arena *arena, struct slice *text)
{
    const struct member *member = record_find(record, name);
    if (!member || member->type != VALUE_STRING)
        return false;
    *text = member->escaped ? value_string(arena, member->value) : slice_part(member->value, 1, member->value.size - 1);
    return true;
}

/* Writing: `done` is the offset up to which the line's own bytes are in `out`. */
struct splice {
    struct buffer *out;
    const struct record *record;
    size_t done;
    bool any; /* a member is in `out` */
};

static const struct edit *edit_of(const struct member *member, const struct edit *edits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (member_is(member, edits[i].name))
            return &edits[i];
    return NULL;
}

static size_t offset_in(const struct record *record, const char *at)
{
    return (size_t)(at - record->line.at);
}

static void copy_to(struct splice *splice, size_t offset)
{
    buffer_add(splice->out, splice->record->line.at + splice->done, offset - splice->done);
    splice->done = offset;
}

/* Leaves member `i` out, with one of the commas beside it. */
static void drop_member(struct splice *splice, size_t i)
{
    const struct record *record = splice->record;
    const struct member *member = &record->members[i];
    size_t key = offset_in(record, member->key.at) - 1, end = offset_in(record, member->value.at) + member->value.size;
    if (!splice->any) {
        /* Nothing kept before it: take what stands before the key, and go on at the next key. */
        copy_to(splice, splice->done > key ? splice->done : key);
        splice->done = i + 1 < record->count ? offset_in(record, record->members[i + 1].key.at) - 1 : end;
        return;
    }
    const struct member *before = &record->members[i - 1];
    size_t before_end = offset_in(record, before->value.at) + before->value.size;
    if (splice->done < before_end)
        copy_to(splice, before_end);
    splice->done = end;
}

static void set_member(struct splice *splice, const struct member *member, struct slice json)
{
    copy_to(splice, offset_in(splice->record, member->value.at));
    buffer_slice(splice->out, json);
    splice->done += member->value.size;
    splice->any = true;
}

static void append_new(struct splice *splice, const struct edit *edits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!edits[i].json.at || record_find(splice->record, edits[i].name))
            continue;
        if (splice->any)
            buffer_byte(splice->out, ',');
        buffer_byte(splice->out, '"');
        buffer_slice(splice->out, edits[i].name);
        buffer_add(splice->out, "\":", 2);
        buffer_slice(splice->out, edits[i].json);
        splice->any = true;
    }
}

void record_write(struct buffer *out, const struct record *record, const struct edit *edits, size_t count)
{
    struct splice splice = {.out = out, .record = record, .done = record->open};
    for (size_t i = 0; i < record->count; i++) {
        const struct member *member = &record->members[i];
        const struct edit *edit = edit_of(member, edits, count);
        if (!edit)
            splice.any = true;
        else if (edit->json.at && record_find(record, edit->name) == member)
            set_member(&splice, member, edit->json);
        else
            drop_member(&splice, i);
    }
    size_t last = record->open + 1;
    if (record->count > 0) {
        const struct member *member = &record->members[record->count - 1];
        last = offset_in(record, member->value.at) + member->value.size;
    }
    if (splice.done < last)
        copy_to(&splice, last);
    append_new(&splice, edits, count);
    copy_to(&splice, record->close + 1);
}
