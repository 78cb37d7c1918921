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

/* The first tag of each letter; the next letter's first tag ends its run. */
static const uint8_t first_of_letter[27] = {
    TAG_A,   TAG_B,     TAG_CANVAS, TAG_DATA, TAG_EM,  TAG_FIELDSET, TAG_H1,   TAG_H1,   TAG_I,
    TAG_KBD, TAG_KBD,   TAG_LABEL,  TAG_MAIN, TAG_NAV, TAG_OBJECT,   TAG_P,    TAG_Q,    TAG_RP,
    TAG_S,   TAG_TABLE, TAG_U,      TAG_VAR,  TAG_WBR, TAG_XMP,      TAG_LINE, TAG_LINE, TAG_LINE,
};

enum { LONGEST_NAME = 10 };

enum html_tag tag_find(struct slice name)
{
    char lower[LONGEST_NAME];
    if (name.size == 0 || name.size > LONGEST_NAME)
        return TAG_OTHER;
    for (size_t i = 0; i < name.size; i++)
        lower[i] = name.at[i] >= 'A' && name.at[i] <= 'Z' ? (char)(name.at[i] | 0x20) : name.at[i];
    if (lower[0] < 'a' || lower[0] > 'z')
        return TAG_OTHER;
    unsigned letter = (unsigned)(lower[0] - 'a');
    for (unsigned tag = first_of_letter[letter]; tag < first_of_letter[letter + 1]; tag++)
        if (name_sizes[tag] == name.size && memcmp(tag_names[tag], lower, name.size) == 0)
            return (enum html_tag)tag;
    return TAG_OTHER;
}
