/* Frames between coordinator and workers over a socket pair: a length, then the bytes. Tasks one way, results the other. */
#ifndef FILON_JOB_CHANNEL_H
#define FILON_JOB_CHANNEL_H

#include "job/document.h"

/* Append a whole frame. */
void filon_frame_task(struct filon_buf *out, const struct filon_task *task);
void filon_frame_result(struct filon_buf *out, const struct filon_result *result);

/* Reads the frame at the start of `in`: its whole size, 0 if there is not yet all of it. Strings of a task point into it;
 * a result's records are copied. -1: the bytes are no frame (a broken worker). */
long filon_unframe_task(struct filon_str in, struct filon_task *task);
long filon_unframe_result(struct filon_str in, struct filon_result *result);

#endif
