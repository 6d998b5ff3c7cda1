#include "database.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../write_jsonl/place.h"
#include "schema.h"
#include "search.h"
#include "undo.h"

static const char magic[] = "write_sqlite 1";

/* ---- one statement */

static int failed_with(struct database *database, struct filon_error *error)
{
    int code = sqlite3_extended_errcode(database->db), cause = sqlite3_system_errno(database->db);
    char seconds[64] = "";
    const char *todo = "", *why = "";
    switch (code & 0xff) {
    case SQLITE_BUSY:
        snprintf(seconds, sizeof seconds, ": another program has held it for %g s", database->busy);
        todo = ": close it and run again, or raise the option busy";
        break;
    case SQLITE_FULL:
        todo = ": free some space and run again";
        break;
    case SQLITE_CORRUPT:
        todo = ": the file is damaged: put a good copy back, or remove it and the job's state folder to write all documents anew";
        break;
    case SQLITE_IOERR: /* the cause is known only if it is the database's own file, not its log */
        todo = ": look at the disk, and at limits of file sizes (ulimit -f), then run again";
        why = cause ? strerror(cause) : "it or its -wal file cannot be written";
        break;
    case SQLITE_CANTOPEN:
        why = cause ? strerror(cause) : "";
        break;
    }
    return filon_error_set(error, FILON_E_IO, "%s: %s%s%s%s%s", database->path, sqlite3_errmsg(database->db), *why ? ": " : "", why,
                           seconds, todo);
}

int database_run(struct database *database, const char *sql, struct filon_error *error)
{
    return sqlite3_exec(database->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : failed_with(database, error);
}

sqlite3_stmt *database_prepare(struct database *database, const char *sql, struct filon_error *error)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v3(database->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
        failed_with(database, error);
    return statement;
}

int database_step(struct database *database, sqlite3_stmt *statement, struct filon_error *error)
{
    int got = sqlite3_step(statement);
    if (got == SQLITE_ROW)
        return 1;
    int failed = got == SQLITE_DONE ? 0 : failed_with(database, error);
    sqlite3_reset(statement);
    return failed;
}

void database_bind_str(sqlite3_stmt *statement, int at, struct filon_str s)
{
    if (s.p)
        sqlite3_bind_text64(statement, at, s.p, s.n, SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_bind_null(statement, at);
}

static int64_t number(struct database *database, const char *sql, struct filon_error *error)
{
    sqlite3_stmt *statement = database_prepare(database, sql, error);
    int64_t value = statement && database_step(database, statement, error) > 0 ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    return value;
}

/* ---- whose it is */

static int not_sqlite(const char *path, struct filon_error *error)
{
    return filon_error_set(error, FILON_E_IO, "%s: there is a file of another kind, not an SQLite database: let `path` name another file",
                           path);
}

static int not_ours(const char *path, struct filon_error *error)
{
    return filon_error_set(error, FILON_E_IO, "%s: a database of another program: let `path` name another file", path);
}

static int too_new(const char *path, int64_t version, struct filon_error *error)
{
    return filon_error_set(error, FILON_E_IO,
                           "%s: made by a newer filon (its schema is %" PRId64
                           ", this one knows %d): use that filon, or let `path` name another file",
                           path, version, DATABASE_VERSION);
}

static uint32_t be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* By the header alone (https://www.sqlite.org/fileformat2.html#the_database_header): SQLite itself would lock it and make files. */
static int check_header(const char *path, struct filon_error *error)
{
    unsigned char head[112] = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? 0 : place_failed(path, "cannot be read", error);
    ssize_t n = pread(fd, head, sizeof head, 0);
    int cause = errno;
    close(fd);
    errno = cause;
    if (n < 0)
        return place_failed(path, "cannot be read", error);
    if (n == 0)
        return 0;
    if (n < (ssize_t)sizeof head || memcmp(head, "SQLite format 3", 16) != 0)
        return not_sqlite(path, error);
    uint32_t version = be32(head + 60), application = be32(head + 68);
    bool empty = head[100] == 13 && !head[103] && !head[104]; /* a schema without an entry */
    if (application != DATABASE_APPLICATION && !(application == 0 && empty))
        return not_ours(path, error);
    return application == DATABASE_APPLICATION && version > DATABASE_VERSION ? too_new(path, version, error) : 0;
}

int database_check(const char *path, struct filon_error *error)
{
    char *folder_probe = sqlite3_mprintf("%s-wal", path); /* its companions are made in the folder, which must be writable too */
    int failed =
        place_check(path, error) < 0 || (folder_probe && place_check(folder_probe, error) < 0) || check_header(path, error) < 0 ? -1 : 0;
    sqlite3_free(folder_probe);
    return failed;
}

/* ---- the state: "write_sqlite 1 OWNER BATCH" */

void database_state(const struct database *database, struct filon_buf *state)
{
    filon_buf_printf(state, "%s %s %" PRId64 "\n", magic, database->owner, database->batch);
}

static int read_state(struct database *database, const char *state, struct filon_error *error)
{
    size_t n = sizeof magic - 1;
    char *end;
    if (strncmp(state, magic, n) != 0 || state[n] != ' ' || strlen(state) < n + 35 || state[n + 33] != ' ')
        return filon_error_set(error, FILON_E_IO, "%s: the state of the last commit makes no sense: was the job's ledger changed by hand?",
                               database->path);
    memcpy(database->owner, state + n + 1, 32);
    database->owner[32] = '\0';
    database->batch = strtoll(state + n + 34, &end, 10);
    return 0;
}

static const char remedy[] = "put back the one that the last run wrote, or remove the job's state folder to write all documents anew";

/* The batch that the database has of this owner; -1: none. */
static int64_t stored_batch(struct database *database, struct filon_error *error)
{
    sqlite3_stmt *statement = database_prepare(database, "SELECT batch FROM filon_writer WHERE owner = ?", error);
    int64_t batch = -1;
    if (statement) {
        sqlite3_bind_text(statement, 1, database->owner, -1, SQLITE_STATIC);
        if (database_step(database, statement, error) > 0)
            batch = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return batch;
}

static int set_batch(struct database *database, int64_t batch, struct filon_error *error)
{
    sqlite3_stmt *statement = database_prepare(database, "INSERT OR REPLACE INTO filon_writer(owner, batch) VALUES(?, ?)", error);
    if (!statement)
        return -1;
    sqlite3_bind_text(statement, 1, database->owner, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, batch);
    int failed = database_step(database, statement, error);
    sqlite3_finalize(statement);
    return failed;
}

static int reconcile(struct database *database, bool known, struct filon_error *error)
{
    if (!known)
        return set_batch(database, 0, error);
    struct filon_error cause = {0};
    int64_t stored = stored_batch(database, &cause);
    if (cause.code)
        return filon_error_set(error, cause.code, "%s", cause.text);
    if (stored < 0)
        return filon_error_set(error, FILON_E_IO, "%s: not the database that this job has written %" PRId64 " batches to: %s",
                               database->path, database->batch, remedy);
    if (stored < database->batch)
        return filon_error_set(error, FILON_E_IO,
                               "%s: an older copy of the database (batch %" PRId64 " of %" PRId64 "): documents are lost from it: %s",
                               database->path, stored, database->batch, remedy);
    return undo_after(database, database->batch, error) < 0 ? -1 : set_batch(database, database->batch, error);
}

/* ---- opening */

static void new_owner(struct database *database)
{
    unsigned char bytes[16];
    sqlite3_randomness(sizeof bytes, bytes);
    for (int i = 0; i < 16; i++)
        snprintf(database->owner + 2 * i, 3, "%02x", bytes[i]);
    database->batch = 0;
}

/* 1: an empty one, 0: ours, -1: neither. */
static int identify(struct database *database, struct filon_error *error)
{
    struct filon_error cause = {0};
    int64_t tables = number(database, "SELECT count(*) FROM sqlite_master", &cause);
    if (cause.code)
        return (sqlite3_errcode(database->db) & 0xff) == SQLITE_NOTADB ? not_sqlite(database->path, error)
                                                                       : filon_error_set(error, cause.code, "%s", cause.text);
    int64_t application = number(database, "PRAGMA application_id", error), version = number(database, "PRAGMA user_version", error);
    if (tables == 0 && application == 0)
        return 1;
    if (application != DATABASE_APPLICATION)
        return not_ours(database->path, error);
    return version > DATABASE_VERSION ? too_new(database->path, version, error) : 0;
}

/* With a write-ahead log, readers and the writer do not wait for each other. Where that cannot be (a network file system, an open
 * reader), SQLite's usual journal is as exact. FULL: a commit is on the disk when it returns. */
static int set_up(struct database *database, struct filon_error *error)
{
    sqlite3_exec(database->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    return database_run(database, "PRAGMA synchronous = FULL; PRAGMA cache_size = -8192; PRAGMA recursive_triggers = OFF", error);
}

static int make(struct database *database, struct filon_error *error)
{
    if (database_run(database, "PRAGMA page_size = 16384; BEGIN IMMEDIATE", error) < 0 || schema_make(database, error) < 0 ||
        database_run(database, "COMMIT", error) < 0)
        return -1;
    return place_sync_name(database->path, error);
}

static int open_file(struct database *database, bool known, struct filon_error *error)
{
    struct stat st;
    bool there = stat(database->path, &st) == 0 && st.st_size > 0;
    if (known && !there)
        return filon_error_set(error, FILON_E_IO, "%s: it is gone, and this job had written %" PRId64 " batches of documents to it: %s",
                               database->path, database->batch, remedy);
    if (place_make_folders(database->path, error) < 0)
        return -1;
    if (sqlite3_open_v2(database->path, &database->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return database->db ? failed_with(database, error)
                            : filon_error_set(error, FILON_E_IO, "%s: no memory to open it", database->path);
    sqlite3_busy_timeout(database->db, (int)(database->busy * 1000));
    int fresh = identify(database, error);
    if (fresh < 0 || (fresh && make(database, error) < 0))
        return -1;
    return set_up(database, error);
}

static int prepare(struct database *database, const struct tables *tables, bool search, bool known, struct filon_error *error)
{
    if (database_run(database, "BEGIN IMMEDIATE", error) < 0)
        return -1;
    database->in_batch = true;
    if (schema_stored(database, error) < 0 || search_find(database, error) < 0 || reconcile(database, known, error) < 0 || schema_fit(database, tables, search, error) < 0 ||
        database_run(database, "COMMIT", error) < 0)
        return -1;
    database->in_batch = false;
    return 0;
}

int database_begin(struct database *database, const struct tables *tables, bool search, const char *state, struct filon_error *error)
{
    if (!state)
        new_owner(database);
    else if (read_state(database, state, error) < 0)
        return -1;
    return open_file(database, state != NULL, error) < 0 ? -1 : prepare(database, tables, search, state != NULL, error);
}

/* One file is left that anybody may read, also from a folder he cannot write to; not while somebody has it open. */
void database_end(struct database *database)
{
    if (!database->db)
        return;
    if (database->in_batch)
        sqlite3_exec(database->db, "ROLLBACK", NULL, NULL, NULL);
    database->in_batch = false;
    sqlite3_busy_timeout(database->db, 0);
    sqlite3_exec(database->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    sqlite3_close(database->db);
    database->db = NULL;
}

/* ---- batches */

int database_batch(struct database *database, struct filon_error *error)
{
    if (database->in_batch)
        return 0;
    if (database_run(database, "BEGIN IMMEDIATE", error) < 0)
        return -1;
    database->in_batch = true;
    return undo_forget(database, error);
}

int database_commit(struct database *database, struct filon_error *error)
{
    if (!database->in_batch)
        return 0;
    if (set_batch(database, database->batch + 1, error) < 0 || database_run(database, "COMMIT", error) < 0)
        return -1;
    database->in_batch = false;
    database->batch++;
    return 0;
}
