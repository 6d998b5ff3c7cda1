#include "rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

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

static sqlite3_stmt *prepare_row(struct database *database, const struct table *table, struct filon_error *error)
{
    struct filon_buf sql = FILON_BUF_INIT;
    table_insert_sql(table, &sql);
    sqlite3_stmt *statement = database_prepare(database, sql.p, error);
    filon_buf_free(&sql);
    return statement;
}

int rows_open(struct rows *rows, struct database *database, const struct tables *tables, struct filon_error *error)
{
    *rows = (struct rows){.database = database, .tables = tables, .erases = database->stored.n};
    rows->erase = filon_zalloc(database->arena, rows->erases, sizeof *rows->erase);
    rows->row = filon_zalloc(database->arena, tables->n, sizeof *rows->row);
    if (undo_open(&rows->undo, database, error) < 0)
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
        if (tables->table[i].layer >= 0 && !(rows->row[i] = prepare_row(database, &tables->table[i], error)))
            return -1;
    return 0;
}

void rows_close(struct rows *rows)
{
    if (!rows->tables)
        return;
    undo_close(&rows->undo);
    sqlite3_finalize(rows->find);
    sqlite3_finalize(rows->insert);
    sqlite3_finalize(rows->update);
    sqlite3_finalize(rows->remove);
    for (size_t i = 0; i < rows->erases; i++)
        sqlite3_finalize(rows->erase[i]);
    for (size_t i = 0; i < rows->tables->n; i++)
        sqlite3_finalize(rows->row[i]);
    *rows = (struct rows){0};
}

/* Strings are bound where they are: the record outlives the step. */
static void bind_str(sqlite3_stmt *statement, int at, struct filon_str s)
{
    if (s.p)
        sqlite3_bind_text64(statement, at, s.p, s.n, SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_bind_null(statement, at);
}

static void bind_u32(sqlite3_stmt *statement, int at, uint32_t value)
{
    if (value == FILON_NONE)
        sqlite3_bind_null(statement, at);
    else
        sqlite3_bind_int64(statement, at, value);
}

/* 0.93, not 0.930000007152557: the shortest decimal that gives the same float back. */
static double widen(float value)
{
    char text[32];
    double short_one = nearbyint((double)value * 1e6) / 1e6;
    if ((float)short_one == value)
        return short_one;
    snprintf(text, sizeof text, "%.9g", (double)value);
    return strtod(text, NULL);
}

static void bind_f32(sqlite3_stmt *statement, int at, float value)
{
    if (isfinite(value))
        sqlite3_bind_double(statement, at, widen(value));
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
        bind_f32(statement, at, record_f32(record));
        return at + 1;
    case FILON_STR_T:
        bind_str(statement, at, record_str(record));
        return at + 1;
    case FILON_SPAN:
        begin = record_u32(record);
        bind_u32(statement, at, begin);
        bind_u32(statement, at + 1, begin == FILON_NONE ? FILON_NONE : record_u32(record));
        bind_str(statement, at + 2, begin == FILON_NONE ? FILON_NO_STR : record_str(record));
        return at + 3;
    default:
        bind_u32(statement, at, record_u32(record));
        return at + 1;
    }
}

static int write_rows(struct rows *rows, size_t table, int64_t doc, struct record *record, struct filon_error *error)
{
    sqlite3_stmt *statement = rows->row[table];
    uint32_t n = record_u32(record);
    sqlite3_bind_int64(statement, 1, doc);
    for (uint32_t row = 0; row < n && !record->bad; row++) {
        sqlite3_bind_int64(statement, 2, row);
        bind_u32(statement, 3, record_u32(record));
        bind_u32(statement, 4, record_u32(record));
        bind_str(statement, 5, record_str(record));
        int at = 6;
        for (const struct filon_column *column = rows->tables->table[table].def->columns; column->name; column++)
            at = bind_cell(statement, at, column->type, record);
        if (!record->bad && database_step(rows->database, statement, error) < 0)
            return -1;
    }
    return 0;
}

/* Takes out the rows of a document's layers, if it is there (1), with a note of them; its number in *doc. */
static int clear_document(struct rows *rows, struct filon_str id, int64_t *doc, struct filon_error *error)
{
    bind_str(rows->find, 1, id);
    int there = database_step(rows->database, rows->find, error);
    if (there <= 0)
        return there;
    *doc = sqlite3_column_int64(rows->find, 0);
    sqlite3_reset(rows->find);
    if (undo_note(&rows->undo, *doc, true, error) < 0)
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
    for (int i = 0; i < DOCUMENT_FIELDS; i++)
        bind_str(statement, i + 1, record_str(record));
    if (there)
        sqlite3_bind_int64(statement, DOCUMENT_FIELDS + 1, *doc);
    else
        bind_str(statement, DOCUMENT_FIELDS + 1, id);
    if (database_step(rows->database, statement, error) < 0)
        return -1;
    if (there)
        return 0;
    *doc = sqlite3_last_insert_rowid(rows->database->db);
    return undo_note(&rows->undo, *doc, false, error);
}

int rows_write(struct rows *rows, struct filon_str id, struct filon_str bytes, struct filon_error *error)
{
    struct record record = {bytes.p, bytes.p + bytes.n, false};
    int64_t doc = 0;
    if (write_document(rows, id, &record, &doc, error) < 0)
        return -1;
    for (size_t i = 0; i < rows->tables->n; i++)
        if (rows->row[i] && write_rows(rows, i, doc, &record, error) < 0)
            return -1;
    if (record.bad || record.at != record.end)
        return filon_error_set(error, FILON_E_INTERNAL, "%s: the record of %.*s makes no sense: a plugin has overwritten its memory",
                               rows->database->path, FILON_FMT(id));
    return 0;
}
