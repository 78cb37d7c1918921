/* currency: which currency a sign, a code or a name means. */
#ifndef BROADSHEET_TAG_CURRENCY_H
#define BROADSHEET_TAG_CURRENCY_H

#include "slice.h"

/* The ISO 4217 code of what stands before or behind an amount ("US$", "Rs", "Kenyan shillings"); static; NULL where the
 * name leaves it open: "K", "rupees", "francs". */
const char *currency_code(struct slice name);

#endif
