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
    if (!is_joint(view, at))
        return false;
    for (size_t k = at + 1; k < count && k <= at + 3; k++)
        if (may[k])
            return true;
        else if (!is_joint(view, k))
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

/* Titles and adjectives of countries at the front of a person are no part of the name. */
static size_t trim_person(const struct view *view, size_t first, size_t last)
{
    static const char *const royal[] = {"king", "queen",  "prince", "princess", "emperor",
                                        "pope", "sultan", "bishop", "judge"};
    static const char *const openings[] = {
        "since", "when", "while", "after", "before", "as",    "if",    "but",     "and",      "for",    "in",
        "on",    "at",   "with",  "like",  "unlike", "under", "until", "despite", "although", "though", "because",
        "both",  "even", "only",  "yet",   "so",     "then",  "now",   "where",   "why",      "how"};
    while (first + 1 < last && view->sentence->tokens[first].shape == SHAPE_LOWER && first > 0 &&
           view->sentence->tokens[first - 1].classes & TEXT_DASH)
        first++; /* "(President-)elect Yoon Suk-yeol" */
    if (first > 0 && first + 1 < last && view_is_weekday(view, first) &&
        !word_is_capital(&view->sentence->tokens[first - 1]))
        first++;
    while (first + 1 < last) {
        const struct gazetteer_match *match = &view->matches[first];
        size_t skip = 0;
        if (view_opens(view, first) && VIEW_IS_ANY(view, first, openings))
            skip = 1; /* "Since Varga", no part of the name */
        for (uint32_t i = 0; i < match->count; i++)
            if ((match->readings[i].type == ENTITY_NATIONALITY || match->readings[i].type == LIST_TITLE_HEAD ||
                 match->readings[i].type == LIST_HONORIFIC || match->readings[i].type == ENTITY_COUNTRY) &&
                gazetteer_fits(&match->readings[i], view->sentence, first) && !view_is_first_name(view, first) &&
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

/* "Disapproval (stood at 53 percent)": what an English noun's ending tells of an opening word that no list knows. */
static bool is_abstract(const struct view *view, size_t at)
{
    static const char *const endings[] = {"tion", "tions", "ment", "ments", "ness", "ity",   "ism",  "ance", "ence",
                                          "ship", "oval",  "ical", "able",  "ible", "ingly", "edly", "ously"};
    struct slice word = word_text(view->sentence, &view->sentence->tokens[at]);
    if (view->listed[at] || view_in_list(view, at, LIST_GIVEN) || view_in_list(view, at, LIST_SURNAME) || word.size < 7)
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t size = strlen(endings[i]);
        if (memcmp(word.at + word.size - size, endings[i], size) == 0)
            return true;
    }
    return false;
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
    if (last == first + 1 && view_opens(view, first) && is_abstract(view, first))
        return true;
    if (common && (view->headline || view->shouting || first == 0 || sentence->tokens[first].shape == SHAPE_UPPER ||
                   last == first + 1))
        return true;
    return last == first + 1 && sentence->tokens[first].shape != SHAPE_CAPITAL && last + 1 < sentence->token_count &&
           sentence->tokens[last].classes & TEXT_DASH && sentence->tokens[last + 1].classes & TEXT_DIGIT;
}

/* "Kafui Trust and Belo Trust": each side of the "and" at `at` has a body's head behind a name of its own. */
static bool are_two_bodies(const struct view *view, size_t first, size_t at, size_t last)
{
    bool heads = (view_in_list(view, at - 1, LIST_BODY) || view_in_list(view, at - 1, LIST_COMPANY)) &&
                 (view_in_list(view, last - 1, LIST_BODY) || view_in_list(view, last - 1, LIST_COMPANY));
    return heads && at > first + 1 && last > at + 2 && (at > first + 2 || last > at + 3) &&
           !view_in_list(view, first, LIST_BODY);
}

/* Where a span must be cut: behind "X's" if X is a name of its own, before "and" behind a listed body. */
static size_t cut_of(const struct view *view, size_t first, size_t last, size_t *next)
{
    for (size_t i = first + 1; i + 1 < last; i++) {
        bool person = i - first > 1 && view_in_list(view, first, LIST_GIVEN) && view_in_list(view, i - 1, LIST_SURNAME);
        bool named = view->matches[first].tokens == i - first || view_in_list(view, i - 1, LIST_BODY) || person;
        if (view_is(view, i, "'s") && named) {
            *next = i + 1;
            return i;
        }
        if (view_is(view, i, "on") && view_in_list(view, i - 1, LIST_BODY) && view_is_street(view, i)) {
            *next = last; /* "Kafui University (on) Haile Road" */
            return i;
        }
        if (view_is(view, i, "/") && word_is_capital(&view->sentence->tokens[i + 1])) { /* "Accra/Lagos" */
            *next = i + 1;
            return i;
        }
        if (view_is_participle(view, i)) {
            *next = i + 2;
            return i;
        }
        bool land = view->matches[first].tokens == i - first && view_reading(view, first, ENTITY_COUNTRY);
        if (land && view->sentence->tokens[i].shape == SHAPE_INITIAL) { /* "(President of) Mongolia U. Khurelsukh" */
            *next = i;
            return i;
        }
        if (view_is(view, i, "and") &&
            (are_two_bodies(view, first, i, last) || (view->matches[first].tokens == i - first && i - first > 1))) {
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
    bool body = view_in_list(view, first, LIST_BODY);
    for (size_t at = first + 1; at < last; at++) {
        bool introduces = body && titles[at] && titles[at] < last && view_is_name_word(view, titles[at]);
        bool ends = titles[at] == last && last < view->sentence->token_count && view_is_name_word(view, last) &&
                    !view_in_list(view, at - 1, LIST_PLAIN); /* "Kafubank CEO (Jane Belo)" */
        if (titles[at] > last || introduces || ends || (titles[at] && view->matches[first].tokens == at - first))
            last = at;
        body |= view_in_list(view, at, LIST_BODY);
    }
    return last;
}

static bool is_law(const struct view *view, size_t at)
{
    static const char *const laws[] = {"act",          "law",       "bill",       "code",
                                       "constitution", "amendment", "resolution", "decree"};
    return VIEW_IS_ANY(view, at, laws);
}

/* A span of the model's while it is looked at. */
struct guess {
    size_t first, last;
    uint8_t tag; /* NAME_B_PER, NAME_B_ORG or NAME_B_LOC */
};

static bool is_long(const struct guess *guess)
{
    return guess->last > guess->first + 1;
}

/* "(Otieno)'s Tomorrow Group", taken for a person: whose something is. "(Tomorrow Group)'s" */
static void end_before_genitive(const struct view *view, struct guess *guess)
{
    size_t end = guess->last - 1;
    if (is_long(guess) && view_is(view, end, "'s") &&
        (view_in_list(view, end - 1, LIST_BODY) || view_in_list(view, end - 1, LIST_COMPANY)))
        guess->last = end;
    for (size_t at = guess->first + 1; at < guess->last && guess->tag == NAME_B_PER; at++)
        if (view_is(view, at, "'s"))
            guess->last = at;
}

/* Takes off what cannot begin or end a name; false if nothing is left. */
static bool trim_edges(const struct view *view, struct guess *guess)
{
    const struct token *tokens = view->sentence->tokens;
    if (guess->last > guess->first + 2 && tokens[guess->first + 1].classes & TEXT_DASH &&
        view_is_dated(view, guess->first))
        guess->first += 2; /* "Kafui News, 26 (June-Four) men ..." */
    if (is_long(guess) && guess->first > 0 && view_is_participle(view, guess->first - 1))
        guess->first++; /* "Danish-(owned Northern Bank)" */
    while (guess->first < guess->last &&
           (tokens[guess->first].shape == SHAPE_PUNCT || view_is(view, guess->first, "'s")))
        guess->first++;
    end_before_genitive(view, guess);
    while (guess->first < guess->last && tokens[guess->last - 1].shape == SHAPE_PUNCT &&
           !(tokens[guess->last - 1].classes & TEXT_DIGIT))
        guess->last--;
    while (is_long(guess) && (view_is(view, guess->first, "the") || view_is(view, guess->first, "hon'ble") ||
                              view_is(view, guess->first, "of")))
        guess->first++;
    return guess->first < guess->last;
}

/* "J. Mwangi", taken for a place. */
static bool begins_with_initial(const struct view *view, const struct guess *guess)
{
    const struct token *token = &view->sentence->tokens[guess->first];
    return token->shape == SHAPE_INITIAL && is_long(guess) && token->end - token->start == 2;
}

/* "Captain Xoli Mbele", taken for a body: a title, then a first name. */
static bool is_titled_person(const struct view *view, const uint32_t *titles, const struct guess *guess)
{
    uint32_t name = titles[guess->first];
    size_t end = guess->last - 1;
    return name && name < guess->last && view_in_list(view, name, LIST_GIVEN) && !view_in_list(view, end, LIST_BODY) &&
           !view_in_list(view, end, LIST_FACILITY) && !view_in_list(view, end, LIST_LANDFORM);
}

/* "Admiral al-Rahbi" */
static bool is_title_of_small_article(const struct view *view, const uint32_t *titles, const struct guess *guess)
{
    uint32_t name = titles[guess->first];
    return name && name < guess->last && !word_is_capital(&view->sentence->tokens[name]) &&
           view_is_name_word(view, name);
}

/* "China Moly", taken for a person. */
static bool begins_with_country(const struct view *view, const struct guess *guess)
{
    return is_long(guess) && view_reading(view, guess->first, ENTITY_COUNTRY) &&
           view->matches[guess->first].tokens < guess->last - guess->first &&
           !view_in_list(view, guess->first, LIST_GIVEN) && !view_in_list(view, guess->first, LIST_SURNAME);
}

/* "Kafui Kenya", taken for a place: a firm's or group's part in a country; not "Northern Ireland", "Upper Egypt". */
static bool is_branch(const struct view *view, const struct guess *guess)
{
    static const char *const parts[] = {"upper", "lower",    "inner",    "outer",    "greater",  "central", "mid",
                                        "north", "northern", "south",    "southern", "east",     "eastern", "west",
                                        "new",   "western",  "mainland", "british",  "occupied", "port",    "lake"};
    size_t country = guess->last - 1;
    return guess->last == guess->first + 2 && view_reading(view, country, ENTITY_COUNTRY) &&
           view->matches[country].tokens == 1 && view->sentence->tokens[guess->first].shape == SHAPE_CAPITAL &&
           view->sentence->tokens[country].space_before && !view->headline && !view->listed[guess->first] &&
           !VIEW_IS_ANY(view, guess->first, parts) && !view_in_list(view, guess->first, LIST_COMMON) &&
           !view_in_list(view, guess->first, LIST_LANDFORM);
}

/* "Kafubank (CEO) Jane Belo": where the office begins between a body and a person, taken for one name; 0 if there is
 * none. */
static size_t office_within(const struct view *view, const uint32_t *titles, const struct guess *guess)
{
    for (size_t at = guess->first + 1; at + 1 < guess->last; at++)
        if (titles[at] && titles[at] < guess->last && !view_in_list(view, at, LIST_GIVEN))
            return at;
    return 0;
}

/* "Christian Guevara", taken for a body: a first name and a surname, and nothing that bodies are called. */
static bool is_persons_name(const struct view *view, const struct guess *guess)
{
    size_t end = guess->last - 1;
    return guess->last == guess->first + 2 && view_in_list(view, guess->first, LIST_GIVEN) &&
           view_in_list(view, end, LIST_SURNAME) && !view_in_list(view, end, LIST_BODY) &&
           !view_in_list(view, end, LIST_COMPANY) && !view_in_list(view, end, LIST_FACILITY) &&
           !view_in_list(view, end, LIST_LANDFORM) && !view_in_list(view, end, LIST_COMMON) &&
           !view->listed[guess->first] && !view->listed[end] && !view->headline;
}

/* "the representative of BXKA", taken for a person: letters, which are more often a body's, but not in a letter. */
static bool are_letters(const struct view *view, const struct guess *guess)
{
    const struct token *token = &view->sentence->tokens[guess->first];
    bool letters = token->shape == SHAPE_UPPER && token->end - token->start >= 3;
    return !is_long(guess) && (letters || view_is_blend(view, guess->first)) && !view->shouting && !view->headline &&
           !view->personal && !view_reading(view, guess->first, ENTITY_PERSON) &&
           !view_in_list(view, guess->first, LIST_GIVEN) && !view_in_list(view, guess->first, LIST_SURNAME);
}

/* Mends the type where the words say what it must be. */
static void retype(const struct view *view, const uint32_t *titles, struct guess *guess)
{
    static const char *const polite[] = {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "prof", "prof.", "sir"};
    if (is_long(guess) && VIEW_IS_ANY(view, guess->first, polite) && view_is_name_word(view, guess->first + 1))
        guess->tag = NAME_B_PER; /* "Mr Peter Otieno Dame" is no body */
    if (guess->tag == NAME_B_ORG && is_persons_name(view, guess))
        guess->tag = NAME_B_PER;
    if (guess->tag == NAME_B_LOC && begins_with_initial(view, guess))
        guess->tag = NAME_B_PER;
    if (is_long(guess) && view_is_post(view, guess->first) &&
        view->matches[guess->first].tokens < guess->last - guess->first) {
        guess->first += view->matches[guess->first].tokens; /* "ambassador to Jordan (Jane Belo)" */
        guess->tag = NAME_B_PER;
    }
    uint32_t named = titles[guess->first];
    if (named && named + 1 < guess->last && (view_is(view, named, "of") || view_is(view, named, "at"))) {
        guess->first = named + 1; /* "CEO of (Kafubank)" */
        guess->tag = NAME_B_ORG;
    }
    if ((guess->tag != NAME_B_PER && is_titled_person(view, titles, guess)) ||
        (guess->tag == NAME_B_PER && is_title_of_small_article(view, titles, guess))) {
        guess->tag = NAME_B_PER;
        guess->first = titles[guess->first];
    }
    if ((guess->tag == NAME_B_PER && (begins_with_country(view, guess) || are_letters(view, guess))) ||
        (guess->tag == NAME_B_LOC && is_branch(view, guess)))
        guess->tag = NAME_B_ORG;
}

/* "(head of) BAXO (Petra Lindqvist)": a body's letters right before the person. */
static bool is_employer(const struct view *view, size_t at)
{
    const struct token *token = &view->sentence->tokens[at];
    return at > 0 && token->shape == SHAPE_UPPER && token->end - token->start > 2 && !view->shouting &&
           view->sentence->tokens[at + 1].shape == SHAPE_CAPITAL &&
           (view_is(view, at - 1, "of") || view_is(view, at - 1, "from") || view_is(view, at - 1, "for"));
}

/* "Gen (Otieno)": a rank that is no first name, whatever lists say. */
static bool is_abbreviated_rank(const struct view *view, size_t at)
{
    static const char *const ranks[] = {"gen",  "gen.", "lt",   "col", "col.", "maj",  "capt", "capt.", "brig",
                                        "sgt",  "sgt.", "insp", "cpl", "adm",  "adm.", "supt", "rep.",  "sen.",
                                        "gov.", "hon",  "hon.", "dr",  "dr.",  "prof", "prof."};
    return VIEW_IS_ANY(view, at, ranks) && word_is_capital(&view->sentence->tokens[at + 1]);
}

/* "Nasser Al Bader (Ambassador) of Qatar", "Jane Belo (Former) ambassador": an office that begins at a name's end. */
static bool begins_office(const struct view *view, size_t at)
{
    if (at + 1 >= view->sentence->token_count || view_in_list(view, at, LIST_SURNAME) ||
        view_in_list(view, at, LIST_GIVEN))
        return false;
    return (view_in_list(view, at, LIST_TITLE_HEAD) && view_is(view, at + 1, "of")) ||
           (view_in_list(view, at, LIST_TITLE_MODIFIER) && view->listed[at + 1] != ENTITY_PERSON &&
            (view_is(view, at, "former") || view_is(view, at, "deputy") || view_is(view, at, "vice")));
}

/* Cuts off what stands around a person's name. */
static void trim_guessed_person(const struct view *view, const uint32_t *titles, struct guess *guess)
{
    for (size_t back = 0; back <= 2 && back <= guess->first; back++)
        if (titles[guess->first - back] > guess->first + (back == 0) && titles[guess->first - back] < guess->last)
            guess->first = titles[guess->first - back]; /* "Datuk (Seri) Musa Aman" */
    guess->first += is_long(guess) && is_abbreviated_rank(view, guess->first);
    guess->first += is_long(guess) && view_is_rank(view, guess->first);
    guess->first += guess->last > guess->first + 2 && view_is_excellency(view, guess->first) ? 2 : 0;
    guess->first += is_long(guess) && view_is(view, guess->first, "the"); /* "HH (the Amir)" */
    guess->first += is_long(guess) && view_is_amir(view, guess->first);
    guess->first += is_long(guess) && view_is_sheikh(view, guess->first, guess->last);
    while (is_long(guess) && (view_is_weekday(view, guess->last - 1) || view_is(view, guess->last - 1, "the") ||
                              begins_office(view, guess->last - 1)))
        guess->last--; /* "Jomo O. (The) list" */
    guess->last -= is_long(guess) && view_is_speaker(view, guess->last - 1);
    guess->first += is_long(guess) && is_employer(view, guess->first);
    guess->first = trim_person(view, guess->first, guess->last);
    guess->first +=
        is_long(guess) && view_is_sheikh(view, guess->first, guess->last); /* "HH Sheikh (Nasser Al Orvi)" */
    guess->first = particles_before(view, guess->first);
    for (size_t at = guess->first + 1; at < guess->last; at++)
        if (view_is(view, at, "of") && !view->listed[at + 1 < guess->last ? at + 1 : at])
            guess->last = at; /* "Pablo Quiroga of Otieno's party" */
    while (view->headline && is_long(guess) && view_in_list(view, guess->last - 1, LIST_COMMON))
        guess->last--;
}

/* "(Speaker of) the House (Ana Belo)": a body ends before the person who speaks for it. */
static bool ends_before_person(const struct view *view, const struct guess *guess)
{
    size_t first = guess->first;
    return is_long(guess) && first > 1 && view_is(view, first - 1, "the") && view_is(view, first - 2, "of") &&
           view_in_list(view, first, LIST_BODY) && view_in_list(view, first + 1, LIST_GIVEN) &&
           !view_in_list(view, first + 1, LIST_COMMON) && !view_in_list(view, guess->last - 1, LIST_BODY);
}

/* "(member of the) Sovereign Council (Hassan Kafui)": where a body's name ends, behind its head, and a person's
 * begins; guess->last if there is none. */
static size_t before_member(const struct view *view, const struct guess *guess)
{
    static const char *const particles[] = {"al", "el", "bin", "bint", "ibn"};
    bool body = view_in_list(view, guess->first, LIST_BODY) || view_in_list(view, guess->first + 1, LIST_BODY);
    for (size_t at = guess->first + 2; at + 1 < guess->last; at++) {
        bool given = view_in_list(view, at, LIST_GIVEN) || VIEW_IS_ANY(view, at + 1, particles);
        bool field = body && view_in_list(view, at - 1, LIST_COMMON) && !view_in_list(view, at - 1, LIST_GIVEN) &&
                     view_in_list(view, at + 1, LIST_SURNAME) && !view_in_list(view, at + 1, LIST_COMMON);
        if (field && given && !(view->listed[at] & 15) && !view_in_list(view, at, LIST_COMMON))
            return at; /* "Office on Land (Ana Belo)" */
        body |= view_in_list(view, at, LIST_BODY);
        if (given && view_in_list(view, at - 1, LIST_BODY) && word_is_capital(&view->sentence->tokens[at]) &&
            !view_in_list(view, at, LIST_COMMON) && !view_in_list(view, at, LIST_BODY))
            return at;
    }
    return guess->last;
}

/* "EAC (Heads of State)", "ASEAN (Diplomacy)": where a listed body's letters end before words that are common ones and
 * no body's, all with capitals; guess->last if there are none. */
static size_t before_common(const struct view *view, const struct guess *guess)
{
    size_t end = guess->first + view->matches[guess->first].tokens;
    const struct gazetteer_reading *body = view_reading(view, guess->first, ENTITY_ORG);
    if (end != guess->first + 1 || end >= guess->last || !body || body->flags & READING_WEAK || view->headline ||
        view->sentence->tokens[guess->first].shape != SHAPE_UPPER)
        return guess->last;
    for (size_t at = end; at < guess->last; at++)
        if (!(view_in_list(view, at, LIST_COMMON) || is_joint(view, at)) || view_in_list(view, at, LIST_BODY) ||
            view_in_list(view, at, LIST_FACILITY) || view_in_list(view, at, LIST_COMPANY) ||
            view_in_list(view, at, LIST_OCCASION))
            return guess->last;
    return end;
}

/* What is called so is no person, body or place. */
static bool is_no_name(const struct view *view, const struct guess *guess)
{
    static const char *const awards[] = {"prize", "award", "medal", "certificate", "diploma"};
    static const char *const tongues[] = {"language", "languages", "dialect", "dialects"};
    static const char *const quarters[] = {"north", "south", "east"};     /* belong.c knows when they are countries */
    static const char *const seats[] = {"throne", "reign", "coronation"}; /* "the Throne of Norway" */
    size_t first = guess->first, end = guess->last - 1;
    bool person = guess->tag == NAME_B_PER;
    if (!is_long(guess) && VIEW_IS_ANY(view, first, quarters))
        return true;
    if (guess->tag == NAME_B_LOC && !is_long(guess) && guess->last < view->sentence->token_count &&
        VIEW_IS_ANY(view, guess->last, tongues))
        return true; /* "in Kafui language" */
    if (!person && is_long(guess) && VIEW_IS_ANY(view, first, seats) && view_is(view, first + 1, "of"))
        return true;
    if (!is_long(guess) && first >= 2 && view_is(view, first - 1, "(") && is_law(view, first - 2))
        return true; /* a law's letters */
    if ((is_long(guess) && guess->tag != NAME_B_LOC && view_is_scheme(view, end)) || (!person && is_law(view, end)))
        return true;
    return VIEW_IS_ANY(view, end, awards) || is_empty_name(view, first, guess->last);
}

static void offer(struct view *view, const uint32_t *titles, size_t first, size_t last, uint8_t tag)
{
    static const enum entity_type types[] = {ENTITY_NONE, ENTITY_PERSON, ENTITY_PERSON, ENTITY_ORG,
                                             ENTITY_ORG,  ENTITY_PLACE,  ENTITY_PLACE};
    struct guess guess = {first, last, tag};
    if (!trim_edges(view, &guess))
        return;
    size_t office = tag == NAME_B_PER ? office_within(view, titles, &guess) : 0;
    if (office > 0) {
        offer(view, titles, guess.first, office, NAME_B_ORG);
        guess.first = titles[office];
    }
    retype(view, titles, &guess);
    if (guess.tag == NAME_B_PER)
        trim_guessed_person(view, titles, &guess);
    else if (guess.tag == NAME_B_ORG && ends_before_person(view, &guess))
        guess.last = guess.first + 1;
    else if (guess.tag == NAME_B_ORG && before_common(view, &guess) < guess.last)
        guess.last = before_common(view, &guess);
    else if (guess.tag == NAME_B_ORG)
        guess.last = before_title(view, titles, guess.first, before_member(view, &guess));
    if (guess.first >= guess.last || is_no_name(view, &guess))
        return;
    struct span span = {.first = (uint32_t)guess.first,
                        .last = (uint32_t)guess.last,
                        .type = types[guess.tag],
                        .rank = RANK_MODEL,
                        .rule = "model",
                        .confidence = 0.7f};
    if (view->matches[guess.first].tokens == guess.last - guess.first)
        span.reading = view_reading(view, guess.first, span.type);
    if (span.reading && span.reading->flags & READING_WEAK && span.type != ENTITY_PLACE)
        span.reading = NULL;
    if (span.reading)
        span.gazetteer = view->sources[guess.first];
    spans_add(&view->spans, &span);
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
    const uint32_t *titles = title_ends(view);
    float(*scores)[NAME_TAGS] = arena_allocate(arena, longest * sizeof *scores);
    struct fact *facts = arena_allocate(arena, (longest + 2 * AROUND) * sizeof *facts);
    uint8_t *tags = arena_allocate(arena, longest);
    for (size_t first = 0, last; first < count; first = last) {
        for (last = first; last < count && may[last];)
            last++;
        if (last > first) {
            tag_run(model, view, first, last, facts, scores, may, tags);
            offer_names(view, titles, first, tags, last - first);
            keep_leanings(view, first, last, scores);
        } else {
            last++;
        }
    }
}
