/* The part of speech of each word as the chunks want it: the tagger's, mended. */
#include "chunk_private.h"

#define QUOTE_REACH 40 /* tokens looked back over for a quotation mark */
#define MODAL_REACH 16 /* tokens from "will" or "to" to the second of the verbs behind it */

/* "re" or its dash in "re-elected": they leave the verb what it is. */
static bool is_prefix(const struct chunker *c, uint32_t at)
{
    if (at > 0 && joins(c, at))
        at--;
    if (!(is(c, at, "re") || is(c, at, "co") || is(c, at, "pre")) || !joins(c, at + 1))
        return false;
    return at + 2 < c->count && c->tokens[at + 2].pos >= SPEECH_BASE && c->tokens[at + 2].pos <= SPEECH_THIRD;
}

/* "the workers' party": the mark behind an s with which nothing has been opened. */
static bool is_plural_genitive(const struct chunker *c, uint32_t at)
{
    struct slice word = text_of(c, at);
    if (at == 0 || at + 1 >= c->count || c->tokens[at].space_before || !c->tokens[at + 1].space_before ||
        !(slice_is(word, "'") || slice_is(word, "\u2019")))
        return false;
    struct slice before = text_of(c, at - 1);
    if (before.size < 2 || before.at[before.size - 1] != 's' || c->tokens[at + 1].shape == SHAPE_PUNCT)
        return false;
    uint32_t least = at > QUOTE_REACH ? at - QUOTE_REACH : 0;
    for (uint32_t i = least; i < at; i++)
        if (is_single_quote(text_of(c, i)) && c->tokens[i].pos != SPEECH_GENITIVE &&
            (i == 0 || c->tokens[i].space_before))
            return false;
    return true;
}

/* The tag by the entity that covers a token, else the tagger's. */
static unsigned plain_tag(const struct chunker *c, uint32_t at)
{
    const struct entity *entity = entity_at(c, at);
    if (!entity && (c->tokens[at].classes & TEXT_QUOTE) && c->tokens[at].shape == SHAPE_PUNCT &&
        c->tokens[at].pos != SPEECH_GENITIVE)
        return is_plural_genitive(c, at) ? SPEECH_GENITIVE
                                         : SPEECH_MARK; /* whatever the tagger makes of an opening one */
    if (!is_named(c, at))
        return is_prefix(c, at) ? SPEECH_ADVERB : c->tokens[at].pos;
    if (entity->type == ENTITY_NATIONALITY)
        return c->tokens[at].pos == SPEECH_PLURAL ? SPEECH_NAME : SPEECH_ADJECTIVE;
    return entity->type >= ENTITY_MONEY ? SPEECH_NUMBER : SPEECH_NAME;
}

static bool is_subject_pronoun(const struct chunker *c, uint32_t at)
{
    return is_folded(c, at, "he") || is_folded(c, at, "she") || is_folded(c, at, "it") || is_folded(c, at, "they");
}

/* Somebody who acts ends right before `at`, or an insertion does. */
static bool behind_actor(const struct chunker *c, uint32_t at)
{
    if (at == 0)
        return false;
    if (c->tokens[at - 1].pos == SPEECH_ADVERB && at > 1)
        at--;
    const struct entity *before = entity_at(c, at - 1);
    if (before)
        return before->type == ENTITY_PERSON || before->type == ENTITY_COUNTRY || before->type == ENTITY_ORG;
    return c->tokens[at - 1].pos == SPEECH_COMMA || is_subject_pronoun(c, at - 1);
}

/* "Sudan claims that", "Russia attacks Poland": between a name and what can only be an object. */
static bool object_follows(const struct chunker *c, uint32_t at)
{
    if (is_subject_pronoun(c, at - 1) || is_subject_pronoun(c, at - 2))
        return true;
    if (at + 1 >= c->count || entity_at(c, at - 1) == NULL)
        return false;
    const struct entity *next = entity_at(c, at + 1);
    if (next)
        return next->type >= ENTITY_PERSON && next->type <= ENTITY_NATIONALITY;
    if (is(c, at + 1, "that") || is(c, at + 1, "the") || is(c, at + 1, "a") || is(c, at + 1, "an") ||
        is(c, at + 1, "its") || is(c, at + 1, "his") || is(c, at + 1, "her") || is(c, at + 1, "their"))
        return true;
    return is(c, at + 1, "to") && (roles_of(c, at, FORM_VERB) & ROLE_CONTROL); /* "plans to", not "Congress funds to" */
}

/* "the island's coastguard warned Ostrava": between a noun for who acts and a name. */
static bool between_parties(const struct chunker *c, uint32_t at)
{
    const struct entity *next = at + 1 < c->count ? entity_at(c, at + 1) : NULL;
    if (at == 0 || !next || next->type < ENTITY_PERSON || next->type > ENTITY_PLACE || is_named(c, at - 1))
        return false;
    unsigned before = c->tokens[at - 1].pos;
    bool noun = before == SPEECH_NOUN || before == SPEECH_PLURAL || before == SPEECH_ADJECTIVE;
    return noun && (roles_of(c, at - 1, FORM_NOUN) & ROLE_AGENT);
}

/* A word with this tag is none of a noun group that has begun. */
static bool ends_group(unsigned tag)
{
    return tag == SPEECH_PAST || tag == SPEECH_THIRD || tag == SPEECH_MODAL || tag == SPEECH_TO ||
           tag == SPEECH_COMMA || tag == SPEECH_MARK || tag == SPEECH_PRESENT;
}

static bool ends_in_ed(struct slice word)
{
    return word.size > 2 && slice_ends(word, SLICE("ed"));
}

/* Behind a "to" at `at`. */
static bool jail_follows(const struct chunker *c, uint32_t at)
{
    return (is(c, at + 1, "jail") || is(c, at + 1, "court")) &&
           (at + 2 >= c->count || !starts_group(c->tokens[at + 2].pos));
}

/* "sent him to jail", "took him to court": the place, unless somebody is jailed or courted. */
static inline bool is_to_jail(const struct chunker *c, uint32_t at)
{
    return is(c, at, "to") && jail_follows(c, at);
}

/* "will meet Lund and visit Peru": between "and", behind a verb in its bare form, and a name. */
static bool goes_on_with_verb(const struct chunker *c, uint32_t at)
{
    const struct entity *next = at + 1 < c->count ? entity_at(c, at + 1) : NULL;
    if (at < 2 || c->tokens[at - 1].pos != SPEECH_AND || !next || next->type < ENTITY_PERSON ||
        next->type > ENTITY_PLACE || !lexeme(c, at, FORM_BASE) || (roles_of(c, at, FORM_NOUN) & ROLE_AGENT))
        return false;
    for (uint32_t i = at - 1, least = at > MODAL_REACH ? at - MODAL_REACH : 0; i-- > least;) {
        unsigned tag = c->tokens[i].pos;
        if (tag == SPEECH_MODAL || (tag == SPEECH_TO && c->tokens[i + 1].pos == SPEECH_BASE))
            return true;
        if (tag == SPEECH_MARK || tag == SPEECH_PAST || tag == SPEECH_THIRD)
            return false;
    }
    return false;
}

/* "accused neighbouring Sudan", "talks with visiting Norwegian minister Anna Lund"; not "after visiting Norwegian
 * troops". */
static bool only_describes(const struct chunker *c, uint32_t at)
{
    const struct entity *next = entity_at(c, at + 1);
    if (is_folded(c, at, "neighbouring") || is_folded(c, at, "neighboring"))
        return true;
    if (at == 0 || !is(c, at, "visiting") || !next || (next->type != ENTITY_NATIONALITY && next->type != ENTITY_TITLE))
        return false;
    return is(c, at - 1, "with") || is(c, at - 1, "to") || c->tokens[at - 1].pos == SPEECH_PAST;
}

/* "demanded that President Lund resign": a bare verb behind whom it is demanded of. */
static bool is_demanded(const struct chunker *c, uint32_t at)
{
    const struct entity *who = at > 1 ? entity_at(c, at - 1) : NULL;
    if (!who || who->type < ENTITY_PERSON || who->type > ENTITY_NATIONALITY || !lexeme(c, at, FORM_BASE))
        return false;
    uint32_t that = who->first_token;
    const struct entity *title = that > 0 ? entity_at(c, that - 1) : NULL;
    if (title && title->type == ENTITY_TITLE)
        that = title->first_token;
    if (that > 0 && is(c, that - 1, "the"))
        that--;
    return that > 1 && is(c, that - 1, "that") &&
           c->frames->lexemes[lexeme(c, that - 2, FORM_VERB)].modality == MODALITY_DEMANDED;
}

/* "accused her of": nothing follows that may be hers. */
static bool is_her_alone(const struct chunker *c, uint32_t at)
{
    if (!is(c, at, "her") || at + 1 >= c->count)
        return false;
    unsigned next = c->tokens[at + 1].pos;
    return !starts_group(next) && !is_named(c, at + 1) && next != SPEECH_ADVERB && next != SPEECH_GERUND &&
           next != SPEECH_PARTICIPLE && !is_single_quote(text_of(c, at + 1)) &&
           !(c->tokens[at + 1].classes & TEXT_QUOTE);
}

/* "a resident named Sin said": only what he is called, as a verb follows the name. */
static bool is_only_called(const struct chunker *c, uint32_t at)
{
    if (!is(c, at, "named") || at == 0 || at + 2 >= c->count || is_named(c, at - 1))
        return false;
    const struct entity *name = entity_at(c, at + 1);
    uint32_t end = name ? name->last_token : at + 2;
    if ((!name && c->tokens[at + 1].shape != SHAPE_CAPITAL) || end >= c->count)
        return false;
    unsigned next = c->tokens[end].pos;
    unsigned before = c->tokens[at - 1].pos;
    return (before == SPEECH_NOUN || before == SPEECH_PLURAL || before == SPEECH_ADJECTIVE) &&
           (next == SPEECH_PAST || next == SPEECH_THIRD || next == SPEECH_MODAL);
}

/* "the consulting firm", "a negotiating team": the gerund says what they do. */
static bool says_what_they_do(const struct chunker *c, uint32_t at)
{
    static const char *const one[] = {"firm",  "company",    "giant",     "team",    "union", "agency",
                                      "group", "commission", "committee", "council", "unit"};
    static const char *const several[] = {"firms", "companies", "giants", "teams", "unions", "agencies", "groups"};
    if (at + 1 >= c->count || is_named(c, at) || c->tokens[at].shape == SHAPE_CAPITAL)
        return false;
    unsigned before = at > 0 ? c->tokens[at - 1].pos : SPEECH_MARK;
    return WORD_IS_ANY(c->sentence, at + 1, one) ||
           (WORD_IS_ANY(c->sentence, at + 1, several) &&
            (before == SPEECH_DETERMINER || before == SPEECH_NUMBER || before == SPEECH_ADJECTIVE));
}

/* "the share of people indicted for theft": done to them, as no object follows. */
static bool is_done_to(const struct chunker *c, uint32_t at)
{
    static const char *const verbs[] = {"indicted",  "arrested", "detained", "charged",    "convicted", "jailed",
                                        "sentenced", "killed",   "wounded",  "imprisoned", "injured",   "accused"};
    static const char *const whom[] = {"people",   "persons",  "men",        "women",      "suspects",  "students",
                                       "children", "migrants", "protesters", "civilians",  "activists", "those",
                                       "others",   "refugees", "villagers",  "journalists"};
    return at > 0 && at + 1 < c->count && c->tokens[at + 1].pos == SPEECH_PREPOSITION &&
           WORD_IS_ANY(c->sentence, at, verbs) && WORD_IS_ANY(c->sentence, at - 1, whom);
}

/* Where the frames know a word only as a noun, or only as a verb, they know better than the tagger. */
static unsigned mended_tag(const struct chunker *c, uint32_t at, unsigned tag)
{
    if (tag == SPEECH_PAST && is_done_to(c, at))
        return SPEECH_PARTICIPLE;
    if ((tag == SPEECH_PAST || tag == SPEECH_PARTICIPLE) && is_only_called(c, at))
        return SPEECH_PARTICIPLE;
    if (tag == SPEECH_GERUND && says_what_they_do(c, at))
        return SPEECH_NOUN;
    if (tag == SPEECH_POSSESSIVE && is_her_alone(c, at))
        return SPEECH_PRONOUN;
    if ((tag == SPEECH_NOUN || tag == SPEECH_NAME || tag == SPEECH_ADJECTIVE) && is_demanded(c, at) && !is_named(c, at))
        return SPEECH_BASE;
    if (tag == SPEECH_GERUND && only_describes(c, at))
        return SPEECH_ADJECTIVE;
    if (is_to_jail(c, at))
        return SPEECH_PREPOSITION;
    if (at > 0 && is_to_jail(c, at - 1))
        return SPEECH_NOUN;
    if (tag == SPEECH_PARTICIPLE && between_parties(c, at))
        return SPEECH_PAST;
    if (tag == SPEECH_NOUN && goes_on_with_verb(c, at))
        return SPEECH_BASE;
    if (tag == SPEECH_THIRD && at > 1 && c->tokens[at - 1].pos == SPEECH_ADJECTIVE &&
        c->tokens[at - 2].pos == SPEECH_DETERMINER)
        return SPEECH_PLURAL; /* "the strongest terms" */
    if (tag == SPEECH_PARTICIPLE && at > 0 && is_folded(c, at - 1, "the") && at + 1 < c->count &&
        ends_group(c->tokens[at + 1].pos))
        return SPEECH_NOUN; /* "the accused" */
    if (tag == SPEECH_ADJECTIVE && at > 0 && c->tokens[at - 1].pos == SPEECH_GENITIVE && at + 1 < c->count &&
        (c->tokens[at + 1].pos == SPEECH_PREPOSITION || ends_group(c->tokens[at + 1].pos)))
        return SPEECH_NOUN; /* "Iran's denial of" */
    bool noun_tag = tag == SPEECH_NOUN || tag == SPEECH_PLURAL || tag == SPEECH_NAME;
    bool verb_tag = tag == SPEECH_BASE || tag == SPEECH_PRESENT || tag == SPEECH_ADJECTIVE || tag == SPEECH_ADVERB;
    if (noun_tag && is(c, at, "guilty"))
        return SPEECH_ADJECTIVE;                        /* the tagger knows it mostly from pleas */
    bool odd = noun_tag && !ends_in_ed(text_of(c, at)); /* "stood" */
    if ((!noun_tag && !verb_tag) || is_named(c, at))
        return tag;
    bool actor_before = behind_actor(c, at);
    if (!verb_tag && !odd && !actor_before)
        return tag;
    const struct reading *reading = &c->frames->readings[c->known[at].first];
    const size_t count = c->known[at].count;
    unsigned forms = 0;
    bool agent = false;
    for (size_t i = 0; i < count; i++) {
        const struct lexeme *word = &c->frames->lexemes[reading[i].lexeme];
        forms |= reading[i].forms;
        agent = agent || (word->roles & ROLE_AGENT);
    }
    if (verb_tag && agent && !(forms & ~(unsigned)FORM_NOUN)) {
        bool before_noun =
            at + 1 < c->count && (c->tokens[at + 1].pos == SPEECH_NOUN || c->tokens[at + 1].pos == SPEECH_PLURAL);
        if (tag == SPEECH_ADJECTIVE && before_noun)
            return tag;
        return forms & FORM_PLURAL ? SPEECH_PLURAL : SPEECH_NOUN;
    }
    unsigned before = at > 0 ? c->tokens[at - 1].pos : SPEECH_MARK;
    if ((tag == SPEECH_BASE || tag == SPEECH_PRESENT) && forms != 0 && !(forms & ~(unsigned)FORM_NOUN) &&
        before >= SPEECH_BASE && before <= SPEECH_THIRD)
        return forms & FORM_PLURAL ? SPEECH_PLURAL : SPEECH_NOUN; /* "expressed gratitude" */
    if (tag == SPEECH_PLURAL && actor_before && (forms & FORM_THIRD) && object_follows(c, at))
        return SPEECH_THIRD;
    if (odd && !actor_before)
        return forms == (FORM_PAST | FORM_PARTICIPLE) || forms == FORM_PAST ? SPEECH_PAST : tag;
    bool loose = noun_tag || (tag == SPEECH_ADJECTIVE && actor_before);
    unsigned past = FORM_PAST | FORM_PARTICIPLE | (forms & FORM_PAST ? FORM_BASE : 0); /* "cut" */
    if (loose && forms != 0 && !(forms & ~(past | FORM_THIRD)))
        return forms & FORM_THIRD ? SPEECH_THIRD : SPEECH_PAST;
    return tag;
}

unsigned chunk_tag(const struct chunker *c, uint32_t at)
{
    return mended_tag(c, at, plain_tag(c, at));
}
