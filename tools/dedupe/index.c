#include "index.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "input.h"
#include "memory.h"
#include "sort.h"

#define FORMAT "broadsheet-index 4"
#define MANIFEST_MOST (UINT64_C(16) << 20)
#define COUNTS_MOST (UINT64_C(1) << 30)
#define SNAPSHOT_TRIES 10

static const char *path_in(struct index *index, const char *name)
{
    buffer_clear(&index->path);
    buffer_format(&index->path, "%s/%s", index->directory, name);
    return buffer_terminate(&index->path);
}

static enum index_status say(struct index *index, enum index_status status, const char *what)
{
    buffer_clear(&index->message);
    buffer_text(&index->message, what);
    return status;
}

const char *index_message(struct index *index)
{
    return buffer_terminate(&index->message);
}

/* ---- counts ---- */

/* A file of counts: this, then blocks of the shingles of `now` and of `before`. Only counts above 1 are kept: what
 * stood in one text alone may be counted from zero again. What is common is no more common for a higher count. */
struct counts_head {
    char magic[16];
    uint64_t texts, now, before, check; /* check: of the blocks */
};

static const char counts_magic[16] = "broadsheet-cnt 2";

/* A shingle's hash is the first half of an entry's key, its count the value. */
#define HASH_SHIFT 32

static struct packing counts_packing(void)
{
    return (struct packing){0, block_bits(FREQUENCY_COMMON + 1), false};
}

static void pack_counts(struct buffer *bytes, const uint64_t *counted, size_t count)
{
    struct packing packing = counts_packing();
    for (size_t i = 0; i < count; i += BLOCK_ENTRIES) {
        struct entry entries[BLOCK_ENTRIES];
        char block[BLOCK_MOST];
        size_t size = count - i < BLOCK_ENTRIES ? count - i : BLOCK_ENTRIES;
        for (size_t j = 0; j < size; j++)
            entries[j] = (struct entry){counted[i + j] >> HASH_SHIFT << HASH_SHIFT, (uint32_t)counted[i + j]};
        buffer_add(bytes, block, block_pack(&packing, entries, size, block));
    }
}

static uint64_t add_counts(struct buffer *bytes, const struct count_set *set)
{
    uint64_t *counted = memory_allocate((set->count + 1) * sizeof *counted);
    size_t count = 0;
    for (size_t i = 0; i < set->capacity; i++) {
        const struct counted *slot = &set->slots[i];
        if (slot->count > 1)
            counted[count++] =
                (uint64_t)slot->hash << HASH_SHIFT | (slot->count < FREQUENCY_COMMON ? slot->count : FREQUENCY_COMMON);
    }
    sort_numbers(counted, count);
    pack_counts(bytes, counted, count);
    free(counted);
    return count;
}

static bool write_file(const char *path, struct slice bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    while (fd >= 0 && bytes.size > 0) {
        ssize_t written = write(fd, bytes.at, bytes.size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            break;
        bytes = slice_part(bytes, (size_t)written, bytes.size);
    }
    bool done = fd >= 0 && bytes.size == 0 && fsync(fd) == 0;
    int error = errno;
    if (fd >= 0)
        close(fd);
    errno = error;
    return done;
}

static bool write_counts(struct index *index, const char *name, const struct frequency *frequency)
{
    struct buffer bytes = {0};
    struct counts_head head = {.texts = frequency->texts};
    memcpy(head.magic, counts_magic, sizeof head.magic);
    buffer_add(&bytes, (const char *)&head, sizeof head);
    head.now = add_counts(&bytes, &frequency->now);
    head.before = add_counts(&bytes, &frequency->before);
    head.check = XXH3_64bits(bytes.at + sizeof head, bytes.size - sizeof head);
    memcpy(bytes.at, &head, sizeof head);
    bool done = write_file(path_in(index, name), buffer_view(&bytes));
    buffer_free(&bytes);
    return done;
}

/* Takes `count` counts from the front of *bytes. False if they are not there. */
static bool load_set(struct count_set *set, struct slice *bytes, uint64_t count)
{
    struct packing packing = counts_packing();
    for (uint64_t left = count, size; left > 0; left -= size) {
        struct entry entries[BLOCK_ENTRIES];
        size = left < BLOCK_ENTRIES ? left : BLOCK_ENTRIES;
        size_t taken = block_unpack(&packing, *bytes, (size_t)size, entries);
        if (taken == 0)
            return false;
        for (size_t i = 0; i < size; i++)
            count_set_add(set, (uint32_t)(entries[i].key >> HASH_SHIFT), (uint32_t)entries[i].value);
        *bytes = slice_part(*bytes, taken, bytes->size);
    }
    return true;
}

static bool load_counts(struct index *index, const char *name, struct frequency *frequency)
{
    struct buffer bytes = {0};
    struct counts_head head = {0};
    bool sound = input_read_file(path_in(index, name), COUNTS_MOST, &bytes) && bytes.size >= sizeof head;
    if (sound) {
        buffer_reserve(&bytes, BLOCK_PADDING);
        struct slice counts = slice_part(buffer_view(&bytes), sizeof head, bytes.size);
        memcpy(&head, bytes.at, sizeof head);
        sound = memcmp(head.magic, counts_magic, sizeof counts_magic) == 0 &&
                head.check == XXH3_64bits(counts.at, counts.size) && load_set(&frequency->now, &counts, head.now) &&
                load_set(&frequency->before, &counts, head.before);
        frequency->texts = (uint32_t)head.texts;
    }
    buffer_free(&bytes);
    return sound;
}

/* ---- the manifest ---- */

static enum index_status load_state(struct index *index, const json_t *manifest, const char *settings,
                                    struct archive *archive, struct frequency *frequency)
{
    const char *format = json_string_value(json_object_get(manifest, "format"));
    const char *made_with = json_string_value(json_object_get(manifest, "settings"));
    const char *counts = json_string_value(json_object_get(manifest, "counts"));
    const json_t *runs = json_object_get(manifest, "runs");
    if (format && strcmp(format, FORMAT) != 0) {
        buffer_clear(&index->message);
        buffer_format(&index->message, "has the format '%s'; this version has '" FORMAT "'", format);
        return INDEX_DAMAGED;
    }
    if (!format || !made_with || !json_is_array(runs))
        return say(index, INDEX_DAMAGED, "has a manifest that says too little");
    if (strcmp(made_with, settings) != 0)
        return say(index, INDEX_OTHER, made_with);
    index->next = (uint64_t)json_integer_value(json_object_get(manifest, "next"));
    for (size_t i = 0; i < json_array_size(runs); i++) {
        const char *name = json_string_value(json_array_get(runs, i));
        if (!name || !archive_open_run(archive, path_in(index, name))) {
            errno = archive->errnum;
            return say(index, INDEX_FAILED, archive->error ? archive->error : "names no run");
        }
    }
    buffer_clear(&index->counts);
    if (!counts)
        return INDEX_OK;
    buffer_text(&index->counts, counts);
    if (!load_counts(index, counts, frequency))
        return say(index, INDEX_DAMAGED, "has lost its counts");
    return INDEX_OK;
}

static enum index_status load(struct index *index, const char *settings, struct archive *archive,
                              struct frequency *frequency)
{
    struct buffer bytes = {0};
    if (!input_read_file(path_in(index, "manifest.json"), MANIFEST_MOST, &bytes)) {
        buffer_free(&bytes);
        return errno == ENOENT ? INDEX_OK : say(index, INDEX_FAILED, "cannot read the manifest");
    }
    json_error_t error;
    json_t *manifest = json_loadb(bytes.at ? bytes.at : "", bytes.size, 0, &error);
    buffer_free(&bytes);
    if (!manifest)
        return say(index, INDEX_DAMAGED, "has a manifest that is not JSON");
    enum index_status status = load_state(index, manifest, settings, archive, frequency);
    json_decref(manifest);
    return status;
}

static bool sync_directory(const struct index *index)
{
    int fd = open(index->directory, O_RDONLY | O_CLOEXEC);
    bool done = fd >= 0 && fsync(fd) == 0;
    int error = errno;
    if (fd >= 0)
        close(fd);
    errno = error;
    return done;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool write_manifest(struct index *index, const char *settings, const struct archive *archive, const char *counts)
{
    json_t *runs = json_array();
    for (size_t i = 0; i < archive->count; i++)
        json_array_append_new(runs, json_string(base_name(archive_path(archive, i))));
    json_t *manifest =
        json_pack("{s:s, s:s, s:I, s:I, s:o, s:s}", "format", FORMAT, "settings", settings, "next",
                  (json_int_t)index->next, "texts", (json_int_t)archive->texts, "runs", runs, "counts", counts);
    char *text = manifest ? json_dumps(manifest, JSON_INDENT(1)) : NULL;
    bool done = text && write_file(path_in(index, "manifest.new"), slice_of(text));
    free(text);
    json_decref(manifest);
    if (!done)
        return false;
    char *new_path = memory_copy_string(path_in(index, "manifest.new"));
    done = rename(new_path, path_in(index, "manifest.json")) == 0 && sync_directory(index);
    free(new_path);
    return done;
}

/* ---- the directory ---- */

static bool is_named(const struct index *index, const struct archive *archive, const char *name)
{
    if (slice_is(buffer_view(&index->counts), name))
        return true;
    for (size_t i = 0; i < archive->count; i++)
        if (strcmp(base_name(archive_path(archive, i)), name) == 0)
            return true;
    return false;
}

static bool is_ours(const char *name)
{
    size_t digits = strspn(name, "0123456789");
    return strcmp(name, "manifest.new") == 0 ||
           (digits > 0 && (strcmp(name + digits, ".run") == 0 || strcmp(name + digits, ".counts") == 0));
}

/* Takes away what the manifest does not name: left by runs that were killed, or merged. Best effort. */
static void sweep(struct index *index, const struct archive *archive)
{
    DIR *directory = opendir(index->directory);
    if (!directory)
        return;
    for (struct dirent *entry; (entry = readdir(directory));)
        if (is_ours(entry->d_name) && !is_named(index, archive, entry->d_name))
            unlink(path_in(index, entry->d_name));
    closedir(directory);
}

static enum index_status lock(struct index *index, bool wait)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    index->lock = open(path_in(index, "lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (index->lock < 0)
        return say(index, INDEX_FAILED, "cannot open the lock");
    while (fcntl(index->lock, wait ? F_SETLKW : F_SETLK, &whole) != 0) {
        if (errno == EACCES || errno == EAGAIN)
            return say(index, INDEX_BUSY, "is being added to by another process");
        if (errno != EINTR)
            return say(index, INDEX_FAILED, "cannot lock");
    }
    return INDEX_OK;
}

/* Someone who adds may take old runs away between our reading the manifest and opening them: then it is read anew. */
static enum index_status load_snapshot(struct index *index, const char *settings, struct archive *archive,
                                       struct frequency *frequency)
{
    enum index_status status = INDEX_OK;
    for (size_t i = 0; i < SNAPSHOT_TRIES; i++) {
        archive_close(archive);
        frequency_free(frequency);
        status = load(index, settings, archive, frequency);
        if (status == INDEX_OK || status == INDEX_OTHER || archive->errnum != ENOENT)
            break;
    }
    return status;
}

enum index_status index_open(struct index *index, const char *directory, enum index_purpose purpose,
                             const char *settings, struct archive *archive, struct frequency *frequency)
{
    *index = (struct index){.directory = memory_copy_string(directory), .lock = -1, .next = 1};
    if (purpose == INDEX_LOOK_UP)
        return load_snapshot(index, settings, archive, frequency);
    if (mkdir(directory, 0777) != 0 && errno != EEXIST)
        return say(index, INDEX_FAILED, "cannot make the directory");
    enum index_status status = lock(index, purpose == INDEX_WAIT_TO_ADD);
    if (status == INDEX_OK)
        status = load(index, settings, archive, frequency);
    if (status == INDEX_OK)
        sweep(index, archive);
    return status;
}

const char *index_new_run(struct index *index)
{
    char name[32];
    snprintf(name, sizeof name, "%08llu.run", (unsigned long long)index->next++);
    return path_in(index, name);
}

enum index_status index_commit(struct index *index, const char *settings, struct archive *archive,
                               const struct frequency *frequency)
{
    char counts[32];
    snprintf(counts, sizeof counts, "%08llu.counts", (unsigned long long)index->next++);
    if (!write_counts(index, counts, frequency))
        return say(index, INDEX_FAILED, "cannot write the counts");
    if (!sync_directory(index) || !write_manifest(index, settings, archive, counts))
        return say(index, INDEX_FAILED, "cannot write the manifest");
    buffer_clear(&index->counts);
    buffer_text(&index->counts, counts);
    sweep(index, archive);
    return INDEX_OK;
}

void index_close(struct index *index)
{
    if (index->lock >= 0)
        close(index->lock);
    free(index->directory);
    buffer_free(&index->message);
    buffer_free(&index->counts);
    buffer_free(&index->path);
}
