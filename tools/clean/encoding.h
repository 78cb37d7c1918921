/* encoding: bytes of a page to UTF-8.
 *
 * Always holds: what comes out is valid UTF-8 without a byte order mark. The order of evidence: a byte order mark;
 * bytes that are valid UTF-8 and more than ASCII (whatever the page says: copies that were recoded keep their old
 * <meta>); the label that came with the page (HTTP); the page's own (meta charset, XML declaration); detection
 * (uchardet); windows-1252. Labels mean what browsers take them for (WHATWG Encoding: latin1 is windows-1252).
 */
#ifndef BROADSHEET_CLEAN_ENCODING_H
#define BROADSHEET_CLEAN_ENCODING_H

#include <stdint.h>

#include "buffer.h"

/* The name that iconv has for a label, NULL if there is no such label. White space and case do not count. */
const char *encoding_find(struct slice label);

struct decoded {
    struct slice text;    /* the page itself where nothing was to be done, else in the buffer */
    const char *encoding; /* as iconv calls it, static or `detected` */
    const char *evidence; /* "bom", "valid", "header", "page", "detected" or "guess" */
    uint64_t replaced;    /* byte sequences that were no text and became U+FFFD */
    char detected[64];    /* what `encoding` points to where no label names it */
};

/* Decodes `bytes` by `label` (of the HTTP header, absent if there was none) and what the bytes say themselves.
 * `html`: look for a <meta charset> or XML declaration. */
void encoding_decode(struct slice bytes, struct slice label, bool html, struct buffer *buffer, struct decoded *decoded);

/* The value of a parameter of a Content-Type, as of `charset=`; absent if it has none. */
struct slice encoding_parameter(struct slice content_type, const char *name);
struct slice encoding_of_content_type(struct slice content_type);

#endif
