/* What people ask a ledger: its runs, its counts, its quarantine. */
#include "job/ledger_impl.h"

static struct filon_str column(sqlite3_stmt *statement, int at)
{
    const void *p = sqlite3_column_blob(statement, at);
    return p ? (struct filon_str){p, (size_t)sqlite3_column_bytes(statement, at)} : FILON_NO_STR;
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
    sqlite3_stmt *statement = ask(ledger, "SELECT (SELECT count(*) FROM document WHERE state = 1), (SELECT count(*) FROM dropped), (SELECT count(*) FROM quarantine)", error);
    if (!statement)
        return -1;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        *counts = (struct filon_ledger_counts){(uint64_t)sqlite3_column_int64(statement, 0), (uint64_t)sqlite3_column_int64(statement, 1),
                                               (uint64_t)sqlite3_column_int64(statement, 2)};
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

int filon_ledger_quarantine(struct filon_ledger *ledger, const char *id, void (*each)(void *self, const struct filon_quarantined *row), void *self,
                            struct filon_error *error)
{
    sqlite3_stmt *statement = ask(ledger, "SELECT id, path, offset, line, reason, stage, attempts, first, last, data, reader FROM quarantine"
                                          " WHERE ?1 IS NULL OR id = ?1 ORDER BY id", error);
    int code;
    if (!statement)
        return -1;
    if (id)
        sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct filon_quarantined row = {
            .id = column(statement, 0), .path = column(statement, 1), .offset = (uint64_t)sqlite3_column_int64(statement, 2),
            .line = (uint64_t)sqlite3_column_int64(statement, 3), .reason = column(statement, 4), .stage = column(statement, 5),
            .attempts = sqlite3_column_int(statement, 6), .first = sqlite3_column_int64(statement, 7), .last = sqlite3_column_int64(statement, 8),
            .data = column(statement, 9), .reader = sqlite3_column_int64(statement, 10)};
        each(self, &row);
    }
    return answered(ledger, statement, code, error);
}

/* Runs an UPDATE or DELETE about one document or all; how many rows it touched. */
static int64_t change(struct filon_ledger *ledger, const char *text, const char *id, struct filon_error *error)
{
    sqlite3_stmt *statement = ask(ledger, text, error);
    if (!statement)
        return -1;
    if (id)
        sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
    int code = sqlite3_step(statement);
    return answered(ledger, statement, code, error) < 0 ? -1 : sqlite3_changes(ledger->db);
}

int64_t filon_ledger_retry(struct filon_ledger *ledger, const char *id, struct filon_error *error)
{
    return change(ledger, "UPDATE quarantine SET attempts = 0 WHERE ?1 IS NULL OR id = ?1", id, error);
}

int64_t filon_ledger_forget(struct filon_ledger *ledger, const char *id, struct filon_error *error)
{
    if (change(ledger, "INSERT OR REPLACE INTO dropped SELECT id, 'forgotten in quarantine: ' || reason FROM quarantine WHERE ?1 IS NULL OR id = ?1", id, error) < 0 ||
        change(ledger, "UPDATE document SET state = 2 WHERE state = 3 AND (?1 IS NULL OR id = ?1)", id, error) < 0)
        return -1;
    return change(ledger, "DELETE FROM quarantine WHERE ?1 IS NULL OR id = ?1", id, error);
}
