/* The database of write_sqlite: who may write to it, its schema, its transactions. */
#ifndef DATABASE_H
#define DATABASE_H

#include <sqlite3.h>

#include "tables.h"

enum { DATABASE_APPLICATION = 0x66696c70 /* "filp" */, DATABASE_VERSION = 2 };

struct database {
    sqlite3 *db;
    const char *path;
    double busy;              /* seconds to wait for another program that writes */
    bool searched;            /* there is a full-text index */
    bool in_batch;            /* a transaction is open */
    char owner[33];           /* names this job's batches among those of others */
    int64_t batch;            /* the last one committed */
    struct filon_list stored; /* the layer tables that are in it, this pipeline's and earlier ones' */
    struct filon_arena *arena;
};

/* Without touching it: whether it is ours, or nothing yet, and can be written. FILON_E_IO. */
int database_check(const char *path, struct filon_error *error);

/* Opens or makes it, takes back what came after `state` (NULL: the job's first run), and brings the tables up to the pipeline's.
 * database: path, busy, arena are set. */
int database_begin(struct database *database, const struct tables *tables, bool search, const char *state, struct filon_error *error);
void database_end(struct database *database); /* takes back what is not committed */

int database_batch(struct database *database, struct filon_error *error);  /* a transaction is open after it */
int database_commit(struct database *database, struct filon_error *error); /* durable after it */
void database_state(const struct database *database, struct filon_buf *state);

/* Not copied: it must live until the step. p NULL is NULL. */
void database_bind_str(sqlite3_stmt *statement, int at, struct filon_str s);
/* SQL without a result, one or several statements. */
int database_run(struct database *database, const char *sql, struct filon_error *error);
sqlite3_stmt *database_prepare(struct database *database, const char *sql, struct filon_error *error);
/* SQLITE_ROW or SQLITE_DONE as 1 or 0; -1 with an error. A statement that is done is reset. */
int database_step(struct database *database, sqlite3_stmt *statement, struct filon_error *error);

#endif
