#include "job/fingerprint.h"

#include <filon/model.h>
#include <stdio.h>

#include "base/paths.h"
#include "config/show.h"

enum { LARGEST = 1 << 30 };

/* A model's head has a checksum of the rest in it: a large one need not be read. */
static bool put_model(struct filon_buf *out, const char *path)
{
    char head[64];
    FILE *file = filon_model_is(path) ? fopen(path, "rbe") : NULL;
    bool read = file && fread(head, sizeof head, 1, file) == 1;
    if (file)
        fclose(file);
    if (read)
        filon_buf_printf(out, " %s#%016llx", path, (unsigned long long)filon_hash(head, sizeof head, 0));
    return read;
}

static void put_file(struct filon_buf *out, const char *path)
{
    if (put_model(out, path))
        return;
    struct filon_arena *arena = filon_arena_new();
    struct filon_error ignored = {0};
    struct filon_str text = filon_read_file(arena, path, LARGEST, &ignored);
    if (text.p)
        filon_buf_printf(out, " %s#%016llx", path, (unsigned long long)filon_hash(text.p, text.n, 0));
    filon_arena_free(arena);
}

static void put_option(struct filon_buf *out, const struct filon_option *option, const void *options)
{
    const void *field = (const char *)options + option->offset;
    filon_buf_printf(out, " %s=", option->name);
    filon_option_show(option, options, out);
    if (option->type == FILON_OPT_PATH && *(const char *const *)field)
        put_file(out, *(const char *const *)field);
    for (size_t i = 0; option->type == FILON_OPT_PATHS && i < ((const struct filon_list *)field)->n; i++)
        put_file(out, ((const struct filon_list *)field)->items[i]);
}

static void put_plugin(struct filon_buf *out, const struct filon_ctx *ctx)
{
    filon_buf_printf(out, "%s %s", ctx->loaded->name, ctx->loaded->plugin.version);
    for (const struct filon_option *option = ctx->loaded->plugin.options; option && option->name; option++)
        put_option(out, option, ctx->options);
    for (const struct filon_file *file = ctx->files; file; file = file->next)
        put_file(out, file->path);
}

/* Readers and writers are left out: where documents come from and go to does not change what is found in them. */
void filon_job_fingerprint(struct filon_job *job, struct filon_buf *out)
{
    filon_buf_printf(out, "filon %s language=%s\n", filon_version(), job->file.language ? job->file.language : "");
    filon_buf_printf(out, "scripts %016llx\n", (unsigned long long)filon_lua_fingerprint(job->lua));
    for (size_t i = 0; i < filon_pipeline_stages(job->pipeline); i++) {
        const struct filon_ctx *ctx = filon_pipeline_stage_ctx(job->pipeline, i);
        if (ctx)
            put_plugin(out, ctx);
        else
            filon_buf_puts(out, filon_pipeline_stage_name(job->pipeline, i));
        filon_buf_putc(out, '\n');
    }
    filon_jobfile_hide(&job->file, out); /* the ledger keeps it */
}
