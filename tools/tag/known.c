#include "known.h"

#include <strings.h>

#define FIRST_SLOTS 64u

void known_start(struct known_names *names, struct arena *arena)
{
    *names = (struct known_names){.arena = arena, .mask = FIRST_SLOTS - 1};
    names->heads = arena_array(arena, FIRST_SLOTS, sizeof *names->heads);
}

/* Puts the name before those that are found by the same slot. */
static void link_name(struct known_names *names, size_t index)
{
    uint32_t *head = &names->heads[names->at[index].key & names->mask];
    names->at[index].next = *head;
    *head = (uint32_t)index + 1;
}

static void spread(struct known_names *names)
{
    size_t slots = ((size_t)names->mask + 1) * 4;
    names->mask = (uint32_t)slots - 1;
    names->heads = arena_array(names->arena, slots, sizeof *names->heads);
    for (size_t i = 0; i < names->count; i++)
        link_name(names, i);
}

#define MOST_NAMESAKES 64 /* names with one word that are told apart; a document that has more is a list */

/* The name, or NULL; *namesakes is how many stand under its word. */
static struct known *find_exact(struct known_names *names, const struct known *wanted, size_t *namesakes)
{
    *namesakes = 0;
    for (uint32_t at = names->heads[wanted->key & names->mask]; at; at = names->at[at - 1].next) {
        struct known *known = &names->at[at - 1];
        if (known->key == wanted->key && known->type == wanted->type && slice_equal(known->name, wanted->name))
            return known;
        ++*namesakes;
    }
    return NULL;
}

void known_add(struct known_names *names, const struct known *known)
{
    size_t namesakes;
    struct known *old = find_exact(names, known, &namesakes);
    if (old) {
        old->seen++;
        old->first |= known->first; /* "Sabah Al-Khaled Al-Sabah" begins and ends with the word */
    }
    if (old || namesakes >= MOST_NAMESAKES)
        return;
    names->at = arena_grow(names->arena, names->at, names->count, &names->capacity, sizeof *names->at);
    if (names->count * 2 > names->mask)
        spread(names);
    names->at[names->count] = *known;
    names->at[names->count].seen = 1;
    link_name(names, names->count++);
}

const struct known *known_best(const struct known_names *names, uint32_t key, enum entity_type type, uint64_t place)
{
    const struct known *best = NULL;
    for (uint32_t at = names->heads[key & names->mask]; at; at = names->at[at - 1].next) {
        const struct known *known = &names->at[at - 1];
        if (known->key != key || known->type != type || known->of_father)
            continue;
        bool given = known->place < place, earlier = best && best->place < place;
        if (!best || given > earlier || (given == earlier && known->seen >= best->seen))
            best = known;
    }
    return best;
}

const struct known *known_ending(const struct known_names *names, uint32_t key, struct slice text)
{
    const struct known *best = NULL;
    for (uint32_t at = names->heads[key & names->mask]; at; at = names->at[at - 1].next) {
        const struct known *known = &names->at[at - 1];
        if (known->key != key || known->type != ENTITY_PERSON || known->name.size < text.size + 2)
            continue;
        const char *end = known->name.at + known->name.size - text.size;
        if (end[-1] == ' ' && strncasecmp(end, text.at, text.size) == 0 && (!best || known->seen >= best->seen))
            best = known;
    }
    return best;
}

const struct known *known_going_on(const struct known_names *names, uint32_t key, struct slice text)
{
    const struct known *only = NULL;
    for (uint32_t at = names->heads[key & names->mask]; at; at = names->at[at - 1].next) {
        const struct known *known = &names->at[at - 1];
        if (known->key != key || !known->first || known->worded || known->name.size < text.size + 2 ||
            known->name.at[text.size] != ' ' || strncasecmp(known->name.at, text.at, text.size) != 0)
            continue;
        if (only)
            return NULL;
        only = known;
    }
    return only;
}

const struct known *known_beginning(const struct known_names *names, uint32_t key)
{
    for (uint32_t at = names->heads[key & names->mask]; at; at = names->at[at - 1].next) {
        const struct known *known = &names->at[at - 1];
        if (known->key == key && known->first && !slice_starts(known->name, SLICE("Sheikh")))
            return known;
    }
    return NULL;
}
