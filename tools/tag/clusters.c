#include "clusters.h"

#define START_WIDTH (UINT32_C(1) << 18) /* hashes that share an entry of starts */
#define MAGIC "broadsheet-clusters: 1\n"

static uint32_t hash_at(const struct clusters *clusters, size_t word)
{
    return slice_four(clusters->words + word * CLUSTER_WORD_SIZE);
}

bool clusters_open(struct clusters *clusters, struct slice file, const char **what)
{
    *what = "not a file of word clusters";
    if (file.size < sizeof MAGIC || memcmp(file.at, MAGIC, sizeof MAGIC - 1) != 0)
        return false;
    size_t at = sizeof MAGIC;
    while (at + 1 < file.size && !(file.at[at - 1] == '\n' && file.at[at] == '\n'))
        at++;
    at++;
    *what = "damaged";
    if (at > file.size || (file.size - at) % CLUSTER_WORD_SIZE != 0)
        return false;
    clusters->words = file.at + at;
    clusters->count = (file.size - at) / CLUSTER_WORD_SIZE;
    size_t word = 0;
    for (uint32_t start = 0; start < CLUSTER_STARTS; start++) {
        while (word < clusters->count && hash_at(clusters, word) / START_WIDTH < start)
            word++;
        clusters->starts[start] = (uint32_t)word;
    }
    clusters->starts[CLUSTER_STARTS] = (uint32_t)clusters->count;
    return true;
}

struct cluster_word clusters_find(const struct clusters *clusters, uint32_t hash)
{
    if (clusters->count == 0)
        return (struct cluster_word){0};
    uint32_t end = clusters->starts[hash / START_WIDTH + 1];
    for (uint32_t at = clusters->starts[hash / START_WIDTH]; at < end; at++)
        if (hash_at(clusters, at) == hash) {
            uint32_t both = slice_four(clusters->words + (size_t)at * CLUSTER_WORD_SIZE + 4);
            return (struct cluster_word){(uint16_t)both, (uint16_t)(both >> 16)};
        }
    return (struct cluster_word){0};
}
