/* events_clause: how the units of a clause stand to each other. Private to the parts of tag's events that find the
 * structure of a sentence: events_structure.c, events_nonfinite.c, events_arguments.c. */
#ifndef BROADSHEET_TAG_EVENTS_CLAUSE_H
#define BROADSHEET_TAG_EVENTS_CLAUSE_H

#include "events_scene.h"

#define CLAUSE_REACH 40  /* units looked at to either side of a verb; keeps the work linear */
#define CLAUSE_PHRASES 6 /* "a farmer from the north of Chad": phrases of an apposition */

static inline bool clause_finite(const struct scene *scene, int at)
{
    return scene_is(scene, at, UNIT_VERB) && (scene->units[at].flags & UNIT_FINITE);
}

static inline bool clause_skippable(const struct scene *scene, int at)
{
    return scene_is(scene, at, UNIT_ADVERB) || scene_is(scene, at, UNIT_DATE) || scene_is(scene, at, UNIT_ADJECTIVE);
}

static inline int clause_skip_left(const struct scene *scene, int at)
{
    while (at >= 0 && clause_skippable(scene, at))
        at--;
    return at;
}

static inline int clause_skip_right(const struct scene *scene, int at)
{
    while (clause_skippable(scene, at))
        at++;
    return at;
}

static inline bool clause_is_phrase(const struct scene *scene, int at)
{
    return scene_is(scene, at, UNIT_PREPOSITION) && scene_is(scene, at + 1, UNIT_NOUN);
}

static inline bool clause_has_person(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (scene->sentence->entities[e].type == ENTITY_PERSON)
            return true;
    return false;
}

/* events_structure.c */
/* The nearest verb to the left of `at` that could share its subject with it; NOBODY if there is none. */
int clause_verb_before(const struct scene *scene, int at, bool only_finite);
/* The unit before which an insertion that ends with the comma at `comma` begins: its own first comma; else NOBODY. */
int clause_insertion_start(const struct scene *scene, int comma);
/* The subject of a finite verb: to its left, past insertions; NOBODY if it has none. */
int clause_subject(const struct scene *scene, int verb);

/* events_nonfinite.c */
/* The subject of an infinitive, whose matrix it sets; NOBODY if nothing says whose it is. */
int clause_subject_of_infinitive(struct scene *scene, int at);
/* The subject of a bare participle or gerund, whose flags and matrix it sets; a past tense that was taken for a
 * participle becomes finite. NOBODY if nothing says whose it is. */
int clause_subject_of_participle(struct scene *scene, int at);
/* All senses of the verb are done to somebody: arrest, not resign. */
bool clause_transitive(const struct scene *scene, int at);

/* events_arguments.c */
/* "over", "out": right behind a verb rather a part of it than a preposition. */
bool clause_is_adverb_too(const struct scene *scene, int at);

#endif
