/* numbers: what a number in digits or in English words says. */
#ifndef BROADSHEET_TAG_NUMBERS_H
#define BROADSHEET_TAG_NUMBERS_H

#include "slice.h"

/* "1,250.5" (commas fall away), "twenty-three", "two hundred and six", "a"; -1 if it is none. */
double number_of(struct slice text);
/* The same times "million", "lakh crore", "bn"; `scale` may be empty. */
double number_scaled(struct slice number, struct slice scale);
/* Digits without an exponent or trailing zeros, at most six decimals, ended by a NUL; `size` of `to` 32 or more. */
void number_write(char *to, size_t size, double number);

#endif
