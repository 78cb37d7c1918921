/* Organisations, buildings, landforms and named occasions by their head word: "Ministry of Foreign Affairs",
 * "Kyungnam University", "Kim Il Sung Square", "Jeju Summit". */
#include "tagger.h"

#include "text.h"
#include "words.h"

/* Tokens that a name goes on for before or behind its head; what is longer is a list, not a name. */
#define LONGEST_RUN 64

/* "(Council for Persons) with Disabilities" */
static bool is_with(const struct view *view, size_t at)
{
    static const char *const who[] = {"persons", "people", "children", "women", "adults", "students", "citizens"};
    static const char *const what[] = {"disabilities", "disability", "special", "albinism",
                                       "autism",       "hiv",        "cancer",  "dementia"};
    return at > 0 && at + 1 < view->sentence->token_count && view_is(view, at, "with") &&
           VIEW_IS_ANY(view, at - 1, who) && VIEW_IS_ANY(view, at + 1, what);
}

static bool is_connector(const struct view *view, size_t at)
{
    static const char *const words[] = {"of",  "for", "and", "&",  "de",      "du", "des", "del", "di", "da", "do",
                                        "dos", "la",  "le",  "on", "against", "y",  "et",  "the", "in", "to"};
    return VIEW_IS_ANY(view, at, words) || is_with(view, at);
}

static bool is_inner_dash(const struct view *view, size_t at)
{
    const struct sentence *sentence = view->sentence;
    return at > 0 && at + 1 < sentence->token_count && sentence->tokens[at].classes & TEXT_DASH &&
           !sentence->tokens[at].space_before && !sentence->tokens[at + 1].space_before;
}

/* A capital word that may be part of a proper name. */
static bool is_part(const struct view *view, size_t at)
{
    const struct token *token = &view->sentence->tokens[at];
    return word_is_capital(token) || (token->shape == SHAPE_ALNUM && token->classes & TEXT_UPPER);
}

/* "Names", "Resigned": in a headline verbs have capitals, too, and end the name before them. */
static bool is_headline_verb(const struct view *view, size_t at)
{
    const struct token *token = &view->sentence->tokens[at];
    struct slice text = word_text(view->sentence, token);
    if (!view->headline || !view_in_list(view, at, LIST_COMMON) || text.size < 4)
        return false;
    char last = text.at[text.size - 1], before = text.at[text.size - 2];
    return (last == 's' && before != 's') || (last == 'd' && before == 'e');
}

/* "the Flood Prevention and (Mitigation Department)": behind an article words that are nothing by themselves, and that
 * no name ends with, narrow the head together with what stands behind the "and" at `at`. */
static bool are_fields_of_one(const struct view *view, size_t at)
{
    size_t first = at;
    while (first > 0 && first + 3 > at && view->sentence->tokens[first - 1].shape == SHAPE_CAPITAL &&
           !view->listed[first - 1])
        first--;
    return first < at && first > 0 && view_is(view, first - 1, "the") && !view->headline &&
           view->sentence->tokens[at + 1].shape == SHAPE_CAPITAL && !view->listed[at + 1] &&
           !view_in_list(view, at - 1, LIST_BODY) && !view_in_list(view, at - 1, LIST_TITLE_HEAD) &&
           !view_in_list(view, at - 1, LIST_FACILITY) && !view_in_list(view, at - 1, LIST_LANDFORM) &&
           !view_in_list(view, at - 1, LIST_COMPANY) && !view_in_list(view, at - 1, LIST_OCCASION) &&
           !view_in_list(view, at - 1, LIST_GIVEN) && !view_in_list(view, at - 1, LIST_SURNAME) &&
           !view_in_list(view, at + 1, LIST_GIVEN) && !view_in_list(view, at + 1, LIST_BODY);
}

/* "(Economic) and (Cultural) Office": words of common meaning around the "and" at `at` narrow one head together. */
static bool are_paired(const struct view *view, size_t at)
{
    bool governed = at >= 2 && (view_is(view, at - 2, "of") || view_is(view, at - 2, "for") ||
                                view_is(view, at - 2, "on") || view_is(view, at - 2, "and"));
    return !governed && !view->headline && view->sentence->tokens[at - 1].shape == SHAPE_CAPITAL &&
           view_in_list(view, at - 1, LIST_COMMON) && view_in_list(view, at + 1, LIST_COMMON) &&
           !view_in_list(view, at - 1, LIST_BODY) && !view_in_list(view, at - 1, LIST_TITLE_HEAD) &&
           !view_in_list(view, at - 1, LIST_FACILITY);
}

/* A capital word of common meaning with a comma behind it, in a list that narrows the head at `end`. */
static bool is_listed_adjective(const struct view *view, size_t at, size_t end)
{
    const struct token *tokens = view->sentence->tokens;
    return end < view->sentence->token_count && view_in_list(view, end, LIST_BODY) && word_is_capital(&tokens[end]) &&
           view_is(view, at + 1, ",") && tokens[at].shape == SHAPE_CAPITAL && view_in_list(view, at, LIST_COMMON) &&
           !view_opens(view, at) && !view_in_list(view, at, LIST_BODY) && !view_in_list(view, at, LIST_TITLE_HEAD);
}

/* "Prosecutors ' Office": an apostrophe that stands apart, as in text that was cut into words once. */
static bool spaced_office(const struct view *view, size_t at, size_t head)
{
    const struct sentence *sentence = view->sentence;
    if (at == 0 || head != at + 1 || head >= sentence->token_count || !view_is(view, at, "'"))
        return false;
    char last = sentence->text.at[sentence->tokens[at - 1].end - 1];
    return last == 's' && is_part(view, at - 1) && word_is_capital(&sentence->tokens[head]);
}

/* Where the run of capital words that ends before `end` begins; hyphens and a "Workers'" join. */
static size_t run_start(const struct view *view, size_t end)
{
    static const char *const owners[] = {"magistrate", "people",     "women",   "children", "men",      "king",
                                         "queen",      "veteran",    "worker",  "farmer",   "teacher",  "ladies",
                                         "attorney",   "prosecutor", "general", "minister", "ombudsman"};
    const struct sentence *sentence = view->sentence;
    size_t first = end;
    while (first > 0 && end - first < LONGEST_RUN) {
        size_t at = first - 1;
        if (is_headline_verb(view, at))
            break;
        if (is_part(view, at)) {
            first = at;
            continue;
        }
        bool apostrophe = first < end && at > 0 && view_is(view, at, "'") && !sentence->tokens[at].space_before &&
                          is_part(view, at - 1);
        bool apart = first == end && spaced_office(view, at, end);
        bool dashed = first < end && at > 0 && is_inner_dash(view, at);
        if (apart || ((apostrophe || dashed) && is_part(view, at - 1))) {
            first = at - 1;
            continue;
        }
        static const char *const public[] = {"office", "palace", "court", "hospital", "hall"};
        bool office = first == end && VIEW_IS_ANY(view, end, public) && word_is_capital(&sentence->tokens[end]);
        bool peoples =
            (first < end || office) && at > 0 && view_is(view, at, "'s") && VIEW_IS_ANY(view, at - 1, owners);
        if (peoples && is_part(view, at - 1)) {
            first = at - 1;
            continue;
        }
        bool joined = first < end && at > 0 && (view_is(view, at, "and") || view_is(view, at, "&")) &&
                      is_part(view, at - 1) && at + 1 < end && !view_reading(view, at - 1, ENTITY_COUNTRY) &&
                      !view_in_list(view, at - 1, LIST_COMPANY);
        if (joined && (view_is(view, at, "&") || are_paired(view, at) || are_fields_of_one(view, at))) {
            first = at - 1;
            while (first > 1 && is_listed_adjective(view, first - 2, end))
                first -= 2; /* "(Chemical,) Biological and Radiological Command" */
            continue;
        }
        break;
    }
    return first;
}

/* A day or month: "the Council on Monday" is no council on anything. */
static bool is_calendar(const struct view *view, size_t at)
{
    static const char *const words[] = {
        "january",  "february", "march", "april", "may",  "june",  "july", "august", "september", "october", "november",
        "december", "mon",      "tue",   "wed",   "thu",  "fri",   "sat",  "sun",    "jan.",      "feb.",    "mar.",
        "apr.",     "jun.",     "jul.",  "aug.",  "sep.", "sept.", "oct.", "nov.",   "dec."};
    return view_is_weekday(view, at) || VIEW_IS_ANY(view, at, words);
}

/* "(Government of) President Bukele", "(Government of) Daniel Ortega": whose it is, not what it is for. */
static bool is_persons(const struct view *view, size_t at)
{
    static const char *const rules[] = {"government", "administration", "regime", "cabinet",
                                        "army",       "forces",         "family"};
    if (at == 0 || at + 2 >= view->sentence->token_count || !VIEW_IS_ANY(view, at - 1, rules))
        return false;
    bool person = view_reading(view, at + 1, ENTITY_PERSON) || view_in_list(view, at + 1, LIST_TITLE_HEAD) ||
                  (view_in_list(view, at + 1, LIST_GIVEN) && view_in_list(view, at + 2, LIST_SURNAME));
    return person && !view_reading(view, at + 1, ENTITY_COUNTRY);
}

static bool is_field_word(const struct view *view, size_t at)
{
    return view_in_list(view, at, LIST_COMMON) || view_in_list(view, at, LIST_TITLE_FIELD);
}

/* "(Ministry of Education), Tertiary Education, Science and Technology": where a list of capital fields that begins
 * with the comma at `at` ends, if it ends with an "and"; else `at`. */
static size_t fields_end(const struct view *view, size_t at)
{
    const struct sentence *sentence = view->sentence;
    size_t i = at;
    while (i < sentence->token_count && view_is(view, i, ",")) {
        size_t word = i + 1;
        while (word < sentence->token_count && word < i + 5 && sentence->tokens[word].shape == SHAPE_CAPITAL &&
               !view->listed[word] &&
               (!view_in_list(view, word, LIST_TITLE_HEAD) || view_in_list(view, word, LIST_TITLE_FIELD)))
            word++;
        if (word == i + 1 && i > at && word < sentence->token_count && view_is(view, word, "and"))
            break;
        if (word == i + 1 || !is_field_word(view, word - 1))
            return at;
        i = word;
    }
    bool comma = i < sentence->token_count && view_is(view, i, ","); /* "..., and Agriculture" */
    i += comma && i > at;
    size_t end = i + 1;
    if (i == at || end >= sentence->token_count || !(view_is(view, i, "and") || view_is(view, i, "&")))
        return at;
    while (end < sentence->token_count && sentence->tokens[end].shape == SHAPE_CAPITAL && is_field_word(view, end))
        end++;
    return end > i + 1 ? end : at;
}

/* "(Ministry of Mines and) the Ministry of Works", "(...and) Kenya Wildlife Service": what stands behind an "and" is a
 * name of its own. */
static bool begins_another(const struct view *view, size_t at)
{
    size_t end = at;
    while (end < view->sentence->token_count && end < at + LONGEST_RUN && is_part(view, end))
        end++;
    return (at < view->sentence->token_count && view_is(view, at, "the")) ||
           (end > at + 2 && view_in_list(view, end - 1, LIST_BODY));
}

/* "(Horn of Africa) Ambassador Jane Mwangi": an office with its holder behind it. */
static bool introduces_person(const struct view *view, size_t at)
{
    const struct gazetteer_match *match = &view->matches[at];
    size_t name = at + (match->all & KIND_OF(LIST_TITLE_HEAD) ? match->tokens : 1);
    return (match->all & KIND_OF(LIST_TITLE_HEAD) || view_in_list(view, at, LIST_TITLE_HEAD)) &&
           !view_in_list(view, at - 1, LIST_TITLE_MODIFIER) && name < view->sentence->token_count &&
           view_is_name_word(view, name) && !view_in_list(view, name, LIST_COMMON) &&
           !view_in_list(view, name, LIST_TITLE_HEAD);
}

/* "(Forum for Authors) Jomo Otieno", "(University of Havana) Juan Belo", "(Government of Peru) Thursday": behind a
 * field or a place whoever speaks for the body, or the day. */
static bool follows_body(const struct view *view, size_t at)
{
    bool whole = view_in_list(view, at - 1, LIST_COMMON) || (view->listed[at - 1] & 31) == ENTITY_PLACE ||
                 (view->listed[at - 1] & 31) == ENTITY_COUNTRY;
    if (view_is_weekday(view, at))
        return at + 1 < view->sentence->token_count && !is_part(view, at + 1);
    return whole && at + 1 < view->sentence->token_count && view_in_list(view, at, LIST_GIVEN) &&
           !view_in_list(view, at, LIST_COMMON) && !view_in_list(view, at - 1, LIST_GIVEN) &&
           (view->lists[at + 1] == 0 || view_in_list(view, at + 1, LIST_SURNAME) ||
            view_in_list(view, at + 1, LIST_GIVEN)) &&
           !view_in_list(view, at + 1, LIST_COMMON) && !view_in_list(view, at + 1, LIST_BODY) &&
           view->sentence->tokens[at + 1].shape == SHAPE_CAPITAL && !(view->listed[at] & 15);
}

/* "(Institute for Research in) Nutrition", "(Embassy of Kenya in) Turkey": a field or country that a body's name holds
 * behind "in" or "to". */
static bool goes_on_within(const struct view *view, size_t at)
{
    if (at >= view->sentence->token_count)
        return false;
    bool field = view->sentence->tokens[at].shape == SHAPE_CAPITAL && is_field_word(view, at) && !view->listed[at] &&
                 !view_in_list(view, at, LIST_BODY) && !view_in_list(view, at, LIST_TITLE_HEAD);
    return field || view_reading(view, at, ENTITY_COUNTRY);
}

bool view_is_street(const struct view *view, size_t at)
{
    static const char *const streets[] = {"road",   "street", "avenue", "boulevard", "highway", "lane",
                                          "square", "campus", "drive",  "rd",        "rd.",     "st.",
                                          "ave",    "ave.",   "hill",   "island"};
    size_t end = at + 1;
    while (end < view->sentence->token_count && end < at + 5 && is_part(view, end))
        end++;
    return view_is(view, at, "on") && end > at + 1 && VIEW_IS_ANY(view, end - 1, streets);
}

/* The end of "of Foreign Affairs and Trade" that begins at `at`. */
static size_t tail_end(const struct view *view, size_t at)
{
    const struct sentence *sentence = view->sentence;
    size_t end = at, i = at;
    if (is_persons(view, at) || (at < sentence->token_count && view_is_street(view, at)))
        return at;
    bool mission = at > 0 && at + 1 < sentence->token_count && view_is(view, at, "in") &&
                   view_is(view, at - 1, "mission") && view_reading(view, at + 1, ENTITY_COUNTRY);
    if (mission)
        return at + 1 + view->matches[at + 1].tokens;
    if (i >= sentence->token_count || !(view_is(view, i, "of") || view_is(view, i, "for") || view_is(view, i, "on") ||
                                        view_is(view, i, "against") || view_is(view, i, "de")))
        return at;
    while (i < sentence->token_count && i - at < LONGEST_RUN) {
        size_t words = 0;
        bool within = view_is(view, i, "in") || view_is(view, i, "to");
        if (within && !goes_on_within(view, i + 1))
            break;
        if (view_is(view, i, "and") && begins_another(view, i + 1))
            break;
        while (i < sentence->token_count && is_connector(view, i) && words < 3) {
            i++;
            words++;
        }
        if (i >= sentence->token_count || !is_part(view, i) || is_calendar(view, i))
            break;
        bool country = view_reading(view, i, ENTITY_COUNTRY) != NULL && view->matches[i].tokens > 0;
        size_t country_end = country ? i + view->matches[i].tokens : 0;
        size_t run = i;
        while (i < sentence->token_count && i - at < LONGEST_RUN && (is_part(view, i) || is_inner_dash(view, i)) &&
               !(i > run && (introduces_person(view, i) || follows_body(view, i))))
            i++;
        size_t before = end;
        bool office = country && country_end < i && view_in_list(view, country_end, LIST_TITLE_HEAD);
        end = country_end > i || office ? country_end : i;
        if (end + 1 < sentence->token_count && view_is(view, end, "'s") && is_part(view, end + 1))
            return before; /* "(Chief of Forces) of the Union People's Army" */
        if (country)
            break;
        if (!(i < sentence->token_count &&
              (view_is(view, i, "and") || view_is(view, i, "of") || view_is(view, i, "for") || view_is(view, i, "in") ||
               view_is(view, i, "&") || is_with(view, i))))
            break;
    }
    return end;
}

/* "King (Hussein Bridge)", "Sheikh (Zayed Road)": a building, school or fund under a ruler's or saint's name. */
static bool is_dedication(const struct view *view, size_t first, size_t head)
{
    static const char *const rulers[] = {"king",  "queen",   "prince", "princess", "sultan", "sheikh",
                                         "sheik", "emperor", "imam",   "saint",    "st.",    "st"};
    static const char *const bodies[] = {"university", "academy",    "college", "school", "hospital",
                                         "centre",     "foundation", "center",  "mosque", "institute"};
    return first + 1 < head && VIEW_IS_ANY(view, first, rulers) &&
           view->sentence->tokens[head].shape == SHAPE_CAPITAL &&
           (view_in_list(view, head, LIST_FACILITY) || VIEW_IS_ANY(view, head, bodies));
}

/* Words at the front that do not belong: an opening common word, a title, a month. */
static size_t trim_front(const struct view *view, size_t first, size_t head)
{
    static const char *const fronts[] = {"the", "a",  "hon'ble", "honourable", "honorable",
                                         "mw",  "gw", "kw",      "kv",         "mwh"};
    bool owned = false; /* "Prosecutor's Office": the title is part of the name */
    for (size_t i = first; i < head; i++)
        owned |= view_is(view, i, "'s");
    while (first < head && !is_dedication(view, first, head)) {
        bool opening = first == 0 && view_in_list(view, first, LIST_COMMON) &&
                       !view_in_list(view, first, LIST_TITLE_MODIFIER) && !view_is(view, first + 1, "and");
        bool article = VIEW_IS_ANY(view, first, fronts);
        bool title = view_in_list(view, first, LIST_TITLE_HEAD) && !owned && !view_is(view, first, "chief") &&
                     !(view_is(view, first, "general") && first + 1 == head);
        bool dash = view->sentence->tokens[first].shape == SHAPE_PUNCT;
        if (!opening && !article && !title && !dash)
            break;
        first++;
    }
    return first;
}

/* In a headline every word has a capital: a name must hold one that is no common word. */
static bool tells_something(const struct view *view, size_t first, size_t last)
{
    for (size_t i = first; i < last; i++)
        if (word_is_capital(&view->sentence->tokens[i]) && !view_in_list(view, i, LIST_COMMON))
            return true;
    return false;
}

static void add(struct view *view, size_t first, size_t last, enum entity_type type, int rank, const char *rule)
{
    if (view->headline && !tells_something(view, first, last))
        return;
    struct span span = {
        .first = (uint32_t)first, .last = (uint32_t)last, .type = type, .rank = rank, .rule = rule, .confidence = 0.8f};
    if (last > first)
        spans_add(&view->spans, &span);
}

/* Words before the head that are not merely a country, an adjective of one or an ordinal. */
static bool has_own_name(const struct view *view, size_t first, size_t head)
{
    for (size_t i = first; i < head; i++) {
        if (!word_is_capital(&view->sentence->tokens[i]))
            continue;
        const struct gazetteer_match *match = &view->matches[i];
        bool land = match->count > 0 &&
                    (match->readings[0].type == ENTITY_COUNTRY || match->readings[0].type == ENTITY_NATIONALITY);
        if (!land)
            return true;
        i += match->tokens - 1;
    }
    return false;
}

/* "21st (Division)" */
static bool is_ordinal(const struct view *view, size_t at)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    struct slice text = word_text(view->sentence, &view->sentence->tokens[at]);
    bool ordinal = false;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0] && text.size > 2; i++)
        ordinal |= memcmp(text.at + text.size - 2, endings[i], 2) == 0;
    return ordinal && view->sentence->tokens[at].shape == SHAPE_ALNUM && text.at[0] >= '0' && text.at[0] <= '9';
}

/* "Labour", "Progressive", "National Union": a word that says what kind of party it is, no name by itself. */
static bool describes_party(const struct view *view, size_t at)
{
    static const char *const endings[] = {"ive", "ist", "tic", "ical", "nal", "ral", "ary", "can", "ian"};
    struct slice text = word_text(view->sentence, &view->sentence->tokens[at]);
    bool adjective = false;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        struct slice end = slice_of(endings[i]);
        adjective |= text.size > end.size + 3 && slice_ends(text, end);
    }
    return adjective || view_in_list(view, at, LIST_COMMON) || view_in_list(view, at, LIST_BODY);
}

/* "(Chamber of Commerce, Industry and Agriculture) of Panama": where a body ends whose fields end at `fields`, behind
 * `tail`. */
static size_t of_land(const struct view *view, size_t tail, size_t fields)
{
    bool land = fields > tail && fields + 1 < view->sentence->token_count && view_is(view, fields, "of") &&
                view_reading(view, fields + 1, ENTITY_COUNTRY);
    return land ? fields + 1 + view->matches[fields + 1].tokens : fields;
}

/* "Guest House", "Kafui Medical Centre", "Port Belo Conference Centre": where people go, by the word before the head.
 */
static bool is_built(const struct view *view, size_t first, size_t head)
{
    static const char *const houses[] = {"guest", "opera", "circuit",    "farm",    "light",  "power", "ware",
                                         "town",  "state", "government", "terrace", "bishop", "safe"};
    static const char *const centres[] = {
        "medical",        "convention",    "conference", "exhibition", "sports",     "sport",        "shopping",
        "community",      "detention",     "health",     "maternity",  "wellness",   "youth",        "arts",
        "culinary",       "entertainment", "commercial", "civic",      "evacuation", "vaccination",  "isolation",
        "quarantine",     "care",          "visitor",    "visitors",   "aquatic",    "correctional", "remand",
        "rehabilitation", "leisure",       "welfare"};
    if (head == first || view->headline)
        return false;
    if (view_is(view, head, "house"))
        return VIEW_IS_ANY(view, head - 1, houses);
    return (view_is(view, head, "centre") || view_is(view, head, "center")) && VIEW_IS_ANY(view, head - 1, centres);
}

static void find_body(struct view *view, size_t head, size_t tokens)
{
    const struct sentence *sentence = view->sentence;
    bool capital = word_is_capital(&sentence->tokens[head]);
    size_t first = trim_front(view, run_start(view, head), head), last = head + tokens;
    if (!capital) {
        /* "Labour party", "Communist party", "Kuomintang government" is no name of a government. */
        bool envoy = view_is(view, head, "embassy") || view_is(view, head, "consulate");
        if (envoy && first < head && view_reading(view, first, ENTITY_NATIONALITY) &&
            view->matches[first].tokens == head - first)
            add(view, first, last, ENTITY_ORG, RANK_PATTERN, "body");
        bool own = first < head && has_own_name(view, first, head) && !view->headline;
        if (view_is(view, head, "party") && own) /* "Labour party", but "(Frelimo) party" */
            add(view, first, describes_party(view, head - 1) ? last : head, ENTITY_ORG, RANK_PATTERN, "body");
        return;
    }
    if (view->headline && first == head)
        return;
    static const char *const with_fields[] = {"ministry",     "department", "committee", "commission",
                                              "subcommittee", "troika",     "chamber",   "authority",
                                              "directorate",  "agency",     "bureau",    "secretariat"};
    bool ordinal = first > 0 && is_ordinal(view, first - 1) && !view_in_list(view, head, LIST_OCCASION);
    first -= ordinal && !view->headline;
    size_t tail = tail_end(view, last);
    bool home = view_is(view, head, "house") && first + 1 == head && tail == head + 1 &&
                (view->listed[first] & 31) != ENTITY_ORG && !view_in_list(view, first, LIST_COMMON) &&
                !view_in_list(view, first, LIST_BODY);
    if (view_is_scheme(view, head) && last == head + tokens)
        return; /* "Kafui Health Programme": what a body does, not one, unless lists know it */
    if (is_built(view, first, head + tokens - 1) && has_own_name(view, first, head) && tail == last) {
        add(view, first, last, ENTITY_FACILITY, RANK_PATTERN, "facility");
        return;
    }
    if (home) /* "Otieno House" */
        add(view, first, last, ENTITY_FACILITY, RANK_PATTERN + 1, "facility");
    bool subject = tail > last || tokens > 1; /* "chamber of commerce" is listed whole */
    if (subject && !(view->headline && first < head))
        last = VIEW_IS_ANY(view, head, with_fields) ? of_land(view, tail, fields_end(view, tail)) : tail;
    if (first == head && last == head + tokens)
        return;
    add(view, first, last, ENTITY_ORG, RANK_PATTERN, "body");
}

/* "the Mongolian Gobi Desert": whose it is, before a name of its own. */
static size_t behind_adjective(const struct view *view, size_t first, size_t head)
{
    size_t next = first + view->matches[first].tokens;
    bool adjective = view_reading(view, first, ENTITY_NATIONALITY) != NULL && next < head;
    return adjective && view_is_name_word(view, next) && !view_in_list(view, next, LIST_COMMON) ? next : first;
}

/* Where the name of an occasion goes on to behind its head: "Conference on Climate", "Treaty of Lisbon"; `last` if
 * it ends there. Parties are "Congress for", "Forum for". */
static size_t occasion_end(const struct view *view, size_t head, size_t last, bool ordinal)
{
    static const char *const about[] = {"conference", "convention", "congress", "forum",       "summit",
                                        "dialogue",   "pact",       "protocol", "declaration", "agreement",
                                        "meeting",    "treaty",     "accord",   "day",         "war"};
    static const char *const named_for[] = {"treaty", "battle", "siege", "war", "day", "declaration", "summit", "cup"};
    if (last >= view->sentence->token_count)
        return last;
    bool subject = VIEW_IS_ANY(view, head, about) && (view_is(view, last, "on") || view_is(view, last, "against"));
    bool place = view_is(view, last, "of") && (ordinal || VIEW_IS_ANY(view, head, named_for));
    return subject || place ? tail_end(view, last) : last;
}

/* A gathering that recurs, or is held for all to come to, is no body of its name. */
static bool is_gathering(const struct view *view, size_t head, bool ordinal)
{
    static const char *const gatherings[] = {"conference", "congress", "convention", "assembly", "forum"};
    static const char *const kinds[] = {"international", "global", "world",  "peace",
                                        "climate",       "donors", "annual", "regional"};
    if (!VIEW_IS_ANY(view, head, gatherings))
        return false;
    return ordinal || (view_is(view, head, "conference") && head > 0 && VIEW_IS_ANY(view, head - 1, kinds));
}

static void find_occasion(struct view *view, size_t head, size_t tokens)
{
    const struct sentence *sentence = view->sentence;
    size_t first = trim_front(view, run_start(view, head), head), last = head + tokens;
    if (!word_is_capital(&sentence->tokens[head]))
        return;
    bool ordinal = first > 0 && sentence->tokens[first - 1].shape == SHAPE_ALNUM;
    size_t end = view->headline ? last : occasion_end(view, head, last, ordinal);
    bool sure = end > last || is_gathering(view, head, ordinal);
    if (first == head && end == last && !(ordinal && sure))
        return;
    if (end == last && end < sentence->token_count && word_is_capital(&sentence->tokens[end]) &&
        (view_is(view, end, "i") || view_is(view, end, "ii") || view_is(view, end, "iii")))
        end++;
    if (end == last && end + 1 < sentence->token_count && view_is(view, head, "summit") && view_is(view, end, "in") &&
        view_reading(view, end + 1, ENTITY_PLACE))
        end += 1 + view->matches[end + 1].tokens;
    add(view, first - ordinal, end, ENTITY_EVENT, RANK_PATTERN + (sure ? 1 : -1), "occasion");
}

/* "Cyclone Mahina", "Operation Northern Shield": the kind stands before the name. */
static void find_named_event(struct view *view, size_t head)
{
    static const char *const kinds[] = {"cyclone", "hurricane", "typhoon", "storm", "operation", "exercise"};
    static const char *const strong[] = {"tropical", "super", "severe", "winter"};
    const struct sentence *sentence = view->sentence;
    size_t first = head, end = head + 1;
    bool small = head > 0 && sentence->tokens[head].shape == SHAPE_LOWER &&
                 (view_is(view, head - 1, "tropical") || !view_is(view, head, "storm")) &&
                 !view_is(view, head, "operation") && !view_is(view, head, "exercise");
    if (!VIEW_IS_ANY(view, head, kinds) || !(word_is_capital(&sentence->tokens[head]) || small) || view->headline)
        return;
    while (first > 0 && (word_is_capital(&sentence->tokens[first - 1]) || small) &&
           VIEW_IS_ANY(view, first - 1, strong))
        first--;
    while (end < sentence->token_count && end < head + 4 && is_part(view, end) && !is_calendar(view, end))
        end++;
    bool named = end > head + 1 && !(first > 0 && is_part(view, first - 1) && !view_opens(view, first - 1));
    bool goes_on = (end < sentence->token_count && is_part(view, end)) || view_in_list(view, end - 1, LIST_BODY);
    if (named && !goes_on)
        add(view, first, end, ENTITY_EVENT, RANK_CONTEXT, "occasion");
}

/* "Director Park", "Rep. Hall": a person, though a building's head elsewhere. */
static bool is_surname_behind_title(const struct view *view, size_t head)
{
    return head > 0 && view_in_list(view, head, LIST_SURNAME) && view->sentence->tokens[head].shape == SHAPE_CAPITAL &&
           (view_in_list(view, head - 1, LIST_TITLE_HEAD) || view_in_list(view, head - 1, LIST_HONORIFIC)) &&
           word_is_capital(&view->sentence->tokens[head - 1]);
}

/* "Jane Ward": the head of a part of a city is a surname, too. */
static bool is_persons_ward(const struct view *view, size_t first, size_t head)
{
    return first + 1 == head && view_is(view, head, "ward") && view_in_list(view, first, LIST_GIVEN);
}

static void find_place(struct view *view, size_t head, size_t tokens, enum entity_type type, const char *rule)
{
    const struct sentence *sentence = view->sentence;
    bool capital = word_is_capital(&sentence->tokens[head]);
    size_t first = trim_front(view, run_start(view, head), head), last = head + tokens;
    first = behind_adjective(view, first, head);
    if ((view->headline && !capital) || is_surname_behind_title(view, head) || is_persons_ward(view, first, head))
        return;
    static const char *const areas[] = {"district", "county", "province", "governorate", "prefecture", "oblast"};
    static const char *const buildings[] = {"airport",  "prison",  "mine",     "dam",        "palace",     "stadium",
                                            "refinery", "highway", "station",  "plant",      "expressway", "terminal",
                                            "crossing", "camp",    "base",     "checkpoint", "barracks",   "jail",
                                            "pipeline", "reactor", "shipyard", "field"};
    static const char *const numbered[] = {"base", "terminal", "camp", "gate", "pier", "reactor"};
    bool building =
        type == ENTITY_FACILITY && has_own_name(view, first, head) && VIEW_IS_ANY(view, head + tokens - 1, buildings);
    bool small_place = building || (type == ENTITY_PLACE && VIEW_IS_ANY(view, head, areas));
    if (!capital && (!small_place || first == head || word_is_capital(&sentence->tokens[first]) == false))
        return;
    if (type == ENTITY_FACILITY && VIEW_IS_ANY(view, head + tokens - 1, numbered) && last < sentence->token_count &&
        sentence->tokens[last].shape == SHAPE_DIGITS && capital)
        last++; /* "Air Base 201" */
    if (!capital && !view_reading(view, first, ENTITY_NATIONALITY))
        add(view, first, last, type, RANK_PATTERN, rule);
    if (first == head) {
        size_t tail = tail_end(view, last);
        bool of = last < sentence->token_count && view_is(view, last, "of");
        if (capital && of && tail > last && head > 0 && !view->headline)
            add(view, first, tail, type, RANK_PATTERN, rule);
        return;
    }
    if (!has_own_name(view, first, head) && type != ENTITY_PLACE)
        return;
    if (!capital)
        return;
    add(view, first, last, type, RANK_PATTERN - 1, rule);
}

/* "the province of Guelma": a place, whatever it is called. */
static void find_in_area(struct view *view, size_t head)
{
    static const char *const areas[] = {"province",   "district",    "municipality", "city",     "town",   "village",
                                        "county",     "governorate", "wilaya",       "commune",  "suburb", "canton",
                                        "prefecture", "township",    "hamlet",       "villages", "towns"};
    const struct sentence *sentence = view->sentence;
    size_t first = head + 2, last = first;
    if (view->headline || first >= sentence->token_count || sentence->tokens[head].shape != SHAPE_LOWER ||
        !view_is(view, head + 1, "of") || !VIEW_IS_ANY(view, head, areas))
        return;
    while (last < sentence->token_count && last < first + 3 && sentence->tokens[last].shape == SHAPE_CAPITAL &&
           !is_calendar(view, last) && !view_in_list(view, last, LIST_TITLE_HEAD))
        last++;
    bool goes_on = last < sentence->token_count &&
                   (is_part(view, last) || is_connector(view, last) || sentence->tokens[last].classes & TEXT_DASH);
    if (last > first && !goes_on && !view_in_list(view, first, LIST_COMMON))
        add(view, first, last, ENTITY_PLACE, RANK_MODEL + 1, "landform");
}

/* How many words the head at `at` has that stands in `list`; 0 if none does. */
static size_t head_tokens(const struct view *view, size_t at, enum word_list list)
{
    const struct gazetteer_match *match = &view->matches[at];
    return match->kinds & KIND_OF(list) ? match->tokens : view_in_list(view, at, list);
}

/* One or two words that are no place and no person in full. */
static bool is_founder(const struct view *view, size_t first, size_t last)
{
    const struct token *token = &view->sentence->tokens[first];
    bool person = last > first + 1 && view_in_list(view, first, LIST_GIVEN);
    return last - first <= 2 && token->shape == SHAPE_CAPITAL && has_own_name(view, first, last) && !person &&
           !view_reading(view, first, ENTITY_PLACE) && !view_in_list(view, first, LIST_COMMON) &&
           !view_in_list(view, first, LIST_TITLE_HEAD) && !is_calendar(view, first);
}

/* "Frost & Sullivan": a firm under its founders' names. */
static void find_partners(struct view *view, size_t at)
{
    const struct sentence *sentence = view->sentence;
    size_t first = at, last = at + 1;
    while (first > 0 && is_part(view, first - 1))
        first--;
    while (last < sentence->token_count && is_part(view, last))
        last++;
    first = trim_front(view, first, at);
    if (first < at && last > at + 1 && is_founder(view, first, at) && is_founder(view, at + 1, last) && !view->headline)
        add(view, first, last, ENTITY_ORG, RANK_PATTERN, "company");
}

/* "Otieno's (Pizza)": where the owner of a shop that begins before `first` begins; `first` if none is named. */
static size_t owner_start(const struct view *view, size_t first)
{
    bool owned = first > 1 && view_is(view, first - 1, "'s") && is_part(view, first - 2) && !view->headline &&
                 !view_reading(view, first - 2, ENTITY_COUNTRY) && !view_reading(view, first - 2, ENTITY_PLACE);
    return owned ? trim_front(view, run_start(view, first - 1), first - 1) : first;
}

static bool is_shop(const struct view *view, size_t at)
{
    static const char *const shops[] = {"pizza", "pizzeria", "grill",  "steakhouse", "diner",  "bakery", "deli",
                                        "salon", "bistro",   "tavern", "boutique",   "garage", "karate", "saloon"};
    return VIEW_IS_ANY(view, at, shops);
}

/* "Acme Inc", "Planting Hope, Inc", "Otieno's Pizza". */
static void find_company(struct view *view, size_t at)
{
    static const char *const forms[] = {"inc", "inc.", "ltd", "ltd.", "llc", "co.", "corp", "corp.", "plc", "limited"};
    bool comma = at >= 2 && view_is(view, at - 1, ",");
    if (comma && !VIEW_IS_ANY(view, at, forms))
        return;
    size_t end = comma ? at - 1 : at, first = trim_front(view, run_start(view, end), end);
    if (is_shop(view, at))
        first = owner_start(view, first);
    if (first < end && has_own_name(view, first, end) && !view->headline)
        add(view, first, at + 1, ENTITY_ORG, RANK_PATTERN, "company");
}

/* "China Moly": a body that has its country's name and one that no list knows. */
static void find_lands_body(struct view *view, size_t at)
{
    const struct sentence *sentence = view->sentence;
    size_t own = at + view->matches[at].tokens;
    if (view->headline || view->shouting || own >= sentence->token_count || view_in_list(view, at, LIST_GIVEN) ||
        view_in_list(view, at, LIST_SURNAME) || !view_reading(view, at, ENTITY_COUNTRY))
        return;
    bool unknown = sentence->tokens[own].shape == SHAPE_CAPITAL && !view->matches[own].tokens && !view->lists[own] &&
                   sentence->tokens[own - 1].shape == SHAPE_CAPITAL && !is_calendar(view, own);
    bool opening = at > 0 && view_opens(view, at - 1) && view_in_list(view, at - 1, LIST_COMMON);
    bool before = at > 0 && !opening && (is_part(view, at - 1) || is_inner_dash(view, at - 1));
    bool behind = own + 1 < sentence->token_count && (is_part(view, own + 1) || is_inner_dash(view, own + 1));
    if (unknown && !before && !behind)
        add(view, at, own + 1, ENTITY_ORG, RANK_HINT + 1, "body");
}

/* "Kafuos de Mexico": a firm of a country, under a word that no list knows. */
static void find_of_land(struct view *view, size_t at)
{
    const struct sentence *sentence = view->sentence;
    size_t land = at + 2;
    if (view->headline || land >= sentence->token_count || sentence->tokens[at].shape != SHAPE_CAPITAL ||
        !view_is(view, at + 1, "de") || view->lists[at] || view->matches[at].tokens ||
        !view_reading(view, land, ENTITY_COUNTRY) || (at > 0 && is_part(view, at - 1)))
        return;
    add(view, at, land + view->matches[land].tokens, ENTITY_ORG, RANK_PATTERN, "body");
}

/* Heads of organisations that stand first, as other languages put them: "Fundación ...", "Jamiat ...". */
static const char *const leading[] = {
    "fundación",   "fundacion",    "asociación",   "asociacion",    "associação",   "centro",        "instituto",
    "universidad", "universidade", "partido",      "movimiento",    "movimento",    "frente",        "banco",
    "ministerio",  "ministério",   "comité",       "comite",        "comissão",     "comisión",      "consejo",
    "conselho",    "federación",   "federação",    "confederación", "sindicato",    "grupo",         "corporación",
    "coalición",   "alianza",      "aliança",      "parti",         "mouvement",    "fondation",     "fédération",
    "conseil",     "banque",       "société",      "université",    "institut",     "rassemblement", "partai",
    "jamaat",      "jamiat",       "jamaah",       "jemaah",        "lashkar",      "jaish",         "jaysh",
    "harakat",     "tehreek",      "tehrik",       "anjuman",       "majlis",       "bharatiya",     "rashtriya",
    "yayasan",     "unión",        "união",        "cámara",        "tribunal",     "fiscalía",      "procuraduría",
    "defensoría",  "secretaría",   "dirección",    "radio",         "canal",        "voz",           "télévision",
    "televisión",  "observatorio", "observatoire", "collectif",     "coordinadora", "colectivo",     "liga",
    "hizb",        "ansar"};

/* The same for buildings and squares: "Palais des Sports", "Plaza Murillo". */
static const char *const leading_places[] = {
    "palacio", "palácio",  "palais", "palazzo", "plaza",      "plaça",    "estadio",  "estádio", "stade",
    "casa",    "avenida",  "rue",    "calle",   "aeropuerto", "aéroport", "catedral", "puente",  "cárcel",
    "teatro",  "basílica", "istana", "wisma",   "masjid",     "gare",     "hôtel"};

static bool is_inner_word(const struct view *view, size_t at)
{
    static const char *const words[] = {"de", "del", "la", "las", "los",  "el",     "y",      "e",  "para", "por",
                                        "en", "do",  "da", "dos", "das",  "du",     "des",    "et", "le",   "les",
                                        "al", "ul",  "i",  "li",  "pour", "contra", "contre", "d",  "l",    "a"};
    return VIEW_IS_ANY(view, at, words) || is_inner_dash(view, at) || view_is(view, at, "'");
}

/* "Fundación para la Cooperación", "Jamiat e Ulama e Islam": the capital words behind such a head, over small ones. */
static void find_leading(struct view *view, size_t head, enum entity_type type, const char *rule)
{
    const struct sentence *sentence = view->sentence;
    size_t end = head + 1;
    for (size_t i = end; i < sentence->token_count && i - head < LONGEST_RUN; i++) {
        bool adjective = i == head + 1 && sentence->tokens[i].shape == SHAPE_LOWER && type == ENTITY_ORG &&
                         sentence->tokens[i].end - sentence->tokens[i].start > 4 &&
                         view->lists[i] == 0; /* "Parti démocratique ..." */
        if (adjective || (is_part(view, i) && !view_in_list(view, i, LIST_TITLE_HEAD)))
            end = i + 1;
        else if (!is_inner_word(view, i) || i >= end + 3)
            break;
    }
    bool inner = type == ENTITY_FACILITY && head > 0 && is_part(view, head - 1) && !view_is(view, head - 1, "the");
    if (end > head + 1 && !view->headline && !inner)
        add(view, head, end, type, RANK_PATTERN + 1, rule);
}

/* "(Islamic) Republic of X", "Kingdom of X" for every country; "the Kingdom" for the one that the article is about. */
static void find_realm(struct view *view, size_t head)
{
    static const char *const realms[] = {"republic", "kingdom", "sultanate", "emirate", "principality", "commonwealth"};
    static const char *const kinds[] = {"islamic",   "democratic", "federal",     "federative",
                                        "hashemite", "united",     "socialist",   "bolivarian",
                                        "arab",      "people",     "cooperative", "plurinational"};
    const struct sentence *sentence = view->sentence;
    if (!VIEW_IS_ANY(view, head, realms) || sentence->tokens[head].shape != SHAPE_CAPITAL || view->headline)
        return;
    struct span span = {.type = ENTITY_COUNTRY, .rank = RANK_LIST - 1, .rule = "realm", .confidence = 0.9f};
    size_t first = head, next = head + 2;
    while (first > 0 && VIEW_IS_ANY(view, first - 1, kinds) && word_is_capital(&sentence->tokens[first - 1]))
        first--;
    bool of = next < sentence->token_count && view_is(view, head + 1, "of");
    next += of && view_is(view, next, "the");
    if (of && next < sentence->token_count && (span.reading = view_reading(view, next, ENTITY_COUNTRY)) != NULL) {
        span.gazetteer = view->sources[next];
        span.first = (uint32_t)first;
        span.last = (uint32_t)next + view->matches[next].tokens;
        spans_add(&view->spans, &span);
        return;
    }
    bool ends = head + 1 >= sentence->token_count || !word_is_capital(&sentence->tokens[head + 1]) ||
                view_in_list(view, head + 1, LIST_GIVEN); /* "President of the Republic Ana Belo" */
    bool alone = !of && head > 0 && view_is(view, head - 1, "the") && !view->matches[head].count && ends;
    if (!alone)
        return;
    span.first = (uint32_t)head;
    span.last = (uint32_t)head + 1;
    spans_add(&view->spans, &span);
}

/* "Hong Kong Human Rights and Democracy Act": a law is no entity, nor is what its name holds behind the country. */
static void find_law(struct view *view, size_t head)
{
    static const char *const laws[] = {"act", "law", "bill", "code"};
    const struct sentence *sentence = view->sentence;
    if (head == 0 || view->headline || !VIEW_IS_ANY(view, head, laws) || view_in_list(view, head - 1, LIST_GIVEN) ||
        view_in_list(view, head - 1, LIST_TITLE_HEAD) ||
        (head + 1 < sentence->token_count && word_is_capital(&sentence->tokens[head + 1])))
        return;
    size_t first = run_start(view, head);
    while (first >= 2 && first < head && view_is(view, first - 1, "and") && is_part(view, first - 2))
        first = run_start(view, first - 1);
    first = trim_front(view, first, head);
    while (first < head && (view_reading(view, first, ENTITY_COUNTRY) || view_reading(view, first, ENTITY_NATIONALITY)))
        first += view->matches[first].tokens;
    if (first < head)
        add(view, first, head + 1, ENTITY_NONE, RANK_PATTERN, "law");
}

void bodies_find(struct view *view)
{
    const struct sentence *sentence = view->sentence;
    const unsigned heads = KIND_OF(LIST_BODY) | KIND_OF(LIST_FACILITY) | KIND_OF(LIST_OCCASION) |
                           KIND_OF(LIST_LANDFORM) | KIND_OF(LIST_COMPANY);
    for (size_t i = 0; i < sentence->token_count; i++) {
        static const char *const small[] = {
            "party",     "district",   "county",        "embassy",    "consulate",     "province", "governorate",
            "oblast",    "prefecture", "airport",       "prison",     "mine",          "dam",      "palace",
            "stadium",   "refinery",   "highway",       "station",    "expressway",    "nuclear",  "power",
            "police",    "railway",    "international", "border",     "refugee",       "military", "air",
            "naval",     "detention",  "checkpoint",    "barracks",   "jail",          "pipeline", "reactor",
            "shipyard",  "gas",        "oil",           "hydropower", "hydroelectric", "bus",      "cruise",
            "container", "ferry",      "solar",         "wind",       "hurricane",     "typhoon",  "cyclone",
            "storm"};
        size_t tokens;
        find_in_area(view, i);
        if (i > 0 && view_is(view, i, "&"))
            find_partners(view, i);
        if (!word_is_capital(&sentence->tokens[i]) && !VIEW_IS_ANY(view, i, small))
            continue;
        bool capital = word_is_capital(&sentence->tokens[i]);
        if (capital && VIEW_IS_ANY(view, i, leading))
            find_leading(view, i, ENTITY_ORG, "body");
        if (capital && VIEW_IS_ANY(view, i, leading_places))
            find_leading(view, i, ENTITY_FACILITY, "facility");
        find_lands_body(view, i);
        find_of_land(view, i);
        find_realm(view, i);
        find_law(view, i);
        if (!((view->matches[i].kinds | view->lists[i]) & heads))
            continue;
        if ((tokens = head_tokens(view, i, LIST_BODY)) > 0)
            find_body(view, i, tokens);
        if ((tokens = head_tokens(view, i, LIST_FACILITY)) > 0)
            find_place(view, i, tokens, ENTITY_FACILITY, "facility");
        if ((tokens = head_tokens(view, i, LIST_OCCASION)) > 0) {
            find_named_event(view, i);
            find_occasion(view, i, tokens);
        }
        if ((tokens = head_tokens(view, i, LIST_LANDFORM)) > 0)
            find_place(view, i, tokens, ENTITY_PLACE, "landform");
        if (i > 0 && head_tokens(view, i, LIST_COMPANY) > 0 && word_is_capital(&sentence->tokens[i]))
            find_company(view, i);
    }
}
