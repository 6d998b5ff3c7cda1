/* A job, assembled: its readers, pipeline and writers, checked and opened; and its runs. */
#ifndef FILON_JOB_H
#define FILON_JOB_H

#include "config/jobfile.h"
#include "lua/lua.h"
#include "pipeline/pipeline.h"

struct filon_job_writer {
    struct filon_ctx *ctx;
    const char *route; /* NULL: all documents */
    const char *name;  /* as the job gives it, or NULL */
    const char *key;   /* its name in the ledger: "write_jsonl: NAME", or by what it writes to: "write_jsonl out/a.jsonl" */
};

struct filon_job {
    struct filon_arena *arena;
    struct filon_jobfile file;
    struct filon_registry *registry;
    struct filon_lua *lua;
    struct filon_pipeline *pipeline;
    struct filon_ctx **reader;
    struct filon_job_writer *writer;
    size_t readers, writers;
    struct filon_instance_args args;
};

/* Built-in ends that stand in for the job's own: what `filon annotate` does. */
struct filon_job_ends {
    const char *reader;                 /* a plugin, with options from a node */
    const struct filon_node *reader_options;
    const char *dir;                    /* what the reader's relative paths start from; NULL: the job's folder */
    const char *writer_name;
    const struct filon_plugin *writer;  /* built in */
    const struct filon_node *writer_options;
};

struct filon_job_source {
    const char *path;           /* the job file; or NULL: */
    const char *text, *label, *dir; /* its text */
    const struct filon_set *sets;
    size_t n_sets;
    const struct filon_job_ends *ends; /* or NULL */
};

/* All that can be wrong before the first document: files, names, options, contracts, models. NULL with an error. */
struct filon_job *filon_job_new(const struct filon_job_source *source, struct filon_error *error);
void filon_job_free(struct filon_job *job);

/* Whether outputs and state can be written, without touching them. */
int filon_job_check_places(struct filon_job *job, struct filon_error *error);

struct filon_run_options {
    int workers;      /* -1: as the job says */
    bool ledger;      /* remember what is done, and do it once; needs the state folder */
    bool again;       /* redo what the ledger has */
    bool progress;    /* a progress bar on stderr */
    double wait;      /* seconds to wait for the lock: 0 not at all, < 0 for ever */
};

struct filon_summary {
    uint64_t done, dropped, failed, unchanged, quarantined /* of earlier runs, left alone */;
    uint64_t bytes;   /* of the documents done, as read */
    double seconds;
    int signal;       /* that ended it early, or 0 */
    bool gave_up;     /* more than limits.failures failed */
    uint64_t stage_ns[64];
};

/* -1: the run itself failed (an output, the state, a reader); the summary counts what was committed before. Documents
 * that fail are no error of the run: summary->failed, a line each on stderr. */
int filon_job_run(struct filon_job *job, const struct filon_run_options *options, struct filon_summary *summary, struct filon_error *error);

/* What a run would find now: reads all inputs' names, changes nothing. */
struct filon_pending {
    uint64_t fresh;   /* new or (as far as can be told without reading it) changed */
    uint64_t retried; /* in quarantine, with attempts left */
    uint64_t alone;   /* done, or given up */
};
int filon_job_pending(struct filon_job *job, struct filon_pending *pending, struct filon_error *error);

#endif
