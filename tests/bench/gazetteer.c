/* A gazetteer of a million generated names (--names=N): compiling it, opening it, and what its stage costs beyond parse_text and segment, on the
 * given texts with names of the list strewn among their words. Best of several rounds. */
#include "base/log.h"
#include "tests/bench/measure.h"
#include "tests/bench/stages.h"

#include <filon/gazetteer.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { ROUNDS = 10, EVERY = 160 }; /* a name every 160 bytes of text */

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

static void bench_stage(struct filon_arena *arena, const char *compiled, char **paths, int n)
{
    struct filon_job *job =
        open_stages(arena, filon_strf(arena, "[parse_text, segment, gazetteer: {file: '%s'}]", compiled), "read_files", paths[0]);
    struct filon_doc *doc = filon_doc_new(filon_pipeline_schema(job->pipeline));
    double best = 0;
    size_t bytes = 0, found = 0;
    struct filon_str *texts = filon_zalloc(arena, (size_t)n, sizeof *texts);
    for (int i = 0; i < n; i++) {
        struct filon_buf text = FILON_BUF_INIT;
        strew(&text, read_text(arena, paths[i]));
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
                die("%s", error.text);
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
        double start = cpu();
        struct filon_gazetteer *gazetteer = filon_gazetteer_open(compiled, FILON_GAZETTEER_AS_COMPILED, &error);
        double seconds = cpu() - start;
        if (!gazetteer)
            die("%s", error.text);
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
    double start = cpu();
    if (filon_gazetteer_compile(&list, 1, compiled, FILON_GAZETTEER_ACCENT, &size, &error) < 0)
        die("%s", error.text);
    double seconds = cpu() - start;
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
    if (first >= argc || names < 1 || names > 20000000)
        die("usage: gazetteer [--names=N] FILE...");
    char folder[64];
    make_folder(folder);
    struct filon_arena *arena = filon_arena_new();
    const char *list = filon_strf(arena, "%s/names.tsv", folder), *compiled = filon_strf(arena, "%s/names.gaz", folder);
    filon_log_level(FILON_ERROR);
    write_list(list, names);
    bench_compiling(list, compiled);
    bench_opening(compiled);
    bench_stage(arena, compiled, argv + first, argc - first);
    remove_folder(folder);
    filon_arena_free(arena);
    return EXIT_SUCCESS;
}
