#include "job/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

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

static int busy(const char *state, int fd, struct filon_error *error)
{
    char pid[32] = "";
    ssize_t n = pread(fd, pid, sizeof pid - 1, 0);
    pid[n > 0 ? strcspn(pid, "\n") : 0] = '\0';
    close(fd);
    return filon_error_set(error, FILON_E_BUSY, "another run of this job is under way (process %s holds %s/lock)", *pid ? pid : "?", state);
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
    while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            int cause = errno;
            close(fd);
            return filon_error_set(error, FILON_E_IO, "%s: %s", path, strerror(cause));
        }
        if (wait == 0)
            return busy(state, fd, error);
        nanosleep(&step, NULL);
        if (wait > 0 && (wait -= 0.05) <= 0)
            wait = 0;
    }
    if (ftruncate(fd, 0) < 0 || dprintf(fd, "%ld\n", (long)getpid()) < 0) {
        /* The lock is held all the same; only its holder's number is not told. */
    }
    return fd;
}
