/* measure: what two texts have in common, from their sketches.
 *
 * Always holds: a sample is as much of both sketches as was sampled by the same rule, up to the smaller bound. What is
 * measured is the same whichever of the two comes first.
 */
#ifndef BROADSHEET_DEDUPE_MEASURE_H
#define BROADSHEET_DEDUPE_MEASURE_H

#include "frequency.h"
#include "sketch.h"

/* One of the two texts, in words: estimated numbers of its shingles, common ones counting less or nothing. Its main
 * paragraph is the one that shares most. */
struct pair_side {
    double words, contained;          /* contained: the share of `words` that both have */
    double most;                      /* shared in the main paragraph */
    double before, inside, after;     /* its own in it, around and between what is shared */
    double before_apart, after_apart; /* its own in the paragraphs before the main one, and in those behind it */
    double inside_apart;              /* in paragraphs that share nothing, between others that do */
    unsigned aside;                   /* sampled weight of what is shared outside the main paragraph */
    bool flat;                        /* a single paragraph */
    bool elided;                      /* ends with an ellipsis */
};

/* Of the anchors that stand behind the same words in both texts. */
struct agreement {
    unsigned same, other;
};

struct pair {
    struct pair_side a, b;
    double jaccard;
    double shared; /* words that both have */
    struct agreement numbers, names;
    double short_words;               /* of the words of the shorter, those that both have; -1: not known */
    unsigned same_numbers;            /* wherever they stand; not counted if short_words are not known */
    unsigned fewer_numbers;           /* of the text with fewer */
    uint32_t least_words, most_words; /* of the shorter and of the longer text */
};

/* The shingles of one text up to the common bound, with what was found about each. */
struct side {
    const struct sketch_view *view;
    size_t count;
    const uint8_t *weight;
    bool shared[SKETCH_DRAFT];
};

struct sample {
    struct side a, b;
    uint8_t b_weight[SKETCH_DRAFT]; /* of what only `b` has after measure_shares */
    unsigned weight, shared;        /* of `a`, and of that what both have */
    double shingles;                /* that both whole texts have */
    double scale;                   /* words that a unit of weight stands for */
};

/* Takes the sample, and finds what both have; `a` brings its weights. The views, and the sample's place, stay. */
void sample_take(struct sample *sample, const struct sketch_view *a, const struct sketch_view *b);
/* Sets the agreement of numbers and names. */
void measure_anchors(const struct sample *sample, struct pair *pair);
/* Sets all but that and what is known of paragraphs. */
void measure_shares(struct sample *sample, const struct frequency *frequency, struct pair *pair);
/* Adds, behind measure_shares, what the paragraphs tell. */
void measure_paragraphs(const struct sample *sample, struct pair *pair);

#endif
