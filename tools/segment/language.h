/* language: what this tool knows of one language: abbreviations, words, weights.
 *
 * Always holds: a pack is data. It is opened once, on first use, from what is compiled in, and read-only then.
 * abbreviations_XX.txt is text, `word<TAB>class` a line; lexicon_XX.bin and model_XX.bin are made by the programs in
 * train/. Language codes are the first subtag of BCP 47, in lower case. The code "" is the neutral pack.
 */
#ifndef SEGMENT_LANGUAGE_H
#define SEGMENT_LANGUAGE_H

#include "model.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* How a word with a full stop behaves, in the order of the names in language.c. */
enum abbreviation {
    ABBREVIATION_NONE,
    ABBREVIATION_TITLE,   /* before a name: Dr., Gen. */
    ABBREVIATION_COMPANY, /* behind a name: Co., Inc. */
    ABBREVIATION_PLACE,   /* St., Mt., Ave., states */
    ABBREVIATION_TIME,    /* a.m. */
    ABBREVIATION_MONTH,   /* months and days of the week */
    ABBREVIATION_DEGREE,  /* Ph.D., Jr. */
    ABBREVIATION_NUMBER,  /* before a number: No., p., Fig. */
    ABBREVIATION_UNIT,    /* behind a number: ft., lb. */
    ABBREVIATION_LATIN,   /* etc., vs. */
    ABBREVIATION_COUNTRY, /* U.S., D.C., E.U. */
    ABBREVIATION_OTHER,
    ABBREVIATION_STARTER, /* none: a word that is written with a capital only where a sentence begins */
    ABBREVIATION_LEADING, /* before what it leads to: e.g., i.e. */
    ABBREVIATION_CREDIT,  /* none: with a colon it begins what a caption says of its picture's source */
    ABBREVIATION_SPEECH,  /* none: said, asked */
    ABBREVIATION_DAY,     /* none: Monday */
    ABBREVIATION_FIGURE,  /* none: before its number and what it shows */
    ABBREVIATION_COUNT
};

/* Sums of the weights of feature_glance below which a gap ends nothing, and above which it ends a sentence. */
struct glance {
    int low, high;
};
#define LANGUAGE_NO_GLANCE ((struct glance){INT32_MIN, INT32_MAX})

#define LANGUAGE_ENDS 1024
#define LANGUAGE_FILTER 16384

struct language {
    char code[4];
    bool lexical;         /* the model looks at single words, not only at their shapes */
    struct model model;   /* weights == NULL: none, decide by rules */
    struct slice lexicon; /* slots of two bytes: the low byte of the word's hash and its class; absent: none */
    uint32_t lexicon_slots;
    uint64_t abbreviated[LANGUAGE_FILTER / 64]; /* a bit for each word that may be one of them */
    uint32_t *abbreviations;                    /* word hashes, 0 for a free slot */
    uint8_t *abbreviation_classes;
    uint32_t abbreviation_mask;
    bool starters;                          /* some of them are */
    float soft_bias;                        /* added to the weight of gaps without a terminator */
    struct glance stop, soft;               /* which gaps of these kinds need the whole model */
    uint64_t soft_ends[LANGUAGE_ENDS / 64]; /* a bit for each hash of a letter or digit, see language_soft_end */
    bool any_soft_end;
};

/* The pack for a language tag ("en-GB", "pt"), as lang_code reads it, or the neutral one. Never NULL. */
const struct language *language_for(struct slice tag);
/* The pack for a text without a tag, by its script and its commonest words. Looks at no more than the first
 * LANGUAGE_LOOK bytes. */
const struct language *language_guess(struct slice text);
#define LANGUAGE_LOOK 2048

/* Opens a pack from given files instead (for training); any may be absent. False with *what set. */
bool language_open(struct language *language, const char *code, struct slice abbreviations, struct slice lexicon,
                   struct slice model, const char **what);
/* The compiled-in abbreviations and lexicon of a language, to train its model with. */
bool language_data(const char *code, struct slice *abbreviations, struct slice *lexicon);

/* What is known of a word, with or without a full stop. */
enum abbreviation language_find_listed(const struct language *language, uint32_t word);
static inline enum abbreviation language_listed(const struct language *language, uint32_t word)
{
    uint32_t bit = word % LANGUAGE_FILTER;
    bool may_be = language->abbreviated[bit / 64] >> bit % 64 & 1;
    return may_be ? language_find_listed(language, word) : ABBREVIATION_NONE;
}
/* How the word behaves with a full stop. */
static inline enum abbreviation language_abbreviation(const struct language *language, uint32_t word)
{
    enum abbreviation class = language_listed(language, word);
    return class >= ABBREVIATION_CREDIT ? ABBREVIATION_NONE : class;
}
const char *language_class_name(enum abbreviation class);
/* What the lexicon knows of a word, 0 if nothing: part of speech times 4, plus how it is written inside a sentence
 * (1 capital, 2 both, 3 small). */
static inline unsigned language_word(const struct language *language, uint32_t word)
{
    enum { TRIES = 8 };
    if (!language->lexicon.at)
        return 0;
    const unsigned char *slots = (const unsigned char *)language->lexicon.at;
    unsigned char check = (unsigned char)word;
    uint32_t slot = (uint32_t)((uint64_t)word * language->lexicon_slots >> 32);
#ifdef __SSE2__
    if (slot + TRIES <= language->lexicon_slots) {
        /* All tries at once, without a branch that no one could predict: even bytes are checks, odd ones classes. */
        const __m128i odd = _mm_set1_epi16((short)0xFF00);
        __m128i entries = _mm_loadu_si128((const __m128i *)(const void *)(slots + 2 * (size_t)slot));
        __m128i found = _mm_andnot_si128(odd, _mm_cmpeq_epi8(entries, _mm_set1_epi8((char)check)));
        __m128i free = _mm_and_si128(odd, _mm_cmpeq_epi8(entries, _mm_setzero_si128()));
        unsigned stops = (unsigned)_mm_movemask_epi8(_mm_or_si128(found, free)) | 1u << 16;
        unsigned at = (unsigned)__builtin_ctz(stops) | 1, none = at >> 4;
        return slots[2 * (size_t)slot + (at & 15)] & (none - 1);
    }
#endif
    for (uint32_t tries = 0; tries < TRIES; tries++) {
        const unsigned char *entry = slots + 2 * (size_t)slot;
        if (entry[1] == 0)
            return 0;
        if (entry[0] == check)
            return entry[1];
        slot = slot + 1 < language->lexicon_slots ? slot + 1 : 0;
    }
    return 0;
}
/* May a sentence end without a terminator behind this letter or digit? So it may behind any, unless the model's header
 * lists some (`soft-ends`); few others look like one of the list. */
static inline bool language_soft_end(const struct language *language, uint32_t code_point)
{
    uint32_t bit = code_point * 0x9E3779B1u >> 22;
    return language->any_soft_end || (language->soft_ends[bit / 64] >> bit % 64 & 1);
}
/* Lets only the characters of `ends` do so; absent: all. */
void language_set_soft_ends(struct language *language, struct slice ends);
/* Is this class of language_word that of an article, preposition, conjunction, possessive or question word, as a rule
 * written small? */
bool language_is_function_class(unsigned class);
/* Of adverbs or personal pronouns? Like those, and unlike nouns, they are never counted. */
bool language_is_uncounted_class(unsigned class);

#endif
