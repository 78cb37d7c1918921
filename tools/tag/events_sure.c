/* How sure it is that what a telling says is an event of these two. */
#include "events_tell.h"
#include "events_who.h"

#include "words.h"

#define UNITS_BACK 64 /* units looked back over within a sentence */
#define MARKS_BACK 3  /* tokens between two units among which a full stop is looked for */
/* What a missing part, or a doubtful one, costs. */
#define WITHOUT_TARGET 0.85f
#define PROTEST_IN_GENERAL 0.92f
#define SOME_PLACE 0.74f /* "visited the camp" */
#define WITHOUT_WANTED_TARGET 0.62f
#define SUPPORT_OF_A_THING 0.7f /* "praised the report" */
#define CROWD 0.88f
#define UNNAMED_MEETS 0.75f /* "tourists flew to Lima" */
#define HARDLY_THE_COUNTRY 0.55f
#define SOME_OF_A_PEOPLE 0.7f
#define NOT_POLITICAL 0.6f /* in a document about something else, between people who have to do with it */
#define AT_LAW 0.8f        /* the same for charges, arrests and pleas */
#define SUPPOSED 0.82f     /* "may visit", "if he resigns": what people suppose is seldom an event */
#define DEMANDED 0.85f     /* "should resign" */

/* Doubts of every event. Counted on 280 events of world news that were found before these were thought of, each judged
 * by reading it, and on those of three marked sets, all of confidence 0.5 or more: 61% of all were right. */
#define NOT_OF_POLITICS 0.9f  /* the actor has nothing to do with it: 53%, else 69% */
#define BEHIND_TWO 0.95f      /* behind two finite verbs of its sentence: 55%, behind none 71% */
#define BEHIND_THREE 0.7f     /* behind three or more: 22% */
#define TWO_CLAUSES_DOWN 0.8f /* in a clause within a clause: 26% */
#define NOT_FINITE 0.87f      /* "opening talks", "to condemn": 43% */
#define OF_NOBODY 0.9f        /* without a target, even by the document: 51%, with one that has a name 73% */

/* "some of the Cubans", "Cubans who asked": a part of the people. */
static bool is_part(const struct scene *scene, int at)
{
    bool of = scene_is(scene, at - 1, UNIT_PREPOSITION) && scene->units[at - 1].lexeme == scene->events->of;
    return of || scene_is(scene, at + 1, UNIT_WHO) ||
           (scene_is(scene, at + 1, UNIT_COMMA) && scene_is(scene, at + 2, UNIT_WHO));
}

/* How sure it is that a country has done what its people or its government is said to have done: of "Cubans who asked
 * for change" and of "the government lost the election" it is not. */
static float of_country(const struct scene *scene, const struct telling *telling, const struct party *actor)
{
    if (slice_is(telling->frame->action, "win election") || slice_is(telling->frame->action, "lose election"))
        return HARDLY_THE_COUNTRY;
    if (!named_people(scene, actor) || (telling->frame->flags & FRAME_RECIPROCAL))
        return 1;
    struct slice first = word_text(scene->sentence, &scene->sentence->tokens[scene->units[actor->unit].first]);
    bool all = slice_is(first, "the") || slice_is(first, "The");
    return is_part(scene, actor->unit) ? HARDLY_THE_COUNTRY : all ? 1 : SOME_OF_A_PEOPLE;
}

static float of_modality(enum modality modality)
{
    return modality == MODALITY_HYPOTHETICAL ? SUPPOSED : modality == MODALITY_DEMANDED ? DEMANDED : 1;
}

/* How sure it is that one who has no name does this. Who protests has seldom one, and gunmen and strikers do not need
 * it; of travellers and partners it tells little. Counted on 62 events of six sets: of those that protest, ask, accuse
 * or use force 32 of 45 were right, of the others none of 17. */
static float of_unnamed(const struct frame *frame, const struct party *actor)
{
    static const char *const crowds[] = {"PROTEST", "COERCE", "ASSAULT", "ACCUSE", "REQUEST"};
    for (size_t i = 0; i < sizeof crowds / sizeof crowds[0]; i++)
        if (slice_is(frame->code, crowds[i]))
            return actor->confidence < CROWD ? CROWD : actor->confidence;
    bool partner = slice_is(frame->code, "CONSULT") || slice_is(frame->code, "COOPERATE");
    return partner ? actor->confidence * UNNAMED_MEETS : actor->confidence;
}

/* A full stop stands before the unit: the record has several sentences. */
static bool stops_before(const struct scene *scene, int at)
{
    uint32_t from = scene->units[at - 1].last, to = scene->units[at].first;
    for (uint32_t i = to; i > from && to - i < MARKS_BACK; i--) {
        struct slice mark = word_text(scene->sentence, &scene->sentence->tokens[i - 1]);
        if (slice_is(mark, ".") || slice_is(mark, "?") || slice_is(mark, "!"))
            return true;
    }
    return false;
}

/* What a sentence is about stands early in it and in a finite verb. */
static float of_place_in_sentence(const struct scene *scene, const struct telling *telling)
{
    int verbs = 0, clauses = 0, said = telling->support == NOBODY ? telling->trigger : telling->support;
    for (int i = telling->trigger - 1;
         i >= 0 && i > telling->trigger - UNITS_BACK && !stops_before(scene, i + 1) && !scene_is(scene, i, UNIT_BREAK);
         i--) {
        verbs += scene_is(scene, i, UNIT_VERB) && (scene->units[i].flags & UNIT_FINITE);
        clauses += scene_is(scene, i, UNIT_CLAUSE) || scene_is(scene, i, UNIT_WHO);
    }
    float sure = verbs > 2 ? BEHIND_TWO * BEHIND_THREE : verbs == 2 ? BEHIND_TWO : 1;
    if (clauses > 1)
        sure *= TWO_CLAUSES_DOWN;
    bool verb = scene_is(scene, said, UNIT_VERB);
    return verb && !(scene->units[said].flags & UNIT_FINITE) ? sure * NOT_FINITE : sure;
}

float sure_of_event(const struct scene *scene, const struct telling *telling, enum modality modality,
                    const struct party *actor, const struct party *target)
{
    const struct frame *frame = telling->frame;
    float confidence = telling->confidence;
    if (actor->type == ENTITY_COUNTRY)
        confidence *= of_country(scene, telling, actor);
    confidence *= actor->common ? of_unnamed(frame, actor) : actor->confidence;
    if (target)
        confidence *= 0.5f + 0.5f * target->confidence;
    if (!relevance_of_party(scene, actor))
        confidence *= NOT_OF_POLITICS;
    if ((scene->memory->sport || !scene->memory->political) && !relevance_of_party(scene, actor) &&
        !(target && relevance_of_party(scene, target)))
        confidence *= role_of_captor(frame->code) ? AT_LAW : NOT_POLITICAL;
    return confidence * of_modality(modality) * of_place_in_sentence(scene, telling);
}

float sure_without_target(const struct telling *telling)
{
    const struct frame *frame = telling->frame;
    if (telling->mood.refused)
        return WITHOUT_TARGET;
    if (slice_is(frame->code, "SUPPORT"))
        return SUPPORT_OF_A_THING;
    if (slice_is(frame->code, "PROTEST"))
        return PROTEST_IN_GENERAL;
    if ((frame->flags & FRAME_PLACE) && !(frame->flags & FRAME_NOUN))
        return SOME_PLACE;
    bool wanted =
        slice_is(frame->code, "CONSULT") || slice_is(frame->code, "COOPERATE") || slice_is(frame->code, "AGREE");
    return wanted ? WITHOUT_WANTED_TARGET : WITHOUT_TARGET;
}

float sure_of_nobody(const struct frame *frame)
{
    bool answer =
        slice_is(frame->code, "REJECT") || slice_is(frame->code, "CONCEDE"); /* denials, pleas: seldom named */
    return answer || frame->targets[0] == SLOT_NONE ? 1 : OF_NOBODY;
}
