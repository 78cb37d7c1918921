/* What becomes of a telling: its events with place, date, modality and confidence. */
#include "events_tell.h"
#include "events_who.h"

#include "words.h"

#define DRAFTS_MOST 4096 /* of one sentence */
#define TELLINGS_PER_TRIGGER 24
/* What a missing part, or a doubtful one, costs. */
#define WITHOUT_TARGET 0.85f
#define PROTEST_IN_GENERAL 0.92f
#define SOME_PLACE 0.74f /* "visited the camp" */
#define WITHOUT_WANTED_TARGET 0.62f
#define SUPPORT_OF_A_THING 0.7f /* "praised the report" */
#define OF_NOBODY 0.6f          /* "she said that rules must be kept" */
#define CROWD 0.88f
#define UNNAMED_MEETS 0.75f /* "tourists flew to Lima" */
#define HARDLY_THE_COUNTRY 0.55f
#define SOME_OF_A_PEOPLE 0.7f
#define NOT_POLITICAL 0.6f /* in a document about something else, between people who have to do with it */
#define AT_LAW 0.8f        /* the same for charges, arrests and pleas */
#define SUPPOSED 0.82f     /* "may visit", "if he resigns": what people suppose is seldom an event */
#define DEMANDED 0.85f     /* "should resign" */
#define NEITHER_NAMED 0.7f /* "then they were arrested": who, and by whom? */
#define DEED_LEAST 0.5f    /* confidence of what "the attacks" may speak of again */

static struct slice unit_text(const struct scene *scene, int at)
{
    const struct token *tokens = scene->sentence->tokens;
    const struct unit *unit = &scene->units[at];
    return slice_part(scene->sentence->text, tokens[unit->first].start, tokens[unit->last - 1].end);
}

static void explain_parties(struct buffer *out, const char *name, const struct parties *parties,
                            const struct scene *scene)
{
    buffer_json_key(out, name);
    buffer_byte(out, '[');
    for (size_t i = 0; i < parties->count; i++) {
        if (i > 0)
            buffer_byte(out, ',');
        buffer_byte(out, '{');
        buffer_json_key(out, "name");
        buffer_json(out, parties->at[i].name);
        if (parties->at[i].unit >= 0 && parties->at[i].unit < scene->count) {
            buffer_json_key(out, "words");
            buffer_json(out, unit_text(scene, parties->at[i].unit));
        }
        buffer_byte(out, '}');
    }
    buffer_byte(out, ']');
}

/* One line of --explain: the trigger, its frame, and either the roles and the modality's reason or the veto. */
static void explain(const struct scene *scene, const struct frame *frame, int trigger, const struct parties *actors,
                    const struct parties *targets, const char *why, bool veto)
{
    if (!scene->explain)
        return;
    struct buffer out = {0};
    buffer_byte(&out, '{');
    buffer_json_key(&out, veto ? "veto" : "event");
    buffer_json(&out, unit_text(scene, trigger));
    if (scene->sentence->id.at) {
        buffer_json_key(&out, "id");
        buffer_json(&out, scene->sentence->id);
    }
    buffer_json_key(&out, "frame");
    buffer_json(&out, scene->events->frames.lexemes[frame->lexeme].text);
    buffer_json_key(&out, "line");
    buffer_number(&out, frame->line);
    if (actors)
        explain_parties(&out, "actor", actors, scene);
    if (targets)
        explain_parties(&out, "target", targets, scene);
    buffer_json_key(&out, "why");
    buffer_json(&out, slice_of(why));
    buffer_byte(&out, '}');
    scene->explain->line(scene->explain->context, buffer_view(&out));
    buffer_free(&out);
}

/* Among several targets, the country that the actor himself stands for is none: "President Lund promotes trade among
 * Norway, Chad and Peru". */
static void take_out_own_country(const struct scene *scene, const struct parties *actors, struct parties *targets)
{
    struct parties own = {.count = 0};
    for (size_t i = 0; i < scene->memory->count && targets->count > 1 && actors->count == 1; i++) {
        const struct holder *holder = &scene->memory->holders[i];
        if (holder->country.at && own.count < PARTIES_MOST && slice_equal(holder->name, actors->at[0].name))
            own.at[own.count++].name = holder->country;
    }
    role_take_out(targets, &own);
}

/* One of several actors of a mutual act is the actor, the others are its targets. */
static void make_mutual(struct telling *telling)
{
    struct parties *actors = &telling->actors, *targets = &telling->targets;
    bool mutual = telling->mutual || (telling->frame->flags & FRAME_RECIPROCAL);
    if (!mutual || targets->count > 0 || actors->count < 2)
        return;
    for (size_t i = 1; i < actors->count; i++)
        targets->at[targets->count++] = actors->at[i];
    actors->count = 1;
}

static const struct entity *date_in(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (scene->sentence->entities[e].type == ENTITY_DATE && scene->sentence->entities[e].value.at &&
            !slice_starts(scene->sentence->entities[e].value, SLICE("P"))) /* a duration is no date */
            return &scene->sentence->entities[e];
    return NULL;
}

static bool bounds(const struct scene *scene, int at)
{
    return scene_is(scene, at, UNIT_CLAUSE) || scene_is(scene, at, UNIT_BREAK) || scene_is(scene, at, UNIT_WHO) ||
           (scene_is(scene, at, UNIT_VERB) && !(scene->units[at].flags & UNIT_INFINITIVE));
}

/* The date of what the trigger says: in its own words, behind it in its clause, or before it. */
static struct slice date_of(const struct scene *scene, int trigger)
{
    const struct entity *date = date_in(scene, trigger);
    for (int i = trigger + 1; !date && i < scene->count && i < trigger + 16 && !bounds(scene, i); i++)
        if (scene_is(scene, i, UNIT_DATE))
            date = date_in(scene, i);
    for (int i = trigger - 1; !date && i >= 0 && i > trigger - 16 && !bounds(scene, i); i--)
        if (scene_is(scene, i, UNIT_DATE))
            date = date_in(scene, i);
    return date ? date->value : (struct slice){NULL, 0};
}

/* The place in a phrase with in, at or near; a facility before a city before a country. */
static struct slice place_of(const struct scene *scene, const struct arguments *arguments)
{
    const struct events *events = scene->events;
    const struct entity *best = NULL;
    for (size_t i = 0; i < arguments->count; i++) {
        uint16_t preposition = arguments->phrases[i].preposition;
        if (arguments->phrases[i].noun == NOBODY ||
            (preposition != events->in && preposition != events->at && preposition != events->near))
            continue;
        const struct entity *place = fit_place_in(scene, arguments->phrases[i].noun);
        if (place && (!best || (place->type == ENTITY_FACILITY && best->type != ENTITY_FACILITY) ||
                      (place->type == ENTITY_PLACE && best->type == ENTITY_COUNTRY)))
            best = place;
    }
    return best ? best->name : (struct slice){NULL, 0};
}

/* The noun that belongs to the action's name: a light verb's, or the object that the frame asks for; else NOBODY. */
static int action_noun(const struct scene *scene, const struct telling *telling)
{
    const struct frame *frame = telling->frame;
    if (memchr(frame->action.at, ' ', frame->action.size))
        return NOBODY;
    if (telling->support != NOBODY)
        return telling->trigger;
    bool passive = scene->units[telling->trigger].flags & UNIT_PASSIVE;
    return fit_asks_object(scene, frame) && !passive ? telling->arguments->object : NOBODY;
}

/* What the event is called: "visit", "hold talks", "suspend aid". */
static struct slice action_of(const struct scene *scene, const struct telling *telling)
{
    int object = action_noun(scene, telling);
    if (object == NOBODY)
        return telling->frame->action;
    if ((scene_lexeme(scene, object)->roles & ROLE_QUANTITY) && scene_is(scene, object + 1, UNIT_PREPOSITION) &&
        scene_is(scene, object + 2, UNIT_NOUN))
        object += 2; /* "a number of sanctions" */
    int verb_unit = telling->support == NOBODY ? telling->trigger : telling->support;
    struct slice verb = scene_lexeme(scene, verb_unit)->text;
    struct slice noun = word_text(scene->sentence, &scene->sentence->tokens[scene->units[object].head]);
    struct slice whole = scene_lexeme(scene, object)->text;
    if (memchr(whole.at, '-', whole.size))
        noun = whole; /* "sit-in", whose head is its last part */
    char *text = arena_allocate(scene->document->arena, verb.size + noun.size + 2);
    memcpy(text, verb.at, verb.size);
    text[verb.size] = ' ';
    memcpy(text + verb.size + 1, noun.at, noun.size);
    return (struct slice){text, verb.size + 1 + noun.size};
}

static bool is_people(const struct scene *scene, const struct party *party)
{
    if (party->entity < 0 || scene->sentence->entities[party->entity].type != ENTITY_NATIONALITY || party->unit < 0)
        return false;
    return scene->units[party->unit].head + 1 == scene->sentence->entities[party->entity].last_token;
}

/* "is likely to visit Peru next month": a meeting that has a date is planned. */
static bool is_appointed(const struct scene *scene, const struct telling *telling)
{
    int verb = telling->trigger;
    if (telling->mood.modality != MODALITY_HYPOTHETICAL || !slice_is(telling->frame->code, "CONSULT") ||
        !scene_is(scene, verb, UNIT_VERB) || !(scene->units[verb].flags & UNIT_INFINITIVE))
        return false;
    for (int i = verb + 1; i < telling->arguments->end; i++)
        if (scene_is(scene, i, UNIT_DATE))
            return true;
    return false;
}

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
    if (!is_people(scene, actor) || (telling->frame->flags & FRAME_RECIPROCAL))
        return 1;
    struct slice first = word_text(scene->sentence, &scene->sentence->tokens[scene->units[actor->unit].first]);
    bool all = slice_is(first, "the") || slice_is(first, "The");
    return is_part(scene, actor->unit) ? HARDLY_THE_COUNTRY : all ? 1 : SOME_OF_A_PEOPLE;
}

/* A finite verb stands before the comma, and nothing that opens a clause below. */
static bool clause_before(const struct scene *scene, int comma)
{
    bool finite = false;
    for (int i = 0; i < comma; i++) {
        if (scene_is(scene, i, UNIT_CLAUSE) || scene_is(scene, i, UNIT_WHO) || scene_is(scene, i, UNIT_BREAK))
            return false;
        finite = finite || (scene_is(scene, i, UNIT_VERB) && (scene->units[i].flags & UNIT_FINITE));
    }
    return finite;
}

/* "The minister protested against the plan": an officer or a country does so by words. */
static bool speaks_out(const struct scene *scene, const struct telling *telling, const struct party *actor)
{
    if (!slice_is(telling->frame->code, "PROTEST") || !slice_is(telling->frame->action, "protest") ||
        !slice_is(scene_lexeme(scene, telling->trigger)->text, "protest") || telling->support != NOBODY ||
        !scene_is(scene, telling->trigger, UNIT_VERB))
        return false;
    if (actor->type == ENTITY_PERSON)
        return relevance_of_party(scene, actor);
    int subject = scene->subjects[telling->trigger];
    if (subject > 1 && subject < telling->trigger && scene_is(scene, subject - 1, UNIT_COMMA) &&
        telling->arguments->object == NOBODY && clause_before(scene, subject - 1))
        return true; /* "Peru breaks its own law, a human rights group protested" */
    return actor->type == ENTITY_COUNTRY && !is_people(scene, actor);
}

/* "I want to thank Peru" is thanks. */
static bool is_said_by_wishing(const struct scene *scene, const struct telling *telling)
{
    static const char *const words[] = {"thank", "congratulate", "commend", "apologize", "apologise", "express"};
    if (telling->mood.modality != MODALITY_DESIRED || !scene_is(scene, telling->trigger, UNIT_VERB))
        return false;
    int verb = telling->support == NOBODY ? telling->trigger : telling->support;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(scene_lexeme(scene, verb)->text, words[i]))
            return true;
    return false;
}

static enum modality modality_of(const struct scene *scene, const struct telling *telling)
{
    if (telling->mood.refused)
        return MODALITY_HAPPENED;
    if (is_appointed(scene, telling))
        return MODALITY_PLANNED;
    if (is_said_by_wishing(scene, telling))
        return MODALITY_HAPPENED;
    bool supposed = telling->mood.modality == MODALITY_HYPOTHETICAL;
    const struct frame *frame = telling->frame;
    return frame->modality && !supposed ? (enum modality)frame->modality : telling->mood.modality;
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

/* How sure the event is between these two. */
static float confidence_of(const struct scene *scene, const struct telling *telling, const struct party *actor,
                           const struct party *target)
{
    const struct frame *frame = telling->frame;
    float confidence = telling->confidence;
    if (actor->type == ENTITY_COUNTRY)
        confidence *= of_country(scene, telling, actor);
    confidence *= actor->common ? of_unnamed(frame, actor) : actor->confidence;
    if (telling->guessed && !target)
        confidence *= NEITHER_NAMED;
    if (target)
        confidence *= 0.5f + 0.5f * target->confidence;
    if ((scene->memory->sport || !scene->memory->political) && !relevance_of_party(scene, actor) &&
        !(target && relevance_of_party(scene, target)))
        confidence *= role_of_captor(frame->code) ? AT_LAW : NOT_POLITICAL;
    return confidence * of_modality(modality_of(scene, telling));
}

/* "Afghans", not Afghanistan, march: the people as written, where `actor` is one that protests. */
static struct party as_people(const struct scene *scene, const struct telling *telling, const struct party *actor)
{
    if (actor->type != ENTITY_COUNTRY || !is_people(scene, actor) || !slice_is(telling->frame->code, "PROTEST"))
        return *actor;
    const struct entity *people = &scene->sentence->entities[actor->entity];
    return (struct party){.name = slice_part(scene->sentence->text, people->start, people->end),
                          .entity = actor->entity,
                          .unit = actor->unit,
                          .confidence = actor->confidence,
                          .common = true};
}

/* `target` may be NULL. */
static void add_draft(struct scene *scene, struct drafts *drafts, const struct telling *telling,
                      const struct party *doer, const struct party *target)
{
    if (drafts->count >= DRAFTS_MOST)
        return;
    const struct frame *frame = telling->frame;
    const struct token *trigger = &scene->sentence->tokens[fit_head_token(scene, &scene->units[telling->trigger])];
    const struct entity *there =
        (frame->flags & FRAME_PLACE) && target && target->unit != NOBODY ? fit_place_in(scene, target->unit) : NULL;
    struct slice code = telling->mood.refused ? SLICE("REJECT") : frame->code;
    struct party actor = as_people(scene, telling, doer);
    struct event event = {.action = action_of(scene, telling),
                          .code = speaks_out(scene, telling, doer) ? SLICE("ACCUSE") : code,
                          .frame = scene->events->frames.lexemes[frame->lexeme].text.at,
                          .start = trigger->start,
                          .end = trigger->end,
                          .actor = actor.name,
                          .actor_id = actor.id,
                          .actor_entity = actor.entity,
                          .target_entity = -1,
                          .modality = modality_name(modality_of(scene, telling)),
                          .confidence = confidence_of(scene, telling, &actor, target),
                          .place = there ? there->name : place_of(scene, telling->arguments),
                          .date = date_of(scene, telling->trigger),
                          .source = modality_source(scene, telling->trigger)};
    if (target) {
        event.target = target->name;
        event.target_id = target->id;
        event.target_entity = target->entity;
    }
    if (event.source.at && slice_equal(event.source, event.actor))
        event.source = (struct slice){NULL, 0};
    drafts->at = memory_grow(drafts->at, &drafts->capacity, drafts->count + 1, sizeof *drafts->at);
    drafts->at[drafts->count++] = (struct draft){
        .event = event, .doer = actor, .frame = frame, .why = telling->mood.why, .trigger = telling->trigger};
}

/* Some acts are seldom told without the one they are done with. */
static float without_target(const struct frame *frame)
{
    if (frame->actors[0] == SLOT_SPEAKER)
        return OF_NOBODY;
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

/* "the Iranian plane landed in Peru": no visit. */
static bool is_vehicle(const struct scene *scene, const struct telling *telling)
{
    static const char *const words[] = {"plane",      "aircraft", "airplane", "flight",    "jet",
                                        "helicopter", "ship",     "vessel",   "boat",      "tanker",
                                        "train",      "truck",    "drone",    "aeroplane", NULL};
    static const char *const goes[] = {"land", "fly", "sail", "dock", NULL}; /* "it landed in Peru" */
    int at = telling->actors.count == 1 ? telling->actors.at[0].unit : NOBODY;
    if (scene_is(scene, at, UNIT_NOUN) && (scene->units[at].flags & UNIT_PRONOUN) &&
        scene_is(scene, telling->trigger, UNIT_VERB) && named_one_of(scene, telling->trigger, goes))
        return same_letters(word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].head]), SLICE("it"));
    return slice_is(telling->frame->code, "CONSULT") && scene_is(scene, at, UNIT_NOUN) && at != telling->trigger &&
           named_one_of(scene, at, words);
}

/* "discussed ways to strengthen ties", "explored expanding trade": talk of it and nothing more. */
static bool only_discussed(const struct scene *scene, const struct telling *telling)
{
    static const char *const nouns[] = {"way", "mean", "means", "mechanism", "possibility", "prospect", "avenue", NULL};
    static const char *const verbs[] = {"discuss", "explore", "review", "study", "examine", "consider", NULL};
    int verb = telling->trigger, before = verb - 1;
    if (!slice_is(telling->frame->code, "COOPERATE") || !scene_is(scene, verb, UNIT_VERB) ||
        !(scene->units[verb].flags & (UNIT_INFINITIVE | UNIT_GERUND)))
        return false;
    if (scene_is(scene, before, UNIT_PREPOSITION))
        before--; /* "means of boosting" */
    if (scene_is(scene, before, UNIT_NOUN))
        return named_one_of(scene, before, nouns);
    return scene_is(scene, before, UNIT_VERB) && named_one_of(scene, before, verbs);
}

/* "BBC News", "reporters": those who ask and print. */
static bool is_press(const struct scene *scene, const struct party *party)
{
    static const char *const people[] = {"reporter",    "journalist", "media",  "press",         "newspaper",
                                         "broadcaster", "newsman",    "outlet", "correspondent", NULL};
    static const char *const words[] = {"News",   "Newspaper", "Times",   "Radio",   "TV",        "Television",
                                        "Herald", "Tribune",   "Press",   "Daily",   "Gazette",   "Broadcasting",
                                        "BBC",    "CNN",       "Jazeera", "Reuters", "Bloomberg", "Sputnik",
                                        "Xinhua", "AFP",       "NBC",     "CBS",     "MSNBC",     "NPR"};
    if (party->common)
        return scene_is(scene, party->unit, UNIT_NOUN) && named_one_of(scene, party->unit, people);
    struct slice name = party->name;
    for (struct slice word; party->type == ENTITY_ORG && slice_field(&name, ' ', &word);)
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (slice_is(word, words[i]))
                return true;
    return false;
}

/* "Lund spoke to BBC News": an interview, where it is said what else there is to tell. */
static bool is_interview(const struct scene *scene, const struct telling *telling)
{
    const struct parties *targets = &telling->targets, *actors = &telling->actors;
    if (!slice_is(telling->frame->code, "CONSULT") || targets->count == 0)
        return false;
    if (actors->count == 1 && is_press(scene, &actors->at[0]) && !slice_is(telling->frame->action, "visit"))
        return true; /* "The Oslo Times met Lund in her office" */
    bool press = true;
    for (size_t i = 0; press && i < targets->count; i++)
        press = is_press(scene, &targets->at[i]);
    return press;
}

/* The body at the head of a noun group against whose house one may rally; the country of an embassy. */
static struct party house_of(const struct scene *scene, int noun)
{
    const struct unit *unit = &scene->units[noun];
    struct party party = {.name = {NULL, 0}, .entity = -1, .unit = noun, .type = ENTITY_ORG, .confidence = 1};
    for (uint32_t e = unit->entities_first; e < unit->entities_last && !party.name.at; e++) {
        const struct entity *entity = &scene->sentence->entities[e];
        bool mission = entity->country.at && entity->country.size > 0 && slice_starts(entity->name, SLICE("Embassy"));
        if (entity->type != ENTITY_ORG)
            continue;
        party.name = mission ? entity->country : entity->name;
        party.type = mission ? ENTITY_COUNTRY : ENTITY_ORG;
    }
    return party;
}

/* "Farmers rallied outside the Russian embassy", "in front of the ministry": against whose house it is. */
static void add_protested_at(const struct scene *scene, struct telling *telling)
{
    static const char *const words[] = {"outside", "at", "opposite"};
    const struct arguments *arguments = telling->arguments;
    bool front = false;
    for (size_t i = 0; i < arguments->count && telling->targets.count == 0; i++) {
        int noun = arguments->phrases[i].noun;
        uint16_t preposition = arguments->phrases[i].preposition;
        bool at = front && preposition == scene->events->of;
        for (size_t w = 0; w < sizeof words / sizeof words[0]; w++)
            at = at || slice_is(scene->events->frames.lexemes[preposition].text, words[w]);
        if (noun == NOBODY)
            continue;
        struct slice head = word_text(scene->sentence, &scene->sentence->tokens[scene->units[noun].head]);
        front = front || slice_is(head, "front");
        if (at)
            party_add(&telling->targets, house_of(scene, noun));
    }
}

/* "resigned as prime minister of Chad", "as head of the Norsk Bank": whose office it was. */
static void add_office_of(const struct scene *scene, struct telling *telling)
{
    const struct arguments *arguments = telling->arguments;
    for (size_t i = 0; i + 1 < arguments->count && telling->targets.count == 0; i++) {
        int title = arguments->phrases[i].noun, of = arguments->phrases[i + 1].noun;
        if (title == NOBODY || of != title + 2 || arguments->phrases[i + 1].preposition != scene->events->of ||
            !slice_is(scene->events->frames.lexemes[arguments->phrases[i].preposition].text, "as"))
            continue;
        party_list(scene, of, of + 1, PARTY_TARGET, &telling->targets);
        role_drop_common(&telling->targets);
    }
}

bool telling_make(struct scene *scene, struct drafts *drafts, struct telling *telling)
{
    const struct frame *frame = telling->frame;
    if (slice_is(frame->code, "PROTEST") && telling->targets.count == 0)
        add_protested_at(scene, telling);
    role_take_out(&telling->targets, &telling->actors);
    take_out_own_country(scene, &telling->actors, &telling->targets);
    make_mutual(telling);
    if ((frame->flags & FRAME_HOME) && telling->targets.count == 0)
        add_office_of(scene, telling);
    if ((frame->flags & FRAME_HOME) && telling->targets.count == 0)
        role_home(scene, &telling->actors, &telling->targets);
    if ((frame->flags & FRAME_HOME) && telling->targets.count == 0 && telling->actors.count == 1 &&
        telling->actors.at[0].type == ENTITY_PERSON && relevance_of_party(scene, &telling->actors.at[0]))
        party_nation(scene, telling->trigger, &telling->targets);
    if (telling->actors.count == 0) {
        explain(scene, frame, telling->trigger, NULL, &telling->targets, "no actor", true);
        return false;
    }
    if (telling->mood.veto || (telling->mood.refused && !(frame->flags & FRAME_COOPERATE))) {
        explain(scene, frame, telling->trigger, &telling->actors, &telling->targets, telling->mood.why, true);
        return false;
    }
    if (only_discussed(scene, telling) || is_vehicle(scene, telling) || is_interview(scene, telling)) {
        explain(scene, frame, telling->trigger, &telling->actors, &telling->targets, "no act of theirs", true);
        return false;
    }
    explain(scene, frame, telling->trigger, &telling->actors, &telling->targets, telling->mood.why, false);
    telling->confidence *= telling->mood.confidence;
    if (telling->targets.count == 0 && frame->targets[0] != SLOT_NONE)
        telling->confidence *= telling->mood.refused ? WITHOUT_TARGET : without_target(frame);
    size_t told = 0;
    if (telling->confidence >= DEED_LEAST)
        role_keep_deed(scene, telling->trigger, frame->code, &telling->actors.at[0],
                       telling->targets.count ? &telling->targets.at[0] : NULL);
    for (size_t a = 0; a < telling->actors.count; a++)
        for (size_t t = 0; (t == 0 || t < telling->targets.count) && told < TELLINGS_PER_TRIGGER; t++, told++)
            add_draft(scene, drafts, telling, &telling->actors.at[a],
                      telling->targets.count ? &telling->targets.at[t] : NULL);
    return true;
}
