/* segment-train: learns the weights of one language, deterministically.
 *
 * usage: segment-train [--cv K] [--errors SET] [--out MODEL] [--header TEXT] [--bits N] [--soft-bias N] LANG
 * FILE[=WEIGHT]...
 *
 * FILE holds rows {"id","text","sentences"} as JSON Lines, or (name ends in .txt) one text a line, its sentences
 * parted by " | ", by "|" where no space stands between them or, with a line end between them, by "\\n". WEIGHT (1
 * unless given) says how much a row counts; one of 0 is measured only. N thousandths are added to the weight of gaps
 * without a terminator, where few examples make the model too shy. Learning is logistic regression by FTRL-proximal
 * (McMahan et al. 2013) over the features of feature.c. With --cv the rows are dealt to K folds by document and every
 * figure is of rows that its model has not seen; they go into the header of MODEL.
 */
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../boundary.h"
#include "buffer.h"
#include "input.h"
#include "limits.h"
#include "memory.h"
#include "text.h"

#define EPOCHS 12
#define ALPHA 0.08
#define BETA 1.0
#define L1 0.5
#define L2 4.0
/* Texts with their line ends taken away count this much beside the same texts with them. */
#define JOINED_WEIGHT 0.7

struct row {
    struct slice text;
    size_t *ends; /* bytes from the text's start to each sentence's end */
    size_t end_count;
    unsigned set, fold;
    float weight;
};

struct set {
    const char *path;
    float weight;
    bool test;
};

/* The features of a gap: all, or those of feature_glance. */
enum look { LOOK_WHOLE, LOOK_SOFT, LOOK_STOP };

struct example {
    size_t features; /* index into trainer.features */
    uint32_t count;
    float weight;
    bool boundary;
    enum look look;
    unsigned fold;
    uint32_t last; /* character before the gap */
};

struct trainer {
    struct set *sets;
    size_t set_count, set_capacity;
    struct row *rows;
    size_t row_count, row_capacity;
    struct example *examples;
    size_t example_count, example_capacity;
    uint32_t *features;
    size_t feature_count, feature_capacity;
    const char *code;
    unsigned bits, folds;
    int soft_bias; /* thousandths */
    struct language language;
    struct buffer score;     /* the header's line about it */
    struct buffer soft_ends; /* see language_soft_end */
    struct buffer gathering; /* single sentences on the way to one text */
    size_t *gathered_ends, gathered, gathered_capacity;
    /* FTRL */
    double *z, *n;
    float *weights;
    /* the row being looked at */
    const struct row *row;
    size_t next_end;
};

static void fail(const char *what, const char *path)
{
    fprintf(stderr, "segment-train: %s: %s\n", path, what);
    exit(2);
}

static struct row *new_row(struct trainer *trainer)
{
    trainer->rows = memory_grow(trainer->rows, &trainer->row_capacity, trainer->row_count + 1, sizeof *trainer->rows);
    struct row *row = &trainer->rows[trainer->row_count++];
    *row = (struct row){.set = (unsigned)trainer->set_count - 1};
    return row;
}

static struct slice copied(const char *at, size_t size)
{
    char *copy = memory_allocate(size);
    memcpy(copy, at, size);
    return (struct slice){copy, size};
}

static void add_end(struct row *row, size_t *capacity, size_t end)
{
    row->ends = memory_grow(row->ends, capacity, row->end_count + 1, sizeof *row->ends);
    row->ends[row->end_count++] = end;
}

static const char *find(struct slice text, size_t from, struct slice part)
{
    for (size_t at = from; at + part.size <= text.size; at++)
        if (memcmp(text.at + at, part.at, part.size) == 0)
            return text.at + at;
    return NULL;
}

/* By what stands behind the set's name: one document is in one fold, whatever sets hold it. */
static uint32_t fold_of(struct slice id, unsigned folds)
{
    const char *colon = memchr(id.at, ':', id.size);
    if (colon)
        id = slice_part(id, (size_t)(colon + 1 - id.at), id.size);
    return folds ? model_hash(id) % folds : 0;
}

/* Rows of single sentences follow each other in texts of SENTENCES_A_TEXT, SENTENCES_A_LINE of them in a line. */
#define SENTENCES_A_TEXT 16
#define SENTENCES_A_LINE 4

static void close_text(struct trainer *trainer)
{
    if (trainer->gathered == 0)
        return;
    struct row *row = new_row(trainer);
    row->text = copied(trainer->gathering.at, trainer->gathering.size);
    row->ends = trainer->gathered_ends;
    row->end_count = trainer->gathered;
    row->fold = fold_of(row->text, trainer->folds);
    trainer->gathered_ends = NULL;
    trainer->gathered = trainer->gathered_capacity = 0;
    buffer_clear(&trainer->gathering);
}

static void add_sentence(struct trainer *trainer, struct slice sentence)
{
    if (trainer->gathered > 0)
        buffer_byte(&trainer->gathering, trainer->gathered % SENTENCES_A_LINE == 0 ? '\n' : ' ');
    buffer_slice(&trainer->gathering, sentence);
    trainer->gathered_ends = memory_grow(trainer->gathered_ends, &trainer->gathered_capacity, trainer->gathered + 1,
                                         sizeof *trainer->gathered_ends);
    trainer->gathered_ends[trainer->gathered++] = trainer->gathering.size;
    if (trainer->gathered == SENTENCES_A_TEXT)
        close_text(trainer);
}

static void read_json_row(struct trainer *trainer, struct slice line, const char *path)
{
    json_error_t error;
    json_t *json = json_loadb(line.at, line.size, 0, &error);
    json_t *text = json_object_get(json, "text"), *sentences = json_object_get(json, "sentences");
    if (!text)
        fail("a row without text", path);
    if (!sentences) {
        add_sentence(trainer, (struct slice){json_string_value(text), json_string_length(text)});
        json_decref(json);
        return;
    }
    struct row *row = new_row(trainer);
    row->text = copied(json_string_value(text), json_string_length(text));
    const char *id = json_string_value(json_object_get(json, "id"));
    row->fold = fold_of(slice_of(id ? id : ""), trainer->folds);
    size_t at = 0, capacity = 0, i;
    json_t *sentence;
    json_array_foreach(sentences, i, sentence)
    {
        struct slice part = {json_string_value(sentence), json_string_length(sentence)};
        const char *found = find(row->text, at, part);
        if (!found)
            fail("a sentence that is not in its text", path);
        at = (size_t)(found - row->text.at) + part.size;
        add_end(row, &capacity, at);
    }
    json_decref(json);
}

/* "One sentence. | The next one.|Without a space.\nA new line" (the last written with a backslash) */
static void read_plain_row(struct trainer *trainer, struct slice line)
{
    if (line.size == 0 || line.at[0] == '#')
        return;
    struct row *row = new_row(trainer);
    struct buffer text = {NULL, 0, 0};
    size_t capacity = 0;
    for (size_t i = 0; i < line.size; i++) {
        struct slice rest = slice_part(line, i, line.size);
        bool parted = slice_starts(rest, SLICE(" | ")), line_end = slice_starts(rest, SLICE("\\n"));
        bool close = line.at[i] == '|';
        if (parted || close || line_end)
            add_end(row, &capacity, text.size);
        if (!close)
            buffer_byte(&text, parted ? ' ' : line_end ? '\n' : line.at[i]);
        i += parted ? 2 : line_end ? 1 : 0;
    }
    add_end(row, &capacity, text.size);
    row->text = buffer_view(&text);
    row->fold = fold_of(row->text, trainer->folds);
}

static void read_set(struct trainer *trainer, char *argument, bool test)
{
    char *equals = strrchr(argument, '=');
    float weight = test ? 0 : 1;
    if (equals) {
        *equals = '\0';
        weight = strtof(equals + 1, NULL);
    }
    trainer->sets = memory_grow(trainer->sets, &trainer->set_capacity, trainer->set_count + 1, sizeof *trainer->sets);
    trainer->sets[trainer->set_count++] = (struct set){argument, weight, weight == 0};
    struct buffer file = {NULL, 0, 0};
    if (!input_read_file(argument, LIMIT_RULE_FILE, &file))
        fail(strerror(errno), argument);
    struct slice rest = buffer_view(&file), line;
    size_t first = trainer->row_count;
    bool plain = strlen(argument) > 4 && strcmp(argument + strlen(argument) - 4, ".txt") == 0;
    while (slice_line(&rest, &line))
        if (plain)
            read_plain_row(trainer, line);
        else if (line.size > 0)
            read_json_row(trainer, line, argument);
    close_text(trainer);
    for (size_t i = first; i < trainer->row_count; i++)
        trainer->rows[i].weight = weight;
    buffer_free(&file);
}

/* Does a sentence of the row end at the place? Places come in rising order. */
static bool is_gold(struct trainer *trainer, const struct gap *gap)
{
    const struct row *row = trainer->row;
    while (trainer->next_end < row->end_count && row->ends[trainer->next_end] < gap->end)
        trainer->next_end++;
    return trainer->next_end < row->end_count && row->ends[trainer->next_end] <= gap->next;
}

static void add_example(struct trainer *trainer, const struct context *context, bool boundary, enum look look)
{
    uint32_t features[FEATURE_MOST];
    size_t count = look == LOOK_WHOLE ? feature_list(context, &trainer->language, features)
                                      : feature_glance(context, &trainer->language, features);
    const char *end = context->text.at + context->gap.end;
    trainer->features =
        memory_grow(trainer->features, &trainer->feature_capacity, trainer->feature_count + count, sizeof *features);
    trainer->examples = memory_grow(trainer->examples, &trainer->example_capacity, trainer->example_count + 1,
                                    sizeof *trainer->examples);
    memcpy(trainer->features + trainer->feature_count, features, count * sizeof *features);
    trainer->examples[trainer->example_count++] = (struct example){
        .features = trainer->feature_count,
        .count = (uint32_t)count,
        .weight = trainer->row->weight,
        .boundary = boundary,
        .look = look,
        .fold = trainer->row->fold,
        .last = text_decode_before(&end, context->text.at),
    };
    trainer->feature_count += count;
}

/* The gap as it is looked at in full, and as it is looked at first. */
static void learn_place(void *argument, const struct context *context, struct verdict *verdict)
{
    struct trainer *trainer = argument;
    bool boundary = is_gold(trainer, &context->gap);
    bool clear = verdict->reason != REASON_MODEL;
    verdict->boundary = boundary;
    if (clear)
        return;
    add_example(trainer, context, boundary, LOOK_WHOLE);
    if (context->gap.kind == GAP_SOFT || context->gap.kind == GAP_STOP)
        add_example(trainer, context, boundary, context->gap.kind == GAP_SOFT ? LOOK_SOFT : LOOK_STOP);
}

static void ignore_span(void *argument, struct span span)
{
    (void)argument;
    (void)span;
}

static void look_at_row(struct trainer *trainer, const struct row *row)
{
    struct boundary_options options = {
        .wrapped = WRAPPED_NO, .sink = ignore_span, .watch = learn_place, .watch_argument = trainer};
    struct manner manner = boundary_manner(row->text, &options);
    trainer->row = row;
    trainer->next_end = 0;
    boundary_find(row->text, &trainer->language, &manner, &options);
}

/* The row with spaces for its line ends. */
static struct row joined(const struct row *row)
{
    struct row copy = *row;
    char *text = memory_allocate(row->text.size);
    for (size_t i = 0; i < row->text.size; i++)
        text[i] = row->text.at[i] == '\n' ? ' ' : row->text.at[i];
    copy.text.at = text;
    return copy;
}

static void collect(struct trainer *trainer)
{
    for (size_t i = 0; i < trainer->row_count; i++) {
        if (trainer->rows[i].weight <= 0)
            continue;
        look_at_row(trainer, &trainer->rows[i]);
        if (!memchr(trainer->rows[i].text.at, '\n', trainer->rows[i].text.size))
            continue;
        struct row row = joined(&trainer->rows[i]);
        row.weight *= (float)JOINED_WEIGHT;
        look_at_row(trainer, &row);
        free((char *)row.text.at);
    }
}

/* e to the x by products only, so that every machine gets the same bits. */
static double exponential(double x)
{
    double base = 1 + x / 4096;
    for (int i = 0; i < 12; i++)
        base *= base;
    return base;
}

static double sigmoid(double x)
{
    if (x > 30)
        return 1;
    return x < -30 ? 0 : 1 / (1 + exponential(-x));
}

static double weight_of(const struct trainer *trainer, size_t i)
{
    double z = trainer->z[i];
    if (fabs(z) <= L1)
        return 0;
    return -(z - (z > 0 ? L1 : -L1)) / ((BETA + sqrt(trainer->n[i])) / ALPHA + L2);
}

static void learn_example(struct trainer *trainer, const struct example *example)
{
    unsigned shift = 32 - trainer->bits;
    double sum = 0;
    for (uint32_t i = 0; i < example->count; i++)
        sum += trainer->weights[trainer->features[example->features + i] >> shift];
    double gradient = (sigmoid(sum) - example->boundary) * (double)example->weight;
    for (uint32_t i = 0; i < example->count; i++) {
        size_t at = trainer->features[example->features + i] >> shift;
        double n = trainer->n[at] + gradient * gradient;
        trainer->z[at] += gradient - (sqrt(n) - sqrt(trainer->n[at])) / ALPHA * (double)trainer->weights[at];
        trainer->n[at] = n;
        trainer->weights[at] = (float)weight_of(trainer, at);
    }
}

static uint64_t next_random(uint64_t *state)
{
    *state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t x = *state;
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

/* Learns from all examples but those of fold `without`. */
static void learn(struct trainer *trainer, unsigned without)
{
    size_t size = (size_t)1 << trainer->bits;
    memset(trainer->z, 0, size * sizeof *trainer->z);
    memset(trainer->n, 0, size * sizeof *trainer->n);
    memset(trainer->weights, 0, size * sizeof *trainer->weights);
    size_t *order = memory_allocate(trainer->example_count * sizeof *order);
    for (size_t i = 0; i < trainer->example_count; i++)
        order[i] = i;
    uint64_t state = 1;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        for (size_t i = trainer->example_count; i > 1; i--) {
            size_t j = next_random(&state) % i, swap = order[i - 1];
            order[i - 1] = order[j];
            order[j] = swap;
        }
        for (size_t i = 0; i < trainer->example_count; i++)
            if (trainer->examples[order[i]].fold != without)
                learn_example(trainer, &trainer->examples[order[i]]);
    }
    free(order);
}

#define NO_FOLD 1000u

struct tally {
    size_t right, wrong, missed;
};

struct figures {
    struct tally all, inner, sentences;
};

static double f1(const struct tally *tally)
{
    double sum = (double)(2 * tally->right + tally->wrong + tally->missed);
    return sum > 0 ? 200 * (double)tally->right / sum : 0;
}

static bool ends_line(struct slice text, size_t at)
{
    while (at < text.size && (unsigned char)text.at[at] <= ' ')
        if (text.at[at++] == '\n')
            return true;
    return at == text.size;
}

static void show(const char *kind, struct slice text, size_t at)
{
    size_t from = at > 60 ? at - 60 : 0, to = at + 45 < text.size ? at + 45 : text.size;
    printf("%s ", kind);
    for (size_t i = from; i < to; i++) {
        if (i == at)
            fputs(" || ", stdout);
        putchar(text.at[i] == '\n' ? '_' : text.at[i]);
    }
    putchar('\n');
}

/* Errors of the set whose name holds this are shown; NULL for none. */
static const char *errors_of;
static bool show_errors;

struct spans {
    struct span *at;
    size_t count, capacity;
};

static void keep_span(void *argument, struct span span)
{
    struct spans *spans = argument;
    spans->at = memory_grow(spans->at, &spans->capacity, spans->count + 1, sizeof *spans->at);
    spans->at[spans->count++] = span;
}

static void count_row(struct figures *figures, const struct row *row, const struct spans *spans)
{
    size_t p = 0, g = 0, p_start = 0, g_start = 0;
    while (p < spans->count && g < row->end_count) {
        size_t p_end = spans->at[p].end, g_end = row->ends[g];
        bool last = p + 1 == spans->count && g + 1 == row->end_count;
        size_t end = p_end < g_end ? p_end : g_end;
        bool inner = !last && !ends_line(row->text, end), counts = !last && end < row->text.size;
        if (p_end == g_end) {
            figures->all.right += counts;
            figures->inner.right += inner;
            bool same = p_start == g_start;
            figures->sentences.right += same;
            figures->sentences.wrong += !same;
            figures->sentences.missed += !same;
            p_start = g_start = p_end;
            p++, g++;
        } else if (p_end < g_end) {
            figures->all.wrong += counts;
            figures->inner.wrong += inner;
            figures->sentences.wrong++;
            if (show_errors && inner)
                show("FP", row->text, p_end);
            p_start = p_end;
            p++;
        } else {
            figures->all.missed += counts;
            figures->inner.missed += inner;
            figures->sentences.missed++;
            if (show_errors && inner)
                show("FN", row->text, g_end);
            g_start = g_end;
            g++;
        }
    }
}

static int compare_sums(const void *left, const void *right)
{
    int a = *(const int *)left, b = *(const int *)right;
    return a < b ? -1 : a > b;
}

static int sum_of(const struct trainer *trainer, const struct example *example, const int8_t *quantised)
{
    unsigned shift = 32 - trainer->bits;
    int sum = 0;
    for (uint32_t i = 0; i < example->count; i++)
        sum += quantised[trainer->features[example->features + i] >> shift];
    return sum;
}

/* The bounds between which a gap needs the whole model: all but a share LOST of what that finds lie above the low one,
 * all but a share WRONG of what it does not find below the high one. A gap's examples stand side by side, the whole one
 * first. No sentence ends without a terminator unless the whole model says so. */
#define SOFT_LOST 0.015
#define STOP_LOST 0.0005
#define STOP_WRONG 0.002
/* With fewer the bounds would be guesses, and every gap is given the whole model. */
#define FEWEST_FOUND 1000
static struct glance glance_of(const struct trainer *trainer, const int8_t *quantised, unsigned without, enum look look)
{
    int *found = memory_allocate((trainer->example_count + 1) * sizeof *found);
    int *others = memory_allocate((trainer->example_count + 1) * sizeof *others);
    size_t found_count = 0, other_count = 0;
    for (size_t i = 1; i < trainer->example_count; i++) {
        const struct example *example = &trainer->examples[i];
        if (example->look != look || example->fold == without)
            continue;
        int sum = sum_of(trainer, example, quantised);
        if (sum_of(trainer, example - 1, quantised) > 0)
            found[found_count++] = sum;
        else
            others[other_count++] = sum;
    }
    qsort(found, found_count, sizeof *found, compare_sums);
    qsort(others, other_count, sizeof *others, compare_sums);
    struct glance glance = LANGUAGE_NO_GLANCE;
    double lost = look == LOOK_SOFT ? SOFT_LOST : STOP_LOST;
    if (found_count > FEWEST_FOUND && other_count > FEWEST_FOUND) {
        glance.low = found[(size_t)((double)found_count * lost)];
        if (look == LOOK_STOP)
            glance.high = others[other_count - 1 - (size_t)((double)other_count * STOP_WRONG)];
    }
    free(found);
    free(others);
    return glance;
}

/* Gaps without a terminator behind one character. */
struct ending {
    uint32_t last;
    unsigned found, seen;
};

static struct ending *ending_of(struct ending *endings, size_t *count, uint32_t last)
{
    size_t i = 0;
    while (i < *count && endings[i].last != last)
        i++;
    if (i == *count)
        endings[(*count)++] = (struct ending){.last = last};
    return &endings[i];
}

/* The letters and digits behind which the model finds sentences that end without a terminator, at least once in
 * SOFT_END_RARE gaps. */
#define SOFT_END_RARE 50
static void find_soft_ends(struct trainer *trainer, const int8_t *quantised, unsigned without)
{
    float least = -trainer->language.soft_bias / trainer->language.model.scale;
    struct ending *endings = memory_allocate((trainer->example_count + 1) * sizeof *endings);
    size_t count = 0;
    for (size_t i = 1; i < trainer->example_count; i++) {
        const struct example *example = &trainer->examples[i];
        if (example->look != LOOK_SOFT || example->fold == without ||
            !(text_class(example->last) & (TEXT_LETTER | TEXT_DIGIT)))
            continue;
        struct ending *ending = ending_of(endings, &count, example->last);
        ending->seen++;
        ending->found += example->boundary && (float)sum_of(trainer, example - 1, quantised) > least;
    }
    buffer_clear(&trainer->soft_ends);
    for (size_t i = 0; i < count; i++)
        if (endings[i].found > 0 && endings[i].seen / SOFT_END_RARE <= endings[i].found)
            text_append(&trainer->soft_ends, endings[i].last);
    language_set_soft_ends(&trainer->language, buffer_view(&trainer->soft_ends));
    free(endings);
}

/* The language with the weights just learnt, quantised as model_write does it. */
static void use_weights(struct trainer *trainer, int8_t *quantised, unsigned without)
{
    size_t size = (size_t)1 << trainer->bits;
    float most = 0;
    for (size_t i = 0; i < size; i++)
        most = fabsf(trainer->weights[i]) > most ? fabsf(trainer->weights[i]) : most;
    float scale = most > 0 ? most / 127 : 1;
    for (size_t i = 0; i < size; i++)
        quantised[i] = (int8_t)lrintf(trainer->weights[i] / scale);
    trainer->language.model =
        (struct model){.weights = quantised, .mask = (uint32_t)size - 1, .outputs = 1, .scale = scale};
    trainer->language.soft_bias = (float)trainer->soft_bias / 1000;
    trainer->language.soft = glance_of(trainer, quantised, without, LOOK_SOFT);
    trainer->language.stop = glance_of(trainer, quantised, without, LOOK_STOP);
    if (trainer->language.soft.low == INT32_MIN)
        find_soft_ends(trainer, quantised, without);
}

/* Measures the rows of `fold`; with `join`, line ends taken away. */
static void measure(struct trainer *trainer, struct figures *figures, unsigned fold, bool join)
{
    struct spans spans = {NULL, 0, 0};
    struct boundary_options options = {.wrapped = WRAPPED_NO, .sink = keep_span, .sink_argument = &spans};
    for (size_t i = 0; i < trainer->row_count; i++) {
        struct row *row = &trainer->rows[i];
        if (fold != NO_FOLD && row->fold != fold)
            continue;
        struct row copy = join ? joined(row) : *row;
        struct manner manner = boundary_manner(copy.text, &options);
        show_errors = !join && errors_of && strstr(trainer->sets[row->set].path, errors_of);
        spans.count = 0;
        boundary_find(copy.text, &trainer->language, &manner, &options);
        count_row(&figures[row->set], &copy, &spans);
        if (join)
            free((char *)copy.text.at);
    }
    free(spans.at);
}

static void print_figures(const struct trainer *trainer, const struct figures *figures, const struct figures *joins)
{
    printf("%-40s %6s %6s %6s %7s %7s %9s\n", "set", "all", "inner", "exact", "wrong", "missed", "no lines");
    for (size_t i = 0; i < trainer->set_count; i++) {
        const char *name = strrchr(trainer->sets[i].path, '/');
        printf("%-40s %6.2f %6.2f %6.2f %7zu %7zu %9.2f%s\n", name ? name + 1 : trainer->sets[i].path,
               f1(&figures[i].all), f1(&figures[i].inner), f1(&figures[i].sentences), figures[i].inner.wrong,
               figures[i].inner.missed, f1(&joins[i].all), trainer->sets[i].test ? "  (not trained on)" : "");
    }
}

/* A header line with the figures of the sets that the model is trained on. */
static void note_score(struct trainer *trainer, const struct figures *figures)
{
    buffer_format(&trainer->score, "score: F1 of all and of inner boundaries, %u-fold by document:", trainer->folds);
    for (size_t i = 0; i < trainer->set_count; i++) {
        const char *name = strrchr(trainer->sets[i].path, '/');
        if (!trainer->sets[i].test)
            buffer_format(&trainer->score, "%s %s %.2f %.2f", i > 0 ? "," : "", name ? name + 1 : trainer->sets[i].path,
                          f1(&figures[i].all), f1(&figures[i].inner));
    }
    buffer_byte(&trainer->score, '\n');
}

static void cross_validate(struct trainer *trainer)
{
    struct figures *figures = memory_zeroed(trainer->set_count, sizeof *figures);
    struct figures *joins = memory_zeroed(trainer->set_count, sizeof *joins);
    int8_t *quantised = memory_allocate((size_t)1 << trainer->bits);
    for (unsigned fold = 0; fold < trainer->folds; fold++) {
        learn(trainer, fold);
        use_weights(trainer, quantised, fold);
        measure(trainer, figures, fold, false);
        measure(trainer, joins, fold, true);
    }
    print_figures(trainer, figures, joins);
    note_score(trainer, figures);
    trainer->language.model.weights = NULL;
    trainer->language.soft = trainer->language.stop = LANGUAGE_NO_GLANCE;
    language_set_soft_ends(&trainer->language, (struct slice){NULL, 0});
    free(figures);
    free(joins);
    free(quantised);
}

static void write_model(struct trainer *trainer, const char *path, const char *header)
{
    struct buffer text = {NULL, 0, 0};
    int8_t *quantised = memory_allocate((size_t)1 << trainer->bits);
    learn(trainer, NO_FOLD);
    use_weights(trainer, quantised, NO_FOLD);
    buffer_format(&text, "broadsheet-model: 1\ntask: sentences\nlanguage: %s\n%s",
                  *trainer->code ? trainer->code : "any", header);
    buffer_slice(&text, buffer_view(&trainer->score));
    if (trainer->soft_bias)
        buffer_format(&text, "soft-bias-milli: %d\n", trainer->soft_bias);
    if (!trainer->language.any_soft_end) {
        buffer_text(&text, "soft-ends: ");
        buffer_slice(&text, buffer_view(&trainer->soft_ends));
        buffer_byte(&text, '\n');
    }
    if (trainer->language.soft.low != INT32_MIN)
        buffer_format(&text, "glance-soft: %d\n", trainer->language.soft.low);
    if (trainer->language.stop.low != INT32_MIN)
        buffer_format(&text, "glance-stop: %d %d\n", trainer->language.stop.low, trainer->language.stop.high);
    if (!model_write(path, buffer_view(&text), trainer->weights, trainer->bits, 1))
        fail(strerror(errno), path);
    buffer_free(&text);
    free(quantised);
}

static void open_language(struct trainer *trainer)
{
    struct slice abbreviations, lexicon, none = {NULL, 0};
    const char *what = "no such language";
    if (!language_data(trainer->code, &abbreviations, &lexicon) ||
        !language_open(&trainer->language, trainer->code, abbreviations, lexicon, none, &what))
        fail(what, trainer->code);
}

int main(int argc, char **argv)
{
    struct trainer trainer = {.bits = 18};
    const char *out = NULL, *header = "";
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        if (i + 1 == argc)
            break;
        if (strcmp(argv[i], "--cv") == 0)
            trainer.folds = (unsigned)atoi(argv[++i]);
        else if (strcmp(argv[i], "--bits") == 0)
            trainer.bits = (unsigned)atoi(argv[++i]);
        else if (strcmp(argv[i], "--soft-bias") == 0)
            trainer.soft_bias = atoi(argv[++i]);
        else if (strcmp(argv[i], "--out") == 0)
            out = argv[++i];
        else if (strcmp(argv[i], "--errors") == 0)
            errors_of = argv[++i];
        else if (strcmp(argv[i], "--header") == 0)
            header = argv[++i];
    }
    if (i + 1 >= argc) {
        fputs("usage: segment-train [--cv K] [--errors SET] [--out MODEL] [--header TEXT] [--bits N] [--soft-bias N] "
              "[--errors SET] LANG FILE[=WEIGHT]...\n",
              stderr);
        return 2;
    }
    trainer.code = strcmp(argv[i], "neutral") == 0 ? "" : argv[i];
    for (i++; i < argc; i++)
        read_set(&trainer, argv[i], false);
    size_t size = (size_t)1 << trainer.bits;
    trainer.z = memory_allocate(size * sizeof *trainer.z);
    trainer.n = memory_allocate(size * sizeof *trainer.n);
    trainer.weights = memory_allocate(size * sizeof *trainer.weights);
    open_language(&trainer);
    collect(&trainer);
    size_t positive = 0;
    for (size_t e = 0; e < trainer.example_count; e++)
        positive += trainer.examples[e].boundary;
    printf("%zu rows, %zu places, %zu boundaries\n", trainer.row_count, trainer.example_count, positive);
    if (trainer.folds)
        cross_validate(&trainer);
    if (out)
        write_model(&trainer, out, header);
    return 0;
}
