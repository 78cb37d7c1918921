#include "document.h"

#include <stdio.h>
#include <xxhash.h>

#include "lang.h"
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
    size_t sentence;         /* number of the last one */
    const char *middle_kind; /* what the middle part was laid out for */

    const char *member; /* the one being cut */
    struct slice text;
    const char *kind;
    size_t paragraphs; /* of this member before the part being cut */
    struct text_cursor cursor;
    size_t ascii_end;       /* from the cursor up to here all is ASCII */
    struct range *headings; /* code points of the text, rising */
    size_t heading_count, heading;
};

#define OWNED(name)                                                                                                    \
    {                                                                                                                  \
        name, sizeof(name) - 1                                                                                         \
    }
static const struct slice owned[] = {OWNED("text"), OWNED("captions"), OWNED("blocks"), OWNED("id"),    OWNED("doc"),
                                     OWNED("kind"), OWNED("par"),      OWNED("sent"),   OWNED("start"), OWNED("end")};

static bool is_owned(struct slice key, struct slice text_key)
{
    if (value_key_is(key, text_key))
        return true;
    bool plain = !memchr(key.at, '\\', key.size);
    for (size_t i = 0; i < sizeof owned / sizeof owned[0]; i++)
        if (plain ? slice_equal(key, owned[i]) : value_key_is(key, owned[i]))
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

static __attribute__((noinline)) void move_cursor(struct document *document, size_t byte)
{
    text_point(&document->cursor, byte);
    document->ascii_end = byte + text_ascii(slice_part(document->text, byte, document->text.size));
}

static inline size_t code_point(struct document *document, size_t byte)
{
    if (byte > document->ascii_end || byte < document->cursor.byte)
        move_cursor(document, byte);
    return document->cursor.point + (byte - document->cursor.byte);
}

static const char *kind_at(struct document *document, size_t start)
{
    while (document->heading < document->heading_count && document->headings[document->heading].end <= start)
        document->heading++;
    bool heading = document->heading < document->heading_count && document->headings[document->heading].start <= start;
    return heading ? "heading" : document->kind;
}

/* A record is written as parts that are the same in many of a document's sentences, with numbers and the text between:
 * up to the sentence's number, from there to its second mention, from the end to the text, and behind the text. */
#define PART_BLOCK 32
static void end_part(struct buffer *part)
{
    memset(buffer_reserve(part, PART_BLOCK), 0, PART_BLOCK);
}

static void lay_out(struct document *document)
{
    struct workroom *room = document->room;
    buffer_add(&room->head, "{\"id\":\"", 7);
    buffer_slice(&room->head, buffer_view(&room->id));
    buffer_byte(&room->head, '.');
    end_part(&room->head);
    buffer_add(&room->key, ",\"", 2);
    buffer_json_part(&room->key, document->cli->key);
    buffer_add(&room->key, "\":\"", 3);
    end_part(&room->key);
    buffer_byte(&room->tail, '"');
    buffer_slice(&room->tail, buffer_view(&room->rest));
    buffer_add(&room->tail, "}\n", 2);
    end_part(&room->tail);
}

/* The middle part, for the sentences of one kind. */
static void lay_out_kind(struct document *document, const char *kind)
{
    struct buffer *middle = &document->room->middle;
    document->middle_kind = kind;
    buffer_clear(middle);
    buffer_add(middle, "\",\"doc\":", 8);
    buffer_slice(middle, buffer_view(&document->room->doc));
    buffer_add(middle, ",\"kind\":\"", 9);
    buffer_text(middle, kind);
    buffer_add(middle, "\",\"par\":", 8);
    end_part(middle);
}

static inline char *put(char *to, const char *bytes, size_t size)
{
    memcpy(to, bytes, size);
    return to + size;
}

/* Copies whole blocks: what is written too much is written over. */
static inline char *put_part(char *to, const struct buffer *part)
{
    const char *from = part->at;
    size_t size = part->size, i = 0;
    do {
        memcpy(to + i, from + i, PART_BLOCK);
        i += PART_BLOCK;
    } while (i < size);
    return to + size;
}

#define DIGITS_MOST 20
static char *put_long_number(char *to, size_t number)
{
    char digits[DIGITS_MOST];
    size_t at = DIGITS_MOST;
    for (; number > 0; number /= 10)
        digits[--at] = (char)('0' + number % 10);
    return put(to, digits + at, DIGITS_MOST - at);
}

/* Four digits at once, each in its byte, the zeros before the first one shifted out: no branch that depends on how many
 * there are. Writes four bytes, or more. */
static inline char *put_number(char *to, size_t number)
{
    if (number >= 10000)
        return put_long_number(to, number);
    uint32_t small = (uint32_t)number, hundreds = small * 5243 >> 19; /* by 100, for all below 10000 */
    uint32_t pairs = hundreds | (small - hundreds * 100) << 16;
    uint32_t tens = pairs * 103 >> 10 & 0x000F000F; /* by 10, for all below 100 */
    uint32_t digits = tens | (pairs - tens * 10) << 8;
    unsigned leading = (unsigned)__builtin_ctz(digits | 1u << 24) & ~7u;
    digits = (digits | 0x30303030) >> leading;
    for (int i = 0; i < 4; i++)
        to[i] = (char)(digits >> 8 * i);
    return to + 4 - leading / 8;
}

/* Copies the text's beginning as long as a JSON string shows it as it is; returns how much. Room for the text and
 * PART_BLOCK more must be there, and as many bytes behind the text may be read as `behind` says. */
static size_t put_plain(char *to, struct slice text, size_t behind)
{
    size_t i = 0;
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1F);
    size_t end = behind >= PART_BLOCK ? text.size : text.size / PART_BLOCK * PART_BLOCK;
    for (; i < end; i += PART_BLOCK) {
        __m128i first = _mm_loadu_si128((const __m128i *)(const void *)(text.at + i));
        __m128i second = _mm_loadu_si128((const __m128i *)(const void *)(text.at + i + 16));
        __m128i quotes = _mm_or_si128(_mm_cmpeq_epi8(first, quote), _mm_cmpeq_epi8(first, backslash));
        __m128i others = _mm_or_si128(_mm_cmpeq_epi8(second, quote), _mm_cmpeq_epi8(second, backslash));
        quotes = _mm_or_si128(quotes, _mm_cmpeq_epi8(_mm_min_epu8(first, control), first));
        others = _mm_or_si128(others, _mm_cmpeq_epi8(_mm_min_epu8(second, control), second));
        _mm_storeu_si128((__m128i *)(void *)(to + i), first);
        _mm_storeu_si128((__m128i *)(void *)(to + i + 16), second);
        unsigned special = (unsigned)_mm_movemask_epi8(quotes) | (unsigned)_mm_movemask_epi8(others) << 16;
        size_t plain = i + (size_t)__builtin_ctzll(special | UINT64_C(1) << 32);
        if (plain < i + PART_BLOCK && plain < text.size)
            return plain;
    }
    if (i >= text.size)
        return text.size;
#else
    (void)behind;
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
    const struct workroom *room = document->room;
    struct slice text = slice_part(document->text, span.start, span.end);
    size_t start = code_point(document, span.start), end = code_point(document, span.end);
    size_t paragraph = document->paragraphs + span.paragraph;
    const char *kind = kind_at(document, start);
    if (kind != document->middle_kind)
        lay_out_kind(document, kind);
    size_t most =
        room->head.size + room->middle.size + room->key.size + text.size + 5 * DIGITS_MOST + 24 + 2 * PART_BLOCK;
    char *first = buffer_reserve(out, most);
    char *number = put_part(first, &room->head);
    char *to = put_number(number, document->sentence);
    size_t digits = (size_t)(to - number);
    to = put_part(to, &room->middle);
    to = put_number(to, paragraph);
    to = put(to, ",\"sent\":", 8);
    memcpy(to, number, DIGITS_MOST);
    to = put(to + digits, ",\"start\":", 9);
    to = put_number(to, start);
    to = put(to, ",\"end\":", 7);
    to = put_number(to, end);
    to = put_part(to, &room->key);
    size_t plain = put_plain(to, text, document->text.size - span.end);
    out->size += (size_t)(to - first) + plain;
    if (plain < text.size)
        buffer_json_part(out, slice_part(text, plain, text.size));
    put_part(buffer_reserve(out, room->tail.size + PART_BLOCK), &room->tail);
    out->size += room->tail.size;
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

static void begin_member(struct document *document, const char *member, const char *kind, struct slice text)
{
    document->member = member;
    document->kind = kind;
    document->text = text;
    document->cursor = (struct text_cursor){.text = text.at};
    document->ascii_end = text_ascii(text);
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
    if (record && record_string(record, SLICE("lang"), &document->cli->arena, &lang) && lang_is_told(lang))
        return language_for(lang);
    return language_guess(text);
}

static struct document document_start(struct cli *cli, const struct settings *settings, struct workroom *room)
{
    buffer_clear(&room->id);
    buffer_clear(&room->doc);
    buffer_clear(&room->rest);
    buffer_clear(&room->head);
    buffer_clear(&room->key);
    buffer_clear(&room->tail);
    return (struct document){.cli = cli, .settings = settings, .room = room};
}

void workroom_free(struct workroom *room)
{
    buffer_free(&room->id);
    buffer_free(&room->doc);
    buffer_free(&room->rest);
    buffer_free(&room->head);
    buffer_free(&room->middle);
    buffer_free(&room->key);
    buffer_free(&room->tail);
}

void document_write(struct cli *cli, const struct settings *settings, struct workroom *room,
                    const struct record *record, struct slice text)
{
    struct document document = document_start(cli, settings, room);
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
