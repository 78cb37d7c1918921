#define _GNU_SOURCE /* memmem */
#include "spaced.h"

#include <string.h>

#include "text.h"
#include "words.h"

/* What no writer puts apart; each with the spaces around it. */
static const struct slice signs[] = {
    {" ’ s ", sizeof " ’ s " - 1},           {" ' s ", sizeof " ' s " - 1},       {" ’ t ", sizeof " ’ t " - 1},
    {" - year - ", sizeof " - year - " - 1}, {" co - ", sizeof " co - " - 1},     {" non - ", sizeof " non - " - 1},
    {" e - mail", sizeof " e - mail" - 1},   {" vice - ", sizeof " vice - " - 1}, {" anti - ", sizeof " anti - " - 1},
    {" pre - ", sizeof " pre - " - 1},       {" post - ", sizeof " post - " - 1}, {" self - ", sizeof " self - " - 1},
};

static bool holds(struct slice text, struct slice part)
{
    return memmem(text.at, text.size, part.at, part.size) != NULL;
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
    for (size_t i = 0; i < document->sentence_count && apart > 4 * inside; i++)
        for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
            if (holds(document->sentences[i].text, signs[k]))
                return true;
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
    return at > 0 && at + 1 < sentence->token_count && mark->hash == WORD_HASH("'") && letter->hash == WORD_HASH("s") &&
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

static void join_genitives(struct sentence *sentence)
{
    size_t count = 0, likely = 0;
    for (size_t i = 0; i < sentence->token_count; i++, count++) {
        while (likely < sentence->likely_count && sentence->likely[likely] < i)
            likely++;
        if (likely < sentence->likely_count && sentence->likely[likely] == i)
            sentence->likely[likely] = (uint32_t)count;
        if (is_genitive(sentence, i)) {
            sentence->tokens[count] = genitive(&sentence->tokens[i]);
            i++;
        } else {
            sentence->tokens[count] = sentence->tokens[i];
        }
    }
    sentence->token_count = count;
}

void spaced_join(struct sentence *sentence)
{
    join_genitives(sentence);
    struct token *tokens = sentence->tokens;
    for (size_t i = 1; i + 1 < sentence->token_count; i++) {
        bool hyphen = tokens[i].end - tokens[i].start == 1 && sentence->text.at[tokens[i].start] == '-' &&
                      tokens[i].start == tokens[i - 1].end + 1 && tokens[i + 1].start == tokens[i].end + 1;
        if (hyphen && is_word(&tokens[i - 1]) && is_word(&tokens[i + 1]) && !begins_clause(sentence, i + 1))
            tokens[i].space_before = tokens[i + 1].space_before = false;
    }
}
