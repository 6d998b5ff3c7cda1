#include "job/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "job/stop.h"

int filon_state_folder(const char *path, struct filon_error *error)
{
    char *copy = strdup(path);
    int failure = copy ? 0 : ENOMEM;
    for (char *at = copy; copy && *at && !failure; at++)
        if (at > copy && *at == '/') {
            *at = '\0';
            failure = mkdir(copy, 0777) < 0 && errno != EEXIST ? errno : 0;
            *at = '/';
        }
    if (!failure && mkdir(path, 0777) < 0 && errno != EEXIST)
        failure = errno;
    free(copy);
    return failure ? filon_error_set(error, FILON_E_IO, "state folder %s: %s", path, strerror(failure)) : 0;
}

/* A record lock, as it belongs to the process: forked workers that outlive it by a moment do not hold it, as they would a flock(2). */
static int try_lock(int fd, short type, int command, pid_t *holder)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET};
    int status = fcntl(fd, command, &lock);
    if (holder)
        *holder = lock.l_type == F_UNLCK ? 0 : lock.l_pid;
    return status;
}

static int busy(const char *state, int fd, struct filon_error *error)
{
    pid_t holder = 0;
    try_lock(fd, F_WRLCK, F_GETLK, &holder);
    close(fd);
    return filon_error_set(error, FILON_E_BUSY, "another run of this job is under way (process %ld holds %s/lock)", (long)holder, state);
}

int filon_lock(const char *state, double wait, struct filon_error *error)
{
    char path[PATH_MAX];
    struct timespec step = {0, 50000000};
    if ((size_t)snprintf(path, sizeof path, "%s/lock", state) >= sizeof path)
        return filon_error_set(error, FILON_E_IO, "%s: the path is too long", state);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0)
        return filon_error_set(error, FILON_E_IO, "%s: %s", path, strerror(errno));
    while (try_lock(fd, F_WRLCK, F_SETLK, NULL) < 0) {
        if (errno != EACCES && errno != EAGAIN && errno != EINTR) {
            int cause = errno;
            close(fd);
            return filon_error_set(error, FILON_E_IO, "%s: %s", path, strerror(cause));
        }
        if (wait == 0 || filon_stop_count())
            return busy(state, fd, error);
        nanosleep(&step, NULL);
        if (wait > 0 && (wait -= 0.05) <= 0)
            wait = 0;
    }
    return fd;
}
