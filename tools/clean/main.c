/* clean: takes the article out of a page. */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <xxhash.h>

#include "cli.h"
#include "encoding.h"
#include "extract.h"
#include "html.h"
#include "http.h"
#include "limits.h"
#include "mend.h"
#include "metadata.h"
#include "pattern.h"
#include "scan.h"
#include "text.h"
#include "text_page.h"

enum output_form { TO_RECORDS, TO_TEXT };
enum table_choice { TABLES_KEEP, TABLES_DROP };

static struct {
    int to, favor, tables;
    bool comments, links;
    const char *rules;
} choices;

static const struct option options[] = {
    {0, "to", OPTION_CHOICE, &choices.to, "FORM", "write records (the default) or the articles' text", "records|text",
     NULL, 0, 0, NULL},
    {0, "favor", OPTION_CHOICE, &choices.favor, "WHAT", "when in doubt, drop a line (precision) or keep it (recall)",
     "balance|precision|recall", NULL, 0, 0, NULL},
    {0, "rules", OPTION_STRING, &choices.rules, "FILE",
     "lines that begin with a phrase of FILE are kept or dropped:\n"
     "keep, drop, keep-line or drop-line, a tab, the phrase",
     NULL, NULL, 0, 0, NULL},
    {0, "comments", OPTION_FLAG, &choices.comments, NULL, "keep readers' comments, behind the article", NULL, NULL, 0,
     0, NULL},
    {0, "tables", OPTION_CHOICE, &choices.tables, "WHAT", "keep the cells of tables (the default) or drop them",
     "keep|drop", "keep", 0, 0, NULL},
    {0, "links", OPTION_FLAG, &choices.links, NULL, "write the address of a paragraph's first link behind it, as <URL>",
     NULL, NULL, 0, 0, NULL},
};

static const struct tool tool = {
    .name = "clean",
    .summary = "take the article out of a page",
    .operands = "[OPTION]... [FILE]...",
    .epilogue = "examples:\n"
                "  clean page.html | tocsv -f title,date,text\n"
                "  clean --to=text page.html\n"
                "  zcat crawl.warc.gz | clean | segment\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .shares = CLI_KEY | CLI_EXPLAIN,
    .formats = "jsonl|warc|html|text|csv",
    .input = {.text = TEXT_BY_FILE, .html = true, .warc = true},
};

/* What is kept between pages, to be used again. */
struct work {
    struct cli *cli;
    struct buffer decoded, body, scratch, json, explain, readable;
    struct extract_options extract;
    uint64_t pages, empty, mended_blocks, recoded;
};

/* One page on its way to a record. */
struct document {
    struct slice bytes; /* valid UTF-8 */
    bool html;
    struct surroundings surroundings;
    struct slice source, crawled; /* absent if not known */
    struct slice raw;             /* what the id is made from */
    const struct record *record;  /* that it came in, or NULL */
    struct page page;
    struct metadata metadata;
    struct article article;
    const uint8_t *mends;
};

/* ---- rules of the user's ---- */

static void add_phrase(struct work *work, struct slice kind, struct slice text, uint64_t line)
{
    struct cli *cli = work->cli;
    struct buffer lower = {0};
    struct phrase phrase = {.keep = scan_starts(kind, SLICE("keep")), .whole = scan_ends(kind, SLICE("-line"))};
    if (!slice_is(kind, "keep") && !slice_is(kind, "drop") && !slice_is(kind, "keep-line") &&
        !slice_is(kind, "drop-line"))
        cli_usage(cli, "%s:%llu: a rule begins with keep, drop, keep-line or drop-line", choices.rules,
                  (unsigned long long)line);
    if (text.size == 0 || text_valid(text) < text.size)
        cli_usage(cli, "%s:%llu: a rule needs a tab and a phrase in UTF-8", choices.rules, (unsigned long long)line);
    text_lower_append(&lower, text);
    phrase.text = buffer_view(&lower);
    size_t count = work->extract.phrase_count, capacity = count;
    struct phrase *phrases = memory_grow((void *)work->extract.phrases, &capacity, count + 1, sizeof *phrases);
    phrases[count] = phrase;
    work->extract.phrases = phrases;
    work->extract.phrase_count++;
}

static void read_rules(struct work *work)
{
    struct buffer file = {0};
    if (!input_read_file(choices.rules, LIMIT_RULE_FILE, &file))
        cli_usage(work->cli, "%s: %s", choices.rules, strerror(errno));
    struct rule_lines lines = {.rest = buffer_view(&file)};
    struct slice fields[2];
    for (size_t count; (count = rule_next(&lines, fields, 2)) > 0;)
        add_phrase(work, fields[0], count > 1 ? fields[1] : (struct slice){"", 0}, lines.line);
    buffer_free(&file);
}

/* ---- explain ---- */

static void explain_end(struct work *work)
{
    buffer_byte(&work->explain, '}');
    cli_explain(work->cli, buffer_view(&work->explain), buffer_view(&work->readable));
}

static void explain_start(struct work *work, const struct document *document)
{
    buffer_clear(&work->explain);
    buffer_clear(&work->readable);
    buffer_text(&work->explain, "{\"source\":");
    buffer_json(&work->explain, document->source.at ? document->source : SLICE("<record>"));
}

static void explain_member(struct work *work, const char *name, struct slice value)
{
    buffer_json_key(&work->explain, name);
    buffer_json(&work->explain, value);
}

static void explain_field(struct work *work, const struct document *document, const char *name,
                          const struct field *field)
{
    explain_start(work, document);
    explain_member(work, "field", slice_of(name));
    if (field->value.at) {
        explain_member(work, "value", field->value);
        explain_member(work, "rule", slice_of(field->rule));
    }
    buffer_format(&work->readable, "\033[36m%-8s\033[0m ", name);
    buffer_slice(&work->readable, field->value.at ? field->value : SLICE("(not stated)"));
    buffer_format(&work->readable, " \033[2m%s\033[0m", field->rule ? field->rule : "");
    explain_end(work);
}

static void explain_block(struct work *work, const struct document *document, size_t i)
{
    static const char *const colours[] = {"\033[32m", "\033[1;32m", "\033[34m", "\033[36m",
                                          "\033[36m", "\033[33m",   "\033[33m", "\033[2m"};
    const struct block *block = &document->page.blocks[i];
    const struct decision *decision = &document->article.decisions[i];
    const char *label = extract_label_name(decision->label);
    explain_start(work, document);
    buffer_json_key(&work->explain, "line");
    buffer_number(&work->explain, block->line);
    explain_member(work, "tag", slice_of(tag_names[block->tag]));
    explain_member(work, "label", slice_of(label));
    buffer_json_key(&work->explain, "score");
    buffer_format(&work->explain, "%d.%03d", decision->score / 1000, decision->score % 1000);
    explain_member(work, "rule", slice_of(decision->rule));
    if (document->mends && document->mends[i])
        explain_member(work, "mended", slice_of(mend_name(document->mends[i])));
    explain_member(work, "text", block->text);
    buffer_format(&work->readable, "%s%6u %-8s %3d%% %-10s ", colours[decision->label & 7], block->line, label,
                  decision->score / 10, decision->rule);
    buffer_slice(&work->readable, block->text);
    buffer_text(&work->readable, "\033[0m");
    explain_end(work);
}

static void explain_document(struct work *work, const struct document *document)
{
    explain_field(work, document, "title", &document->metadata.title);
    explain_field(work, document, "byline", &document->metadata.byline);
    explain_field(work, document, "date", &document->metadata.date);
    explain_field(work, document, "site", &document->metadata.site);
    explain_field(work, document, "lang", &document->metadata.lang);
    for (size_t i = 0; i < document->page.block_count; i++)
        explain_block(work, document, i);
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

static void write_new_record(struct work *work, const struct document *document)
{
    struct buffer *out = &work->cli->output.buffer;
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

static void begin_edit(struct work *work, struct edits *edits, const char *name)
{
    edits->at[edits->count].name = slice_of(name);
    edits->from[edits->count++] = work->json.size;
}

/* What the input says of itself wins, if it says something. */
static bool record_says(const struct record *record, const char *name)
{
    const struct member *member = record_find(record, slice_of(name));
    if (!member || member->type == VALUE_NULL)
        return false;
    return member->type != VALUE_STRING || member->value.size > 2;
}

static void edit_field(struct work *work, struct edits *edits, const struct document *document, const char *name,
                       const struct field *field)
{
    if (!field->value.at || record_says(document->record, name))
        return;
    begin_edit(work, edits, name);
    buffer_json(&work->json, field->value);
}

static void write_record(struct work *work, const struct document *document)
{
    struct edits edits = {.count = 0};
    buffer_clear(&work->json);
    if (!record_find(document->record, SLICE("id"))) {
        begin_edit(work, &edits, "id");
        append_id(&work->json, document->raw);
    }
    edit_field(work, &edits, document, "title", &document->metadata.title);
    edit_field(work, &edits, document, "byline", &document->metadata.byline);
    edit_field(work, &edits, document, "date", &document->metadata.date);
    edit_field(work, &edits, document, "site", &document->metadata.site);
    edit_field(work, &edits, document, "lang", &document->metadata.lang);
    begin_edit(work, &edits, "text");
    buffer_json(&work->json, document->article.text);
    begin_edit(work, &edits, "blocks");
    append_blocks(&work->json, &document->article);
    if (document->article.caption_count > 0) {
        begin_edit(work, &edits, "captions");
        append_captions(&work->json, &document->article);
    }
    for (size_t i = 0; i < edits.count; i++) {
        size_t end = i + 1 < edits.count ? edits.from[i + 1] : work->json.size;
        edits.at[i].json = (struct slice){work->json.at + edits.from[i], end - edits.from[i]};
    }
    record_write(&work->cli->output.buffer, document->record, edits.at, edits.count);
    buffer_byte(&work->cli->output.buffer, '\n');
}

static void write_text(struct work *work, const struct document *document)
{
    struct buffer *out = &work->cli->output.buffer;
    if (document->article.text.size == 0)
        return;
    if (work->pages > 1)
        buffer_byte(out, '\n');
    buffer_slice(out, document->article.text);
    buffer_byte(out, '\n');
}

/* ---- pages ---- */

/* Plain text has nothing but its lines to say what its title is: the article must be known first. */
static void extract_draft(struct work *work, struct document *document)
{
    extract_article(&document->page, &work->extract, &document->article);
    if (document->article.span_count > 0) {
        document->surroundings.article = document->article.text;
        document->surroundings.body_block = document->article.spans[0].first_block;
    }
}

/* Does the draft hold a line that turned out to be the title, or to state byline or date? */
static bool draft_keeps_head(const struct document *document)
{
    for (size_t i = 0; i < document->page.block_count; i++) {
        uint8_t label = document->article.decisions[i].label;
        if ((label == LABEL_BODY || label == LABEL_HEADING) &&
            (document->page.blocks[i].stated || i == document->metadata.title_block))
            return true;
    }
    return false;
}

static void extract_final(struct work *work, struct document *document)
{
    struct extract_options extract = work->extract;
    extract.title = document->metadata.title.value;
    extract.byline = document->metadata.byline.value;
    if (document->html)
        extract_article(&document->page, &extract, &document->article);
    else
        extract_again(&extract, &document->article);
}

static void process(struct work *work, struct document *document)
{
    struct cli *cli = work->cli;
    if (document->html)
        html_read(&document->page, &cli->arena, document->bytes);
    else
        text_read(&document->page, &cli->arena, document->bytes);
    document->mends = mend_page(&document->page);
    if (!document->html)
        extract_draft(work, document);
    metadata_read(&document->page, &document->surroundings, &document->metadata);
    metadata_mark_lines(&document->page, &document->metadata);
    if (document->html || draft_keeps_head(document))
        extract_final(work, document);
    metadata_language(&document->page, document->article.text, &document->metadata);
    work->pages++;
    if (document->article.text.size == 0) {
        work->empty++;
        cli_warn(cli, "a page without an article");
    }
    if (cli->explain)
        explain_document(work, document);
    if (choices.to == TO_TEXT)
        write_text(work, document);
    else if (document->record)
        write_record(work, document);
    else
        write_new_record(work, document);
    cli_written(cli, 1);
}

/* Bytes of a page, in any encoding. `format`: as --from or the first bytes say. */
static void decode_page(struct work *work, struct document *document, struct slice bytes, struct slice charset,
                        bool html, bool told)
{
    struct decoded decoded;
    buffer_clear(&work->decoded);
    encoding_decode(bytes, charset, html || !told, &work->decoded, &decoded);
    document->bytes = decoded.text;
    document->html = told ? html : input_format_of(decoded.text) == FORMAT_HTML;
    if (strcmp(decoded.encoding, "UTF-8") != 0)
        work->recoded++;
    if (decoded.replaced > 0) {
        work->cli->counts.mended += decoded.replaced;
        cli_warn(work->cli, "%llu place%s of the page %s no text in %s: replaced", (unsigned long long)decoded.replaced,
                 decoded.replaced == 1 ? "" : "s", decoded.replaced == 1 ? "is" : "are", decoded.encoding);
    }
}

static void process_file(struct work *work, const struct unit *unit)
{
    struct document document = {.raw = unit->bytes, .source = slice_of(unit->place.file)};
    bool told = work->cli->from != FORMAT_AUTO || unit->format == FORMAT_HTML;
    if (slice_is(document.source, "<stdin>"))
        document.source = (struct slice){NULL, 0};
    else if (text_valid(document.source) < document.source.size) {
        struct buffer mended = {0};
        text_mend(&mended, document.source);
        document.source = (struct slice){arena_copy(&work->cli->arena, buffer_view(&mended)), mended.size};
        buffer_free(&mended);
    }
    decode_page(work, &document, unit->bytes, (struct slice){NULL, 0}, unit->format == FORMAT_HTML, told);
    process(work, &document);
}

static void process_record(struct work *work, const struct unit *unit, struct record *record)
{
    struct cli *cli = work->cli;
    struct slice text;
    if (!cli_scan(cli, unit, record))
        return;
    if (!record_string(record, cli->key, &cli->arena, &text)) {
        if (choices.to == TO_TEXT)
            cli_lacks_text(cli, record); /* it has nothing to write */
        else
            cli_untouched(cli, record);
        return;
    }
    struct document document = {.raw = record->line, .record = record, .bytes = text};
    document.html = input_format_of(text) == FORMAT_HTML;
    if (!record_string(record, SLICE("url"), &cli->arena, &document.surroundings.url))
        record_string(record, SLICE("source"), &cli->arena, &document.surroundings.url);
    record_string(record, SLICE("source"), &cli->arena, &document.source);
    record_string(record, SLICE("crawled"), &cli->arena, &document.surroundings.crawled);
    process(work, &document);
}

/* Fields of a damaged head may be no text. */
static struct slice only_valid(struct slice field)
{
    return field.at && text_valid(field) == field.size ? field : (struct slice){NULL, 0};
}

static void process_capture(struct work *work, const struct unit *unit)
{
    struct capture capture;
    http_read(unit->bytes, work->cli->max_record, &work->body, &work->scratch, &capture);
    if (capture.damage)
        cli_reject(work->cli, "%s", capture.damage);
    if (!capture.page)
        return;
    struct document document = {.raw = unit->bytes};
    document.source = document.surroundings.url = only_valid(capture.target);
    document.crawled = document.surroundings.crawled = only_valid(capture.date);
    decode_page(work, &document, capture.body, capture.charset, capture.html, true);
    process(work, &document);
}

static void release(struct work *work)
{
    struct buffer *buffers[] = {&work->decoded, &work->body,    &work->scratch,
                                &work->json,    &work->explain, &work->readable};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        buffer_free(buffers[i]);
    for (size_t i = 0; i < work->extract.phrase_count; i++)
        free((void *)work->extract.phrases[i].text.at);
    free((void *)work->extract.phrases);
}

int main(int argc, char **argv)
{
    struct cli cli;
    struct work work = {.cli = &cli};
    struct record record = {0};
    struct unit unit;
    const char *what;
    cli_start(&cli, &tool, argc, argv);
    if (!extract_start(&what))
        cli_fail(&cli, "the models compiled in are damaged: %s", what);
    work.extract = (struct extract_options){.favor = (enum favor)choices.favor,
                                            .comments = choices.comments,
                                            .no_tables = choices.tables == TABLES_DROP,
                                            .links = choices.links};
    if (choices.rules)
        read_rules(&work);
    while (cli_next(&cli, &unit)) {
        if (unit.format == FORMAT_JSONL)
            process_record(&work, &unit, &record);
        else if (unit.format == FORMAT_WARC)
            process_capture(&work, &unit);
        else
            process_file(&work, &unit);
    }
    record_free(&record);
    json_t *extra = json_pack("{s:I, s:I, s:I}", "pages", (json_int_t)work.pages, "pages_without_article",
                              (json_int_t)work.empty, "pages_recoded", (json_int_t)work.recoded);
    int status = cli_finish_with(&cli, extra);
    json_decref(extra);
    release(&work);
    return status;
}
