/* sketch: a text in some three hundred bytes, by which two texts are compared.
 *
 * Always holds: a sketch is a pure function of the folded text. Its shingles are those of the text with the smallest
 * hashes, ascending, each once; every shingle of the text with a hash of at most `bound` is among them (but those
 * left out as common, see near.h). So two sketches, cut at the smaller bound, are samples by the same rule, and
 * what they share estimates what the texts share, whatever their sizes.
 *
 * Sources: shingles, Broder 1997; bottom-k sketches, Cohen and Kaplan 2007; cutting at a common bound, as FracMinHash
 * does, Irber et al. 2022.
 */
#ifndef BROADSHEET_DEDUPE_SKETCH_H
#define BROADSHEET_DEDUPE_SKETCH_H

#include <stdint.h>

#include "fold.h"

#define SKETCH_SHINGLE 5                      /* words */
#define SKETCH_DRAFT 128                      /* shingles of a sketch before common ones are left out */
#define SKETCH_SHINGLES 54                    /* after */
#define SKETCH_KEYS 14                        /* of them, those by which texts are found */
#define SKETCH_KEY_MASK (~UINT64_C(0xFFFFFF)) /* bits of a key that are used */
#define SKETCH_NUMBERS 12
#define SKETCH_NAMES 7
#define SKETCH_PLACES 64 /* parts of a text that positions tell apart */
#define SKETCH_WORDS 64  /* texts up to so many words keep them all */

/* A shingle in one number: 40 bits of its hash, then the place of its first word, so that sorting puts equal ones side
 * by side, the first of them first. */
#define SHINGLE_PLACE_BITS 24
#define SHINGLE_PLACE_MASK ((UINT64_C(1) << SHINGLE_PLACE_BITS) - 1)

/* A number or a name, and what it stands behind: hashes of it and of the two words before it. */
struct anchor {
    uint16_t context, value;
};

struct sketch {
    uint32_t words; /* of the text */
    uint32_t bound;
    uint16_t count, numbers, names, short_words;
    bool elided;                          /* it ends with an ellipsis */
    uint32_t hash[SKETCH_DRAFT];          /* ascending */
    uint8_t low[SKETCH_DRAFT];            /* of each shingle, the eight bits behind its hash; not stored */
    uint8_t position[SKETCH_DRAFT];       /* in 64ths of the text, then the last two bits of its paragraph's number */
    struct anchor number[SKETCH_NUMBERS]; /* those with the smallest contexts, ascending, each once */
    struct anchor name[SKETCH_NAMES];     /* as the numbers */
    uint16_t word[SKETCH_WORDS];          /* hashes of all words, ascending, if there are at most SKETCH_WORDS */
    uint8_t weight[SKETCH_SHINGLES];      /* set by near_trim, as the keys; not stored */
    uint64_t key[SKETCH_KEYS];            /* of the first shingles */
};

/* Work space, one a thread; a zeroed one is ready. */
struct sketcher {
    uint64_t *shingles, *sorted;
    size_t shingle_capacity, sorted_capacity;
};

/* Sketches a text folded by FOLD_TEXT. */
void sketch_make(struct sketcher *sketcher, struct slice folded, const struct outline *outline, struct sketch *sketch);
/* The key of a shingle: 40 bits of its hash, spread evenly. */
uint64_t sketch_key(const struct sketch *sketch, size_t index);
void sketcher_free(struct sketcher *sketcher);

/* A sketch to be read, wherever it stands. */
struct sketch_view {
    uint32_t words, bound;
    uint16_t count, numbers, names, short_words;
    bool elided;
    const uint32_t *hash;
    const struct anchor *number, *name;
    const uint16_t *word;
    const uint8_t *position;
    const uint8_t *weight; /* what near_trim set; see near_weigh */
};
void sketch_show(const struct sketch *sketch, struct sketch_view *view);

#endif
