/* The peer of bench-segment: ICU's sentence break iterator over the lines of a file, as a C program would use it.
 *
 * usage: icu-sentences [--write] FILE
 *
 * Reads the file, then for each line turns UTF-8 into UTF-16, sets it as the iterator's text and walks the boundaries.
 * Prints how many there were; with --write the sentences instead, one a line, which is segment's job on plain text.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/ustring.h>

static char *read_all(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        return NULL;
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size + 1);
    if (bytes && fread(bytes, 1, *size, file) != *size) {
        free(bytes);
        bytes = NULL;
    }
    fclose(file);
    return bytes;
}

/* What lies between two boundaries, without the white space behind it. */
static void write_sentence(const UChar *line, int32_t start, int32_t end, char *utf8, int32_t room, UErrorCode *error)
{
    int32_t size = 0;
    while (end > start && line[end - 1] == ' ')
        end--;
    u_strToUTF8(utf8, room, &size, line + start, end - start, error);
    utf8[size] = '\n';
    fwrite(utf8, 1, (size_t)size + 1, stdout);
}

int main(int argc, char **argv)
{
    UErrorCode error = U_ZERO_ERROR;
    size_t size = 0, sentences = 0;
    bool writes = argc == 3 && strcmp(argv[1], "--write") == 0;
    char *bytes = argc == 2 || writes ? read_all(argv[argc - 1], &size) : NULL;
    UBreakIterator *iterator = ubrk_open(UBRK_SENTENCE, "en", NULL, 0, &error);
    UChar *line = bytes ? malloc((size + 1) * sizeof *line) : NULL;
    char *utf8 = bytes ? malloc(size + 1) : NULL;
    if (!line || !utf8 || U_FAILURE(error)) {
        fputs("usage: icu-sentences [--write] FILE\n", stderr);
        return 2;
    }
    for (size_t at = 0; at < size;) {
        char *end = memchr(bytes + at, '\n', size - at);
        size_t length = end ? (size_t)(end - bytes) - at : size - at;
        int32_t units = 0, start = 0, next;
        u_strFromUTF8WithSub(line, (int32_t)size, &units, bytes + at, (int32_t)length, 0xFFFD, NULL, &error);
        ubrk_setText(iterator, line, units, &error);
        while ((next = ubrk_next(iterator)) != UBRK_DONE) {
            sentences++;
            if (writes)
                write_sentence(line, start, next, utf8, (int32_t)size, &error);
            start = next;
        }
        at += length + 1;
    }
    if (!writes)
        printf("%zu\n", sentences);
    ubrk_close(iterator);
    free(utf8);
    free(line);
    free(bytes);
    return U_FAILURE(error) ? 1 : 0;
}
