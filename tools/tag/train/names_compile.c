/* Compiles readable lists of names into the block that tag carries: tag-names_compile LIST... OUT.
 * Part of the build; the program's own --compile-names does the same for a user's lists. */
#include "../gazetteer.h"
#include "input.h"
#include "limits.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool add_list(struct gazetteer_lists *lists, const char *path)
{
    struct buffer text = {0};
    const char *what = NULL;
    uint64_t line = 0;
    bool good = input_read_file(path, LIMIT_RULE_FILE, &text);
    if (!good)
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
    if (good && !gazetteer_lists_add(lists, buffer_view(&text), &line, &what)) {
        fprintf(stderr, "%s:%llu: %s\n", path, (unsigned long long)line, what);
        good = false;
    }
    buffer_free(&text);
    return good;
}

static bool write_block(const char *path, struct slice block)
{
    FILE *file = fopen(path, "wb");
    bool good = file && fwrite(block.at, 1, block.size, file) == block.size;
    if (file && fclose(file) != 0)
        good = false;
    if (!good)
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return good;
}

int main(int argc, char **argv)
{
    struct gazetteer_lists *lists = gazetteer_lists_new();
    struct buffer block = {0};
    bool good = argc > 2;
    if (!good)
        fprintf(stderr, "usage: %s LIST... OUT\n", argv[0]);
    for (int i = 1; i < argc - 1 && good; i++)
        good = add_list(lists, argv[i]);
    if (good) {
        gazetteer_compile(lists, &block);
        good = write_block(argv[argc - 1], buffer_view(&block));
    }
    gazetteer_lists_free(lists);
    buffer_free(&block);
    return good ? 0 : 1;
}
