/* What a job has already done, in STATE/ledger.db (SQLite, WAL). One transaction holds the documents of a batch and
 * what the outputs were when it was committed: whatever outputs hold beyond that is taken back by the writers. */
#ifndef FILON_JOB_LEDGER_H
#define FILON_JOB_LEDGER_H

#include <filon/buf.h>
#include <filon/error.h>
#include <filon/resume.h>
#include "job/job.h"
#include "job/kin.h"

struct filon_ledger;

enum filon_entry_state { FILON_ENTRY_NONE, FILON_ENTRY_DONE, FILON_ENTRY_DROPPED, FILON_ENTRY_QUARANTINED };

struct filon_entry {
    enum filon_entry_state state;
    uint64_t hash, size;
    int64_t mtime;
    int64_t pipeline;  /* the fingerprint's number */
    int attempts;      /* quarantined: how often it was tried */
    uint64_t held;     /* by which writers, see filon_ledger_writer_bit */
    int64_t kin;       /* its number in the memory of texts; 0: not there */
    bool this_run;     /* has put it there */
};

/* Makes the file when it is missing (the folder is there); migrates an older file; refuses a newer one and foreign ones (FILON_E_CONFIG). */
struct filon_ledger *filon_ledger_open(const char *state, struct filon_error *error);
/* To read alone, while a run may be under way; the file is there. */
struct filon_ledger *filon_ledger_look(const char *state, struct filon_error *error);
void filon_ledger_close(struct filon_ledger *ledger); /* what is not committed is forgotten */

/* The number of this pipeline; the same text has the same number. */
int64_t filon_ledger_pipeline(struct filon_ledger *ledger, const char *fingerprint, struct filon_error *error);

/* Every function below returns -1 with FILON_E_IO naming the file. */
int filon_ledger_get(struct filon_ledger *ledger, struct filon_str id, struct filon_entry *entry, struct filon_error *error);

/* Whether it is in quarantine with an input of this file. */
bool filon_ledger_quarantined_in(struct filon_ledger *ledger, struct filon_str id, struct filon_str path);

struct filon_ledger_row {
    struct filon_str id, path;
    uint64_t offset, hash, size;
    int64_t mtime, pipeline;
    enum filon_entry_state state;
    const char *reason;      /* dropped, quarantined */
    const char *stage;       /* quarantined: where it failed */
    uint64_t line;           /* of its first byte; 0 unknown */
    uint32_t reader;         /* that gave it */
    struct filon_str data;   /* quarantined: the input, where it cannot be read again; p NULL otherwise */
    enum filon_entry_state before; /* its state until now */
    uint64_t held;
    int64_t kin;
};
int filon_ledger_put(struct filon_ledger *ledger, const struct filon_ledger_row *row, struct filon_error *error);
/* Whether it is known that the document had another version of this hash, 1 or 0; and that it had. The last eight are kept. */
int filon_ledger_former(struct filon_ledger *ledger, struct filon_str id, uint64_t hash, struct filon_error *error);
int filon_ledger_former_put(struct filon_ledger *ledger, struct filon_str id, uint64_t hash, struct filon_error *error);
/* Whether all documents of a file are done up to some place, if it looks as it did then: fills the place's at, offset and documents: 1; 0, -1. */
struct filon_reach_query {
    int64_t pipeline;     /* by this one; 0: by any. Filled: by which, 0: several */
    int attempts;         /* limits.attempts */
    uint64_t quarantined; /* filled: of the documents, those in quarantine */
};
int filon_ledger_reach(struct filon_ledger *ledger, struct filon_place *place, struct filon_reach_query *query, struct filon_error *error);
int filon_ledger_reach_put(struct filon_ledger *ledger, const struct filon_place *place, int64_t pipeline /* 0: several */, struct filon_error *error);
/* A document got another version out of another place: from now on all files are read from their beginnings, as each version has to be seen to know
 * which is the last, and an older one counts again when that vanishes. */
int filon_ledger_reach_forget(struct filon_ledger *ledger, struct filon_error *error);
/* The same content under a new mtime. */
int filon_ledger_touch(struct filon_ledger *ledger, struct filon_str id, int64_t mtime, struct filon_error *error);

/* A writer's state as of the last commit, in the arena; NULL in a job's first run. `writer` is its key (struct filon_job_writer). */
int filon_ledger_writer_get(struct filon_ledger *ledger, const char *writer, struct filon_arena *arena, const char **state, struct filon_error *error);
int filon_ledger_writer_put(struct filon_ledger *ledger, const char *writer, const char *state, struct filon_error *error);
/* Until version 2 writers were known by their place in the job, "0 write_jsonl": hands such a state over to the key. */
int filon_ledger_writer_adopt(struct filon_ledger *ledger, size_t place, const char *plugin, const char *writer, struct filon_error *error);
/* And forgets those that nobody has taken. */
int filon_ledger_writers_adopted(struct filon_ledger *ledger, struct filon_error *error);
/* The writer's bit in the masks of what holds a document; it has a state. Writers beyond the 62nd share one. 0 with an error. */
uint64_t filon_ledger_writer_bit(struct filon_ledger *ledger, const char *writer, struct filon_error *error);

/* The memory of texts that lies in this ledger; part of its transactions. NULL with an error. */
struct filon_kin *filon_ledger_kin(struct filon_ledger *ledger, struct filon_error *error);

int filon_ledger_run_begin(struct filon_ledger *ledger, struct filon_error *error);
int64_t filon_ledger_run_number(const struct filon_ledger *ledger);
/* outcome: "done", "stopped", "too many failures"; stages: JSON, nanoseconds by stage name. */
int filon_ledger_run_end(struct filon_ledger *ledger, const struct filon_summary *summary, const char *outcome, const char *stages, struct filon_error *error);

/* Ends the transaction and begins the next. rollback: forgets what it holds. */
int filon_ledger_commit(struct filon_ledger *ledger, struct filon_error *error);
int filon_ledger_rollback(struct filon_ledger *ledger, struct filon_error *error);

/* ---- For people: strings live until the callback returns. Times are seconds since 1970. */

struct filon_ledger_counts {
    uint64_t done, dropped, quarantined;
};
int filon_ledger_counts(struct filon_ledger *ledger, struct filon_ledger_counts *counts, struct filon_error *error);

struct filon_ledger_run {
    int64_t n, pid, began, ended; /* ended 0: under way, or killed */
    const char *outcome, *stages; /* NULL with ended 0 */
    struct filon_summary summary;
};
/* The last runs, newest first. */
int filon_ledger_runs(struct filon_ledger *ledger, int most, void (*each)(void *self, const struct filon_ledger_run *run), void *self, struct filon_error *error);

struct filon_quarantined {
    struct filon_str id, path, reason, stage, data;
    uint64_t offset, line;
    int64_t first, last, reader;
    int attempts;
};
/* All (id NULL), or the one of that id; with their inputs, where they are kept, or without. */
int filon_ledger_quarantine(struct filon_ledger *ledger, const char *id, bool data, void (*each)(void *self, const struct filon_quarantined *row), void *self,
                            struct filon_error *error);
/* The first with its input whose id comes after `after` and which fewer than so many attempts have tried, for another: its id, path, offset, line,
 * data and reader, in the arena. 1; 0: none. */
int filon_ledger_stored(struct filon_ledger *ledger, struct filon_str after, int64_t attempts, struct filon_arena *arena, struct filon_quarantined *row,
                        struct filon_error *error);
/* All (id NULL) or one: the next run tries again; or it leaves quarantine and is not tried until it changes. How many; commit after it. */
int64_t filon_ledger_retry(struct filon_ledger *ledger, const char *id, struct filon_error *error);
int64_t filon_ledger_forget(struct filon_ledger *ledger, const char *id, struct filon_error *error);

#endif
