#include "encoding.h"

#include <errno.h>
#include <iconv.h>
#include <strings.h>
#include <uchardet.h>

#include "text.h"
#include "tokenizer.h"

/* A page says its encoding in its first bytes; browsers look at 1024, pages that put scripts first need more. */
#define LOOK_AT ((size_t)8192)
/* Detection needs no more. */
#define DETECT_IN ((size_t)64 << 10)

/* iconv's name, then the labels (WHATWG Encoding, section 4.2). */
static const char *const encodings[][2] = {
    {"UTF-8", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8"},
    {"CP866", "866 cp866 csibm866 ibm866"},
    {"ISO-8859-2", "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"},
    {"ISO-8859-3", "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"},
    {"ISO-8859-4", "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"},
    {"ISO-8859-5", "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988"},
    {"ISO-8859-6", "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e "
                   "iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987"},
    {"ISO-8859-7", "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 "
                   "iso_8859-7 iso_8859-7:1987 sun_eu_greek"},
    {"ISO-8859-8", "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 "
                   "iso_8859-8 iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical"},
    {"ISO-8859-10", "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6"},
    {"ISO-8859-13", "iso-8859-13 iso8859-13 iso885913"},
    {"ISO-8859-14", "iso-8859-14 iso8859-14 iso885914"},
    {"ISO-8859-15", "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9"},
    {"ISO-8859-16", "iso-8859-16"},
    {"KOI8-R", "cskoi8r koi koi8 koi8-r koi8_r"},
    {"KOI8-U", "koi8-ru koi8-u"},
    {"MACINTOSH", "csmacintosh mac macintosh x-mac-roman"},
    {"CP874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874"},
    {"CP1250", "cp1250 windows-1250 x-cp1250"},
    {"CP1251", "cp1251 windows-1251 x-cp1251"},
    {"CP1252", "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 "
               "iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252"},
    {"CP1253", "cp1253 windows-1253 x-cp1253"},
    {"CP1254", "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 "
               "windows-1254 x-cp1254"},
    {"CP1255", "cp1255 windows-1255 x-cp1255"},
    {"CP1256", "cp1256 windows-1256 x-cp1256"},
    {"CP1257", "cp1257 windows-1257 x-cp1257"},
    {"CP1258", "cp1258 windows-1258 x-cp1258"},
    {"MAC-CYRILLIC", "x-mac-cyrillic x-mac-ukrainian"},
    {"GB18030", "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030"},
    {"BIG5-HKSCS", "big5 big5-hkscs cn-big5 csbig5 x-x-big5"},
    {"EUC-JP", "cseucpkdfmtjapanese euc-jp x-euc-jp"},
    {"ISO-2022-JP", "csiso2022jp iso-2022-jp"},
    {"CP932", "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis"},
    {"CP949", "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
              "windows-949"},
    {"UTF-16BE", "unicodefffe utf-16be"},
    {"UTF-16LE", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le"},
};

static bool lists(const char *labels, struct slice label)
{
    struct slice rest = slice_of(labels), word;
    while (slice_field(&rest, ' ', &word))
        if (word.size == label.size && strncasecmp(word.at, label.at, word.size) == 0)
            return true;
    return false;
}

const char *encoding_find(struct slice label)
{
    label = slice_trim(label);
    for (size_t i = 0; label.size > 0 && i < sizeof encodings / sizeof *encodings; i++)
        if (lists(encodings[i][1], label))
            return encodings[i][0];
    return NULL;
}

struct slice encoding_parameter(struct slice content_type, const char *name)
{
    const char *at = content_type.at, *end = at + content_type.size;
    size_t size = strlen(name);
    for (; (size_t)(end - at) > size; at++) {
        if (!slice_starts_caseless((struct slice){at, (size_t)(end - at)}, name))
            continue;
        const char *value = at + size;
        while (value < end && (*value == ' ' || *value == '='))
            value++;
        char quote = value < end && (*value == '"' || *value == '\'') ? *value++ : '\0';
        const char *stop = value;
        while (stop < end && *stop != quote && *stop != ';' && (unsigned char)*stop > ' ')
            stop++;
        if (stop > value)
            return (struct slice){value, (size_t)(stop - value)};
    }
    return (struct slice){NULL, 0};
}

struct slice encoding_of_content_type(struct slice content_type)
{
    return encoding_parameter(content_type, "charset");
}

/* <?xml version="1.0" encoding="..."?> */
static struct slice xml_encoding(struct slice head)
{
    head = slice_trim(head);
    const char *stop = slice_starts(head, SLICE("<?xml")) ? memchr(head.at, '>', head.size) : NULL;
    for (const char *at = head.at; stop && stop - at > 10; at++) {
        if (memcmp(at, "encoding", 8) != 0)
            continue;
        const char *value = at + 8;
        while (value < stop && (*value == ' ' || *value == '=' || *value == '"' || *value == '\''))
            value++;
        const char *last = value;
        while (last < stop && *last != '"' && *last != '\'' && *last != '?' && (unsigned char)*last > ' ')
            last++;
        return (struct slice){value, (size_t)(last - value)};
    }
    return (struct slice){NULL, 0};
}

static struct slice meta_encoding(struct slice head)
{
    struct tokenizer tokenizer = {0};
    struct token token;
    struct slice found = {NULL, 0};
    tokenizer_start(&tokenizer, head);
    while (!found.at && tokenizer_next(&tokenizer, &token) != TOKEN_DONE) {
        if (token.kind != TOKEN_START)
            continue;
        if (token.tag == TAG_SCRIPT || token.tag == TAG_STYLE) {
            tokenizer.content = token.tag == TAG_SCRIPT ? CONTENT_SCRIPT : CONTENT_RAW;
            tokenizer.raw_name = slice_of(tag_names[token.tag]);
        }
        if (token.tag != TAG_META)
            continue;
        found = token_attribute(&token, SLICE("charset"));
        struct slice equivalent = token_attribute(&token, SLICE("http-equiv"));
        if (!found.at && equivalent.size == 12 && strncasecmp(equivalent.at, "content-type", 12) == 0)
            found = encoding_of_content_type(token_attribute(&token, SLICE("content")));
    }
    tokenizer_free(&tokenizer);
    return found;
}

/* What the page itself says. UTF-16 cannot be true of bytes in which a <meta> could be read. */
static const char *own_encoding(struct slice bytes)
{
    struct slice head = slice_part(bytes, 0, bytes.size < LOOK_AT ? bytes.size : LOOK_AT);
    struct slice label = xml_encoding(head);
    const char *encoding = label.at ? encoding_find(label) : NULL;
    if (!encoding) {
        label = meta_encoding(head);
        encoding = label.at ? encoding_find(label) : NULL;
    }
    return encoding && strncmp(encoding, "UTF-16", 6) == 0 ? "UTF-8" : encoding;
}

/* Names of uchardet that the table of labels lacks are tried with iconv as they are. */
static const char *detect(struct slice bytes, char *name, size_t size)
{
    uchardet_t detector = uchardet_new();
    uchardet_handle_data(detector, bytes.at, bytes.size < DETECT_IN ? bytes.size : DETECT_IN);
    uchardet_data_end(detector);
    struct slice found = slice_of(uchardet_get_charset(detector));
    const char *encoding = encoding_find(found);
    if (!encoding && found.size > 0 && found.size < size) {
        memcpy(name, found.at, found.size + 1);
        encoding = name;
    }
    uchardet_delete(detector);
    return encoding;
}

/* Appends `bytes` as UTF-8; a byte that is no text becomes U+FFFD. False if iconv does not know the encoding. */
static bool convert(const char *encoding, struct slice bytes, struct decoded *decoded, struct buffer *buffer)
{
    iconv_t state = iconv_open("UTF-8", encoding);
    if (state == (iconv_t)-1)
        return false;
    char *from = (char *)bytes.at;
    size_t left = bytes.size;
    while (left > 0) {
        size_t room = left * 2 + 64;
        char *to = buffer_reserve(buffer, room);
        size_t free_bytes = room;
        size_t result = iconv(state, &from, &left, &to, &free_bytes);
        buffer->size += room - free_bytes;
        if (result != (size_t)-1 || errno == E2BIG)
            continue;
        size_t unit = strncmp(encoding, "UTF-16", 6) == 0 && left >= 2 ? 2 : 1;
        decoded->replaced++;
        text_append(buffer, TEXT_REPLACEMENT);
        from += unit;
        left -= unit;
        iconv(state, NULL, NULL, NULL, NULL);
    }
    iconv_close(state);
    return true;
}

static bool decode_by(const char *encoding, const char *evidence, struct slice bytes, struct buffer *buffer,
                      struct decoded *decoded)
{
    decoded->encoding = encoding;
    decoded->evidence = evidence;
    if (strcmp(encoding, "UTF-8") == 0)
        decoded->replaced = text_mend(buffer, bytes);
    else if (!convert(encoding, bytes, decoded, buffer))
        return false;
    decoded->text = buffer_view(buffer);
    return true;
}

static bool decode_by_mark(struct slice bytes, struct buffer *buffer, struct decoded *decoded)
{
    if (slice_starts(bytes, SLICE("\xEF\xBB\xBF"))) {
        struct slice rest = slice_part(bytes, 3, bytes.size);
        if (text_valid(rest) < rest.size)
            return decode_by("UTF-8", "bom", rest, buffer, decoded);
        *decoded = (struct decoded){.text = rest, .encoding = "UTF-8", .evidence = "bom"};
        return true;
    }
    if (slice_starts(bytes, SLICE("\xFE\xFF")))
        return decode_by("UTF-16BE", "bom", slice_part(bytes, 2, bytes.size), buffer, decoded);
    if (slice_starts(bytes, SLICE("\xFF\xFE")))
        return decode_by("UTF-16LE", "bom", slice_part(bytes, 2, bytes.size), buffer, decoded);
    return false;
}

/* UTF-16 without a mark: of the first bytes, every other one is NUL, and no other. */
static const char *unmarked_utf16(struct slice bytes)
{
    size_t look = bytes.size < 256 ? bytes.size & ~(size_t)1 : 256, even = 0, odd = 0;
    for (size_t i = 0; i < look; i++)
        if (bytes.at[i] == '\0')
            *(i % 2 ? &odd : &even) += 1;
    size_t most = odd > even ? odd : even;
    if (look < 16 || (odd > 0 && even > 0) || most * 8 < look * 3)
        return NULL;
    return odd > even ? "UTF-16LE" : "UTF-16BE";
}

/* Is nearly every byte beyond ASCII part of valid UTF-8? Such a page is UTF-8 with damage, not something else. */
static bool mostly_utf8(struct slice bytes)
{
    size_t good = 0, bad = 0;
    while (bytes.size > 0) {
        size_t valid = text_valid(bytes);
        for (size_t i = 0; i < valid; i++)
            good += (unsigned char)bytes.at[i] >= 0xC2;
        bytes = slice_part(bytes, valid, bytes.size);
        if (bytes.size > 0) {
            bad++;
            bytes = slice_part(bytes, 1, bytes.size);
        }
    }
    return good > bad * 4;
}

void encoding_decode(struct slice bytes, struct slice label, bool html, struct buffer *buffer, struct decoded *decoded)
{
    *decoded = (struct decoded){.text = bytes, .encoding = "UTF-8", .evidence = "valid"};
    if (decode_by_mark(bytes, buffer, decoded))
        return;
    const char *header = label.at ? encoding_find(label) : NULL;
    bool valid = text_valid(bytes) == bytes.size;
    bool escapes = valid && memchr(bytes.at, '\x1b', bytes.size) != NULL;
    const char *wide = unmarked_utf16(bytes);
    if (wide && decode_by(wide, "detected", bytes, buffer, decoded))
        return;
    if (valid && !(escapes && text_is_ascii(bytes)))
        return;
    const char *own = html ? own_encoding(bytes) : NULL;
    const char *said = header ? header : own;
    const char *evidence = header ? "header" : "page";
    if (valid && !(said && strcmp(said, "ISO-2022-JP") == 0))
        return;
    if (said && strcmp(said, "UTF-8") != 0 && !mostly_utf8(bytes) && decode_by(said, evidence, bytes, buffer, decoded))
        return;
    if (mostly_utf8(bytes)) {
        decode_by("UTF-8", said && strcmp(said, "UTF-8") == 0 ? evidence : "detected", bytes, buffer, decoded);
        return;
    }
    const char *found = detect(bytes, decoded->detected, sizeof decoded->detected);
    if (found && strcmp(found, "UTF-8") != 0 && decode_by(found, "detected", bytes, buffer, decoded))
        return;
    decode_by("CP1252", "guess", bytes, buffer, decoded);
}
