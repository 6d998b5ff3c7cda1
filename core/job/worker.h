/* The inside of a worker process. */
#ifndef FILON_JOB_WORKER_H
#define FILON_JOB_WORKER_H

#include "job/channel.h"

#include <sys/types.h>

/* Serves tasks from fd until it closes; never returns. */
__attribute__((noreturn)) void filon_worker_main(struct filon_job *job, int fd, int answers, struct filon_watch *watch, pid_t coordinator);

#endif
