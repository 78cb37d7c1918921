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

static int32_t linear_score(const struct model *model, const uint32_t *features, uint32_t count)
{
    int32_t sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += model_weight(model, features[i]);
    return count ? (int32_t)lrintf((float)sum * model->scale / sqrtf((float)count) * TREES_UNIT) : 0;
}

static void score_words(const struct knowledge *know, struct scan *scan)
{
    uint32_t features[FEATURES_WORDS];
    for (size_t i = 0; i < scan->count; i++) {
        uint32_t count = features_words(scan->tokens, scan->count, i, scan->traits[i].words, features);
        scan->word_scores[i] = linear_score(&know->words, features, count);
    }
}

static void score_markup(const struct knowledge *know, struct scan *scan)
{
    uint32_t features[FEATURES_MARKUP], count, element = UINT32_MAX;
    for (size_t i = 0; i < scan->count; i++) {
        const struct block *block = &scan->page->blocks[i];
        if (i > 0 && block->element == element) { /* lines of one element, split by <br> */
            scan->markup_scores[i] = scan->markup_scores[i - 1];
            continue;
        }
        element = block->element;
        count = features_markup(scan->page, block, features);
        scan->markup_scores[i] = linear_score(&know->markup, features, count);
    }
}

void extract_article(const struct page *page, const struct extract_options *options, struct article *article)
{
    const struct knowledge *know = page->html ? &for_html : &for_text;
    struct scan scan;
    features_scan(page, &scan);
    score_words(know, &scan);
    if (page->html)
        score_markup(know, &scan);
    int32_t *scores = arena_array(page->arena, scan.count + 1, sizeof *scores);
    uint16_t *chances = arena_array(page->arena, scan.count + 1, sizeof *chances);
    features_first(&scan);
    trees_score(&know->first, &scan.sheet, scores);
    features_second(&scan, scores);
    trees_score(&know->second, &scan.sheet, scores);
    for (size_t i = 0; i < scan.count; i++)
        chances[i] = (uint16_t)trees_chance(scores[i]);
    extract_choose(&scan, chances, options, article);
}

const char *extract_label_name(enum label label)
{
    static const char *const names[] = {"body", "heading", "caption", "title", "byline", "comment", "repeat", "drop"};
    return names[label];
}
