/* What an operator at a terminal sees. */
#ifndef FILON_JOB_PROGRESS_H
#define FILON_JOB_PROGRESS_H

#include "job/job.h"

/* A line on stderr, drawn again at most five times a second. */
void filon_progress_show(const struct filon_summary *summary, uint64_t started_ns);
void filon_progress_end(const struct filon_summary *summary);

#endif
