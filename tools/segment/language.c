#include "language.h"

#include "embed.h"
#include "lang.h"
#include "memory.h"
#include "text.h"
#include "token.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static const char *const class_names[ABBREVIATION_COUNT] = {
    "none",  "title",   "company", "place",   "time",    "month",  "degree", "number", "unit",
    "latin", "country", "other",   "starter", "leading", "credit", "speech", "day",    "figure",
};

static bool class_of(struct slice name, uint8_t *class)
{
    for (unsigned i = 1; i < ABBREVIATION_COUNT; i++)
        if (slice_is(name, class_names[i])) {
            *class = (uint8_t)i;
            return true;
        }
    return false;
}

static void insert(struct language *language, uint32_t word, uint8_t class)
{
    uint32_t slot = word & language->abbreviation_mask;
    while (language->abbreviations[slot] && language->abbreviations[slot] != word)
        slot = (slot + 1) & language->abbreviation_mask;
    language->abbreviations[slot] = word;
    language->abbreviated[word % LANGUAGE_FILTER / 64] |= UINT64_C(1) << word % 64;
    language->abbreviation_classes[slot] = class;
}

static size_t count_lines(struct slice text)
{
    size_t count = 1;
    for (size_t i = 0; i < text.size; i++)
        count += text.at[i] == '\n';
    return count;
}

static bool read_abbreviations(struct language *language, struct slice text, const char **what)
{
    size_t slots = 16;
    while (slots < count_lines(text) * 2)
        slots *= 2;
    language->abbreviations = memory_zeroed(slots, sizeof *language->abbreviations);
    language->abbreviation_classes = memory_zeroed(slots, 1);
    language->abbreviation_mask = (uint32_t)slots - 1;
    struct slice line;
    while (slice_line(&text, &line)) {
        if (line.size == 0 || line.at[0] == '#')
            continue;
        struct slice rest = line, word;
        uint8_t class;
        slice_field(&rest, '\t', &word);
        if (!rest.at || !class_of(rest, &class)) {
            *what = "an abbreviation without a known class";
            return false;
        }
        insert(language, token_word(word), class);
        language->starters |= class == ABBREVIATION_STARTER;
    }
    return true;
}

static bool read_lexicon(struct language *language, struct slice file, const char **what)
{
    static const struct slice end = {"\n\n", 2};
    size_t at = 0;
    while (at + 2 <= file.size && !slice_equal(slice_part(file, at, at + 2), end))
        at++;
    if (at + 2 > file.size || !slice_starts(file, SLICE("broadsheet-lexicon: 1\n"))) {
        *what = "not a lexicon";
        return false;
    }
    struct slice slots = slice_part(file, at + 2, file.size);
    if (slots.size < 2 || slots.size % 2 != 0 || slots.size / 2 > UINT32_MAX) {
        *what = "a lexicon without whole slots";
        return false;
    }
    language->lexicon = slots;
    language->lexicon_slots = (uint32_t)(slots.size / 2);
    return true;
}

static bool take_number(struct slice *text, int *number)
{
    struct slice digits;
    bool negative = text->size > 0 && text->at[0] == '-';
    if (!slice_field(text, ' ', &digits) || digits.size > 8)
        return false;
    *number = 0;
    for (size_t i = negative; i < digits.size; i++)
        *number = *number * 10 + (digits.at[i] - '0');
    if (negative)
        *number = -*number;
    return true;
}

static float read_bias(const struct model *model)
{
    struct slice text = model_header(model, "soft-bias-milli");
    int milli = 0;
    return text.at && take_number(&text, &milli) ? (float)milli / 1000 : 0;
}

void language_set_soft_ends(struct language *language, struct slice ends)
{
    const char *at = ends.at, *end = ends.at + ends.size;
    memset(language->soft_ends, 0, sizeof language->soft_ends);
    language->any_soft_end = ends.at == NULL;
    while (at < end) {
        uint32_t bit = text_decode(&at, end) * 0x9E3779B1u >> 22;
        language->soft_ends[bit / 64] |= UINT64_C(1) << bit % 64;
    }
}

/* A header line of one or two whole numbers; without it every gap needs the whole model. */
static struct glance read_glance(const struct model *model, const char *name)
{
    struct glance glance = LANGUAGE_NO_GLANCE;
    struct slice text = model_header(model, name);
    if (text.at && (!take_number(&text, &glance.low) || (text.at && !take_number(&text, &glance.high))))
        return LANGUAGE_NO_GLANCE;
    return glance;
}

bool language_open(struct language *language, const char *code, struct slice abbreviations, struct slice lexicon,
                   struct slice model, const char **what)
{
    *language = (struct language){
        .lexical = code[0] != '\0', .stop = LANGUAGE_NO_GLANCE, .soft = LANGUAGE_NO_GLANCE, .any_soft_end = true};
    memcpy(language->code, code, strlen(code) + 1);
    if (!read_abbreviations(language, abbreviations, what))
        return false;
    if (lexicon.size > 0 && !read_lexicon(language, lexicon, what))
        return false;
    if (model.size == 0)
        return true;
    if (!model_open(&language->model, model, "sentences", what))
        return false;
    if (language->model.outputs != 1) {
        *what = "a model of more than one output";
        return false;
    }
    language->soft_bias = read_bias(&language->model);
    language->stop = read_glance(&language->model, "glance-stop");
    language->soft = read_glance(&language->model, "glance-soft");
    language_set_soft_ends(language, model_header(&language->model, "soft-ends"));
    return true;
}

enum abbreviation language_find_listed(const struct language *language, uint32_t word)
{
    uint32_t slot = word & language->abbreviation_mask;
    while (language->abbreviations[slot]) {
        if (language->abbreviations[slot] == word)
            return language->abbreviation_classes[slot];
        slot = (slot + 1) & language->abbreviation_mask;
    }
    return ABBREVIATION_NONE;
}

/* The parts of speech are numbered in train/lexicon.c. */
enum { RB = 9, IN = 10, DT = 11, PRONOUN = 12, POSSESSIVE = 13, CC = 14, TO = 16, W = 18, SMALL = 3 };

bool language_is_function_class(unsigned class)
{
    const uint32_t function_words = 1u << IN | 1u << DT | 1u << POSSESSIVE | 1u << CC | 1u << TO | 1u << W;
    return class % 4 == SMALL && (function_words >> class / 4 & 1);
}

bool language_is_uncounted_class(unsigned class)
{
    return class % 4 == SMALL && (class / 4 == PRONOUN || class / 4 == RB);
}

#define PACK(code)                                                                                                     \
    EMBEDDED(abbreviations_##code)                                                                                     \
    EMBEDDED(model_##code)
PACK(de)
PACK(en)
PACK(es)
PACK(fr)
PACK(ja)
PACK(ko)
PACK(ru)
PACK(vi)
PACK(zh)
PACK(neutral)
EMBEDDED(lexicon_en)

static struct slice absent(void)
{
    return (struct slice){NULL, 0};
}

struct pack {
    const char *code;
    struct slice (*abbreviations)(void), (*lexicon)(void), (*model)(void);
    struct language language;
    bool open;
};

static struct pack packs[] = {
    {.code = "", .abbreviations = embedded_abbreviations_neutral, .lexicon = absent, .model = embedded_model_neutral},
    {.code = "en",
     .abbreviations = embedded_abbreviations_en,
     .lexicon = embedded_lexicon_en,
     .model = embedded_model_en},
    {.code = "de", .abbreviations = embedded_abbreviations_de, .lexicon = absent, .model = embedded_model_de},
    {.code = "es", .abbreviations = embedded_abbreviations_es, .lexicon = absent, .model = embedded_model_es},
    {.code = "fr", .abbreviations = embedded_abbreviations_fr, .lexicon = absent, .model = embedded_model_fr},
    {.code = "ja", .abbreviations = embedded_abbreviations_ja, .lexicon = absent, .model = embedded_model_ja},
    {.code = "ko", .abbreviations = embedded_abbreviations_ko, .lexicon = absent, .model = embedded_model_ko},
    {.code = "ru", .abbreviations = embedded_abbreviations_ru, .lexicon = absent, .model = embedded_model_ru},
    {.code = "vi", .abbreviations = embedded_abbreviations_vi, .lexicon = absent, .model = embedded_model_vi},
    {.code = "zh", .abbreviations = embedded_abbreviations_zh, .lexicon = absent, .model = embedded_model_zh},
};

#define PACK_COUNT (sizeof packs / sizeof packs[0])

/* All codes have two letters, but for the neutral pack's. */
static struct pack *pack_of(struct slice code)
{
    for (size_t i = 1; i < PACK_COUNT && code.size == 2; i++)
        if (memcmp(code.at, packs[i].code, 2) == 0)
            return &packs[i];
    return &packs[0];
}

bool language_data(const char *code, struct slice *abbreviations, struct slice *lexicon)
{
    struct pack *pack = pack_of(slice_of(code));
    if (strcmp(pack->code, code) != 0)
        return false;
    *abbreviations = pack->abbreviations();
    *lexicon = pack->lexicon();
    return true;
}

/* What is compiled in has been checked by the tests; a pack that does not open works without its model. */
static const struct language *opened(struct pack *pack)
{
    const char *what;
    if (!pack->open) {
        if (!language_open(&pack->language, pack->code, pack->abbreviations(), pack->lexicon(), pack->model(), &what))
            pack->language.model.weights = NULL;
        pack->open = true;
    }
    return &pack->language;
}

const struct language *language_for(struct slice tag)
{
    return opened(pack_of(lang_code(tag)));
}

const char *language_class_name(enum abbreviation class)
{
    return class_names[class];
}

/* The commonest small words of languages that share the Latin script; those without a pack have no code. */
static const struct {
    const char *code, *words;
} common_words[] = {
    {"en", "the of and to in is was for that with on as it by are from at have has this i you not be my he she his her "
           "they we an or but what who"},
    {"de",
     "der die das und ist in den von zu mit auf für nicht ein eine im dem des sich auch wird war er es am nach wir "
     "ich aber oder hat zur zum bei wie sie"},
    {"es", "el la los las de que y en un una por con para es del se al su como más fue lo le sus pero este está ha muy "
           "donde"},
    {"fr", "le la les de des et en un une du est dans que pour qui sur au par plus il ne pas ce elle je nous vous avec "
           "mais où été sont son sa ses"},
    {"vi", "và của là có được cho không các trong một người những đã với này để ông tôi khi đến"},
    /* Portuguese, Italian, Dutch, the languages of Scandinavia, Polish, Turkish, Indonesian */
    {"", "o a os as de que e do da em um uma para com não por se no na dos mais como foi ao sua seu"},
    {"", "il lo la i gli le di che e è un una per con non si da in del della sono come più al ha nel"},
    {"", "de het een en van in is op te dat die met voor niet zijn aan er hij was om ook naar bij ik"},
    {"", "och att det som en på är av för med den till i inte om og er at til de ikke han var har jeg et af"},
    {"", "w i z na się nie do to że jest o jak po co ale za od są przez"},
    {"", "ve bir bu için ile da de ne çok daha gibi olarak"},
    {"", "yang dan di ini itu untuk dengan dari ke tidak pada dalam"},
};

#define COMMON_COUNT (sizeof common_words / sizeof common_words[0])
#define COMMON_SLOTS 1024 /* a power of two, more than twice the words */

/* All words of all languages, so that a text is read once. Made with the first guess. */
static struct {
    bool made;
    uint32_t words[COMMON_SLOTS];                  /* hashes */
    uint16_t numbers[COMMON_SLOTS];                /* of `times`, from 1; 0 for a free slot */
    uint8_t times[COMMON_SLOTS / 2][COMMON_COUNT]; /* how often the word stands in each language's list */
    uint16_t count;
} common;

static uint32_t common_slot(uint32_t word)
{
    uint32_t slot = word & (COMMON_SLOTS - 1);
    while (common.numbers[slot] && common.words[slot] != word)
        slot = (slot + 1) & (COMMON_SLOTS - 1);
    return slot;
}

static void make_common(void)
{
    for (size_t i = 0; i < COMMON_COUNT; i++) {
        struct slice rest = slice_of(common_words[i].words), text;
        while (common.count + 1 < COMMON_SLOTS / 2 && slice_field(&rest, ' ', &text)) {
            uint32_t word = token_word(text), slot = common_slot(word);
            if (common.numbers[slot] == 0)
                common.numbers[slot] = ++common.count;
            common.words[slot] = word;
            common.times[common.numbers[slot]][i]++;
        }
    }
    common.made = true;
}

/* Has one language so many more of the words seen than any other that the rest of the text need not be read? */
static bool is_decided(const unsigned shares[COMMON_COUNT])
{
    enum { MANY = 40 };
    unsigned most = 0, next = 0;
    for (size_t i = 0; i < COMMON_COUNT; i++) {
        unsigned lesser = shares[i] < most ? shares[i] : most;
        next = lesser > next ? lesser : next;
        most = shares[i] > most ? shares[i] : most;
    }
    return most >= MANY && most > 2 * next;
}

/* The language that has the most of the text's words among its common ones. */
static const struct language *guess_latin(struct slice text)
{
    enum { OFTEN = 16 }; /* words, a power of two */
    unsigned shares[COMMON_COUNT] = {0}, most = 1, words = 0;
    size_t best = COMMON_COUNT - 1;
    uint32_t word;
    if (!common.made)
        make_common();
    for (size_t at = 0; token_next_word(text, &at, &word);) {
        if (++words % OFTEN == 0 && is_decided(shares))
            break;
        uint16_t number = common.numbers[common_slot(word)];
        for (size_t i = 0; i < COMMON_COUNT && number > 0; i++)
            shares[i] += common.times[number][i];
    }
    for (size_t i = 0; i < COMMON_COUNT; i++)
        if (shares[i] > most) {
            most = shares[i];
            best = i;
        }
    return language_for(slice_of(common_words[best].code));
}

struct scripts {
    size_t latin, cyrillic, han, kana, hangul;
};

/* The letters among the characters of ASCII from `*at` on, most of a text; `*at` stands behind them then. */
static size_t count_ascii_letters(const char **at, const char *end)
{
    size_t letters = 0;
#ifdef __SSE2__
    unsigned beyond = 0;
    for (; beyond == 0 && end - *at >= 16; *at += beyond ? __builtin_ctz(beyond) : 16) {
        const __m128i bytes = _mm_loadu_si128((const void *)*at), small = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
        const __m128i from_a = _mm_add_epi8(small, _mm_set1_epi8((char)(128 - 'a')));
        unsigned found = (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(from_a, _mm_set1_epi8(-128 + 26)));
        beyond = (unsigned)_mm_movemask_epi8(bytes);
        if (beyond) /* those before it, and no further */
            found &= (beyond & -beyond) - 1;
        letters += (size_t)__builtin_popcount(found);
    }
#endif
    for (; *at < end && (unsigned char)**at < 0x80; ++*at)
        letters += ascii_is_letter(**at);
    return letters;
}

static struct scripts count_scripts(struct slice text)
{
    struct scripts scripts = {0};
    const char *at = text.at, *end = text.at + text.size;
    while (at < end) {
        scripts.latin += count_ascii_letters(&at, end);
        if (at == end)
            break;
        uint32_t code_point = text_decode(&at, end);
        if (code_point < 0x250)
            scripts.latin += (text_class(code_point) & TEXT_LETTER) != 0;
        else if (code_point >= 0x400 && code_point < 0x530)
            scripts.cyrillic++;
        else if (code_point >= 0x3040 && code_point < 0x3100)
            scripts.kana++;
        else if (code_point >= 0x3400 && code_point < 0xA000)
            scripts.han++;
        else if (code_point >= 0xAC00 && code_point < 0xD7A4)
            scripts.hangul++;
    }
    return scripts;
}

/* A letter of Han, Kana or Hangul says about as much as three of an alphabet. */
const struct language *language_guess(struct slice text)
{
    if (text.size > LANGUAGE_LOOK)
        text.size = LANGUAGE_LOOK;
    struct scripts scripts = count_scripts(text);
    size_t east = scripts.han + scripts.kana;
    size_t alphabetic = (scripts.latin + scripts.cyrillic) / 3;
    if (scripts.hangul > east && scripts.hangul > alphabetic)
        return language_for(SLICE("ko"));
    if (east > alphabetic)
        return language_for(scripts.kana * 5 > scripts.han ? SLICE("ja") : SLICE("zh"));
    if (scripts.cyrillic > scripts.latin)
        return language_for(SLICE("ru"));
    return guess_latin(text);
}
