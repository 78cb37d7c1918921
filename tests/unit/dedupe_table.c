/* The sorted table against a plain sorted array: what is added is found, once, in order, also with keys that crowd. */
#include <stdlib.h>

#include "check.h"
#include "dedupe_entries.h"

#define COUNT 60000

static void compare_with_array(uint64_t key_mask)
{
    static struct entry entries[COUNT];
    struct table table = {0};
    for (size_t i = 0; i < COUNT; i++) {
        entries[i] = (struct entry){draw() & key_mask, draw() % 4 + 1};
        table_add(&table, entries[i]);
        CHECK(!table_add(&table, entries[i]));
    }
    qsort(entries, COUNT, sizeof entries[0], compare);
    size_t distinct = 0;
    struct table_cursor cursor = {0};
    for (size_t i = 0; i < COUNT; i++) {
        if (i > 0 && compare(&entries[i], &entries[i - 1]) == 0)
            continue;
        const struct entry *walked = table_walk(&table, &cursor);
        const struct entry *found = table_find(&table, entries[i]);
        if (!walked || compare(walked, &entries[i]) != 0 || found != walked) {
            CHECK(!"an entry is lost or out of order");
            break;
        }
        distinct++;
    }
    CHECK(table_walk(&table, &cursor) == NULL);
    CHECK(table.count == distinct);
    table_free(&table);
}

/* At most 24 bytes an entry, at every size beyond the first few thousand. */
static void test_memory(void)
{
    struct table table = {0};
    for (size_t i = 1; i <= 2000000; i++) {
        table_add(&table, (struct entry){draw(), i});
        if (i >= 200000 && table.bytes > 24 * i) {
            CHECK(!"more than 24 bytes an entry");
            break;
        }
    }
    table_free(&table);
}

int main(void)
{
    compare_with_array(UINT64_MAX);
    compare_with_array(UINT64_C(0xFFFFFF0000000000)); /* many equal places */
    compare_with_array(UINT64_C(0xFF000000000000FF)); /* all at the start of their part */
    test_memory();
    return check_done();
}
