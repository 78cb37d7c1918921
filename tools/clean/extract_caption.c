#include "extract_caption.h"

#include "buffer.h"
#include "embed.h"
#include "pattern.h"
#include "text.h"

EMBEDDED(captions)
EMBEDDED(pointers)

enum { AGENCY_MOST = 28 }; /* bytes behind the last sign, more than the longest agency */
enum { LABEL_MOST = 40 };  /* bytes before ":", more than the longest label */

/* The phrases of both files, found by their hash; filled when first asked. */
enum list { LIST_NONE, LIST_LABEL, LIST_AGENCY, LIST_ALONE, LIST_REPLY, LIST_POINTER };
enum { SLOTS = 1024 };

static struct {
    struct slice phrase;
    enum list list;
} slots[SLOTS];
/* How long a list's phrases are that begin with a byte, and that end with one, a bit for each size: most lines go by
 * this. */
enum { SIZE_MOST = 63 };
static struct {
    uint64_t first[256], last[256];
} sizes[LIST_POINTER + 1];
static bool filled;

/* ASCII letters only are folded: the phrases of other scripts are listed as they are written in mid line. */
static bool same_folded(struct slice a, struct slice b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (ascii_lower(a.at[i]) != b.at[i])
            return false;
    return true;
}

/* Where the phrase stands, or the free slot where it would. */
static size_t slot_of(struct slice phrase, enum list list)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < phrase.size; i++)
        hash = (hash ^ (unsigned char)ascii_lower(phrase.at[i])) * 16777619u;
    size_t slot = (hash ^ hash >> 15) % SLOTS;
    while (slots[slot].list && (slots[slot].list != list || !same_folded(phrase, slots[slot].phrase)))
        slot = (slot + 1) % SLOTS;
    return slot;
}

/* For the letter `c`, small or capital. */
static void put_size(uint64_t *of_bytes, char c, size_t size)
{
    of_bytes[(unsigned char)c] |= UINT64_C(1) << size;
    if (ascii_is_small(c))
        of_bytes[(unsigned char)c & ~0x20u] |= UINT64_C(1) << size;
}

static void put(struct slice phrase, enum list list)
{
    if (phrase.size == 0 || phrase.size > SIZE_MOST)
        return;
    size_t slot = slot_of(phrase, list);
    slots[slot].phrase = phrase;
    slots[slot].list = list;
    put_size(sizes[list].first, phrase.at[0], phrase.size);
    put_size(sizes[list].last, phrase.at[phrase.size - 1], phrase.size);
}

static enum list list_named(struct slice name)
{
    static const char *const names[] = {"", "label", "agency", "alone", "reply"};
    enum list list = LIST_REPLY;
    while (list > LIST_NONE && !slice_is(name, names[list]))
        list--;
    return list;
}

static void fill(void)
{
    struct rule_lines captions = {embedded_captions(), 0}, pointers = {embedded_pointers(), 0};
    struct slice fields[2];
    size_t left = SLOTS / 2; /* a table half empty ends every search */
    while (left > 0 && rule_next(&captions, fields, 2) == 2) {
        put(fields[1], list_named(fields[0]));
        left--;
    }
    while (left > 0 && rule_next(&pointers, fields, 1) == 1) {
        put(fields[0], LIST_POINTER);
        left--;
    }
    filled = true;
}

void captions_share(void)
{
    if (!filled)
        fill();
}

/* How long the phrases are that begin as the text does, a bit for each size. */
static inline uint64_t sizes_by_first(struct slice text, enum list list)
{
    if (!filled)
        fill();
    return text.size > 0 ? sizes[list].first[(unsigned char)text.at[0]] : 0;
}

/* The same of those that end as it does. */
static inline uint64_t sizes_by_last(struct slice text, enum list list)
{
    if (!filled)
        fill();
    return text.size > 0 ? sizes[list].last[(unsigned char)text.at[text.size - 1]] : 0;
}

static inline bool is_listed(struct slice text, enum list list)
{
    return text.size <= SIZE_MOST && (sizes_by_first(text, list) & sizes_by_last(text, list)) >> text.size & 1 &&
           slots[slot_of(text, list)].list == list;
}

#define WIDE_COLON "\xEF\xBC\x9A"

/* The bytes before the first ":", if it stands early; else none. */
static struct slice before_colon(struct slice text)
{
    static const char wide[] = WIDE_COLON;
    size_t most = text.size < LABEL_MOST ? text.size : LABEL_MOST;
    const char *colon = most > 1 ? memchr(text.at + 1, ':', most - 1) : NULL;
    if (colon)
        most = (size_t)(colon - text.at);
    const char *end = text.at + most, *at = text.at;
    while (++at < end && (at = memchr(at, wide[0], (size_t)(end - at))) != NULL)
        if (text.at + text.size - at > 2 && memcmp(at, wide, 3) == 0) {
            colon = at;
            break;
        }
    return colon ? slice_trim(slice_part(text, 0, (size_t)(colon - text.at))) : slice_part(text, 0, 0);
}

static bool starts_with_sign(struct slice text)
{
    return slice_starts(text, SLICE("\xC2\xA9")) || slice_starts(text, SLICE("(c)")) ||
           slice_starts(text, SLICE("\xF0\x9F\x93\xB7"));
}

/* "Photo: Name", "Photo credit : Name"; `most` is how long the whole may be. */
static bool is_labelled(struct slice text, size_t most)
{
    struct slice label = before_colon(text);
    return text.size <= most && label.size > 0 && is_listed(label, LIST_LABEL);
}

bool caption_is_credit(struct slice text, const struct looks *looks)
{
    if (text.size > 120)
        return false;
    if (((looks->marks || looks->brackets) && starts_with_sign(text)) || (looks->colon && is_labelled(text, 100)))
        return true;
    return is_listed(text, LIST_AGENCY);
}

/* Where the last bracket of a line that ends with one opens, or SIZE_MAX. */
static size_t last_bracket(struct slice text)
{
    if (text.size < 4 || text.at[text.size - 1] != ')')
        return SIZE_MAX;
    for (size_t i = text.size - 1; i-- > 0 && text.size - i < 100;)
        if (text.at[i] == '(')
            return i;
    return SIZE_MAX;
}

static bool ends_with_agency(struct slice text)
{
    size_t first = text.size > AGENCY_MOST ? text.size - AGENCY_MOST + 1 : 1;
    if (sizes_by_last(slice_trim(text), LIST_AGENCY) == 0)
        return false;
    for (size_t i = text.size > 0 ? text.size - 1 : 0; i > first;) {
        char c = text.at[--i];
        if ((c == '/' || c == '.' || c == '|') &&
            is_listed(slice_trim(slice_part(text, i + 1, text.size)), LIST_AGENCY))
            return true;
    }
    return false;
}

/* Does a capital stand at byte `i`, right behind a small letter? */
static bool is_glued(struct slice text, size_t i)
{
    char before = text.at[i - 1], c = text.at[i];
    return before >= 'a' && before <= 'z' && c >= 'A' && c <= 'Z';
}

/* "... 13/9. Photo: Name", or glued, "the old pierCredit: Name": what the line ends with is a credit. */
static bool ends_with_label(struct slice text)
{
    struct slice tail = slice_part(text, text.size > 80 ? text.size - 80 : 0, text.size);
    if (!memchr(tail.at, ':', tail.size) && !memchr(tail.at, WIDE_COLON[0], tail.size))
        return false;
    for (size_t i = text.size; i-- > 2 && text.size - i < 80;)
        if (text.at[i] == ' ' && (text.at[i - 1] == '.' || text.at[i - 1] == '|'))
            return is_labelled(slice_part(text, i + 1, text.size), 80);
        else if (is_glued(text, i) && ascii_is_small(text.at[i - 2]) && is_labelled(slice_part(text, i, text.size), 80))
            return true;
    return false;
}

/* "... in Pyongyang / Rodong Sinmun": a name of up to four words behind a slash with spaces. */
static bool ends_with_slash_name(struct slice text)
{
    for (size_t i = text.size; i-- > 20 && text.size - i < 40;)
        if (text.at[i] == '/' && text.at[i - 1] == ' ' && i + 2 < text.size && text.at[i + 1] == ' ')
            return (text_ascii_class[(unsigned char)text.at[i + 2] & 0x7F] & TEXT_UPPER) != 0 &&
                   text.at[text.size - 1] != '.';
    return false;
}

bool caption_has_credit(struct slice text, const struct looks *looks)
{
    if (text.size < 12 || text.size > 1200)
        return false;
    size_t bracket = last_bracket(text);
    if (bracket != SIZE_MAX) {
        struct slice inner = slice_part(text, bracket + 1, text.size - 1);
        return starts_with_sign(inner) || is_labelled(inner, 100) || is_listed(inner, LIST_AGENCY) ||
               ends_with_agency(inner);
    }
    bool stops_within = looks->points > (text.at[text.size - 1] == '.');
    return ((looks->slash || looks->pipe || stops_within) && ends_with_agency(text)) ||
           (looks->colon && ends_with_label(text)) || (looks->slash && ends_with_slash_name(text));
}

/* Where the first two words behind the first space are glued, early in the line; else 0. */
static size_t first_glue(struct slice text)
{
    bool several = false;
    for (size_t i = 1; i < text.size && i < LABEL_MOST; i++) {
        several |= text.at[i] == ' ';
        if (several && is_glued(text, i))
            return i;
    }
    return 0;
}

/* Is what stands before a capital right behind a small letter a pointer of several words: "Read alsoOld pier opens"?
 * Asked first only where pointers end that begin with the same letter. */
static bool points_glued(struct slice text)
{
    for (uint64_t ends = sizes_by_first(text, LIST_POINTER); ends != 0; ends &= ends - 1) {
        size_t i = (size_t)__builtin_ctzll(ends);
        if (i < text.size && is_glued(text, i) && first_glue(text) == i)
            return is_listed(slice_part(text, 0, i), LIST_POINTER);
    }
    return false;
}

bool caption_is_pointer(struct slice text, const struct looks *looks)
{
    while (text.size > 0 && (text.at[0] == '>' || text.at[0] == '*' || text.at[0] == '-' || text.at[0] == ' '))
        text = slice_part(text, 1, text.size);
    if (points_glued(text))
        return true;
    struct slice label = looks->colon ? before_colon(text) : (struct slice){NULL, 0};
    return label.size > 0 && text.size < 400 && is_listed(label, LIST_POINTER);
}

bool caption_is_notice(struct slice text)
{
    return is_listed(text, LIST_ALONE);
}

bool caption_is_reply(struct slice text)
{
    return is_listed(text, LIST_REPLY);
}

bool caption_is_label(struct slice text)
{
    if (text.size > LABEL_MOST)
        return false;
    if (text.size > 1 && text.at[text.size - 1] == ':')
        text = slice_trim(slice_part(text, 0, text.size - 1));
    return text.size > 0 && is_listed(text, LIST_POINTER);
}
