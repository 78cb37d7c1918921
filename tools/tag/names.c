#include "names.h"

#include "names_guess.h"
#include "text.h"
#include "words.h"

#include <float.h>

bool names_is_joint(const struct view *view, size_t at)
{
    static const char *const words[] = {"of", "the", "and", "for", "de",  "del", "la", "al",
                                        "el", "bin", "van", "von", "in",  "on",  "di", "da",
                                        "do", "du",  "des", "ibn", "der", "den", "to"};
    const struct token *token = &view->sentence->tokens[at];
    if (token->shape == SHAPE_PUNCT)
        return view_is(view, at, "'") || view_is(view, at, "-") || view_is(view, at, "/") || view_is(view, at, "&");
    return (token->end - token->start <= 3 && VIEW_IS_ANY(view, at, words)) || view_is(view, at, "'s");
}

static inline bool may_begin(const struct view *view, size_t at)
{
    const struct token *token = &view->sentence->tokens[at];
    if (word_is_capital(token) || token->shape == SHAPE_UNCASED)
        return true;
    if (token->shape == SHAPE_ALNUM)
        return (token->classes & TEXT_UPPER) != 0;
    /* A web writer's "tampa" or "john": only what no text writes small. */
    return token->shape == SHAPE_LOWER && view->matches && view->small[at] && !IN_LIST(view->lists[at], LIST_COMMON);
}

/* Whether word `at`, which cannot begin a name but stands behind one that may belong to one, may go on with it. */
static bool may_go_on(const struct view *view, size_t at, const bool *may)
{
    const struct token *token = &view->sentence->tokens[at];
    size_t count = view->sentence->token_count;
    if (token->shape == SHAPE_DIGITS || view_is_hyphen(view, at))
        return true;
    if (at >= 2 && token->shape == SHAPE_LOWER && may[at - 2] && view_is_hyphen(view, at - 1))
        return true;
    if (!names_is_joint(view, at))
        return false;
    for (size_t k = at + 1; k < count && k <= at + 3; k++)
        if (may[k])
            return true;
        else if (!names_is_joint(view, k))
            return false;
    return false;
}

void names_candidates(struct view *view, bool *may)
{
    size_t count = view->sentence->token_count, looked_up = 0;
    for (size_t i = 0; i < count; i++)
        may[i] = may_begin(view, i);
    for (size_t i = 1; i < count; i++)
        if (!may[i] && may[i - 1])
            may[i] = may_go_on(view, i, may);
    for (size_t i = 0; i < count; i++) {
        if (!may[i])
            continue;
        size_t from = i >= 2 ? i - 2 : 0;
        for (size_t k = from > looked_up ? from : looked_up; k <= i + 2 && k < count; k++)
            view->clusters[k] = clusters_find(&view->tagger->clusters, view->sentence->tokens[k].hash);
        looked_up = i + 3;
    }
}

struct feature_list {
    uint32_t *at;
    size_t count;
};

static void add(struct feature_list *list, uint32_t template, uint32_t value)
{
    list->at[list->count++] = model_unmixed(template, value);
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
    struct cluster_word word = view->clusters[at];
    if (word.fine == 0 || (view->blind && word_is_capital(&view->sentence->tokens[at])))
        return 0x8000u | view->sentence->tokens[at].shape;
    return (uint32_t)word.fine << 16 | word.coarse;
}

/* What is known of a word, or of what stands before the first and behind the last. */
struct fact {
    uint32_t word, shape, cluster;
    uint32_t lists;  /* bits of enum word_list */
    uint32_t listed; /* what listed name covers the word: see struct view */
};

/* How many words on either side a word's features look at. */
#define AROUND 2

static struct fact fact_of(const struct view *view, ptrdiff_t at)
{
    bool within = at >= 0 && (size_t)at < view->sentence->token_count;
    return (struct fact){.word = word_of(view, at),
                         .shape = shape_of(view, at),
                         .cluster = cluster_of(view, at),
                         .lists = within ? view->lists[at] : 1u << 31,
                         .listed = within ? view->listed[at] : 0};
}

static void add_clusters(struct feature_list *list, const struct fact *here)
{
    const struct fact *before = here - 1, *after = here + 1;
    uint32_t coarse = here->cluster & 0xFFFF, coarse_before = before->cluster & 0xFFFF,
             coarse_after = after->cluster & 0xFFFF;
    add(list, 60, here->cluster);
    add(list, 61, before->cluster);
    add(list, 62, after->cluster);
    add(list, 63, coarse);
    add(list, 64, pair(coarse_before, coarse));
    add(list, 65, pair(coarse, coarse_after));
    add(list, 66, pair(before->cluster, here->shape));
    add(list, 67, pair(after->cluster, here->shape));
    add(list, 68, pair(pair(coarse_before, here->shape), coarse_after));
    add(list, 69, pair(here->cluster, here->shape));
    add(list, 70, pair(here[-2].cluster & 0xFFFF, coarse_before));
    add(list, 71, pair(coarse_after, here[2].cluster & 0xFFFF));
    add(list, 72, pair(before->cluster, after->cluster));
}

/* The features of word `at`, still to be mixed, whose fact is here[0]; those of its neighbours stand around it. */
static size_t features_of(const struct view *view, size_t at, const struct fact *here, uint32_t *features)
{
    struct feature_list list = {features, 0};
    const struct fact *before = here - 1, *after = here + 1;
    uint32_t mode = (view->shouting ? 2 : view->headline ? 1 : 0) + 3 * view->personal;
    const size_t count = view->sentence->token_count;
    uint32_t line = (uint32_t)((count < 8 ? count : 8) * 4 + (at < 3 ? at : 3)) * 2 + view->personal;
    uint32_t word = here->word, shape = here->shape, lists = here->lists, listed = here->listed;
    add(&list, 0, mode);
    add(&list, 1, word);
    add(&list, 2, before->word);
    add(&list, 3, after->word);
    add(&list, 4, here[-2].word);
    add(&list, 5, here[2].word);
    add(&list, 6, pair(word, before->word));
    add(&list, 7, pair(word, after->word));
    add(&list, 8, pair(shape, mode));
    add(&list, 9, pair(before->shape, shape));
    add(&list, 10, pair(shape, after->shape));
    add(&list, 11, pair(pair(before->shape, shape), after->shape));
    add(&list, 12, pair(before->word, shape));
    add(&list, 13, pair(after->word, shape));
    add(&list, 14, pair(word, shape));
    add(&list, 15, pair(before->word, after->word));
    add_affixes(&list, view, at);
    add(&list, 30, listed);
    add(&list, 31, pair(listed, after->listed));
    add(&list, 32, pair(before->listed, listed));
    add(&list, 33, pair(listed, shape));
    add(&list, 34, pair(listed, mode * 2 + (at == 0)));
    add(&list, 35, pair(before->listed, shape));
    add(&list, 36, pair(after->listed, shape));
    add(&list, 37, pair(listed, after->word));
    add(&list, 38, pair(listed, before->word));
    add(&list, 40, lists);
    add(&list, 41, pair(lists, after->lists));
    add(&list, 42, pair(before->lists, lists));
    add(&list, 43, pair(lists, shape));
    add(&list, 44, pair(before->lists, shape));
    add(&list, 45, pair(after->lists, shape));
    add(&list, 46, pair(lists, (at == 0) + 2 * mode));
    add(&list, 47, pair(pair(before->lists, lists), after->lists));
    add(&list, 48, pair(lists, listed));
    add(&list, 49, pair(here[-2].lists, shape));
    add(&list, 50, pair(here[2].lists, shape));
    add(&list, 51, pair(before->word, here[-2].word));
    add(&list, 52, pair(after->word, here[2].word));
    add(&list, 53, pair(line, pair(shape, after->shape)));
    add_clusters(&list, here);
    return list.count;
}

size_t names_features(const struct view *view, size_t at, uint32_t *features)
{
    struct fact around[2 * AROUND + 1];
    for (ptrdiff_t i = -AROUND; i <= AROUND; i++)
        around[AROUND + i] = fact_of(view, (ptrdiff_t)at + i);
    size_t size = features_of(view, at, &around[AROUND], features);
    model_mix_all(features, size);
    return size;
}

bool names_follows(enum name_tag from, enum name_tag to)
{
    if (to == NAME_NONE || to % 2 == 1)
        return true;
    return from == to || from + 1 == to;
}

/* The tags as two vectors of four: none and the beginnings of names, and the insides of the same names. */
typedef float lanes __attribute__((vector_size(16)));
typedef int32_t lane_marks __attribute__((vector_size(16)));

#define STATES 8 /* lanes of both vectors; the first of the insides is no tag */

static const uint8_t state_tags[STATES] = {NAME_NONE, NAME_B_PER, NAME_B_ORG, NAME_B_LOC,
                                           NAME_NONE, NAME_I_PER, NAME_I_ORG, NAME_I_LOC};
/* The states in the order of their tags: of equal ways the first counts. */
static const uint8_t tag_states[NAME_TAGS] = {0, 1, 5, 2, 6, 3, 7};

struct ways {
    lanes begin, inside;                /* the best scores of ways to the present word */
    lane_marks begin_from, inside_from; /* the states they came from */
};

static lanes load_lanes(const float *from)
{
    lanes to;
    memcpy(&to, from, sizeof to);
    return to;
}

/* Takes the way from state `from` where its scores are better. */
static inline void offer_way(lanes *best, lane_marks *best_from, lanes score, lane_marks from)
{
    lane_marks better = score > *best;
    *best_from = (better & from) | (*best_from & ~better);
    *best = (lanes)((better & (lane_marks)score) | (~better & (lane_marks)*best));
}

static float score_of(const struct ways *ways, int state)
{
    return state < 4 ? ways->begin[state] : ways->inside[state - 4];
}

/* Any tag may be followed by none or a beginning; an inside follows its beginning or itself. */
static void step_ways(struct ways *ways, const float *scores, const struct names_steps *steps)
{
    const lane_marks own = {0, 1, 2, 3}, none = {0};
    lanes begins = {scores[NAME_NONE], scores[NAME_B_PER], scores[NAME_B_ORG], scores[NAME_B_LOC]};
    lanes insides = {0, scores[NAME_I_PER], scores[NAME_I_ORG], scores[NAME_I_LOC]};
    lanes best = score_of(ways, 0) + (begins + load_lanes(steps->begin[0]));
    lane_marks best_from = none;
    _Pragma("GCC unroll 8") for (int tag = 1; tag < NAME_TAGS; tag++)
    {
        int state = tag_states[tag];
        offer_way(&best, &best_from, score_of(ways, state) + (begins + load_lanes(steps->begin[tag])), none + state);
    }
    lanes inside = ways->begin + (insides + load_lanes(steps->from_begin));
    lane_marks inside_from = own;
    offer_way(&inside, &inside_from, ways->inside + (insides + load_lanes(steps->from_inside)), own + 4);
    *ways = (struct ways){best, inside, best_from, inside_from};
}

static int best_state(const struct ways *ways)
{
    int best = 0;
    for (int tag = 1; tag < NAME_TAGS; tag++)
        if (score_of(ways, tag_states[tag]) > score_of(ways, best))
            best = tag_states[tag];
    return best;
}

/* A word alone is none or the beginning of a name. */
static uint8_t decode_one(const float *scores, const struct names_steps *steps)
{
    int best = 0;
    for (int state = 1; state < 4; state++)
        if (scores[state_tags[state]] + steps->begin[NAME_NONE][state] >
            scores[state_tags[best]] + steps->begin[NAME_NONE][best])
            best = state;
    return state_tags[best];
}

void names_set_steps(struct names_steps *steps, float (*transitions)[NAME_TAGS])
{
    for (int from = 0; from < NAME_TAGS; from++)
        for (int state = 0; state < 4; state++)
            steps->begin[from][state] = transitions[from][state_tags[state]];
    steps->from_begin[0] = steps->from_inside[0] = -FLT_MAX;
    for (int state = 1; state < 4; state++) {
        steps->from_begin[state] = transitions[state_tags[state]][state_tags[state + 4]];
        steps->from_inside[state] = transitions[state_tags[state + 4]][state_tags[state + 4]];
    }
}

void names_decode(float (*scores)[NAME_TAGS], const bool *may, size_t count, const struct names_steps *steps,
                  uint8_t *tags, struct arena *arena)
{
    const lanes never = {-FLT_MAX, -FLT_MAX, -FLT_MAX, -FLT_MAX}, start = {0, -FLT_MAX, -FLT_MAX, -FLT_MAX};
    uint8_t(*from)[STATES] = arena_allocate(arena, count * sizeof *from);
    struct ways ways = {.begin = start, .inside = never};
    for (size_t i = 0; i < count; i++) {
        if (!may[i]) { /* only none is left: the best way here goes on */
            int best = best_state(&ways);
            float score = score_of(&ways, best);
            memset(from[i], best, sizeof from[i]);
            ways.begin = start;
            ways.begin[0] = score;
            ways.inside = never;
            continue;
        }
        step_ways(&ways, scores[i], steps);
        for (int lane = 0; lane < 4; lane++) {
            from[i][lane] = (uint8_t)ways.begin_from[lane];
            from[i][lane + 4] = (uint8_t)ways.inside_from[lane];
        }
    }
    int state = best_state(&ways);
    for (size_t i = count; i > 0; i--) {
        tags[i - 1] = state_tags[state];
        state = from[i - 1][state];
    }
}

bool names_open(struct names_model *model, struct slice file, const char **what)
{
    if (!model_open(&model->weights, file, "tag-names", what))
        return false;
    *what = "a model for other tags";
    if (model->weights.outputs != NAMES_OUTPUTS)
        return false;
    float transitions[NAME_TAGS][NAME_TAGS];
    for (uint32_t from = 0; from < NAME_TAGS; from++) {
        int32_t sums[NAMES_OUTPUTS] = {0};
        model_add(&model->weights, model_feature(NAMES_TRANSITION, from), sums);
        for (uint32_t to = 0; to < NAME_TAGS; to++)
            transitions[from][to] = (float)sums[to];
    }
    names_set_steps(&model->steps, transitions);
    return true;
}

/* The scores and then the best tags of the words [first, last), which may all belong to a name. */
static void tag_run(const struct names_model *model, struct view *view, size_t first, size_t last, struct fact *facts,
                    float (*scores)[NAME_TAGS], const bool *may, uint8_t *tags)
{
    size_t count = last - first;
    for (size_t i = 0; i < count + 2 * AROUND; i++)
        facts[i] = fact_of(view, (ptrdiff_t)(first + i) - AROUND);
    for (size_t i = 0; i < count; i++) {
        uint32_t features[MODEL_ROOM(NAMES_FEATURES)];
        int16_t sums[MODEL_MOST_OUTPUTS];
        size_t size = features_of(view, first + i, &facts[AROUND + i], features);
        model_score(&model->weights, features, size, sums);
        for (int tag = 0; tag < NAME_TAGS; tag++)
            scores[i][tag] = sums[tag];
    }
    if (count == 1)
        tags[0] = decode_one(scores[0], &model->steps);
    else
        names_decode(scores, may + first, count, &model->steps, tags, view->spans.arena);
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

static int8_t halved(float by)
{
    return (int8_t)(by > 254 ? 127 : by < -254 ? -127 : by / 2);
}

static void keep_leanings(struct view *view, size_t first, size_t last, float (*scores)[NAME_TAGS])
{
    for (size_t i = first; i < last; i++) {
        const float *score = scores[i - first];
        for (int kind = 0; kind < LEANINGS; kind++) {
            float begin = score[NAME_B_PER + 2 * kind], inside = score[NAME_I_PER + 2 * kind];
            view->sentence->tokens[i].leaning[kind] = halved((begin > inside ? begin : inside) - score[NAME_NONE]);
        }
    }
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
    const uint32_t *titles = names_title_ends(view);
    float(*scores)[NAME_TAGS] = arena_allocate(arena, longest * sizeof *scores);
    struct fact *facts = arena_allocate(arena, (longest + 2 * AROUND) * sizeof *facts);
    uint8_t *tags = arena_allocate(arena, longest);
    for (size_t first = 0, last; first < count; first = last) {
        for (last = first; last < count && may[last];)
            last++;
        if (last > first) {
            tag_run(model, view, first, last, facts, scores, may, tags);
            names_offer(view, titles, first, tags, last - first);
            keep_leanings(view, first, last, scores);
        } else {
            last++;
        }
    }
}
