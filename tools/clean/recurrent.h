/* recurrent: a small recurrent network that reads a page's blocks forwards and backwards, and scores each.
 *
 * Bidirectional gated recurrent units (Schuster and Paliwal 1997; Cho et al. 2014) between two dense layers. What a
 * window of trees cannot see is carried along: how long ago the article seems to have begun, or ended.
 * Always holds: the same scores on every machine, since a network is trained in floating point but asked in whole
 * numbers: weights are rounded to 16 bits where it is opened. No sum overflows, whatever the cells; time and memory are
 * linear in the rows. A file is text, then bytes:
 * lines `name: value` (broadsheet-recurrent: 1, task, columns, inputs, data, licence, score), an empty line, two bytes
 * for each input, then the weights as IEEE singles, low byte first, in the order of struct recurrent_weights; with a
 * line `networks: N` those of N networks, one behind the other, whose scores are averaged.
 */
#ifndef BROADSHEET_CLEAN_RECURRENT_H
#define BROADSHEET_CLEAN_RECURRENT_H

#include <stdbool.h>

#include "trees.h"

enum {
    RECURRENT_EMBED = 16,  /* units that a block's cells are brought to */
    RECURRENT_HIDDEN = 12, /* units that are carried along, each way */
    RECURRENT_GATES = 3 * RECURRENT_HIDDEN,
    RECURRENT_SEEN = RECURRENT_EMBED + 2 * RECURRENT_HIDDEN,
    RECURRENT_JOINT = 16, /* units that a block's score is made of */
    RECURRENT_INPUTS = 160,
    RECURRENT_NETWORKS = 8, /* at most, in a file */
    RECURRENT_NUMBER = 255,
};

/* One input: the cell of a column as a number, or, if `value` is not RECURRENT_NUMBER, whether it has that value. */
struct recurrent_input {
    uint8_t column, value;
};

/* One way of reading. The gates are reset, update and candidate, RECURRENT_HIDDEN units each. */
struct recurrent_way {
    float from_embed[RECURRENT_EMBED][RECURRENT_GATES];
    float from_state[RECURRENT_HIDDEN][RECURRENT_GATES];
    float bias[RECURRENT_GATES];
};

/* All weights, each row those of one unit's outgoing links. Nothing but floats, without gaps. */
struct recurrent_weights {
    struct recurrent_way ways[2]; /* forwards, backwards */
    float joint[RECURRENT_SEEN][RECURRENT_JOINT], joint_bias[RECURRENT_JOINT];
    float out[RECURRENT_JOINT], out_bias[4]; /* of out_bias the first alone is used */
    float embed_bias[RECURRENT_EMBED];
    float embed[RECURRENT_INPUTS][RECURRENT_EMBED]; /* as many rows as inputs are in a file */
};

/* The same in whole numbers, private to the module (see recurrent_rows.h). */
struct recurrent_numbers;

struct recurrent {
    const struct recurrent_input *inputs;
    uint32_t input_count, columns;
    uint32_t count;                          /* of networks; they see the same inputs, and their scores are averaged */
    const struct recurrent_numbers *numbers; /* count of them */
    const uint8_t *shifts;                   /* of each input: its cells times 2^shift go with its weights */
};

/* Floats of a network with so many inputs, those behind the last input's left out. */
static inline size_t recurrent_size(uint32_t inputs)
{
    return sizeof(struct recurrent_weights) / sizeof(float) - (size_t)(RECURRENT_INPUTS - inputs) * RECURRENT_EMBED;
}

/* Brings `count` networks' weights to whole numbers, in `arena`; the inputs are set already. False if one is so large
 * that sums could overflow. */
bool recurrent_prepare(struct recurrent *network, struct arena *arena, const struct recurrent_weights *weights);

/* Opens a file for `task`; its weights lie in `arena`. False with *what set if the bytes are none. */
bool recurrent_open(struct recurrent *network, struct arena *arena, struct slice file, const char *task,
                    const char **what);

/* Writes the score of every row of the sheet to `scores`, TREES_UNIT being one unit of log odds. Scratch memory comes
 * from `arena`. */
void recurrent_score(const struct recurrent *network, const struct sheet *sheet, struct arena *arena, int32_t *scores);
/* The same on any machine, on every x86-64, and where wide_here() or widest_here() (see wide.h): what recurrent_score
 * chooses from. */
void recurrent_score_plainly(const struct recurrent *network, const struct sheet *sheet, struct arena *arena,
                             int32_t *scores);
void recurrent_score_narrowly(const struct recurrent *network, const struct sheet *sheet, struct arena *arena,
                              int32_t *scores);
void recurrent_score_widely(const struct recurrent *network, const struct sheet *sheet, struct arena *arena,
                            int32_t *scores);
void recurrent_score_widest(const struct recurrent *network, const struct sheet *sheet, struct arena *arena,
                            int32_t *scores);

#endif
