#include "job/former.h"

#include <filon/map.h>

#include <stdlib.h>

#include "base/memory.h"

enum { MOST = 1 << 20 };

struct filon_former {
    struct filon_arena *arena;
    struct filon_map *places; /* in item, by id */
    struct filon_former_input *item;
    uint32_t n, room, at;
};

struct filon_former *filon_former_new(void)
{
    struct filon_former *former = filon_xrealloc(NULL, sizeof *former);
    *former = (struct filon_former){.arena = filon_arena_new()};
    former->places = filon_map_new(former->arena, 0);
    return former;
}

void filon_former_free(struct filon_former *former)
{
    if (!former)
        return;
    filon_arena_free(former->arena);
    free(former->item);
    free(former);
}

/* Inputs of one file share its path. */
static struct filon_str keep_path(struct filon_former *former, struct filon_str path)
{
    if (former->n && filon_str_eq(former->item[former->n - 1].input.path, path))
        return former->item[former->n - 1].input.path;
    return filon_str_dup(former->arena, path);
}

bool filon_former_defer(struct filon_former *former, const struct filon_former_input *input)
{
    uint32_t i = filon_map_get(former->places, input->input.id);
    if (filon_str_is(input->input.path, "-") || (i == FILON_MAP_NONE && former->n == MOST))
        return false;
    struct filon_former_input kept = *input;
    kept.input.data = FILON_NO_STR;
    kept.input.path = keep_path(former, input->input.path);
    kept.waits = true;
    if (i == FILON_MAP_NONE) {
        i = former->n++;
        filon_map_set(former->places, input->input.id, i);
        if (i == former->room) {
            former->room = former->room ? former->room * 2 : 64;
            former->item = filon_xrealloc(former->item, former->room * sizeof *former->item);
        }
    }
    kept.input.id = filon_map_key(former->places, i, NULL);
    former->item[i] = kept;
    return true;
}

const struct filon_former_input *filon_former_settle(struct filon_former *former, struct filon_str id)
{
    uint32_t i = former->n ? filon_map_get(former->places, id) : FILON_MAP_NONE;
    if (i == FILON_MAP_NONE || !former->item[i].waits)
        return NULL;
    former->item[i].waits = false;
    return &former->item[i];
}

const struct filon_former_input *filon_former_next(struct filon_former *former)
{
    while (former->at < former->n && !former->item[former->at].waits)
        former->at++;
    if (former->at == former->n)
        return NULL;
    former->item[former->at].waits = false;
    return &former->item[former->at];
}
