/* Blocks of entries survive packing, whatever their keys; what is cut off or changed is never read past its end. */
#include <stdlib.h>

#include "../../tools/dedupe/block.h"
#include "check.h"
#include "dedupe_entries.h"

#define KEY_MASK (~UINT64_C(0) << (64 - BLOCK_KEY_BITS))
#define NUMBER_MASK ((UINT64_C(1) << BLOCK_NUMBER_BITS) - 1)

/* Entries with keys under `keys`, as the packing can hold them. */
static void make_entries(const struct packing *packing, uint64_t keys, struct entry *entries, size_t count)
{
    uint64_t most = packing->number_bits ? NUMBER_MASK >> (BLOCK_NUMBER_BITS - packing->number_bits) : 0;
    for (size_t i = 0; i < count; i++) {
        entries[i].key = draw() & keys & (packing->whole ? UINT64_MAX : KEY_MASK);
        entries[i].value = packing->first + draw() % (most + 1);
        entries[i].value |= packing->whole ? draw() & ~NUMBER_MASK : 0;
    }
    qsort(entries, count, sizeof *entries, compare);
}

/* Each key is found with all its values, or as many as are wanted. */
static void check_find(const struct packing *packing, const struct entry *entries, size_t count, struct slice bytes)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t values[BLOCK_ENTRIES];
        size_t first = i, end = i, most = 1 + (size_t)(draw() % BLOCK_ENTRIES);
        while (first > 0 && entries[first - 1].key == entries[i].key)
            first--;
        while (end < count && entries[end].key == entries[i].key)
            end++;
        struct lookup lookup = {.wanted = {entries[i].key, 0}, .values = values, .most = most};
        block_find(packing, bytes, count, &lookup);
        size_t found = lookup.found;
        CHECK(found == (end - first < most ? end - first : most));
        bool larger = entries[count - 1].key >> (64 - BLOCK_KEY_BITS) > lookup.wanted.key >> (64 - BLOCK_KEY_BITS);
        CHECK(larger ? lookup.passed : !lookup.passed || found == most);
        CHECK(found == 0 ||
              (values[0] == entries[first].value && values[found - 1] == entries[first + found - 1].value));
    }
}

static void check_block(const struct packing *packing, uint64_t keys, size_t count)
{
    static char bytes[BLOCK_MOST + BLOCK_PADDING];
    struct entry entries[BLOCK_ENTRIES], read[BLOCK_ENTRIES];
    make_entries(packing, keys, entries, count);
    size_t size = block_pack(packing, entries, count, bytes);
    CHECK(size <= BLOCK_MOST);
    CHECK(block_unpack(packing, (struct slice){bytes, size}, count, read) == size);
    for (size_t i = 0; i < count; i++)
        if (compare(&entries[i], &read[i]) != 0) {
            CHECK(!"an entry comes back changed");
            break;
        }
    CHECK(block_unpack(packing, (struct slice){bytes, size - 1}, count, read) == 0);
    check_find(packing, entries, count, (struct slice){bytes, size});
    char *cut = malloc(size + BLOCK_PADDING); /* a sanitizer sees what is read behind it */
    memcpy(cut, bytes, size);
    memset(cut + size, 0xFF, BLOCK_PADDING);
    cut[draw() % size] ^= (char)(1u << draw() % 8);
    CHECK(block_unpack(packing, (struct slice){cut, size}, count, read) <= size);
    free(cut);
}

int main(void)
{
    const uint64_t keys[] = {
        UINT64_MAX, 0, UINT64_C(0xFFFF), UINT64_C(1) << 63, UINT64_C(0xFF00000000000000), UINT64_C(0x0000000FFFFFFFFF)};
    CHECK(block_bits(1) == 0 && block_bits(2) == 1 && block_bits(1024) == 10 && block_bits(1025) == 11);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        for (size_t round = 0; round < 200; round++) {
            size_t count = round < 3 ? BLOCK_ENTRIES - round : 1 + (size_t)(draw() % BLOCK_ENTRIES);
            struct packing whole = {0, BLOCK_NUMBER_BITS, true}, part = {draw() % 1000, (unsigned)(draw() % 30), false};
            check_block(&whole, keys[i], count);
            check_block(&part, keys[i], count);
        }
    return check_done();
}
