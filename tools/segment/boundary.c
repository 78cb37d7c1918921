#include "boundary.h"

#include "clear.h"
#include "scan.h"
#include "text.h"

/* What goes along while one stretch of text (a line, or the joined lines of a paragraph) is cut. */
struct cutter {
    const struct language *language;
    const struct boundary_options *options;
    struct context context;
    size_t paragraph;
    size_t marked; /* quotes and brackets are known up to here */
    struct scan scan;
    bool left_known; /* context.left[0] is that of the present gap */
    bool line_known; /* the line as a whole has been looked at */
};

const char *reason_name(enum reason reason)
{
    static const char *const names[REASON_COUNT] = {
        "clear end", "clear within", "model", "line end", "paragraph end", "wrapped line",
    };
    return names[reason];
}

static void add_span(struct cutter *cutter, size_t start, size_t end)
{
    cutter->options->sink(cutter->options->sink_argument, (struct span){start, end, cutter->paragraph});
}

static bool is_terminator_byte(char byte)
{
    return byte == '.' || byte == '!' || byte == '?';
}

/* Is this one of the marks that open a quotation in some languages and close it in others, closing one here? */
static bool closes_here(uint32_t code_point, struct slice text, size_t behind, size_t end)
{
    if (code_point != 0x201C && code_point != 0x2018)
        return false;
    return behind == end || token_space_at(text, behind, end) > 0 || text.at[behind] == ',';
}

/* Moves over closing quotes and brackets, and more terminators, from `at` on. */
static size_t skip_closers(struct slice text, size_t at, size_t end)
{
    while (at < end) {
        const char *next = text.at + at;
        uint32_t code_point = text_decode(&next, text.at + end);
        if (!token_is_closer(code_point) && !closes_here(code_point, text, (size_t)(next - text.at), end) &&
            !token_is_wide_stop(code_point) && code_point != '!' && code_point != '?' && code_point != 0x2026)
            return at;
        at = (size_t)(next - text.at);
    }
    return at;
}

static size_t skip_space(struct slice text, size_t at, size_t end)
{
    size_t space;
    while ((space = token_space_at(text, at, end)) > 0)
        at += space;
    return at;
}

static size_t skip_space_back(struct slice text, size_t start, size_t at)
{
    size_t space;
    while ((space = token_space_before(text, start, at)) > 0)
        at -= space;
    return at;
}

static bool place_at_space(struct gap *gap, const struct context *context, size_t at)
{
    unsigned char before = at > context->line_start ? (unsigned char)context->text.at[at - 1] : ' ';
    unsigned char behind = at + 1 < context->line_end ? (unsigned char)context->text.at[at + 1] : ' ';
    if (before > ' ' && before < 0x80 && behind > ' ' && behind < 0x80) {
        *gap = (struct gap){at, at + 1, GAP_SOFT};
        return true;
    }
    gap->end = skip_space_back(context->text, context->line_start, at);
    gap->next = skip_space(context->text, at, context->line_end);
    gap->kind = GAP_SOFT;
    return true;
}

/* A terminator straight before a letter: "done.Then", not "U.S" or "3.5" or "example.com". */
static bool place_tight(struct gap *gap, const struct context *context, size_t at)
{
    const char *text = context->text.at;
    if (at == context->line_start || at + 1 >= context->line_end)
        return false;
    unsigned char before = (unsigned char)text[at - 1], next = (unsigned char)text[at + 1];
    if (next >= 0x80) {
        size_t end = skip_closers(context->text, at + 1, context->line_end);
        *gap = (struct gap){end, end, GAP_TIGHT};
        return end < context->line_end && token_space_at(context->text, end, context->line_end) == 0;
    }
    bool capital = next >= 'A' && next <= 'Z';
    bool small_before = (before >= 'a' && before <= 'z') || before >= 0x80;
    if (text[at] == '.' && !(capital && (small_before || before == ')' || before == '"' || before == '.')))
        return false;
    *gap = (struct gap){at + 1, at + 1, GAP_TIGHT};
    return true;
}

static bool place_wide(struct gap *gap, const struct context *context, size_t at)
{
    const char *next = context->text.at + at;
    uint32_t code_point = text_decode(&next, context->text.at + context->line_end);
    if (!token_is_wide_stop(code_point))
        return false;
    gap->end = skip_closers(context->text, (size_t)(next - context->text.at), context->line_end);
    gap->next = skip_space(context->text, gap->end, context->line_end);
    gap->kind = GAP_WIDE;
    return true;
}

/* The gap that the scan's byte at `at` speaks of; false if there is none. Either way *gap says how far was looked, so
 * that no byte is looked at twice. */
static bool place_of(struct gap *gap, const struct context *context, size_t at)
{
    *gap = (struct gap){at + 1, at + 1, GAP_SOFT};
    unsigned char byte = (unsigned char)context->text.at[at];
    bool is_place = byte <= ' '                      ? place_at_space(gap, context, at)
                    : is_terminator_byte((char)byte) ? place_tight(gap, context, at)
                                                     : place_wide(gap, context, at);
    return is_place && gap->next < context->line_end && gap->end > context->sentence_start;
}

static bool opens_after(const struct cutter *cutter, size_t at)
{
    const struct context *context = &cutter->context;
    if (at <= context->line_start)
        return true;
    unsigned char before = (unsigned char)context->text.at[at - 1];
    return before <= ' ' || before == '(' || before == '[' || before == '-';
}

/* One quote or bracket at `at`. */
static void note_mark(struct cutter *cutter, size_t at, uint32_t code_point)
{
    struct context *context = &cutter->context;
    switch (code_point) {
    case '(':
    case '[':
    case 0xFF08:
        context->in_bracket = true;
        break;
    case ')':
    case ']':
    case 0xFF09:
        context->in_bracket = false;
        break;
    case '"':
    case 0x201C:
        context->in_quote = opens_after(cutter, at);
        break;
    case 0xAB:
    case 0x201E:
    case 0x300C:
    case 0x300E:
        context->in_quote = true;
        break;
    case 0xBB:
    case 0x201D:
    case 0x300D:
    case 0x300F:
        context->in_quote = false;
        break;
    default:
        break;
    }
}

/* Learns which quotes and brackets are open at `to`. */
static void follow_marks(struct cutter *cutter, size_t to)
{
    const char *text = cutter->context.text.at, *end = text + to;
    const char *at = text + cutter->marked;
    while ((at = scan_mark(at, end, text + cutter->context.text.size)) < end) {
        unsigned char byte = (unsigned char)*at;
        if (byte < 0x80) {
            if (byte == '(' || byte == ')' || byte == '[' || byte == ']' || byte == '"')
                note_mark(cutter, (size_t)(at - text), byte);
            at++;
        } else if (byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF) {
            size_t offset = (size_t)(at - text);
            note_mark(cutter, offset, text_decode(&at, end));
        } else {
            at++;
        }
    }
    if (cutter->marked < to)
        cutter->marked = to;
}

static enum gap_kind kind_of(const struct context *context)
{
    enum mark ending = context->left[0].ending;
    if (context->gap.kind != GAP_SOFT)
        return context->gap.kind;
    bool stops = ending == MARK_STOP || ending == MARK_DOTS || ending == MARK_QUESTION || ending == MARK_SHOUT;
    return stops ? GAP_STOP : GAP_SOFT;
}

/* Without weights: a terminator ends a sentence unless the word before is an abbreviation or the next one is small. */
static bool ends_by_rule(const struct context *context, const struct language *language)
{
    if (context->gap.kind == GAP_SOFT || context->gap.kind == GAP_TIGHT)
        return false;
    if (context->left[0].ending == MARK_STOP && language_abbreviation(language, context->left[0].word))
        return false;
    enum shape right = context->right[0].shape;
    return right != SHAPE_LOWER && right != SHAPE_SMALL;
}

static struct verdict ask_model(const struct context *context, const struct language *language)
{
    struct verdict verdict = {.reason = REASON_MODEL};
    if (!language->model.weights) {
        verdict.boundary = ends_by_rule(context, language);
        return verdict;
    }
    verdict.weight = (float)feature_sum(context, language) * language->model.scale +
                     (context->gap.kind == GAP_SOFT ? language->soft_bias : 0);
    verdict.boundary = verdict.weight > 0;
    return verdict;
}

/* Does a word begin here that begins sentences: "The", "I ", "I'm", "USA"? Not "J. ". */
static bool starts_clearly(struct slice text, size_t at, size_t end)
{
    if (at + 1 >= end || !ascii_is_capital(text.at[at]))
        return false;
    char first = text.at[at], second = text.at[at + 1];
    return ascii_is_small(second) || ascii_is_capital(second) ||
           ((first == 'I' || first == 'A') && (second == ' ' || second == '\''));
}

/* Does a word end here that is no abbreviation and no name with a mark of its own (Yahoo!)? A long run of small
 * letters behind an apostrophe or hyphen will do. */
static bool ends_clearly(const struct cutter *cutter, size_t end, bool full_stop)
{
    enum { LONG_NAME = 6, LONG_RUN = 5 };
    const struct context *context = &cutter->context;
    struct word word;
    if (!ascii_is_small(context->text.at[end - 1]))
        return false;
    if (word_before(&word, context->text, end))
        return (word.shape == SHAPE_LOWER || (word.shape == SHAPE_CAPITAL && full_stop && word.size >= LONG_NAME)) &&
               !language_abbreviation(cutter->language, word.hash);
    if (end - context->sentence_start < LONG_RUN + 2)
        return false;
    for (size_t i = 2; i <= LONG_RUN; i++)
        if (!ascii_is_small(context->text.at[end - i]))
            return false;
    return context->text.at[end - LONG_RUN - 1] == '-' || context->text.at[end - LONG_RUN - 1] == '\'';
}

/* "word. Word" */
static bool settle_stop(const struct cutter *cutter, struct verdict *verdict)
{
    const struct context *context = &cutter->context;
    size_t end = context->gap.end - 1;
    if (!starts_clearly(context->text, context->gap.next, context->line_end) ||
        !ends_clearly(cutter, end, context->text.at[end] == '.'))
        return false;
    *verdict = verdict_clear(true, "terminator");
    return true;
}

/* Most gaps lie before names, numbers and brackets, or clearly end a sentence, which a few features can tell. */
static bool settle_by_nearest(const struct cutter *cutter, struct verdict *verdict)
{
    const struct context *context = &cutter->context;
    const struct language *language = cutter->language;
    struct glance glance = context->gap.kind == GAP_SOFT   ? language->soft
                           : context->gap.kind == GAP_STOP ? language->stop
                                                           : LANGUAGE_NO_GLANCE;
    if (glance.low == INT32_MIN)
        return false;
    int sum = feature_glance_sum(context, language);
    /* Whether a speaker follows a quotation, only the words further on tell. */
    bool speech = context->left[0].closer == MARK_QUOTE && context->left[0].ending != MARK_STOP;
    if (sum >= glance.low && (sum <= glance.high || speech))
        return false;
    *verdict = verdict_clear(sum > glance.high, "nearest words");
    verdict->weight = (float)sum * language->model.scale;
    return true;
}

/* "in London", "the Hague", "of 1990": no sentence ends behind an article, preposition or conjunction. */
static bool settle_function_word(struct cutter *cutter, struct verdict *verdict)
{
    struct context *context = &cutter->context;
    struct word word;
    if (!ascii_is_small(context->text.at[context->gap.end - 1]) || !word_before(&word, context->text, context->gap.end))
        return false;
    unsigned class = language_word(cutter->language, word.hash);
    if (word.shape != SHAPE_LOWER || !language_is_function_class(class)) {
        context->left_class[0] = class;
        token_of_word(&context->left[0], &word, context->text.at + context->gap.end);
        cutter->left_known = true;
        return false;
    }
    *verdict = verdict_clear(false, "function word");
    return true;
}

static bool settle_at_a_glance(struct cutter *cutter, struct verdict *verdict)
{
    const struct context *context = &cutter->context;
    if (context->gap.next != context->gap.end + 1 || context->gap.end <= context->sentence_start + 1)
        return false;
    if (is_terminator_byte(context->text.at[context->gap.end - 1]))
        return settle_stop(cutter, verdict);
    return settle_function_word(cutter, verdict);
}

/* Where a language's sentences without a terminator end in few letters (Korean: its verbs' endings), no other one ends
 * them. */
static bool settle_ending(const struct cutter *cutter, struct verdict *verdict)
{
    const struct context *context = &cutter->context;
    const char *end = context->text.at + context->gap.end;
    if (cutter->language->any_soft_end || context->gap.kind != GAP_SOFT)
        return false;
    uint32_t last = text_decode_before(&end, context->text.at + context->line_start);
    if (!(text_class(last) & (TEXT_LETTER | TEXT_DIGIT)) || language_soft_end(cutter->language, last))
        return false;
    *verdict = verdict_clear(false, "ending");
    return true;
}

/* A full-width terminator that no quotation or bracket encloses. */
static bool settle_wide(struct cutter *cutter, struct verdict *verdict)
{
    struct context *context = &cutter->context;
    if (context->gap.kind != GAP_WIDE)
        return false;
    follow_marks(cutter, context->gap.end);
    const char *end = context->text.at + context->gap.end;
    if (context->in_quote || context->in_bracket ||
        !token_is_wide_stop(text_decode_before(&end, context->text.at + context->line_start)))
        return false;
    *verdict = verdict_clear(true, "terminator");
    return true;
}

static bool may_be_marker(const struct token *token)
{
    struct slice core = token->core;
    return (token->ending == MARK_STOP || token->closer == MARK_BRACKET) && core.size > 0 && token->letters <= 3 &&
           (core.size == 1 || (core.at[0] >= '0' && core.at[0] <= '9'));
}

static void settle(struct cutter *cutter, struct verdict *verdict)
{
    struct context *context = &cutter->context;
    cutter->left_known = false;
    if (settle_at_a_glance(cutter, verdict) || settle_wide(cutter, verdict) || settle_ending(cutter, verdict))
        return;
    if (!cutter->line_known)
        context_line(context);
    cutter->line_known = true;
    context_nearest(context, cutter->language, cutter->left_known);
    context->gap.kind = kind_of(context);
    if (clear_by_neighbours(context, cutter->language, verdict))
        return;
    bool note = clear_may_be_note(&context->left[0]) || clear_may_be_note(&context->right[0]);
    if (note && clear_note(context, cutter->language, verdict))
        return;
    bool lists = may_be_marker(&context->left[0]) || may_be_marker(&context->right[0]);
    bool dots = context->left[0].ending == MARK_DOTS || context->left[0].shape == SHAPE_SYMBOL ||
                context->right[0].opener == MARK_DOTS;
    bool quotes = context->left[0].closer == MARK_QUOTE && context->left[0].ending != MARK_STOP;
    bool plain = !lists && !dots && !quotes;
    if (plain && settle_by_nearest(cutter, verdict))
        return;
    if (lists)
        context_before(context, cutter->language);
    if (quotes)
        context_behind(context, cutter->language);
    if (quotes && clear_quotation(context, cutter->language, verdict))
        return;
    follow_marks(cutter, context->gap.end);
    if ((lists && clear_list(context, verdict)) || (dots && clear_dots(context, verdict)) ||
        (!plain && settle_by_nearest(cutter, verdict)))
        return;
    context_others(context, cutter->language);
    if (clear_by_row(context, cutter->language, verdict))
        return;
    *verdict = ask_model(context, cutter->language);
}

static void decide(struct cutter *cutter)
{
    struct context *context = &cutter->context;
    struct verdict verdict;
    settle(cutter, &verdict);
    if (cutter->options->watch)
        cutter->options->watch(cutter->options->watch_argument, context, &verdict);
    if (verdict.boundary) {
        add_span(cutter, context->sentence_start, context->gap.end);
        context_end_sentence(context);
    }
}

/* Cuts text[start..end), in which line ends are only space. */
static void cut_stretch(struct cutter *cutter, size_t start, size_t end)
{
    struct context *context = &cutter->context;
    start = skip_space(context->text, start, end);
    end = skip_space_back(context->text, start, end);
    if (start == end)
        return;
    if (cutter->options->paragraphs) {
        add_span(cutter, start, end);
        return;
    }
    context->line_start = context->sentence_start = cutter->marked = start;
    context->line_end = end;
    context->in_quote = context->in_bracket = false;
    context->ended = ENDED_NOWHERE;
    context->right[0].plain = false;
    cutter->line_known = false;
    struct scan *scan = &cutter->scan;
    scan_start(scan, context->text, start, end, cutter->options->plain_scan);
    size_t at, done = start;
    while (scan_next(scan, &at)) {
        if (at < done)
            continue;
        bool is_place = place_of(&context->gap, context, at);
        done = context->gap.next;
        if (is_place)
            decide(cutter);
    }
    add_span(cutter, context->sentence_start, end);
}

/* Lines that belong together become one stretch; a blank line, or without any each line, begins a paragraph. */
static void cut_lines(struct cutter *cutter, const struct wrap *wrap)
{
    struct slice text = cutter->context.text, rest = text, line, before = {NULL, 0};
    bool always = cutter->options->wrapped == WRAPPED_YES, fresh = true;
    bool may_join = always || wrap->wrapped;
    bool whole = cutter->options->paragraphs && wrap->blank_lines;
    size_t start = 0, end = 0;
    while (slice_line(&rest, &line)) {
        bool blank = wrap_is_blank(line);
        size_t line_start = (size_t)(line.at - text.at);
        bool inside = before.at && !blank;
        bool joins = inside && (whole || (may_join && wrap_joins(wrap, before, line, always)));
        if (!joins) {
            cut_stretch(cutter, start, end);
            start = line_start;
        }
        if (blank)
            fresh = true;
        else if (fresh || (!wrap->blank_lines && !joins)) {
            cutter->paragraph++;
            fresh = false;
        }
        end = line_start + line.size;
        before = blank ? (struct slice){NULL, 0} : line;
    }
    cut_stretch(cutter, start, end);
}

struct manner boundary_manner(struct slice text, const struct boundary_options *options)
{
    struct manner manner = {style_of(text), wrap_judge(text)};
    if (options->wrapped == WRAPPED_NO)
        manner.wrap.wrapped = false;
    return manner;
}

size_t boundary_find(struct slice text, const struct language *language, const struct manner *manner,
                     const struct boundary_options *options)
{
    struct cutter cutter = {.language = language, .options = options};
    cutter.context.text = text;
    cutter.context.style = manner->style;
    cut_lines(&cutter, &manner->wrap);
    return cutter.paragraph;
}
