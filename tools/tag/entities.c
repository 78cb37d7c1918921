#include "tagger.h"

#include "belong.h"
#include "dateline.h"
#include "doubts.h"
#include "land_money.h"
#include "language.h"
#include "letters.h"
#include "names.h"
#include "resolve.h"
#include "roles.h"
#include "shorts.h"
#include "spaced.h"
#include "text.h"
#include "votes.h"
#include "words.h"
#include "years.h"

#include <stdlib.h>

void spans_add(struct spans *spans, const struct span *span)
{
    spans->at = arena_grow(spans->arena, spans->at, spans->count, &spans->capacity, sizeof *spans->at);
    spans->at[spans->count++] = *span;
}

/* Whether the listed name at `at` is from a list of the user's. */
static bool is_users(const struct view *view, size_t at)
{
    return view->sources[at] != &view->tagger->gazetteers[view->tagger->gazetteer_count - 1];
}

static int list_rank(const struct gazetteer_reading *reading)
{
    if (reading->flags & READING_WEAK)
        return RANK_HINT;
    return reading->flags & READING_SHORT ? RANK_LIST - 2 : RANK_LIST;
}

struct gazetteer_match entity_readings(const struct gazetteer *gazetteer, const struct sentence *sentence,
                                       const struct entity *entity)
{
    return gazetteer_exact(gazetteer, sentence, entity->first_token, entity->last_token);
}

void entity_take_reading(struct entity *entity, const struct gazetteer *gazetteer,
                         const struct gazetteer_reading *reading)
{
    entity->name = gazetteer_string(gazetteer, reading->name);
    entity->id = gazetteer_string(gazetteer, reading->id);
    entity->country = gazetteer_string(gazetteer, reading->country);
    entity->each = reading->flags & READING_EACH;
    entity->listed = true;
}

/* The reading to take of those at a place: the user's, then by how sure the list is, then by weight. */
static const struct gazetteer_reading *choose_reading(const struct view *view, size_t at)
{
    const struct gazetteer_match *match = &view->matches[at];
    const struct gazetteer_reading *best = NULL;
    bool letters = match->tokens == 1 && view->sentence->tokens[at].shape == SHAPE_UPPER && !view->shouting && at > 0;
    int best_rank = 0;
    for (uint32_t i = 0; i < match->count; i++) {
        const struct gazetteer_reading *reading = &match->readings[i];
        if (reading->type >= LIST_GIVEN || !gazetteer_fits(reading, view->sentence, at))
            continue;
        if (letters && !(reading->flags & READING_UPPER) && reading->type == ENTITY_PLACE &&
            reading->flags & READING_WEAK)
            continue; /* "WOLA" is not the town of Wola */
        const int rank = list_rank(reading);
        if (!best || rank > best_rank ||
            (rank == best_rank && ((reading->type == ENTITY_COUNTRY && best->type != ENTITY_COUNTRY) ||
                                   (reading->type == best->type && reading->weight > best->weight)))) {
            best = reading;
            best_rank = rank;
        }
    }
    return best;
}

static void find_listed(struct view *view)
{
    static const char *const things[] = {"building", "buildings", "session", "sessions", "seat", "seats"};
    for (size_t k = 0; k < view->matched_count; k++) {
        const size_t i = view->matched[k];
        const struct gazetteer_reading *reading = view->matches[i].kinds & KIND_NAME ? choose_reading(view, i) : NULL;
        if (!reading)
            continue;
        struct span span = {.first = (uint32_t)i,
                            .last = (uint32_t)i + view->matches[i].tokens,
                            .type = (enum entity_type)reading->type,
                            .rank = is_users(view, i) ? RANK_USER : list_rank(reading),
                            .reading = reading,
                            .gazetteer = view->sources[i],
                            .rule = is_users(view, i) ? "user" : "list",
                            .confidence = 1};
        bool opening = i == 0 || view->headline;
        if (reading->flags & READING_WEAK && view->headline)
            continue;
        if (reading->flags & READING_SHORT && opening && view_in_list(view, i, LIST_COMMON))
            continue;
        bool thing = i + 1 < view->sentence->token_count && reading->flags & READING_LOWER &&
                     reading->type == ENTITY_ORG && VIEW_IS_ANY(view, i + 1, things);
        if (thing)
            continue;
        if (view->shouting && view->matches[i].tokens == 1 && view_in_list(view, i, LIST_COMMON))
            continue;
        gazetteer_fetch(view->sources[i], reading);
        spans_add(&view->spans, &span);
    }
}

/* What the words of `match` at `whole` stand for if the first of them is the word at `at`; NULL if nothing. */
static const struct gazetteer_reading *reading_with(const struct view *view, size_t at, size_t whole)
{
    const struct gazetteer_reading *reading = choose_reading(view, whole);
    uint32_t count = view->matches[whole].tokens;
    if (!reading || reading->type < ENTITY_COUNTRY || reading->type > ENTITY_NATIONALITY)
        return NULL;
    struct token *tokens = arena_allocate(view->spans.arena, count * sizeof *tokens);
    memcpy(tokens, view->sentence->tokens + whole, count * sizeof *tokens);
    tokens[0] = view->sentence->tokens[at];
    struct sentence joined = {.text = view->sentence->text, .tokens = tokens, .token_count = count};
    struct gazetteer_match match = gazetteer_exact(view->sources[whole], &joined, 0, count);
    for (uint32_t i = 0; i < match.count; i++)
        if (match.readings[i].type == reading->type && gazetteer_fits(&match.readings[i], &joined, 0))
            return &match.readings[i];
    return NULL;
}

/* "North and South Korea": the first of two names that share their last words stands there without them. */
static void find_halves(struct view *view)
{
    for (size_t k = 0; k < view->matched_count; k++) {
        if (view->matched[k] < 2 || view->matches[view->matched[k]].tokens < 2)
            continue;
        const size_t i = view->matched[k] - 2;
        if (!word_is_capital(&view->sentence->tokens[i]) ||
            !(view_is(view, i + 1, "and") || view_is(view, i + 1, "or")))
            continue;
        const struct gazetteer_reading *reading = reading_with(view, i, i + 2);
        struct span span = {.first = (uint32_t)i,
                            .last = (uint32_t)i + 1,
                            .type = reading ? (enum entity_type)reading->type : ENTITY_NONE,
                            .rank = RANK_CONTEXT,
                            .reading = reading,
                            .gazetteer = view->sources[i + 2],
                            .rule = "list",
                            .confidence = 1};
        if (reading)
            spans_add(&view->spans, &span);
    }
}

/* "the Government", "the Ministry": with a capital in running text a body of the state. */
static void find_capital_bodies(struct view *view)
{
    static const char *const words[] = {"government", "ministry", "cabinet", "executive", "department"};
    for (size_t i = 1; i < view->sentence->token_count && !view->headline; i++) {
        if (view->sentence->tokens[i].shape != SHAPE_CAPITAL ||
            !(view_is(view, i - 1, "the") || (view_is(view, i - 1, "by") && view_is(view, i, "government"))))
            continue;
        if (i + 1 < view->sentence->token_count && word_is_capital(&view->sentence->tokens[i + 1]))
            continue;
        struct span span = {.first = (uint32_t)i,
                            .last = (uint32_t)i + 1,
                            .type = ENTITY_ORG,
                            .rank = RANK_PATTERN,
                            .rule = "body",
                            .confidence = 0.7f};
        if (VIEW_IS_ANY(view, i, words))
            spans_add(&view->spans, &span);
    }
}

/* Whether a list says of the words at a place more than a hint. */
static bool is_known(const struct view *view, size_t at)
{
    const struct gazetteer_match *match = &view->matches[at];
    for (uint32_t i = 0; i < match->count; i++)
        if (!(match->readings[i].flags & READING_WEAK) && gazetteer_fits(&match->readings[i], view->sentence, at))
            return true;
    return false;
}

/* Capital letters that nothing else explains are most often a body's acronym, but not a web writer's "RFP". */
static void find_acronyms(struct view *view)
{
    const struct sentence *sentence = view->sentence;
    for (size_t i = 0; i < sentence->token_count && !view->shouting && !view->headline; i++) {
        const struct token *token = &sentence->tokens[i];
        uint32_t size = token->end - token->start;
        bool blend = view_is_blend(view, i);
        if (!(blend || (token->shape == SHAPE_UPPER && size >= 3 && size <= 6)) || view_in_list(view, i, LIST_COMMON) ||
            is_known(view, i))
            continue;
        bool code = i + 1 < sentence->token_count && (sentence->tokens[i + 1].classes & (TEXT_DIGIT | TEXT_DASH));
        bool alone = (i == 0 || !word_is_capital(&sentence->tokens[i - 1])) &&
                     (i + 1 == sentence->token_count || !word_is_capital(&sentence->tokens[i + 1]));
        bool employs = i > 0 && i + 1 < sentence->token_count && view_in_list(view, i + 1, LIST_GIVEN) &&
                       (view_is(view, i - 1, "of") || view_is(view, i - 1, "from") || view_is(view, i - 1, "for"));
        struct span span = {.first = (uint32_t)i,
                            .last = (uint32_t)i + 1,
                            .type = ENTITY_ORG,
                            .rank = RANK_HINT + 1,
                            .rule = "acronym",
                            .confidence = 0.5f};
        static const char *const laws[] = {"act", "law", "bill", "code", "regulation", "regulations", "convention"};
        bool lower_meaning = i >= 2 && view_is(view, i - 1, "(") &&
                             (sentence->tokens[i - 2].shape == SHAPE_LOWER || VIEW_IS_ANY(view, i - 2, laws));
        if (!code && (alone || employs) && !lower_meaning && !(token->classes & TEXT_PUNCT) && !doubts_letters(token))
            spans_add(&view->spans, &span);
    }
}

static void find_values(struct view *view, struct tagger *tagger, const struct document *document)
{
    struct rule_match *matches;
    struct tenses tenses = {.view = view->english ? view : NULL};
    struct value_context context = {.arena = document->arena,
                                    .lang = document->lang,
                                    .neutral = !view->english,
                                    .weekday = document->weekday,
                                    .tenses = &tenses};
    value_anchor(&context, document->date);
    size_t count = rules_find(tagger->rules, &context, view->sentence, view->spans.arena, &matches, &tagger->limited);
    for (size_t i = 0; i < count; i++) {
        size_t first = word_at(view->sentence, 0, matches[i].start), last = first;
        while (last < view->sentence->token_count && view->sentence->tokens[last].start < matches[i].end)
            last++;
        struct span span = {.first = (uint32_t)first,
                            .last = (uint32_t)last,
                            .type = matches[i].type,
                            .rank = RANK_NUMBER,
                            .start = matches[i].start,
                            .end = matches[i].end,
                            .value = matches[i].value,
                            .rule = matches[i].rule,
                            .confidence = 1};
        if (last > first)
            spans_add(&view->spans, &span);
    }
}

/* The order in which spans are taken, as numbers that rise: the user's word first; dates before what they hold; then
 * the longer, then the rank, then the place. The lowest bits are the span's own number. A sentence has fewer tokens
 * than 1 << 15, and of spans fewer than 1 << 22. */
static uint64_t span_key(const struct span *span, size_t index)
{
    uint64_t user = span->rank >= RANK_USER, length = span->last - span->first;
    return (1 - user) << 63 | (0x7FFF - length) << 48 | (uint64_t)(0x7F - span->rank) << 41 |
           (uint64_t)span->first << 26 | (uint64_t)span->type << 22 | index;
}

static size_t span_of_key(uint64_t key)
{
    return key & ((1u << 22) - 1);
}

static bool is_known_place(const struct view *view, size_t at)
{
    const struct gazetteer_reading *reading = view_reading(view, at, ENTITY_PLACE);
    return reading && !(reading->flags & READING_WEAK);
}

static int compare_keys(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

#define FEW_SPANS 16

/* The keys of the spans, in order. A sentence has few spans, and those nearly in order of place. */
static uint64_t *order_spans(const struct spans *spans)
{
    uint64_t *keys = arena_allocate(spans->arena, (spans->count + 1) * sizeof *keys);
    for (size_t i = 0; i < spans->count; i++) {
        uint64_t key = span_key(&spans->at[i], i);
        size_t to = i;
        for (; spans->count <= FEW_SPANS && to > 0 && keys[to - 1] > key; to--)
            keys[to] = keys[to - 1];
        keys[to] = key;
    }
    if (spans->count > FEW_SPANS)
        qsort(keys, spans->count, sizeof *keys, compare_keys);
    return keys;
}

/* What the model does not strike; a hint counts only where a place is spoken of: "in Merlo", "Merlo, Argentina". */
static bool is_kept(const struct view *view, const struct span *span)
{
    static const char *const words[] = {"in",      "near",   "from", "at",   "to",
                                        "outside", "around", "town", "city", "village"};
    if (doubts_strike(view, span))
        return false;
    if (span->rank > RANK_HINT)
        return true;
    if (!span->reading || span->reading->type != ENTITY_PLACE || view->headline || span->first == 0)
        return false;
    bool surname = view_in_list(view, span->first, LIST_SURNAME) || view_in_list(view, span->first, LIST_GIVEN);
    if (surname ? view_is(view, span->first - 1, "in") : VIEW_IS_ANY(view, span->first - 1, words))
        return true;
    size_t count = view->sentence->token_count;
    bool letters = view->sentence->tokens[span->first].shape == SHAPE_UPPER && span->last == span->first + 1;
    if (letters && span->first > 1 && view_is(view, span->first - 1, ",") &&
        word_is_capital(&view->sentence->tokens[span->first - 2]))
        return true; /* "Ostrava, OH" */
    return span->last + 1 < count && view_is(view, span->last, ",") &&
           (view_reading(view, span->last + 1, ENTITY_COUNTRY) || is_known_place(view, span->last + 1));
}

static void add_entity(struct sentence *sentence, const struct span *span)
{
    struct entity *entity = &sentence->entities[sentence->entity_count++];
    MEMORY_CLEAR(entity);
    entity->start = span->end ? span->start : sentence->tokens[span->first].start;
    entity->end = span->end ? span->end : sentence->tokens[span->last - 1].end;
    entity->first_token = span->first;
    entity->last_token = span->last;
    entity->type = span->type;
    entity->value = span->value;
    entity->rule = span->rule;
    entity->confidence = span->confidence;
    if (!span->reading)
        return;
    entity->name = gazetteer_string(span->gazetteer, span->reading->name);
    entity->id = gazetteer_string(span->gazetteer, span->reading->id);
    entity->country = gazetteer_string(span->gazetteer, span->reading->country);
    entity->capital = span->reading->flags & READING_CAPITAL;
    entity->each = span->reading->flags & READING_EACH;
    entity->listed = true;
}

/* Of few spans that overlap keeps the first in order. Sets the numbers of those kept, in order of place. */
static size_t keep_few(const struct view *view, const uint64_t *keys, uint32_t *kept)
{
    const struct spans *spans = &view->spans;
    size_t count = 0;
    for (size_t i = 0; i < spans->count; i++) {
        const size_t index = span_of_key(keys[i]);
        const struct span *span = &spans->at[index];
        size_t to = count;
        while (to > 0 && spans->at[kept[to - 1]].first >= span->last)
            to--;
        if ((to > 0 && spans->at[kept[to - 1]].last > span->first) || !is_kept(view, span))
            continue;
        memmove(kept + to + 1, kept + to, (count++ - to) * sizeof *kept);
        kept[to] = (uint32_t)index;
    }
    return count;
}

/* The same of any number. */
static size_t keep_many(const struct view *view, const uint64_t *keys, uint32_t *kept)
{
    const struct spans *spans = &view->spans;
    const size_t tokens = view->sentence->token_count;
    uint32_t *holder = arena_array(spans->arena, tokens + 1, sizeof *holder); /* span of a token, + 1 */
    size_t count = 0;
    for (size_t i = 0; i < spans->count; i++) {
        const size_t index = span_of_key(keys[i]);
        const struct span *span = &spans->at[index];
        bool free_place = is_kept(view, span);
        for (uint32_t at = span->first; at < span->last && free_place; at++)
            free_place = !holder[at];
        for (uint32_t at = span->first; at < span->last && free_place; at++)
            holder[at] = (uint32_t)index + 1;
    }
    for (size_t at = 0; at < tokens; at = holder[at] ? spans->at[holder[at] - 1].last : at + 1)
        if (holder[at])
            kept[count++] = holder[at] - 1;
    return count;
}

/* Makes the spans that are kept entities, which stay in the view's arena. */
static void choose(struct view *view)
{
    struct sentence *sentence = view->sentence;
    const struct spans *spans = &view->spans;
    sentence->entity_count = 0;
    if (spans->count == 0)
        return;
    const uint64_t *keys = order_spans(spans);
    uint32_t *kept = arena_allocate(spans->arena, spans->count * sizeof *kept);
    size_t count = (spans->count <= FEW_SPANS ? keep_few : keep_many)(view, keys, kept);
    sentence->entities = arena_allocate(spans->arena, (count + 1) * sizeof *sentence->entities);
    for (size_t i = 0; i < count; i++)
        if (spans->at[kept[i]].type != ENTITY_NONE)
            add_entity(sentence, &spans->at[kept[i]]);
}

/* What patterns of English words and the model see. */
static void find_english(struct view *view)
{
    titles_find(view);
    bodies_find(view);
    find_capital_bodies(view);
    people_find(view);
    peoples_find(view);
    if (view->tagger->model)
        names_find(view->tagger->model, view);
    find_acronyms(view);
}

/* Finds the entities of a sentence whose tokens are there; they stay in the scratch arena. */
static void tag_tokens(struct tagger *tagger, struct document *document, struct sentence *sentence)
{
    struct view view;
    arena_reset(&tagger->scratch);
    view_open(&view, tagger, document->personal, sentence, &tagger->scratch);
    view.english = document->english;
    find_listed(&view);
    find_halves(&view);
    if (!tagger->only_names) {
        find_values(&view, tagger, document);
        if (view.english)
            find_english(&view);
        else
            people_find_listed(&view);
    }
    choose(&view);
    if (view.english && !tagger->only_names)
        roles_settle(sentence);
}

/* A text that is no sentence but a whole book is tagged in parts of so many tokens, or somewhat more where that makes
 * a part end with a line or a full stop, so that memory for it does not grow with the text. */
#define PART_TOKENS 16384u
#define PART_MORE 4096u

static size_t part_end(const struct sentence *sentence, size_t from)
{
    size_t least = from + PART_TOKENS, most = least + PART_MORE, stop = 0;
    if (sentence->token_count <= most)
        return sentence->token_count;
    for (size_t at = least; at < most; at++) {
        uint32_t before = sentence->tokens[at - 1].end, start = sentence->tokens[at].start;
        if (memchr(sentence->text.at + before, '\n', start - before))
            return at;
        if (!stop && sentence->text.at[before - 1] == '.' && sentence->tokens[at].space_before)
            stop = at;
    }
    return stop ? stop : least;
}

/* Tags the tokens [from, to) as a sentence of their own and adds what it finds to the whole. */
static void tag_part(struct tagger *tagger, struct document *document, struct sentence *whole, size_t from, size_t to)
{
    uint32_t base = whole->tokens[from].start;
    struct sentence part = {.text = slice_part(whole->text, base, whole->tokens[to - 1].end),
                            .tokens = whole->tokens + from,
                            .token_count = to - from};
    for (size_t i = from; i < to; i++) {
        whole->tokens[i].start -= base;
        whole->tokens[i].end -= base;
    }
    tag_tokens(tagger, document, &part);
    for (size_t i = from; i < to; i++) {
        whole->tokens[i].start += base;
        whole->tokens[i].end += base;
    }
    for (size_t i = 0; i < part.entity_count; i++) {
        struct entity *entity = sentence_add_entity(whole, document->arena);
        *entity = part.entities[i];
        entity->start += base;
        entity->end += base;
        entity->first_token += (uint32_t)from;
        entity->last_token += (uint32_t)from;
    }
}

static void tag_sentence(struct tagger *tagger, struct document *document, struct sentence *sentence)
{
    struct arena *arena = document->arena;
    sentence->entities = NULL;
    sentence->entity_count = sentence->entity_capacity = 0;
    tag_sentence_words(arena, sentence);
    if (document->spaced)
        spaced_join(arena, sentence);
    if (sentence->token_count == 0)
        return;
    if (sentence->token_count <= PART_TOKENS + PART_MORE) {
        tag_tokens(tagger, document, sentence);
        const struct entity *chosen = sentence->entities;
        if (sentence->entity_count == 0)
            return;
        sentence->entity_capacity = sentence->entity_count + 1;
        sentence->entities = arena_allocate(arena, sentence->entity_capacity * sizeof *chosen);
        memcpy(sentence->entities, chosen, sentence->entity_count * sizeof *chosen);
        return;
    }
    /* Room for all that there can be: what is not used costs addresses, not memory. */
    sentence->entity_capacity = sentence->token_count;
    sentence->entities = arena_allocate(arena, sentence->entity_capacity * sizeof *sentence->entities);
    for (size_t from = 0, to; from < sentence->token_count; from = to) {
        to = part_end(sentence, from);
        tag_part(tagger, document, sentence, from, to);
    }
}

/* Where a dateline is looked for: behind a title and what stands beside it. */
#define HEAD_SENTENCES 4

/* Tags the first sentences; those up to a dateline again, by the day that it gives. */
static void tag_head(struct tagger *tagger, struct document *document)
{
    for (size_t i = 0; i < document->sentence_count && i < HEAD_SENTENCES; i++) {
        tag_sentence(tagger, document, &document->sentences[i]);
        if (!tagger->only_names && dateline_read(document, &document->sentences[i]))
            for (size_t k = 0; k <= i; k++)
                tag_sentence(tagger, document, &document->sentences[k]);
    }
}

void tagger_document(struct tagger *tagger, struct document *document)
{
    document->english = true; /* lists alone are asked in any language */
    document->personal = false;
    if (!tagger->only_names)
        language_look(&tagger->languages, document);
    document->personal &= tagger->model != NULL;
    document->spaced = spaced_document(document);
    tag_head(tagger, document);
    for (size_t i = HEAD_SENTENCES; i < document->sentence_count; i++)
        tag_sentence(tagger, document, &document->sentences[i]);
    if (!tagger->only_names) {
        votes_settle(tagger, document);
        years_document(document);
    }
    resolve_document(tagger, document);
    belong_document(tagger, document);
    if (document->english && !tagger->only_names) {
        letters_document(&tagger->gazetteers[tagger->gazetteer_count - 1], document);
        shorts_document(document);
        land_money_document(document);
    }
}
