/* A pipeline's layers as tables of a database, and the SQL that makes them. */
#ifndef TABLES_H
#define TABLES_H

#include <filon/plugin.h>

struct field {
    const char *name; /* of the SQL column */
    const char *type; /* INTEGER, REAL, TEXT */
};

struct table {
    const char *name;
    int layer; /* its index in the pipeline; -1: none provides it, the table stays empty */
    const struct filon_layer_def *def;
    struct field *field; /* doc, row, begin, end, text, then the columns; a span is three */
    size_t fields;
};

struct tables {
    struct table *table;
    size_t n;
};

/* Tables for the layers that `chosen` has a byte for, and for all standard ones but token, so that the views always work. In the
 * ctx arena. FILON_E_CONFIG for names that clash. */
int tables_of(struct filon_ctx *ctx, const uint8_t *chosen, struct tables *tables);

/* CREATE TABLE, and its indexes (several statements). */
void table_create_sql(const struct table *table, struct filon_buf *sql);
void table_index_sql(const struct table *table, struct filon_buf *sql);
/* So many rows at once. One that is refused ends the transaction anyhow, so nothing need be noted to take back the statement alone. */
void table_insert_sql(const struct table *table, int rows, struct filon_buf *sql);

/* "name" with quotes. */
void put_name(struct filon_buf *sql, const char *name);

#endif
