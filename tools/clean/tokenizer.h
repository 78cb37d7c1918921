/* tokenizer: HTML into tags, text and comments, by the states of the standard (WHATWG, section 13.2.5).
 *
 * Always holds: tokens are slices of the source in its order, nothing is decoded or copied; their raw parts become
 * text through tokenizer_decode. Every call moves on, so that time is linear in the source. Parse errors are not
 * reported; what the standard does after them is done.
 */
#ifndef BROADSHEET_CLEAN_TOKENIZER_H
#define BROADSHEET_CLEAN_TOKENIZER_H

#include "buffer.h"
#include "tag.h"

enum token_kind {
    TOKEN_NONE, /* inside the tokenizer: nothing came of it, go on */
    TOKEN_DONE,
    TOKEN_TEXT,
    TOKEN_START,
    TOKEN_END,
    TOKEN_COMMENT,
    TOKEN_DOCTYPE
};

/* How the source is read until the end tag `raw_name` (data: always). */
enum content { CONTENT_DATA, CONTENT_ESCAPABLE, CONTENT_RAW, CONTENT_SCRIPT, CONTENT_PLAIN, CONTENT_CDATA };

/* How a raw part is decoded. */
enum decoding {
    DECODE_TEXT,      /* references, NUL kept */
    DECODE_ESCAPABLE, /* references, NUL becomes U+FFFD */
    DECODE_ATTRIBUTE, /* references as in attributes, NUL becomes U+FFFD */
    DECODE_RAW,       /* no references, NUL becomes U+FFFD */
    DECODE_CDATA,     /* no references, NUL kept */
    DECODE_NAME,      /* as raw, ASCII letters lowered */
};

struct attribute {
    struct slice name, value; /* raw; of equal names the first counts */
};

struct token {
    enum token_kind kind;
    const char *start;      /* where it begins in the source */
    struct slice text;      /* raw: text, comment, or a tag's name */
    enum decoding decoding; /* of a text */
    enum html_tag tag;      /* of a start or end tag */
    bool self_closing;
    struct attribute *attributes;
    size_t attribute_count;
    struct slice doctype_name, public_id, system_id; /* of a doctype; absent if not there */
    bool force_quirks;
};

struct tokenizer {
    const char *at, *end;
    enum content content;
    struct slice raw_name; /* whose end tag ends escapable, raw and script content; lower case */
    bool foreign;          /* inside SVG or MathML, where <![CDATA[ is no comment; set by the caller */
    struct attribute *attributes;
    size_t attribute_capacity;
};

/* Begins at `source`, any bytes. */
void tokenizer_start(struct tokenizer *tokenizer, struct slice source);
/* The next token; TOKEN_DONE at the end. Its attributes are valid until the next call. After a start tag whose
 * content is raw the caller sets content and raw_name. */
enum token_kind tokenizer_next(struct tokenizer *tokenizer, struct token *token);
void tokenizer_free(struct tokenizer *tokenizer);

/* Appends a raw part as text: references, NUL and line ends (CRLF and CR are LF) as `decoding` says. */
void tokenizer_decode(struct buffer *buffer, struct slice raw, enum decoding decoding);

/* The raw value of the attribute called `name` (lower case); absent if the tag has none, empty if it has no value. */
struct slice token_attribute(const struct token *token, struct slice name);

#endif
