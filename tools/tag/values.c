#include "values.h"

#include "buffer.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const meaning_names[] = {
    "unknown", "date",     "numeric",  "decade", "century", "season",  "quarter", "half",   "today",
    "weekday", "relative", "duration", "ago",    "time",    "percent", "money",   "number",
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
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31)
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

/* The lower-case letters of a short ASCII text, for comparisons. */
struct word {
    char at[48];
};

static struct word lower_of(struct slice text)
{
    struct word word = {{0}};
    for (size_t i = 0; i < text.size && i + 1 < sizeof word.at; i++)
        word.at[i] = (char)(text.at[i] >= 'A' && text.at[i] <= 'Z' ? text.at[i] + 32 : text.at[i]);
    return word;
}

static bool starts(const struct word *word, const char *prefix)
{
    return strncmp(word->at, prefix, strlen(prefix)) == 0;
}

static bool has(const struct word *word, const char *part)
{
    return strstr(word->at, part) != NULL;
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
    return year < 0 ? none : keep(context, "%04lld-%d", (long long)year, 32 + number);
}

static struct slice half_value(const struct value_context *context, const struct pattern *p)
{
    struct word name = lower_of(pattern_named(p, "h"));
    int64_t year = year_by(context, p);
    return year < 0 ? none : keep(context, "%04lld-%d", (long long)year, starts(&name, "first") ? 40 : 41);
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

/* The weekday nearest to the article's day on the side that the words speak of; the article's own day counts. */
static struct slice weekday_value(const struct value_context *context, const struct pattern *p)
{
    int wanted = weekday_of(pattern_named(p, "wd")), direction = direction_of(pattern_named(p, "rel"));
    int second = weekday_of(pattern_named(p, "wd2"));
    struct word rel = lower_of(pattern_named(p, "rel"));
    if (context->anchor == VALUE_NO_DAY || wanted < 0 || has(&rel, "following") || has(&rel, "previous"))
        return none;
    int present = (int)(((context->anchor + 3) % 7 + 7) % 7), away = (wanted - present + 7) % 7;
    bool ahead = direction == 1 || (direction == 0 && !has(&rel, "past")) || (direction == 2 && is_future(context));
    if (!ahead && away > 0)
        away -= 7;
    if (direction == -1 && away == 0)
        away = -7;
    if (direction == 1 && away == 0)
        away = 7;
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

static struct slice relative_value(const struct value_context *context, const struct pattern *p)
{
    struct word unit = lower_of(pattern_named(p, "unit"));
    const char *mark = approximate(pattern_named(p, "part"));
    int direction = direction_of(pattern_named(p, "rel"));
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

/* ---- numbers ---- */

static double word_number(const char *word)
{
    static const struct {
        const char *word;
        double number;
    } table[] = {{"zero", 0},          {"one", 1},        {"two", 2},       {"three", 3},
                 {"four", 4},          {"five", 5},       {"six", 6},       {"seven", 7},
                 {"eight", 8},         {"nine", 9},       {"ten", 10},      {"eleven", 11},
                 {"twelve", 12},       {"thirteen", 13},  {"fourteen", 14}, {"fifteen", 15},
                 {"sixteen", 16},      {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19},
                 {"twenty", 20},       {"thirty", 30},    {"forty", 40},    {"fifty", 50},
                 {"sixty", 60},        {"seventy", 70},   {"eighty", 80},   {"ninety", 90},
                 {"hundred", 1e2},     {"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9},
                 {"trillion", 1e12},   {"dozen", 12},     {"crore", 1e7},   {"lakh", 1e5},
                 {"lakh crore", 1e12}, {"bn", 1e9},       {"mln", 1e6},     {"bln", 1e9},
                 {"mn", 1e6},          {"tn", 1e12},      {"m", 1e6},       {"b", 1e9},
                 {"k", 1e3},           {"a", 1},          {"an", 1}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strcmp(word, table[i].word) == 0)
            return table[i].number;
    return -1;
}

/* "twenty-three", "two hundred and six", "a"; -1 if it is none. */
static double spelt_number(struct slice text)
{
    double total = 0, part = -1;
    struct word all = lower_of(text);
    char *rest = all.at;
    for (char *word = strtok_r(rest, " -\n\t", &rest); word; word = strtok_r(NULL, " -\n\t", &rest)) {
        if (strcmp(word, "and") == 0)
            continue;
        double number = word_number(word);
        if (number < 0)
            return -1;
        if (number >= 1000) {
            total += (part < 0 ? 1 : part) * number;
            part = 0;
        } else if (number == 100 || strcmp(word, "dozen") == 0) {
            part = (part < 0 ? 1 : part) * number;
        } else {
            part = (part < 0 ? 0 : part) + number;
        }
    }
    return part < 0 ? -1 : total + part;
}

/* A number in digits (commas fall away) or words. Digits are kept as text so that nothing is rounded. */
static double number_of(struct slice text)
{
    char digits[64];
    size_t size = 0;
    if (text.size == 0)
        return -1;
    if (text.at[0] < '0' || text.at[0] > '9')
        return spelt_number(text);
    double whole = 0;
    bool plain = true; /* digits alone, few enough for a double to hold them exactly */
    for (size_t i = 0; i < text.size && size + 1 < sizeof digits; i++) {
        if (text.at[i] == ',')
            continue;
        digits[size++] = text.at[i];
        plain &= text.at[i] >= '0' && text.at[i] <= '9';
        whole = whole * 10 + (text.at[i] - '0');
    }
    digits[size] = '\0';
    return plain && size <= 15 ? whole : strtod(digits, NULL);
}

static double scaled(struct slice number, struct slice scale)
{
    double value = number_of(number);
    if (value < 0 || scale.size == 0)
        return value;
    struct word word = lower_of(scale);
    double factor = word_number(word.at);
    return factor < 0 ? value : value * factor;
}

/* Digits without an exponent or trailing zeros. */
/* A whole number that a double holds exactly, which most are. */
static void write_whole(char *to, uint64_t number)
{
    char digits[20];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0)
        *to++ = digits[--count];
    *to = '\0';
}

/* At most six decimals. */
static void write_number(char *to, size_t size, double number)
{
    if (number >= 0 && number < 1e15 && (double)(uint64_t)number == number) {
        write_whole(to, (uint64_t)number);
        return;
    }
    snprintf(to, size, "%.6f", number);
    char *end = to + strlen(to);
    while (end > to && end[-1] == '0')
        *--end = '\0';
    if (end > to && end[-1] == '.')
        *--end = '\0';
}

static struct slice number_value(const struct value_context *context, const struct pattern *p, struct slice text,
                                 const char *suffix)
{
    struct slice scale = pattern_named(p, "scale"), n2 = pattern_named(p, "n2");
    double first = scaled(pattern_named(p, "n"), scale), second = scaled(n2, scale);
    char one[64 + 2], two[64]; /* with room for the suffix */
    if (first < 0)
        return none;
    write_number(one, 64, first);
    if (n2.size == 0 || second < 0) {
        memcpy(one + strlen(one), suffix, strlen(suffix) + 1);
        return keep_text(context, slice_of(one));
    }
    write_number(two, sizeof two, second);
    const char *between = memchr(text.at, '/', text.size) ? "/" : "-";
    return keep(context, "%s%s%s%s", one, between, two, suffix);
}

/* Signs and letters, each the whole of what stands before or behind the number. */
static const struct currency {
    const char *name, *code;
} currency_signs[] = {
    {"$", "USD"},    {"us$", "USD"},  {"a$", "AUD"},   {"aus$", "AUD"}, {"c$", "CAD"},   {"can$", "CAD"},
    {"cdn$", "CAD"}, {"nz$", "NZD"},  {"hk$", "HKD"},  {"nt$", "TWD"},  {"s$", "SGD"},   {"r$", "BRL"},
    {"tt$", "TTD"},  {"ec$", "XCD"},  {"bz$", "BZD"},  {"gy$", "GYD"},  {"g$", "GYD"},   {"fj$", "FJD"},
    {"si$", "SBD"},  {"j$", "JMD"},   {"n$", "NAD"},   {"l$", "LRD"},   {"t$", "TOP"},   {"bds$", "BBD"},
    {"€", "EUR"},    {"£", "GBP"},    {"₹", "INR"},    {"₽", "RUB"},  {"₩", "KRW"},    {"₪", "ILS"},
    {"₺", "TRY"},    {"₴", "UAH"},    {"₱", "PHP"},    {"₵", "GHS"},    {"gh₵", "GHS"},  {"gh¢", "GHS"},
    {"₦", "NGN"},    {"₡", "CRC"},    {"₲", "PYG"},    {"₫", "VND"},    {"₭", "LAK"},    {"₮", "MNT"},
    {"₾", "GEL"},  {"֏", "AMD"},    {"₼", "AZN"},  {"฿", "THB"},    {"₸", "KZT"},    {"rmb", "CNY"},
    {"rs", "INR"},   {"rs.", "INR"},  {"tk", "BDT"},   {"rm", "MYR"},   {"sr", "SAR"},   {"dh", "AED"},
    {"dhs", "AED"},  {"qr", "QAR"},   {"kd", "KWD"},   {"ro", "OMR"},   {"bd", "BHD"},   {"jd", "JOD"},
    {"le", "EGP"},   {"nu.", "BTN"},  {"s/", "PEN"},   {"n", "NGN"},    {"r", "ZAR"},    {"k", NULL},
    {"ksh", "KES"},  {"ush", "UGX"},  {"tsh", "TZS"},  {"rp", "IDR"},   {"mt", "MZN"},   {"kz", "AOA"},
    {"vt", "VUV"},   {"ll", "LBP"},   {"q", "GTQ"},    {"won", "KRW"},  {"yen", "JPY"},  {"baht", "THB"},
    {"dong", "VND"}, {"rand", "ZAR"}, {"taka", "BDT"}, {"kina", "PGK"}, {"vatu", "VUV"}, {"birr", "ETB"},
    {"pula", "BWP"}, {"kip", "LAK"},  {"lari", "GEL"}, {"euro", "EUR"}, {"cedi", "GHS"}, {"kyat", "MMK"},
    {"riel", "KHR"}};

/* Names of which one word or two say the state; the longer before the shorter that it holds. */
static const struct currency currency_names[] = {{"hong kong dollar", "HKD"},
                                                 {"new zealand dollar", "NZD"},
                                                 {"australian dollar", "AUD"},
                                                 {"canadian dollar", "CAD"},
                                                 {"singapore dollar", "SGD"},
                                                 {"taiwan dollar", "TWD"},
                                                 {"jamaican dollar", "JMD"},
                                                 {"fijian dollar", "FJD"},
                                                 {"namibian dollar", "NAD"},
                                                 {"zimbabwe dollar", "ZWL"},
                                                 {"guyanese dollar", "GYD"},
                                                 {"liberian dollar", "LRD"},
                                                 {"dollar", "USD"},
                                                 {"euro", "EUR"},
                                                 {"egyptian pound", "EGP"},
                                                 {"syrian pound", "SYP"},
                                                 {"lebanese pound", "LBP"},
                                                 {"sudanese pound", "SDG"},
                                                 {"sterling", "GBP"},
                                                 {"pound", "GBP"},
                                                 {"yuan", "CNY"},
                                                 {"renminbi", "CNY"},
                                                 {"swiss franc", "CHF"},
                                                 {"congolese franc", "CDF"},
                                                 {"rwandan franc", "RWF"},
                                                 {"burundian franc", "BIF"},
                                                 {"guinean franc", "GNF"},
                                                 {"belarusian ruble", "BYN"},
                                                 {"belarusian rouble", "BYN"},
                                                 {"ruble", "RUB"},
                                                 {"rouble", "RUB"},
                                                 {"indian rupee", "INR"},
                                                 {"pakistani rupee", "PKR"},
                                                 {"lankan rupee", "LKR"},
                                                 {"nepali rupee", "NPR"},
                                                 {"nepalese rupee", "NPR"},
                                                 {"mauritian rupee", "MUR"},
                                                 {"rupiah", "IDR"},
                                                 {"ringgit", "MYR"},
                                                 {"naira", "NGN"},
                                                 {"shekel", "ILS"},
                                                 {"zloty", "PLN"},
                                                 {"forint", "HUF"},
                                                 {"hryvnia", "UAH"},
                                                 {"tenge", "KZT"},
                                                 {"reais", "BRL"},
                                                 {"swedish kron", "SEK"},
                                                 {"norwegian kron", "NOK"},
                                                 {"danish kron", "DKK"},
                                                 {"kronor", "SEK"},
                                                 {"lira", "TRY"},
                                                 {"kuwaiti dinar", "KWD"},
                                                 {"iraqi dinar", "IQD"},
                                                 {"jordanian dinar", "JOD"},
                                                 {"serbian dinar", "RSD"},
                                                 {"tunisian dinar", "TND"},
                                                 {"algerian dinar", "DZD"},
                                                 {"libyan dinar", "LYD"},
                                                 {"bahraini dinar", "BHD"},
                                                 {"saudi riyal", "SAR"},
                                                 {"qatari riyal", "QAR"},
                                                 {"iranian rial", "IRR"},
                                                 {"omani rial", "OMR"},
                                                 {"yemeni rial", "YER"},
                                                 {"emirati dirham", "AED"},
                                                 {"uae dirham", "AED"},
                                                 {"moroccan dirham", "MAD"},
                                                 {"mexican peso", "MXN"},
                                                 {"philippine peso", "PHP"},
                                                 {"argentine peso", "ARS"},
                                                 {"colombian peso", "COP"},
                                                 {"chilean peso", "CLP"},
                                                 {"cuban peso", "CUP"},
                                                 {"uruguayan peso", "UYU"},
                                                 {"dominican peso", "DOP"},
                                                 {"kenyan shilling", "KES"},
                                                 {"kenya shilling", "KES"},
                                                 {"ugandan shilling", "UGX"},
                                                 {"uganda shilling", "UGX"},
                                                 {"tanzanian shilling", "TZS"},
                                                 {"somali shilling", "SOS"},
                                                 {"zambian kwacha", "ZMW"},
                                                 {"malawian kwacha", "MWK"},
                                                 {"metica", "MZN"},
                                                 {"kwanza", "AOA"},
                                                 {"dalasi", "GMD"},
                                                 {"leones", "SLE"},
                                                 {"ariary", "MGA"},
                                                 {"gourde", "HTG"},
                                                 {"balboa", "PAB"},
                                                 {"boliviano", "BOB"},
                                                 {"bolivar", "VES"},
                                                 {"guaran", "PYG"},
                                                 {"quetzal", "GTQ"},
                                                 {"lempira", "HNL"},
                                                 {"tugrik", "MNT"},
                                                 {"togrog", "MNT"},
                                                 {"somoni", "TJS"},
                                                 {"azerbaijani manat", "AZN"},
                                                 {"turkmen manat", "TMT"},
                                                 {"rufiyaa", "MVR"},
                                                 {"ngultrum", "BTN"},
                                                 {"afghani", "AFN"},
                                                 {"czech koruna", "CZK"},
                                                 {"romanian lei", "RON"},
                                                 {"moldovan lei", "MDL"},
                                                 {"denar", "MKD"},
                                                 {"pataca", "MOP"},
                                                 {"south korean won", "KRW"},
                                                 {"north korean won", "KPW"},
                                                 {"thai baht", "THB"},
                                                 {"japanese yen", "JPY"},
                                                 {"cedi", "GHS"},
                                                 {"kyat", "MMK"},
                                                 {"riel", "KHR"},
                                                 {"rand", "ZAR"}};

/* Is this the sign, perhaps with a space in it: "US $"? */
static bool is_sign(const struct word *word, const char *sign)
{
    const char *at = word->at;
    for (; *sign; at++, sign++) {
        while (*at == ' ')
            at++;
        if (*at != *sign)
            return false;
    }
    return *at == '\0';
}

/* The ISO 4217 code, NULL where the name leaves it open: "K", "rupees", "francs". */
static const char *currency_of(struct slice name)
{
    struct word word = lower_of(name);
    for (size_t i = 0; i < sizeof currency_signs / sizeof currency_signs[0]; i++)
        if (is_sign(&word, currency_signs[i].name))
            return currency_signs[i].code;
    for (size_t i = 0; i < sizeof currency_names / sizeof currency_names[0] && name.size > 3; i++)
        if (has(&word, currency_names[i].name))
            return currency_names[i].code;
    return NULL;
}

/* A sum with its ISO 4217 code where the name leaves no doubt, otherwise with the name as written. */
static struct slice money_value(const struct value_context *context, const struct pattern *p, struct slice text)
{
    struct slice currency = slice_trim(pattern_named(p, "cur")), number = number_value(context, p, text, "");
    const char *code = currency_of(currency);
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
    double number = number_of(pattern_named(p, "n")), second = number_of(pattern_named(p, "n2"));
    char text[64];
    bool two_units = pattern_named(p, "unit2").size > 0;
    if (number < 0 || two_units)
        return none;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (!starts(&unit, units[i].unit))
            continue;
        const char *sign = units[i].clock ? "PT" : "P";
        write_number(text, sizeof text, number * units[i].factor);
        if (second < 0)
            return keep(context, "%s%s%s", sign, text, units[i].code);
        char more[64];
        write_number(more, sizeof more, second * units[i].factor);
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
    if (meaning == MEANING_WEEKDAY || meaning == MEANING_DECADE || meaning == MEANING_CENTURY)
        return meaning == MEANING_WEEKDAY ? none : value;
    if (value.size < 7 || (slash && meaning != MEANING_DATE))
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
