#include "chunk_private.h"

#include "model.h"

#define VERB_REACH 40   /* units looked back over for a verb */
#define BRACKET_MOST 60 /* tokens that brackets may hold; beyond, a bracket is taken for a stray one */

/* What the frames know of each token: sought once, and of one beside the other, so that none waits for the last. */
static void know_words(struct chunker *c, struct arena *arena)
{
    c->known = arena_allocate(arena, (c->count + 1u) * sizeof *c->known);
    for (uint32_t at = 0; at < c->count; at++) {
        size_t count = 0;
        const struct reading *first = NULL;
        if (frames_may_have(c->frames, c->tokens[at].hash))
            first = frames_readings(c->frames, text_of(c, at), c->tokens[at].hash, &count);
        c->known[at] = (struct known){first ? (uint32_t)(first - c->frames->readings) : 0, (uint32_t)count};
    }
}

static bool is_verb(unsigned tag)
{
    return tag >= SPEECH_BASE && tag <= SPEECH_THIRD;
}

static struct unit *add(struct chunker *c, enum unit_kind kind, uint32_t first, uint32_t last)
{
    struct unit *unit = &c->units[c->unit_count++];
    *unit = (struct unit){.kind = (uint8_t)kind, .first = first, .last = last, .head = last - 1, .owner_end = first};
    unit->flags = c->quoted ? UNIT_QUOTED : 0;
    return unit;
}

/* Words that may still come before the head noun at or behind `at`: a noun follows without a break. */
static bool noun_follows(const struct chunker *c, uint32_t at)
{
    for (uint32_t i = at, most = at + 5; i < c->count && i < most; i++) {
        unsigned tag = pos(c, i);
        if (is_noun(tag))
            return true;
        if (tag != SPEECH_ADJECTIVE && tag != SPEECH_NUMBER && tag != SPEECH_GERUND && tag != SPEECH_PARTICIPLE &&
            !joins(c, i))
            return false;
    }
    return false;
}

/* "Russian and Chinese officials": a conjunction between two words before one head. */
static bool joins_modifiers(const struct chunker *c, uint32_t first, uint32_t at)
{
    if (at <= first || pos(c, at) != SPEECH_AND || !(is(c, at, "and") || is(c, at, "or") || is(c, at, "&")))
        return false;
    const struct entity *left = entity_at(c, at - 1), *right = at + 1 < c->count ? entity_at(c, at + 1) : NULL;
    if (left && right && left->type == ENTITY_NATIONALITY && right->type == ENTITY_NATIONALITY)
        return noun_follows(c, at + 2);
    return pos(c, at - 1) == SPEECH_ADJECTIVE && pos(c, at + 1) == SPEECH_ADJECTIVE && noun_follows(c, at + 2);
}

struct group {
    uint32_t first, head, owner_end;
    bool noun, named_last;
};

/* "the ambassador to Bangladesh Li Jiming": the name behind a country in a phrase is its own noun group. */
static bool is_holder(const struct chunker *c, const struct group *group, uint32_t at)
{
    const struct entity *before = entity_at(c, at - 1);
    return before && (before->type == ENTITY_COUNTRY || before->type == ENTITY_PLACE || before->type == ENTITY_ORG) &&
           before->first_token == group->first && c->unit_count > 0 &&
           c->units[c->unit_count - 1].kind == UNIT_PREPOSITION;
}

/* "a US lobbying firm": an article and a country or body stand before `at`. */
static bool only_named(const struct chunker *c, const struct group *group, uint32_t at)
{
    const struct entity *entity = entity_at(c, at - 1);
    return entity && entity->type != ENTITY_PERSON && entity->first_token == group->first + 1 &&
           (is_folded(c, group->first, "a") || is_folded(c, group->first, "an"));
}

/* "a debt restructuring deal": the gerund at `at` belongs to what is agreed upon. */
static bool says_what_is_agreed(const struct chunker *c, const struct group *group, uint32_t at)
{
    static const char *const words[] = {"deal",      "agreement", "accord", "pact", "plan",  "package",
                                        "programme", "program",   "treaty", "bill", "scheme"};
    return c->tokens[group->first].pos == SPEECH_DETERMINER && at > group->first + 1 && pos(c, at - 1) == SPEECH_NOUN &&
           at + 1 < c->count && WORD_IS_ANY(c->sentence, at + 1, words);
}

/* Not "not only". */
static bool is_negative(const struct chunker *c, uint32_t at)
{
    return (roles_of(c, at, FORM_AS_WRITTEN) & ROLE_NEGATIVE) && !is(c, at + 1, "only") && !is(c, at + 1, "just");
}

static bool past_form(unsigned tag)
{
    return tag == SPEECH_PARTICIPLE || tag == SPEECH_PAST;
}

/* The first token from `at` on that is no adverb and no negation. */
static uint32_t past_adverbs(const struct chunker *c, uint32_t at, uint16_t *flags)
{
    while (at < c->count && entity_at(c, at) == NULL &&
           (pos(c, at) == SPEECH_ADVERB || (is(c, at, "first") && past_form(pos(c, at + 1))))) {
        if (is_negative(c, at))
            *flags |= UNIT_NEGATIVE;
        at += pos(c, at + 1) == SPEECH_AND && pos(c, at + 2) == SPEECH_ADVERB ? 2 : 1; /* "immediately and fully" */
    }
    return at;
}

/* "the diplomats Norway expelled": a country and its verb behind a plural noun. */
static bool begins_contact_clause(const struct chunker *c, uint32_t at)
{
    const struct entity *entity = entity_at(c, at);
    uint16_t ignored = 0;
    if (!entity || entity->type != ENTITY_COUNTRY || pos(c, at - 1) != SPEECH_PLURAL || c->entity_of[at - 1] >= 0)
        return false;
    unsigned tag = pos(c, past_adverbs(c, entity->last_token, &ignored));
    return tag == SPEECH_PAST || tag == SPEECH_THIRD;
}

/* Whether the token at `at` goes on with the noun group begun at group->first. */
static bool goes_on(const struct chunker *c, const struct group *group, uint32_t at)
{
    const struct entity *entity = entity_at(c, at);
    if (is_date(entity)) /* "the September 2023 summit", "this year's talks" */
        return at > group->first && (!group->noun || c->tokens[at - 1].pos == SPEECH_GENITIVE) &&
               noun_follows(c, entity->last_token);
    if (joins(c, at) || joins_modifiers(c, group->first, at))
        return true;
    unsigned tag = pos(c, at);
    if ((c->tokens[at].classes & TEXT_QUOTE) && tag == SPEECH_MARK) /* a diplomatic "charm offensive" */
        return !group->noun && at > group->first && noun_follows(c, at + 1);
    if (tag == SPEECH_GENITIVE)
        return group->noun;
    if (at > group->first && c->entity_of[at] >= 0 && c->entity_of[at] == c->entity_of[at - 1])
        return true;
    bool open = !group->noun || c->tokens[at - 1].pos == SPEECH_GENITIVE || (at > group->first && joins(c, at - 1));
    switch (tag) {
    case SPEECH_NOUN:
    case SPEECH_PLURAL:
    case SPEECH_NAME:
        /* A second name is a second group, unless the first is part of a title or a nation's name before it. */
        if (group->noun && entity && entity->type == ENTITY_PERSON && at > group->first && is_holder(c, group, at))
            return false;
        if (group->noun && begins_contact_clause(c, at))
            return false;
        if (group->noun && entity && at > group->first && c->entity_of[at - 1] >= 0)
            return entity_at(c, at - 1)->type != ENTITY_PERSON &&
                   (entity_at(c, at - 1)->type == ENTITY_TITLE || entity->type == ENTITY_TITLE ||
                    entity->type == ENTITY_PERSON || entity->type == ENTITY_ORG || entity->type == ENTITY_FACILITY ||
                    entity->type == ENTITY_EVENT);
        return true;
    case SPEECH_ADJECTIVE:
        return open || (noun_follows(c, at) && !entity);
    case SPEECH_NUMBER:
        return open || (entity == NULL && !is_verb(pos(c, at + 1)) && is_noun(pos(c, at + 1)));
    case SPEECH_PAST:
        return c->tokens[at - 1].pos == SPEECH_GENITIVE && noun_follows(c, at + 1);
    case SPEECH_GERUND:
    case SPEECH_PARTICIPLE:
        return (open || (tag == SPEECH_GERUND && (only_named(c, group, at) || says_what_is_agreed(c, group, at)))) &&
               at > group->first && noun_follows(c, at + 1);
    case SPEECH_ADVERB:
        return open && at > group->first && pos(c, at + 1) == SPEECH_ADJECTIVE;
    default:
        return false;
    }
}

/* The token behind the bracket that closes the one at `at`; `at` + 1 if none does. */
static uint32_t past_bracket(const struct chunker *c, uint32_t at)
{
    bool round = is(c, at, "(");
    for (uint32_t i = at + 1; i < c->count && i < at + BRACKET_MOST; i++)
        if (round ? is(c, i, ")") : is(c, i, "]"))
            return i + 1;
    return at + 1;
}

/* The lexeme of a head noun; "cease-fire" as a whole if the frames have it. */
static uint16_t noun_lexeme(const struct chunker *c, uint32_t head)
{
    if (head > 1 && joins(c, head - 1)) {
        struct slice word = slice_part(c->sentence->text, c->tokens[head - 2].start, c->tokens[head].end);
        uint16_t whole = frames_lexeme(c->frames, word, model_hash(word), FORM_NOUN);
        if (whole != 0)
            return whole;
    }
    return lexeme(c, head, FORM_NOUN);
}

static uint32_t noun_group(struct chunker *c, uint32_t at)
{
    struct group group = {.first = at, .head = at, .owner_end = at};
    unsigned tag = pos(c, at);
    if (tag == SPEECH_PRONOUN) {
        struct unit *unit = add(c, UNIT_NOUN, at, at + 1);
        unit->flags |= UNIT_PRONOUN;
        return at + 1;
    }
    uint32_t i = at;
    for (; i < c->count; i++) {
        tag = pos(c, i);
        if (i > at && !goes_on(c, &group, i))
            break;
        if (tag == SPEECH_GENITIVE)
            group.owner_end = i + 1;
        if (is_noun(tag) || (is_named(c, i) && tag == SPEECH_ADJECTIVE)) {
            group.head = i;
            group.noun = group.noun || is_noun(tag);
        }
        if (is_date(entity_at(c, i)))
            i = entity_at(c, i)->last_token - 1;
        else if (is(c, i + 1, "(") && past_bracket(c, i + 1) < c->count && group.noun &&
                 goes_on(c, &group, past_bracket(c, i + 1)) && pos(c, past_bracket(c, i + 1)) == SPEECH_NOUN)
            i = past_bracket(c, i + 1) - 1; /* "the Economic Community (ECOWAS) summit" */
    }
    if (!group.noun && group.head == at && tag != SPEECH_NAME)
        group.head = i - 1;
    struct unit *unit = add(c, UNIT_NOUN, at, i);
    unit->head = group.head;
    unit->owner_end = group.owner_end < i ? group.owner_end : at;
    unit->lexeme =
        is_named(c, group.head) && entity_at(c, group.head)->type != ENTITY_TITLE ? 0 : noun_lexeme(c, group.head);
    if (pos(c, group.head) == SPEECH_PLURAL)
        unit->flags |= UNIT_PLURAL;
    if (is_folded(c, at, "no") || is_folded(c, at, "none") || is_folded(c, at, "nobody") || is_folded(c, at, "neither"))
        unit->flags |= UNIT_NEGATIVE;
    return i;
}

static uint8_t modal_of(struct slice word)
{
    static const struct {
        const char *word;
        uint8_t modal;
    } modals[] = {{"will", MODAL_WILL},     {"'ll", MODAL_WILL},    {"shall", MODAL_WILL}, {"wo", MODAL_WILL},
                  {"would", MODAL_WOULD},   {"'d", MODAL_WOULD},    {"may", MODAL_MAY},    {"might", MODAL_MAY},
                  {"could", MODAL_MAY},     {"can", MODAL_CAN},     {"ca", MODAL_CAN},     {"must", MODAL_MUST},
                  {"should", MODAL_SHOULD}, {"ought", MODAL_SHOULD}};
    char lower[8];
    if (word.size >= sizeof lower)
        return MODAL_WILL;
    for (size_t i = 0; i < word.size; i++)
        lower[i] = ascii_lower(word.at[i]);
    for (size_t i = 0; i < sizeof modals / sizeof modals[0]; i++)
        if (slice_is((struct slice){lower, word.size}, modals[i].word))
            return modals[i].modal;
    return MODAL_WILL;
}

static bool begins_infinitive(const struct chunker *c, uint32_t at)
{
    uint16_t ignored = 0;
    if (pos(c, at) != SPEECH_TO)
        return false;
    unsigned tag = pos(c, past_adverbs(c, at + 1, &ignored));
    return tag == SPEECH_BASE || tag == SPEECH_PRESENT;
}

static bool verb_begins(const struct chunker *c, uint32_t at)
{
    unsigned tag = pos(c, at);
    return tag == SPEECH_MODAL || is_verb(tag) || begins_infinitive(c, at);
}

static unsigned form_of(unsigned tag)
{
    switch (tag) {
    case SPEECH_THIRD:
        return FORM_THIRD;
    case SPEECH_PAST:
    case SPEECH_PARTICIPLE:
        return FORM_PAST | FORM_PARTICIPLE;
    case SPEECH_GERUND:
        return FORM_GERUND;
    default:
        return FORM_BASE;
    }
}

/* Reads auxiliaries and the main verb from `at`, which is a modal, a verb or the "to" of an infinitive. */
static uint32_t verb_group(struct chunker *c, uint32_t first, uint32_t at)
{
    uint16_t flags = 0;
    uint8_t modal = MODAL_NONE;
    past_adverbs(c, first, &flags);
    if (pos(c, at) == SPEECH_TO) {
        flags |= UNIT_INFINITIVE;
        at = past_adverbs(c, at + 1, &flags);
    } else if (pos(c, at) == SPEECH_MODAL) {
        flags |= UNIT_FINITE;
        modal = modal_of(text_of(c, at));
        uint32_t next = past_adverbs(c, at + 1, &flags);
        if (next < c->count && is_verb(pos(c, next)))
            at = next;
    }
    uint32_t begin = at;
    unsigned tag = pos(c, at);
    for (int auxiliaries = 0; auxiliaries < 4; auxiliaries++) {
        unsigned roles = roles_of(c, at, FORM_VERB);
        uint16_t more = 0;
        uint32_t next = past_adverbs(c, at + 1, &more);
        unsigned next_tag = pos(c, next);
        if ((roles & ROLE_BE) && past_form(next_tag)) {
            flags |= UNIT_PASSIVE;
        } else if ((roles & ROLE_BE) && next_tag == SPEECH_GERUND) {
            flags |= UNIT_PROGRESSIVE;
        } else if ((roles & ROLE_HAVE) && past_form(next_tag)) {
            flags &= (uint16_t)~UNIT_PASSIVE;
        } else if (!(roles & ROLE_DO) || next_tag != SPEECH_BASE) {
            if (roles & ROLE_BE) {
                flags |= UNIT_BE | more;
            }
            break;
        }
        flags |= more;
        at = next;
    }
    if (tag == SPEECH_PAST || tag == SPEECH_PRESENT || tag == SPEECH_THIRD ||
        (tag == SPEECH_BASE && !(flags & UNIT_INFINITIVE)))
        flags |= UNIT_FINITE;
    if (begin == at && !(flags & (UNIT_FINITE | UNIT_INFINITIVE))) {
        flags |= tag == SPEECH_GERUND ? UNIT_GERUND : 0;
        flags |= tag == SPEECH_PARTICIPLE ? UNIT_PARTICIPLE : 0;
    } else if (tag == SPEECH_GERUND && !(flags & UNIT_FINITE)) {
        flags |= UNIT_GERUND; /* "being held", "having met" */
    }
    struct unit *unit = add(c, UNIT_VERB, first, at + 1);
    unit->flags |= flags;
    unit->modal = modal;
    unit->lexeme = lexeme(c, at, form_of(pos(c, at)));
    if (unit->lexeme == 0)
        unit->lexeme = lexeme(c, at, FORM_VERB);
    return at + 1;
}

static uint32_t mark(struct chunker *c, uint32_t at)
{
    struct slice word = text_of(c, at);
    unsigned classes = c->tokens[at].classes;
    if (slice_is(word, "(") || slice_is(word, "["))
        return past_bracket(c, at);
    if (slice_is(word, ",") || ((classes & TEXT_DASH) && !joins(c, at)))
        add(c, UNIT_COMMA, at, at + 1);
    else if (slice_is(word, ";") || slice_is(word, ":") || slice_is(word, "...") || slice_is(word, "?"))
        add(c, UNIT_BREAK, at, at + 1);
    else if ((classes & TEXT_QUOTE) && !is_single_quote(word))
        c->quoted = !c->quoted;
    return at + 1;
}

/* "that": a relative after a noun group, else the begin of a clause. */
static uint32_t small_word(struct chunker *c, uint32_t at)
{
    unsigned tag = pos(c, at);
    unsigned roles = roles_of(c, at, FORM_AS_WRITTEN);
    enum unit_kind kind = UNIT_PREPOSITION;
    bool after_noun = c->unit_count > 0 && c->units[c->unit_count - 1].kind == UNIT_NOUN;
    bool said = c->unit_count > 1 && c->units[c->unit_count - 2].kind == UNIT_VERB;
    if (tag == SPEECH_WHO)
        kind = is_folded(c, at, "what") ? UNIT_CLAUSE : UNIT_WHO;
    else if (tag == SPEECH_WHEN)
        kind = UNIT_CLAUSE;
    else if (tag == SPEECH_AND)
        kind = is_folded(c, at, "but") || is(c, at, "yet") ? UNIT_BREAK : UNIT_AND;
    else if (is_folded(c, at, "that"))
        kind = after_noun && !said ? UNIT_WHO : UNIT_CLAUSE;
    else if (roles & (ROLE_CLAUSE | ROLE_CONDITION))
        kind = UNIT_CLAUSE;
    struct unit *unit = add(c, kind, at, at + 1);
    unit->lexeme = lexeme(c, at, FORM_AS_WRITTEN);
    if (tag == SPEECH_PARTICLE)
        unit->flags |= UNIT_PARTICLE;
    return at + 1;
}

/* "at least", "up to" and their kin before a number say how many, not where: the tokens they take, or 0. */
static uint32_t quantifier(const struct chunker *c, uint32_t at)
{
    bool one = pos(c, at + 1) == SPEECH_NUMBER &&
               (is_folded(c, at, "about") || is_folded(c, at, "around") || is_folded(c, at, "over") ||
                is_folded(c, at, "nearly") || is_folded(c, at, "almost"));
    if (one)
        return 1;
    if (pos(c, at + 2) == SPEECH_NUMBER) {
        bool than = is_folded(c, at, "more") || is_folded(c, at, "less") || is_folded(c, at, "fewer");
        bool two = (than && is_folded(c, at + 1, "than")) || (is_folded(c, at, "up") && is_folded(c, at + 1, "to")) ||
                   (is_folded(c, at, "at") && (is_folded(c, at + 1, "least") || is_folded(c, at + 1, "most")));
        if (two)
            return 2;
    }
    if (is_folded(c, at, "more") && is(c, at + 1, "than") && is(c, at + 2, "a") &&
        (is(c, at + 3, "dozen") || is(c, at + 3, "hundred") || is(c, at + 3, "thousand")))
        return 2; /* "more than a dozen" */
    bool three = pos(c, at + 3) == SPEECH_NUMBER && is_folded(c, at, "as") && is_folded(c, at + 1, "many") &&
                 is_folded(c, at + 2, "as");
    return three ? 3 : 0;
}

static bool is_long_and(const struct chunker *c, uint32_t at)
{
    return is(c, at, "as") && is(c, at + 1, "well") && is(c, at + 2, "as");
}

/* "once Lund takes office": a clause, and not how often. */
static bool begins_with_once(const struct chunker *c, uint32_t at)
{
    if (!is_folded(c, at, "once") || entity_at(c, at))
        return false;
    unsigned next = pos(c, at + 1);
    return next == SPEECH_NAME || next == SPEECH_DETERMINER || next == SPEECH_PRONOUN || next == SPEECH_POSSESSIVE;
}

/* "Peru and Chad both called": the word says nothing new of those who act. */
static bool stands_for_subject(const struct chunker *c, uint32_t at)
{
    uint16_t ignored = 0;
    if (!is(c, at, "both") && !is(c, at, "all") && !is(c, at, "each"))
        return false;
    unsigned next = pos(c, past_adverbs(c, at + 1, &ignored));
    return c->unit_count > 0 &&
           (c->units[c->unit_count - 1].kind == UNIT_NOUN || c->units[c->unit_count - 1].kind == UNIT_COMMA) &&
           (next == SPEECH_PAST || next == SPEECH_PRESENT || next == SPEECH_THIRD || next == SPEECH_MODAL ||
            next == SPEECH_PARTICIPLE);
}

static bool verb_in_clause(const struct chunker *c)
{
    for (size_t i = c->unit_count; i-- > 0;) {
        if (c->units[i].kind == UNIT_VERB)
            return true;
        if (c->units[i].kind == UNIT_CLAUSE || c->units[i].kind == UNIT_BREAK || i + VERB_REACH < c->unit_count)
            return false;
    }
    return false;
}

/* Where a participle before a noun belongs to it: "said elected officials would". */
static bool may_begin_group(const struct chunker *c)
{
    if (c->unit_count == 0)
        return true;
    const struct unit *before = &c->units[c->unit_count - 1];
    if (before->kind == UNIT_AND && c->unit_count > 1 && before[-1].kind == UNIT_NOUN)
        return !verb_in_clause(c); /* "activists and elected leaders said" */
    return before->kind == UNIT_PREPOSITION || before->kind == UNIT_CLAUSE ||
           (before->kind == UNIT_VERB && !(before->flags & (UNIT_BE | UNIT_PASSIVE)));
}

static uint32_t next_unit(struct chunker *c, uint32_t at)
{
    const struct entity *entity = entity_at(c, at);
    unsigned tag = pos(c, at);
    uint16_t ignored = 0;
    if (is_date(entity)) {
        add(c, UNIT_DATE, at, entity->last_token);
        return entity->last_token;
    }
    if (is_long_and(c, at)) {
        add(c, UNIT_AND, at, at + 3);
        return at + 3;
    }
    if (begins_with_once(c, at))
        return small_word(c, at);
    if (is_folded(c, at, "since") && is(c, at + 1, "then")) {
        add(c, UNIT_ADVERB, at, at + 2);
        return at + 2;
    }
    if (stands_for_subject(c, at)) {
        add(c, UNIT_ADVERB, at, at + 1);
        return at + 1;
    }
    uint32_t counts = entity ? 0 : quantifier(c, at);
    if (counts > 0) {
        add(c, UNIT_ADVERB, at, at + counts);
        return at + counts;
    }
    if (tag == SPEECH_ADVERB) {
        uint32_t next = past_adverbs(c, at, &ignored);
        if (next < c->count && verb_begins(c, next) && !is_date(entity_at(c, next))) /* "early today" */
            return verb_group(c, at, next);
        struct unit *unit = add(c, UNIT_ADVERB, at, at + 1);
        unit->lexeme = lexeme(c, at, FORM_AS_WRITTEN);
        unit->flags |= is_negative(c, at) ? UNIT_NEGATIVE : 0;
        return at + 1;
    }
    const struct entity *next = entity_at(c, at + 1);
    if (entity == NULL && tag == SPEECH_PARTICIPLE && is_noun(pos(c, at + 1)) &&
        (next == NULL || next->type == ENTITY_TITLE) && may_begin_group(c))
        return noun_group(c, at);
    if (verb_begins(c, at))
        return verb_group(c, at, at);
    if (tag == SPEECH_ADJECTIVE && !entity && !noun_follows(c, at)) {
        struct unit *unit = add(c, UNIT_ADJECTIVE, at, at + 1);
        unit->lexeme = lexeme(c, at, FORM_AS_WRITTEN);
        return at + 1;
    }
    if (starts_group(tag))
        return noun_group(c, at);
    if (tag == SPEECH_COMMA || tag == SPEECH_MARK)
        return mark(c, at);
    if (tag == SPEECH_GENITIVE)
        return at + 1;
    return small_word(c, at);
}

/* "after", "as", "since", "until", "before" begin a clause when a verb stands before the next comma. */
static bool leads_clause(const struct chunker *c, const struct unit *units, size_t at)
{
    const uint32_t word = units[at].first;
    if (at + 1 >= c->unit_count || units[at + 1].kind != UNIT_NOUN)
        return false;
    if (!is_folded(c, word, "after") && !is_folded(c, word, "as") && !is_folded(c, word, "since") &&
        !is_folded(c, word, "until") && !is_folded(c, word, "before") && !is_folded(c, word, "than") &&
        !is_folded(c, word, "like"))
        return false;
    for (size_t i = at + 1; i < c->unit_count && i < at + 12; i++) {
        if (units[i].kind == UNIT_COMMA || units[i].kind == UNIT_BREAK || units[i].kind == UNIT_CLAUSE ||
            units[i].kind == UNIT_WHO)
            return false;
        if (units[i].kind == UNIT_VERB)
            return units[i].flags & UNIT_FINITE;
    }
    return false;
}

static void attach_entities(struct chunker *c)
{
    uint32_t entity = 0;
    for (size_t i = 0; i < c->unit_count; i++) {
        struct unit *unit = &c->units[i];
        while (entity < c->sentence->entity_count && c->sentence->entities[entity].last_token <= unit->first)
            entity++;
        unit->entities_first = entity;
        uint32_t last = entity;
        while (last < c->sentence->entity_count && c->sentence->entities[last].first_token < unit->last)
            last++;
        unit->entities_last = last;
    }
}

/* "Neither has Peru joined", "nor did Chad": the verb behind the subject is negated. */
static void negate_inverted(struct chunker *c)
{
    for (size_t i = 0; i + 3 < c->unit_count; i++) {
        struct unit *unit = &c->units[i];
        if ((unit->kind != UNIT_NOUN && unit->kind != UNIT_AND) || unit->first + 1 != unit->last ||
            unit[1].kind != UNIT_VERB || unit[2].kind != UNIT_NOUN || unit[3].kind != UNIT_VERB)
            continue;
        bool helps = c->frames->lexemes[unit[1].lexeme].roles & (ROLE_BE | ROLE_HAVE | ROLE_DO);
        if (helps && (is_folded(c, unit->first, "neither") || is_folded(c, unit->first, "nor")))
            unit[3].flags |= UNIT_NEGATIVE;
    }
}

/* "Not only was Lund indicted": behind "was", which an adverb opens, and the subject, the verb is passive. */
static void turn_inverted(struct chunker *c)
{
    for (size_t i = 0; i + 2 < c->unit_count; i++) {
        struct unit *unit = &c->units[i], *verb = &unit[2];
        bool opens = i == 0 || unit[-1].kind == UNIT_COMMA || unit[-1].kind == UNIT_BREAK;
        bool inverted = unit->kind == UNIT_VERB && (unit->flags & UNIT_BE) && unit->first < unit->head &&
                        unit[1].kind == UNIT_NOUN && verb->kind == UNIT_VERB && verb->first == verb->head &&
                        past_form(pos(c, verb->head));
        if (opens && inverted) {
            verb->flags |= UNIT_PASSIVE | UNIT_FINITE;
            verb->flags &= (uint16_t)~UNIT_PARTICIPLE;
        }
    }
}

size_t chunk_units(const struct frames *frames, const struct sentence *sentence, struct arena *arena,
                   struct unit **units)
{
    struct chunker c = {
        .frames = frames, .sentence = sentence, .tokens = sentence->tokens, .count = (uint32_t)sentence->token_count};
    c.entity_of = arena_allocate(arena, (c.count + 1u) * sizeof *c.entity_of);
    memset(c.entity_of, -1, (c.count + 1u) * sizeof *c.entity_of);
    for (size_t e = 0; e < sentence->entity_count; e++)
        for (uint32_t t = sentence->entities[e].first_token; t < sentence->entities[e].last_token && t < c.count; t++)
            c.entity_of[t] = (int32_t)e;
    know_words(&c, arena);
    c.tags = arena_array(arena, c.count + 1u, sizeof *c.tags);
    for (uint32_t at = 0; at < c.count; at++)
        c.tags[at] = (uint8_t)chunk_tag(&c, at);
    c.units = arena_allocate(arena, (c.count + 1u) * sizeof *c.units);
    for (uint32_t at = 0; at < c.count;)
        at = next_unit(&c, at);
    for (size_t i = 0; i < c.unit_count; i++)
        if (c.units[i].kind == UNIT_PREPOSITION && leads_clause(&c, c.units, i))
            c.units[i].kind = UNIT_CLAUSE;
    negate_inverted(&c);
    turn_inverted(&c);
    attach_entities(&c);
    *units = c.units;
    return c.unit_count;
}
