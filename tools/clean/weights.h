/* weights: the lines of text at the head of a file of weights.
 *
 * Each is `name: value`; an empty line ends them, and what follows it is the weights.
 */
#ifndef BROADSHEET_CLEAN_WEIGHTS_H
#define BROADSHEET_CLEAN_WEIGHTS_H

#include "slice.h"

/* The next line of the head, taken off *file; false at the empty line, which is taken off too, or the file's end. */
bool weights_header(struct slice *file, struct slice *name, struct slice *value);

/* A header's value as a whole number; 0 if it is none. */
long weights_number(struct slice value);

#endif
