/* Frames between coordinator and workers over a socket pair: a length, then the bytes. Tasks one way, results the other. */
#ifndef FILON_JOB_CHANNEL_H
#define FILON_JOB_CHANNEL_H

#include "job/document.h"

/* Append a whole frame. */
void filon_frame_task(struct filon_buf *out, const struct filon_task *task);
void filon_frame_result(struct filon_buf *out, const struct filon_result *result);

/* A worker's question, among its results: what its document's text is like. It waits for the answer, which comes by a way of its own: how
 * much, and of which document (an empty id: none). */
void filon_frame_question(struct filon_buf *out, uint64_t seq, double least, const struct filon_sketch *sketch);
void filon_frame_answer(struct filon_buf *out, float resemblance, struct filon_str id);
/* Whether a whole frame is a question. */
bool filon_frame_asks(struct filon_str frame);
bool filon_unframe_question(struct filon_str frame, uint64_t *seq, double *least, struct filon_sketch *sketch);
/* As filon_unframe_task; the id points into `in`. */
long filon_unframe_answer(struct filon_str in, float *resemblance, struct filon_str *id);

/* Reads the frame at the start of `in`: its whole size, 0 if there is not yet all of it. Strings of a task point into it;
 * a result's records are copied. -1: the bytes are no frame (a broken worker). */
long filon_unframe_task(struct filon_str in, struct filon_task *task);
long filon_unframe_result(struct filon_str in, struct filon_result *result);

#endif
