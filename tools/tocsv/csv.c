#include "csv.h"

#include <stdint.h>

#if defined __SSE2__ && !defined BROADSHEET_PLAIN
#include <emmintrin.h>
#endif

bool csv_delimiter_fits(char byte)
{
    bool alphanumeric = (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
    return (unsigned char)byte < 0x80 && !alphanumeric && !memchr("\"\r\n\0+-.", byte, 7);
}

/* A JSON number, or what Python and others write for one: no formula although it may begin with a sign. */
static bool is_number(struct slice text)
{
    size_t i = text.size > 0 && (text.at[0] == '-' || text.at[0] == '+'), digits = 0;
    for (; i < text.size && text.at[i] >= '0' && text.at[i] <= '9'; i++)
        digits++;
    if (i < text.size && text.at[i] == '.')
        for (i++; i < text.size && text.at[i] >= '0' && text.at[i] <= '9'; i++)
            digits++;
    if (digits > 0 && i < text.size && (text.at[i] | 0x20) == 'e') {
        i++;
        i += i < text.size && (text.at[i] == '-' || text.at[i] == '+');
        for (digits = 0; i < text.size && text.at[i] >= '0' && text.at[i] <= '9'; i++)
            digits++;
    }
    return digits > 0 && i == text.size;
}

/* What OWASP's "CSV Injection" names: = + - @, tab and line ends, and the full-width forms of the four signs. */
static bool is_formula(struct slice text)
{
    if (text.size == 0 || is_number(text))
        return false;
    if (text.at[0] != '\0' && strchr("=+-@\t\r\n", text.at[0]))
        return true;
    static const char wide[][4] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (slice_starts(text, (struct slice){wide[i], 3}))
            return true;
    return false;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static bool ends_need_quotes(struct slice text)
{
    return text.size > 0 &&
           (is_blank(text.at[0]) || is_blank(text.at[text.size - 1]) || slice_starts(text, SLICE("\xEF\xBB\xBF")));
}

/* Appends `text` for TSV: a backslash and a letter for what would end the cell. */
static void escape_text(struct buffer *out, struct slice text)
{
    char *to = buffer_reserve(out, 2 * text.size);
    for (size_t i = 0; i < text.size; i++) {
        static const char letters[] = {['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r', ['\\'] = '\\'};
        unsigned char byte = (unsigned char)text.at[i];
        if (byte < sizeof letters && letters[byte]) {
            *to++ = '\\';
            *to++ = letters[byte];
        } else {
            *to++ = text.at[i];
        }
    }
    out->size = (size_t)(to - out->at);
}

/* Moves over bytes that are none of ", `delimiter`, CR and LF. */
static size_t plain_prefix(struct slice text, char delimiter)
{
    size_t i = 0;
#if defined __SSE2__ && !defined BROADSHEET_PLAIN
    const __m128i quote = _mm_set1_epi8('"'), between = _mm_set1_epi8(delimiter), cr = _mm_set1_epi8('\r'),
                  lf = _mm_set1_epi8('\n');
    for (; i + 16 <= text.size; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text.at + i));
        __m128i special = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, between)),
                                       _mm_or_si128(_mm_cmpeq_epi8(bytes, cr), _mm_cmpeq_epi8(bytes, lf)));
        int mask = _mm_movemask_epi8(special);
        if (mask)
            return i + (size_t)__builtin_ctz((unsigned)mask);
    }
#endif
    while (i < text.size && text.at[i] != '"' && text.at[i] != delimiter && text.at[i] != '\r' && text.at[i] != '\n')
        i++;
    return i;
}

static void quote_text(struct buffer *out, const char *guard, struct slice text)
{
    buffer_byte(out, '"');
    buffer_text(out, guard);
    while (text.size > 0) {
        const char *quote = memchr(text.at, '"', text.size);
        size_t size = quote ? (size_t)(quote - text.at) + 1 : text.size;
        buffer_add(out, text.at, size);
        if (quote)
            buffer_byte(out, '"');
        text = slice_part(text, size, text.size);
    }
    buffer_byte(out, '"');
}

static enum csv_trouble guarded_text(struct buffer *out, const struct dialect *dialect, struct slice text, bool string,
                                     const char *guard)
{
    bool needed = *guard == '\t' || ends_need_quotes(text) || plain_prefix(text, dialect->delimiter) < text.size;
    if (needed && dialect->quoting == QUOTE_NONE)
        return CSV_WANTS_QUOTES;
    if (needed || dialect->quoting == QUOTE_ALL || (dialect->quoting == QUOTE_STRINGS && string)) {
        quote_text(out, guard, text);
    } else {
        buffer_text(out, guard);
        buffer_slice(out, text);
    }
    return CSV_FINE;
}

enum csv_trouble csv_text(struct buffer *out, const struct dialect *dialect, struct slice text, bool string)
{
    const char *guard = "";
    if (dialect->formula != FORMULA_OFF && string && is_formula(text)) {
        if (dialect->formula == FORMULA_ERROR)
            return CSV_IS_FORMULA;
        guard = dialect->formula == FORMULA_QUOTE ? "'" : "\t";
    }
    enum csv_trouble trouble = CSV_FINE;
    if (dialect->escapes) {
        escape_text(out, slice_of(guard));
        escape_text(out, text);
    } else {
        trouble = guarded_text(out, dialect, text, string, guard);
    }
    buffer_byte(out, dialect->delimiter);
    return trouble;
}

/* What a copying function saw among the bytes it copied. */
struct look {
    bool delimiter, backslash;
};

#if defined __SSE2__ && !defined BROADSHEET_PLAIN
#define BLOCK 16

static inline __m128i load_4_to_15(const char *from, size_t size)
{
    uint64_t low, high;
    if (size >= 8) {
        memcpy(&low, from, 8);
        memcpy(&high, from + size - 8, 8);
        return _mm_set_epi64x((long long)high, (long long)low);
    }
    uint32_t first, last;
    memcpy(&first, from, 4);
    memcpy(&last, from + size - 4, 4);
    return _mm_cvtsi64_si128((long long)((uint64_t)last << 32 | first));
}

static inline void store_4_to_15(char *to, size_t size, __m128i bytes)
{
    uint64_t low = (uint64_t)_mm_cvtsi128_si64(bytes);
    if (size >= 8) {
        uint64_t high = (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(bytes, bytes));
        memcpy(to, &low, 8);
        memcpy(to + size - 8, &high, 8);
        return;
    }
    uint32_t first = (uint32_t)low, last = (uint32_t)(low >> 32);
    memcpy(to, &first, 4);
    memcpy(to + size - 4, &last, 4);
}

static inline __m128i copy_block(char *to, const char *from)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)from);
    _mm_storeu_si128((__m128i *)(void *)to, bytes);
    return bytes;
}

/* Copies `size` bytes; the last block overlaps the one before, so that no byte outside is touched. */
static inline struct look copy_and_look(char *to, const char *from, size_t size, char delimiter)
{
    const __m128i backslash = _mm_set1_epi8('\\'), between = _mm_set1_epi8(delimiter);
    __m128i escapes, delimiters, bytes;
    if (size >= BLOCK) {
        bytes = copy_block(to + size - BLOCK, from + size - BLOCK);
        escapes = _mm_cmpeq_epi8(bytes, backslash);
        delimiters = _mm_cmpeq_epi8(bytes, between);
        for (size_t i = 0; i < size - BLOCK; i += BLOCK) {
            bytes = copy_block(to + i, from + i);
            escapes = _mm_or_si128(escapes, _mm_cmpeq_epi8(bytes, backslash));
            delimiters = _mm_or_si128(delimiters, _mm_cmpeq_epi8(bytes, between));
        }
    } else if (size >= 4) {
        bytes = load_4_to_15(from, size);
        store_4_to_15(to, size, bytes);
        escapes = _mm_cmpeq_epi8(bytes, backslash);
        delimiters = _mm_cmpeq_epi8(bytes, between);
    } else {
        struct look look = {false, false};
        for (size_t i = 0; i < size; i++) {
            to[i] = from[i];
            look.backslash |= from[i] == '\\';
            look.delimiter |= from[i] == delimiter;
        }
        return look;
    }
    return (struct look){_mm_movemask_epi8(delimiters) != 0, _mm_movemask_epi8(escapes) != 0};
}

/* Copies up to the first backslash or the end, and returns how many bytes that were. Up to BLOCK bytes more than that
 * may be written, none are read. *found is set if a delimiter is among them. */
static inline size_t copy_to_backslash(char *to, const char *from, size_t size, char delimiter, bool *found)
{
    const __m128i backslash = _mm_set1_epi8('\\'), between = _mm_set1_epi8(delimiter);
    size_t i = 0;
    for (; i + BLOCK <= size; i += BLOCK) {
        __m128i bytes = copy_block(to + i, from + i);
        unsigned escapes = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, backslash));
        unsigned delimiters = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, between));
        if (escapes) {
            *found |= (delimiters & (escapes - 1) & ~escapes) != 0;
            return i + (size_t)__builtin_ctz(escapes);
        }
        *found |= delimiters != 0;
    }
    for (; i < size && from[i] != '\\'; i++) {
        to[i] = from[i];
        *found |= from[i] == delimiter;
    }
    return i;
}

#else
#define BLOCK 16

static inline struct look copy_and_look(char *to, const char *from, size_t size, char delimiter)
{
    memcpy(to, from, size);
    return (struct look){memchr(from, delimiter, size) != NULL, memchr(from, '\\', size) != NULL};
}

static inline size_t copy_to_backslash(char *to, const char *from, size_t size, char delimiter, bool *found)
{
    const char *backslash = memchr(from, '\\', size);
    size_t run = backslash ? (size_t)(backslash - from) : size;
    memcpy(to, from, run);
    *found |= memchr(from, delimiter, run) != NULL;
    return run;
}

#endif

/* Copies a string with escapes as they are meant, quotes doubled, and says whether it needs quotes. It never becomes
 * longer: an escaped quote is two bytes here and there. */
static size_t copy_escaped(char *to, const char *at, size_t size, char delimiter, bool *needed)
{
    const char *end = at + size;
    char *start = to;
    while (at < end) {
        if (*at != '\\') {
            size_t run = copy_to_backslash(to, at, (size_t)(end - at), delimiter, needed);
            to += run;
            at += run;
            continue;
        }
        size_t bytes = value_escape(&at, end, to);
        *needed |= bytes == 1 && (*to == '"' || *to == '\n' || *to == '\r' || *to == delimiter);
        if (bytes == 1 && *to == '"')
            *++to = '"';
        to += bytes;
    }
    *needed |= ends_need_quotes((struct slice){start, (size_t)(to - start)});
    return (size_t)(to - start);
}

/* Can a string be written without a look at its plain text first? */
static inline bool goes_straight(const struct dialect *dialect, char first)
{
    if (dialect->quoting == QUOTE_NONE || dialect->escapes)
        return false;
    return dialect->formula == FORMULA_OFF ||
           !(first == '=' || first == '+' || first == '-' || first == '@' || first == '\\' || first == '\xEF');
}

enum csv_trouble csv_string(struct buffer *out, const struct dialect *dialect, struct slice value,
                            struct buffer *scratch)
{
    const char *raw = value.at + 1;
    size_t size = value.size - 2;
    if (size == 0 || !goes_straight(dialect, *raw)) {
        buffer_clear(scratch);
        value_string_append(scratch, value);
        return csv_text(out, dialect, buffer_view(scratch), true);
    }
    /* Room for a delimiter, two quotes, and a block beyond a backslash. */
    char *to = buffer_reserve(out, size + 3 + BLOCK);
    struct look look = copy_and_look(to, raw, size, dialect->delimiter);
    bool quotes = look.delimiter || dialect->quoting != QUOTE_MINIMAL;
    if (look.backslash)
        size = copy_escaped(to, raw, size, dialect->delimiter, &quotes);
    else if (*raw == ' ' || *raw == '\xEF' || raw[size - 1] == ' ')
        /* In a checked string without a backslash no quote, tab, CR or LF can stand. */
        quotes |= ends_need_quotes((struct slice){raw, size});
    if (quotes) {
        memmove(to + 1, to, size);
        to[0] = to[size + 1] = '"';
        size += 2;
    }
    to[size] = dialect->delimiter;
    out->size += size + 1;
    return CSV_FINE;
}
