#include "clusters.h"

#include <stdlib.h>

#include "memory.h"

/* Repeats in ascending order of (survivor, order): those in a file, each followed by its name, or, without a file,
 * those in memory. */
struct cluster_run {
    FILE *file;
    struct clustered head; /* the next */
    struct buffer name;    /* of the next */
    size_t read;           /* of those in memory */
    bool ended;
};

void clusters_add(struct clusters *clusters, uint64_t survivor, struct slice name, double similarity, const char *why)
{
    clusters->repeats =
        memory_grow(clusters->repeats, &clusters->capacity, clusters->count + 1, sizeof *clusters->repeats);
    clusters->repeats[clusters->count++] =
        (struct clustered){survivor, clusters->total++, clusters->names.size, name.size, similarity, why};
    buffer_slice(&clusters->names, name);
}

uint64_t clusters_bytes(const struct clusters *clusters)
{
    return clusters->capacity * sizeof *clusters->repeats + clusters->names.capacity;
}

static int compare_repeats(const void *a, const void *b)
{
    const struct clustered *x = a, *y = b;
    if (x->survivor != y->survivor)
        return x->survivor < y->survivor ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static void sort_repeats(struct clusters *clusters)
{
    if (clusters->count > 0)
        qsort(clusters->repeats, clusters->count, sizeof *clusters->repeats, compare_repeats);
}

static struct slice name_in_memory(const struct clusters *clusters, const struct clustered *repeat)
{
    return slice_part(buffer_view(&clusters->names), repeat->name_start, repeat->name_start + repeat->name_size);
}

static void add_run(struct clusters *clusters, FILE *file)
{
    clusters->runs =
        memory_grow(clusters->runs, &clusters->run_capacity, clusters->run_count + 1, sizeof *clusters->runs);
    clusters->runs[clusters->run_count++] = (struct cluster_run){.file = file};
}

bool clusters_spill(struct clusters *clusters, FILE *file)
{
    bool done = true;
    sort_repeats(clusters);
    for (size_t i = 0; i < clusters->count && done; i++) {
        struct slice name = name_in_memory(clusters, &clusters->repeats[i]);
        done = fwrite(&clusters->repeats[i], sizeof clusters->repeats[i], 1, file) == 1 &&
               fwrite(name.at, 1, name.size, file) == name.size;
    }
    add_run(clusters, file);
    free(clusters->repeats);
    buffer_free(&clusters->names);
    clusters->repeats = NULL;
    clusters->count = clusters->capacity = 0;
    return done && fflush(file) == 0;
}

static void advance_in_memory(const struct clusters *clusters, struct cluster_run *run)
{
    run->ended = run->read == clusters->count;
    if (run->ended)
        return;
    run->head = clusters->repeats[run->read++];
    buffer_slice(&run->name, name_in_memory(clusters, &run->head));
}

static void advance_in_file(struct clusters *clusters, struct cluster_run *run)
{
    run->ended = fread(&run->head, sizeof run->head, 1, run->file) != 1;
    if (!run->ended) {
        char *to = buffer_reserve(&run->name, run->head.name_size);
        run->name.size = fread(to, 1, run->head.name_size, run->file);
        run->ended = run->name.size != run->head.name_size;
    }
    clusters->failed |= ferror(run->file) != 0;
}

/* Goes to the next repeat of a run. */
static void advance(struct clusters *clusters, struct cluster_run *run)
{
    buffer_clear(&run->name);
    if (run->file)
        advance_in_file(clusters, run);
    else
        advance_in_memory(clusters, run);
}

void clusters_finish(struct clusters *clusters)
{
    sort_repeats(clusters);
    add_run(clusters, NULL);
    for (size_t i = 0; i < clusters->run_count; i++) {
        struct cluster_run *run = &clusters->runs[i];
        clusters->failed |= run->file && fseek(run->file, 0, SEEK_SET) != 0;
        advance(clusters, run);
    }
}

static struct cluster_run *least_run(const struct clusters *clusters)
{
    struct cluster_run *least = NULL;
    for (size_t i = 0; i < clusters->run_count; i++) {
        struct cluster_run *run = &clusters->runs[i];
        if (!run->ended && (!least || compare_repeats(&run->head, &least->head) < 0))
            least = run;
    }
    return least;
}

static void append_repeat(struct buffer *out, const struct cluster_run *run)
{
    buffer_text(out, out->size > 0 ? ",{\"id\":" : "{\"id\":");
    buffer_slice(out, buffer_view(&run->name));
    buffer_format(out, ",\"similarity\":%.3f,\"why\":\"%s\"}", run->head.similarity, run->head.why);
}

bool clusters_next(struct clusters *clusters, struct slice (*name)(void *argument, uint64_t survivor), void *argument,
                   struct buffer *out)
{
    struct cluster_run *run = least_run(clusters);
    if (!run || clusters->failed)
        return false;
    uint64_t survivor = run->head.survivor, size = 1;
    buffer_clear(&clusters->line);
    for (; run && run->head.survivor == survivor; run = least_run(clusters)) {
        append_repeat(&clusters->line, run);
        size++;
        advance(clusters, run);
    }
    buffer_text(out, "{\"id\":");
    buffer_slice(out, name(argument, survivor));
    buffer_format(out, ",\"size\":%llu,\"repeats\":[", (unsigned long long)size);
    buffer_slice(out, buffer_view(&clusters->line));
    buffer_text(out, "]}\n");
    return true;
}

void clusters_free(struct clusters *clusters)
{
    for (size_t i = 0; i < clusters->run_count; i++) {
        if (clusters->runs[i].file)
            fclose(clusters->runs[i].file);
        buffer_free(&clusters->runs[i].name);
    }
    free(clusters->runs);
    free(clusters->repeats);
    buffer_free(&clusters->names);
    buffer_free(&clusters->line);
}
