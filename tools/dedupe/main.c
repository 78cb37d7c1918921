/* dedupe: take out what was there before. See dedupe(1). */
#include <jansson.h>
#include <stdlib.h>
#include <xxhash.h>

#include "cli.h"
#include "decide.h"
#include "members.h"
#include "survivors.h"
#include "text.h"

#define SHORT_SENTENCE 8 /* words; sentences of fewer repeat each other only inside a document */

static struct settings {
    int fold; /* enum fold_level, or -1: lines by bytes, records by text */
    bool near, mark, only, short_too, by_given;
    double threshold;
    const char *by;
} settings = {.fold = -1, .threshold = PAIR_THRESHOLD};

static const char threshold_default[] = "0.14";

static const struct option options[] = {
    {.name = "fold", .kind = OPTION_CHOICE, .target = &settings.fold, .argument = "HOW",
     .choices = "none|space|text|loose",
     .help = "what counts as the same text: the same bytes (lines), the same but for\n"
             "spaces, but for case, marks, quotes and entities (records), the same words"},
    {.name = "near", .kind = OPTION_NUMBER, .target = &settings.threshold, .argument = "T",
     .implied = threshold_default, .given = &settings.near, .least = 0.05, .most = 1,
     .help = "also what is nearly the same; T is the least similarity (default 0.14)"},
    {.name = "by", .kind = OPTION_STRING, .target = &settings.by, .argument = "PATH,...", .given = &settings.by_given,
     .help = "compare these members instead of the text: url or meta.url"},
    {.name = "short", .kind = OPTION_FLAG, .target = &settings.short_too,
     .help = "sentences of fewer than 8 words may repeat those of other documents, too"},
    {.name = "mark", .kind = OPTION_FLAG, .target = &settings.mark,
     .help = "drop nothing; give what repeats dup_of, similarity and why"},
    {.name = "only-dups", .kind = OPTION_FLAG, .target = &settings.only,
     .help = "write what would be dropped, and nothing else"},
};

static const struct tool tool = {
    .name = "dedupe",
    .summary = "Take out lines, texts and records that were there before.",
    .operands = "[OPTION]... [FILE]...",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .shares = CLI_KEY | CLI_EXPLAIN,
    .formats = "jsonl|csv|text",
    .input = {.text = TEXT_BY_LINE},
    .epilogue = "examples:\n"
                "  dedupe words.txt\n"
                "  clean pages/*.html | dedupe --near --mark\n"
                "  dedupe --by url crawl.jsonl",
};

struct run {
    struct cli cli;
    struct decider decider;
    struct preparer preparer;
    struct prepared prepared;
    struct members by;
    struct survivors survivors;
    struct record record;
    struct buffer name, bytes, mended, explanation;
    uint64_t repeats[2]; /* by equal digests, by the pair test */
    uint64_t exempt;
};

/* ---- lines ---- */

enum { SCOPE_LINES = 1, SCOPE_RECORDS, SCOPE_MEMBERS };

/* The line as valid UTF-8 for folding; what goes out are its own bytes. */
static struct slice valid_line(struct run *run, struct slice line)
{
    if (text_valid(line) == line.size)
        return line;
    buffer_clear(&run->mended);
    text_mend(&run->mended, line);
    return buffer_view(&run->mended);
}

static void count_repeat(struct run *run, const struct decision *decision)
{
    if (decision->repeat)
        run->repeats[decision->measured]++;
}

/* Is what was decided about to be written? */
static bool goes_out(const struct decision *decision)
{
    return settings.only ? decision->repeat : settings.mark || !decision->repeat;
}

static void take_line(struct run *run, const struct unit *unit)
{
    enum fold_level level = settings.fold < 0 ? FOLD_NONE : (enum fold_level)settings.fold;
    struct slice line = level == FOLD_NONE && !settings.near ? unit->bytes : valid_line(run, unit->bytes);
    struct decision decision;
    prepare_text(&run->preparer, line, level, SCOPE_LINES, settings.near, false, &run->prepared);
    decide(&run->decider, &run->prepared, &decision);
    count_repeat(run, &decision);
    if (!goes_out(&decision))
        return;
    struct buffer *out = &run->cli.output.buffer;
    buffer_slice(out, unit->bytes);
    buffer_slice(out, unit->line_end.size > 0 ? unit->line_end : SLICE("\n"));
    cli_written(&run->cli, 1);
}

/* ---- records ---- */

static void append_number(struct buffer *out, double value)
{
    buffer_format(out, "%.3f", value);
}

static void write_marked(struct run *run, const struct decision *decision)
{
    struct edit edits[3] = {{SLICE("dup_of"), {NULL, 0}}, {SLICE("similarity"), {NULL, 0}}, {SLICE("why"), {NULL, 0}}};
    buffer_clear(&run->bytes);
    if (decision->repeat) {
        append_number(&run->bytes, decision->similarity);
        size_t size = run->bytes.size;
        buffer_json(&run->bytes, slice_of(decision->why));
        edits[0].json = survivors_at(&run->survivors, decision->survivor);
        edits[1].json = slice_part(buffer_view(&run->bytes), 0, size);
        edits[2].json = slice_part(buffer_view(&run->bytes), size, run->bytes.size);
    }
    record_write(&run->cli.output.buffer, &run->record, edits, 3);
}

static void write_record(struct run *run, const struct decision *decision)
{
    struct buffer *out = &run->cli.output.buffer;
    if (settings.mark)
        write_marked(run, decision);
    else
        record_write(out, &run->record, NULL, 0);
    buffer_byte(out, '\n');
    cli_written(&run->cli, 1);
}

static void explain(struct run *run, const struct decision *decision, struct slice name)
{
    struct buffer *line = &run->explanation;
    buffer_clear(line);
    buffer_text(line, "{\"id\":");
    buffer_slice(line, name);
    buffer_text(line, ",\"dup_of\":");
    buffer_slice(line, survivors_at(&run->survivors, decision->survivor));
    buffer_format(line, ",\"similarity\":%.3f,\"why\":\"%s\"", decision->similarity, decision->why);
    if (decision->measured)
        buffer_format(line, ",\"contained\":[%.3f,%.3f],\"shared\":%.0f,\"numbers\":[%u,%u,%u]",
                      decision->pair.a.contained, decision->pair.b.contained, decision->pair.shared,
                      decision->pair.shared_numbers, decision->pair.a.numbers, decision->pair.b.numbers);
    buffer_byte(line, '}');
    cli_explain(&run->cli, buffer_view(line), (struct slice){NULL, 0});
}

/* Sentences of a document are compared within it if they are short; a sentence without `doc` is alone. */
static void exempt_short(struct run *run, struct slice text, size_t words)
{
    struct prepared *prepared = &run->prepared;
    if (words >= SHORT_SENTENCE)
        return;
    const struct member *document = record_find(&run->record, SLICE("doc"));
    if (!document) {
        prepared->exempt = true;
        return;
    }
    uint64_t scope = XXH3_64bits_withSeed(document->value.at, document->value.size, SCOPE_RECORDS);
    enum fold_level level = settings.fold < 0 ? FOLD_TEXT : (enum fold_level)settings.fold;
    prepare_text(&run->preparer, text, level, scope, false, false, prepared);
}

/* Prepares a record by its text; false if it has none. A text without a word is kept whatever came before: it says
 * that there was nothing, not that it was the same. */
static bool prepare_record(struct run *run)
{
    struct slice text;
    if (!record_string(&run->record, run->cli.key, &run->cli.arena, &text))
        return false;
    enum fold_level level = settings.fold < 0 ? FOLD_TEXT : (enum fold_level)settings.fold;
    bool sentence = record_find(&run->record, SLICE("sent")) && !settings.short_too;
    size_t words =
        prepare_text(&run->preparer, text, level, SCOPE_RECORDS, settings.near, sentence, &run->prepared);
    run->prepared.exempt = slice_trim(text).size == 0;
    if (sentence && !run->prepared.exempt)
        exempt_short(run, text, words);
    return true;
}

static bool prepare_members(struct run *run)
{
    buffer_clear(&run->bytes);
    if (!members_append(&run->by, &run->record, &run->bytes))
        return false;
    prepare_text(&run->preparer, buffer_view(&run->bytes), FOLD_NONE, SCOPE_MEMBERS, false, false, &run->prepared);
    return true;
}

static void take_record(struct run *run, const struct unit *unit)
{
    if (!cli_scan(&run->cli, unit, &run->record))
        return;
    if (!(settings.by_given ? prepare_members(run) : prepare_record(run))) {
        if (!settings.only)
            cli_untouched(&run->cli, &run->record);
        return;
    }
    struct decision decision;
    bool named = settings.mark || run->cli.explain;
    struct slice name = {NULL, 0};
    uint64_t kept = run->decider.kept;
    decide(&run->decider, &run->prepared, &decision);
    if (named)
        name = survivor_name(&run->record, run->cli.counts.records_in, &run->name);
    if (named && run->decider.kept > kept)
        survivors_add(&run->survivors, name);
    run->exempt += run->prepared.exempt;
    count_repeat(run, &decision);
    if (decision.repeat && run->cli.explain)
        explain(run, &decision, name);
    if (goes_out(&decision))
        write_record(run, &decision);
}

/* ---- the run ---- */

static void check_settings(struct cli *cli, struct members *by)
{
    if (settings.by_given && (settings.near || settings.fold >= 0))
        cli_usage(cli, "--by compares members as they are; --near and --fold compare the text");
    if (settings.by_given && !members_parse(by, slice_of(settings.by)))
        cli_usage(cli, "--by takes names of members such as url or meta.url, not '%s'", settings.by);
}

static void check_unit(struct cli *cli, const struct unit *unit)
{
    if (unit->format == FORMAT_JSONL)
        return;
    if (settings.mark)
        cli_usage(cli, "--mark writes members of records; %s is lines", unit->place.file);
    if (settings.by_given)
        cli_usage(cli, "--by compares members of records; %s is lines", unit->place.file);
}

static int finish(struct run *run)
{
    json_t *stats = json_pack("{s:I, s:I, s:I, s:I}", "kept", (json_int_t)run->decider.kept, "repeated_same",
                              (json_int_t)run->repeats[0], "repeated_near", (json_int_t)run->repeats[1], "exempt",
                              (json_int_t)run->exempt);
    int status = cli_finish_with(&run->cli, stats);
    json_decref(stats);
    decider_free(&run->decider);
    preparer_free(&run->preparer);
    survivors_free(&run->survivors);
    record_free(&run->record);
    buffer_free(&run->name);
    buffer_free(&run->bytes);
    buffer_free(&run->mended);
    buffer_free(&run->explanation);
    return status;
}

int main(int argc, char **argv)
{
    static struct run run;
    struct unit unit;
    cli_start(&run.cli, &tool, argc, argv);
    check_settings(&run.cli, &run.by);
    run.decider.with_near = settings.near;
    run.decider.remember = settings.mark || run.cli.explain;
    run.decider.near.threshold = settings.threshold;
    while (cli_next(&run.cli, &unit)) {
        check_unit(&run.cli, &unit);
        if (unit.format == FORMAT_JSONL)
            take_record(&run, &unit);
        else
            take_line(&run, &unit);
    }
    return finish(&run);
}
