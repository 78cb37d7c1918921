/* values: what a matched date or number says, as text: EDTF (ISO 8601-2:2019) for dates, digits for numbers.
 *
 * Always holds: nothing is invented. A date that depends on the article's date has a value only where that is known;
 * a day or month without a year then gets the one nearest to it, otherwise XXXX. Where the text gives no value that
 * could be written down ("recent years") there is none.
 */
#ifndef BROADSHEET_TAG_VALUES_H
#define BROADSHEET_TAG_VALUES_H

#include "document.h"
#include "pattern.h"
#include "tense.h"

/* How the value of a rule's match follows from its named groups. */
enum meaning {
    MEANING_UNKNOWN,  /* no value */
    MEANING_DATE,     /* y m d, y2 m2 d2, part, rel */
    MEANING_NUMERIC,  /* a/b/y: day and month in the order of the language */
    MEANING_DECADE,   /* y, part */
    MEANING_CENTURY,  /* c */
    MEANING_SEASON,   /* season, y or rel */
    MEANING_QUARTER,  /* q, y or rel or neither */
    MEANING_HALF,     /* h, y or rel */
    MEANING_MONTHS,   /* end n, y or rel */
    MEANING_TODAY,    /* day */
    MEANING_WEEKDAY,  /* wd, wd2, rel, week */
    MEANING_RELATIVE, /* part, rel, unit */
    MEANING_DURATION, /* n unit, n2 unit2, half */
    MEANING_AGO,      /* n unit */
    MEANING_TIME,
    MEANING_PERCENT, /* n, n2 */
    MEANING_MONEY,   /* cur n scale, n2 */
    MEANING_NUMBER,  /* n scale, n2 */
};

struct value_context {
    struct arena *arena;
    int64_t anchor; /* the article's day, days since 1970-01-01; VALUE_NO_DAY if unknown */
    struct slice lang;
    bool neutral;          /* another language than English: only what says the same in all of them */
    bool no_year;          /* the article's day is known, its year not: anchor lies in VALUE_NO_YEAR */
    int weekday;           /* of an anchor without a year: 1 for Monday to 7; 0 if unknown */
    struct tenses *tenses; /* of the sentence */
    uint32_t at;           /* byte of the sentence that the text at hand begins at */
};

#define VALUE_NO_DAY INT64_MIN
#define VALUE_NO_YEAR 2001 /* a year of 365 days that stands for any */

/* The meaning called so in a rule file; -1 if there is none. */
int meaning_of(struct slice name);

/* The value of the pattern's last match in `text`; absent if none can be known. Lives in the context's arena. */
struct slice value_of(const struct value_context *context, enum meaning meaning, const struct pattern *pattern,
                      struct slice text);

/* Days since 1970-01-01 of an ISO date's first ten characters; VALUE_NO_DAY if it is none. */
int64_t value_day(struct slice date);
/* Months since year 0 of an ISO date; 0 if it does not say year and month. */
uint32_t value_month(struct slice date);
/* Is it a date that an article may have: a day that there is, perhaps with a time; a month; a year; a day without its
 * year (XXXX)? */
bool value_is_date(struct slice date);
/* The anchor of an article's date, which may lack its year: "XXXX-04-23". */
void value_anchor(struct value_context *context, struct slice date);

#endif
