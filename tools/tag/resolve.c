#include "resolve.h"

#include "belong.h"
#include "lower.h"
#include "model.h"
#include "text.h"
#include "words.h"

#include <stdlib.h>
#include <strings.h>

/* A name of the document, by one folded word or acronym of it. */
struct known {
    uint32_t key; /* folded hash of the word; 0: free */
    enum entity_type type;
    struct slice name, id, country;
    uint32_t seen;  /* how often the full name stands in the document */
    uint32_t words; /* of the full name */
    uint32_t last;  /* folded hash of the full name's last word */
    bool first;     /* the word is the name's first */
    bool worded;    /* the last word is a common or a body's: "Jane Otieno Hospital" */
    bool royal;     /* where the name was given first, a ruler's or prince's title stood before it */
    bool of_father; /* the last word stands behind "bin": it is no surname by itself */
    bool listed;
    uint32_t next;  /* other names with the same word, index + 1 */
    uint64_t place; /* of the first full name: the number of its sentence, then of its token */
};

struct names {
    struct known *at;
    size_t count, capacity;
    uint32_t *heads; /* index + 1 of the first known, by key */
    uint32_t mask;
    struct arena *arena;
};

#define FIRST_SLOTS 64u

static void names_start(struct names *names, struct arena *arena)
{
    *names = (struct names){.arena = arena, .mask = FIRST_SLOTS - 1};
    names->heads = arena_array(arena, FIRST_SLOTS, sizeof *names->heads);
}

/* Puts the name before those that are found by the same slot. */
static void names_link(struct names *names, size_t index)
{
    uint32_t *head = &names->heads[names->at[index].key & names->mask];
    names->at[index].next = *head;
    *head = (uint32_t)index + 1;
}

static void names_spread(struct names *names)
{
    size_t slots = ((size_t)names->mask + 1) * 4;
    names->mask = (uint32_t)slots - 1;
    names->heads = arena_array(names->arena, slots, sizeof *names->heads);
    for (size_t i = 0; i < names->count; i++)
        names_link(names, i);
}

#define MOST_NAMESAKES 64 /* names with one word that are told apart; a document that has more is a list */

/* The name, or NULL; *namesakes is how many stand under its word. */
static struct known *names_find_exact(struct names *names, const struct known *wanted, size_t *namesakes)
{
    *namesakes = 0;
    for (uint32_t at = names->heads[wanted->key & names->mask]; at; at = names->at[at - 1].next) {
        struct known *known = &names->at[at - 1];
        if (known->key == wanted->key && known->type == wanted->type && slice_equal(known->name, wanted->name))
            return known;
        ++*namesakes;
    }
    return NULL;
}

static void names_add(struct names *names, const struct known *known)
{
    size_t namesakes;
    struct known *old = names_find_exact(names, known, &namesakes);
    if (old) {
        old->seen++;
        old->first |= known->first; /* "Sabah Al-Khaled Al-Sabah" begins and ends with the word */
    }
    if (old || namesakes >= MOST_NAMESAKES)
        return;
    names->at = arena_grow(names->arena, names->at, names->count, &names->capacity, sizeof *names->at);
    if (names->count * 2 > names->mask)
        names_spread(names);
    names->at[names->count] = *known;
    names->at[names->count].seen = 1;
    names_link(names, names->count++);
}

#define ANYWHERE UINT64_MAX /* in the document */

static uint64_t place_of(size_t sentence, uint32_t token)
{
    return (uint64_t)sentence << 32 | token;
}

/* The best known name of `type` with this word: one that stands before `place` already, then the one seen most, of
 * equals the earliest. */
static const struct known *names_best(const struct names *names, uint32_t key, enum entity_type type, uint64_t place)
{
    const struct known *best = NULL;
    for (uint32_t at = names->heads[key & names->mask]; at; at = names->at[at - 1].next) {
        const struct known *known = &names->at[at - 1];
        if (known->key != key || known->type != type || known->of_father)
            continue;
        bool given = known->place < place, earlier = best && best->place < place;
        if (!best || given > earlier || (given == earlier && known->seen >= best->seen))
            best = known;
    }
    return best;
}

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

static uint32_t fold_key(struct slice text)
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

static size_t name_words(const struct sentence *sentence, const struct entity *entity)
{
    size_t words = 0;
    for (uint32_t i = entity->first_token; i < entity->last_token; i++)
        words +=
            sentence->tokens[i].shape != SHAPE_PUNCT && (sentence->tokens[i].space_before || i == entity->first_token);
    return words;
}

/* ---- names given in full ---- */

/* The entity's name, to be found by `key`. */
static struct known known_as(const struct entity *entity, uint32_t key)
{
    return (struct known){.key = key,
                          .type = entity->type,
                          .name = entity->name,
                          .id = entity->id,
                          .country = entity->country,
                          .listed = entity->listed};
}

/* "Mohammed bin Salman": the last word is the father's name. */
static bool is_father(const struct sentence *sentence, uint32_t first, uint32_t last)
{
    if (last < first + 2)
        return false;
    const uint32_t before = sentence->tokens[last - 1].hash;
    return before == word_hash("bin") || before == word_hash("ibn") || before == word_hash("bint");
}

/* "King", "Crown Prince": a title whose holder goes by the first name. */
static bool is_behind_royal(const struct sentence *sentence, uint32_t first)
{
    static const char *const titles[] = {"King", "Queen", "Prince", "Princess", "Emir", "Amir", "Sultan", "Pope"};
    if (first == 0)
        return false;
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        if (slice_is(word_text(sentence, &sentence->tokens[first - 1]), titles[i]))
            return true;
    return false;
}

static void add_words(struct names *names, const struct gazetteer *gazetteer, const struct sentence *sentence,
                      const struct entity *entity, size_t index)
{
    uint32_t first = entity->first_token, last = entity->last_token - 1;
    struct known known = known_as(entity, sentence->tokens[last].folded);
    known.words = (uint32_t)name_words(sentence, entity);
    known.last = known.key;
    known.place = place_of(index, first);
    known.of_father = is_father(sentence, first, last);
    known.worded = gazetteer_lists(gazetteer, sentence, last) &
                   (KIND_OF(LIST_COMMON) | KIND_OF(LIST_BODY) | KIND_OF(LIST_FACILITY) | KIND_OF(LIST_OCCASION));
    known.royal =
        is_behind_royal(sentence, first) || (first > 0 && sentence->tokens[first - 1].hash == WORD_HASH("sheikh"));
    names_add(names, &known);
    if (first == last)
        return;
    bool surname = last >= first + 2 && sentence->tokens[last - 1].shape == SHAPE_CAPITAL &&
                   sentence->tokens[last].space_before &&
                   !IN_LIST(gazetteer_lists(gazetteer, sentence, last - 1), LIST_GIVEN);
    if (surname) {
        known.key = sentence->tokens[last - 1].folded; /* the father's: "Mario Abdo Benítez" */
        names_add(names, &known);
    }
    while (first + 1 < last && sentence->tokens[first].shape == SHAPE_INITIAL)
        first++;
    known.first = true;
    known.key = sentence->tokens[first].folded;
    names_add(names, &known);
}

/* The first word of *text, which is cut off it; empty at the end. */
static struct slice next_word(struct slice *text)
{
    while (text->size && *text->at == ' ')
        *text = slice_part(*text, 1, text->size);
    size_t size = 0;
    while (size < text->size && text->at[size] != ' ')
        size++;
    struct slice word = slice_part(*text, 0, size);
    *text = slice_part(*text, size, text->size);
    return word;
}

/* "Kaimosi Friends University (Kafu)": letters of the name, in their order. */
static bool is_made_of(struct slice word, struct slice name)
{
    size_t at = 0;
    for (size_t i = 0; i < name.size && at < word.size; i++)
        at += (name.at[i] | 0x20) == (word.at[at] | 0x20);
    return at == word.size && name.size > 0 && (name.at[0] | 0x20) == (word.at[0] | 0x20) && word.size < name.size / 2;
}

#define CALLED_SHORT 3 /* capital words that a name has at least to be called by another word for short */

/* "Democratic Revolutionary Party (PRD)": the letters are the first of the name's words, in another language's order.
 */
static bool are_its_initials(struct slice letters, struct slice name)
{
    size_t words = 0;
    for (struct slice word = next_word(&name); word.size; word = next_word(&name)) {
        if (!ascii_is_capital(*word.at))
            continue;
        if (!memchr(letters.at, *word.at, letters.size))
            return false;
        words++;
    }
    return words == letters.size;
}

/* "Otieno Daily (AFP)": the letters at `at` are a body that lists know, and begin with another letter
 * than the name before them. */
static bool is_other_body(const struct gazetteer *gazetteer, const struct sentence *sentence, size_t at,
                          struct slice name)
{
    struct gazetteer_match match = gazetteer_exact(gazetteer, sentence, at, at + 1);
    bool listed = false;
    for (uint32_t i = 0; i < match.count; i++)
        listed |= match.readings[i].type == ENTITY_ORG && !(match.readings[i].flags & READING_WEAK);
    struct slice letters = word_text(sentence, &sentence->tokens[at]);
    return listed && name.size > 0 && ((letters.at[0] ^ name.at[0]) & ~0x20) != 0 && !are_its_initials(letters, name);
}

/* "Posts and Telecommunications Institute of Ghana (Potel)": a word that no list knows, in brackets behind a body with
 * a long name, is what the body is called for short. */
static bool is_call_name(const struct gazetteer *gazetteer, const struct sentence *sentence,
                         const struct entity *entity, uint32_t at)
{
    uint32_t words = 0;
    for (uint32_t i = entity->first_token; i < entity->last_token; i++)
        words += word_is_capital(&sentence->tokens[i]);
    return entity->type == ENTITY_ORG && words >= CALLED_SHORT && sentence->tokens[at].shape == SHAPE_CAPITAL &&
           gazetteer_lists(gazetteer, sentence, at) == 0 && gazetteer_find(gazetteer, sentence, at, at + 1).count == 0;
}

/* "(ACR)" behind a name. */
static void add_acronym(struct names *names, const struct gazetteer *gazetteer, const struct sentence *sentence,
                        const struct entity *entity)
{
    uint32_t at = entity->last_token;
    at +=
        at < sentence->token_count && sentence->tokens[at].hash == WORD_HASH("'s"); /* "the Ministry's (MINT) office" */
    if (at + 2 >= sentence->token_count || sentence->text.at[sentence->tokens[at].start] != '(')
        return;
    const struct token *token = &sentence->tokens[at + 1];
    if (sentence->text.at[sentence->tokens[at + 2].start] != ')' ||
        !(token->shape == SHAPE_UPPER || token->shape == SHAPE_MIXED || token->shape == SHAPE_ALNUM ||
          (token->shape == SHAPE_CAPITAL && is_made_of(word_text(sentence, token), entity->name)) ||
          is_call_name(gazetteer, sentence, entity, at + 1)))
        return;
    if (is_other_body(gazetteer, sentence, at + 1, entity->name))
        return;
    struct known known = known_as(entity, token->hash);
    known.words = 1;
    names_add(names, &known);
}

/* "International Union for Kafui Works (Kafui Union)": another body's name of several words in brackets behind a longer
 * one is what that is called. */
static void add_call_name(struct names *called, const struct sentence *sentence, const struct entity *entity,
                          const struct entity *other)
{
    uint32_t open = entity->last_token, words = entity->last_token - entity->first_token;
    bool inside = other->type == ENTITY_ORG && other->first_token == open + 1 &&
                  other->last_token < sentence->token_count && sentence->text.at[sentence->tokens[open].start] == '(' &&
                  sentence->text.at[sentence->tokens[other->last_token].start] == ')';
    uint32_t size = other->last_token - other->first_token;
    if (!inside || other->listed || size < 2 || words <= size)
        return;
    struct known known = known_as(entity, fold_key(entity_text(sentence, other)));
    names_add(called, &known);
}

/* Whether "better known as" stands between two entities. */
static bool is_known_as(const struct sentence *sentence, const struct entity *entity, const struct entity *other)
{
    uint32_t to = other->first_token, from = entity->last_token;
    to -= to > from && sentence->tokens[to - 1].classes & TEXT_QUOTE;
    return to >= from + 3 && to <= from + 4 && sentence->tokens[to - 1].hash == WORD_HASH("as") &&
           sentence->tokens[to - 2].hash == WORD_HASH("known") &&
           (sentence->tokens[to - 3].hash == WORD_HASH("better") || sentence->tokens[to - 3].hash == WORD_HASH("also"));
}

/* "Kafui of Mexico, better known as Kafumex", "Jane Otieno, also known as Ivy". */
static void add_known_as(struct names *called, const struct sentence *sentence, const struct entity *entity,
                         const struct entity *other)
{
    bool named = entity->type == ENTITY_ORG || (entity->type == ENTITY_PERSON && other->type == ENTITY_PERSON);
    if (!named || other->listed || !is_known_as(sentence, entity, other))
        return;
    struct known known = known_as(entity, fold_key(entity_text(sentence, other)));
    names_add(called, &known);
}

/* "Election Commission" under its initials, by which the document may call it without saying so. */
static void add_initials(struct names *names, const struct sentence *sentence, const struct entity *entity)
{
    char initials[12];
    size_t size = 0;
    for (uint32_t i = entity->first_token; i < entity->last_token; i++) {
        const struct token *token = &sentence->tokens[i];
        char first = sentence->text.at[token->start];
        if (!word_is_capital(token))
            continue;
        if (first < 'A' || first > 'Z' || size == sizeof initials)
            return;
        initials[size++] = (char)(first + 32);
    }
    if (size < 2)
        return;
    struct known known = known_as(entity, model_hash((struct slice){initials, size}));
    known.words = (uint32_t)size;
    names_add(names, &known);
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
    return text_is_ascii(text) && !text_is_ascii(tail) && fold_key(tail) == fold_key(text);
}

bool resolve_is_same(struct slice name, struct slice other)
{
    return slice_equal(name, other) || fold_key(name) == fold_key(other);
}

struct slice resolve_spelling(struct arena *arena, struct slice name, struct slice part)
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

static void set_plain_name(struct arena *arena, const struct sentence *sentence, struct entity *entity)
{
    struct slice text = clean_text(arena, entity_text(sentence, entity));
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
            (text_is_ascii(entity->name) != text_is_ascii(text) && fold_key(text) == fold_key(entity->name)))
            entity->name = text;
        else
            entity->name = resolve_spelling(arena, entity->name, text);
        return;
    case ENTITY_PLACE: /* lists of cities write letters that the press leaves out */
        if (!entity->name.at || fold_key(text) == fold_key(entity->name))
            entity->name = text;
        return;
    default:
        if (!entity->name.at)
            entity->name = entity->type == ENTITY_ORG ? without_form(text) : text;
    }
}

/* The names that a document gives. */
struct given {
    struct names people, acronyms, initials, spellings;
    struct names called; /* bodies by another name of several words */
};

/* What may have its letters in brackets behind it: "Kafue Economic Zone (KEZ)". */
static bool has_letters(enum entity_type type)
{
    return type == ENTITY_ORG || type == ENTITY_PLACE || type == ENTITY_FACILITY || type == ENTITY_EVENT ||
           type == ENTITY_TITLE;
}

static void gather(struct given *given, const struct gazetteer *gazetteer, const struct sentence *sentence,
                   size_t index)
{
    for (size_t i = 0; i < sentence->entity_count; i++) {
        const struct entity *entity = &sentence->entities[i];
        if (entity->type == ENTITY_PERSON && name_words(sentence, entity) > 1)
            add_words(&given->people, gazetteer, sentence, entity, index);
        if (has_letters(entity->type))
            add_acronym(&given->acronyms, gazetteer, sentence, entity);
        if (entity->type == ENTITY_ORG && i + 1 < sentence->entity_count)
            add_call_name(&given->called, sentence, entity, entity + 1);
        if (i + 1 < sentence->entity_count)
            add_known_as(&given->called, sentence, entity, entity + 1);
        if (entity->type == ENTITY_ORG)
            add_initials(&given->initials, sentence, entity);
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

/* The key that all spellings of a name share; where the document speaks of Korea, a surname in any romanisation. */
static uint32_t spelling_key(struct slice name, bool korean)
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
        return fold_key((struct slice){spelt, size + rest.size});
    }
    return fold_key(name);
}

static bool speaks_of_korea(const struct document *document)
{
    for (size_t i = 0; i < document->sentence_count; i++)
        for (size_t k = 0; k < document->sentences[i].entity_count; k++) {
            struct slice country = document->sentences[i].entities[k].country;
            if (slice_is(country, "North Korea") || slice_is(country, "South Korea"))
                return true;
        }
    return false;
}

/* A listed person's full name as it first stands in the document, accents and all, counts for all of it. */
static void note_spelling(struct names *spellings, const struct sentence *sentence, const struct entity *entity,
                          bool korean)
{
    if (entity->type != ENTITY_PERSON || !entity->listed || name_words(sentence, entity) < 2 ||
        !slice_equal(entity->name, entity_text(sentence, entity)))
        return;
    struct known known = known_as(entity, spelling_key(entity->name, korean));
    if (!names_best(spellings, known.key, entity->type, ANYWHERE))
        names_add(spellings, &known);
}

/* The same name in another spelling takes the first one's. What a list knows keeps its name, but for persons, and
 * counts only for others that no list knows, which there are if `open`. */
static void unite_spellings(struct names *spellings, struct entity *entity, bool korean, bool open)
{
    if (!open && entity->type != ENTITY_PERSON)
        return;
    uint32_t key = entity->type == ENTITY_PERSON ? spelling_key(entity->name, korean) : fold_key(entity->name);
    struct known known = known_as(entity, key);
    const struct known *old = names_best(spellings, known.key, entity->type, ANYWHERE);
    if (!old) {
        names_add(spellings, &known);
        return;
    }
    if (entity->listed && entity->type != ENTITY_PERSON)
        return;
    entity->name = old->name;
    entity->id = old->id;
    entity->country = old->country;
}

/* ---- short forms ---- */

static void take_name(struct entity *entity, const struct known *known)
{
    entity->name = known->name;
    entity->id = known->id;
    entity->country = known->country;
}

/* Of the names with words before `text`, which they end with in any case, the one seen most. */
static const struct known *names_ending(const struct names *names, uint32_t key, struct slice text)
{
    const struct known *best = NULL;
    for (uint32_t at = names->heads[key & names->mask]; at; at = names->at[at - 1].next) {
        const struct known *known = &names->at[at - 1];
        if (known->key != key || known->type != ENTITY_PERSON || known->name.size < text.size + 2)
            continue;
        const char *end = known->name.at + known->name.size - text.size;
        if (end[-1] == ' ' && strncasecmp(end, text.at, text.size) == 0 && (!best || known->seen >= best->seen))
            best = known;
    }
    return best;
}

/* The only name that begins with `text` and goes on: "Nor Azlan Hassan (Otieno)"; NULL if there is none or are two. */
static const struct known *names_going_on(const struct names *names, uint32_t key, struct slice text)
{
    const struct known *only = NULL;
    for (uint32_t at = names->heads[key & names->mask]; at; at = names->at[at - 1].next) {
        const struct known *known = &names->at[at - 1];
        if (known->key != key || !known->first || known->worded || known->name.size < text.size + 2 ||
            known->name.at[text.size] != ' ' || strncasecmp(known->name.at, text.at, text.size) != 0)
            continue;
        if (only)
            return NULL;
        only = known;
    }
    return only;
}

/* "Mwangi" and "Bin Salman" under the full names that the document gives. */
static void resolve_person(const struct names *names, const struct sentence *sentence, size_t index,
                           struct entity *entity)
{
    uint32_t key = sentence->tokens[entity->last_token - 1].folded;
    const struct known *known = name_words(sentence, entity) > 1
                                    ? names_ending(names, key, entity_text(sentence, entity))
                                    : names_best(names, key, ENTITY_PERSON, place_of(index, entity->first_token));
    if (known && known->first && !known->royal && !known->listed && is_behind_royal(sentence, entity->first_token))
        return; /* "Crown Prince Hussein" is not Hussein Otieno */
    if (!known && name_words(sentence, entity) > 1)
        known = names_going_on(names, sentence->tokens[entity->first_token].folded, entity_text(sentence, entity));
    if (!known || (entity->listed && name_words(sentence, entity) > 1))
        return;
    const struct known *fuller = names_ending(names, known->last, known->name);
    take_name(entity, fuller ? fuller : known);
}

/* The person of the document whose name begins with the word, and not with "Sheikh"; NULL if there is none. */
static const struct known *names_beginning(const struct names *names, uint32_t key)
{
    for (uint32_t at = names->heads[key & names->mask]; at; at = names->at[at - 1].next) {
        const struct known *known = &names->at[at - 1];
        if (known->key == key && known->first && !slice_starts(known->name, SLICE("Sheikh")))
            return known;
    }
    return NULL;
}

/* "Sheikh Nasser", of whom the document says more: title and name come apart. Whether they did. */
static bool cut_sheikh(const struct names *names, struct arena *arena, struct sentence *sentence, size_t index)
{
    struct entity *person = &sentence->entities[index];
    const uint32_t first = person->first_token;
    if (person->type != ENTITY_PERSON || person->last_token != first + 2 ||
        sentence->tokens[first].hash != word_hash("sheikh"))
        return false;
    const struct known *known = names_beginning(names, sentence->tokens[first + 1].folded);
    if (!known)
        return false;
    struct entity title = *person;
    title.type = ENTITY_TITLE;
    title.last_token = first + 1;
    title.end = sentence->tokens[first].end;
    title.name = SLICE("sheikh");
    person->first_token++;
    person->start = sentence->tokens[first + 1].start;
    take_name(person, known);
    *sentence_add_entity(sentence, arena) = title;
    sentence_order_entities(sentence);
    return true;
}

/* Surnames that stand first, as in Korea, China and Vietnam. */
static bool is_eastern_surname(struct slice word)
{
    static const char *const names[] = {
        "Kim",  "Lee",  "Park", "Pak",  "Choi", "Choe",   "Jung",  "Jeong",  "Chung", "Kang", "Cho",    "Yoon", "Yun",
        "Jang", "Lim",  "Im",   "Han",  "Oh",   "Seo",    "Shin",  "Kwon",   "Hwang", "Ahn",  "Song",   "Yoo",  "Ryu",
        "Hong", "Jeon", "Ko",   "Moon", "Mun",  "Yang",   "Son",   "Bae",    "Baek",  "Paek", "Heo",    "Nam",  "Noh",
        "Roh",  "Ri",   "Rim",  "Jo",   "Thae", "Chen",   "Wang",  "Li",     "Zhang", "Liu",  "Wu",     "Zhao", "Huang",
        "Zhou", "Xu",   "Sun",  "Ma",   "Zhu",  "Hu",     "Guo",   "Lin",    "Gao",   "Luo",  "Xi",     "Deng", "Jiang",
        "Cai",  "Tsai", "Hsu",  "Lai",  "Hou",  "Chiang", "Chang", "Nguyen", "Tran",  "Pham", "Truong", "Hun",  "Ji"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (slice_is(word, names[i]))
            return true;
    return false;
}

/* Whether the name has the word right before the text, in any case. */
static bool has_before(struct slice name, struct slice word, struct slice text)
{
    for (size_t at = word.size + 1; at + text.size <= name.size; at++)
        if (name.at[at - 1] == ' ' && strncasecmp(name.at + at, text.at, text.size) == 0 &&
            strncasecmp(name.at + at - 1 - word.size, word.at, word.size) == 0 &&
            (at == word.size + 1 || name.at[at - word.size - 2] == ' '))
            return true;
    return false;
}

/* "Bin Salman", "Van der Bellen": words from token `from` on that stand before the surname in the full name, too. */
static void take_particles(const struct sentence *sentence, struct entity *entity, uint32_t from)
{
    while (entity->first_token > from) {
        const struct token *before = &sentence->tokens[entity->first_token - 1];
        if (before->shape == SHAPE_PUNCT ||
            !has_before(entity->name, word_text(sentence, before), entity_text(sentence, entity)))
            break;
        entity->first_token--;
        entity->start = before->start;
    }
}

/* What the document says that letters stand for; NULL if it does not. */
static const struct known *spelt_out(const struct names *acronyms, uint32_t key)
{
    static const enum entity_type types[] = {ENTITY_ORG, ENTITY_PLACE, ENTITY_FACILITY, ENTITY_EVENT};
    const struct known *known = NULL;
    if (!acronyms->heads[key & acronyms->mask])
        return NULL;
    for (size_t i = 0; i < sizeof types / sizeof types[0] && !known; i++)
        known = names_best(acronyms, key, types[i], ANYWHERE);
    return known;
}

/* Words outside the entities that are a surname or acronym of the document. */
static void add_repeats(const struct given *given, const struct tagger *tagger, struct document *document, size_t index)
{
    struct sentence *sentence = &document->sentences[index];
    const struct gazetteer *gazetteer = &tagger->gazetteers[tagger->gazetteer_count - 1];
    size_t count = sentence->entity_count, entity = 0;
    uint32_t end = 0; /* of the entity before */
    for (size_t k = 0; k < sentence->likely_count; k++) {
        const uint32_t i = sentence->likely[k];
        while (entity < count && sentence->entities[entity].last_token <= i)
            end = sentence->entities[entity++].last_token;
        if (entity < count && sentence->entities[entity].first_token <= i)
            continue;
        const struct token *token = &sentence->tokens[i];
        const struct known *known = NULL;
        if (token->shape != SHAPE_INITIAL)
            known = spelt_out(&given->acronyms, token->hash);
        if (!known && token->shape == SHAPE_UPPER)
            known = names_best(&given->acronyms, token->hash, ENTITY_TITLE, ANYWHERE);
        if (!known && token->shape == SHAPE_UPPER && !IN_LIST(gazetteer_lists(gazetteer, sentence, i), LIST_COMMON))
            known = names_best(&given->initials, token->hash, ENTITY_ORG, ANYWHERE);
        if (!known && word_is_capital(token) && token->end - token->start > 2)
            known = names_best(&given->people, token->folded, ENTITY_PERSON, place_of(index, i));
        if (!known || (known->type == ENTITY_PERSON && known->first && known->words > 1 && !known->listed &&
                       !is_eastern_surname(word_text(sentence, token))))
            continue;
        struct entity *added = sentence_add_entity(sentence, document->arena);
        *added = (struct entity){.start = token->start,
                                 .end = token->end,
                                 .first_token = i,
                                 .last_token = i + 1,
                                 .type = known->type,
                                 .rule = "document",
                                 .confidence = 0.8f};
        take_name(added, known);
        take_particles(sentence, added, end);
        end = i + 1;
    }
    if (sentence->entity_count > count)
        sentence_order_entities(sentence);
}

/* What stands behind the word in the text; at NULL if it is not there. */
static struct slice behind_word(struct slice text, struct slice wanted)
{
    for (struct slice word = next_word(&text); word.size; word = next_word(&text))
        if (slice_equal(word, wanted))
            return text;
    return (struct slice){NULL, 0};
}

/* "East Africa Community" and "East African Community": most words of the one stand in the other, in their order. */
static bool is_variant(struct slice name, struct slice other)
{
    uint32_t words = 0, shared = 0;
    for (struct slice word = next_word(&name); word.size; word = next_word(&name)) {
        struct slice rest = behind_word(other, word);
        words++;
        shared += rest.at != NULL;
        other = rest.at ? rest : other;
    }
    return shared * 2 > words;
}

/* What the document says an acronym stands for, unless that only misspells what a list knows. */
static void resolve_acronym(const struct given *given, const struct sentence *sentence, struct entity *entity)
{
    const struct token *token = &sentence->tokens[entity->first_token];
    bool upper = (token->shape == SHAPE_UPPER || token->shape == SHAPE_MIXED ||
                  (token->shape == SHAPE_CAPITAL && !entity->listed)) &&
                 (entity->type == ENTITY_PERSON || entity->type == ENTITY_PLACE);
    if (entity->last_token - entity->first_token != 1 || !(entity->type == ENTITY_ORG || upper))
        return;
    const struct known *known = spelt_out(&given->acronyms, token->hash);
    if (!known && !entity->listed)
        known = names_best(&given->acronyms, token->hash, ENTITY_TITLE, ANYWHERE);
    if (!known && (!entity->listed || entity->country.at) && token->shape == SHAPE_UPPER)
        known = names_best(&given->initials, token->hash, ENTITY_ORG, ANYWHERE);
    if (!known || (entity->listed && !known->listed && is_variant(known->name, entity->name)))
        return;
    take_name(entity, known);
    entity->type = known->type;
    entity->listed = known->listed;
}

/* What the document gives as another name of a body or person, which it then is. */
static void resolve_called(const struct given *given, struct entity *entity)
{
    bool open = entity->type == ENTITY_ORG || entity->type == ENTITY_PERSON || entity->type == ENTITY_PLACE;
    if (!open || entity->listed || given->called.count == 0)
        return;
    const uint32_t key = fold_key(entity->name);
    const struct known *known = names_best(&given->called, key, ENTITY_ORG, ANYWHERE);
    if (!known && entity->type == ENTITY_PERSON)
        known = names_best(&given->called, key, ENTITY_PERSON, ANYWHERE);
    if (!known)
        return;
    take_name(entity, known);
    entity->type = known->type;
}

void resolve_document(const struct tagger *tagger, struct document *document)
{
    struct given given;
    const bool korean = speaks_of_korea(document);
    bool open = false;
    names_start(&given.people, document->arena);
    names_start(&given.acronyms, document->arena);
    names_start(&given.initials, document->arena);
    names_start(&given.spellings, document->arena);
    names_start(&given.called, document->arena);
    for (size_t i = 0; i < document->sentence_count; i++) {
        struct sentence *sentence = &document->sentences[i];
        for (size_t k = 0; k < sentence->entity_count; k++) {
            struct entity *entity = &sentence->entities[k];
            set_plain_name(document->arena, sentence, entity);
            if (entity->type == ENTITY_ORG && !entity->listed)
                entity->country = belong_land(tagger, sentence, entity);
            note_spelling(&given.spellings, sentence, entity, korean);
            open |= !entity->listed && entity->type != ENTITY_PERSON;
        }
    }
    for (size_t i = 0; i < document->sentence_count; i++) {
        struct sentence *sentence = &document->sentences[i];
        for (size_t k = 0; k < sentence->entity_count; k++)
            unite_spellings(&given.spellings, &sentence->entities[k], korean, open);
        gather(&given, &tagger->gazetteers[tagger->gazetteer_count - 1], sentence, i);
    }
    for (size_t i = 0; i < document->sentence_count; i++) {
        struct sentence *sentence = &document->sentences[i];
        for (size_t k = 0; k < sentence->entity_count; k++) {
            if (cut_sheikh(&given.people, document->arena, sentence, k)) {
                k++; /* the title, then the person */
                continue;
            }
            struct entity *entity = &sentence->entities[k];
            if (entity->type == ENTITY_PERSON) {
                resolve_person(&given.people, sentence, i, entity);
                take_particles(sentence, entity, k ? sentence->entities[k - 1].last_token : 0);
            }
            resolve_acronym(&given, sentence, entity);
            resolve_called(&given, entity);
        }
        add_repeats(&given, tagger, document, i);
    }
}
