/* features_tokens: the words and signs of a chunk as hashes. Private to features.c, which alone includes it, so that
 * everything is compiled into the loop over a block's chunks.
 *
 * Always holds: the same hashes on every machine, by whatever twin.
 */
#ifndef BROADSHEET_CLEAN_FEATURES_TOKENS_H
#define BROADSHEET_CLEAN_FEATURES_TOKENS_H

#include "chunk.h"
#include "features.h"
#include "features_kinds.h"
#include "text.h"
#include "wide.h"

static inline uint64_t mix(uint64_t hash, uint64_t bytes)
{
    hash = (hash ^ bytes) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

/* What the masks of a chunk come to, characters beyond ASCII being told apart. */
struct parts {
    uint64_t words;  /* letters and digits, all bytes of each */
    uint64_t uppers; /* the first bytes of capitals */
    uint64_t digits; /* of ASCII */
    uint64_t joints; /* last bytes of quotation marks within a word: an apostrophe does not begin one */
    uint64_t tokens; /* first bytes of signs that are tokens, and of characters written without spaces */
    uint64_t cjk;    /* these, all bytes of each */
    uint64_t rests;  /* all but the first bytes of characters */
};

/* How the look at a block stands. */
struct look {
    struct slice text;
    struct traits *traits;
    struct block_tokens *block;
    uint32_t counts[KINDS];
    uint32_t hash;       /* of the words so far, */
    uint32_t hashed;     /* and how many they are */
    bool inside, joint;  /* the last byte so far is of a word, of an apostrophe in one */
    uint32_t cjk_before; /* the last character written without spaces, */
    size_t cjk_end;      /* and where it ended */
};

/* The next character beyond ASCII of valid text; *size is how many bytes it has. */
static inline uint32_t decode_valid(const char *text, unsigned *size)
{
    const unsigned char *at = (const unsigned char *)text;
    if (at[0] < 0xE0) {
        *size = 2;
        return (at[0] & 0x1Fu) << 6 | (at[1] & 0x3Fu);
    }
    if (at[0] < 0xF0) {
        *size = 3;
        return (at[0] & 0x0Fu) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
    }
    *size = 4;
    return (at[0] & 0x07u) << 18 | (at[1] & 0x3Fu) << 12 | (at[2] & 0x3Fu) << 6 | (at[3] & 0x3Fu);
}

/* Of a word of `size` bytes at `at`, eight at a time. */
TWIN uint32_t word_hash(const char *at, unsigned size)
{
    uint64_t hash = size * UINT64_C(0xD6E8FEB86659FD93);
    for (; size > 8; size -= 8, at += 8)
        hash = mix(hash, slice_eight(at));
    hash = mix(hash, slice_eight(at) & ~UINT64_C(0) >> (64 - 8 * size));
    return (uint32_t)(hash * 0x9E3779B97F4A7C15u >> 32);
}

enum { LANES = 8 }; /* numbers worked on at once */

/* The tokens of a chunk on their way; one that is no word has its token already, and size 0. */
enum { GATHERED = CHUNK_MOST + LANES };
struct gathered {
    uint32_t count;
    uint32_t tokens[GATHERED];
    uint32_t first[GATHERED], second[GATHERED]; /* four bytes each of a word of up to eight */
    uint32_t sizes[GATHERED];
    uint32_t kinds[GATHERED]; /* what goes into the block's hash with the token; 0: the token does not */
};

static inline uint32_t fnv(uint32_t hash, uint32_t c)
{
    return (hash ^ c) * 16777619u;
}

/* The tokens of words, FNV-1a over their characters, small and digits made alike. */
static void hash_plainly(struct gathered *all)
{
    for (uint32_t k = 0; k < all->count; k++) {
        uint64_t bytes = (uint64_t)all->second[k] << 32 | all->first[k];
        uint32_t hash = 2166136261u;
        for (uint32_t i = 0; i < all->sizes[k]; i++, bytes >>= 8)
            hash = fnv(hash, bytes & 0xFF);
        if (all->sizes[k] > 0)
            all->tokens[k] = hash ^ hash >> 15;
    }
}

#ifdef WIDE

/* One byte more of words with more than `step` bytes. */
WIDE static inline __m256i hash_step(__m256i hash, __m256i bytes, int step, __m256i sizes)
{
    __m256i c = _mm256_and_si256(_mm256_srli_epi32(bytes, 8 * (step & 3)), _mm256_set1_epi32(0xFF));
    __m256i next = _mm256_mullo_epi32(_mm256_xor_si256(hash, c), _mm256_set1_epi32(16777619));
    return _mm256_blendv_epi8(hash, next, _mm256_cmpgt_epi32(sizes, _mm256_set1_epi32(step)));
}

WIDE static inline __m256i load_lanes(const uint32_t *at)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)at);
}

/* Eight words at a time. */
WIDE static void hash_widely(struct gathered *all)
{
    memset(all->sizes + all->count, 0, LANES * sizeof *all->sizes);
    for (uint32_t k = 0; k < all->count; k += LANES) {
        __m256i sizes = load_lanes(all->sizes + k), bytes = load_lanes(all->first + k);
        __m256i hash = _mm256_set1_epi32((int)2166136261u), tokens = load_lanes(all->tokens + k);
#pragma GCC unroll 4
        for (int step = 0; step < 4; step++)
            hash = hash_step(hash, bytes, step, sizes);
        bytes = load_lanes(all->second + k);
#pragma GCC unroll 4
        for (int step = 4; step < 8; step++)
            hash = hash_step(hash, bytes, step, sizes);
        hash = _mm256_xor_si256(hash, _mm256_srli_epi32(hash, 15));
        tokens = _mm256_blendv_epi8(tokens, hash, _mm256_cmpgt_epi32(sizes, _mm256_setzero_si256()));
        _mm256_storeu_si256((__m256i *)(void *)(all->tokens + k), tokens);
    }
}

/* The same four bytes on in words that have so many. */
WIDEST static inline __m512i hash_four(__m512i hash, __m512i bytes, int first, __m512i sizes)
{
    const __m512i low = _mm512_set1_epi32(0xFF), prime = _mm512_set1_epi32(16777619);
#pragma GCC unroll 4
    for (int step = 0; step < 4; step++) {
        __mmask16 longer = _mm512_cmpgt_epi32_mask(sizes, _mm512_set1_epi32(first + step));
        __m512i c = _mm512_and_si512(_mm512_srli_epi32(bytes, (unsigned)(8 * step)), low);
        hash = _mm512_mask_mullo_epi32(hash, longer, _mm512_xor_si512(hash, c), prime);
    }
    return hash;
}

#endif

/* The same for a word that is long, or not of ASCII. */
static uint32_t long_token(const char *alike, unsigned size)
{
    uint32_t hash = 2166136261u;
    unsigned bytes;
    for (const char *at = alike, *end = alike + size; at < end; at += bytes) {
        uint32_t c = (unsigned char)*at;
        bytes = 1;
        if (c >= 0x80)
            c = text_lower(decode_valid(at, &bytes));
        hash = fnv(hash, c);
    }
    return hash ^ hash >> 15;
}

/* One that is no word: a sign, or a character written without spaces, which is hashed with the one before it. Returns
 * how many bytes it has. */
static unsigned sign_token(struct look *look, size_t at, bool cjk, uint32_t *token)
{
    uint32_t c = (unsigned char)look->text.at[at];
    unsigned size = 1;
    if (c >= 0x80)
        c = decode_valid(look->text.at + at, &size);
    *token = model_feature(78, c);
    if (cjk) {
        *token = model_feature(77, (look->cjk_end == at ? look->cjk_before * 31 : 0) + c);
        look->cjk_before = c;
        look->cjk_end = at + size;
    }
    return size;
}

static unsigned take_sign(struct look *look, size_t at, bool cjk, struct gathered *all)
{
    uint32_t k = all->count++;
    all->sizes[k] = 0;
    all->kinds[k] = cjk;
    return sign_token(look, at, cjk, &all->tokens[k]);
}

/* The word at byte `i` of the chunk; returns how many bytes it has. */
TWIN unsigned take_word(const struct chunk *chunk, uint64_t words, unsigned i, struct gathered *all)
{
    uint64_t others = ~(words >> i), bytes;
    unsigned size = others ? (unsigned)__builtin_ctzll(others) : CHUNK_MOST;
    uint32_t k = all->count++;
    bytes = slice_eight(chunk->alike + i);
    all->first[k] = (uint32_t)bytes;
    all->second[k] = (uint32_t)(bytes >> 32);
    all->sizes[k] = size;
    all->kinds[k] = 1;
    uint64_t place = chunk_ones(size) << i;
    if (size > 8 || (chunk->beyond & place)) {
        all->tokens[k] = long_token(chunk->alike + i, size);
        all->sizes[k] = 0;
    }
    if (chunk->digits & place)
        all->kinds[k] = word_hash(chunk->lower + i, size) | 1;
    return size;
}

typedef void hasher(struct gathered *all);

/* A block's hash is the sum of what its words come to, each times a number of its place. `kind`: as in struct gathered.
 */
#define WORD_FACTOR 0x85EBCA6Bu
#define PLACE_FACTOR 0x9E3779B1u

static inline void hash_word(struct look *look, uint32_t token, uint32_t kind)
{
    uint32_t word = (token ^ kind) * WORD_FACTOR;
    look->hash += (word ^ word >> 15) * (2 * look->hashed++ + 1) * PLACE_FACTOR;
}

/* Writes the tokens of a chunk, `most` at most, and returns how many they are; *behind is where the last one ends. */
typedef uint32_t token_taker(struct look *look, size_t at, const struct chunk *chunk, const struct parts *parts,
                             uint32_t most, uint32_t *tokens, size_t *behind);

TWIN uint32_t take_tokens(struct look *look, size_t at, const struct chunk *chunk, const struct parts *parts,
                          hasher *hash_words, uint32_t most, uint32_t *tokens, size_t *behind)
{
    uint64_t words = parts->words, left = (words & ~(words << 1)) | parts->tokens;
    struct gathered all;
    unsigned i = 0, size = 0;
    all.count = 0;
    for (; left != 0 && all.count < most; left &= left - 1) {
        i = (unsigned)__builtin_ctzll(left);
        size = words >> i & 1 ? take_word(chunk, words, i, &all) : take_sign(look, at + i, parts->cjk >> i & 1, &all);
    }
    hash_words(&all);
    for (uint32_t k = 0; k < all.count; k++) {
        tokens[k] = all.tokens[k];
        if (all.kinds[k])
            hash_word(look, all.tokens[k], all.kinds[k]);
    }
    *behind = at + i + size;
    return all.count;
}

static uint32_t tokens_plainly(struct look *look, size_t at, const struct chunk *chunk, const struct parts *parts,
                               uint32_t most, uint32_t *tokens, size_t *behind)
{
    return take_tokens(look, at, chunk, parts, hash_plainly, most, tokens, behind);
}

#ifdef WIDE

WIDE static inline uint32_t tokens_widely(struct look *look, size_t at, const struct chunk *chunk,
                                          const struct parts *parts, uint32_t most, uint32_t *tokens, size_t *behind)
{
    return take_tokens(look, at, chunk, parts, hash_widely, most, tokens, behind);
}

static const uint8_t byte_numbers[CHUNK_MOST] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
    22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
    44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
};

/* The tokens of a chunk by their number: where each starts, its bytes (0: no word), its token, and what goes into the
 * block's hash with it. */
struct numbered {
    _Alignas(64) uint32_t tokens[CHUNK_MOST];
    uint32_t kinds[CHUNK_MOST];
    uint8_t starts[CHUNK_MOST], sizes[CHUNK_MOST];
    uint32_t count;
};

/* The number of the token that holds the lowest of `bytes`. */
WIDEST static inline unsigned number_of(uint64_t starts, uint64_t bytes)
{
    return (unsigned)__builtin_popcountll(starts & (bytes ^ (bytes - 1))) - 1;
}

enum { NUMBERED_WORD = 12 }; /* bytes; a longer word is hashed alone */

/* The hashes of sixteen words of up to NUMBERED_WORD bytes; `starts` and `sizes` are bytes. */
WIDEST static inline __m512i hash_sixteen(__m512i starts, __m512i sizes, __m512i alike)
{
    const __m512i four = _mm512_set1_epi32(0x03020100), further = _mm512_set1_epi8(4);
    const __m512i each = _mm512_set4_epi32(0x0C0C0C0C, 0x08080808, 0x04040404, 0);
    __m512i start = _mm512_shuffle_epi8(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(starts)), each);
    __m512i size = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(sizes)), place = _mm512_add_epi8(start, four);
    __m512i hash = _mm512_set1_epi32((int)2166136261u);
#pragma GCC unroll 3
    for (int step = 0; step < NUMBERED_WORD; step += 4, place = _mm512_add_epi8(place, further))
        hash = hash_four(hash, _mm512_permutexvar_epi8(place, alike), step, size);
    return _mm512_xor_si512(hash, _mm512_srli_epi32(hash, 15));
}

/* The same of all, sixteen at a time. */
WIDEST static inline void hash_numbered(struct numbered *all, __m512i starts, __m512i sizes, __m512i alike)
{
    const __m512i none = _mm512_setzero_si512();
    for (uint32_t k = 0; k < all->count; k += 2 * LANES) {
        _mm512_storeu_si512(all->tokens + k, hash_sixteen(starts, sizes, alike));
        _mm512_storeu_si512(all->kinds + k, _mm512_set1_epi32(1));
        starts = _mm512_alignr_epi64(none, starts, 2);
        sizes = _mm512_alignr_epi64(none, sizes, 2);
    }
}

/* Numbers the tokens that start at `starts`, `most` at most, and hashes them as if they were all short and of ASCII;
 * `signs`: by number. Returns which are longer. */
WIDEST static inline uint64_t number_tokens(const struct chunk *chunk, uint64_t starts, uint64_t lasts, uint64_t signs,
                                            uint32_t most, struct numbered *all)
{
    const __m512i bytes = _mm512_loadu_si512(byte_numbers);
    uint32_t count = (uint32_t)__builtin_popcountll(starts);
    all->count = count < most ? count : most;
    __m512i from = _mm512_maskz_compress_epi8(starts, bytes), to = _mm512_maskz_compress_epi8(lasts, bytes);
    __m512i sizes = _mm512_sub_epi8(_mm512_add_epi8(to, _mm512_set1_epi8(1)), from);
    sizes = _mm512_maskz_mov_epi8(~signs & chunk_ones(all->count), sizes);
    _mm512_storeu_si512(all->starts, from);
    _mm512_storeu_si512(all->sizes, sizes);
    hash_numbered(all, from, sizes, _mm512_loadu_si512(chunk->alike));
    return _mm512_cmpgt_epi8_mask(sizes, _mm512_set1_epi8(NUMBERED_WORD));
}

/* The tokens of words that are longer or not of ASCII, and what words with digits bring into the block's hash. */
WIDEST static inline void mend_words(const struct chunk *chunk, uint64_t words, uint64_t starts, uint64_t longer,
                                     struct numbered *all)
{
    uint64_t others = longer;
    for (uint64_t beyond = chunk->beyond & words; beyond != 0; beyond &= beyond - 1)
        others |= UINT64_C(1) << number_of(starts, beyond);
    for (others &= chunk_ones(all->count); others != 0; others &= others - 1) {
        unsigned k = (unsigned)__builtin_ctzll(others);
        all->tokens[k] = long_token(chunk->alike + all->starts[k], all->sizes[k]);
    }
    for (uint64_t digits = chunk->digits & ~(chunk->digits << 1); digits != 0; digits &= digits - 1) {
        unsigned k = number_of(starts, digits);
        if (k < all->count)
            all->kinds[k] = word_hash(chunk->lower + all->starts[k], all->sizes[k]) | 1;
    }
}

/* The tokens that are no words; returns how many bytes the last one has. */
WIDEST static inline unsigned mend_signs(struct look *look, size_t at, uint64_t cjk, uint64_t signs,
                                         struct numbered *all)
{
    unsigned size = 0;
    for (signs &= chunk_ones(all->count); signs != 0; signs &= signs - 1) {
        unsigned k = (unsigned)__builtin_ctzll(signs), i = all->starts[k];
        all->kinds[k] = cjk >> i & 1;
        size = sign_token(look, at + i, all->kinds[k], &all->tokens[k]);
    }
    return size;
}

WIDEST static inline uint32_t sum_of_lanes(__m512i all)
{
    __m256i eight = _mm256_add_epi32(_mm512_castsi512_si256(all), _mm512_extracti64x4_epi64(all, 1));
    __m128i four = _mm_add_epi32(_mm256_castsi256_si128(eight), _mm256_extracti128_si256(eight, 1));
    four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
    return (uint32_t)_mm_cvtsi128_si32(_mm_add_epi32(four, _mm_shuffle_epi32(four, 0xB1)));
}

/* hash_word for sixteen tokens, those that are `counted`. */
WIDEST static inline void hash_words(struct look *look, __m512i token, __m512i kind, __mmask16 counted)
{
    const __m512i numbers = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(const void *)byte_numbers));
    __m512i place = _mm512_maskz_expand_epi32(counted, numbers);
    place = _mm512_add_epi32(place, _mm512_set1_epi32((int)look->hashed));
    place = _mm512_add_epi32(_mm512_add_epi32(place, place), _mm512_set1_epi32(1));
    __m512i word = _mm512_mullo_epi32(_mm512_xor_si512(token, kind), _mm512_set1_epi32((int)WORD_FACTOR));
    word = _mm512_maskz_mullo_epi32(counted, _mm512_xor_si512(word, _mm512_srli_epi32(word, 15)), place);
    look->hash += sum_of_lanes(word) * PLACE_FACTOR;
    look->hashed += (uint32_t)__builtin_popcount(counted);
}

/* Writes the tokens, and has hash_word's sum of those that count. */
WIDEST static inline void write_numbered(struct look *look, const struct numbered *all, uint32_t *tokens)
{
    for (uint32_t k = 0; k < all->count; k += 2 * LANES) {
        __mmask16 live = (__mmask16)chunk_ones(all->count - k);
        __m512i token = _mm512_loadu_si512(all->tokens + k), kind = _mm512_loadu_si512(all->kinds + k);
        hash_words(look, token, kind, _mm512_mask_test_epi32_mask(live, kind, kind));
        _mm512_mask_storeu_epi32(tokens + k, live, token);
    }
}

/* Up to sixteen tokens, all of them words of up to NUMBERED_WORD bytes of ASCII without digits: as most chunks have.
 * False if they are others. */
WIDEST static inline bool simple_tokens(struct look *look, const struct chunk *chunk, uint64_t starts, uint64_t lasts,
                                        uint32_t count, uint32_t *tokens)
{
    const __m512i bytes = _mm512_loadu_si512(byte_numbers);
    __mmask16 live = (__mmask16)chunk_ones(count);
    __m512i from = _mm512_maskz_compress_epi8(starts, bytes), to = _mm512_maskz_compress_epi8(lasts, bytes);
    __m512i sizes = _mm512_maskz_sub_epi8(live, _mm512_add_epi8(to, _mm512_set1_epi8(1)), from);
    if (_mm512_cmpgt_epi8_mask(sizes, _mm512_set1_epi8(NUMBERED_WORD)))
        return false;
    __m512i token = hash_sixteen(from, sizes, _mm512_loadu_si512(chunk->alike));
    hash_words(look, token, _mm512_set1_epi32(1), live);
    _mm512_mask_storeu_epi32(tokens, live, token);
    return true;
}

/* As take_tokens: the starts and ends of all tokens from masks to numbers at once, then what is not so simple. */
WIDEST static inline uint32_t tokens_widest(struct look *look, size_t at, const struct chunk *chunk,
                                            const struct parts *parts, uint32_t most, uint32_t *tokens, size_t *behind)
{
    uint64_t words = parts->words;
    uint64_t starts = (words & ~(words << 1)) | parts->tokens, lasts = (words & ~(words >> 1)) | parts->tokens;
    uint64_t signs = _pext_u64(parts->tokens, starts);
    struct numbered all;
    uint32_t count = (uint32_t)__builtin_popcountll(starts);
    *behind = at;
    if (starts == 0)
        return 0;
    if (((chunk->digits | chunk->beyond) & words) == 0 && parts->tokens == 0 && count <= 2 * LANES && count <= most &&
        simple_tokens(look, chunk, starts, lasts, count, tokens)) {
        *behind = at + 64 - (unsigned)__builtin_clzll(lasts);
        return count;
    }
    uint64_t longer = number_tokens(chunk, starts, lasts, signs, most, &all);
    mend_words(chunk, words, starts, longer, &all);
    unsigned sign_size = mend_signs(look, at, parts->cjk, signs, &all);
    write_numbered(look, &all, tokens);
    uint32_t last = all.count - 1;
    *behind = at + all.starts[last] + (all.sizes[last] > 0 ? all.sizes[last] : sign_size);
    return all.count;
}

#endif

#endif
