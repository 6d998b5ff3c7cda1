#include "pipeline/pipeline_impl.h"

#include <time.h>

#include "base/log.h"

struct filon_pipeline *filon_pipeline_new(const struct filon_instance_args *args)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_pipeline *pipeline = filon_zalloc(arena, 1, sizeof *pipeline);
    pipeline->args = *args;
    pipeline->arena = arena;
    return pipeline;
}

static void release(struct filon_call *call)
{
    if (call->release)
        call->release(call->self);
    *call = (struct filon_call){0};
}

void filon_pipeline_free(struct filon_pipeline *pipeline)
{
    if (!pipeline)
        return;
    for (size_t i = 0; i < pipeline->stages; i++) {
        filon_instance_free(pipeline->stage[i].ctx);
        release(&pipeline->stage[i].call);
        release(&pipeline->stage[i].when);
    }
    filon_schema_free(pipeline->schema);
    filon_arena_free(pipeline->arena);
}

static struct stage *stage_add(struct filon_pipeline *pipeline, const char *name, const struct filon_call *when, struct filon_mark mark, struct filon_error *error)
{
    if (pipeline->stages == STAGES_MOST) {
        filon_error_set(error, FILON_E_CONFIG, "%s:%u:%u: more than %d stages", mark.file ? mark.file : "pipeline", mark.line, mark.column, STAGES_MOST);
        return NULL;
    }
    struct stage *stage = &pipeline->stage[pipeline->stages];
    *stage = (struct stage){.name = filon_strdup(pipeline->arena, name), .mark = mark};
    if (mark.file)
        stage->mark.file = filon_strdup(pipeline->arena, mark.file);
    if (when)
        stage->when = *when;
    return stage;
}

static int give_up(const struct filon_call *call, const struct filon_call *when)
{
    if (call && call->release)
        call->release(call->self);
    if (when && when->release)
        when->release(when->self);
    return -1;
}

bool filon_pipeline_knows(const struct filon_pipeline *pipeline, const char *plugin)
{
    const char *const *names;
    size_t n = filon_registry_names(pipeline->args.registry, pipeline->arena, &names);
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], plugin) == 0)
            return true;
    return false;
}

int filon_pipeline_use(struct filon_pipeline *pipeline, const char *plugin, const struct filon_node *options, const struct filon_call *when, struct filon_mark mark,
                       struct filon_error *error)
{
    static const char *const known[] = {"when", NULL};
    struct stage *stage = stage_add(pipeline, plugin, when, mark, error);
    if (!stage || !(stage->ctx = filon_instance_new(&pipeline->args, plugin, FILON_ANNOTATOR, options, stage->mark, known, error)))
        return give_up(NULL, when);
    stage->requires = stage->ctx->loaded->plugin.requires;
    stage->provides = stage->ctx->loaded->plugin.provides;
    stage->layers = stage->ctx->loaded->plugin.layers;
    pipeline->stages++;
    return 0;
}

static const char *const *copy_list(struct filon_arena *arena, const char *const *list)
{
    size_t n = 0;
    while (list && list[n])
        n++;
    const char **copy = filon_zalloc(arena, n + 1, sizeof *copy);
    for (size_t i = 0; i < n; i++)
        copy[i] = filon_strdup(arena, list[i]);
    return copy;
}

static const struct filon_layer_def *copy_layers(struct filon_arena *arena, const struct filon_layer_def *layers)
{
    size_t n = 0;
    while (layers && layers[n].name)
        n++;
    struct filon_layer_def *copy = filon_zalloc(arena, n + 1, sizeof *copy);
    for (size_t i = 0; i < n; i++) {
        size_t columns = 0;
        while (layers[i].columns && layers[i].columns[columns].name)
            columns++;
        struct filon_column *column = filon_zalloc(arena, columns + 1, sizeof *column);
        for (size_t c = 0; c < columns; c++) {
            const struct filon_column *from = &layers[i].columns[c];
            column[c] = (struct filon_column){filon_strdup(arena, from->name), from->type, from->target ? filon_strdup(arena, from->target) : NULL,
                                              from->help ? filon_strdup(arena, from->help) : NULL};
        }
        copy[i] = (struct filon_layer_def){filon_strdup(arena, layers[i].name), layers[i].help ? filon_strdup(arena, layers[i].help) : NULL, column};
    }
    return copy;
}

int filon_pipeline_script(struct filon_pipeline *pipeline, const struct filon_script_stage *script, const struct filon_call *when, struct filon_mark mark,
                          struct filon_error *error)
{
    struct stage *stage = stage_add(pipeline, script->name, when, mark, error);
    if (!stage)
        return give_up(&script->call, when);
    stage->call = script->call;
    stage->requires = copy_list(pipeline->arena, script->requires);
    stage->provides = copy_list(pipeline->arena, script->provides);
    stage->layers = copy_layers(pipeline->arena, script->layers);
    pipeline->stages++;
    return 0;
}

int filon_pipeline_open(struct filon_pipeline *pipeline, struct filon_error *error)
{
    for (size_t i = 0; i < pipeline->stages; i++)
        if (pipeline->stage[i].ctx && filon_instance_open(pipeline->stage[i].ctx, pipeline->schema, pipeline->provided, error) < 0)
            return -1;
    return 0;
}

const struct filon_schema *filon_pipeline_schema(const struct filon_pipeline *pipeline)
{
    return pipeline->schema;
}

const uint8_t *filon_pipeline_provided(const struct filon_pipeline *pipeline)
{
    return pipeline->provided;
}

size_t filon_pipeline_stages(const struct filon_pipeline *pipeline)
{
    return pipeline->stages;
}

const char *filon_pipeline_stage_name(const struct filon_pipeline *pipeline, size_t stage)
{
    return pipeline->stage[stage].name;
}

const struct filon_ctx *filon_pipeline_stage_ctx(const struct filon_pipeline *pipeline, size_t stage)
{
    return pipeline->stage[stage].ctx;
}

static uint64_t cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* 1: it ran; 0: its condition said no; -1. */
static int run_stage(struct stage *stage, struct filon_doc *doc, struct filon_error *error)
{
    struct filon_error cause = {0};
    int wanted = stage->when.run ? stage->when.run(stage->when.self, doc, &cause) : 1;
    if (wanted > 0) {
        if (stage->ctx && stage->ctx->loaded->plugin.annotate(stage->ctx, doc) < 0) {
            wanted = -1;
            filon_instance_error(stage->ctx, FILON_E_INPUT, &cause);
        } else if (stage->call.run && stage->call.run(stage->call.self, doc, &cause) < 0) {
            wanted = -1;
            filon_error_wrap(&cause, "%s", stage->name);
        }
    }
    if (wanted < 0)
        filon_error_set(error, FILON_E_INPUT, "%s", cause.text);
    return wanted;
}

int filon_pipeline_run(struct filon_pipeline *pipeline, struct filon_doc *doc, volatile struct filon_progress *progress, struct filon_error *error)
{
    int status = 0;
    uint64_t before = cpu_ns();
    for (size_t i = 0; i < pipeline->stages && status >= 0 && !filon_doc_dropped(doc) && !filon_doc_finished(doc); i++) {
        progress->stage = (uint32_t)i;
        status = run_stage(&pipeline->stage[i], doc, error);
        uint64_t after = cpu_ns();
        progress->ns[i] += after - before;
        before = after;
    }
    if (status < 0)
        return -1;
    progress->stage = (uint32_t)pipeline->stages;
    return 0;
}
