#include "archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <xxhash.h>

#define BLOCK 256 /* entries between two fences */
#define PAGE 4096 /* sections start at multiples of it */
#define FILTER_BLOCK 32
#define FILTER_BITS 10 /* a key */
#define KEY_SHIFT (64 - ARCHIVE_KEY_BITS)
#define KEY_ENTRY 9 /* 5 bytes of key, 4 of the text's number in the run */
#define MERGE_READ (UINT64_C(1) << 18)

static const char magic[16] = "broadsheet-run 3";

enum section {
    DIGESTS,       /* struct entry, sorted */
    DIGEST_FENCES, /* uint64_t */
    DIGEST_FILTER,
    KEYS, /* KEY_ENTRY bytes each, sorted */
    KEY_FENCES,
    KEY_FILTER,
    TEXTS, /* struct text_place, and one more for the end */
    DATA,  /* sketch, then name, of each text; a multiple of 4 bytes */
    SECTIONS
};

struct text_place {
    uint64_t place; /* 40 bits in units of 4 bytes; 24 bits: bytes of the name */
    uint32_t raw, unused;
};

#define PLACE_BITS 40
#define PLACE_MASK ((UINT64_C(1) << PLACE_BITS) - 1)
#define NAME_MOST ((1u << 24) - 1)

struct head {
    char magic[16];
    uint64_t first, texts, digests, keys;
    uint64_t start[SECTIONS], size[SECTIONS];
    uint64_t check; /* of all before */
};

struct run_file {
    char *path;
    int fd;
    struct head head;
    uint64_t bytes;
    const uint64_t *digest_fences, *key_fences;
    const char *digest_filter, *key_filter;
    void *map[4];
    size_t map_size[4];
};

/* ---- filters ---- */

static const uint32_t salts[8] = {0x47b6137bu, 0x44974d91u, 0x8824ad5bu, 0xa2b7289du,
                                  0x705495c7u, 0x2df1424bu, 0x9efc4947u, 0x5c6bfb31u};

static uint64_t filter_blocks(uint64_t keys)
{
    return keys * FILTER_BITS / (8 * FILTER_BLOCK) + 1;
}

/* Only the bits of a key that every run has. */
static uint64_t filter_hash(uint64_t key)
{
    return (key >> KEY_SHIFT) * UINT64_C(0x9E3779B97F4A7C15);
}

static size_t filter_place(uint64_t hash, uint64_t blocks)
{
    return (size_t)(((hash >> 32) * blocks) >> 32) * FILTER_BLOCK;
}

static void filter_add(char *filter, uint64_t blocks, uint64_t key)
{
    uint64_t hash = filter_hash(key);
    char *block = filter + filter_place(hash, blocks);
    for (size_t i = 0; i < 8; i++) {
        uint32_t word, bit = UINT32_C(1) << ((uint32_t)hash * salts[i] >> 27);
        memcpy(&word, block + 4 * i, 4);
        word |= bit;
        memcpy(block + 4 * i, &word, 4);
    }
}

static bool filter_may_have(const char *filter, uint64_t blocks, uint64_t key)
{
    uint64_t hash = filter_hash(key);
    const char *block = filter + filter_place(hash, blocks);
    for (size_t i = 0; i < 8; i++) {
        uint32_t word, bit = UINT32_C(1) << ((uint32_t)hash * salts[i] >> 27);
        memcpy(&word, block + 4 * i, 4);
        if (!(word & bit))
            return false;
    }
    return true;
}

/* ---- reading ---- */

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

static uint64_t check_of(const struct head *head)
{
    return XXH3_64bits(head, offsetof(struct head, check));
}

static const void *map_section(struct run_file *run, size_t slot, enum section section)
{
    size_t size = (size_t)run->head.size[section];
    if (size == 0)
        return "";
    void *map = mmap(NULL, size, PROT_READ, MAP_SHARED, run->fd, (off_t)run->head.start[section]);
    if (map == MAP_FAILED)
        return NULL;
    run->map[slot] = map;
    run->map_size[slot] = size;
    return map;
}

static void close_run(struct archive *archive, struct run_file *run)
{
    for (size_t i = 0; i < 4; i++)
        if (run->map[i]) {
            munmap(run->map[i], run->map_size[i]);
            archive->mapped -= run->map_size[i];
        }
    if (run->fd >= 0)
        close(run->fd);
    archive->bytes -= run->bytes;
    archive->texts -= run->head.texts;
    free(run->path);
    free(run);
}

static bool is_sound(const struct archive *archive, const struct run_file *run)
{
    const struct head *head = &run->head;
    if (memcmp(head->magic, magic, sizeof magic) != 0 || head->check != check_of(head) || head->first != archive->texts)
        return false;
    for (size_t i = 0; i < SECTIONS; i++)
        if (head->start[i] > run->bytes || head->size[i] > run->bytes - head->start[i])
            return false;
    return true;
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
    if (!is_sound(archive, run)) {
        errno = EINVAL;
        return fail(archive, "a run of the index is damaged");
    }
    run->digest_fences = map_section(run, 0, DIGEST_FENCES);
    run->digest_filter = map_section(run, 1, DIGEST_FILTER);
    run->key_fences = map_section(run, 2, KEY_FENCES);
    run->key_filter = map_section(run, 3, KEY_FILTER);
    if (!run->digest_fences || !run->digest_filter || !run->key_fences || !run->key_filter)
        return fail(archive, "cannot map a run of the index");
    return true;
}

bool archive_open_run(struct archive *archive, const char *path)
{
    struct run_file *run = memory_zeroed(1, sizeof *run);
    run->path = memory_copy_string(path);
    run->fd = -1;
    bool loaded = load_run(archive, run);
    for (size_t i = 0; i < 4; i++)
        archive->mapped += run->map_size[i];
    archive->bytes += run->bytes;
    archive->texts += run->head.texts;
    if (!loaded) {
        close_run(archive, run);
        return false;
    }
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
    while (archive->count > from)
        close_run(archive, archive->runs[--archive->count]);
}

void archive_close(struct archive *archive)
{
    forget(archive, 0);
    free(archive->runs);
    *archive = (struct archive){0};
}

/* The block in which the first entry at or after `key` may stand. */
static uint64_t block_of(const uint64_t *fences, uint64_t count, uint64_t key)
{
    uint64_t low = 0, high = count;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (fences[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : 0;
}

static bool find_in_run(struct archive *archive, const struct run_file *run, uint64_t key, uint64_t value,
                        uint64_t ignore, uint64_t *found)
{
    uint64_t count = run->head.digests, blocks = (count + BLOCK - 1) / BLOCK;
    if (count == 0 || !filter_may_have(run->digest_filter, filter_blocks(count), key))
        return false;
    struct entry entries[BLOCK];
    for (uint64_t block = block_of(run->digest_fences, blocks, key); block < blocks; block++) {
        size_t size = (size_t)(count - block * BLOCK < BLOCK ? count - block * BLOCK : BLOCK);
        if (!read_at(archive, run, run->head.start[DIGESTS] + block * sizeof entries, entries,
                     size * sizeof entries[0]))
            return false;
        for (size_t i = 0; i < size; i++) {
            if (entries[i].key > key)
                return false;
            if (entries[i].key == key && (entries[i].value & ~ignore) == value) {
                *found = entries[i].value;
                return true;
            }
        }
    }
    return false;
}

bool archive_find_digest(struct archive *archive, uint64_t key, uint64_t value, uint64_t ignore, uint64_t *found)
{
    for (size_t i = 0; i < archive->count; i++)
        if (find_in_run(archive, archive->runs[i], key, value, ignore, found))
            return true;
    return false;
}

static uint64_t unpack_key(const unsigned char *entry)
{
    uint64_t key = 0;
    for (size_t i = 0; i < ARCHIVE_KEY_BITS / 8; i++)
        key = key << 8 | entry[i];
    return key << KEY_SHIFT;
}

static uint32_t unpack_number(const unsigned char *entry)
{
    uint32_t number;
    memcpy(&number, entry + ARCHIVE_KEY_BITS / 8, sizeof number);
    return number;
}

static size_t find_texts_in_run(struct archive *archive, const struct run_file *run, uint64_t key, uint64_t *texts,
                                size_t most)
{
    uint64_t count = run->head.keys, blocks = (count + BLOCK - 1) / BLOCK;
    size_t found = 0;
    if (count == 0 || most == 0 || !filter_may_have(run->key_filter, filter_blocks(count), key))
        return 0;
    unsigned char entries[BLOCK * KEY_ENTRY];
    for (uint64_t block = block_of(run->key_fences, blocks, key); block < blocks; block++) {
        size_t size = (size_t)(count - block * BLOCK < BLOCK ? count - block * BLOCK : BLOCK);
        if (!read_at(archive, run, run->head.start[KEYS] + block * sizeof entries, entries, size * KEY_ENTRY))
            return found;
        for (size_t i = 0; i < size; i++) {
            uint64_t other = unpack_key(entries + i * KEY_ENTRY);
            if (other > key || found == most)
                return found;
            if (other == key)
                texts[found++] = run->head.first + unpack_number(entries + i * KEY_ENTRY);
        }
    }
    return found;
}

size_t archive_find_texts(struct archive *archive, uint64_t key, uint64_t *texts, size_t most)
{
    size_t found = 0;
    for (size_t i = 0; i < archive->count && found < most; i++)
        found += find_texts_in_run(archive, archive->runs[i], key, texts + found, most - found);
    return found;
}

static const struct run_file *run_of(const struct archive *archive, uint64_t text)
{
    size_t i = archive->count;
    while (i > 1 && archive->runs[i - 1]->head.first > text)
        i--;
    return archive->runs[i - 1];
}

bool archive_read(struct archive *archive, uint64_t text, struct buffer *into, struct archived *archived)
{
    const struct run_file *run = run_of(archive, text);
    struct text_place places[2];
    uint64_t at = run->head.start[TEXTS] + (text - run->head.first) * sizeof places[0];
    if (!read_at(archive, run, at, places, sizeof places))
        return false;
    uint64_t start = (places[0].place & PLACE_MASK) * 4, end = (places[1].place & PLACE_MASK) * 4;
    size_t name = (size_t)(places[0].place >> PLACE_BITS), padded = (name + 3) / 4 * 4;
    if (start > end || end > run->head.size[DATA] || padded > end - start) {
        errno = EINVAL;
        return fail(archive, "a run of the index is damaged");
    }
    size_t size = (size_t)(end - start);
    buffer_clear(into);
    buffer_reserve(into, size + 1);
    if (!read_at(archive, run, run->head.start[DATA] + start, into->at, size))
        return false;
    into->size = size;
    archived->sketch = slice_part(buffer_view(into), 0, size - padded);
    archived->name = slice_part(buffer_view(into), size - padded, size - padded + name);
    archived->raw = places[0].raw;
    return true;
}

/* ---- writing ---- */

struct writer {
    int fd;
    struct head head;
    uint64_t written;
    struct buffer buffer;
    uint64_t *fences;
    char *filter;
    uint64_t blocks;
    bool failed;
};

static void flush(struct writer *writer)
{
    struct slice rest = buffer_view(&writer->buffer);
    while (rest.size > 0 && !writer->failed) {
        ssize_t written = write(writer->fd, rest.at, rest.size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            writer->failed = true;
        else
            rest = slice_part(rest, (size_t)written, rest.size);
    }
    buffer_clear(&writer->buffer);
}

static void put(struct writer *writer, const void *bytes, size_t size)
{
    buffer_add(&writer->buffer, bytes, size);
    writer->written += size;
    if (writer->buffer.size >= MERGE_READ)
        flush(writer);
}

static void begin_section(struct writer *writer, enum section section)
{
    static const char zeros[PAGE];
    put(writer, zeros, (PAGE - writer->written % PAGE) % PAGE);
    writer->head.start[section] = writer->written;
}

static void end_section(struct writer *writer, enum section section)
{
    writer->head.size[section] = writer->written - writer->head.start[section];
}

static void begin_entries(struct writer *writer, enum section section, uint64_t count)
{
    begin_section(writer, section);
    writer->blocks = filter_blocks(count);
    writer->filter = memory_zeroed((size_t)writer->blocks, FILTER_BLOCK);
    writer->fences = memory_zeroed((size_t)(count / BLOCK + 1), sizeof *writer->fences);
}

static void note_key(struct writer *writer, uint64_t key, uint64_t number)
{
    filter_add(writer->filter, writer->blocks, key);
    if (number % BLOCK == 0)
        writer->fences[number / BLOCK] = key;
}

static void put_digest(struct writer *writer, struct entry entry)
{
    note_key(writer, entry.key, writer->head.digests++);
    put(writer, &entry, sizeof entry);
}

static void put_key(struct writer *writer, uint64_t key, uint64_t text)
{
    unsigned char bytes[KEY_ENTRY];
    uint32_t number = (uint32_t)(text - writer->head.first);
    for (size_t i = 0; i < ARCHIVE_KEY_BITS / 8; i++)
        bytes[i] = (unsigned char)(key >> (56 - 8 * i));
    memcpy(bytes + ARCHIVE_KEY_BITS / 8, &number, sizeof number);
    note_key(writer, key, writer->head.keys++);
    put(writer, bytes, sizeof bytes);
}

static void end_entries(struct writer *writer, enum section section, uint64_t count)
{
    end_section(writer, section);
    begin_section(writer, section + 1);
    put(writer, writer->fences, (size_t)((count + BLOCK - 1) / BLOCK) * sizeof *writer->fences);
    end_section(writer, section + 1);
    begin_section(writer, section + 2);
    put(writer, writer->filter, (size_t)writer->blocks * FILTER_BLOCK);
    end_section(writer, section + 2);
    free(writer->fences);
    free(writer->filter);
}

static uint64_t padded_name(const struct archived *archived)
{
    return (archived->name.size + 3) / 4 * 4;
}

static void put_place(struct writer *writer, uint64_t *place, const struct archived *archived)
{
    struct text_place entry = {*place / 4 | (uint64_t)archived->name.size << PLACE_BITS, archived->raw, 0};
    put(writer, &entry, sizeof entry);
    *place += archived->sketch.size + padded_name(archived);
}

static void put_data(struct writer *writer, const struct archived *archived)
{
    put(writer, archived->sketch.at, archived->sketch.size);
    put(writer, archived->name.at, archived->name.size);
    put(writer, "\0\0\0", (size_t)(padded_name(archived) - archived->name.size));
}

typedef void text_source(void *argument, uint64_t number, struct archived *archived);

static void put_texts(struct writer *writer, text_source *text, void *argument)
{
    struct archived archived = {{"", 0}, {"", 0}, 0};
    uint64_t place = 0;
    begin_section(writer, TEXTS);
    for (uint64_t i = 0; i < writer->head.texts && !writer->failed; i++) {
        text(argument, writer->head.first + i, &archived);
        put_place(writer, &place, &archived);
    }
    archived = (struct archived){{"", 0}, {"", 0}, 0};
    put_place(writer, &place, &archived);
    end_section(writer, TEXTS);
    begin_section(writer, DATA);
    for (uint64_t i = 0; i < writer->head.texts && !writer->failed; i++) {
        text(argument, writer->head.first + i, &archived);
        put_data(writer, &archived);
    }
    end_section(writer, DATA);
}

static bool open_writer(struct writer *writer, const char *path, uint64_t first, uint64_t texts)
{
    static const char zeros[PAGE];
    *writer = (struct writer){.head = {.first = first, .texts = texts}};
    memcpy(writer->head.magic, magic, sizeof magic);
    writer->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (writer->fd < 0)
        return false;
    put(writer, zeros, PAGE);
    return true;
}

/* The head is written last, so that a run that was cut off is never taken for whole. */
static bool close_writer(struct writer *writer)
{
    flush(writer);
    buffer_free(&writer->buffer);
    writer->head.check = check_of(&writer->head);
    bool done = !writer->failed && fsync(writer->fd) == 0 &&
                pwrite(writer->fd, &writer->head, sizeof writer->head, 0) == (ssize_t)sizeof writer->head &&
                fsync(writer->fd) == 0;
    int error = errno;
    close(writer->fd);
    errno = error;
    return done;
}

bool archive_write(const char *path, uint64_t first, uint64_t count, const struct table *digests,
                   const struct table *keys, text_source *text, void *argument, const char **error)
{
    struct writer writer;
    struct table_cursor cursor = {0};
    const struct entry *entry;
    *error = "cannot write a run of the index";
    if (!open_writer(&writer, path, first, count))
        return false;
    begin_entries(&writer, DIGESTS, digests->count);
    while ((entry = table_walk(digests, &cursor)))
        put_digest(&writer, *entry);
    end_entries(&writer, DIGESTS, writer.head.digests);
    begin_entries(&writer, KEYS, keys->count);
    for (cursor = (struct table_cursor){0}; (entry = table_walk(keys, &cursor));)
        put_key(&writer, entry->key, entry->value);
    end_entries(&writer, KEYS, writer.head.keys);
    put_texts(&writer, text, argument);
    return close_writer(&writer);
}

/* ---- merging ---- */

/* The entries of one run in turn. */
struct stream {
    const struct run_file *run;
    uint64_t next, count;
    size_t held, used; /* entries of `entries`, and those given */
    struct entry *entries;
    bool keys;
};

#define STREAM_ENTRIES 4096

static void fill_stream(struct archive *archive, struct stream *stream)
{
    size_t size = stream->keys ? KEY_ENTRY : sizeof(struct entry);
    uint64_t left = stream->count - stream->next;
    stream->held = (size_t)(left < STREAM_ENTRIES ? left : STREAM_ENTRIES);
    stream->used = 0;
    char *raw = (char *)stream->entries + STREAM_ENTRIES * (sizeof(struct entry) - size);
    uint64_t start = stream->run->head.start[stream->keys ? KEYS : DIGESTS];
    if (!read_at(archive, stream->run, start + stream->next * size, raw, stream->held * size))
        stream->held = 0;
    /* Key entries are unpacked to the front of the same memory: each takes more room, but is read before. */
    for (size_t i = 0; stream->keys && i < stream->held; i++) {
        const unsigned char *entry = (const unsigned char *)raw + i * KEY_ENTRY;
        stream->entries[i] = (struct entry){unpack_key(entry), stream->run->head.first + unpack_number(entry)};
    }
    stream->next += stream->held;
}

static const struct entry *peek(struct archive *archive, struct stream *stream)
{
    if (stream->used == stream->held && stream->next < stream->count && !archive->error)
        fill_stream(archive, stream);
    return stream->used < stream->held ? &stream->entries[stream->used] : NULL;
}

static void merge_entries(struct archive *archive, size_t from, struct writer *writer, bool keys)
{
    size_t count = archive->count - from;
    struct stream *streams = memory_zeroed(count, sizeof *streams);
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        const struct run_file *run = archive->runs[from + i];
        streams[i] = (struct stream){.run = run, .keys = keys, .count = keys ? run->head.keys : run->head.digests};
        streams[i].entries = memory_zeroed(STREAM_ENTRIES, sizeof(struct entry));
        total += streams[i].count;
    }
    begin_entries(writer, keys ? KEYS : DIGESTS, total);
    for (;;) {
        struct stream *least = NULL;
        const struct entry *first = NULL;
        for (size_t i = 0; i < count; i++) {
            const struct entry *entry = peek(archive, &streams[i]);
            if (entry && (!first || entry_before(entry, first))) {
                first = entry;
                least = &streams[i];
            }
        }
        if (!first || writer->failed)
            break;
        least->used++;
        if (keys)
            put_key(writer, first->key, first->value);
        else
            put_digest(writer, *first);
    }
    end_entries(writer, keys ? KEYS : DIGESTS, keys ? writer->head.keys : writer->head.digests);
    for (size_t i = 0; i < count; i++)
        free(streams[i].entries);
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
    struct writer writer;
    struct merged_texts texts = {.archive = archive};
    uint64_t first = archive->runs[from]->head.first;
    if (!open_writer(&writer, path, first, archive->texts - first))
        return fail(archive, "cannot write a run of the index");
    merge_entries(archive, from, &writer, false);
    merge_entries(archive, from, &writer, true);
    put_texts(&writer, merged_text, &texts);
    buffer_free(&texts.bytes);
    if (!close_writer(&writer))
        return fail(archive, "cannot write a run of the index");
    if (archive->error)
        return false;
    forget(archive, from);
    return archive_open_run(archive, path);
}
