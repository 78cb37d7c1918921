#include "events_scene.h"
#include "events_who.h"

#include "speech.h"
#include "words.h"

#define CHAIN_MOST 6
#define ACCORDING_REACH 40 /* units from what is told to "according to" */
#define ACCORDING_OPENS 4  /* units before it where it opens the sentence */

static const struct mood happened = {.modality = MODALITY_HAPPENED, .why = "plain", .confidence = 1};

static struct mood mood(enum modality modality, const char *why)
{
    return (struct mood){.modality = modality, .why = why, .confidence = 1};
}

static struct mood vetoed(const char *why)
{
    return (struct mood){.modality = MODALITY_NONE, .veto = true, .why = why};
}

static bool said(const struct scene *scene, int verb)
{
    int matrix = scene->matrices[verb];
    if (matrix != NOBODY && (scene_lexeme(scene, matrix)->roles & ROLE_SAY))
        return true;
    return modality_source(scene, verb).at != NULL;
}

/* A word of the verb group, or right before it, that sets a modality by itself: "allegedly", "likely". */
static enum modality by_adverb(const struct scene *scene, int verb)
{
    const struct frames *frames = &scene->events->frames;
    const struct unit *unit = &scene->units[verb];
    uint32_t first = unit->first > 0 ? unit->first - 1 : 0;
    for (uint32_t i = first; i < unit->last && i < unit->head + 1; i++) {
        const struct token *token = &scene->sentence->tokens[i];
        if (i == unit->head)
            break;
        uint16_t lexeme = frames_lexeme(frames, word_text(scene->sentence, token), token->hash, FORM_AS_WRITTEN);
        const struct lexeme *word = &frames->lexemes[lexeme];
        if ((word->roles & ROLE_CONTROL) && word->verb_count == 0 && !(word->forms & FORM_NOUN & FORM_VERB) &&
            word->text.size > 2 && memcmp(word->text.at + word->text.size - 2, "ly", 2) == 0)
            return (enum modality)word->modality;
    }
    return MODALITY_NONE;
}

static bool in_past(const struct scene *scene, int verb)
{
    const struct unit *unit = &scene->units[verb];
    for (uint32_t i = unit->first; i < unit->last; i++)
        if (scene->sentence->tokens[i].pos == SPEECH_PAST)
            return true;
    return false;
}

/* A condition before the verb in its clause: "if", "unless". */
static bool conditional(const struct scene *scene, int verb)
{
    for (int i = verb - 1, least = verb - 12; i >= 0 && i >= least; i--) {
        if (scene_is(scene, i, UNIT_CLAUSE)) {
            struct slice word = scene_lexeme(scene, i)->text;
            return (scene_lexeme(scene, i)->roles & ROLE_CONDITION) ||
                   ((slice_is(word, "until") || slice_is(word, "once")) && !in_past(scene, verb));
        }
        if (scene_is(scene, i, UNIT_VERB) && scene_is(scene, i + 1, UNIT_AND) && i + 2 == verb)
            continue; /* "whether it accepts or rejects" */
        if (scene_is(scene, i, UNIT_BREAK) || scene_is(scene, i, UNIT_WHO) ||
            (scene_is(scene, i, UNIT_VERB) && (scene->units[i].flags & UNIT_FINITE)) || scene_is(scene, i, UNIT_COMMA))
            return false;
    }
    return false;
}

static bool is_when(const struct scene *scene, int at)
{
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].first]);
    return scene_is(scene, at, UNIT_CLAUSE) && (slice_is(word, "when") || slice_is(word, "When"));
}

#define SENTENCE_REACH 40 /* units around a verb in which its sentence is looked at */

/* "before Lund visits", as a clause. */
static bool is_before(const struct scene *scene, int at)
{
    static const char *const words[] = {"before", "Before", "after", "After"};
    return scene_is(scene, at, UNIT_CLAUSE) && WORD_IS_ANY(scene->sentence, scene->units[at].first, words);
}

/* "Will", or where `dated` a date, says that what the present tense behind "when" or "before" tells of is to come. */
static bool is_to_come(const struct scene *scene, int verb, bool dated)
{
    int first = verb > SENTENCE_REACH ? verb - SENTENCE_REACH : 0;
    for (int i = first; i < scene->count && i < verb + SENTENCE_REACH; i++) {
        unsigned modal = scene_is(scene, i, UNIT_VERB) ? scene->units[i].modal : MODAL_NONE;
        if ((dated && scene_is(scene, i, UNIT_DATE)) || modal == MODAL_WILL || (!dated && modal == MODAL_WOULD))
            return true;
    }
    return false;
}

/* "when a bank gives money", "will talk before Lund visits Peru": the present tense behind "when" tells of nothing that
 * has happened. Not "at a time when Peru is at war". */
static enum modality behind_when(const struct scene *scene, int verb)
{
    const struct unit *unit = &scene->units[verb];
    const unsigned tag = scene->sentence->tokens[unit->first].pos;
    if (unit->first != unit->head || unit->modal != MODAL_NONE || (tag != SPEECH_THIRD && tag != SPEECH_PRESENT))
        return MODALITY_NONE;
    for (int i = verb - 1, least = verb - 12; i >= 0 && i >= least && !scene_is(scene, i, UNIT_VERB); i--)
        if (is_before(scene, i))
            return is_to_come(scene, verb, false) ? MODALITY_PLANNED : MODALITY_NONE;
        else if (is_when(scene, i))
            return scene_is(scene, i - 1, UNIT_NOUN) ? MODALITY_NONE
                   : is_to_come(scene, verb, true)   ? MODALITY_PLANNED
                                                     : MODALITY_HYPOTHETICAL;
    return MODALITY_NONE;
}

/* "on allegations of fraud, theft and waging war": the gerund goes on with what somebody is charged with. */
static bool is_charged_with(const struct scene *scene, int verb)
{
    static const char *const words[] = {"allegation", "charge", "accusation", "suspicion", "count", NULL};
    if (scene->sentence->tokens[scene->units[verb].head].pos != SPEECH_GERUND || !scene_is(scene, verb - 1, UNIT_AND))
        return false;
    for (int i = verb - 2, least = verb - 16; i > 0 && i >= least; i--) {
        if (scene_is(scene, i, UNIT_VERB) && (scene->units[i].flags & UNIT_FINITE))
            return false;
        if (scene_is(scene, i, UNIT_PREPOSITION) && scene_is(scene, i - 1, UNIT_NOUN) &&
            scene->units[i].lexeme == scene->events->of && named_one_of(scene, i - 1, words))
            return true;
    }
    return false;
}

static struct mood by_modal(const struct scene *scene, int verb)
{
    static const char *const hardly[] = {"almost", "nearly"};
    const struct unit *unit = &scene->units[verb];
    uint32_t adverb = unit->first < unit->head ? unit->head - 1 : unit->first - (unit->first > 0);
    if (WORD_IS_ANY(scene->sentence, adverb, hardly))
        return vetoed("almost");
    bool negative = unit->flags & UNIT_NEGATIVE;
    switch (unit->modal) {
    case MODAL_WILL:
        return negative ? (struct mood){.modality = MODALITY_HAPPENED,
                                        .refused = true,
                                        .why = "will not",
                                        .confidence = 0.9f}
                        : mood(MODALITY_PLANNED, "will");
    case MODAL_WOULD:
        if (negative)
            return (struct mood){
                .modality = MODALITY_HAPPENED, .refused = true, .why = "would not", .confidence = 0.8f};
        return said(scene, verb) ? mood(MODALITY_PLANNED, "said ... would") : mood(MODALITY_HYPOTHETICAL, "would");
    case MODAL_MAY:
        return negative ? vetoed("may not") : mood(MODALITY_HYPOTHETICAL, "may");
    case MODAL_CAN:
        return negative ? vetoed("cannot") : mood(MODALITY_HYPOTHETICAL, "can");
    case MODAL_MUST:
        return negative ? vetoed("must not") : mood(MODALITY_DEMANDED, "must");
    case MODAL_SHOULD:
        return negative ? vetoed("should not") : mood(MODALITY_DEMANDED, "should");
    default:
        return negative ? vetoed("negated") : happened;
    }
}

/* The word between a form of be and an infinitive, or the noun before one, that sets its modality: "is willing to",
 * "plan to". Sets *be when nothing stands between ("is to visit"), *none when it
 * is negated. */
static enum modality by_word_before(const struct scene *scene, int verb, bool *be, bool *none)
{
    static const char *const when[] = {"also", "now", "soon", "then", "still", "first", "later", "today", "thus"};
    int at = verb - 1;
    *be = *none = false;
    bool adverb = false; /* one that the frames do not know may be an adjective: "will be foolhardy to" */
    for (; scene_is(scene, at, UNIT_ADVERB) || scene_is(scene, at, UNIT_DATE); at--)
        adverb =
            adverb || (scene_is(scene, at, UNIT_ADVERB) && !WORD_IS_ANY(scene->sentence, scene->units[at].first, when));
    bool about = scene_is(scene, at, UNIT_PREPOSITION) && slice_is(scene_lexeme(scene, at)->text, "about");
    if (scene_is(scene, about ? at - 1 : at, UNIT_VERB)) { /* "is to visit", "is about to visit" */
        *be = (scene->units[about ? at - 1 : at].flags & UNIT_BE) && !adverb;
        return MODALITY_NONE;
    }
    if (!scene_is(scene, at, UNIT_ADJECTIVE) && !scene_is(scene, at, UNIT_NOUN))
        return MODALITY_NONE;
    const struct lexeme *word = scene_lexeme(scene, at);
    bool whose = scene_is(scene, at, UNIT_NOUN) && scene_is(scene, at - 1, UNIT_PREPOSITION) &&
                 scene_is(scene, at - 2, UNIT_NOUN) && scene->units[at - 1].lexeme == scene->events->by;
    if (whose) { /* "efforts by Peru to" */
        at -= 2;
        word = scene_lexeme(scene, at);
    }
    if (scene_is(scene, at, UNIT_NOUN) && (word->roles & ROLE_AGENT))
        return MODALITY_NONE; /* "forces" are troops here */
    bool negative = scene->units[at].flags & UNIT_NEGATIVE;
    int copula = at - 1;
    while (scene_is(scene, copula, UNIT_ADVERB))
        copula--;
    if (scene_is(scene, at, UNIT_ADJECTIVE) && scene_is(scene, copula, UNIT_VERB)) {
        negative = negative || (scene->units[copula].flags & UNIT_NEGATIVE); /* "was not able to" */
        if (slice_is(word->text, "able") && !negative && in_past(scene, copula))
            return MODALITY_HAPPENED; /* "was able to" */
    }
    *none = (word->roles & ROLE_CONTROL) && negative;
    return (word->roles & ROLE_CONTROL) ? (enum modality)word->modality : MODALITY_NONE;
}

/* What a word does to what depends on it: "avoid" takes it back. */
static struct mood above(const struct lexeme *lexeme)
{
    return lexeme->modality == MODALITY_NONE ? vetoed("avoided") : mood((enum modality)lexeme->modality, "verb above");
}

static bool decides(struct slice verb)
{
    static const char *const words[] = {"choose", "decide", "opt", "elect", "vow"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(verb, words[i]))
            return true;
    return false;
}

static struct mood by_infinitive(const struct scene *scene, int verb, int *next)
{
    bool be, none;
    int matrix = scene->matrices[verb];
    if ((scene->units[verb].flags & UNIT_NEGATIVE) && matrix != NOBODY && decides(scene_lexeme(scene, matrix)->text))
        return (struct mood){.modality = MODALITY_HAPPENED, .refused = true, .why = "chose not to", .confidence = 0.9f};
    if (scene->units[verb].flags & UNIT_NEGATIVE)
        return vetoed("negated infinitive");
    enum modality word = by_word_before(scene, verb, &be, &none);
    if (none) /* "no plans to" */
        return vetoed("negated before");
    if (word != MODALITY_NONE && word != MODALITY_HAPPENED)
        return mood(word, "word before the infinitive");
    if (be && slice_is(scene_lexeme(scene, verb)->text, "blame"))
        return vetoed("is to blame");
    if (be)
        return mood(MODALITY_PLANNED, "is to");
    if (matrix == NOBODY && word == MODALITY_HAPPENED)
        return happened; /* "Lund's decision to suspend" opens its clause */
    if (matrix == NOBODY)
        return vetoed("infinitive of nobody");
    const struct lexeme *lexeme = scene_lexeme(scene, matrix);
    if (word == MODALITY_HAPPENED || ((lexeme->roles & ROLE_CONTROL) && lexeme->modality == MODALITY_HAPPENED)) {
        *next = matrix;
        return happened;
    }
    if (scene->sentence->tokens[scene->units[verb].first].pos != SPEECH_TO &&
        (slice_is(lexeme->text, "see") || slice_is(lexeme->text, "make"))) {
        *next = matrix; /* "a coup that saw Lund dissolve parliament" */
        return happened;
    }
    bool phoned = slice_is(lexeme->text, "call") && matrix == verb - 1 && !(scene->units[matrix].flags & UNIT_PASSIVE);
    if (!(lexeme->roles & ROLE_CONTROL) || phoned) /* "called to say" */
        return vetoed("infinitive of purpose");
    if (scene->units[matrix].flags & UNIT_NEGATIVE)
        return vetoed("negated above");
    return above(lexeme);
}

/* The verb before the preposition at `at` in its clause; NOBODY if there is none. */
static int governing(const struct scene *scene, int at)
{
    for (int i = at - 1, least = at - 8; i >= 0 && i >= least; i--) {
        if (scene_is(scene, i, UNIT_VERB))
            return scene->units[i].flags & (UNIT_INFINITIVE | UNIT_FINITE) ? i : NOBODY;
        if (!scene_is(scene, i, UNIT_NOUN) && !scene_is(scene, i, UNIT_PREPOSITION))
            return NOBODY;
    }
    return NOBODY;
}

/* What the modal of the finite verb before says, where both have one subject; else that it happened. */
static struct mood of_main_verb(const struct scene *scene, int verb)
{
    for (int i = verb - 1, least = verb - 12; i >= 0 && i >= least; i--) {
        if (!scene_is(scene, i, UNIT_VERB) || !(scene->units[i].flags & UNIT_FINITE))
            continue;
        struct mood mood = by_modal(scene, i);
        return scene->subjects[i] == scene->subjects[verb] && !mood.veto && !mood.refused ? mood : happened;
    }
    return happened;
}

/* Gerunds: after a verb ("denied selling"), after a preposition, or behind a comma. */
static struct mood by_gerund(const struct scene *scene, int verb, int *next)
{
    const struct events *events = scene->events;
    int matrix = scene->matrices[verb];
    if (scene->units[verb].flags & UNIT_NEGATIVE)
        return vetoed("negated");
    if (matrix != NOBODY) {
        const struct lexeme *lexeme = scene_lexeme(scene, matrix);
        if (!(lexeme->roles & ROLE_CONTROL))
            return vetoed("gerund under a verb");
        if (lexeme->modality != MODALITY_HAPPENED)
            return above(lexeme);
        *next = matrix;
        return happened;
    }
    int before = verb - 1;
    while (scene_is(scene, before, UNIT_ADVERB))
        before--;
    if (scene_is(scene, before, UNIT_AND)) { /* "for staging a protest and going on strike" */
        for (int i = before - 1, least = before - 8; i >= 0 && i >= least; i--)
            if (scene_is(scene, i, UNIT_VERB)) {
                *next = (scene->units[i].flags & UNIT_GERUND) ? i : *next;
                break;
            }
        if (*next != NOBODY)
            return happened;
    }
    if (scene_is(scene, before, UNIT_NOUN) && scene_is(scene, before - 1, UNIT_PREPOSITION)) {
        struct slice word = scene_lexeme(scene, before - 1)->text; /* "warned against Brazil imposing" */
        if (slice_is(word, "against") || slice_is(word, "about") || slice_is(word, "for") || slice_is(word, "without"))
            return vetoed("gerund after a preposition");
    }
    if (scene_is(scene, before, UNIT_PREPOSITION)) {
        struct slice word = scene_lexeme(scene, before)->text;
        if (!slice_is(word, "after") && !slice_is(word, "by") && !slice_is(word, "while") &&
            !slice_is(word, "before") && !slice_is(word, "since") && !(events->in == scene->units[before].lexeme))
            return vetoed("gerund after a preposition");
        if (slice_is(word, "by") && scene_is(scene, before - 1, UNIT_NOUN))
            *next = governing(scene, before); /* "wants to open a front by attacking" */
        return (struct mood){.modality = MODALITY_HAPPENED, .why = "gerund", .confidence = 0.85f};
    }
    if (before < 0 || scene_is(scene, before, UNIT_CLAUSE)) /* "negotiating with them is no option" */
        for (int i = verb + 1, most = verb + 12; i < scene->count && i < most && !scene_is(scene, i, UNIT_COMMA); i++)
            if (scene_is(scene, i, UNIT_VERB) && (scene->units[i].flags & UNIT_FINITE))
                return vetoed("gerund as a subject");
    struct mood main = scene_is(scene, before, UNIT_COMMA) ? of_main_verb(scene, verb) : happened;
    if (main.modality == MODALITY_PLANNED || main.modality == MODALITY_HYPOTHETICAL)
        return main; /* "will travel to Peru, arriving on Monday" */
    return (struct mood){.modality = MODALITY_HAPPENED, .why = "participle", .confidence = 0.9f};
}

/* "allegations that he assaulted", "accusations he assaulted": only said of him. */
static bool alleged(const struct scene *scene, int verb)
{
    int subject = scene->subjects[verb], claim = subject - 1;
    if (scene_is(scene, claim, UNIT_CLAUSE) || scene_is(scene, claim, UNIT_WHO))
        claim--;
    if (subject > verb || !scene_is(scene, claim, UNIT_NOUN))
        return false;
    bool claimed =
        (scene_lexeme(scene, claim)->roles & ROLE_CONTROL) && scene_lexeme(scene, claim)->modality == MODALITY_CLAIMED;
    return claimed && (claim == subject - 1 || structure_says_claim(scene, claim + 1));
}

/* "on condition that Peru leave the club" */
static bool is_condition(const struct scene *scene, int verb)
{
    static const char *const words[] = {"condition", "proviso", "requirement", NULL};
    int subject = scene->subjects[verb], that = subject - 1;
    return subject != NOBODY && subject <= verb && scene_is(scene, that - 1, UNIT_NOUN) &&
           (scene_is(scene, that, UNIT_CLAUSE) || scene_is(scene, that, UNIT_WHO)) &&
           named_one_of(scene, that - 1, words);
}

static struct mood by_clause(const struct scene *scene, int verb)
{
    if (is_condition(scene, verb))
        return vetoed("condition");
    int matrix = scene->matrices[verb];
    if (scene->subjects[verb] != NOBODY && alleged(scene, verb))
        return vetoed("alleged");
    if (matrix == NOBODY)
        return happened;
    const struct lexeme *lexeme = scene_lexeme(scene, matrix);
    if (!(lexeme->roles & ROLE_CONTROL) || lexeme->modality == MODALITY_HAPPENED || (lexeme->roles & ROLE_OBJECT))
        return happened;
    if ((lexeme->roles & ROLE_SAY) && lexeme->modality == MODALITY_PLANNED)
        return happened; /* "announced that it has signed": a plan has "will" or "would" */
    if (scene->units[matrix].flags & UNIT_NEGATIVE)
        return lexeme->modality == MODALITY_DENIED ? happened : vetoed("negated above");
    return mood((enum modality)lexeme->modality, "clause of the verb above");
}

/* "Will the opposition accept defeat?" */
static bool asked(const struct scene *scene, int verb)
{
    const struct sentence *sentence = scene->sentence;
    if (sentence->token_count == 0 || (scene->units[verb].flags & UNIT_QUOTED))
        return false;
    return slice_is(word_text(sentence, &sentence->tokens[sentence->token_count - 1]), "?");
}

struct mood modality_of_verb(const struct scene *scene, int verb)
{
    struct mood result = happened;
    float confidence = 1;
    for (int steps = 0; scene->shares[verb] != NOBODY && steps < CHAIN_MOST; steps++)
        verb = scene->shares[verb];
    for (int steps = 0; steps < CHAIN_MOST; steps++) {
        const struct unit *unit = &scene->units[verb];
        int next = NOBODY;
        enum modality adverb = by_adverb(scene, verb);
        if (is_charged_with(scene, verb))
            result = vetoed("charged with");
        else if (unit->flags & UNIT_INFINITIVE)
            result = by_infinitive(scene, verb, &next);
        else if ((unit->flags & UNIT_GERUND) && !(unit->flags & UNIT_FINITE))
            result = by_gerund(scene, verb, &next);
        else
            result = by_modal(scene, verb);
        confidence *= result.confidence;
        bool open =
            result.modality == MODALITY_HAPPENED || (result.modality == MODALITY_PLANNED && adverb != MODALITY_CLAIMED);
        if (!result.veto && !result.refused && open && adverb != MODALITY_NONE)
            result = mood(adverb, "adverb");
        int clause_of = scene->matrices[verb];
        if (!result.veto && (conditional(scene, verb) || (clause_of != NOBODY && conditional(scene, clause_of))))
            result = mood(MODALITY_HYPOTHETICAL, "condition");
        enum modality when = behind_when(scene, verb);
        if (!result.veto && when != MODALITY_NONE && result.modality == MODALITY_HAPPENED)
            result = mood(when, "when");
        if (!result.veto && !result.refused && next == NOBODY && (unit->flags & UNIT_FINITE) &&
            (result.modality == MODALITY_HAPPENED || result.modality == MODALITY_PLANNED)) {
            struct mood clause = by_clause(scene, verb);
            if (clause.veto || clause.modality != MODALITY_HAPPENED)
                result = clause;
        }
        if (next == NOBODY || next == verb)
            break;
        verb = next;
    }
    if (!result.veto && result.modality == MODALITY_HAPPENED && asked(scene, verb))
        result = mood(MODALITY_HYPOTHETICAL, "question");
    result.confidence = confidence;
    return result;
}

/* A word before the head of a noun group that sets its modality: "planned", "alleged". */
static enum modality by_modifier(const struct scene *scene, int noun)
{
    const struct frames *frames = &scene->events->frames;
    const struct unit *unit = &scene->units[noun];
    for (uint32_t i = unit->owner_end; i < unit->head; i++) {
        const struct token *token = &scene->sentence->tokens[i];
        size_t count;
        const struct reading *reading = frames_readings(frames, word_text(scene->sentence, token), token->hash, &count);
        for (size_t r = 0; r < count; r++) {
            const struct lexeme *word = &frames->lexemes[reading[r].lexeme];
            if ((word->roles & ROLE_CONTROL) && (reading[r].forms & (FORM_AS_WRITTEN | FORM_PARTICIPLE)))
                return (enum modality)word->modality;
        }
    }
    return MODALITY_NONE;
}

/* A noun before "of" or "for" that sets the modality of what follows: "threat of", "plans for", "call for". */
static enum modality by_governor(const struct scene *scene, int noun)
{
    static const char *const when[] = {"during", "after", "before", "amid", "following", "since", "despite",
                                       "at",     "in",    "until",  "by",   "under",     "as"};
    if (scene_is(scene, noun - 1, UNIT_VERB)) { /* "proposed a visit" */
        const struct lexeme *verb = scene_lexeme(scene, noun - 1);
        bool wanted = (verb->roles & ROLE_CONTROL) && !(verb->roles & ROLE_SAY) &&
                      (verb->modality == MODALITY_OFFERED || verb->modality == MODALITY_DEMANDED ||
                       verb->modality == MODALITY_DESIRED);
        return wanted ? (enum modality)verb->modality : MODALITY_NONE;
    }
    if (!scene_is(scene, noun - 1, UNIT_PREPOSITION))
        return MODALITY_NONE;
    for (size_t i = 0; i < sizeof when / sizeof when[0]; i++)
        if (slice_is(scene_lexeme(scene, noun - 1)->text, when[i]))
            return MODALITY_NONE; /* "announced during a visit" */
    int at = noun - 2;
    if (!scene_is(scene, at, UNIT_NOUN) && !scene_is(scene, at, UNIT_VERB))
        return MODALITY_NONE;
    const struct lexeme *word = scene_lexeme(scene, at);
    return (word->roles & ROLE_CONTROL) ? (enum modality)word->modality : MODALITY_NONE;
}

struct mood modality_of_noun(const struct scene *scene, int noun, int support)
{
    if (support == NOBODY && scene_is(scene, noun - 1, UNIT_VERB) && (scene->units[noun - 1].flags & UNIT_BE))
        support = noun - 1; /* "this will be his first visit" */
    struct mood result = support == NOBODY ? happened : modality_of_verb(scene, support);
    if (scene->units[noun].flags & UNIT_NEGATIVE)
        return vetoed("no ...");
    if (result.veto || result.refused)
        return result;
    enum modality word = by_modifier(scene, noun);
    if (word == MODALITY_NONE || word == MODALITY_HAPPENED)
        word = support == NOBODY ? by_governor(scene, noun) : word;
    if (word != MODALITY_NONE && word != MODALITY_HAPPENED) {
        result.modality = word;
        result.why = "word before the noun";
    }
    return result;
}

static struct slice name_of_subject(const struct scene *scene, int verb)
{
    int subject = scene->subjects[verb];
    if (subject == NOBODY)
        return (struct slice){NULL, 0};
    struct parties parties = {.count = 0};
    party_list(scene, subject, verb > subject ? verb : scene->count, PARTY_ACTOR, &parties);
    return parties.count && !parties.at[0].common ? parties.at[0].name : (struct slice){NULL, 0};
}

int modality_sayer(const struct scene *scene, int at)
{
    int matrix = scene_is(scene, at, UNIT_VERB) ? scene->matrices[at] : NOBODY;
    for (int steps = 0; matrix != NOBODY && steps < CHAIN_MOST; steps++) {
        if (scene_lexeme(scene, matrix)->roles & ROLE_SAY)
            return matrix;
        matrix = scene->matrices[matrix];
    }
    /* "..., Kim told reporters", at the end of the sentence */
    for (int i = at + 1, most = at + 30; i < scene->count && i <= most; i++) {
        if (!scene_is(scene, i, UNIT_VERB) || !(scene->units[i].flags & UNIT_FINITE) ||
            !(scene_lexeme(scene, i)->roles & ROLE_SAY))
            continue;
        int subject = scene->subjects[i];
        if (subject > at && scene_is(scene, subject - 1, UNIT_COMMA))
            return i;
    }
    return NOBODY;
}

static bool is_according(const struct scene *scene, int at)
{
    if (!scene_is(scene, at, UNIT_PREPOSITION) || scene->units[at].lexeme != scene->events->to ||
        !scene_is(scene, at + 1, UNIT_NOUN) || scene->units[at].first == 0)
        return false;
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].first - 1]);
    return slice_is(word, "according") || slice_is(word, "According");
}

int modality_according(const struct scene *scene, int at)
{
    for (int i = at + 1; i < scene->count && i < at + ACCORDING_REACH; i++)
        if (is_according(scene, i))
            return i + 1;
    for (int i = 0; i < at && i < ACCORDING_OPENS; i++) /* "According to the police, ..." */
        if (is_according(scene, i) && at < i + ACCORDING_REACH)
            return i + 1;
    return NOBODY;
}

struct slice modality_source(const struct scene *scene, int at)
{
    int sayer = modality_sayer(scene, at);
    return sayer == NOBODY ? (struct slice){NULL, 0} : name_of_subject(scene, sayer);
}
