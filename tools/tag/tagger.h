/* tagger: what finds the entities of a document, and what its parts share.
 *
 * Always holds: every part offers spans of one sentence, each with its reason and a rank; `spans_choose` keeps the
 * ones that do not overlap, the longer before the shorter, then by rank. Nothing is decided before all parts have
 * spoken; the document pass (resolve.h) then makes the readings of a name agree and gives each its full name.
 */
#ifndef BROADSHEET_TAG_TAGGER_H
#define BROADSHEET_TAG_TAGGER_H

#include "buffer.h"
#include "clusters.h"
#include "document.h"
#include "gazetteer.h"
#include "language.h"
#include "rules.h"
#include "text.h"
#include "words.h"

/* Ranks of equally long spans; the greater wins. */
enum span_rank {
    RANK_HINT = 1,
    RANK_MODEL = 10,
    RANK_PATTERN = 20,
    RANK_LIST = 30,
    RANK_NUMBER = 35,
    RANK_CONTEXT = 40,
    RANK_USER = 100,
};

struct span {
    uint32_t first, last; /* tokens, last exclusive */
    enum entity_type type;
    int rank;
    const struct gazetteer_reading *reading; /* NULL if no list knows it */
    const struct gazetteer *gazetteer;       /* that the reading is from */
    struct slice value;
    uint32_t start, end; /* bytes, if not those of the tokens; 0, 0 otherwise */
    const char *rule;
    float confidence;
};

struct spans {
    struct span *at;
    size_t count, capacity;
    struct arena *arena;
};

#define TAGGER_GAZETTEERS 2

/* What tells at once that a word is none of a list that the program has: a bit for each hash of a word, by its lower
 * bits, set if the list has such a word. Made when a list is first asked for, and found by where the list stands. */
#define WORD_FILTERS 512
#define WORD_FILTER_BITS 512u
struct word_filters {
    size_t count;
    const char *const *words[WORD_FILTERS]; /* NULL: free */
    struct word_filter {
        uint64_t bits[WORD_FILTER_BITS / 64];
    } at[WORD_FILTERS];
};

static inline bool word_filter_has(const struct word_filter *filter, const struct token *token)
{
    return filter->bits[token->hash % WORD_FILTER_BITS / 64] >> token->hash % 64 & 1;
}

static inline size_t word_filter_place(const char *const *words)
{
    return (size_t)((uintptr_t)words * UINT64_C(0x9E3779B97F4A7C15) >> 55) % WORD_FILTERS;
}

struct tagger {
    struct gazetteer gazetteers[TAGGER_GAZETTEERS]; /* the user's first, if there is one */
    size_t gazetteer_count;
    struct rules *rules;
    struct names_model *model; /* NULL: off */
    struct clusters clusters;
    struct language_words languages;
    struct word_filters *filters; /* NULL: none are kept */
    bool only_names;              /* lists alone */
    struct arena scratch;         /* of one sentence */
    const char *limited;          /* a rule that met a bound since this was last NULL */
};

/* One sentence while it is looked at. */
struct view {
    const struct tagger *tagger;
    struct sentence *sentence;
    struct spans spans;
    uint32_t *lists;                  /* of each token: bits of enum word_list */
    struct gazetteer_match *matches;  /* of each token: the longest listed name that begins there */
    const struct gazetteer **sources; /* the gazetteer of the match */
    uint32_t *matched;                /* the tokens that have one, in order */
    size_t matched_count;
    uint8_t *listed;               /* of each token: type of the listed name that holds it, + 64 if it begins there */
    bool *small;                   /* of each token: written small, though lists know it with a capital only */
    struct cluster_word *clusters; /* of each token; none if unknown, or far from any name */
    bool english;                  /* what the patterns and the model know */
    bool personal;                 /* the document is no edited text */
    bool blind;                    /* training: capital words are not recognised */
    bool headline;                 /* most words begin with a capital */
    bool shouting;                 /* hardly a small letter */
};

/* Finds the entities of all sentences, whose text is set; tokens are made on the way. */
void tagger_document(struct tagger *tagger, struct document *document);

/* ---- shared by the parts ---- */

void spans_add(struct spans *spans, const struct span *span);

/* The first reading of `type` at token `at` whose case fits and which covers the whole match; NULL if none. */
const struct gazetteer_reading *view_reading(const struct view *view, size_t at, enum entity_type type);
static inline bool view_in_list(const struct view *view, size_t at, enum word_list list)
{
    return IN_LIST(view->lists[at], list);
}
/* "NAFund": letters with the end of a word behind them. */
bool view_is_blend(const struct view *view, size_t at);
/* A token that begins with a capital and is no common word at a place where all words are capital. */
bool view_is_name_word(const struct view *view, size_t at);
/* The word at `at`, which is as long as `word`, is `word` in any case. */
bool view_equals(const struct view *view, size_t at, const char *word, size_t size);
/* The word at `at` is `word`, in any case; a word that begins with ' or - is compared in its normal form. */
static inline bool view_is_word(const struct view *view, size_t at, const char *word, size_t size)
{
    const struct token *token = &view->sentence->tokens[at];
    if (word[0] == '\'' || word[0] == '-')
        return token->classes & (TEXT_QUOTE | TEXT_DASH) && token->hash == word_hash_few(word, size);
    bool alike = token->end - token->start == size &&
                 ((view->sentence->text.at[token->start] ^ word[0]) & ~0x20) == 0; /* a difference of case at most */
    return alike && view_equals(view, at, word, size);
}
#define view_is(view, at, word) view_is_word(view, at, word, sizeof(word) - 1)
/* The filter of a list in `filters`, made if it is new; NULL if there are too many. */
const struct word_filter *word_filter_make(struct word_filters *filters, const char *const *words, size_t count);
static inline const struct word_filter *word_filter_of(struct word_filters *filters, const char *const *words,
                                                       size_t count)
{
    size_t place = word_filter_place(words);
    return filters->words[place] == words ? &filters->at[place] : word_filter_make(filters, words, count);
}
/* The same as view_is_any, word by word. */
bool view_is_among(const struct view *view, size_t at, const char *const *words, size_t count);
/* The word at `at` is one of `words` (letters only). */
static inline bool view_is_any(const struct view *view, size_t at, const char *const *words, size_t count)
{
    const struct word_filter *filter =
        view->tagger->filters ? word_filter_of(view->tagger->filters, words, count) : NULL;
    return (!filter || word_filter_has(filter, &view->sentence->tokens[at])) && view_is_among(view, at, words, count);
}
#define VIEW_IS_ANY(view, at, words) view_is_any(view, at, words, sizeof(words) / sizeof(words)[0])
/* A hyphen that joins the words around it, also where spaces were put around it ("Ying - jeou", "Al - Marshad"). */
bool view_is_hyphen(const struct view *view, size_t at);
/* The word at `at` is a day of the week, written out. */
bool view_is_weekday(const struct view *view, size_t at);
/* The word at `at` is a month behind its day: "26 June". */
bool view_is_dated(const struct view *view, size_t at);
/* The word at `at` ends what a plan or programme is called, which is nobody's name. */
bool view_is_scheme(const struct view *view, size_t at);
/* A hyphen with which a participle is joined to the name before it: "X-led". */
bool view_is_participle(const struct view *view, size_t at);
/* "Sheikh (Abdullah bin Zayed)" at `first`: a title where a name of the Gulf follows; elsewhere a name's first word. */
bool view_is_sheikh(const struct view *view, size_t first, size_t last);
/* "Minister Sultan (Al Jaber)": a first name behind a title, though it is a title elsewhere. */
bool view_is_first_name(const struct view *view, size_t head);
/* "(As I told Ana Belo) I (left)": in a personal document whoever speaks, no number of a king's. */
bool view_is_speaker(const struct view *view, size_t at);
/* "ambassador to (Jordan) Otieno": the country that somebody is sent to, though it is a first name elsewhere. */
bool view_is_post(const struct view *view, size_t at);
/* "MK (Itamar Belo)", "CEOs (Ana Belo)": the letters of an office, or several of one office, before a name. */
bool view_is_rank(const struct view *view, size_t at);
/* "H E (Jane Otieno)": an excellency in two letters before a name. */
bool view_begins_excellency(const struct view *view, size_t at);
static inline bool view_is_excellency(const struct view *view, size_t at)
{
    return view->sentence->tokens[at].shape == SHAPE_INITIAL && view_begins_excellency(view, at);
}
/* "(University) on Haile Road": the street that a body stands in begins with this "on". */
bool view_is_street(const struct view *view, size_t at);
/* "the Amir (Sheikh Nawaf)": a ruler, though it is a first name elsewhere. */
bool view_is_amir(const struct view *view, size_t at);
/* A token that has a capital because something begins there: the sentence, a quotation, a clause in brackets. */
bool view_opens(const struct view *view, size_t at);

/* All that lists know under the entity's spelling. */
struct gazetteer_match entity_readings(const struct gazetteer *gazetteer, const struct sentence *sentence,
                                       const struct entity *entity);

/* Gives the entity the name, id and country of the reading, in the list's memory. */
void entity_take_reading(struct entity *entity, const struct gazetteer *gazetteer,
                         const struct gazetteer_reading *reading);

void titles_find(struct view *view);
void bodies_find(struct view *view);
void people_find(struct view *view);
void peoples_find(struct view *view);
/* Persons of any language: a listed first name and a listed surname behind it. */
void people_find_listed(struct view *view);

#endif
