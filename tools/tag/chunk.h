/* chunk: a sentence's words as noun groups, verb groups and what stands between them.
 *
 * Always holds: units stand in order and do not overlap; what no unit covers (brackets with their content, quotation
 * marks, stray punctuation) says nothing about who did what. An entity lies inside one unit. Linear in the tokens.
 */
#ifndef BROADSHEET_TAG_CHUNK_H
#define BROADSHEET_TAG_CHUNK_H

#include "document.h"
#include "frames.h"

enum unit_kind {
    UNIT_NOUN,        /* noun group: "the Iranian foreign minister's visit" */
    UNIT_VERB,        /* verb group up to its main verb: "has not been able", "to visit" */
    UNIT_PREPOSITION, /* also particles */
    UNIT_AND,         /* and, or, nor, & */
    UNIT_COMMA,
    UNIT_BREAK,  /* but, ; : and dashes between clauses */
    UNIT_WHO,    /* who, which, that after a noun */
    UNIT_CLAUSE, /* because, that after a verb, when, if, after with a verb */
    UNIT_DATE,
    UNIT_ADVERB,
    UNIT_ADJECTIVE,
};

enum modal { MODAL_NONE, MODAL_WILL, MODAL_WOULD, MODAL_MAY, MODAL_CAN, MODAL_MUST, MODAL_SHOULD };

enum unit_flag {
    UNIT_PASSIVE = 1 << 0,
    UNIT_NEGATIVE = 1 << 1,
    UNIT_INFINITIVE = 1 << 2,
    UNIT_GERUND = 1 << 3,     /* a bare -ing form */
    UNIT_PARTICIPLE = 1 << 4, /* a bare past participle or a past form that may be one */
    UNIT_FINITE = 1 << 5,
    UNIT_PRONOUN = 1 << 6,
    UNIT_BE = 1 << 7, /* its main verb is a form of be */
    UNIT_PARTICLE = 1 << 8,
    UNIT_PLURAL = 1 << 9,  /* noun group with a plural head */
    UNIT_QUOTED = 1 << 10, /* between quotation marks */
    UNIT_PROGRESSIVE = 1 << 11,
};

struct unit {
    uint8_t kind, modal;
    uint16_t flags;
    uint16_t lexeme;      /* of the main verb, the head noun, the preposition; 0 if the frames have no such word */
    uint32_t first, last; /* tokens, last exclusive */
    uint32_t head;        /* token of the main verb or head noun */
    uint32_t owner_end;   /* noun group: tokens before it are the possessor with its 's; `first` if none */
    uint32_t entities_first, entities_last;
};

/* Splits a sentence, whose tokens carry their parts of speech, into units in the arena; returns how many. */
size_t chunk_units(const struct frames *frames, const struct sentence *sentence, struct arena *arena,
                   struct unit **units);

#endif
