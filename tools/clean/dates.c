#include "dates.h"

#include "chunk.h"
#include <stdio.h>

#include "embed.h"
#include "model.h"
#include "pattern.h"
#include "scan.h"
#include "text.h"

EMBEDDED(months)

enum { LOOK_AT = 400, MOST_TOKENS = 96, LONGEST_WORD = 48 };

/* ---- names of the months ---- */

enum { MONTH_SLOTS = 2048 };

static struct {
    struct slice name;
    uint8_t month;
} month_slots[MONTH_SLOTS];
static bool months_ready;
/* How long the names are that begin with a byte, a bit for each size: most words go by this. */
static uint64_t month_sizes[256];

static uint64_t size_bit(size_t size)
{
    return UINT64_C(1) << (size < 63 ? size : 63);
}

static void add_month(struct slice name, uint8_t month)
{
    uint32_t slot = model_hash(name) & (MONTH_SLOTS - 1);
    while (month_slots[slot].name.at)
        slot = (slot + 1) & (MONTH_SLOTS - 1);
    month_sizes[(unsigned char)name.at[0]] |= size_bit(name.size);
    month_slots[slot].name = name;
    month_slots[slot].month = month;
}

static void read_months(void)
{
    struct rule_lines lines = {.rest = embedded_months()};
    struct slice fields[2], name;
    while (rule_next(&lines, fields, 2) == 2) {
        unsigned month = 0;
        for (size_t i = 0; i < fields[0].size; i++)
            month = month * 10 + (unsigned)(fields[0].at[i] - '0');
        while (slice_field(&fields[1], ' ', &name))
            add_month(name, (uint8_t)month);
    }
    months_ready = true;
}

void dates_share(void)
{
    if (!months_ready)
        read_months();
}

/* The number of the month that a lower-case word names, 0 if none. */
static unsigned month_named(struct slice word)
{
    if (!months_ready)
        read_months();
    if (word.size == 0 || !(month_sizes[(unsigned char)word.at[0]] & size_bit(word.size)))
        return 0;
    for (uint32_t slot = model_hash(word) & (MONTH_SLOTS - 1); month_slots[slot].name.at;
         slot = (slot + 1) & (MONTH_SLOTS - 1))
        if (slice_equal(month_slots[slot].name, word))
            return month_slots[slot].month;
    return 0;
}

/* ---- tokens ---- */

enum token_type { NUMBER, WORD, SIGN };

struct date_token {
    enum token_type type;
    uint32_t value; /* of a number; of a sign its code point */
    uint8_t digits; /* of a number */
    uint8_t month;  /* that a word names, 0 for none */
    bool spaced;    /* white space before it */
    uint16_t start, end;
    struct slice word; /* of a word, lower case */
};

struct date_tokens {
    struct date_token at[MOST_TOKENS];
    size_t count;
    char words[LOOK_AT * 2];
    size_t used;
};

/* The value of a decimal digit in the scripts that dates are written with, -1 for none. */
static int digit_value(uint32_t c)
{
    static const uint32_t zeros[] = {0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10};
    if (c < 0x80)
        return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (c >= zeros[i] && c <= zeros[i] + 9)
            return (int)(c - zeros[i]);
    return -1;
}

static void add_word(struct date_tokens *tokens, struct date_token *token, const char *at, const char *end)
{
    char *to = tokens->words + tokens->used;
    size_t size = 0;
    while (at < end && size + 4 < LONGEST_WORD && tokens->used + size + 4 < sizeof tokens->words)
        if ((unsigned char)*at < 0x80)
            to[size++] = ascii_lower(*at++);
        else
            size += text_encode(to + size, text_lower(text_decode(&at, end)));
    token->word = (struct slice){to, size};
    token->month = (uint8_t)month_named(token->word);
    tokens->used += size;
}

/* 年, 月, 日 and their Korean kin stand by themselves. */
static bool is_counter(uint32_t c)
{
    return c == 0x5E74 || c == 0x6708 || c == 0x65E5 || c == 0x53F7 || c == 0xB144 || c == 0xC6D4 || c == 0xC77C;
}

static const char *take_number(struct date_token *token, const char *at, const char *end)
{
    while (at < end) {
        const char *next = at;
        int value = digit_value(text_decode(&next, end));
        if (value < 0)
            break;
        if (token->digits < 9)
            token->value = token->value * 10 + (uint32_t)value;
        if (token->digits < 20)
            token->digits++;
        at = next;
    }
    return at;
}

static const char *take_word(const char *at, const char *end)
{
    const char *next = at;
    uint32_t first = text_decode(&next, end);
    if (is_counter(first))
        return next;
    for (at = next; at < end; at = next) {
        uint32_t c = text_decode(&next, end);
        if (!(text_class(c) & (TEXT_LETTER | TEXT_MARK)) || is_counter(c))
            break;
    }
    return at;
}

static void split(struct date_tokens *tokens, struct slice text)
{
    const char *at = text.at, *end = text.at + (text.size < LOOK_AT ? text.size : LOOK_AT);
    while (end < text.at + text.size && end > at && ((unsigned char)*end & 0xC0) == 0x80)
        end--;
    bool spaced = true;
    while (at < end && tokens->count < MOST_TOKENS) {
        struct date_token token = {.start = (uint16_t)(at - text.at), .spaced = spaced};
        const char *next = at;
        uint32_t c = text_decode(&next, end);
        unsigned classes = text_class(c);
        spaced = (classes & TEXT_SPACE) != 0;
        if (spaced) {
            at = next;
            continue;
        }
        if (digit_value(c) >= 0) {
            token.type = NUMBER;
            next = take_number(&token, at, end);
        } else if (classes & TEXT_LETTER) {
            token.type = WORD;
            next = take_word(at, end);
            add_word(tokens, &token, at, next);
        } else {
            token.type = SIGN;
            token.value = c;
        }
        token.end = (uint16_t)(next - text.at);
        tokens->at[tokens->count++] = token;
        at = next;
    }
}

/* ---- forms ---- */

static bool make(uint32_t year, uint32_t month, uint32_t day, struct date *date)
{
    static const uint8_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (year < 1900 || year > 2099 || month < 1 || month > 12 || day < 1 || day > days[month - 1] ||
        (month == 2 && day == 29 && !leap))
        return false;
    *date = (struct date){(uint16_t)year, (uint8_t)month, (uint8_t)day};
    return true;
}

/* Where reading stands in the tokens: each `take` moves on if the next token fits. */
struct reading {
    const struct date_tokens *tokens;
    size_t at;
};

static const struct date_token *peek(const struct reading *reading)
{
    return reading->at < reading->tokens->count ? &reading->tokens->at[reading->at] : NULL;
}

static bool take_digits(struct reading *reading, unsigned least, unsigned most, uint32_t *value)
{
    const struct date_token *token = peek(reading);
    if (!token || token->type != NUMBER || token->digits < least || token->digits > most)
        return false;
    *value = token->value;
    reading->at++;
    return true;
}

static bool take_sign(struct reading *reading, const char *signs, uint32_t *sign)
{
    const struct date_token *token = peek(reading);
    if (!token || token->type != SIGN || token->value >= 128 || !strchr(signs, (int)token->value))
        return false;
    if (sign)
        *sign = token->value;
    reading->at++;
    return true;
}

static bool take_month(struct reading *reading, uint32_t *month)
{
    const struct date_token *token = peek(reading);
    if (!token || token->type != WORD || token->month == 0)
        return false;
    *month = token->month;
    reading->at++;
    return true;
}

/* One of the words in `words`, separated by spaces. */
static bool take_word_of(struct reading *reading, const char *words)
{
    const struct date_token *token = peek(reading);
    if (!token || token->type != WORD)
        return false;
    struct slice rest = slice_of(words), word;
    while (slice_field(&rest, ' ', &word))
        if (slice_equal(word, token->word)) {
            reading->at++;
            return true;
        }
    return false;
}

static bool take_year(struct reading *reading, uint32_t *year)
{
    return take_digits(reading, 4, 4, year) && *year >= 1900 && *year <= 2099;
}

/* 2024-05-14, 2024/5/14, 2024.05.14, 2024. 5. 14. */
static bool year_first(struct reading *reading, struct date *date)
{
    uint32_t year, month, day, sign;
    if (!take_year(reading, &year) || !take_sign(reading, "-/.", &sign) || !take_digits(reading, 1, 2, &month))
        return false;
    char again[2] = {(char)sign, '\0'};
    return take_sign(reading, again, NULL) && take_digits(reading, 1, 2, &day) && make(year, month, day, date);
}

/* 2024年5月14日, 2024년 5월 14일 */
static bool east_asian(struct reading *reading, struct date *date)
{
    uint32_t year, month, day;
    if (!take_year(reading, &year) || !take_word_of(reading, "年 년") || !take_digits(reading, 1, 2, &month) ||
        !take_word_of(reading, "月 월") || !take_digits(reading, 1, 2, &day) || !take_word_of(reading, "日 일 号"))
        return false;
    return make(year, month, day, date);
}

/* 14 May 2024, 14. Mai 2024, 14th of May, 2024, 14 de mayo de 2024 */
static bool day_month_year(struct reading *reading, struct date *date)
{
    uint32_t year, month, day;
    if (!take_digits(reading, 1, 2, &day))
        return false;
    take_word_of(reading, "st nd rd th er º ª");
    take_sign(reading, ".-/,", NULL);
    take_word_of(reading, "de of");
    if (!take_month(reading, &month))
        return false;
    take_sign(reading, ".,-/", NULL);
    take_word_of(reading, "de del of");
    take_sign(reading, ",", NULL);
    if (take_year(reading, &year))
        return make(year, month, day, date);
    return false;
}

/* May 14, 2024; May 14th 2024; Tue May 14 16:20:41 UTC 2024 */
static bool month_day_year(struct reading *reading, struct date *date)
{
    uint32_t year, month, day;
    if (!take_month(reading, &month))
        return false;
    take_sign(reading, ".", NULL);
    if (!take_digits(reading, 1, 2, &day))
        return false;
    take_word_of(reading, "st nd rd th");
    take_sign(reading, ",.", NULL);
    if (take_year(reading, &year))
        return make(year, month, day, date);
    uint32_t part;
    if (!take_digits(reading, 1, 2, &part) || !take_sign(reading, ":", NULL) || !take_digits(reading, 2, 2, &part))
        return false;
    if (take_sign(reading, ":", NULL))
        take_digits(reading, 2, 2, &part);
    take_word_of(reading, "utc gmt est edt cst cdt mst mdt pst pdt am pm cet cest");
    return take_year(reading, &year) && make(year, month, day, date);
}

/* 2024. május 14., 2024 m. gegužės 14 d., 2024-May-14 */
static bool year_month_day(struct reading *reading, struct date *date)
{
    uint32_t year, month, day;
    if (!take_year(reading, &year))
        return false;
    take_sign(reading, ".-/", NULL);
    if (take_word_of(reading, "m"))
        take_sign(reading, ".", NULL);
    if (!take_month(reading, &month))
        return false;
    take_sign(reading, ".-/", NULL);
    return take_digits(reading, 1, 2, &day) && make(year, month, day, date);
}

/* (ngày) 14 tháng 5 (năm|,) 2024 */
static bool vietnamese(struct reading *reading, struct date *date)
{
    uint32_t year, month, day;
    if (!take_digits(reading, 1, 2, &day))
        return false;
    take_sign(reading, ",", NULL);
    if (!take_word_of(reading, "tháng") || !take_digits(reading, 1, 2, &month))
        return false;
    take_sign(reading, ",/-", NULL);
    take_word_of(reading, "năm");
    return take_year(reading, &year) && make(year, month, day, date);
}

/* 14/05/2024, 5/14/2024, 14.05.2024, 14-5-24: which is the day is told by the numbers, the sign or the order. */
static bool numbers(struct reading *reading, enum day_order order, struct date *date)
{
    uint32_t first, second, year, sign;
    if (!take_digits(reading, 1, 2, &first) || !take_sign(reading, "/.-", &sign) ||
        !take_digits(reading, 1, 2, &second))
        return false;
    char again[2] = {(char)sign, '\0'};
    if (!take_sign(reading, again, NULL))
        return false;
    struct reading before = *reading;
    if (!take_year(reading, &year)) {
        *reading = before;
        if (sign == '-' || !take_digits(reading, 2, 2, &year) || year > 50)
            return false;
        year += 2000;
    }
    if (sign == '.')
        order = DAY_FIRST;
    if (first > 12)
        order = DAY_FIRST;
    else if (second > 12)
        order = MONTH_FIRST;
    else if (first == second)
        order = DAY_FIRST;
    if (order == ORDER_UNKNOWN)
        return false;
    return order == DAY_FIRST ? make(year, second, first, date) : make(year, first, second, date);
}

/* What a form begins with: a date's year has four digits, its day or month one or two. */
enum opening { OPENS_NOTHING, OPENS_YEAR, OPENS_DAY, OPENS_MONTH };

static enum opening opening_of(const struct date_token *token)
{
    if (token->type == WORD)
        return token->month > 0 ? OPENS_MONTH : OPENS_NOTHING;
    if (token->type == SIGN)
        return OPENS_NOTHING;
    return token->digits == 4 ? OPENS_YEAR : token->digits <= 2 ? OPENS_DAY : OPENS_NOTHING;
}

static bool read_form(const struct date_tokens *tokens, size_t at, enum day_order order, struct date *date,
                      size_t *behind)
{
    static const struct {
        enum opening opening;
        bool (*read)(struct reading *, struct date *);
    } forms[] = {
        {OPENS_YEAR, year_first},      {OPENS_YEAR, east_asian},     {OPENS_DAY, day_month_year},
        {OPENS_MONTH, month_day_year}, {OPENS_YEAR, year_month_day}, {OPENS_DAY, vietnamese},
    };
    enum opening opening = opening_of(&tokens->at[at]);
    struct reading reading;
    if (opening == OPENS_NOTHING)
        return false;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        reading = (struct reading){tokens, at};
        if (forms[i].opening == opening && forms[i].read(&reading, date)) {
            *behind = reading.at;
            return true;
        }
    }
    reading = (struct reading){tokens, at};
    if (opening != OPENS_DAY || !numbers(&reading, order, date))
        return false;
    *behind = reading.at;
    return true;
}

/* Are there as many numbers as a date has: three, or two and one of them a year? What may be a digit of another script
 * is taken for one. Most lines have none. */
static bool may_have_date(struct slice text)
{
    struct slice start = {text.at, text.size < LOOK_AT ? text.size : LOOK_AT};
    struct chunk chunk;
    unsigned runs = 0;
    bool year = false;
    for (size_t at = 0; at < start.size; at += chunk.size) {
        chunk_take(start, at, &chunk);
        uint64_t digits = chunk.digits, starts = digits & ~(digits << 1);
        runs += (unsigned)__builtin_popcountll(starts);
        year |= (starts & digits >> 1 & digits >> 2 & digits >> 3 & ~(digits >> 4)) != 0;
        if (digits >> (chunk.size - 1) & 1 && at + chunk.size < start.size)
            return true; /* a number goes on in the next chunk */
        for (uint64_t beyond = chunk.beyond; beyond != 0; beyond &= beyond - 1) {
            unsigned char c = (unsigned char)start.at[at + (size_t)__builtin_ctzll(beyond)];
            if ((c >= 0xD9 && c <= 0xE1) || c == 0xEF)
                return true;
        }
    }
    return runs >= 3 || (runs == 2 && year);
}

bool dates_find(struct slice text, enum day_order order, struct date *date, size_t *start, size_t *end)
{
    struct date_tokens tokens;
    if (!may_have_date(text))
        return false;
    tokens.count = tokens.used = 0;
    split(&tokens, text);
    for (size_t i = 0; i < tokens.count; i++) {
        size_t behind;
        if (!read_form(&tokens, i, order, date, &behind))
            continue;
        if (start)
            *start = tokens.at[i].start;
        if (end)
            *end = tokens.at[behind - 1].end;
        return true;
    }
    return false;
}

static uint32_t digits_at(struct slice text, size_t from, size_t count)
{
    uint32_t value = 0;
    for (size_t i = from; i < from + count; i++)
        value = value * 10 + (uint32_t)(text.at[i] - '0');
    return value;
}

static size_t digit_run(struct slice text, size_t from)
{
    size_t at = from;
    while (at < text.size && ascii_is_digit(text.at[at]))
        at++;
    return at - from;
}

/* Seconds, or milliseconds, since 1970. */
static bool from_seconds(struct slice value, struct date *date)
{
    uint64_t seconds = 0;
    for (size_t i = 0; i < 10; i++)
        seconds = seconds * 10 + (uint64_t)(value.at[i] - '0');
    uint32_t days = (uint32_t)(seconds / 86400) + 719468; /* since 0000-03-01 */
    uint32_t era = days / 146097, day_of_era = days % 146097;
    uint32_t year = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    uint32_t day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    uint32_t month = (5 * day_of_year + 2) / 153;
    uint32_t day = day_of_year - (153 * month + 2) / 5 + 1;
    month = month < 10 ? month + 3 : month - 9;
    return make(era * 400 + year + (month <= 2), month, day, date);
}

bool dates_value(struct slice value, enum day_order order, struct date *date)
{
    value = slice_trim(value);
    size_t run = digit_run(value, 0);
    if (run == 8 || (run == 14 && run == value.size))
        if (make(digits_at(value, 0, 4), digits_at(value, 4, 2), digits_at(value, 6, 2), date))
            return true;
    if ((run == 10 || run == 13) && run == value.size)
        return from_seconds(value, date);
    return dates_find(value, order, date, NULL, NULL);
}

static bool url_separator(char c)
{
    return c == '/' || c == '-' || c == '_' || c == '.';
}

bool dates_url(struct slice url, struct date *date)
{
    for (size_t i = 1; i + 7 < url.size; i++) {
        if (!url_separator(url.at[i - 1]) && url.at[i - 1] != '=')
            continue;
        size_t year = digit_run(url, i);
        if (year == 8 && make(digits_at(url, i, 4), digits_at(url, i + 4, 2), digits_at(url, i + 6, 2), date))
            return true;
        if (year != 4 || !url_separator(url.at[i + 4]))
            continue;
        size_t month = digit_run(url, i + 5), day_at = i + 5 + month + 1;
        if (month < 1 || month > 2 || day_at >= url.size || url.at[day_at - 1] != url.at[i + 4])
            continue;
        size_t day = digit_run(url, day_at);
        if (day < 1 || day > 2)
            continue;
        if (make(digits_at(url, i, 4), digits_at(url, i + 5, month), digits_at(url, day_at, day), date))
            return true;
    }
    return false;
}

void dates_vote(struct slice text, unsigned *day_first, unsigned *month_first)
{
    const char *at = text.at, *end = text.at + text.size;
    for (; at < end && (at = memchr(at, '/', (size_t)(end - at))); at++) {
        size_t place = (size_t)(at - text.at), before = 0;
        while (before < 3 && before < place && ascii_is_digit(at[-1 - (long)before]))
            before++;
        size_t behind = digit_run(text, place + 1);
        if (before < 1 || before > 2 || behind < 1 || behind > 2)
            continue;
        uint32_t first = digits_at(text, place - before, before), second = digits_at(text, place + 1, behind);
        if (first > 12 && first <= 31 && second >= 1 && second <= 12)
            ++*day_first;
        else if (second > 12 && second <= 31 && first >= 1 && first <= 12)
            ++*month_first;
    }
}

bool dates_is_month(struct slice word)
{
    char lower[LONGEST_WORD + 4];
    const char *at = word.at, *end = word.at + word.size;
    size_t size = 0;
    while (at < end && size < LONGEST_WORD)
        size += text_encode(lower + size, text_lower(text_decode(&at, end)));
    return at == end && month_named((struct slice){lower, size}) > 0;
}

void dates_print(struct date date, char text[DATE_TEXT])
{
    snprintf(text, DATE_TEXT, "%04u-%02u-%02u", (unsigned)date.year % 10000, (unsigned)date.month % 100,
             (unsigned)date.day % 100);
}

int32_t dates_number(struct date date)
{
    int32_t year = date.year - (date.month <= 2), month = date.month > 2 ? date.month - 3 : date.month + 9;
    return year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date.day - 1;
}
