/* Whose infinitives, participles and gerunds are. */
#include "events_clause.h"
#include "events_who.h"

#include "speech.h"

/* The verb that an infinitive at `at` depends on. */
static int matrix_of_infinitive(const struct scene *scene, int at)
{
    for (int i = at - 1, least = at - 12; i >= 0 && i >= least; i--) {
        if (scene_is(scene, i, UNIT_VERB))
            return i;
        if (scene_is(scene, i, UNIT_COMMA) || scene_is(scene, i, UNIT_BREAK) || scene_is(scene, i, UNIT_CLAUSE))
            return NOBODY;
    }
    return NOBODY;
}

/* In a phrase that says where or when rather than to whom: "lobbied in Geneva to". */
static bool in_aside(const struct scene *scene, int at)
{
    const struct events *events = scene->events;
    uint16_t preposition = scene_is(scene, at - 1, UNIT_PREPOSITION) ? scene->units[at - 1].lexeme : 0;
    return preposition != 0 && preposition != events->on && preposition != events->for_ && preposition != events->to &&
           !clause_is_adverb_too(scene, at - 1); /* "called out its members to" */
}

/* "experienced attempts to hack her phone", "backed efforts to free him": somebody else's. */
static bool takes_attempt(const struct scene *scene, int verb)
{
    static const char *const verbs[] = {
        "experience", "suffer", "face",     "survive", "escape",    "foil",      "thwart",  "resist",  "reject",
        "condemn",    "oppose", "denounce", "block",   "prevent",   "criticize", "support", "back",    "hail",
        "endorse",    "praise", "welcome",  "cite",    "encourage", "undermine", "witness", "discuss", NULL};
    return scene_is(scene, verb, UNIT_VERB) && named_one_of(scene, verb, verbs);
}

int clause_subject_of_infinitive(struct scene *scene, int at)
{
    int matrix = matrix_of_infinitive(scene, at);
    scene->matrices[at] = matrix;
    /* "Trump's desire to meet" */
    if (scene_is(scene, at - 1, UNIT_NOUN) && scene->units[at - 1].owner_end > scene->units[at - 1].first &&
        (scene_lexeme(scene, at - 1)->roles & ROLE_CONTROL))
        return at - 1;
    bool whose = clause_is_phrase(scene, at - 2) &&
                 (scene->units[at - 2].lexeme == scene->events->of || scene->units[at - 2].lexeme == scene->events->by);
    if (whose && scene_is(scene, at - 3, UNIT_NOUN) && (scene_lexeme(scene, at - 3)->roles & ROLE_CONTROL))
        return at - 1; /* "the request of some states to buy", "efforts by Peru to buy" */
    if (matrix == NOBODY)
        return NOBODY;
    if (scene_is(scene, at - 1, UNIT_NOUN) && slice_is(scene_lexeme(scene, at - 1)->text, "invitation")) {
        static const char *const gets[] = {"receive", "accept", "get", "have", NULL};
        if (named_one_of(scene, matrix, gets))
            return scene->subjects[matrix];
        return matrix == at - 3 && scene_is(scene, at - 2, UNIT_NOUN) ? at - 2 : NOBODY; /* "gave Lund an invitation" */
    }
    bool tries = matrix == at - 2 && scene_is(scene, at - 1, UNIT_NOUN) &&
                 (scene_lexeme(scene, at - 1)->roles & ROLE_CONTROL) && takes_attempt(scene, matrix);
    if (tries)
        return NOBODY;
    if (clause_is_phrase(scene, at - 2) && slice_is(scene_lexeme(scene, at - 2)->text, "as"))
        return NOBODY; /* "seen as a scheme to rob a bank": whose is not said */
    /* "said the decision to suspend": whose decision is not said */
    unsigned roles = scene_lexeme(scene, matrix)->roles;
    bool only_says =
        (roles & ROLE_SAY) && (!(roles & ROLE_CONTROL) || scene_lexeme(scene, matrix)->modality == MODALITY_HAPPENED);
    if (matrix == at - 2 && scene_is(scene, at - 1, UNIT_NOUN) && only_says)
        return NOBODY;
    if (roles & ROLE_OBJECT) {
        if (scene->units[matrix].flags & UNIT_PASSIVE)
            return scene->subjects[matrix];
        for (int i = matrix + 1; i < at; i++)
            if (scene_is(scene, i, UNIT_NOUN) && (i == matrix + 1 || !in_aside(scene, i)))
                return i;
    }
    return scene->subjects[matrix];
}

/* No finite verb stands between the sentence marks around `at`: a headline's or a mistagged past tense. */
static bool alone(const struct scene *scene, int at)
{
    for (int i = at - 1, least = at - CLAUSE_REACH; i >= 0 && i >= least; i--) {
        if (scene_is(scene, i, UNIT_BREAK) || scene_is(scene, i, UNIT_CLAUSE) || scene_is(scene, i, UNIT_WHO))
            break;
        if (scene_is(scene, i, UNIT_VERB) && (scene_lexeme(scene, i)->roles & ROLE_SAY))
            break; /* "said Iran banned": the clause begins here */
        if (clause_finite(scene, i))
            return false;
    }
    for (int i = at + 1, most = at + CLAUSE_REACH; i < scene->count && i <= most; i++) {
        if (scene_is(scene, i, UNIT_BREAK) || scene_is(scene, i, UNIT_CLAUSE) || scene_is(scene, i, UNIT_WHO))
            break;
        if (scene_is(scene, i, UNIT_AND) && scene_is(scene, i + 1, UNIT_NOUN) && structure_begins_clause(scene, i + 1))
            break;                   /* "police arrested Hale and he was deported" */
        if (clause_finite(scene, i)) /* "Lund travelled by boat and walked": goes on with the participle */
            return scene_is(scene, i - 1, UNIT_AND);
    }
    return true;
}

static void make_finite(struct unit *unit, bool passive)
{
    unit->flags = (uint16_t)((unit->flags & ~(UNIT_PASSIVE | UNIT_PARTICIPLE)) | UNIT_FINITE);
    if (passive)
        unit->flags |= UNIT_PASSIVE;
}

/* How many senses of the verb are done to somebody. */
static uint32_t senses_with_object(const struct scene *scene, int at)
{
    const struct lexeme *lexeme = scene_lexeme(scene, at);
    uint32_t count = 0;
    for (uint32_t i = 0; i < lexeme->verb_count; i++) {
        const uint16_t *slot = scene->events->frames.frames[lexeme->verb_first + i].targets;
        while (*slot != SLOT_NONE && *slot != SLOT_OBJECT)
            slot++;
        count += *slot == SLOT_OBJECT;
    }
    return count;
}

bool clause_transitive(const struct scene *scene, int at)
{
    uint32_t senses = scene_lexeme(scene, at)->verb_count;
    return senses > 0 && senses_with_object(scene, at) == senses;
}

static bool appoints(const struct scene *scene, int at)
{
    const struct lexeme *lexeme = scene_lexeme(scene, at);
    return lexeme->verb_count > 0 &&
           (slice_is(scene->events->frames.frames[lexeme->verb_first].code, "OTHER") || slice_is(lexeme->text, "name"));
}

/* "investors rioted at the exchange demanding a halt", "protesters in Kyiv demanding": whoever stands before the
 * phrase that says where; `noun`, the noun group of the phrase, if that is nobody. */
static int before_place(const struct scene *scene, int noun)
{
    const struct events *events = scene->events;
    int preposition = noun - 1, before = noun - 2;
    if (scene_is(scene, preposition, UNIT_PREPOSITION) && scene->units[preposition].lexeme == events->to) {
        int main = clause_verb_before(scene, preposition, true); /* "sent a letter to Cuba threatening war" */
        return main != NOBODY && scene->subjects[main] != NOBODY ? scene->subjects[main] : noun;
    }
    uint16_t word = scene_is(scene, preposition, UNIT_PREPOSITION) ? scene->units[preposition].lexeme : 0;
    if (word == 0 || clause_has_person(scene, noun) ||
        (word != events->in && word != events->at && word != events->near && word != events->on))
        return noun;
    if (scene_is(scene, before, UNIT_NOUN))
        return before;
    return scene_is(scene, before, UNIT_VERB) && scene->subjects[before] != NOBODY ? scene->subjects[before] : noun;
}

/* "welcomed a letter urging", "must consider a proposal calling": somebody else's. */
static bool takes_paper(const struct scene *scene, int verb)
{
    static const char *const verbs[] = {"welcome", "receive", "get",     "consider", "reject",  "dismiss",  "discuss",
                                        "oppose",  "read",    "see",     "cite",     "review",  "study",    "examine",
                                        "ignore",  "face",    "condemn", "quote",    "repress", "suppress", "silence",
                                        "stifle",  "crush",   "quell",   "disperse", NULL};
    return named_one_of(scene, verb, verbs);
}

/* "contacted the ministry requesting help": not the ministry's. */
static bool addresses(const struct scene *scene, int verb)
{
    static const char *const verbs[] = {"contact",  "approach", "phone", "telephone", "email", "write",
                                        "petition", "address",  "text",  "message",   NULL};
    return named_one_of(scene, verb, verbs);
}

/* "demanded the resignation of Raja accusing him", "issued a statement urging Peru": the subject of the verb before,
 * where the noun group is spoken of behind the gerund or is nobody that could act; else the noun group. */
static int doer_of_gerund(const struct scene *scene, int at, int noun)
{
    int doer = before_place(scene, noun), main = clause_verb_before(scene, at, true);
    if (doer != noun || main == NOBODY || scene->subjects[main] == NOBODY || scene->subjects[main] == noun)
        return doer;
    bool addressed = scene_is(scene, main, UNIT_VERB) && main == noun - 1 && addresses(scene, main);
    bool spoken_of = scene_is(scene, at + 1, UNIT_NOUN) && (scene->units[at + 1].flags & UNIT_PRONOUN);
    bool paper = scene_is(scene, noun - 1, UNIT_VERB) && !(scene_lexeme(scene, noun)->roles & ROLE_AGENT) &&
                 scene->units[noun].entities_first == scene->units[noun].entities_last && !takes_paper(scene, noun - 1);
    return spoken_of || paper || addressed ? scene->subjects[main] : doer;
}

/* Behind a noun group: "troops backed by Iran", "they arrested" (a past tense the tagger mistook), "Laos hosting". */
static int participle_behind_noun(struct scene *scene, int at, int noun)
{
    struct unit *unit = &scene->units[at];
    bool pronoun = scene->units[noun].flags & UNIT_PRONOUN;
    /* "officers arrested Webb and"; not "a man named Webb" */
    bool active = scene_is(scene, at + 1, UNIT_NOUN) && clause_transitive(scene, at) && !appoints(scene, at);
    bool whom = scene_is(scene, noun - 1, UNIT_WHO) && clause_transitive(scene, at); /* "whom Iran arrested" */
    if ((unit->flags & UNIT_PARTICIPLE) && (pronoun || active || whom || alone(scene, at))) {
        make_finite(unit, false);
        return clause_subject(scene, at);
    }
    if (unit->flags & UNIT_GERUND)
        return doer_of_gerund(scene, at, noun);
    unit->flags |= UNIT_PASSIVE;
    return noun;
}

/* Behind "and": what the verb before it is, the participle is too ("had met Xi and visited Paris"). */
static int participle_behind_and(struct scene *scene, int at, int shared)
{
    int matrix = scene->matrices[shared];
    if ((scene->units[shared].flags & UNIT_PASSIVE) && matrix != NOBODY && clause_finite(scene, matrix) &&
        scene_is(scene, at + 1, UNIT_NOUN) && clause_transitive(scene, at)) {
        make_finite(&scene->units[at], false); /* "denied that he was hired and rejected the report" */
        return scene->subjects[matrix];
    }
    bool be =
        (scene->units[shared].flags & UNIT_BE) && clause_transitive(scene, at) && !scene_is(scene, at + 1, UNIT_NOUN);
    if (scene->units[shared].flags & UNIT_FINITE) {
        make_finite(&scene->units[at], be || (scene->units[shared].flags & UNIT_PASSIVE));
        scene->units[at].modal = scene->units[shared].modal; /* "will be touring and meeting voters" */
    } else
        scene->matrices[at] = scene->matrices[shared];
    return scene->subjects[shared];
}

/* Behind a comma: the only verb of its clause ("many nations, including Jordan, cut their ties"), or one with a
 * subject of its own ("With Kenya, a founder, voting against it"). NOBODY if it is neither. */
static int participle_behind_comma(struct scene *scene, int at, int comma)
{
    struct unit *unit = &scene->units[at];
    int subject = (unit->flags & UNIT_PARTICIPLE) && comma > 0 && alone(scene, at) ? clause_subject(scene, at) : NOBODY;
    if (subject != NOBODY) {
        make_finite(unit, false);
        return subject;
    }
    int start = clause_insertion_start(scene, comma);
    bool with = start > 1 && scene_is(scene, start - 1, UNIT_NOUN) && scene_is(scene, start - 2, UNIT_PREPOSITION) &&
                scene->units[start - 2].lexeme == scene->events->with;
    return with ? start - 1 : NOBODY;
}

/* "those executed were Lund and Webb": the noun group behind "were" that says who; NOBODY if none does. */
static int identified(const struct scene *scene, int at)
{
    int be = clause_skip_right(scene, at + 1);
    for (int phrases = 0; phrases < CLAUSE_PHRASES && scene_is(scene, be, UNIT_PREPOSITION); phrases++)
        be = clause_skip_right(scene, clause_is_phrase(scene, be) ? be + 2 : be + 1);
    int noun = clause_skip_right(scene, be + 1);
    bool says = (scene->units[at].flags & UNIT_PARTICIPLE) && senses_with_object(scene, at) > 0 &&
                scene_is(scene, at - 1, UNIT_NOUN) && clause_finite(scene, be) && (scene->units[be].flags & UNIT_BE) &&
                !(scene->units[be].flags & UNIT_NEGATIVE);
    return says && scene_is(scene, noun, UNIT_NOUN) && clause_has_person(scene, noun) ? noun : NOBODY;
}

/* "wrote to Lund, arguing that Peru had lied and urging help": the gerund before the clause in which the verb at
 * `shared` stands, with which the one behind "and" goes on; NOBODY if there is none. */
static int gerund_above(const struct scene *scene, int shared)
{
    int subject = scene->subjects[shared], that = subject == NOBODY ? NOBODY : clause_skip_left(scene, subject - 1);
    if (!clause_finite(scene, shared) || !scene_is(scene, that, UNIT_CLAUSE) || subject > shared ||
        (scene->units[shared].flags & UNIT_PROGRESSIVE))
        return NOBODY;
    int gerund = clause_skip_left(scene, that - 1);
    bool goes_on = scene_is(scene, gerund, UNIT_VERB) && (scene->units[gerund].flags & UNIT_GERUND);
    return goes_on && scene->subjects[gerund] != NOBODY ? gerund : NOBODY;
}

int clause_subject_of_participle(struct scene *scene, int at)
{
    struct unit *unit = &scene->units[at];
    int before = clause_skip_left(scene, at - 1), be = before, named = identified(scene, at);
    if (named != NOBODY) {
        make_finite(unit, true);
        return named;
    }
    if (scene_is(scene, before, UNIT_NOUN))
        return participle_behind_noun(scene, at, before);
    if ((unit->flags & UNIT_PARTICIPLE) && scene_is(scene, before, UNIT_WHO)) { /* "who last week resigned" */
        make_finite(unit, false);
        return clause_subject(scene, at);
    }
    if (scene_is(scene, before, UNIT_PREPOSITION) && scene_is(scene, before + 1, UNIT_DATE))
        be = before - 1;
    if ((unit->flags & UNIT_PARTICIPLE) && scene_is(scene, be, UNIT_VERB) && (scene->units[be].flags & UNIT_BE)) {
        make_finite(unit, true);
        unit->modal = scene->units[be].modal; /* "was on Monday sentenced" */
        return scene->subjects[be];
    }
    if (unit->flags & UNIT_PARTICIPLE)
        unit->flags |= UNIT_PASSIVE;
    if (scene_is(scene, before, UNIT_VERB)) { /* "was ordered detained", "denied selling" */
        scene->matrices[at] = before;
        return scene->subjects[before];
    }
    if ((unit->flags & UNIT_GERUND) && scene_is(scene, before, UNIT_PREPOSITION) &&
        scene_is(scene, before - 1, UNIT_VERB) && (scene->units[before - 1].flags & UNIT_PASSIVE))
        return scene->subjects[before - 1]; /* "two men suspected of planning" */
    if ((unit->flags & UNIT_GERUND) && scene_is(scene, before, UNIT_PREPOSITION) &&
        slice_is(scene_lexeme(scene, before)->text, "as") && (scene_lexeme(scene, at)->roles & ROLE_SAY) &&
        scene_is(scene, before - 1, UNIT_NOUN) && scene_is(scene, before - 2, UNIT_VERB))
        return before - 1; /* "quoted Lund as saying" */
    int shared = scene_is(scene, before, UNIT_AND) ? clause_verb_before(scene, before, false) : NOBODY;
    int gerund = shared != NOBODY && (unit->flags & UNIT_GERUND) ? gerund_above(scene, shared) : NOBODY;
    if (gerund != NOBODY)
        return scene->subjects[gerund];
    if (shared != NOBODY)
        return participle_behind_and(scene, at, shared);
    int subject = scene_is(scene, before, UNIT_COMMA) ? participle_behind_comma(scene, at, before) : NOBODY;
    if (subject != NOBODY)
        return subject;
    int main = clause_verb_before(scene, at, true);
    return main == NOBODY ? NOBODY : scene->subjects[main];
}
