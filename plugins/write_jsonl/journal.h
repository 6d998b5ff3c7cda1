/* What an appender must know after a crash and the job's ledger does not: which files it began to write to since which
 * commit, and how long they were then. A small file beside the outputs, rewritten and synced before a file is first touched. */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <filon/arena.h>
#include <filon/buf.h>
#include <filon/error.h>

enum { JOURNAL_MOST = 256 }; /* entries kept: the newest */

struct journal_entry {
    uint64_t commit; /* the last one before the file was touched */
    int64_t length;  /* bytes it had then; -1: it was not there */
    const char *path;
};

struct journal {
    const char *path; /* of the journal itself */
    struct filon_arena *arena;
    char owner[33]; /* the run of commits that wrote it; "" none */
    struct journal_entry entry[JOURNAL_MOST];
    size_t n;
};

/* ".NAME.filon" in the folder that the pattern's first % does not reach. */
const char *journal_place(struct filon_arena *arena, const char *pattern);

/* Reads it; one that is not there is empty. FILON_E_IO for one that makes no sense. */
int journal_read(struct journal *journal, struct filon_error *error);
/* Adds an entry and makes the journal durable. */
int journal_add(struct journal *journal, const char *owner, struct journal_entry entry, struct filon_error *error);

/* A new owner's name, random. */
void journal_new_owner(char owner[33]);

#endif
