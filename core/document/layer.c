#include "document/document_impl.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

/* A plugin that breaks the contract would corrupt memory: ending the worker costs its document only. */
static __attribute__((noreturn)) FILON_PRINTF(1, 2) void broken(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    fputs("filon: a plugin breaks the contract of filon/document.h: ", stderr);
    vfprintf(stderr, format, ap);
    fputc('\n', stderr);
    va_end(ap);
    abort();
}

struct filon_layer *filon_layer(struct filon_doc *doc, int index)
{
    if (index < 0 || index >= doc->n_layers)
        broken("filon_layer: no layer %d", index);
    return &doc->layer[index];
}

uint32_t filon_rows(const struct filon_layer *layer)
{
    return layer->rows;
}

void filon_column_clear(struct column *column, uint32_t from, uint32_t to)
{
    char *cells = column->cells;
    size_t at = (size_t)from * column->size, n = (size_t)(to - from) * column->size;
    switch (column->type) {
    case FILON_REF:
    case FILON_SPAN:
        memset(cells + at, 0xff, n); /* FILON_NONE */
        break;
    case FILON_F32:
        for (uint32_t row = from; row < to; row++)
            ((float *)column->cells)[row] = NAN;
        break;
    default:
        memset(cells + at, 0, n);
    }
}

static void column_grow(struct column *column, uint32_t room)
{
    if (column->room >= room)
        return;
    column->cells = filon_xrealloc(column->cells, (size_t)room * column->size);
    column->room = room;
}

static void grow(struct filon_layer *layer, uint32_t more)
{
    uint64_t need = (uint64_t)layer->rows + more, room = layer->room ? layer->room : 64;
    if (need >= FILON_NONE)
        filon_no_memory();
    while (room < need)
        room *= 2;
    if (room >= FILON_NONE)
        room = FILON_NONE - 1;
    layer->begin = filon_xrealloc(layer->begin, room * sizeof *layer->begin);
    layer->end = filon_xrealloc(layer->end, room * sizeof *layer->end);
    layer->room = (uint32_t)room;
    for (int i = 0; i < layer->columns; i++)
        if (layer->column[i].used)
            column_grow(&layer->column[i], layer->room);
}

void filon_reserve(struct filon_layer *layer, uint32_t n)
{
    if (layer->room - layer->rows < n)
        grow(layer, n);
}

uint32_t filon_add_rows(struct filon_layer *layer, uint32_t n)
{
    filon_reserve(layer, n);
    uint32_t row = layer->rows;
    layer->rows += n;
    for (int i = 0; i < layer->columns; i++)
        if (layer->column[i].used)
            filon_column_clear(&layer->column[i], row, layer->rows);
    return row;
}

uint32_t filon_add(struct filon_layer *layer, uint32_t begin, uint32_t end)
{
    if (begin > end || end > layer->doc->text.n)
        broken("filon_add(%s): span %u..%u in a text of %zu bytes", layer->def->name, begin, end, layer->doc->text.n);
    uint32_t row = filon_add_rows(layer, 1);
    layer->begin[row] = begin;
    layer->end[row] = end;
    return row;
}

void filon_truncate(struct filon_layer *layer, uint32_t row)
{
    if (row < layer->rows)
        layer->rows = row;
}

uint32_t *filon_begin(struct filon_layer *layer)
{
    filon_reserve(layer, layer->rows ? 0 : 1);
    return layer->begin;
}

uint32_t *filon_end(struct filon_layer *layer)
{
    filon_reserve(layer, layer->rows ? 0 : 1);
    return layer->end;
}

static void *cells(struct filon_layer *layer, int index, enum filon_type type)
{
    if (index < 0 || index >= layer->columns || layer->column[index].type != type)
        broken("layer %s has no column %d of type %d", layer->def->name, index, type);
    struct column *column = &layer->column[index];
    if (!column->used) {
        column_grow(column, layer->room ? layer->room : 1);
        column->used = true;
        filon_column_clear(column, 0, layer->rows);
    }
    return column->cells;
}

bool filon_column_used(const struct filon_layer *layer, int column)
{
    return layer->column[column].used;
}

int32_t *filon_i32(struct filon_layer *layer, int column)
{
    return cells(layer, column, FILON_I32);
}

float *filon_f32(struct filon_layer *layer, int column)
{
    return cells(layer, column, FILON_F32);
}

uint8_t *filon_bool(struct filon_layer *layer, int column)
{
    return cells(layer, column, FILON_BOOL);
}

struct filon_str *filon_strs(struct filon_layer *layer, int column)
{
    return cells(layer, column, FILON_STR_T);
}

uint32_t *filon_ref(struct filon_layer *layer, int column)
{
    return cells(layer, column, FILON_REF);
}

struct filon_span *filon_spans(struct filon_layer *layer, int column)
{
    return cells(layer, column, FILON_SPAN);
}

uint32_t filon_row_at(struct filon_layer *layer, uint32_t at)
{
    uint32_t low = 0, high = layer->rows;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (layer->end[middle] > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

uint32_t filon_rows_in(struct filon_layer *layer, struct filon_span span, uint32_t *first, uint32_t *last)
{
    uint32_t low = 0, high = layer->rows;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (layer->begin[middle] >= span.begin)
            high = middle;
        else
            low = middle + 1;
    }
    *first = low;
    while (low < layer->rows && layer->begin[low] < span.end && layer->end[low] <= span.end)
        low++;
    *last = low;
    return *last - *first;
}

struct filon_str filon_text_of(const struct filon_doc *doc, uint32_t begin, uint32_t end)
{
    if (begin > end || end > doc->text.n)
        broken("filon_text_of: span %u..%u in a text of %zu bytes", begin, end, doc->text.n);
    return (struct filon_str){doc->text.p + begin, end - begin};
}

struct filon_str filon_row_text(const struct filon_doc *doc, struct filon_layer *layer, uint32_t row)
{
    if (row >= layer->rows)
        broken("filon_row_text(%s): row %u of %u", layer->def->name, row, layer->rows);
    return filon_text_of(doc, layer->begin[row], layer->end[row]);
}

/* Sorting: an order of rows, then every column moved by it, then the references of all layers. */
struct keyed {
    uint32_t begin, end, row;
};

static int by_span(const void *left, const void *right)
{
    const struct keyed *a = left, *b = right;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    return a->row < b->row ? -1 : 1;
}

static void move_column(struct column *column, const struct keyed *order, uint32_t rows)
{
    char *moved = filon_xrealloc(NULL, (size_t)column->room * column->size);
    for (uint32_t i = 0; i < rows; i++)
        memcpy(moved + (size_t)i * column->size, (char *)column->cells + (size_t)order[i].row * column->size, column->size);
    free(column->cells);
    column->cells = moved;
}

static void renumber(struct filon_doc *doc, const char *target, const uint32_t *now, uint32_t rows)
{
    for (int l = 0; l < doc->n_layers; l++)
        for (int c = 0; c < doc->layer[l].columns; c++) {
            struct column *column = &doc->layer[l].column[c];
            const char *to = doc->layer[l].def->columns[c].target;
            if (column->type != FILON_REF || !column->used || !to || strcmp(to, target) != 0)
                continue;
            uint32_t *refs = column->cells;
            for (uint32_t i = 0; i < doc->layer[l].rows; i++)
                if (refs[i] < rows)
                    refs[i] = now[refs[i]];
        }
}

void filon_sort(struct filon_doc *doc, int index)
{
    struct filon_layer *layer = filon_layer(doc, index);
    uint32_t sorted = 1;
    while (sorted < layer->rows && (layer->begin[sorted - 1] < layer->begin[sorted] ||
                                    (layer->begin[sorted - 1] == layer->begin[sorted] && layer->end[sorted - 1] >= layer->end[sorted])))
        sorted++;
    if (sorted >= layer->rows)
        return;
    struct keyed *order = filon_xrealloc(NULL, layer->rows * sizeof *order);
    uint32_t *now = filon_xrealloc(NULL, layer->rows * sizeof *now);
    for (uint32_t i = 0; i < layer->rows; i++)
        order[i] = (struct keyed){layer->begin[i], layer->end[i], i};
    qsort(order, layer->rows, sizeof *order, by_span);
    for (uint32_t i = 0; i < layer->rows; i++) {
        layer->begin[i] = order[i].begin;
        layer->end[i] = order[i].end;
        now[order[i].row] = i;
    }
    for (int c = 0; c < layer->columns; c++)
        if (layer->column[c].used)
            move_column(&layer->column[c], order, layer->rows);
    renumber(doc, layer->def->name, now, layer->rows);
    free(order);
    free(now);
}

void filon_remove(struct filon_doc *doc, int index, const uint8_t *gone)
{
    struct filon_layer *layer = filon_layer(doc, index);
    uint32_t *now = filon_xrealloc(NULL, (layer->rows + 1) * sizeof *now), kept = 0;
    for (uint32_t i = 0; i < layer->rows; i++) {
        now[i] = gone[i] ? FILON_NONE : kept;
        if (gone[i])
            continue;
        layer->begin[kept] = layer->begin[i];
        layer->end[kept] = layer->end[i];
        for (int c = 0; c < layer->columns && kept < i; c++) {
            const struct column *column = &layer->column[c];
            if (column->used)
                memcpy((char *)column->cells + (size_t)kept * column->size, (char *)column->cells + (size_t)i * column->size, column->size);
        }
        kept++;
    }
    renumber(doc, layer->def->name, now, layer->rows);
    free(now);
    filon_truncate(layer, kept);
}
