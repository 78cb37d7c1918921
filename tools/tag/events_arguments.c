/* What stands behind a verb or noun: objects, phrases, complements, lists. */
#include "events_clause.h"
#include "events_who.h"

#include "words.h"

bool structure_says_worry(const struct scene *scene, int at)
{
    static const char *const words[] = {"concern", "alarm",  "fear",  "worry",          "outrage",
                                        "anger",   "dismay", "shock", "disappointment", "frustration"};
    if (!scene_is(scene, at - 1, UNIT_NOUN))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(scene_lexeme(scene, at - 1)->text, words[i]))
            return true;
    return false;
}

bool structure_says_claim(const struct scene *scene, int at)
{
    bool claims = scene_is(scene, at - 1, UNIT_NOUN) && (scene_lexeme(scene, at - 1)->roles & ROLE_CONTROL) &&
                  scene_lexeme(scene, at - 1)->modality == MODALITY_CLAIMED;
    if (!claims && !structure_says_worry(scene, at))
        return false;
    return scene_is(scene, at, UNIT_CLAUSE) ||
           slice_is(word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].first]), "that");
}

bool clause_is_adverb_too(const struct scene *scene, int at)
{
    static const char *const words[] = {"over", "out", "up", "down", "off", "back", "away", "aside"};
    struct slice word = scene_lexeme(scene, at)->text;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(word, words[i]))
            return true;
    return false;
}

/* A conjunction stands in the list before anything that ends it. */
static bool conjunction_ahead(const struct scene *scene, int at)
{
    for (int i = at, most = at + CLAUSE_REACH; i < scene->count && i < most; i++) {
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

/* "the minister of labour": a title to its end. */
static bool ends_in_title(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (scene_entities(scene)[e].type == ENTITY_TITLE && scene_entities(scene)[e].last_token == unit->last)
            return true;
    return false;
}

/* "the prime minister, Nicolas T.": a title, and behind a comma the name. */
static bool names_holder(const struct scene *scene, int title, int name)
{
    return scene_is(scene, title, UNIT_NOUN) && scene_is(scene, name, UNIT_NOUN) &&
           ((scene_lexeme(scene, title)->roles & ROLE_AGENT) || ends_in_title(scene, title)) &&
           !clause_has_person(scene, title) && clause_has_person(scene, name);
}

/* "thanked Lund, and his deputy, Webb, left": the noun group and the name between commas begin a clause. */
static bool begins_with_name_behind(const struct scene *scene, int at)
{
    int name = at + 2;
    return scene_is(scene, at - 1, UNIT_AND) && scene_is(scene, at + 1, UNIT_COMMA) && names_holder(scene, at, name) &&
           scene_is(scene, name + 1, UNIT_COMMA) && clause_finite(scene, clause_skip_right(scene, name + 2));
}

/* "President Anna Lund of Chad and Webb": behind the country of a person with whom a list goes on; else `end`. */
static int past_country(const struct scene *scene, int end)
{
    if (!clause_is_phrase(scene, end) || scene->units[end].lexeme != scene->events->of ||
        !scene_is(scene, end - 1, UNIT_NOUN) || !clause_has_person(scene, end - 1) ||
        scene->units[end + 1].entities_first == scene->units[end + 1].entities_last)
        return end;
    int and = scene_is(scene, end + 2, UNIT_COMMA) ? end + 3 : end + 2;
    return scene_is(scene, and, UNIT_AND) && scene_is(scene, and+1, UNIT_NOUN) && !structure_begins_clause(scene, and+1)
               ? end + 2
               : end;
}

/* "governor of the Central Bank Anna Lund": behind the phrase of a title in which its holder is named; else `end`. */
static int past_holder(const struct scene *scene, int end)
{
    bool title = scene_is(scene, end - 1, UNIT_NOUN) && (scene_lexeme(scene, end - 1)->roles & ROLE_TITLE) &&
                 !clause_has_person(scene, end - 1);
    return title && clause_is_phrase(scene, end) && clause_has_person(scene, end + 1) ? end + 2 : end;
}

/* "Lund, the minister of Chad, and Webb": behind the phrase of what only says who the person before the comma is, where
 * a list goes on; else `end`. */
static int past_office(const struct scene *scene, int end)
{
    bool office = scene_is(scene, end - 1, UNIT_NOUN) && (scene_lexeme(scene, end - 1)->roles & ROLE_AGENT) &&
                  !clause_has_person(scene, end - 1) && scene_is(scene, end - 2, UNIT_COMMA) &&
                  scene_is(scene, end - 3, UNIT_NOUN) && clause_has_person(scene, end - 3);
    int and = end + 3, next = end + 4;
    return office && clause_is_phrase(scene, end) && scene_is(scene, end + 2, UNIT_COMMA) &&
                   scene_is(scene, and, UNIT_AND) && scene_is(scene, next, UNIT_NOUN) && clause_has_person(scene, next)
               ? end + 2
               : end;
}

static int find_list_end(const struct scene *scene, int at)
{
    int end = at + 1, behind_comma = NOBODY; /* where the list ends without the item that a comma alone joins */
    for (int items = 0; items < PARTIES_MOST * 2; items++) {
        end = past_country(scene, past_holder(scene, items > 0 ? past_office(scene, end) : end));
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

int structure_list_end(const struct scene *scene, int at)
{
    if (!scene->list_ends)
        return find_list_end(scene, at);
    if (scene->list_ends[at] == 0)
        scene->list_ends[at] = find_list_end(scene, at);
    return scene->list_ends[at];
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
    return clause_is_phrase(scene, at) && !structure_begins_clause(scene, at + 1) &&
           !(scene_is(scene, at + 2, UNIT_COMMA) && structure_begins_clause(scene, at + 3));
}

/* "met Milo Dukic, the foreign minister of Chad, in Lima": the unit behind the explanation that the comma at `comma`
 * opens, where the verb goes on; NOBODY if it explains no person or the verb does not go on. */
static int past_explanation(const struct scene *scene, int comma)
{
    int next = comma + 1;
    if (!scene_is(scene, comma - 1, UNIT_NOUN) || !clause_has_person(scene, comma - 1) ||
        !scene_is(scene, next, UNIT_NOUN) || clause_has_person(scene, next) ||
        !(scene_lexeme(scene, next)->roles & ROLE_AGENT))
        return NOBODY;
    next++;
    for (int phrases = 0; phrases < CLAUSE_PHRASES && clause_is_phrase(scene, next); phrases++)
        next += 2;
    return scene_is(scene, next, UNIT_COMMA) && goes_on_behind(scene, next + 1) ? next + 1 : NOBODY;
}

static bool is_infinitive(const struct scene *scene, int at)
{
    return scene_is(scene, at, UNIT_VERB) && (scene->units[at].flags & UNIT_INFINITIVE);
}

/* "ordered the minister of labour, Milo Dukic, to resign": the infinitive behind the explanation of the noun group
 * before the comma at `comma`, or behind the comma that ends one; NOBODY if none follows. */
static int infinitive_behind(const struct scene *scene, int comma)
{
    int next = comma + 1;
    if (is_infinitive(scene, next) && names_holder(scene, comma - 3, comma - 1))
        return next;
    if (!scene_is(scene, comma - 1, UNIT_NOUN) || !scene_is(scene, next, UNIT_NOUN))
        return NOBODY;
    next++;
    for (int phrases = 0; phrases < CLAUSE_PHRASES && clause_is_phrase(scene, next); phrases++)
        next += 2;
    return scene_is(scene, next, UNIT_COMMA) && is_infinitive(scene, next + 1) ? next + 1 : NOBODY;
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

/* "told the Post without saying", "met them before leaving": what else was done, no complement. */
static bool says_aside(const struct scene *scene, int preposition)
{
    static const char *const words[] = {"without", "after", "before", "since", "despite"};
    struct slice text = scene_lexeme(scene, preposition)->text;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(text, words[i]))
            return true;
    return false;
}

/* "sanctions led by Norway against Chad", "talks brokered by Mali with rebels": the unit behind the participle and who
 * does it, where the phrases of the noun before go on; NOBODY if the verb is none that only describes. */
static int past_described(const struct scene *scene, int verb)
{
    int by = verb + 1, noun = by + 1;
    if (!scene_is(scene, verb - 1, UNIT_NOUN) || clause_has_person(scene, verb - 1) ||
        !(scene->units[verb].flags & (UNIT_PARTICIPLE | UNIT_PASSIVE)) || clause_finite(scene, verb) ||
        scene->units[verb].first != scene->units[verb].head || !scene_is(scene, by, UNIT_PREPOSITION) ||
        scene->units[by].lexeme != scene->events->by || !scene_is(scene, noun, UNIT_NOUN))
        return NOBODY;
    int next = structure_list_end(scene, noun);
    return clause_is_phrase(scene, next) && scene->units[next].lexeme != scene->events->of ? next : NOBODY;
}

/* "clashes broke out between Peru and Chad": the unit behind the verb that says only that it began, went on or ended,
 * where those who take part follow; else NOBODY. */
static int past_outbreak(const struct scene *scene, int verb)
{
    static const char *const words[] = {"break",    "erupt", "flare", "begin", "start",    "resume",
                                        "continue", "open",  "rage",  "end",   "escalate", NULL};
    int next = verb + 1;
    if (!clause_finite(scene, verb) || !scene_is(scene, verb - 1, UNIT_NOUN) || !named_one_of(scene, verb, words))
        return NOBODY;
    for (int steps = 0; steps < CLAUSE_PHRASES; steps++, next++)
        if (!scene_is(scene, next, UNIT_DATE) && !scene_is(scene, next, UNIT_ADVERB) &&
            (!scene_is(scene, next, UNIT_PREPOSITION) || scene_is(scene, next + 1, UNIT_NOUN)))
            break;
    return clause_is_phrase(scene, next) && scene->units[next].lexeme == scene->events->between ? next : NOBODY;
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
        if ((unit->flags & UNIT_PARTICLE) || (scene_is(scene, i - 1, UNIT_VERB) && clause_is_adverb_too(scene, i))) {
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
        if (scene_is(scene, next, UNIT_VERB) && arguments->complement == NOBODY && !says_aside(scene, i))
            arguments->complement = next;
        return scene_is(scene, next, UNIT_VERB) ? NOBODY : i + 1;
    }
    case UNIT_VERB: {
        int begun = noun ? past_outbreak(scene, i) : NOBODY;
        if ((unit->flags & UNIT_INFINITIVE) || ((unit->flags & UNIT_GERUND) && arguments->object == NOBODY))
            arguments->complement = i;
        return begun != NOBODY ? begun : past_described(scene, i);
    }
    case UNIT_WHO:
        arguments->clause = structure_says_claim(scene, i) ? i : NOBODY;
        return NOBODY;
    case UNIT_CLAUSE:
        arguments->clause = i;
        return NOBODY;
    case UNIT_COMMA:
    case UNIT_AND:
        if (goes_on_behind(scene, i + 1))
            return i + 1;
        if (unit->kind == UNIT_COMMA && arguments->object != NOBODY && infinitive_behind(scene, i) != NOBODY)
            return infinitive_behind(scene, i);
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
    for (int most = at + CLAUSE_REACH; i < scene->count && i <= most;) {
        int next = argument(scene, &arguments, at, i, noun);
        if (next == NOBODY)
            break;
        i = next;
    }
    arguments.end = i;
    return arguments;
}
