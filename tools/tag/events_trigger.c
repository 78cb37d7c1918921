/* The verbs and nouns that tell of events. */
#include "events_clause.h"
#include "events_tell.h"
#include "events_who.h"

#include "speech.h"
#include "words.h"

#define MUST_BE 0.9f /* "said prices must fall": of nobody in particular */
#define SHOULD 0.95f /* "said Peru should leave": milder than must */
#define NOUN_ALONE 0.9f
#define ONLY_MODIFIER 0.75f
#define ONLY_ACCUSED 0.75f
#define BARE_GERUND 0.6f
#define NATION_PROTESTS 0.6f /* "Algeria's protests": not the country's own */
#define MUTUAL_NAMED 0.8f    /* "the US-China deal": both sides stand in the noun group */

/* There is an event only if there is the object: "provided aid", not "welcomed the proposed aid". */
static bool makes_object(const struct scene *scene, const struct frame *frame)
{
    bool made = slice_is(frame->code, "AID") || slice_is(frame->code, "AGREE") || slice_is(frame->code, "COOPERATE");
    return made && fit_asks_object(scene, frame);
}

static void swallow(struct scene *scene, int from, int to)
{
    for (int i = from; i < to && i < scene->count; i++)
        scene->swallowed[i] = true;
}

/* Where what depends on a verb ends: behind its infinitives, or at the end of its clause. */
static int dependants_end(const struct scene *scene, const struct arguments *arguments)
{
    int end = arguments->end;
    int verb = arguments->complement;
    for (int depth = 0; verb != NOBODY && depth < 4; depth++) {
        struct arguments below = structure_arguments(scene, verb);
        end = below.end > end ? below.end : end;
        verb = below.complement;
    }
    if (arguments->clause == NOBODY)
        return end;
    for (end = arguments->clause; end < scene->count; end++)
        if (scene_is(scene, end, UNIT_BREAK) || scene_is(scene, end, UNIT_COMMA))
            break;
    return end;
}

/* "held talks with Xi": class and targets from the noun, the actor from the verb. */
static bool light_event(struct scene *scene, struct drafts *drafts, const struct frame *light, int verb,
                        const struct arguments *arguments, const struct mood *mood)
{
    const struct frames *frames = &scene->events->frames;
    bool passive = scene->units[verb].flags & UNIT_PASSIVE;
    int noun = passive ? scene->subjects[verb] : arguments->object;
    if (noun == NOBODY)
        return false;
    if ((scene_lexeme(scene, noun)->roles & ROLE_QUANTITY) && scene_lexeme(scene, noun)->noun_count == 0 &&
        scene_is(scene, noun + 1, UNIT_PREPOSITION) && scene_is(scene, noun + 2, UNIT_NOUN))
        noun += 2;
    const struct lexeme *head = &frames->lexemes[fit_head_lexeme(scene, noun)];
    struct arguments own = passive ? structure_arguments(scene, noun) : *arguments;
    for (uint32_t i = 0; i < head->noun_count; i++) {
        const struct frame *frame = &frames->frames[head->noun_first + i];
        struct arguments both = own;
        for (size_t p = 0; passive && p < arguments->count; p++)
            if (both.count < PHRASES_MOST)
                both.phrases[both.count++] = arguments->phrases[p];
        if (!fit_frame(scene, frame, noun, NOBODY, &both))
            continue;
        struct telling telling = {.frame = frame,
                                  .trigger = noun,
                                  .support = verb,
                                  .arguments = arguments,
                                  .mood = *mood,
                                  .confidence =
                                      frame->confidence > light->confidence ? frame->confidence : light->confidence};
        role_fill_verb(scene, light->actors, verb, arguments, false, PARTY_ACTOR, &telling.actors);
        if (telling.actors.count == 0)
            role_fill_noun(scene, frame->actors, noun, &both, PARTY_ACTOR, &telling.actors);
        role_fill_noun(scene, frame->targets, noun, &both, PARTY_TARGET, &telling.targets);
        if (telling.targets.count == 0 && frame->targets[0] != SLOT_NONE) {
            party_possessor(scene, noun, &telling.targets);
            if (telling.targets.count == 0)
                party_modifiers(scene, noun, &telling.targets);
        }
        struct mood inner = modality_of_noun(scene, noun, verb);
        if (!telling.mood.veto && !telling.mood.refused)
            telling.mood = inner;
        if (light->modality && telling.mood.modality == MODALITY_HAPPENED)
            telling.mood.modality = (enum modality)light->modality;
        telling_make(scene, drafts, &telling);
        scene->swallowed[noun] = true;
        return true;
    }
    return false;
}

/* "Kyiv should withdraw", not "should be glad", "should have withdrawn", "should not": something is asked. */
static bool should_do(const struct scene *scene, int verb)
{
    const struct unit *unit = &scene->units[verb];
    return unit->modal == MODAL_SHOULD && !(unit->flags & (UNIT_NEGATIVE | UNIT_BE)) &&
           !(scene_lexeme(scene, verb)->roles & ROLE_HAVE) &&
           ((unit->flags & UNIT_PASSIVE) || scene->sentence->tokens[unit->head].pos == SPEECH_BASE);
}

/* Whether what is said at `verb` was said, or will be. */
static struct mood mood_of_speech(const struct scene *scene, int verb)
{
    int matrix = scene->matrices[verb];
    return matrix != NOBODY ? modality_of_verb(scene, matrix)
                            : (struct mood){.modality = MODALITY_HAPPENED, .why = "plain", .confidence = 1};
}

/* "governments", "the state", "we": unlike "the road". */
static bool may_be_asked(const struct scene *scene, int subject)
{
    return subject != NOBODY && ((scene->units[subject].flags & UNIT_PRONOUN) ||
                                 (scene_lexeme(scene, subject)->roles &
                                  (ROLE_AGENT | ROLE_STATE | ROLE_GROUP | ROLE_ORGAN | ROLE_BODY | ROLE_NATIONAL)));
}

/* "Moscow said Kyiv must withdraw", "that Kyiv should": whoever says so demands or asks for it. */
static bool demand_event(struct scene *scene, struct drafts *drafts, int verb)
{
    const struct frames *frames = &scene->events->frames;
    const struct lexeme *must = &frames->lexemes[scene->events->must];
    bool should = should_do(scene, verb);
    if ((!should && scene->units[verb].modal != MODAL_MUST) || must->verb_count == 0)
        return false;
    struct arguments arguments = structure_arguments(scene, verb);
    struct telling telling = {.frame = &frames->frames[must->verb_first],
                              .trigger = verb,
                              .support = NOBODY,
                              .arguments = &arguments,
                              .mood = mood_of_speech(scene, verb)};
    telling.confidence = telling.frame->confidence;
    role_who_says(scene, verb, &telling.actors);
    role_subject(scene, verb, PARTY_TARGET, &telling.targets);
    bool himself = telling.targets.count > 0; /* "We must go on" */
    role_take_out(&telling.targets, &telling.actors);
    himself = himself && telling.targets.count == 0;
    bool passive = scene->units[verb].flags & UNIT_PASSIVE, agent = may_be_asked(scene, scene->subjects[verb]);
    bool name = scene_is(scene, scene->subjects[verb], UNIT_NOUN) &&
                named_covering(scene, &scene->units[scene->subjects[verb]], scene->units[scene->subjects[verb]].head) !=
                    NOBODY; /* "Peru must be punished" */
    if (passive &&
        (should || !(agent || name))) /* "prisoners should be released", "Lund's legacy must be kept": by whom? */
        telling.targets.count = 0;
    bool somebody = telling.targets.count > 0 && !telling.targets.at[0].common;
    bool thing = should && !passive && telling.targets.count == 0 && !agent;
    if (telling.actors.count == 0 || himself || thing) /* "The road should bring trade": a hope */
        return false;
    if (should)
        telling.confidence *= SHOULD;
    if (!somebody)
        telling.confidence *= MUST_BE;
    telling_make(scene, drafts, &telling);
    swallow(scene, verb, dependants_end(scene, &arguments));
    return true;
}

/* Phrases that stand before the verb and yet belong to it: those of a passive's subject ("a parade in Pyongyang was
 * attended") and one that opens the sentence ("In Djibouti, Beijing has funded ..."). */
static void add_phrases_before(const struct scene *scene, int verb, struct arguments *arguments)
{
    int subject = scene->subjects[verb];
    if ((scene->units[verb].flags & UNIT_PASSIVE) && subject != NOBODY && subject < verb) {
        struct arguments own = structure_arguments(scene, subject);
        for (size_t i = 0; i < own.count && arguments->count < PHRASES_MOST; i++)
            arguments->phrases[arguments->count++] = own.phrases[i];
    }
    if (scene_is(scene, 0, UNIT_PREPOSITION) && scene_is(scene, 1, UNIT_NOUN) && scene_is(scene, 2, UNIT_COMMA) &&
        arguments->count < PHRASES_MOST) {
        arguments->phrases[arguments->count].preposition = scene->units[0].lexeme;
        arguments->phrases[arguments->count++].noun = 1;
    }
}

/* "funding": the frames know the gerund as a noun, too. */
static bool is_noun_too(const struct scene *scene, int verb)
{
    const struct frames *frames = &scene->events->frames;
    const struct token *token = &scene->sentence->tokens[scene->units[verb].head];
    return frames_lexeme(frames, word_text(scene->sentence, token), token->hash, FORM_SINGULAR) != 0;
}

static bool is_each_other(const struct scene *scene, int object)
{
    if (object == NOBODY)
        return false;
    const struct unit *unit = &scene->units[object];
    struct slice first = word_text(scene->sentence, &scene->sentence->tokens[unit->first]);
    struct slice head = word_text(scene->sentence, &scene->sentence->tokens[unit->head]);
    return (slice_is(first, "each") && slice_is(head, "other")) ||
           (slice_is(first, "one") && slice_is(head, "another"));
}

/* "Police seized his phone": no policeman's, but that of the person spoken of. */
static void owner_of_seized(const struct scene *scene, const struct frame *frame, int object, struct telling *telling)
{
    const struct parties *actors = &telling->actors;
    if (object != NOBODY && telling->targets.count == 0 && actors->count == 1 && actors->at[0].type != ENTITY_PERSON &&
        role_has_slot(frame->targets, SLOT_OBJECT))
        party_possessor(scene, object, &telling->targets);
    role_take_out(&telling->targets, actors);
}

/* "barred by age limits", "ruled illegal by the court system": nobody that is known, and yet the doer. */
static bool has_doer(const struct scene *scene, int verb, const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->phrases[i].preposition == scene->events->by && arguments->phrases[i].noun > verb &&
            scene_is(scene, arguments->phrases[i].noun, UNIT_NOUN))
            return true;
    return false;
}

/* "Chadian diplomats were denied entry": whoever did it, the guess that it was Chad is wrong. */
static void drop_sufferers(const struct parties *targets, struct parties *actors)
{
    for (size_t i = 0; i < targets->count && actors->count == 1; i++)
        if (slice_equal(targets->at[i].name, actors->at[0].name))
            actors->count = 0;
}

/* The country of the persons' office, not the party that they lead: that does not jail or release them. */
static void state_of(const struct scene *scene, const struct parties *persons, struct parties *actors)
{
    role_home(scene, persons, actors);
    for (size_t i = 0; i < actors->count; i++)
        if (!recall_is_nation(scene->memory, actors->at[i].name)) {
            actors->count = 0;
            return;
        }
}

/* Who has done what a passive tells without "by", or "stood trial": whoever has arrested the same person before, the
 * police who tell of it, the country that the document is about. */
static void unnamed_doer(const struct scene *scene, struct telling *telling)
{
    const struct frame *frame = telling->frame;
    const struct parties *targets = &telling->targets;
    struct parties *actors = &telling->actors;
    const struct unit *verb = &scene->units[telling->trigger];
    bool passive = verb->flags & UNIT_PASSIVE, nation = role_has_slot(frame->actors, SLOT_NATION);
    bool told = (passive || *frame->actors == SLOT_NATION) && (verb->flags & (UNIT_FINITE | UNIT_GERUND));
    bool known = passive && role_of_captor(frame->code) && targets->count == 1 && !targets->at[0].common &&
                 targets->at[0].type == ENTITY_PERSON;
    if (passive && slice_is(frame->code, "ASSAULT"))
        role_attacker(scene, telling->arguments, actors);
    if (passive && has_doer(scene, telling->trigger, telling->arguments))
        return;
    if (passive && actors->count == 0 && slice_is(frame->code, "ASSAULT"))
        role_same_deed(scene, telling->trigger, frame->code, actors);
    if (known) /* a body suspends its members */
        role_same_captor(scene, telling->trigger, &targets->at[0], !slice_is(frame->code, "SANCTION"), actors);
    if (actors->count == 0 && nation && told && role_of_captor(frame->code))
        role_court_behind(scene, telling->trigger, actors);
    if (actors->count == 0 && nation && told)
        role_announcer(scene, telling->trigger, actors);
    size_t announced = actors->count;
    if (actors->count == 0 && nation && told) /* also "after being arrested" */
        party_nation(scene, telling->trigger, actors);
    drop_sufferers(targets, actors);
    telling->guessed = actors->count > announced;
    if (actors->count == 0 && known)
        role_same_captor(scene, telling->trigger, &targets->at[0], false, actors);
    if (actors->count == 0 && nation && passive)
        state_of(scene, targets, actors); /* "President Lund was re-elected", "the Ugandan leader was jailed" */
}

static bool is_on_trial(const struct scene *scene, const struct party *party)
{
    static const char *const words[] = {"defendant", "accused", "suspect", "convict", NULL};
    return scene_is(scene, party->unit, UNIT_NOUN) && named_one_of(scene, party->unit, words);
}

/* Blame, refusal or praise of a thing is of whoever has made it; who filed the complaint that is looked into is not
 * blamed. */
static bool goes_to_maker(const struct scene *scene, int thing, const struct telling *telling)
{
    static const char *const filed[] = {"complaint", "petition", "report", "allegation", "claim", "case", NULL};
    if (slice_is(telling->frame->action, "investigate") && named_one_of(scene, thing, filed))
        return false;
    static const char *const codes[] = {"ACCUSE", "REJECT", "SUPPORT", "PROTEST", "COERCE"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (slice_is(telling->frame->code, codes[i]))
            return telling->targets.count == 0 && telling->frame->targets[0] != SLOT_NONE;
    return false;
}

/* "was rejected by the court": who does it is not whom it is done to. */
static struct arguments without_doer(const struct scene *scene, const struct arguments *arguments)
{
    struct arguments others = *arguments;
    for (size_t i = 0; i < others.count; i++)
        if (others.phrases[i].preposition == scene->events->by)
            others.phrases[i].preposition = 0;
    return others;
}

static bool by_pronoun(const struct scene *scene, const struct party *party)
{
    return party->unit != NOBODY && (scene->units[party->unit].flags & UNIT_PRONOUN);
}

/* "They asked the victims": they are not the victims, whoever was spoken of last. */
static void drop_same_pronoun(const struct scene *scene, struct telling *telling)
{
    struct parties *actors = &telling->actors;
    if (actors->count != 1 || !by_pronoun(scene, &actors->at[0]))
        return;
    for (size_t i = 0; i < telling->targets.count; i++)
        if (slice_equal(actors->at[0].name, telling->targets.at[i].name) && !by_pronoun(scene, &telling->targets.at[i]))
            actors->count = 0;
}

/* "international help" */
static bool is_international(const struct scene *scene, int at)
{
    static const char *const words[] = {
        "help",         "aid",        "assistance",  "support",    "action",  "pressure",
        "intervention", "protection", "relief",      "solidarity", "backing", "mediation",
        "attention",    "sanction",   "recognition", "funding",    NULL};
    const struct unit *unit = &scene->units[at];
    if (!scene_is(scene, at, UNIT_NOUN) || !named_one_of(scene, at, words))
        return false;
    for (uint32_t i = unit->first; i < unit->head; i++)
        if (slice_is(word_text(scene->sentence, &scene->sentence->tokens[i]), "international"))
            return true;
    return false;
}

/* "called for international action", "sought international help": of the international community. */
static void ask_the_world(const struct scene *scene, struct telling *telling)
{
    const struct arguments *arguments = telling->arguments;
    bool asks = slice_is(telling->frame->code, "REQUEST") && telling->targets.count == 0;
    bool world = asks && arguments->object != NOBODY && is_international(scene, arguments->object);
    for (size_t i = 0; asks && !world && i < arguments->count; i++)
        world = arguments->phrases[i].preposition == scene->events->for_ && arguments->phrases[i].noun != NOBODY &&
                is_international(scene, arguments->phrases[i].noun);
    if (world)
        telling->targets.at[telling->targets.count++] = (struct party){.name = SLICE("international community"),
                                                                       .entity = -1,
                                                                       .unit = NOBODY,
                                                                       .type = ENTITY_NONE,
                                                                       .confidence = AS_WRITTEN,
                                                                       .common = true};
}

/* "Norway and Chad pledged to deepen their ties": to each other. */
static bool is_about_their_ties(const struct scene *scene, const struct telling *telling)
{
    static const char *const words[] = {"tie",         "relation",   "relationship", "cooperation",
                                        "partnership", "friendship", "alliance",     "trade",
                                        "dialogue",    "link",       "co-operation", NULL};
    int verb = telling->arguments->complement, ties = verb + 1;
    if (!slice_is(telling->frame->code, "AGREE") || telling->actors.count != 2 || telling->targets.count > 0 ||
        verb == NOBODY || telling->actors.at[0].common || telling->actors.at[1].common)
        return false;
    return scene_is(scene, ties, UNIT_NOUN) && named_one_of(scene, ties, words) &&
           slice_is(word_text(scene->sentence, &scene->sentence->tokens[scene->units[ties].first]), "their");
}

/* "pledged money to help Chad", "threatened to arrest protesters", "used gas to disperse them": those to whom the
 * infinitive is done, where the verb says nobody else. */
static void add_aim(const struct scene *scene, struct telling *telling)
{
    static const char *const helps[] = {"help", "assist", "support", "aid", NULL};
    static const char *const harms[] = {"THREATEN", "COERCE", "ASSAULT"};
    static const char *const plots[] = {"plot", "plan", "attempt", "bid", "conspiracy", "cell", "network", NULL};
    int verb = telling->arguments->complement, object = telling->arguments->object;
    if (object != NOBODY && named_one_of(scene, object, plots)) /* "foiled a plot to bomb Peru" */
        return;
    if (telling->targets.count > 0 || !scene_is(scene, verb, UNIT_VERB) ||
        !(scene->units[verb].flags & UNIT_INFINITIVE) || (scene->units[verb].flags & UNIT_PASSIVE) ||
        !scene_is(scene, verb + 1, UNIT_NOUN))
        return;
    const struct lexeme *lexeme = scene_lexeme(scene, verb);
    struct slice code = lexeme->verb_count > 0 ? scene->events->frames.frames[lexeme->verb_first].code : SLICE("");
    bool aids = slice_is(telling->frame->code, "AID") && named_one_of(scene, verb, helps), harmed = false;
    for (size_t i = 0; i < sizeof harms / sizeof harms[0]; i++)
        harmed = harmed || slice_is(telling->frame->code, harms[i]);
    harmed = harmed && (slice_is(code, "COERCE") || slice_is(code, "ASSAULT"));
    if (!aids && !harmed)
        return;
    party_list(scene, verb + 1, structure_list_end(scene, verb + 1), PARTY_TARGET, &telling->targets);
    if (aids)
        role_drop_common(&telling->targets);
}

/* "Polish judges went on strike": they, and not the state that they serve. */
static void servants_protest(const struct scene *scene, struct telling *telling)
{
    static const char *const words[] = {"judge",     "magistrate", "prosecutor", "lawmaker", "legislator",
                                        "deputy",    "senator",    "mp",         "soldier",  "officer",
                                        "policeman", "veteran",    "mayor",      NULL};
    struct parties themselves = {.count = 0};
    for (size_t i = 0; i < telling->actors.count; i++) {
        const struct party *party = &telling->actors.at[i];
        bool servants = party->type == ENTITY_COUNTRY && scene_is(scene, party->unit, UNIT_NOUN) &&
                        (scene->units[party->unit].flags & UNIT_PLURAL) && named_one_of(scene, party->unit, words);
        if (servants)
            party_add_as_written(scene, party->unit, AS_WRITTEN, &themselves);
        else
            party_add(&themselves, *party);
    }
    telling->actors = themselves;
}

static void fill_roles(const struct scene *scene, struct telling *telling, bool passive)
{
    const struct frame *frame = telling->frame;
    const struct arguments *arguments = telling->arguments;
    bool undergone = passive && role_has_slot(frame->actors, SLOT_SUBJECT); /* unlike "is alarmed by" */
    const struct arguments others = undergone ? without_doer(scene, arguments) : *arguments;
    role_fill_verb(scene, frame->actors, telling->trigger, arguments, false, PARTY_ACTOR, &telling->actors);
    role_fill_verb(scene, frame->targets, telling->trigger, &others, frame->flags & FRAME_TOGETHER, PARTY_TARGET,
                   &telling->targets);
    int object = passive ? scene->subjects[telling->trigger] : arguments->object;
    if (object != NOBODY && goes_to_maker(scene, object, telling))
        role_maker(scene, object, &telling->targets);
    if (slice_is(frame->code, "PROTEST"))
        servants_protest(scene, telling);
    if (telling->targets.count == 1 && role_of_captor(frame->code))
        role_only_accused(scene, &telling->targets.at[0]);
    if (telling->actors.count == 1 && is_on_trial(scene, &telling->actors.at[0]))
        role_only_accused(scene, &telling->actors.at[0]);
    if (!passive && slice_is(frame->code, "REJECT") && telling->targets.count == 0 && telling->actors.count == 1)
        role_accuser(scene, telling->trigger, &telling->actors.at[0], &telling->targets);
    drop_same_pronoun(scene, telling);
    telling->mutual = is_each_other(scene, arguments->object) || is_about_their_ties(scene, telling);
    if (!passive)
        owner_of_seized(scene, frame, arguments->object, telling);
    if (slice_is(frame->action, "call for"))
        role_drop_common(&telling->targets); /* "called for observers": nobody is asked */
    ask_the_world(scene, telling);
    add_aim(scene, telling);
    if (telling->actors.count == 0)
        unnamed_doer(scene, telling);
    if ((frame->flags & FRAME_RECIPROCAL) && telling->actors.count > 1 && arguments->complement != NOBODY &&
        (arguments->object != NOBODY || role_has_slot(frame->targets, SLOT_INFINITIVE)))
        telling->targets.count = 0; /* "Peru and Chile agreed to help Cuba": with each other */
}

/* The object of a verb that has told, or is vetoed, may be no event of its own. */
static void swallow_object(struct scene *scene, const struct frame *frame, int object, bool told, bool passive,
                           bool veto)
{
    bool same = !passive && !(frame->flags & FRAME_RECIPROCAL) && !slice_is(frame->code, "CONSULT") &&
                role_names_code(scene, object, frame->code);                       /* "submitted his resignation" */
    bool cut = slice_is(frame->code, "SANCTION") && fit_asks_object(scene, frame); /* "cut aid to Peru" */
    if ((told && (same || cut)) || (veto && scene->units[object].owner_end == scene->units[object].first))
        scene->swallowed[object] = true;
}

#define BETWEEN_REACH 100 /* units from a verb back over what stands behind its subject */

/* "Lund and her supporters accuse" */
static bool joined_with_own(const struct scene *scene, int subject, int verb)
{
    int from = subject + 1 > verb - BETWEEN_REACH ? subject + 1 : verb - BETWEEN_REACH;
    for (int i = from; i + 1 < verb && subject != NOBODY; i++)
        if (scene_is(scene, i, UNIT_AND) && scene_is(scene, i + 1, UNIT_NOUN) &&
            scene->sentence->tokens[scene->units[i + 1].first].pos == SPEECH_POSSESSIVE)
            return true;
    return false;
}

#define MODAL_BACK 24 /* units from a verb to the modal that it shares */

/* "Anna Lund, a chemist and jail expert": a bare form of a verb says nothing of one person. */
static bool disagrees(const struct scene *scene, int verb, const struct parties *actors)
{
    const struct frames *frames = &scene->events->frames;
    const struct unit *unit = &scene->units[verb];
    const struct token *token = &scene->sentence->tokens[unit->head];
    const struct slice word = word_text(scene->sentence, token);
    const int subject = scene->subjects[verb], matrix = scene->matrices[verb];
    for (int i = verb - 1; i > subject && i > verb - MODAL_BACK; i--) /* "will speak and lay a wreath" */
        if (scene_is(scene, i, UNIT_VERB) && scene->units[i].modal != MODAL_NONE)
            return false;
    if (scene_is(scene, subject - 1, UNIT_VERB) && !(scene_lexeme(scene, subject - 1)->roles & ROLE_SAY))
        return false; /* "to witness Lund take the oath" */
    if (joined_with_own(scene, subject, verb))
        return false;
    return unit->first == unit->head && !(unit->flags & UNIT_INFINITIVE) && unit->modal == MODAL_NONE &&
           (matrix == NOBODY || slice_is(scene_lexeme(scene, matrix)->text, "say")) && subject != NOBODY &&
           actors->count == 1 && actors->at[0].type == ENTITY_PERSON && actors->at[0].entity >= 0 &&
           actors->at[0].unit == subject && frames_lexeme(frames, word, token->hash, FORM_BASE) != 0 &&
           frames_lexeme(frames, word, token->hash, FORM_PAST | FORM_THIRD) == 0;
}

/* "39 percent as opposed to 49": a comparison, and nothing is done. */
static bool only_compares(const struct scene *scene, int verb)
{
    const struct token *token = &scene->sentence->tokens[scene->units[verb].first];
    return scene->units[verb].first > 0 && same_letters(word_text(scene->sentence, token), SLICE("opposed")) &&
           same_letters(word_text(scene->sentence, token - 1), SLICE("as"));
}

void trigger_verb(struct scene *scene, struct drafts *drafts, int verb)
{
    const struct frames *frames = &scene->events->frames;
    const struct lexeme *lexeme = scene_lexeme(scene, verb);
    if (!scene->swallowed[verb] && demand_event(scene, drafts, verb))
        return;
    if (scene->shares[verb] != NOBODY && scene->swallowed[scene->shares[verb]])
        scene->swallowed[verb] = true;
    if (lexeme->verb_count == 0 || scene->swallowed[verb] || scene->units[verb].lexeme == scene->events->must ||
        only_compares(scene, verb))
        return;
    struct arguments arguments = structure_arguments(scene, verb);
    add_phrases_before(scene, verb, &arguments);
    if (scene->subjects[verb] > verb && scene->subjects[verb] == arguments.object)
        arguments.count = 0; /* "...," demanded Anna Lund of the union */
    bool blamed = arguments.complement != NOBODY && (scene->units[arguments.complement].flags & UNIT_GERUND) &&
                  clause_transitive(scene, verb); /* "whom Peru accuses of lying" */
    if (arguments.object == NOBODY && (arguments.complement == NOBODY || blamed) && arguments.clause == NOBODY)
        arguments.object = structure_relative_object(scene, verb);
    if (arguments.object == NOBODY && arguments.complement == NOBODY && arguments.clause == NOBODY &&
        arguments.count == 0)
        arguments.object = structure_shared_object(scene, verb);
    bool passive = scene->units[verb].flags & UNIT_PASSIVE;
    int object = passive ? scene->subjects[verb] : arguments.object;
    struct mood mood = modality_of_verb(scene, verb);
    for (uint32_t i = 0; i < lexeme->verb_count; i++) {
        const struct frame *frame = &frames->frames[lexeme->verb_first + i];
        if (!fit_frame(scene, frame, verb, object, &arguments))
            continue;
        if (frame->flags & FRAME_LIGHT) {
            if (light_event(scene, drafts, frame, verb, &arguments, &mood))
                return;
            continue;
        }
        struct telling telling = {.frame = frame,
                                  .trigger = verb,
                                  .support = NOBODY,
                                  .arguments = &arguments,
                                  .mood = mood,
                                  .confidence = frame->confidence};
        if (makes_object(scene, frame) && object != NOBODY && !mood.veto && !mood.refused)
            telling.mood = modality_of_noun(scene, object, verb); /* "provided potential aid", "signed no treaty" */
        if (frame->actors[0] == SLOT_SPEAKER)
            telling.mood = mood_of_speech(scene, verb);
        if (object != NOBODY && (scene->units[object].flags & UNIT_NEGATIVE))
            telling.mood = (struct mood){.veto = true, .why = "nobody"}; /* "no one was arrested" */
        bool bare_gerund = (scene->units[verb].flags & UNIT_GERUND) && arguments.object == NOBODY &&
                           (arguments.count == 0 || is_noun_too(scene, verb)) && arguments.clause == NOBODY;
        fill_roles(scene, &telling, passive);
        if (disagrees(scene, verb, &telling.actors))
            telling.mood = (struct mood){.veto = true, .why = "no verb of his"};
        bool mutual = (frame->flags & FRAME_RECIPROCAL) && telling.targets.count > 0; /* "after meeting with Xi" */
        if (bare_gerund && !mutual && frame->targets[0] != SLOT_NONE)
            telling.confidence *= BARE_GERUND; /* rather a noun: "seek funding" */
        bool told = telling_make(scene, drafts, &telling);
        if (object != NOBODY)
            swallow_object(scene, frame, object, told, passive, mood.veto);
        if ((frame->flags & FRAME_SWALLOW) && (told || mood.veto))
            swallow(scene, verb + 1, dependants_end(scene, &arguments));
        return;
    }
}

/* "flew to Lima for talks with Lund", "attended the summit for talks": the verb of the journey; NOBODY if it is none.
 */
static int journey_for(const struct scene *scene, int noun)
{
    static const char *const words[] = {"be",   "arrive", "travel", "fly",  "visit",   "come",    "go", "attend",
                                        "land", "return", "head",   "host", "welcome", "receive", NULL};
    for (int i = noun - 2; i >= 0 && i > noun - 12; i--) {
        if (scene_is(scene, i, UNIT_VERB))
            return (scene->units[i].flags & (UNIT_FINITE | UNIT_INFINITIVE)) && named_one_of(scene, i, words) ? i
                                                                                                              : NOBODY;
        if (scene_is(scene, i, UNIT_BREAK) || scene_is(scene, i, UNIT_CLAUSE) || scene_is(scene, i, UNIT_WHO))
            return NOBODY;
    }
    return NOBODY;
}

/* "During talks with Xi, Kim said ...", "Kim said after talks with Xi": the subject of the clause takes part. */
static void partner_in_clause(const struct scene *scene, int noun, struct telling *telling)
{
    static const char *const words[] = {"during", "after", "in", "following", "at", "with", "on"};
    if (!scene_is(scene, noun - 1, UNIT_PREPOSITION) && !scene_is(scene, noun - 1, UNIT_VERB))
        return;
    int journey = scene->units[noun - 1].lexeme == scene->events->for_ ? journey_for(scene, noun) : NOBODY;
    if (journey != NOBODY) {
        role_subject(scene, journey, PARTY_ACTOR, &telling->actors);
        telling->mood = modality_of_verb(scene, journey);
        return;
    }
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[noun - 1].first]);
    bool known = false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        known = known || (word.size == strlen(words[i]) && (word.at[0] | 32) == words[i][0] &&
                          memcmp(word.at + 1, words[i] + 1, word.size - 1) == 0);
    if ((slice_is(word, "with") || slice_is(word, "on") || slice_is(word, "With") || slice_is(word, "On")) &&
        !slice_is(telling->frame->action, "visit"))
        return;
    for (int i = noun - 2; known && i >= 0 && i > noun - 12; i--)
        if (scene_is(scene, i, UNIT_VERB) && (scene->units[i].flags & UNIT_FINITE)) {
            role_subject(scene, i, PARTY_ACTOR, &telling->actors);
            return;
        }
    for (int i = noun + 1; known && i < scene->count && i < noun + 16; i++)
        if (scene_is(scene, i, UNIT_VERB) && (scene->units[i].flags & UNIT_FINITE)) {
            role_subject(scene, i, PARTY_ACTOR, &telling->actors);
            return;
        }
}

/* The verb that says of a noun group whether it comes about: "talks may resume", "the summit will be held". */
static int verb_about(const struct scene *scene, int noun)
{
    const struct frames *frames = &scene->events->frames;
    for (int i = noun + 1, most = noun + 12; i < scene->count && i < most; i++) {
        if (!scene_is(scene, i, UNIT_VERB) || !(scene->units[i].flags & UNIT_FINITE))
            continue;
        const struct lexeme *lexeme = scene_lexeme(scene, i);
        if (scene->subjects[i] != noun)
            return NOBODY;
        for (uint32_t f = 0; f < lexeme->verb_count; f++)
            if (frames->frames[lexeme->verb_first + f].flags & FRAME_LIGHT)
                return i;
        return NOBODY;
    }
    return NOBODY;
}

static bool is_theirs(const struct scene *scene, int noun)
{
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[noun].first]);
    return slice_is(word, "their") || slice_is(word, "Their");
}

/* "the Kuwaiti-Ethiopian memorandum": two countries stand before the noun. */
static bool between_named(const struct telling *telling, int noun)
{
    const struct parties *actors = &telling->actors;
    return telling->targets.count == 0 && actors->count == 2 && actors->at[0].unit == noun &&
           actors->at[1].unit == noun && actors->at[0].type == ENTITY_COUNTRY && actors->at[1].type == ENTITY_COUNTRY;
}

/* "condemned the attack by Chad": the verb tells of it already. */
static bool is_accused(const struct scene *scene, int noun)
{
    const struct lexeme *verb = scene_is(scene, noun - 1, UNIT_VERB) ? scene_lexeme(scene, noun - 1) : NULL;
    return verb && verb->verb_count > 0 && slice_is(scene->events->frames.frames[verb->verb_first].code, "ACCUSE");
}

void trigger_noun(struct scene *scene, struct drafts *drafts, int noun)
{
    const struct frames *frames = &scene->events->frames;
    const struct lexeme *lexeme = &frames->lexemes[fit_head_lexeme(scene, noun)];
    if (lexeme->noun_count == 0 || scene->swallowed[noun])
        return;
    struct arguments arguments = structure_arguments(scene, noun);
    for (uint32_t i = 0; i < lexeme->noun_count; i++) {
        const struct frame *frame = &frames->frames[lexeme->noun_first + i];
        if (!fit_frame(scene, frame, noun, NOBODY, &arguments))
            continue;
        struct telling telling = {.frame = frame,
                                  .trigger = noun,
                                  .support = NOBODY,
                                  .arguments = &arguments,
                                  .mood = modality_of_noun(scene, noun, verb_about(scene, noun)),
                                  .confidence = frame->confidence * NOUN_ALONE};
        role_fill_noun(scene, frame->actors, noun, &arguments, PARTY_ACTOR, &telling.actors);
        role_fill_noun(scene, frame->targets, noun, &arguments, PARTY_TARGET, &telling.targets);
        if (slice_is(frame->code, "PROTEST") && telling.targets.count == 0 && telling.actors.count > 0 &&
            telling.actors.at[0].type == ENTITY_COUNTRY && telling.actors.at[0].unit == noun)
            telling.confidence *= NATION_PROTESTS;
        if (telling.actors.count == 0 && telling.targets.count > 0 && slice_is(frame->code, "CONSULT"))
            partner_in_clause(scene, noun, &telling);
        if (telling.actors.count > 0 && scene->units[noun].owner_end == scene->units[noun].first &&
            telling.actors.at[0].unit == noun && telling.targets.count == 0 &&
            !(between_named(&telling, noun) && (fit_named_event(scene, noun) || is_theirs(scene, noun))))
            telling.confidence *= ONLY_MODIFIER;
        if (telling.targets.count == 0 && is_accused(scene, noun))
            telling.confidence *= ONLY_ACCUSED;
        if (slice_is(frame->code, "AGREE") && (frame->flags & FRAME_RECIPROCAL) && between_named(&telling, noun) &&
            telling.confidence < MUTUAL_NAMED)
            telling.confidence = MUTUAL_NAMED * NOUN_ALONE;
        if (telling_make(scene, drafts, &telling) && (frame->flags & FRAME_SWALLOW))
            swallow(scene, noun + 1, dependants_end(scene, &arguments));
        return;
    }
}
