/* The inside of a pipeline, for this room alone. */
#ifndef FILON_PIPELINE_IMPL_H
#define FILON_PIPELINE_IMPL_H

#include "pipeline/pipeline.h"

enum { STAGES_MOST = 64 };

struct stage {
    const char *name;
    struct filon_mark mark;
    struct filon_ctx *ctx;  /* a plugin; or NULL */
    struct filon_call call; /* a script's; run NULL for a plugin */
    struct filon_call when; /* run NULL: always */
    const char *const *requires, *const *provides;
    const struct filon_layer_def *layers;
};

struct filon_pipeline {
    struct filon_instance_args args;
    struct filon_arena *arena;
    struct filon_schema *schema; /* from seal on */
    uint8_t *provided;
    struct stage stage[STAGES_MOST];
    size_t stages;
};

#endif
