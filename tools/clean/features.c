#include "features.h"

#include <xxhash.h>

#include "chunk_widest.h"
#include "model.h"
#include "text.h"

enum kind {
    OTHER,
    LOWER,
    UPPER,
    DIGIT,
    SPACE,
    COMMA,
    STOP,
    QUERY,
    COLON,
    QUOTE,
    OPEN,
    CLOSE,
    DASH,
    MARK,
    HIGH,
    JOINT,
    KINDS
};

/* Of a byte; none beyond ASCII, so that a run of letters and digits ends there. */
static const uint8_t kinds[256] = {
    ['\t'] = SPACE, ['\n'] = SPACE, [' '] = SPACE, [','] = COMMA,  [';'] = COMMA, ['.'] = STOP,  ['!'] = QUERY,
    ['?'] = QUERY,  [':'] = COLON,  ['"'] = QUOTE, ['\''] = QUOTE, ['('] = OPEN,  ['['] = OPEN,  ['{'] = OPEN,
    [')'] = CLOSE,  [']'] = CLOSE,  ['}'] = CLOSE, ['-'] = DASH,   ['*'] = MARK,  ['|'] = MARK,  ['<'] = MARK,
    ['>'] = MARK,   ['@'] = MARK,   ['#'] = MARK,  ['/'] = MARK,   ['\\'] = MARK, ['='] = MARK,  ['_'] = MARK,
    ['~'] = MARK,   ['^'] = MARK,   ['+'] = MARK,  ['&'] = MARK,   ['%'] = MARK,  ['$'] = MARK,  ['`'] = MARK,
    ['0'] = DIGIT,  ['1'] = DIGIT,  ['2'] = DIGIT, ['3'] = DIGIT,  ['4'] = DIGIT, ['5'] = DIGIT, ['6'] = DIGIT,
    ['7'] = DIGIT,  ['8'] = DIGIT,  ['9'] = DIGIT, ['a'] = LOWER,  ['b'] = LOWER, ['c'] = LOWER, ['d'] = LOWER,
    ['e'] = LOWER,  ['f'] = LOWER,  ['g'] = LOWER, ['h'] = LOWER,  ['i'] = LOWER, ['j'] = LOWER, ['k'] = LOWER,
    ['l'] = LOWER,  ['m'] = LOWER,  ['n'] = LOWER, ['o'] = LOWER,  ['p'] = LOWER, ['q'] = LOWER, ['r'] = LOWER,
    ['s'] = LOWER,  ['t'] = LOWER,  ['u'] = LOWER, ['v'] = LOWER,  ['w'] = LOWER, ['x'] = LOWER, ['y'] = LOWER,
    ['z'] = LOWER,  ['A'] = UPPER,  ['B'] = UPPER, ['C'] = UPPER,  ['D'] = UPPER, ['E'] = UPPER, ['F'] = UPPER,
    ['G'] = UPPER,  ['H'] = UPPER,  ['I'] = UPPER, ['J'] = UPPER,  ['K'] = UPPER, ['L'] = UPPER, ['M'] = UPPER,
    ['N'] = UPPER,  ['O'] = UPPER,  ['P'] = UPPER, ['Q'] = UPPER,  ['R'] = UPPER, ['S'] = UPPER, ['T'] = UPPER,
    ['U'] = UPPER,  ['V'] = UPPER,  ['W'] = UPPER, ['X'] = UPPER,  ['Y'] = UPPER, ['Z'] = UPPER,
};

static unsigned kind_of(unsigned char byte)
{
    return byte >= 0x80 ? HIGH : kinds[byte];
}

/* Punctuation of all scripts that ends a sentence. */
static bool is_full_stop(uint32_t c)
{
    return c == 0x3002 || c == 0xFF0E || c == 0xFF61 || c == 0x0964 || c == 0x06D4 || c == 0x0589 || c == 0x1362;
}

static bool is_question(uint32_t c)
{
    return c == 0xFF01 || c == 0xFF1F || c == 0x061F || c == 0x203D || c == 0x037E;
}

static bool is_comma(uint32_t c)
{
    return c == 0x3001 || c == 0xFF0C || c == 0xFF1B || c == 0x060C || c == 0x061B;
}

/* The kind of a code point beyond ASCII; letters of scripts without case are LOWER, CJK is OTHER with *cjk set. */
static unsigned find_kind(uint32_t c, bool *cjk)
{
    if (is_full_stop(c))
        return STOP;
    if (is_question(c))
        return QUERY;
    if (is_comma(c))
        return COMMA;
    if (c == 0xFF1A)
        return COLON;
    unsigned class = text_class(c);
    if (class & TEXT_CJK) {
        *cjk = true;
        return OTHER;
    }
    if (class & TEXT_UPPER)
        return UPPER;
    if (class & TEXT_LETTER)
        return LOWER;
    if (class & TEXT_DIGIT)
        return DIGIT;
    if (class & TEXT_SPACE)
        return SPACE;
    if (class & TEXT_QUOTE)
        return QUOTE;
    if (class & TEXT_DASH)
        return DASH;
    return MARK;
}

/* As find_kind, which is asked once for each code point below KNOWN_KINDS. */
enum { KNOWN_KINDS = 0x10000 };

static uint8_t known_kinds[KNOWN_KINDS]; /* one more than the kind; 0 is not asked yet */

static unsigned learn_kind(uint32_t c, bool *cjk)
{
    unsigned kind = find_kind(c, cjk);
    if (c < KNOWN_KINDS)
        known_kinds[c] = (uint8_t)(1 + kind);
    return kind;
}

static inline unsigned kind_beyond(uint32_t c, bool *cjk)
{
    if (c >= KNOWN_KINDS || known_kinds[c] == 0)
        return learn_kind(c, cjk);
    *cjk |= known_kinds[c] == 1 + OTHER; /* of these, nothing else is OTHER */
    return known_kinds[c] - 1u;
}

static uint8_t edge_of(uint32_t c)
{
    bool cjk = false;
    unsigned kind = c < 0x80 ? kind_of((unsigned char)c) : kind_beyond(c, &cjk);
    static const uint8_t edges[KINDS] = {
        [OTHER] = EDGE_MARK,  [LOWER] = EDGE_LOWER, [UPPER] = EDGE_UPPER,    [DIGIT] = EDGE_DIGIT, [SPACE] = EDGE_MARK,
        [COMMA] = EDGE_COMMA, [STOP] = EDGE_STOP,   [QUERY] = EDGE_QUESTION, [COLON] = EDGE_COLON, [QUOTE] = EDGE_QUOTE,
        [OPEN] = EDGE_CLOSE,  [CLOSE] = EDGE_CLOSE, [DASH] = EDGE_BULLET,    [MARK] = EDGE_MARK,   [HIGH] = EDGE_MARK,
    };
    if (cjk)
        return EDGE_CJK;
    if (c == 0x2026)
        return EDGE_ELLIPSIS;
    if (c == 0x2022 || c == 0x00B7 || c == 0x25CF || c == 0x25AA || c == '*')
        return EDGE_BULLET;
    if (c == 0x300D || c == 0x300F || c == 0x300C || c == 0x300E)
        return EDGE_QUOTE;
    return edges[kind];
}

static void find_edges(struct slice text, struct traits *traits)
{
    const char *at = text.at, *end = text.at + text.size;
    traits->begins = edge_of(text_decode(&at, end));
    at = end;
    traits->ends = edge_of((unsigned char)end[-1] < 0x80 ? (uint32_t)end[-1] : text_decode_before(&at, text.at));
    if (text.size >= 3 && memcmp(end - 3, "...", 3) == 0)
        traits->ends = EDGE_ELLIPSIS;
}

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

/* Signs that stand for more than themselves. */
static void note_mark(struct traits *traits, struct slice text, size_t i)
{
    char c = text.at[i];
    traits->at_sign |= c == '@';
    traits->pipe |= c == '|' || c == '>';
    traits->slash |= c == '/';
    if (c == '/' && i > 1 && text.at[i - 1] == '/' && text.at[i - 2] == ':')
        traits->url = true;
}

static void note_colon(struct traits *traits, struct slice text, size_t i)
{
    traits->colon = true;
    if (i > 0 && i + 1 < text.size && kind_of((unsigned char)text.at[i - 1]) == DIGIT &&
        kind_of((unsigned char)text.at[i + 1]) == DIGIT)
        traits->time = true;
}

/* Four digits between others that are none. */
static void note_years(struct traits *traits, const struct chunk *chunk)
{
    uint64_t digits = chunk->digits;
    uint64_t years = digits & ~(digits << 1) & digits >> 1 & digits >> 2 & digits >> 3 & ~(digits >> 4);
    for (; years != 0; years &= years - 1) {
        const char *at = chunk->lower + __builtin_ctzll(years);
        traits->year |= memcmp(at, "19", 2) == 0 || memcmp(at, "20", 2) == 0;
    }
}

/* The signs of ASCII. */
static void look_at_signs(struct look *look, size_t at, const struct chunk *chunk, struct parts *parts)
{
    static const uint8_t is_token[KINDS] = {[MARK] = 1, [COLON] = 1, [QUERY] = 1, [OPEN] = 1};
    uint64_t before = parts->words << 1 | look->inside;
    for (uint64_t signs = chunk->signs; signs != 0; signs &= signs - 1) {
        unsigned i = (unsigned)__builtin_ctzll(signs), kind = kinds[(unsigned char)look->text.at[at + i]];
        size_t place = at + i;
        look->counts[kind]++;
        parts->tokens |= (uint64_t)is_token[kind] << i;
        parts->joints |= (kind == QUOTE ? before : 0) & UINT64_C(1) << i;
        if (kind == STOP || kind == QUERY)
            look->traits->stops +=
                place + 1 == look->text.size || kind_of((unsigned char)look->text.at[place + 1]) != LOWER;
        else if (kind == MARK)
            note_mark(look->traits, look->text, place);
        else if (kind == COLON)
            note_colon(look->traits, look->text, place);
    }
}

#ifdef WIDEST

WIDEST static inline uint64_t signs_of(uint64_t signs, __m512i kinds_of_all, enum kind kind)
{
    return _mm512_mask_cmpeq_epi8_mask(signs, kinds_of_all, _mm512_set1_epi8((char)kind));
}

/* Does each byte stand before a small letter? */
static inline uint64_t before_small(const struct look *look, size_t at, const struct chunk *chunk)
{
    size_t end = at + chunk->size;
    uint64_t small = chunk->words & ~(chunk->digits | chunk->uppers);
    uint64_t next = end < look->text.size && kind_of((unsigned char)look->text.at[end]) == LOWER;
    return small >> 1 | next << (chunk->size - 1);
}

/* As look_at_signs, all of a kind at once. */
WIDEST static inline void look_at_signs_widest(struct look *look, size_t at, const struct chunk *chunk,
                                               struct parts *parts)
{
    uint64_t signs = chunk->signs;
    __m512i all = _mm512_permutex2var_epi8(_mm512_loadu_si512(kinds), _mm512_loadu_si512(chunk->lower),
                                           _mm512_loadu_si512(kinds + 64));
    uint64_t stops = signs_of(signs, all, STOP), queries = signs_of(signs, all, QUERY);
    uint64_t colons = signs_of(signs, all, COLON), marks = signs_of(signs, all, MARK);
    uint64_t opens = signs_of(signs, all, OPEN), quotes = signs_of(signs, all, QUOTE);
    look->counts[COMMA] += (unsigned)__builtin_popcountll(signs_of(signs, all, COMMA));
    look->counts[STOP] += (unsigned)__builtin_popcountll(stops);
    look->counts[QUOTE] += (unsigned)__builtin_popcountll(quotes);
    look->counts[OPEN] += (unsigned)__builtin_popcountll(opens);
    look->counts[CLOSE] += (unsigned)__builtin_popcountll(signs_of(signs, all, CLOSE));
    look->counts[DASH] += (unsigned)__builtin_popcountll(signs_of(signs, all, DASH));
    look->counts[COLON] += (unsigned)__builtin_popcountll(colons);
    look->counts[MARK] += (unsigned)__builtin_popcountll(marks);
    look->traits->stops += (unsigned)__builtin_popcountll((stops | queries) & ~before_small(look, at, chunk));
    parts->tokens |= marks | colons | queries | opens;
    parts->joints |= quotes & (parts->words << 1 | look->inside);
    for (; marks != 0; marks &= marks - 1)
        note_mark(look->traits, look->text, at + (unsigned)__builtin_ctzll(marks));
    for (; colons != 0; colons &= colons - 1)
        note_colon(look->traits, look->text, at + (unsigned)__builtin_ctzll(colons));
}

#endif

/* A capital beyond ASCII is made small where it stands, if it has room. */
static void make_small(struct chunk *chunk, unsigned i, unsigned size, uint32_t c)
{
    char bytes[4];
    if (text_encode(bytes, text_lower(c)) != size)
        return;
    memcpy(chunk->lower + i, bytes, size);
    memcpy(chunk->alike + i, bytes, size);
}

/* One character of `size` bytes, at byte `i` of the chunk. */
static void look_at_character(struct look *look, struct chunk *chunk, struct parts *parts, unsigned i, unsigned size,
                              uint32_t c)
{
    struct traits *traits = look->traits;
    bool cjk = false;
    unsigned kind = kind_beyond(c, &cjk);
    uint64_t bytes = chunk_ones(size) << i, first = UINT64_C(1) << i;
    look->counts[kind]++;
    parts->rests |= bytes & ~first;
    traits->copyright |= c == 0xA9;
    traits->pipe |= c == 0xBB || c == 0x203A;
    traits->stops += kind == STOP;
    traits->colon |= kind == COLON;
    if (cjk) {
        traits->cjk++;
        parts->cjk |= bytes;
        parts->tokens |= first;
    } else if (kind - LOWER <= DIGIT - LOWER) {
        parts->words |= bytes;
        if (kind == UPPER) {
            parts->uppers |= first;
            make_small(chunk, i, size, c);
        }
    } else if (kind == QUOTE && (parts->words << 1 | look->inside) & first)
        parts->joints |= first << (size - 1);
    else if (kind == MARK || kind == COLON || kind == QUERY)
        parts->tokens |= first;
}

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

static void look_beyond(struct look *look, size_t at, struct chunk *chunk, struct parts *parts)
{
    for (uint64_t beyond = chunk->beyond; beyond != 0;) {
        unsigned i = (unsigned)__builtin_ctzll(beyond), size;
        uint32_t c = decode_valid(look->text.at + at + i, &size);
        uint64_t bytes = chunk_ones(size) << i;
        look->traits->beyond_ascii++;
        beyond &= ~bytes;
        if (c < KNOWN_KINDS && known_kinds[c] == 1 + LOWER) { /* most are */
            look->counts[LOWER]++;
            parts->words |= bytes;
            parts->rests |= bytes & bytes << 1;
            continue;
        }
        look_at_character(look, chunk, parts, i, size, c);
    }
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
    uint32_t count;
    uint8_t starts[CHUNK_MOST], sizes[CHUNK_MOST];
    uint32_t tokens[CHUNK_MOST], kinds[CHUNK_MOST];
};

/* The number of the token that holds the lowest of `bytes`. */
WIDEST static inline unsigned number_of(uint64_t starts, uint64_t bytes)
{
    return (unsigned)__builtin_popcountll(starts & (bytes ^ (bytes - 1))) - 1;
}

/* The hashes of words of up to eight bytes, sixteen at a time; `starts` and `sizes` are bytes. */
WIDEST static inline void hash_numbered(struct numbered *all, __m512i starts, __m512i sizes, __m512i alike)
{
    const __m512i four = _mm512_set1_epi32(0x03020100), further = _mm512_set1_epi8(4), none = _mm512_setzero_si512();
    const __m512i each = _mm512_set4_epi32(0x0C0C0C0C, 0x08080808, 0x04040404, 0);
    for (uint32_t k = 0; k < all->count; k += 2 * LANES) {
        __m512i start = _mm512_shuffle_epi8(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(starts)), each);
        __m512i size = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(sizes)), place = _mm512_add_epi8(start, four);
        __m512i hash = _mm512_set1_epi32((int)2166136261u);
        hash = hash_four(hash, _mm512_permutexvar_epi8(place, alike), 0, size);
        hash = hash_four(hash, _mm512_permutexvar_epi8(_mm512_add_epi8(place, further), alike), 4, size);
        hash = _mm512_xor_si512(hash, _mm512_srli_epi32(hash, 15));
        _mm512_storeu_si512(all->tokens + k, hash);
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
    return _mm512_cmpgt_epi8_mask(sizes, _mm512_set1_epi8(8));
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

/* Writes the tokens, and has hash_word's sum of those that count. */
WIDEST static inline void write_numbered(struct look *look, const struct numbered *all, uint32_t *tokens)
{
    const __m512i numbers = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(const void *)byte_numbers));
    for (uint32_t k = 0; k < all->count; k += 2 * LANES) {
        __mmask16 live = (__mmask16)chunk_ones(all->count - k);
        __m512i token = _mm512_loadu_si512(all->tokens + k), kind = _mm512_loadu_si512(all->kinds + k);
        __mmask16 counted = _mm512_mask_test_epi32_mask(live, kind, kind);
        __m512i place = _mm512_maskz_expand_epi32(counted, numbers);
        place = _mm512_add_epi32(place, _mm512_set1_epi32((int)look->hashed));
        place = _mm512_add_epi32(_mm512_add_epi32(place, place), _mm512_set1_epi32(1));
        __m512i word = _mm512_mullo_epi32(_mm512_xor_si512(token, kind), _mm512_set1_epi32((int)WORD_FACTOR));
        word = _mm512_maskz_mullo_epi32(counted, _mm512_xor_si512(word, _mm512_srli_epi32(word, 15)), place);
        look->hash += sum_of_lanes(word) * PLACE_FACTOR;
        look->hashed += (uint32_t)__builtin_popcount(counted);
        _mm512_mask_storeu_epi32(tokens + k, live, token);
    }
}

/* As take_tokens: the starts and ends of all tokens from masks to numbers at once, then what is not so simple. */
WIDEST static inline uint32_t tokens_widest(struct look *look, size_t at, const struct chunk *chunk,
                                            const struct parts *parts, uint32_t most, uint32_t *tokens, size_t *behind)
{
    uint64_t words = parts->words;
    uint64_t starts = (words & ~(words << 1)) | parts->tokens, lasts = (words & ~(words >> 1)) | parts->tokens;
    uint64_t signs = _pext_u64(parts->tokens, starts);
    struct numbered all;
    *behind = at;
    if (starts == 0)
        return 0;
    uint64_t longer = number_tokens(chunk, starts, lasts, signs, most, &all);
    mend_words(chunk, words, starts, longer, &all);
    unsigned sign_size = mend_signs(look, at, parts->cjk, signs, &all);
    write_numbered(look, &all, tokens);
    uint32_t last = all.count - 1;
    *behind = at + all.starts[last] + (all.sizes[last] > 0 ? all.sizes[last] : sign_size);
    return all.count;
}

#endif

/* What tells the bytes of a chunk apart, looks at its signs, and writes its tokens, on some machine. */
struct means {
    void (*take)(struct slice text, size_t at, struct chunk *chunk);
    void (*look_at_signs)(struct look *look, size_t at, const struct chunk *chunk, struct parts *parts);
    token_taker *take_tokens;
};

static const struct means plain_means = {chunk_take_plainly, look_at_signs, tokens_plainly};
#ifdef WIDE
static const struct means wide_means = {chunk_take_widely, look_at_signs, tokens_widely};
static const struct means widest_means = {chunk_fill_widest, look_at_signs_widest, tokens_widest};
#endif

TWIN struct parts parts_of(struct look *look, size_t at, struct chunk *chunk, const struct means *means)
{
    struct parts parts = {.words = chunk->words, .uppers = chunk->uppers, .digits = chunk->digits};
    if (chunk->beyond)
        look_beyond(look, at, chunk, &parts);
    if (chunk->signs)
        means->look_at_signs(look, at, chunk, &parts);
    return parts;
}

TWIN void count_chunk(struct look *look, const struct chunk *chunk, const struct parts *parts)
{
    uint64_t starts = parts->words & ~((parts->words | parts->joints) << 1 | look->inside | look->joint);
    unsigned uppers = (unsigned)__builtin_popcountll(chunk->uppers);
    unsigned digits = (unsigned)__builtin_popcountll(chunk->digits);
    look->traits->words += (unsigned)__builtin_popcountll(starts);
    look->traits->capitals += (unsigned)__builtin_popcountll(starts & parts->uppers);
    look->counts[UPPER] += uppers;
    look->counts[DIGIT] += digits;
    look->counts[LOWER] += (unsigned)__builtin_popcountll(chunk->words) - digits - uppers;
    if (chunk->digits)
        note_years(look->traits, chunk);
    look->inside = parts->words >> (chunk->size - 1) & 1;
    look->joint = parts->joints >> (chunk->size - 1) & 1;
}

/* What is behind `behind` has not been hashed by its words, and is hashed as it stands. */
static void finish_traits(struct look *look, size_t behind)
{
    struct traits *traits = look->traits;
    const uint32_t *counts = look->counts;
    traits->words += (traits->cjk + 1) / 2;
    traits->letters = counts[LOWER] + counts[UPPER] + traits->cjk;
    traits->uppers = counts[UPPER];
    traits->digits = counts[DIGIT];
    traits->commas = counts[COMMA];
    traits->points = counts[STOP];
    traits->quotes = counts[QUOTE];
    traits->brackets = counts[OPEN] + counts[CLOSE];
    traits->marks = counts[MARK] + counts[DASH] + counts[COLON];
    uint64_t hash = look->hash;
    if (behind < look->text.size)
        hash = mix(hash, XXH3_64bits(look->text.at + behind, look->text.size - behind));
    traits->hash = (uint32_t)(hash * 0x9E3779B97F4A7C15u >> 32);
    find_edges(look->text, traits);
}

enum { TAIL_BYTES = 72 };

/* The tokens from `behind` on: all if they are few, else the last. */
TWIN void add_tail(struct look *look, size_t behind, const struct means *means)
{
    struct slice text = look->text;
    struct traits ignored = {0};
    struct block_tokens *block = look->block;
    uint32_t tail[TAIL_BYTES + CHUNK_MOST], found = 0;
    size_t at = behind;
    if (text.size - behind > TAIL_BYTES) {
        at = text.size - TAIL_BYTES; /* which may be within a word, or a character */
        while (at < text.size && (unsigned char)text.at[at] > ' ' && ((unsigned char)text.at[at] & 0xC0) != 0xC0)
            at++;
    }
    look->traits = &ignored;
    while (at < text.size) {
        struct chunk chunk;
        means->take(text, at, &chunk);
        struct parts parts = parts_of(look, at, &chunk, means);
        found += means->take_tokens(look, at, &chunk, &parts, CHUNK_MOST, tail + found, &behind);
        at += chunk.size;
    }
    uint32_t skip = found > FEATURES_TAIL ? found - FEATURES_TAIL : 0;
    memcpy(block->tokens + block->count, tail + skip, (found - skip) * sizeof *tail);
    block->count = (uint8_t)(block->count + found - skip);
}

enum { WHOLE_MOST = 8 };

static void find_whole(struct block_tokens *block)
{
    if (block->count == 0 || block->count > WHOLE_MOST)
        return;
    for (uint32_t i = 0; i < block->count; i++)
        block->whole = block->whole * 0x9E3779B1u + block->tokens[i];
    block->whole |= 1;
}

TWIN void look_over(struct look *look, const struct means *means)
{
    struct block_tokens *block = look->block;
    size_t size = look->text.size, behind = 0;
    for (size_t at = 0; at < size;) {
        struct chunk chunk;
        means->take(look->text, at, &chunk);
        struct parts parts = parts_of(look, at, &chunk, means);
        count_chunk(look, &chunk, &parts);
        uint32_t most = FEATURES_HEAD - block->count;
        if (most > 0)
            block->count = (uint8_t)(block->count + means->take_tokens(look, at, &chunk, &parts, most,
                                                                       block->tokens + block->count, &behind));
        at += chunk.size;
    }
    bool all = block->count < FEATURES_HEAD;
    finish_traits(look, all ? size : behind);
    if (!all)
        add_tail(look, behind, means);
}

TWIN void look_from_start(struct slice text, struct traits *traits, struct block_tokens *block,
                          const struct means *means)
{
    *traits = (struct traits){0};
    block->count = 0;
    block->whole = 0;
    if (text.size == 0)
        return;
    struct look look = {.text = text, .traits = traits, .block = block, .cjk_end = SIZE_MAX};
    look_over(&look, means);
    find_whole(block);
}

void features_look_plainly(struct slice text, struct traits *traits, struct block_tokens *block)
{
    look_from_start(text, traits, block, &plain_means);
}

#ifdef WIDE

WIDE void features_look_widely(struct slice text, struct traits *traits, struct block_tokens *block)
{
    look_from_start(text, traits, block, &wide_means);
}

WIDEST void features_look_widest(struct slice text, struct traits *traits, struct block_tokens *block)
{
    look_from_start(text, traits, block, &widest_means);
}

#endif

void features_look(struct slice text, struct traits *traits, struct block_tokens *block)
{
#ifdef WIDE
    if (widest_here()) {
        features_look_widest(text, traits, block);
        return;
    }
    if (wide_here()) {
        features_look_widely(text, traits, block);
        return;
    }
#endif
    features_look_plainly(text, traits, block);
}

void features_traits(struct slice text, struct traits *traits)
{
    struct block_tokens ignored;
    features_look(text, traits, &ignored);
}

void features_tokens(struct slice text, struct block_tokens *block)
{
    struct traits ignored;
    features_look(text, &ignored, block);
}

enum template {
    TOKEN = 1,
    PAIR,
    FIRST,
    SECOND,
    THIRD,
    LAST,
    LAST_BUT_ONE,
    WHOLE,
    LENGTH,
    BEFORE,
    BEHIND,
    OVER,
    OVER_TOKEN
};

/* What the token before is multiplied with in a pair's key. */
#define PAIR_FACTOR 0x9E3779B1u

/* Features as their keys, for all to be mixed at once. */
struct keys {
    uint32_t at[FEATURES_WORDS], count;
};

static inline void put_feature(struct keys *keys, enum template kind, uint32_t token)
{
    keys->at[keys->count++] = model_unmixed(kind, token);
}

static inline void put_own(struct keys *keys, const struct block_tokens *own, uint32_t words)
{
    uint32_t count = own->count, before = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t token = own->tokens[i];
        put_feature(keys, TOKEN, token);
        if (i > 0)
            put_feature(keys, PAIR, before * PAIR_FACTOR + token);
        before = token;
    }
    for (uint32_t i = 0; i < 3 && i < count; i++)
        put_feature(keys, (enum template)(FIRST + i), own->tokens[i]);
    for (uint32_t i = 0; i < 2 && i < count; i++)
        put_feature(keys, (enum template)(LAST + i), own->tokens[count - 1 - i]);
    if (own->whole)
        put_feature(keys, WHOLE, own->whole);
    put_feature(keys, LENGTH, features_scale(words) / 2);
}

static inline void put_neighbours(struct keys *keys, const struct block_tokens *blocks, size_t count, size_t at)
{
    if (at > 0 && blocks[at - 1].whole)
        put_feature(keys, BEFORE, blocks[at - 1].whole);
    if (at + 1 < count && blocks[at + 1].whole)
        put_feature(keys, BEHIND, blocks[at + 1].whole);
}

static inline void put_over(struct keys *keys, const struct block_tokens *over)
{
    put_feature(keys, OVER, over->whole);
    for (uint32_t i = 0; i < over->count; i++)
        put_feature(keys, OVER_TOKEN, over->tokens[i]);
}

/* A block so short may be a heading, over as many blocks behind it. */
enum { OVER_REACH = 12 };

static bool may_be_over(const struct block_tokens *block)
{
    return block->count > 0 && block->count <= FEATURES_HEADING;
}

uint32_t features_words(const struct block_tokens *blocks, size_t count, size_t at, uint32_t words, uint32_t *features)
{
    struct keys keys = {.count = 0};
    put_own(&keys, &blocks[at], words);
    put_neighbours(&keys, blocks, count, at);
    for (size_t back = 1; back <= at && back <= OVER_REACH; back++)
        if (may_be_over(&blocks[at - back])) {
            put_over(&keys, &blocks[at - back]);
            break;
        }
    model_mix_all(keys.at, keys.count);
    memcpy(features, keys.at, keys.count * sizeof *features);
    return keys.count;
}

/* ---- the same features, but their weights summed at once ---- */

/* The weights of features of one kind: of each of `count` tokens, and the one before it times `factor`. `before` may be
 * read for up to LANES more. Those behind the last count as feature 0, which is taken off again. */
TWIN int32_t sum_tokens(const struct model *model, enum template kind, const uint32_t *before, uint32_t factor,
                        const uint32_t *tokens, uint32_t count)
{
    typedef uint32_t lanes __attribute__((vector_size(4 * LANES)));
    const lanes numbers = {0, 1, 2, 3, 4, 5, 6, 7};
    const int8_t *weights = model->weights;
    int32_t sum = 0;
    uint32_t i = 0, at[LANES];
    for (; i < count; i += LANES) {
        lanes h, others;
        memcpy(&h, tokens + i, sizeof h);
        memcpy(&others, before + i, sizeof others);
        h = (h + others * factor) ^ model_unmixed(kind, 0);
        h ^= h >> 16;
        h *= 0x85EBCA6Bu;
        h ^= h >> 13;
        h *= 0xC2B2AE35u;
        h ^= h >> 16;
        h &= (lanes)(numbers < count - i) & model->mask;
        memcpy(at, &h, sizeof h);
#pragma GCC unroll 8
        for (int k = 0; k < LANES; k++)
            sum += weights[at[k]];
    }
    return sum - (int32_t)(i - count) * weights[0];
}

TWIN void add_weight(struct features_sum *sum, const struct model *model, enum template kind, uint32_t token)
{
    sum->weights += model->weights[model_feature(kind, token) & model->mask];
    sum->count++;
}

TWIN struct features_sum sum_own(const struct model *model, const struct block_tokens *own, uint32_t words)
{
    uint32_t count = own->count, pairs = count > 0 ? count - 1 : 0;
    struct features_sum sum = {.count = count + pairs};
    sum.weights = sum_tokens(model, TOKEN, own->tokens, 0, own->tokens, count) +
                  sum_tokens(model, PAIR, own->tokens, PAIR_FACTOR, own->tokens + 1, pairs);
    for (uint32_t i = 0; i < 3 && i < count; i++)
        add_weight(&sum, model, (enum template)(FIRST + i), own->tokens[i]);
    for (uint32_t i = 0; i < 2 && i < count; i++)
        add_weight(&sum, model, (enum template)(LAST + i), own->tokens[count - 1 - i]);
    if (own->whole)
        add_weight(&sum, model, WHOLE, own->whole);
    add_weight(&sum, model, LENGTH, features_scale(words) / 2);
    return sum;
}

TWIN struct features_sum words_sum(const struct model *model, const struct block_tokens *blocks, size_t count,
                                   size_t at, uint32_t words, struct features_over *over)
{
    const struct block_tokens *own = &blocks[at];
    if (at > 0 && may_be_over(&own[-1])) {
        struct features_sum sum = {.count = own[-1].count};
        sum.weights = sum_tokens(model, OVER_TOKEN, own[-1].tokens, 0, own[-1].tokens, own[-1].count);
        add_weight(&sum, model, OVER, own[-1].whole);
        *over = (struct features_over){sum, OVER_REACH};
    }
    struct features_sum sum = sum_own(model, own, words);
    if (at > 0 && own[-1].whole)
        add_weight(&sum, model, BEFORE, own[-1].whole);
    if (at + 1 < count && own[1].whole)
        add_weight(&sum, model, BEHIND, own[1].whole);
    if (over->left == 0)
        return sum;
    over->left--;
    return (struct features_sum){sum.weights + over->sum.weights, sum.count + over->sum.count};
}

#ifdef WIDE

WIDE static struct features_sum words_sum_widely(const struct model *model, const struct block_tokens *blocks,
                                                 size_t count, size_t at, uint32_t words, struct features_over *over)
{
    return words_sum(model, blocks, count, at, words, over);
}

#endif

struct features_sum features_words_sum(const struct model *model, const struct block_tokens *blocks, size_t count,
                                       size_t at, uint32_t words, struct features_over *over)
{
#ifdef WIDE
    if (wide_here())
        return words_sum_widely(model, blocks, count, at, words, over);
#endif
    return words_sum(model, blocks, count, at, words, over);
}

TWIN void each_word(struct look *look, const struct means *means, features_word_taker *take, void *context)
{
    struct slice text = look->text;
    for (size_t at = 0; at < text.size;) {
        struct chunk chunk;
        means->take(text, at, &chunk);
        struct parts parts = parts_of(look, at, &chunk, means);
        uint64_t words = parts.words, alone = parts.cjk & ~parts.rests;
        for (uint64_t all = (words & ~(words << 1)) | alone; all != 0; all &= all - 1) {
            unsigned i = (unsigned)__builtin_ctzll(all), size = CHUNK_MOST;
            uint64_t others = alone >> i & 1 ? ~(parts.rests >> i) & ~UINT64_C(1) : ~(words >> i);
            if (others)
                size = (unsigned)__builtin_ctzll(others);
            unsigned letters = size - (unsigned)__builtin_popcountll(parts.rests >> i & chunk_ones(size));
            take(context, word_hash(chunk.lower + i, size), alone >> i & 1 ? 0 : letters);
        }
        at += chunk.size;
    }
}

#ifdef WIDE

WIDE static void each_word_widely(struct look *look, features_word_taker *take, void *context)
{
    each_word(look, &wide_means, take, context);
}

WIDEST static void each_word_widest(struct look *look, features_word_taker *take, void *context)
{
    each_word(look, &widest_means, take, context);
}

#endif

void features_each_word(struct slice text, features_word_taker *take, void *context)
{
    struct traits ignored = {0};
    struct look look = {.text = text, .traits = &ignored};
#ifdef WIDE
    if (widest_here()) {
        each_word_widest(&look, take, context);
        return;
    }
    if (wide_here()) {
        each_word_widely(&look, take, context);
        return;
    }
#endif
    each_word(&look, &plain_means, take, context);
}

uint32_t features_pair(uint32_t first, uint32_t second)
{
    return model_feature(PAIR, first * PAIR_FACTOR + second) >> (32 - FEATURES_PAIR_BITS);
}

void features_pairs(struct slice text, uint8_t *pairs)
{
    struct traits ignored = {0};
    struct look look = {.text = text, .traits = &ignored, .cjk_end = SIZE_MAX};
    uint32_t before = 0, tokens[CHUNK_MOST];
    size_t behind;
    for (size_t at = 0; at < text.size;) {
        struct chunk chunk;
        chunk_take(text, at, &chunk);
        struct parts parts = parts_of(&look, at, &chunk, &plain_means);
        uint32_t count = tokens_plainly(&look, at, &chunk, &parts, CHUNK_MOST, tokens, &behind);
        for (uint32_t i = 0; i < count; i++) {
            pairs[features_pair(before, tokens[i])] = 1;
            before = tokens[i];
        }
        at += chunk.size;
    }
}
