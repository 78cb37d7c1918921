/* Whether a frame fits: its guards against what stands around a trigger. */
#include "events_tell.h"

#include "words.h"

static bool lexeme_in(const struct frames *frames, const struct guard *guard, uint16_t lexeme)
{
    if (guard->count == 0)
        return true;
    for (uint32_t i = 0; i < guard->count; i++)
        if (frames->words[guard->first + i] == lexeme && lexeme != 0)
            return true;
    return false;
}

bool fit_named_event(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (scene->sentence->entities[e].type == ENTITY_EVENT && scene->sentence->entities[e].last_token > unit->head)
            return true;
    return false;
}

uint32_t fit_head_token(const struct scene *scene, const struct unit *unit)
{
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++) {
        const struct entity *entity = &scene->sentence->entities[e];
        if (entity->type != ENTITY_EVENT || entity->last_token <= unit->head)
            continue;
        for (uint32_t i = entity->first_token + 1; i < entity->last_token; i++) {
            struct slice word = word_text(scene->sentence, &scene->sentence->tokens[i]);
            if (slice_is(word, "in") || slice_is(word, "on") || slice_is(word, "of") || slice_is(word, "for"))
                return i - 1;
        }
    }
    return unit->head;
}

uint16_t fit_head_lexeme(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    if (unit->lexeme)
        return unit->lexeme;
    const struct token *token = &scene->sentence->tokens[fit_head_token(scene, unit)];
    return frames_lexeme(&scene->events->frames, word_text(scene->sentence, token), token->hash, FORM_NOUN);
}

/* "him", "them": somebody, whoever it is. */
static bool is_personal(const struct scene *scene, int at)
{
    static const char *const words[] = {"him", "her", "them", "me", "us", "himself", "herself"};
    if (!(scene->units[at].flags & UNIT_PRONOUN))
        return false;
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].head]);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(word, words[i]))
            return true;
    return false;
}

static bool has_actor(const struct scene *scene, int at)
{
    struct parties parties = {.count = 0};
    party_list(scene, at, structure_list_end(scene, at), PARTY_ACTOR, &parties);
    return parties.count > 0 || (scene_lexeme(scene, at)->roles & ROLE_AGENT) || is_personal(scene, at);
}

const struct entity *fit_place_in(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_last; e-- > unit->entities_first;) {
        const struct entity *entity = &scene->sentence->entities[e];
        if (entity->type == ENTITY_FACILITY || entity->type == ENTITY_PLACE || entity->type == ENTITY_COUNTRY)
            return entity;
    }
    return NULL;
}

static bool modifier_is(const struct scene *scene, const struct guard *guard, int at)
{
    const struct frames *frames = &scene->events->frames;
    for (uint32_t i = scene->units[at].first; i < scene->units[at].head; i++) {
        const struct token *token = &scene->sentence->tokens[i];
        size_t count;
        const struct reading *reading = frames_readings(frames, word_text(scene->sentence, token), token->hash, &count);
        for (size_t r = 0; r < count; r++)
            if (lexeme_in(frames, guard, reading[r].lexeme))
                return true;
    }
    return false;
}

/* The heads of a list of noun groups: one of them fits. */
static bool object_is(const struct scene *scene, const struct guard *guard, int at)
{
    if (at == NOBODY)
        return false;
    int end = structure_list_end(scene, at);
    for (int i = at; i < end; i++)
        if (scene_is(scene, i, UNIT_NOUN) && lexeme_in(&scene->events->frames, guard, fit_head_lexeme(scene, i)))
            return true;
    /* "a series of attacks", "a statement of support" */
    if (!scene_is(scene, at + 1, UNIT_PREPOSITION) || !scene_is(scene, at + 2, UNIT_NOUN) ||
        scene->units[at + 1].lexeme != scene->events->of || !(scene_lexeme(scene, at)->roles & ROLE_QUANTITY))
        return false;
    return lexeme_in(&scene->events->frames, guard, fit_head_lexeme(scene, at + 2));
}

static bool guard_holds(const struct scene *scene, const struct guard *guard, int trigger, int object,
                        const struct arguments *arguments)
{
    const struct frames *frames = &scene->events->frames;
    switch (guard->kind) {
    case GUARD_OBJECT: /* of a passive also what stands behind it: "was denied entry" */
        return object_is(scene, guard, object) || object_is(scene, guard, arguments->second) ||
               (object != arguments->object && object_is(scene, guard, arguments->object));
    case GUARD_NO_OBJECT:
        return object == NOBODY;
    case GUARD_INFINITIVE:
        return arguments->complement != NOBODY || arguments->clause != NOBODY;
    case GUARD_THAT:
        return arguments->clause != NOBODY && scene->units[arguments->clause].lexeme == scene->events->that;
    case GUARD_DO:
        return arguments->complement != NOBODY && lexeme_in(frames, guard, scene->units[arguments->complement].lexeme);
    case GUARD_COMPLEMENT:
        return arguments->complement != NOBODY;
    case GUARD_NEGATED:
        return scene->units[trigger].flags & UNIT_NEGATIVE;
    case GUARD_MODIFIER:
        return modifier_is(scene, guard, scene_is(scene, trigger, UNIT_NOUN) ? trigger : object);
    case GUARD_ACTOR:
        if (guard->preposition == SLOT_OBJECT)
            return object != NOBODY && has_actor(scene, object);
        for (size_t i = 0; i < arguments->count; i++)
            if (arguments->phrases[i].preposition + SLOT_PREPOSITION == guard->preposition &&
                arguments->phrases[i].noun != NOBODY &&
                (has_actor(scene, arguments->phrases[i].noun) || fit_place_in(scene, arguments->phrases[i].noun)))
                return true;
        return false;
    case GUARD_PARTICLE:
        for (size_t i = 0; i < arguments->count; i++)
            if (arguments->phrases[i].noun == NOBODY && lexeme_in(frames, guard, arguments->phrases[i].preposition))
                return true;
        return false;
    case GUARD_PREPOSITION:
        for (size_t i = 0; i < arguments->count; i++)
            if (arguments->phrases[i].preposition == guard->preposition && arguments->phrases[i].noun != NOBODY &&
                lexeme_in(frames, guard, fit_head_lexeme(scene, arguments->phrases[i].noun)))
                return true;
        return false;
    }
    return false;
}

bool fit_asks_object(const struct scene *scene, const struct frame *frame)
{
    for (uint32_t i = 0; i < frame->guard_count; i++) {
        const struct guard *guard = &scene->events->frames.guards[frame->guard_first + i];
        if (guard->kind == GUARD_OBJECT && !guard->negative)
            return true;
    }
    return false;
}

/* Whether somebody with a name says the clause, and, where its subject is the target, of somebody else with one. */
static bool has_speaker(const struct scene *scene, const struct frame *frame, int trigger)
{
    struct parties speaker = {.count = 0};
    role_speaker(scene, trigger, frame->targets[0] == SLOT_SUBJECT, &speaker);
    return speaker.count > 0;
}

bool fit_frame(const struct scene *scene, const struct frame *frame, int trigger, int object,
               const struct arguments *arguments)
{
    for (uint32_t i = 0; i < frame->guard_count; i++) {
        const struct guard *guard = &scene->events->frames.guards[frame->guard_first + i];
        bool bare = guard->kind == GUARD_MODIFIER && !scene_is(scene, trigger, UNIT_NOUN) && object == NOBODY;
        if (bare ? !guard->negative : guard_holds(scene, guard, trigger, object, arguments) == guard->negative)
            return false;
    }
    return frame->actors[0] != SLOT_SPEAKER || has_speaker(scene, frame, trigger);
}
