/* chunk_widest: chunk_take where widest_here() (see wide.h), to be compiled into a caller's loop. */
#ifndef BROADSHEET_CLEAN_CHUNK_WIDEST_H
#define BROADSHEET_CLEAN_CHUNK_WIDEST_H

#include "chunk.h"
#include "wide.h"

/* Where the text goes on, the chunk of CHUNK_MOST bytes ends earlier. */
static inline void chunk_end_early(struct slice text, size_t at, struct chunk *chunk)
{
    unsigned size = CHUNK_MOST;
    if (chunk->spaces | chunk->signs)
        size -= (unsigned)__builtin_clzll(chunk->spaces | chunk->signs);
    else
        while (((unsigned char)text.at[at + size] & 0xC0) == 0x80 && size > CHUNK_MOST - 4)
            size--;
    uint64_t kept = chunk_ones(size);
    chunk->size = size;
    chunk->words &= kept;
    chunk->uppers &= kept;
    chunk->digits &= kept;
    chunk->spaces &= kept;
    chunk->signs &= kept;
    chunk->beyond &= kept;
}

#ifdef WIDEST

/* Which bytes are of the range of ASCII that begins with `first` and is `count` long. */
WIDEST static inline uint64_t chunk_in_range(__m512i bytes, char first, char count)
{
    return _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8(first)), _mm512_set1_epi8(count));
}

WIDEST static inline void chunk_fill_widest(struct slice text, size_t at, struct chunk *chunk)
{
    const __m512i small = _mm512_set1_epi8(0x20);
    size_t left = text.size - at;
    uint32_t size = left < CHUNK_MOST ? (uint32_t)left : CHUNK_MOST;
    uint64_t all = chunk_ones(size);
    __m512i bytes = _mm512_maskz_loadu_epi8(all, text.at + at); /* those behind the text are not touched */
    uint64_t uppers = chunk_in_range(bytes, 'A', 26), digits = chunk_in_range(bytes, '0', 10);
    __m512i lower = _mm512_or_si512(bytes, _mm512_maskz_mov_epi8(uppers, small));
    chunk->size = size;
    chunk->words = chunk_in_range(lower, 'a', 26) | digits;
    chunk->uppers = uppers;
    chunk->digits = digits;
    chunk->spaces = _mm512_cmpeq_epi8_mask(bytes, small);
    chunk->beyond = _mm512_movepi8_mask(bytes);
    chunk->signs = all & ~(chunk->words | chunk->spaces | chunk->beyond);
    _mm512_storeu_si512(chunk->lower, lower);
    _mm512_storeu_si512(chunk->alike, _mm512_mask_mov_epi8(lower, digits, _mm512_set1_epi8('0')));
    if (left > CHUNK_MOST)
        chunk_end_early(text, at, chunk);
}

#endif

#endif
