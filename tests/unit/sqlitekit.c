#include "tests/unit/sqlitekit.h"

const struct filon_plugin *const db_plugin = &filon_plugin_write_sqlite;

struct filon_ctx *db_writer(const char *yaml)
{
    return kit_open("write_sqlite", db_plugin, yaml);
}

struct filon_ctx *db_begun(const char *yaml, const char *state)
{
    struct filon_ctx *ctx = db_writer(yaml);
    kit_begin(ctx, state);
    return ctx;
}

int db_try_put(struct filon_ctx *ctx, const char *id, const char *title, const char *speaker)
{
    kit_article(id, title, speaker);
    return kit_write(ctx, id);
}

void db_put(struct filon_ctx *ctx, const char *id, const char *title, const char *speaker)
{
    must(db_try_put(ctx, id, title, speaker) == 0, "%s", kit_error(ctx));
}

const char *db_begin_fails(const char *yaml, const char *state)
{
    return kit_begin_fails(db_writer(yaml), state);
}

const char *db_check_fails(const char *yaml)
{
    return kit_check_fails(db_writer(yaml));
}

const char *db_run_once(const char *yaml, const char *state, const char *id, const char *title, const char *speaker)
{
    struct filon_ctx *ctx = db_begun(yaml, state);
    db_put(ctx, id, title, speaker);
    state = kit_commit(ctx);
    kit_finish(ctx);
    return state;
}

sqlite3 *db_open(const char *file)
{
    sqlite3 *db;
    ck_assert_int_eq(sqlite3_open_v2(kit_path(file), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL), SQLITE_OK);
    return db;
}

const char *db_rows_in(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    struct filon_buf out = FILON_BUF_INIT;
    filon_buf_puts(&out, "");
    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(db));
    for (int rows = 0; sqlite3_step(statement) == SQLITE_ROW; rows++)
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *text = (const char *)sqlite3_column_text(statement, i);
            filon_buf_printf(&out, "%s%s", i ? "|" : rows ? ";" : "", text ? text : "-");
        }
    ck_assert_msg(sqlite3_finalize(statement) == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(db));
    const char *text = filon_strdup(kit.arena, out.p);
    filon_buf_free(&out);
    return text;
}

const char *db_rows(const char *file, const char *sql)
{
    sqlite3 *db = db_open(file);
    const char *text = db_rows_in(db, sql);
    sqlite3_close(db);
    return text;
}

void db_sql(const char *file, const char *sql)
{
    sqlite3 *db = db_open(file);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

const char *db_dump(const char *file)
{
    static const char *const selects[] = {"SELECT * FROM document ORDER BY id",
                                          "SELECT * FROM block",
                                          "SELECT * FROM sentence",
                                          "SELECT * FROM entity",
                                          "SELECT * FROM quote",
                                          "SELECT * FROM stance",
                                          "SELECT * FROM shout",
                                          "SELECT rowid FROM search WHERE search MATCH 'ecluse' ORDER BY rowid"};
    sqlite3 *db = db_open(file);
    struct filon_buf out = FILON_BUF_INIT;
    for (size_t i = 0; i < FILON_COUNT(selects); i++)
        filon_buf_printf(&out, "%s\n", db_rows_in(db, selects[i]));
    ck_assert_str_eq(db_rows_in(db, "PRAGMA integrity_check"), "ok");
    ck_assert_int_eq(sqlite3_exec(db, "INSERT INTO search(search, rank) VALUES('integrity-check', 1)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    const char *text = filon_strdup(kit.arena, out.p);
    filon_buf_free(&out);
    return text;
}
