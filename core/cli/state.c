/* filon status, filon quarantine: what a job's state folder tells, and what an operator changes in it. */
#include "cli/cli.h"

#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "job/ledger.h"
#include "job/lock.h"

static const struct option longs[] = {
    {"pending", no_argument, NULL, OPT_PENDING}, {"all", no_argument, NULL, OPT_ALL},   {"verbose", no_argument, NULL, 'v'}, {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, OPT_HELP},       {"version", no_argument, NULL, OPT_VERSION}, {0}};

/* A job file's state, without loading its plugins: an operator looks at a job that may be broken. NULL: code is the exit code. */
static struct filon_ledger *open_state(struct filon_command_line *line, struct filon_jobfile *file, int *code)
{
    struct filon_error error = {0};
    struct stat st;
    if (filon_jobfile_load(file, line->arena, line->argv[0], &error) < 0) {
        *code = filon_report(&error);
        return NULL;
    }
    char *path = filon_strf(line->arena, "%s/ledger.db", file->state);
    if (stat(path, &st) < 0) {
        if (line->verbose >= 0)
            printf("%s: has never run (no %s)\n", file->name, path);
        *code = EXIT_DONE;
        return NULL;
    }
    struct filon_ledger *ledger = filon_ledger_look(file->state, &error);
    if (!ledger)
        *code = filon_report(&error);
    return ledger;
}

static void put_when(int64_t at)
{
    char text[32];
    time_t seconds = (time_t)at;
    struct tm local;
    localtime_r(&seconds, &local);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local);
    fputs(text, stdout);
}

/* ---- status */

static void put_run(void *self, const struct filon_ledger_run *run)
{
    const struct filon_summary *summary = &run->summary;
    struct filon_ledger_run *newest = self;
    if (!newest->n) {
        *newest = *run;
        newest->stages = run->stages ? strdup(run->stages) : NULL;
        newest->outcome = NULL;
    }
    printf("%6lld  ", (long long)run->n);
    put_when(run->began);
    if (!run->ended)
        printf("  %s\n", kill((pid_t)run->pid, 0) == 0 ? "under way, or ended without a word" : "ended without a word: the next run makes it good");
    else
        printf("  %-18s %8.1f s %9llu %9llu %8llu %9llu %9.1f\n", run->outcome, summary->seconds, (unsigned long long)summary->done, (unsigned long long)summary->dropped,
               (unsigned long long)summary->failed, (unsigned long long)summary->unchanged, summary->seconds > 0 ? (double)summary->done / summary->seconds : 0.0);
}

static void put_stages(const struct filon_ledger_run *run)
{
    json_t *stages = run->stages ? json_loads(run->stages, 0, NULL) : NULL, *ns;
    const char *name;
    double documents = (double)(run->summary.done + run->summary.dropped + run->summary.failed);
    if (json_object_size(stages) && documents > 0) {
        printf("\nStages of run %lld, CPU time\n", (long long)run->n);
        json_object_foreach(stages, name, ns)
        {
            double seconds = (double)json_integer_value(ns) / 1e9;
            printf("  %-18s %10.3f s %12.0f documents/s\n", name, seconds, seconds > 0 ? documents / seconds : 0.0);
        }
    }
    json_decref(stages);
}

/* What a run would do now: the inputs against the ledger. */
static int put_pending(struct filon_command_line *line)
{
    struct filon_error error = {0};
    struct filon_job_source source = {.path = line->argv[0]};
    struct filon_pending pending;
    struct filon_job *job = filon_job_new(&source, &error);
    if (!job || filon_job_pending(job, &pending, &error) < 0) {
        filon_job_free(job);
        return filon_report(&error);
    }
    printf("\nA run now would look at %llu new or changed documents, try %llu of quarantine again, and leave %llu alone.\n", (unsigned long long)pending.fresh,
           (unsigned long long)pending.retried, (unsigned long long)pending.alone);
    filon_job_free(job);
    return EXIT_DONE;
}

static int status(struct filon_command_line *line)
{
    struct filon_error error = {0};
    struct filon_jobfile file;
    struct filon_ledger_counts counts = {0};
    struct filon_ledger_run newest = {0};
    int code = EXIT_DONE;
    if (line->argc != 1)
        return filon_usage(line, line->argc ? "one job at a time" : "which job?");
    struct filon_ledger *ledger = open_state(line, &file, &code);
    if (!ledger)
        return code;
    if (filon_ledger_counts(ledger, &counts, &error) == 0) {
        printf("%s: %llu documents done, %llu dropped, %llu in quarantine\n\n", file.name, (unsigned long long)counts.done, (unsigned long long)counts.dropped,
               (unsigned long long)counts.quarantined);
        printf("%6s  %-19s  %-18s %10s %9s %9s %8s %9s %9s\n", "run", "began", "outcome", "duration", "done", "dropped", "failed", "unchanged", "done/s");
        filon_ledger_runs(ledger, 10, put_run, &newest, &error);
        put_stages(&newest);
    }
    free((char *)newest.stages);
    filon_ledger_close(ledger);
    code = filon_report(&error);
    return code == EXIT_DONE && line->pending ? put_pending(line) : code;
}

/* ---- quarantine */

static void put_row(void *self, const struct filon_quarantined *row)
{
    ++*(uint64_t *)self;
    struct filon_str reason = row->reason;
    const char *end = reason.n ? memchr(reason.p, '\n', reason.n) : NULL;
    if (end)
        reason.n = (size_t)(end - reason.p);
    printf("%.*s\t%d attempt%s\t", FILON_FMT(row->id), row->attempts, row->attempts == 1 ? "" : "s");
    put_when(row->last);
    printf("\t%.*s\n", FILON_FMT(reason));
}

static void put_whole(void *self, const struct filon_quarantined *row)
{
    ++*(uint64_t *)self;
    printf("id        %.*s\nfile      %.*s", FILON_FMT(row->id), FILON_FMT(row->path));
    if (row->line)
        printf(", line %llu", (unsigned long long)row->line);
    if (row->offset)
        printf(", byte %llu", (unsigned long long)row->offset);
    printf("\nstage     %.*s\nattempts  %d\nfirst     ", FILON_FMT(row->stage), row->attempts);
    put_when(row->first);
    printf("\nlast      ");
    put_when(row->last);
    printf("\nreason    %.*s\n", FILON_FMT(row->reason));
    if (row->data.p)
        printf("input     %zu bytes, kept:\n%.*s\n", row->data.n, FILON_FMT(row->data));
}

static int no_such(struct filon_command_line *line, const char *id)
{
    fprintf(stderr, "filon %s: `%s` is not in quarantine\n", line->command->name, id);
    return EXIT_QUARANTINE;
}

/* Retry and forget: under the job's lock, each id or all. */
static int change(struct filon_command_line *line, const struct filon_jobfile *file, int64_t (*what)(struct filon_ledger *, const char *, struct filon_error *),
                  const char *done)
{
    struct filon_error error = {0};
    int64_t n = 0;
    int code = EXIT_DONE, lock = filon_lock(file->state, 0, &error);
    struct filon_ledger *ledger = lock >= 0 ? filon_ledger_open(file->state, &error) : NULL;
    for (int i = 2; ledger && !error.code && i < (line->all ? 3 : line->argc); i++) {
        const char *id = line->all ? NULL : line->argv[i];
        int64_t changed = what(ledger, id, &error);
        if (changed == 0 && id)
            code = no_such(line, id);
        n += changed > 0 ? changed : 0;
    }
    if (ledger && !error.code)
        filon_ledger_commit(ledger, &error);
    filon_ledger_close(ledger);
    if (lock >= 0)
        close(lock);
    if (error.code)
        return filon_report(&error);
    if (line->verbose >= 0)
        printf("%lld document%s %s\n", (long long)n, n == 1 ? "" : "s", done);
    return code;
}

static int show(struct filon_command_line *line, struct filon_ledger *ledger)
{
    struct filon_error error = {0};
    int code = EXIT_DONE;
    for (int i = 2; i < line->argc || (line->all && i == 2); i++) {
        uint64_t n = 0;
        if (filon_ledger_quarantine(ledger, line->all ? NULL : line->argv[i], true, put_whole, &n, &error) < 0)
            return filon_report(&error);
        if (!n && !line->all)
            code = no_such(line, line->argv[i]);
        if (line->all)
            break;
    }
    return code;
}

static int quarantine(struct filon_command_line *line)
{
    struct filon_error error = {0};
    struct filon_jobfile file;
    uint64_t n = 0;
    int code = EXIT_DONE;
    const char *verb = line->argc > 1 ? line->argv[1] : "list";
    bool takes_ids = strcmp(verb, "show") == 0 || strcmp(verb, "retry") == 0 || strcmp(verb, "forget") == 0;
    if (!line->argc)
        return filon_usage(line, "which job?");
    if (!takes_ids && strcmp(verb, "list") != 0)
        return filon_usage(line, "'%s' is not known: list, show, retry or forget", verb);
    if (takes_ids && line->argc < 3 && !line->all)
        return filon_usage(line, "%s which documents? (--all for every one)", verb);
    if (line->argc > 2 && (!takes_ids || line->all))
        return filon_usage(line, takes_ids ? "either --all or documents" : "list takes no documents");
    struct filon_ledger *ledger = open_state(line, &file, &code);
    if (!ledger)
        return code;
    if (strcmp(verb, "list") == 0)
        code = filon_ledger_quarantine(ledger, NULL, false, put_row, &n, &error) < 0 ? filon_report(&error) : EXIT_DONE;
    else if (strcmp(verb, "show") == 0)
        code = show(line, ledger);
    filon_ledger_close(ledger);
    if (strcmp(verb, "retry") == 0)
        return change(line, &file, filon_ledger_retry, "will be tried again by the next run");
    if (strcmp(verb, "forget") == 0)
        return change(line, &file, filon_ledger_forget, "will be left alone until changed");
    return code;
}

const struct filon_command filon_status_command = {
    .name = "status",
    .summary = "Show a job's last runs, counts and rates",
    .help = "[OPTION]... JOB\n"
            "Show what the job has done: documents, its last ten runs with their counts, durations and rates,\n"
            "the cost of each stage in the last one.\n\n"
            "      --pending              also look at the inputs: how many a run would do now\n",
    .shorts = ":vq",
    .longs = longs,
    .run = status,
};

const struct filon_command filon_quarantine_command = {
    .name = "quarantine",
    .summary = "List, show, retry or forget a job's failed documents",
    .help = "[OPTION]... JOB [list]\n"
            "  or:  filon quarantine [OPTION]... JOB show|retry|forget ID...\n"
            "The documents that failed: list them, a line each (id, attempts, last try, reason); show all that is\n"
            "known of some; let the next run try them again; or forget them until they change.\n\n"
            "      --all                  every document in quarantine\n",
    .shorts = ":vq",
    .longs = longs,
    .run = quarantine,
};
