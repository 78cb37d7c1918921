/* schema: what a database or a data package wants to know of the table: a type for each column.
 *
 * Always holds: a type is the narrowest that takes every value seen: integer, number, boolean, string. In SQL numbers
 * that SQLite would round are text.
 * A column that was never filled is a string. Memory does not follow the number of rows.
 */
#ifndef TOCSV_SCHEMA_H
#define TOCSV_SCHEMA_H

#include "csv.h"
#include "plan.h"

struct seen;

struct schema {
    struct seen *columns;
    size_t count;
};

void schema_start(struct schema *schema, size_t columns);
/* Takes note of a cell; fits sheet_observer with the schema as its argument. */
void schema_observe(void *schema, size_t column, struct slice value);

/* How the table will stand in a file, so that what is written fits it. */
struct schema_table {
    struct slice name; /* of the table; its file is NAME.csv */
    const struct dialect *dialect;
    bool header;
};

/* CREATE TABLE, the commands of the sqlite3 shell that import NAME.csv, and NULL for blank numbers. */
void schema_sql(struct buffer *out, const struct schema *schema, const struct plan *plan,
                const struct schema_table *table);
/* A Table Schema as Frictionless Data describes it (https://specs.frictionlessdata.io/table-schema/). */
void schema_json(struct buffer *out, const struct schema *schema, const struct plan *plan,
                 const struct schema_table *table);
void schema_free(struct schema *schema);

#endif
