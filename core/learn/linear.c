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

/* Which of the 16 prints from p on are like this one, up to the first free one: a bit each. *free: whether there is a free one. */
#ifdef __SSE2__
#include <emmintrin.h>
static inline uint32_t like_print(const uint8_t *p, uint8_t print, bool *free)
{
    __m128i prints = _mm_loadu_si128((const __m128i *)(const void *)p);
    uint32_t like = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(prints, _mm_set1_epi8((char)print)));
    uint32_t end = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(prints, _mm_setzero_si128()));
    *free = end != 0;
    return like & ((end & -end) - 1);
}
#else
static inline uint32_t like_print(const uint8_t *p, uint8_t print, bool *free)
{
    uint32_t like = 0;
    for (unsigned i = 0; i < 16; i++) {
        if ((*free = !p[i]))
            break;
        like |= (uint32_t)(p[i] == print) << i;
    }
    return like;
}
#endif

enum { BATCH = 64, FOUND = 256 };

struct found {
    const struct filon_linear_entry *entry;
    uint32_t key;
};

/* The entries that may be a feature's; room for FOUND - n more. A run of entries ends before the table's end. */
static inline uint32_t find(const struct filon_linear *linear, uint64_t hash, struct found *found, uint32_t n)
{
    uint32_t at = linear_slot(hash, linear->slots);
    uint8_t print = linear_print(hash);
    for (bool free = false; !free && at < linear->slots; at += 16)
        for (uint32_t like = like_print(linear->print + at, print, &free); like && n < FOUND; like &= like - 1) {
            found[n] = (struct found){&linear->entry[at + (unsigned)__builtin_ctz(like)], (uint32_t)hash};
            __builtin_prefetch(found[n++].entry);
        }
    return n;
}

/* Looks go ahead of use, so that the memory works at many of them at a time: first the prints, then the entries, then the cells. */
static void add_batch(const struct filon_linear *linear, const uint64_t *features, size_t n, int32_t *scores)
{
    struct found found[FOUND];
    const struct filon_linear_cell *far[FOUND];
    uint32_t entries = 0, fars = 0;
    for (size_t i = 0; i < n; i++)
        entries = find(linear, features[i], found, entries);
    for (uint32_t i = 0; i < entries; i++) {
        uint32_t value = found[i].entry->value;
        if (found[i].entry->key != found[i].key)
            continue;
        if (value & FILON_LINEAR_FAR)
            __builtin_prefetch(far[fars++] = linear->cell + (value & ~FILON_LINEAR_FAR));
        else
            scores[value >> 16] += (int16_t)(value & 0xffff);
    }
    for (uint32_t i = 0; i < fars; i++) {
        const struct filon_linear_cell *cell = far[i];
        for (; !(cell->class & LAST); cell++)
            scores[cell->class] += cell->weight;
        scores[cell->class & ~LAST] += cell->weight;
    }
}

void filon_linear_add(const struct filon_linear *linear, const uint64_t *features, size_t n, int32_t *scores)
{
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&linear->print[linear_slot(features[i], linear->slots)]);
    for (; n > BATCH; features += BATCH, n -= BATCH)
        add_batch(linear, features, BATCH, scores);
    add_batch(linear, features, n, scores);
}
