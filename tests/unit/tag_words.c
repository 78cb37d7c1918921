/* Prints each line of standard input as the tokens that tag makes of it, a | between two. */
#include "../../tools/tag/words.h"
#include "buffer.h"

#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size;
    struct arena arena = {0};
    while ((size = getline(&line, &capacity, stdin)) > 0) {
        if (line[size - 1] == '\n')
            size--;
        struct sentence sentence = {.text = {line, (size_t)size}};
        tag_sentence_words(&arena, &sentence);
        for (size_t i = 0; i < sentence.token_count; i++) {
            struct slice word = word_text(&sentence, &sentence.tokens[i]);
            printf("%s%.*s", i ? "|" : "", (int)word.size, word.at);
        }
        putchar('\n');
        arena_reset(&arena);
    }
    free(line);
    arena_free(&arena);
    return 0;
}
