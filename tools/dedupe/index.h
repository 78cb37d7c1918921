/* index: an archive that outlives the run: a directory with runs, counts of shingles and a manifest.
 *
 * Always holds: the manifest names all files that count, and is replaced by a rename after they are on disk, so that
 * at any moment the directory holds one whole state, the last committed. One process at a time may add; others may
 * look things up meanwhile, in the state that they found.
 */
#ifndef BROADSHEET_DEDUPE_INDEX_H
#define BROADSHEET_DEDUPE_INDEX_H

#include "archive.h"
#include "frequency.h"

enum index_status {
    INDEX_OK,
    INDEX_BUSY,    /* another process adds to it */
    INDEX_OTHER,   /* made with other settings; `message` has them */
    INDEX_DAMAGED, /* not an index, or not one of this version; `message` says what */
    INDEX_FAILED,  /* input or output; `message`, errno */
};

struct index {
    char *directory;
    int lock;
    uint64_t next; /* number of the next file */
    struct buffer message;
    struct buffer counts; /* name of the file with counts, empty if none */
    struct buffer path;
};

/* What is to be done with an index. To add locks the directory, which is made if it is not there. */
enum index_purpose { INDEX_LOOK_UP, INDEX_ADD, INDEX_WAIT_TO_ADD /* for the lock, if another process holds it */ };

/* Opens the index in `directory`. `settings` says what is compared; an index keeps to it. The runs go to the archive,
 * the counts to `frequency`. */
enum index_status index_open(struct index *index, const char *directory, enum index_purpose purpose,
                             const char *settings, struct archive *archive, struct frequency *frequency);
/* The path of a new run in it. Valid until the next call. */
const char *index_new_run(struct index *index);
/* Makes the archive's runs, of which the new ones are on disk, and the counts the index's state. */
enum index_status index_commit(struct index *index, const char *settings, struct archive *archive,
                               const struct frequency *frequency);
const char *index_message(struct index *index);
void index_close(struct index *index);

#endif
