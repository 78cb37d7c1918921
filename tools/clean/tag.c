#include "tag.h"

const uint16_t tag_flags_of[TAG_COUNT] = {
#define HTML_TAG_FLAGS(name, number, flags) [TAG_##number] = (flags),
    HTML_TAGS(HTML_TAG_FLAGS)
#undef HTML_TAG_FLAGS
        [TAG_LINE] = HTML_BLOCK,
};

const char *const tag_names[TAG_COUNT] = {
    [TAG_OTHER] = "other",
#define HTML_TAG_NAME(name, number, flags) [TAG_##number] = name,
    HTML_TAGS(HTML_TAG_NAME)
#undef HTML_TAG_NAME
        [TAG_LINE] = "line",
};

static const uint8_t name_sizes[TAG_COUNT] = {
#define HTML_TAG_SIZE(name, number, flags) [TAG_##number] = sizeof(name) - 1,
    HTML_TAGS(HTML_TAG_SIZE)
#undef HTML_TAG_SIZE
};

enum { LONGEST_NAME = 10, KEY_SIZE = 8, SLOTS = 512 };

/* The tags by a hash of their names' first bytes; 0, TAG_OTHER, is a free slot. Filled when first asked. */
static struct {
    uint64_t key;
    uint16_t tag;
} slots[SLOTS];
static bool filled;

/* The first KEY_SIZE bytes of a name, folded. */
static uint64_t key_of(struct slice name)
{
    uint64_t key = 0;
    for (size_t i = 0; i < name.size && i < KEY_SIZE; i++) {
        unsigned char c = (unsigned char)name.at[i];
        key = key << 8 | (c | (c >= 'A' && c <= 'Z' ? 0x20u : 0));
    }
    return key;
}

static size_t slot_of(uint64_t key)
{
    return (size_t)(key * 0x9E3779B97F4A7C15u >> 55) & (SLOTS - 1);
}

static void fill(void)
{
    for (unsigned tag = TAG_OTHER + 1; tag < TAG_LINE; tag++) {
        uint64_t key = key_of(slice_of(tag_names[tag]));
        size_t slot = slot_of(key);
        while (slots[slot].tag)
            slot = (slot + 1) & (SLOTS - 1);
        slots[slot].key = key;
        slots[slot].tag = (uint16_t)tag;
    }
    filled = true;
}

/* Is what follows a name's key the rest of the tag's? */
static bool rest_fits(struct slice name, unsigned tag)
{
    for (size_t i = KEY_SIZE; i < name.size; i++)
        if (ascii_lower(name.at[i]) != tag_names[tag][i])
            return false;
    return true;
}

void tag_share(void)
{
    if (!filled)
        fill();
}

enum html_tag tag_find(struct slice name)
{
    if (!filled)
        fill();
    if (name.size == 0 || name.size > LONGEST_NAME)
        return TAG_OTHER;
    uint64_t key = key_of(name);
    for (size_t slot = slot_of(key); slots[slot].tag; slot = (slot + 1) & (SLOTS - 1)) {
        unsigned tag = slots[slot].tag;
        if (slots[slot].key == key && name_sizes[tag] == name.size && rest_fits(name, tag))
            return (enum html_tag)tag;
    }
    return TAG_OTHER;
}
