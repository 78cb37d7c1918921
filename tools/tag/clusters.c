#include "clusters.h"

#define MAGIC "broadsheet-clusters: 1\n"

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
    if (at % 4 != 0 || at > file.size || (file.size - at) % sizeof(struct cluster_word) != 0)
        return false;
    clusters->words = (const void *)(file.at + at);
    clusters->count = (file.size - at) / sizeof(struct cluster_word);
    return true;
}

const struct cluster_word *clusters_find(const struct clusters *clusters, uint32_t hash)
{
    size_t low = 0, high = clusters->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (clusters->words[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low < clusters->count && clusters->words[low].hash == hash ? &clusters->words[low] : NULL;
}
