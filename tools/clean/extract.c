#include "extract.h"

#include <math.h>

#include "embed.h"
#include "extract_choose.h"
#include "features_sheet.h"
#include "model.h"

EMBEDDED(text_words)
EMBEDDED(text_first)
EMBEDDED(text_second)
EMBEDDED(html_words)
EMBEDDED(html_markup)
EMBEDDED(html_first)
EMBEDDED(html_second)

/* What is known about one kind of page. */
static struct knowledge {
    struct model words, markup;
    struct trees first, second;
} for_text, for_html;

static bool trees_fit(struct trees *trees, struct slice file, const char *task, const char **what)
{
    if (!trees_open(trees, file, task, what))
        return false;
    *what = "trees for other columns";
    return trees->columns == COLUMNS;
}

bool extract_start(const char **what)
{
    return model_open(&for_text.words, embedded_text_words(), "clean-words", what) &&
           trees_fit(&for_text.first, embedded_text_first(), "clean-text-first", what) &&
           trees_fit(&for_text.second, embedded_text_second(), "clean-text-second", what) &&
           model_open(&for_html.words, embedded_html_words(), "clean-words", what) &&
           model_open(&for_html.markup, embedded_html_markup(), "clean-markup", what) &&
           trees_fit(&for_html.first, embedded_html_first(), "clean-html-first", what) &&
           trees_fit(&for_html.second, embedded_html_second(), "clean-html-second", what);
}

/* A sum of weights and how many they are. */
struct sum {
    int32_t weights;
    uint32_t count;
};

static struct sum sum_of(const struct model *model, const uint32_t *features, uint32_t count)
{
    struct sum sum = {.count = count};
    for (uint32_t i = 0; i < count; i++)
        sum.weights += model_weight(model, features[i]);
    return sum;
}

static int32_t linear_score(const struct model *model, struct sum sum)
{
    if (sum.count == 0)
        return 0;
    return (int32_t)lrintf((float)sum.weights * model->scale / sqrtf((float)sum.count) * TREES_UNIT);
}

static void score_words(const struct knowledge *know, struct scan *scan)
{
    uint32_t features[FEATURES_WORDS];
    for (size_t i = 0; i < scan->count; i++) {
        uint32_t count = features_words(scan->tokens, scan->count, i, scan->traits[i].words, features);
        scan->word_scores[i] = linear_score(&know->words, sum_of(&know->words, features, count));
    }
}

/* What an element adds at a level, worked out once for all blocks below it. */
static struct sum element_sum(const struct knowledge *know, const struct page *page, struct sum (*known)[MARKUP_LEVELS],
                              uint32_t element, uint32_t level)
{
    uint32_t features[FEATURES_ELEMENT];
    struct sum *sum = &known[element][level];
    if (sum->count == 0)
        *sum = sum_of(&know->markup, features, features_element(&page->elements[element], level, features));
    return *sum;
}

/* As features_markup, with the parts of each element summed beforehand. */
static void score_markup(const struct knowledge *know, struct scan *scan)
{
    const struct page *page = scan->page;
    struct sum(*known)[MARKUP_LEVELS] = arena_array(scan->arena, page->element_count + 1, sizeof *known);
    for (size_t i = 0; i < scan->count; i++) {
        struct sum all = {0};
        uint32_t path = 0, e = page->blocks[i].element;
        for (uint32_t level = 0; level < MARKUP_LEVELS && e != 0; level++) {
            struct sum own = element_sum(know, page, known, e, level);
            all.weights += own.weights + model_weight(&know->markup, features_path(&page->elements[e], level, &path));
            all.count += own.count + 1;
            e = page->elements[e].parent;
        }
        scan->markup_scores[i] = linear_score(&know->markup, all);
    }
}

void extract_article(const struct page *page, const struct extract_options *options, struct article *article)
{
    const struct knowledge *know = page->html ? &for_html : &for_text;
    struct scan *scan = arena_allocate(page->arena, sizeof *scan);
    features_scan(page, scan);
    score_words(know, scan);
    if (page->html)
        score_markup(know, scan);
    int32_t *scores = arena_array(page->arena, scan->count + 1, sizeof *scores);
    uint16_t *chances = arena_array(page->arena, scan->count + 1, sizeof *chances);
    features_first(scan);
    trees_score(&know->first, &scan->sheet, scores);
    features_second(scan, scores);
    trees_score(&know->second, &scan->sheet, scores);
    for (size_t i = 0; i < scan->count; i++)
        chances[i] = (uint16_t)trees_chance(scores[i]);
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
