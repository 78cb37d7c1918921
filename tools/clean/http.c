#include "http.h"

#include <zlib.h>

#include "encoding.h"
#include "warc.h"

static bool contains_caseless(struct slice text, const char *part)
{
    for (; text.size > 0; text = slice_part(text, 1, text.size))
        if (slice_starts_caseless(text, part))
            return true;
    return false;
}

/* Splits a head (to and with its empty line) off `rest`. Without an empty line all of it is head. */
static struct slice take_head(struct slice *rest)
{
    struct slice whole = *rest, line;
    while (slice_line(rest, &line))
        if (line.size == 0)
            break;
    return (struct slice){whole.at, whole.size - rest->size};
}

/* The size in a chunk's first line; false if there is none. */
static bool chunk_size(struct slice line, uint64_t *size)
{
    size_t digits = 0;
    *size = 0;
    line = slice_trim(line);
    for (; digits < line.size && digits < 15; digits++) {
        char c = line.at[digits], lower = (char)(c | 0x20);
        if (c >= '0' && c <= '9')
            *size = *size * 16 + (uint64_t)(c - '0');
        else if (lower >= 'a' && lower <= 'f')
            *size = *size * 16 + (uint64_t)(lower - 'a' + 10);
        else
            break;
    }
    return digits > 0 && (digits == line.size || line.at[digits] == ';' || line.at[digits] == ' ');
}

/* Chunked transfer (RFC 9112, section 7.1). A body whose first line is no chunk's was stored without chunks. */
static struct slice join_chunks(struct slice body, struct buffer *buffer, const char **damage)
{
    struct slice rest = body, line;
    uint64_t size;
    buffer_clear(buffer);
    for (bool first = true; slice_line(&rest, &line); first = false) {
        if (!first && line.size == 0 && rest.size > 0)
            continue;
        if (!chunk_size(line, &size)) {
            if (first)
                return body;
            *damage = "the chunks of the body are damaged";
            buffer_slice(buffer, (struct slice){line.at, rest.size + (size_t)(rest.at - line.at)});
            return buffer_view(buffer);
        }
        if (size == 0)
            return buffer_view(buffer);
        if (size > rest.size) {
            *damage = "the last chunk of the body is cut short";
            size = rest.size;
        }
        buffer_slice(buffer, slice_part(rest, 0, (size_t)size));
        rest = slice_part(rest, (size_t)size, rest.size);
    }
    if (!*damage)
        *damage = "the body ends without its last chunk";
    return buffer_view(buffer);
}

/* gzip and zlib by their heads, else raw deflate. */
static struct slice inflate_body(struct slice body, uint64_t limit, struct buffer *buffer, const char **damage)
{
    z_stream stream = {.next_in = (unsigned char *)body.at, .avail_in = (unsigned)body.size};
    bool wrapped =
        body.size >= 2 &&
        (((unsigned char)body.at[0] == 0x1F && (unsigned char)body.at[1] == 0x8B) ||
         ((body.at[0] & 0x0F) == 8 && ((unsigned char)body.at[0] << 8 | (unsigned char)body.at[1]) % 31 == 0));
    if (body.size > UINT32_MAX || inflateInit2(&stream, wrapped ? 15 + 32 : -15) != Z_OK) {
        *damage = "the body cannot be decompressed";
        return body;
    }
    int result = Z_OK;
    buffer_clear(buffer);
    while (result == Z_OK && buffer->size < limit) {
        size_t room = body.size * 4 < 65536 ? 65536 : (size_t)1 << 18;
        stream.next_out = (unsigned char *)buffer_reserve(buffer, room);
        stream.avail_out = (unsigned)room;
        result = inflate(&stream, Z_NO_FLUSH);
        buffer->size += room - stream.avail_out;
        if (result == Z_BUF_ERROR)
            break;
    }
    inflateEnd(&stream);
    if (result != Z_STREAM_END)
        *damage = buffer->size >= limit ? "the body is longer than --max-record when decompressed"
                                        : "the compressed body is damaged or cut short";
    return buffer_view(buffer);
}

static bool is_markup(struct slice body)
{
    struct slice start = slice_trim(slice_part(body, 0, body.size < 512 ? body.size : 512));
    return start.size > 1 && start.at[0] == '<' &&
           (ascii_is_letter(start.at[1]) || start.at[1] == '!' || start.at[1] == '?');
}

static void decode_body(struct slice head, uint64_t limit, struct buffer *body, struct buffer *scratch,
                        struct capture *capture)
{
    struct slice transfer = warc_field(head, "Transfer-Encoding"), coding = warc_field(head, "Content-Encoding");
    if (contains_caseless(transfer, "chunked"))
        capture->body = join_chunks(capture->body, scratch, &capture->damage);
    bool gzip_bytes = capture->body.size >= 2 && memcmp(capture->body.at, "\x1f\x8b", 2) == 0;
    if (contains_caseless(coding, "gzip") || contains_caseless(coding, "deflate")) {
        /* Some crawlers decompress the body and keep the field. */
        if (gzip_bytes || contains_caseless(coding, "deflate"))
            capture->body = inflate_body(capture->body, limit, body, &capture->damage);
    } else if ((contains_caseless(coding, "br") || contains_caseless(coding, "zstd")) && !is_markup(capture->body)) {
        capture->damage = "the body is compressed in a way that is not read (br, zstd)";
        capture->page = false;
    } else if (gzip_bytes) {
        capture->body = inflate_body(capture->body, limit, body, &capture->damage);
    }
}

/* Does a Content-Type, or for want of one the first byte, speak of a page? */
static void judge_type(struct slice type, struct capture *capture)
{
    capture->charset = type.at ? encoding_of_content_type(type) : (struct slice){NULL, 0};
    if (contains_caseless(type, "html"))
        capture->page = capture->html = true;
    else if (slice_starts_caseless(type, "text/plain"))
        capture->page = true;
    else if (!type.at || type.size == 0)
        capture->page = capture->html = is_markup(capture->body);
}

/* HTTP/1.1 200 OK: a success. What came with a redirection or an error is no page. */
static bool is_success(struct slice content)
{
    struct slice line;
    if (!slice_line(&content, &line))
        return false;
    const char *space = line.size > 0 ? memchr(line.at, ' ', line.size) : NULL;
    return space && space + 1 < line.at + line.size && space[1] == '2';
}

/* `type`: of the response as a whole, application/http as a rule; of DNS or FTP it is something else. */
static void read_response(struct slice content, struct slice type, uint64_t limit, struct buffer *body,
                          struct buffer *scratch, struct capture *capture)
{
    struct slice head = {"", 0};
    capture->body = content;
    if (slice_starts_caseless(content, "HTTP/")) {
        if (!is_success(content))
            return;
        head = take_head(&capture->body);
        judge_type(warc_field(head, "Content-Type"), capture);
    } else {
        bool http = type.size == 0 || slice_starts_caseless(type, "application/http");
        judge_type(http ? (struct slice){NULL, 0} : type, capture);
        if (http && !capture->page)
            capture->damage = "a response without the head of HTTP";
    }
    if (capture->page)
        decode_body(head, limit, body, scratch, capture);
}

static struct slice without_brackets(struct slice uri)
{
    if (uri.size >= 2 && uri.at[0] == '<' && uri.at[uri.size - 1] == '>')
        return slice_part(uri, 1, uri.size - 1);
    return uri;
}

void http_read(struct slice record, uint64_t limit, struct buffer *body, struct buffer *scratch,
               struct capture *capture)
{
    *capture = (struct capture){0};
    struct slice content = record, head = take_head(&content);
    struct slice type = warc_field(head, "WARC-Type");
    capture->target = without_brackets(warc_field(head, "WARC-Target-URI"));
    capture->date = warc_field(head, "WARC-Date");
    if (slice_starts_caseless(type, "response")) {
        read_response(content, warc_field(head, "Content-Type"), limit, body, scratch, capture);
    } else if (slice_starts_caseless(type, "resource") && !slice_starts_caseless(capture->target, "metadata:")) {
        capture->body = content;
        judge_type(warc_field(head, "Content-Type"), capture);
    } else if (slice_starts_caseless(type, "conversion")) {
        capture->body = content;
        capture->page = true;
    }
}
