#include "token.h"

#include "text.h"

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

size_t token_space_at(struct slice text, size_t at, size_t end)
{
    if (at >= end)
        return 0;
    unsigned char byte = (unsigned char)text.at[at];
    if (byte < 0x80)
        return byte <= ' ';
    /* The first bytes of the white space beyond ASCII: U+0085, U+00A0, U+1680, U+2000 to U+205F, U+3000, U+FEFF. */
    if (byte != 0xC2 && byte != 0xE1 && byte != 0xE2 && byte != 0xE3 && byte != 0xEF)
        return 0;
    return unicode_space(text, at, end);
}

size_t token_space_before(struct slice text, size_t start, size_t at)
{
    if (at <= start)
        return 0;
    unsigned char byte = (unsigned char)text.at[at - 1];
    if (byte < 0x80)
        return byte <= ' ';
    for (size_t size = 2; size <= 3 && at - size >= start && at >= size; size++)
        if (((unsigned char)text.at[at - size] & 0xC0) != 0x80) {
            size_t space = token_space_at(text, at - size, at);
            return space == size ? size : 0;
        }
    return 0;
}

static enum mark mark_of(uint32_t code_point)
{
    switch (code_point) {
    case '.':
    case 0x3002:
    case 0xFF0E:
    case 0xFF61:
    case 0x0964: /* danda */
        return MARK_STOP;
    case 0x2026:
        return MARK_DOTS;
    case '?':
    case 0xFF1F:
    case 0x061F:
        return MARK_QUESTION;
    case '!':
    case 0xFF01:
        return MARK_SHOUT;
    case ':':
    case 0xFF1A:
        return MARK_COLON;
    case ';':
    case 0xFF1B:
        return MARK_SEMICOLON;
    case ',':
    case 0xFF0C:
    case 0x3001:
        return MARK_COMMA;
    case '-':
    case 0x2013:
    case 0x2014:
    case 0x2015:
        return MARK_DASH;
    case '(':
    case '[':
    case '{':
    case 0xFF08:
        return MARK_BRACKET;
    case '*':
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

/* Marks that belong to the word they touch: 5%, $5, C#, A+, 20°. */
static bool belongs_to_word(uint32_t code_point)
{
    switch (code_point) {
    case '%':
    case '$':
    case '#':
    case '+':
    case '&':
    case '@':
    case '=':
    case '/':
    case '_':
    case 0xB0:
    case 0xA3:
    case 0x20AC:
        return true;
    default:
        return false;
    }
}

static bool is_outer_mark(uint32_t code_point)
{
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

/* Takes the marks off the core's end. */
static void strip_ending(struct token *token)
{
    const char *start = token->core.at, *end = token->core.at + token->core.size;
    while (end > start) {
        const char *at = end;
        uint32_t code_point = (unsigned char)end[-1] < 0x80 ? (unsigned char)*--at : text_decode_before(&at, start);
        if (!is_outer_mark(code_point))
            break;
        if (token_is_bracket(code_point)) {
            token->closer = MARK_BRACKET;
        } else if (is_quote(code_point)) {
            if (token->closer == MARK_NONE)
                token->closer = MARK_QUOTE;
        } else {
            note_ending(token, mark_of(code_point));
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
        uint32_t code_point = text_decode(&next, end);
        if (!is_outer_mark(code_point))
            break;
        at = next;
    }
    token->core = (struct slice){at, (size_t)(end - at)};
}

struct letters {
    unsigned upper, lower, other, digits, dots, marks, count;
    unsigned run;         /* letters since the last full stop */
    unsigned longest_run; /* letters between full stops, the most */
    bool first_upper, slashes, at_sign, dot_inside_word;
};

static void note_letter(struct letters *seen, uint32_t code_point, uint32_t before, unsigned class)
{
    if (class & TEXT_UPPER) {
        seen->upper++;
        seen->first_upper |= seen->count == 0;
    } else if (class & TEXT_LOWER) {
        seen->lower++;
        seen->dot_inside_word |= before == '.' && seen->longest_run > 1;
    } else if (class & TEXT_LETTER) {
        seen->other++;
    } else if (class & TEXT_DIGIT) {
        seen->digits++;
    } else if (code_point == '.') {
        seen->dots++;
        seen->run = 0;
    } else {
        seen->marks++;
        seen->slashes |= code_point == '/' && (before == ':' || before == '/');
        seen->at_sign |= code_point == '@';
    }
    if (class & (TEXT_LETTER | TEXT_DIGIT) && ++seen->run > seen->longest_run)
        seen->longest_run = seen->run;
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

static uint32_t hash_start(void)
{
    return 2166136261u;
}

static uint32_t hash_step(uint32_t hash, uint32_t code_point)
{
    return (hash ^ code_point) * 16777619u;
}

static uint32_t hash_end(uint32_t hash)
{
    hash ^= hash >> 16;
    hash *= 0x85EBCA6Bu;
    return hash ^ (hash >> 13);
}

/* U+2019 is written for the apostrophe; both are one word. */
static uint32_t fold(uint32_t code_point)
{
    if (code_point < 0x80)
        return code_point - 'A' < 26u ? code_point + 32 : code_point;
    return code_point == 0x2019 ? '\'' : text_lower(code_point);
}

uint32_t token_word(struct slice word)
{
    const char *at = word.at, *end = word.at + word.size;
    uint32_t hash = hash_start();
    while (at < end)
        hash = hash_step(hash, fold(text_decode(&at, end)));
    return hash_end(hash);
}

/* Reads the core once: its hash, shape, first and last letter. */
static void look_at_core(struct token *token)
{
    struct letters seen = {0};
    const char *at = token->core.at, *end = at + token->core.size;
    uint32_t hash = hash_start(), before = 0;
    while (at < end) {
        uint32_t code_point = text_decode(&at, end);
        uint32_t folded = fold(code_point);
        note_letter(&seen, code_point, before, text_class(code_point));
        hash = hash_step(hash, folded);
        if (seen.count == 1)
            token->first = folded;
        token->last = folded;
        before = code_point;
    }
    token->word = hash_end(hash);
    token->shape = shape_of(&seen);
    token->letters = seen.count < 15 ? seen.count : 15;
}

static void look(struct token *token)
{
    token->core = token->raw;
    if (token->raw.size == 0)
        return;
    const char *at = token->raw.at;
    uint32_t first = text_decode(&at, token->raw.at + token->raw.size);
    if (is_outer_mark(first))
        token->opener = first == '.' ? MARK_DOTS : mark_of(first);
    strip_ending(token);
    strip_opening(token);
    if (token->core.size == 0) {
        token->shape = SHAPE_SYMBOL;
        token->word = token_word(token->raw);
        return;
    }
    look_at_core(token);
}

void token_before(struct token *token, struct slice text, size_t start, size_t end)
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

void token_after(struct token *token, struct slice text, size_t start, size_t end)
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
