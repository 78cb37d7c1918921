#include "events_scene.h"

#include "speech.h"
#include "text.h"

#define REACH 40            /* units looked at to either side of a verb; keeps the work linear */
#define EXPLAINED_PHRASES 6 /* "a farmer from the north of Chad": phrases of an apposition */

static bool finite(const struct scene *scene, int at)
{
    return scene_is(scene, at, UNIT_VERB) && (scene->units[at].flags & UNIT_FINITE);
}

static bool skippable(const struct scene *scene, int at)
{
    return scene_is(scene, at, UNIT_ADVERB) || scene_is(scene, at, UNIT_DATE) || scene_is(scene, at, UNIT_ADJECTIVE);
}

static int skip_left(const struct scene *scene, int at)
{
    while (at >= 0 && skippable(scene, at))
        at--;
    return at;
}

static int skip_right(const struct scene *scene, int at)
{
    while (skippable(scene, at))
        at++;
    return at;
}

static bool is_phrase(const struct scene *scene, int at)
{
    return scene_is(scene, at, UNIT_PREPOSITION) && scene_is(scene, at + 1, UNIT_NOUN);
}

bool structure_begins_clause(const struct scene *scene, int at)
{
    int next = skip_right(scene, at + 1);
    for (int steps = 0; steps < 4 && is_phrase(scene, next); steps++)
        next = skip_right(scene, next + 2);
    return finite(scene, next) && !(scene->units[next].flags & UNIT_PARTICIPLE);
}

/* The nearest verb to the left of `at` that could share its subject with it. */
static int verb_before(const struct scene *scene, int at, bool only_finite)
{
    for (int i = at - 1, least = at - REACH; i >= 0 && i >= least; i--) {
        if (scene_is(scene, i, UNIT_BREAK) && i < at - 1 && only_finite && !finite(scene, i - 1))
            continue;
        if (scene_is(scene, i, UNIT_VERB) && (!only_finite || finite(scene, i)))
            return i;
    }
    return NOBODY;
}

/* The finite verb that follows, past a clause which ends with a comma: "After alleging that Peru lied, Chile left". */
static int verb_behind(const struct scene *scene, int at)
{
    int inner = NOBODY;
    bool below = false;
    for (int i = at + 1, most = at + REACH; i < scene->count && i <= most; i++) {
        below = scene_is(scene, i, UNIT_CLAUSE) || scene_is(scene, i, UNIT_WHO) ||
                (below && !scene_is(scene, i, UNIT_COMMA));
        if (finite(scene, i) && !below)
            return i;
        if (finite(scene, i) && inner == NOBODY)
            inner = i;
    }
    return inner;
}

/* The unit before which an insertion that ends with the comma at `comma` begins: its own first comma. */
static int insertion_start(const struct scene *scene, int comma)
{
    for (int i = comma - 1, least = comma - 25; i >= 0 && i >= least; i--)
        if (scene_is(scene, i, UNIT_COMMA) && !scene_is(scene, i + 1, UNIT_AND))
            return i;
    return NOBODY;
}

static bool has_place(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (scene->sentence->entities[e].type == ENTITY_PLACE || scene->sentence->entities[e].type == ENTITY_COUNTRY)
            return true;
    return false;
}

/* "were", "are" or "have" follows: more than one is spoken of. */
static bool were_behind(const struct scene *scene, int at)
{
    if (!scene_is(scene, at + 1, UNIT_VERB))
        return false;
    const struct sentence *sentence = scene->sentence;
    const struct token *token = &sentence->tokens[scene->units[at + 1].first];
    struct slice word = slice_part(sentence->text, token->start, token->end);
    return slice_is(word, "were") || slice_is(word, "are") || slice_is(word, "have");
}

static bool has_person(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (scene->sentence->entities[e].type == ENTITY_PERSON)
            return true;
    return false;
}

bool structure_indefinite(const struct scene *scene, int at)
{
    static const char *const words[] = {"a", "an", "another", "A", "An", "Another"};
    const struct token *first = &scene->sentence->tokens[scene->units[at].first];
    struct slice word = slice_part(scene->sentence->text, first->start, first->end);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(word, words[i]))
            return true;
    return false;
}

/* "Milo Dukic, a farmer from Chad, who": the person whom the noun group behind the comma, to which the phrases before
 * `at` belong, explains; the noun group at `at` itself if it explains nobody. */
static int explained(const struct scene *scene, int at)
{
    int first = at;
    for (int phrases = 0; phrases < EXPLAINED_PHRASES && scene_is(scene, first - 1, UNIT_PREPOSITION) &&
                          scene_is(scene, first - 2, UNIT_NOUN);
         phrases++)
        first -= 2;
    int name = first - 2;
    if (!scene_is(scene, first - 1, UNIT_COMMA) || !scene_is(scene, name, UNIT_NOUN) || has_person(scene, first) ||
        has_person(scene, at) || !has_person(scene, name) ||
        !((scene_lexeme(scene, first)->roles & ROLE_AGENT) || structure_indefinite(scene, first)))
        return at;
    return name;
}

/* "It was Lund, not Webb, who": the one before what is denied; `at` if nothing is. */
static int not_denied(const struct scene *scene, int at)
{
    bool denied = scene_is(scene, at - 1, UNIT_ADVERB) && (scene->units[at - 1].flags & UNIT_NEGATIVE) &&
                  scene_is(scene, at - 2, UNIT_COMMA) && scene_is(scene, at - 3, UNIT_NOUN);
    return denied ? at - 3 : at;
}

/* The noun group that "who" or "which" at `at` speaks of. */
static int antecedent(const struct scene *scene, int at)
{
    int i = at - 1;
    while (i >= 0 && (skippable(scene, i) || scene_is(scene, i, UNIT_COMMA)))
        i--;
    if (!scene_is(scene, i, UNIT_NOUN))
        return NOBODY;
    struct slice word = slice_part(scene->sentence->text, scene->sentence->tokens[scene->units[at].first].start,
                                   scene->sentence->tokens[scene->units[at].first].end);
    i = not_denied(scene, slice_is(word, "who") ? explained(scene, i) : i);
    if (!scene_is(scene, i - 1, UNIT_PREPOSITION) || !scene_is(scene, i - 2, UNIT_NOUN))
        return i;
    if (!slice_is(word, "who")) /* "the bombings in Baghdad that killed" */
        return has_place(scene, i) && !scene_is(scene, at - 1, UNIT_COMMA) ? i - 2 : i;
    bool apart = scene_lexeme(scene, i - 2)->roles & ROLE_APART;
    if ((scene->units[i - 2].flags & UNIT_PLURAL) && !(scene->units[i].flags & UNIT_PLURAL) &&
        (apart || were_behind(scene, at)))
        return i - 2; /* "critics of the government, who", "members of the party, who were" */
    /* "the president of Russia, who": a person rather than what stands in the phrase. */
    const struct unit *unit = &scene->units[i];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (scene->sentence->entities[e].type == ENTITY_PERSON)
            return i;
    return (scene_lexeme(scene, i)->roles & ROLE_AGENT) ? i : i - 2;
}

int structure_relative_object(const struct scene *scene, int verb)
{
    int subject = scene->subjects[verb], before = subject - 1;
    bool plain = (scene->units[verb].flags & (UNIT_FINITE | UNIT_PASSIVE)) == UNIT_FINITE;
    if (!plain || subject == NOBODY || subject > verb)
        return NOBODY;
    if (scene_is(scene, before, UNIT_WHO)) { /* not "whose" */
        struct slice word = slice_part(scene->sentence->text, scene->sentence->tokens[scene->units[before].first].start,
                                       scene->sentence->tokens[scene->units[before].first].end);
        bool object =
            slice_is(word, "that") || slice_is(word, "which") || slice_is(word, "whom") || slice_is(word, "who");
        return object ? antecedent(scene, before) : NOBODY;
    }
    /* "the diplomats Norway expelled": two noun groups side by side, and both have a verb */
    bool article = scene_is(scene, before, UNIT_NOUN) && !structure_indefinite(scene, before) &&
                   scene->units[before].first < scene->units[before].head;
    bool touching = article && scene->units[before].last == scene->units[subject].first && !has_person(scene, before) &&
                    !(scene_is(scene, before - 1, UNIT_VERB));
    return touching && verb_behind(scene, verb) != NOBODY ? before : NOBODY;
}

static bool has_relative_before(const struct scene *scene, int verb)
{
    for (int i = verb - 1, least = verb - 4; i >= 0 && i >= least; i--) {
        if (scene_is(scene, i, UNIT_WHO))
            return true;
        if (!skippable(scene, i))
            return false;
    }
    return false;
}

/* The item before the comma or conjunction at `sign`, if the subject's list goes on there; else NOBODY. */
static int item_before(const struct scene *scene, int sign, bool listed)
{
    int item = sign - 1;
    if (scene_is(scene, sign, UNIT_COMMA) && !listed)
        return NOBODY;
    if (scene_is(scene, sign, UNIT_AND) && scene_is(scene, item, UNIT_COMMA))
        item--;
    if (!scene_is(scene, item, UNIT_NOUN))
        return NOBODY;
    int start = item;
    while (start != NOBODY && scene_is(scene, start - 1, UNIT_PREPOSITION))
        start = scene_is(scene, start - 2, UNIT_NOUN) ? start - 2 : NOBODY;
    if (start == NOBODY)
        return NOBODY; /* a phrase that opens the sentence */
    bool says = scene_is(scene, start - 1, UNIT_VERB) && (scene_lexeme(scene, start - 1)->roles & ROLE_SAY) &&
                scene_lexeme(scene, start - 1)->verb_count == 0; /* "said Lund and Webb agreed" */
    bool object = !says && scene_is(scene, start - 1, UNIT_VERB) &&
                  (!scene_is(scene, start - 2, UNIT_NOUN) || finite(scene, start - 1));
    return object ? NOBODY : item;
}

/* The noun group before the verb at `verb`, which only describes it ("troops backed by Iran"); `from` if the verb
 * belongs to another clause. */
static int described_before(const struct scene *scene, int verb, int from, bool listed)
{
    if (finite(scene, verb)) {
        if (!has_relative_before(scene, verb))
            return from;
        int who = verb - 1;
        while (!scene_is(scene, who, UNIT_WHO))
            who--;
        return antecedent(scene, who);
    }
    if (scene_is(scene, verb - 1, UNIT_NOUN))
        return verb - 1;
    if (scene_is(scene, verb - 1, UNIT_COMMA) && scene_is(scene, verb - 2, UNIT_NOUN) && listed)
        return verb - 2; /* "nations, including Jordan and Portugal" */
    return from;
}

/* "China, which is in charge of the strait, has", "a judge sitting in Abuja issued": the one whom the relative clause
 * or participle is about that the phrase, whose preposition is at `preposition`, belongs to; NOBODY if it belongs to
 * none. */
static int behind_relative(const struct scene *scene, int preposition)
{
    int verb = skip_left(scene, preposition - 1);
    for (int steps = 0; steps < REACH; steps++) {
        if (!scene_is(scene, verb, UNIT_NOUN) && !scene_is(scene, verb, UNIT_PREPOSITION))
            break;
        verb = skip_left(scene, verb - 1);
    }
    if (!scene_is(scene, verb, UNIT_VERB) || (finite(scene, verb) && !has_relative_before(scene, verb)))
        return NOBODY;
    return described_before(scene, verb, NOBODY, false);
}

/* The first noun group of the subject whose last noun group is at `at`: back over phrases, lists and relatives. */
static int subject_start(const struct scene *scene, int at)
{
    bool listed = false;
    for (int steps = 0; steps < REACH && at > 0; steps++) {
        int before = at - 1, next = at;
        while (before > 0 && scene_is(scene, before, UNIT_ADVERB))
            before--;
        if (scene_is(scene, before, UNIT_PREPOSITION)) {
            while (scene_is(scene, before - 1, UNIT_PREPOSITION) || scene_is(scene, before - 1, UNIT_ADVERB))
                before--; /* "along with" */
            next = scene_is(scene, before - 1, UNIT_NOUN) ? before - 1 : behind_relative(scene, before);
        } else if (scene_is(scene, before, UNIT_AND) || scene_is(scene, before, UNIT_COMMA)) {
            int item = item_before(scene, before, listed);
            listed = listed || item != NOBODY;
            next = item == NOBODY ? at : item;
        } else if (scene_is(scene, before, UNIT_VERB)) {
            next = described_before(scene, before, at, listed);
        }
        if (next == NOBODY || next == at)
            return next;
        at = next;
    }
    return at;
}

static bool is_past(const struct scene *scene, int verb)
{
    const struct token *tokens = scene->sentence->tokens;
    for (uint32_t i = scene->units[verb].first; i < scene->units[verb].last; i++)
        if (tokens[i].pos == SPEECH_PAST)
            return true;
    return false;
}

/* "Kim said that China is a friend, and thanked Xi": a past verb goes on with the one that governs the present one. */
static int same_tense(const struct scene *scene, int verb, int before)
{
    int matrix = before == NOBODY ? NOBODY : scene->matrices[before];
    bool comma = scene_is(scene, verb - 1, UNIT_AND) && scene_is(scene, verb - 2, UNIT_COMMA);
    int main =
        comma && before != NOBODY && has_relative_before(scene, before) ? verb_before(scene, before, true) : NOBODY;
    if (main != NOBODY && is_past(scene, main) == is_past(scene, verb))
        return main; /* "Peru thanked the man who came, and called on Chad" */
    if (comma && matrix != NOBODY && matrix < before && finite(scene, matrix) && is_past(scene, matrix) &&
        is_past(scene, verb) && (scene_lexeme(scene, matrix)->roles & (ROLE_SAY | ROLE_CONTROL)))
        return matrix; /* "Lund argued that Webb lied, and accused him" */
    if (before == NOBODY || !is_past(scene, verb) || is_past(scene, before))
        return before;
    return matrix != NOBODY && is_past(scene, matrix) ? matrix : before;
}

/* The subject that ends with the noun group at `at`. "Lund, the former mayor was elected": it may only explain the one
 * before it, where that one opens the clause. */
static int subject_of_list(const struct scene *scene, int at)
{
    int start = subject_start(scene, at);
    if (start == NOBODY)
        return NOBODY;
    int name = explained(scene, start), before = name - 1;
    bool opens = before < 0 || scene_is(scene, before, UNIT_COMMA) || scene_is(scene, before, UNIT_BREAK) ||
                 scene_is(scene, before, UNIT_CLAUSE);
    return name != start && opens ? name : start;
}

/* The subject of the verb before the conjunction at `at`, with which the one at `verb` goes on. */
static int shared_subject(const struct scene *scene, int verb, int at)
{
    int shared = same_tense(scene, verb, verb_before(scene, at, true));
    return shared == NOBODY ? NOBODY : scene->subjects[shared];
}

/* "denied the report, then accused Peru": the adverb joins two verbs as "and" does. */
static bool is_then(const struct scene *scene, int at)
{
    if (!scene_is(scene, at, UNIT_ADVERB) && !scene_is(scene, at, UNIT_VERB))
        return false;
    const struct token *token = &scene->sentence->tokens[scene->units[at].first];
    struct slice word = slice_part(scene->sentence->text, token->start, token->end);
    return slice_is(word, "then") || slice_is(word, "later") || slice_is(word, "subsequently");
}

/* The subject of a finite verb: to its left, past insertions. */
static int subject_left(const struct scene *scene, int verb)
{
    int at = verb - 1;
    uint32_t first = scene->units[verb].first;
    if (scene_is(scene, at, UNIT_COMMA) && first > 0 && (scene->sentence->tokens[first - 1].classes & TEXT_QUOTE))
        return scene_is(scene, verb + 1, UNIT_NOUN) ? verb + 1 : NOBODY; /* "...," said the minister */
    for (int steps = 0; steps < REACH; steps++) {
        at = skip_left(scene, at);
        if (at < 0)
            return NOBODY;
        switch (scene->units[at].kind) {
        case UNIT_NOUN:
            return subject_of_list(scene, at);
        case UNIT_AND:
        case UNIT_BREAK:
            return shared_subject(scene, verb, at);
        case UNIT_WHO:
            return antecedent(scene, at);
        case UNIT_COMMA: {
            if (scene_is(scene, at - 1, UNIT_AND)) {
                at--;
                break;
            }
            if (is_then(scene, at + 1))
                return shared_subject(scene, verb, at);
            int start = insertion_start(scene, at);
            if (start == NOBODY && scene_is(scene, skip_left(scene, at - 1), UNIT_VERB))
                return NOBODY;
            at = start == NOBODY ? at - 1 : start - 1;
            break;
        }
        case UNIT_PREPOSITION:
            at--;
            break;
        case UNIT_VERB:
            if (finite(scene, at))
                return NOBODY;
            at--;
            break;
        default:
            return NOBODY;
        }
    }
    return NOBODY;
}

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

/* "over", "out": right behind a verb rather a part of it than a preposition. */
static bool is_adverb_too(const struct scene *scene, int at)
{
    static const char *const words[] = {"over", "out", "up", "down", "off", "back", "away", "aside"};
    struct slice word = scene_lexeme(scene, at)->text;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(word, words[i]))
            return true;
    return false;
}

/* In a phrase that says where or when rather than to whom: "lobbied in Geneva to". */
static bool in_aside(const struct scene *scene, int at)
{
    const struct events *events = scene->events;
    uint16_t preposition = scene_is(scene, at - 1, UNIT_PREPOSITION) ? scene->units[at - 1].lexeme : 0;
    return preposition != 0 && preposition != events->on && preposition != events->for_ && preposition != events->to &&
           !is_adverb_too(scene, at - 1); /* "called out its members to" */
}

static int subject_of_infinitive(struct scene *scene, int at)
{
    int matrix = matrix_of_infinitive(scene, at);
    scene->matrices[at] = matrix;
    /* "Trump's desire to meet" */
    if (scene_is(scene, at - 1, UNIT_NOUN) && scene->units[at - 1].owner_end > scene->units[at - 1].first &&
        (scene_lexeme(scene, at - 1)->roles & ROLE_CONTROL))
        return at - 1;
    bool whose = is_phrase(scene, at - 2) &&
                 (scene->units[at - 2].lexeme == scene->events->of || scene->units[at - 2].lexeme == scene->events->by);
    if (whose && scene_is(scene, at - 3, UNIT_NOUN) && (scene_lexeme(scene, at - 3)->roles & ROLE_CONTROL))
        return at - 1; /* "the request of some states to buy", "efforts by Peru to buy" */
    if (matrix == NOBODY)
        return NOBODY;
    if (is_phrase(scene, at - 2) && slice_is(scene_lexeme(scene, at - 2)->text, "as"))
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
    for (int i = at - 1, least = at - REACH; i >= 0 && i >= least; i--) {
        if (scene_is(scene, i, UNIT_BREAK) || scene_is(scene, i, UNIT_CLAUSE) || scene_is(scene, i, UNIT_WHO))
            break;
        if (scene_is(scene, i, UNIT_VERB) && (scene_lexeme(scene, i)->roles & ROLE_SAY))
            break; /* "said Iran banned": the clause begins here */
        if (finite(scene, i))
            return false;
    }
    for (int i = at + 1, most = at + REACH; i < scene->count && i <= most; i++) {
        if (scene_is(scene, i, UNIT_BREAK) || scene_is(scene, i, UNIT_CLAUSE) || scene_is(scene, i, UNIT_WHO))
            break;
        if (scene_is(scene, i, UNIT_AND) && scene_is(scene, i + 1, UNIT_NOUN) && structure_begins_clause(scene, i + 1))
            break;            /* "police arrested Hale and he was deported" */
        if (finite(scene, i)) /* "Lund travelled by boat and walked": goes on with the participle */
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

/* All senses of the verb are done to somebody: arrest, not resign. */
static bool transitive(const struct scene *scene, int at)
{
    uint32_t senses = scene_lexeme(scene, at)->verb_count;
    return senses > 0 && senses_with_object(scene, at) == senses;
}

static bool appoints(const struct scene *scene, int at)
{
    const struct lexeme *lexeme = scene_lexeme(scene, at);
    return lexeme->verb_count > 0 && slice_is(scene->events->frames.frames[lexeme->verb_first].code, "OTHER");
}

/* "investors rioted at the exchange demanding a halt", "protesters in Kyiv demanding": whoever stands before the
 * phrase that says where; `noun`, the noun group of the phrase, if that is nobody. */
static int before_place(const struct scene *scene, int noun)
{
    const struct events *events = scene->events;
    int preposition = noun - 1, before = noun - 2;
    if (scene_is(scene, preposition, UNIT_PREPOSITION) && scene->units[preposition].lexeme == events->to) {
        int main = verb_before(scene, preposition, true); /* "sent a letter to Cuba threatening war" */
        return main != NOBODY && scene->subjects[main] != NOBODY ? scene->subjects[main] : noun;
    }
    uint16_t word = scene_is(scene, preposition, UNIT_PREPOSITION) ? scene->units[preposition].lexeme : 0;
    if (word == 0 || has_person(scene, noun) ||
        (word != events->in && word != events->at && word != events->near && word != events->on))
        return noun;
    if (scene_is(scene, before, UNIT_NOUN))
        return before;
    return scene_is(scene, before, UNIT_VERB) && scene->subjects[before] != NOBODY ? scene->subjects[before] : noun;
}

/* "demanded the resignation of Raja accusing him", "issued a statement urging Peru": the subject of the verb before,
 * where the noun group is spoken of behind the gerund or is nobody that could act; else the noun group. */
static int doer_of_gerund(const struct scene *scene, int at, int noun)
{
    int doer = before_place(scene, noun), main = verb_before(scene, at, true);
    if (doer != noun || main == NOBODY || scene->subjects[main] == NOBODY || scene->subjects[main] == noun)
        return doer;
    bool spoken_of = scene_is(scene, at + 1, UNIT_NOUN) && (scene->units[at + 1].flags & UNIT_PRONOUN);
    bool paper = scene_is(scene, noun - 1, UNIT_VERB) && !(scene_lexeme(scene, noun)->roles & ROLE_AGENT) &&
                 scene->units[noun].entities_first == scene->units[noun].entities_last;
    return spoken_of || paper ? scene->subjects[main] : doer;
}

/* Behind a noun group: "troops backed by Iran", "they arrested" (a past tense the tagger mistook), "Laos hosting". */
static int participle_behind_noun(struct scene *scene, int at, int noun)
{
    struct unit *unit = &scene->units[at];
    bool pronoun = scene->units[noun].flags & UNIT_PRONOUN;
    /* "officers arrested Webb and"; not "a man named Webb" */
    bool active = scene_is(scene, at + 1, UNIT_NOUN) && transitive(scene, at) && !appoints(scene, at);
    bool whom = scene_is(scene, noun - 1, UNIT_WHO) && transitive(scene, at); /* "whom Iran arrested" */
    if ((unit->flags & UNIT_PARTICIPLE) && (pronoun || active || whom || alone(scene, at))) {
        make_finite(unit, false);
        return subject_left(scene, at);
    }
    if (unit->flags & UNIT_GERUND)
        return doer_of_gerund(scene, at, noun);
    unit->flags |= UNIT_PASSIVE;
    return noun;
}

/* Behind "and": what the verb before it is, the participle is too ("had met Xi and visited Paris"). */
static int participle_behind_and(struct scene *scene, int at, int shared)
{
    bool be = (scene->units[shared].flags & UNIT_BE) && transitive(scene, at) && !scene_is(scene, at + 1, UNIT_NOUN);
    if (scene->units[shared].flags & UNIT_FINITE)
        make_finite(&scene->units[at], be || (scene->units[shared].flags & UNIT_PASSIVE));
    else
        scene->matrices[at] = scene->matrices[shared];
    return scene->subjects[shared];
}

/* Behind a comma: the only verb of its clause ("many nations, including Jordan, cut their ties"), or one with a
 * subject of its own ("With Russia, a permanent member, voting against it"). NOBODY if it is neither. */
static int participle_behind_comma(struct scene *scene, int at, int comma)
{
    struct unit *unit = &scene->units[at];
    int subject = (unit->flags & UNIT_PARTICIPLE) && comma > 0 && alone(scene, at) ? subject_left(scene, at) : NOBODY;
    if (subject != NOBODY) {
        make_finite(unit, false);
        return subject;
    }
    int start = insertion_start(scene, comma);
    bool with = start > 1 && scene_is(scene, start - 1, UNIT_NOUN) && scene_is(scene, start - 2, UNIT_PREPOSITION) &&
                scene->units[start - 2].lexeme == scene->events->with;
    return with ? start - 1 : NOBODY;
}

/* "those executed were Lund and Webb": the noun group behind "were" that says who; NOBODY if none does. */
static int identified(const struct scene *scene, int at)
{
    int be = skip_right(scene, at + 1);
    for (int phrases = 0; phrases < EXPLAINED_PHRASES && scene_is(scene, be, UNIT_PREPOSITION); phrases++)
        be = skip_right(scene, is_phrase(scene, be) ? be + 2 : be + 1);
    int noun = skip_right(scene, be + 1);
    bool says = (scene->units[at].flags & UNIT_PARTICIPLE) && senses_with_object(scene, at) > 0 &&
                scene_is(scene, at - 1, UNIT_NOUN) && finite(scene, be) && (scene->units[be].flags & UNIT_BE) &&
                !(scene->units[be].flags & UNIT_NEGATIVE);
    return says && scene_is(scene, noun, UNIT_NOUN) && has_person(scene, noun) ? noun : NOBODY;
}

static int subject_of_participle(struct scene *scene, int at)
{
    struct unit *unit = &scene->units[at];
    int before = skip_left(scene, at - 1), be = before, named = identified(scene, at);
    if (named != NOBODY) {
        make_finite(unit, true);
        return named;
    }
    if (scene_is(scene, before, UNIT_NOUN))
        return participle_behind_noun(scene, at, before);
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
    int shared = scene_is(scene, before, UNIT_AND) ? verb_before(scene, before, false) : NOBODY;
    if (shared != NOBODY)
        return participle_behind_and(scene, at, shared);
    int subject = scene_is(scene, before, UNIT_COMMA) ? participle_behind_comma(scene, at, before) : NOBODY;
    if (subject != NOBODY)
        return subject;
    int main = verb_before(scene, at, true);
    return main == NOBODY ? NOBODY : scene->subjects[main];
}

/* Phrases that open a sentence ("After meeting Xi, Kim visited ...") take the subject of the verb that follows. */
static void late_subjects(struct scene *scene)
{
    for (int i = 0; i < scene->count; i++) {
        if (!scene_is(scene, i, UNIT_VERB) || scene->subjects[i] != NOBODY)
            continue;
        if (!(scene->units[i].flags & (UNIT_GERUND | UNIT_PARTICIPLE | UNIT_INFINITIVE)) ||
            scene->matrices[i] != NOBODY || verb_before(scene, i, true) != NOBODY)
            continue;
        int main = verb_behind(scene, i);
        if (main != NOBODY)
            scene->subjects[i] = scene->subjects[main];
    }
}

/* A clause depends on the verb before its "that"; without one ("said Iran would"), on a verb that says. */
static int matrix_of_clause(const struct scene *scene, int at)
{
    if (has_relative_before(scene, at))
        return NOBODY; /* "the man who killed him": taken for granted */
    int subject = scene->subjects[at];
    int begin = subject != NOBODY && subject < at ? subject - 1 : at - 1;
    begin = skip_left(scene, begin);
    if (scene_is(scene, begin, UNIT_CLAUSE)) {
        if (scene->units[begin].lexeme != scene->events->that)
            return NOBODY; /* "after Tsai pardoned him" depends on nobody's words */
        begin = skip_left(scene, begin - 1);
    }
    for (int steps = 0; steps < 6 && begin > 0; steps++) { /* over "told reporters in Kyiv on Monday" */
        if (scene_is(scene, begin, UNIT_VERB))
            return (scene_lexeme(scene, begin)->roles & (ROLE_SAY | ROLE_CONTROL)) ? begin : NOBODY;
        if (!scene_is(scene, begin, UNIT_NOUN) && !scene_is(scene, begin, UNIT_PREPOSITION))
            return NOBODY;
        begin = skip_left(scene, begin - 1);
    }
    return NOBODY;
}

/* "will visit Paris and meet Macron", "refused to resign or call elections": a bare verb behind a conjunction goes on
 * with what stands before the other one. */
static int shared_verb(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    const struct token *head = &scene->sentence->tokens[unit->head];
    uint32_t first = unit->first;
    while (first < unit->head && scene->sentence->tokens[first].pos == SPEECH_ADVERB)
        first++;
    if (first != unit->head || unit->modal != MODAL_NONE || !scene_is(scene, at - 1, UNIT_AND) ||
        (head->pos != SPEECH_BASE && head->pos != SPEECH_PRESENT))
        return NOBODY;
    int before = verb_before(scene, at - 1, false);
    while (before != NOBODY && (scene->units[before].flags & UNIT_PASSIVE) && !finite(scene, before) &&
           scene_is(scene, before - 1, UNIT_NOUN)) /* "should free those arrested and drop the charges" */
        before = verb_before(scene, before, false);
    if (before == NOBODY ||
        (!(scene->units[before].flags & UNIT_INFINITIVE) && scene->units[before].modal == MODAL_NONE))
        return NOBODY;
    return before;
}

static bool is_amount(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    return scene->sentence->tokens[unit->head].pos == SPEECH_NUMBER ||
           (unit->entities_first < unit->entities_last &&
            scene->sentence->entities[unit->entities_first].type == ENTITY_MONEY);
}

/* "was evicted in April and sentenced": the second verb is as passive as the first. */
static void share_passive(struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    if (unit->last - unit->first != 1 || !(unit->flags & UNIT_FINITE) || !scene_is(scene, at - 1, UNIT_AND) ||
        (scene_is(scene, at + 1, UNIT_NOUN) && !is_amount(scene, at + 1)) || !is_past(scene, at) ||
        !transitive(scene, at))
        return;
    int before = verb_before(scene, at - 1, true);
    if (before != NOBODY && (scene->units[before].flags & (UNIT_PASSIVE | UNIT_BE)) &&
        scene->subjects[before] != NOBODY && scene->subjects[before] == scene->subjects[at])
        scene->units[at].flags |= UNIT_PASSIVE;
}

/* "would not let Peru build a base": the bare verb depends on "let". */
static bool is_let(const struct scene *scene, int at)
{
    static const char *const words[] = {"let", "make", "help", "see"};
    unsigned tag = scene->sentence->tokens[scene->units[at].head].pos;
    struct slice base = scene_lexeme(scene, at)->text;
    const struct token *head = &scene->sentence->tokens[scene->units[at].head];
    bool bare = tag == SPEECH_BASE || tag == SPEECH_PRESENT ||
                (base.at && slice_equal(slice_part(scene->sentence->text, head->start, head->end), base));
    if (!scene_is(scene, at - 1, UNIT_NOUN) || !scene_is(scene, at - 2, UNIT_VERB) || !bare ||
        scene->units[at].last - scene->units[at].first != 1)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(scene_lexeme(scene, at - 2)->text, words[i]))
            return true;
    return false;
}

void structure_find(struct scene *scene)
{
    for (int i = 0; i < scene->count; i++) {
        scene->subjects[i] = scene->matrices[i] = scene->shares[i] = NOBODY;
        if (scene->units[i].kind != UNIT_VERB)
            continue;
        if (is_let(scene, i)) {
            scene->units[i].flags = (uint16_t)((scene->units[i].flags & ~UNIT_FINITE) | UNIT_INFINITIVE);
            scene->subjects[i] = i - 1;
            scene->matrices[i] = i - 2;
            continue;
        }
        int shared = shared_verb(scene, i);
        if (shared != NOBODY) {
            scene->shares[i] = shared;
            scene->subjects[i] = scene->subjects[shared];
            scene->matrices[i] = scene->matrices[shared];
            continue;
        }
        unsigned flags = scene->units[i].flags;
        if (flags & UNIT_INFINITIVE)
            scene->subjects[i] = subject_of_infinitive(scene, i);
        else if (flags & UNIT_FINITE) {
            scene->subjects[i] = subject_left(scene, i);
            share_passive(scene, i);
        } else {
            scene->subjects[i] = subject_of_participle(scene, i);
        }
        if ((scene->units[i].flags & UNIT_FINITE) && scene->matrices[i] == NOBODY)
            scene->matrices[i] = matrix_of_clause(scene, i);
    }
    late_subjects(scene);
}

/* A conjunction stands in the list before anything that ends it. */
static bool conjunction_ahead(const struct scene *scene, int at)
{
    for (int i = at, most = at + REACH; i < scene->count && i < most; i++) {
        if (scene_is(scene, i, UNIT_AND))
            return scene_is(scene, i + 1, UNIT_NOUN);
        if (!scene_is(scene, i, UNIT_NOUN) && !scene_is(scene, i, UNIT_COMMA) && !scene_is(scene, i, UNIT_PREPOSITION))
            return false;
    }
    return false;
}

/* Behind a noun group, the list that "including" begins: its first noun group, or NOBODY. */
static int included(const struct scene *scene, int at)
{
    if (scene_is(scene, at, UNIT_COMMA))
        at++;
    bool including = scene_is(scene, at, UNIT_VERB) && scene->units[at].lexeme == scene->events->include;
    return including && scene_is(scene, at + 1, UNIT_NOUN) ? at + 1 : NOBODY;
}

/* "the prime minister, Nicolas T.": a title, and behind a comma the name. */
static bool names_holder(const struct scene *scene, int title, int name)
{
    return scene_is(scene, title, UNIT_NOUN) && scene_is(scene, name, UNIT_NOUN) &&
           (scene_lexeme(scene, title)->roles & ROLE_AGENT) && !has_person(scene, title) && has_person(scene, name);
}

/* "thanked Lund, and his deputy, Webb, left": the noun group and the name between commas begin a clause. */
static bool begins_with_name_behind(const struct scene *scene, int at)
{
    int name = at + 2;
    return scene_is(scene, at - 1, UNIT_AND) && scene_is(scene, at + 1, UNIT_COMMA) && names_holder(scene, at, name) &&
           scene_is(scene, name + 1, UNIT_COMMA) && finite(scene, skip_right(scene, name + 2));
}

int structure_list_end(const struct scene *scene, int at)
{
    int end = at + 1, behind_comma = NOBODY; /* where the list ends without the item that a comma alone joins */
    for (int items = 0; items < PARTIES_MOST * 2; items++) {
        int next = end, list = included(scene, end);
        if (scene_is(scene, next, UNIT_COMMA))
            next++;
        bool comma = next > end;
        if (scene_is(scene, next, UNIT_AND))
            next++;
        else if (comma && list == NOBODY && !conjunction_ahead(scene, next) && !names_holder(scene, end - 1, next))
            return end;
        if (list != NOBODY)
            next = list;
        bool between = items == 0 && scene_is(scene, at - 1, UNIT_PREPOSITION) &&
                       scene->units[at - 1].lexeme == scene->events->between && scene_is(scene, next - 1, UNIT_AND);
        bool clause = scene_is(scene, next, UNIT_NOUN) && !between &&
                      (structure_begins_clause(scene, next) || begins_with_name_behind(scene, next));
        if (clause && behind_comma != NOBODY && scene_is(scene, next - 1, UNIT_AND))
            return behind_comma; /* "tests by Iran, Lund and Webb agreed": two subjects */
        behind_comma = comma && !scene_is(scene, next - 1, UNIT_AND) ? end : NOBODY;
        if (next == end || !scene_is(scene, next, UNIT_NOUN) || clause ||
            (scene_is(scene, next + 1, UNIT_VERB) && (scene->units[next + 1].flags & UNIT_GERUND) &&
             included(scene, next + 1) == NOBODY))
            return end;
        end = next + 1;
    }
    return end;
}

static void add_phrase(struct arguments *arguments, uint16_t preposition, int noun)
{
    if (arguments->count == PHRASES_MOST)
        return;
    arguments->phrases[arguments->count].preposition = preposition;
    arguments->phrases[arguments->count++].noun = noun;
}

static bool has_phrase(const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++)
        if (arguments->phrases[i].noun != NOBODY)
            return true;
    return false;
}

/* Behind a comma or a conjunction the same verb may go on only with a phrase or a date. */
static bool goes_on_behind(const struct scene *scene, int at)
{
    if (scene_is(scene, at, UNIT_DATE))
        return true;
    return is_phrase(scene, at) && !structure_begins_clause(scene, at + 1) &&
           !(scene_is(scene, at + 2, UNIT_COMMA) && structure_begins_clause(scene, at + 3));
}

/* "met Milo Dukic, the foreign minister of Chad, in Lima": the unit behind the explanation that the comma at `comma`
 * opens, where the verb goes on; NOBODY if it explains no person or the verb does not go on. */
static int past_explanation(const struct scene *scene, int comma)
{
    int next = comma + 1;
    if (!scene_is(scene, comma - 1, UNIT_NOUN) || !has_person(scene, comma - 1) || !scene_is(scene, next, UNIT_NOUN) ||
        has_person(scene, next) || !(scene_lexeme(scene, next)->roles & ROLE_AGENT))
        return NOBODY;
    next++;
    for (int phrases = 0; phrases < EXPLAINED_PHRASES && is_phrase(scene, next); phrases++)
        next += 2;
    return scene_is(scene, next, UNIT_COMMA) && goes_on_behind(scene, next + 1) ? next + 1 : NOBODY;
}

/* A clause without "that" may follow: "Tehran said Washington would". */
static bool may_say(const struct scene *scene, int at)
{
    return scene_is(scene, at, UNIT_VERB) && !(scene->units[at].flags & UNIT_INFINITIVE) &&
           ((scene_lexeme(scene, at)->roles & (ROLE_SAY | ROLE_CONTROL)) || scene_lexeme(scene, at)->verb_count == 0);
}

/* "condemned in the strongest terms the attack", "received at his office on Monday Anna Lund": an object behind the
 * phrases that say how, where and when. */
static bool late_object(const struct scene *scene, const struct arguments *arguments, int at)
{
    return arguments->object == NOBODY && (scene_is(scene, at - 1, UNIT_NOUN) || scene_is(scene, at - 1, UNIT_DATE)) &&
           !structure_begins_clause(scene, at) && !(scene->units[at].flags & UNIT_PRONOUN);
}

/* Takes in unit `i`; returns the next one, or NOBODY at the end. */
static int argument(const struct scene *scene, struct arguments *arguments, int at, int i, bool noun)
{
    const struct unit *unit = &scene->units[i];
    switch (unit->kind) {
    case UNIT_ADJECTIVE:
        if (unit->lexeme != 0) /* "found him guilty" */
            add_phrase(arguments, unit->lexeme, NOBODY);
        return i + 1;
    case UNIT_DATE:
        return i + 1;
    case UNIT_ADVERB:
        add_phrase(arguments, unit->lexeme, NOBODY);
        return i + 1;
    case UNIT_NOUN:
        if (noun || arguments->second != NOBODY || (has_phrase(arguments) && !late_object(scene, arguments, i)) ||
            (may_say(scene, at) && structure_begins_clause(scene, i)))
            return NOBODY;
        *(arguments->object == NOBODY ? &arguments->object : &arguments->second) = i;
        return structure_list_end(scene, i);
    case UNIT_PREPOSITION: {
        int next = i + 1;
        if ((unit->flags & UNIT_PARTICLE) || (scene_is(scene, i - 1, UNIT_VERB) && is_adverb_too(scene, i))) {
            add_phrase(arguments, unit->lexeme, NOBODY);
            return next;
        }
        while (scene_is(scene, next, UNIT_ADVERB))
            next++;
        if (scene_is(scene, next, UNIT_NOUN)) {
            add_phrase(arguments, unit->lexeme, next);
            return structure_list_end(scene, next);
        }
        if (scene_is(scene, next, UNIT_DATE))
            return next; /* "give the list in May" is not to give in */
        add_phrase(arguments, unit->lexeme, NOBODY);
        if (scene_is(scene, next, UNIT_VERB) && arguments->complement == NOBODY)
            arguments->complement = next;
        return scene_is(scene, next, UNIT_VERB) ? NOBODY : i + 1;
    }
    case UNIT_VERB:
        if ((unit->flags & UNIT_INFINITIVE) || ((unit->flags & UNIT_GERUND) && arguments->object == NOBODY))
            arguments->complement = i;
        return NOBODY;
    case UNIT_CLAUSE:
        arguments->clause = i;
        return NOBODY;
    case UNIT_COMMA:
    case UNIT_AND:
        if (goes_on_behind(scene, i + 1))
            return i + 1;
        return unit->kind == UNIT_COMMA ? past_explanation(scene, i) : NOBODY;
    default:
        return NOBODY;
    }
}

struct arguments structure_arguments(const struct scene *scene, int at)
{
    struct arguments arguments = {.of = at, .object = NOBODY, .second = NOBODY, .complement = NOBODY, .clause = NOBODY};
    bool noun = scene_is(scene, at, UNIT_NOUN);
    int i = noun ? structure_list_end(scene, at) : at + 1;
    if (noun && scene_is(scene, at + 1, UNIT_AND))
        i = at + 1 < i && scene_is(scene, i, UNIT_PREPOSITION) ? i : at + 1;
    arguments.end = i;
    for (int most = at + REACH; i < scene->count && i <= most;) {
        int next = argument(scene, &arguments, at, i, noun);
        if (next == NOBODY)
            break;
        i = next;
    }
    arguments.end = i;
    return arguments;
}
