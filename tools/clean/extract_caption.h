/* extract_caption: lines that say what a picture shows, whose it is, that point to another article, or are buttons.
 *
 * Always holds: pure functions of the text. The words come from captions.txt and pointers.txt: a change there needs
 * no C.
 */
#ifndef BROADSHEET_CLEAN_EXTRACT_CAPTION_H
#define BROADSHEET_CLEAN_EXTRACT_CAPTION_H

#include "features.h"

/* Is the line nothing but a picture's credit: "(c) AP Photo/ Name", "Photo: Name", "Image credit: Name"? `looks`,
 * here and below, are the text's. */
bool caption_is_credit(struct slice text, const struct looks *looks);
/* To be called before several threads ask: fills the table, which otherwise the first to ask does. */
void captions_share(void);

/* Does the line end with a credit: "... in Hanoi. (Photo: Name)", "... in Hanoi / Getty Images"? */
bool caption_has_credit(struct slice text, const struct looks *looks);

/* Is the line nothing but the heading of an advertisement or of a table of contents, or a button? */
bool caption_is_notice(struct slice text);

/* Is the line nothing but the button under a reader's comment: "Reply"? */
bool caption_is_reply(struct slice text);

/* Does the line only point elsewhere: "READ MORE: What happened"? */
bool caption_is_pointer(struct slice text, const struct looks *looks);

/* Is it the label of a list of other articles, alone on its line: "Related:"? */
bool caption_is_label(struct slice text);

#endif
