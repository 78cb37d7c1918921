#include "doubts.h"

/* The least leaning at which a name is taken. What lists and patterns offer in edited text is more often right than the
 * model, whatever it says, but for first names and the words behind titles where it is sure. In letters, reviews and
 * forums capitals and listed words are often no names at all ("the DSL modem", "Bloody Mary"), bodies least. Read off
 * rows held out of training. */
enum {
    LEAST_FIRST_NAME = 0,
    LEAST_BEHIND_TITLE = -40,
    LEAST_PERSONAL = 0,
    LEAST_PERSONAL_ORG = 20,
    LEAST_PERSONAL_LETTERS = 45,
    LEAST_LETTERS = -30,
};

static int kind_of(enum entity_type type)
{
    switch (type) {
    case ENTITY_PERSON:
        return LEANING_PERSON;
    case ENTITY_ORG:
        return LEANING_ORG;
    case ENTITY_COUNTRY:
    case ENTITY_PLACE:
    case ENTITY_FACILITY:
        return LEANING_PLACE;
    default:
        return -1;
    }
}

int doubts_leaning(const struct sentence *sentence, size_t first, size_t last, enum entity_type type)
{
    int kind = kind_of(type), sum = 0;
    for (size_t at = first; at < last && kind >= 0; at++)
        sum += sentence->tokens[at].leaning[kind];
    return last > first ? sum / (int)(last - first) : 0;
}

static bool is_rule(const struct span *span, const char *rule)
{
    return strcmp(span->rule, rule) == 0;
}

bool doubts_strike(const struct view *view, const struct span *span)
{
    if (!view->english || !view->tagger->model || span->rank >= RANK_USER || kind_of(span->type) < 0)
        return false;
    int least = LEAST_PERSONAL;
    if (is_rule(span, "first-name"))
        least = LEAST_FIRST_NAME;
    else if (!view->personal && is_rule(span, "behind-title"))
        least = LEAST_BEHIND_TITLE;
    else if (!view->personal || span->last > span->first + 1 || is_rule(span, "model"))
        return false; /* what is known or built of several words is a name */
    else if (span->type == ENTITY_ORG)
        least = is_rule(span, "acronym") ? LEAST_PERSONAL_LETTERS : LEAST_PERSONAL_ORG;
    return doubts_leaning(view->sentence, span->first, span->last, span->type) < least;
}

bool doubts_letters(const struct token *token)
{
    int best = token->leaning[0];
    for (int kind = 1; kind < LEANINGS; kind++)
        best = token->leaning[kind] > best ? token->leaning[kind] : best;
    return best <= LEAST_LETTERS;
}
