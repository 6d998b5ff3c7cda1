#include "job/document.h"

#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "base/memory.h"

/* Values of progress.stage outside of the stages. */
enum { LOADING = 1000, ENCODING };

uint64_t filon_clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void filon_result_init(struct filon_result *result, size_t writers)
{
    *result = (struct filon_result){.records = writers};
    size_t size = (writers ? writers : 1) * sizeof *result->record;
    result->record = memset(filon_xrealloc(NULL, size), 0, size);
}

void filon_result_clear(struct filon_result *result)
{
    enum { KEEP = 4 * 1024 * 1024 }; /* a giant's buffers are given back */
    for (size_t i = 0; i < result->records; i++)
        if (result->record[i].cap > KEEP)
            filon_buf_free(&result->record[i]);
        else
            filon_buf_clear(&result->record[i]);
    filon_buf_clear(&result->message);
    result->hash = result->size = result->stage = 0;
    result->outcome = 0;
}

void filon_result_free(struct filon_result *result)
{
    for (size_t i = 0; i < result->records; i++)
        filon_buf_free(&result->record[i]);
    filon_buf_free(&result->message);
    free(result->record);
}

static void size_text(struct filon_buf *out, uint64_t bytes)
{
    if (bytes >= 10 * 1024 * 1024)
        filon_buf_printf(out, "%llu MiB", (unsigned long long)(bytes / (1024 * 1024)));
    else
        filon_buf_printf(out, "%llu bytes", (unsigned long long)bytes);
}

void filon_too_large(struct filon_buf *message, uint64_t size, uint64_t most)
{
    size_text(message, size);
    filon_buf_puts(message, ": larger than limits.size, ");
    size_text(message, most);
}

const char *filon_stage_of(const struct filon_job *job, uint64_t stage)
{
    if (stage == LOADING)
        return "read";
    return stage < filon_pipeline_stages(job->pipeline) ? filon_pipeline_stage_name(job->pipeline, stage) : "write";
}

void filon_watch_where(const struct filon_job *job, const struct filon_watch *watch, struct filon_buf *out)
{
    uint32_t stage = watch->progress.stage;
    if (stage == LOADING)
        filon_buf_puts(out, "while reading it");
    else if (stage < filon_pipeline_stages(job->pipeline))
        filon_buf_printf(out, "in stage `%s`", filon_pipeline_stage_name(job->pipeline, stage));
    else
        filon_buf_puts(out, "while encoding its record");
}

static void fail(struct filon_result *result, const char *reason)
{
    result->outcome = FILON_FAILED;
    filon_buf_puts(&result->message, reason);
}

/* False: the result is decided already. */
static bool load(struct filon_job *job, struct filon_doc *doc, const struct filon_task *task, struct filon_result *result)
{
    struct filon_ctx *reader = job->reader[task->reader];
    struct filon_error error = {0};
    if (reader->loaded->plugin.load(reader, &task->input, doc) < 0) {
        filon_instance_error(reader, FILON_E_INPUT, &error);
        fail(result, error.text);
        return false;
    }
    struct filon_str source = task->input.data.p ? task->input.data : filon_doc_source(doc);
    if (!source.p)
        source = filon_doc_text(doc);
    result->size = source.n;
    result->hash = filon_hash(source.p, source.n, 0);
    uint64_t most = job->file.limits.size, largest = source.n > filon_doc_text(doc).n ? source.n : filon_doc_text(doc).n;
    if (most && largest > most) {
        result->outcome = FILON_FAILED;
        filon_too_large(&result->message, largest, most);
        return false;
    }
    if (task->has_hash && task->hash == result->hash) {
        result->outcome = FILON_UNCHANGED;
        return false;
    }
    return true;
}

static bool encode(struct filon_job *job, struct filon_doc *doc, struct filon_result *result)
{
    const char *route = filon_doc_route_name(doc);
    for (size_t i = 0; i < job->writers; i++) {
        struct filon_job_writer *writer = &job->writer[i];
        struct filon_error error = {0};
        if (writer->route && (!route || strcmp(route, writer->route) != 0))
            continue;
        if (writer->ctx->loaded->plugin.encode(writer->ctx, doc, &result->record[i]) < 0) {
            filon_instance_error(writer->ctx, FILON_E_INPUT, &error);
            fail(result, error.text);
            return false;
        }
    }
    return true;
}

static void process(struct filon_job *job, struct filon_doc *doc, const struct filon_task *task, volatile struct filon_progress *progress, struct filon_result *result)
{
    struct filon_error error = {0};
    progress->stage = LOADING;
    if (!load(job, doc, task, result))
        return;
    if (filon_pipeline_run(job->pipeline, doc, progress, &error) < 0) {
        fail(result, error.text);
        return;
    }
    if (filon_doc_dropped(doc)) {
        result->outcome = FILON_DROPPED;
        filon_buf_puts(&result->message, filon_doc_dropped(doc));
        return;
    }
    if (!filon_doc_text(doc).p) {
        fail(result, "no stage made text of it: for pages of HTML, let parse_html be the pipeline's first; parse_markdown for Markdown, parse_text for other sources");
        return;
    }
    progress->stage = ENCODING;
    filon_doc_freeze(doc, true);
    if (encode(job, doc, result))
        result->outcome = FILON_DONE;
}

void filon_job_document(struct filon_job *job, struct filon_doc *doc, const struct filon_task *task, struct filon_watch *watch, struct filon_result *result)
{
    filon_doc_reset(doc);
    filon_doc_set_id(doc, task->input.id);
    filon_log_document(filon_doc_id(doc).p);
    result->seq = task->seq;
    watch->started_ns = filon_clock_ns();
    watch->seq = task->seq;
    process(job, doc, task, &watch->progress, result);
    result->stage = watch->progress.stage;
    if (result->outcome == FILON_FAILED) /* nothing half done leaves the worker */
        for (size_t i = 0; i < result->records; i++)
            filon_buf_clear(&result->record[i]);
    watch->seq = 0;
    filon_log_document(NULL);
}
