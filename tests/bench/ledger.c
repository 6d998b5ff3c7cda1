/* Whether a ledger stays fast when it is large: fills one through its own functions, then times what runs and operators ask of it.
 *
 *     ledger FILON [MILLIONS]     ten by default: some 1.5 GB in the folder of temporary files
 */
#include "job/ledger.h"
#include "tests/bench/measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum { BATCH = 1000, LOOKUPS = 200000, BATCHES = 50 };

static char folder[64];
static struct filon_error error;
static struct filon_ledger *ledger;

/* As read_files names them: a year's folders, in order. */
static struct filon_str name(char text[64], uint64_t i)
{
    int n = snprintf(text, 64, "archive/%04u/%02u/article-%08llu.txt", (unsigned)(1980 + i / 250000), (unsigned)(1 + i / 20833 % 12), (unsigned long long)i);
    return (struct filon_str){text, (size_t)n};
}

static void put(uint64_t i, enum filon_entry_state before)
{
    char text[64];
    struct filon_str id = name(text, i);
    struct filon_ledger_row row = {.id = id, .path = id, .hash = i * UINT64_C(0x9e3779b97f4a7c15), .size = 3000 + i % 4000, .mtime = INT64_C(1496400000000000000) + (int64_t)i,
                                   .pipeline = 1, .state = FILON_ENTRY_DONE, .reason = "", .before = before, .held = 6};
    if (filon_ledger_put(ledger, &row, &error) < 0)
        die_of("put", &error);
}

static void commit(void)
{
    if (filon_ledger_commit(ledger, &error) < 0)
        die_of("commit", &error);
}

static void fill(uint64_t n)
{
    double began = now();
    for (uint64_t i = 0; i < n; i++) {
        put(i, FILON_ENTRY_NONE);
        if (i % (20 * BATCH) == 0)
            commit();
    }
    commit();
    printf("%-52s %12.2f us\n", "filled in order, a document", 1e6 * (now() - began) / (double)n);
}

static void look_up(uint64_t n, bool in_order)
{
    char text[64];
    struct filon_entry entry;
    uint64_t random = 7;
    double began = now();
    for (uint64_t i = 0; i < LOOKUPS; i++) {
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        uint64_t which = in_order ? n / 2 + i : (random >> 20) % n;
        if (filon_ledger_get(ledger, name(text, which % n), &entry, &error) < 0)
            die_of("get", &error);
        if (entry.state != FILON_ENTRY_DONE)
            die("a document is not there");
    }
    printf("%-52s %12.2f us\n", in_order ? "looked up in order, as a run does, a document" : "looked up anywhere, a document", 1e6 * (now() - began) / LOOKUPS);
}

/* Batches of documents that changed, in order or all over the ledger. */
static void change(uint64_t n, bool in_order)
{
    double began = now(), worst = 0;
    for (uint64_t b = 0; b < BATCHES; b++) {
        double batch = now();
        for (uint64_t i = 0; i < BATCH; i++)
            put((in_order ? b * BATCH + i : (b * BATCH + i) * 7919) % n, FILON_ENTRY_DONE);
        commit();
        batch = now() - batch;
        worst = batch > worst ? batch : worst;
    }
    printf("%-52s %12.2f ms, the worst %.2f ms\n", in_order ? "a batch of 1,000 in order, with its commit" : "a batch of 1,000 from all over, with its commit",
           1e3 * (now() - began) / BATCHES, 1e3 * worst);
}

static void status(const char *filon)
{
    char command[512];
    snprintf(command, sizeof command, "'%s' status '%s/job.yaml' | sed -n 1p", filon, folder);
    double began = now();
    fflush(stdout);
    if (system(command) != 0)
        die_of("filon status", &error);
    printf("%-52s %12.2f ms\n", "filon status", 1e3 * (now() - began));
}

int main(int argc, char **argv)
{
    char path[128];
    struct stat st;
    uint64_t n = (uint64_t)(1e6 * (argc > 2 ? atof(argv[2]) : 10));
    if (argc < 2 || n < BATCH * BATCHES) {
        fputs("usage: ledger FILON [MILLIONS]\n", stderr);
        return 2;
    }
    make_folder(folder);
    snprintf(path, sizeof path, "%s/job.yaml", folder);
    FILE *job = fopen(path, "w");
    if (!job || fputs("job: bench\nstate: .\npipeline: []\n", job) < 0 || fclose(job) != 0)
        die_of(path, &error);
    if (!(ledger = filon_ledger_open(folder, &error)))
        die_of("open", &error);
    fill(n);
    look_up(n, true);
    look_up(n, false);
    change(n, true);
    change(n, false);
    filon_ledger_close(ledger);
    snprintf(path, sizeof path, "%s/ledger.db", folder);
    if (stat(path, &st) < 0)
        die_of(path, &error);
    printf("%-52s %12.1f bytes a document\n", "the file", (double)st.st_size / (double)n);
    status(argv[1]);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%-52s %12.1f MB\n", "largest memory", (double)usage.ru_maxrss / 1024);
    remove_folder(folder);
    return 0;
}
