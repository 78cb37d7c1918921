/* check: what the test programs in C share. CHECK says where it failed and goes on; check_done gives main's result. */
#ifndef BROADSHEET_CHECK_H
#define BROADSHEET_CHECK_H

#include <stdio.h>

static int check_failures;

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            printf("%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);                                             \
            check_failures++;                                                                                          \
        }                                                                                                              \
    } while (0)

static inline int check_done(void)
{
    return check_failures > 0;
}

#endif
