/* speech: parts of speech of a sentence's words.
 *
 * Always holds: after speech_tag every token's `pos` is one of enum speech but SPEECH_NONE. Tags are those of the
 * Penn Treebank, with the ones that nobody here asks about folded together. Greedy averaged perceptron (Collins 2002)
 * from left to right; closed-class words come from a table. Linear in the tokens; nothing is allocated.
 */
#ifndef BROADSHEET_TAG_SPEECH_H
#define BROADSHEET_TAG_SPEECH_H

#include "model.h"
#include "text.h"

#include "document.h"

enum speech {
    SPEECH_NONE,
    SPEECH_NOUN,        /* NN */
    SPEECH_PLURAL,      /* NNS */
    SPEECH_NAME,        /* NNP, NNPS */
    SPEECH_ADJECTIVE,   /* JJ, JJR, JJS */
    SPEECH_ADVERB,      /* RB, RBR, RBS, UH */
    SPEECH_BASE,        /* VB */
    SPEECH_PAST,        /* VBD */
    SPEECH_GERUND,      /* VBG */
    SPEECH_PARTICIPLE,  /* VBN */
    SPEECH_PRESENT,     /* VBP */
    SPEECH_THIRD,       /* VBZ */
    SPEECH_MODAL,       /* MD */
    SPEECH_PREPOSITION, /* IN */
    SPEECH_TO,          /* TO */
    SPEECH_DETERMINER,  /* DT, PDT */
    SPEECH_PRONOUN,     /* PRP, EX */
    SPEECH_POSSESSIVE,  /* PRP$ */
    SPEECH_NUMBER,      /* CD, $ */
    SPEECH_AND,         /* CC */
    SPEECH_GENITIVE,    /* POS: 's */
    SPEECH_WHO,         /* WP, WDT, WP$ */
    SPEECH_WHEN,        /* WRB */
    SPEECH_PARTICLE,    /* RP */
    SPEECH_COMMA,
    SPEECH_MARK, /* any other punctuation */
    SPEECH_TAGS
};

/* The name of a tag, as the Penn Treebank has it. */
const char *speech_name(enum speech tag);
/* The tag called `name` in the Penn Treebank; SPEECH_NONE if there is none. */
enum speech speech_named(struct slice name);

/* Whether the sentence is set in capital letters like a headline ("Leaders Meet in Paris"). */
bool speech_headline(struct slice text, const struct token *tokens, size_t count);

/* A clitic with a typographic apostrophe as with a plain one, as the words module hashes it; else the word. */
struct slice speech_plain_clitic(struct slice word);

/* A token's text, clitics with a plain apostrophe. */
static inline struct slice speech_word(struct slice text, const struct token *token)
{
    struct slice word = slice_part(text, token->start, token->end);
    return token->classes & TEXT_QUOTE ? speech_plain_clitic(word) : word;
}

#define SPEECH_CLOSED_SLOTS 512u /* several times as many as there are such words */

struct speech_model {
    struct model weights;
    struct {
        uint32_t hash, word; /* of a word of closed classes; its place in their table from 1, 0: free */
    } closed[SPEECH_CLOSED_SLOTS];
};

/* Opens a model made by tag-speech_train; false with *what set if it is none. */
bool speech_open(struct speech_model *speech, struct slice file, const char **what);

/* Sets `pos` of all tokens whose pos is SPEECH_NONE; they must be as tag_sentence_words makes them. */
void speech_tag(const struct speech_model *speech, struct slice text, struct token *tokens, size_t count);

/* For training: the features of token `at`, whose earlier tokens carry their pos. Returns how many. */
#define SPEECH_FEATURES 20
size_t speech_features(struct slice text, const struct token *tokens, size_t count, size_t at, bool headline,
                       uint32_t *features);
/* For training: the tag that a closed-class word or mark always has, or SPEECH_NONE. */
enum speech speech_closed(struct slice word);

#endif
