/* Titles and offices: a head word, what narrows it before, and its field behind: "deputy minister for trade". */
#include "tagger.h"

#include "text.h"
#include "words.h"

/* Tokens that a title goes on for before or behind its head; what is longer is a list, not a title. */
#define LONGEST_TITLE 64

/* Heads that, written small and alone, are too often something else. */
static const char *const doubtful[] = {
    "general", "major",     "private",      "justice",   "count",    "fellow",    "head",     "chief",  "chair",
    "counsel", "whip",      "principal",    "officer",   "veteran",  "cardinal",  "corporal", "deputy", "marshal",
    "ruler",   "collector", "metropolitan", "constable", "activist", "registrar", "commodore"};

static bool is_doubtful(const struct view *view, size_t at)
{
    return VIEW_IS_ANY(view, at, doubtful);
}

/* "Kenya Army (commander)": an arm of a state under its own name is a body, not part of the office. */
static bool is_nations_arm(const struct view *view, size_t first, size_t last)
{
    static const char *const arms[] = {"army", "navy", "force", "police", "military"};
    if (first == 0 || !VIEW_IS_ANY(view, last - 1, arms) || !word_is_capital(&view->sentence->tokens[last - 1]))
        return false;
    return view_reading(view, first - 1, ENTITY_COUNTRY) || view_reading(view, first - 1, ENTITY_NATIONALITY);
}

/* A word of a listed body, but not "Labour (Minister)", a party elsewhere. */
static bool is_listed_body(const struct view *view, size_t at)
{
    bool portfolio = view->matches[at].tokens == 1 && view_in_list(view, at, LIST_TITLE_MODIFIER) &&
                     at + 1 < view->sentence->token_count &&
                     (view_is(view, at + 1, "minister") || view_is(view, at + 1, "secretary"));
    return (view->listed[at] & 31) == ENTITY_ORG && !portfolio;
}

/* "Kaduna State (Governor)": the last word of a listed place. */
static bool ends_area(const struct view *view, size_t at)
{
    static const char *const words[] = {"state", "province", "district", "county", "region", "city"};
    return (view->listed[at] & 15) == ENTITY_PLACE && at > 0 && (view->listed[at - 1] & 15) == ENTITY_PLACE &&
           VIEW_IS_ANY(view, at, words);
}

/* Where the word or words before `at` that narrow a title begin; `at` itself if there are none. */
static size_t before(const struct view *view, size_t at)
{
    const struct sentence *sentence = view->sentence;
    size_t from = at;
    bool dash = from > 0 && sentence->tokens[from - 1].classes & TEXT_DASH && !sentence->tokens[from].space_before;
    if (dash)
        from--;
    if (dash && from > 0 &&
        (view_is(view, from - 1, "under") || view_is(view, from - 1, "vice") || view_is(view, from - 1, "non")))
        return from - 1;
    bool joined = from > 1 && from == at && view_is(view, from - 1, "and") && at + 1 < sentence->token_count &&
                  view_in_list(view, from - 2, LIST_TITLE_MODIFIER) && view_in_list(view, from, LIST_TITLE_MODIFIER);
    if (joined) /* "budget and planning minister" */
        return from - 2;
    for (size_t words = 3; words >= 1; words--) {
        if (from < words || ends_area(view, from - 1) || is_listed_body(view, from - 1) ||
            is_listed_body(view, from - words))
            continue;
        const struct gazetteer *gazetteer = &view->tagger->gazetteers[view->tagger->gazetteer_count - 1];
        struct gazetteer_match match = gazetteer_exact(gazetteer, sentence, from - words, from);
        bool party = words == 1 && from > 1 && word_is_capital(&sentence->tokens[from - 1]) &&
                     word_is_capital(&sentence->tokens[from - 2]) &&
                     (view_is(view, from - 1, "party") ||
                      (sentence->tokens[at].shape == SHAPE_LOWER && view_in_list(view, from - 1, LIST_BODY)));
        if (party || is_nations_arm(view, from - words, from))
            continue;
        for (uint32_t i = 0; i < match.count && match.tokens == words; i++)
            if (match.readings[i].type == LIST_TITLE_MODIFIER)
                return from - words;
    }
    return at;
}

/* "(Minister of) ICT": letters that are no body's or country's. */
static bool is_letters_field(const struct view *view, size_t at)
{
    const struct gazetteer_reading *body = view_reading(view, at, ENTITY_ORG);
    return view->sentence->tokens[at].shape == SHAPE_UPPER && !view_reading(view, at, ENTITY_COUNTRY) &&
           !(body && !(body->flags & READING_WEAK));
}

/* The end of capital words of common meaning from `i` on: "(Minister of) Works and Housing"; `end` if there are none.
 */
static size_t capital_fields(const struct view *view, size_t of, size_t i, size_t end)
{
    const struct sentence *sentence = view->sentence;
    static const char *const ministers[] = {"minister",       "secretary", "commissioner", "ministers",
                                            "undersecretary", "director",  "general",      "state"};
    size_t start = end;
    if (of == 0 || view->headline || !VIEW_IS_ANY(view, of - 1, ministers) ||
        !word_is_capital(&sentence->tokens[of - 1]))
        return end;
    bool minister = view_is(view, of - 1, "minister") || view_is(view, of - 1, "secretary") ||
                    (view_is(view, of - 1, "commissioner") && view_is(view, of, "for"));
    while (i < sentence->token_count && i - of < LONGEST_TITLE) {
        if (view_is(view, i - 1, ",") && view_in_list(view, i, LIST_BODY))
            return end; /* "..., Ministry of External Affairs" */
        if (view_in_list(view, i, LIST_TITLE_HEAD) || view_in_list(view, i, LIST_HONORIFIC) ||
            (i > of + 2 && view_is(view, i, "managing")))
            return end; /* "... and Managing Director", "Dr" is another title */
        if (!minister && (view_in_list(view, i, LIST_BODY) || (view->listed[i] & 15) == ENTITY_ORG))
            return start;
        bool letters = minister && i == of + 1 && is_letters_field(view, i);
        if (letters || (sentence->tokens[i].shape == SHAPE_CAPITAL && view_in_list(view, i, LIST_COMMON)))
            end = ++i;
        else if (i > of + 1 && (view_is(view, i, "and") || view_is(view, i, ",") || view_is(view, i, "&")))
            i++;
        else
            break;
    }
    return end;
}

/* A general by himself, not one of "inspector general". */
static bool is_rank(const struct view *view, size_t at)
{
    return at == 0 || !view_in_list(view, at - 1, LIST_TITLE_HEAD);
}

static bool is_business(const struct view *view, size_t of)
{
    static const char *const heads[] = {"ceo", "founder", "chief", "president", "leader", "executive", "co-founder"};
    return of > 0 && VIEW_IS_ANY(view, of - 1, heads);
}

/* "(chairman of the) Cabinet of Ministers": a body's name that goes on, not a field. */
static bool is_body_with_field(const struct view *view, size_t at, size_t tokens)
{
    const struct sentence *sentence = view->sentence;
    size_t next = at + tokens;
    return next + 1 < sentence->token_count && view_in_list(view, next - 1, LIST_BODY) &&
           word_is_capital(&sentence->tokens[next - 1]) && view_is(view, next, "of") &&
           sentence->tokens[next + 1].shape == SHAPE_CAPITAL && view_in_list(view, next + 1, LIST_COMMON);
}

/* The end of a field "of foreign affairs", "for trade and industry" that begins at `at`; `at` if there is none. */
static size_t field_end(const struct view *view, size_t at)
{
    static const char *const regional[] = {"secretary",  "representative", "envoy",    "coordinator", "commissioner",
                                           "rapporteur", "director",       "minister", "adviser",     "advisor"};
    bool with_place = at > 0 && VIEW_IS_ANY(view, at - 1, regional);
    const struct sentence *sentence = view->sentence;
    const struct gazetteer *gazetteer = &view->tagger->gazetteers[view->tagger->gazetteer_count - 1];
    size_t end = at, i = at;
    if (i >= sentence->token_count || !(view_is(view, i, "of") || view_is(view, i, "for")) ||
        (at > 0 && view_is(view, at - 1, "general") && view_is(view, i, "of") && is_rank(view, at - 1)))
        return at;
    i++;
    for (;;) {
        size_t here = i;
        if (here < sentence->token_count && view_is(view, here, "the") && end == at)
            here++;
        if (here >= sentence->token_count || here - at > LONGEST_TITLE)
            return end;
        struct gazetteer_match match = gazetteer_find(gazetteer, sentence, i, sentence->token_count), second = {0};
        if (here > i)
            second = gazetteer_find(gazetteer, sentence, here, sentence->token_count);
        bool found = false;
        for (uint32_t k = 0; k < match.count; k++)
            found |= match.readings[k].type == LIST_TITLE_FIELD;
        if (!found && here > i) {
            match = second;
            i = here;
            for (uint32_t k = 0; k < match.count; k++)
                found |= match.readings[k].type == LIST_TITLE_FIELD;
        }
        bool placed = i + match.tokens < sentence->token_count && view_is(view, i + match.tokens, "'s");
        found &= !(placed && here > i - (here > i)); /* "the editor of the state's daily" */
        if (!found && !placed && with_place && view_is(view, at, "for") && end + 1 >= i - (here > i) &&
            (end == at || i > end))
            for (uint32_t k = 0; k < match.count; k++)
                found |= match.readings[k].type == ENTITY_PLACE || match.readings[k].type == ENTITY_COUNTRY;
        if (found && here < sentence->token_count && match.tokens == 1 && is_business(view, at) &&
            sentence->tokens[i].shape == SHAPE_LOWER)
            return end; /* "the CEO of mining giant X" */
        if (!found || is_body_with_field(view, i, match.tokens))
            return capital_fields(view, at, i, end);
        end = i + match.tokens;
        i = end;
        if (i < sentence->token_count && (view_is(view, i, "and") || view_is(view, i, ",") || view_is(view, i, "&")))
            i++;
        else
            return capital_fields(view, at, i, end);
    }
}

static bool name_follows(const struct view *view, size_t at)
{
    return at < view->sentence->token_count && view_is_name_word(view, at) &&
           !view_in_list(view, at, LIST_TITLE_HEAD) && !view_reading(view, at, ENTITY_NATIONALITY);
}

static bool is_introduced_by_land(const struct view *view, size_t at)
{
    return view_reading(view, at - 1, ENTITY_NATIONALITY) || view_reading(view, at - 1, ENTITY_COUNTRY);
}

#define MOST_ADJECTIVES 4 /* words and hyphens between an article and its noun */

/* "the far-right (leader)", "the jailed opposition (leader)" */
static bool is_behind_adjectives(const struct view *view, size_t at)
{
    const struct sentence *sentence = view->sentence;
    for (size_t back = 1; back <= MOST_ADJECTIVES && back < at; back++) {
        const struct token *token = &sentence->tokens[at - back];
        if (back > 1 && view_is(view, at - back, "the"))
            return true;
        if (token->shape != SHAPE_LOWER && !(token->classes & TEXT_DASH))
            return false;
        if (view_in_list(view, at - back, LIST_PLAIN))
            return false;
    }
    return false;
}

/* A word of which a title says whose or which it is: the, a, his, 's, former, or a nationality, country, body. */
static bool is_introduced(const struct view *view, size_t at)
{
    static const char *const words[] = {"the",  "a",    "an",      "his",   "her",      "its",    "their",   "former",
                                        "as",   "new",  "current", "then",  "late",     "ex",     "our",     "my",
                                        "your", "this", "that",    "top",   "one",      "de",     "another", "any",
                                        "any",  "who",  "by",      "first", "longtime", "veteran"};
    if (at == 0)
        return false;
    if (VIEW_IS_ANY(view, at - 1, words) || view_is(view, at - 1, "'s") || view_is(view, at - 1, "'") ||
        view_is(view, at - 1, "-"))
        return true;
    if (is_introduced_by_land(view, at))
        return true;
    if (is_behind_adjectives(view, at))
        return true;
    for (size_t back = 2; back <= 6 && back <= at; back++)
        if (view->matches[at - back].tokens == back && view->matches[at - back].readings[0].type < LIST_GIVEN)
            return true;
    return word_is_capital(&view->sentence->tokens[at - 1]);
}

static void add_title(struct view *view, size_t first, size_t last, const char *rule)
{
    struct span span = {.first = (uint32_t)first,
                        .last = (uint32_t)last,
                        .type = ENTITY_TITLE,
                        .rank = RANK_PATTERN + 5,
                        .rule = rule,
                        .confidence = 0.9f};
    spans_add(&view->spans, &span);
}

/* Offices that a word alone names, whatever stands before it. */
static bool is_office(const struct view *view, size_t head, size_t tokens)
{
    static const char *const offices[] = {"president",    "premier",    "minister",    "governor",    "mayor",
                                          "senator",      "ambassador", "chancellor",  "spokesman",   "spokeswoman",
                                          "spokesperson", "chairman",   "chairwoman",  "chairperson", "congressman",
                                          "councilman",   "lawmaker",   "commissioner"};
    return VIEW_IS_ANY(view, head + tokens - 1, offices);
}

/* In "Bharatiya Janata Party leader" the party is a name and only its last word a title. */
static bool is_body_of_name(const struct view *view, size_t head)
{
    const struct sentence *sentence = view->sentence;
    return view_in_list(view, head, LIST_BODY) && word_is_capital(&sentence->tokens[head]) && head > 0 &&
           word_is_capital(&sentence->tokens[head - 1]) && head + 1 < sentence->token_count &&
           sentence->tokens[head + 1].shape == SHAPE_LOWER;
}

/* "Shipping and Island Policy Minister": capital words of common meaning before a capital head are its field. */
static size_t capital_field(const struct view *view, size_t head, size_t first)
{
    const struct sentence *sentence = view->sentence;
    if (view->headline || sentence->tokens[head].shape != SHAPE_CAPITAL || first == 0 ||
        !(view_is(view, head, "minister") || view_is(view, head, "secretary") || view_is(view, head, "commissioner")))
        return first;
    static const char *const other[] = {"the",  "a",    "an",     "his", "her",  "our",
                                        "this", "that", "former", "new", "then", "later"};
    size_t from = first;
    bool joined = first > 1 && first < head && view_is(view, first - 1, "and") &&
                  sentence->tokens[first - 2].shape == SHAPE_CAPITAL && view_in_list(view, first - 2, LIST_COMMON) &&
                  !view_in_list(view, first - 2, LIST_TITLE_HEAD) && !view_is_weekday(view, first - 2);
    from -= joined; /* "(Natural Resources and) Environment Minister" */
    while (from > !joined && first - from < LONGEST_TITLE && sentence->tokens[from - 1].shape == SHAPE_CAPITAL &&
           !VIEW_IS_ANY(view, from - 1, other) && (view->listed[from - 1] & 15) != ENTITY_ORG &&
           view_in_list(view, from - 1, LIST_COMMON) && !view_reading(view, from - 1, ENTITY_NATIONALITY) &&
           !view_in_list(view, from - 1, LIST_TITLE_HEAD)) {
        from--;
        if (from > 2 && view_is(view, from - 1, "and") && sentence->tokens[from - 2].shape == SHAPE_CAPITAL &&
            view_in_list(view, from - 2, LIST_COMMON)) {
            from--;
            joined = true;
        }
    }
    return from;
}

/* "Don McKenzie": a first name where no other one follows. */
static bool is_don(const struct view *view, size_t at)
{
    return view_is(view, at, "don") && at + 1 < view->sentence->token_count &&
           word_is_capital(&view->sentence->tokens[at + 1]) && !view_in_list(view, at + 1, LIST_GIVEN);
}

bool view_is_first_name(const struct view *view, size_t head)
{
    static const char *const names[] = {"sultan", "dean", "earl", "duke", "prince", "marshal", "emir", "baron"};
    if (is_don(view, head))
        return true;
    const struct token *tokens = view->sentence->tokens;
    if (head == 0 || !VIEW_IS_ANY(view, head, names) || !word_is_capital(&tokens[head]))
        return false;
    bool inner = !view->listed[head - 1] && !view_in_list(view, head - 1, LIST_TITLE_MODIFIER) &&
                 !view_in_list(view, head - 1, LIST_COMMON) && tokens[head - 1].shape == SHAPE_CAPITAL &&
                 head + 1 < view->sentence->token_count && tokens[head + 1].shape == SHAPE_CAPITAL &&
                 tokens[head + 1].space_before;
    return inner || view_in_list(view, head - 1, LIST_TITLE_HEAD);
}

bool view_is_amir(const struct view *view, size_t at)
{
    static const char *const before_ruler[] = {"the", "late", "hh", "highness", "former", "deputy", "'s"};
    return at > 0 && view_is(view, at, "amir") && view->sentence->tokens[at].shape == SHAPE_CAPITAL &&
           (VIEW_IS_ANY(view, at - 1, before_ruler) || view_reading(view, at - 1, ENTITY_NATIONALITY));
}

/* "MK (Itamar Belo)": letters that stand for an office before whoever holds it; members of parliaments, heads of bodies
 * and ranks of police of many countries. */
static bool is_office_letters(const struct view *view, size_t at)
{
    static const char *const letters[] = {"mk",  "mla", "mlc", "mna",  "mpa", "mep", "mec", "msp", "td",  "dg",
                                          "sg",  "vp",  "evp", "svp",  "dpm", "vpm", "cm",  "dgp", "igp", "adgp",
                                          "dig", "ssp", "dsp", "supt", "cdr", "hm",  "hrh", "hh",  "rt",  "esq"};
    return view->sentence->tokens[at].shape == SHAPE_UPPER && VIEW_IS_ANY(view, at, letters);
}

bool view_begins_excellency(const struct view *view, size_t at)
{
    const struct token *tokens = view->sentence->tokens;
    return at + 3 < view->sentence->token_count && tokens[at + 1].shape == SHAPE_INITIAL &&
           (view_is(view, at, "h") || view_is(view, at, "h.")) &&
           (view_is(view, at + 1, "e") || view_is(view, at + 1, "e.")) && tokens[at + 2].shape == SHAPE_CAPITAL &&
           tokens[at + 2].space_before && word_is_capital(&tokens[at + 3]) && !view->shouting;
}

bool view_is_rank(const struct view *view, size_t at)
{
    static const char *const ranks[] = {
        "brigadiers",  "generals",   "colonels",  "captains",    "ministers",   "presidents", "ceos",
        "senators",    "governors",  "mayors",    "professors",  "ambassadors", "judges",     "justices",
        "olympians",   "deputies",   "mps",       "prosecutors", "sergeants",   "inspectors", "lawyers",
        "lawmakers",   "bishops",    "cardinals", "princes",     "sheikhs",     "kings",      "sultans",
        "doctors",     "drs",        "messrs",    "secretaries", "directors",   "officers",   "commissioners",
        "councillors", "commanders", "admirals",  "lieutenants", "majors"};
    const struct sentence *sentence = view->sentence;
    const struct token *token = &sentence->tokens[at];
    if (token->shape != SHAPE_UPPER && (!word_is_capital(token) || sentence->text.at[token->end - 1] != 's'))
        return false; /* most words */
    if (at + 2 >= sentence->token_count || view->headline || view->shouting ||
        !word_is_capital(&sentence->tokens[at]) || sentence->tokens[at + 1].shape != SHAPE_CAPITAL ||
        !word_is_capital(&sentence->tokens[at + 2]) || view_in_list(view, at + 1, LIST_BODY))
        return false;
    bool given = view_in_list(view, at + 1, LIST_GIVEN);
    if (!given && (view->listed[at + 1] & 64 || view_in_list(view, at + 1, LIST_COMMON)))
        return false;
    return is_office_letters(view, at) || (given && VIEW_IS_ANY(view, at, ranks));
}

/* "Capital FM", "7.30 PM": neither a foreign nor a prime minister. */
static bool is_call_sign(const struct view *view, size_t head, size_t tokens)
{
    const struct sentence *sentence = view->sentence;
    if (tokens != 1 || head == 0 || name_follows(view, head + 1) ||
        !(view_is(view, head, "fm") || view_is(view, head, "pm")))
        return false;
    const struct token *before = &sentence->tokens[head - 1];
    return before->classes & TEXT_DIGIT || (view_is(view, head, "fm") && word_is_capital(before) &&
                                            !view_is(view, head - 1, "the") && !is_introduced_by_land(view, head));
}

/* "journalist union", "caretaker cabinet": what kind of body it is. */
static bool is_members_body(const struct view *view, size_t head, size_t tokens)
{
    static const char *const bodies[] = {"union",      "association", "federation", "syndicate",     "guild",
                                         "government", "cabinet",     "capacity",   "administration"};
    size_t next = head + tokens;
    return next < view->sentence->token_count && VIEW_IS_ANY(view, next, bodies) &&
           view->sentence->tokens[head].shape == SHAPE_LOWER;
}

/* "shot in the head", "a blow to his head" */
static bool is_body_part(const struct view *view, size_t head)
{
    static const char *const owners[] = {"the", "his", "her", "my"};
    if (head < 2 || !view_is(view, head, "head") || !VIEW_IS_ANY(view, head - 1, owners))
        return false;
    bool of = head + 1 < view->sentence->token_count && view_is(view, head + 1, "of");
    return !of && (view_is(view, head - 2, "in") || view_is(view, head - 2, "to"));
}

static void find_at(struct view *view, size_t head, size_t tokens)
{
    const struct sentence *sentence = view->sentence;
    if (view_is_first_name(view, head))
        return;
    if (tokens > 1 && is_body_of_name(view, head)) {
        head += tokens - 1;
        tokens = 1;
    }
    bool counted = head > 1 && view_is(view, head - 1, "-") && !sentence->tokens[head].space_before &&
                   view_in_list(view, head - 2, LIST_COMMON) && sentence->tokens[head - 2].shape == SHAPE_LOWER &&
                   !view_in_list(view, head - 2, LIST_TITLE_MODIFIER) && !view_is(view, head - 2, "ex");
    if (counted) /* "a seven-judge bench" */
        return;
    if (is_call_sign(view, head, tokens) || is_members_body(view, head, tokens) || is_body_part(view, head))
        return;
    size_t first = head, last = head + tokens, more;
    while (head - first < LONGEST_TITLE && (more = before(view, first)) < first)
        first = more;
    if (first > 1 && first < head && view_is(view, first - 1, "of") &&
        (view_in_list(view, first - 2, LIST_BODY) || view_in_list(view, first - 2, LIST_TITLE_HEAD)))
        first = head; /* "(Chamber of Commerce) President", "(Chief of Police) General" */
    last = field_end(view, last);
    last = field_end(view, last); /* "Minister of State for Transport" */
    first = capital_field(view, head, first);
    bool capital = word_is_capital(&sentence->tokens[head]) && !(head == 0 && first == head);
    bool narrowed = first < head || last > head + tokens || tokens > 1;
    bool named = name_follows(view, last) ||
                 (last + 1 < sentence->token_count && view_is(view, last, ",") && name_follows(view, last + 1));
    bool of = last < sentence->token_count && (view_is(view, last, "of") || view_is(view, last, "at"));
    bool apposed =
        of && first > 0 &&
        (view_is(view, first - 1, ",") || view_is(view, first - 1, "and") || view_is(view, first - 1, "as") ||
         view_is(view, first - 1, "the") || view_is(view, first - 1, "current"));
    bool adjective =
        head > 0 && view_is_hyphen(view, head - 1) && view_is(view, head, "private"); /* "public-private" */
    if (!capital && !named && is_doubtful(view, head) && tokens == 1 && ((!narrowed && !apposed) || adjective))
        return;
    narrowed |= apposed;
    if (!named && !capital && !is_introduced(view, first) && !narrowed && !is_office(view, head, tokens))
        return;
    add_title(view, first, last, "title");
}

void titles_find(struct view *view)
{
    const struct sentence *sentence = view->sentence;
    for (size_t i = 0; i < sentence->token_count; i++) {
        const struct gazetteer_match *match = &view->matches[i];
        if (view_is_amir(view, i))
            add_title(view, i, i + 1, "title");
        bool head = match->all & KIND_OF(LIST_TITLE_HEAD), honorific = match->kinds & KIND_OF(LIST_HONORIFIC);
        if (!head && view_in_list(view, i, LIST_TITLE_HEAD)) {
            find_at(view, i, 1);
            continue;
        }
        if (head)
            find_at(view, i, match->tokens);
        else if (honorific && name_follows(view, i + match->tokens) && !is_don(view, i) &&
                 !(view_is(view, i, "hon'ble") && (view->listed[i + 1] & 15) == ENTITY_ORG))
            add_title(view, i, i + match->tokens, "honorific");
        else if (is_office_letters(view, i) && view_is_rank(view, i))
            add_title(view, i, i + 1, "title");
        else if (view_is_excellency(view, i))
            add_title(view, i, i + 2, "honorific");
    }
}
