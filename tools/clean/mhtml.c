#include "mhtml.h"

#include "encoding.h"
#include "warc.h"

#define LONGEST_HEAD 65536 /* bytes of a head that is looked for its empty line */

/* Takes the head (up to its empty line) off `rest` and adds it to `unfolded`, each field in one line. Absent if there
 * is no empty line. */
static struct slice take_head(struct slice *rest, struct buffer *unfolded)
{
    struct slice line, whole = *rest;
    size_t start = unfolded->size;
    while (slice_line(rest, &line) && whole.size - rest->size < LONGEST_HEAD) {
        if (line.size == 0)
            return slice_part(buffer_view(unfolded), start, unfolded->size);
        bool goes_on = line.at[0] == ' ' || line.at[0] == '\t';
        if (goes_on && unfolded->size > start)
            unfolded->size--;
        buffer_slice(unfolded, line);
        buffer_byte(unfolded, '\n');
    }
    return (struct slice){NULL, 0};
}

/* The value of a hexadecimal digit, or -1. */
static int hexadecimal(char digit)
{
    if (ascii_is_digit(digit))
        return digit - '0';
    char small = ascii_lower(digit);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/* RFC 2045, 6.7. A = that begins nothing stays. */
static void decode_quoted(struct slice text, struct buffer *body)
{
    struct slice line;
    while (slice_line(&text, &line)) {
        while (line.size > 0 && (line.at[line.size - 1] == ' ' || line.at[line.size - 1] == '\t'))
            line.size--;
        bool soft = line.size > 0 && line.at[line.size - 1] == '=';
        line.size -= soft;
        for (size_t i = 0; i < line.size; i++) {
            int high = line.at[i] == '=' && i + 2 < line.size ? hexadecimal(line.at[i + 1]) : -1;
            int low = high >= 0 ? hexadecimal(line.at[i + 2]) : -1;
            buffer_byte(body, (char)(low >= 0 ? high << 4 | low : line.at[i]));
            i += low >= 0 ? 2 : 0;
        }
        if (!soft)
            buffer_byte(body, '\n');
    }
}

/* RFC 2045, 6.8. Other characters do not count. */
static void decode_base64(struct slice text, struct buffer *body)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned bits = 0, count = 0;
    for (size_t i = 0; i < text.size && text.at[i] != '='; i++) {
        const char *found = memchr(alphabet, text.at[i], sizeof alphabet - 1);
        if (!found)
            continue;
        bits = bits << 6 | (unsigned)(found - alphabet);
        if (++count % 4 != 1)
            buffer_byte(body, (char)(bits >> (6 - 2 * ((count - 1) % 4))));
    }
}

/* Takes the next part off `rest`, without the line of its delimiter. False at the end. */
static bool next_part(struct slice *rest, struct slice boundary, struct slice *part)
{
    struct slice line;
    const char *start = rest->at;
    while (slice_line(rest, &line)) {
        bool delimits = line.size >= boundary.size + 2 && line.at[0] == '-' && line.at[1] == '-' &&
                        slice_starts(slice_part(line, 2, line.size), boundary);
        if (delimits) {
            *part = (struct slice){start, (size_t)(line.at - start)};
            return true;
        }
    }
    *part = (struct slice){start, (size_t)(rest->at - start)}; /* the file is cut short */
    return part->size > 0;
}

static void read_part(struct slice part, struct slice head, struct buffer *body, struct mhtml *mhtml)
{
    struct slice coding = warc_field(head, "Content-Transfer-Encoding");
    mhtml->charset = encoding_of_content_type(warc_field(head, "Content-Type"));
    if (!mhtml->url.at)
        mhtml->url = warc_field(head, "Content-Location");
    mhtml->page = part;
    if (slice_starts_caseless(coding, "quoted-printable"))
        decode_quoted(part, body);
    else if (slice_starts_caseless(coding, "base64"))
        decode_base64(part, body);
    else
        return;
    mhtml->page = buffer_view(body);
}

/* "From: ", "MIME-Version: ": most plain text is told from a head by its first word. */
static bool begins_with_field(struct slice file)
{
    size_t at = 0;
    while (at < file.size && (ascii_is_letter(file.at[at]) || file.at[at] == '-'))
        at++;
    return at > 0 && at < file.size && file.at[at] == ':';
}

bool mhtml_read(struct slice file, struct buffer *head, struct buffer *body, struct mhtml *mhtml)
{
    *mhtml = (struct mhtml){.page = {NULL, 0}};
    if (!begins_with_field(file))
        return false;
    buffer_clear(head);
    buffer_clear(body);
    buffer_reserve(head, 2 * LONGEST_HEAD); /* so that what points into it stays */
    struct slice fields = take_head(&file, head), type = warc_field(fields, "Content-Type"), part;
    struct slice boundary = encoding_parameter(type, "boundary");
    if (!warc_field(fields, "MIME-Version").at || !slice_starts_caseless(type, "multipart/related") || !boundary.at)
        return false;
    mhtml->url = warc_field(fields, "Snapshot-Content-Location");
    next_part(&file, boundary, &part); /* what stands before the first delimiter */
    while (!mhtml->page.at && next_part(&file, boundary, &part)) {
        size_t size = head->size;
        struct slice own = take_head(&part, head);
        if (own.at && slice_starts_caseless(warc_field(own, "Content-Type"), "text/html"))
            read_part(part, own, body, mhtml);
        else
            head->size = size;
    }
    return true;
}
