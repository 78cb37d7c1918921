#include "cli_private.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* Control characters would let input drive the terminal: they are shown as ?. Those of C1 are two bytes in UTF-8. */
static void replace_controls(struct buffer *message)
{
    bool after_c2 = false;
    for (size_t i = 0; i < message->size; i++) {
        unsigned char byte = (unsigned char)message->at[i];
        if (byte < 0x20 || byte == 0x7f)
            message->at[i] = '?';
        if (after_c2 && byte >= 0x80 && byte < 0xa0)
            message->at[i - 1] = message->at[i] = '?';
        after_c2 = byte == 0xc2;
    }
}

void cli_write_stderr(struct slice bytes)
{
    output_write_all(STDERR_FILENO, bytes); /* if it fails there is nowhere left to say it */
}

void cli_erase_progress(struct cli *cli)
{
    if (cli->progress_shown)
        cli_write_stderr(SLICE(ERASE_LINE));
    cli->progress_shown = false;
}

/* `tool: file:line: message`, in one write. Without a file, `tool: message`; line 0 is left out. */
void cli_message(struct cli *cli, const struct place *place, const char *format, va_list arguments)
{
    struct buffer line = {0};
    buffer_format(&line, "%s: ", cli->tool->name);
    if (place && place->file) {
        buffer_text(&line, place->file);
        if (place->line > 0)
            buffer_format(&line, ":%llu", (unsigned long long)place->line);
        if (place->column > 0)
            buffer_format(&line, ":%llu", (unsigned long long)place->column);
        buffer_add(&line, ": ", 2);
    }
    buffer_format_list(&line, format, arguments);
    replace_controls(&line);
    buffer_byte(&line, '\n');
    cli_erase_progress(cli);
    cli_write_stderr(buffer_view(&line));
    buffer_free(&line);
}

_Noreturn void cli_end(struct cli *cli, int status)
{
    output_close(&cli->output, false);
    exit(status);
}

void cli_usage(struct cli *cli, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    cli_message(cli, NULL, format, arguments);
    va_end(arguments);
    cli_end(cli, STATUS_USAGE);
}

void cli_fail(struct cli *cli, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    cli_message(cli, NULL, format, arguments);
    va_end(arguments);
    cli_end(cli, STATUS_FAILED);
}

void cli_error(struct cli *cli, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    cli_message(cli, NULL, format, arguments);
    va_end(arguments);
    cli->failed = true;
}

void cli_warn(struct cli *cli, const char *format, ...)
{
    cli->counts.warnings++;
    if (cli->quiet)
        return;
    va_list arguments;
    va_start(arguments, format);
    cli_message(cli, &cli->place, format, arguments);
    va_end(arguments);
}

void cli_keep_rejected(struct cli *cli, bool whole)
{
    if (cli->reject_fd < 0)
        return;
    struct buffer bytes = {0};
    buffer_slice(&bytes, cli->raw);
    buffer_slice(&bytes, cli->raw_end);
    if (whole && (bytes.size == 0 || bytes.at[bytes.size - 1] != '\n'))
        buffer_byte(&bytes, '\n');
    if (!output_write_all(cli->reject_fd, buffer_view(&bytes)))
        cli_fail(cli, "%s: %s", cli->reject_path, strerror(errno));
    buffer_free(&bytes);
}

static void reject(struct cli *cli, const char *format, va_list arguments)
{
    cli->counts.rejected++;
    cli_message(cli, &cli->place, format, arguments);
    cli->stopped = cli->strict;
}

void cli_reject(struct cli *cli, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    reject(cli, format, arguments);
    va_end(arguments);
    cli_keep_rejected(cli, true);
}

void cli_blame(struct cli *cli, const char *at)
{
    /* `at` may be of another line, mended: then the difference is out of range, or wraps to be. */
    uintptr_t offset = (uintptr_t)at - (uintptr_t)cli->raw.at;
    bool own = (cli->tool->shares & CLI_COLUMN) && (enum format)cli->from != FORMAT_CSV && offset <= cli->raw.size;
    cli->place.column = own ? offset + 1 : 0;
}
