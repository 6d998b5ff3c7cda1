/* The coordinator's output side: records to writers, outcomes to the ledger, both committed together. */
#include "job/run.h"

#include "base/log.h"

/* States of writers that an older filon knew by their place. */
static int adopt_states(struct filon_run *run)
{
    for (size_t i = 0; i < run->job->writers; i++) {
        const struct filon_job_writer *writer = &run->job->writer[i];
        if (filon_ledger_writer_adopt(run->ledger, i, writer->ctx->loaded->name, writer->key, run->error) < 0)
            return -1;
    }
    return filon_ledger_writers_adopted(run->ledger, run->error);
}

static int find_bits(struct filon_run *run)
{
    run->bit = filon_zalloc(run->job->arena, run->job->writers, sizeof *run->bit);
    for (size_t i = 0; i < run->job->writers; i++)
        if (!(run->bit[i] = filon_ledger_writer_bit(run->ledger, run->job->writer[i].key, run->error)))
            return -1;
    return 0;
}

int filon_run_begin_writers(struct filon_run *run)
{
    struct filon_job *job = run->job;
    bool first = false;
    if (run->ledger && adopt_states(run) < 0)
        return -1;
    for (size_t i = 0; i < job->writers; i++) {
        struct filon_ctx *ctx = job->writer[i].ctx;
        const char *state = NULL;
        if (run->ledger && filon_ledger_writer_get(run->ledger, job->writer[i].key, job->arena, &state, run->error) < 0)
            return -1;
        first |= !state;
        run->begun = i + 1;
        if (ctx->loaded->plugin.begin(ctx, state) < 0)
            return filon_instance_error(ctx, FILON_E_IO, run->error);
    }
    if (!run->ledger)
        return 0;
    /* In a job's first run nobody knows yet what the outputs held before it: that is noted before anything is written. */
    return first && filon_run_commit(run) < 0 ? -1 : find_bits(run);
}

void filon_run_end_writers(struct filon_run *run)
{
    for (size_t i = 0; i < run->begun; i++)
        if (run->job->writer[i].ctx->loaded->plugin.end)
            run->job->writer[i].ctx->loaded->plugin.end(run->job->writer[i].ctx);
    run->begun = 0;
}

/* Each writer gets its record; one that has none, and holds an older version, takes that out. */
static int write_records(struct filon_run *run, struct filon_slot *slot)
{
    for (size_t i = 0; i < run->job->writers; i++) {
        struct filon_ctx *ctx = run->job->writer[i].ctx;
        const struct filon_plugin *plugin = &ctx->loaded->plugin;
        struct filon_str id = slot->task.input.id, record = filon_buf_str(&slot->result.record[i]);
        bool held = run->bit && (slot->held & run->bit[i]);
        if (record.n && plugin->write(ctx, id, record) < 0)
            return filon_instance_error(ctx, FILON_E_IO, run->error);
        if (!record.n && held && plugin->remove && plugin->remove(ctx, id) < 0)
            return filon_instance_error(ctx, FILON_E_IO, run->error);
        if (run->bit && record.n)
            slot->held |= run->bit[i];
        else if (held && plugin->remove)
            slot->held &= ~run->bit[i];
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
        .data = filon_str_is(input->path, "-") ? input->data : FILON_NO_STR, .before = slot->before, .held = slot->held, .kin = slot->kin.own,
    };
    if (slot->hash)
        row.hash = slot->hash;
    if (!row.hash && input->data.p) /* lost before it could be hashed */
        row.hash = filon_hash(input->data.p, input->data.n, 0);
    bool changed = (input->data.p || slot->hash) && slot->before != FILON_ENTRY_NONE && slot->task.hash != row.hash;
    if (changed && filon_ledger_former_put(run->ledger, input->id, slot->task.hash, run->error) < 0)
        return -1;
    /* What failed may have been mended where it stands. */
    bool mended = slot->before == FILON_ENTRY_QUARANTINED && filon_ledger_quarantined_in(run->ledger, input->id, input->path);
    if (changed && !mended && filon_ledger_reach_forget(run->ledger, run->error) < 0)
        return -1;
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
        return write_records(run, slot) < 0 || filon_run_remember(run, slot) < 0 ? -1 : note(run, slot, FILON_ENTRY_DONE);
    case FILON_DROPPED:
        summary->dropped++;
        filon_log_about(FILON_INFO, slot->task.input.id, "dropped: %s", message);
        slot->sketch.n = 0;
        return write_records(run, slot) < 0 || filon_run_remember(run, slot) < 0 ? -1 : note(run, slot, FILON_ENTRY_DROPPED);
    case FILON_UNCHANGED:
        summary->unchanged++;
        return run->ledger ? filon_ledger_touch(run->ledger, slot->task.input.id, slot->task.input.mtime, run->error) : 0;
    default:
        summary->failed++;
        filon_log_about(FILON_ERROR, slot->task.input.id, "%s", message);
        return note(run, slot, FILON_ENTRY_QUARANTINED);
    }
}

/* Before what is still under way, files are done. */
static int note_reached(struct filon_run *run)
{
    int noted = run->ledger ? filon_reaches_settle(&run->reaches, run->ledger, run->window.head, run->error) : 0;
    if (noted > 0 && !run->batch++)
        run->batch_since = filon_clock_ns();
    return noted < 0 ? -1 : 0;
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
    return note_reached(run);
}

int filon_run_commit(struct filon_run *run)
{
    struct filon_buf state = FILON_BUF_INIT;
    int status = 0;
    for (size_t i = 0; i < run->job->writers && status == 0; i++) {
        struct filon_ctx *ctx = run->job->writer[i].ctx;
        filon_buf_clear(&state);
        filon_buf_put(&state, "", 0);
        if (ctx->loaded->plugin.commit(ctx, &state) < 0)
            status = filon_instance_error(ctx, FILON_E_IO, run->error);
        else if (run->ledger)
            status = filon_ledger_writer_put(run->ledger, run->job->writer[i].key, state.p, run->error);
    }
    filon_buf_free(&state);
    if (status == 0 && run->ledger)
        status = filon_ledger_commit(run->ledger, run->error);
    if (status == 0)
        run->committed = *run->summary;
    run->batch = run->batch_bytes = 0;
    return status;
}
