#include "lang.h"

/* ISO 639-1, its three-letter codes (also those of bibliographies) and the English name. */
static const char *const languages[][4] = {
    {"en", "eng", "eng", "english"}, {"de", "deu", "ger", "german"},     {"es", "spa", "spa", "spanish"},
    {"fr", "fra", "fre", "french"},  {"ja", "jpn", "jpn", "japanese"},   {"ko", "kor", "kor", "korean"},
    {"ru", "rus", "rus", "russian"}, {"vi", "vie", "vie", "vietnamese"}, {"zh", "zho", "chi", "chinese"},
};

static bool is_word(struct slice text, const char *word)
{
    size_t same = 0;
    while (same < text.size && word[same] && ascii_lower(text.at[same]) == word[same])
        same++;
    return same == text.size && !word[same];
}

static struct slice first_subtag(struct slice tag)
{
    size_t size = 0;
    while (size < tag.size && ascii_is_letter(tag.at[size]))
        size++;
    bool more = size < tag.size && (tag.at[size] == '-' || tag.at[size] == '_');
    return more ? slice_part(tag, 0, size) : tag;
}

struct slice lang_code(struct slice tag)
{
    struct slice first = first_subtag(tag);
    for (size_t i = 0; first.size > 0 && i < sizeof languages / sizeof languages[0]; i++)
        for (size_t j = 0; j < 4; j++)
            if (is_word(first, languages[i][j]))
                return slice_of(languages[i][0]);
    return first;
}

bool lang_is_tag(struct slice tag)
{
    struct slice first = first_subtag(tag);
    for (size_t i = 0; i < first.size; i++)
        if (!ascii_is_letter(first.at[i]))
            return false;
    return first.size == 2 || first.size == 3;
}

bool lang_is_told(struct slice tag)
{
    struct slice code = lang_code(tag);
    return lang_is_tag(code) && !is_word(code, "und") && !is_word(code, "mul");
}
