/* Who a noun group means. */
#include "events_who.h"

#include "speech.h"
#include "words.h"

#define APART 0.82f
#define TOWN_ACTS 0.75f
#define OWNER_REACH 24 /* units from "his government" to whose it is */
#define PHRASES_OF 6   /* of one title: "of the Republic of Mali" */

/* "hundreds of thousands of people": the noun group that is counted; `at` itself if there is none. */
static int quantity_of(const struct scene *scene, int at)
{
    int meant = at;
    while (meant < at + 6 && (scene_lexeme(scene, meant)->roles & ROLE_QUANTITY) &&
           scene_is(scene, meant + 1, UNIT_PREPOSITION) && scene->units[meant + 1].lexeme == scene->events->of &&
           scene->units[meant].owner_end == scene->units[meant].first && scene_is(scene, meant + 2, UNIT_NOUN))
        meant += 2;
    return (scene_lexeme(scene, meant)->roles & ROLE_QUANTITY) ? at : meant;
}

/* The noun group is a name, or a title with one: adds it. */
static bool add_named(const struct scene *scene, int at, enum party_role role, struct parties *parties)
{
    const struct unit *unit = &scene->units[at];
    int person = named_last_person(scene, unit), cover = named_covering(scene, unit, unit->head);
    if (cover == NOBODY)
        return false;
    enum entity_type type = scene_entities(scene)[cover].type;
    if (type == ENTITY_TITLE)
        cover = person;
    else if (role == PARTY_TARGET ? !party_can_be_aimed_at(scene, &scene_entities(scene)[cover])
                                  : !party_can_act(&scene_entities(scene)[cover]))
        return false;
    if (cover == NOBODY)
        return false;
    struct party named = party_of_entity(scene, (uint32_t)cover, at, 1);
    if (role == PARTY_ACTOR && type == ENTITY_PLACE && !scene_entities(scene)[cover].capital &&
        !scene_is(scene, at - 1, UNIT_PREPOSITION)) {
        named.name = scene_entities(scene)[cover].name; /* a town acts for itself, a capital for its country */
        named.id = scene_entities(scene)[cover].id;
        named.type = ENTITY_PLACE;
        named.confidence = TOWN_ACTS;
    }
    party_add(parties, named);
    return true;
}

/* "the Prosecutor's Office": capitals say that it is a body, whoever does not list it. */
static bool is_written_as_name(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    const struct token *tokens = scene->sentence->tokens;
    return unit->owner_end > unit->first + 2 && tokens[unit->head].shape == SHAPE_CAPITAL &&
           tokens[unit->owner_end - 2].shape == SHAPE_CAPITAL && named_covering(scene, unit, unit->head) == NOBODY;
}

static struct party written_name(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    const struct token *tokens = scene->sentence->tokens;
    uint32_t first = tokens[unit->first].pos == SPEECH_DETERMINER ? unit->first + 1 : unit->first;
    return (struct party){.name = slice_part(scene->sentence->text, tokens[first].start, tokens[unit->head].end),
                          .entity = -1,
                          .unit = at,
                          .type = ENTITY_ORG,
                          .confidence = BY_DOCUMENT};
}

/* "security forces": those of the country that a document is about. */
static bool are_state_forces(const struct scene *scene, int at)
{
    static const char *const words[] = {"security", "Security", "government", "Government", "armed", "Armed"};
    const struct unit *unit = &scene->units[at];
    if (!slice_is(scene_lexeme(scene, at)->text, "force") || unit->head == unit->first)
        return false;
    struct slice before = word_text(scene->sentence, &scene->sentence->tokens[unit->head - 1]);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(before, words[i]))
            return true;
    return false;
}

/* "police officers", "a team of riot police officers": the police. */
static bool are_police(const struct scene *scene, int at)
{
    static const char *const words[] = {"officer", "force", "personnel", "team", "unit", "official", NULL};
    const struct unit *unit = &scene->units[at];
    if (unit->head == unit->first || !named_one_of(scene, at, words))
        return false;
    struct slice before = word_text(scene->sentence, &scene->sentence->tokens[unit->head - 1]);
    return slice_is(before, "police") || slice_is(before, "Police");
}

/* "Prosecutors accused Chad": hardly those of Chad. */
static bool named_behind(const struct scene *scene, int at, struct slice country)
{
    uint32_t looks = 0;
    for (uint32_t e = scene->units[at].entities_last; e < scene->sentence->entity_count && looks < NAMES_BACK;
         e++, looks++)
        if (scene_entities(scene)[e].type == ENTITY_COUNTRY && slice_equal(scene_entities(scene)[e].name, country))
            return true;
    return false;
}

/* "Prosecutors charged", "a judge ordered", "the court": the body named before that is called so, whoever holds the
 * office, or the country that a document is about. False if nothing says whose it is. */
static bool add_organ(const struct scene *scene, int at, struct parties *parties)
{
    size_t before = parties->count;
    if (named_definitely(scene, at) && recall_office(scene, at, (struct slice){NULL, 0}, parties))
        return true;
    if (named_definitely(scene, at))
        party_add(parties, recall_body_called(scene, at));
    struct party home = recall_home(scene, at);
    if (parties->count == before && !named_behind(scene, at, home.name))
        party_add(parties, home);
    return parties->count > before;
}

/* "his government", "our government" */
static bool is_somebodys(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    return !(unit->flags & UNIT_PLURAL) && unit->first + 1 == unit->head &&
           scene->sentence->tokens[unit->first].pos == SPEECH_POSSESSIVE;
}

/* "Chad's president said his government": the country of whoever acts before the noun group; without a name if that
 * is not known. */
static struct party nation_of_owner(const struct scene *scene, int at)
{
    const struct memory_of_document *memory = scene->memory;
    struct parties owner = {.count = 0};
    for (int i = at - 1; i >= 0 && i > at - OWNER_REACH && owner.count == 0; i--) {
        int subject = scene_is(scene, i, UNIT_VERB) ? scene->subjects[i] : NOBODY;
        if (subject != NOBODY && subject < i && !is_somebodys(scene, subject))
            party_list(scene, subject, subject + 1, PARTY_ACTOR, &owner);
    }
    struct party nation = {.name = {NULL, 0}};
    if (owner.count != 1)
        return nation;
    if (owner.at[0].type == ENTITY_COUNTRY)
        nation = owner.at[0];
    for (size_t i = memory->count; i-- > 0 && owner.at[0].type == ENTITY_PERSON && !nation.name.at;)
        if (!memory->holders[i].past && slice_equal(memory->holders[i].name, owner.at[0].name) &&
            recall_is_nation(memory, memory->holders[i].country))
            nation = (struct party){.name = memory->holders[i].country, .type = ENTITY_COUNTRY};
    nation.entity = -1;
    nation.unit = at;
    nation.confidence = BY_PRONOUN;
    return nation;
}

/* "the other country", "the host country": not the one spoken of. */
static bool says_which(struct slice word)
{
    static const char *const words[] = {"other",     "another",  "host",    "neighbouring", "neighboring", "first",
                                        "second",    "third",    "same",    "foreign",      "last",        "next",
                                        "receiving", "occupied", "partner", "only",         "latter",      "former"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(word, words[i]))
            return true;
    return false;
}

/* The word at token `at` of a noun group says nothing that the country spoken of might not be: "crisis-hit", "West
 * African". */
static bool may_describe(const struct scene *scene, const struct unit *unit, uint32_t at)
{
    const struct token *token = &scene->sentence->tokens[at];
    int name = named_covering(scene, unit, at);
    if (name != NOBODY)
        return scene_entities(scene)[name].type == ENTITY_NATIONALITY &&
               named_only_region(scene, &scene_entities(scene)[name], ROLE_STATE);
    return (token->pos == SPEECH_ADJECTIVE || token->pos == SPEECH_PARTICIPLE) &&
           !says_which(word_text(scene->sentence, token));
}

/* "the country", "the nation", "the West African country", without a word that says which. */
static bool is_the_country(const struct scene *scene, int at)
{
    static const char *const words[] = {"country", "nation", NULL};
    const struct unit *unit = &scene->units[at];
    const struct token *next = &scene->sentence->tokens[unit->head + 1];
    bool owns = unit->head + 1 < scene->sentence->token_count && next->pos == SPEECH_GENITIVE;
    for (uint32_t i = unit->first + 1; i < unit->head; i++)
        if (!may_describe(scene, unit, i))
            return false;
    return named_article(scene, at) && !(unit->flags & UNIT_PLURAL) && !owns && named_one_of(scene, at, words);
}

/* An agent noun that may stand alone as written: "police", "lawmakers", "a minister". */
static bool stands_alone(const struct scene *scene, int at, enum party_role role)
{
    const struct unit *unit = &scene->units[at];
    unsigned roles = scene_lexeme(scene, at)->roles;
    bool plural = unit->flags & UNIT_PLURAL;
    bool somebody = ((roles & ROLE_GROUP) && !(role == PARTY_TARGET && (roles & (ROLE_PAIR | ROLE_VAGUE)))) ||
                    (role == PARTY_TARGET &&
                     !(roles & (ROLE_TITLE | ROLE_STATE | ROLE_THING | ROLE_BODY | ROLE_PAIR | ROLE_VAGUE)));
    somebody = somebody || (role == PARTY_TARGET && plural && (roles & ROLE_VAGUE) && crowd_is_firms(scene, at));
    somebody = somebody ||
               ((roles & ROLE_TITLE) &&
                (plural || (role == PARTY_TARGET && (structure_indefinite(scene, at) || named_article(scene, at)))));
    bool called = scene_is(scene, at + 1, UNIT_COMMA) && scene_is(scene, at + 2, UNIT_NOUN) && named_org(scene, at + 2);
    bool some = role == PARTY_ACTOR && (roles & ROLE_BODY) && structure_indefinite(scene, at) && !called &&
                unit->first + 1 < unit->head;                                /* "a human rights group" */
    bool members = role == PARTY_ACTOR && plural && (roles & ROLE_QUANTITY); /* "members of the union" */
    return (somebody && (!(roles & ROLE_BODY) || plural)) || members || some;
}

/* An agent noun with which nobody is named: the country or body that the document speaks of, or the words. */
static void add_alone(const struct scene *scene, int at, enum party_role role, struct parties *parties)
{
    const struct unit *unit = &scene->units[at];
    unsigned roles = scene_lexeme(scene, at)->roles;
    struct party nation = {.name = {NULL, 0}};
    bool plural = unit->flags & UNIT_PLURAL;
    /* "the government of that island" */
    bool of_another = owner_phrase_follows(scene, at + 1) && scene->units[at + 1].lexeme == scene->events->of &&
                      scene->units[at + 2].entities_first == scene->units[at + 2].entities_last;
    bool many = plural && (roles & ROLE_STATE) && !slice_is(scene_lexeme(scene, at)->text, "authority");
    bool abstract =
        role == PARTY_TARGET && slice_is(scene_lexeme(scene, at)->text, "security") && !named_article(scene, at);
    if (((roles & ROLE_NATIONAL) || are_state_forces(scene, at)) && named_definitely(scene, at) && !of_another &&
        !many && !abstract)
        nation = recall_nation(scene, at);
    if (!nation.name.at && slice_is(scene_lexeme(scene, at)->text, "government") && is_somebodys(scene, at)) {
        nation = nation_of_owner(scene, at);
        if (!nation.name.at)
            nation = recall_nation(scene, at);
    }
    if (!nation.name.at && (roles & ROLE_GROUP) && role == PARTY_ACTOR)
        nation = recall_opening(scene, at);
    if (!nation.name.at && role == PARTY_TARGET && is_the_country(scene, at) && !of_another)
        nation = recall_country(scene, at);
    if (nation.name.at) {
        party_add(parties, nation);
        return;
    }
    if (((roles & ROLE_ORGAN) || are_police(scene, at)) && role == PARTY_ACTOR && add_organ(scene, at, parties))
        return;
    bool oath = scene_is(scene, at - 1, UNIT_PREPOSITION) && !named_article(scene, at); /* "oath of office" */
    if (!plural && named_definitely(scene, at) && !oath && !(roles & (ROLE_TITLE | ROLE_NATIONAL | ROLE_STATE))) {
        struct party called = recall_body_called(scene, at);
        party_add(parties, called);
        if (called.name.at)
            return;
    }
    int named = (roles & ROLE_BODY) && !plural && named_definitely(scene, at) ? recall_body_before(scene, at) : NOBODY;
    if (named != NOBODY) {
        party_add(parties, party_of_entity(scene, (uint32_t)named, at, BY_DOCUMENT));
        return;
    }
    const struct party *last = recall_last_body(scene->memory);
    if (!last && role == PARTY_TARGET)
        last = recall_body_named_last(scene, at);
    if ((roles & ROLE_BODY) && !plural && named_definitely(scene, at) && last) {
        struct party body = *last;
        body.unit = at;
        body.confidence = BY_DOCUMENT;
        party_add(parties, body);
        return;
    }
    if (recall_office(scene, at, (struct slice){NULL, 0}, parties))
        return;
    if (is_written_as_name(scene, at)) {
        party_add(parties, written_name(scene, at));
        return;
    }
    if (stands_alone(scene, at, role))
        party_add_as_written(scene, at, AS_WRITTEN, parties);
}

bool party_takes_office_phrase(const struct scene *scene, int at)
{
    if (owner_phrase_follows(scene, at))
        return true;
    return scene_is(scene, at, UNIT_PREPOSITION) &&
           (scene->units[at].lexeme == scene->events->to || scene->units[at].lexeme == scene->events->for_) &&
           scene_is(scene, at + 1, UNIT_NOUN) && named_nation(scene, at + 1);
}

/* "the vice president of the Republic of India, Mr Rao": the noun group that names the holder; NOBODY if none does. */
static int holder_behind_comma(const struct scene *scene, int at)
{
    int next = at + 1;
    if (scene->units[at].flags & UNIT_PLURAL)
        return NOBODY;
    if (scene_is(scene, next, UNIT_NOUN) && named_person_first(scene, next) &&
        scene->units[next].first > scene->units[at].last) /* "Chief Justice (CJ) Anna Lund" */
        return next;
    if (!party_takes_office_phrase(scene, next))
        return NOBODY;
    for (int phrases = 0; phrases < PHRASES_OF && party_takes_office_phrase(scene, next); phrases++)
        next += 2;
    if (scene_is(scene, next, UNIT_NOUN) && named_person_first(scene, next))
        return next; /* "the ambassador of Chad in Lima Milo Dukic" */
    if (!scene_is(scene, next, UNIT_COMMA) || !scene_is(scene, next + 1, UNIT_NOUN) ||
        named_last_person(scene, &scene->units[next + 1]) == NOBODY || scene_is(scene, next + 2, UNIT_AND) ||
        structure_begins_clause(scene, next + 1))
        return NOBODY;
    return next + 1;
}

static bool is_head_of_state(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    int title = named_covering(scene, unit, unit->head);
    return title != NOBODY && scene_entities(scene)[title].type == ENTITY_TITLE && unit->head + 1 == unit->last &&
           slice_is(scene_entities(scene)[title].name, "head of state");
}

/* "President of Mongolia Anna Lund": the person behind the country or body of a title's phrase; else NOBODY. */
static int holder_behind(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    int person = named_last_person(scene, unit);
    const struct token *tokens = scene->sentence->tokens;
    uint32_t first = person == NOBODY ? unit->first : scene_entities(scene)[person].first_token;
    if ((uint32_t)person == unit->entities_first && first > unit->first + 1 && /* "of the Harbour Board Anna Lund" */
        scene_entities(scene)[person].last_token == unit->last && tokens[first - 1].shape == SHAPE_CAPITAL &&
        tokens[unit->first].pos == SPEECH_DETERMINER)
        return person;
    bool behind = person != NOBODY && (uint32_t)person > unit->entities_first &&
                  scene_entities(scene)[person].last_token == unit->last &&
                  (party_can_act(&scene_entities(scene)[unit->entities_first]) ||
                   scene_entities(scene)[unit->entities_first].type == ENTITY_PLACE);
    return behind ? person : NOBODY;
}

int party_holder_in_phrase(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    const struct events *events = scene->events;
    unsigned roles = scene_lexeme(scene, at)->roles;
    bool one = (roles & ROLE_TITLE) || ((roles & ROLE_AGENT) && !(unit->flags & UNIT_PLURAL)); /* "a member of" */
    if (!one || !scene_is(scene, at + 1, UNIT_PREPOSITION) || !scene_is(scene, at + 2, UNIT_NOUN))
        return NOBODY;
    uint16_t preposition = scene->units[at + 1].lexeme;
    bool office = (roles & ROLE_TITLE) && (preposition == events->to || preposition == events->for_);
    return office || owner_phrase_follows(scene, at + 1) ? holder_behind(scene, at + 2) : NOBODY;
}

/* "the mayor of Batibo": the only party from `first` on is the country of a place that is none itself. */
static bool is_of_town(const struct scene *scene, size_t first, const struct parties *parties)
{
    if (parties->count != first + 1 || parties->at[first].entity < 0)
        return false;
    const struct entity *place = &scene_entities(scene)[parties->at[first].entity];
    return place->type == ENTITY_PLACE && !place->capital;
}

/* "the Lund family" is Lund, unlike "Lund supporters". */
static bool is_kin(const struct scene *scene, int at)
{
    static const char *const words[] = {"family", "brother", "sister", NULL};
    return named_one_of(scene, at, words);
}

/* "three former Norwegian officials", "the former chairman of the board" stand for nobody but themselves. */
static bool is_former(const struct scene *scene, int at)
{
    for (uint32_t i = scene->units[at].owner_end; i < scene->units[at].head; i++)
        if (slice_is(word_text(scene->sentence, &scene->sentence->tokens[i]), "former"))
            return true;
    return false;
}

/* "Sunni leaders", unlike "Iraqi leaders" and "Asian leaders": what they believe is no country. */
static bool is_of_creed(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    const struct frames *frames = &scene->events->frames;
    bool creed = false;
    if ((scene_lexeme(scene, at)->roles & ROLE_BODY) && !(unit->flags & UNIT_PLURAL))
        return false; /* "the Islamic group" is a body named before */
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++) {
        const struct entity *entity = &scene_entities(scene)[e];
        if (!named_within(scene, entity, unit->owner_end, unit->head) || !party_can_act(entity))
            continue;
        const struct token *token = &scene->sentence->tokens[entity->last_token - 1];
        uint16_t word = frames_lexeme(frames, word_text(scene->sentence, token), token->hash, FORM_AS_WRITTEN);
        if (entity->type != ENTITY_NATIONALITY || entity->country.at || (scene_roles(scene, word) & ROLE_REGION))
            return false;
        creed = true;
    }
    return creed;
}

/* "party supporters" are not the party, unlike "party militants". */
static bool is_beside(const struct scene *scene, int at)
{
    static const char *const words[] = {"supporter", "follower", "loyalist", "opponent",
                                        "critic",    "foe",      "rival",    NULL};
    return named_one_of(scene, at, words);
}

/* "20 people in Chad", unlike "the people of Chad" */
static bool is_some_people(const struct scene *scene, int at)
{
    struct slice first = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].first]);
    bool several = (scene->units[at].flags & UNIT_PLURAL) || scene->units[at].first < scene->units[at].head;
    return several && slice_is(scene_lexeme(scene, at)->text, "person") && !slice_is(first, "the") &&
           !slice_is(first, "The") && scene->units[at].owner_end == scene->units[at].first;
}

/* "Chadian opposition leaders" */
static bool of_opposition(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t i = unit->owner_end; i < unit->head; i++)
        if (same_letters(word_text(scene->sentence, &scene->sentence->tokens[i]), SLICE("opposition")))
            return !named_body(scene, at);
    return false;
}

/* "Peru's farming organisations", "Kenya's ruling party", "Italian opposition politicians": of the country, and not the
 * country. */
static bool is_faction(const struct scene *scene, int at)
{
    static const char *const words[] = {"group",      "party",     "faction", "movement", "militia",
                                        "opposition", "community", "tribe",   "clan",     NULL};
    const struct unit *unit = &scene->units[at];
    bool faction = named_one_of(scene, at, words) || of_opposition(scene, at) ||
                   ((unit->flags & UNIT_PLURAL) && (scene_lexeme(scene, at)->roles & ROLE_BODY));
    bool there = owner_phrase_follows(scene, at + 1) && scene->units[at + 1].lexeme == scene->events->in;
    if (there && (scene_lexeme(scene, at)->roles & (ROLE_BODY | ROLE_VAGUE)))
        faction = true; /* "the largest charity in Peru" */
    if (!faction || named_body(scene, at))
        return false;
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (country_of(&scene_entities(scene)[e]).at)
            return true;
    return owner_phrase_follows(scene, at + 1) && named_place(scene, at + 2);
}

/* "His Majesty", without a name, is he. */
static bool is_honour(const struct scene *scene, int at)
{
    static const char *const words[] = {"Majesty", "Excellency", "Highness", "Holiness", "Eminence"};
    const struct unit *unit = &scene->units[at];
    const struct token *tokens = scene->sentence->tokens;
    if (tokens[unit->first].pos != SPEECH_POSSESSIVE || unit->last - unit->first > 3 || named_person(scene, at))
        return false;
    struct slice head = word_text(scene->sentence, &tokens[unit->head]);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(head, words[i]))
            return true;
    return false;
}

/* "the government of President Lund" is Lund. */
static bool is_rule_of(const struct scene *scene, int at)
{
    return (scene_lexeme(scene, at)->roles & ROLE_NATIONAL) && (scene_lexeme(scene, at)->roles & ROLE_STATE) &&
           owner_phrase_follows(scene, at + 1) && scene->units[at + 1].lexeme == scene->events->of &&
           !named_nation(scene, at) && !named_nation(scene, at + 2) && named_person(scene, at + 2);
}

/* "investors in the Norsk Group", "tourists in Peru", "citizens of Batibo" */
static bool is_inside(const struct scene *scene, int at)
{
    if (!owner_phrase_follows(scene, at + 1))
        return false;
    int cover = named_covering(scene, &scene->units[at + 2], scene->units[at + 2].head);
    bool town =
        cover != NOBODY && scene_entities(scene)[cover].type == ENTITY_PLACE && !scene_entities(scene)[cover].capital;
    return scene->units[at + 1].lexeme == scene->events->in || town;
}

/* "a Texas man": a place stands before the head. */
static bool is_from_place(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (scene_entities(scene)[e].type == ENTITY_PLACE && scene_entities(scene)[e].last_token <= unit->head)
            return true;
    return false;
}

/* "a union of Polish farmers", "a team of policemen": the noun group that says of whom; `at` itself if they act for a
 * country. */
static int members_of(const struct scene *scene, int at)
{
    int members = at + 2;
    if (!(scene_lexeme(scene, at)->roles & (ROLE_BODY | ROLE_QUANTITY)) || !owner_phrase_follows(scene, at + 1) ||
        scene->units[at + 1].lexeme != scene->events->of || !scene_is(scene, members, UNIT_NOUN) ||
        named_somebody(scene, at) || !(scene->units[members].flags & UNIT_PLURAL) ||
        named_covering(scene, &scene->units[members], scene->units[members].head) != NOBODY)
        return at;
    bool apart = scene_lexeme(scene, members)->roles & (ROLE_APART | ROLE_PRIVATE | ROLE_ORGAN);
    return apart || are_police(scene, members) || is_faction(scene, members) ? members : at;
}

/* "mobilised people in opposition to the plan" */
static bool is_in_opposition_to(const struct scene *scene, int at)
{
    return slice_is(scene_lexeme(scene, at)->text, "opposition") && scene_is(scene, at + 1, UNIT_PREPOSITION) &&
           scene->units[at + 1].lexeme == scene->events->to && scene_is(scene, at - 1, UNIT_PREPOSITION);
}

/* "the ministry of education of Peru": past what an office is for, the noun group that says whose it is; `at` itself if
 * none does. */
static int owner_named(const struct scene *scene, int at)
{
    int owner = at;
    for (int phrases = 0; phrases < PHRASES_OF && owner_phrase_follows(scene, owner + 1); phrases++) {
        if (scene->units[owner].entities_first < scene->units[owner].entities_last ||
            (scene_lexeme(scene, owner)->roles & ROLE_AGENT) || scene->units[owner - 1].lexeme != scene->events->of)
            break;
        owner += 2;
    }
    return named_place(scene, owner) && scene->units[owner - 1].lexeme == scene->events->of ? owner : at;
}

/* Those whom the phrases around a noun group tell: who leads a delegation, a group with its members, nobody who is "in
 * opposition to". */
static bool add_by_phrase(const struct scene *scene, int at, enum party_role role, struct parties *parties)
{
    int leader = crowd_leader(scene, at);
    if (role == PARTY_ACTOR && crowd_is_counted(scene, at)) {
        crowd_add(scene, at, parties);
        return true;
    }
    if (leader != NOBODY)
        party_list(scene, leader, leader + 1, role, parties);
    else if (crowd_of_people(scene, at))
        crowd_add(scene, at, parties);
    return leader != NOBODY || crowd_of_people(scene, at) || is_in_opposition_to(scene, at);
}

/* A pronoun, "His Majesty", "some people", "in person": said without a name. False if the noun group is none of them.
 */
static bool add_unnamed(const struct scene *scene, int at, enum party_role role, struct parties *parties)
{
    const struct unit *unit = &scene->units[at];
    if (slice_is(scene_lexeme(scene, at)->text, "person") && unit->first == unit->head && !(unit->flags & UNIT_PLURAL))
        return true; /* "attended in person" */
    bool some = !is_honour(scene, at) && is_some_people(scene, at);
    if (some)
        party_add_as_written(scene, at, AS_WRITTEN, parties);
    else if (is_honour(scene, at) || (unit->flags & UNIT_PRONOUN))
        pronoun_add(scene, at, role, parties);
    return some || is_honour(scene, at) || (unit->flags & UNIT_PRONOUN);
}

/* "rebels from the M23", "gunmen of Boko Haram": the body they fight for is named right behind. */
static bool fights_for(const struct scene *scene, int at)
{
    static const char *const words[] = {"rebel",     "militant",  "gunman",   "insurgent", "guerrilla",
                                        "terrorist", "extremist", "jihadist", "islamist",  NULL};
    return named_one_of(scene, at, words) && owner_phrase_follows(scene, at + 1) &&
           scene->units[at + 1].lexeme != scene->events->in && named_org(scene, at + 2);
}

/* Those whom an agent noun, without a person's name, stands for: the country or body named with it, or the words. */
static void add_agent(const struct scene *scene, int at, enum party_role role, struct parties *parties)
{
    const struct unit *unit = &scene->units[at];
    unsigned roles = scene_lexeme(scene, at)->roles;
    size_t before = parties->count;
    if (fights_for(scene, at)) {
        owner_add_phrase(scene, at + 2, parties);
        return;
    }
    bool here = (roles & ROLE_PRIVATE) && (named_nation(scene, at) || is_from_place(scene, at) || is_inside(scene, at));
    bool apart = ((roles & ROLE_APART) || here) && (!named_body(scene, at) || is_beside(scene, at)) &&
                 !recall_means_body(scene, at);
    bool faction = role == PARTY_ACTOR || crowd_is_groups(scene, at) ? is_faction(scene, at) : of_opposition(scene, at);
    if (apart || faction || (role == PARTY_ACTOR && crowd_is_private(scene, at))) { /* "Chinese companies" */
        party_add_as_written(scene, at, APART, parties);
        return;
    }
    bool several = (roles & ROLE_PAIR) && (unit->flags & UNIT_PLURAL); /* "countries in Asia" */
    bool stays = role == PARTY_TARGET && (several || !(roles & (ROLE_STATE | ROLE_NATIONAL | ROLE_TITLE))) &&
                 scene_is(scene, at + 1, UNIT_PREPOSITION) &&
                 scene->units[at + 1].lexeme == scene->events->in; /* "arrested suspects in Spain" */
    if (!owner_add(scene, at, parties) && owner_phrase_follows(scene, at + 1) && !stays)
        owner_add_phrase(scene, owner_named(scene, at + 2), parties);
    bool his = scene->sentence->tokens[unit->first].pos == SPEECH_POSSESSIVE && !(roles & (ROLE_OPPOSITE | ROLE_PAIR));
    if (role == PARTY_TARGET && (roles & ROLE_TITLE) && (his || is_of_town(scene, before, parties))) {
        parties->count = before;
        if (!his || !recall_office(scene, at, (struct slice){NULL, 0}, parties))
            party_add_as_written(scene, at, AS_WRITTEN, parties);
    } else if (parties->count > before)
        recall_holders(scene, at, before, parties);
    else
        add_alone(scene, at, role, parties);
}

/* The person, an entity, named in a noun group with an agent noun: "Lund's spokesman"; the country of "the Trump
 * administration". */
static void add_person_of(const struct scene *scene, int at, int person, struct parties *parties)
{
    struct slice country = scene_entities(scene)[person].country;
    if (slice_is(scene_lexeme(scene, at)->text, "administration") && country.at && country.size > 0)
        party_add(
            parties,
            (struct party){.name = country, .entity = -1, .unit = at, .type = ENTITY_COUNTRY, .confidence = BY_AGENT});
    else
        party_add(parties, party_of_entity(scene, (uint32_t)person, at, BY_OWNER));
}

void party_one(const struct scene *scene, int at, enum party_role role, struct parties *parties)
{
    if ((scene_lexeme(scene, at)->roles & ROLE_QUANTITY) && !(scene_lexeme(scene, at)->roles & ROLE_AGENT))
        at = quantity_of(scene, at);
    if (add_by_phrase(scene, at, role, parties))
        return;
    at = members_of(scene, at);
    const struct unit *unit = &scene->units[at];
    unsigned roles = scene_lexeme(scene, at)->roles;
    if (add_unnamed(scene, at, role, parties) || add_named(scene, at, role, parties))
        return;
    int cover = named_covering(scene, unit, unit->head), person = named_last_person(scene, unit);
    int holder = party_holder_in_phrase(scene, at);
    bool titled = cover != NOBODY && scene_entities(scene)[cover].type == ENTITY_TITLE;
    int named = ((roles & ROLE_TITLE) || titled) && holder == NOBODY ? holder_behind_comma(scene, at) : NOBODY;
    if (holder == NOBODY && is_rule_of(scene, at))
        holder = named_last_person(scene, &scene->units[at + 2]);
    if (holder != NOBODY)
        party_add(parties, party_of_entity(scene, (uint32_t)holder, at + 2, 1));
    else if (named != NOBODY)
        party_add(parties, party_of_entity(scene, (uint32_t)named_last_person(scene, &scene->units[named]), named, 1));
    else if (is_head_of_state(scene, at))
        recall_holder(scene, at, scene->events->president, unit->first, unit->head, (struct slice){NULL, 0}, parties);
    else if (recall_is_pair(scene, at))
        recall_pair(scene, at, parties);
    else if (!(roles & ROLE_AGENT) && !titled) {
        if (role == PARTY_TARGET && (!(roles & ROLE_QUANTITY) || unit->owner_end > unit->first))
            owner_add_of_thing(scene, at, parties);
    } else if (person != NOBODY && (roles & ROLE_APART) && scene_entities(scene)[person].last_token <= unit->head &&
               unit->owner_end == unit->first && !is_kin(scene, at))
        party_add_as_written(scene, at, APART, parties); /* "Lund supporters" */
    else if (person != NOBODY && (slice_is(scene_lexeme(scene, at)->text, "administration") || !(roles & ROLE_STATE) ||
                                  !named_nation(scene, at)))
        add_person_of(scene, at, person, parties);
    else if ((roles & ROLE_AGENT) && person == NOBODY && (is_former(scene, at) || is_of_creed(scene, at)))
        party_add_as_written(scene, at, AS_WRITTEN, parties);
    else
        add_agent(scene, at, role, parties);
}
