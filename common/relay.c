#include "relay.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

static size_t batches_of(const struct relay *relay)
{
    return relay->plan.jobs > 1 ? sizeof relay->batches / sizeof relay->batches[0] : 1;
}

static void work_on(void *argument, void *piece, size_t part, size_t worker)
{
    const struct relay *relay = argument;
    const struct relay_batch *batch = piece;
    relay->plan.work(batch->things + part * relay->plan.thing_size, worker);
}

bool relay_open(struct relay *relay, const struct relay_plan *plan)
{
    *relay = (struct relay){.plan = *plan};
    for (size_t i = 0; i < batches_of(relay); i++)
        relay->batches[i].things = memory_zeroed(plan->most + 1, plan->thing_size);
    relay->crew = crew_open(plan->jobs, work_on, relay);
    return relay->crew != NULL;
}

static void hand_out_oldest(struct relay *relay)
{
    struct relay_batch *batch = crew_finish(relay->crew);
    relay->under_way--;
    relay->plan.hand_out(relay->plan.argument, batch->things, batch->count);
    batch->count = 0;
    batch->bytes = 0;
}

static void exchange(char *a, char *b, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char byte = a[i];
        a[i] = b[i];
        b[i] = byte;
    }
}

/* With several threads the next batch is filled meanwhile. */
void relay_begin_batch(struct relay *relay)
{
    struct relay_batch *batch = &relay->batches[relay->filling];
    relay->filling = (relay->filling + 1) % batches_of(relay);
    bool alone = relay->plan.jobs == 1 || relay->plan.at_once || relay->slight;
    crew_begin(relay->crew, batch, batch->count, !relay->slight);
    relay->under_way++;
    if (alone || relay->under_way == CREW_PIECES)
        hand_out_oldest(relay);
}

void relay_settle(struct relay *relay)
{
    if (relay->batches[relay->filling].count > 0) {
        char *half_full = relay_thing(relay);
        relay_begin_batch(relay);
        if (half_full != relay_thing(relay))
            exchange(half_full, relay_thing(relay), relay->plan.thing_size);
    }
    while (relay->under_way > 0)
        hand_out_oldest(relay);
}

void relay_close(struct relay *relay, void (*release)(void *thing))
{
    crew_close(relay->crew);
    for (size_t i = 0; i < batches_of(relay); i++) {
        struct relay_batch *batch = &relay->batches[i];
        for (size_t k = 0; k <= relay->plan.most; k++)
            release(batch->things + k * relay->plan.thing_size);
        free(batch->things);
    }
}
