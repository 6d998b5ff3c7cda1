/* What a pipeline is: if this text is the same, the same input gives the same output. */
#ifndef FILON_JOB_FINGERPRINT_H
#define FILON_JOB_FINGERPRINT_H

#include "job/job.h"

/* Appends a line a stage: name, version, options, and the hash of the files that the options or the script name. */
void filon_job_fingerprint(struct filon_job *job, struct filon_buf *out);

#endif
