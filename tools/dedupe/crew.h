/* crew: threads that share out the parts of one piece of work after another.
 *
 * Always holds: one piece is under way at a time; each part is done once, by any thread; parts must not depend on each
 * other. With no threads besides the caller's, crew_finish does it all.
 */
#ifndef BROADSHEET_DEDUPE_CREW_H
#define BROADSHEET_DEDUPE_CREW_H

#include <stdbool.h>
#include <stddef.h>

struct crew;

/* Does part `part` of the piece that `piece` points to; `worker` is from 0 (the caller of crew_finish) to threads - 1.
 */
typedef void crew_work(void *piece, size_t part, size_t worker);

/* A crew of `threads` threads, the caller's among them. NULL if a thread cannot be had. */
struct crew *crew_open(size_t threads, crew_work *work);
/* Lets the others begin with a piece of `parts` parts. The piece before must be finished. */
void crew_begin(struct crew *crew, void *piece, size_t parts);
/* Helps until the piece is done. */
void crew_finish(struct crew *crew);
void crew_close(struct crew *crew);

#endif
