/* One document through a job: load, annotate, encode. The same in a worker and in a run without workers. */
#ifndef FILON_JOB_DOCUMENT_H
#define FILON_JOB_DOCUMENT_H

#include "job/job.h"

/* Set when the ledger knows the document: if the bytes hash to this, nothing needs to be done. */
struct filon_task {
    uint64_t seq;
    uint32_t reader;
    bool has_hash;
    uint64_t hash;
    struct filon_input input;
};

enum filon_outcome { FILON_DONE = 1, FILON_DROPPED, FILON_FAILED, FILON_UNCHANGED };

struct filon_result {
    uint64_t seq;
    enum filon_outcome outcome;
    uint64_t hash, size;       /* of the bytes as read */
    uint64_t stage;            /* failed: where, as in filon_progress */
    struct filon_buf message;  /* why dropped or failed */
    struct filon_buf *record;  /* one a writer; empty: nothing to write */
    size_t records;
};

/* What a worker is doing, in memory shared with the coordinator. */
struct filon_watch {
    volatile uint64_t seq;        /* of the document under way; 0 none */
    volatile uint64_t started_ns; /* CLOCK_MONOTONIC, less the time that it waited for an answer */
    volatile uint32_t waits;      /* for one, now */
    volatile struct filon_progress progress;
};

void filon_result_init(struct filon_result *result, size_t writers);
void filon_result_clear(struct filon_result *result); /* for the next document */
void filon_result_free(struct filon_result *result);

/* Fills the result; `doc` is reset first. */
void filon_job_document(struct filon_job *job, struct filon_doc *doc, const struct filon_task *task, struct filon_watch *watch, struct filon_result *result);

uint64_t filon_clock_ns(void); /* CLOCK_MONOTONIC */

/* The message for a document beyond limits.size. */
void filon_too_large(struct filon_buf *message, uint64_t size, uint64_t most);

/* The name of where a document failed: a stage's, "read" or "write". */
const char *filon_stage_of(const struct filon_job *job, uint64_t stage);
/* The same as a phrase: "in stage `ner`", "while reading it", "while encoding its record". */
void filon_watch_where(const struct filon_job *job, const struct filon_watch *watch, struct filon_buf *out);

#endif
