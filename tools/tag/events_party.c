#include "events_scene.h"

#include "speech.h"
#include "words.h"

/* A party by a country's name rather than its own: how sure that is. */
#define BY_AGENT 0.95f
#define BY_OWNER 0.8f
#define BY_PRONOUN 0.8f
#define BY_DOCUMENT 0.78f
#define AS_WRITTEN 0.7f
#define APART 0.75f
#define TOWN_ACTS 0.75f
#define SPEAKER_REACH 60 /* units from "we" to the verb that says so */
#define NAMES_BACK 64    /* names of the sentence looked back over */
#define PHRASES_OF 6     /* of one title: "of the Republic of Mali" */
#define BODY_LEAST 3     /* mentions of the body that "the group" is */
#define PAIR_AGE 1       /* sentences that "their" reaches back */
#define PERSONS_AGE 6    /* sentences that "the two leaders" reaches back */
#define KIN_REACH 16     /* units from "his wife" to "she" */
#define NATION_LEAST 3   /* mentions of the country that unnamed judges and policemen are of */

static bool same(struct slice a, struct slice b)
{
    return slice_equal(a, b);
}

static void add(struct parties *parties, struct party party)
{
    if (!party.name.at || party.name.size == 0 || parties->count == PARTIES_MOST)
        return;
    for (size_t i = 0; i < parties->count; i++)
        if (same(parties->at[i].name, party.name))
            return;
    parties->at[parties->count++] = party;
}

static const struct entity *entities(const struct scene *scene)
{
    return scene->sentence->entities;
}

/* The party that an entity is by itself. A nationality is its country; a place whose country is known stands for it,
 * as a capital does. */
static struct party party_of(const struct scene *scene, uint32_t index, int unit, float confidence)
{
    const struct entity *entity = &entities(scene)[index];
    struct party party = {.name = entity->name,
                          .id = entity->id,
                          .entity = (int32_t)index,
                          .unit = unit,
                          .type = entity->type,
                          .confidence = confidence};
    bool stands_for = entity->type == ENTITY_NATIONALITY || entity->type == ENTITY_PLACE;
    if (stands_for && entity->country.at && entity->country.size > 0) {
        if (!same(party.name, entity->country))
            party.id = (struct slice){NULL, 0};
        party.name = entity->country;
        party.type = ENTITY_COUNTRY;
    }
    return party;
}

static bool is_body(enum entity_type type)
{
    return type == ENTITY_ORG || type == ENTITY_COUNTRY || type == ENTITY_NATIONALITY;
}

static bool can_act(const struct entity *entity)
{
    if (entity->type == ENTITY_PLACE)
        return entity->country.at && entity->country.size > 0;
    return entity->type == ENTITY_PERSON || is_body(entity->type);
}

/* "anti-China forces", "pro-Russian rebels" */
static bool behind_prefix(const struct sentence *sentence, uint32_t at)
{
    if (at < 2 || sentence->tokens[at].space_before || sentence->tokens[at - 1].space_before ||
        !slice_is(word_text(sentence, &sentence->tokens[at - 1]), "-"))
        return false;
    struct slice word = word_text(sentence, &sentence->tokens[at - 2]);
    return slice_is(word, "anti") || slice_is(word, "pro") || slice_is(word, "Anti") || slice_is(word, "Pro") ||
           slice_is(word, "non") || slice_is(word, "ex");
}

/* "US-brokered talks", "Somali-born man", "anti-China forces": the name only describes. Not "the Hamas-led
 * government". */
static bool in_compound(const struct scene *scene, const struct entity *entity)
{
    static const char *const belong[] = {"led", "run", "ruled", "controlled", "dominated"};
    const struct sentence *sentence = scene->sentence;
    uint32_t at = entity->last_token;
    if (behind_prefix(sentence, entity->first_token))
        return true;
    if (at + 1 >= sentence->token_count || !slice_is(word_text(sentence, &sentence->tokens[at]), "-") ||
        sentence->tokens[at].space_before || sentence->tokens[at + 1].space_before ||
        sentence->tokens[at + 1].shape == SHAPE_CAPITAL)
        return false;
    struct slice word = word_text(sentence, &sentence->tokens[at + 1]);
    bool participle = word.size > 3 && (memcmp(word.at + word.size - 2, "ed", 2) == 0 || slice_is(word, "born") ||
                                        slice_is(word, "made") || slice_is(word, "built") || slice_is(word, "like") ||
                                        slice_is(word, "style") || slice_is(word, "bound"));
    for (size_t i = 0; participle && i < sizeof belong / sizeof belong[0]; i++)
        participle = !slice_is(word, belong[i]);
    return participle;
}

/* "the European country": one of the region's countries, and not the region. */
static bool only_region(const struct scene *scene, const struct entity *entity, unsigned roles)
{
    if (entity->type != ENTITY_NATIONALITY || !(roles & (ROLE_STATE | ROLE_PAIR)))
        return false;
    const struct token *token = &scene->sentence->tokens[entity->last_token - 1];
    const struct frames *frames = &scene->events->frames;
    struct slice word = word_text(scene->sentence, token);
    return frames->lexemes[frames_lexeme(frames, word, token->hash, FORM_AS_WRITTEN)].roles & ROLE_REGION;
}

/* Entities of a noun group with all their tokens in [first, last). */
static bool within(const struct scene *scene, const struct entity *entity, uint32_t first, uint32_t last)
{
    return entity->first_token >= first && entity->last_token <= last && !in_compound(scene, entity);
}

static unsigned lexeme_roles(const struct scene *scene, uint16_t lexeme)
{
    return scene->events->frames.lexemes[lexeme].roles;
}

/* Adds the remembered person whom a title at the head of unit `at`, or of its possessor, means. */
static bool recall_holder(const struct scene *scene, int at, uint16_t title, uint32_t first_token, uint32_t title_token,
                          struct slice country, struct parties *parties)
{
    struct slice office = memory_office(scene->sentence, first_token, title_token, scene->units[at].last);
    if (!(lexeme_roles(scene, title) & ROLE_TITLE))
        return false;
    struct slice first = word_text(scene->sentence, &scene->sentence->tokens[first_token]);
    if (slice_is(first, "a") || slice_is(first, "an") || slice_is(first, "A") || slice_is(first, "An"))
        return false;
    const struct holder *holder = memory_holder(scene, title, office, country);
    if (!holder && !country.at && slice_is(scene->events->frames.lexemes[title].text, "leader") &&
        slice_is(first, "the")) {
        struct party last = scene->memory->last_person; /* "the leader", of whom no title has been told */
        last.unit = at;
        last.entity = -1;
        last.confidence = BY_PRONOUN;
        add(parties, last);
        return last.name.at != NULL;
    }
    if (!holder)
        return false;
    add(parties, (struct party){.name = holder->name,
                                .id = holder->id,
                                .entity = -1,
                                .unit = at,
                                .type = ENTITY_PERSON,
                                .confidence = BY_MEMORY});
    return true;
}

static bool from_memory(const struct scene *scene, int at, struct slice country, struct parties *parties)
{
    const struct unit *unit = &scene->units[at];
    return !(unit->flags & UNIT_PLURAL) &&
           recall_holder(scene, at, unit->lexeme, unit->first, unit->head, country, parties);
}

/* The lexeme of the word before the 's of a possessor, or 0. */
static uint16_t owner_head(const struct scene *scene, const struct unit *unit)
{
    if (unit->owner_end < unit->first + 2)
        return 0;
    const struct token *token = &scene->sentence->tokens[unit->owner_end - 2];
    return frames_lexeme(&scene->events->frames, word_text(scene->sentence, token), token->hash, FORM_NOUN);
}

/* "In Spain, police arrested": the country of the phrase that opens the sentence. */
static struct party nation_of_opening(const struct scene *scene, int at)
{
    struct party party = {.name = {NULL, 0}};
    if (!scene_is(scene, 0, UNIT_PREPOSITION) || scene->units[0].lexeme != scene->events->in ||
        !scene_is(scene, 1, UNIT_NOUN) || !scene_is(scene, 2, UNIT_COMMA) || at < 3)
        return party;
    const struct unit *unit = &scene->units[1];
    for (uint32_t e = unit->entities_first; e < unit->entities_last && !party.name.at; e++)
        if (entities(scene)[e].type == ENTITY_COUNTRY ||
            (entities(scene)[e].type == ENTITY_PLACE && can_act(&entities(scene)[e])))
            party = party_of(scene, e, at, BY_DOCUMENT);
    return party;
}

/* The country whose junta "the junta" was when the document named it last; NULL if it has not. */
static const struct nation *regime_meant(const struct scene *scene, int at)
{
    const struct memory_of_document *memory = scene->memory;
    const struct unit *unit = &scene->units[at];
    uint16_t word = lexeme_roles(scene, unit->lexeme) & ROLE_NATIONAL ? unit->lexeme : owner_head(scene, unit);
    for (size_t i = 0; i < memory->regime_count && word != 0; i++)
        for (size_t n = 0; memory->regimes[i].lexeme == word && n < memory->nation_count; n++)
            if (same(memory->nations[n].name, memory->regimes[i].country))
                return &memory->nations[n];
    return NULL;
}

/* "the regime", "the junta": hardly ever that of the country whose words a document reports. */
static bool is_regime(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    uint16_t word = lexeme_roles(scene, unit->lexeme) & ROLE_NATIONAL ? unit->lexeme : owner_head(scene, unit);
    struct slice text = scene->events->frames.lexemes[word].text;
    return slice_is(text, "regime") || slice_is(text, "junta");
}

/* The country that "the government" or "the army" is of when nothing says so: the one that the document has mostly
 * spoken of so far, at least half of the time and twice as often as any other, or the one last named with the word. */
static struct party nation_meant(const struct scene *scene, int at)
{
    struct party opening = nation_of_opening(scene, at);
    if (opening.name.at)
        return opening;
    const struct memory_of_document *memory = scene->memory;
    const struct nation *best = NULL;
    size_t second = 0;
    for (size_t i = 0; i < memory->nation_count; i++) {
        const struct nation *nation = &memory->nations[i];
        if (!best || nation->mentions > best->mentions) {
            second = best ? best->mentions : second;
            best = nation;
        } else if (nation->mentions > second) {
            second = nation->mentions;
        }
    }
    bool mostly = best && best->mentions * 2 >= 3 * second && best->mentions * 3 >= memory->mentions;
    const struct nation *last = regime_meant(scene, at);
    if (last && (!mostly || is_regime(scene, at) || last->mentions * 2 >= best->mentions))
        best = last;
    else if (!mostly)
        return (struct party){.name = {NULL, 0}};
    return (struct party){
        .name = best->name, .entity = -1, .unit = at, .type = ENTITY_COUNTRY, .confidence = BY_DOCUMENT};
}

/* The two who acted together last. */
static void add_last_pair(const struct scene *scene, int at, struct parties *parties)
{
    for (size_t i = 0; i < 2; i++) {
        struct party party = scene->memory->last_pair[i];
        party.entity = -1;
        party.unit = at;
        party.confidence = BY_PRONOUN;
        add(parties, party);
    }
}

/* The two countries that a document names most of the time. False if no two stand out. */
static bool two_mostly(const struct memory_of_document *memory, struct slice pair[2])
{
    const struct nation *first = NULL, *second = NULL;
    for (size_t i = 0; i < memory->nation_count; i++) {
        const struct nation *nation = &memory->nations[i];
        if (!first || nation->mentions > first->mentions) {
            second = first;
            first = nation;
        } else if (!second || nation->mentions > second->mentions) {
            second = nation;
        }
    }
    if (!second || second->mentions < NATION_LEAST || (first->mentions + second->mentions) * 5 < memory->mentions * 4)
        return false;
    bool in_order = first->last < second->last;
    pair[0] = in_order ? second->name : first->name; /* the one named last, as by last_two */
    pair[1] = in_order ? first->name : second->name;
    return true;
}

/* The two countries named last before the noun group in its own sentence; else the last one, and the one that the
 * document names most. False if there are none. */
static bool last_two(const struct scene *scene, int at, struct slice pair[2])
{
    const struct memory_of_document *memory = scene->memory;
    size_t count = 0;
    size_t looks = 0;
    for (size_t e = scene->units[at].entities_first; e-- > 0 && count < 2 && looks < NAMES_BACK; looks++) {
        struct slice name = country_of(&entities(scene)[e]);
        if (name.at && (count == 0 || !same(name, pair[0])))
            pair[count++] = name;
    }
    if (count == 0 && two_mostly(memory, pair))
        return true;
    const struct slice main = memory_main_nation(memory);
    if (count == 1 && main.at && !same(main, pair[0]))
        pair[count++] = main;
    while (count < 2) {
        const struct nation *last = NULL;
        for (size_t i = 0; i < memory->nation_count; i++) {
            const struct nation *nation = &memory->nations[i];
            bool known = count == 1 && same(nation->name, pair[0]);
            if (nation->before > 0 && !known && (!last || nation->before > last->before))
                last = nation;
        }
        if (!last)
            return false;
        pair[count++] = last->name;
        if (count == 1 && !same(main, pair[0]))
            pair[count++] = main;
    }
    return true;
}

/* "the two countries", "both sides": the two named last. */
static void add_pair(const struct scene *scene, int at, struct parties *parties)
{
    struct slice pair[2];
    if (scene_lexeme(scene, at)->roles & ROLE_TITLE) {
        if (scene->memory->last_pair[0].type == ENTITY_PERSON && scene->memory->pair_age <= PERSONS_AGE)
            add_last_pair(scene, at, parties); /* "the two leaders" */
        return;
    }
    if (!last_two(scene, at, pair))
        return;
    for (int i = 1; i >= 0; i--)
        add(parties, (struct party){
                         .name = pair[i], .entity = -1, .unit = at, .type = ENTITY_COUNTRY, .confidence = BY_DOCUMENT});
}

static bool takes_owner_phrase(const struct scene *scene, int at)
{
    if (!scene_is(scene, at, UNIT_PREPOSITION) || !scene_is(scene, at + 1, UNIT_NOUN))
        return false;
    const struct events *events = scene->events;
    uint16_t preposition = scene->units[at].lexeme;
    return preposition == events->of || preposition == events->in || preposition == events->from;
}

static bool has_article(const struct scene *scene, int at)
{
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].first]);
    return slice_is(word, "the") || slice_is(word, "The");
}

static bool is_definite(const struct scene *scene, int at)
{
    return has_article(scene, at) || scene->units[at].first == scene->units[at].head ||
           (scene->units[at].flags & UNIT_PLURAL);
}

static bool names_somebody(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (can_act(&entities(scene)[e]))
            return true;
    return false;
}

/* "the two countries", "the two leaders" */
static bool is_pair(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    if (!(unit->flags & UNIT_PLURAL) || !(scene_lexeme(scene, at)->roles & (ROLE_PAIR | ROLE_TITLE)))
        return false;
    if (!(scene_lexeme(scene, at)->roles & ROLE_PAIR) &&
        (names_somebody(scene, at) || takes_owner_phrase(scene, at + 1) || !is_definite(scene, at)))
        return false; /* "two Chinese officials" */
    for (uint32_t i = unit->first; i < unit->head; i++) {
        struct slice word = word_text(scene->sentence, &scene->sentence->tokens[i]);
        if (slice_is(word, "two") || slice_is(word, "both") || slice_is(word, "Both"))
            return true;
    }
    return false;
}

/* "support for Israel in its war": the body or country named right before; else the one named last, unless one acts in
 * the sentence. */
static struct party nearest_body(const struct scene *scene, int at)
{
    const struct memory_of_document *memory = scene->memory;
    uint32_t end = scene->units[at].entities_first, looks = 0;
    bool beside = scene_is(scene, at - 1, UNIT_PREPOSITION) && scene_is(scene, at - 2, UNIT_NOUN) &&
                  scene->units[at - 2].entities_last == end && scene->units[at - 2].entities_first < end;
    for (uint32_t e = end; e-- > 0 && (beside || !memory->body_here) && looks < NAMES_BACK; looks++)
        if (entities(scene)[e].type == ENTITY_COUNTRY || entities(scene)[e].type == ENTITY_ORG)
            return party_of(scene, e, at, BY_PRONOUN);
    return memory->last_body;
}

/* The owner as written, without article. */
static struct party common_owner(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    const struct token *tokens = scene->sentence->tokens;
    uint32_t first = unit->first, last = unit->owner_end - 2;
    if (first < last && (tokens[first].pos == SPEECH_DETERMINER || tokens[first].pos == SPEECH_POSSESSIVE))
        first++;
    return (struct party){.name = slice_part(scene->sentence->text, tokens[first].start, tokens[last].end),
                          .entity = -1,
                          .unit = at,
                          .type = ENTITY_NONE,
                          .confidence = AS_WRITTEN,
                          .common = true};
}

void party_possessor(const struct scene *scene, int at, struct parties *parties)
{
    const struct unit *unit = &scene->units[at];
    const struct token *tokens = scene->sentence->tokens;
    struct party owner = {.name = {NULL, 0}};
    for (uint32_t e = unit->entities_last; e-- > unit->entities_first && !owner.name.at;)
        if (within(scene, &entities(scene)[e], unit->first, unit->owner_end) && can_act(&entities(scene)[e]) &&
            !only_region(scene, &entities(scene)[e], lexeme_roles(scene, owner_head(scene, unit))))
            owner = party_of(scene, e, at, BY_AGENT);
    uint16_t head = owner_head(scene, unit);
    if (owner.type != ENTITY_PERSON && head != 0 &&
        recall_holder(scene, at, head, unit->first, unit->owner_end - 2, owner.name, parties))
        return;
    if (!owner.name.at && head != 0 && (lexeme_roles(scene, head) & ROLE_NATIONAL))
        owner = nation_meant(scene, at);
    add(parties, owner);
    if (owner.name.at)
        return;
    if ((lexeme_roles(scene, head) & (ROLE_GROUP | ROLE_APART)) && !(scene_lexeme(scene, at)->roles & ROLE_AGENT)) {
        add(parties, common_owner(scene, at)); /* "backed the protesters' demands" */
        return;
    }
    struct slice word = word_text(scene->sentence, &tokens[unit->first]);
    const struct memory_of_document *memory = scene->memory;
    if (unit->owner_end > unit->first + 1)
        return; /* "his union's protest" */
    if (slice_is(word, "his") || slice_is(word, "her") || slice_is(word, "His") || slice_is(word, "Her")) {
        struct party party = memory->last_person;
        const struct holder *holder = NULL;
        if (scene_lexeme(scene, at)->roles & (ROLE_STATE | ROLE_PAIR)) { /* "his country" */
            for (size_t i = memory->count; i-- > 0 && !holder;)
                holder = same(memory->holders[i].name, party.name) && memory->holders[i].country.at
                             ? &memory->holders[i]
                             : NULL;
            party = (struct party){.name = holder ? holder->country : (struct slice){NULL, 0}, .type = ENTITY_COUNTRY};
        }
        party.entity = -1;
        party.confidence = BY_PRONOUN;
        party.unit = at;
        add(parties, party);
    } else if ((slice_is(word, "their") || slice_is(word, "Their")) && memory->last_pair[0].name.at &&
               memory->pair_age <= PAIR_AGE) {
        add_last_pair(scene, at, parties);
    } else if (slice_is(word, "its") || slice_is(word, "Its")) {
        struct party party = nearest_body(scene, at);
        party.confidence = BY_PRONOUN;
        party.unit = at;
        add(parties, party);
    }
}

static bool letter(struct slice text, size_t at)
{
    return at < text.size && ((text.at[at] | 32) >= 'a' && (text.at[at] | 32) <= 'z');
}

/* `word` stands in the text, between other characters than letters. */
static bool holds_word(struct slice text, struct slice word)
{
    for (size_t i = 0; word.size > 0 && i + word.size <= text.size; i++)
        if (memcmp(text.at + i, word.at, word.size) == 0 && (i == 0 || !letter(text, i - 1)) &&
            !letter(text, i + word.size))
            return true;
    return false;
}

/* The countries inside the name of a meeting: "the US-North Korea Summit". */
static void add_within_name(const struct scene *scene, int at, const struct entity *name, struct parties *parties)
{
    struct slice text = slice_part(scene->sentence->text, name->start, name->end);
    const struct memory_of_document *memory = scene->memory;
    for (size_t i = 0; i < memory->spelling_count; i++)
        if (holds_word(text, memory->spellings[i].text))
            add(parties, (struct party){.name = memory->spellings[i].name,
                                        .entity = -1,
                                        .unit = at,
                                        .type = ENTITY_COUNTRY,
                                        .confidence = BY_AGENT});
}

void party_modifiers(const struct scene *scene, int at, struct parties *parties)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (entities(scene)[e].type == ENTITY_EVENT && entities(scene)[e].last_token > unit->head)
            add_within_name(scene, at, &entities(scene)[e], parties);
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++) {
        const struct entity *entity = &entities(scene)[e];
        bool town = entity->type == ENTITY_PLACE && !entity->capital; /* "the Goma bombings" */
        if (within(scene, entity, unit->owner_end, unit->head) && can_act(entity) && !town)
            add(parties, party_of(scene, e, at, BY_AGENT));
    }
}

static bool is_one_of(const struct scene *scene, int at, const char *const words[])
{
    while (*words && !slice_is(scene_lexeme(scene, at)->text, *words))
        words++;
    return *words != NULL;
}

/* "The charge against Lund was that he": the only person whom the sentence names before; else who acted last. Who is
 * spoken of inside a quotation is not the one who speaks behind it. */
static struct party person_before(const struct scene *scene, int at)
{
    const struct entity *found = NULL;
    struct party party = scene->memory->last_person;
    bool quoted = scene->units[at].flags & UNIT_QUOTED;
    uint32_t looks = 0;
    for (int i = at - 1; i >= 0 && looks < NAMES_BACK && !scene->memory->person_here; i--) {
        const struct unit *unit = &scene->units[i];
        for (uint32_t e = unit->entities_first; e < unit->entities_last && looks < NAMES_BACK; e++, looks++) {
            const struct entity *entity = &entities(scene)[e];
            if (entity->type != ENTITY_PERSON || ((unit->flags & UNIT_QUOTED) && !quoted))
                continue;
            if (found && !same(entity->name, found->name))
                return scene->memory->last_person;
            found = entity;
            party = party_of(scene, e, at, BY_PRONOUN);
        }
    }
    return party;
}

/* "Lund suspended him": not Lund, but whoever acted last before. */
static struct party person_meant(const struct scene *scene, int at)
{
    struct party party = person_before(scene, at);
    int subject = scene_is(scene, at - 1, UNIT_VERB) ? scene->subjects[at - 1] : NOBODY;
    for (uint32_t e = subject == NOBODY ? 0 : scene->units[subject].entities_first;
         subject != NOBODY && e < scene->units[subject].entities_last; e++)
        if (same(entities(scene)[e].name, party.name))
            return scene->memory->last_person;
    return party;
}

static bool is_first_person(const struct scene *scene, int at)
{
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].head]);
    return slice_is(word, "I") || slice_is(word, "We") || slice_is(word, "we") || slice_is(word, "me");
}

/* "We reject the plan," the minister said: whoever says so, behind the quotation. */
static void speaker_of(const struct scene *scene, int at, struct parties *parties)
{
    for (int i = at + 1, most = at + SPEAKER_REACH; i < scene->count && i < most; i++) {
        const struct unit *unit = &scene->units[i];
        bool says = scene_is(scene, i, UNIT_VERB) && (unit->flags & UNIT_FINITE) && !(unit->flags & UNIT_QUOTED) &&
                    (scene_lexeme(scene, i)->roles & ROLE_SAY);
        int subject = says ? scene->subjects[i] : NOBODY;
        if (subject <= at || (scene->units[subject].flags & UNIT_PRONOUN && is_first_person(scene, subject)))
            continue;
        party_list(scene, subject, subject < i ? i : subject + 1, PARTY_ACTOR, parties);
        for (size_t p = 0; p < parties->count; p++)
            parties->at[p].confidence *= BY_PRONOUN;
        return;
    }
}

struct slice party_as_written(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    const struct token *tokens = scene->sentence->tokens;
    uint32_t first = unit->owner_end;
    struct slice word = word_text(scene->sentence, &tokens[first]);
    static const char *const articles[] = {"the",   "The",   "a",   "A",     "an",  "An",  "some", "Some",
                                           "these", "those", "its", "their", "his", "her", "Its",  "Their",
                                           "His",   "Her",   "my",  "our",   "My",  "Our"};
    for (size_t i = 0; i < sizeof articles / sizeof articles[0]; i++)
        if (slice_is(word, articles[i]) && first < unit->head) {
            first++;
            break;
        }
    while (first < unit->head && tokens[first].pos == SPEECH_NUMBER && tokens[first + 1].space_before)
        first++;
    struct slice name = slice_part(scene->sentence->text, tokens[first].start, tokens[unit->head].end);
    if (first > 0 || tokens[first].shape != SHAPE_CAPITAL || unit->entities_first < unit->entities_last)
        return name;
    char *lowered = arena_copy(scene->document->arena, name); /* the capital is the sentence's */
    if (*lowered >= 'A' && *lowered <= 'Z')
        *lowered = (char)(*lowered + ('a' - 'A'));
    return (struct slice){lowered, name.size};
}

/* The entity that covers a token, from `first` on; NOBODY if none does. */
static int covering(const struct scene *scene, const struct unit *unit, uint32_t token)
{
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (entities(scene)[e].first_token <= token && token < entities(scene)[e].last_token)
            return (int)e;
    return NOBODY;
}

static int last_person(const struct scene *scene, const struct unit *unit)
{
    for (uint32_t e = unit->entities_last; e-- > unit->entities_first;)
        if (entities(scene)[e].type == ENTITY_PERSON && within(scene, &entities(scene)[e], unit->owner_end, unit->last))
            return (int)e;
    return NOBODY;
}

static void add_as_written(const struct scene *scene, int at, float confidence, struct parties *parties)
{
    struct party party = {.name = party_as_written(scene, at), .entity = -1, .unit = at, .type = ENTITY_NONE};
    party.confidence = confidence;
    party.common = true;
    add(parties, party);
}

/* "killed his wife after she left": the unnamed woman, or the man, whom a pronoun means; NOBODY if a person is named
 * nearer or none is spoken of. */
static int kin_before(const struct scene *scene, int at)
{
    static const char *const women[] = {"wife", "mother", "daughter", "sister", "woman", "girl", "widow", NULL};
    static const char *const men[] = {"husband", "father", "son", "brother", "man", "boy", "widower", NULL};
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].head]);
    bool she = slice_is(word, "she") || slice_is(word, "She") || slice_is(word, "her");
    for (int i = at - 1; i >= 0 && i > at - KIN_REACH; i--) {
        if (last_person(scene, &scene->units[i]) != NOBODY)
            return NOBODY;
        if (scene_is(scene, i, UNIT_NOUN) && is_one_of(scene, i, she ? women : men))
            return i;
    }
    return NOBODY;
}

static void add_pronoun(const struct scene *scene, int at, enum party_role role, struct parties *parties)
{
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].head]);
    struct party party = {.name = {NULL, 0}};
    if (slice_is(word, "he") || slice_is(word, "she") || slice_is(word, "He") || slice_is(word, "She") ||
        slice_is(word, "him") || slice_is(word, "her")) {
        if (scene->units[at].flags & UNIT_QUOTED) /* hardly the speaker, who acted last */
            return;
        int kin = kin_before(scene, at);
        if (kin != NOBODY) {
            add_as_written(scene, kin, AS_WRITTEN * BY_PRONOUN, parties);
            return;
        }
        party = role == PARTY_TARGET ? person_meant(scene, at) : person_before(scene, at);
    } else if (is_first_person(scene, at)) {
        speaker_of(scene, at, parties);
        return;
    } else if (role == PARTY_ACTOR && slice_is(word, "They") && scene->memory->last_pair[0].name.at &&
               scene->memory->pair_age <= PAIR_AGE) {
        add_last_pair(scene, at, parties);
        return;
    } else if (role == PARTY_ACTOR && (slice_is(word, "it") || slice_is(word, "It"))) /* "rejected it": a thing */
        party = scene->memory->last_body;
    party.confidence = BY_PRONOUN;
    party.unit = at;
    party.entity = -1;
    add(parties, party);
}

/* Nations or bodies that an agent noun belongs to: "Russian and Chinese officials", "UN envoy". */
static bool add_owners(const struct scene *scene, int at, struct parties *parties)
{
    const struct unit *unit = &scene->units[at];
    size_t before = parties->count;
    int body = NOBODY;
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++) {
        const struct entity *entity = &entities(scene)[e];
        if (!within(scene, entity, unit->owner_end, unit->head + 1) || !can_act(entity) ||
            entity->type == ENTITY_PERSON)
            continue;
        if (entity->type == ENTITY_ORG)
            body = (int)e;
    }
    if (body != NOBODY) {
        add(parties, party_of(scene, (uint32_t)body, at, BY_AGENT));
        return true;
    }
    bool body_alone = (scene_lexeme(scene, at)->roles & ROLE_BODY) && !(unit->flags & UNIT_PLURAL);
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++) {
        const struct entity *entity = &entities(scene)[e];
        bool creed = entity->type == ENTITY_NATIONALITY && !entity->country.at && body_alone; /* "the Islamic group" */
        if (within(scene, entity, unit->owner_end, unit->head + 1) && !creed &&
            !only_region(scene, entity, (unit->flags & UNIT_PLURAL) ? 0 : scene_lexeme(scene, at)->roles) &&
            (can_act(entity) || entity->type == ENTITY_PLACE) && entity->type != ENTITY_PERSON)
            add(parties, party_of(scene, e, at, BY_AGENT));
    }
    if (parties->count == before)
        party_possessor(scene, at, parties);
    return parties->count > before;
}

static bool owned_by_pronoun(const struct scene *scene, int at)
{
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].first]);
    return slice_is(word, "his") || slice_is(word, "her") || slice_is(word, "its") || slice_is(word, "their");
}

/* The owner, person or nation, somewhere in a noun group whose head is a thing: "Israel's proposal". */
static void add_owner_of_thing(const struct scene *scene, int at, struct parties *parties)
{
    const struct unit *unit = &scene->units[at];
    size_t before = parties->count;
    if (!owned_by_pronoun(scene, at)) /* "ended his visit": the subject's own */
        party_possessor(scene, at, parties);
    for (uint32_t e = unit->entities_first; e < unit->entities_last && parties->count == before; e++) {
        const struct entity *entity = &entities(scene)[e];
        if (within(scene, entity, unit->owner_end, unit->last) && can_act(entity))
            add(parties, party_of(scene, e, at, BY_OWNER));
    }
    if (parties->count == before && scene_is(scene, at + 1, UNIT_PREPOSITION) && takes_owner_phrase(scene, at + 1) &&
        scene->units[at + 1].lexeme == scene->events->of) {
        int owner = covering(scene, &scene->units[at + 2], scene->units[at + 2].head);
        if (owner != NOBODY && can_act(&entities(scene)[owner]))
            add(parties, party_of(scene, (uint32_t)owner, at + 2, BY_OWNER));
    }
    for (size_t i = before; i < parties->count; i++)
        if (parties->at[i].confidence > BY_OWNER)
            parties->at[i].confidence = BY_OWNER;
}

/* A body is named in the noun group: "Hamas militants". */
static bool has_body(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (entities(scene)[e].type == ENTITY_ORG && within(scene, &entities(scene)[e], unit->owner_end, unit->last))
            return true;
    return false;
}

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

static bool names_place(const struct scene *scene, int at)
{
    if (!scene_is(scene, at, UNIT_NOUN))
        return false;
    int cover = covering(scene, &scene->units[at], scene->units[at].head);
    return cover != NOBODY &&
           (entities(scene)[cover].type == ENTITY_PLACE || entities(scene)[cover].type == ENTITY_COUNTRY);
}

/* The unit behind the list of countries that begins at `at`: "of Russia and North Korea". */
static int owner_list_end(const struct scene *scene, int at)
{
    int end = at + 1;
    while (names_place(scene, end - 1)) {
        int next = end;
        if (scene_is(scene, next, UNIT_COMMA))
            next++;
        bool joined = scene_is(scene, next, UNIT_AND);
        if (joined)
            next++;
        if (next == end || !names_place(scene, next))
            return end;
        end = next + 1;
    }
    return end;
}

/* Past the phrases that belong to the noun group at `at`: "of the party", "from Laos". */
static int past_phrases(const struct scene *scene, int at, int stop)
{
    int next = at + 1;
    bool owner = (scene_lexeme(scene, at)->roles & ROLE_AGENT) && takes_owner_phrase(scene, next);
    if (owner && owner_list_end(scene, at + 2) <= stop)
        next = owner_list_end(scene, at + 2);
    while (next + 1 < stop && scene_is(scene, next, UNIT_PREPOSITION) && scene_is(scene, next + 1, UNIT_NOUN))
        next += 2;
    return next;
}

/* The noun group is a name, or a title with one: adds it. */
static bool add_named(const struct scene *scene, int at, enum party_role role, struct parties *parties)
{
    const struct unit *unit = &scene->units[at];
    int person = last_person(scene, unit), cover = covering(scene, unit, unit->head);
    if (cover == NOBODY)
        return false;
    enum entity_type type = entities(scene)[cover].type;
    if (type == ENTITY_TITLE)
        cover = person;
    else if (!can_act(&entities(scene)[cover]) && !(role == PARTY_TARGET && type == ENTITY_PLACE))
        return false;
    if (cover == NOBODY)
        return false;
    struct party named = party_of(scene, (uint32_t)cover, at, 1);
    if (role == PARTY_ACTOR && type == ENTITY_PLACE && !entities(scene)[cover].capital &&
        !scene_is(scene, at - 1, UNIT_PREPOSITION)) {
        named.name = entities(scene)[cover].name; /* a town acts for itself, a capital for its country */
        named.id = entities(scene)[cover].id;
        named.type = ENTITY_PLACE;
        named.confidence = TOWN_ACTS;
    }
    add(parties, named);
    return true;
}

/* "the government of Sudan", "the leaders of Russia and China": those whom the phrase behind an agent noun names. */
static void add_owner_phrase(const struct scene *scene, int at, struct parties *parties)
{
    int stop = structure_list_end(scene, at), places = owner_list_end(scene, at);
    stop = places > stop ? places : stop;
    for (int i = at; i < stop; i++) {
        if (!scene_is(scene, i, UNIT_NOUN))
            continue;
        int owner = covering(scene, &scene->units[i], scene->units[i].head);
        if (owner != NOBODY && can_act(&entities(scene)[owner]) && entities(scene)[owner].type != ENTITY_PERSON)
            add(parties, party_of(scene, (uint32_t)owner, i, BY_AGENT));
        else
            add_owners(scene, i, parties);
    }
}

/* Countries from `first` on whose office the noun group at `at` names give way to the persons who hold it. */
static void put_holders(const struct scene *scene, int at, size_t first, struct parties *parties)
{
    if (parties->count == first + 1) {
        struct party country = parties->at[first];
        parties->count = first;
        if (!from_memory(scene, at, country.name, parties))
            add(parties, country);
        return;
    }
    if (!(scene_lexeme(scene, at)->roles & ROLE_TITLE))
        return;
    for (size_t i = first; i < parties->count; i++) {
        struct slice office =
            memory_office(scene->sentence, scene->units[at].first, scene->units[at].head, scene->units[at].last);
        const struct holder *holder = memory_holder(scene, scene->units[at].lexeme, office, parties->at[i].name);
        if (!holder)
            continue;
        parties->at[i].name = holder->name;
        parties->at[i].id = holder->id;
        parties->at[i].entity = -1;
        parties->at[i].type = ENTITY_PERSON;
    }
}

static bool has_word(struct slice name, struct slice word)
{
    struct slice part;
    while (slice_field(&name, ' ', &part))
        if (same_letters(part, word))
            return true;
    return false;
}

/* "the ministry": the body named last before that has this word in its name; without a name if there is none. */
static struct party body_called(const struct scene *scene, int at)
{
    const struct memory_of_document *memory = scene->memory;
    struct slice word = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].head]);
    uint32_t looks = 0;
    for (uint32_t e = scene->units[at].entities_first; e-- > 0 && looks < NAMES_BACK; looks++)
        if (entities(scene)[e].type == ENTITY_ORG && has_word(entities(scene)[e].name, word))
            return party_of(scene, e, at, BY_MEMORY);
    size_t here = memory->body_count - memory->bodies_before;
    for (size_t i = here; i < memory->body_count && i < BODIES_MOST; i++) {
        struct party body = memory->bodies[(memory->body_count - 1 - i) % BODIES_MOST];
        body.unit = at;
        if (has_word(body.name, word))
            return body;
    }
    return (struct party){.name = {NULL, 0}};
}

void party_nation(const struct scene *scene, int at, struct parties *parties)
{
    struct party nation = nation_meant(scene, at);
    const struct memory_of_document *memory = scene->memory;
    for (size_t i = 0; nation.name.at && i < memory->nation_count; i++)
        if (same(memory->nations[i].name, nation.name) && memory->nations[i].mentions >= NATION_LEAST &&
            memory->nations[i].mentions * 2 >= memory->mentions)
            add(parties, nation);
}

/* "was questioned by the Directorate, with the agency": the only body that the sentence names before; else NOBODY. */
static int body_before(const struct scene *scene, int at)
{
    int found = NOBODY;
    uint32_t end = scene->units[at].entities_first;
    for (uint32_t e = end > NAMES_BACK ? end - NAMES_BACK : 0; e < end; e++) {
        if (entities(scene)[e].type != ENTITY_ORG)
            continue;
        if (found != NOBODY && !same(entities(scene)[e].name, entities(scene)[found].name))
            return NOBODY;
        found = (int)e;
    }
    return found;
}

/* "the group": the body that acted last, or the one that the document has mostly spoken of lately; NULL if it has not
 * spoken of one. */
static const struct party *last_body(const struct memory_of_document *memory)
{
    if (memory->last_body.name.at)
        return memory->last_body.type == ENTITY_ORG ? &memory->last_body : NULL;
    size_t known = memory->body_count < BODIES_MOST ? memory->body_count : BODIES_MOST;
    for (size_t i = 0; i < known; i++) {
        size_t mentions = 0;
        for (size_t j = i; j < known; j++)
            mentions += same(memory->bodies[i].name, memory->bodies[j].name);
        if (mentions >= BODY_LEAST && mentions * 3 >= known)
            return &memory->bodies[i];
    }
    return NULL;
}

/* "the Prosecutor's Office": capitals say that it is a body, whoever does not list it. */
static bool is_written_as_name(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    const struct token *tokens = scene->sentence->tokens;
    return unit->owner_end > unit->first + 2 && tokens[unit->head].shape == SHAPE_CAPITAL &&
           tokens[unit->owner_end - 2].shape == SHAPE_CAPITAL && covering(scene, unit, unit->head) == NOBODY;
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

/* An agent noun with which nobody is named: the country or body that the document speaks of, or the words. */
static void add_alone(const struct scene *scene, int at, enum party_role role, struct parties *parties)
{
    const struct unit *unit = &scene->units[at];
    unsigned roles = scene_lexeme(scene, at)->roles;
    struct party nation = {.name = {NULL, 0}};
    bool plural = unit->flags & UNIT_PLURAL;
    /* "the government of that island" */
    bool of_another = takes_owner_phrase(scene, at + 1) && scene->units[at + 1].lexeme == scene->events->of &&
                      scene->units[at + 2].entities_first == scene->units[at + 2].entities_last;
    bool many = plural && (roles & ROLE_STATE) && !slice_is(scene_lexeme(scene, at)->text, "authority");
    bool abstract =
        role == PARTY_TARGET && slice_is(scene_lexeme(scene, at)->text, "security") && !has_article(scene, at);
    if ((roles & ROLE_NATIONAL) && is_definite(scene, at) && !of_another && !many && !abstract)
        nation = nation_meant(scene, at);
    if (!nation.name.at && (roles & ROLE_GROUP) && role == PARTY_ACTOR)
        nation = nation_of_opening(scene, at);
    if (nation.name.at) {
        add(parties, nation);
        return;
    }
    if (!plural && is_definite(scene, at) && !(roles & (ROLE_TITLE | ROLE_NATIONAL | ROLE_STATE))) {
        struct party called = body_called(scene, at);
        add(parties, called);
        if (called.name.at)
            return;
    }
    int named = (roles & ROLE_BODY) && !plural && is_definite(scene, at) ? body_before(scene, at) : NOBODY;
    if (named != NOBODY) {
        add(parties, party_of(scene, (uint32_t)named, at, BY_DOCUMENT));
        return;
    }
    const struct party *last = last_body(scene->memory);
    if ((roles & ROLE_BODY) && !plural && is_definite(scene, at) && last) {
        struct party body = *last;
        body.unit = at;
        body.confidence = BY_DOCUMENT;
        add(parties, body);
        return;
    }
    if (from_memory(scene, at, (struct slice){NULL, 0}, parties))
        return;
    if (is_written_as_name(scene, at)) {
        add(parties, written_name(scene, at));
        return;
    }
    bool somebody = ((roles & ROLE_GROUP) && !(role == PARTY_TARGET && (roles & (ROLE_PAIR | ROLE_VAGUE)))) ||
                    (role == PARTY_TARGET &&
                     !(roles & (ROLE_TITLE | ROLE_STATE | ROLE_THING | ROLE_BODY | ROLE_PAIR | ROLE_VAGUE)));
    somebody = somebody || (plural && (roles & ROLE_TITLE));
    if (somebody && (!(roles & ROLE_BODY) || plural))
        add_as_written(scene, at, AS_WRITTEN, parties);
}

/* "the militia": a body that the document has named. */
static bool means_body(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    return (scene_lexeme(scene, at)->roles & ROLE_BODY) && unit->first + 1 == unit->head &&
           !(unit->flags & UNIT_PLURAL) && is_definite(scene, at) && last_body(scene->memory);
}

/* Some country or nationality stands in the noun group: "the Iraqi Maliki government". */
static bool names_nation(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    for (uint32_t e = unit->entities_first; e < unit->entities_last; e++)
        if (entities(scene)[e].type == ENTITY_COUNTRY || entities(scene)[e].type == ENTITY_NATIONALITY)
            return true;
    return false;
}

/* "of Chad", "to Mali": a phrase that says what office it is. */
static bool takes_office_phrase(const struct scene *scene, int at)
{
    if (takes_owner_phrase(scene, at))
        return true;
    return scene_is(scene, at, UNIT_PREPOSITION) && scene->units[at].lexeme == scene->events->to &&
           scene_is(scene, at + 1, UNIT_NOUN) && names_nation(scene, at + 1);
}

/* The noun group begins with a person's name. */
static bool names_first(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    int first = covering(scene, unit, unit->first);
    return first != NOBODY && entities(scene)[first].type == ENTITY_PERSON;
}

/* "the vice president of the Republic of India, Mr Rao": the noun group that names the holder; NOBODY if none does. */
static int holder_behind_comma(const struct scene *scene, int at)
{
    int next = at + 1;
    if (scene->units[at].flags & UNIT_PLURAL)
        return NOBODY;
    if (scene_is(scene, next, UNIT_NOUN) && names_first(scene, next) &&
        scene->units[next].first > scene->units[at].last) /* "Chief Justice (CJ) Anna Lund" */
        return next;
    if (!takes_office_phrase(scene, next))
        return NOBODY;
    for (int phrases = 0; phrases < PHRASES_OF && takes_office_phrase(scene, next); phrases++)
        next += 2;
    if (scene_is(scene, next, UNIT_NOUN) && names_first(scene, next))
        return next; /* "the ambassador of Chad in Lima Milo Dukic" */
    if (!scene_is(scene, next, UNIT_COMMA) || !scene_is(scene, next + 1, UNIT_NOUN) ||
        last_person(scene, &scene->units[next + 1]) == NOBODY || scene_is(scene, next + 2, UNIT_AND) ||
        structure_begins_clause(scene, next + 1))
        return NOBODY;
    return next + 1;
}

static bool is_head_of_state(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    int title = covering(scene, unit, unit->head);
    return title != NOBODY && entities(scene)[title].type == ENTITY_TITLE && unit->head + 1 == unit->last &&
           slice_is(entities(scene)[title].name, "head of state");
}

/* "President of Mongolia Anna Lund": the person behind the country or body of a title's phrase; else NOBODY. */
static int holder_behind(const struct scene *scene, int at)
{
    const struct unit *unit = &scene->units[at];
    int person = last_person(scene, unit);
    bool behind = person != NOBODY && (uint32_t)person > unit->entities_first &&
                  entities(scene)[person].last_token == unit->last && can_act(&entities(scene)[unit->entities_first]);
    return behind ? person : NOBODY;
}

/* "the mayor of Batibo": the only party from `first` on is the country of a place that is none itself. */
static bool is_of_town(const struct scene *scene, size_t first, const struct parties *parties)
{
    if (parties->count != first + 1 || parties->at[first].entity < 0)
        return false;
    const struct entity *place = &entities(scene)[parties->at[first].entity];
    return place->type == ENTITY_PLACE && !place->capital;
}

/* "the Lund family" is Lund, unlike "Lund supporters". */
static bool is_kin(const struct scene *scene, int at)
{
    static const char *const words[] = {"family", "brother", "sister", NULL};
    return is_one_of(scene, at, words);
}

/* "three former Norwegian officials" stand for nobody but themselves. */
static bool are_former(const struct scene *scene, int at)
{
    for (uint32_t i = scene->units[at].owner_end; i < scene->units[at].head; i++)
        if (slice_is(word_text(scene->sentence, &scene->sentence->tokens[i]), "former"))
            return true;
    return false;
}

/* "party supporters" are not the party, unlike "party militants". */
static bool is_beside(const struct scene *scene, int at)
{
    static const char *const words[] = {"supporter", "follower", "loyalist", "opponent",
                                        "critic",    "foe",      "rival",    NULL};
    return is_one_of(scene, at, words);
}

/* "20 people in Chad", unlike "the people of Chad" */
static bool is_some_people(const struct scene *scene, int at)
{
    struct slice first = word_text(scene->sentence, &scene->sentence->tokens[scene->units[at].first]);
    bool several = (scene->units[at].flags & UNIT_PLURAL) || scene->units[at].first < scene->units[at].head;
    return several && slice_is(scene_lexeme(scene, at)->text, "person") && !slice_is(first, "the") &&
           !slice_is(first, "The") && scene->units[at].owner_end == scene->units[at].first;
}

/* Who one noun group means, without what is joined to it. */
static void add_one(const struct scene *scene, int at, enum party_role role, struct parties *parties)
{
    if ((scene_lexeme(scene, at)->roles & ROLE_QUANTITY) && !(scene_lexeme(scene, at)->roles & ROLE_AGENT))
        at = quantity_of(scene, at);
    const struct unit *unit = &scene->units[at];
    unsigned roles = scene_lexeme(scene, at)->roles;
    size_t before = parties->count;
    if (slice_is(scene_lexeme(scene, at)->text, "person") && unit->first == unit->head && !(unit->flags & UNIT_PLURAL))
        return; /* "attended in person" */
    if (is_some_people(scene, at)) {
        add_as_written(scene, at, AS_WRITTEN, parties);
        return;
    }
    if (unit->flags & UNIT_PRONOUN) {
        add_pronoun(scene, at, role, parties);
        return;
    }
    if (add_named(scene, at, role, parties))
        return;
    int cover = covering(scene, unit, unit->head), person = last_person(scene, unit);
    int holder = (roles & ROLE_TITLE) && takes_owner_phrase(scene, at + 1) ? holder_behind(scene, at + 2) : NOBODY;
    bool titled = cover != NOBODY && entities(scene)[cover].type == ENTITY_TITLE;
    int named = ((roles & ROLE_TITLE) || titled) && holder == NOBODY ? holder_behind_comma(scene, at) : NOBODY;
    if (holder != NOBODY)
        add(parties, party_of(scene, (uint32_t)holder, at + 2, 1));
    else if (named != NOBODY)
        add(parties, party_of(scene, (uint32_t)last_person(scene, &scene->units[named]), named, 1));
    else if (is_head_of_state(scene, at))
        recall_holder(scene, at, scene->events->president, unit->first, unit->head, (struct slice){NULL, 0}, parties);
    else if (is_pair(scene, at))
        add_pair(scene, at, parties);
    else if (!(roles & ROLE_AGENT) && !titled) {
        if (role == PARTY_TARGET && (!(roles & ROLE_QUANTITY) || unit->owner_end > unit->first))
            add_owner_of_thing(scene, at, parties);
    } else if (person != NOBODY && (roles & ROLE_APART) && entities(scene)[person].last_token <= unit->head &&
               unit->owner_end == unit->first && !is_kin(scene, at))
        add_as_written(scene, at, APART, parties); /* "Lund supporters" */
    else if (person != NOBODY && (!(roles & ROLE_STATE) || !names_nation(scene, at)))
        add(parties, party_of(scene, (uint32_t)person, at, BY_OWNER));
    else if ((unit->flags & UNIT_PLURAL) && (roles & ROLE_AGENT) && person == NOBODY && are_former(scene, at))
        add_as_written(scene, at, AS_WRITTEN, parties);
    else if (((roles & ROLE_APART) || ((roles & ROLE_PRIVATE) && names_nation(scene, at))) &&
             (!has_body(scene, at) || is_beside(scene, at)) && !means_body(scene, at))
        add_as_written(scene, at, APART, parties);
    else {
        bool several = (roles & ROLE_PAIR) && (unit->flags & UNIT_PLURAL); /* "countries in Asia" */
        bool stays = role == PARTY_TARGET && (several || !(roles & (ROLE_STATE | ROLE_NATIONAL | ROLE_TITLE))) &&
                     scene_is(scene, at + 1, UNIT_PREPOSITION) &&
                     scene->units[at + 1].lexeme == scene->events->in; /* "arrested suspects in Spain" */
        if (!add_owners(scene, at, parties) && takes_owner_phrase(scene, at + 1) && !stays)
            add_owner_phrase(scene, at + 2, parties);
        if (role == PARTY_TARGET && (roles & ROLE_TITLE) && is_of_town(scene, before, parties)) {
            parties->count = before;
            add_as_written(scene, at, AS_WRITTEN, parties);
        } else if (parties->count > before)
            put_holders(scene, at, before, parties);
        else
            add_alone(scene, at, role, parties);
    }
}

static bool names_person(const struct scene *scene, int at)
{
    return last_person(scene, &scene->units[at]) != NOBODY;
}

static bool names_org(const struct scene *scene, int at)
{
    int cover = covering(scene, &scene->units[at], scene->units[at].head);
    return cover != NOBODY && entities(scene)[cover].type == ENTITY_ORG;
}

static bool is_including(const struct scene *scene, int at)
{
    return scene_is(scene, at, UNIT_VERB) && scene->units[at].lexeme == scene->events->include &&
           scene->events->include != 0;
}

static bool conjunction_ahead(const struct scene *scene, int at, int stop)
{
    for (int i = at; i < stop; i++) {
        if (scene_is(scene, i, UNIT_AND))
            return true;
        if (scene_is(scene, i, UNIT_VERB) || scene_is(scene, i, UNIT_WHO))
            return false;
    }
    return false;
}

/* True if the item at `at`, behind a comma, only says who the one at `before` is. */
static bool is_apposition(const struct scene *scene, int before, int at, int stop)
{
    if (names_person(scene, before))
        return !names_person(scene, at) || !conjunction_ahead(scene, at, stop);
    unsigned roles = scene_lexeme(scene, before)->roles;
    bool officers = (roles & ROLE_OPPOSITE) || ((roles & ROLE_TITLE) && (scene->units[before].flags & UNIT_PLURAL));
    if (names_person(scene, at) && officers)
        return true; /* "his colleague, Milo Dukic, and Webb", "their leaders, Lund and Webb" */
    if (names_place(scene, before) && names_place(scene, at))
        return !conjunction_ahead(scene, at, stop);
    return !conjunction_ahead(scene, at, stop);
}

/* "Deputy Prime Minister and Finance Minister Anna Lund": two offices of one person. */
static bool has_two_offices(const struct scene *scene, int at)
{
    if (!scene_is(scene, at + 1, UNIT_AND) || !scene_is(scene, at + 2, UNIT_NOUN))
        return false;
    const struct unit *unit = &scene->units[at], *next = &scene->units[at + 2];
    const struct token *tokens = scene->sentence->tokens;
    bool bare = tokens[unit->first].pos != SPEECH_DETERMINER && tokens[next->first].pos != SPEECH_DETERMINER;
    int title = covering(scene, unit, unit->head);
    bool titled = title != NOBODY ? entities(scene)[title].type == ENTITY_TITLE
                                  : (scene_lexeme(scene, at)->roles & ROLE_TITLE) != 0;
    return bare && titled && !(unit->flags & UNIT_PLURAL) && last_person(scene, unit) == NOBODY &&
           last_person(scene, next) != NOBODY && tokens[next->first].shape == SHAPE_CAPITAL &&
           covering(scene, next, next->first) != last_person(scene, next);
}

/* "Milo Dukic and president of the assembly": a bare office behind a name is his, too. */
static bool is_second_office(const struct scene *scene, int name, int at)
{
    const struct unit *unit = &scene->units[at];
    unsigned pos = scene->sentence->tokens[unit->first].pos;
    return names_person(scene, name) && !names_person(scene, at) && unit->first == unit->head &&
           pos != SPEECH_DETERMINER && !(unit->flags & UNIT_PLURAL) && (scene_lexeme(scene, at)->roles & ROLE_TITLE) &&
           takes_office_phrase(scene, at + 1);
}

void party_list(const struct scene *scene, int at, int stop, enum party_role role, struct parties *parties)
{
    if (at == NOBODY || !scene_is(scene, at, UNIT_NOUN))
        return;
    if (scene->units[at].flags & UNIT_NEGATIVE)
        return;
    size_t before = parties->count;
    if (has_two_offices(scene, at))
        at += 2;
    add_one(scene, at, role, parties);
    size_t last_item = before;
    for (int item = at, items = 0; items < PARTIES_MOST; items++) {
        int next = past_phrases(scene, item, stop);
        bool comma = false, conjunction = false, including = false;
        if (scene_is(scene, next, UNIT_COMMA) && next < stop) {
            comma = true;
            next++;
        }
        if (scene_is(scene, next, UNIT_AND) && next < stop) {
            conjunction = true;
            next++;
        } else if (is_including(scene, next) && next < stop) {
            including = true;
            next++;
        }
        if (!(comma || conjunction || including) || next >= stop || !scene_is(scene, next, UNIT_NOUN))
            return;
        bool named = names_person(scene, next) || names_org(scene, next) || names_place(scene, next);
        if (including && !named && parties->count > before)
            return; /* "civilians, including children" */
        if (including) {
            parties->count = before;
            last_item = before;
            add_one(scene, next, role, parties);
        } else if (comma && !conjunction && parties->count == last_item && names_org(scene, next) &&
                   (scene_lexeme(scene, item)->roles & ROLE_AGENT)) { /* "the watchdog group, Reporters W. B.," */
            add_one(scene, next, role, parties);
        } else if (comma && !conjunction && is_apposition(scene, item, next, stop)) {
            if (names_person(scene, item) || !names_person(scene, next)) {
                if (!scene_is(scene, past_phrases(scene, next, stop), UNIT_COMMA))
                    return;
                int behind = past_phrases(scene, next, stop) + 1;
                if (!scene_is(scene, behind, UNIT_AND))
                    return;
            } else { /* "the head of the agency, Sergei N." */
                parties->count = last_item;
                add_one(scene, next, role, parties);
            }
        } else if (comma && !conjunction && names_person(scene, item) && !names_person(scene, next) &&
                   !names_place(scene, next)) {
            /* "Kim, head of the department, and Park": goes on behind the title */
        } else if (!conjunction || !is_second_office(scene, item, next)) {
            last_item = parties->count;
            add_one(scene, next, role, parties);
        }
        item = next;
    }
}

void party_regimes(struct scene *scene)
{
    for (int i = 0; i < scene->count; i++) {
        const struct unit *unit = &scene->units[i];
        if (unit->kind != UNIT_NOUN || !(scene_lexeme(scene, i)->roles & ROLE_NATIONAL) || (unit->flags & UNIT_PLURAL))
            continue;
        struct slice country = {NULL, 0};
        for (uint32_t e = unit->entities_first; e < unit->entities_last && !country.at; e++)
            country = country_of(&entities(scene)[e]);
        if (!country.at && takes_owner_phrase(scene, i + 1) &&
            scene->units[i + 2].entities_first < scene->units[i + 2].entities_last)
            country = country_of(&entities(scene)[scene->units[i + 2].entities_first]);
        if (country.at)
            memory_regime(scene->memory, unit->lexeme, country);
    }
}
