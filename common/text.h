/* text: UTF-8, Unicode classes, folding.
 *
 * Always holds: positions inside a tool are byte offsets; positions in records are code points. Functions that
 * say "valid" want UTF-8 checked by text_valid or mended by text_mend; all others take any bytes.
 * Classes come from utf8proc (Unicode 15), ASCII from a table.
 */
#ifndef BROADSHEET_TEXT_H
#define BROADSHEET_TEXT_H

#include <stdint.h>

#include "buffer.h"

#define TEXT_REPLACEMENT 0xFFFDu

enum text_class {
    TEXT_UPPER = 1 << 0,  /* Lu, Lt */
    TEXT_LOWER = 1 << 1,  /* Ll */
    TEXT_LETTER = 1 << 2, /* L*, M* (a mark belongs to its letter) */
    TEXT_DIGIT = 1 << 3,  /* Nd */
    TEXT_SPACE = 1 << 4,  /* White_Space, U+200B, U+FEFF */
    TEXT_PUNCT = 1 << 5,  /* P*, S* */
    TEXT_CJK = 1 << 6,    /* written without spaces: Han, Kana, Thai, Lao, Khmer, Myanmar (not Hangul) */
    TEXT_DASH = 1 << 7,   /* Pd and U+2212 */
    TEXT_QUOTE = 1 << 8,  /* Pi, Pf, ' " and their kin */
    TEXT_HANGUL = 1 << 9,
    TEXT_MARK = 1 << 10, /* M* */
};

extern const uint16_t text_ascii_class[256]; /* by byte; 0 beyond ASCII */
unsigned text_class_beyond_ascii(uint32_t code_point);

/* The classes of a code point, or-ed together. */
static inline unsigned text_class(uint32_t code_point)
{
    return code_point < 128 ? text_ascii_class[code_point] : text_class_beyond_ascii(code_point);
}

/* How many bytes of ASCII the text begins with. */
size_t text_ascii(struct slice text);
static inline bool text_is_ascii(struct slice text)
{
    return text_ascii(text) == text.size;
}

/* Code points from `first` to `last`. */
struct text_range {
    uint32_t first, last;
};
/* Is the code point in one of `count` ranges? They must ascend. */
bool text_in_ranges(const struct text_range *ranges, size_t count, uint32_t code_point);

/* The length of the valid UTF-8 sequence at `at` (`left` > 0 bytes are readable), or 0 if there is none. */
size_t text_sequence(const char *at, size_t left);

/* Decodes one code point and moves *at behind it. On bad bytes gives TEXT_REPLACEMENT and moves over a maximal
 * subpart (Unicode 15, 3.9, table 3-8), at least one byte. *at < end must hold. */
uint32_t text_decode_slow(const char **at, const char *end);
static inline uint32_t text_decode(const char **at, const char *end)
{
    const unsigned char *bytes = (const unsigned char *)*at;
    unsigned first = bytes[0];
    if (first < 0x80) {
        ++*at;
        return first;
    }
    if (first >= 0xC2 && first < 0xE0 && end - *at >= 2 && (bytes[1] & 0xC0) == 0x80) {
        *at += 2;
        return (first & 0x1F) << 6 | (bytes[1] & 0x3Fu);
    }
    if (first > 0xE0 && first < 0xED && end - *at >= 3 && (bytes[1] & 0xC0) == 0x80 && (bytes[2] & 0xC0) == 0x80) {
        *at += 3;
        return (first & 0x0F) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
    }
    return text_decode_slow(at, end);
}
/* The code point that ends just before *at; moves *at to its start. start < *at must hold; valid UTF-8. */
uint32_t text_decode_before(const char **at, const char *start);

/* Writes `code_point` as UTF-8 to `to` (room for 4 bytes), returns the bytes written. */
size_t text_encode(char *to, uint32_t code_point);
void text_append(struct buffer *buffer, uint32_t code_point);

/* The number of leading bytes that are valid UTF-8; `bytes.size` if all are. */
size_t text_valid(struct slice bytes);
/* Appends `bytes` with each maximal subpart of bad UTF-8 replaced by U+FFFD; returns how many were. */
size_t text_mend(struct buffer *buffer, struct slice bytes);
/* Code points in valid UTF-8. */
size_t text_length(struct slice valid);

/* Turns byte offsets into code point offsets while walking forward over one text. */
struct text_cursor {
    const char *text;
    size_t byte, point;
    size_t ascii; /* leading bytes known to be ASCII */
};
/* A cursor at the beginning of `valid`, which is looked through up to its first character beyond ASCII. One with `text`
 * alone set, and the rest 0, does as well: it counts what is asked for only. */
static inline struct text_cursor text_cursor_of(struct slice valid)
{
    return (struct text_cursor){.text = valid.at, .ascii = text_ascii(valid)};
}
/* For bytes beyond those: text_point. */
size_t text_point_beyond(struct text_cursor *cursor, size_t byte);
/* The number of code points before byte `byte`; cheap when called with rising offsets, right with any. */
static inline size_t text_point(struct text_cursor *cursor, size_t byte)
{
    return byte <= cursor->ascii ? byte : text_point_beyond(cursor, byte);
}

/* Simple lower-casing of one code point, and of a text (appended). Locale-free. */
uint32_t text_lower(uint32_t code_point);
uint32_t text_upper(uint32_t code_point);
void text_lower_append(struct buffer *buffer, struct slice valid);

/* Letter without marks where one code point does it (é to e, ß and ø stay): base of the canonical decomposition. */
uint32_t text_base(uint32_t code_point);

#endif
