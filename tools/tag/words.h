/* words: a sentence as tokens.
 *
 * Always holds: tokens stand in order, do not overlap and cover every character that is no space; a token's hash is
 * model_hash of its normal form: lower case, any apostrophe or single quote as ', any double quote as ", any dash as
 * -. Dashes always stand alone ("US-North Korea" is four tokens, "Jong-un" three); a clitic stands alone with its
 * apostrophe ("'s", "n't"), also when that is written \'; an initial or a known abbreviation keeps its full stop
 * ("U.S.", "W.", "Mr."); numbers keep their commas, points and colons ("1,250.5", "10:30"). Characters of scripts
 * written without spaces are a token each.
 */
#ifndef BROADSHEET_TAG_WORDS_H
#define BROADSHEET_TAG_WORDS_H

#include "document.h"

enum word_shape {
    SHAPE_PUNCT,   /* no letter, no digit */
    SHAPE_LOWER,   /* word */
    SHAPE_CAPITAL, /* Word */
    SHAPE_UPPER,   /* WORD, U.S. */
    SHAPE_INITIAL, /* W, W. */
    SHAPE_MIXED,   /* McCain, iPhone */
    SHAPE_DIGITS,  /* 2018 */
    SHAPE_NUMBER,  /* 1,250.5 */
    SHAPE_ALNUM,   /* 9th, G20 */
    SHAPE_UNCASED, /* letters of a script without cases */
};

/* FNV-1a and a finaliser: model_hash. */
#define WORD_HASH_START 2166136261u
#define WORD_HASH_STEP 16777619u
static inline uint32_t word_hash_finish(uint32_t hash)
{
    hash ^= hash >> 16;
    hash *= 0x85EBCA6Bu;
    hash ^= hash >> 13;
    return hash;
}

/* Splits sentence->text (valid UTF-8, under 4 GiB) into tokens, allocated in `arena` like the indices of the likely
 * ones. `pos` is left 0. */
void tag_sentence_words(struct arena *arena, struct sentence *sentence);

/* The bytes of a token. */
static inline struct slice word_text(const struct sentence *sentence, const struct token *token)
{
    return slice_part(sentence->text, token->start, token->end);
}

/* The word at `at`, if there is one, is one of `words`, written like that. */
static inline bool word_is_any(const struct sentence *sentence, size_t at, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count && at < sentence->token_count; i++)
        if (slice_is(word_text(sentence, &sentence->tokens[at]), words[i]))
            return true;
    return false;
}
#define WORD_IS_ANY(sentence, at, words) word_is_any(sentence, at, words, sizeof(words) / sizeof(words)[0])

/* True if the token begins like a name: an upper-case letter first. */
static inline bool word_is_capital(const struct token *token)
{
    return token->shape >= SHAPE_CAPITAL && token->shape <= SHAPE_MIXED;
}

/* True if the token is written as names and acronyms are: with a capital, or as letters and figures. */
static inline bool word_is_likely(const struct token *token)
{
    const unsigned shapes =
        1u << SHAPE_CAPITAL | 1u << SHAPE_UPPER | 1u << SHAPE_INITIAL | 1u << SHAPE_MIXED | 1u << SHAPE_ALNUM;
    return shapes >> token->shape & 1;
}

/* The hash that a token of this text would have; for tables of words. `text` is one token in its normal form. */
uint32_t word_hash(const char *text);
/* The same for a literal of a few letters, made by the compiler. */
#define WORD_HASH(literal) word_hash_few((literal), sizeof(literal) - 1)
static inline __attribute__((always_inline)) uint32_t word_hash_few(const char *text, size_t size)
{
    uint32_t hash = WORD_HASH_START;
    _Pragma("GCC unroll 16") for (size_t i = 0; i < size; i++) hash = (hash ^ (unsigned char)text[i]) * WORD_HASH_STEP;
    return word_hash_finish(hash);
}

/* The first index in [from, count) whose token ends behind byte `at`; count if none. */
size_t word_at(const struct sentence *sentence, size_t from, uint32_t at);

/* Appends the text without accents, lower case, letters and digits only: what two spellings of a name share. */
struct buffer;
void word_fold(struct buffer *buffer, struct slice text);
/* The model_hash of what word_fold gives, for ASCII; false for other text. */
bool word_fold_hash(struct slice text, uint32_t *hash);
/* Appends the text with each letter that has an accent as the plain one, in its case: "Łukasz" as "Lukasz". */
void word_plain(struct buffer *buffer, struct slice text);

#endif
