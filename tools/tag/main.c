/* tag: who, where, when and how much; who did what to whom. See tag(1). */
#include "cli.h"
#include "embed.h"
#include "events.h"
#include "held.h"
#include "limits.h"
#include "names.h"
#include "relay.h"
#include "report.h"
#include "tagger.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

EMBEDDED(rules)
EMBEDDED(names)
EMBEDDED(spans)
EMBEDDED(words)
EMBEDDED(speech)
EMBEDDED(frames)

static struct settings {
    int to; /* enum report_form */
    uint64_t max_document;
    bool stream, only_names, all_events, no_events;
    const char *types, *rules, *compile;
    struct option_list names, frames;
} settings = {.max_document = LIMIT_DOCUMENT};

static const struct option options[] = {
    {.name = "to",
     .kind = OPTION_CHOICE,
     .target = &settings.to,
     .argument = "FORM",
     .choices = "records|ansi|html",
     .help = "write records, the marked text in colour, or one page with it"},
    {.letter = 't',
     .name = "types",
     .kind = OPTION_STRING,
     .target = &settings.types,
     .argument = "TYPE,...",
     .help = "entities of these types only: PERSON,ORG,COUNTRY,..."},
    {.name = "names",
     .kind = OPTION_LIST,
     .target = &settings.names,
     .argument = "FILE",
     .help = "names of your own, before those built in: a readable list or a\n"
             "compiled one; may be given several times if readable"},
    {.name = "only-names",
     .kind = OPTION_FLAG,
     .target = &settings.only_names,
     .help = "lists of names alone: no patterns, no model, no events"},
    {.name = "rules",
     .kind = OPTION_STRING,
     .target = &settings.rules,
     .argument = "FILE",
     .help = "patterns for dates, times, amounts and numbers instead of those built in"},
    {.name = "frames",
     .kind = OPTION_LIST,
     .target = &settings.frames,
     .argument = "FILE",
     .help = "event frames of your own, before those built in"},
    {.name = "all-events",
     .kind = OPTION_FLAG,
     .target = &settings.all_events,
     .help = "events of low confidence, too, each with its conf"},
    {.name = "no-events", .kind = OPTION_FLAG, .target = &settings.no_events, .help = "entities only"},
    {.name = "stream",
     .kind = OPTION_FLAG,
     .target = &settings.stream,
     .help = "write each record at once; names introduced later do not help earlier ones"},
    {.name = "max-document",
     .kind = OPTION_SIZE,
     .target = &settings.max_document,
     .argument = "BYTES",
     .help = "hold at most this much of a document (default 16M)",
     .least = 1,
     .most = 1e15},
    {.name = "compile-names",
     .kind = OPTION_STRING,
     .target = &settings.compile,
     .argument = "FILE",
     .help = "compile the lists named with --names into FILE and end"},
};

static const struct tool tool = {
    .name = "tag",
    .summary = "mark who, where, when and how much in records, and who did what to whom",
    .operands = "[OPTION]... [FILE]...",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .shares = CLI_KEY | CLI_EXPLAIN | CLI_JOBS,
    .formats = "jsonl|csv",
    .epilogue = "examples:\n"
                "  clean pages/*.html | segment | tag >tagged.jsonl\n"
                "  tag --to=ansi tagged.jsonl | less -R\n"
                "  tag --names=ministries.tsv --types=ORG,PERSON sentences.jsonl",
};

#define BATCH_DOCUMENTS 64
#define BATCH_BYTES (UINT64_C(128) << 10) /* of records, or one document */

/* What one thread works with. */
struct worker {
    struct tagger tagger;
    struct report report;
    struct record record;
};

struct run {
    struct cli cli;
    struct names_model model;
    struct events events;
    struct buffer *frame_files; /* those named with --frames; the events point into them */
    struct tagger tagger;       /* as each worker's begins */
    struct report report;
    struct worker *workers; /* as many as jobs */
    struct relay relay;     /* of documents; the one that is being filled grows until the next begins */
    struct members members;
    struct buffer doc; /* key of the document that grows, as written */
    bool has_doc;
    bool long_document; /* it has been written in part, and that was told */
    bool said_no_date;
    uint64_t documents, entities, events_found;
    struct buffer user_block, rules_file; /* what the user's names and rules point into */
};

static struct run the_run;

/* ---- a document, by any thread ---- */

static void explain_line(void *context, struct slice json)
{
    struct buffer *lines = context;
    buffer_slice(lines, json);
    buffer_byte(lines, '\n');
}

static void explain_entities(struct worker *worker, struct held *held)
{
    for (size_t i = 0; i < held->document.sentence_count; i++)
        report_explain(&worker->report, &held->explained, &held->document.sentences[i]);
}

/* Reports into the document's own buffer. */
static void report_apart(struct worker *worker, struct held *held)
{
    size_t sentence = 0;
    for (size_t i = 0; i < held->count; i++) {
        struct held_record *record = &held->records[i];
        if (record->text)
            report_record(&worker->report, &held->reports, &worker->record, &record->line,
                          &held->document.sentences[sentence++]);
        record->end = held->reports.size;
    }
}

static void tag_one(void *thing, size_t number)
{
    struct held *held = thing;
    struct worker *worker = &the_run.workers[number];
    struct events_explain explain = {explain_line, &held->explained};
    held->document.arena = &held->arena;
    tagger_document(&worker->tagger, &held->document);
    held->limited = worker->tagger.limited;
    worker->tagger.limited = NULL;
    if (!settings.no_events && !settings.only_names && held->document.english)
        events_find(&the_run.events, &held->document, the_run.cli.explain ? &explain : NULL);
    if (the_run.cli.explain)
        explain_entities(worker, held);
    if (the_run.cli.jobs > 1)
        report_apart(worker, held);
}

/* ---- from the reader to the writer ---- */

static void write_explained(struct run *run, const struct held *held)
{
    struct slice rest = buffer_view(&held->explained), line;
    while (slice_line(&rest, &line))
        cli_explain(&run->cli, line, (struct slice){NULL, 0});
}

static void write_untouched(struct run *run, const struct held_record *record)
{
    struct record_error error;
    struct record *scratch = &run->workers[0].record;
    record_scan(scratch, record->line.whole, &error);
    if (run->report.form == REPORT_RECORDS)
        cli_untouched(&run->cli, scratch);
    else
        cli_lacks_text(&run->cli, scratch);
}

/* Writes a document that is done; a single thread reports only now, into the output itself. */
static void write_document(struct run *run, const struct held *held)
{
    struct worker *worker = &run->workers[0];
    struct buffer *out = &run->cli.output.buffer;
    size_t from = 0;
    const struct sentence *sentence = held->document.sentences;
    if (held->limited)
        cli_warn(&run->cli, "rule %s met a bound and was left out for a sentence", held->limited);
    for (size_t i = 0; i < held->count; i++) {
        const struct held_record *record = &held->records[i];
        if (!record->text) {
            write_untouched(run, record);
            continue;
        }
        if (run->cli.jobs > 1)
            buffer_slice(out, slice_part(buffer_view(&held->reports), from, record->end));
        else
            report_record(&worker->report, out, &worker->record, &record->line, sentence);
        from = record->end;
        cli_written(&run->cli, 1);
        run->entities += sentence->entity_count;
        run->events_found += sentence++->event_count;
    }
    write_explained(run, held);
    run->documents++;
}

static void write_documents(void *run, void *things, size_t count)
{
    struct held *documents = things;
    for (size_t i = 0; i < count; i++) {
        write_document(run, &documents[i]);
        held_clear(&documents[i]);
    }
}

static void settle(void *run)
{
    relay_settle(&((struct run *)run)->relay);
}

static struct held *growing(const struct run *run)
{
    return relay_thing(&run->relay);
}

/* The document that grows is whole, if there is one. */
static void end_document(struct run *run)
{
    if (growing(run)->count > 0)
        relay_put(&run->relay, growing(run)->bytes);
}

/* Begins a new document unless the record goes on with the one that grows. */
static void turn(struct run *run, const struct record *record)
{
    const struct member *doc = member_of(&run->members, record, MEMBER_DOC);
    bool same = doc && run->has_doc && slice_equal(doc->value, buffer_view(&run->doc));
    run->long_document &= same;
    if (same)
        return;
    end_document(run);
    run->has_doc = doc != NULL;
    buffer_clear(&run->doc);
    if (doc)
        buffer_slice(&run->doc, doc->value);
}

/* Said once: where one record has such a date, most often all have. */
static void say_no_date(struct run *run, struct slice date)
{
    if (date.size > 0 && !run->said_no_date)
        cli_warn(&run->cli,
                 "date '%.*s' is no day of ISO 8601 (2024-05-31): \"on Monday\" is counted from none (said once)",
                 (int)(date.size < 40 ? date.size : 40), date.at);
    run->said_no_date |= date.size > 0;
}

static void take_record(struct run *run, const struct record *record)
{
    members_find(&run->members, record, run->cli.key);
    turn(run, record);
    held_add(growing(run), record, &run->members);
    say_no_date(run, growing(run)->no_date);
    if (settings.stream)
        end_document(run);
    if (growing(run)->bytes <= settings.max_document)
        return;
    if (!run->long_document) {
        cli_warn(&run->cli,
                 "the document is longer than --max-document: names that come later do not help earlier ones");
        run->long_document = true;
    }
    end_document(run);
}

/* ---- opening ---- */

/* Maps a file; empty with errno set on failure. */
static struct slice map_file(const char *path)
{
    struct stat status;
    struct slice bytes = {NULL, 0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return bytes;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
        void *at = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (at != MAP_FAILED)
            bytes = (struct slice){at, (size_t)status.st_size};
    }
    int saved = errno;
    close(fd);
    errno = saved;
    return bytes;
}

static void add_list(struct run *run, struct gazetteer_lists *lists, const char *path)
{
    struct buffer text = {0};
    const char *what = NULL;
    uint64_t line = 0;
    if (!input_read_file(path, LIMIT_RULE_FILE, &text))
        cli_usage(&run->cli, "%s: %s", path, strerror(errno));
    if (!gazetteer_lists_add(lists, buffer_view(&text), &line, &what))
        cli_usage(&run->cli, "%s:%llu: %s", path, (unsigned long long)line, what);
    buffer_free(&text);
}

static void open_user_names(struct run *run)
{
    static const char magic[] = "broadsheet names";
    const char *what = NULL;
    if (settings.names.count == 0)
        return;
    struct slice first = map_file(settings.names.values[0]);
    if (settings.names.count == 1 && first.size > sizeof magic && memcmp(first.at, magic, sizeof magic - 1) == 0) {
        if (!gazetteer_open(&run->tagger.gazetteers[run->tagger.gazetteer_count++], first, &what))
            cli_usage(&run->cli, "%s: %s", settings.names.values[0], what);
        return;
    }
    struct gazetteer_lists *lists = gazetteer_lists_new();
    for (size_t i = 0; i < settings.names.count; i++)
        add_list(run, lists, settings.names.values[i]);
    gazetteer_compile(lists, &run->user_block);
    gazetteer_lists_free(lists);
    gazetteer_open_own(&run->tagger.gazetteers[run->tagger.gazetteer_count++], buffer_view(&run->user_block), &what);
}

/* --compile-names: readable lists in, a compiled file out. Ends the process. */
static void compile_names(struct run *run)
{
    struct buffer block = {0};
    struct gazetteer_lists *lists = gazetteer_lists_new();
    if (settings.names.count == 0)
        cli_usage(&run->cli, "--compile-names needs lists: --names=FILE");
    for (size_t i = 0; i < settings.names.count; i++)
        add_list(run, lists, settings.names.values[i]);
    gazetteer_compile(lists, &block);
    gazetteer_lists_free(lists);
    FILE *file = fopen(settings.compile, "wb");
    if (!file || fwrite(block.at, 1, block.size, file) != block.size || fclose(file) != 0)
        cli_fail(&run->cli, "%s: %s", settings.compile, strerror(errno));
    buffer_free(&block);
    exit(cli_finish(&run->cli));
}

/* Patterns are compiled when they are first sought, and remember what they found: each worker has its own. */
static void open_rules(struct run *run, struct tagger *tagger)
{
    char message[256];
    uint64_t line = 0;
    struct slice file = settings.rules ? buffer_view(&run->rules_file) : embedded_rules();
    tagger->rules = rules_open(file, !settings.rules, &line, message, sizeof message);
    if (!tagger->rules)
        cli_usage(&run->cli, "%s:%llu: %s", settings.rules ? settings.rules : "rules.tsv", (unsigned long long)line,
                  message);
}

static void open_frames(struct run *run)
{
    struct frame_error error = {0};
    if (!events_open(&run->events, embedded_speech(), embedded_frames(), &error))
        cli_usage(&run->cli, "frames.tsv:%llu: %s", (unsigned long long)error.line, error.what);
    run->frame_files = memory_zeroed(settings.frames.count + 1, sizeof *run->frame_files);
    for (size_t i = 0; i < settings.frames.count; i++) {
        struct buffer *text = &run->frame_files[i];
        if (!input_read_file(settings.frames.values[i], LIMIT_RULE_FILE, text))
            cli_usage(&run->cli, "%s: %s", settings.frames.values[i], strerror(errno));
        if (!frames_read(&run->events.frames, buffer_view(text), &error))
            cli_usage(&run->cli, "%s:%llu: %s", settings.frames.values[i], (unsigned long long)error.line, error.what);
    }
    run->events.all = settings.all_events;
    events_ready(&run->events);
}

static void open_all(struct run *run)
{
    const char *what = NULL;
    if (settings.all_events && (settings.no_events || settings.only_names))
        cli_usage(&run->cli, "--all-events and %s exclude each other",
                  settings.no_events ? "--no-events" : "--only-names");
    if (settings.compile)
        compile_names(run);
    open_user_names(run);
    if (!gazetteer_open_own(&run->tagger.gazetteers[run->tagger.gazetteer_count++], embedded_names(), &what))
        cli_fail(&run->cli, "names: %s", what);
    run->tagger.only_names = settings.only_names;
    struct buffer why = {0};
    if (!report_types(&run->report, settings.types, &why))
        cli_usage(&run->cli, "--types: %s", buffer_terminate(&why));
    run->report.form = (enum report_form)settings.to;
    run->report.confidence = settings.all_events;
    if (settings.only_names)
        return;
    if (!names_open(&run->model, embedded_spans(), &what))
        cli_fail(&run->cli, "spans.model: %s", what);
    if (!clusters_open(&run->tagger.clusters, embedded_words(), &what))
        cli_fail(&run->cli, "words.clusters: %s", what);
    run->tagger.model = &run->model;
    language_open(&run->tagger.languages);
    if (settings.rules && !input_read_file(settings.rules, LIMIT_RULE_FILE, &run->rules_file))
        cli_usage(&run->cli, "%s: %s", settings.rules, strerror(errno));
    if (!settings.no_events)
        open_frames(run);
}

static void open_workers(struct run *run)
{
    size_t jobs = run->cli.jobs;
    run->workers = memory_zeroed(jobs, sizeof *run->workers);
    for (size_t i = 0; i < jobs; i++) {
        struct worker *worker = &run->workers[i];
        worker->report = run->report;
        worker->tagger = run->tagger;
        worker->tagger.filters = memory_zeroed(1, sizeof *worker->tagger.filters);
        if (!settings.only_names)
            open_rules(run, &worker->tagger);
    }
    struct relay_plan plan = {.jobs = jobs,
                              .thing_size = sizeof(struct held),
                              .most = jobs > 1 ? BATCH_DOCUMENTS : 1,
                              .most_bytes = BATCH_BYTES,
                              .at_once = run->cli.output.each,
                              .work = tag_one,
                              .hand_out = write_documents,
                              .argument = run};
    if (!relay_open(&run->relay, &plan))
        cli_fail(&run->cli, "cannot start %zu threads", jobs);
    run->cli.before_wait = settle;
    run->cli.before_wait_argument = run;
}

static void release_document(void *held)
{
    held_free(held);
}

static void close_workers(struct run *run)
{
    relay_close(&run->relay, release_document);
    for (size_t i = 0; i < run->cli.jobs; i++) {
        report_free(&run->workers[i].report);
        record_free(&run->workers[i].record);
    }
}

int main(int argc, char **argv)
{
    struct run *run = &the_run;
    struct record record = {0};
    cli_start(&run->cli, &tool, argc, argv);
    open_all(run);
    open_workers(run);
    report_begin(&run->report, &run->cli);
    while (cli_next_record(&run->cli, &record))
        take_record(run, &record);
    end_document(run);
    settle(run);
    report_end(&run->report, &run->cli);
    close_workers(run);
    record_free(&record);
    json_t *extra = json_pack("{s:I,s:I,s:I}", "documents", (json_int_t)run->documents, "entities",
                              (json_int_t)run->entities, "events", (json_int_t)run->events_found);
    int status = cli_finish_with(&run->cli, extra);
    json_decref(extra);
    return status;
}
