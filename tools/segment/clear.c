#include "clear.h"

/* "1) Peace, 2) trade and 3) Culture": behind the second marker and the later ones of a row in a sentence. */
static bool is_enumerated(const struct context *context)
{
    enum { LOOK_BACK = 400 };
    const struct token *left = &context->left[0];
    const char *start = context->text.at + context->sentence_start, *at = left->core.at;
    if (left->closer != MARK_BRACKET || left->ending != MARK_NONE || left->core.size != 1 || at - start < 3)
        return false;
    char before[] = {(char)(at[0] - 1), ')'};
    if (at - start > LOOK_BACK)
        start = at - LOOK_BACK;
    for (at -= 2; at > start; at--)
        if (memcmp(at, before, sizeof before) == 0)
            return at[-1] == ' ' || at[-1] == '(';
    return false;
}

/* "1. Boil it 2. Drain it": the next item of a list that the sentence began, unless it goes on with a comma or "and".
 */
bool clear_list(const struct context *context, struct verdict *verdict)
{
    const struct token *left = &context->left[0];
    bool goes_on = left->ending == MARK_COMMA || left->ending == MARK_COLON || left->ending == MARK_DASH ||
                   language_is_function_class(context->left_class[0]);
    if (context_is_marker(context) || is_enumerated(context)) {
        *verdict = verdict_clear(false, "list marker");
        return true;
    }
    if (goes_on || !context_is_next_item(context))
        return false;
    *verdict = verdict_clear(true, "next list item");
    return true;
}

static const struct slice three_dots = {". . .", 5};

/* ". . ." stands for something left out; a fourth dot in the row ends the sentence. One that touches the word before
 * ("word. . . .") is that word's own. */
static bool is_omission(struct slice text, size_t start, size_t end)
{
    if (end < start + three_dots.size || !slice_equal(slice_part(text, end - three_dots.size, end), three_dots))
        return false;
    const char *first = text.at + end - three_dots.size;
    return end < start + three_dots.size + 3 || first[-2] != '.' || (unsigned char)first[-3] > ' ';
}

/* "word. . . . Word": the sentence ends, and the next begins with something left out. */
static bool omission_follows(const struct context *context)
{
    size_t end = context->gap.next + three_dots.size;
    return context->left[0].core.size > 0 && context->left[0].ending == MARK_STOP && end + 1 < context->line_end &&
           slice_equal(slice_part(context->text, context->gap.next, end), three_dots) && context->text.at[end] == ' ' &&
           ascii_is_capital(context->text.at[end + 1]);
}

/* "Talks Stall… Envoys Leave": in a heading, or inside a quotation, dots only pause. */
bool clear_dots(const struct context *context, struct verdict *verdict)
{
    const struct token *left = &context->left[0];
    if (omission_follows(context)) {
        *verdict = verdict_clear(true, "omission follows");
        return true;
    }
    bool omission = left->shape == SHAPE_SYMBOL && is_omission(context->text, context->line_start, context->gap.end);
    bool pauses = left->shape != SHAPE_SYMBOL && left->ending == MARK_DOTS &&
                  (context->heading == 2 || (context->in_quote && left->closer == MARK_NONE));
    if (!omission && !pauses)
        return false;
    *verdict = verdict_clear(false, omission                ? "omission"
                                    : context->heading == 2 ? "dots in a heading"
                                                            : "dots in a quotation");
    return true;
}

static bool is_word(const struct token *token)
{
    return token->shape == SHAPE_CAPITAL || token->shape == SHAPE_LOWER || token->shape == SHAPE_UPPER;
}

/* Between the words of a heading, on a page whose paragraphs are punctuated with care, nothing ends. */
static bool settle_heading(const struct context *context, struct verdict *verdict)
{
    const struct token *left = &context->left[0], *right = &context->right[0];
    bool careful = context->style.lines == 2 && context->style.loose <= 2 && context->style.casual <= 1;
    if (!careful || context->heading != 2 || context->gap.kind != GAP_SOFT || left->ending != MARK_NONE ||
        left->closer != MARK_NONE || right->opener != MARK_NONE || !is_word(left) || !is_word(right))
        return false;
    *verdict = verdict_clear(false, "heading");
    return true;
}

/* "Dr. A. Holm", "Mrs. K", "MRS. HOLM": initials follow a title, or a name that is written like it. */
static bool settle_title(const struct context *context, const struct language *language, struct verdict *verdict)
{
    const struct token *left = &context->left[0], *right = &context->right[0];
    bool initials = right->shape == SHAPE_INITIALS || (right->shape == SHAPE_LETTER && right->raw.at[0] != 'I');
    bool names = left->shape == SHAPE_CAPITAL ? initials : left->shape == SHAPE_UPPER && right->shape == SHAPE_UPPER;
    if (!names || left->ending != MARK_STOP || left->repeated || left->closer != MARK_NONE ||
        language_abbreviation(language, left->word) != ABBREVIATION_TITLE)
        return false;
    *verdict = verdict_clear(false, "title");
    return true;
}

/* "Mr. Holm", "J.R. Moss": where the words that begin sentences are known, any other capital behind a title or initials
 * is a name's. */
static bool settle_name(const struct context *context, const struct language *language, struct verdict *verdict)
{
    enum { MOST_INITIALS = sizeof "J.R.R" - 1 };
    const struct token *left = &context->left[0], *right = &context->right[0];
    bool capital = right->shape == SHAPE_CAPITAL || (right->shape == SHAPE_MIXED && ascii_is_capital(right->raw.at[0]));
    if (!language->starters || left->ending != MARK_STOP || left->repeated || left->closer != MARK_NONE || !capital ||
        right->opener != MARK_NONE || language_listed(language, right->word))
        return false;
    enum abbreviation class = language_abbreviation(language, left->word);
    bool initials = left->shape == SHAPE_LETTER ||
                    (left->shape == SHAPE_INITIALS && left->letters <= MOST_INITIALS && class == ABBREVIATION_NONE);
    if (class != ABBREVIATION_TITLE && !initials)
        return false;
    *verdict = verdict_clear(false, class == ABBREVIATION_TITLE ? "title" : "initials");
    return true;
}

/* "Gen. J.R. Moss" */
static bool settle_initials(const struct context *context, const struct language *language, struct verdict *verdict)
{
    const struct token *left = &context->left[0], *title = left + 1;
    if (left->shape != SHAPE_INITIALS || title->ending != MARK_STOP || title->shape != SHAPE_CAPITAL ||
        language_abbreviation(language, title->word) != ABBREVIATION_TITLE)
        return false;
    *verdict = verdict_clear(false, "title");
    return true;
}

/* "[...]" at the end of a line: what is left out there belongs to the sentence before. */
static bool is_last_omission(const struct context *context)
{
    struct slice raw = context->right[0].raw;
    bool last = raw.at + raw.size == context->text.at + context->line_end;
    return last && (slice_is(raw, "[...]") || slice_is(raw, "[\xE2\x80\xA6]"));
}

/* "(It was late. ) The": no sentence begins with what closes one or goes on. */
static bool settle_closing(const struct context *context, struct verdict *verdict)
{
    const struct token *right = &context->right[0];
    if (right->shape != SHAPE_SYMBOL || !(memchr(")],", right->raw.at[0], 3) || is_last_omission(context)))
        return false;
    *verdict = verdict_clear(false, "closing mark");
    return true;
}

/* "e.g. The Hague": what it leads to follows. */
static bool settle_leading(const struct context *context, const struct language *language, struct verdict *verdict)
{
    const struct token *left = &context->left[0];
    if (left->ending != MARK_STOP || left->repeated || left->closer != MARK_NONE ||
        language_abbreviation(language, left->word) != ABBREVIATION_LEADING)
        return false;
    *verdict = verdict_clear(false, "leading abbreviation");
    return true;
}

/* "The new bridge Image: Port Authority.": what a caption says of its picture's source is a sentence of its own. */
static bool settle_credit(const struct context *context, const struct language *language, struct verdict *verdict)
{
    const struct token *right = &context->right[0];
    if (right->ending != MARK_COLON || right->opener != MARK_NONE || right->shape != SHAPE_CAPITAL ||
        language_listed(language, right->word) != ABBREVIATION_CREDIT)
        return false;
    *verdict = verdict_clear(true, "credit");
    return true;
}

/* "March 12, 2012" and no more? */
static bool is_date(struct slice text)
{
    size_t month = 0, day, year;
    while (month < text.size && ascii_is_letter(text.at[month]))
        month++;
    for (day = month + 1; day < text.size && ascii_is_digit(text.at[day]);)
        day++;
    for (year = day + 2; year < text.size && ascii_is_digit(text.at[year]);)
        year++;
    return month > 2 && year == text.size && year == day + 6 && day > month + 1 && day < month + 4 &&
           text.at[month] == ' ' && text.at[day] == ',' && text.at[day + 1] == ' ';
}

/* Few lines end soon behind a comma: asked in one, as no one could predict the parts. */
static bool may_be_day(const struct context *context)
{
    enum { LONGEST = sizeof "September 12, 2012" - 1 };
    const struct token *day = &context->right[0];
    size_t behind = context->gap.next + day->raw.size + 1;
    return (day->ending == MARK_COMMA) & (context->gap.kind == GAP_SOFT) & (context->line_end - behind <= LONGEST);
}

/* "A Bridge for Norwick Thursday, March 12, 2012": a heading, and when it appeared. */
static bool settle_dateline(const struct context *context, const struct language *language, struct verdict *verdict)
{
    const struct token *day = &context->right[0];
    size_t behind = context->gap.next + day->raw.size + 1;
    if (!may_be_day(context) || language_listed(language, day->word) != ABBREVIATION_DAY ||
        !is_date(slice_part(context->text, behind, context->line_end)))
        return false;
    *verdict = verdict_clear(true, "dateline");
    return true;
}

static bool begins_with_capital(const struct token *token)
{
    return token->shape == SHAPE_CAPITAL || token->shape == SHAPE_UPPER || token->shape == SHAPE_INITIALS;
}

/* "Thursday, March 12, 2012 The bridge is open.": when it appeared, and the text. */
static bool is_day(struct slice head, const struct language *language)
{
    const char *comma = memchr(head.at, ',', head.size);
    size_t day = comma ? (size_t)(comma - head.at) : 0;
    return day > 0 && day + 2 < head.size &&
           language_listed(language, token_word(slice_part(head, 0, day))) == ABBREVIATION_DAY &&
           is_date(slice_part(head, day + 2, head.size));
}

/* "Figure 3.2 The mill in winter." */
static bool is_figure(struct slice head, const struct language *language)
{
    const char *space = memchr(head.at, ' ', head.size);
    size_t word = space ? (size_t)(space - head.at) : 0;
    return word > 0 && memchr(space, '.', head.size - word) &&
           language_listed(language, token_word(slice_part(head, 0, word))) == ABBREVIATION_FIGURE;
}

/* What stands at the head of a line and is no part of its first sentence: a day, a figure's number. */
static bool settle_head(const struct context *context, const struct language *language, struct verdict *verdict)
{
    enum { LONGEST = 40 };
    const struct token *left = &context->left[0], *right = &context->right[0];
    struct slice head = slice_part(context->text, context->line_start, context->gap.end);
    if (left->shape != SHAPE_NUMBER || left->ending != MARK_NONE || left->closer != MARK_NONE || head.size > LONGEST ||
        !(begins_with_capital(right) || right->opener == MARK_BRACKET))
        return false;
    bool day = is_day(head, language);
    if (!day && !is_figure(head, language))
        return false;
    *verdict = verdict_clear(true, day ? "dateline" : "figure");
    return true;
}

/* A word in small letters that is no abbreviation, a full stop, and a number: "ruin.12"? */
static bool is_footnoted(struct slice core, const struct language *language)
{
    enum { LEAST_LETTERS = 3, MOST_DIGITS = 3 };
    size_t number = core.size, letters = 0;
    while (number > 0 && ascii_is_digit(core.at[number - 1]))
        number--;
    while (letters < core.size && ascii_is_small(core.at[letters]))
        letters++;
    return letters >= LEAST_LETTERS && number == letters + 1 && core.size - number <= MOST_DIGITS &&
           core.at[letters] == '.' && !language_listed(language, token_word(slice_part(core, 0, letters)));
}

/* "It fell to ruin.12 The mill": a footnote's number behind the full stop. */
static bool settle_footnote(const struct context *context, const struct language *language, struct verdict *verdict)
{
    const struct token *left = &context->left[0];
    if (left->shape == SHAPE_NUMBER || !ascii_is_digit(context->text.at[context->gap.end - 1]) ||
        !begins_with_capital(&context->right[0]) || !is_footnoted(left->core, language))
        return false;
    *verdict = verdict_clear(true, "footnote");
    return true;
}

bool clear_may_be_note(const struct token *token)
{
    enum { MOST_DIGITS = 3 };
    return token->shape == SHAPE_NUMBER && token->raw.size <= MOST_DIGITS && token->core.size == token->raw.size &&
           !memchr(token->raw.at, '.', token->raw.size) && !memchr(token->raw.at, ',', token->raw.size);
}

static bool ends_statement(const struct token *token, const struct language *language)
{
    enum { LEAST_LETTERS = 3 };
    if (token->ending != MARK_STOP || token->repeated)
        return false;
    return token->closer != MARK_NONE || ((token->shape == SHAPE_LOWER || token->shape == SHAPE_CAPITAL) &&
                                          token->letters >= LEAST_LETTERS && !language_listed(language, token->word));
}

/* A word that begins a sentence and that no number counts: "The", "However" as the lexicon knows them. */
static bool is_uncounted(const struct token *token, unsigned class)
{
    return token->shape == SHAPE_CAPITAL && token->opener == MARK_NONE && token->letters > 1 &&
           (language_is_function_class(class) || language_is_uncounted_class(class));
}

/* "It fell to ruin. 12 The mill": the number behind the full stop is a note's, and of the sentence before, where the
 * word behind it is none that could be counted. */
bool clear_note(struct context *context, const struct language *language, struct verdict *verdict)
{
    bool behind = clear_may_be_note(&context->left[0]);
    if (context->gap.kind != (behind ? GAP_SOFT : GAP_STOP))
        return false;
    if (behind)
        context_before(context, language);
    else
        context_behind(context, language);
    const struct token *statement = &context->left[behind], *next = &context->right[!behind];
    if (!ends_statement(statement, language) || !is_uncounted(next, context->right_class[!behind]))
        return false;
    *verdict = verdict_clear(behind, "footnote");
    return true;
}

static bool is_of_speech(const struct language *language, const struct token *token)
{
    return token->shape == SHAPE_LOWER && token->opener == MARK_NONE &&
           language_listed(language, token->word) == ABBREVIATION_SPEECH;
}

/* "Who is there?" Anna asked. "Nobody!" said the wind. "Me," a voice called. */
static bool is_spoken(const struct context *context, const struct language *language)
{
    const struct token *right = context->right;
    bool found = is_of_speech(language, &right[0]);
    for (unsigned i = 1; i < FEATURE_RIGHT && !found; i++) {
        const struct token *before = &right[i - 1];
        if (before->ending != MARK_NONE || before->opener != MARK_NONE || (i > 1 && right[0].shape != SHAPE_LOWER))
            return false;
        found = is_of_speech(language, &right[i]);
    }
    return found;
}

/* He shouted "Stop!" over his shoulder. */
static bool goes_on_small(const struct context *context)
{
    const struct token *left = &context->left[0], *right = &context->right[0];
    bool ends = left->ending == MARK_QUESTION || left->ending == MARK_SHOUT || left->ending == MARK_DOTS;
    bool is_small = right->shape == SHAPE_LOWER || right->shape == SHAPE_SMALL;
    return ends && is_small && right->opener == MARK_NONE;
}

bool clear_quotation(const struct context *context, const struct language *language, struct verdict *verdict)
{
    bool spoken = is_spoken(context, language);
    if (!spoken && !goes_on_small(context))
        return false;
    *verdict = verdict_clear(false, spoken ? "speaker" : "quotation goes on");
    return true;
}

static bool is_number_with_stop(const struct token *token)
{
    return token->shape == SHAPE_NUMBER && token->ending == MARK_STOP && !token->repeated && token->closer == MARK_NONE;
}

/* "2012. 4. 9.", as Koreans and Hungarians write a date. */
static bool settle_date(const struct context *context, struct verdict *verdict)
{
    const struct token *day = &context->left[0], *month = day + 1, *year = day + 2;
    if (!is_number_with_stop(day) || !is_number_with_stop(month) || !is_number_with_stop(year) || day->letters > 2 ||
        month->letters > 2 || year->letters != 4)
        return false;
    *verdict = verdict_clear(false, "date");
    return true;
}

/* "- Boil it. - Drain it.": the next item, with the same bullet as the sentence. */
static bool settle_bullet(const struct context *context, struct verdict *verdict)
{
    const struct token *left = &context->left[0], *right = &context->right[0];
    size_t behind = context->sentence_start + right->raw.size;
    bool bullet = right->opener == MARK_DASH || right->opener == MARK_BULLET;
    if (!bullet || right->shape != SHAPE_SYMBOL || left->ending != MARK_STOP || left->repeated ||
        behind >= context->gap.end || (unsigned char)context->text.at[behind] > ' ' ||
        !slice_equal(right->raw, slice_part(context->text, context->sentence_start, behind)))
        return false;
    *verdict = verdict_clear(true, "next list item");
    return true;
}

/* "> What a mail quotes": the marks belong to the sentence behind them. */
static bool settle_quoted(const struct context *context, struct verdict *verdict)
{
    enum { DEEPEST = 32 };
    struct slice head = slice_part(context->text, context->sentence_start, context->gap.end);
    if (context->left[0].shape != SHAPE_SYMBOL || context->sentence_start != context->line_start || head.size > DEEPEST)
        return false;
    for (size_t i = 0; i < head.size; i++)
        if (head.at[i] != '>' && head.at[i] != ' ')
            return false;
    *verdict = verdict_clear(false, "quoted line");
    return true;
}

/* Most places lie behind a word without a full stop and before a capital or a number: none of the rules speaks of
 * those. */
static bool is_plain(const struct context *context)
{
    enum { WORDS = 1 << SHAPE_LOWER | 1 << SHAPE_SMALL | 1 << SHAPE_CAPITAL | 1 << SHAPE_LETTER | 1 << SHAPE_UPPER };
    const struct token *left = &context->left[0], *right = &context->right[0];
    unsigned word = 1u << left->shape & WORDS, stop = left->ending == MARK_STOP, heading = context->heading == 2;
    unsigned leads = right->ending == MARK_COLON, symbol = right->shape == SHAPE_SYMBOL;
    return word != 0 && (stop | heading | leads | symbol | may_be_day(context)) == 0;
}

bool clear_by_neighbours(const struct context *context, const struct language *language, struct verdict *verdict)
{
    if (is_plain(context))
        return false;
    return settle_dateline(context, language, verdict) || settle_heading(context, verdict) ||
           settle_title(context, language, verdict) || settle_name(context, language, verdict) ||
           settle_quoted(context, verdict) || settle_bullet(context, verdict) || settle_closing(context, verdict) ||
           settle_leading(context, language, verdict) || settle_credit(context, language, verdict) ||
           settle_head(context, language, verdict) || settle_footnote(context, language, verdict);
}

/* "It's -- it's late", "the un- the unknown": who breaks off and takes up a word again goes on. */
static bool settle_repair(const struct context *context, struct verdict *verdict)
{
    const struct token *left = &context->left[0], *right = &context->right[0];
    bool alone = left->shape == SHAPE_SYMBOL && left->opener == MARK_DASH;
    if ((!alone && left->ending != MARK_DASH) || left->closer != MARK_NONE || right->core.size == 0 ||
        right->opener != MARK_NONE)
        return false;
    const struct token *last = alone ? left + 1 : left;
    const struct token *before = last + 1;
    if (right->word != last->word && right->word != before->word)
        return false;
    *verdict = verdict_clear(false, "repair");
    return true;
}

/* "So the boat — Where was I?": speech breaks off before a word that has a capital only where a sentence begins; who
 * says the sentence's first word again, starts it once more. Not asked while a model is trained: it learns from these
 * dashes what others are like. */
static bool settle_broken_off(const struct context *context, const struct language *language, struct verdict *verdict)
{
    const struct token *dash = &context->left[0], *last = &context->left[1], *right = &context->right[0];
    unsigned class = context->right_class[0];
    if (!language->model.weights || dash->shape != SHAPE_SYMBOL || dash->opener != MARK_DASH ||
        dash->closer != MARK_NONE || dash->raw.size == 1)
        return false;
    if ((last->shape != SHAPE_LOWER && last->shape != SHAPE_SMALL) ||
        (last->ending != MARK_NONE && last->ending != MARK_DASH))
        return false;
    if (right->shape != SHAPE_CAPITAL || right->opener != MARK_NONE || right[1].shape == SHAPE_CAPITAL ||
        right->word == context->first.word ||
        !(language_is_function_class(class) || language_is_uncounted_class(class)))
        return false;
    *verdict = verdict_clear(true, "broken off");
    return true;
}

/* "2 Cut the pears": the number of a step. */
static bool settle_step(const struct context *context, struct verdict *verdict)
{
    const struct token *left = &context->left[0];
    if (left->shape != SHAPE_NUMBER || left->raw.at != context->text.at + context->line_start || left->raw.size > 2 ||
        left->core.size != left->raw.size || context->right[0].shape != SHAPE_CAPITAL)
        return false;
    *verdict = verdict_clear(false, "step");
    return true;
}

bool clear_by_row(const struct context *context, const struct language *language, struct verdict *verdict)
{
    return settle_date(context, verdict) || settle_initials(context, language, verdict) ||
           settle_repair(context, verdict) || settle_step(context, verdict) ||
           settle_broken_off(context, language, verdict);
}
