/* rules: dates, times, amounts and numbers by patterns, from a file that a user may replace.
 *
 * Always holds: the matches of a sentence stand in order and do not overlap: of two that do the longer counts, then
 * the earlier rule. A rule is tried only where one of its trigger words stands; a sentence costs time linear in its
 * length for each rule tried (PCRE2 under the limits of limits.h).
 */
#ifndef BROADSHEET_TAG_RULES_H
#define BROADSHEET_TAG_RULES_H

#include "values.h"

struct rules;

/* Reads a rule file (the form is described in tools/tag/rules.tsv, which must outlive the rules). NULL on an error:
 * its line and what is wrong are set. Of a file that is known to be `sound` patterns are compiled, which takes most of
 * the time, when they are first sought. */
struct rules *rules_open(struct slice file, bool sound, uint64_t *line, char *message, size_t size);
void rules_close(struct rules *rules);

struct rule_match {
    uint32_t start, end; /* bytes of the sentence */
    enum entity_type type;
    enum meaning meaning;
    const char *rule; /* name; lives as long as the rules */
    uint32_t order;
    struct slice value; /* absent if unknown */
};

/* All matches in the sentence, whose tokens must be there; allocated in `scratch`, their values in the context's
 * arena. *limited is set to a rule's name when a bound of limits.h was met while matching it. */
size_t rules_find(struct rules *rules, const struct value_context *context, const struct sentence *sentence,
                  struct arena *scratch, struct rule_match **matches, const char **limited);

#endif
