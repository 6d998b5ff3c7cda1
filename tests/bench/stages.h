/* A job whose stages a bench runs by itself: nothing is read or written but by the bench. */
#ifndef TESTS_STAGES_H
#define TESTS_STAGES_H

#include "job/job.h"

/* pipeline: as in a job file, "[parse_text, segment]" or the path of a script. reader: of the file at `path`. */
struct filon_job *open_stages(struct filon_arena *arena, const char *pipeline, const char *reader, const char *path);

/* A file's text; of several, with the sum of their bytes, which must not be 0. */
struct filon_str read_text(struct filon_arena *arena, const char *path);
struct filon_str *read_texts(struct filon_arena *arena, char *const *paths, size_t n, size_t *bytes);

#endif
