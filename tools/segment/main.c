/* segment: cuts text into sentences. */
#include "document.h"
#include "lang.h"
#include "lines.h"

static struct settings settings;

static const struct option options[] = {
    {.name = "to",
     .kind = OPTION_CHOICE,
     .target = &settings.form,
     .argument = "FORM",
     .choices = "auto|text|records",
     .help = "write text, one sentence a line, or records;\nauto: text for text, records for records"},
    {.name = "lang",
     .kind = OPTION_STRING,
     .target = &settings.lang,
     .argument = "LANG",
     .help = "language of all input, such as en or pt-BR;\nelse the record's lang, else it is guessed"},
    {.name = "wrapped",
     .kind = OPTION_CHOICE,
     .target = &settings.wrapped,
     .argument = "WHEN",
     .choices = "auto|yes|no",
     .implied = "yes",
     .help = "line ends inside paragraphs are only space;\nauto: if the lines are filled to one width"},
    {.name = "paragraphs",
     .kind = OPTION_FLAG,
     .target = &settings.paragraphs,
     .help = "cut into paragraphs, not sentences"},
    {.name = "body-only", .kind = OPTION_FLAG, .target = &settings.body_only, .help = "leave out title and captions"},
};

static const struct tool tool = {
    .name = "segment",
    .summary = "cut text into sentences",
    .operands = "[OPTION]... [FILE]...",
    .epilogue = "examples:\n"
                "  segment <article.txt                    one sentence a line\n"
                "  clean pages/*.html | segment >sentences.jsonl\n"
                "  segment --explain --to=text page.jsonl  why each sentence ends",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .shares = CLI_KEY | CLI_EXPLAIN,
    .formats = "jsonl|text|csv",
    .input = {.text = TEXT_BY_LINE, .prose = true},
};

/* A record that is a sentence already stays as it is. */
static void keep_sentence(struct cli *cli, const struct record *record, struct slice text)
{
    if (settings.form == FORM_TEXT)
        document_add_line(&cli->output.buffer, text);
    else {
        record_write(&cli->output.buffer, record, NULL, 0);
        buffer_byte(&cli->output.buffer, '\n');
    }
    cli_written(cli, 1);
}

static void take_record(struct cli *cli, const struct unit *unit, struct record *record, struct workroom *room)
{
    struct slice text;
    if (!cli_scan(cli, unit, record))
        return;
    if (!record_string(record, cli->key, &cli->arena, &text)) {
        if (settings.form == FORM_TEXT)
            cli_lacks_text(cli, record);
        else
            cli_untouched(cli, record);
    } else if (record_find(record, SLICE("sent"))) {
        keep_sentence(cli, record, text);
    } else {
        document_write(cli, &settings, room, record, text);
    }
}

static void check_language(struct cli *cli)
{
    struct slice lang = slice_of(settings.lang ? settings.lang : "und"), code = lang_code(lang);
    if (lang_is_tag(lang))
        return;
    if (lang_is_tag(code))
        cli_usage(cli, "--lang takes a tag of BCP 47: %.*s, not '%s'", (int)code.size, code.at, settings.lang);
    cli_usage(cli, "--lang takes a tag of BCP 47 such as en or pt-BR, not '%s'", settings.lang);
}

int main(int argc, char **argv)
{
    struct cli cli;
    struct unit unit;
    struct record record = {.count = 0};
    cli_start(&cli, &tool, argc, argv);
    check_language(&cli);
    struct workroom room = {.id = {NULL, 0, 0}};
    struct lines lines = {.cli = &cli, .settings = &settings, .room = &room};
    cli.before_wait = lines_before_wait;
    cli.before_wait_argument = &lines;
    while (cli_next(&cli, &unit)) {
        if (unit.format != FORMAT_TEXT) {
            lines_end(&lines);
            take_record(&cli, &unit, &record, &room);
            continue;
        }
        if (unit.number == 1)
            lines_end(&lines);
        lines_add(&lines, &unit);
    }
    lines_end(&lines);
    buffer_free(&lines.text);
    record_free(&record);
    workroom_free(&room);
    return cli_finish(&cli);
}
