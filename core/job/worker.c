#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "job/worker.h"
#include "job/pool.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* Results of small documents go out together: half a queue of them, or a while's, or all when there is nothing left to do. */
enum { READ_STEP = 64 * 1024, OUT_MOST = 128 * 1024, TOGETHER = 16, LOST_COORDINATOR = 1 };
static const uint64_t WHILE_NS = 20000000u;

static bool flush(int fd, struct filon_buf *out)
{
    for (size_t at = 0; at < out->n;) {
        ssize_t n = write(fd, out->p + at, out->n - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    if (out->cap > 16 * OUT_MOST)
        filon_buf_free(out);
    else
        filon_buf_clear(out);
    return true;
}

/* Reads more; false at the end. */
static bool receive(int fd, struct filon_buf *in)
{
    for (;;) {
        filon_buf_reserve(in, READ_STEP);
        ssize_t n = read(fd, in->p + in->n, in->cap - in->n - 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n > 0)
            in->n += (size_t)n;
        return n > 0;
    }
}

/* What a document's question goes out by, and its answer comes in by. */
struct line {
    int fd, answers;
    struct filon_buf *out, in;
    struct filon_watch *watch;
};

/* What was done before goes along: the answer may depend on it. */
static int ask(void *self, const struct filon_sketch *sketch, double least, struct filon_arena *arena, struct filon_alike *found, struct filon_error *error)
{
    struct line *line = self;
    struct filon_str id = FILON_NO_STR;
    long size;
    filon_frame_question(line->out, line->watch->seq, least, sketch);
    filon_buf_clear(&line->in);
    uint64_t from = filon_clock_ns();
    line->watch->waits = 1;
    if (!flush(line->fd, line->out))
        _exit(LOST_COORDINATOR);
    while ((size = filon_unframe_answer(filon_buf_str(&line->in), &found->resemblance, &id)) == 0)
        if (!receive(line->answers, &line->in))
            _exit(LOST_COORDINATOR);
    line->watch->started_ns += filon_clock_ns() - from;
    line->watch->waits = 0;
    if (size < 0)
        return filon_error_set(error, FILON_E_INTERNAL, "the coordinator's answer makes no sense");
    found->id = id.n ? filon_str_dup(arena, id) : FILON_NO_STR;
    return 0;
}

static void live_with(const struct filon_job *job, pid_t coordinator)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != coordinator)
        _exit(LOST_COORDINATOR);
    /* A terminal's ^C and systemd's stop go to all processes: the coordinator alone decides what they mean. */
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
#ifndef FILON_SANITIZERS
    if (job->file.limits.memory) { /* private memory alone: mapped models are shared and do not count */
        struct rlimit limit = {job->file.limits.memory, job->file.limits.memory};
        setrlimit(RLIMIT_DATA, &limit);
    }
#else
    (void)job;
#endif
}

void filon_worker_main(struct filon_job *job, int fd, int answers, struct filon_watch *watch, pid_t coordinator)
{
    struct filon_buf in = FILON_BUF_INIT, out = FILON_BUF_INIT;
    struct filon_result result;
    live_with(job, coordinator);
    struct filon_doc *doc = filon_doc_new(filon_pipeline_schema(job->pipeline));
    struct line line = {.fd = fd, .answers = answers, .out = &out, .watch = watch};
    *filon_registry_alike(job->registry) = (struct filon_alike_source){ask, &line};
    filon_result_init(&result, job->writers);
    unsigned kept = 0; /* results in `out` */
    uint64_t kept_since = 0;
    for (size_t at = 0;;) {
        struct filon_task task;
        long size = filon_unframe_task((struct filon_str){in.p + at, in.n - at}, &task);
        if (size < 0)
            _exit(LOST_COORDINATOR);
        if (size == 0) {
            if (!flush(fd, &out))
                _exit(LOST_COORDINATOR);
            kept = 0;
            if (at)
                memmove(in.p, in.p + at, in.n - at);
            in.n -= at;
            at = 0;
            if (!receive(fd, &in))
                _exit(0);
            continue;
        }
        at += (size_t)size;
        filon_result_clear(&result);
        filon_job_document(job, doc, &task, watch, &result);
        filon_frame_result(&out, &result);
        if (!kept++)
            kept_since = watch->started_ns;
        if (out.n < OUT_MOST && kept < TOGETHER && watch->started_ns - kept_since < WHILE_NS)
            continue;
        if (!flush(fd, &out))
            _exit(LOST_COORDINATOR);
        kept = 0;
    }
}
