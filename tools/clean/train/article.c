/* Trains what the extractor knows, and measures it across sites.
 *
 * usage: clean-article [--quick] [--pages FILE] [--write FOLDER] [--licence TEXT] [--graft SHARE] text|html [--silver]
 * [--masked] [--weight N] SET...
 *
 * The pages are dealt into five folds by site. Every figure printed is of pages whose site no part of the model has
 * seen; what is written is trained on all. Models are chained: the first trees and the network see linear scores, and
 * the second trees of HTML the first trees' scores, each from a model that had not seen the page, since a score that
 * knows the answer would be trusted too much.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../extract_choose.h"
#include "boost.h"
#include "buffer.h"
#include "linear.h"
#include "model.h"
#include "network.h"

enum { WORD_BITS = 16, MARKUP_BITS = 15 };

/* One network may be lucky or not: the scores of some are averaged. Plain text, whose pages come in more versions, is
 * learnt by heart sooner. */
enum { NETWORKS = 3, PASSES_TEXT = 16, PASSES_HTML = 40 };

struct run {
    struct corpus corpus;
    bool html, quick;
    double graft; /* what a page grafted from two weighs, as a share of the article's page; 0 for none */
    const char *folder, *pages, *licence;
    struct buffer score; /* the last report, in a line */
    int32_t **first;     /* by sample: the first trees' scores */
    int32_t **trees;     /* by sample: of HTML the second trees' scores, of text again the first's */
    int32_t **last;      /* by sample: what decides: the trees' scores with the network's */
};

static const uint8_t columns_near[] = {WORDS, ENDS,   BEGINS, WORD_SCORE,    CAPITALS,
                                       STOPS, DIGITS, BREAKS, REPEATED_AFTER};
static const uint8_t columns_near_markup[] = {KIND, LINK_SHARE, MARKUP_SCORE, STRONG, CONTAINER, IMAGES};
static const uint8_t columns_near_second[] = {CHANCE, WORDS, ENDS, WORD_SCORE};

struct questions {
    struct question at[1024];
    size_t count;
};

static void ask(struct questions *questions, uint8_t column, int reach)
{
    for (int further = -reach; further <= reach; further++)
        questions->at[questions->count++] = (struct question){column, (int8_t)further};
}

static void ask_all(struct questions *questions, const uint8_t *columns, size_t count, int reach)
{
    for (size_t i = 0; i < count; i++)
        for (int further = -reach; further <= reach; further++)
            if (further)
                questions->at[questions->count++] = (struct question){columns[i], (int8_t)further};
}

static void questions_of(struct questions *questions, bool html, bool second)
{
    questions->count = 0;
    for (uint8_t c = 0; c < (second ? COLUMNS : html ? COLUMNS_FIRST : KIND); c++)
        if (second || !(c >= RUN_SHARE && c <= LOWEST_AFTER))
            ask(questions, c, 0);
    if (second) {
        ask_all(questions, columns_near_second, 1, 10);
        ask_all(questions, columns_near_second + 1, sizeof columns_near_second - 1, 2);
        return;
    }
    ask_all(questions, columns_near, sizeof columns_near, 4);
    if (html)
        ask_all(questions, columns_near_markup, sizeof columns_near_markup, 3);
}

static bool is_in(unsigned folds, const struct sample *sample)
{
    return folds >> sample->fold & 1;
}

/* Fills in the linear scores of the pages of `folds` from models that left out `left_out`. */
static void score_linear(struct run *run, unsigned left_out, unsigned folds)
{
    for (int kind = LINEAR_WORDS; kind <= (run->html ? LINEAR_MARKUP : LINEAR_WORDS); kind++) {
        unsigned bits = kind == LINEAR_WORDS ? WORD_BITS : MARKUP_BITS;
        float *weights = linear_train(&run->corpus, (enum linear_kind)kind, bits, left_out);
        for (size_t s = 0; s < run->corpus.count; s++) {
            struct sample *sample = &run->corpus.samples[s];
            if (!is_in(folds, sample))
                continue;
            for (size_t b = 0; b < sample->page.block_count; b++) {
                const uint32_t *list = (kind == LINEAR_WORDS ? sample->words : sample->markup)[b];
                int32_t *scores = kind == LINEAR_WORDS ? sample->scan.word_scores : sample->scan.markup_scores;
                scores[b] = linear_score(weights, bits, list);
            }
        }
        free(weights);
    }
}

/* Linear scores for all pages, none from a model that saw the page's fold or the fold `test`. */
static void score_linear_around(struct run *run, unsigned test)
{
    for (unsigned fold = 0; fold < FOLDS; fold++)
        score_linear(run, test | 1u << fold, 1u << fold);
    for (size_t s = 0; s < run->corpus.count; s++)
        features_first(&run->corpus.samples[s].scan);
}

static void score_trees(struct run *run, const struct boost_options *options, unsigned left_out, unsigned folds,
                        int32_t **scores)
{
    struct buffer bytes = {0};
    struct trees trees = {.count = options->trees, .columns = COLUMNS};
    boost_train(&run->corpus, options, left_out, &bytes, &trees.bias);
    trees.trees = (const uint8_t *)bytes.at;
    for (size_t s = 0; s < run->corpus.count; s++)
        if (is_in(folds, &run->corpus.samples[s]))
            trees_score(&trees, &run->corpus.samples[s].scan.sheet, scores[s]);
    buffer_free(&bytes);
}

static struct boost_options first_options(const struct run *run, struct questions *questions)
{
    questions_of(questions, run->html, false);
    return (struct boost_options){questions->at, questions->count, 150, 0.12, 0.5, 0.7, 0.3};
}

static struct boost_options second_options(struct questions *questions)
{
    questions_of(questions, true, true);
    return (struct boost_options){questions->at, questions->count, 60, 0.1, 1.0, 0.7, 0.4};
}

enum { KINDS = 21 /* values of the column KIND */ };

static int values_of(uint8_t column)
{
    return column == ENDS || column == BEGINS ? EDGE_MARK + 1 : column == KIND ? KINDS : 0;
}

/* What the network sees of a block: all that is known of it before it is scored but how it lies to runs of prose, which
 * the network finds for itself. */
static struct network_options network_options(bool html, struct recurrent_input inputs[RECURRENT_INPUTS])
{
    uint32_t count = 0;
    for (uint8_t c = 0; c < (html ? COLUMNS_FIRST : KIND); c++) {
        int values = values_of(c);
        if (c >= RUN_SHARE && c <= RUN_INSIDE)
            continue;
        if (values == 0)
            inputs[count++] = (struct recurrent_input){c, RECURRENT_NUMBER};
        for (int value = 0; value < values; value++)
            inputs[count++] = (struct recurrent_input){c, (uint8_t)value};
    }
    return (struct network_options){inputs,
                                    count,
                                    .passes = html ? PASSES_HTML : PASSES_TEXT,
                                    .batch = 16,
                                    .rate = 0.004,
                                    .decay = 0.01,
                                    .inputs_dropped = 0.1,
                                    .units_dropped = 0.3};
}

/* Trains NETWORKS of them, into weights that the caller frees. */
static struct recurrent_weights *train_networks(const struct run *run, struct network_options options,
                                                unsigned left_out)
{
    struct recurrent_weights *weights = memory_zeroed(NETWORKS, sizeof *weights);
    for (; options.seed < NETWORKS; options.seed++)
        network_train(&run->corpus, &options, left_out, &weights[options.seed]);
    return weights;
}

/* The networks' scores joined to the trees'. */
static void score_network(struct run *run, unsigned left_out, unsigned folds, int32_t **scores)
{
    struct recurrent_input inputs[RECURRENT_INPUTS];
    struct network_options options = network_options(run->html, inputs);
    struct recurrent_weights *weights = train_networks(run, options, left_out);
    struct arena arena = {0};
    struct recurrent network = {inputs, options.input_count, COLUMNS, NETWORKS, NULL, NULL};
    if (!recurrent_prepare(&network, &arena, weights)) {
        fprintf(stderr, "a network's weights grew too large\n");
        exit(1);
    }
    for (size_t s = 0; s < run->corpus.count; s++) {
        struct scan *scan = &run->corpus.samples[s].scan;
        if (is_in(folds, &run->corpus.samples[s]))
            recurrent_score(&network, &scan->sheet, scan->arena, scores[s]);
    }
    for (size_t s = 0; s < run->corpus.count; s++)
        for (size_t b = 0; is_in(folds, &run->corpus.samples[s]) && b < run->corpus.samples[s].page.block_count; b++)
            scores[s][b] = extract_join(run->html, run->trees[s][b], scores[s][b]);
    arena_free(&arena);
    free(weights);
}

struct tally {
    double precision, recall, f1, loss;
    size_t precisions, recalls, pages;
};

static void tally_add(struct tally *tally, struct measure m)
{
    if (m.precision >= 0)
        tally->precision += m.precision, tally->precisions++;
    if (m.recall >= 0)
        tally->recall += m.recall, tally->recalls++;
    tally->f1 += m.f1;
    tally->pages++;
}

static double tally_f1(const struct tally *tally)
{
    double p = tally->precision / (double)tally->precisions, r = tally->recall / (double)tally->recalls;
    return 2 * p * r / (p + r);
}

static void tally_print(const char *name, const struct tally *tally)
{
    double p = tally->precision / (double)tally->precisions, r = tally->recall / (double)tally->recalls;
    printf("%-28s F1 %.4f  precision %.4f  recall %.4f  page F1 %.4f  loss %.4f  pages %zu  empty %zu\n", name,
           tally_f1(tally), p, r, tally->f1 / (double)tally->pages, tally->loss / (double)tally->pages, tally->pages,
           tally->pages - tally->precisions);
}

static struct measure measure(struct run *run, size_t s, const int32_t *scores)
{
    struct sample *sample = &run->corpus.samples[s];
    uint16_t *chances = memory_zeroed(sample->page.block_count + 1, sizeof *chances);
    for (size_t b = 0; b < sample->page.block_count; b++)
        chances[b] = (uint16_t)trees_chance(scores[b]);
    struct extract_options options = {0};
    struct article article;
    extract_choose(&sample->scan, chances, &options, &article);
    free(chances);
    return corpus_measure(sample, article.text);
}

/* The logistic loss over a page's blocks, each weighing as in training: steadier than F1 when two models are compared.
 */
static double loss(const struct sample *sample, const int32_t *scores)
{
    double sum = 0, weight = 0;
    for (size_t b = 0; b < sample->page.block_count; b++) {
        double score = (double)scores[b] / TREES_UNIT * (sample->labels[b] > 0.5f ? -1 : 1);
        sum += log1p(exp(score)) * (double)sample->weights[b];
        weight += (double)sample->weights[b];
    }
    return weight > 0 ? sum / weight : 0;
}

static void report(struct run *run, int32_t **scores, const char *what)
{
    buffer_clear(&run->score);
    struct corpus *corpus = &run->corpus;
    for (size_t s = 0; s < corpus->count; s++) {
        const char *set = corpus->samples[s].set;
        bool first = true;
        for (size_t k = 0; k < s; k++)
            first &= strcmp(corpus->samples[k].set, set) != 0;
        if (!first || corpus->samples[s].silver)
            continue;
        struct tally tally = {0};
        for (size_t k = s; k < corpus->count; k++)
            if (strcmp(corpus->samples[k].set, set) == 0 && !corpus->samples[k].silver) {
                tally_add(&tally, measure(run, k, scores[k]));
                tally.loss += loss(&corpus->samples[k], scores[k]);
            }
        char name[256];
        snprintf(name, sizeof name, "%s %s", what, set);
        tally_print(name, &tally);
        buffer_format(&run->score, "%s%s F1 %.4f (cross-validated by site)", run->score.size ? ", " : "", set,
                      tally_f1(&tally));
    }
    fflush(stdout);
}

static int32_t **score_table(const struct corpus *corpus)
{
    int32_t **scores = memory_zeroed(corpus->count + 1, sizeof *scores);
    for (size_t s = 0; s < corpus->count; s++)
        scores[s] = memory_zeroed(corpus->samples[s].page.block_count + TREES_STEP, sizeof **scores);
    return scores;
}

/* The second trees' scores of the pages in `left_out`, from the first trees' of `first`. */
static void score_second(struct run *run, const struct boost_options *first, unsigned left_out)
{
    int32_t **inner = score_table(&run->corpus);
    for (unsigned fold = 0; fold < FOLDS; fold++)
        score_trees(run, first, left_out | 1u << fold, 1u << fold, inner);
    for (size_t s = 0; s < run->corpus.count; s++)
        features_second(&run->corpus.samples[s].scan, inner[s]);
    struct questions questions;
    struct boost_options options = second_options(&questions);
    score_trees(run, &options, left_out, left_out, run->trees);
    for (size_t s = 0; s < run->corpus.count; s++)
        free(inner[s]);
    free(inner);
}

/* Scores the pages of fold `test` with models that never saw it, through all stages. */
static void cross_fold(struct run *run, unsigned test)
{
    struct questions questions;
    unsigned left_out = 1u << test;
    score_linear_around(run, left_out);
    struct boost_options options = first_options(run, &questions);
    score_trees(run, &options, left_out, left_out, run->first);
    if (run->quick)
        return;
    if (run->html)
        score_second(run, &options, left_out);
    score_network(run, left_out, left_out, run->last);
}

/* Writes what a test of errors needs, a page a line: figures, and for each block its label, weight, chance and text. */
static bool write_pages(struct run *run, int32_t **scores)
{
    FILE *file = fopen(run->pages, "w");
    struct buffer line = {0};
    for (size_t s = 0; file && s < run->corpus.count; s++) {
        struct sample *sample = &run->corpus.samples[s];
        struct measure m = measure(run, s, scores[s]);
        buffer_clear(&line);
        buffer_format(&line, "{\"id\":\"%s\",\"set\":\"%s\",\"f1\":%.4f,\"p\":%.4f,\"r\":%.4f,\"blocks\":[", sample->id,
                      sample->set, m.f1, m.precision, m.recall);
        for (size_t b = 0; b < sample->page.block_count; b++) {
            buffer_format(&line, "%s[%.2f,%.3f,%u,%d,%d,", b ? "," : "", (double)sample->labels[b],
                          (double)sample->weights[b], trees_chance(scores[s][b]), sample->scan.word_scores[b],
                          sample->scan.markup_scores[b]);
            buffer_json(&line, sample->page.blocks[b].text);
            buffer_byte(&line, ']');
        }
        buffer_text(&line, "]}\n");
        fwrite(line.at, 1, line.size, file);
    }
    buffer_free(&line);
    return file && fclose(file) == 0;
}

/* The lines of a model file's header that say where it comes from. */
static struct slice provenance(const struct run *run, const char *kind, const char *task, struct buffer *header)
{
    buffer_clear(header);
    buffer_format(header, "%s: 1\ntask: %s\ndata:", kind, task);
    for (size_t s = 0; s < run->corpus.count; s++)
        if (s == 0 || strcmp(run->corpus.samples[s].set, run->corpus.samples[s - 1].set) != 0)
            buffer_format(header, "%s %s", s ? "," : "", run->corpus.samples[s].set);
    buffer_format(header, "\nlicence: %s\nscore: ", run->licence);
    buffer_slice(header, buffer_view(&run->score));
    buffer_text(header, "\n");
    return buffer_view(header);
}

static void path_of(const struct run *run, const char *name, char path[4096])
{
    snprintf(path, 4096, "%s/%s_%s", run->folder, run->html ? "html" : "text", name);
}

static bool write_linear(struct run *run, enum linear_kind kind)
{
    char path[4096];
    struct buffer header = {0};
    unsigned bits = kind == LINEAR_WORDS ? WORD_BITS : MARKUP_BITS;
    float *weights = linear_train(&run->corpus, kind, bits, 0);
    path_of(run, kind == LINEAR_WORDS ? "words.model" : "markup.model", path);
    provenance(run, "broadsheet-model", kind == LINEAR_WORDS ? "clean-words" : "clean-markup", &header);
    bool good = model_write(path, buffer_view(&header), weights, bits, 1);
    buffer_free(&header);
    free(weights);
    return good;
}

static bool write_trees(struct run *run, const struct boost_options *options, const char *stage)
{
    char path[4096], name[64], task[64];
    struct buffer bytes = {0}, header = {0};
    int32_t bias;
    snprintf(name, sizeof name, "%s.trees", stage);
    snprintf(task, sizeof task, "clean-%s-%s", run->html ? "html" : "text", stage);
    path_of(run, name, path);
    boost_train(&run->corpus, options, 0, &bytes, &bias);
    provenance(run, "broadsheet-trees", task, &header);
    buffer_format(&header, "columns: %u\ntrees: %u\nbias: %d\n\n", (unsigned)COLUMNS, options->trees, bias);
    FILE *file = fopen(path, "wb");
    bool good = file && fwrite(header.at, 1, header.size, file) == header.size &&
                fwrite(bytes.at, 1, bytes.size, file) == bytes.size;
    good = file && fclose(file) == 0 && good;
    buffer_free(&bytes);
    buffer_free(&header);
    return good;
}

static void buffer_float(struct buffer *bytes, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    for (int i = 0; i < 4; i++, bits >>= 8)
        buffer_byte(bytes, (char)(bits & 0xFF));
}

static bool write_network(struct run *run)
{
    char path[4096];
    struct buffer bytes = {0};
    struct recurrent_input inputs[RECURRENT_INPUTS];
    struct network_options options = network_options(run->html, inputs);
    struct recurrent_weights *weights = train_networks(run, options, 0);
    path_of(run, "blocks.network", path);
    provenance(run, "broadsheet-recurrent", run->html ? "clean-html-blocks" : "clean-text-blocks", &bytes);
    buffer_format(&bytes, "columns: %u\ninputs: %u\nnetworks: %u\n\n", (unsigned)COLUMNS, options.input_count,
                  (unsigned)NETWORKS);
    buffer_add(&bytes, (const char *)inputs, options.input_count * sizeof *inputs);
    for (uint32_t k = 0; k < NETWORKS; k++)
        for (size_t i = 0; i < recurrent_size(options.input_count); i++)
            buffer_float(&bytes, ((const float *)&weights[k])[i]);
    FILE *file = fopen(path, "wb");
    bool good = file && fwrite(bytes.at, 1, bytes.size, file) == bytes.size;
    good = file && fclose(file) == 0 && good;
    buffer_free(&bytes);
    free(weights);
    return good;
}

/* Trains on all pages. The second trees learn from the scores that cross-validation gave the pages. */
static bool write_all(struct run *run)
{
    struct questions questions;
    bool good = write_linear(run, LINEAR_WORDS) && (!run->html || write_linear(run, LINEAR_MARKUP));
    score_linear_around(run, 0);
    struct boost_options options = first_options(run, &questions);
    good &= write_trees(run, &options, "first");
    good &= write_network(run);
    if (!run->html)
        return good;
    for (size_t s = 0; s < run->corpus.count; s++)
        features_second(&run->corpus.samples[s].scan, run->first[s]);
    options = second_options(&questions);
    return write_trees(run, &options, "second") && good;
}

static int usage(void)
{
    fputs("usage: clean-article [--quick] [--pages FILE] [--write FOLDER] [--licence TEXT] [--graft SHARE]\n"
          "                     text|html [--silver] [--masked] [--weight N] SET...\n",
          stderr);
    return 2;
}

static bool read_arguments(struct run *run, int argc, char **argv)
{
    struct corpus_source source = {.weight = 1};
    for (int i = 1; i < argc; i++) {
        bool more = i + 1 < argc;
        if (strcmp(argv[i], "--quick") == 0)
            run->quick = true;
        else if (strcmp(argv[i], "--silver") == 0)
            source.silver = true;
        else if (strcmp(argv[i], "--masked") == 0)
            source.masked = true;
        else if (more && strcmp(argv[i], "--weight") == 0)
            source.weight = strtod(argv[++i], NULL);
        else if (more && strcmp(argv[i], "--pages") == 0)
            run->pages = argv[++i];
        else if (more && strcmp(argv[i], "--write") == 0)
            run->folder = argv[++i];
        else if (more && strcmp(argv[i], "--licence") == 0)
            run->licence = argv[++i];
        else if (more && strcmp(argv[i], "--graft") == 0)
            run->graft = strtod(argv[++i], NULL);
        else if (strcmp(argv[i], "html") == 0)
            run->html = true;
        else if (strcmp(argv[i], "text") == 0)
            source.as_text = true;
        else if (source.path = argv[i], !corpus_read(&run->corpus, &source))
            return false;
    }
    return run->corpus.count > 0;
}

int main(int argc, char **argv)
{
    struct run run = {.licence = "unknown"};
    if (!read_arguments(&run, argc, argv))
        return usage();
    if (run.graft > 0)
        corpus_graft(&run.corpus, run.graft);
    run.first = score_table(&run.corpus);
    run.trees = run.html && !run.quick ? score_table(&run.corpus) : run.first;
    run.last = run.quick ? run.first : score_table(&run.corpus);
    for (unsigned fold = 0; fold < FOLDS; fold++)
        cross_fold(&run, fold);
    report(&run, run.first, "first trees");
    if (run.trees != run.first)
        report(&run, run.trees, "second trees");
    if (!run.quick)
        report(&run, run.last, "trees and network");
    if (run.pages && !write_pages(&run, run.last))
        return 3;
    if (run.folder && !write_all(&run))
        return 3;
    return 0;
}
