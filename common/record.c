#include "record_private.h"

#include <stdlib.h>

#include "limits.h"
#include "text.h"

#if defined __SSE2__ && !defined BROADSHEET_PLAIN
#include <emmintrin.h>
#endif

/* The scan of one line. Every function takes the place it stands on and returns the place behind what it has read, or
 * NULL once the scan has failed. The line is known to end with }, so that nothing but a string, or the step behind a },
 * can reach its end, and only those look for it. */
struct scan {
    const char *end;
    bool has_block;    /* BLOCK bytes before the end can be read */
    const char *wrong; /* where it failed, with why */
    const char *what;
    enum record_status status;
};

static const char *fail(struct scan *scan, const char *at, enum record_status status, const char *what)
{
    scan->wrong = at;
    scan->status = status;
    scan->what = what;
    return NULL;
}

static const char *syntax(struct scan *scan, const char *at, const char *what)
{
    return fail(scan, at, RECORD_NOT_JSON, what);
}

static inline const char *skip_space(const char *at)
{
    while ((unsigned char)*at <= ' ' && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n'))
        at++;
    return at;
}

/* On what follows a backslash. */
static inline const char *scan_escape(struct scan *scan, const char *at)
{
    static const bool simple[128] = {['"'] = true, ['\\'] = true, ['/'] = true, ['b'] = true,
                                     ['f'] = true, ['n'] = true,  ['r'] = true, ['t'] = true};
    if ((signed char)*at >= 0 && simple[(unsigned char)*at])
        return at + 1;
    if (*at != 'u')
        return syntax(scan, at, "no such escape in a string");
    if (scan->end - at <= 4 || value_hex_unit(at + 1) < 0)
        return syntax(scan, at, "\\u wants four hexadecimal digits");
    return at + 5;
}

#if defined __SSE2__ && !defined BROADSHEET_PLAIN
#define BLOCK 16

/* Which of the 16 bytes at `at` need a look: ", \, control characters and bytes beyond ASCII. */
static inline unsigned special_bytes(const char *at)
{
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), space = _mm_set1_epi8(0x20);
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    /* As signed bytes, control characters and bytes beyond ASCII are those below the space. */
    __m128i special = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
                                   _mm_cmplt_epi8(bytes, space));
    return (unsigned)_mm_movemask_epi8(special);
}
#else
#define BLOCK 1

static inline unsigned special_bytes(const char *at)
{
    return *at == '"' || *at == '\\' || (signed char)*at < 0x20;
}
#endif

/* The same, no further than the line: at its end the block that ends with it is read instead. */
static inline unsigned special_bytes_within(const struct scan *scan, const char *at)
{
    size_t left = (size_t)(scan->end - at);
    if (left >= BLOCK)
        return special_bytes(at);
    return scan->has_block ? special_bytes(scan->end - BLOCK) >> (BLOCK - left) : 0;
}

/* Moves over bytes that need no look. */
static inline const char *skip_plain(const struct scan *scan, const char *at)
{
    while (scan->end - at >= BLOCK) {
        unsigned special = special_bytes(at);
        if (special)
            return at + __builtin_ctz(special);
        at += BLOCK;
    }
    while (at < scan->end && *at != '"' && *at != '\\' && (signed char)*at >= 0x20)
        at++;
    return at;
}

static inline bool continues(char byte)
{
    return (signed char)byte < (signed char)0xC0;
}

/* Moves over text beyond ASCII. The sequences of two and three bytes that need no closer look come first; what ends
 * too early meets the quote or brace that ends the line, which continues nothing. */
static const char *skip_beyond_ascii(struct scan *scan, const char *at)
{
    while (at < scan->end && (signed char)*at < 0) {
        unsigned char first = (unsigned char)*at;
        if (first >= 0xC2 && first <= 0xDF && continues(at[1])) {
            at += 2;
            continue;
        }
        if (first >= 0xE1 && first <= 0xEF && first != 0xED && continues(at[1]) && continues(at[2])) {
            at += 3;
            continue;
        }
        size_t size = text_sequence(at, (size_t)(scan->end - at));
        if (size == 0)
            return fail(scan, at, RECORD_NOT_UTF8, "invalid UTF-8");
        at += size;
    }
    return at;
}

/* Behind the opening quote; to behind the closing one. */
static const char *scan_long_string(struct scan *scan, const char *at, bool *escaped)
{
    for (;;) {
        at = skip_plain(scan, at);
        if (at == scan->end)
            return syntax(scan, at, "a string has no end");
        if (*at == '"')
            return at + 1;
        if (*at == '\\') {
            *escaped = true;
            at = scan_escape(scan, at + 1);
        } else if ((signed char)*at < 0) {
            at = skip_beyond_ascii(scan, at);
        } else {
            return syntax(scan, at, "a control character in a string must be escaped");
        }
        if (!at)
            return NULL;
    }
}

/* The same; most strings are plain and end within one block. */
static inline const char *scan_string(struct scan *scan, const char *at, bool *escaped)
{
    unsigned special = special_bytes_within(scan, at);
    *escaped = false;
    if (special) {
        at += __builtin_ctz(special);
        if (*at == '"')
            return at + 1;
    } else if (scan->end - at >= BLOCK) {
        at += BLOCK;
    }
    return scan_long_string(scan, at, escaped);
}

static inline const char *scan_digits(struct scan *scan, const char *at)
{
    if (!ascii_is_digit(*at))
        return syntax(scan, at, "a number wants a digit here");
    do
        at++;
    while (ascii_is_digit(*at));
    return at;
}

static const char *scan_fraction(struct scan *scan, const char *at)
{
    if (*at == '.')
        at = scan_digits(scan, at + 1);
    if (at && (*at | 0x20) == 'e') {
        at++;
        at = scan_digits(scan, at + (*at == '+' || *at == '-'));
    }
    return at;
}

static inline const char *scan_number(struct scan *scan, const char *at)
{
    at += *at == '-';
    at = *at == '0' ? at + 1 : scan_digits(scan, at);
    if (at && (*at == '.' || (*at | 0x20) == 'e'))
        return scan_fraction(scan, at);
    return at;
}

static const char *scan_word(struct scan *scan, const char *at)
{
    static const struct slice words[] = {{"true", 4}, {"false", 5}, {"null", 4}};
    struct slice rest = {at, (size_t)(scan->end - at)};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_starts(rest, words[i]))
            return at + words[i].size;
    return syntax(scan, at, "expected a value");
}

/* Any value but an array or object. */
static inline __attribute__((always_inline)) const char *scan_scalar(struct scan *scan, const char *at, bool *escaped)
{
    if (*at == '"')
        return scan_string(scan, at + 1, escaped);
    if (ascii_is_digit(*at) || *at == '-')
        return scan_number(scan, at);
    return scan_word(scan, at);
}

/* A key, its colon and the white space around: to the value. */
static inline const char *scan_key(struct scan *scan, const char *at, bool *escaped, struct slice *key)
{
    if (*at != '"')
        return syntax(scan, at, "expected a key in quotes");
    key->at = at + 1;
    at = scan_string(scan, at + 1, escaped);
    if (!at)
        return NULL;
    key->size = (size_t)(at - 1 - key->at);
    if (at[0] == ':' && (unsigned char)at[1] > ' ')
        return at + 1;
    at = skip_space(at);
    if (*at != ':')
        return syntax(scan, at, "expected a colon");
    return skip_space(at + 1);
}

/* The kinds of the open arrays and objects, as bits of a stack, so that depth costs no call. The record is level 1. */
struct nesting {
    uint64_t objects[LIMIT_JSON_DEPTH / 64 + 1];
    unsigned depth;
    bool object; /* the innermost is one */
};

static inline bool push(struct nesting *nesting, bool object)
{
    if (nesting->depth == LIMIT_JSON_DEPTH)
        return false;
    nesting->depth++;
    uint64_t *word = &nesting->objects[nesting->depth / 64], bit = UINT64_C(1) << (nesting->depth % 64);
    *word = object ? *word | bit : *word & ~bit;
    nesting->object = object;
    return true;
}

static inline void pop(struct nesting *nesting)
{
    nesting->depth--;
    nesting->object = nesting->objects[nesting->depth / 64] >> (nesting->depth % 64) & 1;
}

/* On a value: through all arrays and objects that begin here, to behind the first scalar or to the end of an empty
 * one. */
static inline const char *scan_inward(struct scan *scan, const char *at, struct nesting *nesting)
{
    bool escaped;
    struct slice key;
    while (*at == '{' || *at == '[') {
        bool object = *at == '{';
        if (!push(nesting, object))
            return fail(scan, at, RECORD_TOO_DEEP, "values nest too deep");
        at = skip_space(at + 1);
        if (*at == (object ? '}' : ']'))
            return at;
        if (object && !(at = scan_key(scan, at, &escaped, &key)))
            return NULL;
    }
    at = scan_scalar(scan, at, &escaped);
    return at ? skip_space(at) : NULL;
}

/* Behind a value: closes what closes here. To the comma before the next value; or behind everything, at depth 1. */
static inline const char *scan_outward(struct scan *scan, const char *at, struct nesting *nesting)
{
    while (*at != ',') {
        if (*at != (nesting->object ? '}' : ']'))
            return syntax(scan, at, nesting->object ? "expected a comma or }" : "expected a comma or ]");
        at++;
        pop(nesting);
        if (nesting->depth == 1)
            return at;
        if (at == scan->end)
            return syntax(scan, at, "the line ends in the middle of a value");
        at = skip_space(at);
    }
    return at;
}

/* An array or object with all that is in it. */
static const char *scan_nested(struct scan *scan, const char *at)
{
    struct nesting nesting;
    struct slice key;
    bool escaped;
    nesting.objects[0] = 0;
    nesting.depth = 1;
    nesting.object = false;
    for (;;) {
        at = scan_inward(scan, at, &nesting);
        if (!at || !(at = scan_outward(scan, at, &nesting)) || nesting.depth == 1)
            return at;
        at = skip_space(at + 1);
        if (nesting.object && !(at = scan_key(scan, at, &escaped, &key)))
            return NULL;
    }
}

static inline const char *scan_member(struct scan *scan, const char *at, struct member *member)
{
    bool escaped;
    at = scan_key(scan, at, &escaped, &member->key);
    if (!at)
        return NULL;
    member->key_escaped = escaped;
    member->value.at = at;
    member->escaped = false;
    if (*at == '"') {
        member->type = VALUE_STRING;
        at = scan_string(scan, at + 1, &escaped);
        member->escaped = escaped;
    } else {
        member->type = value_type((struct slice){at, 1});
        at = *at == '{' || *at == '[' ? scan_nested(scan, at) : scan_scalar(scan, at, &escaped);
    }
    member->value.size = (size_t)(at - member->value.at);
    return at;
}

void record_make_room(struct record *record, size_t count)
{
    record->members = memory_grow(record->members, &record->capacity, count, sizeof *record->members);
    record->expected =
        memory_grow(record->expected, &record->expected_capacity, record->capacity, sizeof *record->expected);
}

/* Behind the {; to the }. */
static const char *scan_members(struct scan *scan, const char *at, struct record *record)
{
    at = skip_space(at);
    if (*at == '}')
        return at;
    for (;;) {
        if (record->count == record->capacity)
            record_make_room(record, record->count + 1);
        at = scan_member(scan, at, &record->members[record->count]);
        if (!at)
            return NULL;
        record->count++;
        if (at < scan->end && *at == ',' && at[1] == '"') {
            at++;
            continue;
        }
        if (at == scan->end)
            return syntax(scan, at, "the line ends in the middle of a value");
        at = skip_space(at);
        if (*at == '}')
            return at;
        if (*at != ',')
            return syntax(scan, at, "expected a comma or }");
        at = skip_space(at + 1);
    }
}

/* A line from its { on, ending with }. */
static bool scan_object(struct scan *scan, const char *at, struct record *record)
{
    record->open = (size_t)(at - record->line.at);
    at = scan_members(scan, at + 1, record);
    if (!at)
        return false;
    record->close = (size_t)(at - record->line.at);
    at++;
    if (at < scan->end)
        syntax(scan, skip_space(at), "something follows the object");
    return at == scan->end;
}

/* A line that does not end with } is no record; it is scanned with one behind it, to find out where it goes wrong. */
static void scan_unfinished(struct scan *scan, const char *at, struct record *record)
{
    size_t size = (size_t)(scan->end - at);
    struct buffer copy = {0};
    buffer_add(&copy, at, size);
    buffer_byte(&copy, '}');
    struct scan inner = *scan;
    inner.end = copy.at + copy.size;
    inner.has_block = copy.size >= BLOCK;
    struct record unused = {.line = buffer_view(&copy)};
    bool whole = scan_object(&inner, copy.at, &unused);
    size_t offset = whole ? size : (size_t)(inner.wrong - copy.at);
    if (offset < size)
        fail(scan, at + offset, inner.status, inner.what);
    else if (!whole && inner.status == RECORD_NOT_JSON && offset > size)
        fail(scan, scan->end, inner.status, inner.what);
    else
        syntax(scan, scan->end, "the line ends in the middle of a value");
    record->count = 0;
    record_free(&unused);
    buffer_free(&copy);
}

/* The quick scan first, which answers for nearly all lines. */
static bool scan_finished(struct scan *scan, const char *at, struct record *record)
{
#ifndef BROADSHEET_PLAIN
    if (record_quick(record, (size_t)(at - record->line.at), (size_t)(scan->end - record->line.at)))
        return true;
#endif
    /* What is expected may be partly of this line already. */
    record->same_keys = false;
    record->expected_count = record->count = record->object_count = 0;
    return scan_object(scan, at, record);
}

static bool scan_line(struct scan *scan, struct record *record)
{
    const char *at = record->line.at;
    while (at < scan->end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n'))
        at++;
    while (scan->end > at &&
           (scan->end[-1] == ' ' || scan->end[-1] == '\t' || scan->end[-1] == '\r' || scan->end[-1] == '\n'))
        scan->end--;
    scan->has_block = scan->end - record->line.at >= BLOCK;
    if (at == scan->end)
        return syntax(scan, at, "the line is empty");
    if (*at != '{')
        return fail(scan, at, *at && strchr("[\"-0123456789tfn", *at) ? RECORD_NOT_OBJECT : RECORD_NOT_JSON,
                    "not a JSON object");
    if (scan->end[-1] == '}')
        return scan_finished(scan, at, record);
    scan_unfinished(scan, at, record);
    return false;
}

enum record_status record_scan(struct record *record, struct slice line, struct record_error *error)
{
    struct scan scan = {.end = line.at + line.size};
    record->line = line;
    record->count = record->object_count = 0;
    if (scan_line(&scan, record))
        return RECORD_OK;
    record->same_keys = false;
    record->expected_count = 0;
    *error = (struct record_error){(size_t)(scan.wrong - line.at), scan.what};
    return scan.status;
}

void record_free(struct record *record)
{
    free(record->members);
    free(record->expected);
    free(record->objects);
    free(record->nested);
    free(record->quotes.at);
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

const struct nested_object *record_object(const struct record *record, const char *at, size_t *next)
{
    size_t from = *next, to = record->object_count;
    /* Mostly it is the next one; else it is sought among all. */
    if (from >= to || record->objects[from].value.at != at)
        from = 0;
    else
        to = from;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (record->objects[middle].value.at < at)
            from = middle + 1;
        else
            to = middle;
    }
    *next = from;
    return from < record->object_count && record->objects[from].value.at == at ? &record->objects[from] : NULL;
}

bool record_string(const struct record *record, struct slice name, struct arena *arena, struct slice *text)
{
    return member_string(record_find(record, name), arena, text);
}

bool member_string(const struct member *member, struct arena *arena, struct slice *text)
{
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
    bool any;                                /* a member is in `out` */
    const struct member *last[RECORD_EDITS]; /* that an edit names, once it has been looked for */
};

static const struct edit *edit_of(const struct member *member, const struct edit *edits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (member_is(member, edits[i].name))
            return &edits[i];
    return NULL;
}

/* Is the member the last that the edit names? Looked for once an edit, however often its name repeats. */
static bool is_last(struct splice *splice, const struct member *member, const struct edit *edit, size_t i)
{
    if (!splice->last[i])
        splice->last[i] = record_find(splice->record, edit->name);
    return splice->last[i] == member;
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

size_t record_end(const struct record *record)
{
    if (record->count == 0)
        return record->open + 1;
    const struct member *last = &record->members[record->count - 1];
    return offset_in(record, last->value.at) + last->value.size;
}

void record_write(struct buffer *out, const struct record *record, const struct edit *edits, size_t count)
{
    struct splice splice;
    splice.out = out;
    splice.record = record;
    splice.done = record->open;
    splice.any = false;
    for (size_t i = 0; i < count; i++)
        splice.last[i] = NULL;
    for (size_t i = 0; i < record->count; i++) {
        const struct member *member = &record->members[i];
        const struct edit *edit = edit_of(member, edits, count);
        if (!edit)
            splice.any = true;
        else if (edit->json.at && is_last(&splice, member, edit, (size_t)(edit - edits)))
            set_member(&splice, member, edit->json);
        else
            drop_member(&splice, i);
    }
    size_t last = record_end(record);
    if (splice.done < last)
        copy_to(&splice, last);
    append_new(&splice, edits, count);
    copy_to(&splice, record->close + 1);
}
