/* plan: which columns there are, in which order, and where the value of each comes from.
 *
 * Always holds: a row is made of a record (level 0), or of an element of an exploded array (a level of its own, below
 * the level that holds the array). Columns are fixed once, by plan_settle, and never change after it. A column reads
 * one member of its level's object, or what a path leads to behind it. Names of columns are all different.
 */
#ifndef TOCSV_PLAN_H
#define TOCSV_PLAN_H

#include "join.h"
#include "source.h"

enum column_kind {
    COLUMN_VALUE,
    COLUMN_INDEX, /* the number of the element, from 1 */
    COLUMN_EXTRA, /* members that no column reads, as a JSON object */
};

struct column {
    enum column_kind kind;
    bool direct; /* its value is a member of its level as it stands */
    struct slice name;
    size_t level;
    size_t key;         /* number in the level's wanted names; NAMES_NONE: the level's value itself */
    struct path behind; /* from the member's value on */
    struct form *form;  /* for objects and arrays of them; NULL for none */
};

struct level {
    size_t parent; /* level that holds the array */
    size_t key;    /* the array's place there, as in a column */
    struct path behind;
    struct path inside;    /* from the parent's value to the array */
    struct path full;      /* from the record, without STEP_EACH */
    struct slice singular; /* prefix of its columns' names */
    struct source source;
    bool open;    /* all members may be dropped without a word: the user named the columns */
    bool whole;   /* a column holds all of the value */
    bool indexed; /* COLUMN_INDEX is there */
    bool seen;    /* an element has been collected */
    bool plain;   /* and one that is no object */
};

enum extra { EXTRA_DROP, EXTRA_ERROR, EXTRA_JSON };

/* What the command line says about columns; the texts must outlive the plan. */
struct plan_options {
    const char *const *fields; /* -f */
    size_t field_count;
    const char *const *explode;
    size_t explode_count;
    const char *const *forms; /* --template */
    size_t form_count;
    struct names *header; /* names of --header=FILE in order; NULL for none */
    struct slice rules;   /* the default columns and forms, as columns.rules has them */
    enum extra extra;
    bool index;
};

struct plan_item;
struct named_form;

struct plan {
    struct plan_options options;
    struct column *columns;
    size_t count, capacity;
    struct level *levels; /* level 0 is the record */
    size_t level_count, level_capacity;
    size_t *leaves; /* the last level of each --explode */
    size_t leaf_count;
    bool settled;
    bool over_limit; /* plan_settle failed because of LIMIT_COLUMNS */

    /* private */
    struct plan_item *items;
    size_t item_count, item_capacity;
    struct named_form *forms;
    size_t form_count, form_capacity, rule_forms;
    struct names names; /* of the columns */
    struct buffer message;
    struct arena arena;
};

/* Reads the options. False if they make no sense: see plan_message. */
bool plan_start(struct plan *plan, const struct plan_options *options);
const char *plan_message(struct plan *plan);

/* Notes the member names of a record for default columns and `*`. With `all`, those of every element of exploded
 * arrays, else of the first. Returns true if names have been seen on every level that needs them. */
bool plan_collect(struct plan *plan, const struct record *record, bool all);
/* Do the columns depend on names that records bring? */
bool plan_depends(const struct plan *plan);
/* Do columns read objects inside the record's members? */
bool plan_enters_objects(const struct plan *plan);
/* Fixes the columns. False if they cannot be: see plan_message. */
bool plan_settle(struct plan *plan);
/* The name of the first column of -f, or array of --explode, that no record had a member for; absent if there is none.
 * What is looked for in elements counts only if there were some. */
struct slice plan_unmet(const struct plan *plan);
void plan_free(struct plan *plan);

#endif
