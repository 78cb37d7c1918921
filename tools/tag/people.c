/* Persons by what stands before or in their names: "President Lugo", a first name with another word, "Kim Jong-un". */
#include "tagger.h"

#include "text.h"
#include "words.h"

static bool is_particle(const struct view *view, size_t at)
{
    static const char *const words[] = {"al",  "el",  "bin", "bint", "ibn", "ben", "de",  "da", "di",
                                        "dos", "del", "van", "von",  "der", "den", "la",  "le", "abu",
                                        "ul",  "ur",  "al",  "y",    "e",   "ten", "ter", "af", "zu"};
    return VIEW_IS_ANY(view, at, words);
}

/* The token behind the name part at `at`: over "-un", "-Haq"; `at` if it is no name part. */
static size_t part_end(const struct view *view, size_t at)
{
    const struct sentence *sentence = view->sentence;
    if (at >= sentence->token_count || !word_is_capital(&sentence->tokens[at]))
        return at;
    size_t end = at + 1;
    while (view_is_hyphen(view, end) && !view_is_participle(view, end) &&
           sentence->tokens[end + 1].end - sentence->tokens[end + 1].start < 12)
        end += 2;
    return end;
}

/* "on Sunday (Ali Hassan spoke)", "On Wednesday (Eduardo Belo quit)" */
static bool is_day_told(const struct view *view, size_t at)
{
    static const char *const opening[] = {"On",    "By",     "Last",  "This", "Next", "Since",
                                          "Until", "Before", "After", "From", "Late", "Early"};
    const struct sentence *sentence = view->sentence;
    bool last = at + 1 >= sentence->token_count || !word_is_capital(&sentence->tokens[at + 1]);
    return at > 0 && view_is_weekday(view, at) &&
           (sentence->tokens[at - 1].shape == SHAPE_LOWER || last || WORD_IS_ANY(sentence, at - 1, opening));
}

/* "(La) Paz": a word of a listed place or country that begins before it. */
static bool is_end_of_place(const struct view *view, size_t at)
{
    unsigned listed = view->listed[at];
    return !(listed & (64 | 16)) && ((listed & 15) == ENTITY_PLACE || (listed & 15) == ENTITY_COUNTRY) && at > 0 &&
           !view_in_list(view, at - 1, LIST_GIVEN);
}

/* "(Governor of) Gao Province (Ali Mbele)" */
static bool is_area(const struct view *view, size_t at)
{
    static const char *const areas[] = {"region", "province",    "state",      "district",
                                        "county", "governorate", "prefecture", "oblast"};
    return VIEW_IS_ANY(view, at, areas) && !view_in_list(view, at, LIST_SURNAME);
}

static bool breaks_name(const struct view *view, size_t at)
{
    const struct gazetteer_match *match = &view->matches[at];
    if (is_end_of_place(view, at) || view_is_post(view, at) || view_is_dated(view, at) || is_area(view, at))
        return true;
    if (view_is(view, at, "former") || is_day_told(view, at) || view_is_speaker(view, at) || view_is_rank(view, at) ||
        view_is_excellency(view, at) || (at > 0 && view_is_excellency(view, at - 1)))
        return true;
    if (view_is_first_name(view, at))
        return false;
    if (view_in_list(view, at, LIST_TITLE_HEAD) || view_in_list(view, at, LIST_BODY) ||
        view_in_list(view, at, LIST_OCCASION))
        return !view_in_list(view, at, LIST_SURNAME);
    for (uint32_t i = 0; match->all & KIND_NAME && i < match->count; i++) {
        enum entity_type type = (enum entity_type)match->readings[i].type;
        bool dash = at + 1 < view->sentence->token_count && view->sentence->tokens[at + 1].classes & TEXT_DASH;
        bool land = type == ENTITY_COUNTRY || (type == ENTITY_PLACE && !(match->readings[i].flags & READING_WEAK));
        if (type == ENTITY_NATIONALITY || (land && (dash || !view_in_list(view, at, LIST_GIVEN))))
            return !view_in_list(view, at, LIST_SURNAME) || type == ENTITY_NATIONALITY || dash;
        if (type == ENTITY_ORG && gazetteer_fits(&match->readings[i], view->sentence, at) &&
            !(match->readings[i].flags & READING_WEAK) && !view_in_list(view, at, LIST_SURNAME))
            return true;
    }
    return false;
}

/* '(Jane) "Kit" (Otieno)': behind a nickname in quotes that begins at `at`, where the name goes on; else `at`. */
static size_t nickname_end(const struct view *view, size_t at)
{
    const struct sentence *sentence = view->sentence;
    size_t quote = at + 2;
    if (at + 3 >= sentence->token_count || !(sentence->tokens[at].classes & TEXT_QUOTE) ||
        !sentence->tokens[at].space_before || sentence->tokens[at + 1].shape != SHAPE_CAPITAL)
        return at;
    quote += sentence->tokens[quote].shape == SHAPE_CAPITAL && quote + 2 < sentence->token_count;
    bool closed = sentence->tokens[quote].classes & TEXT_QUOTE && !sentence->tokens[quote].space_before;
    return closed && sentence->tokens[quote + 1].shape == SHAPE_CAPITAL && sentence->tokens[quote + 1].space_before
               ? quote + 1
               : at;
}

/* The end of a run of name parts from `at`, over particles and nicknames between two of them. */
static size_t name_end(const struct view *view, size_t at, size_t most)
{
    const struct sentence *sentence = view->sentence;
    size_t end = at, parts = 0;
    for (size_t i = at; i < sentence->token_count && parts < most;) {
        size_t particles = i > at ? nickname_end(view, i) : i;
        while (particles < sentence->token_count && particles < i + 3 && is_particle(view, particles) &&
               (i > at || word_is_capital(&sentence->tokens[particles]) || particles > i ||
                view_is_hyphen(view, particles + 1))) {
            particles++;
            if (view_is_hyphen(view, particles))
                particles++;
        }
        size_t next = particles < sentence->token_count ? part_end(view, particles) : particles;
        if (next == particles || (view->headline && parts > 0 && view_in_list(view, particles, LIST_COMMON)) ||
            breaks_name(view, particles))
            break;
        end = next;
        i = next;
        parts++;
    }
    return end;
}

bool view_is_post(const struct view *view, size_t at)
{
    static const char *const envoys[] = {"ambassador", "envoy", "commissioner", "representative", "consul"};
    return at > 1 && (view_is(view, at - 1, "to") || view_is(view, at - 1, "in")) &&
           VIEW_IS_ANY(view, at - 2, envoys) && view_reading(view, at, ENTITY_COUNTRY);
}

bool view_is_speaker(const struct view *view, size_t at)
{
    const struct token *tokens = view->sentence->tokens;
    return view->personal && tokens[at].end - tokens[at].start == 1 && view_is(view, at, "i") &&
           at + 1 < view->sentence->token_count && tokens[at + 1].shape == SHAPE_LOWER;
}

bool view_is_sheikh(const struct view *view, size_t first, size_t last)
{
    static const char *const sheikhs[] = {"sheikh", "shaikh", "sheik", "sheikha"};
    static const char *const gulf[] = {"bin", "bint", "al"};
    bool names = false;
    for (size_t i = first + 1; i < last; i++)
        names |= VIEW_IS_ANY(view, i, gulf);
    return names && VIEW_IS_ANY(view, first, sheikhs);
}

static void add(struct view *view, size_t first, size_t last, int rank, const char *rule)
{
    first += last > first + 1 && view_is_sheikh(view, first, last);
    struct span span = {.first = (uint32_t)first,
                        .last = (uint32_t)last,
                        .type = ENTITY_PERSON,
                        .rank = rank,
                        .rule = rule,
                        .confidence = 0.8f};
    if (last <= first)
        return;
    if (view->matches[first].tokens == last - first)
        span.reading = view_reading(view, first, ENTITY_PERSON);
    if (span.reading && span.reading->flags & READING_WEAK)
        span.reading = NULL; /* belong.c knows whether the country speaks for it */
    if (span.reading)
        span.gazetteer = view->sources[first];
    spans_add(&view->spans, &span);
}

/* Which words belong to a title that has been found. */
static bool *mark_titles(const struct view *view)
{
    bool *titled = arena_array(view->spans.arena, view->sentence->token_count, sizeof *titled);
    for (size_t i = 0; i < view->spans.count; i++)
        for (uint32_t at = view->spans.at[i].first; at < view->spans.at[i].last; at++)
            titled[at] |= view->spans.at[i].type == ENTITY_TITLE;
    return titled;
}

/* A word that is nobody's surname and has a meaning of its own. */
static bool is_mere_word(const struct view *view, size_t at)
{
    return view_in_list(view, at, LIST_COMMON) && !view_in_list(view, at, LIST_SURNAME);
}

/* "Hamad Award", "Peters Competition": what is named after somebody. */
static bool is_honour(const struct view *view, size_t first, size_t end)
{
    static const char *const honours[] = {"award",  "awards",      "prize",  "competition",
                                          "trophy", "scholarship", "record", "records"};
    return end > first + 1 && is_mere_word(view, end - 1) &&
           (VIEW_IS_ANY(view, end - 1, honours) || view_in_list(view, end - 1, LIST_OCCASION));
}

/* "Africa Renewal", "Juan Perez Hospital": a land before a mere word, or the head of a building or body. */
static bool is_thing(const struct view *view, size_t first, size_t end)
{
    size_t last = end - 1;
    bool land = view_reading(view, first, ENTITY_PLACE) || view_reading(view, first, ENTITY_COUNTRY);
    return is_mere_word(view, last) &&
           (land || view_in_list(view, last, LIST_FACILITY) || view_in_list(view, last, LIST_BODY));
}

/* Names behind the titles that have been found. */
static void behind_titles(struct view *view, const bool *titled)
{
    for (size_t i = 0, count = view->spans.count; i < count; i++) {
        struct span title = view->spans.at[i];
        if (title.type != ENTITY_TITLE || title.last >= view->sentence->token_count)
            continue;
        size_t at = title.last;
        while (at + 1 < view->sentence->token_count && titled[at])
            at++;
        while (at + 1 < view->sentence->token_count && view_in_list(view, at, LIST_HONORIFIC) &&
               view_is_name_word(view, at + 1))
            at++;
        if (!view_is_name_word(view, at) || view_reading(view, at, ENTITY_COUNTRY) || breaks_name(view, at))
            continue;
        if (view->headline && view_in_list(view, at, LIST_COMMON))
            continue;
        size_t end = name_end(view, at, 4);
        if (!is_honour(view, at, end))
            add(view, at, end, RANK_CONTEXT, "behind-title");
    }
}

/* "BZ (Zameer Khan)", "AK (Abdul Momen)": two or three letters before a first name that goes on. */
static bool are_initials(const struct view *view, size_t at)
{
    const struct sentence *sentence = view->sentence;
    uint32_t size = sentence->tokens[at].end - sentence->tokens[at].start;
    return size <= 3 && at + 2 < sentence->token_count && !view->matches[at].tokens && !view->shouting &&
           view_in_list(view, at + 1, LIST_GIVEN) && word_is_capital(&sentence->tokens[at + 2]) &&
           view_in_list(view, at + 2, LIST_SURNAME);
}

/* "Nura bint (Hassan)": who somebody's father is, which only a person's name says. */
static bool has_father(const struct view *view, size_t at)
{
    static const char *const of[] = {"bin", "bint", "ibn", "binti", "binte"};
    const struct sentence *sentence = view->sentence;
    return at + 2 < sentence->token_count && sentence->tokens[at].shape == SHAPE_CAPITAL &&
           sentence->tokens[at + 1].shape == SHAPE_LOWER && VIEW_IS_ANY(view, at + 1, of) &&
           word_is_capital(&sentence->tokens[at + 2]) && !view_in_list(view, at, LIST_TITLE_HEAD) &&
           !view_in_list(view, at, LIST_HONORIFIC);
}

/* "D K (Mwangi)", "B Y R (Otieno)": how many letters without full stops begin a name at `at`; 0 if less than two do. */
static size_t bare_initials(const struct view *view, size_t at)
{
    const struct sentence *sentence = view->sentence;
    size_t end = at;
    if (view->shouting || view->headline || (at > 0 && sentence->tokens[at - 1].shape == SHAPE_INITIAL))
        return 0;
    while (end + 1 < sentence->token_count && sentence->tokens[end].shape == SHAPE_INITIAL &&
           sentence->tokens[end].end - sentence->tokens[end].start == 1 && sentence->tokens[end + 1].space_before)
        end++;
    bool named = end > at + 1 && sentence->tokens[end].shape == SHAPE_CAPITAL && !breaks_name(view, end);
    return named && !view_in_list(view, end, LIST_COMMON) ? end - at : 0;
}

static bool is_surname_only(const struct view *view, size_t at)
{
    return view_in_list(view, at, LIST_SURNAME);
}

/* "Oppositionist": what somebody does or holds to, no name. */
static bool is_calling(struct slice word)
{
    return word.size > 6 && memcmp(word.at + word.size - 3, "ist", 3) == 0;
}

/* A capital word that no list knows, where nothing begins; not "the President of the Republic (Ana Belo)". */
static bool is_unknown_name(const struct view *view, size_t at)
{
    if ((at > 0 && view_is(view, at - 1, "the")) || is_day_told(view, at) ||
        is_calling(word_text(view->sentence, &view->sentence->tokens[at])))
        return false;
    return view->sentence->tokens[at].shape == SHAPE_CAPITAL && !view->matches[at].tokens && !view->lists[at] &&
           !view_opens(view, at) && !view->headline && view->sentence->tokens[at + 1].space_before;
}

/* "were Hla Myo (Aung)": a first name behind two words that no list knows, where the name is nobody's first. */
static bool is_late_given(const struct view *view, size_t at)
{
    return at > 2 && is_unknown_name(view, at - 1) && is_unknown_name(view, at - 2) &&
           view->sentence->tokens[at].space_before && view->sentence->tokens[at - 3].shape == SHAPE_LOWER &&
           !view_in_list(view, at, LIST_COMMON) && !view_in_list(view, at, LIST_BODY) && !view->headline;
}

/* '"Otieno, Jane"' as lists and headers of letters have it: the surname first, in quotes. */
static bool is_turned(const struct view *view, size_t at)
{
    const struct sentence *sentence = view->sentence;
    return at > 0 && at + 3 < sentence->token_count && sentence->tokens[at - 1].classes & TEXT_QUOTE &&
           sentence->tokens[at + 3].classes & TEXT_QUOTE && sentence->tokens[at].shape == SHAPE_CAPITAL &&
           view_is(view, at + 1, ",") && sentence->tokens[at + 2].shape == SHAPE_CAPITAL &&
           view_in_list(view, at + 2, LIST_GIVEN);
}

void people_find(struct view *view)
{
    const struct sentence *sentence = view->sentence;
    const bool *titled = mark_titles(view);
    behind_titles(view, titled);
    for (size_t i = 0; i < sentence->token_count; i++) {
        if (!word_is_capital(&sentence->tokens[i]) ||
            (sentence->tokens[i].shape == SHAPE_UPPER && !are_initials(view, i)) || breaks_name(view, i) || titled[i])
            continue;
        if (i > 0 && sentence->tokens[i - 1].classes & TEXT_DASH && !sentence->tokens[i].space_before)
            continue;
        if (is_turned(view, i))
            add(view, i, i + 3, RANK_CONTEXT, "first-name");
        bool given = view_in_list(view, i, LIST_GIVEN);
        size_t letters = bare_initials(view, i), end = name_end(view, i, 4 + letters);
        if (i > 0 && view_is(view, i - 1, "surnamed"))
            add(view, i, end, RANK_CONTEXT, "first-name");
        if (given && end == i + 1 && is_late_given(view, i))
            add(view, i - 2, end, RANK_PATTERN - 5, "first-name");
        if (end <= i + 1 || view_is_scheme(view, end - 1) || is_thing(view, i, end) || is_honour(view, i, end))
            continue;
        if (has_father(view, i))
            add(view, i, end, RANK_CONTEXT, "first-name");
        size_t begin = i;
        while (given && begin + 2 > i && begin > 0 && !titled[begin - 1] && is_unknown_name(view, begin - 1))
            begin--; /* "Taufeeq (Ahmad Guru)" */
        size_t second = part_end(view, i);
        bool surname = second < end && is_surname_only(view, second);
        bool common = view_opens(view, i) && view_in_list(view, i, LIST_COMMON);
        bool east = view_in_list(view, i, LIST_SURNAME) && end - i >= 3 && !common;
        bool initials = sentence->tokens[i].shape == SHAPE_UPPER || (letters > 0 && end > i + letters);
        bool article = common && sentence->tokens[i].end - sentence->tokens[i].start == 1; /* "A Khan-led team" */
        bool initial = surname && sentence->tokens[i].shape == SHAPE_INITIAL && !article;
        if ((given && !common) || initial || east || initials)
            add(view, begin, end, RANK_PATTERN - (surname ? 0 : 5), "first-name");
    }
}

void people_find_listed(struct view *view)
{
    const struct sentence *sentence = view->sentence;
    for (size_t i = 0; i + 1 < sentence->token_count; i++) {
        size_t second = part_end(view, i), end = part_end(view, second);
        if (second == i || end == second || !view_in_list(view, i, LIST_GIVEN) || view_in_list(view, i, LIST_COMMON))
            continue;
        if (view_in_list(view, second, LIST_SURNAME) && !view_in_list(view, second, LIST_COMMON))
            add(view, i, end, RANK_PATTERN, "first-name");
    }
}
