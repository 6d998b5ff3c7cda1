/* A plugin instance: the inside of struct filon_ctx. */
#ifndef FILON_PLUGIN_INSTANCE_H
#define FILON_PLUGIN_INSTANCE_H

#include "config/jobfile.h"
#include "document/schema.h"
#include "plugin/registry.h"

struct filon_file {
    struct filon_file *next;
    const char *path;
};

struct filon_ctx {
    const struct filon_loaded *loaded;
    struct filon_registry *registry;
    const struct filon_schema *schema;
    const uint8_t *provided;       /* by layer index */
    const char *language, *dir;
    struct filon_arena *arena;
    void *options, *data;
    struct filon_error error;
    struct filon_mark mark;        /* where the job names it */
    bool opened;
    int wait_fd;                   /* what a reader's next waits for */
    bool training;                 /* opened by `filon train` */
    struct filon_file *files;      /* data files it asked for: part of the fingerprint */
};

struct filon_instance_args {
    struct filon_registry *registry;
    const char *language;
    const char *dir;               /* relative paths */
    const struct filon_set *sets;  /* those for other plugins are passed over */
    size_t n_sets;
};

/* Options are parsed here; the plugin is not opened yet. `known`: common keys left alone. NULL with an error. */
struct filon_ctx *filon_instance_new(const struct filon_instance_args *args, const char *plugin, enum filon_kind kind, const struct filon_node *options,
                                     struct filon_mark mark, const char *const *known, struct filon_error *error);
int filon_instance_open(struct filon_ctx *ctx, const struct filon_schema *schema, const uint8_t *provided, struct filon_error *error);
void filon_instance_free(struct filon_ctx *ctx);

/* Moves the instance's error out, with the plugin's name before it. Returns -1. */
int filon_instance_error(struct filon_ctx *ctx, enum filon_code code, struct filon_error *error);

#endif
