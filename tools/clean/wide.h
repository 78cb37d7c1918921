/* wide: the instructions of x86-64 processors since 2013 that work on 32 bytes at once, where the machine has them.
 *
 * Always holds: what is marked WIDE has a plain twin that gives the same, is called only if wide_here(), and is not
 * compiled for other machines, or with -DBROADSHEET_PLAIN (to compare the two on whole pages).
 */
#ifndef BROADSHEET_CLEAN_WIDE_H
#define BROADSHEET_CLEAN_WIDE_H

/* What is marked so is compiled into whatever calls it, with the instructions that this may use. */
#define TWIN static inline __attribute__((always_inline))

#if defined(__x86_64__) && !defined(BROADSHEET_PLAIN)

#include <immintrin.h>
#include <stdbool.h>

#define WIDE __attribute__((target("avx2,bmi,bmi2,popcnt")))

static inline bool wide_here(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
           __builtin_cpu_supports("popcnt");
}

#endif

#endif
