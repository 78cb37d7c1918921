/* extract_choose: from every block's chance to be article to the decision about each, and to the text.
 *
 * Always holds: pure functions of the page, its scan and the chances; see extract.h for what they give.
 */
#ifndef BROADSHEET_CLEAN_EXTRACT_CHOOSE_H
#define BROADSHEET_CLEAN_EXTRACT_CHOOSE_H

#include "extract.h"
#include "features_sheet.h"

/* A block's score from those of the trees and of the network: their mean, in plain text a little nearer to even odds,
 * since there both have been sure of the same mistakes. */
static inline int32_t extract_join(bool html, int32_t trees, int32_t network)
{
    return html ? trees / 2 + network / 2 : (int32_t)((INT64_C(43) * trees + INT64_C(43) * network) / 100);
}

/* Fills `article` for the page of `scan`. `chances`: thousandths, one a block. */
void extract_choose(const struct scan *scan, const uint16_t *chances, const struct extract_options *options,
                    struct article *article);

#endif
