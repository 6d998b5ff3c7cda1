/* filon run, filon check. */
#include "cli/cli.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/log.h"
#include "config/show.h"
#include "job/report.h"

static const struct option run_longs[] = {
    {"set", required_argument, NULL, OPT_SET},         {"workers", required_argument, NULL, OPT_WORKERS},
    {"again", no_argument, NULL, OPT_AGAIN},           {"wait", optional_argument, NULL, OPT_WAIT},
    {"time", no_argument, NULL, OPT_TIME},
    {"verbose", no_argument, NULL, 'v'},               {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, OPT_HELP},             {"version", no_argument, NULL, OPT_VERSION},
    {0}};

static const struct option check_longs[] = {
    {"set", required_argument, NULL, OPT_SET}, {"print", no_argument, NULL, OPT_PRINT}, {"verbose", no_argument, NULL, 'v'}, {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, OPT_HELP},     {"version", no_argument, NULL, OPT_VERSION}, {0}};

static struct filon_job *load(struct filon_command_line *line, struct filon_error *error)
{
    struct filon_job_source source = {.path = line->argv[0], .sets = line->sets, .n_sets = line->n_sets};
    struct filon_job *job = filon_job_new(&source, error);
    if (job && filon_job_check_places(job, error) < 0) {
        filon_job_free(job);
        return NULL;
    }
    return job;
}

static void tell(const struct filon_job *job, const struct filon_summary *summary)
{
    filon_log(FILON_INFO, "%s: %llu done, %llu unchanged, %llu dropped, %llu failed, in %.2f s", job->file.name, (unsigned long long)summary->done,
              (unsigned long long)summary->unchanged, (unsigned long long)summary->dropped, (unsigned long long)summary->failed, summary->seconds);
    if (summary->failed)
        filon_log(FILON_ERROR, "%s: %llu of %llu documents failed: filon quarantine %s", job->file.name, (unsigned long long)summary->failed,
                  (unsigned long long)(summary->failed + summary->done + summary->dropped), job->file.path);
    if (summary->gave_up)
        filon_log(FILON_ERROR, "%s: stopped, as more than limits.failures, %g %%, of the documents failed", job->file.name, 100 * job->file.limits.failures);
}

void filon_show_times(const struct filon_job *job, const struct filon_summary *summary)
{
    struct filon_buf table = FILON_BUF_INIT;
    filon_report_time(job, summary, &table);
    fwrite(table.p, 1, table.n, stderr);
    filon_buf_free(&table);
}

static int run(struct filon_command_line *line)
{
    struct filon_error error = {0};
    struct filon_summary summary;
    if (line->argc != 1)
        return filon_usage(line, line->argc ? "one job at a time" : "which job?");
    struct filon_job *job = load(line, &error);
    if (!job || filon_log_open(job->file.log.file, job->file.log.format, job->file.log.level, &error) < 0) {
        filon_job_free(job);
        return filon_report(&error);
    }
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is told like a full disk */
    struct filon_run_options options = {.workers = line->workers, .ledger = true, .again = line->again, .wait = line->wait ? line->wait_seconds : 0,
                                        .progress = isatty(STDERR_FILENO) && line->verbose >= 0};
    int status = filon_job_run(job, &options, &summary, &error);
    bool waited = status < 0 && error.code == FILON_E_BUSY && summary.signal; /* for the lock: asked to stop, it has nothing to tell */
    int code = waited ? 128 + summary.signal : status < 0 ? filon_report(&error) : summary.failed ? EXIT_QUARANTINE : EXIT_DONE;
    if (status == 0) {
        tell(job, &summary);
        if (line->time)
            filon_show_times(job, &summary);
        if (summary.signal)
            code = 128 + summary.signal;
    }
    filon_log_close();
    filon_job_free(job);
    return code;
}

static void print_key(const char *key, const char *value, struct filon_buf *out)
{
    if (!value)
        return;
    filon_buf_printf(out, "      %s: ", key);
    filon_yaml_scalar(filon_str_of(value), out);
    filon_buf_putc(out, '\n');
}

/* writer: where a writer's common keys are, or NULL. */
static void print_stage(const struct filon_ctx *ctx, const char *name, const struct filon_job_writer *writer, struct filon_buf *out)
{
    const struct filon_option *options = ctx ? ctx->loaded->plugin.options : NULL;
    filon_buf_printf(out, "  - %s:", name);
    if (!(options && options->name) && !(writer && (writer->route || writer->name)))
        filon_buf_puts(out, ctx ? " {}" : " {} # in the script");
    filon_buf_putc(out, '\n');
    for (; options && options->name; options++) {
        filon_buf_printf(out, "      %s: ", options->name);
        filon_option_show(options, ctx->options, out);
        filon_buf_putc(out, '\n');
    }
    if (writer) {
        print_key("route", writer->route, out);
        print_key("name", writer->name, out);
    }
}

/* The job as it would run, includes, variables, --set and defaults applied, secrets masked. */
static void print_job(const struct filon_job *job)
{
    struct filon_buf out = FILON_BUF_INIT;
    filon_jobfile_show(&job->file, &out);
    filon_buf_puts(&out, "read:\n");
    for (size_t i = 0; i < job->readers; i++)
        print_stage(job->reader[i], job->reader[i]->loaded->name, NULL, &out);
    filon_buf_puts(&out, "pipeline:\n");
    for (size_t i = 0; i < filon_pipeline_stages(job->pipeline); i++)
        print_stage(filon_pipeline_stage_ctx(job->pipeline, i), filon_pipeline_stage_name(job->pipeline, i), NULL, &out);
    filon_buf_puts(&out, "write:\n");
    for (size_t i = 0; i < job->writers; i++)
        print_stage(job->writer[i].ctx, job->writer[i].ctx->loaded->name, &job->writer[i], &out);
    filon_jobfile_hide(&job->file, &out);
    fwrite(out.p, 1, out.n, stdout);
    filon_buf_free(&out);
}

static int check(struct filon_command_line *line)
{
    struct filon_error error = {0};
    if (line->argc != 1)
        return filon_usage(line, line->argc ? "one job at a time" : "which job?");
    struct filon_job *job = load(line, &error);
    if (!job)
        return filon_report(&error);
    if (line->print)
        print_job(job);
    else if (line->verbose >= 0)
        printf("%s: all is well\n", line->argv[0]);
    filon_job_free(job);
    return EXIT_DONE;
}

const struct filon_command filon_run_command = {
    .name = "run",
    .summary = "Run a job: what is new or changed since its last run",
    .help = "[OPTION]... JOB\n"
            "Run the job that the YAML file JOB describes: read what is new or changed, annotate, write.\n"
            "Silent when all is well; at a terminal it shows its progress.\n\n"
            "      --set=PLUGIN.OPTION=VALUE  override a plugin's option; repeatable\n"
            "      --again                redo what was done before\n"
            "      --workers=N            so many processes; 0: everything in this one\n"
            "      --time                 show what each stage cost\n"
            "      --wait[=SECONDS]       wait for another run of the job to end\n",
    .shorts = ":vq",
    .longs = run_longs,
    .run = run,
};

const struct filon_command filon_check_command = {
    .name = "check",
    .summary = "Check all of a job that can be wrong, without running it",
    .help = "[OPTION]... JOB\n"
            "Do all that 'filon run JOB' does before its first document: read the job, load plugins, scripts,\n"
            "lexicons and models, check options, layers and the places to write to. Nothing is written.\n\n"
            "      --print                show the job as it would run, all defaults filled in\n"
            "      --set=PLUGIN.OPTION=VALUE  override a plugin's option; repeatable\n",
    .shorts = ":vq",
    .longs = check_longs,
    .run = check,
};
