/* header: the names in the first row of a table that is there already.
 *
 * Always holds: the row is read by libcsv, or as TSV with escapes; a byte order mark before it is taken off.
 */
#ifndef TOCSV_HEADER_H
#define TOCSV_HEADER_H

#include <stdbool.h>

#include "names.h"

/* Reads the names of the first row of the table at `path`. False with *what set (static, or from strerror). */
bool header_read(struct names *names, const char *path, char delimiter, bool escapes, const char **what);

#endif
