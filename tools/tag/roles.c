#include "roles.h"

#include "words.h"

/* Built places that nobody runs as a body: nothing that they "announce" makes them one. */
static bool is_way(const struct sentence *sentence, const struct entity *entity)
{
    static const char *const ways[] = {"Road", "Street", "Avenue",  "Boulevard", "Highway", "Square", "Bridge",
                                       "road", "street", "highway", "bridge",    "Tunnel",  "Camp",   "camp"};
    return WORD_IS_ANY(sentence, entity->last_token - 1, ways);
}

/* "X Hospital said", "X Hospital's director", "X Hospital management": only a body does so or has one. */
static bool acts(const struct sentence *sentence, const struct entity *entity)
{
    static const char *const verbs[] = {"said",     "says",     "announced", "announces",  "confirmed",  "denied",
                                        "stated",   "reported", "declined",  "apologised", "apologized", "launched",
                                        "issued",   "vowed",    "pledged",   "hired",      "employs",    "urged",
                                        "welcomed", "signed",   "told",      "accused",    "warned",     "appealed"};
    static const char *const helpers[] = {"has", "have", "also", "had", "later", "itself"};
    static const char *const staff[] = {"director",       "management",     "officials",   "authorities",
                                        "spokesperson",   "spokesman",      "spokeswoman", "chairman",
                                        "superintendent", "administrators", "chairperson", "manager",
                                        "administration", "board",          "commander",   "staff"};
    size_t next = entity->last_token;
    next += WORD_IS_ANY(sentence, next, helpers);
    return WORD_IS_ANY(sentence, next, verbs) || WORD_IS_ANY(sentence, entity->last_token, staff);
}

/* "director of (the) X Hospital", "doctors at X Hospital" */
static bool is_led(const struct sentence *sentence, const struct entity *entity)
{
    static const char *const of[] = {"of", "at", "for"};
    static const char *const staff[] = {"director", "chairman", "spokesman",   "spokeswoman", "spokesperson",
                                        "doctors",  "doctor",   "physician",   "management",  "superintendent",
                                        "surgeon",  "curator",  "authorities", "officials",   "administrator",
                                        "manager",  "nurse",    "nurses"};
    size_t at = entity->first_token;
    if (at > 1 && sentence->tokens[at - 1].hash == WORD_HASH("the"))
        at--;
    return at > 1 && WORD_IS_ANY(sentence, at - 1, of) && WORD_IS_ANY(sentence, at - 2, staff);
}

/* Bodies that are called by the building they sit in. */
static bool is_seat(const struct sentence *sentence, const struct entity *entity)
{
    static const char *const seats[] = {"White House",  "Kremlin",        "Elysee Palace",     "Élysée Palace",
                                        "Elysee",       "Élysée",         "Blue House",        "Pentagon",
                                        "the Pentagon", "Downing Street", "10 Downing Street", "Casa Rosada",
                                        "Malacañang",   "Malacanang",     "State House",       "Buckingham Palace",
                                        "the Kremlin",  "Cheong Wa Dae"};
    struct slice text = entity_text(sentence, entity);
    for (size_t i = 0; i < sizeof seats / sizeof seats[0]; i++)
        if (slice_is(text, seats[i]))
            return true;
    return false;
}

static bool is_where(const struct sentence *sentence, const struct entity *entity)
{
    static const char *const where[] = {"at", "outside", "inside", "near", "in", "At", "Outside", "Inside"};
    size_t at = entity->first_token;
    if (at > 0 && sentence->tokens[at - 1].hash == WORD_HASH("the"))
        at--;
    return at > 0 && WORD_IS_ANY(sentence, at - 1, where);
}

static void become(struct entity *entity, enum entity_type type)
{
    entity->type = type;
    entity->rule = "role";
}

void roles_settle(struct sentence *sentence)
{
    for (size_t i = 0; i < sentence->entity_count; i++) {
        struct entity *entity = &sentence->entities[i];
        bool body = entity->type == ENTITY_FACILITY && !entity->listed && !is_way(sentence, entity) &&
                    (acts(sentence, entity) || is_led(sentence, entity));
        if (body)
            become(entity, ENTITY_ORG);
        else if (entity->type == ENTITY_ORG && is_seat(sentence, entity) && is_where(sentence, entity)) {
            const struct slice none = {NULL, 0};
            become(entity, ENTITY_FACILITY);
            entity->name = entity->id = none;
            entity->listed = false;
        }
    }
}
