/* Layer contracts: whoever needs a layer comes after somebody who makes it. */
#include "pipeline/pipeline_impl.h"

#include <stdio.h>

static bool lists(const char *const *layers, const char *layer)
{
    for (; layers && *layers; layers++)
        if (strcmp(*layers, layer) == 0)
            return true;
    return false;
}

static bool provided_before(const struct filon_pipeline *pipeline, size_t stage, const char *layer)
{
    for (size_t i = 0; i < stage; i++)
        if (lists(pipeline->stage[i].provides, layer))
            return true;
    return false;
}

/* Who could be put before: later stages first, then plugins that are installed. */
static void who_provides(const struct filon_pipeline *pipeline, const char *layer, struct filon_buf *out)
{
    const char *const *names;
    size_t n = filon_registry_names(pipeline->args.registry, pipeline->arena, &names);
    for (size_t i = 0; i < pipeline->stages; i++)
        if (lists(pipeline->stage[i].provides, layer)) {
            filon_buf_printf(out, ": move `%s`, which provides it, before", pipeline->stage[i].name);
            return;
        }
    for (size_t i = 0, found = 0; i < n; i++) {
        struct filon_error ignored = {0};
        const struct filon_loaded *loaded = filon_registry_find(pipeline->args.registry, names[i], &ignored);
        if (loaded && lists(loaded->plugin.provides, layer))
            filon_buf_printf(out, "%s`%s`", found++ ? ", " : "; plugins that provide it: ", names[i]);
    }
}

static int missing(const struct filon_pipeline *pipeline, struct filon_mark mark, const char *who, const char *layer, struct filon_error *error)
{
    struct filon_buf advice = FILON_BUF_INIT;
    who_provides(pipeline, layer, &advice);
    filon_error_set(error, FILON_E_CONFIG, "%s needs the layer `%s`, which no stage before it provides%s", who, layer, advice.p ? advice.p : "");
    filon_buf_free(&advice);
    return mark.line ? filon_error_wrap(error, "%s:%u:%u", mark.file, mark.line, mark.column) : -1;
}

static int check_stage(struct filon_pipeline *pipeline, size_t at, struct filon_error *error)
{
    const struct stage *stage = &pipeline->stage[at];
    char who[160];
    snprintf(who, sizeof who, "stage %zu, `%.100s`,", at + 1, stage->name);
    for (const char *const *layer = stage->requires; layer && *layer; layer++)
        if (!provided_before(pipeline, at, *layer))
            return missing(pipeline, stage->mark, who, *layer, error);
    return 0;
}

static int declare(struct filon_pipeline *pipeline, const struct filon_layer_def *layers, const char *const *provides, const char *who, struct filon_error *error)
{
    for (; layers && layers->name; layers++)
        if (filon_schema_add(pipeline->schema, layers, who, error) < 0)
            return -1;
    for (; provides && *provides; provides++)
        if (filon_schema_find(pipeline->schema, *provides) < 0)
            return filon_error_set(error, FILON_E_CONFIG, "%s: provides a layer `%s` that neither it nor filon declares", who, *provides);
    return 0;
}

static int check_references(const struct filon_schema *schema, struct filon_error *error)
{
    for (int l = 0; l < filon_schema_layers(schema); l++) {
        const struct filon_layer_def *def = filon_schema_layer(schema, l);
        for (const struct filon_column *column = def->columns; column->name; column++)
            if (column->type == FILON_REF && filon_schema_find(schema, column->target) < 0)
                return filon_error_set(error, FILON_E_CONFIG, "layer `%s`: column `%s` points into a layer `%s` that nobody declares", def->name, column->name,
                                       column->target);
    }
    return 0;
}

int filon_pipeline_seal(struct filon_pipeline *pipeline, struct filon_ctx *const *others, size_t n_others, struct filon_error *error)
{
    pipeline->schema = filon_schema_new();
    for (size_t i = 0; i < n_others; i++) {
        const struct filon_plugin *plugin = &others[i]->loaded->plugin;
        if (declare(pipeline, plugin->layers, plugin->provides, others[i]->loaded->name, error) < 0)
            return -1;
        for (const char *const *layer = plugin->requires; layer && *layer; layer++)
            if (!provided_before(pipeline, pipeline->stages, *layer))
                return missing(pipeline, others[i]->mark, others[i]->loaded->name, *layer, error);
    }
    for (size_t i = 0; i < pipeline->stages; i++)
        if (declare(pipeline, pipeline->stage[i].layers, pipeline->stage[i].provides, pipeline->stage[i].name, error) < 0 || check_stage(pipeline, i, error) < 0)
            return -1;
    pipeline->provided = filon_zalloc(pipeline->arena, (size_t)filon_schema_layers(pipeline->schema), 1);
    for (size_t i = 0; i < pipeline->stages; i++)
        for (const char *const *layer = pipeline->stage[i].provides; layer && *layer; layer++)
            pipeline->provided[filon_schema_find(pipeline->schema, *layer)] = 1;
    return check_references(pipeline->schema, error);
}
