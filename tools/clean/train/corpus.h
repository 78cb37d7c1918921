/* corpus: labelled pages for training and measuring, each with what the extractor sees of it.
 *
 * Always holds: pages stand in the order in which they were read; a page and its blocks live as long as the corpus;
 * pages of one site have the same fold.
 */
#ifndef BROADSHEET_CLEAN_TRAIN_CORPUS_H
#define BROADSHEET_CLEAN_TRAIN_CORPUS_H

#include <stddef.h>
#include <stdint.h>

#include "../features_sheet.h"

enum { FOLDS = 5, CORPUS_PAGES = 16384 /* samples do not move, pages point into them */ };

struct sample {
    char *id;
    char *set;   /* the name of the set that it is from */
    bool silver; /* its gold is another program's answer, or it is a copy: for training only */
    bool masked; /* its words are made unknown */
    unsigned fold;
    struct arena arena; /* of the page and the scan */
    struct page page;
    struct scan scan;
    struct slice gold_text; /* in the arena */
    double weight;          /* of the page in training */
    uint64_t *gold;         /* sorted hashes of the gold's shingles */
    size_t gold_count;
    float *labels;     /* for each block: the share of its words that stand in the gold */
    float *weights;    /* for each block: what it weighs in training */
    uint32_t **words;  /* for each block: hashed features of its words, the count before them */
    uint32_t **markup; /* likewise of its markup */
};

struct corpus {
    struct sample *samples;
    size_t count;
};

/* Where pages come from. Reads rows {"id","url","text","gold"} from a JSON Lines file, gzip or not; or, if `path` is a
 * folder, its NAME.html.gz with gold.jsonl; `as_text` brings those to plain text as a careless scraper does, once whole
 * and once from the article on. Each page weighs `weight` in training. False, with a message on stderr, if it cannot be
 * read. */
struct corpus_source {
    const char *path;
    bool silver, as_text;
    bool masked; /* its words are made unknown, as those of a language that no training page is in */
    double weight;
};
bool corpus_read(struct corpus *corpus, const struct corpus_source *source);
void corpus_free(struct corpus *corpus);

/* Adds pages of text for training only: the article of each page that is no copy, between the lines that stand before
 * and behind the article on another site's page of the same set and fold, so that no margin goes with one kind of
 * article. `share` is what such a page weighs, as a share of the article's own. The same pages each time. */
void corpus_graft(struct corpus *corpus, double share);

/* How one text does against a sample's gold; the 4-gram measure of article-extraction-benchmark. */
struct measure {
    double precision, recall, f1; /* precision is negative for an empty text */
};
struct measure corpus_measure(const struct sample *sample, struct slice text);

#endif
