/* A wall clock that jumps, for LD_PRELOAD: every reading is FILON_CLOCK_STEP seconds farther from the true time than the one before. */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static long off(void)
{
    static long readings;
    const char *step = getenv("FILON_CLOCK_STEP");
    return step ? ++readings * atol(step) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *at)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, at);
    if (result == 0 && clock == CLOCK_REALTIME)
        at->tv_sec += off();
    return result;
}

time_t time(time_t *out)
{
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    if (out)
        *out = at.tv_sec;
    return at.tv_sec;
}
