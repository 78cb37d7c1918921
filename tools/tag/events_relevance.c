#include "events_scene.h"

#include "lower.h"
#include "model.h"
#include "words.h"

#define FEW_NAMES 5 /* with fewer, a document says too little to be judged */
#define POLITICAL_SHARE 0.35
#define WORD_MOST 40
#define SPORT_LEAST 5   /* words of sports in a report on them ... */
#define SPORT_ONE_IN 60 /* ... one in so many of its words in small letters */

/* The noun `word` has one of `roles`. */
static bool word_has(const struct frames *frames, struct slice word, unsigned roles)
{
    if (word.size == 0 || word.size > WORD_MOST)
        return false;
    struct word lowered = lower_of(word);
    struct slice text = {lowered.at, word.size};
    return frames->lexemes[frames_lexeme(frames, text, model_hash(text), FORM_NOUN)].roles & roles;
}

static bool words_have(const struct frames *frames, struct slice text, unsigned roles)
{
    for (struct slice word; slice_field(&text, ' ', &word);)
        if (word_has(frames, word, roles))
            return true;
    return false;
}

/* "Ministry of the Interior", "opposition lawmakers". */
static bool political_words(const struct frames *frames, struct slice text)
{
    return words_have(frames, text, ROLE_POLITICS);
}

bool relevance_of_words(const struct scene *scene, struct slice name, unsigned roles)
{
    return words_have(&scene->events->frames, name, roles);
}

/* What a mention says for or against politics; a person may be anybody. */
static int weight_of(const struct frames *frames, const struct entity *entity)
{
    switch (entity->type) {
    case ENTITY_COUNTRY:
    case ENTITY_NATIONALITY:
        return 2;
    case ENTITY_ORG:
        return political_words(frames, entity->name) ? 2 : -2;
    case ENTITY_TITLE:
        return political_words(frames, entity->name) ? 2 : 0;
    case ENTITY_PERSON:
        return -1;
    default:
        return 0;
    }
}

bool relevance_of_document(const struct events *events, const struct document *document)
{
    size_t names = 0, political = 0, others = 0; /* the last two in half names */
    for (size_t s = 0; s < document->sentence_count; s++)
        for (size_t e = 0; e < document->sentences[s].entity_count; e++) {
            int weight = weight_of(&events->frames, &document->sentences[s].entities[e]);
            names += weight != 0;
            political += weight > 0 ? (size_t)weight : 0;
            others += weight < 0 ? (size_t)-weight : 0;
        }
    return names < FEW_NAMES || (double)political >= POLITICAL_SHARE * (double)(political + others);
}

bool relevance_is_sport(const struct events *events, const struct document *document)
{
    const struct frames *frames = &events->frames;
    size_t words = 0, sport = 0;
    for (size_t s = 0; s < document->sentence_count; s++) {
        const struct sentence *sentence = &document->sentences[s];
        for (size_t t = 0; t < sentence->token_count; t++) {
            const struct token *token = &sentence->tokens[t];
            if (token->shape != SHAPE_LOWER)
                continue;
            words++;
            if (frames_may_have(frames, token->hash))
                sport +=
                    (frames->lexemes[frames_lexeme(frames, word_text(sentence, token), token->hash, FORM_NOUN)].roles &
                     ROLE_SPORT) != 0;
        }
    }
    return sport >= SPORT_LEAST && sport * SPORT_ONE_IN >= words;
}

bool relevance_of_party(const struct scene *scene, const struct party *party)
{
    const struct frames *frames = &scene->events->frames;
    if (party->type == ENTITY_COUNTRY || party->type == ENTITY_NATIONALITY)
        return !scene->memory->sport;
    const struct memory_of_document *memory = scene->memory;
    if (party->type == ENTITY_PERSON) {
        for (size_t i = 0; i < memory->count; i++)
            if (slice_equal(memory->holders[i].name, party->name) &&
                (frames->lexemes[memory->holders[i].title].roles & ROLE_POLITICS))
                return true;
        return false;
    }
    return political_words(frames, party->name);
}
