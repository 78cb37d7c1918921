#include "html.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "attributes.h"
#include "entities.h"
#include "fold.h"
#include "limits.h"
#include "tokenizer.h"

/* So many open inline elements of one name are enough; more (a page that forgets its end tags) change nothing. */
#define MOST_INLINE 16

/* What an open element does to the text inside it. */
enum effect { EFFECT_LINK = 1, EFFECT_STRONG = 2, EFFECT_PRE = 4, EFFECT_SKIP = 8, EFFECT_FOREIGN = 16, EFFECTS = 5 };

struct open {
    uint16_t tag;
    uint8_t effects;
    bool made; /* `element` is its own, else that of the nearest ancestor which has one */
    uint32_t element;
    uint32_t block;                           /* element of the nearest block at or above it */
    uint32_t mark;                            /* index + 1, 0 if it has none */
    uint32_t time;                            /* index + 1 of a <time> that waits for its text */
    struct slice name;                        /* of TAG_OTHER */
    struct slice classes, id, role, itemprop; /* raw, until it is made */
    bool hidden;
};

struct reader {
    struct page *page;
    struct arena *arena;
    struct tokenizer tokenizer;
    struct fold fold;
    struct buffer scratch;
    struct open stack[LIMIT_HTML_DEPTH];
    unsigned depth;
    unsigned effects[EFFECTS];      /* how many open elements have each */
    uint32_t open_count[TAG_COUNT]; /* elements of each tag on the stack */
    uint32_t flat_count[TAG_COUNT]; /* elements of each tag that were not put on it */
    bool flattened;                 /* some flat_count is not 0 */
    struct block next;              /* the block being read */
    const char *line_at;            /* where line counting stands */
    uint32_t line;
};

/* ---- text ---- */

static uint32_t count_lines(const char *at, const char *end)
{
    uint32_t lines = 0;
#ifdef __SSE2__
    const __m128i newline = _mm_set1_epi8('\n'), zero = _mm_setzero_si128();
    while (end - at >= 16) {
        /* A byte counts to 255: so many steps, then the sixteen counters are added up. */
        __m128i counters = zero;
        for (unsigned step = 0; step < 255 && end - at >= 16; step++, at += 16) {
            __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
            counters = _mm_sub_epi8(counters, _mm_cmpeq_epi8(bytes, newline));
        }
        __m128i sums = _mm_sad_epu8(counters, zero);
        lines += (uint32_t)(_mm_extract_epi16(sums, 0) + _mm_extract_epi16(sums, 4));
    }
#endif
    for (; at < end; at++)
        lines += *at == '\n';
    return lines;
}

static const struct open *top(const struct reader *reader)
{
    return &reader->stack[reader->depth - 1];
}

static bool has_effect(const struct reader *reader, enum effect effect)
{
    return reader->effects[__builtin_ctz(effect)] > 0;
}

/* Ends the block being read; one without text leaves its breaks and pictures to the next. */
static void end_block(struct reader *reader)
{
    struct slice text = fold_take(&reader->fold);
    if (text.size == 0)
        return;
    struct block *block = page_add_block(reader->page);
    *block = reader->next;
    block->text = text;
    block->element = top(reader)->block;
    block->tag = reader->page->elements[block->element].tag;
    reader->next = (struct block){0};
}

static void add_folded(struct reader *reader, struct slice text)
{
    uint32_t grown = (uint32_t)fold_add(&reader->fold, text);
    if (has_effect(reader, EFFECT_LINK))
        reader->next.link_bytes += grown;
    if (has_effect(reader, EFFECT_STRONG))
        reader->next.strong_bytes += grown;
}

/* Inside <pre>: every line is a block. */
static void add_preformatted(struct reader *reader, struct slice text)
{
    const char *at = text.at, *end = text.at + text.size;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline ? newline : end;
        for (; fold_size(&reader->fold) == 0 && at < stop && (*at == ' ' || *at == '\t'); at++)
            if (reader->next.indent < UINT16_MAX - 4)
                reader->next.indent = (uint16_t)(reader->next.indent + (*at == '\t' ? 4 : 1));
        add_folded(reader, (struct slice){at, (size_t)(stop - at)});
        reader->next.preformatted = true;
        if (newline) {
            end_block(reader);
            reader->next.indent = 0;
            stop++;
        }
        at = stop;
    }
}

static void add_piece(struct reader *reader, struct slice text)
{
    if (has_effect(reader, EFFECT_PRE))
        add_preformatted(reader, text);
    else
        add_folded(reader, text);
}

static void add_references(struct reader *reader, struct slice raw)
{
    const char *at = raw.at, *end = raw.at + raw.size, *plain = at;
    while (at < end && (at = memchr(at, '&', (size_t)(end - at)))) {
        char text[ENTITY_TEXT];
        size_t size, taken = entity_read(at, end, false, text, &size);
        if (!taken) {
            at++;
            continue;
        }
        add_piece(reader, (struct slice){plain, (size_t)(at - plain)});
        add_piece(reader, (struct slice){text, size});
        plain = at += taken;
    }
    add_piece(reader, (struct slice){plain, (size_t)(end - plain)});
}

/* The block being read begins on the line of its first word. */
static void note_line(struct reader *reader, struct slice raw)
{
    if (fold_size(&reader->fold) > 0 || reader->next.line > 0)
        return;
    const char *word = raw.at, *end = raw.at + raw.size;
    while (word < end && (unsigned char)*word <= ' ')
        word++;
    if (word == end)
        return;
    reader->line += count_lines(reader->line_at, word);
    reader->line_at = word;
    reader->next.line = reader->line;
}

static void add_text(struct reader *reader, const struct token *token)
{
    if (has_effect(reader, EFFECT_SKIP))
        return;
    note_line(reader, token->text);
    if (token->decoding == DECODE_TEXT)
        add_references(reader, token->text);
    else
        add_piece(reader, token->text);
}

/* ---- attributes ---- */

/* A raw attribute value as text: as it stands where nothing is to be decoded. */
static struct slice value_text(struct reader *reader, struct slice raw)
{
    if (raw.size == 0 || !memchr(raw.at, '&', raw.size))
        return raw;
    buffer_clear(&reader->scratch);
    tokenizer_decode(&reader->scratch, raw, DECODE_ATTRIBUTE);
    struct slice text = buffer_view(&reader->scratch);
    return (struct slice){arena_copy(reader->arena, text), text.size};
}

/* ---- marks ---- */

/* The mark of an element that opens now, as index + 1; 0 if it needs none. */
static uint32_t make_mark(struct reader *reader, enum html_tag tag, const struct seen *seen)
{
    bool telling = seen->itemprop.at || tag == TAG_TIME || tag == TAG_ADDRESS || (seen->rel.at && tag == TAG_A) ||
                   attributes_tell(seen->classes) || attributes_tell(seen->id) ||
                   (tag == TAG_A && attributes_tell(seen->href));
    if (!telling)
        return 0;
    struct mark *mark = page_add_mark(reader->page);
    *mark = (struct mark){
        .first = (uint32_t)reader->page->block_count,
        .last = UINT32_MAX,
        .start = (uint32_t)fold_size(&reader->fold),
        .tag = (uint16_t)tag,
        .hidden = seen->hidden,
        .classes = value_text(reader, seen->classes),
        .id = value_text(reader, seen->id),
        .itemprop = value_text(reader, seen->itemprop),
        .rel = value_text(reader, seen->rel),
        .href = value_text(reader, seen->href),
        .value = value_text(reader, seen->value),
    };
    return (uint32_t)reader->page->mark_count;
}

/* Sets the end of a mark at the present place. `first` == block_count: inside the block being read. */
static void close_mark(struct reader *reader, uint32_t number)
{
    struct mark *mark = &reader->page->marks[number - 1];
    uint32_t present = (uint32_t)reader->page->block_count;
    mark->end = (uint32_t)fold_size(&reader->fold);
    mark->last = present;
    if (mark->end == 0 && present > 0) {
        mark->last = present - 1;
        mark->end = UINT32_MAX;
    }
    if (mark->first > mark->last)
        mark->start = mark->end = 0;
}

/* A <time> without attribute says its date in its text. */
static void close_time(struct reader *reader, const struct open *open)
{
    struct slice *time = &reader->page->times[open->time - 1];
    const struct mark *mark = &reader->page->marks[open->mark - 1];
    if (mark->first != (uint32_t)reader->page->block_count || fold_size(&reader->fold) <= mark->start)
        return;
    struct slice text = {reader->fold.start + mark->start, fold_size(&reader->fold) - mark->start};
    text = slice_trim(text);
    *time = (struct slice){arena_copy(reader->arena, text), text.size};
}

/* ---- the stack of open elements ---- */

static void add_effects(struct reader *reader, unsigned effects, unsigned change)
{
    for (unsigned i = 0; i < EFFECTS; i++)
        if (effects >> i & 1)
            reader->effects[i] += change;
}

/* Ends what an open element does; it may stay on the stack as a nameless one. */
static void end_element(struct reader *reader, struct open *open)
{
    if (open->time)
        close_time(reader, open);
    if (open->mark)
        close_mark(reader, open->mark);
    if (open->effects)
        add_effects(reader, open->effects, -1u);
    reader->open_count[open->tag]--;
    open->effects = 0;
    open->mark = open->time = 0;
}

static bool is_special(unsigned tag)
{
    return (tag_flags(tag) & HTML_BLOCK) != 0;
}

/* Takes elements off the stack until `depth` are left. */
static void pop_to(struct reader *reader, unsigned depth)
{
    bool block = false;
    for (unsigned i = depth; i < reader->depth; i++)
        block |= is_special(reader->stack[i].tag);
    if (block)
        end_block(reader);
    if (block && reader->flattened) {
        memset(reader->flat_count, 0, sizeof reader->flat_count);
        reader->flattened = false;
    }
    while (reader->depth > depth)
        end_element(reader, &reader->stack[--reader->depth]);
    reader->tokenizer.foreign = has_effect(reader, EFFECT_FOREIGN);
}

/* Gives an open element a place in the page's elements. */
static void make_element(struct reader *reader, unsigned index)
{
    struct open *open = &reader->stack[index];
    uint32_t parent = index > 0 ? reader->stack[index - 1].element : 0;
    struct element *element = page_add_element(reader->page);
    const struct element *above = &reader->page->elements[parent];
    *element = (struct element){
        .parent = parent,
        .tag = open->tag,
        .depth = (uint16_t)(above->depth + 1),
        .classes = value_text(reader, open->classes),
        .id = value_text(reader, open->id),
        .role = value_text(reader, open->role),
        .itemprop = value_text(reader, open->itemprop),
        .hidden = open->hidden || above->hidden,
    };
    open->element = (uint32_t)(reader->page->element_count - 1);
    open->made = true;
}

/* Inline elements become elements of the page when a block opens inside them. */
static void make_inline_ancestors(struct reader *reader)
{
    unsigned first = reader->depth;
    while (first > 0 && !reader->stack[first - 1].made)
        first--;
    for (; first < reader->depth; first++)
        make_element(reader, first);
}

static unsigned effects_of(enum html_tag tag, const struct seen *seen)
{
    unsigned flags = tag_flags(tag), effects = 0;
    if (tag == TAG_A && seen->href.at)
        effects |= EFFECT_LINK;
    if (flags & HTML_STRONG)
        effects |= EFFECT_STRONG;
    if (tag == TAG_PRE || tag == TAG_XMP || tag == TAG_LISTING || tag == TAG_PLAINTEXT)
        effects |= EFFECT_PRE;
    if (flags & HTML_FOREIGN)
        effects |= EFFECT_FOREIGN;
    if (tag == TAG_SVG || tag == TAG_TEXTAREA ||
        (!(flags & HTML_BLOCK) && (seen->hidden || attributes_covered(seen->classes))))
        effects |= EFFECT_SKIP;
    return effects;
}

static bool is_full(const struct reader *reader, enum html_tag tag)
{
    if (reader->depth == LIMIT_HTML_DEPTH)
        return true;
    return tag != TAG_OTHER && !is_special(tag) && reader->open_count[tag] >= MOST_INLINE;
}

static void push(struct reader *reader, const struct token *token, const struct seen *seen)
{
    enum html_tag tag = token->tag;
    if (is_full(reader, tag)) {
        reader->flat_count[tag]++;
        reader->flattened = true;
        return;
    }
    if (is_special(tag))
        make_inline_ancestors(reader);
    struct open *open = &reader->stack[reader->depth];
    const struct open *above = top(reader);
    *open = (struct open){
        .tag = (uint16_t)tag,
        .effects = (uint8_t)effects_of(tag, seen),
        .element = above->element,
        .block = above->block,
        .name = token->text,
        .classes = seen->classes,
        .id = seen->id,
        .role = seen->role,
        .itemprop = seen->itemprop,
        .hidden = seen->hidden,
    };
    open->mark = make_mark(reader, tag, seen);
    add_effects(reader, open->effects, 1);
    reader->open_count[tag]++;
    if (is_special(tag)) {
        make_element(reader, reader->depth);
        open->block = open->element;
    }
    reader->depth++;
    reader->tokenizer.foreign = has_effect(reader, EFFECT_FOREIGN);
}

/* The place of the innermost open element of `tag` above the innermost one that `stops` names, 0 if there is none. */
static unsigned find_open(const struct reader *reader, unsigned tag, bool (*stops)(unsigned))
{
    if (reader->open_count[tag] == 0)
        return 0;
    for (unsigned i = reader->depth; i-- > 1;) {
        if (reader->stack[i].tag == tag)
            return i;
        if (stops(reader->stack[i].tag))
            return 0;
    }
    return 0;
}

static bool stops_scope(unsigned tag)
{
    return (tag_flags(tag) & HTML_SCOPE) != 0;
}

static bool stops_list(unsigned tag)
{
    return tag == TAG_UL || tag == TAG_OL || tag == TAG_MENU || tag == TAG_DL || stops_scope(tag);
}

static bool stops_button(unsigned tag)
{
    return tag == TAG_BUTTON || stops_scope(tag);
}

static bool stops_table(unsigned tag)
{
    return tag == TAG_TABLE || tag == TAG_TEMPLATE || tag == TAG_HTML;
}

static bool stops_select(unsigned tag)
{
    return tag == TAG_SELECT || tag == TAG_DATALIST || stops_scope(tag);
}

static void imply_end(struct reader *reader, unsigned tag, bool (*stops)(unsigned))
{
    unsigned place = find_open(reader, tag, stops);
    if (place > 0)
        pop_to(reader, place);
}

/* Rows and cells end what is open of their table up to the part that holds them. */
static void imply_table_ends(struct reader *reader, enum html_tag tag)
{
    if (tag == TAG_TD || tag == TAG_TH || tag == TAG_TR || tag == TAG_TBODY || tag == TAG_THEAD || tag == TAG_TFOOT) {
        imply_end(reader, TAG_TD, stops_table);
        imply_end(reader, TAG_TH, stops_table);
        imply_end(reader, TAG_CAPTION, stops_table);
        imply_end(reader, TAG_COLGROUP, stops_table);
        if (tag == TAG_TD || tag == TAG_TH)
            return;
        imply_end(reader, TAG_TR, stops_table);
        if (tag == TAG_TR)
            return;
        imply_end(reader, TAG_TBODY, stops_table);
        imply_end(reader, TAG_THEAD, stops_table);
        imply_end(reader, TAG_TFOOT, stops_table);
    }
}

/* Ends the elements whose end tag the start of `tag` implies. */
static void imply_ends(struct reader *reader, enum html_tag tag)
{
    if (tag_flags(tag) & HTML_ENDS_P)
        imply_end(reader, TAG_P, stops_button);
    if (tag_heading_level(tag) && tag_heading_level(top(reader)->tag))
        pop_to(reader, reader->depth - 1);
    switch (tag) {
    case TAG_LI:
        imply_end(reader, TAG_LI, stops_list);
        break;
    case TAG_DD:
    case TAG_DT:
        imply_end(reader, TAG_DD, stops_list);
        imply_end(reader, TAG_DT, stops_list);
        break;
    case TAG_OPTION:
    case TAG_OPTGROUP:
        imply_end(reader, TAG_OPTION, stops_select);
        if (tag == TAG_OPTGROUP)
            imply_end(reader, TAG_OPTGROUP, stops_select);
        break;
    case TAG_A:
    case TAG_BUTTON:
        imply_end(reader, tag, stops_scope);
        break;
    default:
        imply_table_ends(reader, tag);
    }
}

/* ---- tags ---- */

/* Title, textarea, scripts and their like: the text behind the start tag is read here. */
static struct slice raw_text(struct reader *reader, const struct token *token, enum content content)
{
    reader->tokenizer.content = content;
    reader->tokenizer.raw_name = slice_of(tag_names[token->tag]);
    struct token inside;
    struct slice text = {"", 0};
    enum token_kind kind = tokenizer_next(&reader->tokenizer, &inside);
    if (kind == TOKEN_TEXT) {
        text = inside.text;
        tokenizer_next(&reader->tokenizer, &inside);
    }
    return text;
}

static bool contains(struct slice value, const char *lower)
{
    size_t size = strlen(lower);
    for (size_t i = 0; i + size <= value.size; i++)
        if (folds_to((struct slice){value.at + i, size}, lower))
            return true;
    return false;
}

static void read_script(struct reader *reader, const struct token *token)
{
    struct slice type = token_attribute(token, SLICE("type"));
    bool linked_data = contains(type, "ld+json");
    struct slice text = raw_text(reader, token, CONTENT_SCRIPT);
    if (linked_data && text.size > 0)
        *page_add_json_ld(reader->page) = text;
}

static void read_title(struct reader *reader, const struct token *token)
{
    struct slice raw = raw_text(reader, token, CONTENT_ESCAPABLE);
    if (reader->page->title.at)
        return;
    buffer_clear(&reader->scratch);
    tokenizer_decode(&reader->scratch, raw, DECODE_ESCAPABLE);
    reader->page->title = fold_text(reader->arena, buffer_view(&reader->scratch));
}

/* Elements whose content is no markup. True if this was one, and it is read. */
static bool read_raw_element(struct reader *reader, const struct token *token)
{
    unsigned flags = tag_flags(token->tag);
    if (has_effect(reader, EFFECT_FOREIGN) || !(flags & (HTML_RAW | HTML_ESCAPABLE)))
        return false;
    if (token->tag == TAG_SCRIPT)
        read_script(reader, token);
    else if (token->tag == TAG_TITLE)
        read_title(reader, token);
    else
        raw_text(reader, token, flags & HTML_RAW ? CONTENT_RAW : CONTENT_ESCAPABLE);
    return true;
}

static void add_meta(struct reader *reader, struct slice name, struct slice content)
{
    if (!name.at)
        return;
    struct meta *meta = page_add_meta(reader->page);
    meta->name = slice_trim(value_text(reader, name));
    meta->content = content;
}

static void read_meta(struct reader *reader, const struct token *token)
{
    struct slice content = token_attribute(token, SLICE("content"));
    if (!content.at)
        return;
    content = fold_text(reader->arena, value_text(reader, content));
    add_meta(reader, token_attribute(token, SLICE("property")), content);
    add_meta(reader, token_attribute(token, SLICE("name")), content);
    add_meta(reader, token_attribute(token, SLICE("itemprop")), content);
    add_meta(reader, token_attribute(token, SLICE("http-equiv")), content);
}

static void read_link(struct reader *reader, const struct token *token)
{
    struct slice rel = token_attribute(token, SLICE("rel")), href = token_attribute(token, SLICE("href"));
    if (href.size > 0 && NAME_IS(slice_trim(rel), "canonical") && !reader->page->source_url.at)
        reader->page->source_url = slice_trim(value_text(reader, href));
}

static void read_html_start(struct reader *reader, const struct token *token)
{
    struct slice lang = token_attribute(token, SLICE("lang"));
    if (!lang.at)
        lang = token_attribute(token, SLICE("xml:lang"));
    if (lang.size > 0 && !reader->page->lang.at)
        reader->page->lang = slice_trim(value_text(reader, lang));
}

static void read_time(struct reader *reader, const struct seen *seen)
{
    struct open *open = &reader->stack[reader->depth - 1];
    struct slice *time = page_add_time(reader->page, (uint32_t)reader->page->block_count);
    *time = slice_trim(value_text(reader, seen->value));
    if (!time->at && open->tag == TAG_TIME && open->mark)
        open->time = (uint32_t)reader->page->time_count;
}

static void read_break(struct reader *reader)
{
    end_block(reader);
    if (reader->next.breaks_before < UINT16_MAX)
        reader->next.breaks_before++;
}

/* Tags without content. True if this was one. */
static bool read_void(struct reader *reader, const struct token *token, const struct seen *seen)
{
    unsigned flags = tag_flags(token->tag);
    if (!(flags & HTML_VOID))
        return false;
    if (flags & HTML_BLOCK)
        end_block(reader);
    if (token->tag == TAG_BR)
        read_break(reader);
    else if (token->tag == TAG_META)
        read_meta(reader, token);
    else if (token->tag == TAG_LINK)
        read_link(reader, token);
    (void)seen;
    return true;
}

static void count_media(struct reader *reader, enum html_tag tag)
{
    if ((tag_flags(tag) & HTML_MEDIA) && reader->next.images < UINT16_MAX)
        reader->next.images++;
}

static void open_link(struct reader *reader, const struct seen *seen)
{
    reader->next.links++;
    if (!reader->next.href.at)
        reader->next.href = slice_trim(value_text(reader, seen->href));
}

static bool same_name(struct slice a, struct slice b)
{
    if (a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if ((a.at[i] | 0x20) != (b.at[i] | 0x20))
            return false;
    return true;
}

/* HTML in a drawing that nobody closed ends the drawing, unless the drawing says that it holds HTML. */
static void leave_foreign(struct reader *reader, enum html_tag tag)
{
    bool breaks =
        is_special(tag) || (tag_flags(tag) & HTML_STRONG) || tag == TAG_BR || tag == TAG_IMG || tag == TAG_SPAN;
    for (unsigned i = reader->depth; breaks && i-- > 1;) {
        if (same_name(reader->stack[i].name, SLICE("foreignobject")))
            return;
        if (reader->stack[i].effects & EFFECT_FOREIGN) {
            pop_to(reader, i);
            return;
        }
    }
}

/* html and body are open once; further ones only add what they say. */
static bool is_again(struct reader *reader, enum html_tag tag)
{
    return (tag == TAG_HTML || tag == TAG_BODY || tag == TAG_HEAD) &&
           (reader->open_count[tag] > 0 || (tag == TAG_HEAD && reader->open_count[TAG_BODY] > 0));
}

static void read_start(struct reader *reader, const struct token *token)
{
    enum html_tag tag = token->tag;
    unsigned flags = tag_flags(tag);
    if (has_effect(reader, EFFECT_FOREIGN))
        leave_foreign(reader, tag);
    if (!(flags & HTML_HEAD) && reader->open_count[TAG_HEAD] > 0 && !has_effect(reader, EFFECT_FOREIGN))
        imply_end(reader, TAG_HEAD, stops_scope);
    if (tag == TAG_HTML)
        read_html_start(reader, token);
    if (is_again(reader, tag))
        return;
    imply_ends(reader, tag);
    count_media(reader, tag);
    if (read_raw_element(reader, token))
        return;
    struct seen seen = attributes_see(token);
    if (read_void(reader, token, &seen))
        return;
    if (flags & HTML_BLOCK)
        end_block(reader);
    if (tag == TAG_TEMPLATE && !token_attribute(token, SLICE("shadowrootmode")).at)
        seen.hidden = true;
    if (token->self_closing && (has_effect(reader, EFFECT_FOREIGN) || (flags & HTML_FOREIGN)))
        return;
    push(reader, token, &seen);
    if (tag == TAG_A && seen.href.at)
        open_link(reader, &seen);
    else if (tag == TAG_TIME)
        read_time(reader, &seen);
    else if (tag == TAG_XMP) {
        reader->tokenizer.content = CONTENT_RAW;
        reader->tokenizer.raw_name = SLICE("xmp");
    } else if (tag == TAG_PLAINTEXT) {
        reader->tokenizer.content = CONTENT_PLAIN;
    }
}

static unsigned find_heading(const struct reader *reader)
{
    for (unsigned i = reader->depth; i-- > 1;) {
        if (tag_heading_level(reader->stack[i].tag))
            return i;
        if (stops_scope(reader->stack[i].tag))
            return 0;
    }
    return 0;
}

/* The place of the element that an end tag ends, 0 if there is none. */
static unsigned find_ended(const struct reader *reader, const struct token *token)
{
    unsigned tag = token->tag;
    if (tag_heading_level(tag))
        return find_heading(reader);
    bool part = tag == TAG_TABLE || tag == TAG_TD || tag == TAG_TH || tag == TAG_TR || tag == TAG_TBODY ||
                tag == TAG_THEAD || tag == TAG_TFOOT || tag == TAG_CAPTION || tag == TAG_COLGROUP;
    if (tag != TAG_OTHER)
        return find_open(reader, tag, part ? stops_table : tag == TAG_LI ? stops_list : stops_scope);
    for (unsigned i = reader->depth; i-- > 1 && reader->open_count[TAG_OTHER] > 0;) {
        if (reader->stack[i].tag == TAG_OTHER && same_name(reader->stack[i].name, token->text))
            return i;
        if (stops_scope(reader->stack[i].tag))
            return 0;
    }
    return 0;
}

/* An inline element ends while a block inside it is open: it stays on the stack without a name or an effect. */
static void end_inside(struct reader *reader, unsigned place)
{
    struct open *open = &reader->stack[place];
    end_element(reader, open);
    open->tag = TAG_OTHER;
    open->name = (struct slice){"", 0};
    reader->open_count[TAG_OTHER]++;
    reader->tokenizer.foreign = has_effect(reader, EFFECT_FOREIGN);
}

static bool holds_block(const struct reader *reader, unsigned place)
{
    for (unsigned i = place + 1; i < reader->depth; i++)
        if (is_special(reader->stack[i].tag))
            return true;
    return false;
}

static void read_end(struct reader *reader, const struct token *token)
{
    enum html_tag tag = token->tag;
    if (tag == TAG_BR) {
        read_break(reader);
        return;
    }
    if (is_special(tag))
        end_block(reader);
    reader->page->ended |= tag == TAG_HTML;
    if (tag == TAG_BODY || tag == TAG_HTML)
        return;
    if (reader->flat_count[tag] > 0) {
        reader->flat_count[tag]--;
        return;
    }
    unsigned place = find_ended(reader, token);
    if (place == 0)
        return;
    if (!is_special(tag) && holds_block(reader, place))
        end_inside(reader, place);
    else
        pop_to(reader, place);
}

static void read_tokens(struct reader *reader)
{
    struct token token;
    while (tokenizer_next(&reader->tokenizer, &token) != TOKEN_DONE) {
        if (token.kind == TOKEN_TEXT)
            add_text(reader, &token);
        else if (token.kind == TOKEN_START)
            read_start(reader, &token);
        else if (token.kind == TOKEN_END)
            read_end(reader, &token);
        else if (token.kind == TOKEN_DOCTYPE)
            reader->page->joined |= reader->page->ended;
    }
    end_block(reader);
    pop_to(reader, 1);
}

bool html_read(struct page *page, struct arena *arena, struct slice bytes)
{
    struct reader *reader = arena_allocate(arena, sizeof *reader);
    memset(reader, 0, sizeof *reader);
    page_start(page, arena);
    page->html = true;
    reader->page = page;
    reader->arena = arena;
    reader->depth = 1; /* the document, which nothing takes off */
    reader->stack[0] = (struct open){.tag = TAG_HTML, .made = true};
    reader->line_at = bytes.at;
    reader->line = 1;
    fold_start(&reader->fold, arena);
    reader->fold.source = bytes;
    tokenizer_start(&reader->tokenizer, bytes);
    read_tokens(reader);
    tokenizer_free(&reader->tokenizer);
    buffer_free(&reader->scratch);
    return true;
}
