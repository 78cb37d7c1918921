#include "source.h"

#include <stdlib.h>

/* A key as its size and its first and last bytes, so that most are compared without a call. */
struct known_key {
    uint64_t head, tail;
    uint32_t size;
    const char *at; /* all of it, if longer than 16 bytes */
};

static inline uint64_t load_8(const char *at)
{
    uint64_t bytes;
    memcpy(&bytes, at, 8);
    return bytes;
}

static inline uint64_t load_4(const char *at)
{
    uint32_t bytes;
    memcpy(&bytes, at, 4);
    return bytes;
}

/* Up to 8 bytes as one number that, with the size, tells them from all others. */
static inline uint64_t head_of(struct slice key)
{
    if (key.size >= 8)
        return load_8(key.at);
    if (key.size >= 4)
        return load_4(key.at) | load_4(key.at + key.size - 4) << 32;
    if (key.size == 0)
        return 0;
    return (unsigned char)key.at[0] | (uint64_t)(unsigned char)key.at[key.size / 2] << 8 |
           (uint64_t)(unsigned char)key.at[key.size - 1] << 16;
}

static inline bool is_key(const struct known_key *known, struct slice key)
{
    if (known->size != key.size || known->head != head_of(key))
        return false;
    if (key.size <= 8)
        return true;
    return known->tail == load_8(key.at + key.size - 8) &&
           (key.size <= 16 || memcmp(known->at + 8, key.at + 8, key.size - 16) == 0);
}

static bool is_layout(const struct layout *layout, const struct member *members, size_t count)
{
    if (layout->count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!is_key(&layout->keys[i], members[i].key))
            return false;
    return true;
}

static struct known_key remember(struct layout *layout, struct slice key)
{
    struct known_key known = {.head = head_of(key), .size = (uint32_t)key.size};
    if (key.size > 8)
        known.tail = load_8(key.at + key.size - 8);
    if (key.size > 16)
        known.at = arena_copy(&layout->arena, key);
    return known;
}

/* The number of a key as it stands in the line. */
static size_t wanted_number(const struct names *wanted, struct slice key, struct arena *arena)
{
    if (key.size == 0 || !memchr(key.at, '\\', key.size))
        return names_find(wanted, key);
    return names_find(wanted, value_string(arena, (struct slice){key.at - 1, key.size + 2}));
}

static void make_layout(struct source *source, struct layout *layout)
{
    const struct names *wanted = &source->wanted;
    const struct member *members = source->members;
    size_t count = source->count;
    source->met = memory_grow(source->met, &source->met_capacity, wanted->count, sizeof *source->met);
    while (source->met_count < wanted->count)
        source->met[source->met_count++] = false;
    arena_reset(&layout->arena);
    layout->keys = memory_grow(layout->keys, &layout->key_capacity, count, sizeof *layout->keys);
    layout->places = memory_grow(layout->places, &layout->place_capacity, wanted->count, sizeof *layout->places);
    if (wanted->count > 0)
        memset(layout->places, 0, wanted->count * sizeof *layout->places);
    layout->count = count;
    layout->extra_count = 0;
    for (size_t i = 0; i < count; i++) {
        layout->keys[i] = remember(layout, members[i].key);
        size_t number = wanted_number(wanted, members[i].key, &layout->arena);
        if (number != NAMES_NONE) {
            layout->places[number] = (uint32_t)(i + 1);
            source->met[number] = true;
            continue;
        }
        layout->extra =
            memory_grow(layout->extra, &layout->extra_capacity, layout->extra_count + 1, sizeof *layout->extra);
        layout->extra[layout->extra_count++] = (uint32_t)i;
    }
}

static void find_layout(struct source *source)
{
    source->shape = 0;
    if (source->layout && is_layout(source->layout, source->members, source->count))
        return;
    for (size_t i = 0; i < source->layout_count; i++)
        if (is_layout(&source->layouts[i], source->members, source->count)) {
            source->layout = &source->layouts[i];
            return;
        }
    size_t place = source->count > SOURCE_LARGE ? 0 : source->layout_next;
    source->layout = &source->layouts[place];
    if (place == source->layout_next)
        source->layout_next = (place + 1) % SOURCE_LAYOUTS;
    if (source->layout_count <= place)
        source->layout_count = place + 1;
    make_layout(source, source->layout);
}

void source_record(struct source *source, const struct record *record)
{
    source->value = slice_part(record->line, record->open, record->close + 1);
    source->members = record->members;
    source->count = record->count;
    if (!source->layout || !record->same_keys)
        find_layout(source);
}

/* Lists the members up to the end of the object. */
static void list_members(struct source *source, struct value_walk *walk)
{
    struct slice key, value;
    source->count = 0;
    while (value_next(walk, &key, &value)) {
        if (source->count == source->own_capacity)
            source->own = memory_grow(source->own, &source->own_capacity, source->count + 1, sizeof *source->own);
        struct member *member = &source->own[source->count++];
        member->key = key;
        member->value = value;
    }
}

void source_value(struct source *source, struct slice value)
{
    struct value_walk walk;
    source->value = value;
    source->count = 0;
    if (value_type(value) == VALUE_OBJECT && value_enter(&walk, value))
        list_members(source, &walk);
    source->members = source->own;
    find_layout(source);
}

void source_object(struct source *source, struct value_walk *outer, struct value_walk *inner, struct slice *value)
{
    list_members(source, inner);
    value_leave(outer, inner, value);
    source->value = *value;
    source->members = source->own;
    find_layout(source);
}

bool source_listed(struct source *source, const struct record *record, struct value_walk *walk, size_t *next)
{
    const char *at = record->object_count > 0 ? value_peek(walk) : NULL;
    const struct nested_object *object = at && *at == '{' ? record_object(record, at, next) : NULL;
    if (!object)
        return false;
    bool known = source->shape == object->shape && source->count == object->count && source->shape > 0;
    source->value = object->value;
    source->members = record->nested + object->first;
    source->count = object->count;
    if (!known)
        find_layout(source);
    source->shape = object->shape;
    walk->at = at + object->value.size;
    ++*next;
    return true;
}

bool source_met(const struct source *source, size_t number)
{
    return number < source->met_count && source->met[number];
}

void source_free(struct source *source)
{
    for (size_t i = 0; i < source->layout_count; i++) {
        struct layout *layout = &source->layouts[i];
        free(layout->keys);
        free(layout->places);
        free(layout->extra);
        arena_free(&layout->arena);
    }
    free(source->met);
    free(source->own);
    names_free(&source->wanted);
    *source = (struct source){0};
}
