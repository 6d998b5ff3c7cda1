#include "rows.h"

#include <math.h>

static sqlite3_stmt *prepare_document(struct database *database, bool update, struct filon_error *error)
{
    struct filon_buf sql = FILON_BUF_INIT;
    filon_buf_puts(&sql, update ? "UPDATE document SET " : "INSERT INTO document(");
    for (int i = 0; i < DOCUMENT_FIELDS; i++)
        filon_buf_printf(&sql, "%s%s%s", i ? ", " : "", document_field[i], update ? " = ?" : "");
    filon_buf_puts(&sql, update ? " WHERE doc = ?" : ", id, doc) VALUES(?");
    for (int i = 0; i < DOCUMENT_FIELDS && !update; i++)
        filon_buf_puts(&sql, ", ?");
    /* A number that was removed and may be put back is not given again. */
    filon_buf_puts(&sql, update ? "" : ", 1 + max(ifnull((SELECT max(doc) FROM document), 0), ifnull((SELECT max(doc) FROM filon_undo), 0)))");
    sqlite3_stmt *statement = database_prepare(database, sql.p, error);
    filon_buf_free(&sql);
    return statement;
}

static sqlite3_stmt *prepare_erase(struct database *database, const char *table, struct filon_error *error)
{
    char *sql = sqlite3_mprintf("DELETE FROM \"%w\" WHERE doc = ?", table);
    sqlite3_stmt *statement = database_prepare(database, sql, error);
    sqlite3_free(sql);
    return statement;
}

static sqlite3_stmt *prepare_rows(struct database *database, const struct table *table, int n, struct filon_error *error)
{
    struct filon_buf sql = FILON_BUF_INIT;
    table_insert_sql(table, n, &sql);
    sqlite3_stmt *statement = database_prepare(database, sql.p, error);
    filon_buf_free(&sql);
    return statement;
}

int rows_open(struct rows *rows, struct database *database, const struct tables *tables, struct filon_error *error)
{
    *rows = (struct rows){.database = database, .tables = tables, .erases = database->stored.n};
    rows->erase = filon_zalloc(database->arena, rows->erases, sizeof *rows->erase);
    rows->row = filon_zalloc(database->arena, tables->n, sizeof *rows->row);
    if (undo_open(&rows->undo, database, error) < 0 || search_open(&rows->search, database, error) < 0)
        return -1;
    rows->find = database_prepare(database, "SELECT doc FROM document WHERE id = ?", error);
    rows->insert = prepare_document(database, false, error);
    rows->update = prepare_document(database, true, error);
    rows->remove = database_prepare(database, "DELETE FROM document WHERE doc = ?", error);
    if (!rows->find || !rows->insert || !rows->update || !rows->remove)
        return -1;
    for (size_t i = 0; i < rows->erases; i++)
        if (!(rows->erase[i] = prepare_erase(database, database->stored.items[i], error)))
            return -1;
    for (size_t i = 0; i < tables->n; i++)
        for (int size = 0; size < ROWS_SIZES && tables->table[i].layer >= 0; size++)
            if (!(rows->row[i][size] = prepare_rows(database, &tables->table[i], 1 << size, error)))
                return -1;
    return 0;
}

void rows_close(struct rows *rows)
{
    if (!rows->tables)
        return;
    undo_close(&rows->undo);
    search_close(&rows->search);
    sqlite3_finalize(rows->find);
    sqlite3_finalize(rows->insert);
    sqlite3_finalize(rows->update);
    sqlite3_finalize(rows->remove);
    for (size_t i = 0; i < rows->erases; i++)
        sqlite3_finalize(rows->erase[i]);
    for (size_t i = 0; i < rows->tables->n; i++)
        for (int size = 0; size < ROWS_SIZES; size++)
            sqlite3_finalize(rows->row[i][size]);
    *rows = (struct rows){0};
}

static void bind_u32(sqlite3_stmt *statement, int at, uint32_t value)
{
    if (value == FILON_NONE)
        sqlite3_bind_null(statement, at);
    else
        sqlite3_bind_int64(statement, at, value);
}

static void bind_f64(sqlite3_stmt *statement, int at, double value)
{
    if (isfinite(value))
        sqlite3_bind_double(statement, at, value);
    else
        sqlite3_bind_null(statement, at);
}

static int bind_cell(sqlite3_stmt *statement, int at, enum filon_type type, struct record *record)
{
    uint32_t begin;
    switch (type) {
    case FILON_I32:
        sqlite3_bind_int(statement, at, (int32_t)record_u32(record));
        return at + 1;
    case FILON_F32:
        bind_f64(statement, at, record_f64(record));
        return at + 1;
    case FILON_STR_T:
        database_bind_str(statement, at, record_str(record));
        return at + 1;
    case FILON_SPAN:
        begin = record_u32(record);
        bind_u32(statement, at, begin);
        bind_u32(statement, at + 1, begin == FILON_NONE ? FILON_NONE : record_u32(record));
        database_bind_str(statement, at + 2, begin == FILON_NONE ? FILON_NO_STR : record_str(record));
        return at + 3;
    default:
        bind_u32(statement, at, record_u32(record));
        return at + 1;
    }
}

/* One row from parameter `at` on; where the next begins. */
static int bind_row(sqlite3_stmt *statement, int at, int64_t doc, uint32_t row, const struct table *table, struct record *record)
{
    sqlite3_bind_int64(statement, at, doc);
    sqlite3_bind_int64(statement, at + 1, row);
    bind_u32(statement, at + 2, record_u32(record));
    bind_u32(statement, at + 3, record_u32(record));
    database_bind_str(statement, at + 4, record_str(record));
    at += 5;
    for (const struct filon_column *column = table->def->columns; column->name; column++)
        at = bind_cell(statement, at, column->type, record);
    return at;
}

static int write_rows(struct rows *rows, size_t i, int64_t doc, struct record *record, struct filon_error *error)
{
    uint32_t n = record_u32(record);
    for (uint32_t row = 0; row < n && !record->bad;) {
        int size = ROWS_SIZES - 1;
        while (n - row < 1u << size)
            size--;
        sqlite3_stmt *statement = rows->row[i][size];
        uint32_t stop = row + (1u << size);
        for (int at = 1; row < stop; row++)
            at = bind_row(statement, at, doc, row, &rows->tables->table[i], record);
        if (!record->bad && database_step(rows->database, statement, error) < 0)
            return -1;
    }
    return 0;
}

/* Takes out what a document has in its layers' tables and the index, if it is there (1), with a note of them; its number in *doc. */
static int clear_document(struct rows *rows, struct filon_str id, int64_t *doc, struct filon_error *error)
{
    database_bind_str(rows->find, 1, id);
    int there = database_step(rows->database, rows->find, error);
    if (there <= 0)
        return there;
    *doc = sqlite3_column_int64(rows->find, 0);
    sqlite3_reset(rows->find);
    if (undo_note(&rows->undo, *doc, true, error) < 0 || search_take(&rows->search, rows->database, *doc, error) < 0)
        return -1;
    for (size_t i = 0; i < rows->erases; i++) {
        sqlite3_bind_int64(rows->erase[i], 1, *doc);
        if (database_step(rows->database, rows->erase[i], error) < 0)
            return -1;
    }
    return 1;
}

int rows_remove(struct rows *rows, struct filon_str id, struct filon_error *error)
{
    int64_t doc;
    int there = clear_document(rows, id, &doc, error);
    if (there <= 0)
        return there;
    sqlite3_bind_int64(rows->remove, 1, doc);
    return database_step(rows->database, rows->remove, error);
}

/* The document's row, new or in place of an older one; its number in *doc. */
static int write_document(struct rows *rows, struct filon_str id, struct record *record, int64_t *doc, struct filon_error *error)
{
    int there = clear_document(rows, id, doc, error);
    if (there < 0)
        return -1;
    sqlite3_stmt *statement = there ? rows->update : rows->insert;
    struct filon_str field[DOCUMENT_FIELDS];
    for (int i = 0; i < DOCUMENT_FIELDS; i++)
        database_bind_str(statement, i + 1, field[i] = record_str(record));
    if (there)
        sqlite3_bind_int64(statement, DOCUMENT_FIELDS + 1, *doc);
    else
        database_bind_str(statement, DOCUMENT_FIELDS + 1, id);
    if (database_step(rows->database, statement, error) < 0)
        return -1;
    if (!there) {
        *doc = sqlite3_last_insert_rowid(rows->database->db);
        if (undo_note(&rows->undo, *doc, false, error) < 0)
            return -1;
    }
    return search_put(&rows->search, rows->database, *doc, field[DOCUMENT_TITLE], field[DOCUMENT_CONTENT], error);
}

int rows_write(struct rows *rows, struct filon_str id, struct filon_str bytes, struct filon_error *error)
{
    struct record record = {bytes.p, bytes.p + bytes.n, false};
    int64_t doc = 0;
    if (write_document(rows, id, &record, &doc, error) < 0)
        return -1;
    for (size_t i = 0; i < rows->tables->n; i++)
        if (rows->row[i][0] && write_rows(rows, i, doc, &record, error) < 0)
            return -1;
    if (record.bad || record.at != record.end)
        return filon_error_set(error, FILON_E_INTERNAL, "%s: the record of %.*s makes no sense: a plugin has overwritten its memory",
                               rows->database->path, FILON_FMT(id));
    return 0;
}
