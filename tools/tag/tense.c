/* Where a sentence speaks of what is to come: "signed in February an accord that will end in June". A date without a
 * year is looked for on that side of the article's day. */
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
    return to_be || intent || VIEW_IS_ANY(view, at, words) || (!view->headline && VIEW_IS_ANY(view, at, timetable));
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

/* What stands before the first verb goes with it: "On Monday voters will choose". */
const struct tense *tense_find(const struct view *view, size_t *count)
{
    const struct sentence *sentence = view->sentence;
    struct tense *tenses = arena_allocate(view->spans.arena, (sentence->token_count + 1) * sizeof *tenses);
    *count = 0;
    for (size_t i = 0; i < sentence->token_count; i++) {
        bool ahead = is_ahead(view, i);
        if (!ahead && !is_behind(view, i))
            continue;
        if (*count == 0)
            tenses[(*count)++] = (struct tense){0, ahead};
        else if (ahead != tenses[*count - 1].ahead)
            tenses[(*count)++] = (struct tense){sentence->tokens[i].start, ahead};
    }
    return tenses;
}
