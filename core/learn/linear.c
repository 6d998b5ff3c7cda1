#include <filon/linear.h>

#include <string.h>

struct head {
    uint32_t magic, classes, slots, cells;
};

enum { MAGIC = 0x314e494c, SLOTS_LEAST = 16, LAST = 0x8000 };

static int broken(struct filon_error *error, const char *what)
{
    return filon_error_set(error, FILON_E_CONFIG, "a linear model in the file is damaged: %s", what);
}

static bool sound(const struct filon_linear *linear)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < linear->slots; i++)
        wrong |= (linear->slot[i].at != FILON_LINEAR_EMPTY) & (linear->slot[i].at >= linear->cells);
    for (uint32_t i = 0; i < linear->cells; i++)
        wrong |= (uint32_t)(linear->cell[i].class & ~LAST) >= linear->classes;
    return !wrong && (!linear->cells || linear->cell[linear->cells - 1].class & LAST);
}

int filon_linear_open(struct filon_linear *linear, struct filon_str block, struct filon_error *error)
{
    struct head head;
    if (block.n < sizeof head || (uintptr_t)block.p % 4)
        return broken(error, "it is too short");
    memcpy(&head, block.p, sizeof head);
    if (head.magic != MAGIC || !head.classes || head.classes > FILON_LINEAR_CLASSES || head.slots < SLOTS_LEAST || head.slots & (head.slots - 1))
        return broken(error, "its head is none");
    if (block.n != sizeof head + (uint64_t)head.slots * sizeof *linear->slot + (uint64_t)head.cells * sizeof *linear->cell)
        return broken(error, "its size is another than its head says");
    *linear = (struct filon_linear){.classes = head.classes, .slots = head.slots, .cells = head.cells};
    linear->shift = 64 - (unsigned)__builtin_ctz(head.slots);
    linear->slot = (const void *)(block.p + sizeof head);
    linear->cell = (const void *)(linear->slot + head.slots);
    return sound(linear) ? 0 : broken(error, "it points beyond itself");
}

/* A table that is full of other keys ends the search after one round. */
static inline const struct filon_linear_cell *find(const struct filon_linear *linear, uint64_t hash)
{
    uint32_t mask = linear->slots - 1, at = (uint32_t)(hash >> linear->shift), key = (uint32_t)hash;
    for (uint32_t round = 0; round <= mask; round++, at = (at + 1) & mask) {
        if (linear->slot[at].at == FILON_LINEAR_EMPTY)
            return NULL;
        if (linear->slot[at].key == key)
            return linear->cell + linear->slot[at].at;
    }
    return NULL;
}

void filon_linear_add(const struct filon_linear *linear, const uint64_t *features, size_t n, int32_t *scores)
{
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&linear->slot[features[i] >> linear->shift]);
    for (size_t i = 0; i < n; i++) {
        const struct filon_linear_cell *cell = find(linear, features[i]);
        if (!cell)
            continue;
        for (; !(cell->class & LAST); cell++)
            scores[cell->class] += cell->weight;
        scores[cell->class & ~LAST] += cell->weight;
    }
}
