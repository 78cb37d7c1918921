#include "extract.h"

#include <math.h>

#include "embed.h"
#include "extract_choose.h"
#include "features_markup.h"
#include "limits.h"
#include "model.h"
#include "recurrent.h"

EMBEDDED(text_words)
EMBEDDED(text_first)
EMBEDDED(text_blocks)
EMBEDDED(html_words)
EMBEDDED(html_markup)
EMBEDDED(html_first)
EMBEDDED(html_second)
EMBEDDED(html_blocks)

/* What is known about one kind of page. It is judged by trees, HTML by more trees a second time with the first scores
 * around each block, and by a network that reads the blocks both ways. */
static struct knowledge {
    struct model words, markup;
    struct trees first, second;
    struct recurrent blocks;
} for_text, for_html;

static struct arena network_arena; /* as long as the process lives */

static bool trees_fit(struct trees *trees, struct slice file, const char *task, const char **what)
{
    if (!trees_open(trees, file, task, what))
        return false;
    *what = "trees for other columns";
    return trees->columns == COLUMNS;
}

static bool network_fits(struct recurrent *network, struct slice file, const char *task, const char **what)
{
    if (!recurrent_open(network, &network_arena, file, task, what))
        return false;
    *what = "a network for other columns";
    return network->columns == COLUMNS;
}

bool extract_start(const char **what)
{
    return model_open(&for_text.words, embedded_text_words(), "clean-words", what) &&
           trees_fit(&for_text.first, embedded_text_first(), "clean-text-first", what) &&
           network_fits(&for_text.blocks, embedded_text_blocks(), "clean-text-blocks", what) &&
           model_open(&for_html.words, embedded_html_words(), "clean-words", what) &&
           model_open(&for_html.markup, embedded_html_markup(), "clean-markup", what) &&
           trees_fit(&for_html.first, embedded_html_first(), "clean-html-first", what) &&
           trees_fit(&for_html.second, embedded_html_second(), "clean-html-second", what) &&
           network_fits(&for_html.blocks, embedded_html_blocks(), "clean-html-blocks", what);
}

static struct features_sum sum_of(const struct model *model, const uint32_t *features, uint32_t count)
{
    struct features_sum sum = {.count = count};
    for (uint32_t i = 0; i < count; i++)
        sum.weights += model_weight(model, features[i]);
    return sum;
}

/* To the nearest whole number, as lrintf does, which is a call of the library: by adding what leaves no bits for a
 * fraction. */
static inline int32_t rounded(float x)
{
    const double whole = 6755399441055744.0; /* 1.5 times 2^52 */
    return (int32_t)((double)x + whole - whole);
}

static int32_t linear_score(const struct model *model, struct features_sum sum)
{
    if (sum.count == 0)
        return 0;
    return rounded((float)sum.weights * model->scale / sqrtf((float)sum.count) * TREES_UNIT);
}

static void score_words(const struct knowledge *know, struct scan *scan)
{
    struct features_over over = {0};
    for (size_t i = 0; i < scan->count; i++)
        scan->word_scores[i] = linear_score(
            &know->words, features_words_sum(&know->words, scan->tokens, scan->count, i, scan->traits[i].words, &over));
}

/* What elements with the same names add at each level; many elements of a page have the same. */
struct known {
    const struct element *element; /* one of them */
    struct element_names names;
    struct features_sum sums[MARKUP_LEVELS];
};

/* What is known by element, and of the elements seen last. */
enum { RECENT = 256 };
struct all_known {
    struct known **of_element, *recent[RECENT];
};

static bool same_names(const struct element *a, const struct element *b)
{
    return a->tag == b->tag && slice_equal(a->classes, b->classes) && slice_equal(a->id, b->id) &&
           slice_equal(a->role, b->role) && slice_equal(a->itemprop, b->itemprop);
}

static size_t recent_slot(const struct element *element)
{
    struct slice classes = element->classes;
    size_t last = classes.size > 0 ? (unsigned char)classes.at[classes.size - 1] : 0;
    size_t middle = classes.size > 0 ? (unsigned char)classes.at[classes.size / 2] : 0;
    return (element->tag * 31 + classes.size * 7 + last * 5 + middle * 3) % RECENT;
}

static struct known *known_of(const struct page *page, struct all_known *all, uint32_t e)
{
    if (all->of_element[e])
        return all->of_element[e];
    const struct element *element = &page->elements[e];
    struct known **recent = &all->recent[recent_slot(element)];
    if (!*recent || !same_names((*recent)->element, element)) {
        *recent = arena_array(page->arena, 1, sizeof **recent);
        (*recent)->element = element;
        features_names(element, &(*recent)->names);
    }
    return all->of_element[e] = *recent;
}

static struct features_sum element_sum(const struct knowledge *know, struct known *known, uint32_t level)
{
    uint32_t features[FEATURES_ELEMENT];
    struct features_sum *sum = &known->sums[level];
    if (sum->count == 0)
        *sum = sum_of(&know->markup, features, features_element(&known->names, level, features));
    return *sum;
}

/* As features_markup, with the parts of each element summed beforehand. */
static void score_markup(const struct knowledge *know, struct scan *scan)
{
    const struct page *page = scan->page;
    struct all_known known = {.of_element = arena_array(scan->arena, page->element_count + 1, sizeof(struct known *))};
    for (size_t i = 0; i < scan->count; i++) {
        struct features_sum all = {0};
        uint32_t path = 0, e = page->blocks[i].element;
        for (uint32_t level = 0; level < MARKUP_LEVELS && e != 0; level++) {
            struct features_sum own = element_sum(know, known_of(page, &known, e), level);
            all.weights += own.weights + model_weight(&know->markup, features_path(&page->elements[e], level, &path));
            all.count += own.count + 1;
            e = page->elements[e].parent;
        }
        scan->markup_scores[i] = linear_score(&know->markup, all);
    }
}

static void score_again(const struct knowledge *know, struct scan *scan, int32_t *scores)
{
    features_second(scan, scores);
    trees_score(&know->second, &scan->sheet, scores);
}

static void join_network(const struct knowledge *know, struct scan *scan, int32_t *scores)
{
    int32_t *others = arena_array(scan->arena, scan->count + 1, sizeof *others);
    recurrent_score(&know->blocks, &scan->sheet, scan->arena, others);
    for (size_t i = 0; i < scan->count; i++)
        scores[i] = extract_join(scan->page->html, scores[i], others[i]);
}

/* The chance of each block of a page, in thousandths. */
static void score(const struct knowledge *know, const struct page *page, struct scan *scan, uint16_t *chances)
{
    features_scan(page, scan);
    score_words(know, scan);
    if (page->html)
        score_markup(know, scan);
    int32_t *scores = arena_array(page->arena, scan->count + 1, sizeof *scores);
    features_first(scan);
    trees_score(&know->first, &scan->sheet, scores);
    if (page->html)
        score_again(know, scan, scores);
    join_network(know, scan, scores);
    for (size_t i = 0; i < scan->count; i++)
        chances[i] = (uint16_t)trees_chance(scores[i]);
}

/* The same for plain text of very many lines, part by part, so that what is known of lines does not fill the memory. */
static void score_parts(const struct knowledge *know, const struct page *page, struct scan *scan, uint16_t *chances)
{
    struct arena arena = {0};
    struct page part = *page;
    struct scan part_scan;
    part.arena = &arena;
    *scan = (struct scan){.page = page, .arena = page->arena, .count = page->block_count};
    scan->looks = arena_allocate(page->arena, (scan->count + 1) * sizeof *scan->looks);
    for (size_t from = 0; from < scan->count; from += part.block_count) {
        size_t left = scan->count - from;
        part.blocks = page->blocks + from;
        part.block_count = left < LIMIT_PAGE_LINES ? left : LIMIT_PAGE_LINES;
        score(know, &part, &part_scan, chances + from);
        memcpy(scan->looks + from, part_scan.looks, part.block_count * sizeof *scan->looks);
        arena_reset(&arena);
    }
    arena_free(&arena);
}

void extract_article(const struct page *page, const struct extract_options *options, struct article *article)
{
    const struct knowledge *know = page->html ? &for_html : &for_text;
    struct scan *scan = arena_allocate(page->arena, sizeof *scan);
    uint16_t *chances = arena_array(page->arena, page->block_count + 1, sizeof *chances);
    if (page->html || page->block_count <= LIMIT_PAGE_LINES)
        score(know, page, scan, chances);
    else
        score_parts(know, page, scan, chances);
    extract_choose(scan, chances, options, article);
    article->scan = scan;
}

void extract_again(const struct extract_options *options, struct article *article)
{
    struct scan *scan = article->scan;
    uint16_t *chances = arena_array(scan->arena, scan->count + 1, sizeof *chances);
    for (size_t i = 0; i < scan->count; i++)
        chances[i] = (uint16_t)article->decisions[i].score;
    extract_choose(scan, chances, options, article);
    article->scan = scan;
}

const char *extract_label_name(enum label label)
{
    static const char *const names[] = {"body", "heading", "caption", "title", "byline", "comment", "repeat", "drop"};
    return names[label];
}
