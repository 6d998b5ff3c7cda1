/* The lists read:, pipeline: and write: of a job file. */
#ifndef FILON_CONFIG_STAGES_H
#define FILON_CONFIG_STAGES_H

#include "config/jobfile.h"

enum filon_stage_list { FILON_STAGES_READ, FILON_STAGES_PIPELINE, FILON_STAGES_WRITE };

/* *stages gets *n entries; all lives in the arena. dir: absolute, where relative paths start. FILON_E_CONFIG. */
int filon_stages_parse(const struct filon_node *list, enum filon_stage_list kind, const char *dir, struct filon_arena *arena,
                       struct filon_stage_spec **stages, size_t *n, struct filon_error *error);

/* The absolute path of a script: beside the job, or else, if it is not there, among the scripts that come with filon. NULL with FILON_E_CONFIG. */
const char *filon_stages_script(const struct filon_node *path, const char *dir, struct filon_arena *arena, struct filon_error *error);

#endif
