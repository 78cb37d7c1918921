/* What the parts of tag ask of one sentence while it is looked at: the view of tagger.h. */
#include "names.h"
#include "tagger.h"
#include "text.h"
#include "words.h"

const struct gazetteer_reading *view_reading(const struct view *view, size_t at, enum entity_type type)
{
    const struct gazetteer_match *match = &view->matches[at];
    for (uint32_t i = 0; match->kinds & KIND_NAME && i < match->count; i++)
        if (match->readings[i].type == type && gazetteer_fits(&match->readings[i], view->sentence, at))
            return &match->readings[i];
    return NULL;
}

/* "al-(Rahbi)": an article before a name, with small letters. */
static bool is_small_article(const struct view *view, size_t at)
{
    static const char *const articles[] = {"al", "el", "ad", "an", "ar", "as", "ash", "at", "az"};
    return at + 2 < view->sentence->token_count && VIEW_IS_ANY(view, at, articles) && view_is_hyphen(view, at + 1) &&
           word_is_capital(&view->sentence->tokens[at + 2]);
}

bool view_is_name_word(const struct view *view, size_t at)
{
    const struct token *token = &view->sentence->tokens[at];
    if (!word_is_capital(token))
        return is_small_article(view, at);
    return !((view_opens(view, at) || view->headline) && view_in_list(view, at, LIST_COMMON));
}

bool view_opens(const struct view *view, size_t at)
{
    if (at == 0)
        return true;
    const struct token *before = &view->sentence->tokens[at - 1];
    if (before->classes & TEXT_QUOTE)
        return before->space_before || at == 1;
    static const char opening[] = "(.:?!";
    return before->shape == SHAPE_PUNCT && memchr(opening, view->sentence->text.at[before->start], sizeof opening - 1);
}

bool view_equals(const struct view *view, size_t at, const char *word, size_t size)
{
    const struct token *token = &view->sentence->tokens[at];
    const char *text = view->sentence->text.at + token->start;
    for (size_t i = 0; i < size; i++)
        if (ascii_lower(text[i]) != word[i])
            return false;
    return true;
}

const struct word_filter *word_filter_make(struct word_filters *filters, const char *const *words, size_t count)
{
    size_t at = word_filter_place(words);
    while (filters->words[at] && filters->words[at] != words)
        at = (at + 1) % WORD_FILTERS;
    struct word_filter *filter = &filters->at[at];
    if (filters->words[at] || filters->count >= WORD_FILTERS / 2)
        return filters->words[at] ? filter : NULL;
    filters->count++;
    filters->words[at] = words;
    for (size_t i = 0; i < count; i++) {
        uint32_t hash = word_hash(words[i]);
        filter->bits[hash % WORD_FILTER_BITS / 64] |= UINT64_C(1) << hash % 64;
    }
    return filter;
}

bool view_is_among(const struct view *view, size_t at, const char *const *words, size_t count)
{
    const struct token *token = &view->sentence->tokens[at];
    const char *text = view->sentence->text.at + token->start;
    size_t size = token->end - token->start;
    char first = ascii_lower(text[0]);
    for (size_t i = 0; i < count; i++) {
        if (words[i][0] != first)
            continue;
        size_t same = 1;
        while (same < size && words[i][same] && ascii_lower(text[same]) == words[i][same])
            same++;
        if (same == size && words[i][same] == '\0')
            return true;
    }
    return false;
}

bool view_is_weekday(const struct view *view, size_t at)
{
    static const char *const days[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    return VIEW_IS_ANY(view, at, days);
}

bool view_is_dated(const struct view *view, size_t at)
{
    static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                         "july",    "august",   "september", "october", "november", "december"};
    return at > 0 && view->sentence->tokens[at - 1].shape == SHAPE_DIGITS && VIEW_IS_ANY(view, at, months);
}

bool view_is_scheme(const struct view *view, size_t at)
{
    static const char *const schemes[] = {"plan",   "initiative", "project", "programme", "program",
                                          "policy", "scheme",     "vision",  "strategy",  "agenda"};
    return VIEW_IS_ANY(view, at, schemes);
}

/* "Otieno-who (spoke)", "Ruto-has": a dash that a page wrote as a hyphen, behind a name. */
static bool is_dash(const struct view *view, size_t at)
{
    static const char *const words[] = {"who", "whose", "which", "that", "where", "when", "was",  "were",  "is",
                                        "are", "has",   "have",  "had",  "and",   "but",  "will", "would", "said"};
    return view->sentence->tokens[at + 1].shape == SHAPE_LOWER && word_is_capital(&view->sentence->tokens[at - 1]) &&
           VIEW_IS_ANY(view, at + 1, words);
}

bool view_is_hyphen(const struct view *view, size_t at)
{
    const struct sentence *sentence = view->sentence;
    if (at == 0 || at + 1 >= sentence->token_count || !(sentence->tokens[at].classes & TEXT_DASH))
        return false;
    const struct token *before = &sentence->tokens[at - 1], *after = &sentence->tokens[at + 1];
    if (!(after->classes & TEXT_LETTER))
        return false;
    if (!sentence->tokens[at].space_before && !after->space_before)
        return !is_dash(view, at);
    if (!sentence->tokens[at].space_before || !after->space_before || !word_is_capital(before))
        return false;
    if (after->shape == SHAPE_LOWER)
        return !view_in_list(view, at + 1, LIST_COMMON) && !view_in_list(view, at + 1, LIST_PLAIN) &&
               after->end - after->start < 8;
    return before->end - before->start == 2 && (view_is(view, at - 1, "al") || view_is(view, at - 1, "el"));
}

bool view_is_participle(const struct view *view, size_t at)
{
    static const char *const participles[] = {"based",     "led",      "backed",     "born",  "style",      "funded",
                                              "owned",     "run",      "controlled", "held",  "affiliated", "linked",
                                              "sponsored", "brokered", "trained",    "made",  "era",        "dominated",
                                              "occupied",  "aligned",  "mediated",   "built", "appointed",  "allied"};
    return view_is_hyphen(view, at) && VIEW_IS_ANY(view, at + 1, participles);
}

/* Only names are asked of the lists, and of one alone: words of a list need not be looked for. */
static bool names_only(const struct tagger *tagger)
{
    return tagger->only_names && tagger->gazetteer_count == 1;
}

/* Names in lists: at each token the longest, from the user's list if it is as long. */
static void look_up(struct view *view)
{
    const struct tagger *tagger = view->tagger;
    const size_t count = view->sentence->token_count;
    view->matched = arena_allocate(view->spans.arena, count * sizeof *view->matched);
    if (names_only(tagger)) {
        view->matched_count = gazetteer_look_names(tagger->gazetteers, view->sentence, view->matches, view->sources,
                                                   view->lists, view->matched);
        return;
    }
    for (size_t k = 0; k < tagger->gazetteer_count; k++)
        view->matched_count = gazetteer_look(&tagger->gazetteers[k], view->sentence, view->matches, view->sources,
                                             view->lists, view->matched);
    if (tagger->gazetteer_count == 1)
        return;
    view->matched_count = 0;
    for (size_t i = 0; i < count; i++)
        if (view->matches[i].tokens > 0)
            view->matched[view->matched_count++] = (uint32_t)i;
}

/* Which listed name covers each word, the longest first; word lists do not count. */
static void mark_listed(struct view *view)
{
    size_t covered = 0;
    for (size_t i = 0; i < view->sentence->token_count; i++) {
        const struct gazetteer_match *match = &view->matches[i];
        const struct gazetteer_reading *reading = NULL;
        for (uint32_t k = 0; match->kinds & KIND_NAME && k < match->count; k++)
            if (match->readings[k].type < LIST_GIVEN && gazetteer_fits(&match->readings[k], view->sentence, i) &&
                (!reading || (reading->flags & ~match->readings[k].flags & READING_WEAK)))
                reading = &match->readings[k];
        if (!reading || i + match->tokens <= covered)
            continue;
        uint8_t type = (uint8_t)(reading->type | (reading->flags & READING_WEAK ? 16 : 0) |
                                 (reading->flags & READING_UPPER ? 32 : 0));
        for (size_t k = i < covered ? covered : i; k < i + match->tokens; k++)
            view->listed[k] = (uint8_t)(type | (k == i ? 64 : 0));
        covered = i + match->tokens;
    }
}

/* Does the sentence begin with a small letter, or call its writer "i"? */
static bool is_careless(const struct view *view)
{
    const struct sentence *sentence = view->sentence;
    size_t first = 0;
    while (first < sentence->token_count && !(sentence->tokens[first].classes & TEXT_LETTER))
        first++;
    if (first < sentence->token_count && sentence->tokens[first].shape == SHAPE_LOWER)
        return true;
    for (size_t i = first; i < sentence->token_count; i++)
        if (view_is(view, i, "i") && !(sentence->tokens[i].classes & TEXT_UPPER))
            return true;
    return false;
}

/* Words written small that lists know only with a capital: a careless writer's names, and other personal writers'
 * places ("back from peru"), whose people are too often words ("moody"). */
static void mark_small(struct view *view)
{
    bool careless = is_careless(view);
    if (!view->personal && !careless)
        return;
    for (size_t i = 0; i < view->sentence->token_count; i++) {
        struct token *token = &view->sentence->tokens[i];
        if (token->shape != SHAPE_LOWER || view->lists[i] || token->end - token->start < 4)
            continue;
        token->shape = SHAPE_CAPITAL;
        struct gazetteer_match match = gazetteer_find(&view->tagger->gazetteers[view->tagger->gazetteer_count - 1],
                                                      view->sentence, i, view->sentence->token_count);
        token->shape = SHAPE_LOWER;
        for (uint32_t k = 0; k < match.count; k++) {
            enum entity_type type = (enum entity_type)match.readings[k].type;
            bool fits = careless ? (uint32_t)type != LIST_COMMON : type == ENTITY_COUNTRY || type == ENTITY_PLACE;
            view->small[i] |= fits && !(match.readings[k].flags & READING_WEAK);
        }
    }
}

/* A word that a headline would not write small. */
static bool is_told(const struct view *view, size_t at)
{
    static const char *const small[] = {"from", "with", "into", "over", "amid", "after", "than", "upon"};
    const struct token *token = &view->sentence->tokens[at];
    if (token->shape != SHAPE_LOWER || (token->end - token->start <= 2 && !view_is(view, at, "is")))
        return false;
    uint32_t lists =
        names_only(view->tagger) ? gazetteer_lists(view->tagger->gazetteers, view->sentence, at) : view->lists[at];
    return !IN_LIST(lists, LIST_PLAIN) && !VIEW_IS_ANY(view, at, small);
}

static bool has_told(const struct view *view)
{
    for (size_t i = 0; i < view->sentence->token_count; i++)
        if (is_told(view, i))
            return true;
    return false;
}

/* What a word of each shape adds to three counts in one number: words of letters, those written small, those in
 * capitals. */
#define COUNT_WORDS 1u
#define COUNT_SMALL (UINT64_C(1) << 21)
#define COUNT_UPPER (UINT64_C(1) << 42)
#define COUNT_MASK (COUNT_SMALL - 1)
static const uint64_t shape_counts[SHAPE_UNCASED + 1] = {
    [SHAPE_LOWER] = COUNT_WORDS + COUNT_SMALL,
    [SHAPE_CAPITAL] = COUNT_WORDS,
    [SHAPE_UPPER] = COUNT_WORDS + COUNT_UPPER,
    [SHAPE_INITIAL] = COUNT_WORDS,
    [SHAPE_MIXED] = COUNT_WORDS,
};

/* How the sentence, of fewer than 1 << 21 tokens, is written: from its words of more than three letters. Where three in
 * ten of these are written small it is neither a headline nor in capitals; those with a capital are among the likely.
 */
static void look_at_capitals(struct view *view)
{
    const size_t count = view->sentence->token_count;
    const size_t capitals = view->sentence->likely ? view->sentence->likely_count : count;
    uint64_t counts = 0;
    if (count == 0)
        return;
    for (size_t i = 0; i < count && (counts >> 21 & COUNT_MASK) * 7 <= capitals * 3; i++) {
        const struct token *token = &view->sentence->tokens[i];
        counts += token->end - token->start >= 4 ? shape_counts[token->shape] : 0;
    }
    size_t words = counts & COUNT_MASK, small = counts >> 21 & COUNT_MASK, upper = counts >> 42;
    bool stop = count > 1 && view->sentence->text.at[view->sentence->tokens[count - 1].start] == '.';
    view->headline = words >= 3 && (words - small) * 20 >= words * (stop ? 19 : 14) &&
                     !(stop && (words > 15 || has_told(view))); /* a list of names, not a headline's words */
    view->shouting = words >= 3 && upper * 10 >= words * 8;
}

bool view_is_blend(const struct view *view, size_t at)
{
    const struct token *token = &view->sentence->tokens[at];
    struct slice text = word_text(view->sentence, token);
    return token->shape == SHAPE_MIXED && text.size > 5 && ascii_is_capital(text.at[0]) &&
           ascii_is_capital(text.at[1]) && ascii_is_capital(text.at[2]) && ascii_is_small(text.at[text.size - 1]) &&
           ascii_is_small(text.at[text.size - 2]);
}

void view_open(struct view *view, const struct tagger *tagger, bool personal, struct sentence *sentence,
               struct arena *arena)
{
    MEMORY_CLEAR(view);
    view->tagger = tagger;
    view->sentence = sentence;
    view->personal = personal;
    view->spans.arena = arena;
    size_t count = sentence->token_count;
    view->matches = arena_array(arena, count, sizeof *view->matches + sizeof *view->sources + sizeof *view->lists);
    view->sources = (void *)(view->matches + count); /* all of these are cleared at once */
    view->lists = (void *)(view->sources + count);
    look_up(view);
    if (view->matched_count > 0 || !tagger->only_names)
        look_at_capitals(view);
    if (tagger->only_names) /* what follows is asked by patterns and the model */
        return;
    view->listed = arena_array(arena, count, sizeof *view->listed);
    view->small = arena_array(arena, count, sizeof *view->small);
    view->clusters = arena_array(arena, count, sizeof *view->clusters);
    mark_listed(view);
    mark_small(view);
}
