#include "job/report.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

void filon_report_stages(const struct filon_job *job, const struct filon_summary *summary, struct filon_buf *out)
{
    filon_buf_putc(out, '{');
    for (size_t i = 0; i < filon_pipeline_stages(job->pipeline); i++) {
        filon_buf_puts(out, i ? "," : "");
        filon_buf_json(out, filon_str_of(filon_pipeline_stage_name(job->pipeline, i)));
        filon_buf_printf(out, ":%llu", (unsigned long long)summary->stage_ns[i]);
    }
    filon_buf_putc(out, '}');
}

/* A reader of the file sees the old one or the new one, never a half. */
static int replace(const char *path, const struct filon_buf *text, struct filon_error *error)
{
    char *fresh = NULL;
    if (asprintf(&fresh, "%s.%ld.tmp", path, (long)getpid()) < 0)
        return filon_error_set(error, FILON_E_INTERNAL, "no memory");
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644), failure = fd < 0 ? errno : 0;
    if (!failure && write(fd, text->p, text->n) != (ssize_t)text->n)
        failure = errno ? errno : EIO;
    if (!failure && fdatasync(fd) < 0 && errno != EINVAL && errno != EROFS)
        failure = errno;
    if (fd >= 0 && close(fd) < 0 && !failure)
        failure = errno;
    if (!failure && rename(fresh, path) < 0)
        failure = errno;
    if (failure)
        unlink(fresh);
    free(fresh);
    return failure ? filon_error_set(error, FILON_E_IO, "%s: %s", path, strerror(failure)) : 0;
}

static void put_time(struct filon_buf *out, const char *key, int64_t at)
{
    char text[40];
    struct tm utc;
    time_t seconds = (time_t)at;
    gmtime_r(&seconds, &utc);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    filon_buf_printf(out, ",\"%s\":\"%s\"", key, text);
}

static void put_summary(const struct filon_job *job, const struct filon_summary *summary, int64_t run, const char *outcome, int64_t began, int64_t ended,
                        struct filon_buf *out)
{
    filon_buf_puts(out, "{\"job\":");
    filon_buf_json(out, filon_str_of(job->file.name));
    filon_buf_printf(out, ",\"filon\":\"%s\",\"run\":%lld,\"outcome\":", filon_version(), (long long)run);
    filon_buf_json(out, filon_str_of(outcome));
    put_time(out, "began", began);
    put_time(out, "ended", ended);
    filon_buf_printf(out, ",\"seconds\":%.3f,\"done\":%llu,\"dropped\":%llu,\"failed\":%llu,\"unchanged\":%llu,\"quarantined\":%llu,\"bytes\":%llu,\"stages\":",
                     summary->seconds, (unsigned long long)summary->done, (unsigned long long)summary->dropped, (unsigned long long)summary->failed,
                     (unsigned long long)summary->unchanged, (unsigned long long)summary->quarantined, (unsigned long long)summary->bytes);
    filon_report_stages(job, summary, out);
    filon_buf_puts(out, "}\n");
}

/* A label's value: backslash, quote and line feed are escaped (Prometheus' text format). */
static void put_label(struct filon_buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\\' || *text == '"')
            filon_buf_putc(out, '\\');
        if (*text == '\n')
            filon_buf_puts(out, "\\n");
        else
            filon_buf_putc(out, *text);
    }
}

static void put_metric(struct filon_buf *out, const char *job, const char *name, const char *help, double value)
{
    filon_buf_printf(out, "# HELP filon_%s %s\n# TYPE filon_%s gauge\nfilon_%s{job=\"", name, help, name, name);
    put_label(out, job);
    filon_buf_printf(out, "\"} %.17g\n", value);
}

static void put_metrics(const struct filon_job *job, const struct filon_summary *summary, const char *outcome, int64_t ended, struct filon_buf *out)
{
    const char *name = job->file.name;
    const struct {
        const char *outcome;
        uint64_t n;
    } counts[] = {{"done", summary->done}, {"dropped", summary->dropped}, {"failed", summary->failed}, {"unchanged", summary->unchanged},
                  {"quarantined", summary->quarantined}};
    filon_buf_puts(out, "# HELP filon_documents Documents of the last run by outcome\n# TYPE filon_documents gauge\n");
    for (size_t i = 0; i < FILON_COUNT(counts); i++) {
        filon_buf_puts(out, "filon_documents{job=\"");
        put_label(out, name);
        filon_buf_printf(out, "\",outcome=\"%s\"} %llu\n", counts[i].outcome, (unsigned long long)counts[i].n);
    }
    filon_buf_puts(out, "# HELP filon_stage_seconds CPU time of the last run by stage\n# TYPE filon_stage_seconds gauge\n");
    for (size_t i = 0; i < filon_pipeline_stages(job->pipeline); i++) {
        filon_buf_puts(out, "filon_stage_seconds{job=\"");
        put_label(out, name);
        filon_buf_printf(out, "\",n=\"%zu\",stage=\"", i + 1);
        put_label(out, filon_pipeline_stage_name(job->pipeline, i));
        filon_buf_printf(out, "\"} %.6f\n", (double)summary->stage_ns[i] / 1e9);
    }
    put_metric(out, name, "run_seconds", "Duration of the last run", summary->seconds);
    put_metric(out, name, "run_bytes", "Bytes of documents done in the last run", (double)summary->bytes);
    put_metric(out, name, "run_ended_timestamp_seconds", "When the last run ended", (double)ended);
    put_metric(out, name, "run_success", "Whether the last run ended by itself, without an error", strcmp(outcome, "done") == 0);
}

int filon_report_write(const struct filon_job *job, const struct filon_summary *summary, int64_t run, const char *outcome, int64_t began, int64_t ended,
                       struct filon_error *error)
{
    struct filon_buf out = FILON_BUF_INIT;
    int status = 0;
    if (job->file.summary) {
        put_summary(job, summary, run, outcome, began, ended, &out);
        status = replace(job->file.summary, &out, error);
    }
    filon_buf_clear(&out);
    if (job->file.metrics && status == 0) {
        put_metrics(job, summary, outcome, ended, &out);
        status = replace(job->file.metrics, &out, error);
    }
    filon_buf_free(&out);
    return status;
}

void filon_report_time(const struct filon_job *job, const struct filon_summary *summary, struct filon_buf *out)
{
    double total = 0, documents = (double)(summary->done + summary->dropped + summary->failed);
    for (size_t i = 0; i < filon_pipeline_stages(job->pipeline); i++)
        total += (double)summary->stage_ns[i];
    filon_buf_printf(out, "%-16s %10s %7s %12s %10s\n", "stage", "CPU ms", "share", "us/document", "MB/s");
    for (size_t i = 0; i < filon_pipeline_stages(job->pipeline); i++) {
        double ns = (double)summary->stage_ns[i];
        filon_buf_printf(out, "%-16s %10.2f %6.1f%% %12.1f %10.1f\n", filon_pipeline_stage_name(job->pipeline, i), ns / 1e6, total > 0 ? 100 * ns / total : 0,
                         documents > 0 ? ns / 1e3 / documents : 0, ns > 0 ? (double)summary->bytes * 1e3 / ns : 0);
    }
    filon_buf_printf(out, "%-16s %10.2f %6.1f%% %12.1f %10.1f\n", "all stages", total / 1e6, 100.0, documents > 0 ? total / 1e3 / documents : 0,
                     total > 0 ? (double)summary->bytes * 1e3 / total : 0);
}
