/* gazetteer: names that are known, and what they may stand for.
 *
 * Lists are readable: a name a line, fields separated by tabs (name, type, id, other spellings, attributes; see
 * tag(1), LISTS OF NAMES). They are compiled into one block of bytes that is used where it stands, in the program or
 * mapped from a file: a table of every beginning of every name, keyed by the folded words, so that one pass finds
 * the longest name at a place with all its readings.
 * Always holds: a compiled block carries a version and a checksum and is refused if either is wrong; nothing is
 * allocated to open one. Accents, full stops, apostrophes and hyphens do not matter to a match, capitals do: a name
 * listed in lower case matches any, one in capitals only capitals, any other needs a capital first.
 */
#ifndef BROADSHEET_TAG_GAZETTEER_H
#define BROADSHEET_TAG_GAZETTEER_H

#include "buffer.h"
#include "document.h"

/* Types of a reading: enum entity_type, and from here on classes of words that patterns and features ask for. */
enum word_list {
    LIST_GIVEN = ENTITY_TYPES, /* first names */
    LIST_SURNAME,
    LIST_TITLE_HEAD,     /* president, minister */
    LIST_TITLE_MODIFIER, /* prime, deputy, foreign */
    LIST_TITLE_FIELD,    /* affairs, defence: behind "minister of" */
    LIST_HONORIFIC,      /* Mr, Sheikh */
    LIST_BODY,           /* ministry, party: heads of organisations */
    LIST_FACILITY,       /* airport, palace */
    LIST_OCCASION,       /* summit, congress, war */
    LIST_LANDFORM,       /* river, province */
    LIST_COMPANY,        /* Inc, Ltd */
    LIST_COMMON,         /* words that are no names though a name is spelt so */
    LIST_PLAIN,          /* lower-case words that may stand inside a body's name: of, for, and */
    LIST_ANONYM,         /* official, expert: people who are no title */
    LIST_TYPES
};

/* Reading flags. */
enum {
    READING_WEAK = 1 << 0,    /* only a hint: other things are called so, too */
    READING_CAPITAL = 1 << 1, /* seat of the government of `country` */
    READING_EACH = 1 << 2,    /* every state has one: "Supreme Court" */
    READING_UPPER = 1 << 3,   /* listed in capitals */
    READING_LOWER = 1 << 4,   /* listed in lower case */
    READING_SHORT = 1 << 5,   /* a surname or other short form of the name */
    READING_INNER = 1 << 6,   /* listed with a small letter first and a capital later: al-Qaeda */
};

struct gazetteer_reading {
    uint32_t name, id, country; /* offsets of strings, 0 for none */
    uint16_t from, to;          /* months since year 0; 0 for open */
    uint8_t type;               /* enum entity_type or enum word_list */
    uint8_t flags;
    uint16_t weight; /* how well known, by the list's own measure; 0 if it says nothing */
};

struct gazetteer {
    const struct gazetteer_header *header;
    const struct gazetteer_slot *slots;
    const struct gazetteer_reading *readings;
    const char *strings;
    const uint64_t *starts;  /* a bit for each possible first word */
    const uint64_t *follows; /* a bit for each beginning of more words than one */
    const uint64_t *names;   /* a bit for each possible first word of a name, and behind them one if it may be small */
};

/* Kinds of readings: 1 << type - LIST_GIVEN for those of a word list, and one for all that name something. */
#define KIND_NAME (1u << 14)
#define KIND_OF(list) (1u << ((list)-LIST_GIVEN))

struct gazetteer_match {
    const struct gazetteer_reading *readings;
    uint32_t tokens; /* how many it covers; 0 if nothing matched */
    uint32_t count;
    uint16_t kinds, all; /* of the readings that fit, and of all */
};

/* Opens a compiled block; false with *what set if it is none. The bytes must stay. */
bool gazetteer_open(struct gazetteer *gazetteer, struct slice block, const char **what);
/* The same for a block that the program carries or has just made: its checksum is not looked at, so that only what is
 * used of it is read. */
bool gazetteer_open_own(struct gazetteer *gazetteer, struct slice block, const char **what);

/* A string of the block; absent for offset 0. */
static inline struct slice gazetteer_string(const struct gazetteer *gazetteer, uint32_t offset)
{
    if (offset == 0)
        return (struct slice){NULL, 0};
    uint16_t size;
    memcpy(&size, gazetteer->strings + offset, sizeof size);
    return (struct slice){gazetteer->strings + offset + sizeof size, size};
}

/* Has the reading's strings fetched from memory, where they will be asked for. */
static inline void gazetteer_fetch(const struct gazetteer *gazetteer, const struct gazetteer_reading *reading)
{
    __builtin_prefetch(gazetteer->strings + reading->name);
    __builtin_prefetch(gazetteer->strings + reading->country);
}

/* The longest name that begins at token `at` and ends before token `end`. Readings whose case does not fit are
 * counted too: ask gazetteer_fits. */
struct gazetteer_match gazetteer_find(const struct gazetteer *gazetteer, const struct sentence *sentence, size_t at,
                                      size_t end);

/* The same up to the sentence's end, for each token: keeps in matches[0..token_count) what is longer than what stands
 * there, with this gazetteer in `sources`, and adds to `lists` what gazetteer_lists would give. Returns how many it
 * kept; their tokens are in `kept`, in order, which has room for all. */
size_t gazetteer_look(const struct gazetteer *gazetteer, const struct sentence *sentence,
                      struct gazetteer_match *matches, const struct gazetteer **sources, uint32_t *lists,
                      uint32_t *kept);

/* The same for those tokens only that a name may begin with, not merely a word of a list. */
size_t gazetteer_look_names(const struct gazetteer *gazetteer, const struct sentence *sentence,
                            struct gazetteer_match *matches, const struct gazetteer **sources, uint32_t *lists,
                            uint32_t *kept);

/* All readings of exactly the tokens [at, end); tokens is 0 if it is no listed name. */
struct gazetteer_match gazetteer_exact(const struct gazetteer *gazetteer, const struct sentence *sentence, size_t at,
                                       size_t end);

/* Whether the capitals of the text allow this reading. */
bool gazetteer_fits(const struct gazetteer_reading *reading, const struct sentence *sentence, size_t at);

/* Bits (KIND_OF) of the word lists that one token stands in. */
uint32_t gazetteer_lists(const struct gazetteer *gazetteer, const struct sentence *sentence, size_t at);

#define IN_LIST(bits, list) (((bits) >> ((list)-LIST_GIVEN)) & 1u)

/* Where lists are gathered before they are compiled. */
struct gazetteer_lists;
struct gazetteer_lists *gazetteer_lists_new(void);
/* Adds the lines of a readable list. False on a bad line: its number and what is wrong are set; the lines before it
 * stay. */
bool gazetteer_lists_add(struct gazetteer_lists *lists, struct slice text, uint64_t *line, const char **what);
/* Appends the compiled block to `out` (8-byte aligned if out->size is). */
void gazetteer_compile(struct gazetteer_lists *lists, struct buffer *out);
void gazetteer_lists_free(struct gazetteer_lists *lists);

#endif
