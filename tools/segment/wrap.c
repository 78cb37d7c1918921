#include "wrap.h"

#include "text.h"

#define WIDEST 100
#define NARROWEST 40
/* Line ends inside paragraphs that must have been seen, and how many of them (in percent) must be of full lines. */
#define FEWEST_BREAKS 3
#define FULL_PERCENT 80
/* Lines shorter than this share of the width (heads of mails, lists, names under letters) tell nothing. */
#define LONGER_PERCENT 60
/* Line ends behind no terminator: in lists of sentences and captions few, in filled lines most. */
#define OPEN_PERCENT 50
/* Lines longer than any width (addresses, tables) that a wrapped text may have, in percent. */
#define LONG_PERCENT 2

bool wrap_is_blank(struct slice line)
{
    return slice_trim(line).size == 0;
}

static struct slice first_word(struct slice line)
{
    struct slice trimmed = slice_trim(line);
    size_t size = 0;
    while (size < trimmed.size && (unsigned char)trimmed.at[size] > ' ')
        size++;
    return slice_part(trimmed, 0, size);
}

static bool is_open(struct slice line)
{
    struct slice trimmed = slice_trim(line);
    if (trimmed.size == 0)
        return false;
    char last = trimmed.at[trimmed.size - 1];
    return last != '.' && last != '!' && last != '?' && last != ':' && last != '"' && last != ')';
}

/* "- x", "* x", "12. x", "3) x" */
static bool is_list_item(struct slice line)
{
    struct slice word = first_word(line);
    if (word.size == 0 || word.size == slice_trim(line).size)
        return false;
    if (word.size == 1 && (word.at[0] == '-' || word.at[0] == '*' || word.at[0] == '+'))
        return true;
    if (slice_is(word, "\xE2\x80\xA2"))
        return true;
    size_t digits = 0;
    while (digits < word.size && word.at[digits] >= '0' && word.at[digits] <= '9')
        digits++;
    return digits > 0 && digits <= 3 && digits + 1 == word.size && (word.at[digits] == '.' || word.at[digits] == ')');
}

struct census {
    size_t lengths[WIDEST + 1], lines, longer;
    bool blank_lines;
};

/* The most bytes that a line of WIDEST characters can have. */
#define WIDEST_BYTES (4 * (size_t)WIDEST)

/* No text of one width has so many. */
static bool too_many_longer(const struct census *census)
{
    return census->longer > census->lines * LONG_PERCENT / 100;
}

/* What the lines' bytes tell without counting characters. */
static void count_lines(struct census *census, struct slice text)
{
    struct slice line;
    while (slice_line(&text, &line)) {
        if (wrap_is_blank(line)) {
            census->blank_lines |= census->lines > 0 && text.size > 0;
            continue;
        }
        census->lines++;
        census->longer += line.size > WIDEST_BYTES;
    }
}

static void count_lengths(struct census *census, struct slice text)
{
    struct slice line;
    while (slice_line(&text, &line)) {
        if (line.size > WIDEST_BYTES || wrap_is_blank(line))
            continue;
        size_t length = text_length(line);
        if (length > WIDEST)
            census->longer++;
        else
            census->lengths[length]++;
    }
}

/* The width that all lines but a few keep. */
static size_t width_of(const struct census *census)
{
    size_t wider = 0, allowed = census->lines * LONG_PERCENT / 100;
    for (size_t length = WIDEST; length > 0; length--) {
        wider += census->lengths[length];
        if (wider > allowed)
            return length;
    }
    return 0;
}

static bool is_full(struct slice line, struct slice next, size_t width)
{
    return text_length(line) + 1 + text_length(first_word(next)) > width;
}

struct wrap wrap_judge(struct slice text)
{
    struct census census = {.lines = 0};
    count_lines(&census, text);
    struct wrap wrap = {.blank_lines = census.blank_lines};
    if (census.lines <= FEWEST_BREAKS || too_many_longer(&census))
        return wrap;
    count_lengths(&census, text);
    wrap.width = width_of(&census);
    if (too_many_longer(&census) || wrap.width < NARROWEST)
        return wrap;
    size_t breaks = 0, full = 0, open = 0;
    struct slice line, before = {NULL, 0};
    while (slice_line(&text, &line)) {
        bool inside = before.at && !wrap_is_blank(before) && !wrap_is_blank(line);
        if (inside && text_length(before) * 100 >= wrap.width * LONGER_PERCENT) {
            breaks++;
            full += is_full(before, line, wrap.width);
            open += is_open(before);
        }
        before = line;
    }
    wrap.wrapped =
        breaks >= FEWEST_BREAKS && full * 100 >= breaks * FULL_PERCENT && open * 100 >= breaks * OPEN_PERCENT;
    return wrap;
}

bool wrap_joins(const struct wrap *wrap, struct slice line, struct slice next, bool always)
{
    if (is_list_item(next))
        return false;
    return always || (wrap->wrapped && is_full(line, next, wrap->width));
}
