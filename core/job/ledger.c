#include "job/ledger_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

enum statement { GET, PUT, TOUCH, QUARANTINE, QUARANTINED, RELEASE, DROP, UNDROP, WRITER_GET, WRITER_PUT, WRITER_ADOPT, PIPELINE_PUT, PIPELINE_GET, RUN_BEGIN, RUN_END, TALLY, STORED,
                 FORMER_GET, FORMER_PUT, FORMER_TRIM, VERSIONS, REACH_GET, REACH_LEFT, REACH_PUT, REACH_CLEAR, REACH_NONE,
                 STATEMENTS };
_Static_assert((int)STATEMENTS <= (int)FILON_LEDGER_STATEMENTS, "room for the statements");

static const char *const sql[STATEMENTS] = {
    [GET] = "SELECT state, hash, size, mtime, pipeline, held, kin, run FROM document WHERE id = ?1",
    [PUT] = "INSERT INTO document VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT(id) DO UPDATE SET state = ?2, hash = ?3, size = ?4,"
            " mtime = ?5, pipeline = ?6, at = ?7, run = ?8, held = ?9, kin = ?10",
    [TOUCH] = "UPDATE document SET mtime = ?2 WHERE id = ?1",
    [QUARANTINE] = "INSERT INTO quarantine(id, path, offset, reason, attempts, first, last, data, line, stage, reader) VALUES(?1, ?2, ?3, ?4, 1, ?5, ?5, ?6, ?7,"
                   " ?8, ?9) ON CONFLICT(id) DO UPDATE SET path = ?2, offset = ?3, reason = ?4, attempts = attempts + 1, last = ?5, data = ?6, line = ?7,"
                   " stage = ?8, reader = ?9",
    [QUARANTINED] = "SELECT attempts, path FROM quarantine WHERE id = ?1",
    [RELEASE] = "DELETE FROM quarantine WHERE id = ?1",
    [DROP] = "INSERT OR REPLACE INTO dropped VALUES(?1, ?2)",
    [UNDROP] = "DELETE FROM dropped WHERE id = ?1",
    [WRITER_GET] = "SELECT state, n FROM writer WHERE name = ?1",
    [WRITER_PUT] = "INSERT INTO writer(name, state) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET state = ?2",
    [WRITER_ADOPT] = "UPDATE OR IGNORE writer SET name = ?1 WHERE name = ?2",
    [PIPELINE_PUT] = "INSERT OR IGNORE INTO pipeline(fingerprint) VALUES(?1)",
    [PIPELINE_GET] = "SELECT n FROM pipeline WHERE fingerprint = ?1",
    [RUN_BEGIN] = "INSERT INTO run(pid, began) VALUES(?1, ?2)",
    [RUN_END] = "UPDATE run SET ended = ?2, outcome = ?3, done = ?4, dropped = ?5, failed = ?6, unchanged = ?7, bytes = ?8, seconds = ?9, quarantined = ?10,"
                " stages = ?11 WHERE n = ?1",
    [TALLY] = "INSERT INTO tally VALUES(?1, ?2) ON CONFLICT(state) DO UPDATE SET n = n + ?2",
    [FORMER_GET] = "SELECT 1 FROM former WHERE id = ?1 AND hash = ?2",
    [FORMER_PUT] = "INSERT INTO former(id, hash) VALUES(?1, ?2)",
    [FORMER_TRIM] = "DELETE FROM former WHERE id = ?1 AND n NOT IN (SELECT n FROM former WHERE id = ?1 ORDER BY n DESC LIMIT 8)",
    [VERSIONS] = "SELECT EXISTS(SELECT 1 FROM reach WHERE path = '')",
    [REACH_GET] = "SELECT at, offset, documents, pipeline, run > coalesce((SELECT n FROM run WHERE outcome = 'done' ORDER BY n DESC LIMIT 1), 0)"
                  " FROM reach WHERE path = ?1 AND how = ?2 AND size = ?3 AND mtime = ?4",
    [REACH_LEFT] = "SELECT count(*), total(attempts = 0), total(attempts < ?3) FROM quarantine WHERE path = ?1 AND offset < ?2",
    [REACH_PUT] = "INSERT OR REPLACE INTO reach VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [REACH_CLEAR] = "DELETE FROM reach",
    [REACH_NONE] = "INSERT INTO reach VALUES('', 0, 0, 0, 0, 0, 0, 0, 0)",
    [STORED] = "SELECT id, path, offset, line, data, reader FROM quarantine WHERE data IS NOT NULL AND id > ?1 AND attempts < ?2 ORDER BY id LIMIT 1",
};

int filon_ledger_failed(const struct filon_ledger *ledger, struct filon_error *error)
{
    return filon_error_set(error, FILON_E_IO, "%s: %s", ledger->path, ledger->db ? sqlite3_errmsg(ledger->db) : "no memory");
}

int filon_ledger_exec(struct filon_ledger *ledger, const char *text, struct filon_error *error)
{
    return sqlite3_exec(ledger->db, text, NULL, NULL, NULL) == SQLITE_OK ? 0 : filon_ledger_failed(ledger, error);
}

static int prepare_all(struct filon_ledger *ledger, struct filon_error *error)
{
    for (int i = 0; i < STATEMENTS; i++)
        if (sqlite3_prepare_v3(ledger->db, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &ledger->statement[i], NULL) != SQLITE_OK)
            return filon_ledger_failed(ledger, error);
    return 0;
}

static struct filon_ledger *open_file(const char *state, struct filon_error *error)
{
    struct filon_ledger *ledger = filon_xrealloc(NULL, sizeof *ledger);
    *ledger = (struct filon_ledger){.versions = -1};
    if (asprintf(&ledger->path, "%s/ledger.db", state) < 0)
        filon_no_memory();
    if (sqlite3_open_v2(ledger->path, &ledger->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        filon_ledger_failed(ledger, error);
    else if (filon_ledger_set_up(ledger, error) == 0 && prepare_all(ledger, error) == 0)
        return ledger;
    filon_ledger_close(ledger);
    return NULL;
}

struct filon_ledger *filon_ledger_look(const char *state, struct filon_error *error)
{
    return open_file(state, error);
}

struct filon_ledger *filon_ledger_open(const char *state, struct filon_error *error)
{
    struct filon_ledger *ledger = open_file(state, error);
    if (ledger && filon_ledger_exec(ledger, "BEGIN IMMEDIATE", error) == 0)
        return ledger;
    filon_ledger_close(ledger);
    return NULL;
}

void filon_ledger_close(struct filon_ledger *ledger)
{
    if (!ledger)
        return;
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(ledger->statement[i]);
    filon_kin_free(ledger->kin);
    sqlite3_close(ledger->db);
    free(ledger->path);
    free(ledger);
}

struct filon_kin *filon_ledger_kin(struct filon_ledger *ledger, struct filon_error *error)
{
    if (!ledger->kin)
        ledger->kin = filon_kin_open(ledger->db, error);
    return ledger->kin;
}

static sqlite3_stmt *prepare(struct filon_ledger *ledger, enum statement which)
{
    sqlite3_reset(ledger->statement[which]);
    return ledger->statement[which];
}

static void bind_str(sqlite3_stmt *statement, int at, struct filon_str s)
{
    sqlite3_bind_text64(statement, at, s.p ? s.p : "", s.n, SQLITE_STATIC, SQLITE_UTF8);
}

static void bind_id(sqlite3_stmt *statement, struct filon_str id)
{
    bind_str(statement, 1, id);
}

/* Runs a statement that gives no row. */
static int step(struct filon_ledger *ledger, sqlite3_stmt *statement, struct filon_error *error)
{
    int code = sqlite3_step(statement);
    if (code != SQLITE_DONE)
        filon_ledger_failed(ledger, error);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? 0 : -1;
}

int64_t filon_ledger_pipeline(struct filon_ledger *ledger, const char *fingerprint, struct filon_error *error)
{
    sqlite3_stmt *put = prepare(ledger, PIPELINE_PUT), *get = prepare(ledger, PIPELINE_GET);
    bind_str(put, 1, filon_str_of(fingerprint));
    if (step(ledger, put, error) < 0)
        return -1;
    bind_str(get, 1, filon_str_of(fingerprint));
    int64_t n = sqlite3_step(get) == SQLITE_ROW ? sqlite3_column_int64(get, 0) : filon_ledger_failed(ledger, error);
    sqlite3_reset(get);
    return n;
}

static int attempts(struct filon_ledger *ledger, struct filon_str id)
{
    sqlite3_stmt *get = prepare(ledger, QUARANTINED);
    bind_id(get, id);
    int n = sqlite3_step(get) == SQLITE_ROW ? sqlite3_column_int(get, 0) : 0;
    sqlite3_reset(get);
    return n;
}

bool filon_ledger_quarantined_in(struct filon_ledger *ledger, struct filon_str id, struct filon_str path)
{
    sqlite3_stmt *get = prepare(ledger, QUARANTINED);
    bind_id(get, id);
    bool there = sqlite3_step(get) == SQLITE_ROW && filon_str_eq(filon_ledger_column(get, 1), path);
    sqlite3_reset(get);
    return there;
}

int filon_ledger_get(struct filon_ledger *ledger, struct filon_str id, struct filon_entry *entry, struct filon_error *error)
{
    sqlite3_stmt *get = prepare(ledger, GET);
    *entry = (struct filon_entry){0};
    bind_id(get, id);
    int code = sqlite3_step(get);
    if (code == SQLITE_ROW)
        *entry = (struct filon_entry){(enum filon_entry_state)sqlite3_column_int(get, 0), (uint64_t)sqlite3_column_int64(get, 1), (uint64_t)sqlite3_column_int64(get, 2),
                                      sqlite3_column_int64(get, 3), sqlite3_column_int64(get, 4), 0, (uint64_t)sqlite3_column_int64(get, 5), sqlite3_column_int64(get, 6),
                                      sqlite3_column_int64(get, 7) == ledger->run};
    else if (code != SQLITE_DONE)
        filon_ledger_failed(ledger, error);
    sqlite3_reset(get);
    if (entry->state == FILON_ENTRY_QUARANTINED)
        entry->attempts = attempts(ledger, id);
    return code == SQLITE_ROW || code == SQLITE_DONE ? 0 : -1;
}

/* The side tables follow the state: a document is in at most one of them. */
static int put_side(struct filon_ledger *ledger, const struct filon_ledger_row *row, struct filon_error *error)
{
    sqlite3_stmt *statement;
    if (row->state == FILON_ENTRY_QUARANTINED) {
        statement = prepare(ledger, QUARANTINE);
        bind_id(statement, row->id);
        bind_str(statement, 2, row->path);
        sqlite3_bind_int64(statement, 3, (int64_t)row->offset);
        bind_str(statement, 4, filon_str_of(row->reason));
        sqlite3_bind_int64(statement, 5, time(NULL));
        if (row->data.p)
            sqlite3_bind_blob64(statement, 6, row->data.p, row->data.n, SQLITE_STATIC);
        else
            sqlite3_bind_null(statement, 6);
        sqlite3_bind_int64(statement, 7, (int64_t)row->line);
        bind_str(statement, 8, filon_str_of(row->stage ? row->stage : ""));
        sqlite3_bind_int64(statement, 9, row->reader);
        return step(ledger, statement, error);
    }
    if (row->before == FILON_ENTRY_QUARANTINED) {
        statement = prepare(ledger, RELEASE);
        bind_id(statement, row->id);
        if (step(ledger, statement, error) < 0)
            return -1;
    }
    if (row->state != FILON_ENTRY_DROPPED && row->before != FILON_ENTRY_DROPPED)
        return 0;
    statement = prepare(ledger, row->state == FILON_ENTRY_DROPPED ? DROP : UNDROP);
    bind_id(statement, row->id);
    if (row->state == FILON_ENTRY_DROPPED)
        bind_str(statement, 2, filon_str_of(row->reason));
    return step(ledger, statement, error);
}

int filon_ledger_put(struct filon_ledger *ledger, const struct filon_ledger_row *row, struct filon_error *error)
{
    sqlite3_stmt *put = prepare(ledger, PUT);
    bind_id(put, row->id);
    sqlite3_bind_int(put, 2, (int)row->state);
    sqlite3_bind_int64(put, 3, (int64_t)row->hash);
    sqlite3_bind_int64(put, 4, (int64_t)row->size);
    sqlite3_bind_int64(put, 5, row->mtime);
    sqlite3_bind_int64(put, 6, row->pipeline);
    sqlite3_bind_int64(put, 7, time(NULL));
    sqlite3_bind_int64(put, 8, ledger->run);
    sqlite3_bind_int64(put, 9, (int64_t)row->held);
    sqlite3_bind_int64(put, 10, row->kin);
    ledger->more[row->before]--;
    ledger->more[row->state]++;
    return step(ledger, put, error) < 0 ? -1 : put_side(ledger, row, error);
}

int filon_ledger_former(struct filon_ledger *ledger, struct filon_str id, uint64_t hash, struct filon_error *error)
{
    sqlite3_stmt *get = prepare(ledger, FORMER_GET);
    bind_id(get, id);
    sqlite3_bind_int64(get, 2, (int64_t)hash);
    int code = sqlite3_step(get);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        filon_ledger_failed(ledger, error);
    sqlite3_reset(get);
    return code == SQLITE_ROW ? 1 : code == SQLITE_DONE ? 0 : -1;
}

int filon_ledger_former_put(struct filon_ledger *ledger, struct filon_str id, uint64_t hash, struct filon_error *error)
{
    int known = filon_ledger_former(ledger, id, hash, error);
    if (known)
        return known < 0 ? -1 : 0;
    sqlite3_stmt *put = prepare(ledger, FORMER_PUT), *trim = prepare(ledger, FORMER_TRIM);
    bind_id(put, id);
    sqlite3_bind_int64(put, 2, (int64_t)hash);
    bind_id(trim, id);
    return step(ledger, put, error) < 0 ? -1 : step(ledger, trim, error);
}

static int versions(struct filon_ledger *ledger, struct filon_error *error)
{
    sqlite3_stmt *any = prepare(ledger, VERSIONS);
    if (ledger->versions < 0)
        ledger->versions = sqlite3_step(any) == SQLITE_ROW ? sqlite3_column_int(any, 0) : filon_ledger_failed(ledger, error);
    sqlite3_reset(any);
    return ledger->versions;
}

int filon_ledger_reach_forget(struct filon_ledger *ledger, struct filon_error *error)
{
    int known = versions(ledger, error);
    if (known)
        return known < 0 ? -1 : 0;
    ledger->versions = 1;
    return step(ledger, prepare(ledger, REACH_CLEAR), error) < 0 ? -1 : step(ledger, prepare(ledger, REACH_NONE), error);
}

/* What failed before a place is not tried again until all inputs have been read once: a run that was interrupted goes on, and does not begin anew for
 * the sake of it. What somebody wants to be tried again is at once. */
static int all_settled(struct filon_ledger *ledger, const struct filon_place *place, struct filon_reach_query *query, bool under_way, struct filon_error *error)
{
    sqlite3_stmt *left = prepare(ledger, REACH_LEFT);
    bind_str(left, 1, place->path);
    sqlite3_bind_int64(left, 2, place->at == place->size ? INT64_MAX : (int64_t)place->offset);
    sqlite3_bind_int(left, 3, query->attempts);
    int settled = sqlite3_step(left) == SQLITE_ROW ? 1 : filon_ledger_failed(ledger, error);
    if (settled == 1) {
        query->quarantined = (uint64_t)sqlite3_column_int64(left, 0);
        settled = sqlite3_column_double(left, 1) == 0 && (under_way || sqlite3_column_double(left, 2) == 0);
    }
    sqlite3_reset(left);
    return settled;
}

static void bind_file(sqlite3_stmt *statement, const struct filon_place *place)
{
    bind_str(statement, 1, place->path);
    sqlite3_bind_int64(statement, 2, (int64_t)place->how);
    sqlite3_bind_int64(statement, 3, (int64_t)place->size);
    sqlite3_bind_int64(statement, 4, place->mtime);
}

int filon_ledger_reach(struct filon_ledger *ledger, struct filon_place *place, struct filon_reach_query *query, struct filon_error *error)
{
    int any = versions(ledger, error);
    sqlite3_stmt *get = prepare(ledger, REACH_GET);
    if (any)
        return any < 0 ? -1 : 0;
    bind_file(get, place);
    int code = sqlite3_step(get);
    bool found = code == SQLITE_ROW && (!query->pipeline || sqlite3_column_int64(get, 3) == query->pipeline), under_way = false;
    if (found) {
        place->at = (uint64_t)sqlite3_column_int64(get, 0);
        place->offset = (uint64_t)sqlite3_column_int64(get, 1);
        place->documents = (uint64_t)sqlite3_column_int64(get, 2);
        query->pipeline = sqlite3_column_int64(get, 3);
        under_way = sqlite3_column_int(get, 4);
        found = place->at <= place->size;
    } else if (code != SQLITE_ROW && code != SQLITE_DONE) {
        filon_ledger_failed(ledger, error);
    }
    sqlite3_reset(get);
    if (found)
        return all_settled(ledger, place, query, under_way, error);
    return code == SQLITE_ROW || code == SQLITE_DONE ? 0 : -1;
}

int filon_ledger_reach_put(struct filon_ledger *ledger, const struct filon_place *place, int64_t pipeline, struct filon_error *error)
{
    int any = versions(ledger, error);
    sqlite3_stmt *put = prepare(ledger, REACH_PUT);
    if (any)
        return any < 0 ? -1 : 0;
    bind_file(put, place);
    sqlite3_bind_int64(put, 5, (int64_t)place->at);
    sqlite3_bind_int64(put, 6, (int64_t)place->offset);
    sqlite3_bind_int64(put, 7, (int64_t)place->documents);
    sqlite3_bind_int64(put, 8, pipeline);
    sqlite3_bind_int64(put, 9, ledger->run);
    return step(ledger, put, error);
}

int filon_ledger_touch(struct filon_ledger *ledger, struct filon_str id, int64_t mtime, struct filon_error *error)
{
    sqlite3_stmt *touch = prepare(ledger, TOUCH);
    bind_id(touch, id);
    sqlite3_bind_int64(touch, 2, mtime);
    return step(ledger, touch, error);
}

int filon_ledger_writer_get(struct filon_ledger *ledger, const char *writer, struct filon_arena *arena, const char **state, struct filon_error *error)
{
    sqlite3_stmt *get = prepare(ledger, WRITER_GET);
    bind_str(get, 1, filon_str_of(writer));
    int code = sqlite3_step(get);
    *state = code == SQLITE_ROW ? filon_strdup(arena, (const char *)sqlite3_column_text(get, 0)) : NULL;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        filon_ledger_failed(ledger, error);
    sqlite3_reset(get);
    return code == SQLITE_ROW || code == SQLITE_DONE ? 0 : -1;
}

int filon_ledger_writer_put(struct filon_ledger *ledger, const char *writer, const char *state, struct filon_error *error)
{
    sqlite3_stmt *put = prepare(ledger, WRITER_PUT);
    bind_str(put, 1, filon_str_of(writer));
    bind_str(put, 2, filon_str_of(state));
    return step(ledger, put, error);
}

int filon_ledger_writer_adopt(struct filon_ledger *ledger, size_t place, const char *plugin, const char *writer, struct filon_error *error)
{
    char old[128];
    sqlite3_stmt *adopt = prepare(ledger, WRITER_ADOPT);
    snprintf(old, sizeof old, "%zu %s", place, plugin);
    bind_str(adopt, 1, filon_str_of(writer));
    bind_str(adopt, 2, filon_str_of(old));
    return step(ledger, adopt, error);
}

int filon_ledger_writers_adopted(struct filon_ledger *ledger, struct filon_error *error)
{
    return filon_ledger_exec(ledger, "DELETE FROM writer WHERE name GLOB '[0-9]*'", error); /* plugins' names begin with a letter */
}

uint64_t filon_ledger_writer_bit(struct filon_ledger *ledger, const char *writer, struct filon_error *error)
{
    sqlite3_stmt *get = prepare(ledger, WRITER_GET);
    bind_str(get, 1, filon_str_of(writer));
    int64_t n = sqlite3_step(get) == SQLITE_ROW ? sqlite3_column_int64(get, 1) : 0;
    if (!n)
        filon_ledger_failed(ledger, error);
    sqlite3_reset(get);
    return n ? UINT64_C(1) << (n <= 62 ? n : 63) : 0;
}

int filon_ledger_run_begin(struct filon_ledger *ledger, struct filon_error *error)
{
    sqlite3_stmt *begin = prepare(ledger, RUN_BEGIN);
    sqlite3_bind_int64(begin, 1, getpid());
    sqlite3_bind_int64(begin, 2, time(NULL));
    if (step(ledger, begin, error) < 0)
        return -1;
    ledger->run = sqlite3_last_insert_rowid(ledger->db);
    return 0;
}

int64_t filon_ledger_run_number(const struct filon_ledger *ledger)
{
    return ledger->run;
}

int filon_ledger_run_end(struct filon_ledger *ledger, const struct filon_summary *summary, const char *outcome, const char *stages, struct filon_error *error)
{
    sqlite3_stmt *end = prepare(ledger, RUN_END);
    sqlite3_bind_int64(end, 1, ledger->run);
    sqlite3_bind_int64(end, 2, time(NULL));
    bind_str(end, 3, filon_str_of(outcome));
    sqlite3_bind_int64(end, 4, (int64_t)summary->done);
    sqlite3_bind_int64(end, 5, (int64_t)summary->dropped);
    sqlite3_bind_int64(end, 6, (int64_t)summary->failed);
    sqlite3_bind_int64(end, 7, (int64_t)summary->unchanged);
    sqlite3_bind_int64(end, 8, (int64_t)summary->bytes);
    sqlite3_bind_double(end, 9, summary->seconds);
    sqlite3_bind_int64(end, 10, (int64_t)summary->quarantined);
    bind_str(end, 11, filon_str_of(stages));
    return step(ledger, end, error);
}

/* Counting ten million documents takes seconds: the ledger keeps count. */
static int put_tally(struct filon_ledger *ledger, struct filon_error *error)
{
    for (int state = FILON_ENTRY_DONE; state <= FILON_ENTRY_QUARANTINED; state++) {
        sqlite3_stmt *tally = prepare(ledger, TALLY);
        sqlite3_bind_int(tally, 1, state);
        sqlite3_bind_int64(tally, 2, ledger->more[state]);
        if (ledger->more[state] && step(ledger, tally, error) < 0)
            return -1;
        ledger->more[state] = 0;
    }
    return 0;
}

int filon_ledger_commit(struct filon_ledger *ledger, struct filon_error *error)
{
    if (put_tally(ledger, error) < 0)
        return -1;
    if (filon_ledger_exec(ledger, "COMMIT", error) < 0)
        return -1;
    return filon_ledger_exec(ledger, "BEGIN IMMEDIATE", error);
}

int filon_ledger_rollback(struct filon_ledger *ledger, struct filon_error *error)
{
    memset(ledger->more, 0, sizeof ledger->more);
    ledger->versions = -1;
    return filon_ledger_exec(ledger, "ROLLBACK; BEGIN IMMEDIATE", error);
}

int filon_ledger_stored(struct filon_ledger *ledger, struct filon_str after, int64_t attempts, struct filon_arena *arena, struct filon_quarantined *row,
                        struct filon_error *error)
{
    sqlite3_stmt *get = prepare(ledger, STORED);
    bind_str(get, 1, after);
    sqlite3_bind_int64(get, 2, attempts);
    int code = sqlite3_step(get);
    if (code == SQLITE_ROW)
        *row = (struct filon_quarantined){
            .id = filon_str_dup(arena, filon_ledger_column(get, 0)), .path = filon_str_dup(arena, filon_ledger_column(get, 1)),
            .offset = (uint64_t)sqlite3_column_int64(get, 2), .line = (uint64_t)sqlite3_column_int64(get, 3),
            .data = filon_str_dup(arena, filon_ledger_column(get, 4)), .reader = sqlite3_column_int64(get, 5)};
    else if (code != SQLITE_DONE)
        filon_ledger_failed(ledger, error);
    sqlite3_reset(get);
    return code == SQLITE_ROW ? 1 : code == SQLITE_DONE ? 0 : -1;
}
