#include "warc.h"

#include <strings.h>

/* Finds `what` in `bytes` from `from` on; bytes.size if it is not there. */
static size_t find(struct slice bytes, size_t from, struct slice what)
{
    while (from + what.size <= bytes.size) {
        const char *hit = memchr(bytes.at + from, what.at[0], bytes.size - from - what.size + 1);
        if (!hit)
            break;
        from = (size_t)(hit - bytes.at);
        if (memcmp(hit, what.at, what.size) == 0)
            return from;
        from++;
    }
    return bytes.size;
}

/* Offset of the next line that starts a record, from `from` on; bytes.size if there is none. */
static size_t next_record(struct slice bytes, size_t from)
{
    size_t at = find(bytes, from, SLICE("\nWARC/"));
    return at < bytes.size ? at + 1 : bytes.size;
}

size_t warc_next(struct slice bytes, bool last)
{
    size_t next = next_record(bytes, 0), held = sizeof "\nWARC/" - 2;
    if (next < bytes.size || last)
        return next;
    return bytes.size > held ? bytes.size - held : 0;
}

/* The size of the head with its empty line, 0 if it does not end here. */
static size_t head_size(struct slice bytes)
{
    for (size_t at = 0; (at = find(bytes, at, SLICE("\n"))) < bytes.size; at++) {
        if (at + 1 < bytes.size && bytes.at[at + 1] == '\n')
            return at + 2;
        if (at + 2 < bytes.size && bytes.at[at + 1] == '\r' && bytes.at[at + 2] == '\n')
            return at + 3;
    }
    return 0;
}

struct slice warc_field(struct slice head, const char *name)
{
    struct slice line;
    size_t size = strlen(name);
    while (slice_line(&head, &line)) {
        if (line.size > size && line.at[size] == ':' && strncasecmp(line.at, name, size) == 0)
            return slice_trim(slice_part(line, size + 1, line.size));
    }
    return (struct slice){NULL, 0};
}

static bool content_length(struct slice head, uint64_t *length)
{
    struct slice value = warc_field(head, "Content-Length");
    if (value.size == 0 || value.size > 18)
        return false;
    *length = 0;
    for (size_t i = 0; i < value.size; i++) {
        if (value.at[i] < '0' || value.at[i] > '9')
            return false;
        *length = *length * 10 + (uint64_t)(value.at[i] - '0');
    }
    return true;
}

/* Line ends behind a record's content. */
static size_t gap_at(struct slice bytes, size_t from)
{
    size_t at = from;
    while (at < bytes.size && (bytes.at[at] == '\r' || bytes.at[at] == '\n'))
        at++;
    return at - from;
}

/* The end that was looked for is not in `bytes`. What has been looked through will be again: only with twice as much,
 * so that the whole stays linear. */
static enum warc_status look_further(struct slice bytes, struct warc_frame *frame)
{
    frame->wanted = bytes.size < (64 << 10) ? bytes.size + 1 : 2 * (uint64_t)bytes.size;
    return WARC_MORE;
}

/* The record ends where the next one starts, because its length is missing or wrong. */
static enum warc_status frame_by_next(struct slice bytes, bool last, struct warc_frame *frame, const char *damage)
{
    size_t next = next_record(bytes, (size_t)frame->head > 0 ? (size_t)frame->head - 1 : 0);
    if (next == bytes.size && !last)
        return look_further(bytes, frame);
    frame->content = next - frame->head;
    frame->skip = next;
    frame->damage = damage;
    return WARC_RECORD;
}

enum warc_status warc_frame(struct slice bytes, bool last, struct warc_frame *frame)
{
    *frame = (struct warc_frame){0};
    frame->skip = gap_at(bytes, 0);
    if (frame->skip > 0)
        return WARC_BAD;
    if (bytes.size < 5 && !last)
        return look_further(bytes, frame);
    if (!slice_starts(bytes, SLICE("WARC/"))) {
        frame->skip = next_record(bytes, 0);
        frame->damage = "no WARC record starts here";
        return frame->skip == bytes.size && !last ? look_further(bytes, frame) : WARC_BAD;
    }
    frame->head = head_size(bytes);
    if (frame->head == 0) {
        frame->skip = bytes.size;
        frame->damage = "the file ends in a WARC record's head";
        return last ? WARC_BAD : look_further(bytes, frame);
    }
    uint64_t length;
    if (!content_length(slice_part(bytes, 0, (size_t)frame->head), &length))
        return frame_by_next(bytes, last, frame, "a WARC record without a usable Content-Length");
    uint64_t end = frame->head + length;
    /* What stands behind it shows whether the next record starts where it should. */
    frame->wanted = end + WARC_GAP;
    if (frame->wanted > bytes.size && !last)
        return WARC_MORE;
    if (end > bytes.size) {
        frame_by_next(bytes, true, frame, "a WARC record is cut short");
        return WARC_RECORD;
    }
    size_t behind = gap_at(bytes, (size_t)end);
    if (behind == 0 && end < bytes.size && bytes.at[end] != 'W')
        return frame_by_next(bytes, last, frame, "a WARC record does not end where its Content-Length says");
    frame->content = length;
    frame->skip = end + (behind > WARC_GAP ? WARC_GAP : behind);
    return WARC_RECORD;
}
