#include "tables.h"

/* Names of the database that a layer cannot have, views included. */
static const char *const taken[] = {"document", "search", "who_says_what", "who_stands_where", "entities", "speakers", "positions", NULL};
static const char *const taken_prefix[] = {"filon_", "search_", "sqlite_", NULL};
/* Columns that one looks things up by. */
static const char *const indexed[] = {"holder", "name", "target", "claim", NULL};

void put_name(struct filon_buf *sql, const char *name)
{
    filon_buf_putc(sql, '"');
    for (; *name; name++) {
        if (*name == '"')
            filon_buf_putc(sql, '"');
        filon_buf_putc(sql, *name);
    }
    filon_buf_putc(sql, '"');
}

static bool listed(const char *const *names, const char *name)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static int check_name(struct filon_ctx *ctx, const char *name)
{
    bool clash = listed(taken, name);
    for (const char *const *prefix = taken_prefix; *prefix; prefix++)
        clash |= strncmp(name, *prefix, strlen(*prefix)) == 0;
    if (!clash)
        return 0;
    return filon_error_set(filon_ctx_error(ctx), FILON_E_CONFIG,
                           "the layer `%s` has the name of another table of the database: leave it out with the option `layers`", name);
}

static int add_field(struct filon_ctx *ctx, struct table *table, const char *name, const char *type)
{
    for (size_t i = 0; i < table->fields; i++)
        if (strcmp(table->field[i].name, name) == 0)
            return filon_error_set(filon_ctx_error(ctx), FILON_E_CONFIG, "the layer `%s` would have two columns `%s` in the database",
                                   table->name, name);
    table->field[table->fields++] = (struct field){name, type};
    return 0;
}

static int add_column(struct filon_ctx *ctx, struct table *table, const struct filon_column *column)
{
    static const char *const types[] = {
        [FILON_I32] = "INTEGER", [FILON_F32] = "REAL", [FILON_BOOL] = "INTEGER", [FILON_STR_T] = "TEXT", [FILON_REF] = "INTEGER"};
    struct filon_arena *arena = filon_ctx_arena(ctx);
    if (column->type != FILON_SPAN)
        return add_field(ctx, table, column->name, types[column->type]);
    if (add_field(ctx, table, filon_strf(arena, "%s_begin", column->name), "INTEGER") < 0 ||
        add_field(ctx, table, filon_strf(arena, "%s_end", column->name), "INTEGER") < 0)
        return -1;
    return add_field(ctx, table, filon_strf(arena, "%s_text", column->name), "TEXT");
}

static int make_table(struct filon_ctx *ctx, int layer, bool provided, struct table *table)
{
    const struct filon_layer_def *def = filon_layer_at(ctx, layer);
    size_t columns = 0;
    while (def->columns[columns].name)
        columns++;
    if (check_name(ctx, def->name) < 0)
        return -1;
    *table = (struct table){.name = def->name, .layer = provided ? layer : -1, .def = def};
    table->field = filon_zalloc(filon_ctx_arena(ctx), 5 + 3 * columns, sizeof *table->field);
    add_field(ctx, table, "doc", "INTEGER");
    add_field(ctx, table, "row", "INTEGER");
    add_field(ctx, table, "begin", "INTEGER");
    add_field(ctx, table, "end", "INTEGER");
    add_field(ctx, table, "text", "TEXT");
    for (size_t i = 0; i < columns; i++)
        if (add_column(ctx, table, &def->columns[i]) < 0)
            return -1;
    return 0;
}

int tables_of(struct filon_ctx *ctx, const uint8_t *chosen, struct tables *tables)
{
    int layers = filon_layer_count(ctx);
    tables->table = filon_zalloc(filon_ctx_arena(ctx), (size_t)layers, sizeof *tables->table);
    tables->n = 0;
    for (int i = 0; i < layers; i++) {
        bool standard = i < FILON_STANDARD_LAYERS && i != FILON_TOKEN;
        if ((chosen[i] || standard) && make_table(ctx, i, chosen[i], &tables->table[tables->n++]) < 0)
            return -1;
    }
    return 0;
}

void table_create_sql(const struct table *table, struct filon_buf *sql)
{
    filon_buf_puts(sql, "CREATE TABLE ");
    put_name(sql, table->name);
    for (size_t i = 0; i < table->fields; i++) {
        filon_buf_puts(sql, i ? ", " : "(");
        put_name(sql, table->field[i].name);
        filon_buf_printf(sql, " %s%s", table->field[i].type, i < 4 ? " NOT NULL" : "");
    }
    filon_buf_puts(sql, ", PRIMARY KEY(doc, row)) WITHOUT ROWID;");
}

void table_index_sql(const struct table *table, struct filon_buf *sql)
{
    for (size_t i = 5; i < table->fields; i++) {
        const char *name = table->field[i].name;
        if (listed(indexed, name))
            filon_buf_printf(sql, "CREATE INDEX IF NOT EXISTS \"filon_%s_%s\" ON \"%s\"(\"%s\") WHERE \"%s\" IS NOT NULL;", table->name,
                             name, table->name, name, name);
    }
}

void table_insert_sql(const struct table *table, int rows, struct filon_buf *sql)
{
    filon_buf_puts(sql, "INSERT OR FAIL INTO ");
    put_name(sql, table->name);
    for (size_t i = 0; i < table->fields; i++) {
        filon_buf_puts(sql, i ? ", " : "(");
        put_name(sql, table->field[i].name);
    }
    filon_buf_puts(sql, ") VALUES");
    for (int row = 0; row < rows; row++)
        for (size_t i = 0; i < table->fields; i++)
            filon_buf_puts(sql, i ? ",?" : row ? "),(?" : "(?");
    filon_buf_putc(sql, ')');
}
