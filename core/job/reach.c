#include "job/reach.h"

#include <stdlib.h>

#include "base/memory.h"

void filon_reaches_free(struct filon_reaches *reaches)
{
    for (uint32_t i = 0; i < reaches->room; i++)
        filon_buf_free(&reaches->reach[i].path);
    free(reaches->reach);
    *reaches = (struct filon_reaches){0};
}

static bool is_end(const struct filon_place *place)
{
    return place->at == place->size;
}

void filon_reaches_add(struct filon_reaches *reaches, const struct filon_place *place, uint64_t before)
{
    enum { STEP = 16, MOST = 256 };
    const struct filon_reach *last = reaches->n ? &reaches->reach[reaches->n - 1] : NULL;
    bool near = last && !is_end(&last->place) && before < last->before + STEP;
    if (reaches->n == MOST || (near && !is_end(place)))
        return;
    if (reaches->n == reaches->room) {
        uint32_t room = reaches->room ? reaches->room * 2 : 4;
        reaches->reach = filon_xrealloc(reaches->reach, room * sizeof *reaches->reach);
        memset(reaches->reach + reaches->room, 0, (room - reaches->room) * sizeof *reaches->reach);
        reaches->room = room;
    }
    struct filon_reach *reach = &reaches->reach[reaches->n++];
    filon_buf_clear(&reach->path);
    filon_buf_put_str(&reach->path, place->path);
    reach->place = *place;
    reach->before = before;
    reach->pipeline = reaches->pipeline;
}

int filon_reaches_settle(struct filon_reaches *reaches, struct filon_ledger *ledger, uint64_t head, struct filon_error *error)
{
    uint32_t n = 0;
    while (n < reaches->n && reaches->reach[n].before <= head) {
        struct filon_reach *reach = &reaches->reach[n++];
        reach->place.path = filon_buf_str(&reach->path);
        if (filon_ledger_reach_put(ledger, &reach->place, reach->pipeline, error) < 0)
            return -1;
    }
    for (uint32_t i = 0; n && i + n < reaches->n; i++) { /* the buffers change places */
        struct filon_reach done = reaches->reach[i];
        reaches->reach[i] = reaches->reach[i + n];
        reaches->reach[i + n] = done;
    }
    reaches->n -= n;
    return (int)n;
}
