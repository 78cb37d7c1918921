/* tag: the elements of HTML by number, and how each takes part in the layout of a page.
 *
 * Always holds: an element that is not in the table is TAG_OTHER and inline; TAG_LINE is no element, it marks a line
 * of plain text. Source: the HTML standard (WHATWG), sections 4, 13.1.2 and 15.3.
 */
#ifndef BROADSHEET_CLEAN_TAG_H
#define BROADSHEET_CLEAN_TAG_H

#include <stdint.h>

#include "slice.h"

enum html_flags {
    HTML_INLINE = 0,
    HTML_BLOCK = 1 << 0,     /* begins and ends a block of text */
    HTML_VOID = 1 << 1,      /* has no content and no end tag */
    HTML_ENDS_P = 1 << 2,    /* its start ends an open <p> */
    HTML_HEADING = 1 << 3,   /* h1 to h6 */
    HTML_STRONG = 1 << 4,    /* bold or italic */
    HTML_MEDIA = 1 << 5,     /* a picture, a film, something embedded */
    HTML_RAW = 1 << 6,       /* content is text without references, not shown */
    HTML_ESCAPABLE = 1 << 7, /* content is text with references (RCDATA) */
    HTML_SCOPE = 1 << 8,     /* end tags of other elements do not reach through it */
    HTML_HEAD = 1 << 9,      /* may stand in <head> */
    HTML_FOREIGN = 1 << 10,  /* begins SVG or MathML */
};

/* In alphabetical order: name, what follows TAG_, flags. */
#define HTML_TAGS(T)                                                                                                   \
    T("a", A, HTML_INLINE)                                                                                             \
    T("abbr", ABBR, HTML_INLINE)                                                                                       \
    T("acronym", ACRONYM, HTML_INLINE)                                                                                 \
    T("address", ADDRESS, HTML_BLOCK | HTML_ENDS_P)                                                                    \
    T("applet", APPLET, HTML_BLOCK | HTML_SCOPE | HTML_MEDIA)                                                          \
    T("area", AREA, HTML_VOID)                                                                                         \
    T("article", ARTICLE, HTML_BLOCK | HTML_ENDS_P)                                                                    \
    T("aside", ASIDE, HTML_BLOCK | HTML_ENDS_P)                                                                        \
    T("audio", AUDIO, HTML_BLOCK | HTML_MEDIA)                                                                         \
    T("b", B, HTML_STRONG)                                                                                             \
    T("base", BASE, HTML_VOID | HTML_HEAD)                                                                             \
    T("bdi", BDI, HTML_INLINE)                                                                                         \
    T("bdo", BDO, HTML_INLINE)                                                                                         \
    T("big", BIG, HTML_INLINE)                                                                                         \
    T("blockquote", BLOCKQUOTE, HTML_BLOCK | HTML_ENDS_P)                                                              \
    T("body", BODY, HTML_BLOCK)                                                                                        \
    T("br", BR, HTML_VOID)                                                                                             \
    T("button", BUTTON, HTML_BLOCK)                                                                                    \
    T("canvas", CANVAS, HTML_BLOCK | HTML_MEDIA)                                                                       \
    T("caption", CAPTION, HTML_BLOCK | HTML_SCOPE)                                                                     \
    T("center", CENTER, HTML_BLOCK | HTML_ENDS_P)                                                                      \
    T("cite", CITE, HTML_INLINE)                                                                                       \
    T("code", CODE, HTML_INLINE)                                                                                       \
    T("col", COL, HTML_VOID)                                                                                           \
    T("colgroup", COLGROUP, HTML_BLOCK)                                                                                \
    T("data", DATA, HTML_INLINE)                                                                                       \
    T("datalist", DATALIST, HTML_BLOCK)                                                                                \
    T("dd", DD, HTML_BLOCK | HTML_ENDS_P)                                                                              \
    T("del", DEL, HTML_INLINE)                                                                                         \
    T("details", DETAILS, HTML_BLOCK | HTML_ENDS_P)                                                                    \
    T("dfn", DFN, HTML_INLINE)                                                                                         \
    T("dialog", DIALOG, HTML_BLOCK | HTML_ENDS_P)                                                                      \
    T("dir", DIR, HTML_BLOCK | HTML_ENDS_P)                                                                            \
    T("div", DIV, HTML_BLOCK | HTML_ENDS_P)                                                                            \
    T("dl", DL, HTML_BLOCK | HTML_ENDS_P)                                                                              \
    T("dt", DT, HTML_BLOCK | HTML_ENDS_P)                                                                              \
    T("em", EM, HTML_STRONG)                                                                                           \
    T("embed", EMBED, HTML_VOID | HTML_MEDIA)                                                                          \
    T("fieldset", FIELDSET, HTML_BLOCK | HTML_ENDS_P)                                                                  \
    T("figcaption", FIGCAPTION, HTML_BLOCK | HTML_ENDS_P)                                                              \
    T("figure", FIGURE, HTML_BLOCK | HTML_ENDS_P)                                                                      \
    T("font", FONT, HTML_INLINE)                                                                                       \
    T("footer", FOOTER, HTML_BLOCK | HTML_ENDS_P)                                                                      \
    T("form", FORM, HTML_BLOCK | HTML_ENDS_P)                                                                          \
    T("frame", FRAME, HTML_VOID)                                                                                       \
    T("frameset", FRAMESET, HTML_BLOCK)                                                                                \
    T("h1", H1, HTML_BLOCK | HTML_ENDS_P | HTML_HEADING)                                                               \
    T("h2", H2, HTML_BLOCK | HTML_ENDS_P | HTML_HEADING)                                                               \
    T("h3", H3, HTML_BLOCK | HTML_ENDS_P | HTML_HEADING)                                                               \
    T("h4", H4, HTML_BLOCK | HTML_ENDS_P | HTML_HEADING)                                                               \
    T("h5", H5, HTML_BLOCK | HTML_ENDS_P | HTML_HEADING)                                                               \
    T("h6", H6, HTML_BLOCK | HTML_ENDS_P | HTML_HEADING)                                                               \
    T("head", HEAD, HTML_BLOCK | HTML_HEAD)                                                                            \
    T("header", HEADER, HTML_BLOCK | HTML_ENDS_P)                                                                      \
    T("hgroup", HGROUP, HTML_BLOCK | HTML_ENDS_P)                                                                      \
    T("hr", HR, HTML_BLOCK | HTML_VOID | HTML_ENDS_P)                                                                  \
    T("html", HTML, HTML_BLOCK | HTML_SCOPE | HTML_HEAD)                                                               \
    T("i", I, HTML_STRONG)                                                                                             \
    T("iframe", IFRAME, HTML_RAW | HTML_MEDIA)                                                                         \
    T("img", IMG, HTML_VOID | HTML_MEDIA)                                                                              \
    T("input", INPUT, HTML_VOID)                                                                                       \
    T("ins", INS, HTML_INLINE)                                                                                         \
    T("kbd", KBD, HTML_INLINE)                                                                                         \
    T("label", LABEL, HTML_INLINE)                                                                                     \
    T("legend", LEGEND, HTML_BLOCK)                                                                                    \
    T("li", LI, HTML_BLOCK | HTML_ENDS_P)                                                                              \
    T("link", LINK, HTML_VOID | HTML_HEAD)                                                                             \
    T("listing", LISTING, HTML_BLOCK | HTML_ENDS_P)                                                                    \
    T("main", MAIN, HTML_BLOCK | HTML_ENDS_P)                                                                          \
    T("map", MAP, HTML_INLINE)                                                                                         \
    T("mark", MARK, HTML_INLINE)                                                                                       \
    T("marquee", MARQUEE, HTML_BLOCK | HTML_SCOPE)                                                                     \
    T("math", MATH, HTML_FOREIGN)                                                                                      \
    T("menu", MENU, HTML_BLOCK | HTML_ENDS_P)                                                                          \
    T("meta", META, HTML_VOID | HTML_HEAD)                                                                             \
    T("meter", METER, HTML_INLINE)                                                                                     \
    T("nav", NAV, HTML_BLOCK | HTML_ENDS_P)                                                                            \
    T("nobr", NOBR, HTML_INLINE)                                                                                       \
    T("noembed", NOEMBED, HTML_RAW)                                                                                    \
    T("noframes", NOFRAMES, HTML_RAW | HTML_HEAD)                                                                      \
    T("noscript", NOSCRIPT, HTML_RAW | HTML_HEAD)                                                                      \
    T("object", OBJECT, HTML_BLOCK | HTML_SCOPE | HTML_MEDIA)                                                          \
    T("ol", OL, HTML_BLOCK | HTML_ENDS_P)                                                                              \
    T("optgroup", OPTGROUP, HTML_BLOCK)                                                                                \
    T("option", OPTION, HTML_BLOCK)                                                                                    \
    T("output", OUTPUT, HTML_INLINE)                                                                                   \
    T("p", P, HTML_BLOCK | HTML_ENDS_P)                                                                                \
    T("param", PARAM, HTML_VOID)                                                                                       \
    T("picture", PICTURE, HTML_INLINE)                                                                                 \
    T("plaintext", PLAINTEXT, HTML_BLOCK | HTML_ENDS_P)                                                                \
    T("pre", PRE, HTML_BLOCK | HTML_ENDS_P)                                                                            \
    T("progress", PROGRESS, HTML_INLINE)                                                                               \
    T("q", Q, HTML_INLINE)                                                                                             \
    T("rp", RP, HTML_INLINE)                                                                                           \
    T("rt", RT, HTML_INLINE)                                                                                           \
    T("ruby", RUBY, HTML_INLINE)                                                                                       \
    T("s", S, HTML_INLINE)                                                                                             \
    T("samp", SAMP, HTML_INLINE)                                                                                       \
    T("script", SCRIPT, HTML_RAW | HTML_HEAD)                                                                          \
    T("search", SEARCH, HTML_BLOCK | HTML_ENDS_P)                                                                      \
    T("section", SECTION, HTML_BLOCK | HTML_ENDS_P)                                                                    \
    T("select", SELECT, HTML_BLOCK)                                                                                    \
    T("slot", SLOT, HTML_INLINE)                                                                                       \
    T("small", SMALL, HTML_INLINE)                                                                                     \
    T("source", SOURCE, HTML_VOID)                                                                                     \
    T("span", SPAN, HTML_INLINE)                                                                                       \
    T("strike", STRIKE, HTML_INLINE)                                                                                   \
    T("strong", STRONG, HTML_STRONG)                                                                                   \
    T("style", STYLE, HTML_RAW | HTML_HEAD)                                                                            \
    T("sub", SUB, HTML_INLINE)                                                                                         \
    T("summary", SUMMARY, HTML_BLOCK | HTML_ENDS_P)                                                                    \
    T("sup", SUP, HTML_INLINE)                                                                                         \
    T("svg", SVG, HTML_FOREIGN)                                                                                        \
    T("table", TABLE, HTML_BLOCK | HTML_ENDS_P | HTML_SCOPE)                                                           \
    T("tbody", TBODY, HTML_BLOCK)                                                                                      \
    T("td", TD, HTML_BLOCK | HTML_SCOPE)                                                                               \
    T("template", TEMPLATE, HTML_BLOCK | HTML_SCOPE | HTML_HEAD)                                                       \
    T("textarea", TEXTAREA, HTML_ESCAPABLE)                                                                            \
    T("tfoot", TFOOT, HTML_BLOCK)                                                                                      \
    T("th", TH, HTML_BLOCK | HTML_SCOPE)                                                                               \
    T("thead", THEAD, HTML_BLOCK)                                                                                      \
    T("time", TIME, HTML_INLINE)                                                                                       \
    T("title", TITLE, HTML_ESCAPABLE | HTML_HEAD)                                                                      \
    T("tr", TR, HTML_BLOCK)                                                                                            \
    T("track", TRACK, HTML_VOID)                                                                                       \
    T("tt", TT, HTML_INLINE)                                                                                           \
    T("u", U, HTML_INLINE)                                                                                             \
    T("ul", UL, HTML_BLOCK | HTML_ENDS_P)                                                                              \
    T("var", VAR, HTML_INLINE)                                                                                         \
    T("video", VIDEO, HTML_BLOCK | HTML_MEDIA)                                                                         \
    T("wbr", WBR, HTML_VOID)                                                                                           \
    T("xmp", XMP, HTML_BLOCK | HTML_ENDS_P)

enum html_tag {
    TAG_OTHER, /* an element of no name we know */
#define HTML_TAG_NUMBER(name, number, flags) TAG_##number,
    HTML_TAGS(HTML_TAG_NUMBER)
#undef HTML_TAG_NUMBER
        TAG_LINE, /* a line of plain text */
    TAG_COUNT
};

extern const uint16_t tag_flags_of[TAG_COUNT];
extern const char *const tag_names[TAG_COUNT]; /* "other" and "line" for the two that are no element's */

/* enum html_flags of a tag. */
static inline unsigned tag_flags(unsigned tag)
{
    return tag_flags_of[tag];
}

/* Does the element begin and end a block of text? */
static inline bool tag_is_block(unsigned tag)
{
    return (tag_flags_of[tag] & HTML_BLOCK) != 0;
}

/* 1 to 6 for h1 to h6, else 0. */
static inline unsigned tag_heading_level(unsigned tag)
{
    return tag >= TAG_H1 && tag <= TAG_H6 ? tag - TAG_H1 + 1 : 0;
}

/* The tag of that name, in any case of letters; TAG_OTHER if there is none. */
enum html_tag tag_find(struct slice name);
/* To be called before several threads ask: fills the table, which otherwise the first to ask does. */
void tag_share(void);

#endif
