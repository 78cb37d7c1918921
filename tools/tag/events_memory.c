/* What a document has told so far: who holds which office, which countries, bodies and governments it has named. */
#include "events_scene.h"

#include "speech.h"
#include "words.h"

#define HOLDER_TOKENS 10   /* behind a name and a comma, looked at for a title */
#define COUNTRY_ENTITIES 8 /* entities looked at before a title for its country */
#define HOLDERS_LOOK 64    /* holders looked at for the same one */
#define HOLDERS_MOST 1024
#define COUNTRY_WORDS 2 /* from a country to the name behind it: "Republic," */
#define TITLE_BACK 8    /* words before a country looked at for a title */

/* The entity that covers a token; NULL if none does. */
static const struct entity *entity_over(const struct sentence *sentence, uint32_t at)
{
    size_t low = 0, high = sentence->entity_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (sentence->entities[middle].last_token <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sentence->entity_count && sentence->entities[low].first_token <= at ? &sentence->entities[low] : NULL;
}

/* A name of a person, place or body covers the token. */
static bool named_at(const struct sentence *sentence, uint32_t at)
{
    const struct entity *entity = entity_over(sentence, at);
    return entity && entity->type < ENTITY_TITLE;
}

/* The first token of the title that the word at `at` belongs to. */
static uint32_t title_first(const struct sentence *sentence, uint32_t at)
{
    const struct entity *title = entity_over(sentence, at);
    return title && title->type == ENTITY_TITLE ? title->first_token : at;
}

/* "prime" of a prime minister, "finance" of a minister of finance, for the title at token `at` of [first, last); absent
 * where no word says which. */
struct slice memory_office(const struct sentence *sentence, uint32_t first, uint32_t at, uint32_t last)
{
    const struct token *tokens = sentence->tokens;
    if (at > first + 1) { /* a deputy prime minister is not the prime minister */
        struct slice rank = word_text(sentence, &tokens[at - 2]);
        if (same_letters(rank, SLICE("deputy")) || same_letters(rank, SLICE("vice")))
            return rank;
    }
    if (at > first) {
        struct slice before = word_text(sentence, &tokens[at - 1]);
        unsigned pos = tokens[at - 1].pos;
        bool names = pos == SPEECH_NOUN || pos == SPEECH_ADJECTIVE || pos == SPEECH_NAME || pos == SPEECH_NONE;
        if (names && before.size > 3 && !slice_is(before, "then") && !named_at(sentence, at - 1))
            return before;
    }
    if (at + 2 >= last)
        return (struct slice){NULL, 0};
    struct slice link = word_text(sentence, &tokens[at + 1]);
    uint32_t next = at + 2;
    if (!slice_is(link, "of") && !slice_is(link, "for"))
        return (struct slice){NULL, 0};
    if (slice_is(word_text(sentence, &tokens[next]), "the") && next + 1 < last)
        next++;
    return named_at(sentence, next) ? (struct slice){NULL, 0} : word_text(sentence, &tokens[next]);
}

/* The country that a document names most; absent if it names none. */
struct slice memory_main_nation(const struct memory_of_document *memory)
{
    const struct nation *best = NULL;
    for (size_t i = 0; i < memory->nation_count; i++)
        if (!best || memory->nations[i].mentions > best->mentions)
            best = &memory->nations[i];
    return best ? best->name : (struct slice){NULL, 0};
}

/* Titles of the same office, as far as both say which. "The minister" is not the prime minister. */
static bool same_office(struct slice asked, struct slice held)
{
    if (!asked.at)
        return !held.at || !(same_letters(held, SLICE("prime")) || same_letters(held, SLICE("vice")) ||
                             same_letters(held, SLICE("deputy")));
    return !held.at || same_letters(asked, held);
}

static bool is_premier(struct slice title, struct slice office)
{
    return slice_is(title, "premier") || slice_is(title, "pm") ||
           (slice_is(title, "minister") && office.at && same_letters(office, SLICE("prime")));
}

/* The holder's title is the one asked for. "Justice Lund" is a judge, the premier the prime minister. */
static bool same_title(const struct lexeme *lexemes, const struct holder *holder, uint16_t asked, struct slice office)
{
    struct slice held = lexemes[holder->title].text, title = lexemes[asked].text;
    if (is_premier(title, office))
        return is_premier(held, holder->office);
    return (holder->title == asked && same_office(office, holder->office)) ||
           (slice_is(held, "justice") && slice_is(title, "judge"));
}

/* The holder has the title, office and country asked for. */
static bool is_asked(const struct scene *scene, const struct holder *holder, uint16_t title, struct slice office,
                     struct slice country, struct slice main)
{
    const struct lexeme *lexemes = scene->events->frames.lexemes;
    bool any = slice_is(lexemes[title].text, "leader") || slice_is(lexemes[title].text, "diplomat") ||
               (lexemes[title].roles & ROLE_OPPOSITE);
    bool home = country.at && slice_equal(country, main); /* whose officers need no country */
    bool of_body = country.at && holder->body.at && slice_equal(holder->body, country);
    bool country_fits = !country.at || of_body || (holder->country.at ? slice_equal(holder->country, country) : home);
    bool counterpart = country.at && holder->country.at && (lexemes[holder->title].roles & ROLE_OPPOSITE);
    bool title_fits = counterpart || same_title(lexemes, holder, title, office);
    return !holder->past && country_fits && (title_fits || (any && country.at && holder->country.at));
}

/* The only person whom the document names further on with this title, office and country; NULL if there are several. */
static const struct holder *holder_ahead(const struct scene *scene, uint16_t title, struct slice office,
                                         struct slice country)
{
    const struct memory_of_document *ahead = scene->memory->ahead;
    const struct holder *only = NULL;
    struct slice main = memory_main_nation(ahead);
    for (size_t i = 0; i < ahead->count; i++) {
        const struct holder *holder = &ahead->holders[i];
        if (!is_asked(scene, holder, title, office, country, main))
            continue;
        if (only && !slice_equal(only->name, holder->name))
            return NULL;
        only = holder;
    }
    bool ours = only && (country.at || !only->country.at || slice_equal(only->country, main));
    return ours ? only : NULL;
}

/* A remembered person with this title, office and country; the latest, or else who will be named with them. */
const struct holder *memory_holder(const struct scene *scene, uint16_t title, struct slice office, struct slice country)
{
    const struct memory_of_document *memory = scene->memory;
    struct slice main = memory_main_nation(memory);
    const struct holder *abroad = NULL;
    for (size_t i = memory->count; i-- > 0;) {
        const struct holder *holder = &memory->holders[i];
        if (!is_asked(scene, holder, title, office, country, main))
            continue;
        if (country.at || title != scene->events->president || !holder->country.at ||
            slice_equal(holder->country, main))
            return holder; /* "the president" is rather the main country's than the guest named last */
        abroad = abroad ? abroad : holder;
    }
    return abroad ? abroad : holder_ahead(scene, title, office, country);
}

const struct holder *memory_guest(const struct scene *scene, uint16_t title, struct slice office)
{
    const struct memory_of_document *memory = scene->memory;
    const struct lexeme *lexemes = scene->events->frames.lexemes;
    struct slice main = memory_main_nation(memory);
    for (size_t i = memory->count; i-- > 0;) {
        const struct holder *holder = &memory->holders[i];
        if (!holder->past && holder->country.at && !slice_equal(holder->country, main) &&
            same_title(lexemes, holder, title, office))
            return holder;
    }
    return NULL;
}

/* "the president of Peru met President Lund": what stands before the verb says nothing of the title behind it. */
static bool verb_between(const struct events *events, const struct sentence *sentence, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        const struct token *token = &sentence->tokens[i];
        if (frames_lexeme(&events->frames, word_text(sentence, token), token->hash, FORM_PAST | FORM_THIRD) != 0)
            return true;
    }
    return false;
}

/* The country of the words before a title: "Iranian foreign minister", "China's president"; in *body the body that
 * they name, which stands for the country where there is none. */
static struct slice country_before(const struct events *events, const struct sentence *sentence, uint32_t token,
                                   size_t entity, struct slice *body)
{
    *body = (struct slice){NULL, 0};
    /* A few entities tell; without an end to it, a list of titles and names would be walked for each of its names. */
    for (size_t e = entity; e-- > 0 && entity - e <= COUNTRY_ENTITIES;) {
        const struct entity *before = &sentence->entities[e];
        if (before->first_token >= token)
            continue;
        if (before->last_token + 2 < token || verb_between(events, sentence, before->last_token, token))
            break;
        if (before->type == ENTITY_ORG)
            *body = before->name;
        if (before->country.at && before->country.size > 0)
            return before->country;
        if (before->type == ENTITY_COUNTRY || before->type == ENTITY_NATIONALITY)
            return before->name;
        token = before->first_token;
    }
    return *body;
}

/* A word before or behind a name that is a title; 0 if there is none. `*at` is its token. */
static uint16_t title_near(const struct events *events, const struct sentence *sentence, uint32_t from, uint32_t to,
                           uint32_t *at)
{
    uint16_t found = 0;
    for (uint32_t i = from; i < to && i < sentence->token_count; i++) {
        const struct token *token = &sentence->tokens[i];
        uint16_t lexeme = frames_lexeme(&events->frames, word_text(sentence, token), token->hash, FORM_SINGULAR);
        bool title = events->frames.lexemes[lexeme].roles & ROLE_TITLE;
        if (found != 0 && !title)
            break; /* "chief prosecutor": the last of them */
        if (title) {
            *at = i;
            found = lexeme;
        }
    }
    return found;
}

/* Names and small words alone stand between the title at `title` and the name at `name`: "minister of Mali, Anna Lund",
 * not "the judge sentenced Lund". */
static bool belongs_to_name(const struct sentence *sentence, uint32_t title, uint32_t name)
{
    static const char *const small[] = {"of", "the", "for", "to", "in", "and", ",", "-", "(", ")", "'s", "’s"};
    for (uint32_t i = title + 1; i < name; i++) {
        struct slice word = word_text(sentence, &sentence->tokens[i]);
        bool fits = sentence->tokens[i].shape != SHAPE_LOWER || named_at(sentence, i) || title_first(sentence, i) < i;
        for (size_t w = 0; w < sizeof small / sizeof small[0] && !fits; w++)
            fits = slice_is(word, small[w]);
        if (!fits)
            return false;
    }
    return true;
}

/* Remembers who holds an office, the latest last. Who was remembered a little before moves up; of very many the older
 * half is forgotten, so that looking through them stays cheap. */
static void remember(struct memory_of_document *memory, struct holder holder)
{
    for (size_t i = memory->count, look = HOLDERS_LOOK; i-- > 0 && look-- > 0;) {
        const struct holder *old = &memory->holders[i];
        if (old->title != holder.title || !slice_equal(old->name, holder.name) ||
            !slice_equal(old->country, holder.country))
            continue;
        memmove(&memory->holders[i], &memory->holders[i + 1], (memory->count - i - 1) * sizeof *memory->holders);
        memory->count--;
        break;
    }
    if (memory->count == HOLDERS_MOST) {
        memory->count /= 2;
        memmove(memory->holders, memory->holders + memory->count, memory->count * sizeof *memory->holders);
    }
    memory->holders = memory_grow(memory->holders, &memory->capacity, memory->count + 1, sizeof *memory->holders);
    memory->holders[memory->count++] = holder;
}

/* "former president", "late king": an office that is no longer held. */
static bool is_past_office(const struct sentence *sentence, uint32_t at)
{
    static const char *const words[] = {"former", "Former", "late",    "ex",     "ousted",      "deposed",
                                        "then",   "slain",  "onetime", "fallen", "assassinated"};
    uint32_t first = title_first(sentence, at);
    for (uint32_t i = first > 1 ? first - 2 : 0; i < at; i++)
        for (size_t w = 0; w < sizeof words / sizeof words[0]; w++)
            if (slice_is(word_text(sentence, &sentence->tokens[i]), words[w]))
                return true;
    return false;
}

/* The person with the title whose word is at `at`, and whose words end before `last`. */
static struct holder holder_at(const struct sentence *sentence, const struct entity *person, uint16_t title,
                               uint32_t at, uint32_t last, struct slice country)
{
    return (struct holder){.name = person->name,
                           .id = person->id,
                           .country = country,
                           .office = memory_office(sentence, title_first(sentence, at), at, last),
                           .title = title,
                           .past = is_past_office(sentence, at)};
}

static void count_nation(struct memory_of_document *memory, struct slice name)
{
    size_t i = 0;
    while (i < memory->nation_count && !slice_equal(memory->nations[i].name, name))
        i++;
    if (i == NATIONS_MOST)
        return;
    if (i == memory->nation_count)
        memory->nations[memory->nation_count++] = (struct nation){.name = name};
    memory->nations[i].mentions++;
    memory->nations[i].last = ++memory->mentions;
}

static void keep_spelling(struct memory_of_document *memory, const struct sentence *sentence,
                          const struct entity *entity)
{
    bool country = entity->type == ENTITY_COUNTRY || entity->type == ENTITY_NATIONALITY;
    if (!country || memory->spelling_count == SPELLINGS_MOST)
        return;
    struct slice text = entity_text(sentence, entity);
    for (size_t i = 0; i < memory->spelling_count; i++)
        if (slice_equal(memory->spellings[i].text, text))
            return;
    memory->spellings[memory->spelling_count++] =
        (struct spelling){text, entity->country.at && entity->country.size > 0 ? entity->country : entity->name};
}

/* The countries, bodies and spellings that a sentence names. */
static void remember_names(const struct sentence *sentence, struct memory_of_document *memory)
{
    for (size_t i = 0; i < memory->nation_count; i++)
        memory->nations[i].before = memory->nations[i].last;
    memory->bodies_before = memory->body_count;
    for (size_t e = 0; e < sentence->entity_count; e++) {
        const struct entity *entity = &sentence->entities[e];
        bool own = entity->type == ENTITY_ORG && !entity->listed; /* "the Egyptian Association against Torture" */
        struct slice country = own ? entity->country : country_of(entity);
        if (country.at)
            count_nation(memory, country);
        if (entity->type == ENTITY_ORG)
            memory->bodies[memory->body_count++ % BODIES_MOST] = (struct party){
                .name = entity->name, .id = entity->id, .entity = -1, .type = ENTITY_ORG, .confidence = BY_MEMORY};
        else
            keep_spelling(memory, sentence, entity);
    }
}

/* "the minister of foreign affairs of Chad, Milo Dukic": the title before the country that stands before the name at
 * token `first`, with its token and that country; 0 if there is none. */
static uint16_t title_of_country(const struct events *events, const struct sentence *sentence, size_t e, uint32_t first,
                                 uint32_t *at, struct slice *country)
{
    const struct entity *land = e > 0 ? &sentence->entities[e - 1] : NULL;
    uint16_t title = 0;
    if (!land || (land->type != ENTITY_COUNTRY && land->type != ENTITY_NATIONALITY) ||
        land->last_token + COUNTRY_WORDS < first || land->first_token < 2)
        return 0;
    uint32_t of = land->first_token - 1;
    if (slice_is(word_text(sentence, &sentence->tokens[of]), "the"))
        of--;
    struct slice word = word_text(sentence, &sentence->tokens[of]);
    bool abroad = slice_is(word, "to") || slice_is(word, "in"); /* "the ambassador to Chad" is not of Chad */
    if (!slice_is(word, "of") && !abroad)
        return 0;
    for (uint32_t back = 2; back <= TITLE_BACK && title == 0; back += 2)
        title = title_near(events, sentence, land->first_token > back ? land->first_token - back : 0, land->first_token,
                           at);
    if (!abroad)
        *country = land->country.at && land->country.size > 0 ? land->country : land->name;
    return title;
}

/* "Kenya's President Mwangi": remembers the person, entity `e`, if a title stands before; whether one does. */
static bool remember_titled(const struct events *events, const struct sentence *sentence, size_t e,
                            struct memory_of_document *memory)
{
    const struct entity *person = &sentence->entities[e];
    uint32_t first = person->first_token, at = 0;
    uint16_t title = title_near(events, sentence, first > 1 ? first - 1 : 0, first, &at);
    if (title == 0 && first > 2)
        title = title_near(events, sentence, first - 3, first, &at);
    struct slice of = {NULL, 0};
    if (title == 0)
        title = title_of_country(events, sentence, e, first, &at, &of);
    if (title == 0 || !belongs_to_name(sentence, at, first))
        return false;
    uint32_t begin = at;
    for (size_t t = e; t-- > 0 && sentence->entities[t].last_token + 1 > at;)
        if (sentence->entities[t].type == ENTITY_TITLE)
            begin = sentence->entities[t].first_token;
    struct slice body = {NULL, 0}, country = of.at ? of : country_before(events, sentence, begin, e, &body);
    if (!country.at)
        country = person->country; /* a leader whom the lists know */
    struct holder holder = holder_at(sentence, person, title, at, first, country);
    holder.body = body;
    remember(memory, holder);
    return true;
}

/* "Lund, met the minister": the words up to the title tell what the person did, unlike "Lund, elected president". */
static bool tells_deed(const struct events *events, const struct sentence *sentence, uint32_t from, uint32_t to)
{
    static const char *const made[] = {"elected", "appointed", "named", "called", "reelected", "made", "was", "is"};
    for (uint32_t i = from; i < to; i++) {
        struct slice word = word_text(sentence, &sentence->tokens[i]);
        bool makes = false;
        for (size_t w = 0; w < sizeof made / sizeof made[0] && !makes; w++)
            makes = slice_is(word, made[w]);
        if (makes)
            return false;
    }
    return verb_between(events, sentence, from, to);
}

/* "Mwangi, the president of Kenya": the same with the title behind. */
static void remember_explained(const struct events *events, const struct sentence *sentence, size_t e,
                               struct memory_of_document *memory)
{
    const struct entity *person = &sentence->entities[e];
    uint32_t behind = person->last_token, at = 0;
    if (behind >= sentence->token_count || !slice_is(word_text(sentence, &sentence->tokens[behind]), ","))
        return;
    uint16_t title = title_near(events, sentence, behind, behind + HOLDER_TOKENS, &at);
    struct slice country = {NULL, 0}, body = {NULL, 0};
    if (title && tells_deed(events, sentence, behind, at))
        return;
    for (size_t o = e + 1; title && o < sentence->entity_count; o++) {
        const struct entity *other = &sentence->entities[o];
        if (other->first_token > at + 3 || other->type == ENTITY_PERSON)
            break;
        if (other->type == ENTITY_NATIONALITY || other->type == ENTITY_COUNTRY)
            country = other->country.at ? other->country : other->name;
        else if (other->type == ENTITY_ORG && !country.at)
            country = body = other->name;
    }
    if (!title)
        return;
    struct holder holder = holder_at(sentence, person, title, at, (uint32_t)sentence->token_count, country);
    holder.body = body;
    remember(memory, holder);
}

void memory_sentence(const struct events *events, const struct sentence *sentence, struct memory_of_document *memory)
{
    remember_names(sentence, memory);
    for (size_t e = 0; e < sentence->entity_count; e++)
        if (sentence->entities[e].type == ENTITY_PERSON && !remember_titled(events, sentence, e, memory))
            remember_explained(events, sentence, e, memory);
}

void memory_regime(struct memory_of_document *memory, uint16_t lexeme, struct slice country)
{
    size_t i = 0;
    while (i < memory->regime_count && memory->regimes[i].lexeme != lexeme)
        i++;
    if (i == REGIMES_MOST)
        return;
    memory->regimes[i] = (struct regime){lexeme, country};
    if (i == memory->regime_count)
        memory->regime_count++;
}
