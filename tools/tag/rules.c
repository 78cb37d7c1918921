#include "rules.h"

#include "buffer.h"
#include "language.h"
#include "model.h"
#include "text.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>

#define MOST_RULES 256
#define MOST_TRIGGERS 64u /* lists of trigger words; one bit each */
#define MOST_EXPANSION 65536
#define TRIGGER_SLOTS 4096
#define FILTER_BITS 32768
#define MOST_GROUPS 4  /* conditions of one rule that are joined with + */
#define MOST_PAIRS 64u /* different conditions with >; one bit each */
#define NEAR 4         /* tokens that > looks ahead */

struct rule {
    char *name;
    enum entity_type type;
    enum meaning meaning;
    uint64_t groups[MOST_GROUPS]; /* triggers; of each group one must stand in the sentence */
    size_t group_count;
    uint64_t pairs;          /* those that must all stand there */
    uint64_t starts;         /* triggers that a match begins with; 0: with any word */
    struct slice expression; /* as the file has it */
    struct pattern *pattern; /* NULL: not compiled yet */
};

struct define {
    struct slice name, text;
};

struct rules {
    struct rule rules[MOST_RULES];
    size_t count;
    bool sound; /* patterns are compiled when they are first sought */
    struct define defines[64];
    size_t define_count;
    struct slice triggers[MOST_TRIGGERS]; /* names; the first are those of enum built_in */
    size_t trigger_count;
    struct pair {
        uint64_t before, behind; /* triggers of which one must stand shortly before one of the others */
    } pairs[MOST_PAIRS];
    size_t pair_count;
    /* A bit for each rule, of each trigger: those with a condition that it helps to meet; and those without any. */
    uint64_t due[MOST_TRIGGERS][MOST_RULES / 64], always[MOST_RULES / 64];
    uint64_t opened[MOST_TRIGGERS], closed[MOST_TRIGGERS]; /* of each trigger: the pairs that it is first or last of */
    struct {
        uint64_t bits, capital; /* of the lists that hold the word, and of those that want a capital */
        uint32_t hash;
    } words[TRIGGER_SLOTS];
    size_t word_count;
    uint64_t filter[FILTER_BITS / 64]; /* a bit, by the lower bits of the hash, for each word */
};

static const struct {
    const char *name;
    enum entity_type type;
} rule_types[] = {{"DATE", ENTITY_DATE},       {"TIME", ENTITY_TIME},         {"MONEY", ENTITY_MONEY},
                  {"PERCENT", ENTITY_PERCENT}, {"NUMBER", ENTITY_NUMBER},     {"EVENT", ENTITY_EVENT},
                  {"ORG", ENTITY_ORG},         {"FACILITY", ENTITY_FACILITY}, {"TITLE", ENTITY_TITLE},
                  {"PERSON", ENTITY_PERSON},   {"PLACE", ENTITY_PLACE},       {"NONE", ENTITY_NONE}};

/* Triggers that are no lists: what a token looks like. */
enum built_in { TRIGGER_DIGIT, TRIGGER_YEAR, TRIGGER_NUMBER, TRIGGER_ALNUM, TRIGGER_EAST, BUILT_IN };

static const char *const built_in_names[BUILT_IN] = {"digit", "year", "number", "alnum", "east"};

static bool add_word(struct rules *rules, struct slice word, uint64_t bit)
{
    char lower[64];
    bool capital = word.at[0] >= 'A' && word.at[0] <= 'Z';
    if (word.size > sizeof lower)
        return false;
    memcpy(lower, word.at, word.size);
    if (capital)
        lower[0] = (char)(lower[0] + 32);
    uint32_t hash = model_hash((struct slice){lower, word.size}), at = hash & (TRIGGER_SLOTS - 1);
    if (rules->word_count * 2 >= TRIGGER_SLOTS)
        return false;
    while (rules->words[at].bits && rules->words[at].hash != hash)
        at = (at + 1) & (TRIGGER_SLOTS - 1);
    rules->word_count += rules->words[at].bits == 0;
    rules->words[at].hash = hash;
    rules->filter[hash % FILTER_BITS / 64] |= UINT64_C(1) << hash % 64;
    rules->words[at].bits |= bit;
    if (capital)
        rules->words[at].capital |= bit;
    return true;
}

static uint64_t word_bits(const struct rules *rules, const struct token *token)
{
    if (!(rules->filter[token->hash % FILTER_BITS / 64] >> token->hash % 64 & 1))
        return 0;
    for (uint32_t at = token->hash & (TRIGGER_SLOTS - 1); rules->words[at].bits; at = (at + 1) & (TRIGGER_SLOTS - 1))
        if (rules->words[at].hash == token->hash)
            return rules->words[at].bits & ~(token->shape == SHAPE_LOWER ? rules->words[at].capital : 0);
    return 0;
}

static const char *add_trigger(struct rules *rules, struct slice name, struct slice words)
{
    struct slice word;
    if (rules->trigger_count == MOST_TRIGGERS)
        return "too many trigger lists";
    rules->triggers[rules->trigger_count] = name;
    while (slice_field(&words, '|', &word))
        if (word.size > 0 && !add_word(rules, word, UINT64_C(1) << rules->trigger_count))
            return "too many trigger words";
    rules->trigger_count++;
    return NULL;
}

/* The bits of the trigger lists that are named, with | between them. */
static bool trigger_bits(const struct rules *rules, struct slice names, uint64_t *bits)
{
    struct slice name;
    *bits = 0;
    while (slice_field(&names, '|', &name)) {
        size_t at = 0;
        while (at < rules->trigger_count && !slice_equal(rules->triggers[at], name))
            at++;
        if (at == rules->trigger_count)
            return false;
        *bits |= UINT64_C(1) << at;
    }
    return true;
}

/* The bit of the pair, which is added if it is new; 0 if there are too many. */
static uint64_t pair_bit(struct rules *rules, struct pair pair)
{
    size_t at = 0;
    while (at < rules->pair_count && (rules->pairs[at].before != pair.before || rules->pairs[at].behind != pair.behind))
        at++;
    if (at == MOST_PAIRS)
        return 0;
    uint64_t bit = UINT64_C(1) << at;
    if (at < rules->pair_count)
        return bit;
    rules->pairs[rules->pair_count++] = pair;
    for (size_t i = 0; i < MOST_TRIGGERS; i++) {
        rules->opened[i] |= pair.before >> i & 1 ? bit : 0;
        rules->closed[i] |= pair.behind >> i & 1 ? bit : 0;
    }
    return bit;
}

/* Reads one condition: "^a|b", "a|b" or "a|b>c". Returns what is wrong, or NULL. */
static const char *add_condition(struct rules *rules, struct rule *rule, struct slice condition)
{
    struct pair pair;
    struct slice part;
    bool near = condition.size > 0 && memchr(condition.at, '>', condition.size) != NULL;
    bool starts = condition.size > 0 && condition.at[0] == '^';
    if (starts)
        condition = slice_part(condition, 1, condition.size);
    slice_field(&condition, '>', &part);
    if (!trigger_bits(rules, part, &pair.before) || (near && !trigger_bits(rules, condition, &pair.behind)))
        return "unknown trigger list";
    if (rule->group_count == MOST_GROUPS || (starts && (near || rule->starts)))
        return starts ? "^ goes with one list of triggers" : "too many conditions";
    if (starts)
        rule->starts = pair.before;
    if (!near) {
        rule->groups[rule->group_count++] = pair.before;
        return NULL;
    }
    uint64_t bit = pair_bit(rules, pair);
    rule->pairs |= bit;
    return bit ? NULL : "too many conditions with >";
}

/* Reads conditions joined with +. Returns what is wrong, or NULL. */
static const char *add_conditions(struct rules *rules, struct rule *rule, struct slice text)
{
    struct slice condition;
    const char *wrong = NULL;
    while (!wrong && slice_field(&text, '+', &condition))
        wrong = add_condition(rules, rule, condition);
    return wrong;
}

static const struct define *find_define(const struct rules *rules, struct slice name)
{
    for (size_t i = 0; i < rules->define_count; i++)
        if (slice_equal(rules->defines[i].name, name))
            return &rules->defines[i];
    return NULL;
}

/* A {name} at `at`: lower-case letters between braces, not behind an escape that takes a name: \p{..}, \k{..}. */
static bool is_piece(struct slice text, size_t at, struct slice *name)
{
    size_t end = at + 1;
    if (text.at[at] != '{' || (at >= 2 && text.at[at - 2] == '\\' && strchr("pPkgNxo", text.at[at - 1])))
        return false;
    while (end < text.size && text.at[end] >= 'a' && text.at[end] <= 'z')
        end++;
    *name = slice_part(text, at + 1, end);
    return end > at + 1 && end < text.size && text.at[end] == '}';
}

/* Replaces pieces once; false if one is unknown. *more is set if there were any. */
static bool expand_once(const struct rules *rules, struct slice text, struct buffer *out, bool *more)
{
    for (size_t at = 0; at < text.size; at++) {
        struct slice name;
        if (!is_piece(text, at, &name)) {
            buffer_byte(out, text.at[at]);
            continue;
        }
        const struct define *define = find_define(rules, name);
        if (!define)
            return false;
        buffer_slice(out, define->text);
        at += name.size + 1;
        *more = true;
    }
    return true;
}

/* The pattern with all pieces filled in, between word edges. */
static const char *expand(const struct rules *rules, struct slice text, struct buffer *out)
{
    struct buffer next = {0};
    const char *wrong = NULL;
    bool more = true;
    buffer_clear(out);
    buffer_slice(out, text);
    while (more && !wrong) {
        more = false;
        buffer_clear(&next);
        if (!expand_once(rules, buffer_view(out), &next, &more))
            wrong = "unknown {piece}";
        else if (next.size > MOST_EXPANSION)
            wrong = "a piece holds itself, or the pattern is too long";
        buffer_clear(out);
        buffer_slice(out, buffer_view(&next));
    }
    buffer_clear(&next);
    buffer_text(&next, "(?<![\\p{L}\\p{N}])(?:");
    buffer_slice(&next, buffer_view(out));
    buffer_text(&next, ")(?![\\p{L}\\p{N}])");
    buffer_clear(out);
    buffer_slice(out, buffer_view(&next));
    buffer_free(&next);
    return wrong;
}

static int type_of(struct slice name)
{
    for (size_t i = 0; i < sizeof rule_types / sizeof rule_types[0]; i++)
        if (slice_is(name, rule_types[i].name))
            return (int)rule_types[i].type;
    return -1;
}

/* Files rule `index` under the triggers of one of its conditions. */
static void file_rule(struct rules *rules, size_t index)
{
    const struct rule *rule = &rules->rules[index];
    const uint64_t bit = UINT64_C(1) << index % 64;
    uint64_t triggers = rule->pairs ? rules->pairs[__builtin_ctzll(rule->pairs)].behind : rule->groups[0];
    if (!triggers)
        rules->always[index / 64] |= bit;
    for (; triggers; triggers &= triggers - 1)
        rules->due[__builtin_ctzll(triggers)][index / 64] |= bit;
}

/* False with `message` set if the rule's pattern is none. */
static bool compile_rule(const struct rules *rules, struct rule *rule, char *message, size_t size)
{
    struct buffer pattern = {0};
    const char *wrong = expand(rules, rule->expression, &pattern);
    if (wrong)
        snprintf(message, size, "%s", wrong);
    else /* CJK scripts have no word edges. */
        rule->pattern = pattern_compile(buffer_view(&pattern), rule->starts ? "a" : "", message, size);
    buffer_free(&pattern);
    return rule->pattern != NULL;
}

/* The rule's pattern, compiled now if it was not yet; NULL if it is none. */
static struct pattern *pattern_of(const struct rules *rules, struct rule *rule)
{
    char message[256];
    if (!rule->pattern)
        compile_rule(rules, rule, message, sizeof message);
    return rule->pattern;
}

static bool add_rule(struct rules *rules, const struct slice *fields, char *message, size_t size)
{
    struct rule rule = {.expression = fields[4]};
    int type = type_of(fields[1]), meaning = meaning_of(fields[2]);
    const char *wrong = rules->count == MOST_RULES ? "too many rules"
                        : type < 0                 ? "unknown type"
                        : meaning < 0              ? "unknown meaning"
                                                   : add_conditions(rules, &rule, fields[3]);
    if (wrong) {
        snprintf(message, size, "%s", wrong);
        return false;
    }
    rule.type = (enum entity_type)type;
    rule.meaning = (enum meaning)meaning;
    if (!rules->sound && !compile_rule(rules, &rule, message, size))
        return false;
    rule.name = memory_allocate(fields[0].size + 1);
    memcpy(rule.name, fields[0].at, fields[0].size);
    rule.name[fields[0].size] = '\0';
    rules->rules[rules->count] = rule;
    file_rule(rules, rules->count++);
    return true;
}

static bool add_line(struct rules *rules, const struct slice *fields, size_t count, char *message, size_t size)
{
    const char *wrong = NULL;
    if (count >= 3 && slice_is(fields[0], "define")) {
        if (rules->define_count == sizeof rules->defines / sizeof rules->defines[0])
            wrong = "too many pieces";
        else
            rules->defines[rules->define_count++] = (struct define){fields[1], fields[2]};
    } else if (count >= 3 && slice_is(fields[0], "trigger")) {
        wrong = add_trigger(rules, fields[1], fields[2]);
    } else if (count < 5) {
        wrong = "expected rule, type, meaning, trigger and pattern between tabs";
    } else {
        return add_rule(rules, fields, message, size);
    }
    if (wrong)
        snprintf(message, size, "%s", wrong);
    return wrong == NULL;
}

struct rules *rules_open(struct slice file, bool sound, uint64_t *line, char *message, size_t size)
{
    struct rules *rules = memory_zeroed(1, sizeof *rules);
    rules->sound = sound;
    struct rule_lines lines = {.rest = file};
    struct slice fields[5];
    size_t count;
    for (int i = 0; i < BUILT_IN; i++)
        rules->triggers[rules->trigger_count++] = slice_of(built_in_names[i]);
    while ((count = rule_next(&lines, fields, 5)) > 0) {
        *line = lines.line;
        if (!add_line(rules, fields, count, message, size)) {
            rules_close(rules);
            return NULL;
        }
    }
    return rules;
}

void rules_close(struct rules *rules)
{
    for (size_t i = 0; i < rules->count; i++) {
        pattern_free(rules->rules[i].pattern);
        free(rules->rules[i].name);
    }
    free(rules);
}

#define BIT(trigger) (UINT64_C(1) << (trigger))

static uint64_t token_bits(const struct rules *rules, const struct token *token)
{
    uint64_t bits = word_bits(rules, token);
    if (!(token->classes & (TEXT_DIGIT | TEXT_CJK | TEXT_HANGUL)))
        return bits;
    if (token->classes & TEXT_DIGIT)
        bits |= BIT(TRIGGER_DIGIT);
    if (token->shape == SHAPE_NUMBER)
        bits |= BIT(TRIGGER_NUMBER);
    if (token->shape == SHAPE_ALNUM)
        bits |= BIT(TRIGGER_ALNUM);
    if (token->shape == SHAPE_DIGITS && token->end - token->start == 4)
        bits |= BIT(TRIGGER_YEAR);
    if (token->classes & (TEXT_CJK | TEXT_HANGUL))
        bits |= BIT(TRIGGER_EAST);
    return bits;
}

/* A sentence is looked at in blocks of so many tokens: a match that begins in one has what its rule asks for in it or
 * in the blocks beside it. */
#define BLOCK 32u

/* Triggers and pairs of them. */
struct signs {
    uint64_t bits, pairs;
};

/* The words of a sentence that are triggers, and what stands in each block. */
struct triggered {
    struct trigger_word {
        uint32_t token;
        uint64_t bits;
    } * at;
    size_t count, capacity;
    struct signs *blocks;
    size_t block_count;
};

/* The pairs that the triggers `bits` are the first of, and in *closed those that they are the last of. */
static uint64_t pairs_of(const struct rules *rules, uint64_t bits, uint64_t *closed)
{
    uint64_t opened = 0;
    for (*closed = 0; bits; bits &= bits - 1) {
        int trigger = __builtin_ctzll(bits);
        opened |= rules->opened[trigger];
        *closed |= rules->closed[trigger];
    }
    return opened;
}

static struct triggered find_triggers(const struct rules *rules, const struct sentence *sentence, struct arena *arena)
{
    struct triggered found = {.block_count = sentence->token_count / BLOCK + 1};
    uint64_t opened[NEAR] = {0};
    found.blocks = arena_array(arena, found.block_count, sizeof *found.blocks);
    for (size_t i = 0; i < sentence->token_count; i++) {
        uint64_t here = token_bits(rules, &sentence->tokens[i]), closed = 0, opens = 0;
        if (here) {
            opens = pairs_of(rules, here, &closed);
            found.blocks[i / BLOCK].pairs |= closed & (opened[0] | opened[1] | opened[2] | opened[3]);
            found.blocks[i / BLOCK].bits |= here;
            found.at = arena_grow(arena, found.at, found.count, &found.capacity, sizeof *found.at);
            found.at[found.count++] = (struct trigger_word){(uint32_t)i, here};
        }
        opened[i % NEAR] = opens;
    }
    return found;
}

/* What stands in a block and in those beside it. */
static struct signs signs_near(const struct triggered *found, size_t block)
{
    struct signs near = {0};
    size_t first = block ? block - 1 : 0, last = block + 1 < found->block_count ? block + 1 : block;
    for (size_t i = first; i <= last; i++) {
        near.bits |= found->blocks[i].bits;
        near.pairs |= found->blocks[i].pairs;
    }
    return near;
}

/* Of the rules 64 * part and behind, those that may be due. */
static uint64_t due_rules(const struct rules *rules, size_t part, uint64_t triggers)
{
    uint64_t due = rules->always[part];
    for (; triggers; triggers &= triggers - 1)
        due |= rules->due[__builtin_ctzll(triggers)][part];
    return due;
}

static bool is_due(const struct rule *rule, const struct signs *near)
{
    if (rule->pairs & ~near->pairs)
        return false;
    for (size_t i = 0; i < rule->group_count; i++)
        if (!(rule->groups[i] & near->bits))
            return false;
    return true;
}

struct found {
    struct rule_match *at;
    size_t count, capacity;
};

static void add_match(struct found *found, struct arena *arena, const struct rule_match *match)
{
    found->at = arena_grow(arena, found->at, found->count, &found->capacity, sizeof *found->at);
    found->at[found->count++] = *match;
}

struct search {
    struct rules *rules;
    const struct value_context *context;
    const struct sentence *sentence;
    struct slice text; /* the sentence's, with the figures of its language put as English puts them */
    struct found found;
    size_t behind[MOST_RULES];            /* of each rule: the end of its last match */
    uint64_t everywhere[MOST_RULES / 64]; /* rules that are due and whose matches may begin anywhere */
    struct arena *scratch;
    const char *limited;
};

/* Looks for the rule from byte `from` on, or only there. Keeps a match and sets *end to where it ends; false if there
 * is none. */
static bool match_at(struct search *search, struct rule *rule, uint32_t order, size_t from, size_t *end)
{
    size_t start;
    struct slice text = search->text;
    struct pattern *pattern = pattern_of(search->rules, rule);
    if (!pattern)
        return false;
    enum pattern_result result = pattern_search(pattern, text, from);
    if (result == PATTERN_LIMIT)
        search->limited = rule->name;
    if (result != PATTERN_MATCH || !pattern_group(pattern, 0, &start, end))
        return false;
    const struct value_context *context = search->context;
    if (*end > start && (!context->neutral || language_is_neutral(slice_part(text, start, *end)))) {
        struct rule_match match = {(uint32_t)start, (uint32_t)*end, rule->type, rule->meaning,
                                   rule->name,      order,          {NULL, 0}};
        struct value_context here = *context;
        here.at = match.start;
        match.value = value_of(&here, rule->meaning, pattern, slice_part(text, start, *end));
        if (context->neutral && language_scale_follows(text, *end))
            match.value = (struct slice){NULL, 0};
        add_match(&search->found, search->scratch, &match);
    }
    return true;
}

/* Everywhere in the sentence. */
static void search_all(struct search *search, struct rule *rule, uint32_t order)
{
    struct slice text = search->text;
    for (size_t from = 0, end; from < text.size && match_at(search, rule, order, from, &end);) {
        from = end > from ? end : from + 1;
        while (from < text.size && ((unsigned char)text.at[from] & 0xC0) == 0x80)
            from++;
    }
}

/* Whether a match may begin at byte `at` of a token: no letter or digit of ASCII stands before it. */
static bool may_start(struct slice text, const struct token *token, size_t at)
{
    return at == token->start || (((unsigned char)text.at[at] & 0xC0) != 0x80 &&
                                  !(text_ascii_class[(unsigned char)text.at[at - 1]] & (TEXT_LETTER | TEXT_DIGIT)));
}

/* Only where one of the triggers [first, last) stands that a match begins with, behind the rule's last match. */
static void search_starts(struct search *search, struct rule *rule, uint32_t order, const struct trigger_word *first,
                          const struct trigger_word *last)
{
    size_t from = search->behind[order];
    for (const struct trigger_word *word = first; word < last; word++) {
        const struct token *token = &search->sentence->tokens[word->token];
        if (!(word->bits & rule->starts))
            continue;
        for (size_t at = token->start > from ? token->start : from, end; at < token->end; at++)
            if (may_start(search->text, token, at) && match_at(search, rule, order, at, &end)) {
                from = end > at ? end : at + 1;
                at = from - 1;
            }
    }
    search->behind[order] = from;
}

/* The rules that are due near a block, at its triggers [first, last); those that are sought everywhere are only noted
 * in search->everywhere. */
static void search_block(struct search *search, const struct signs *near, const struct trigger_word *first,
                         const struct trigger_word *last)
{
    struct rules *rules = search->rules;
    for (size_t part = 0; part < MOST_RULES / 64; part++)
        for (uint64_t due = due_rules(rules, part, near->bits); due; due &= due - 1) {
            size_t i = part * 64 + (size_t)__builtin_ctzll(due);
            struct rule *rule = &rules->rules[i];
            if (!is_due(rule, near))
                continue;
            if (rule->starts)
                search_starts(search, rule, (uint32_t)i, first, last);
            else
                search->everywhere[part] |= due & -due;
        }
}

/* Longest first, then by rule, then by place. */
static int compare_length(const void *left, const void *right)
{
    const struct rule_match *a = left, *b = right;
    uint32_t one = a->end - a->start, two = b->end - b->start;
    if (one != two)
        return one > two ? -1 : 1;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return a->start < b->start ? -1 : a->start > b->start;
}

static int compare_start(const void *left, const void *right)
{
    const struct rule_match *a = left, *b = right;
    return a->start < b->start ? -1 : a->start > b->start;
}

static size_t drop_overlaps(struct rule_match *matches, size_t count, struct arena *arena, size_t size)
{
    size_t kept = 0;
    uint64_t *taken = arena_array(arena, size / 64 + 1, sizeof *taken);
    qsort(matches, count, sizeof *matches, compare_length);
    for (size_t i = 0; i < count; i++) {
        bool free_place = true;
        for (uint32_t at = matches[i].start; at < matches[i].end && free_place; at++)
            free_place = !(taken[at >> 6] >> (at & 63) & 1);
        if (!free_place)
            continue;
        for (uint32_t at = matches[i].start; at < matches[i].end; at++)
            taken[at >> 6] |= UINT64_C(1) << (at & 63);
        matches[kept++] = matches[i];
    }
    qsort(matches, kept, sizeof *matches, compare_start);
    return kept;
}

size_t rules_find(struct rules *rules, const struct value_context *context, const struct sentence *sentence,
                  struct arena *scratch, struct rule_match **matches, const char **limited)
{
    struct triggered triggered = find_triggers(rules, sentence, scratch);
    struct search search = {
        .rules = rules, .context = context, .sentence = sentence, .text = sentence->text, .scratch = scratch};
    *matches = NULL;
    if (triggered.count == 0)
        return 0;
    if (context->neutral && language_has_comma(context->lang))
        search.text = language_numbers(scratch, search.text);
    const struct trigger_word *first = triggered.at, *end = triggered.at + triggered.count;
    for (size_t block = 0; block < triggered.block_count; block++) {
        const struct trigger_word *last = first;
        while (last < end && last->token / BLOCK == block)
            last++;
        struct signs near = signs_near(&triggered, block);
        search_block(&search, &near, first, last);
        first = last;
    }
    for (size_t part = 0; part < MOST_RULES / 64; part++)
        for (uint64_t due = search.everywhere[part]; due; due &= due - 1) {
            size_t i = part * 64 + (size_t)__builtin_ctzll(due);
            search_all(&search, &rules->rules[i], (uint32_t)i);
        }
    if (search.limited)
        *limited = search.limited;
    *matches = search.found.at;
    size_t count = search.found.count;
    return count ? drop_overlaps(*matches, count, scratch, sentence->text.size) : 0;
}
