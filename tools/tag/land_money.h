/* land_money: whose currency an amount is in where several states have one of the name. */
#ifndef BROADSHEET_TAG_LAND_MONEY_H
#define BROADSHEET_TAG_LAND_MONEY_H

#include "document.h"

/* Gives amounts in "rupees", "Rs", "pesos" and the like the code of the country that the document names most among
 * those that pay with such; what has its code from the text keeps it, and without such a country "Rs" is India's. Wants
 * the entities' countries. */
void land_money_document(struct document *document);

#endif
