#include "shorts.h"

#include "text.h"
#include "words.h"

/* Heads under which a body goes on once its full name was given; "house", "office" and the like mean too much else. */
static const char *const heads[] = {
    "assembly",     "council",     "commission", "committee", "fund",        "foundation",   "institute",
    "university",   "association", "party",      "ministry",  "department",  "agency",       "authority",
    "bank",         "court",       "tribunal",   "board",     "bureau",      "federation",   "union",
    "organisation", "league",      "centre",     "center",    "college",     "organization", "alliance",
    "coalition",    "movement",    "society",    "trust",     "corporation", "directorate",  "secretariat"};

#define HEADS (sizeof heads / sizeof heads[0])
#define HEAD_SLOTS 128u

/* What an entity takes from the body it stands for. */
struct body {
    struct slice name, id, country; /* no name: there is none yet */
};

/* For each head its hash and the last body with it. */
struct named {
    struct {
        uint32_t hash; /* 0: free */
        struct body body;
    } at[HEAD_SLOTS];
};

static size_t slot_of(const struct named *named, uint32_t hash)
{
    size_t at = hash % HEAD_SLOTS;
    while (named->at[at].hash && named->at[at].hash != hash)
        at = (at + 1) % HEAD_SLOTS;
    return at;
}

static void start(struct named *named)
{
    *named = (struct named){0};
    for (size_t i = 0; i < HEADS; i++) {
        uint32_t hash = word_hash(heads[i]);
        named->at[slot_of(named, hash)].hash = hash;
    }
}

/* The token of a body's head: the last of its name, or the one before "of Kenya". */
static uint32_t head_of(const struct sentence *sentence, const struct entity *body)
{
    uint32_t head = body->first_token;
    while (head + 1 < body->last_token && sentence->tokens[head + 1].shape != SHAPE_LOWER)
        head++;
    return head;
}

static void note(struct named *named, const struct sentence *sentence, const struct entity *body)
{
    size_t slot = slot_of(named, sentence->tokens[head_of(sentence, body)].hash);
    if (named->at[slot].hash)
        named->at[slot].body = (struct body){body->name, body->id, body->country};
}

/* The body that the word at `at` is short for; NULL if none. */
static const struct body *body_of(const struct named *named, const struct sentence *sentence, size_t at)
{
    const struct token *token = &sentence->tokens[at];
    const struct body *body = &named->at[slot_of(named, token->hash)].body;
    return token->shape == SHAPE_CAPITAL && body->name.at ? body : NULL;
}

/* "the Fund" before words written small. */
static bool stands_for_body(const struct sentence *sentence, size_t at)
{
    const struct token *next = at + 1 < sentence->token_count ? &sentence->tokens[at + 1] : NULL;
    bool ends = !next || !(word_is_likely(next) || next->classes & TEXT_DASH || next->classes & TEXT_DIGIT);
    return ends && at > 0 && sentence->tokens[at - 1].hash == WORD_HASH("the");
}

static void take_body(struct entity *entity, const struct body *body)
{
    entity->name = body->name;
    entity->id = body->id;
    entity->country = body->country;
}

/* Looks at the words of a sentence in order, so that each head finds the body named last before it. */
static void name_shorts(struct named *named, struct arena *arena, struct sentence *sentence)
{
    size_t count = sentence->entity_count, at = 0;
    for (size_t k = 0; k < sentence->likely_count; k++) {
        const uint32_t i = sentence->likely[k];
        while (at < count && sentence->entities[at].last_token <= i)
            at++;
        struct entity *here = at < count && sentence->entities[at].first_token <= i ? &sentence->entities[at] : NULL;
        const bool body = here && here->type == ENTITY_ORG;
        if (body && here->last_token - here->first_token > 1) {
            if (here->first_token == i)
                note(named, sentence, here);
            continue;
        }
        const struct body *full = body_of(named, sentence, i);
        if (!full || (here && !(body && !here->listed && slice_equal(here->name, entity_text(sentence, here)))))
            continue;
        if (here) {
            take_body(here, full);
        } else if (stands_for_body(sentence, i)) {
            const struct token *token = &sentence->tokens[i];
            struct entity *added = sentence_add_entity(sentence, arena);
            *added = (struct entity){.start = token->start,
                                     .end = token->end,
                                     .first_token = i,
                                     .last_token = i + 1,
                                     .type = ENTITY_ORG,
                                     .rule = "document",
                                     .confidence = 0.7f};
            take_body(added, full);
        }
    }
    if (sentence->entity_count > count)
        sentence_order_entities(sentence);
}

void shorts_document(struct document *document)
{
    struct named named;
    start(&named);
    for (size_t i = 0; i < document->sentence_count; i++)
        name_shorts(&named, document->arena, &document->sentences[i]);
}
