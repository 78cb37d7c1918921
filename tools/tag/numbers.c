#include "numbers.h"

#include "lower.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

double number_of(struct slice text)
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

double number_scaled(struct slice number, struct slice scale)
{
    double value = number_of(number);
    if (value < 0 || scale.size == 0)
        return value;
    struct word word = lower_of(scale);
    double factor = word_number(word.at);
    return factor < 0 ? value : value * factor;
}

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

void number_write(char *to, size_t size, double number)
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
