#include "features.h"

#include "wide.h"

enum template {
    TOKEN = 1,
    PAIR,
    FIRST,
    SECOND,
    THIRD,
    LAST,
    LAST_BUT_ONE,
    WHOLE,
    LENGTH,
    BEFORE,
    BEHIND,
    OVER,
    OVER_TOKEN
};

/* What the token before is multiplied with in a pair's key. */
#define PAIR_FACTOR 0x9E3779B1u

/* Features as their keys, for all to be mixed at once. */
struct keys {
    uint32_t at[FEATURES_WORDS], count;
};

static inline void put_feature(struct keys *keys, enum template kind, uint32_t token)
{
    keys->at[keys->count++] = model_unmixed(kind, token);
}

static inline void put_own(struct keys *keys, const struct block_tokens *own, uint32_t words)
{
    uint32_t count = own->count, before = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t token = own->tokens[i];
        put_feature(keys, TOKEN, token);
        if (i > 0)
            put_feature(keys, PAIR, before * PAIR_FACTOR + token);
        before = token;
    }
    for (uint32_t i = 0; i < 3 && i < count; i++)
        put_feature(keys, (enum template)(FIRST + i), own->tokens[i]);
    for (uint32_t i = 0; i < 2 && i < count; i++)
        put_feature(keys, (enum template)(LAST + i), own->tokens[count - 1 - i]);
    if (own->whole)
        put_feature(keys, WHOLE, own->whole);
    put_feature(keys, LENGTH, features_scale(words) / 2);
}

static inline void put_neighbours(struct keys *keys, const struct block_tokens *blocks, size_t count, size_t at)
{
    if (at > 0 && blocks[at - 1].whole)
        put_feature(keys, BEFORE, blocks[at - 1].whole);
    if (at + 1 < count && blocks[at + 1].whole)
        put_feature(keys, BEHIND, blocks[at + 1].whole);
}

static inline void put_over(struct keys *keys, const struct block_tokens *over)
{
    put_feature(keys, OVER, over->whole);
    for (uint32_t i = 0; i < over->count; i++)
        put_feature(keys, OVER_TOKEN, over->tokens[i]);
}

/* A block so short may be a heading, over as many blocks behind it. */
enum { OVER_REACH = 12 };

static bool may_be_over(const struct block_tokens *block)
{
    return block->count > 0 && block->count <= FEATURES_HEADING;
}

uint32_t features_words(const struct block_tokens *blocks, size_t count, size_t at, uint32_t words, uint32_t *features)
{
    struct keys keys = {.count = 0};
    put_own(&keys, &blocks[at], words);
    put_neighbours(&keys, blocks, count, at);
    for (size_t back = 1; back <= at && back <= OVER_REACH; back++)
        if (may_be_over(&blocks[at - back])) {
            put_over(&keys, &blocks[at - back]);
            break;
        }
    model_mix_all(keys.at, keys.count);
    memcpy(features, keys.at, keys.count * sizeof *features);
    return keys.count;
}

/* ---- the same features, but their weights summed at once ---- */

enum { LANES = 8 }; /* numbers worked on at once */

typedef uint32_t lanes __attribute__((vector_size(4 * LANES)));

/* The weights of some features that are still to be mixed. Those that are not `live` (all bits or none) count as
 * feature 0. */
TWIN int32_t sum_features(const struct model *model, const lanes *unmixed, const lanes *live)
{
    int32_t sum = 0;
    uint32_t at[LANES];
    lanes h = *unmixed;
    h ^= h >> 16;
    h *= 0x85EBCA6Bu;
    h ^= h >> 13;
    h *= 0xC2B2AE35u;
    h ^= h >> 16;
    h &= *live & model->mask;
    memcpy(at, &h, sizeof h);
#pragma GCC unroll 8
    for (int k = 0; k < LANES; k++)
        sum += model->weights[at[k]];
    return sum;
}

/* The weights of features of one kind: of each of `count` tokens, and the one before it times `factor`. `before` may be
 * read for up to LANES more. */
TWIN int32_t sum_tokens(const struct model *model, enum template kind, const uint32_t *before, uint32_t factor,
                        const uint32_t *tokens, uint32_t count)
{
    const lanes numbers = {0, 1, 2, 3, 4, 5, 6, 7};
    int32_t sum = 0;
    uint32_t i = 0;
    for (; i < count; i += LANES) {
        lanes h, others;
        memcpy(&h, tokens + i, sizeof h);
        memcpy(&others, before + i, sizeof others);
        h = (h + others * factor) ^ model_unmixed(kind, 0);
        others = (lanes)(numbers < count - i);
        sum += sum_features(model, &h, &others);
    }
    return sum - (int32_t)(i - count) * model->weights[0];
}

TWIN void add_weight(struct features_sum *sum, const struct model *model, enum template kind, uint32_t token)
{
    sum->weights += model->weights[model_feature(kind, token) & model->mask];
    sum->count++;
}

/* The features of tokens by their place and of whole lines, all at once; `before` and `behind` are the wholes of the
 * lines there, 0 for none. */
TWIN void add_places(struct features_sum *sum, const struct model *model, const struct block_tokens *own,
                     uint32_t before, uint32_t behind)
{
    const uint32_t never = UINT32_MAX, count = own->count, *tokens = own->tokens;
    const lanes kinds = {model_unmixed(FIRST, 0),  model_unmixed(SECOND, 0),       model_unmixed(THIRD, 0),
                         model_unmixed(LAST, 0),   model_unmixed(LAST_BUT_ONE, 0), model_unmixed(WHOLE, 0),
                         model_unmixed(BEFORE, 0), model_unmixed(BEHIND, 0)};
    const lanes places = {0, 1, 2, 0, 1, never, never, never}, wholes = {0, 0, 0, 0, 0, never, never, never};
    lanes values = {
        tokens[0],  tokens[1], tokens[2], tokens[count > 0 ? count - 1 : 0], tokens[count > 1 ? count - 2 : 0],
        own->whole, before,    behind};
    lanes live = (lanes)(places < count) | ((lanes)(values != 0) & wholes);
    uint32_t places_there = (count < 3 ? count : 3) + (count < 2 ? count : 2);
    uint32_t there = places_there + (own->whole != 0) + (before != 0) + (behind != 0);
    values ^= kinds;
    sum->weights += sum_features(model, &values, &live) - (int32_t)(LANES - there) * model->weights[0];
    sum->count += there;
}

TWIN struct features_sum words_sum(const struct model *model, const struct block_tokens *blocks, size_t count,
                                   size_t at, uint32_t words, struct features_over *over)
{
    const struct block_tokens *own = &blocks[at];
    if (at > 0 && may_be_over(&own[-1])) {
        struct features_sum sum = {.count = own[-1].count};
        sum.weights = sum_tokens(model, OVER_TOKEN, own[-1].tokens, 0, own[-1].tokens, own[-1].count);
        add_weight(&sum, model, OVER, own[-1].whole);
        *over = (struct features_over){sum, OVER_REACH};
    }
    uint32_t tokens = own->count, pairs = tokens > 0 ? tokens - 1 : 0;
    struct features_sum sum = {.count = tokens + pairs};
    sum.weights = sum_tokens(model, TOKEN, own->tokens, 0, own->tokens, tokens) +
                  sum_tokens(model, PAIR, own->tokens, PAIR_FACTOR, own->tokens + 1, pairs);
    add_places(&sum, model, own, at > 0 ? own[-1].whole : 0, at + 1 < count ? own[1].whole : 0);
    add_weight(&sum, model, LENGTH, features_scale(words) / 2);
    if (over->left == 0)
        return sum;
    over->left--;
    return (struct features_sum){sum.weights + over->sum.weights, sum.count + over->sum.count};
}

#ifdef WIDE

WIDE static struct features_sum words_sum_widely(const struct model *model, const struct block_tokens *blocks,
                                                 size_t count, size_t at, uint32_t words, struct features_over *over)
{
    return words_sum(model, blocks, count, at, words, over);
}

#endif

struct features_sum features_words_sum(const struct model *model, const struct block_tokens *blocks, size_t count,
                                       size_t at, uint32_t words, struct features_over *over)
{
#ifdef WIDE
    if (wide_here())
        return words_sum_widely(model, blocks, count, at, words, over);
#endif
    return words_sum(model, blocks, count, at, words, over);
}

uint32_t features_pair(uint32_t first, uint32_t second)
{
    return model_feature(PAIR, first * PAIR_FACTOR + second) >> (32 - FEATURES_PAIR_BITS);
}
