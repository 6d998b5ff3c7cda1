/* The coordinator's answers to filon_alike: those of a run without workers, whatever the order in which workers ask. */
#include "job/run.h"

/* Of the job, or of a run without a ledger. */
static struct filon_kin *memory(struct filon_run *run)
{
    if (!run->kin)
        run->kin = run->ledger ? filon_ledger_kin(run->ledger, run->error) : filon_kin_open(NULL, run->error);
    return run->kin;
}

struct place {
    struct filon_run *run;
    uint64_t seq;
};

/* Whether a document of that number is under way, before this one. */
static bool pending(void *self, int64_t n)
{
    const struct place *place = self;
    struct filon_window *window = &place->run->window;
    for (uint64_t seq = window->head; seq < place->seq; seq++)
        if (filon_window_slot(window, seq)->kin.own == n)
            return true;
    return false;
}

/* Whether one of those under way before it would be looked at: what becomes of that one decides. */
static bool depends(struct filon_run *run, const struct filon_slot *slot)
{
    for (uint64_t seq = run->window.head; seq < slot->task.seq; seq++)
        if (filon_kin_share(&filon_window_slot(&run->window, seq)->sketch, &slot->sketch))
            return true;
    return false;
}

static int find(struct filon_run *run, struct filon_slot *slot, struct filon_buf *id, float *resemblance)
{
    struct place place = {run, slot->task.seq};
    if (!slot->sketch.n)
        return FILON_KIN_NONE;
    if (depends(run, slot))
        return FILON_KIN_WAIT;
    if (!memory(run))
        return -1;
    return filon_kin_find(run->kin, &slot->sketch, slot->least, pending, &place, &slot->kin, id, resemblance, run->error);
}

void filon_run_asked(struct filon_run *run, struct filon_worker *worker, uint64_t seq, double least, const struct filon_sketch *sketch)
{
    struct filon_slot *slot = filon_window_slot(&run->window, seq);
    if (slot->state != FILON_SLOT_SENT || slot->task.seq != seq)
        return; /* it was given up already, and so is the worker */
    run->asking += !slot->asker;
    slot->asked = true;
    slot->asker = worker;
    slot->least = least;
    slot->sketch = *sketch;
}

void filon_run_unasked(struct filon_run *run, struct filon_slot *slot)
{
    run->asking -= slot->asker != NULL;
    slot->asker = NULL;
    slot->asked = false;
    slot->sketch.n = 0;
}

/* In input order, as far as all before a document have asked or are done: none of those can have a text that it does not know of. */
int filon_run_answer(struct filon_run *run)
{
    struct filon_buf id = FILON_BUF_INIT;
    int status = 0;
    for (uint64_t seq = run->window.head; run->asking && seq < run->window.next && status >= 0; seq++) {
        struct filon_slot *slot = filon_window_slot(&run->window, seq);
        float resemblance = 0;
        if (slot->state != FILON_SLOT_READY && !slot->asked)
            break;
        if (!slot->asker)
            continue;
        filon_buf_clear(&id);
        status = find(run, slot, &id, &resemblance);
        if (status < 0 || status == FILON_KIN_WAIT)
            continue;
        filon_pool_answer(slot->asker, resemblance, filon_buf_str(&id));
        slot->asker = NULL;
        run->asking--;
    }
    filon_buf_free(&id);
    return status < 0 ? -1 : 0;
}

/* All that came before is settled. */
static int ask(void *self, const struct filon_sketch *sketch, double least, struct filon_arena *arena, struct filon_alike *found,
               struct filon_error *error)
{
    struct filon_run *run = self;
    struct filon_slot *slot = run->under_work;
    struct filon_buf id = FILON_BUF_INIT;
    slot->sketch = *sketch;
    slot->least = least;
    int status = find(run, slot, &id, &found->resemblance);
    if (status == FILON_KIN_FOUND)
        found->id = filon_str_dup(arena, filon_buf_str(&id));
    filon_buf_free(&id);
    return status < 0 ? filon_error_set(error, FILON_E_IO, "%s", run->error->text) : 0;
}

void filon_run_hear(struct filon_run *run)
{
    *filon_registry_alike(run->job->registry) = (struct filon_alike_source){ask, run};
}

int filon_run_remember(struct filon_run *run, struct filon_slot *slot)
{
    struct filon_str id = slot->task.input.id;
    if (!slot->sketch.n && !slot->kin.own)
        return 0;
    return memory(run) ? filon_kin_put(run->kin, id, &slot->sketch, &slot->kin, run->error) : -1;
}
