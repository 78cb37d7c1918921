/* tag-clusters_train OUT.clusters VECTORS.txt: word clusters for tools/tag/names.h, from vectors of words.
 *
 * A line of VECTORS.txt is a word in small letters and its numbers, the commonest word first, as in GloVe's files. The
 * first 100,000 words are put into 500 classes by the direction of their vectors (k-means on the unit sphere, which
 * begins with words at even distances in the list), and the classes' centres into 64 in the same way, each by how many
 * words it has: the same bytes on every run.
 */
#include "../clusters.h"

#include "buffer.h"
#include "input.h"
#include "memory.h"
#include "model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define MOST_WORDS 100000
#define DIMENSIONS 50
#define FINE 500
#define COARSE 64
#define ROUNDS 20

/* Points on the unit sphere. */
struct cloud {
    float (*at)[DIMENSIONS];
    float *weights;
    size_t count;
};

struct word {
    uint32_t hash;
    uint16_t fine, coarse; /* from 0 */
};

static void normalise(float *at)
{
    double sum = 0;
    for (size_t i = 0; i < DIMENSIONS; i++)
        sum += (double)at[i] * (double)at[i];
    for (size_t i = 0; i < DIMENSIONS && sum > 0; i++)
        at[i] = (float)((double)at[i] / sqrt(sum));
}

/* Reads the words and their vectors; returns how many. */
static size_t read_vectors(const char *path, struct word *words, float (*vectors)[DIMENSIONS])
{
    struct buffer file = {0};
    struct slice rest, line;
    size_t count = 0;
    if (!input_read_file(path, (size_t)1 << 30, &file)) {
        fprintf(stderr, "tag-clusters_train: %s: cannot be read\n", path);
        exit(1);
    }
    buffer_byte(&file, '\0'); /* where the last number ends */
    rest = slice_part(buffer_view(&file), 0, file.size - 1);
    while (count < MOST_WORDS && slice_line(&rest, &line)) {
        const char *blank = memchr(line.at, ' ', line.size);
        if (!blank)
            continue;
        char *next = file.at + (blank - file.at);
        for (size_t i = 0; i < DIMENSIONS; i++)
            vectors[count][i] = strtof(next, &next);
        normalise(vectors[count]);
        uint32_t hash = model_hash((struct slice){line.at, (size_t)(blank - line.at)});
        words[count++] = (struct word){.hash = hash ? hash : 1};
    }
    buffer_free(&file);
    return count;
}

/* The class of each point, whose centre is nearest. `turned` has the centres, dimension by dimension. */
static void assign(const struct cloud *cloud, const float *turned, size_t classes, uint16_t *class_of)
{
    float *scores = memory_allocate(classes * sizeof *scores);
    for (size_t i = 0; i < cloud->count; i++) {
        for (size_t k = 0; k < classes; k++)
            scores[k] = 0;
        for (size_t d = 0; d < DIMENSIONS; d++)
            for (size_t k = 0; k < classes; k++)
                scores[k] += cloud->at[i][d] * turned[d * classes + k];
        size_t best = 0;
        for (size_t k = 1; k < classes; k++)
            best = scores[k] > scores[best] ? k : best;
        class_of[i] = (uint16_t)best;
    }
    free(scores);
}

/* The centres of the classes; a class without points keeps its centre. */
static void move_centres(const struct cloud *cloud, const uint16_t *class_of, struct cloud *centres)
{
    double(*sums)[DIMENSIONS] = memory_zeroed(centres->count, sizeof *sums);
    memset(centres->weights, 0, centres->count * sizeof *centres->weights);
    for (size_t i = 0; i < cloud->count; i++) {
        centres->weights[class_of[i]] += cloud->weights[i];
        for (size_t d = 0; d < DIMENSIONS; d++)
            sums[class_of[i]][d] += (double)cloud->weights[i] * (double)cloud->at[i][d];
    }
    for (size_t k = 0; k < centres->count; k++) {
        for (size_t d = 0; d < DIMENSIONS && centres->weights[k] > 0; d++)
            centres->at[k][d] = (float)sums[k][d];
        normalise(centres->at[k]);
    }
    free(sums);
}

static struct cloud new_cloud(size_t count)
{
    struct cloud cloud = {.count = count};
    cloud.at = memory_zeroed(count, sizeof *cloud.at);
    cloud.weights = memory_zeroed(count, sizeof *cloud.weights);
    return cloud;
}

static void free_cloud(struct cloud *cloud)
{
    free(cloud->at);
    free(cloud->weights);
}

/* Puts the points into classes; the centres go to the caller. */
static struct cloud cluster(const struct cloud *cloud, size_t classes, uint16_t *class_of)
{
    struct cloud centres = new_cloud(classes);
    float *turned = memory_allocate(classes * DIMENSIONS * sizeof *turned);
    for (size_t k = 0; k < classes; k++)
        memcpy(centres.at[k], cloud->at[k * cloud->count / classes], sizeof centres.at[k]);
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t k = 0; k < classes; k++)
            for (size_t d = 0; d < DIMENSIONS; d++)
                turned[d * classes + k] = centres.at[k][d];
        assign(cloud, turned, classes, class_of);
        move_centres(cloud, class_of, &centres);
    }
    free(turned);
    return centres;
}

static int by_hash(const void *left, const void *right)
{
    const struct word *a = left, *b = right;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

static bool write_clusters(const char *path, const struct word *words, size_t count)
{
    struct buffer out = {0};
    buffer_format(&out,
                  "broadsheet-clusters: 1\nwords: %zu\n"
                  "data: GloVe 6B, 50 dimensions (Pennington, Socher and Manning 2014; PDDL 1.0)\n"
                  "licence: PDDL 1.0\n\n",
                  count);
    for (size_t i = 0; i < count; i++) {
        uint64_t fine = words[i].fine + 1u, coarse = words[i].coarse + 1u;
        uint64_t entry = words[i].hash | fine << 32 | coarse << 48;
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
    static struct word words[MOST_WORDS];
    static uint16_t fine[MOST_WORDS], coarse[FINE];
    if (argc != 3) {
        fprintf(stderr, "usage: tag-clusters_train OUT.clusters VECTORS.txt\n");
        return 2;
    }
    struct cloud cloud = new_cloud(MOST_WORDS);
    cloud.count = read_vectors(argv[2], words, cloud.at);
    if (cloud.count < FINE) {
        fprintf(stderr, "tag-clusters_train: %s: has %zu words, too few\n", argv[2], cloud.count);
        return 1;
    }
    for (size_t i = 0; i < cloud.count; i++)
        cloud.weights[i] = 1;
    struct cloud centres = cluster(&cloud, FINE, fine), broad = cluster(&centres, COARSE, coarse);
    for (size_t i = 0; i < cloud.count; i++) {
        words[i].fine = fine[i];
        words[i].coarse = coarse[fine[i]];
    }
    qsort(words, cloud.count, sizeof *words, by_hash);
    size_t count = 0;
    for (size_t i = 0; i < cloud.count; i++)
        if (count == 0 || words[count - 1].hash != words[i].hash)
            words[count++] = words[i];
    free_cloud(&cloud);
    free_cloud(&centres);
    free_cloud(&broad);
    return write_clusters(argv[1], words, count) ? 0 : 1;
}
