#include "attributes.h"

#include "scan.h"
#include "wide.h"

/* Does a style say that nothing is shown? */
static bool style_hides(struct slice style)
{
    const char *at = style.at, *end = style.at + style.size;
    for (; end - at >= 12 && (at = memchr(at, ':', (size_t)(end - at))); at++) {
        const char *value = at + 1;
        while (value < end && *value == ' ')
            value++;
        size_t before = (size_t)(at - style.at), left = (size_t)(end - value);
        if (before >= 7 && left >= 4 && memcmp(at - 7, "display", 7) == 0 && memcmp(value, "none", 4) == 0)
            return true;
        if (before >= 10 && left >= 6 && memcmp(at - 10, "visibility", 10) == 0 && memcmp(value, "hidden", 6) == 0)
            return true;
    }
    return false;
}

static void set_once(struct slice *to, struct slice value)
{
    if (!to->at)
        *to = value;
}

static void see_attribute(struct seen *seen, struct attribute attribute)
{
    struct slice name = attribute.name;
    switch (name.at[0] | 0x20) {
    case 'a':
        if (NAME_IS(name, "aria-hidden"))
            seen->hidden |= NAME_IS(attribute.value, "true");
        break;
    case 'c':
        if (NAME_IS(name, "class"))
            set_once(&seen->classes, attribute.value);
        else if (NAME_IS(name, "content"))
            set_once(&seen->value, attribute.value);
        break;
    case 'd':
        if (NAME_IS(name, "datetime"))
            seen->value = attribute.value;
        break;
    case 'h':
        if (NAME_IS(name, "href"))
            set_once(&seen->href, attribute.value);
        else if (NAME_IS(name, "hidden"))
            seen->hidden = true;
        break;
    case 'i':
        if (NAME_IS(name, "id"))
            set_once(&seen->id, attribute.value);
        else if (NAME_IS(name, "itemprop"))
            set_once(&seen->itemprop, attribute.value);
        break;
    case 'r':
        if (NAME_IS(name, "rel"))
            set_once(&seen->rel, attribute.value);
        else if (NAME_IS(name, "role"))
            set_once(&seen->role, attribute.value);
        break;
    case 's':
        if (NAME_IS(name, "style"))
            seen->hidden |= style_hides(attribute.value);
        break;
    case 't':
        if (NAME_IS(name, "title"))
            set_once(&seen->value, attribute.value);
        break;
    default:
        break;
    }
}

struct seen attributes_see(const struct token *token)
{
    struct seen seen = {0};
    for (size_t i = 0; i < token->attribute_count; i++)
        see_attribute(&seen, token->attributes[i]);
    return seen;
}

/* Of one class. A card's class names what opens it and, at the end, that it is what is inside; its trigger, which is on
 * the page, has the first part alone. */
static bool is_covered(struct slice class)
{
#define ENDS(word) scan_ends(class, SLICE(word))
#define HAS(word) scan_has(class, SLICE(word))
    if (ENDS("sr-only") || ENDS("screen-reader-text") || ENDS("visually-hidden") || ENDS("visuallyhidden"))
        return true;
    return (ENDS("text") || ENDS("content") || ENDS("block") || ENDS("inner") || ENDS("body") || ENDS("box") ||
            ENDS("card") || ENDS("popup") || ENDS("bubble")) &&
           (HAS("tooltip") || HAS("rollover") || HAS("popover") || HAS("hovercard"));
#undef HAS
#undef ENDS
}

bool attributes_covered(struct slice classes)
{
    struct slice class;
    while (slice_field(&classes, ' ', &class))
        if (class.size >= 7 && is_covered(class))
            return true;
    return false;
}

static bool is_letter(char c, char lower)
{
    return c == lower || (c | 0x20) == lower;
}

/* Does a word begin here that speaks of an author, a date or a title? Their last letters tell most others apart. */
static bool begins_telling(struct slice text)
{
#define BEGINS(word)                                                                                                   \
    (text.size >= sizeof(word) - 1 && is_letter(text.at[sizeof(word) - 2], word[sizeof(word) - 2]) &&                  \
     NAME_IS(slice_part(text, 0, sizeof(word) - 1), word))
    switch (text.at[0] | 0x20) {
    case 'a':
        return BEGINS("author") || BEGINS("autor") || BEGINS("auteur");
    case 'b':
        return BEGINS("byline") || BEGINS("by-") || BEGINS("by_");
    case 'c':
        return BEGINS("contrib") || BEGINS("creat") || BEGINS("credit");
    case 'd':
        return BEGINS("date") || BEGINS("datum");
    case 'f':
        return BEGINS("fecha") || BEGINS("fn");
    case 'h':
        return BEGINS("headl");
    case 'j':
        return BEGINS("journ");
    case 'm':
        return BEGINS("meta");
    case 'n':
        return BEGINS("name");
    case 'p':
        return BEGINS("posted") || BEGINS("publish");
    case 'r':
        return BEGINS("redac") || BEGINS("redakt") || BEGINS("report");
    case 's':
        return BEGINS("signat") || BEGINS("source") || BEGINS("stamp");
    case 't':
        return BEGINS("time") || BEGINS("title") || BEGINS("titre") || BEGINS("titul");
    case 'u':
        return BEGINS("updated");
    case 'v':
        return BEGINS("vcard");
    case 'w':
        return BEGINS("writ");
    case 'z':
        return BEGINS("zeit");
    default:
        return false;
    }
#undef BEGINS
}

/* Which second letters follow each first letter of a telling word, a bit for each: most places end here. */
static const uint32_t telling_seconds[32] = {
#define LETTER_BIT(c) (UINT32_C(1) << ((c)&31))
    ['a' & 31] = LETTER_BIT('u'),
    ['b' & 31] = LETTER_BIT('y'),
    ['c' & 31] = LETTER_BIT('o') | LETTER_BIT('r'),
    ['d' & 31] = LETTER_BIT('a'),
    ['f' & 31] = LETTER_BIT('e') | LETTER_BIT('n'),
    ['h' & 31] = LETTER_BIT('e'),
    ['j' & 31] = LETTER_BIT('o'),
    ['m' & 31] = LETTER_BIT('e'),
    ['n' & 31] = LETTER_BIT('a'),
    ['p' & 31] = LETTER_BIT('o') | LETTER_BIT('u'),
    ['r' & 31] = LETTER_BIT('e'),
    ['s' & 31] = LETTER_BIT('i') | LETTER_BIT('o') | LETTER_BIT('t'),
    ['t' & 31] = LETTER_BIT('i'),
    ['u' & 31] = LETTER_BIT('p'),
    ['v' & 31] = LETTER_BIT('c'),
    ['w' & 31] = LETTER_BIT('r'),
    ['z' & 31] = LETTER_BIT('e'),
#undef LETTER_BIT
};

static bool tells_at(struct slice value, size_t i)
{
    return (telling_seconds[value.at[i] & 31] >> (value.at[i + 1] & 31) & 1) &&
           begins_telling(slice_part(value, i, value.size));
}

static bool is_telling_plainly(struct slice value)
{
    for (size_t i = 0; i + 1 < value.size; i++)
        if (tells_at(value, i))
            return true;
    return false;
}

#ifdef WIDE

/* Pairs of letters in groups, a bit for each: which letters begin a telling word, and which come second. Others than
 * those in telling_seconds pass, too, but few. */
enum { XA = 1, XE = 2, XO = 4, XI = 8, XR = 16, XU = 32, OTHERS = 64 };
static const uint8_t firsts[32] = {
    ['d' & 31] = XA,     ['n' & 31] = XA,      ['f' & 31] = XE | OTHERS, ['h' & 31] = XE,
    ['m' & 31] = XE,     ['r' & 31] = XE,      ['z' & 31] = XE,          ['c' & 31] = XO | XR,
    ['j' & 31] = XO,     ['p' & 31] = XO | XU, ['t' & 31] = XI,          ['s' & 31] = XO | XI | OTHERS,
    ['w' & 31] = XR,     ['a' & 31] = XU,      ['b' & 31] = OTHERS,      ['u' & 31] = OTHERS,
    ['v' & 31] = OTHERS,
};
static const uint8_t seconds[32] = {
    ['a' & 31] = XA,     ['e' & 31] = XE,     ['o' & 31] = XO,     ['i' & 31] = XI,
    ['r' & 31] = XR,     ['u' & 31] = XU,     ['n' & 31] = OTHERS, ['y' & 31] = OTHERS,
    ['t' & 31] = OTHERS, ['p' & 31] = OTHERS, ['c' & 31] = OTHERS,
};

/* The groups of 32 letters. */
WIDE static inline __m256i groups_of(__m256i letters, const uint8_t table[32])
{
    const __m128i *halves = (const __m128i *)(const void *)table;
    __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128(halves));
    __m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128(halves + 1));
    __m256i place = _mm256_and_si256(letters, _mm256_set1_epi8(15));
    return _mm256_blendv_epi8(_mm256_shuffle_epi8(low, place), _mm256_shuffle_epi8(high, place),
                              _mm256_slli_epi16(letters, 3)); /* bit 4 says which half */
}

WIDE static bool is_telling_widely(struct slice value)
{
    char padded[64] = {0};
    for (size_t from = 0; from + 1 < value.size; from += 32) {
        const char *at = value.at + from;
        size_t left = value.size - from;
        if (left <= 32) {
            memcpy(padded, at, left);
            at = padded;
        }
        __m256i first = groups_of(_mm256_loadu_si256((const __m256i *)(const void *)at), firsts);
        __m256i second = groups_of(_mm256_loadu_si256((const __m256i *)(const void *)(at + 1)), seconds);
        __m256i none = _mm256_cmpeq_epi8(_mm256_and_si256(first, second), _mm256_setzero_si256());
        for (uint32_t places = ~(uint32_t)_mm256_movemask_epi8(none); places != 0; places &= places - 1) {
            size_t i = from + (size_t)__builtin_ctz(places);
            if (i + 1 < value.size && tells_at(value, i))
                return true;
        }
    }
    return false;
}

#endif

bool attributes_tell(struct slice value)
{
#ifdef WIDE
    if (value.size > 1 && wide_here())
        return is_telling_widely(value);
#endif
    return is_telling_plainly(value);
}
