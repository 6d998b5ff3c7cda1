#include "job/progress.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "job/document.h"

/* Standard input can be read once only: then nobody counts. */
static bool countable(struct filon_job *job)
{
    for (size_t i = 0; i < job->readers; i++)
        for (const struct filon_option *option = job->reader[i]->loaded->plugin.options; option && option->name; option++) {
            const struct filon_list *paths = (const struct filon_list *)((const char *)job->reader[i]->options + option->offset);
            for (size_t p = 0; option->type == FILON_OPT_PATHS && p < paths->n; p++)
                if (strcmp(paths->items[p], "-") == 0)
                    return false;
        }
    return true;
}

static __attribute__((noreturn)) void count(struct filon_job *job, volatile uint64_t *counted, pid_t parent)
{
    struct filon_input input;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent || nice(5) < -20)
        _exit(0);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    freopen("/dev/null", "w", stderr); /* what is wrong with inputs is told once, by the run */
    for (size_t i = 0; i < job->readers; i++)
        while (job->reader[i]->loaded->plugin.next(job->reader[i], &input) > 0)
            ++*counted;
    counted[1] = 1;
    _exit(0);
}

void filon_progress_begin(struct filon_progress_bar *bar, struct filon_job *job)
{
    *bar = (struct filon_progress_bar){.started = filon_clock_ns()};
    bar->counted = mmap(NULL, 2 * sizeof *bar->counted, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (bar->counted == MAP_FAILED) {
        bar->counted = NULL;
        return;
    }
    pid_t self = getpid();
    if (countable(job) && (bar->counter = fork()) == 0)
        count(job, bar->counted, self);
}

static void put_duration(struct filon_buf *out, double seconds)
{
    unsigned long s = seconds < 0 ? 0 : (unsigned long)seconds;
    if (s >= 3600)
        filon_buf_printf(out, "%lu h %02lu min", s / 3600, s / 60 % 60);
    else if (s >= 60)
        filon_buf_printf(out, "%lu min %02lu s", s / 60, s % 60);
    else
        filon_buf_printf(out, "%lu s", s);
}

static void put_bar(struct filon_buf *out, double share)
{
    enum { WIDTH = 20 };
    int full = (int)(share * WIDTH);
    filon_buf_putc(out, '[');
    for (int i = 0; i < WIDTH; i++)
        filon_buf_putc(out, i < full ? '#' : '.');
    filon_buf_printf(out, "] %3.0f %%  ", share * 100);
}

static void draw(struct filon_progress_bar *bar, const struct filon_summary *summary, bool last)
{
    struct filon_buf out = FILON_BUF_INIT;
    struct winsize window;
    double seconds = (double)(filon_clock_ns() - bar->started) / 1e9;
    uint64_t seen = summary->done + summary->dropped + summary->failed + summary->unchanged + summary->quarantined;
    double rate = seconds > 0 ? (double)seen / seconds : 0;
    bool known = bar->counted && bar->counted[1] && bar->counted[0] >= seen && bar->counted[0];
    if (known && !last)
        put_bar(&out, (double)seen / (double)bar->counted[0]);
    filon_buf_printf(&out, "%llu done", (unsigned long long)summary->done);
    if (summary->unchanged)
        filon_buf_printf(&out, ", %llu unchanged", (unsigned long long)summary->unchanged);
    if (summary->dropped)
        filon_buf_printf(&out, ", %llu dropped", (unsigned long long)summary->dropped);
    if (summary->failed + summary->quarantined)
        filon_buf_printf(&out, ", %llu in quarantine", (unsigned long long)(summary->failed + summary->quarantined));
    filon_buf_printf(&out, "  %.0f/s", rate);
    if (last) {
        filon_buf_puts(&out, "  in ");
        put_duration(&out, seconds);
    } else if (known && rate > 0) {
        filon_buf_puts(&out, "  ");
        put_duration(&out, (double)(bar->counted[0] - seen) / rate);
        filon_buf_puts(&out, " left");
    }
    unsigned width = ioctl(STDERR_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col ? window.ws_col : 80;
    fprintf(stderr, "\r\033[K%.*s%s", (int)width - 1, out.p, last ? "\n" : "");
    fflush(stderr);
    filon_log_over_progress(!last);
    filon_buf_free(&out);
}

void filon_progress_show(struct filon_progress_bar *bar, const struct filon_summary *summary)
{
    uint64_t now = filon_clock_ns();
    if (now - bar->last < 200000000u)
        return;
    bar->last = now;
    draw(bar, summary, false);
}

void filon_progress_end(struct filon_progress_bar *bar, const struct filon_summary *summary)
{
    if (bar->counter > 0) {
        kill(bar->counter, SIGKILL);
        while (waitpid(bar->counter, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    draw(bar, summary, true);
    if (bar->counted)
        munmap((void *)bar->counted, 2 * sizeof *bar->counted);
}
