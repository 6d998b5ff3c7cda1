/* Documents into the tables of a database, each replacing what was there under its id. */
#ifndef ROWS_H
#define ROWS_H

#include "record.h"
#include "search.h"
#include "undo.h"

enum { ROWS_SIZES = 5 };

struct rows {
    struct database *database;
    const struct tables *tables;
    struct undo undo;
    struct search search;
    sqlite3_stmt *find, *insert, *update, *remove;
    sqlite3_stmt **erase; /* of each stored layer */
    /* Of each of the pipeline's tables, statements that insert 1, 2, 4 … rows: each costs as much as a row by itself. NULLs: no stage
     * provides it. */
    sqlite3_stmt *(*row)[ROWS_SIZES];
    size_t erases;
};

int rows_open(struct rows *rows, struct database *database, const struct tables *tables, struct filon_error *error);
void rows_close(struct rows *rows);
/* Within a batch. */
int rows_write(struct rows *rows, struct filon_str id, struct filon_str bytes, struct filon_error *error);
int rows_remove(struct rows *rows, struct filon_str id, struct filon_error *error); /* if it is there */

#endif
