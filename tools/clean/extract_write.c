#include "extract_write.h"

#include "tag.h"
#include "text.h"

static bool is_written(const struct decision *decision, const struct extract_options *options)
{
    return extract_keeps(decision) || (options->comments && decision->label == LABEL_COMMENT);
}

enum { WRAPPED_WORDS = 6, WRAPPED_LINES = 3, WIDEST_WRAP = 132 };

static bool is_next_line(const struct scan *scan, size_t i)
{
    return scan->page->blocks[i].tag == TAG_LINE && scan->page->blocks[i].breaks_before == 0;
}

/* A line of plain text that was wrapped: it stops within a sentence, and the next goes on with it. */
static bool breaks_sentence(const struct scan *scan, size_t before, size_t i)
{
    const struct looks *a = &scan->looks[before], *b = &scan->looks[i];
    return b->begins == EDGE_LOWER && a->words >= WRAPPED_WORDS && (a->ends == EDGE_LOWER || a->ends == EDGE_COMMA) &&
           is_next_line(scan, i);
}

static size_t width_of(const struct block *block)
{
    return block->indent + text_length(block->text);
}

/* The width that the lines of a page were wrapped to, in characters; 0 if they were not. */
static size_t wrap_width(const struct scan *scan)
{
    size_t wrapped = 0, width = 0;
    for (size_t i = 1; i < scan->count && !scan->page->html; i++)
        if (breaks_sentence(scan, i - 1, i)) {
            size_t own = width_of(&scan->page->blocks[i - 1]);
            width = own > width ? own : width;
            wrapped++;
        }
    return wrapped >= WRAPPED_LINES && width <= WIDEST_WRAP ? width : 0;
}

/* A line to which the next one's first word could not be added, though it is of the same paragraph. */
static bool is_full(const struct scan *scan, size_t before, size_t i, size_t width)
{
    const struct block *a = &scan->page->blocks[before], *b = &scan->page->blocks[i];
    struct slice rest = b->text, word;
    return width > 0 && is_next_line(scan, i) && b->indent <= a->indent && slice_field(&rest, ' ', &word) &&
           width_of(a) + 1 + text_length(word) > width;
}

static bool is_wrapped(const struct scan *scan, size_t before, size_t i, size_t width)
{
    return breaks_sentence(scan, before, i) || is_full(scan, before, i, width);
}

/* What stands between two blocks of the text: lines of one <pre> belong together, and so do wrapped lines. */
static struct slice separator(const struct scan *scan, size_t before, size_t i, size_t width)
{
    const struct block *a = &scan->page->blocks[before], *b = &scan->page->blocks[i];
    if (before + 1 != i)
        return SLICE("\n\n");
    if (a->preformatted && b->preformatted && a->element == b->element)
        return SLICE("\n");
    return is_wrapped(scan, before, i, width) ? SLICE(" ") : SLICE("\n\n");
}

struct writer {
    char *text, *at;
    struct article *article;
};

static void write_bytes(struct writer *writer, struct slice bytes)
{
    memcpy(writer->at, bytes.at, bytes.size);
    writer->at += bytes.size;
}

static void write_block(struct writer *writer, const struct block *block, bool links)
{
    write_bytes(writer, block->text);
    if (!links || block->href.size == 0)
        return;
    write_bytes(writer, SLICE(" <"));
    write_bytes(writer, block->href);
    write_bytes(writer, SLICE(">"));
}

static struct writer writer_for(const struct scan *scan, const struct extract_options *options, struct article *article)
{
    size_t size = 1, spans = 0;
    for (size_t i = 0; i < scan->count; i++) {
        if (!is_written(&article->decisions[i], options))
            continue;
        size += scan->page->blocks[i].text.size + scan->page->blocks[i].href.size + 5;
        spans++;
    }
    char *text = arena_allocate(scan->arena, size);
    article->spans = arena_allocate(scan->arena, (spans + 1) * sizeof *article->spans);
    return (struct writer){text, text, article};
}

static void write_text(const struct scan *scan, const struct extract_options *options, struct article *article)
{
    struct writer writer = writer_for(scan, options, article);
    size_t before = SIZE_MAX, width = wrap_width(scan);
    for (size_t i = 0; i < scan->count; i++) {
        struct decision *decision = &article->decisions[i];
        if (!is_written(decision, options))
            continue;
        struct slice between = before != SIZE_MAX ? separator(scan, before, i, width) : SLICE("");
        write_bytes(&writer, between);
        if (before == SIZE_MAX || between.size == 2)
            article->spans[article->span_count++] = (struct span){.start = (size_t)(writer.at - writer.text),
                                                                  .heading = decision->label == LABEL_HEADING,
                                                                  .first_block = (uint32_t)i};
        write_block(&writer, &scan->page->blocks[i], options->links);
        struct span *span = &article->spans[article->span_count - 1];
        span->end = (size_t)(writer.at - writer.text);
        span->last_block = (uint32_t)i;
        decision->span = (uint32_t)(article->span_count - 1);
        before = i;
    }
    article->text = (struct slice){writer.text, (size_t)(writer.at - writer.text)};
}

/* Captions between the article's first and last block and a little around, once each. */
static void collect_captions(const struct scan *scan, struct article *article)
{
    size_t count = 0;
    uint32_t last_hash = 0;
    for (size_t i = 0; i < scan->count; i++)
        count += article->decisions[i].label == LABEL_CAPTION;
    article->captions = arena_allocate(scan->arena, (count + 1) * sizeof *article->captions);
    for (size_t i = 0; i < scan->count && count > 0; i++) {
        if (article->decisions[i].label != LABEL_CAPTION || !scan->looks[i].letters)
            continue;
        bool again = article->caption_count > 0 && scan->looks[i].hash == last_hash;
        for (size_t k = 0; k < article->caption_count && k < 64; k++)
            again |= slice_equal(article->captions[k], scan->page->blocks[i].text);
        if (!again)
            article->captions[article->caption_count++] = scan->page->blocks[i].text;
        last_hash = scan->looks[i].hash;
    }
}

void extract_write(const struct scan *scan, const struct extract_options *options, struct article *article)
{
    write_text(scan, options, article);
    collect_captions(scan, article);
}
