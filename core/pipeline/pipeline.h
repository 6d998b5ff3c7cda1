/* Stages in order, their layer contracts, and one document's way through them. */
#ifndef FILON_PIPELINE_H
#define FILON_PIPELINE_H

#include "plugin/instance.h"

struct filon_pipeline;

/* What a script contributes: a call on the document, or a test of it. self is freed by `release`. */
struct filon_call {
    int (*run)(void *self, struct filon_doc *doc, struct filon_error *error); /* stage: 0/-1; condition: 1/0/-1 */
    void (*release)(void *self); /* may be NULL */
    void *self;
};

struct filon_script_stage {
    const char *name;                     /* copied, as all below */
    const char *const *requires, *const *provides; /* NULL-terminated or NULL */
    const struct filon_layer_def *layers; /* or NULL */
    struct filon_call call;
};

struct filon_pipeline *filon_pipeline_new(const struct filon_instance_args *args);
void filon_pipeline_free(struct filon_pipeline *pipeline);

/* Whether a plugin of this name could be added. */
bool filon_pipeline_knows(const struct filon_pipeline *pipeline, const char *plugin);

/* Adds an annotator. when: taken over by the pipeline even on failure; when->run NULL or when NULL: always. */
int filon_pipeline_use(struct filon_pipeline *pipeline, const char *plugin, const struct filon_node *options, const struct filon_call *when, struct filon_mark mark,
                       struct filon_error *error);
/* Adds a stage written in a script; stage->call is taken over even on failure. */
int filon_pipeline_script(struct filon_pipeline *pipeline, const struct filon_script_stage *stage, const struct filon_call *when, struct filon_mark mark,
                          struct filon_error *error);

/* Checks the contracts: every layer that a stage requires is provided by an earlier one. Then builds the schema. No stage can be added after it.
 * Readers and writers take part: their layers are merged, a writer's requires are checked too. */
int filon_pipeline_seal(struct filon_pipeline *pipeline, struct filon_ctx *const *others, size_t n_others, struct filon_error *error);
int filon_pipeline_open(struct filon_pipeline *pipeline, struct filon_error *error);

const struct filon_schema *filon_pipeline_schema(const struct filon_pipeline *pipeline);
const uint8_t *filon_pipeline_provided(const struct filon_pipeline *pipeline);

size_t filon_pipeline_stages(const struct filon_pipeline *pipeline);
const char *filon_pipeline_stage_name(const struct filon_pipeline *pipeline, size_t stage);

/* The plugin of a stage; NULL for a script's. */
const struct filon_ctx *filon_pipeline_stage_ctx(const struct filon_pipeline *pipeline, size_t stage);

/* Where a worker says what it is doing, read by others if it dies. */
struct filon_progress {
    uint32_t stage;                /* under way or failed; filon_pipeline_stages: all are done */
    uint64_t ns[64];               /* CPU time by stage so far */
};

/* All stages on one document. 0: done or dropped (filon_doc_dropped); -1: FILON_E_INPUT, the text names the stage. */
int filon_pipeline_run(struct filon_pipeline *pipeline, struct filon_doc *doc, volatile struct filon_progress *progress, struct filon_error *error);

#endif
