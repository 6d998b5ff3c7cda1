/* A preloaded shim: after FAIL_AFTER successful calls, one in FAIL_EVERY of write, pwrite, fsync, fdatasync and ftruncate on a
 * regular file fails with EIO or ENOSPC. For the tests of what a run does on a sick disk. */
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static unsigned calls;
static int every = -1, after;
static unsigned long state = 88172645463325252UL;

static int fails(int fd)
{
    struct stat st;
    int saved = errno;
    if (every < 0) {
        const char *e = getenv("FAIL_EVERY"), *a = getenv("FAIL_AFTER"), *seed = getenv("FAIL_SEED");
        every = e ? atoi(e) : 0;
        after = a ? atoi(a) : 0;
        state += seed ? strtoul(seed, NULL, 10) * 7919 : 0;
    }
    if (!every || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || calls++ < (unsigned)after) {
        errno = saved;
        return 0;
    }
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    if (state % (unsigned long)every) {
        errno = saved;
        return 0;
    }
    errno = state & 64 ? EIO : ENOSPC;
    return 1;
}

#define REAL(result, name, ...) ((result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t n)
{
    return fails(fd) ? -1 : REAL(ssize_t, write, int, const void *, size_t)(fd, bytes, n);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
    return fails(fd) ? -1 : REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t)(fd, bytes, n, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    return fails(fd) ? -1 : REAL(ssize_t, pwrite, int, const void *, size_t, off_t)(fd, bytes, n, at);
}

int fsync(int fd)
{
    return fails(fd) ? -1 : REAL(int, fsync, int)(fd);
}

int fdatasync(int fd)
{
    return fails(fd) ? -1 : REAL(int, fdatasync, int)(fd);
}

int ftruncate64(int fd, off64_t n)
{
    return fails(fd) ? -1 : REAL(int, ftruncate64, int, off64_t)(fd, n);
}

int ftruncate(int fd, off_t n)
{
    return fails(fd) ? -1 : REAL(int, ftruncate, int, off_t)(fd, n);
}
