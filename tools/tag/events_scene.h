/* events_scene: what is known of one sentence while its events are sought: units, who stands where. Private to
 * tag's events. */
#ifndef BROADSHEET_TAG_EVENTS_SCENE_H
#define BROADSHEET_TAG_EVENTS_SCENE_H

#include "chunk.h"
#include "events.h"

#define NOBODY (-1)
#define PARTIES_MOST 12
#define PHRASES_MOST 12

/* Somebody that acts or is acted upon. */
struct party {
    struct slice name, id;
    int32_t entity; /* of this sentence, or -1 */
    int32_t unit;
    enum entity_type type;
    float confidence;
    bool common; /* a noun group as written: "protesters" */
};

struct parties {
    struct party at[PARTIES_MOST];
    size_t count;
};

/* A person with the title that a document gives, for "the Vietnamese leader". */
struct holder {
    struct slice name, id, country;
    struct slice body;   /* whose officer it is: "air force commander Lund"; absent if nothing says so */
    struct slice office; /* the word that says which: "prime", "finance"; absent if none does */
    uint16_t title;
    bool past; /* a former president is not "the president" */
};

/* A country and how often a document has named it so far. */
struct nation {
    struct slice name;
    size_t mentions, last; /* last: the number of the mention, over all */
    size_t before;         /* the last mention before this sentence; 0 if there is none */
};

/* Who did what a trigger word says, for "condemned the executions", and to whom, for "she was released". */
struct deed {
    struct slice word, code;
    struct party doer;
    struct slice whom; /* absent if nobody is named */
    bool person;       /* whom is one */
};

/* A spelling of a country that a document uses: "US". */
struct spelling {
    struct slice text, name;
};

/* Whose a word for a government was when it was used last: "the Malian junta". */
struct regime {
    uint16_t lexeme;
    struct slice country;
};

#define REGIMES_MOST 32
#define NATIONS_MOST 64
#define DEEDS_MOST 128
#define BODIES_MOST 64
#define SPELLINGS_MOST 64

struct memory_of_document {
    struct holder *holders;
    size_t count, capacity;
    size_t nation_count, mentions;
    size_t regime_count;
    size_t deed_count, deeds_before;     /* all so far, and those told before this sentence */
    struct party last_person, last_body; /* name absent if there is none yet */
    bool person_here;                    /* last_person acts in this sentence */
    struct party main_person;            /* the first who does */
    bool body_here;                      /* last_body acts in this sentence */
    bool told_here, thing, thing_before; /* a subject has been told of; the first one is a thing; so before */
    struct party main_body;              /* the first which does */
    struct party last_pair[2];           /* the last subject of two, for "their summit" */
    size_t pair_age;                     /* sentences since; 1 in the same one */
    struct party many_did, many_bore;    /* the last several who did something, or to whom something was done */
    size_t did_age, bore_age;            /* sentences since */
    bool many_here;                      /* several act in this sentence */
    struct party many_main;              /* the first who do */
    size_t body_count, bodies_before;    /* all so far, and those named before this sentence */
    size_t spelling_count;
    bool political;                         /* what the document names has to do with politics */
    bool sport;                             /* it reports on sports */
    const struct memory_of_document *ahead; /* what the whole document names, also behind this sentence */
    /* The first of each that count, in what follows; the rest is never read. */
    struct nation nations[NATIONS_MOST];
    struct regime regimes[REGIMES_MOST];
    struct deed deeds[DEEDS_MOST];    /* the last ones, in a ring */
    struct party bodies[BODIES_MOST]; /* the last ones named, in a ring */
    struct spelling spellings[SPELLINGS_MOST];
};

/* What stands to the right of a verb or noun. */
struct arguments {
    int of;             /* the verb or noun */
    int object, second; /* units, or NOBODY */
    int complement;     /* the verb of an infinitive or gerund that depends on it */
    int clause;         /* the unit that begins a clause: "that" */
    size_t count;
    struct {
        uint16_t preposition;
        int noun; /* NOBODY: a particle */
    } phrases[PHRASES_MOST];
    int end; /* the first unit that is no longer part of it */
};

struct scene {
    const struct events *events;
    struct document *document;
    struct sentence *sentence;
    struct unit *units;
    int count;
    int *subjects;  /* of each verb group; NOBODY */
    int *matrices;  /* the verb group that an infinitive, gerund or clause depends on; NOBODY */
    int *shares;    /* the verb group before "and" whose modal or infinitive a bare verb shares; NOBODY */
    int *list_ends; /* of each unit: what structure_list_end found, 0 until then; NULL while units still change */
    bool *swallowed;
    struct memory_of_document *memory;
    const struct events_explain *explain;
};

static inline const struct lexeme *scene_lexeme(const struct scene *scene, int unit)
{
    return &scene->events->frames.lexemes[scene->units[unit].lexeme];
}

static inline unsigned scene_roles(const struct scene *scene, uint16_t lexeme)
{
    return scene->events->frames.lexemes[lexeme].roles;
}

static inline const struct entity *scene_entities(const struct scene *scene)
{
    return scene->sentence->entities;
}

static inline bool scene_is(const struct scene *scene, int unit, enum unit_kind kind)
{
    return unit >= 0 && unit < scene->count && scene->units[unit].kind == kind;
}

/* Equal but for the case of ASCII letters. */
static inline bool same_letters(struct slice a, struct slice b)
{
    size_t i = 0;
    while (a.size == b.size && i < a.size && (a.at[i] | 32) == (b.at[i] | 32))
        i++;
    return a.size == b.size && i == a.size;
}

/* The country that an entity names, or that a nationality or capital is of; absent if it is neither. */
static inline struct slice country_of(const struct entity *entity)
{
    if (entity->country.at && entity->country.size > 0 && entity->type != ENTITY_ORG)
        return entity->country;
    return entity->type == ENTITY_COUNTRY ? entity->name : (struct slice){NULL, 0};
}

/* events_structure.c and those beside it (events_clause.h): sets subjects and matrices of all verb groups. */
void structure_find(struct scene *scene);
/* What follows unit `at`, a verb group or a noun group. */
struct arguments structure_arguments(const struct scene *scene, int at);
/* The unit behind the list of noun groups that begins at `at` ("A, B and C"). */
int structure_list_end(const struct scene *scene, int at);
/* "the diplomats whom Norway expelled": the noun group before the clause that is the object of its verb; NOBODY if the
 * verb is not in such a clause. */
int structure_relative_object(const struct scene *scene, int verb);
/* "arrested and charged Lund": of a verb that is never without an object the one behind the next verb; NOBODY if there
 * is none. */
int structure_shared_object(const struct scene *scene, int verb);
/* "a commander", "another judge": one who has not been spoken of. */
bool structure_indefinite(const struct scene *scene, int at);
/* "allegations that Lund lied": the "that" at `at` begins what is claimed, and does not speak of who claims it. */
bool structure_says_claim(const struct scene *scene, int at);
/* "voiced concern that Peru would leave": what stands behind `at` is only feared. */
bool structure_says_worry(const struct scene *scene, int at);
/* True if a noun group is followed, after its phrases, by a finite verb: it begins a clause of its own. */
bool structure_begins_clause(const struct scene *scene, int at);

/* events_list.c and those beside it (events_who.h): who noun groups mean. */
enum party_role { PARTY_ACTOR, PARTY_TARGET };
/* Adds those meant by the list of noun groups that begins at `at` and ends before `stop`. */
void party_list(const struct scene *scene, int at, int stop, enum party_role role, struct parties *parties);
/* The noun group's words without article and possessor, as a name; in the document's arena or text. */
struct slice party_as_written(const struct scene *scene, int at);
/* Adds the possessor of a noun group, or the nations named before its head. */
void party_possessor(const struct scene *scene, int at, struct parties *parties);
void party_modifiers(const struct scene *scene, int at, struct parties *parties);
/* Adds the country that the document is mostly about, if it has named it often enough. */
void party_nation(const struct scene *scene, int at, struct parties *parties);
/* Remembers whose the governments, armies and juntas are that a sentence names with their countries. */
void party_regimes(struct scene *scene);

/* events_pronoun.c */
/* "He was received by Lund": the noun group is "he" or "she", outside of quotations, and somebody is known whom it
 * may mean. */
bool pronoun_goes_on(const struct scene *scene, int at);

/* The pronoun is "they", said of several who acted before, and not in another's words. */
bool pronoun_of_several(const struct scene *scene, int at);

/* events_memory.c: what the document has told so far. */
#define BY_MEMORY 0.9f /* a party that a title or "the ministry" recalls: how sure that is */
/* Remembers the persons of a sentence with their titles, its countries and its bodies. */
void memory_sentence(const struct events *events, const struct sentence *sentence, struct memory_of_document *memory);
/* Remembers whose the government or army is that a word means from now on. */
void memory_regime(struct memory_of_document *memory, uint16_t lexeme, struct slice country);
/* "prime" of a prime minister, "finance" of a minister of finance, for the title at token `at` of [first, last); absent
 * where no word says which. */
struct slice memory_office(const struct sentence *sentence, uint32_t first, uint32_t at, uint32_t last);
/* A remembered person with this title, office and country; the latest. */
const struct holder *memory_holder(const struct scene *scene, uint16_t title, struct slice office,
                                   struct slice country);
/* "the visiting minister": a remembered person with this title of another country than the one named most. */
const struct holder *memory_guest(const struct scene *scene, uint16_t title, struct slice office);
/* The country that a document names most; absent if it names none. */
struct slice memory_main_nation(const struct memory_of_document *memory);

/* events_relevance.c: has it to do with politics? */
/* True if a good part of the names in a document are of countries, public bodies and offices, or if it has few names.
 */
bool relevance_of_document(const struct events *events, const struct document *document);
/* The document reports on sports, where nations meet, beat and fight each other without politics. */
bool relevance_is_sport(const struct events *events, const struct document *document);
/* True for countries, public bodies, holders of public offices and groups that act in politics. */
bool relevance_of_party(const struct scene *scene, const struct party *party);
/* One of the words of a name has one of these roles, enum word_role. */
bool relevance_of_words(const struct scene *scene, struct slice name, unsigned roles);

/* events_modality.c: the modality of what a verb or noun group says. */
struct mood {
    enum modality modality;
    bool veto;        /* negated, or only a purpose */
    bool refused;     /* "will not" */
    const char *why;  /* for --explain; static */
    float confidence; /* factor */
};
struct mood modality_of_verb(const struct scene *scene, int verb);
struct mood modality_of_noun(const struct scene *scene, int noun, int support);
/* The verb by which somebody says what unit `at` says; NOBODY if none does. */
int modality_sayer(const struct scene *scene, int at);
/* "Lund was arrested, according to the police": the noun group behind it; NOBODY if the sentence has none. */
int modality_according(const struct scene *scene, int at);
/* Who says what unit `at` says; absent if nobody. */
struct slice modality_source(const struct scene *scene, int at);

#endif
