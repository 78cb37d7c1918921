/* memory: allocation that does not fail quietly, and arenas.
 *
 * Always holds: no function here returns NULL. When memory runs out, or a size would overflow, the handler that
 * the tool has set is called and does not return (cli.c sets one that says so and ends the tool with status 3).
 * An arena's memory is one record's or one document's: it is given back all at once by arena_reset.
 */
#ifndef BROADSHEET_MEMORY_H
#define BROADSHEET_MEMORY_H

#include <stdalign.h>
#include <stddef.h>

#include "slice.h"

/* Called with the number of bytes that could not be had; must not return. The default aborts. */
void memory_on_failure(void (*handler)(size_t bytes));

/* From here on large blocks go back to the system when they are freed. Where the C library would keep some of them (as
 * glibc does, once blocks of their size have been freed), a process can hold more than it uses. */
void memory_return_large(void);

void *memory_allocate(size_t bytes);             /* as malloc; 0 bytes give a pointer too */
void *memory_zeroed(size_t count, size_t bytes); /* as calloc */
/* As memory_zeroed, for what is read and written here and there: its pages are there at once. Where the system gives a
 * page first when it is read and another when it is written, other threads are held up for each. */
void *memory_cleared(size_t count, size_t bytes);
void *memory_resize(void *old, size_t bytes); /* as realloc */
char *memory_copy_string(const char *text);   /* as strdup */

/* What follows if there is no room. */
void *memory_grow_more(void *array, size_t *capacity, size_t needed, size_t bytes);
/* Makes room for at least `needed` elements of `bytes` each in a growing array; doubles. Returns the array,
 * perhaps moved; *capacity is updated. The caller owns it and frees it with free(). */
static inline void *memory_grow(void *array, size_t *capacity, size_t needed, size_t bytes)
{
    return needed <= *capacity ? array : memory_grow_more(array, capacity, needed, bytes);
}

/* Zeroes a struct by copying one that is zero. For `= {0}` of more than some words gcc takes an instruction that is
 * slow to begin; this is for places where every record, sentence or name comes by. */
#define MEMORY_CLEAR(pointer)                                                                                          \
    do {                                                                                                               \
        static const __typeof__(*(pointer)) nothing;                                                                   \
        *(pointer) = nothing;                                                                                          \
    } while (0)

/* How many slots a table of `count` hashes has that are at most half full: a power of 2, at least 64. */
static inline size_t memory_slots(size_t count)
{
    size_t slots = 64;
    while (slots < count * 2)
        slots *= 2;
    return slots;
}

struct arena {
    struct arena_block *blocks; /* newest first */
    char *at, *end;             /* free part of the newest block */
};

/* What follows if the newest block has no room for them, or none are asked for. */
void *arena_allocate_more(struct arena *arena, size_t bytes);
/* `bytes` bytes, aligned for any type, valid until the next reset. A zeroed struct arena is an empty arena. */
static inline void *arena_allocate(struct arena *arena, size_t bytes)
{
    const size_t left = (size_t)(arena->end - arena->at),
                 rounded = (bytes + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (bytes == 0 || bytes > left || rounded > left)
        return arena_allocate_more(arena, bytes);
    void *result = arena->at;
    arena->at += rounded;
    return result;
}
/* An array of `count` elements of `bytes` each, zeroed. */
void *arena_array(struct arena *arena, size_t count, size_t bytes);
/* The slice's bytes, copied, with a NUL behind them. */
char *arena_copy(struct arena *arena, struct slice bytes);
/* What follows if there is no room. */
void *arena_grow_more(struct arena *arena, void *array, size_t count, size_t *capacity, size_t bytes);
/* Makes room for one element of `bytes` more behind the `count` of an array that lies in an arena; doubles. Returns the
 * array, perhaps a copy of it in `arena`; *capacity is updated. */
static inline void *arena_grow(struct arena *arena, void *array, size_t count, size_t *capacity, size_t bytes)
{
    return count < *capacity ? array : arena_grow_more(arena, array, count, capacity, bytes);
}
/* Of the last thing that the arena gave, only the first `bytes` are still needed. */
void arena_trim(struct arena *arena, const void *last, size_t bytes);
/* Gives all memory back for use again; the largest block is kept. */
void arena_reset(struct arena *arena);
void arena_free(struct arena *arena);

#endif
