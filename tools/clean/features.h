/* features: what one block looks like, and the words it is made of, as small integers.
 *
 * Always holds: pure functions of the bytes; time linear in them; no language is known here. What is written without
 * spaces (Han, Kana, Thai, ...) counts a word for every two characters. Training and use share this file.
 */
#ifndef BROADSHEET_CLEAN_FEATURES_H
#define BROADSHEET_CLEAN_FEATURES_H

#include <stdbool.h>
#include <stdint.h>

#include "model.h"

/* How a block begins or ends, ordered so that a threshold between two neighbours means something: what sentences do
 * has the low numbers at the end, what labels and menus do the high ones. */
enum edge {
    EDGE_STOP,     /* . and its kin */
    EDGE_QUESTION, /* ! and ? */
    EDGE_QUOTE,
    EDGE_COLON,
    EDGE_COMMA,
    EDGE_CLOSE, /* brackets */
    EDGE_LOWER,
    EDGE_UPPER,
    EDGE_CJK,
    EDGE_DIGIT,
    EDGE_ELLIPSIS,
    EDGE_BULLET, /* - * and dots of lists */
    EDGE_MARK,   /* | > © and other signs */
};

struct traits {
    uint32_t words, letters, uppers, capitals, digits, cjk, beyond_ascii;
    uint32_t commas, stops, quotes, brackets, marks;
    uint32_t points;      /* full stops, those within words too */
    uint8_t begins, ends; /* enum edge */
    bool url, at_sign, copyright, time, year, pipe, slash, colon;
    uint32_t hash; /* of the words, case folded; of a long text's first, and of all bytes behind them */
};

/* What the choice of blocks asks about their traits, in 16 bytes, since a page may have millions of lines. */
struct looks {
    uint32_t words, hash;
    uint8_t begins, ends;                                  /* enum edge */
    uint8_t stops, points;                                 /* at most 255 */
    bool letters : 1, quotes : 1, marks : 1, brackets : 1; /* are there any? */
    bool caseless : 1;                                     /* most letters are of a script without capitals */
    bool url : 1, pipe : 1, slash : 1, colon : 1;
};

static inline struct looks features_looks(const struct traits *traits)
{
    return (struct looks){
        .words = traits->words,
        .hash = traits->hash,
        .begins = traits->begins,
        .ends = traits->ends,
        .stops = (uint8_t)(traits->stops < UINT8_MAX ? traits->stops : UINT8_MAX),
        .points = (uint8_t)(traits->points < UINT8_MAX ? traits->points : UINT8_MAX),
        .letters = traits->letters > 0,
        .quotes = traits->quotes > 0,
        .marks = traits->marks > 0,
        .brackets = traits->brackets > 0,
        .caseless = (traits->uppers == 0) & (traits->beyond_ascii * 2 > traits->letters),
        .url = traits->url,
        .pipe = traits->pipe,
        .slash = traits->slash,
        .colon = traits->colon,
    };
}

/* Texts are valid UTF-8, here and below. */
void features_traits(struct slice text, struct traits *traits);

enum {
    FEATURES_HEAD = 24, /* tokens looked at from the start */
    FEATURES_TAIL = 6,  /* and from the end */
    FEATURES_TOKENS = FEATURES_HEAD + FEATURES_TAIL,
    FEATURES_WORDS = 2 * FEATURES_TOKENS + 24,
    FEATURES_HEADING = 5, /* tokens of a line that may be a heading over the blocks behind it */
};

struct block_tokens {
    uint32_t tokens[FEATURES_TOKENS];
    uint32_t whole; /* hash of the line if it is short, else 0 */
    uint8_t count;
};

/* Hashes of the block's tokens: words with case folded and digits made alike, signs, pairs of characters where there
 * are no spaces. A long block gives its first FEATURES_HEAD and its last FEATURES_TAIL. */
void features_tokens(struct slice text, struct block_tokens *block);
/* Both at once. */
void features_look(struct slice text, struct traits *traits, struct block_tokens *block);
/* The same on any machine, and where wide_here() or widest_here() (see wide.h): what features_look chooses from. */
void features_look_plainly(struct slice text, struct traits *traits, struct block_tokens *block);
void features_look_widely(struct slice text, struct traits *traits, struct block_tokens *block);
void features_look_widest(struct slice text, struct traits *traits, struct block_tokens *block);

/* The hashed features of block `at` of `count` for the linear model: each token, each pair
 * of neighbours, the first three and the last two by place, a short line as a whole, the length class; the short lines
 * before and behind it, and the last one before it that may be a heading over it. Returns how many (at most
 * FEATURES_WORDS). */
uint32_t features_words(const struct block_tokens *blocks, size_t count, size_t at, uint32_t words, uint32_t *features);

/* A sum of a model's weights, and of how many features. */
struct features_sum {
    int32_t weights;
    uint32_t count;
};

/* What the last block that may be a heading adds to those behind it, and to how many more; zeroed before block 0. */
struct features_over {
    struct features_sum sum;
    uint32_t left;
};

/* The sum over the features that features_words lists, for one block after the other from 0 on. The memory of one more
 * block than `count` may be read. */
struct features_sum features_words_sum(const struct model *model, const struct block_tokens *blocks, size_t count,
                                       size_t at, uint32_t words, struct features_over *over);

/* Calls `take` for each word of a text, in order: its hash, case folded, and its letters and digits; these are 0 for a
 * character written without spaces, which is a word by itself. */
typedef void features_word_taker(void *context, uint32_t hash, unsigned letters);
void features_each_word(struct slice text, features_word_taker *take, void *context);

enum { FEATURES_PAIR_BITS = 15 };

/* A small hash of two neighbouring tokens. */
uint32_t features_pair(uint32_t first, uint32_t second);
/* Marks the pairs of neighbouring tokens of a whole text in `pairs`, of 2^FEATURES_PAIR_BITS. */
void features_pairs(struct slice text, uint8_t *pairs);

/* Four steps an octave, 0 for 0: 4 log2(x + 1) as an integer, at most 63. */
static inline unsigned features_scale(uint64_t x)
{
    x = x < UINT64_C(1) << 16 ? x + 1 : UINT64_C(1) << 16; /* which gives more than 63 */
    unsigned power = 63u - (unsigned)__builtin_clzll(x);
    unsigned scale = power * 4 + ((unsigned)(x << 2 >> power) & 3);
    return scale > 63 ? 63 : scale;
}

/* part of whole in 0..63; 0 if there is no whole. Below 2^46, where floating point divides as integers do. */
static inline unsigned features_share(uint64_t part, uint64_t whole)
{
    if (part == 0 || whole == 0)
        return 0;
    if (part >= whole)
        return 63;
    return (unsigned)((double)(int64_t)(part * 63) / (double)(int64_t)whole);
}

#endif
