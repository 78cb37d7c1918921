/* sort: numbers that are few, or nearly in order already. */
#ifndef BROADSHEET_DEDUPE_SORT_H
#define BROADSHEET_DEDUPE_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Sorts `count` numbers, ascending: by insertion, or with qsort where that would move too many. */
void sort_numbers(uint64_t *numbers, size_t count);
/* Sorts some dozens of numbers, ascending, by insertion. */
void sort_halves(uint16_t *halves, size_t count);

#endif
