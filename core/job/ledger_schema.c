/* The ledger's tables, from the first version to this one: a new file takes the same steps as an old one. */
#include "job/ledger_impl.h"

#include <stdio.h>

enum { APPLICATION_ID = 0x66696c6c /* "fill" */ };

static const char *const steps[] = {
    "CREATE TABLE document(id TEXT PRIMARY KEY, state INTEGER NOT NULL, hash INTEGER NOT NULL, size INTEGER NOT NULL,"
    " mtime INTEGER NOT NULL, pipeline INTEGER NOT NULL, at INTEGER NOT NULL, run INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE pipeline(n INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE);"
    "CREATE TABLE writer(name TEXT PRIMARY KEY, state TEXT NOT NULL);"
    "CREATE TABLE dropped(id TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE quarantine(id TEXT PRIMARY KEY, path TEXT NOT NULL, offset INTEGER NOT NULL, reason TEXT NOT NULL, attempts INTEGER NOT NULL,"
    " first INTEGER NOT NULL, last INTEGER NOT NULL, data BLOB) WITHOUT ROWID;"
    "CREATE TABLE run(n INTEGER PRIMARY KEY, pid INTEGER, began INTEGER NOT NULL, ended INTEGER, outcome TEXT, done INTEGER, dropped INTEGER,"
    " failed INTEGER, unchanged INTEGER, bytes INTEGER, seconds REAL)",
    /* 2: where a document failed, and what stages cost */
    "ALTER TABLE quarantine ADD COLUMN line INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE quarantine ADD COLUMN stage TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE quarantine ADD COLUMN reader INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE run ADD COLUMN quarantined INTEGER;"
    "ALTER TABLE run ADD COLUMN stages TEXT",
    /* 3: writers have a number, and which of them hold a document is noted (bit n of `held`); how many documents are in each state; which
     * of the quarantine have their input with them */
    "CREATE TABLE writer3(n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, state TEXT NOT NULL);"
    "INSERT INTO writer3(name, state) SELECT name, state FROM writer ORDER BY name;"
    "DROP TABLE writer;"
    "ALTER TABLE writer3 RENAME TO writer;"
    "CREATE TABLE tally(state INTEGER PRIMARY KEY, n INTEGER NOT NULL);"
    "INSERT INTO tally SELECT state, count(*) FROM document GROUP BY state;"
    "CREATE INDEX quarantine_data ON quarantine(id) WHERE data IS NOT NULL",
    /* 4: the memory of texts, and each document's number in it */
    "ALTER TABLE document ADD COLUMN kin INTEGER NOT NULL DEFAULT 0;"
    FILON_KIN_TABLES,
    /* 5: the hashes of a document's older versions, which may still be read before the one that counts */
    "CREATE TABLE former(n INTEGER PRIMARY KEY, id TEXT NOT NULL, hash INTEGER NOT NULL);"
    "CREATE INDEX former_id ON former(id, hash)",
    /* 6: how far files are done that hold many documents (filon/resume.h); the path '': of none, as documents had older versions */
    "CREATE TABLE reach(path TEXT PRIMARY KEY, how INTEGER NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL, at INTEGER NOT NULL,"
    " offset INTEGER NOT NULL, documents INTEGER NOT NULL, pipeline INTEGER NOT NULL, run INTEGER NOT NULL) WITHOUT ROWID;"
    "INSERT INTO reach SELECT '', 0, 0, 0, 0, 0, 0, 0, 0 WHERE EXISTS(SELECT 1 FROM former);"
    "CREATE INDEX quarantine_path ON quarantine(path, offset)",
};
enum { VERSION = FILON_COUNT(steps), HELD = 2 /* the step that comes with `held` */ };

static int64_t number(struct filon_ledger *ledger, const char *text)
{
    sqlite3_stmt *statement;
    int64_t value = -1;
    if (sqlite3_prepare_v2(ledger->db, text, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

/* Of the documents that are there already, any writer may hold any. The default is for them alone, and costs nothing however many they are. */
static int add_held(struct filon_ledger *ledger, struct filon_error *error)
{
    char text[128];
    int64_t writers = number(ledger, "SELECT count(*) FROM writer");
    uint64_t all = writers < 0 ? 0 : ((UINT64_C(1) << (writers < 62 ? writers : 62)) - 1) << 1;
    snprintf(text, sizeof text, "ALTER TABLE document ADD COLUMN held INTEGER NOT NULL DEFAULT %lld", (long long)all);
    return filon_ledger_exec(ledger, text, error);
}

static int migrate(struct filon_ledger *ledger, int64_t from, struct filon_error *error)
{
    char mark[96];
    snprintf(mark, sizeof mark, "PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT", APPLICATION_ID, VERSION);
    if (filon_ledger_exec(ledger, "BEGIN IMMEDIATE", error) < 0)
        return -1;
    for (int64_t step = from; step < VERSION; step++)
        if (filon_ledger_exec(ledger, steps[step], error) < 0 || (step == HELD && add_held(ledger, error) < 0))
            return -1;
    return filon_ledger_exec(ledger, mark, error);
}

int filon_ledger_set_up(struct filon_ledger *ledger, struct filon_error *error)
{
    sqlite3_busy_timeout(ledger->db, 10000); /* somebody looks at it with `filon status` */
    int64_t tables = number(ledger, "SELECT count(*) FROM sqlite_master"), version = number(ledger, "PRAGMA user_version");
    if (tables < 0) {
        filon_ledger_failed(ledger, error);
        return filon_error_wrap(error, "the ledger cannot be read; `state:` may name another folder");
    }
    if (tables > 0 && number(ledger, "PRAGMA application_id") != APPLICATION_ID)
        return filon_error_set(error, FILON_E_CONFIG, "%s: not a ledger of filon: let `state:` name another folder", ledger->path);
    if (version > VERSION)
        return filon_error_set(error, FILON_E_CONFIG, "%s: written by a newer filon (ledger version %lld, this one knows %d): use that filon, or another state folder",
                               ledger->path, (long long)version, VERSION);
    /* FULL: what the ledger says is done survives a power cut, as the outputs do. */
    if (filon_ledger_exec(ledger, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8192", error) < 0)
        return -1;
    return version < VERSION ? migrate(ledger, tables ? version : 0, error) : 0;
}
