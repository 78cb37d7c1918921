/* tag-names_train [-e EPOCHS] [-b BITS] [-r RUNS] [-a] [-p] [-s SCORE] OUT.model ROWS.jsonl...: trains the model of
 * tools/tag/names.h.
 *
 * Rows are {"text", "entities": [{start, end, type}], "source", "license"} with offsets in code points. Only rows whose
 * licence allows it are taken (CC BY, CC BY-SA, MIT, public domain); every tenth document of each source is held out
 * for the score in the model's header unless -a. Each row is shown twice, the second time with its names' words hidden,
 * and one that people have marked a third time, all in small letters (not with -p). The weights of RUNS runs in
 * different orders are added up. Averaged perceptron with Viterbi (Collins 2002), in a fixed order shuffled by a fixed
 * seed: the same bytes on every run.
 */
#include "../language.h"
#include "../names.h"
#include "../words.h"

#include "buffer.h"
#include "embed.h"
#include "input.h"
#include "text.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

EMBEDDED(names)
EMBEDDED(words)

struct row {
    struct sentence sentence;
    struct view view;
    uint8_t *gold;
    bool *may;
    uint32_t *features; /* of the candidates, one after another */
    uint16_t *counts;
    bool held_out, blind; /* blind: a copy in which names are not recognised by their words */
};

struct training {
    struct tagger tagger;
    struct row *rows;
    size_t count, capacity;
    struct arena arena;
    float *weights, *sums; /* 2^bits x NAMES_OUTPUTS */
    uint32_t mask;
    double step;
    bool all, plain, personal; /* personal: of the document that is read */
};

static bool licence_fits(const char *licence)
{
    if (!licence || strstr(licence, "NC") || strstr(licence, "no licence"))
        return false;
    return strstr(licence, "CC-BY") || strstr(licence, "CC BY") || strstr(licence, "MIT") ||
           strstr(licence, "public domain") || strstr(licence, "public-domain");
}

/* Byte offset of a code point. */
static size_t byte_of(struct slice text, size_t point)
{
    const char *at = text.at, *end = text.at + text.size;
    while (point-- > 0 && at < end)
        text_decode(&at, end);
    return (size_t)(at - text.at);
}

static int tag_of(const char *type)
{
    return strcmp(type, "PER") == 0   ? NAME_B_PER
           : strcmp(type, "ORG") == 0 ? NAME_B_ORG
           : strcmp(type, "LOC") == 0 ? NAME_B_LOC
                                      : NAME_NONE;
}

/* Marks the tokens of one annotated span. `noisy` rows are mended: titles at the front of persons come off, and what
 * the lists know as an adjective of a country is no place, nor the other way round. */
static void mark_span(struct row *row, const struct view *view, size_t first, size_t last, int tag, const char *type,
                      bool noisy)
{
    if (noisy && tag == NAME_B_PER)
        while (first + 1 < last &&
               (view_in_list(view, first, LIST_TITLE_HEAD) || view_in_list(view, first, LIST_HONORIFIC) ||
                view_in_list(view, first, LIST_TITLE_MODIFIER)))
            first++;
    if (noisy && view->matches[first].tokens == last - first) {
        if (tag == NAME_B_LOC && view_reading(view, first, ENTITY_NATIONALITY) &&
            !view_reading(view, first, ENTITY_COUNTRY))
            tag = NAME_NONE;
        if (strcmp(type, "NORP") == 0 && view_reading(view, first, ENTITY_COUNTRY))
            tag = NAME_B_LOC;
    }
    if (tag == NAME_NONE)
        return;
    for (size_t i = first; i < last; i++)
        row->gold[i] = (uint8_t)(i == first ? tag : tag + 1);
}

static void mark_gold(struct row *row, const struct view *view, const json_t *entities, bool noisy)
{
    size_t index;
    json_t *entity;
    json_array_foreach(entities, index, entity)
    {
        const char *type = json_string_value(json_object_get(entity, "type"));
        size_t from = byte_of(row->sentence.text, (size_t)json_integer_value(json_object_get(entity, "start")));
        size_t to = byte_of(row->sentence.text, (size_t)json_integer_value(json_object_get(entity, "end")));
        size_t first = word_at(&row->sentence, 0, (uint32_t)from), last = first;
        while (last < row->sentence.token_count && row->sentence.tokens[last].start < to)
            last++;
        if (type && last > first)
            mark_span(row, view, first, last, tag_of(type), type, noisy);
    }
    for (size_t i = 0; i < row->sentence.token_count; i++) /* what may not be a name cannot be learnt */
        if (!row->may[i])
            row->gold[i] = NAME_NONE;
    for (size_t i = 0; i < row->sentence.token_count; i++)
        if (row->gold[i] && row->gold[i] % 2 == 0 &&
            (i == 0 || !names_follows((enum name_tag)row->gold[i - 1], (enum name_tag)row->gold[i])))
            row->gold[i]--;
}

static void keep_features(struct row *row, const struct view *view, struct arena *arena)
{
    uint32_t features[NAMES_FEATURES], *all;
    size_t total = 0, count = row->sentence.token_count;
    row->counts = arena_array(arena, count, sizeof *row->counts);
    for (size_t i = 0; i < count; i++)
        if (row->may[i])
            total += row->counts[i] = (uint16_t)names_features(view, i, features);
    row->features = all = arena_allocate(arena, total * sizeof *all);
    for (size_t i = 0; i < count; i++)
        if (row->may[i])
            all += names_features(view, i, all);
}

static struct row *next_row(struct training *training)
{
    training->rows = memory_grow(training->rows, &training->capacity, training->count + 1, sizeof *training->rows);
    struct row *row = &training->rows[training->count++];
    *row = (struct row){0};
    return row;
}

static void fill_row(struct training *training, struct row *row, const char *text, const json_t *json, bool noisy)
{
    row->sentence.text = (struct slice){text, strlen(text)};
    tag_sentence_words(&training->arena, &row->sentence);
    view_open(&row->view, &training->tagger, training->personal, &row->sentence, &training->arena);
    size_t count = row->sentence.token_count;
    row->gold = arena_array(&training->arena, count, sizeof *row->gold);
    row->may = arena_array(&training->arena, count, sizeof *row->may);
    names_candidates(&row->view, row->may);
    mark_gold(row, &row->view, json_object_get(json, "entities"), noisy);
    keep_features(row, &row->view, &training->arena);
}

/* A copy in which names are not recognised by their words. */
static void add_blind(struct training *training, const struct row *row)
{
    const struct row seen = *row;
    struct row *copy = next_row(training);
    *copy = seen;
    copy->blind = copy->view.blind = true;
    copy->view.sentence = &copy->sentence;
    keep_features(copy, &copy->view, &training->arena);
}

static void add_row(struct training *training, const json_t *json, size_t number)
{
    const char *given = json_string_value(json_object_get(json, "text"));
    const char *source = json_string_value(json_object_get(json, "source"));
    if (!given || !licence_fits(json_string_value(json_object_get(json, "license"))))
        return;
    const bool noisy = source && strstr(source, "VOA");
    char *text = arena_copy(&training->arena, (struct slice){given, strlen(given) + 1});
    struct row *row = next_row(training);
    row->held_out = !training->all && number / 20 % 10 == 9;
    fill_row(training, row, text, json, noisy);
    if (row->held_out || training->plain)
        return;
    add_blind(training, row);
    if (noisy)
        return;
    text = arena_copy(&training->arena, (struct slice){given, strlen(given) + 1});
    for (char *at = text; *at; at++)
        *at = (char)(*at >= 'A' && *at <= 'Z' ? *at | 0x20 : *at);
    fill_row(training, next_row(training), text, json, false);
}

/* The part of a row's id that is its document's: all before the last hyphen. */
static struct slice document_of(const json_t *json)
{
    const char *id = json_string_value(json_object_get(json, "id"));
    const char *end = id ? strrchr(id, '-') : NULL;
    return end ? (struct slice){id, (size_t)(end - id)} : (struct slice){NULL, 0};
}

/* Adds the rows of one document, the first of which is number `number` of its file, and gives them up. */
static void add_document(struct training *training, json_t **rows, size_t count, size_t number)
{
    struct document document = {.sentences = memory_zeroed(count, sizeof *document.sentences), .sentence_count = count};
    for (size_t i = 0; i < count; i++) {
        const char *text = json_string_value(json_object_get(rows[i], "text"));
        document.sentences[i].text = slice_of(text ? text : "");
    }
    language_look(&training->tagger.languages, &document);
    training->personal = document.personal;
    for (size_t i = 0; i < count; i++) {
        add_row(training, rows[i], number + i);
        json_decref(rows[i]);
    }
    free(document.sentences);
}

static void read_rows(struct training *training, const char *path)
{
    struct buffer file = {0};
    struct slice rest, line;
    json_t **rows = NULL;
    size_t number = 0, count = 0, capacity = 0;
    if (!input_read_file(path, (size_t)1 << 30, &file)) {
        fprintf(stderr, "tag-names_train: %s: cannot be read\n", path);
        exit(1);
    }
    rest = buffer_view(&file);
    while (slice_line(&rest, &line)) {
        json_t *json = json_loadb(line.at, line.size, 0, NULL);
        if (!json)
            continue;
        if (count > 0 && !slice_equal(document_of(rows[0]), document_of(json))) {
            add_document(training, rows, count, number);
            number += count;
            count = 0;
        }
        rows = memory_grow(rows, &capacity, count + 1, sizeof *rows);
        rows[count++] = json;
    }
    add_document(training, rows, count, number);
    free(rows);
    buffer_free(&file);
}

static void decode(struct training *training, const float *weights, const struct row *row, struct arena *arena,
                   uint8_t *tags)
{
    size_t count = row->sentence.token_count;
    float(*scores)[NAME_TAGS] = arena_array(arena, count, sizeof *scores), transitions[NAME_TAGS][NAME_TAGS];
    struct names_steps steps;
    const uint32_t *features = row->features;
    for (uint32_t from = 0; from < NAME_TAGS; from++)
        memcpy(transitions[from],
               weights + (size_t)(model_feature(NAMES_TRANSITION, from) & training->mask) * NAMES_OUTPUTS,
               sizeof transitions[from]);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < row->counts[i]; k++) {
            const float *weight = weights + (size_t)(*features++ & training->mask) * NAMES_OUTPUTS;
            for (int tag = 0; tag < NAME_TAGS; tag++)
                scores[i][tag] += weight[tag];
        }
    names_set_steps(&steps, transitions);
    names_decode(scores, row->may, count, &steps, tags, arena);
}

static void move(struct training *training, uint32_t feature, int tag, float by)
{
    size_t at = (size_t)(feature & training->mask) * NAMES_OUTPUTS + (size_t)tag;
    training->weights[at] += by;
    training->sums[at] += (float)training->step * by;
}

static void learn(struct training *training, const struct row *row, struct arena *arena)
{
    size_t count = row->sentence.token_count;
    uint8_t *tags = arena_array(arena, count + 1, sizeof *tags);
    decode(training, training->weights, row, arena, tags);
    training->step++;
    if (memcmp(tags, row->gold, count) == 0)
        return;
    const uint32_t *features = row->features;
    for (size_t i = 0; i < count; i++) {
        if (tags[i] != row->gold[i])
            for (size_t k = 0; k < row->counts[i]; k++) {
                move(training, features[k], row->gold[i], 1);
                move(training, features[k], tags[i], -1);
            }
        features += row->counts[i];
        int gold_before = i ? row->gold[i - 1] : NAME_NONE, before = i ? tags[i - 1] : NAME_NONE;
        if (row->may[i] && (gold_before != before || tags[i] != row->gold[i])) {
            move(training, model_feature(NAMES_TRANSITION, (uint32_t)gold_before), row->gold[i], 1);
            move(training, model_feature(NAMES_TRANSITION, (uint32_t)before), tags[i], -1);
        }
    }
}

struct score {
    size_t right, gold, found;
};

static size_t span_end(const uint8_t *tags, size_t first, size_t count)
{
    size_t end = first + 1;
    while (end < count && tags[end] == (tags[first] | 1) + 1)
        end++;
    return end;
}

static void score_row(const struct row *row, const uint8_t *tags, struct score *score)
{
    size_t count = row->sentence.token_count;
    for (size_t i = 0; i < count; i++) {
        bool gold = row->gold[i] % 2 == 1, found = tags[i] % 2 == 1;
        score->gold += gold;
        score->found += found;
        score->right += gold && tags[i] == row->gold[i] && span_end(tags, i, count) == span_end(row->gold, i, count);
    }
}

static double evaluate(struct training *training, const float *weights)
{
    struct arena arena = {0};
    struct score score = {0};
    for (size_t i = 0; i < training->count; i++) {
        if (!training->rows[i].held_out)
            continue;
        uint8_t *tags = arena_array(&arena, training->rows[i].sentence.token_count + 1, sizeof *tags);
        decode(training, weights, &training->rows[i], &arena, tags);
        score_row(&training->rows[i], tags, &score);
        arena_reset(&arena);
    }
    arena_free(&arena);
    return score.gold + score.found ? 200.0 * (double)score.right / (double)(score.gold + score.found) : 0;
}

/* xorshift64* (Vigna 2014), for the order of the rows. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(0x2545F4914F6CDD1D);
}

static void shuffle(size_t *order, size_t count, uint64_t *state)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)(next_random(state) % i), kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}

static void average(struct training *training, size_t size, float *into)
{
    for (size_t i = 0; i < size; i++)
        into[i] += training->weights[i] - training->sums[i] / (float)training->step;
}

/* One run with an order of its own; its averaged weights are added to `averaged`. */
static void train(struct training *training, unsigned epochs, size_t size, float *averaged, unsigned seed)
{
    struct arena arena = {0};
    uint64_t state = UINT64_C(0x9E3779B97F4A7C15) * (seed * 2 + 1);
    memset(training->weights, 0, size * sizeof *training->weights);
    memset(training->sums, 0, size * sizeof *training->sums);
    training->step = 1;
    size_t *order = memory_zeroed(training->count, sizeof *order), count = 0;
    for (size_t i = 0; i < training->count; i++)
        if (!training->rows[i].held_out)
            order[count++] = i;
    for (unsigned epoch = 0; epoch < epochs; epoch++) {
        shuffle(order, count, &state);
        for (size_t i = 0; i < count; i++) {
            learn(training, &training->rows[order[i]], &arena);
            arena_reset(&arena);
        }
    }
    average(training, size, averaged);
    fprintf(stderr, "after run %u: held out F1 %.2f\n", seed + 1, evaluate(training, averaged));
    free(order);
    arena_free(&arena);
}

/* What eight bits leave of the weights, so that the score is that of the model which is written. */
static void quantise(float *weights, size_t size)
{
    float most = 0;
    for (size_t i = 0; i < size; i++)
        most = fabsf(weights[i]) > most ? fabsf(weights[i]) : most;
    for (size_t i = 0; i < size && most > 0; i++)
        weights[i] = rintf(weights[i] * 127 / most) * most / 127;
}

int main(int argc, char **argv)
{
    struct training training = {.step = 1};
    unsigned epochs = 6, bits = 18, runs = 9;
    const char *what = NULL, *stated = NULL;
    int option;
    while ((option = getopt(argc, argv, "e:b:ar:s:p")) != -1) {
        if (option == 'e')
            epochs = (unsigned)atoi(optarg);
        else if (option == 'b')
            bits = (unsigned)atoi(optarg);
        else if (option == 'r')
            runs = (unsigned)atoi(optarg);
        else if (option == 'p')
            training.plain = true;
        else if (option == 's')
            stated = optarg;
        else if (option == 'a')
            training.all = true;
        else
            return 2;
    }
    if (argc - optind < 2) {
        fprintf(
            stderr,
            "usage: tag-names_train [-e EPOCHS] [-b BITS] [-r RUNS] [-a] [-p] [-s SCORE] OUT.model ROWS.jsonl...\n");
        return 2;
    }
    if (!gazetteer_open(&training.tagger.gazetteers[0], embedded_names(), &what)) {
        fprintf(stderr, "tag-names_train: names: %s\n", what);
        return 1;
    }
    if (!clusters_open(&training.tagger.clusters, embedded_words(), &what)) {
        fprintf(stderr, "tag-names_train: clusters: %s\n", what);
        return 1;
    }
    training.tagger.gazetteer_count = 1;
    language_open(&training.tagger.languages);
    for (int i = optind + 1; i < argc; i++)
        read_rows(&training, argv[i]);
    size_t size = ((size_t)1 << bits) * NAMES_OUTPUTS;
    training.mask = (1u << bits) - 1;
    training.weights = memory_zeroed(size, sizeof *training.weights);
    training.sums = memory_zeroed(size, sizeof *training.sums);
    float *averaged = memory_zeroed(size, sizeof *averaged);
    for (unsigned seed = 0; seed < runs; seed++)
        train(&training, epochs, size, averaged, seed);
    quantise(averaged, size);
    struct buffer header = {0};
    buffer_text(&header,
                "broadsheet-model: 1\n"
                "task: tag-names\n"
                "data: UNER English EWT (CC BY-SA 4.0), GUM bio, interview, news, textbook, vlog, voyage (CC BY)\n"
                "data: GUM speech (public domain), CrossNER politics (MIT, text of Wikipedia CC BY-SA)\n"
                "data: wikigold (CC BY 4.0), Voice of America news as annotated in GMB (public-domain text)\n"
                "data: word clusters from GloVe 6B (PDDL 1.0)\n"
                "licence: CC BY-SA 4.0\n");
    if (stated)
        buffer_format(&header, "score: %s\n", stated);
    else
        buffer_format(&header, "score: span and type F1 %.1f on every tenth 20 rows, held out\n",
                      evaluate(&training, averaged));
    return model_write(argv[optind], buffer_view(&header), averaged, bits, NAMES_OUTPUTS) ? 0 : 1;
}
