/* relay: things are put in one after the other, worked on by several threads, and come out in the same order.
 *
 * Always holds: things stand in batches, which are filled, worked on and handed out in turn; one thread fills and hands
 * out. A single thread fills a batch, does the work and hands it out before it goes on. Where handing out takes longer
 * than the work the threads get ahead, so that all are busy where it takes less: for that many batches are under way.
 */
#ifndef BROADSHEET_RELAY_H
#define BROADSHEET_RELAY_H

#include <stdbool.h>
#include <stdint.h>

#include "crew.h"

struct relay_plan {
    size_t jobs;         /* threads, the caller's among them */
    size_t thing_size;   /* bytes; a zeroed one is ready to be filled, one that was handed out is filled again */
    size_t most;         /* things of a batch ... */
    uint64_t most_bytes; /* ... and what they come to together, when a batch is worked on */
    bool at_once;        /* each comes out before the next is put in */
    void (*work)(void *thing, size_t worker);                     /* worker: 0 to jobs - 1 */
    void (*hand_out)(void *argument, void *things, size_t count); /* an array; by the filling thread, in order */
    void *argument;
};

struct relay_batch {
    char *things; /* plan.most of them, and one that is being filled */
    size_t count; /* of full ones */
    uint64_t bytes;
};

struct relay {
    struct relay_plan plan;
    struct crew *crew;
    struct relay_batch batches[CREW_PIECES + 1]; /* a ring: one is filled while those before it are worked on */
    size_t filling, under_way;
    bool slight; /* may be set at any time: the work is less than sharing it out, so that one thread does it all */
};

/* False if a thread cannot be had. The relay must not move. */
bool relay_open(struct relay *relay, const struct relay_plan *plan);

/* The thing that is being filled. It may move when others come out: ask again after relay_put and relay_settle. */
static inline void *relay_thing(const struct relay *relay)
{
    const struct relay_batch *batch = &relay->batches[relay->filling];
    return batch->things + batch->count * relay->plan.thing_size;
}

/* Has the things of the batch worked on: for relay_put. */
void relay_begin_batch(struct relay *relay);

/* It is full; it counts as so many bytes. */
static inline void relay_put(struct relay *relay, uint64_t bytes)
{
    struct relay_batch *batch = &relay->batches[relay->filling];
    batch->count++;
    batch->bytes += bytes;
    if (relay->plan.at_once || batch->count == relay->plan.most || batch->bytes >= relay->plan.most_bytes)
        relay_begin_batch(relay);
}

/* Hands out all that were put in; the one that is being filled stays as it is. To be called where input is waited for
 * (cli's before_wait), and at the end. */
void relay_settle(struct relay *relay);
/* Ends the threads; `release` is called for each thing, also those never filled. */
void relay_close(struct relay *relay, void (*release)(void *thing));

#endif
