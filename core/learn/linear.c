#include <filon/linear.h>

#include "learn/linear_format.h"

static int broken(struct filon_error *error, const char *what)
{
    return filon_error_set(error, FILON_E_CONFIG, "a linear model in the file is damaged: %s", what);
}

static bool sound(const struct filon_linear *linear)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < linear->slots; i++) {
        uint32_t value = linear->entry[i].value;
        wrong |= linear->print[i] && (value & FILON_LINEAR_FAR ? (value & ~FILON_LINEAR_FAR) >= linear->cells : value >> 16 >= linear->classes);
    }
    for (uint32_t i = 0; i < linear->cells; i++)
        wrong |= (uint32_t)(linear->cell[i].class & ~LAST) >= linear->classes;
    for (uint32_t i = 0; i < SPARE; i++)
        wrong |= linear->print[linear->slots + i] != 0;
    return !wrong && (!linear->cells || linear->cell[linear->cells - 1].class & LAST);
}

int filon_linear_open(struct filon_linear *linear, struct filon_str block, struct filon_error *error)
{
    struct linear_head head;
    if (block.n < sizeof head || (uintptr_t)block.p % 4)
        return broken(error, "it is too short");
    memcpy(&head, block.p, sizeof head);
    if (head.magic != LINEAR_MAGIC || !head.classes || head.classes > FILON_LINEAR_CLASSES || head.slots < SLOTS_LEAST || head.slots > SLOTS_MOST || head.slots % 4)
        return broken(error, "its head is none");
    *linear = (struct filon_linear){.classes = head.classes, .slots = head.slots, .cells = head.cells};
    uint64_t prints = (uint64_t)linear->slots + SPARE;
    if (block.n != sizeof head + prints + (uint64_t)linear->slots * sizeof *linear->entry + (uint64_t)head.cells * sizeof *linear->cell)
        return broken(error, "its size is another than its head says");
    linear->print = (const uint8_t *)block.p + sizeof head;
    linear->entry = (const void *)(linear->print + prints);
    linear->cell = (const void *)(linear->entry + linear->slots);
    return sound(linear) ? 0 : broken(error, "it points beyond itself");
}

static inline void add_entry(const struct filon_linear *linear, uint32_t value, int32_t *scores)
{
    if (!(value & FILON_LINEAR_FAR)) {
        scores[value >> 16] += (int16_t)(value & 0xffff);
        return;
    }
    const struct filon_linear_cell *cell = linear->cell + (value & ~FILON_LINEAR_FAR);
    for (; !(cell->class & LAST); cell++)
        scores[cell->class] += cell->weight;
    scores[cell->class & ~LAST] += cell->weight;
}

/* The lowest bytes of the mask that are 0 in x have their top bit set; higher ones may be set by mistake behind the first. */
static inline uint64_t zero_bytes(uint64_t x)
{
    return (x - 0x0101010101010101u) & ~x & 0x8080808080808080u;
}

/* Eight prints at a time: those like the feature's, up to the first free one. A run of entries ends before the table's end. */
static inline void add_feature(const struct filon_linear *linear, uint64_t hash, int32_t *scores)
{
    uint32_t at = linear_slot(hash, linear->slots), key = (uint32_t)hash;
    uint64_t print = linear_print(hash) * UINT64_C(0x0101010101010101);
    for (; at < linear->slots; at += 8) {
        uint64_t prints;
        memcpy(&prints, linear->print + at, 8);
        uint64_t like = zero_bytes(prints ^ print), end = zero_bytes(prints);
        if (end)
            like &= (end & -end) - 1;
        for (; like; like &= like - 1) {
            const struct filon_linear_entry *entry = &linear->entry[at + (unsigned)__builtin_ctzll(like) / 8];
            if (entry->key == key)
                add_entry(linear, entry->value, scores);
        }
        if (end)
            return;
    }
}

void filon_linear_add(const struct filon_linear *linear, const uint64_t *features, size_t n, int32_t *scores)
{
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&linear->print[linear_slot(features[i], linear->slots)]);
    for (size_t i = 0; i < n; i++)
        add_feature(linear, features[i], scores);
}
