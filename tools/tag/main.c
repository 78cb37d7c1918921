/* tag: who, where, when and how much; who did what to whom. See tag(1). */
#include "cli.h"
#include "embed.h"
#include "events.h"
#include "limits.h"
#include "names.h"
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
    .shares = CLI_KEY | CLI_EXPLAIN,
    .formats = "jsonl|csv",
    .epilogue = "examples:\n"
                "  clean pages/*.html | segment | tag >tagged.jsonl\n"
                "  tag --to=ansi tagged.jsonl | less -R\n"
                "  tag --names=ministries.tsv --types=ORG,PERSON sentences.jsonl",
};

/* A record that waits for the end of its document. */
struct held {
    struct report_line line;
    bool text; /* has a string to work on; others pass untouched */
};

/* Members of a record that tag reads. */
enum member_of { MEMBER_DOC, MEMBER_DATE, MEMBER_LANG, MEMBER_ID, MEMBER_KIND, MEMBER_TEXT, MEMBERS };

struct run {
    struct cli cli;
    struct tagger tagger;
    struct names_model model;
    struct events events;
    struct buffer *frame_files; /* those named with --frames; the events point into them */
    struct report report;
    struct arena arena; /* of the present document */
    struct document document;
    struct buffer doc; /* the document's key, as written */
    bool open, has_doc;
    struct held *held;
    size_t held_count, held_capacity;
    size_t sentence_capacity;
    uint64_t bytes, documents, long_documents;
    size_t members[MEMBERS]; /* of the present record: its number, + 1; 0 if there is none */
    bool long_document;      /* the present one has been written in part, and that was told */
    bool tagged;             /* it has entities or events already */
    struct record record;
    struct buffer user_block, rules_file; /* what the user's names and rules point into */
    uint64_t entities, events_found;
};

/* ---- one document ---- */

static void explain_line(void *context, struct slice json)
{
    struct run *run = context;
    cli_explain(&run->cli, json, (struct slice){NULL, 0});
}

/* Writes the held records of the document, marked, and forgets them. */
static void finish_document(struct run *run)
{
    struct events_explain explain = {explain_line, run};
    if (run->held_count == 0)
        return;
    tagger_document(&run->tagger, &run->document);
    if (run->tagger.limited) {
        cli_warn(&run->cli, "rule %s met a bound and was left out for a sentence", run->tagger.limited);
        run->tagger.limited = NULL;
    }
    if (!settings.no_events && !settings.only_names && run->document.english)
        events_find(&run->events, &run->document, run->cli.explain ? &explain : NULL);
    size_t sentence = 0;
    for (size_t i = 0; i < run->held_count; i++) {
        const struct sentence *tagged = run->held[i].text ? &run->document.sentences[sentence++] : NULL;
        report_record(&run->report, &run->cli, &run->record, &run->held[i].line, tagged);
        if (tagged && run->cli.explain)
            report_explain(&run->report, &run->cli, tagged);
        if (tagged) {
            run->entities += tagged->entity_count;
            run->events_found += tagged->event_count;
        }
    }
    run->documents++;
    run->held_count = 0;
    run->bytes = 0;
    run->document.sentence_count = 0;
    arena_reset(&run->arena);
}

/* The same bytes where they last: in the copy of the record's line if they are part of the line, else where they are,
 * in the document's arena. */
static struct slice held_slice(const struct record *record, struct slice line, struct slice text)
{
    size_t offset = (size_t)(text.at - record->line.at);
    bool in_line = text.at >= record->line.at && text.at <= record->line.at + record->line.size;
    return in_line ? slice_part(line, offset, offset + text.size) : text;
}

static size_t number_of(const struct record *record, struct slice name)
{
    const struct member *member = record_find(record, name);
    return member ? (size_t)(member - record->members) + 1 : 0;
}

/* Finds the members that are read; those of a line with the same keys stand where they stood. */
static void find_members(struct run *run, const struct record *record)
{
    if (record->same_keys)
        return;
    const struct slice names[MEMBERS] = {SLICE("doc"), SLICE("date"), SLICE("lang"),
                                         SLICE("id"),  SLICE("kind"), run->cli.key};
    for (int i = 0; i < MEMBERS; i++)
        run->members[i] = number_of(record, names[i]);
    run->tagged = record_find(record, SLICE("entities")) || record_find(record, SLICE("events"));
}

/* NULL if the record has none. */
static const struct member *member_of(const struct run *run, const struct record *record, enum member_of which)
{
    return run->members[which] ? &record->members[run->members[which] - 1] : NULL;
}

/* A string member of the record whose line is kept as `line`; absent if there is none. */
static struct slice held_string(struct run *run, const struct record *record, struct slice line, enum member_of which)
{
    struct slice text = {NULL, 0};
    member_string(member_of(run, record, which), &run->arena, &text);
    return text.at ? held_slice(record, line, text) : text;
}

/* Keeps a copy of the record's line and, if it has text, a sentence that looks into the copy. */
static void hold(struct run *run, const struct record *record, const struct slice *text)
{
    struct held *held;
    struct slice line = {arena_copy(&run->arena, record->line), record->line.size};
    run->held = memory_grow(run->held, &run->held_capacity, run->held_count + 1, sizeof *run->held);
    held = &run->held[run->held_count++];
    *held = (struct held){report_line(record, line, run->tagged), text != NULL};
    run->bytes += record->line.size;
    if (!text)
        return;
    struct document *document = &run->document;
    document->sentences = memory_grow(document->sentences, &run->sentence_capacity, document->sentence_count + 1,
                                      sizeof *document->sentences);
    struct sentence *sentence = &document->sentences[document->sentence_count++];
    *sentence = (struct sentence){.text = held_slice(record, line, *text),
                                  .id = held_string(run, record, line, MEMBER_ID),
                                  .kind = held_string(run, record, line, MEMBER_KIND)};
}

static void keep_member(struct run *run, const struct record *record, enum member_of which, struct slice *into)
{
    struct slice text = {NULL, 0};
    if (into->at == NULL && member_string(member_of(run, record, which), &run->arena, &text))
        *into = (struct slice){arena_copy(&run->arena, text), text.size};
}

/* Begins a new document unless the record goes on with the one that is held. */
static void turn(struct run *run, const struct record *record)
{
    const struct member *doc = member_of(run, record, MEMBER_DOC);
    bool same = doc && run->has_doc && slice_equal(doc->value, buffer_view(&run->doc));
    run->long_document &= same;
    if (!same || run->held_count == 0) {
        finish_document(run);
        run->document.date = run->document.lang = (struct slice){NULL, 0};
        run->document.weekday = 0;
        run->has_doc = doc != NULL;
        buffer_clear(&run->doc);
        if (doc)
            buffer_slice(&run->doc, doc->value);
    }
    keep_member(run, record, MEMBER_DATE, &run->document.date);
    keep_member(run, record, MEMBER_LANG, &run->document.lang);
}

static void take_record(struct run *run, const struct record *record)
{
    struct slice text = {NULL, 0};
    find_members(run, record);
    turn(run, record);
    bool has_text = member_string(member_of(run, record, MEMBER_TEXT), &run->arena, &text);
    hold(run, record, has_text ? &text : NULL);
    if (settings.stream)
        finish_document(run);
    if (run->bytes > settings.max_document) {
        if (!run->long_document) {
            cli_warn(&run->cli,
                     "the document is longer than --max-document: names that come later do not help earlier ones");
            run->long_documents++;
            run->long_document = true;
        }
        finish_document(run);
    }
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

static void open_rules(struct run *run)
{
    struct slice file = embedded_rules();
    char message[256];
    uint64_t line = 0;
    if (settings.rules) {
        if (!input_read_file(settings.rules, LIMIT_RULE_FILE, &run->rules_file))
            cli_usage(&run->cli, "%s: %s", settings.rules, strerror(errno));
        file = buffer_view(&run->rules_file);
    }
    run->tagger.rules = rules_open(file, !settings.rules, &line, message, sizeof message);
    if (!run->tagger.rules)
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
    run->tagger.filters = memory_zeroed(1, sizeof *run->tagger.filters);
    if (!report_types(&run->report, settings.types, &what))
        cli_usage(&run->cli, "--types: %s", what);
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
    open_rules(run);
    if (!settings.no_events)
        open_frames(run);
}

int main(int argc, char **argv)
{
    static struct run run;
    struct record *record = &run.record;
    cli_start(&run.cli, &tool, argc, argv);
    open_all(&run);
    run.document.arena = &run.arena;
    report_begin(&run.report, &run.cli);
    struct record scanned = {0};
    while (cli_next_record(&run.cli, &scanned))
        take_record(&run, &scanned);
    finish_document(&run);
    report_end(&run.report, &run.cli);
    record_free(record);
    record_free(&scanned);
    json_t *extra = json_pack("{s:I,s:I,s:I}", "documents", (json_int_t)run.documents, "entities",
                              (json_int_t)run.entities, "events", (json_int_t)run.events_found);
    int status = cli_finish_with(&run.cli, extra);
    json_decref(extra);
    return status;
}
