/* A plugin opened to learn or to be measured, with the stages before it. */
#ifndef FILON_TRAIN_SESSION_H
#define FILON_TRAIN_SESSION_H

#include "train/corpus.h"

struct filon_session {
    struct filon_arena *arena;
    struct filon_registry *registry;
    struct filon_pipeline *pipeline;
    struct filon_ctx *ctx; /* the plugin */
    struct filon_instance_args args;
};

struct filon_session_args {
    const char *plugin;
    const char *before; /* the stages before it, separated by commas */
    const char *language;
    const char *dir; /* what relative paths start from */
    const struct filon_set *sets;
    size_t n_sets;
    bool training; /* for .train; else for .eval */
};

/* NULL with an error. */
struct filon_session *filon_session_new(const struct filon_session_args *args, struct filon_error *error);
void filon_session_free(struct filon_session *session);

#endif
