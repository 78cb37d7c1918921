#include "extract_choose.h"

#include <math.h>

#include "extract_caption.h"
#include "extract_write.h"
#include "model.h"
#include "tag.h"
#include "text.h"

enum { CHANCES = 1001 };

/* What a page's recall counts for beside its precision. The mean precision and the mean recall over pages are what is
 * asked for, by their harmonic mean, whose slopes by the two are as the squares of the other one; precision is the
 * lower by some hundredths. Cross-validated by site, .7 for .9 gives news as HTML .0017 of precision for .0013 of
 * recall, and takes .0010 of F1 from other articles. */
static double recall_weight(const struct scan *scan)
{
    return scan->page->html ? 0.7 : 0.9;
}

/* The chance from which to keep, so that the sum of the precision and the recall expected of the kept words is highest:
 * blocks are taken in falling order of chance, and the bound is where one more word would lower the sum. A page that
 * the model is unsure of is kept wider so than by its expected F1 (Lewis 1995; Jansche 2007), which falls with the
 * precision of few hits. */
static uint16_t best_threshold(const struct scan *scan, const uint16_t *chances)
{
    const double weight = recall_weight(scan);
    double words_at[CHANCES] = {0}, article = 0, taken = 0, hits = 0, most = -1, best = CHANCES - 1;
    uint64_t used[CHANCES / 64 + 1] = {0}; /* chances that some words have, a bit for each */
    for (size_t i = 0; i < scan->count; i++) {
        uint32_t words = scan->looks[i].words;
        words_at[chances[i]] += words;
        article += (double)words * chances[i];
        used[chances[i] / 64] |= (uint64_t)(words > 0 && chances[i] > 0) << chances[i] % 64;
    }
    for (int k = CHANCES / 64; k >= 0; k--)
        while (used[k] != 0) {
            int bit = 63 - __builtin_clzll(used[k]), c = k * 64 + bit;
            used[k] ^= UINT64_C(1) << bit;
            taken += words_at[c] * 1000;
            hits += words_at[c] * c;
            double sum = hits / taken + hits / article * weight;
            if (sum <= most)
                continue;
            most = sum;
            best = fmin(c, ceil(1000 * hits * article / (taken * (taken * weight + article))));
        }
    return (uint16_t)best;
}

/* A page where no block has even this chance, in thousandths, has no article; nor has one where none is more likely
 * than not and fewer words are expected. Of 619 articles as HTML and 628 as text, each scored by models that had not
 * seen its site, none is lost to this. */
enum { LEAST_CHANCE = 110, EVEN = 500, LEAST_WORDS = 8 };

static bool expects_article(const struct scan *scan, const uint16_t *chances)
{
    uint64_t words = 0;
    for (size_t i = 0; i < scan->count; i++) {
        if (chances[i] >= EVEN)
            return true;
        words += (uint64_t)scan->looks[i].words * chances[i];
    }
    return words >= LEAST_WORDS * 1000;
}

static uint16_t favored(uint16_t threshold, enum favor favor)
{
    if (favor != FAVOR_RECALL && threshold < LEAST_CHANCE)
        threshold = LEAST_CHANCE;
    if (favor == FAVOR_PRECISION)
        return (uint16_t)(threshold + (1000 - threshold) / 2);
    return favor == FAVOR_RECALL ? threshold / 2 : threshold;
}

/* A paragraph, by its looks. */
static bool is_paragraph(const struct looks *t)
{
    return t->words >= 25 || (t->words >= 8 && t->ends <= EDGE_QUOTE);
}

enum { UNSURE = 250 };

/* Where the model is sure of nothing, but some block may be article, paragraphs alone count, against the likeliest of
 * them. Otherwise the chances as they are. */
static const uint16_t *weighed(const struct scan *scan, const uint16_t *chances)
{
    uint16_t most = 0, prose = 0;
    for (size_t i = 0; i < scan->count; i++)
        most = chances[i] > most ? chances[i] : most;
    if (most < LEAST_CHANCE || most >= UNSURE)
        return chances;
    for (size_t i = 0; i < scan->count; i++)
        prose = chances[i] > prose && is_paragraph(&scan->looks[i]) ? chances[i] : prose;
    if (prose == 0)
        return chances;
    uint16_t *others = arena_array(scan->arena, scan->count + 1, sizeof *others);
    for (size_t i = 0; i < scan->count; i++)
        others[i] = (uint16_t)(is_paragraph(&scan->looks[i]) ? chances[i] * UNSURE / prose : 0);
    return others;
}

enum { SURE_OF_MARKUP = 900 };

/* May a rule that goes by a line's looks drop it? Not where the model, which in HTML also knows the markup, is sure. */
static bool looks_may_drop(const struct scan *scan, const struct decision *decision)
{
    return !scan->page->html || decision->score < SURE_OF_MARKUP;
}

static void put(struct article *article, size_t i, enum label label, const char *rule)
{
    article->decisions[i].label = (uint8_t)label;
    article->decisions[i].rule = rule;
}

static void decide(const struct scan *scan, const uint16_t *chances, const uint16_t *others, struct article *article)
{
    for (size_t i = 0; i < scan->count; i++)
        article->decisions[i] = (struct decision){
            .label = others[i] >= article->threshold && scan->looks[i].words > 0 ? LABEL_BODY : LABEL_DROP,
            .rule = "model",
            .score = (int16_t)chances[i],
            .span = UINT32_MAX,
        };
}

/* Does `phrase` (lower case) begin the block's text, or equal it? */
static bool phrase_fits(const struct phrase *phrase, struct slice text)
{
    const char *at = text.at, *end = text.at + text.size, *want = phrase->text.at, *stop = want + phrase->text.size;
    while (want < stop) {
        if (at == end || text_lower(text_decode(&at, end)) != text_decode(&want, stop))
            return false;
    }
    return at == end || !phrase->whole;
}

static void apply_phrases(const struct scan *scan, const struct extract_options *options, struct article *article)
{
    for (size_t i = 0; options->phrase_count > 0 && i < scan->count; i++)
        for (size_t k = 0; k < options->phrase_count; k++)
            if (phrase_fits(&options->phrases[k], scan->page->blocks[i].text)) {
                bool keep = options->phrases[k].keep;
                put(article, i, keep ? LABEL_BODY : LABEL_DROP, keep ? "phrase kept" : "phrase dropped");
                break;
            }
}

enum { TRAIL_WORDS = 4 };

/* A line that is the title, or a trail of a few words that leads to it, as "Home World" and the title do. */
static bool repeats_title(struct slice text, const struct looks *t, struct slice name, const struct looks *title)
{
    if (title->words > 1 && t->hash == title->hash)
        return true;
    return title->words >= TRAIL_WORDS && t->words <= title->words + TRAIL_WORDS && slice_ends(text, name);
}

static struct looks looks_of(struct slice text)
{
    struct traits traits;
    features_traits(text, &traits);
    return features_looks(&traits);
}

/* What metadata has found is not said again in the article: a title also behind a trail, a byline behind a short "by".
 */
static void drop_stated(const struct scan *scan, const struct extract_options *options, struct article *article)
{
    const struct looks title = looks_of(options->title), byline = looks_of(options->byline);
    for (size_t i = 0; i < scan->count; i++) {
        const struct looks *t = &scan->looks[i];
        struct slice text = scan->page->blocks[i].text;
        if (!extract_keeps(&article->decisions[i]))
            continue;
        if (repeats_title(text, t, options->title, &title))
            put(article, i, LABEL_TITLE, "title");
        else if (scan->page->blocks[i].stated)
            put(article, i, LABEL_BYLINE, "date or byline");
        else if (byline.words > 0 && t->words <= byline.words + 2 && slice_ends(text, options->byline))
            put(article, i, LABEL_BYLINE, "byline");
    }
}

enum { ENTRIES = 3, ENTRY_WORDS = 20 };

/* The kept lines, in order; for each its block, how many paragraphs stand before it, and the place here of the next one
 * that says the same, 0 if there is none or it has many words. */
struct kept_lines {
    size_t count;
    uint32_t *blocks, *paragraphs, *next;
};

static void find_kept(const struct scan *scan, const struct article *article, struct kept_lines *kept)
{
    for (size_t i = 0; i < scan->count; i++)
        kept->count += extract_keeps(&article->decisions[i]);
    kept->blocks = arena_allocate(scan->arena, (kept->count + 1) * sizeof *kept->blocks);
    kept->paragraphs = arena_allocate(scan->arena, (kept->count + 1) * sizeof *kept->paragraphs);
    uint32_t at = 0, paragraphs = 0;
    for (size_t i = 0; i < scan->count; i++)
        if (extract_keeps(&article->decisions[i])) {
            kept->blocks[at] = (uint32_t)i;
            kept->paragraphs[at++] = paragraphs;
            paragraphs += is_paragraph(&scan->looks[i]);
        }
}

static void find_next(const struct scan *scan, struct kept_lines *kept)
{
    size_t size = memory_slots(kept->count);
    uint32_t *last = arena_array(scan->arena, size, sizeof *last); /* by hash, 1 more than its place */
    kept->next = arena_array(scan->arena, kept->count + 1, sizeof *kept->next);
    for (size_t k = kept->count; k-- > 0;) {
        const struct looks *looks = &scan->looks[kept->blocks[k]];
        if (looks->words > ENTRY_WORDS)
            continue;
        size_t slot = model_feature(1, looks->hash) & (size - 1);
        while (last[slot] && scan->looks[kept->blocks[last[slot] - 1]].hash != looks->hash)
            slot = (slot + 1) & (size - 1);
        kept->next[k] = last[slot] > 0 ? last[slot] - 1 : 0;
        last[slot] = (uint32_t)k + 1;
    }
}

/* Where the lines from `from` on end that stand once more each, further on and in the same order. */
static size_t entries_end(const struct kept_lines *kept, size_t from)
{
    size_t to = from, last = 0;
    while (to < kept->count && kept->next[to] > last && kept->next[kept->next[to]] == 0)
        last = kept->next[to++];
    return to;
}

/* A table of contents: lines that stand again as headings, behind all of them and with a paragraph below each; below
 * the last it may be cut off. They go, and what they name stays: headings are kept, which drop_repeats would take for
 * repeats. */
static void drop_contents(const struct scan *scan, struct article *article)
{
    struct kept_lines kept = {0};
    find_kept(scan, article, &kept);
    if (kept.count < 2 * ENTRIES)
        return;
    find_next(scan, &kept);
    for (size_t from = 0, to; from < kept.count; from = to == from ? from + 1 : to) {
        to = entries_end(&kept, from);
        if (to - from < ENTRIES || kept.next[from] < to)
            continue;
        if (kept.paragraphs[kept.next[to - 1]] - kept.paragraphs[kept.next[from]] + 1 < to - from)
            continue;
        for (size_t k = from; k < to; k++)
            put(article, kept.blocks[k], LABEL_DROP, "table of contents");
    }
}

enum { REPEAT_WORDS = 6 };

static bool may_repeat(const struct scan *scan, const struct article *article, size_t i)
{
    return extract_keeps(&article->decisions[i]) && scan->looks[i].words >= REPEAT_WORDS;
}

/* A line that stands in the article already, letter for letter, does not stand there again. */
static void drop_repeats(const struct scan *scan, struct article *article)
{
    size_t count = 0;
    for (size_t i = 0; i < scan->count; i++)
        count += may_repeat(scan, article, i);
    size_t size = memory_slots(count);
    uint32_t *seen = arena_array(scan->arena, size, sizeof *seen);
    for (size_t i = 0; i < scan->count; i++) {
        uint32_t hash = scan->looks[i].hash | 1;
        if (!may_repeat(scan, article, i))
            continue;
        size_t slot = model_feature(1, hash) & (size - 1);
        while (seen[slot] && seen[slot] != hash)
            slot = (slot + 1) & (size - 1);
        if (seen[slot])
            put(article, i, LABEL_REPEAT, "repeat");
        seen[slot] = hash;
    }
}

static bool in_figure(const struct page *page, uint32_t element)
{
    for (int level = 0; level < 4 && element != 0; level++) {
        if (page->elements[element].tag == TAG_FIGCAPTION)
            return true;
        element = page->elements[element].parent;
    }
    return false;
}

enum { CAPTION_WORDS = 5, CREDIT_WORDS = 16 };

static void mark_caption(const struct scan *scan, size_t i, struct article *article)
{
    const struct block *block = &scan->page->blocks[i];
    const struct looks *t = &scan->looks[i];
    bool last = i + 1 == scan->count;
    if (scan->page->html && in_figure(scan->page, block->element))
        put(article, i, LABEL_CAPTION, "figure");
    else if (t->words < CAPTION_WORDS)
        return;
    else if (looks_may_drop(scan, &article->decisions[i]) && caption_has_credit(block->text, t))
        put(article, i, LABEL_CAPTION, "credit");
    else if (!last && block->tag == TAG_LINE && t->words < 80 && scan->looks[i + 1].words <= CREDIT_WORDS &&
             block[1].breaks_before == 0 && caption_is_credit(block[1].text, &t[1]))
        put(article, i, LABEL_CAPTION, "credit below");
}

enum { WORDING_REACH = 4, WORDING_MORE = 120 /* bytes that a credit adds */ };

/* Is the other block a caption that says the same, or, near by in plain text, one that goes on with a credit? */
static bool is_wording_of(const struct scan *scan, const struct article *article, size_t i, size_t other)
{
    const struct block *blocks = scan->page->blocks;
    size_t apart = i < other ? other - i : i - other;
    if (article->decisions[other].label != LABEL_CAPTION)
        return false;
    if (apart == 1 && scan->looks[other].hash == scan->looks[i].hash)
        return true;
    return blocks[i].tag == TAG_LINE && blocks[other].text.size <= blocks[i].text.size + WORDING_MORE &&
           slice_starts(blocks[other].text, blocks[i].text);
}

static bool is_other_wording(const struct scan *scan, const struct article *article, size_t i)
{
    size_t from = i > WORDING_REACH ? i - WORDING_REACH : 0;
    for (size_t other = from; other < scan->count && other <= i + WORDING_REACH; other++)
        if (other != i && is_wording_of(scan, article, i, other))
            return true;
    return false;
}

/* Pictures' captions, and the other wordings that some pages give one, in lines near by. */
static void mark_captions(const struct scan *scan, struct article *article)
{
    bool any = false;
    for (size_t i = 0; i < scan->count; i++) {
        mark_caption(scan, i, article);
        any |= article->decisions[i].label == LABEL_CAPTION;
    }
    for (size_t i = 0; any && i < scan->count; i++)
        if (scan->looks[i].words >= CAPTION_WORDS && article->decisions[i].label != LABEL_CAPTION &&
            is_other_wording(scan, article, i))
            put(article, i, LABEL_CAPTION, "caption again");
}

/* Does a list of class words hold "comment", in any case? By where the last of each letter stands in the word (Horspool
 * 1980), most of the list is passed over. */
static bool names_comments(struct slice names)
{
    static const char word[] = "comment";
    enum { SIZE = sizeof word - 1 };
    static const uint8_t shifts[32] = {
        ['c' & 31] = 6, ['o' & 31] = 5, ['m' & 31] = 3, ['e' & 31] = 2, ['n' & 31] = 1,
    };
    for (size_t i = SIZE - 1; i < names.size;) {
        char last = names.at[i] | 0x20;
        size_t same = 0;
        while (same < SIZE && (names.at[i - same] | 0x20) == word[SIZE - 1 - same])
            same++;
        if (same == SIZE)
            return true;
        size_t shift = last >= 'a' && last <= 'z' ? shifts[last & 31] : 0;
        i += shift > 0 ? shift : SIZE;
    }
    return false;
}

/* For each element whether it stands within one that is named for comments. Parents come before children. */
static bool *within_comments(const struct scan *scan)
{
    const struct page *page = scan->page;
    bool *within = arena_array(scan->arena, page->element_count + 1, sizeof *within);
    for (size_t e = 1; e < page->element_count; e++) {
        const struct element *element = &page->elements[e];
        bool whole_page = element->tag == TAG_BODY || element->tag == TAG_HTML;
        within[e] = within[element->parent] ||
                    (!whole_page && (names_comments(element->classes) || names_comments(element->id)));
    }
    return within;
}

/* What stands within comments is no article, unless most of what is kept does: some pages name the article so. */
static void mark_comments(const struct scan *scan, struct article *article)
{
    const bool *within = within_comments(scan);
    uint64_t kept[2] = {0};
    for (size_t i = 0; i < scan->count; i++)
        if (extract_keeps(&article->decisions[i]))
            kept[within[scan->page->blocks[i].element]] += scan->looks[i].words;
    for (size_t i = 0; i < scan->count; i++)
        if (within[scan->page->blocks[i].element] &&
            (kept[false] >= kept[true] || !extract_keeps(&article->decisions[i])))
            put(article, i, LABEL_COMMENT, "comments");
}

enum { BUTTON_WORDS = 4 };

/* In plain text readers' comments are told by the buttons for replies under them, where there are two or more: what
 * stands between the first and the last is theirs, and what is kept behind. */
static void mark_thread(const struct scan *scan, struct article *article)
{
    size_t first = SIZE_MAX, last = 0;
    for (size_t i = 0; i < scan->count; i++)
        if (scan->looks[i].words <= BUTTON_WORDS && caption_is_reply(scan->page->blocks[i].text)) {
            first = first == SIZE_MAX ? i : first;
            last = i;
        }
    for (size_t i = first; last > first && i < scan->count; i++)
        if (i < last || extract_keeps(&article->decisions[i]))
            put(article, i, LABEL_COMMENT, "replies");
}

static void drop_tables(const struct scan *scan, struct article *article)
{
    for (size_t i = 0; i < scan->count; i++) {
        unsigned tag = scan->page->blocks[i].tag;
        if (extract_keeps(&article->decisions[i]) && (tag == TAG_TD || tag == TAG_TH || tag == TAG_CAPTION))
            put(article, i, LABEL_DROP, "table");
    }
}

static bool is_credit_line(const struct scan *scan, size_t i)
{
    const struct looks *t = &scan->looks[i];
    return t->words <= CREDIT_WORDS && caption_is_credit(scan->page->blocks[i].text, t);
}

enum { POINTER_WORDS = 30, LONE_LINK_WORDS = 5 };

/* A paragraph that is one link and no sentence: the headline of another article. */
static bool is_lone_link(const struct block *block, const struct looks *t)
{
    return block->tag == TAG_P && block->links == 1 && block->link_bytes + 2 >= block->text.size &&
           t->words >= LONE_LINK_WORDS && t->ends >= EDGE_LOWER && !t->url;
}

enum { LABEL_WORDS = 5, HEADLINE_WORDS = 24 };

/* Headlines under a label such as "Related:", as far as they go on without a sentence between. */
static void drop_listed(const struct scan *scan, struct article *article)
{
    bool listing = false;
    for (size_t i = 0; i < scan->count; i++) {
        const struct looks *t = &scan->looks[i];
        bool headline = t->words > 3 && t->words <= HEADLINE_WORDS && t->ends != EDGE_STOP && t->ends != EDGE_COLON;
        if (t->words <= LABEL_WORDS && caption_is_label(scan->page->blocks[i].text))
            listing = true;
        else if (listing && headline && extract_keeps(&article->decisions[i]) &&
                 looks_may_drop(scan, &article->decisions[i]))
            put(article, i, LABEL_DROP, "listed elsewhere");
        else if (!headline)
            listing = false;
    }
}

/* Lines inside the article that are not of it: credits, pointers to other articles, and the headline of one that
 * hangs under a picture's credit. */
static void drop_pointers(const struct scan *scan, struct article *article)
{
    for (size_t i = 0; i < scan->count; i++) {
        const struct looks *t = &scan->looks[i];
        if (!extract_keeps(&article->decisions[i]) || t->words > POINTER_WORDS)
            continue;
        const struct block *block = &scan->page->blocks[i];
        if (is_credit_line(scan, i))
            put(article, i, LABEL_DROP, "credit line");
        else if (caption_is_notice(block->text))
            put(article, i, LABEL_DROP, "heading or button alone");
        else if (caption_is_pointer(block->text, t))
            put(article, i, LABEL_DROP, "points elsewhere");
        else if (looks_may_drop(scan, &article->decisions[i]) && is_lone_link(block, t))
            put(article, i, LABEL_DROP, "nothing but a link");
        else if (i > 0 && block->tag == TAG_LINE && block->breaks_before == 0 && t->ends >= EDGE_LOWER &&
                 is_credit_line(scan, i - 1))
            put(article, i, LABEL_DROP, "headline under a picture");
    }
}

enum { HEADING_WORDS = 16 };

/* Short, on its own, and not ending as a sentence does. */
static bool looks_like_heading(const struct block *block, const struct looks *t)
{
    if (t->words == 0 || t->words > HEADING_WORDS || !t->letters)
        return false;
    if (t->begins == EDGE_BULLET || t->begins == EDGE_MARK || (t->begins == EDGE_LOWER && !t->caseless))
        return false;
    if (block->tag != TAG_LINE && block->strong_bytes * 10 < block->text.size * 9)
        return false;
    if (t->ends == EDGE_QUESTION)
        return t->stops == 1 && !t->quotes && !t->marks;
    return t->ends == EDGE_LOWER || t->ends == EDGE_UPPER || t->ends == EDGE_CJK || t->ends == EDGE_DIGIT ||
           t->ends == EDGE_CLOSE || (t->ends == EDGE_QUOTE && t->stops == 0);
}

/* A heading stands before something longer that is kept. */
static void mark_headings(const struct scan *scan, struct article *article)
{
    size_t next = SIZE_MAX;
    for (size_t i = scan->count; i-- > 0;) {
        const struct block *block = &scan->page->blocks[i];
        if (!extract_keeps(&article->decisions[i]))
            continue;
        bool marked = tag_heading_level(block->tag) != 0;
        bool leads = next != SIZE_MAX && (scan->looks[next].words > scan->looks[i].words ||
                                          article->decisions[next].label == LABEL_HEADING);
        if (marked || (leads && !block->preformatted && looks_like_heading(block, &scan->looks[i])))
            article->decisions[i].label = LABEL_HEADING;
        next = i;
    }
}

enum { SCRAP_WORDS = 5, PROSE_SHARE = 75 };

/* A short line that says nothing whole: of a menu, a label, a name. */
static bool is_scrap(const struct block *block, const struct looks *t)
{
    if (block->preformatted || block->tag == TAG_TD || block->tag == TAG_TH)
        return false;
    return t->words <= SCRAP_WORDS && t->ends >= EDGE_LOWER && t->stops == 0;
}

/* An article of paragraphs begins and ends with one: scraps before the first and behind the last are the page's,
 * even if they score well; the model may not know the language. What is mostly lists is left alone. */
static void trim_scraps(const struct scan *scan, struct article *article)
{
    size_t first = SIZE_MAX, last = 0;
    uint64_t words = 0, prose = 0;
    for (size_t i = 0; i < scan->count; i++) {
        if (!extract_keeps(&article->decisions[i]))
            continue;
        words += scan->looks[i].words;
        if (!is_paragraph(&scan->looks[i]))
            continue;
        prose += scan->looks[i].words;
        first = first == SIZE_MAX ? i : first;
        last = i;
    }
    for (size_t i = 0; i < scan->count && prose * 100 >= words * PROSE_SHARE; i++)
        if (extract_keeps(&article->decisions[i]) && is_scrap(&scan->page->blocks[i], &scan->looks[i]) &&
            (i < first || i > last) && looks_may_drop(scan, &article->decisions[i]))
            put(article, i, LABEL_DROP, i < first ? "before the first paragraph" : "behind the last paragraph");
}

/* Of plain text whose title nobody found, a line like a heading on top of the first paragraph is the title. */
static void drop_top_heading(const struct scan *scan, const struct extract_options *options, struct article *article)
{
    size_t i = 0;
    while (i < scan->count && !extract_keeps(&article->decisions[i]))
        i++;
    if (scan->page->html || options->title.size > 0 || i + 1 >= scan->count)
        return;
    const struct block *block = &scan->page->blocks[i];
    if (block[1].breaks_before > 0 && extract_keeps(&article->decisions[i + 1]) && is_paragraph(&scan->looks[i + 1]) &&
        scan->looks[i].words > 2 && looks_like_heading(block, &scan->looks[i]))
        put(article, i, LABEL_TITLE, "on top");
}

/* Did the model alone drop the block, at no less than `tenths` of the page's bound? */
static bool nearly_kept(const struct article *article, const uint16_t *chances, size_t i, unsigned tenths)
{
    const struct decision *decision = &article->decisions[i];
    return chances[i] * 10 >= article->threshold * tenths && decision->label == LABEL_DROP &&
           strcmp(decision->rule, "model") == 0;
}

/* A line like a heading between two paragraphs of the article (or a picture's caption and one) is theirs, unless the
 * model is sure that it is not. */
static void keep_headings(const struct scan *scan, const uint16_t *chances, struct article *article)
{
    for (size_t i = 1; i + 1 < scan->count; i++) {
        const struct decision *around = &article->decisions[i - 1];
        if ((extract_keeps(&around[0]) || around[0].label == LABEL_CAPTION) && extract_keeps(&around[2]) &&
            is_paragraph(&scan->looks[i - 1]) && is_paragraph(&scan->looks[i + 1]) &&
            nearly_kept(article, chances, i, 6) && looks_like_heading(&scan->page->blocks[i], &scan->looks[i]) &&
            !caption_is_notice(scan->page->blocks[i].text))
            put(article, i, LABEL_BODY, "heads a paragraph");
    }
}

enum { SURE = 800, FOLLOWING_WORDS = 10 };

/* Of plain text, a paragraph right behind one that the model is sure of may be a little less likely than others. */
static void keep_following(const struct scan *scan, const uint16_t *chances, struct article *article)
{
    for (size_t i = 1; !scan->page->html && i < scan->count; i++)
        if (nearly_kept(article, chances, i, 6) && scan->looks[i].words >= FOLLOWING_WORDS &&
            is_paragraph(&scan->looks[i]) && extract_keeps(&article->decisions[i - 1]) && chances[i - 1] >= SURE)
            put(article, i, LABEL_BODY, "follows a paragraph");
}

void extract_choose(const struct scan *scan, const uint16_t *chances, const struct extract_options *options,
                    struct article *article)
{
    const uint16_t *others = weighed(scan, chances);
    *article = (struct article){.threshold = favored(best_threshold(scan, others), options->favor)};
    if (options->favor != FAVOR_RECALL && !expects_article(scan, chances))
        article->threshold = CHANCES;
    article->decisions = arena_array(scan->arena, scan->count + 1, sizeof *article->decisions);
    decide(scan, chances, others, article);
    drop_stated(scan, options, article);
    mark_captions(scan, article);
    drop_pointers(scan, article);
    drop_listed(scan, article);
    drop_contents(scan, article);
    drop_repeats(scan, article);
    if (!scan->page->html)
        mark_thread(scan, article);
    keep_following(scan, chances, article);
    keep_headings(scan, chances, article);
    trim_scraps(scan, article);
    drop_top_heading(scan, options, article);
    if (options->no_tables)
        drop_tables(scan, article);
    if (scan->page->html)
        mark_comments(scan, article);
    apply_phrases(scan, options, article);
    mark_headings(scan, article);
    extract_write(scan, options, article);
}
