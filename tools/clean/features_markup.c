#include "features_markup.h"

#include <xxhash.h>

#include "features_cells.h"
#include "model.h"
#include "tag.h"

enum ancestors {
    WITHIN_LIST = 1,
    WITHIN_TABLE = 2,
    WITHIN_MARGIN = 4,
    WITHIN_ARTICLE = 8,
    WITHIN_FIGURE = 16,
    WITHIN_FORM = 32,
    WITHIN_QUOTE = 64,
    WITHIN_PRE = 128,
    WITHIN_HIDDEN = 256,
};

static unsigned within_of(const struct element *element)
{
    unsigned hidden = element->hidden ? WITHIN_HIDDEN : 0;
    switch (element->tag) {
    case TAG_UL:
    case TAG_OL:
    case TAG_DL:
    case TAG_LI:
    case TAG_MENU:
        return hidden | WITHIN_LIST;
    case TAG_TABLE:
        return hidden | WITHIN_TABLE;
    case TAG_NAV:
    case TAG_ASIDE:
    case TAG_FOOTER:
    case TAG_HEADER:
        return hidden | WITHIN_MARGIN;
    case TAG_ARTICLE:
    case TAG_MAIN:
        return hidden | WITHIN_ARTICLE;
    case TAG_FIGURE:
    case TAG_FIGCAPTION:
        return hidden | WITHIN_FIGURE;
    case TAG_FORM:
    case TAG_BUTTON:
    case TAG_SELECT:
    case TAG_FIELDSET:
        return hidden | WITHIN_FORM;
    case TAG_BLOCKQUOTE:
        return hidden | WITHIN_QUOTE;
    case TAG_PRE:
        return hidden | WITHIN_PRE;
    default:
        return hidden;
    }
}

/* What a block's own tag says, the likeliest of prose lowest. */
static uint8_t kind_cell(unsigned tag)
{
    unsigned level = tag_heading_level(tag);
    if (level)
        return (uint8_t)(10 + level);
    switch (tag) {
    case TAG_P:
        return 1;
    case TAG_BLOCKQUOTE:
        return 2;
    case TAG_PRE:
        return 3;
    case TAG_DIV:
        return 4;
    case TAG_SECTION:
    case TAG_ARTICLE:
    case TAG_MAIN:
        return 5;
    case TAG_LI:
        return 7;
    case TAG_DD:
    case TAG_DT:
        return 8;
    case TAG_TD:
    case TAG_TH:
        return 9;
    case TAG_FIGCAPTION:
    case TAG_CAPTION:
        return 18;
    case TAG_BUTTON:
    case TAG_OPTION:
    case TAG_LEGEND:
        return 20;
    default:
        return 6;
    }
}

/* For each element the kinds of elements it stands in, itself too. Parents come before children. */
static uint16_t *ancestry(struct scan *scan)
{
    const struct page *page = scan->page;
    uint16_t *within = arena_array(scan->arena, page->element_count + 1, sizeof *within);
    for (size_t e = 0; e < page->element_count; e++)
        within[e] = (uint16_t)((e ? within[page->elements[e].parent] : 0) | within_of(&page->elements[e]));
    return within;
}

static void fill_markup_own(struct scan *scan)
{
    const struct page *page = scan->page;
    const struct sheet *sheet = &scan->sheet;
    const uint16_t *within = ancestry(scan);
    for (size_t i = 0; i < scan->count; i++) {
        const struct block *block = &page->blocks[i];
        unsigned in = within[block->element];
        sheet_column(sheet, KIND)[i] = kind_cell(block->tag);
        sheet_column(sheet, LINK_SHARE)[i] = (uint8_t)features_share(block->link_bytes, block->text.size);
        sheet_column(sheet, LINKS)[i] = at_most(block->links, 63);
        sheet_column(sheet, STRONG)[i] = (uint8_t)features_share(block->strong_bytes, block->text.size);
        sheet_column(sheet, IMAGES)[i] = at_most(block->images, 7);
        sheet_column(sheet, DEPTH)[i] = at_most(page->elements[block->element].depth, 63);
        sheet_column(sheet, MARKUP_SCORE)[i] = score_cell(scan->markup_scores[i]);
        sheet_column(sheet, IN_LIST)[i] = (in & WITHIN_LIST) != 0;
        sheet_column(sheet, IN_TABLE)[i] = (in & WITHIN_TABLE) != 0;
        sheet_column(sheet, IN_MARGIN)[i] = (in & WITHIN_MARGIN) != 0;
        sheet_column(sheet, IN_ARTICLE)[i] = (in & WITHIN_ARTICLE) != 0;
        sheet_column(sheet, IN_FIGURE)[i] = (in & WITHIN_FIGURE) != 0;
        sheet_column(sheet, IN_FORM)[i] = (in & WITHIN_FORM) != 0;
        sheet_column(sheet, IN_QUOTE)[i] = (in & WITHIN_QUOTE) != 0;
        sheet_column(sheet, IN_PRE)[i] = (in & WITHIN_PRE) != 0;
        sheet_column(sheet, HIDDEN)[i] = (in & WITHIN_HIDDEN) != 0;
    }
}

static void fill_links_around(struct scan *scan)
{
    int64_t *links = scan->sums[0], *bytes = scan->sums[1];
    for (size_t i = 0; i < scan->count; i++) {
        const struct block *block = &scan->page->blocks[i];
        links[i + 1] = links[i] + block->link_bytes;
        bytes[i + 1] = bytes[i] + (int64_t)block->text.size;
    }
    for (size_t i = 0; i < scan->count; i++) {
        struct window w = window(scan->count, i, 3, 3);
        sheet_column(&scan->sheet, LINK_NEAR)[i] =
            (uint8_t)features_share((uint64_t)(links[w.to] - links[w.from]), (uint64_t)(bytes[w.to] - bytes[w.from]));
    }
}

/* What stands under the same parent. */
static void fill_siblings(struct scan *scan)
{
    const struct page *page = scan->page;
    struct family {
        uint64_t words, blocks, links, bytes;
    } *families = arena_array(scan->arena, page->element_count + 1, sizeof *families);
    uint64_t words = 0;
    for (size_t i = 0; i < scan->count; i++) {
        const struct block *block = &page->blocks[i];
        struct family *family = &families[page->elements[block->element].parent];
        family->words += scan->traits[i].words;
        family->blocks++;
        family->links += block->link_bytes;
        family->bytes += block->text.size;
        words += scan->traits[i].words;
    }
    for (size_t i = 0; i < scan->count; i++) {
        const struct family *family = &families[page->elements[page->blocks[i].element].parent];
        sheet_column(&scan->sheet, SIBLING_WORDS)[i] = (uint8_t)features_share(family->words, words);
        sheet_column(&scan->sheet, SIBLINGS)[i] = (uint8_t)features_scale(family->blocks);
        sheet_column(&scan->sheet, SIBLING_LINKS)[i] = (uint8_t)features_share(family->links, family->bytes);
    }
}

/* The element whose blocks' worths sum highest, the deepest of equals; and how far from it each block stands: 0
 * inside, else steps up from the block's element to one that holds both, at least 1. */
static void fill_container(struct scan *scan, uint32_t column)
{
    const struct page *page = scan->page;
    int64_t *sums = arena_array(scan->arena, page->element_count + 1, sizeof *sums);
    for (size_t i = 0; i < scan->count; i++)
        sums[page->blocks[i].element] += scan->worths[i];
    size_t best = 0;
    for (size_t e = page->element_count; e-- > 1;)
        sums[page->elements[e].parent] += sums[e];
    for (size_t e = 1; e < page->element_count; e++)
        if (sums[e] >= sums[best])
            best = e;
    bool *holds = arena_array(scan->arena, page->element_count + 1, sizeof *holds);
    for (size_t e = best; e != 0; e = page->elements[e].parent)
        holds[e] = true;
    uint8_t *distance = arena_array(scan->arena, page->element_count + 1, 1);
    for (size_t e = 0; e < page->element_count; e++) {
        uint32_t parent = page->elements[e].parent;
        if (e == 0 && best != 0)
            distance[e] = 20;
        else if (e == best || (e > best && distance[parent] == 0))
            distance[e] = 0;
        else if (holds[e])
            distance[e] = (uint8_t)(1 + at_most((uint64_t)(page->elements[best].depth - page->elements[e].depth), 19));
        else
            distance[e] = distance[parent];
    }
    for (size_t i = 0; i < scan->count; i++)
        sheet_column(&scan->sheet, column)[i] = distance[page->blocks[i].element];
}

static bool has_token(const struct block_tokens *tokens, uint32_t token)
{
    for (uint32_t i = 0; i < tokens->count; i++)
        if (tokens->tokens[i] == token)
            return true;
    return false;
}

/* How much of a block is in the page's title, and of the title in it. */
static void fill_title(struct scan *scan)
{
    struct block_tokens title;
    uint64_t filter = 0; /* a bit for each of the title's tokens: most others go by it */
    features_tokens(scan->page->title, &title);
    for (uint32_t t = 0; t < title.count; t++)
        filter |= UINT64_C(1) << (title.tokens[t] & 63);
    uint8_t *share = sheet_column(&scan->sheet, TITLE_SHARE), *cover = sheet_column(&scan->sheet, TITLE_COVER);
    for (size_t i = 0; i < scan->count; i++) {
        const struct block_tokens *tokens = &scan->tokens[i];
        uint32_t shared = 0;
        for (uint32_t k = 0; k < tokens->count; k++)
            shared += filter >> (tokens->tokens[k] & 63) & 1 && has_token(&title, tokens->tokens[k]);
        share[i] = (uint8_t)features_share(shared, tokens->count);
        cover[i] = (uint8_t)features_share(shared, title.count);
    }
}

/* The heading that has most of the title's words, the first of equals, and how far each block is from it: 32 is the
 * heading itself. Without one every block has 0. */
static void fill_from_title(struct scan *scan)
{
    const uint8_t *cover = sheet_column(&scan->sheet, TITLE_COVER), *kind = sheet_column(&scan->sheet, KIND);
    uint8_t *from = sheet_column(&scan->sheet, FROM_TITLE);
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < scan->count; i++)
        if (kind[i] > 10 && kind[i] <= 13 && cover[i] >= 20 && (best == SIZE_MAX || cover[i] > cover[best]))
            best = i;
    for (size_t i = 0; i < scan->count && best != SIZE_MAX; i++)
        from[i] = i < best ? (uint8_t)(31 - at_most(features_scale(best - i), 30))
                           : (uint8_t)(32 + at_most(features_scale(i - best), 31));
}

/* The value of "articleBody" in some JSON, as it stands there, or absent. */
static struct slice stated_body(struct slice json)
{
    static const char name[] = "\"articleBody\"";
    enum { RARE = 8 }; /* where the "B" stands, which few names have */
    const char *at = json.at, *end = json.at + json.size;
    while (at < end && (at = memchr(at, name[RARE], (size_t)(end - at))) != NULL) {
        if (at - json.at >= RARE && (size_t)(end - at) + RARE > sizeof name &&
            memcmp(at - RARE, name, sizeof name - 1) == 0)
            break;
        at++;
    }
    if (!at || at >= end)
        return (struct slice){NULL, 0};
    at += sizeof name - 1 - RARE;
    if (!(at = memchr(at, '"', (size_t)(end - at))))
        return (struct slice){NULL, 0};
    const char *start = ++at;
    while (at < end && *at != '"')
        at += *at == '\\' && at + 1 < end ? 2 : 1;
    return (struct slice){start, (size_t)(at - start)};
}

enum { STATED_LEAST = 400 };

/* How many of a block's pairs of words stand in what the page states as the article's body for search engines. */
static void fill_stated(struct scan *scan)
{
    struct slice body = {NULL, 0};
    for (size_t k = 0; k < scan->page->json_ld_count && body.size < STATED_LEAST; k++)
        body = stated_body(scan->page->json_ld[k]);
    if (body.size < STATED_LEAST)
        return;
    uint8_t *pairs = arena_array(scan->arena, (size_t)1 << FEATURES_PAIR_BITS, 1);
    features_pairs(body, pairs);
    for (size_t i = 0; i < scan->count; i++) {
        const struct block_tokens *tokens = &scan->tokens[i];
        uint32_t hits = 0;
        for (uint32_t k = 1; k < tokens->count; k++)
            hits += pairs[features_pair(tokens->tokens[k - 1], tokens->tokens[k])];
        if (tokens->count > 1)
            sheet_column(&scan->sheet, STATED)[i] = (uint8_t)(1 + features_share(hits, tokens->count - 1) * 62 / 63);
    }
}

/* Of an element's tag and classes, worked out when first asked; never 0. */
static uint32_t name_of(const struct page *page, uint32_t *names, uint32_t e)
{
    const struct element *element = &page->elements[e];
    if (names[e] == 0)
        names[e] =
            model_feature(element->tag + 1, (uint32_t)XXH3_64bits(element->classes.at, element->classes.size)) | 1;
    return names[e];
}

/* Numbers the blocks by their markup: tag and classes of the element and its parent, tag of the one above. */
void features_markup_group(struct scan *scan)
{
    const struct page *page = scan->page;
    size_t size = memory_slots(scan->count);
    uint32_t *names = arena_array(scan->arena, page->element_count + 1, sizeof *names), groups = 0;
    struct group {
        uint32_t name, number;
    } *table = arena_array(scan->arena, size, sizeof *table);
    scan->alike = arena_array(scan->arena, scan->count + 1, sizeof *scan->alike);
    for (size_t i = 0; i < scan->count; i++) {
        uint32_t e = page->blocks[i].element, parent = page->elements[e].parent;
        uint32_t above = page->elements[page->elements[parent].parent].tag;
        uint32_t name = model_feature(above, name_of(page, names, e) * 31 + name_of(page, names, parent)) | 1;
        size_t slot = model_feature(3, name) & (size - 1);
        while (table[slot].name && table[slot].name != name)
            slot = (slot + 1) & (size - 1);
        if (!table[slot].name)
            table[slot] = (struct group){name, groups++};
        scan->alike[i] = table[slot].number;
    }
}

/* What blocks with the same markup have in common. */
static void fill_alike(struct scan *scan, const int32_t *score)
{
    struct sum {
        int64_t blocks, words, links, bytes, score;
    } *sums = arena_array(scan->arena, scan->count + 1, sizeof *sums);
    for (size_t i = 0; i < scan->count; i++) {
        struct sum *sum = &sums[scan->alike[i]];
        sum->blocks++;
        sum->words += scan->traits[i].words;
        sum->links += scan->page->blocks[i].link_bytes;
        sum->bytes += (int64_t)scan->page->blocks[i].text.size;
        sum->score += score[i];
    }
    for (size_t i = 0; i < scan->count; i++) {
        const struct sum *sum = &sums[scan->alike[i]];
        sheet_column(&scan->sheet, ALIKE)[i] = (uint8_t)features_scale((uint64_t)sum->blocks);
        sheet_column(&scan->sheet, ALIKE_WORDS)[i] = (uint8_t)features_scale((uint64_t)(sum->words / sum->blocks));
        sheet_column(&scan->sheet, ALIKE_LINKS)[i] =
            (uint8_t)features_share((uint64_t)sum->links, (uint64_t)sum->bytes);
        sheet_column(&scan->sheet, ALIKE_SCORE)[i] = score_cell(sum->score / sum->blocks);
    }
}

/* The mean score of each block's group, words weighing. */
static void fill_group_mean(struct scan *scan, const int32_t *score, const uint32_t *group_of, size_t groups,
                            uint32_t column)
{
    struct sum {
        int64_t score, weight;
    } *sums = arena_array(scan->arena, groups + 1, sizeof *sums);
    for (size_t i = 0; i < scan->count; i++) {
        int64_t weight = scan->traits[i].words + 1;
        sums[group_of[i]].score += score[i] * weight;
        sums[group_of[i]].weight += weight;
    }
    for (size_t i = 0; i < scan->count; i++)
        sheet_column(&scan->sheet, column)[i] = score_cell(sums[group_of[i]].score / sums[group_of[i]].weight);
}

static void fill_markup_means(struct scan *scan, const int32_t *score)
{
    const struct page *page = scan->page;
    uint32_t *parents = arena_array(scan->arena, scan->count + 1, sizeof *parents);
    for (size_t i = 0; i < scan->count; i++)
        parents[i] = page->elements[page->blocks[i].element].parent;
    fill_group_mean(scan, score, parents, page->element_count, CHANCE_SIBLINGS);
    fill_group_mean(scan, score, scan->alike, scan->count, CHANCE_ALIKE);
}

void features_markup_first(struct scan *scan, const int32_t *scores)
{
    fill_markup_own(scan);
    fill_links_around(scan);
    fill_siblings(scan);
    fill_container(scan, CONTAINER);
    fill_title(scan);
    fill_from_title(scan);
    fill_stated(scan);
    fill_alike(scan, scores);
}

void features_markup_second(struct scan *scan, const int32_t *scores)
{
    fill_container(scan, CHANCE_CONTAINER);
    fill_markup_means(scan, scores);
}

/* The classes of sites are made of words: "article-body__text" is four. Digits are left out. Writes their hashes,
 * `most` at most, and returns how many. */
static uint32_t class_words(struct slice names, uint32_t most, uint32_t *words)
{
    uint32_t n = 0, hash = 2166136261u;
    size_t size = 0;
    bool lower_before = false;
    for (size_t i = 0; i <= names.size && n < most; i++) {
        unsigned char c = i < names.size ? (unsigned char)names.at[i] : ' ';
        bool upper = c >= 'A' && c <= 'Z', lower = (c >= 'a' && c <= 'z') || c >= 0x80;
        if (size > 0 && ((!upper && !lower) || (upper && lower_before))) {
            if (size > 1)
                words[n++] = hash;
            hash = 2166136261u;
            size = 0;
        }
        if (upper || lower) {
            hash = (hash ^ (c | 0x20)) * 16777619u;
            size++;
        }
        lower_before = lower;
    }
    return n;
}

void features_names(const struct element *element, struct element_names *names)
{
    struct slice values[NAMES] = {element->classes, element->id, element->role, element->itemprop};
    static const uint8_t most[NAMES] = {12, 6, 2, 2};
    uint32_t n = 0;
    for (int k = 0; k < NAMES; k++) {
        names->counts[k] = (uint8_t)class_words(values[k], most[k], names->words + n);
        n += names->counts[k];
    }
    names->tag = element->tag;
    names->has_classes = element->classes.size > 0;
    names->classes = names->has_classes ? model_hash(element->classes) : 0;
}

uint32_t features_element(const struct element_names *names, uint32_t level, uint32_t features[FEATURES_ELEMENT])
{
    uint32_t n = 0, far = level < 2 ? level : 2;
    const uint32_t *word = names->words;
    features[n++] = model_feature(110 + level, names->tag);
    for (uint32_t k = 0; k < NAMES; k++)
        for (uint32_t i = 0; i < names->counts[k]; i++)
            features[n++] = model_feature(120 + 10 * k + far, *word++);
    if (names->has_classes)
        features[n++] = model_feature(160 + far, names->classes);
    return n;
}

uint32_t features_path(const struct element *element, uint32_t level, uint32_t *path)
{
    *path = *path * 131 + element->tag;
    return model_feature(100 + level, *path);
}

uint32_t features_markup(const struct page *page, const struct block *block, uint32_t features[FEATURES_MARKUP])
{
    uint32_t n = 0, e = block->element, path = 0;
    for (uint32_t level = 0; level < MARKUP_LEVELS && e != 0; level++) {
        struct element_names names;
        features_names(&page->elements[e], &names);
        features[n++] = features_path(&page->elements[e], level, &path);
        n += features_element(&names, level, features + n);
        e = page->elements[e].parent;
    }
    return n;
}
