/* crew: threads that share out the parts of pieces of work.
 *
 * Always holds: pieces are begun, taken up and finished in the same order; several may be under way, so that no thread
 * waits for the last part of one. Parts are done once, by any thread, and must not depend on each other. With no
 * threads besides the caller's, crew_finish does it all.
 */
#ifndef BROADSHEET_CREW_H
#define BROADSHEET_CREW_H

#include <stdbool.h>
#include <stddef.h>

#define CREW_PIECES 8 /* under way at once, at most */

struct crew;

/* Does part `part` of the piece that `piece` points to; `worker` is from 0 (the caller of crew_finish) to threads - 1.
 */
typedef void crew_work(void *argument, void *piece, size_t part, size_t worker);

/* A crew of `threads` threads, the caller's among them, that do `work` with that argument. NULL if a thread cannot be
 * had. */
struct crew *crew_open(size_t threads, crew_work *work, void *argument);
/* A piece of `parts` parts, behind those under way, of which there must be fewer than CREW_PIECES; `call` wakes the
 * others for it. */
void crew_begin(struct crew *crew, void *piece, size_t parts, bool call);
/* Helps until the oldest piece under way is done, and returns it; NULL if none is under way. */
void *crew_finish(struct crew *crew);
void crew_close(struct crew *crew);

#endif
