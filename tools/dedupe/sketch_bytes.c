#include "sketch_bytes.h"

#include <string.h>

#include "block.h"
#include "buffer.h"

/* A packed sketch: this, then hashes, numbers, names, words, positions, filled up to a multiple of 4 bytes. */
struct packed_head {
    uint32_t words, bound;
    uint8_t count, short_words, anchors, elided; /* anchors: numbers, and from the fifth bit on names */
};

static void add_head(const struct sketch_view *view, struct buffer *out)
{
    struct packed_head head = {view->words,
                               view->bound,
                               (uint8_t)view->count,
                               (uint8_t)view->short_words,
                               (uint8_t)(view->numbers | view->names << 4),
                               view->elided};
    buffer_add(out, (const char *)&head, sizeof head);
}

static void add_anchors(const struct sketch_view *view, struct buffer *out)
{
    buffer_add(out, (const char *)view->number, view->numbers * sizeof view->number[0]);
    buffer_add(out, (const char *)view->name, view->names * sizeof view->name[0]);
}

static void fill_up(struct buffer *out, size_t start)
{
    buffer_add(out, "\0\0\0", (4 - (out->size - start) % 4) % 4);
}

void sketch_pack(const struct sketch *sketch, struct buffer *out)
{
    size_t start = out->size;
    struct sketch_view view;
    sketch_show(sketch, &view);
    add_head(&view, out);
    buffer_add(out, (const char *)view.hash, view.count * sizeof view.hash[0]);
    add_anchors(&view, out);
    buffer_add(out, (const char *)view.word, view.short_words * sizeof view.word[0]);
    buffer_add(out, (const char *)view.position, view.count);
    fill_up(out, start);
}

static void show_head(const char *bytes, struct sketch_view *view)
{
    struct packed_head head;
    memcpy(&head, bytes, sizeof head);
    *view = (struct sketch_view){.words = head.words,
                                 .bound = head.bound,
                                 .count = head.count,
                                 .numbers = head.anchors & 15,
                                 .names = head.anchors >> 4,
                                 .short_words = head.short_words,
                                 .elided = head.elided != 0};
}

size_t sketch_unpack(const char *bytes, struct sketch_view *view)
{
    show_head(bytes, view);
    view->hash = (const uint32_t *)(const void *)(bytes + sizeof(struct packed_head));
    view->number = (const struct anchor *)(const void *)(view->hash + view->count);
    view->name = view->number + view->numbers;
    view->word = (const uint16_t *)(const void *)(view->name + view->names);
    view->position = (const uint8_t *)(view->word + view->short_words);
    return ((size_t)((const char *)view->position - bytes) + view->count + 3) / 4 * 4;
}

static bool within_bounds(const struct sketch_view *view)
{
    return view->count <= SKETCH_DRAFT && view->numbers <= SKETCH_NUMBERS && view->names <= SKETCH_NAMES &&
           view->short_words <= SKETCH_WORDS;
}

bool sketch_check(struct slice bytes)
{
    struct sketch_view view;
    if (bytes.size < sizeof(struct packed_head))
        return false;
    size_t size = sketch_unpack(bytes.at, &view);
    return within_bounds(&view) && size == bytes.size;
}

/* A squeezed sketch: the head, numbers and names as in a packed one, then a block of the words and one of the hashes
 * with their positions, each if there are any, filled up to a multiple of 4 bytes. */

/* A number of up to BLOCK_KEY_BITS is the key of an entry. */
#define KEY_SHIFT (64 - BLOCK_KEY_BITS)

static const struct packing of_words = {0, 0, false}, of_hashes = {0, 8, false};

static void add_block(const struct packing *packing, const struct entry *entries, size_t count, struct buffer *out)
{
    char block[BLOCK_MOST];
    if (count > 0)
        buffer_add(out, block, block_pack(packing, entries, count, block));
}

void sketch_squeeze(const struct sketch_view *view, struct buffer *out)
{
    size_t start = out->size;
    struct entry entries[BLOCK_ENTRIES];
    add_head(view, out);
    add_anchors(view, out);
    for (size_t i = 0; i < view->short_words; i++)
        entries[i] = (struct entry){(uint64_t)view->word[i] << KEY_SHIFT, 0};
    add_block(&of_words, entries, view->short_words, out);
    for (size_t i = 0; i < view->count; i++)
        entries[i] = (struct entry){(uint64_t)view->hash[i] << KEY_SHIFT, view->position[i]};
    add_block(&of_hashes, entries, view->count, out);
    fill_up(out, start);
}

/* Takes a block of `count` entries from the front of *bytes. False if it is none. */
static bool take_block(const struct packing *packing, struct slice *bytes, size_t count, struct entry *entries)
{
    size_t taken = count > 0 ? block_unpack(packing, *bytes, count, entries) : 0;
    *bytes = slice_part(*bytes, taken, bytes->size);
    return count == 0 || taken > 0;
}

static bool take_blocks(struct slice blocks, struct sketch *sketch)
{
    struct entry entries[BLOCK_ENTRIES];
    if (!take_block(&of_words, &blocks, sketch->short_words, entries))
        return false;
    for (size_t i = 0; i < sketch->short_words; i++)
        sketch->word[i] = (uint16_t)(entries[i].key >> KEY_SHIFT);
    if (!take_block(&of_hashes, &blocks, sketch->count, entries))
        return false;
    for (size_t i = 0; i < sketch->count; i++) {
        sketch->hash[i] = (uint32_t)(entries[i].key >> KEY_SHIFT);
        sketch->position[i] = (uint8_t)entries[i].value;
    }
    return blocks.size < 4;
}

bool sketch_restore(struct slice bytes, struct sketch *sketch)
{
    struct sketch_view view;
    if (bytes.size < sizeof(struct packed_head))
        return false;
    show_head(bytes.at, &view);
    size_t numbers = view.numbers * sizeof view.number[0], names = view.names * sizeof view.name[0];
    struct slice rest = slice_part(bytes, sizeof(struct packed_head), bytes.size);
    if (!within_bounds(&view) || view.count > BLOCK_ENTRIES || rest.size < numbers + names)
        return false;
    sketch->words = view.words;
    sketch->bound = view.bound;
    sketch->count = view.count;
    sketch->numbers = view.numbers;
    sketch->names = view.names;
    sketch->short_words = view.short_words;
    sketch->elided = view.elided;
    memcpy(sketch->number, rest.at, numbers);
    memcpy(sketch->name, rest.at + numbers, names);
    return take_blocks(slice_part(rest, numbers + names, rest.size), sketch);
}
