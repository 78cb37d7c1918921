/* wrap: is a text hard-wrapped, and which of its line ends are only space?
 *
 * Always holds: in page text every line end ends a sentence. A text counts as hard-wrapped when its lines are filled
 * as a mail program or a typist fills them: no line is longer than some width, and nearly every line inside a
 * paragraph could not have taken the next line's first word.
 */
#ifndef SEGMENT_WRAP_H
#define SEGMENT_WRAP_H

#include "slice.h"

struct wrap {
    bool wrapped;
    bool blank_lines; /* paragraphs are parted by blank lines; otherwise each line is one */
    size_t width;     /* of the longest lines, in code points */
};

struct wrap wrap_judge(struct slice text);

/* Is the line end between `line` and `next` (neither blank, no line ends in them) only space? With `always`, the
 * user said that the text is wrapped, and only a list marker starts anew. */
bool wrap_joins(const struct wrap *wrap, struct slice line, struct slice next, bool always);

bool wrap_is_blank(struct slice line);

#endif
