#include "plugin/instance.h"

#include <stdio.h>

#include "base/log.h"
#include "base/paths.h"
#include "config/options.h"

static int lay_options(struct filon_ctx *ctx, const struct filon_instance_args *args, const struct filon_node *options, const char *const *known, struct filon_error *error)
{
    static const struct filon_option none[] = {{0}};
    const struct filon_option *table = ctx->loaded->plugin.options ? ctx->loaded->plugin.options : none;
    const struct filon_node **maps = filon_zalloc(ctx->arena, args->n_sets + 1, sizeof *maps);
    size_t n_maps = 0, size = ctx->loaded->plugin.options_size;
    char what[96];
    ctx->options = filon_zalloc(ctx->arena, 1, size ? size : 1);
    if (filon_options_init(table, ctx->options, size, ctx->arena, error) < 0)
        return -1;
    if (options && filon_options_apply(table, ctx->options, ctx->arena, options, args->dir, known, error) < 0)
        return -1;
    if (options)
        maps[n_maps++] = options;
    for (size_t i = 0; i < args->n_sets; i++) {
        const struct filon_set *set = &args->sets[i];
        if (strcmp(set->plugin, ctx->loaded->name) != 0)
            continue;
        struct filon_node *map = filon_node_new(ctx->arena, FILON_NODE_MAP, set->value->mark);
        struct filon_node *value = filon_alloc(ctx->arena, sizeof *value);
        *value = *set->value; /* the same --set may go to several stages: each tree has its own node */
        value->next = NULL;
        filon_node_append(map, set->option, value);
        value->key_mark = set->value->mark;
        if (filon_options_apply(table, ctx->options, ctx->arena, map, args->dir, NULL, error) < 0)
            return -1;
        maps[n_maps++] = map;
    }
    snprintf(what, sizeof what, "plugin `%s`", ctx->loaded->name);
    return filon_options_complete(table, maps, n_maps, what, error);
}

struct filon_ctx *filon_instance_new(const struct filon_instance_args *args, const char *plugin, enum filon_kind kind, const struct filon_node *options,
                                     struct filon_mark mark, const char *const *known, struct filon_error *error)
{
    static const char *const kinds[] = {"", "a reader", "an annotator", "a writer"};
    struct filon_error cause = {0};
    const struct filon_loaded *loaded = filon_registry_find(args->registry, plugin, &cause);
    if (loaded && loaded->plugin.kind != kind)
        filon_error_set(&cause, FILON_E_CONFIG, "plugin `%s` is %s, not %s", plugin, kinds[loaded->plugin.kind], kinds[kind]);
    if (cause.code) {
        if (mark.line)
            filon_error_set(error, cause.code, "%s:%u:%u: %s", mark.file, mark.line, mark.column, cause.text);
        else
            filon_error_set(error, cause.code, "%s", cause.text);
        return NULL;
    }
    struct filon_arena *arena = filon_arena_new();
    struct filon_ctx *ctx = filon_zalloc(arena, 1, sizeof *ctx);
    *ctx = (struct filon_ctx){.loaded = loaded, .registry = args->registry, .language = args->language ? args->language : "fr",
                              .dir = filon_path_absolute(arena, args->dir ? args->dir : "."), .arena = arena, .mark = mark};
    if (lay_options(ctx, args, options, known, error) < 0) {
        filon_arena_free(arena);
        return NULL;
    }
    return ctx;
}

int filon_instance_open(struct filon_ctx *ctx, const struct filon_schema *schema, const uint8_t *provided, struct filon_error *error)
{
    ctx->schema = schema;
    ctx->provided = provided;
    ctx->opened = true;
    if (!ctx->loaded->plugin.open || ctx->loaded->plugin.open(ctx) == 0)
        return 0;
    struct filon_error cause = {0};
    filon_instance_error(ctx, FILON_E_CONFIG, &cause);
    if (ctx->mark.line)
        return filon_error_set(error, cause.code, "%s:%u:%u: %s", ctx->mark.file, ctx->mark.line, ctx->mark.column, cause.text);
    return filon_error_set(error, cause.code, "%s", cause.text);
}

void filon_instance_free(struct filon_ctx *ctx)
{
    if (!ctx)
        return;
    if (ctx->opened && ctx->loaded->plugin.close)
        ctx->loaded->plugin.close(ctx);
    filon_arena_free(ctx->arena);
}

int filon_instance_error(struct filon_ctx *ctx, enum filon_code code, struct filon_error *error)
{
    struct filon_error *own = &ctx->error;
    if (own->code == FILON_E_IO || own->code == FILON_E_INTERNAL)
        code = own->code; /* the plugin knows better */
    filon_error_set(error, code, "%s: %s", ctx->loaded->name, own->code ? own->text : "failed without saying why");
    *own = (struct filon_error){0};
    return -1;
}

const void *filon_options(const struct filon_ctx *ctx)
{
    return ctx->options;
}

void filon_set_data(struct filon_ctx *ctx, void *data)
{
    ctx->data = data;
}

void *filon_data(const struct filon_ctx *ctx)
{
    return ctx->data;
}

bool filon_is_training(const struct filon_ctx *ctx)
{
    return ctx->training;
}

struct filon_arena *filon_ctx_arena(struct filon_ctx *ctx)
{
    return ctx->arena;
}

const char *filon_name(const struct filon_ctx *ctx)
{
    return ctx->loaded->name;
}

const char *filon_language(const struct filon_ctx *ctx)
{
    return ctx->language;
}

int filon_wait_for(struct filon_ctx *ctx, int fd)
{
    ctx->wait_fd = fd;
    return FILON_LATER;
}

const char *filon_dir(const struct filon_ctx *ctx)
{
    return ctx->dir;
}

struct filon_error *filon_ctx_error(struct filon_ctx *ctx)
{
    return &ctx->error;
}

int filon_fail(struct filon_ctx *ctx, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    filon_error_vset(&ctx->error, FILON_E_INPUT, format, ap);
    va_end(ap);
    return -1;
}

void filon_say(struct filon_ctx *ctx, enum filon_level level, const char *format, ...)
{
    if (!filon_log_enabled(level))
        return;
    struct filon_error line = {0};
    va_list ap;
    va_start(ap, format);
    filon_error_vset(&line, FILON_E_INTERNAL, format, ap);
    va_end(ap);
    filon_log(level, "%s: %s", ctx->loaded->name, line.text);
}

int filon_layer_id(struct filon_ctx *ctx, const char *layer)
{
    int index = filon_schema_find(ctx->schema, layer);
    return index >= 0 ? index : filon_fail(ctx, "no stage of the pipeline has a layer `%s`", layer);
}

int filon_column_id(struct filon_ctx *ctx, const char *layer, const char *column)
{
    int index = filon_layer_id(ctx, layer);
    if (index < 0)
        return -1;
    int found = filon_schema_column(ctx->schema, index, column);
    return found >= 0 ? found : filon_fail(ctx, "layer `%s` has no column `%s` in this pipeline", layer, column);
}

const char *filon_data_file(struct filon_ctx *ctx, const char *file)
{
    const char *path = filon_registry_data(ctx->registry, ctx->loaded, file, ctx->arena, &ctx->error);
    if (path) {
        struct filon_file *known = filon_alloc(ctx->arena, sizeof *known);
        *known = (struct filon_file){ctx->files, path};
        ctx->files = known;
    }
    return path;
}

int filon_alike(struct filon_ctx *ctx, const struct filon_sketch *sketch, double least, struct filon_arena *arena, struct filon_alike *found)
{
    const struct filon_alike_source *source = filon_registry_alike(ctx->registry);
    *found = (struct filon_alike){FILON_NO_STR, 0};
    return source->ask ? source->ask(source->self, sketch, least, arena, found, &ctx->error) : 0;
}

bool filon_resume(struct filon_ctx *ctx, struct filon_place *place)
{
    const struct filon_resume_source *source = filon_registry_resume(ctx->registry);
    place->at = place->offset = place->documents = 0;
    if (source->resume && place->mtime && source->resume(source->self, place))
        return true;
    place->at = place->offset = place->documents = 0;
    return false;
}

void filon_reached(struct filon_ctx *ctx, const struct filon_place *place)
{
    const struct filon_resume_source *source = filon_registry_resume(ctx->registry);
    if (source->reached && place->mtime)
        source->reached(source->self, place);
}

int filon_layer_count(const struct filon_ctx *ctx)
{
    return filon_schema_layers(ctx->schema);
}

const struct filon_layer_def *filon_layer_at(const struct filon_ctx *ctx, int index)
{
    return filon_schema_layer(ctx->schema, index);
}

bool filon_layer_provided(const struct filon_ctx *ctx, int index)
{
    return ctx->provided && ctx->provided[index];
}
