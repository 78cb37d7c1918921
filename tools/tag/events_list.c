/* Who the items of a list mean, one by one. */
#include "events_who.h"

#include "speech.h"
#include "words.h"

/* Past the phrases that belong to the noun group at `at`: "of the party", "from Laos". */
static int past_phrases(const struct scene *scene, int at, int stop)
{
    int next = at + 1;
    bool owner = (scene_lexeme(scene, at)->roles & ROLE_AGENT) && owner_phrase_follows(scene, next);
    bool there = named_org(scene, at) && scene_is(scene, next, UNIT_PREPOSITION) &&
                 scene->units[next].lexeme == scene->events->in; /* "the Nation in Yukon and Alberta" */
    if ((owner || there) && owner_list_end(scene, at + 2) <= stop)
        next = owner_list_end(scene, at + 2);
    while (next + 1 < stop && scene_is(scene, next, UNIT_PREPOSITION) && scene_is(scene, next + 1, UNIT_NOUN))
        next += 2;
    return next;
}

static bool is_including(const struct scene *scene, int at)
{
    return scene_is(scene, at, UNIT_VERB) && scene->units[at].lexeme == scene->events->include &&
           scene->events->include != 0;
}

static bool conjunction_ahead(const struct scene *scene, int at, int stop)
{
    for (int i = at; i < stop; i++) {
        if (scene_is(scene, i, UNIT_AND))
            return true;
        if (scene_is(scene, i, UNIT_VERB) || scene_is(scene, i, UNIT_WHO))
            return false;
    }
    return false;
}

/* "former finance minister", "activist": one, without an article. */
static bool is_bare_title(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    unsigned pos = scene->sentence->tokens[unit->first].pos;
    return (scene_lexeme(scene, at)->roles & (ROLE_TITLE | ROLE_APART)) && !(unit->flags & UNIT_PLURAL) &&
           pos != SPEECH_DETERMINER && pos != SPEECH_POSSESSIVE && pos != SPEECH_NUMBER &&
           unit->owner_end == unit->first && !named_person(scene, at);
}

/* True if the item at `at`, behind a comma, only says who the one at `before` is. */
static bool is_apposition(const struct scene *scene, int before, int at, int stop)
{
    if (named_person(scene, before) || party_holder_in_phrase(scene, before) != NOBODY)
        return !(named_person(scene, at) || party_holder_in_phrase(scene, at) != NOBODY) ||
               !conjunction_ahead(scene, at, stop);
    unsigned roles = scene_lexeme(scene, before)->roles;
    bool officers = (roles & ROLE_OPPOSITE) || ((roles & ROLE_TITLE) && (scene->units[before].flags & UNIT_PLURAL));
    /* "former senator and activist, Milo Dukic, and Webb" */
    bool bare = is_bare_title(scene, before) && named_person_first(scene, at);
    bool counted = (scene->units[before].flags & UNIT_PLURAL) &&
                   scene->sentence->tokens[scene->units[before].first].pos == SPEECH_NUMBER;
    if (named_person(scene, at) && (officers || bare || counted))
        return true; /* "his colleague, Milo Dukic, and Webb", "their leaders, Lund and Webb", "two boys, Dukic and
                        Webb" */
    return !conjunction_ahead(scene, at, stop);
}

/* "the finance minister, Milo Dukic, and": an office behind which a comma and its holder stand, with whom a list goes
 * on. */
static bool heads_named_item(const struct scene *scene, int at, int stop)
{
    int name = at + 2;
    return name < stop && !named_person(scene, at) && (scene_lexeme(scene, at)->roles & ROLE_TITLE) &&
           named_article(scene, at) && scene_is(scene, at + 1, UNIT_COMMA) && scene_is(scene, name, UNIT_NOUN) &&
           named_person(scene, name) && conjunction_ahead(scene, name, stop);
}

/* "Deputy Prime Minister and Finance Minister Anna Lund": two offices of one person. */
static bool has_two_offices(const struct scene *scene, int at)
{
    if (!scene_is(scene, at + 1, UNIT_AND) || !scene_is(scene, at + 2, UNIT_NOUN))
        return false;
    const struct unit *unit = &scene->units[at], *next = &scene->units[at + 2];
    const struct token *tokens = scene->sentence->tokens;
    bool bare = tokens[unit->first].pos != SPEECH_DETERMINER && tokens[next->first].pos != SPEECH_DETERMINER;
    int title = named_covering(scene, unit, unit->head);
    bool titled = title != NOBODY ? scene_entities(scene)[title].type == ENTITY_TITLE
                                  : (scene_lexeme(scene, at)->roles & ROLE_TITLE) != 0;
    return bare && titled && !(unit->flags & UNIT_PLURAL) && named_last_person(scene, unit) == NOBODY &&
           named_last_person(scene, next) != NOBODY && tokens[next->first].shape == SHAPE_CAPITAL &&
           named_covering(scene, next, next->first) != named_last_person(scene, next);
}

/* "Milo Dukic and president of the assembly": a bare office behind a name is his, too. */
static bool is_second_office(const struct scene *scene, int name, int at)
{
    const struct unit *unit = &scene->units[at];
    unsigned pos = scene->sentence->tokens[unit->first].pos;
    return named_person(scene, name) && !named_person(scene, at) && unit->first == unit->head &&
           pos != SPEECH_DETERMINER && !(unit->flags & UNIT_PLURAL) && (scene_lexeme(scene, at)->roles & ROLE_TITLE) &&
           party_takes_office_phrase(scene, at + 1);
}

/* "Lund and her supporters": it is told of Lund. */
static bool is_his_own(const struct scene *scene, int at, const struct party *added, size_t count)
{
    unsigned pos = scene->sentence->tokens[scene->units[at].first].pos;
    return count == 1 && added->common && pos == SPEECH_POSSESSIVE;
}

void party_list(const struct scene *scene, int at, int stop, enum party_role role, struct parties *parties)
{
    if (at == NOBODY || !scene_is(scene, at, UNIT_NOUN))
        return;
    if (scene->units[at].flags & UNIT_NEGATIVE)
        return;
    size_t before = parties->count;
    if (has_two_offices(scene, at))
        at += 2;
    party_one(scene, at, role, parties);
    size_t last_item = before, earlier = before;
    for (int item = at, items = 0; items < PARTIES_MOST; items++) {
        int next = past_phrases(scene, item, stop);
        bool comma = false, conjunction = false, including = false;
        if (scene_is(scene, next, UNIT_COMMA) && next < stop) {
            comma = true;
            next++;
        }
        if (scene_is(scene, next, UNIT_AND) && next < stop) {
            conjunction = true;
            next++;
        } else if (is_including(scene, next) && next < stop) {
            including = true;
            next++;
        }
        if (!(comma || conjunction || including) || next >= stop || !scene_is(scene, next, UNIT_NOUN))
            return;
        bool named = named_person(scene, next) || named_org(scene, next) || named_place(scene, next);
        if (including && !named && parties->count > before)
            return; /* "civilians, including children" */
        if (including) {
            parties->count = before;
            last_item = before;
            party_one(scene, next, role, parties);
        } else if (comma && !conjunction && parties->count == last_item && named_org(scene, next) &&
                   (scene_lexeme(scene, item)->roles & ROLE_AGENT)) { /* "the watchdog group, Reporters W. B.," */
            party_one(scene, next, role, parties);
        } else if (comma && !conjunction && named_person(scene, item) && heads_named_item(scene, next, stop)) {
            /* "Lund, the finance minister, Milo Dukic, and Webb": goes on with Dukic */
        } else if (comma && !conjunction && is_apposition(scene, item, next, stop)) {
            if (named_person(scene, item) || !named_person(scene, next)) {
                if (!scene_is(scene, past_phrases(scene, next, stop), UNIT_COMMA))
                    return;
                int behind = past_phrases(scene, next, stop) + 1; /* "Lund, a banker, Dukic, a farmer, and Webb" */
                bool listed = scene_is(scene, behind, UNIT_NOUN) && named_person(scene, behind) &&
                              conjunction_ahead(scene, behind, stop);
                if (!scene_is(scene, behind, UNIT_AND) && !listed)
                    return;
            } else { /* "the head of the agency, Sergei N.", "another brother and former minister, Milo Dukic" */
                bool two = is_bare_title(scene, item) && scene_is(scene, item - 1, UNIT_AND);
                parties->count = two && last_item > earlier && parties->at[earlier].common ? earlier : last_item;
                party_one(scene, next, role, parties);
            }
        } else if (comma && !conjunction && named_person(scene, item) && !named_person(scene, next) &&
                   !named_place(scene, next) && party_holder_in_phrase(scene, next) == NOBODY) {
            /* "Kim, head of the department, and Park": goes on behind the title */
        } else if (!conjunction || !is_second_office(scene, item, next)) {
            earlier = last_item;
            last_item = parties->count;
            party_one(scene, next, role, parties);
            if (named_person(scene, item) &&
                is_his_own(scene, next, &parties->at[last_item], parties->count - last_item))
                parties->count = last_item;
        }
        item = next;
    }
}
