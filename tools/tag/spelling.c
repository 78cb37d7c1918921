#include "spelling.h"

#include <string.h>

#include "lower.h"
#include "model.h"
#include "text.h"
#include "words.h"

/* True if the text has no white space but single blanks between words, and no escape. */
static bool is_clean(struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte <= ' ' ? byte != ' ' || i == 0 || text.at[i - 1] == ' ' : byte == '\\')
            return false;
    }
    return true;
}

/* The surface with each run of white space as one space. */
static struct slice clean_text(struct arena *arena, struct slice text)
{
    if (is_clean(text))
        return text;
    char *copy = arena_allocate(arena, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '\\' && i + 1 < text.size && text.at[i + 1] == '\'')
            continue;
        if ((unsigned char)text.at[i] > ' ')
            copy[size++] = text.at[i];
        else if (size > 0 && copy[size - 1] != ' ')
            copy[size++] = ' ';
    }
    return (struct slice){copy, size};
}

uint32_t spelling_fold(struct slice text)
{
    uint32_t key;
    if (!word_fold_hash(text, &key)) {
        struct buffer buffer = {0};
        word_fold(&buffer, text);
        key = model_hash(buffer_view(&buffer));
        buffer_free(&buffer);
    }
    return key ? key : 1;
}

static struct slice lower_text(struct arena *arena, struct slice text)
{
    struct buffer buffer = {0};
    text_lower_append(&buffer, text);
    struct slice lower = {arena_copy(arena, buffer_view(&buffer)), buffer.size};
    buffer_free(&buffer);
    return lower;
}

/* True if the name ends with the text but for accents, which the text leaves out. */
static bool drops_accents(struct slice name, struct slice text)
{
    size_t words = 1, start = name.size;
    for (size_t i = 0; i < text.size; i++)
        words += text.at[i] == ' ';
    while (start > 0 && (words -= name.at[start - 1] == ' ') > 0)
        start--;
    struct slice tail = slice_part(name, start, name.size);
    return text_is_ascii(text) && !text_is_ascii(tail) && spelling_fold(tail) == spelling_fold(text);
}

bool spelling_is_same(struct slice name, struct slice other)
{
    return slice_equal(name, other) || spelling_fold(name) == spelling_fold(other);
}

struct slice spelling_in_text(struct arena *arena, struct slice name, struct slice part)
{
    if (text_is_ascii(name) || !drops_accents(name, part))
        return name;
    struct buffer buffer = {0};
    word_plain(&buffer, name);
    struct slice plain = {arena_copy(arena, buffer_view(&buffer)), buffer.size};
    buffer_free(&buffer);
    return plain;
}

/* The office under the name that it mostly has; `text` is in small letters. */
static struct slice title_name(struct slice text)
{
    static const struct {
        const char *written, *name;
    } titles[] = {{"pm", "prime minister"},
                  {"fm", "foreign minister"},
                  {"vp", "vice president"},
                  {"foreign affairs minister", "foreign minister"},
                  {"minister of foreign affairs", "foreign minister"},
                  {"minister for foreign affairs", "foreign minister"}};
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        if (slice_is(text, titles[i].written))
            return slice_of(titles[i].name);
    return text;
}

/* "Kafui Foods Co.": the name without the letters that say what kind of company it is. */
static struct slice without_form(struct slice name)
{
    static const char *const forms[] = {"inc", "inc.", "ltd",  "ltd.", "llc", "plc", "co.",
                                        "co",  "gmbh", "s.a.", "pte",  "bhd", "sdn", "pty"};
    for (bool cut = true; cut;) {
        size_t start = name.size;
        while (start > 0 && name.at[start - 1] != ' ')
            start--;
        struct word last = lower_of(slice_part(name, start, name.size));
        cut = false;
        for (size_t i = 0; i < sizeof forms / sizeof forms[0] && start > 1; i++)
            cut |= strcmp(last.at, forms[i]) == 0;
        if (cut)
            name.size = start - 1;
        while (cut && name.size > 1 && name.at[name.size - 1] == ',')
            name.size--;
    }
    return name;
}

/* Letters and digits alone, which leave nothing to clean. */
static bool is_one_word(const struct sentence *sentence, const struct entity *entity)
{
    const struct token *token = &sentence->tokens[entity->first_token];
    return entity->last_token == entity->first_token + 1 && entity->start == token->start &&
           entity->end == token->end && !(token->classes & TEXT_PUNCT);
}

void spelling_set_name(struct arena *arena, const struct sentence *sentence, struct entity *entity)
{
    struct slice text = entity_text(sentence, entity);
    if (!is_one_word(sentence, entity))
        text = clean_text(arena, text);
    switch (entity->type) {
    case ENTITY_TITLE:
        entity->name = title_name(lower_text(arena, text));
        return;
    case ENTITY_DATE:
    case ENTITY_TIME:
    case ENTITY_MONEY:
    case ENTITY_PERCENT:
    case ENTITY_NUMBER:
        entity->name = entity->value.at ? entity->value : text;
        return;
    case ENTITY_PERSON: /* with the accents that the article writes, or without */
        if (!entity->name.at ||
            (text_is_ascii(entity->name) != text_is_ascii(text) && spelling_fold(text) == spelling_fold(entity->name)))
            entity->name = text;
        else
            entity->name = spelling_in_text(arena, entity->name, text);
        return;
    case ENTITY_PLACE: /* lists of cities write letters that the press leaves out */
        if (!entity->name.at || spelling_is_same(text, entity->name))
            entity->name = text;
        return;
    default:
        if (!entity->name.at)
            entity->name = entity->type == ENTITY_ORG ? without_form(text) : text;
    }
}

/* Surnames of Korea as the North, the South and the press write them, each before the spelling that stands for all. */
static const struct {
    const char *written, *one;
} surnames[] = {{"Pak", "Park"},  {"Ri", "Lee"},     {"Yi", "Lee"},     {"Rhee", "Lee"},   {"Choe", "Choi"},
                {"Jong", "Jung"}, {"Chong", "Jung"}, {"Jeong", "Jung"}, {"Chung", "Jung"}, {"Rim", "Lim"},
                {"Im", "Lim"},    {"Ryu", "Yoo"},    {"Yu", "Yoo"},     {"Ryoo", "Yoo"},   {"Roh", "Noh"},
                {"No", "Noh"},    {"Paek", "Baek"},  {"Pae", "Bae"},    {"Mun", "Moon"},   {"Sin", "Shin"},
                {"So", "Seo"},    {"Suh", "Seo"},    {"Cho", "Jo"},     {"Chang", "Jang"}, {"An", "Ahn"},
                {"O", "Oh"},      {"U", "Woo"},      {"Yun", "Yoon"},   {"Kwak", "Gwak"},  {"Ro", "Noh"},
                {"Kang", "Gang"}, {"Sol", "Seol"},   {"Ho", "Heo"},     {"Hur", "Heo"},    {"Huh", "Heo"},
                {"Sung", "Song"}, {"Kye", "Gye"},    {"Pyon", "Byun"},  {"Hyon", "Hyun"},  {"Tae", "Thae"}};

#define LONGEST_KOREAN 64 /* bytes of a name of three syllables */

uint32_t spelling_key(struct slice name, bool korean)
{
    size_t surname = 0, parts = 1;
    while (surname < name.size && name.at[surname] != ' ')
        surname++;
    for (size_t i = surname; i < name.size; i++)
        parts += name.at[i] == ' ' || name.at[i] == '-';
    for (size_t i = 0; korean && parts == 3 && i < sizeof surnames / sizeof surnames[0]; i++) {
        char spelt[LONGEST_KOREAN];
        struct slice rest = slice_part(name, surname, name.size);
        if (!slice_is(slice_part(name, 0, surname), surnames[i].written) || rest.size + 8 > sizeof spelt)
            continue;
        size_t size = strlen(surnames[i].one);
        memcpy(spelt, surnames[i].one, size);
        memcpy(spelt + size, rest.at, rest.size);
        return spelling_fold((struct slice){spelt, size + rest.size});
    }
    return spelling_fold(name);
}

bool spelling_is_eastern_surname(struct slice word)
{
    static const char *const names[] = {
        "Kim",  "Lee",  "Park", "Pak",   "Choi",   "Choe",  "Jung",   "Jeong", "Chung", "Kang",   "Cho",
        "Yoon", "Yun",  "Jang", "Lim",   "Im",     "Han",   "Oh",     "Seo",   "Shin",  "Kwon",   "Hwang",
        "Ahn",  "Song", "Yoo",  "Ryu",   "Hong",   "Jeon",  "Ko",     "Moon",  "Mun",   "Yang",   "Son",
        "Bae",  "Baek", "Paek", "Heo",   "Nam",    "Noh",   "Roh",    "Ri",    "Rim",   "Jo",     "Thae",
        "Chen", "Wang", "Li",   "Zhang", "Liu",    "Wu",    "Zhao",   "Huang", "Zhou",  "Xu",     "Sun",
        "Ma",   "Zhu",  "Hu",   "Guo",   "Lin",    "Gao",   "Luo",    "Xi",    "Deng",  "Jiang",  "Cai",
        "Tsai", "Hsu",  "Lai",  "Hou",   "Chiang", "Chang", "Nguyen", "Tran",  "Pham",  "Truong", "Hun",
        "Ji",   "Pan",  "Su",   "Ho",    "Lau",    "Tseng", "Hsieh",  "Kwok",  "Yeung", "Cheng",  "Chan"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (slice_is(word, names[i]))
            return true;
    return false;
}
