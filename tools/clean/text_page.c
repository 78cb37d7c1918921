#include "text_page.h"

#include "chunk.h"
#include "fold.h"
#include "tag.h"
#include "wide.h"

/* What every byte of a page is to its lines, 64 bytes a number. */
struct marks {
    size_t end_count;
    uint64_t *ends;    /* a line ends here; of more bytes the first */
    uint64_t *unclean; /* not the same in the folded line; of two spaces the second */
    uint64_t *escapes; /* what may begin an escape: a backslash or `&` */
    uint64_t *rare;    /* these, and what else makes a line none that is ordinary */
};

enum {
    CONTROL = 1,
    C2 = 2,
    E1_E2_E3_EF = 4,
    END = 8,
    SLASH = 16,
    C1_C3_E1_E3 = 32,
    LOOKS = CONTROL | C2 | E1_E2_E3_EF
};

/* By the high and the low half of a byte; what both say holds. */
static const uint8_t by_high[16] = {
    [0x0] = CONTROL | END, [0x2] = SLASH, [0xC] = C2 | C1_C3_E1_E3, [0xE] = E1_E2_E3_EF | C1_C3_E1_E3};
static const uint8_t by_low[16] = {
    [0x0] = CONTROL,
    [0x9] = CONTROL,
    [0xB] = CONTROL,
    [0xA] = END,
    [0xC] = END,
    [0xD] = END,
    [0x1] = E1_E2_E3_EF | C1_C3_E1_E3,
    [0x2] = C2 | E1_E2_E3_EF,
    [0x3] = E1_E2_E3_EF | C1_C3_E1_E3,
    [0xF] = E1_E2_E3_EF | SLASH,
};

/* The bytes at `at`: which end lines, which need a look, which are spaces, and see struct marks. */
struct kinds {
    uint64_t ends, looks, spaces, escapes, rare;
    unsigned end_count;
};

static void tell_plainly(const char *at, size_t size, struct kinds *kinds)
{
    *kinds = (struct kinds){0};
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)at[i];
        unsigned what = by_high[byte >> 4] & by_low[byte & 15];
        kinds->ends |= (uint64_t)(what == END) << i;
        kinds->end_count += what == END;
        kinds->looks |= (uint64_t)((what & LOOKS) != 0) << i;
        kinds->spaces |= (uint64_t)(byte == ' ') << i;
        kinds->escapes |= (uint64_t)(byte == '\\' || byte == '&') << i;
        kinds->rare |= (uint64_t)((what & (SLASH | C1_C3_E1_E3)) != 0) << i;
    }
    kinds->rare |= kinds->escapes;
}

#ifdef WIDE

WIDE static inline void tell_half(const char *at, unsigned shift, struct kinds *kinds)
{
    const __m256i low_half = _mm256_set1_epi8(0x0F);
    __m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)by_high));
    __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)by_low));
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)at);
    high = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), low_half));
    low = _mm256_shuffle_epi8(low, _mm256_and_si256(bytes, low_half));
    __m256i what = _mm256_and_si256(high, low);
    uint32_t ends = (uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(what, 4));
    __m256i look = _mm256_and_si256(what, _mm256_set1_epi8(LOOKS));
    uint32_t no_looks = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(look, _mm256_setzero_si256()));
    __m256i others = _mm256_and_si256(what, _mm256_set1_epi8(SLASH | C1_C3_E1_E3));
    others = _mm256_cmpgt_epi8(others, _mm256_setzero_si256());
    uint32_t spaces = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(' ')));
    __m256i escapes = _mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\')),
                                      _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('&')));
    kinds->ends |= (uint64_t)ends << shift;
    kinds->escapes |= (uint64_t)(uint32_t)_mm256_movemask_epi8(escapes) << shift;
    kinds->rare |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_or_si256(others, escapes)) << shift;
    kinds->looks |= (uint64_t)~no_looks << shift;
    kinds->spaces |= (uint64_t)spaces << shift;
}

WIDE static void tell_widely(const char *at, size_t size, struct kinds *kinds)
{
    if (size < CHUNK_MOST) {
        tell_plainly(at, size, kinds);
        return;
    }
    *kinds = (struct kinds){0};
    tell_half(at, 0, kinds);
    tell_half(at + 32, 32, kinds);
    kinds->end_count = (unsigned)__builtin_popcountll(kinds->ends);
}

#endif

/* The bytes of the line end at `at`, 0 if there is none. */
static size_t line_end_size(const char *at, const char *end)
{
    switch ((unsigned char)*at) {
    case '\n':
    case '\f':
        return 1;
    case '\r':
        return end - at > 1 && at[1] == '\n' ? 2 : 1;
    case 0xC2:
        return end - at > 1 && (unsigned char)at[1] == 0x85 ? 2 : 0;
    case 0xE2:
        return end - at > 2 && (unsigned char)at[1] == 0x80 && ((unsigned char)at[2] & 0xFE) == 0xA8 ? 3 : 0;
    default:
        return 0;
    }
}

static struct marks mark(struct arena *arena, struct slice bytes)
{
    void (*tell)(const char *, size_t, struct kinds *) = tell_plainly;
#ifdef WIDE
    if (wide_here())
        tell = tell_widely;
#endif
    size_t count = bytes.size / CHUNK_MOST + 1, at = 0;
    size_t room = count * sizeof(uint64_t);
    struct marks marks = {0, arena_allocate(arena, room), arena_allocate(arena, room), arena_allocate(arena, room),
                          arena_allocate(arena, room)};
    uint64_t space_before = 0;
    for (size_t k = 0; k < count; k++, at += CHUNK_MOST) {
        struct kinds kinds;
        size_t left = bytes.size - at;
        tell(bytes.at + at, left < CHUNK_MOST ? left : CHUNK_MOST, &kinds);
        marks.ends[k] = kinds.ends;
        marks.escapes[k] = kinds.escapes;
        marks.rare[k] = kinds.rare;
        marks.end_count += kinds.end_count;
        marks.unclean[k] = kinds.spaces & (kinds.spaces << 1 | space_before);
        space_before = kinds.spaces >> (CHUNK_MOST - 1);
        for (uint64_t looks = kinds.looks; looks != 0; looks &= looks - 1) {
            const char *byte = bytes.at + at + __builtin_ctzll(looks), *end = bytes.at + bytes.size;
            uint64_t bit = looks & -looks;
            if (!fold_keeps(byte, (size_t)(end - byte)))
                marks.unclean[k] |= bit;
            if (line_end_size(byte, end) > 0) {
                marks.ends[k] |= bit;
                marks.end_count++;
            }
        }
    }
    return marks;
}

/* Is a bit from `from` to `to` (exclusive; from < to) set? */
static bool any(const uint64_t *bits, size_t from, size_t to)
{
    size_t first = from / CHUNK_MOST, last = (to - 1) / CHUNK_MOST;
    uint64_t head = ~UINT64_C(0) << from % CHUNK_MOST, tail = ~UINT64_C(0) >> (CHUNK_MOST - 1 - (to - 1) % CHUNK_MOST);
    if (first == last)
        return bits[first] & head & tail;
    for (size_t k = first + 1; k < last; k++)
        if (bits[k])
            return true;
    return (bits[first] & head) || (bits[last] & tail);
}

static uint16_t indent_of(const char *at, const char *end)
{
    unsigned indent = 0;
    for (; at < end && indent < UINT16_MAX - 4; at++) {
        if (*at == ' ')
            indent++;
        else if (*at == '\t')
            indent += 4;
        else if (*at == (char)0xC2 && end - at > 1 && at[1] == (char)0xA0) {
            indent++;
            at++;
        } else
            break;
    }
    return (uint16_t)indent;
}

/* How the reading stands. */
struct reading {
    struct page *page;
    struct fold fold;
    struct slice bytes;
    struct marks marks;
    uint32_t line;
    uint16_t breaks;
};

/* The line from byte `from` to byte `to`. What is the same when folded is not copied. */
static void read_line(struct reading *reading, size_t from, size_t to)
{
    const char *at = reading->bytes.at + from, *end = reading->bytes.at + to, *stop = end;
    const char *start = at;
    while (start < stop && *start == ' ')
        start++;
    while (stop > start && stop[-1] == ' ')
        stop--;
    struct slice text = {start, (size_t)(stop - start)};
    if (start < stop &&
        any(reading->marks.unclean, (size_t)(start - reading->bytes.at), (size_t)(stop - reading->bytes.at))) {
        fold_add(&reading->fold, (struct slice){at, (size_t)(end - at)});
        text = fold_take(&reading->fold);
    }
    reading->line++;
    if (text.size == 0) {
        reading->breaks = reading->breaks < UINT16_MAX ? (uint16_t)(reading->breaks + 1) : reading->breaks;
        return;
    }
    bool ordinary = !any(reading->marks.rare, from, to);
    *page_add_block(reading->page) = (struct block){.text = text,
                                                    .line = reading->line,
                                                    .tag = TAG_LINE,
                                                    .unescaped = ordinary || !any(reading->marks.escapes, from, to),
                                                    .ordinary = ordinary,
                                                    .indent = indent_of(at, end),
                                                    .breaks_before = reading->breaks};
    reading->breaks = 0;
}

bool text_read(struct page *page, struct arena *arena, struct slice bytes)
{
    page_start(page, arena);
    struct reading reading = {.page = page, .bytes = bytes, .marks = mark(arena, bytes)};
    fold_start(&reading.fold, arena);
    page_reserve_blocks(page, reading.marks.end_count + 1);
    size_t from = 0;
    for (size_t k = 0; k <= bytes.size / CHUNK_MOST; k++)
        for (uint64_t ends = reading.marks.ends[k]; ends != 0; ends &= ends - 1) {
            size_t to = k * CHUNK_MOST + (size_t)__builtin_ctzll(ends);
            if (to < from) /* the second half of an end */
                continue;
            read_line(&reading, from, to);
            from = to + line_end_size(bytes.at + to, bytes.at + bytes.size);
        }
    if (from < bytes.size)
        read_line(&reading, from, bytes.size);
    return true;
}
