#include "gazetteer_block.h"

#include <stdlib.h>
#include <xxhash.h>

static void set_bit(uint64_t *filter, uint32_t bits, uint32_t hash)
{
    uint32_t bit = hash & (bits - 1);
    filter[bit >> 6] |= UINT64_C(1) << (bit & 63);
}

struct prefix {
    uint64_t key;
    bool longer;
};

struct entry {
    uint64_t key;
    uint32_t order;
    struct gazetteer_reading reading;
};

struct gazetteer_lists {
    struct prefix *prefixes;
    size_t prefix_count, prefix_capacity;
    struct entry *entries;
    size_t entry_count, entry_capacity;
    struct buffer strings;
    uint32_t *interned; /* offsets into strings, by hash */
    size_t interned_count, interned_capacity;
    uint64_t starts[FILTER_BITS / 64], follows[FILTER_BITS / 64], names[FILTER_BITS / 64], small[SMALL_BITS / 64];
    struct arena arena;
};

static const struct {
    const char *name;
    uint8_t type;
} type_names[] = {
    {"PERSON", ENTITY_PERSON},         {"ORG", ENTITY_ORG},           {"COUNTRY", ENTITY_COUNTRY},
    {"PLACE", ENTITY_PLACE},           {"FACILITY", ENTITY_FACILITY}, {"NATIONALITY", ENTITY_NATIONALITY},
    {"TITLE", ENTITY_TITLE},           {"EVENT", ENTITY_EVENT},       {"given", LIST_GIVEN},
    {"surname", LIST_SURNAME},         {"title", LIST_TITLE_HEAD},    {"title-modifier", LIST_TITLE_MODIFIER},
    {"title-field", LIST_TITLE_FIELD}, {"honorific", LIST_HONORIFIC}, {"body", LIST_BODY},
    {"facility", LIST_FACILITY},       {"occasion", LIST_OCCASION},   {"landform", LIST_LANDFORM},
    {"company", LIST_COMPANY},         {"common", LIST_COMMON},       {"plain", LIST_PLAIN},
    {"anonym", LIST_ANONYM},
};

struct gazetteer_lists *gazetteer_lists_new(void)
{
    struct gazetteer_lists *lists = memory_zeroed(1, sizeof *lists);
    buffer_add(&lists->strings, "\0\0\0", 4); /* offset 0 stands for none */
    return lists;
}

void gazetteer_lists_free(struct gazetteer_lists *lists)
{
    free(lists->prefixes);
    free(lists->entries);
    free(lists->interned);
    buffer_free(&lists->strings);
    arena_free(&lists->arena);
    free(lists);
}

static struct slice string_at(const struct gazetteer_lists *lists, uint32_t offset)
{
    uint16_t size;
    memcpy(&size, lists->strings.at + offset, sizeof size);
    return (struct slice){lists->strings.at + offset + sizeof size, size};
}

static void place_interned(struct gazetteer_lists *lists, uint32_t offset)
{
    struct slice text = string_at(lists, offset);
    size_t at = XXH3_64bits(text.at, text.size) & (lists->interned_capacity - 1);
    while (lists->interned[at])
        at = (at + 1) & (lists->interned_capacity - 1);
    lists->interned[at] = offset;
}

static void grow_interned(struct gazetteer_lists *lists)
{
    uint32_t *old = lists->interned;
    size_t size = lists->interned_capacity;
    lists->interned_capacity = size ? size * 2 : 1024;
    lists->interned = memory_zeroed(lists->interned_capacity, sizeof *lists->interned);
    for (size_t i = 0; i < size; i++)
        if (old[i])
            place_interned(lists, old[i]);
    free(old);
}

/* The offset of `text` among the strings, added if new; 0 for an empty one. */
static uint32_t intern(struct gazetteer_lists *lists, struct slice text)
{
    if (text.size == 0 || text.size > UINT16_MAX)
        return 0;
    if (lists->interned_count * 2 >= lists->interned_capacity)
        grow_interned(lists);
    size_t at = XXH3_64bits(text.at, text.size) & (lists->interned_capacity - 1);
    for (; lists->interned[at]; at = (at + 1) & (lists->interned_capacity - 1))
        if (slice_equal(string_at(lists, lists->interned[at]), text))
            return lists->interned[at];
    uint32_t offset = (uint32_t)lists->strings.size;
    uint16_t size = (uint16_t)text.size;
    buffer_add(&lists->strings, (const char *)&size, sizeof size);
    buffer_slice(&lists->strings, text);
    if (lists->strings.size & 1)
        buffer_byte(&lists->strings, '\0');
    lists->interned[at] = offset;
    lists->interned_count++;
    return offset;
}

/* Capitals only, or none at the beginning, as the list writes it. */
static uint8_t case_flags(struct slice surface)
{
    const char *at = surface.at, *end = surface.at + surface.size;
    size_t upper = 0, lower = 0;
    bool first_lower = false;
    while (at < end) {
        unsigned class = text_class(text_decode(&at, end));
        if (class & TEXT_LOWER && upper + lower == 0)
            first_lower = true;
        upper += (class & TEXT_UPPER) != 0;
        lower += (class & TEXT_LOWER) != 0;
    }
    if (first_lower)
        return upper == 0 ? READING_LOWER : READING_INNER;
    return upper >= 2 && lower == 0 ? READING_UPPER : 0;
}

static void add_prefix(struct gazetteer_lists *lists, uint64_t key, bool longer)
{
    lists->prefixes =
        memory_grow(lists->prefixes, &lists->prefix_capacity, lists->prefix_count + 1, sizeof *lists->prefixes);
    lists->prefixes[lists->prefix_count++] = (struct prefix){key, longer};
}

/* Files one spelling under its words. False if it has none or too many. */
static bool add_surface(struct gazetteer_lists *lists, struct slice surface, const struct gazetteer_reading *reading)
{
    struct sentence sentence = {.text = surface};
    uint64_t key = 0;
    if (slice_starts(surface, SLICE("the "))) /* an article is no part of a name */
        return true;
    arena_reset(&lists->arena);
    tag_sentence_words(&lists->arena, &sentence);
    if (sentence.token_count == 0 || sentence.token_count > LONGEST)
        return false;
    const uint8_t flags = case_flags(surface);
    const uint32_t first = sentence.tokens[0].folded;
    set_bit(lists->starts, FILTER_BITS, first);
    if (reading->type < LIST_GIVEN)
        set_bit(lists->names, FILTER_BITS, first);
    if (reading->type < LIST_GIVEN && flags & (READING_LOWER | READING_INNER))
        set_bit(lists->small, SMALL_BITS, first);
    for (size_t i = 0; i < sentence.token_count; i++) {
        if (i > 0 && is_inner_mark(&sentence, i))
            continue;
        if (i > 0)
            add_prefix(lists, key, true);
        key = step_key(key, sentence.tokens[i].folded);
        if (i > 0)
            set_bit(lists->follows, FILTER_BITS, follow_bit(key));
    }
    add_prefix(lists, key, false);
    lists->entries =
        memory_grow(lists->entries, &lists->entry_capacity, lists->entry_count + 1, sizeof *lists->entries);
    struct entry *entry = &lists->entries[lists->entry_count];
    *entry = (struct entry){key, (uint32_t)lists->entry_count, *reading};
    entry->reading.flags |= flags;
    lists->entry_count++;
    return true;
}

/* One spelling of a list's fourth field: ~ marks a short form, ? one that is only a hint. */
static bool add_spelling(struct gazetteer_lists *lists, struct slice surface, const struct gazetteer_reading *reading)
{
    struct gazetteer_reading marked = *reading;
    surface = slice_trim(surface);
    while (surface.size > 0 && (surface.at[0] == '~' || surface.at[0] == '?')) {
        marked.flags |= surface.at[0] == '~' ? READING_SHORT : READING_WEAK;
        surface = slice_part(surface, 1, surface.size);
    }
    return surface.size == 0 || add_surface(lists, surface, &marked);
}

static bool takes_plural(struct slice word)
{
    char last = word.at[word.size - 1];
    if (last == 's' || last == 'h' || last == 'z' || (unsigned char)last > 127)
        return false;
    return word.size < 3 || memcmp(word.at + word.size - 3, "ese", 3) != 0;
}

static bool add_adjectives(struct gazetteer_lists *lists, struct slice words, const struct gazetteer_reading *country)
{
    struct gazetteer_reading reading = *country;
    struct slice word;
    reading.type = ENTITY_NATIONALITY;
    reading.country = country->name;
    while (slice_field(&words, '|', &word)) {
        char plural[256];
        if (word.size == 0 || word.size + 1 >= sizeof plural || !add_surface(lists, word, &reading))
            return false;
        if (!takes_plural(word))
            continue;
        memcpy(plural, word.at, word.size);
        plural[word.size] = 's';
        add_surface(lists, (struct slice){plural, word.size + 1}, &reading);
    }
    return true;
}

static bool add_capitals(struct gazetteer_lists *lists, struct slice words, const struct gazetteer_reading *country)
{
    struct gazetteer_reading reading = {.type = ENTITY_PLACE, .country = country->name, .flags = READING_CAPITAL};
    struct slice word;
    while (slice_field(&words, '|', &word)) {
        if (word.size == 0)
            return false;
        reading.name = intern(lists, word);
        reading.weight = 60000;
        if (!add_surface(lists, word, &reading))
            return false;
    }
    return true;
}

/* "2019-05" or "2019" as months since year 0. */
static bool read_month(struct slice text, uint16_t *months)
{
    unsigned year = 0, month = 1;
    if (text.size != 4 && text.size != 7)
        return false;
    for (size_t i = 0; i < 4; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        year = year * 10 + (unsigned)(text.at[i] - '0');
    }
    if (text.size == 7)
        month = (unsigned)((text.at[5] - '0') * 10 + text.at[6] - '0');
    *months = (uint16_t)(year * 12 + month - 1);
    return month >= 1 && month <= 12 && year < 5000;
}

static bool read_weight(struct slice text, uint16_t *weight)
{
    unsigned number = 0;
    if (text.size == 0 || text.size > 5)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        number = number * 10 + (unsigned)(text.at[i] - '0');
    }
    *weight = (uint16_t)(number > UINT16_MAX ? UINT16_MAX : number);
    return true;
}

struct attributes {
    struct slice adjectives, capitals;
};

static const char *read_attributes(struct gazetteer_lists *lists, struct slice text, struct gazetteer_reading *reading,
                                   struct attributes *attributes)
{
    struct slice item, key;
    while (slice_field(&text, ';', &item)) {
        struct slice value = item;
        slice_field(&value, '=', &key);
        key = slice_trim(key);
        value = value.at ? slice_trim(value) : value;
        if (slice_is(key, "country"))
            reading->country = intern(lists, value);
        else if (slice_is(key, "adj"))
            attributes->adjectives = value;
        else if (slice_is(key, "capital"))
            attributes->capitals = value;
        else if (slice_is(key, "weak"))
            reading->flags |= READING_WEAK;
        else if (slice_is(key, "each"))
            reading->flags |= READING_EACH;
        else if (slice_is(key, "from") ? !read_month(value, &reading->from)
                 : slice_is(key, "to") ? !read_month(value, &reading->to)
                                       : slice_is(key, "weight") && !read_weight(value, &reading->weight))
            return "expected a month such as 2019-05, or a number";
        else if (key.size > 0 && !slice_is(key, "iso") && !slice_is(key, "from") && !slice_is(key, "to") &&
                 !slice_is(key, "weight") && !slice_is(key, "office"))
            return "unknown attribute";
    }
    return NULL;
}

static int type_of(struct slice name)
{
    for (size_t i = 0; i < sizeof type_names / sizeof type_names[0]; i++)
        if (slice_is(name, type_names[i].name))
            return type_names[i].type;
    return -1;
}

/* A line of a word list: type, then words. */
static const char *add_words(struct gazetteer_lists *lists, int type, struct slice words)
{
    struct slice word;
    while (slice_field(&words, '|', &word)) {
        word = slice_trim(word);
        struct gazetteer_reading reading = {.type = (uint8_t)type};
        if (word.size > 0 && !add_surface(lists, word, &reading))
            return "expected words";
    }
    return NULL;
}

/* name, type, id, spellings, attributes. */
static const char *add_line(struct gazetteer_lists *lists, struct slice line)
{
    struct slice fields[5] = {0}, rest = line;
    size_t count = 0;
    while (count < 5 && slice_field(&rest, '\t', &fields[count])) {
        fields[count] = slice_trim(fields[count]);
        count++;
    }
    if (count < 2)
        return "expected name, tab, type";
    int list = type_of(fields[0]), type = type_of(fields[1]);
    if (list >= LIST_GIVEN)
        return add_words(lists, list, slice_part(line, fields[0].size + 1, line.size));
    if (type < 0 || type >= LIST_GIVEN)
        return "unknown type";
    bool only_name = fields[0].size > 1 && fields[0].at[0] == '=';
    struct slice name = only_name ? slice_part(fields[0], 1, fields[0].size) : fields[0], spelling;
    struct gazetteer_reading reading = {.type = (uint8_t)type};
    struct attributes attributes = {0};
    reading.name = intern(lists, name);
    reading.id = intern(lists, fields[2].at ? fields[2] : name.at ? (struct slice){"", 0} : fields[2]);
    const char *wrong = read_attributes(lists, fields[4], &reading, &attributes);
    if (wrong)
        return wrong;
    if (type == ENTITY_COUNTRY && !reading.country)
        reading.country = reading.name;
    if (!only_name && !add_surface(lists, name, &reading))
        return "expected a name";
    while (slice_field(&fields[3], '|', &spelling))
        if (!add_spelling(lists, spelling, &reading))
            return "a spelling without words, or with too many";
    if (!add_adjectives(lists, attributes.adjectives, &reading) || !add_capitals(lists, attributes.capitals, &reading))
        return "expected names between |";
    return NULL;
}

bool gazetteer_lists_add(struct gazetteer_lists *lists, struct slice text, uint64_t *line_number, const char **what)
{
    struct slice line;
    for (*line_number = 1; slice_line(&text, &line); ++*line_number) {
        if (slice_trim(line).size == 0 || line.at[0] == '#')
            continue;
        *what = add_line(lists, line);
        if (*what)
            return false;
    }
    return true;
}

static int compare_prefixes(const void *left, const void *right)
{
    const struct prefix *a = left, *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (int)b->longer - (int)a->longer;
}

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Leaves one prefix of each key, `longer` if any was. Returns how many are left. */
static size_t unite_prefixes(struct gazetteer_lists *lists)
{
    size_t size = 0;
    qsort(lists->prefixes, lists->prefix_count, sizeof *lists->prefixes, compare_prefixes);
    for (size_t i = 0; i < lists->prefix_count; i++)
        if (size == 0 || lists->prefixes[size - 1].key != lists->prefixes[i].key)
            lists->prefixes[size++] = lists->prefixes[i];
    lists->prefix_count = size;
    return size;
}

/* What gazetteer_fits will say of the reading, as far as it does not depend on the text. */
static void add_kinds(struct gazetteer_slot *slot, const struct gazetteer_reading *reading)
{
    bool lower = reading->flags & READING_LOWER;
    slot->all |= kind_of(reading);
    if (lower)
        slot->small |= kind_of(reading);
    else if (reading->flags & READING_INNER)
        slot->small |= KIND_ASK;
    if (!lower && reading->flags & READING_UPPER)
        slot->all |= KIND_ASK;
}

static struct gazetteer_slot *fill_slots(struct gazetteer_lists *lists, uint32_t mask)
{
    struct gazetteer_slot *slots = memory_zeroed((size_t)mask + 1, sizeof *slots);
    for (size_t i = 0, entry = 0; i < lists->prefix_count; i++) {
        uint64_t key = lists->prefixes[i].key;
        uint32_t at = (uint32_t)key & mask;
        while (slots[at].check)
            at = (at + 1) & mask;
        slots[at].check = key_check(key);
        slots[at].longer = lists->prefixes[i].longer;
        slots[at].first = (uint32_t)entry & 0x7FFFFFFFu;
        for (; entry < lists->entry_count && lists->entries[entry].key == key; entry++) {
            add_kinds(&slots[at], &lists->entries[entry].reading);
            if (slots[at].count < UINT16_MAX)
                slots[at].count++;
        }
    }
    return slots;
}

void gazetteer_compile(struct gazetteer_lists *lists, struct buffer *out)
{
    size_t distinct = lists->prefix_count ? unite_prefixes(lists) : 0, capacity = 64;
    while (capacity < distinct + distinct / 2)
        capacity *= 2;
    if (lists->entry_count)
        qsort(lists->entries, lists->entry_count, sizeof *lists->entries, compare_entries);
    struct gazetteer_slot *slots = fill_slots(lists, (uint32_t)capacity - 1);
    while (lists->strings.size % 8)
        buffer_byte(&lists->strings, '\0');
    size_t start = out->size;
    struct gazetteer_header header = {.version = VERSION,
                                      .slot_mask = (uint32_t)capacity - 1,
                                      .reading_count = (uint32_t)lists->entry_count,
                                      .string_size = (uint32_t)lists->strings.size};
    memcpy(header.magic, MAGIC, sizeof header.magic);
    buffer_add(out, (const char *)&header, sizeof header);
    buffer_add(out, (const char *)lists->starts, sizeof lists->starts);
    buffer_add(out, (const char *)lists->follows, sizeof lists->follows);
    buffer_add(out, (const char *)lists->names, sizeof lists->names);
    buffer_add(out, (const char *)lists->small, sizeof lists->small);
    buffer_add(out, (const char *)slots, capacity * sizeof *slots);
    for (size_t i = 0; i < lists->entry_count; i++)
        buffer_add(out, (const char *)&lists->entries[i].reading, sizeof lists->entries[i].reading);
    buffer_slice(out, buffer_view(&lists->strings));
    free(slots);
    header.size = out->size - start - sizeof header;
    header.checksum = XXH3_64bits(out->at + start + sizeof header, header.size);
    memcpy(out->at + start, &header, sizeof header);
}
