#include "language.h"

#include "lang.h"

#define LOOKED_AT 4096   /* bytes of a document */
#define PERSONAL_EACH 50 /* words among which a personal document has one of those below, at least */

/* Common words of English that no other language has, and of others that English has not. */
static const char *const english_words[] = {"the",  "of",   "and",  "is",    "that", "with", "by",   "from", "has",
                                            "have", "said", "will", "are",   "his",  "they", "were", "be",   "this",
                                            "been", "its",  "it",   "would", "to",   "for",  "was",  "not",  "at"};
static const char *const foreign_words[] = {
    "das",  "und", "ist",  "nicht", "mit",  "dem",  "eine", "auf",  "für",  "sich",  "les",   "et",  "est", "une",
    "pour", "qui", "dans", "que",   "por",  "con",  "una",  "para", "il",   "che",   "della", "non", "gli", "os",
    "em",   "uma", "com",  "het",   "een",  "voor", "dat",  "zijn", "och",  "att",   "som",   "på",  "är",  "og",
    "det",  "til", "ikke", "się",   "nie",  "jest", "oraz", "yang", "dan",  "untuk", "ini",   "của", "và",  "là",
    "bir",  "ve",  "için", "și",    "este", "je",   "aby",  "ja",   "että", "hogy",  "és"};

/* The same, unless they stand in a name: "Ursula von der Leyen". */
static const char *const particles[] = {"der", "le", "la", "el", "los", "las", "da", "des", "van"};

/* Inside a name, and of no language by themselves. */
static const char *const inner[] = {"von", "de", "bin"};

/* What people who write to each other call themselves and the other, and news only in quotations. */
static const char *const personal_words[] = {"I", "i", "I'm", "I've", "my", "My", "me", "you", "You", "your", "Your"};

/* First subtags of languages with a decimal comma. */
static const char *const comma_languages[] = {"de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "nn", "no",
                                              "fi", "pl", "cs", "sk", "sl", "hr", "sr", "bs", "bg", "ro", "hu",
                                              "ru", "uk", "be", "el", "tr", "id", "vi", "ca", "gl", "eu", "is",
                                              "lt", "lv", "et", "kk", "az", "ka", "hy", "mk", "sq"};

static const char *const scales[] = {"mil", "mio", "mrd",  "mld", "mln", "mlr",   "bil", "tys",  "tri", "tis",
                                     "tus", "rib", "juta", "ngh", "tỷ",  "triệu", "млн", "млрд", "мил", "тыс",
                                     "тис", "万",  "萬",   "亿",  "億",  "만",    "억",  "조"};

enum { WORD_NONE, WORD_ENGLISH, WORD_PERSONAL, WORD_FOREIGN, WORD_PARTICLE, WORD_INNER };

/* A word of at most eight bytes as a number, whatever the machine's order of bytes. */
static uint64_t pack(struct slice word)
{
    uint64_t packed = 0;
    for (size_t i = 0; i < word.size; i++)
        packed = packed << 8 | (unsigned char)word.at[i];
    return packed;
}

/* Eight bytes, packed. */
static inline uint64_t pack_eight(const char *at)
{
    return __builtin_bswap64(slice_eight(at));
}

static size_t slot_of(const struct language_words *words, uint64_t packed)
{
    size_t at = (size_t)(packed * UINT64_C(0x9E3779B97F4A7C15) >> 32) % LANGUAGE_SLOTS;
    while (words->keys[at] && words->keys[at] != packed)
        at = (at + 1) % LANGUAGE_SLOTS;
    return at;
}

static void add_words(struct language_words *words, const char *const *list, size_t count, uint8_t kind)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t packed = pack(slice_of(list[i]));
        size_t at = slot_of(words, packed);
        words->keys[at] = packed;
        words->kinds[at] = kind;
    }
}

void language_open(struct language_words *words)
{
    add_words(words, english_words, sizeof english_words / sizeof english_words[0], WORD_ENGLISH);
    add_words(words, foreign_words, sizeof foreign_words / sizeof foreign_words[0], WORD_FOREIGN);
    add_words(words, particles, sizeof particles / sizeof particles[0], WORD_PARTICLE);
    add_words(words, personal_words, sizeof personal_words / sizeof personal_words[0], WORD_PERSONAL);
    add_words(words, inner, sizeof inner / sizeof inner[0], WORD_INNER);
}

/* The tag's first subtag is `code`, in any case. */
static bool has_code(struct slice lang, const char *code)
{
    size_t size = strlen(code);
    if (lang.size < size || (lang.size > size && lang.at[size] != '-' && lang.at[size] != '_'))
        return false;
    for (size_t i = 0; i < size; i++)
        if (ascii_lower(lang.at[i]) != code[i])
            return false;
    return true;
}

struct signs {
    size_t english, foreign, personal, words; /* words between spaces */
    bool name;                                /* a name may go on */
    size_t latin, other; /* bytes of ASCII but spaces, and characters of scripts other than the Latin one */
};

/* A first byte of Greek and what follows it, but for the Latin letters of Vietnamese and for punctuation. */
static bool is_other_script(unsigned char byte)
{
    return byte >= 0xCE && byte != 0xE1 && byte != 0xE2 && byte != 0xEF;
}

/* A word of `size` bytes that is `packed` if it has at most eight; the text has none of size 0. */
static void look_at_word(const struct language_words *words, struct signs *signs, char first, uint64_t packed,
                         size_t size)
{
    int kind = size <= 8 ? words->kinds[slot_of(words, packed)] : WORD_NONE;
    bool capital = first >= 'A' && first <= 'Z';
    signs->words++;
    signs->personal += kind == WORD_PERSONAL;
    signs->english += kind == WORD_ENGLISH;
    signs->foreign += kind == WORD_FOREIGN || (kind == WORD_PARTICLE && !signs->name);
    signs->name = capital || (signs->name && (kind == WORD_PARTICLE || kind == WORD_INNER));
}

/* Counts what stands in signs->latin and signs->other, sixteen bytes at once. */
static void count_scripts(struct signs *signs, struct slice text)
{
    typedef int8_t block __attribute__((vector_size(16)));
    size_t at = 0;
    while (at + sizeof(block) <= text.size) {
        block latin = {0}, other = {0};
        for (int i = 0; i < 127 && at + sizeof(block) <= text.size; i++, at += sizeof(block)) {
            block bytes;
            memcpy(&bytes, text.at + at, sizeof bytes);
            latin -= bytes > ' '; /* as signed bytes, those beyond ASCII are below 0 */
            other -= (bytes >= (int8_t)0xCE) & (bytes < 0) & (bytes != (int8_t)0xE1) & (bytes != (int8_t)0xE2) &
                     (bytes != (int8_t)0xEF);
        }
        for (size_t i = 0; i < sizeof(block); i++) {
            signs->latin += (size_t)latin[i];
            signs->other += (size_t)other[i];
        }
    }
    for (; at < text.size; at++) {
        unsigned char byte = (unsigned char)text.at[at];
        signs->latin += byte > ' ' && byte < 128;
        signs->other += is_other_script(byte);
    }
}

/* The size of the word at `at`, up to a blank, and what it is packed if that is at most eight. */
static size_t word_size(struct slice text, size_t at, uint64_t *packed)
{
    const uint64_t low = UINT64_C(0x7F7F7F7F7F7F7F7F), blanks = UINT64_C(0x2020202020202020);
    size_t size = 0;
    *packed = 0;
    if (text.size - at >= 8) {
        const uint64_t bytes = pack_eight(text.at + at), others = bytes ^ blanks;
        const uint64_t ends = ~(((others & low) + low) | others | low); /* the top bit of each blank */
        size = ends ? (size_t)__builtin_clzll(ends) / 8 : 8;
        *packed = size ? bytes >> (64 - 8 * size) : 0;
        if (size < 8)
            return size;
    }
    for (; at + size < text.size && text.at[at + size] != ' '; size++)
        *packed = *packed << 8 | (unsigned char)text.at[at + size];
    return size;
}

static void look_at(const struct language_words *words, struct signs *signs, struct slice text)
{
    count_scripts(signs, text);
    for (size_t at = 0, size; at <= text.size; at += size + 1) {
        uint64_t packed;
        size = word_size(text, at, &packed);
        if (size > 0)
            look_at_word(words, signs, text.at[at], packed, size);
        else
            signs->name = false;
    }
}

void language_look(const struct language_words *words, struct document *document)
{
    struct signs signs = {0};
    size_t size = 0;
    bool told = document->lang.size > 0;
    document->english = told && slice_is(lang_code(document->lang), "en");
    document->personal = false;
    if (told && !document->english)
        return;
    for (size_t i = 0; i < document->sentence_count && size < LOOKED_AT; i++) {
        struct slice text = document->sentences[i].text;
        look_at(words, &signs, slice_part(text, 0, text.size < LOOKED_AT ? text.size : LOOKED_AT));
        size += text.size;
    }
    if (!told && signs.other <= signs.latin)
        document->english = signs.foreign < 2 || signs.foreign <= 2 * signs.english || signs.foreign * 8 < signs.words;
    document->personal = document->english && signs.personal > 1 && signs.personal * PERSONAL_EACH > signs.words;
}

bool language_has_comma(struct slice lang)
{
    for (size_t i = 0; i < sizeof comma_languages / sizeof comma_languages[0]; i++)
        if (has_code(lang, comma_languages[i]))
            return !has_code(lang, "es") || (lang.size < 5 || memcmp(lang.at + 3, "MX", 2) != 0);
    return false;
}

/* The end of "1.250.000" that begins with the digits at `at`; `at` if its points do not group thousands. */
static size_t grouped_end(struct slice text, size_t at)
{
    size_t end = at;
    while (end < text.size && ascii_is_digit(text.at[end]))
        end++;
    if (end - at > 3)
        return at;
    size_t groups = 0;
    while (end + 3 < text.size && text.at[end] == '.' && ascii_is_digit(text.at[end + 1]) &&
           ascii_is_digit(text.at[end + 2]) && ascii_is_digit(text.at[end + 3]) &&
           !(end + 4 < text.size && ascii_is_digit(text.at[end + 4]))) {
        end += 4;
        groups++;
    }
    bool more = end + 1 < text.size && text.at[end] == '.' && ascii_is_digit(text.at[end + 1]);
    return groups > 0 && !more ? end : at;
}

struct slice language_numbers(struct arena *arena, struct slice text)
{
    char *copy = arena_copy(arena, text);
    for (size_t at = 0; at < text.size;) {
        if (!ascii_is_digit(text.at[at])) {
            at++;
            continue;
        }
        size_t end = grouped_end(text, at);
        for (; at < end; at++)
            if (text.at[at] == '.')
                copy[at] = ',';
        while (at < text.size && ascii_is_digit(text.at[at]))
            at++;
        if (at + 1 < text.size && text.at[at] == ',' && ascii_is_digit(text.at[at + 1]))
            copy[at] = '.';
        while (at < text.size &&
               (ascii_is_digit(text.at[at]) ||
                ((text.at[at] == '.' || text.at[at] == ',') && at + 1 < text.size && ascii_is_digit(text.at[at + 1]))))
            at++;
    }
    return (struct slice){copy, text.size};
}

bool language_is_neutral(struct slice match)
{
    for (size_t i = 0; i < match.size; i++)
        if (match.at[i] >= 'a' && match.at[i] <= 'z')
            return false;
    return true;
}

bool language_scale_follows(struct slice text, size_t end)
{
    while (end < text.size && (text.at[end] == ' ' || text.at[end] == '\xC2' || text.at[end] == '\xA0'))
        end++;
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++) {
        size_t size = strlen(scales[i]), same = 0;
        while (same < size && end + same < text.size && ascii_lower(text.at[end + same]) == scales[i][same])
            same++;
        if (same == size)
            return true;
    }
    return false;
}
