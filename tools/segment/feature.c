#include "feature.h"

#include "text.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Text beyond this is not looked at to tell its style. */
#define STYLE_LOOK 8192
#define SHORT_LINE 500
/* A line longer than this is hardly a heading. */
#define LONG_LINE 120
/* Bytes of a heading. */
#define HEADING_MOST 240

void context_nearest(struct context *context, bool left_known)
{
    if (!left_known)
        token_before(&context->left[0], context->text, context->line_start, context->gap.end);
    token_after(&context->right[0], context->text, context->gap.next, context->line_end);
}

void context_others(struct context *context)
{
    size_t at = (size_t)(context->left[0].raw.at - context->text.at), space;
    for (unsigned i = 1; i < FEATURE_LEFT; i++) {
        while ((space = token_space_before(context->text, context->line_start, at)) > 0)
            at -= space;
        token_before(&context->left[i], context->text, context->line_start, at);
        at -= context->left[i].raw.size;
    }
    at = context->gap.next + context->right[0].raw.size;
    for (unsigned i = 1; i < FEATURE_RIGHT; i++) {
        while ((space = token_space_at(context->text, at, context->line_end)) > 0)
            at += space;
        token_after(&context->right[i], context->text, at, context->line_end);
        at += context->right[i].raw.size;
    }
}

static bool is_terminator(enum mark mark)
{
    return mark == MARK_STOP || mark == MARK_QUESTION || mark == MARK_SHOUT;
}

/* In a heading the longer words have capitals, all but a few. */
void context_line(struct context *context)
{
    struct token token;
    token_before(&token, context->text, context->line_start, context->line_end);
    context->line_ending = token.ending;
    context->heading = 0;
    if (is_terminator(token.ending) || context->line_end - context->line_start > HEADING_MOST)
        return;
    unsigned small = 0, capital = 0;
    for (size_t at = context->line_start; at < context->line_end; at += token.raw.size) {
        size_t space;
        while ((space = token_space_at(context->text, at, context->line_end)) > 0)
            at += space;
        token_after(&token, context->text, at, context->line_end);
        small += token.letters > 4 && token.shape == SHAPE_LOWER;
        capital += token.letters > 4 && token.shape == SHAPE_CAPITAL;
    }
    context->heading = capital > 1 && small * 4 <= capital ? 2 : 1;
}

static unsigned share(size_t part, size_t whole)
{
    if (whole == 0)
        return 0;
    return part == 0 ? 1 : part * 7 < whole ? 2 : part * 2 < whole ? 3 : 4;
}

static bool ends_in_terminator(struct slice line)
{
    while (line.size > 0 && (line.at[line.size - 1] <= ' ' || strchr("\"')]*", line.at[line.size - 1]) ||
                             (unsigned char)line.at[line.size - 1] >= 0x80))
        line.size--;
    return line.size > 0 && strchr(".!?:;", line.at[line.size - 1]);
}

static void count_start(const char *at, size_t *small, size_t *capital)
{
    bool initials = at[-2] >= 'A' && at[-2] <= 'Z';
    if (initials || at[0] != ' ' || (at[-1] != '.' && at[-1] != '?' && at[-1] != '!'))
        return;
    *small += at[1] >= 'a' && at[1] <= 'z';
    *capital += at[1] >= 'A' && at[1] <= 'Z';
}

/* Sentences that begin behind a terminator and a space with a small letter, or a capital. */
static void count_starts(struct slice text, size_t *small, size_t *capital)
{
    size_t at = 2;
#ifdef __SSE2__
    for (; at + 17 <= text.size; at += 16) {
        __m128i before = _mm_loadu_si128((const __m128i *)(const void *)(text.at + at - 1));
        __m128i byte = _mm_loadu_si128((const __m128i *)(const void *)(text.at + at));
        __m128i ends = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(before, _mm_set1_epi8('.')), _mm_cmpeq_epi8(before, _mm_set1_epi8('?'))),
            _mm_cmpeq_epi8(before, _mm_set1_epi8('!')));
        unsigned starts = (unsigned)_mm_movemask_epi8(_mm_and_si128(ends, _mm_cmpeq_epi8(byte, _mm_set1_epi8(' '))));
        for (; starts != 0; starts &= starts - 1)
            count_start(text.at + at + __builtin_ctz(starts), small, capital);
    }
#endif
    for (; at + 1 < text.size; at++)
        count_start(text.at + at, small, capital);
}

struct style style_of(struct slice text)
{
    size_t small = 0, capital = 0, loose = 0, lines = 0, seen = 0;
    struct style style = {.lines = text.size > SHORT_LINE};
    struct slice rest = slice_part(text, 0, text.size < STYLE_LOOK ? text.size : STYLE_LOOK), line;
    count_starts(rest, &small, &capital);
    while (slice_line(&rest, &line)) {
        seen += line.size > 0;
        if (line.size > LONG_LINE) {
            lines++;
            loose += !ends_in_terminator(line);
        }
    }
    if (seen > 1)
        style.lines = 2;
    style.casual = share(small, small + capital);
    style.loose = share(loose, lines);
    return style;
}

/* Bytes to a bucket: 0, 1, 2-3, 4-7, ... */
static uint32_t bucket(size_t bytes)
{
    uint32_t log = 0;
    while (bytes > 0 && log < 10) {
        bytes >>= 1;
        log++;
    }
    return log;
}

static uint32_t mix(uint32_t a, uint32_t b)
{
    return (a ^ (a >> 15)) * 0x2C1B3C6Du + b * 0x9E3779B1u;
}

/* Features on their way into a list, or into the sum of their weights. What fills it is compiled once for each, into
 * one piece: most of the tool's time goes here. */
struct list {
    uint32_t *features;
    size_t count;
    const int8_t *weights; /* NULL: list, else add up */
    uint32_t mask;
    int sum;
    uint32_t kind; /* of the gap, as it goes into each feature */
};

#define IN_ONE_PIECE static inline __attribute__((always_inline))
#define SPREAD 0x9E3779B1u

IN_ONE_PIECE void add(struct list *list, uint32_t template_number, uint32_t value)
{
    uint32_t feature = (value ^ (template_number * GAP_KINDS * SPREAD + list->kind)) * 0x85EBCA6Bu;
    feature ^= feature >> 15;
    if (list->weights)
        list->sum += list->weights[feature & list->mask];
    else
        list->features[list->count++] = feature;
}

static uint32_t kind_of(const struct context *context)
{
    return ((uint32_t)context->gap.kind + 1) * SPREAD;
}

/* Up to `count` characters at the word's end, in lower case. */
static uint32_t suffix(const struct token *token, unsigned count)
{
    const char *at = token->core.at + token->core.size;
    while (count-- > 0 && at > token->core.at)
        text_decode_before(&at, token->core.at);
    return token_word((struct slice){at, (size_t)(token->core.at + token->core.size - at)});
}

static uint32_t prefix(const struct token *token, unsigned count)
{
    const char *at = token->core.at, *end = at + token->core.size;
    while (count-- > 0 && at < end)
        text_decode(&at, end);
    return token_word((struct slice){token->core.at, (size_t)(at - token->core.at)});
}

/* What stands at the edges of a token besides its word. */
static uint32_t edges(const struct token *token)
{
    return ((token->ending * MARK_COUNT + token->closer) * MARK_COUNT + token->opener) * 2 + token->repeated;
}

IN_ONE_PIECE void add_words(struct list *list, const struct context *context, uint32_t left, uint32_t right)
{
    const struct token *l = context->left, *r = context->right;
    add(list, 1, l[0].word);
    add(list, 2, mix(l[0].word, r[0].shape));
    add(list, 3, mix(r[0].word, r[0].shape));
    add(list, 4, mix(mix(r[0].word, r[0].shape), l[0].ending));
    add(list, 5, mix(l[1].word, l[0].ending));
    add(list, 6, r[1].word);
    add(list, 19, mix(r[2].word, l[0].ending));
    add(list, 7, mix(l[0].word, r[0].word));
    add(list, 8, mix(r[0].word, r[1].word));
    add(list, 9, mix(l[1].word, l[0].word));
    add(list, 11, mix(suffix(&l[0], 2), right));
    add(list, 12, mix(suffix(&l[0], 1), mix(left, right)));
    uint32_t speech = mix(l[0].ending, l[0].closer);
    add(list, 15, mix(mix(speech, r[0].shape), r[1].word));
    add(list, 16, mix(mix(speech, r[0].word), r[1].word));
    add(list, 18, mix(l[2].word, l[0].ending));
    add(list, 13, mix(prefix(&r[0], 2), left));
    add(list, 14, mix(prefix(&r[0], 1), left));
}

IN_ONE_PIECE void add_lexicon(struct list *list, const struct context *context, const struct language *language)
{
    const struct token *l = context->left, *r = context->right;
    uint32_t l0 = language_word(language, l[0].word), l1 = language_word(language, l[1].word);
    uint32_t r0 = language_word(language, r[0].word), r1 = language_word(language, r[1].word);
    uint32_t r2 = language_word(language, r[2].word);
    uint32_t abbreviation = language_abbreviation(language, l[0].word);
    uint32_t speech = mix(l[0].ending, l[0].closer);
    uint32_t page = context->heading * 4 + context->style.lines;
    add(list, 61, mix(mix(page, r0), mix(r[0].shape, r[1].shape)));
    add(list, 64, mix(mix(page, l0), mix(r0, r[0].shape)));
    add(list, 70, mix(mix(speech, r0), r1));
    add(list, 71, mix(mix(mix(speech, r0), r1), r2));
    add(list, 72, mix(mix(language_word(language, l[2].word), l1), mix(l0, l[0].ending)));
    add(list, 73, mix(mix(speech, context->line_ending), mix(r0, r[0].shape)));
    add(list, 28, mix(mix(abbreviation, r0), r[0].shape));
    add(list, 29, mix(mix(abbreviation, r0), r1));
    add(list, 20, mix(l0, r0));
    add(list, 21, mix(mix(r0, r[0].shape), r1));
    add(list, 22, mix(mix(l1, l0), r0));
    add(list, 23, mix(mix(l0, l[0].ending), mix(r0, r[0].shape)));
    add(list, 24, mix(mix(l0, r0), r1));
    add(list, 25, mix(r0, mix(r[0].shape, l[0].ending)));
    add(list, 26, mix(mix(mix(l1, l0), r0), r1));
    add(list, 27, mix(mix(r0, r1), r2));
}

static bool is_letter(char byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

/* A list marker at the head of a token: "3.", "3)", "3.)", "(3)", "b.", with a bullet before it perhaps. */
struct marker {
    unsigned number; /* 0: none; letters count from 1 */
    unsigned form;   /* of the marks, and letter or digit */
};

static struct marker marker_of(struct slice text, size_t at, size_t end)
{
    struct marker marker = {0, 0};
    struct token token;
    if (at + 1 < end && is_letter(text.at[at]) && is_letter(text.at[at + 1]))
        return marker;
    token_after(&token, text, at, end);
    if (token.shape == SHAPE_SYMBOL && token.opener == MARK_BULLET) {
        at += token.raw.size;
        at += token_space_at(text, at, end);
        token_after(&token, text, at, end);
    }
    struct slice core = token.core;
    if (core.size == 0 || core.size > 3 || (token.ending != MARK_STOP && token.closer != MARK_BRACKET))
        return marker;
    if (core.size == 1 && (core.at[0] | 0x20) >= 'a' && (core.at[0] | 0x20) <= 'z')
        marker.number = (unsigned)((core.at[0] | 0x20) - 'a' + 1);
    for (size_t i = 0; i < core.size && core.at[i] >= '0' && core.at[i] <= '9'; i++)
        marker.number = marker.number * 10 + (unsigned)(core.at[i] - '0');
    marker.form = (token.ending * MARK_COUNT + token.closer) * 2 + (token.shape == SHAPE_NUMBER);
    return marker;
}

/* Can this token be a list marker, or the bullet before one? */
static bool may_begin_marker(const struct token *token)
{
    return token->shape == SHAPE_SYMBOL ||
           (token->letters <= 3 && (token->ending == MARK_STOP || token->closer == MARK_BRACKET));
}

enum sequence context_sequence(const struct context *context)
{
    struct marker right = {0, 0};
    if (may_begin_marker(&context->right[0]))
        right = marker_of(context->text, context->gap.next, context->line_end);
    struct marker left = marker_of(context->text, context->sentence_start, context->gap.end);
    if (right.number == 0)
        return left.number > 0 ? SEQUENCE_LEFT : SEQUENCE_NONE;
    if (left.number == 0)
        return right.number == 1 ? SEQUENCE_FIRST : SEQUENCE_RIGHT;
    return left.form == right.form && right.number == left.number + 1 ? SEQUENCE_NEXT : SEQUENCE_BROKEN;
}

bool context_is_marker(const struct context *context)
{
    const struct token *left = &context->left[0];
    bool first = left->raw.at == context->text.at + context->sentence_start ||
                 (context->left[1].raw.at == context->text.at + context->sentence_start &&
                  context->left[1].shape == SHAPE_SYMBOL && context->left[1].opener == MARK_BULLET);
    return first && marker_of(context->text, context->sentence_start, context->gap.end).number > 0;
}

static uint32_t tone_of(const struct context *context)
{
    return (context->style.lines * 8 + context->style.casual) * 8 + context->style.loose;
}

/* What the list, the line and the text around look like. */
IN_ONE_PIECE void add_surroundings(struct list *list, const struct context *context)
{
    const struct token *l = context->left, *r = context->right;
    uint32_t sequence = context_sequence(context);
    uint32_t tone = tone_of(context);
    uint32_t end = context->line_ending;
    add(list, 60, mix(mix(sequence, r[0].shape), l[0].ending));
    add(list, 62, mix(tone, mix(l[0].ending, r[0].shape)));
    add(list, 63, mix(tone, end));
    add(list, 69, mix(mix(context->heading, context->style.lines), mix(edges(&l[0]), r[0].shape)));
}

IN_ONE_PIECE void add_all(struct list *list, const struct context *context, const struct language *language)
{
    const struct token *l = context->left, *r = context->right;
    uint32_t left = l[0].shape, right = r[0].shape;
    uint32_t le = edges(&l[0]), re = edges(&r[0]);
    uint32_t abbreviation = language_abbreviation(language, l[0].word);
    uint32_t open = context->in_quote * 2 + context->in_bracket;
    uint32_t opened = open ? bucket(context->gap.end - context->opened) : 0;
    uint32_t since = bucket(context->gap.end - context->sentence_start);
    uint32_t rest = bucket(context->line_end - context->gap.next);
    uint32_t first = context->left[0].raw.at == context->text.at + context->sentence_start;
    uint32_t second = context->left[1].raw.at == context->text.at + context->sentence_start;
    uint32_t casual = context->style.casual, lines = context->style.lines;

    add(list, 31, mix(le, mix(right, r[0].opener)));
    add(list, 32, mix(mix(left, le), mix(right, r[0].opener)));
    add(list, 33, mix(mix(left, l[0].letters), mix(right, l[0].ending)));
    add(list, 34, mix(mix(abbreviation, right), r[0].opener));
    add(list, 35, mix(mix(abbreviation, left), mix(right, r[0].ending)));
    add(list, 36, mix(mix(le, open), mix(right, r[0].opener)));
    add(list, 37, mix(mix(open, opened), mix(l[0].ending, l[0].closer)));
    add(list, 38, mix(mix(since, l[0].ending), right));
    add(list, 40, mix(mix(casual, le), right));
    add(list, 42, mix(mix(first, second), mix(mix(left, le), right)));
    add(list, 43, mix(mix(l[1].shape, left), mix(right, r[1].shape)));
    add(list, 44, mix(mix(l[1].shape, l[1].ending), mix(left, le)));
    add(list, 45, mix(mix(right, re), mix(r[1].shape, l[0].ending)));
    add(list, 46, mix(mix(l[2].shape, l[1].shape), mix(left, le)));
    add(list, 47, mix(mix(right, r[1].shape), mix(r[2].shape, l[0].ending)));
    add(list, 49, mix(mix(casual, lines), mix(since, rest)));
    add(list, 50, mix(bucket(context->gap.next - context->gap.end), right));
    add_surroundings(list, context);
    if (language->lexical)
        add_words(list, context, left, right);
    if (language->lexicon.at)
        add_lexicon(list, context, language);
}

/* Their numbers begin where those of add_all end. */
IN_ONE_PIECE void add_glance(struct list *list, const struct context *context, const struct language *language)
{
    const struct token *left = &context->left[0], *right = &context->right[0];
    uint32_t l = language_word(language, left->word), r = language_word(language, right->word);
    uint32_t tone = tone_of(context) * MARK_COUNT + context->line_ending;
    uint32_t shape = right->shape * MARK_COUNT + right->opener;
    uint32_t shapes = mix(left->shape * MARK_COUNT + left->closer, edges(left)) + shape;
    if (language->lexical) {
        add(list, 101, left->word);
        add(list, 102, right->word * 16 + right->shape);
    }
    add(list, 103, mix(l * 256 + r, shape));
    add(list, 104, mix(tone * 8 + context->heading, shape));
    add(list, 105, mix(shapes, tone_of(context)));
    add(list, 106, mix(r * 1024 + tone_of(context), shape));
    add(list, 107, mix(l, shapes));
    add(list, 108, mix(l * 16 + right->ending, r * SHAPE_COUNT + right->shape));
    if (context->gap.kind == GAP_STOP) {
        uint32_t abbreviation = language_abbreviation(language, left->word);
        add(list, 109, mix(abbreviation * 16 + left->shape, shape));
        add(list, 110, mix(abbreviation * 256 + r, left->letters));
    }
}

size_t feature_list(const struct context *context, const struct language *language, uint32_t *features)
{
    struct list list = {.features = features, .kind = kind_of(context)};
    add_all(&list, context, language);
    return list.count;
}

int feature_sum(const struct context *context, const struct language *language)
{
    const struct model *model = &language->model;
    struct list list = {.weights = model->weights, .mask = model->mask, .kind = kind_of(context)};
    add_all(&list, context, language);
    return list.sum;
}

size_t feature_glance(const struct context *context, const struct language *language, uint32_t *features)
{
    struct list list = {.features = features, .kind = kind_of(context)};
    add_glance(&list, context, language);
    return list.count;
}

int feature_glance_sum(const struct context *context, const struct language *language)
{
    const struct model *model = &language->model;
    struct list list = {.weights = model->weights, .mask = model->mask, .kind = kind_of(context)};
    add_glance(&list, context, language);
    return list.sum;
}
