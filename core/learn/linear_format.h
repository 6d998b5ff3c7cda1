/* What a packed linear classifier is made of: a head, then prints, entries, cells; or lines, if its classes are few. */
#ifndef FILON_LEARN_LINEAR_FORMAT_H
#define FILON_LEARN_LINEAR_FORMAT_H

#include <stdint.h>

#include <filon/linear.h>

struct linear_head {
    uint32_t magic, classes, slots, cells;
    uint32_t unused[12]; /* so that lines lie at multiples of their size */
};

_Static_assert(sizeof(struct filon_linear_line) == 64 && sizeof(struct linear_head) == 64, "lines lie in lines of the cache");

enum {
    LINEAR_MAGIC = 0x334e494c,
    TAIL = 256, /* slots at the end where no feature's entries begin: room for the last run */
    SLOTS_LEAST = 16 + TAIL,
    SLOTS_MOST = 1 << 28,
    SPARE = 8,     /* prints behind the last slot, all free, so that eight can be read at once */
    LAST = 0x8000, /* of a cell's class */
    NEAR = 3       /* a feature with more weights has them apart */
};

/* Where a feature's entries begin. */
static inline uint32_t linear_slot(uint64_t hash, uint32_t slots)
{
    return (uint32_t)((hash >> 32) * (slots - TAIL) >> 32);
}

static inline uint16_t linear_key(uint64_t hash)
{
    return (uint16_t)(hash | 1); /* free places have 0 */
}

/* 1 to 255 */
static inline uint8_t linear_print(uint64_t hash)
{
    uint8_t print = (uint8_t)(hash >> 32);
    return print ? print : 1;
}

#endif
