#include "job/progress.h"

#include <stdio.h>

#include "job/document.h"

static void draw(const struct filon_summary *summary, double seconds)
{
    double rate = seconds > 0 ? (double)summary->done / seconds : 0;
    fprintf(stderr, "\r\033[K%llu done, %llu unchanged, %llu dropped, %llu failed  %.0f/s", (unsigned long long)summary->done, (unsigned long long)summary->unchanged,
            (unsigned long long)summary->dropped, (unsigned long long)summary->failed, rate);
    fflush(stderr);
}

void filon_progress_show(const struct filon_summary *summary, uint64_t started_ns)
{
    static uint64_t last;
    uint64_t now = filon_clock_ns();
    if (now - last < 200000000u)
        return;
    last = now;
    draw(summary, (double)(now - started_ns) / 1e9);
}

void filon_progress_end(const struct filon_summary *summary)
{
    draw(summary, summary->seconds);
    fputc('\n', stderr);
}
