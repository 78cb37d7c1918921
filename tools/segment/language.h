/* language: what this tool knows of one language: abbreviations, words, weights.
 *
 * Always holds: a pack is data. It is opened once, on first use, from what is compiled in, and read-only then.
 * abbreviations_XX.txt is text, `word<TAB>class` a line; lexicon_XX.bin and model_XX.bin are made by the programs in
 * train/. Language codes are the first subtag of BCP 47, in lower case. The code "" is the neutral pack.
 */
#ifndef SEGMENT_LANGUAGE_H
#define SEGMENT_LANGUAGE_H

#include "model.h"

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
    ABBREVIATION_LATIN,   /* e.g., etc., vs. */
    ABBREVIATION_COUNTRY, /* U.S., D.C., E.U. */
    ABBREVIATION_OTHER,
    ABBREVIATION_STARTER, /* none: a word that is written with a capital only where a sentence begins */
    ABBREVIATION_COUNT
};

/* Sums of the weights of feature_glance below which a gap ends nothing, and above which it ends a sentence. */
struct glance {
    int low, high;
};
#define LANGUAGE_NO_GLANCE ((struct glance){INT32_MIN, INT32_MAX})

#define LANGUAGE_ENDS 1024

struct language {
    char code[4];
    bool lexical;         /* the model looks at single words, not only at their shapes */
    struct model model;   /* weights == NULL: none, decide by rules */
    struct slice lexicon; /* slots of two bytes: the low byte of the word's hash and its class; absent: none */
    uint32_t lexicon_slots;
    uint32_t *abbreviations; /* word hashes, 0 for a free slot */
    uint8_t *abbreviation_classes;
    uint32_t abbreviation_mask;
    float soft_bias;                        /* added to the weight of gaps without a terminator */
    struct glance stop, soft;               /* which gaps of these kinds need the whole model */
    uint64_t soft_ends[LANGUAGE_ENDS / 64]; /* a bit for each hash of a letter or digit, see language_soft_end */
    bool any_soft_end;
};

/* The pack for a language tag ("en-GB", "pt"): that of its first subtag, or the neutral one. Never NULL. */
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

enum abbreviation language_abbreviation(const struct language *language, uint32_t word);
const char *language_class_name(enum abbreviation class);
/* What the lexicon knows of a word, 0 if nothing: part of speech times 4, plus how it is written inside a sentence
 * (1 capital, 2 both, 3 small). */
static inline unsigned language_word(const struct language *language, uint32_t word)
{
    if (!language->lexicon.at)
        return 0;
    const unsigned char *slots = (const unsigned char *)language->lexicon.at;
    unsigned char check = (unsigned char)word;
    uint32_t slot = (uint32_t)((uint64_t)word * language->lexicon_slots >> 32);
    for (uint32_t tries = 0; tries < 8; tries++) {
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

#endif
