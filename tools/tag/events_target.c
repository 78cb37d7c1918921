/* Whom an act is aimed at when its sentence does not say so: the country that a document is about, or the other one of
 * the two that it is about. */
#include "events_tell.h"
#include "events_who.h"
#include "words.h"

#define MAIN_LEAST 2   /* mentions of the country that a document is about */
#define ACTORS_NEAR 12 /* drafts of a sentence looked at around one */
#define OTHER_LEAST 3  /* of one that others act upon */

/* The country that the whole document names most, `but` for one, and how often it names the one after it. */
static struct nation most_named(const struct memory_of_document *memory, struct slice but, size_t *second)
{
    struct nation first = {.mentions = 0};
    *second = 0;
    for (size_t i = 0; i < memory->ahead->nation_count; i++) {
        const struct nation *nation = &memory->ahead->nations[i];
        if (but.at && slice_equal(nation->name, but))
            continue;
        if (nation->mentions > first.mentions) {
            *second = first.mentions;
            first = *nation;
        } else if (nation->mentions > *second) {
            *second = nation->mentions;
        }
    }
    return first;
}

/* The country that the document is about; absent if none stands out. */
static struct slice about(const struct memory_of_document *memory)
{
    size_t second;
    struct nation first = most_named(memory, (struct slice){NULL, 0}, &second);
    bool stands_out = first.mentions >= MAIN_LEAST && first.mentions * 2 >= memory->ahead->mentions &&
                      first.mentions * 2 >= 3 * second;
    return stands_out ? first.name : (struct slice){NULL, 0};
}

/* The country that the document is about beside `home`. */
static struct slice about_beside(const struct memory_of_document *memory, struct slice home)
{
    size_t second;
    struct nation first = most_named(memory, home, &second);
    bool stands_out =
        first.mentions >= OTHER_LEAST && first.mentions * 4 >= memory->ahead->mentions && first.mentions >= 2 * second;
    return stands_out ? first.name : (struct slice){NULL, 0};
}

/* The country that a party acts for; absent if nothing says so. */
static struct slice home_of(const struct scene *scene, const struct party *party)
{
    if (party->type == ENTITY_COUNTRY)
        return party->name;
    if (party->type == ENTITY_ORG && party->entity >= 0)
        return scene_entities(scene)[party->entity].country;
    for (size_t i = scene->memory->count; party->type == ENTITY_PERSON && i-- > 0;)
        if (slice_equal(scene->memory->holders[i].name, party->name) && scene->memory->holders[i].country.at)
            return scene->memory->holders[i].country;
    bool listed = party->type == ENTITY_PERSON && party->entity >= 0;
    return listed ? scene_entities(scene)[party->entity].country : (struct slice){NULL, 0};
}

/* Speaks for the state: a president or minister, a ministry or court. */
static bool is_official(const struct scene *scene, const struct party *party)
{
    static const char *const titles[] = {"president",  "minister", "premier", "chancellor", "king",      "queen",
                                         "prosecutor", "judge",    "justice", "emir",       "spokesman", "pm"};
    const struct memory_of_document *memory = scene->memory;
    if (party->type != ENTITY_PERSON)
        return relevance_of_words(scene, party->name, ROLE_ORGAN | ROLE_STATE | ROLE_NATIONAL);
    for (size_t i = 0; i < memory->count; i++) {
        if (memory->holders[i].past || !slice_equal(memory->holders[i].name, party->name))
            continue;
        struct slice title = scene->events->frames.lexemes[memory->holders[i].title].text;
        for (size_t t = 0; t < sizeof titles / sizeof titles[0]; t++)
            if (slice_is(title, titles[t]))
                return true;
    }
    return false;
}

static bool one_of(struct slice code, const char *const codes[])
{
    while (*codes && !slice_is(code, *codes))
        codes++;
    return *codes != NULL;
}

/* How often the whole document names a country. */
static size_t mentions_of(const struct memory_of_document *memory, struct slice country)
{
    for (size_t i = 0; i < memory->ahead->nation_count; i++)
        if (slice_equal(memory->ahead->nations[i].name, country))
            return memory->ahead->nations[i].mentions;
    return 0;
}

/* The only country beside `home` that the sentence names, if the document does so again; else the one that the
 * document is about beside it, unless the sentence names others. Who is attacked in "condemned the attack on Peru" is
 * not accused. */
static struct slice country_beside(const struct scene *scene, const struct draft *draft, struct slice home)
{
    struct slice named = {NULL, 0}, beside = about_beside(scene->memory, home);
    bool several = false;
    for (size_t e = 0; e < scene->sentence->entity_count; e++) {
        const struct entity *entity = &scene_entities(scene)[e];
        struct slice country = country_of(entity);
        bool nation = entity->type == ENTITY_COUNTRY || entity->type == ENTITY_NATIONALITY;
        if (!nation || !country.at || slice_equal(country, home) || named_only_region(scene, entity, ROLE_STATE))
            continue;
        if (beside.at && slice_equal(country, beside) && !slice_is(draft->event.code, "ACCUSE"))
            return beside;
        several = several || (named.at && !slice_equal(named, country));
        named = country;
    }
    if (!named.at)
        return beside;
    bool accused = slice_is(draft->event.code, "ACCUSE");
    return several || accused || mentions_of(scene->memory, named) < MAIN_LEAST ? (struct slice){NULL, 0} : named;
}

/* The sentence names a person or body beside the doer and who is quoted. */
static bool names_another(const struct scene *scene, const struct draft *draft)
{
    for (size_t e = 0; e < scene->sentence->entity_count; e++) {
        const struct entity *entity = &scene_entities(scene)[e];
        bool someone = entity->type == ENTITY_PERSON || entity->type == ENTITY_ORG;
        if (someone && !slice_equal(entity->name, draft->doer.name) && !slice_equal(entity->name, draft->event.source))
            return true;
    }
    return false;
}

/* "accused the West": somebody whose name is not known. */
static bool has_unknown_name(const struct scene *scene, int object)
{
    if (!scene_is(scene, object, UNIT_NOUN))
        return false;
    const struct unit *unit = &scene->units[object];
    return scene->sentence->tokens[unit->head].shape == SHAPE_CAPITAL &&
           named_covering(scene, unit, unit->head) == NOBODY;
}

/* "was accused", "asked them", "told the department": there is somebody, who has no name. */
static bool has_nameless_target(const struct scene *scene, const struct draft *draft)
{
    static const char *const all[] = {"public", "everybody", "everyone", "anyone", "anybody", NULL};
    static const char *const blames[] = {"blame", "accuse", NULL};
    int verb = draft->trigger, object = verb + 1;
    if (!scene_is(scene, verb, UNIT_VERB))
        return false;
    unsigned roles = scene_is(scene, object, UNIT_NOUN) ? scene_lexeme(scene, object)->roles : 0;
    bool asked = slice_is(draft->event.code, "REQUEST") && (roles & ROLE_AGENT) && !(roles & ROLE_OPPOSITE);
    bool anybody = scene_is(scene, object, UNIT_NOUN) && named_one_of(scene, object, all); /* "asked the public" */
    bool blamed = scene_is(scene, object, UNIT_NOUN) && named_one_of(scene, verb, blames); /* "blamed the drought" */
    return (scene->units[verb].flags & UNIT_PASSIVE) || asked || blamed || anybody || has_unknown_name(scene, object) ||
           (scene_is(scene, object, UNIT_NOUN) && (scene->units[object].flags & UNIT_PRONOUN));
}

/* "Norway and Chad rejected the plan": neither does so to the other. */
static bool acts_too(const struct drafts *drafts, const struct draft *draft, struct slice name)
{
    size_t at = (size_t)(draft - drafts->at);
    for (size_t i = at > ACTORS_NEAR ? at - ACTORS_NEAR : 0; i < drafts->count && i < at + ACTORS_NEAR; i++)
        if (drafts->at[i].trigger == draft->trigger && slice_equal(drafts->at[i].doer.name, name))
            return true;
    return false;
}

static struct slice meant(const struct scene *scene, const struct draft *draft)
{
    static const char *const abroad[] = {"REQUEST", "ACCUSE",   "THREATEN", "REJECT", "AGREE",
                                         "SUPPORT", "SANCTION", "AID",      NULL};
    static const char *const at_home[] = {"PROTEST", "OTHER", NULL};
    static const char *const against[] = {"REQUEST", "THREATEN", NULL}; /* who is blamed may be anybody */
    const struct party *doer = &draft->doer;
    bool person = doer->type == ENTITY_PERSON, in_office = draft->frame->flags & FRAME_HOME;
    struct slice nobody = {NULL, 0}, code = draft->event.code, home = home_of(scene, doer);
    bool spoken = draft->frame->actors[0] == SLOT_SPEAKER; /* "she said that all visitors must" */
    if ((draft->frame->targets[0] == SLOT_NONE && !in_office) || spoken || has_nameless_target(scene, draft))
        return nobody;
    if (person && home.at && home.size > 0 && (in_office || slice_is(code, "OTHER")))
        return home;
    struct slice main = about(scene->memory);
    bool state = doer->type == ENTITY_COUNTRY || is_official(scene, doer);
    bool of_main = !home.at || (main.at && slice_equal(home, main));
    const struct memory_of_document *memory = scene->memory; /* "Farmers demanded rice. Peru rejected the demand." */
    if (slice_is(code, "REJECT") && memory->many_did.common && memory->did_age <= 1)
        return nobody;
    bool vow = person && of_main && slice_is(code, "AGREE") && /* to one's own people; a contract is not */
               !slice_starts(draft->event.action, SLICE("sign"));
    if (home.at && one_of(code, abroad) && (state || !of_main) && !vow)
        return country_beside(scene, draft, home);
    if (!main.at || !of_main || doer->type == ENTITY_COUNTRY || (state && !person))
        return nobody;
    bool suits = in_office || vow || (one_of(code, at_home) && !(state && slice_is(code, "PROTEST"))) ||
                 (!state && one_of(code, against) && !names_another(scene, draft));
    return suits ? main : nobody;
}

void target_mean(const struct scene *scene, const struct drafts *drafts, struct draft *draft)
{
    struct slice target = meant(scene, draft);
    if (!target.at || (!slice_is(draft->event.code, "AGREE") && acts_too(drafts, draft, target)))
        return;
    draft->event.target = target;
    draft->event.target_by = "document";
}
