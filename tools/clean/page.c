#include "page.h"

/* The items moved to where there is room for `wanted`: the old place stays unused. */
static void *moved_to(struct arena *arena, void *items, size_t count, size_t wanted, size_t *capacity, size_t bytes)
{
    size_t size;
    if (__builtin_mul_overflow(wanted, bytes, &size))
        size = SIZE_MAX; /* more than the arena can have: it says so */
    char *moved = arena_allocate(arena, size);
    if (count > 0)
        memcpy(moved, items, count * bytes);
    *capacity = wanted;
    return moved;
}

/* Room for one more item in an array of the arena. */
static void *grown(struct arena *arena, void *items, size_t count, size_t *capacity, size_t bytes)
{
    return count < *capacity ? items : moved_to(arena, items, count, *capacity ? *capacity * 2 : 64, capacity, bytes);
}

void page_start(struct page *page, struct arena *arena)
{
    *page = (struct page){.arena = arena};
    page_add_element(page);
}

void page_reserve_blocks(struct page *page, size_t count)
{
    page->blocks = moved_to(page->arena, page->blocks, page->block_count, page->block_count + count,
                            &page->block_capacity, sizeof *page->blocks);
}

struct block *page_add_block(struct page *page)
{
    page->blocks = grown(page->arena, page->blocks, page->block_count, &page->block_capacity, sizeof *page->blocks);
    struct block *block = &page->blocks[page->block_count++];
    *block = (struct block){0};
    return block;
}

struct element *page_add_element(struct page *page)
{
    page->elements =
        grown(page->arena, page->elements, page->element_count, &page->element_capacity, sizeof *page->elements);
    struct element *element = &page->elements[page->element_count++];
    *element = (struct element){0};
    return element;
}

struct meta *page_add_meta(struct page *page)
{
    page->metas = grown(page->arena, page->metas, page->meta_count, &page->meta_capacity, sizeof *page->metas);
    struct meta *meta = &page->metas[page->meta_count++];
    *meta = (struct meta){0};
    return meta;
}

struct mark *page_add_mark(struct page *page)
{
    page->marks = grown(page->arena, page->marks, page->mark_count, &page->mark_capacity, sizeof *page->marks);
    struct mark *mark = &page->marks[page->mark_count++];
    *mark = (struct mark){0};
    return mark;
}

struct slice *page_add_json_ld(struct page *page)
{
    page->json_ld =
        grown(page->arena, page->json_ld, page->json_ld_count, &page->json_ld_capacity, sizeof *page->json_ld);
    struct slice *script = &page->json_ld[page->json_ld_count++];
    *script = (struct slice){NULL, 0};
    return script;
}

struct slice *page_add_time(struct page *page, uint32_t block)
{
    size_t capacity = page->time_capacity;
    page->time_blocks = grown(page->arena, page->time_blocks, page->time_count, &capacity, sizeof *page->time_blocks);
    page->times = grown(page->arena, page->times, page->time_count, &page->time_capacity, sizeof *page->times);
    page->time_blocks[page->time_count] = block;
    struct slice *time = &page->times[page->time_count++];
    *time = (struct slice){NULL, 0};
    return time;
}
