#include "document.h"

#include <stdlib.h>
#include <string.h>

#include "dates.h"
#include "extract_caption.h"
#include "html.h"
#include "http.h"
#include "language.h"
#include "mend.h"
#include "mhtml.h"
#include "tag.h"
#include "text.h"
#include "text_page.h"

#define KEEPS (UINT64_C(1) << 20) /* bytes of room that a document keeps for the next */

/* Plain text has nothing but its lines to say what its title is: the article must be known first. */
static void extract_draft(struct document *document, const struct extract_options *options)
{
    extract_article(&document->page, options, &document->article);
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

static void extract_final(struct document *document, const struct extract_options *options)
{
    struct extract_options extract = *options;
    extract.title = document->metadata.title.value;
    extract.byline = document->metadata.byline.value;
    if (document->html)
        extract_article(&document->page, &extract, &document->article);
    else
        extract_again(&extract, &document->article);
}

/* The page, once its bytes and what surrounds them are known. */
static void read_page(struct document *document, const struct reading *reading)
{
    document->state = DOCUMENT_PAGE;
    if (document->html)
        html_read(&document->page, &document->arena, document->bytes);
    else
        text_read(&document->page, &document->arena, document->bytes);
    document->mends = mend_page(&document->page);
    if (!document->html)
        extract_draft(document, &reading->extract);
    metadata_read(&document->page, &document->surroundings, &document->metadata);
    metadata_mark_lines(&document->page, &document->metadata);
    if (document->html || draft_keeps_head(document))
        extract_final(document, &reading->extract);
    metadata_language(&document->page, document->article.text, &document->metadata);
}

/* A page in any encoding; `told`: whether it is HTML is known, else its first bytes say. */
static void decode(struct document *document, struct slice bytes, struct slice charset, bool html, bool told)
{
    buffer_clear(&document->utf8);
    encoding_decode(bytes, charset, html || !told, &document->utf8, &document->decoded);
    document->bytes = document->decoded.text;
    document->html = told ? html : input_format_of(document->bytes) == FORMAT_HTML;
}

/* The file's name as given, absent for standard input. */
static struct slice name_of_file(struct document *document)
{
    struct slice name = slice_of(document->unit.place.file);
    if (slice_is(name, "<stdin>"))
        return (struct slice){NULL, 0};
    if (text_valid(name) == name.size)
        return name;
    buffer_clear(&document->scratch);
    text_mend(&document->scratch, name);
    name = buffer_view(&document->scratch);
    return (struct slice){arena_copy(&document->arena, name), name.size};
}

/* Fields of a damaged head may be no text. */
static struct slice only_valid(struct slice field)
{
    return field.at && text_valid(field) == field.size ? field : (struct slice){NULL, 0};
}

/* Is it a feed or a list of a site's pages, in XML, which name pages and are none? */
static bool names_pages(struct slice text)
{
    static const char *const roots[] = {"rss", "feed", "rdf:RDF", "urlset", "sitemapindex"};
    for (text = slice_trim(text); slice_starts(text, SLICE("<?")) || slice_starts(text, SLICE("<!"));) {
        const char *end = memchr(text.at, '>', text.size);
        if (!end)
            return false;
        text = slice_trim(slice_part(text, (size_t)(end + 1 - text.at), text.size));
    }
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        size_t size = strlen(roots[i]);
        if (text.size > size + 1 && text.at[0] == '<' && memcmp(text.at + 1, roots[i], size) == 0 &&
            (text.at[size + 1] == '>' || (unsigned char)text.at[size + 1] <= ' '))
            return true;
    }
    return false;
}

/* A page that a browser saved in one file with all that belongs to it. False if the unit is none. */
static bool read_saved(struct document *document, const struct reading *reading)
{
    struct mhtml mhtml;
    if (reading->format_told || document->unit.format != FORMAT_TEXT ||
        !mhtml_read(document->unit.bytes, &document->scratch, &document->body, &mhtml))
        return false;
    document->state = DOCUMENT_NO_PAGE;
    if (!mhtml.page.at) {
        document->damage = "a saved page (MHTML) without a part of HTML";
        return true;
    }
    document->surroundings.url = only_valid(mhtml.url);
    decode(document, mhtml.page, mhtml.charset, true, true);
    read_page(document, reading);
    return true;
}

static void read_file(struct document *document, const struct reading *reading)
{
    bool html = document->unit.format == FORMAT_HTML;
    document->raw = document->unit.bytes;
    document->source = name_of_file(document);
    if (read_saved(document, reading))
        return;
    decode(document, document->unit.bytes, (struct slice){NULL, 0}, html, reading->format_told || html);
    if (!reading->format_told && document->html && names_pages(document->bytes)) {
        document->state = DOCUMENT_NO_PAGE;
        document->damage = "is a feed or a sitemap: it names pages and is none (--from=html reads it as one)";
        return;
    }
    read_page(document, reading);
}

void document_read_record(struct document *document, const struct reading *reading)
{
    const struct record *record = &document->record;
    struct arena *arena = &document->arena;
    if (!record_string(record, reading->key, arena, &document->bytes)) {
        document->state = DOCUMENT_NO_TEXT;
        return;
    }
    document->raw = record->line;
    document->in_record = true;
    document->html = input_format_of(document->bytes) == FORMAT_HTML;
    if (!record_string(record, SLICE("url"), arena, &document->surroundings.url))
        record_string(record, SLICE("source"), arena, &document->surroundings.url);
    record_string(record, SLICE("source"), arena, &document->source);
    record_string(record, SLICE("crawled"), arena, &document->surroundings.crawled);
    read_page(document, reading);
}

static void read_capture(struct document *document, const struct reading *reading)
{
    struct capture capture;
    http_read(document->unit.bytes, reading->max_record, &document->body, &document->scratch, &capture);
    document->damage = capture.damage;
    document->state = DOCUMENT_NO_PAGE;
    if (!capture.page)
        return;
    document->raw = document->unit.bytes;
    document->source = document->surroundings.url = only_valid(capture.target);
    document->crawled = document->surroundings.crawled = only_valid(capture.date);
    decode(document, capture.body, capture.charset, capture.html, true);
    read_page(document, reading);
}

/* Forgets the page before, but not the memory it was in. */
static void clear(struct document *document)
{
    struct document next = {.unit = document->unit,
                            .decoded = {.encoding = "UTF-8"},
                            .record = document->record,
                            .arena = document->arena,
                            .copy = document->copy,
                            .utf8 = document->utf8,
                            .body = document->body,
                            .scratch = document->scratch};
    *document = next;
    arena_reset(&document->arena);
}

void document_take(struct document *document, const struct unit *unit, bool copy)
{
    document->unit = *unit;
    if (!copy)
        return;
    if (document->copy.capacity > KEEPS)
        buffer_free(&document->copy);
    buffer_clear(&document->copy);
    buffer_slice(&document->copy, unit->bytes);
    document->unit.bytes = buffer_view(&document->copy);
}

void document_read(struct document *document, const struct reading *reading)
{
    struct record_error error;
    clear(document);
    if (document->unit.format == FORMAT_WARC)
        read_capture(document, reading);
    else if (document->unit.format != FORMAT_JSONL)
        read_file(document, reading);
    else if (record_scan(&document->record, document->unit.bytes, &error) == RECORD_OK)
        document_read_record(document, reading);
    else
        document->state = DOCUMENT_BAD;
}

void document_free(struct document *document)
{
    struct buffer *buffers[] = {&document->copy, &document->utf8, &document->body, &document->scratch};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        buffer_free(buffers[i]);
    record_free(&document->record);
    arena_free(&document->arena);
}

void document_share(void)
{
    tag_share();
    dates_share();
    byline_share();
    captions_share();
    language_share();
}
