/* The inside of a run, for this room alone: the coordinator's state and its parts. */
#ifndef FILON_JOB_RUN_H
#define FILON_JOB_RUN_H

#include "job/former.h"
#include "job/ledger.h"
#include "job/pool.h"
#include "job/progress.h"
#include "job/reach.h"
#include "job/window.h"

struct filon_run {
    struct filon_job *job;
    const struct filon_run_options *options;
    struct filon_summary *summary;
    struct filon_error *error;      /* the first thing that ends the run */
    struct filon_ledger *ledger;    /* or NULL */
    int64_t pipeline;               /* fingerprint */
    int lock;
    struct filon_pool pool;
    struct filon_window window;
    struct filon_doc *doc;          /* without workers */
    struct filon_watch watch;
    struct filon_slot *under_work;  /* without workers */
    struct filon_kin *kin;          /* the memory of texts: the ledger's, or this run's own; NULL: nobody has asked */
    unsigned asking;                /* workers that wait for an answer */
    uint32_t reader, from;          /* being read; that gave `input` */
    int wait_fd;                    /* what a reader waits for */
    bool read_all, held;            /* held: `input` waits for its namesake to be finished */
    struct filon_input input;
    struct filon_buf id;            /* of input, as valid UTF-8 */
    size_t batch, batch_bytes;      /* not committed */
    uint64_t batch_since, batch_ns, started;
    size_t begun;                   /* writers */
    uint64_t *bit;                  /* theirs in `held`; in the job's arena */
    struct filon_progress_bar bar;
    struct filon_arena *stored;     /* an input that only the ledger still has: those are tried again first; NULL: no more of them */
    struct filon_buf stored_id;     /* of the last one */
    struct filon_former *former;    /* inputs that wait for a later version of theirs */
    struct filon_reaches reaches;   /* of files that are read */
    uint64_t former_hash;           /* of `input`, if it is one that has waited in vain; 0: it is none */
    uint64_t twice;                 /* other documents whose id had come before in this run */
    int64_t began;                  /* seconds since 1970 */
    struct filon_summary committed; /* as of the last commit */
    bool abandoned;                 /* left before all was committed */
};

/* Reads inputs into the window until it is full enough or all is read: 0; until a while has passed: 1; or until a reader has to wait for
 * run->wait_fd: FILON_LATER. -1: the run ends. */
int filon_run_fill(struct filon_run *run);

/* Readers hear from this run how far files are done, until NULL takes its place. notes: they say how far they get. */
void filon_run_resumes(struct filon_run *run, struct filon_job *job, bool notes);

/* The number in the ledger of the job's pipeline as it is now. */
int64_t filon_run_pipeline(struct filon_job *job, struct filon_ledger *ledger, struct filon_error *error);

/* A worker asks what its document is like: the answer comes with filon_run_answer, when it can be told. */
void filon_run_asked(struct filon_run *run, struct filon_worker *worker, uint64_t seq, double least, const struct filon_sketch *sketch);
int filon_run_answer(struct filon_run *run);
/* Its worker is gone: nobody waits any more. */
void filon_run_unasked(struct filon_run *run, struct filon_slot *slot);
/* Without workers: questions about run->under_work are answered at once. */
void filon_run_hear(struct filon_run *run);
/* What became of the document goes to the memory of texts. */
int filon_run_remember(struct filon_run *run, struct filon_slot *slot);

/* Puts results at the head of the window to the writers and the ledger, in order. -1: the run ends. */
int filon_run_flush(struct filon_run *run);

/* Outputs durable, then the ledger: one step. */
int filon_run_commit(struct filon_run *run);

/* Opens outputs where the ledger left them; closes them. */
int filon_run_begin_writers(struct filon_run *run);
void filon_run_end_writers(struct filon_run *run);

#endif
