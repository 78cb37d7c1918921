/* archive: what was kept, as immutable sorted runs on disk.
 *
 * Always holds: a run is written once and never changed; it holds the kept texts of one range of numbers: their
 * digests and shingle keys sorted, each with a filter that says for most absent keys that they are absent, and their
 * sketches and names. Runs of one archive follow each other without gaps. Only filters and fences (the first key of
 * each block) are held in memory, mapped; everything else is read where it is needed. Keys of shingles have only their
 * first BLOCK_KEY_BITS; the value of an entry ends with the number of a text, of BLOCK_NUMBER_BITS.
 */
#ifndef BROADSHEET_DEDUPE_ARCHIVE_H
#define BROADSHEET_DEDUPE_ARCHIVE_H

#include "block.h"
#include "buffer.h"

/* One text, as it goes into a run. */
struct archived {
    struct slice sketch, name; /* squeezed sketch; either may be empty */
    uint32_t raw;              /* hash of the text as it came */
};

/* Gives text `number`; what it points to is valid until the next call. */
typedef void archive_text(void *argument, uint64_t number, struct archived *archived);

struct run_file;

struct archive {
    struct run_file **runs; /* oldest first */
    size_t count, capacity;
    uint64_t texts;    /* of all runs */
    uint64_t mapped;   /* bytes of filters and fences */
    uint64_t bytes;    /* of all files */
    const char *error; /* static, with errno in `errnum`; NULL if nothing failed */
    int errnum;
};

/* Opens a run and adds it as the newest. False with error set. */
bool archive_open_run(struct archive *archive, const char *path);
/* Path of run `index`. */
const char *archive_path(const struct archive *archive, size_t index);
void archive_close(struct archive *archive);

/* The number of the first text with a digest: `digest` is its entry, of number zero. False if there is none or a read
 * failed (then error is set). */
bool archive_find_digest(struct archive *archive, struct entry digest, uint64_t *number);
/* Asks the processor to fetch what says of most absent digests that they are absent. */
void archive_prefetch_digest(const struct archive *archive, uint64_t key);
/* Appends to texts, ascending, up to `most` that have the shingle `key`; returns how many. */
size_t archive_find_texts(struct archive *archive, uint64_t key, uint64_t *texts, size_t most);
/* Reads a text into `into`, emptied before; BLOCK_PADDING bytes behind it may be read. False with error set. */
bool archive_read(struct archive *archive, uint64_t text, struct buffer *into, struct archived *archived);

/* Sets the error that what was read is damaged; false. */
bool archive_damaged(struct archive *archive);

/* Texts in memory, `first` to first + count - 1, whose entries are all in the tables; `text` gives each of them in
 * turn. */
struct kept_texts {
    uint64_t first, count;
    const struct table *digests, *keys;
    archive_text *text;
    void *argument;
};

/* Writes them as the run at `path`, synced to disk, and adds it as the newest. False with error set. */
bool archive_write(struct archive *archive, const char *path, const struct kept_texts *kept);
/* The run from which on the runs should be merged into one, so that there are few and each text is copied a
 * logarithmic number of times; archive->count if none. */
size_t archive_crowded(const struct archive *archive);
/* Writes one run at `path` that holds the runs from `from` on, and opens it in their place. Their files stay. False
 * with error set. */
bool archive_merge(struct archive *archive, size_t from, const char *path);

#endif
