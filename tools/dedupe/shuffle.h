/* shuffle: dedupe taken apart for an engine that groups by key: map, pairs, resolve.
 *
 * Always holds: the lines of --map and --pairs are text, fields separated by tabs, and numbers are places in the whole
 * input, from 1. Given the same frozen table of common shingles, map, then pairs on each group, then resolve decide
 * as a run in one process does.
 */
#ifndef BROADSHEET_DEDUPE_SHUFFLE_H
#define BROADSHEET_DEDUPE_SHUFFLE_H

#include "decide.h"

/* Appends the lines of one text: KEY, NUMBER, RAW and SKETCH, one line for its digest (KEY begins with `=`) and one for
 * each of its keys. Leaves the common shingles out of the sketch. Returns how many lines. */
size_t shuffle_map(const struct near *near, struct prepared *prepared, uint64_t number, struct buffer *out);

/* The texts of one group. A zeroed group is empty. */
struct group {
    struct buffer key;
    struct buffer sketches; /* packed */
    struct group_text {
        uint64_t number;
        size_t sketch; /* where it stands in `sketches` */
        uint32_t raw;
        bool sketched;
    } * texts;
    size_t count, capacity;
};

/* Adds a line of --map if it belongs to the group, or to an empty one. GROUP_OTHER: it belongs to the next. */
enum group_status { GROUP_ADDED, GROUP_OTHER, GROUP_BAD };
enum group_status group_add(struct group *group, struct slice line);
/* Appends the pairs of the group that pass the test: LATER, EARLIER, SIMILARITY and WHY. Returns how many. The group is
 * empty afterwards. */
size_t group_pairs(struct group *group, const struct near *near, struct buffer *out);
void group_free(struct group *group);

/* Decides from pairs, given in the order of the later text, which texts stay. */
struct resolver {
    bool *kept; /* by number */
    size_t capacity;
    uint64_t later, earlier; /* of the pair that was read last; later 0: none */
    double similarity;
    const char *why;
    bool (*next)(void *argument, struct slice *line);
    void *argument;
    bool bad; /* a line was no pair, or out of order */
};

/* Decides about text `number`; numbers must rise. */
void resolver_decide(struct resolver *resolver, uint64_t number, struct decision *decision);
void resolver_free(struct resolver *resolver);

/* The frozen table: lines of a shingle and its count. Appends that of what was counted. */
size_t common_append(const struct frequency *frequency, struct buffer *out);
/* Loads a table and freezes it. False, with the number of the bad line, if one is no entry. */
bool common_load(struct frequency *frequency, struct slice table, uint64_t *line);

#endif
