/* A relay hands out what was put in, worked on once and in order, whatever the threads and the sizes; what is half full
 * when all else is handed out stays. */
#include <stdlib.h>

#include "check.h"
#include "relay.h"

struct thing {
    size_t filled; /* how often it was added to since it was last handed out */
    size_t number;
    size_t worked;
};

static size_t handed_out, released;

static void work(void *thing, size_t worker)
{
    struct thing *mine = thing;
    volatile unsigned spin = (unsigned)(mine->number * 7919 % 1000); /* some take longer */
    while (spin > 0)
        spin--;
    CHECK(worker < 4);
    mine->worked++;
}

static void hand_out(void *argument, void *things, size_t count)
{
    struct thing *all = things;
    CHECK(argument == &handed_out);
    for (size_t i = 0; i < count; i++) {
        CHECK(all[i].number == handed_out && all[i].worked == 1 && all[i].filled == 1 + handed_out % 3);
        handed_out++;
        all[i] = (struct thing){0};
    }
}

static void release(void *thing)
{
    CHECK(((struct thing *)thing)->worked == 0);
    released++;
}

enum sharing { SHARED, SHARED_AT_TIMES, SHARED_NEVER };

static void check_relay(size_t jobs, size_t most, bool at_once, enum sharing sharing)
{
    struct relay relay;
    struct relay_plan plan = {jobs, sizeof(struct thing), most, 100, at_once, work, hand_out, &handed_out};
    handed_out = released = 0;
    CHECK(relay_open(&relay, &plan));
    for (size_t i = 0; i < 2000; i++) {
        relay.slight = sharing == SHARED_NEVER || (sharing == SHARED_AT_TIMES && i / 200 % 2 == 1);
        for (size_t k = 0; k <= i % 3; k++) {
            struct thing *thing = relay_thing(&relay);
            thing->filled++;
            thing->number = i;
            if (k == 1 && i % 100 == 1) {
                relay_settle(&relay);
                CHECK(handed_out == i);
            }
        }
        relay_put(&relay, i % 30);
        CHECK(!at_once || handed_out == i + 1);
    }
    relay_settle(&relay);
    CHECK(handed_out == 2000);
    relay_close(&relay, release);
    CHECK(released >= most + 1);
}

int main(void)
{
    for (size_t jobs = 1; jobs <= 4; jobs++)
        for (size_t most = 1; most <= 64; most *= 4) {
            check_relay(jobs, most, false, SHARED);
            check_relay(jobs, most, true, SHARED);
            check_relay(jobs, most, false, SHARED_AT_TIMES);
            check_relay(jobs, most, false, SHARED_NEVER);
        }
    return check_done();
}
