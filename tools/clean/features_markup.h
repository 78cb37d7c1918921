/* features_markup: what a page's markup says of its blocks: columns of the sheet, and hashed names for a linear model.
 *
 * Always holds: only pages of HTML are asked about; time is linear in blocks and elements.
 */
#ifndef BROADSHEET_CLEAN_FEATURES_MARKUP_H
#define BROADSHEET_CLEAN_FEATURES_MARKUP_H

#include "features_sheet.h"

/* Numbers the blocks by their markup, into scan->alike. */
void features_markup_group(struct scan *scan);
/* Fills the columns of markup but those that are a score's mean; `scores` are the linear models', scan->worths are
 * known. */
void features_markup_first(struct scan *scan, const int32_t *scores);
/* Likewise those of the first trees' `scores`. */
void features_markup_second(struct scan *scan, const int32_t *scores);

enum { MARKUP_LEVELS = 5, FEATURES_ELEMENT = 24, FEATURES_MARKUP = MARKUP_LEVELS * (FEATURES_ELEMENT + 1) };

/* The words that an element's attributes are made of, hashed: classes, id, role, itemprop. */
enum { NAMES = 4, NAME_WORDS = 22 };
struct element_names {
    uint32_t words[NAME_WORDS], classes; /* and of all classes as they stand */
    uint16_t tag;
    uint8_t counts[NAMES];
    bool has_classes;
};
void features_names(const struct element *element, struct element_names *names);

/* Hashed features for the second linear model, of one element that stands `level` above a block's own (0): its name,
 * class words, id words, roles. Returns how many. */
uint32_t features_element(const struct element_names *names, uint32_t level, uint32_t features[FEATURES_ELEMENT]);

/* Of the names of the elements from the block's own to `level` above; `path` is 0 at level 0 and carried on. */
uint32_t features_path(const struct element *element, uint32_t level, uint32_t *path);

/* Both of all MARKUP_LEVELS elements from the block's on. Returns how many. */
uint32_t features_markup(const struct page *page, const struct block *block, uint32_t features[FEATURES_MARKUP]);

#endif
