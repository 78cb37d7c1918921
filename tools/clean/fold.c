#include "fold.h"

#include <stdint.h>

#include "wide.h"

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

bool fold_keeps(const char *at, size_t left)
{
    size_t size;
    unsigned kind = kinds[(unsigned char)*at];
    return kind == PLAIN || (kind == LOOK && look((const unsigned char *)at, left, &size) == MEANS_ITSELF);
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

/* What stands at `at` and is not plain: white space, or characters that need a look; returns where that ends. */
static const char *add_special(struct fold *fold, const char *at, const char *end)
{
    if (kinds[(unsigned char)*at] == SPACE) {
        fold->space = fold->at > fold->start;
        while (at < end && kinds[(unsigned char)*at] == SPACE)
            at++;
        return at;
    }
    while (at < end && kinds[(unsigned char)*at] == LOOK) {
        size_t size;
        enum meaning meaning = look((const unsigned char *)at, (size_t)(end - at), &size);
        if (meaning == MEANS_ITSELF)
            put(fold, at, size);
        else if (meaning == MEANS_SPACE)
            fold->space = fold->at > fold->start;
        at += size;
    }
    return at;
}

static void add_plainly(struct fold *fold, const char *at, const char *end)
{
    while (at < end) {
        const char *word = at;
        while (at < end && kinds[(unsigned char)*at] == PLAIN)
            at++;
        if (at > word)
            put(fold, word, (size_t)(at - word));
        else
            at = add_special(fold, at, end);
    }
}

enum { STRIDE = 32 }; /* bytes looked at at once, and written past the end */

#ifdef WIDE

/* The kinds of bytes as in `kinds` by their halves: what both say holds. */
enum { CONTROL = 1, C2 = 2, E1_E2_E3_EF = 4 };
static const uint8_t by_high[16] = {[0x0] = CONTROL, [0xC] = C2, [0xE] = E1_E2_E3_EF};
static const uint8_t by_low[16] = {
    [0x0] = CONTROL, [0x9] = CONTROL,     [0xA] = CONTROL,          [0xB] = CONTROL,     [0xC] = CONTROL,
    [0xD] = CONTROL, [0x1] = E1_E2_E3_EF, [0x2] = C2 | E1_E2_E3_EF, [0x3] = E1_E2_E3_EF, [0xF] = E1_E2_E3_EF,
};

/* How many of `size` bytes can be copied as they are; a space first in them cannot if `spaced`. */
WIDE static inline unsigned count_plain(__m256i bytes, unsigned size, bool spaced)
{
    const __m256i low_half = _mm256_set1_epi8(0x0F);
    __m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)by_high));
    __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)by_low));
    high = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), low_half));
    low = _mm256_shuffle_epi8(low, _mm256_and_si256(bytes, low_half));
    __m256i plain = _mm256_cmpeq_epi8(_mm256_and_si256(high, low), _mm256_setzero_si256());
    uint64_t spaces = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(' ')));
    uint64_t special = ~(uint64_t)(uint32_t)_mm256_movemask_epi8(plain) | (spaces & (spaces << 1 | spaced));
    unsigned count = (unsigned)__builtin_ctzll(special); /* 32 if none is special */
    return count < size ? count : size;
}

/* Can STRIDE bytes be read at `at`? */
static inline bool may_read(const struct fold *fold, const char *at)
{
    uintptr_t place = (uintptr_t)at - (uintptr_t)fold->source.at;
    return place < fold->source.size && fold->source.size - place >= STRIDE;
}

WIDE static void add_widely(struct fold *fold, const char *at, const char *end)
{
    while (at < end) {
        unsigned size = end - at < STRIDE ? (unsigned)(end - at) : STRIDE;
        char padded[STRIDE];
        const char *from = at;
        if (size < STRIDE && !may_read(fold, at)) {
            memset(padded, 0, sizeof padded);
            from = memcpy(padded, at, size);
        }
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)from);
        unsigned count = count_plain(bytes, size, fold->space || fold->at == fold->start);
        if (count > 0) {
            *fold->at = ' ';
            fold->at += fold->space;
            _mm256_storeu_si256((__m256i *)(void *)fold->at, bytes);
            fold->at += count;
            fold->space = fold->at[-1] == ' ';
            fold->at -= fold->space;
            at += count;
        }
        if (count < size)
            at = add_special(fold, at, end);
    }
}

#endif

size_t fold_add(struct fold *fold, struct slice text)
{
    if ((size_t)(fold->limit - fold->at) < text.size + 1 + STRIDE)
        make_room(fold, text.size + 1 + STRIDE);
    size_t before = fold_size(fold);
#ifdef WIDE
    if (wide_here()) {
        add_widely(fold, text.at, text.at + text.size);
        return fold_size(fold) - before;
    }
#endif
    add_plainly(fold, text.at, text.at + text.size);
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
    size_t room = text.size + 1 + STRIDE;
    if (room < CHUNK) {
        fold.start = fold.at = arena_allocate(arena, room);
        fold.limit = fold.at + room;
    }
    fold_add(&fold, text);
    return fold_take(&fold);
}
