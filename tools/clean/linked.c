#include "linked.h"

#include <jansson.h>

#include "fold.h"
#include "scan.h"
#include "tokenizer.h"

/* So many objects of a page's graph can be referred to by @id; so many scripts are read. */
enum { MOST_NODES = 256, MOST_SCRIPTS = 32, LONGEST_SCRIPT = 4 << 20 };

enum rank { RANK_NONE, RANK_OTHER, RANK_PAGE, RANK_WORK, RANK_ARTICLE };

struct graph {
    struct arena *arena;
    json_t *nodes[MOST_NODES];
    size_t count;
};

/* ---- from script to nodes ---- */

/* A copy of a script in which line ends and tabs inside strings are spaces and what is wrapped around is gone. */
static struct slice mended_script(struct arena *arena, struct slice script)
{
    char *copy = arena_copy(arena, script);
    bool string = false;
    for (size_t i = 0; i < script.size; i++) {
        if (copy[i] == '\\' && string)
            i++;
        else if (copy[i] == '"')
            string = !string;
        else if ((unsigned char)copy[i] < ' ')
            copy[i] = ' ';
    }
    size_t from = 0, to = script.size;
    while (from < to && copy[from] != '{' && copy[from] != '[')
        from++;
    while (to > from && copy[to - 1] != '}' && copy[to - 1] != ']')
        to--;
    return (struct slice){copy + from, to - from};
}

static json_t *parse(struct arena *arena, struct slice script)
{
    json_error_t error;
    json_t *root = json_loadb(script.at, script.size, JSON_ALLOW_NUL, &error);
    if (root)
        return root;
    script = mended_script(arena, script);
    return json_loadb(script.at, script.size, JSON_ALLOW_NUL | JSON_DISABLE_EOF_CHECK, &error);
}

static void add_node(struct graph *graph, json_t *node)
{
    if (graph->count < MOST_NODES)
        graph->nodes[graph->count++] = node;
}

/* Adds an object, or all objects of an array, as nodes. */
static void add_nodes(struct graph *graph, json_t *value)
{
    size_t index;
    json_t *item;
    if (json_is_object(value))
        add_node(graph, value);
    json_array_foreach(value, index, item) if (json_is_object(item)) add_node(graph, item);
}

/* The nodes grow while they are walked: graphs and what a page is about are nodes too. */
static void collect(struct graph *graph, json_t *root)
{
    static const char *const inside[] = {"@graph", "mainEntity", "mainEntityOfPage"};
    size_t next = graph->count;
    add_nodes(graph, root);
    for (; next < graph->count; next++)
        for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
            add_nodes(graph, json_object_get(graph->nodes[next], inside[i]));
}

/* ---- values ---- */

/* A string value as text: references decoded, white space folded; absent if it is none or empty. */
static struct slice text_of(struct graph *graph, const json_t *value)
{
    if (json_is_array(value))
        value = json_array_get(value, 0);
    if (!json_is_string(value) || json_string_length(value) == 0)
        return (struct slice){NULL, 0};
    struct slice raw = {json_string_value(value), json_string_length(value)};
    struct buffer decoded = {0};
    tokenizer_decode(&decoded, raw, DECODE_TEXT);
    struct slice text = fold_text(graph->arena, buffer_view(&decoded));
    buffer_free(&decoded);
    return text.size > 0 ? text : (struct slice){NULL, 0};
}

static struct slice member_text(struct graph *graph, const json_t *object, const char *name)
{
    return text_of(graph, json_object_get(object, name));
}

/* The node that an object with nothing but an @id stands for, else the object itself. */
static const json_t *resolve(const struct graph *graph, const json_t *object)
{
    const char *id = json_string_value(json_object_get(object, "@id"));
    if (!id || json_object_get(object, "name"))
        return object;
    for (size_t i = 0; i < graph->count; i++) {
        const char *other = json_string_value(json_object_get(graph->nodes[i], "@id"));
        if (other && strcmp(other, id) == 0 && json_object_get(graph->nodes[i], "name"))
            return graph->nodes[i];
    }
    return object;
}

static bool type_has(const json_t *object, struct slice lower)
{
    const json_t *type = json_object_get(object, "@type");
    size_t count = json_is_array(type) ? json_array_size(type) : 1;
    for (size_t i = 0; i < count; i++) {
        const char *name = json_string_value(json_is_array(type) ? json_array_get(type, i) : type);
        if (name && scan_has(slice_of(name), lower))
            return true;
    }
    return false;
}

static enum rank rank_of(const json_t *object)
{
    if (type_has(object, SLICE("article")) || type_has(object, SLICE("posting")) || type_has(object, SLICE("report")))
        return RANK_ARTICLE;
    if (type_has(object, SLICE("review")) || type_has(object, SLICE("recipe")) || type_has(object, SLICE("howto")) ||
        type_has(object, SLICE("creativework")) || type_has(object, SLICE("course")) || type_has(object, SLICE("book")))
        return RANK_WORK;
    if (type_has(object, SLICE("page")))
        return RANK_PAGE;
    return RANK_NONE;
}

/* ---- authors ---- */

static void add_author(struct linked *linked, struct slice name, bool organisation)
{
    if (!name.at || linked->author_count == LINKED_AUTHORS)
        return;
    for (size_t i = 0; i < linked->author_count; i++)
        if (slice_equal(linked->authors[i].name, name))
            return;
    linked->authors[linked->author_count++] = (struct linked_author){name, organisation};
}

static void add_author_value(struct graph *graph, struct linked *linked, const json_t *value)
{
    if (json_is_string(value)) {
        add_author(linked, text_of(graph, value), false);
    } else if (json_is_object(value)) {
        const json_t *node = resolve(graph, value);
        const json_t *name = json_object_get(node, "name");
        bool organisation = type_has(node, SLICE("organization")) || type_has(node, SLICE("corporation"));
        size_t index;
        const json_t *item;
        if (json_is_array(name))
            json_array_foreach(name, index, item) add_author(linked, text_of(graph, item), organisation);
        else
            add_author(linked, text_of(graph, name), organisation);
    }
}

static void read_authors(struct graph *graph, struct linked *linked, const json_t *value)
{
    size_t index;
    const json_t *item;
    if (json_is_array(value))
        json_array_foreach(value, index, item) add_author_value(graph, linked, item);
    else
        add_author_value(graph, linked, value);
}

/* ---- the page ---- */

struct best {
    enum rank headline, published, modified, site, lang, author;
};

static void take(struct slice *field, enum rank *best, enum rank rank, struct slice value)
{
    if (value.at && rank > *best) {
        *field = value;
        *best = rank;
    }
}

static void read_node(struct graph *graph, const json_t *node, struct linked *linked, struct best *best)
{
    enum rank rank = rank_of(node);
    if (rank == RANK_NONE) {
        if (type_has(node, SLICE("website")))
            take(&linked->site, &best->site, RANK_OTHER, member_text(graph, node, "name"));
        return;
    }
    struct slice headline = member_text(graph, node, "headline");
    if (!headline.at)
        headline = member_text(graph, node, "name");
    take(&linked->headline, &best->headline, rank, headline);
    take(&linked->published, &best->published, rank, member_text(graph, node, "datePublished"));
    if (rank >= RANK_WORK)
        take(&linked->published, &best->published, RANK_OTHER, member_text(graph, node, "dateCreated"));
    take(&linked->modified, &best->modified, rank, member_text(graph, node, "dateModified"));
    take(&linked->lang, &best->lang, rank, member_text(graph, node, "inLanguage"));
    const json_t *publisher = json_object_get(node, "publisher");
    if (json_is_object(publisher))
        take(&linked->site, &best->site, rank, member_text(graph, resolve(graph, publisher), "name"));
    const json_t *author = json_object_get(node, "author");
    if (!author)
        author = json_object_get(node, "creator");
    if (author && rank > best->author) {
        size_t before = linked->author_count;
        linked->author_count = 0;
        read_authors(graph, linked, author);
        if (linked->author_count > 0)
            best->author = rank;
        else
            linked->author_count = before;
    }
}

/* Scripts that name none of these cannot say anything of the page: most are lists of links or of shops. */
static bool is_worth_reading(struct slice script)
{
    static const char *const words[] = {"\"headline\"", "\"datePublished\"", "\"author\"",      "\"publisher\"",
                                        "\"WebSite\"",  "Article",           "\"dateModified\""};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct slice word = slice_of(words[i]);
        const char *at = script.at, *end = script.at + script.size;
        for (; (size_t)(end - at) >= word.size && (at = memchr(at, word.at[0], (size_t)(end - at))); at++)
            if ((size_t)(end - at) >= word.size && memcmp(at, word.at, word.size) == 0)
                return true;
    }
    return false;
}

void linked_read(const struct page *page, struct linked *linked)
{
    *linked = (struct linked){0};
    if (page->json_ld_count == 0)
        return;
    struct graph graph = {.arena = page->arena};
    struct best best = {0};
    json_t *roots[MOST_SCRIPTS];
    size_t count = 0;
    for (size_t i = 0; i < page->json_ld_count && count < MOST_SCRIPTS; i++) {
        if (page->json_ld[i].size > LONGEST_SCRIPT || !is_worth_reading(page->json_ld[i]))
            continue;
        json_t *root = parse(page->arena, page->json_ld[i]);
        if (!root)
            continue;
        roots[count++] = root;
        collect(&graph, root);
    }
    for (size_t i = 0; i < graph.count; i++)
        read_node(&graph, graph.nodes[i], linked, &best);
    while (count > 0)
        json_decref(roots[--count]);
}
