/* HTML to blocks: what stands in which block, under which element, with what counted. */
#include "../../tools/clean/html.h"
#include "../../tools/clean/text_page.h"

#include "../../common/buffer.h"
#include "check.h"

static struct arena arena;
static struct page page;

static void read_html(const char *html)
{
    arena_reset(&arena);
    html_read(&page, &arena, slice_of(html));
}

/* The blocks as "tag text", a bar between two. */
static bool blocks_are(const char *html, const char *expected)
{
    struct buffer out = {0};
    read_html(html);
    for (size_t i = 0; i < page.block_count; i++) {
        buffer_text(&out, i ? "|" : "");
        buffer_text(&out, tag_names[page.blocks[i].tag]);
        buffer_text(&out, " ");
        buffer_slice(&out, page.blocks[i].text);
    }
    bool same = slice_is(buffer_view(&out), expected);
    if (!same)
        printf("%s\n  wanted %s\n  got    %.*s\n", html, expected, (int)out.size, out.at);
    buffer_free(&out);
    return same;
}

static void blocks_split(void)
{
    CHECK(blocks_are("<p>one<p>two<br>three</p>four", "p one|p two|p three|other four"));
    CHECK(blocks_are("<div>a<b>b</b> c<div>d</div>e</div>", "div ab c|div d|div e"));
    CHECK(blocks_are("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "li a|li b|li c|li d"));
    CHECK(blocks_are("<dl><dt>a<dd>b<dt>c<dd>d</dl>", "dt a|dd b|dt c|dd d"));
    CHECK(blocks_are("<table><tr><td>a<td>b<tr><th>c</table>d", "td a|td b|th c|other d"));
    CHECK(blocks_are("<select><option>a<option>b</select>", "option a|option b"));
    CHECK(blocks_are("<h1>a<h2>b</h1>c", "h1 a|h2 b|other c"));
    CHECK(blocks_are("a<hr>b", "other a|other b"));
    CHECK(blocks_are("<p>a</br>b", "p a|p b"));
    CHECK(blocks_are("<body>a</body>b</html>c", "body a|body b|body c"));
}

static void text_is_folded(void)
{
    CHECK(blocks_are("<p>  a \n\t b&nbsp;&nbsp;c&#x2003;d  </p>", "p a b c d"));
    CHECK(
        blocks_are("<p>Do\xC2\xADnau<wbr>dampf &amp; &lt;b&gt; &unknown; &copy</p>", "p Donaudampf & <b> &unknown; ©"));
    CHECK(blocks_are("<p>a<i> b </i> c", "p a b c"));
    CHECK(blocks_are("<pre>if <b>a</b> (<i class=x>b</i>)\n<code><s>c</s> <s>d</s></code></pre>e",
                     "pre if a (b)|pre c d|other e"));
    CHECK(blocks_are("<pre>a\n  b\n\nc</pre>d", "pre a|pre b|pre c|other d"));
    CHECK(page.blocks[1].indent == 2 && page.blocks[1].preformatted && !page.blocks[3].preformatted);
}

static void what_is_no_text(void)
{
    CHECK(blocks_are("<title>T</title><style>p{}</style><script>'<p>x'</script><noscript><p>y</noscript>z", "other z"));
    CHECK(slice_is(page.title, "T"));
    CHECK(blocks_are("<p>a<svg><title>x</title><text>y</text></svg>b<textarea>c</textarea>", "p ab"));
    CHECK(blocks_are("<p>a<span style='display: none'>x</span><span hidden>y</span>b", "p ab"));
    CHECK(blocks_are("<p>a <span class='tip tooltip'>b<span class='tooltip-text'>x</span></span>c", "p a bc"));
    CHECK(blocks_are("<p>a<a href=u>b<span class=sr-only>(opens elsewhere)</span></a> c<p class=sr-only>d",
                     "p ab c|p d"));
    CHECK(blocks_are("a<!-- b --><? c ?>d", "other ad"));
    CHECK(blocks_are("<svg><text>a</text><p>x</svg>y", "p xy"));
}

static void stray_tags(void)
{
    CHECK(blocks_are("<p>a</div>b</p></p>c", "p a|p b|other c"));
    CHECK(blocks_are("<div><p>a</div>b", "p a|other b"));
    CHECK(blocks_are("<table><tr><td><div>a</td></div><td>b</table>", "div a|td b"));
    CHECK(blocks_are("<b><p>a</b>b</p>c", "p ab|other c"));
    CHECK(blocks_are("<x-y><p>a</p></x-y><p>b", "p a|p b"));
}

static void counts(void)
{
    read_html("<p>ab<a href=u>cd</a> <a href=v>ef</a> <b>gh</b><img><p>x</p><br><br><p hidden>y</p>");
    CHECK(page.block_count == 3);
    CHECK(page.blocks[0].link_bytes == 5 && page.blocks[0].links == 2 && slice_is(page.blocks[0].href, "u"));
    CHECK(page.blocks[0].strong_bytes == 3 && page.blocks[0].images == 1);
    CHECK(page.blocks[2].breaks_before == 2);
    CHECK(page.elements[page.blocks[2].element].hidden);
    read_html("<a href=u><div>x</a>y</div>");
    CHECK(page.blocks[0].link_bytes == 1);
}

static void elements(void)
{
    read_html("<html lang=de-AT><body class='a b'>\n<article id=x role=main><a class=c href=u><div "
              "itemprop=p>t</div></a></article>");
    const struct block *block = &page.blocks[0];
    CHECK(page.block_count == 1 && block->line == 2);
    const struct element *div = &page.elements[block->element], *link = &page.elements[div->parent];
    const struct element *article = &page.elements[link->parent], *body = &page.elements[article->parent];
    CHECK(div->tag == TAG_DIV && slice_is(div->itemprop, "p"));
    CHECK(link->tag == TAG_A && slice_is(link->classes, "c"));
    CHECK(article->tag == TAG_ARTICLE && slice_is(article->id, "x") && slice_is(article->role, "main"));
    CHECK(body->tag == TAG_BODY && slice_is(body->classes, "a b"));
    CHECK(div->depth == link->depth + 1 && slice_is(page.lang, "de-AT"));
}

static void facts(void)
{
    read_html(
        "<head><meta name=author content='A &amp; B'><meta property=og:title content=T><link rel=canonical href=/x>"
        "<script type=application/ld+json>{\"a\":\"</p>\"}</script><body><p>By <span class=byline>C D</span>, "
        "<time>May 1, 2020</time> <time datetime=2020-05-02>x</time>");
    CHECK(page.meta_count == 2 && slice_is(page.metas[0].content, "A & B") && slice_is(page.metas[1].name, "og:title"));
    CHECK(slice_is(page.source_url, "/x"));
    CHECK(page.json_ld_count == 1 && slice_is(page.json_ld[0], "{\"a\":\"</p>\"}"));
    CHECK(page.time_count == 2 && slice_is(page.times[0], "May 1, 2020") && slice_is(page.times[1], "2020-05-02"));
    CHECK(page.mark_count == 3 && page.marks[0].start == 2 && page.marks[0].end == 6);
}

static void deep_nesting(void)
{
    struct buffer html = {0};
    for (int i = 0; i < 100000; i++)
        buffer_text(&html, "<div>");
    buffer_text(&html, "x");
    for (int i = 0; i < 100000; i++)
        buffer_text(&html, "</div>");
    buffer_text(&html, "<p>y");
    read_html(buffer_terminate(&html));
    CHECK(page.block_count == 2 && slice_is(page.blocks[1].text, "y"));
    CHECK(page.elements[page.blocks[1].element].depth == 1);
    buffer_free(&html);
}

static void plain_text(void)
{
    arena_reset(&arena);
    text_read(&page, &arena,
              SLICE("a  b\r\n\r\n\n   c\td\r\xE2\x80\xA8"
                    "e\x0c"));
    CHECK(page.block_count == 3 && !page.html);
    CHECK(slice_is(page.blocks[0].text, "a b") && page.blocks[0].line == 1);
    CHECK(slice_is(page.blocks[1].text, "c d") && page.blocks[1].indent == 3 && page.blocks[1].breaks_before == 2);
    CHECK(slice_is(page.blocks[2].text, "e") && page.blocks[2].tag == TAG_LINE);
}

static void tags(void)
{
    for (unsigned tag = TAG_OTHER + 1; tag < TAG_LINE; tag++)
        CHECK(tag_find(slice_of(tag_names[tag])) == tag);
    CHECK(tag_find(SLICE("BlockQuote")) == TAG_BLOCKQUOTE && tag_find(SLICE("line")) == TAG_OTHER);
    CHECK(tag_find(SLICE("")) == TAG_OTHER && tag_find(SLICE("zz")) == TAG_OTHER && tag_heading_level(TAG_H6) == 6);
}

int main(void)
{
    tags();
    blocks_split();
    text_is_folded();
    what_is_no_text();
    stray_tags();
    counts();
    elements();
    facts();
    deep_nesting();
    plain_text();
    arena_free(&arena);
    return check_done();
}
