#include "fold.h"

#include <stdlib.h>
#include <utf8proc.h>

#if defined __SSE2__ && !defined BROADSHEET_PLAIN
#define VECTORS
#include <emmintrin.h>
#endif

#include "entity.h"
#include "text.h"
#include "words.h"

#define LONGEST_WRAPPED 120      /* bytes */
#define LONGEST_DECOMPOSITION 32 /* code points; U+FDFA has 18 */

/* Marks that spelling leaves out: diacritics of Latin, Greek and Cyrillic (Unicode blocks), Hebrew points, Arabic
 * vowel signs. The vowel signs of Indic scripts and the Japanese voicing marks tell words apart and stay. */
static const struct text_range dropped_marks[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x05BF, 0x05BF}, {0x05C1, 0x05C2},
    {0x05C4, 0x05C5}, {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0670, 0x0670}, {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F},
};

static const struct text_range apostrophes[] = {
    {0x0027, 0x0027}, {0x0060, 0x0060}, {0x00B4, 0x00B4}, {0x02B9, 0x02B9}, {0x02BB, 0x02BD}, {0x02CA, 0x02CB},
    {0x05F3, 0x05F3}, {0x2018, 0x201B}, {0x2032, 0x2032}, {0x2035, 0x2035}, {0x2039, 0x203A}, {0xFF07, 0xFF07},
};

static const struct text_range double_quotes[] = {
    {0x0022, 0x0022}, {0x00AB, 0x00AB}, {0x00BB, 0x00BB}, {0x05F4, 0x05F4}, {0x201C, 0x201F},
    {0x2033, 0x2033}, {0x2036, 0x2036}, {0x301D, 0x301F}, {0xFF02, 0xFF02},
};

#define IN(ranges, code_point) text_in_ranges(ranges, sizeof(ranges) / sizeof(ranges)[0], code_point)

/* Appends the folded form of one part of a decomposition. Both kinds of double quotes are two apostrophes, because
 * that is how some typists write them. */
static void append_part(struct buffer *pool, uint32_t code_point)
{
    if (IN(dropped_marks, code_point))
        return;
    if (IN(apostrophes, code_point))
        buffer_byte(pool, '\'');
    else if (IN(double_quotes, code_point))
        buffer_text(pool, "''");
    else if (text_class(code_point) & TEXT_DASH)
        buffer_byte(pool, '-');
    else if (text_class(code_point) & TEXT_SPACE)
        buffer_byte(pool, ' ');
    else if (code_point == 0x0131) /* dotless i: its capital is I */
        buffer_byte(pool, 'i');
    else
        text_append(pool, code_point);
}

/* A whole decomposition that begins with a space (the spacing forms of marks) is that space alone, so that no two
 * spaces can meet inside an entry. */
static struct fold_entry make_entry(struct buffer *pool, uint32_t code_point)
{
    size_t start = pool->size;
    utf8proc_int32_t parts[LONGEST_DECOMPOSITION];
    int boundary = 0;
    utf8proc_ssize_t count = 1;
    parts[0] = (utf8proc_int32_t)code_point;
    if (!IN(apostrophes, code_point) && !IN(double_quotes, code_point) && !(text_class(code_point) & TEXT_SPACE))
        count = utf8proc_decompose_char((utf8proc_int32_t)code_point, parts, LONGEST_DECOMPOSITION,
                                        UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
                                        &boundary);
    if (code_point == 0x200B || code_point == 0xFEFF)
        count = 0;
    for (utf8proc_ssize_t i = 0; i < count && i < LONGEST_DECOMPOSITION; i++) {
        append_part(pool, (uint32_t)parts[i]);
        if (pool->size == start + 1 && pool->at[start] == ' ')
            break;
    }
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code_point);
    bool capital = category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
    return (struct fold_entry){(uint32_t)start, (uint8_t)(pool->size - start), capital};
}

static struct fold_page *make_page(struct folder *folder, uint32_t number)
{
    struct fold_page *page = memory_allocate(sizeof *page);
    for (uint32_t i = 0; i < FOLD_PAGE; i++)
        page->entries[i] = make_entry(&folder->pool, number * FOLD_PAGE + i);
    folder->pages[number] = page;
    return page;
}

static void note_place(struct places *places, size_t at)
{
    if (places->count == places->capacity)
        places->at = memory_grow(places->at, &places->capacity, places->count + 1, sizeof *places->at);
    places->at[places->count++] = at;
}

static void append_code_point(struct folder *folder, uint32_t code_point, struct buffer *out)
{
    const struct fold_page *page = folder->pages[code_point / FOLD_PAGE];
    if (!page)
        page = make_page(folder, code_point / FOLD_PAGE);
    const struct fold_entry *entry = &page->entries[code_point % FOLD_PAGE];
    const char *folded = folder->pool.at + entry->start;
    bool spaced = out->size == 0 || out->at[out->size - 1] == ' ';
    if (entry->capital && spaced)
        note_place(&folder->outline.capitals, out->size);
    char *to = buffer_reserve(out, entry->size);
    for (size_t i = entry->size > 0 && folded[0] == ' ' && spaced; i < entry->size; i++)
        *to++ = folded[i];
    out->size = (size_t)(to - out->at);
}

/* What an ASCII byte becomes; 0 for those that need a closer look. */
static const unsigned char plain[128] = {
    ['\t'] = ' ', ['\v'] = ' ',  ['\f'] = ' ', ['\r'] = ' ', [' '] = ' ', ['!'] = '!', ['#'] = '#', ['$'] = '$',
    ['%'] = '%',  ['\''] = '\'', ['('] = '(',  [')'] = ')',  ['*'] = '*', ['+'] = '+', [','] = ',', ['-'] = '-',
    ['.'] = '.',  ['/'] = '/',   ['0'] = '0',  ['1'] = '1',  ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5',
    ['6'] = '6',  ['7'] = '7',   ['8'] = '8',  ['9'] = '9',  [':'] = ':', [';'] = ';', ['<'] = '<', ['='] = '=',
    ['>'] = '>',  ['?'] = '?',   ['@'] = '@',  ['A'] = 'a',  ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e',
    ['F'] = 'f',  ['G'] = 'g',   ['H'] = 'h',  ['I'] = 'i',  ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm',
    ['N'] = 'n',  ['O'] = 'o',   ['P'] = 'p',  ['Q'] = 'q',  ['R'] = 'r', ['S'] = 's', ['T'] = 't', ['U'] = 'u',
    ['V'] = 'v',  ['W'] = 'w',   ['X'] = 'x',  ['Y'] = 'y',  ['Z'] = 'z', ['['] = '[', [']'] = ']', ['^'] = '^',
    ['_'] = '_',  ['`'] = '\'',  ['a'] = 'a',  ['b'] = 'b',  ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f',
    ['g'] = 'g',  ['h'] = 'h',   ['i'] = 'i',  ['j'] = 'j',  ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n',
    ['o'] = 'o',  ['p'] = 'p',   ['q'] = 'q',  ['r'] = 'r',  ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v',
    ['w'] = 'w',  ['x'] = 'x',   ['y'] = 'y',  ['z'] = 'z',  ['{'] = '{', ['|'] = '|', ['}'] = '}', ['~'] = '~',
};

#define VECTOR 16

#ifdef VECTORS
/* Folds the plain bytes among the 16 at `at`, up to the first that needs a closer look or is a second space; writes 16
 * bytes whatever they are. Gives how many are folded, and which of the 16 are capitals behind a space. */
static unsigned fold_vector(const char *at, char *to, char last, unsigned *capitals)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i odd = _mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')); /* controls, and bytes beyond ASCII, which are negative */
    odd = _mm_or_si128(odd, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7f)));
    odd = _mm_or_si128(odd, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('&')));
    odd = _mm_or_si128(odd, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    odd = _mm_or_si128(odd, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
    odd = _mm_or_si128(odd, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('`')));
    unsigned spaces = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')));
    unsigned spaced = spaces << 1 | (last == ' ');
    unsigned stops = (unsigned)_mm_movemask_epi8(odd) | (spaces & spaced);
    __m128i upper =
        _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8('A' - 1)), _mm_cmplt_epi8(bytes, _mm_set1_epi8('Z' + 1)));
    *capitals = (unsigned)_mm_movemask_epi8(upper) & spaced;
    bytes = _mm_or_si128(bytes, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
    _mm_storeu_si128((__m128i *)(void *)to, bytes);
    return (unsigned)__builtin_ctz(stops | 1u << VECTOR);
}
#else
static unsigned fold_vector(const char *at, char *to, char last, unsigned *capitals)
{
    (void)at, (void)to, (void)last, (void)capitals;
    return 0;
}
#endif

static void note_capitals(struct places *capitals, size_t at, unsigned bits)
{
    for (; bits; bits &= bits - 1)
        note_place(capitals, at + (unsigned)__builtin_ctz(bits));
}

/* Copies the plain bytes at `at`, folded; returns the first that needs a closer look. */
static const char *append_plain(struct folder *folder, const char *at, const char *end, struct buffer *out)
{
    struct places *capitals = &folder->outline.capitals;
    char *to = buffer_reserve(out, (size_t)(end - at) + VECTOR);
    char last = out->size > 0 ? to[-1] : ' ';
    while (at < end) {
        unsigned found = 0, folded = end - at >= VECTOR ? fold_vector(at, to, last, &found) : 0;
        if (folded > 0) {
            note_capitals(capitals, (size_t)(to - out->at), found & ((1u << folded) - 1));
            at += folded;
            to += folded;
            last = to[-1];
        }
        if (folded == VECTOR)
            continue;
        unsigned char byte = (unsigned char)*at;
        char plainly = byte < 128 ? (char)plain[byte] : 0;
        if (!plainly)
            break;
        if (last == ' ' && byte >= 'A' && byte <= 'Z')
            note_place(capitals, (size_t)(to - out->at));
        *to = plainly;
        to += plainly != ' ' || last != ' ';
        last = plainly;
        at++;
    }
    out->size = (size_t)(to - out->at);
    return at;
}

static bool is_escaped_quote(const char *at, const char *end)
{
    return *at == '\\' && end - at > 1 && (at[1] == '\'' || at[1] == '"');
}

/* Takes the code point at *at, entities resolved: `&amp;rsquo;` is what is left of an entity that was escaped twice. */
static uint32_t take_code_point(const char **at, const char *end)
{
    uint32_t code_point = 0;
    size_t size = **at == '&' ? entity_at(*at, end, &code_point) : 0;
    if (size == 0)
        return text_decode(at, end);
    *at += size;
    if (code_point == '&' && *at < end) {
        char again[16] = "&";
        size_t left = (size_t)(end - *at) < sizeof again - 1 ? (size_t)(end - *at) : sizeof again - 1;
        memcpy(again + 1, *at, left);
        size = entity_at(again, again + 1 + left, &code_point);
        *at += size > 0 ? size - 1 : 0;
        code_point = size > 0 ? code_point : '&';
    }
    return code_point;
}

/* Takes the white space that begins with the newline at `at`. Blank lines end a paragraph, and so does the end of a
 * line that is longer than wrapped ones are. */
static const char *append_newlines(struct folder *folder, const char *at, const char *end, struct buffer *out)
{
    bool ends = out->size - folder->line > LONGEST_WRAPPED;
    for (at++; at < end && (*at == '\n' || *at == ' ' || *at == '\r' || *at == '\t'); at++)
        ends |= *at == '\n';
    if (out->size > 0 && out->at[out->size - 1] != ' ')
        buffer_byte(out, ' ');
    folder->line = out->size;
    if (ends && out->size > 0)
        note_place(&folder->outline.breaks, out->size);
    return at;
}

/* Takes one thing that is not plain; returns what follows it. Both kinds of double quotes become two apostrophes, see
 * append_part. */
static const char *append_special(struct folder *folder, const char *at, const char *end, struct buffer *out)
{
    if (*at == '\n')
        return append_newlines(folder, at, end, out);
    if (is_escaped_quote(at, end))
        return at + 1;
    if (*at == '"') {
        buffer_add(out, "''", 2);
        return at + 1;
    }
    append_code_point(folder, take_code_point(&at, end), out);
    while (at < end && (unsigned char)*at >= 128)
        append_code_point(folder, text_decode(&at, end), out);
    return at;
}

static void fold_text(struct folder *folder, struct slice valid, struct buffer *out)
{
    const char *at = valid.at, *end = valid.at + valid.size;
    folder->outline.breaks.count = folder->outline.capitals.count = 0;
    folder->line = out->size;
    while ((at = append_plain(folder, at, end, out)) < end)
        at = append_special(folder, at, end, out);
}

static void fold_space(struct slice valid, struct buffer *out)
{
    const char *at = valid.at, *end = valid.at + valid.size;
    while (at < end) {
        const char *start = at;
        if (!(text_class(text_decode(&at, end)) & TEXT_SPACE))
            buffer_add(out, start, (size_t)(at - start));
        else if (out->size > 0 && out->at[out->size - 1] != ' ')
            buffer_byte(out, ' ');
    }
}

static void fold_words(struct folder *folder, struct buffer *out)
{
    struct word_reader reader = {folder->text.at, folder->text.at + folder->text.size};
    struct word word;
    for (bool first = true; word_next(&reader, &word); first = false) {
        if (!first)
            buffer_byte(out, ' ');
        buffer_slice(out, word.bytes);
    }
}

/* Folding goes to an empty buffer, for the space before it would be taken for its own. */
static void fold_into(struct folder *folder, enum fold_level level, struct slice valid, struct buffer *out)
{
    if (level == FOLD_SPACE)
        fold_space(valid, out);
    else
        fold_text(folder, valid, out);
    if (out->size > 0 && out->at[out->size - 1] == ' ')
        out->size--;
}

void fold_append(struct folder *folder, enum fold_level level, struct slice valid, struct buffer *out)
{
    if (level == FOLD_NONE) {
        buffer_slice(out, valid);
        return;
    }
    if (level != FOLD_LOOSE && out->size == 0) {
        fold_into(folder, level, valid, out);
        return;
    }
    buffer_clear(&folder->text);
    fold_into(folder, level, valid, &folder->text);
    if (level == FOLD_LOOSE)
        fold_words(folder, out);
    else
        buffer_slice(out, buffer_view(&folder->text));
}

void folder_free(struct folder *folder)
{
    for (size_t i = 0; i < sizeof folder->pages / sizeof folder->pages[0]; i++)
        free(folder->pages[i]);
    buffer_free(&folder->pool);
    buffer_free(&folder->text);
    free(folder->outline.breaks.at);
    free(folder->outline.capitals.at);
}
