/* What an operator at a terminal sees: a bar with counts, rate and time left. */
#ifndef FILON_JOB_PROGRESS_H
#define FILON_JOB_PROGRESS_H

#include "job/job.h"

#include <sys/types.h>

struct filon_progress_bar {
    pid_t counter;             /* a child that counts the inputs, or 0 */
    volatile uint64_t *counted; /* shared: [0] so far, [1] 1 when it is all */
    uint64_t started, last;    /* CLOCK_MONOTONIC ns */
};

/* Starts to count what there is to read, in a child so that the run need not wait. Before the readers are used. */
void filon_progress_begin(struct filon_progress_bar *bar, struct filon_job *job);
/* Drawn again at most five times a second. */
void filon_progress_show(struct filon_progress_bar *bar, const struct filon_summary *summary);
void filon_progress_end(struct filon_progress_bar *bar, const struct filon_summary *summary);

#endif
