#include "run.h"

struct settings settings = {.fold = -1, .threshold = PAIR_THRESHOLD};
