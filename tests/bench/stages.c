#include "tests/bench/stages.h"

#include "base/paths.h"
#include "tests/bench/measure.h"

enum { LARGEST = 1 << 30 };

static int encode_nothing(struct filon_ctx *ctx, struct filon_doc *doc, struct filon_buf *record)
{
    (void)ctx, (void)doc, (void)record;
    return 0;
}

static int begin_nothing(struct filon_ctx *ctx, const char *state)
{
    (void)ctx, (void)state;
    return 0;
}

static int write_nothing(struct filon_ctx *ctx, struct filon_str id, struct filon_str record)
{
    (void)ctx, (void)id, (void)record;
    return 0;
}

static int commit_nothing(struct filon_ctx *ctx, struct filon_buf *state)
{
    (void)ctx, (void)state;
    return 0;
}

static const struct filon_plugin nowhere = {
    FILON_PLUGIN_HEADER,      .version = "1",         .kind = FILON_WRITER,   .summary = "Write nothing",
    .encode = encode_nothing, .begin = begin_nothing, .write = write_nothing, .commit = commit_nothing,
};

struct filon_job *open_stages(struct filon_arena *arena, const char *pipeline, const char *reader, const char *path)
{
    struct filon_error error = {0};
    struct filon_node *options = filon_node_new(arena, FILON_NODE_MAP, (struct filon_mark){0});
    struct filon_node *node = filon_node_new(arena, FILON_NODE_SCALAR, (struct filon_mark){0});
    node->text = filon_str_of(filon_path_absolute(arena, path));
    node->quoted = true;
    filon_node_append(options, "path", node);
    struct filon_job_ends ends = {.reader = reader, .reader_options = options, .writer_name = "nowhere", .writer = &nowhere};
    struct filon_job_source source = {.label = "bench",
                                      .dir = filon_path_absolute(arena, "."),
                                      .ends = &ends,
                                      .text = filon_strf(arena, "{job: bench, pipeline: %s}", pipeline)};
    struct filon_job *job = filon_job_new(&source, &error);
    if (!job)
        die("%s", error.text);
    return job;
}

struct filon_str read_text(struct filon_arena *arena, const char *path)
{
    struct filon_error error = {0};
    struct filon_str text = filon_read_file(arena, filon_path_absolute(arena, path), LARGEST, &error);
    if (!text.p)
        die("%s", error.text);
    return text;
}

struct filon_str *read_texts(struct filon_arena *arena, char *const *paths, size_t n, size_t *bytes)
{
    struct filon_str *texts = filon_zalloc(arena, n, sizeof *texts);
    *bytes = 0;
    for (size_t i = 0; i < n; i++)
        *bytes += (texts[i] = read_text(arena, paths[i])).n;
    if (!*bytes)
        die("the files are empty");
    return texts;
}
