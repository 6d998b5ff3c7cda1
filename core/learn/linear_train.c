/* Learning a linear classifier: sparse rows of weights, kept with what their averages need. */
#include <filon/arena.h>
#include <filon/linear.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct weight {
    double moved; /* the sum of each update times the examples seen before it: average = now - moved / examples */
    int32_t now;
    uint32_t class;
};

struct row {
    uint64_t feature;
    struct weight *weight;
    uint32_t n, room;
};

struct filon_trainer {
    uint32_t classes;
    uint64_t ticks;
    struct row *row; /* open addressing; weight == NULL: free */
    size_t rows, slots;
    struct filon_arena *arena;
};

enum { SLOTS_FIRST = 1 << 16, ROW_FIRST = 2 };

static struct row *new_rows(size_t n)
{
    struct row *rows = calloc(n, sizeof *rows);
    if (!rows)
        filon_no_memory();
    return rows;
}

struct filon_trainer *filon_trainer_new(uint32_t classes)
{
    struct filon_trainer *trainer = filon_xrealloc(NULL, sizeof *trainer);
    *trainer = (struct filon_trainer){.classes = classes, .ticks = 1, .slots = SLOTS_FIRST, .row = new_rows(SLOTS_FIRST)};
    trainer->arena = filon_arena_new();
    return trainer;
}

void filon_trainer_free(struct filon_trainer *trainer)
{
    if (!trainer)
        return;
    filon_arena_free(trainer->arena);
    free(trainer->row);
    free(trainer);
}

static struct row *slot_of(struct row *rows, size_t slots, uint64_t feature)
{
    size_t at = (feature * 0xd6e8feb86659fd93u) >> 32 & (slots - 1);
    while (rows[at].weight && rows[at].feature != feature)
        at = (at + 1) & (slots - 1);
    return &rows[at];
}

static void grow(struct filon_trainer *trainer)
{
    size_t slots = trainer->slots * 2;
    struct row *rows = new_rows(slots);
    for (size_t i = 0; i < trainer->slots; i++)
        if (trainer->row[i].weight)
            *slot_of(rows, slots, trainer->row[i].feature) = trainer->row[i];
    free(trainer->row);
    trainer->row = rows;
    trainer->slots = slots;
}

void filon_trainer_add(const struct filon_trainer *trainer, const uint64_t *features, size_t n, int32_t *scores)
{
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(&trainer->row[(features[i] * 0xd6e8feb86659fd93u) >> 32 & (trainer->slots - 1)]);
    for (size_t i = 0; i < n; i++) {
        const struct row *row = slot_of(trainer->row, trainer->slots, features[i]);
        for (uint32_t k = 0; k < row->n; k++)
            scores[row->weight[k].class] += row->weight[k].now;
    }
}

static struct weight *weight_of(struct filon_trainer *trainer, struct row *row, uint32_t class)
{
    for (uint32_t k = 0; k < row->n; k++)
        if (row->weight[k].class == class)
            return &row->weight[k];
    if (row->n == row->room) {
        uint32_t room = row->room ? row->room * 2 : ROW_FIRST;
        struct weight *weight = filon_zalloc(trainer->arena, room, sizeof *weight);
        if (row->n)
            memcpy(weight, row->weight, row->n * sizeof *weight);
        row->weight = weight;
        row->room = room;
    }
    row->weight[row->n] = (struct weight){.class = class};
    return &row->weight[row->n++];
}

void filon_trainer_update(struct filon_trainer *trainer, const uint64_t *features, size_t n, uint32_t class, int32_t by)
{
    for (size_t i = 0; i < n; i++) {
        if (trainer->rows * 2 >= trainer->slots)
            grow(trainer);
        struct row *row = slot_of(trainer->row, trainer->slots, features[i]);
        if (!row->weight) {
            row->feature = features[i];
            trainer->rows++;
        }
        struct weight *weight = weight_of(trainer, row, class);
        weight->now += by;
        weight->moved += (double)by * (double)trainer->ticks;
    }
}

void filon_trainer_tick(struct filon_trainer *trainer)
{
    trainer->ticks++;
}

/* ---- packing */

static double average(const struct filon_trainer *trainer, const struct weight *weight)
{
    return weight->now - weight->moved / (double)trainer->ticks;
}

/* The scale that brings the largest weight to the end of an int16, but no more than 1024 to one update. */
static double scale_of(const struct filon_trainer *trainer)
{
    double most = 0;
    for (size_t i = 0; i < trainer->slots; i++)
        for (uint32_t k = 0; k < trainer->row[i].n; k++)
            most = fmax(most, fabs(average(trainer, &trainer->row[i].weight[k])));
    return most > 31 ? 32000 / most : 1024;
}

/* Appends the row's cells; false if none is left. */
static bool pack_row(const struct filon_trainer *trainer, const struct row *row, double scale, double least, struct filon_buf *cells)
{
    size_t before = cells->n;
    for (uint32_t k = 0; k < row->n; k++) {
        double weight = average(trainer, &row->weight[k]);
        struct filon_linear_cell cell = {.class = (uint16_t)row->weight[k].class, .weight = (int16_t)lrint(weight * scale)};
        if (fabs(weight) >= least && cell.weight)
            filon_buf_put(cells, &cell, sizeof cell);
    }
    if (cells->n == before)
        return false;
    ((struct filon_linear_cell *)(void *)(cells->p + cells->n))[-1].class |= 0x8000;
    return true;
}

static void place(struct filon_linear_slot *slots, uint32_t n, uint64_t feature, uint32_t at)
{
    uint32_t i = (uint32_t)(feature >> (64 - (unsigned)__builtin_ctz(n)));
    while (slots[i].at != FILON_LINEAR_EMPTY)
        i = (i + 1) & (n - 1);
    slots[i] = (struct filon_linear_slot){(uint32_t)feature, at};
}

void filon_trainer_pack(const struct filon_trainer *trainer, double least, struct filon_buf *out)
{
    struct filon_buf cells = FILON_BUF_INIT, kept = FILON_BUF_INIT;
    double scale = scale_of(trainer);
    uint32_t n = 0, slots = 16;
    for (size_t i = 0; i < trainer->slots; i++) {
        struct { uint64_t feature, at; } found = {trainer->row[i].feature, cells.n / sizeof(struct filon_linear_cell)};
        if (pack_row(trainer, &trainer->row[i], scale, least, &cells)) {
            filon_buf_put(&kept, &found, sizeof found);
            n++;
        }
    }
    while (slots < n + n / 4)
        slots *= 2;
    struct filon_linear_slot *slot = filon_xrealloc(NULL, slots * sizeof *slot);
    memset(slot, 0xff, slots * sizeof *slot);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t found[2];
        memcpy(found, kept.p + i * sizeof found, sizeof found);
        place(slot, slots, found[0], (uint32_t)found[1]);
    }
    uint32_t head[4] = {0x314e494c, trainer->classes, slots, (uint32_t)(cells.n / sizeof(struct filon_linear_cell))};
    filon_buf_put(out, head, sizeof head);
    filon_buf_put(out, slot, slots * sizeof *slot);
    filon_buf_put(out, cells.p, cells.n);
    free(slot);
    filon_buf_free(&cells);
    filon_buf_free(&kept);
}
