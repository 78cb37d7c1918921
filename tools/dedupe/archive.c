#include "archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "layout.h"
#include "run_writer.h"

static const char CANNOT_WRITE[] = "cannot write a run of the index";

struct run_file {
    char *path;
    int fd;
    struct run_head head;
    uint64_t bytes;
    struct {
        const struct fence *fences;
        const char *filter;
        struct packing packing;
        unsigned char *checked; /* a bit a block: has been read, and its check was right */
    } lists[LISTS];
};

static bool fail(struct archive *archive, const char *what)
{
    if (!archive->error) {
        archive->error = what;
        archive->errnum = errno;
    }
    return false;
}

static bool read_at(struct archive *archive, const struct run_file *run, uint64_t offset, void *to, size_t size)
{
    for (char *at = to; size > 0;) {
        ssize_t got = pread(run->fd, at, size, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            errno = got < 0 ? errno : EIO;
            return fail(archive, "cannot read a run of the index");
        }
        at += got;
        offset += (uint64_t)got;
        size -= (size_t)got;
    }
    return true;
}

bool archive_damaged(struct archive *archive)
{
    errno = EINVAL;
    return fail(archive, "a run of the index is damaged");
}

/* ---- opening ---- */

/* The bytes of a section, mapped; NULL if that failed. */
static const void *map_section(struct run_file *run, enum section section)
{
    size_t size = (size_t)run->head.size[section];
    if (size == 0)
        return "";
    void *map = mmap(NULL, size, PROT_READ, MAP_SHARED, run->fd, (off_t)run->head.start[section]);
    return map == MAP_FAILED ? NULL : map;
}

static void unmap_section(const struct run_file *run, enum section section, const void *map)
{
    if (map && run->head.size[section] > 0)
        munmap((void *)(uintptr_t)map, (size_t)run->head.size[section]);
}

static void close_run(struct run_file *run)
{
    for (enum list list = 0; list < LISTS; list++) {
        unmap_section(run, layout_section(list, FENCES), run->lists[list].fences);
        unmap_section(run, layout_section(list, FILTER), run->lists[list].filter);
        free(run->lists[list].checked);
    }
    if (run->fd >= 0)
        close(run->fd);
    free(run->path);
    free(run);
}

static uint64_t mapped_by(const struct run_file *run)
{
    uint64_t bytes = 0;
    for (enum list list = 0; list < LISTS; list++)
        bytes += run->head.size[layout_section(list, FENCES)] + run->head.size[layout_section(list, FILTER)];
    return bytes;
}

/* Are the sections inside the file, and as large as what the head counts? */
static bool fits(const struct run_file *run)
{
    const struct run_head *head = &run->head;
    for (size_t i = 0; i < SECTIONS; i++)
        if (head->size[i] > 0 && (head->start[i] > run->bytes || head->size[i] > run->bytes - head->start[i]))
            return false;
    for (enum list list = 0; list < LISTS; list++)
        if (head->size[layout_section(list, FENCES)] / sizeof(struct fence) != layout_blocks(head, list) ||
            head->size[layout_section(list, FILTER)] / FILTER_BLOCK != filter_blocks(head->entries[list]))
            return false;
    return head->size[TEXTS] / sizeof(struct text_place) == head->texts + 1;
}

static bool load_run(struct archive *archive, struct run_file *run)
{
    struct stat status;
    run->fd = open(run->path, O_RDONLY | O_CLOEXEC);
    if (run->fd < 0 || fstat(run->fd, &status) != 0)
        return fail(archive, "cannot open a run of the index");
    run->bytes = (uint64_t)status.st_size;
    if (!read_at(archive, run, 0, &run->head, sizeof run->head))
        return false;
    if (memcmp(run->head.magic, LAYOUT_MAGIC, sizeof run->head.magic) != 0 ||
        run->head.check != layout_check(&run->head) || run->head.first != archive->texts || !fits(run))
        return archive_damaged(archive);
    for (enum list list = 0; list < LISTS; list++) {
        run->lists[list].fences = map_section(run, layout_section(list, FENCES));
        run->lists[list].filter = map_section(run, layout_section(list, FILTER));
        run->lists[list].packing = layout_packing(&run->head, list);
        run->lists[list].checked = memory_zeroed((size_t)layout_blocks(&run->head, list) / 8 + 1, 1);
        if (!run->lists[list].fences || !run->lists[list].filter)
            return fail(archive, "cannot map a run of the index");
    }
    return true;
}

bool archive_open_run(struct archive *archive, const char *path)
{
    struct run_file *run = memory_zeroed(1, sizeof *run);
    run->path = memory_copy_string(path);
    run->fd = -1;
    if (!load_run(archive, run)) {
        close_run(run);
        return false;
    }
    archive->mapped += mapped_by(run);
    archive->bytes += run->bytes;
    archive->texts += run->head.texts;
    archive->runs = memory_grow(archive->runs, &archive->capacity, archive->count + 1, sizeof *archive->runs);
    archive->runs[archive->count++] = run;
    return true;
}

const char *archive_path(const struct archive *archive, size_t index)
{
    return archive->runs[index]->path;
}

/* Closes the runs from `from` on. */
static void forget(struct archive *archive, size_t from)
{
    while (archive->count > from) {
        struct run_file *run = archive->runs[--archive->count];
        archive->mapped -= mapped_by(run);
        archive->bytes -= run->bytes;
        archive->texts -= run->head.texts;
        close_run(run);
    }
}

void archive_close(struct archive *archive)
{
    forget(archive, 0);
    free(archive->runs);
    *archive = (struct archive){0};
}

/* ---- looking up ---- */

/* The block in which the first entry at or after `key` may stand. */
static uint64_t block_of(const struct fence *fences, uint64_t count, uint64_t key)
{
    uint64_t low = 0, high = count;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (fences[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : 0;
}

/* Room for a block as it is read. */
struct block_bytes {
    char at[BLOCK_MOST + LAYOUT_UNIT + BLOCK_PADDING];
};

/* Is the check of a block right? Runs do not change, so that it is made once. */
static bool check_block(const struct run_file *run, enum list list, uint64_t index, struct slice block)
{
    unsigned char *checked = &run->lists[list].checked[index / 8], bit = (unsigned char)(1u << index % 8);
    if (!(*checked & bit) && layout_check_block(block) == run->lists[list].fences[index].check)
        *checked |= bit;
    return *checked & bit;
}

/* Reads block `index` of a list, or nothing, with error set. */
static struct slice read_block(struct archive *archive, const struct run_file *run, enum list list, uint64_t index,
                               struct block_bytes *into)
{
    const struct slice none = {NULL, 0};
    enum section section = layout_section(list, BLOCKS);
    const struct fence *fence = run->lists[list].fences + index;
    bool last = index + 1 == layout_blocks(&run->head, list);
    uint64_t start = (uint64_t)fence->place * LAYOUT_UNIT;
    uint64_t end = last ? run->head.size[section] : (uint64_t)fence[1].place * LAYOUT_UNIT;
    struct slice block = {into->at, (size_t)(end - start)};
    if (end < start || block.size > BLOCK_MOST + LAYOUT_UNIT || end > run->head.size[section]) {
        archive_damaged(archive);
        return none;
    }
    if (!read_at(archive, run, run->head.start[section] + start, into->at, block.size))
        return none;
    return check_block(run, list, index, block) || archive_damaged(archive) ? block : none;
}

/* Goes on looking in one list of a run. */
static void find_in_run(struct archive *archive, const struct run_file *run, enum list list, struct lookup *lookup)
{
    uint64_t count = run->head.entries[list], blocks = layout_blocks(&run->head, list), key = lookup->wanted.key;
    if (count == 0 || !filter_may_have(run->lists[list].filter, filter_blocks(count), key))
        return;
    lookup->passed = false;
    for (uint64_t i = block_of(run->lists[list].fences, blocks, key); i < blocks && !lookup->passed; i++) {
        struct block_bytes bytes;
        struct slice block = read_block(archive, run, list, i, &bytes);
        block_find(&run->lists[list].packing, block, layout_entries(&run->head, list, i), lookup);
    }
}

void archive_prefetch_digest(const struct archive *archive, uint64_t key)
{
    for (size_t i = 0; i < archive->count; i++)
        filter_prefetch(archive->runs[i]->lists[DIGESTS].filter, filter_blocks(archive->runs[i]->head.entries[DIGESTS]),
                        key);
}

bool archive_find_digest(struct archive *archive, struct entry digest, uint64_t *number)
{
    uint64_t value, mask = (UINT64_C(1) << BLOCK_NUMBER_BITS) - 1;
    struct lookup lookup = {.wanted = digest, .mask = ~mask, .values = &value, .most = 1};
    for (size_t i = 0; i < archive->count && lookup.found == 0; i++)
        find_in_run(archive, archive->runs[i], DIGESTS, &lookup);
    if (lookup.found == 0)
        return false;
    *number = value & mask;
    return true;
}

size_t archive_find_texts(struct archive *archive, uint64_t key, uint64_t *texts, size_t most)
{
    struct lookup lookup = {.wanted = {key, 0}, .values = texts, .most = most};
    for (size_t i = 0; i < archive->count && lookup.found < most; i++)
        find_in_run(archive, archive->runs[i], KEYS, &lookup);
    return lookup.found;
}

static const struct run_file *run_of(const struct archive *archive, uint64_t text)
{
    size_t i = archive->count;
    while (i > 1 && archive->runs[i - 1]->head.first > text)
        i--;
    return archive->runs[i - 1];
}

/* Where a text's data stand. */
static uint64_t place_of(const struct text_place *text)
{
    uint64_t high = text->high_name & ((1u << (LAYOUT_PLACE_BITS - 32)) - 1);
    return (high << 32 | text->place) * 4;
}

bool archive_read(struct archive *archive, uint64_t text, struct buffer *into, struct archived *archived)
{
    const struct run_file *run = run_of(archive, text);
    struct text_place places[2];
    uint64_t at = run->head.start[TEXTS] + (text - run->head.first) * sizeof places[0];
    if (!read_at(archive, run, at, places, sizeof places))
        return false;
    uint64_t start = place_of(&places[0]), end = place_of(&places[1]);
    size_t name = places[0].high_name >> (LAYOUT_PLACE_BITS - 32), padded = (name + 3) / 4 * 4;
    if (start > end || end > run->head.size[DATA] || padded > end - start)
        return archive_damaged(archive);
    size_t size = (size_t)(end - start);
    buffer_clear(into);
    buffer_reserve(into, size + BLOCK_PADDING);
    if (!read_at(archive, run, run->head.start[DATA] + start, into->at, size))
        return false;
    into->size = size;
    archived->sketch = slice_part(buffer_view(into), 0, size - padded);
    archived->name = slice_part(buffer_view(into), size - padded, size - padded + name);
    archived->raw = places[0].raw;
    return true;
}

/* ---- writing and merging ---- */

static void write_list(struct run_writer *writer, enum list list, const struct table *table)
{
    struct table_cursor cursor = {0};
    run_writer_begin(writer, list, table->count);
    for (const struct entry *entry; (entry = table_walk(table, &cursor));)
        run_writer_put(writer, entry);
    run_writer_end(writer);
}

bool archive_write(struct archive *archive, const char *path, const struct kept_texts *kept)
{
    struct run_writer writer;
    if (!run_writer_open(&writer, path, kept->first, kept->count))
        return fail(archive, CANNOT_WRITE);
    write_list(&writer, DIGESTS, kept->digests);
    write_list(&writer, KEYS, kept->keys);
    run_writer_texts(&writer, kept->text, kept->argument);
    return run_writer_close(&writer) ? archive_open_run(archive, path) : fail(archive, CANNOT_WRITE);
}

/* The entries of one list of a run in turn. */
struct stream {
    const struct run_file *run;
    enum list list;
    uint64_t next;     /* block */
    size_t held, used; /* entries of `entries`, and those given */
    struct entry entries[BLOCK_ENTRIES];
};

static void fill_stream(struct archive *archive, struct stream *stream)
{
    struct block_bytes bytes;
    struct slice block = read_block(archive, stream->run, stream->list, stream->next, &bytes);
    size_t count = layout_entries(&stream->run->head, stream->list, stream->next++);
    stream->used = 0;
    stream->held =
        block_unpack(&stream->run->lists[stream->list].packing, block, count, stream->entries) > 0 ? count : 0;
}

static const struct entry *peek(struct archive *archive, struct stream *stream)
{
    const struct run_head *head = &stream->run->head;
    if (stream->used == stream->held && stream->next < layout_blocks(head, stream->list) && !archive->error)
        fill_stream(archive, stream);
    return stream->used < stream->held ? &stream->entries[stream->used] : NULL;
}

/* The stream with the first entry of all that are left; NULL if none is. */
static struct stream *least_of(struct archive *archive, struct stream *streams, size_t count)
{
    struct stream *least = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct entry *entry = peek(archive, &streams[i]);
        if (entry && (!least || entry_before(entry, &least->entries[least->used])))
            least = &streams[i];
    }
    return least;
}

static void merge_list(struct archive *archive, size_t from, struct run_writer *writer, enum list list)
{
    size_t count = archive->count - from;
    struct stream *streams = memory_zeroed(count, sizeof *streams);
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        streams[i].run = archive->runs[from + i];
        streams[i].list = list;
        total += streams[i].run->head.entries[list];
    }
    run_writer_begin(writer, list, total);
    for (struct stream *least; !writer->failed && (least = least_of(archive, streams, count));)
        run_writer_put(writer, &least->entries[least->used++]);
    run_writer_end(writer);
    free(streams);
}

struct merged_texts {
    struct archive *archive;
    struct buffer bytes;
};

static void merged_text(void *argument, uint64_t number, struct archived *archived)
{
    struct merged_texts *texts = argument;
    if (!archive_read(texts->archive, number, &texts->bytes, archived))
        *archived = (struct archived){{"", 0}, {"", 0}, 0};
}

size_t archive_crowded(const struct archive *archive)
{
    if (archive->count < 2)
        return archive->count;
    size_t from = archive->count - 1;
    uint64_t texts = archive->runs[from]->head.texts;
    while (from > 0 && archive->runs[from - 1]->head.texts <= 2 * texts)
        texts += archive->runs[--from]->head.texts;
    return from < archive->count - 1 ? from : archive->count;
}

bool archive_merge(struct archive *archive, size_t from, const char *path)
{
    struct run_writer writer;
    struct merged_texts texts = {.archive = archive};
    uint64_t first = archive->runs[from]->head.first;
    if (!run_writer_open(&writer, path, first, archive->texts - first))
        return fail(archive, CANNOT_WRITE);
    merge_list(archive, from, &writer, DIGESTS);
    merge_list(archive, from, &writer, KEYS);
    run_writer_texts(&writer, merged_text, &texts);
    buffer_free(&texts.bytes);
    if (!run_writer_close(&writer))
        return fail(archive, CANNOT_WRITE);
    if (archive->error)
        return false;
    forget(archive, from);
    return archive_open_run(archive, path);
}
