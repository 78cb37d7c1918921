#include "words_scan.h"

#include "text.h"
#include "words.h"

#if defined __SSE2__ && !defined BROADSHEET_PLAIN
#include <immintrin.h>

#define INLINE static inline __attribute__((always_inline))

/* Bits for sixteen bytes that are at least `low` and below `low` + `count`. */
INLINE uint64_t bits_between(__m128i bytes, char low, int count)
{
    const __m128i from = _mm_set1_epi8((char)(-128 - low));
    return (uint32_t)_mm_movemask_epi8(_mm_cmplt_epi8(_mm_add_epi8(bytes, from), _mm_set1_epi8((char)(count - 128))));
}

INLINE uint64_t bits_of(__m128i equal)
{
    return (uint32_t)_mm_movemask_epi8(equal);
}

#define WIDE __attribute__((target("avx2,bmi,bmi2,popcnt")))

/* What is among the letters and digits of a word. */
enum { HAS_SMALL = 1, HAS_CAPITAL = 2, HAS_CAPITALS = 4, HAS_DIGIT = 8, HAS_ALL = 16 };

#define FIRST_BYTES 8u   /* of a word, which are read at once */
#define WORDS_AT_ONCE 16 /* of a window, whose kinds are told at once */

/* What a window tells of its bytes by the kinds that they are of: its blanks, and those no greater than a blank. `left`
 * bytes of the text are left. A word is a run of bits; some of its bits added to it carry into the bit behind it. */
INLINE void settle(struct scan_window *window, uint64_t blanks, uint64_t low, size_t left)
{
    const uint64_t words = window->small | window->capitals | window->digits;
    window->words = words;
    window->ends = blanks & ~(low >> 1) & words << 1 & ~(UINT64_C(1) << (SCAN_WINDOW - 1));
    if (left < SCAN_WINDOW + FIRST_BYTES) /* the first bytes of a word that ends here are all of the text */
        window->ends &= left < FIRST_BYTES ? 0 : (UINT64_C(2) << (left - FIRST_BYTES)) - 1;
    window->has_small = words + window->small;
    window->has_capital = words + window->capitals;
    window->has_capitals = words + (window->capitals & words << 1);
    window->has_digit = words + window->digits;
}

/* What is among the letters and digits that end before bit `end` of the window; a capital behind the first makes the
 * word mixed. */
INLINE unsigned kind_at(const struct scan_window *window, size_t end)
{
    return (unsigned)((window->has_small >> end & 1) * HAS_SMALL | (window->has_capital >> end & 1) * HAS_CAPITAL |
                      (window->has_capitals >> end & 1) * HAS_CAPITALS | (window->has_digit >> end & 1) * HAS_DIGIT);
}

INLINE void look_narrow(struct scan_window *window, const char *bytes, size_t left)
{
    const __m128i blank = _mm_set1_epi8(' ');
    uint64_t blanks = 0, low = 0; /* no greater than a blank */
    for (size_t i = 0; i < SCAN_WINDOW; i += 16) {
        __m128i block = _mm_loadu_si128((const void *)(bytes + i));
        window->small |= bits_between(block, 'a', 26) << i;
        window->capitals |= bits_between(block, 'A', 26) << i;
        window->digits |= bits_between(block, '0', 10) << i;
        blanks |= bits_of(_mm_cmpeq_epi8(block, blank)) << i;
        low |= bits_of(_mm_cmpeq_epi8(_mm_min_epu8(block, blank), block)) << i;
    }
    settle(window, blanks, low, left);
    uint64_t ends = window->ends;
    for (unsigned i = 0; ends && i < WORDS_AT_ONCE; i++, ends &= ends - 1)
        window->kinds |= (uint64_t)kind_at(window, (size_t)__builtin_ctzll(ends)) << 4 * i;
    window->ends &= ~ends;
}

/* The same as bits_of and bits_between for 64 bytes. */
WIDE static inline uint64_t bits_of_both(__m256i first, __m256i second)
{
    return (uint32_t)_mm256_movemask_epi8(first) | (uint64_t)(uint32_t)_mm256_movemask_epi8(second) << 32;
}

WIDE static inline uint64_t bits_between_both(__m256i first, __m256i second, char low, int count)
{
    const __m256i from = _mm256_set1_epi8((char)(-128 - low)), end = _mm256_set1_epi8((char)(count - 128));
    return bits_of_both(_mm256_cmpgt_epi8(end, _mm256_add_epi8(first, from)),
                        _mm256_cmpgt_epi8(end, _mm256_add_epi8(second, from)));
}

/* The bits of `has` where there is an end, in the first of four bits each. */
WIDE static inline uint64_t spread(uint64_t has, uint64_t ends)
{
    return _pdep_u64(_pext_u64(has, ends), UINT64_C(0x1111111111111111));
}

WIDE static inline void look_wide(struct scan_window *window, const char *bytes, size_t left)
{
    const __m256i blank = _mm256_set1_epi8(' '), first = _mm256_loadu_si256((const void *)bytes),
                  second = _mm256_loadu_si256((const void *)(bytes + 32));
    window->small = bits_between_both(first, second, 'a', 26);
    window->capitals = bits_between_both(first, second, 'A', 26);
    window->digits = bits_between_both(first, second, '0', 10);
    settle(window, bits_of_both(_mm256_cmpeq_epi8(first, blank), _mm256_cmpeq_epi8(second, blank)),
           bits_of_both(_mm256_cmpeq_epi8(_mm256_min_epu8(first, blank), first),
                        _mm256_cmpeq_epi8(_mm256_min_epu8(second, blank), second)),
           left);
    const uint64_t ends = window->ends = _pdep_u64((1u << WORDS_AT_ONCE) - 1, window->ends);
    window->kinds = spread(window->has_small, ends) * HAS_SMALL | spread(window->has_capital, ends) * HAS_CAPITAL |
                    spread(window->has_capitals, ends) * HAS_CAPITALS | spread(window->has_digit, ends) * HAS_DIGIT;
}

/* Looks at the bytes from `from` on, those behind the text's end as if they were 0. */
INLINE void look(struct scan_window *window, struct slice text, size_t from, bool wide)
{
    const size_t left = text.size - from;
    char last[SCAN_WINDOW] = {0};
    const char *bytes = left < SCAN_WINDOW ? memcpy(last, text.at + from, left) : text.at + from;
    *window = (struct scan_window){.from = from};
    if (wide)
        look_wide(window, bytes, left);
    else
        look_narrow(window, bytes, left);
}

/* Whether the byte at `at` is of ASCII, and no letter or digit, or the text ends there. */
static bool is_apart(struct slice text, size_t at)
{
    const unsigned char byte = at < text.size ? (unsigned char)text.at[at] : ' ';
    return byte < 128 && !(text_ascii_class[byte] & (TEXT_LETTER | TEXT_DIGIT));
}

/* Whether "'s" stands at `at` as a word of its own. */
static bool is_possessive(struct slice text, size_t at)
{
    return text.at[at] == '\'' && at + 1 < text.size && (text.at[at + 1] | 0x20) == 's' && is_apart(text, at + 2);
}

/* Whether a word of ASCII letters and digits from `word` to `at`, behind which something stands that is no blank,
 * surely ends there: no apostrophe, stop or comma may join what comes, nor any character beyond ASCII. */
static bool surely_ends(struct slice text, size_t word, size_t at)
{
    const unsigned char byte = (unsigned char)text.at[at];
    switch (byte) {
    case '\'':
        return is_possessive(text, at);
    case '`':
    case '\\':
        return false;
    case '.':
        if (at + 1 < text.size && text.at[at + 1] != ' ')
            return false;
        return !(text_ascii_class[(unsigned char)text.at[word]] & TEXT_UPPER) ||
               (at - word > 1 && !word_is_abbreviation(text.at + word, at - word));
    case ',':
    case ':':
        return !(text_ascii_class[(unsigned char)text.at[at - 1]] & TEXT_DIGIT);
    default:
        return byte < 128;
    }
}

/* The class and shape of a word of ASCII letters and digits by what is among them. */
static const struct kind { /* as a token has them side by side */
    uint16_t classes;
    uint8_t shape, pos;
} kinds[HAS_ALL] = {
    [HAS_SMALL] = {TEXT_LETTER | TEXT_LOWER, SHAPE_LOWER, 0},
    [HAS_CAPITAL] = {TEXT_LETTER | TEXT_UPPER, SHAPE_INITIAL, 0},
    [HAS_CAPITAL | HAS_CAPITALS] = {TEXT_LETTER | TEXT_UPPER, SHAPE_UPPER, 0},
    [HAS_CAPITAL | HAS_SMALL] = {TEXT_LETTER | TEXT_UPPER | TEXT_LOWER, SHAPE_CAPITAL, 0},
    [HAS_CAPITAL | HAS_CAPITALS | HAS_SMALL] = {TEXT_LETTER | TEXT_UPPER | TEXT_LOWER, SHAPE_MIXED, 0},
    [HAS_DIGIT] = {TEXT_DIGIT, SHAPE_DIGITS, 0},
    [HAS_DIGIT | HAS_SMALL] = {TEXT_DIGIT | TEXT_LETTER | TEXT_LOWER, SHAPE_ALNUM, 0},
    [HAS_DIGIT | HAS_CAPITAL] = {TEXT_DIGIT | TEXT_LETTER | TEXT_UPPER, SHAPE_ALNUM, 0},
    [HAS_DIGIT | HAS_CAPITAL | HAS_CAPITALS] = {TEXT_DIGIT | TEXT_LETTER | TEXT_UPPER, SHAPE_ALNUM, 0},
    [HAS_DIGIT | HAS_CAPITAL | HAS_SMALL] = {TEXT_DIGIT | TEXT_LETTER | TEXT_UPPER | TEXT_LOWER, SHAPE_ALNUM, 0},
    [HAS_DIGIT | HAS_CAPITAL | HAS_CAPITALS |
        HAS_SMALL] = {TEXT_DIGIT | TEXT_LETTER | TEXT_UPPER | TEXT_LOWER, SHAPE_ALNUM, 0},
};

static const struct behind { /* what a token begins with behind a space, as it has them side by side */
    bool space_before;
    int8_t leaning[LEANINGS];
} behind_space = {true, {0}};

_Static_assert(offsetof(struct token, leaning) ==
                   offsetof(struct token, space_before) + offsetof(struct behind, leaning),
               "whether a space stands before a token, and its leanings, are copied at once");
_Static_assert(offsetof(struct token, shape) == offsetof(struct token, classes) + offsetof(struct kind, shape) &&
                   offsetof(struct token, pos) == offsetof(struct token, classes) + offsetof(struct kind, pos),
               "a token's classes, shape and part of speech are copied at once");

/* Whether a letter or digit stands right before bit `at` in the window: what is told at a word's end is of all of it.
 */
INLINE bool is_within_word(const struct scan_window *window, size_t at)
{
    return at > 0 && window->words >> (at - 1) & 1;
}

/* A word of small letters or of digits alone is not likely. */
INLINE unsigned is_likely(unsigned kind)
{
    return ~(1u << HAS_SMALL | 1u << HAS_DIGIT) >> kind & 1;
}

/* The end of a mark of ASCII that begins no clitic, dots and dashes in a run; `at` if there is none. */
INLINE size_t mark_end(struct slice text, size_t at)
{
    const unsigned char byte = (unsigned char)text.at[at];
    size_t end = at + 1;
    if (byte >= 128 || byte == '\'' || byte == '`' || byte == '\\')
        return at;
    if (byte == '.' || byte == '-')
        while (end < text.size && text.at[end] == text.at[at])
            end++;
    return end;
}

/* Tokens whose hashes are still to be made: the first bytes of each, with the bit set that makes a letter small (digits
 * have it), but not of marks, of which the first byte alone counts. */
#define BATCH 64u
#define POSSESSIVE 0u /* the size of a "'s" */
struct batch {
    size_t count;
    uint64_t bytes[BATCH];
    uint32_t sizes[BATCH];
};

INLINE void take_bytes(struct batch *batch, uint64_t bytes, size_t size)
{
    batch->bytes[batch->count] = bytes;
    batch->sizes[batch->count++] = (uint32_t)size;
}

INLINE void take_word(struct batch *batch, struct slice text, size_t at, size_t size)
{
    char last[FIRST_BYTES] = {0};
    const size_t left = text.size - at;
    const char *bytes = left < FIRST_BYTES ? memcpy(last, text.at + at, left) : text.at + at;
    take_bytes(batch, slice_eight(bytes) | UINT64_C(0x2020202020202020), size);
}

#define AT_ONCE 8u

struct hashes {
    uint32_t first[AT_ONCE]; /* of the first bytes, to go on with */
    uint32_t whole[AT_ONCE]; /* finished */
    uint32_t others;         /* a bit for each that is not whole: few, longer or "'s" */
};

/* The hashes of AT_ONCE words, one after the other. */
INLINE void hash_few(const struct batch *batch, size_t from, struct hashes *hashes)
{
    hashes->others = 0;
    for (size_t k = 0; k < AT_ONCE && from + k < batch->count; k++) {
        uint64_t bytes = batch->bytes[from + k];
        hashes->others |= (uint32_t)(batch->sizes[from + k] - 1 >= FIRST_BYTES) << k;
        uint32_t hash = WORD_HASH_START;
        for (size_t i = 0; i < FIRST_BYTES && i < batch->sizes[from + k]; i++, bytes >>= 8)
            hash = (hash ^ (unsigned char)bytes) * WORD_HASH_STEP;
        hashes->first[k] = hash;
        hashes->whole[k] = word_hash_finish(hash);
    }
}

/* The hashes, of words longer than `from` bytes, of four bytes more. */
WIDE static inline __m256i hash_four_more(__m256i hash, __m256i bytes, __m256i sizes, int from)
{
    const __m256i step = _mm256_set1_epi32(WORD_HASH_STEP), byte = _mm256_set1_epi32(0xFF);
    _Pragma("GCC unroll 4") for (int i = 0; i < 4; i++)
    {
        __m256i next = _mm256_mullo_epi32(_mm256_xor_si256(hash, _mm256_and_si256(bytes, byte)), step);
        hash = _mm256_blendv_epi8(hash, next, _mm256_cmpgt_epi32(sizes, _mm256_set1_epi32(from + i)));
        bytes = _mm256_srli_epi32(bytes, 8);
    }
    return hash;
}

/* The same as hash_few, of all of them together. */
WIDE static inline void hash_eight(const struct batch *batch, size_t from, struct hashes *hashes)
{
    const __m256i sizes = _mm256_loadu_si256((const void *)(batch->sizes + from));
    const __m256 four = _mm256_loadu_ps((const void *)(batch->bytes + from)),
                 more = _mm256_loadu_ps((const void *)(batch->bytes + from + 4));
    const __m256i low = _mm256_castps_si256(_mm256_shuffle_ps(four, more, 0x88)),
                  high = _mm256_castps_si256(_mm256_shuffle_ps(four, more, 0xDD)); /* of words 0 1 4 5 2 3 6 7 */
    const __m256i others = _mm256_or_si256(_mm256_cmpgt_epi32(sizes, _mm256_set1_epi32(FIRST_BYTES)),
                                           _mm256_cmpeq_epi32(sizes, _mm256_setzero_si256()));
    hashes->others = (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(others));
    __m256i hash = _mm256_set1_epi32((int)WORD_HASH_START);
    hash = hash_four_more(hash, _mm256_permute4x64_epi64(low, 0xD8), sizes, 0);
    hash = hash_four_more(hash, _mm256_permute4x64_epi64(high, 0xD8), sizes, 4);
    _mm256_storeu_si256((void *)hashes->first, hash);
    hash = _mm256_xor_si256(hash, _mm256_srli_epi32(hash, 16));
    hash = _mm256_mullo_epi32(hash, _mm256_set1_epi32((int)0x85EBCA6Bu));
    _mm256_storeu_si256((void *)hashes->whole, _mm256_xor_si256(hash, _mm256_srli_epi32(hash, 13)));
}

/* The hash of a word whose first bytes have `hash`. */
static uint32_t hash_rest(uint32_t hash, const char *word, size_t size)
{
    for (size_t i = FIRST_BYTES; i < size; i++)
        hash = (hash ^ ((unsigned char)word[i] | 0x20u)) * WORD_HASH_STEP;
    return word_hash_finish(hash);
}

/* A word of more than the first bytes, of which `first` is the hash, or a "'s". */
static void hash_other(struct token *token, struct slice text, size_t size, uint32_t first)
{
    token->folded = token->hash = hash_rest(first, text.at + token->start, size);
    if (size == POSSESSIVE) {
        token->hash = WORD_HASH("'s");
        token->folded = WORD_HASH("s");
    }
}

/* Makes the hashes of the tokens of the batch, the last of which stands before `end`, and empties it. */
INLINE void hash_batch(struct batch *batch, struct slice text, struct token *end, bool wide)
{
    struct token *token = end - batch->count;
    struct hashes hashes;
    for (size_t from = 0; from < batch->count; from += AT_ONCE) {
        if (wide)
            hash_eight(batch, from, &hashes);
        else
            hash_few(batch, from, &hashes);
        size_t count = batch->count - from < AT_ONCE ? batch->count - from : AT_ONCE;
        if (count == AT_ONCE)
            _Pragma("GCC unroll 8") for (size_t k = 0; k < AT_ONCE; k++) token[from + k].folded = token[from + k].hash =
                hashes.whole[k];
        else
            for (size_t k = 0; k < count; k++)
                token[from + k].folded = token[from + k].hash = hashes.whole[k];
        for (uint32_t others = hashes.others & ((1u << count) - 1); others; others &= others - 1) {
            const size_t k = (size_t)__builtin_ctz(others);
            hash_other(&token[from + k], text, batch->sizes[from + k], hashes.first[k]);
        }
    }
    batch->count = 0;
}

/* Takes words behind each of which one blank stands, as most do, from `*from` to the window's end: how many, at most
 * `room`. The first of them has a space before it if `space`, and the index `first`. */
INLINE size_t take_words(const struct scan_window *window, struct slice text, size_t *from, struct token *tokens,
                         size_t first, size_t room, bool space, struct batch *batch, struct likely *likely)
{
    const size_t skipped = *from - window->from;
    if (skipped >= SCAN_WINDOW || is_within_word(window, skipped))
        return 0;
    const uint64_t left = ~UINT64_C(0) << skipped, others = ~window->words & ~window->ends & left;
    uint64_t ends = window->ends & left & ((others & -others) - 1); /* up to where something else stands */
    uint64_t kinds_left = window->kinds >> 4 * ((unsigned)__builtin_popcountll(window->ends & ~left) % WORDS_AT_ONCE);
    const size_t words = (size_t)__builtin_popcountll(ends), count = words < room ? words : room;
    size_t at = *from;
    for (size_t i = 0; i < count; i++, ends &= ends - 1, kinds_left >>= 4) {
        const size_t end = window->from + (size_t)__builtin_ctzll(ends);
        const unsigned kind = kinds_left % HAS_ALL;
        struct token *token = &tokens[i];
        memcpy(&token->classes, &kinds[kind], sizeof(struct kind));
        take_bytes(batch, slice_eight(text.at + at) | UINT64_C(0x2020202020202020), end - at);
        token->start = (uint32_t)at;
        token->end = (uint32_t)end;
        memcpy(&token->space_before, &behind_space, sizeof behind_space);
        likely_note(likely, first + i, is_likely(kind));
        at = end + 1;
    }
    if (count > 0)
        tokens[0].space_before = space;
    *from = at;
    return count;
}

/* Takes the `size` letters and digits at `at`, which the window holds, or else a mark, whatever stands behind: where
 * that ends, `at` if it is left to others. */
INLINE size_t take_token(const struct scan_window *window, struct slice text, size_t at, size_t size,
                         struct token *token, struct batch *batch)
{
    const size_t from = at - window->from;
    size_t end = at + size;
    token->pos = 0;
    if (size > 0) {
        if (is_within_word(window, from) || (end < text.size && text.at[end] != ' ' && !surely_ends(text, at, end)))
            return at;
        memcpy(&token->classes, &kinds[kind_at(window, from + size)], sizeof(struct kind));
        take_word(batch, text, at, size);
    } else if (at > 0 && !is_apart(text, at - 1) && is_possessive(text, at)) {
        end = at + 2;
        token->classes = TEXT_QUOTE | TEXT_PUNCT | TEXT_LOWER | TEXT_LETTER;
        token->shape = SHAPE_LOWER;
        take_bytes(batch, 0, POSSESSIVE);
    } else {
        end = mark_end(text, at);
        if (end == at)
            return at;
        const unsigned char mark = (unsigned char)text.at[at];
        token->classes = text_ascii_class[mark];
        token->shape = SHAPE_PUNCT;
        take_bytes(batch, mark, 1);
    }
    token->start = (uint32_t)at;
    token->end = (uint32_t)end;
    memset(token->leaning, 0, sizeof token->leaning);
    return end;
}

/* The first byte from `at` on that is no white space of ASCII. */
INLINE size_t space_end(struct slice text, size_t at)
{
    while (at < text.size && (unsigned char)text.at[at] <= ' ' &&
           text_ascii_class[(unsigned char)text.at[at]] & TEXT_SPACE)
        at++;
    return at;
}

INLINE void scan_all(struct scan *scan, struct token *tokens, size_t capacity, bool wide)
{
    const struct slice text = {scan->start, (size_t)(scan->end - scan->start)};
    struct scan_window window = scan->window;
    struct likely likely = scan->likely;
    struct batch batch;
    bool space = scan->space;
    size_t at = (size_t)(scan->at - scan->start), count = scan->count;
    batch.count = 0;
    while (count < capacity && at < text.size) {
        const size_t most = capacity - count < BATCH - batch.count ? capacity - count : BATCH - batch.count;
        const size_t words = take_words(&window, text, &at, tokens + count, count, most, space, &batch, &likely);
        count += words;
        space |= words > 0;
        if (batch.count == BATCH)
            hash_batch(&batch, text, tokens + count, wide);
        if (count == capacity || at == text.size)
            break;
        uint64_t ends = at - window.from < SCAN_WINDOW ? ~window.words >> (at - window.from) : 0;
        if (ends == 0) { /* the window does not reach to the word's end */
            look(&window, text, at, wide);
            ends = ~window.words;
            if (ends == 0)
                break;
            if (ends & -ends & window.ends)
                continue; /* take_words goes on */
        }
        const size_t end = take_token(&window, text, at, (size_t)__builtin_ctzll(ends), &tokens[count], &batch);
        if (end == at)
            break;
        tokens[count].space_before = space;
        scan->marks |= tokens[count].classes;
        likely_note(&likely, count, word_is_likely(&tokens[count]));
        count++;
        if (batch.count == BATCH)
            hash_batch(&batch, text, tokens + count, wide);
        at = space_end(text, end);
        space = at > end;
    }
    hash_batch(&batch, text, tokens + count, wide);
    scan->at = scan->start + at;
    scan->count = count;
    scan->likely = likely;
    scan->window = window;
    scan->space = space;
}

WIDE static void scan_wide(struct scan *scan, struct token *tokens, size_t capacity)
{
    scan_all(scan, tokens, capacity, true);
}

void scan_ascii_words_narrow(struct scan *scan, struct token *tokens, size_t capacity)
{
    scan_all(scan, tokens, capacity, false);
}

void scan_ascii_words(struct scan *scan, struct token *tokens, size_t capacity)
{
    bool wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                __builtin_cpu_supports("popcnt");
    (wide ? scan_wide : scan_ascii_words_narrow)(scan, tokens, capacity);
}

#endif
