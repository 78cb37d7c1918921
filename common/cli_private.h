/* cli_private: what the files of the cli room share, and nobody else. */
#ifndef BROADSHEET_CLI_PRIVATE_H
#define BROADSHEET_CLI_PRIVATE_H

#include "cli.h"

/* Takes what stands on a terminal's line away. */
#define ERASE_LINE "\r\033[K"

/* What stands for the file of --explain where none is named. */
extern const char cli_to_stderr[];

/* Sets the options of the tool and the shared ones; ends the process on --help, --version and usage errors. */
void cli_parse(struct cli *cli, int argc, char **argv);

/* 512, 64K, 10M, 2G, 1T, also with a B or iB behind the letter. False if it is not so. */
bool cli_parse_size(const char *text, uint64_t *bytes);

/* One line on standard error, `tool: file:line: message`, written at once; without a file, `tool: message`. */
void cli_message(struct cli *cli, const struct place *place, const char *format, va_list arguments);
void cli_write_stderr(struct slice bytes);
void cli_erase_progress(struct cli *cli);
/* Removes the unfinished -o file and ends the process. */
_Noreturn void cli_end(struct cli *cli, int status);
/* Adds the present unit to the file of --reject, if there is one; if `whole`, with a line end even where it has none.
 */
void cli_keep_rejected(struct cli *cli, bool whole);

#endif
