/* Option values as text: the other way of options.h. */
#ifndef FILON_CONFIG_SHOW_H
#define FILON_CONFIG_SHOW_H

#include "config/jobfile.h"

/* The value in *opts as YAML on one line: 12, true, [a, b], "x: y"; sizes in bytes, durations in seconds; ~ for no value. Appended. */
void filon_option_show(const struct filon_option *option, const void *opts, struct filon_buf *out);

/* A text as a YAML scalar, in quotes where it needs them. */
void filon_yaml_scalar(struct filon_str text, struct filon_buf *out);

/* The job's own keys (all but read, pipeline, write), with their effective values, as YAML. */
void filon_jobfile_show(const struct filon_jobfile *job, struct filon_buf *out);

/* Takes the secrets of a job out of a text that is to be shown. */
void filon_jobfile_hide(const struct filon_jobfile *job, struct filon_buf *text);

#endif
