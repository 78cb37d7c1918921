/* wide: the instructions of x86-64 processors since 2013 that work on 32 bytes at once, where the machine has them,
 * those of later ones that work on 64, and those that all of them have for 16.
 *
 * Always holds: what is marked WIDE or WIDEST has a plain twin that gives the same, is called only if wide_here() or
 * widest_here(), and, like what stands where NARROW is defined, is not compiled for other machines, or with
 * -DBROADSHEET_PLAIN (to compare them on whole pages).
 */
#ifndef BROADSHEET_CLEAN_WIDE_H
#define BROADSHEET_CLEAN_WIDE_H

/* What is marked so is compiled into whatever calls it, with the instructions that this may use. */
#define TWIN static inline __attribute__((always_inline))

#if defined(__x86_64__) && !defined(BROADSHEET_PLAIN)

#include <immintrin.h>
#include <stdbool.h>

/* What every x86-64 processor has. */
#define NARROW

#define WIDE __attribute__((target("avx2,bmi,bmi2,popcnt")))

static inline bool wide_here(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
           __builtin_cpu_supports("popcnt");
}

#define WIDEST                                                                                                         \
    __attribute__((target("avx2,bmi,bmi2,popcnt,avx512f,avx512vl,avx512bw,avx512dq,avx512vbmi,avx512vbmi2,"            \
                          "avx512vnni")))

static inline bool widest_here(void)
{
    return wide_here() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
           __builtin_cpu_supports("avx512vnni");
}

#endif

#endif
