#include "report.h"

#include <string.h>
#include <xxhash.h>

#include "mend.h"
#include "tag.h"
#include "text.h"

/* ---- explain ---- */

static void explain_end(struct report *report)
{
    buffer_byte(&report->explain, '}');
    cli_explain(report->cli, buffer_view(&report->explain), buffer_view(&report->readable));
}

static void explain_start(struct report *report, const struct document *document)
{
    buffer_clear(&report->explain);
    buffer_clear(&report->readable);
    buffer_text(&report->explain, "{\"source\":");
    buffer_json(&report->explain, document->source.at ? document->source : SLICE("<record>"));
}

static void explain_member(struct report *report, const char *name, struct slice value)
{
    buffer_json_key(&report->explain, name);
    buffer_json(&report->explain, value);
}

static void explain_field(struct report *report, const struct document *document, const char *name,
                          const struct field *field)
{
    explain_start(report, document);
    explain_member(report, "field", slice_of(name));
    if (field->value.at) {
        explain_member(report, "value", field->value);
        explain_member(report, "rule", slice_of(field->rule));
    }
    buffer_format(&report->readable, "\033[36m%-8s\033[0m ", name);
    buffer_slice(&report->readable, field->value.at ? field->value : SLICE("(not stated)"));
    buffer_format(&report->readable, " \033[2m%s\033[0m", field->rule ? field->rule : "");
    explain_end(report);
}

static void explain_block(struct report *report, const struct document *document, size_t i)
{
    static const char *const colours[] = {"\033[32m", "\033[1;32m", "\033[34m", "\033[36m",
                                          "\033[36m", "\033[33m",   "\033[33m", "\033[2m"};
    const struct block *block = &document->page.blocks[i];
    const struct decision *decision = &document->article.decisions[i];
    const char *label = extract_label_name(decision->label);
    explain_start(report, document);
    buffer_json_key(&report->explain, "line");
    buffer_number(&report->explain, block->line);
    explain_member(report, "tag", slice_of(tag_names[block->tag]));
    explain_member(report, "label", slice_of(label));
    buffer_json_key(&report->explain, "score");
    buffer_format(&report->explain, "%d.%03d", decision->score / 1000, decision->score % 1000);
    explain_member(report, "rule", slice_of(decision->rule));
    if (document->mends && document->mends[i])
        explain_member(report, "mended", slice_of(mend_name(document->mends[i])));
    explain_member(report, "text", block->text);
    buffer_format(&report->readable, "%s%6u %-8s %3d%% %-10s ", colours[decision->label & 7], block->line, label,
                  decision->score / 10, decision->rule);
    buffer_slice(&report->readable, block->text);
    buffer_text(&report->readable, "\033[0m");
    explain_end(report);
}

static void explain_document(struct report *report, const struct document *document)
{
    explain_field(report, document, "title", &document->metadata.title);
    explain_field(report, document, "byline", &document->metadata.byline);
    explain_field(report, document, "date", &document->metadata.date);
    explain_field(report, document, "site", &document->metadata.site);
    explain_field(report, document, "lang", &document->metadata.lang);
    for (size_t i = 0; i < document->page.block_count; i++)
        explain_block(report, document, i);
}

/* ---- records ---- */

/* XXH3-128 of the input, in hex: the same on every machine. */
static void append_id(struct buffer *out, struct slice bytes)
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.at, bytes.size));
    static const char digits[] = "0123456789abcdef";
    char hex[2 * sizeof canonical.digest];
    for (size_t i = 0; i < sizeof canonical.digest; i++) {
        hex[2 * i] = digits[canonical.digest[i] >> 4];
        hex[2 * i + 1] = digits[canonical.digest[i] & 15];
    }
    buffer_byte(out, '"');
    buffer_add(out, hex, sizeof hex);
    buffer_byte(out, '"');
}

static void append_blocks(struct buffer *out, const struct article *article)
{
    struct text_cursor cursor = {.text = article->text.at};
    buffer_byte(out, '[');
    for (size_t i = 0; i < article->span_count; i++) {
        const struct span *span = &article->spans[i];
        if (i > 0)
            buffer_byte(out, ',');
        buffer_text(out, "{\"start\":");
        buffer_number(out, text_point(&cursor, span->start));
        buffer_text(out, ",\"end\":");
        buffer_number(out, text_point(&cursor, span->end));
        buffer_text(out, span->heading ? ",\"kind\":\"heading\"}" : ",\"kind\":\"body\"}");
    }
    buffer_byte(out, ']');
}

static void append_captions(struct buffer *out, const struct article *article)
{
    buffer_byte(out, '[');
    for (size_t i = 0; i < article->caption_count; i++) {
        if (i > 0)
            buffer_byte(out, ',');
        buffer_json(out, article->captions[i]);
    }
    buffer_byte(out, ']');
}

static void append_string(struct buffer *out, const char *name, struct slice value)
{
    if (!value.at)
        return;
    buffer_json_key(out, name);
    buffer_json(out, value);
}

static void write_new_record(struct report *report, const struct document *document)
{
    struct buffer *out = &report->cli->output.buffer;
    buffer_text(out, "{\"id\":");
    append_id(out, document->raw);
    append_string(out, "source", document->source);
    append_string(out, "title", document->metadata.title.value);
    append_string(out, "byline", document->metadata.byline.value);
    append_string(out, "date", document->metadata.date.value);
    append_string(out, "site", document->metadata.site.value);
    append_string(out, "lang", document->metadata.lang.value);
    append_string(out, "text", document->article.text);
    buffer_json_key(out, "blocks");
    append_blocks(out, &document->article);
    buffer_json_key(out, "captions");
    append_captions(out, &document->article);
    append_string(out, "crawled", document->crawled);
    buffer_text(out, "}\n");
}

enum { MOST_EDITS = 10 };

/* The JSON of the edits is built in one buffer that moves as it grows: places now, slices at the end. */
struct edits {
    struct edit at[MOST_EDITS];
    size_t from[MOST_EDITS], count;
};

static void begin_edit(struct report *report, struct edits *edits, const char *name)
{
    edits->at[edits->count].name = slice_of(name);
    edits->from[edits->count++] = report->json.size;
}

/* What the input says of itself wins, if it says something. */
static bool record_says(const struct record *record, const char *name)
{
    const struct member *member = record_find(record, slice_of(name));
    if (!member || member->type == VALUE_NULL)
        return false;
    return member->type != VALUE_STRING || member->value.size > 2;
}

static void edit_field(struct report *report, struct edits *edits, const struct document *document, const char *name,
                       const struct field *field)
{
    if (!field->value.at || record_says(&document->record, name))
        return;
    begin_edit(report, edits, name);
    buffer_json(&report->json, field->value);
}

static void write_record(struct report *report, const struct document *document)
{
    struct edits edits = {.count = 0};
    buffer_clear(&report->json);
    if (!record_find(&document->record, SLICE("id"))) {
        begin_edit(report, &edits, "id");
        append_id(&report->json, document->raw);
    }
    edit_field(report, &edits, document, "title", &document->metadata.title);
    edit_field(report, &edits, document, "byline", &document->metadata.byline);
    edit_field(report, &edits, document, "date", &document->metadata.date);
    edit_field(report, &edits, document, "site", &document->metadata.site);
    edit_field(report, &edits, document, "lang", &document->metadata.lang);
    begin_edit(report, &edits, "text");
    buffer_json(&report->json, document->article.text);
    begin_edit(report, &edits, "blocks");
    append_blocks(&report->json, &document->article);
    if (document->article.caption_count > 0) {
        begin_edit(report, &edits, "captions");
        append_captions(&report->json, &document->article);
    }
    for (size_t i = 0; i < edits.count; i++) {
        size_t end = i + 1 < edits.count ? edits.from[i + 1] : report->json.size;
        edits.at[i].json = (struct slice){report->json.at + edits.from[i], end - edits.from[i]};
    }
    record_write(&report->cli->output.buffer, &document->record, edits.at, edits.count);
    buffer_byte(&report->cli->output.buffer, '\n');
}

static void write_text(struct report *report, const struct document *document)
{
    struct buffer *out = &report->cli->output.buffer;
    if (document->article.text.size == 0)
        return;
    if (report->pages > 1)
        buffer_byte(out, '\n');
    buffer_slice(out, document->article.text);
    buffer_byte(out, '\n');
}

/* ---- what the outside sees ---- */

void report_write(struct report *report, const struct document *document)
{
    report->pages++;
    report->recoded += strcmp(document->decoded.encoding, "UTF-8") != 0;
    report->empty += document->article.text.size == 0;
    if (report->cli->explain)
        explain_document(report, document);
    if (report->as_text)
        write_text(report, document);
    else if (document->in_record)
        write_record(report, document);
    else
        write_new_record(report, document);
    cli_written(report->cli, 1);
}

void report_free(struct report *report)
{
    buffer_free(&report->json);
    buffer_free(&report->explain);
    buffer_free(&report->readable);
}
