/* roles: what a name is by what the sentence does with it, where its words leave two types open. */
#ifndef BROADSHEET_TAG_ROLES_H
#define BROADSHEET_TAG_ROLES_H

#include "document.h"

/* Retypes entities of a sentence: a building that speaks, or that somebody directs, is the body in it; the seat of a
 * government at or in which something happens is the building. */
void roles_settle(struct sentence *sentence);

#endif
