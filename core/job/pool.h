/* Worker processes: forked with everything loaded, fed over socket pairs, watched through shared memory, replaced when they die. */
#ifndef FILON_JOB_POOL_H
#define FILON_JOB_POOL_H

#include "job/channel.h"

#include <sys/types.h>

/* Tasks that a worker may have, so that it never waits for the coordinator: two, or more of small documents. It gets more when half of
 * them are done, and answers by the sixteen: a message, and the processes that it wakes up, serve many small documents. The queue lasts for the time that a
 * commit takes. */
enum { FILON_QUEUE = 96, FILON_QUEUE_BYTES = 512 * 1024 };

struct filon_queued {
    uint64_t seq;
    size_t bytes;
};

struct filon_worker {
    pid_t pid;
    int fd;
    int answers; /* to a worker that waits for one */
    struct filon_watch *watch;
    struct filon_buf out, in;
    size_t sent;                            /* of out */
    struct filon_queued queue[FILON_QUEUE]; /* oldest first */
    unsigned queued;
    size_t bytes; /* of what is queued */
    bool hungry;  /* it has come to the half since it was full */
    bool overdue; /* killed for its deadline */
};

struct filon_pool {
    struct filon_job *job;
    struct filon_worker *worker;
    struct filon_watch *watch; /* shared */
    unsigned workers;
    bool asks;       /* documents ask what came before them: they are handed out one by one, in order */
    unsigned barren; /* workers that ended without a document to blame, since the last result */
    uint64_t ns[64]; /* CPU time by stage of workers that are gone */
};

/* Told of what comes back. */
struct filon_pool_calls {
    void *self;
    void (*result)(void *self, struct filon_str frame); /* a whole result frame */
    /* The worker is gone with this document under way: why says how. */
    void (*lost)(void *self, uint64_t seq, uint64_t stage, const char *why);
    /* The worker is gone, but not by this one's fault, or not for certain. Give it to another. why: it was under way; NULL: it was only waiting. */
    void (*again)(void *self, uint64_t seq, uint64_t stage, const char *why);
    /* A whole question frame: filon_pool_answer will be called. */
    void (*question)(void *self, struct filon_worker *worker, struct filon_str frame);
};

/* Forks the workers. -1: FILON_E_INTERNAL. 0 workers is allowed: an empty pool. */
int filon_pool_open(struct filon_pool *pool, struct filon_job *job, unsigned workers, struct filon_error *error);

/* A worker with room in its queue (the least busy), or NULL. None has a document behind one that comes after it: a document may wait for the
 * ones before it. */
struct filon_worker *filon_pool_idle(struct filon_pool *pool, uint64_t seq);
/* Answers a question. */
void filon_pool_answer(struct filon_worker *worker, float resemblance, struct filon_str id);
/* Puts a task into its queue; filon_pool_flush sends them on their way. */
void filon_pool_send(struct filon_worker *worker, const struct filon_task *task);
void filon_pool_flush(struct filon_pool *pool);

/* Waits up to timeout_ms (-1: for ever) for anything to happen: sends, receives, ends workers beyond their deadline, replaces dead ones. A
 * signal to stop, or something to read from fd (-1: none), ends the wait. -1: a worker cannot be replaced. */
int filon_pool_pump(struct filon_pool *pool, int timeout_ms, int fd, const struct filon_pool_calls *calls, struct filon_error *error);

/* Adds the CPU time by stage of all workers so far. */
void filon_pool_times(const struct filon_pool *pool, uint64_t ns[64]);

/* Ends the workers at once and waits for them. */
void filon_pool_close(struct filon_pool *pool);

#endif
