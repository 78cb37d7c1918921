#include "run_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define WRITE_AT_ONCE (UINT64_C(1) << 18)

static void flush(struct run_writer *writer, struct run_part *part)
{
    struct slice rest = buffer_view(&part->buffer);
    while (rest.size > 0 && !writer->failed) {
        ssize_t written = pwrite(writer->fd, rest.at, rest.size, (off_t)(part->end - rest.size));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            writer->failed = true;
        else
            rest = slice_part(rest, (size_t)written, rest.size);
    }
    buffer_clear(&part->buffer);
}

static void put_into(struct run_writer *writer, struct run_part *part, const void *bytes, size_t size)
{
    buffer_add(&part->buffer, bytes, size);
    part->end += size;
    if (part->buffer.size >= WRITE_AT_ONCE)
        flush(writer, part);
}

static void put(struct run_writer *writer, const void *bytes, size_t size)
{
    put_into(writer, &writer->body, bytes, size);
}

static uint64_t next_page(uint64_t offset)
{
    return (offset + LAYOUT_PAGE - 1) / LAYOUT_PAGE * LAYOUT_PAGE;
}

static void begin_section(struct run_writer *writer, enum section section)
{
    static const char zeros[LAYOUT_PAGE];
    put(writer, zeros, (size_t)(next_page(writer->body.end) - writer->body.end));
    writer->head.start[section] = writer->body.end;
}

static void end_section(struct run_writer *writer, enum section section)
{
    writer->head.size[section] = writer->body.end - writer->head.start[section];
}

void run_writer_begin(struct run_writer *writer, enum list list, uint64_t count)
{
    begin_section(writer, layout_section(list, BLOCKS));
    writer->list = list;
    writer->head.entries[list] = count;
    writer->packing = layout_packing(&writer->head, list);
    writer->held = 0;
    writer->filter = memory_cleared((size_t)filter_blocks(count), FILTER_BLOCK);
    writer->fences = memory_zeroed((size_t)layout_blocks(&writer->head, list), sizeof *writer->fences);
    writer->block_count = 0;
}

static void put_block(struct run_writer *writer)
{
    char bytes[BLOCK_MOST + LAYOUT_UNIT] = {0};
    size_t size = block_pack(&writer->packing, writer->block, writer->held, bytes);
    size = (size + LAYOUT_UNIT - 1) / LAYOUT_UNIT * LAYOUT_UNIT;
    uint64_t place = (writer->body.end - writer->head.start[layout_section(writer->list, BLOCKS)]) / LAYOUT_UNIT;
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
    put_into(writer, &writer->places, &entry, sizeof entry);
}

static void put_data(struct run_writer *writer, const struct archived *archived)
{
    put(writer, archived->sketch.at, archived->sketch.size);
    put(writer, archived->name.at, archived->name.size);
    put(writer, "\0\0\0", padded_name(archived) - archived->name.size);
}

/* The places of texts have a size that is known, so they are written beside the texts. */
static void begin_texts(struct run_writer *writer)
{
    begin_section(writer, TEXTS);
    flush(writer, &writer->body);
    writer->head.size[TEXTS] = (writer->head.texts + 1) * sizeof(struct text_place);
    writer->places.end = writer->head.start[TEXTS];
    writer->body.end = next_page(writer->places.end + writer->head.size[TEXTS]);
}

void run_writer_texts(struct run_writer *writer, archive_text *text, void *argument)
{
    struct archived archived, nothing = {{"", 0}, {"", 0}, 0};
    uint64_t first = writer->head.first, end = first + writer->head.texts;
    begin_texts(writer);
    begin_section(writer, DATA);
    for (uint64_t i = first; i < end && !writer->failed; i++) {
        text(argument, i, &archived);
        put_place(writer, writer->body.end - writer->head.start[DATA], &archived);
        put_data(writer, &archived);
    }
    put_place(writer, writer->body.end - writer->head.start[DATA], &nothing);
    end_section(writer, DATA);
    flush(writer, &writer->places);
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
    flush(writer, &writer->body);
    buffer_free(&writer->body.buffer);
    buffer_free(&writer->places.buffer);
    writer->head.check = layout_check(&writer->head);
    bool done = !writer->failed && fsync(writer->fd) == 0 &&
                pwrite(writer->fd, &writer->head, sizeof writer->head, 0) == (ssize_t)sizeof writer->head &&
                fsync(writer->fd) == 0;
    int error = errno;
    close(writer->fd);
    errno = error;
    return done;
}
