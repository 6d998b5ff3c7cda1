#include "job/stop.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static volatile sig_atomic_t signals, last;
static int wake[2] = {-1, -1}; /* a pipe: a signal that comes just before a poll still ends it */
static struct sigaction old_int, old_term, old_hup, old_alarm;

static void on_stop(int number)
{
    int cause = errno;
    last = number;
    alarm(signals++ ? FILON_AT_ONCE_SECONDS : FILON_DRAIN_SECONDS + FILON_LEAVE_SECONDS);
    if (wake[1] >= 0 && write(wake[1], "", 1) < 0 && errno != EAGAIN)
        _exit(128 + number);
    errno = cause;
}

static void on_alarm(int number)
{
    (void)number;
    _exit(128 + last);
}

void filon_stop_begin(void)
{
    struct sigaction stop = {.sa_handler = on_stop, .sa_flags = SA_RESTART}, late = {.sa_handler = on_alarm};
    signals = last = 0;
    if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) < 0)
        wake[0] = wake[1] = -1;
    sigaction(SIGINT, &stop, &old_int);
    sigaction(SIGTERM, &stop, &old_term);
    sigaction(SIGALRM, &late, &old_alarm);
    if (!isatty(STDERR_FILENO)) /* a daemon's custom: logs are opened anew, which needs no signal here */
        stop.sa_handler = SIG_IGN;
    sigaction(SIGHUP, &stop, &old_hup);
}

void filon_stop_end(void)
{
    alarm(0);
    sigaction(SIGINT, &old_int, NULL);
    sigaction(SIGTERM, &old_term, NULL);
    sigaction(SIGHUP, &old_hup, NULL);
    sigaction(SIGALRM, &old_alarm, NULL);
    for (int i = 0; i < 2; i++) {
        if (wake[i] >= 0)
            close(wake[i]);
        wake[i] = -1;
    }
}

int filon_stop_count(void)
{
    return signals;
}

int filon_stop_signal(void)
{
    return last;
}

int filon_stop_fd(void)
{
    return wake[0];
}

void filon_stop_heard(void)
{
    char bytes[64];
    while (wake[0] >= 0 && read(wake[0], bytes, sizeof bytes) > 0)
        ;
}
