#include "features.h"

#include <xxhash.h>

#include "chunk_widest.h"
#include "features_tokens.h"

static void find_edges(struct slice text, struct traits *traits)
{
    const char *at = text.at, *end = text.at + text.size;
    traits->begins = kind_edge((unsigned char)*at < 0x80 ? (uint32_t)*at : text_decode(&at, end));
    at = end;
    traits->ends = kind_edge((unsigned char)end[-1] < 0x80 ? (uint32_t)end[-1] : text_decode_before(&at, text.at));
    if (text.size >= 3 && memcmp(end - 3, "...", 3) == 0)
        traits->ends = EDGE_ELLIPSIS;
}

/* Signs that stand for more than themselves. */
static void note_mark(struct traits *traits, struct slice text, size_t i)
{
    char c = text.at[i];
    traits->at_sign |= c == '@';
    traits->pipe |= c == '|' || c == '>';
    traits->slash |= c == '/';
    if (c == '/' && i > 1 && text.at[i - 1] == '/' && text.at[i - 2] == ':')
        traits->url = true;
}

static void note_colon(struct traits *traits, struct slice text, size_t i)
{
    traits->colon = true;
    if (i > 0 && i + 1 < text.size && kind_of((unsigned char)text.at[i - 1]) == DIGIT &&
        kind_of((unsigned char)text.at[i + 1]) == DIGIT)
        traits->time = true;
}

/* Four digits between others that are none. */
static void note_years(struct traits *traits, const struct chunk *chunk)
{
    uint64_t digits = chunk->digits;
    uint64_t years = digits & ~(digits << 1) & digits >> 1 & digits >> 2 & digits >> 3 & ~(digits >> 4);
    for (; years != 0; years &= years - 1) {
        const char *at = chunk->lower + __builtin_ctzll(years);
        traits->year |= memcmp(at, "19", 2) == 0 || memcmp(at, "20", 2) == 0;
    }
}

/* The signs of ASCII. */
static void look_at_signs(struct look *look, size_t at, const struct chunk *chunk, struct parts *parts)
{
    static const uint8_t is_token[KINDS] = {[MARK] = 1, [COLON] = 1, [QUERY] = 1, [OPEN] = 1};
    uint64_t before = parts->words << 1 | look->inside;
    for (uint64_t signs = chunk->signs; signs != 0; signs &= signs - 1) {
        unsigned i = (unsigned)__builtin_ctzll(signs), kind = kinds_of_bytes[(unsigned char)look->text.at[at + i]];
        size_t place = at + i;
        look->counts[kind]++;
        parts->tokens |= (uint64_t)is_token[kind] << i;
        parts->joints |= (kind == QUOTE ? before : 0) & UINT64_C(1) << i;
        if (kind == STOP || kind == QUERY)
            look->traits->stops +=
                place + 1 == look->text.size || kind_of((unsigned char)look->text.at[place + 1]) != LOWER;
        else if (kind == MARK)
            note_mark(look->traits, look->text, place);
        else if (kind == COLON)
            note_colon(look->traits, look->text, place);
    }
}

#ifdef WIDEST

WIDEST static inline uint64_t signs_of(uint64_t signs, __m512i kinds_of_all, enum kind kind)
{
    return _mm512_mask_cmpeq_epi8_mask(signs, kinds_of_all, _mm512_set1_epi8((char)kind));
}

/* Does each byte stand before a small letter? */
static inline uint64_t before_small(const struct look *look, size_t at, const struct chunk *chunk)
{
    size_t end = at + chunk->size;
    uint64_t small = chunk->words & ~(chunk->digits | chunk->uppers);
    uint64_t next = end < look->text.size && kind_of((unsigned char)look->text.at[end]) == LOWER;
    return small >> 1 | next << (chunk->size - 1);
}

/* As look_at_signs, all of a kind at once. */
WIDEST static inline void look_at_signs_widest(struct look *look, size_t at, const struct chunk *chunk,
                                               struct parts *parts)
{
    uint64_t signs = chunk->signs;
    __m512i all = _mm512_permutex2var_epi8(_mm512_loadu_si512(kinds_of_bytes), _mm512_loadu_si512(chunk->lower),
                                           _mm512_loadu_si512(kinds_of_bytes + 64));
    uint64_t stops = signs_of(signs, all, STOP), queries = signs_of(signs, all, QUERY);
    uint64_t colons = signs_of(signs, all, COLON), marks = signs_of(signs, all, MARK);
    uint64_t opens = signs_of(signs, all, OPEN), quotes = signs_of(signs, all, QUOTE);
    look->counts[COMMA] += (unsigned)__builtin_popcountll(signs_of(signs, all, COMMA));
    look->counts[STOP] += (unsigned)__builtin_popcountll(stops);
    look->counts[QUOTE] += (unsigned)__builtin_popcountll(quotes);
    look->counts[OPEN] += (unsigned)__builtin_popcountll(opens);
    look->counts[CLOSE] += (unsigned)__builtin_popcountll(signs_of(signs, all, CLOSE));
    look->counts[DASH] += (unsigned)__builtin_popcountll(signs_of(signs, all, DASH));
    look->counts[COLON] += (unsigned)__builtin_popcountll(colons);
    look->counts[MARK] += (unsigned)__builtin_popcountll(marks);
    look->traits->stops += (unsigned)__builtin_popcountll((stops | queries) & ~before_small(look, at, chunk));
    parts->tokens |= marks | colons | queries | opens;
    parts->joints |= quotes & (parts->words << 1 | look->inside);
    for (; marks != 0; marks &= marks - 1)
        note_mark(look->traits, look->text, at + (unsigned)__builtin_ctzll(marks));
    for (; colons != 0; colons &= colons - 1)
        note_colon(look->traits, look->text, at + (unsigned)__builtin_ctzll(colons));
}

#endif

/* A capital beyond ASCII is made small where it stands, if it has room. */
static void make_small(struct chunk *chunk, unsigned i, unsigned size, uint32_t c)
{
    char bytes[4];
    if (text_encode(bytes, text_lower(c)) != size)
        return;
    memcpy(chunk->lower + i, bytes, size);
    memcpy(chunk->alike + i, bytes, size);
}

/* One character of `size` bytes, at byte `i` of the chunk. */
static void look_at_character(struct look *look, struct chunk *chunk, struct parts *parts, unsigned i, unsigned size,
                              uint32_t c)
{
    struct traits *traits = look->traits;
    bool cjk = false;
    unsigned kind = kind_beyond(c, &cjk);
    uint64_t bytes = chunk_ones(size) << i, first = UINT64_C(1) << i;
    look->counts[kind]++;
    parts->rests |= bytes & ~first;
    traits->copyright |= c == 0xA9;
    traits->pipe |= c == 0xBB || c == 0x203A;
    traits->stops += kind == STOP;
    traits->colon |= kind == COLON;
    if (cjk) {
        traits->cjk++;
        parts->cjk |= bytes;
        parts->tokens |= first;
    } else if (kind - LOWER <= DIGIT - LOWER) {
        parts->words |= bytes;
        if (kind == UPPER) {
            parts->uppers |= first;
            make_small(chunk, i, size, c);
        }
    } else if (kind == QUOTE && (parts->words << 1 | look->inside) & first)
        parts->joints |= first << (size - 1);
    else if (kind == MARK || kind == COLON || kind == QUERY)
        parts->tokens |= first;
}

static void look_beyond(struct look *look, size_t at, struct chunk *chunk, struct parts *parts)
{
    for (uint64_t beyond = chunk->beyond; beyond != 0;) {
        unsigned i = (unsigned)__builtin_ctzll(beyond), size;
        uint32_t c = decode_valid(look->text.at + at + i, &size);
        uint64_t bytes = chunk_ones(size) << i;
        look->traits->beyond_ascii++;
        beyond &= ~bytes;
        if (c < KNOWN_KINDS && kind_known(c) == 1 + LOWER) { /* most are */
            look->counts[LOWER]++;
            parts->words |= bytes;
            parts->rests |= bytes & bytes << 1;
            continue;
        }
        look_at_character(look, chunk, parts, i, size, c);
    }
}

/* What tells the bytes of a chunk apart, looks at its signs, and writes its tokens, on some machine. */
struct means {
    void (*take)(struct slice text, size_t at, struct chunk *chunk);
    void (*look_at_signs)(struct look *look, size_t at, const struct chunk *chunk, struct parts *parts);
    token_taker *take_tokens;
};

static const struct means plain_means = {chunk_take_plainly, look_at_signs, tokens_plainly};
#ifdef WIDE
static const struct means wide_means = {chunk_take_widely, look_at_signs, tokens_widely};
static const struct means widest_means = {chunk_fill_widest, look_at_signs_widest, tokens_widest};
#endif

TWIN struct parts parts_of(struct look *look, size_t at, struct chunk *chunk, const struct means *means)
{
    struct parts parts = {.words = chunk->words, .uppers = chunk->uppers, .digits = chunk->digits};
    if (chunk->beyond)
        look_beyond(look, at, chunk, &parts);
    if (chunk->signs)
        means->look_at_signs(look, at, chunk, &parts);
    return parts;
}

TWIN void count_chunk(struct look *look, const struct chunk *chunk, const struct parts *parts)
{
    uint64_t starts = parts->words & ~((parts->words | parts->joints) << 1 | look->inside | look->joint);
    unsigned uppers = (unsigned)__builtin_popcountll(chunk->uppers);
    unsigned digits = (unsigned)__builtin_popcountll(chunk->digits);
    look->traits->words += (unsigned)__builtin_popcountll(starts);
    look->traits->capitals += (unsigned)__builtin_popcountll(starts & parts->uppers);
    look->counts[UPPER] += uppers;
    look->counts[DIGIT] += digits;
    look->counts[LOWER] += (unsigned)__builtin_popcountll(chunk->words) - digits - uppers;
    if (chunk->digits)
        note_years(look->traits, chunk);
    look->inside = parts->words >> (chunk->size - 1) & 1;
    look->joint = parts->joints >> (chunk->size - 1) & 1;
}

/* What is behind `behind` has not been hashed by its words, and is hashed as it stands. */
static void finish_traits(struct look *look, size_t behind)
{
    struct traits *traits = look->traits;
    const uint32_t *counts = look->counts;
    traits->words += (traits->cjk + 1) / 2;
    traits->letters = counts[LOWER] + counts[UPPER] + traits->cjk;
    traits->uppers = counts[UPPER];
    traits->digits = counts[DIGIT];
    traits->commas = counts[COMMA];
    traits->points = counts[STOP];
    traits->quotes = counts[QUOTE];
    traits->brackets = counts[OPEN] + counts[CLOSE];
    traits->marks = counts[MARK] + counts[DASH] + counts[COLON];
    uint64_t hash = look->hash;
    if (behind < look->text.size)
        hash = mix(hash, XXH3_64bits(look->text.at + behind, look->text.size - behind));
    traits->hash = (uint32_t)(hash * 0x9E3779B97F4A7C15u >> 32);
    find_edges(look->text, traits);
}

enum { TAIL_BYTES = 72 };

/* The tokens from `behind` on: all if they are few, else the last. */
TWIN void add_tail(struct look *look, size_t behind, const struct means *means)
{
    struct slice text = look->text;
    struct traits ignored = {0};
    struct block_tokens *block = look->block;
    uint32_t tail[TAIL_BYTES + CHUNK_MOST], found = 0;
    size_t at = behind;
    if (text.size - behind > TAIL_BYTES) {
        at = text.size - TAIL_BYTES; /* which may be within a word, or a character */
        while (at < text.size && (unsigned char)text.at[at] > ' ' && ((unsigned char)text.at[at] & 0xC0) != 0xC0)
            at++;
    }
    look->traits = &ignored;
    while (at < text.size) {
        struct chunk chunk;
        means->take(text, at, &chunk);
        struct parts parts = parts_of(look, at, &chunk, means);
        found += means->take_tokens(look, at, &chunk, &parts, CHUNK_MOST, tail + found, &behind);
        at += chunk.size;
    }
    uint32_t skip = found > FEATURES_TAIL ? found - FEATURES_TAIL : 0;
    memcpy(block->tokens + block->count, tail + skip, (found - skip) * sizeof *tail);
    block->count = (uint8_t)(block->count + found - skip);
}

enum { WHOLE_MOST = 8 };

static void find_whole(struct block_tokens *block)
{
    if (block->count == 0 || block->count > WHOLE_MOST)
        return;
    for (uint32_t i = 0; i < block->count; i++)
        block->whole = block->whole * 0x9E3779B1u + block->tokens[i];
    block->whole |= 1;
}

TWIN void look_over(struct look *look, const struct means *means)
{
    struct block_tokens *block = look->block;
    size_t size = look->text.size, behind = 0;
    for (size_t at = 0; at < size;) {
        struct chunk chunk;
        means->take(look->text, at, &chunk);
        struct parts parts = parts_of(look, at, &chunk, means);
        count_chunk(look, &chunk, &parts);
        uint32_t most = FEATURES_HEAD - block->count;
        if (most > 0)
            block->count = (uint8_t)(block->count + means->take_tokens(look, at, &chunk, &parts, most,
                                                                       block->tokens + block->count, &behind));
        at += chunk.size;
    }
    bool all = block->count < FEATURES_HEAD;
    finish_traits(look, all ? size : behind);
    if (!all)
        add_tail(look, behind, means);
}

TWIN void look_from_start(struct slice text, struct traits *traits, struct block_tokens *block,
                          const struct means *means)
{
    *traits = (struct traits){0};
    block->count = 0;
    block->whole = 0;
    if (text.size == 0)
        return;
    struct look look = {.text = text, .traits = traits, .block = block, .cjk_end = SIZE_MAX};
    look_over(&look, means);
    find_whole(block);
}

void features_look_plainly(struct slice text, struct traits *traits, struct block_tokens *block)
{
    look_from_start(text, traits, block, &plain_means);
}

#ifdef WIDE

WIDE void features_look_widely(struct slice text, struct traits *traits, struct block_tokens *block)
{
    look_from_start(text, traits, block, &wide_means);
}

WIDEST void features_look_widest(struct slice text, struct traits *traits, struct block_tokens *block)
{
    look_from_start(text, traits, block, &widest_means);
}

#endif

void features_look(struct slice text, struct traits *traits, struct block_tokens *block)
{
#ifdef WIDE
    if (widest_here()) {
        features_look_widest(text, traits, block);
        return;
    }
    if (wide_here()) {
        features_look_widely(text, traits, block);
        return;
    }
#endif
    features_look_plainly(text, traits, block);
}

void features_traits(struct slice text, struct traits *traits)
{
    struct block_tokens ignored;
    features_look(text, traits, &ignored);
}

void features_tokens(struct slice text, struct block_tokens *block)
{
    struct traits ignored;
    features_look(text, &ignored, block);
}

TWIN void each_word(struct look *look, const struct means *means, features_word_taker *take, void *context)
{
    struct slice text = look->text;
    for (size_t at = 0; at < text.size;) {
        struct chunk chunk;
        means->take(text, at, &chunk);
        struct parts parts = parts_of(look, at, &chunk, means);
        uint64_t words = parts.words, alone = parts.cjk & ~parts.rests;
        for (uint64_t all = (words & ~(words << 1)) | alone; all != 0; all &= all - 1) {
            unsigned i = (unsigned)__builtin_ctzll(all), size = CHUNK_MOST;
            uint64_t others = alone >> i & 1 ? ~(parts.rests >> i) & ~UINT64_C(1) : ~(words >> i);
            if (others)
                size = (unsigned)__builtin_ctzll(others);
            unsigned letters = size - (unsigned)__builtin_popcountll(parts.rests >> i & chunk_ones(size));
            take(context, word_hash(chunk.lower + i, size), alone >> i & 1 ? 0 : letters);
        }
        at += chunk.size;
    }
}

#ifdef WIDE

WIDE static void each_word_widely(struct look *look, features_word_taker *take, void *context)
{
    each_word(look, &wide_means, take, context);
}

WIDEST static void each_word_widest(struct look *look, features_word_taker *take, void *context)
{
    each_word(look, &widest_means, take, context);
}

#endif

void features_each_word(struct slice text, features_word_taker *take, void *context)
{
    struct traits ignored = {0};
    struct look look = {.text = text, .traits = &ignored};
#ifdef WIDE
    if (widest_here()) {
        each_word_widest(&look, take, context);
        return;
    }
    if (wide_here()) {
        each_word_widely(&look, take, context);
        return;
    }
#endif
    each_word(&look, &plain_means, take, context);
}

void features_pairs(struct slice text, uint8_t *pairs)
{
    struct traits ignored = {0};
    struct look look = {.text = text, .traits = &ignored, .cjk_end = SIZE_MAX};
    uint32_t before = 0, tokens[CHUNK_MOST];
    size_t behind;
    for (size_t at = 0; at < text.size;) {
        struct chunk chunk;
        chunk_take(text, at, &chunk);
        struct parts parts = parts_of(&look, at, &chunk, &plain_means);
        uint32_t count = tokens_plainly(&look, at, &chunk, &parts, CHUNK_MOST, tokens, &behind);
        for (uint32_t i = 0; i < count; i++) {
            pairs[features_pair(before, tokens[i])] = 1;
            before = tokens[i];
        }
        at += chunk.size;
    }
}
