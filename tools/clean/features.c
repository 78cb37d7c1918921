#include "features.h"

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

static unsigned kind_beyond(uint32_t c, bool *cjk)
{
    static uint8_t known[KNOWN_KINDS]; /* one more than the kind; 0 is not asked yet */
    if (c >= KNOWN_KINDS)
        return find_kind(c, cjk);
    if (known[c] == 0)
        known[c] = (uint8_t)(1 + find_kind(c, cjk));
    *cjk |= known[c] == 1 + OTHER; /* of these, nothing else is OTHER */
    return known[c] - 1u;
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
    traits->ends = edge_of(text_decode_before(&at, text.at));
    if (text.size >= 3 && memcmp(end - 3, "...", 3) == 0)
        traits->ends = EDGE_ELLIPSIS;
}

/* Signs that stand for more than themselves. */
static void note_mark(struct traits *traits, struct slice text, size_t i)
{
    char c = text.at[i];
    traits->at_sign |= c == '@';
    traits->pipe |= c == '|' || c == '>';
    if (c == '/' && i > 1 && text.at[i - 1] == '/' && text.at[i - 2] == ':')
        traits->url = true;
}

static void note_colon(struct traits *traits, struct slice text, size_t i)
{
    if (i > 0 && i + 1 < text.size && kind_of((unsigned char)text.at[i - 1]) == DIGIT &&
        kind_of((unsigned char)text.at[i + 1]) == DIGIT)
        traits->time = true;
}

/* A run of digits has ended before `i`. */
static void note_number(struct traits *traits, struct slice text, size_t i, size_t digits)
{
    if (digits == 4 && (memcmp(text.at + i - 4, "19", 2) == 0 || memcmp(text.at + i - 4, "20", 2) == 0))
        traits->year = true;
}

/* Three counts of up to 2^21 in one number, so that one addition counts a byte of a word. */
enum { LANE = 21 };
static const uint64_t lane_of[KINDS] = {[LOWER] = 1, [UPPER] = 1ull << LANE, [DIGIT] = 1ull << 2 * LANE};

static uint32_t lane(uint64_t lanes, int number)
{
    return (uint32_t)(lanes >> number * LANE) & ((1u << LANE) - 1);
}

/* How the walk over a block stands. */
struct walk {
    struct slice text;
    struct traits *traits;
    uint32_t counts[KINDS], hash;
    unsigned before; /* the kind of the character before */
    size_t digits;   /* how many digits end there */
};

/* A run of ASCII letters and digits from `i` on; returns where it ends. */
static size_t walk_word(struct walk *walk, size_t i)
{
    const unsigned char *at = (const unsigned char *)walk->text.at;
    size_t start = i, size = walk->text.size;
    size_t end = size - i < 1u << 20 ? size : i + (1u << 20); /* so that no lane overflows */
    uint32_t hash = walk->hash;
    uint64_t lanes = 0;
    unsigned kind = LOWER;
    while (i < end && (kind = kinds[at[i]]) - LOWER <= DIGIT - LOWER) {
        lanes += lane_of[kind];
        hash = (hash ^ (at[i] | 0x20)) * 16777619u;
        i++;
    }
    bool starts = walk->before - LOWER > DIGIT - LOWER && walk->before != JOINT;
    walk->traits->words += starts;
    walk->traits->capitals += starts && kinds[at[start]] == UPPER;
    walk->counts[LOWER] += lane(lanes, 0);
    walk->counts[UPPER] += lane(lanes, 1);
    walk->counts[DIGIT] += lane(lanes, 2);
    walk->hash = hash;
    walk->before = kinds[at[i - 1]];
    if (lane(lanes, 2) > 0) {
        for (size_t k = start; k < i; k++) {
            bool digit = kinds[at[k]] == DIGIT;
            if (!digit && walk->digits > 0)
                note_number(walk->traits, walk->text, k, walk->digits);
            walk->digits = digit ? walk->digits + 1 : 0;
        }
    } else if (walk->digits > 0) {
        note_number(walk->traits, walk->text, start, walk->digits);
        walk->digits = 0;
    }
    return i;
}

/* One character beyond ASCII at `i`; returns where the next is. */
static size_t walk_beyond(struct walk *walk, size_t i)
{
    struct traits *traits = walk->traits;
    const char *at = walk->text.at + i;
    bool cjk = false, in_word = walk->before - LOWER <= DIGIT - LOWER;
    uint32_t c = text_decode(&at, walk->text.at + walk->text.size);
    unsigned kind = kind_beyond(c, &cjk);
    traits->cjk += cjk;
    traits->beyond_ascii++;
    traits->copyright |= c == 0xA9;
    traits->pipe |= c == 0xBB || c == 0x203A;
    traits->stops += kind == STOP;
    if (kind == LOWER || kind == UPPER || cjk)
        walk->hash = (walk->hash ^ text_lower(c)) * 16777619u;
    bool starts = !in_word && walk->before != JOINT && kind - LOWER <= DIGIT - LOWER;
    traits->words += starts;
    traits->capitals += starts && kind == UPPER;
    walk->counts[kind]++;
    walk->digits = kind == DIGIT ? walk->digits + 1 : 0;
    walk->before = kind == QUOTE && in_word ? JOINT : kind; /* an apostrophe does not begin a word */
    return (size_t)(at - walk->text.at);
}

/* One ASCII character at `i` that is neither letter nor digit. */
static void walk_sign(struct walk *walk, size_t i, unsigned kind)
{
    bool in_word = walk->before - LOWER <= DIGIT - LOWER;
    if (kind == STOP || kind == QUERY)
        walk->traits->stops += i + 1 == walk->text.size || kind_of((unsigned char)walk->text.at[i + 1]) != LOWER;
    else if (kind == MARK)
        note_mark(walk->traits, walk->text, i);
    else if (kind == COLON)
        note_colon(walk->traits, walk->text, i);
    if (walk->digits > 0)
        note_number(walk->traits, walk->text, i, walk->digits);
    walk->digits = 0;
    walk->counts[kind]++;
    walk->before = kind == QUOTE && in_word ? JOINT : kind;
}

void features_traits(struct slice text, struct traits *traits)
{
    *traits = (struct traits){.bytes = (uint32_t)text.size};
    if (text.size == 0)
        return;
    struct walk walk = {.text = text, .traits = traits, .hash = 2166136261u, .before = SPACE};
    for (size_t i = 0; i < text.size;) {
        unsigned char byte = (unsigned char)text.at[i];
        unsigned kind = kinds[byte];
        if (kind - LOWER <= DIGIT - LOWER)
            i = walk_word(&walk, i);
        else if (byte >= 0x80)
            i = walk_beyond(&walk, i);
        else
            walk_sign(&walk, i++, kind);
    }
    if (walk.digits > 0)
        note_number(traits, text, text.size, walk.digits);
    traits->words += (traits->cjk + 1) / 2;
    traits->letters = walk.counts[LOWER] + walk.counts[UPPER] + traits->cjk;
    traits->uppers = walk.counts[UPPER];
    traits->digits = walk.counts[DIGIT];
    traits->commas = walk.counts[COMMA];
    traits->quotes = walk.counts[QUOTE];
    traits->brackets = walk.counts[OPEN] + walk.counts[CLOSE];
    traits->marks = walk.counts[MARK] + walk.counts[DASH] + walk.counts[COLON];
    traits->hash = walk.hash;
    find_edges(text, traits);
}

/* Walks over tokens. */
struct tokens {
    const char *at, *end;
    uint32_t before; /* the last character, where there are no spaces; else 0 */
};

static bool is_sign(unsigned kind)
{
    return kind == MARK || kind == COLON || kind == QUERY || kind == OPEN;
}

/* The rest of a word whose hash so far is `hash`. */
static uint32_t word_hash(struct tokens *tokens, uint32_t hash)
{
    const char *at = tokens->at, *end = tokens->end;
    while (at < end) {
        unsigned char byte = (unsigned char)*at;
        unsigned kind = kinds[byte];
        if (kind - LOWER <= DIGIT - LOWER) {
            hash = (hash ^ (kind == DIGIT ? '0' : byte | 0x20u)) * 16777619u;
            at++;
            continue;
        }
        if (byte < 0x80)
            break;
        const char *next = at;
        bool cjk = false;
        uint32_t c = text_decode(&next, end);
        kind = kind_beyond(c, &cjk);
        if (kind - LOWER > DIGIT - LOWER)
            break;
        hash = (hash ^ text_lower(c)) * 16777619u;
        at = next;
    }
    tokens->at = at;
    return hash ^ hash >> 15;
}

static bool next_token(struct tokens *tokens, uint32_t *token)
{
    while (tokens->at < tokens->end) {
        const char *start = tokens->at;
        uint32_t c = text_decode(&tokens->at, tokens->end);
        bool cjk = false;
        unsigned kind = c < 0x80 ? kinds[c] : kind_beyond(c, &cjk);
        if (cjk) {
            *token = model_feature(77, tokens->before * 31 + c);
            tokens->before = c;
            return true;
        }
        tokens->before = 0;
        if (kind - LOWER <= DIGIT - LOWER) {
            tokens->at = start;
            *token = word_hash(tokens, 2166136261u);
            return true;
        }
        if (is_sign(kind)) {
            *token = model_feature(78, c);
            return true;
        }
    }
    return false;
}

/* The tokens behind the head: all if they are few, else the last. Returns whether they are all. */
static bool add_tail(struct tokens *walk, struct block_tokens *block)
{
    enum { TAIL_BYTES = 72 };
    bool all = walk->end - walk->at <= TAIL_BYTES;
    if (!all) {
        walk->at = walk->end - TAIL_BYTES;
        while (walk->at < walk->end && (unsigned char)*walk->at > ' ' && ((unsigned char)*walk->at & 0xC0) != 0xC0)
            walk->at++;
    }
    uint32_t tail[TAIL_BYTES + 8], found = 0;
    while (found < TAIL_BYTES + 8 && next_token(walk, &tail[found]))
        found++;
    uint32_t skip = found > FEATURES_TAIL ? found - FEATURES_TAIL : 0;
    memcpy(block->tokens + block->count, tail + skip, (found - skip) * sizeof *tail);
    block->count = (uint8_t)(block->count + found - skip);
    return all && skip == 0;
}

enum { WHOLE_MOST = 8 };

void features_tokens(struct slice text, struct block_tokens *block)
{
    struct tokens walk = {.at = text.at, .end = text.at + text.size};
    block->count = 0;
    block->whole = 0;
    while (block->count < FEATURES_HEAD && next_token(&walk, &block->tokens[block->count]))
        block->count++;
    bool all = block->count < FEATURES_HEAD || add_tail(&walk, block);
    if (!all || block->count == 0 || block->count > WHOLE_MOST)
        return;
    for (uint32_t i = 0; i < block->count; i++)
        block->whole = block->whole * 0x9E3779B1u + block->tokens[i];
    block->whole |= 1;
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

/* The nearest of some blocks before `at` that is as short as a heading; SIZE_MAX if none is. */
static size_t heading_over(const struct block_tokens *blocks, size_t at)
{
    enum { REACH = 12 };
    for (size_t i = at; i-- > 0 && at - i <= REACH;)
        if (blocks[i].count > 0 && blocks[i].count <= FEATURES_HEADING)
            return i;
    return SIZE_MAX;
}

static uint32_t neighbour_features(const struct block_tokens *blocks, size_t count, size_t at, uint32_t *features)
{
    uint32_t n = 0;
    if (at > 0 && blocks[at - 1].whole)
        features[n++] = model_feature(BEFORE, blocks[at - 1].whole);
    if (at + 1 < count && blocks[at + 1].whole)
        features[n++] = model_feature(BEHIND, blocks[at + 1].whole);
    size_t over = heading_over(blocks, at);
    if (over == SIZE_MAX)
        return n;
    features[n++] = model_feature(OVER, blocks[over].whole);
    for (uint32_t i = 0; i < blocks[over].count; i++)
        features[n++] = model_feature(OVER_TOKEN, blocks[over].tokens[i]);
    return n;
}

uint32_t features_words(const struct block_tokens *blocks, size_t count, size_t at, uint32_t words, uint32_t *features)
{
    const struct block_tokens *own = &blocks[at];
    uint32_t n = 0;
    for (uint32_t i = 0; i < own->count; i++) {
        features[n++] = model_feature(TOKEN, own->tokens[i]);
        if (i > 0)
            features[n++] = model_feature(PAIR, own->tokens[i - 1] * 0x9E3779B1u + own->tokens[i]);
    }
    for (uint32_t i = 0; i < 3 && i < own->count; i++)
        features[n++] = model_feature(FIRST + i, own->tokens[i]);
    for (uint32_t i = 0; i < 2 && i < own->count; i++)
        features[n++] = model_feature(LAST + i, own->tokens[own->count - 1 - i]);
    if (own->whole)
        features[n++] = model_feature(WHOLE, own->whole);
    features[n++] = model_feature(LENGTH, features_scale(words) / 2);
    return n + neighbour_features(blocks, count, at, features + n);
}

uint32_t features_pair(uint32_t first, uint32_t second)
{
    return model_feature(PAIR, first * 0x9E3779B1u + second) >> (32 - FEATURES_PAIR_BITS);
}

void features_pairs(struct slice text, uint8_t *pairs)
{
    struct tokens walk = {.at = text.at, .end = text.at + text.size};
    uint32_t before = 0, token;
    while (next_token(&walk, &token)) {
        pairs[features_pair(before, token)] = 1;
        before = token;
    }
}

unsigned features_scale(uint64_t x)
{
    x++;
    unsigned power = 63u - (unsigned)__builtin_clzll(x);
    unsigned part = power >= 2 ? (unsigned)(x >> (power - 2)) & 3 : (unsigned)(x << (2 - power)) & 3;
    unsigned scale = power * 4 + part;
    return scale > 63 ? 63 : scale;
}

unsigned features_share(uint64_t part, uint64_t whole)
{
    return whole == 0 ? 0 : part >= whole ? 63 : (unsigned)(part * 63 / whole);
}
