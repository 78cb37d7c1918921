/* Peoples that no list knows, by what stands behind them: "the Kafui people", "Belo tribesmen". */
#include "tagger.h"

#include "text.h"
#include "words.h"

/* "the", "of", "and": what stands before a people, and hardly before somebody's first name. */
static bool leads(const struct view *view, size_t at)
{
    static const char *const words[] = {"the", "of",     "and",        "other", "with", "between", "ethnic",
                                        "an",  "native", "indigenous", "among", "from", "local",   "a"};
    return VIEW_IS_ANY(view, at, words);
}

/* A capital word that lists know neither as a place, a body nor as a word of its own. */
static bool may_be_people(const struct view *view, size_t at)
{
    const struct token *token = &view->sentence->tokens[at];
    const struct gazetteer_match *match = &view->matches[at];
    if (token->shape != SHAPE_CAPITAL || token->end - token->start < 3 || view_in_list(view, at, LIST_COMMON) ||
        view_in_list(view, at, LIST_TITLE_HEAD) || view_in_list(view, at, LIST_BODY) ||
        view_in_list(view, at, LIST_LANDFORM) || view_in_list(view, at, LIST_TITLE_MODIFIER))
        return false;
    for (uint32_t i = 0; i < match->count; i++)
        if (match->readings[i].type < LIST_GIVEN && !(match->readings[i].flags & READING_WEAK))
            return false;
    return true;
}

static void add(struct view *view, size_t at)
{
    struct span span = {.first = (uint32_t)at,
                        .last = (uint32_t)at + 1,
                        .type = ENTITY_NATIONALITY,
                        .rank = RANK_CONTEXT,
                        .rule = "people",
                        .confidence = 0.7f};
    spans_add(&view->spans, &span);
}

/* The words from `at` on say that a people is named before them. */
static bool tells_people(const struct view *view, size_t at)
{
    static const char *const heads[] = {"people", "peoples", "tribe",    "tribes", "tribesmen", "tribesman",
                                        "clan",   "clans",   "clansmen", "caste",  "castes",    "ethnicity"};
    if (view->sentence->tokens[at].shape != SHAPE_LOWER)
        return false;
    return VIEW_IS_ANY(view, at, heads) || (at + 1 < view->sentence->token_count && view_is(view, at, "ethnic") &&
                                            (view_is(view, at + 1, "group") || view_is(view, at + 1, "groups")));
}

void peoples_find(struct view *view)
{
    for (size_t i = 1; i + 1 < view->sentence->token_count && !view->headline; i++) {
        if (view->sentence->tokens[i].shape != SHAPE_CAPITAL || !tells_people(view, i + 1) || !leads(view, i - 1) ||
            !may_be_people(view, i))
            continue;
        add(view, i);
        if (i > 2 && view_is(view, i - 1, "and") && leads(view, i - 3) && may_be_people(view, i - 2))
            add(view, i - 2); /* "the (Belo) and Kafui peoples" */
    }
}
