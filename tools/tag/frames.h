/* frames: which words speak of an event, of which class, and where its actor and its target stand.
 *
 * A frame file (tools/tag/frames.tsv is the one compiled in) has one sense a line, fields separated by tabs; its own
 * head describes the grammar. Always holds after frames_compile: the lexicon knows every form of every word that the
 * files name (visit: visit, visits, visited, visiting); a lexeme is a word whatever its part of speech; frames of one
 * word stand together in the order of the files, later files first, so that a user's frame wins.
 */
#ifndef BROADSHEET_TAG_FRAMES_H
#define BROADSHEET_TAG_FRAMES_H

#include <stdint.h>

#include "buffer.h"
#include "memory.h"

/* Forms of a word; a spelling may be several ("cut"). */
enum word_form {
    FORM_BASE = 1 << 0,
    FORM_THIRD = 1 << 1,
    FORM_PAST = 1 << 2,
    FORM_PARTICIPLE = 1 << 3,
    FORM_GERUND = 1 << 4,
    FORM_SINGULAR = 1 << 5,
    FORM_PLURAL = 1 << 6,
    FORM_AS_WRITTEN = 1 << 7, /* prepositions, particles, adjectives */
};
#define FORM_VERB (FORM_BASE | FORM_THIRD | FORM_PAST | FORM_PARTICIPLE | FORM_GERUND)
#define FORM_NOUN (FORM_SINGULAR | FORM_PLURAL)

/* Modality of an event, apart from its class; the names in broadsheet-record(5). */
enum modality {
    MODALITY_NONE,
    MODALITY_HAPPENED,
    MODALITY_PLANNED,
    MODALITY_DESIRED,
    MODALITY_OFFERED,
    MODALITY_THREATENED,
    MODALITY_DEMANDED,
    MODALITY_DENIED,
    MODALITY_CLAIMED,
    MODALITY_HYPOTHETICAL,
    MODALITIES
};
const char *modality_name(enum modality modality);

/* Where a role may stand. SLOT_PREPOSITION + a lexeme: in a phrase with that preposition. */
enum slot {
    SLOT_NONE,
    SLOT_SUBJECT,     /* subj */
    SLOT_OBJECT,      /* obj: the object, or the one who owns it */
    SLOT_INFINITIVE,  /* inf: the target of the infinitive or clause that follows */
    SLOT_POSSESSOR,   /* poss: "Iran's attack", "its attack" */
    SLOT_MODIFIER,    /* mod: "the Iranian attack" */
    SLOT_NATION,      /* nation: of a passive, the country that the document is about */
    SLOT_SPEAKER,     /* speaker: who says the clause; there must be one */
    SLOT_PREPOSITION, /* any other word */
};

enum guard_kind {
    GUARD_OBJECT,      /* obj=word|word: the head of the object */
    GUARD_PREPOSITION, /* in=word|word: the head of a phrase with that preposition; in=* any */
    GUARD_PARTICLE,    /* prt=up: such a word without a noun */
    GUARD_ACTOR,       /* who=obj or who=PREPOSITION: a person, country, body or people stands there */
    GUARD_INFINITIVE,  /* inf: an infinitive, gerund or clause follows */
    GUARD_THAT,        /* that: a clause with "that" follows */
    GUARD_DO,          /* do=word|word: the verb of the infinitive or gerund that follows */
    GUARD_COMPLEMENT,  /* infinitive: the same without a clause */
    GUARD_NO_OBJECT,   /* noobj */
    GUARD_MODIFIER,    /* mod=word|word: a word of the noun phrase before its head */
    GUARD_NEGATED,     /* not */
};

struct guard {
    enum guard_kind kind;
    bool negative; /* written with ! before it */
    uint16_t preposition;
    uint32_t first, count; /* lexemes, in frames->words */
};

enum frame_flag {
    FRAME_NOUN = 1 << 0,
    FRAME_RECIPROCAL = 1 << 1, /* recip: a plural actor without a target is actor and target ("Xi and Kim met") */
    FRAME_SWALLOW = 1 << 2,   /* swallow: what depends on it (infinitive, clause, object noun) is no event of its own */
    FRAME_PLACE = 1 << 3,     /* place: the target, where it is a place, is where the event happens */
    FRAME_COOPERATE = 1 << 5, /* set from the class: its refusal is REJECT */
    FRAME_LIGHT = 1 << 6,     /* takes class, action and slots from the noun that is its object */
    FRAME_HOME = 1 << 8,      /* home: without another target, the country of the actor's office */
    FRAME_TOGETHER = 1 << 7,  /* together: all targets, not only those of the first slot filled */
};

#define FRAME_SLOTS 10

struct frame {
    uint16_t lexeme;
    uint16_t flags; /* enum frame_flag */
    struct slice action, code, cameo;
    uint16_t actors[FRAME_SLOTS], targets[FRAME_SLOTS]; /* enum slot, SLOT_NONE ends */
    uint32_t guard_first, guard_count;                  /* in frames->guards */
    float confidence;
    uint8_t modality; /* of an event that it names; MODALITY_NONE: from the verb group */
    uint32_t line;
    uint16_t file; /* 1 for the first file read */
};

/* What a word does to the event in the infinitive, clause or noun that depends on it. */
enum word_role {
    ROLE_AGENT = 1 << 0,   /* "official": stands for the country or body named with it */
    ROLE_CONTROL = 1 << 1, /* sets the modality of what depends on it */
    ROLE_OBJECT = 1 << 2,  /* its object, not its subject, is who acts in the infinitive ("urge X to") */
    ROLE_SAY = 1 << 3,     /* its subject is the source of the clause that follows */
    ROLE_BE = 1 << 4,
    ROLE_HAVE = 1 << 5,
    ROLE_DO = 1 << 6,
    ROLE_GROUP = 1 << 7,     /* an agent that may stand alone ("police", "protesters") */
    ROLE_CONDITION = 1 << 8, /* "if", "unless" */
    ROLE_CLAUSE = 1 << 9,    /* begins a clause when a verb with its subject follows: "after", "because" */
    ROLE_NEGATIVE = 1 << 10, /* "not", "never", "no" */
    ROLE_STATE = 1 << 11,    /* "government": the country itself */
    ROLE_NATIONAL = 1 << 14, /* "army": alone, that of the country a document is about */
    ROLE_BODY = 1 << 15,     /* "the group": the body named before */
    ROLE_THING = 1 << 17,    /* "warplane": acts for its country, but is nobody */
    ROLE_APART = 1 << 18,    /* "rebel": acts for himself, not for the country named with him */
    ROLE_PAIR = 1 << 16,     /* "the two countries": those named last */
    ROLE_POLITICS = 1 << 19, /* "ministry": whoever is called so has to do with politics */
    ROLE_VAGUE = 1 << 20,    /* "service": alone, not one to whom something is done */
    ROLE_REGION = 1 << 21,   /* "african": "the African country" is one of its countries, not Africa */
    ROLE_OPPOSITE = 1 << 22, /* "counterpart": whoever holds an office of the country named with it */
    ROLE_PRIVATE = 1 << 23,  /* "tourist": what he does, his country does not do */
    ROLE_ORGAN = 1 << 24,    /* "court": alone, one of the country a document is about */
    ROLE_TITLE = 1 << 13,    /* "minister": a person who may have been named before */
    ROLE_SPORT = 1 << 25,    /* "goalkeeper": of such words a report on sports has many */
    ROLE_QUANTITY = 1 << 12, /* "dozens of", "members of": the noun behind "of" is meant */
};

struct lexeme {
    struct slice text;
    uint32_t hash;                                           /* of its text */
    uint32_t verb_first, verb_count, noun_first, noun_count; /* frames */
    uint32_t roles;                                          /* enum word_role */
    uint16_t forms;                                          /* enum word_form: those that have readings */
    uint8_t modality;                                        /* for ROLE_CONTROL */
};

/* One reading of a spelling. */
struct reading {
    uint32_t hash;
    struct slice form;
    uint16_t lexeme;
    uint16_t forms; /* enum word_form */
};

#define FRAMES_FILTER_BITS 17

struct frames {
    struct frame *frames;
    struct guard *guards;
    uint16_t *words;
    struct lexeme *lexemes;   /* 0 is no word */
    struct reading *readings; /* sorted by hash */
    uint32_t *index;          /* by the upper bits of the hash, into readings */
    size_t files, bucket_count;
    uint16_t *buckets; /* lexemes by hash */
    size_t frame_count, frame_capacity, guard_count, guard_capacity, word_count, word_capacity;
    size_t lexeme_count, lexeme_capacity, reading_count, reading_capacity;
    unsigned index_bits;
    uint64_t filter[(1 << FRAMES_FILTER_BITS) / 64]; /* a bit, by the upper bits of the hash, for each reading */
    struct arena arena;
};

struct frame_error {
    uint32_t line;
    const char *what; /* static */
};

/* Reads one frame file; its bytes must outlive the frames. May be called several times before frames_compile.
 * False with *error set at the first bad line. `frames` begins zeroed. */
bool frames_read(struct frames *frames, struct slice file, struct frame_error *error);
/* Makes the lexicon. Afterwards nothing changes any more. */
void frames_compile(struct frames *frames);
void frames_free(struct frames *frames);

/* Whether there can be readings of a word with this hash. */
static inline bool frames_may_have(const struct frames *frames, uint32_t hash)
{
    const uint32_t bit = hash >> (32 - FRAMES_FILTER_BITS);
    return frames->filter[bit / 64] >> bit % 64 & 1;
}

/* The readings of a word, those of one spelling side by side; *count is 0 if there are none. `word` is the token's
 * text, `hash` model_hash of it in lower case. */
const struct reading *frames_readings(const struct frames *frames, struct slice word, uint32_t hash, size_t *count);
/* The lexeme of a reading that has one of `forms`, or 0. */
uint16_t frames_lexeme(const struct frames *frames, struct slice word, uint32_t hash, unsigned forms);
/* The lexeme written `word` in the files, or 0; for names known to the code. Not for hot paths. */
uint16_t frames_word(const struct frames *frames, struct slice word);

#endif
