#include "language.h"

#include <stdint.h>

#include "chunk.h"
#include "embed.h"
#include "model.h"
#include "pattern.h"
#include "scan.h"
#include "text.h"

EMBEDDED(languages)

enum {
    LOOK_AT = 2 << 10,
    MOST_LANGUAGES = 32,
    SLOT_BITS = 11,
    WORD_SLOTS = 1 << SLOT_BITS,
    LONGEST_WORD = 24,
    LEAST_LETTERS = 12, /* of a script, to decide by it */
    LEAST_HITS = 4,     /* small words and letters, to decide by them */
    LETTERS_END = 0x250,
};

struct small_word {
    uint64_t key;
    uint32_t languages; /* a bit for each that has it; 0 in a free slot */
};

static struct {
    struct slice codes[MOST_LANGUAGES];
    size_t count;
    struct small_word slots[WORD_SLOTS];
    uint64_t homes[WORD_SLOTS / 64]; /* where some word is looked for first, a bit for each slot */
    uint32_t letters[LETTERS_END];   /* the languages that a letter tells of, a bit for each */
    uint32_t sizes[256];             /* how long the words are that begin with a byte, a bit for each size */
} table;

static uint32_t home_of(uint64_t key)
{
    return (uint32_t)(key * 0x9E3779B97F4A7C15u >> (64 - SLOT_BITS));
}

static struct small_word *slot_of(uint64_t key)
{
    uint32_t slot = home_of(key);
    while (table.slots[slot].languages && table.slots[slot].key != key)
        slot = (slot + 1) & (WORD_SLOTS - 1);
    return &table.slots[slot];
}

/* A bit for each language that has the word; most words are none of the list. */
static inline uint32_t languages_of(uint64_t key)
{
    uint32_t home = home_of(key);
    return table.homes[home / 64] >> home % 64 & 1 ? slot_of(key)->languages : 0;
}

/* A word of up to eight bytes as a number, the first byte lowest; a longer one hashed. */
static uint64_t key_of(struct slice word)
{
    uint64_t key = 0;
    for (size_t i = 0; i < word.size; i++)
        key = i < 8 ? key | (uint64_t)(unsigned char)word.at[i] << 8 * i
                    : (key ^ (unsigned char)word.at[i]) * 0x9E3779B97F4A7C15u;
    return key;
}

static uint32_t size_bit(size_t size)
{
    return UINT32_C(1) << (size < 31 ? size : 31);
}

static void read_table(void)
{
    struct rule_lines lines = {.rest = embedded_languages()};
    struct slice fields[3], word;
    for (size_t given; table.count < MOST_LANGUAGES && (given = rule_next(&lines, fields, 3)) >= 2;) {
        table.codes[table.count] = fields[0];
        while (slice_field(&fields[1], ' ', &word)) {
            struct small_word *slot = slot_of(key_of(word));
            slot->key = key_of(word);
            table.homes[home_of(slot->key) / 64] |= UINT64_C(1) << home_of(slot->key) % 64;
            table.sizes[(unsigned char)word.at[0]] |= size_bit(word.size);
            slot->languages |= UINT32_C(1) << table.count;
        }
        while (given > 2 && slice_field(&fields[2], ' ', &word)) {
            const char *at = word.at;
            table.letters[text_decode(&at, word.at + word.size) % LETTERS_END] |= UINT32_C(1) << table.count;
        }
        table.count++;
    }
}

/* ---- scripts ---- */

enum script {
    LATIN,
    CYRILLIC,
    GREEK,
    HEBREW,
    ARABIC,
    DEVANAGARI,
    BENGALI,
    TAMIL,
    THAI,
    GEORGIAN,
    ARMENIAN,
    HANGUL,
    KANA,
    HAN,
    SCRIPTS
};

static int script_of(uint32_t c)
{
    static const struct {
        uint32_t from, to;
        uint8_t script;
    } ranges[] = {
        {0x41, 0x5A, LATIN},      {0x61, 0x7A, LATIN},        {0xC0, 0x24F, LATIN},     {0x370, 0x3FF, GREEK},
        {0x400, 0x52F, CYRILLIC}, {0x530, 0x58F, ARMENIAN},   {0x590, 0x5FF, HEBREW},   {0x600, 0x6FF, ARABIC},
        {0x750, 0x77F, ARABIC},   {0x900, 0x97F, DEVANAGARI}, {0x980, 0x9FF, BENGALI},  {0xB80, 0xBFF, TAMIL},
        {0xE00, 0xE7F, THAI},     {0x10A0, 0x10FF, GEORGIAN}, {0x1E00, 0x1EFF, LATIN},  {0x3040, 0x30FF, KANA},
        {0x3400, 0x4DBF, HAN},    {0x4E00, 0x9FFF, HAN},      {0xAC00, 0xD7AF, HANGUL},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges && c >= ranges[i].from; i++)
        if (c <= ranges[i].to)
            return ranges[i].script;
    return -1;
}

/* What was counted in a text. */
struct count {
    uint32_t letters[SCRIPTS];
    uint32_t hits[MOST_LANGUAGES];
    /* letters that only some languages of a script have */
    uint32_t ukrainian, belarusian, russian, serbian, kazakh, persian, urdu, bulgarian;
};

/* Letters that only some languages of a script have. */
static void count_telling(struct count *count, uint32_t c)
{
    switch (c) {
    case 0x456: /* і */
    case 0x457: /* ї */
    case 0x454: /* є */
    case 0x491: /* ґ */
        count->ukrainian++;
        break;
    case 0x45E: /* ў */
        count->belarusian++;
        break;
    case 0x44B: /* ы */
    case 0x44D: /* э */
    case 0x451: /* ё */
        count->russian++;
        break;
    case 0x458: /* ј */
    case 0x459: /* љ */
    case 0x45A: /* њ */
    case 0x45B: /* ћ */
    case 0x452: /* ђ */
    case 0x45F: /* џ */
        count->serbian++;
        break;
    case 0x49B: /* қ */
    case 0x493: /* ғ */
    case 0x4A3: /* ң */
    case 0x4B1: /* ұ */
    case 0x4AF: /* ү */
    case 0x4BB: /* һ */
    case 0x4E9: /* ө */
        count->kazakh++;
        break;
    case 0x44A: /* ъ */
        count->bulgarian++;
        break;
    case 0x67E: /* پ */
    case 0x686: /* چ */
    case 0x698: /* ژ */
    case 0x6AF: /* گ */
    case 0x6CC: /* ی */
    case 0x6A9: /* ک */
        count->persian++;
        break;
    case 0x679: /* ٹ */
    case 0x688: /* ڈ */
    case 0x691: /* ڑ */
    case 0x6D2: /* ے */
    case 0x6BA: /* ں */
        count->urdu++;
        break;
    default:
        break;
    }
}

/* All of them at once, four to a register; a comparison gives -1 where it holds. */
static inline void count_languages(struct count *count, uint32_t languages)
{
    typedef uint32_t lanes __attribute__((vector_size(16)));
    lanes bits = {1, 2, 4, 8}, hits, all = languages - (lanes){0};
#pragma GCC unroll 8
    for (unsigned i = 0; i < MOST_LANGUAGES; i += 4, bits <<= 4) {
        memcpy(&hits, count->hits + i, sizeof hits);
        hits -= (lanes)((all & bits) == bits);
        memcpy(count->hits + i, &hits, sizeof hits);
    }
}

static void count_key(struct count *count, uint64_t key)
{
    count_languages(count, languages_of(key));
}

/* A word on its way. */
struct spelling {
    char bytes[LONGEST_WORD + 4];
    size_t size;
};

static void end_word(struct count *count, struct spelling *word)
{
    struct slice text = {word->bytes, word->size};
    if (text.size > 0 && (table.sizes[(unsigned char)text.at[0]] & size_bit(text.size)))
        count_key(count, key_of(text));
    word->size = 0;
}

/* A small letter, or what is none; returns its script, -1 for none. */
static int count_letter(struct count *count, uint32_t c)
{
    int script = script_of(c);
    if (script >= 0)
        count->letters[script]++;
    if (script > LATIN)
        count_telling(count, c);
    else if (script == LATIN && c < LETTERS_END)
        count_languages(count, table.letters[c]);
    return script;
}

static void count_characters(struct count *count, struct spelling *word, struct slice text)
{
    const char *at = text.at, *end = text.at + text.size;
    while (at < end) {
        unsigned char byte = (unsigned char)*at;
        if (byte < 0x80 && (byte | 0x20u) - 'a' >= 26) {
            end_word(count, word);
            at++;
            continue;
        }
        uint32_t c = byte < 0x80 ? byte | 0x20u : text_lower(text_decode(&at, end));
        at += byte < 0x80;
        int script = count_letter(count, c);
        if (script != LATIN)
            end_word(count, word);
        else if (word->size < LONGEST_WORD)
            word->size += text_encode(word->bytes + word->size, c);
    }
}

/* A run of Latin letters of a chunk that begins at byte `i`, not all of ASCII: a whole word. */
static void count_run(struct count *count, const struct chunk *chunk, unsigned i, unsigned size)
{
    struct spelling word = {.size = 0};
    const char *at = chunk->lower + i, *end = at + size;
    while (at < end && word.size < LONGEST_WORD)
        word.size += text_encode(word.bytes + word.size, text_lower(text_decode(&at, end)));
    end_word(count, &word);
}

/* The keys of a chunk's words that may be in the table. */
struct listed {
    uint64_t keys[CHUNK_MOST];
    unsigned count;
};

/* A run of letters of ASCII. Nothing but a long word is asked about, so that no branch depends on which word it is. */
static inline void list_run(struct listed *listed, const char *run, unsigned size)
{
    bool fits = (table.sizes[(unsigned char)*run] & size_bit(size)) != 0, is_long = size > 8;
    uint64_t key = slice_eight(run) & ~UINT64_C(0) >> (is_long ? 0 : 64 - 8 * size);
    if (fits & is_long)
        key = key_of((struct slice){run, size});
    uint32_t home = home_of(key);
    listed->keys[listed->count] = key;
    listed->count += fits & (unsigned)(table.homes[home / 64] >> home % 64 & 1);
}

/* The letters of a chunk beyond ASCII; returns the bytes of those that are Latin. */
static uint64_t count_beyond(struct count *count, const struct chunk *chunk)
{
    uint64_t latin = 0;
    for (uint64_t beyond = chunk->beyond; beyond != 0;) {
        unsigned i = (unsigned)__builtin_ctzll(beyond);
        const char *at = chunk->lower + i;
        uint32_t c = text_lower(text_decode(&at, chunk->lower + chunk->size));
        uint64_t bytes = chunk_ones((unsigned)(at - chunk->lower) - i) << i;
        beyond &= ~bytes;
        latin |= count_letter(count, c) == LATIN ? bytes : 0;
    }
    return latin;
}

/* The same for a chunk that neither begins nor ends within a word. */
static void count_chunk(struct count *count, const struct chunk *chunk)
{
    uint64_t beyond = chunk->beyond ? count_beyond(count, chunk) : 0, letters = chunk->words & ~chunk->digits;
    count->letters[LATIN] += (uint32_t)__builtin_popcountll(letters);
    letters |= beyond;
    struct listed listed;
    listed.count = 0;
    for (uint64_t starts = letters & ~(letters << 1); starts != 0; starts &= starts - 1) {
        unsigned i = (unsigned)__builtin_ctzll(starts), size = CHUNK_MOST;
        uint64_t others = ~(letters >> i);
        if (others)
            size = (unsigned)__builtin_ctzll(others);
        if (beyond & chunk_ones(size) << i)
            count_run(count, chunk, i, size);
        else
            list_run(&listed, chunk->lower + i, size);
    }
    for (unsigned k = 0; k < listed.count; k++)
        count_languages(count, slot_of(listed.keys[k])->languages);
}

static void count_text(struct count *count, struct slice text)
{
    struct spelling word = {.size = 0};
    struct chunk chunk;
    for (size_t at = 0; at < text.size; at += chunk.size) {
        chunk_take(text, at, &chunk);
        bool whole = at + chunk.size == text.size || (chunk.spaces | chunk.signs) >> (chunk.size - 1) & 1;
        if (whole && word.size == 0)
            count_chunk(count, &chunk);
        else
            count_characters(count, &word, slice_part(text, at, at + chunk.size));
    }
    end_word(count, &word);
}

/* ---- decision ---- */

static struct slice by_small_words(const struct count *count)
{
    size_t best = 0;
    uint32_t second = 0;
    for (size_t i = 1; i < table.count; i++)
        if (count->hits[i] > count->hits[best])
            best = i;
    for (size_t i = 0; i < table.count; i++)
        if (i != best && count->hits[i] > second)
            second = count->hits[i];
    if (count->hits[best] < LEAST_HITS || count->hits[best] == second)
        return (struct slice){NULL, 0};
    return table.codes[best];
}

static struct slice cyrillic(const struct count *count)
{
    uint32_t letters = count->letters[CYRILLIC];
    if (count->kazakh * 40 > letters)
        return SLICE("kk");
    if (count->belarusian > 0 && count->belarusian * 200 > letters)
        return SLICE("be");
    if (count->ukrainian > count->russian)
        return SLICE("uk");
    if (count->serbian * 50 > letters)
        return SLICE("sr");
    if (count->russian * 200 > letters)
        return SLICE("ru");
    return count->bulgarian * 150 > letters ? SLICE("bg") : SLICE("ru");
}

static struct slice arabic(const struct count *count)
{
    uint32_t letters = count->letters[ARABIC];
    if (count->urdu * 60 > letters)
        return SLICE("ur");
    return count->persian * 30 > letters ? SLICE("fa") : SLICE("ar");
}

static struct slice by_script(const struct count *count, int script)
{
    switch (script) {
    case CYRILLIC:
        return cyrillic(count);
    case GREEK:
        return SLICE("el");
    case HEBREW:
        return SLICE("he");
    case ARABIC:
        return arabic(count);
    case DEVANAGARI:
        return SLICE("hi");
    case BENGALI:
        return SLICE("bn");
    case TAMIL:
        return SLICE("ta");
    case THAI:
        return SLICE("th");
    case GEORGIAN:
        return SLICE("ka");
    case ARMENIAN:
        return SLICE("hy");
    case HANGUL:
        return SLICE("ko");
    case KANA:
        return SLICE("ja");
    case HAN:
        return SLICE("zh");
    default:
        return by_small_words(count);
    }
}

/* A letter of Han, Kana or Hangul says as much as three of an alphabet. */
static uint32_t weight(const struct count *count, int script)
{
    return count->letters[script] * (script >= HANGUL ? 3 : 1);
}

void language_share(void)
{
    if (table.count == 0)
        read_table();
}

struct slice language_of(struct slice text)
{
    if (table.count == 0)
        read_table();
    if (text.size > LOOK_AT) {
        text.size = LOOK_AT;
        while (text.size > 0 && ((unsigned char)text.at[text.size] & 0xC0) == 0x80)
            text.size--;
    }
    struct count count = {0};
    count_text(&count, text);
    int best = 0;
    for (int script = 1; script < SCRIPTS; script++)
        if (weight(&count, script) > weight(&count, best))
            best = script;
    if (best == HAN && count.letters[KANA] * 10 > count.letters[HAN])
        best = KANA;
    return weight(&count, best) < LEAST_LETTERS ? (struct slice){NULL, 0} : by_script(&count, best);
}

struct slice language_primary(struct slice tag, char *code)
{
    tag = slice_trim(tag);
    size_t size = 0;
    while (size < tag.size && size < 8 && ascii_is_letter(tag.at[size])) {
        code[size] = ascii_lower(tag.at[size]);
        size++;
    }
    bool ends = size == tag.size || tag.at[size] == '-' || tag.at[size] == '_' || tag.at[size] == ',';
    if (!ends || size < 2 || size > 3)
        return (struct slice){NULL, 0};
    return (struct slice){code, size};
}
