/* The cell writer against what it is on a processor without vectors of 512 bits. */
#define BROADSHEET_NOT_WIDEST
#include "tocsv_cell.c"
