/* clean: takes the article out of a page. */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>

#include "cli.h"
#include "document.h"
#include "limits.h"
#include "pattern.h"
#include "relay.h"
#include "report.h"
#include "scan.h"
#include "text.h"

enum output_form { TO_RECORDS, TO_TEXT };
enum table_choice { TABLES_KEEP, TABLES_DROP };

static struct {
    int to, favor, tables;
    bool comments, links;
    const char *rules;
} choices;

static const struct option options[] = {
    {0, "to", OPTION_CHOICE, &choices.to, "FORM", "write records (the default) or the articles' text", "records|text",
     NULL, 0, 0, NULL},
    {0, "favor", OPTION_CHOICE, &choices.favor, "WHAT", "when in doubt, drop a line (precision) or keep it (recall)",
     "balance|precision|recall", NULL, 0, 0, NULL},
    {0, "rules", OPTION_STRING, &choices.rules, "FILE",
     "lines that begin with a phrase of FILE are kept or dropped:\n"
     "keep, drop, keep-line or drop-line, a tab, the phrase",
     NULL, NULL, 0, 0, NULL},
    {0, "comments", OPTION_FLAG, &choices.comments, NULL, "keep readers' comments, behind the article", NULL, NULL, 0,
     0, NULL},
    {0, "tables", OPTION_CHOICE, &choices.tables, "WHAT", "keep the cells of tables (the default) or drop them",
     "keep|drop", "keep", 0, 0, NULL},
    {0, "links", OPTION_FLAG, &choices.links, NULL, "write the address of a paragraph's first link behind it, as <URL>",
     NULL, NULL, 0, 0, NULL},
};

static const struct tool tool = {
    .name = "clean",
    .summary = "take the article out of a page",
    .operands = "[OPTION]... [FILE]...",
    .epilogue = "examples:\n"
                "  clean page.html | tocsv -f title,date,text\n"
                "  clean --to=text page.html\n"
                "  zcat crawl.warc.gz | clean | segment\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .shares = CLI_KEY | CLI_EXPLAIN | CLI_JOBS,
    .formats = "jsonl|warc|html|text|csv",
    .input = {.text = TEXT_BY_FILE, .html = true, .warc = true},
};

#define BATCH_PAGES 2                     /* that are worked on together, */
#define BATCH_BYTES (UINT64_C(512) << 10) /* or fewer when they are long */

struct run {
    struct cli cli;
    struct reading reading;
    struct report report;
    struct relay relay;   /* of documents: read by any thread, written in order */
    uint64_t passed_over; /* WARC records that hold no page */
    bool ended;           /* by --strict */
};

static struct run the_run;

/* ---- rules of the user's ---- */

static void add_phrase(struct run *run, struct slice kind, struct slice text, uint64_t line)
{
    struct cli *cli = &run->cli;
    struct buffer lower = {0};
    struct phrase phrase = {.keep = scan_starts(kind, SLICE("keep")), .whole = scan_ends(kind, SLICE("-line"))};
    if (!slice_is(kind, "keep") && !slice_is(kind, "drop") && !slice_is(kind, "keep-line") &&
        !slice_is(kind, "drop-line"))
        cli_usage(cli, "%s:%llu: a rule begins with keep, drop, keep-line or drop-line", choices.rules,
                  (unsigned long long)line);
    if (text.size == 0 || text_valid(text) < text.size)
        cli_usage(cli, "%s:%llu: a rule needs a tab and a phrase in UTF-8", choices.rules, (unsigned long long)line);
    text_lower_append(&lower, text);
    phrase.text = buffer_view(&lower);
    size_t count = run->reading.extract.phrase_count, capacity = count;
    struct phrase *phrases = memory_grow((void *)run->reading.extract.phrases, &capacity, count + 1, sizeof *phrases);
    phrases[count] = phrase;
    run->reading.extract.phrases = phrases;
    run->reading.extract.phrase_count++;
}

static void read_rules(struct run *run)
{
    struct buffer file = {0};
    if (!input_read_file(choices.rules, LIMIT_RULE_FILE, &file))
        cli_usage(&run->cli, "%s: %s", choices.rules, strerror(errno));
    struct rule_lines lines = {.rest = buffer_view(&file)};
    struct slice fields[2];
    for (size_t count; (count = rule_next(&lines, fields, 2)) > 0;)
        add_phrase(run, fields[0], count > 1 ? fields[1] : (struct slice){"", 0}, lines.line);
    buffer_free(&file);
}

/* ---- pages ---- */

static void read_document(void *document, size_t worker)
{
    (void)worker;
    document_read(document, &the_run.reading);
}

static void write_page(struct run *run, const struct document *document)
{
    uint64_t replaced = document->decoded.replaced;
    run->cli.counts.mended += replaced;
    if (replaced > 0)
        cli_warn(&run->cli, "%llu place%s of the page %s no text in %s: replaced", (unsigned long long)replaced,
                 replaced == 1 ? "" : "s", replaced == 1 ? "is" : "are", document->decoded.encoding);
    if (document->article.text.size == 0)
        cli_warn(&run->cli, "a page without an article");
    if (document->page.joined)
        cli_warn(&run->cli, "a page behind the end of another, as in files joined end to end: read as one page");
    report_write(&run->report, document);
}

static void write_document(struct run *run, struct document *document)
{
    struct cli *cli = &run->cli;
    cli_turn_to(cli, &document->unit);
    /* What could not be scanned is scanned again here, where it can be mended, or rejected in its turn. */
    if (document->state == DOCUMENT_BAD && cli_scan(cli, &document->unit, &document->record))
        document_read_record(document, &run->reading);
    if (document->damage)
        cli_reject(cli, "%s", document->damage);
    run->passed_over += document->state == DOCUMENT_NO_PAGE;
    if (document->state == DOCUMENT_PAGE)
        write_page(run, document);
    else if (document->state == DOCUMENT_NO_TEXT && run->report.as_text)
        cli_lacks_text(cli, &document->record); /* it has nothing to write */
    else if (document->state == DOCUMENT_NO_TEXT)
        cli_untouched(cli, &document->record);
}

static void write_documents(void *run, void *things, size_t count)
{
    struct document *documents = things;
    struct run *mine = run;
    for (size_t i = 0; i < count && !mine->ended; i++) {
        uint64_t rejected = mine->cli.counts.rejected;
        write_document(mine, &documents[i]);
        mine->ended = mine->cli.strict && mine->cli.counts.rejected > rejected;
    }
}

static void settle(void *run)
{
    relay_settle(&((struct run *)run)->relay);
}

static void release_document(void *document)
{
    document_free(document);
}

static void start(struct run *run)
{
    struct cli *cli = &run->cli;
    const char *what;
    if (!extract_start(&what))
        cli_fail(cli, "the models compiled in are damaged: %s", what);
    if (cli->jobs > 1)
        document_share();
    run->reading = (struct reading){.key = cli->key,
                                    .max_record = cli->max_record,
                                    .format_told = cli->from != FORMAT_AUTO,
                                    .extract = {.favor = (enum favor)choices.favor,
                                                .comments = choices.comments,
                                                .no_tables = choices.tables == TABLES_DROP,
                                                .links = choices.links}};
    if (choices.rules)
        read_rules(run);
    run->report = (struct report){.cli = cli, .as_text = choices.to == TO_TEXT};
    struct relay_plan plan = {.jobs = cli->jobs,
                              .thing_size = sizeof(struct document),
                              .most = cli->jobs > 1 ? BATCH_PAGES : 1,
                              .most_bytes = BATCH_BYTES,
                              .at_once = cli->output.each,
                              .work = read_document,
                              .hand_out = write_documents,
                              .argument = run};
    if (!relay_open(&run->relay, &plan))
        cli_fail(cli, "cannot start %llu threads", (unsigned long long)cli->jobs);
    cli->before_wait = settle;
    cli->before_wait_argument = run;
}

/* A file of requests, of redirections or of pictures gives no line, and no word but this. */
static void say_passed_over(struct run *run)
{
    struct cli *cli = &run->cli;
    cli->place = (struct place){0};
    if (run->report.pages == 0 && run->passed_over > cli->counts.rejected)
        cli_warn(cli, "no page in %llu WARC record%s: none is HTML or text that came with a success",
                 (unsigned long long)run->passed_over, run->passed_over == 1 ? "" : "s");
}

static void release(struct run *run)
{
    struct extract_options *extract = &run->reading.extract;
    for (size_t i = 0; i < extract->phrase_count; i++)
        free((void *)extract->phrases[i].text.at);
    free((void *)extract->phrases);
    report_free(&run->report);
}

int main(int argc, char **argv)
{
    struct run *run = &the_run;
    struct cli *cli = &run->cli;
    struct unit unit;
    cli_start(cli, &tool, argc, argv);
    start(run);
    while (cli_next(cli, &unit)) {
        document_take(relay_thing(&run->relay), &unit, cli->jobs > 1);
        relay_put(&run->relay, unit.bytes.size);
    }
    relay_settle(&run->relay);
    relay_close(&run->relay, release_document);
    say_passed_over(run);
    json_t *extra = json_pack("{s:I, s:I, s:I, s:I}", "pages", (json_int_t)run->report.pages, "pages_without_article",
                              (json_int_t)run->report.empty, "pages_recoded", (json_int_t)run->report.recoded,
                              "passed_over", (json_int_t)run->passed_over);
    int status = cli_finish_with(cli, extra);
    json_decref(extra);
    release(run);
    return status;
}
