#include "features_sheet.h"

#include "features_cells.h"
#include "features_markup.h"

/* Prose: long enough to be a paragraph, and ending as one does. */
static bool is_prose(const struct traits *t)
{
    return (t->words >= 30) | ((t->words >= 12) & (t->ends <= EDGE_QUOTE));
}

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
        features_markup_group(scan);
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
    sum_scores(scan, scan->markup_scores);
    fill_mean(scan, MARKUP_SCORE_NEAR, 3, 3);
    features_markup_first(scan, scores);
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
    if (scan->page->html)
        features_markup_second(scan, scores);
    fill_all(scan, PAGE_CHANCE, features_share(kept, words));
    fill_all(scan, PAGE_CHANCE_WORDS, features_scale(kept));
}
