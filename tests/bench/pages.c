/* What parse_html costs: pages a second on one core. CPU time of this process, the best of several rounds over the same pages, read and unpacked
 * before; nothing is written. */
#include "base/log.h"
#include "base/paths.h"
#include "job/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { ROUNDS = 7 };

static __attribute__((noreturn)) FILON_PRINTF(1, 2) void die(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    fputs("pages: ", stderr);
    vfprintf(stderr, format, ap);
    fputc('\n', stderr);
    exit(EXIT_FAILURE);
}

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

static struct filon_job *open_job(struct filon_arena *arena, const char *path)
{
    struct filon_error error = {0};
    struct filon_node *map = filon_node_new(arena, FILON_NODE_MAP, (struct filon_mark){0});
    struct filon_node *node = filon_node_new(arena, FILON_NODE_SCALAR, (struct filon_mark){0});
    node->text = filon_str_of(path);
    node->quoted = true;
    filon_node_append(map, "path", node);
    struct filon_job_ends ends = {.reader = "read_files", .reader_options = map, .writer_name = "nowhere", .writer = &nowhere};
    struct filon_job_source source = {
        .label = "pages", .dir = filon_path_absolute(arena, "."), .ends = &ends, .text = "{job: pages, pipeline: [parse_html]}"};
    struct filon_job *job = filon_job_new(&source, &error);
    if (!job)
        die("%s", error.text);
    return job;
}

static struct filon_str unpacked(struct filon_arena *arena, const char *path)
{
    struct filon_buf all = FILON_BUF_INIT;
    gzFile file = gzopen(path, "rb");
    if (!file)
        die("%s: cannot be read", path);
    for (int got = 1; got > 0; all.n += (size_t)got) {
        filon_buf_reserve(&all, 1 << 20);
        got = gzread(file, all.p + all.n, 1 << 20);
        if (got < 0)
            die("%s: bad gzip data", path);
    }
    gzclose(file);
    struct filon_str page = filon_str_dup(arena, filon_buf_str(&all));
    filon_buf_free(&all);
    return page;
}

/* Nanoseconds that a round over all pages takes. */
static int64_t run_round(struct filon_job *job, struct filon_doc *doc, char **paths, const struct filon_str *pages, size_t n)
{
    struct filon_progress spent = {0};
    for (size_t i = 0; i < n; i++) {
        struct filon_error error = {0};
        filon_doc_reset(doc);
        filon_doc_set_id(doc, filon_str_of(paths[i]));
        filon_doc_set_source(doc, pages[i]);
        if (filon_pipeline_run(job->pipeline, doc, &spent, &error) < 0)
            die("%s: %s", paths[i], error.text);
    }
    return (int64_t)spent.ns[0];
}

int main(int argc, char **argv)
{
    if (argc < 2)
        die("usage: pages PAGE.html[.gz]...");
    struct filon_arena *arena = filon_arena_new();
    size_t n = (size_t)argc - 1, bytes = 0;
    struct filon_str *pages = filon_alloc(arena, n * sizeof *pages);
    filon_log_level(FILON_ERROR);
    for (size_t i = 0; i < n; i++)
        bytes += (pages[i] = unpacked(arena, argv[i + 1])).n;
    struct filon_job *job = open_job(arena, filon_path_absolute(arena, argv[1]));
    struct filon_doc *doc = filon_doc_new(filon_pipeline_schema(job->pipeline));
    int64_t best = run_round(job, doc, argv + 1, pages, n); /* loads lexicons and model, too */
    for (int r = 0; r < ROUNDS; r++) {
        int64_t ns = run_round(job, doc, argv + 1, pages, n);
        best = ns < best ? ns : best;
    }
    double seconds = (double)best * 1e-9;
    printf("parse_html, %zu pages of %zu bytes on average, best of %d rounds, one core: %.0f pages/s, %.1f MB/s\n", n, bytes / n, ROUNDS,
           (double)n / seconds, (double)bytes / seconds / 1e6);
    filon_doc_free(doc);
    filon_job_free(job);
    filon_arena_free(arena);
    return EXIT_SUCCESS;
}
