/* The coordinator's output side: records to writers, outcomes to the ledger, both committed together. */
#include "job/run.h"

#include <stdio.h>

#include "base/log.h"

static void writer_name(const struct filon_run *run, size_t i, char *name, size_t room)
{
    snprintf(name, room, "%zu %s", i, run->job->writer[i].ctx->loaded->name);
}

int filon_run_begin_writers(struct filon_run *run)
{
    struct filon_job *job = run->job;
    char name[96];
    bool first = false;
    for (size_t i = 0; i < job->writers; i++) {
        struct filon_ctx *ctx = job->writer[i].ctx;
        const char *state = NULL;
        writer_name(run, i, name, sizeof name);
        if (run->ledger && filon_ledger_writer_get(run->ledger, name, job->arena, &state, run->error) < 0)
            return -1;
        first |= !state;
        run->begun = i + 1;
        if (ctx->loaded->plugin.begin(ctx, state) < 0)
            return filon_instance_error(ctx, FILON_E_IO, run->error);
    }
    /* In a job's first run nobody knows yet what the outputs held before it: that is noted before anything is written. */
    return run->ledger && first ? filon_run_commit(run) : 0;
}

void filon_run_end_writers(struct filon_run *run)
{
    for (size_t i = 0; i < run->begun; i++)
        if (run->job->writer[i].ctx->loaded->plugin.end)
            run->job->writer[i].ctx->loaded->plugin.end(run->job->writer[i].ctx);
    run->begun = 0;
}

static int write_records(struct filon_run *run, struct filon_slot *slot)
{
    for (size_t i = 0; i < run->job->writers; i++) {
        struct filon_ctx *ctx = run->job->writer[i].ctx;
        struct filon_str record = filon_buf_str(&slot->result.record[i]);
        if (record.n && ctx->loaded->plugin.write(ctx, slot->task.input.id, record) < 0)
            return filon_instance_error(ctx, FILON_E_IO, run->error);
        run->batch_bytes += record.n;
    }
    return 0;
}

static int note(struct filon_run *run, struct filon_slot *slot, enum filon_entry_state state)
{
    const struct filon_input *input = &slot->task.input;
    if (!run->ledger)
        return 0;
    struct filon_ledger_row row = {
        .id = input->id, .path = input->path, .offset = input->offset, .hash = slot->result.hash, .size = input->mtime ? input->size : slot->result.size,
        .mtime = input->mtime, .pipeline = run->pipeline, .state = state, .reason = slot->result.message.p ? slot->result.message.p : "",
        .stage = filon_stage_of(run->job, slot->result.stage), .line = input->line, .reader = slot->task.reader,
        .data = filon_str_is(input->path, "-") ? input->data : FILON_NO_STR,
    };
    if (!row.hash && input->data.p) /* lost before it could be hashed */
        row.hash = filon_hash(input->data.p, input->data.n, 0);
    return filon_ledger_put(run->ledger, &row, run->error);
}

static int settle(struct filon_run *run, struct filon_slot *slot)
{
    struct filon_summary *summary = run->summary;
    const char *message = slot->result.message.n ? slot->result.message.p : "";
    filon_log_document(NULL);
    switch (slot->result.outcome) {
    case FILON_DONE:
        summary->done++;
        summary->bytes += slot->result.size;
        return write_records(run, slot) < 0 ? -1 : note(run, slot, FILON_ENTRY_DONE);
    case FILON_DROPPED:
        summary->dropped++;
        filon_log_about(FILON_INFO, slot->task.input.id, "dropped: %s", message);
        return note(run, slot, FILON_ENTRY_DROPPED);
    case FILON_UNCHANGED:
        summary->unchanged++;
        return run->ledger ? filon_ledger_touch(run->ledger, slot->task.input.id, slot->task.input.mtime, run->error) : 0;
    default:
        summary->failed++;
        filon_log_about(FILON_ERROR, slot->task.input.id, "%s", message);
        return note(run, slot, FILON_ENTRY_QUARANTINED);
    }
}

int filon_run_flush(struct filon_run *run)
{
    while (!filon_window_empty(&run->window)) {
        struct filon_slot *slot = filon_window_slot(&run->window, run->window.head);
        if (slot->state != FILON_SLOT_READY)
            break;
        if (!run->batch)
            run->batch_since = filon_clock_ns();
        run->batch++;
        if (settle(run, slot) < 0)
            return -1;
        filon_window_pop(&run->window);
    }
    return 0;
}

int filon_run_commit(struct filon_run *run)
{
    struct filon_buf state = FILON_BUF_INIT;
    char name[96];
    int status = 0;
    for (size_t i = 0; i < run->job->writers && status == 0; i++) {
        struct filon_ctx *ctx = run->job->writer[i].ctx;
        filon_buf_clear(&state);
        filon_buf_put(&state, "", 0);
        writer_name(run, i, name, sizeof name);
        if (ctx->loaded->plugin.commit(ctx, &state) < 0)
            status = filon_instance_error(ctx, FILON_E_IO, run->error);
        else if (run->ledger)
            status = filon_ledger_writer_put(run->ledger, name, state.p, run->error);
    }
    filon_buf_free(&state);
    if (status == 0 && run->ledger)
        status = filon_ledger_commit(run->ledger, run->error);
    run->batch = run->batch_bytes = 0;
    return status;
}
