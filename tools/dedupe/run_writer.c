#include "run_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define WRITE_AT_ONCE (UINT64_C(1) << 18)

static void flush(struct run_writer *writer)
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

static void put(struct run_writer *writer, const void *bytes, size_t size)
{
    buffer_add(&writer->buffer, bytes, size);
    writer->written += size;
    if (writer->buffer.size >= WRITE_AT_ONCE)
        flush(writer);
}

static void begin_section(struct run_writer *writer, enum section section)
{
    static const char zeros[LAYOUT_PAGE];
    put(writer, zeros, (LAYOUT_PAGE - writer->written % LAYOUT_PAGE) % LAYOUT_PAGE);
    writer->head.start[section] = writer->written;
}

static void end_section(struct run_writer *writer, enum section section)
{
    writer->head.size[section] = writer->written - writer->head.start[section];
}

void run_writer_begin(struct run_writer *writer, enum list list, uint64_t count)
{
    begin_section(writer, layout_section(list, BLOCKS));
    writer->list = list;
    writer->head.entries[list] = count;
    writer->packing = layout_packing(&writer->head, list);
    writer->held = 0;
    writer->filter = memory_zeroed((size_t)filter_blocks(count), FILTER_BLOCK);
    writer->fences = memory_zeroed((size_t)layout_blocks(&writer->head, list), sizeof *writer->fences);
    writer->block_count = 0;
}

static void put_block(struct run_writer *writer)
{
    char bytes[BLOCK_MOST + LAYOUT_UNIT] = {0};
    size_t size = block_pack(&writer->packing, writer->block, writer->held, bytes);
    size = (size + LAYOUT_UNIT - 1) / LAYOUT_UNIT * LAYOUT_UNIT;
    uint64_t place = (writer->written - writer->head.start[layout_section(writer->list, BLOCKS)]) / LAYOUT_UNIT;
    if (place > UINT32_MAX) {
        errno = EFBIG;
        writer->failed = true;
    }
    writer->fences[writer->block_count++] =
        (struct fence){writer->block[0].key, (uint32_t)place, layout_check_block((struct slice){bytes, size})};
    put(writer, bytes, size);
    writer->held = 0;
}

void run_writer_put(struct run_writer *writer, const struct entry *entry)
{
    filter_add(writer->filter, filter_blocks(writer->head.entries[writer->list]), entry->key);
    writer->block[writer->held++] = *entry;
    if (writer->held == BLOCK_ENTRIES)
        put_block(writer);
}

void run_writer_end(struct run_writer *writer)
{
    enum section fences = layout_section(writer->list, FENCES), filter = layout_section(writer->list, FILTER);
    if (writer->held > 0)
        put_block(writer);
    end_section(writer, layout_section(writer->list, BLOCKS));
    begin_section(writer, fences);
    put(writer, writer->fences, writer->block_count * sizeof *writer->fences);
    end_section(writer, fences);
    begin_section(writer, filter);
    put(writer, writer->filter, (size_t)filter_blocks(writer->head.entries[writer->list]) * FILTER_BLOCK);
    end_section(writer, filter);
    free(writer->fences);
    free(writer->filter);
}

static size_t padded_name(const struct archived *archived)
{
    return (archived->name.size + 3) / 4 * 4;
}

static void put_place(struct run_writer *writer, uint64_t place, const struct archived *archived)
{
    uint64_t unit = place / 4;
    uint32_t high = (uint32_t)(unit >> 32) & ((1u << (LAYOUT_PLACE_BITS - 32)) - 1);
    struct text_place entry = {(uint32_t)unit, high | (uint32_t)archived->name.size << (LAYOUT_PLACE_BITS - 32),
                               archived->raw};
    put(writer, &entry, sizeof entry);
}

static void put_data(struct run_writer *writer, const struct archived *archived)
{
    put(writer, archived->sketch.at, archived->sketch.size);
    put(writer, archived->name.at, archived->name.size);
    put(writer, "\0\0\0", padded_name(archived) - archived->name.size);
}

void run_writer_texts(struct run_writer *writer, archive_text *text, void *argument)
{
    struct archived archived, nothing = {{"", 0}, {"", 0}, 0};
    uint64_t place = 0, first = writer->head.first, end = first + writer->head.texts;
    begin_section(writer, TEXTS);
    for (uint64_t i = first; i < end && !writer->failed; i++) {
        text(argument, i, &archived);
        put_place(writer, place, &archived);
        place += archived.sketch.size + padded_name(&archived);
    }
    put_place(writer, place, &nothing);
    end_section(writer, TEXTS);
    begin_section(writer, DATA);
    for (uint64_t i = first; i < end && !writer->failed; i++) {
        text(argument, i, &archived);
        put_data(writer, &archived);
    }
    end_section(writer, DATA);
}

bool run_writer_open(struct run_writer *writer, const char *path, uint64_t first, uint64_t texts)
{
    static const char zeros[LAYOUT_PAGE];
    *writer = (struct run_writer){.head = {.magic = LAYOUT_MAGIC, .first = first, .texts = texts}};
    writer->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (writer->fd < 0)
        return false;
    put(writer, zeros, LAYOUT_PAGE);
    return true;
}

bool run_writer_close(struct run_writer *writer)
{
    flush(writer);
    buffer_free(&writer->buffer);
    writer->head.check = layout_check(&writer->head);
    bool done = !writer->failed && fsync(writer->fd) == 0 &&
                pwrite(writer->fd, &writer->head, sizeof writer->head, 0) == (ssize_t)sizeof writer->head &&
                fsync(writer->fd) == 0;
    int error = errno;
    close(writer->fd);
    errno = error;
    return done;
}
