#include "features_sheet.h"

#include "model.h"
#include "tag.h"

/* Prose: long enough to be a paragraph, and ending as one does. */
static bool is_prose(const struct traits *t)
{
    return (t->words >= 30) | ((t->words >= 12) & (t->ends <= EDGE_QUOTE));
}

static void group_alike(struct scan *scan);

void features_scan(const struct page *page, struct scan *scan)
{
    size_t count = page->block_count;
    *scan = (struct scan){.page = page, .arena = page->arena, .count = count};
    scan->traits = arena_allocate(page->arena, (count + 1) * sizeof *scan->traits);
    scan->looks = arena_allocate(page->arena, (count + 1) * sizeof *scan->looks);
    scan->tokens = arena_allocate(page->arena, (count + 1) * sizeof *scan->tokens);
    scan->word_scores = arena_array(page->arena, count + 1, sizeof *scan->word_scores);
    scan->markup_scores = arena_array(page->arena, count + 1, sizeof *scan->markup_scores);
    for (size_t i = 0; i < count; i++) {
        features_look(page->blocks[i].text, &scan->traits[i], &scan->tokens[i]);
        scan->looks[i] = features_looks(&scan->traits[i]);
    }
    for (int k = 0; k < 2; k++)
        scan->sums[k] = arena_array(page->arena, count + 1, sizeof *scan->sums[k]);
    scan->score_sums = arena_array(page->arena, count + 1, sizeof *scan->score_sums);
    scan->weight_sums = arena_array(page->arena, count + 1, sizeof *scan->weight_sums);
    for (size_t i = 0; i < count; i++)
        scan->weight_sums[i + 1] = scan->weight_sums[i] + (scan->traits[i].words + 1);
    scan->worths = arena_allocate(page->arena, (count + 1) * sizeof *scan->worths);
    sheet_make(&scan->sheet, page->arena, count, COLUMNS);
    if (page->html)
        group_alike(scan);
}

static uint8_t at_most(uint64_t value, uint8_t most)
{
    return value < most ? (uint8_t)value : most;
}

/* A score as a column's value: 32 is even odds, a step is a sixth of a unit. */
static uint8_t score_cell(int64_t score)
{
    int64_t cell = 32 + score * 6 / TREES_UNIT;
    return cell < 0 ? 0 : cell > 63 ? 63 : (uint8_t)cell;
}

/* So many blocks behind (at least 0) or before a place: from 32 up, from 31 down. */
static uint8_t distance_cell(int64_t blocks)
{
    int64_t cell = 32 + blocks;
    return cell < 0 ? 0 : cell > 63 ? 63 : (uint8_t)cell;
}

/* A block's own columns, from WORDS to WORD_SCORE. */
static void own_cells(const struct traits *t, const struct block *block, int32_t score, uint8_t cells[WORD_SCORE + 1])
{
    uint32_t signs = t->letters + t->digits + t->marks + t->commas + t->stops + t->quotes + t->brackets;
    memset(cells, 0, WORD_SCORE + 1);
    cells[WORDS] = (uint8_t)features_scale(t->words);
    cells[WORD_LENGTH] = t->words ? at_most((t->letters + t->digits) * 4 / t->words, 63) : 0;
    cells[DIGITS] = (uint8_t)features_share(t->digits, signs);
    cells[CAPITALS] = (uint8_t)features_share(t->capitals, t->words);
    cells[UPPERS] = (uint8_t)features_share(t->uppers, t->letters);
    cells[COMMAS] = at_most(t->commas, 63);
    cells[STOPS] = at_most(t->stops, 63);
    cells[ENDS] = t->ends;
    cells[BEGINS] = t->begins;
    cells[MARKS] = (uint8_t)features_share(t->marks, signs);
    cells[QUOTES] = at_most(t->quotes, 63);
    cells[BRACKETS] = at_most(t->brackets, 63);
    cells[ADDRESS] = (uint8_t)(t->url + 2 * t->at_sign);
    cells[COPYRIGHT] = t->copyright;
    cells[PIPE] = t->pipe;
    cells[TIME] = t->time;
    cells[YEAR] = t->year;
    cells[CJK] = (uint8_t)features_share(t->cjk, t->letters);
    cells[BEYOND_ASCII] = (uint8_t)features_share(t->beyond_ascii, signs);
    cells[INDENT] = at_most(block->indent, 63);
    cells[BREAKS] = at_most(block->breaks_before, 7);
    cells[WORD_SCORE] = score_cell(score);
}

static void fill_own(struct scan *scan)
{
    uint8_t cells[WORD_SCORE + 1], *first = sheet_column(&scan->sheet, 0);
    size_t stride = scan->sheet.stride;
    for (size_t i = 0; i < scan->count; i++) {
        own_cells(&scan->traits[i], &scan->page->blocks[i], scan->word_scores[i], cells);
#pragma GCC unroll 24
        for (size_t c = 0; c <= WORD_SCORE; c++)
            first[c * stride + i] = cells[c];
    }
}

/* Counts equal blocks before and after each, at most 3 each, with a table of hashes. */
static uint32_t fill_repeated(struct scan *scan)
{
    size_t size = memory_slots(scan->count);
    struct seen {
        uint32_t hash, count;
    } *table = arena_array(scan->arena, size, sizeof *table);
    uint32_t *slots = arena_allocate(scan->arena, (scan->count + 1) * sizeof *slots), repeated = 0;
    uint8_t *before = sheet_column(&scan->sheet, REPEATED_BEFORE);
    uint8_t *after = sheet_column(&scan->sheet, REPEATED_AFTER);
    for (size_t i = 0; i < scan->count; i++) {
        uint32_t hash = scan->traits[i].hash;
        size_t slot = hash & (size - 1);
        while (table[slot].count && table[slot].hash != hash)
            slot = (slot + 1) & (size - 1);
        before[i] = at_most(table[slot].count, 3);
        repeated += before[i] > 0;
        table[slot] = (struct seen){hash, table[slot].count + 1};
        slots[i] = (uint32_t)slot;
    }
    for (size_t i = 0; i < scan->count; i++)
        after[i] = at_most(table[slots[i]].count - 1 - before[i], 3);
    return repeated;
}

/* Windows are summed as differences of running sums, so that one costs two subtractions. */

struct window {
    size_t from, to;
};

static struct window window(size_t count, size_t at, size_t back, size_t ahead)
{
    return (struct window){at > back ? at - back : 0, at + ahead + 1 < count ? at + ahead + 1 : count};
}

/* Running sums of `score`, each block weighing as its words, for fill_mean. In floating point, but integers: words are
 * fewer than bytes, and a score times those stays below 2^53. */
static void sum_scores(struct scan *scan, const int32_t *score)
{
    double *sums = scan->score_sums, sum = 0;
    for (size_t i = 0; i < scan->count; i++) {
        sum += (scan->weight_sums[i + 1] - scan->weight_sums[i]) * score[i];
        sums[i + 1] = sum;
    }
}

/* The mean of the score last summed over some blocks around; integers so small divide as integers do. */
static void fill_mean(struct scan *scan, uint32_t column, size_t back, size_t ahead)
{
    const double *sums = scan->score_sums, *weights = scan->weight_sums;
    uint8_t *cells = sheet_column(&scan->sheet, column);
    size_t count = scan->count;
    for (size_t i = 0; i < count; i++) {
        struct window w = window(count, i, back, ahead);
        cells[i] = score_cell((int64_t)((sums[w.to] - sums[w.from]) / (weights[w.to] - weights[w.from])));
    }
}

static void fill_words_around(struct scan *scan)
{
    int64_t *words = scan->sums[0], *prose = scan->sums[1];
    size_t n = scan->count;
    for (size_t i = 0; i < n; i++) {
        const struct traits *t = &scan->traits[i];
        words[i + 1] = words[i] + t->words;
        prose[i + 1] = prose[i] + (is_prose(t) ? t->words : 0);
    }
    uint8_t *near = sheet_column(&scan->sheet, WORDS_NEAR), *before = sheet_column(&scan->sheet, WORDS_BEFORE),
            *after = sheet_column(&scan->sheet, WORDS_AFTER);
    for (size_t i = 0; i < n; i++) {
        struct window around = window(n, i, 2, 2), wide = window(n, i, 8, 8);
        near[i] = (uint8_t)features_scale((uint64_t)(words[around.to] - words[around.from]));
        before[i] = (uint8_t)features_scale((uint64_t)(words[i] - words[wide.from]));
        after[i] = (uint8_t)features_scale((uint64_t)(words[wide.to] - words[i + 1]));
    }
}

/* Where each block stands in the page; after fill_words_around, which has summed the words. */
static void fill_place(struct scan *scan)
{
    const int64_t *words = scan->sums[0], *prose = scan->sums[1];
    size_t n = scan->count;
    uint8_t *before = sheet_column(&scan->sheet, PROSE_BEFORE), *after = sheet_column(&scan->sheet, PROSE_AFTER),
            *place = sheet_column(&scan->sheet, PLACE), *start = sheet_column(&scan->sheet, FROM_START),
            *end = sheet_column(&scan->sheet, FROM_END);
    uint64_t all_words = (uint64_t)words[n], all_prose = (uint64_t)prose[n];
    for (size_t i = 0; i < n; i++) {
        before[i] = (uint8_t)features_share((uint64_t)prose[i], all_prose);
        after[i] = (uint8_t)features_scale(all_prose - (uint64_t)prose[i + 1]);
        place[i] = (uint8_t)features_share((uint64_t)words[i], all_words);
        start[i] = (uint8_t)features_scale(i);
        end[n - 1 - i] = start[i];
    }
}

static void fill_prose_distance(struct scan *scan)
{
    uint8_t *before = sheet_column(&scan->sheet, TO_PROSE_BEFORE);
    uint8_t *after = sheet_column(&scan->sheet, TO_PROSE_AFTER);
    size_t n = scan->count, distance = 63;
    for (size_t i = 0; i < n; i++) {
        before[i] = at_most(distance, 63);
        distance = is_prose(&scan->traits[i]) ? 0 : distance + 1;
    }
    distance = 63;
    for (size_t i = n; i-- > 0;) {
        after[i] = at_most(distance, 63);
        distance = is_prose(&scan->traits[i]) ? 0 : distance + 1;
    }
}

/* Chance in thousandths less half, times the words: what a block adds to a span. */
static int64_t worth(const struct scan *scan, unsigned chance, size_t i)
{
    return ((int64_t)chance - 500) * (scan->traits[i].words + 1);
}

/* The run of blocks whose worths sum highest (Bentley's scan), and where each block lies to it. */
static void fill_span(struct scan *scan, uint32_t first_column)
{
    size_t n = scan->count, start = 0, best_start = 0, best_end = 0;
    int64_t sum = 0, best = 0;
    const int64_t *worths = scan->worths;
    for (size_t i = 0; i < n; i++) {
        sum += worths[i];
        if (sum <= 0) {
            sum = 0;
            start = i + 1;
        } else if (sum > best) {
            best = sum;
            best_start = start;
            best_end = i + 1;
        }
    }
    uint8_t *side = sheet_column(&scan->sheet, first_column), *from = sheet_column(&scan->sheet, first_column + 1),
            *to = sheet_column(&scan->sheet, first_column + 2);
    memset(side, 0, best_start);
    memset(side + best_start, 1, best_end - best_start);
    memset(side + best_end, 2, n - best_end);
    for (size_t i = 0; i < n; i++) {
        from[i] = distance_cell((int64_t)i - (int64_t)best_start - (i < best_start));
        to[i] = distance_cell((int64_t)i - (int64_t)best_end);
    }
}

enum { RUN_GAP = 4 };

/* Runs of body blocks (where `in_body`), at most RUN_GAP others between two. Each block: the words of the run that it
 * is in, or that ended last before it, as a share of the longest run's; whether that is before, is, or is behind the
 * longest; and whether the block lies inside. */
static void fill_runs(struct scan *scan, const bool *in_body, uint32_t first_column)
{
    size_t n = scan->count, last = 0;
    uint32_t *run_of = arena_array(scan->arena, n + 1, sizeof *run_of),
             *words = arena_array(scan->arena, n + 2, sizeof *words);
    size_t *ends = arena_array(scan->arena, n + 2, sizeof *ends);
    uint32_t run = 0, longest = 0;
    for (size_t i = 0; i < n; i++) {
        if (in_body[i]) {
            run += run == 0 || i - last > RUN_GAP + 1;
            last = i;
            words[run] += scan->traits[i].words;
            ends[run] = i;
        }
        run_of[i] = run;
    }
    for (uint32_t r = 1; r <= run; r++)
        if (words[r] > words[longest])
            longest = r;
    uint8_t *share = sheet_column(&scan->sheet, first_column), *side = sheet_column(&scan->sheet, first_column + 1),
            *inside = sheet_column(&scan->sheet, first_column + 2);
    for (size_t i = 0; i < n; i++) {
        uint32_t r = run_of[i];
        share[i] = (uint8_t)features_share(words[r], words[longest]);
        side[i] = r < longest ? 0 : r == longest ? 1 : 2;
        inside[i] = r > 0 && i <= ends[r];
    }
}

enum { LOWEST_REACH = 8 };

/* The lower of each byte and the one `apart` behind it, for `count` bytes, rounded up to whole steps. */
static void lower_of_two(const uint8_t *from, size_t count, size_t apart, uint8_t *to)
{
    for (size_t i = 0; i < count; i += TREES_STEP)
        for (size_t k = i; k < i + TREES_STEP; k++)
            to[k] = from[k] < from[k + apart] ? from[k] : from[k + apart];
}

/* The lowest score of a few blocks before and behind: of two, of four, of eight. */
static void fill_lowest(struct scan *scan)
{
    size_t n = scan->count, size = n + 2 * LOWEST_REACH, room = size + 2 * TREES_STEP;
    uint8_t *lowest[2] = {arena_allocate(scan->arena, room), arena_allocate(scan->arena, room)};
    memset(lowest[0], TREES_MOST, room);
    memset(lowest[1], TREES_MOST, room);
    memcpy(lowest[0] + LOWEST_REACH, sheet_column(&scan->sheet, WORD_SCORE), n);
    lower_of_two(lowest[0], size, 1, lowest[1]);
    lower_of_two(lowest[1], size, 2, lowest[0]);
    lower_of_two(lowest[0], size, 4, lowest[1]);
    memcpy(sheet_column(&scan->sheet, LOWEST_BEFORE), lowest[1], n);
    memcpy(sheet_column(&scan->sheet, LOWEST_AFTER), lowest[1] + LOWEST_REACH + 1, n);
}

enum { TOPIC_BITS = 13 };

static void count_up(uint16_t *count)
{
    if (*count < UINT16_MAX)
        ++*count;
}

/* How many of a block's rarer words the body (blocks where `in_body`) has in other blocks. */
static void fill_topic(struct scan *scan, const bool *in_body, uint32_t column)
{
    uint16_t *found = arena_array(scan->arena, (size_t)1 << TOPIC_BITS, sizeof *found);
    uint32_t mask = (1u << TOPIC_BITS) - 1, blocks = 0;
    for (size_t i = 0; i < scan->count; i++) {
        const struct block_tokens *tokens = &scan->tokens[i];
        blocks += in_body[i];
        for (uint32_t k = 0; in_body[i] && k < tokens->count; k++)
            count_up(&found[tokens->tokens[k] & mask]);
    }
    uint32_t common = blocks / 3 + 3;
    uint8_t *cells = sheet_column(&scan->sheet, column);
    for (size_t i = 0; i < scan->count; i++) {
        const struct block_tokens *tokens = &scan->tokens[i];
        uint32_t hits = 0, misses = 0, own = in_body[i];
        for (uint32_t k = 0; k < tokens->count; k++) {
            uint32_t others = found[tokens->tokens[k] & mask] - own;
            hits += others - 1 < common;
            misses += others == 0;
        }
        cells[i] = (uint8_t)features_share(hits, hits + misses);
    }
}

static void fill_all(struct scan *scan, uint32_t column, unsigned value)
{
    memset(sheet_column(&scan->sheet, column), (int)value, scan->count);
}

static void fill_page(struct scan *scan, uint32_t repeated)
{
    uint64_t words = 0, prose = 0, longest = 0, breaks = 0, cjk = 0, letters = 0;
    int64_t score = 0;
    for (size_t i = 0; i < scan->count; i++) {
        const struct traits *t = &scan->traits[i];
        words += t->words;
        prose += is_prose(t) ? t->words : 0;
        longest = t->words > longest ? t->words : longest;
        breaks += scan->page->blocks[i].breaks_before > 0;
        cjk += t->cjk;
        letters += t->letters;
        score += (int64_t)scan->word_scores[i] * t->words;
    }
    fill_all(scan, PAGE_WORDS, features_scale(words));
    fill_all(scan, PAGE_BLOCKS, features_scale(scan->count));
    fill_all(scan, PAGE_PROSE, features_share(prose, words));
    fill_all(scan, PAGE_LONGEST, features_scale(longest));
    fill_all(scan, PAGE_SCORE, score_cell(words ? score / (int64_t)words : 0));
    fill_all(scan, PAGE_REPEATED, features_share(repeated, scan->count));
    fill_all(scan, PAGE_BREAKS, features_share(breaks, scan->count));
    fill_all(scan, PAGE_CJK, features_share(cjk, letters));
}

/* Markup. */

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
    const char *at = json.at, *end = json.at + json.size;
    while (at < end && (at = memchr(at, '"', (size_t)(end - at))) != NULL) {
        if ((size_t)(end - at) > sizeof name && memcmp(at, name, sizeof name - 1) == 0)
            break;
        at++;
    }
    if (!at || at >= end || !(at = memchr(at + sizeof name - 1, '"', (size_t)(end - at) - sizeof name + 1)))
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
        names[e] = model_feature(element->tag + 1, model_hash(element->classes)) | 1;
    return names[e];
}

/* Numbers the blocks by their markup: tag and classes of the element and its parent, tag of the one above. */
static void group_alike(struct scan *scan)
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

static int32_t *both_scores(struct scan *scan)
{
    int32_t *scores = arena_array(scan->arena, scan->count + 1, sizeof *scores);
    for (size_t i = 0; i < scan->count; i++)
        scores[i] = scan->word_scores[i] + scan->markup_scores[i];
    return scores;
}

void features_first(struct scan *scan)
{
    if (scan->count == 0)
        return;
    fill_own(scan);
    uint32_t repeated = fill_repeated(scan);
    int32_t *scores = both_scores(scan);
    sum_scores(scan, scan->word_scores);
    fill_mean(scan, WORD_SCORE_NEAR, 2, 2);
    fill_mean(scan, WORD_SCORE_WIDE, 8, 8);
    fill_words_around(scan);
    fill_place(scan);
    fill_prose_distance(scan);
    bool *prose = arena_array(scan->arena, scan->count + 1, sizeof *prose);
    for (size_t i = 0; i < scan->count; i++) {
        prose[i] = is_prose(&scan->traits[i]);
        scan->worths[i] = worth(scan, trees_chance(scores[i]), i);
    }
    fill_span(scan, SPAN);
    fill_topic(scan, prose, TOPIC);
    fill_lowest(scan);
    fill_page(scan, repeated);
    if (!scan->page->html)
        return;
    fill_runs(scan, prose, RUN_SHARE);
    fill_markup_own(scan);
    sum_scores(scan, scan->markup_scores);
    fill_mean(scan, MARKUP_SCORE_NEAR, 3, 3);
    fill_links_around(scan);
    fill_siblings(scan);
    fill_container(scan, CONTAINER);
    fill_title(scan);
    fill_from_title(scan);
    fill_stated(scan);
    fill_alike(scan, scores);
}

void features_second(struct scan *scan, const int32_t *scores)
{
    if (scan->count == 0)
        return;
    uint64_t words = 0, kept = 0;
    bool *body = arena_array(scan->arena, scan->count + 1, sizeof *body);
    uint8_t *chances = sheet_column(&scan->sheet, CHANCE);
    for (size_t i = 0; i < scan->count; i++) {
        unsigned chance = trees_chance(scores[i]);
        chances[i] = score_cell(scores[i]);
        scan->worths[i] = worth(scan, chance, i);
        body[i] = chance >= 500 && scan->traits[i].words >= 5;
        words += scan->traits[i].words;
        kept += (uint64_t)chance * scan->traits[i].words / 1000;
    }
    sum_scores(scan, scores);
    fill_mean(scan, CHANCE_NEAR, 2, 2);
    fill_mean(scan, CHANCE_WIDE, 10, 10);
    fill_mean(scan, CHANCE_BEFORE, 5, 0);
    fill_mean(scan, CHANCE_AFTER, 0, 5);
    fill_span(scan, CHANCE_SPAN);
    fill_topic(scan, body, CHANCE_TOPIC);
    fill_runs(scan, body, CHANCE_RUN_SHARE);
    if (scan->page->html) {
        fill_container(scan, CHANCE_CONTAINER);
        fill_markup_means(scan, scores);
    }
    fill_all(scan, PAGE_CHANCE, features_share(kept, words));
    fill_all(scan, PAGE_CHANCE_WORDS, features_scale(kept));
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
