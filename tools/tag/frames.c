#include "frames.h"

#include <stdlib.h>

#include "model.h"
#include "pattern.h"

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])
#define FIELDS 5
#define LEXEMES_MOST 60000
#define DEFAULT_CONFIDENCE 0.8f
#define BUCKETS_FIRST 16384 /* enough for the words of the frames that are compiled in */
#define NAME(literal)                                                                                                  \
    {                                                                                                                  \
        (literal), sizeof(literal) - 1                                                                                 \
    }

static const char *const modalities[MODALITIES] = {"none",       "happened", "planned", "desired", "offered",
                                                   "threatened", "demanded", "denied",  "claimed", "hypothetical"};

static const char *const classes[] = {"AGREE",    "CONSULT",  "SUPPORT", "CONCEDE", "COOPERATE", "AID",
                                      "RETREAT",  "REQUEST",  "ACCUSE",  "REJECT",  "THREATEN",  "PROTEST",
                                      "SANCTION", "MOBILIZE", "COERCE",  "ASSAULT", "OTHER"};
#define COOPERATIVE_LAST 6

static const struct {
    struct slice name;
    uint16_t flag;
} flags[] = {{NAME("recip"), FRAME_RECIPROCAL}, {NAME("swallow"), FRAME_SWALLOW},   {NAME("place"), FRAME_PLACE},
             {NAME("light"), FRAME_LIGHT},      {NAME("together"), FRAME_TOGETHER}, {NAME("home"), FRAME_HOME}};

/* Kinds of line that give words a role; a second field of modality lines names it. */
static const struct {
    const char *name;
    uint32_t roles;
    uint16_t forms;
} roles[] = {{"agent", ROLE_AGENT, FORM_NOUN},
             {"group", ROLE_AGENT | ROLE_GROUP, FORM_NOUN},
             {"title", ROLE_AGENT | ROLE_TITLE, FORM_NOUN},
             {"state", ROLE_AGENT | ROLE_STATE, FORM_NOUN},
             {"national", ROLE_AGENT | ROLE_NATIONAL, FORM_NOUN},
             {"body", ROLE_AGENT | ROLE_BODY, FORM_NOUN},
             {"pair", ROLE_PAIR, FORM_NOUN},
             {"politics", ROLE_POLITICS, FORM_NOUN},
             {"sport", ROLE_SPORT, FORM_NOUN},
             {"vague", ROLE_VAGUE, FORM_NOUN},
             {"region", ROLE_REGION, FORM_AS_WRITTEN},
             {"opposite", ROLE_AGENT | ROLE_TITLE | ROLE_OPPOSITE, FORM_NOUN},
             {"private", ROLE_AGENT | ROLE_PRIVATE, FORM_NOUN},
             {"organ", ROLE_AGENT | ROLE_ORGAN, FORM_NOUN},
             {"thing", ROLE_AGENT | ROLE_THING, FORM_NOUN},
             {"apart", ROLE_AGENT | ROLE_GROUP | ROLE_APART, FORM_NOUN},
             {"quantity", ROLE_QUANTITY, FORM_NOUN},
             {"say", ROLE_SAY, FORM_VERB},
             {"list", 0, FORM_VERB},
             {"be", ROLE_BE, FORM_VERB},
             {"have", ROLE_HAVE, FORM_VERB},
             {"do", ROLE_DO, FORM_VERB},
             {"condition", ROLE_CONDITION | ROLE_CLAUSE, FORM_AS_WRITTEN},
             {"clause", ROLE_CLAUSE, FORM_AS_WRITTEN},
             {"negative", ROLE_NEGATIVE, FORM_AS_WRITTEN},
             {"word", 0, FORM_AS_WRITTEN}};

const char *modality_name(enum modality modality)
{
    return modalities[modality];
}

static bool bad(struct frame_error *error, const char *what)
{
    error->what = what;
    return false;
}

/* Doubles the table of lexemes by hash when it is half full. */
static void grow_buckets(struct frames *frames)
{
    if (frames->bucket_count > frames->lexeme_count * 2)
        return;
    size_t count = frames->bucket_count ? frames->bucket_count * 2 : BUCKETS_FIRST;
    uint16_t *buckets = memory_zeroed(count, sizeof *buckets);
    for (uint16_t i = 1; i < frames->lexeme_count; i++) {
        size_t at = frames->lexemes[i].hash & (count - 1);
        while (buckets[at] != 0)
            at = (at + 1) & (count - 1);
        buckets[at] = i;
    }
    free(frames->buckets);
    frames->buckets = buckets;
    frames->bucket_count = count;
}

/* Where the lexeme written `text`, whose hash is given, stands in the table, or the empty place for it. */
static uint16_t *bucket_of(const struct frames *frames, struct slice text, uint32_t hash)
{
    size_t mask = frames->bucket_count - 1, at = hash & mask;
    while (frames->buckets[at] != 0 && !slice_equal(frames->lexemes[frames->buckets[at]].text, text))
        at = (at + 1) & mask;
    return &frames->buckets[at];
}

/* A lexeme by its text; made if it is not there yet. 0 when there are too many. */
static uint16_t lexeme_of(struct frames *frames, struct slice text)
{
    if (frames->lexeme_count == 0) {
        frames->lexemes = memory_grow(frames->lexemes, &frames->lexeme_capacity, 1, sizeof *frames->lexemes);
        frames->lexemes[frames->lexeme_count++] = (struct lexeme){.text = SLICE("")};
    }
    grow_buckets(frames);
    uint32_t hash = model_hash(text);
    uint16_t *bucket = bucket_of(frames, text, hash);
    if (*bucket != 0 || frames->lexeme_count >= LEXEMES_MOST)
        return *bucket;
    frames->lexemes =
        memory_grow(frames->lexemes, &frames->lexeme_capacity, frames->lexeme_count + 1, sizeof *frames->lexemes);
    frames->lexemes[frames->lexeme_count] = (struct lexeme){.text = text, .hash = hash};
    *bucket = (uint16_t)frames->lexeme_count++;
    return *bucket;
}

static void add_reading(struct frames *frames, struct slice form, uint16_t lexeme, uint16_t forms)
{
    const struct lexeme *word = &frames->lexemes[lexeme];
    uint32_t hash = form.at == word->text.at && form.size == word->text.size ? word->hash : model_hash(form);
    frames->readings =
        memory_grow(frames->readings, &frames->reading_capacity, frames->reading_count + 1, sizeof *frames->readings);
    frames->readings[frames->reading_count++] = (struct reading){hash, form, lexeme, forms};
    frames->lexemes[lexeme].forms |= forms;
}

static struct slice joined(struct frames *frames, struct slice stem, struct slice ending)
{
    char *text = arena_allocate(&frames->arena, stem.size + ending.size);
    memcpy(text, stem.at, stem.size);
    memcpy(text + stem.size, ending.at, ending.size);
    return (struct slice){text, stem.size + ending.size};
}

/* Ends so and is longer. */
static bool ends(struct slice word, struct slice ending)
{
    return word.size > ending.size && slice_ends(word, ending);
}

static bool vowel(char letter)
{
    return strchr("aeiou", letter) != NULL;
}

/* "ban", "rig": one syllable of consonant, vowel, consonant; such verbs double the last letter. */
static bool doubles(struct slice word)
{
    if (word.size < 3)
        return false;
    char last = word.at[word.size - 1], middle = word.at[word.size - 2], first = word.at[word.size - 3];
    if (vowel(last) || strchr("wxyh", last) || !vowel(middle) || vowel(first))
        return false;
    for (size_t i = 0; i + 2 < word.size; i++)
        if (vowel(word.at[i]) && !(i > 0 && word.at[i] == 'u' && word.at[i - 1] == 'q'))
            return false;
    return true;
}

static struct slice with_s(struct frames *frames, struct slice word)
{
    if (ends(word, SLICE("y")) && word.size > 2 && !vowel(word.at[word.size - 2]))
        return joined(frames, slice_part(word, 0, word.size - 1), SLICE("ies"));
    if (ends(word, SLICE("s")) || ends(word, SLICE("x")) || ends(word, SLICE("z")) || ends(word, SLICE("ch")) ||
        ends(word, SLICE("sh")) || ends(word, SLICE("o")))
        return joined(frames, word, SLICE("es"));
    return joined(frames, word, SLICE("s"));
}

static struct slice with_ed(struct frames *frames, struct slice word)
{
    if (ends(word, SLICE("e")))
        return joined(frames, word, SLICE("d"));
    if (ends(word, SLICE("y")) && !vowel(word.at[word.size - 2]))
        return joined(frames, slice_part(word, 0, word.size - 1), SLICE("ied"));
    if (doubles(word))
        return joined(frames, joined(frames, word, slice_part(word, word.size - 1, word.size)), SLICE("ed"));
    return joined(frames, word, SLICE("ed"));
}

static struct slice with_ing(struct frames *frames, struct slice word)
{
    if (ends(word, SLICE("ie")))
        return joined(frames, slice_part(word, 0, word.size - 2), SLICE("ying"));
    if (ends(word, SLICE("e")) && !ends(word, SLICE("ee")))
        return joined(frames, slice_part(word, 0, word.size - 1), SLICE("ing"));
    if (doubles(word))
        return joined(frames, joined(frames, word, slice_part(word, word.size - 1, word.size)), SLICE("ing"));
    return joined(frames, word, SLICE("ing"));
}

/* Has such a form already, by an `irregular` or `plural` line before or another frame. */
static bool has_form(const struct frames *frames, uint16_t lexeme, unsigned form)
{
    return frames->lexemes[lexeme].forms & form;
}

static void verb_forms(struct frames *frames, uint16_t lexeme)
{
    struct slice word = frames->lexemes[lexeme].text;
    if (has_form(frames, lexeme, FORM_BASE))
        return;
    bool irregular = has_form(frames, lexeme, FORM_PAST);
    add_reading(frames, word, lexeme, FORM_BASE);
    add_reading(frames, with_s(frames, word), lexeme, FORM_THIRD);
    if (!irregular)
        add_reading(frames, with_ed(frames, word), lexeme, FORM_PAST | FORM_PARTICIPLE);
    if (!has_form(frames, lexeme, FORM_GERUND))
        add_reading(frames, with_ing(frames, word), lexeme, FORM_GERUND);
}

static void noun_forms(struct frames *frames, uint16_t lexeme)
{
    struct slice word = frames->lexemes[lexeme].text;
    if (has_form(frames, lexeme, FORM_SINGULAR))
        return;
    add_reading(frames, word, lexeme, FORM_SINGULAR);
    if (has_form(frames, lexeme, FORM_PLURAL))
        return;
    if (ends(word, SLICE("man")))
        add_reading(frames, joined(frames, slice_part(word, 0, word.size - 2), SLICE("en")), lexeme, FORM_PLURAL);
    else
        add_reading(frames, with_s(frames, word), lexeme, FORM_PLURAL);
}

static void word_forms(struct frames *frames, uint16_t lexeme, unsigned forms)
{
    if (forms & FORM_VERB)
        verb_forms(frames, lexeme);
    if (forms & FORM_NOUN)
        noun_forms(frames, lexeme);
    if ((forms & FORM_AS_WRITTEN) && !has_form(frames, lexeme, FORM_AS_WRITTEN))
        add_reading(frames, frames->lexemes[lexeme].text, lexeme, FORM_AS_WRITTEN);
}

/* irregular<TAB>take took taken [taking] */
static bool read_irregular(struct frames *frames, struct slice words, struct frame_error *error)
{
    static const uint16_t forms[] = {0, FORM_PAST, FORM_PARTICIPLE, FORM_GERUND};
    struct slice word;
    uint16_t lexeme = 0;
    size_t at = 0;
    for (; at < LENGTH(forms) && slice_field(&words, ' ', &word); at++) {
        if (at == 0)
            lexeme = lexeme_of(frames, word);
        else if (word.size > 0)
            add_reading(frames, word, lexeme, forms[at]);
    }
    return at >= 3 || bad(error, "irregular wants base, past and participle");
}

/* plural<TAB>woman women */
static bool read_plural(struct frames *frames, struct slice words, struct frame_error *error)
{
    struct slice singular, plural;
    if (!slice_field(&words, ' ', &singular) || !slice_field(&words, ' ', &plural))
        return bad(error, "plural wants two words");
    add_reading(frames, plural, lexeme_of(frames, singular), FORM_PLURAL);
    return true;
}

static bool read_control(struct frames *frames, struct slice name, struct slice words, bool object,
                         struct frame_error *error)
{
    size_t modality = 0;
    while (modality < MODALITIES && !slice_is(name, modalities[modality]))
        modality++;
    if (modality == MODALITIES)
        return bad(error, "no such modality");
    for (struct slice word; slice_field(&words, ',', &word);) {
        uint16_t lexeme = lexeme_of(frames, slice_trim(word));
        frames->lexemes[lexeme].modality = (uint8_t)modality;
        frames->lexemes[lexeme].roles |= ROLE_CONTROL | (object ? ROLE_OBJECT : 0);
        word_forms(frames, lexeme, FORM_VERB | FORM_NOUN | FORM_AS_WRITTEN);
    }
    return true;
}

static bool read_roles(struct frames *frames, size_t kind, struct slice words)
{
    for (struct slice word; slice_field(&words, ',', &word);) {
        uint16_t lexeme = lexeme_of(frames, slice_trim(word));
        frames->lexemes[lexeme].roles |= roles[kind].roles;
        word_forms(frames, lexeme, roles[kind].forms);
    }
    return true;
}

static uint16_t slot_of(struct frames *frames, struct slice name)
{
    static const struct slice named[] = {NAME("-"),    NAME("subj"), NAME("obj"),    NAME("inf"),
                                         NAME("poss"), NAME("mod"),  NAME("nation"), NAME("speaker")};
    for (size_t i = 0; i < LENGTH(named); i++)
        if (slice_equal(name, named[i]))
            return (uint16_t)i;
    uint16_t lexeme = lexeme_of(frames, name);
    word_forms(frames, lexeme, FORM_AS_WRITTEN);
    return (uint16_t)(SLOT_PREPOSITION + lexeme);
}

static bool read_slots(struct frames *frames, struct slice text, uint16_t *slots, struct frame_error *error)
{
    size_t count = 0;
    for (struct slice name; slice_field(&text, ',', &name);) {
        if (count == FRAME_SLOTS - 1)
            return bad(error, "too many places for one role");
        slots[count++] = slot_of(frames, slice_trim(name));
    }
    slots[count] = SLOT_NONE;
    return true;
}

/* subj>obj,with; "-" for the usual ones of a verb or noun. */
static bool read_roles_of_frame(struct frames *frames, struct slice text, struct frame *frame,
                                struct frame_error *error)
{
    if (!text.at || slice_is(text, "-"))
        text = (frame->flags & FRAME_NOUN) ? SLICE("poss,mod,by,of,from>-") : SLICE("subj>obj");
    const char *arrow = memchr(text.at, '>', text.size);
    if (!arrow)
        return bad(error, "roles are written ACTOR>TARGET");
    size_t at = (size_t)(arrow - text.at);
    return read_slots(frames, slice_part(text, 0, at), frame->actors, error) &&
           read_slots(frames, slice_part(text, at + 1, text.size), frame->targets, error);
}

static void guard_words(struct frames *frames, struct slice words, struct guard *guard, unsigned forms)
{
    guard->first = (uint32_t)frames->word_count;
    if (slice_is(words, "*"))
        return;
    for (struct slice word; slice_field(&words, '|', &word);) {
        uint16_t lexeme = lexeme_of(frames, word);
        word_forms(frames, lexeme, forms);
        frames->words =
            memory_grow(frames->words, &frames->word_capacity, frames->word_count + 1, sizeof *frames->words);
        frames->words[frames->word_count++] = lexeme;
    }
    guard->count = (uint32_t)frames->word_count - guard->first;
}

static bool read_guard(struct frames *frames, struct slice text, struct frame *frame, struct frame_error *error)
{
    struct guard guard = {.negative = text.at[0] == '!'};
    if (guard.negative)
        text = slice_part(text, 1, text.size);
    const char *sign = text.size ? memchr(text.at, '=', text.size) : NULL;
    struct slice name = sign ? slice_part(text, 0, (size_t)(sign - text.at)) : text;
    struct slice value = sign ? slice_part(text, name.size + 1, text.size) : SLICE("");
    if (!sign && slice_is(name, "inf"))
        guard.kind = GUARD_INFINITIVE;
    else if (!sign && slice_is(name, "that"))
        guard.kind = GUARD_THAT;
    else if (!sign && slice_is(name, "infinitive"))
        guard.kind = GUARD_COMPLEMENT;
    else if (!sign && slice_is(name, "noobj"))
        guard.kind = GUARD_NO_OBJECT;
    else if (!sign && slice_is(name, "not"))
        guard.kind = GUARD_NEGATED;
    else if (!sign || value.size == 0)
        return bad(error, "neither a flag nor a guard");
    else if (slice_is(name, "who")) {
        guard.kind = GUARD_ACTOR;
        guard.preposition = slot_of(frames, value);
    } else if (slice_is(name, "obj")) {
        guard.kind = GUARD_OBJECT;
        guard_words(frames, value, &guard, FORM_NOUN);
    } else if (slice_is(name, "do")) {
        guard.kind = GUARD_DO;
        guard_words(frames, value, &guard, FORM_VERB);
    } else if (slice_is(name, "mod")) {
        guard.kind = GUARD_MODIFIER;
        guard_words(frames, value, &guard, FORM_AS_WRITTEN | FORM_NOUN);
    } else if (slice_is(name, "prt")) {
        guard.kind = GUARD_PARTICLE;
        guard_words(frames, value, &guard, FORM_AS_WRITTEN);
    } else {
        guard.kind = GUARD_PREPOSITION;
        guard.preposition = (uint16_t)(slot_of(frames, name) - SLOT_PREPOSITION);
        guard_words(frames, value, &guard, FORM_NOUN);
    }
    frames->guards =
        memory_grow(frames->guards, &frames->guard_capacity, frames->guard_count + 1, sizeof *frames->guards);
    frames->guards[frames->guard_count++] = guard;
    frame->guard_count++;
    return true;
}

/* 0.N or 0.NN */
static bool read_confidence(struct slice text, float *confidence)
{
    float digit = 0.1f;
    if (text.size < 3 || text.size > 4 || text.at[0] != '0' || text.at[1] != '.')
        return false;
    *confidence = 0;
    for (size_t i = 2; i < text.size; i++, digit /= 10) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        *confidence += (float)(text.at[i] - '0') * digit;
    }
    return true;
}

/* Underscores stand for spaces in an action. */
static struct slice spaced(struct frames *frames, struct slice text)
{
    char *copy = arena_copy(&frames->arena, text);
    for (size_t i = 0; i < text.size; i++)
        if (copy[i] == '_')
            copy[i] = ' ';
    return (struct slice){copy, text.size};
}

static bool read_option(struct frames *frames, struct slice text, struct frame *frame, struct frame_error *error)
{
    for (size_t i = 0; i < LENGTH(flags); i++)
        if (slice_equal(text, flags[i].name)) {
            frame->flags |= flags[i].flag;
            return true;
        }
    if (slice_starts(text, SLICE("action="))) {
        frame->action = spaced(frames, slice_part(text, 7, text.size));
        return true;
    }
    if (slice_starts(text, SLICE("conf=")))
        return read_confidence(slice_part(text, 5, text.size), &frame->confidence) ||
               bad(error, "conf wants a number like 0.6 or 0.65");
    if (slice_starts(text, SLICE("is="))) {
        for (size_t i = 0; i < MODALITIES; i++)
            if (slice_is(slice_part(text, 3, text.size), modalities[i])) {
                frame->modality = (uint8_t)i;
                return true;
            }
        return bad(error, "no such modality");
    }
    return read_guard(frames, text, frame, error);
}

/* CONSULT or CONSULT/042; @ for a light verb. */
static bool read_class(struct slice text, struct frame *frame, struct frame_error *error)
{
    struct slice code;
    if (slice_is(text, "@")) {
        frame->flags |= FRAME_LIGHT;
        return true;
    }
    slice_field(&text, '/', &code);
    frame->cameo = text;
    for (size_t i = 0; i < LENGTH(classes); i++)
        if (slice_is(code, classes[i])) {
            frame->code = code;
            if (i <= COOPERATIVE_LAST)
                frame->flags |= FRAME_COOPERATE;
            return true;
        }
    return bad(error, "no such class");
}

static bool read_frame(struct frames *frames, const struct slice *fields, bool noun, struct frame_error *error)
{
    struct frame model = {.flags = noun ? FRAME_NOUN : 0,
                          .confidence = DEFAULT_CONFIDENCE,
                          .line = error->line,
                          .file = (uint16_t)frames->files};
    if (!fields[2].at)
        return bad(error, "a frame wants words and a class");
    model.guard_first = (uint32_t)frames->guard_count;
    if (!read_class(fields[2], &model, error) || !read_roles_of_frame(frames, fields[3], &model, error))
        return false;
    struct slice rest = fields[4], word;
    while (slice_field(&rest, ' ', &word))
        if (word.size > 0 && !slice_is(word, "-") && !read_option(frames, word, &model, error))
            return false;
    for (struct slice words = fields[1]; slice_field(&words, ',', &word);) {
        struct frame frame = model;
        frame.lexeme = lexeme_of(frames, slice_trim(word));
        if (!frame.action.at)
            frame.action = frames->lexemes[frame.lexeme].text;
        word_forms(frames, frame.lexeme, noun ? FORM_NOUN : FORM_VERB);
        frames->frames =
            memory_grow(frames->frames, &frames->frame_capacity, frames->frame_count + 1, sizeof *frames->frames);
        frames->frames[frames->frame_count++] = frame;
    }
    return true;
}

static bool read_line(struct frames *frames, const struct slice *fields, struct frame_error *error)
{
    struct slice kind = fields[0];
    if (slice_is(kind, "=")) /* an example, for the tests */
        return true;
    if (!fields[1].at)
        return bad(error, "expected a kind, a tab and words");
    if (slice_is(kind, "verb") || slice_is(kind, "noun"))
        return read_frame(frames, fields, slice_is(kind, "noun"), error);
    if (slice_is(kind, "irregular"))
        return read_irregular(frames, fields[1], error);
    if (slice_is(kind, "plural"))
        return read_plural(frames, fields[1], error);
    if (slice_is(kind, "modality") || slice_is(kind, "modality-of-object")) {
        if (!fields[2].at)
            return bad(error, "modality wants its name and words");
        return read_control(frames, fields[1], fields[2], kind.size > 8, error);
    }
    for (size_t i = 0; i < LENGTH(roles); i++)
        if (slice_is(kind, roles[i].name))
            return read_roles(frames, i, fields[1]);
    return bad(error, "no such kind of line");
}

/* Room for about what a file of so many bytes brings, so that the arrays are not copied while they grow. */
static void make_room(struct frames *frames, size_t bytes)
{
    frames->frames =
        memory_grow(frames->frames, &frames->frame_capacity, frames->frame_count + bytes / 64, sizeof *frames->frames);
    frames->lexemes = memory_grow(frames->lexemes, &frames->lexeme_capacity, frames->lexeme_count + bytes / 32,
                                  sizeof *frames->lexemes);
    frames->readings = memory_grow(frames->readings, &frames->reading_capacity, frames->reading_count + bytes / 16,
                                   sizeof *frames->readings);
    frames->words =
        memory_grow(frames->words, &frames->word_capacity, frames->word_count + bytes / 16, sizeof *frames->words);
}

bool frames_read(struct frames *frames, struct slice file, struct frame_error *error)
{
    make_room(frames, file.size);
    struct rule_lines lines = {.rest = file};
    struct slice fields[FIELDS];
    frames->files++;
    while (rule_next(&lines, fields, FIELDS) > 0) {
        error->line = (uint32_t)lines.line;
        if (!read_line(frames, fields, error))
            return false;
        if (frames->lexeme_count >= LEXEMES_MOST)
            return bad(error, "too many words");
    }
    return true;
}

static bool comes_before(const struct reading *a, const struct reading *b)
{
    return a->hash != b->hash ? a->hash < b->hash : a->lexeme < b->lexeme;
}

/* By hash and lexeme, stable: first by the hash's upper bits, of which there are about as many as readings, then within
 * the few that share them. */
static void sort_readings(struct frames *frames, uint32_t bits)
{
    const size_t count = frames->reading_count, slots = (size_t)1 << bits;
    uint32_t *ends = memory_zeroed(slots, sizeof *ends); /* of each slot, while its readings are put there */
    struct reading *sorted = memory_allocate((count + 1) * sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        ends[frames->readings[i].hash >> (32 - bits)]++;
    for (size_t slot = 0, before = 0; slot < slots; slot++) {
        size_t size = ends[slot];
        ends[slot] = (uint32_t)before;
        before += size;
    }
    for (size_t i = 0; i < count; i++)
        sorted[ends[frames->readings[i].hash >> (32 - bits)]++] = frames->readings[i];
    for (size_t i = 1; i < count; i++) {
        struct reading reading = sorted[i];
        size_t to = i;
        for (; to > 0 && comes_before(&reading, &sorted[to - 1]); to--)
            sorted[to] = sorted[to - 1];
        sorted[to] = reading;
    }
    free(ends);
    free(frames->readings);
    frames->readings = sorted;
    frames->reading_capacity = count + 1;
}

/* By lexeme, verbs before nouns; the file read last first, the lines of one file in order. */
static void link_frames(struct frames *frames)
{
    struct frame *linked = memory_allocate((frames->frame_count + 1) * sizeof *linked);
    for (size_t i = 0; i < frames->frame_count; i++) {
        struct lexeme *lexeme = &frames->lexemes[frames->frames[i].lexeme];
        (frames->frames[i].flags & FRAME_NOUN) ? lexeme->noun_count++ : lexeme->verb_count++;
    }
    uint32_t before = 0;
    for (size_t i = 0; i < frames->lexeme_count; i++) {
        struct lexeme *lexeme = &frames->lexemes[i];
        lexeme->verb_first = before;
        lexeme->noun_first = before + lexeme->verb_count;
        before = lexeme->noun_first + lexeme->noun_count;
        lexeme->verb_count = lexeme->noun_count = 0;
    }
    for (size_t file = frames->files; file > 0; file--)
        for (size_t i = 0; i < frames->frame_count; i++) {
            const struct frame *frame = &frames->frames[i];
            struct lexeme *lexeme = &frames->lexemes[frame->lexeme];
            if (frame->file == file)
                linked[(frame->flags & FRAME_NOUN) ? lexeme->noun_first + lexeme->noun_count++
                                                   : lexeme->verb_first + lexeme->verb_count++] = *frame;
        }
    free(frames->frames);
    frames->frames = linked;
    frames->frame_capacity = frames->frame_count + 1;
}

/* Readings of one spelling with one lexeme become one. */
static void merge_readings(struct frames *frames)
{
    size_t kept = 0;
    for (size_t i = 0; i < frames->reading_count; i++) {
        struct reading *last = kept ? &frames->readings[kept - 1] : NULL;
        const struct reading *next = &frames->readings[i];
        if (last && last->hash == next->hash && last->lexeme == next->lexeme && slice_equal(last->form, next->form))
            last->forms |= next->forms;
        else
            frames->readings[kept++] = *next;
    }
    frames->reading_count = kept;
}

void frames_compile(struct frames *frames)
{
    link_frames(frames);
    frames->index_bits = 4;
    while ((size_t)1 << frames->index_bits < frames->reading_count)
        frames->index_bits++;
    sort_readings(frames, frames->index_bits);
    merge_readings(frames);
    size_t slots = (size_t)1 << frames->index_bits, at = 0;
    frames->index = memory_zeroed(slots + 1, sizeof *frames->index);
    for (size_t slot = 0; slot <= slots; slot++) {
        while (at < frames->reading_count && frames->readings[at].hash >> (32 - frames->index_bits) < slot)
            at++;
        frames->index[slot] = (uint32_t)at;
    }
    for (size_t i = 0; i < frames->reading_count; i++) {
        uint32_t bit = frames->readings[i].hash >> (32 - FRAMES_FILTER_BITS);
        frames->filter[bit / 64] |= UINT64_C(1) << bit % 64;
    }
}

void frames_free(struct frames *frames)
{
    free(frames->frames);
    free(frames->guards);
    free(frames->words);
    free(frames->lexemes);
    free(frames->readings);
    free(frames->index);
    free(frames->buckets);
    arena_free(&frames->arena);
    *frames = (struct frames){.frame_count = 0};
}

static bool same_word(struct slice form, struct slice word)
{
    if (form.size != word.size)
        return false;
    if (memcmp(form.at, word.at, form.size) == 0)
        return true;
    for (size_t i = 0; i < form.size; i++)
        if (ascii_lower(word.at[i]) != form.at[i])
            return false;
    return true;
}

const struct reading *frames_readings(const struct frames *frames, struct slice word, uint32_t hash, size_t *count)
{
    *count = 0;
    if (!frames_may_have(frames, hash))
        return NULL;
    uint32_t slot = hash >> (32 - frames->index_bits), at = frames->index[slot];
    while (at < frames->index[slot + 1] && frames->readings[at].hash < hash)
        at++;
    const struct reading *first = &frames->readings[at];
    for (; at < frames->index[slot + 1] && frames->readings[at].hash == hash; at++)
        if (same_word(frames->readings[at].form, word))
            (*count)++;
    return *count ? first : NULL;
}

uint16_t frames_lexeme(const struct frames *frames, struct slice word, uint32_t hash, unsigned forms)
{
    size_t count;
    const struct reading *reading = frames_readings(frames, word, hash, &count);
    for (size_t i = 0; i < count; i++)
        if (reading[i].forms & forms)
            return reading[i].lexeme;
    return 0;
}

uint16_t frames_word(const struct frames *frames, struct slice word)
{
    return frames->bucket_count ? *bucket_of(frames, word, model_hash(word)) : 0;
}
