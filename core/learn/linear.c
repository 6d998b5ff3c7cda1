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

static int open_lines(struct filon_linear *linear, struct filon_str block, struct filon_error *error)
{
    if (!linear->slots || block.n != sizeof(struct linear_head) + (uint64_t)linear->slots * sizeof *linear->line)
        return broken(error, "its size is another than its head says");
    linear->line = (const void *)(block.p + sizeof(struct linear_head));
    return 0;
}

int filon_linear_open(struct filon_linear *linear, struct filon_str block, struct filon_error *error)
{
    struct linear_head head;
    if (block.n < sizeof head || (uintptr_t)block.p % 4)
        return broken(error, "it is too short");
    memcpy(&head, block.p, sizeof head);
    if (head.magic != LINEAR_MAGIC || !head.classes || head.classes > FILON_LINEAR_CLASSES || head.slots > SLOTS_MOST)
        return broken(error, "its head is none");
    *linear = (struct filon_linear){.classes = head.classes, .slots = head.slots, .cells = head.cells};
    if (linear->classes <= FILON_LINEAR_FEW)
        return open_lines(linear, block, error);
    if (linear->slots < SLOTS_LEAST || linear->slots % 4)
        return broken(error, "its head is none");
    uint64_t prints = (uint64_t)linear->slots + SPARE;
    if (block.n != sizeof head + prints + (uint64_t)linear->slots * sizeof *linear->entry + (uint64_t)head.cells * sizeof *linear->cell)
        return broken(error, "its size is another than its head says");
    linear->print = (const uint8_t *)block.p + sizeof head;
    linear->entry = (const void *)(linear->print + prints);
    linear->cell = (const void *)(linear->entry + linear->slots);
    return sound(linear) ? 0 : broken(error, "it points beyond itself");
}

#ifdef __SSE2__
#include <emmintrin.h>
/* Where the key is in a line, from 0: two bits for each of its places. */
static inline uint32_t like_key(const struct filon_linear_line *line, uint16_t key)
{
    __m128i keys = _mm_loadu_si128((const __m128i *)(const void *)line->key);
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi16(keys, _mm_set1_epi16((short)key)));
}

/* Which of the 16 prints from p on are like this one, up to the first free one: a bit each. *free: whether there is a free one. */
static inline uint32_t like_print(const uint8_t *p, uint8_t print, bool *free)
{
    __m128i prints = _mm_loadu_si128((const __m128i *)(const void *)p);
    uint32_t like = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(prints, _mm_set1_epi8((char)print)));
    uint32_t end = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(prints, _mm_setzero_si128()));
    *free = end != 0;
    return like & ((end & -end) - 1);
}
#else
static inline uint32_t like_key(const struct filon_linear_line *line, uint16_t key)
{
    uint32_t like = 0;
    for (unsigned i = 0; i < FILON_LINEAR_LINE; i++)
        like |= line->key[i] == key ? 3u << 2 * i : 0;
    return like;
}

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

static void add_lines(const struct filon_linear *linear, const uint64_t *features, size_t n, int32_t *scores)
{
    const struct filon_linear_line *line[BATCH];
    int32_t sum[FILON_LINEAR_FEW] = {0};
    _Static_assert(FILON_LINEAR_FEW == 3, "the sums below are three");
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(line[i] = linear->line + filon_linear_line_of(features[i], linear->slots));
    for (size_t i = 0; i < n; i++) {
        uint32_t like = like_key(line[i], linear_key(features[i]));
        if (!like)
            continue;
        const int16_t *weight = line[i]->weight[__builtin_ctz(like) / 2];
        sum[0] += weight[0];
        sum[1] += weight[1];
        sum[2] += weight[2];
    }
    for (unsigned class = 0; class < linear->classes; class++)
        scores[class] += sum[class];
}

void filon_linear_add(const struct filon_linear *linear, const uint64_t *features, size_t n, int32_t *scores)
{
    for (size_t i = 0; !linear->line && i < n; i++)
        __builtin_prefetch(&linear->print[linear_slot(features[i], linear->slots)]);
    for (size_t batch; n; features += batch, n -= batch) {
        batch = n < BATCH ? n : BATCH;
        if (linear->line)
            add_lines(linear, features, batch, scores);
        else
            add_batch(linear, features, batch, scores);
    }
}
