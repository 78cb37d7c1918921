#include "crew.h"

#include <pthread.h>
#include <stdlib.h>

#include "memory.h"

#define TAKEN_AT_ONCE 4 /* parts, so that the lock is no bottleneck */

struct member {
    struct crew *crew;
    pthread_t thread;
    size_t number;
};

struct piece {
    void *work_on;
    size_t parts, next, open; /* next to be taken; not yet done */
};

struct crew {
    pthread_mutex_t lock;
    pthread_cond_t begun, done;
    crew_work *work;
    void *argument;                   /* of work */
    struct piece pieces[CREW_PIECES]; /* a ring */
    size_t oldest, count;
    size_t members; /* besides the caller */
    bool closing;
    struct member member[];
};

static struct piece *piece_at(struct crew *crew, size_t index)
{
    return &crew->pieces[(crew->oldest + index) % CREW_PIECES];
}

/* The oldest piece with parts to be taken, or NULL. */
static struct piece *open_piece(struct crew *crew)
{
    for (size_t i = 0; i < crew->count; i++)
        if (piece_at(crew, i)->next < piece_at(crew, i)->parts)
            return piece_at(crew, i);
    return NULL;
}

/* Takes some parts and does them; false if none is left. Called and left with the lock held. */
static bool take_some(struct crew *crew, size_t worker)
{
    struct piece *piece = open_piece(crew);
    if (!piece)
        return false;
    size_t first = piece->next, left = piece->parts - first;
    size_t count = left < TAKEN_AT_ONCE ? left : TAKEN_AT_ONCE;
    piece->next += count;
    pthread_mutex_unlock(&crew->lock);
    for (size_t i = first; i < first + count; i++)
        crew->work(crew->argument, piece->work_on, i, worker);
    pthread_mutex_lock(&crew->lock);
    piece->open -= count;
    if (piece->open == 0)
        pthread_cond_signal(&crew->done);
    return true;
}

static void *serve(void *argument)
{
    struct member *member = argument;
    struct crew *crew = member->crew;
    pthread_mutex_lock(&crew->lock);
    while (!crew->closing)
        if (!take_some(crew, member->number))
            pthread_cond_wait(&crew->begun, &crew->lock);
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

struct crew *crew_open(size_t threads, crew_work *work, void *argument)
{
    struct crew *crew = memory_zeroed(1, sizeof *crew + threads * sizeof crew->member[0]);
    crew->work = work;
    crew->argument = argument;
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->begun, NULL);
    pthread_cond_init(&crew->done, NULL);
    for (size_t i = 1; i < threads; i++) {
        struct member *member = &crew->member[crew->members];
        *member = (struct member){.crew = crew, .number = i};
        if (pthread_create(&member->thread, NULL, serve, member) != 0) {
            crew_close(crew);
            return NULL;
        }
        crew->members++;
    }
    return crew;
}

void crew_begin(struct crew *crew, void *piece, size_t parts, bool call)
{
    pthread_mutex_lock(&crew->lock);
    *piece_at(crew, crew->count++) = (struct piece){piece, parts, 0, parts};
    if (call && crew->members > 0)
        pthread_cond_broadcast(&crew->begun);
    pthread_mutex_unlock(&crew->lock);
}

void *crew_finish(struct crew *crew)
{
    void *done = NULL;
    pthread_mutex_lock(&crew->lock);
    if (crew->count > 0) {
        while (piece_at(crew, 0)->open > 0)
            if (!take_some(crew, 0))
                pthread_cond_wait(&crew->done, &crew->lock);
        done = piece_at(crew, 0)->work_on;
        crew->oldest = (crew->oldest + 1) % CREW_PIECES;
        crew->count--;
    }
    pthread_mutex_unlock(&crew->lock);
    return done;
}

void crew_close(struct crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    crew->closing = true;
    pthread_cond_broadcast(&crew->begun);
    pthread_mutex_unlock(&crew->lock);
    for (size_t i = 0; i < crew->members; i++)
        pthread_join(crew->member[i].thread, NULL);
    pthread_mutex_destroy(&crew->lock);
    pthread_cond_destroy(&crew->begun);
    pthread_cond_destroy(&crew->done);
    free(crew);
}
