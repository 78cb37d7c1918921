/* run_writer: writes one run of the archive.
 *
 * Always holds: lists are written first, digests then keys, each ascending, then the texts; the head comes last, when
 * the rest is on disk, so that a run that was cut off is never taken for whole.
 */
#ifndef BROADSHEET_DEDUPE_RUN_WRITER_H
#define BROADSHEET_DEDUPE_RUN_WRITER_H

#include "archive.h"
#include "layout.h"

/* A part of the file, written from its start to its end. */
struct run_part {
    uint64_t end; /* offset in the file, with what the buffer holds */
    struct buffer buffer;
};

struct run_writer {
    int fd;
    struct run_head head;
    struct run_part body, places;
    enum list list;
    struct packing packing;
    struct entry block[BLOCK_ENTRIES]; /* entries of the list that are not yet written */
    size_t held;
    struct fence *fences;
    size_t block_count;
    char *filter;
    bool failed; /* then errno is set */
};

/* Begins a run at `path` for texts `first` to first + texts - 1. False with errno set. */
bool run_writer_open(struct run_writer *writer, const char *path, uint64_t first, uint64_t texts);
/* Begins a list of `count` entries. */
void run_writer_begin(struct run_writer *writer, enum list list, uint64_t count);
void run_writer_put(struct run_writer *writer, const struct entry *entry);
void run_writer_end(struct run_writer *writer);
/* Writes the texts, which `text` gives in turn. */
void run_writer_texts(struct run_writer *writer, archive_text *text, void *argument);
/* Ends the run, synced to disk. False, with errno set, if anything failed. */
bool run_writer_close(struct run_writer *writer);

#endif
