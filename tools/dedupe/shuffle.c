#include "shuffle.h"

#include <stdio.h>
#include <stdlib.h>

#include "memory.h"
#include "sketch_bytes.h"

/* ---- fields ---- */

static void put_hex(struct buffer *out, const char *bytes, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    char *to = buffer_reserve(out, 2 * size);
    for (size_t i = 0; i < size; i++) {
        *to++ = digits[(unsigned char)bytes[i] >> 4];
        *to++ = digits[bytes[i] & 15];
    }
    out->size += 2 * size;
}

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static bool take_hex(struct slice text, struct buffer *out)
{
    if (text.size % 2 != 0)
        return false;
    for (size_t i = 0; i < text.size; i += 2) {
        int high = hex_value(text.at[i]), low = hex_value(text.at[i + 1]);
        if (high < 0 || low < 0)
            return false;
        buffer_byte(out, (char)(high << 4 | low));
    }
    return true;
}

static bool take_number(struct slice text, unsigned base, uint64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < text.size; i++) {
        int digit = hex_value(text.at[i]);
        if (digit < 0 || (unsigned)digit >= base || *number > (UINT64_MAX - base) / base)
            return false;
        *number = *number * base + (unsigned)digit;
    }
    return text.size > 0;
}

/* ---- map ---- */

static void put_rest(const struct prepared *prepared, uint64_t number, struct slice sketch, struct buffer *out)
{
    buffer_format(out, "\t%llu\t%08x\t", (unsigned long long)number, (unsigned)prepared->raw);
    if (sketch.size > 0)
        put_hex(out, sketch.at, sketch.size);
    else
        buffer_byte(out, '-');
    buffer_byte(out, '\n');
}

size_t shuffle_map(const struct near *near, struct prepared *prepared, uint64_t number, struct buffer *out)
{
    struct buffer packed = {0};
    size_t lines = 1;
    buffer_format(out, "=%016llx%06llx", (unsigned long long)prepared->digest[0],
                  (unsigned long long)(prepared->digest[1] >> BLOCK_NUMBER_BITS));
    put_rest(prepared, number, (struct slice){"", 0}, out);
    if (prepared->sketched) {
        near_trim(near, prepared->sketch);
        sketch_pack(prepared->sketch, &packed);
        size_t keys = near_key_count(prepared->sketch);
        for (size_t i = 0; i < keys; i++) {
            buffer_format(out, "%010llx", (unsigned long long)(prepared->sketch->key[i] >> 24));
            put_rest(prepared, number, buffer_view(&packed), out);
        }
        lines += keys;
    }
    buffer_free(&packed);
    return lines;
}

/* ---- pairs ---- */

static bool add_sketch(struct group *group, struct group_text *text, struct slice hex)
{
    struct sketch_view view;
    text->sketch = group->sketches.size;
    text->sketched = !slice_is(hex, "-");
    if (!text->sketched)
        return true;
    if (!take_hex(hex, &group->sketches))
        return false;
    size_t size = group->sketches.size - text->sketch;
    return sketch_check(slice_part(buffer_view(&group->sketches), text->sketch, text->sketch + size)) &&
           sketch_unpack(group->sketches.at + text->sketch, &view) == size;
}

enum group_status group_add(struct group *group, struct slice line)
{
    struct slice key, number, raw, sketch;
    struct group_text text = {0};
    uint64_t hash;
    if (!slice_field(&line, '\t', &key) || !slice_field(&line, '\t', &number) || !slice_field(&line, '\t', &raw) ||
        !slice_field(&line, '\t', &sketch) || line.at || key.size == 0 || !take_number(number, 10, &text.number) ||
        !take_number(raw, 16, &hash) || raw.size != 8)
        return GROUP_BAD;
    if (group->count > 0 && !slice_equal(key, buffer_view(&group->key)))
        return GROUP_OTHER;
    text.raw = (uint32_t)hash;
    if (!add_sketch(group, &text, sketch) || text.sketched == (key.at[0] == '=')) {
        group->sketches.size = text.sketch;
        return GROUP_BAD;
    }
    buffer_clear(&group->key);
    buffer_slice(&group->key, key);
    group->texts = memory_grow(group->texts, &group->capacity, group->count + 1, sizeof *group->texts);
    group->texts[group->count++] = text;
    return GROUP_ADDED;
}

static int compare_texts(const void *a, const void *b)
{
    const struct group_text *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

static void put_pair(struct buffer *out, const struct group_text *later, const struct group_text *earlier,
                     double similarity, const char *why)
{
    buffer_format(out, "%llu\t%llu\t%.17g\t%s\n", (unsigned long long)later->number,
                  (unsigned long long)earlier->number, similarity, why);
}

/* Of texts with the same digest only the first can be kept: what drops it drops the others as well. */
static size_t equal_pairs(const struct group *group, struct buffer *out)
{
    for (size_t i = 1; i < group->count; i++) {
        bool same = group->texts[i].raw == group->texts[0].raw;
        put_pair(out, &group->texts[i], &group->texts[0], 1, same ? "exact" : "folded");
    }
    return group->count - 1;
}

static size_t near_pairs(const struct group *group, const struct near *near, struct buffer *out)
{
    size_t pairs = 0;
    for (size_t i = 1; i < group->count; i++) {
        struct sketch_view later, earlier;
        uint8_t weights[SKETCH_DRAFT];
        sketch_unpack(group->sketches.at + group->texts[i].sketch, &later);
        near_weigh(near, &later, weights);
        for (size_t j = 0; j < i; j++) {
            struct pair pair;
            sketch_unpack(group->sketches.at + group->texts[j].sketch, &earlier);
            const char *why = near_test(near, &later, &earlier, &pair);
            if (!why)
                continue;
            put_pair(out, &group->texts[i], &group->texts[j], pair.jaccard, why);
            pairs++;
        }
    }
    return pairs;
}

size_t group_pairs(struct group *group, const struct near *near, struct buffer *out)
{
    size_t pairs = 0;
    if (group->count > 1) {
        qsort(group->texts, group->count, sizeof *group->texts, compare_texts);
        pairs = group->texts[0].sketched ? near_pairs(group, near, out) : equal_pairs(group, out);
    }
    group->count = 0;
    buffer_clear(&group->sketches);
    return pairs;
}

void group_free(struct group *group)
{
    buffer_free(&group->key);
    buffer_free(&group->sketches);
    free(group->texts);
}

/* ---- resolve ---- */

static const char *known_why(struct slice word)
{
    static const char *const words[] = {"exact", "folded", "shared", "contained", "words"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_is(word, words[i]))
            return words[i];
    return NULL;
}

/* Reads the next pair; later is 0 at the end. */
static void read_pair(struct resolver *resolver)
{
    struct slice line, later, earlier, similarity, why;
    uint64_t before = resolver->later;
    resolver->later = 0;
    if (!resolver->next(resolver->argument, &line))
        return;
    bool good = slice_field(&line, '\t', &later) && slice_field(&line, '\t', &earlier) &&
                slice_field(&line, '\t', &similarity) && slice_field(&line, '\t', &why) && !line.at &&
                take_number(later, 10, &resolver->later) && take_number(earlier, 10, &resolver->earlier) &&
                similarity.size < 32;
    if (good) {
        char text[32];
        memcpy(text, similarity.at, similarity.size);
        text[similarity.size] = '\0';
        resolver->similarity = strtod(text, NULL);
        resolver->why = known_why(why);
        good = resolver->why && resolver->later > resolver->earlier && resolver->later >= before;
    }
    resolver->bad = !good;
    if (!good)
        resolver->later = 0;
}

/* Equal texts come before similar ones, more similar before less, earlier before later. */
static bool is_better(const struct resolver *resolver, const struct decision *than)
{
    bool equal = resolver->similarity >= 1 && (resolver->why[0] == 'e' || resolver->why[0] == 'f');
    bool than_equal = than->repeat && !than->measured;
    if (!than->repeat || equal != than_equal)
        return !than->repeat || equal;
    return resolver->similarity > than->similarity ||
           (resolver->similarity >= than->similarity && resolver->earlier < than->survivor);
}

static void mark_kept(struct resolver *resolver, uint64_t number, bool kept)
{
    size_t old = resolver->capacity;
    resolver->kept = memory_grow(resolver->kept, &resolver->capacity, (size_t)number + 1, sizeof *resolver->kept);
    if (resolver->capacity > old)
        memset(resolver->kept + old, 0, resolver->capacity - old);
    resolver->kept[number] = kept;
}

void resolver_decide(struct resolver *resolver, uint64_t number, struct decision *decision)
{
    *decision = (struct decision){0};
    if (!resolver->why && !resolver->bad)
        read_pair(resolver);
    for (; resolver->later > 0 && resolver->later <= number && !resolver->bad; read_pair(resolver)) {
        bool kept = resolver->earlier < resolver->capacity && resolver->kept[resolver->earlier];
        if (resolver->later < number || !kept || !is_better(resolver, decision))
            continue;
        *decision = (struct decision){
            .repeat = true, .survivor = resolver->earlier, .similarity = resolver->similarity, .why = resolver->why};
        decision->measured = resolver->why[0] != 'e' && resolver->why[0] != 'f';
    }
    mark_kept(resolver, number, !decision->repeat);
}

void resolver_free(struct resolver *resolver)
{
    free(resolver->kept);
}

/* ---- the frozen table ---- */

static int compare_counted(const void *a, const void *b)
{
    const struct counted *x = a, *y = b;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

size_t common_append(const struct frequency *frequency, struct buffer *out)
{
    struct count_set sum = {0};
    size_t count = 0;
    const struct count_set *sets[2] = {&frequency->now, &frequency->before};
    for (size_t s = 0; s < 2; s++)
        for (size_t i = 0; i < sets[s]->capacity; i++)
            if (sets[s]->slots[i].count > 0)
                count_set_add(&sum, sets[s]->slots[i].hash, sets[s]->slots[i].count);
    for (size_t i = 0; i < sum.capacity; i++)
        if (sum.slots[i].count > FREQUENCY_FREE)
            sum.slots[count++] = sum.slots[i];
    if (count > 0)
        qsort(sum.slots, count, sizeof *sum.slots, compare_counted);
    for (size_t i = 0; i < count; i++)
        buffer_format(out, "%08x\t%u\n", (unsigned)sum.slots[i].hash, (unsigned)sum.slots[i].count);
    count_set_free(&sum);
    return count;
}

bool common_load(struct frequency *frequency, struct slice table, uint64_t *line)
{
    struct slice text, hash, count;
    uint64_t shingle, texts;
    for (*line = 1; slice_line(&table, &text); ++*line) {
        if (!slice_field(&text, '\t', &hash) || !slice_field(&text, '\t', &count) || text.at ||
            !take_number(hash, 16, &shingle) || hash.size != 8 || !take_number(count, 10, &texts) || texts > UINT32_MAX)
            return false;
        count_set_add(&frequency->now, (uint32_t)shingle, (uint32_t)texts);
    }
    frequency->frozen = true;
    return true;
}
