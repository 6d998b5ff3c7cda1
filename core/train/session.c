#include "train/session.h"

static int add_stages(struct filon_session *session, const char *before, const char *plugin, struct filon_error *error)
{
    const struct filon_mark nowhere = {0};
    char *list = filon_strdup(session->arena, before);
    for (char *name; (name = strsep(&list, ","));)
        if (*name && strcmp(name, plugin) != 0 && filon_pipeline_use(session->pipeline, name, NULL, NULL, nowhere, error) < 0)
            return -1;
    return 0;
}

static int open_all(struct filon_session *session, const struct filon_session_args *args, struct filon_error *error)
{
    const struct filon_mark nowhere = {0};
    if (filon_registry_add_standard(session->registry, error) < 0)
        return -1;
    session->pipeline = filon_pipeline_new(&session->args);
    if (add_stages(session, args->before, args->plugin, error) < 0)
        return -1;
    session->ctx = filon_instance_new(&session->args, args->plugin, FILON_ANNOTATOR, NULL, nowhere, NULL, error);
    if (!session->ctx)
        return -1;
    const struct filon_plugin *plugin = &session->ctx->loaded->plugin;
    if (args->training ? !plugin->train : !plugin->eval)
        return filon_error_set(error, FILON_E_CONFIG, "plugin `%s` %s", args->plugin,
                               args->training ? "does not learn: it has no .train" : "cannot be measured: it has no .eval");
    session->ctx->training = args->training;
    if (filon_pipeline_seal(session->pipeline, &session->ctx, 1, error) < 0 || filon_pipeline_open(session->pipeline, error) < 0)
        return -1;
    return filon_instance_open(session->ctx, filon_pipeline_schema(session->pipeline), filon_pipeline_provided(session->pipeline), error);
}

struct filon_session *filon_session_new(const struct filon_session_args *args, struct filon_error *error)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_session *session = filon_zalloc(arena, 1, sizeof *session);
    session->arena = arena;
    session->registry = filon_registry_new();
    session->args = (struct filon_instance_args){session->registry, args->language, args->dir, args->sets, args->n_sets};
    if (open_all(session, args, error) == 0)
        return session;
    filon_session_free(session);
    return NULL;
}

void filon_session_free(struct filon_session *session)
{
    if (!session)
        return;
    filon_instance_free(session->ctx);
    filon_pipeline_free(session->pipeline);
    filon_registry_free(session->registry);
    filon_arena_free(session->arena);
}
