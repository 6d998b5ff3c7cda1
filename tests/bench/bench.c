/* What each stage of the standard pipeline costs: tokens and bytes a second on one core, peak memory, what opening it takes (the first
 * one with the core's own share), and a cold `filon annotate`. Times of stages are CPU times of this process, the best of several
 * rounds over the same documents, so that a busy machine disturbs little; the pipelines that end with segment and ner are measured alone
 * as well, and so is syntax with patterns behind it. */
#include "base/log.h"
#include "base/paths.h"
#include "tests/bench/measure.h"
#include "tests/bench/stages.h"

#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STAGES_MOST = 64, RUNS_MOST = 1000, LARGEST = 1 << 30 };

struct bench {
    const char *self, *filon, *stages; /* stages: "parse_text,segment", or NULL for the standard pipeline */
    long size, rounds, runs;           /* size: bytes of text a round, at least */
    bool opening;                      /* be the process of measure_opening */
    const char **path;
    struct filon_str *text;
    size_t n, bytes;
    struct filon_arena *arena;
};

/* ---- The pipeline, from the plugins that `filon` itself would load. */

static struct filon_job *open_job(const struct bench *bench)
{
    const char *stages = bench->stages ? filon_strf(bench->arena, "[%s]", bench->stages)
                                       : filon_strf(bench->arena, "'%s/press.lua'", filon_places()->scripts);
    return open_stages(bench->arena, stages, "read_files", bench->path[0]);
}

struct round {
    size_t documents, bytes, tokens;
    struct filon_progress spent;
};

/* The documents again and again until there were bench->size bytes. */
static void run_round(const struct bench *bench, struct filon_job *job, struct filon_doc *doc, struct round *round)
{
    *round = (struct round){0};
    while (round->bytes < (size_t)bench->size || round->documents < bench->n) {
        size_t i = round->documents++ % bench->n;
        struct filon_error error = {0};
        filon_doc_reset(doc);
        filon_doc_set_id(doc, filon_str_of(bench->path[i]));
        if (filon_doc_set_text(doc, bench->text[i], &error) < 0 || filon_pipeline_run(job->pipeline, doc, &round->spent, &error) < 0)
            die("%s: %s", bench->path[i], error.text);
        round->bytes += bench->text[i].n;
        round->tokens += filon_rows(filon_layer(doc, FILON_TOKEN));
    }
}

/* ---- Memory and loading: a process that runs only the stages up to one measures its own peak, and what opening them took. */

struct opening {
    double mib, ms;
};

static long own_peak(void)
{
    char line[256];
    long kib = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (sscanf(line, "VmHWM: %ld", &kib) == 1)
            break;
    if (status)
        fclose(status);
    return kib;
}

static struct opening measure_opening(const struct bench *bench, const char *stages)
{
    char answer[64] = "";
    int ends[2];
    const char **argv = filon_zalloc(bench->arena, bench->n + 8, sizeof *argv);
    size_t n = 0;
    argv[n++] = bench->self;
    argv[n++] = "--opening";
    argv[n++] = filon_strf(bench->arena, "--stages=%s", stages);
    argv[n++] = filon_strf(bench->arena, "--size=%ld", bench->size);
    for (size_t i = 0; i < bench->n; i++)
        argv[n++] = bench->path[i];
    if (pipe(ends) < 0)
        die("no pipe");
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        execv(bench->self, (char *const *)argv);
        _exit(127);
    }
    close(ends[1]);
    ssize_t got = child > 0 ? read(ends[0], answer, sizeof answer - 1) : -1;
    close(ends[0]);
    waitpid(child, NULL, 0);
    struct opening opening = {0};
    if (got <= 0 || sscanf(answer, "%lf %lf", &opening.mib, &opening.ms) != 2)
        die("stages %s alone failed", stages);
    return opening;
}

/* What such a process does. */
static void show_opening(const struct bench *bench)
{
    double before = cpu();
    struct filon_job *job = open_job(bench);
    double ms = (cpu() - before) * 1e3;
    struct filon_doc *doc = filon_doc_new(filon_pipeline_schema(job->pipeline));
    struct round round;
    run_round(bench, job, doc, &round);
    printf("%.3f %.3f\n", (double)own_peak() / 1024, ms);
    filon_doc_free(doc);
    filon_job_free(job);
}

/* ---- The table. */

static void row(const char *name, const struct round *round, double seconds)
{
    if (seconds <= 0)
        seconds = 1e-9;
    printf("%-22s %9.1f %13.0f %10.1f", name, (double)round->bytes / seconds / 1e6, (double)round->tokens / seconds,
           seconds * 1e6 / (double)round->documents);
}

/* The pipeline that ends with this stage, by itself: no later stage takes the caches from it. */
static void bench_alone(const struct bench *bench, const char *stages, const char *last)
{
    struct bench alone = *bench;
    alone.stages = stages;
    struct filon_job *job = open_job(&alone);
    struct filon_doc *doc = filon_doc_new(filon_pipeline_schema(job->pipeline));
    double best = 0;
    struct round round;
    for (long r = 0; r < bench->rounds; r++) {
        double seconds = 0;
        run_round(&alone, job, doc, &round);
        for (size_t i = 0; i < filon_pipeline_stages(job->pipeline); i++)
            seconds += (double)round.spent.ns[i] * 1e-9;
        best = r == 0 || seconds < best ? seconds : best;
    }
    row(filon_strf(bench->arena, "  alone up to %s", last), &round, best);
    putchar('\n');
    filon_doc_free(doc);
    filon_job_free(job);
}

static void bench_stages(const struct bench *bench)
{
    struct filon_job *job = open_job(bench);
    struct filon_doc *doc = filon_doc_new(filon_pipeline_schema(job->pipeline));
    size_t stages = filon_pipeline_stages(job->pipeline);
    double best[STAGES_MOST];
    struct round round;
    if (stages > STAGES_MOST)
        die("more than %d stages", STAGES_MOST);
    for (long r = 0; r < bench->rounds; r++) {
        run_round(bench, job, doc, &round);
        for (size_t i = 0; i < stages; i++)
            if (r == 0 || (double)round.spent.ns[i] * 1e-9 < best[i])
                best[i] = (double)round.spent.ns[i] * 1e-9;
    }
    printf("%zu documents of %zu bytes on average, %.1f MB and %zu tokens a round, best of %ld rounds, one core\n\n", bench->n,
           bench->bytes / bench->n, (double)round.bytes / 1e6, round.tokens, bench->rounds);
    printf("%-22s %9s %13s %10s %9s %9s\n", "stage", "MB/s", "tokens/s", "us/doc", "open ms", "peak MiB");
    double sum = 0, opened = 0;
    const char *list = NULL;
    for (size_t i = 0; i < stages; i++) {
        const char *name = filon_pipeline_stage_name(job->pipeline, i);
        list = list ? filon_strf(bench->arena, "%s,%s", list, name) : name;
        struct opening opening = measure_opening(bench, list);
        for (int again = 0; again < 4; again++) {
            struct opening other = measure_opening(bench, list);
            opening.ms = other.ms < opening.ms ? other.ms : opening.ms;
        }
        row(name, &round, best[i]);
        printf(" %9.1f %9.1f\n", opening.ms > opened ? opening.ms - opened : 0, opening.mib);
        opened = opening.ms;
        sum += best[i];
        if (i > 0 && (strcmp(name, "segment") == 0 || strcmp(name, "ner") == 0))
            bench_alone(bench, list, name);
    }
    row("all", &round, sum);
    printf(" %9.1f\n", opened);
    filon_doc_free(doc);
    filon_job_free(job);
}

/* ---- Syntax, which the standard pipeline does without, and patterns over it. */

enum { PATTERNS = 200 };

/* Patterns as people write them: words, parts of speech, names, relations. */
static const char *write_patterns(const struct bench *bench)
{
    static const char *const lemmas[] = {"dire",     "annoncer", "nier",     "voter",    "accuser",
                                         "soutenir", "refuser",  "proposer", "demander", "critiquer"};
    static const char *const shapes[][2] = {{"who:[upos=PROPN]+ [upos=AUX]? [lemma=", "]"},
                                            {"[lemma=", "] [upos=DET]? what:[upos=NOUN] [upos=ADJ]*"},
                                            {"[form=ne] [upos=PRON]? [lemma=", "] [form=pas]"},
                                            {"[upos=ADV]{0,2} [lemma=", "] [upos=ADP]"}};
    const char *path = filon_strf(bench->arena, "%s/filon-bench-%ld.yaml", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp", (long)getpid());
    FILE *out = fopen(path, "wx");
    if (!out)
        die("cannot write %s", path);
    fputs("rules:\n", out);
    for (unsigned i = 0; i < PATTERNS; i++) {
        const char *const *shape = shapes[i % FILON_COUNT(shapes)], *lemma = lemmas[i / FILON_COUNT(shapes) % FILON_COUNT(lemmas)];
        fprintf(out, "  - name: pattern-%u\n    pattern: '%s%s%.*s%s'\n", i, shape[0], lemma, (int)(i / 40), "-----", shape[1]);
    }
    fclose(out);
    return path;
}

/* Keeps the documents in the model's language: the patterns ask for what the others have not. */
static void keep_parsed(struct bench *bench, struct filon_job *job, struct filon_doc *doc)
{
    size_t n = 0;
    for (size_t i = 0; i < bench->n; i++) {
        struct filon_error error = {0};
        struct filon_progress spent = {0};
        filon_doc_reset(doc);
        filon_doc_set_id(doc, filon_str_of(bench->path[i]));
        if (filon_doc_set_text(doc, bench->text[i], &error) < 0 || filon_pipeline_run(job->pipeline, doc, &spent, &error) < 0)
            continue;
        bench->path[n] = bench->path[i];
        bench->text[n++] = bench->text[i];
    }
    bench->n = n;
}

static void bench_syntax(const struct bench *bench)
{
    struct bench alone = *bench;
    const char *patterns = write_patterns(bench);
    alone.stages = filon_strf(bench->arena, "parse_text, segment, syntax, rules: { file: %s }", patterns);
    struct filon_job *job = open_job(&alone);
    struct filon_doc *doc = filon_doc_new(filon_pipeline_schema(job->pipeline));
    alone.path = memcpy(filon_alloc(bench->arena, bench->n * sizeof *alone.path), bench->path, bench->n * sizeof *alone.path);
    alone.text = memcpy(filon_alloc(bench->arena, bench->n * sizeof *alone.text), bench->text, bench->n * sizeof *alone.text);
    keep_parsed(&alone, job, doc);
    if (!alone.n)
        die("no document is in the language of syntax");
    double tree = 0, rules = 0;
    struct round round;
    for (long r = 0; r < bench->rounds; r++) {
        run_round(&alone, job, doc, &round);
        double first = (double)(round.spent.ns[0] + round.spent.ns[1] + round.spent.ns[2]) * 1e-9, last = (double)round.spent.ns[3] * 1e-9;
        tree = r == 0 || first < tree ? first : tree;
        rules = r == 0 || last < rules ? last : rules;
    }
    putchar('\n');
    row("raw text to syntax", &round, tree);
    putchar('\n');
    row(filon_strf(bench->arena, "rules, %d patterns", PATTERNS), &round, rules);
    putchar('\n');
    filon_doc_free(doc);
    filon_job_free(job);
    unlink(patterns);
}

/* ---- A cold start: the command on one article, wall-clock time. */

/* *computed: what of it the processes computed, in seconds; on a busy machine they wait as well. */
static double run_cold(const struct bench *bench, double *computed)
{
    double start = now();
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        execl(bench->filon, "filon", "annotate", "--format=json", bench->path[0], (char *)NULL);
        _exit(127);
    }
    int status;
    struct rusage usage = {0};
    if (child < 0 || wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        die("%s annotate %s failed", bench->filon, bench->path[0]);
    *computed = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
    return now() - start;
}

static void bench_cold(const struct bench *bench)
{
    double seconds[RUNS_MOST], computed[RUNS_MOST];
    for (long i = 0; i < bench->runs; i++)
        seconds[i] = run_cold(bench, &computed[i]);
    qsort(computed, (size_t)bench->runs, sizeof *computed, by_size);
    qsort(seconds, (size_t)bench->runs, sizeof *seconds, by_size);
    printf("\nfilon annotate of one article of %zu bytes, cold: min %.1f ms, median %.1f ms of %ld runs; CPU min %.1f ms\n",
           bench->text[0].n, seconds[0] * 1e3, seconds[bench->runs / 2] * 1e3, bench->runs, computed[0] * 1e3);
}

/* ---- The command line. */

static long number(const char *text, long most)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (*end || value < 1 || value > most)
        die("`%s` is no number from 1 to %ld", text, most);
    return value;
}

int main(int argc, char **argv)
{
    static const struct option longs[] = {{"size", required_argument, NULL, 's'},
                                          {"rounds", required_argument, NULL, 'r'},
                                          {"runs", required_argument, NULL, 'c'},
                                          {"filon", required_argument, NULL, 'f'},
                                          {"stages", required_argument, NULL, 'p'},
                                          {"opening", no_argument, NULL, 'o'},
                                          {0}};
    struct bench bench = {.self = "/proc/self/exe", .size = 8 << 20, .rounds = 5, .runs = 21, .arena = filon_arena_new()};
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length > 0) {
        self[length] = '\0';
        bench.self = self;
    }
    for (int c; (c = getopt_long(argc, argv, "", longs, NULL)) != -1;)
        switch (c) {
        case 's':
            bench.size = number(optarg, LARGEST);
            break;
        case 'r':
            bench.rounds = number(optarg, RUNS_MOST);
            break;
        case 'c':
            bench.runs = number(optarg, RUNS_MOST);
            break;
        case 'f':
            bench.filon = optarg;
            break;
        case 'p':
            bench.stages = optarg;
            break;
        case 'o':
            bench.opening = true;
            break;
        default:
            return EXIT_FAILURE;
        }
    if (optind == argc)
        die("usage: bench [--size=BYTES] [--rounds=N] [--stages=NAME,NAME] [--filon=PROGRAM [--runs=N]] FILE...");
    filon_log_level(FILON_ERROR);
    bench.path = (const char **)argv + optind;
    bench.n = (size_t)(argc - optind);
    bench.text = read_texts(bench.arena, argv + optind, bench.n, &bench.bytes);
    if (bench.opening) {
        show_opening(&bench);
    } else {
        bench_stages(&bench);
        if (!bench.stages)
            bench_syntax(&bench);
        if (bench.filon)
            bench_cold(&bench);
    }
    filon_arena_free(bench.arena);
    return EXIT_SUCCESS;
}
