#include "sort.h"

#include <stdlib.h>

#define MOVES 16 /* a number; more and qsort is faster */

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

void sort_numbers(uint64_t *numbers, size_t count)
{
    size_t moves = 0;
    for (size_t i = 1; i < count; i++) {
        uint64_t moving = numbers[i];
        size_t j = i;
        for (; j > 0 && numbers[j - 1] > moving; j--)
            numbers[j] = numbers[j - 1];
        numbers[j] = moving;
        moves += i - j;
        if (moves > MOVES * count) {
            qsort(numbers, count, sizeof *numbers, compare);
            return;
        }
    }
}

void sort_halves(uint16_t *halves, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint16_t moving = halves[i];
        size_t j = i;
        for (; j > 0 && halves[j - 1] > moving; j--)
            halves[j] = halves[j - 1];
        halves[j] = moving;
    }
}
