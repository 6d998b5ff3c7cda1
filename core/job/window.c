#include "job/window.h"

#include "base/memory.h"

void filon_window_init(struct filon_window *window, size_t writers)
{
    *window = (struct filon_window){.head = 1, .next = 1, .first_waiting = 1};
    for (int i = 0; i < FILON_WINDOW; i++)
        filon_result_init(&window->slot[i].result, writers);
}

void filon_window_free(struct filon_window *window)
{
    for (int i = 0; i < FILON_WINDOW; i++) {
        filon_result_free(&window->slot[i].result);
        filon_buf_free(&window->slot[i].strings);
    }
}

struct filon_slot *filon_window_add(struct filon_window *window, uint32_t reader, const struct filon_input *input)
{
    enum { KEEP = 1024 * 1024 };
    struct filon_slot *slot = filon_window_slot(window, window->next);
    size_t id = input->id.n, path = input->path.n, data = input->data.p ? input->data.n : 0;
    if (slot->strings.cap > KEEP)
        filon_buf_free(&slot->strings);
    filon_buf_clear(&slot->strings);
    filon_buf_reserve(&slot->strings, id + path + data + 1);
    filon_buf_put(&slot->strings, input->id.p, id);
    filon_buf_put(&slot->strings, input->path.p, path);
    filon_buf_put(&slot->strings, input->data.p, data);
    window->id_hash[window->next % FILON_WINDOW] = filon_hash(input->id.p, id, 0);
    slot->task = (struct filon_task){.seq = window->next++, .reader = reader, .input = *input};
    slot->task.input.id.p = slot->strings.p;
    slot->task.input.path.p = slot->strings.p + id;
    if (input->data.p)
        slot->task.input.data.p = slot->strings.p + id + path;
    slot->state = FILON_SLOT_WAITING;
    slot->tries = 0;
    slot->before = FILON_ENTRY_NONE;
    slot->held = 0;
    slot->kin = (struct filon_kinship){0};
    slot->asked = false;
    slot->asker = NULL;
    slot->sketch.n = 0;
    slot->hash = 0;
    filon_result_clear(&slot->result);
    window->bytes += data ? data : (size_t)input->size;
    return slot;
}

struct filon_slot *filon_window_waiting(struct filon_window *window)
{
    if (window->first_waiting < window->head)
        window->first_waiting = window->head;
    for (; window->first_waiting < window->next; window->first_waiting++) {
        struct filon_slot *slot = filon_window_slot(window, window->first_waiting);
        if (slot->state == FILON_SLOT_WAITING)
            return slot;
    }
    return NULL;
}

bool filon_window_holds(const struct filon_window *window, struct filon_str id)
{
    uint64_t hash = filon_hash(id.p, id.n, 0);
    for (uint64_t seq = window->head; seq < window->next; seq++)
        if (window->id_hash[seq % FILON_WINDOW] == hash && filon_str_eq(window->slot[seq % FILON_WINDOW].task.input.id, id))
            return true;
    return false;
}

void filon_window_pop(struct filon_window *window)
{
    struct filon_slot *slot = filon_window_slot(window, window->head);
    const struct filon_input *input = &slot->task.input;
    window->bytes -= input->data.p && input->data.n ? input->data.n : (size_t)input->size;
    slot->state = FILON_SLOT_FREE;
    window->head++;
}
