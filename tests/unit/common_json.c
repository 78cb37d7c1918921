/* JSON strings against the plainest of writers: of every size around those that are copied at once, with each byte that
 * wants an escape at each place. */
#include <stdlib.h>

#include "buffer.h"
#include "check.h"

#define LONGEST 150

static void add_plainly(struct buffer *to, struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char byte = (unsigned char)text.at[i];
        const char *letter = byte ? strchr("\bb\ff\nn\rr\tt", byte) : NULL;
        if (byte == '"' || byte == '\\')
            buffer_format(to, "\\%c", byte);
        else if (byte >= 0x20)
            buffer_byte(to, (char)byte);
        else if (letter)
            buffer_format(to, "\\%c", letter[1]);
        else
            buffer_format(to, "\\u%04x", byte);
    }
}

static void check_text(struct slice text)
{
    struct buffer plain = {0}, part = {0}, member = {0};
    add_plainly(&plain, text);
    buffer_json_part(&part, text);
    CHECK(slice_equal(buffer_view(&part), buffer_view(&plain)));
    buffer_json_member(&member, ",\"a\":\"", 6, text);
    CHECK(member.size == plain.size + 7);
    CHECK(slice_equal(slice_part(buffer_view(&member), 6, member.size - 1), buffer_view(&plain)));
    CHECK(memcmp(member.at, ",\"a\":\"", 6) == 0 && member.at[member.size - 1] == '"');
    buffer_free(&plain);
    buffer_free(&part);
    buffer_free(&member);
}

static void check_number(uint64_t number)
{
    struct buffer quick = {0}, plain = {0};
    buffer_number(&quick, number);
    buffer_format(&plain, "%llu", (unsigned long long)number);
    CHECK(slice_equal(buffer_view(&quick), buffer_view(&plain)));
    buffer_free(&quick);
    buffer_free(&plain);
}

int main(void)
{
    static const char specials[] = {'"',  '\\', '\b',   '\f', '\n',   '\r',   '\t',
                                    '\0', '\1', '\x1f', ' ',  '\x7f', '\xC3', '\xFF'};
    for (size_t size = 0; size <= LONGEST; size++) {
        char *text = malloc(size + 1); /* of this size: nothing may be read behind it */
        for (size_t i = 0; i < size; i++)
            text[i] = (char)(' ' + 1 + i % 90 + (i % 90 >= 1) + (i % 90 >= 58)); /* neither a quote nor a backslash */
        text = realloc(text, size ? size : 1);
        check_text((struct slice){text, size});
        for (size_t at = 0; at < size; at++)
            for (size_t k = 0; k < sizeof specials; k++) {
                char kept = text[at];
                text[at] = specials[k];
                check_text((struct slice){text, size});
                text[at] = kept;
            }
        free(text);
    }
    for (uint64_t number = 0; number < 12000; number++)
        check_number(number);
    check_number(UINT64_MAX);
    return check_done();
}
