/* The same as tag_twin.c of words with vectors of 16 bytes only. */
#define NARROW
#include "tag_twin.c"
