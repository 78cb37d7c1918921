/* The subject of every verb, and the verb on which it depends. */
#include "events_clause.h"

#include "speech.h"
#include "text.h"
#include "words.h"

#define DATELINE_MOST 6 /* units before its dash */

bool structure_begins_clause(const struct scene *scene, int at)
{
    int next = clause_skip_right(scene, at + 1);
    for (int steps = 0; steps < 4 && clause_is_phrase(scene, next); steps++)
        next = clause_skip_right(scene, next + 2);
    return clause_finite(scene, next) && !(scene->units[next].flags & UNIT_PARTICIPLE);
}

int clause_verb_before(const struct scene *scene, int at, bool only_finite)
{
    for (int i = at - 1, least = at - CLAUSE_REACH; i >= 0 && i >= least; i--) {
        if (scene_is(scene, i, UNIT_BREAK) && i < at - 1 && only_finite && !clause_finite(scene, i - 1))
            continue;
        if (scene_is(scene, i, UNIT_VERB) && (!only_finite || clause_finite(scene, i)))
            return i;
    }
    return NOBODY;
}

/* The finite verb that follows, past a clause which ends with a comma: "After alleging that Peru lied, Chile left". */
static int verb_behind(const struct scene *scene, int at)
{
    int inner = NOBODY;
    bool below = false;
    for (int i = at + 1, most = at + CLAUSE_REACH; i < scene->count && i <= most; i++) {
        below = scene_is(scene, i, UNIT_CLAUSE) || scene_is(scene, i, UNIT_WHO) ||
                (below && !scene_is(scene, i, UNIT_COMMA));
        if (clause_finite(scene, i) && !below)
            return i;
        if (clause_finite(scene, i) && inner == NOBODY)
            inner = i;
    }
    return inner;
}

int clause_insertion_start(const struct scene *scene, int comma)
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
    for (int phrases = 0; phrases < CLAUSE_PHRASES && scene_is(scene, first - 1, UNIT_PREPOSITION) &&
                          scene_is(scene, first - 2, UNIT_NOUN);
         phrases++)
        first -= 2;
    int name = first - 2;
    if (!scene_is(scene, first - 1, UNIT_COMMA) || !scene_is(scene, name, UNIT_NOUN) ||
        clause_has_person(scene, first) || clause_has_person(scene, at) || !clause_has_person(scene, name) ||
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
    while (i >= 0 && (clause_skippable(scene, i) || scene_is(scene, i, UNIT_COMMA)))
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
    bool touching = article && scene->units[before].last == scene->units[subject].first &&
                    !clause_has_person(scene, before) && !(scene_is(scene, before - 1, UNIT_VERB));
    return touching && verb_behind(scene, verb) != NOBODY ? before : NOBODY;
}

int structure_shared_object(const struct scene *scene, int verb)
{
    int and = verb + 1, next = and+1, object = next + 1;
    const unsigned form = UNIT_FINITE | UNIT_INFINITIVE | UNIT_GERUND | UNIT_PASSIVE | UNIT_PARTICIPLE;
    if (!scene_is(scene, and, UNIT_AND) || !scene_is(scene, next, UNIT_VERB) || !scene_is(scene, object, UNIT_NOUN) ||
        (scene->units[verb].flags & UNIT_PASSIVE) ||
        (scene->units[verb].flags & form) != (scene->units[next].flags & form))
        return NOBODY;
    return clause_transitive(scene, verb) ? object : NOBODY;
}

static bool has_relative_before(const struct scene *scene, int verb)
{
    for (int i = verb - 1, least = verb - 4; i >= 0 && i >= least; i--) {
        if (scene_is(scene, i, UNIT_WHO))
            return true;
        if (!clause_skippable(scene, i))
            return false;
    }
    return false;
}

/* "said Lund and Webb agreed": a verb of saying that nobody is the object of. */
static bool only_says(const struct scene *scene, const struct lexeme *verb)
{
    const struct frame *frames = &scene->events->frames.frames[verb->verb_first];
    for (uint32_t i = 0; i < verb->verb_count; i++)
        for (const uint16_t *slot = frames[i].targets; *slot != SLOT_NONE; slot++)
            if (*slot == SLOT_OBJECT)
                return false;
    return verb->roles & ROLE_SAY;
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
    bool says = scene_is(scene, start - 1, UNIT_VERB) && only_says(scene, scene_lexeme(scene, start - 1));
    bool object = !says && scene_is(scene, start - 1, UNIT_VERB) &&
                  (!scene_is(scene, start - 2, UNIT_NOUN) || clause_finite(scene, start - 1));
    return object ? NOBODY : item;
}

/* The noun group before the verb at `verb`, which only describes it ("troops backed by Iran"); `from` if the verb
 * belongs to another clause. */
static int described_before(const struct scene *scene, int verb, int from, bool listed)
{
    if (clause_finite(scene, verb)) {
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
    int verb = clause_skip_left(scene, preposition - 1);
    for (int steps = 0; steps < CLAUSE_REACH; steps++) {
        if (!scene_is(scene, verb, UNIT_NOUN) && !scene_is(scene, verb, UNIT_PREPOSITION))
            break;
        verb = clause_skip_left(scene, verb - 1);
    }
    if (!scene_is(scene, verb, UNIT_VERB) || (clause_finite(scene, verb) && !has_relative_before(scene, verb)))
        return NOBODY;
    return described_before(scene, verb, NOBODY, false);
}

/* The first noun group of the subject whose last noun group is at `at`: back over phrases, lists and relatives. */
static int subject_start(const struct scene *scene, int at)
{
    bool listed = false;
    for (int steps = 0; steps < CLAUSE_REACH && at > 0; steps++) {
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
    int main = comma && before != NOBODY && has_relative_before(scene, before) ? clause_verb_before(scene, before, true)
                                                                               : NOBODY;
    if (main != NOBODY && is_past(scene, main) == is_past(scene, verb))
        return main; /* "Peru thanked the man who came, and called on Chad" */
    if (comma && matrix != NOBODY && matrix < before && clause_finite(scene, matrix) && is_past(scene, matrix) &&
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

/* The unit is "him" or "her". */
static bool is_him(const struct scene *scene, int at)
{
    if (!scene_is(scene, at, UNIT_NOUN) || !(scene->units[at].flags & UNIT_PRONOUN))
        return false;
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].head]);
    return slice_is(word, "him") || slice_is(word, "her");
}

/* "Delegates felt that Lund had lied and accused him": he does not accuse himself, and nobody else stands beside him:
 * the verb before his clause; NOBODY if it is not so. */
static int verb_above_him(const struct scene *scene, int verb, int shared)
{
    int subject = shared == NOBODY ? NOBODY : scene->subjects[shared];
    if (subject == NOBODY || subject > shared || !is_him(scene, verb + 1) || !clause_has_person(scene, subject))
        return NOBODY;
    for (int i = shared + 1; i < verb; i++)
        if (scene_is(scene, i, UNIT_NOUN) && clause_has_person(scene, i))
            return NOBODY;
    int that = subject - 1, above = scene_is(scene, that, UNIT_CLAUSE) ? clause_skip_left(scene, that - 1) : that;
    bool says = clause_finite(scene, above) && scene->subjects[above] != NOBODY && scene->subjects[above] != subject;
    return says ? above : NOBODY;
}

/* The subject of the verb before the conjunction at `at`, with which the one at `verb` goes on. */
static int shared_subject(const struct scene *scene, int verb, int at)
{
    int shared = same_tense(scene, verb, clause_verb_before(scene, at, true));
    int above = verb_above_him(scene, verb, shared);
    shared = above == NOBODY ? shared : above;
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

int clause_subject(const struct scene *scene, int verb)
{
    int at = verb - 1;
    uint32_t first = scene->units[verb].first;
    if (scene_is(scene, at, UNIT_COMMA) && first > 0 && (scene->sentence->tokens[first - 1].classes & TEXT_QUOTE))
        return scene_is(scene, verb + 1, UNIT_NOUN) ? verb + 1 : NOBODY; /* "...," said the minister */
    for (int steps = 0; steps < CLAUSE_REACH; steps++) {
        at = clause_skip_left(scene, at);
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
            int start = clause_insertion_start(scene, at);
            if (start == NOBODY && scene_is(scene, clause_skip_left(scene, at - 1), UNIT_VERB))
                return NOBODY;
            at = start == NOBODY ? at - 1 : start - 1;
            break;
        }
        case UNIT_PREPOSITION:
            at--;
            break;
        case UNIT_VERB:
            if (clause_finite(scene, at))
                return NOBODY;
            at--;
            break;
        default:
            return NOBODY;
        }
    }
    return NOBODY;
}

/* Phrases that open a sentence ("After meeting Xi, Kim visited ...") take the subject of the verb that follows. */
static void late_subjects(struct scene *scene)
{
    for (int i = 0; i < scene->count; i++) {
        if (!scene_is(scene, i, UNIT_VERB) || scene->subjects[i] != NOBODY)
            continue;
        if (!(scene->units[i].flags & (UNIT_GERUND | UNIT_PARTICIPLE | UNIT_INFINITIVE)) ||
            scene->matrices[i] != NOBODY || clause_verb_before(scene, i, true) != NOBODY)
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
    begin = clause_skip_left(scene, begin);
    if (scene_is(scene, begin, UNIT_CLAUSE)) {
        if (scene->units[begin].lexeme != scene->events->that)
            return NOBODY; /* "after Tsai pardoned him" depends on nobody's words */
        begin = clause_skip_left(scene, begin - 1);
    }
    for (int steps = 0; steps < 6 && begin > 0; steps++) { /* over "told reporters in Kyiv on Monday" */
        if (scene_is(scene, begin, UNIT_VERB))
            return (scene_lexeme(scene, begin)->roles & (ROLE_SAY | ROLE_CONTROL)) ? begin : NOBODY;
        if (!scene_is(scene, begin, UNIT_NOUN) && !scene_is(scene, begin, UNIT_PREPOSITION))
            return NOBODY;
        begin = clause_skip_left(scene, begin - 1);
    }
    return NOBODY;
}

/* The verb group ends in a bare form, though the tagger may have taken it for a noun: "and visit Peru". */
static bool is_bare(const struct scene *scene, int at)
{
    const struct token *head = &scene->sentence->tokens[scene->units[at].head];
    struct slice base = scene_lexeme(scene, at)->text;
    return head->pos == SPEECH_BASE || head->pos == SPEECH_PRESENT ||
           (base.at && slice_equal(word_text(scene->sentence, head), base));
}

/* "will visit Paris and meet Macron", "refused to resign or call elections": a bare verb behind a conjunction goes on
 * with what stands before the other one. */
static int shared_verb(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    uint32_t first = unit->first;
    while (first < unit->head && scene->sentence->tokens[first].pos == SPEECH_ADVERB)
        first++;
    if (first != unit->head || unit->modal != MODAL_NONE || !scene_is(scene, at - 1, UNIT_AND) || !is_bare(scene, at))
        return NOBODY;
    int before = clause_verb_before(scene, at - 1, false);
    while (before != NOBODY && (scene->units[before].flags & UNIT_PASSIVE) && !clause_finite(scene, before) &&
           scene_is(scene, before - 1, UNIT_NOUN)) /* "should free those arrested and drop the charges" */
        before = clause_verb_before(scene, before, false);
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
    const int between = at - 2, first = at - 4; /* "was tried, fined and jailed" */
    if (scene_is(scene, at - 1, UNIT_AND) && scene_is(scene, between, UNIT_VERB) &&
        scene_is(scene, at - 3, UNIT_COMMA) && scene_is(scene, first, UNIT_VERB) && is_past(scene, at) &&
        scene->units[between].first == scene->units[between].head && unit->first == unit->head &&
        (scene->units[first].flags & UNIT_PASSIVE) && !scene_is(scene, at + 1, UNIT_NOUN)) {
        scene->units[at].flags |= UNIT_PASSIVE;
        scene->units[between].flags |= UNIT_PASSIVE;
        scene->subjects[at] = scene->subjects[between] = scene->subjects[first];
        return;
    }
    if (unit->last - unit->first != 1 || !(unit->flags & UNIT_FINITE) || !scene_is(scene, at - 1, UNIT_AND) ||
        (scene_is(scene, at + 1, UNIT_NOUN) && !is_amount(scene, at + 1)) || !is_past(scene, at) ||
        !clause_transitive(scene, at))
        return;
    int before = clause_verb_before(scene, at - 1, true);
    if (before != NOBODY && (scene->units[before].flags & (UNIT_PASSIVE | UNIT_BE)) &&
        scene->subjects[before] != NOBODY && scene->subjects[before] == scene->subjects[at])
        scene->units[at].flags |= UNIT_PASSIVE;
}

/* "would not let Peru build a base": the bare verb depends on "let". */
static bool is_let(const struct scene *scene, int at)
{
    static const char *const words[] = {"let", "make", "help", "see"};
    if (!scene_is(scene, at - 1, UNIT_NOUN) || !scene_is(scene, at - 2, UNIT_VERB) || !is_bare(scene, at) ||
        scene->units[at].last - scene->units[at].first != 1)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(scene_lexeme(scene, at - 2)->text, words[i]))
            return true;
    return false;
}

/* The noun group is the name of a town and nothing else. */
static bool is_town(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    const struct entity *name = &scene->sentence->entities[unit->entities_first];
    return scene_is(scene, at, UNIT_NOUN) && unit->entities_last == unit->entities_first + 1 &&
           name->type == ENTITY_PLACE && name->first_token == unit->first && name->last_token == unit->last;
}

static bool is_dash(const struct scene *scene, int at)
{
    return scene_is(scene, at, UNIT_COMMA) &&
           (scene->sentence->tokens[scene->units[at].first].classes & TEXT_DASH) != 0;
}

/* "LIMA - Norway and Chad signed", "Lima, Peru -- Norway signed": the dash ends the dateline, and Lima does not sign.
 * Not "Lima - the capital - asked". */
static void part_dateline(struct scene *scene)
{
    int dash = 0;
    while (dash < DATELINE_MOST && (scene_is(scene, dash, UNIT_NOUN) || scene_is(scene, dash, UNIT_DATE) ||
                                    (scene_is(scene, dash, UNIT_COMMA) && !is_dash(scene, dash))))
        dash++;
    if (!is_town(scene, 0) || !is_dash(scene, dash) || !scene_is(scene, dash + 1, UNIT_NOUN))
        return;
    for (int i = dash + 1; i < scene->count && i < dash + CLAUSE_REACH && !scene_is(scene, i, UNIT_VERB); i++)
        if (is_dash(scene, i))
            return;
    scene->units[dash].kind = UNIT_BREAK;
}

void structure_find(struct scene *scene)
{
    part_dateline(scene);
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
            scene->subjects[i] = clause_subject_of_infinitive(scene, i);
        else if (flags & UNIT_FINITE) {
            scene->subjects[i] = clause_subject(scene, i);
            share_passive(scene, i);
        } else {
            scene->subjects[i] = clause_subject_of_participle(scene, i);
        }
        if ((scene->units[i].flags & UNIT_FINITE) && scene->matrices[i] == NOBODY)
            scene->matrices[i] = matrix_of_clause(scene, i);
    }
    late_subjects(scene);
}
