/* From a job file to open plugins. */
#include "job/job.h"

#include <stdio.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/paths.h"
#include "config/suggest.h"

static int load_file(struct filon_job *job, const struct filon_job_source *source, struct filon_error *error)
{
    if (source->path)
        return filon_jobfile_load(&job->file, job->arena, source->path, error);
    return filon_jobfile_parse(&job->file, job->arena, source->label, source->dir, filon_str_of(source->text), error);
}

static int add_plugins(struct filon_job *job, struct filon_error *error)
{
    for (size_t i = 0; i < job->file.plugins.n; i++) {
        if (filon_registry_add_folder(job->registry, job->file.plugins.items[i], false, error) < 0)
            return filon_error_wrap(error, "%s: plugins", job->file.path);
        filon_registry_add_data(job->registry, job->file.plugins.items[i]);
    }
    return filon_registry_add_standard(job->registry, error);
}

static int add_stage(struct filon_job *job, const struct filon_stage_spec *spec, struct filon_error *error)
{
    struct filon_call when = {0};
    if (spec->when && filon_lua_condition(job->lua, spec->when, spec->mark, &when, error) < 0)
        return -1;
    if (spec->script)
        return filon_lua_stage(job->lua, spec->script, &job->file, &when, spec->mark, job->pipeline, error);
    return filon_pipeline_use(job->pipeline, spec->plugin, spec->options, &when, spec->mark, error);
}

static int add_stages(struct filon_job *job, struct filon_error *error)
{
    if (job->file.script)
        return filon_lua_pipeline(job->lua, job->file.script, &job->file, job->pipeline, error);
    for (size_t i = 0; i < job->file.n_pipeline; i++)
        if (add_stage(job, &job->file.pipeline[i], error) < 0)
            return -1;
    return 0;
}

/* Relative to the job's folder: a job that is moved as a whole still knows its outputs. */
static void put_path(const struct filon_job *job, const char *path, struct filon_buf *out)
{
    size_t n = strlen(job->file.dir);
    bool inside = n > 1 && strncmp(path, job->file.dir, n) == 0 && path[n] == '/';
    filon_buf_printf(out, " %s", inside ? path + n + 1 : path);
}

static bool key_taken(const struct filon_job *job, size_t before, const char *key)
{
    for (size_t i = 0; i < before; i++)
        if (strcmp(job->writer[i].key, key) == 0)
            return true;
    return false;
}

/* What the ledger knows a writer by: where it stands in the job and its other options may change. */
static int name_writer(struct filon_job *job, size_t at, const struct filon_stage_spec *spec, struct filon_error *error)
{
    struct filon_job_writer *writer = &job->writer[at];
    const char *plugin = writer->ctx->loaded->name;
    if (spec && spec->name) {
        writer->key = filon_strf(job->arena, "%s: %s", plugin, spec->name);
        if (key_taken(job, at, writer->key))
            return filon_error_set(error, FILON_E_CONFIG, "%s:%u:%u: two writers have the name `%s`", spec->mark.file, spec->mark.line, spec->mark.column,
                                   spec->name);
        return 0;
    }
    struct filon_buf key = FILON_BUF_INIT;
    filon_buf_puts(&key, plugin);
    for (const struct filon_option *option = writer->ctx->loaded->plugin.options; option && option->name; option++) {
        const void *field = (const char *)writer->ctx->options + option->offset;
        if (option->type == FILON_OPT_PATH && *(const char *const *)field)
            put_path(job, *(const char *const *)field, &key);
        for (size_t i = 0; option->type == FILON_OPT_PATHS && i < ((const struct filon_list *)field)->n; i++)
            put_path(job, ((const struct filon_list *)field)->items[i], &key);
    }
    writer->key = filon_strdup(job->arena, key.p);
    for (unsigned n = 2; key_taken(job, at, writer->key); n++)
        writer->key = filon_strf(job->arena, "%s #%u", key.p, n);
    filon_buf_free(&key);
    return 0;
}

static int add_ends(struct filon_job *job, const struct filon_job_ends *ends, struct filon_error *error)
{
    static const char *const known[] = {"route", "name", NULL};
    struct filon_mark nowhere = {0};
    struct filon_instance_args reader_args = job->args;
    if (ends && ends->dir)
        reader_args.dir = ends->dir;
    job->readers = ends ? 1 : job->file.n_read;
    job->writers = ends ? 1 : job->file.n_write;
    if (!job->readers || !job->writers)
        return filon_error_set(error, FILON_E_CONFIG, "%s: `%s:` is missing: a job that runs reads from somewhere and writes to somewhere", job->file.path,
                               job->readers ? "write" : "read");
    job->reader = filon_zalloc(job->arena, job->readers, sizeof(struct filon_ctx *));
    job->writer = filon_zalloc(job->arena, job->writers, sizeof *job->writer);
    for (size_t i = 0; i < job->readers; i++) {
        const struct filon_stage_spec *spec = ends ? NULL : &job->file.read[i];
        job->reader[i] = filon_instance_new(&reader_args, ends ? ends->reader : spec->plugin, FILON_READER, ends ? ends->reader_options : spec->options,
                                            ends ? nowhere : spec->mark, NULL, error);
        if (!job->reader[i])
            return -1;
    }
    if (ends)
        filon_registry_add_builtin(job->registry, ends->writer_name, ends->writer);
    for (size_t i = 0; i < job->writers; i++) {
        const struct filon_stage_spec *spec = ends ? NULL : &job->file.write[i];
        job->writer[i].route = ends ? NULL : spec->route;
        job->writer[i].name = ends ? NULL : spec->name;
        job->writer[i].ctx = filon_instance_new(&job->args, ends ? ends->writer_name : spec->plugin, FILON_WRITER, ends ? ends->writer_options : spec->options,
                                                ends ? nowhere : spec->mark, known, error);
        if (!job->writer[i].ctx || name_writer(job, i, spec, error) < 0)
            return -1;
    }
    return 0;
}

static bool in_job(const struct filon_job *job, const char *plugin)
{
    for (size_t i = 0; i < job->readers; i++)
        if (strcmp(job->reader[i]->loaded->name, plugin) == 0)
            return true;
    for (size_t i = 0; i < job->writers; i++)
        if (strcmp(job->writer[i].ctx->loaded->name, plugin) == 0)
            return true;
    for (size_t i = 0; i < filon_pipeline_stages(job->pipeline); i++)
        if (strcmp(filon_pipeline_stage_name(job->pipeline, i), plugin) == 0)
            return true;
    return false;
}

/* A --set that nobody takes is a mistake of the command line. */
static int check_sets(const struct filon_job *job, struct filon_error *error)
{
    for (size_t i = 0; i < job->args.n_sets; i++) {
        struct filon_suggest suggest;
        const char *plugin = job->args.sets[i].plugin;
        if (in_job(job, plugin))
            continue;
        filon_suggest_start(&suggest, plugin);
        for (size_t s = 0; s < filon_pipeline_stages(job->pipeline); s++)
            filon_suggest_offer(&suggest, filon_pipeline_stage_name(job->pipeline, s));
        const char *best = filon_suggest_best(&suggest);
        return filon_error_set(error, FILON_E_USAGE, "--set %s: no plugin `%s` in this job%s%s%s", job->args.sets[i].text, plugin, best ? "; did you mean `" : "",
                               best ? best : "", best ? "`?" : "");
    }
    return 0;
}

static int open_all(struct filon_job *job, struct filon_error *error)
{
    struct filon_ctx **others = filon_zalloc(job->arena, job->readers + job->writers, sizeof(struct filon_ctx *));
    memcpy(others, job->reader, job->readers * sizeof *others);
    for (size_t i = 0; i < job->writers; i++)
        others[job->readers + i] = job->writer[i].ctx;
    if (filon_pipeline_seal(job->pipeline, others, job->readers + job->writers, error) < 0 || filon_pipeline_open(job->pipeline, error) < 0)
        return -1;
    for (size_t i = 0; i < job->readers + job->writers; i++)
        if (filon_instance_open(others[i], filon_pipeline_schema(job->pipeline), filon_pipeline_provided(job->pipeline), error) < 0)
            return -1;
    return 0;
}

static int assemble(struct filon_job *job, const struct filon_job_source *source, struct filon_error *error)
{
    if (load_file(job, source, error) < 0 || add_plugins(job, error) < 0)
        return -1;
    job->args = (struct filon_instance_args){job->registry, job->file.language, job->file.dir, source->sets, source->n_sets};
    static const char *scripts[1]; /* kept by the state */
    scripts[0] = filon_places()->scripts;
    if (!(job->lua = filon_lua_new(&job->file.lua, scripts, 1, error)))
        return -1;
    job->pipeline = filon_pipeline_new(&job->args);
    if (add_stages(job, error) < 0 || add_ends(job, source->ends, error) < 0 || check_sets(job, error) < 0)
        return -1;
    return open_all(job, error);
}

struct filon_job *filon_job_new(const struct filon_job_source *source, struct filon_error *error)
{
    struct filon_arena *arena = filon_arena_new();
    struct filon_job *job = filon_zalloc(arena, 1, sizeof *job);
    job->arena = arena;
    job->registry = filon_registry_new();
    if (assemble(job, source, error) == 0)
        return job;
    filon_job_free(job);
    return NULL;
}

void filon_job_free(struct filon_job *job)
{
    if (!job)
        return;
    for (size_t i = 0; job->reader && i < job->readers; i++)
        filon_instance_free(job->reader[i]);
    for (size_t i = 0; job->writer && i < job->writers; i++)
        filon_instance_free(job->writer[i].ctx);
    filon_pipeline_free(job->pipeline);
    filon_lua_free(job->lua);
    filon_registry_free(job->registry);
    filon_arena_free(job->arena);
}

/* The state folder is made when it is needed: what must be there is a folder above it that lets us. */
static int check_state(struct filon_job *job, struct filon_error *error)
{
    struct stat st;
    char *folder = filon_strdup(job->arena, job->file.state);
    while (stat(folder, &st) < 0) {
        char *up = filon_path_dir(job->arena, folder);
        if (errno != ENOENT || strcmp(up, folder) == 0)
            return filon_error_set(error, FILON_E_CONFIG, "%s: state: %s", folder, strerror(errno));
        folder = up;
    }
    if (!S_ISDIR(st.st_mode))
        return filon_error_set(error, FILON_E_CONFIG, "state: %s is not a folder", folder);
    if (access(folder, W_OK | X_OK) < 0)
        return filon_error_set(error, FILON_E_CONFIG, "state: cannot write in %s: %s", folder, strerror(errno));
    return 0;
}

/* Files that are replaced as a whole at the end of a run need a folder to be made in. */
static int check_report(struct filon_job *job, const char *key, const char *path, struct filon_error *error)
{
    const char *folder = path ? filon_path_dir(job->arena, path) : NULL;
    if (folder && access(folder, W_OK | X_OK) < 0)
        return filon_error_set(error, FILON_E_CONFIG, "%s: cannot write in %s: %s", key, folder, strerror(errno));
    return 0;
}

int filon_job_check_places(struct filon_job *job, struct filon_error *error)
{
    for (size_t i = 0; i < job->writers; i++) {
        struct filon_ctx *ctx = job->writer[i].ctx;
        struct filon_error cause = {0};
        if (ctx->loaded->plugin.check && ctx->loaded->plugin.check(ctx) < 0) {
            filon_instance_error(ctx, FILON_E_CONFIG, &cause);
            return filon_error_set(error, FILON_E_CONFIG, "%s", cause.text); /* nothing is lost yet: the job names a wrong place */
        }
    }
    if (check_report(job, "summary", job->file.summary, error) < 0 || check_report(job, "metrics", job->file.metrics, error) < 0)
        return -1;
    return check_state(job, error);
}
