#include "words.h"

#include "text.h"

#if defined __SSE2__ && !defined BROADSHEET_PLAIN
#define VECTORS
#include <emmintrin.h>
#endif

enum { OTHER = 0, LETTER = 1, DIGIT = 2, ALONE = 4 };

static unsigned kind_of(const char *at, const char *end, const char **after)
{
    *after = at;
    unsigned class = text_class(text_decode(after, end));
    if (class & TEXT_CJK && class & (TEXT_LETTER | TEXT_DIGIT))
        return ALONE;
    return (class & TEXT_LETTER ? LETTER : 0) | (class & TEXT_DIGIT ? DIGIT : 0);
}

/* Does the byte at `at`, behind something of kind `before`, hold the word together? */
static bool joins(const char *at, const char *end, unsigned before)
{
    const char *after;
    if (at + 1 >= end)
        return false;
    if (*at == '\'')
        return before & LETTER && kind_of(at + 1, end, &after) & LETTER;
    return (*at == '.' || *at == ',' || *at == ':') && before & DIGIT && kind_of(at + 1, end, &after) & DIGIT;
}

/* The kinds of ASCII bytes after folding; bytes of longer sequences need decoding. */
enum { LONGER = 8 };
#define X1(n) [n] = LONGER
#define X8(n) X1(n), X1((n) + 1), X1((n) + 2), X1((n) + 3), X1((n) + 4), X1((n) + 5), X1((n) + 6), X1((n) + 7)
#define X64(n) X8(n), X8((n) + 8), X8((n) + 16), X8((n) + 24), X8((n) + 32), X8((n) + 40), X8((n) + 48), X8((n) + 56)
static const unsigned char byte_kind[256] = {
    ['0'] = DIGIT,  ['1'] = DIGIT,  ['2'] = DIGIT,  ['3'] = DIGIT,  ['4'] = DIGIT,  ['5'] = DIGIT,  ['6'] = DIGIT,
    ['7'] = DIGIT,  ['8'] = DIGIT,  ['9'] = DIGIT,  ['A'] = LETTER, ['B'] = LETTER, ['C'] = LETTER, ['D'] = LETTER,
    ['E'] = LETTER, ['F'] = LETTER, ['G'] = LETTER, ['H'] = LETTER, ['I'] = LETTER, ['J'] = LETTER, ['K'] = LETTER,
    ['L'] = LETTER, ['M'] = LETTER, ['N'] = LETTER, ['O'] = LETTER, ['P'] = LETTER, ['Q'] = LETTER, ['R'] = LETTER,
    ['S'] = LETTER, ['T'] = LETTER, ['U'] = LETTER, ['V'] = LETTER, ['W'] = LETTER, ['X'] = LETTER, ['Y'] = LETTER,
    ['Z'] = LETTER, ['a'] = LETTER, ['b'] = LETTER, ['c'] = LETTER, ['d'] = LETTER, ['e'] = LETTER, ['f'] = LETTER,
    ['g'] = LETTER, ['h'] = LETTER, ['i'] = LETTER, ['j'] = LETTER, ['k'] = LETTER, ['l'] = LETTER, ['m'] = LETTER,
    ['n'] = LETTER, ['o'] = LETTER, ['p'] = LETTER, ['q'] = LETTER, ['r'] = LETTER, ['s'] = LETTER, ['t'] = LETTER,
    ['u'] = LETTER, ['v'] = LETTER, ['w'] = LETTER, ['x'] = LETTER, ['y'] = LETTER, ['z'] = LETTER, X64(128),
    X64(192),
};

/* Goes to the first byte that may begin a word. */
static const char *skip_between(const char *at, const char *end)
{
    while (at < end && byte_kind[(unsigned char)*at] == OTHER)
        at++;
    return at;
}

#ifdef VECTORS
#define VECTOR 16

/* How many of the 16 bytes at `at` are letters as folding leaves them, before the first that is none. */
static unsigned letters_at(const char *at)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i letters =
        _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8('a' - 1)), _mm_cmplt_epi8(bytes, _mm_set1_epi8('z' + 1)));
    return (unsigned)__builtin_ctz(~(unsigned)_mm_movemask_epi8(letters));
}
#endif

/* Goes over ASCII letters and digits; `kind` becomes that of the last, `kinds` all of them. */
static const char *take_plain(const char *at, const char *end, unsigned *kind, unsigned *kinds)
{
    unsigned next;
#ifdef VECTORS
    for (unsigned letters = VECTOR; letters == VECTOR && end - at >= VECTOR; at += letters) {
        letters = letters_at(at);
        *kind = letters > 0 ? LETTER : *kind;
        *kinds |= letters > 0 ? LETTER : 0;
    }
#endif
    for (; at < end && (next = byte_kind[(unsigned char)*at]) & (LETTER | DIGIT); at++) {
        *kind = next;
        *kinds |= next;
    }
    return at;
}

static const char *take_rest(const char *at, const char *end, unsigned kind, unsigned *kinds)
{
    const char *after;
    for (;;) {
        at = take_plain(at, end, &kind, kinds);
        if (at >= end)
            return at;
        unsigned next = kind_of(at, end, &after);
        if (next == ALONE || (next == OTHER && !joins(at, end, kind)))
            return at;
        if (next != OTHER)
            kind = next;
        *kinds |= next;
        at = after;
    }
}

bool word_next(struct word_reader *reader, struct word *word)
{
    const char *at = reader->at, *end = reader->end, *after = at;
    unsigned kind = OTHER;
    while ((at = skip_between(at, end)) < end && !(kind = kind_of(at, end, &after)))
        at = after;
    if (at >= end) {
        reader->at = end;
        return false;
    }
    const char *start = at;
    unsigned kinds = kind;
    at = kind == ALONE ? after : take_rest(after, end, kind, &kinds);
    *word = (struct word){{start, (size_t)(at - start)}, (kinds & DIGIT) != 0};
    reader->at = at;
    return true;
}

#ifdef VECTORS

#define BLOCK 64

/* Which of 64 bytes are what, a bit each. */
struct kinds {
    uint64_t letters, digits, apostrophes, points, longer;
};

/* Bytes from `least` on, `count` different ones. */
static unsigned among(__m128i bytes, char least, char count)
{
    __m128i from = _mm_sub_epi8(bytes, _mm_set1_epi8(least));
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(from, _mm_set1_epi8((char)(count - 1))), from));
}

static unsigned equal(__m128i bytes, char byte)
{
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)));
}

static struct kinds kinds_at(const char *at)
{
    struct kinds kinds = {0};
    for (unsigned i = 0; i < BLOCK; i += VECTOR) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + i));
        kinds.letters |= (uint64_t)among(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 26) << i;
        kinds.digits |= (uint64_t)among(bytes, '0', 10) << i;
        kinds.apostrophes |= (uint64_t)equal(bytes, '\'') << i;
        kinds.points |= (uint64_t)(equal(bytes, '.') | equal(bytes, ',') | equal(bytes, ':')) << i;
        kinds.longer |= (uint64_t)(unsigned)_mm_movemask_epi8(bytes) << i;
    }
    return kinds;
}

/* The bytes that stand in words, if nothing but ASCII stands beside them. */
static uint64_t in_words(const struct kinds *kinds)
{
    return kinds->letters | kinds->digits | (kinds->apostrophes & kinds->letters << 1 & kinds->letters >> 1) |
           (kinds->points & kinds->digits << 1 & kinds->digits >> 1);
}

static uint64_t lowest(unsigned bits)
{
    return bits < 64 ? (UINT64_C(1) << bits) - 1 : UINT64_MAX;
}

/* Takes the words of the block at `at` that are sure to end in it: the byte behind each and the one after that are
 * known to be ASCII or behind the text. `known` bytes are. Gives how far it has read. */
static size_t take_block(const char *at, const struct kinds *kinds, unsigned known, struct word *words, size_t *count)
{
    uint64_t inside = in_words(kinds) & lowest(known), edges = inside ^ inside << 1;
    size_t taken = *count;
    unsigned from = known;
    while (edges) {
        from = (unsigned)__builtin_ctzll(edges);
        edges &= edges - 1;
        unsigned to = edges ? (unsigned)__builtin_ctzll(edges) : BLOCK;
        if (to + 2 > known)
            break;
        edges &= edges - 1;
        words[taken++] = (struct word){{at + from, to - from}, kinds->digits >> from << (BLOCK - (to - from)) != 0};
        from = known;
    }
    *count = taken;
    return from;
}

/* Takes words one by one as long as they begin beyond ASCII. False at the end. */
static bool take_longer(struct word_reader *reader, struct word *words, size_t room, size_t *count)
{
    do {
        if (!word_next(reader, &words[*count]))
            return false;
        ++*count;
        reader->at = skip_between(reader->at, reader->end);
    } while (*count < room && reader->at < reader->end && byte_kind[(unsigned char)*reader->at] == LONGER);
    return true;
}

size_t words_take(struct word_reader *reader, struct word *words, size_t room)
{
    size_t count = 0;
    while (reader->at < reader->end && count + BLOCK / 2 <= room) {
        size_t left = (size_t)(reader->end - reader->at);
        char last[BLOCK] = {0};
        if (left < BLOCK)
            memcpy(last, reader->at, left);
        struct kinds kinds = kinds_at(left < BLOCK ? last : reader->at);
        unsigned known = kinds.longer ? (unsigned)__builtin_ctzll(kinds.longer) : BLOCK;
        size_t read = take_block(reader->at, &kinds, known, words, &count);
        if (read >= left) /* what is behind the text is not in words */
            reader->at = reader->end;
        else if (read > 0)
            reader->at += read;
        else if (!take_longer(reader, words, room, &count))
            break;
    }
    return count;
}

#else

size_t words_take(struct word_reader *reader, struct word *words, size_t room)
{
    size_t count = 0;
    while (count < room && word_next(reader, &words[count]))
        count++;
    return count;
}

#endif
