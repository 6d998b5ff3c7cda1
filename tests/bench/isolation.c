/* What isolation costs, and what a second worker brings: whole runs of `filon run` on the standard pipeline with no, one and two
 * workers, in turns, so that a busy machine disturbs all alike. CPU time is user and system time of all the run's processes.
 *
 *     isolation FILON PIPELINE [--documents N] [--rounds N] [--writers jsonl|sqlite|both] [--] FILE...
 *
 * Prints the medians and the best of the rounds; 1 if a run fails. */
#include "tests/bench/measure.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WAYS = 3, ROUNDS_MOST = 101 }; /* a way is its number of workers */

static struct {
    char *filon, *pipeline;
    char **file;
    int files, documents, rounds;
    const char *writers;
    char folder[64];
} bench = {.documents = 2000, .rounds = 5, .writers = "both"};

struct cost {
    double cpu, elapsed;
};

/* ---- the inputs: the files in turn, as often as it takes, each a document of its own */

static char *read_whole(const char *path, size_t *n)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) < 0)
        die_of(path, NULL);
    char *text = malloc((size_t)st.st_size + 1);
    ssize_t got = text ? read(fd, text, (size_t)st.st_size) : -1;
    if (got != st.st_size)
        die_of(path, NULL);
    close(fd);
    *n = (size_t)got;
    return text;
}

static void make_documents(void)
{
    char path[64];
    if (mkdir("in", 0755) < 0)
        die_of("in", NULL);
    for (int i = 0; i < bench.documents; i++) {
        size_t n;
        char *text = read_whole(bench.file[i % bench.files], &n);
        snprintf(path, sizeof path, "in/%06d.txt", i);
        FILE *out = fopen(path, "w");
        if (!out || fwrite(text, 1, n, out) != n || fclose(out) != 0)
            die_of(path, NULL);
        free(text);
    }
}

static void make_job(void)
{
    FILE *job = fopen("job.yaml", "w");
    if (!job)
        die_of("job.yaml", NULL);
    fprintf(job, "job: bench\nread: [{ files: { path: 'in/*.txt' } }]\npipeline: '%s'\nwrite:\n", bench.pipeline);
    if (strcmp(bench.writers, "sqlite") != 0)
        fputs("  - jsonl: { path: out.jsonl }\n", job);
    if (strcmp(bench.writers, "jsonl") != 0)
        fputs("  - sqlite: { path: out.db }\n", job);
    if (fclose(job) != 0)
        die_of("job.yaml", NULL);
}

/* ---- a run */

static void begin_anew(void)
{
    static const char *const left[] = {"out.jsonl", ".out.jsonl.filon", "out.db", "var/bench/ledger.db", "var/bench/lock"};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        if (unlink(left[i]) < 0 && errno != ENOENT)
            die_of(left[i], NULL);
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* With the run's own workers, which it has waited for. */
static struct cost run(int workers)
{
    char number[16];
    struct rusage usage;
    int status;
    snprintf(number, sizeof number, "%d", workers);
    begin_anew();
    double began = now();
    pid_t pid = fork();
    if (pid < 0)
        die_of("fork", NULL);
    if (pid == 0) {
        execl(bench.filon, bench.filon, "run", "-q", "--workers", number, "job.yaml", (char *)NULL);
        die_of(bench.filon, NULL);
    }
    while (wait4(pid, &status, 0, &usage) < 0)
        if (errno != EINTR)
            die_of("wait4", NULL);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        die("the run failed");
    return (struct cost){seconds(usage.ru_utime) + seconds(usage.ru_stime), now() - began};
}

/* ---- figures */

static double sorted(double *values, int n)
{
    qsort(values, (size_t)n, sizeof *values, by_size);
    return values[n / 2];
}

static void report(struct cost cost[WAYS][ROUNDS_MOST])
{
    double used[WAYS][ROUNDS_MOST], elapsed[WAYS][ROUNDS_MOST], more[ROUNDS_MOST], documents = bench.documents;
    for (int r = 0; r < bench.rounds; r++) {
        more[r] = 100 * (cost[1][r].cpu / cost[0][r].cpu - 1);
        for (int w = 0; w < WAYS; w++) {
            used[w][r] = cost[w][r].cpu;
            elapsed[w][r] = cost[w][r].elapsed;
        }
    }
    printf("%-8s %16s %16s %14s %16s\n", "workers", "CPU s, median", "CPU s, least", "elapsed s", "us/document");
    for (int w = 0; w < WAYS; w++) {
        double median = sorted(used[w], bench.rounds);
        sorted(elapsed[w], bench.rounds);
        printf("%-8d %16.3f %16.3f %14.3f %16.1f\n", w, median, used[w][0], elapsed[w][0], 1e6 * used[w][0] / documents);
    }
    printf("isolation, CPU time of one worker over none: %+.1f %% (median of pairs), %+.1f %% (least over least)\n",
           sorted(more, bench.rounds), 100 * (used[1][0] / used[0][0] - 1));
    printf("two workers over one, elapsed: %.2f times\n", elapsed[1][0] / elapsed[2][0]);
}

static void read_arguments(int argc, char **argv)
{
    int i = 3;
    for (; i + 1 < argc && strncmp(argv[i], "--", 2) == 0 && argv[i][2]; i += 2)
        if (strcmp(argv[i], "--documents") == 0)
            bench.documents = atoi(argv[i + 1]);
        else if (strcmp(argv[i], "--rounds") == 0)
            bench.rounds = atoi(argv[i + 1]);
        else if (strcmp(argv[i], "--writers") == 0)
            bench.writers = argv[i + 1];
    if (i < argc && strcmp(argv[i], "--") == 0)
        i++;
    if (i >= argc || bench.rounds < 1 || bench.rounds > ROUNDS_MOST || bench.documents < 1) {
        fputs("usage: isolation FILON PIPELINE [--documents N] [--rounds N] [--writers jsonl|sqlite|both] [--] FILE...\n", stderr);
        exit(2);
    }
    bench.filon = realpath(argv[1], NULL);
    bench.pipeline = realpath(argv[2], NULL);
    bench.file = argv + i;
    bench.files = argc - i;
    for (int f = 0; f < bench.files; f++)
        if (!(bench.file[f] = realpath(bench.file[f], NULL)))
            die_of(argv[i + f], NULL);
    if (!bench.filon || !bench.pipeline)
        die_of("FILON PIPELINE", NULL);
}

int main(int argc, char **argv)
{
    static struct cost cost[WAYS][ROUNDS_MOST];
    read_arguments(argc, argv);
    make_folder(bench.folder);
    if (chdir(bench.folder) < 0)
        die_of(bench.folder, NULL);
    make_documents();
    make_job();
    for (int r = 0; r < bench.rounds; r++)
        for (int w = 0; w < WAYS; w++)
            cost[w][r] = run(w);
    report(cost);
    remove_folder(bench.folder);
    return 0;
}
