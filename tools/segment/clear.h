/* clear: what settles a place for certain, by its tokens.
 *
 * Every function returns false, with the verdict untouched, if it has no answer.
 */
#ifndef SEGMENT_CLEAR_H
#define SEGMENT_CLEAR_H

#include "boundary.h"

static inline struct verdict verdict_clear(bool boundary, const char *rule)
{
    return (struct verdict){
        .boundary = boundary, .reason = boundary ? REASON_CLEAR_END : REASON_CLEAR_WITHIN, .rule = rule};
}

/* By left[0] and right[0]: headings and their dates, titles, marks at the head of lines and items, marks that close,
 * abbreviations that lead on, credits, figures' numbers, footnotes. */
bool clear_by_neighbours(const struct context *context, const struct language *language, struct verdict *verdict);
/* By all tokens: dates of numbers, initials behind a title, words taken up again, numbers of steps. */
bool clear_by_row(const struct context *context, const struct language *language, struct verdict *verdict);
/* By right[0] and the tokens behind it, where left[0] closes a quotation that is no statement: who speaks, and small
 * words that go on. */
bool clear_quotation(const struct context *context, const struct language *language, struct verdict *verdict);
/* Is the token a number that may be a note's? */
bool clear_may_be_note(const struct token *token);
/* By left[0], left[1] and right[0], or left[0], right[0] and right[1]: a note's number behind a sentence, once
 * clear_may_be_note says so of left[0] or right[0]. */
bool clear_note(struct context *context, const struct language *language, struct verdict *verdict);
/* By left[0], left[1], right[0] and the sentence: markers of lists. */
bool clear_list(const struct context *context, struct verdict *verdict);
/* By left[0] and the text: dots that leave out or only pause, once it is known whether a quotation is open. */
bool clear_dots(const struct context *context, struct verdict *verdict);

#endif
