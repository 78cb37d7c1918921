#include "values.h"

#include "buffer.h"
#include "currency.h"
#include "lower.h"
#include "numbers.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const meaning_names[] = {
    "unknown", "date",    "numeric",  "decade",   "century", "season", "quarter", "half",  "months",
    "today",   "weekday", "relative", "duration", "ago",     "time",   "percent", "money", "number",
};

int meaning_of(struct slice name)
{
    for (size_t i = 0; i < sizeof meaning_names / sizeof meaning_names[0]; i++)
        if (slice_is(name, meaning_names[i]))
            return (int)i;
    return -1;
}

struct day {
    int64_t year;
    unsigned month, day;
};

/* Days since 1970-01-01 of a proleptic Gregorian date, and back (Hinnant, chrono-compatible date algorithms). */
static int64_t days_of(int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    unsigned year_of_era = (unsigned)(year - era * 400);
    unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + (int64_t)day_of_era - 719468;
}

static struct day day_of(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    unsigned day_of_era = (unsigned)(days - era * 146097);
    unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    unsigned shifted = (5 * day_of_year + 2) / 153;
    struct day day = {(int64_t)year_of_era + era * 400, shifted < 10 ? shifted + 3 : shifted - 9,
                      day_of_year - (153 * shifted + 2) / 5 + 1};
    day.year += day.month <= 2;
    return day;
}

static unsigned days_in_month(int64_t year, unsigned month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* A run of digits; -1 if there is none or it is too long. */
static int64_t digits_of(struct slice text)
{
    int64_t number = 0;
    if (text.size == 0 || text.size > 9)
        return -1;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return -1;
        number = number * 10 + (text.at[i] - '0');
    }
    return number;
}

int64_t value_day(struct slice date)
{
    if (date.size < 10 || date.at[4] != '-' || date.at[7] != '-')
        return VALUE_NO_DAY;
    int64_t year = digits_of(slice_part(date, 0, 4)), month = digits_of(slice_part(date, 5, 7)),
            day = digits_of(slice_part(date, 8, 10));
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, (unsigned)month))
        return VALUE_NO_DAY;
    return days_of(year, (unsigned)month, (unsigned)day);
}

uint32_t value_month(struct slice date)
{
    if (date.size < 7 || date.at[4] != '-')
        return 0;
    int64_t year = digits_of(slice_part(date, 0, 4)), month = digits_of(slice_part(date, 5, 7));
    return year >= 0 && month >= 1 && month <= 12 ? (uint32_t)(year * 12 + month - 1) : 0;
}

bool value_is_date(struct slice date)
{
    bool any_year = slice_starts(date, SLICE("XXXX"));
    int64_t year = any_year ? 2000 : date.size < 4 ? -1 : digits_of(slice_part(date, 0, 4));
    if (year < 1 || date.size < 7 || date.at[4] != '-')
        return year > 0 && (date.size == 4 || date.at[4] == '~' || date.at[4] == '?');
    int64_t month = digits_of(slice_part(date, 5, 7));
    if (month < 1 || month > 12 || date.size < 10 || date.at[7] != '-')
        return month >= 1 && month <= 12 && (date.size == 7 || !ascii_is_digit(date.at[7]));
    int64_t day = digits_of(slice_part(date, 8, 10));
    return day >= 1 && day <= days_in_month(year, (unsigned)month);
}

void value_anchor(struct value_context *context, struct slice date)
{
    char day[11];
    context->anchor = value_day(date);
    context->no_year = false;
    if (date.size < 10 || memcmp(date.at, "XXXX-", 5) != 0)
        return;
    snprintf(day, sizeof day, "%04d%.6s", VALUE_NO_YEAR, date.at + 4);
    context->anchor = value_day((struct slice){day, 10});
    context->no_year = context->anchor != VALUE_NO_DAY;
}

/* 1 to 12; 0 if it is no month. Names by their first three letters, digits as they are. */
static unsigned month_of(struct slice text)
{
    static const char names[][4] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    if (text.size == 0)
        return 0;
    int64_t number = digits_of(text);
    if (number >= 1 && number <= 12)
        return (unsigned)number;
    struct word word = lower_of(text);
    for (unsigned i = 0; i < 12; i++)
        if (starts(&word, names[i]))
            return i + 1;
    return 0;
}

/* 0 for Monday to 6; -1 if it is no weekday. */
static int weekday_of(struct slice text)
{
    static const char names[][4] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    struct word word = lower_of(text);
    for (int i = 0; i < 7; i++)
        if (starts(&word, names[i]))
            return i;
    return -1;
}

static struct slice keep(const struct value_context *context, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static struct slice keep_text(const struct value_context *context, struct slice text)
{
    return (struct slice){arena_copy(context->arena, text), text.size};
}

static struct slice keep(const struct value_context *context, const char *format, ...)
{
    char text[128];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size <= 0 || (size_t)size >= sizeof text)
        return (struct slice){NULL, 0};
    return keep_text(context, (struct slice){text, (size_t)size});
}

static const struct slice none = {NULL, 0};

/* One date of EDTF: year below 0 stands for unknown. */
struct point {
    int64_t year;
    unsigned month, day; /* 0: not said */
};

static int write_point(char *to, size_t size, struct point point)
{
    char year[32];
    if (point.year < 0)
        memcpy(year, "XXXX", 5);
    else
        snprintf(year, sizeof year, "%04lld", (long long)point.year);
    if (point.day)
        return snprintf(to, size, "%s-%02u-%02u", year, point.month, point.day);
    if (point.month)
        return snprintf(to, size, "%s-%02u", year, point.month);
    return snprintf(to, size, "%s", year);
}

/* The text at hand speaks of what is to come. */
static bool is_future(const struct value_context *context)
{
    return tense_is_ahead(context->tenses, context->at);
}

/* The year that brings month (and day, 0 for the middle) nearest to the article's; -1 without one. */
static int64_t nearest_year(const struct value_context *context, unsigned month, unsigned day)
{
    if (context->anchor == VALUE_NO_DAY)
        return -1;
    int64_t year = day_of(context->anchor).year, best = year, distance = INT64_MAX;
    bool future = is_future(context);
    for (int64_t candidate = year - 1; candidate <= year + 1; candidate++) {
        int64_t away = days_of(candidate, month, day ? day : 15) - context->anchor;
        /* What lies ahead is told of less often, unless the sentence says that it does. */
        int64_t cost = away > 0 ? (future ? away / 2 : away + away / 2) : (future ? -away * 2 : -away);
        if (cost < distance) {
            distance = cost;
            best = candidate;
        }
    }
    return best;
}

/* -1 for last, 0 for this, 1 for next; 2 if the text says neither. */
static int direction_of(struct slice rel)
{
    struct word word = lower_of(rel);
    if (rel.size == 0)
        return 2;
    if (has(&word, "coming") || has(&word, "next") || has(&word, "following"))
        return 1;
    if (has(&word, "last") || has(&word, "past") || has(&word, "previous"))
        return -1;
    return has(&word, "this") || has(&word, "current") || has(&word, "present") ? 0 : 2;
}

/* Whether a part ("late", "the end of") makes the date approximate. */
static const char *approximate(struct slice part)
{
    struct word word = lower_of(part);
    return part.size == 0 || has(&word, "rest") || has(&word, "remainder") || has(&word, "course") ? "" : "~";
}

/* The year of "last March" or "next August": the month nearest to the article's on that side, never the article's own.
 */
static int64_t year_beside(const struct value_context *context, unsigned month, int direction)
{
    if (context->anchor == VALUE_NO_DAY)
        return -1;
    struct day now = day_of(context->anchor);
    bool beyond = direction < 0 ? month >= now.month : direction > 0 && month <= now.month;
    return now.year + (beyond ? direction : 0);
}

/* Gives a day of "last month" its month and year; false if they cannot be known. */
static bool month_beside(const struct value_context *context, int direction, struct point *point)
{
    if (context->anchor == VALUE_NO_DAY || direction == 2)
        return false;
    struct day now = day_of(context->anchor);
    int64_t months = now.year * 12 + now.month - 1 + direction;
    point->year = months / 12;
    point->month = (unsigned)(months % 12) + 1;
    return true;
}

static struct slice date_value(const struct value_context *context, const struct pattern *p)
{
    struct slice part = pattern_named(p, "part"), rel = pattern_named(p, "rel"), y2 = pattern_named(p, "y2");
    struct point from = {digits_of(pattern_named(p, "y")), month_of(pattern_named(p, "m")), 0}, to;
    int64_t day = digits_of(pattern_named(p, "d")), day2 = digits_of(pattern_named(p, "d2"));
    unsigned month2 = month_of(pattern_named(p, "m2"));
    from.day = day > 0 ? (unsigned)day : 0;
    int direction = direction_of(rel), beside = direction_of(pattern_named(p, "beside"));
    if (beside != 2)
        from.year = year_beside(context, from.month, beside);
    else if (from.year < 0 && direction != 2 && from.month)
        from.year = context->anchor == VALUE_NO_DAY ? -1 : day_of(context->anchor).year + direction;
    else if (!from.month && from.day && !month_beside(context, direction, &from))
        return none;
    else if (from.year < 0 && rel.size > 0)
        return none;
    else if (from.year < 0 && from.month)
        from.year = nearest_year(context, from.month, from.day);
    if (from.month && from.day > days_in_month(from.year < 0 ? 2000 : from.year, from.month))
        return none;
    char first[48], second[48];
    write_point(first, sizeof first, from);
    to = from;
    if (y2.size == 2 && from.year > 0)
        to.year = from.year / 100 * 100 + digits_of(y2);
    else if (y2.size > 0)
        to.year = digits_of(y2);
    if (month2)
        to.month = month2;
    if (day2 > 0)
        to.day = (unsigned)day2;
    if (to.year == from.year && to.month == from.month && to.day == from.day)
        return keep(context, "%s%s", first, approximate(part));
    if (from.month > to.month && !y2.at && from.year >= 0 && to.month) {
        from.year = to.year - 1;
        write_point(first, sizeof first, from);
    }
    write_point(second, sizeof second, to);
    return keep(context, "%s/%s", first, second);
}

/* "11/04/2024": American English has the month first, as has an input without a language whose second number cannot
 * be a month; all others the day. Ambiguous without a language: no value. */
static struct slice numeric_value(const struct value_context *context, const struct pattern *p)
{
    int64_t a = digits_of(pattern_named(p, "a")), b = digits_of(pattern_named(p, "b")), day = a, month = b;
    bool point = slice_is(pattern_named(p, "s"), ".");
    struct word lang = lower_of(context->lang);
    bool american = starts(&lang, "en-us") || starts(&lang, "en_us");
    if (!point && (american || b > 12)) {
        day = b;
        month = a;
    } else if (!point && a <= 12 && a != b && (context->lang.size == 0 || strcmp(lang.at, "en") == 0)) {
        return none;
    }
    int64_t year = digits_of(pattern_named(p, "y"));
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, (unsigned)month))
        return none;
    return keep(context, "%04lld-%02lld-%02lld", (long long)year, (long long)month, (long long)day);
}

static struct slice decade_value(const struct value_context *context, const struct pattern *p)
{
    int64_t year = digits_of(pattern_named(p, "y"));
    if (year < 100)
        year += 1900;
    return keep(context, "%03lldX%s", (long long)year / 10, approximate(pattern_named(p, "part")));
}

static struct slice century_value(const struct value_context *context, const struct pattern *p)
{
    static const char *const names[] = {"sixteenth",  "seventeenth", "eighteenth",
                                        "nineteenth", "twentieth",   "twenty-first"};
    struct slice text = pattern_named(p, "c");
    int64_t century = digits_of(text);
    struct word word = lower_of(text);
    for (int i = 0; i < 6; i++)
        if (strcmp(word.at, names[i]) == 0)
            century = 16 + i;
    return century > 0 && century < 100 ? keep(context, "%02lldXX", (long long)century - 1) : none;
}

/* The year that "of this year" or "next" mean; -1 if it cannot be known. */
static int64_t year_by(const struct value_context *context, const struct pattern *p)
{
    int64_t year = digits_of(pattern_named(p, "y"));
    int direction = direction_of(pattern_named(p, "rel"));
    if (year >= 0)
        return year;
    if (direction == 2 || context->anchor == VALUE_NO_DAY)
        return -1;
    return day_of(context->anchor).year + direction;
}

static struct slice season_value(const struct value_context *context, const struct pattern *p)
{
    struct word season = lower_of(pattern_named(p, "season"));
    int64_t year = year_by(context, p);
    int number = starts(&season, "sp") ? 21 : starts(&season, "su") ? 22 : starts(&season, "w") ? 24 : 23;
    return year < 0 ? none
                    : keep(context, "%04lld-%d%s", (long long)year, number, approximate(pattern_named(p, "part")));
}

static struct slice quarter_value(const struct value_context *context, const struct pattern *p)
{
    struct word name = lower_of(pattern_named(p, "q"));
    int64_t year = year_by(context, p);
    int number = starts(&name, "1") || starts(&name, "fir")   ? 1
                 : starts(&name, "2") || starts(&name, "sec") ? 2
                 : starts(&name, "3") || starts(&name, "th")  ? 3
                                                              : 4;
    if (pattern_named(p, "y").size == 0 && pattern_named(p, "rel").size == 0)
        year = nearest_year(context, (unsigned)number * 3 - 1, 0);
    return year < 0 ? none : keep(context, "%04lld-%d", (long long)year, 32 + number);
}

static struct slice half_value(const struct value_context *context, const struct pattern *p)
{
    struct word name = lower_of(pattern_named(p, "h"));
    int64_t year = year_by(context, p);
    return year < 0 ? none : keep(context, "%04lld-%d", (long long)year, starts(&name, "first") ? 40 : 41);
}

/* "the first six months of 2023": an interval of months. */
static struct slice months_value(const struct value_context *context, const struct pattern *p)
{
    int64_t year = year_by(context, p);
    double count = number_of(pattern_named(p, "n"));
    if (year < 0 || count < 1 || count > 12)
        return none;
    int months = (int)count;
    bool last = slice_is(pattern_named(p, "end"), "last");
    return keep(context, "%04lld-%02d/%04lld-%02d", (long long)year, last ? 13 - months : 1, (long long)year,
                last ? 12 : months);
}

static struct slice keep_day(const struct value_context *context, int64_t days)
{
    struct day day = day_of(days);
    return keep(context, "%04lld-%02u-%02u", (long long)day.year, day.month, day.day);
}

static struct slice today_value(const struct value_context *context, const struct pattern *p)
{
    struct word day = lower_of(pattern_named(p, "day"));
    if (context->anchor == VALUE_NO_DAY)
        return none;
    int64_t away = starts(&day, "yesterday") || starts(&day, "last") ? -1
                   : starts(&day, "tomorrow")                        ? 1
                   : starts(&day, "after")                           ? 2
                   : starts(&day, "before")                          ? -2
                                                                     : 0;
    return keep_day(context, context->anchor + away);
}

/* 0 for Monday to 6: which day of the week the article's day is; -1 if that cannot be known. */
static int present_weekday(const struct value_context *context)
{
    if (context->no_year)
        return context->weekday - 1;
    return (int)(((context->anchor + 3) % 7 + 7) % 7);
}

/* Days from the article's day to the weekday that is nearest on the side that the words speak of; the article's own day
 * counts. */
static int days_away(const struct value_context *context, int wanted, int present, struct slice rel)
{
    struct word word = lower_of(rel);
    int direction = direction_of(rel), away = (wanted - present + 7) % 7;
    bool ahead = direction == 1 || (direction == 0 && !has(&word, "past")) || (direction == 2 && is_future(context));
    if (direction == -1 && away == 0)
        return -7;
    if (direction == 1 && away == 0)
        return 7;
    return !ahead && away > 0 ? away - 7 : away;
}

static struct slice weekday_value(const struct value_context *context, const struct pattern *p)
{
    struct slice rel = pattern_named(p, "rel");
    struct word word = lower_of(rel);
    int wanted = weekday_of(pattern_named(p, "wd")), second = weekday_of(pattern_named(p, "wd2"));
    if (context->anchor == VALUE_NO_DAY || wanted < 0 || has(&word, "following") || has(&word, "previous"))
        return none;
    int present = present_weekday(context);
    if (present < 0)
        return none;
    int away = pattern_named(p, "week").size > 0 ? wanted - present + 7 * direction_of(rel)
                                                 : days_away(context, wanted, present, rel);
    struct slice first = keep_day(context, context->anchor + away);
    if (second < 0)
        return first;
    struct slice last = keep_day(context, context->anchor + away + (second - wanted + 7) % 7);
    return keep(context, "%.*s/%.*s", (int)first.size, first.at, (int)last.size, last.at);
}

/* The ISO week of a day, as an interval from Monday to Sunday. */
static struct slice week_value(const struct value_context *context, int64_t days, bool weekend)
{
    int64_t monday = days - ((days + 3) % 7 + 7) % 7;
    struct day from = day_of(weekend ? monday + 5 : monday), to = day_of(monday + 6);
    return keep(context, "%04lld-%02u-%02u/%04lld-%02u-%02u", (long long)from.year, from.month, from.day,
                (long long)to.year, to.month, to.day);
}

/* "over the weekend": the last one that has begun, or the one ahead. */
static struct slice weekend_value(const struct value_context *context)
{
    if (context->no_year)
        return none;
    bool begun = present_weekday(context) >= 5;
    return week_value(context, context->anchor - (begun || is_future(context) ? 0 : 7), true);
}

static struct slice relative_value(const struct value_context *context, const struct pattern *p)
{
    struct word unit = lower_of(pattern_named(p, "unit"));
    const char *mark = approximate(pattern_named(p, "part"));
    int direction = direction_of(pattern_named(p, "rel"));
    if (context->anchor != VALUE_NO_DAY && direction == 2 && starts(&unit, "weekend"))
        return weekend_value(context);
    bool open = pattern_named(p, "rel").size == 0 || slice_is(pattern_named(p, "rel"), "the");
    if (open && is_future(context)) /* "by the end of the year", "by year-end" */
        direction = 0;
    if (context->anchor == VALUE_NO_DAY || direction == 2)
        return none;
    struct day now = day_of(context->anchor);
    if (starts(&unit, "year"))
        return keep(context, "%04lld%s", (long long)now.year + direction, mark);
    if (starts(&unit, "month")) {
        int64_t months = now.year * 12 + now.month - 1 + direction;
        return keep(context, "%04lld-%02lld%s", (long long)(months / 12), (long long)(months % 12 + 1), mark);
    }
    if (starts(&unit, "week"))
        return week_value(context, context->anchor + 7 * direction, starts(&unit, "weekend"));
    if (starts(&unit, "decade"))
        return keep(context, "%03lldX%s", (long long)now.year / 10 + direction, mark);
    if (starts(&unit, "century"))
        return keep(context, "%02lldXX%s", (long long)now.year / 100 + direction, mark);
    if (starts(&unit, "quarter")) {
        int64_t quarters = now.year * 4 + (now.month - 1) / 3 + direction;
        return keep(context, "%04lld-%lld%s", (long long)(quarters / 4), (long long)(33 + quarters % 4), mark);
    }
    return none;
}

static struct slice number_value(const struct value_context *context, const struct pattern *p, struct slice text,
                                 const char *suffix)
{
    struct slice scale = pattern_named(p, "scale"), n2 = pattern_named(p, "n2");
    double first = number_scaled(pattern_named(p, "n"), scale), second = number_scaled(n2, scale);
    char one[64 + 2], two[64]; /* with room for the suffix */
    if (first < 0)
        return none;
    number_write(one, 64, first);
    if (n2.size == 0 || second < 0) {
        memcpy(one + strlen(one), suffix, strlen(suffix) + 1);
        return keep_text(context, slice_of(one));
    }
    number_write(two, sizeof two, second);
    const char *between = memchr(text.at, '/', text.size) ? "/" : "-";
    return keep(context, "%s%s%s%s", one, between, two, suffix);
}

/* A sum with its ISO 4217 code where the name leaves no doubt, otherwise with the name as written. */
static struct slice money_value(const struct value_context *context, const struct pattern *p, struct slice text)
{
    struct slice currency = slice_trim(pattern_named(p, "cur")), number = number_value(context, p, text, "");
    const char *code = currency_code(currency);
    if (!number.at)
        return none;
    if (code)
        return keep(context, "%.*s %s", (int)number.size, number.at, code);
    return keep(context, "%.*s %.*s", (int)number.size, number.at, (int)currency.size, currency.at);
}

static struct slice duration_value(const struct value_context *context, const struct pattern *p)
{
    static const struct {
        const char *unit, *code;
        double factor;
        bool clock;
    } units[] = {{"second", "S", 1, true},   {"minute", "M", 1, true},     {"hour", "H", 1, true},
                 {"day", "D", 1, false},     {"night", "D", 1, false},     {"weekend", "D", 2, false},
                 {"week", "W", 1, false},    {"fortnight", "W", 2, false}, {"month", "M", 1, false},
                 {"quarter", "M", 3, false}, {"year", "Y", 1, false},      {"yr", "Y", 1, false},
                 {"decade", "Y", 10, false}, {"centur", "Y", 100, false},  {"millenni", "Y", 1000, false}};
    struct word unit = lower_of(pattern_named(p, "unit"));
    struct slice count = pattern_named(p, "n");
    double number = count.size > 0 ? number_of(count) : 1, second = number_of(pattern_named(p, "n2"));
    char text[64];
    number += pattern_named(p, "half").size > 0 ? 0.5 : 0;
    bool two_units = pattern_named(p, "unit2").size > 0;
    if (number < 0 || two_units)
        return none;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (!starts(&unit, units[i].unit))
            continue;
        const char *sign = units[i].clock ? "PT" : "P";
        if (pattern_named(p, "half").size > 0 && starts(&unit, "year"))
            return keep(context, "P%dY6M", (int)number);
        number_write(text, sizeof text, number * units[i].factor);
        if (second < 0)
            return keep(context, "%s%s%s", sign, text, units[i].code);
        char more[64];
        number_write(more, sizeof more, second * units[i].factor);
        return keep(context, "%s%s%s/%s%s%s", sign, text, units[i].code, sign, more, units[i].code);
    }
    return none;
}

/* "three years ago": to the precision of the unit. */
static struct slice ago_value(const struct value_context *context, const struct pattern *p)
{
    struct word unit = lower_of(pattern_named(p, "unit"));
    double number = number_of(pattern_named(p, "n"));
    if (number < 0 || number > 3000 || context->anchor == VALUE_NO_DAY)
        return none;
    int64_t count = (int64_t)number;
    struct day now = day_of(context->anchor);
    if (starts(&unit, "day"))
        return keep_day(context, context->anchor - count);
    if (starts(&unit, "week"))
        return week_value(context, context->anchor - 7 * count, false);
    if (starts(&unit, "month")) {
        int64_t months = now.year * 12 + now.month - 1 - count;
        return months < 12 ? none
                           : keep(context, "%04lld-%02lld", (long long)(months / 12), (long long)(months % 12 + 1));
    }
    int64_t factor = starts(&unit, "decade") ? 10 : starts(&unit, "centur") ? 100 : starts(&unit, "year") ? 1 : 0;
    if (factor == 0 || now.year - count * factor < 1)
        return none;
    return factor == 1 ? keep(context, "%04lld", (long long)(now.year - count))
                       : keep(context, "%04lld~", (long long)(now.year - count * factor));
}

/* Without the article's year a day or month still has its place in some year; a year, week or weekday has none.
 * `stated`: the text itself gives the year. */
static struct slice hide_year(const struct value_context *context, enum meaning meaning, bool stated,
                              struct slice value)
{
    if (!context->no_year || !value.at || stated || meaning > MEANING_AGO || meaning == MEANING_DURATION)
        return value;
    const char *slash = memchr(value.at, '/', value.size);
    if (meaning == MEANING_DECADE || meaning == MEANING_CENTURY)
        return value;
    if (value.size < 7 || (slash && meaning != MEANING_DATE && meaning != MEANING_WEEKDAY) ||
        meaning == MEANING_QUARTER)
        return none;
    char *copy = arena_copy(context->arena, value);
    memcpy(copy, "XXXX", 4);
    if (slash && value.size >= (size_t)(slash - value.at) + 5)
        memcpy(copy + (slash - value.at) + 1, "XXXX", 4);
    return (struct slice){copy, value.size};
}

static struct slice read_value(const struct value_context *context, enum meaning meaning, const struct pattern *pattern,
                               struct slice text)
{
    switch (meaning) {
    case MEANING_DATE:
        return date_value(context, pattern);
    case MEANING_NUMERIC:
        return numeric_value(context, pattern);
    case MEANING_DECADE:
        return decade_value(context, pattern);
    case MEANING_CENTURY:
        return century_value(context, pattern);
    case MEANING_SEASON:
        return season_value(context, pattern);
    case MEANING_QUARTER:
        return quarter_value(context, pattern);
    case MEANING_HALF:
        return half_value(context, pattern);
    case MEANING_MONTHS:
        return months_value(context, pattern);
    case MEANING_TODAY:
        return today_value(context, pattern);
    case MEANING_WEEKDAY:
        return weekday_value(context, pattern);
    case MEANING_RELATIVE:
        return relative_value(context, pattern);
    case MEANING_DURATION:
        return duration_value(context, pattern);
    case MEANING_AGO:
        return ago_value(context, pattern);
    case MEANING_PERCENT:
        return number_value(context, pattern, text, "%");
    case MEANING_MONEY:
        return money_value(context, pattern, text);
    case MEANING_NUMBER:
        return number_value(context, pattern, text, "");
    case MEANING_UNKNOWN:
    case MEANING_TIME:
        break;
    }
    return none;
}

struct slice value_of(const struct value_context *context, enum meaning meaning, const struct pattern *pattern,
                      struct slice text)
{
    bool stated = pattern_named(pattern, "y").size > 0;
    return hide_year(context, meaning, stated, read_value(context, meaning, pattern, text));
}
