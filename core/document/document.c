#include "document/document_impl.h"

#include <filon/utf8.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

/* Columns of a giant document are given back at reset, so that it does not pin its memory. */
enum { KEEP_ROWS = 1 << 16, STEP = 64 };

static uint8_t cell_size(enum filon_type type)
{
    switch (type) {
    case FILON_BOOL:
        return sizeof(uint8_t);
    case FILON_STR_T:
        return sizeof(struct filon_str);
    case FILON_SPAN:
        return sizeof(struct filon_span);
    default:
        return sizeof(uint32_t);
    }
}

struct filon_doc *filon_doc_new(const struct filon_schema *schema)
{
    struct filon_doc *doc = filon_xrealloc(NULL, sizeof *doc);
    *doc = (struct filon_doc){.schema = schema, .arena = filon_arena_new(), .id = FILON_STR(""), .n_layers = filon_schema_layers(schema)};
    size_t size = (size_t)doc->n_layers * sizeof *doc->layer;
    doc->layer = memset(filon_xrealloc(NULL, size), 0, size);
    for (int i = 0; i < doc->n_layers; i++) {
        struct filon_layer *layer = &doc->layer[i];
        *layer = (struct filon_layer){.doc = doc, .def = filon_schema_layer(schema, i), .index = i, .columns = filon_schema_columns(schema, i)};
        size = (size_t)layer->columns * sizeof *layer->column;
        layer->column = memset(filon_xrealloc(NULL, size), 0, size);
        for (int c = 0; c < layer->columns; c++) {
            layer->column[c].type = layer->def->columns[c].type;
            layer->column[c].size = cell_size(layer->column[c].type);
        }
    }
    return doc;
}

static void layer_release(struct filon_layer *layer)
{
    free(layer->begin);
    free(layer->end);
    layer->begin = layer->end = NULL;
    layer->room = 0;
    for (int c = 0; c < layer->columns; c++) {
        free(layer->column[c].cells);
        layer->column[c].cells = NULL;
        layer->column[c].room = 0;
    }
}

void filon_doc_free(struct filon_doc *doc)
{
    if (!doc)
        return;
    for (int i = 0; i < doc->n_layers; i++) {
        layer_release(&doc->layer[i]);
        free(doc->layer[i].column);
    }
    free(doc->layer);
    filon_arena_free(doc->arena);
    free(doc);
}

void filon_doc_reset(struct filon_doc *doc)
{
    for (int i = 0; i < doc->n_layers; i++) {
        struct filon_layer *layer = &doc->layer[i];
        layer->rows = 0;
        if (layer->room > KEEP_ROWS)
            layer_release(layer);
        for (int c = 0; c < layer->columns; c++)
            layer->column[c].used = false;
    }
    filon_arena_reset(doc->arena);
    doc->id = FILON_STR("");
    doc->source = doc->text = FILON_NO_STR;
    doc->dropped = doc->route = NULL;
    doc->n_meta = 0;
    doc->codepoints = NULL;
    doc->ascii = doc->frozen = doc->finished = false;
    doc->generation++;
}

void filon_doc_set_id(struct filon_doc *doc, struct filon_str id)
{
    doc->id = filon_str_dup(doc->arena, id);
}

const struct filon_schema *filon_doc_schema(const struct filon_doc *doc)
{
    return doc->schema;
}

const char *filon_doc_dropped(const struct filon_doc *doc)
{
    return doc->dropped;
}

void filon_doc_finish(struct filon_doc *doc)
{
    doc->finished = true;
}

bool filon_doc_finished(const struct filon_doc *doc)
{
    return doc->finished;
}

const char *filon_doc_route_name(const struct filon_doc *doc)
{
    return doc->route;
}

uint64_t filon_doc_generation(const struct filon_doc *doc)
{
    return doc->generation;
}

void filon_doc_freeze(struct filon_doc *doc, bool frozen)
{
    doc->frozen = frozen;
}

bool filon_doc_frozen(const struct filon_doc *doc)
{
    return doc->frozen;
}

struct filon_str filon_doc_id(const struct filon_doc *doc)
{
    return doc->id;
}

struct filon_str filon_doc_source(const struct filon_doc *doc)
{
    return doc->source;
}

struct filon_str filon_doc_text(const struct filon_doc *doc)
{
    return doc->text;
}

struct filon_str filon_doc_lang(const struct filon_doc *doc)
{
    struct filon_str lang = filon_meta_get(doc, "lang", NULL);
    return lang.p ? lang : FILON_STR("");
}

struct filon_arena *filon_doc_arena(struct filon_doc *doc)
{
    return doc->arena;
}

void filon_doc_set_source(struct filon_doc *doc, struct filon_str bytes)
{
    doc->source = bytes;
}

/* Line and column (code points) of a byte, from 1. */
static void place(struct filon_str text, size_t at, size_t *line, size_t *column)
{
    size_t start = 0;
    *line = 1;
    for (const char *lf = text.p; (lf = memchr(lf, '\n', at - (size_t)(lf - text.p))); start = (size_t)(++lf - text.p))
        ++*line;
    *column = 1 + filon_utf8_count(text.p + start, at - start);
}

int filon_doc_set_text(struct filon_doc *doc, struct filon_str text, struct filon_error *error)
{
    size_t line, column, bad = filon_utf8_check(text.p, text.n);
    const char *nul = text.n ? memchr(text.p, '\0', bad) : NULL;
    if (doc->text.p)
        return filon_error_set(error, FILON_E_INTERNAL, "the text of a document is set once, and it is set");
    if (text.n >= FILON_NONE / 2)
        return filon_error_set(error, FILON_E_INPUT, "a text of %zu bytes: at most 2 GiB", text.n);
    if (nul) {
        place(text, (size_t)(nul - text.p), &line, &column);
        return filon_error_set(error, FILON_E_INPUT, "a NUL at byte %zu (line %zu, column %zu): not a text", (size_t)(nul - text.p), line, column);
    }
    if (bad < text.n) {
        place(text, bad, &line, &column);
        return filon_error_set(error, FILON_E_INPUT, "byte 0x%02x at byte %zu (line %zu, column %zu) is not valid UTF-8: convert the text to UTF-8",
                               (unsigned char)text.p[bad], bad, line, column);
    }
    if (filon_str_starts(text, FILON_STR("\xef\xbb\xbf"))) {
        text.p += 3;
        text.n -= 3;
    }
    doc->text = filon_str_dup(doc->arena, text.p ? text : FILON_STR(""));
    return 0;
}

int filon_doc_drop(struct filon_doc *doc, const char *format, ...)
{
    struct filon_error reason = {0}; /* cut and made printable like an error: it goes to logs */
    va_list ap;
    va_start(ap, format);
    filon_error_vset(&reason, FILON_E_INPUT, format, ap);
    va_end(ap);
    doc->dropped = filon_strdup(doc->arena, reason.text);
    return 0;
}

void filon_doc_route(struct filon_doc *doc, struct filon_str name)
{
    doc->route = name.p ? filon_str_dup(doc->arena, name).p : NULL;
}

/* Code points before every 64th byte, then a short count. */
static void count_codepoints(struct filon_doc *doc)
{
    size_t n = doc->text.n, steps = n / STEP + 1;
    uint32_t total = 0;
    doc->codepoints = filon_alloc(doc->arena, steps * sizeof *doc->codepoints);
    for (size_t i = 0; i < steps; i++) {
        doc->codepoints[i] = total;
        size_t from = i * STEP, to = from + STEP < n ? from + STEP : n;
        total += (uint32_t)filon_utf8_count(doc->text.p + from, to - from);
    }
    doc->ascii = total == n;
}

uint32_t filon_doc_codepoint(struct filon_doc *doc, uint32_t at)
{
    if (!doc->codepoints)
        count_codepoints(doc);
    if (doc->ascii || at > doc->text.n)
        return at;
    uint32_t step = at / STEP;
    return doc->codepoints[step] + (uint32_t)filon_utf8_count(doc->text.p + step * STEP, at % STEP);
}

void filon_meta_set(struct filon_doc *doc, const char *key, struct filon_str value, struct filon_span span)
{
    size_t i = 0;
    while (i < doc->n_meta && strcmp(doc->meta[i].key, key) != 0)
        i++;
    if (i == META_MOST)
        return; /* a hostile page with a thousand meta elements: the first ones count */
    if (i == doc->n_meta)
        doc->meta[doc->n_meta++].key = filon_strdup(doc->arena, key);
    if (span.begin != FILON_NONE && (span.begin > span.end || span.end > doc->text.n))
        span = FILON_NO_SPAN;
    doc->meta[i].value = filon_str_dup(doc->arena, value);
    doc->meta[i].span = span;
}

struct filon_str filon_meta_get(const struct filon_doc *doc, const char *key, struct filon_span *span)
{
    if (span)
        *span = FILON_NO_SPAN;
    for (size_t i = 0; i < doc->n_meta; i++)
        if (strcmp(doc->meta[i].key, key) == 0) {
            if (span)
                *span = doc->meta[i].span;
            return doc->meta[i].value;
        }
    return FILON_NO_STR;
}

size_t filon_meta_count(const struct filon_doc *doc)
{
    return doc->n_meta;
}

struct filon_str filon_meta_at(const struct filon_doc *doc, size_t i, const char **key, struct filon_span *span)
{
    if (key)
        *key = doc->meta[i].key;
    if (span)
        *span = doc->meta[i].span;
    return doc->meta[i].value;
}

static int out_of_bounds(struct filon_error *error, const struct filon_layer *layer, uint32_t row, const char *column)
{
    return filon_error_set(error, FILON_E_INTERNAL, "layer `%s`, row %u: `%s` is out of bounds", layer->def->name, row, column);
}

static int check_cell(struct filon_doc *doc, const struct filon_layer *layer, int c, uint32_t row, struct filon_error *error)
{
    const struct column *column = &layer->column[c];
    const struct filon_column *def = &layer->def->columns[c];
    if (column->type == FILON_REF) {
        uint32_t ref = ((uint32_t *)column->cells)[row];
        int target = filon_schema_find(doc->schema, def->target);
        if (ref != FILON_NONE && (target < 0 || ref >= doc->layer[target].rows))
            return out_of_bounds(error, layer, row, def->name);
    } else if (column->type == FILON_SPAN) {
        struct filon_span span = ((struct filon_span *)column->cells)[row];
        if (span.begin != FILON_NONE && (span.begin > span.end || span.end > doc->text.n))
            return out_of_bounds(error, layer, row, def->name);
    }
    return 0;
}

int filon_doc_check(struct filon_doc *doc, struct filon_error *error)
{
    for (int l = 0; l < doc->n_layers; l++) {
        const struct filon_layer *layer = &doc->layer[l];
        for (uint32_t row = 0; row < layer->rows; row++)
            if (layer->begin[row] > layer->end[row] || layer->end[row] > doc->text.n)
                return out_of_bounds(error, layer, row, "begin, end");
        for (int c = 0; c < layer->columns; c++)
            for (uint32_t row = 0; layer->column[c].used && row < layer->rows; row++)
                if (check_cell(doc, layer, c, row, error) < 0)
                    return -1;
    }
    return 0;
}
