#include "spaced.h"

#include <string.h>

#include "spelling.h"
#include "text.h"
#include "words.h"

static bool stands_at(struct slice text, size_t at, struct slice part)
{
    return at + part.size <= text.size && memcmp(text.at + at, part.at, part.size) == 0;
}

static bool stands_before(struct slice text, size_t at, struct slice part)
{
    return at >= part.size && stands_at(text, at - part.size, part);
}

static bool is_any(struct slice word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_is(word, words[i]))
            return true;
    return false;
}
#define IS_ANY(word, words) is_any(word, words, sizeof(words) / sizeof(words)[0])

/* The word that ends at `end`. */
static struct slice word_before(struct slice text, size_t end)
{
    size_t start = end;
    while (start > 0 && text.at[start - 1] != ' ')
        start--;
    return slice_part(text, start, end);
}

/* The letters from `start` on, which begins a word. */
static struct slice word_from(struct slice text, size_t start)
{
    size_t end = start;
    while (end < text.size && ascii_is_letter(text.at[end]))
        end++;
    return slice_part(text, start < text.size ? start : text.size, start < text.size ? end : text.size);
}

static bool is_number(struct slice word)
{
    static const char *const numbers[] = {"one",  "two", "three", "four", "five",  "six",    "seven", "eight",
                                          "nine", "ten", "first", "half", "third", "second", "fourth"};
    return word.size > 0 && (ascii_is_digit(word.at[0]) || IS_ANY(word, numbers));
}

/* The hyphen at `at`, between spaces, stands where no writer puts any: "co - founder", "10 - day", "long - term",
 * "Oslo - based firm"; not "a firm - based in Oslo - that". */
static bool is_sign(struct slice text, size_t at)
{
    static const char *const fronts[] = {"co",   "non", "vice",  "anti",  "pre",   "post", "self", "multi",
                                         "semi", "sub", "ultra", "inter", "socio", "neo",  "ex"};
    static const char *const spans[] = {"year",   "day",    "month",     "week",   "hour",   "minute", "point",
                                        "member", "party",  "story",     "storey", "star",   "time",   "round",
                                        "metre",  "meter",  "kilometre", "degree", "person", "way",    "step",
                                        "page",   "strong", "old",       "quarter"};
    static const char *const measures[] = {"long",  "short", "mid",   "medium", "high", "low",   "full",  "large",
                                           "small", "far",   "right", "left",   "top",  "world", "upper", "middle"};
    static const char *const kinds[] = {"term",  "scale", "level", "range", "class",  "tech", "profile", "quality",
                                        "speed", "risk",  "wing",  "time",  "income", "end",  "ranking", "reaching"};
    static const char *const ranks[] = {"director",  "secretary", "attorney", "prosecutor", "auditor", "inspector",
                                        "Secretary", "Director",  "Attorney", "Prosecutor", "Auditor", "president"};
    static const char *const general[] = {"general", "General", "elect"};
    static const char *const ways[] = {"based", "led",    "backed", "owned",  "born",   "controlled", "related",
                                       "made",  "funded", "style",  "linked", "backed", "sponsored",  "friendly"};
    static const char *const joints[] = {"in", "by", "on", "at", "to", "from", "with", "for", "as", "and", "of", "or"};
    if (at == 0 || text.at[at - 1] != ' ' || !stands_at(text, at + 1, SLICE(" ")))
        return false;
    if (stands_at(text, at + 1, SLICE(" year - ")) ||
        (stands_before(text, at, SLICE(" e ")) && stands_at(text, at + 1, SLICE(" mail"))))
        return true;
    struct slice before = word_before(text, at - 1), behind = word_from(text, at + 2);
    if (before.at > text.at && IS_ANY(before, fronts))
        return true;
    if ((is_number(before) && IS_ANY(behind, spans)) || (IS_ANY(before, measures) && IS_ANY(behind, kinds)) ||
        (IS_ANY(before, ranks) && IS_ANY(behind, general)))
        return true;
    struct slice next = word_from(text, at + 2 + behind.size + 1);
    return IS_ANY(behind, ways) && next.size > 0 && !IS_ANY(next, joints);
}

static bool holds_hyphen(struct slice text)
{
    const char *end = text.at + text.size, *at = text.at;
    for (; at < end && (at = memchr(at, '-', (size_t)(end - at))) != NULL; at++)
        if (is_sign(text, (size_t)(at - text.at)))
            return true;
    return false;
}

/* An apostrophe and its letter, each between spaces; `last` is the apostrophe's last byte. */
static bool holds_apostrophe(struct slice text, char last, struct slice before)
{
    const char *end = text.at + text.size, *at = text.at;
    for (; at < end && (at = memchr(at, last, (size_t)(end - at))) != NULL; at++) {
        size_t place = (size_t)(at - text.at);
        if (stands_before(text, place, before) &&
            (stands_at(text, place + 1, SLICE(" s ")) || stands_at(text, place + 1, SLICE(" t "))))
            return true;
    }
    return false;
}

/* Hyphens between spaces and those inside words, which such a text has none of but in addresses. */
static void count_hyphens(struct slice text, size_t *apart, size_t *inside)
{
    const char *end = text.at + text.size, *at = text.at;
    while (at < end && (at = memchr(at, '-', (size_t)(end - at))) != NULL) {
        bool between = at > text.at && at + 1 < end;
        *apart += between && at[-1] == ' ' && at[1] == ' ';
        *inside += between && ascii_is_letter(at[-1]) && ascii_is_letter(at[1]);
        at++;
    }
}

bool spaced_document(const struct document *document)
{
    size_t apart = 0, inside = 0;
    for (size_t i = 0; i < document->sentence_count; i++)
        count_hyphens(document->sentences[i].text, &apart, &inside);
    for (size_t i = 0; i < document->sentence_count && apart > 4 * inside; i++) {
        const struct slice text = document->sentences[i].text;
        if (holds_hyphen(text) || holds_apostrophe(text, '\'', SLICE(" ")) ||
            holds_apostrophe(text, '\x99', SLICE(" \xE2\x80")))
            return true;
    }
    return false;
}

static bool is_word(const struct token *token)
{
    return token->classes & (TEXT_LETTER | TEXT_DIGIT);
}

/* "Otieno - who (spoke)", "Otieno - The (Daisy)": a dash, behind which something else begins. */
static bool begins_clause(const struct sentence *sentence, size_t at)
{
    static const char *const words[] = {
        "a",    "an",   "and",  "are",   "as",    "at",    "but",    "by",    "can",   "for",   "from",  "had",
        "has",  "have", "he",   "her",   "his",   "how",   "if",     "in",    "is",    "it",    "its",   "not",
        "on",   "or",   "said", "she",   "since", "so",    "than",   "that",  "the",   "their", "then",  "there",
        "they", "this", "to",   "under", "was",   "we",    "were",   "what",  "when",  "where", "which", "while",
        "who",  "whom", "will", "with",  "would", "after", "before", "along", "whose", "says",  "our",   "you"};
    const struct token *token = &sentence->tokens[at];
    char small[8];
    size_t size = token->end - token->start;
    if (size >= sizeof small || !word_is_capital(&sentence->tokens[at - 2]))
        return false;
    if (size < 4 && at > 2 && token->shape == SHAPE_LOWER &&
        spelling_is_eastern_surname(word_text(sentence, &sentence->tokens[at - 3])))
        return false; /* "Moon Jae - in" */
    for (size_t i = 0; i < size; i++)
        small[i] = ascii_lower(sentence->text.at[token->start + i]);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is((struct slice){small, size}, words[i]))
            return true;
    return false;
}

/* "Otieno ’ s": an apostrophe and its s, each between spaces. */
static bool is_genitive(const struct sentence *sentence, size_t at)
{
    const struct token *mark = &sentence->tokens[at], *letter = mark + 1;
    return mark->hash == WORD_HASH("'") && at > 0 && at + 1 < sentence->token_count && letter->hash == WORD_HASH("s") &&
           mark->start == mark[-1].end + 1 && letter->start == mark->end + 1 && letter->shape == SHAPE_LOWER &&
           is_word(mark - 1);
}

/* The word "'s" of both, as it is where nothing was put between. */
static struct token genitive(const struct token *mark)
{
    struct token whole = mark[1];
    whole.start = mark->start;
    whole.hash = WORD_HASH("'s");
    whole.folded = WORD_HASH("s");
    whole.classes |= mark->classes;
    whole.space_before = false;
    return whole;
}

/* "O ’ Otieno", "d ’ Arc": a letter, an apostrophe and a name, each between spaces. */
static bool is_elision(const struct sentence *sentence, size_t at)
{
    if (at + 2 >= sentence->token_count)
        return false;
    const struct token *letter = &sentence->tokens[at], *mark = letter + 1, *name = letter + 2;
    return letter->end - letter->start == 1 && memchr("ODLNMdl", sentence->text.at[letter->start], 7) &&
           mark->hash == WORD_HASH("'") && mark->start == letter->end + 1 && name->start == mark->end + 1 &&
           word_is_capital(name);
}

/* The word of the three, as it is where nothing was put between. */
static struct token elision(struct arena *arena, const struct sentence *sentence, size_t at)
{
    const struct token *letter = &sentence->tokens[at], *name = letter + 2;
    struct slice word = word_text(sentence, name);
    char *joined = arena_allocate(arena, word.size + 2);
    joined[0] = sentence->text.at[letter->start];
    joined[1] = '\'';
    memcpy(joined + 2, word.at, word.size);
    struct sentence alone = {.text = {joined, word.size + 2}};
    tag_sentence_words(arena, &alone);
    struct token whole = alone.tokens[0];
    whole.start = letter->start;
    whole.end = name->end;
    whole.space_before = letter->space_before;
    return whole;
}

static void join_apostrophes(struct arena *arena, struct sentence *sentence)
{
    size_t mark = 0;
    while (mark < sentence->token_count && (sentence->tokens[mark].hash != WORD_HASH("'") ||
                                            !(is_genitive(sentence, mark) || (mark && is_elision(sentence, mark - 1)))))
        mark++;
    if (mark == sentence->token_count)
        return;
    const size_t first = mark > 0 ? mark - 1 : 0;
    size_t count = first;
    for (size_t i = first; i < sentence->token_count; i++, count++) {
        if (is_genitive(sentence, i)) {
            sentence->tokens[count] = genitive(&sentence->tokens[i]);
            i++;
        } else if (is_elision(sentence, i)) {
            sentence->tokens[count] = elision(arena, sentence, i);
            i += 2;
        } else {
            sentence->tokens[count] = sentence->tokens[i];
        }
    }
    sentence->token_count = count;
    sentence->likely_count = 0; /* there are no more than before */
    for (size_t i = 0; i < count; i++)
        if (word_is_likely(&sentence->tokens[i]))
            sentence->likely[sentence->likely_count++] = (uint32_t)i;
}

void spaced_join(struct arena *arena, struct sentence *sentence)
{
    if (sentence->marks & TEXT_QUOTE)
        join_apostrophes(arena, sentence);
    if (!(sentence->marks & TEXT_DASH))
        return;
    struct token *tokens = sentence->tokens;
    for (size_t i = 1; i + 1 < sentence->token_count; i++) {
        bool hyphen = tokens[i].hash == WORD_HASH("-") && tokens[i].end - tokens[i].start == 1 &&
                      sentence->text.at[tokens[i].start] == '-' && tokens[i].start == tokens[i - 1].end + 1 &&
                      tokens[i + 1].start == tokens[i].end + 1;
        if (hyphen && is_word(&tokens[i - 1]) && is_word(&tokens[i + 1]) && !begins_clause(sentence, i + 1))
            tokens[i].space_before = tokens[i + 1].space_before = false;
    }
}
