/* dates: the date that a short text states, in the ways the world writes it.
 *
 * Always holds: a date found is one of the Gregorian calendar, between 1900 and 2099, with its day; nothing is
 * completed from anything but the text. Month names come from months.txt.
 */
#ifndef BROADSHEET_CLEAN_DATES_H
#define BROADSHEET_CLEAN_DATES_H

#include <stdint.h>

#include "slice.h"

struct date {
    uint16_t year;
    uint8_t month, day;
};

/* How 3/4/2024 is meant. */
enum day_order { ORDER_UNKNOWN, DAY_FIRST, MONTH_FIRST };

enum { DATE_TEXT = 11 }; /* bytes of YYYY-MM-DD with a NUL */

/* Finds the first date in the first 400 bytes of `text` (valid UTF-8); *start and *end (if not NULL) are its place.
 * With ORDER_UNKNOWN a date of two small numbers is none. */
bool dates_find(struct slice text, enum day_order order, struct date *date, size_t *start, size_t *end);
/* To be called before several threads ask: fills the table, which otherwise the first to ask does. */
void dates_share(void);
/* The date of a machine-readable value: ISO 8601 in its forms, 20240514, seconds since 1970, or what dates_find
 * finds. */
bool dates_value(struct slice value, enum day_order order, struct date *date);
/* The date in a URL's path: /2024/05/14/, /2024-05-14-, /20240514. */
bool dates_url(struct slice url, struct date *date);
/* What the text's unambiguous dates of numbers say of the order: adds to the votes. Looks for d/m as well. */
void dates_vote(struct slice text, unsigned *day_first, unsigned *month_first);

/* Does `word` (any case) name a month, in full or short? */
bool dates_is_month(struct slice word);

/* Writes YYYY-MM-DD and a NUL. */
void dates_print(struct date date, char text[DATE_TEXT]);
/* Days since 0000-03-01, to compare and subtract. */
int32_t dates_number(struct date date);

#endif
