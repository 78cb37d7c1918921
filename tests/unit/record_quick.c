/* The quick scan by 512 bits against the one by 256, where the processor has both: random lines, most of them almost
 * records, must be taken for the same. (record_fuzz holds the quick scan against the careful one, and jansson.)
 *
 * usage: record_quick [COUNT [SEED]]
 */
#define BROADSHEET_NOT_WIDEST
#define record_quick narrow_record_quick
#include "../../common/record_quick.c"
#undef record_quick

#include <stdlib.h>

#include "check.h"
#include "text.h"

bool record_quick(struct record *record, size_t open, size_t end);

static uint64_t random_state = 1;

/* SplitMix64 (Steele, Lea and Flood 2014). */
static size_t below(size_t limit)
{
    uint64_t z = random_state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (size_t)((z ^ (z >> 31)) % limit);
}

static void add_piece(struct buffer *line, bool bad)
{
    static const char *const good[] = {"x",
                                       "word ",
                                       "\\\"",
                                       "\\\\",
                                       "\\n",
                                       "\\u00e9",
                                       "\xC3\xA9",
                                       "\xE2\x82\xAC",
                                       "\xF0\x9F\x98\x80",
                                       "\",\"k\":\"",
                                       "\",\"n\":12,\"k\":\""};
    static const char *const wrong[] = {"\\",
                                        "\\x",
                                        "\\u12",
                                        "\"",
                                        "\xC3",
                                        "\xE2\x82",
                                        "\xF0\x9F\x98",
                                        "\x80",
                                        "\xC0\x80",
                                        "\xED\xA0\x80",
                                        "\xF4\x90\x80\x80",
                                        "\t",
                                        "\x7F",
                                        "\x1F"};
    size_t choice = bad ? below(sizeof wrong / sizeof *wrong) : below(2) ? below(2) : below(sizeof good / sizeof *good);
    buffer_text(line, bad ? wrong[choice] : good[choice]);
}

static void make_line(struct buffer *line)
{
    size_t pieces = below(90), bad = below(2) ? pieces : below(pieces + 1);
    buffer_clear(line);
    buffer_text(line, "{\"k\":\"");
    for (size_t i = 0; i < pieces; i++)
        add_piece(line, i == bad);
    buffer_text(line, "\"}");
}

static void compare(struct record *wide, struct record *narrow, struct slice line)
{
    wide->line = narrow->line = line;
    wide->count = narrow->count = 0;
    bool taken = record_quick(wide, 0, line.size);
    CHECK(narrow_record_quick(narrow, 0, line.size) == taken);
    if (!taken) {
        wide->expected_count = narrow->expected_count = 0;
        return;
    }
    CHECK(wide->count == narrow->count && wide->close == narrow->close && wide->same_keys == narrow->same_keys);
    for (size_t i = 0; i < wide->count && i < narrow->count; i++) {
        const struct member *one = &wide->members[i], *other = &narrow->members[i];
        CHECK(one->key.at == other->key.at && one->value.at == other->value.at && one->key.size == other->key.size &&
              one->value.size == other->value.size && one->escaped == other->escaped);
    }
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 20000;
    random_state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct record wide = {0}, narrow = {0};
    struct buffer line = {0};
    for (size_t i = 0; i < count; i++) {
        make_line(&line);
        char *exact = memory_allocate(line.size);
        memcpy(exact, line.at, line.size);
        compare(&wide, &narrow, (struct slice){exact, line.size});
        free(exact);
    }
    record_free(&wide);
    record_free(&narrow);
    buffer_free(&line);
    return check_done();
}
