/* output: standard output or a file, in blocks, whole records only.
 *
 * Always holds: bytes are written to `buffer` and count only after output_commit; a file named with -o is written
 * beside it and takes its name when output_close succeeds. Once the reader has closed the pipe, `closed` is true
 * and everything is dropped without a message. Failures are kept in `error` (an errno), never printed here.
 */
#ifndef BROADSHEET_OUTPUT_H
#define BROADSHEET_OUTPUT_H

#include "buffer.h"

struct output {
    struct buffer buffer; /* tools append here */
    size_t committed;     /* bytes of it that may be written */
    int fd;
    bool each;   /* flush after every record: a terminal, or --line-buffered */
    bool closed; /* the reader has gone */
    int error;   /* errno of the first failure, 0 if none */
    uint64_t records, bytes;
    char *path;               /* -o, links followed */
    char *volatile temporary; /* what to remove if the process ends early; for signal handlers, too */
};

/* Opens standard output (path NULL) or a temporary file beside `path`. False with `error` set on failure. */
bool output_open(struct output *output, const char *path, bool each);
/* The bytes in the buffer up to now are a whole number of records; `records` of them are new. Writes when a block
 * is full. False once the output is closed or has failed: the tool can stop. */
bool output_commit(struct output *output, uint64_t records);
/* Writes all that is committed. */
bool output_flush(struct output *output);
/* Flushes, checks, closes, and with keep gives the file its name; otherwise removes the temporary file. */
bool output_close(struct output *output, bool keep);

/* Writes all of `bytes`, through short writes and interruptions. False with errno set. */
bool output_write_all(int fd, struct slice bytes);

/* After read(2) or write(2) failed: true if the call was interrupted or, on a descriptor that somebody has made
 * non-blocking, would have blocked; then waits for `events` (POLLIN, POLLOUT). errno stays. */
bool output_may_retry(int fd, short events);

#endif
