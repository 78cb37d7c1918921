/* events: who did what to whom, where and when, from frames and shallow structure.
 *
 * Always holds: an event's actor and target are names that the text gives (an entity's canonical name, the country of
 * a nationality, or a noun group as written); start and end cover its trigger word; what is not in the text is absent.
 * Events of a sentence stand in order of their triggers. Linear in the length of the document; bounded work a
 * sentence's unit. Classes: PLOVER (Halterman et al. 2023), its sixteen, and OTHER.
 */
#ifndef BROADSHEET_TAG_EVENTS_H
#define BROADSHEET_TAG_EVENTS_H

#include "document.h"
#include "frames.h"
#include "speech.h"

/* Events below this confidence are left out unless all are wanted. */
#define EVENTS_CONFIDENCE 0.5f

struct events {
    struct frames frames;
    struct speech_model speech;
    bool all; /* keep events below EVENTS_CONFIDENCE */
    uint16_t president, of, by, in, at, from, to, with, between, for_, include, near, on, that, must; /* lexemes */
};

/* Reads the part-of-speech model and the frames; the slices must outlive the events. `events` begins zeroed. False
 * with *error set. More frame files may be read with frames_read(&events->frames, ...) before events_ready. */
bool events_open(struct events *events, struct slice speech, struct slice frames, struct frame_error *error);
/* To be called once all frame files are read. */
void events_ready(struct events *events);
void events_close(struct events *events);

/* Told of each event and of each veto: one JSON object, valid during the call. */
struct events_explain {
    void (*line)(void *context, struct slice json);
    void *context;
};

/* Sets `events` of every sentence (tokens and entities must be there; `pos` is set on the way). What it allocates is
 * in the document's arena. `explain` may be NULL. `same_as` names an event ID.N, N counted from 1 in its sentence;
 * it is given only where the sentence of the first telling has an id. */
void events_find(const struct events *events, struct document *document, const struct events_explain *explain);

#endif
