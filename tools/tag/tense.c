#include "tense.h"

#include "tagger.h"

#include "words.h"

static bool is_ahead(const struct view *view, size_t at)
{
    static const char *const words[] = {"will",  "upcoming", "scheduled", "expected", "plans", "planned",
                                        "plan",  "due",      "slated",    "until",    "till",  "ahead",
                                        "shall", "intends",  "aims",      "hopes"};
    static const char *const timetable[] = {"meet",     "meets",   "go",     "goes",   "begin",   "begins",
                                            "arrive",   "opens",   "starts", "resume", "resumes", "convene",
                                            "convenes", "arrives", "gather", "gathers"};
    static const char *const intents[] = {"promised",  "vowed",   "pledged", "asked", "urged",
                                          "scheduled", "planned", "wants",   "want",  "plan"};
    bool to_be = at > 0 && view_is(view, at, "be") && view_is(view, at - 1, "to");
    bool intent = at > 0 && view_is(view, at, "to") && VIEW_IS_ANY(view, at - 1, intents);
    bool set = view_is(view, at, "set") && at + 1 < view->sentence->token_count &&
               (view_is(view, at + 1, "for") || view_is(view, at + 1, "to")); /* "the vote is set for May 5" */
    return to_be || intent || set || VIEW_IS_ANY(view, at, words) || (!view->headline && VIEW_IS_ANY(view, at, timetable));
}

static bool is_participle(struct slice word)
{
    return word.size > 4 && memcmp(word.at + word.size - 2, "ed", 2) == 0 && word.at[word.size - 3] != 'e';
}

/* A verb of what has happened; not the participle of "will be signed". */
static bool is_behind(const struct view *view, size_t at)
{
    static const char *const words[] = {"was",   "were", "had",  "did",   "met",   "held",   "went",   "came",
                                        "took",  "made", "gave", "won",   "lost",  "began",  "fell",   "rose",
                                        "sent",  "left", "led",  "fled",  "shot",  "spoke",  "became", "since",
                                        "built", "ran",  "told", "wrote", "broke", "fought", "said"};
    static const char *const be[] = {"be", "been", "being", "are", "is"};
    const struct token *token = &view->sentence->tokens[at];
    if (token->shape != SHAPE_LOWER ||
        !(is_participle(word_text(view->sentence, token)) || VIEW_IS_ANY(view, at, words)))
        return false;
    return at == 0 || !VIEW_IS_ANY(view, at - 1, be);
}

/* From this byte of the sentence on it speaks of what is to come, or no longer does. */
struct tense {
    uint32_t from;
    bool ahead;
};

/* What stands before the first verb goes with it: "On Monday voters will choose". */
static void find_tenses(struct tenses *tenses)
{
    const struct sentence *sentence = tenses->view->sentence;
    tenses->at = arena_allocate(tenses->view->spans.arena, (sentence->token_count + 1) * sizeof *tenses->at);
    tenses->known = true;
    for (size_t i = 0; i < sentence->token_count; i++) {
        bool ahead = is_ahead(tenses->view, i);
        if (!ahead && !is_behind(tenses->view, i))
            continue;
        if (tenses->count == 0)
            tenses->at[tenses->count++] = (struct tense){0, ahead};
        else if (ahead != tenses->at[tenses->count - 1].ahead)
            tenses->at[tenses->count++] = (struct tense){sentence->tokens[i].start, ahead};
    }
}

bool tense_is_ahead(struct tenses *tenses, uint32_t at)
{
    if (!tenses->view)
        return false;
    if (!tenses->known)
        find_tenses(tenses);
    size_t low = 0, high = tenses->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tenses->at[middle].from <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && tenses->at[low - 1].ahead;
}
