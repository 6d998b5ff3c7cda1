#include "record.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const char *const document_field[DOCUMENT_FIELDS] = {"title", "date", "author", "publisher", "url", "lang", "content", "text", "meta"};

static void put_u32(struct filon_buf *record, uint32_t value)
{
    filon_buf_put(record, &value, sizeof value);
}

static void put_str(struct filon_buf *record, struct filon_str s)
{
    put_u32(record, s.p ? (uint32_t)s.n : FILON_NONE);
    filon_buf_put_str(record, s);
}

/* 0.93, not 0.930000007152557: the shortest decimal that gives the same float back. */
static double widen(float value)
{
    char text[32];
    double short_one = nearbyint((double)value * 1e6) / 1e6;
    if ((float)short_one == value || !isfinite(value))
        return short_one;
    snprintf(text, sizeof text, "%.9g", (double)value);
    return strtod(text, NULL);
}

static void put_f32(struct filon_buf *record, float value)
{
    double wide = widen(value);
    filon_buf_put(record, &wide, sizeof wide);
}

static void put_span(struct filon_doc *doc, struct filon_buf *record, uint32_t begin, uint32_t end)
{
    put_u32(record, filon_doc_codepoint(doc, begin));
    put_u32(record, filon_doc_codepoint(doc, end));
    put_str(record, filon_text_of(doc, begin, end));
}

static void put_meta(struct filon_doc *doc, struct filon_buf *record, struct filon_buf *scratch)
{
    filon_buf_clear(scratch);
    filon_buf_putc(scratch, '{');
    for (size_t i = 0; i < filon_meta_count(doc); i++) {
        const char *key;
        struct filon_str value = filon_meta_at(doc, i, &key, NULL);
        if (scratch->n > 1)
            filon_buf_putc(scratch, ',');
        filon_buf_json(scratch, filon_str_of(key));
        filon_buf_putc(scratch, ':');
        filon_buf_json(scratch, value);
    }
    filon_buf_putc(scratch, '}');
    put_str(record, filon_buf_str(scratch));
}

static void put_document(struct filon_doc *doc, bool text, struct filon_buf *record)
{
    struct filon_buf scratch = FILON_BUF_INIT;
    for (int i = 0; i < 6; i++)
        put_str(record, filon_meta_get(doc, document_field[i], NULL));
    filon_buf_put(&scratch, "", 0);
    filon_doc_content(doc, &scratch);
    put_str(record, filon_buf_str(&scratch));
    put_str(record, text ? filon_doc_text(doc) : FILON_NO_STR);
    put_meta(doc, record, &scratch);
    filon_buf_free(&scratch);
}

/* A column's cells, whatever their type. */
union cells {
    const int32_t *i32;
    const float *f32;
    const uint8_t *boolean;
    const struct filon_str *str;
    const uint32_t *ref;
    const struct filon_span *span;
};

static union cells cells_of(struct filon_layer *layer, int column, enum filon_type type)
{
    switch (type) {
    case FILON_I32:
        return (union cells){.i32 = filon_i32(layer, column)};
    case FILON_F32:
        return (union cells){.f32 = filon_f32(layer, column)};
    case FILON_BOOL:
        return (union cells){.boolean = filon_bool(layer, column)};
    case FILON_STR_T:
        return (union cells){.str = filon_strs(layer, column)};
    case FILON_REF:
        return (union cells){.ref = filon_ref(layer, column)};
    default:
        return (union cells){.span = filon_spans(layer, column)};
    }
}

static void put_cell(struct filon_doc *doc, enum filon_type type, union cells cells, uint32_t row, struct filon_buf *record)
{
    switch (type) {
    case FILON_I32:
        put_u32(record, (uint32_t)cells.i32[row]);
        break;
    case FILON_F32:
        put_f32(record, cells.f32[row]);
        break;
    case FILON_BOOL:
        put_u32(record, cells.boolean[row]);
        break;
    case FILON_STR_T:
        put_str(record, cells.str[row]);
        break;
    case FILON_REF:
        put_u32(record, cells.ref[row]);
        break;
    case FILON_SPAN:
        if (cells.span[row].begin == FILON_NONE)
            put_u32(record, FILON_NONE);
        else
            put_span(doc, record, cells.span[row].begin, cells.span[row].end);
        break;
    }
}

static void put_rows(const struct table *table, struct filon_doc *doc, struct filon_buf *record)
{
    enum { COLUMNS = 64 };
    struct filon_layer *layer = filon_layer(doc, table->layer);
    const struct filon_column *column = table->def->columns;
    union cells cells[COLUMNS];
    int columns = 0;
    for (; columns < COLUMNS && column[columns].name; columns++)
        cells[columns] = cells_of(layer, columns, column[columns].type);
    const uint32_t *begin = filon_begin(layer), *end = filon_end(layer);
    put_u32(record, filon_rows(layer));
    for (uint32_t row = 0; row < filon_rows(layer); row++) {
        put_span(doc, record, begin[row], end[row]);
        for (int c = 0; c < columns; c++)
            put_cell(doc, column[c].type, cells[c], row, record);
    }
}

void record_encode(const struct tables *tables, struct filon_doc *doc, bool text, struct filon_buf *record)
{
    put_document(doc, text, record);
    for (size_t i = 0; i < tables->n; i++)
        if (tables->table[i].layer >= 0)
            put_rows(&tables->table[i], doc, record);
}

static const char *take(struct record *record, size_t n)
{
    if ((size_t)(record->end - record->at) < n) {
        record->bad = true;
        return NULL;
    }
    const char *p = record->at;
    record->at += n;
    return p;
}

uint32_t record_u32(struct record *record)
{
    uint32_t value = FILON_NONE;
    const char *p = take(record, sizeof value);
    if (p)
        memcpy(&value, p, sizeof value);
    return value;
}

double record_f64(struct record *record)
{
    double value = 0;
    const char *p = take(record, sizeof value);
    if (p)
        memcpy(&value, p, sizeof value);
    return value;
}

struct filon_str record_str(struct record *record)
{
    uint32_t n = record_u32(record);
    if (n == FILON_NONE)
        return FILON_NO_STR;
    const char *p = take(record, n);
    return p ? (struct filon_str){p, n} : FILON_NO_STR;
}
