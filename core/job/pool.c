#include "job/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "job/stop.h"
#include "job/worker.h"

enum { READ_STEP = 256 * 1024, FRAME_KEEP = 1024 * 1024, BARREN_MOST = 16 };

static int spawn(struct filon_pool *pool, struct filon_worker *worker, struct filon_error *error)
{
    int pair[2], answers[2];
    pid_t self = getpid();
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
        return filon_error_set(error, FILON_E_INTERNAL, "no socket for a worker: %s", strerror(errno));
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, answers) < 0) {
        filon_error_set(error, FILON_E_INTERNAL, "no socket for a worker: %s", strerror(errno));
        close(pair[0]);
        close(pair[1]);
        return -1;
    }
    memset((void *)worker->watch, 0, sizeof *worker->watch);
    fflush(NULL);
    worker->pid = fork();
    if (worker->pid < 0) {
        int cause = errno;
        for (int i = 0; i < 2; i++) {
            close(pair[i]);
            close(answers[i]);
        }
        return filon_error_set(error, FILON_E_INTERNAL, "no process for a worker: %s", strerror(cause));
    }
    if (worker->pid == 0) {
        for (unsigned i = 0; i < pool->workers; i++)
            if (pool->worker[i].fd > 0) {
                close(pool->worker[i].fd);
                close(pool->worker[i].answers);
            }
        close(pair[0]);
        close(answers[0]);
        filon_worker_main(pool->job, pair[1], answers[1], worker->watch, self);
    }
    close(pair[1]);
    close(answers[1]);
    worker->answers = answers[0];
    fcntl(pair[0], F_SETFL, O_NONBLOCK);
    worker->fd = pair[0];
    worker->queued = 0;
    worker->bytes = 0;
    worker->hungry = true;
    worker->overdue = false;
    worker->sent = 0;
    filon_buf_clear(&worker->out);
    filon_buf_clear(&worker->in);
    return 0;
}

int filon_pool_open(struct filon_pool *pool, struct filon_job *job, unsigned workers, struct filon_error *error)
{
    *pool = (struct filon_pool){.job = job};
    if (!workers)
        return 0;
    size_t shared = workers * sizeof *pool->watch;
    pool->watch = mmap(NULL, shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (pool->watch == MAP_FAILED)
        return filon_error_set(error, FILON_E_INTERNAL, "no shared memory for %u workers: %s", workers, strerror(errno));
    pool->worker = memset(filon_xrealloc(NULL, workers * sizeof *pool->worker), 0, workers * sizeof *pool->worker);
    pool->workers = workers;
    for (unsigned i = 0; i < workers; i++) {
        pool->worker[i].watch = &pool->watch[i];
        if (spawn(pool, &pool->worker[i], error) < 0)
            return -1;
    }
    return 0;
}

static bool has_room(const struct filon_pool *pool, const struct filon_worker *worker)
{
    return worker->queued < 2 || (!pool->asks && worker->hungry && worker->queued < FILON_QUEUE && worker->bytes < FILON_QUEUE_BYTES);
}

/* Whether the worker has a document that comes after this one. */
static bool follows(const struct filon_worker *worker, uint64_t seq)
{
    return worker->queued && worker->queue[worker->queued - 1].seq > seq;
}

struct filon_worker *filon_pool_idle(struct filon_pool *pool, uint64_t seq)
{
    struct filon_worker *best = NULL;
    for (unsigned i = 0; i < pool->workers; i++)
        if (has_room(pool, &pool->worker[i]) && !follows(&pool->worker[i], seq) && (!best || pool->worker[i].queued < best->queued))
            best = &pool->worker[i];
    return best;
}

void filon_pool_answer(struct filon_worker *worker, float resemblance, struct filon_str id)
{
    struct filon_buf frame = FILON_BUF_INIT;
    filon_frame_answer(&frame, resemblance, id);
    for (size_t at = 0; at < frame.n;) {
        ssize_t n = send(worker->answers, frame.p + at, frame.n - at, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break; /* it is gone: its end will be read */
        at += (size_t)n;
    }
    filon_buf_free(&frame);
}

static void flush_out(struct filon_worker *worker)
{
    while (worker->sent < worker->out.n) {
        ssize_t n = send(worker->fd, worker->out.p + worker->sent, worker->out.n - worker->sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return; /* full: later; gone: its end will be read */
        worker->sent += (size_t)n;
    }
    worker->sent = 0;
    if (worker->out.cap > FRAME_KEEP)
        filon_buf_free(&worker->out);
    else
        filon_buf_clear(&worker->out);
}

void filon_pool_send(struct filon_worker *worker, const struct filon_task *task)
{
    size_t bytes = task->input.data.p ? task->input.data.n : (size_t)task->input.size;
    filon_frame_task(&worker->out, task);
    worker->queue[worker->queued++] = (struct filon_queued){task->seq, bytes};
    worker->bytes += bytes;
    if (worker->queued == FILON_QUEUE || worker->bytes >= FILON_QUEUE_BYTES)
        worker->hungry = false;
}

void filon_pool_flush(struct filon_pool *pool)
{
    for (unsigned i = 0; i < pool->workers; i++)
        flush_out(&pool->worker[i]);
}

/* Takes whole frames off the buffer. -1: what the worker says is no frame. */
static int take_frames(struct filon_pool *pool, struct filon_worker *worker, const struct filon_pool_calls *calls)
{
    size_t at = 0;
    while (worker->in.n - at >= sizeof(uint64_t)) {
        uint64_t length;
        memcpy(&length, worker->in.p + at, sizeof length);
        if (length > worker->in.n - at - sizeof length)
            break;
        if (!worker->queued)
            return -1;
        struct filon_str frame = {worker->in.p + at, sizeof length + length};
        if (filon_frame_asks(frame)) {
            pool->asks = true;
            calls->question(calls->self, worker, frame);
            at += frame.n;
            continue;
        }
        calls->result(calls->self, frame);
        worker->bytes -= worker->queue[0].bytes;
        memmove(worker->queue, worker->queue + 1, --worker->queued * sizeof *worker->queue);
        worker->hungry |= worker->queued <= FILON_QUEUE / 2 && worker->bytes <= FILON_QUEUE_BYTES / 2;
        pool->barren = 0;
        at += sizeof length + length;
    }
    if (at == 0)
        return 0;
    memmove(worker->in.p, worker->in.p + at, worker->in.n - at);
    worker->in.n -= at;
    if (worker->in.n == 0 && worker->in.cap > FRAME_KEEP)
        filon_buf_free(&worker->in);
    return 0;
}

/* 1: it lives; 0: it has ended, all it had said is taken. */
static int receive(struct filon_pool *pool, struct filon_worker *worker, const struct filon_pool_calls *calls)
{
    for (;;) {
        filon_buf_reserve(&worker->in, READ_STEP);
        ssize_t n = recv(worker->fd, worker->in.p + worker->in.n, READ_STEP, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return 1;
        if (n <= 0)
            return 0;
        worker->in.n += (size_t)n;
        if (take_frames(pool, worker, calls) < 0)
            return 0;
        if (n < READ_STEP)
            return 1; /* that was all there is */
    }
}

static void why_text(const struct filon_pool *pool, const struct filon_worker *worker, int status, struct filon_buf *out)
{
    if (worker->overdue)
        filon_buf_printf(out, "took more than limits.seconds, %g s, ", pool->job->file.limits.seconds);
    else if (WIFSIGNALED(status))
        filon_buf_printf(out, "the worker was ended by signal %d (%s) ", WTERMSIG(status), strsignal(WTERMSIG(status)));
    else if (WEXITSTATUS(status) == FILON_EXIT_MEMORY)
        filon_buf_printf(out, "needs more memory than limits.memory, %llu MiB, ", (unsigned long long)(pool->job->file.limits.memory >> 20));
    else
        filon_buf_printf(out, "the worker exited with status %d ", WEXITSTATUS(status));
    filon_watch_where(pool->job, worker->watch, out);
}

/* The document under way is lost, the one behind it goes to another worker. */
static int bury(struct filon_pool *pool, struct filon_worker *worker, const struct filon_pool_calls *calls, struct filon_error *error)
{
    int status = 0;
    struct filon_buf why = FILON_BUF_INIT;
    close(worker->fd);
    close(worker->answers);
    worker->fd = worker->answers = -1;
    kill(worker->pid, SIGKILL); /* it may have closed its end without dying */
    while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
        ;
    uint64_t culprit = worker->watch->seq, stage = worker->watch->progress.stage;
    bool from_outside = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && !worker->overdue; /* the kernel's out-of-memory killer, say */
    why_text(pool, worker, status, &why);
    for (unsigned i = 0; i < worker->queued; i++)
        if (worker->queue[i].seq == culprit && !from_outside)
            calls->lost(calls->self, culprit, stage, why.p);
        else
            calls->again(calls->self, worker->queue[i].seq, stage, worker->queue[i].seq == culprit ? why.p : NULL);
    if (!culprit && ++pool->barren >= BARREN_MOST) {
        filon_error_set(error, FILON_E_INTERNAL, "%u workers in a row ended before they could do a document: %s", pool->barren, why.p);
        filon_buf_free(&why);
        return -1;
    }
    filon_buf_free(&why);
    for (size_t i = 0; i < FILON_COUNT(pool->ns); i++)
        pool->ns[i] += worker->watch->progress.ns[i];
    return spawn(pool, worker, error);
}

/* Ends workers beyond their deadline; the milliseconds until the next one is due, -1 none. */
static int deadlines(struct filon_pool *pool)
{
    double seconds = pool->job->file.limits.seconds;
    int64_t next = -1, now = (int64_t)filon_clock_ns(), limit = (int64_t)(seconds * 1e9);
    for (unsigned i = 0; seconds > 0 && i < pool->workers; i++) {
        struct filon_worker *worker = &pool->worker[i];
        if (!worker->queued || !worker->watch->seq || worker->watch->waits || worker->overdue)
            continue;
        int64_t left = (int64_t)worker->watch->started_ns + limit - now;
        if (left <= 0) {
            worker->overdue = true;
            kill(worker->pid, SIGKILL);
        } else if (next < 0 || left < next)
            next = left;
    }
    return next < 0 ? -1 : (int)(next / 1000000 + 1);
}

static int nearest(int a, int b)
{
    return a < 0 ? b : b < 0 || a < b ? a : b;
}

int filon_pool_pump(struct filon_pool *pool, int timeout_ms, int fd, const struct filon_pool_calls *calls, struct filon_error *error)
{
    struct pollfd polls[256];
    unsigned n = pool->workers;
    bool busy = false;
    for (unsigned i = 0; i < pool->workers; i++) {
        struct filon_worker *worker = &pool->worker[i];
        polls[i] = (struct pollfd){worker->fd, (short)(POLLIN | (worker->sent < worker->out.n ? POLLOUT : 0)), 0};
        busy |= worker->queued > 0;
    }
    /* A worker that is given work only starts its clock a moment later: look again soon enough. */
    int limit_ms = busy && pool->job->file.limits.seconds > 0 ? (int)(pool->job->file.limits.seconds * 1000) + 1 : -1;
    int ready;
    polls[n++] = (struct pollfd){filon_stop_fd(), POLLIN, 0}; /* a negative one is passed over */
    polls[n++] = (struct pollfd){fd, POLLIN, 0};
    ready = poll(polls, n, nearest(timeout_ms, nearest(deadlines(pool), limit_ms)));
    if (ready > 0 && polls[pool->workers].revents)
        filon_stop_heard();
    for (unsigned i = 0; ready > 0 && i < pool->workers; i++) {
        struct filon_worker *worker = &pool->worker[i];
        if (polls[i].revents & POLLOUT)
            flush_out(worker);
        if ((polls[i].revents & (POLLIN | POLLHUP | POLLERR)) && !receive(pool, worker, calls) && bury(pool, worker, calls, error) < 0)
            return -1;
    }
    deadlines(pool);
    return 0;
}

void filon_pool_times(const struct filon_pool *pool, uint64_t ns[64])
{
    for (size_t i = 0; i < FILON_COUNT(pool->ns); i++) {
        ns[i] += pool->ns[i];
        for (unsigned w = 0; w < pool->workers; w++)
            ns[i] += pool->watch[w].progress.ns[i];
    }
}

void filon_pool_close(struct filon_pool *pool)
{
    for (unsigned i = 0; i < pool->workers; i++) {
        struct filon_worker *worker = &pool->worker[i];
        if (worker->pid > 0) {
            kill(worker->pid, SIGKILL);
            while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
                ;
        }
        if (worker->fd > 0) {
            close(worker->fd);
            close(worker->answers);
        }
        filon_buf_free(&worker->in);
        filon_buf_free(&worker->out);
    }
    free(pool->worker);
    if (pool->watch)
        munmap(pool->watch, pool->workers * sizeof *pool->watch);
    *pool = (struct filon_pool){0};
}
