#include "memory.h"

#include <stdint.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define LARGE (256 << 10)
#define FIRST_BLOCK ((size_t)16 << 10)
#define DOUBLED_MOST ((size_t)64 << 20) /* no block is larger than this but for one thing that is */

static void (*failure_handler)(size_t);

void memory_on_failure(void (*handler)(size_t bytes))
{
    failure_handler = handler;
}

void memory_return_large(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, LARGE); /* said once, it stays */
#endif
}

static void fail(size_t bytes)
{
    if (failure_handler)
        failure_handler(bytes);
    abort();
}

static size_t checked_product(size_t a, size_t b)
{
    size_t product;
    if (__builtin_mul_overflow(a, b, &product))
        fail(SIZE_MAX);
    return product;
}

void *memory_allocate(size_t bytes)
{
    void *result = malloc(bytes ? bytes : 1);
    if (!result)
        fail(bytes);
    return result;
}

void *memory_zeroed(size_t count, size_t bytes)
{
    void *result = calloc(count ? count : 1, bytes ? bytes : 1);
    if (!result)
        fail(checked_product(count, bytes));
    return result;
}

void *memory_cleared(size_t count, size_t bytes)
{
    size_t size = checked_product(count, bytes);
    return memset(memory_allocate(size), 0, size);
}

void *memory_resize(void *old, size_t bytes)
{
    void *result = realloc(old, bytes ? bytes : 1);
    if (!result)
        fail(bytes);
    return result;
}

char *memory_copy_string(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(memory_allocate(size), text, size);
}

void *memory_grow_more(void *array, size_t *capacity, size_t needed, size_t bytes)
{
    size_t wanted = *capacity < 8 ? 16 : *capacity;
    if (wanted <= SIZE_MAX / 2)
        wanted *= 2;
    if (wanted < needed)
        wanted = needed;
    array = memory_resize(array, checked_product(wanted, bytes));
    *capacity = wanted;
    return array;
}

struct arena_block {
    struct arena_block *next;
    size_t size; /* usable bytes behind this head */
};

#define BLOCK_HEAD                                                                                                     \
    ((sizeof(struct arena_block) + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t))

static void add_block(struct arena *arena, size_t bytes)
{
    size_t size = arena->blocks ? arena->blocks->size : FIRST_BLOCK / 2;
    size = size < DOUBLED_MOST / 2 ? size * 2 : DOUBLED_MOST;
    if (size < bytes)
        size = bytes;
    size_t whole;
    if (__builtin_add_overflow(size, BLOCK_HEAD, &whole))
        fail(SIZE_MAX);
    struct arena_block *block = memory_allocate(whole);
    block->next = arena->blocks;
    block->size = size;
    arena->blocks = block;
    arena->at = (char *)block + BLOCK_HEAD;
    arena->end = arena->at + size;
}

/* What `bytes` take of an arena. */
static size_t rounded_up(size_t bytes)
{
    size_t rounded;
    if (__builtin_add_overflow(bytes, alignof(max_align_t) - 1, &rounded))
        fail(SIZE_MAX);
    rounded &= ~(alignof(max_align_t) - 1);
    return rounded ? rounded : alignof(max_align_t);
}

void *arena_allocate_more(struct arena *arena, size_t bytes)
{
    size_t rounded = rounded_up(bytes);
    if (!arena->at || (size_t)(arena->end - arena->at) < rounded)
        add_block(arena, rounded);
    void *result = arena->at;
    arena->at += rounded;
    return result;
}

void *arena_array(struct arena *arena, size_t count, size_t bytes)
{
    size_t size = checked_product(count, bytes);
    return memset(arena_allocate(arena, size), 0, size);
}

void *arena_grow_more(struct arena *arena, void *array, size_t count, size_t *capacity, size_t bytes)
{
    size_t before = *capacity;
    *capacity = before < 2 ? 4 : checked_product(before, 2);
    size_t size = checked_product(*capacity, bytes);
    /* The last thing that the arena gave grows where it stands. */
    if (before > 0 && (char *)array + rounded_up(before * bytes) == arena->at &&
        (size_t)(arena->end - (char *)array) >= rounded_up(size)) {
        arena->at = (char *)array + rounded_up(size);
        return array;
    }
    void *more = arena_allocate(arena, size);
    return count ? memcpy(more, array, count * bytes) : more;
}

void arena_trim(struct arena *arena, const void *last, size_t bytes)
{
    arena->at = (char *)last + rounded_up(bytes);
}

char *arena_copy(struct arena *arena, struct slice bytes)
{
    char *copy = arena_allocate(arena, bytes.size + 1);
    if (bytes.size > 0)
        memcpy(copy, bytes.at, bytes.size);
    copy[bytes.size] = '\0';
    return copy;
}

void arena_reset(struct arena *arena)
{
    struct arena_block *largest = arena->blocks;
    if (!largest)
        return;
    /* Blocks double, but one huge request can stand anywhere: keep the largest, so that memory follows the longest
     * record and steady work allocates nothing. */
    for (struct arena_block *block = largest->next; block; block = block->next)
        if (block->size > largest->size)
            largest = block;
    for (struct arena_block *block = arena->blocks, *next; block; block = next) {
        next = block->next;
        if (block != largest)
            free(block);
    }
    largest->next = NULL;
    arena->blocks = largest;
    arena->at = (char *)largest + BLOCK_HEAD;
    arena->end = arena->at + largest->size;
}

void arena_free(struct arena *arena)
{
    for (struct arena_block *block = arena->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    *arena = (struct arena){0};
}
