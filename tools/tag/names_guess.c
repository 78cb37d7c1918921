#include "names_guess.h"

#include "names.h"
#include "text.h"
#include "words.h"

/* Titles and adjectives of countries at the front of a person are no part of the name. */
static size_t trim_person(const struct view *view, size_t first, size_t last)
{
    static const char *const royal[] = {"king", "queen",  "prince", "princess", "emperor",
                                        "pope", "sultan", "bishop", "judge"};
    static const char *const openings[] = {
        "since", "when", "while", "after", "before", "as",    "if",    "but",     "and",      "for",    "in",
        "on",    "at",   "with",  "like",  "unlike", "under", "until", "despite", "although", "though", "because",
        "both",  "even", "only",  "yet",   "so",     "then",  "now",   "where",   "why",      "how"};
    while (first + 1 < last && view->sentence->tokens[first].shape == SHAPE_LOWER && first > 0 &&
           view->sentence->tokens[first - 1].classes & TEXT_DASH)
        first++; /* "(President-)elect Yoon Suk-yeol" */
    if (first > 0 && first + 1 < last && view_is_weekday(view, first) &&
        !word_is_capital(&view->sentence->tokens[first - 1]))
        first++;
    while (first + 1 < last) {
        const struct gazetteer_match *match = &view->matches[first];
        size_t skip = 0;
        if (view_opens(view, first) && VIEW_IS_ANY(view, first, openings))
            skip = 1; /* "Since Varga", no part of the name */
        for (uint32_t i = 0; i < match->count; i++)
            if ((match->readings[i].type == ENTITY_NATIONALITY || match->readings[i].type == LIST_TITLE_HEAD ||
                 match->readings[i].type == LIST_HONORIFIC || match->readings[i].type == ENTITY_COUNTRY) &&
                gazetteer_fits(&match->readings[i], view->sentence, first) && !view_is_first_name(view, first) &&
                (!view_in_list(view, first, LIST_GIVEN) || VIEW_IS_ANY(view, first, royal)))
                skip = match->tokens;
        if (skip == 0 && view_in_list(view, first, LIST_TITLE_MODIFIER) && !view_in_list(view, first, LIST_GIVEN))
            skip = 1;
        if (skip == 0)
            break;
        first += skip;
    }
    return first;
}

/* "Al (Wahaibi)", written apart and with a capital. */
static size_t particles_before(const struct view *view, size_t first)
{
    static const char *const particles[] = {"al", "el", "abu", "ould", "bin", "ibn"};
    bool particle =
        first > 0 && VIEW_IS_ANY(view, first - 1, particles) && word_is_capital(&view->sentence->tokens[first - 1]);
    return particle ? first - 1 : first;
}

/* "Disapproval (stood at 53 percent)": what an English noun's ending tells of an opening word that no list knows. */
static bool is_abstract(const struct view *view, size_t at)
{
    static const char *const endings[] = {"tion", "tions", "ment", "ments", "ness", "ity",   "ism",  "ance", "ence",
                                          "ship", "oval",  "ical", "able",  "ible", "ingly", "edly", "ously"};
    struct slice word = word_text(view->sentence, &view->sentence->tokens[at]);
    if (view->listed[at] || view_in_list(view, at, LIST_GIVEN) || view_in_list(view, at, LIST_SURNAME) || word.size < 7)
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t size = strlen(endings[i]);
        if (memcmp(word.at + word.size - size, endings[i], size) == 0)
            return true;
    }
    return false;
}

/* Words that are common ones all, where capitals tell nothing; letters of a type of aircraft: "KF-21". */
static bool is_empty_name(const struct view *view, size_t first, size_t last)
{
    const struct sentence *sentence = view->sentence;
    bool common = true, people = false;
    for (size_t i = first; i < last && common; i++) {
        bool adjective = (view->listed[i] & 15) == ENTITY_NATIONALITY;
        common = adjective || view_in_list(view, i, LIST_COMMON) || sentence->tokens[i].shape == SHAPE_PUNCT ||
                 names_is_joint(view, i);
        people |= adjective;
    }
    if (common && people)
        return true;
    if (last == first + 1 && view_opens(view, first) && is_abstract(view, first))
        return true;
    if (common && (view->headline || view->shouting || first == 0 || sentence->tokens[first].shape == SHAPE_UPPER ||
                   last == first + 1))
        return true;
    return last == first + 1 && sentence->tokens[first].shape != SHAPE_CAPITAL && last + 1 < sentence->token_count &&
           sentence->tokens[last].classes & TEXT_DASH && sentence->tokens[last + 1].classes & TEXT_DIGIT;
}

/* "Kafui Trust and Belo Trust": each side of the "and" at `at` has a body's head behind a name of its own. */
static bool are_two_bodies(const struct view *view, size_t first, size_t at, size_t last)
{
    bool heads = (view_in_list(view, at - 1, LIST_BODY) || view_in_list(view, at - 1, LIST_COMPANY)) &&
                 (view_in_list(view, last - 1, LIST_BODY) || view_in_list(view, last - 1, LIST_COMPANY));
    return heads && at > first + 1 && last > at + 2 && (at > first + 2 || last > at + 3) &&
           !view_in_list(view, first, LIST_BODY);
}

/* Where a span must be cut: behind "X's" if X is a name of its own, before "and" behind a listed body. */
static size_t cut_of(const struct view *view, size_t first, size_t last, size_t *next)
{
    for (size_t i = first + 1; i + 1 < last; i++) {
        bool person = i - first > 1 && view_in_list(view, first, LIST_GIVEN) && view_in_list(view, i - 1, LIST_SURNAME);
        bool named = view->matches[first].tokens == i - first || view_in_list(view, i - 1, LIST_BODY) || person;
        if (view_is(view, i, "'s") && named) {
            *next = i + 1;
            return i;
        }
        if (view_is(view, i, "on") && view_in_list(view, i - 1, LIST_BODY) && view_is_street(view, i)) {
            *next = last; /* "Kafui University (on) Haile Road" */
            return i;
        }
        if (view_is(view, i, "/") && word_is_capital(&view->sentence->tokens[i + 1])) { /* "Accra/Lagos" */
            *next = i + 1;
            return i;
        }
        if (view_is_participle(view, i)) {
            *next = i + 2;
            return i;
        }
        bool land = view->matches[first].tokens == i - first && view_reading(view, first, ENTITY_COUNTRY);
        if (land && view->sentence->tokens[i].shape == SHAPE_INITIAL) { /* "(President of) Mongolia U. Khurelsukh" */
            *next = i;
            return i;
        }
        if (view_is(view, i, "and") &&
            (are_two_bodies(view, first, i, last) || (view->matches[first].tokens == i - first && i - first > 1))) {
            *next = i + 1;
            return i;
        }
    }
    *next = last;
    return last;
}

uint32_t *names_title_ends(const struct view *view)
{
    uint32_t *ends = arena_array(view->spans.arena, view->sentence->token_count, sizeof *ends);
    for (size_t i = 0; i < view->spans.count; i++) {
        const struct span *span = &view->spans.at[i];
        if (span->type == ENTITY_TITLE && span->last > ends[span->first])
            ends[span->first] = span->last;
    }
    return ends;
}

/* "White House National Security Adviser": a body ends where a title begins that goes on behind it, or stands right
 * behind a listed name: "UN Secretary-General Antonio Guterres". */
static size_t before_title(const struct view *view, const uint32_t *titles, size_t first, size_t last)
{
    bool body = view_in_list(view, first, LIST_BODY);
    for (size_t at = first + 1; at < last; at++) {
        bool introduces = body && titles[at] && titles[at] < last && view_is_name_word(view, titles[at]);
        bool ends = titles[at] == last && last < view->sentence->token_count && view_is_name_word(view, last) &&
                    !view_in_list(view, at - 1, LIST_PLAIN); /* "Kafubank CEO (Jane Belo)" */
        if (titles[at] > last || introduces || ends || (titles[at] && view->matches[first].tokens == at - first))
            last = at;
        body |= view_in_list(view, at, LIST_BODY);
    }
    return last;
}

static bool is_law(const struct view *view, size_t at)
{
    static const char *const laws[] = {"act",          "law",       "bill",       "code",
                                       "constitution", "amendment", "resolution", "decree"};
    return VIEW_IS_ANY(view, at, laws);
}

/* A span of the model's while it is looked at. */
struct guess {
    size_t first, last;
    uint8_t tag; /* NAME_B_PER, NAME_B_ORG or NAME_B_LOC */
};

static bool is_long(const struct guess *guess)
{
    return guess->last > guess->first + 1;
}

/* "(Otieno)'s Tomorrow Group", taken for a person: whose something is. "(Tomorrow Group)'s" */
static void end_before_genitive(const struct view *view, struct guess *guess)
{
    size_t end = guess->last - 1;
    if (is_long(guess) && view_is(view, end, "'s") &&
        (view_in_list(view, end - 1, LIST_BODY) || view_in_list(view, end - 1, LIST_COMPANY)))
        guess->last = end;
    for (size_t at = guess->first + 1; at < guess->last && guess->tag == NAME_B_PER; at++)
        if (view_is(view, at, "'s"))
            guess->last = at;
}

/* Takes off what cannot begin or end a name; false if nothing is left. */
static bool trim_edges(const struct view *view, struct guess *guess)
{
    const struct token *tokens = view->sentence->tokens;
    if (guess->last > guess->first + 2 && tokens[guess->first + 1].classes & TEXT_DASH &&
        view_is_dated(view, guess->first))
        guess->first += 2; /* "Kafui News, 26 (June-Four) men ..." */
    if (is_long(guess) && guess->first > 0 && view_is_participle(view, guess->first - 1))
        guess->first++; /* "Danish-(owned Northern Bank)" */
    while (guess->first < guess->last &&
           (tokens[guess->first].shape == SHAPE_PUNCT || view_is(view, guess->first, "'s")))
        guess->first++;
    end_before_genitive(view, guess);
    while (guess->first < guess->last && tokens[guess->last - 1].shape == SHAPE_PUNCT &&
           !(tokens[guess->last - 1].classes & TEXT_DIGIT))
        guess->last--;
    while (is_long(guess) && (view_is(view, guess->first, "the") || view_is(view, guess->first, "hon'ble") ||
                              view_is(view, guess->first, "of")))
        guess->first++;
    return guess->first < guess->last;
}

/* "J. Mwangi", taken for a place. */
static bool begins_with_initial(const struct view *view, const struct guess *guess)
{
    const struct token *token = &view->sentence->tokens[guess->first];
    return token->shape == SHAPE_INITIAL && is_long(guess) && token->end - token->start == 2;
}

/* "Captain Xoli Mbele", taken for a body: a title, then a first name. */
static bool is_titled_person(const struct view *view, const uint32_t *titles, const struct guess *guess)
{
    uint32_t name = titles[guess->first];
    size_t end = guess->last - 1;
    return name && name < guess->last && view_in_list(view, name, LIST_GIVEN) && !view_in_list(view, end, LIST_BODY) &&
           !view_in_list(view, end, LIST_FACILITY) && !view_in_list(view, end, LIST_LANDFORM);
}

/* "Admiral al-Rahbi" */
static bool is_title_of_small_article(const struct view *view, const uint32_t *titles, const struct guess *guess)
{
    uint32_t name = titles[guess->first];
    return name && name < guess->last && !word_is_capital(&view->sentence->tokens[name]) &&
           view_is_name_word(view, name);
}

/* "China Moly", taken for a person. */
static bool begins_with_country(const struct view *view, const struct guess *guess)
{
    return is_long(guess) && view_reading(view, guess->first, ENTITY_COUNTRY) &&
           view->matches[guess->first].tokens < guess->last - guess->first &&
           !view_in_list(view, guess->first, LIST_GIVEN) && !view_in_list(view, guess->first, LIST_SURNAME);
}

/* "Kafui Kenya", taken for a place: a firm's or group's part in a country; not "Northern Ireland", "Upper Egypt". */
static bool is_branch(const struct view *view, const struct guess *guess)
{
    static const char *const parts[] = {"upper", "lower",    "inner",    "outer",    "greater",  "central", "mid",
                                        "north", "northern", "south",    "southern", "east",     "eastern", "west",
                                        "new",   "western",  "mainland", "british",  "occupied", "port",    "lake"};
    size_t country = guess->last - 1;
    return guess->last == guess->first + 2 && view_reading(view, country, ENTITY_COUNTRY) &&
           view->matches[country].tokens == 1 && view->sentence->tokens[guess->first].shape == SHAPE_CAPITAL &&
           view->sentence->tokens[country].space_before && !view->headline && !view->listed[guess->first] &&
           !VIEW_IS_ANY(view, guess->first, parts) && !view_in_list(view, guess->first, LIST_COMMON) &&
           !view_in_list(view, guess->first, LIST_LANDFORM);
}

/* "Kafubank (CEO) Jane Belo": where the office begins between a body and a person, taken for one name; 0 if there is
 * none. */
static size_t office_within(const struct view *view, const uint32_t *titles, const struct guess *guess)
{
    for (size_t at = guess->first + 1; at + 1 < guess->last; at++)
        if (titles[at] && titles[at] < guess->last && !view_in_list(view, at, LIST_GIVEN))
            return at;
    return 0;
}

/* "Christian Guevara", taken for a body: a first name and a surname, and nothing that bodies are called. */
static bool is_persons_name(const struct view *view, const struct guess *guess)
{
    size_t end = guess->last - 1;
    return guess->last == guess->first + 2 && view_in_list(view, guess->first, LIST_GIVEN) &&
           view_in_list(view, end, LIST_SURNAME) && !view_in_list(view, end, LIST_BODY) &&
           !view_in_list(view, end, LIST_COMPANY) && !view_in_list(view, end, LIST_FACILITY) &&
           !view_in_list(view, end, LIST_LANDFORM) && !view_in_list(view, end, LIST_COMMON) &&
           !view->listed[guess->first] && !view->listed[end] && !view->headline;
}

/* "the representative of BXKA", taken for a person: letters, which are more often a body's, but not in a letter. */
static bool are_letters(const struct view *view, const struct guess *guess)
{
    const struct token *token = &view->sentence->tokens[guess->first];
    bool letters = token->shape == SHAPE_UPPER && token->end - token->start >= 3;
    return !is_long(guess) && (letters || view_is_blend(view, guess->first)) && !view->shouting && !view->headline &&
           !view->personal && !view_reading(view, guess->first, ENTITY_PERSON) &&
           !view_in_list(view, guess->first, LIST_GIVEN) && !view_in_list(view, guess->first, LIST_SURNAME);
}

/* Mends the type where the words say what it must be. */
static void retype(const struct view *view, const uint32_t *titles, struct guess *guess)
{
    static const char *const polite[] = {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "prof", "prof.", "sir"};
    if (is_long(guess) && VIEW_IS_ANY(view, guess->first, polite) && view_is_name_word(view, guess->first + 1))
        guess->tag = NAME_B_PER; /* "Mr Peter Otieno Dame" is no body */
    if (guess->tag == NAME_B_ORG && is_persons_name(view, guess))
        guess->tag = NAME_B_PER;
    if (guess->tag == NAME_B_LOC && begins_with_initial(view, guess))
        guess->tag = NAME_B_PER;
    if (is_long(guess) && view_is_post(view, guess->first) &&
        view->matches[guess->first].tokens < guess->last - guess->first) {
        guess->first += view->matches[guess->first].tokens; /* "ambassador to Jordan (Jane Belo)" */
        guess->tag = NAME_B_PER;
    }
    uint32_t named = titles[guess->first];
    if (named && named + 1 < guess->last && (view_is(view, named, "of") || view_is(view, named, "at"))) {
        guess->first = named + 1; /* "CEO of (Kafubank)" */
        guess->tag = NAME_B_ORG;
    }
    if ((guess->tag != NAME_B_PER && is_titled_person(view, titles, guess)) ||
        (guess->tag == NAME_B_PER && is_title_of_small_article(view, titles, guess))) {
        guess->tag = NAME_B_PER;
        guess->first = titles[guess->first];
    }
    if ((guess->tag == NAME_B_PER && (begins_with_country(view, guess) || are_letters(view, guess))) ||
        (guess->tag == NAME_B_LOC && is_branch(view, guess)))
        guess->tag = NAME_B_ORG;
}

/* "(head of) BAXO (Petra Lindqvist)": a body's letters right before the person. */
static bool is_employer(const struct view *view, size_t at)
{
    const struct token *token = &view->sentence->tokens[at];
    return at > 0 && token->shape == SHAPE_UPPER && token->end - token->start > 2 && !view->shouting &&
           view->sentence->tokens[at + 1].shape == SHAPE_CAPITAL &&
           (view_is(view, at - 1, "of") || view_is(view, at - 1, "from") || view_is(view, at - 1, "for"));
}

/* "Gen (Otieno)": a rank that is no first name, whatever lists say. */
static bool is_abbreviated_rank(const struct view *view, size_t at)
{
    static const char *const ranks[] = {"gen",  "gen.", "lt",   "col", "col.", "maj",  "capt", "capt.", "brig",
                                        "sgt",  "sgt.", "insp", "cpl", "adm",  "adm.", "supt", "rep.",  "sen.",
                                        "gov.", "hon",  "hon.", "dr",  "dr.",  "prof", "prof."};
    return VIEW_IS_ANY(view, at, ranks) && word_is_capital(&view->sentence->tokens[at + 1]);
}

/* "Nasser Al Bader (Ambassador) of Qatar", "Jane Belo (Former) ambassador": an office that begins at a name's end. */
static bool begins_office(const struct view *view, size_t at)
{
    if (at + 1 >= view->sentence->token_count || view_in_list(view, at, LIST_SURNAME) ||
        view_in_list(view, at, LIST_GIVEN))
        return false;
    return (view_in_list(view, at, LIST_TITLE_HEAD) && view_is(view, at + 1, "of")) ||
           (view->listed[at + 1] != ENTITY_PERSON &&
            (view_is(view, at, "former") || view_is(view, at, "deputy") || view_is(view, at, "vice")));
}

/* Cuts off what stands around a person's name. */
static void trim_guessed_person(const struct view *view, const uint32_t *titles, struct guess *guess)
{
    for (size_t back = 0; back <= 2 && back <= guess->first; back++)
        if (titles[guess->first - back] > guess->first + (back == 0) && titles[guess->first - back] < guess->last)
            guess->first = titles[guess->first - back]; /* "Datuk (Seri) Musa Aman" */
    guess->first += is_long(guess) && is_abbreviated_rank(view, guess->first);
    guess->first += is_long(guess) && view_is_rank(view, guess->first);
    guess->first += guess->last > guess->first + 2 && view_is_excellency(view, guess->first) ? 2 : 0;
    guess->first += is_long(guess) && view_is(view, guess->first, "the"); /* "HH (the Amir)" */
    guess->first += is_long(guess) && view_is_amir(view, guess->first);
    guess->first += is_long(guess) && view_is_sheikh(view, guess->first, guess->last);
    while (is_long(guess) && (view_is_weekday(view, guess->last - 1) || view_is(view, guess->last - 1, "the") ||
                              begins_office(view, guess->last - 1)))
        guess->last--; /* "Jomo O. (The) list" */
    guess->last -= is_long(guess) && view_is_speaker(view, guess->last - 1);
    guess->first += is_long(guess) && is_employer(view, guess->first);
    guess->first = trim_person(view, guess->first, guess->last);
    guess->first +=
        is_long(guess) && view_is_sheikh(view, guess->first, guess->last); /* "HH Sheikh (Nasser Al Orvi)" */
    guess->first = particles_before(view, guess->first);
    for (size_t at = guess->first + 1; at < guess->last; at++)
        if (view_is(view, at, "of") && !view->listed[at + 1 < guess->last ? at + 1 : at])
            guess->last = at; /* "Pablo Quiroga of Otieno's party" */
    while (view->headline && is_long(guess) && view_in_list(view, guess->last - 1, LIST_COMMON))
        guess->last--;
}

/* "(Speaker of) the House (Ana Belo)": a body ends before the person who speaks for it. */
static bool ends_before_person(const struct view *view, const struct guess *guess)
{
    size_t first = guess->first;
    return is_long(guess) && first > 1 && view_is(view, first - 1, "the") && view_is(view, first - 2, "of") &&
           view_in_list(view, first, LIST_BODY) && view_in_list(view, first + 1, LIST_GIVEN) &&
           !view_in_list(view, first + 1, LIST_COMMON) && !view_in_list(view, guess->last - 1, LIST_BODY);
}

/* "(member of the) Sovereign Council (Hassan Kafui)": where a body's name ends, behind its head, and a person's
 * begins; guess->last if there is none. */
static size_t before_member(const struct view *view, const struct guess *guess)
{
    static const char *const particles[] = {"al", "el", "bin", "bint", "ibn"};
    bool body = view_in_list(view, guess->first, LIST_BODY) || view_in_list(view, guess->first + 1, LIST_BODY);
    for (size_t at = guess->first + 2; at + 1 < guess->last; at++) {
        bool given = view_in_list(view, at, LIST_GIVEN) || VIEW_IS_ANY(view, at + 1, particles);
        bool field = body && view_in_list(view, at - 1, LIST_COMMON) && !view_in_list(view, at - 1, LIST_GIVEN) &&
                     view_in_list(view, at + 1, LIST_SURNAME) && !view_in_list(view, at + 1, LIST_COMMON);
        if (field && given && !(view->listed[at] & 15) && !view_in_list(view, at, LIST_COMMON))
            return at; /* "Office on Land (Ana Belo)" */
        body |= view_in_list(view, at, LIST_BODY);
        if (given && view_in_list(view, at - 1, LIST_BODY) && word_is_capital(&view->sentence->tokens[at]) &&
            !view_in_list(view, at, LIST_COMMON) && !view_in_list(view, at, LIST_BODY))
            return at;
    }
    return guess->last;
}

/* "EAC (Heads of State)", "ASEAN (Diplomacy)": where a listed body's letters end before words that are common ones and
 * no body's, all with capitals; guess->last if there are none. */
static size_t before_common(const struct view *view, const struct guess *guess)
{
    size_t end = guess->first + view->matches[guess->first].tokens;
    const struct gazetteer_reading *body = view_reading(view, guess->first, ENTITY_ORG);
    if (end != guess->first + 1 || end >= guess->last || !body || body->flags & READING_WEAK || view->headline ||
        view->sentence->tokens[guess->first].shape != SHAPE_UPPER)
        return guess->last;
    for (size_t at = end; at < guess->last; at++)
        if (!(view_in_list(view, at, LIST_COMMON) || names_is_joint(view, at)) || view_in_list(view, at, LIST_BODY) ||
            view_in_list(view, at, LIST_FACILITY) || view_in_list(view, at, LIST_COMPANY) ||
            view_in_list(view, at, LIST_OCCASION))
            return guess->last;
    return end;
}

/* What is called so is no person, body or place. */
static bool is_no_name(const struct view *view, const struct guess *guess)
{
    static const char *const awards[] = {"prize", "award", "medal", "certificate", "diploma"};
    static const char *const tongues[] = {"language", "languages", "dialect", "dialects"};
    static const char *const quarters[] = {"north", "south", "east"};     /* belong.c knows when they are countries */
    static const char *const seats[] = {"throne", "reign", "coronation"}; /* "the Throne of Norway" */
    size_t first = guess->first, end = guess->last - 1;
    bool person = guess->tag == NAME_B_PER;
    if (!is_long(guess) && VIEW_IS_ANY(view, first, quarters))
        return true;
    if (guess->tag == NAME_B_LOC && !is_long(guess) && guess->last < view->sentence->token_count &&
        VIEW_IS_ANY(view, guess->last, tongues))
        return true; /* "in Kafui language" */
    if (!person && is_long(guess) && VIEW_IS_ANY(view, first, seats) && view_is(view, first + 1, "of"))
        return true;
    if (!is_long(guess) && first >= 2 && view_is(view, first - 1, "(") && is_law(view, first - 2))
        return true; /* a law's letters */
    if ((is_long(guess) && guess->tag != NAME_B_LOC && view_is_scheme(view, end)) || (!person && is_law(view, end)))
        return true;
    return VIEW_IS_ANY(view, end, awards) || is_empty_name(view, first, guess->last);
}

static void offer(struct view *view, const uint32_t *titles, size_t first, size_t last, uint8_t tag)
{
    static const enum entity_type types[] = {ENTITY_NONE, ENTITY_PERSON, ENTITY_PERSON, ENTITY_ORG,
                                             ENTITY_ORG,  ENTITY_PLACE,  ENTITY_PLACE};
    struct guess guess = {first, last, tag};
    if (!trim_edges(view, &guess))
        return;
    size_t office = tag == NAME_B_PER ? office_within(view, titles, &guess) : 0;
    if (office > 0) {
        offer(view, titles, guess.first, office, NAME_B_ORG);
        guess.first = titles[office];
    }
    retype(view, titles, &guess);
    if (guess.tag == NAME_B_PER)
        trim_guessed_person(view, titles, &guess);
    else if (guess.tag == NAME_B_ORG && ends_before_person(view, &guess))
        guess.last = guess.first + 1;
    else if (guess.tag == NAME_B_ORG && before_common(view, &guess) < guess.last)
        guess.last = before_common(view, &guess);
    else if (guess.tag == NAME_B_ORG)
        guess.last = before_title(view, titles, guess.first, before_member(view, &guess));
    if (guess.first >= guess.last || is_no_name(view, &guess))
        return;
    struct span span = {.first = (uint32_t)guess.first,
                        .last = (uint32_t)guess.last,
                        .type = types[guess.tag],
                        .rank = RANK_MODEL,
                        .rule = "model",
                        .confidence = 0.7f};
    if (view->matches[guess.first].tokens == guess.last - guess.first)
        span.reading = view_reading(view, guess.first, span.type);
    if (span.reading && span.reading->flags & READING_WEAK && span.type != ENTITY_PLACE)
        span.reading = NULL;
    if (span.reading)
        span.gazetteer = view->sources[guess.first];
    spans_add(&view->spans, &span);
}

void names_offer(struct view *view, const uint32_t *titles, size_t first, const uint8_t *tags, size_t count)
{
    for (size_t i = 0; i < count;) {
        size_t begin = i++;
        if (tags[begin] == NAME_NONE)
            continue;
        while (i < count && tags[i] == (tags[begin] | 1) + 1)
            i++;
        for (size_t part = first + begin, next = part; part < first + i; part = next)
            offer(view, titles, part, cut_of(view, part, first + i, &next), tags[begin]);
    }
}
