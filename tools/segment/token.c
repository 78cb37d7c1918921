#include "token.h"

#include "text.h"

#if defined __SSE2__ && !defined BROADSHEET_PLAIN
#define VECTORS
#include <emmintrin.h>
#endif

bool token_is_wide_stop(uint32_t code_point)
{
    switch (code_point) {
    case 0x3002: /* ideographic full stop */
    case 0xFF01: /* full-width ! */
    case 0xFF0E: /* full-width . */
    case 0xFF1F: /* full-width ? */
    case 0xFF61: /* half-width ideographic full stop */
        return true;
    default:
        return false;
    }
}

bool token_is_bracket(uint32_t code_point)
{
    switch (code_point) {
    case ')':
    case ']':
    case '}':
    case 0x3009:
    case 0x300B:
    case 0x300D:
    case 0x300F:
    case 0x3011:
    case 0x3015:
    case 0xFF09:
    case 0xFF3D:
    case 0xFF5D:
    case 0xFF63:
        return true;
    default:
        return false;
    }
}

static bool is_quote(uint32_t code_point)
{
    return (text_class(code_point) & TEXT_QUOTE) != 0;
}

bool token_is_closer(uint32_t code_point)
{
    return token_is_bracket(code_point) || (is_quote(code_point) && code_point != 0x201C && code_point != 0x2018 &&
                                            code_point != 0x300C && code_point != 0x300E);
}

static size_t unicode_space(struct slice text, size_t at, size_t end)
{
    const char *from = text.at + at;
    const char *to = from;
    uint32_t code_point = text_decode(&to, text.at + end);
    return text_class(code_point) & TEXT_SPACE ? (size_t)(to - from) : 0;
}

size_t token_wide_space_at(struct slice text, size_t at, size_t end)
{
    unsigned char byte = (unsigned char)text.at[at];
    /* The first bytes of the white space beyond ASCII: U+0085, U+00A0, U+1680, U+2000 to U+205F, U+3000, U+FEFF. */
    if (byte != 0xC2 && byte != 0xE1 && byte != 0xE2 && byte != 0xE3 && byte != 0xEF)
        return 0;
    return unicode_space(text, at, end);
}

size_t token_wide_space_before(struct slice text, size_t start, size_t at)
{
    for (size_t size = 2; size <= 3 && at >= start + size; size++)
        if (((unsigned char)text.at[at - size] & 0xC0) != 0x80) {
            size_t space = token_space_at(text, at - size, at);
            return space == size ? size : 0;
        }
    return 0;
}

/* Punctuation of ASCII that does not belong to a word, and what mark it is; 0 for all else. */
static const uint8_t outer_ascii[128] = {
    ['.'] = MARK_STOP,   ['?'] = MARK_QUESTION, ['!'] = MARK_SHOUT,   [':'] = MARK_COLON,   [';'] = MARK_SEMICOLON,
    [','] = MARK_COMMA,  ['-'] = MARK_DASH,     ['('] = MARK_BRACKET, ['['] = MARK_BRACKET, ['{'] = MARK_BRACKET,
    ['*'] = MARK_BULLET, ['"'] = MARK_QUOTE,    ['\''] = MARK_QUOTE,  [')'] = MARK_OTHER,   [']'] = MARK_OTHER,
    ['}'] = MARK_OTHER,  ['<'] = MARK_OTHER,    ['>'] = MARK_OTHER,   ['\\'] = MARK_OTHER,  ['^'] = MARK_OTHER,
    ['|'] = MARK_OTHER,  ['~'] = MARK_OTHER,    ['`'] = MARK_QUOTE,
};

static enum mark mark_of(uint32_t code_point)
{
    if (code_point < 0x80)
        return outer_ascii[code_point];
    switch (code_point) {
    case 0x3002:
    case 0xFF0E:
    case 0xFF61:
    case 0x0589: /* Armenian */
    case 0x06D4: /* of Urdu */
    case 0x0964: /* danda */
    case 0x0965: /* double danda */
    case 0x104B: /* Burmese */
    case 0x1362: /* Ethiopic */
    case 0x1368: /* Ethiopic, at a paragraph's end */
    case 0x17D4: /* Khmer */
        return MARK_STOP;
    case 0x2026:
        return MARK_DOTS;
    case 0xFF1F:
    case 0x037E: /* Greek */
    case 0x061F: /* Arabic */
    case 0x1367: /* Ethiopic */
        return MARK_QUESTION;
    case 0xFF01:
        return MARK_SHOUT;
    case 0xFF1A:
    case 0x1365: /* Ethiopic */
    case 0x1366: /* Ethiopic, before a list */
        return MARK_COLON;
    case 0xFF1B:
    case 0x061B: /* Arabic */
    case 0x1364: /* Ethiopic */
        return MARK_SEMICOLON;
    case 0xFF0C:
    case 0x3001:
    case 0x055D: /* Armenian */
    case 0x060C: /* Arabic */
    case 0x1363: /* Ethiopic */
    case 0x1808: /* Mongolian */
        return MARK_COMMA;
    case 0x2013:
    case 0x2014:
    case 0x2015:
        return MARK_DASH;
    case 0xFF08:
        return MARK_BRACKET;
    case 0x2022:
    case 0x2023:
    case 0x2043:
    case 0x25AA:
    case 0x25CF:
    case 0x25CB:
    case 0x25E6:
    case 0x00B7:
        return MARK_BULLET;
    default:
        return is_quote(code_point) ? MARK_QUOTE : MARK_OTHER;
    }
}

/* Marks that belong to the word they touch, beyond ASCII (there they are % $ # + & @ = / _): 20°, £5, €5. */
static bool belongs_to_word(uint32_t code_point)
{
    return code_point == 0xB0 || code_point == 0xA3 || code_point == 0x20AC;
}

static bool is_outer_mark(uint32_t code_point)
{
    if (code_point < 0x80)
        return outer_ascii[code_point] != 0;
    return (text_class(code_point) & TEXT_PUNCT) && !belongs_to_word(code_point);
}

/* One more mark of the ending, met on the way back from the token's end. */
static void note_ending(struct token *token, enum mark mark)
{
    if (mark == MARK_OTHER || mark == MARK_BRACKET || mark == MARK_BULLET) {
        if (token->ending == MARK_NONE)
            token->ending = mark;
        return;
    }
    if (token->ending == MARK_NONE) {
        token->ending = mark;
        return;
    }
    token->repeated = true;
    if (mark == MARK_QUESTION || (mark == MARK_SHOUT && token->ending != MARK_QUESTION))
        token->ending = mark;
    else if (mark == MARK_STOP && token->ending == MARK_STOP)
        token->ending = MARK_DOTS;
}

/* Quotation marks that a page left as HTML entities: bytes of the one that stands at `at`, or ends at `end`; 0 for
 * none. */
static const struct slice quote_entities[] = {{"&#39;", 5},   {"&quot;", 6},  {"&#34;", 5},
                                              {"&ldquo;", 7}, {"&rdquo;", 7}, {"&lsquo;", 7},
                                              {"&rsquo;", 7}, {"&laquo;", 7}, {"&raquo;", 7}};
#define QUOTE_ENTITIES (sizeof quote_entities / sizeof quote_entities[0])

static __attribute__((noinline)) size_t find_entity_at(const char *at, const char *end)
{
    for (size_t i = 0; i < QUOTE_ENTITIES; i++)
        if (slice_starts((struct slice){at, (size_t)(end - at)}, quote_entities[i]))
            return quote_entities[i].size;
    return 0;
}

static __attribute__((noinline)) size_t find_entity_before(const char *start, const char *end)
{
    for (size_t i = 0; i < QUOTE_ENTITIES; i++) {
        size_t size = quote_entities[i].size;
        if ((size_t)(end - start) >= size && memcmp(end - size, quote_entities[i].at, size) == 0)
            return size;
    }
    return 0;
}

static inline size_t entity_at(const char *at, const char *end)
{
    return at < end && *at == '&' ? find_entity_at(at, end) : 0;
}

static inline size_t entity_before(const char *start, const char *end)
{
    return end > start && end[-1] == ';' ? find_entity_before(start, end) : 0;
}

/* A semicolon that ends at `end` is a question mark behind a Greek letter. */
static bool is_greek_question(const char *start, const char *end)
{
    if (end - start < 3 || end[-1] != ';')
        return false;
    end--;
    uint32_t before = text_decode_before(&end, start);
    return before >= 0x370 && before < 0x400;
}

/* Takes the marks off the core's end. */
static void strip_ending(struct token *token)
{
    const char *start = token->core.at, *end = token->core.at + token->core.size;
    while (end > start) {
        const char *at = end;
        uint32_t code_point = (unsigned char)end[-1] < 0x80 ? (unsigned char)*--at : text_decode_before(&at, start);
        size_t entity = entity_before(start, end);
        if (!is_outer_mark(code_point))
            break;
        if (token_is_bracket(code_point)) {
            token->closer = MARK_BRACKET;
        } else if (entity > 0 || is_quote(code_point)) {
            at = entity > 0 ? end - entity : at;
            if (token->closer == MARK_NONE)
                token->closer = MARK_QUOTE;
        } else {
            note_ending(token, is_greek_question(start, end) ? MARK_QUESTION : mark_of(code_point));
        }
        end = at;
    }
    token->core.size = (size_t)(end - start);
}

/* Takes the marks off the core's beginning. */
static void strip_opening(struct token *token)
{
    const char *at = token->core.at, *end = at + token->core.size;
    while (at < end) {
        const char *next = at;
        size_t entity = entity_at(at, end);
        uint32_t code_point = text_decode(&next, end);
        if (entity == 0 && !is_outer_mark(code_point))
            break;
        at = entity > 0 ? at + entity : next;
    }
    token->core = (struct slice){at, (size_t)(end - at)};
}

struct letters {
    unsigned upper, lower, other, digits, dots, count;
    unsigned run;         /* letters since the last full stop */
    unsigned longest_run; /* letters between full stops, the most */
    bool first_upper, slashes, at_sign, dot_inside_word;
};

/* One more character of the core. Sums instead of branches, as no one could predict those. */
static inline void note_letter(struct letters *seen, uint32_t code_point, uint32_t before, unsigned class)
{
    unsigned upper = (class & TEXT_UPPER) != 0, lower = !upper & ((class & TEXT_LOWER) != 0);
    unsigned letter = upper | lower | ((class & TEXT_LETTER) != 0), digit = !letter & ((class & TEXT_DIGIT) != 0);
    unsigned dot = !letter & !digit & (code_point == '.');
    seen->first_upper |= upper & (seen->count == 0);
    seen->dot_inside_word |= lower & (before == '.') & (seen->longest_run > 1);
    seen->slashes |= (code_point == '/') & ((before == ':') | (before == '/'));
    seen->at_sign |= code_point == '@';
    seen->upper += upper;
    seen->lower += lower;
    seen->other += letter & !upper & !lower;
    seen->digits += digit;
    seen->dots += dot;
    seen->run = (seen->run + (letter | digit)) * !dot;
    seen->longest_run = seen->run > seen->longest_run ? seen->run : seen->longest_run;
    seen->count++;
}

static enum shape shape_of(const struct letters *seen)
{
    unsigned cased = seen->upper + seen->lower;
    if (seen->at_sign || seen->slashes || (seen->dot_inside_word && seen->digits < cased && seen->longest_run > 2))
        return SHAPE_ADDRESS;
    if (cased + seen->other == 0)
        return seen->digits ? SHAPE_NUMBER : SHAPE_SYMBOL;
    if (seen->digits > 0)
        return SHAPE_DIGITS;
    if (seen->other > cased)
        return SHAPE_OTHER;
    if (seen->dots > 0 && seen->longest_run <= 2)
        return SHAPE_INITIALS;
    if (cased == 1)
        return seen->upper ? SHAPE_LETTER : SHAPE_SMALL;
    if (seen->upper == 0)
        return SHAPE_LOWER;
    if (seen->lower == 0)
        return SHAPE_UPPER;
    return seen->first_upper && seen->upper == 1 ? SHAPE_CAPITAL : SHAPE_MIXED;
}

#define HASH_START UINT64_C(0x9E3779B97F4A7C15)

/* Takes eight bytes of a word in lower case, the first in the lowest byte, zeros behind its end. */
static inline uint64_t hash_step(uint64_t hash, uint64_t eight)
{
    hash = (hash ^ eight) * UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ (hash >> 32);
}

static inline uint32_t hash_end(uint64_t hash)
{
    return (uint32_t)((hash * UINT64_C(0xA0761D6478BD642F)) >> 32);
}

/* A word on its way to its hash. */
struct folded {
    uint64_t hash, eight;
    unsigned bytes;
};

/* Takes up to four bytes, the first in the lowest one. */
static inline void fold_bytes(struct folded *folded, uint64_t bytes, unsigned size)
{
    unsigned at = folded->bytes & 7;
    folded->eight |= bytes << 8 * at;
    folded->bytes += size;
    if (at + size < 8)
        return;
    folded->hash = hash_step(folded->hash, folded->eight);
    folded->eight = at + size > 8 ? bytes >> 8 * (8 - at) : 0;
}

static inline void fold_code_point(struct folded *folded, uint32_t code_point)
{
    if (code_point < 0x80) {
        fold_bytes(folded, code_point, 1);
    } else if (code_point < 0x800) {
        fold_bytes(folded, (0xC0 | code_point >> 6) | (0x80 | (code_point & 0x3F)) << 8, 2);
    } else {
        unsigned char bytes[4] = {0};
        size_t size = text_encode((char *)bytes, code_point);
        fold_bytes(folded, bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 | (uint64_t)bytes[3] << 24,
                   (unsigned)size);
    }
}

static uint32_t fold_end(const struct folded *folded)
{
    bool rest = (folded->bytes & 7) != 0;
    return hash_end(rest ? hash_step(folded->hash, folded->eight) : folded->hash);
}

/* U+2019 is written for the apostrophe; both are one word. */
static inline uint32_t fold(uint32_t code_point)
{
    if (code_point < 0x80)
        return code_point - 'A' < 26u ? code_point + 32 : code_point;
    return code_point == 0x2019 ? '\'' : text_lower(code_point);
}

/* Eight bytes of ASCII in lower case. */
static inline uint64_t small_letters(uint64_t eight)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    uint64_t from_a = eight + each * (0x80 - 'A'), beyond_z = eight + each * (0x7F - 'Z');
    return eight | ((from_a ^ beyond_z) & each * 0x80) >> 2;
}

/* Takes whole eights of ASCII off the word's beginning. */
static void fold_eights(struct folded *folded, struct slice *word)
{
    while (word->size >= 8) {
        uint64_t eight = slice_eight(word->at);
        if (eight & UINT64_C(0x8080808080808080))
            return;
        folded->hash = hash_step(folded->hash, small_letters(eight));
        *word = slice_part(*word, 8, word->size);
    }
}

uint32_t token_word(struct slice word)
{
    struct folded folded = {.hash = HASH_START};
    if (word.size > 0 && word.size <= 2) {
        uint64_t two = (unsigned char)word.at[0] | (uint64_t)(unsigned char)word.at[word.size - 1]
                                                       << 8 * (word.size - 1);
        if ((two & 0x8080) == 0)
            return hash_end(hash_step(HASH_START, small_letters(two)));
    }
    fold_eights(&folded, &word);
    if (word.size < 8) {
        char few[8] = {0};
        memcpy(few, word.at, word.size);
        uint64_t eight = slice_eight(few);
        if ((eight & UINT64_C(0x8080808080808080)) == 0) {
            folded.eight = small_letters(eight);
            folded.bytes = (unsigned)word.size;
            return fold_end(&folded);
        }
    }
    const char *at = word.at, *end = word.at + word.size;
    while (at < end)
        fold_code_point(&folded, fold(text_decode(&at, end)));
    return fold_end(&folded);
}

#ifdef VECTORS
/* Sixteen bytes, one bit a byte. */
struct glance {
    unsigned letters, capitals, digits;
    unsigned stops; /* white space, control characters, and all beyond ASCII */
};

static inline __m128i within(__m128i bytes, int low, int high)
{
    return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(low - 1))),
                         _mm_cmplt_epi8(bytes, _mm_set1_epi8((char)(high + 1))));
}

static inline struct glance glance_at(const char *at)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    unsigned letters = (unsigned)_mm_movemask_epi8(within(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 'z'));
    unsigned is_small = (unsigned)_mm_movemask_epi8(_mm_slli_epi16(bytes, 2));
    return (struct glance){
        .letters = letters,
        .capitals = letters & ~is_small,
        .digits = (unsigned)_mm_movemask_epi8(within(bytes, '0', '9')),
        .stops = (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(bytes, _mm_set1_epi8(' ' + 1))),
    };
}

static inline unsigned equal_to(const char *at, char c)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)));
}

/* The runs of letters and digits that full stops part, from one bit a character. */
static void note_runs(struct letters *seen, uint64_t inside, uint64_t lower, uint64_t dots)
{
    uint64_t behind_last = ~UINT64_C(0);
    seen->dots = (unsigned)__builtin_popcountll(dots);
    for (; dots != 0; dots &= dots - 1) {
        uint64_t dot = dots & -dots;
        unsigned run = (unsigned)__builtin_popcountll(inside & behind_last & (dot - 1));
        seen->longest_run = run > seen->longest_run ? run : seen->longest_run;
        seen->dot_inside_word |= (lower & dot << 1) != 0 && seen->longest_run > 1;
        behind_last = ~(dot - 1);
    }
    seen->run = (unsigned)__builtin_popcountll(inside & behind_last);
    seen->longest_run = seen->run > seen->longest_run ? seen->run : seen->longest_run;
}

/* note_letter for all of a core of ASCII. */
static void note_ascii(struct letters *seen, struct slice core)
{
    char padded[TOKEN_MOST] = {0};
    uint64_t letters = 0, capitals = 0, digits = 0, dots = 0, slashes = 0, colons = 0, at_signs = 0;
    memcpy(padded, core.at, core.size);
    for (size_t i = 0; i < core.size; i += 16) {
        struct glance glance = glance_at(padded + i);
        letters |= (uint64_t)glance.letters << i;
        capitals |= (uint64_t)glance.capitals << i;
        digits |= (uint64_t)glance.digits << i;
        dots |= (uint64_t)equal_to(padded + i, '.') << i;
        slashes |= (uint64_t)equal_to(padded + i, '/') << i;
        colons |= (uint64_t)equal_to(padded + i, ':') << i;
        at_signs |= (uint64_t)equal_to(padded + i, '@') << i;
    }
    seen->upper = (unsigned)__builtin_popcountll(capitals);
    seen->lower = (unsigned)__builtin_popcountll(letters & ~capitals);
    seen->digits = (unsigned)__builtin_popcountll(digits);
    seen->count = (unsigned)core.size;
    seen->first_upper = capitals & 1;
    seen->slashes = (slashes & (slashes | colons) << 1) != 0;
    seen->at_sign = at_signs != 0;
    note_runs(seen, letters | digits, letters & ~capitals, dots);
}
#else
static void note_ascii(struct letters *seen, struct slice core)
{
    unsigned char before = 0;
    for (size_t i = 0; i < core.size; i++) {
        unsigned char byte = (unsigned char)core.at[i];
        note_letter(seen, byte, before, text_ascii_class[byte]);
        before = byte;
    }
}
#endif

/* Reads a core of ASCII once: its hash and shape. */
static void look_at_ascii(struct token *token)
{
    struct letters seen = {0};
    note_ascii(&seen, token->core);
    token->word = token_word(token->core);
    token->shape = shape_of(&seen);
    token->letters = (uint8_t)(seen.count < 15 ? seen.count : 15);
}

/* The same for any core. */
static void look_at_core(struct token *token)
{
    if (text_is_ascii(token->core)) {
        look_at_ascii(token);
        return;
    }
    struct letters seen = {0};
    const char *at = token->core.at, *end = at + token->core.size;
    struct folded word = {.hash = HASH_START};
    uint32_t before = 0;
    while (at < end) {
        uint32_t code_point = text_decode(&at, end);
        note_letter(&seen, code_point, before, text_class(code_point));
        fold_code_point(&word, fold(code_point));
        before = code_point;
    }
    token->word = fold_end(&word);
    token->shape = shape_of(&seen);
    token->letters = (uint8_t)(seen.count < 15 ? seen.count : 15);
}

#ifdef VECTORS
/* As shape_of, for a core without full stops, slashes and @. By a table, as no one could predict branches here. */
static inline enum shape shape_at_a_glance(unsigned letters, unsigned capitals, unsigned digits, unsigned first)
{
    enum { DIGITS = 1, ONE = 2, NO_CAPITAL = 4, ALL_CAPITAL = 8, FIRST_CAPITAL = 16, ANY = 32 };
    static const uint8_t shapes[64] = {
        [0] = SHAPE_SYMBOL,
        [DIGITS] = SHAPE_NUMBER,
#define EACH(bits, shape) [ANY | (bits)] = (shape), [ANY | DIGITS | (bits)] = SHAPE_DIGITS
        EACH(0, SHAPE_MIXED),
        EACH(FIRST_CAPITAL, SHAPE_CAPITAL),
        EACH(NO_CAPITAL, SHAPE_LOWER),
        EACH(ALL_CAPITAL, SHAPE_UPPER),
        EACH(ONE | NO_CAPITAL, SHAPE_SMALL),
        EACH(ONE | ALL_CAPITAL, SHAPE_LETTER),
        EACH(ONE | ALL_CAPITAL | FIRST_CAPITAL, SHAPE_LETTER),
#undef EACH
    };
    unsigned any = letters != 0, one = any & ((letters & (letters - 1)) == 0);
    unsigned none = any & (capitals == 0), all = any & (capitals == letters), starts = capitals == 1u << first;
    return shapes[any * ANY + one * ONE + none * NO_CAPITAL + all * ALL_CAPITAL + starts * FIRST_CAPITAL +
                  (digits != 0) * DIGITS];
}

/* As shape_of, for letters alone. */
static inline enum shape shape_of_letters(unsigned letters, unsigned capitals, unsigned first)
{
    enum { NONE = 1, FIRST = 2, ALL = 4, ONE = 8 };
    static const uint8_t shapes[16] = {
        [0] = SHAPE_MIXED,   [NONE] = SHAPE_LOWER,       [FIRST] = SHAPE_CAPITAL,
        [ALL] = SHAPE_UPPER, [ONE | NONE] = SHAPE_SMALL, [ONE | FIRST | ALL] = SHAPE_LETTER,
    };
    unsigned one = (letters & (letters - 1)) == 0;
    return shapes[(capitals == 0) * NONE + (capitals == 1u << first) * FIRST + (capitals == letters) * ALL + one * ONE];
}

/* As token_word, for the ASCII in block[first..behind), of a block of sixteen bytes. */
static inline __attribute__((always_inline)) uint32_t hash_at_a_glance(const char *block, unsigned first,
                                                                       unsigned behind)
{
    unsigned size = behind - first;
    if (size > 8) {
        uint64_t hash = hash_step(HASH_START, small_letters(slice_eight(block + first)));
        uint64_t rest = slice_eight(block + behind - 8) >> (128 - 8 * size);
        return hash_end(hash_step(hash, small_letters(rest)));
    }
    /* All of it in one load that stays inside the block; zeros behind it. */
    uint64_t eight = behind >= 8 ? slice_eight(block + behind - 8) >> (64 - 8 * size)
                                 : slice_eight(block) << (64 - 8 * behind) >> (64 - 8 * size);
    return hash_end(hash_step(HASH_START, small_letters(eight)));
}

/* The word of ASCII that begins a block of sixteen bytes, and where it ends; false if it does not end in there, or not
 * with white space. Its core is taken to be all from its first letter or digit to its last. */
static inline bool word_at_a_glance(const char *block, size_t *size, uint32_t *word)
{
    const struct glance glance = glance_at(block);
    if (glance.stops == 0)
        return false;
    *size = (size_t)__builtin_ctz(glance.stops);
    const unsigned core = (glance.letters | glance.digits) & ((glance.stops & -glance.stops) - 1);
    if ((unsigned char)block[*size] >= 0x80)
        return false;
    *word = core ? hash_at_a_glance(block, (unsigned)__builtin_ctz(core), 32 - (unsigned)__builtin_clz(core)) : 0;
    return true;
}

/* strip_ending and strip_opening for ASCII. */
static void strip_ascii(struct token *token)
{
    const char *start = token->core.at, *end = start + token->core.size;
    for (; end > start && outer_ascii[(unsigned char)end[-1]]; end--) {
        char byte = end[-1];
        enum mark mark = outer_ascii[(unsigned char)byte];
        size_t entity = entity_before(start, end);
        if (entity > 0) {
            end -= entity - 1;
            mark = MARK_QUOTE;
        }
        if (mark == MARK_OTHER && (byte == ')' || byte == ']' || byte == '}'))
            token->closer = MARK_BRACKET;
        else if (mark != MARK_QUOTE)
            note_ending(token, mark);
        else if (token->closer == MARK_NONE)
            token->closer = MARK_QUOTE;
    }
    size_t entity;
    while (start < end && ((entity = entity_at(start, end)) > 0 || outer_ascii[(unsigned char)*start]))
        start += entity > 0 ? entity : 1;
    token->core = (struct slice){start, (size_t)(end - start)};
}

static bool is_plain_inside(const char *block, unsigned marks)
{
    for (; marks != 0; marks &= marks - 1) {
        char byte = block[__builtin_ctz(marks)];
        if (byte == '.' || byte == '/' || byte == '@')
            return false;
    }
    return true;
}

/* The marks at a token's edges, whatever they are. */
static void strip_at_a_glance(struct token *token, const char *block, unsigned first, unsigned behind)
{
    enum mark mark = outer_ascii[(unsigned char)block[first]];
    token->opener = mark == MARK_STOP ? MARK_DOTS : mark;
    if (entity_at(block + first, block + behind) > 0)
        token->opener = MARK_QUOTE;
    strip_ascii(token);
}

/* Letters, and behind them one mark of those that end a token, if any? Such is almost every token. */
static inline __attribute__((always_inline)) bool
look_at_plain_word(struct token *token, const char *block, const struct glance *glance, unsigned first, unsigned behind)
{
    unsigned last = 1u << (behind - 1), others = ((1u << behind) - (1u << first)) & ~glance->letters;
    enum mark mark = (enum mark)outer_ascii[(unsigned char)block[behind - 1]];
    unsigned marked = mark != MARK_NONE;
    if (others != last * marked || mark > MARK_DASH || (glance->letters >> first & 1) == 0)
        return false;
    unsigned end = behind - marked, core = (1u << end) - (1u << first);
    *token = (struct token){.raw = {block + first, behind - first},
                            .core = {block + first, end - first},
                            .word = hash_at_a_glance(block, first, end),
                            .shape = shape_of_letters(core, glance->capitals & core, first),
                            .ending = mark,
                            .letters = (uint8_t)(end - first)};
    return true;
}

/* As look, for a token of ASCII that stands in block[first..behind). */
static inline __attribute__((always_inline)) void
look_at_a_glance(struct token *token, const char *block, const struct glance *glance, unsigned first, unsigned behind)
{
    if (look_at_plain_word(token, block, glance, first, behind))
        return;
    unsigned inside = glance->letters | glance->digits, size = behind - first;
    /* One comma or full stop behind a word. Sums instead of branches, as no one could predict those. */
    unsigned comma = block[behind - 1] == ',', stop = block[behind - 1] == '.';
    unsigned one = (comma | stop) & inside >> first & inside << 2 >> behind & (size > 1);
    behind -= one;
    *token = (struct token){.raw = {block + first, size},
                            .core = {block + first, behind - first},
                            .ending = (enum mark)(one * (comma * MARK_COMMA + stop * MARK_STOP))};
    if ((inside >> first & inside >> (behind - 1) & 1) == 0) {
        strip_at_a_glance(token, block, first, behind);
        if (token->core.size == 0) {
            token->shape = SHAPE_SYMBOL;
            token->word = token_word(token->raw);
            return;
        }
        first = (unsigned)(token->core.at - block);
        behind = first + (unsigned)token->core.size;
    }
    unsigned core = (1u << behind) - (1u << first), marks = core & ~inside;
    if (marks != 0 && !is_plain_inside(block, marks)) {
        look_at_ascii(token);
        return;
    }
    size = behind - first;
    token->word = hash_at_a_glance(block, first, behind);
    token->shape = shape_at_a_glance(glance->letters & core, glance->capitals & core, glance->digits & core, first);
    token->letters = (uint8_t)size;
}

/* Most tokens are short and of ASCII. */
static bool quick_before(struct token *token, struct slice text, size_t start, size_t end)
{
    if (end < 16 || end <= start)
        return false;
    const char *block = text.at + end - 16;
    struct glance glance = glance_at(block);
    unsigned outside = end - start < 16 ? (1u << (16 - (end - start))) - 1 : 0;
    unsigned stops = glance.stops | outside;
    if (stops == 0)
        return false;
    unsigned first = 32 - (unsigned)__builtin_clz(stops); /* behind the last stop */
    if (first == 16 || (!(outside >> (first - 1) & 1) && (unsigned char)block[first - 1] >= 0x80))
        return false;
    look_at_a_glance(token, block, &glance, first, 16);
    return true;
}

static bool quick_after(struct token *token, struct slice text, size_t start, size_t end)
{
    if (text.size < start + 16)
        return false;
    const char *block = text.at + start;
    struct glance glance = glance_at(block);
    size_t room = end - start;
    unsigned stops = glance.stops | (room < 16 ? 1u << room : 0);
    if (stops == 0)
        return false;
    unsigned behind = (unsigned)__builtin_ctz(stops);
    if (behind == 0 || (behind < room && (unsigned char)block[behind] >= 0x80))
        return false;
    look_at_a_glance(token, block, &glance, 0, behind);
    token->plain = true;
    return true;
}
#else
static bool quick_before(struct token *token, struct slice text, size_t start, size_t end)
{
    return (void)token, (void)text, (void)start, (void)end, false;
}

static bool quick_after(struct token *token, struct slice text, size_t start, size_t end)
{
    return (void)token, (void)text, (void)start, (void)end, false;
}
#endif

/* As look_at_core, for a short core of ASCII without full stops, slashes and @; false if it is none. */
#ifdef VECTORS
static bool look_at_short_core(struct token *token)
{
    char block[16] = {0};
    unsigned size = 0;
    const char *at = token->core.at, *end = at + token->core.size;
    if (token->core.size > 2 * sizeof block)
        return false;
    for (; at < end && size < sizeof block - 1; size++) {
        bool apostrophe = end - at >= 3 && memcmp(at, "\xE2\x80\x99", 3) == 0; /* U+2019, as in fold */
        block[size] = apostrophe ? '\'' : *at;
        at += apostrophe ? 3 : 1;
    }
    struct glance glance = glance_at(block);
    unsigned core = (1u << size) - 1, inside = glance.letters | glance.digits;
    if (at < end || (glance.stops & core) || !is_plain_inside(block, core & ~inside))
        return false;
    token->word = hash_at_a_glance(block, 0, size);
    token->shape = shape_at_a_glance(glance.letters & core, glance.capitals & core, glance.digits & core, 0);
    token->letters = (uint8_t)size;
    return true;
}
#else
static bool look_at_short_core(struct token *token)
{
    return (void)token, false;
}
#endif

static void look(struct token *token)
{
    token->core = token->raw;
    if (token->raw.size == 0)
        return;
    const char *at = token->raw.at;
    uint32_t first = text_decode(&at, token->raw.at + token->raw.size);
    if (entity_at(token->raw.at, token->raw.at + token->raw.size) > 0)
        token->opener = MARK_QUOTE;
    else if (is_outer_mark(first))
        token->opener = first == '.' ? MARK_DOTS : mark_of(first);
    strip_ending(token);
    strip_opening(token);
    if (token->core.size == 0) {
        token->shape = SHAPE_SYMBOL;
        token->word = token_word(token->raw);
    } else if (!look_at_short_core(token)) {
        look_at_core(token);
    }
}

static __attribute__((noinline)) void slow_before(struct token *token, struct slice text, size_t start, size_t end)
{
    *token = (struct token){.shape = SHAPE_NONE};
    if (end - start > TOKEN_MOST)
        start = end - TOKEN_MOST;
    size_t at = end;
    unsigned unspaced = 0;
    while (at > start && unspaced < 2) {
        const char *next = text.at + at;
        unsigned char byte = (unsigned char)next[-1];
        if (byte <= ' ')
            break;
        if (byte < 0x80) {
            at--;
            continue;
        }
        unsigned class = text_class(text_decode_before(&next, text.at + start));
        if (class & TEXT_SPACE)
            break;
        unspaced += (class & TEXT_CJK) != 0;
        at = (size_t)(next - text.at);
    }
    token->raw = slice_part(text, at, end);
    look(token);
}

static __attribute__((noinline)) void slow_after(struct token *token, struct slice text, size_t start, size_t end)
{
    *token = (struct token){.shape = SHAPE_NONE};
    if (end - start > TOKEN_MOST)
        end = start + TOKEN_MOST;
    size_t at = start;
    unsigned unspaced = 0;
    while (at < end && unspaced < 2) {
        unsigned char byte = (unsigned char)text.at[at];
        if (byte <= ' ')
            break;
        if (byte < 0x80) {
            at++;
            continue;
        }
        const char *next = text.at + at;
        unsigned class = text_class(text_decode(&next, text.at + end));
        if (class & TEXT_SPACE)
            break;
        unspaced += (class & TEXT_CJK) != 0;
        at = (size_t)(next - text.at);
    }
    token->raw = slice_part(text, start, at);
    look(token);
}

void token_before(struct token *token, struct slice text, size_t start, size_t end)
{
    if (!quick_before(token, text, start, end))
        slow_before(token, text, start, end);
}

void token_after(struct token *token, struct slice text, size_t start, size_t end)
{
    if (!quick_after(token, text, start, end))
        slow_after(token, text, start, end);
}

bool token_next(struct token *token, struct slice text, size_t *at, size_t end)
{
    size_t space;
    while ((space = token_space_at(text, *at, end)) > 0)
        *at += space;
    if (*at >= end)
        return false;
    token_after(token, text, *at, end);
    *at += token->raw.size;
    return true;
}

#ifdef VECTORS
bool word_before(struct word *word, struct slice text, size_t end)
{
    if (end < 16)
        return false;
    const char *block = text.at + end - 16;
    struct glance glance = glance_at(block);
    unsigned others = ~glance.letters & 0xFFFF;
    if (others == 0 || others >> 15)
        return false;
    unsigned first = 32 - (unsigned)__builtin_clz(others); /* behind the last byte that is no letter */
    if ((unsigned char)block[first - 1] > ' ')
        return false;
    unsigned core = 0x10000 - (1u << first);
    word->size = 16 - first;
    word->shape = shape_of_letters(core, glance.capitals & core, first);
    word->hash = hash_at_a_glance(block, first, 16);
    return true;
}
#else
bool word_before(struct word *word, struct slice text, size_t end)
{
    size_t size = 0;
    if (end < 16)
        return false;
    while (size < 16 && ascii_is_letter(text.at[end - size - 1]))
        size++;
    if (size == 0 || size == 16 || (unsigned char)text.at[end - size - 1] > ' ')
        return false;
    struct token token = {.core = slice_part(text, end - size, end)};
    look_at_ascii(&token);
    *word = (struct word){token.word, (unsigned)size, token.shape};
    return true;
}
#endif

bool token_next_word(struct slice text, size_t *at, uint32_t *word)
{
    for (size_t space; (space = token_space_at(text, *at, text.size)) > 0;)
        *at += space;
#ifdef VECTORS
    size_t size;
    if (text.size - *at >= 16 && word_at_a_glance(text.at + *at, &size, word)) {
        *at += size;
        return true;
    }
#endif
    struct token token;
    bool found = token_next(&token, text, at, text.size);
    *word = token.word;
    return found;
}
