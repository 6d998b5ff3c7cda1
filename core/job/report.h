/* What a run leaves behind for other programs: a summary as JSON, metrics for Prometheus. */
#ifndef FILON_JOB_REPORT_H
#define FILON_JOB_REPORT_H

#include "job/job.h"

/* {"ner":123456, …}: nanoseconds of CPU by stage; appended. */
void filon_report_stages(const struct filon_job *job, const struct filon_summary *summary, struct filon_buf *out);

/* Both files of the job, if it names them, each replaced as a whole. began, ended: seconds since 1970. -1: FILON_E_IO. */
int filon_report_write(const struct filon_job *job, const struct filon_summary *summary, int64_t run, const char *outcome, int64_t began, int64_t ended,
                       struct filon_error *error);

/* "--time": a table of the stages; appended. */
void filon_report_time(const struct filon_job *job, const struct filon_summary *summary, struct filon_buf *out);

#endif
