/* pattern: PCRE2 with JIT and limits, and rule files.
 *
 * Always holds: a pattern is compiled once, as UTF with Unicode properties, and matched under the bounds of
 * limits.h; any outcome but match and no match is kept as an error with the rule's name. A rule file has one rule
 * a line, fields separated by tabs, `#` comments and blank lines left out.
 */
#ifndef BROADSHEET_PATTERN_H
#define BROADSHEET_PATTERN_H

#include "slice.h"

#include <stdint.h>

struct pattern;

/* Compiles `expression`. Flags: any of "i" caseless, "m" multi-line, "x" extended, "a" anchored at the offset.
 * NULL on a bad expression: `message` (of `size` bytes) says what is wrong and at which offset. */
struct pattern *pattern_compile(struct slice expression, const char *flags, char *message, size_t size);
void pattern_free(struct pattern *pattern);

enum pattern_result { PATTERN_NONE, PATTERN_MATCH, PATTERN_LIMIT };

/* Looks for the pattern in valid UTF-8 `subject` from byte `from` on. On PATTERN_MATCH the groups can be asked for.
 * PATTERN_LIMIT: a bound of limits.h was met; the caller reports it with the rule's name. */
enum pattern_result pattern_search(struct pattern *pattern, struct slice subject, size_t from);
/* Byte offsets of group `number` (0: the whole match) of the last match; false if it took no part. */
bool pattern_group(const struct pattern *pattern, unsigned number, size_t *start, size_t *end);
/* The same by name; the text is absent if the group took no part. */
struct slice pattern_named(const struct pattern *pattern, const char *name);

/* Steps through the data lines of a rule file. */
struct rule_lines {
    struct slice rest;
    uint64_t line; /* of the rule last given, from 1 */
};
/* Takes the next rule, its tab-separated fields trimmed of outer spaces; at most `most` fields, the last takes the
 * rest. Returns how many there are, 0 at the end. Missing fields are absent. */
size_t rule_next(struct rule_lines *lines, struct slice *fields, size_t most);

#endif
