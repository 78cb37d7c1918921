/* survivors: the names of kept texts, for those that repeat them. */
#ifndef BROADSHEET_DEDUPE_SURVIVORS_H
#define BROADSHEET_DEDUPE_SURVIVORS_H

#include <stdint.h>

#include "record.h"

struct survivors {
    struct buffer names;
    uint64_t *ends; /* of each name in `names` */
    size_t count, capacity;
};

/* The name of a record: its `id` as the JSON value stands there, or, without one, its number in the input. Valid as
 * long as the record and `scratch`. */
struct slice survivor_name(const struct record *record, uint64_t number, struct buffer *scratch);
/* Adds the next name. */
void survivors_add(struct survivors *survivors, struct slice name);
/* The name added as number `index`, from 0. Valid until the next is added. */
struct slice survivors_at(const struct survivors *survivors, uint64_t index);
void survivors_free(struct survivors *survivors);

#endif
