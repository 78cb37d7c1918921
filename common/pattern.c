#define PCRE2_CODE_UNIT_WIDTH 8
#include "pattern.h"

#include <pcre2.h>
#include <stdlib.h>
#include <stdio.h>

#include "limits.h"
#include "memory.h"

/* A pattern is translated to machine code once it has been sought in so many bytes, each search counted as SEARCH_BYTES
 * more: many are never due, or seldom, and translating one takes longer than many short searches without. */
#define BYTES_FIRST 2048
#define SEARCH_BYTES 128

struct pattern {
    pcre2_code *code;
    pcre2_match_data *match;
    pcre2_match_context *context;
    struct slice subject;
    int groups;
    size_t sought; /* bytes, up to BYTES_FIRST and more */
    bool anchored;
    bool machine; /* it has been translated to machine code */
};

static uint32_t options_of(const char *flags)
{
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
    for (; *flags; flags++) {
        options |= *flags == 'i' ? PCRE2_CASELESS : 0;
        options |= *flags == 'm' ? PCRE2_MULTILINE : 0;
        options |= *flags == 'x' ? PCRE2_EXTENDED : 0;
        /* What may stand at one place only need not be looked for in all that follows: many searches would do so. */
        options |= *flags == 'a' ? PCRE2_ANCHORED | PCRE2_NO_START_OPTIMIZE : 0;
    }
    return options;
}

struct pattern *pattern_compile(struct slice expression, const char *flags, char *message, size_t size)
{
    int error;
    PCRE2_SIZE offset;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)expression.at, expression.size, options_of(flags), &error, &offset, NULL);
    if (!code) {
        PCRE2_UCHAR text[200];
        pcre2_get_error_message(error, text, sizeof text);
        snprintf(message, size, "%s at character %zu", (const char *)text, (size_t)offset);
        return NULL;
    }
    struct pattern *pattern = memory_zeroed(1, sizeof *pattern);
    pattern->code = code;
    pattern->anchored = strchr(flags, 'a') != NULL;
    pattern->match = pcre2_match_data_create_from_pattern(code, NULL);
    pattern->context = pcre2_match_context_create(NULL);
    if (!pattern->match || !pattern->context) {
        pattern_free(pattern);
        snprintf(message, size, "out of memory");
        return NULL;
    }
    pcre2_set_match_limit(pattern->context, LIMIT_PATTERN_MATCH);
    pcre2_set_depth_limit(pattern->context, LIMIT_PATTERN_DEPTH);
    pcre2_set_heap_limit(pattern->context, LIMIT_PATTERN_HEAP_KIB);
    return pattern;
}

void pattern_free(struct pattern *pattern)
{
    if (!pattern)
        return;
    pcre2_match_context_free(pattern->context);
    pcre2_match_data_free(pattern->match);
    pcre2_code_free(pattern->code);
    free(pattern);
}

enum pattern_result pattern_search(struct pattern *pattern, struct slice subject, size_t from)
{
    /* Without JIT (not built in, or no executable memory) the interpreter gives the same answers. */
    if (pattern->sought < BYTES_FIRST) {
        pattern->sought += SEARCH_BYTES + (pattern->anchored ? 0 : subject.size - from);
        if (pattern->sought >= BYTES_FIRST)
            pattern->machine = pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE) == 0;
    }
    pattern->subject = subject;
    pattern->groups = (pattern->machine ? pcre2_jit_match : pcre2_match)(
        pattern->code, (PCRE2_SPTR)(subject.at ? subject.at : ""), subject.size, from,
        pattern->machine ? 0 : PCRE2_NO_UTF_CHECK, pattern->match, pattern->context);
    if (pattern->groups > 0)
        return PATTERN_MATCH;
    return pattern->groups == PCRE2_ERROR_NOMATCH ? PATTERN_NONE : PATTERN_LIMIT;
}

bool pattern_group(const struct pattern *pattern, unsigned number, size_t *start, size_t *end)
{
    const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(pattern->match);
    if (pattern->groups <= 0 || number >= (unsigned)pattern->groups || offsets[2 * number] == PCRE2_UNSET)
        return false;
    *start = offsets[2 * number];
    *end = offsets[2 * number + 1];
    return true;
}

struct slice pattern_named(const struct pattern *pattern, const char *name)
{
    size_t start, end;
    int number = pcre2_substring_number_from_name(pattern->code, (PCRE2_SPTR)name);
    if (number <= 0 || !pattern_group(pattern, (unsigned)number, &start, &end))
        return (struct slice){NULL, 0};
    return slice_part(pattern->subject, start, end);
}

size_t rule_next(struct rule_lines *lines, struct slice *fields, size_t most)
{
    struct slice line;
    while (slice_line(&lines->rest, &line)) {
        lines->line++;
        struct slice trimmed = slice_trim(line);
        if (trimmed.size == 0 || trimmed.at[0] == '#')
            continue;
        size_t count = 0;
        while (count + 1 < most && slice_field(&line, '\t', &fields[count])) {
            fields[count] = slice_trim(fields[count]);
            count++;
        }
        if (line.at)
            fields[count++] = slice_trim(line);
        for (size_t i = count; i < most; i++)
            fields[i] = (struct slice){NULL, 0};
        return count;
    }
    return 0;
}
