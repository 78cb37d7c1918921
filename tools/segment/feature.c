#include "feature.h"

#include "text.h"

/* Text beyond this is not looked at to tell its style. */
#define STYLE_LOOK 8192
#define SHORT_LINE 500

void context_tokens(struct context *context)
{
    size_t at = context->gap.end;
    for (unsigned i = 0; i < FEATURE_LEFT; i++) {
        size_t space;
        while ((space = token_space_before(context->text, context->line_start, at)) > 0)
            at -= space;
        token_before(&context->left[i], context->text, context->line_start, at);
        at -= context->left[i].raw.size;
    }
    at = context->gap.next;
    for (unsigned i = 0; i < FEATURE_RIGHT; i++) {
        size_t space;
        while ((space = token_space_at(context->text, at, context->line_end)) > 0)
            at += space;
        token_after(&context->right[i], context->text, at, context->line_end);
        at += context->right[i].raw.size;
    }
}

struct style style_of(struct slice text)
{
    struct style style = {0, 0};
    if (text.size == 0)
        return style;
    size_t size = text.size < STYLE_LOOK ? text.size : STYLE_LOOK;
    size_t small = 0, capital = 0;
    for (size_t i = 0; i + 2 < size; i++) {
        char byte = text.at[i];
        if ((byte != '.' && byte != '?' && byte != '!') || text.at[i + 1] != ' ')
            continue;
        small += text.at[i + 2] >= 'a' && text.at[i + 2] <= 'z';
        capital += text.at[i + 2] >= 'A' && text.at[i + 2] <= 'Z';
    }
    if (memchr(text.at, '\n', size))
        style.lines = 2;
    else
        style.lines = text.size > SHORT_LINE;
    if (small + capital > 0)
        style.casual = small == 0 ? 1 : small * 7 < small + capital ? 2 : small * 2 < small + capital ? 3 : 4;
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

struct list {
    uint32_t *features;
    size_t count;
    uint32_t kind;
};

static void add(struct list *list, uint32_t template_number, uint32_t value)
{
    list->features[list->count++] = model_feature(template_number * GAP_KINDS + list->kind + 1, value);
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

static void add_words(struct list *list, const struct context *context, uint32_t left, uint32_t right)
{
    const struct token *l = context->left, *r = context->right;
    add(list, 1, l[0].word);
    add(list, 2, mix(l[0].word, r[0].shape));
    add(list, 3, mix(r[0].word, r[0].shape));
    add(list, 4, mix(mix(r[0].word, r[0].shape), l[0].ending));
    add(list, 5, mix(l[1].word, l[0].ending));
    add(list, 6, r[1].word);
    add(list, 7, mix(l[0].word, r[0].word));
    add(list, 8, mix(r[0].word, r[1].word));
    add(list, 9, mix(l[1].word, l[0].word));
    add(list, 10, mix(suffix(&l[0], 3), right));
    add(list, 11, mix(suffix(&l[0], 2), right));
    add(list, 12, mix(suffix(&l[0], 1), mix(left, right)));
    add(list, 13, mix(prefix(&r[0], 2), left));
    add(list, 14, mix(prefix(&r[0], 1), left));
}

static void add_lexicon(struct list *list, const struct context *context, const struct language *language)
{
    const struct token *l = context->left, *r = context->right;
    uint32_t l0 = language_word(language, l[0].word), l1 = language_word(language, l[1].word);
    uint32_t r0 = language_word(language, r[0].word), r1 = language_word(language, r[1].word);
    add(list, 20, mix(l0, r0));
    add(list, 21, mix(mix(r0, r[0].shape), r1));
    add(list, 22, mix(mix(l1, l0), r0));
    add(list, 23, mix(mix(l0, l[0].ending), mix(r0, r[0].shape)));
    add(list, 24, mix(mix(l0, r0), r1));
    add(list, 25, mix(r0, mix(r[0].shape, l[0].ending)));
    add(list, 26, mix(mix(mix(l1, l0), r0), r1));
    add(list, 27, mix(mix(r0, r1), language_word(language, r[2].word)));
}

size_t feature_list(const struct context *context, const struct language *language, uint32_t *features)
{
    struct list list = {features, 0, context->gap.kind};
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

    add(&list, 30, 0);
    add(&list, 31, mix(le, mix(right, r[0].opener)));
    add(&list, 32, mix(mix(left, le), mix(right, r[0].opener)));
    add(&list, 33, mix(mix(left, l[0].letters), mix(right, l[0].ending)));
    add(&list, 34, mix(mix(abbreviation, right), r[0].opener));
    add(&list, 35, mix(mix(abbreviation, left), mix(right, r[0].ending)));
    add(&list, 36, mix(mix(le, open), mix(right, r[0].opener)));
    add(&list, 37, mix(mix(open, opened), mix(l[0].ending, l[0].closer)));
    add(&list, 38, mix(mix(since, l[0].ending), right));
    add(&list, 39, mix(mix(rest, l[0].ending), right));
    add(&list, 40, mix(mix(casual, le), right));
    add(&list, 41, mix(mix(lines, le), right));
    add(&list, 42, mix(mix(first, second), mix(mix(left, le), right)));
    add(&list, 43, mix(mix(l[1].shape, left), mix(right, r[1].shape)));
    add(&list, 44, mix(mix(l[1].shape, l[1].ending), mix(left, le)));
    add(&list, 45, mix(mix(right, re), mix(r[1].shape, l[0].ending)));
    add(&list, 46, mix(mix(l[2].shape, l[1].shape), mix(left, le)));
    add(&list, 47, mix(mix(right, r[1].shape), mix(r[2].shape, l[0].ending)));
    add(&list, 48, mix(mix(l[0].shape == SHAPE_SYMBOL ? l[0].word : 0, r[0].shape == SHAPE_SYMBOL ? r[0].word : 0), right));
    add(&list, 49, mix(mix(casual, lines), mix(since, rest)));
    add(&list, 50, mix(bucket(context->gap.next - context->gap.end), right));
    if (language->lexical)
        add_words(&list, context, left, right);
    if (language->lexicon.at)
        add_lexicon(&list, context, language);
    return list.count;
}
