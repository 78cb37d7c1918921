/* members: what --by compares: the values of some members of a record. */
#ifndef BROADSHEET_DEDUPE_MEMBERS_H
#define BROADSHEET_DEDUPE_MEMBERS_H

#include "record.h"

#define MEMBERS_MOST 64

struct members {
    struct slice paths[MEMBERS_MOST]; /* a.b: member b of the object a */
    size_t count;
};

/* Takes `PATH,...` apart; `list` must stay. False if it is empty, has an empty part or too many. */
bool members_parse(struct members *members, struct slice list);
/* Appends the values of `record`, so that records with equal values give equal bytes and others do not: strings
 * without their escapes, all else as written. False if the record lacks one or one is null. */
bool members_append(const struct members *members, const struct record *record, struct buffer *out);

#endif
