#include "years.h"

#include "slice.h"

#define DAYS (12 * 31)
#define DATE_SIZE 10 /* of "2018-04-09" */

/* For each day of the year the date that the document gives it in full. */
struct days {
    struct slice dates[DAYS];
    bool unsure[DAYS]; /* it has two */
};

static bool are_digits(struct slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!ascii_is_digit(text.at[i]))
            return false;
    return true;
}

/* The number of the day in "2018-04-09" or "XXXX-04-09"; -1 if the value is no day. */
static int day_of(struct slice value)
{
    if (value.size != DATE_SIZE || value.at[4] != '-' || value.at[7] != '-' || !are_digits(slice_part(value, 5, 7)) ||
        !are_digits(slice_part(value, 8, 10)))
        return -1;
    int month = (value.at[5] - '0') * 10 + value.at[6] - '0', day = (value.at[8] - '0') * 10 + value.at[9] - '0';
    return month < 1 || month > 12 || day < 1 || day > 31 ? -1 : (month - 1) * 31 + day - 1;
}

static void note(struct days *days, const struct entity *entity)
{
    const struct slice value = entity->value;
    int day = entity->type == ENTITY_DATE ? day_of(value) : -1;
    if (day < 0 || !are_digits(slice_part(value, 0, 4)))
        return;
    days->unsure[day] |= days->dates[day].at && !slice_equal(days->dates[day], value);
    days->dates[day] = value;
}

static void complete(const struct days *days, struct entity *entity)
{
    int day = entity->type == ENTITY_DATE ? day_of(entity->value) : -1;
    if (day >= 0 && slice_starts(entity->value, SLICE("XXXX")) && days->dates[day].at && !days->unsure[day])
        entity->value = days->dates[day];
}

void years_document(struct document *document)
{
    struct days days = {0};
    for (size_t i = 0; i < document->sentence_count; i++)
        for (size_t k = 0; k < document->sentences[i].entity_count; k++)
            note(&days, &document->sentences[i].entities[k]);
    for (size_t i = 0; i < document->sentence_count; i++)
        for (size_t k = 0; k < document->sentences[i].entity_count; k++)
            complete(&days, &document->sentences[i].entities[k]);
}
