#include "corpus.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <zlib.h>

#include "../features_markup.h"
#include "../html.h"
#include "../tag.h"
#include "../text_page.h"
#include "model.h"
#include "random.h"
#include "text.h"

/* Words as Python's \w+ has them, hashed; their bytes in `text` are not kept. */
struct words {
    uint32_t *hashes;
    size_t count, capacity;
};

static bool is_word(uint32_t c)
{
    unsigned class = text_class(c);
    return c == '_' || (class & TEXT_DIGIT) || ((class & TEXT_LETTER) && !(class & TEXT_MARK));
}

static void add_words(struct words *words, struct slice text)
{
    const char *at = text.at, *end = text.at + text.size;
    uint32_t hash = 2166136261u;
    bool inside = false;
    while (at < end || inside) {
        uint32_t c = at < end ? text_decode(&at, end) : ' ';
        if (is_word(c)) {
            hash = (hash ^ c) * 16777619u;
            inside = true;
        } else if (inside) {
            words->hashes = memory_grow(words->hashes, &words->capacity, words->count + 1, sizeof *words->hashes);
            words->hashes[words->count++] = hash ^ hash >> 15;
            hash = 2166136261u;
            inside = false;
        }
    }
}

enum { SHINGLE = 4 };

static uint64_t shingle(const uint32_t *words, size_t count)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ words[i]) * 0x9E3779B97F4A7C15u, hash ^= hash >> 29;
    return hash;
}

static int order(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Sorted shingles of the words; the caller frees them. */
static uint64_t *shingles(const struct words *words, size_t *count)
{
    *count = words->count == 0 ? 0 : words->count < SHINGLE ? 1 : words->count - SHINGLE + 1;
    uint64_t *hashes = memory_allocate((*count + 1) * sizeof *hashes);
    size_t size = words->count < SHINGLE ? words->count : SHINGLE;
    for (size_t i = 0; i < *count; i++)
        hashes[i] = shingle(words->hashes + i, size);
    qsort(hashes, *count, sizeof *hashes, order);
    return hashes;
}

struct measure corpus_measure(const struct sample *sample, struct slice text)
{
    struct words words = {0};
    add_words(&words, text);
    size_t count, common = 0, i = 0, j = 0;
    uint64_t *hashes = shingles(&words, &count);
    while (i < count && j < sample->gold_count) {
        if (hashes[i] == sample->gold[j])
            common++, i++, j++;
        else if (hashes[i] < sample->gold[j])
            i++;
        else
            j++;
    }
    free(hashes);
    free(words.hashes);
    double total = (double)(count + sample->gold_count);
    return (struct measure){count ? (double)common / (double)count : -1,
                            sample->gold_count ? (double)common / (double)sample->gold_count : -1,
                            total > 0 ? 2 * (double)common / total : 1};
}

static bool in_gold(const struct sample *sample, uint64_t hash)
{
    return bsearch(&hash, sample->gold, sample->gold_count, sizeof hash, order) != NULL;
}

/* Hashes of the gold's paragraphs of fewer words than a shingle, and of headings: short lines as wholes. */
static void short_lines(struct slice gold, struct words *lines)
{
    struct slice line;
    while (slice_line(&gold, &line)) {
        struct words words = {0};
        add_words(&words, line);
        if (words.count > 0 && words.count <= 12) {
            uint64_t hash = shingle(words.hashes, words.count);
            lines->hashes = memory_grow(lines->hashes, &lines->capacity, lines->count + 1, sizeof *lines->hashes);
            lines->hashes[lines->count++] = (uint32_t)hash;
        }
        free(words.hashes);
    }
}

static bool is_short_line(const struct words *lines, const uint32_t *words, size_t count)
{
    uint32_t hash = (uint32_t)shingle(words, count);
    for (size_t i = 0; i < lines->count; i++)
        if (lines->hashes[i] == hash)
            return true;
    return false;
}

/* A word stands in the gold if some shingle over it does, across the borders of blocks too. Blocks too short to hold
 * a shingle of their own are also sought among the gold's short lines, but only between the first and last block
 * found otherwise, since menus say "Home" too. */
static void label(struct sample *sample, struct slice gold)
{
    size_t n = sample->page.block_count;
    struct words words = {0}, lines = {0};
    size_t *starts = memory_allocate((n + 1) * sizeof *starts);
    for (size_t i = 0; i < n; i++) {
        starts[i] = words.count;
        add_words(&words, sample->page.blocks[i].text);
    }
    starts[n] = words.count;
    bool *covered = memory_zeroed(words.count + SHINGLE, 1);
    for (size_t i = 0; i + SHINGLE <= words.count; i++)
        if (in_gold(sample, shingle(words.hashes + i, SHINGLE)))
            memset(covered + i, 1, SHINGLE);
    short_lines(gold, &lines);
    size_t first = n, last = 0;
    for (size_t i = 0; i < n; i++) {
        size_t count = starts[i + 1] - starts[i], hits = 0;
        for (size_t k = starts[i]; k < starts[i + 1]; k++)
            hits += covered[k];
        sample->labels[i] = count ? (float)hits / (float)count : 0;
        if (count >= 8 && hits * 2 > count) {
            first = first == n ? i : first;
            last = i;
        }
    }
    for (size_t i = first; i < last; i++) {
        size_t count = starts[i + 1] - starts[i];
        if (count > 0 && count <= 12 && is_short_line(&lines, words.hashes + starts[i], count))
            sample->labels[i] = 1;
    }
    free(covered);
    free(starts);
    free(words.hashes);
    free(lines.hashes);
}

/* A block weighs as its share of the words that decide about the page: the gold's in full, the others' in part, since
 * a page with a long margin is no more important. */
static void weigh(struct sample *sample, double weight)
{
    double gold = 0, other = 0;
    for (size_t i = 0; i < sample->page.block_count; i++) {
        double words = sample->scan.traits[i].words + 1;
        *(sample->labels[i] > 0.5f ? &gold : &other) += words;
    }
    double whole = gold + 0.25 * other + 50;
    for (size_t i = 0; i < sample->page.block_count; i++)
        sample->weights[i] = (float)(weight * (sample->scan.traits[i].words + 1) / whole);
}

static uint32_t *keep_list(struct arena *arena, const uint32_t *list, uint32_t count)
{
    uint32_t *kept = arena_allocate(arena, (count + 1) * sizeof *kept);
    kept[0] = count;
    memcpy(kept + 1, list, count * sizeof *kept);
    return kept;
}

/* Every word becomes another, the same one the same. */
static void mask(struct scan *scan)
{
    for (size_t i = 0; i < scan->count; i++) {
        struct block_tokens *block = &scan->tokens[i];
        for (uint32_t k = 0; k < block->count; k++)
            block->tokens[k] = model_feature(99, block->tokens[k]);
        block->whole = block->whole ? model_feature(99, block->whole) | 1 : 0;
    }
}

static void prepare(struct sample *sample, struct slice gold, double weight)
{
    size_t n = sample->page.block_count;
    struct words words = {0};
    add_words(&words, gold);
    sample->gold_text = (struct slice){arena_copy(&sample->arena, gold), gold.size};
    sample->weight = weight;
    sample->gold = shingles(&words, &sample->gold_count);
    free(words.hashes);
    features_scan(&sample->page, &sample->scan);
    if (sample->masked)
        mask(&sample->scan);
    sample->labels = arena_array(&sample->arena, n + 1, sizeof *sample->labels);
    sample->weights = arena_array(&sample->arena, n + 1, sizeof *sample->weights);
    sample->words = arena_array(&sample->arena, n + 1, sizeof *sample->words);
    sample->markup = arena_array(&sample->arena, n + 1, sizeof *sample->markup);
    label(sample, gold);
    weigh(sample, weight);
    for (size_t i = 0; i < n; i++) {
        uint32_t list[(int)FEATURES_WORDS + (int)FEATURES_MARKUP];
        uint32_t count = features_words(sample->scan.tokens, n, i, sample->scan.traits[i].words, list);
        sample->words[i] = keep_list(&sample->arena, list, count);
        count = sample->page.html ? features_markup(&sample->page, &sample->page.blocks[i], list) : 0;
        sample->markup[i] = keep_list(&sample->arena, list, count);
    }
}

/* The host of an address without "www.", or the whole text if it is none. */
static struct slice site_of(struct slice url)
{
    for (size_t i = 0; i + 3 <= url.size; i++)
        if (memcmp(url.at + i, "://", 3) == 0) {
            url = slice_part(url, i + 3, url.size);
            break;
        }
    const char *end = memchr(url.at, '/', url.size);
    if (end)
        url.size = (size_t)(end - url.at);
    if (slice_starts(url, SLICE("www.")))
        url = slice_part(url, 4, url.size);
    return url;
}

static const char *member(json_t *row, const char *name)
{
    const char *text = json_string_value(json_object_get(row, name));
    return text ? text : "";
}

static void deal(struct sample *sample, struct slice url)
{
    sample->fold = model_hash(site_of(url)) / 7 % FOLDS;
}

static const char *set_name(const struct corpus_source *source)
{
    const char *slash = strrchr(source->path, '/');
    return slash ? slash + 1 : source->path;
}

static struct sample *add_sample(struct corpus *corpus, json_t *row, const struct corpus_source *source)
{
    if (!corpus->samples)
        corpus->samples = memory_zeroed(CORPUS_PAGES, sizeof *corpus->samples);
    if (corpus->count == CORPUS_PAGES)
        return NULL;
    struct sample *sample = &corpus->samples[corpus->count++];
    *sample = (struct sample){.silver = source->silver || source->masked, .masked = source->masked};
    sample->id = memory_copy_string(member(row, "id"));
    sample->set = memory_copy_string(set_name(source));
    const char *url = member(row, "url");
    deal(sample, *url ? slice_of(url) : slice_of(sample->id));
    return sample;
}

static struct slice gold_of(json_t *row)
{
    return slice_of(member(row, "gold"));
}

/* Reads a whole gzip or plain file; the caller frees `bytes`. */
static bool read_file(const char *path, struct buffer *bytes)
{
    gzFile file = gzopen(path, "rb");
    if (!file) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return false;
    }
    int got;
    while ((got = gzread(file, buffer_reserve(bytes, 1 << 16), 1 << 16)) > 0)
        bytes->size += (size_t)got;
    gzclose(file);
    return got == 0;
}

static struct sample *add_text(struct corpus *corpus, json_t *row, const struct corpus_source *source,
                               struct slice text)
{
    struct sample *sample = add_sample(corpus, row, source);
    if (!sample)
        return NULL;
    text.at = arena_copy(&sample->arena, text);
    text_read(&sample->page, &sample->arena, text);
    prepare(sample, gold_of(row), source->weight);
    return sample;
}

static void add_html(struct corpus *corpus, json_t *row, const struct corpus_source *source, struct slice html)
{
    struct sample *sample = add_sample(corpus, row, source);
    if (!sample)
        return;
    html.at = arena_copy(&sample->arena, html);
    html_read(&sample->page, &sample->arena, html);
    if (!*member(row, "url") && sample->page.source_url.size > 0)
        deal(sample, sample->page.source_url);
    prepare(sample, gold_of(row), source->weight);
}

/* Does a dump to text put an empty line between two blocks? */
static bool stands_apart(const struct page *page, const struct block *before, const struct block *block)
{
    if (block->tag == TAG_P || tag_heading_level(block->tag) || before->tag == TAG_P)
        return true;
    return page->elements[before->element].parent != page->elements[block->element].parent;
}

static void dump(const struct page *page, struct buffer *text)
{
    for (size_t i = 0; i < page->block_count; i++) {
        const struct block *block = &page->blocks[i];
        if (i > 0)
            buffer_text(text, stands_apart(page, block - 1, block) ? "\n\n" : "\n");
        buffer_slice(text, block->text);
    }
}

/* Where the article stands: from its first block up to the one behind its last; both 0 if the page has none. */
struct stretch {
    size_t from, to;
};

static struct stretch article_of(const struct sample *sample)
{
    struct stretch article = {0};
    for (size_t i = 0; i < sample->page.block_count; i++)
        if (sample->labels[i] > 0.5f) {
            article.from = article.to ? article.from : i;
            article.to = i + 1;
        }
    return article;
}

static void dump_blocks(const struct sample *sample, size_t from, size_t to, struct buffer *text)
{
    for (size_t i = from; i < to; i++) {
        if (text->size > 0)
            buffer_text(text, sample->page.blocks[i].breaks_before ? "\n\n" : "\n");
        buffer_slice(text, sample->page.blocks[i].text);
    }
}

/* From the first block of the article to some lines behind the last. */
static void dump_middle(const struct sample *sample, struct buffer *text)
{
    enum { BEHIND = 12 };
    struct stretch article = article_of(sample);
    size_t n = sample->page.block_count, to = article.to + BEHIND < n ? article.to + BEHIND : n;
    if (article.to > 0)
        dump_blocks(sample, article.from, to, text);
}

static void add_dumps(struct corpus *corpus, json_t *row, const struct corpus_source *source, struct slice html)
{
    struct arena arena = {0};
    struct page page;
    struct buffer text = {0};
    html_read(&page, &arena, html);
    dump(&page, &text);
    struct sample *whole = add_text(corpus, row, source, buffer_view(&text)), *middle = NULL;
    buffer_clear(&text);
    if (whole)
        dump_middle(whole, &text);
    if (text.size > 0)
        middle = add_text(corpus, row, source, buffer_view(&text));
    if (middle && !*member(row, "url") && page.source_url.size > 0) {
        deal(whole, page.source_url);
        deal(middle, page.source_url);
    }
    buffer_free(&text);
    arena_free(&arena);
}

static void read_html_row(struct corpus *corpus, json_t *row, const struct corpus_source *source)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.html.gz", source->path, member(row, "id"));
    struct buffer bytes = {0}, mended = {0};
    if (*member(row, "gold") && read_file(path, &bytes)) {
        text_mend(&mended, buffer_view(&bytes));
        (source->as_text ? add_dumps : add_html)(corpus, row, source, buffer_view(&mended));
    }
    buffer_free(&bytes);
    buffer_free(&mended);
}

bool corpus_read(struct corpus *corpus, const struct corpus_source *source)
{
    struct stat status;
    bool folder = stat(source->path, &status) == 0 && S_ISDIR(status.st_mode);
    char gold[4096];
    snprintf(gold, sizeof gold, folder ? "%s/gold.jsonl" : "%s", source->path);
    struct buffer bytes = {0};
    bool good = read_file(gold, &bytes);
    struct slice rest = buffer_view(&bytes), line;
    while (good && slice_line(&rest, &line)) {
        json_t *row = json_loadb(line.at, line.size, 0, NULL);
        if (row && folder)
            read_html_row(corpus, row, source);
        else if (row && *member(row, "text"))
            add_text(corpus, row, source, slice_of(member(row, "text")));
        json_decref(row);
    }
    buffer_free(&bytes);
    return good;
}

/* Another page of the same set and fold whose margins may stand around the article of `sample`; NULL if none is met. */
static const struct sample *margins_for(const struct corpus *corpus, size_t count, const struct sample *sample,
                                        uint64_t *random)
{
    for (int tries = 0; tries < 40; tries++) {
        const struct sample *other = &corpus->samples[next_random(random) % count];
        if (!other->silver && other->fold == sample->fold && strcmp(other->set, sample->set) == 0 &&
            strcmp(other->id, sample->id) != 0 && article_of(other).to > 0)
            return other;
    }
    return NULL;
}

static void graft(struct corpus *corpus, const struct sample *article, const struct sample *margins, double share)
{
    struct stretch in = article_of(margins), own = article_of(article);
    struct sample *sample = &corpus->samples[corpus->count++];
    struct buffer text = {0};
    dump_blocks(margins, 0, in.from, &text);
    dump_blocks(article, own.from, own.to, &text);
    dump_blocks(margins, in.to, margins->page.block_count, &text);
    *sample = (struct sample){.silver = true, .fold = article->fold};
    sample->id = memory_copy_string(article->id);
    sample->set = memory_copy_string(article->set);
    struct slice view = {arena_copy(&sample->arena, buffer_view(&text)), text.size};
    text_read(&sample->page, &sample->arena, view);
    prepare(sample, article->gold_text, share * article->weight);
    buffer_free(&text);
}

void corpus_graft(struct corpus *corpus, double share)
{
    size_t count = corpus->count;
    uint64_t random = 88172645463325252u;
    for (size_t s = 0; s < count && corpus->count < CORPUS_PAGES; s++) {
        const struct sample *article = &corpus->samples[s], *margins = NULL;
        if (!article->silver && article_of(article).to > 0)
            margins = margins_for(corpus, count, article, &random);
        if (margins)
            graft(corpus, article, margins, share);
    }
}

void corpus_free(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->count; i++) {
        free(corpus->samples[i].id);
        free(corpus->samples[i].set);
        free(corpus->samples[i].gold);
        arena_free(&corpus->samples[i].arena);
    }
    free(corpus->samples);
}
