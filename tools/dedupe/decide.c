#include "decide.h"

#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "memory.h"
#include "words.h"

#define NUMBER_MASK ((UINT64_C(1) << DECIDE_NUMBER_BITS) - 1)

static size_t words_of(struct slice folded)
{
    struct word_reader reader = {folded.at, folded.at + folded.size};
    struct word word;
    size_t words = 0;
    while (word_next(&reader, &word))
        words++;
    return words;
}

size_t prepare_text(struct preparer *preparer, struct slice text, enum fold_level level, uint64_t scope, bool near,
                    bool count_words, struct prepared *prepared)
{
    struct slice folded = text;
    if (level != FOLD_NONE) {
        buffer_clear(&preparer->folded);
        fold_append(&preparer->folder, level, text, &preparer->folded);
        folded = buffer_view(&preparer->folded);
    }
    XXH128_hash_t hash = XXH3_128bits_withSeed(folded.at, folded.size, scope);
    prepared->digest[0] = hash.high64;
    prepared->digest[1] = hash.low64;
    prepared->raw = XXH3_64bits(text.at, text.size);
    prepared->exempt = false;
    prepared->sketched = near;
    if (near && level != FOLD_TEXT) {
        buffer_clear(&preparer->folded);
        fold_append(&preparer->folder, FOLD_TEXT, text, &preparer->folded);
        folded = buffer_view(&preparer->folded);
    }
    if (near)
        sketch_make(&preparer->sketcher, folded, prepared->sketch);
    if (!count_words)
        return 0;
    return near ? prepared->sketch->words : words_of(folded);
}

void preparer_free(struct preparer *preparer)
{
    folder_free(&preparer->folder);
    sketcher_free(&preparer->sketcher);
    buffer_free(&preparer->folded);
    buffer_free(&preparer->bytes);
    buffer_free(&preparer->mended);
    arena_free(&preparer->arena);
}

static struct entry digest_entry(const struct prepared *prepared, uint64_t number)
{
    return (struct entry){prepared->digest[0], (prepared->digest[1] & ~NUMBER_MASK) | number};
}

static bool find_digest(const struct decider *decider, const struct prepared *prepared, uint64_t *number)
{
    struct entry wanted = digest_entry(prepared, 0);
    const struct entry *found = table_find(&decider->digests, wanted);
    if (!found || found->key != wanted.key || (found->value & ~NUMBER_MASK) != wanted.value)
        return false;
    *number = found->value & NUMBER_MASK;
    return true;
}

static void keep(struct decider *decider, const struct prepared *prepared)
{
    static const struct sketch nothing;
    /* 40 bits of zero digest and number 0 would be the empty entry: the table cannot hold it, and no hash is zero
     * in practice; such a text would merely never be found. */
    struct entry entry = digest_entry(prepared, decider->kept);
    if (!entry_empty(&entry))
        table_add(&decider->digests, entry);
    if (decider->remember) {
        decider->raw = memory_grow(decider->raw, &decider->raw_capacity, decider->kept + 1, sizeof *decider->raw);
        decider->raw[decider->kept] = prepared->raw;
    }
    if (decider->with_near)
        near_keep(&decider->near, prepared->sketched ? prepared->sketch : &nothing);
    decider->kept++;
}

static void decide_near(struct decider *decider, struct prepared *prepared, struct decision *decision)
{
    struct near_match match;
    near_trim(&decider->near, prepared->sketch);
    if (!near_find(&decider->near, prepared->sketch, &match))
        return;
    *decision = (struct decision){true, match.text, match.pair.jaccard, match.why, true, match.pair};
}

void decide(struct decider *decider, struct prepared *prepared, struct decision *decision)
{
    *decision = (struct decision){0};
    if (prepared->exempt)
        return;
    uint64_t number;
    if (find_digest(decider, prepared, &number)) {
        bool same = decider->remember && decider->raw[number] == prepared->raw;
        *decision = (struct decision){.repeat = true, .survivor = number, .similarity = 1,
                                      .why = same ? "exact" : "folded"};
        return;
    }
    if (prepared->sketched)
        decide_near(decider, prepared, decision);
    if (!decision->repeat)
        keep(decider, prepared);
}

void decide_prefetch(const struct decider *decider, const struct prepared *prepared)
{
    table_prefetch(&decider->digests, prepared->digest[0]);
}

void decider_free(struct decider *decider)
{
    table_free(&decider->digests);
    near_free(&decider->near);
    free(decider->raw);
}
