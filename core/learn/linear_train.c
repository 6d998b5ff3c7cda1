/* Learning a linear classifier: sparse rows of weights, kept with what their averages need. */
#include <filon/arena.h>
#include <filon/linear.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "learn/linear_format.h"

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

struct packer {
    const struct filon_trainer *trainer;
    double scale, least;
    struct filon_buf cells;
    uint8_t *print;
    struct filon_linear_entry *entry;
    uint32_t slots;
};

/* The weights of a row that are left, in the order of their classes; how many. */
static uint32_t kept(const struct packer *p, const struct row *row, struct filon_linear_cell *cells)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < row->n; k++) {
        double weight = average(p->trainer, &row->weight[k]);
        struct filon_linear_cell cell = {(uint16_t)row->weight[k].class, (int16_t)lrint(weight * p->scale)};
        if (fabs(weight) >= p->least && cell.weight)
            cells[n++] = cell;
    }
    return n;
}

/* False if the run would go beyond the end of the table. */
static bool place(struct packer *p, uint64_t feature, uint32_t value)
{
    uint32_t at = linear_slot(feature, p->slots);
    while (at < p->slots && p->print[at])
        at++;
    if (at == p->slots)
        return false;
    p->print[at] = linear_print(feature);
    p->entry[at] = (struct filon_linear_entry){(uint32_t)feature, value};
    return true;
}

static bool place_row(struct packer *p, uint64_t feature, struct filon_linear_cell *cells, uint32_t n)
{
    if (n > NEAR) {
        uint32_t first = (uint32_t)(p->cells.n / sizeof *cells);
        cells[n - 1].class |= LAST;
        filon_buf_put(&p->cells, cells, n * sizeof *cells);
        return place(p, feature, FILON_LINEAR_FAR | first);
    }
    for (uint32_t i = 0; i < n; i++)
        if (!place(p, feature, (uint32_t)cells[i].class << 16 | (uint16_t)cells[i].weight))
            return false;
    return true;
}

static bool fill(struct packer *p, struct filon_linear_cell *cells)
{
    const struct filon_trainer *trainer = p->trainer;
    filon_buf_clear(&p->cells);
    memset(p->print, 0, p->slots + SPARE);
    memset(p->entry, 0, p->slots * sizeof *p->entry);
    for (size_t i = 0; i < trainer->slots; i++)
        if (!place_row(p, trainer->row[i].feature, cells, kept(p, &trainer->row[i], cells)))
            return false;
    return true;
}

static uint32_t entries(const struct packer *p, struct filon_linear_cell *cells)
{
    uint32_t n = 0;
    for (size_t i = 0; i < p->trainer->slots; i++) {
        uint32_t weights = kept(p, &p->trainer->row[i], cells);
        n += weights > NEAR ? 1 : weights;
    }
    return n;
}

/* ---- packing for few classes */

struct ranked {
    const struct row *row;
    uint32_t size; /* of its largest weight */
};

static int heavier(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    return a->size != b->size ? (a->size < b->size) - (a->size > b->size) : (a->row->feature > b->row->feature) - (a->row->feature < b->row->feature);
}

/* The features that have weights, the heaviest first. */
static struct ranked *rank(const struct packer *p, size_t *n)
{
    struct filon_linear_cell cells[FILON_LINEAR_FEW];
    struct ranked *ranked = filon_xrealloc(NULL, (p->trainer->rows + 1) * sizeof *ranked);
    *n = 0;
    for (size_t i = 0; i < p->trainer->slots; i++) {
        uint32_t most = 0;
        for (uint32_t k = kept(p, &p->trainer->row[i], cells); k-- > 0;)
            most = (uint32_t)abs(cells[k].weight) > most ? (uint32_t)abs(cells[k].weight) : most;
        if (most)
            ranked[(*n)++] = (struct ranked){&p->trainer->row[i], most};
    }
    qsort(ranked, *n, sizeof *ranked, heavier);
    return ranked;
}

/* A feature whose line is full, or that looks like one that is there, is left out: the lightest are, some in a hundred. */
static void place_line(const struct packer *p, struct filon_linear_line *line, const struct row *row)
{
    struct filon_linear_cell cells[FILON_LINEAR_FEW];
    for (unsigned i = 0; i < FILON_LINEAR_LINE && line->key[i] != linear_key(row->feature); i++) {
        if (line->key[i])
            continue;
        line->key[i] = linear_key(row->feature);
        for (uint32_t k = kept(p, row, cells); k-- > 0;)
            line->weight[i][cells[k].class] = cells[k].weight;
        return;
    }
}

static void pack_lines(const struct packer *p, struct filon_buf *out)
{
    size_t features;
    struct ranked *ranked = rank(p, &features);
    uint32_t n = 1 + (uint32_t)(features / 6); /* three of four places are taken */
    struct filon_linear_line *lines = filon_xrealloc(NULL, n * sizeof *lines);
    memset(lines, 0, n * sizeof *lines);
    for (size_t i = 0; i < features; i++)
        place_line(p, &lines[filon_linear_line_of(ranked[i].row->feature, n)], ranked[i].row);
    struct linear_head head = {.magic = LINEAR_MAGIC, .classes = p->trainer->classes, .slots = n};
    filon_buf_put(out, &head, sizeof head);
    filon_buf_put(out, lines, n * sizeof *lines);
    free(lines);
    free(ranked);
}

void filon_trainer_pack(const struct filon_trainer *trainer, double least, struct filon_buf *out)
{
    struct packer p = {.trainer = trainer, .scale = scale_of(trainer), .least = least};
    if (trainer->classes <= FILON_LINEAR_FEW) {
        pack_lines(&p, out);
        return;
    }
    struct filon_linear_cell *cells = filon_xrealloc(NULL, trainer->classes * sizeof *cells);
    uint32_t n = entries(&p, cells);
    for (p.slots = SLOTS_LEAST + (n + n / 5 * 2) / 4 * 4;; p.slots += p.slots / 64 * 4 + 4) {
        p.print = filon_xrealloc(p.print, p.slots + SPARE);
        p.entry = filon_xrealloc(p.entry, p.slots * sizeof *p.entry);
        if (fill(&p, cells))
            break;
    }
    struct linear_head head = {.magic = LINEAR_MAGIC, .classes = trainer->classes, .slots = p.slots, .cells = (uint32_t)(p.cells.n / sizeof *cells)};
    filon_buf_put(out, &head, sizeof head);
    filon_buf_put(out, p.print, p.slots + SPARE);
    filon_buf_put(out, p.entry, p.slots * sizeof *p.entry);
    filon_buf_put_str(out, filon_buf_str(&p.cells));
    free(p.print);
    free(p.entry);
    free(cells);
    filon_buf_free(&p.cells);
}
