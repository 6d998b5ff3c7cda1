/* The coordinator: reads, hands out, takes back, commits; ends in good order whatever happens. */
#include "job/run.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "job/fingerprint.h"
#include "job/lock.h"
#include "job/report.h"
#include "job/stop.h"

enum { BATCH = 1000, BATCH_BYTES = 32 * 1024 * 1024, TRIES = 3, WORKERS_MOST = 64 };
/* Commits come after a tenth of a second at first, so that a run that is killed early has done something, then more rarely. */
static const uint64_t FIRST_NS = 100000000u, LONGEST_NS = 3000000000u;

/* ---- what the pool tells */

static void on_result(void *self, struct filon_str frame)
{
    struct filon_run *run = self;
    uint64_t seq;
    memcpy(&seq, frame.p + sizeof(uint64_t), sizeof seq);
    struct filon_slot *slot = filon_window_slot(&run->window, seq);
    if (slot->state != FILON_SLOT_SENT || slot->task.seq != seq)
        return; /* it was given up already */
    if (slot->asker)
        filon_run_unasked(run, slot); /* a plugin that speaks for the worker */
    filon_result_clear(&slot->result);
    if (filon_unframe_result(frame, &slot->result) <= 0) {
        filon_result_clear(&slot->result);
        slot->result.outcome = FILON_FAILED;
        filon_buf_puts(&slot->result.message, "the worker's answer makes no sense: a plugin has overwritten its memory");
    }
    slot->state = FILON_SLOT_READY;
}

static void on_question(void *self, struct filon_worker *worker, struct filon_str frame)
{
    struct filon_run *run = self;
    struct filon_sketch sketch;
    uint64_t seq;
    double least;
    if (filon_unframe_question(frame, &seq, &least, &sketch))
        filon_run_asked(run, worker, seq, least, &sketch);
}

static void on_lost(void *self, uint64_t seq, uint64_t stage, const char *why)
{
    struct filon_run *run = self;
    struct filon_slot *slot = filon_window_slot(&run->window, seq);
    if (slot->state != FILON_SLOT_SENT || slot->task.seq != seq)
        return;
    filon_run_unasked(run, slot);
    filon_result_clear(&slot->result);
    slot->result.seq = seq;
    slot->result.outcome = FILON_FAILED;
    slot->result.stage = stage;
    filon_buf_puts(&slot->result.message, why);
    slot->state = FILON_SLOT_READY;
}

static void on_again(void *self, uint64_t seq, uint64_t stage, const char *why)
{
    struct filon_run *run = self;
    struct filon_slot *slot = filon_window_slot(&run->window, seq);
    if (slot->state != FILON_SLOT_SENT || slot->task.seq != seq)
        return;
    if (why && ++slot->tries >= TRIES) {
        on_lost(self, seq, stage, why);
        return;
    }
    filon_run_unasked(run, slot);
    slot->state = FILON_SLOT_WAITING;
    if (seq < run->window.first_waiting)
        run->window.first_waiting = seq;
}

/* ---- the loop */

static void dispatch(struct filon_run *run)
{
    struct filon_slot *slot;
    struct filon_worker *worker;
    if (!run->pool.workers) {
        if ((slot = filon_window_waiting(&run->window))) {
            run->under_work = slot;
            filon_job_document(run->job, run->doc, &slot->task, &run->watch, &slot->result);
            slot->state = FILON_SLOT_READY;
        }
        return;
    }
    while ((slot = filon_window_waiting(&run->window)) && (worker = filon_pool_idle(&run->pool, slot->task.seq))) {
        slot->state = FILON_SLOT_SENT;
        filon_pool_send(worker, &slot->task);
    }
    filon_pool_flush(&run->pool);
}

/* For workers, for a reader's input, for a signal. filled: what filon_run_fill has said. */
static int wait_for_news(struct filon_run *run, int filled)
{
    static const struct filon_pool_calls calls = {NULL, on_result, on_lost, on_again, on_question};
    struct filon_pool_calls mine = calls;
    mine.self = run;
    const struct filon_slot *head = filon_window_slot(&run->window, run->window.head);
    bool empty = filon_window_empty(&run->window), later = filled == FILON_LATER;
    bool at_once = filled == 1 || (empty ? !later : head->state == FILON_SLOT_READY);
    bool idle = empty && !run->batch && !run->options->progress && filon_stop_fd() >= 0;
    return filon_pool_pump(&run->pool, at_once ? 0 : idle ? -1 : 200, later ? run->wait_fd : -1, &mine, run->error);
}

static bool commit_due(const struct filon_run *run)
{
    return run->batch && (run->batch >= BATCH || run->batch_bytes >= BATCH_BYTES || filon_clock_ns() - run->batch_since > run->batch_ns);
}

/* A broken plugin or a wrong input folder shows soon; one bad document among few does not mean much. */
static bool too_many_failures(const struct filon_run *run)
{
    enum { ENOUGH = 20 };
    const struct filon_summary *summary = run->summary;
    uint64_t tried = summary->done + summary->dropped + summary->failed;
    return summary->failed >= ENOUGH && (double)summary->failed > run->job->file.limits.failures * (double)tried;
}

/* A second signal, or documents that take too long after the first: what is not committed is done again next time. */
static bool leave_at_once(uint64_t stopping)
{
    return filon_stop_count() > 1 || (stopping && filon_clock_ns() - stopping > FILON_DRAIN_SECONDS * UINT64_C(1000000000));
}

static int loop(struct filon_run *run)
{
    uint64_t stopping = 0;
    while (!(run->read_all && filon_window_empty(&run->window))) {
        if (filon_stop_count() && !stopping) {
            stopping = filon_clock_ns();
            run->read_all = true;
            run->summary->signal = filon_stop_signal();
        }
        if (leave_at_once(stopping)) {
            run->abandoned = true;
            return 0;
        }
        int filled = filon_run_fill(run);
        if (filled < 0)
            return -1;
        dispatch(run);
        if ((run->pool.workers || filled == FILON_LATER) && wait_for_news(run, filled) < 0)
            return -1;
        if (filon_run_flush(run) < 0 || filon_run_answer(run) < 0)
            return -1;
        if (commit_due(run)) {
            if (filon_run_commit(run) < 0)
                return -1;
            run->batch_ns = run->batch_ns * 2 < LONGEST_NS ? run->batch_ns * 2 : LONGEST_NS;
        }
        if (run->options->ledger && !run->summary->gave_up && too_many_failures(run))
            run->summary->gave_up = run->read_all = true;
        if (run->options->progress)
            filon_progress_show(&run->bar, run->summary);
    }
    return filon_run_commit(run);
}

/* ---- before and after */

static unsigned worker_count(const struct filon_run *run)
{
    int64_t n = run->options->workers >= 0 ? run->options->workers : run->job->file.limits.workers;
    if (n < 0)
        n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > WORKERS_MOST ? WORKERS_MOST : (unsigned)(n < 0 ? 1 : n);
}

int64_t filon_run_pipeline(struct filon_job *job, struct filon_ledger *ledger, struct filon_error *error)
{
    struct filon_buf text = FILON_BUF_INIT;
    filon_job_fingerprint(job, &text);
    int64_t n = filon_ledger_pipeline(ledger, text.p, error);
    filon_buf_free(&text);
    return n;
}

static int open_state(struct filon_run *run)
{
    const char *state = run->job->file.state;
    if (!run->options->ledger)
        return 0;
    if (filon_state_folder(state, run->error) < 0 || (run->lock = filon_lock(state, run->options->wait, run->error)) < 0)
        return -1;
    if (!(run->ledger = filon_ledger_open(state, run->error)))
        return -1;
    run->pipeline = filon_run_pipeline(run->job, run->ledger, run->error);
    if (run->pipeline < 0 || filon_ledger_run_begin(run->ledger, run->error) < 0 || filon_ledger_commit(run->ledger, run->error) < 0)
        return -1;
    filon_log_run(run->job->file.name, filon_ledger_run_number(run->ledger));
    run->stored = filon_arena_new();
    run->former = filon_former_new();
    filon_run_resumes(run, run->job, true);
    return 0;
}

static int go(struct filon_run *run)
{
    if (open_state(run) < 0 || filon_run_begin_writers(run) < 0)
        return -1;
    if (run->options->progress)
        filon_progress_begin(&run->bar, run->job);
    if (filon_pool_open(&run->pool, run->job, worker_count(run), run->error) < 0)
        return -1;
    if (!run->pool.workers) {
        filon_run_hear(run);
        run->doc = filon_doc_new(filon_pipeline_schema(run->job->pipeline));
    }
    return loop(run);
}

static void add_stage_times(struct filon_run *run)
{
    for (size_t s = 0; s < FILON_COUNT(run->summary->stage_ns); s++)
        run->summary->stage_ns[s] += run->watch.progress.ns[s];
    filon_pool_times(&run->pool, run->summary->stage_ns);
}

/* What the run was, in the ledger and in the files that the job names. */
static int leave_word(struct filon_run *run, int status)
{
    const struct filon_summary *summary = run->summary;
    const char *outcome = status < 0 ? "failed" : summary->signal ? "stopped" : summary->gave_up ? "too many failures" : "done";
    struct filon_error error = {0};
    struct filon_buf stages = FILON_BUF_INIT;
    if (!run->ledger)
        return status;
    if (run->abandoned && filon_ledger_rollback(run->ledger, &error) < 0)
        status = -1;
    filon_report_stages(run->job, summary, &stages);
    if (status == 0 && (filon_ledger_run_end(run->ledger, summary, outcome, stages.p, &error) < 0 || filon_ledger_commit(run->ledger, &error) < 0))
        status = -1;
    if (filon_report_write(run->job, summary, filon_ledger_run_number(run->ledger), outcome, run->began, time(NULL), &error) < 0)
        status = -1;
    if (error.code)
        filon_error_set(run->error, error.code, "%s", error.text);
    filon_buf_free(&stages);
    return status;
}

static int finish(struct filon_run *run, int status)
{
    if (status < 0 || run->abandoned) { /* the rest does not count: it is done again */
        run->committed.signal = run->summary->signal;
        *run->summary = run->committed;
    }
    add_stage_times(run);
    run->summary->seconds = (double)(filon_clock_ns() - run->started) / 1e9;
    filon_pool_close(&run->pool);
    filon_run_end_writers(run);
    if (run->options->progress && run->bar.started)
        filon_progress_end(&run->bar, run->summary);
    status = leave_word(run, status);
    if (!run->ledger)
        filon_kin_free(run->kin);
    filon_ledger_close(run->ledger);
    if (run->lock >= 0)
        close(run->lock);
    filon_doc_free(run->doc);
    filon_window_free(&run->window);
    filon_buf_free(&run->id);
    filon_buf_free(&run->stored_id);
    filon_arena_free(run->stored);
    filon_former_free(run->former);
    filon_run_resumes(NULL, run->job, false);
    filon_reaches_free(&run->reaches);
    filon_log_run(NULL, 0);
    return status;
}

int filon_job_run(struct filon_job *job, const struct filon_run_options *options, struct filon_summary *summary, struct filon_error *error)
{
    struct filon_run *run = calloc(1, sizeof *run);
    if (!run)
        return filon_error_set(error, FILON_E_INTERNAL, "no memory for a run");
    *summary = (struct filon_summary){0};
    run->job = job;
    run->options = options;
    run->summary = summary;
    run->error = error;
    run->lock = -1;
    run->started = filon_clock_ns();
    run->began = time(NULL);
    run->batch_ns = FIRST_NS;
    filon_window_init(&run->window, job->writers);
    filon_stop_begin();
    int status = finish(run, go(run));
    if (status < 0 && filon_stop_count()) /* waiting for the lock, say */
        summary->signal = filon_stop_signal();
    filon_stop_end();
    free(run);
    return status;
}
