/* buffer: bytes that grow.
 *
 * Always holds: size <= capacity; the bytes are owned by the buffer and move when it grows. A zeroed struct
 * buffer is an empty buffer. No NUL stands behind the bytes unless buffer_terminate put one there.
 */
#ifndef BROADSHEET_BUFFER_H
#define BROADSHEET_BUFFER_H

#include <stdarg.h>
#include <stdint.h>

#include "memory.h"
#include "slice.h"

struct buffer {
    char *at;
    size_t size, capacity;
};

/* Makes room for `more` bytes behind the present ones and returns where they go; the caller adds to size. */
static inline char *buffer_reserve(struct buffer *buffer, size_t more)
{
    if (buffer->capacity - buffer->size < more)
        buffer->at = memory_grow(buffer->at, &buffer->capacity, buffer->size + more, 1);
    return buffer->at + buffer->size;
}

static inline void buffer_add(struct buffer *buffer, const char *bytes, size_t size)
{
    if (size > 0) {
        memcpy(buffer_reserve(buffer, size), bytes, size);
        buffer->size += size;
    }
}

static inline void buffer_slice(struct buffer *buffer, struct slice bytes)
{
    buffer_add(buffer, bytes.at, bytes.size);
}

static inline void buffer_byte(struct buffer *buffer, char byte)
{
    *buffer_reserve(buffer, 1) = byte;
    buffer->size++;
}

static inline void buffer_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

static inline struct slice buffer_view(const struct buffer *buffer)
{
    return (struct slice){buffer->at ? buffer->at : "", buffer->size};
}

static inline void buffer_clear(struct buffer *buffer)
{
    buffer->size = 0;
}

/* The bytes with a NUL behind them, as a C string; the NUL is not counted in size. */
const char *buffer_terminate(struct buffer *buffer);
void buffer_free(struct buffer *buffer);

#define BUFFER_DIGITS 20u /* of a number, at most */
/* Writes the decimal digits of `number` to `to`, which has room for BUFFER_DIGITS; returns where they end. */
char *buffer_digits(char *to, uint64_t number);
/* Appends them. */
void buffer_number(struct buffer *buffer, uint64_t number);
/* As printf. Not for hot paths. */
void buffer_format(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_format_list(struct buffer *buffer, const char *format, va_list arguments);

/* `text` as a JSON string with its quotes: ", \ and control characters escaped (RFC 8259), everything else as it is.
 * `text` must be valid UTF-8. */
void buffer_json(struct buffer *buffer, struct slice text);
/* The same without the quotes, to build one string out of parts. */
void buffer_json_part(struct buffer *buffer, struct slice text);
/* `opening`, of `size` bytes up to a first quote, then `text` as above, then the last quote. */
void buffer_json_member(struct buffer *buffer, const char *opening, size_t size, struct slice text);
/* `"name":` with a comma before it unless the last byte is `{` or `[`. `name` needs no escapes. */
void buffer_json_key(struct buffer *buffer, const char *name);

#endif
