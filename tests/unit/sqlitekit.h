/* What the tests of write_sqlite share: runs of one document, and what a database holds then. */
#ifndef TESTS_SQLITEKIT_H
#define TESTS_SQLITEKIT_H

#include "tests/unit/writekit.h"

#include <sqlite3.h>

extern const struct filon_plugin filon_plugin_write_sqlite;
extern const struct filon_plugin *const db_plugin;

/* An open writer; begun, too. */
struct filon_ctx *db_writer(const char *yaml);
struct filon_ctx *db_begun(const char *yaml, const char *state);

/* A document of kit_article. */
int db_try_put(struct filon_ctx *ctx, const char *id, const char *title, const char *speaker);
void db_put(struct filon_ctx *ctx, const char *id, const char *title, const char *speaker);

/* One run of one document: the state. */
const char *db_run_once(const char *yaml, const char *state, const char *id, const char *title, const char *speaker);

/* A run that cannot begin, a place that is refused: what is said. */
const char *db_begin_fails(const char *yaml, const char *state);
const char *db_check_fails(const char *yaml);

sqlite3 *db_open(const char *file);
void db_sql(const char *file, const char *sql);

/* Rows joined: "a|b;c|d". NULL is "-". */
const char *db_rows_in(sqlite3 *db, const char *sql);
const char *db_rows(const char *file, const char *sql);

/* All that users see, without the writer's own books. */
const char *db_dump(const char *file);

#endif
