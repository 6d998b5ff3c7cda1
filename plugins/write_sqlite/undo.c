#include "undo.h"

#include "search.h"

/* Rows are kept as JSON: a list of rows, each a list of lists of at most GROUP values, since SQLite's functions take no
 * more than 100 arguments. NULL, integers, reals of up to 15 digits and text survive that unchanged. */
enum { GROUP = 50, FIELDS_MOST = 2000 };

struct columns {
    const char *name[FIELDS_MOST];
    size_t n;
};

/* Of a table as the database has it, which may be more than this pipeline knows. */
static int columns_of(struct database *database, const char *table, struct columns *columns, struct filon_error *error)
{
    sqlite3_stmt *statement = database_prepare(database, "SELECT name FROM pragma_table_info(?) ORDER BY cid", error);
    int got = -1;
    columns->n = 0;
    if (statement) {
        sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC);
        while ((got = database_step(database, statement, error)) > 0 && columns->n < FIELDS_MOST)
            columns->name[columns->n++] = filon_strdup(database->arena, (const char *)sqlite3_column_text(statement, 0));
    }
    sqlite3_finalize(statement);
    return got < 0 ? -1 : 0;
}

/* ---- noting */

/* ?1 owner, ?2 batch, ?3 doc */
static sqlite3_stmt *prepare_save(struct database *database, const char *table, struct filon_error *error)
{
    struct columns columns;
    if (columns_of(database, table, &columns, error) < 0)
        return NULL;
    struct filon_buf sql = FILON_BUF_INIT;
    filon_buf_printf(&sql, "INSERT INTO filon_undo(owner, batch, doc, part, rows) SELECT ?1, ?2, ?3, '%s', json_group_array(json_array(",
                     table);
    for (size_t i = 0; i < columns.n; i++) {
        filon_buf_puts(&sql, i % GROUP ? ", " : i ? "), json_array(" : "json_array(");
        put_name(&sql, columns.name[i]);
    }
    filon_buf_puts(&sql, "))) FROM ");
    put_name(&sql, table);
    filon_buf_puts(&sql, " WHERE doc = ?3");
    sqlite3_stmt *statement = database_prepare(database, sql.p, error);
    filon_buf_free(&sql);
    return statement;
}

int undo_open(struct undo *undo, struct database *database, struct filon_error *error)
{
    *undo = (struct undo){.database = database, .saves = database->stored.n + 1};
    undo->save = filon_zalloc(database->arena, undo->saves, sizeof *undo->save);
    undo->fresh = database_prepare(database, "INSERT INTO filon_undo(owner, batch, doc) VALUES(?1, ?2, ?3)", error);
    undo->noted = database_prepare(database, "SELECT 1 FROM filon_undo WHERE doc = ?3 AND owner = ?1 AND batch = ?2 LIMIT 1", error);
    undo->others = database_prepare(database, "DELETE FROM filon_undo WHERE doc = ?3 AND owner <> ?1 AND ?2", error);
    if (!undo->fresh || !undo->noted || !undo->others)
        return -1;
    for (size_t i = 0; i < undo->saves; i++)
        if (!(undo->save[i] = prepare_save(database, i ? database->stored.items[i - 1] : "document", error)))
            return -1;
    return 0;
}

void undo_close(struct undo *undo)
{
    sqlite3_finalize(undo->fresh);
    sqlite3_finalize(undo->noted);
    sqlite3_finalize(undo->others);
    for (size_t i = 0; i < undo->saves; i++)
        sqlite3_finalize(undo->save[i]);
    *undo = (struct undo){0};
}

static int run(struct undo *undo, sqlite3_stmt *statement, int64_t doc, struct filon_error *error)
{
    struct database *database = undo->database;
    sqlite3_bind_text(statement, 1, database->owner, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, database->batch + 1);
    sqlite3_bind_int64(statement, 3, doc);
    int got = database_step(database, statement, error);
    if (got > 0)
        sqlite3_reset(statement);
    return got;
}

int undo_note(struct undo *undo, int64_t doc, bool replaced, struct filon_error *error)
{
    if (!replaced)
        return run(undo, undo->fresh, doc, error);
    int noted = run(undo, undo->noted, doc, error);
    if (noted)
        return noted < 0 ? -1 : 0;
    if (run(undo, undo->others, doc, error) < 0) /* another job's version is no longer there to be taken back */
        return -1;
    for (size_t i = 0; i < undo->saves; i++)
        if (run(undo, undo->save[i], doc, error) < 0)
            return -1;
    return 0;
}

int undo_forget(struct database *database, struct filon_error *error)
{
    char *sql = sqlite3_mprintf("DELETE FROM filon_undo WHERE owner = %Q AND batch <= %lld", database->owner, (long long)database->batch);
    int failed = database_run(database, sql, error);
    sqlite3_free(sql);
    return failed;
}

/* ---- taking back */

static int erase(struct database *database, const char *table, const char *where, struct filon_error *error)
{
    char *sql = sqlite3_mprintf("DELETE FROM \"%w\" WHERE doc IN (SELECT doc FROM filon_undo WHERE %s)", table, where);
    int failed = database_run(database, sql, error);
    sqlite3_free(sql);
    return failed;
}

static int restore(struct database *database, const char *table, const char *where, struct filon_error *error)
{
    struct columns columns;
    if (columns_of(database, table, &columns, error) < 0)
        return -1;
    struct filon_buf sql = FILON_BUF_INIT;
    filon_buf_puts(&sql, "INSERT OR IGNORE INTO ");
    put_name(&sql, table);
    for (size_t i = 0; i < columns.n; i++) {
        filon_buf_puts(&sql, i ? ", " : "(");
        put_name(&sql, columns.name[i]);
    }
    for (size_t i = 0; i < columns.n; i++)
        filon_buf_printf(&sql, "%s json_extract(value, '$[%zu][%zu]')", i ? "," : ") SELECT", i / GROUP, i % GROUP);
    filon_buf_printf(&sql, " FROM filon_undo, json_each(filon_undo.rows) WHERE %s AND part = '%s' ORDER BY batch", where, table);
    int failed = database_run(database, sql.p, error);
    filon_buf_free(&sql);
    return failed;
}

static int take_back(struct database *database, const char *where, struct filon_error *error)
{
    if (search_take_undone(database, where, error) < 0)
        return -1;
    for (size_t i = 0; i <= database->stored.n; i++)
        if (erase(database, i ? database->stored.items[i - 1] : "document", where, error) < 0)
            return -1;
    for (size_t i = 0; i <= database->stored.n; i++)
        if (restore(database, i ? database->stored.items[i - 1] : "document", where, error) < 0)
            return -1;
    return search_put_undone(database, where, error);
}

int undo_after(struct database *database, int64_t batch, struct filon_error *error)
{
    char *where = sqlite3_mprintf("owner = %Q AND batch > %lld", database->owner, (long long)batch);
    char *forget = sqlite3_mprintf("DELETE FROM filon_undo WHERE %s", where);
    int failed = take_back(database, where, error) < 0 ? -1 : database_run(database, forget, error);
    sqlite3_free(forget);
    sqlite3_free(where);
    return failed;
}
