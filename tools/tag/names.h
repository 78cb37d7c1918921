/* names: persons, organisations and places by a learnt model.
 *
 * Averaged perceptron (Collins 2002) over hashed features of a word, its neighbours, its shape and the lists it stands
 * in, decided for a sentence at once (Viterbi). Only words that may belong to a name are scored; all others are none.
 * Always holds: training and use extract features by names_features alone, so that they cannot differ.
 */
#ifndef BROADSHEET_TAG_NAMES_H
#define BROADSHEET_TAG_NAMES_H

#include "model.h"
#include "tagger.h"

/* What a word is: outside, or the beginning or inside of a name. */
enum name_tag { NAME_NONE, NAME_B_PER, NAME_I_PER, NAME_B_ORG, NAME_I_ORG, NAME_B_LOC, NAME_I_LOC, NAME_TAGS };

#define NAMES_OUTPUTS 8      /* of the model: the tags and one that is not used, so that a row is 8 bytes */
#define NAMES_FEATURES 80    /* at most, of one word */
#define NAMES_TRANSITION 250 /* template of the feature "the word before is tag N" */

/* What a tag adds to the score of the tag behind it, in the order that deciding wants: none and the beginnings of
 * names behind each tag; the insides behind the beginning of the same, and behind the inside. */
struct names_steps {
    float begin[NAME_TAGS][4];
    float from_begin[4], from_inside[4];
};

struct names_model {
    struct model weights;
    struct names_steps steps;
};

/* Opens a model made by tag-names_train; false with *what set if it is none. */
bool names_open(struct names_model *model, struct slice file, const char **what);

/* Offers the spans that the model sees in the sentence. */
void names_find(const struct names_model *model, struct view *view);

/* A small word that stands inside names. */
bool names_is_joint(const struct view *view, size_t at);

/* ---- shared with training ---- */

/* Lists and matches of a sentence whose tokens are there, as tagging sees them; allocated in `arena`. */
void view_open(struct view *view, const struct tagger *tagger, bool personal, struct sentence *sentence,
               struct arena *arena);
/* Marks in may[0..token_count) the words that may belong to a name, and looks up the clusters around them. */
void names_candidates(struct view *view, bool *may);
/* The features of word `at`; returns how many. */
size_t names_features(const struct view *view, size_t at, uint32_t *features);
/* Sets *steps from what each tag adds to each behind it: transitions[from][to]. */
void names_set_steps(struct names_steps *steps, float (*transitions)[NAME_TAGS]);
/* The best tags for `count` words, given each one's scores (all 0 for a word that may be no name). */
void names_decode(float (*scores)[NAME_TAGS], const bool *may, size_t count, const struct names_steps *steps,
                  uint8_t *tags, struct arena *arena);
/* Whether `to` may follow `from`. */
bool names_follows(enum name_tag from, enum name_tag to);

#endif
