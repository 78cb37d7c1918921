#include "chunk.h"

#include "chunk_widest.h"

void chunk_take_plainly(struct slice text, size_t at, struct chunk *chunk)
{
    size_t left = text.size - at;
    *chunk = (struct chunk){.size = left < CHUNK_MOST ? (uint32_t)left : CHUNK_MOST};
    for (uint32_t i = 0; i < chunk->size; i++) {
        unsigned char byte = (unsigned char)text.at[at + i];
        unsigned char small = (unsigned char)(byte | 0x20);
        bool upper = byte >= 'A' && byte <= 'Z', digit = byte >= '0' && byte <= '9';
        bool word = digit || (small >= 'a' && small <= 'z' && byte < 0x80);
        chunk->words |= (uint64_t)word << i;
        chunk->uppers |= (uint64_t)upper << i;
        chunk->digits |= (uint64_t)digit << i;
        chunk->spaces |= (uint64_t)(byte == ' ') << i;
        chunk->signs |= (uint64_t)(byte < 0x80 && !word && byte != ' ') << i;
        chunk->beyond |= (uint64_t)(byte >= 0x80) << i;
        chunk->lower[i] = (char)(upper ? small : byte);
        chunk->alike[i] = digit ? '0' : chunk->lower[i];
    }
    if (left > CHUNK_MOST)
        chunk_end_early(text, at, chunk);
}

#ifdef WIDE

WIDE static inline uint32_t bits(__m256i answers)
{
    return (uint32_t)_mm256_movemask_epi8(answers);
}

/* -1 for bytes of the range that ends with `last` and is `count` long, in ASCII: moved up so far that the range is
 * the highest there is. */
WIDE static inline __m256i in_range(__m256i bytes, char last, char count)
{
    __m256i moved = _mm256_add_epi8(bytes, _mm256_set1_epi8((char)(127 - last)));
    return _mm256_cmpgt_epi8(moved, _mm256_set1_epi8((char)(127 - count)));
}

static inline uint64_t placed(uint32_t bits, int place)
{
    return place >= 0 ? (uint64_t)bits << place : bits >> -place;
}

WIDE static inline __m256i load_whole(const char *at)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)at);
}

WIDE static inline __m128i load_half(const char *at)
{
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

static inline uint64_t load(const char *at, size_t size)
{
    uint64_t bytes = 0;
    memcpy(&bytes, at, size);
    return bytes;
}

/* Up to 8 bytes, the rest 0: by two loads that overlap. */
static inline uint64_t load_few(const char *at, size_t size)
{
    if (size >= 4)
        return load(at, 4) | load(at + size - 4, 4) << 8 * (size - 4);
    if (size == 0)
        return 0;
    return load(at, 1) | load(at + size / 2, 1) << 8 * (size / 2) | load(at + size - 1, 1) << 8 * (size - 1);
}

/* Fewer than 32 bytes, the rest 0; not by way of memory, where a wide load would wait for narrow stores. */
WIDE static inline __m256i load_short(const char *at, size_t size)
{
    static const int8_t moves[32] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                     -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    if (size < 16) {
        uint64_t first = size >= 8 ? load(at, 8) : load_few(at, size);
        uint64_t second = size > 8 ? load(at + size - 8, 8) >> 8 * (16 - size) : 0;
        return _mm256_zextsi128_si256(_mm_set_epi64x((long long)second, (long long)first));
    }
    __m128i last = _mm_shuffle_epi8(load_half(at + size - 16), load_half((const char *)moves + 32 - size));
    return _mm256_inserti128_si256(_mm256_castsi128_si256(load_half(at)), last, 1);
}

/* The masks and bytes of 32 bytes that stand from byte `place` of the chunk on, which may be before its start. */
WIDE static inline void take_half(__m256i bytes, int place, struct chunk *chunk)
{
    const __m256i small = _mm256_set1_epi8(0x20);
    __m256i upper = in_range(bytes, 'Z', 26), digit = in_range(bytes, '9', 10);
    __m256i lower = _mm256_or_si256(bytes, _mm256_and_si256(upper, small));
    __m256i word = _mm256_or_si256(in_range(lower, 'z', 26), digit);
    __m256i alike = _mm256_blendv_epi8(lower, _mm256_set1_epi8('0'), digit);
    chunk->words |= placed(bits(word), place);
    chunk->uppers |= placed(bits(upper), place);
    chunk->digits |= placed(bits(digit), place);
    chunk->spaces |= placed(bits(_mm256_cmpeq_epi8(bytes, small)), place);
    chunk->beyond |= placed(bits(bytes), place);
    _mm256_storeu_si256((__m256i *)(void *)(chunk->before + CHUNK_BEFORE + place), lower);
    _mm256_storeu_si256((__m256i *)(void *)(chunk->between + CHUNK_BEFORE + place), alike);
}

WIDE void chunk_take_widely(struct slice text, size_t at, struct chunk *chunk)
{
    size_t left = text.size - at;
    const char *bytes = text.at + at;
    chunk->words = chunk->uppers = chunk->digits = chunk->spaces = chunk->beyond = 0;
    chunk->size = left < CHUNK_MOST ? (uint32_t)left : CHUNK_MOST;
    int last = (int)chunk->size - 32; /* where the last 32 bytes stand */
    if (last >= 0)
        take_half(load_whole(bytes), 0, chunk);
    if (text.size >= 32)
        take_half(load_whole(bytes + last), last, chunk);
    else
        take_half(load_short(bytes, left), 0, chunk);
    chunk->signs = ~(chunk->words | chunk->spaces | chunk->beyond) & chunk_ones(chunk->size);
    if (left > CHUNK_MOST)
        chunk_end_early(text, at, chunk);
}

WIDEST void chunk_take_widest(struct slice text, size_t at, struct chunk *chunk)
{
    chunk_fill_widest(text, at, chunk);
}

#endif

void chunk_take(struct slice text, size_t at, struct chunk *chunk)
{
#ifdef WIDE
    if (widest_here()) {
        chunk_take_widest(text, at, chunk);
        return;
    }
    if (wide_here()) {
        chunk_take_widely(text, at, chunk);
        return;
    }
#endif
    chunk_take_plainly(text, at, chunk);
}
