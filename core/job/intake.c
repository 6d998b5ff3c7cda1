/* The coordinator's input side: what the readers give, less what the ledger knows. */
#include "job/run.h"

#include <filon/utf8.h>
#include <poll.h>

#include "base/log.h"

enum { LOOKS = 2000, WINDOW_BYTES = 24 * 1024 * 1024 };

enum verdict { SKIP, DEFER, TAKE, COMPARE };

/* ---- Files that are done in part (filon/resume.h) */

static bool resume(void *self, struct filon_place *place)
{
    struct filon_run *run = self;
    struct filon_reach_query query = {.pipeline = run->job->file.redo_pipeline ? run->pipeline : 0, .attempts = (int)run->job->file.limits.attempts};
    int found = run->options->again ? 0 : filon_ledger_reach(run->ledger, place, &query, run->error);
    run->reaches.pipeline = run->pipeline;
    if (found <= 0)
        return false;
    if (query.pipeline != run->pipeline)
        run->reaches.pipeline = 0;
    if (query.quarantined > place->documents)
        query.quarantined = place->documents;
    run->summary->quarantined += query.quarantined;
    run->summary->unchanged += place->documents - query.quarantined;
    return true;
}

static void reached(void *self, const struct filon_place *place)
{
    struct filon_run *run = self;
    filon_reaches_add(&run->reaches, place, run->window.next);
}

void filon_run_resumes(struct filon_run *run, struct filon_job *job, bool notes)
{
    struct filon_resume_source *source = filon_registry_resume(job->registry);
    *source = run ? (struct filon_resume_source){resume, notes ? reached : NULL, run} : (struct filon_resume_source){0};
}

/* File names are bytes; everything that leaves the program is UTF-8: what is not becomes \xNN, the same each time. */
static void clean_id(struct filon_buf *out, struct filon_str id)
{
    filon_buf_clear(out);
    while (id.n) {
        size_t good = filon_utf8_check(id.p, id.n);
        filon_buf_put(out, id.p, good);
        if (good == id.n)
            break;
        filon_buf_printf(out, "\\x%02X", (unsigned char)id.p[good]);
        id.p += good + 1;
        id.n -= good + 1;
    }
}

/* Inputs that came on standard input and failed: nobody else has them. One at a time, however many there are. 1, 0, -1 as next. */
static int next_stored(struct filon_run *run)
{
    struct filon_quarantined row;
    for (;;) {
        filon_arena_reset(run->stored);
        int got = filon_ledger_stored(run->ledger, filon_buf_str(&run->stored_id), run->job->file.limits.attempts, run->stored, &row, run->error);
        if (got <= 0) {
            filon_arena_free(run->stored);
            run->stored = NULL;
            return got;
        }
        filon_buf_clear(&run->stored_id);
        filon_buf_put_str(&run->stored_id, row.id);
        if (row.reader < 0 || (size_t)row.reader >= run->job->readers)
            continue; /* of a reader that the job no longer has */
        run->from = (uint32_t)row.reader;
        run->input = (struct filon_input){.id = row.id, .path = row.path, .offset = row.offset, .line = row.line, .size = row.data.n, .data = row.data};
        return 1;
    }
}

/* Inputs whose later version is no longer there: they count again. */
static int next_former(struct filon_run *run)
{
    const struct filon_former_input *former = run->former ? filon_former_next(run->former) : NULL;
    if (!former)
        return 0;
    run->input = former->input;
    run->from = former->reader;
    run->former_hash = former->hash;
    run->summary->unchanged--;
    return 1;
}

/* 1: run->input is the next one, run->from its reader; 0: all is read; FILON_LATER: it has to wait for run->wait_fd. */
static int next_input(struct filon_run *run)
{
    int again = run->stored ? next_stored(run) : 0;
    run->former_hash = 0;
    if (again)
        return again;
    while (run->reader < run->job->readers) {
        struct filon_ctx *reader = run->job->reader[run->reader];
        run->input = (struct filon_input){0};
        int got = reader->loaded->plugin.next(reader, &run->input);
        if (got < 0)
            return filon_instance_error(reader, FILON_E_IO, run->error);
        if (run->error->code) /* asked of the ledger */
            return -1;
        if (got == FILON_LATER) {
            run->wait_fd = reader->wait_fd;
            return got;
        }
        if (got > 0) {
            clean_id(&run->id, run->input.id);
            run->input.id = filon_buf_str(&run->id);
            run->from = run->reader;
            return 1;
        }
        run->reader++;
    }
    return next_former(run);
}

static bool same_pipeline(const struct filon_run *run, const struct filon_entry *entry)
{
    return entry->pipeline == run->pipeline || !run->job->file.redo_pipeline;
}

static int judge(struct filon_run *run, struct filon_entry *entry, uint64_t *hash)
{
    const struct filon_input *input = &run->input;
    if (!run->ledger)
        return TAKE;
    if (filon_ledger_get(run->ledger, input->id, entry, run->error) < 0)
        return -1;
    if (run->options->again || run->former_hash)
        return TAKE;
    bool spent = entry->state == FILON_ENTRY_QUARANTINED && entry->attempts >= run->job->file.limits.attempts;
    if (entry->state == FILON_ENTRY_NONE || !same_pipeline(run, entry))
        return TAKE;
    if (input->data.p) {
        *hash = filon_hash(input->data.p, input->data.n, 0);
        int former = *hash != entry->hash ? filon_ledger_former(run->ledger, input->id, *hash, run->error) : 0;
        if (former)
            return former < 0 ? -1 : DEFER;
    }
    if (entry->state == FILON_ENTRY_QUARANTINED && !spent)
        return TAKE;
    if (input->mtime && entry->mtime == input->mtime && entry->size == input->size)
        return SKIP;
    if (!input->data.p)
        return input->mtime ? COMPARE : TAKE;
    return *hash == entry->hash ? SKIP : TAKE;
}

/* An older version waits for the one that counts. False: it cannot wait. */
static bool defer(struct filon_run *run, uint64_t hash)
{
    struct filon_former_input former = {.input = run->input, .reader = run->from, .hash = hash};
    if (!filon_former_defer(run->former, &former))
        return false;
    run->summary->unchanged++;
    return true;
}

/* Another version of a document that has come already, of which people should know: the last one counts. */
static void tell_twice(struct filon_run *run, const struct filon_entry *entry, bool taken)
{
    const struct filon_input *input = &run->input;
    const struct filon_former_input *before = filon_former_settle(run->former, input->id);
    if (before)
        filon_log_about(FILON_INFO, input->id, "older versions of it are left out, the last of them %.*s:%llu: %.*s:%llu counts",
                        FILON_FMT(before->input.path), (unsigned long long)before->input.line, FILON_FMT(input->path), (unsigned long long)input->line);
    else if (taken && entry->this_run && !run->twice++)
        filon_log_about(FILON_WARN, input->id, "%.*s:%llu: another document came under this id before: the last one counts (said once a run)",
                        FILON_FMT(input->path), (unsigned long long)input->line);
}

static int take(struct filon_run *run)
{
    struct filon_entry entry = {0};
    uint64_t hash = 0, most = run->job->file.limits.size, size = run->input.data.p ? run->input.data.n : run->input.size;
    int verdict = judge(run, &entry, &hash);
    if (verdict < 0)
        return -1;
    if (verdict == DEFER && defer(run, hash))
        return 0;
    if (run->ledger && !run->former_hash)
        tell_twice(run, &entry, verdict != SKIP);
    if ((verdict == SKIP || verdict == COMPARE) && entry.pipeline != run->pipeline)
        run->reaches.pipeline = 0;
    if (verdict == SKIP) {
        if (entry.state == FILON_ENTRY_QUARANTINED)
            run->summary->quarantined++;
        else
            run->summary->unchanged++;
        return 0;
    }
    bool large = most && size > most;
    if (large)
        run->input.data = FILON_NO_STR; /* not worth carrying */
    struct filon_slot *slot = filon_window_add(&run->window, run->from, &run->input);
    slot->task.has_hash = verdict == COMPARE && entry.state != FILON_ENTRY_QUARANTINED;
    slot->task.hash = entry.hash;
    slot->hash = run->former_hash;
    slot->before = entry.state;
    slot->held = entry.held;
    slot->kin.own = entry.kin;
    if (large) {
        slot->result.seq = slot->task.seq;
        slot->result.outcome = FILON_FAILED;
        slot->result.size = size;
        filon_too_large(&slot->result.message, size, most);
        slot->state = FILON_SLOT_READY;
    }
    return 0;
}

int filon_run_fill(struct filon_run *run)
{
    for (int looks = 0; looks < LOOKS; looks++) {
        if (run->read_all || filon_window_full(&run->window) || (run->window.bytes > WINDOW_BYTES && !filon_window_empty(&run->window)))
            return 0;
        int got = run->held ? 1 : next_input(run);
        run->held = false;
        if (got < 0 || got == FILON_LATER)
            return got;
        if (got == 0) {
            run->read_all = true;
            return 0;
        }
        if (run->ledger && filon_window_holds(&run->window, run->input.id)) {
            run->held = true; /* what becomes of the first decides what is done with the second */
            return 0;
        }
        if (take(run) < 0)
            return -1;
    }
    return 1;
}

int filon_job_pending(struct filon_job *job, struct filon_pending *pending, struct filon_error *error)
{
    static const struct filon_run_options options = {.ledger = true};
    struct filon_summary summary = {0};
    struct filon_run run = {.job = job, .options = &options, .summary = &summary, .error = error};
    int got = 0;
    *pending = (struct filon_pending){0};
    if (!(run.ledger = filon_ledger_look(job->file.state, error)))
        return -1;
    run.pipeline = filon_run_pipeline(job, run.ledger, error);
    filon_run_resumes(&run, job, false);
    while (run.pipeline >= 0 && !error->code && (got = next_input(&run)) > 0) {
        struct filon_entry entry = {0};
        uint64_t hash = 0;
        if (got == FILON_LATER) {
            poll(&(struct pollfd){run.wait_fd, POLLIN, 0}, 1, -1);
            continue;
        }
        int verdict = judge(&run, &entry, &hash);
        pending->alone += verdict < TAKE;
        pending->retried += verdict >= TAKE && entry.state == FILON_ENTRY_QUARANTINED;
        pending->fresh += verdict >= TAKE && entry.state != FILON_ENTRY_QUARANTINED;
    }
    pending->alone += summary.unchanged + summary.quarantined;
    filon_run_resumes(NULL, job, false);
    filon_ledger_close(run.ledger);
    filon_buf_free(&run.id);
    return error->code ? -1 : 0;
}
