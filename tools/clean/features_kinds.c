#include "features_kinds.h"

#include "features.h"
#include "text.h"

const uint8_t kinds_of_bytes[256] = {
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

_Atomic uint8_t known_kinds[KNOWN_KINDS];

unsigned kind_learn(uint32_t c, bool *cjk)
{
    unsigned kind = find_kind(c, cjk);
    if (c < KNOWN_KINDS)
        atomic_store_explicit(&known_kinds[c], (uint8_t)(1 + kind), memory_order_relaxed);
    return kind;
}

uint8_t kind_edge(uint32_t c)
{
    static const uint8_t edges[KINDS] = {
        [OTHER] = EDGE_MARK,  [LOWER] = EDGE_LOWER, [UPPER] = EDGE_UPPER,    [DIGIT] = EDGE_DIGIT, [SPACE] = EDGE_MARK,
        [COMMA] = EDGE_COMMA, [STOP] = EDGE_STOP,   [QUERY] = EDGE_QUESTION, [COLON] = EDGE_COLON, [QUOTE] = EDGE_QUOTE,
        [OPEN] = EDGE_CLOSE,  [CLOSE] = EDGE_CLOSE, [DASH] = EDGE_BULLET,    [MARK] = EDGE_MARK,   [HIGH] = EDGE_MARK,
    };
    if (c < 0x80)
        return c == '*' ? EDGE_BULLET : edges[kinds_of_bytes[c]];
    bool cjk = false;
    unsigned kind = kind_beyond(c, &cjk);
    if (cjk)
        return EDGE_CJK;
    if (c == 0x2026)
        return EDGE_ELLIPSIS;
    if (c == 0x2022 || c == 0x00B7 || c == 0x25CF || c == 0x25AA)
        return EDGE_BULLET;
    if (c == 0x300D || c == 0x300F || c == 0x300C || c == 0x300E)
        return EDGE_QUOTE;
    return edges[kind];
}
