/* What people ask a ledger: its runs, its counts, its quarantine. */
#include "job/ledger_impl.h"

struct filon_str filon_ledger_column(sqlite3_stmt *statement, int at)
{
    const void *p = sqlite3_column_blob(statement, at);
    if (!p) /* NULL, or empty */
        return sqlite3_column_type(statement, at) == SQLITE_NULL ? FILON_NO_STR : FILON_STR("");
    return (struct filon_str){p, (size_t)sqlite3_column_bytes(statement, at)};
}

static sqlite3_stmt *ask(struct filon_ledger *ledger, const char *text, struct filon_error *error)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(ledger->db, text, -1, &statement, NULL) == SQLITE_OK)
        return statement;
    filon_ledger_failed(ledger, error);
    return NULL;
}

/* Ends a question whose last step gave `code`. */
static int answered(struct filon_ledger *ledger, sqlite3_stmt *statement, int code, struct filon_error *error)
{
    if (code != SQLITE_DONE && code != SQLITE_ROW)
        filon_ledger_failed(ledger, error);
    sqlite3_finalize(statement);
    return code == SQLITE_DONE || code == SQLITE_ROW ? 0 : -1;
}

int filon_ledger_counts(struct filon_ledger *ledger, struct filon_ledger_counts *counts, struct filon_error *error)
{
    sqlite3_stmt *statement = ask(ledger, "SELECT state, n FROM tally", error);
    uint64_t n[4] = {0};
    int code;
    if (!statement)
        return -1;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        n[sqlite3_column_int(statement, 0) & 3] = (uint64_t)sqlite3_column_int64(statement, 1);
    *counts = (struct filon_ledger_counts){n[FILON_ENTRY_DONE], n[FILON_ENTRY_DROPPED], n[FILON_ENTRY_QUARANTINED]};
    return answered(ledger, statement, code, error);
}

int filon_ledger_runs(struct filon_ledger *ledger, int most, void (*each)(void *self, const struct filon_ledger_run *run), void *self, struct filon_error *error)
{
    sqlite3_stmt *statement = ask(ledger, "SELECT n, pid, began, ended, outcome, done, dropped, failed, unchanged, quarantined, bytes, seconds, stages FROM run"
                                          " ORDER BY n DESC LIMIT ?1", error);
    int code;
    if (!statement)
        return -1;
    sqlite3_bind_int(statement, 1, most);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct filon_ledger_run run = {
            .n = sqlite3_column_int64(statement, 0), .pid = sqlite3_column_int64(statement, 1), .began = sqlite3_column_int64(statement, 2),
            .ended = sqlite3_column_int64(statement, 3), .outcome = (const char *)sqlite3_column_text(statement, 4),
            .stages = (const char *)sqlite3_column_text(statement, 12),
            .summary = {.done = (uint64_t)sqlite3_column_int64(statement, 5), .dropped = (uint64_t)sqlite3_column_int64(statement, 6),
                        .failed = (uint64_t)sqlite3_column_int64(statement, 7), .unchanged = (uint64_t)sqlite3_column_int64(statement, 8),
                        .quarantined = (uint64_t)sqlite3_column_int64(statement, 9), .bytes = (uint64_t)sqlite3_column_int64(statement, 10),
                        .seconds = sqlite3_column_double(statement, 11)}};
        each(self, &run);
    }
    return answered(ledger, statement, code, error);
}

int filon_ledger_quarantine(struct filon_ledger *ledger, const char *id, bool data, void (*each)(void *self, const struct filon_quarantined *row), void *self,
                            struct filon_error *error)
{
    char *sql = sqlite3_mprintf("SELECT id, path, offset, line, reason, stage, attempts, first, last, %s, reader FROM quarantine %s ORDER BY id",
                                data ? "data" : "NULL", id ? "WHERE id = ?1" : "");
    sqlite3_stmt *statement = sql ? ask(ledger, sql, error) : NULL;
    int code;
    sqlite3_free(sql);
    if (!statement)
        return -1;
    if (id)
        sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct filon_quarantined row = {
            .id = filon_ledger_column(statement, 0), .path = filon_ledger_column(statement, 1), .offset = (uint64_t)sqlite3_column_int64(statement, 2),
            .line = (uint64_t)sqlite3_column_int64(statement, 3), .reason = filon_ledger_column(statement, 4), .stage = filon_ledger_column(statement, 5),
            .attempts = sqlite3_column_int(statement, 6), .first = sqlite3_column_int64(statement, 7), .last = sqlite3_column_int64(statement, 8),
            .data = filon_ledger_column(statement, 9), .reader = sqlite3_column_int64(statement, 10)};
        each(self, &row);
    }
    return answered(ledger, statement, code, error);
}

/* Runs a statement that changes rows, with an id or none as ?1; how many. */
static int64_t change_with(struct filon_ledger *ledger, const char *text, const char *id, struct filon_error *error)
{
    sqlite3_stmt *statement = ask(ledger, text, error);
    if (!statement)
        return -1;
    if (id)
        sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
    int code = sqlite3_step(statement);
    return answered(ledger, statement, code, error) < 0 ? -1 : sqlite3_changes(ledger->db);
}

/* The same about one document, or about all. */
static int64_t change(struct filon_ledger *ledger, const char *text, const char *id, struct filon_error *error)
{
    char *sql = sqlite3_mprintf("%s%s", text, id ? " WHERE id = ?1" : "");
    int64_t n = sql ? change_with(ledger, sql, id, error) : -1;
    sqlite3_free(sql);
    return n;
}

int64_t filon_ledger_retry(struct filon_ledger *ledger, const char *id, struct filon_error *error)
{
    return change(ledger, "UPDATE quarantine SET attempts = 0", id, error);
}

int64_t filon_ledger_forget(struct filon_ledger *ledger, const char *id, struct filon_error *error)
{
    static const char all[] = "SELECT id FROM quarantine", one[] = "SELECT id FROM quarantine WHERE id = ?1";
    const char *which = id ? one : all;
    char *drop = sqlite3_mprintf("INSERT OR REPLACE INTO dropped SELECT id, 'forgotten in quarantine: ' || reason FROM quarantine WHERE id IN (%s)", which);
    char *mark = sqlite3_mprintf("UPDATE document SET state = 2 WHERE id IN (%s)", which);
    int64_t n = drop && mark && change_with(ledger, drop, id, error) >= 0 ? change_with(ledger, mark, id, error) : -1;
    sqlite3_free(drop);
    sqlite3_free(mark);
    if (n < 0)
        return -1;
    ledger->more[FILON_ENTRY_QUARANTINED] -= n;
    ledger->more[FILON_ENTRY_DROPPED] += n;
    return change(ledger, "DELETE FROM quarantine", id, error);
}
