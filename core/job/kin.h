/* The texts that a job has written, by their sketches (filon/alike.h), so that a near-duplicate is known when it comes: two tables in the
 * ledger, of which documents hold their number, or in memory.
 *
 * An inverted index of the eight least shingles of each document's sketch. A text's 24 least are looked up; documents that share two of
 * them are compared by the whole sketch. Of a document with half of its shingles in common nearly all eight are among the text's 24, so that few are
 * missed, where a banded index (locality-sensitive hashing) with as many rows misses one in five. */
#ifndef FILON_JOB_KIN_H
#define FILON_JOB_KIN_H

#include <filon/alike.h>
#include <filon/buf.h>
#include <filon/error.h>
#include <sqlite3.h>

struct filon_kin;

/* db: the ledger's, with its tables and its transaction, which must outlive it; NULL: memory of its own. NULL with an error. */
struct filon_kin *filon_kin_open(sqlite3 *db, struct filon_error *error);
void filon_kin_free(struct filon_kin *kin);

/* What the tables are made by. low.k: 31 bits of a shingle, 32 of a document's number. */
#define FILON_KIN_TABLES                                                                                                                   \
    "CREATE TABLE kin(n INTEGER PRIMARY KEY, id TEXT NOT NULL, of INTEGER NOT NULL, low BLOB NOT NULL, print BLOB NOT NULL);"              \
    "CREATE TABLE kin_low(k INTEGER PRIMARY KEY)"

/* A document's place in the memory, and what is to become of it. */
struct filon_kinship {
    int64_t own; /* its number, or 0: not there (yet) */
    bool stays;  /* its text is much the one that it was: it keeps its number, and with it its place in the order */
    int64_t of;  /* the number of the first document that it is like; 0: none */
};

enum { FILON_KIN_NONE, FILON_KIN_FOUND, FILON_KIN_WAIT };

/* The earliest document that the text is like. `ship->own` is given, the rest set; id gets the found one's. pending: whether it is not yet known what
 * becomes of a document of that number: FILON_KIN_WAIT then, if it would be looked at. -1 with FILON_E_IO. */
int filon_kin_find(struct filon_kin *kin, const struct filon_sketch *sketch, double least, bool (*pending)(void *self, int64_t n),
                   void *self, struct filon_kinship *ship, struct filon_buf *id, float *resemblance, struct filon_error *error);

/* Whether a document of the first sketch would be looked at for the second. */
bool filon_kin_share(const struct filon_sketch *there, const struct filon_sketch *sketch);

/* The document is written: it is in the memory from now on, under ship->own. An empty sketch: as filon_kin_remove. */
int filon_kin_put(struct filon_kin *kin, struct filon_str id, const struct filon_sketch *sketch, struct filon_kinship *ship,
                  struct filon_error *error);
/* It is not there any more; ship->own becomes 0. */
int filon_kin_remove(struct filon_kin *kin, struct filon_kinship *ship, struct filon_error *error);

#endif
