#include "feature.h"

#include "text.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Text beyond this is not looked at to tell its style. */
#define STYLE_LOOK 2048
#define SHORT_LINE 500
/* A line longer than this is hardly a heading. */
#define LONG_LINE 120
/* Bytes of a heading. */
#define HEADING_MOST 240

/* The token behind the last gap that was looked at is often the one before this one. */
static bool is_left(const struct context *context, const struct token *token)
{
    return token->plain && token->raw.at + token->raw.size == context->text.at + context->gap.end &&
           (unsigned char)token->raw.at[-1] <= ' ';
}

static void find_left(struct context *context, const struct language *language)
{
    if (is_left(context, &context->right[0])) {
        context->left[0] = context->right[0];
        context->left_class[0] = context->right_class[0];
        return;
    }
    token_before(&context->left[0], context->text, context->line_start, context->gap.end);
    context->left_class[0] = language_word(language, context->left[0].word);
}

void context_nearest(struct context *context, const struct language *language, bool left_known)
{
    if (!left_known)
        find_left(context, language);
    token_after(&context->right[0], context->text, context->gap.next, context->line_end);
    context->right_class[0] = language_word(language, context->right[0].word);
}

static void find_first(struct context *context, const struct language *language)
{
    if (context->first.raw.at && context->first_start == context->sentence_start)
        return;
    token_after(&context->first, context->text, context->sentence_start, context->line_end);
    context->first_class = language_word(language, context->first.word);
    context->first_start = context->sentence_start;
}

static void find_left_ones(struct context *context, const struct language *language, unsigned count)
{
    size_t at = (size_t)(context->left[0].raw.at - context->text.at), space;
    for (unsigned i = 1; i < count; i++) {
        while ((space = token_space_before(context->text, context->line_start, at)) > 0)
            at -= space;
        token_before(&context->left[i], context->text, context->line_start, at);
        context->left_class[i] = language_word(language, context->left[i].word);
        at -= context->left[i].raw.size;
    }
}

static void find_right_ones(struct context *context, const struct language *language)
{
    size_t at = context->gap.next + context->right[0].raw.size, space;
    for (unsigned i = 1; i < FEATURE_RIGHT; i++) {
        while ((space = token_space_at(context->text, at, context->line_end)) > 0)
            at += space;
        token_after(&context->right[i], context->text, at, context->line_end);
        context->right_class[i] = language_word(language, context->right[i].word);
        at += context->right[i].raw.size;
    }
}

void context_before(struct context *context, const struct language *language)
{
    find_left_ones(context, language, 2);
}

void context_behind(struct context *context, const struct language *language)
{
    find_right_ones(context, language);
}

void context_others(struct context *context, const struct language *language)
{
    find_first(context, language);
    context->abbreviation = language_abbreviation(language, context->left[0].word);
    find_left_ones(context, language, FEATURE_LEFT);
    find_right_ones(context, language);
}

/* Most end with a full stop. */
static enum ended ended_with(unsigned char byte)
{
    if (byte == '.')
        return ENDED_STOP;
    if (byte >= 0x80)
        return ENDED_WIDE;
    if (text_ascii_class[byte] & TEXT_LETTER)
        return ENDED_LETTER;
    if (text_ascii_class[byte] & TEXT_DIGIT)
        return ENDED_DIGIT;
    return byte == '?' ? ENDED_QUESTION : byte == '!' ? ENDED_SHOUT : ENDED_MARK;
}

void context_end_sentence(struct context *context)
{
    context->ended = ended_with((unsigned char)context->text.at[context->gap.end - 1]);
    context->sentence_start = context->gap.next;
}

static bool is_terminator(enum mark mark)
{
    return mark == MARK_STOP || mark == MARK_QUESTION || mark == MARK_SHOUT;
}

/* Most lines end in a word and a terminator. */
static enum mark ending_of_line(const struct context *context)
{
    const char *end = context->text.at + context->line_end;
    unsigned char before = context->line_end - context->line_start > 1 ? (unsigned char)end[-2] : '\0';
    if (before < 0x80 && (text_ascii_class[before] & (TEXT_LETTER | TEXT_DIGIT))) {
        enum mark mark = end[-1] == '.'   ? MARK_STOP
                         : end[-1] == '?' ? MARK_QUESTION
                         : end[-1] == '!' ? MARK_SHOUT
                                          : MARK_NONE;
        if (mark != MARK_NONE)
            return mark;
    }
    struct token token;
    token_before(&token, context->text, context->line_start, context->line_end);
    return token.ending;
}

/* Bits of 64 bytes of the line, the first at `at`; what is beyond ASCII counts as small letters. */
static void letters_of(struct slice line, size_t at, uint64_t *letters, uint64_t *capitals)
{
    size_t size = line.size - at < 64 ? line.size - at : 64;
    *letters = *capitals = 0;
    size_t i = 0;
#ifdef __SSE2__
    for (; i + 16 <= size; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(line.at + at + i));
        __m128i from_a = _mm_sub_epi8(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
        __m128i ascii = _mm_cmpeq_epi8(_mm_min_epu8(from_a, _mm_set1_epi8(25)), from_a);
        uint64_t is_letter = (unsigned)_mm_movemask_epi8(_mm_or_si128(ascii, bytes)); /* or is beyond ASCII */
        uint64_t is_small = (unsigned)_mm_movemask_epi8(_mm_slli_epi16(bytes, 2));
        *letters |= is_letter << i;
        *capitals |= ((unsigned)_mm_movemask_epi8(ascii) & ~is_small) << i;
    }
#endif
    for (; i < size; i++) {
        unsigned char byte = (unsigned char)line.at[at + i];
        uint64_t capital = (unsigned char)(byte - 'A') < 26, small = (unsigned char)(byte - 'a') < 26;
        *capitals |= capital << i;
        *letters |= (capital | small | byte >> 7) << i;
    }
}

/* The line's longer words (by their first five letters): those that are written small, and those that have a capital
 * and small letters behind it. */
static void count_words(struct slice line, unsigned *small, unsigned *capital)
{
    enum { LONG = 5, STEP = 64 - LONG };
    uint64_t before = 0; /* whether the byte before the step is a letter */
    for (size_t at = 0; at < line.size; at += STEP) {
        uint64_t letters, capitals;
        letters_of(line, at, &letters, &capitals);
        uint64_t lower = letters & ~capitals, four = lower >> 1 & lower >> 2 & lower >> 3 & lower >> 4;
        uint64_t starts = letters & ~(letters << 1 | before) & ((UINT64_C(1) << STEP) - 1);
        *small += (unsigned)__builtin_popcountll(starts & lower & four);
        *capital += (unsigned)__builtin_popcountll(starts & capitals & four);
        before = letters >> (STEP - 1) & 1;
    }
}

/* In a heading the longer words have capitals, all but a few. */
void context_line(struct context *context)
{
    context->line_ending = ending_of_line(context);
    context->heading = 0;
    if (is_terminator(context->line_ending) || context->line_end - context->line_start > HEADING_MOST)
        return;
    unsigned small = 0, capital = 0;
    count_words(slice_part(context->text, context->line_start, context->line_end), &small, &capital);
    context->heading = capital > 1 && small * 4 <= capital ? 2 : 1;
}

static unsigned share(size_t part, size_t whole)
{
    if (whole == 0)
        return 0;
    return part == 0 ? 1 : part * 7 < whole ? 2 : part * 2 < whole ? 3 : 4;
}

static bool is_behind_terminator(char byte)
{
    return (unsigned char)byte <= ' ' || (unsigned char)byte >= 0x80 || byte == '"' || byte == '\'' || byte == ')' ||
           byte == ']' || byte == '*';
}

static bool ends_in_terminator(struct slice line)
{
    while (line.size > 0 && is_behind_terminator(line.at[line.size - 1]))
        line.size--;
    char last = line.size > 0 ? line.at[line.size - 1] : ' ';
    return last == '.' || last == '!' || last == '?' || last == ':' || last == ';';
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
    enum { MOST = 10 };
    if (bytes == 0)
        return 0;
    uint32_t bits = 64 - (uint32_t)__builtin_clzll((unsigned long long)bytes);
    return bits < MOST ? bits : MOST;
}

/* Features on their way into a list, or into the sum of their weights. What fills it is compiled once for each, into
 * one piece: most of the tool's time goes here. */
struct list {
    uint32_t *features;
    size_t count;
    const int8_t *weights; /* NULL: list, else add up */
    unsigned shift;        /* a weight stands where the feature's highest bits say */
    int sum;
    uint32_t kind; /* of the gap, as it goes into each feature */
};

#define IN_ONE_PIECE static inline __attribute__((always_inline))

/* Multiplicative hashing (Knuth 1998, 6.4): sums of products with odd numbers, of which the highest bits count. */
IN_ONE_PIECE uint32_t mix(uint32_t a, uint32_t b)
{
    return a * 0x9E3779B1u + b * 0x85EBCA6Bu;
}

IN_ONE_PIECE uint32_t mix3(uint32_t a, uint32_t b, uint32_t c)
{
    return mix(a, b) + c * 0xC2B2AE35u;
}

IN_ONE_PIECE uint32_t mix4(uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    return mix3(a, b, c) + d * 0x27D4EB2Fu;
}

IN_ONE_PIECE void add(struct list *list, uint32_t template_number, uint32_t value)
{
    uint32_t feature = value + template_number * 0x165667B1u + list->kind;
    if (list->weights)
        list->sum += list->weights[feature >> list->shift];
    else
        list->features[list->count++] = feature;
}

static struct list list_of(const struct context *context, const struct language *language, uint32_t *features)
{
    return (struct list){
        .features = features,
        .weights = features ? NULL : language->model.weights,
        .shift = features ? 0 : (unsigned)__builtin_clz(language->model.mask),
        .kind = ((uint32_t)context->gap.kind + 1) * 0x2C1B3C6Du,
    };
}

/* The word's first characters, in lower case. */
static uint32_t prefix(const struct token *token, unsigned count)
{
    const char *at = token->core.at, *end = at + token->core.size;
    while (count-- > 0 && at < end)
        text_decode(&at, end);
    return token_word((struct slice){token->core.at, (size_t)(at - token->core.at)});
}

/* Its last ones. */
static uint32_t suffix(const struct token *token, unsigned count)
{
    const char *at = token->core.at + token->core.size;
    while (count-- > 0 && at > token->core.at)
        text_decode_before(&at, token->core.at);
    return token_word((struct slice){at, (size_t)(token->core.at + token->core.size - at)});
}

/* What stands at the edges of a token besides its word. */
static uint32_t edges(const struct token *token)
{
    return ((token->ending * MARK_COUNT + token->closer) * MARK_COUNT + token->opener) * 2 + token->repeated;
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
    if (at + 1 < end && ascii_is_letter(text.at[at]) && ascii_is_letter(text.at[at + 1]))
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

bool context_is_next_item(const struct context *context)
{
    if (!may_begin_marker(&context->right[0]))
        return false;
    struct marker right = marker_of(context->text, context->gap.next, context->line_end);
    struct marker left = marker_of(context->text, context->sentence_start, context->gap.end);
    return left.number > 0 && left.form == right.form && right.number == left.number + 1;
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

/* The words themselves. */
IN_ONE_PIECE void add_words(struct list *list, const struct context *context)
{
    const struct token *l = context->left, *r = context->right;
    add(list, 1, l[0].word);
    add(list, 2, mix(l[0].word, r[0].shape));
    add(list, 3, mix(r[0].word, r[0].shape));
    add(list, 4, mix3(r[0].word, r[0].shape, l[0].ending));
    add(list, 5, mix(l[1].word, l[0].ending));
    add(list, 6, r[1].word);
    add(list, 7, mix(l[2].word, l[0].ending));
    add(list, 8, mix(prefix(&r[0], 2), l[0].shape));
    add(list, 9, mix3(l[0].word, l[0].ending, l[0].closer));
    add(list, 11, mix3(r[0].word, r[0].ending, l[0].ending));
}

/* Without a lexicon the ends of words tell their part of speech. */
IN_ONE_PIECE void add_endings(struct list *list, const struct context *context, const struct language *language)
{
    const struct token *left = &context->left[0], *right = &context->right[0];
    uint32_t starts = language_abbreviation(language, right->word) == ABBREVIATION_STARTER;
    add(list, 33, mix4(starts * SHAPE_COUNT + right->shape, left->ending, left->closer, left->shape));
    add(list, 30, mix(suffix(left, 2), right->shape));
    add(list, 31, mix3(suffix(left, 1), left->shape, right->shape));
    add(list, 32, mix(prefix(right, 1), left->shape));
}

/* What the lexicon knows of them. */
IN_ONE_PIECE void add_classes(struct list *list, const struct context *context)
{
    const struct token *l = context->left, *r = context->right;
    const unsigned *lc = context->left_class, *rc = context->right_class;
    uint32_t right = r[0].shape, speech = l[0].ending * MARK_COUNT + l[0].closer;
    add(list, 20, mix(lc[0], rc[0]));
    add(list, 21, mix3(lc[1], lc[0], rc[0]));
    add(list, 24, mix4(lc[2], lc[1], lc[0], l[0].ending));
    add(list, 25, mix4(speech, context->line_ending, rc[0], right));
    add(list, 26, mix4(context->heading * 4 + context->style.lines, rc[0], right, r[1].shape));
    add(list, 28, mix4(speech, rc[0], rc[1], right));
}

/* How the present sentence began, and how the one before ended. */
IN_ONE_PIECE void add_sentence(struct list *list, const struct context *context)
{
    const struct token *left = &context->left[0], *right = &context->right[0];
    const struct token *first = &context->first;
    uint32_t class = context->first_class;
    uint32_t sides = (left->ending * MARK_COUNT + left->closer) * SHAPE_COUNT + right->shape;
    uint32_t since = bucket(context->gap.end - context->sentence_start);
    add(list, 40, mix4(first->word == right->word, right->shape, left->ending, left->shape));
    add(list, 41, mix4(first->shape, class, right->shape, left->ending));
    add(list, 42, mix4(first->shape * MARK_COUNT + first->opener, right->shape, right->opener, edges(left)));
    add(list, 43, mix4(first->shape, class, tone_of(context), sides));
    add(list, 44, mix3(first->shape, left->shape, sides));
    add(list, 45, mix3(context->ended, since, sides));
    add(list, 46, mix3(context->ended, tone_of(context), sides));
}

IN_ONE_PIECE void add_all(struct list *list, const struct context *context, const struct language *language)
{
    const struct token *l = context->left, *r = context->right;
    uint32_t left = l[0].shape, right = r[0].shape, opener = r[0].opener;
    uint32_t le = edges(&l[0]), abbreviation = context->abbreviation;
    const char *start = context->text.at + context->sentence_start;
    uint32_t near_start = (l[0].raw.at == start) * 2u + (l[1].raw.at == start);

    add(list, 60, mix4(left, le, right, opener));
    add(list, 61, mix4(left, l[0].letters, right, l[0].ending));
    add(list, 62, mix3(abbreviation, right, opener));
    add(list, 63, mix4(abbreviation, left, right, r[0].ending));
    add(list, 64, mix4(le, context->in_quote * 2u + context->in_bracket, right, opener));
    add(list, 65, mix4(near_start, left, le, right));
    add(list, 66, mix4(l[1].shape, left, right, r[1].shape));
    add(list, 67, mix4(right, edges(&r[0]), r[1].shape, l[0].ending));
    add(list, 68, mix4(right, r[1].shape, r[2].shape, l[0].ending));
    add(list, 69, mix(bucket(context->gap.next - context->gap.end), right));
    add_sentence(list, context);
    if (language->lexical)
        add_words(list, context);
    if (language->lexicon.at)
        add_classes(list, context);
    else if (language->lexical)
        add_endings(list, context, language);
}

/* Of the nearest words only. */
IN_ONE_PIECE void add_glance(struct list *list, const struct context *context, const struct language *language)
{
    const struct token *left = &context->left[0], *right = &context->right[0];
    uint32_t before = context->left_class[0], behind = context->right_class[0];
    uint32_t tone = tone_of(context), le = edges(left);
    uint32_t sides = (right->shape * MARK_COUNT + right->opener) * SHAPE_COUNT + left->shape;
    uint32_t since = bucket(context->gap.end - context->sentence_start);
    if (language->lexical) {
        add(list, 101, left->word);
        add(list, 102, mix(right->word, right->shape));
        add(list, 103, mix(left->word, behind));
    }
    add(list, 104, mix3(before, behind, sides));
    add(list, 105, mix4(tone, context->line_ending, context->heading, sides));
    add(list, 106, mix3(le, tone, sides));
    add(list, 107, mix3(behind, tone, sides));
    add(list, 108, mix3(before, le, sides));
    add(list, 109, mix4(before, behind, right->ending, right->shape));
    add(list, 110, mix4(context->ended, since, le, sides));
    add(list, 111, mix4(context->ended, tone, le, sides));
    if (context->gap.kind == GAP_STOP) {
        uint32_t abbreviation = language_abbreviation(language, left->word);
        add(list, 112, mix(abbreviation, sides));
        add(list, 113, mix3(abbreviation, behind, left->letters));
    }
}

size_t feature_list(const struct context *context, const struct language *language, uint32_t *features)
{
    struct list list = list_of(context, language, features);
    add_all(&list, context, language);
    return list.count;
}

int feature_sum(const struct context *context, const struct language *language)
{
    struct list list = list_of(context, language, NULL);
    add_all(&list, context, language);
    return list.sum;
}

size_t feature_glance(const struct context *context, const struct language *language, uint32_t *features)
{
    struct list list = list_of(context, language, features);
    add_glance(&list, context, language);
    return list.count;
}

int feature_glance_sum(const struct context *context, const struct language *language)
{
    struct list list = list_of(context, language, NULL);
    add_glance(&list, context, language);
    return list.sum;
}
