#include "csv.h"

#include <stdint.h>

#if defined __x86_64__ && defined __GNUC__ && !defined BROADSHEET_PLAIN
#include <immintrin.h>
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

static inline bool ends_need_quotes(struct slice text)
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
#if defined __x86_64__ && defined __GNUC__ && !defined BROADSHEET_PLAIN
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

/* Can a string be written without a look at its plain text first? */
static inline bool goes_straight(const struct dialect *dialect, char first)
{
    if (dialect->quoting == QUOTE_NONE || dialect->escapes)
        return false;
    return dialect->formula == FORMULA_OFF ||
           !(first == '=' || first == '+' || first == '-' || first == '@' || first == '\\' || first == '\xEF');
}

/* Writes what the escape at *at stands for, a quote doubled, and moves *at behind it; returns where it ends. *needed is
 * set if it asks for quotes around the cell. */
static inline char *write_escape(char *to, const char **at, const char *end, char delimiter, bool *needed)
{
    size_t bytes = value_escape(at, end, to);
    bool quote = bytes == 1 && *to == '"';
    *needed |= quote || (bytes == 1 && (*to == '\n' || *to == '\r' || *to == delimiter));
    to[1] = quote ? '"' : to[1];
    return to + bytes + quote;
}

/* Where a string goes whose escapes are written as what they stand for. */
struct unescaping {
    char *to;
    const char *at, *end; /* what is left of it */
    char delimiter;
    bool quotes; /* the cell needs them */
};

/* The rest of the string, a call for each run of text. */
static void write_runs(struct unescaping *cell)
{
    while (cell->at < cell->end) {
        const char *backslash = memchr(cell->at, '\\', (size_t)(cell->end - cell->at));
        size_t run = (size_t)((backslash ? backslash : cell->end) - cell->at);
        memcpy(cell->to, cell->at, run);
        cell->quotes |= memchr(cell->at, cell->delimiter, run) != NULL;
        cell->to += run;
        cell->at += run;
        if (backslash)
            cell->to = write_escape(cell->to, &cell->at, cell->end, cell->delimiter, &cell->quotes);
    }
}

#if defined __x86_64__ && defined __GNUC__ && !defined BROADSHEET_PLAIN
#define WIDE __attribute__((target("avx2,bmi,bmi2")))
#define WIDTH 32

static inline bool is_wide(void)
{
    return (__builtin_cpu_supports("avx2") != 0) & (__builtin_cpu_supports("bmi") != 0) &
           (__builtin_cpu_supports("bmi2") != 0);
}

WIDE static inline __m256i load(const char *from)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)from);
}

WIDE static inline __m256i copy_block(char *to, const char *from)
{
    __m256i bytes = load(from);
    _mm256_storeu_si256((__m256i *)(void *)to, bytes);
    return bytes;
}

WIDE static inline uint32_t bits_of(__m256i bytes, __m256i byte)
{
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, byte));
}

/* The string, or all but its last bytes if no more may be read than it has, in blocks, of which what stands too far is
 * written over. */
WIDE static void write_blocks(struct unescaping *cell, const char *readable)
{
    const __m256i backslash = _mm256_set1_epi8('\\'), between = _mm256_set1_epi8(cell->delimiter);
    while (readable - cell->at >= WIDTH && cell->at < cell->end) {
        __m256i bytes = copy_block(cell->to, cell->at);
        uint32_t left = cell->end - cell->at < WIDTH ? (uint32_t)(cell->end - cell->at) : WIDTH;
        uint32_t run = _tzcnt_u32(_bzhi_u32(bits_of(bytes, backslash), left));
        bool escape = run < left;
        run = escape ? run : left;
        cell->quotes |= _bzhi_u32(bits_of(bytes, between), run) != 0;
        cell->to += run;
        cell->at += run;
        if (escape)
            cell->to = write_escape(cell->to, &cell->at, cell->end, cell->delimiter, &cell->quotes);
    }
}

#define WIDEST __attribute__((target("avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt")))

static inline bool is_widest(void)
{
#ifdef BROADSHEET_NOT_WIDEST
    return false;
#endif
    return (__builtin_cpu_supports("avx512bw") != 0) & (__builtin_cpu_supports("avx512vbmi") != 0) &
           (__builtin_cpu_supports("avx512vbmi2") != 0);
}

/* The same 64 bytes at a time, all escapes of a block at once but those by \u: a byte behind a backslash becomes what
 * it stands for, and the backslash goes, or stays as the first of two quotes. */
WIDEST static void write_at_once(struct unescaping *cell, const char *readable)
{
    static const char meant[128] = {
        ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t'};
    const __m512i first = _mm512_loadu_si512(meant), second = _mm512_loadu_si512(meant + 64);
    const uint64_t odd = UINT64_C(0xAAAAAAAAAAAAAAAA);
    while (readable - cell->at >= 64 && cell->at < cell->end) {
        __m512i bytes = _mm512_loadu_si512(cell->at);
        uint32_t size = cell->end - cell->at < 64 ? (uint32_t)(cell->end - cell->at) : 64;
        uint64_t backslashes = _bzhi_u64(_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\')), size);
        /* Each second of a run escapes, as in the scan; a block never begins behind one that does. */
        uint64_t escaping = ((((backslashes << 1) | odd) - backslashes) ^ odd) & backslashes;
        uint64_t units = escaping & _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('u')) >> 1;
        size = units ? (uint32_t)_tzcnt_u64(units) : size - (uint32_t)(escaping >> 63);
        escaping = _bzhi_u64(escaping, size);
        bytes = _mm512_mask2_permutex2var_epi8(first, bytes, escaping << 1, second);
        uint64_t quotes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"'));
        uint64_t doubled = escaping & quotes >> 1, kept = _bzhi_u64(~escaping | doubled, size);
        bytes = _mm512_mask_mov_epi8(bytes, doubled, _mm512_set1_epi8('"'));
        uint64_t telling = quotes | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')) |
                           _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r')) |
                           _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(cell->delimiter));
        cell->quotes |= (telling & kept) != 0;
        _mm512_storeu_si512(cell->to, _mm512_maskz_compress_epi8(kept, bytes));
        cell->to += _mm_popcnt_u64(kept);
        cell->at += size;
        if (units)
            cell->to = write_escape(cell->to, &cell->at, cell->end, cell->delimiter, &cell->quotes);
    }
}

/* Copies a string, of which `readable` bytes may be read. False, with some bytes written but none counted, if it holds
 * a backslash, or too few bytes may be read. *delimiter: one stands in it. */
WIDE static inline __attribute__((always_inline)) bool copy_wide(char *to, struct slice raw, size_t readable, char byte,
                                                                 bool *delimiter)
{
    const __m256i backslash = _mm256_set1_epi8('\\'), between = _mm256_set1_epi8(byte);
    if (raw.size < WIDTH) {
        if (readable < WIDTH)
            return false;
        __m256i bytes = copy_block(to, raw.at);
        *delimiter = _bzhi_u32(bits_of(bytes, between), (uint32_t)raw.size) != 0;
        return _bzhi_u32(bits_of(bytes, backslash), (uint32_t)raw.size) == 0;
    }
    /* The last block overlaps the one before. */
    size_t last = raw.size - WIDTH;
    __m256i bytes = copy_block(to + last, raw.at + last);
    __m256i escapes = _mm256_cmpeq_epi8(bytes, backslash), delimiters = _mm256_cmpeq_epi8(bytes, between);
    for (size_t i = 0; i < last; i += WIDTH) {
        bytes = copy_block(to + i, raw.at + i);
        escapes = _mm256_or_si256(escapes, _mm256_cmpeq_epi8(bytes, backslash));
        delimiters = _mm256_or_si256(delimiters, _mm256_cmpeq_epi8(bytes, between));
    }
    *delimiter = !_mm256_testz_si256(delimiters, delimiters);
    return _mm256_testz_si256(escapes, escapes);
}

WIDE bool csv_copied(struct buffer *out, char delimiter, struct slice value, size_t readable)
{
    struct slice raw = slice_part(value, 1, value.size - 1);
    bool quotes;
    char *to = buffer_reserve(out, value.size + 1 + WIDTH);
    if (raw.size == 0 || !copy_wide(to, raw, readable - 1, delimiter, &quotes))
        return false;
    /* In a checked string without a backslash no quote, tab, CR or LF can stand. */
    if (quotes || ends_need_quotes(raw)) {
        memcpy(to, value.at, value.size);
        raw.size = value.size;
    }
    to[raw.size] = delimiter;
    out->size += raw.size + 1;
    return true;
}
#else
#define WIDTH 1
#define is_wide() false
#define is_widest() false
#define write_at_once(cell, readable) (void)(readable)
#define write_blocks(cell, readable) (void)(readable)

bool csv_copied(struct buffer *out, char delimiter, struct slice value, size_t readable)
{
    (void)out, (void)delimiter, (void)value, (void)readable;
    return false;
}
#endif

void csv_ready(struct dialect *dialect)
{
    dialect->copies =
        is_wide() && dialect->quoting == QUOTE_MINIMAL && !dialect->escapes && dialect->formula == FORMULA_OFF;
}

static void write_unescaped(struct buffer *out, const struct dialect *dialect, struct slice raw, const char *readable)
{
    char *start = buffer_reserve(out, raw.size + 3 + 64);
    struct unescaping cell = {start + 1, raw.at, raw.at + raw.size, dialect->delimiter,
                              dialect->quoting != QUOTE_MINIMAL};
    if (is_widest())
        write_at_once(&cell, readable);
    if (is_wide())
        write_blocks(&cell, readable);
    write_runs(&cell);
    size_t size = (size_t)(cell.to - start) - 1;
    bool quotes = cell.quotes || ends_need_quotes((struct slice){start + 1, size});
    if (quotes) {
        start[0] = start[size + 1] = '"';
        size += 2;
    } else {
        memmove(start, start + 1, size);
    }
    start[size] = dialect->delimiter;
    out->size += size + 1;
}

enum csv_trouble csv_any_string(struct buffer *out, const struct dialect *dialect, struct slice value, size_t readable,
                                struct buffer *scratch)
{
    struct slice raw = slice_part(value, 1, value.size - 1);
    if (raw.size > 0 && goes_straight(dialect, *raw.at)) {
        write_unescaped(out, dialect, raw, value.at + readable);
        return CSV_FINE;
    }
    buffer_clear(scratch);
    value_string_append(scratch, value);
    return csv_text(out, dialect, buffer_view(scratch), true);
}
