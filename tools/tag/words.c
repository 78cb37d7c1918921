#include "words.h"

#include "buffer.h"
#include "model.h"
#include "text.h"
#include "words_scan.h"

/* Letters whose plain form is not their decomposition. */
static const struct {
    uint32_t letter;
    char plain[3];
} plain_letters[] = {
    {0xDF, "ss"}, {0xE6, "ae"}, {0xF0, "d"},  {0xF8, "o"},   {0xFE, "th"}, {0x111, "d"},
    {0x127, "h"}, {0x131, "i"}, {0x142, "l"}, {0x153, "oe"}, {0x259, "e"},
};

#define ABBREVIATION_LONGEST 6

/* Abbreviations that keep their full stop, each compared at once. */
static const char abbreviations[][sizeof(uint64_t)] = {
    "mr",   "mrs",  "ms",   "dr",   "gen", "lt",  "col",  "sgt",  "capt", "cmdr", "maj",    "adm",
    "gov",  "sen",  "rep",  "prof", "rev", "st",  "jr",   "sr",   "mt",   "hon",  "messrs", "inc",
    "ltd",  "corp", "co",   "bros", "no",  "vs",  "jan",  "feb",  "mar",  "apr",  "jun",    "jul",
    "aug",  "sep",  "sept", "oct",  "nov", "dec", "brig", "supt", "amb",  "mme",  "mlle",   "ph",
    "dept", "univ", "assn", "etc",  "cpl", "pvt", "pres", "min",  "fr",   "sec",  "insp",
};

/* What may stand behind an apostrophe as a word of its own. */
static const char *const clitics[] = {"s", "t", "re", "ve", "ll", "d", "m"};

struct form {
    uint32_t hash, folded;
    uint16_t classes;
    uint32_t upper, lower, letters, digits, others;
    bool capital_first, started;
    bool apart; /* the folded form is no longer the same as the other */
};

static void hash_byte(uint32_t *hash, char byte)
{
    *hash = (*hash ^ (unsigned char)byte) * WORD_HASH_STEP;
}

static void hash_point(uint32_t *hash, uint32_t code_point)
{
    char bytes[4];
    size_t size = text_encode(bytes, code_point);
    for (size_t i = 0; i < size; i++)
        hash_byte(hash, bytes[i]);
}

/* The plain letters of a lower-case letter beyond ASCII, or NULL. */
static const char *plain_form(uint32_t lower)
{
    if (lower > 0x259)
        return NULL;
    for (size_t i = 0; i < sizeof plain_letters / sizeof plain_letters[0]; i++)
        if (plain_letters[i].letter == lower)
            return plain_letters[i].plain;
    return NULL;
}

/* From here on the folded form differs; until now one hash has served for both. */
static void part_forms(struct form *form)
{
    form->folded = form->hash;
    form->apart = true;
}

static void add_letter(struct form *form, uint32_t code_point, unsigned class)
{
    uint32_t lower = code_point < 128 ? code_point | (class & TEXT_UPPER ? 0x20u : 0u) : text_lower(code_point);
    const char *plain;
    if (!form->apart && lower >= 128)
        part_forms(form);
    if (lower < 128)
        hash_byte(&form->hash, (char)lower);
    else
        hash_point(&form->hash, lower);
    if (!form->apart) {
        ; /* both forms go on as one */
    } else if (lower < 128)
        hash_byte(&form->folded, (char)lower);
    else if ((plain = plain_form(lower)) != NULL)
        while (*plain)
            hash_byte(&form->folded, *plain++);
    else if (!(class & TEXT_MARK))
        hash_point(&form->folded, text_base(lower));
    if (!form->started && class & TEXT_UPPER)
        form->capital_first = true;
    form->started = true;
    form->classes |= (uint16_t) class;
    form->digits += (class & TEXT_DIGIT) != 0;
    form->letters += (class & TEXT_DIGIT) == 0;
    form->upper += (class & TEXT_UPPER) != 0;
    form->lower += (class & TEXT_LOWER) != 0;
}

static void add_other(struct form *form, char byte, unsigned class)
{
    if (!form->apart)
        part_forms(form);
    hash_byte(&form->hash, byte);
    form->classes |= (uint16_t) class;
    form->others++;
}

static uint8_t shape_of(const struct form *form)
{
    if (form->digits > 0 && form->letters > 0)
        return SHAPE_ALNUM;
    if (form->digits > 0)
        return form->others > 0 ? SHAPE_NUMBER : SHAPE_DIGITS;
    if (form->letters == 0)
        return SHAPE_PUNCT;
    if (form->upper == 0)
        return form->lower > 0 ? SHAPE_LOWER : SHAPE_UNCASED;
    if (form->upper == form->letters)
        return form->letters == 1 ? SHAPE_INITIAL : SHAPE_UPPER;
    return form->capital_first && form->upper == 1 ? SHAPE_CAPITAL : SHAPE_MIXED;
}

static unsigned peek(const char *at, const char *end, uint32_t *code_point, const char **next)
{
    *next = at;
    if (at >= end)
        return 0;
    *code_point = text_decode(next, end);
    return text_class(*code_point);
}

static bool joins(unsigned class)
{
    return class & (TEXT_LETTER | TEXT_DIGIT) && !(class & TEXT_CJK);
}

/* The length of an apostrophe at `at`: ', \', ’, ‘, ʼ, ′ or `; 0 if there is none. */
static size_t apostrophe(const char *at, const char *end)
{
    if (at < end && (*at == '\'' || *at == '`'))
        return 1;
    if (end - at >= 2 && at[0] == '\\' && at[1] == '\'')
        return 2;
    if (end - at >= 2 && memcmp(at, "\xCA\xBC", 2) == 0)
        return 2;
    if (end - at >= 3 && (memcmp(at, "\xE2\x80\x98", 3) == 0 || memcmp(at, "\xE2\x80\x99", 3) == 0 ||
                          memcmp(at, "\xE2\x80\xB2", 3) == 0))
        return 3;
    return 0;
}

/* The length of the clitic's letters that stand at `at` as a whole word; 0 if none. */
static size_t clitic(const char *at, const char *end)
{
    for (size_t i = 0; i < sizeof clitics / sizeof clitics[0]; i++) {
        size_t size = strlen(clitics[i]);
        if ((size_t)(end - at) < size)
            continue;
        size_t same = 0;
        while (same < size && (at[same] | 0x20) == clitics[i][same])
            same++;
        uint32_t code_point = 0;
        const char *next;
        if (same == size && !joins(peek(at + size, end, &code_point, &next)))
            return size;
    }
    return 0;
}

bool word_is_abbreviation(const char *at, size_t size)
{
    if (size > ABBREVIATION_LONGEST || !(text_class((unsigned char)at[0] & 0x7F) & TEXT_UPPER))
        return false;
    char small[sizeof abbreviations[0]] = {0};
    for (size_t i = 0; i < size; i++)
        small[i] = (char)(at[i] | 0x20);
    for (size_t i = 0; i < sizeof abbreviations / sizeof abbreviations[0]; i++)
        if (memcmp(small, abbreviations[i], sizeof small) == 0)
            return true;
    return false;
}

/* True if the full stop at `at` belongs to the word that began at `word`; `part` is where its last part began. */
static bool keeps_stop(const char *word, const char *part, const char *at, const char *end)
{
    uint32_t code_point = 0;
    const char *next;
    unsigned before = text_class((unsigned char)at[-1] & 0x7F), after = peek(at + 1, end, &code_point, &next);
    if (before & TEXT_DIGIT && (unsigned char)at[-1] < 128)
        return (after & TEXT_DIGIT) != 0;
    if (at - part == 1 && before & TEXT_LETTER && (unsigned char)*part < 128)
        return part > word || before & TEXT_UPPER || (joins(after) && next < end && *next == '.');
    if (part == word && word_is_abbreviation(word, (size_t)(at - word)))
        return true;
    return after & (TEXT_LOWER | TEXT_DIGIT) && !(after & TEXT_CJK) && at - part > 1;
}

/* "n't": the word ends before the n. */
static bool ends_in_not(const char *word, const char *at, const char *end)
{
    size_t mark = apostrophe(at, end);
    return at - word > 1 && (at[-1] | 0x20) == 'n' && mark > 0 && clitic(at + mark, end) == 1 &&
           (at[mark] | 0x20) == 't';
}

/* A byte that an apostrophe may begin with. */
static bool starts_apostrophe(char byte)
{
    return byte == '\'' || byte == '`' || byte == '\\' || byte == '\xCA' || byte == '\xE2';
}

/* Reads letters and digits of ASCII up to an n that an apostrophe may follow; what add_letter does, for many. */
static const char *scan_ascii(const char *at, const char *end, struct form *form)
{
    uint32_t hash = form->hash, folded = form->folded, classes = form->classes;
    const char *start = at;
    for (; at < end; at++) {
        unsigned char byte = (unsigned char)*at, letter = byte | 0x20;
        bool digit = (unsigned)(byte - '0') < 10;
        if (!digit && (unsigned)(letter - 'a') >= 26)
            break;
        if (letter == 'n' && at + 1 < end && starts_apostrophe(at[1]))
            break;
        bool upper = !digit && byte < 'a';
        if (at == start && !form->started)
            form->capital_first = upper;
        unsigned char lower = digit ? byte : letter;
        hash = (hash ^ lower) * WORD_HASH_STEP;
        folded = (folded ^ lower) * WORD_HASH_STEP;
        classes |= text_class(byte);
        form->digits += digit;
        form->letters += !digit;
        form->upper += upper;
        form->lower += !digit && !upper;
    }
    form->started |= at > start;
    form->hash = hash;
    form->folded = form->apart ? folded : form->folded;
    form->classes = (uint16_t)classes;
    return at;
}

/* Reads letters and digits and what joins them; `from` is where the word begins. */
static void scan_word(struct scan *scan, struct form *form)
{
    const char *word = scan->at, *part = scan->at, *at = scan->at, *next;
    uint32_t code_point = 0;
    while (at < scan->end) {
        at = scan_ascii(at, scan->end, form);
        if (at == scan->end)
            break;
        unsigned class = peek(at, scan->end, &code_point, &next);
        if (joins(class)) {
            if ((code_point | 0x20) == 'n' && next - word > 1 && ends_in_not(word, next, scan->end))
                break;
            add_letter(form, code_point, class);
            at = next;
            continue;
        }
        size_t mark = apostrophe(at, scan->end);
        if (mark > 0) {
            if (!joins(peek(at + mark, scan->end, &code_point, &next)) || clitic(at + mark, scan->end) > 0)
                break;
            add_other(form, '\'', TEXT_QUOTE | TEXT_PUNCT);
            at += mark;
            continue;
        }
        if (*at == '.' && keeps_stop(word, part, at, scan->end)) {
            add_other(form, '.', TEXT_PUNCT);
            part = ++at;
            continue;
        }
        bool in_number = (*at == ',' || *at == ':') && at > word &&
                         text_class((unsigned char)at[-1] & 0x7F) & TEXT_DIGIT &&
                         peek(at + 1, scan->end, &code_point, &next) & TEXT_DIGIT;
        if (!in_number)
            break;
        add_other(form, *at, TEXT_PUNCT);
        part = ++at;
    }
    scan->at = at;
}

/* "n't" and apostrophe with clitic; false if neither stands here. */
static bool scan_clitic(struct scan *scan, struct form *form)
{
    const char *at = scan->at;
    if (at == scan->start)
        return false;
    if ((*at | 0x20) == 'n') {
        size_t mark = apostrophe(at + 1, scan->end);
        if (mark == 0 || clitic(at + 1 + mark, scan->end) != 1 || (at[1 + mark] | 0x20) != 't')
            return false;
        add_letter(form, 'n', TEXT_LOWER | TEXT_LETTER);
        at++;
    }
    size_t mark = apostrophe(at, scan->end), size = mark ? clitic(at + mark, scan->end) : 0;
    unsigned char before = (unsigned char)scan->at[-1];
    if (size == 0 || (before < 128 && !(text_class(before) & (TEXT_LETTER | TEXT_DIGIT)) && before != '.'))
        return false;
    add_other(form, '\'', TEXT_QUOTE | TEXT_PUNCT);
    for (size_t i = 0; i < size; i++)
        add_letter(form, (uint32_t)(at[mark + i] | 0x20), TEXT_LOWER | TEXT_LETTER);
    scan->at = at + mark + size;
    return true;
}

/* One character that is no word: a quote, dash or other mark in its normal form; dots and dashes in a run. */
static void scan_mark(struct scan *scan, struct form *form)
{
    uint32_t code_point = 0;
    const char *next;
    size_t mark = apostrophe(scan->at, scan->end);
    if (mark > 0) {
        add_other(form, '\'', TEXT_QUOTE | TEXT_PUNCT);
        scan->at += mark;
        return;
    }
    unsigned class = peek(scan->at, scan->end, &code_point, &next);
    if (code_point == '\\' && next < scan->end && *next == '"')
        class = peek(next, scan->end, &code_point, &next);
    if (class & TEXT_CJK) {
        add_letter(form, code_point, class);
    } else if (class & TEXT_QUOTE) {
        add_other(form, '"', class);
    } else if (class & TEXT_DASH) {
        add_other(form, '-', class);
    } else {
        form->classes |= (uint16_t) class;
        hash_point(&form->hash, code_point);
    }
    while (next < scan->end && (*next == '.' || *next == '-') && *next == *scan->at)
        next++;
    scan->at = next;
}

static void scan_token(struct scan *scan, struct token *token)
{
    struct form form = {.hash = WORD_HASH_START, .folded = WORD_HASH_START};
    const char *start = scan->at;
    uint32_t code_point = 0;
    const char *next;
    if (!scan_clitic(scan, &form)) {
        form = (struct form){.hash = WORD_HASH_START, .folded = WORD_HASH_START};
        if (joins(peek(scan->at, scan->end, &code_point, &next)))
            scan_word(scan, &form);
        else
            scan_mark(scan, &form);
    }
    *token = (struct token){
        .start = (uint32_t)(start - scan->start),
        .end = (uint32_t)(scan->at - scan->start),
        .hash = word_hash_finish(form.hash),
        .folded = word_hash_finish(!form.apart || form.folded == WORD_HASH_START ? form.hash : form.folded),
        .classes = form.classes,
        .shape = shape_of(&form)};
}

/* True if there was any. */
static bool skip_space(struct scan *scan)
{
    const char *from = scan->at;
    while (scan->at < scan->end) {
        uint32_t code_point = 0;
        const char *next;
        if (*scan->at > ' ') /* as most do, ASCII */
            break;
        if (!(peek(scan->at, scan->end, &code_point, &next) & TEXT_SPACE))
            break;
        scan->at = next;
    }
    return scan->at > from;
}

#define SHORT_TEXT 65536u /* bytes of a text for which room for as many tokens is taken at first */

/* About how many tokens a long text has, and hardly fewer: one for each word of letters and digits and for each other
 * character that is no space. Room for them is taken once, for an array that grows leaves its copies behind. */
static size_t likely_tokens(struct slice text)
{
    size_t count = 0;
    bool inside = false;
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char byte = (unsigned char)text.at[i];
        const unsigned class = byte < 128 ? text_ascii_class[byte] : (byte & 0xC0) == 0x80 ? TEXT_SPACE : 0;
        const bool word = class & (TEXT_LETTER | TEXT_DIGIT);
        count += word ? !inside : !(class & TEXT_SPACE);
        inside = word;
    }
    return count;
}

/* Room for so many tokens, and behind them for the indices of the likely ones, with those that there are. */
static struct token *room_for(struct arena *arena, size_t capacity, const struct token *tokens, struct scan *scan)
{
    struct token *room = arena_allocate(arena, capacity * (sizeof *tokens + sizeof *scan->likely.at));
    uint32_t *likely = (uint32_t *)(void *)(room + capacity);
    if (scan->count > 0) {
        memcpy(room, tokens, scan->count * sizeof *tokens);
        memcpy(likely, scan->likely.at, scan->likely.count * sizeof *likely);
    }
    scan->likely.at = likely;
    return room;
}

void tag_sentence_words(struct arena *arena, struct sentence *sentence)
{
    struct scan scan;
    scan_start(&scan, sentence->text);
    size_t capacity = sentence->text.size < SHORT_TEXT ? sentence->text.size : likely_tokens(sentence->text) + 16;
    struct token *tokens = room_for(arena, capacity, NULL, &scan);
    scan.space = skip_space(&scan);
    while (scan.at < scan.end) {
        if (scan.count == capacity)
            tokens = room_for(arena, capacity *= 2, tokens, &scan);
        scan_ascii_words(&scan, tokens, capacity);
        scan.space |= skip_space(&scan);
        if (scan.at == scan.end || scan.count == capacity)
            continue;
        struct token *token = &tokens[scan.count];
        scan_token(&scan, token);
        token->space_before = scan.space;
        scan.marks |= token->classes;
        memset(token->leaning, 0, sizeof token->leaning);
        likely_note(&scan.likely, scan.count++, word_is_likely(token));
        scan.space = skip_space(&scan);
    }
    sentence->tokens = tokens;
    sentence->token_count = scan.count;
    sentence->marks = scan.marks;
    sentence->likely = (uint32_t *)(void *)(tokens + scan.count); /* right behind the tokens */
    sentence->likely_count = scan.likely.count;
    memmove(sentence->likely, scan.likely.at, scan.likely.count * sizeof *scan.likely.at);
    arena_trim(arena, tokens, scan.count * sizeof *tokens + scan.likely.count * sizeof *scan.likely.at);
}

uint32_t word_hash(const char *text)
{
    return model_hash(slice_of(text));
}

size_t word_at(const struct sentence *sentence, size_t from, uint32_t at)
{
    size_t low = from, high = sentence->token_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sentence->tokens[middle].end > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

bool word_fold_hash(struct slice text, uint32_t *hash)
{
    *hash = WORD_HASH_START;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte >= 128)
            return false;
        uint32_t next = (*hash ^ (byte | 0x20u)) * WORD_HASH_STEP; /* digits have that bit set */
        *hash = text_ascii_class[byte] & (TEXT_LETTER | TEXT_DIGIT) ? next : *hash;
    }
    *hash = word_hash_finish(*hash);
    return true;
}

void word_plain(struct buffer *buffer, struct slice text)
{
    const char *at = text.at, *end = text.at + text.size;
    while (at < end) {
        uint32_t code_point = text_decode(&at, end), lower = text_lower(code_point);
        if (code_point < 128 || text_class(code_point) & TEXT_MARK) {
            if (code_point < 128)
                buffer_byte(buffer, (char)code_point);
            continue;
        }
        size_t from = buffer->size;
        const char *plain = plain_form(lower);
        if (plain)
            buffer_text(buffer, plain);
        else
            text_append(buffer, text_base(lower));
        if (lower != code_point && buffer->at[from] >= 'a' && buffer->at[from] <= 'z')
            buffer->at[from] = (char)(buffer->at[from] - 32);
    }
}

void word_fold(struct buffer *buffer, struct slice text)
{
    const char *at = text.at, *end = text.at + text.size;
    while (at < end) {
        if ((unsigned char)*at < 128) {
            unsigned ascii = text_class((unsigned char)*at);
            if (ascii & (TEXT_LETTER | TEXT_DIGIT))
                buffer_byte(buffer, (char)(*at | (ascii & TEXT_UPPER ? 0x20 : 0)));
            at++;
            continue;
        }
        uint32_t code_point = text_decode(&at, end);
        unsigned class = text_class(code_point);
        if (!(class & (TEXT_LETTER | TEXT_DIGIT)) || class & TEXT_MARK)
            continue;
        uint32_t lower = text_lower(code_point);
        const char *plain = plain_form(lower);
        if (plain)
            buffer_text(buffer, plain);
        else
            text_append(buffer, text_base(lower));
    }
}
