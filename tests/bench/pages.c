/* What parse_html costs: pages a second on one core. CPU time of this process, the best of several rounds over the same pages, read and unpacked
 * before; nothing is written. */
#include "base/log.h"
#include "tests/bench/measure.h"
#include "tests/bench/stages.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { ROUNDS = 7 };

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
    struct filon_job *job = open_stages(arena, "[parse_html]", "read_files", argv[1]);
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
