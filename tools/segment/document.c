#include "document.h"

#include <stdio.h>
#include <xxhash.h>

#include "text.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct range {
    size_t start, end;
};

/* One document on its way out. */
struct document {
    struct cli *cli;
    const struct settings *settings;
    const struct language *language;
    struct workroom *room;
    size_t behind_id, behind_kind, behind_end;
    size_t sentence; /* number of the last one */

    const char *member; /* the one being cut */
    struct slice text;
    const char *kind;
    size_t paragraphs; /* of this member before the part being cut */
    bool ascii;
    struct text_cursor cursor;
    struct range *headings; /* code points of the text, rising */
    size_t heading_count, heading;
};

static const char *const owned[] = {"text", "captions", "blocks", "id", "doc", "kind", "par", "sent", "start", "end"};

static bool is_owned(struct slice key, struct slice text_key)
{
    if (value_key_is(key, text_key))
        return true;
    for (size_t i = 0; i < sizeof owned / sizeof owned[0]; i++)
        if (value_key_is(key, slice_of(owned[i])))
            return true;
    return false;
}

/* The members that come along, as they stand between their commas. Of duplicate keys all come. */
static void collect_rest(struct document *document, const struct record *record)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct member *member = &record->members[i];
        if (is_owned(member->key, document->cli->key))
            continue;
        const char *start = member->key.at - 1, *end = member->value.at + member->value.size;
        buffer_byte(&document->room->rest, ',');
        buffer_add(&document->room->rest, start, (size_t)(end - start));
    }
}

static void add_hash(struct buffer *buffer, struct slice content)
{
    XXH128_hash_t hash = XXH3_128bits(content.at, content.size);
    char digits[33];
    snprintf(digits, sizeof digits, "%016llx%016llx", (unsigned long long)hash.high64, (unsigned long long)hash.low64);
    buffer_text(buffer, digits);
}

static void identify_by_content(struct document *document, struct slice content)
{
    add_hash(&document->room->id, content);
    buffer_json(&document->room->doc, buffer_view(&document->room->id));
}

/* A string or number is an id; anything else is not one to build on, but a null or absent one is replaced. */
static void identify(struct document *document, const struct record *record)
{
    const struct member *id = record_find(record, SLICE("id"));
    if (!id || id->type == VALUE_NULL) {
        identify_by_content(document, slice_part(record->line, record->open, record->close + 1));
        return;
    }
    buffer_slice(&document->room->doc, id->value);
    if (id->type == VALUE_STRING)
        buffer_add(&document->room->id, id->value.at + 1, id->value.size - 2);
    else
        buffer_json_part(&document->room->id, id->value);
}

static size_t code_point(struct document *document, size_t byte)
{
    return document->ascii ? byte : text_point(&document->cursor, byte);
}

static const char *kind_at(struct document *document, size_t start)
{
    while (document->heading < document->heading_count && document->headings[document->heading].end <= start)
        document->heading++;
    bool heading = document->heading < document->heading_count && document->headings[document->heading].start <= start;
    return heading ? "heading" : document->kind;
}

/* A record is written as parts that are the same in all of a document's sentences, with numbers and the text between:
 * up to the sentence's number, from there to the kind, from the end to the text, and behind the text. */
#define PART_BLOCK 16
static void lay_out(struct document *document)
{
    struct buffer *parts = &document->room->parts;
    buffer_add(parts, "{\"id\":\"", 7);
    buffer_slice(parts, buffer_view(&document->room->id));
    buffer_byte(parts, '.');
    document->behind_id = parts->size;
    buffer_add(parts, "\",\"doc\":", 8);
    buffer_slice(parts, buffer_view(&document->room->doc));
    buffer_add(parts, ",\"kind\":\"", 9);
    document->behind_kind = parts->size;
    buffer_add(parts, ",\"", 2);
    buffer_json_part(parts, document->cli->key);
    buffer_add(parts, "\":\"", 3);
    document->behind_end = parts->size;
    buffer_byte(parts, '"');
    buffer_slice(parts, buffer_view(&document->room->rest));
    buffer_add(parts, "}\n", 2);
    memset(buffer_reserve(parts, PART_BLOCK), 0, PART_BLOCK);
}

static inline char *put(char *to, const char *bytes, size_t size)
{
    memcpy(to, bytes, size);
    return to + size;
}

/* Copies whole blocks: what is written too much is written over. */
static inline char *put_part(char *to, const struct document *document, size_t start, size_t end)
{
    const char *parts = document->room->parts.at;
    for (size_t i = start; i < end; i += PART_BLOCK)
        memcpy(to + (i - start), parts + i, PART_BLOCK);
    return to + (end - start);
}

#define DIGITS_MOST 20
static char *put_number(char *to, size_t number)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                                "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                                "8081828384858687888990919293949596979899";
    size_t digits = number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : 4;
    for (size_t rest = number / 10000; rest > 0; rest /= 10)
        digits++;
    char *at = to + digits;
    for (; number >= 100; number /= 100)
        memcpy(at -= 2, pairs + 2 * (number % 100), 2);
    if (number >= 10)
        memcpy(to, pairs + 2 * number, 2);
    else
        *to = (char)('0' + number);
    return to + digits;
}

/* Copies the text's beginning as long as a JSON string shows it as it is; returns how much. Room for the text must be
 * there. */
static size_t put_plain(char *to, struct slice text)
{
    size_t i = 0;
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1F);
    while (i + 16 <= text.size) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text.at + i));
        __m128i special = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
                                       _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
        unsigned mask = (unsigned)_mm_movemask_epi8(special);
        _mm_storeu_si128((__m128i *)(void *)(to + i), bytes);
        if (mask)
            return i + (size_t)__builtin_ctz(mask);
        /* The last block ends with the text, and may have bytes in common with the one before. */
        i = i + 16 < text.size && i + 32 > text.size ? text.size - 16 : i + 16;
    }
#endif
    for (; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte < 0x20 || byte == '"' || byte == '\\')
            break;
        to[i] = (char)byte;
    }
    return i;
}

static void write_record(struct document *document, struct span span)
{
    struct buffer *out = &document->cli->output.buffer;
    struct slice text = slice_part(document->text, span.start, span.end);
    size_t start = code_point(document, span.start), end = code_point(document, span.end);
    struct slice kind = slice_of(kind_at(document, start));
    char *first = buffer_reserve(out, document->room->parts.size + kind.size + text.size + 5 * DIGITS_MOST + 32 +
                                          PART_BLOCK),
         *to = first;
    to = put_part(to, document, 0, document->behind_id);
    char *number = to;
    to = put_number(to, document->sentence);
    size_t digits = (size_t)(to - number);
    to = put_part(to, document, document->behind_id, document->behind_kind);
    to = put(to, kind.at, kind.size);
    to = put(to, "\",\"par\":", 8);
    to = put_number(to, document->paragraphs + span.paragraph);
    to = put(to, ",\"sent\":", 8);
    memcpy(to, number, DIGITS_MOST);
    to += digits;
    to = put(to, ",\"start\":", 9);
    to = put_number(to, start);
    to = put(to, ",\"end\":", 7);
    to = put_number(to, end);
    to = put_part(to, document, document->behind_kind, document->behind_end);
    size_t plain = put_plain(to, text);
    out->size += (size_t)(to - first) + plain;
    if (plain < text.size)
        buffer_json_part(out, slice_part(text, plain, text.size));
    size_t tail = document->room->parts.size - document->behind_end;
    put_part(buffer_reserve(out, tail + PART_BLOCK), document, document->behind_end, document->room->parts.size);
    out->size += tail;
}

void document_add_line(struct buffer *buffer, struct slice sentence)
{
    struct slice line;
    for (bool first = true; slice_line(&sentence, &line); first = false) {
        struct slice trimmed = slice_trim(line);
        if (!first && trimmed.size > 0)
            buffer_byte(buffer, ' ');
        buffer_slice(buffer, trimmed);
    }
    buffer_byte(buffer, '\n');
}

static void take_span(void *argument, struct span span)
{
    struct document *document = argument;
    document->sentence++;
    if (document->settings->form == FORM_TEXT)
        document_add_line(&document->cli->output.buffer, slice_part(document->text, span.start, span.end));
    else
        write_record(document, span);
    cli_written(document->cli, 1);
}

static bool is_ascii(struct slice text)
{
    enum { AT_ONCE = 64 };
    size_t i = 0;
    uint64_t all = 0, eights[AT_ONCE / sizeof all];
    for (; i + AT_ONCE <= text.size; i += AT_ONCE) {
        memcpy(eights, text.at + i, AT_ONCE);
        for (size_t j = 0; j < AT_ONCE / sizeof all; j++)
            all |= eights[j];
    }
    for (; i < text.size; i++)
        all |= (unsigned char)text.at[i];
    return (all & UINT64_C(0x8080808080808080)) == 0;
}

static void begin_member(struct document *document, const char *member, const char *kind, struct slice text)
{
    document->member = member;
    document->kind = kind;
    document->text = text;
    document->ascii = is_ascii(text);
    document->cursor = (struct text_cursor){.text = text.at};
    document->heading = 0;
}

static void cut(struct document *document)
{
    struct explained explained = {.cli = document->cli,
                                  .doc = buffer_view(&document->room->doc),
                                  .member = document->member,
                                  .text = document->text,
                                  .language = document->language,
                                  .cursor = {.text = document->text.at}};
    struct boundary_options options = {.wrapped = (enum wrapped)document->settings->wrapped,
                                       .paragraphs = document->settings->paragraphs,
                                       .sink = take_span,
                                       .sink_argument = document};
    if (document->cli->explain) {
        options.watch = document_explain;
        options.watch_argument = &explained;
    }
    struct manner manner = boundary_manner(document->text, &options);
    boundary_find(document->text, document->language, &manner, &options);
}

/* A title is one sentence, however it is written. */
static void write_title(struct document *document, const struct record *record)
{
    struct slice text;
    if (!record_string(record, SLICE("title"), &document->cli->arena, &text))
        return;
    begin_member(document, "title", "title", text);
    size_t start = 0, end = text.size, space;
    while ((space = token_space_at(text, start, end)) > 0)
        start += space;
    while ((space = token_space_before(text, start, end)) > 0)
        end -= space;
    if (start < end)
        take_span(document, (struct span){start, end, 1});
}

static void write_captions(struct document *document, const struct record *record)
{
    const struct member *captions = record_find(record, SLICE("captions"));
    struct value_walk walk;
    struct slice key, value;
    if (!captions || captions->type != VALUE_ARRAY || !value_enter(&walk, captions->value))
        return;
    for (document->paragraphs = 0; value_next(&walk, &key, &value); document->paragraphs++) {
        if (value_type(value) != VALUE_STRING)
            continue;
        begin_member(document, "captions", "caption", value_string(&document->cli->arena, value));
        cut(document);
    }
}

static size_t offset_of(struct slice block, const char *name)
{
    int64_t number;
    return value_integer(value_member(block, name), &number) && number > 0 ? (size_t)number : 0;
}

/* The headings among the blocks, as long as they rise. */
static void read_headings(struct document *document, const struct record *record)
{
    const struct member *blocks = record_find(record, SLICE("blocks"));
    struct value_walk walk;
    struct slice key, block;
    if (!blocks || !slice_is(document->cli->key, "text") || !value_enter(&walk, blocks->value))
        return;
    size_t most = blocks->value.size / sizeof "{\"kind\":\"heading\"}" + 1;
    document->headings = arena_array(&document->cli->arena, most, sizeof *document->headings);
    for (size_t before = 0; document->heading_count < most && value_next(&walk, &key, &block);) {
        if (value_type(block) != VALUE_OBJECT || !slice_is(value_member(block, "kind"), "\"heading\""))
            continue;
        struct range range = {offset_of(block, "start"), offset_of(block, "end")};
        if (range.start < before || range.end <= range.start)
            continue;
        document->headings[document->heading_count++] = range;
        before = range.end;
    }
}

static const struct language *language_of(const struct document *document, const struct record *record,
                                          struct slice text)
{
    struct slice lang;
    if (document->settings->lang)
        return language_for(slice_of(document->settings->lang));
    if (record && record_string(record, SLICE("lang"), &document->cli->arena, &lang) && lang.size > 0)
        return language_for(lang);
    return language_guess(text);
}

static struct document document_start(struct cli *cli, const struct settings *settings, struct workroom *room)
{
    buffer_clear(&room->id);
    buffer_clear(&room->doc);
    buffer_clear(&room->rest);
    buffer_clear(&room->parts);
    return (struct document){.cli = cli, .settings = settings, .room = room};
}

void workroom_free(struct workroom *room)
{
    buffer_free(&room->id);
    buffer_free(&room->doc);
    buffer_free(&room->rest);
    buffer_free(&room->parts);
}

void document_write(struct cli *cli, const struct settings *settings, struct workroom *room,
                    const struct record *record)
{
    struct document document = document_start(cli, settings, room);
    struct slice text = SLICE("");
    record_string(record, cli->key, &cli->arena, &text);
    identify(&document, record);
    collect_rest(&document, record);
    lay_out(&document);
    document.language = language_of(&document, record, text);
    if (!settings->body_only)
        write_title(&document, record);
    read_headings(&document, record);
    begin_member(&document, cli->key.at, "body", text);
    cut(&document);
    document.heading_count = 0;
    if (!settings->body_only)
        write_captions(&document, record);
}

void document_write_text(struct cli *cli, const struct settings *settings, struct workroom *room, struct slice text,
                         const char *name)
{
    struct document document = document_start(cli, settings, room);
    identify_by_content(&document, text);
    buffer_add(&room->rest, ",\"source\":", 10);
    buffer_json(&room->rest, slice_of(name));
    lay_out(&document);
    document.language = language_of(&document, NULL, text);
    begin_member(&document, "text", "body", text);
    cut(&document);
}

/* The last (or first) characters of a text, for people to see where they are. */
static struct slice glimpse(struct slice text, size_t at, bool before)
{
    enum { WIDTH = 40 };
    size_t edge = at;
    if (before) {
        edge = at > WIDTH ? at - WIDTH : 0;
        while (edge < at && ((unsigned char)text.at[edge] & 0xC0) == 0x80)
            edge++;
        return slice_part(text, edge, at);
    }
    edge = at + WIDTH < text.size ? at + WIDTH : text.size;
    while (edge > at && edge < text.size && ((unsigned char)text.at[edge] & 0xC0) == 0x80)
        edge--;
    return slice_part(text, at, edge);
}

void document_explain(void *argument, const struct context *context, struct verdict *verdict)
{
    struct explained *explained = argument;
    struct buffer json = {NULL, 0, 0}, readable = {NULL, 0, 0};
    struct slice left = glimpse(context->text, context->gap.end, true);
    struct slice right = glimpse(context->text, context->gap.next, false);
    size_t at = explained->before + text_point(&explained->cursor, context->gap.end);
    enum abbreviation class = language_abbreviation(explained->language, context->left[0].word);
    buffer_byte(&json, '{');
    if (explained->doc.size > 0) {
        buffer_json_key(&json, "doc");
        buffer_slice(&json, explained->doc);
    }
    buffer_format(&json, "%s\"member\":\"%s\",\"at\":%zu,\"boundary\":%s,\"reason\":\"%s\"", json.size > 1 ? "," : "",
                  explained->member, at, verdict->boundary ? "true" : "false", reason_name(verdict->reason));
    if (verdict->rule)
        buffer_format(&json, ",\"rule\":\"%s\"", verdict->rule);
    if (verdict->reason == REASON_MODEL)
        buffer_format(&json, ",\"weight\":%.3f", (double)verdict->weight);
    if (class != ABBREVIATION_NONE)
        buffer_format(&json, ",\"abbreviation\":\"%s\"", language_class_name(class));
    buffer_format(&json, ",\"lang\":\"%s\",\"before\":", explained->language->code);
    buffer_json(&json, left);
    buffer_text(&json, ",\"after\":");
    buffer_json(&json, right);
    buffer_byte(&json, '}');
    buffer_format(&readable, "%s %8zu  %-12s %7.3f  ", verdict->boundary ? "\033[32mends  \033[0m" : "within", at,
                  verdict->rule ? verdict->rule : reason_name(verdict->reason), (double)verdict->weight);
    buffer_slice(&readable, left);
    buffer_text(&readable, verdict->boundary ? " \033[32m|\033[0m " : " \033[2m_\033[0m ");
    buffer_slice(&readable, right);
    cli_explain(explained->cli, buffer_view(&json), buffer_view(&readable));
    buffer_free(&json);
    buffer_free(&readable);
}
