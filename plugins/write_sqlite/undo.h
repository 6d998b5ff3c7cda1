/* What the last batch changed, kept until the job's ledger is known to have it: so that a batch which the ledger never
 * learnt of can be taken back, and documents that it replaced come back. */
#ifndef UNDO_H
#define UNDO_H

#include "database.h"

struct undo {
    struct database *database;
    sqlite3_stmt *fresh, *noted, *others;
    sqlite3_stmt **save; /* of `document`, then of each stored layer */
    size_t saves;
};

int undo_open(struct undo *undo, struct database *database, struct filon_error *error);
void undo_close(struct undo *undo);

/* Before a document is written: that it is new, or (replaced) all its rows. Only its first time in a batch counts. */
int undo_note(struct undo *undo, int64_t doc, bool replaced, struct filon_error *error);

/* Takes back this owner's batches after `batch`, within a transaction. */
int undo_after(struct database *database, int64_t batch, struct filon_error *error);
/* Forgets this owner's batches up to the last committed one: a new batch has begun, so the ledger has it. */
int undo_forget(struct database *database, struct filon_error *error);

#endif
