#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "limits.h"

/* A file of its own, never one that somebody else has put there: what is left of an older process with our number goes
 * first. False with errno set. */
static bool create_temporary(struct output *output)
{
    struct buffer name = {0};
    buffer_format(&name, "%s.%ld.part", output->path, (long)getpid());
    char *temporary = memory_copy_string(buffer_terminate(&name));
    buffer_free(&name);
    /* No signal between the file and its name in `output`: the handler would leave the file behind. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    unlink(temporary);
    output->fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    int error = errno;
    if (output->fd >= 0)
        output->temporary = temporary;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (output->fd < 0)
        free(temporary);
    errno = error;
    return output->fd >= 0;
}

/* A temporary name in the same folder, so that the rename at the end is within one file system. A file that is there
 * keeps its mode, and a link to it stays one. */
static bool open_beside(struct output *output, const char *path)
{
    struct stat status;
    bool exists = stat(path, &status) == 0;
    if (exists && !S_ISREG(status.st_mode)) {
        /* A device or pipe is written as it is: /dev/full, /dev/null. */
        output->fd = open(path, O_WRONLY | O_CLOEXEC);
        return output->fd >= 0;
    }
    output->path = exists ? realpath(path, NULL) : memory_copy_string(path);
    if (!output->path || !create_temporary(output))
        return false;
    if (exists)
        fchmod(output->fd, status.st_mode & 0777); /* a file system without modes has none to keep */
    return true;
}

bool output_open(struct output *output, const char *path, bool each)
{
    *output = (struct output){.fd = STDOUT_FILENO, .each = each || (!path && isatty(STDOUT_FILENO))};
    if (path && !open_beside(output, path))
        output->error = errno;
    return !output->error;
}

bool output_may_retry(int fd, short events)
{
    int error = errno;
    if (error == EAGAIN || error == EWOULDBLOCK)
        poll(&(struct pollfd){.fd = fd, .events = events}, 1, -1);
    errno = error;
    return error == EINTR || error == EAGAIN || error == EWOULDBLOCK;
}

bool output_write_all(int fd, struct slice bytes)
{
    while (bytes.size > 0) {
        ssize_t written = write(fd, bytes.at, bytes.size);
        if (written < 0 && output_may_retry(fd, POLLOUT))
            continue;
        if (written < 0)
            return false;
        bytes = slice_part(bytes, (size_t)written, bytes.size);
    }
    return true;
}

static bool write_committed(struct output *output)
{
    if (!output_write_all(output->fd, (struct slice){output->buffer.at, output->committed})) {
        output->closed = errno == EPIPE;
        output->error = errno == EPIPE ? 0 : errno;
        return false;
    }
    output->bytes += output->committed;
    return true;
}

bool output_flush(struct output *output)
{
    if (output->closed || output->error) {
        output->buffer.size = output->committed = 0;
        return false;
    }
    if (output->committed == 0)
        return true;
    bool written = write_committed(output);
    size_t rest = output->buffer.size - output->committed;
    memmove(output->buffer.at, output->buffer.at + output->committed, rest);
    output->buffer.size = rest;
    output->committed = 0;
    return written;
}

bool output_commit(struct output *output, uint64_t records)
{
    output->committed = output->buffer.size;
    output->records += records;
    if (output->each || output->committed >= LIMIT_WRITE)
        return output_flush(output);
    return !output->closed && !output->error;
}

static bool finish_file(struct output *output, bool keep)
{
    if (keep && fsync(output->fd) != 0 && errno != EINVAL && errno != EROFS)
        output->error = errno;
    if (close(output->fd) != 0 && !output->error)
        output->error = errno;
    keep = keep && !output->error;
    if (keep && rename(output->temporary, output->path) != 0) {
        output->error = errno;
        keep = false;
    }
    if (!keep)
        unlink(output->temporary);
    return !output->error;
}

bool output_close(struct output *output, bool keep)
{
    output_flush(output);
    if (output->temporary && output->fd >= 0)
        finish_file(output, keep);
    else if (output->fd >= 0 && close(output->fd) != 0 && !output->closed && !output->error)
        output->error = errno;
    output->fd = -1;
    char *temporary = output->temporary;
    output->temporary = NULL; /* a signal's handler reads it */
    free(temporary);
    free(output->path);
    output->path = NULL;
    buffer_free(&output->buffer);
    return !output->error;
}
