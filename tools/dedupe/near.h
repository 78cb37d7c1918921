/* near: earlier texts that are nearly the same.
 *
 * Always holds: only texts given to near_keep are found; the answer depends on their order, not on time or memory.
 * Candidates are texts that share one of their SKETCH_KEYS smallest uncommon shingles; the pair test alone decides.
 */
#ifndef BROADSHEET_DEDUPE_NEAR_H
#define BROADSHEET_DEDUPE_NEAR_H

#include "archive.h"
#include "pair.h"
#include "table.h"

#define NEAR_POSTINGS 8 /* texts looked at for one key; with a frozen table of common shingles all */

struct near {
    struct frequency frequency;
    struct archive *archive; /* texts before `base`; NULL for none */
    uint64_t base;           /* number of the first text in memory */
    struct table keys;       /* shingle to text */
    char **chunks;           /* packed sketches, one behind the other */
    size_t chunk_count, chunk_capacity;
    size_t chunk_used;      /* bytes of the last chunk */
    uint64_t *places;       /* of each text's sketch: chunk and offset */
    size_t count, capacity; /* texts in memory */
    struct buffer packed, read;
    struct sketch restored; /* from the archive */
    uint64_t *candidates;
    size_t candidate_capacity;
    double threshold;
};

struct near_match {
    uint64_t text; /* number of the earlier text, from 0 in the order of near_keep */
    const char *why;
    struct pair pair;
};

/* Leaves the common shingles out of a draft and cuts it to SKETCH_SHINGLES. Comes before the other two. */
void near_trim(const struct near *near, struct sketch *sketch);
/* How many of a trimmed sketch's shingles are keys: the first. */
size_t near_key_count(const struct sketch *sketch);
/* Looks up the weights of a sketch that was trimmed, and shows them with it. */
void near_weigh(const struct near *near, struct sketch_view *view, uint8_t weights[SKETCH_DRAFT]);
/* The part of the test that two texts pass, or NULL; then `pair` may not be set. `a` brings its weights. */
const char *near_test(const struct near *near, const struct sketch_view *a, const struct sketch_view *b,
                      struct pair *pair);
/* The most similar earlier text that passes the pair test, the earliest of equals. False if there is none. */
bool near_find(struct near *near, const struct sketch *sketch, struct near_match *match);
/* Asks the processor to fetch what near_trim and near_find will look at for a draft. */
void near_prefetch(const struct near *near, const struct sketch *draft);
/* Adds a text; its number is near->base + near->count before the call. */
void near_keep(struct near *near, const struct sketch *sketch);
void near_free(struct near *near);

/* The sketch of a text kept before, valid until the next call. False if it could not be read. */
bool near_view(struct near *near, uint64_t text, struct sketch_view *view);
/* Appends the sketch of a text in memory, as the archive holds it. */
void near_squeeze(const struct near *near, uint64_t text, struct buffer *out);
/* Bytes held for texts in memory and counts. */
uint64_t near_bytes(const struct near *near);
/* Forgets the texts in memory, which have gone to the archive; the next is number `base`. */
void near_forget(struct near *near, uint64_t base);
/* Puts the candidates for a sketch, ascending, each once, into near->candidates; returns how many. */
size_t near_candidates(struct near *near, const struct sketch *sketch);

#endif
