#include "decide.h"

#include <errno.h>
#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "memory.h"
#include "words.h"

#define NUMBER_MASK ((UINT64_C(1) << BLOCK_NUMBER_BITS) - 1)

static size_t words_of(struct slice folded)
{
    struct word_reader reader = {folded.at, folded.at + folded.size};
    struct word word;
    size_t words = 0;
    while (word_next(&reader, &word))
        words++;
    return words;
}

size_t prepare_text(struct preparer *preparer, struct slice text, const struct preparation *how,
                    struct prepared *prepared)
{
    enum fold_level level = how->level;
    struct slice folded = text;
    if (level != FOLD_NONE) {
        buffer_clear(&preparer->folded);
        fold_append(&preparer->folder, level, text, &preparer->folded);
        folded = buffer_view(&preparer->folded);
    }
    XXH128_hash_t hash = XXH3_128bits_withSeed(folded.at, folded.size, how->scope);
    prepared->digest[0] = hash.high64;
    prepared->digest[1] = hash.low64;
    prepared->raw = (uint32_t)(level == FOLD_NONE ? hash.low64 : XXH3_64bits(text.at, text.size));
    prepared->exempt = false;
    prepared->sketched = how->near;
    if (how->near && level != FOLD_TEXT) {
        buffer_clear(&preparer->folded);
        fold_append(&preparer->folder, FOLD_TEXT, text, &preparer->folded);
        folded = buffer_view(&preparer->folded);
    }
    if (how->near)
        sketch_make(&preparer->sketcher, folded, &preparer->folder.outline, prepared->sketch);
    if (!how->count_words)
        return 0;
    return how->near ? prepared->sketch->words : words_of(folded);
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

static bool find_digest(struct decider *decider, const struct prepared *prepared, uint64_t *number)
{
    struct entry wanted = digest_entry(prepared, 0);
    const struct entry *found = table_find(&decider->digests, wanted);
    if (!found || found->key != wanted.key || (found->value & ~NUMBER_MASK) != wanted.value)
        return archive_find_digest(&decider->archive, wanted, number);
    *number = found->value & NUMBER_MASK;
    return true;
}

/* The hash of the kept text as it came. */
static bool raw_of(struct decider *decider, uint64_t number, uint32_t *raw)
{
    struct archived archived;
    if (number >= decider->base) {
        *raw = decider->raw[number - decider->base];
        return true;
    }
    if (!archive_read(&decider->archive, number, &decider->read, &archived))
        return false;
    *raw = archived.raw;
    return true;
}

static void remember(struct decider *decider, const struct prepared *prepared, struct slice name)
{
    size_t index = (size_t)(decider->kept - decider->base);
    decider->raw = memory_grow(decider->raw, &decider->raw_capacity, index + 1, sizeof *decider->raw);
    decider->raw[index] = prepared->raw;
    buffer_slice(&decider->names, name);
    decider->name_ends =
        memory_grow(decider->name_ends, &decider->name_capacity, index + 1, sizeof *decider->name_ends);
    decider->name_ends[index] = decider->names.size;
}

static struct slice name_in_memory(const struct decider *decider, uint64_t number)
{
    size_t index = (size_t)(number - decider->base);
    size_t start = index > 0 ? (size_t)decider->name_ends[index - 1] : 0;
    return slice_part(buffer_view(&decider->names), start, (size_t)decider->name_ends[index]);
}

struct slice decide_name(struct decider *decider, uint64_t number)
{
    struct archived archived;
    if (number >= decider->base)
        return name_in_memory(decider, number);
    if (!archive_read(&decider->archive, number, &decider->read, &archived))
        return SLICE("");
    return archived.name;
}

static void keep(struct decider *decider, const struct prepared *prepared, struct slice name)
{
    static const struct sketch nothing;
    /* The table cannot hold an entry of zeros, and no hash is zero in practice; such a text would merely never be
     * found again. */
    struct entry entry = digest_entry(prepared, decider->kept);
    if (!entry_empty(&entry))
        table_add(&decider->digests, entry);
    if (decider->remember)
        remember(decider, prepared, name);
    if (decider->with_near)
        near_keep(&decider->near, prepared->sketched ? prepared->sketch : &nothing);
    decider->kept++;
}

static void repeats(struct decision *decision, uint64_t survivor, double similarity, const char *why)
{
    decision->repeat = true;
    decision->survivor = survivor;
    decision->similarity = similarity;
    decision->why = why;
}

static void decide_near(struct decider *decider, struct prepared *prepared, struct decision *decision)
{
    struct near_match match;
    near_trim(&decider->near, prepared->sketch);
    if (!near_find(&decider->near, prepared->sketch, &match))
        return;
    repeats(decision, match.text, match.pair.jaccard, match.why);
    decision->measured = true;
    decision->pair = match.pair;
}

void decide(struct decider *decider, struct prepared *prepared, struct slice name, struct decision *decision)
{
    decision->repeat = decision->measured = false;
    if (prepared->exempt)
        return;
    uint64_t number;
    if (find_digest(decider, prepared, &number)) {
        uint32_t raw;
        bool same = decider->tell && raw_of(decider, number, &raw) && raw == prepared->raw;
        repeats(decision, number, 1, same ? "exact" : "folded");
        return;
    }
    if (prepared->sketched)
        decide_near(decider, prepared, decision);
    if (!decision->repeat)
        keep(decider, prepared, name);
}

uint64_t decide_bytes(const struct decider *decider)
{
    return decider->digests.bytes + near_bytes(&decider->near) + decider->archive.mapped + decider->names.capacity +
           decider->raw_capacity * sizeof *decider->raw + decider->name_capacity * sizeof *decider->name_ends;
}

#define NAME_MOST 65535 /* bytes; longer names are not archived */

static void text_in_memory(void *argument, uint64_t number, struct archived *archived)
{
    struct decider *decider = argument;
    buffer_clear(&decider->read);
    if (decider->with_near)
        near_squeeze(&decider->near, number, &decider->read);
    *archived = (struct archived){.sketch = buffer_view(&decider->read)};
    if (!decider->remember)
        return;
    archived->raw = decider->raw[number - decider->base];
    struct slice name = name_in_memory(decider, number);
    if (name.size <= NAME_MOST)
        archived->name = name;
}

bool decide_spill(struct decider *decider, const char *path)
{
    struct kept_texts kept = {.first = decider->base,
                              .count = decider->kept - decider->base,
                              .digests = &decider->digests,
                              .keys = &decider->near.keys,
                              .text = text_in_memory,
                              .argument = decider};
    if (kept.count == 0)
        return true;
    if (!archive_write(&decider->archive, path, &kept))
        return false;
    table_free(&decider->digests);
    decider->base = decider->kept;
    near_forget(&decider->near, decider->base);
    buffer_clear(&decider->names);
    return true;
}

void decider_free(struct decider *decider)
{
    table_free(&decider->digests);
    near_free(&decider->near);
    archive_close(&decider->archive);
    free(decider->raw);
    free(decider->name_ends);
    buffer_free(&decider->names);
    buffer_free(&decider->read);
}

void decide_prefetch(const struct decider *decider, const struct prepared *prepared)
{
    table_prefetch(&decider->digests, prepared->digest[0]);
    archive_prefetch_digest(&decider->archive, prepared->digest[0]);
}

void decide_prefetch_near(const struct decider *decider, const struct prepared *prepared)
{
    if (prepared->sketched)
        near_prefetch(&decider->near, prepared->sketch);
}
