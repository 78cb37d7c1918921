#include "names.h"

#include "text.h"
#include "words.h"

#include <float.h>

/* Small words that stand inside names. */
static bool is_joint(const struct view *view, size_t at)
{
    static const char *const words[] = {"of", "the", "and", "for", "de",  "del", "la", "al",
                                        "el", "bin", "van", "von", "in",  "on",  "di", "da",
                                        "do", "du",  "des", "ibn", "der", "den", "to"};
    if (view->sentence->tokens[at].shape != SHAPE_PUNCT)
        return VIEW_IS_ANY(view, at, words) || view_is(view, at, "'s");
    return view_is(view, at, "'") || view_is(view, at, "-") || view_is(view, at, "/") || view_is(view, at, "&");
}

static bool may_begin(const struct view *view, size_t at)
{
    const struct token *token = &view->sentence->tokens[at];
    if (word_is_capital(token) || token->shape == SHAPE_UNCASED)
        return true;
    if (token->shape == SHAPE_ALNUM)
        return (token->classes & TEXT_UPPER) != 0;
    if (token->shape != SHAPE_LOWER || !view->matches)
        return false;
    /* A web writer's "tampa" or "john": only what no text writes small. */
    return !view_in_list(view, at, LIST_COMMON) && view->small[at];
}

void names_candidates(struct view *view, bool *may)
{
    size_t count = view->sentence->token_count;
    for (size_t i = 0; i < count; i++)
        may[i] = may_begin(view, i);
    for (size_t i = 1; i < count; i++) {
        if (may[i] || !(may[i - 1] || (i >= 2 && may[i - 2])))
            continue;
        bool before = may[i - 1], after = false;
        for (size_t k = i + 1; k < count && k <= i + 3 && !after; k++) {
            after = may_begin(view, k);
            if (!after && !is_joint(view, k))
                break;
        }
        const struct token *token = &view->sentence->tokens[i];
        bool digits = token->shape == SHAPE_DIGITS;
        bool small_part = i >= 2 && token->shape == SHAPE_LOWER && view_is_hyphen(view, i - 1) && may[i - 2];
        may[i] = (before && after && is_joint(view, i)) || (before && digits) || (small_part && may[i - 1]);
        if (!may[i] && before && view_is_hyphen(view, i))
            may[i] = true;
    }
    for (size_t i = 0; i < count; i++) {
        bool near = false;
        for (size_t k = i >= 2 ? i - 2 : 0; k <= i + 2 && k < count && !near; k++)
            near = may[k];
        if (near)
            view->clusters[i] =
                clusters_find(&view->tagger->clusters, word_cluster_key(view->sentence, &view->sentence->tokens[i]));
    }
}

struct feature_list {
    uint32_t *at;
    size_t count;
};

static void add(struct feature_list *list, uint32_t template, uint32_t value)
{
    list->at[list->count++] = model_feature(template, value);
}

static uint32_t pair(uint32_t a, uint32_t b)
{
    return a * 0x9E3779B1u ^ (b + 0x85EBCA6Bu + (a << 6));
}

static uint32_t word_of(const struct view *view, ptrdiff_t at)
{
    if (at < 0)
        return 1;
    if ((size_t)at >= view->sentence->token_count)
        return 2;
    const struct token *token = &view->sentence->tokens[at];
    if (view->blind && word_is_capital(token) &&
        !(view->lists[at] & ~(1u << (LIST_GIVEN - LIST_GIVEN) | 1u << (LIST_SURNAME - LIST_GIVEN))))
        return 99;
    return token->shape == SHAPE_DIGITS || token->shape == SHAPE_NUMBER ? 3u + token->end - token->start : token->hash;
}

static uint32_t shape_of(const struct view *view, ptrdiff_t at)
{
    if (at < 0 || (size_t)at >= view->sentence->token_count)
        return 31;
    const struct token *token = &view->sentence->tokens[at];
    uint32_t size = token->end - token->start;
    return token->shape | (size > 3 ? 32u : 0) | (size == 1 ? 64u : 0) | (token->space_before ? 0 : 128u);
}

/* What listed names cover the word: the type of the longest that holds it, and whether it begins there. */
static uint32_t listed_of(const struct view *view, ptrdiff_t at)
{
    if (at < 0 || (size_t)at >= view->sentence->token_count)
        return 0;
    return view->listed[at];
}

static uint32_t lists_of(const struct view *view, ptrdiff_t at)
{
    if (at < 0 || (size_t)at >= view->sentence->token_count)
        return 1u << 31;
    return view->lists[at];
}

static void add_affixes(struct feature_list *list, const struct view *view, size_t at)
{
    char lower[16];
    if (view->blind && at % 2)
        return;
    struct slice text = word_text(view->sentence, &view->sentence->tokens[at]);
    size_t size = text.size;
    for (size_t length = 2; length <= 4 && length <= size; length++) {
        for (size_t i = 0; i < length; i++)
            lower[i] = (char)(text.at[size - length + i] | 0x20);
        add(list, 20 + (uint32_t)length, model_hash((struct slice){lower, length}));
    }
    if (size >= 3) {
        for (size_t i = 0; i < 3; i++)
            lower[i] = (char)(text.at[i] | 0x20);
        add(list, 25, model_hash((struct slice){lower, 3}));
    }
}

/* fine << 16 | coarse of a word; of one that is unknown, or hidden in training, what its shape tells. */
static uint32_t cluster_of(const struct view *view, ptrdiff_t at)
{
    if (at < 0 || (size_t)at >= view->sentence->token_count)
        return 0xFFFFu;
    const struct cluster_word *word = view->clusters[at];
    if (!word || (view->blind && word_is_capital(&view->sentence->tokens[at])))
        return 0x8000u | view->sentence->tokens[at].shape;
    return (uint32_t)word->fine << 16 | word->coarse;
}

static void add_clusters(struct feature_list *list, const struct view *view, ptrdiff_t i, uint32_t shape)
{
    uint32_t here = cluster_of(view, i), before = cluster_of(view, i - 1), after = cluster_of(view, i + 1);
    uint32_t coarse = here & 0xFFFF, coarse_before = before & 0xFFFF, coarse_after = after & 0xFFFF;
    add(list, 60, here);
    add(list, 61, before);
    add(list, 62, after);
    add(list, 63, coarse);
    add(list, 64, pair(coarse_before, coarse));
    add(list, 65, pair(coarse, coarse_after));
    add(list, 66, pair(before, shape));
    add(list, 67, pair(after, shape));
    add(list, 68, pair(pair(coarse_before, shape), coarse_after));
    add(list, 69, pair(here, shape));
    add(list, 70, pair(cluster_of(view, i - 2) & 0xFFFF, coarse_before));
    add(list, 71, pair(coarse_after, cluster_of(view, i + 2) & 0xFFFF));
    add(list, 72, pair(before, after));
}

size_t names_features(const struct view *view, size_t at, uint32_t *features)
{
    struct feature_list list = {features, 0};
    ptrdiff_t i = (ptrdiff_t)at;
    uint32_t mode = view->shouting ? 2 : view->headline ? 1 : 0;
    uint32_t word = word_of(view, i), before = word_of(view, i - 1), after = word_of(view, i + 1);
    uint32_t shape = shape_of(view, i), lists = lists_of(view, i), listed = listed_of(view, i);
    add(&list, 0, mode);
    add(&list, 1, word);
    add(&list, 2, before);
    add(&list, 3, after);
    add(&list, 4, word_of(view, i - 2));
    add(&list, 5, word_of(view, i + 2));
    add(&list, 6, pair(word, before));
    add(&list, 7, pair(word, after));
    add(&list, 8, pair(shape, mode));
    add(&list, 9, pair(shape_of(view, i - 1), shape));
    add(&list, 10, pair(shape, shape_of(view, i + 1)));
    add(&list, 11, pair(pair(shape_of(view, i - 1), shape), shape_of(view, i + 1)));
    add(&list, 12, pair(before, shape));
    add(&list, 13, pair(after, shape));
    add(&list, 14, pair(word, shape));
    add(&list, 15, pair(before, after));
    add_affixes(&list, view, at);
    add(&list, 30, listed);
    add(&list, 31, pair(listed, listed_of(view, i + 1)));
    add(&list, 32, pair(listed_of(view, i - 1), listed));
    add(&list, 33, pair(listed, shape));
    add(&list, 34, pair(listed, mode * 2 + (at == 0)));
    add(&list, 35, pair(listed_of(view, i - 1), shape));
    add(&list, 36, pair(listed_of(view, i + 1), shape));
    add(&list, 37, pair(listed, after));
    add(&list, 38, pair(listed, before));
    add(&list, 40, lists);
    add(&list, 41, pair(lists, lists_of(view, i + 1)));
    add(&list, 42, pair(lists_of(view, i - 1), lists));
    add(&list, 43, pair(lists, shape));
    add(&list, 44, pair(lists_of(view, i - 1), shape));
    add(&list, 45, pair(lists_of(view, i + 1), shape));
    add(&list, 46, pair(lists, (at == 0) + 2 * mode));
    add(&list, 47, pair(pair(lists_of(view, i - 1), lists), lists_of(view, i + 1)));
    add(&list, 48, pair(lists, listed));
    add(&list, 49, pair(lists_of(view, i - 2), shape));
    add(&list, 50, pair(lists_of(view, i + 2), shape));
    add(&list, 51, pair(word_of(view, i - 1), word_of(view, i - 2)));
    add(&list, 52, pair(word_of(view, i + 1), word_of(view, i + 2)));
    add_clusters(&list, view, i, shape);
    return list.count;
}

bool names_follows(enum name_tag from, enum name_tag to)
{
    if (to == NAME_NONE || to % 2 == 1)
        return true;
    return from == to || from + 1 == to;
}

void names_decode(float (*scores)[NAME_TAGS], const bool *may, size_t count, float (*transitions)[NAME_TAGS],
                  uint8_t *tags, struct arena *arena)
{
    uint8_t(*back)[NAME_TAGS] = arena_allocate(arena, count * sizeof *back);
    float best[NAME_TAGS], next[NAME_TAGS];
    for (size_t i = 0; i < count; i++) {
        if (!may[i]) { /* only none is left: the best way here goes on */
            int from = 0;
            for (int tag = 1; tag < NAME_TAGS && i > 0; tag++)
                if (best[tag] > best[from])
                    from = tag;
            float score = i ? best[from] : 0;
            for (int tag = 0; tag < NAME_TAGS; tag++)
                best[tag] = -FLT_MAX;
            best[NAME_NONE] = score;
            memset(back[i], from, sizeof back[i]);
            continue;
        }
        for (int to = 0; to < NAME_TAGS; to++) {
            next[to] = -FLT_MAX;
            back[i][to] = 0;
            for (int from = 0; from < NAME_TAGS; from++) {
                if ((i == 0 && from != NAME_NONE) || !names_follows((enum name_tag)from, (enum name_tag)to))
                    continue;
                float score = (i == 0 ? 0 : best[from]);
                if (score == -FLT_MAX)
                    continue;
                score += scores[i][to] + transitions[from][to];
                if (score > next[to]) {
                    next[to] = score;
                    back[i][to] = (uint8_t)from;
                }
            }
        }
        memcpy(best, next, sizeof best);
    }
    int tag = 0;
    for (int to = 1; to < NAME_TAGS; to++)
        if (count && best[to] > best[tag])
            tag = to;
    for (size_t i = count; i > 0; i--) {
        tags[i - 1] = (uint8_t)tag;
        tag = back[i - 1][tag];
    }
}

bool names_open(struct names_model *model, struct slice file, const char **what)
{
    if (!model_open(&model->weights, file, "tag-names", what))
        return false;
    *what = "a model for other tags";
    if (model->weights.outputs != NAMES_OUTPUTS)
        return false;
    for (uint32_t from = 0; from < NAME_TAGS; from++) {
        int32_t sums[NAMES_OUTPUTS] = {0};
        model_add(&model->weights, model_feature(NAMES_TRANSITION, from), sums);
        for (uint32_t to = 0; to < NAME_TAGS; to++)
            model->transitions[from][to] = (float)sums[to];
    }
    return true;
}

/* Titles and adjectives of countries at the front of a person are no part of the name. */
static size_t trim_person(const struct view *view, size_t first, size_t last)
{
    static const char *const royal[] = {"king", "queen",  "prince", "princess", "emperor",
                                        "pope", "sultan", "bishop", "judge"};
    static const char *const days[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    static const char *const openings[] = {
        "since", "when", "while", "after", "before", "as",    "if",    "but",     "and",      "for",    "in",
        "on",    "at",   "with",  "like",  "unlike", "under", "until", "despite", "although", "though", "because",
        "both",  "even", "only",  "yet",   "so",     "then",  "now",   "where",   "why",      "how"};
    if (first > 0 && first + 1 < last && VIEW_IS_ANY(view, first, days) &&
        !word_is_capital(&view->sentence->tokens[first - 1]))
        first++;
    while (first + 1 < last) {
        const struct gazetteer_match *match = &view->matches[first];
        size_t skip = 0;
        if (view_opens(view, first) && VIEW_IS_ANY(view, first, openings))
            skip = 1; /* "Since Keating" */
        for (uint32_t i = 0; i < match->count; i++)
            if ((match->readings[i].type == ENTITY_NATIONALITY || match->readings[i].type == LIST_TITLE_HEAD ||
                 match->readings[i].type == LIST_HONORIFIC || match->readings[i].type == ENTITY_COUNTRY) &&
                gazetteer_fits(&match->readings[i], view->sentence, first) &&
                (!view_in_list(view, first, LIST_GIVEN) || VIEW_IS_ANY(view, first, royal)))
                skip = match->tokens;
        if (skip == 0 && view_in_list(view, first, LIST_TITLE_MODIFIER) && !view_in_list(view, first, LIST_GIVEN))
            skip = 1;
        if (skip == 0)
            break;
        first += skip;
    }
    return first;
}

/* "Al (Wahaibi)", written apart and with a capital. */
static size_t particles_before(const struct view *view, size_t first)
{
    static const char *const particles[] = {"al", "el", "abu", "ould", "bin", "ibn"};
    bool particle =
        first > 0 && VIEW_IS_ANY(view, first - 1, particles) && word_is_capital(&view->sentence->tokens[first - 1]);
    return particle ? first - 1 : first;
}

/* Words that are common ones all, where capitals tell nothing; letters of a type of aircraft: "KF-21". */
static bool is_empty_name(const struct view *view, size_t first, size_t last)
{
    const struct sentence *sentence = view->sentence;
    bool common = true, people = false;
    for (size_t i = first; i < last && common; i++) {
        bool adjective = (view->listed[i] & 15) == ENTITY_NATIONALITY;
        common = adjective || view_in_list(view, i, LIST_COMMON) || sentence->tokens[i].shape == SHAPE_PUNCT ||
                 is_joint(view, i);
        people |= adjective;
    }
    if (common && people)
        return true;
    if (common && (view->headline || view->shouting || first == 0 || sentence->tokens[first].shape == SHAPE_UPPER ||
                   last == first + 1))
        return true;
    return last == first + 1 && sentence->tokens[first].shape != SHAPE_CAPITAL && last + 1 < sentence->token_count &&
           sentence->tokens[last].classes & TEXT_DASH && sentence->tokens[last + 1].classes & TEXT_DIGIT;
}

/* Where a span must be cut: behind "X's" if X is a name of its own, before "and" behind a listed body. */
static size_t cut_of(const struct view *view, size_t first, size_t last, size_t *next)
{
    for (size_t i = first + 1; i + 1 < last; i++) {
        bool named = view->matches[first].tokens == i - first || view_in_list(view, i - 1, LIST_BODY);
        if (view_is(view, i, "'s") && named) {
            *next = i + 1;
            return i;
        }
        if (view_is_participle(view, i)) {
            *next = i + 2;
            return i;
        }
        if (view_is(view, i, "and") && view->matches[first].tokens == i - first && i - first > 1) {
            *next = i + 1;
            return i;
        }
    }
    *next = last;
    return last;
}

/* Of each token: where the longest title that begins there ends; 0 if none does. */
static uint32_t *title_ends(const struct view *view)
{
    uint32_t *ends = arena_array(view->spans.arena, view->sentence->token_count, sizeof *ends);
    for (size_t i = 0; i < view->spans.count; i++) {
        const struct span *span = &view->spans.at[i];
        if (span->type == ENTITY_TITLE && span->last > ends[span->first])
            ends[span->first] = span->last;
    }
    return ends;
}

/* "White House National Security Adviser": a body ends where a title begins that goes on behind it, or stands right
 * behind a listed name: "UN Secretary-General Antonio Guterres". */
static size_t before_title(const struct view *view, const uint32_t *titles, size_t first, size_t last)
{
    for (size_t at = first + 1; at < last; at++)
        if (titles[at] > last || (titles[at] && view->matches[first].tokens == at - first))
            last = at;
    return last;
}

static void offer(struct view *view, const uint32_t *titles, size_t first, size_t last, uint8_t tag)
{
    static const char *const laws[] = {"act",          "law",       "bill",       "code",
                                       "constitution", "amendment", "resolution", "decree"};
    while (first < last && view->sentence->tokens[first].shape == SHAPE_PUNCT)
        first++;
    while (first < last && view->sentence->tokens[last - 1].shape == SHAPE_PUNCT &&
           !(view->sentence->tokens[last - 1].classes & TEXT_DIGIT))
        last--;
    if (last > first + 1 && view_is(view, first, "the"))
        first++;
    static const char *const polite[] = {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "prof", "prof.", "sir"};
    if (tag != NAME_B_PER && first + 1 < last && VIEW_IS_ANY(view, first, polite) && view_is_name_word(view, first + 1))
        tag = NAME_B_PER; /* "Mr Godfred Yeboah Dame" is no body */
    if (tag == NAME_B_PER)
        first = particles_before(view, trim_person(view, first, last));
    while (tag == NAME_B_PER && view->headline && last > first + 1 && view_in_list(view, last - 1, LIST_COMMON))
        last--;
    if (tag == NAME_B_ORG)
        last = before_title(view, titles, first, last);
    if (first >= last || is_empty_name(view, first, last) || (tag != NAME_B_PER && VIEW_IS_ANY(view, last - 1, laws)))
        return;
    static const enum entity_type types[] = {ENTITY_NONE, ENTITY_PERSON, ENTITY_PERSON, ENTITY_ORG,
                                             ENTITY_ORG,  ENTITY_PLACE,  ENTITY_PLACE};
    struct span span = {.first = (uint32_t)first,
                        .last = (uint32_t)last,
                        .type = types[tag],
                        .rank = RANK_MODEL,
                        .rule = "model",
                        .confidence = 0.7f};
    if (view->matches[first].tokens == last - first)
        span.reading = view_reading(view, first, span.type);
    if (span.reading && span.reading->flags & READING_WEAK && span.type != ENTITY_PLACE)
        span.reading = NULL;
    if (span.reading)
        span.gazetteer = view->sources[first];
    spans_add(&view->spans, &span);
}

/* Sums of rows of eight signed bytes, kept as four 16-bit lanes of bytes 0, 2, .. and four of bytes 1, 3, .. of a row,
 * each byte with 128 added so that no lane borrows from the next; 80 rows cannot overflow a lane. */
struct row_sums {
    uint64_t even, odd;
    uint32_t rows;
};

static void add_row(struct row_sums *sums, const struct model *model, uint32_t feature)
{
    uint64_t row;
    memcpy(&row, model->weights + (size_t)(feature & model->mask) * NAMES_OUTPUTS, sizeof row);
    row ^= UINT64_C(0x8080808080808080);
    sums->even += row & UINT64_C(0x00FF00FF00FF00FF);
    sums->odd += row >> 8 & UINT64_C(0x00FF00FF00FF00FF);
    sums->rows++;
}

static void read_sums(const struct row_sums *sums, float *scores)
{
    static const uint16_t one = 1;
    uint16_t even[4], odd[4];
    bool little = *(const unsigned char *)&one == 1;
    memcpy(even, little ? &sums->even : &sums->odd, sizeof even);
    memcpy(odd, little ? &sums->odd : &sums->even, sizeof odd);
    for (int tag = 0; tag < NAME_TAGS; tag++)
        scores[tag] = (float)((int32_t)(tag % 2 ? odd : even)[tag / 2] - (int32_t)(128 * sums->rows));
}

/* The scores and then the best tags of the words [first, last), which may all belong to a name. */
static void tag_run(const struct names_model *model, struct view *view, size_t first, size_t last,
                    float (*scores)[NAME_TAGS], const bool *may, uint8_t *tags)
{
    float transitions[NAME_TAGS][NAME_TAGS];
    for (size_t i = first; i < last; i++) {
        uint32_t features[NAMES_FEATURES];
        struct row_sums sums = {0};
        size_t size = names_features(view, i, features);
        for (size_t k = 0; k < size; k++)
            add_row(&sums, &model->weights, features[k]);
        read_sums(&sums, scores[i - first]);
    }
    memcpy(transitions, model->transitions, sizeof transitions);
    names_decode(scores, may + first, last - first, transitions, tags, view->spans.arena);
}

/* Offers the names among the tags of the words from `first` on. */
static void offer_names(struct view *view, const uint32_t *titles, size_t first, const uint8_t *tags, size_t count)
{
    for (size_t i = 0; i < count;) {
        size_t begin = i++;
        if (tags[begin] == NAME_NONE)
            continue;
        while (i < count && tags[i] == (tags[begin] | 1) + 1)
            i++;
        for (size_t part = first + begin, next = part; part < first + i; part = next)
            offer(view, titles, part, cut_of(view, part, first + i, &next), tags[begin]);
    }
}

static size_t longest_run(const bool *may, size_t count)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < count; i++) {
        run = may[i] ? run + 1 : 0;
        if (run > longest)
            longest = run;
    }
    return longest;
}

/* A word that can be no name is none whatever stands beside it, so each run of the others is decided by itself. */
void names_find(const struct names_model *model, struct view *view)
{
    size_t count = view->sentence->token_count;
    struct arena *arena = view->spans.arena;
    bool *may = arena_array(arena, count, sizeof *may);
    names_candidates(view, may);
    size_t longest = longest_run(may, count);
    if (longest == 0)
        return;
    const uint32_t *titles = title_ends(view);
    float(*scores)[NAME_TAGS] = arena_allocate(arena, longest * sizeof *scores);
    uint8_t *tags = arena_allocate(arena, longest);
    for (size_t first = 0, last; first < count; first = last) {
        for (last = first; last < count && may[last];)
            last++;
        if (last > first) {
            tag_run(model, view, first, last, scores, may, tags);
            offer_names(view, titles, first, tags, last - first);
        } else {
            last++;
        }
    }
}
