/* source: an object whose members become cells: the record, or the element that a row is made of.
 *
 * Always holds: `wanted` numbers the names that columns read (or leave out on purpose). Objects that follow each
 * other mostly have the same keys in the same order; such a layout is looked up by name once and recognised by
 * comparing its keys. Values are slices of the line. Of equal keys the last counts.
 */
#ifndef TOCSV_SOURCE_H
#define TOCSV_SOURCE_H

#include "names.h"
#include "record.h"

/* How many layouts are remembered; more only cost time. */
#define SOURCE_LAYOUTS 8
/* Objects with more members than this share one of them, so that memory does not become eight times theirs. */
#define SOURCE_LARGE 1024

struct known_key;

struct layout {
    struct known_key *keys; /* of the members, in order */
    size_t count, key_capacity;
    uint32_t *places; /* by number in wanted: member + 1, 0 for none */
    size_t place_capacity;
    uint32_t *extra; /* members that are not wanted */
    size_t extra_count, extra_capacity;
    struct arena arena; /* the bytes of long keys */
};

struct source {
    struct names wanted;
    struct slice value;           /* the object, or what stands in its place */
    const struct member *members; /* none if it is no object */
    size_t count;
    struct layout *layout; /* of the present members; its places and extra are valid */
    unsigned shape;        /* as in a nested_object with that layout; 0 for none */

    /* private */
    struct member *own; /* members of an element; the record has its own */
    size_t own_capacity;
    bool *met; /* by number in wanted: an object had it */
    size_t met_count, met_capacity;
    struct layout layouts[SOURCE_LAYOUTS];
    size_t layout_count, layout_next;
};

/* The record that columns are read from now; it must stay as it is meanwhile. */
void source_record(struct source *source, const struct record *record);
/* The value that columns are read from now; its members are listed if it is an object. */
void source_value(struct source *source, struct slice value);

/* The same for an array's element that value_step has found to be an object: *value is completed, and the outer walk
 * goes on behind it. */
void source_object(struct source *source, struct value_walk *outer, struct value_walk *inner, struct slice *value);

/* The same for the next element of an array in the record, if that is an object which the record lists (*next is as for
 * record_object): then the walk goes on behind it. False if it is not. */
bool source_listed(struct source *source, const struct record *record, struct value_walk *walk, size_t *next);

/* The value of wanted name number `number`; absent if there is none. */
static inline struct slice source_get(const struct source *source, size_t number)
{
    uint32_t place = source->layout->places[number];
    return place ? source->members[place - 1].value : (struct slice){NULL, 0};
}

/* Has an object had wanted name number `number`? */
bool source_met(const struct source *source, size_t number);

void source_free(struct source *source);

#endif
