#include "weights.h"

#include <stdlib.h>
#include <string.h>

bool weights_header(struct slice *file, struct slice *name, struct slice *value)
{
    struct slice line;
    if (!slice_line(file, &line) || line.size == 0)
        return false;
    *value = line;
    slice_field(value, ':', name);
    *value = slice_trim(*value);
    return true;
}

long weights_number(struct slice value)
{
    char digits[16] = {0};
    memcpy(digits, value.at, value.size < 15 ? value.size : 15);
    return strtol(digits, NULL, 10);
}
