/* A gazetteer of a million generated names (--names=N): compiling it, opening it, and what its stage costs beyond parse_text and segment, on the
 * given texts with names of the list strewn among their words. Best of several rounds. */
#include "base/log.h"
#include "base/paths.h"
#include "job/job.h"

#include <filon/gazetteer.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 10, EVERY = 160, LARGEST = 1 << 30 }; /* a name every 160 bytes of text */

static __attribute__((noreturn)) void die(const char *text)
{
    fprintf(stderr, "bench: %s\n", text);
    exit(EXIT_FAILURE);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---- Names: of one to three words, of two to four syllables each. */

static uint64_t state;

static unsigned dice(unsigned sides)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33) % sides;
}

static void put_word(struct filon_buf *out)
{
    static const char syllables[] =
        "ba be bi bo da di do fa fe ga go ka ke la le li lo ma me mi mo na ne no pa pe po ra re ri ro sa se so ta te ti to vamarguiver";
    size_t begin = out->n;
    for (unsigned n = 2 + dice(3); n > 0; n--)
        filon_buf_put(out, syllables + 3 * dice(41), 2);
    out->p[begin] = (char)(out->p[begin] - 32);
}

static void put_name(struct filon_buf *out)
{
    for (unsigned n = 1 + dice(3); n > 0; n--) {
        put_word(out);
        if (n > 1)
            filon_buf_putc(out, ' ');
    }
}

static void write_list(const char *path, long names)
{
    static const char *const types[] = {"PER", "LOC", "ORG", "MISC"};
    FILE *file = fopen(path, "w");
    struct filon_buf name = FILON_BUF_INIT;
    for (long i = 0; file && i < names; i++) {
        filon_buf_clear(&name);
        put_name(&name);
        fprintf(file, "Q%ld\t%s\t\t%s\n", i + 1, name.p, types[i % 4]);
    }
    if (!file || fclose(file) != 0)
        die("the list cannot be written");
    filon_buf_free(&name);
}

/* ---- Texts. */

static void strew(struct filon_buf *out, struct filon_str text)
{
    size_t last = 0;
    for (size_t i = 0; i < text.n; i++) {
        filon_buf_putc(out, text.p[i]);
        if (text.p[i] == ' ' && out->n - last >= EVERY) {
            put_name(out);
            filon_buf_putc(out, ' ');
            last = out->n;
        }
    }
}

static int encode_nothing(struct filon_ctx *ctx, struct filon_doc *doc, struct filon_buf *record)
{
    (void)ctx, (void)doc, (void)record;
    return 0;
}

static int begin_nothing(struct filon_ctx *ctx, const char *old)
{
    (void)ctx, (void)old;
    return 0;
}

static int write_nothing(struct filon_ctx *ctx, struct filon_str id, struct filon_str record)
{
    (void)ctx, (void)id, (void)record;
    return 0;
}

static int commit_nothing(struct filon_ctx *ctx, struct filon_buf *new)
{
    (void)ctx, (void)new;
    return 0;
}

static const struct filon_plugin nowhere = {
    FILON_PLUGIN_HEADER,      .version = "1",         .kind = FILON_WRITER,   .summary = "Write nothing",
    .encode = encode_nothing, .begin = begin_nothing, .write = write_nothing, .commit = commit_nothing,
};

static struct filon_job *open_job(struct filon_arena *arena, const char *compiled, const char *text)
{
    struct filon_error error = {0};
    struct filon_node *map = filon_node_new(arena, FILON_NODE_MAP, (struct filon_mark){0});
    struct filon_node *path = filon_node_new(arena, FILON_NODE_SCALAR, (struct filon_mark){0});
    path->text = filon_str_of(text);
    path->quoted = true;
    filon_node_append(map, "path", path);
    struct filon_job_ends ends = {.reader = "read_files", .reader_options = map, .writer_name = "nowhere", .writer = &nowhere};
    struct filon_job_source source = {.label = "bench", .dir = filon_path_absolute(arena, "."), .ends = &ends};
    source.text = filon_strf(arena, "{job: bench, pipeline: [parse_text, segment, gazetteer: {file: '%s'}]}", compiled);
    struct filon_job *job = filon_job_new(&source, &error);
    if (!job)
        die(error.text);
    return job;
}

static void bench_stage(struct filon_arena *arena, const char *compiled, char **paths, int n)
{
    struct filon_job *job = open_job(arena, compiled, paths[0]);
    struct filon_doc *doc = filon_doc_new(filon_pipeline_schema(job->pipeline));
    double best = 0;
    size_t bytes = 0, found = 0;
    struct filon_str *texts = filon_zalloc(arena, (size_t)n, sizeof *texts);
    for (int i = 0; i < n; i++) {
        struct filon_error error = {0};
        struct filon_buf text = FILON_BUF_INIT;
        struct filon_str plain = filon_read_file(arena, filon_path_absolute(arena, paths[i]), LARGEST, &error);
        strew(&text, plain);
        texts[i] = filon_str_dup(arena, filon_buf_str(&text));
        bytes += texts[i].n;
        filon_buf_free(&text);
    }
    if (!bytes)
        die("the files are empty");
    int again = (int)(4000000 / bytes) + 1;
    for (int round = 0; round < ROUNDS; round++) {
        struct filon_progress spent = {0};
        found = 0;
        for (int i = 0; i < n * again; i++) {
            struct filon_error error = {0};
            filon_doc_reset(doc);
            filon_doc_set_id(doc, FILON_STR("text"));
            if (filon_doc_set_text(doc, texts[i % n], &error) < 0 || filon_pipeline_run(job->pipeline, doc, &spent, &error) < 0)
                die(error.text);
            found += filon_rows(filon_layer(doc, FILON_ENTITY));
        }
        double seconds = (double)spent.ns[2] * 1e-9;
        best = round == 0 || seconds < best ? seconds : best;
    }
    printf("match     %8.1f MB/s, %zu names found in %.1f MB\n", (double)bytes * again / best / 1e6, found, (double)bytes * again / 1e6);
    filon_doc_free(doc);
    filon_job_free(job);
}

static void bench_opening(const char *compiled)
{
    double best = 1;
    for (int round = 0; round < ROUNDS; round++) {
        struct filon_error error = {0};
        double start = now();
        struct filon_gazetteer *gazetteer = filon_gazetteer_open(compiled, FILON_GAZETTEER_AS_COMPILED, &error);
        double seconds = now() - start;
        if (!gazetteer)
            die(error.text);
        best = seconds < best ? seconds : best;
        filon_gazetteer_close(gazetteer);
    }
    printf("open      %8.2f ms\n", best * 1e3);
}

static void bench_compiling(const char *list, const char *compiled)
{
    struct filon_error error = {0};
    struct filon_gazetteer_size size;
    struct rusage usage;
    double start = now();
    if (filon_gazetteer_compile(&list, 1, compiled, FILON_GAZETTEER_ACCENT, &size, &error) < 0)
        die(error.text);
    double seconds = now() - start;
    getrusage(RUSAGE_SELF, &usage);
    printf("compile   %8.2f s, %u names into %.1f MB, peak memory %.0f MiB\n", seconds, size.names, (double)size.bytes / 1e6,
           (double)usage.ru_maxrss / 1024);
}

int main(int argc, char **argv)
{
    long names = 1000000;
    int first = 1;
    if (argc > 1 && sscanf(argv[1], "--names=%ld", &names) == 1)
        first++;
    char folder[] = "/tmp/filon-gazetteer-XXXXXX";
    if (first >= argc || names < 1 || names > 20000000 || !mkdtemp(folder))
        die("usage: gazetteer [--names=N] FILE...");
    struct filon_arena *arena = filon_arena_new();
    const char *list = filon_strf(arena, "%s/names.tsv", folder), *compiled = filon_strf(arena, "%s/names.gaz", folder);
    filon_log_level(FILON_ERROR);
    write_list(list, names);
    bench_compiling(list, compiled);
    bench_opening(compiled);
    bench_stage(arena, compiled, argv + first, argc - first);
    unlink(list);
    unlink(compiled);
    rmdir(folder);
    filon_arena_free(arena);
    return EXIT_SUCCESS;
}
