#include "dateline.h"

#include "text.h"
#include "words.h"

#define LONGEST_DATELINE 14 /* tokens before the day */
#define DATE_SIZE 10        /* of "2018-04-09" */
#define LEAD_TOKENS 60      /* behind the day, in which an agency says the weekday */

/* Words before the day are places and papers: capitals, and what joins them; not "On". */
static bool is_heading(const struct sentence *sentence, size_t end)
{
    uint8_t last = end > 0 ? sentence->tokens[end - 1].shape : SHAPE_PUNCT;
    if (last != SHAPE_PUNCT && last != SHAPE_UPPER)
        return false;
    for (size_t i = 0; i < end; i++) {
        const struct token *token = &sentence->tokens[i];
        bool joins = slice_is(word_text(sentence, token), "and") || slice_is(word_text(sentence, token), "de");
        if (!word_is_capital(token) && token->shape != SHAPE_PUNCT && !joins && i > 0)
            return false;
    }
    return true;
}

/* "(Agency)", "-", ":" or "/" behind the day. */
static bool is_closed(const struct sentence *sentence, size_t at)
{
    if (at + 1 >= sentence->token_count)
        return false;
    char first = sentence->text.at[sentence->tokens[at].start];
    return sentence->tokens[at].classes & TEXT_DASH || first == '(' || first == ':' || first == '/';
}

static const struct entity *find_day(const struct sentence *sentence)
{
    for (size_t i = 0; i < sentence->entity_count; i++) {
        const struct entity *entity = &sentence->entities[i];
        if (entity->first_token > LONGEST_DATELINE)
            return NULL;
        if (entity->type == ENTITY_DATE)
            return entity->value.size == DATE_SIZE && is_heading(sentence, entity->first_token) &&
                           is_closed(sentence, entity->last_token)
                       ? entity
                       : NULL;
    }
    return NULL;
}

/* 1 for Monday to 7; 0 if the word is none. */
static int weekday_at(const struct sentence *sentence, size_t at)
{
    static const char *const names[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    for (int i = 0; i < 7; i++)
        if (slice_is(word_text(sentence, &sentence->tokens[at]), names[i]))
            return i + 1;
    return 0;
}

/* The first weekday behind `from` that is not "last", "next" or "every". */
static int lead_weekday(const struct sentence *sentence, size_t from)
{
    for (size_t i = from; i < sentence->token_count && i < from + LEAD_TOKENS; i++) {
        int day = weekday_at(sentence, i);
        struct slice before = word_text(sentence, &sentence->tokens[i - 1]);
        if (day && (slice_is(before, "last") || slice_is(before, "next") || slice_is(before, "every")))
            return 0;
        if (day)
            return day;
    }
    return 0;
}

bool dateline_read(struct document *document, const struct sentence *sentence)
{
    bool dated = document->date.size > 0, year = dated && !slice_starts(document->date, SLICE("XXXX"));
    if (year || document->weekday)
        return false;
    const struct entity *day = find_day(sentence);
    if (!day || (dated && !slice_equal(document->date, day->value)))
        return false;
    document->date = day->value;
    if (slice_starts(day->value, SLICE("XXXX")))
        document->weekday = lead_weekday(sentence, day->last_token);
    return !dated || document->weekday;
}
