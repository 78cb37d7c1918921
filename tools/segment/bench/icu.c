/* The peer of bench-segment: ICU's sentence break iterator over the lines of a file, as a C program would use it.
 *
 * usage: icu-sentences FILE
 *
 * Reads the file, then for each line turns UTF-8 into UTF-16, sets it as the iterator's text and walks the
 * boundaries; prints how many there were and the seconds for that, reading left out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <unicode/ubrk.h>
#include <unicode/ustring.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

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

int main(int argc, char **argv)
{
    UErrorCode error = U_ZERO_ERROR;
    size_t size = 0, sentences = 0;
    char *bytes = argc == 2 ? read_all(argv[1], &size) : NULL;
    UBreakIterator *iterator = ubrk_open(UBRK_SENTENCE, "en", NULL, 0, &error);
    UChar *line = bytes ? malloc((size + 1) * sizeof *line) : NULL;
    if (!line || U_FAILURE(error)) {
        fputs("usage: icu-sentences FILE\n", stderr);
        return 2;
    }
    double start = now();
    for (size_t at = 0; at < size;) {
        char *end = memchr(bytes + at, '\n', size - at);
        size_t length = end ? (size_t)(end - bytes) - at : size - at;
        int32_t units = 0;
        u_strFromUTF8WithSub(line, (int32_t)size, &units, bytes + at, (int32_t)length, 0xFFFD, NULL, &error);
        ubrk_setText(iterator, line, units, &error);
        while (ubrk_next(iterator) != UBRK_DONE)
            sentences++;
        at += length + 1;
    }
    printf("%zu %.4f\n", sentences, now() - start);
    ubrk_close(iterator);
    free(line);
    free(bytes);
    return U_FAILURE(error) ? 1 : 0;
}
