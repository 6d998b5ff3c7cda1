/* The inside of a ledger, for its three files alone. */
#ifndef FILON_JOB_LEDGER_IMPL_H
#define FILON_JOB_LEDGER_IMPL_H

#include <sqlite3.h>

#include "job/ledger.h"

enum { FILON_LEDGER_STATEMENTS = 32 };

struct filon_ledger {
    sqlite3 *db;
    char *path;
    sqlite3_stmt *statement[FILON_LEDGER_STATEMENTS];
    struct filon_kin *kin; /* or NULL: nobody has asked */
    int64_t run;
    int versions; /* whether documents had older ones: 1, 0; -1: nobody has looked */
    int64_t more[4]; /* documents in each state since the last commit */
};

/* The error of the database: FILON_E_IO; returns -1. */
int filon_ledger_failed(const struct filon_ledger *ledger, struct filon_error *error);
struct filon_str filon_ledger_column(sqlite3_stmt *statement, int at); /* p NULL for NULL */
int filon_ledger_exec(struct filon_ledger *ledger, const char *text, struct filon_error *error);

/* Makes or migrates the tables; refuses foreign and newer files (FILON_E_CONFIG). */
int filon_ledger_set_up(struct filon_ledger *ledger, struct filon_error *error);

#endif
