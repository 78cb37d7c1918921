/* token: a word beside a place where a sentence might end, with what can be seen of it.
 *
 * Always holds: a token is at most TOKEN_MOST bytes of the line, so that the cost of looking around a place is
 * bounded; its core is the token without opening and closing marks, and lies inside it. Offsets are bytes.
 * In text written without spaces a token is one or two characters.
 */
#ifndef SEGMENT_TOKEN_H
#define SEGMENT_TOKEN_H

#include <stdint.h>

#include "slice.h"

#define TOKEN_MOST 64

/* Both kinds in one byte each: tokens are copied often. */
enum __attribute__((packed)) shape {
    SHAPE_NONE,     /* no token: the line begins or ends here */
    SHAPE_SYMBOL,   /* no letter, no digit */
    SHAPE_LOWER,    /* word */
    SHAPE_CAPITAL,  /* Word */
    SHAPE_UPPER,    /* WORD */
    SHAPE_LETTER,   /* W */
    SHAPE_SMALL,    /* w */
    SHAPE_MIXED,    /* wOrD, W3C */
    SHAPE_NUMBER,   /* 12, 1,200.5 */
    SHAPE_DIGITS,   /* 3rd, 20s */
    SHAPE_INITIALS, /* U.S, J.R, e.g */
    SHAPE_ADDRESS,  /* a web or mail address, a file name */
    SHAPE_OTHER,    /* letters without case */
    SHAPE_COUNT
};

/* What ends a token, or begins one. */
enum __attribute__((packed)) mark {
    MARK_NONE,
    MARK_STOP,     /* one full stop */
    MARK_DOTS,     /* several, or an ellipsis */
    MARK_QUESTION, /* ? and its mixtures */
    MARK_SHOUT,    /* ! */
    MARK_COLON,
    MARK_SEMICOLON,
    MARK_COMMA,
    MARK_DASH,
    MARK_QUOTE,
    MARK_BRACKET,
    MARK_BULLET,
    MARK_OTHER,
    MARK_COUNT
};

struct token {
    struct slice raw, core;
    uint32_t word; /* hash of the core in lower case */
    enum shape shape;
    enum mark ending; /* of the marks behind the core, closing quotes and brackets left aside */
    enum mark closer; /* MARK_QUOTE or MARK_BRACKET if such a mark closes the token */
    enum mark opener; /* the token's first mark */
    bool repeated;    /* the ending is more than one mark */
    bool plain;       /* short, of ASCII, and white space (or the bound that was given) behind it: from token_after */
    uint8_t letters;  /* code points of the core, at most 15 */
};

/* The token that ends at `end` (behind a character that is not space), not reaching back beyond `start`. */
void token_before(struct token *token, struct slice text, size_t start, size_t end);
/* The token that starts at `start` (a character that is not space), not reaching beyond `end`. */
void token_after(struct token *token, struct slice text, size_t start, size_t end);

/* The next token of text[*at..end), behind white space; *at moves behind it. False at the end. */
bool token_next(struct token *token, struct slice text, size_t *at, size_t end);

/* A plain word of ASCII letters, as most are: seen at a glance, without reading it letter by letter. */
struct word {
    uint32_t hash;    /* as token.word */
    unsigned size;    /* bytes, at most 15 */
    enum shape shape; /* SHAPE_LOWER, SHAPE_SMALL, SHAPE_CAPITAL, SHAPE_LETTER, SHAPE_UPPER or SHAPE_MIXED */
};

/* The plain word that ends at `end` with ASCII white space before it; false if there is none, or the text before is too
 * short to tell at a glance. */
bool word_before(struct word *word, struct slice text, size_t end);

/* The token that a plain word with nothing but space on both sides is; `end` is where the word ends. */
static inline void token_of_word(struct token *token, const struct word *word, const char *end)
{
    struct slice raw = {end - word->size, word->size};
    *token = (struct token){
        .raw = raw, .core = raw, .word = word->hash, .shape = word->shape, .letters = (uint8_t)word->size};
}

/* The hash by which words are known everywhere in this tool: of the letters in lower case. */
uint32_t token_word(struct slice word);
/* As token_next, for the word alone, and faster where it is short and of ASCII. Of a token whose core does not begin
 * and end with a letter or digit the word may be another's. */
bool token_next_word(struct slice text, size_t *at, uint32_t *word);

/* Bytes of the white space (any of Unicode's) that starts at `at`, or ends there; 0 if there is none. */
size_t token_wide_space_at(struct slice text, size_t at, size_t end);
size_t token_wide_space_before(struct slice text, size_t start, size_t at);

static inline size_t token_space_at(struct slice text, size_t at, size_t end)
{
    if (at >= end)
        return 0;
    unsigned char byte = (unsigned char)text.at[at];
    return byte < 0x80 ? byte <= ' ' : token_wide_space_at(text, at, end);
}

static inline size_t token_space_before(struct slice text, size_t start, size_t at)
{
    if (at <= start)
        return 0;
    unsigned char byte = (unsigned char)text.at[at - 1];
    return byte < 0x80 ? byte <= ' ' : token_wide_space_before(text, start, at);
}

/* Is this a terminator of a script written in full width, 。！？ and their kin? */
bool token_is_wide_stop(uint32_t code_point);
/* Closing quotes and brackets, of any script. */
bool token_is_closer(uint32_t code_point);
bool token_is_bracket(uint32_t code_point);

#endif
