#include "fold.h"

#include <stdint.h>

#define CHUNK ((size_t)32 << 10)

/* 0: copied as it is; SPACE; LOOK: the first byte of a character that may be a space or left out. */
enum { PLAIN, SPACE, LOOK };

static const unsigned char kinds[256] = {
    ['\0'] = LOOK, ['\t'] = SPACE, ['\n'] = SPACE, ['\v'] = SPACE, ['\f'] = SPACE, ['\r'] = SPACE,
    [' '] = SPACE, [0xC2] = LOOK,  [0xE1] = LOOK,  [0xE2] = LOOK,  [0xE3] = LOOK,  [0xEF] = LOOK,
};

void fold_start(struct fold *fold, struct arena *arena)
{
    *fold = (struct fold){.arena = arena};
}

static void make_room(struct fold *fold, size_t more)
{
    size_t used = fold_size(fold);
    size_t room = used * 2 + more;
    if (room < CHUNK)
        room = CHUNK;
    char *moved = arena_allocate(fold->arena, room);
    if (used > 0)
        memcpy(moved, fold->start, used);
    fold->start = moved;
    fold->at = moved + used;
    fold->limit = moved + room;
}

enum meaning { MEANS_ITSELF, MEANS_SPACE, MEANS_NOTHING };

/* What the character at `at` is, with its size; only for first bytes of kind LOOK. */
static enum meaning look(const unsigned char *at, size_t left, size_t *size)
{
    *size = at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : 3;
    if (at[0] == 0)
        return MEANS_NOTHING;
    if (*size > left)
        *size = left;
    else if (*size == 2)
        return at[1] == 0xA0 || at[1] == 0x85 ? MEANS_SPACE : at[1] == 0xAD ? MEANS_NOTHING : MEANS_ITSELF;
    else {
        uint32_t c = (uint32_t)(at[0] & 0x0F) << 12 | (uint32_t)(at[1] & 0x3F) << 6 | (at[2] & 0x3F);
        if ((c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 ||
            c == 0x1680)
            return MEANS_SPACE;
        if (c == 0xFEFF)
            return MEANS_NOTHING;
    }
    return MEANS_ITSELF;
}

static void put(struct fold *fold, const char *bytes, size_t size)
{
    if (fold->space) {
        *fold->at++ = ' ';
        fold->space = false;
    }
    memcpy(fold->at, bytes, size);
    fold->at += size;
}

size_t fold_add(struct fold *fold, struct slice text)
{
    if ((size_t)(fold->limit - fold->at) < text.size + 1)
        make_room(fold, text.size + 1);
    size_t before = fold_size(fold);
    const char *at = text.at, *end = text.at + text.size;
    while (at < end) {
        const char *word = at;
        while (at < end && kinds[(unsigned char)*at] == PLAIN)
            at++;
        if (at > word) {
            put(fold, word, (size_t)(at - word));
            continue;
        }
        size_t size = 1;
        enum meaning meaning = MEANS_SPACE;
        if (kinds[(unsigned char)*at] == LOOK)
            meaning = look((const unsigned char *)at, (size_t)(end - at), &size);
        if (meaning == MEANS_ITSELF)
            put(fold, at, size);
        else if (meaning == MEANS_SPACE)
            fold->space = fold->at > fold->start;
        at += size;
    }
    return fold_size(fold) - before;
}

struct slice fold_take(struct fold *fold)
{
    struct slice text = {fold->start ? fold->start : "", fold_size(fold)};
    fold->start = fold->at;
    fold->space = false;
    return text;
}

struct slice fold_text(struct arena *arena, struct slice text)
{
    struct fold fold;
    fold_start(&fold, arena);
    if (text.size + 1 < CHUNK) {
        fold.start = fold.at = arena_allocate(arena, text.size + 1);
        fold.limit = fold.at + text.size + 1;
    }
    fold_add(&fold, text);
    return fold_take(&fold);
}
