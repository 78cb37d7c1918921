#include "block.h"

#define KEY_SHIFT (64 - BLOCK_KEY_BITS)
#define HEAD (1 + BLOCK_KEY_BITS / 8)
#define AT_ONCE 56 /* bits that can be put or taken at a time, wherever in a byte they begin */
#define ONES 32    /* of a long gap, put at a time */

static uint64_t lowest(uint64_t bits, unsigned count)
{
    return bits & ((UINT64_C(1) << count) - 1);
}

unsigned block_bits(uint64_t count)
{
    unsigned bits = 0;
    while (bits < BLOCK_NUMBER_BITS && count > UINT64_C(1) << bits)
        bits++;
    return bits;
}

/* The width at which the gaps of a block take fewest bits, or nearly so: that of the mean one, rounded down. The higher
 * bits of all gaps then come to no more than two ones for each. */
static unsigned width_of(uint64_t span, size_t gaps)
{
    unsigned width = 0;
    while (gaps > 0 && width < BLOCK_KEY_BITS && span / gaps >= UINT64_C(2) << width)
        width++;
    return width;
}

struct bit_writer {
    char *at;
    uint64_t held;
    unsigned count; /* of bits held, below 8 between calls */
};

static void put_bits(struct bit_writer *writer, uint64_t bits, unsigned count)
{
    writer->held |= bits << writer->count;
    for (writer->count += count; writer->count >= 8; writer->count -= 8, writer->held >>= 8)
        *writer->at++ = (char)(writer->held & 0xFF);
}

static void put_gap(struct bit_writer *writer, uint64_t gap, unsigned width)
{
    uint64_t ones = gap >> width;
    put_bits(writer, lowest(gap, width), width);
    for (; ones >= ONES; ones -= ONES)
        put_bits(writer, UINT32_MAX, ONES);
    put_bits(writer, lowest(UINT32_MAX, (unsigned)ones), (unsigned)ones + 1);
}

static void put_rest(struct bit_writer *writer, const struct packing *packing, const struct entry *entry)
{
    if (packing->whole) {
        put_bits(writer, lowest(entry->key, KEY_SHIFT), KEY_SHIFT);
        put_bits(writer, entry->value >> BLOCK_NUMBER_BITS, 64 - BLOCK_NUMBER_BITS);
    }
    put_bits(writer, lowest(entry->value, BLOCK_NUMBER_BITS) - packing->first, packing->number_bits);
}

size_t block_pack(const struct packing *packing, const struct entry *entries, size_t count, char *out)
{
    uint64_t last = entries[0].key >> KEY_SHIFT;
    unsigned width = width_of((entries[count - 1].key >> KEY_SHIFT) - last, count - 1);
    struct bit_writer writer = {.at = out};
    put_bits(&writer, width, 8);
    put_bits(&writer, last, BLOCK_KEY_BITS);
    for (size_t i = 0; i < count; i++) {
        uint64_t key = entries[i].key >> KEY_SHIFT;
        if (i > 0)
            put_gap(&writer, key - last, width);
        put_rest(&writer, packing, &entries[i]);
        last = key;
    }
    put_bits(&writer, 0, 7);
    return (size_t)(writer.at - out);
}

struct bit_reader {
    const char *bytes;
    size_t bit, end;
};

/* The next bits, at least AT_ONCE of them; behind the end, any. */
static uint64_t peek(const struct bit_reader *reader)
{
    size_t bit = reader->bit < reader->end ? reader->bit : reader->end;
    return slice_eight(reader->bytes + bit / 8) >> bit % 8;
}

static uint64_t take_bits(struct bit_reader *reader, unsigned count)
{
    uint64_t bits = lowest(peek(reader), count);
    reader->bit += count;
    return bits;
}

static uint64_t take_long_gap(struct bit_reader *reader, unsigned width)
{
    uint64_t low = take_bits(reader, width), ones = 0;
    unsigned more;
    do {
        more = (unsigned)__builtin_ctzll(~lowest(peek(reader), AT_ONCE));
        reader->bit += more;
        ones += more;
    } while (more == AT_ONCE && reader->bit < reader->end);
    reader->bit++;
    return ones << width | low;
}

static inline uint64_t take_gap(struct bit_reader *reader, unsigned width)
{
    uint64_t bits = lowest(peek(reader), AT_ONCE);
    unsigned ones = (unsigned)__builtin_ctzll(~(bits >> width));
    if (width + ones >= AT_ONCE) {
        struct bit_reader copy = *reader; /* so that the reader itself can stay in registers */
        uint64_t gap = take_long_gap(&copy, width);
        *reader = copy;
        return gap;
    }
    reader->bit += width + ones + 1;
    return (uint64_t)ones << width | lowest(bits, width);
}

static size_t rest_bits(const struct packing *packing)
{
    return packing->number_bits + (packing->whole ? KEY_SHIFT + 64 - BLOCK_NUMBER_BITS : 0);
}

static void take_rest(struct bit_reader *reader, const struct packing *packing, struct entry *entry)
{
    uint64_t value = 0;
    if (packing->whole) {
        entry->key |= take_bits(reader, KEY_SHIFT);
        value = take_bits(reader, 64 - BLOCK_NUMBER_BITS) << BLOCK_NUMBER_BITS;
    }
    entry->value = value | (packing->first + take_bits(reader, packing->number_bits));
}

/* Begins a block: its width and first key. False if it is none. */
static bool take_head(struct bit_reader *reader, unsigned *width, uint64_t *key)
{
    if (reader->end < 8 * HEAD)
        return false;
    *width = (unsigned)take_bits(reader, 8);
    *key = take_bits(reader, BLOCK_KEY_BITS);
    return *width <= BLOCK_KEY_BITS;
}

size_t block_unpack(const struct packing *packing, struct slice bytes, size_t count, struct entry *entries)
{
    struct bit_reader reader = {bytes.at, 0, 8 * bytes.size};
    unsigned width;
    uint64_t key;
    if (!take_head(&reader, &width, &key))
        return 0;
    for (size_t i = 0; i < count; i++) {
        key += i > 0 ? take_gap(&reader, width) : 0;
        entries[i].key = key << KEY_SHIFT;
        take_rest(&reader, packing, &entries[i]);
    }
    return reader.bit <= reader.end ? (reader.bit + 7) / 8 : 0;
}

/* Goes from the first entry, of key *key, to the first whose key begins with `begin` or more; the reader then stands
 * before its rest. Gives its index, or `count` if there is none. */
static size_t skip_to(struct bit_reader *reader, unsigned width, size_t rest, uint64_t begin, size_t count,
                      uint64_t *key)
{
    size_t index = 0;
    uint64_t at = *key;
    while (at < begin && ++index < count) {
        reader->bit += rest;
        at += take_gap(reader, width);
    }
    *key = at;
    return index;
}

void block_find(const struct packing *packing, struct slice bytes, size_t count, struct lookup *lookup)
{
    struct bit_reader reader = {bytes.at, 0, 8 * bytes.size};
    const struct entry *wanted = &lookup->wanted;
    unsigned width;
    uint64_t key, begin = wanted->key >> KEY_SHIFT;
    lookup->passed = true;
    if (!take_head(&reader, &width, &key))
        return;
    for (size_t i = skip_to(&reader, width, rest_bits(packing), begin, count, &key); i < count;) {
        if (key > begin || lookup->found == lookup->most)
            return;
        struct entry entry = {key << KEY_SHIFT, 0};
        take_rest(&reader, packing, &entry);
        if (entry.key == wanted->key && (entry.value & lookup->mask) == wanted->value)
            lookup->values[lookup->found++] = entry.value;
        if (++i < count)
            key += take_gap(&reader, width);
    }
    lookup->passed = false;
}
