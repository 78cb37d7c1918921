/* tag-clusters_train OUT.clusters ROWS.jsonl...: word clusters for tools/tag/names.h, from text without labels.
 *
 * Rows are {"text"} or {"gold"}. Words seen at least twice, at most 40,000, are put into 64 and into 400 classes so
 * that the class bigrams of the text become most likely: the exchange algorithm of Martin, Liermann and Ney (1998),
 * four rounds, in order of frequency: the same bytes on every run.
 */
#include "../clusters.h"
#include "../words.h"

#include "buffer.h"
#include "input.h"
#include "model.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define MOST_WORDS 40000
#define ROUNDS 4
#define EDGE 0 /* the word between two texts, and all rare words, in a class of their own */

struct word {
    uint32_t hash, count, id;
};

struct corpus {
    uint32_t *tokens; /* hashes, 0 between texts; then ids */
    size_t count, capacity;
    struct word *words;
    size_t word_count;
};

struct edge {
    uint32_t other, count;
};

struct graph {
    struct edge *edges;
    size_t *first; /* of each word, and one more */
};

static void add_text(struct corpus *corpus, const char *text, struct arena *arena)
{
    struct sentence sentence = {.text = slice_of(text)};
    arena_reset(arena);
    tag_sentence_words(arena, &sentence);
    corpus->tokens = memory_grow(corpus->tokens, &corpus->capacity, corpus->count + sentence.token_count + 1,
                                 sizeof *corpus->tokens);
    corpus->tokens[corpus->count++] = 0;
    for (size_t i = 0; i < sentence.token_count; i++)
        corpus->tokens[corpus->count++] = word_cluster_key(&sentence, &sentence.tokens[i]);
}

static void read_rows(struct corpus *corpus, const char *path)
{
    struct buffer file = {0};
    struct arena arena = {0};
    struct slice rest, line;
    if (!input_read_file(path, (size_t)1 << 30, &file)) {
        fprintf(stderr, "tag-clusters_train: %s: cannot be read\n", path);
        exit(1);
    }
    rest = buffer_view(&file);
    while (slice_line(&rest, &line)) {
        json_t *json = json_loadb(line.at, line.size, 0, NULL);
        const char *text = json_string_value(json_object_get(json, "text"));
        if (!text)
            text = json_string_value(json_object_get(json, "gold"));
        if (text)
            add_text(corpus, text, &arena);
        json_decref(json);
    }
    buffer_free(&file);
    arena_free(&arena);
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

static int by_count(const void *left, const void *right)
{
    const struct word *a = left, *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

static int by_hash(const void *left, const void *right)
{
    const struct word *a = left, *b = right;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

/* The words by frequency, numbered from 1; tokens become numbers. */
static void number_words(struct corpus *corpus)
{
    uint32_t *sorted = memory_allocate(corpus->count * sizeof *sorted);
    memcpy(sorted, corpus->tokens, corpus->count * sizeof *sorted);
    qsort(sorted, corpus->count, sizeof *sorted, by_number);
    corpus->words = memory_allocate(corpus->count * sizeof *corpus->words);
    for (size_t i = 0; i < corpus->count;) {
        size_t end = i;
        while (end < corpus->count && sorted[end] == sorted[i])
            end++;
        if (sorted[i] != 0 && end - i >= 2)
            corpus->words[corpus->word_count++] = (struct word){sorted[i], (uint32_t)(end - i), 0};
        i = end;
    }
    free(sorted);
    qsort(corpus->words, corpus->word_count, sizeof *corpus->words, by_count);
    if (corpus->word_count > MOST_WORDS)
        corpus->word_count = MOST_WORDS;
    for (size_t i = 0; i < corpus->word_count; i++)
        corpus->words[i].id = (uint32_t)i + 1;
    qsort(corpus->words, corpus->word_count, sizeof *corpus->words, by_hash);
    for (size_t i = 0; i < corpus->count; i++) {
        struct word key = {corpus->tokens[i], 0, 0};
        const struct word *word = bsearch(&key, corpus->words, corpus->word_count, sizeof key, by_hash);
        corpus->tokens[i] = word ? word->id : EDGE;
    }
}

struct link {
    uint32_t from, to;
};

static int by_link(const void *left, const void *right)
{
    const struct link *a = left, *b = right;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return a->to < b->to ? -1 : a->to > b->to;
}

/* How often each word stands before (or, `back`, behind) each other. */
static struct graph build_graph(const struct corpus *corpus, bool back)
{
    size_t words = corpus->word_count + 1, count = corpus->count - 1, size = 0;
    struct link *links = memory_allocate(count * sizeof *links);
    for (size_t i = 0; i < count; i++)
        links[i] = back ? (struct link){corpus->tokens[i + 1], corpus->tokens[i]}
                        : (struct link){corpus->tokens[i], corpus->tokens[i + 1]};
    qsort(links, count, sizeof *links, by_link);
    struct graph graph = {memory_allocate(count * sizeof *graph.edges), memory_zeroed(words + 1, sizeof *graph.first)};
    for (size_t i = 0, word = 0; i < count;) {
        size_t end = i;
        while (end < count && by_link(&links[i], &links[end]) == 0)
            end++;
        while (word <= links[i].from)
            graph.first[word++] = size;
        graph.edges[size++] = (struct edge){links[i].to, (uint32_t)(end - i)};
        i = end;
    }
    for (size_t word = links[count - 1].from + 1; word <= words; word++)
        graph.first[word] = size;
    free(links);
    return graph;
}

struct state {
    const struct corpus *corpus;
    struct graph next, before;
    uint16_t *class_of;
    uint32_t classes;
    double *pairs, *totals; /* counts of class bigrams, of classes */
    double *after, *ahead;  /* of one word: counts by class of what follows, what precedes */
    uint32_t *seen;
    double *logs; /* x log x of small numbers */
};

#define SMALL 100000

static double weigh(const struct state *state, double x)
{
    return x < SMALL ? state->logs[(size_t)x] : x * log(x);
}

/* Counts by class of a word's neighbours but itself; returns how often it follows itself. */
static double gather(struct state *state, uint32_t word)
{
    double self = 0;
    memset(state->after, 0, state->classes * sizeof *state->after);
    memset(state->ahead, 0, state->classes * sizeof *state->ahead);
    for (size_t i = state->next.first[word]; i < state->next.first[word + 1]; i++) {
        const struct edge *edge = &state->next.edges[i];
        if (edge->other == word)
            self += edge->count;
        else
            state->after[state->class_of[edge->other]] += edge->count;
    }
    for (size_t i = state->before.first[word]; i < state->before.first[word + 1]; i++)
        if (state->before.edges[i].other != word)
            state->ahead[state->class_of[state->before.edges[i].other]] += state->before.edges[i].count;
    return self;
}

/* Takes the gathered word out of class `k` (sign -1) or puts it in (1). */
static void place(struct state *state, uint32_t k, double self, double count, double sign)
{
    uint32_t classes = state->classes;
    for (uint32_t h = 0; h < classes; h++) {
        state->pairs[(size_t)k * classes + h] += sign * state->after[h];
        state->pairs[(size_t)h * classes + k] += sign * state->ahead[h];
    }
    state->pairs[(size_t)k * classes + k] += sign * self;
    state->totals[k] += sign * count;
}

static double gain(const struct state *state, uint32_t k, const uint32_t *near, size_t size, double self, double count)
{
    uint32_t classes = state->classes;
    double sum = 0;
    for (size_t i = 0; i < size; i++) {
        uint32_t h = near[i];
        if (h == k)
            continue;
        double out = state->pairs[(size_t)k * classes + h], in = state->pairs[(size_t)h * classes + k];
        sum += weigh(state, out + state->after[h]) - weigh(state, out) + weigh(state, in + state->ahead[h]) -
               weigh(state, in);
    }
    double own = state->pairs[(size_t)k * classes + k];
    sum += weigh(state, own + state->after[k] + state->ahead[k] + self) - weigh(state, own);
    return sum - 2 * (weigh(state, state->totals[k] + count) - weigh(state, state->totals[k]));
}

static size_t improve(struct state *state)
{
    size_t moved = 0;
    uint32_t *near = memory_allocate(state->classes * sizeof *near);
    for (uint32_t word = 1; word <= state->corpus->word_count; word++) {
        double self = gather(state, word), count = self;
        size_t size = 0;
        for (uint32_t h = 0; h < state->classes; h++) {
            count += state->after[h];
            if (state->after[h] > 0 || state->ahead[h] > 0)
                near[size++] = h;
        }
        uint32_t old = state->class_of[word], best = old;
        place(state, old, self, count, -1);
        double most = -HUGE_VAL;
        for (uint32_t k = 1; k < state->classes; k++) {
            double score = gain(state, k, near, size, self, count);
            if (score > most + 1e-9 || (score > most - 1e-9 && k == old)) {
                most = score;
                best = k;
            }
        }
        place(state, best, self, count, 1);
        state->class_of[word] = (uint16_t)best;
        moved += best != old;
    }
    free(near);
    return moved;
}

static uint16_t *cluster(const struct corpus *corpus, uint32_t classes)
{
    struct state state = {.corpus = corpus, .classes = classes + 1};
    state.next = build_graph(corpus, false);
    state.before = build_graph(corpus, true);
    state.class_of = memory_zeroed(corpus->word_count + 1, sizeof *state.class_of);
    state.pairs = memory_zeroed((size_t)state.classes * state.classes, sizeof *state.pairs);
    state.totals = memory_zeroed(state.classes, sizeof *state.totals);
    state.after = memory_zeroed(state.classes, sizeof *state.after);
    state.ahead = memory_zeroed(state.classes, sizeof *state.ahead);
    state.logs = memory_zeroed(SMALL, sizeof *state.logs);
    for (size_t i = 2; i < SMALL; i++)
        state.logs[i] = (double)i * log((double)i);
    for (uint32_t word = 1; word <= corpus->word_count; word++)
        state.class_of[word] = (uint16_t)(1 + (word - 1) % classes);
    for (size_t i = 0; i + 1 < corpus->count; i++) {
        uint32_t from = state.class_of[corpus->tokens[i]], to = state.class_of[corpus->tokens[i + 1]];
        state.pairs[(size_t)from * state.classes + to]++;
        state.totals[from]++;
    }
    for (int round = 0; round < ROUNDS; round++)
        fprintf(stderr, "%u classes, round %d: %zu words moved\n", classes, round + 1, improve(&state));
    free(state.next.edges);
    free(state.next.first);
    free(state.before.edges);
    free(state.before.first);
    free(state.pairs);
    free(state.totals);
    free(state.after);
    free(state.ahead);
    free(state.logs);
    return state.class_of;
}

static bool write_clusters(const char *path, const struct corpus *corpus, const uint16_t *fine, const uint16_t *coarse)
{
    struct buffer out = {0};
    buffer_format(&out,
                  "broadsheet-clusters: 1\nwords: %zu\ntokens: %zu\n"
                  "data: Web Content Extraction Benchmark articles (CC BY 4.0), Voice of America news (public domain)\n"
                  "data: UNER English EWT (CC BY-SA 4.0), CC BY and public-domain parts of GUM, wikigold (CC BY 4.0)\n"
                  "data: CrossNER politics (Wikipedia, CC BY-SA)\n"
                  "licence: CC BY-SA 4.0\n\n",
                  corpus->word_count, corpus->count);
    for (size_t i = 0; i < corpus->word_count; i++) {
        const struct word *word = &corpus->words[i];
        uint64_t entry = word->hash | (uint64_t)fine[word->id] << 32 | (uint64_t)coarse[word->id] << 48;
        for (int byte = 0; byte < CLUSTER_WORD_SIZE; byte++)
            buffer_byte(&out, (char)(entry >> 8 * byte));
    }
    FILE *file = fopen(path, "wb");
    bool good = file && fwrite(out.at, 1, out.size, file) == out.size;
    good = file && fclose(file) == 0 && good;
    buffer_free(&out);
    return good;
}

int main(int argc, char **argv)
{
    struct corpus corpus = {0};
    if (argc < 3) {
        fprintf(stderr, "usage: tag-clusters_train OUT.clusters ROWS.jsonl...\n");
        return 2;
    }
    for (int i = 2; i < argc; i++)
        read_rows(&corpus, argv[i]);
    number_words(&corpus);
    uint16_t *coarse = cluster(&corpus, 64), *fine = cluster(&corpus, 400);
    bool good = write_clusters(argv[1], &corpus, fine, coarse);
    free(coarse);
    free(fine);
    free(corpus.tokens);
    free(corpus.words);
    return good ? 0 : 1;
}
