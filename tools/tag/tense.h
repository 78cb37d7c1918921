/* tense: where a sentence speaks of what is to come: "signed in February an accord that will end in June". A date
 * without a year is looked for on that side of the article's day.
 */
#ifndef BROADSHEET_TAG_TENSE_H
#define BROADSHEET_TAG_TENSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct view;

/* The tenses of one sentence, looked for when they are first asked for. Begins as {.view = its view}. */
struct tenses {
    const struct view *view; /* NULL: none are known */
    struct tense *at;        /* in order of place, in the view's arena */
    size_t count;
    bool known;
};

/* Whether the sentence speaks of what is to come at its byte `at`. */
bool tense_is_ahead(struct tenses *tenses, uint32_t at);

#endif
