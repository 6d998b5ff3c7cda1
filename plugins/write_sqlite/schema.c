#include "schema.h"

#include <stdio.h>

#include "search.h"

static const char fixed[] =
    "CREATE TABLE document(doc INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT, date TEXT, author TEXT, publisher TEXT,"
    " url TEXT, lang TEXT, content TEXT, text TEXT, meta TEXT);"
    "CREATE INDEX filon_document_date ON document(date) WHERE date IS NOT NULL;"
    "CREATE TABLE filon_layer(name TEXT PRIMARY KEY, help TEXT) WITHOUT ROWID;"
    "CREATE TABLE filon_writer(owner TEXT PRIMARY KEY, batch INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE filon_undo(owner TEXT NOT NULL, batch INTEGER NOT NULL, doc INTEGER NOT NULL, part TEXT, rows TEXT);"
    "CREATE INDEX filon_undo_doc ON filon_undo(doc);";

static const struct {
    const char *name, *select;
} views[] = {
    {"who_says_what",
     "SELECT doc, id, title, date, quote.holder AS speaker, quote.type, quote.text AS quote, quote.cue_text AS cue, quote.score"
     " FROM quote JOIN document USING(doc)"},
    {"who_stands_where", "SELECT doc, id, title, date, stance.holder, stance.act, stance.polarity, stance.target, stance.target_type,"
                         " stance.text AS evidence, stance.score FROM stance JOIN document USING(doc)"},
    {"positions",
     "SELECT doc, id, title, date, position.claim, position.holder, position.position, position.text AS evidence, position.score"
     " FROM position JOIN document USING(doc)"},
    {"entities", "SELECT coalesce(name, text) AS name, type, count(*) AS mentions, count(DISTINCT doc) AS documents FROM entity"
                 " GROUP BY coalesce(name, text), type ORDER BY mentions DESC, 1"},
    {"speakers", "SELECT holder, count(*) AS quotes, count(DISTINCT doc) AS documents FROM quote WHERE holder IS NOT NULL"
                 " GROUP BY holder ORDER BY quotes DESC, 1"},
};

int schema_make(struct database *database, struct filon_error *error)
{
    char pragma[64];
    snprintf(pragma, sizeof pragma, "PRAGMA application_id = %d", DATABASE_APPLICATION);
    return database_run(database, fixed, error) < 0 ? -1 : database_run(database, pragma, error);
}

int schema_stored(struct database *database, struct filon_error *error)
{
    enum { MOST = 4096 };
    sqlite3_stmt *statement = database_prepare(database, "SELECT name FROM filon_layer ORDER BY name", error);
    if (!statement)
        return -1;
    const char **names = filon_zalloc(database->arena, MOST, sizeof *names);
    size_t n = 0;
    int got;
    while ((got = database_step(database, statement, error)) > 0 && n < MOST)
        names[n++] = filon_strdup(database->arena, (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    database->stored = (struct filon_list){names, n};
    return got < 0 ? -1 : 0;
}

static bool is_stored(const struct database *database, const char *name)
{
    for (size_t i = 0; i < database->stored.n; i++)
        if (strcmp(database->stored.items[i], name) == 0)
            return true;
    return false;
}

/* The type of a column as the database has it, in the arena; NULL if it has no such column. */
static int column_type(struct database *database, const char *table, const char *column, const char **type, struct filon_error *error)
{
    sqlite3_stmt *statement = database_prepare(database, "SELECT type FROM pragma_table_info(?) WHERE name = ?", error);
    if (!statement)
        return -1;
    sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, column, -1, SQLITE_STATIC);
    int got = database_step(database, statement, error);
    *type = got > 0 ? filon_strdup(database->arena, (const char *)sqlite3_column_text(statement, 0)) : NULL;
    sqlite3_finalize(statement);
    return got < 0 ? -1 : 0;
}

static int add_columns(struct database *database, const struct table *table, struct filon_buf *sql, struct filon_error *error)
{
    for (size_t i = 0; i < table->fields; i++) {
        const struct field *field = &table->field[i];
        const char *type;
        if (column_type(database, table->name, field->name, &type, error) < 0)
            return -1;
        if (type && strcmp(type, field->type) != 0)
            return filon_error_set(error, FILON_E_IO,
                                   "%s: its table `%s` has a column `%s` of type %s, the pipeline gives %s: let `path` name another file, "
                                   "or leave the layer out with `layers`",
                                   database->path, table->name, field->name, type, field->type);
        if (!type) {
            filon_buf_puts(sql, "ALTER TABLE ");
            put_name(sql, table->name);
            filon_buf_puts(sql, " ADD COLUMN ");
            put_name(sql, field->name);
            filon_buf_printf(sql, " %s;", field->type);
        }
    }
    return 0;
}

static int fit_table(struct database *database, const struct table *table, struct filon_error *error)
{
    struct filon_buf sql = FILON_BUF_INIT;
    int failed = 0;
    filon_buf_puts(&sql, "");
    if (is_stored(database, table->name)) {
        failed = add_columns(database, table, &sql, error);
    } else {
        char *row =
            sqlite3_mprintf("INSERT INTO filon_layer(name, help) VALUES(%Q, %Q);", table->name, table->def->help ? table->def->help : "");
        table_create_sql(table, &sql);
        filon_buf_puts(&sql, row ? row : "");
        sqlite3_free(row);
    }
    table_index_sql(table, &sql);
    if (!failed)
        failed = database_run(database, sql.p, error);
    filon_buf_free(&sql);
    return failed;
}

/* A view of an older filon is made anew; one that is right is left alone, so that readers need not prepare again. */
static int fit_view(struct database *database, const char *name, const char *select, struct filon_error *error)
{
    sqlite3_stmt *statement = database_prepare(database, "SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?", error);
    if (!statement)
        return -1;
    char *create = sqlite3_mprintf("CREATE VIEW %s AS %s", name, select);
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    int got = database_step(database, statement, error);
    const char *there = got > 0 ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    bool right = there && create && strcmp(there, create) == 0;
    char *sql = right ? NULL : sqlite3_mprintf("DROP VIEW IF EXISTS %s; %s", name, create);
    sqlite3_finalize(statement);
    if (got >= 0 && sql)
        got = database_run(database, sql, error);
    sqlite3_free(sql);
    sqlite3_free(create);
    return got < 0 ? -1 : 0;
}

int schema_fit(struct database *database, const struct tables *tables, bool search, struct filon_error *error)
{
    char pragma[64];
    snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", DATABASE_VERSION);
    if (database_run(database, pragma, error) < 0)
        return -1;
    for (size_t i = 0; i < tables->n; i++)
        if (fit_table(database, &tables->table[i], error) < 0)
            return -1;
    for (size_t i = 0; i < FILON_COUNT(views); i++)
        if (fit_view(database, views[i].name, views[i].select, error) < 0)
            return -1;
    if (search && search_make(database, error) < 0)
        return -1;
    return schema_stored(database, error);
}
