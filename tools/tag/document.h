/* document: what the stages of tag pass along, from words to events.
 *
 * Always holds: all slices lie in the records' lines, in the document's arena, or in embedded or mapped data, and
 * live until the document is done. Offsets are bytes of the sentence's text; record output turns them into code
 * points. Entities stand in order of start and do not overlap.
 */
#ifndef BROADSHEET_TAG_DOCUMENT_H
#define BROADSHEET_TAG_DOCUMENT_H

#include <stdint.h>

#include "memory.h"
#include "slice.h"

enum entity_type {
    ENTITY_NONE,
    ENTITY_PERSON,
    ENTITY_ORG,
    ENTITY_COUNTRY,
    ENTITY_PLACE,
    ENTITY_FACILITY,
    ENTITY_NATIONALITY,
    ENTITY_TITLE,
    ENTITY_EVENT,
    ENTITY_DATE,
    ENTITY_TIME,
    ENTITY_MONEY,
    ENTITY_PERCENT,
    ENTITY_NUMBER,
    ENTITY_TYPES
};

enum { LEANING_PERSON, LEANING_ORG, LEANING_PLACE, LEANINGS };

struct token {
    uint32_t start, end; /* bytes */
    uint32_t hash;       /* model_hash of the lower-cased form, quotes and dashes in their ASCII form */
    uint32_t folded;     /* the same without accents, full stops and apostrophes; what names are compared by */
    uint16_t classes;    /* enum text_class of its characters, or-ed */
    uint8_t shape;       /* tools/tag/words.h */
    uint8_t pos;         /* part of speech, tools/tag/speech.h; 0 until tagged */
    bool space_before;
    int8_t leaning[LEANINGS]; /* by how much the model would rather have the word in such a name than in none, halved;
                               * 0 if it was not asked */
};

struct entity {
    uint32_t start, end;              /* bytes */
    uint32_t first_token, last_token; /* last exclusive */
    enum entity_type type : 8;
    bool listed;  /* a list of names knows it: name is not merely its own spelling */
    bool each;    /* listed as a body that every state has one of */
    bool capital; /* seat of the government of `country` */
    bool metonym; /* said for `country` */
    float confidence;
    struct slice name;    /* canonical name; never absent once resolved */
    struct slice id;      /* absent if unknown */
    struct slice value;   /* DATE, TIME, NUMBER, MONEY, PERCENT; absent if it cannot be known */
    struct slice country; /* canonical country of a nationality, capital, body or country; for events */
    const char *rule;     /* which rule, list or model named it; static */
};

struct event {
    struct slice action, code; /* code: PLOVER class */
    struct slice actor, actor_id, target, target_id, place, date, source;
    struct slice same_as;  /* id of its first telling; absent if this is it */
    const char *target_by; /* "document" if it and not the sentence says whom the act is aimed at; else NULL; static */
    const char *modality;  /* static */
    const char *frame;     /* for --explain */
    uint32_t start, end;   /* bytes of the trigger */
    float confidence;
    int32_t actor_entity, target_entity; /* index in the sentence's entities, -1 if none */
};

struct sentence {
    struct slice text;
    struct slice id, kind; /* as in the record, absent if not there */
    struct token *tokens;
    size_t token_count;
    uint16_t marks;   /* classes of tokens, those of all marks among them, or-ed */
    uint32_t *likely; /* indices of the tokens that word_is_likely of, in order */
    size_t likely_count;
    struct entity *entities;
    size_t entity_count, entity_capacity;
    struct event *events;
    size_t event_count, event_capacity;
};

struct document {
    struct arena *arena;
    struct sentence *sentences;
    size_t sentence_count;
    struct slice date; /* the article's date, ISO 8601, absent if unknown; XXXX for an unknown year */
    int weekday;       /* of a date without a year: 1 for Monday to 7; 0 if unknown */
    struct slice lang;
    bool english;  /* what the patterns and the model know */
    bool personal; /* a letter, a review, a forum: no edited text */
    bool spaced;   /* hyphens stand between spaces, see spaced.h */
};

/* The bytes that an entity stands in. */
static inline struct slice entity_text(const struct sentence *sentence, const struct entity *entity)
{
    return slice_part(sentence->text, entity->start, entity->end);
}

/* Room for one entity more behind the others, to be filled by the caller; it lies in `arena`, which is the document's.
 */
struct entity *sentence_add_entity(struct sentence *sentence, struct arena *arena);
/* Puts the entities in order of start again. */
void sentence_order_entities(struct sentence *sentence);

#endif
