/* chunk_private: what is known of a sentence's tokens while it is split into units. Private to chunk.
 *
 * Always holds: `tags` are set for all tokens before the first unit is made.
 */
#ifndef BROADSHEET_TAG_CHUNK_PRIVATE_H
#define BROADSHEET_TAG_CHUNK_PRIVATE_H

#include "chunk.h"
#include "speech.h"
#include "text.h"
#include "words.h"

struct chunker {
    const struct frames *frames;
    const struct sentence *sentence;
    const struct token *tokens;
    uint32_t count;
    int32_t *entity_of; /* token: index of its entity or -1 */
    struct known {
        uint32_t first, count; /* readings in the frames */
    } * known;                 /* of each token */
    uint8_t *tags;             /* token: enum speech, mended */
    struct unit *units;
    size_t unit_count;
    bool quoted;
};

static inline struct slice text_of(const struct chunker *c, uint32_t at)
{
    return speech_word(c->sentence->text, &c->tokens[at]);
}

/* The word at `at` is `word`, whose hash is `hash`. */
static inline bool is_written(const struct chunker *c, uint32_t at, const char *word, size_t size, uint32_t hash)
{
    if (at >= c->count || c->tokens[at].hash != hash)
        return false;
    struct slice text = text_of(c, at);
    return text.size == size && memcmp(text.at, word, size) == 0;
}

/* The same with a capital or small first letter; `word` has a small one. */
static inline bool is_folded_written(const struct chunker *c, uint32_t at, const char *word, size_t size, uint32_t hash)
{
    if (at >= c->count || c->tokens[at].hash != hash)
        return false;
    struct slice text = text_of(c, at);
    return text.size == size && (text.at[0] | 32) == word[0] && memcmp(text.at + 1, word + 1, size - 1) == 0;
}

/* Both for literals in small letters. */
#define is(c, at, word) is_written((c), (at), (word), sizeof(word) - 1, WORD_HASH(word))
#define is_folded(c, at, word) is_folded_written((c), (at), (word), sizeof(word) - 1, WORD_HASH(word))

static inline const struct entity *entity_at(const struct chunker *c, uint32_t at)
{
    return c->entity_of[at] < 0 ? NULL : &c->sentence->entities[c->entity_of[at]];
}

static inline bool is_date(const struct entity *entity)
{
    return entity && (entity->type == ENTITY_DATE || entity->type == ENTITY_TIME);
}

/* A name: its tokens are nouns whatever the tagger says. */
static inline bool is_named(const struct chunker *c, uint32_t at)
{
    const struct entity *entity = entity_at(c, at);
    return entity && !is_date(entity);
}

/* A dash inside a word: "US-North", "long-range". */
static inline bool joins(const struct chunker *c, uint32_t at)
{
    return at + 1 < c->count && at > 0 && c->tokens[at].shape == SHAPE_PUNCT && (c->tokens[at].classes & TEXT_DASH) &&
           !c->tokens[at].space_before && !c->tokens[at + 1].space_before;
}

static inline unsigned pos(const struct chunker *c, uint32_t at)
{
    return at < c->count ? c->tags[at] : SPEECH_MARK;
}

static inline bool is_single_quote(struct slice word)
{
    return slice_is(word, "'") || slice_is(word, "\u2019") || slice_is(word, "\u2018");
}

/* The lexeme of a reading that has one of `forms`, or 0. */
static inline uint16_t lexeme(const struct chunker *c, uint32_t at, unsigned forms)
{
    const struct reading *reading = &c->frames->readings[c->known[at].first];
    for (uint32_t i = 0; i < c->known[at].count; i++)
        if (reading[i].forms & forms)
            return reading[i].lexeme;
    return 0;
}

static inline unsigned roles_of(const struct chunker *c, uint32_t at, unsigned forms)
{
    return c->frames->lexemes[lexeme(c, at, forms)].roles;
}

static inline bool is_noun(unsigned tag)
{
    return tag == SPEECH_NOUN || tag == SPEECH_PLURAL || tag == SPEECH_NAME;
}

static inline bool starts_group(unsigned tag)
{
    return is_noun(tag) || tag == SPEECH_DETERMINER || tag == SPEECH_POSSESSIVE || tag == SPEECH_ADJECTIVE ||
           tag == SPEECH_NUMBER || tag == SPEECH_PRONOUN;
}

/* The tag of the token at `at`: by the entity that covers it, else the tagger's, mended by what the frames know of the
 * word and by its neighbours. Reads what the frames know of the tokens (`known`). */
unsigned chunk_tag(const struct chunker *c, uint32_t at);

#endif
