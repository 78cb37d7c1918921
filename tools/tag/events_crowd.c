/* Many who have no name: companies, groups of people, delegations. */
#include "events_who.h"

#include "speech.h"
#include "words.h"

bool crowd_is_firms(const struct scene *scene, int at)
{
    static const char *const words[] = {"company",    "firm",       "bank",    "university", "association",
                                        "foundation", "federation", "charity", "institute",  NULL};
    return scene->units[at].first < scene->units[at].head && named_one_of(scene, at, words);
}

bool crowd_is_groups(const struct scene *scene, int at)
{
    static const char *const words[] = {"group", "organisation", "organization", "party", "movement", "militia", NULL};
    return (scene->units[at].flags & UNIT_PLURAL) && named_one_of(scene, at, words);
}

int crowd_leader(const struct scene *scene, int at)
{
    static const char *const words[] = {"delegation", "team", "mission", "group", NULL};
    int verb = at + 1, name = at + 3;
    if (!named_one_of(scene, at, words) || named_somebody(scene, at) || !scene_is(scene, verb, UNIT_VERB) ||
        !scene_is(scene, at + 2, UNIT_PREPOSITION) || scene->units[at + 2].lexeme != scene->events->by ||
        !scene_is(scene, name, UNIT_NOUN) || !(named_person(scene, name) || named_nation(scene, name)))
        return NOBODY;
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[verb].head]);
    return slice_is(word, "led") || slice_is(word, "headed") ? name : NOBODY;
}

bool crowd_of_people(const struct scene *scene, int at)
{
    static const char *const groups[] = {"group", "gang", "crowd", "mob", NULL};
    static const char *const members[] = {"person", "man", "woman", "youth", NULL};
    return scene_is(scene, at, UNIT_NOUN) && named_one_of(scene, at, groups) && owner_phrase_follows(scene, at + 1) &&
           scene->units[at + 1].lexeme == scene->events->of && (scene->units[at + 2].flags & UNIT_PLURAL) &&
           named_one_of(scene, at + 2, members) && !named_somebody(scene, at) && !named_somebody(scene, at + 2);
}

bool crowd_is_counted(const struct scene *scene, int at)
{
    static const char *const words[] = {"ten", "dozen", "score", "hundred", "thousand", "million", NULL};
    if (!(scene->units[at].flags & UNIT_PLURAL) || scene->units[at].first < scene->units[at].head ||
        !named_one_of(scene, at, words))
        return false;
    bool of = owner_phrase_follows(scene, at + 1) && scene->units[at + 1].lexeme == scene->events->of &&
              named_one_of(scene, at + 2, words);
    return !owner_phrase_follows(scene, of ? at + 3 : at + 1);
}

void crowd_add(const struct scene *scene, int at, struct parties *parties)
{
    const struct token *tokens = scene->sentence->tokens;
    uint32_t first = scene->units[at].first;
    if (!owner_phrase_follows(scene, at + 1)) {
        party_add_as_written(scene, at, AS_WRITTEN, parties);
        return;
    }
    if (first < scene->units[at].head && tokens[first].pos == SPEECH_DETERMINER)
        first++;
    party_add(parties, (struct party){.name = slice_part(scene->sentence->text, tokens[first].start,
                                                         tokens[scene->units[at + 2].head].end),
                                      .entity = -1,
                                      .unit = at,
                                      .type = ENTITY_NONE,
                                      .confidence = AS_WRITTEN,
                                      .common = true});
}

bool crowd_is_private(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    if (!(unit->flags & UNIT_PLURAL) || !crowd_is_firms(scene, at) || !named_nation(scene, at) || named_body(scene, at))
        return false;
    for (uint32_t i = unit->first; i < unit->head; i++) {
        struct slice word = word_text(scene->sentence, &scene->sentence->tokens[i]);
        if (slice_is(word, "state") || slice_is(word, "owned") || slice_is(word, "public") ||
            slice_starts(word, SLICE("state-")))
            return false;
    }
    return true;
}
